"""The register of papers: which there are of a year, which numbers are free, skipped or used twice."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.errors import UserError
from shnor_desktop.models.links import Link
from shnor_desktop.models.office import Office, Person
from shnor_desktop.models.orders import PAPER_KINDS, PAPER_STATES, Paper
from shnor_desktop.operations.office import offices
from shnor_desktop.operations.orders.requisites import Requisites
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules.words.russian import counted, quoted, show_date

KINDS = dict(PAPER_KINDS)
STATES = dict(PAPER_STATES)
NUMBERED = ("order", "decree", "instruction")
"""Kinds whose numbers are watched: one row of numbers for each kind, issuer and year."""
_SHOWN = 5
_NUMBER = re.compile(r"\s*(\d{1,6})\s*(.*?)\s*")


class _Series(NamedTuple):
    kind: str
    issuer: bytes | None
    year: int


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A paper as the register shows it."""

    uid: bytes
    kind: str
    number: str
    date: str
    title: str
    state: str
    issuer: str
    signatory: str
    executor: str
    programme: str
    signed_on: str
    familiar: str
    note: str
    remark: str
    """«Номер занят дважды.»"""

    @property
    def kind_text(self) -> str:
        """«приказ»."""
        return KINDS.get(self.kind, self.kind)

    @property
    def state_text(self) -> str:
        """«проект»."""
        return STATES.get(self.state, self.state)

    @property
    def year(self) -> int | None:
        """The calendar year it is registered in; None without a date."""
        return int(self.date[:4]) if self.date[:4].isdigit() else None

    @property
    def name(self) -> str:
        """«приказ от 05.09.2022 № 12-од «О рабочей группе»»."""
        dated = f"от {show_date(self.date)}" if self.date else "без даты"
        numbered = f"№ {self.number}" if self.number else "без номера"
        return " ".join(
            filter(None, (self.kind_text, dated, numbered, quoted(self.title) if self.title else ""))
        )


def lines(session: Session) -> tuple[RegisterLine, ...]:
    """All papers, by year, date and number; those without a date first."""
    titles = Titles(session)
    found = list(session.scalars(select(Paper)))
    people = dict(session.execute(select(Person.uid, Person.name)).all())
    familiar: dict[bytes, list[str]] = defaultdict(list)
    query = select(Link.paper, Link.person).where(Link.role == "paper_person")
    for paper, person in session.execute(query.order_by(Link.position, Link.uid)):
        if paper is not None and person is not None:
            familiar[paper].append(people.get(person, ""))
    remarks, requisites = _remarks(found), Requisites(session)
    made = [
        RegisterLine(
            one.uid,
            one.kind,
            one.number,
            one.date,
            one.title,
            one.state,
            titles("office", one.issuer) if one.issuer else "",
            *requisites.printed(one),
            titles("programme", one.programme) if one.programme else "",
            one.signed_on,
            ", ".join(filter(None, familiar[one.uid])),
            one.note,
            remarks.get(one.uid, ""),
        )
        for one in found
    ]
    return tuple(sorted(made, key=lambda one: (one.date[:4], counter(one.number), one.date, one.uid)))


def find(session: Session, text: str) -> bytes:
    """The paper that words of the command line mean: its number, «5 от 01.09.2026», its title."""
    wanted = " ".join(text.split()).casefold().removeprefix("№").strip()
    every = lines(session)
    found = [
        one for one in every if wanted in (one.number.casefold(), one.title.casefold(), one.name.casefold())
    ]
    found = found or [one for one in every if wanted and wanted in one.name.casefold()]
    if len(found) == 1:
        return found[0].uid
    if found:
        told = "; ".join(one.name for one in found[:5])
        raise UserError(
            f"«{text}» — документов несколько: {told}.", "Назовите документ точнее: номер и дата."
        )
    raise UserError(
        f"Документа «{text}» в файле нет.", "Проверьте номер и дату; все документы — на экране «Приказы»."
    )


def counter(number: str) -> int:
    """The number without its suffix, 0 where it has none."""
    match = _NUMBER.fullmatch(number)
    return int(match[1]) if match else 0


def _series(one: Paper) -> _Series | None:
    if one.kind not in NUMBERED or not one.date[:4].isdigit() or not counter(one.number):
        return None
    return _Series(one.kind, one.issuer, int(one.date[:4]))


