"""The form of one result: its state and figures, counts and shares side by side."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from shnor_desktop.rules.figures import STATE_LABELS
from shnor_desktop.ui.kit import theme

Editor = QLineEdit | QComboBox | QCheckBox

# Label, count and share of one line.
_PAIRS: tuple[tuple[str, str, str], ...] = (
    ("«2» / ниже порога", "failed", "failed_pct_e4"),
    ("«3»", "count_3", "pct_3_e4"),
    ("«4»", "count_4", "pct_4_e4"),
    ("«5»", "count_5", "pct_5_e4"),
    ("«4» и «5» вместе", "", "quality_pct_e4"),
    ("Высокобалльники", "high", "high_pct_e4"),
    ("100 баллов", "hundreds", ""),
)
_SINGLE: tuple[tuple[str, str], ...] = (("Участников", "participants"), ("Средний балл", "mean_e4"))
_JOURNAL: tuple[tuple[str, str], ...] = (
    ("Понизили отметку", "lowered"),
    ("Подтвердили", "confirmed"),
    ("Повысили", "raised"),
)
_NUMBER_WIDTH = 62


class ResultForm(QWidget):
    """Editors by field name; what is typed is text, parsed where it is stored."""

    changed = Signal()
    entered = Signal()
    """Enter was pressed in a field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editors: dict[str, Editor] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(0, 1)
        self._add_state()
        self._add_figures()
        self.setFocusProxy(self.editors["participants"])

    # --- building ------------------------------------------------------------------------------------------------

    def _add_state(self) -> None:
        state = QComboBox(self)
        for code, label in STATE_LABELS.items():
            state.addItem(label, code)
        state.currentIndexChanged.connect(self._on_changed)
        self._add("state", "Состояние", state, span=2)
        reason = self._line("reason", "Причина исключения", 200)
        self.reason_label = self._add("reason", "Причина", reason, span=2)
        for widget in (reason, self.reason_label):  # The fields below do not jump when it comes and goes.
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        flag = QCheckBox("Признак необъективности", self)
        flag.toggled.connect(self._on_changed)
        self.editors["objectivity_flag"] = flag
        self._grid.addWidget(flag, self._grid.rowCount(), 0, 1, 3)

    def _add_figures(self) -> None:
        for label, name in _SINGLE:
            self._add(name, label, self._number(name, label))
        row = self._grid.rowCount()
        for column, unit in ((1, "чел."), (2, "%")):
            text = QLabel(unit, self)
            text.setObjectName("muted")
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._grid.addWidget(text, row, column)
        for label, count, share in _PAIRS:
            if count:
                self._add(count, label, self._number(count, f"{label}, чел."))
            else:
                self._grid.addWidget(QLabel(label, self), self._grid.rowCount(), 0)
            if share:
                self.editors[share] = editor = self._number(share, f"{label}, %")
                self._grid.addWidget(editor, self._grid.rowCount() - 1, 2)
        text = QLabel("Сравнение с журналом", self)
        text.setObjectName("muted")
        self._grid.addWidget(text, self._grid.rowCount(), 0, 1, 3)
        for label, name in _JOURNAL:
            self._add(name, label, self._number(name, label))

    def _add(self, name: str, label: str, editor: Editor, span: int = 1) -> QLabel:
        row = self._grid.rowCount()
        text = QLabel(label, self)
        text.setBuddy(editor)
        self.editors[name] = editor
        editor.setAccessibleName(editor.accessibleName() or label)
        self._grid.addWidget(text, row, 0)
        self._grid.addWidget(editor, row, 1, 1, span)
        return text

    def _number(self, name: str, label: str) -> QLineEdit:
        editor = self._line(name, label, 16)
        editor.setFixedWidth(theme.wide(_NUMBER_WIDTH))
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        return editor

    def _line(self, name: str, label: str, longest: int) -> QLineEdit:
        editor = QLineEdit(self)
        editor.setMaxLength(longest)
        editor.setAccessibleName(label)
        editor.textChanged.connect(self._on_changed)
        editor.returnPressed.connect(self.entered)
        return editor

    # --- values --------------------------------------------------------------------------------------------------

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Fill the editors without telling of a change."""
        self.blockSignals(True)
        for name, text in self.as_shown(texts).items():
            editor = self.editors[name]
            if isinstance(editor, QComboBox):
                editor.setCurrentIndex(max(editor.findData(text), 0))
            elif isinstance(editor, QCheckBox):
                editor.setChecked(text == "да")
            else:
                editor.setText(text)
        self._show_reason()
        self.blockSignals(False)

    def texts(self) -> dict[str, str]:
        """What the form holds now."""
        return {name: _text(editor) for name, editor in self.editors.items()}

    def as_shown(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Stored texts as the untouched form gives them back: a result that is not there yet is a valid one."""
        usual = {"state": "valid", "objectivity_flag": "нет"}
        return {name: texts.get(name, "") or usual.get(name, "") for name in self.editors}

    def set_editable(self, editable: bool) -> None:
        """Whether anything may be typed."""
        for editor in self.editors.values():
            editor.setEnabled(editable)

    def names(self) -> Sequence[str]:
        """Fields of the form."""
        return tuple(self.editors)

    def _on_changed(self) -> None:
        self._show_reason()
        self.changed.emit()

    def _show_reason(self) -> None:
        """The reason is asked only of an excluded result."""
        wanted = self.texts()["state"] == "excluded" if "state" in self.editors else False
        for widget in (self.editors.get("reason"), getattr(self, "reason_label", None)):
            if widget is not None:
                widget.setVisible(wanted)


def _text(editor: Editor) -> str:
    if isinstance(editor, QComboBox):
        return str(editor.currentData() or "")
    if isinstance(editor, QCheckBox):
        return "да" if editor.isChecked() else "нет"
    return editor.text().strip()
