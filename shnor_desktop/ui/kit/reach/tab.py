"""Where Tab goes from cell to cell, Ctrl+Tab leads out of the table, and Ctrl+Shift+Tab back."""

from PySide6 import QtCore
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView


def left_by(event: QKeyEvent, table: QTableView) -> bool:
    """Whether the key leads out of the table; then the cursor has gone on."""
    keys, held = QtCore.Qt.Key, QtCore.Qt.KeyboardModifier.ControlModifier
    if not event.modifiers() & held or event.key() not in (keys.Key_Tab, keys.Key_Backtab):
        return False
    within = table.tabKeyNavigation()
    table.setTabKeyNavigation(False)
    table.focusNextPrevChild(event.key() == keys.Key_Tab)
    table.setTabKeyNavigation(within)
    return True
