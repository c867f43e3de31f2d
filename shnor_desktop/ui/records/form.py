"""The general form of a record, built from the fields of its kind; mistakes are shown beside the field."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import Field, RecordKind
from shnor_desktop.models.values import Value
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.field_editor import FieldEditor, note
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.widgets import told

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.records.records import FormFacts
    from shnor_desktop.ui.kit.jobs import Progress

Choices = dict[str, tuple[tuple[bytes, str], ...]]


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
                label.setMinimumWidth(theme.wide(150))
                label.setMaximumWidth(theme.wide(230))
                label.setWordWrap(True)
                layout.addRow(label, editor)
        if any(editor.field.required for editor in self.editors.values()):
            layout.addRow("", note("* обязательное поле", "muted", self))

    def set_values(self, kept: dict[str, Value]) -> None:
        """Show stored values."""
        for name, editor in self.editors.items():
            editor.set_value(kept.get(name))

    def mark_undecided(self, fields: frozenset[str]) -> None:
        """Say beside these fields that organisations disagree about them; «» stands for the whole record."""
        for name in fields:
            editor = self.editors.get(name)
            if editor is not None:
                editor.add_note(told("организации ввели разное"))
        if "" in fields and isinstance(layout := self.layout(), QFormLayout):
            layout.insertRow(0, note(told("запись"), "undecided", self))

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
        self.mistake = note("", "error", self)
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
        theme.give_size(self, 620, 0)
        room = self.screen().availableSize()
        height = self.form.sizeHint().height() + self.buttons.sizeHint().height() + 60
        self.resize(self.width(), min(height, room.height() - 80))

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
            from shnor_desktop.operations.records import records

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

    def work(document: "Document", progress: "Progress") -> "tuple[FormFacts, frozenset[str]]":
        from shnor_desktop.document.document import raw_of
        from shnor_desktop.operations.records import records
        from shnor_desktop.operations.sharing import question_marks

        with document.read() as session:
            marks = question_marks.marks(raw_of(session))
            return records.form(session, code, uid), marks.fields(code, uid) if uid else frozenset()

    def show(answer: "tuple[FormFacts, frozenset[str]]") -> None:
        facts, undecided = answer
        dialog = RecordDialog(context, kind, facts, saved, parent)
        dialog.form.mark_undecided(undecided)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    context.jobs.ask(parent, work, show)
