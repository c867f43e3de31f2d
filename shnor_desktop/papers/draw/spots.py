"""Where on the drawn pages the figures stand, and which of them stands under a point: for «Откуда это число»."""

import re
from typing import Any, NamedTuple

from shnor_desktop.papers.tree.paper import Inline, Run

_UNSEEN = re.compile("[\\s\u00ad\u2010\u2011\ufffe\uffff\x02-]")
"""Spaces and hyphens: where lines break they come and go."""
_QUOTED = re.compile("«([^«»]+)»|„([^„“]+)“")
_LEAST = 3
"""Letters that can be looked for."""
_NEAR = 4.0
"""Points from a letter that still mean it."""


class Spot(NamedTuple):
    """A piece of a page, counted from its lower left corner in points, and the runs printed there."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    runs: Inline

    @property
    def figures(self) -> Inline:
        """Those that can be traced."""
        return tuple(run for run in self.runs if run.source)

    def holds(self, page: int, x: float, y: float) -> bool:
        """Whether the point lies in it."""
        return page == self.page and self.left <= x <= self.right and self.bottom <= y <= self.top


class Line(str):
    """A text of a cell that is drawn as it is, with its runs."""

    __slots__ = ("runs",)
    runs: Inline


Place = tuple[int, tuple[float, float, float, float]]
"""A page and a box on it: left, bottom, right, top, in points from the lower left corner."""


def quoted_in(pdf: bytes, remark: str) -> Place | None:
    """Where on the pages the words stand that a remark quotes, the longest it quotes first; None when it quotes none of
    them as they are printed."""
    pieces = {
        piece.strip() for quoted in _QUOTED.findall(remark) for piece in re.split("…|\\.{3}", "".join(quoted))
    }
    wanted = [
        letters
        for one in sorted(pieces, key=len, reverse=True)
        if len(letters := _bare(one).lower()) >= _LEAST
    ]
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for letters in wanted:
            for number in range(len(document)):
                if box := _box_of(document[number].get_textpage(), letters):
                    return number, box
        return None
    finally:
        document.close()


def _box_of(page: Any, letters: str) -> tuple[float, float, float, float] | None:
    """The box of the line in which these letters begin, as far as they go in it."""
    text = page.get_text_range()
    places = [at for at, sign in enumerate(text) if not _UNSEEN.match(sign)]
    start = "".join(text[at] for at in places).lower().find(letters)
    if start < 0:
        return None
    boxes = [page.get_charbox(at) for at in places[start : start + len(letters)]]
    line = [one for one in boxes if one[1] < boxes[0][3] and one[3] > boxes[0][1]]
    return (
        min(one[0] for one in line),
        min(one[1] for one in line),
        max(one[2] for one in line),
        max(one[3] for one in line),
    )


def traced(runs: Inline) -> Inline:
    """The runs, if any of them can be traced."""
    return runs if any(run.source for run in runs) else ()


def under(pdf: bytes, spots: tuple[Spot, ...], page: int, x: float, y: float, *, hit: bool = False) -> Inline:
    """The figure under a point; between figures all of the sentence, or nothing when one must be `hit`."""
    spot = next((one for one in spots if one.holds(page, x, y)), None)
    if spot is None or len(spot.figures) < 2:
        return spot.figures if spot else ()
    found = _letter(pdf, spot, x, y)
    run = _run_at(spot.runs, *found) if found else None
    if run and run.source:
        return (run,)
    is_text = found is None or _start_of(found[0], spot.runs) >= 0  # A chart says other words than its bars.
    return () if hit and is_text else spot.figures


def _letter(pdf: bytes, spot: Spot, x: float, y: float) -> tuple[str, int] | None:
    """What the spot says on its page, spaces and hyphens aside, and which letter of it is under the point."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        text = document[spot.page].get_textpage()
        at = text.get_index(x, y, _NEAR, _NEAR)
        if at is None or not _inside(text, at, spot):
            return None
        first, last = at, at
        while first > 0 and _inside(text, first - 1, spot):
            first -= 1
        while last + 1 < text.count_chars() and _inside(text, last + 1, spot):
            last += 1
        before = _bare(text.get_text_range(first, at - first)) if at > first else ""
        return _bare(text.get_text_range(first, last - first + 1)), len(before)
    finally:
        document.close()


def _inside(text: Any, at: int, spot: Spot) -> bool:
    left, bottom, right, top = text.get_charbox(at)
    if left == right:  # Spaces that only the text has.
        return True
    return spot.holds(spot.page, (left + right) / 2, (bottom + top) / 2)


def _run_at(runs: Inline, shown: str, place: int) -> Run | None:
    """The run that has this letter of what is shown, which may be a part of the whole."""
    start = _start_of(shown, runs)
    if start < 0:
        return None
    left = start + place
    for run in runs:
        length = len(_bare(run.text))
        if left < length:
            return run
        left -= length
    return None


def _start_of(shown: str, runs: Inline) -> int:
    return "".join(_bare(run.text) for run in runs).find(shown)


def _bare(text: str) -> str:
    return _UNSEEN.sub("", text)
