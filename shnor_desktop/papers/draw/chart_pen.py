"""The pen of the paper: primitives onto a canvas of reportlab, in greys. Loaded with reportlab, when a chart is drawn."""

from io import BytesIO
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from shnor_desktop.papers.draw.primitives import Box, Curve, Disc, Face, Line, Picture, Text
from shnor_desktop.papers.tree import fonts

SIZE, LINE = 9.0, 11.0
_GREYS = {
    "grid": 0.83,
    "plate": 1.0,
    "series0": 0.35,
    "series1": 0.72,
    "series2": 1.0,
    "series3": 0.55,
    "weak": 0.45,
}
"""Everything else is black."""


def face(family: str) -> Face:
    """How texts of a family are set."""
    fonts.register(family)
    return Face(
        SIZE,
        LINE,
        lambda text, bold: float(stringWidth(text, _font(family, bold=bold), SIZE)),
        lambda text: fonts.printable(text, family),
    )


def _font(family: str, *, bold: bool) -> str:
    return f"{family}-Bold" if bold else family


def draw(picture: Picture, canvas: Any, family: str) -> None:
    """Draw at the origin of the canvas."""
    for shape in picture.shapes:
        grey = _GREYS.get(shape.role, 0.0)
        match shape:
            case Line():
                canvas.setStrokeGray(grey)
                canvas.setLineWidth(shape.width)
                canvas.setDash([4, 3] if shape.dashed else [])
                canvas.line(shape.x, shape.y, shape.to_x, shape.to_y)
            case Curve():
                canvas.setStrokeGray(grey)
                canvas.setLineWidth(shape.width)
                canvas.setDash([4, 3] if shape.dashed else [])
                path = canvas.beginPath()
                path.moveTo(*shape.points[0])
                for point in shape.points[1:]:
                    path.lineTo(*point)
                canvas.drawPath(path)
            case Disc():
                canvas.setStrokeGray(grey)
                canvas.setFillGray(grey if shape.filled else 1)
                canvas.setLineWidth(0.8)
                canvas.setDash([])
                canvas.circle(shape.x, shape.y, shape.radius, stroke=1, fill=1)
            case Box():
                canvas.setFillGray(grey)
                canvas.setStrokeGray(0)
                canvas.setLineWidth(0.6)
                canvas.setDash([])
                outlined = int(shape.role != "plate")
                canvas.rect(shape.x, shape.y, shape.width, shape.height, stroke=outlined, fill=1)
            case Text():
                canvas.setFillGray(grey)
                canvas.setFont(_font(family, bold=shape.bold), SIZE)
                put = {"start": canvas.drawString, "middle": canvas.drawCentredString}
                text = fonts.printable(shape.text, family)
                put.get(shape.anchor, canvas.drawRightString)(shape.x, shape.y, text)


class Drawing(Flowable):  # type: ignore[misc]
    """A picture in the flow of a page."""

    def __init__(self, picture: Picture, family: str) -> None:
        super().__init__()
        self.picture, self.family = picture, family
        self.width, self.height = picture.width, picture.height

    def draw(self) -> None:
        """As reportlab asks."""
        self.canv.saveState()
        draw(self.picture, self.canv, self.family)
        self.canv.restoreState()


def drawing(picture: Picture, family: str) -> Drawing:
    """The picture for a page."""
    return Drawing(picture, family)


def png(picture: Picture, family: str, dpi: int) -> bytes:
    """The picture in pixels."""
    import pypdfium2

    stream = BytesIO()
    canvas = Canvas(stream, (picture.width, picture.height))
    draw(picture, canvas, family)
    canvas.save()
    document = pypdfium2.PdfDocument(stream.getvalue())
    try:
        image = document[0].render(scale=dpi / 72).to_pil()
    finally:
        document.close()
    out = BytesIO()
    image.save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()
