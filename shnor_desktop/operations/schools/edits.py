"""Editing of schools: fields, codes, spellings, statuses; each function is a verb inside one write of the document."""

from collections.abc import Iterable, Mapping

from sqlalchemy import delete
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models import uids as identity
from shnor_desktop.models.schools import School, SchoolAlias, SchoolCode
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import records
from shnor_desktop.operations.schools.find import known_school
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.rules.words.school_names import normalise
from shnor_desktop.rules.words.school_words import SYSTEMS


def save(
    session: Session, uid: bytes | None, values: Mapping[str, Value], code: tuple[str, str] = ("", "")
) -> bytes:
    """Add a school (no uid) or change the given fields of one; the uid of the school. A code (system, code)
    known when a school is added gives it its identity."""
    if uid is None and code[1]:
        return _add_with_code(session, values, code)
    if uid is not None:
        known_school(session, uid)
    return records.save(session, "school", uid, values)


def remove(session: Session, uids: Iterable[bytes]) -> int:
    """Delete schools with everything that belongs to them; how many schools were deleted."""
    return records.delete(session, "school", uids)


def add_code(session: Session, school: bytes, system: str, code: str) -> bytes:
    """Give a school a code; UserError when another school has it."""
    clean = " ".join(code.split())
    if not clean:
        raise UserError("Код не введён.", "Введите код школы.")
    if system not in dict(SYSTEMS):
        raise UserError(
            f"Система кодов «{system}» не известна.",
            f"Выберите одну из: {', '.join(dict(SYSTEMS).values())}.",
        )
    uid = identity.school_code(system, clean)
    known = session.get(SchoolCode, uid)
    if known is None:
        session.add(SchoolCode(uid=uid, school=school, system=system, code=clean))
    elif known.school != school:
        raise UserError(
            f"Код {clean} уже принадлежит школе {quoted(known_school(session, known.school).name)}.",
            "Если это одна и та же школа, соедините две записи.",
        )
    session.flush()
    return uid


def add_alias(session: Session, school: bytes, spelling: str) -> bytes:
    """Remember a spelling of a school; UserError when it means another school."""
    clean = " ".join(spelling.split())
    normalised = normalise(clean)
    if not normalised:
        raise UserError("Написание не введено.", "Введите название так, как оно стоит в книгах.")
    uid = identity.school_alias(normalised)
    known = session.get(SchoolAlias, uid)
    if known is None:
        session.add(SchoolAlias(uid=uid, school=school, spelling=clean, normalised=normalised))
    elif known.school != school:
        raise UserError(
            f"Так уже называют школу {quoted(known_school(session, known.school).name)}.",
            "Если это одна и та же школа, соедините две записи.",
        )
    session.flush()
    return uid


def remove_detail(session: Session, uid: bytes) -> None:
    """Delete one code or spelling of a school."""
    for record in (SchoolCode, SchoolAlias):
        session.execute(delete(record).where(record.uid == uid))


def _add_with_code(session: Session, values: Mapping[str, Value], code: tuple[str, str]) -> bytes:
    uid = identity.school(*code, "", "")
    if session.get(School, uid) is not None:
        raise UserError(f"Школа с кодом {code[1]} уже есть.", "Откройте её или проверьте код.")
    session.add(School(uid=uid, **values))
    session.flush()
    add_code(session, uid, *code)
    return uid
