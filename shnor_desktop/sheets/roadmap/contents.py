"""What the tables of a document hold: plans, indicators, a passport; and what is none of these."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from shnor_desktop.sheets.book.values import plain
from shnor_desktop.sheets.roadmap import columns, indicators, passport, plans
from shnor_desktop.sheets.roadmap.columns import Heading
from shnor_desktop.sheets.roadmap.indicators import IndicatorRow
from shnor_desktop.sheets.roadmap.passport import PassportRow
from shnor_desktop.sheets.roadmap.plans import Fate, PlanRow, PlanTable
from shnor_desktop.sheets.roadmap.tables import Line, Piece, Table

PLAN, INDICATORS, PASSPORT, SKIP = "plan", "indicators", "passport", "skip"
KINDS = {PLAN: "план", INDICATORS: "показатели", PASSPORT: "паспорт", SKIP: "не брать"}
_PLAN_WORDS = re.compile(
    r"(?:[ivxlc\d]{1,5}[.)]? )?(?:[а-я-]+ ){0,3}?(?:план\w{0,3}\b|дорожн\w+ карт|перечень|комплекс мер|мероприятия\b).*"
)
_GOES_ON = re.compile(r"(?:[a-zа-яё\d«\"(].*|(?:ПО|НА|ДЛЯ|В|С|О|ОБ|И)\s.*)", re.DOTALL)
"""The title in a further paragraph."""
_LONGEST_TITLE = 400
_LONGEST_SECTION = 250


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person said of the tables: of which kind each is, what its columns mean, what its rows are. Tables and columns
    count from 0, rows as in the document."""

    kinds: Mapping[int, str] = field(default_factory=dict)
    roles: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    fates: Mapping[tuple[int, int], Fate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read."""

    plans: tuple[PlanTable, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    passport: tuple[PassportRow, ...] = ()
    kinds: tuple[str, ...] = ()
    """Of every table, by its place."""
    headings: Mapping[int, Heading] = field(default_factory=dict)
    """Of the tables that have one."""


def understand(tables: Sequence[Table], chosen: Chosen | None = None) -> Contents:
    """Tell the tables apart and read each."""
    said = chosen or Chosen()
    reader = _Reader(said)
    for at, table in enumerate(tables):
        reader.take(at, table)
    return Contents(
        tuple(reader.plans),
        tuple(reader.indicators),
        tuple(reader.passport),
        tuple(reader.kinds),
        reader.headings,
    )


class _Reader:
    def __init__(self, said: Chosen) -> None:
        self._said = said
        self.plans: list[PlanTable] = []
        self.indicators: list[IndicatorRow] = []
        self.passport: list[PassportRow] = []
        self.kinds: list[str] = []
        self.headings: dict[int, Heading] = {}

    def take(self, at: int, table: Table) -> None:
        wanted = self._said.kinds.get(at, "")
        kind = wanted or self._kind(table)
        if kind == PLAN:
            kind = self._plan(at, table)
        elif kind == INDICATORS:
            heading = columns.indicator_heading(table) or _numbered(table, columns.INDICATOR)
            self.headings[at] = heading = heading.mapped(self._said.roles.get(at, {}))
            self.indicators += indicators.rows_of(table, at, heading)
        elif kind == PASSPORT:
            self.passport += passport.rows_of(table, at)
        self.kinds.append(kind)

    def _kind(self, table: Table) -> str:
        if passport.is_passport(table):
            return PASSPORT
        if columns.plan_heading(table) is not None or self._goes_on(table):
            return PLAN
        return INDICATORS if columns.indicator_heading(table) is not None else SKIP

    def _goes_on(self, table: Table) -> bool:
        """A table without a heading after a plan with as many columns: a page break, or its next section."""
        if not self.plans or not self.kinds or self.kinds[-1] != PLAN or columns.indicator_heading(table):
            return False
        wanted = len(self.plans[-1].heading.columns)
        alike = [line for line in table.lines if len(line.pieces) == wanted]
        return 2 * len(alike) > len(table.lines)

    def _plan(self, at: int, table: Table) -> str:
        own = columns.plan_heading(table)
        last = self.plans[-1] if self.plans and PLAN in self.kinds[-1:] else None
        heading = own or (last.heading if last else None) or _numbered(table, columns.TEXT)
        roles = self._said.roles.get(at)
        heading = heading.mapped(roles) if roles else heading
        self.headings[at] = heading
        start = heading.after if own or last is None else 0
        rows = plans.rows_of(table, at, heading, start, self._said.fates)
        title, rest = _titled(table, heading if own else None)
        section = () if any(row.fate is Fate.SECTION for row in rows) else _between(rest, at)
        if last is not None and self._same_plan(last, table, heading, own, title):
            self.plans[-1] = replace(last, rows=(*last.rows, *section, *rows), tables=(*last.tables, at))
        else:
            self.plans.append(PlanTable(title, heading, (*section, *rows), (at,)))
        return PLAN

    def _same_plan(
        self, last: PlanTable, table: Table, heading: Heading, own: Heading | None, title: str
    ) -> bool:
        if own is None:
            return True
        return bool(table.above or table.framed) and heading.words == last.heading.words and not title


def _numbered(table: Table, role: str) -> Heading:
    """Where a person says what a table is that has no heading: its widest rows are the columns, and the longest text leads."""
    widest = max(table.lines, key=lambda line: len(line.pieces))
    sizes = [
        sum(len(line.pieces[at].text) for line in table.lines if len(line.pieces) == len(widest.pieces))
        for at in range(len(widest.pieces))
    ]
    best = sizes.index(max(sizes))
    told = (
        columns.Column(one.first, one.last, f"столбец {at + 1}", role if at == best else "")
        for at, one in enumerate(widest.pieces)
    )
    return Heading(0, 0, tuple(told))


def _lines_above(table: Table, heading: Heading | None) -> list[str]:
    inside = table.lines[: heading.first] if heading else ()
    return [*table.above, *(" ".join(dict.fromkeys(one.plain for one in line.filled)) for line in inside)]


def _titled(table: Table, heading: Heading | None) -> tuple[str, list[str]]:
    """What the plan is called, by the last words above it that speak of a plan, and what stands between these and the
    table."""
    lines = _lines_above(table, heading)
    named = [at for at, line in enumerate(lines) if _PLAN_WORDS.fullmatch(plain(line))]
    if not named:
        return "", lines
    after = named[-1] + 1
    while after < len(lines) and _GOES_ON.fullmatch(lines[after]):
        after += 1
    return " ".join(" ".join(lines[named[-1] : after]).split())[:_LONGEST_TITLE], lines[after:]


def _between(lines: list[str], at: int) -> tuple[PlanRow, ...]:
    """The title of a section that stands as a paragraph above its table."""
    title = lines[-1] if lines else ""
    if not title or len(title) > _LONGEST_SECTION:
        return ()
    return (plans.section(at, Line(0, (Piece(0, 0, title),))),)
