"""Mutants and truncations of workbooks against the reader: `python -m tests.sheets.fuzz_workbooks [N] [SEED]`.

Every mutant must give a book or one sentence, within ten seconds, and leave the file as it was.
"""

import io
import random
import re
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from shnor_desktop.errors import WorkbookError
from shnor_desktop.sheets.results.reader import read_many
from tests.sheets.hostile import good
from tests.sheets.makers import VOCABULARY, region_book, save

LIMIT = 10.0
SUFFIXES = (".xlsx", ".xls", ".ods", ".csv")
BATCH = 40
NUMBERS = (b"0", b"-1", b"65536", b"1048577", b"4294967295", b"99999999999999999999", b"1e999", b"NaN", b"")


@dataclass
class Report:
    """What came of a run."""

    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0


def originals(folder: Path) -> list[tuple[str, bytes]]:
    """Sound workbooks of every format, a small one and one of the region's layout."""
    made = region_book(seed=3, schools=12, municipalities=3, years=(2021,), subjects=4)
    found = []
    for suffix in SUFFIXES:
        found.append((suffix, good(folder / f"small{suffix}").read_bytes()))
        found.append((suffix, save(made.sheets, folder / f"region{suffix}").read_bytes()))
    return found


def mutant(chance: random.Random, suffix: str, content: bytes) -> bytes:
    """One damaged copy."""
    if suffix in (".xlsx", ".ods") and chance.random() < 0.6:
        return _in_a_part(chance, content)
    return _bytes(chance, content)


def _bytes(chance: random.Random, content: bytes) -> bytes:
    if chance.random() < 0.25:
        return content[: chance.randrange(len(content))]
    changed = bytearray(content)
    for _ in range(chance.choice((1, 2, 8, 64))):
        at = chance.randrange(len(changed))
        how = chance.random()
        if how < 0.6:
            changed[at] = chance.randrange(256)
        elif how < 0.8:
            del changed[at : at + chance.randrange(1, 40)]
        else:
            changed[at:at] = changed[at : at + chance.randrange(1, 40)]
        if len(changed) < 2:
            break
    return bytes(changed)


def _in_a_part(chance: random.Random, content: bytes) -> bytes:
    """The archive stays sound, one of its parts does not."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = [name for name in old.namelist() if name.endswith((".xml", ".rels"))]
        chosen = chance.choice(names)
        for name in old.namelist():
            part = old.read(name)
            if name == chosen and part:
                part = _numbers(chance, part) if chance.random() < 0.5 else _bytes(chance, part)
            new.writestr(name, part)
    return buffer.getvalue()


def _numbers(chance: random.Random, part: bytes) -> bytes:
    found = list(re.finditer(rb"\d+", part))
    for match in chance.sample(found, min(len(found), chance.choice((1, 3, 20)))):
        number = chance.choice((*NUMBERS, str(chance.randrange(1 << 33)).encode()))
        part = part[: match.start()] + number + part[match.end() :] if len(match[0]) < 12 else part
    return part


def run(count: int, seed: int, folder: Path) -> Report:
    """Read so many mutants, one worker for every batch."""
    chance, report = random.Random(seed), Report()
    sources = originals(folder)
    for first in range(0, count, BATCH):
        paths = []
        for number in range(first, min(first + BATCH, count)):
            suffix, content = chance.choice(sources)
            path = folder / f"mutant{number}{suffix}"
            path.write_bytes(mutant(chance, suffix, content))
            paths.append(path)
        _read_batch(paths, report)
        for path in paths:
            path.unlink()
    return report


def _read_batch(paths: list[Path], report: Report) -> None:
    contents = [path.read_bytes() for path in paths]
    books = read_many(paths, VOCABULARY)
    for path, content in zip(paths, contents, strict=True):
        started = time.monotonic()
        try:
            book = next(books)
        except Exception:
            report.failures.append(f"{path.name}: {traceback.format_exc()}")
            report.outcomes["traceback"] += 1
            return
        took = time.monotonic() - started
        report.slowest = max(report.slowest, took)
        refused = isinstance(book, WorkbookError)
        report.outcomes[f"{path.suffix} {'refused' if refused else 'read'}"] += 1
        if took > LIMIT:
            report.failures.append(f"{path.name}: {took:.1f} s")
        if path.read_bytes() != content:
            report.failures.append(f"{path.name}: the file was changed")


def main() -> int:
    """Run and print the summary; 1 when anything failed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as folder:
        report = run(count, seed, Path(folder))
    lines = [f"{count} mutants, seed {seed}, slowest {report.slowest:.2f} s"]
    lines += [f"  {name}: {number}" for name, number in sorted(report.outcomes.items())]
    lines += [f"failures: {len(report.failures)}", *report.failures[:5]]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())
