"""Filters of the history: by person, organisation, kind of action, merge, and by records."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from shnor_desktop.ui import theme
from shnor_desktop.ui.record_history import moment_text

if TYPE_CHECKING:
    from shnor_desktop.document.document import ActionId
    from shnor_desktop.operations.history import HistoryLine
    from shnor_desktop.operations.merging import MergeLine

_LONGEST = 48


@dataclass(frozen=True, slots=True)
class Only:
    """Actions that touched some record or records, and what they are called."""

    words: str
    actions: "frozenset[ActionId]"


class HistoryFilters(QWidget):
    """Boxes that hide themselves while there is nothing to choose between."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.people = self._box("Кто")
        self.offices = self._box("Организация")
        self.kinds = self._box("Вид действия")
        self.merges = self._box("С каким файлом пришло")
        self.only_button = QPushButton(self)
        self.only_button.setToolTip("Показать все действия")
        self.only_button.clicked.connect(lambda: self.show_only(None))
        self._only: Only | None = None
        self.only_button.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        for widget in (self.people, self.offices, self.kinds, self.merges, self.only_button):
            row.addWidget(widget)
        row.addStretch(1)

    def _box(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(13)
        box.activated.connect(lambda _: self.changed.emit())
        return box

    def show_choices(self, lines: "Sequence[HistoryLine]", merges: "Sequence[MergeLine]") -> None:
        """Offer what occurs in these actions."""
        _fill(
            self.people,
            "Все люди",
            ((name, name) for name in sorted({one.person for one in lines if one.person})),
        )
        _fill(
            self.offices,
            "Все организации",
            ((name, name) for name in sorted({one.office for one in lines if one.office})),
        )
        words = {one.kind: one.word for one in lines}
        _fill(self.kinds, "Все виды", sorted(words.items(), key=lambda pair: pair[1]))
        told = ((one.n, f"{moment_text(one.at)} «{one.file_name}»") for one in merges)
        _fill(self.merges, "Все файлы", told, fewest=2)

    def show_only(self, only: Only | None) -> None:
        """Only these actions, or all."""
        self._only = only
        if only is not None:
            words = only.words if len(only.words) <= _LONGEST else f"{only.words[: _LONGEST - 1]}…"
            self.only_button.setText(f"{words}  ×")
            self.only_button.setAccessibleName(f"Только: {only.words}. Показать все действия")
        self.only_button.setVisible(only is not None)
        self.changed.emit()

    def choose(self, box: QComboBox, value: Any) -> None:
        """Choose an entry when there is such."""
        if (place := box.findData(value)) >= 0:
            box.setCurrentIndex(place)
            self.changed.emit()

    def merge(self) -> int | None:
        """Number of the chosen merge."""
        return self.merges.currentData()  # type: ignore[no-any-return]

    def test(self, came: "frozenset[tuple[str, ...]] | None") -> "Callable[[HistoryLine], bool]":
        """Whether an action is shown; `came` are the actions that came with the chosen merge."""
        person, office, kind = (box.currentData() for box in (self.people, self.offices, self.kinds))
        only = self._only

        def shown(one: "HistoryLine") -> bool:
            return (
                person in (None, one.person)
                and office in (None, one.office)
                and kind in (None, one.kind)
                and (only is None or one.action in only.actions)
                and (came is None or (one.title, one.person, one.office, one.at.isoformat()) in came)
            )

        return shown

    def active(self) -> bool:
        """Whether anything is filtered."""
        boxes = (self.people, self.offices, self.kinds, self.merges)
        return self._only is not None or any(box.currentData() is not None for box in boxes)


def _fill(box: QComboBox, everything: str, entries: "Iterable[tuple[Any, str]]", fewest: int = 3) -> None:
    kept = box.currentData()
    box.clear()
    box.addItem(everything, None)
    for data, text in entries:
        box.addItem(text, data)
    box.setCurrentIndex(max(0, box.findData(kept)))
    box.setVisible(box.count() >= fewest)
