"""Raw cells of workbooks: started worker process, time limit, cancelling, and what a sheet is before reading."""

import contextlib
import hashlib
import json
import os
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from shnor_desktop.errors import Cancelled, WorkbookError, helper_stopped
from shnor_desktop.rules.admissible import clean, line
from shnor_desktop.sheets.book import helper
from shnor_desktop.sheets.book.text_table import split

TIME_LIMIT = 8.0
START_LIMIT = 60.0
"""Of the start of the worker: an office computer looks through a program that has just been switched on with it."""
POLL = 0.1
AHEAD_FILES, AHEAD_BYTES = 16, 4_000_000
"""How much the worker may read ahead while files are being understood."""
_SAVE_BOOK = "Откройте его в Excel, сохраните как «Книга Excel (.xlsx)» и загрузите снова."
_SAVE_DOCUMENT = "Откройте его, сохраните заново как .docx или .xlsx и загрузите снова."
_LESS_OF_BOOK = "Оставьте в нём только листы и строки с результатами и загрузите снова."
_LESS_OF_DOCUMENT = "Оставьте в нём только таблицы плана и загрузите снова."

Cell = str | float | int


@dataclass(frozen=True, slots=True)
class RawSheet:
    """The cells of one sheet as the file holds them; `top` and `left` are where the rectangle begins."""

    name: str
    rows: list[list[Cell]]
    top: int = 0
    left: int = 0
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """First row, first column, last row, last column of the sheet, from 0."""
    hidden: bool = False
    hidden_rows: tuple[tuple[int, int], ...] = ()
    """First and last of every stretch of hidden rows of the sheet, from 0."""
    hidden_columns: tuple[tuple[int, int], ...] = ()
    above: tuple[str, ...] = ()
    """Of a table in a document: the paragraphs between the table before and this one."""


@dataclass(frozen=True, slots=True)
class RawBook:
    """A file taken apart into cells."""

    source: str
    sha256: str
    sheets: tuple[RawSheet, ...]


def raw_block(text: str) -> RawBook:
    """A block copied from Excel or a text table."""
    text = clean(text)
    delimiter = "\t" if "\t" in text else ""
    digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()
    return RawBook(
        "буфер обмена", digest, (RawSheet("", [list[Cell](row) for row in split(text, delimiter)]),)
    )


