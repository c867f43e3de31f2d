"""The programme of the sample district with two years of execution: what its office would have typed, written by the same
verbs."""

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.document.file import attachments
from shnor_desktop.models.office import Person
from shnor_desktop.models.values import Linked
from shnor_desktop.operations.orders import drafts, signing
from shnor_desktop.operations.records import records
from shnor_desktop.operations.roadmap import execution
from shnor_desktop.rules.figures import E4

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document

_CODES = "number=№; text=Мероприятие; due=Срок; responsible=Ответственные; expected=Ожидаемый результат"


def fill(document: "Document", told: dict[str, Any], schools: dict[str, bytes]) -> None:
    """The programme, its plan and indicators; then what was done, noted line by line."""
    with document.write("Внесена программа поддержки") as session:
        acts = tuple((records.save(session, "act", None, one), "") for one in told["acts"])
        programme = _write_programme(session, told, schools, acts)
        _write_parts(session, told, programme)
        _write_indicators(session, told, programme)
        rows = _write_plan(session, told, programme, schools)
    order = issue(document, "programme", told["order"] | {"acts": acts}, programme=programme)
    with document.write("Указано, чем утверждена программа") as session:
        records.save(session, "programme", programme, {"approved_by": order})
    with document.write("Внесено выполнение программы") as session:
        for row, line, *more in told["done"]:
            _note(session, told, rows.get(row), line, [*more, "", ""], schools)
        _write_meeting(session, told, rows)


def issue(document: "Document", template: str, told: dict[str, Any], **about: bytes) -> bytes:
    """An order drawn up by a template, given its own requisites and signed on its day; its uid."""
    uid = drafts.prepare(document, template, {"date": told["date"], **about})
    with document.write("Уточнены реквизиты приказа") as session:
        records.save(session, "paper", uid, told)
    signing.sign(document, uid, signed_on=told["date"])
    return uid


def _write_programme(
    session: Session, told: dict[str, Any], schools: dict[str, bytes], acts: Linked
) -> bytes:
    return records.save(
        session,
        "programme",
        None,
        {
            **told["programme"],
            "schools": tuple((schools[name], "") for name in told["schools"]),
            "acts": acts,
        },
    )


def _write_parts(session: Session, told: dict[str, Any], programme: bytes) -> None:
    for title, text, *draws in told["passport"]:
        given = {"programme": programme, "place": "passport", "title": title, "text": text}
        records.save(session, "part", None, {**given, "draws": "".join(draws)})
    for number, title, text in told["sections"]:
        given = {"programme": programme, "place": "section", "number": number, "title": title, "text": text}
        records.save(session, "part", None, given)


def _write_indicators(session: Session, told: dict[str, Any], programme: bytes) -> None:
    for one in told["indicators"]:
        plain = {name: value for name, value in one.items() if name not in ("targets", "facts")}
        uid = records.save(session, "indicator", None, {**plain, "programme": programme})
        for year, target in one["targets"].items():
            fact = one.get("facts", {}).get(year)
            values: dict[str, Any] = {
                "indicator": uid,
                "year": int(year),
                "year_kind": "school",
                "target_e4": target * E4,
            }
            if fact is not None:
                values |= {"fact_e4": fact * E4, "reason": told["reason"] if "formula" in one else ""}
            records.save(session, "indicator_value", None, values)


def _write_plan(
    session: Session, told: dict[str, Any], programme: bytes, schools: dict[str, bytes]
) -> dict[str, bytes]:
    """Uids of the rows by their numbers."""
    given: dict[str, Any] = {
        "programme": programme,
        "place": "plan",
        "title": "План мероприятий",
        "columns": _CODES,
    }
    plan = records.save(session, "part", None, given)
    rows: dict[str, bytes] = {}
    for title, activities in told["plan"]:
        section: dict[str, Any] = {
            "programme": programme,
            "parent": plan,
            "place": "plan_section",
            "title": title,
        }
        part = records.save(session, "part", None, section)
        for one in activities:
            linked = tuple((schools[name], "") for name in one.get("schools", ()))
            row: dict[str, Any] = {**one, "part": part, "schools": linked}
            rows[one["number"]] = records.save(session, "activity", None, row)
    return rows


def _note(
    session: Session,
    told: dict[str, Any],
    row: bytes | None,
    line: str,
    more: list[str],
    schools: dict[str, bytes],
) -> None:
    file_name, school, *_ = more
    event = execution.note(session, row, execution.read_line(session, row, line, date(2026, 11, 1)))
    if school:
        records.save(session, "event", event, {"schools": ((schools[school], ""),)})
    if file_name:
        content = told["files"][file_name].encode()
        values: dict[str, Any] = {
            "event": event,
            "title": file_name.rpartition(".")[0],
            "file_name": file_name,
            "file_size": len(content),
            "file_sha": attachments.put(raw_of(session), content),
        }
        records.save(session, "evidence", None, values)


def _write_meeting(session: Session, told: dict[str, Any], rows: dict[str, bytes]) -> None:
    meeting = told["meeting"]
    persons = {name: uid for uid, name in session.execute(select(Person.uid, Person.name))}
    linked = tuple((persons[name], role) for name, role in meeting["persons"] if name in persons)
    event = records.save(
        session,
        "event",
        None,
        {**meeting["event"], "persons": linked, "activities": ((rows[meeting["row"]], ""),)},
    )
    for one in meeting["decisions"]:
        records.save(session, "activity", None, {**one, "event": event})
