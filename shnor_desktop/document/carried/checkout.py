"""Files on sticks, shares and read-only media: taken to this computer, worked on here, and brought back.

SQLite on such media loses data when a stick is pulled out or a share hangs, so the file there is only read
and replaced whole, never edited in place. The working copy stays until it has been returned.
"""

import contextlib
import errno
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from shnor_desktop import places, system
from shnor_desktop.document.carried.delivery import deliver, hash_of, look
from shnor_desktop.document.carried.media import Medium, medium_of
from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.file import access, hot_journal
from shnor_desktop.document.file.faults import told
from shnor_desktop.document.journal.capture import STATE
from shnor_desktop.document.opening.missing import must_be_there
from shnor_desktop.errors import DocumentError

_NOTE = "откуда.json"


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
    medium: str = Medium.REMOVABLE.name
    """What it was taken from: the name of a Medium."""
    resumed: bool = False
    """An unreturned working copy of this file was there already, and is this one."""

    @property
    def changed(self) -> bool:
        """Whether the closed working copy holds anything the medium does not."""
        return not self.state or _state(self.working) != self.state

    def changed_in(self, document: Document) -> bool:
        """The same of a working copy that is open."""
        return not self.state or _state_of(document) != self.state


def must_be_taken(path: Path) -> bool:
    """Whether a file lies where it must not be edited in place."""
    return medium_of(path) is not Medium.LOCAL


# ---- taking


def check_out(source: Path) -> Taken:
    """The working copy of `source`: a fresh one, or the one with unreturned edits if there is such."""
    source = source.absolute()
    with told(source):
        root = _root()
        with places.private_folder("взятие", root) as draft:
            copy = draft / source.name
            sha256 = _bring(source, copy)
            home = root / _key(source, _uid(copy))
            known = _read(home)
            if known is not None and known.changed:
                return replace(known, resumed=True)
            places.own_folder(home)
            known = Taken(home / source.name, source, sha256, _state(copy), _now(), medium_of(source).name)
            _forget(home, known.working)
            copy.replace(known.working)
            _write(home, known)
            return known


def _bring(source: Path, copy: Path) -> str:
    """Copy the file; a transaction that did not finish there is rolled back here. Returns the hash it had."""
    must_be_there(source)
    access.check_header(source)
    shutil.copyfile(source, copy)
    sha256 = hash_of(copy)
    journal = hot_journal.beside(source)
    if journal is not None:
        hot_journal.copy_plain(journal, access.sidecar(copy, "-journal"))
        Document.open(copy, Who(), back_up=False).close()
    access.check_header(copy)
    return sha256


def taken(working: Path) -> Taken | None:
    """What is known of a working copy; None for every other file."""
    working = working.absolute()
    found = _read(working.parent) if working.parent.parent == _root() else None
    return found if found is not None and found.working == working else None


def unreturned() -> tuple[Taken, ...]:
    """Working copies with edits their media do not have yet."""
    found = (_read(home) for home in sorted(_root().iterdir()) if home.is_dir())
    return tuple(one for one in found if one is not None and one.changed)


def release(known: Taken, *, force: bool = False) -> None:
    """Delete a working copy whose edits have all been returned; DocumentError when they have not, unless
    `force`: the person has saved them elsewhere."""
    if known.changed and not force:
        raise DocumentError(
            f"Рабочая копия файла «{known.source.name}» ещё не возвращена на носитель.",
            "Верните её или сохраните под другим именем.",
        )
    _forget(known.working.parent, known.working)
    with contextlib.suppress(OSError):
        known.working.parent.rmdir()  # Stays while backups lie in it.


def _forget(home: Path, working: Path) -> None:
    """Take the working copy away, its backups not."""
    for part in (home / _NOTE, working):
        part.unlink(missing_ok=True)


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
        look(target, known.sha256)
        with places.private_folder("возврат", _root()) as folder:
            state = _state_of(document)
            whole = folder / target.name
            document.copy_to(whole)
            sha256 = deliver(whole, target, known.sha256)
    returned = replace(known, sha256=sha256, state=state, at=_now(), resumed=False)
    _write(known.working.parent, returned)
    return returned


def fingerprint(source: Path) -> str:
    """Hash of the file on the medium; taken before a merge reads it, for `merged`."""
    with _explained(source):
        return hash_of(source)


def merged(document: Document, sha256: str) -> None:
    """The file on the medium with that hash has been merged into the open working copy: it may be replaced."""
    known = taken(document.path)
    if known is not None:
        _write(known.working.parent, replace(known, sha256=sha256, state=""))


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
        elif system.is_held(error):
            happened = f"Файл «{target.name}» на носителе занят другой программой: он не возвращён."
            to_do = f"Закройте его в ней и повторите: {safe}"
        elif error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            happened = f"Носитель защищён от записи: «{target.name}» не возвращён."
            to_do = f"Снимите защиту или сохраните копию в другое место: {safe}"
        else:
            happened = f"Носитель не отвечает: «{target.name}» не возвращён."
            to_do = "Вставьте носитель или подключите папку и повторите: рабочая копия цела."
        raise DocumentError(happened, to_do) from error


# ---- notes


def _root() -> Path:
    root = places.user_data() / "Взятые с носителей"
    root.parent.mkdir(parents=True, exist_ok=True)
    return places.own_folder(root)


def _key(source: Path, uid: bytes) -> str:
    """One working copy for each document on each place: another stick may get the same letter."""
    return hashlib.sha256(os.fsencode(os.path.normcase(source)) + b"\0" + uid).hexdigest()[:16]


def _read(home: Path) -> Taken | None:
    try:
        facts = json.loads((home / _NOTE).read_text("utf-8"))
        found = Taken(
            home / facts["name"],
            Path(facts["source"]),
            facts["sha256"],
            facts["state"],
            facts["at"],
            facts.get("medium", Medium.REMOVABLE.name),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found.working.is_file() else None


def _write(home: Path, known: Taken) -> None:
    facts = asdict(known) | {"source": str(known.source), "name": known.working.name}
    del facts["working"], facts["resumed"]
    with places.written_whole(home / _NOTE) as draft:
        draft.write_text(json.dumps(facts, ensure_ascii=False), "utf-8")


def _now() -> str:
    return datetime.now().isoformat(timespec="seconds")


def _uid(copy: Path) -> bytes:
    uid = _ask(copy, "SELECT v FROM meta WHERE k = 'uid'")
    return uid if isinstance(uid, bytes) else b""


def _state(copy: Path) -> str:
    """How far the journal of a file goes; empty when it cannot be read."""
    try:
        return str(_ask(copy, STATE))
    except sqlite3.Error:
        return ""


def _ask(copy: Path, question: str) -> bytes | str | None:
    """One value of a file nobody else writes."""
    connection = access.connect(copy, writable=False)
    try:
        row: tuple[bytes | str] | None = connection.execute(question).fetchone()
        return row[0] if row else None
    finally:
        connection.close()


def _state_of(document: Document) -> str:
    with document.read() as session:
        return str(session.connection().exec_driver_sql(STATE).scalar_one())
