"""The notes at the foot of the window: «Копия сохранена», «Удалено 3 записи. Отменить»."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QToolButton, QWidget

from shnor_desktop.ui.kit.laying.boxes import lay_row
from shnor_desktop.ui.kit.messages import NoteAct

_LEAST_MS = 6_000
_LETTER_MS = 60
_ACTS_MS = 20_000
"""A note with buttons stays so long at least."""
_AFTER_MOUSE_MS = 2_000


@dataclass(frozen=True, slots=True)
class Note:
    """What is said."""

    text: str
    acts: tuple[NoteAct, ...] = ()
    lasting: bool = False
    """It stays until it is put away; what is said meanwhile passes, and it comes back."""
    of_now: bool = False
    """What it offers is wrong after a further change of the file."""

    @property
    def milliseconds(self) -> int:
        """How long it takes to read it, and to decide."""
        return max(_LEAST_MS + _LETTER_MS * len(self.text), _ACTS_MS if self.acts else 0)


class Notice(QFrame):
    """One line over the bar below the pages, so that nothing moves under the mouse when it comes and goes; the next
    note replaces it. It waits while the mouse is over it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAccessibleName("Сообщение")
        self._note: Note | None = None
        self._lasting: Note | None = None
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.button, self.second = QPushButton(self), QPushButton(self)
        close = QToolButton(self)
        close.setText("×")
        close.setAutoRaise(True)
        close.setAccessibleName("Скрыть сообщение")
        close.setStyleSheet("color: palette(base); font-weight: bold;")
        close.clicked.connect(self.clear)
        row = lay_row(self, (self.label, 1), around=(12, 6, 6, 6), gap=None)
        for number, button in enumerate((self.button, self.second)):
            button.clicked.connect(lambda checked=False, number=number: self._on_act(number))
            row.addWidget(button)
        row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_read)
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

    def enterEvent(self, event: QEnterEvent) -> None:
        """Somebody reads it."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self._note is not None and not self._note.lasting:
            self._timer.start(_AFTER_MOUSE_MS)
        super().leaveEvent(event)

    def _place(self) -> None:
        if self._bar is None or not self.isVisible():
            return
        room = self._bar.geometry()
        height = max(room.height(), self.heightForWidth(room.width()))
        self.setGeometry(room.x(), room.bottom() + 1 - height, room.width(), height)
        self.raise_()

    def tell(self, text: str) -> None:
        """Show a passing note."""
        self.show_note(Note(text))

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Show a note with «Отменить»."""
        self.offer(text, (("Отменить", undo),))

    def offer(self, text: str, acts: Sequence[NoteAct], lasting: bool = False) -> None:
        """Show a note with at most two buttons, of what holds until the file is changed."""
        self.show_note(Note(text, tuple(acts), lasting, of_now=True))

    def clear(self) -> None:
        """Put the note away; what could be taken back no longer is from here."""
        self._lasting = None
        self._hide()

    def withdraw_undo(self) -> None:
        """After a further change the offer would do the wrong thing."""
        self._lasting = None
        if self._note is not None and self._note.of_now:
            self._hide()

    def leave_file(self) -> None:
        """Another file is open, or none: what could be done about the former is not offered any more."""
        self._lasting = None
        if self._note is not None and self._note.acts:
            self._hide()

    def show_note(self, note: Note) -> None:
        """Show it in the place of what is said now."""
        self._note = note
        if note.lasting or note.of_now:
            self._lasting = note if note.lasting else None
        self.label.setText(note.text)
        self.setAccessibleDescription(note.text)
        for number, button in enumerate((self.button, self.second)):
            button.setVisible(number < len(note.acts))
            if number < len(note.acts):
                button.setText(note.acts[number][0])
        self.show()
        self._place()
        if note.lasting:
            self._timer.stop()
        elif not self.underMouse():
            self._timer.start(note.milliseconds)

    def _hide(self) -> None:
        self._note = None
        self._timer.stop()
        self.hide()

    def _on_read(self) -> None:
        if self._lasting is not None:
            self.show_note(self._lasting)
        else:
            self._hide()

    def _on_act(self, number: int) -> None:
        note = self._note
        self.clear()
        if note is not None and number < len(note.acts):
            note.acts[number][1]()
