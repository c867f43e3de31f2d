"""What the columns of a table of a plan, of indicators or of a passport are: the rows of its heading found by meaning."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from shnor_desktop.sheets.book.values import plain
from shnor_desktop.sheets.roadmap.tables import Line, Piece, Table

NUMBER, TEXT, DUE, RESPONSIBLE, EXPECTED = "number", "text", "due_text", "responsible", "expected"
SECTION, SCHOOLS, DONE, NOTE = "section", "schools", "done", "note"
INDICATOR, CRITERION, UNIT, TARGET, FACT, LABEL = "indicator", "criterion", "unit", "target", "fact", "label"
BASE, MONTH, OTHER = "base", "month", "other"
ROLES = {
    NUMBER: "номер",
    TEXT: "мероприятие",
    DUE: "срок",
    RESPONSIBLE: "ответственные",
    EXPECTED: "ожидаемый результат",
    SECTION: "раздел",
    SCHOOLS: "школы",
    MONTH: "месяц, отмеченный знаком",
    NOTE: "примечание",
    DONE: "отметка об исполнении",
    OTHER: "другое: в примечание с заголовком",
}
"""What a column of a plan may be, as people choose it."""

_HEADING_ROWS = 40
"""So far down a heading is looked for."""
_BLOCK_ROWS = 3
_LONGEST = 140
"""Letters of the heading of a column."""
_MONTHS = r"(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*\.?(?: \d{4}(?: ?г\w*\.?)?)?"
_WORDS = (
    (MONTH, _MONTHS),
    (NUMBER, r"(?:№|no?\b|номер|n)(?: ?п[ .]?[/\\.]? ?п\.?)?(?: ?строки)?|п ?[/\\.] ?п\.?|пп\.?|п ?/ ?№|№.{0,12}пункт.*|пункт\w*"),
    (DONE, r"(?!.*ответствен).*(?:отметк\w* об? |о? ?выполнени[ие]\b|исполнен[оы]?\b|исполнени[ие]$|статус|ход реализаци|факт\w* (?:исполнен|выполнен|результат)).*"),
    (DUE, r".*(?:\bсрок|\bдат[аы]\b|период\b|периодичност|\bкогда\b|время проведени|график|месяц\b|какого числа).*"),
    (RESPONSIBLE, r".*(?:ответствен|исполнител|\bкто\b|куратор\w*$|организатор).*"),
    (SCHOOLS, r"(?:наименовани\w+ )?(?:школ\w*|оо|оу|образовательн\w+ (?:организаци\w+|учреждени\w+)|общеобразовательн\w+ организаци\w+)(?: ?[-,(] ?участни\w+\)?)?"),
    (NOTE, r"(?:примечани|комментари|дополнительн\w+ (?:сведени|информаци)|источник\w* финансир|финансирован|объем).*"),
    (EXPECTED, r".*(?:результат|\bитог|показател|индикатор|подтвержд|вид документа|(?:итоговый|отчетный|выходной) документ|форма (?:отчет|представлен|завершен|контрол)|продукт|эффект|\bвыход\b|управленческ\w+ решени).*"),
    (TEXT, r".*(?:мероприяти|содержани|действи|вид\w* (?:деятельности|работ)|что (?:\w+ ){0,2}(?:сделать|делаем|делается|планируется|проводится)|форм\w* (?:работы|деятельности|поддержки)|тем[аы]\b|поручени|мер[аы]?\b|наименовани|планируем\w+ работ|формулировк).*"),
    (SECTION, r".*(?:направлени|раздел|\bблок|модул|этап|задач|проблем|риск|дефицит).*"),
)  # fmt: skip
_STATE = re.compile(r"состояние на \d.*")
"""The state on a day, which a plan written by this program says."""
_ROLE = tuple((role, re.compile(words)) for role, words in _WORDS)
_BEST_TEXT = re.compile(r"мероприяти|содержани|действи|поручени")
_INDICATOR_WORDS = (
    (NUMBER, _WORDS[1][1]),
    (UNIT, r"ед(?:иниц\w*|\.)? ?(?:изм\w*\.?|измерени\w+)?|единиц\w* измерени\w+|измерител\w*"),
    (BASE, r".*(?:базов|исходн|текущ\w+ значени|начальн).*"),
    (CRITERION, r".*(?:критери|направлени|задач|раздел|группа|\bцел[ьи]\b).*"),
    (FACT, r".*(?:\bфакт|достигнут|выполнен).*"),
    (TARGET, r".*(?:\bплан|целев|значени|\bнорматив|\(%\)|(?:19|20)\d\d).*"),
    (INDICATOR, r".*(?:показател|индикатор).*"),
)  # fmt: skip
_INDICATOR = tuple((role, re.compile(words)) for role, words in _INDICATOR_WORDS)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s*[-/]\s*((?:19|20)?\d\d)(?!\d))?")
_BEGINS_WITH_FIGURE = re.compile(r"[-+<>≤≥]?\s*(?:не (?:менее|более|ниже) )?\d.*")
_HYPHEN = re.compile(r"(?<=[а-яё])-\n(?=[а-яё])")
"""Of a word that is broken over two lines."""
_COUNTED = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,4}[.)]?")
_DIGITS = re.compile(r"\(?\d{1,2}\)?\.?")


class Column(NamedTuple):
    """A column of the table under its heading."""

    first: int
    last: int
    heading: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The rows of the heading and the columns under it."""

    first: int
    """Of the lines of the table."""
    after: int
    """The first line of the body."""
    columns: tuple[Column, ...]

    def of(self, role: str) -> tuple[Column, ...]:
        """The columns with this meaning."""
        return tuple(one for one in self.columns if one.role == role)

    def has(self, *roles: str) -> bool:
        """Whether there is a column of each."""
        return all(self.of(role) for role in roles)

    def mapped(self, roles: Mapping[int, str]) -> "Heading":
        """With the meanings a person chose, by the number of the column."""
        chosen = (one._replace(role=roles.get(at, one.role)) for at, one in enumerate(self.columns))
        return replace(self, columns=tuple(chosen))

    @property
    def words(self) -> tuple[str, ...]:
        """The headings, for comparing tables."""
        return tuple(plain(one.heading) for one in self.columns)


