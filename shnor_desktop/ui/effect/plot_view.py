"""A plot of schools on the screen: tips under the mouse, a click opens the school."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from shnor_desktop.papers.draw import chart, plots
from shnor_desktop.papers.draw.primitives import Face, Picture, Told
from shnor_desktop.papers.effect.facts import EffectRow
from shnor_desktop.papers.effect.plots import tip
from shnor_desktop.papers.tree.paper import Funnel, Slope
from shnor_desktop.ui.kit.picture import PictureView


class PlotView(PictureView):
    """Shows a funnel or slopes; nothing where there is nothing to draw."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(self._drawn, parent)
        self._plot: Funnel | Slope | None = None
        self._told: dict[int, Told] = {}
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_plot(self, plot: Funnel | Slope | None, rows: Sequence[EffectRow]) -> None:
        """Draw this; `rows` are its schools in their order."""
        self._plot = plot
        self._told = {at: Told(tip(row), row.school) for at, row in enumerate(rows)}
        self.setAccessibleDescription(chart.words(plot) if plot else "")
        self.update()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(26 * line, 20 * line)

    def minimumSizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(16 * line, 12 * line)

    def _drawn(self, width: float, height: float, face: Face) -> Picture:
        if self._plot is None:
            return Picture(width, height, ())
        return plots.picture(self._plot, width, face, height, self._told)
