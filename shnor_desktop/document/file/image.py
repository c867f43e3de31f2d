"""Whether a file on the disk is what SQLite has of it in memory; asked after a commit by whoever doubts that.

The pages on the free list hold nothing, and SQLite need not write them (sqlite.org/fileformat2.html, «The Freelist»): their
content in memory is often another than on the disk. The list itself, its trunk pages, is written like all others.
"""

import os

_BLOCK = 1 << 18
"""A multiple of every size of a page."""
_LOCK_BYTE = 1 << 30
"""No page stands there («The Lock-Byte Page»)."""


def is_on_disk(image: bytes, file: int) -> bool:
    """Whether the open file holds the image, but for pages that hold nothing."""
    page = int.from_bytes(image[16:18], "big")
    page = 65_536 if page == 1 else page
    differing: list[int] = []
    at = 0
    os.lseek(file, 0, os.SEEK_SET)
    while block := os.read(file, _BLOCK):
        if not image.startswith(block, at):
            differing += _differing(image, block, at, page)
        at += len(block)
    return at == len(image) and (not differing or {*differing} <= _empty(image, page))


def _differing(image: bytes, block: bytes, at: int, page: int) -> list[int]:
    """The numbers of the pages of a block that are others in the image."""
    return [
        (at + start) // page + 1
        for start in range(0, len(block), page)
        if not image.startswith(block[start : start + page], at + start)
    ]


def _empty(image: bytes, page: int) -> set[int]:
    """The numbers of the pages that hold nothing."""
    found = {_LOCK_BYTE // page + 1}
    trunks: set[int] = set()
    trunk = int.from_bytes(image[32:36], "big")
    while trunk and trunk not in trunks:
        trunks.add(trunk)
        content = image[(trunk - 1) * page : trunk * page]
        numbers = [int.from_bytes(content[place : place + 4], "big") for place in range(0, len(content), 4)]
        trunk, count, *leaves = numbers or [0, 0]
        found.update(leaves[:count])
    return found
