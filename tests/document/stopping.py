"""Stops a process at every call by which it changes files, from outside it; for tests of what a kill leaves.

The work runs in a forked child. The kernel asks this process before each such call of the child (seccomp user
notifications, Linux 5.5): it looks, or kills, or lets go on. Python, both SQLite libraries and whatever they use are seen
alike, and nothing has to be installed.
"""

import ctypes
import os
import platform
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

fcntl = pytest.importorskip("fcntl", reason="only Linux asks before each call of a process")

_X86, _ARM = "x86_64", "aarch64"
_BY_HANDLE = {
    "write": {_X86: 1, _ARM: 64},
    "pwrite64": {_X86: 18, _ARM: 68},
    "writev": {_X86: 20, _ARM: 66},
    "pwritev": {_X86: 296, _ARM: 70},
    "fsync": {_X86: 74, _ARM: 82},
    "fdatasync": {_X86: 75, _ARM: 83},
    "ftruncate": {_X86: 77, _ARM: 46},
    "sendfile": {_X86: 40, _ARM: 71},
    "fallocate": {_X86: 285, _ARM: 47},
}
"""Calls whose first argument is the handle of the file."""
_BY_NAME = {
    "rename": {_X86: 82},
    "renameat": {_X86: 264, _ARM: 38},
    "renameat2": {_X86: 316, _ARM: 276},
    "unlink": {_X86: 87},
    "unlinkat": {_X86: 263, _ARM: 35},
    "link": {_X86: 86},
    "linkat": {_X86: 265, _ARM: 37},
    "mkdir": {_X86: 83},
    "mkdirat": {_X86: 258, _ARM: 34},
    "rmdir": {_X86: 84},
    "truncate": {_X86: 76, _ARM: 45},
}
_COPYING = {"copy_file_range": {_X86: 326, _ARM: 285}}
"""The handle written to is the third argument."""
_OPENING = {"openat": {_X86: 257, _ARM: 56}}
_CREATES = os.O_CREAT | os.O_TRUNC
_SECCOMP = {_X86: 317, _ARM: 277}
_NO_NEW_PRIVILEGES, _FILTER, _NEW_LISTENER = 38, 1, 8
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _ASK = 0x7FFF0000, 0x7FC00000
_RECEIVE, _SEND, _CONTINUE = 0xC0502100, 0xC0182101, 1
_QUESTION = struct.Struct("QIIiIQ6Q")
_ANSWER = struct.Struct("QqiI")
_FORGET = ("/memfd:", "/dev/null", "/proc/", "pipe:", "socket:")


@dataclass(frozen=True)
class Call:
    """One call that would change a file now: its number in this process, its name, and the file."""

    number: int
    name: str
    path: str


@dataclass(frozen=True)
class Ended:
    """How the work ended: its exit code, negative for a signal; what it printed; its calls."""

    code: int
    output: str
    calls: int


class _Line(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("hit", ctypes.c_ubyte),
        ("miss", ctypes.c_ubyte),
        ("k", ctypes.c_uint),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("lines", ctypes.POINTER(_Line)))


def why_not() -> str:
    """Why nothing can be stopped on this computer; empty when it can."""
    if sys.platform != "linux" or platform.machine() not in (_X86, _ARM):
        return "only Linux asks before a call"
    actions = Path("/proc/sys/kernel/seccomp/actions_avail")
    return "" if actions.exists() and "user_notif" in actions.read_text() else "this kernel cannot ask"


def run(work: Callable[[], int], stopped: Callable[[Call], bool] | None = None) -> Ended:
    """Do the work in a child; `stopped` is asked before each of its calls, and says whether to kill it there."""
    ours, its = socket.socketpair()
    said = os.memfd_create("said")
    child = os.fork()
    if child == 0:
        _work(work, its, said, watched=stopped is not None)
    its.close()
    watched = os.pidfd_open(child)
    calls = 0
    try:
        if stopped is not None:
            _, handles, _, _ = socket.recv_fds(ours, 1, 1)
            if not handles:
                raise OSError("the kernel does not let this process ask")
            calls = _watch(child, watched, handles[0], stopped)
        _, status = os.waitpid(child, 0)
        os.lseek(said, 0, os.SEEK_SET)
        output = b"".join(iter(lambda: os.read(said, 1 << 16), b"")).decode("utf-8", "replace")
    finally:
        for handle in (watched, said):
            os.close(handle)
        ours.close()
    return Ended(os.waitstatus_to_exitcode(status), output, calls)


