"""How the screens of support lay their parts side by side and below each other."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shnor_desktop.ui.kit import theme


def row_of(*widgets: QWidget, grows: QWidget | None = None) -> QWidget:
    """Side by side; the last takes what is left, or the one that is named."""
    area = QWidget(widgets[0].parentWidget())
    row = QHBoxLayout(area)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.GAP)
    for widget in widgets:
        row.addWidget(widget, int(widget is (grows or widgets[-1])))
    return area


def stacked(parent: QWidget, widgets: tuple[QWidget, ...], grows: QWidget) -> QWidget:
    """Below each other; one of them takes what is left."""
    area = QWidget(parent)
    column = QVBoxLayout(area)
    column.setContentsMargins(0, 0, 0, theme.GAP)
    column.setSpacing(theme.GAP)
    for widget in widgets:
        column.addWidget(widget, int(widget is grows))
    return area
