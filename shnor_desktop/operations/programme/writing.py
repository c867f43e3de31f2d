"""What a person does with a programme: begins one, adds parts and indicators to it; each one step with its title."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models import fields
from shnor_desktop.models.programme import PLACES, Indicator, Part
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.programme import templates
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.linking import STEP
from shnor_desktop.rules.words.russian import quoted

Given = Mapping[str, Value | Linked]


def begin(document: Document, given: Given, template: str = "") -> bytes:
    """A new programme with the parts and indicators of a template; its uid."""
    name = str(given.get("short_title") or given.get("title") or "")
    with document.write(f"Добавлена программа {quoted(name)}") as session:
        uid = records.save(session, "programme", None, given)
        templates.fill(session, uid, template)
        return uid


def add_part(document: Document, programme: bytes, place: str, after: bytes | None, given: Given) -> bytes:
    """A new part: a section of a plan into the plan that is pointed at, everything else behind what is; its uid."""
    with document.write(f"Добавлено: {dict(PLACES).get(place, 'раздел')}") as session:
        return put_part(session, programme, place, after, given)


def put_part(session: Session, programme: bytes, place: str, after: bytes | None, given: Given) -> bytes:
    """A new part among its like."""
    pointed = session.get(Part, after) if after is not None else None
    parent = pointed.parent if pointed is not None else None
    before: Part | None = pointed
    if place == "plan_section" and pointed is not None and pointed.place == "plan":
        parent, before = pointed.uid, None
    elif pointed is not None and (pointed.place == "passport") != (place == "passport"):
        parent, before = None, None
    position = _behind(session, programme, parent, before)
    key = {"programme": programme, "parent": parent, "place": place, "position": position}
    return records.save(session, "part", None, {**key, **given})


def _behind(session: Session, programme: bytes, parent: bytes | None, before: Part | None) -> int:
    """A place behind a part, or behind all."""
    columns = Part.__table__.columns
    same = (columns.programme == programme, columns.parent == parent)
    if before is None:
        last = session.scalar(select(func.max(columns.position)).where(*same))
        return min((last or 0) + STEP, fields.PLACE)
    following: int | None = session.scalar(
        select(func.min(columns.position)).where(*same, columns.position > before.position)
    )
    if following is None:
        return min(before.position + STEP, fields.PLACE)
    return (before.position + following) // 2


def add_indicators(document: Document, programme: bytes, codes: tuple[str, ...]) -> int:
    """Indicators of the templates, behind those that are there; how many."""
    with document.write("Добавлены показатели") as session:
        return templates.add_indicators(session, programme, codes)


def add_indicator(document: Document, programme: bytes, given: Given) -> bytes:
    """One indicator of one's own."""
    with document.write(f"Добавлен показатель {quoted(str(given.get('text', '')))}") as session:
        return put_indicator(session, programme, given)


def put_indicator(session: Session, programme: bytes, given: Given) -> bytes:
    """An indicator behind those that are there."""
    last = session.scalar(select(func.max(Indicator.position)).where(Indicator.programme == programme))
    position = min((last or 0) + STEP, fields.PLACE)
    return records.save(session, "indicator", None, {"programme": programme, "position": position, **given})
