"""Columns beside the result (mean, high scores, hundreds, comparison with the journal): what contradicts in one is left
out and told once a column; participants and failed stay. Bands of scores become such columns."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from shnor_desktop.rules.figures import Family, Figures, ResultState, by_marks
from shnor_desktop.rules.results.checks import (
    EGE_MINIMUM,
    HIGH_ABOVE,
    HIGH_FROM,
    REFUSED,
    SIDES,
    Doubt,
    Scale,
    check_figures,
    complete,
    doubts,
)
from shnor_desktop.rules.results.quality import without_told_quality
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.sheets.book.problems import CellRef, Problem, Reason, Severity
from shnor_desktop.sheets.results.blanks import Blanks, Rows, Waiting
from shnor_desktop.sheets.results.figures import LeftOut
from shnor_desktop.sheets.results.questions import Asking
from shnor_desktop.sheets.results.table import Column, Group, Table, value_at
from shnor_desktop.sheets.results.types import SittingMention
from shnor_desktop.sheets.words.bands import MOST, Band, are_bands, band_of, high_from, settled
from shnor_desktop.sheets.words.hints import Hints
from shnor_desktop.sheets.words.meaning import COUNT, LABELS, PERCENT

if TYPE_CHECKING:
    from shnor_desktop.sheets.results.rows import Entry, TableRows

_FIELDS = {
    "hundreds": ("hundreds", COUNT),
    "high": ("high", COUNT),
    "high_pct_e4": ("high", PERCENT),
    "mean_e4": ("mean", ""),
    "lowered": ("lowered", ""),
    "confirmed": ("confirmed", ""),
    "raised": ("raised", ""),
}


class SideDoubt(NamedTuple):
    """A figure beside the result that contradicts it, left out of the row."""

    field: str
    why: str


def without_sides(
    figures: Figures, sitting: SittingMention, scale: Scale | None, high_with_hundreds: bool
) -> tuple[Figures, list[SideDoubt]]:
    """The figures without those beside the result that contradict it or each other, and what was left out.

    `high_with_hundreds`: the high scores are «80–99» and the hundreds together, so without those they are not known."""
    found: list[SideDoubt] = []
    for _ in SIDES:
        doubt = _side_doubt(figures, sitting, scale)
        if doubt is None:
            break
        named = [name for name in doubt.fields if name in SIDES and getattr(figures, name) is not None]
        changed: dict[str, Any] = dict.fromkeys(named)
        if high_with_hundreds and figures.hundreds and {"high", "hundreds"} & changed.keys():
            named, changed = ["hundreds"], {"hundreds": None, "high": None}
        found += [SideDoubt(name, doubt.text) for name in named]
        figures = replace(figures, **changed)
    return figures, found


def _side_doubt(figures: Figures, sitting: SittingMention, scale: Scale | None) -> Doubt | None:
    for finding in check_figures(figures, by_marks(sitting.family, sitting.level)):
        if finding.severity == REFUSED and finding.fields[0] in SIDES:
            return Doubt(finding.text[:1].lower() + finding.text[1:].rstrip("."), finding.fields)
    return next(doubts(figures, scale), None)


@dataclass(slots=True)
class _Doubted:
    """What was left out of one column."""

    why: str
    first: CellRef
    rows: set[int] = field(default_factory=set)


class SideColumns:
    """Gathers what was left out of one table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._doubted: dict[tuple[int, str], _Doubted] = {}

    def note(self, at: int, row: int, doubts: Sequence[SideDoubt], left_out: Sequence[LeftOut]) -> None:
        """Cells of a group's row that were left out."""
        group = self._table.groups[at]
        for one in left_out:
            self._add(at, one.column.heading, row, one.why, one.where)
        for doubt in doubts:
            column = self._column(group, doubt.field)
            where = self._table.grid.ref(row, column.index if column else group.columns[0].index)
            self._add(at, doubt.field, row, doubt.why, where)

    def _add(self, at: int, name: str, row: int, why: str, where: CellRef) -> None:
        self._doubted.setdefault((at, name), _Doubted(why, where)).rows.add(row)

    def _column(self, group: Group, name: str) -> Column | None:
        meaning, unit = _FIELDS[name]
        return group.of(meaning, unit) or group.of(meaning)

    def fill(self, result: "TableRows", asking: Asking, rows: Rows) -> None:
        """Empty high scores and hundreds are noughts where totals prove it; else they stay unknown, and nothing is asked."""
        groups = self._table.groups
        sides = [
            [column for column in (one.of("hundreds"), one.of("high", COUNT)) if column] for one in groups
        ]
        if not any(sides):
            return
        waiting: dict[int, Waiting] = {}
        for number, one in enumerate(result.entries):
            if one.row is None or one.row.state != ResultState.VALID:
                continue
            row = one.line.row
            empty = [column for column in sides[one.group] if value_at(self._table, row, column) is None]
            if empty:
                waiting[number] = Waiting(one.line, one.group, one.sitting, tuple(empty))
        blanks = Blanks.proved(self._table, asking, rows, list(waiting.values()))
        for number, wait in waiting.items():
            for column in wait.columns:
                if blanks.is_nought(column, wait.line.row):
                    entry = result.entries[number]
                    joined = column.meaning == "high" and groups[wait.group].high_with_hundreds
                    nought = entry.figures.hundreds if joined else 0
                    result.entries[number] = _with(entry, column.meaning, nought)

    def settle(self, result: "TableRows") -> None:
        """One note a column; a column that contradicts in half of its figures is left out whole."""
        for (at, name), doubted in self._doubted.items():
            if name not in _FIELDS:
                result.problems.append(_told(name, doubted, "Эти значения не взяты"))
                continue
            entries = result.entries
            held = [n for n, one in enumerate(entries) if one.group == at and getattr(one.figures, name)]
            whole = len(doubted.rows) >= max(2, len(held))
            if whole:
                for n in held:
                    entries[n] = _with(entries[n], name, None)
            column = self._column(self._table.groups[at], name)
            heading = column.heading if column else LABELS[_FIELDS[name][0]]
            result.problems.append(
                _told(heading, doubted, "Столбец не взят" if whole else "Эти значения не взяты")
            )
        for at in {at for at, name in self._doubted if name == "hundreds"}:
            self._without_part_of_high(result, at)

    def _without_part_of_high(self, result: "TableRows", at: int) -> None:
        """«80–99» without the hundreds, which are not known, is not the number of high scores."""
        rows = self._doubted[at, "hundreds"].rows
        if not self._table.groups[at].high_with_hundreds:
            return
        for n, one in enumerate(result.entries):
            if one.group == at and (one.line.row in rows or one.figures.hundreds is None):
                result.entries[n] = _with(one, "high", None)


