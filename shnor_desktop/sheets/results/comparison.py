"""«Сравнение отметок с отметками по журналу» of ФИС ОКО: a name, and under it rows понизили, подтвердили, повысили."""

from shnor_desktop.rules.figures import Figures, ResultState
from shnor_desktop.sheets.book.problems import CellRef
from shnor_desktop.sheets.book.values import Number, plain, value_of
from shnor_desktop.sheets.results.figures import Reading
from shnor_desktop.sheets.results.lines import Line, LineKind, mention
from shnor_desktop.sheets.results.questions import Asking
from shnor_desktop.sheets.results.rows import Entry, TableReader, TableRows
from shnor_desktop.sheets.results.table import Column, Group, Table
from shnor_desktop.sheets.results.types import AreaRow, ReadRow, SchoolMention
from shnor_desktop.sheets.words.hints import NOTHING
from shnor_desktop.sheets.words.meaning import measure_of
from shnor_desktop.sheets.words.territories import area_of

JOURNAL = frozenset(("lowered", "confirmed", "raised"))
LOOK_AT = 40


def is_comparison(table: Table) -> bool:
    """Do the rows, not the columns, name the outcomes of the comparison?"""
    school = table.roles.get("school")
    if school is None:
        return False
    rows = range(table.first, min(table.end, table.first + LOOK_AT))
    found = {measure_of(table.grid.text(row, school.index)) for row in rows}
    return found >= JOURNAL


class ComparisonReader:
    """Goes down the names and their outcomes."""

    def __init__(self, table: Table, asking: Asking) -> None:
        self.table = table
        self.names = table.roles["school"]
        self.counts = next((c for c in table.columns if c.meaning == "participants"), None)
        self.shares = next((c for c in table.columns if c.unit == "percent" and c is not self.counts), None)
        table.groups = [Group(NOTHING, [column for column in (self.counts, self.shares) if column])]
        self._lines = TableReader(table, asking)
        self._result = TableRows()

    def read(self) -> TableRows:
        """Schools and areas with how many lowered, confirmed, raised their marks."""
        name, row_of_name = "", self.table.first
        found: dict[str, int] = {}
        for row in range(self.table.first, self.table.end):
            text = self.table.grid.text(row, self.names.index)
            if not text:
                continue
            outcome = "participants" if plain(text).startswith("всего") else measure_of(text)
            if outcome in JOURNAL | {"participants"}:
                count = self._whole(row, self.counts)
                if count is not None:
                    found[outcome] = count
                continue
            self._finish(name, row_of_name, found)
            name, row_of_name, found = text, row, {}
        self._finish(name, row_of_name, found)
        return self._result

    def _whole(self, row: int, column: Column | None) -> int | None:
        value = value_of(self.table.grid.own(row, column.index)) if column else None
        return value.whole if isinstance(value, Number) else None

    def _finish(self, name: str, row: int, found: dict[str, int]) -> None:
        if not name or not found.keys() >= JOURNAL:
            return
        sitting = self._lines.sitting(0, NOTHING, row)
        if sitting is None:
            return
        found.setdefault("participants", sum(found[outcome] for outcome in JOURNAL))
        figures = Figures(**found)
        cells: tuple[CellRef, ...] = (self.table.grid.ref(row, self.names.index),)
        area = area_of(name)
        school = mention(name, "", "", "")
        if area and not school.code:
            self._result.areas.append(AreaRow(area, name, sitting, figures, cells))
            return
        self._take(school, row, ReadRow(school, sitting, ResultState.VALID, figures, cells))

    def _take(self, school: SchoolMention, row: int, taken: ReadRow) -> None:
        self._result.school_rows += 1
        self._result.used.setdefault(0, taken.sitting)
        reading = Reading(ResultState.VALID, taken.figures, taken.cells)
        line = Line(row, LineKind.SCHOOL, school)
        self._result.entries.append(Entry(line, 0, taken.sitting, reading, taken.figures, taken))
