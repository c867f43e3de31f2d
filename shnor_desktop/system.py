"""What Windows and Linux do each in its own way: names of files, taking a name, limits and rank of a process."""

import contextlib
import errno
import gc
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath, PureWindowsPath
from typing import Any, TypeVar

from shnor_desktop.errors import UserError

WINDOWS = sys.platform == "win32"

# ---- names

DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$)(?= *(\.|$))")
"""Begins names that Windows takes for devices, whatever follows the full stop (Microsoft, «Naming Files, Paths, and
Namespaces»)."""
_SIGNS = '<>:"/\\|?*'
_LONG = 260
"""Letters; Windows takes a path of so many in its long form alone."""
P = TypeVar("P", bound=PurePath)


def sqlite_uri(path: PurePath, query: str) -> str:
    """The address of an absolute path for SQLite, which knows no computers in it: of `\\\\server\\share` pathlib makes
    `file://server/share`, SQLite wants `file:////server/share`. The long form `\\\\?\\` is written out."""
    address = _written_out(path).as_uri()
    if not address.startswith("file:///"):
        address = "file:////" + address.removeprefix("file://")
    return f"{address}?{query}"


def _written_out(path: P) -> P:
    text = str(path)
    for long, short in (("\\\\?\\UNC\\", "\\\\"), ("\\\\?\\", "")):
        if text.startswith(long):
            found = type(path)(short + text.removeprefix(long))
            return found if found.is_absolute() else path  # Some name a disk by a number.
    return path


def plain(path: P) -> P:
    """A path of Windows without `\\\\?\\`, so that one file has one name and a disk does not look like a share; where it is
    too long to be written otherwise, as it is."""
    found = _written_out(path) if isinstance(path, PureWindowsPath) else path
    return found if len(str(found)) < _LONG else path


def real_path(path: Path) -> Path:
    """Where a path leads when its links are followed; the path itself when the system cannot tell (Windows refuses very
    long ones)."""
    path = plain(path)
    try:
        return Path(os.path.realpath(path))
    except OSError:
        return path.absolute()


def refusal_of(name: str) -> str | None:
    """Why Windows takes no file of that name, in the words of a sentence; None when it does."""
    if wrong := sorted({sign for sign in name if sign in _SIGNS or ord(sign) < 32}):
        seen = [sign for sign in wrong if ord(sign) >= 32]
        hidden = "переводов строки, табуляций и других невидимых знаков"
        shown = f"знаков {' '.join(seen)}" if seen else hidden
        return f"в имени файла не бывает {shown}"
    if name.endswith((".", " ")):
        return "имя файла не кончается точкой или пробелом"
    if DEVICE.match(name):
        return "такими именами Windows называет устройства"
    return None


def require_name(path: Path) -> None:
    """On Windows: UserError for the name of a file or folder it refuses, or takes for a device or a hidden stream of another file."""
    if WINDOWS and (reason := refusal_of(path.name)):
        raise UserError(f"«{path.name}» не записать: {reason}.", "Выберите другое имя.")


