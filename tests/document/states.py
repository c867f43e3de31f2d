"""What a document's tables hold, and random actions that change them in every way the program can."""

import random
from collections.abc import Callable

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.document.file import attachments
from shnor_desktop.models import uids
from shnor_desktop.models.identification import SchoolStatus, StatusList
from shnor_desktop.models.kind import Record
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.models.office import Person
from shnor_desktop.models.orders import Evidence
from shnor_desktop.models.programme import Indicator, IndicatorValue, Part, Programme
from shnor_desktop.models.results import AreaResult, Procedure, SchoolResult, Sitting, Subject
from shnor_desktop.models.roadmap import Activity, Event
from shnor_desktop.models.schools import School, SchoolAlias
from shnor_desktop.models.uids import natural_uid, new_uid
from shnor_desktop.operations.records import linking, records, saving

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


def plan_ground(document: Document) -> None:
    """A programme with rows, an indicator and something done, so that histories meet over them from the start."""
    with document.write("План") as session:
        session.add(programme := Programme(uid=new_uid(), kind="roadmap", title="Дорожная карта"))
        session.flush()
        session.add(part := Part(uid=new_uid(), programme=programme.uid, place="plan", title="План"))
        session.add(Indicator(programme=programme.uid, use="programme", text="Доля «2»"))
        session.add(Event(kind="visit", title="Выезд"))
        session.flush()
        session.add_all(
            Activity(part=part.uid, text=f"Мероприятие {place}", position=1000 * place) for place in range(3)
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


def _event(session: Session, chance: random.Random) -> None:
    """Something done, linked to schools and to rows of plans: added, taken away, put in another order, noted."""
    events = sorted(session.scalars(select(Event.uid)))
    schools = sorted(session.scalars(select(School.uid)))
    if not events or chance.random() < 0.3:
        one = Event(kind="visit", title=f"Выезд {chance.random()}")
        session.add(one)
        session.flush()
        events.append(one.uid)
    fewest = int(chance.random() < 0.8)
    wanted = chance.sample(schools, chance.randint(min(fewest, len(schools)), min(3, len(schools))))
    notes = tuple((uid, chance.choice(("", "базовая"))) for uid in wanted)
    event = chance.choice(events)
    linking.save(session, BY_CODE["event"].field("schools"), event, notes)
    rows = sorted(session.scalars(select(Activity.uid)))
    many = chance.randint(min(fewest, len(rows)), min(2, len(rows)))
    done = tuple((uid, "") for uid in chance.sample(rows, many))
    linking.save(session, BY_CODE["event"].field("activities"), event, done)


def _tick(session: Session, chance: random.Random) -> None:
    """The state of a row by hand, its due, who answers for it."""
    rows = sorted(session.scalars(select(Activity.uid)))
    if rows:
        one = session.get_one(Activity, chance.choice(rows))
        one.state = chance.choice(("", "done", "not_done"))
        one.due_text = chance.choice((one.due_text, "март", "май"))
        one.responsible = chance.choice((one.responsible, f"ИМЦ {chance.randrange(3)}"))


def _indicator(session: Session, chance: random.Random) -> None:
    """An indicator of a programme with values of a year, and rows of plans linked to it."""
    programmes = sorted(session.scalars(select(Programme.uid)))
    indicators = sorted(session.scalars(select(Indicator.uid)))
    if not programmes:
        session.add(Programme(uid=(made := new_uid()), kind="roadmap", title="Дорожная карта"))
        session.flush()
        programmes.append(made)
    if not indicators or chance.random() < 0.3:
        session.add(Indicator(programme=chance.choice(programmes), use="programme", text="Доля «2»"))
        return
    one = chance.choice(indicators)
    if chance.random() < 0.2:
        records.delete(session, "indicator", [one])
        return
    year = chance.choice((2020, 2021))
    uid = uids.indicator_value(one, None, "school", year, "")
    field = chance.choice(("target_e4", "fact_e4"))
    records.save(
        session,
        "indicator_value",
        uid if session.get(IndicatorValue, uid) is not None else None,
        {"indicator": one, "year_kind": "school", "year": year, field: chance.randrange(3) * 10_000},
    )
    if rows := sorted(session.scalars(select(Activity.uid))):
        wanted = ((one, ""),) * chance.randrange(2)
        linking.save(session, BY_CODE["activity"].field("indicators"), chance.choice(rows), wanted)


def _plan(session: Session, chance: random.Random) -> None:
    """Parts under parts, and rows of plans in them."""
    parts = sorted(session.scalars(select(Part.uid)))
    kind = chance.random()
    if not parts or kind < 0.3:
        session.add(Part(place="plan", title="План", parent=chance.choice([None, *parts]), position=1000))
    elif kind < 0.8:
        place = chance.choice((1000, 2000))
        text = f"Мероприятие {chance.random()}"
        session.add(Activity(part=chance.choice(parts), text=text, position=place))
    else:
        records.delete(session, "part", [chance.choice(parts)])


def _move(session: Session, chance: random.Random) -> None:
    rows = sorted(session.scalars(select(Activity.uid)))
    if rows:
        saving.move(session, "activity", chance.choice(rows), up=chance.random() < 0.5)


def _evidence(session: Session, chance: random.Random) -> None:
    """A file attached to what was done, the same bytes by several or others; sometimes taken away again."""
    events = sorted(session.scalars(select(Event.uid)))
    there = sorted(session.scalars(select(Evidence.uid)))
    content = f"содержимое {chance.randrange(4)}".encode()
    kept = {"file_sha": attachments.put(raw_of(session), content), "file_size": len(content)}
    if there and chance.random() < 0.5:
        one = session.get_one(Evidence, chance.choice(there))
        if chance.random() < 0.3:
            session.delete(one)
        else:
            one.file_sha, one.file_size = str(kept["file_sha"]), len(content)
    else:
        event = chance.choice([None, *events])
        session.add(Evidence(title=f"Справка {chance.random()}", event=event, file_name="скан.pdf", **kept))


def remove(session: Session, chance: random.Random) -> None:
    """Any record goes with everything that belongs to it or refers to it, links included."""
    found = [
        (code, uid)
        for code in ("school", "event", "activity", "programme", "sitting", "evidence", "person")
        for uid in session.scalars(select(BY_CODE[code].record.uid))
    ]
    if found:
        code, uid = chance.choice(sorted(found))
        records.delete(session, code, [uid])


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
_OF_PLANS = (_event, _indicator, _tick, _evidence, _plan, _move)
WITH_PLANS = (*WITH_KEYS, *_OF_PLANS, *_OF_PLANS)


def act(document: Document, chance: random.Random) -> None:
    """One random action as one write."""
    action = chance.choice(ACTIONS)
    with document.write(action.__name__) as session:
        action(session, chance)
