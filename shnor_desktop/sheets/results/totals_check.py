"""Subtotals, grand totals and area lines: never schools, but checked against the schools' rows and kept as areas."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from shnor_desktop.rules.figures import Figures, ResultState
from shnor_desktop.rules.results.checks import LABELS as FIELD_LABELS
from shnor_desktop.rules.results.checks import complete
from shnor_desktop.rules.results.classes import add_classes
from shnor_desktop.rules.words.russian import decimal_e4
from shnor_desktop.sheets.book.problems import CellRef, Problem, Reason, Severity
from shnor_desktop.sheets.book.values import plain
from shnor_desktop.sheets.results.blanks import IsNought, Scope, Scopes
from shnor_desktop.sheets.results.figures import Reading, fit, read_group
from shnor_desktop.sheets.results.groups import COUNT_FIELDS, PERCENT_FIELDS, places
from shnor_desktop.sheets.results.row_kinds import Line, LineKind
from shnor_desktop.sheets.results.rows import Entry, TableReader, TableRows
from shnor_desktop.sheets.results.table import Column, Group, Table, column_numbers
from shnor_desktop.sheets.results.types import AreaRow, Refusal, SittingMention
from shnor_desktop.sheets.words.meaning import COUNT
from shnor_desktop.sheets.words.totals import names_school, of_some_schools

SUMMED = (
    "participants",
    "failed",
    "count_3",
    "count_4",
    "count_5",
    "high",
    "hundreds",
    "lowered",
    "confirmed",
    "raised",
)
SHARED = ("failed_pct_e4", "pct_3_e4", "pct_4_e4", "pct_5_e4", "high_pct_e4")
UNITS = (10_000, 1_000, 100, 10, 1)
MAX_WARNINGS = 100
_DATIVE = re.compile(r"(?:ому|ему) (?:району|округу|муницип)")


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of a total beside the same figure of the rows."""

    field: str
    written: int
    counted: int
    agrees: bool
    where: CellRef
    simple: bool = False
    """The mean is not weighed by participants, but is the simple mean of the schools' means."""


