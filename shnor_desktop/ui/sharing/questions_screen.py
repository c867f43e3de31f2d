"""«Нужно решить»: where merged copies differ, school by school, each decided once for all organisations."""

from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QWidget

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import Editor
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.records import records
from shnor_desktop.operations.sharing import decisions, question_marks
from shnor_desktop.operations.sharing.decisions import Decided, Question
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.entry.search_line import SearchLine
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.kit.laying.boxes import WIDE, in_row, lay_column, pages_of, split, stacked
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.kit.widgets import ChoiceBox, EmptyPage, push_button
from shnor_desktop.ui.records.form import edit_record
from shnor_desktop.ui.records.history import show_record_history
from shnor_desktop.ui.schools.identity_dialog import ask_verdict
from shnor_desktop.ui.sharing.bulk_dialog import BulkDialog
from shnor_desktop.ui.sharing.question_list import QuestionList, grouped
from shnor_desktop.ui.sharing.question_panel import QuestionPanel, Titles

_NOTHING = "Решать нечего"
_ALL_DECIDED = "Всё решено"
_SEND = (
    "Передайте файл другим организациям: решения уйдут вместе с ним, и там об этом больше не спросят. Протокол "
    "объединения с решениями — в разделе «Документы»."
)
_WHERE_FROM = (
    "Если в двух файлах одно и то же заполнят по-разному, после объединения вопрос появится здесь. "
    "До решения показано одно из значений с пометкой «не решено»."
)