def _told(heading: str, doubted: _Doubted, what: str) -> Problem:
    rows = counted(len(doubted.rows), "строка", "строки", "строк")
    text = (
        f"«{heading[:120]}» не сходится с остальным: {rows}, например {doubted.first.address} — {doubted.why}. "
        f"{what}, результаты загружены без них."
    )
    return Problem(Severity.WARNING, text, "Сверьте с источником.", doubted.first, reason=Reason.SIDE)


def _with(entry: "Entry", name: str, value: int | None) -> "Entry":
    changed: dict[str, Any] = {name: value}
    row = entry.row
    return entry._replace(
        figures=replace(entry.figures, **changed),
        row=row and row._replace(figures=replace(row.figures, **changed)),
    )


def checked(
    figures: Figures, sitting: SittingMention, where_of: Callable[[], dict[str, CellRef]], first: CellRef
) -> tuple[Figures, list[Problem]]:
    """The completed figures and what is wrong with them; refusals come first."""
    problems = []
    findings = check_figures(figures, by_marks(sitting.family, sitting.level))
    held = where_of() if findings else {}
    for finding in findings:
        where = next((held[name] for name in finding.fields if name in held), first)
        refused = finding.severity == REFUSED
        problems.append(
            Problem(
                Severity.REFUSED if refused else Severity.WARNING,
                finding.text,
                "Сверьте с источником и исправьте." if refused else "Сверьте с источником.",
                where,
                reason=Reason.CONTRADICTION if refused else Reason.DOUBTED,
            )
        )
    return without_told_quality(complete(figures)), problems


