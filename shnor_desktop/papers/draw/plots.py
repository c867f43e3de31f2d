"""Plots of schools as primitives: the funnel of one sitting, the slopes between two.

Schools the plot is about are filled and thick, the others hollow and thin, so that a grey print reads as the screen does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from shnor_desktop.papers.draw.primitives import Curve, Disc, Face, Line, Picture, Shape, Spot, Text, Told
from shnor_desktop.papers.tree.paper import Dot, Funnel, Slope, Step
from shnor_desktop.rules.figures import E4

NOTHING: Mapping[int, Told] = MappingProxyType({})
"""What is told, by the place of the school."""
_HIGH, _AXIS, _RADIUS, _NEAR = 230.0, 34.0, 2.8, 7.0
_WHOLE = 100 * E4


def picture(
    plot: Funnel | Slope,
    width: float,
    face: Face,
    height: float = 0.0,
    told: Mapping[int, Told] = NOTHING,
) -> Picture:
    """The plot as primitives."""
    frame = _Frame(plot, width, height, face)
    shapes = [*frame.shapes, *frame.legend()]
    spots: list[Spot] = []
    if isinstance(plot, Funnel):
        _funnel(plot, frame, face, told, shapes, spots)
    else:
        _slope(plot, frame, face, told, shapes, spots)
    return Picture(width, frame.height, tuple(shapes), tuple(_together(spots)))


class _Frame:
    """The plot between its title above and words below; values run from nothing to a round figure."""

    def __init__(self, plot: Funnel | Slope, width: float, height: float, face: Face) -> None:
        self._plot, self._face, self._width = plot, face, width
        title = face.wrapped(plot.title, width, bold=True)
        self._legend = self._wrapped_legend()
        self.height = height or _HIGH + face.line * (len(title) + len(self._legend))
        self.left, self.right = _AXIS, width - 4
        self.bottom = face.line * (len(self._legend) + 2) + 8
        self.top = self.height - face.line * (len(title) + 1)
        self.most = _highest(plot)
        self.shapes: list[Shape] = [
            Text(width / 2, self.height - (at + 1) * face.line, line, "middle", bold=True)
            for at, line in enumerate(title)
        ]
        step = _round(self.most // E4, max(2, int((self.top - self.bottom) / (2.2 * face.line))))
        for value in range(0, self.most // E4 + 1, step):
            y = self.up(value * E4)
            self.shapes.append(Line(self.left, y, self.right, y, "grid" if value else "axis"))
            self.shapes.append(Text(self.left - 4, y - 3, str(value), "end"))
        self.shapes.append(Text(self.left - 4, self.top + face.line - 3, "%", "end"))

    def up(self, value_e4: int) -> float:
        """Height of a value."""
        return self.bottom + (self.top - self.bottom) * min(value_e4, self.most) / self.most

    def _signs(self) -> list[tuple[str, str]]:
        names = [("weak" if at else "strong", name) for at, name in enumerate(self._plot.series)]
        if isinstance(self._plot, Funnel):
            lines = zip(("inner", "outer"), self._plot.limit_labels, strict=False)
            return [*names, ("threshold", self._plot.centre_label), *lines]
        told = self._plot.threshold_label
        return [*names, *([("threshold", told)] if told else [])]

    def _wrapped_legend(self) -> list[list[tuple[str, str]]]:
        """Signs with their words, in as many lines as they need."""
        lines: list[list[tuple[str, str]]] = [[]]
        left = self._width
        for sign, words in self._signs():
            wide = 30 + self._face.measure(words, False) + 12
            if wide > left and lines[-1]:
                lines.append([])
                left = self._width
            lines[-1].append((sign, words))
            left -= wide
        return lines

    def legend(self) -> Iterable[Shape]:
        """What the signs mean, under the plot."""
        for at, line in enumerate(reversed(self._legend)):
            x, y = 2.0, 3 + at * self._face.line
            for sign, words in line:
                yield from self._sign(sign, x, y + self._face.size / 3)
                yield Text(x + 26, y, words)
                x += 26 + self._face.measure(words, False) + 16

    def _sign(self, sign: str, x: float, y: float) -> Iterable[Shape]:
        if sign in ("strong", "weak"):
            if isinstance(self._plot, Slope):
                yield _stroke(((x, y), (x + 20, y)), strong=sign == "strong")
            yield Disc(x + 10, y, _RADIUS, sign, sign == "strong")
        elif sign == "threshold":
            yield Line(x, y, x + 20, y, "threshold", 1, dashed=isinstance(self._plot, Slope))
        else:
            yield Line(x, y, x + 20, y, "axis", 0.8, dashed=sign == "inner")


def _highest(plot: Funnel | Slope) -> int:
    if isinstance(plot, Funnel):
        shown = [plot.centre_e4, *(one.value_e4 for one in plot.dots)]
    else:
        shown = [plot.threshold_e4 or 0, *(max(one.before_e4, one.after_e4) for one in plot.steps)]
    return min(_WHOLE, -(-max(*shown, 10 * E4) * 11 // (100 * E4)) * 10 * E4)


def _round(most: int, parts: int) -> int:
    """A round step that makes at most so many parts."""
    scale = 1
    while True:
        for one in (1, 2, 5):
            if most <= one * scale * parts:
                return one * scale
        scale *= 10


def _stroke(points: tuple[tuple[float, float], ...], *, strong: bool) -> Curve:
    return Curve(points, "strong" if strong else "weak", 1.6 if strong else 0.5)


def _funnel(
    plot: Funnel, frame: _Frame, face: Face, told: Mapping[int, Told], shapes: list[Shape], spots: list[Spot]
) -> None:
    most = max([one.across for one in plot.dots], default=1) * 21 // 20 + 1

    def along(across: int) -> float:
        return frame.left + (frame.right - frame.left) * across / most

    step = _round(most, max(2, int((frame.right - frame.left) / 45)))
    for number in range(0, most + 1, step):
        shapes.append(Text(along(number), frame.bottom - face.line - 1, str(number), "middle"))
        shapes.append(Line(along(number), frame.bottom, along(number), frame.bottom - 3, "axis"))
    shapes.append(Text(frame.right, frame.bottom - 2 * face.line - 1, plot.across_label, "end"))
    y = frame.up(plot.centre_e4)
    shapes.append(Line(frame.left, y, frame.right, y, "threshold", 1))
    for line in plot.limits:
        shown = (
            one for one in line.points if one.value_e4 <= frame.most
        )  # Above the plot it goes on unseen.
        points = tuple((along(one.across), frame.up(one.value_e4)) for one in shown)
        if len(points) > 1:
            shapes.append(Curve(points, "axis", 0.8, dashed=not line.outer))
    places = [(along(one.across), frame.up(one.value_e4)) for one in plot.dots]
    for strong in (False, True):
        for at, (one, (x, y)) in enumerate(zip(plot.dots, places, strict=True)):
            if one.strong is strong:
                shapes.append(Disc(x, y, _RADIUS, "strong" if strong else "weak", strong))
                spots += _spot(x, y, at, told)
    shapes += _labels(plot.dots, places, frame, face)


def _labels(
    dots: Sequence[Dot], places: Sequence[tuple[float, float]], frame: _Frame, face: Face
) -> list[Text]:
    """Names beside the dots that are to be named, where no other name stands."""
    taken: list[tuple[float, float, float]] = []
    made = []
    for one, (x, y) in zip(dots, places, strict=True):
        wide = face.measure(face.drawable(one.label), False)
        left = x + _RADIUS + 2 if x + _RADIUS + 2 + wide <= frame.right else x - _RADIUS - 2 - wide
        free = all(
            abs(y - other) >= face.line or left > end or left + wide < start for start, end, other in taken
        )
        if one.named and free and left >= frame.left:
            taken.append((left, left + wide, y))
            made.append(Text(left, y - face.size / 3, face.drawable(one.label)))
    return made


def _spot(x: float, y: float, at: int, told: Mapping[int, Told]) -> list[Spot]:
    one = told.get(at)
    return [Spot(x - _NEAR, y - _NEAR, 2 * _NEAR, 2 * _NEAR, one.tip, one.key)] if one else []


def _together(spots: list[Spot]) -> list[Spot]:
    """Schools that lie on one place are told together; a click opens the first of them."""
    found: dict[tuple[int, int], Spot] = {}
    for one in spots:
        place = round(one.x), round(one.y)
        known = found.get(place)
        found[place] = replace(known, tip=f"{known.tip}\n\n{one.tip}") if known else one
    return list(found.values())


def _slope(
    plot: Slope, frame: _Frame, face: Face, told: Mapping[int, Told], shapes: list[Shape], spots: list[Spot]
) -> None:
    inset = (frame.right - frame.left) / 5
    left, right = frame.left + inset, frame.right - inset
    for x, words in zip((left, right), plot.ends, strict=True):
        shapes.append(Line(x, frame.bottom, x, frame.top, "axis"))
        for number, line in enumerate(face.wrapped(words, 2 * inset)[:2]):
            shapes.append(Text(x, frame.bottom - (number + 1) * face.line - 1, line, "middle"))
    if plot.threshold_e4 is not None:
        y = frame.up(plot.threshold_e4)
        shapes.append(Line(frame.left, y, frame.right, y, "threshold", 1, dashed=True))
    for strong in (False, True):
        for at, one in enumerate(plot.steps):
            if one.strong is strong:
                ends = ((left, frame.up(one.before_e4)), (right, frame.up(one.after_e4)))
                shapes.append(_stroke(ends, strong=strong))
                shapes += [Disc(x, y, _RADIUS, "strong" if strong else "weak", strong) for x, y in ends]
                spots += [spot for x, y in ends for spot in _spot(x, y, at, told)]
    for side, (x, anchor) in enumerate(((left - 6, "end"), (right + 6, "start"))):
        shapes += _figures([one for one in plot.steps if one.strong], side, x, anchor, frame, face)


def _figures(
    steps: Sequence[Step], side: int, x: float, anchor: str, frame: _Frame, face: Face
) -> list[Text]:
    """The figures of the thick lines at their ends, where they do not stand on each other."""
    made: list[Text] = []
    for value in sorted({one.after_e4 if side else one.before_e4 for one in steps}, reverse=True):
        y = frame.up(value) - face.size / 3
        if not made or made[-1].y - y >= face.line - 1:
            made.append(Text(x, y, str((value + E4 // 2) // E4), anchor))
    return made
