"""Forms and dialogs: fields from declarations or a short list, mistakes beside their fields, saving on the worker, and
refusals that stay on the form.

`FormDialog` is the dialog that asks for fields; `Dialog` is the frame of every other one.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import Field
from shnor_desktop.models.values import Value
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act, act_button
from shnor_desktop.ui.kit.field_editor import FieldEditor, note
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.widgets import plain_label

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.ui.kit.jobs import Progress

Choices = Mapping[str, tuple[tuple[bytes, str], ...]]
"""By kind the records a field may refer to: uid and title."""
Verb = Callable[["Document", "Progress"], Any]
Send = Callable[[QWidget, Verb, Callable[[Any], None], Callable[[Exception], None]], None]
"""`jobs.change`, or `jobs.ask` where the document is not written."""
_NONE: Mapping[str, Any] = MappingProxyType({})


class Form(QWidget):
    """Editors of fields with their labels."""

    changed = Signal(str)
    """The name of the field that was typed into."""

    def __init__(
        self, fields: Iterable[Field], parent: QWidget | None = None, choices: Choices = _NONE
    ) -> None:
        super().__init__(parent)
        self.editors: dict[str, FieldEditor] = {}
        self.rows = QFormLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.rows.setHorizontalSpacing(theme.MARGIN)
        self.rows.setVerticalSpacing(theme.GAP)
        for field in fields:
            if field.in_form:
                self._add(field, FieldEditor(field, choices.get(field.refers, ()), self))
        if any(editor.field.required for editor in self.editors.values()):
            self.rows.addRow("", note("* обязательное поле", "muted", self))

    def _add(self, field: Field, editor: FieldEditor) -> None:
        self.editors[field.name] = editor
        editor.changed.connect(lambda: self.changed.emit(field.name))
        unit = f", {field.unit}" if field.unit else ""
        label = QLabel(f"{field.label}{unit}{' *' if field.required else ''}", self)
        label.setBuddy(editor.editor)
        label.setMinimumWidth(theme.wide(150))
        label.setMaximumWidth(theme.wide(230))
        label.setWordWrap(True)
        self.rows.addRow(label, editor)

    def set_values(self, kept: Mapping[str, Value]) -> None:
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


class Dialog(QDialog):
    """A window over its parent that blocks nothing: open it, it goes when it is closed. While work that it began runs,
    its buttons rest and it stays."""

    def __init__(
        self, title: str, parent: QWidget | None, *, about: str = "", size: tuple[int, int] = (560, 0)
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._working = False
        self._acts: list[tuple[Act, QPushButton]] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        self.column.setSpacing(theme.GAP)
        self.mistake = note("", "error", self)
        self.mistake.hide()
        if about:
            self.column.addWidget(plain_label("", self, about))
        theme.give_size(self, *size)

    def close_with(
        self, *acts: Act, leave: str = "Отмена", beside: tuple[Act, ...] = (), by_enter: bool = True
    ) -> None:
        """The foot of the dialog: its acts, the main one pressed by Enter, and the button that leaves; `beside` stand at
        the left and do not close it."""
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        for act in beside:
            row.addWidget(self._new_button(act))
        row.addStretch(1)
        for act in acts:
            row.addWidget(self._new_button(act))
        row.addWidget(self._new_button(Act(leave, self.reject)))
        self.column.addWidget(self.mistake)
        self.column.addLayout(row)
        for act, button in self._acts:
            button.setDefault(act.main and by_enter)
        self.refresh()

    def _new_button(self, act: Act) -> QPushButton:
        button = act_button(act, self)
        self._acts.append((act, button))
        return button

    def button(self, title: str) -> QPushButton:
        """The button of that title."""
        return next(button for act, button in self._acts if act.title == title)

    def refresh(self) -> None:
        """Which acts are possible now."""
        for act, button in self._acts:
            button.setEnabled(not self._working and act.possible(read_only=False))

    def run(self, send: Send, verb: Verb, done: Callable[[Any], object]) -> None:
        """Let the worker do it; a refusal stays here, else `done` gets the answer."""
        self.mistake.hide()
        self._set_working(True)

        def ended(answer: Any) -> None:
            self._set_working(False)
            done(answer)

        send(self, verb, ended, self.refuse)

    def refuse(self, error: Exception) -> None:
        """Say what is wrong and let it be put right."""
        self._set_working(False)
        if isinstance(error, UserError):
            self.mistake.setText(f"× {error}")
            self.mistake.show()

    def _set_working(self, working: bool) -> None:
        self._working = working
        self.refresh()

    def reject(self) -> None:
        """Leave everything as it was; what has been begun is waited for."""
        if not self._working:
            super().reject()


class FormDialog(Dialog):
    """A form in a window of its own: Ctrl+Enter saves, Esc leaves everything as it was.

    `verb(values)` is what the worker does with what was typed, None where there is nothing to do; `done` gets its answer
    after the dialog is closed."""

    def __init__(
        self,
        context: Context,
        title: str,
        fields: Iterable[Field],
        parent: QWidget,
        *,
        verb: Callable[[dict[str, Value]], Verb | None],
        done: Callable[[Any], object] = lambda answer: None,
        send: Send | None = None,
        values: Mapping[str, Value] = _NONE,
        choices: Choices = _NONE,
        about: str = "",
        save: str = "Сохранить",
        width: int = 560,
    ) -> None:
        super().__init__(title, parent, about=about, size=(width, 0))
        self._context, self._verb, self._done = context, verb, done
        self._writes = send is None
        self._send: Send = send or context.jobs.change
        self.form = Form(fields, self, choices)
        self.form.set_values(values)
        area = QScrollArea(self)
        area.setWidget(self.form)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        self.column.addWidget(area, 1)
        self.close_with(Act(save, self.save, ("Ctrl+Enter",), when=self._may_save, main=True))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.save)
        self._fit()

    def _may_save(self) -> bool:
        return not (self._writes and self._context.read_only)

    def _fit(self) -> None:
        room = self.screen().availableSize().height() - 80
        self.resize(self.width(), min(self.form.sizeHint().height() + self.sizeHint().height(), room))

    def save(self) -> None:
        """Save what was typed; a refusal stays on the form."""
        if self._working or not self._may_save() or not self.form.check():
            return
        verb = self._verb(self.form.values())
        if verb is None:
            self.accept()
        else:
            self.run(self._send, verb, self._on_done)

    def _on_done(self, answer: Any) -> None:
        self.accept()
        self._done(answer)
