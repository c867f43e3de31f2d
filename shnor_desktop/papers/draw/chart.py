"""Bar charts, drawn once by reportlab.graphics: vectors in PDF, SVG on screens, a picture in DOCX.

Every bar carries its value in figures, series differ by shade and outline, so a black-and-white print reads.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from shnor_desktop.papers.tree import fonts
from shnor_desktop.papers.tree.paper import Bar, Chart
from shnor_desktop.rules.figures import E4

SHADES = ((0.35, 0.35, 0.35), (0.72, 0.72, 0.72), (1.0, 1.0, 1.0), (0.55, 0.55, 0.55))
FAMILIES = {fonts.SERIF: "Liberation Serif", fonts.SANS: "Liberation Sans"}
"""Names under which the window knows the bundled fonts; QtSvg takes one name, without quotes."""
SIZE = 9.0
WIDEST = 170.0
"""Millimetres; on a landscape page a chart is not wider."""
LINE = 11.0


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


def drawing(chart: Chart, width: float, height: float = 0.0, family: str = fonts.SERIF) -> Any:
    """The chart as a reportlab drawing `width` points wide."""
    from reportlab.graphics.shapes import Drawing

    fonts.register(family)
    pen = _Pen(family)
    labels = [pen.wrapped(group.label, _slot(chart, width)) for group in chart.groups]
    lines = max((len(label) for label in labels), default=1)
    title = pen.wrapped(chart.title, width, bold=True)
    legend = len(chart.series) > 1 or bool(chart.threshold_label)
    height = height or 140 + LINE * (lines + len(title))
    frame = _Frame(
        left=30,
        right=width,
        bottom=lines * LINE + 8 + (LINE + 6 if legend else 0),
        top=height - len(title) * (LINE + 2) - 16,
        maximum=_maximum(chart),
    )
    picture = Drawing(width, height)
    for at, line in enumerate(title):
        picture.add(pen.string(width / 2, height - (at + 1) * (LINE + 1), line, "middle", bold=True))
    _axis(picture, pen, chart, frame)
    values = _bars(picture, pen, chart, frame, labels)
    _threshold(picture, chart, frame)
    for x, y, line in values:
        _value(picture, pen, x, y, line)
    if legend:
        _legend(picture, pen, chart, frame)
    return picture


def words(chart: Chart) -> str:
    """The chart in words: for XLSX, for screen readers and as the description of the picture."""
    said = []
    for group in chart.groups:
        bars = [
            f"{name} – {bar.text}" if len(chart.groups[0].bars) > 1 else bar.text
            for name, bar in zip(chart.series or ("",), group.bars, strict=False)
            if bar.text
        ]
        said.append(f"{group.label}: {', '.join(bars)}")
    return f"{chart.title}. {'; '.join(said)}."


def svg(chart: Chart, width: float = 480.0, height: float = 0.0) -> str:
    """The chart as SVG for screens, on white paper whatever the theme, described in words."""
    from reportlab.graphics import renderSVG
    from reportlab.graphics.shapes import Rect
    from reportlab.lib.colors import white

    picture = drawing(chart, width, height, family=fonts.SANS)
    picture.insert(0, Rect(0, 0, picture.width, picture.height, fillColor=white, strokeColor=None))
    text = renderSVG.drawToString(picture)
    text = _named_fonts(text if isinstance(text, str) else text.decode("utf-8"))
    text = text.replace("<title>...</title>", f"<title>{escape(fonts.clean(chart.title))}</title>", 1)
    return text.replace("<desc>...</desc>", f"<desc>{escape(fonts.clean(words(chart)))}</desc>", 1)


def png(chart: Chart, width: float, dpi: int = 200, family: str = fonts.SERIF) -> bytes:
    """The chart as a picture `width` points wide."""
    import pypdfium2
    from reportlab.graphics import renderPDF

    stream = BytesIO()
    renderPDF.drawToFile(drawing(chart, width, family=family), stream, "", autoSize=1)
    document = pypdfium2.PdfDocument(stream.getvalue())
    try:
        image = document[0].render(scale=dpi / 72).to_pil()
    finally:
        document.close()
    out = BytesIO()
    image.save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def _named_fonts(text: str) -> str:
    for name, families in FAMILIES.items():
        for suffix, _face in reversed(fonts.FACES):
            weight = "; font-weight: bold" if "Bold" in suffix else ""
            text = text.replace(f"font-family: {name}{suffix};", f"font-family: {families}{weight};")
    return text


@dataclass(frozen=True, slots=True)
class _Pen:
    """Text of one family."""

    family: str

    def face(self, *, bold: bool = False) -> str:
        return self.family + ("-Bold" if bold else "")

    def width(self, text: str, *, bold: bool = False) -> float:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        return float(stringWidth(text, self.face(bold=bold), SIZE))

    def string(self, x: float, y: float, text: str, anchor: str = "start", *, bold: bool = False) -> Any:
        from reportlab.graphics.shapes import String

        return String(
            x,
            y,
            fonts.printable(text, self.family),
            fontName=self.face(bold=bold),
            fontSize=SIZE,
            textAnchor=anchor,
        )

    def wrapped(self, text: str, room: float, *, bold: bool = False) -> list[str]:
        """The text in lines of at most `room` points; a single long word stays whole."""
        lines: list[str] = []
        for word in fonts.printable(text, self.family).split(" "):
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(joined, bold=bold) <= room:
                lines[-1] = joined
            else:
                lines.append(word)
        return [line for line in lines if line]


def _slot(chart: Chart, width: float) -> float:
    return (width - 30) / max(1, len(chart.groups)) - 4


def _maximum(chart: Chart) -> int:
    values = [bar.value_e4 for group in chart.groups for bar in group.bars if bar.value_e4 is not None]
    top = max([*values, chart.threshold_e4 or 0, 10 * E4])
    step = _step(top)
    highest = -(-top // step) * step
    return min(highest, 100 * E4) if chart.unit == "%" and top <= 100 * E4 else highest


def _step(top: int) -> int:
    for step in (5, 10, 20, 25, 50, 100, 200, 500, 1000):
        if top <= step * E4 * 5:
            return step * E4
    return -(-top // 5)


def _axis(picture: Any, pen: _Pen, chart: Chart, frame: _Frame) -> None:
    from reportlab.graphics.shapes import Line
    from reportlab.lib.colors import black, lightgrey

    step = _step(frame.maximum)
    for value in range(0, frame.maximum + 1, step):
        y = frame.height(value)
        colour = lightgrey if value else black
        picture.add(Line(frame.left, y, frame.right, y, strokeColor=colour, strokeWidth=0.5))
        picture.add(pen.string(frame.left - 4, y - 3, str(value // E4), "end"))
    picture.add(pen.string(frame.left - 4, frame.top + 6, chart.unit, "end"))


def _bars(
    picture: Any, pen: _Pen, chart: Chart, frame: _Frame, labels: list[list[str]]
) -> list[tuple[float, float, str]]:
    """Draw the bars and the words under them; the values come back, to be written over everything."""
    slot = (frame.right - frame.left) / max(1, len(chart.groups))
    most = max((len(group.bars) for group in chart.groups), default=1)
    thick = min(46.0, slot * 0.8 / max(1, most))
    values: list[tuple[float, float, str]] = []
    for place, group in enumerate(chart.groups):
        middle = frame.left + slot * (place + 0.5)
        start = middle - thick * len(group.bars) / 2
        for at, bar in enumerate(group.bars):
            x = start + at * thick
            top = _bar(picture, frame, bar, x, thick, at)
            lines = reversed(pen.wrapped(bar.text, thick + 6))
            values += [(x + thick / 2, top + 3 + number * LINE, line) for number, line in enumerate(lines)]
        for number, line in enumerate(labels[place]):
            picture.add(pen.string(middle, frame.bottom - LINE * (number + 1) - 1, line, "middle"))
    return values


def _bar(picture: Any, frame: _Frame, bar: Bar, x: float, thick: float, series: int) -> float:
    """Draw one bar; its top."""
    from reportlab.graphics.shapes import Rect
    from reportlab.lib.colors import Color, black

    if bar.value_e4 is None:
        return frame.bottom
    top = min(frame.height(bar.value_e4), frame.top)
    shade = Color(*SHADES[series % len(SHADES)])
    tall = max(0.5, top - frame.bottom)
    picture.add(
        Rect(x + 1, frame.bottom, thick - 2, tall, fillColor=shade, strokeColor=black, strokeWidth=0.6)
    )
    return top


def _value(picture: Any, pen: _Pen, x: float, y: float, text: str) -> None:
    from reportlab.graphics.shapes import Rect
    from reportlab.lib.colors import white

    wide = pen.width(text) + 2
    picture.add(Rect(x - wide / 2, y - 1.5, wide, SIZE - 0.5, fillColor=white, strokeColor=None))
    picture.add(pen.string(x, y, text, "middle"))


def _threshold(picture: Any, chart: Chart, frame: _Frame) -> None:
    if chart.threshold_e4 is None:
        return
    y = frame.height(chart.threshold_e4)
    picture.add(_dashed(frame.left, frame.right, y))


def _dashed(left: float, right: float, y: float) -> Any:
    from reportlab.graphics.shapes import Line
    from reportlab.lib.colors import black

    return Line(left, y, right, y, strokeColor=black, strokeWidth=1, strokeDashArray=[4, 3])


def _legend(picture: Any, pen: _Pen, chart: Chart, frame: _Frame) -> None:
    from reportlab.graphics.shapes import Rect
    from reportlab.lib.colors import Color, black

    x = frame.left
    for at, name in enumerate(chart.series if len(chart.series) > 1 else ()):
        shade = Color(*SHADES[at % len(SHADES)])
        picture.add(Rect(x, 3, 10, 8, fillColor=shade, strokeColor=black, strokeWidth=0.6))
        picture.add(pen.string(x + 14, 3, name))
        x += 14 + pen.width(fonts.printable(name, pen.family)) + 16
    if chart.threshold_e4 is not None and chart.threshold_label:
        picture.add(_dashed(x, x + 22, 6))
        picture.add(pen.string(x + 26, 3, chart.threshold_label))
