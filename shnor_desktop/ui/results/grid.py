"""The results grid: its table, the line of all schools under it, the hint beside a cell, what is selected."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import (
    QMenu,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.operations.results.grid import GridLine, GridPage, GridSitting
from shnor_desktop.operations.results.grid_entry import Edit, RefusedEdit, Way
from shnor_desktop.operations.results.seen.order import Only, View
from shnor_desktop.operations.results.seen.totals import totals
from shnor_desktop.rules.results.quality import ASPECT_LABELS, Aspect
from shnor_desktop.ui.kit.cells.frozen import FrozenColumns
from shnor_desktop.ui.kit.cells.name_grip import NARROWEST
from shnor_desktop.ui.kit.cells.table import FootedGrid
from shnor_desktop.ui.results.rows import DistrictRow, Place
from shnor_desktop.ui.results.sheet import menus
from shnor_desktop.ui.results.sheet.columns import ColumnPlan
from shnor_desktop.ui.results.sheet.foot import SheetFoot
from shnor_desktop.ui.results.sheet.hint import RefusalHint
from shnor_desktop.ui.results.sheet.table import ResultsTable

if TYPE_CHECKING:
    from shnor_desktop.papers.results.grid_table import SeenGrid

_NOT_TAKEN = "Что введено и не принято, не напечатано: в этих ячейках то, что записано в файле."
_COLUMN_WORDS = "▲▫ 100,0 % (100)"
_STEP = 24
"""Pixels a key makes a column wider."""
_ADD_UP_MS = 40


class ResultsGrid(FootedGrid):
    """The table with the line of all schools, the hint beside a cell and the line of what is selected."""

    table: ResultsTable
    narrowed = Signal(object)
    """The view has become another one."""
    card_wanted = Signal()
    find_wanted = Signal()
    print_wanted = Signal()
    added_up = Signal(str)
    """What the selected cells come to; empty for a single one."""

    def __init__(self, settings: QSettings | None = None, parent: QWidget | None = None) -> None:
        self.district = DistrictRow(parent)
        table = ResultsTable(parent)
        super().__init__(table, self.district, "По всем школам", parent)
        self.rows, self.aspect = table.rows, Aspect.FAILED
        self._settings, self._fitting = settings, False
        self.plan = ColumnPlan(settings)
        self.names_width = self.plan.names
        self.rows.view = self._kept_order()
        self.foot_frozen = FrozenColumns(self.foot)
        self.hint = RefusalHint(table)
        self.bar = SheetFoot(self)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.addWidget(self.bar)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_ADD_UP_MS)
        self._later.timeout.connect(self._add_up)
        self._dress_heading()
        self._connect()

    def _dress_heading(self) -> None:
        for view in (self.table, self.table.frozen):
            heading = view.horizontalHeader()
            heading.setSectionsClickable(True)
            heading.setSortIndicatorShown(True)
            heading.sectionClicked.connect(self._on_heading_clicked)
            heading.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            heading.customContextMenuRequested.connect(
                lambda point, heading=heading: self._open_heading_menu(
                    heading.logicalIndexAt(point), heading.mapToGlobal(point)
                )
            )
        self.table.horizontalHeader().setSectionsMovable(True)
        self.table.horizontalHeader().sectionMoved.connect(self._on_section_moved)
        self.table.horizontalHeader().sectionResized.connect(self._on_resized)
        self.table.frozen.widened.connect(self.table.setColumnWidth)

    def _connect(self) -> None:
        self.grip.released.connect(lambda: self.plan.widen_names(self.names_width))
        self.grip.fit_wanted.connect(lambda: self._give_names(0))
        self.grip.dragged.connect(lambda _: self._show_hint())
        self.table.moved.connect(self._show_hint)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._later.start())
        self.rows.modelReset.connect(self._later.start)
        self.rows.dataChanged.connect(lambda *_: self._later.start())
        self.table.menu_wanted.connect(self._open_menu)
        self.table.given_up.connect(self.give_up)
        self.hint.way_chosen.connect(self.take)
        self.hint.card_wanted.connect(self.card_wanted)
        self.hint.given_up.connect(self.give_up)
        self.bar.all_wanted.connect(lambda: self.set_view(View()))
        self.bar.hidden_wanted.connect(
            lambda: self.show_columns(*(one.uid for one in self.hidden_sittings()))
        )
        for keys, act in (
            ("Alt+Down", self.hint.enter),
            ("Alt+Shift+Left", lambda: self._on_column(lambda uid: self.step_column(uid, -1))),
            ("Alt+Shift+Right", lambda: self._on_column(lambda uid: self.step_column(uid, 1))),
            ("Ctrl+Alt+Left", lambda: self._on_column(lambda uid: self.widen(uid, -1))),
            ("Ctrl+Alt+Right", lambda: self._on_column(lambda uid: self.widen(uid, 1))),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.table, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)

    # --- filling -------------------------------------------------------------------------------------------------

    def set_page(self, page: GridPage, aspect: Aspect) -> None:
        """Show the first part of a grid, as its columns and schools were last looked at."""
        self.aspect = aspect
        self.rows.set_page(page, self.plan.arranged([one.uid for one in page.sittings]))
        self.set_district(page.district)

    def add_page(self, page: GridPage) -> None:
        """The next part."""
        self.rows.add_page(page)
        if page.district:
            self.set_district(page.district)

    def set_district(self, line: GridLine) -> None:
        """The line of all schools."""
        self.district.set_line(line, self._columns())
        self.fit_results()

    def fit_results(self) -> None:
        """Widths for what is shown now."""
        self._fit_columns()
        self.widen_names(self.names_width)

    def _fit_columns(self) -> None:
        self._fitting = True
        self.fit_columns(_COLUMN_WORDS)
        for at, sitting in enumerate(self.rows.sittings):
            if width := self.plan.width(sitting.uid):
                self.table.setColumnWidth(at, width)
        self._fitting = False
        frozen = self.plan.frozen_among([one.uid for one in self.rows.sittings])
        self.table.frozen.freeze(frozen)
        self.foot_frozen.freeze(frozen)
        self._tell()

    def refuse(self, refused: Sequence[RefusedEdit], taken: Iterable[Place]) -> None:
        """Leave what was not taken in its cells."""
        self.rows.refuse(refused, taken)
        self.bar.tell_refused(len(self.rows.refused))
        self._show_hint()

    def _columns(self) -> list[int]:
        return self.plan.arranged([one.uid for one in self.rows.all_sittings])

    def _tell(self) -> None:
        view, rows = self.rows.view, self.rows
        names = {one.uid: one.name for one in rows.sittings}
        by = names.get(view.by, "") if view.by else ""
        within = names.get(view.within, "") if view.within else ""
        self.bar.tell_view(view, rows.rowCount(), len(rows.all_schools), by, within)
        self.bar.tell_hidden(len(self.hidden_sittings()))
        self.bar.tell_refused(len(rows.refused))
        at = next((n for n, one in enumerate(rows.sittings) if one.uid == view.by), -1)
        order = Qt.SortOrder.DescendingOrder if view.falling else Qt.SortOrder.AscendingOrder
        for shown in (self.table, self.table.frozen):
            shown.horizontalHeader().setSortIndicator(at, order)
        self._show_hint()

    # --- schools -------------------------------------------------------------------------------------------------

    def set_view(self, view: View) -> None:
        """Look at other schools, or at them in another order; the cursor stays on its cell where it can."""
        place = self.table.current_place()
        self.rows.set_view(view)
        if not self.table.go_to(place) and self.rows.rowCount():
            self.table.setCurrentIndex(self.rows.index(0, 0))
        self._tell()
        if self._settings is not None:
            self._settings.setValue("results/by", view.by.hex() if view.by else "")
            self._settings.setValue("results/falling", int(view.falling))
        self.narrowed.emit(view)

    def _kept_order(self) -> View:
        kept = str(self._settings.value("results/by") or "") if self._settings is not None else ""
        try:
            by = bytes.fromhex(kept) or None
        except ValueError:
            by = None
        falling = self._settings is not None and str(self._settings.value("results/falling")) == "1"
        return View(by=by, falling=falling and by is not None)

    def sort(self, sitting: bytes | None, falling: bool) -> None:
        """By a column; by the names of schools without one."""
        self.set_view(replace(self.rows.view, by=sitting, falling=falling))

    def narrow(self, only: Only, within: bytes | None = None) -> None:
        """Only schools with such a cell, in one column or in any."""
        self.set_view(replace(self.rows.view, only=only, within=within if only else None))

    def _on_heading_clicked(self, section: int) -> None:
        """Rising, falling, by name again."""
        view, uid = self.rows.view, self.rows.sittings[section].uid
        if view.by != uid:
            self.sort(uid, False)
        else:
            self.sort(None if view.falling else uid, not view.falling)
        self.table.selectColumn(section)

    # --- columns -------------------------------------------------------------------------------------------------

    def shown_sittings(self) -> tuple[GridSitting, ...]:
        """The columns that are shown."""
        return self.rows.sittings

    def hidden_sittings(self) -> tuple[GridSitting, ...]:
        """Those that are hidden."""
        every = self.rows.all_sittings
        return tuple(every[at] for at in self.plan.hidden_among([one.uid for one in every]))

    def _arrange(self) -> None:
        place = self.table.current_place()
        self.rows.set_columns(self._columns())
        self.district.choose(self._columns())
        if not self.table.go_to(place) and self.rows.rowCount() and self.rows.sittings:
            self.table.setCurrentIndex(self.rows.index(0, 0))
        self._fit_columns()

    def hide_column(self, sitting: bytes) -> None:
        """One column stays at least."""
        if len(self.rows.sittings) > 1:
            self.plan.hide(sitting)
            self._arrange()

    def show_columns(self, *sittings: bytes) -> None:
        """Show hidden ones again."""
        self.plan.show(sittings)
        self._arrange()

    def is_frozen(self, sitting: bytes) -> bool:
        """Whether it stays in view."""
        return self.plan.is_frozen(sitting)

    def freeze(self, sitting: bytes) -> None:
        """Keep it in view, or no longer."""
        self.plan.freeze(sitting, not self.plan.is_frozen(sitting))
        self._arrange()

    def step_column(self, sitting: bytes, by: int) -> None:
        """Move it among those that are shown."""
        shown = [one.uid for one in self.rows.sittings]
        self._move(sitting, min(max(shown.index(sitting) + by, 0), len(shown) - 1))

    def _move(self, sitting: bytes, place: int) -> None:
        every, shown = ([one.uid for one in some] for some in (self.rows.all_sittings, self.rows.sittings))
        self.plan.move(every, shown, sitting, place)
        self._arrange()

    def _on_section_moved(self, section: int, before: int, now: int) -> None:
        """The columns themselves move, so that blocks are what is seen."""
        uid, heading = self.rows.sittings[section].uid, self.table.horizontalHeader()
        heading.blockSignals(True)
        heading.moveSection(now, before)
        heading.blockSignals(False)
        QTimer.singleShot(0, self, lambda: self._move(uid, now))

    def widen(self, sitting: bytes, by: int) -> None:
        """A step wider or narrower."""
        at = [one.uid for one in self.rows.sittings].index(sitting)
        self.table.setColumnWidth(at, max(self.table.columnWidth(at) + by * _STEP, NARROWEST))

    def step_names(self, by: int) -> None:
        """The names a step wider or narrower."""
        self._give_names(max(self.table.verticalHeader().width() + by * _STEP, NARROWEST))

    def _give_names(self, width: int) -> None:
        self.widen_names(width)
        self.plan.widen_names(width)

    def forget_columns(self) -> None:
        """As the program arranges them."""
        self.plan.forget()
        self.widen_names(0)
        self._arrange()

    def _on_resized(self, section: int, before: int, now: int) -> None:
        if not self._fitting and section < len(self.rows.sittings):
            self.plan.widen(self.rows.sittings[section].uid, now)
            self._show_hint()

    def _on_column(self, act: Callable[[bytes], object]) -> None:
        place = self.table.current_place()
        if place is not None:
            act(place[1])

    # --- what was not taken --------------------------------------------------------------------------------------

    def _show_hint(self) -> None:
        refused, index = self.table.refused_here(), self.table.currentIndex()
        place = self.table.cell_rect(index) if refused else QRect()
        if refused is None or not place.intersects(self.table.viewport().rect()):
            self.hint.hide()
            return
        kinds = {way.kind for way in refused.ways}
        alike = sum(
            other is not refused and bool(kinds & {way.kind for way in other.ways})
            for other in self.rows.refused.values()
        )
        stored = self.rows.cell(index.row(), index.column())
        self.hint.show_for(refused, stored.edit if stored else "", alike, place)

    def take(self, way: Way, everywhere: bool) -> None:
        """Write the cell of the cursor this way, and `everywhere` what has the same way."""
        here = self.table.refused_here()
        if here is None:
            return
        others = list(self.rows.refused.values()) if everywhere else []
        chosen = [(here.edit, way)] + [
            (one.edit, its) for one in others if one is not here for its in one.ways if its.kind == way.kind
        ]
        self.table.setFocus()
        self.table.edits_wanted.emit(
            [Edit(edit.school, edit.sitting, its.text, its.dropped) for edit, its in chosen]
        )

    def give_up(self) -> None:
        """What the file has is shown again."""
        place = self.table.current_place()
        self.table.setFocus()
        if place is not None:
            self.refuse((), [place])

    def go_to_refused(self) -> bool:
        """The cursor to the next text that was not taken; False when none of them is shown here."""
        found = sorted(
            (index.row(), index.column())
            for place in self.rows.refused
            if (index := self.rows.index_of(place)).isValid()
        )
        here = self.table.currentIndex()
        after = [place for place in found if place > (here.row(), here.column())]
        if not found:
            return False
        row, column = (after or found)[0]
        self.table.setFocus()
        self.table.setCurrentIndex(self.rows.index(row, column))
        self.table.scrollTo(self.table.currentIndex())
        return True

    # --- menus and sums ------------------------------------------------------------------------------------------

    def _open_menu(self, where: QPoint) -> None:
        menus.open_at(self.cell_menu(), where)

    def cell_menu(self) -> QMenu:
        """The menu of the cell with the cursor."""
        table, place = self.table, self.table.current_place()
        acts = menus.CellActs(
            table.copy,
            table.copy_named,
            table.copy_numbers,
            table.cut,
            table.paste,
            table.fill_down,
            table.clear_cells,
            self.card_wanted.emit,
            self.find_wanted.emit,
            self.print_wanted.emit,
        )
        sitting = next((one for one in self.rows.sittings if place and one.uid == place[1]), None)
        entries = menus.of_cell(self, acts, table.refused_here(), self.rows.editable)
        return menus.build(table, self, sitting, entries)

    def heading_menu(self, section: int) -> QMenu:
        """The menu of the heading of a column."""
        sitting = self.rows.sittings[section] if 0 <= section < len(self.rows.sittings) else None
        return menus.build(self.table, self, sitting, iter(()))

    def _open_heading_menu(self, section: int, where: QPoint) -> None:
        menus.open_at(self.heading_menu(section), where)

    def seen(self, chosen: str, legend: str) -> "SeenGrid":
        """What stands on the screen, for a paper; `chosen` is what the columns were chosen by."""
        from shnor_desktop.papers.results.grid_table import SeenCell, SeenColumn, SeenGrid, SeenLine

        rows, total = self.rows, self.district
        columns = tuple(SeenColumn(one.name, (("sitting", one.uid),)) for one in rows.sittings)
        wide = range(len(columns))
        lines = []
        for row, school in enumerate(rows.schools):
            source = (("school", school.uid),)
            cells = rows.cells_of(row, 0, len(columns) - 1)
            told = (
                SeenCell(rows.stored(row, at), one is not None and one.mark == "low", source)
                for at, one in enumerate(cells)
            )
            lines.append(SeenLine(school.name, tuple(told)))
        sums = (SeenCell(str(total.index(0, at).data() or ""), source=columns[at].source) for at in wide)
        return SeenGrid(
            f"{ASPECT_LABELS[self.aspect].lower()}, {chosen}",
            tuple(self._conditions()),
            columns,
            tuple(lines),
            SeenLine(self._foot_title, tuple(sums)) if total.rowCount() else None,
            legend,
            date.today().isoformat(),
        )

    def _conditions(self) -> Iterator[str]:
        """What is not on the paper, and how the schools stand."""
        rows, hidden = self.rows, [one.name for one in self.hidden_sittings()]
        if hidden:
            yield f"{'Скрыты столбцы' if hidden[1:] else 'Скрыт столбец'}: {'; '.join(hidden)}."
        if len(rows.all_schools) < rows.total:
            yield f"Школы ещё читались: здесь первые {len(rows.all_schools)} из {rows.total}."
        if told := self.bar.told():
            yield f"Показаны не все школы. {told}." if rows.view.only else f"{told}."
        if rows.refused:
            yield _NOT_TAKEN

    def _add_up(self) -> None:
        self.added_up.emit(totals(self.table.selected_cells(), self.aspect))
