"""The editor of one field: its widget, its help and, when there is one, its mistake below."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from shnor_desktop.errors import UserError
from shnor_desktop.models import values
from shnor_desktop.models.kind import LONG, Editor, Field
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.rules.deadlines import telling
from shnor_desktop.rules.deadlines.due import Period
from shnor_desktop.rules.deadlines.reading import parse
from shnor_desktop.rules.words.declension import better
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.entry.completion import write_in
from shnor_desktop.ui.kit.entry.search_line import SearchLine
from shnor_desktop.ui.kit.laying.boxes import lay_column
from shnor_desktop.ui.kit.marked.editor import MarkedText
from shnor_desktop.ui.kit.narrow.names import NameBox
from shnor_desktop.ui.kit.widgets import plain_label

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


_UID = Qt.ItemDataRole.UserRole
_LINES = 5
_TYPED = 400
"""Milliseconds after the last key."""


class LinkList(QWidget):
    """Several records of one kind: those ticked stand first. Space ticks, Enter writes the note of a record where the field has notes; typing above narrows the list."""

    changed = Signal()

    def __init__(
        self, field: Field, choices: tuple[tuple[bytes, str], ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._field, self._choices = field, choices
        self.search = SearchLine(self, "Найти в списке", name=f"{field.label}: найти в списке")
        self.search.textChanged.connect(self._narrow)
        self.list = QTreeWidget(self)
        self.list.setRootIsDecorated(False)
        self.list.setColumnCount(2 if field.noted else 1)
        self.list.setHeaderHidden(not field.noted)
        titles = ["Запись", field.noted.capitalize()][: self.list.columnCount()]
        self.list.setHeaderLabels(titles)
        self.list.header().setTextElideMode(Qt.TextElideMode.ElideRight)
        for place, title in enumerate(titles):
            self.list.headerItem().setToolTip(place, title)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setFixedHeight(theme.row_height() * _LINES)
        self.list.setAccessibleName(field.label)
        self.search.leads_to(self.list)
        self.search.setObjectName("")  # Ctrl+F looks for the line of the screen.
        lay_column(self, self.search, self.list, gap=2)
        self.setFocusProxy(self.search)
        self.list.itemChanged.connect(lambda item, place: self.changed.emit())
        self.list.itemActivated.connect(self._write_note)

    def set_value(self, value: Linked) -> None:
        """Tick these, in their order, before the others."""
        self.list.blockSignals(True)
        self.list.clear()
        titles, notes = dict(self._choices), dict(value)
        known = [uid for uid in notes if uid in titles]
        for uid in [*known, *(uid for uid in titles if uid not in notes)]:
            item = QTreeWidgetItem([titles[uid], notes.get(uid, "")][: self.list.columnCount()])
            item.setData(0, _UID, uid)
            item.setToolTip(0, titles[uid])
            item.setToolTip(1, notes.get(uid, ""))
            flags = item.flags() | Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(flags | Qt.ItemFlag.ItemIsEditable if self._field.noted else flags)
            item.setCheckState(0, Qt.CheckState.Checked if uid in notes else Qt.CheckState.Unchecked)
            self.list.addTopLevelItem(item)
        if self._field.noted:
            self.list.resizeColumnToContents(0)
        self.list.blockSignals(False)
        if (first := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(first)

    def value(self) -> Linked:
        """What is ticked, as the list shows it."""
        items = (self.list.topLevelItem(place) for place in range(self.list.topLevelItemCount()))
        return tuple(
            (bytes(item.data(0, _UID)), " ".join(item.text(1).split()) if self._field.noted else "")
            for item in items
            if item is not None and item.checkState(0) == Qt.CheckState.Checked
        )

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        for place in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(place)
            if item is not None:
                item.setHidden(not all(word in item.text(0).casefold() for word in words))

    def _write_note(self, item: QTreeWidgetItem, place: int) -> None:
        if self._field.noted:
            self.list.editItem(item, 1)


class FieldEditor(QWidget):
    """The editor of one field with its help and, when there is one, its mistake below."""

    changed = Signal()
    """Something else was typed, chosen or ticked."""

    def __init__(
        self,
        field: Field,
        choices: tuple[tuple[bytes, str], ...],
        parent: QWidget | None = None,
        *,
        marked: bool = False,
    ) -> None:
        """`marked`: a long text with bold words, lists and tables."""
        super().__init__(parent)
        self.field = field
        self._choices, self._marked = choices, marked
        self.editor = self._new_editor()
        self.editor.setAccessibleName(field.label.replace("&", ""))
        self.editor.setAccessibleDescription(
            " ".join(part for part in ("Обязательное поле." if field.required else "", field.help) if part)
        )
        column = lay_column(self, self.editor, gap=2)
        if field.help:
            column.addWidget(plain_label("muted", self, field.help))
        self.mistake = plain_label("error", self)
        self.mistake.hide()
        column.addWidget(self.mistake)
        self._period: Period | None = None
        self.reading = plain_label("muted", self)
        self.reading.setVisible(field.editor is Editor.DUE)
        column.addWidget(self.reading)
        self.proposal = QPushButton(self)
        self.proposal.setObjectName("link")
        self.proposal.setAutoDefault(False)
        self.proposal.clicked.connect(self._take_proposal)
        self.proposal.hide()
        self._proposed = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._propose_case)
        column.addWidget(self.proposal, alignment=Qt.AlignmentFlag.AlignLeft)
        if field.case is not None:
            self.changed.connect(lambda: self._later.start(_TYPED))
        self.setFocusProxy(self.editor)
        self._tell_changes()
        self._shown = self._raw()
        if field.editor is Editor.DUE:
            self.changed.connect(self._tell_due)

    def _tell_changes(self) -> None:
        editor = self.editor
        if isinstance(editor, QCheckBox):
            editor.toggled.connect(self.changed)
        elif isinstance(editor, QComboBox):
            editor.currentTextChanged.connect(self.changed)
        elif isinstance(editor, LinkList | MarkedText):
            editor.changed.connect(self.changed)
        elif isinstance(editor, QPlainTextEdit | QLineEdit):
            editor.textChanged.connect(self.changed)

    def _new_editor(self) -> QWidget:
        field = self.field
        if self._marked:
            return MarkedText(self)
        if field.editor in LONG:
            text = QPlainTextEdit(self)
            text.setTabChangesFocus(True)
            text.setFixedHeight(84)
            return text
        if field.editor is Editor.FLAG:
            return QCheckBox("да", self)
        if field.editor is Editor.CHOICE:
            box = NameBox(self)
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
        box.addItem("", None)
        for uid, title in self._choices:
            box.addItem(title, uid)
        write_in(box)
        return box

    def add_note(self, text: str, role: str = "undecided") -> None:
        """A line about this value below its editor, which screen readers say too."""
        self.layout().addWidget(plain_label(role, self, text))  # type: ignore[union-attr]
        self.editor.setAccessibleDescription(f"{self.editor.accessibleDescription()} {text}".strip())

    def lock(self) -> None:
        """Only read: typed text can still be selected and copied."""
        if isinstance(self.editor, QPlainTextEdit | QLineEdit):
            self.editor.setReadOnly(True)
        else:
            self.editor.setEnabled(False)
        palette = self.editor.palette()
        palette.setColor(QPalette.ColorRole.Base, palette.color(QPalette.ColorRole.Window))
        for one in (self.editor, *self.editor.findChildren(QWidget)):
            one.setPalette(palette)

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

    def _propose_case(self) -> None:
        """Offer the case that papers need where the text stands in the nominative; a click takes it."""
        if self.field.case is not None and isinstance(self.editor, QLineEdit):
            self._proposed = better(self.editor.text(), self.field.case)
            self.proposal.setText(f"Записать {quoted(self._proposed)}")
            self.proposal.setVisible(bool(self._proposed) and not self.editor.isReadOnly())

    def _take_proposal(self) -> None:
        if isinstance(self.editor, QLineEdit):
            self.editor.setText(self._proposed)
            self._propose_case()
            self.editor.setFocus()

    def set_value(self, value: Value | Linked) -> None:
        """Show a stored value."""
        if isinstance(self.editor, LinkList):
            self.editor.set_value(value if isinstance(value, tuple) else ())
        elif not isinstance(value, tuple):
            self._set_plain(value)
        self._shown = self._raw()

    def is_touched(self) -> bool:
        """Whether something else stands here than what was shown last."""
        return self._raw() != self._shown

    def _raw(self) -> object:
        """What stands in the editor, right or wrong."""
        editor = self.editor
        if isinstance(editor, QCheckBox):
            return editor.isChecked()
        if isinstance(editor, QComboBox):
            return editor.currentText()
        if isinstance(editor, QPlainTextEdit):
            return editor.toPlainText()
        if isinstance(editor, LinkList):
            return editor.value()
        return editor.text() if isinstance(editor, QLineEdit | MarkedText) else None

    def _set_plain(self, value: Value) -> None:
        editor = self.editor
        if isinstance(editor, QCheckBox):
            editor.setChecked(bool(value))
        elif isinstance(editor, QComboBox):
            self._set_choice(editor, value)
        elif isinstance(editor, MarkedText):
            editor.set_text(values.show(self.field, value))
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
        if isinstance(editor, QLineEdit | MarkedText):
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
                raise UserError("Выберите из списка.")
            return None
        if len(found) != 1:
            raise UserError(f"«{box.currentText()}» нет в списке.", "Выберите из списка.")
        return found[0]

    def check(self) -> bool:
        """Show or clear the mistake of this field."""
        try:
            self.value()
        except UserError as error:
            self.refuse(error)
            return False
        self.mistake.hide()
        return True

    def refuse(self, error: UserError) -> None:
        """Say below the field why it is not taken."""
        self.mistake.setText(f"× {error}")
        self.mistake.show()
