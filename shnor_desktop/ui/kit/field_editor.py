"""The editor of one field: its widget, its help and, when there is one, its mistake below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.errors import UserError
from shnor_desktop.models import values
from shnor_desktop.models.kind import LONG, Editor, Field
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.rules.deadlines import telling
from shnor_desktop.rules.deadlines.due import Period
from shnor_desktop.rules.deadlines.reading import parse
from shnor_desktop.ui.kit.link_list import LinkList

_PLACEHOLDERS = {
    Editor.DATE: "ДД.ММ.ГГГГ",
    Editor.SCHOOL_YEAR: "2020/21",
}


class TextLine(QLineEdit):
    """A line that shows the beginning of a long text, also when the Tab key has selected all of it."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        length = len(self.text())
        if length and self.selectionLength() == length:
            self.setSelection(length, -length)


class FieldEditor(QWidget):
    """The editor of one field with its help and, when there is one, its mistake below."""

    changed = Signal()
    """Something else was typed, chosen or ticked."""

    def __init__(
        self, field: Field, choices: tuple[tuple[bytes, str], ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._choices = choices
        self.editor = self._new_editor()
        self.editor.setAccessibleName(field.label.replace("&", ""))
        self.editor.setAccessibleDescription(
            " ".join(part for part in ("Обязательное поле." if field.required else "", field.help) if part)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.editor)
        if field.help:
            column.addWidget(note(field.help, "muted", self))
        self.mistake = note("", "error", self)
        self.mistake.hide()
        column.addWidget(self.mistake)
        self._period: Period | None = None
        self.reading = note("", "muted", self)
        self.reading.setVisible(field.editor is Editor.DUE)
        column.addWidget(self.reading)
        self.setFocusProxy(self.editor)
        self._tell_changes()
        if field.editor is Editor.DUE:
            self.changed.connect(self._tell_due)

    def _tell_changes(self) -> None:
        editor = self.editor
        if isinstance(editor, QCheckBox):
            editor.toggled.connect(self.changed)
        elif isinstance(editor, QComboBox):
            editor.currentTextChanged.connect(self.changed)
        elif isinstance(editor, LinkList):
            editor.changed.connect(self.changed)
        elif isinstance(editor, QPlainTextEdit | QLineEdit):
            editor.textChanged.connect(self.changed)

    def _new_editor(self) -> QWidget:
        field = self.field
        if field.editor in LONG:
            text = QPlainTextEdit(self)
            text.setTabChangesFocus(True)
            text.setFixedHeight(84)
            return text
        if field.editor is Editor.FLAG:
            return QCheckBox("да", self)
        if field.editor is Editor.CHOICE:
            box = QComboBox(self)
            for code, label in field.choices:
                box.addItem(label, code)
            return box
        if field.editor is Editor.RECORD:
            return self._new_record_box()
        if field.editor is Editor.LINKS:
            return LinkList(field, self._choices, self)
        line = TextLine(self)
        line.setPlaceholderText(_PLACEHOLDERS.get(field.editor, ""))
        return line

    def _new_record_box(self) -> QComboBox:
        box = QComboBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        box.setLineEdit(TextLine(box))
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItem("", None)
        for uid, title in self._choices:
            box.addItem(title, uid)
        completer = QCompleter([title for _, title in self._choices], box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        box.setCompleter(completer)
        return box

    def add_note(self, text: str) -> None:
        """A line about this value below its editor, which screen readers say too."""
        self.layout().addWidget(note(text, "undecided", self))  # type: ignore[union-attr]
        self.editor.setAccessibleDescription(f"{self.editor.accessibleDescription()} {text}".strip())

    def read_due(self, period: Period | None) -> None:
        """Say beside a due text how it is read in these days."""
        self._period = period
        self._tell_due()

    def _tell_due(self) -> None:
        text = self.editor.text() if isinstance(self.editor, QLineEdit) else ""
        due = parse(text, self._period) if text.strip() else None
        told = telling.told(due) if due else ""
        question = due.question if due else ""
        self.reading.setText(" ".join(filter(None, (told and f"Читается: {told}.", question))))

    def set_value(self, value: Value | Linked) -> None:
        """Show a stored value."""
        editor = self.editor
        if isinstance(value, tuple):
            if isinstance(editor, LinkList):
                editor.set_value(value)
        else:
            self._set_plain(value)

    def _set_plain(self, value: Value) -> None:
        editor = self.editor
        if isinstance(editor, QCheckBox):
            editor.setChecked(bool(value))
        elif isinstance(editor, QComboBox):
            self._set_choice(editor, value)
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlainText(values.show(self.field, value))
        elif isinstance(editor, QLineEdit):
            grade = self.field.name.endswith("_grade") and value == 0
            editor.setText("" if grade else values.show(self.field, value))
            editor.setCursorPosition(0)

    def _set_choice(self, box: QComboBox, value: Value) -> None:
        place = next((i for i in range(box.count()) if box.itemData(i) == value), -1)
        if place < 0 and isinstance(value, str) and value:
            box.addItem(value, value)  # An unknown code stays what it is until it is changed on purpose.
            place = box.count() - 1
        box.setCurrentIndex(max(place, -1 if self.field.required else 0))
        if (line := box.lineEdit()) is not None:
            line.setCursorPosition(0)

    def value(self) -> Value | Linked:
        """The stored value of what was typed. Raises UserError saying what is wrong with it."""
        editor = self.editor
        if isinstance(editor, LinkList):
            return editor.value()
        if isinstance(editor, QCheckBox):
            return editor.isChecked()
        if isinstance(editor, QComboBox):
            return self._chosen(editor)
        text = editor.toPlainText() if isinstance(editor, QPlainTextEdit) else ""
        if isinstance(editor, QLineEdit):
            text = editor.text()
        return values.parse(self.field, text)

    def _chosen(self, box: QComboBox) -> Value:
        if self.field.editor is Editor.CHOICE:
            code = box.currentData()
            if self.field.required and not code:
                raise UserError("Выберите значение.")
            return str(code or "")
        typed = " ".join(box.currentText().split()).casefold()
        found = [uid for uid, title in self._choices if " ".join(title.split()).casefold() == typed]
        if box.currentIndex() > 0 and box.currentText() == box.itemText(box.currentIndex()):
            return bytes(box.currentData())
        if not typed:
            if self.field.required:
                raise UserError("Выберите запись из списка.")
            return None
        if len(found) != 1:
            raise UserError(f"«{box.currentText()}» нет в списке.", "Выберите запись из списка.")
        return found[0]

    def check(self) -> bool:
        """Show or clear the mistake of this field."""
        try:
            self.value()
        except UserError as error:
            self.mistake.setText(f"× {error}")
            self.mistake.show()
            return False
        self.mistake.hide()
        return True


def note(text: str, role: str, parent: QWidget) -> QLabel:
    """A line of small print that wraps."""
    label = QLabel(text, parent)
    label.setObjectName(role)
    label.setWordWrap(True)
    return label
