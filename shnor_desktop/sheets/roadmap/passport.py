"""The passport of a programme: a table of two columns, a name and what it says."""

import re
from dataclasses import dataclass

from shnor_desktop.rules.words.points import tidy
from shnor_desktop.sheets.book.values import plain
from shnor_desktop.sheets.roadmap.tables import Line, Table

_LABEL = re.compile(
    r"(?:полное |краткое |основн\w+ |ожидаем\w+ (?:конечн\w+ )?|целев\w+ |объем\w* и |общ\w+ |ответственн\w+ )?"
    r"(?:наименовани|названи|разработчик|руководител|заказчик|координатор|куратор|исполнител|соисполнител|участник|партнер|"
    r"основани|нормативн|цел[ьи]|задач|иде[яи]|срок|этап|период|направлени|мероприяти|показател|индикатор|объем|источник|"
    r"финансир|ресурс|результат|контрол|систем\w+ организации контрол|механизм|риск|школ|целевая групп|адрес|сайт|эффект).*"
)
_FEWEST = 3
_LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class PassportRow:
    """A row as it stands in the table."""

    table: int
    line: int
    label: str
    text: str


def is_passport(table: Table) -> bool:
    """Whether most rows are two cells, the first of which is called as rows of passports are."""
    pairs = [pair for line in table.lines if (pair := _pair(line))]
    known = [label for label, _ in pairs if _LABEL.fullmatch(plain(label))]
    return len(known) >= _FEWEST and 2 * len(pairs) > len(table.lines) and 5 * len(known) >= 2 * len(pairs)


def rows_of(table: Table, number: int) -> tuple[PassportRow, ...]:
    """Its rows; what goes on in a further row belongs to the label above."""
    found: list[PassportRow] = []
    for line in table.lines:
        pair = _pair(line)
        if pair is None:
            continue
        label, text = pair
        label = re.sub(r"^\d{1,2}[.)]\s*", "", label)
        if found and (not label or label == found[-1].label):
            above = found.pop()
            found.append(PassportRow(number, above.line, above.label, tidy(f"{above.text}\n{text}")))
        elif label:
            found.append(PassportRow(number, line.at, label, tidy(text)))
    return tuple(found)


def _pair(line: Line) -> tuple[str, str] | None:
    """Label and text: of rows with a number before them its second and third cell."""
    pieces = [one for one in line.pieces if one.text or not one.again]
    if len(pieces) > 2:
        filled = [one for one in pieces if one.text]
        pieces = filled if len(filled) == 2 else pieces
        if len(pieces) == 3 and re.fullmatch(r"\d{0,2}[.)]?", pieces[0].plain):
            pieces = pieces[1:]
    if len(pieces) != 2 or len(pieces[0].plain) > _LONGEST_LABEL or not pieces[-1].text:
        return None
    return pieces[0].plain, pieces[1].text
