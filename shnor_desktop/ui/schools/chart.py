"""A small chart of one procedure over the years: the share of those who failed, with the threshold line."""

from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from shnor_desktop.papers.draw import chart as charts
from shnor_desktop.papers.draw.primitives import Face, Picture, Told
from shnor_desktop.papers.tree import paper
from shnor_desktop.rules.figures import E4
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.picture import PictureView

_LINES = 9.5
"""Height of the chart in lines of text."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One sitting: no value when there are no figures, then `text` says why."""

    label: str
    value_e4: int | None
    text: str
    note: str
    """Second line under the bar: «12 уч.»."""
    low: bool
    key: object = None
    """What a click on it means."""

    @property
    def tip(self) -> str:
        """«весна 2024: 30,8 %, 13 уч.»."""
        return ", ".join(filter(None, (f"{self.label}: {self.text}", self.note)))


class HistoryChart(PictureView):
    """Bars with their values in figures; low ones are marked by colour and a sign."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self._drawn, parent)
        self._bars: tuple[Bar, ...] = ()
        self._threshold = 30
        self._title = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Диаграмма по годам")

    def show_bars(self, title: str, bars: tuple[Bar, ...], threshold: int) -> None:
        """Draw these bars; the accessible description says the same in words."""
        self._title, self._bars, self._threshold = title, bars, threshold
        self.setAccessibleDescription(title + ": " + "; ".join(f"{one.label} — {one.text}" for one in bars))
        self.setToolTip("\n".join(one.tip for one in bars))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, round(_LINES * self._line()))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, round((_LINES - 1) * self._line()))

    def _line(self) -> int:
        """Height of a line of text with its air; everything but the bars is measured in lines."""
        return self.fontMetrics().height() + 3

    def _drawn(self, width: float, height: float, face: Face) -> Picture:
        room = width / max(1, len(self._bars)) - 6
        told = {
            (place, 0): Told(one.tip, one.key, "low" if one.low else "")
            for place, one in enumerate(self._bars)
        }
        return charts.picture(
            paper.Chart(
                self._title,
                ("",),
                tuple(_group(one, room, face) for one in self._bars),
                threshold_e4=self._threshold * E4,
                threshold_label=f"╌╌ порог {self._threshold} %",
            ),
            width,
            face,
            height,
            compact=True,
            told=told,
        )


def _group(one: Bar, room: float, face: Face) -> paper.BarGroup:
    mark = f"{theme.state_mark('low').glyph} " if one.low else ""
    year = one.label[-4:]
    value = fitting((mark + one.text, one.text, one.text.rstrip("\u00a0 %")), room, face)
    label = fitting((one.label, year, f"’{year[2:]}"), room, face)
    note = fitting((one.note, one.note.split()[0] if one.note else "", ""), room, face)
    kept = (text.replace(" ", "\u00a0") for text in (label, note))  # One line each.
    return paper.BarGroup("\n".join(kept), (paper.Bar(one.value_e4, value.replace(" ", "\u00a0")),))


def fitting(texts: tuple[str, ...], room: float, face: Face) -> str:
    """The first text that fits, else the last: many years stand in a narrow card."""
    return next((text for text in texts if face.measure(text, False) <= room), texts[-1])
