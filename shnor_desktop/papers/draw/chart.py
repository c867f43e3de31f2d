"""Bar charts as primitives, the same for paper and screen; and in words.

Every bar carries its value in figures, series differ by shade and outline, so a black-and-white print reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from shnor_desktop.papers.draw import plots
from shnor_desktop.papers.draw.primitives import Box, Face, Line, Picture, Shape, Spot, Text, Told
from shnor_desktop.papers.tree import fonts
from shnor_desktop.papers.tree.paper import Bar, Chart, Funnel, PlotBlock, Slope
from shnor_desktop.rules.figures import E4

WIDEST = 170.0
"""Millimetres; on a landscape page a chart is not wider."""
SERIES = 4
"""So many series have shades of their own."""
_SMALL = 110.0
"""The same of one of many."""
_THICKEST, _AXIS = 46.0, 30.0
_PLOT, _SMALL_PLOT = 140.0, 108.0
"""Height without the words above and below."""


TOLD: Mapping[tuple[int, int], Told] = MappingProxyType({})
"""By the places of group and bar."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Geometry of the plot in points."""

    left: float
    right: float
    bottom: float
    top: float
    maximum: int

    def height(self, value_e4: int) -> float:
        return self.bottom + (self.top - self.bottom) * value_e4 / self.maximum


Drawn = Chart | Funnel | Slope


def drawing(chart: Drawn, width: float, height: float = 0.0, family: str = fonts.SERIF) -> Any:
    """The chart for a page, `width` points wide."""
    from shnor_desktop.papers.draw import chart_pen

    return chart_pen.drawing(_pictured(chart, width, chart_pen.face(family), height), family)


def png(chart: Drawn, width: float, dpi: int = 200, family: str = fonts.SERIF) -> bytes:
    """The chart as a picture `width` points wide."""
    from shnor_desktop.papers.draw import chart_pen

    return chart_pen.png(_pictured(chart, width, chart_pen.face(family), 0.0), family, dpi)


def widest(chart: Drawn) -> float:
    """How wide it is at most, in millimetres."""
    return _SMALL if isinstance(chart, Chart) and chart.small else WIDEST


def _pictured(chart: Drawn, width: float, face: Face, height: float) -> Picture:
    if isinstance(chart, Chart):
        return picture(chart, width, face, height)
    return plots.picture(chart, width, face, height)


def words(chart: Drawn) -> str:
    """The chart in words: for XLSX, for screen readers and as the description of the picture."""
    if not isinstance(chart, Chart):
        marks = "; ".join(f"{one.label}: {one.text}" for one in PlotBlock(chart).marks)
        return f"{chart.title}. {marks}."
    said = []
    for group in chart.groups:
        bars = [
            f"{name} – {bar.text}" if len(chart.groups[0].bars) > 1 else bar.text
            for name, bar in zip(chart.series or ("",), group.bars, strict=False)
            if bar.text
        ]
        said.append(f"{group.label}: {', '.join(bars)}")
    return f"{chart.title}. {'; '.join(said)}."


def picture(
    chart: Chart,
    width: float,
    face: Face,
    height: float = 0.0,
    *,
    compact: bool = False,
    told: Mapping[tuple[int, int], Told] = TOLD,
) -> Picture:
    """The chart as primitives; compact without figures at its axis and with the threshold told beside the title."""
    labels = [face.wrapped(group.label, slot(chart, width, compact=compact)) for group in chart.groups]
    lines = max((len(label) for label in labels), default=1)
    title = face.wrapped(chart.title, width, bold=True)
    legend = not compact and (len(chart.series) > 1 or bool(chart.threshold_label))
    height = height or (_SMALL_PLOT if chart.small else _PLOT) + face.line * (lines + len(title))
    frame = _Frame(
        left=0 if compact else _AXIS,
        right=width,
        bottom=lines * face.line + (4 if compact else 8) + (face.line + 6 if legend else 0),
        top=height - len(title) * (face.line + 2) - (face.line if compact else 16),
        maximum=_maximum(chart, compact=compact),
    )
    shapes: list[Shape] = list(_title(title, width, height, face, compact=compact))
    shapes += _axis(chart, frame, face, compact=compact)
    bars = _Bars(chart, frame, face, told)
    shapes += bars.shapes
    shapes += bars.labels(labels)
    if chart.threshold_e4 is not None:
        y = frame.height(chart.threshold_e4)
        shapes.append(Line(frame.left, y, frame.right, y, "threshold", 1, dashed=True))
    shapes += bars.values
    if compact and chart.threshold_label:
        shapes.append(Text(width, height - face.line, chart.threshold_label, "end", role="threshold"))
    if legend:
        shapes += _legend(chart, frame, face)
    return Picture(width, height, tuple(shapes), tuple(bars.spots))


def slot(chart: Chart, width: float, *, compact: bool = False) -> float:
    """Room for the words under one group."""
    return (width - (0 if compact else _AXIS)) / max(1, len(chart.groups)) - 4


