"""Reads the schema of a document from its pages, without SQLite.

SQLite parses, and partly runs, what the schema of a file says before the first question can be asked; so the
texts are compared before SQLite sees the file. Layout: sqlite.org/fileformat2.html.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from shnor_desktop.document.file import schema

Value = int | float | str | bytes | None

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
            columns = values(record)
            if len(columns) != 5:
                raise Unreadable
            kind, name, _, _, sql = columns
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
        size, place = varint(page, place)
        _, place = varint(page, place)
        if size > _LARGEST_ENTRY:
            raise Unreadable
        local = local_size(size, self._usable, index=False)
        if local == size:
            return page[place : place + size]
        payload = bytearray(page[place : place + local])
        following = int.from_bytes(page[place + local : place + local + 4], "big")
        while len(payload) < size:
            more = self._page(following)
            following = int.from_bytes(more[:4], "big")
            payload += more[4 : self._usable][: size - len(payload)]
        return bytes(payload)


def values(record: bytes) -> tuple[Value, ...]:
    """The columns of a record."""
    header, at = varint(record, 0)
    kinds: list[int] = []
    while at < header:
        kind, at = varint(record, at)
        kinds.append(kind)
    found: list[Value] = []
    for kind in kinds:
        size = (kind - 12) // 2 if kind >= 12 else _SIZES[kind]
        if at + size > len(record):
            raise Unreadable
        found.append(_value(kind, record[at : at + size]))
        at += size
    return tuple(found)


_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
"""Bytes of the numbers; kinds 10 and 11 never occur in files."""


def _value(kind: int, data: bytes) -> Value:
    if kind >= 12:
        return data.decode() if kind % 2 else data
    if kind in (8, 9):
        return kind - 8
    if kind == 7:
        return float(struct.unpack(">d", data)[0])
    return int.from_bytes(data, "big", signed=True) if kind else None


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes and the place behind it."""
    value = data[at]
    if value < 0x80:
        return value, at + 1
    value &= 0x7F
    at += 1
    for _ in range(7):
        byte = data[at]
        at += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at
    return value << 8 | data[at], at + 1


def local_size(size: int, usable: int, *, index: bool) -> int:
    """How much of a payload stands on the page itself; the rest is on overflow pages."""
    most = (usable - 12) * 64 // 255 - 23 if index else usable - 35
    if size <= most:
        return size
    least = (usable - 12) * 32 // 255 - 23
    local = least + (size - least) % (usable - 4)
    return local if local <= most else least
