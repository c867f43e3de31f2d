"""What a document's tables hold, and random actions that change them in every way the program can."""

import random
from collections.abc import Callable

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models.identification import SchoolStatus, StatusList
from shnor_desktop.models.kind import Record
from shnor_desktop.models.kinds import KINDS
from shnor_desktop.models.office import Person
from shnor_desktop.models.results import AreaResult, Procedure, SchoolResult, Sitting, Subject
from shnor_desktop.models.schools import School, SchoolAlias
from shnor_desktop.models.uids import natural_uid, new_uid

State = dict[str, list[tuple[object, ...]]]


def state(document: Document) -> State:
    """Every row of every kind, sorted by uid."""
    with document.read() as session:
        return {
            kind.code: [
                tuple(row) for row in session.execute(text(f"SELECT * FROM {kind.code} ORDER BY uid"))
            ]
            for kind in KINDS
        }


def ground(document: Document) -> None:
    """Schools and sittings for the random actions to work on."""
    with document.write("Основа") as session:
        subject = Subject(uid=natural_uid("subject", "МА"), short="МА", name="математика")
        session.add(subject)
        session.add_all(School(name=f"Школа № {i}") for i in range(5))
        for grade in (5, 6):
            procedure = Procedure(
                subject=subject.uid, family="vpr", programme_grade=grade, measured_by="marks"
            )
            session.add(procedure)
            session.flush()
            session.add_all(
                Sitting(procedure=procedure.uid, school_year=y, season="spring") for y in (2019, 2020)
            )


def _add_school(session: Session, chance: random.Random) -> None:
    session.add(School(name=f"Школа {chance.random()}", rural=chance.random() < 0.5))


def _rename(session: Session, chance: random.Random) -> None:
    schools = list(session.scalars(select(School)))
    if schools:
        one = chance.choice(schools)
        one.name = f"Новое «имя» {chance.random()}"
        one.place = chance.choice(["", "с. Ёлкино", "п. О'Нил\u00a0№ 2"])


def _bulk_update(session: Session, chance: random.Random) -> None:
    session.execute(update(School).values(director=f"Директор {chance.random()}"))


def _results(session: Session, chance: random.Random) -> None:
    schools = list(session.scalars(select(School.uid)))
    sittings = list(session.scalars(select(Sitting.uid)))
    if not schools or not sittings:
        return
    rows = []
    for _ in range(chance.randint(1, 30)):
        sitting, school = chance.choice(sittings), chance.choice(schools)
        n = chance.randint(1, 40)
        rows.append((natural_uid("school_result", sitting, school), sitting, school, n, chance.randint(0, n)))
    session.connection().exec_driver_sql(
        "INSERT INTO school_result (uid, sitting, school, state, participants, failed) VALUES (?, ?, ?, 'valid', ?, ?) "
        "ON CONFLICT (uid) DO UPDATE SET participants = excluded.participants, failed = excluded.failed",
        rows,
    )


def _delete_results(session: Session, chance: random.Random) -> None:
    limit = chance.randint(1, 20)
    session.execute(delete(SchoolResult).where(SchoolResult.participants < limit))


def _delete_school(session: Session, chance: random.Random) -> None:
    schools = list(session.scalars(select(School.uid)))
    if len(schools) > 2:
        one = chance.choice(schools)
        session.execute(delete(SchoolResult).where(SchoolResult.school == one))
        session.execute(delete(SchoolStatus).where(SchoolStatus.school == one))
        session.execute(update(Person).where(Person.school == one).values(school=None))
        session.execute(delete(School).where(School.uid == one))


def _person(session: Session, chance: random.Random) -> None:
    schools = list(session.scalars(select(School.uid)))
    session.add(
        Person(uid=new_uid(), name="Иванов", school=chance.choice(schools) if schools else None, signs=True)
    )


def _twice_in_one(session: Session, chance: random.Random) -> None:
    one = School(name="первое")
    session.add(one)
    session.flush()
    one.name = "второе"
    session.flush()
    if chance.random() < 0.5:
        session.delete(one)
        session.flush()
        session.add(School(uid=one.uid, name="третье"))


def _signed_list(session: Session, chance: random.Random) -> None:
    """A list of several schools, signed at once or later, and sometimes taken out again."""
    schools = list(session.scalars(select(School.uid)))
    lists = list(session.scalars(select(StatusList)))
    if lists and chance.random() < 0.4:
        one = chance.choice(lists)
        if chance.random() < 0.3:
            session.execute(delete(SchoolStatus).where(SchoolStatus.list == one.uid))
            session.delete(one)
        else:
            one.frozen = one.frozen or f"Все школы и их показатели {chance.random()}"
    elif schools:
        signed = f"Все школы и их показатели {chance.random()}" if chance.random() < 0.5 else ""
        made = StatusList(title=f"Перечень {chance.random()}", frozen=signed)
        session.add(made)
        session.flush()
        session.add_all(SchoolStatus(school=school, list=made.uid) for school in schools[:3])


def same_key(session: Session, chance: random.Random) -> None:
    """Another record with one of few keys, or one that takes such a key: two offices often choose the same."""
    kind, values = chance.choice(
        (
            (Subject, {"short": chance.choice("ФХЦ"), "name": f"предмет {chance.random()}"}),
            (
                Procedure,
                _some(session, chance, "subject", Subject) | {"programme_grade": chance.choice((5, 6))},
            ),
            (Sitting, _some(session, chance, "procedure", Procedure) | {"school_year": 2021}),
            (SchoolAlias, _some(session, chance, "school", School) | {"normalised": chance.choice("ФХЦ")}),
        )
    )
    known = list(session.scalars(select(kind)))
    if None in values.values():
        return
    if known and chance.random() < 0.6:
        one = chance.choice(known)
        for name, value in values.items():
            setattr(one, name, value)
    else:
        fixed = {Procedure: {"family": "vpr", "measured_by": "marks"}, Sitting: {"season": "spring"}}
        session.add(kind(uid=new_uid(), **values, **fixed.get(kind, {})))


def _some(session: Session, chance: random.Random, name: str, parent: type[Record]) -> dict[str, object]:
    found = sorted(session.scalars(select(parent.uid)))
    return {name: chance.choice(found) if found else None}


def _delete_sitting(session: Session, chance: random.Random) -> None:
    sittings = sorted(session.scalars(select(Sitting.uid)))
    if len(sittings) > 2:
        one = chance.choice(sittings)
        session.execute(delete(SchoolResult).where(SchoolResult.sitting == one))
        session.execute(delete(Sitting).where(Sitting.uid == one))


def _area_result(session: Session, chance: random.Random) -> None:
    """A line of the district, entered anew by everybody."""
    sittings = sorted(session.scalars(select(Sitting.uid)))
    if sittings:
        one = {"sitting": chance.choice(sittings), "area": "district", "area_name": "Район"}
        session.add(AreaResult(uid=new_uid(), participants=chance.randint(5, 9), **one))


ACTIONS: tuple[Callable[[Session, random.Random], None], ...] = (
    _add_school,
    _rename,
    _bulk_update,
    _results,
    _delete_results,
    _delete_school,
    _person,
    _twice_in_one,
)
WITH_LISTS = (*ACTIONS, _signed_list)
WITH_KEYS = (*WITH_LISTS, same_key, same_key, _delete_sitting, _area_result)


def act(document: Document, chance: random.Random) -> None:
    """One random action as one write."""
    action = chance.choice(ACTIONS)
    with document.write(action.__name__) as session:
        action(session, chance)
