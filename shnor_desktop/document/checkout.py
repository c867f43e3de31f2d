"""Files on sticks, shares and read-only media: taken to this computer, worked on here, and brought back.

SQLite on such media loses data when a stick is pulled out or a share hangs, so the file there is only read
and replaced whole, never edited in place (SHARING §10). The working copy stays until it has been returned.
"""

import contextlib
import errno
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from shnor_desktop import places
from shnor_desktop.document import backup, opening
from shnor_desktop.document.document import Document
from shnor_desktop.document.faults import told
from shnor_desktop.document.media import Medium, medium_of
from shnor_desktop.errors import DocumentError

_NOTE = "откуда.json"
_STATE = "SELECT coalesce(max(lamport), 0) || '/' || count(*) FROM action"


class SourceChanged(DocumentError):
    """The file on the medium is no longer the one that was taken: merge `source` first, then return."""

    def __init__(self, source: Path) -> None:
        super().__init__(
            f"Файл «{source.name}» на носителе изменился после того, как его взяли.",
            "Сначала объедините его с рабочей копией, затем верните её на носитель.",
        )
        self.source = source


@dataclass(frozen=True, slots=True)
class Taken:
    """A working copy and where it came from."""

    working: Path
    source: Path
    sha256: str
    """Of the file on the medium when it was taken or last returned."""
    state: str
    """How far the journal went then; empty when that could not be told."""
    at: str
    """ISO moment of that."""
    resumed: bool = False
    """An unreturned working copy of this file was there already, and is this one."""

    @property
    def changed(self) -> bool:
        """Whether the working copy holds anything the medium does not."""
        return not self.state or _state(self.working) != self.state


@dataclass(frozen=True, slots=True)
class Leftover:
    """A copy that an interrupted return left beside the file."""

    path: Path
    at: datetime
    sound: bool


def must_be_taken(path: Path) -> bool:
    """Whether a file lies where it must not be edited in place."""
    return medium_of(path) is not Medium.LOCAL


# ---- taking


def check_out(source: Path) -> Taken:
    """The working copy of `source`: a fresh one, or the one with unreturned edits if there is such."""
    source = source.absolute()
    with told(source):
        root = _root()
        draft = Path(tempfile.mkdtemp(prefix=".", dir=root))
        try:
            copy = draft / source.name
            sha256 = _bring(source, copy)
            opening.check_header(copy)
            home = root / _key(source, _uid(copy))
            known = _read(home)
            if known is not None and known.changed:
                return replace(known, resumed=True)
            hot = opening.sidecar(copy, "-journal").exists()
            taken = Taken(home / source.name, source, sha256, "" if hot else _state(copy), _now())
            _write(draft, taken)
            shutil.rmtree(home, ignore_errors=True)
            draft.rename(home)
            return taken
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def _bring(source: Path, copy: Path) -> str:
    """Copy the file, and the journal of a transaction that did not finish; returns the hash of the file."""
    opening.check_header(source)
    shutil.copyfile(source, copy)
    journal = opening.sidecar(source, "-journal")
    if journal.exists() and not opening.names_another_file(journal):
        shutil.copyfile(journal, opening.sidecar(copy, "-journal"))
    return _hash(copy)


def taken(working: Path) -> Taken | None:
    """What is known of a working copy; None for every other file."""
    working = working.absolute()
    found = _read(working.parent) if working.parent.parent == _root() else None
    return found if found is not None and found.working == working else None


def unreturned() -> tuple[Taken, ...]:
    """Working copies with edits their media do not have yet."""
    found = (_read(home) for home in sorted(_root().iterdir()) if home.is_dir())
    return tuple(one for one in found if one is not None and one.changed)


def release(known: Taken) -> None:
    """Delete a working copy whose edits have all been returned; DocumentError when they have not."""
    if known.changed:
        raise DocumentError(
            f"Рабочая копия файла «{known.source.name}» ещё не возвращена на носитель.",
            "Верните её или сохраните под другим именем.",
        )
    shutil.rmtree(known.working.parent, ignore_errors=True)


# ---- returning


def check_in(document: Document) -> Taken:
    """Return the working copy that `document` has open to its medium. SourceChanged when the file there is
    another one by now; any other DocumentError leaves the working copy and the file there as they were."""
    known = taken(document.path)
    if known is None:
        raise DocumentError(
            f"Файл «{document.path.name}» взят не с носителя.",
            "Чтобы передать его, сделайте копию через «Обмен».",
        )
    target = known.source
    with _explained(target):
        _look(target, known.sha256)
        folder = Path(tempfile.mkdtemp(prefix=".", dir=_root()))
        try:
            state = _state_of(document)
            whole = folder / target.name
            document.copy_to(whole)
            sha256 = _deliver(whole, target, known.sha256)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    returned = replace(known, sha256=sha256, state=state, at=_now(), resumed=False)
    _write(known.working.parent, returned)
    return returned


