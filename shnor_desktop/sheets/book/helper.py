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
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Protocol

from shnor_desktop.sheets.book.nursery import ALIVE, ASK, BEAR, NURSERY, TELL, WAIT, WORKER, word

CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds") and hasattr(socket, "SOCK_SEQPACKET")
LARGEST_FRAME = 600_000_000
_SIZE, _PIECE = 8, 1 << 16
_POLL = 0.005


class Helper(Protocol):
    """A started process. What is asked and answered are frames: eight bytes of length, then so many."""

    def ask(self, frames: bytes) -> None:
        """Put it to work; one that has died hears nothing."""

    def ready(self) -> bool:
        """Whether it can read; how long a busy computer takes to start it is no fault of a file."""

    def answer(self, seconds: float) -> bytes | None:
        """The next frame without its length, TimeoutError when it does not come in time; None when none will come."""

    def send_signal(self, sig: int) -> None:
        """Tell it something."""

    def kill(self) -> None:
        """End it at once."""

    def wait(self, timeout: float | None = None) -> int:
        """How it ended; TimeoutExpired when it has not."""

    def close(self) -> None:
        """Hear and say nothing more."""


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
        return _Piped(_spare.pop() if _spare else _process())


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


def _process(part: str = WORKER, **streams: Any) -> "subprocess.Popen[bytes]":
    command = [sys.executable, part]
    environment = dict(os.environ)
    if not getattr(sys, "frozen", False):
        # Without the set-up of `site` it starts in half the time; the paths are handed over instead.
        command = [sys.executable, "-S", "-m", "shnor_desktop.sheets.book.worker", part]
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
            self._process = _process(NURSERY, stdin=theirs, stdout=subprocess.DEVNULL)
        self._talk = threading.Lock()
        self._children = 0

    def child(self) -> "_Child":
        """One that has just been born."""
        self._children += 1
        ours, theirs = socket.socketpair()
        with theirs, self._talk:
            try:
                socket.send_fds(self._control, [word(BEAR, self._children)], [theirs.fileno()])
            except OSError:
                ours.close()
                raise
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


class _Piped:
    """A process of its own, with pipes, for which only a thread can wait with a limit of time. Its first frame is empty: it
    can read now."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self.send_signal, self.kill, self.wait = process.send_signal, process.kill, process.wait
        self._frames: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._ready = threading.Event()
        self.ready = self._ready.is_set
        threading.Thread(target=self._pump, daemon=True).start()

    def ask(self, frames: bytes) -> None:
        """Put it to work."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.write(frames)
            self._process.stdin.flush()

    def answer(self, seconds: float) -> bytes | None:
        """The next frame."""
        try:
            return self._frames.get(timeout=max(0.0, seconds))
        except queue.Empty:
            raise TimeoutError from None

    def close(self) -> None:
        """Say nothing more; what it says ends with it."""
        with contextlib.suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()

    def _pump(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as pipe:
            while len(size := pipe.read(_SIZE)) == _SIZE:
                wanted = int.from_bytes(size, "big")
                frame = pipe.read(wanted) if wanted <= LARGEST_FRAME else b""
                if len(frame) < wanted:
                    break
                if wanted:
                    self._frames.put(frame)
                self._ready.set()
        self._frames.put(None)


class _Child:
    """Started by the nursery, which alone may wait for it."""

    def __init__(self, nursery: _Nursery, number: int, connection: socket.socket) -> None:
        self._nursery, self._number, self._connection = nursery, number, connection
        self._heard = bytearray()
        self._code: int | None = None

    def ready(self) -> bool:
        """It was born with all it needs."""
        return True

    def ask(self, frames: bytes) -> None:
        """Put it to work."""
        with contextlib.suppress(OSError):
            self._connection.settimeout(None)
            self._connection.sendall(frames)

    def answer(self, seconds: float) -> bytes | None:
        """The next frame."""
        self._connection.settimeout(max(_POLL, seconds))
        heard = self._heard
        while True:
            wanted = int.from_bytes(heard[:_SIZE], "big") if len(heard) >= _SIZE else 0
            if wanted > LARGEST_FRAME:
                return None
            if wanted and len(heard) >= _SIZE + wanted:
                frame = bytes(memoryview(heard)[_SIZE : _SIZE + wanted])
                del heard[: _SIZE + wanted]
                return frame
            try:
                piece = self._connection.recv(_PIECE)
            except ConnectionError:  # Whoever is killed may have been asked more.
                piece = b""
            if not piece:
                return None
            heard += piece

    def close(self) -> None:
        """Hear and say nothing more."""
        self._connection.close()

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
