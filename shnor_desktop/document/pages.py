"""Reads the schema of a document from its pages, without SQLite.

SQLite parses, and partly runs, what the schema of a file says before the first question can be asked; so the
texts are compared before SQLite sees the file. Layout: sqlite.org/fileformat2.html.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from shnor_desktop.document import schema

_MOST_PAGES = 400
_MOST_ENTRIES = 600
_LARGEST_ENTRY = 60_000
_INTERIOR, _LEAF = 5, 13


class Unreadable(Exception):
    """The pages of the schema are not what SQLite writes, or far more than any document has."""


def strangers(path: Path, number: int) -> tuple[str, ...]:
    """Names of what a file of that format has too much or lacks. Raises Unreadable."""
    with path.open("rb") as file:
        try:
            return schema.named(_Schema(file).objects() ^ schema.golden_objects(number))
        except (IndexError, UnicodeDecodeError) as error:
            raise Unreadable from error


class _Schema:
    """The b-tree that begins on page 1."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        head = file.read(100)
        size = int.from_bytes(head[16:18], "big")
        self._size = 65_536 if size == 1 else size
        self._usable = self._size - head[20]
        self._seen: set[int] = set()
        if self._size < 512 or self._usable < 480:
            raise Unreadable

    def objects(self) -> frozenset[tuple[str, ...]]:
        found = set()
        for count, record in enumerate(self._records(1)):
            if count > _MOST_ENTRIES:
                raise Unreadable
            kind, name, _, _, sql = _values(record)
            if schema.counts(kind, name, sql):
                found.add((str(kind), str(name), str(sql)))
        return frozenset(found)

    def _page(self, number: int) -> bytes:
        if number < 1 or number in self._seen or len(self._seen) >= _MOST_PAGES:
            raise Unreadable
        self._seen.add(number)
        self._file.seek((number - 1) * self._size)
        page = self._file.read(self._size)
        if len(page) < self._size:
            raise Unreadable
        return page

    def _records(self, number: int) -> Iterator[bytes]:
        page = self._page(number)
        start = 100 if number == 1 else 0
        kind = page[start]
        if kind not in (_INTERIOR, _LEAF):
            raise Unreadable
        cells = int.from_bytes(page[start + 3 : start + 5], "big")
        first = start + (12 if kind == _INTERIOR else 8)
        places = [int.from_bytes(page[first + 2 * i : first + 2 * i + 2], "big") for i in range(cells)]
        for place in places:
            if kind == _LEAF:
                yield self._record(page, place)
            else:
                yield from self._records(int.from_bytes(page[place : place + 4], "big"))
        if kind == _INTERIOR:
            yield from self._records(int.from_bytes(page[start + 8 : start + 12], "big"))

    def _record(self, page: bytes, place: int) -> bytes:
        """One payload, put together from the page and its overflow pages."""
        size, place = _varint(page, place)
        _, place = _varint(page, place)
        if size > _LARGEST_ENTRY:
            raise Unreadable
        most = self._usable - 35
        if size <= most:
            return page[place : place + size]
        least = (self._usable - 12) * 32 // 255 - 23
        local = least + (size - least) % (self._usable - 4)
        local = local if local <= most else least
        payload = bytearray(page[place : place + local])
        following = int.from_bytes(page[place + local : place + local + 4], "big")
        while len(payload) < size:
            more = self._page(following)
            following = int.from_bytes(more[:4], "big")
            payload += more[4 : self._usable][: size - len(payload)]
        return bytes(payload)


def _values(record: bytes) -> tuple[object, ...]:
    """The five columns of sqlite_schema; numbers are of no interest here."""
    header, at = _varint(record, 0)
    kinds: list[int] = []
    while at < header:
        kind, at = _varint(record, at)
        kinds.append(kind)
    if len(kinds) != 5:
        raise Unreadable
    found: list[object] = []
    for kind in kinds:
        size = (kind - 12) // 2 if kind >= 12 else (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)[kind]
        if at + size > len(record):
            raise Unreadable
        text = kind >= 13 and kind % 2
        found.append(record[at : at + size].decode() if text else None)
        at += size
    return tuple(found)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes and the place behind it."""
    value = 0
    for _ in range(8):
        byte = data[at]
        at += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at
    return value << 8 | data[at], at + 1
