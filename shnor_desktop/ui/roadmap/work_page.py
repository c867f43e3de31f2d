"""«Неделя и месяц»: what is to be done in these days, what is overdue, what has no day; for the planning meeting."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from shnor_desktop.operations.roadmap import week as verbs
from shnor_desktop.operations.roadmap.week import BLOCKS, Work, WorkLine
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act, act_button
from shnor_desktop.ui.kit.laying.boxes import in_row, lay_column
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.verbs import with_session
from shnor_desktop.ui.kit.widgets import ChoiceBox

WEEK, MONTH = "week", "month"


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A heading across the table."""

    uid: str
    title: str


def _of(text: Callable[[WorkLine], str]) -> Callable[[Any], str]:
    return lambda line: text(line) if isinstance(line, WorkLine) else ""


def _back(line: Any) -> str:
    return "nav" if isinstance(line, BlockLine) else ""


_COLUMNS: tuple[Column[Any], ...] = (
    Column(
        "Дата",
        lambda line: line.title if isinstance(line, BlockLine) else line.day_text,
        back=_back,
        bold=lambda line: isinstance(line, BlockLine),
        sortable=False,
    ),
    Column("Мероприятие", _of(lambda one: one.text), back=_back, sortable=False),
    Column("Где", _of(lambda one: one.place), back=_back, sortable=False),
    Column("Участники", _of(lambda one: one.people), back=_back, sortable=False),
    Column("Ответственные", _of(lambda one: one.responsible), back=_back, sortable=False),
    Column(
        "Состояние",
        _of(lambda one: one.state_text),
        mark=_of(lambda one: one.state),
        ink=_of(lambda one: theme.state_mark(one.state).role if one.state else ""),
        back=_back,
        sortable=False,
    ),
    Column("Откуда", _of(lambda one: one.source), back=_back, sortable=False),
)


class WorkPage(QWidget):
    """A week or a month, moved by buttons."""

    opened = Signal(object)
    """The line that was opened."""
    print_wanted = Signal(str, object)
    """«week» or «month», and its day."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.on = date.today()
        self.work: Work | None = None
        self.span = ChoiceBox("Неделя или месяц", self, ((WEEK, "Неделя"), (MONTH, "Месяц")))
        self.span.activated.connect(lambda _: self.reload())
        self.heading = QLabel(self)
        self.past = QLabel(self)
        self.past.setObjectName("muted")
        self.table = Table(
            _COLUMNS,
            self,
            name="План работы",
            settings=context.settings,
            keep="roadmap-work",
            identity=lambda line: (line.uid, getattr(line, "block", ""), getattr(line, "day", None)),
            empty="На эти дни ничего не назначено, просроченного нет.",
        )
        self.table.setWordWrap(True)
        self.table.verticalHeader().setDefaultSectionSize(2 * self.fontMetrics().lineSpacing() + theme.GAP)
        self.table.opened.connect(self._open)
        self._lay_out()

    def _lay_out(self) -> None:
        acts = (
            Act("◀ Раньше", lambda: self.step(-1), tip="Предыдущая неделя или месяц"),
            Act("Сегодня", lambda: self.show_day(date.today())),
            Act("Позже ▶", lambda: self.step(1), tip="Следующая неделя или месяц"),
        )
        steps = (act_button(act, self) for act in acts)
        printing = Act("Напечатать", self._print, tip="План работы в просмотр перед печатью")
        row = in_row(self.span, *steps, (self.heading, 1), act_button(printing, self))
        lay_column(self, row, (self.table, 1), self.past)

    def reload(self) -> None:
        """Ask for the work of these days."""
        verb = verbs.week if self.span.currentData() == WEEK else verbs.month
        self.context.jobs.ask(self, with_session(verb, self.on), self._show, latest="work")

    def _show(self, work: Work) -> None:
        self.work = work
        self.heading.setText(f"План работы {work.title}")
        lines: list[Any] = []
        for code, title in BLOCKS.items():
            found = work.block(code)
            if found:
                lines += [BlockLine(code, f"{title} — {len(found)}"), *found]
        self.table.set_rows(lines)
        self.table.clearSpans()
        for number, line in enumerate(lines):
            if isinstance(line, BlockLine):
                self.table.setSpan(number, 0, 1, len(_COLUMNS))
        self.past.setText(f"Не закрыто в давно закончившихся программах: {work.past}." if work.past else "")
        self.past.setVisible(bool(work.past))

    def step(self, count: int) -> None:
        """So many weeks or months on."""
        if self.span.currentData() == WEEK:
            self.show_day(self.on + timedelta(days=7 * count))
        else:
            first = self.on.replace(day=1)
            self.show_day(
                first - timedelta(days=1) if count < 0 else (first + timedelta(days=32)).replace(day=1)
            )

    def show_day(self, on: date) -> None:
        """The week or month of a day."""
        self.on = on
        self.reload()

    def _open(self, line: Any) -> None:
        if isinstance(line, WorkLine):
            self.opened.emit(line)

    def _print(self) -> None:
        self.print_wanted.emit(str(self.span.currentData()), self.on)

    def keyPressEvent(self, event: Any) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if held and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)
