"""Finding a school as a person names it, and its record by uid."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models.schools import School, SchoolAlias, SchoolCode
from shnor_desktop.rules.names import alphabetical, by_name, normalise
from shnor_desktop.rules.russian import quoted


@dataclass(frozen=True, slots=True)
class _Findable:
    """A school with what it may be found by."""

    uid: bytes
    name: str
    municipality: str
    place: str
    codes: tuple[str, ...]
    search: str


def find(session: Session, text: str) -> bytes:
    """The one school a person means by a name, a code or a part of the name, or by «school:» and its number as
    refusals name it; UserError when none or several."""
    known = _findable(session)
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


def search_text(school: School, codes: Iterable[str], spellings: Iterable[str]) -> str:
    """Everything a school may be found by, lower case, «ё» as «е»."""
    own = (school.name, school.official_name, school.place, school.municipality, school.director)
    return alphabetical(" ".join((*own, *codes, *spellings)))


def found_by(search: str, text: str) -> bool:
    """Whether every word of the text occurs in what a school may be found by."""
    return all(word in search for word in alphabetical(text).split())


def _findable(session: Session) -> list[_Findable]:
    codes, spellings = defaultdict(list), defaultdict(list)
    for code in session.scalars(select(SchoolCode).order_by(SchoolCode.system, SchoolCode.code)):
        codes[code.school].append(code.code)
    for alias in session.scalars(select(SchoolAlias)):
        spellings[alias.school].append(alias.spelling)
    made = [
        _Findable(
            one.uid,
            one.name,
            one.municipality,
            one.place,
            tuple(codes[one.uid]),
            search_text(one, codes[one.uid], spellings[one.uid]),
        )
        for one in session.scalars(select(School))
    ]
    return sorted(made, key=lambda one: (by_name(one.name), one.uid))


def _told_apart(one: _Findable) -> str:
    """«МБОУ СОШ № 1» (Заречье, код 400123, school:0190…)."""
    codes = [f"код {', '.join(one.codes)}"] if one.codes else []
    about = [part for part in (one.municipality, one.place) if part]
    return f"{quoted(one.name)} ({', '.join([*about, *codes, f'school:{one.uid.hex()}'])})"