def high_scores(tables: Iterable[tuple[Table, "TableRows"]]) -> tuple[tuple[SittingMention, int], ...]:
    """The score from which results are high at each sitting, when its headings say one and the same."""
    found: dict[SittingMention, set[int]] = {}
    for table, rows in tables:
        for at, sitting in rows.used.items():
            column = table.groups[at].of("high")
            score = high_from(table.block.chains[column.index]) if column else 0
            if HIGH_FROM <= score <= HIGH_ABOVE:
                found.setdefault(sitting, set()).add(score)
    return tuple((sitting, scores.pop()) for sitting, scores in found.items() if len(scores) == 1)


def settle_bands(table: Table) -> None:
    """Columns that part the scores into bands: the lowest is «не преодолели» when it ends where the minimum begins, the
    highest those of high scores, the others are not kept; bands that do not say who failed are told."""
    by_hints: dict[Hints, list[Column]] = {}
    for column in table.columns:
        if any(band_of(text) is not None for text in table.block.chains[column.index][:1]):
            by_hints.setdefault(column.hints, []).append(column)
    for hints, columns in by_hints.items():
        texts = [table.block.chains[column.index][0] for column in columns]
        if are_bands(texts):
            bands = settled([band for text in texts if (band := band_of(text)) is not None])
            _of_bands(table, hints.over(table.context), columns, bands)
        else:
            _below_minimum(table, hints.over(table.context), columns)


def _below_minimum(table: Table, hints: Hints, columns: list[Column]) -> None:
    """«Набрали менее 24 баллов» alone is «не преодолели» where the minimum of the exam is 24."""
    minimum = _minimum(hints) if hints.family == Family.EGE else 0
    named = any(column.meaning == "failed" and column.hints == columns[0].hints for column in table.columns)
    below = [
        column
        for column in columns
        if column.meaning == "unknown"
        and band_of(table.block.chains[column.index][0]) == Band(0, minimum - 1)
    ]
    if not named and len(below) == 1:
        below[0].meaning = "failed"


def _minimum(hints: Hints) -> int:
    return EGE_MINIMUM.get(hints.subject, 0) if hints.level != "base" else 0


def _of_bands(table: Table, hints: Hints, columns: list[Column], bands: list[Band]) -> None:
    pairs = list(zip(columns, bands, strict=True))
    exam = hints.family == Family.EGE or not hints.family and any(band.high == MOST for band in bands)
    minimum = _minimum(hints) if exam else 0
    named = any(column.meaning == "failed" and column.hints == columns[0].hints for column in table.columns)
    below = [(column, band) for column, band in pairs if band.high < minimum]
    failed = below[0][0] if not named and len(below) == 1 and below[0][1] == (0, minimum - 1, False) else None
    for column, band in pairs:
        column.meaning = "ignored"
        if column is failed:
            column.meaning, column.unit = "failed", column.unit or COUNT
        elif band.low == MOST or HIGH_FROM <= band.low <= HIGH_ABOVE and band.high >= MOST - 1:
            column.meaning = "hundreds" if band.low == MOST else "high"
            column.unit = column.unit or COUNT
    if named or failed is not None:
        return
    lowest = min(pairs, key=lambda pair: pair[1])[0]
    where = table.grid.ref(table.block.first, lowest.index)
    border = f"минимальный балл ({hints.subject}) — {minimum}" if minimum else "минимальный балл не известен"
    text = f"Полосы баллов («{lowest.heading[:60]}» и выше): {border}, и сколько не преодолели его, по ним не видно."
    advice = "Добавьте столбец «не преодолели» или полосу, которая кончается перед минимальным баллом."
    table.told.append(Problem(Severity.WARNING, text, advice, where, reason=Reason.NO_SHARE))
