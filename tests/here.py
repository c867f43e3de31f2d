"""Work of the helper processes done inside the process of the tests, where the process is not the question.

What is asked and answered is the same, down to the bytes of the request and of the answer; only the interpreter that
starts, the limits of memory and time and the death of the helper are left out. Tests of those carry the mark
`processes`, and a long run starts every helper for real.
"""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from shnor_desktop.document.foreign import intake
from shnor_desktop.document.foreign import worker as examiner
from shnor_desktop.sheets.book import helper, reader
from shnor_desktop.sheets.book import worker as cells


def install(patch: pytest.MonkeyPatch) -> None:
    """Quarantine and reading of workbooks begin no process until `patch` is undone."""
    patch.setattr(intake, "_ask", _examined)
    patch.setattr(reader.CellReader, "_start", _serve)
    patch.setattr(helper, "prepare", lambda: None)


def _examined(request: dict[str, Any], name: str, cancelled: Callable[[], bool] | None) -> dict[str, Any]:
    """In place of `intake._ask`."""
    asked = json.loads(json.dumps(request))
    return intake._answer(json.dumps(examiner.answer(asked), ensure_ascii=False).encode(), name)


def _serve(self: reader.CellReader) -> None:
    """In place of `CellReader._start`."""
    self._process, self._asked = Served(), []


class Served:
    """Stands for the process that reads workbooks: answers as soon as it is asked."""

    def __init__(self) -> None:
        self._frames: list[bytes] = []

    def ask(self, frames: bytes) -> None:
        pipe = io.BytesIO(frames)
        while (asked_for := cells._receive(pipe)) is not None:
            self._frames.append(cells.frame(*asked_for))

    def ready(self) -> bool:
        return True

    def answer(self, seconds: float) -> bytes | None:
        return self._frames.pop(0)

    def send_signal(self, sig: int) -> None:
        """Nothing runs."""

    def kill(self) -> None:
        """Nothing runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Nothing runs."""
        return 0

    def close(self) -> None:
        """Nothing is open."""
