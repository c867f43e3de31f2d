"""The tables of the screen «Школы»: the list of schools, and one school's results by procedure and year."""

from collections.abc import Sequence
from heapq import nlargest
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtGui import QBrush, QResizeEvent
from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.cards.school_lines import SchoolLine
from shnor_desktop.rules.identification.explanation import SMALL_N
from shnor_desktop.rules.results.quality import ASPECT_LABELS, Aspect
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.cells.matrix import EMPTY, Matrix, Painted
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.widgets import told

if TYPE_CHECKING:
    from shnor_desktop.operations.cards.school_card import History, Point

_KIND, _PLACE = 1, 2
_WIDTHS = {_KIND: 74, _PLACE: 120}
_READABLE = 304
"""Name and status are not squeezed below this: the place gives way; the kind, which the name tells itself, to whole names."""
_STATUS, _LONGEST_NAME, _AIR, _MEASURED = 120, 420, 24, 8


class SchoolTable(Table):
    """The list of schools; in a narrow window it keeps names and statuses."""

    def __init__(self, settings: QSettings, parent: QWidget) -> None:
        self._undecided: frozenset[bytes] = frozenset()
        columns = (
            Column("Школа", _name, mark=self._mark, tip=self._tip),
            Column[SchoolLine]("Вид", lambda line: line.form),
            Column[SchoolLine]("Место", lambda line: line.place),
            Column("Статус", _status, ink=_status_ink, tip=lambda line: "\n".join(line.statuses)),
        )
        super().__init__(
            columns,
            parent,
            name="Школы",
            settings=settings,
            keep="schools",
            ink=lambda line: "muted" if line.closed else "",
            words=lambda line: line.search,
        )
        self._named = 0
        """The width the longest names need."""
        self.cut_names_within()

    def mark(self, undecided: frozenset[bytes]) -> None:
        """Mark the schools that organisations disagree about."""
        if undecided != self._undecided:
            self._undecided = undecided
            self.rows.redraw()

    def _mark(self, line: SchoolLine) -> str:
        return "undecided" if line.uid in self._undecided else ""

    def _tip(self, line: SchoolLine) -> str:
        return f"{line.name}\n{told('есть вопросы')}" if self._mark(line) else _name(line)

    def set_rows(self, rows: Sequence[SchoolLine]) -> None:
        names = nlargest(_MEASURED, map(_name, rows), len)
        self._named = max((self.fontMetrics().horizontalAdvance(name) for name in names), default=0)
        self._make_room()
        super().set_rows(rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room()
        super().resizeEvent(event)

    def _make_room(self) -> None:
        room, kind, place = self.viewport().width(), *map(theme.wide, _WIDTHS.values())
        names = min(self._named + _AIR, theme.wide(_LONGEST_NAME)) + theme.wide(_STATUS)
        self.setColumnHidden(_KIND, room < max(names, theme.wide(_READABLE)) + place + kind)
        self.setColumnHidden(_PLACE, room < theme.wide(_READABLE) + place)


def _name(line: SchoolLine) -> str:
    name = line.name
    if line.branch_of:
        name += f" — филиал {quoted(line.branch_of)}" if line.branch_of not in line.name else " — филиал"
    return f"{name} (закрыта)" if line.closed else name


def _status(line: SchoolLine) -> str:
    short = ", ".join(dict.fromkeys(status.partition(" (")[0] for status in line.statuses))
    return f"{theme.state_mark('low').glyph} {short}" if short else ""


def _status_ink(line: SchoolLine) -> str:
    return "low" if line.statuses else ""


class ResultsByYear(Matrix):
    """One school: procedures down, school years across."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, centred=True)
        self._history: Sequence[History] = ()
        self._aspect = Aspect.FAILED

    def set_aspect(self, aspect: Aspect) -> None:
        """Show another figure of the results."""
        self._aspect = aspect
        self.set_history(self._history)

    def set_history(self, history: "Sequence[History]") -> None:
        """Show these results."""
        self._history = history
        years = tuple(sorted({point.year for one in history for point in one.points}))
        cells = [tuple(_cell(one.points, year, self._aspect) for year in years) for one in history]
        self.set_cells(years, [one.procedure for one in history], cells)


def _cell(points: "Sequence[Point]", year: str, aspect: Aspect) -> Painted:
    held = [one for one in points if one.year == year]
    if not held:
        return EMPTY
    text = "; ".join(_shown(one, aspect) for one in held)
    tip = "\n".join(
        f"{one.sitting.name}: {figures(one)}\n{_others(one)}\n{one.source}".replace("\n\n", "\n").strip()
        for one in held
    )
    low, small = any(one.low for one in held), any(map(_is_small, held))
    signs = [theme.state_mark(name) for name, on in (("low", low), ("small_n", small)) if on]
    tip = "\n".join((tip, *(sign.word for sign in signs[low:])))
    text = f"{''.join(sign.glyph for sign in signs)} {text}".strip()
    if not low:
        return Painted(text, tip=tip)
    fore, back = (QBrush(theme.colour(role)) for role in ("low", "low_back"))
    return Painted(text, tip=tip, fore=fore, back=back)


def _is_small(one: "Point") -> bool:
    return not one.state and one.participants is not None and one.participants < SMALL_N


def _shown(one: "Point", aspect: Aspect) -> str:
    if one.state or aspect is Aspect.FAILED:
        return figures(one)
    return dict(one.aspects).get(aspect, "—")


def _others(one: "Point") -> str:
    """«Успеваемость 80,0 %, качество 30,0 %»."""
    return ", ".join(f"{ASPECT_LABELS[aspect].lower()} {text}" for aspect, text in one.aspects).capitalize()


def figures(one: "Point") -> str:
    """«4 из 13 · 30,8 %», «42 %» or why there are no figures."""
    if one.state:
        return one.state
    share = f"{one.percent}\u00a0%" if one.percent else "—"
    if one.participants is None or one.failed is None:
        return share
    return f"{one.failed} из {one.participants} · {share}"
