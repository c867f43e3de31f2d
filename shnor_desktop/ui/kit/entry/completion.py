"""Names that are offered while someone writes a part of one, however its letters came: typed, pasted or dropped."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit


def complete(line: QLineEdit, completer: QCompleter) -> None:
    """Qt itself completes only what is typed."""
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)

    def offer() -> None:
        wanted = " ".join(line.text().split())
        if wanted and line.hasFocus() and not completer.popup().isVisible():
            completer.setCompletionPrefix(wanted)
            completer.complete()

    line.setCompleter(completer)
    line.textEdited.connect(lambda _: QTimer.singleShot(0, line, offer))  # After Qt has done its own.


def write_in(box: QComboBox) -> None:
    """Let a name be looked for in a box by a part of it; only what is in the list can be chosen."""
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    line = box.lineEdit()
    assert line is not None
    completer = QCompleter(box.model(), box)
    box.setCompleter(completer)
    complete(line, completer)