def _by_series(papers: Iterable[Paper]) -> dict[_Series, list[Paper]]:
    found: dict[_Series, list[Paper]] = defaultdict(list)
    for one in papers:
        series = _series(one)
        if series is not None:
            found[series].append(one)
    return found


def _remarks(papers: Iterable[Paper]) -> dict[bytes, str]:
    """What is wrong with numbers: used twice, or later than a number that follows."""
    told: dict[bytes, str] = {}
    for every in _by_series(papers).values():
        numbers: dict[str, list[Paper]] = defaultdict(list)
        for one in every:
            numbers[one.number.strip().casefold()].append(one)
        for number, same in numbers.items():
            if len(same) > 1:
                told |= {
                    one.uid: f"Номер {number} занят {counted(len(same), 'раз', 'раза', 'раз')}."
                    for one in same
                }
        last = ""
        for one in sorted(every, key=lambda each: (counter(each.number), each.date)):
            if one.date < last:
                told.setdefault(one.uid, f"Дата раньше, чем у предыдущего номера ({show_date(last)}).")
            last = max(last, one.date)
    return told


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers between two of the file that it does not have; what stands before its first is of others."""

    kind: str
    issuer: bytes | None
    year: int
    first: int
    last: int

    @property
    def text(self) -> str:
        """«№ 73 – пропущен»; many are orders about something else, registered elsewhere."""
        return f"{self.numbers} – {'пропущен' if self.first == self.last else 'в файле нет'}"

    @property
    def numbers(self) -> str:
        """«№ 6–7»."""
        return f"№ {self.first}" if self.first == self.last else f"№ {self.first}–{self.last}"


def gaps(session: Session) -> tuple[Gap, ...]:
    """Skipped numbers of every year, kind and issuer."""
    found = []
    for series, every in sorted(_by_series(session.scalars(select(Paper))).items(), key=repr):
        numbers = sorted({counter(one.number) for one in every})
        found += [
            Gap(*series, before + 1, after - 1)
            for before, after in zip(numbers, numbers[1:], strict=False)
            if after - before > 1
        ]
    return tuple(sorted(found, key=lambda one: (one.year, one.kind, one.first)))


def gaps_told(session: Session) -> str:
    """One line about the newest year that has gaps; empty where there are none."""
    found = gaps(session)
    newest = [one for one in found if one.year == found[-1].year]
    told = ", ".join(f"{KINDS[one.kind]} {one.numbers}" for one in newest[:_SHOWN])
    more = f" и ещё {len(newest) - _SHOWN}" if len(newest) > _SHOWN else ""
    return f"Номера {found[-1].year} года, которых нет в файле: {told}{more}." if found else ""


def next_number(session: Session, kind: str, issuer: bytes | None, date: str) -> str:
    """The number that comes next in the year of a date, with the suffix of the office."""
    every = [one for one in _of_year(session, kind, issuer, date) if _series(one) is not None]
    number = max((counter(one.number) for one in every), default=0) + 1
    newest = max(every, key=lambda one: counter(one.number), default=None)
    if newest is not None:
        match = _NUMBER.fullmatch(newest.number)
        suffix = match[2] if match else ""
    else:
        office = session.get(Office, issuer) if issuer is not None else None
        own = offices.current(raw_of(session))
        suffix = office.order_suffix if office is not None else own.order_suffix if own is not None else ""
    return f"{number}{suffix}"


def taken(session: Session, paper: Paper, number: str, date: str) -> Paper | None:
    """Another paper of the same kind, issuer and year that has this number already."""
    if paper.kind not in NUMBERED:
        return None
    same = number.strip().casefold()
    others = _of_year(session, paper.kind, paper.issuer, date)
    return next(
        (one for one in others if one.uid != paper.uid and one.number.strip().casefold() == same), None
    )


def _of_year(session: Session, kind: str, issuer: bytes | None, date: str) -> Iterable[Paper]:
    """The papers of one row of numbers."""
    query = select(Paper).where(Paper.kind == kind, Paper.issuer == issuer)
    return session.scalars(query.where(Paper.date.startswith(date[:4], autoescape=True)))