def _look(target: Path, expected: str) -> None:
    """The medium must be there; the file on it must be the one we know, or gone."""
    if not target.parent.is_dir():
        raise OSError(errno.ENODEV, "the medium is gone")
    if target.exists() and _hash(target) != expected:
        raise SourceChanged(target)


def _deliver(whole: Path, target: Path, expected: str) -> str:
    """Write beside the target, read back, and only then change names."""
    fresh, old = _beside(target, ".new"), _beside(target, ".bak")
    sha256 = _hash(whole)
    try:
        _copy_through(whole, fresh)
        if _hash(fresh) != sha256:
            raise OSError(errno.EIO, "what was read back differs")
        _look(target, expected)
        if target.exists():
            target.replace(old)
        try:
            fresh.replace(target)
        except OSError:
            if old.exists() and not target.exists():
                old.replace(target)
            raise
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    return sha256


def _copy_through(whole: Path, fresh: Path) -> None:
    """Copy to the medium itself, not only to the memory before it."""
    with whole.open("rb") as source, fresh.open("wb") as copy:
        shutil.copyfileobj(source, copy, 1_000_000)
        copy.flush()
        os.fsync(copy.fileno())
        if hasattr(os, "posix_fadvise"):
            # What is read back shall come from the medium.
            os.posix_fadvise(copy.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _sync_folder(folder: Path) -> None:
    """Make the new names last; Windows and some shares know no such thing for folders."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _explained(target: Path) -> Iterator[None]:
    """Failures of the medium as sentences that say what is safe."""
    safe = "рабочая копия цела, прежний файл на носителе не изменён."
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            happened = f"На носителе нет места: «{target.name}» не возвращён."
            to_do = f"Освободите место на носителе и повторите: {safe}"
        elif error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            happened = f"Носитель защищён от записи: «{target.name}» не возвращён."
            to_do = f"Снимите защиту или сохраните копию в другое место: {safe}"
        else:
            happened = f"Носитель не отвечает: «{target.name}» не возвращён."
            to_do = "Вставьте носитель или подключите папку и повторите: рабочая копия цела."
        raise DocumentError(happened, to_do) from error


# ---- what an interrupted return left


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
        if path.exists():
            path.replace(_beside(path, ".bak"))
        leftover.path.replace(path)


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


# ---- notes


def _root() -> Path:
    root = places.user_data() / "Взятые с носителей"
    root.mkdir(parents=True, exist_ok=True)
    return root


def _key(source: Path, uid: bytes) -> str:
    """One working copy for each document on each place: another stick may get the same letter."""
    return hashlib.sha256(os.fsencode(os.path.normcase(source)) + b"\0" + uid).hexdigest()[:16]


def _read(home: Path) -> Taken | None:
    try:
        facts = json.loads((home / _NOTE).read_text("utf-8"))
        found = Taken(
            home / facts["name"], Path(facts["source"]), facts["sha256"], facts["state"], facts["at"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found.working.is_file() else None


def _write(home: Path, known: Taken) -> None:
    facts = asdict(known) | {"source": str(known.source), "name": known.working.name}
    del facts["working"], facts["resumed"]
    draft = home / (_NOTE + ".new")
    draft.write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
    draft.replace(home / _NOTE)


def _now() -> str:
    return datetime.now().isoformat(timespec="seconds")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _uid(copy: Path) -> bytes:
    return bytes(_ask(copy, "SELECT v FROM meta WHERE k = 'uid'") or b"")


def _state(copy: Path) -> str:
    """How far the journal of a file goes; empty when it cannot be read."""
    try:
        return str(_ask(copy, _STATE))
    except sqlite3.Error:
        return ""


def _ask(copy: Path, question: str) -> bytes | str | None:
    """One value of a file nobody else writes."""
    connection = opening.connect(copy, writable=False)
    try:
        row: tuple[bytes | str] | None = connection.execute(question).fetchone()
        return row[0] if row else None
    finally:
        connection.close()


def _state_of(document: Document) -> str:
    with document.read() as session:
        return str(session.connection().exec_driver_sql(_STATE).scalar_one())
