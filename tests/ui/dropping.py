"""Files that are dragged over the window and let go, as the system tells it of them."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from shnor_desktop.ui.shell.window import Window

_HOW = Qt.DropAction.CopyAction
_HELD = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drag(paths: list[Path]) -> QMimeData:
    """What is dragged."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def enter(window: Window, data: QMimeData) -> QDragEnterEvent:
    """The drag comes over the window."""
    event = QDragEnterEvent(QPoint(300, 300), _HOW, data, *_HELD)
    event.setAccepted(False)
    window.dragEnterEvent(event)
    return event


def drop(window: Window, data: QMimeData) -> bool:
    """It is let go there; False when the window does not take it."""
    accepted = enter(window, data).isAccepted()
    if accepted:
        window.dropEvent(QDropEvent(QPointF(300, 300), _HOW, data, *_HELD))
    return accepted


def drop_files(window: Window, *paths: Path) -> None:
    """Files are let go, and what the window does with them has begun."""
    assert drop(window, drag(list(paths)))
    QApplication.processEvents()
