"""Labels that show what people wrote: never read as markup, wrapped where they are too long."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

_BY_MOUSE = Qt.TextInteractionFlag.TextSelectableByMouse


def plain_label(role: str, parent: QWidget, text: str = "") -> QLabel:
    """A label in the dress of `role`."""
    label = QLabel(text, parent)
    label.setObjectName(role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def selectable_label(role: str, parent: QWidget, text: str = "", *, keyboard: bool = False) -> QLabel:
    """The same, with a text that can be marked with the mouse, with the `keyboard` too, and copied."""
    label = plain_label(role, parent, text)
    by_keyboard = Qt.TextInteractionFlag.TextSelectableByKeyboard
    label.setTextInteractionFlags(_BY_MOUSE | by_keyboard if keyboard else _BY_MOUSE)
    return label
