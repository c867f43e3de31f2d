"""What a chart is made of: frozen lines, boxes and texts in points from the lower left corner, drawn by a pen of the paper
or of the screen. Roles say what a part means; each pen has its own colours for them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """From one point to another."""

    x: float
    y: float
    to_x: float
    to_y: float
    role: str
    width: float = 0.5
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; outlined where it is a bar on paper."""

    x: float
    y: float
    width: float
    height: float
    role: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through many points."""

    points: tuple[tuple[float, float], ...]
    role: str
    width: float = 0.5
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Disc:
    """A round mark about a point, filled or a ring."""

    x: float
    y: float
    radius: float
    role: str
    filled: bool = True


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `anchor` is which end of it stands at x: "start", "middle", "end"."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    bold: bool = False
    role: str = "text"


Shape = Line | Curve | Box | Disc | Text


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that tells something under the mouse and may be clicked."""

    x: float
    y: float
    width: float
    height: float
    tip: str
    key: object = None

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies in it."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


@dataclass(frozen=True, slots=True)
class Told:
    """What the screen says of one part of a chart: a tip, what a click means, whether it is marked."""

    tip: str = ""
    key: object = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes in the order they are drawn."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Face:
    """How texts are set: size, height of a line, how wide a text is (bold or not) and what of it can be drawn."""

    size: float
    line: float
    measure: Callable[[str, bool], float]
    drawable: Callable[[str], str] = str

    def wrapped(self, text: str, room: float, *, bold: bool = False) -> list[str]:
        """The text in lines of at most `room` points; a single long word stays whole."""
        lines: list[str] = []
        for part in text.split("\n"):
            start = len(lines)
            for word in self.drawable(part).split(" "):
                joined = f"{lines[-1]} {word}" if len(lines) > start else word
                if len(lines) > start and self.measure(joined, bold) <= room:
                    lines[-1] = joined
                else:
                    lines.append(word)
        return [line for line in lines if line]