class CellReader:
    """Reads files in one worker process, started on the first file and again after it died or failed; with `documents` also
    the tables of documents of Word."""

    def __init__(self, time_limit: float = TIME_LIMIT, *, documents: bool = False) -> None:
        self._time_limit = time_limit
        self._documents = documents
        self._process: helper.Helper | None = None
        self._asked: list[Path] = []

    def __enter__(self) -> "CellReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def asked(self) -> Sequence[Path]:
        """The files that are asked for and not yet read."""
        return self._asked

    def ask(self, paths: Sequence[Path]) -> None:
        """Let the worker begin with these files while the caller is busy; they must be read in this order."""
        if self._process is None:
            self._start()
        assert self._process is not None
        names = [json.dumps([os.fspath(path.absolute()), self._documents]).encode() for path in paths]
        self._asked += paths
        self._process.ask(b"".join(len(name).to_bytes(8, "big") + name for name in names))

    def read(self, path: Path, cancelled: Callable[[], bool] | None = None) -> RawBook:
        """The cells of the file; WorkbookError when it cannot be read, Cancelled when the user stopped."""
        if not self._asked:
            self.ask([path])
        assert self._asked[0] == path, "files are read in the order they were asked for"
        frame = self._wait(path, cancelled)
        self._asked.pop(0)
        if frame is None:
            stopped = helper_stopped(path.name, self._code())
            self.close()
            if stopped:
                raise WorkbookError(*stopped)
            raise WorkbookError(
                f"Файл «{path.name}» повреждён: прочитать его не удалось.",
                _SAVE_DOCUMENT if self._documents else _SAVE_BOOK,
            )
        answer = _decoded(frame)
        if answer.get("worn"):
            self.close()
        return _book(path, answer)

    def _wait(self, path: Path, cancelled: Callable[[], bool] | None) -> bytes | None:
        assert self._process is not None
        ready = self._process.ready()
        until = time.monotonic() + (self._time_limit if ready else START_LIMIT)
        while True:
            try:
                return self._process.answer(min(POLL, until - time.monotonic()))
            except TimeoutError:
                if cancelled and cancelled():
                    self.close()
                    raise Cancelled from None
                if not ready and self._process.ready():
                    ready, until = True, time.monotonic() + self._time_limit
                elif time.monotonic() > until:
                    self.close()
                    raise self._too_slow(path, ready=ready) from None

    def _too_slow(self, path: Path, *, ready: bool) -> WorkbookError:
        if not ready:
            return WorkbookError(
                f"Файл «{path.name}» не прочитан: чтение никак не начнётся.",
                "Закройте лишние программы и повторите; если не поможет, узнайте, не держит ли программу антивирус.",
            )
        return WorkbookError(
            f"Файл «{path.name}» читается слишком долго, чтение остановлено.",
            _LESS_OF_DOCUMENT if self._documents else _LESS_OF_BOOK,
        )

    def _start(self) -> None:
        self._process, self._asked = helper.start(), []

    def _code(self) -> int | None:
        """How the worker ended; None when it has only shut its mouth."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout=1) if self._process else None
        return None

    def close(self) -> None:
        """End the worker."""
        process, self._process, self._asked = self._process, None, []
        if process is None:
            return
        process.kill()
        process.wait()
        process.close()


_UNCLEAN = (b"\\u00", b"\x7f", "\ufffe".encode(), "\uffff".encode())
"""In a frame that has none of these every text is clean already."""


def _decoded(frame: bytes) -> dict[str, Any]:
    """The answer of the worker; control signs, which hide in cells, are no part of it."""
    answer: dict[str, Any] = json.loads(frame)
    if any(sign in frame for sign in _UNCLEAN):
        for sheet in answer.get("sheets", ()):
            sheet["name"] = clean(sheet["name"])
            sheet["above"] = [clean(line) for line in sheet.get("above", ())]
            sheet["rows"] = [
                [clean(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet["rows"]
            ]
    return answer


def _book(path: Path, answer: dict[str, Any]) -> RawBook:
    if "error" in answer:
        raise WorkbookError(*answer["error"])
    sheets = tuple(
        RawSheet(
            one["name"],
            one["rows"],
            one.get("top", 0),
            one.get("left", 0),
            tuple(tuple(box) for box in one.get("merged", ())),
            one.get("hidden", False),
            tuple((first, last) for first, last in one.get("hidden_rows", ())),
            tuple((first, last) for first, last in one.get("hidden_columns", ())),
            tuple(one.get("above", ())),
        )
        for one in answer["sheets"]
    )
    return RawBook(path.name, answer["sha256"], sheets)


# --- several files ---


def sources_of(paths: Sequence[Path]) -> list[str]:
    """What each file is called: its name, with as many folders before it as tell namesakes apart."""
    absolute = [path.absolute() for path in paths]
    names = [path.name for path in paths]
    for depth in range(2, max((len(path.parts) for path in absolute), default=0)):
        twice = {name for name, count in Counter(names).items() if count > 1}
        if not twice:
            break
        names = [
            "/".join(path.parts[-depth:]) if name in twice else name
            for name, path in zip(names, absolute, strict=True)
        ]
    return [line(name) for name in names]


def next_batch(paths: Sequence[Path], first: int, held: Sequence[Path]) -> Sequence[Path]:
    """The next files that are small enough to be held in memory with those asked for before; at least one when there are
    none."""
    size, last = sum(map(_size, held)), first
    for path in paths[first : first + AHEAD_FILES - len(held)]:
        if size > AHEAD_BYTES:
            break
        size += _size(path)
        last += 1
    return paths[first:last]


def _size(path: Path) -> int:
    with contextlib.suppress(OSError):  # the worker says why it cannot be read
        return path.stat().st_size
    return 0
