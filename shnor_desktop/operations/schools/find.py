"""Finding a school as a person names it, and its record by uid."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.errors import UserError
from shnor_desktop.models.schools import School, SchoolAlias, SchoolCode
from shnor_desktop.operations.schools.rows import SchoolRow, found_by, school_rows
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.rules.words.school_names import normalise


def find(session: Session, text: str) -> bytes:
    """The one school a person means by a name, a code or a part of the name, or by «school:» and its number as
    refusals name it; UserError when none or several."""
    known = school_rows(raw_of(session))
    number = text.strip().casefold()
    by_code = session.scalars(select(SchoolCode.school).where(SchoolCode.code == text.strip())).all()
    key = normalise(text)
    by_alias = session.scalars(select(SchoolAlias.school).where(SchoolAlias.normalised == key)).all()
    attempts = (
        [one for one in known if number == f"school:{one.uid.hex()}"],
        [one for one in known if one.uid in by_code],
        [one for one in known if normalise(one.name) == key],
        [one for one in known if one.uid in by_alias],
        [one for one in known if found_by(one.search, text)],
    )
    for found in attempts:
        if len(found) == 1:
            return found[0].uid
        if found:
            some = "; ".join(map(_told_apart, found[:5]))
            raise UserError(
                f"По запросу {quoted(text)} найдено школ: {len(found)}.",
                f"Укажите название целиком, код или номер: {some}.",
            )
    raise UserError(
        f"Школы {quoted(text)} нет в файле.", "Проверьте название или код; список школ — на экране «Школы»."
    )


def known_school(session: Session, uid: bytes) -> School:
    """The record of a school; UserError when it is gone."""
    school = session.get(School, uid)
    if school is None:
        raise UserError("Этой школы больше нет в файле.", "Обновите список: её могли удалить или соединить.")
    return school


def _told_apart(one: SchoolRow) -> str:
    """«МБОУ СОШ № 1» (Заречье, код 400123, school:0190…)."""
    codes = [f"код {', '.join(one.codes)}"] if one.codes else []
    about = [part for part in (one.municipality, one.place) if part]
    return f"{quoted(one.name)} ({', '.join([*about, *codes, f'school:{one.uid.hex()}'])})"
