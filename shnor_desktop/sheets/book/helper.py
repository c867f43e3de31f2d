"""Starts the processes that read cells, one for every reader and a new one after each mishap.

Loading what reads workbooks takes longer than reading a workbook. So where a process can be forked there is a nursery: a
process that has loaded everything, waits, and forks a child whenever one is wanted. No book can reach the next reader
through it: the nursery never opens a file, and nothing comes to it but the words of the program, over a socket that its
children close before anything else; a child begins as a copy of the nursery, talks over a socket of its own, has its own
limits and is killed with its reader. Elsewhere (Windows) `prepare` starts the next process ahead, which has read nothing.
"""

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any, Protocol

from shnor_desktop.sheets.book.nursery import ALIVE, ASK, BEAR, TELL, WAIT, word

CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds") and hasattr(socket, "SOCK_SEQPACKET")
_POLL = 0.005


class Helper(Protocol):
    """A started process, as of `subprocess.Popen`: requests go into `stdin`, answers come out of `stdout`."""

    @property
    def stdin(self) -> IO[bytes] | None:
        """Where it reads."""

    @property
    def stdout(self) -> IO[bytes] | None:
        """Where it writes."""

    def send_signal(self, sig: int) -> None:
        """Tell it something."""

    def kill(self) -> None:
        """End it at once."""

    def wait(self, timeout: float | None = None) -> int:
        """How it ended; TimeoutExpired when it has not."""


def prepare() -> None:
    """Have a process ready before it is needed: a person is choosing files."""
    with _lock, contextlib.suppress(OSError):  # It is started when it is needed, and says then what is wrong.
        if CAN_FORK:
            _known_nursery()
        elif not _spare:
            _spare.append(_process())


def start() -> Helper:
    """A process that has read nothing yet."""
    with _lock:
        for _ in range(2 if CAN_FORK else 0):
            try:
                return _known_nursery().child()
            except OSError:  # It was ended from outside.
                _close_nursery()
        return _spare.pop() if _spare else _process()


_lock = threading.Lock()
_spare: "list[subprocess.Popen[bytes]]" = []
_nurseries: "list[_Nursery]" = []


def _known_nursery() -> "_Nursery":
    if not _nurseries:
        _nurseries.append(_Nursery())
    return _nurseries[0]


@atexit.register
def _close_nursery() -> None:
    while _nurseries:
        _nurseries.pop().close()


def _process(*words: str, **streams: Any) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "--read-worker", *words]
    environment = dict(os.environ)
    if not getattr(sys, "frozen", False):
        # Without the set-up of `site` it starts in half the time; the paths are handed over instead.
        command = [sys.executable, "-S", "-m", "shnor_desktop.sheets.book.worker", *words]
        home = str(Path(__file__).parents[3])
        environment["PYTHONPATH"] = os.pathsep.join((home, *filter(None, sys.path)))
    return subprocess.Popen(
        command,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        **(streams or {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}),
    )


class _Nursery:
    """Words to it are a sign, the number of a child and a signal; it answers only questions how a child ended."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = _process("--nursery", stdin=theirs, stdout=subprocess.DEVNULL)
        self._talk = threading.Lock()
        self._children = 0

    def child(self) -> "_Child":
        """One that has just been born."""
        self._children += 1
        ours, theirs = socket.socketpair()
        with ours:
            with theirs, self._talk:
                socket.send_fds(self._control, [word(BEAR, self._children)], [theirs.fileno()])
            return _Child(self, self._children, ours)

    def tell(self, number: int, sig: int) -> None:
        """Send a signal to a child."""
        with self._talk:
            self._control.send(word(TELL, number, sig))

    def ended(self, number: int, *, wait: bool) -> int | None:
        """How a child ended; None when it has not."""
        with self._talk:
            self._control.send(word(WAIT if wait else ASK, number))
            answer = self._control.recv(8)
        if not answer:
            raise ConnectionError
        code = int.from_bytes(answer, "big", signed=True)
        return None if code == ALIVE else code

    def close(self) -> None:
        """End it, and its children with it."""
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)


class _Child:
    """Started by the nursery, which alone may wait for it."""

    def __init__(self, nursery: _Nursery, number: int, connection: socket.socket) -> None:
        self._nursery, self._number = nursery, number
        self.stdin: IO[bytes] = connection.makefile("wb")
        self.stdout: IO[bytes] = connection.makefile("rb")
        self._code: int | None = None

    def send_signal(self, sig: int) -> None:
        """Tell it something; whoever has ended hears nothing."""
        with contextlib.suppress(OSError):
            if self._code is None:
                self._nursery.tell(self._number, sig)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """How it ended."""
        until = None if timeout is None else time.monotonic() + timeout
        while self._code is None:
            try:
                self._code = self._nursery.ended(self._number, wait=until is None)
            except OSError:  # The nursery was ended, and with it the child.
                self._code = -signal.SIGKILL
            if self._code is None:
                if until is not None and time.monotonic() > until:
                    raise subprocess.TimeoutExpired("helper", timeout or 0)
                time.sleep(_POLL)
        return self._code
