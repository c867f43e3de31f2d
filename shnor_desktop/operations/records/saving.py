"""Stories of records of any kind: saving a form, typed or pasted texts, deleting; each one action with its title."""

from collections.abc import Mapping, Sequence

from shnor_desktop.document.document import Document
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records import records, typed


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
    """Delete records with what belongs to them; «Удалено 3 записи»."""
    with document.read() as session:
        titles = [row.title for row in records.rows(session, code, uids)]
    with document.write(records.action_title(code, "Удалено", titles)) as session:
        return records.deleted_text(records.delete(session, code, uids))