def plan_heading(table: Table) -> Heading | None:
    """The heading of a plan: what is to be done, and when or by whom."""
    for at in range(min(len(table.lines), _HEADING_ROWS)):
        found = _heading(table, at, _ROLE)
        if found is None:
            continue
        found = _with_others(_one_text(found), table)
        if found.has(TEXT) and (found.has(DUE) or found.has(RESPONSIBLE) or len(found.of(MONTH)) > 1):
            return found
    return None


def indicator_heading(table: Table) -> Heading | None:
    """The heading of a table of indicators: what is measured, beside criteria, units, targets or facts."""
    for at in range(min(len(table.lines), _HEADING_ROWS)):
        found = _heading(table, at, _INDICATOR)
        if found is None or not found.columns:
            continue
        found = _one_indicator(table, found)
        if found.has(INDICATOR) and len(found.columns) > 1:
            return found
    return None


def is_month(text: str) -> bool:
    """«Сентябрь», «май 2022 г.»."""
    return re.fullmatch(_MONTHS, plain(text)) is not None


def year_of(heading: str) -> tuple[int, bool] | None:
    """The year a heading names and whether it is a school year."""
    found = _YEAR.search(plain(heading))
    if found is None:
        return None
    return int(found[1]), bool(found[2]) or "учебн" in plain(heading) or "уч." in plain(heading)


def _heading(table: Table, at: int, roles: Iterable[tuple[str, re.Pattern[str]]]) -> Heading | None:
    line = table.lines[at]
    if len({one.text for one in line.filled}) < 2 or any(one.again for one in line.filled):
        return None
    if any(len(one.plain) > _LONGEST for one in line.filled):
        return None
    block = [line]
    while len(block) < _BLOCK_ROWS and at + len(block) < len(table.lines):
        below = table.lines[at + len(block)]
        if not _belongs(block[-1], below):
            break
        block.append(below)
    columns = tuple(
        Column(one.first, one.last, told, _role(told, roles))
        for one, told in _leaves(block)
        if told or one.first == 0
    )
    after = at + len(block)
    if after < len(table.lines) and _is_numbering(table.lines[after]):
        after += 1
    return Heading(at, after, columns) if len(columns) > 1 else None


def _belongs(line: Line, below: Line) -> bool:
    """Whether the row below is of the same heading: cells of the heading reach into it, or it parts a wide one."""
    if any(one.again and one.text for one in below.pieces):
        return all(len(one.plain) <= _LONGEST for one in below.filled)
    if _is_numbering(below):
        return False
    wide = [one for one in line.filled if one.last > one.first]
    inside = [one for one in below.filled if any(w.first <= one.first and one.last <= w.last for w in wide)]
    return bool(wide) and len(wide) < len(line.filled) and len(inside) == len(below.filled) > 1


