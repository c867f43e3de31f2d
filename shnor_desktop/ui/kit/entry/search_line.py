"""The line in which one types what to find: the same keys, the same cross and the same answer wherever there is one."""

from PySide6 import QtCore
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget

from shnor_desktop.ui.kit import theme

SEARCH = "search"
"""Its name, by which Ctrl+F finds it."""
_CROSS = 26
"""Room for the cross that empties it."""
_AIR = 6


class SearchLine(QLineEdit):
    """Esc empties it, and leaves it when it is empty; the down arrow leads to what was found, and so does Enter, unless it
    `goes_on` to the next that was found."""

    def __init__(
        self,
        parent: QWidget,
        hint: str = "Найти (Ctrl+F)",
        *,
        name: str = "Найти в таблице",
        least: int = 0,
        goes_on: bool = False,
    ) -> None:
        """`name` is what screen readers call it, `least` how wide it always is."""
        super().__init__(parent)
        self._found: QWidget | None = None
        self._told = QLabel(self)
        self._told.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._told.hide()
        self.setObjectName(SEARCH)
        self.setPlaceholderText(hint)
        self.setToolTip(hint)  # There may be no room for all of it.
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        if least:
            self.setMinimumWidth(theme.wide(least))
        if not goes_on:
            self.returnPressed.connect(self._leave)

    def leads_to(self, found: QWidget) -> None:
        """Where what is found stands."""
        self._found = found

    def start(self) -> None:
        """Ctrl+F."""
        self.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def tell(self, count: int | None) -> None:
        """How much was found, in the line itself; None where nothing is looked for."""
        self._told.setText("" if count is None else str(count) if count else "не найдено")
        self._told.setObjectName("error" if count == 0 else "muted")
        self._told.setStyleSheet("")  # The name says how it is dressed.
        self.setAccessibleDescription("" if count is None else f"Найдено: {count}")
        self._told.setVisible(count is not None)
        self._lay_out()

    def _leave(self) -> None:
        if self._found is not None:
            self._found.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self._told.adjustSize()
        room = self._told.width() + _AIR if self._told.isVisibleTo(self) else 0
        self.setTextMargins(0, 0, room, 0)
        self._told.move(self.width() - room - _CROSS, (self.height() - self._told.height()) // 2)

    def event(self, event: QEvent) -> bool:
        """Esc is its own before it is a shortcut of whatever is around, as long as there is something to empty."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == QtCore.Qt.Key.Key_Escape
            and self.text()
        ):
            event.accept()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            QtCore.Qt.KeyboardModifier.NoModifier,
            QtCore.Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() == QtCore.Qt.Key.Key_Escape and self.text():
            self.clear()
        elif (
            plain
            and event.key() == QtCore.Qt.Key.Key_Escape
            and not isinstance(self.window(), QDialog)
            or plain
            and event.key() == QtCore.Qt.Key.Key_Down
            and self._found is not None
        ):
            self._leave()
        else:
            super().keyPressEvent(event)
            if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
                event.accept()  # Else the dialog around would press its button.
