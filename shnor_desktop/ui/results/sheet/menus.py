"""The menus of the grid: of a cell, and of the heading of a column, which the menu of a cell has too, for the keyboard."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QTableView

from shnor_desktop.operations.results.grid import GridSitting
from shnor_desktop.operations.results.grid_entry import RefusedEdit, Way
from shnor_desktop.operations.results.seen.order import ONLY_LABELS, Only


class Entry(NamedTuple):
    """One line of a menu; an empty title is a line between."""

    title: str
    do: Callable[[], object] = lambda: None
    keys: str = ""
    possible: bool = True
    ticked: bool | None = None


BETWEEN = Entry("")


class Sheet(Protocol):
    """What the menus do it with."""

    def sort(self, sitting: bytes | None, falling: bool) -> None: ...
    def narrow(self, only: Only, within: bytes | None = None) -> None: ...
    def hide_column(self, sitting: bytes) -> None: ...
    def show_columns(self, *sittings: bytes) -> None: ...
    def freeze(self, sitting: bytes) -> None: ...
    def is_frozen(self, sitting: bytes) -> bool: ...
    def step_column(self, sitting: bytes, by: int) -> None: ...
    def widen(self, sitting: bytes, by: int) -> None: ...
    def step_names(self, by: int) -> None: ...
    def forget_columns(self) -> None: ...
    def take(self, way: Way, everywhere: bool) -> None: ...
    def give_up(self) -> None: ...
    def shown_sittings(self) -> tuple[GridSitting, ...]: ...
    def hidden_sittings(self) -> tuple[GridSitting, ...]: ...


class CellActs(NamedTuple):
    """What the table itself can do."""

    copy: Callable[[], object]
    copy_named: Callable[[], object]
    copy_numbers: Callable[[], object]
    cut: Callable[[], object]
    paste: Callable[[], object]
    fill: Callable[[], object]
    clear: Callable[[], object]
    card: Callable[[], object]
    find_next: Callable[[], object]
    print: Callable[[], object]


def of_cell(sheet: Sheet, acts: CellActs, refused: RefusedEdit | None, editable: bool) -> Iterator[Entry]:
    """The menu of a cell, before that of its column."""
    if refused is not None:
        for way in refused.ways:
            yield Entry(f"Записать: {way.title}", lambda way=way: sheet.take(way, False))  # type: ignore[misc]
        yield Entry("Вернуть то, что в файле", sheet.give_up, "Esc")
        yield BETWEEN
    yield Entry("Копировать", acts.copy, "Ctrl+C")
    yield Entry("Копировать со школами и заголовками", acts.copy_named, "Ctrl+Shift+C")
    yield Entry("Копировать числа", acts.copy_numbers, "Ctrl+Alt+C")
    yield Entry("Вырезать", acts.cut, "Ctrl+X", editable)
    yield Entry("Вставить", acts.paste, "Ctrl+V", editable)
    yield Entry("Заполнить вниз", acts.fill, "Ctrl+D", editable)
    yield Entry("Очистить", acts.clear, "Delete", editable)
    yield BETWEEN
    yield Entry("Открыть карточку", acts.card, "F4")
    yield Entry("Найти далее", acts.find_next, "F3")
    yield Entry("Печать таблицы…", acts.print, "Ctrl+P")


def of_column(sheet: Sheet, sitting: GridSitting) -> Iterator[Entry]:
    """What can be done with a column."""
    uid, shown = sitting.uid, sheet.shown_sittings()
    place = [one.uid for one in shown].index(uid)
    yield Entry("Сортировать по возрастанию", lambda: sheet.sort(uid, False))
    yield Entry("Сортировать по убыванию", lambda: sheet.sort(uid, True))
    yield Entry("Сортировать по названиям школ", lambda: sheet.sort(None, False))
    yield BETWEEN
    yield Entry("Скрыть столбец", lambda: sheet.hide_column(uid), possible=len(shown) > 1)
    yield Entry("Закрепить столбец слева", lambda: sheet.freeze(uid), ticked=sheet.is_frozen(uid))
    yield Entry("Передвинуть левее", lambda: sheet.step_column(uid, -1), "Alt+Shift+Left", place > 0)
    yield Entry(
        "Передвинуть правее", lambda: sheet.step_column(uid, 1), "Alt+Shift+Right", place < len(shown) - 1
    )
    yield Entry("Столбец шире", lambda: sheet.widen(uid, 1), "Ctrl+Alt+Right")
    yield Entry("Столбец уже", lambda: sheet.widen(uid, -1), "Ctrl+Alt+Left")
    yield Entry("Названия школ шире", lambda: sheet.step_names(1))
    yield Entry("Названия школ уже", lambda: sheet.step_names(-1))


def build(view: QTableView, sheet: Sheet, sitting: GridSitting | None, entries: Iterator[Entry]) -> QMenu:
    """The menu over a cell or a heading."""
    menu = QMenu(view)
    _fill(menu, entries)
    if sitting is not None:
        menu.addSeparator()
        where = menu if menu.isEmpty() else menu.addMenu("Столбец")
        _fill(where, of_column(sheet, sitting))
        uid = sitting.uid
        only = menu.addMenu("Показать в этом столбце")
        for code, label in ONLY_LABELS.items():
            _fill(only, iter([Entry(label, lambda code=code: sheet.narrow(Only(code), uid))]))  # type: ignore[misc]
    if hidden := sheet.hidden_sittings():
        shown = menu.addMenu("Показать скрытый столбец")
        for one in hidden:
            _fill(shown, iter([Entry(one.name, lambda one=one: sheet.show_columns(one.uid))]))  # type: ignore[misc]
    menu.addSeparator()
    _fill(menu, iter([Entry("Столбцы как были сначала", sheet.forget_columns)]))
    return menu


def _fill(menu: QMenu, entries: Iterator[Entry]) -> None:
    for entry in entries:
        if not entry.title:
            menu.addSeparator()
            continue
        action = menu.addAction(entry.title.replace("&", "&&"))
        action.triggered.connect(lambda _=False, do=entry.do: do())
        action.setEnabled(entry.possible)
        if entry.keys:
            action.setShortcut(QKeySequence(entry.keys))
            action.setShortcutVisibleInContextMenu(True)
        if entry.ticked is not None:
            action.setCheckable(True)
            action.setChecked(entry.ticked)


def open_at(menu: QMenu, where: QPoint) -> None:
    """It goes when it was used."""
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(where)