def may_write_in(folder: Path) -> bool:
    """Whether this user may make files in a folder. Windows answers `access` by the mark «read only» alone, not by the
    rights, so there it is tried."""
    if not os.access(folder, os.W_OK):
        return False
    if not WINDOWS:
        return True
    # Python's own names for such files: of a refusal Windows leaves open whether the name is taken, so it tries two thousand
    # million others.
    probe = folder / f"shnor-{os.urandom(8).hex()}"
    try:
        os.close(os.open(probe, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_TEMPORARY", 0), 0o600))
    except OSError:
        return False
    with contextlib.suppress(OSError):
        probe.unlink(missing_ok=True)  # It goes with its closing.
    return True


def new_folder(inside: Path, start: str) -> Path:
    """Make a folder with a name of its own that begins so, for this user alone. As `may_write_in`, it asks once: a refusal
    is an OSError at once."""
    made = inside / f"{start}{os.urandom(4).hex()}"
    made.mkdir(0o700)
    return made


# ---- names that others hold for a moment

_HELD = frozenset({32, 33})
"""Sharing violation, lock violation: another program has the file open."""
_PERHAPS_HELD = _HELD | {5}
"""Access denied: what Windows also says of a name whose file somebody has yet to close."""
_PATIENCE_S = 3.0


def patiently(act: Callable[[], object]) -> None:
    """Do what Windows refuses while another program, of antivirus or an indexer, looks at a file for a moment: that is
    waited for; then it is a PermissionError, and every file is as it was."""
    until, pause = time.monotonic() + _PATIENCE_S, 0.01
    while True:
        try:
            act()
            return
        except OSError as error:
            if getattr(error, "winerror", None) not in _PERHAPS_HELD or time.monotonic() + pause > until:
                raise
        time.sleep(pause)
        pause = min(2 * pause, 0.5)


def take_name(fresh: Path, target: Path) -> None:
    """Give a file the name of another in one step, patiently."""
    patiently(lambda: fresh.replace(target))


def take_away(path: Path) -> None:
    """Delete a file, patiently; none need be there."""
    patiently(lambda: path.unlink(missing_ok=True))


def is_held(error: OSError) -> bool:
    """Whether Windows refused because another program has the file open."""
    return getattr(error, "winerror", None) in _HELD


@contextlib.contextmanager
def no_collecting() -> Iterator[None]:
    """Many small frozen values without cycles are made: looking for garbage among them takes a third of the time. Several
    books are read in one such stretch, for at the end of each all new values are looked through."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def reader_left(error: OSError) -> bool:
    """Whether what was printed has nobody any more who reads it: on Windows a broken pipe may be an invalid argument."""
    return isinstance(error, BrokenPipeError) or (
        WINDOWS and error.errno == errno.EINVAL and error.filename is None
    )


# ---- processes


def confine(memory: int, seconds: int) -> None:
    """Limits for this process from now on: bytes of memory, seconds of processor; on Windows no child either. Where the
    system has no such limits the process goes on without."""
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            _confine_by_job(memory, seconds)
        return
    import resource

    for what, amount in (("RLIMIT_AS", memory), ("RLIMIT_CORE", 0), ("RLIMIT_CPU", seconds)):
        with contextlib.suppress(ValueError, OSError, AttributeError):
            # Time that is up has a signal of its own only below the hard limit.
            resource.setrlimit(getattr(resource, what), (amount, amount + (what == "RLIMIT_CPU")))


def step_back() -> None:
    """Whoever works in the window comes before this process."""
    if sys.platform == "win32":
        kernel = _kernel()
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), 0x4000)  # Below normal.
    else:
        with contextlib.suppress(OSError):
            os.nice(10)


def _kernel() -> Any:
    """kernel32 with handles as wide as they are: −1, this process, is no 32-bit number."""
    import ctypes

    kernel = getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009  Windows has it alone.
    handle = ctypes.c_void_p
    kernel.GetCurrentProcess.restype = handle
    kernel.SetPriorityClass.argtypes = (handle, ctypes.c_ulong)
    kernel.CreateJobObjectW.restype = handle
    kernel.CreateJobObjectW.argtypes = (handle, ctypes.c_wchar_p)
    kernel.SetInformationJobObject.argtypes = (handle, ctypes.c_int, ctypes.c_void_p, ctypes.c_ulong)
    kernel.AssignProcessToJobObject.argtypes = (handle, handle)
    return kernel


def _confine_by_job(memory: int, seconds: int) -> None:
    import ctypes

    class Limits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION of winnt.h."""

        _fields_ = (
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", ctypes.c_uint32),
            ("least_set", ctypes.c_size_t),
            ("largest_set", ctypes.c_size_t),
            ("processes", ctypes.c_uint32),
            ("affinity", ctypes.c_size_t),
            ("priority", ctypes.c_uint32),
            ("scheduling", ctypes.c_uint32),
            ("input_and_output", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process", ctypes.c_size_t),
            ("peak_job", ctypes.c_size_t),
        )

    kernel = _kernel()
    job = kernel.CreateJobObjectW(None, None)  # Held until the process ends.
    # Process time, number of processes, process memory, no dialog of the system after a crash.
    limits = Limits(
        process_time=seconds * 10_000_000, processes=1, process_memory=memory, flags=0x2 | 0x8 | 0x100 | 0x400
    )
    if job and kernel.SetInformationJobObject(job, 9, ctypes.byref(limits), ctypes.sizeof(limits)):
        kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
