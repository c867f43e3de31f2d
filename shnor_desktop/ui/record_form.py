"""The general form of a record, built from the fields of its kind; mistakes are shown beside the field."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.errors import UserError
from shnor_desktop.models import values
from shnor_desktop.models.kind import Editor, Field, RecordKind
from shnor_desktop.models.values import Value
from shnor_desktop.ui import theme
from shnor_desktop.ui.screen import Context

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.records import FormFacts
    from shnor_desktop.ui.jobs import Progress

Choices = dict[str, tuple[tuple[bytes, str], ...]]
_PLACEHOLDERS = {
    Editor.DATE: "ДД.ММ.ГГГГ",
    Editor.SCHOOL_YEAR: "2020/21",
}


class FieldEditor(QWidget):
    """The editor of one field with its help and, when there is one, its mistake below."""

    def __init__(
        self, field: Field, choices: tuple[tuple[bytes, str], ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._choices = choices
        self.editor = self._new_editor()
        self.editor.setAccessibleName(field.label)
        self.editor.setAccessibleDescription(
            " ".join(part for part in ("Обязательное поле." if field.required else "", field.help) if part)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.editor)
        if field.help:
            column.addWidget(_note(field.help, "muted", self))
        self.mistake = _note("", "error", self)
        self.mistake.hide()
        column.addWidget(self.mistake)
        self.setFocusProxy(self.editor)

    def _new_editor(self) -> QWidget:
        field = self.field
        if field.editor is Editor.TEXT:
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
        line = QLineEdit(self)
        line.setPlaceholderText(_PLACEHOLDERS.get(field.editor, ""))
        return line

    def _new_record_box(self) -> QComboBox:
        box = QComboBox(self)
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItem("", None)
        for uid, title in self._choices:
            box.addItem(title, uid)
        completer = QCompleter([title for _, title in self._choices], box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        box.setCompleter(completer)
        return box

    def set_value(self, value: Value) -> None:
        """Show a stored value."""
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

    def _set_choice(self, box: QComboBox, value: Value) -> None:
        place = next((i for i in range(box.count()) if box.itemData(i) == value), -1)
        if place < 0 and isinstance(value, str) and value:
            box.addItem(value, value)  # An unknown code stays what it is until it is changed on purpose.
            place = box.count() - 1
        box.setCurrentIndex(max(place, -1 if self.field.required else 0))

    def value(self) -> Value:
        """The stored value of what was typed. Raises UserError saying what is wrong with it."""
        editor = self.editor
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


def _note(text: str, role: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setObjectName(role)
    label.setWordWrap(True)
    return label


class RecordForm(QWidget):
    """Editors of every field of a kind that belongs into forms."""

    def __init__(self, kind: RecordKind, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.editors: dict[str, FieldEditor] = {}
        layout = QFormLayout(self)
        layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        layout.setHorizontalSpacing(theme.MARGIN)
        layout.setVerticalSpacing(theme.GAP)
        for field in kind.fields:
            if field.in_form:
                editor = FieldEditor(field, choices.get(field.refers, ()), self)
                self.editors[field.name] = editor
                label = QLabel(_label(field), self)
                label.setBuddy(editor.editor)
                label.setMinimumWidth(150)
                label.setMaximumWidth(230)
                label.setWordWrap(True)
                layout.addRow(label, editor)
        if any(editor.field.required for editor in self.editors.values()):
            layout.addRow("", _note("* обязательное поле", "muted", self))

    def set_values(self, kept: dict[str, Value]) -> None:
        """Show stored values."""
        for name, editor in self.editors.items():
            editor.set_value(kept.get(name))

    def check(self) -> bool:
        """Whether everything typed can be saved; the cursor goes to the first mistake."""
        wrong = [editor for editor in self.editors.values() if not editor.check()]
        if wrong:
            wrong[0].setFocus()
        return not wrong

    def values(self) -> dict[str, Value]:
        """Stored values of everything typed; call after `check`."""
        return {name: editor.value() for name, editor in self.editors.items()}


def _label(field: Field) -> str:
    unit = f", {field.unit}" if field.unit else ""
    return f"{field.label}{unit}{' *' if field.required else ''}"


class RecordDialog(QDialog):
    """A form in a window of its own: Ctrl+Enter saves, Esc leaves everything as it was."""

    def __init__(
        self,
        context: Context,
        kind: RecordKind,
        facts: "FormFacts",
        saved: Callable[[bytes], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._kind = kind
        self._uid = facts.uid
        self._saved = saved
        self._before = facts.values
        self.setWindowTitle(f"{kind.one}: {facts.title}" if facts.title else f"{kind.one} — новая запись")
        self.form = RecordForm(kind, facts.choices, self)
        self.form.set_values(facts.values)
        self.form.layout().setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)  # type: ignore[union-attr]
        area = QScrollArea(self)
        area.setWidget(self.form)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        self.mistake = _note("", "error", self)
        self.mistake.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        self.mistake.hide()
        self.buttons = self._new_buttons()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.GAP)
        column.addWidget(area, 1)
        column.addWidget(self.mistake)
        column.addWidget(self.buttons)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.save)
        QShortcut(QKeySequence("Ctrl+Enter"), self, self.save)
        self._fit()

    def _new_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        save = buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setToolTip("Ctrl+Enter")
        save.setEnabled(not self._context.read_only)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        return buttons

    def _fit(self) -> None:
        room = self.screen().availableSize()
        height = self.form.sizeHint().height() + self.buttons.sizeHint().height() + 60
        self.resize(min(620, room.width() - 40), min(height, room.height() - 80))

    def save(self) -> None:
        """Save what was typed; a refusal stays on the form."""
        if self._context.read_only or not self.form.check():
            return
        code, uid, before = self._kind.code, self._uid, self._before
        given = self.form.values()
        changed = {name: value for name, value in given.items() if uid is None or value != before.get(name)}
        if not changed:
            self.accept()
            return

        def work(document: "Document", progress: "Progress") -> bytes:
            from shnor_desktop.operations import records

            with document.read() as session:
                name = records.draft_title(session, code, uid, changed)
            verb = "Изменено" if uid is not None else "Добавлено"
            with document.write(records.action_title(code, verb, [name])) as session:
                return records.save(session, code, uid, changed)

        self.buttons.setEnabled(False)
        self._context.jobs.change(self, work, self._on_saved, self._on_refused)

    def _on_saved(self, uid: bytes) -> None:
        self.accept()
        self._saved(uid)

    def _on_refused(self, error: Exception) -> None:
        self.buttons.setEnabled(True)
        if isinstance(error, UserError):
            self.mistake.setText(f"× {error}")
            self.mistake.show()


def edit_record(
    context: Context,
    parent: QWidget,
    code: str,
    uid: bytes | None = None,
    saved: Callable[[bytes], None] = lambda uid: None,
) -> None:
    """Open the form of a record, or of a new one; `saved` gets its uid."""
    from shnor_desktop.models.kinds import BY_CODE

    kind = BY_CODE[code]

    def work(document: "Document", progress: "Progress") -> "FormFacts":
        from shnor_desktop.operations import records

        with document.read() as session:
            return records.form(session, code, uid)

    def show(facts: "FormFacts") -> None:
        dialog = RecordDialog(context, kind, facts, saved, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    context.jobs.ask(parent, work, show)
