"""Several answers to one question: a list with check marks and a search line; nothing checked means all. What was chosen is
remembered on this machine."""

import json
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from shnor_desktop.rules.words.name_order import alphabetical
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.entry.search_line import SearchLine

_LINES = 5
_VALUE = Qt.ItemDataRole.UserRole


def remembered(settings: QSettings, code: str) -> tuple[bytes, ...]:
    """What was chosen last of this question, if several were."""
    try:
        return tuple(map(bytes.fromhex, json.loads(str(settings.value(_key(code)) or "[]"))))
    except (ValueError, TypeError):
        return ()


def remember(settings: QSettings, code: str, chosen: Sequence[bytes]) -> None:
    """Keep several; one alone or all are not kept."""
    if len(chosen) > 1:
        settings.setValue(_key(code), json.dumps([one.hex() for one in chosen]))
    else:
        settings.remove(_key(code))


def _key(code: str) -> str:
    return f"papers/several/{code}"


def choose(box: QComboBox, chosen: Sequence[Any]) -> None:
    """Let the box answer with these: all of them stand in one line of it."""
    for place in reversed(range(box.count())):
        if isinstance(box.itemData(place), tuple):
            box.removeItem(place)
    there = [box.itemData(place) for place in range(box.count())]
    known = tuple(one for one in there if one in chosen)
    if not known and None not in there:
        known = tuple(there)
    if len(known) > 1:
        box.addItem(f"Выбрано: {len(known)}", known)
        box.setCurrentIndex(box.count() - 1)
    else:
        box.setCurrentIndex(there.index(known[0]) if known else there.index(None) if there else -1)


class SeveralList(QWidget):
    """The choices of a box, each with a check mark."""

    def __init__(self, box: QComboBox, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        now = box.currentData()
        chosen = now if isinstance(now, tuple) else (now,)
        self.search = SearchLine(self, "Найти…", name=f"{title}: найти")
        self.search.textChanged.connect(self._filter)
        self.list = QListWidget(self)
        self.list.setAccessibleName(title)
        self.search.leads_to(self.list)
        self.list.setMinimumHeight(theme.row_height() * _LINES)
        self.told = QLabel(self)
        self.told.setObjectName("muted")
        for place in range(box.count()):
            value = box.itemData(place)
            if value is None or isinstance(value, tuple):
                continue
            item = QListWidgetItem(box.itemText(place), self.list)
            item.setToolTip(item.text())
            item.setData(_VALUE, value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if value in chosen else Qt.CheckState.Unchecked)
        self.list.itemChanged.connect(lambda _: self._tell())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.search, self.list, self.told):
            column.addWidget(widget)
        self.setFocusProxy(self.search)
        self._tell()

    def chosen(self) -> tuple[Any, ...]:
        """What is checked, in the order of the list."""
        items = [self.list.item(at) for at in range(self.list.count())]
        return tuple(one.data(_VALUE) for one in items if one.checkState() == Qt.CheckState.Checked)

    def _filter(self, text: str) -> None:
        words = alphabetical(text).split()
        for at in range(self.list.count()):
            item = self.list.item(at)
            item.setHidden(not all(word in alphabetical(item.text()) for word in words))

    def _tell(self) -> None:
        number = len(self.chosen())
        self.told.setText(
            f"Отмечено: {number} из {self.list.count()}." if number else "Ничего не отмечено: войдут все."
        )
