"""Undoing belongs to the text with the cursor: Ctrl+Z and Ctrl+Shift+Z are taken by every field Qt has, also where nothing is
left to undo; Ctrl+Y only on some systems, and so it is given to them here."""

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

Text = QLineEdit | QPlainTextEdit | QTextEdit


def text_with_cursor() -> Text | None:
    """The text that is being typed in; none where the cursor is elsewhere or the text may only be read."""
    widget = QApplication.focusWidget()
    if isinstance(widget, QComboBox | QAbstractSpinBox):
        widget = widget.lineEdit()
    return widget if isinstance(widget, Text) and not widget.isReadOnly() else None


def give_redo_key(window: QWidget, otherwise: Callable[[], object] | None = None) -> None:
    """Ctrl+Y in a window brings back what was undone in the text with the cursor; `otherwise` is done without such a text."""

    def redo() -> None:
        text = text_with_cursor()
        if text is not None:
            text.redo()
        elif otherwise is not None:
            otherwise()

    shortcut = QShortcut(QKeySequence("Ctrl+Y"), window)
    shortcut.activated.connect(redo)