# ---- the child


def _work(work: Callable[[], int], its: socket.socket, said: int, *, watched: bool) -> None:
    code = 70
    try:
        # The first run in a fresh checkout would compile what it loads, and count that.
        sys.dont_write_bytecode = True
        os.dup2(said, 1)
        os.dup2(said, 2)
        # A test runner may have put files of its own in place of these two.
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the child lives
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
        if watched:
            listener = _install()
            socket.send_fds(its, [b"x"], [listener] if listener >= 0 else [])
            if listener >= 0:
                os.close(listener)
        its.close()
        code = work()
        sys.stdout.flush()
    except BaseException:
        import traceback

        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def _install() -> int:
    """Have the kernel ask before the calls; the handle by which it asks."""
    machine = platform.machine()
    numbers = [
        one[machine] for group in (_BY_HANDLE, _BY_NAME, _COPYING) for one in group.values() if machine in one
    ]
    opening = _OPENING["openat"][machine]
    ask, end = len(numbers), []
    lines = [_Line(_LOAD, 0, 0, 0), _Line(_EQUAL, 0, 2, opening), _Line(_LOAD, 0, 0, 16 + 8 * 2)]
    lines.append(_Line(_ANY_BIT, ask + 1, ask, _CREATES))
    # «openat» is no other call: its flags are no number of one, and it has left by now.
    for place, number in enumerate(numbers):
        end.append(_Line(_EQUAL, ask - place, 0, number))
    lines += [*end, _Line(_RETURN, 0, 0, _ALLOW), _Line(_RETURN, 0, 0, _ASK)]
    program = _Program(len(lines), (_Line * len(lines))(*lines))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return -1
    return int(libc.syscall(_SECCOMP[machine], _FILTER, _NEW_LISTENER, ctypes.byref(program)))


# ---- asked by the kernel


def _watch(child: int, watched: int, listener: int, stopped: Callable[[Call], bool]) -> int:
    """Answer until the child is gone; how many calls it made or was about to make."""
    names = {one[platform.machine()]: name for name, one in _calls() if platform.machine() in one}
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    poll.register(watched, select.POLLIN)
    count = 0
    try:
        while True:
            ready = dict(poll.poll())
            if not ready.get(listener, 0) & select.POLLIN:
                return count
            question = bytearray(_QUESTION.size)
            try:
                fcntl.ioctl(listener, _RECEIVE, question)
            except OSError:  # Gone meanwhile.
                continue
            number, pid, _, call, _, _, *arguments = _QUESTION.unpack(question)
            path = _file(pid, names[call], arguments)
            # Processes that the child starts are seen too, and let go on: between their calls it only waits.
            if pid == child and path is not None:
                count += 1
                if stopped(Call(count, names[call], path)):
                    os.kill(child, signal.SIGKILL)
                    return count
            try:
                fcntl.ioctl(listener, _SEND, _ANSWER.pack(number, 0, 0, _CONTINUE))
            except OSError:
                continue
    finally:
        os.close(listener)


def _calls() -> list[tuple[str, dict[str, int]]]:
    return [item for group in (_BY_HANDLE, _BY_NAME, _COPYING, _OPENING) for item in group.items()]


def _file(pid: int, name: str, arguments: list[int]) -> str | None:
    """The file a call is about; None when it is no file."""
    if name in _BY_NAME or name in _OPENING:
        # Of the calls that begin at a folder the second argument is the name.
        return _text(pid, arguments["at" in name])
    handle = arguments[2] if name in _COPYING else arguments[0]
    try:
        path = str(Path(f"/proc/{pid}/fd/{handle}").readlink())
    except OSError:
        return None
    return None if path.startswith(_FORGET) else path


def _text(pid: int, address: int) -> str:
    """The text at an address of the process that waits for our answer."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        memory.seek(address)
        try:
            return os.fsdecode(memory.read(4096).split(b"\0", 1)[0])
        except OSError:  # The text stands at the very end of what is readable.
            memory.seek(address)
            return os.fsdecode(memory.read(-address % 4096).split(b"\0", 1)[0])
