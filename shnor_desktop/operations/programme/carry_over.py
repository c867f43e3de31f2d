"""The next years of a programme from the present ones: parts, plans and targets are carried over, dues and years moved on; every
period that stands inside a text is shown first, for there it is forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.programme import Indicator, IndicatorValue, Part, Programme
from shnor_desktop.models.roadmap import Activity
from shnor_desktop.models.values import Linked
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.programme.outline import ProgrammeLine
from shnor_desktop.operations.records import linking, records
from shnor_desktop.rules.deadlines import redating
from shnor_desktop.rules.deadlines.redating import Mention
from shnor_desktop.rules.words.russian import quoted

Key = tuple[bytes, str, int]
"""Of a mention: the record, its field, its place in the text."""
_WORDS = {
    "programme": ("title", "short_title", "period_label", "note"),
    "part": ("title", "text"),
    "activity": ("due_text", "due_dates", "text", "expected"),
    "indicator": ("text", "as_of", "denominator"),
}
_DUES = ("due_text", "due_dates", "period_label")
"""Always moved on: they speak of nothing but the time of the programme."""
_KEPT: dict[str, tuple[str, ...]] = {
    "programme": ("kind", "level", "year_kind", "school", "person", "part_of"),
    "part": ("place", "number", "draws", "columns", "off", "position"),
    "activity": ("position", "number", "kind", "responsible", "expected_kind", "all_schools"),
    "indicator": (
        *("use", "group", "criterion", "position", "number", "unit", "direction", "in_passport", "formula"),
        *("procedure", "weight_e4", "limit_e4"),
    ),
}


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A period inside a text of the programme, and what it will be."""

    key: Key
    where: str
    text: str
    """The text around it."""
    before: str
    after: str
    moves: bool
    """Whether it is proposed to move it on: it lies within the programme's own period."""


@dataclass(frozen=True, slots=True)
class CarryOver:
    """What the next programme will be, before it is made."""

    programme: ProgrammeLine
    starts: date
    ends: date
    years: int
    periods: tuple[FoundPeriod, ...]


def preview(session: Session, programme: bytes) -> CarryOver:
    """The next period, as long as the present one, and everything in the texts that speaks of years."""
    line = outline.programme(session, programme)
    days = outline.period(line)
    if days is None:
        raise UserError(
            f"У программы {quoted(line.name)} не указан период.",
            "Укажите начало и окончание: по ним считаются сроки следующей.",
        )
    years = max(1, round((days.ends - days.starts).days / 365.25))
    starts = days.ends + timedelta(days=1)
    ends = _later(days.ends, years)
    found = [
        _found(code, record, name, one, line, years)
        for code, record in _records(session, programme)
        for name in _WORDS[code]
        for one in redating.mentions(getattr(record, name))
    ]
    return CarryOver(line, starts, ends, years, tuple(found))


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _records(session: Session, programme: bytes) -> Iterator[tuple[str, Any]]:
    yield "programme", session.get(Programme, programme)
    found = outline.outline(session, programme)
    for node in found.walk():
        yield "part", session.get(Part, node.uid)
        query = select(Activity).where(Activity.part == node.uid).order_by(Activity.position, Activity.uid)
        for one in session.scalars(query).all():
            yield "activity", one
    of_programme = select(Indicator).where(Indicator.programme == programme)
    for indicator in session.scalars(of_programme.order_by(Indicator.position, Indicator.uid)).all():
        yield "indicator", indicator


def _found(code: str, record: Any, name: str, one: Mention, line: ProgrammeLine, years: int) -> FoundPeriod:
    kind = BY_CODE[code]
    text = getattr(record, name)
    title = kind.title(record, lambda code, uid: "") or kind.one
    around = " ".join(text[max(0, one.starts - 40) : one.ends + 40].split())
    inside = int(line.starts[:4]) <= one.first and one.last <= int(line.ends[:4])
    return FoundPeriod(
        (record.uid, name, one.starts),
        f"{kind.one}: {title[:80]}, {kind.field(name).label.lower()}",
        around,
        one.text,
        redating.moved(one, years),
        inside or name in _DUES,
    )


