"""Templates of programmes and of indicators, in wording of our own: `resources/dictionaries/programmes.json` holds them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shnor_desktop import places
from shnor_desktop.models import fields
from shnor_desktop.models.programme import Indicator
from shnor_desktop.models.results import Procedure, Subject
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.linking import STEP


@dataclass(frozen=True, slots=True)
class Template:
    """A way to begin a programme."""

    code: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class IndicatorTemplate:
    """An indicator offices usually have."""

    code: str
    group: str
    text: str
    unit: str
    denominator: str
    computed: bool
    """The file can compute its fact."""


@cache
def _kept() -> dict[str, Any]:
    return dict(places.dictionary("programmes"))


def templates() -> tuple[Template, ...]:
    """All ways, the empty one first."""
    return (
        Template("", "Пустая", "Без строк и разделов: всё вводится своё."),
        *(Template(one["code"], one["title"], one["about"]) for one in _kept()["templates"]),
    )


def indicator_templates() -> tuple[IndicatorTemplate, ...]:
    """All indicators, group by group."""
    return tuple(
        IndicatorTemplate(
            one["code"],
            one["group"],
            one["text"],
            one.get("unit", ""),
            one.get("denominator", ""),
            "formula" in one,
        )
        for one in _kept()["indicators"]
    )


def fill(session: Session, programme: bytes, code: str) -> None:
    """Put the parts and indicators of a template into an empty programme."""
    found = next((one for one in _kept()["templates"] if one["code"] == code), None)
    if found is None:
        return
    made: dict[str, bytes] = {}
    for place, one in enumerate(found["parts"], start=1):
        given = {
            name: one[name]
            for name in ("place", "number", "title", "text", "draws", "columns")
            if name in one
        }
        if name := one.get("same_as"):
            given["same_as"] = made[name]
        if name := one.get("parent"):
            given["parent"] = made[name]
        uid = records.save(session, "part", None, {"programme": programme, "position": place * STEP, **given})
        if name := one.get("id"):
            made[name] = uid
    add_indicators(session, programme, tuple(found.get("indicators", ())))


def add_indicators(session: Session, programme: bytes, codes: tuple[str, ...]) -> int:
    """Put indicators of the templates behind those of a programme; how many."""
    known = {one["code"]: one for one in _kept()["indicators"]}
    last = session.scalar(select(func.max(Indicator.position)).where(Indicator.programme == programme)) or 0
    wanted = [known[code] for code in codes if code in known]
    for place, one in enumerate(wanted, start=1):
        names = (
            "group",
            "criterion",
            "text",
            "unit",
            "denominator",
            "direction",
            "as_of",
            "formula",
            "in_passport",
        )
        given = {name: one[name] for name in names if name in one}
        if "limit" in one:
            given["limit_e4"] = one["limit"] * 10_000
        position = min(last + place * STEP, fields.PLACE)
        procedure = _procedure(session, one.get("procedure"))
        records.save(
            session,
            "indicator",
            None,
            {
                "programme": programme,
                "use": "programme",
                "position": position,
                "procedure": procedure,
                **given,
            },
        )
    return len(wanted)


def _procedure(session: Session, named: list[str] | None) -> bytes | None:
    """The procedure of a family, a subject and a level, where the file has one of them and no second."""
    if named is None:
        return None
    family, subject, level = named
    query = (
        select(Procedure.uid)
        .join(Subject, Subject.uid == Procedure.subject)
        .where(Procedure.family == family, Subject.short == subject, Procedure.level == level)
    )
    found = session.scalars(query).all()
    return found[0] if len(found) == 1 else None
