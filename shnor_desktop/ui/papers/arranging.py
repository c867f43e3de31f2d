"""The dialog of a report: its period, school and whatever else it asks, its sections: which are printed and in what order.

Sections are remembered on this machine, for each paper its own.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QFormLayout, QListWidget, QListWidgetItem, QWidget

from shnor_desktop.papers.tree import parts
from shnor_desktop.papers.tree.parts import Wanted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import Dialog
from shnor_desktop.ui.kit.narrow.names import NameBox
from shnor_desktop.ui.kit.widgets import plain_label
from shnor_desktop.ui.papers.several import SeveralList

if TYPE_CHECKING:
    from shnor_desktop.operations.papers.kind import Ask

_LINES = 6


def remembered(settings: QSettings, code: str) -> Wanted:
    """The sections of a paper as they were last chosen; all of them where nobody chose."""
    try:
        kept = json.loads(str(settings.value(_key(code)) or "{}"))
        return Wanted(tuple(map(str, kept.get("names", ()))), frozenset(map(str, kept.get("off", ()))))
    except (ValueError, AttributeError, TypeError):
        return Wanted(())


def remember(settings: QSettings, code: str, wanted: Wanted | None) -> None:
    """Keep what was chosen; None for the usual order of all."""
    if wanted is None:
        settings.remove(_key(code))
    else:
        settings.setValue(
            _key(code), json.dumps({"names": wanted.names, "off": sorted(wanted.off)}, ensure_ascii=False)
        )


def _key(code: str) -> str:
    return f"papers/sections/{code}"


class ArrangeDialog(Dialog):
    """Boxes of what is asked over the list of sections."""

    def __init__(
        self,
        title: str,
        boxes: "Mapping[Ask, QComboBox]",
        there: Sequence[str],
        wanted: Wanted,
        done: Callable[[dict[str, int], dict[str, tuple[Any, ...]], Wanted | None], None],
        parent: QWidget,
    ) -> None:
        super().__init__(
            title,
            parent,
            about="Отметьте пробелом, что печатать. Порядок меняют мышью или клавишами Alt+↑ и Alt+↓.",
            size=(520, 600 if any(ask.several for ask in boxes) else 420),
        )
        self._there, self._done = tuple(there), done
        form = QFormLayout()
        self.boxes: dict[str, QComboBox] = {}
        self.several: dict[str, SeveralList] = {}
        for ask, box in boxes.items():
            if ask.several:
                self.several[ask.code] = SeveralList(box, ask.title, self)
                form.addRow(ask.label, self.several[ask.code])
                continue
            own = self.boxes[ask.code] = NameBox(self)
            own.setAccessibleName(ask.title)
            own.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            for place in range(box.count()):
                own.addItem(box.itemText(place), box.itemData(place))
            own.setCurrentIndex(box.currentIndex())
            form.addRow(ask.label, own)
        self.column.addLayout(form)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Разделы")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setMinimumHeight(theme.row_height() * _LINES)
        self.list.currentRowChanged.connect(lambda _: self.refresh())
        self._fill(wanted)
        self.column.addWidget(self.list, 1)
        self.list.setVisible(bool(there))
        if not there:
            self.column.addWidget(plain_label("muted", self, "Разделов, которые можно выбирать, здесь нет."))
        self.close_with(
            Act("Показать", self.apply, ("Ctrl+Enter",), main=True),
            beside=(
                Act("Выше", lambda: self.shift(-1), ("Alt+Up",), when=lambda: self.list.currentRow() > 0),
                Act(
                    "Ниже",
                    lambda: self.shift(1),
                    ("Alt+Down",),
                    when=lambda: -1 < self.list.currentRow() < self.list.count() - 1,
                ),
                Act("Как обычно", self.reset, when=lambda: bool(self._there)),
            ),
        )

    def _fill(self, wanted: Wanted) -> None:
        self.list.clear()
        for name in parts.in_order(wanted, self._there):
            item = QListWidgetItem(name, self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            item.setCheckState(Qt.CheckState.Unchecked if name in wanted.off else Qt.CheckState.Checked)
        self.list.setCurrentRow(0)

    def reset(self) -> None:
        """All sections as the paper has them."""
        self._fill(Wanted(()))
        self.refresh()

    def shift(self, by: int) -> None:
        """The section with the cursor before the one above it, or behind the one below it."""
        at = self.list.currentRow()
        if at >= 0 and 0 <= at + by < self.list.count():
            self.list.insertItem(at + by, self.list.takeItem(at))
            self.list.setCurrentRow(at + by)

    def chosen(self) -> Wanted | None:
        """The sections as they stand; None where they are all there as usual."""
        items = [self.list.item(at) for at in range(self.list.count())]
        names = tuple(one.text() for one in items)
        off = frozenset(one.text() for one in items if one.checkState() != Qt.CheckState.Checked)
        return None if names == self._there and not off else Wanted(names, off)

    def apply(self) -> None:
        """Show the paper so."""
        places = {code: box.currentIndex() for code, box in self.boxes.items()}
        several = {code: one.chosen() for code, one in self.several.items()}
        self.accept()
        self._done(places, several, self.chosen())