class _Totals:
    def __init__(self, reader: TableReader, rows: TableRows) -> None:
        self.reader = reader
        self.table: Table = reader.table
        self.rows = rows
        self.by_group: dict[tuple[int, SittingMention], list[Entry]] = {}
        self.municipality: dict[int, str] = {}
        for entry in rows.entries:
            self.by_group.setdefault((entry.group, entry.sitting), []).append(entry)
            self.municipality[entry.line.row] = entry.line.municipality
        refused = {line.row: line.municipality for line in rows.refused}
        schools = {entry.line.row: entry.line.school for entry in rows.entries}
        self.scopes = Scopes(self.table, {**refused, **self.municipality}, rows.totals, schools)
        self.names = self.scopes.names
        school = self.table.roles.get("school")
        self.hierarchy = school is not None and "группы участников" in plain(school.heading)
        """A report of ФИС ОКО: its areas are larger than the schools it lists."""
        self._decimals: dict[int, int] = {}
        self.agreed = 0
        self.averages_of_averages: CellRef | None = None

    def settle(self) -> int:
        """Every total line in turn; how many figures agreed."""
        for line in self.rows.totals:
            self._line(line)
        if self.averages_of_averages:
            text = "Средний балл в итоговых строках — простое среднее по школам, без учёта числа участников."
            self.rows.problems.append(Problem(Severity.NOTE, text, "", self.averages_of_averages))
        return self.agreed

    def _line(self, line: Line) -> None:
        readings = self._readings(line)
        scopes = self.scopes.of(line)
        compared = [
            [one for at in readings for one in self._compare(line, at, readings[at], s)] for s in scopes
        ]
        best = max(range(len(scopes)), key=lambda at: (_quality(compared[at]), -at)) if scopes else -1
        chosen = compared[best] if scopes else []
        right = bool(chosen) and all(one.agrees for one in chosen)
        if line.kind == LineKind.NAMELESS and not right:
            self._nameless(line)
            return
        if self.rows.asides and chosen and not right:
            self._with_asides(line, next(one.where for one in chosen if not one.agrees))
            return
        if line.kind == LineKind.AREA and not line.area and not right:
            self._unproved(line)
        self.agreed += sum(one.agrees for one in chosen)
        if not (line.kind == LineKind.AREA and (line.area != "district" or self.hierarchy)):
            self._warn(line, chosen)
        if scopes and self._one_school(line, scopes[best]):
            return
        if of_some_schools(line.name):
            return
        kind, name = self._area(line, scopes[best] if scopes else None)
        days: dict[SittingMention, list[tuple[str, AreaRow]]] = {}
        for at, (sitting, reading) in readings.items():
            figures, part = complete(fit(reading.figures, sitting)), self.table.groups[at].part
            area = AreaRow(kind, name, sitting, figures, reading.cells)
            if part:
                days.setdefault(sitting, []).append((part, area))
            else:
                self.rows.areas.append(area)
        self.rows.areas += filter(None, map(_of_days, days.values()))

    def _one_school(self, line: Line, scope: Scope) -> bool:
        """A total over the classes of a school is no area."""
        if names_school(line.name):
            return True
        lines = [entry.line for entry in self.rows.entries if entry.line.row in scope.rows]
        return (
            not line.area and len({one.row for one in lines}) > 1 and len({one.school for one in lines}) == 1
        )

    def _readings(self, line: Line) -> dict[int, tuple[SittingMention, Reading]]:
        found: dict[int, tuple[SittingMention, Reading]] = {}
        for at, group in enumerate(self.table.groups):
            sitting = self.reader.total_sitting(at, group, line)
            if sitting is None:
                continue
            empty: list[Column] = []
            try:
                reading = read_group(self.table, group, line.row, _noting(empty))
            except Refusal:
                continue
            if empty:
                reading = self._without_empty(at, sitting, line, reading, empty)
            if reading.state == ResultState.VALID:
                found[at] = (sitting, reading)
        return found

    def _without_empty(
        self, at: int, sitting: SittingMention, line: Line, reading: Reading, empty: list[Column]
    ) -> Reading:
        """An empty cell of a total is a nought only where its rows add up to one."""
        figures = reading.figures
        scope = next(iter(self.scopes.of(line)), None)
        inside = [
            one
            for one in self.by_group.get((at, sitting), ())
            if scope is not None and one.line.row in scope.rows
        ]
        for column in empty:
            name = (COUNT_FIELDS if column.unit == COUNT else PERCENT_FIELDS)[column.meaning]
            parts = [
                getattr(one.figures, name)
                for one in inside
                if one.reading.state != ResultState.NO_PARTICIPANTS
            ]
            if not inside or any(part is None or part for part in parts):
                changed: dict[str, Any] = {name: None}
                figures = replace(figures, **changed)
        return reading._replace(figures=figures)

    def _compare(
        self, line: Line, at: int, found: tuple[SittingMention, Reading], scope: Scope
    ) -> list[Compared]:
        sitting, reading = found
        if any(refused.row in scope.rows for refused in self.rows.refused):
            return []
        entries = [one for one in self.by_group.get((at, sitting), ()) if one.line.row in scope.rows]
        if not entries or any(one.reading.state is None for one in entries):
            return []
        valid = [one.figures for one in entries if one.reading.state == ResultState.VALID]
        where = places(self.table, self.table.groups[at], line.row)
        first = reading.cells[0]
        written = fit(reading.figures, sitting)
        found_here = [
            *_sums(written, valid, where, first),
            *_shares(written, valid, where, first, reading.own_decimals),
        ]
        return found_here + self._mean(written, valid, where.get("mean_e4", first), self.table.groups[at])

    def _mean(
        self, written: Figures, valid: Sequence[Figures], where: CellRef, group: Group
    ) -> list[Compared]:
        column = group.of("mean")
        known = [
            (one.mean_e4, one.participants) for one in valid if one.mean_e4 is not None and one.participants
        ]
        people = sum(n for _, n in known if n)
        if written.mean_e4 is None or column is None or not people or len(known) < len(valid):
            return []
        counted = round(sum(mean * n for mean, n in known if mean is not None and n) / people)
        slack = UNITS[self._printed_decimals(column)] + 1
        if abs(counted - written.mean_e4) > slack:
            simple = round(sum(mean for mean, _ in known if mean is not None) / len(known))
            if abs(simple - written.mean_e4) <= slack:
                return [Compared("mean_e4", written.mean_e4, simple, False, where, simple=True)]
        return [Compared("mean_e4", written.mean_e4, counted, abs(counted - written.mean_e4) <= slack, where)]

    def _printed_decimals(self, column: Column) -> int:
        """The fewest decimals, but none, that numbers of the column print."""
        known = self._decimals.get(column.index)
        if known is None:
            printed = (number.decimals for number in column_numbers(self.table, column) if number.decimals)
            known = self._decimals[column.index] = min(printed, default=0)
        return known

    def _warn(self, line: Line, compared: Sequence[Compared]) -> None:
        for one in compared:
            warned = sum(problem.severity == Severity.WARNING for problem in self.rows.problems)
            if one.simple:
                self.averages_of_averages = self.averages_of_averages or one.where
            if one.simple or one.agrees or warned >= MAX_WARNINGS:
                continue
            share = one.field.endswith("_e4")
            written = decimal_e4(one.written, 2) if share else str(one.written)
            counted = decimal_e4(one.counted, 2) if share else str(one.counted)
            of = f" ({line.name})" if line.name else ""
            text = f"Итог{of} не сходится со строками школ: {FIELD_LABELS[one.field]} {written} в {one.where.address}, по строкам {counted}."
            self.rows.problems.append(
                Problem(
                    Severity.WARNING,
                    text,
                    "Проверьте, все ли школы есть в таблице.",
                    one.where,
                    reason=Reason.TOTAL,
                )
            )

    def _nameless(self, line: Line) -> None:
        grid = self.table.grid
        at = next((at for at in grid.filled(line.row)), 0)
        text = "В строке есть числа, но нет названия школы. Строка не загружена."
        where = grid.ref(line.row, at)
        self.rows.problems.append(
            Problem(
                Severity.REFUSED, text, "Впишите школу или удалите строку.", where, reason=Reason.NAMELESS
            )
        )

    def _with_asides(self, line: Line, where: CellRef) -> None:
        """A total over rows some of which were set aside is no total of the others."""
        of = f" ({line.name})" if line.name else ""
        text = f"Итог{of} в {where.address} не сходится с оставшимися строками: он не загружен."
        self.rows.problems.append(Problem(Severity.NOTE, text, "", where, reason=Reason.ASIDE))

    def _unproved(self, line: Line) -> None:
        at = next(iter(self.table.grid.filled(line.row)), 0)
        text = f"Строка «{line.name}» — вид школ, а не школа: не загружена, со строками школ не сверена."
        advice = "Если это одна школа, впишите её название полностью."
        where = self.table.grid.ref(line.row, at)
        self.rows.problems.append(Problem(Severity.WARNING, text, advice, where, reason=Reason.TOTAL))

    def _area(self, line: Line, scope: Scope | None) -> tuple[str, str]:
        """Kind and name of the area a total stands for."""
        inside = {self.municipality.get(row, "") for row in scope.rows} - {""} if scope else set()
        if line.area in ("region", "country"):
            return line.area, line.name
        if not line.area and scope is not None and scope.whole and len(self.names) > 1:
            return "region", line.name
        named = scope.name if scope is not None else ""
        only = inside.pop() if len(inside) == 1 else ""
        return "district", named or (only if _DATIVE.search(line.name) else "") or line.name or only


