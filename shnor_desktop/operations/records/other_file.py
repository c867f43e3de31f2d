"""Another document, begun separately: its records as they would stand in a book, to be taken in by the same preview. It is
read after quarantine only, as any file that came from somebody."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from shnor_desktop import places
from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.document.file import access, attachments
from shnor_desktop.document.foreign.intake import stage
from shnor_desktop.document.state.rebuild import rebuild
from shnor_desktop.errors import DocumentError
from shnor_desktop.models.kind import Editor, RecordKind
from shnor_desktop.models.kinds import KINDS
from shnor_desktop.operations.records.cells import written
from shnor_desktop.operations.records.stock import Stock
from shnor_desktop.sheets.book.problems import CellRef
from shnor_desktop.sheets.records.layout import Facts, Key, text_of
from shnor_desktop.sheets.records.reader import Incoming, RecordBook, Table

MOST_BYTES = 256_000_000
"""Of attached files that come along at once."""


def open_document(
    document: Document, path: Path, cancelled: Callable[[], bool] | None = None
) -> Callable[[Mapping[str, str]], RecordBook]:
    """The records of the other file. Raises DocumentError for a copy or a part, which are merged instead."""
    with stage(path, cancelled=cancelled) as staged, places.private_folder("other") as folder:
        if staged.uid == document.uid:
            raise DocumentError(
                f"«{path.name}» — копия этого же файла.", "Объедините их: «Объединить с файлом…»."
            )
        if staged.kind != "full":
            raise DocumentError(
                f"«{path.name}» — часть другого файла: в ней передано не всё.",
                "Попросите весь файл или объедините часть с тем файлом, из которого она.",
            )
        out = folder / "other.shnor"
        with closing(access.connect(staged.path, writable=False)) as connection:
            rebuild(connection, out, files=False)
            with Document.open(out, document.who, back_up=False) as other, other.read() as session:
                files = _files(connection, attachments.shown(raw_of(session)))
                tables = tuple(_tables(session, path, Facts(document=staged.uid.hex()), files))
    book = RecordBook(path.name, tables, staged.remarks, files=files)
    return lambda answers: book


def _files(connection: sqlite3.Connection, wanted: set[bytes]) -> dict[str, bytes]:
    """The attached files that are sound, as many as there is memory for on an old computer."""
    found: dict[str, bytes] = {}
    room = MOST_BYTES
    for digest, content in attachments.carried(connection, wanted):
        if len(content) <= room:
            found[digest.hex()] = content
            room -= len(content)
    return found


class _Rows:
    """Rows that stand ready."""

    def __init__(self, rows: Sequence[Incoming]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self, known: Callable[[bytes], bool]) -> Iterator[Incoming]:
        """Every row; nobody edited any of them."""
        return iter(self._rows)


def _tables(session: Session, path: Path, facts: Facts, files: Mapping[str, bytes]) -> Iterator[Table]:
    stock = Stock(session)
    everything = {uid for kind in KINDS for uid in stock.names.rows(kind.code)}
    for kind in KINDS:
        rows = [
            row
            for number, (uid, found) in enumerate(stock.names.rows(kind.code).items(), 1)
            if set((row := _row(kind, uid, found, number, stock, files)).references.values()) <= everything
        ]
        if rows:
            yield Table(kind, path.name, _Rows(rows), facts)


def _row(
    kind: RecordKind, uid: bytes, found: Any, number: int, stock: Stock, files: Mapping[str, bytes]
) -> Incoming:
    kept = {one.name: getattr(found, one.name) for one in kind.fields}
    references = {
        one.name: kept[one.name] for one in kind.fields if one.editor is Editor.RECORD and kept[one.name]
    }
    texts = {one.name: text_of(written(one, kept[one.name], stock.names)) for one in kind.fields}
    if kind.keeps_file and kept[attachments.COLUMN] not in files:
        lost = {attachments.COLUMN: "", "file_size": None}  # The bytes stay where they are.
        kept |= lost
        texts |= dict.fromkeys(lost, "")
    values = {name: value for name, value in kept.items() if name not in references}
    return Incoming(CellRef(kind.many, number, 1), Key(uid), texts, references=references, values=values)
