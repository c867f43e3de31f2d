"""Whether another program has opened a file that is open here, or changed it: then every byte is looked at, otherwise nothing is.

The kernel tells who asks (inotify, Linux), of whatever name the file was opened by. Windows refuses a file that is held to
most programs; there the doubt is that of the watch alone. Elsewhere nobody tells, and every moment is one for doubt. The kernel tells two like events of one moment once, so
how many are inside may be counted too low; but what one of them writes later is told again, and so is that he has gone.
"""

import contextlib
import os
import struct
import sys

_CHANGED, _OPENED, _CLOSED, _TOO_MANY = 0x02, 0x20, 0x08 | 0x10, 0x4000
_EVENT = struct.Struct("iIII")
_FLAGS = os.O_NONBLOCK | os.O_CLOEXEC if os.name == "posix" else 0


class Visitors:
    """Of one open file. A doubt stays until somebody says that it has been looked into."""

    def __init__(self, file: int) -> None:
        self._events = _asked_for(file) if sys.platform == "linux" else None
        self._inside = 0
        """How many came and may still be there."""
        self._doubt = False

    def close(self) -> None:
        """Hear no more."""
        if self._events is not None:
            os.close(self._events)
            self._events = None

    def came(self, *, wrote: bool = False) -> bool:
        """Whether somebody opened the file or changed it since the last look into it, or still has it open. Where we `wrote`
        ourselves since we last asked, changes speak of nobody else."""
        if self._events is None:
            return os.name == "posix" or self._doubt
        with contextlib.suppress(BlockingIOError):
            while heard := os.read(self._events, 4096):
                for _, what, _, _ in _EVENT.iter_unpack(heard):
                    self._hear(what, wrote=wrote)
        return self._doubt or self._inside > 0

    def _hear(self, what: int, *, wrote: bool) -> None:
        if what & _CHANGED and wrote:
            return
        self._doubt = True
        if what & (_OPENED | _TOO_MANY):
            self._inside += 1
        elif what & _CLOSED:
            self._inside = max(self._inside - 1, 0)

    def suspect(self) -> None:
        """Something else speaks for a visitor."""
        self._doubt = True

    def looked(self) -> None:
        """The file was found as it should be, after `came` was asked."""
        self._doubt = False


def _asked_for(file: int) -> int | None:
    """The handle by which the kernel tells; None when it does not."""
    import ctypes

    try:
        libc = ctypes.CDLL(None)
        events = libc.inotify_init1(_FLAGS)
        if events < 0:
            return None
        if libc.inotify_add_watch(events, f"/proc/self/fd/{file}".encode(), _CHANGED | _OPENED | _CLOSED) < 0:
            os.close(events)
            return None
        return int(events)
    except (OSError, AttributeError):
        return None