def _of_days(parts: Sequence[tuple[str, AreaRow]]) -> AreaRow | None:
    """The days of an exam in one; None when they cannot be added."""
    summed = add_classes((part, area.figures) for part, area in parts)
    if summed.without_counts:
        return None
    cells = tuple(cell for _, area in parts for cell in area.cells)
    return replace(parts[0][1], figures=complete(summed.figures), cells=cells)


def _noting(empty: list[Column]) -> IsNought:
    def note(column: Column, _row: int) -> bool:
        empty.append(column)
        return True

    return note


def settle_totals(reader: TableReader, rows: TableRows) -> int:
    """Check the total lines of a table, keep them as areas; how many figures agreed with the rows."""
    return _Totals(reader, rows).settle() if rows.totals else 0


def _quality(compared: Sequence[Compared]) -> int:
    return sum(1 if one.agrees else -1 for one in compared)


def _sums(
    written: Figures, valid: Sequence[Figures], where: dict[str, CellRef], first: CellRef
) -> list[Compared]:
    found = []
    for field in SUMMED:
        total = getattr(written, field)
        if total is None or field not in where:
            continue
        parts = list(map(attrgetter(field), valid))
        if None in parts:
            continue
        found.append(Compared(field, total, sum(parts), total == sum(parts), where.get(field, first)))
    return found


def _shares(
    written: Figures, valid: Sequence[Figures], where: dict[str, CellRef], first: CellRef, decimals: int
) -> list[Compared]:
    """Shares weighed by participants; without numbers of participants nothing can be said."""
    if all(getattr(written, field) is None for field in SHARED):
        return []
    people = sum(one.participants or 0 for one in valid)
    if not people or any(not one.participants for one in valid):
        return []
    unit = UNITS[min(4, max(0, min(written.pct_decimals, decimals)))]
    found = []
    for field in SHARED:
        total = getattr(written, field)
        if total is None:
            continue
        parts = [_exact(one, field) for one in valid]
        if None in parts:
            continue
        counted = round(
            sum((part or 0) * (one.participants or 0) for part, one in zip(parts, valid, strict=True))
            / people
        )
        agrees = abs(counted - total) <= unit + 1
        found.append(Compared(field, total, counted, agrees, where.get(field, first)))
    return found


_COUNT_OF = {
    "failed_pct_e4": "failed",
    "pct_3_e4": "count_3",
    "pct_4_e4": "count_4",
    "pct_5_e4": "count_5",
    "high_pct_e4": "high",
}


def _exact(figures: Figures, field: str) -> int | None:
    """The share from the count when it is known, as printed otherwise."""
    count: int | None = getattr(figures, _COUNT_OF[field])
    if count is not None and figures.participants:
        return round(1_000_000 * count / figures.participants)
    share: int | None = getattr(figures, field)
    return share
