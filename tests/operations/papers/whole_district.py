"""A district of any size in which every paper of the office has something to print, names and texts at their longest; and
its papers, a name each."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop import places
from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.office import Person
from shnor_desktop.models.programme import Programme
from shnor_desktop.models.roadmap import Event
from shnor_desktop.models.schools import School
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.identification import classification, lists, statuses
from shnor_desktop.operations.orders import drafts, register, signing, templates
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.papers.kind import Choice
from shnor_desktop.operations.program import sample_programme
from shnor_desktop.operations.records.records import save
from shnor_desktop.papers.tree.paper import Paper
from shnor_desktop.rules.figures import E4
from tests.benchmarks import support_district
from tests.operations.copies import Copies
from tests.operations.district import District

YEARS = 3
TODAY = date(2021, 11, 15)
"""The day papers are asked for."""
LONG_NAME = (
    "Муниципальное бюджетное общеобразовательное учреждение «Верхнеозёрно-Каменногорская основная общеобразовательная "
    "школа № 12 имени первостроителей Заозёрного лесопромышленного комбината и участников полярных экспедиций» "
    "Светлореченского района"
)
ENDLESS = "Сверхдлинноенеразрывное" * 13
OFFICE = {
    "name": "Управление образования администрации Светлореченского муниципального округа Заозёрной области",
    "short_name": "Управление образования",
    "municipality": "Светлореченского муниципального округа",
    "place": "п. Светлореченский",
    "letterhead": "АДМИНИСТРАЦИЯ СВЕТЛОРЕЧЕНСКОГО МУНИЦИПАЛЬНОГО ОКРУГА\nУПРАВЛЕНИЕ ОБРАЗОВАНИЯ",
    "head_post": "Начальник управления образования администрации муниципального округа",
    "head_name": "Образцова Анна Петровна",
    "executor": "Примерова Вера Ильинична",
    "executor_phone": "8 (00000) 2-10-11",
    "order_suffix": "-од",
}
STORY = (
    "Провести разбор заданий, с которыми не справилась большая часть учеников, составить план повторения и "
    "проверить через месяц; "
)


def make(path: Path, folder: Path, schools: int) -> Path:
    """The district in a copy of the new document at `path`; it was merged with another copy, edited meanwhile."""
    copies = Copies(path, folder)
    with copies.open(0) as document:
        _fill(document, schools)
    copies.paths[1].write_bytes(copies.paths[0].read_bytes())
    copies.edit(0, lambda session: _edit(session, "8 (00000) 1-11-11"))
    copies.edit(1, lambda session: _edit(session, "8 (00000) 2-22-22"))
    copies.merge(0, 1)
    return copies.paths[0]


def _edit(session: Session, phone: str) -> None:
    for school in session.scalars(select(School).order_by(School.uid)).all()[:3]:
        school.phone = phone


def _fill(document: Document, count: int) -> None:
    made = support_district.fill(document, schools=count, years=YEARS)
    schools = made.schools
    with document.write("Учреждения") as session:
        office = save(session, "office", None, OFFICE)
        save(
            session,
            "school",
            schools[0],
            {"official_name": LONG_NAME, "director": "Ключевская-Заозёрная О. В."},
        )
        save(
            session,
            "school",
            schools[1],
            {"name": f"{ENDLESS} ООШ", "official_name": f"МБОУ «{ENDLESS} ООШ»"},
        )
        District(session).school("Филиал в деревне Заречье", parent=schools[0])
        first = session.scalars(select(Person.uid)).first()
        save(session, "person", first, {"name": "Оченьдлиннофамильная-Заозёрская Александра Константиновна"})
        ground = statuses.Ground("regional", "приказ министерства от 01.09.2021 № 7", "2021-09-01")
        statuses.add_schools(session, [schools[2]], ground)
    _programme(document, schools)
    _courses(document, made)
    with document.write("Перечень подписан") as session:
        signing_ = lists.Signing("2021-10-05", "А.П. Образцова", 'приказ № 5, "о перечне"')
        lists.sign(session, classification.profile(session), signing_)
    _orders(document, office, schools)


def _programme(document: Document, schools: list[bytes]) -> None:
    text = (places.resources() / "sample" / "programme.json").read_text(encoding="utf-8")
    for year in range(2024, 2028):
        text = text.replace(str(year), str(year - 4))
    told = json.loads(text)
    names = {name: schools[at % len(schools)] for at, name in enumerate(_names(told))}
    told["programme"]["title"] = f"{LONG_NAME} и другие школы: адресная поддержка, сопровождение"[:240]
    told["plan"][1][1][0] |= {"text": STORY * 12, "expected": f"{STORY * 3}\n{ENDLESS}"}
    told["sections"][0][2] += f"\n{STORY * 40}"
    sample_programme.fill(document, told, names)


def _names(told: Any) -> Iterator[str]:
    """Every name of a school in what is told."""
    if isinstance(told, dict):
        for key, value in told.items():
            if key == "schools":
                yield from value
            else:
                yield from _names(value)
    elif isinstance(told, list):
        for one in told:
            if isinstance(one, str) and one.startswith("МБОУ «"):
                yield one
            yield from _names(one)


def _courses(document: Document, made: support_district.SupportDistrict) -> None:
    with document.write("Курсы и маршруты") as session:
        for at, person in enumerate(made.people[: 2 * len(made.schools)]):
            save(
                session,
                "event",
                None,
                {
                    "kind": "course",
                    "title": "Математика в малокомплектной школе",
                    "starts": "2021-10-11",
                    "ends": "2021-10-22",
                    "hours_e4": 72 * E4,
                    "outcome": "done",
                    "persons": ((person, f"удостоверение № {2500 + at} от 22.10.2021"),),
                },
            )
        person = made.people[0]
        route: dict[str, Value | Linked] = {
            "kind": "route",
            "level": "school",
            "title": "Маршрут учителя",
            "person": person,
        }
        uid = save(session, "programme", None, {**route, "starts": "2021-09-01", "ends": "2022-05-31"})
        part = save(session, "part", None, {"programme": uid, "place": "plan", "title": "Шаги"})
        for due in ("октябрь 2021 г.", "до 25.12.2021"):
            save(session, "activity", None, {"part": part, "text": STORY, "due_text": due})
        deficit: dict[str, Value | Linked] = {
            "kind": "deficit",
            "level": "teachers",
            "person": person,
            "source": "Самодиагностика",
        }
        save(session, "problem", None, {**deficit, "text": STORY})


def _orders(document: Document, office: bytes, schools: list[bytes]) -> None:
    with document.read() as session:
        programme = session.scalars(select(Programme.uid).where(Programme.kind == "municipal")).first()
        event = session.scalars(select(Event.uid).where(Event.kind == "visit")).first()
    given: dict[str, bytes | str | None] = {"date": "2021-11-10", "issuer": office}
    about: dict[str, bytes | None] = {"programme": programme, "event": event, "school": schools[0]}
    for code, template in templates.TEMPLATES.items():
        drafts.prepare(document, code, {**given, **{ask: about[ask] for ask in template.asks}})
    drafts.letters(document, schools[:2], given)
    with document.read() as session:
        numbered = [
            one for one in register.lines(session) if one.number and one.title and one.state == signing.DRAFT
        ]
    signing.sign(document, numbered[0].uid)


def _longest(choices: tuple[Choice, ...]) -> list[Choice]:
    return sorted(choices, key=lambda one: -len(one.text))


_MANY = {
    "order": 99,
    "programme": 2,
    "meeting": 2,
    "school": 2,
    "visit": 2,
    "signed": 2,
    "passport_school": 2,
}
"""So many answers are tried of those that make papers of different kinds."""


def papers(session: Session) -> Iterator[tuple[str, Paper]]:
    """Every paper of the registry; each answer that makes another kind of page gives one."""
    for code, kind in registry.PAPERS.items():
        assert not kind.nothing(session), code
        given = {"day": TODAY} if any(ask.code == "day" for ask in kind.asks) else {}
        asked = [ask for ask in kind.asks if ask.missing or ask.code in _MANY]
        choices = _longest(asked[0].choices(session)) if asked else [Choice(None, "")]
        made = 0
        for choice in choices:
            more = {} if choice.value is None else {asked[0].code: choice.value}
            try:
                paper = registry.compose(session, code, **given, **more)
            except UserError:  # Nothing to say of it: a helper of no school in these days.
                continue
            made += 1
            yield f"{code} {made}: {paper.title[:40]}", paper
            if made == (_MANY.get(asked[0].code, 1) if asked else 1):
                break
        assert made, code
    yield "contacts of all", registry.compose(session, "contacts", day=TODAY, lasting="year")
    yield "work-plan of a month", registry.compose(session, "work-plan", day=TODAY, span="month")
