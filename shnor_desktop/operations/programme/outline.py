"""What programmes there are and what one consists of: its parts as a tree in their order, the days it runs, the school
calendar its due texts are read by."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models.links import Link
from shnor_desktop.models.programme import PROGRAMME_KINDS, Part, Programme
from shnor_desktop.models.programme import Term as TermRecord
from shnor_desktop.models.roadmap import Activity
from shnor_desktop.operations.records import periods, records
from shnor_desktop.rules.deadlines.calendar import Calendar, Term
from shnor_desktop.rules.deadlines.due import Period
from shnor_desktop.rules.words import marks
from shnor_desktop.rules.words.russian import quoted

_LEADING = ("municipal", "roadmap")


class HasDays(Protocol):
    """A programme, as a record or as a line."""

    @property
    def starts(self) -> str: ...
    @property
    def ends(self) -> str: ...
    @property
    def year_kind(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A programme as lists name it."""

    uid: bytes
    title: str
    short_title: str
    kind: str
    level: str
    period_label: str
    starts: str
    ends: str
    year_kind: str
    school: bytes | None = None
    previous: bytes | None = None
    approved_by: bytes | None = None
    approval: str = ""
    """Requisites of the paper that approved it."""
    activities: int = 0
    schools: tuple[bytes, ...] = ()
    """Its schools as they are linked; none where it says nothing of them."""

    @property
    def name(self) -> str:
        """The short title, where there is one."""
        return self.short_title or self.title

    @property
    def kind_label(self) -> str:
        """«дорожная карта»."""
        return dict(PROGRAMME_KINDS).get(self.kind, self.kind)


@dataclass(frozen=True, slots=True)
class PartNode:
    """A part with the parts in it."""

    uid: bytes
    parent: bytes | None
    place: str
    number: str
    title: str
    typed: str
    """Its own text as it was typed, without the marks of bold words."""
    text: str
    """What is printed: its own text, or that of the part it repeats."""
    same_as: bytes | None
    draws: str
    columns: str
    off: bool
    depth: int
    activities: int = 0
    children: "tuple[PartNode, ...]" = ()

    @property
    def heading(self) -> str:
        """Number and title."""
        return " ".join(filter(None, (self.number, self.title)))

    def walk(self) -> "Iterator[PartNode]":
        """The part, then everything in it, from top to bottom."""
        yield self
        for one in self.children:
            yield from one.walk()

    def printed(self) -> "Iterator[PartNode]":
        """The same of what is printed: nothing in a part that is not."""
        if not self.off:
            yield self
            for one in self.children:
                yield from one.printed()


@dataclass(frozen=True, slots=True)
class Outline:
    """A programme with its parts."""

    programme: ProgrammeLine
    parts: tuple[PartNode, ...]

    def walk(self) -> Iterator[PartNode]:
        """All parts from top to bottom."""
        for one in self.parts:
            yield from one.walk()

    def printed(self) -> Iterator[PartNode]:
        """All parts that are printed."""
        for one in self.parts:
            yield from one.printed()

    def at(self, place: str) -> tuple[PartNode, ...]:
        """The parts of a place, wherever they stand in the tree."""
        return tuple(one for one in self.walk() if one.place == place)

    def part(self, uid: bytes) -> PartNode | None:
        """One part."""
        return next((one for one in self.walk() if one.uid == uid), None)


def programmes(session: Session) -> tuple[ProgrammeLine, ...]:
    """All programmes, those that begin last first; without dates at the end."""
    counts = dict(
        session.execute(
            select(Part.programme, func.count())
            .join(Activity, Activity.part == Part.uid)
            .group_by(Part.programme)
        ).all()
    )
    schools: dict[bytes | None, list[bytes]] = defaultdict(list)
    links = select(Link.programme, Link.school).where(Link.role == "programme_school")
    for programme, school in session.execute(links.order_by(Link.position, Link.uid)):
        if school is not None:
            schools[programme].append(school)
    found = [
        _line(session, one, counts.get(one.uid, 0), tuple(schools[one.uid]))
        for one in session.scalars(select(Programme))
    ]
    found.sort(key=lambda one: (one.name.casefold(), one.uid))
    return tuple(sorted(found, key=lambda one: one.starts, reverse=True))


def _line(session: Session, one: Programme, activities: int, schools: tuple[bytes, ...]) -> ProgrammeLine:
    approval = records.title(session, "paper", one.approved_by) if one.approved_by else ""
    return ProgrammeLine(
        one.uid,
        one.title,
        one.short_title,
        one.kind,
        one.level,
        one.period_label,
        one.starts,
        one.ends,
        one.year_kind,
        one.school,
        one.previous,
        one.approved_by,
        approval,
        activities,
        schools,
    )


