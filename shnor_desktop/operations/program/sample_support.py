"""Support in the sample district: helpers, a teacher's route and courses, contacts noted line by line."""

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.office import Office, Person
from shnor_desktop.models.programme import Programme
from shnor_desktop.models.results import Subject
from shnor_desktop.operations.identification import statuses
from shnor_desktop.operations.program import sample_programme
from shnor_desktop.operations.records import records
from shnor_desktop.operations.roadmap import execution
from shnor_desktop.rules.figures import E4

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document

_TODAY = date(2026, 11, 1)


def fill(document: "Document", told: dict[str, Any], schools: dict[str, bytes]) -> None:
    """Who helps whom and the order about the group, then what was done."""
    with document.write("Внесены кураторы, наставники, партнёры") as session:
        for name, kind, basis, since in told["statuses"]:
            ground = statuses.Ground(statuses.OTHER, basis, since, kind)
            statuses.add_schools(session, [schools[name]], ground)
        people = _write_persons(session, told, schools)
        _write_assignments(session, told, schools, people)
        subjects = {short: uid for short, uid in session.execute(select(Subject.short, Subject.uid))}
        for name, short, text in told["deficits"]:
            given: dict[str, Any] = {
                "kind": "deficit",
                "level": "teachers",
                "person": people[name],
                "source": "Самодиагностика",
            }
            records.save(session, "problem", None, {**given, "subject": subjects[short], "text": text})
        first, *_ = _write_route(session, told["route"], people)
    sample_programme.issue(document, "group", told["order"])
    with document.write("Внесены контакты со школами") as session:
        for one in told["courses"]:
            named = tuple((people[name], note) for name, note in one["persons"])
            given = {
                **one,
                "kind": "course",
                "outcome": "done",
                "hours_e4": one["hours"] * E4,
                "activities": ((first, ""),),
                "persons": named,
            }
            del given["hours"]
            records.save(session, "event", None, given)
        for line in told["lines"]:
            execution.note(session, None, execution.read_line(session, None, line, _TODAY))


def _write_persons(session: Session, told: dict[str, Any], schools: dict[str, bytes]) -> dict[str, bytes]:
    """All people of the file by their names."""
    office = session.scalars(select(Office.uid)).first()
    subjects = {short: uid for short, uid in session.execute(select(Subject.short, Subject.uid))}
    for one in told["persons"]:
        place: dict[str, Any] = {"school": schools[one["at"]]} if one["at"] else {"office": office}
        given = {"name": one["name"], "post": one["post"], "category": one.get("category", ""), **place}
        records.save(session, "person", None, {**given, "subject": subjects.get(one.get("subject", ""))})
    return {name: uid for name, uid in session.execute(select(Person.name, Person.uid))}


def _write_assignments(
    session: Session, told: dict[str, Any], schools: dict[str, bytes], people: dict[str, bytes]
) -> None:
    programme = session.scalars(select(Programme.uid)).first()
    bodies: dict[str, bytes] = {}
    for one in told["assignments"]:
        who = one["who"]
        given: dict[str, Any] = {
            name: one[name] for name in ("role", "since", "until", "basis_text", "theme") if name in one
        }
        if who in people:
            given["person"] = people[who]
        elif who in schools:
            given["school"] = schools[who]
        else:
            given["body"] = who
        given["for_school"] = schools.get(one.get("school", ""))
        given["for_person"] = people.get(one.get("person", ""))
        given["programme"] = programme if one.get("programme") else None
        given["of"] = bodies.get(one.get("of", ""))
        bodies[who] = records.save(session, "assignment", None, given)


def _write_route(session: Session, told: dict[str, Any], people: dict[str, bytes]) -> list[bytes]:
    """Uids of its steps."""
    given: dict[str, Any] = {name: told[name] for name in ("title", "starts", "ends")}
    given |= {"kind": "route", "level": "school", "year_kind": "school", "person": people[told["person"]]}
    programme = records.save(session, "programme", None, given)
    plan: dict[str, Any] = {"programme": programme, "place": "plan", "title": "Шаги маршрута"}
    part = records.save(session, "part", None, plan)
    steps: list[dict[str, Any]] = [
        {"part": part, "text": text, "due_text": due, "kind": kind} for text, due, kind in told["steps"]
    ]
    return [records.save(session, "activity", None, step) for step in steps]
