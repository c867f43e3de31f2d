"""«Проблемы и запросы»: one list of problems, deficits, risks in work and requests, with what answers each."""

from collections import Counter
from datetime import date
from typing import Any

from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from shnor_desktop.models.risks import PROBLEM_KINDS, PROBLEM_LEVELS
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import records
from shnor_desktop.operations.risks import problems
from shnor_desktop.operations.risks.problems import (
    ANSWERED,
    CLOSED,
    NOT_ASKED,
    OPEN,
    PAST,
    PLANNED,
    STATE_WORDS,
    ProblemLine,
)
from shnor_desktop.rules.words.russian import counted, show_date
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.cells.beside import BesideButton
from shnor_desktop.ui.kit.laying.boxes import WIDE, in_row, lay_column, split
from shnor_desktop.ui.kit.narrow.names import hint
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.kit.widgets import ChoiceBox
from shnor_desktop.ui.records.form import delete_records, edit_record
from shnor_desktop.ui.records.history import show_record_history
from shnor_desktop.ui.risks.choosing import choose_activity, choose_event
from shnor_desktop.ui.risks.panel import CellPanel

_GLYPHS = {
    OPEN: "warning",
    PLANNED: "todo",
    ANSWERED: "done",
    CLOSED: "cancelled",
    NOT_ASKED: "unchanged",
    PAST: "unchanged",
}
_SHOWN = (
    ("", "Все, кроме не взятых в работу"),
    (OPEN, "Без мер"),
    (PLANNED, "Запланированные"),
    (ANSWERED, "С принятыми мерами и снятые"),
    (NOT_ASKED, "Риски, не взятые в работу, и прошлых лет"),
)