def is_alone(session: Session, uid: bytes) -> bool:
    """Whether it is the only programme of the district itself: what leads to no plan can be about no other."""
    query = select(Programme.uid).where(Programme.kind.in_(_LEADING), Programme.school.is_(None))
    return list(session.scalars(query.limit(2))) == [uid]


def current(every: Sequence[ProgrammeLine], on: date) -> bytes:
    """The programme that runs on this day and has the most rows; else the last that has any."""
    day = on.isoformat()

    def weight(one: ProgrammeLine) -> tuple[bool, bool, int, str]:
        runs = one.starts <= day and (not one.ends or day <= one.ends)
        return bool(one.activities), runs, one.activities, one.starts

    return max(every, key=weight).uid


def programme(session: Session, uid: bytes) -> ProgrammeLine:
    """One programme; UserError when it is gone."""
    found = next((one for one in programmes(session) if one.uid == uid), None)
    if found is None:
        raise UserError("Этой программы больше нет в файле.", "Выберите другую программу.")
    return found


def find(session: Session, text: str | None) -> tuple[ProgrammeLine, ...]:
    """The programmes that words mean: by their number, title, short title, or a piece that only one has; all without words."""
    every = programmes(session)
    if text is None:
        return every
    wanted = _plain(text)
    exact = [one for one in every if wanted in (one.uid.hex(), _plain(one.title), _plain(one.short_title))]
    told = [one for one in every if wanted in _plain(f"{one.title} {one.short_title} {one.period_label}")]
    found = exact or told
    if wanted and len(found) == 1:
        return tuple(found)
    if wanted and found:
        names = "; ".join(quoted(f"{one.title}, {one.period_label}".rstrip(", ")) for one in found)
        raise UserError(
            f"«{text}» — так называются несколько программ: {names}.", "Назовите одну из них точнее."
        )
    known = "; ".join(quoted(one.name) for one in every) or "нет ни одной"
    raise UserError(f"Программы «{text}» нет в файле.", f"Выберите из имеющихся: {known}.")


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().strip("«»\"' ")


def outline(session: Session, uid: bytes) -> Outline:
    """A programme with its parts as a tree; what is printed twice has the text of the part that keeps it."""
    parts = _parts_of(session, uid)
    by_uid = {one.uid: one for one in parts}
    counts = dict(
        session.execute(
            select(Activity.part, func.count()).where(Activity.part.in_(by_uid)).group_by(Activity.part)
        ).all()
    )
    inside: dict[bytes | None, list[Part]] = defaultdict(list)
    for one in sorted(parts, key=lambda one: (one.position, one.uid)):
        inside[one.parent if one.parent in by_uid else None].append(one)

    def nodes(parent: bytes | None, depth: int) -> tuple[PartNode, ...]:
        return tuple(
            PartNode(
                one.uid,
                one.parent,
                one.place,
                one.number,
                one.title,
                marks.bare(one.text),
                shown_text(session, one),
                one.same_as,
                one.draws,
                one.columns,
                one.off,
                depth,
                counts.get(one.uid, 0),
                nodes(one.uid, depth + 1),
            )
            for one in inside[parent]
        )

    return Outline(programme(session, uid), nodes(None, 0))


def _parts_of(session: Session, uid: bytes) -> list[Part]:
    """Its parts, and parts of parts even where these name no programme themselves."""
    found = {one.uid: one for one in session.scalars(select(Part).where(Part.programme == uid))}
    new = list(found)
    while new:
        inner = [
            one for one in session.scalars(select(Part).where(Part.parent.in_(new))) if one.uid not in found
        ]
        found |= {one.uid: one for one in inner}
        new = [one.uid for one in inner]
    return list(found.values())


def shown_text(session: Session, part: Part) -> str:
    """The text of the part at the end of «тот же текст, что в разделе»; its own where that leads in a circle or away."""
    seen = {part.uid}
    at = part
    while at.same_as is not None and at.same_as not in seen:
        other = session.get(Part, at.same_as)
        if other is None:
            break
        seen.add(other.uid)
        at = other
    return at.text if at.same_as is None else part.text


def period(programme: HasDays) -> Period | None:
    """The days of a programme and whether it counts by school years; None without usable dates."""
    return periods.days_of(programme)


def calendar(session: Session) -> Calendar:
    """The school calendar: what the office set, else the usual dates."""
    terms = []
    for one in session.scalars(select(TermRecord)):
        try:
            starts, ends = date.fromisoformat(one.starts), date.fromisoformat(one.ends)
        except ValueError:
            continue
        terms.append(Term(one.school_year, one.kind, one.number, one.name, starts, ends))
    return Calendar(tuple(terms))
