"""Statuses of schools with their grounds: given by a regional list or an order, taken back, ended.

What a signed list gave stays as it was signed: it can be ended by a later decision, never rewritten.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.errors import UserError
from shnor_desktop.models.identification import SchoolStatus, StatusList
from shnor_desktop.models.schools import School
from shnor_desktop.models.uids import new_uid
from shnor_desktop.operations.identification.status_lines import (
    LOW_RESULT,
    StatusLine,
    statuses_of_kind,
    statuses_of_school,
)
from shnor_desktop.operations.records.records import refuse_frozen
from shnor_desktop.rules.words.school_words import BASES

COMPUTED, REGIONAL, ORDER, OTHER = (code for code, _ in BASES)


@dataclass(frozen=True, slots=True)
class Ground:
    """By what a school gets a status without computation."""

    basis: str
    """«regional», «order» or «other»."""
    text: str
    """Requisites: «приказ министерства от 01.09.2021 № 123»."""
    since: str
    """ISO date."""
    kind: str = LOW_RESULT
    note: str = ""


def statuses(session: Session, kind: str = LOW_RESULT) -> dict[bytes, tuple[StatusLine, ...]]:
    """All statuses of a kind by school, the newest first."""
    return statuses_of_kind(raw_of(session), kind)


def school_statuses(session: Session, school: bytes) -> tuple[StatusLine, ...]:
    """All statuses of one school, the newest first."""
    return statuses_of_school(raw_of(session), school)


def name_schools(document: Document, schools: Iterable[bytes], ground: Ground) -> int:
    """Give schools a status without computation, as one step; how many got it."""
    with document.write(f"Добавлены школы: {ground.text.strip()}") as session:
        return len(add_schools(session, schools, ground))


def lead_out(document: Document, standing: Iterable[bytes], until: str, basis_text: str) -> str:
    """End statuses of a school by one decision, as one step; the name of the school."""
    uids = tuple(standing)
    with document.read() as session:
        name = _school_name(session, _record(session, uids[0]))
    with document.write(f"Исключена из перечня: {name}") as session:
        for uid in uids:
            end(session, uid, until, basis_text)
    return name


def take_back(document: Document, status: bytes) -> str:
    """Take back a status entered by mistake, as one step; the name of the school."""
    with document.write("Убрана отметка о статусе школы") as session:
        return remove(session, status)


def add_schools(session: Session, schools: Iterable[bytes], ground: Ground) -> tuple[bytes, ...]:
    """Give schools a status by a regional list or an order, computed or not. Returns the new statuses."""
    if ground.basis not in (REGIONAL, ORDER, OTHER):
        raise UserError(
            "Не указано основание.",
            "Выберите «по перечню», «по приказу» или «по иному основанию» и введите реквизиты документа.",
        )
    if not ground.text.strip() or not ground.since:
        raise UserError(
            "Не указаны реквизиты или дата основания.",
            "Введите вид, номер и дату документа, например «приказ министерства от 01.09.2026 № 123».",
        )
    wanted = list(dict.fromkeys(schools))
    if not wanted:
        raise UserError("Школы не выбраны.", "Отметьте хотя бы одну школу.")
    source = _list_of(session, ground)
    known = statuses(session, ground.kind)
    added = []
    for school in wanted:
        if any(line.list == source and not line.until for line in known.get(school, ())):
            continue
        record = SchoolStatus(
            uid=new_uid(),
            school=school,
            kind=ground.kind,
            basis=ground.basis,
            basis_text=ground.text.strip(),
            list=source,
            since=ground.since,
            until="",
            verdict="",
            note=ground.note.strip(),
        )
        session.add(record)
        added.append(record.uid)
    if not added:
        raise UserError(
            f"Все выбранные школы уже отмечены по этому основанию: {ground.text.strip()}.",
            "Выберите другие школы или другое основание.",
        )
    session.flush()
    return tuple(added)


def _list_of(session: Session, ground: Ground) -> bytes:
    """The external list with these requisites, made when it is first named."""
    text = ground.text.strip()
    query = select(StatusList.uid).where(
        StatusList.basis == ground.basis,
        StatusList.kind == ground.kind,
        StatusList.basis_text == text,
        StatusList.dated_on == ground.since,
        StatusList.frozen == "",
    )
    found = session.scalars(query).first()
    if found is not None:
        return found
    word = {REGIONAL: "Перечень региона", ORDER: "Приказ"}.get(ground.basis, "Основание")
    record = StatusList(
        uid=new_uid(),
        title=f"{word}: {text}",
        kind=ground.kind,
        basis=ground.basis,
        basis_text=text,
        dated_on=ground.since,
        school_year=None,
        profile_name="",
        profile_version=None,
        signed_on="",
        signed_by="",
        frozen="",
        note="",
    )
    session.add(record)
    session.flush()
    return record.uid


def remove(session: Session, status: bytes) -> str:
    """Take back a status entered by mistake; refused when a signed list gave it. Returns the school's name."""
    record = _record(session, status)
    refuse_frozen(session, "school_status", status)
    name = _school_name(session, record)
    source = record.list
    session.delete(record)
    session.flush()
    if (
        source is not None
        and not session.scalars(select(SchoolStatus.uid).where(SchoolStatus.list == source)).first()
    ):
        session.delete(session.get_one(StatusList, source))
        session.flush()
    return name


def end(session: Session, status: bytes, until: str, basis_text: str) -> None:
    """«Исключена»: the status ends on a day by a decision. The only change a signed list's status allows."""
    if not until or not basis_text.strip():
        raise UserError("Не указаны дата или основание исключения.", "Введите дату и реквизиты приказа.")
    record = _record(session, status)
    if record.since and until < record.since:
        raise UserError("Дата исключения раньше даты включения.", "Проверьте дату.")
    record.until = until
    record.note = f"{record.note} Исключена: {basis_text.strip()}.".strip()
    session.flush()


def _school_name(session: Session, record: SchoolStatus) -> str:
    return session.scalars(select(School.name).where(School.uid == record.school)).one()


def _record(session: Session, status: bytes) -> SchoolStatus:
    record = session.get(SchoolStatus, status)
    if record is None:
        raise UserError("Этого статуса уже нет в файле.", "Обновите экран.")
    return record
