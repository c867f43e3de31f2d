"""What closes a text stands under the end of it, never alone on a page. Loaded with reportlab, when a paper is drawn."""

from typing import Any

from reportlab.platypus import Flowable
from reportlab.platypus.doctemplate import FrameBreak

from shnor_desktop.papers.draw.noting import Grid, Text

_ENDLESS = 0xFFFFFF
"""A height that no frame has, so that it is split into its parts."""


class Closing(Flowable):  # type: ignore[misc]
    """A paragraph or a table with what must stand under its end: where not all fits on the page, the last lines or rows go
    over with it. `above` is the caption of a table."""

    def __init__(self, above: list[Any], last: Text | Grid, tail: list[Any]) -> None:
        super().__init__()
        self.above, self.last, self.tail = above, last, tail

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Never drawn itself."""
        return width, _ENDLESS

    def split(self, width: float, height: float) -> list[Any]:
        """All of it; or what fits, a break, and the end with what closes it; or a break before all."""
        everything = [*self.above, self.last, *self.tail]
        needed = sum(self._height(one, width) for one in everything)
        if needed <= height:
            return everything
        room = height - sum(self._height(one, width) for one in self.above)
        parts = self._parted(width, min(room, self.last.wrap(width, _ENDLESS)[1] - 1))
        if len(parts) == 2:
            return [*self.above, parts[0], FrameBreak(), Closing([], parts[1], self.tail)]
        return everything if self._frame._atTop else [FrameBreak(), self]  # noqa: SLF001 - as reportlab's own do

    def _parted(self, width: float, room: float) -> list[Any]:
        if room <= 0:
            return []
        if isinstance(self.last, Text):
            room = min(room, self.last.height - 2 * self.last.style.leading)
        parts: list[Any] = self.last.split(width, room) if room > 0 else []
        return parts

    def _height(self, one: Any, width: float) -> float:
        """With the space about it."""
        one.canv = self.canv
        try:
            tall = one.wrap(width, _ENDLESS)[1]
        finally:
            del one.canv
        return float(tall + one.getSpaceBefore() + one.getSpaceAfter())
