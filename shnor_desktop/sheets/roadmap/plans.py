"""A table of a plan as rows: what is to be done, titles over the whole width, rows a page break has torn."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from shnor_desktop.rules.words.points import tidy
from shnor_desktop.sheets.book.values import plain
from shnor_desktop.sheets.roadmap import columns as c
from shnor_desktop.sheets.roadmap.columns import Column, Heading
from shnor_desktop.sheets.roadmap.tables import Line, Piece, Table

_NUMBER = r"(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXLC]{1,6}|[а-яa-z](?=[.)]))[.)]{0,2}"
_IS_NUMBER = re.compile(_NUMBER)
_NUMBERED = re.compile(rf"({_NUMBER})\s+(\S.*)", re.DOTALL)
_IN_TEXT = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,4}[.)]?)\s+(\S.*)", re.DOTALL)
_SECTION = re.compile(r"(?:раздел|направление|блок|модуль|этап|задача)\b.*", re.IGNORECASE)
_ENDS = re.compile(r"окончан|заверш|конец|конца|\bпо$")
_TOTAL = re.compile(r"(?:итого|всего)\b.*")
_NUMBERED_SHARE = 0.6
"""Of the rows begin with a number in the cell of the work: then it is a number."""


class Fate(StrEnum):
    """What a row of the table is."""

    ACTIVITY = "activity"
    SECTION = "section"
    CONTINUED = "continued"
    """The rest of the row above, torn off by a page break."""
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of a plan as it stands in the table."""

    table: int
    line: int
    """Its place among the rows of the table as people count them, from 1."""
    fate: Fate
    number: str = ""
    text: str = ""
    due_text: str = ""
    responsible: str = ""
    expected: str = ""
    schools: str = ""
    note: str = ""
    done: str = ""
    section: str = ""
    """Where a column divides the plan: the words of its cell."""
    doubt: str = ""
    """What a person should look at."""

    @property
    def heading(self) -> str:
        """Number and words."""
        return " ".join(filter(None, (self.number, self.text)))


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A plan: its heading and its rows, over all tables that go on with it."""

    title: str
    heading: Heading
    rows: tuple[PlanRow, ...]
    tables: tuple[int, ...] = field(default=())


def rows_of(
    table: Table, number: int, heading: Heading, start: int, fates: Mapping[tuple[int, int], Fate]
) -> tuple[PlanRow, ...]:
    """The rows of a table from one of its lines on, told apart; `fates` are what a person said, by table and line."""
    read = [_read(table, number, line, heading) for line in table.lines[start:]]
    read = _numbers_out_of_texts(read)
    found: list[PlanRow] = []
    for at, (line, row) in enumerate(zip(table.lines[start:], read, strict=True)):
        fate, doubt = _fate(table, line, heading, row, found, read[at + 1 :])
        fate = fates.get((number, line.at), fate)
        found.append(_as(replace(row, fate=fate, doubt=doubt), line))
    found = _below_each_other(found, table.lines[start:], heading)
    return _joined(found if heading.of(c.DUE) or heading.of(c.MONTH) else _with_months(found))


def _with_months(rows: Sequence[PlanRow]) -> list[PlanRow]:
    """Where titles are months and there is no column of dues, they are the dues of the rows below."""
    found: list[PlanRow] = []
    month = ""
    for row in rows:
        if row.fate is Fate.SECTION:
            month = row.text if c.is_month(row.text) else ""
        found.append(replace(row, due_text=month) if month and row.fate is Fate.ACTIVITY else row)
    return found


def _read(table: Table, number: int, line: Line, heading: Heading) -> PlanRow:
    told: dict[str, list[str]] = {}
    for at, piece in sorted(c.cells_of(line, heading).items()):
        column = heading.columns[at]
        if column.role and piece.text and piece.text not in told.setdefault(column.role, []):
            told[column.role].append(_words(column, piece))
    ends = [one for one in heading.of(c.DUE) if _ENDS.search(plain(one.heading))]
    between = {c.SECTION: ": ", c.DUE: " – " if ends and len(told.get(c.DUE, ())) == 2 else "\n"}
    if months := told.pop(c.MONTH, []):
        told.setdefault(c.DUE, [", ".join(months)])
    if others := told.pop(c.OTHER, []):
        told.setdefault(c.NOTE, []).extend(others)
    values = {
        role: tidy(between.get(role, "\n").join(texts)) for role, texts in told.items() if role in c.ROLES
    }
    row = PlanRow(number, line.at, Fate.ACTIVITY, **values)
    return replace(row, number=" ".join(row.number.split()))


def _words(column: Column, piece: Piece) -> str:
    """What a cell says: the month that is ticked, under an unknown heading also the heading."""
    if column.role == c.MONTH:
        return column.heading
    return f"{column.heading}: {piece.text}" if column.role == c.OTHER else piece.text


def _numbers_out_of_texts(rows: Sequence[PlanRow]) -> list[PlanRow]:
    """Where the plan has no column of numbers, those that begin the texts are the numbers."""
    texts = [row.text for row in rows if row.text]
    numbered = [text for text in texts if _IN_TEXT.fullmatch(text)]
    if any(row.number for row in rows) or len(numbered) < 2 or len(numbered) < _NUMBERED_SHARE * len(texts):
        return list(rows)
    found = []
    for row in rows:
        parted = _IN_TEXT.fullmatch(row.text)
        found.append(replace(row, number=parted[1], text=parted[2]) if parted else row)
    return found


def _fate(
    table: Table,
    line: Line,
    heading: Heading,
    row: PlanRow,
    before: Sequence[PlanRow],
    after: Sequence[PlanRow],
) -> tuple[Fate, str]:
    filled = line.filled
    if (
        _is_heading(line, heading)
        or c.is_numbering(line)
        or not any(one.plain.strip("-–— ") for one in filled)
    ):
        return Fate.SKIP, ""
    if _TOTAL.fullmatch(plain(filled[0].text)):
        return Fate.SKIP, "Строка итогов не взята."
    if _is_section(table, line, heading):
        return Fate.SECTION, ""
    alone = not (row.due_text or row.responsible or row.expected or row.done)
    if alone and row.text and row.number and _has_points(row.number, after):
        return Fate.SECTION, ""
    if not row.number and before and _goes_on(row, before):
        return Fate.CONTINUED, "Похоже на продолжение строки выше, разорванной переходом на другую страницу."
    if not row.text:
        return Fate.CONTINUED if before else Fate.SKIP, "В строке нет мероприятия."
    if alone and not row.number:
        if _SECTION.fullmatch(row.text) or not table.framed:
            return Fate.SECTION, "Заполнена одна ячейка: похоже на название раздела."
        return Fate.ACTIVITY, "Заполнена одна ячейка: мероприятие ли это?"
    return Fate.ACTIVITY, ""


def _is_heading(line: Line, heading: Heading) -> bool:
    """The heading again, at the top of another page."""
    words = {plain(one.text) for one in line.filled}
    known = {part.strip() for column in heading.columns for part in (plain(column.heading),)}
    return len(words) > 1 and words <= known


def _is_section(table: Table, line: Line, heading: Heading) -> bool:
    """Words over the whole width, with or without a number before them."""
    filled = [one for one in line.filled if not one.again]
    if not filled or len(line.filled) > 2:
        return False
    if len(filled) == 2 and not _IS_NUMBER.fullmatch(filled[0].plain):
        return False
    wide = filled[-1]
    covered = [one for one in heading.columns if wide.first <= one.first and one.last <= wide.last]
    if len(covered) >= max(2, len(heading.columns) - 1):
        return True
    if len(line.pieces) == 1:
        return True
    first = heading.columns[0]
    told = first.role != c.TEXT and not _IS_NUMBER.fullmatch(wide.plain)
    return len(filled) == 1 and wide.last <= first.last and told


def _has_points(number: str, after: Sequence[PlanRow]) -> bool:
    """Whether the next row is a point of this one: «2.» and «2.1»."""
    stem = number.rstrip(".)") + "."
    following = next((row.number for row in after if row.number), "")
    return following.startswith(stem) and following.rstrip(".)") != number.rstrip(".)")


def _goes_on(row: PlanRow, before: Sequence[PlanRow]) -> bool:
    """Whether the words of a row without a number are the rest of those above: they begin small and those end open."""
    above = next((one for one in reversed(before) if one.fate is not Fate.CONTINUED), None)
    if above is None or above.fate is not Fate.ACTIVITY or above.line + 3 < row.line:
        return False
    pairs = ((above.text, row.text), (above.due_text, row.due_text), (above.expected, row.expected))
    torn = [(one, other) for one, other in pairs if other]
    return bool(torn) and all(
        one and other.lstrip()[:1].islower() and one.rstrip()[-1:] not in ".!?;:" for one, other in torn
    )


def _as(row: PlanRow, line: Line) -> PlanRow:
    """A row over the whole width says number and title in one cell."""
    if row.fate is not Fate.SECTION:
        return row
    texts = list(dict.fromkeys(one.plain for one in line.filled))
    told = " ".join(texts)
    parted = _NUMBERED.fullmatch(told)
    number, title = (parted[1], parted[2]) if parted else ("", told)
    return PlanRow(row.table, row.line, row.fate, number, title, doubt=row.doubt)


def section(table: int, line: Line) -> PlanRow:
    """A title that stands outside the table."""
    return _as(PlanRow(table, line.at, Fate.SECTION), line)


def _below_each_other(rows: list[PlanRow], lines: Sequence[Line], heading: Heading) -> list[PlanRow]:
    """A cell of the work that reaches over several rows makes them one row: its dues and bodies stand below each other."""
    texts = [at for at, column in enumerate(heading.columns) if column.role == c.TEXT]
    found: list[PlanRow] = []
    for row, line in zip(rows, lines, strict=True):
        cells: dict[int, Piece] = c.cells_of(line, heading)
        again = any(at in cells and cells[at].again and cells[at].text for at in texts)
        if again and row.fate is Fate.ACTIVITY and found:
            row = replace(row, fate=Fate.CONTINUED, text="", number="", doubt="")
        found.append(row)
    return found


def _joined(rows: Sequence[PlanRow]) -> tuple[PlanRow, ...]:
    """The rest of torn rows goes to the row above; the row of the rest stays, so that a person can say otherwise."""
    found: list[PlanRow] = []
    for row in rows:
        target = next(
            (at for at in range(len(found) - 1, -1, -1) if found[at].fate in (Fate.ACTIVITY, Fate.SECTION)),
            None,
        )
        if row.fate is Fate.CONTINUED and target is not None and found[target].fate is Fate.ACTIVITY:
            found[target] = _with_rest(found[target], row)
        found.append(row)
    return tuple(found)


def _with_rest(row: PlanRow, rest: PlanRow) -> PlanRow:
    values: dict[str, Any] = {}
    for name in ("text", "due_text", "responsible", "expected", "schools", "note", "done"):
        above, below = getattr(row, name), getattr(rest, name)
        if set(below.splitlines()) - set(above.splitlines()):
            torn = rest.text and above and below[:1].islower() and above[-1] not in ".!?;:,"
            values[name] = tidy(f"{above} {below}" if torn else "\n".join(filter(None, (above, below))))
    return replace(row, **values)
