"""Typed and pasted texts of records: understood by the fields of their kind, saved together or not at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models import values
from shnor_desktop.models.kind import Editor, Field, RecordKind
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules.words.russian import quoted


@dataclass(frozen=True, slots=True)
class Edit:
    """Typed texts for fields of one record; without uid a new record."""

    uid: bytes | None
    texts: Mapping[str, str]


def save_texts(session: Session, code: str, edits: Sequence[Edit]) -> int:
    """Save typed or pasted texts; how many records were touched. An error names its line."""
    kind, finder = BY_CODE[code], _Finder(session)
    for number, edit in enumerate(edits, start=1):
        try:
            records.save(session, code, edit.uid, parsed(kind, edit.texts, finder))
        except UserError as error:
            if len(edits) == 1:
                raise
            raise UserError(f"Строка {number}: {error.what_happened}", error.what_to_do) from None
    return len(edits)


class _Finder:
    """Finds the record a typed title means."""

    def __init__(self, session: Session) -> None:
        self._titles = Titles(session)
        self._by_title: dict[str, dict[str, bytes | None]] = {}

    def __call__(self, field: Field, text: str) -> bytes | None:
        known = self._by_title.get(field.refers)
        if known is None:
            known = self._by_title[field.refers] = {}
            for uid, name in self._titles.all(field.refers).items():
                key = _key(name)
                known[key] = None if key in known else uid
        clean = _key(text)
        if clean not in known:
            raise UserError(
                f"{quoted(text)} нет среди записей «{BY_CODE[field.refers].many}».",
                "Добавьте такую запись или введите название так, как оно записано.",
            )
        found = known[clean]
        if found is None:
            raise UserError(
                f"Записей с названием {quoted(text)} несколько.", "Выберите нужную в форме записи."
            )
        return found


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def parsed(
    kind: RecordKind, texts: Mapping[str, str], find: Callable[[Field, str], bytes | None]
) -> dict[str, Value]:
    """Stored values of typed texts."""
    found: dict[str, Value] = {}
    for name, text in texts.items():
        field = kind.field(name)
        if field.editor is Editor.RECORD and text.strip():
            found[name] = find(field, text)
        else:
            found[name] = values.parse(field, text)
    return found
