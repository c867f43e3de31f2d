"""Takes a foreign document into quarantine: nothing of it reaches ours but checked rows in a file we made.

The file and what lies beside it are copied; a separate process reads the copies and writes a staging file
with our own tables. Only that one may be attached.
"""

import contextlib
import json
import os
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shnor_desktop import places
from shnor_desktop.document.file import access, hot_journal, schema, workers
from shnor_desktop.document.file.faults import told
from shnor_desktop.errors import Cancelled, DocumentError, helper_stopped
from shnor_desktop.rules.admissible import clean
from shnor_desktop.rules.words.russian import size_text

LARGEST = 512_000_000
"""Bytes; far above any document, far below what would fill a disk."""
SECONDS = 28
"""For files up to fifty megabytes; larger ones get a second for every four more."""
ASK_AGAIN = (
    "Попросите отправителя сделать копию заново («Файл → Копия для другой организации…») и прислать её."
)
_LONGEST_NAME = 80
_POLL = 0.1


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was staged."""

    writers: int
    actions: int
    changes: int
    attachments: int
    partial: int
    """Writers of whom only parts are known."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A foreign journal that passed every check, in a file of our own make."""

    path: Path
    uid: bytes
    """Identity of the document."""
    kind: str
    """«full», «part», or «form»: a part without people's names."""
    scope: str | None
    """What a part holds, as its maker wrote it."""
    whom: str
    """Whom a part was sent to, as its maker wrote it; empty when that was not said."""
    format: int
    """Format of the file that came."""
    counts: Counts
    offices: tuple[str, ...]
    """Offices that ever wrote in it."""
    remarks: tuple[str, ...] = ()
    """What a person should know, in sentences: sidecars found and what became of them."""


@contextlib.contextmanager
def stage(path: Path, *, cancelled: Callable[[], bool] | None = None) -> Iterator[Staged]:
    """The staged journal of the document at `path`, which stays untouched; the staging file lives as long as
    the block. Raises DocumentError with a sentence for whatever must not be read, Cancelled when the person stopped
    it."""
    path = path.absolute()
    folder = places.new_private_folder("quarantine")
    try:
        with told(path):
            variants = _bring_in(path, folder)
        size = max(Path(one["path"]).stat().st_size for one in variants)
        request = {
            "variants": variants,
            "seconds": SECONDS + max(0, size - 50_000_000) // 4_000_000,
        }
        yield _staged(_ask(request, path.name, cancelled), path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# ---- copies


def _bring_in(path: Path, folder: Path) -> list[dict[str, str]]:
    """Copies to be examined: the file alone, and with each sidecar. The folder is looked at before anything is
    opened, because SQLite would apply a sidecar unasked."""
    sidecars = [suffix for suffix in ("-journal", "-wal") if _holds_something(access.sidecar(path, suffix))]
    if not sidecars:
        try:
            access.check_header(path)
        except DocumentError as error:
            raise for_sender(error) from error
    name = clean(path.name)
    name = name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "….shnor"
    variants = []
    for suffix in ("", *sidecars):
        box = folder / f"variant{suffix}"
        box.mkdir()
        _copy(path, box / name)
        if suffix:
            beside = access.sidecar(box / name, suffix)
            _copy(access.sidecar(path, suffix), beside)
            if suffix == "-journal":
                hot_journal.cut(beside)
        variants.append({"path": str(box / name), "sidecar": suffix})
    return variants


def _holds_something(sidecar: Path) -> bool:
    """A sidecar worth trying."""
    if not sidecar.is_file():
        return False
    with sidecar.open("rb") as file:
        return any(file.read(28))


def _copy(source: Path, target: Path) -> None:
    """Copy a plain file that is not too large; pipes and devices must not even be waited for."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(source, flags), "rb") as taken, target.open("xb") as copy:
        about = os.fstat(taken.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise DocumentError(f"«{source.name}» — не обычный файл.", "Выберите файл с расширением .shnor.")
        if about.st_size > LARGEST:
            raise DocumentError(
                f"Файл «{source.name}» слишком велик: больше {size_text(LARGEST)}.",
                "Попросите отправителя прислать только нужную школу или учебный год.",
            )
        left = LARGEST
        while left > 0 and (block := taken.read(min(left, 1_000_000))):
            copy.write(block)
            left -= len(block)


# ---- the process


def _ask(request: dict[str, Any], name: str, cancelled: Callable[[], bool] | None) -> dict[str, Any]:
    process = _start()
    until = time.monotonic() + request["seconds"] + 1
    text: bytes | None = json.dumps(request).encode()
    try:
        while True:
            if cancelled and cancelled():
                raise Cancelled
            try:
                output, _ = process.communicate(text, timeout=_POLL)
                break
            except subprocess.TimeoutExpired:
                text = None
            if time.monotonic() > until:
                raise too_slow(name)
    finally:
        process.kill()
        process.communicate()
    if stopped := helper_stopped(name, process.returncode):
        raise DocumentError(*stopped)
    if -process.returncode == getattr(signal, "SIGXCPU", None):
        raise too_slow(name)
    return _answer(output, name)


def _start() -> "subprocess.Popen[bytes]":
    command, environment = workers.command("--quarantine-worker", "shnor_desktop.document.foreign.worker")
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _answer(output: bytes, name: str) -> dict[str, Any]:
    try:
        answer = json.loads(output)
    except ValueError as error:
        raise DocumentError(
            f"Файл «{name}» не принят: его проверка прервалась.",
            "Попросите отправителя прислать копию заново; сам файл не открывайте.",
        ) from error
    if "error" in answer:
        raise DocumentError(*answer["error"])
    return dict(answer)


def for_sender(error: DocumentError) -> DocumentError:
    """The same about a file that came from somebody: its backups are not here."""
    ours = "резервн" in error.what_to_do
    return DocumentError(error.what_happened, ASK_AGAIN) if ours else error


def too_slow(name: str) -> DocumentError:
    """What is said when the time is over."""
    return DocumentError(
        f"Файл «{name}» не принят: его проверка длится слишком долго.",
        "Повторите на более быстром компьютере или попросите отправителя прислать копию заново.",
    )


def _staged(answer: dict[str, Any], path: Path) -> Staged:
    facts = answer["staged"]
    staging = Path(facts["path"])
    _verify(staging, path)
    return Staged(
        path=staging,
        uid=bytes.fromhex(facts["uid"]),
        kind=facts["kind"],
        scope=facts["scope"],
        whom=facts["whom"],
        format=facts["format"],
        counts=Counts(**facts["counts"]),
        offices=tuple(facts["offices"]),
        remarks=tuple(answer["remarks"]),
    )


def _verify(staging: Path, path: Path) -> None:
    """The staging file must be of our make even if the process that wrote it was taken over."""
    access.check_header(staging)
    connection = access.connect(staging, writable=False)
    try:
        strangers = schema.strangers(connection, schema.FORMAT)
    finally:
        connection.close()
    if strangers:
        raise access.strange_parts(path, strangers)