class ProblemsScreen(Screen):
    """A line to type above, the list, and what answers the chosen one."""

    title = "Проблемы"
    help_page = "problems"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._wanted: bytes | None = None
        self._school: bytes | None = None
        """Whose records are looked for as soon as schools are known."""
        self.table = _new_table(context, self)
        self.shown = ChoiceBox("Какие показать", self, _SHOWN)
        self.kinds = ChoiceBox("Какого вида", self, (("", "Всех видов"), *PROBLEM_KINDS))
        levels = (("", "Всех уровней"), *((code, words) for code, words in PROBLEM_LEVELS if code))
        self.levels = ChoiceBox("Чьи", self, levels)
        self.kind = ChoiceBox("Вид новой карточки", self, PROBLEM_KINDS)
        self.level = ChoiceBox("Чья новая карточка", self, PROBLEM_LEVELS)
        self.school = ChoiceBox("Школа новой карточки", self, ((None, "без школы"),))
        self.school.setMaximumWidth(theme.wide(260))
        for box in (self.shown, self.kinds, self.levels, self.level, self.school):
            box.setMinimumWidth(theme.wide(80))  # Where there is little room they give way to what is typed.
        self.line = QLineEdit(self)
        hint(self.line, "Новая проблема или запрос — и Enter; можно вставить сразу несколько строк")
        self.line.setMinimumWidth(theme.wide(220))
        self.line.setAccessibleName("Текст новой проблемы или запроса")
        self.summary = QLabel(self)
        self.summary.setObjectName("muted")
        self.finding = Bar(context, (), self, table=self.table, search="Найти (Ctrl+F)")
        self.panel = CellPanel(
            context, self._answer_acts, self, keep="problems/answers", empty="Мер пока нет."
        )
        self.acts = Bar(context, self._acts(), self, table=self.table)
        self._build()
        self._connect()
        self._narrow()  # Before there are rows: of many each would be asked twice.
        self.start_at(self.table)

    # --- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.beside = BesideButton("Меры", self.panel, self)
        entry = in_row(self.kind, self.level, self.school, (self.line, 1))
        narrow = in_row(self.shown, self.kinds, self.levels, (self.finding, 1), self.beside)
        for box in (self.kind, self.level, self.school, self.line):
            box.setEnabled(not self.context.read_only)
        splitter = split(self, self.table, self.panel, sizes=(850, 310), shares=(1,))
        lay_column(self, entry, narrow, (splitter, 1), self.summary, self.acts, around=WIDE)

    def _acts(self) -> tuple[Act, ...]:
        has = self._any
        return (
            Act("Добавить…", self.add, ("Ctrl+Insert",), "Открыть карточку", writes=True, in_menu=False),
            Act("Открыть…", self.edit, ("Ctrl+Return",), "Все поля", has),
            Act(
                "Что проведено…",
                self.answer_by_event,
                tip="Семинар, консультация или выезд, проведённый по этой проблеме или запросу",
                when=has,
                writes=True,
                main=True,
            ),
            Act(
                "Мера из плана…",
                self.answer_by_activity,
                tip="Строка плана, которая решает проблему или выполняет запрос",
                when=has,
                writes=True,
            ),
            Act("Снята", lambda: self._close(date.today()), tip="Проблемы больше нет", when=has, writes=True),
            Act("Открыть вновь", lambda: self._close(None), when=has, writes=True, in_bar=False),
            Act("История изменений", self._show_history, when=has, in_bar=False),
            Act("Удалить", self.delete, ("Delete",), when=has, writes=True),
        )

    def _answer_acts(self, table: Table) -> tuple[Act, ...]:
        def answered() -> bool:
            return table.current() is not None

        return (
            Act("Открыть меру…", self._open_answer, when=answered),
            Act(
                "Убрать меру",
                self._unlink,
                tip="Запись останется, но мерой по этой проблеме считаться не будет",
                when=answered,
                writes=True,
            ),
        )

    def _connect(self) -> None:
        self.line.returnPressed.connect(lambda: self._add_lines(self.line.text()))
        self.line.installEventFilter(self)
        for box in (self.shown, self.kinds, self.levels):
            box.activated.connect(lambda _: self._narrow())
        self.table.all_wanted.connect(self._show_all)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda one: self.edit())
        self.panel.table.opened.connect(lambda one: self._open_answer())
        self.panel.table.chosen.connect(lambda one: self.panel.bar.refresh())

    def eventFilter(self, watched: Any, event: Any) -> bool:
        """A pasted list of several lines becomes as many records."""
        if (
            watched is self.line
            and event.type() == event.Type.KeyPress
            and event.matches(QKeySequence.StandardKey.Paste)
        ):
            text = QGuiApplication.clipboard().text()
            if len([one for one in text.splitlines() if one.strip()]) > 1:
                self._add_lines(text)
                return True
        return super().eventFilter(watched, event)

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """The whole list; boxes narrow it."""
        self.context.jobs.ask(self, with_session(_read), self._show, latest="problems")

    def _show(self, found: tuple[tuple[ProblemLine, ...], tuple[tuple[bytes, str], ...]]) -> None:
        lines, schools = found
        self.school.offer(((None, "без школы"), *schools))
        if (name := dict(schools).get(self._school or b"")) is not None:
            self._school = None
            self.finding.search.setText(name)
        self.table.set_rows(lines)
        self._say_empty()
        if self._wanted is not None and self._reveal(self._wanted, lines):
            self._wanted = None
        counts = Counter(one.state for one in lines)
        told = [f"{words}: {counts[code]}" for code, words in STATE_WORDS.items() if counts[code]]
        self.summary.setText(" · ".join(told))

    def _reveal(self, uid: bytes, lines: tuple[ProblemLine, ...]) -> bool:
        """Put the cursor on a line, with whatever the boxes hide it by taken away."""
        if self.table.select(uid):
            return True
        found = next((one for one in lines if one.uid == uid), None)
        if found is None:
            return False
        set_aside = found.state in (NOT_ASKED, PAST)
        for box, code in ((self.shown, NOT_ASKED if set_aside else ""), (self.kinds, ""), (self.levels, "")):
            box.setCurrentIndex(max(box.findData(code), 0))
        self._narrow()
        return self.table.select(uid)

    def _narrow(self) -> None:
        shown, kind, level = (str(box.currentData() or "") for box in (self.shown, self.kinds, self.levels))

        states = {state for state in STATE_WORDS if _is_shown(state, shown)}

        def passes(one: ProblemLine) -> bool:
            return one.state in states and kind in ("", one.kind) and level in ("", one.level)

        self.table.show_group(passes)
        self._say_empty()

    def _say_empty(self) -> None:
        narrowed = any(box.currentData() for box in (self.shown, self.kinds, self.levels))
        self.table.set_empty(
            "Таких карточек нет. Измените отбор."
            if self.table.rows.rowCount()
            else "Проблем и запросов пока нет. Введите первую строку вверху или вставьте список.",
            narrowed=bool(self.table.rows.rowCount()) and narrowed,
        )

    def _show_all(self) -> None:
        for box in (self.shown, self.kinds, self.levels):
            box.setCurrentIndex(max(box.findData(""), 0))
        self._narrow()

    def show_only_kind(self, code: str) -> None:
        """Problems, deficits, risks or requests alone; "" for all."""
        self.kinds.setCurrentIndex(max(self.kinds.findData(code), 0))
        self._narrow()

    def _on_chosen(self, one: ProblemLine | None) -> None:
        if one is None:
            self.panel.show_cell("", "", ())
            return
        told = [one.whose, one.year_text, one.mark.text, one.source and f"источник: {one.source}"]
        told += [one.found_at and f"выявлено: {one.found_at}", STATE_WORDS[one.state]]
        self.panel.show_cell(one.words, "\n".join(filter(None, told)), one.answers)

    def arrive(self, **arguments: Any) -> None:
        """go("problems", school=uid, state="open", kind="request", problem=uid)"""
        if arguments:
            self._school = arguments.get("school")
            self.finding.search.clear()
        if (kind := arguments.get("kind")) is not None:
            self.show_only_kind(str(kind))
        if (state := arguments.get("state")) is not None:
            self.shown.setCurrentIndex(max(self.shown.findData(state), 0))
        if problem := arguments.get("problem"):
            self._wanted = problem
        if arguments:
            self.reload()

    def print_paper(self) -> None:
        """Ctrl+P: the list, or only what is without answer where that is shown."""
        which = OPEN if self.shown.currentData() == OPEN else ""
        self.context.go("papers", paper="problems", problems=which)

    # --- writing -------------------------------------------------------------------------------------------------

    def _any(self) -> bool:
        return self.table.current() is not None

    def _chosen(self) -> list[bytes]:
        return [one.uid for one in self.table.selected()]

    def _given(self) -> dict[str, Value]:
        given: dict[str, Value] = {
            "kind": str(self.kind.currentData()),
            "level": str(self.level.currentData()),
        }
        if (school := self.school.currentData()) is not None:
            given["school"] = school
        return given

    def _add_lines(self, text: str) -> None:
        if self.context.read_only or not text.strip():
            return

        def done(made: tuple[bytes, ...]) -> None:
            self.line.clear()
            self._wanted = made[-1]
            if len(made) > 1:
                self.context.offer_undo(
                    f"Добавлено: {counted(len(made), 'карточка', 'карточки', 'карточек')}"
                )

        self.context.jobs.change(self, with_document(problems.add, text, self._given()), done)

    def add(self) -> None:
        """The form of a new one."""

        def made(uid: bytes) -> None:
            self._wanted = uid

        edit_record(self.context, self, "problem", None, made, given=self._given())

    def edit(self) -> None:
        """The form of the chosen one."""
        if (one := self.table.current()) is not None:
            edit_record(self.context, self, "problem", one.uid)

    def delete(self) -> None:
        """The chosen ones; it can be taken back."""
        delete_records(self.context, self, "problem", self._chosen())

    def answer_by_event(self) -> None:
        """Choose what was done."""
        chosen = self._chosen()
        choose_event(
            self.context,
            self,
            lambda uid: self._change(
                with_document(problems.answer_by_event, chosen, uid), "Отмечено, что проведено"
            ),
        )

    def answer_by_activity(self) -> None:
        """Choose a row of a plan."""
        chosen = self._chosen()
        choose_activity(
            self.context,
            self,
            lambda uid: self._change(
                with_document(problems.answer_by_activity, chosen, uid), "Мера отмечена"
            ),
        )

    def _close(self, on: date | None) -> None:
        word = f"Снято {show_date(on.isoformat())}" if on is not None else "Открыто вновь"
        self._change(with_document(problems.close, self._chosen(), on), word)

    def _change(self, work: Any, told: str) -> None:
        self.context.jobs.change(self, work, lambda _: self.context.offer_undo(f"{told}."))

    def _open_answer(self) -> None:
        if (one := self.panel.table.current()) is not None:
            edit_record(self.context, self, one.kind, one.uid)

    def _unlink(self) -> None:
        line, one = self.table.current(), self.panel.table.current()
        if line is not None and one is not None:
            self._change(with_document(problems.unlink, line.uid, one), "Убрана мера")

    def _show_history(self) -> None:
        if (one := self.table.current()) is not None:
            show_record_history(self.context, self, "problem", one.uid)