class QuestionsScreen(Screen):
    """The list at the left, the question with its answers at the right."""

    title = "Нужно решить"
    help_page = "questions"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._questions: tuple[Question, ...] = ()
        self._titles: Titles = {}
        self._wanted = ""
        self._decided = False
        self._doubted = ("", "")
        """Question and answer that were doubted once."""
        self.list = QuestionList(self)
        self.panel = QuestionPanel(self)
        self.panel.set_writable(not context.read_only)
        self.pages = pages_of(self, self._new_work(), self._new_empty())
        lay_column(self, self.pages, around=WIDE)
        self.start_at(self.list)
        self._connect()

    # --- building ------------------------------------------------------------------------------------------------

    def _new_work(self) -> QWidget:
        self.search = SearchLine(self, "Школа, карточка, значение (Ctrl+F)", name="Найти вопрос", least=140)
        self.search.leads_to(self.list)
        self.offices = ChoiceBox("Вопросы какой организации показать", self, letters=14)
        self.count = QLabel(self)
        self.count.setObjectName("muted")
        self.many = push_button(
            "Решить сразу…",
            self,
            self.decide_many,
            "Одним ответом: по школе, по организации, по выделенным строкам (Ctrl+Shift+Enter)",
        )
        find = in_row((self.search, 1), self.offices)
        below = in_row(self.many, (self.count, 1))
        left = stacked(self, find, (self.list, 1), below, around=(0, 0, theme.GAP, 0))
        return split(self, left, self.panel, sizes=(520, 560), shares=(1, 1))

    def _new_empty(self) -> QWidget:
        page = EmptyPage(self, _NOTHING, _WHERE_FROM, "Объединить с файлом…")
        page.act.clicked.connect(self._on_next_step)
        self.empty_title, self.empty_text, self.empty_act = page.title, page.text, page.act
        return page

    def _connect(self) -> None:
        for one, following in pairwise((self.search, self.offices, self.list, self.many, self.panel.area)):
            self.setTabOrder(one, following)
        self.search.textChanged.connect(self._show_found)
        self.offices.activated.connect(self._show_found)
        self.list.chosen.connect(self._show_question)
        self.list.picked.connect(self.panel.pick)
        self.list.applied.connect(self.panel.apply)
        self.panel.answered.connect(self.decide)
        self.panel.postponed.connect(self.postpone)
        self.panel.left.connect(self.list.setFocus)
        self.panel.record_wanted.connect(lambda code, uid: edit_record(self.context, self, code, uid))
        self.panel.history_wanted.connect(
            lambda code, uid: show_record_history(self.context, self, code, uid)
        )
        self.panel.verdict_wanted.connect(self.compare_schools)
        for keys, act in (
            ("Ctrl+Return", self.panel.apply),
            ("Ctrl+Enter", self.panel.apply),
            ("Ctrl+Shift+Return", self.decide_many),
            ("Ctrl+Shift+Enter", self.decide_many),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask for every open question."""

        def work(document: Document, progress: Progress) -> tuple[tuple[Question, ...], Titles, bool]:
            with document.read() as session:
                found = decisions.questions(session)
                titles = {code: records.choices(session, code) for code in _referred(found)}
                return found, titles, question_marks.waiting(raw_of(session)).seen

        self.context.jobs.ask(self, work, self._show, latest="questions")

    def _show(self, answer: tuple[tuple[Question, ...], Titles, bool]) -> None:
        self._questions, self._titles, self._decided = answer
        self._show_next_step()
        self.pages.setCurrentIndex(0 if self._questions else 1)
        self.empty_act.setEnabled(self._decided or not self.context.read_only)
        self._show_offices()
        self._show_found()
        if self._wanted and self.list.go_to(self._wanted):
            self._wanted = ""

    def _show_next_step(self) -> None:
        """What to do when there is nothing to decide: send the decisions, or merge."""
        done = self._decided
        self.empty_title.setText(_ALL_DECIDED if done else _NOTHING)
        self.empty_text.setText(_SEND if done else _WHERE_FROM)
        self.empty_act.setText("Копия для другой организации…" if done else "Объединить с файлом…")

    def _on_next_step(self) -> None:
        self.context.command("file.copy" if self._decided else "file.merge")

    def _show_offices(self) -> None:
        names = sorted({name for one in self._questions for name in one.offices if name})
        self.offices.offer(((None, "Все организации"), *((name, name) for name in names)))
        self.offices.setVisible(len(names) > 1)

    def found(self) -> list[Question]:
        """Questions that the search and the office leave."""
        words = self.search.text().casefold().replace("ё", "е").split()
        office = self.offices.currentData()
        return [
            one
            for one in self._questions
            if (office is None or office in one.offices) and all(word in _searched(one) for word in words)
        ]

    def _show_found(self) -> None:
        found = self.found()
        self.list.show_questions(found)
        self.search.tell(len(found) if self.search.text().strip() else None)
        schools = len(grouped(one for one in found if one.school_name))
        told = counted(len(found), "вопрос", "вопроса", "вопросов")
        if schools:
            told += f" по {counted(schools, 'школе', 'школам', 'школам')}"
        self.count.setText(
            told if len(found) == len(self._questions) else f"{told}; всего {len(self._questions)}"
        )
        self.many.setEnabled(bool(found) and not self.context.read_only)

    def _show_question(self, question: Question | None) -> None:
        self.panel.show_question(question, self._titles)
        if question is None and (group := self.list.selected()):
            self.panel.say_of(group[0].school_name, len(group))

    # --- what the window asks for --------------------------------------------------------------------------------

    def arrive(self, **arguments: Any) -> None:
        """`question`: its id; `school`: its name is looked for; `office`: only questions it takes part in."""
        if "school" in arguments:
            self.search.setText(str(arguments["school"]))
        self.list.setFocus()
        question = str(arguments.get("question") or "")
        if question and not self.list.go_to(question):
            self._wanted = question

    def restyle(self) -> None:
        self._show_found()

    # --- deciding ------------------------------------------------------------------------------------------------

    def postpone(self) -> None:
        """To the next question; this one stays."""
        self.list.go_on()
        self.list.setFocus()

    def decide(self, take: str, reason: str) -> None:
        """Answer the shown question for all organisations."""
        question = self.panel.question
        if question is None or self.context.read_only:
            return
        if question.together and (question.id, take) != self._doubted:
            verb, shown = with_document(decisions.doubt, question.id, take), question.id
            self.context.jobs.ask(
                self, verb, lambda doubt: self._weigh(doubt, shown, take, reason), self._on_refused
            )
            return
        self._decide(question.id, take, reason)

    def _weigh(self, doubt: str, question: str, take: str, reason: str) -> None:
        """What nobody reported is written when it is wished a second time."""
        self._doubted = (question, take) if doubt else ("", "")
        if doubt:
            self.panel.say(f"{doubt} Нажмите «Решить» ещё раз, чтобы записать именно это.")
        else:
            self._decide(question, take, reason)

    def _decide(self, question: str, take: str, reason: str) -> None:
        work = with_document(decisions.decide, question, take, reason)
        self.context.jobs.change(self, work, self._on_decided, self._on_refused)
        self.list.setFocus()

    def _on_decided(self, decided: Decided) -> None:
        left = f"Осталось вопросов: {decided.left}." if decided.left else "Всё решено."
        told = decided.about if decided.count == 1 else f"вопросов {decided.count}"
        if not decided.count:
            self.context.messages.tell(f"Так ни один из вопросов не решается. {left}")
            return
        self.context.offer_undo(f"Решено: {told}. {left}")

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.panel.say(str(error))

    def decide_many(self) -> None:
        """One answer for many questions."""
        if not self.many.isEnabled():
            return
        dialog = BulkDialog(self.found(), self.list.selected(), self.list.current(), self)
        dialog.accepted.connect(lambda: self._decide_chosen(dialog))
        dialog.open()

    def _decide_chosen(self, dialog: Any) -> None:
        ids, take, office, reason = dialog.chosen()

        verb = with_document(decisions.decide_many, take, reason, office=office, only=ids)
        self.context.jobs.change(self, verb, self._on_decided)
        self.list.setFocus()

    def compare_schools(self) -> None:
        """Two records that may be one school, side by side."""
        question = self.panel.question
        if question is not None and question.code == "school" and not self.context.read_only:
            ask_verdict(self.context, (question.shown_uid, question.uid), self)


def _referred(questions: tuple[Question, ...]) -> set[str]:
    """Kinds whose records may be typed as another value."""
    fields = (BY_CODE[one.code].field(one.field) for one in questions if one.typed and one.field)
    return {field.refers for field in fields if field.editor is Editor.RECORD}


def _searched(one: Question) -> str:
    parts = [one.school_name, one.about, one.before, *(f"{voice.value} {voice.who}" for voice in one.voices)]
    return " ".join(parts).casefold().replace("ё", "е")
