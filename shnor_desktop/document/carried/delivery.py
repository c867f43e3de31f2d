"""Replaces a file on a stick or share whole: written beside it, read back, and only then renamed.

Whatever interrupts that, a whole file bears the name. A stick that is pulled out may lose it all the same, for FAT knows
no atomic renaming; the new file is then beside it as `.new`, the one before as `.bak`, and they are offered.
"""

import contextlib
import errno
import hashlib
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shnor_desktop import places, system
from shnor_desktop.document.file import access, backup
from shnor_desktop.document.file.faults import told
from shnor_desktop.errors import DocumentError


class SourceChanged(DocumentError):
    """The file on the medium is no longer the one that was taken: merge `source` first, then return."""

    def __init__(self, source: Path) -> None:
        super().__init__(
            f"Файл «{source.name}» на носителе изменился после того, как его взяли.",
            "Сначала объедините его с рабочей копией, затем верните её на носитель.",
        )
        self.source = source


@dataclass(frozen=True, slots=True)
class Leftover:
    """A copy that an interrupted return left beside the file."""

    path: Path
    at: datetime
    sound: bool


def look(target: Path, expected: str) -> None:
    """The medium must be there and the file on it the one we know. An empty mount point looks like an empty
    stick, so a missing file is no permission to write; only its own `.bak` is, left when we were interrupted."""
    if not target.parent.is_dir():
        raise OSError(errno.ENODEV, "the medium is gone")
    known = target if target.exists() else _beside(target, ".bak")
    if not known.exists() or (known != target and hash_of(known) != expected):
        raise DocumentError(
            f"На носителе нет файла «{target.name}», который с него взяли.",
            "Вставьте тот же носитель и повторите, или сохраните копию в другое место через «Обмен».",
        )
    if hash_of(known) != expected:
        raise SourceChanged(target)


def deliver(whole: Path, target: Path, expected: str) -> str:
    """Write beside the target, read back, and only then give it the name; the file before stays as `.bak`."""
    fresh = _beside(target, ".new")
    sha256 = hash_of(whole)
    try:
        _copy_through(whole, fresh)
        if hash_of(fresh) != sha256:
            raise OSError(errno.EIO, "what was read back differs")
        look(target, expected)
        _take_place(fresh, target)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    places.sync_folder(target.parent)
    return sha256


def _take_place(fresh: Path, target: Path) -> None:
    """Give the file the name of the target in one step, after a copy of what bears it, with the journal that belongs to
    that: left behind, it would be applied to the new file."""
    old = _beside(target, ".bak")
    sidecars = [
        one for suffix in ("-journal", "-wal", "-shm") if (one := access.sidecar(target, suffix)).is_file()
    ]
    if target.exists():
        for beside in sidecars:
            _copy_through(beside, old.with_name(old.name + beside.name.removeprefix(target.name)))
        _copy_through(target, old)
    system.take_name(fresh, target)
    for beside in sidecars:
        system.take_away(beside)


def _copy_through(whole: Path, fresh: Path) -> None:
    """Copy to the medium itself, not only to the memory before it. Nothing that bears the name already is followed
    or waited for."""
    system.take_away(fresh)
    with whole.open("rb") as source, fresh.open("xb") as copy:
        shutil.copyfileobj(source, copy, 1_000_000)
        copy.flush()
        os.fsync(copy.fileno())
        if hasattr(os, "posix_fadvise"):
            # What is read back shall come from the medium.
            os.posix_fadvise(copy.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def hash_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def leftovers(path: Path) -> tuple[Leftover, ...]:
    """Copies beside `path` that a person should be offered: an unfinished `.new`, and `.bak` when the file
    itself is missing."""
    fresh, old = _beside(path, ".new"), _beside(path, ".bak")
    found = [one for one in (fresh, old) if one.is_file() and (one == fresh or not path.exists())]
    return tuple(Leftover(one, _moment(one), _sound(one)) for one in found)


def adopt(leftover: Leftover, path: Path) -> None:
    """Put a sound leftover in the place of the file; the file itself becomes `.bak`."""
    with told(path):
        backup.verify_copy(leftover.path)
        _take_place(leftover.path, path)


def _sound(path: Path) -> bool:
    try:
        backup.verify_copy(path)
    except DocumentError:
        return False
    return True


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _moment(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime)
