"""Widths of table columns: fitted to the first rows and to the room, where the column of the longest texts takes
what is free; remembered on the machine once somebody moved them."""

from collections.abc import Sequence
from heapq import nlargest
from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QTableView

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.narrow.headings import Headings

_NARROWEST, _READABLE, _TEXT, _WIDEST, _AIR = 48, 140, 240, 420, 14
_LONGEST = 4
_ENOUGH = 30
"""Rows that tell what the columns hold; a table with fewer is measured again whenever it is shown anew: they change."""


class ColumnWidths(QObject):
    """One a table; call `fit` when rows have arrived."""

    def __init__(
        self,
        view: QTableView,
        settings: QSettings | None,
        name: str,
        even: tuple[int, ...] = (),
        whole: tuple[int, ...] = (),
        grows: int | None = None,
    ) -> None:
        """Columns of `even` are given the same width: they are compared with each other. Texts of `whole` are not cut. What
        is free belongs to the column that `grows`, else to that of the longest texts."""
        super().__init__(view)
        self._view, self._settings, self._key = view, settings, f"columns/{name}"
        header = self._header = cast(Headings, view.horizontalHeader())
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        self._fitting = False
        self._even, self._whole, self._grows = even, whole, grows
        self._needed: list[int] = []
        """What cells and whole headings need."""
        self._folded: list[int] = []
        """The same with headings over two lines."""
        self._measured = 0
        self._seen: set[int] = set()
        self._shared: tuple[int, list[int]] = (0, [])
        self.known = self._restore()
        header.sectionResized.connect(self._on_resized)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.fit)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A table filled before it is seen does not know its room yet, and the room changes with the window."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Resize):
            self._later.start()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Give every column what it needs, and share the room out until somebody moves a column."""
        if self.known or not self._view.isVisible():
            return
        self._fitting = True
        columns = range(self._view.model().columnCount())
        shown = [column for column in columns if not self._view.isColumnHidden(column)]
        self._measure(shown)
        room = self._view.viewport().width()
        if self._shared != (room, shown):
            self._shared = room, shown
            alike = [place for place, column in enumerate(shown) if column in self._even]
            whole = [place for place, column in enumerate(shown) if column in self._whole]
            grows = shown.index(self._grows) if self._grows in shown else None
            whole_headings = [self._needed[one] for one in shown]
            fits = sum(min(size, theme.wide(_WIDEST)) for size in whole_headings) <= room
            needed = whole_headings if fits else [self._folded[one] for one in shown]
            times = theme.wide(100) / 100
            sizes = shared(needed, room, times, alike, whole, grows)
            for column, size in zip(shown, sizes, strict=True):
                self._view.setColumnWidth(column, size)
        self._fitting = False
        self._header.fit_height()

    def measure_again(self) -> None:
        """Other rows are shown than those that were measured; no column becomes narrower for it."""
        self._measured = 0

    def _measure(self, shown: list[int]) -> None:
        """Learn what the columns need from the rows there are; of a hidden one the heading is not known."""
        rows, columns = self._view.model().rowCount(), self._view.model().columnCount()
        if self._measured >= _ENOUGH and self._seen.issuperset(shown):
            return
        self._seen.update(shown)
        self._measured, self._shared = rows, (0, [])
        header, none = self._header, [0] * columns
        cells = [self._widest(one) for one in range(columns)]
        whole = [header.sectionSizeHint(one) for one in range(columns)]
        folded = [header.folded(one) for one in range(columns)]
        self._needed, self._folded = (
            [
                max(cell + _AIR, heading + _AIR, so_far)
                for cell, heading, so_far in zip(cells, headings, before, strict=True)
            ]
            for headings, before in ((whole, self._needed or none), (folded, self._folded or none))
        )

    def _widest(self, column: int) -> int:
        """What the first cells need: only the longest of their texts are laid out, which costs most of it. A heading over
        several columns has room enough."""
        model, metrics = self._view.model(), self._view.fontMetrics()
        rows = range(min(model.rowCount(), _ENOUGH))
        cells = [model.index(row, column) for row in rows if self._view.columnSpan(row, column) == 1]

        def length(cell: QModelIndex) -> int:
            return max(
                (metrics.horizontalAdvance(line) for line in str(cell.data() or "").splitlines()), default=0
            )

        return max(
            (self._view.sizeHintForIndex(one).width() for one in nlargest(_LONGEST, cells, length)), default=0
        )

    def _restore(self) -> bool:
        stored = str(self._settings.value(self._key) or "") if self._settings is not None else ""
        sizes = [int(part) for part in stored.split(";") if part.isdigit()]
        if len(sizes) != self._view.model().columnCount():
            return False
        for column, size in enumerate(sizes):
            self._view.setColumnWidth(column, max(size, _NARROWEST))
        self._header.fit_height()
        return True

    def _on_resized(self, column: int, before: int, now: int) -> None:
        last = self._view.model().columnCount() - 1
        hiding = not (before and now)
        if self._fitting or hiding or not (self._needed or self.known) or column == last:
            return
        self.known = True
        self._header.fit_height()
        if self._settings is None:
            return
        # Of a column that is hidden now what it needs is kept: it may come back.
        wide = (
            self._view.columnWidth(one) or (self._needed or [_NARROWEST] * (last + 1))[one]
            for one in range(last + 1)
        )
        sizes = ";".join(map(str, wide))
        self._settings.setValue(self._key, sizes)


def shared(
    needed: list[int],
    room: int,
    times: float = 1.0,
    alike: Sequence[int] = (),
    whole: Sequence[int] = (),
    grows: int | None = None,
) -> list[int]:
    """Widths that fill the room: the longest texts take what is free, or the column that `grows`; they stay legible where
    the table is scrolled, as those of the first column do, by which rows are told apart. `times` is how much wider than
    usual the letters are; columns `alike` share the free room evenly, those of `whole` do not give way."""
    least = round(_READABLE * times)
    wanted = [min(size, round(_WIDEST * times)) for size in needed]
    if grows is not None:
        wanted[grows] = least
    sizes = shrunk(wanted, room, least, whole)
    free = room - sum(sizes)
    if alike:
        together = sum(sizes[place] for place in alike) + max(free, 0)
        for place in alike:
            sizes[place] = together // len(alike)
    elif sizes and free:
        longest = needed.index(max(needed)) if grows is None else grows
        sizes[longest] += max(free, 0)
        for place in {0, longest} if free < 0 else ():
            sizes[place] = max(sizes[place], min(needed[place], round(_TEXT * times)))
    return sizes


def shrunk(sizes: list[int], room: int, least: int = _READABLE, whole: Sequence[int] = ()) -> list[int]:
    """The widest columns give way until all fit, none below the least width: then the table is scrolled."""
    if whole:
        rest = [size for place, size in enumerate(sizes) if place not in whole]
        left = iter(shrunk(rest, room - sum(sizes) + sum(rest), least))
        return [size if place in whole else next(left) for place, size in enumerate(sizes)]
    found = list(sizes)
    while (over := sum(found) - room) > 0 and (widest := max(found, default=0)) > least:
        place = found.index(widest)
        next_widest = max(found[:place] + found[place + 1 :], default=least)
        found[place] = max(widest - over, min(next_widest, widest - 1), least)
    return found
