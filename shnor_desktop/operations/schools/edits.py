"""Editing of schools: fields, codes, spellings; verbs inside one write of the document, and the stories that open it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models import uids as identity
from shnor_desktop.models.schools import School, SchoolAlias, SchoolCode
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import records
from shnor_desktop.operations.schools.find import known_school
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.rules.words.school_names import normalise
from shnor_desktop.rules.words.school_words import SYSTEMS


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was deleted with schools."""

    what: str
    """«школа «Горная СОШ»», «школы (3)»."""
    along: str
    """« и то, что к ней относится: 63 карточки»."""


def delete_schools(document: Document, uids: Sequence[bytes]) -> Deleted:
    """Delete schools with everything that belongs to them, as one step."""
    with document.read() as session:
        known = [known_school(session, uid).name for uid in uids]
    what = f"школа {quoted(known[0])}" if len(known) == 1 else f"школы ({len(known)})"
    with document.write(f"Удалено: {what}") as session:
        along = records.along_text(*records.delete_and_tell(session, "school", uids))
    return Deleted(what, along)


def give_code(document: Document, school: bytes, system: str, code: str) -> bytes:
    """Give a school a code as one step; the uid of the code."""
    with document.write("Добавлен код школы") as session:
        return add_code(session, school, system, code)


def give_spelling(document: Document, school: bytes, spelling: str) -> bytes:
    """Remember a spelling of a school as one step; the uid of the spelling."""
    with document.write("Добавлен вариант названия школы") as session:
        return add_alias(session, school, spelling)


def delete_detail(document: Document, uid: bytes) -> None:
    """Delete one code or spelling of a school as one step."""
    with document.write("Удалено сведение о школе") as session:
        remove_detail(session, uid)


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


def remove(session: Session, uids: Sequence[bytes]) -> int:
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
            "Если это одна и та же школа, соедините две карточки.",
        )
    session.flush()
    return uid


def add_alias(session: Session, school: bytes, spelling: str) -> bytes:
    """Remember a spelling of a school; UserError when it means another school."""
    clean = " ".join(spelling.split())
    normalised = normalise(clean)
    if not normalised:
        raise UserError("Название не введено.", "Введите название так, как оно стоит в книгах.")
    uid = identity.school_alias(normalised)
    known = session.get(SchoolAlias, uid)
    if known is None:
        session.add(SchoolAlias(uid=uid, school=school, spelling=clean, normalised=normalised))
    elif known.school != school:
        raise UserError(
            f"Так уже называют школу {quoted(known_school(session, known.school).name)}.",
            "Если это одна и та же школа, соедините две карточки.",
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
