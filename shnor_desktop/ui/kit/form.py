"""Forms and dialogs: fields from declarations or a short list, mistakes beside their fields, saving on the worker, and
refusals that stay on the form.

`FormDialog` is the dialog that asks for fields; `dialog.Dialog` is the frame of every other one.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLabel,
    QScrollArea,
    QWidget,
)

from shnor_desktop.models.kind import Field
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.rules.words.russian import few, quoted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import Dialog as Dialog
from shnor_desktop.ui.kit.dialog import Send
from shnor_desktop.ui.kit.dialog import Verb as Verb
from shnor_desktop.ui.kit.field_editor import FieldEditor
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.widgets import plain_label

if TYPE_CHECKING:
    pass

Choices = Mapping[str, tuple[tuple[bytes, str], ...]]
"""By kind the records a field may refer to: uid and title."""
_NONE: Mapping[str, Any] = MappingProxyType({})
_KEEP, _DROP = 0, 1
"""Answers to the question before a form is closed."""


class Form(QWidget):
    """Editors of fields with their labels."""

    changed = Signal(str)
    """The name of the field that was typed into."""

    def __init__(
        self,
        fields: Iterable[Field],
        parent: QWidget | None = None,
        choices: Choices = _NONE,
        marked: Collection[str] = (),
    ) -> None:
        """`marked`: names of the long texts that may have bold words, lists and tables."""
        super().__init__(parent)
        self.editors: dict[str, FieldEditor] = {}
        self._off: frozenset[str] = frozenset()
        self.rows = QFormLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.rows.setHorizontalSpacing(theme.MARGIN)
        self.rows.setVerticalSpacing(theme.GAP)
        for field in fields:
            if field.in_form:
                editor = FieldEditor(field, choices.get(field.refers, ()), self, marked=field.name in marked)
                self._add(field, editor)
        if any(editor.field.required for editor in self.editors.values()):
            self.rows.addRow("", plain_label("muted", self, "* обязательное поле"))

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

    def set_values(self, kept: Mapping[str, Value | Linked]) -> None:
        """Show stored values."""
        for name, editor in self.editors.items():
            editor.set_value(kept.get(name))

    def show_only(self, names: Collection[str]) -> None:
        """Rows of other fields are not shown; nothing is asked of them."""
        self._off = frozenset(self.editors) - frozenset(names)
        for name, editor in self.editors.items():
            self.rows.setRowVisible(editor, name not in self._off)

    def touched(self) -> list[str]:
        """Labels of the fields that hold something else than what was shown in them."""
        return [
            editor.field.label.replace("&", "")
            for name, editor in self.editors.items()
            if name not in self._off and editor.is_touched()
        ]

    def check(self) -> bool:
        """Whether everything typed can be saved; the cursor goes to the first mistake."""
        wrong = [
            editor for name, editor in self.editors.items() if name not in self._off and not editor.check()
        ]
        if wrong:
            wrong[0].setFocus()
        return not wrong

    def values(self) -> dict[str, Any]:
        """Stored values of everything typed; call after `check`."""
        return {name: editor.value() for name, editor in self.editors.items() if name not in self._off}


class FormDialog(Dialog):
    """A form in a window of its own: Ctrl+Enter saves, Esc leaves everything as it was and asks first if
    something was typed.

    `verb(values)` is what the worker does with what was typed, None where there is nothing to do; `done` gets its answer
    after the dialog is closed."""

    def __init__(
        self,
        context: Context,
        title: str,
        fields: Iterable[Field],
        parent: QWidget | None,
        *,
        verb: Callable[[dict[str, Any]], Verb | None],
        done: Callable[[Any], object] = lambda answer: None,
        send: Send | None = None,
        values: Mapping[str, Value | Linked] = _NONE,
        choices: Choices = _NONE,
        marked: Collection[str] = (),
        about: str = "",
        save: str = "Сохранить",
        width: int = 560,
    ) -> None:
        super().__init__(title, parent, about=about, size=(width, 0))
        self._context, self._verb, self._done = context, verb, done
        self._writes, self._title_of_save, self._asking = send is None, save, False
        self._send: Send = send or context.jobs.change
        self.form = Form(fields, self, choices, marked)
        self.form.set_values(values)
        area = QScrollArea(self)
        area.setWidget(self.form)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Its fields take the cursor, and are scrolled to.
        self.column.addWidget(area, 1)
        self.close_with(Act(save, self.save, ("Ctrl+Enter",), when=self._may_save, main=True))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.save)
        self._area = area
        self.fit()

    def fit(self) -> None:
        """As high as its fields need and the screen has room."""
        room = self.screen().availableSize().height() - 80
        around = self.sizeHint().height() - self._area.sizeHint().height()
        self.resize(self.width(), min(self.form.sizeHint().height() + around + theme.GAP, room))

    def _may_save(self) -> bool:
        return not (self._writes and self._context.read_only)

    def save(self) -> None:
        """Save what was typed; a refusal stays on the form."""
        if self._working or not self._may_save() or not self.form.check():
            return
        verb = self._verb(self.form.values())
        if verb is None:
            self.accept()
        else:
            self.run(self._send, verb, self._on_done)

    def reject(self) -> None:
        """Esc, «Отмена» and the × of the window: what was typed goes only when the user says so."""
        touched = self.form.touched() if self._may_save() and self._writes and not self._working else []
        answer = self._ask(touched) if touched else _DROP
        if answer == _KEEP:
            self.save()
        elif answer == _DROP:
            self.drop()

    def drop(self) -> None:
        """Close without a question."""
        super().reject()

    def _ask(self, touched: list[str]) -> int:
        if self._asking:
            return -1
        self._asking = True
        try:
            return self._context.messages.choose(
                "Закрыть без сохранения?",
                f"Изменено: {few([quoted(one) for one in touched])}.",
                (self._title_of_save, "Не сохранять"),
                "Вернуться",
            )
        finally:
            self._asking = False

    def _on_done(self, answer: Any) -> None:
        self.accept()
        self._done(answer)
