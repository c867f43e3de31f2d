"""Typed and pasted texts of records: understood by the fields of their kind, saved together or not at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import Field, RecordKind
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records import cells, records
from shnor_desktop.operations.records.references import References
from shnor_desktop.operations.records.titles import Titles


@dataclass(frozen=True, slots=True)
class Edit:
    """Typed texts for fields of one record; without uid a new record."""

    uid: bytes | None
    texts: Mapping[str, str]


def save_texts(session: Session, code: str, edits: Sequence[Edit]) -> int:
    """Save typed or pasted texts; how many records were touched. An error names its line."""
    kind, find = BY_CODE[code], References(session, Titles(session)).one
    for number, edit in enumerate(edits, start=1):
        try:
            records.save(session, code, edit.uid, parsed(kind, edit.texts, find))
        except UserError as error:
            if len(edits) == 1:
                raise
            raise UserError(f"Строка {number}: {error.what_happened}", error.what_to_do) from None
    return len(edits)


def parsed(
    kind: RecordKind, texts: Mapping[str, str], find: Callable[[Field, str], bytes | None]
) -> dict[str, Value | Linked]:
    """Stored values of typed texts."""
    return {name: cells.read(kind.field(name), text, find) for name, text in texts.items()}
