"""The first screen: what is in the file and what to do next."""

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.russian import counted, quoted, show_date
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.laying.boxes import EVEN, lay_column, stacked
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.texts import breakable
from shnor_desktop.ui.kit.widgets import plain_label
from shnor_desktop.ui.shell.guide import Guide, stages
from shnor_desktop.ui.shell.screens import LOOKED_AT
from shnor_desktop.ui.shell.today_card import SupportCard, TodayCard, WaitingCard

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.cards.overview import Computed, Overview, SupportToday, Today
    from shnor_desktop.ui.kit.jobs import Progress

Card = TypeVar("Card", bound=WaitingCard)
_NARROW = 860


class StartScreen(Screen):
    """Steps at the left, contents at the right; below each other on a narrow window."""

    title = "Начало"
    help_page = "start"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.heading, self.summary, self.listed = (plain_label(role, self) for role in ("heading", "", ""))
        self.listed.hide()
        self._listed_text = ""
        self.guide, self._contents = Guide(context, self), QWidget(self)
        self.guide.folded_changed.connect(self._arrange)
        context.marked.connect(self._reload_when_seen)
        lay_column(self._contents)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(theme.MARGIN)
        self._columns.addWidget(self.guide, 3)
        self._columns.addWidget(self._contents, 2)
        page = stacked(self, self.heading, self.summary, self.listed, self._columns, 1, around=EVEN)
        area = QScrollArea(self)
        area.setWidget(page)
        area.setAccessibleName(self.title)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        lay_column(self, area)
        self.today: TodayCard | None = None
        self.support: SupportCard | None = None
        path = context.jobs.standing.path
        self.heading.setText(breakable(path.stem) if path else "")

    def minimumSizeHint(self) -> QSize:
        return QSize(360, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Side by side where there is room for both; folded steps take a line above."""
        narrow = self.guide.folded or self.width() < theme.wide(_NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(way)
        self._show_listed()

    def reload(self) -> None:
        def work(document: "Document", progress: "Progress") -> "Overview":
            from shnor_desktop.operations.cards.overview import overview

            with document.rows() as connection:
                return overview(connection)

        self.context.jobs.ask(self, work, self._show, latest="overview")

    def _ask_computed(self, facts: "Overview") -> None:
        """The rule needs what is loaded for long; it is applied while the rest can be read."""

        def work(document: "Document", progress: "Progress") -> "Computed":
            from shnor_desktop.operations.cards.overview import computed

            with document.read() as session:
                return computed(session)

        def show(answer: "Computed") -> None:
            self._say_listed(_computed_text(facts, answer))

        self.context.jobs.ask(self, work, show, latest="computed")

    def _ask_today(self) -> None:
        """What plans ask for today; read like the rule, after what is shown at once."""

        def work(document: "Document", progress: "Progress") -> "Today":
            from shnor_desktop.operations.cards.overview import today

            with document.read() as session:
                return today(session, date.today())

        self.context.jobs.ask(self, work, self._show_today, latest="today")

    def _ask_support(self) -> None:
        """Who stands alone today."""

        def work(document: "Document", progress: "Progress") -> "SupportToday":
            from shnor_desktop.operations.cards.overview import support_today

            with document.read() as session:
                return support_today(session, date.today())

        self.context.jobs.ask(self, work, self._show_support, latest="support")

    def _show_today(self, facts: "Today") -> None:
        self.today = self._put(self.today, TodayCard(self.context, facts, self), "Дорожная карта сегодня", 0)

    def _show_support(self, facts: "SupportToday") -> None:
        place = 0 if self.today is None else 2
        card = SupportCard(self.context, facts, self)
        self.support = self._put(self.support, card, "Поддержка сегодня", place)

    def _put(self, former: Card | None, card: Card, title: str, place: int) -> Card:
        """The card in the place of the former one, else under its heading."""
        layout = self._contents.layout()
        assert isinstance(layout, QVBoxLayout)
        if former is None:
            layout.insertWidget(place, _subheading(title, self))
            layout.insertWidget(place + 1, card)
        else:
            layout.insertWidget(layout.indexOf(former), card)
            former.hide()
            former.deleteLater()
        return card

    def _show(self, facts: "Overview") -> None:
        if not facts.results:
            self.context.unmark(*LOOKED_AT)  # There was nothing to look at.
        words = [
            counted(facts.schools, "школа", "школы", "школ"),
            counted(facts.results, "результат", "результата", "результатов"),
        ]
        if facts.bare:
            words[-1] += f": {facts.results - facts.bare} с данными, {facts.bare} без данных (н/д)"
        self.summary.setText("В файле: " + ", ".join(words) + "." if facts.schools else "Файл пока пуст.")
        listed = _computed_text(facts, None)
        self.guide.show_stages(stages(facts, self.context.marks()), listed)
        self._say_listed(listed)
        self._show_contents(facts)
        if not (facts.results or facts.planned or facts.supported):
            return
        if not self.isVisible():
            self._stale = True  # Whoever comes back is told.
            return
        if facts.planned:
            self._ask_today()
        if facts.supported and facts.schools:
            self._ask_support()
        if facts.results:
            self._ask_computed(facts)

    def _say_listed(self, text: str) -> None:
        """On its step, and above the page where the steps are folded away."""
        self.guide.say(text)
        self._listed_text = text
        self._show_listed()

    def _show_listed(self) -> None:
        self.listed.setText(breakable(self._listed_text))
        self.listed.setVisible(self.guide.folded and bool(self._listed_text))

    # --- contents ------------------------------------------------------------------------------------------------

    def _show_contents(self, facts: "Overview") -> None:
        layout = _emptied(self._contents)
        self.today = self.support = None
        layout.addWidget(_subheading("Что в файле", self))
        if facts.held:
            layout.addWidget(self._held_card(facts))
        else:
            layout.addWidget(_card_with(_muted("Результатов ещё нет. Начните с загрузки книги.", self), self))
        if facts.parcels:
            layout.addWidget(_subheading("Последние загрузки", self))
            layout.addWidget(_card_with(_muted(_parcels_text(facts), self), self))
        layout.addStretch(1)

    def _held_card(self, facts: "Overview") -> QFrame:
        card = QFrame(self)
        card.setObjectName("card")
        grid = QGridLayout(card)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(4)
        for column, text in enumerate(("Учебный год", "Вид", "Проведений", "Школ", "Результатов")):
            grid.addWidget(_muted(text, card, wrap=False), 0, column, _side(column))
        year = None
        for row, one in enumerate(facts.held, start=1):
            label = school_years.label(one.school_year) if one.school_year != year else ""
            year = one.school_year
            cells = (label, one.family, str(one.sittings), str(one.schools), str(one.results))
            for column, text in enumerate(cells):
                grid.addWidget(QLabel(text, card), row, column, _side(column))
        grid.setColumnStretch(1, 1)
        return card


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column > 1 else Qt.AlignmentFlag.AlignLeft


def _computed_text(facts: "Overview", computed: "Computed | None") -> str:
    listed = facts.listed
    if not facts.results:
        return "Программа применит методику и объяснит каждую школу, когда появятся результаты."
    text = f"{_answers(computed) if computed else 'Методика применяется…'} Статус ШНОР сейчас: {listed.in_force}."
    if listed.last_on:
        text += f" Подписан {quoted(listed.last_title)} {show_date(listed.last_on)}."
    return text


def _answers(computed: "Computed") -> str:
    parts = [f"По расчёту: {counted(computed.computed, 'школа', 'школы', 'школ')}"]
    for number, words in (
        (computed.confirm, "требует подтверждения"),
        (computed.insufficient, "данных недостаточно"),
        (computed.watch, "группа внимания"),
    ):
        if number:
            parts.append(f"{words}: {number}")
    told = ", ".join(parts) + "."
    lacks = f": {computed.lacking}" if computed.lacking else ", загружено не всё"
    return f"▲ Данные неполны{lacks}. {told}" if computed.incomplete else told


def _parcels_text(facts: "Overview") -> str:
    return "\n".join(
        f"{show_date(one.imported_on)}  {one.title} — {counted(one.results, 'результат', 'результата', 'результатов')}"
        for one in facts.parcels
    )


def _emptied(part: QWidget) -> QVBoxLayout:
    layout = part.layout()
    assert isinstance(layout, QVBoxLayout)
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
    return layout


def _subheading(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setObjectName("subheading")
    return label


def _muted(text: str, parent: QWidget, *, wrap: bool = True) -> QLabel:
    label = plain_label("muted", parent, breakable(text))
    label.setWordWrap(wrap)
    return label


def _card_with(content: QWidget, parent: QWidget) -> QFrame:
    card = QFrame(parent)
    card.setObjectName("card")
    QVBoxLayout(card).addWidget(content)
    return card
