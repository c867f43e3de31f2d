"""The editor of one part, or of the requisites of the programme: the fields of its form without a window of its own. What was
typed is saved when the cursor goes to another line, by Ctrl+Enter or by its button."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import LONG, Field
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.records import saving
from shnor_desktop.operations.records.records import FormFacts
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act, act_button
from shnor_desktop.ui.kit.form import Form
from shnor_desktop.ui.kit.laying.boxes import lay_column
from shnor_desktop.ui.kit.narrow.scrolled import ScrolledLabel
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.kit.widgets import plain_label

_UNBOUND = 16_777_215
_TALL = 11
"""Lines of a text that is edited."""
_OF_PLACE = {
    "passport": ("title", "text", "same_as", "draws", "off"),
    "section": ("number", "title", "text", "same_as", "draws", "off"),
    "appendix": ("number", "title", "text", "draws", "off"),
    "plan": ("number", "title", "text", "off"),
    "plan_section": ("number", "title", "off"),
}
_OF_PROGRAMME = (
    "kind",
    "title",
    "short_title",
    "period_label",
    "starts",
    "ends",
    "year_kind",
    "approved_by",
    "schools",
    "acts",
    "papers",
    "part_of",
    "note",
)


class PartEditor(QWidget):
    """Shows the fields of one record at a time."""

    columns_wanted = Signal(bytes)
    """The plan whose columns somebody wants to choose."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._code, self._uid = "", b""
        self._kept: Mapping[str, Any] = {}
        self.form: Form | None = None
        self.heading = plain_label("heading", self)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.columns = act_button(
            Act(
                "Графы плана…",
                lambda: self.columns_wanted.emit(self._uid),
                tip="Что, в каком порядке печатать",
            ),
            self,
        )
        self.keep = act_button(Act("Сохранить", self.save, ("Ctrl+Enter",)), self)
        lay_column(
            self,
            ScrolledLabel(self.heading, "Название раздела", lines=3),
            (self.area, 1),
            self.columns,
            self.keep,
            around=(theme.GAP, 0, theme.GAP, 0),
        )
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.save)
        self._refresh()

    @property
    def uid(self) -> bytes:
        """The record that is edited."""
        return self._uid

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.form is not None and bool(self._changed())

    def show_record(self, code: str, facts: FormFacts, parts: frozenset[bytes]) -> None:
        """Edit this record; nothing happens while the same one is edited and shows the same values, or something that
        was typed is not saved. `parts` are those whose text may stand here once more."""
        uid = facts.uid or b""
        if uid == self._uid and (self.dirty or facts.values == self._kept):
            return
        self._code, self._uid, self._kept = code, uid, facts.values
        names = _OF_PROGRAMME if code == "programme" else _OF_PLACE.get(str(facts.values["place"]), ())
        kind = BY_CODE[code]
        fields: list[Field] = [kind.field(name) for name in names]
        choices = {
            one: tuple(pair for pair in every if one != "part" or pair[0] in parts)
            for one, every in facts.choices.items()
        }
        is_text = code == "part" and facts.values["place"] != "passport"
        form = Form(fields, self.area, choices, marked=("text",) if is_text else ())
        form.set_values(facts.values)
        for editor in form.editors.values():
            if editor.field.editor in LONG:
                lines = _TALL if editor.field.name == "text" else 4
                editor.editor.setMaximumHeight(_UNBOUND)
                editor.editor.setMinimumHeight(theme.row_height() * lines)
            editor.editor.setEnabled(not self._context.read_only)
        form.changed.connect(lambda name: self._refresh())
        self.form = form
        self.area.setWidget(form)
        self.heading.setText(facts.title or kind.one)
        self._refresh()

    def clear(self) -> None:
        """Nothing to edit."""
        self._code, self._uid, self._kept, self.form = "", b"", {}, None
        self.area.setWidget(QWidget(self.area))
        self.heading.setText("")
        self._refresh()

    def _refresh(self) -> None:
        self.keep.setEnabled(not self._context.read_only and self.dirty)
        self.columns.setVisible(self._kept.get("place") == "plan")
        self.columns.setEnabled(not self._context.read_only)

    def _changed(self) -> dict[str, Any]:
        if self.form is None:
            return {}
        typed: dict[str, Any] = {}
        for name, editor in self.form.editors.items():
            try:
                value = editor.value()
            except UserError:
                value = None
            if value != self._kept.get(name):
                typed[name] = value
        return typed

    def save(self) -> bool:
        """Save what was typed; False where a mistake keeps it here."""
        if self.form is None or self._context.read_only or not self.dirty:
            return True
        if not self.form.check():
            return False
        changed = self._changed()
        self._kept = {**self._kept, **changed}
        self._refresh()
        verb = with_document(saving.save_record, self._code, self._uid, changed)
        self._context.jobs.change(self, verb)
        return True
