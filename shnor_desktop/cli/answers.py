"""What a command answers: lines for a person, values for a machine and the exit code; and how both are printed."""

import contextlib
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TextIO

from shnor_desktop.rules.figures import E4

if TYPE_CHECKING:
    from shnor_desktop.sheets.book.problems import Question

DONE, NEEDS_PERSON, NOT_DONE = 0, 1, 2
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Signs that a terminal obeys instead of showing; a file from elsewhere may hold them in any text."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a command that was done. `code` is NEEDS_PERSON when something was left for a person."""

    lines: Sequence[str] = ()
    data: Mapping[str, object] = field(default_factory=dict)
    code: int = DONE


def encoded(value: Any) -> Any:
    """The one way from frozen answers of the operations to what a machine reads: fields by their names, numbers of records
    as hexadecimal digits, moments to the second, sets in order, everything else that is no plain value as its text."""
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, Mapping):
        return {str(key): encoded(one) for key, one in value.items()}
    if hasattr(value, "_asdict"):
        return encoded(value._asdict())
    if isinstance(value, list | tuple):
        return [encoded(one) for one in value]
    if isinstance(value, set | frozenset):
        return sorted(encoded(one) for one in value)
    if is_dataclass(value):
        return {one.name: encoded(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def number_e4(value_e4: int | None) -> float | int | None:
    """Ten-thousandths as the number they are: 305000 → 30.5, 300000 → 30."""
    if value_e4 is None:
        return None
    return value_e4 // E4 if value_e4 % E4 == 0 else value_e4 / E4


def picked(value: Any, names: str) -> Any:
    """Some attributes of a value, or of each of several, under the names a machine knows them by: «title», or «kind=word»,
    or «where=where.address», which is None where there is no such place; «school?» is None where it is empty."""
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return [picked(one, names) for one in value]
    return dict(_pick(value, name) for name in names.split())


def _pick(value: Any, name: str) -> tuple[str, Any]:
    key, _, path = name.rstrip("?").partition("=")
    for part in (path or key).split("."):
        value = None if value is None else getattr(value, part)
    return key, (value or None) if name.endswith("?") else value


def use_utf8() -> None:
    """The answer is UTF-8 whatever the console thinks; file names that are no text at all are printed escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def give(answer: Answer, *, as_json: bool) -> None:
    """Print an answer on standard output."""
    if as_json:
        _write(sys.stdout, json.dumps(encoded(answer.data), ensure_ascii=False, indent=2))
    else:
        for line in answer.lines:
            _write(sys.stdout, _COMMANDS.sub(" ", line))


def complain(line: str) -> None:
    """One line on standard error; where nobody takes it, the exit code must do."""
    try:
        _write(sys.stderr, " ".join(_COMMANDS.sub(" ", line).split()))
    except OSError:
        give_up(sys.stderr)


def give_up(stream: TextIO) -> None:
    """Nothing more is written to a stream that takes nothing, not even at exit: Windows would end with a code of its own."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


MOST_LINES = 50
"""So many lines of one sort are told to a person; JSON names all."""


def some(heading: str, found: Iterable[str]) -> list[str]:
    """Lines under a heading; none where there is nothing to say."""
    told = list(found)
    if not told:
        return []
    rest = len(told) - MOST_LINES
    more = [f"    … и ещё {rest}; все — в ответе с --json"] if rest > 0 else []
    return [heading, *(f"    {one}" for one in told[:MOST_LINES]), *more]


def questions(found: "Iterable[Question]") -> list[str]:
    """What only a person can say of a book, and how it is answered here."""
    return some('Вопросы (ответьте в окне программы или --answer "вопрос=ответ"):', map(_question, found))


def _question(one: "Question") -> str:
    where = f"{one.where.address}: " if one.where else ""
    choices = ", ".join(f"{value} ({label})" for value, label in one.options)
    about = f" ({one.about})" if one.about else ""
    return f"{where}{one.text}{about} Вопрос «{one.key}»" + (f", варианты: {choices}" if choices else "")


def asked_values(found: "Iterable[Question]") -> list[dict[str, object]]:
    """The same for a machine."""
    return [
        picked(one, "key text about? where=where.address")
        | {"options": [{"value": value, "label": label} for value, label in one.options]}
        for one in found
    ]


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