def _read(session: Any) -> tuple[tuple[ProblemLine, ...], tuple[tuple[bytes, str], ...]]:
    return problems.read(session), records.choices(session, "school")


def _new_table(context: Context, parent: QWidget) -> Table:
    return Table(
        (
            Column[ProblemLine](
                "Состояние",
                lambda one: STATE_WORDS[one.state],
                mark=lambda one: _GLYPHS[one.state],
                said=lambda one: STATE_WORDS[one.state],
            ),
            Column[ProblemLine]("Вид", lambda one: one.kind_text),
            Column[ProblemLine]("Чья", lambda one: one.whose),
            Column[ProblemLine](
                "Что именно",
                lambda one: " ".join(one.words.split()),
                tip=lambda one: "\n".join(filter(None, (one.words, one.mark.text))),
            ),
            Column[ProblemLine]("Год", lambda one: one.year_text, key=lambda one: one.year),
            Column[ProblemLine]("Откуда", lambda one: one.source or one.found_at),
            Column[ProblemLine]("Меры", lambda one: one.answer_text),
        ),
        parent,
        name="Проблемы и запросы",
        settings=context.settings,
        keep="problems",
        words=lambda one: " ".join(
            (
                one.words,
                one.whose,
                one.school_name,
                one.kind_text,
                one.source,
                one.found_at,
                one.subject,
                one.answer_text,
            )
        ),
    )


def _is_shown(state: str, chosen: str) -> bool:
    """Whether cards of the state are among those that were chosen; without a choice all are that were taken up."""
    told = {CLOSED: ANSWERED, PAST: NOT_ASKED}.get(state, state)
    return told == chosen if chosen else told != NOT_ASKED
