"""Finds the rows of the journal on the pages of a damaged file, wherever they still stand.

No b-tree is followed: every page is looked at by itself, so lost roots and inner pages cost nothing but the
rows on them. The journal is append-only, hence a stale copy of a row says the same as the row. Layout:
sqlite.org/fileformat2.html.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from shnor_desktop.document.file.schema_pages import Unreadable, Value, local_size, values, varint

Row = tuple[Value, ...]

_INNER_INDEX, _LEAF_INDEX, _LEAF_TABLE = 2, 10, 13
_OUR_PAGE = 4096
_LARGEST = 32_000_000
_INT, _TEXT, _BLOB, _NONE = "i", "t", "b", "n"
_SHAPES = {
    "change": ("i", "i", "i", "i", "b", "i", "itbn", "in", "in"),
    "action": ("i", "i", "i", "i", "i", "t", "t", "in", "in"),
    "change_pred": ("i",) * 6,
    "meta": ("t", "itbn"),
    "writer": ("n", "b", "t", "t", "t", "t", "i", "i", "b", "i", "i"),
    "attachment": ("b", "b"),
}
"""Kinds of values in the columns as they are stored; a writer's number is the key of its row."""
_IN_TABLES = frozenset({"writer", "attachment"})


@dataclass(slots=True)
class Found:
    """Rows by table, each once; of a writer's versions the longest."""

    rows: dict[str, dict[Row, Row]] = field(default_factory=lambda: {name: {} for name in _SHAPES})
    pages: int = 0
    unreadable: int = 0
    """Pages that are zeroed or torn, as far as that can be told."""

    def add(self, name: str, row: Row) -> None:
        """Remember a row under its key."""
        size = {"change": 3, "action": 2, "change_pred": 6, "meta": 1, "writer": 1, "attachment": 1}[name]
        known = self.rows[name].get(row[:size])
        if known is None or (name == "writer" and _length(known) < _length(row)):
            self.rows[name][row[:size]] = row


def _length(writer: Row) -> int:
    return writer[7] if isinstance(writer[7], int) else 0


def scan(path: Path) -> Found:
    """Everything that looks like a row of the journal; whether it is sound must be asked afterwards."""
    with path.open("rb") as file:
        return _Scan(file).run()


class _Scan:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        head = file.read(100)
        size = int.from_bytes(head[16:18], "big")
        self._size = size if size in (1024, 2048, 4096, 8192, 16384, 32768) else _OUR_PAGE
        self._pages = file.seek(0, 2) // self._size
        self._found = Found(pages=self._pages)

    def run(self) -> Found:
        for number in range(1, self._pages + 1):
            page = self._page(number)
            start = 100 if number == 1 else 0
            if not any(page):
                self._found.unreadable += 1
            elif page[start] in (_INNER_INDEX, _LEAF_INDEX, _LEAF_TABLE):
                self._look_at(page, start)
        return self._found

    def _page(self, number: int) -> bytes:
        if not 1 <= number <= self._pages:
            raise Unreadable
        self._file.seek((number - 1) * self._size)
        return self._file.read(self._size)

    def _look_at(self, page: bytes, start: int) -> None:
        cells = int.from_bytes(page[start + 3 : start + 5], "big")
        first = start + (12 if page[start] == _INNER_INDEX else 8)
        if cells > (self._size - first) // 2:
            self._found.unreadable += 1
            return
        for index in range(cells):
            place = int.from_bytes(page[first + 2 * index : first + 2 * index + 2], "big")
            try:
                self._keep(page[start], *self._record(page, page[start], place))
            except (Unreadable, IndexError, UnicodeDecodeError):
                continue

    def _record(self, page: bytes, kind: int, place: int) -> tuple[int, Row]:
        """(rowid, columns) of the cell at `place`; indexes have no rowid."""
        if kind == _INNER_INDEX:
            place += 4
        size, place = varint(page, place)
        rowid = 0
        if kind == _LEAF_TABLE:
            rowid, place = varint(page, place)
        if size > _LARGEST:
            raise Unreadable
        local = local_size(size, self._size, index=kind != _LEAF_TABLE)
        payload = bytearray(page[place : place + local])
        if local < size:
            for part in self._overflow(int.from_bytes(page[place + local : place + local + 4], "big")):
                payload += part
                if len(payload) >= size:
                    break
        if len(payload) < size:
            raise Unreadable
        return rowid, values(bytes(payload[:size]))

    def _overflow(self, number: int) -> Iterator[bytes]:
        for _ in range(_LARGEST // self._size):
            page = self._page(number)
            yield page[4:]
            number = int.from_bytes(page[:4], "big")

    def _keep(self, kind: int, rowid: int, row: Row) -> None:
        for name, shape in _SHAPES.items():
            if (name in _IN_TABLES) == (kind == _LEAF_TABLE) and _fits(row, shape):
                self._found.add(name, (rowid, *row[1:]) if name == "writer" else row)


def _fits(row: Row, shape: tuple[str, ...]) -> bool:
    return len(row) == len(shape) and all(
        _kind(value) in kinds for value, kinds in zip(row, shape, strict=True)
    )


def _kind(value: Value) -> str:
    if value is None:
        return _NONE
    if isinstance(value, int):
        return _INT
    if isinstance(value, str):
        return _TEXT
    return _BLOB if isinstance(value, bytes) else "r"