def carry_over(document: Document, programme: bytes, chosen: frozenset[Key] | None = None) -> bytes:
    """Make the next programme, as one step; its uid. `chosen`: which periods are moved on, otherwise those proposed. Without
    a paper that approves it, without states, facts and what was done."""
    with document.read() as session:
        plan = preview(session, programme)
    moving = chosen if chosen is not None else frozenset(one.key for one in plan.periods if one.moves)
    with document.write(f"Программа на следующий период: {quoted(plan.programme.name)}") as session:
        return _Copy(session, plan, moving).make()


class _Copy:
    """One copy under way."""

    def __init__(self, session: Session, plan: CarryOver, moving: frozenset[Key]) -> None:
        self._session, self._plan, self._moving = session, plan, moving
        self._made: dict[bytes, bytes] = {}

    def make(self) -> bytes:
        old = self._plan.programme.uid
        every = list(_records(self._session, old))
        _, programme = every[0]
        links = self._links("programme", programme)
        given = {
            **self._values("programme", programme),
            "starts": self._plan.starts.isoformat(),
            "ends": self._plan.ends.isoformat(),
            "previous": old,
            **links,
        }
        new = self._made[old] = records.save(self._session, "programme", None, given)
        for code in ("indicator", "part", "activity"):
            for one in (record for kind, record in every if kind == code):
                getattr(self, f"_{code}")(one, new)
        self._repeat(record for kind, record in every if kind == "part")
        return new

    def _values(self, code: str, record: Any) -> dict[str, Any]:
        texts = {name: self._text(record, name) for name in _WORDS[code]}
        return texts | {name: getattr(record, name) for name in _KEPT[code]}

    def _text(self, record: Any, name: str) -> str:
        text: str = getattr(record, name)
        chosen = [one for one in redating.mentions(text) if (record.uid, name, one.starts) in self._moving]
        return redating.replaced(text, [(one, self._plan.years) for one in chosen])

    def _links(self, code: str, record: Any) -> dict[str, Linked]:
        return linking.linked(self._session, BY_CODE[code], [record.uid]).get(record.uid, {})

    def _indicator(self, one: Indicator, new: bytes) -> None:
        given = {**self._values("indicator", one), "programme": new}
        uid = self._made[one.uid] = records.save(self._session, "indicator", None, given)
        targets = select(IndicatorValue).where(
            IndicatorValue.indicator == one.uid, IndicatorValue.target_e4.is_not(None)
        )
        for value in self._session.scalars(targets).all():
            key = {name: getattr(value, name) for name in ("school", "year_kind", "stage", "target_e4")}
            year = value.year + self._plan.years
            records.save(self._session, "indicator_value", None, {**key, "indicator": uid, "year": year})

    def _part(self, one: Part, new: bytes) -> None:
        parent = self._made.get(one.parent) if one.parent is not None else None
        given = {**self._values("part", one), "programme": new, "parent": parent}
        self._made[one.uid] = records.save(self._session, "part", None, given)

    def _activity(self, one: Activity, new: bytes) -> None:
        links = {
            name: tuple((self._made.get(uid, uid), note) for uid, note in linked)
            for name, linked in self._links("activity", one).items()
        }
        part = self._made[one.part] if one.part is not None else None
        records.save(
            self._session, "activity", None, {**self._values("activity", one), "part": part, **links}
        )

    def _repeat(self, parts: Iterator[Part]) -> None:
        """What repeats a part of the old programme repeats its copy; what repeats a text of the office goes on doing so."""
        for one in parts:
            if one.same_as is not None:
                meant = self._made.get(one.same_as, one.same_as)
                records.save(self._session, "part", self._made[one.uid], {"same_as": meant})
