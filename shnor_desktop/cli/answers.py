"""What a command answers: lines for a person, values for a machine and the exit code; and how both are printed."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

DONE, NEEDS_PERSON, NOT_DONE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a command that was done. `code` is NEEDS_PERSON when something was left for a person."""

    lines: Sequence[str] = ()
    data: Mapping[str, object] = field(default_factory=dict)
    code: int = DONE


def use_utf8() -> None:
    """The answer is UTF-8 whatever the console thinks; file names that are no text at all are printed escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def give(answer: Answer, *, as_json: bool) -> None:
    """Print an answer on standard output."""
    if as_json:
        _write(sys.stdout, json.dumps(answer.data, ensure_ascii=False, indent=2))
    else:
        for line in answer.lines:
            _write(sys.stdout, line)


def complain(line: str) -> None:
    """One line on standard error."""
    _write(sys.stderr, " ".join(line.split()))


def _write(stream: TextIO | None, line: str) -> None:
    if stream is not None:
        stream.write(line + "\n")
        stream.flush()


class Meter:
    """Progress on standard error, only where a person sees it; rewrites one line."""

    def __init__(self) -> None:
        self._stream = sys.stderr if sys.stderr is not None and sys.stderr.isatty() else None
        self._shown = 0

    def __call__(self, step: int, total: int, text: str = "") -> None:
        if self._stream is not None:
            line = f"{text} {step} из {total}" if total else text
            self._stream.write("\r" + line.ljust(self._shown))
            self._stream.flush()
            self._shown = len(line)

    def clear(self) -> None:
        """Take the line away before the answer is printed."""
        if self._stream is not None and self._shown:
            self._stream.write("\r" + " " * self._shown + "\r")
            self._stream.flush()
            self._shown = 0
