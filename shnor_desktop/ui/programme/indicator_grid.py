"""The grid of indicators: a line each, plan and fact of every year. What is typed is saved at once; computed facts are grey and
say from what they are computed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.programme.indicators import Figure, IndicatorRow, IndicatorTable, Slot
from shnor_desktop.operations.programme.page import indicator_facts
from shnor_desktop.papers.draw import chart as drawing
from shnor_desktop.papers.draw.primitives import Face, Picture
from shnor_desktop.papers.programme import charts
from shnor_desktop.papers.programme.facts import IndicatorFacts
from shnor_desktop.papers.tree.paper import Chart
from shnor_desktop.rules.indicators import LESS, STATE_LABELS, State
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.laying.boxes import lay_column, lay_row
from shnor_desktop.ui.kit.picture import PictureView
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.widgets import plain_label

_CHART = (320, 6)
"""How wide the chart is, and how high in rows of the table."""
_ROOMY = (620, 17)
"""In less room, in the same measures, there is no chart."""
_TITLE = "План и факт по годам"
_MARK = {State.MET: "done", State.NOT_MET: "error", State.UNREACHABLE: "warning"}


class IndicatorGrid(QWidget):
    """All indicators of a programme."""

    typed = Signal(bytes, object, str, str)
    """Indicator, slot, «target_e4» or «fact_e4», the text that was typed."""
    opened = Signal(bytes)

    def __init__(
        self, context: Context, acts: Callable[[], tuple[Act, ...]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._acts = context, acts
        self._slots: tuple[Slot, ...] | None = None
        self.table: Table
        self.bar: Bar
        self.told = plain_label("muted", self)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.told.setMaximumHeight(theme.row_height() * _CHART[1])
        self.chart = PictureView(self._drawn, self)
        self.chart.setFixedSize(theme.wide(_CHART[0]), theme.row_height() * _CHART[1])
        self.chart.hide()
        self._facts: IndicatorFacts | None = None
        self._chart: Chart | None = None
        self._foot = QWidget(self)
        lay_row(
            self._foot,
            (self.told, 1, Qt.AlignmentFlag.AlignTop),
            (self.chart, 0, Qt.AlignmentFlag.AlignTop),
            gap=theme.MARGIN,
        )
        self._column = lay_column(self, self._foot, around=(theme.GAP, 0, 0, 0))
        self._build(())

    def _build(self, slots: tuple[Slot, ...]) -> None:
        """Columns follow from the years; where these are others, the table is another."""
        while self._column.count() > 1:  # Taken out and put in again the foot would keep its old height.
            item = self._column.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        self._slots = slots
        self.table = Table(
            _columns(slots),
            self,
            name="Показатели",
            settings=self._context.settings,
            keep=f"programme/indicators/{len(slots)}",
            words=lambda row: f"{row.number} {row.text} {row.group}",
            empty="Показателей пока нет. Нажмите «Добавить из образцов…» или «Добавить свой…».",
        )
        self.table.set_editable(not self._context.read_only)
        self.table.edited.connect(self._on_edited)
        self.table.opened.connect(lambda row: self.opened.emit(row.uid))
        self.table.chosen.connect(self._tell)
        self.bar = Bar(self._context, self._acts(), self, table=self.table, search="Найти показатель")
        self.table.setMinimumHeight(theme.row_height() * 4)
        self._column.insertWidget(0, self.bar)
        self._column.insertWidget(1, self.table, 1)

    def show_table(self, found: IndicatorTable) -> None:
        """Show these rows."""
        if found.slots != self._slots:
            self._build(found.slots)
        self._facts = indicator_facts(found)
        self.table.set_rows(found.rows)

    def current(self) -> bytes | None:
        """The indicator with the cursor."""
        row = self.table.current()
        return row.uid if row is not None else None

    def _on_edited(self, row: IndicatorRow, name: str, text: object) -> None:
        which, _, place = name.partition(":")
        self.typed.emit(row.uid, (self._slots or ())[int(place)], f"{which}_e4", str(text))

    def _tell(self, row: IndicatorRow | None) -> None:
        """Everything about the indicator with the cursor, for the eye and for screen readers."""
        self.told.setText("" if row is None else "\n".join(_sentences(row, self._slots or ())))
        self._chart = None
        if row is not None and self._facts is not None:
            line = next((one for one in self._facts.lines if one.source == (("indicator", row.uid),)), None)
            self._chart = charts.chart(line, self._facts.years) if line is not None else None
        self.told.setToolTip(self.told.text())
        self._place_chart()
        self.chart.setAccessibleDescription(drawing.words(self._chart) if self._chart is not None else "")
        self.chart.update()

    def _place_chart(self) -> None:
        roomy = self.width() >= theme.wide(_ROOMY[0]) and self.height() >= theme.row_height() * _ROOMY[1]
        self.chart.setVisible(self._chart is not None and roomy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_chart()

    def _drawn(self, width: float, height: float, face: Face) -> Picture:
        if self._chart is None:
            return Picture(width, height, ())
        return drawing.picture(replace(self._chart, title=_TITLE), width, face, height)


def _columns(slots: tuple[Slot, ...]) -> list[Column[Any]]:
    columns: list[Column[Any]] = [
        Column("№", lambda row: row.number, sortable=False),
        Column(
            "Показатель",
            lambda row: row.text,
            tip=lambda row: "\n".join(filter(None, (row.text, row.denominator))),
        ),
        Column("Ед.", lambda row: row.unit, sortable=False),
    ]
    for place, slot in enumerate(slots):
        columns += [_plan(place, slot), _fact(place, slot)]
    return columns


def _plan(place: int, slot: Slot) -> Column[Any]:
    def figure(row: IndicatorRow) -> Figure:
        return row.figures[place]

    return Column(
        f"План {slot.label}",
        lambda row: figure(row).target,
        align="right",
        whole=True,
        name=f"target:{place}",
        tip=lambda row: figure(row).unreachable or figure(row).target,
        ink=lambda row: "warning" if figure(row).unreachable else "",
        sortable=False,
    )


def _fact(place: int, slot: Slot) -> Column[Any]:
    def figure(row: IndicatorRow) -> Figure:
        return row.figures[place]

    def tip(row: IndicatorRow) -> str:
        return "\n".join(filter(None, (STATE_LABELS[figure(row).state], *_about(figure(row)))))

    return Column(
        f"Факт {slot.label}",
        lambda row: figure(row).fact,
        align="right",
        whole=True,
        name=f"fact:{place}",
        tip=tip,
        mark=lambda row: _MARK.get(figure(row).state, ""),
        ink=lambda row: "muted" if figure(row).typed_e4 is None else "",
        said=lambda row: f"{figure(row).fact or 'нет'}, {STATE_LABELS[figure(row).state]}",
        sortable=False,
    )


def _about(one: Figure) -> list[str]:
    told = []
    if one.overridden:
        told.append(f"введено вместо вычисленного: {one.reason or 'причина не указана'}")
    if one.computed_from:
        told.append(f"{'вычислено' if one.computed_e4 is not None else 'не вычислено'}: {one.computed_from}")
    return told


def _sentences(row: IndicatorRow, slots: tuple[Slot, ...]) -> list[str]:
    better = "чем меньше, тем лучше" if row.direction == LESS else "чем больше, тем лучше"
    found = [f"{row.text}: {better}{'' if row.said_direction else ' (так понято по словам)'}."]
    if row.mixed:
        found.append(f"Считаются люди, а знаменатель — «{row.denominator}»: это школы? Проверьте.")
    for slot, one in zip(slots, row.figures, strict=True):
        told = [*_about(one), *filter(None, (one.unreachable,))]
        if told:
            found.append(f"{slot.label}: {'; '.join(told)}")
    return found
