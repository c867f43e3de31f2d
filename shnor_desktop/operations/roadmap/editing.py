"""Stories of a plan: states at a keystroke, rows added, moved and numbered anew; each one action with its title."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models import fields
from shnor_desktop.models.programme import Part
from shnor_desktop.models.roadmap import ACTIVITY_STATES, Activity
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.linking import STEP
from shnor_desktop.operations.roadmap import numbering
from shnor_desktop.operations.roadmap.rows import Plan, PlanSection

_CODE = "activity"


def set_state(document: Document, uids: Sequence[bytes], state: str) -> None:
    """Set the state of rows, or leave it to what was done by ""."""
    word = dict(ACTIVITY_STATES)[state]
    title = records.action_title(_CODE, f"Состояние «{word}»", _names(document, uids))
    with document.write(title) as session:
        for uid in uids:
            records.save(session, _CODE, uid, {"state": state})


def new_row(
    document: Document, programme: bytes, part: bytes | None, after: bytes | None, text: str
) -> bytes:
    """A new row behind another one, else at the end of a section, else of the last plan of a programme, which gets one
    where it has none; its uid."""
    with document.write(records.action_title(_CODE, "Добавлено", [text])) as session:
        at = part or _last_plan(session, programme)
        standing = _of_part(session, at)
        number = next((n for n, one in enumerate(standing, start=1) if one.uid == after), len(standing))
        (place,) = _places(standing, number, 1)
        return records.save(session, _CODE, None, {"part": at, "text": text, "position": place})


def add_section(document: Document, programme: bytes, title: str) -> bytes:
    """A new section at the end of the last plan of a programme, which gets a plan where it has none; its uid."""
    with document.write(records.action_title("part", "Добавлено", [title])) as session:
        plan = _last_plan(session, programme)
        return _add_part(session, programme, plan, "plan_section", title)


def _last_plan(session: Session, programme: bytes) -> bytes:
    query = select(Part.uid).where(Part.programme == programme, Part.place == "plan")
    found = session.scalars(query.order_by(Part.position.desc(), Part.uid.desc())).first()
    return found or _add_part(session, programme, None, "plan", "План мероприятий")


def _add_part(session: Session, programme: bytes, parent: bytes | None, place: str, title: str) -> bytes:
    inside = Part.parent == parent if parent else (Part.programme == programme) & Part.parent.is_(None)
    last = session.scalar(select(func.max(Part.position)).where(inside)) or 0
    given = {"programme": programme, "parent": parent, "place": place, "title": title}
    return records.save(session, "part", None, {**given, "position": min(last + STEP, fields.PLACE)})


def rename_section(document: Document, section: PlanSection, typed: str) -> None:
    """Keep what was typed over the heading of a section: its number, where it still stands before the title."""
    text = " ".join(typed.split())
    number = section.number.strip()
    keeps = bool(number) and text.startswith(number)
    given = {"number": number if keeps else "", "title": text[len(number) :].strip() if keeps else text}
    with document.write(records.action_title("part", "Изменено", [text])) as session:
        records.save(session, "part", section.uid, given)


def move_rows(document: Document, uids: Sequence[bytes], part: bytes, before: bytes | None) -> None:
    """Put rows, in their order, before another row of a section or at its end."""
    with document.write(records.action_title(_CODE, "Перемещено", _names(document, uids))) as session:
        moved = [record for uid in uids if (record := session.get(Activity, uid)) is not None]
        for one in moved:
            if one.part != part:
                records.refuse_frozen(session, _CODE, one.uid)
        going = {one.uid for one in moved}
        rest = [one for one in _of_part(session, part) if one.uid not in going]
        at = next((n for n, one in enumerate(rest) if one.uid == before), len(rest))
        for one, place in zip(moved, _places(rest, at, len(moved)), strict=True):
            one.part, one.position = part, place


def renumber(document: Document, plan: Plan) -> int:
    """Number the rows of a plan anew as they stand; how many numbers became others."""
    wanted = {one.uid: one.number for one in numbering.proposed(plan)}
    if not wanted:
        return 0
    with document.write(f"Строки плана перенумерованы: {len(wanted)}") as session:
        for uid, number in wanted.items():
            if session.get(Activity, uid) is not None:
                records.save(session, _CODE, uid, {"number": number})
    return len(wanted)


def _names(document: Document, uids: Sequence[bytes]) -> list[str]:
    with document.read() as session:
        return [records.title(session, _CODE, uid) for uid in uids]


def _of_part(session: Session, part: bytes) -> list[Any]:
    query = select(Activity).where(Activity.part == part)
    return list(session.scalars(query.order_by(Activity.position, Activity.uid)))


def _places(standing: list[Any], at: int, count: int) -> list[int]:
    """Places for so many rows before the one of that number; where there is no room between, those behind give way."""
    low = standing[at - 1].position if at else 0
    if at == len(standing):
        found = [low + STEP * number for number in range(1, count + 1)]
    else:
        high = standing[at].position
        found = [low + (high - low) * number // (count + 1) for number in range(1, count + 1)]
        if low >= found[0] or found[-1] >= high or len(set(found)) < count:
            found = [STEP * (at + number) for number in range(1, count + 1)]
            for number, one in enumerate(standing, start=1):
                one.position = STEP * (number if number <= at else number + count)
    if found[-1] > fields.PLACE:
        raise UserError("В этом разделе слишком много строк.", "Начните новый раздел.")
    return found