def _title(lines: list[str], width: float, height: float, face: Face, *, compact: bool) -> list[Text]:
    x, anchor = (0.0, "start") if compact else (width / 2, "middle")
    step = face.line + (0 if compact else 1)
    return [Text(x, height - (at + 1) * step, line, anchor, bold=True) for at, line in enumerate(lines)]


def _maximum(chart: Chart, *, compact: bool) -> int:
    values = [bar.value_e4 for group in chart.groups for bar in group.bars if bar.value_e4 is not None]
    if compact:
        return max([(chart.threshold_e4 or 0) * 4 // 3, *values, 1])
    top = max([*values, chart.threshold_e4 or 0, 10 * E4 if chart.unit == "%" else E4])
    step = _step(top)
    highest = -(-top // step) * step
    return min(highest, 100 * E4) if chart.unit == "%" and top <= 100 * E4 else highest


def _step(top: int) -> int:
    for step in (5, 10, 20, 25, 50, 100, 200, 500, 1000):
        if top <= step * E4 * 5:
            return step * E4
    return -(-top // 5)


def _axis(chart: Chart, frame: _Frame, face: Face, *, compact: bool) -> list[Shape]:
    if compact:
        return [Line(frame.left, frame.bottom, frame.right, frame.bottom, "axis")]
    shapes: list[Shape] = []
    for value in range(0, frame.maximum + 1, _step(frame.maximum)):
        y = frame.height(value)
        shapes.append(Line(frame.left, y, frame.right, y, "grid" if value else "axis"))
        shapes.append(Text(frame.left - 4, y - 3, str(value // E4), "end"))
    return [*shapes, Text(frame.left - 4, frame.top - 3 + face.line, chart.unit, "end")]


class _Bars:
    """The bars; their values come apart, to be written over everything."""

    def __init__(self, chart: Chart, frame: _Frame, face: Face, told: Mapping[tuple[int, int], Told]) -> None:
        self.shapes: list[Shape] = []
        self.values: list[Shape] = []
        self.spots: list[Spot] = []
        self._frame, self._face = frame, face
        self._slot = (frame.right - frame.left) / max(1, len(chart.groups))
        most = max((len(group.bars) for group in chart.groups), default=1)
        self._thick = min(_THICKEST, self._slot * 0.8 / max(1, most))
        for place, group in enumerate(chart.groups):
            start = self._middle(place) - self._thick * len(group.bars) / 2
            for at, bar in enumerate(group.bars):
                self._add(bar, start + at * self._thick, at, told.get((place, at), Told()), len(group.bars))

    def _middle(self, place: int) -> float:
        return self._frame.left + self._slot * (place + 0.5)

    def _add(self, bar: Bar, x: float, series: int, told: Told, bars: int) -> None:
        frame, thick, top = self._frame, self._thick, self._frame.bottom
        if bar.value_e4 is not None:
            top = min(frame.height(bar.value_e4), frame.top)
            tall = max(0.5, top - frame.bottom)
            role = told.role or f"series{series % SERIES}"
            self.shapes.append(Box(x + 1, frame.bottom, thick - 2, tall, role))
        room = self._slot - 2 if bars == 1 else thick + 6
        for number, line in enumerate(reversed(self._face.wrapped(bar.text, room))):
            self._value(x + thick / 2, top + 3 + number * self._face.line, line, told.role or "text")
        if told.tip or told.key is not None:
            half = max(thick, self._slot if bars == 1 else 0) / 2
            middle = x + thick / 2
            self.spots.append(
                Spot(middle - half, 0, 2 * half, frame.top + self._face.line, told.tip, told.key)
            )

    def _value(self, x: float, y: float, text: str, role: str) -> None:
        wide, size = self._face.measure(text, False) + 2, self._face.size
        self.values.append(Box(x - wide / 2, y - 1.5, wide, size - 0.5, "plate"))
        self.values.append(Text(x, y, text, "middle", role=role))

    def labels(self, labels: list[list[str]]) -> list[Text]:
        """The words under the groups."""
        line, bottom = self._face.line, self._frame.bottom
        return [
            Text(self._middle(place), bottom - line * (number + 1) - 1, text, "middle")
            for place, lines in enumerate(labels)
            for number, text in enumerate(lines)
        ]


def _legend(chart: Chart, frame: _Frame, face: Face) -> list[Shape]:
    shapes: list[Shape] = []
    x = frame.left
    for at, name in enumerate(chart.series if len(chart.series) > 1 else ()):
        shapes += [Box(x, 3, 10, 8, f"series{at % SERIES}"), Text(x + 14, 3, name)]
        x += 14 + face.measure(face.drawable(name), False) + 16
    if chart.threshold_e4 is not None and chart.threshold_label:
        shapes.append(Line(x, 6, x + 22, 6, "threshold", 1, dashed=True))
        shapes.append(Text(x + 26, 3, chart.threshold_label))
    return shapes
