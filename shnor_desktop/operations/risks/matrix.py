"""The matrix of risks of a school year: schools by factors, each with significance, the school's own word and whether it is
worked at; typed and pasted cell by cell, compared with another year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models import uids
from shnor_desktop.models.fields import PLACE
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.risks import Problem
from shnor_desktop.models.support import DOCUMENT_STATES, SchoolDocument
from shnor_desktop.models.values import Value
from shnor_desktop.operations.context.passport import current_year, standing_schools
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.linking import STEP
from shnor_desktop.operations.risks import factors, measures
from shnor_desktop.operations.risks.factors import FactorLine
from shnor_desktop.operations.risks.measures import Answer
from shnor_desktop.operations.schools.rows import SchoolRow
from shnor_desktop.rules import risk_marks
from shnor_desktop.rules.risk_marks import RiskMark
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.russian import counted, quoted

Place = tuple[bytes, bytes]
"""School and factor."""


@dataclass(frozen=True, slots=True)
class RiskCell:
    """A risk of a school."""

    uid: bytes
    mark: RiskMark
    text: str
    source: str
    closed_on: str
    answers: tuple[Answer, ...]

    @property
    def is_bare(self) -> bool:
        """Worked at, with no measure against it."""
        return self.mark.chosen and not self.closed_on and not self.answers


@dataclass(frozen=True, slots=True)
class RiskMatrix:
    """All schools and factors of a school year."""

    year: int
    years: tuple[int, ...]
    factors: tuple[FactorLine, ...]
    schools: tuple[SchoolRow, ...]
    cells: Mapping[Place, RiskCell]
    profiles: Mapping[bytes, str]
    """The state of the risk profile of a school, in words."""

    @property
    def label(self) -> str:
        """«2021/22»."""
        return school_years.label(self.year)


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that was not taken, and why."""

    school: str
    factor: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of typed or pasted cells."""

    changed: int
    refused: tuple[Refused, ...] = ()
    cleared: tuple[str, ...] = ()
    """What went because its cell was left empty, in words; `changed` counts it too."""


def read(session: Session, year: int | None = None) -> RiskMatrix:
    """The matrix of a year; without one, of the newest with risks."""
    columns = Problem.__table__.columns
    held = select(columns.school_year).where(columns.factor.is_not(None), columns.school_year.is_not(None))
    years = sorted({one for one in session.scalars(held.distinct()) if one}, reverse=True)
    chosen = year if year is not None else (years[0] if years else current_year())
    cells = _cells(session, chosen)
    return RiskMatrix(
        chosen,
        tuple(sorted({*years, chosen, current_year()}, reverse=True)),
        factors.read(session),
        standing_schools(session, chosen),
        cells,
        _profiles(session),
    )


def _cells(session: Session, year: int) -> dict[Place, RiskCell]:
    found = _records(session, year)
    answered = measures.answers(session, [one.uid for one in found.values()])
    return {
        place: RiskCell(one.uid, _mark(one), one.text, one.source, one.closed_on, answered.get(one.uid, ()))
        for place, one in found.items()
    }


def _records(session: Session, year: int) -> dict[Place, Any]:
    columns = Problem.__table__.columns
    query = select(*columns).where(
        columns.school_year == year,
        columns.factor.is_not(None),
        columns.school.is_not(None),
        columns.person.is_(None),
    )
    return {(one.school, one.factor): one for one in session.execute(query.order_by(columns.uid))}


def _mark(one: Any) -> RiskMark:
    return RiskMark(one.significance, one.confirmed, bool(one.chosen))


def _profiles(session: Session) -> dict[bytes, str]:
    words = dict(DOCUMENT_STATES)
    query = select(SchoolDocument.school, SchoolDocument.state).where(SchoolDocument.kind == "risk_profile")
    found: dict[bytes, list[str]] = {}
    for school, state in session.execute(query.order_by(SchoolDocument.state_on, SchoolDocument.uid)):
        found.setdefault(school, []).append(words.get(state, state))
    return {school: "; ".join(dict.fromkeys(states)) for school, states in found.items()}


# --- writing ---------------------------------------------------------------------------------------------------------


def enter(document: Document, year: int, edits: Sequence[tuple[bytes, bytes, str]]) -> Entered:
    """Take typed or pasted cells in, as one step; refused cells stay as they were."""
    with document.read() as session:
        named = {one.uid: one for one in factors.read(session)}
        schools = {one.uid: one.name for one in standing_schools(session, year)}
    wanted: dict[Place, RiskMark] = {}
    refused: list[Refused] = []
    for school, factor, text in edits:
        if school not in schools or factor not in named:
            refused.append(Refused("", "", text, "Школа или фактор удалены."))
        elif (mark := risk_marks.read(text)) is None:
            refused.append(
                Refused(schools[school], named[factor].name, text, f"«{text.strip()[:40]}» не понято.")
            )
        else:
            wanted[school, factor] = mark
    if not wanted:
        return Entered(0, tuple(refused))
    only = {school for school, _ in wanted}
    title = f"Риски: {counted(len(wanted), 'отметка', 'отметки', 'отметок')}"
    if len(only) == 1:
        title = f"Риски: {schools[next(iter(only))]}"
    with document.write(title) as session:
        standing = _records(session, year)
        cleared = [
            f"{schools[place[0]]} — {named[place[1]].name} (было «{_mark(standing[place]).text}»)"
            for place, mark in wanted.items()
            if mark == RiskMark() and place in standing and _mark(standing[place]) != mark
        ]
        changed = _apply(session, year, wanted, {uid: one.group for uid, one in named.items()})
    return Entered(changed, tuple(refused), tuple(cleared))


def _apply(session: Session, year: int, wanted: Mapping[Place, RiskMark], groups: Mapping[bytes, str]) -> int:
    standing = _records(session, year)
    changed, gone = 0, []
    new: dict[Place, RiskMark] = {}
    for place, mark in wanted.items():
        held = standing.get(place)
        if (RiskMark() if held is None else _mark(held)) == mark:
            continue
        changed += 1
        if held is None:
            new[place] = mark
        elif mark == RiskMark() and not (held.text or held.source):
            gone.append(held.uid)
        else:
            record = session.get_one(Problem, held.uid)
            record.significance, record.confirmed, record.chosen = (
                mark.significance,
                mark.confirmed,
                mark.chosen,
            )
    if gone:
        records.delete(session, "problem", gone)
    _add(session, year, new, groups)
    return changed


def _add(session: Session, year: int, new: Mapping[Place, RiskMark], groups: Mapping[bytes, str]) -> None:
    """Many at once, as a pasted block brings them: each with the identity every office would give it."""
    born = {place: uids.problem(place[0], year, place[1]) for place in new}
    taken = _taken(session, list(born.values()))
    kind, last = BY_CODE["problem"], dict[bytes, int]()
    for (school, factor), mark in new.items():
        if school not in last:
            last[school] = records.last_place(session, kind, {"school": school}) - STEP
        last[school] += STEP
        is_deficit = groups.get(factor) == "deficit"
        values: dict[str, Value] = {
            "kind": "deficit" if is_deficit else "risk",
            "level": "teachers" if is_deficit else "school",
            "school": school,
            "school_year": year,
            "factor": factor,
            "significance": mark.significance,
            "confirmed": mark.confirmed,
            "chosen": mark.chosen,
            "position": min(last[school], PLACE),
        }
        uid = born[school, factor]
        full = records.full_values(kind, values)
        session.add(Problem(uid=uids.new_uid() if uid in taken else uid, **full))
    session.flush()


def _taken(session: Session, wanted: Sequence[bytes]) -> frozenset[bytes]:
    """Identities that records have which were made another risk since."""
    found: set[bytes] = set()
    for at in range(0, len(wanted), 500):
        query = select(Problem.uid).where(Problem.uid.in_(wanted[at : at + 500]))
        found |= set(session.scalars(query))
    return frozenset(found)


def told(entered: Entered) -> str:
    """Why some cells were not taken; the first ten, then how they may be typed."""
    lines = [f"{one.school}, {quoted(one.factor)}: {one.why}" for one in entered.refused[:10]]
    more = len(entered.refused) - len(lines)
    return "\n".join((*lines, *([f"… и ещё {more}"] if more else []), HOW))


HOW = (
    "Вводите значимость словом или буквой (в, с, н, нет), «+» — подтверждён школой, «х» — не подтверждён, «*» — взят в "
    "работу: «в + *»."
)


# --- two years -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compared:
    """The matrices of two years side by side."""

    before: RiskMatrix
    after: RiskMatrix

    def change(self, place: Place) -> str:
        """«new», «gone», «more», «less», «same»; empty where neither year says anything."""
        first, second = self.before.cells.get(place), self.after.cells.get(place)
        return risk_marks.change(
            first.mark if first is not None else None, second.mark if second is not None else None
        )

    def places(self, schools: Iterable[bytes]) -> dict[str, int]:
        """How many risks of these schools came, went, grew and fell."""
        counts: dict[str, int] = {}
        for school in schools:
            for factor in self.after.factors:
                if code := self.change((school, factor.uid)):
                    counts[code] = counts.get(code, 0) + 1
        return counts


def compare(session: Session, before: int, after: int) -> Compared:
    """Two years."""
    return Compared(read(session, before), read(session, after))
