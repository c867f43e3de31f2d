"""Filters of the history: by person, organisation, kind of action, merge, and by records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from shnor_desktop.document.document import ActionId
from shnor_desktop.document.journal.history import Wanted
from shnor_desktop.operations.records.history import Speakers
from shnor_desktop.operations.sharing.merging import MergeLine
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.texts import cut, moment_text
from shnor_desktop.ui.kit.widgets import ChoiceBox

_LONGEST = 48


@dataclass(frozen=True, slots=True)
class Only:
    """Actions that touched a record, or the records of an action, and what these are called."""

    words: str
    record: bytes | None = None
    beside: ActionId | None = None


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
        self._awaited: int | None = None
        """Merge to choose as soon as it is offered."""
        self.only_button.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        for widget in (self.people, self.offices, self.kinds, self.merges, self.only_button):
            row.addWidget(widget)
        row.addStretch(1)

    def _box(self, name: str) -> ChoiceBox:
        box = ChoiceBox(name, self, letters=13)
        box.activated.connect(lambda _: self.changed.emit())
        return box

    def show_choices(self, speakers: Speakers, merges: Sequence[MergeLine]) -> None:
        """Offer what occurs in the history."""
        _fill(self.people, "Все люди", ((name, name) for name in speakers.people))
        _fill(self.offices, "Все организации", ((name, name) for name in speakers.offices))
        _fill(self.kinds, "Все виды", speakers.kinds)
        told = ((one.n, f"{moment_text(one.at)} «{one.file_name}»") for one in merges)
        _fill(self.merges, "Все файлы", told, fewest=2)
        if self._awaited is not None:
            self.choose_merge(self._awaited)

    def show_only(self, only: Only | None) -> None:
        """Only these actions, or all."""
        self._only = only
        if only is not None:
            self.only_button.setText(f"{cut(only.words, _LONGEST)}  ×")
            self.only_button.setAccessibleName(f"Только: {only.words}. Показать все действия")
        self.only_button.setVisible(only is not None)
        self.changed.emit()

    def choose_merge(self, n: int) -> None:
        """Only what came with a merge, at once or when the merges are read."""
        place = self.merges.findData(n)
        self._awaited = n if place < 0 and self._awaited is None else None
        if place >= 0:
            self.merges.setCurrentIndex(place)
            self.changed.emit()

    def wanted(self) -> Wanted:
        """What is chosen."""
        only = self._only
        return Wanted(
            person=self.people.currentData(),
            office=self.offices.currentData(),
            kind=self.kinds.currentData(),
            merge=self.merges.currentData(),
            record=only.record if only else None,
            beside=only.beside if only else None,
        )

    def reset(self) -> None:
        """All actions again."""
        for box in (self.people, self.offices, self.kinds, self.merges):
            box.setCurrentIndex(0)
        self.show_only(None)

    def active(self) -> bool:
        """Whether anything is filtered."""
        return self.wanted() != Wanted()


def _fill(box: ChoiceBox, everything: str, entries: Iterable[tuple[Any, str]], fewest: int = 3) -> None:
    box.offer(((None, everything), *entries))
    box.setVisible(box.count() >= fewest)
