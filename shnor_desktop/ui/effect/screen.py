"""«Эффект»: what changed between two sittings in schools with support beside the others, and whether it is chance."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QWidget

from shnor_desktop.operations.effect import printing as verbs
from shnor_desktop.operations.effect.printing import EffectLine, EffectView
from shnor_desktop.operations.effect.supported import WAYS
from shnor_desktop.papers.effect import plots
from shnor_desktop.papers.effect.effect import NOTICE
from shnor_desktop.papers.effect.facts import EffectFacts, EffectRow
from shnor_desktop.rules.effect import ASSUMED, WITHIN, Finding, difference_text, share_text
from shnor_desktop.rules.words.russian import show_date
from shnor_desktop.ui.effect.plot_view import PlotView
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.laying.boxes import SNUG, in_row, lay_column, split, stacked
from shnor_desktop.ui.kit.narrow.scrolled import ScrolledLabel
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.verbs import with_session
from shnor_desktop.ui.kit.widgets import ChoiceBox, plain_label, selectable_label

_SHORT = {
    Finding.NOTHING: "нет школ с поддержкой",
    Finding.CHANCE: WITHIN,
    Finding.ALONE: "изменение есть, сравнить не с кем",
    Finding.BETTER: "лучше, чем без поддержки",
    Finding.WORSE: "хуже, чем без поддержки",
}


_MANY = "Примерно одно из двадцати сравнений выходит за пределы случайности и без всякой причины."


def _short(one: EffectLine) -> str:
    return "несопоставимы" if one.why_not else _SHORT[one.effect.finding]


def _change(one: EffectLine) -> str:
    found = one.effect.supported
    return difference_text(found.change) if found and not one.why_not else "–"


_COMPARED: tuple[Column[EffectLine], ...] = (
    Column("Позднее", lambda one: one.after),
    Column("Вывод", _short, tip=lambda one: one.answer, whole=True),
    Column("Изменение в школах с поддержкой", _change),
    Column("Прежнее", lambda one: one.before),
    Column("С поддержкой", lambda one: str(one.effect.supported.schools) if one.effect.supported else "–"),
)
_SCHOOLS: tuple[Column[EffectRow], ...] = (
    Column("Школа", lambda row: row.name),
    Column("Поддержка", lambda row: row.grounds or "–"),
    Column("До", lambda row: share_text(row.before) if row.before else "–"),
    Column("После", lambda row: share_text(row.after) if row.after else "–"),
    Column("Изменение", lambda row: difference_text(row.change) if row.change else row.lacking),
)


class EffectScreen(Screen):
    """Left the comparisons, right what is to be said of the chosen one."""

    title = "Эффект"
    help_page = "effect"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: EffectView | None = None
        self._wanted: object = None
        self._way = ""
        """By what a person wants schools to count as supported; "" leaves it to what the file holds."""
        self.table = Table(
            _COMPARED,
            self,
            name="Сравнения",
            settings=context.settings,
            keep="effect",
            identity=lambda one: one.key,
            empty="Сравнивать нечего: нужны результаты одной процедуры за два года.",
        )
        self.table.chosen.connect(self._show_chosen)
        self.schools = Table(
            _SCHOOLS,
            self,
            name="Школы",
            settings=context.settings,
            keep="effect-schools",
            identity=lambda row: row.school,
            empty="Результатов школ нет.",
        )
        self.schools.opened.connect(lambda row: self._open(row.school))
        self.slope = PlotView("Доля не справившихся до и после", self)
        self.funnel = PlotView("Воронка: доля не справившихся и число участников", self)
        for plot in (self.slope, self.funnel):
            plot.clicked.connect(self._open)
        self._lay_out()
        self.start_at(self.table)

    # --- building ------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        ways = ((code, f"С поддержкой: {text}") for code, text in WAYS.items())
        self.way = ChoiceBox("Кого считать школой с поддержкой", self, ways)
        self.way.setToolTip("Кого считать школой с поддержкой")
        bases = ((False, "С прошлым проведением"), (True, "С самым ранним"))
        self.base = ChoiceBox("С чем сравнить", self, bases)
        for box in (self.way, self.base):
            box.setMinimumWidth(theme.wide(120))
        self.way.activated.connect(lambda _: self._choose_way())
        self.base.activated.connect(lambda _: self.reload())
        acts = (Act("Напечатать", self.print_paper, tip="Документ об этом сравнении", when=self._has_chosen),)
        self.bar = Bar(self.context, acts, self, table=self.table, search="Найти (Ctrl+F)")
        top = in_row(self.way, self.base, (self.bar, 1))
        self.splitter = split(self, self._new_left(), self._new_right(), sizes=(420, 640))
        lay_column(self, top, (self.splitter, 1), around=SNUG)

    def _new_left(self) -> QWidget:
        self.many = plain_label("muted", self)
        return stacked(self, (self.table, 1), self.many)

    def _new_right(self) -> QWidget:
        self.answer = plain_label("subheading", self)
        self.days = plain_label("muted", self)
        self.text = selectable_label("", self, keyboard=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        said = QScrollArea(self)
        said.setWidget(self.text)
        said.setAccessibleName("Что известно")
        said.setWidgetResizable(True)
        said.setFrameShape(QFrame.Shape.NoFrame)
        self.tabs = QTabWidget(self)
        for widget, title in (
            (said, "Что известно"),
            (self.slope, "До и после"),
            (self.funnel, "Воронка"),
            (self.schools, "Школы"),
        ):
            self.tabs.addTab(widget, title)
        return stacked(
            self,
            self.answer,
            ScrolledLabel(self.days, "Что сравнивается", lines=4),
            (self.tabs, 1),
            around=(theme.GAP, 0, 0, 0),
        )

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        asked = with_session(verbs.view, self._way, first=bool(self.base.currentData()))
        self.context.jobs.ask(self, asked, self._show, latest="effect")

    def _choose_way(self) -> None:
        self._way = str(self.way.currentData())
        self.reload()

    def _show(self, view: EffectView) -> None:
        self.view = view
        self.way.setCurrentIndex(self.way.findData(view.way))
        self.table.set_rows(view.lines)
        self.many.setText(_MANY if len(view.lines) > 5 else "")
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        self._show_chosen(self.table.current())
        self.bar.refresh()

    def arrive(self, **arguments: Any) -> None:
        """`compared`: the comparison to show."""
        if compared := arguments.get("compared"):
            self._wanted = None if self.table.select(compared) else compared

    def _has_chosen(self) -> bool:
        return self.table.current() is not None

    def _show_chosen(self, one: EffectLine | None) -> None:
        """The answer at once; what it rests on as soon as it is read."""
        self.tabs.setVisible(one is not None)
        self.answer.setText(one.answer if one else "")
        self.days.setText("")
        if one is not None and self.view is not None:
            asked = with_session(verbs.gather, one.key, self.view.way)
            self.context.jobs.ask(self, asked, self._show_facts, latest="compared")

    def _show_facts(self, one: EffectFacts) -> None:
        self.days.setText(_days(one))
        said = (*one.sentences[1:], *one.warnings, NOTICE, *ASSUMED)
        self.text.setText("\n\n".join(said))
        slope, funnel = plots.slope(one), plots.funnel(one)
        self.slope.show_plot(slope, plots.in_slope(one))
        self.funnel.show_plot(funnel, plots.in_funnel(one))
        self.tabs.setTabEnabled(1, slope is not None)
        self.tabs.setTabEnabled(2, funnel is not None)
        self.schools.set_rows(one.rows)

    def _open(self, school: object) -> None:
        self.context.go("schools", school=school, view="whole")

    def print_paper(self) -> None:
        one: EffectLine | None = self.table.current()
        if one is None:
            super().print_paper()
        else:
            way = self.view.way if self.view else None
            self.context.go("papers", paper="effect", compared=one.key, supported=way)


def _days(one: EffectFacts) -> str:
    since, until = show_date(one.since), show_date(one.until)
    return f"{one.before} → {one.after}. С поддержкой: {one.way}, с {since} по {until}."
