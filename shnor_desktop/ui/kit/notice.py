"""The passing notes at the foot of the window: «Копия сохранена», «Удалено 3 записи. Отменить»."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

_NOTE_MS = 6_000
_UNDO_MS = 20_000


class Notice(QFrame):
    """One line over the bar below the pages, so that nothing moves under the mouse when it comes and goes; the next
    note replaces it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAccessibleName("Сообщение")
        self._undo: Callable[[], None] | None = None
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.button = QPushButton("Отменить", self)
        self.button.clicked.connect(self._on_undo_clicked)
        close = QToolButton(self)
        close.setText("×")
        close.setAutoRaise(True)
        close.setAccessibleName("Скрыть сообщение")
        close.setStyleSheet("color: palette(base); font-weight: bold;")
        close.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.addWidget(self.label, 1)
        row.addWidget(self.button)
        row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        self._bar: QWidget | None = None
        self.hide()

    def lie_over(self, bar: QWidget) -> None:
        """The bar whose place it takes while there is something to say; both have the same parent."""
        self._bar = bar
        bar.setMinimumHeight(self.sizeHint().height())
        bar.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The bar moved or changed its size."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        return False

    def _place(self) -> None:
        if self._bar is None or not self.isVisible():
            return
        room = self._bar.geometry()
        height = max(room.height(), self.heightForWidth(room.width()))
        self.setGeometry(room.x(), room.bottom() + 1 - height, room.width(), height)
        self.raise_()

    def tell(self, text: str) -> None:
        """Show a note."""
        self._show(text, None, _NOTE_MS)

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Show a note with «Отменить»."""
        self._show(text, undo, _UNDO_MS)

    def clear(self) -> None:
        """Hide the note; what could be taken back no longer is from here."""
        self._undo = None
        self._timer.stop()
        self.hide()

    def withdraw_undo(self) -> None:
        """After a further change the offer would take back the wrong thing."""
        if self._undo is not None:
            self.clear()

    def _show(self, text: str, undo: Callable[[], None] | None, milliseconds: int) -> None:
        self._undo = undo
        self.label.setText(text)
        self.setAccessibleDescription(text)
        self.button.setVisible(undo is not None)
        self.show()
        self._place()
        self._timer.start(milliseconds)

    def _on_undo_clicked(self) -> None:
        undo = self._undo
        self.clear()
        if undo is not None:
            undo()