def _leaves(block: list[Line]) -> list[tuple[Piece, str]]:
    """The narrowest cells of the heading with the words that stand over each."""
    found = []
    for one in block[-1].pieces:
        told: list[str] = []
        for line in block:
            for piece in line.pieces:
                over = piece.first <= one.first and one.last <= piece.last
                words = " ".join(_HYPHEN.sub("", piece.text).split())
                if over and words and words not in told:
                    told.append(words)
        found.append((one, ", ".join(told)))
    return found


def _role(heading: str, roles: Iterable[tuple[str, re.Pattern[str]]]) -> str:
    words = plain(heading).replace('"', "").strip(" .:;")
    return next((role for role, pattern in roles if pattern.fullmatch(words)), "")


def _is_numbering(line: Line) -> bool:
    """«1 | 2 | 3» under a heading."""
    texts = [one.plain for one in line.filled]
    numbers = [int(re.sub(r"\D", "", text)) for text in texts if _DIGITS.fullmatch(text)]
    return len(texts) > 1 and len(numbers) == len(texts) and numbers == list(range(1, len(texts) + 1))


is_numbering = _is_numbering


def _one_text(heading: Heading) -> Heading:
    """Of several columns that could be the work itself one is it; what stands before it divides the plan. Where none says
    so, the widest words decide: directions or tasks are the work then."""
    texts = heading.of(TEXT)
    if not texts:
        return _changed(heading, heading.of(SECTION)[:1], TEXT)
    best = next((one for one in texts if _BEST_TEXT.search(plain(one.heading))), texts[0])
    before = tuple(one for one in texts if one != best and one.first < best.first)
    after = tuple(one for one in texts if one != best and one.first > best.first)
    return _changed(_changed(heading, before, SECTION), after, EXPECTED if not heading.of(EXPECTED) else NOTE)


def _with_others(heading: Heading, table: Table) -> Heading:
    """A first column of numbers without a name for it, and columns nobody knows, whose words are not to be lost."""
    first = heading.columns[0]
    if not heading.of(NUMBER) and not first.role and _mostly(_COUNTED, _texts(table, heading, first)):
        heading = _changed(heading, (first,), NUMBER)
    unknown = (one for one in heading.columns if not one.role and one.heading)
    return _changed(heading, [one for one in unknown if not _STATE.fullmatch(plain(one.heading))], OTHER)


def _one_indicator(table: Table, heading: Heading) -> Heading:
    """The column of words is the indicator; one of figures under the same word holds targets."""
    named = heading.of(INDICATOR)
    figures = tuple(one for one in named if _is_of_figures(table, heading, one))
    words = tuple(one for one in named if one not in figures)
    heading = _changed(heading, figures, TARGET)
    if not words:
        words = tuple(one for one in heading.of(TARGET) if not _is_of_figures(table, heading, one))[:1]
        heading = _changed(heading, words, INDICATOR)
    return _changed(heading, words[1:], CRITERION)


def _is_of_figures(table: Table, heading: Heading, column: Column) -> bool:
    return _mostly(_BEGINS_WITH_FIGURE, _texts(table, heading, column))


def _texts(table: Table, heading: Heading, column: Column) -> list[str]:
    return [
        one.plain
        for line in table.lines[heading.after :]
        for one in line.filled
        if (one.first, one.last) == (column.first, column.last)
    ]


def _mostly(pattern: re.Pattern[str], texts: list[str]) -> bool:
    return bool(texts) and 2 * sum(pattern.fullmatch(text) is not None for text in texts) > len(texts)


def _changed(heading: Heading, which: Iterable[Column], role: str) -> Heading:
    chosen = frozenset(which)
    columns = (one._replace(role=role) if one in chosen else one for one in heading.columns)
    return replace(heading, columns=tuple(columns))


def cells_of(line: Line, heading: Heading) -> dict[int, Piece]:
    """The cells of a row by the number of their column. Rows drawn by hand have their borders a little aside of those of
    the heading: as many cells as columns are told by their order, others by the column they cover most of."""
    pieces = [one for one in line.pieces if one.text or one.last >= 0]
    if len(pieces) == len(heading.columns):
        return dict(enumerate(pieces))
    found: dict[int, Piece] = {}
    for piece in pieces:
        shared = [
            (min(piece.last, column.last) - max(piece.first, column.first) + 1, -at)
            for at, column in enumerate(heading.columns)
        ]
        most, at = max(shared)
        if most > 0 and (-at not in found or not found[-at].text):
            found[-at] = piece
    return found
