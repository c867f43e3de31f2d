"""Damaged and truncated documents: `python -m tests.document.fuzz_documents [COUNT]` tries many of them.

Each must open and answer, or be refused with a sentence; never a traceback, a hang or a changed file.
"""

import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from shnor_desktop.document.document import Document, Who
from shnor_desktop.errors import UserError
from shnor_desktop.models.schools import School

LIMIT_S = 10.0


def mutants(source: Path, folder: Path, count: int, seed: int) -> Iterator[Path]:
    """Copies of `source` with bytes flipped, pages zeroed, swapped, cut off or added."""
    folder.mkdir(parents=True, exist_ok=True)
    chance, good = random.Random(seed), source.read_bytes()
    for number in range(count):
        data = bytearray(good)
        _damage(data, chance)
        path = folder / f"{number}.shnor"
        path.write_bytes(data)
        yield path
        path.unlink(missing_ok=True)


def _damage(data: bytearray, chance: random.Random) -> None:
    kind = chance.randrange(6)
    page = 4096
    pages = len(data) // page
    first, second = (chance.randrange(pages) * page for _ in range(2))
    if kind == 0:
        for _ in range(chance.randint(1, 40)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    elif kind == 1:
        data[first : first + page] = bytes(page)
    elif kind == 2:
        data[first : first + page], data[second : second + page] = (
            data[second : second + page],
            data[first : first + page],
        )
    elif kind == 3:
        del data[chance.randrange(len(data)) :]
    elif kind == 4:
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(100)] = chance.randrange(256)
    else:
        data += bytes(chance.randrange(256) for _ in range(chance.randint(1, 9000)))


def try_document(path: Path) -> str:
    """«opened» or «refused»; anything else is an exception of ours and is let through."""
    before, started = path.read_bytes(), time.monotonic()
    try:
        with Document.open(path, Who(), read_only=True) as document:
            with document.read() as session:
                list(session.scalars(select(School)))
            document.actions()
            document.check()
        outcome = "opened"
    except UserError as error:
        assert error.what_happened and error.what_to_do
        outcome = "refused"
    assert time.monotonic() - started < LIMIT_S, "slower than a person would wait"
    assert path.read_bytes() == before, "reading changed the file"
    return outcome


def main(count: int) -> None:
    """Try `count` damaged documents and print what happened."""
    folder = Path(tempfile.mkdtemp())
    try:
        source = folder / "source.shnor"
        with Document.create(source, Who()) as document, document.write("Школы") as session:
            session.add_all(School(name=f"Школа № {i}", place="село") for i in range(200))
        outcomes = Counter(try_document(one) for one in mutants(source, folder / "m", count, seed=1))
        sys.stdout.write(f"{count} documents: {dict(outcomes)}\n")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
