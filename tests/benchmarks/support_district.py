"""A district of 40 schools with five years of support: results, statuses, people, assignments, contacts, risks, context,
documents, decisions. Everything in it is invented; the same chance makes the same district."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models.identification import SchoolStatus
from shnor_desktop.models.kind import Record, kind_of
from shnor_desktop.models.links import ENDS, Link
from shnor_desktop.models.office import Person
from shnor_desktop.models.programme import Indicator, IndicatorValue, Part, Programme
from shnor_desktop.models.risks import Factor, Problem
from shnor_desktop.models.roadmap import Activity, Event
from shnor_desktop.models.support import Assignment, SchoolDocument
from shnor_desktop.models.uids import new_uid
from shnor_desktop.operations.results.dictionaries import create_document
from shnor_desktop.rules.words.school_words import FORMS
from tests.benchmarks.region import WHO, folder
from tests.operations.district import District

SCHOOLS, YEARS, FIRST_YEAR = 40, 5, 2019
CONTACTS_A_YEAR = 10
"""Of each school."""
RISKS = (
    "Дефицит педагогических кадров",
    "Недостаточная предметная и методическая компетентность",
    "Низкая учебная мотивация",
    "Высокая доля учеников с рисками неуспешности",
    "Низкий уровень вовлечённости родителей",
    "Низкое качество преодоления языковых барьеров",
    "Пониженный уровень школьного благополучия",
    "Низкий уровень оснащения школы",
)
CONTEXT = (
    "Обучающихся",
    "Многодетные семьи",
    "Малообеспеченные семьи",
    "Неполные семьи",
    "Обучающихся с ОВЗ",
    "Русский язык не родной",
    "На подвозе",
    "Вакансии учителей",
    "Состоят на учёте",
    "Нагрузка учителя",
)
_VILLAGES = ["Луг", "Бор", "Ключ", "Ольх", "Берёз", "Камен", "Заозёр", "Полян", "Рябин", "Сосн"]
_ENDS = ("овская", "инская", "ановская", "евская", "инновская", "янская")
_SURNAMES = ["Клёнов", "Ручьёв", "Тропин", "Полевой", "Сенокосов", "Дубравин", "Ивушкин", "Стожков"]
_NAMES = ["Глеб", "Захар", "Мирон", "Тихон", "Фаина", "Ульяна", "Нонна", "Рада"]


def add(session: Session, made: type[Record], **given: Any) -> bytes:
    """A record with the values that are given; the rest is empty."""
    values = {
        column.name: given.get(column.name, _empty(column))
        for column in made.__table__.columns
        if column.name != "uid" and not column.name.startswith("_")
    }
    about = kind_of(made).about
    uid = about.natural(*(values[name] for name in about.key)) if about.natural and about.key else new_uid()
    session.add(made(uid=uid, **values))
    return uid


def _empty(column: Any) -> Any:
    if column.nullable:
        return None
    return {"INTEGER": 0, "BOOLEAN": False}.get(str(column.type), "")


def link(session: Session, role: str, **ends: bytes) -> None:
    """Two records belong together."""
    add(session, Link, role=role, **{name: ends.get(name) for name in ENDS})


def name(number: int) -> str:
    """Of a school; some are as long as charters make them."""
    village = f"{_VILLAGES[number % 10]}{_ENDS[number // 10 % 6]}"
    more = f" № {number // 60}" if number >= 60 else ""
    if number % 9:
        return f"МБОУ «{village} СОШ{more}»"
    village += more
    return f"Муниципальное бюджетное общеобразовательное учреждение «{village} средняя школа имени героев-первопроходцев»"


class SupportDistrict:
    """Fills a document, one area after the other."""

    def __init__(self, session: Session, chance: Random, schools: int = SCHOOLS, years: int = YEARS) -> None:
        self.session, self.chance, self._years = session, chance, years
        self.district = District(session)
        self.schools = [
            self.district.school(
                name(at), official_name=name(at), place=f"пос. {_VILLAGES[at % 10]}", form=FORMS[at % 2][0]
            )
            for at in range(schools)
        ]
        self.supported = self.schools[::4]
        self.people: list[bytes] = []

    def fill(self) -> None:
        """Everything."""
        for one in (self.results, self.assignments, self.contacts, self.risks, self.context, self.documents):
            one()
            self.session.flush()

    def years(self) -> Iterator[int]:
        return iter(range(FIRST_YEAR, FIRST_YEAR + self._years))

    def results(self) -> None:
        """ВПР of five classes and ОГЭ; supported schools are low and rise."""
        shares = {one: self.chance.uniform(0.05, 0.3) for one in self.schools}
        shares |= {one: self.chance.uniform(0.35, 0.6) for one in self.supported}
        for year in self.years():
            for subject, grade in (("МА", 5), ("МА", 6), ("РУ", 5), ("РУ", 7)):
                self._sat(self.district.sitting("vpr", subject, grade, year, "spring"), shares, year)
            self._sat(self.district.sitting("oge", "МА", 9, year), shares, year)

    def _sat(self, sitting: bytes, shares: dict[bytes, float], year: int) -> None:
        for one, share in shares.items():
            n = self.chance.choice((4, 9, 14, 22, 37, 58))
            now = max(0.02, share - 0.06 * (year - FIRST_YEAR) * (one in self.supported))
            failed = sum(self.chance.random() < now for _ in range(n))
            self.district.result(one, sitting, n, failed)

    def assignments(self) -> None:
        """Statuses, curators of five schools each, mentors of teachers, partners."""
        for at, school in enumerate(self.schools):
            for number in range(3):
                self.people.append(self._person(school, 3 * at + number))
        helpers = [self._person(None, number) for number in range(4)]
        for at, school in enumerate(self.supported):
            given = {"kind": "low_result", "basis": "order", "basis_text": "приказ № 12"}
            add(self.session, SchoolStatus, school=school, since="2020-09-01", **given)
            for year in self.years():
                days = {"since": f"{year}-09-01", "until": f"{year + 1}-08-31"}
                curator = helpers[(at + year) % len(helpers)]
                add(self.session, Assignment, role="curator", person=curator, for_school=school, **days)
                partner = self.schools[(4 * at + 2 + year) % len(self.schools)]
                add(self.session, Assignment, role="partner", school=partner, for_school=school, **days)
                teacher = self.people[12 * at]
                add(self.session, Assignment, role="mentor", person=helpers[0], for_person=teacher, **days)

    def _person(self, school: bytes | None, number: int) -> bytes:
        surname, first = _SURNAMES[number % 8], _NAMES[number // 8 % 8]
        post = "учитель" if school else "методист"
        return add(self.session, Person, name=f"{surname} {first} {number}-й", post=post, school=school)

    def contacts(self) -> None:
        """Visits, consultations, seminars with agreed steps, and a roadmap they carry out."""
        programme = add(
            self.session,
            Programme,
            kind="municipal",
            title="Программа поддержки школ",
            starts="2019-09-01",
            ends="2024-08-31",
            year_kind="school",
        )
        for school in self.supported:
            link(self.session, "programme_school", programme=programme, school=school)
        part = add(self.session, Part, programme=programme, place="plan", title="План")
        rows = [
            add(
                self.session,
                Activity,
                part=part,
                position=1000 * at,
                number=f"{at}.",
                text=f"Мероприятие {at}",
            )
            for at in range(60)
        ]
        kinds = ("visit", "consultation", "seminar", "open_lesson", "webinar")
        for year in self.years():
            for school in self.schools:
                for _ in range(CONTACTS_A_YEAR if school in self.supported else 3):
                    day = date(year, 9, 1) + timedelta(days=self.chance.randint(0, 300))
                    event = add(
                        self.session,
                        Event,
                        kind=self.chance.choice(kinds),
                        title="Посещение уроков математики и разбор работ",
                        starts=day.isoformat(),
                        ends=day.isoformat(),
                        people=self.chance.randint(1, 20),
                        findings="Не отработаны вычислительные навыки",
                        outcome="done",
                    )
                    link(self.session, "event_school", event=event, school=school)
                    link(self.session, "event_person", event=event, person=self.chance.choice(self.people))
                    link(self.session, "event_activity", event=event, activity=self.chance.choice(rows))
                    due = f"до {day + timedelta(days=20):%d.%m.%Y}"
                    add(self.session, Activity, event=event, text="Ввести тренажёр на уроках", due_text=due)

    def risks(self) -> None:
        """Every risk of every school in every year, and what is asked for."""
        factors = [
            add(self.session, Factor, group="risk", name=one, position=1000 * at)
            for at, one in enumerate(RISKS)
        ]
        for year in self.years():
            for school in self.schools:
                for factor in factors:
                    given = {"kind": "risk", "level": "school", "school": school, "school_year": year}
                    significance = self.chance.choice(("high", "middle", "low", "none"))
                    add(self.session, Problem, factor=factor, significance=significance, **given)
                text = "Нужны консультации по работе с текстом"
                add(
                    self.session,
                    Problem,
                    kind="request",
                    level="teachers",
                    school=school,
                    school_year=year,
                    text=text,
                )

    def context(self) -> None:
        """The social passport of every school in every year."""
        indicators = [
            add(
                self.session,
                Indicator,
                use="context",
                text=text,
                unit="чел.",
                position=1000 * at,
                group="Семьи",
            )
            for at, text in enumerate(CONTEXT)
        ]
        for year in self.years():
            for school in self.schools:
                for indicator in indicators:
                    fact = self.chance.randint(0, 90) * 10_000
                    given = {"year": year, "year_kind": "school", "fact_e4": fact}
                    add(self.session, IndicatorValue, indicator=indicator, school=school, **given)

    def documents(self) -> None:
        """What supported schools have to hand in."""
        for at, school in enumerate(self.supported):
            for kind in ("concept", "midterm", "risk_profile", "roadmap"):
                state = ("expected", "loaded", "verified", "done")[(at + len(kind)) % 4]
                add(self.session, SchoolDocument, school=school, kind=kind, state=state)


def fill(document: Document, seed: int = 12, schools: int = SCHOOLS, years: int = YEARS) -> SupportDistrict:
    """The district in a document, as one step; a smaller one where tests ask for it."""
    with document.write("Район с поддержкой") as session:
        made = SupportDistrict(session, Random(seed), schools, years)
        made.fill()
    return made


@cache
def path() -> Path:
    """A file with it, made once a run."""
    made = folder() / "support.shnor"
    with create_document(made, WHO) as document:
        fill(document)
    return made
