"""Columns and rows of parts, each said in one call; areas with a border between them that can be dragged; pages and tabs.

A part is a widget or a layout; `(part, 1)` takes its share of the room that is left, `(part, 0, alignment)` stands there
in its own; a bare number is free room that takes such a share. `around` is free at the left, above, at the right and below,
`gap` between the parts; None leaves either to the style.
"""

from collections.abc import Sequence
from typing import TypeAlias, TypeVar

from PySide6 import QtCore
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLayout,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.ui.kit import theme

Part: TypeAlias = (
    "QWidget | QLayout | int | tuple[QWidget | QLayout, int] | tuple[QWidget, int, QtCore.Qt.AlignmentFlag]"
)
Around: TypeAlias = tuple[int, int, int, int] | None
SNUG = (theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
"""Around a screen that begins with a line of controls."""
WIDE = (theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.GAP)
"""Around a screen that begins with its contents."""
EVEN = (theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
BAR = (12, 5, 12, 5)
"""Around what a bar over the screens says."""
BELOW = (0, 0, 0, theme.GAP)
ABOVE = (0, theme.GAP, 0, 0)
_NOTHING = (0, 0, 0, 0)
_Box = TypeVar("_Box", bound=QBoxLayout)


def lay_column(
    area: QWidget, *parts: Part, around: Around = _NOTHING, gap: int | None = theme.GAP
) -> QVBoxLayout:
    """Below each other in an area."""
    return _filled(QVBoxLayout(area), parts, around, gap)


def lay_row(
    area: QWidget, *parts: Part, around: Around = _NOTHING, gap: int | None = theme.GAP
) -> QHBoxLayout:
    """Beside each other in an area."""
    return _filled(QHBoxLayout(area), parts, around, gap)


def in_column(*parts: Part, around: Around = _NOTHING, gap: int | None = theme.GAP) -> QVBoxLayout:
    """Below each other, as a part of something else."""
    return _filled(QVBoxLayout(), parts, around, gap)


def in_row(*parts: Part, around: Around = _NOTHING, gap: int | None = theme.GAP) -> QHBoxLayout:
    """Beside each other, as a part of something else."""
    return _filled(QHBoxLayout(), parts, around, gap)


def stacked(parent: QWidget, *parts: Part, around: Around = _NOTHING, gap: int | None = theme.GAP) -> QWidget:
    """A new area with its parts below each other."""
    area = QWidget(parent)
    lay_column(area, *parts, around=around, gap=gap)
    return area


def split(
    parent: QWidget,
    *areas: QWidget,
    sizes: Sequence[int] = (),
    shares: Sequence[int] = (),
    upright: bool = False,
) -> QSplitter:
    """Areas beside each other, `upright` below each other; the border between them is dragged, and none is dragged away.
    `shares` of the room that is left when the window grows."""
    orientation = QtCore.Qt.Orientation
    made = QSplitter(orientation.Vertical if upright else orientation.Horizontal, parent)
    made.setChildrenCollapsible(False)
    for area in areas:
        made.addWidget(area)
    for place, share in enumerate(shares):
        made.setStretchFactor(place, share)
    if sizes:
        made.setSizes(list(sizes))
    return made


def pages_of(parent: QWidget, *pages: QWidget) -> QStackedWidget:
    """Pages of which one is seen, at first the first."""
    made = QStackedWidget(parent)
    for page in pages:
        made.addWidget(page)
    return made


def tab_bar(parent: QWidget, titles: Sequence[str], name: str = "") -> QTabBar:
    """Tabs no wider than their titles over whatever they turn to; `name` is what screen readers call them."""
    made = QTabBar(parent)
    made.setExpanding(False)
    made.setDrawBase(False)
    made.setAccessibleName(name)
    for title in titles:
        made.addTab(title)
    return made


def fill(box: QBoxLayout, *parts: Part) -> None:
    """More parts after those that are there."""
    for part in parts:
        if isinstance(part, int):
            box.addStretch(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        elif isinstance(part, QWidget):
            box.addWidget(part)
        elif isinstance(part[0], QLayout):
            box.addLayout(part[0], part[1])
        else:
            box.addWidget(part[0], *part[1:])


def _filled(box: _Box, parts: Sequence[Part], around: Around, gap: int | None) -> _Box:
    if around is not None:
        box.setContentsMargins(*around)
    if gap is not None:
        box.setSpacing(gap)
    fill(box, *parts)
    return box
