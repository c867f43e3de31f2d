"""Stories of records of any kind: saving a form, typed or pasted texts, deleting, moving up and down among their like; each
one action with its title."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models import fields
from shnor_desktop.models.kind import POSITION, RecordKind
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records import records, typed
from shnor_desktop.operations.records.linking import STEP


def save_record(
    document: Document, code: str, uid: bytes | None, given: Mapping[str, Value | Linked]
) -> bytes:
    """Add a record (no uid) or change the given fields of one; its uid."""
    with document.read() as session:
        name = records.draft_title(session, code, uid, given)
    verb = "Добавлено" if uid is None else "Изменено"
    with document.write(records.action_title(code, verb, [name])) as session:
        return records.save(session, code, uid, given)


def save_texts(document: Document, code: str, edits: Sequence[typed.Edit]) -> int:
    """Save what was typed or pasted into cells, all of it or nothing; how many records were touched."""
    known = [edit.uid for edit in edits if edit.uid is not None]
    with document.read() as session:
        titles = [row.title for row in records.rows(session, code, known)]
    names = titles if len(known) == len(edits) else [""] * len(edits)
    verb = "Изменено" if known else "Добавлено"
    with document.write(records.action_title(code, verb, names)) as session:
        return typed.save_texts(session, code, edits)


def delete_records(document: Document, code: str, uids: Sequence[bytes]) -> str:
    """Delete records with what belongs to them; «Удалено 3 карточки»."""
    with document.read() as session:
        titles = [row.title for row in records.rows(session, code, uids)]
    with document.write(records.action_title(code, "Удалено", titles)) as session:
        return records.deleted_text(*records.delete_and_tell(session, code, uids))


def _same(kind: RecordKind, full: Mapping[str, Any]) -> list[Any]:
    columns = kind.record.__table__.columns
    return [columns[name] == full[name] for name in kind.about.within]


def move_record(document: Document, code: str, uid: bytes, *, up: bool) -> None:
    """Put a record before the one above it, or behind the one below it."""
    with document.read() as session:
        name = records.title(session, code, uid)
    verb = "Поднято" if up else "Опущено"
    with document.write(records.action_title(code, verb, [name])) as session:
        move(session, code, uid, up=up)


def move(session: Session, code: str, uid: bytes, *, up: bool) -> None:
    """The same inside an action that is under way; nothing where the record is gone."""
    kind = BY_CODE[code]
    record: Any = session.get(kind.record, uid)
    if record is None:
        return
    if POSITION not in kind.about.frozen_but:
        records.refuse_frozen(session, code, uid)
    columns = kind.record.__table__.columns
    here = {name: getattr(record, name) for name in kind.about.within}
    query = select(kind.record).where(*_same(kind, here)).order_by(columns.position, columns.uid)
    every: list[Any] = list(session.scalars(query))
    at = every.index(record)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(every):
        return
    every.insert(to, every.pop(at))
    place = _between(every, to)
    if place is not None:
        record.position = place
    else:
        for number, one in enumerate(every, start=1):
            one.position = number * STEP
    session.flush()


def _between(every: Sequence[Any], to: int) -> int | None:
    """A free place between two neighbours; None where there is none, and all are numbered anew."""
    before = every[to - 1].position if to else 0
    after = every[to + 1].position if to + 1 < len(every) else before + 2 * STEP
    place = (before + after) // 2
    return place if before < place < after and place <= fields.PLACE else None


def frozen(session: Session, code: str, uid: bytes | None) -> str:
    """Why a record cannot be changed, and what of it still can; empty where all of it can."""
    try:
        if uid is not None:
            records.refuse_frozen(session, code, uid)
    except UserError as refused:
        kind = BY_CODE[code]
        free = [field.label for field in kind.in_form if field.name in kind.about.frozen_but]
        return f"{refused} Можно изменить: {', '.join(free).lower()}." if free else str(refused)
    return ""
