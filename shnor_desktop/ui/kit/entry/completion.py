"""Names that are offered while someone writes a part of one, however its letters came: typed, pasted or dropped."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit


def complete(line: QLineEdit, completer: QCompleter) -> None:
    """Qt itself completes only what is typed."""
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.popup().setObjectName("offered")
    line.setCompleter(completer)
    # After Qt has done its own.
    line.textEdited.connect(lambda _: QTimer.singleShot(0, line, lambda: _offer(line, completer)))


def _offer(line: QLineEdit, completer: QCompleter) -> None:
    wanted = " ".join(line.text().split())
    if wanted and line.hasFocus() and not completer.popup().isVisible():
        completer.setCompletionPrefix(wanted)
        completer.complete()


def write_in(box: QComboBox) -> None:
    """Let a name be looked for in a box by a part of it; only what is in the list can be chosen."""
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    line = box.lineEdit()
    assert line is not None
    completer = QCompleter(box.model(), box)
    box.setCompleter(completer)
    complete(line, completer)
    box.installEventFilter(_Arrows(box, line, completer))


class _Arrows(QObject):
    """Beside a part of a name the arrows lead to the names that hold it, never to a neighbour of what was chosen before."""

    def __init__(self, box: QComboBox, line: QLineEdit, completer: QCompleter) -> None:
        super().__init__(box)
        self._box, self._line, self._completer = box, line, completer

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Of all else that is heard nothing is asked: the line may be gone already.
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not _is_arrow(event):
            return False
        text = self._line.text()
        if not text.strip() or text == self._box.itemText(self._box.currentIndex()):
            return False
        _offer(self._line, self._completer)
        return True


def _is_arrow(event: QKeyEvent) -> bool:
    plain = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
    arrows = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown
    return event.modifiers() in plain and event.key() in arrows
