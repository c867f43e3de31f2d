"""The import wizard: what was recognised, questions where in doubt, schools, preview, result.

Pages without anything to decide are skipped; «Назад» still leads to them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from shnor_desktop.errors import Cancelled, UserError
from shnor_desktop.operations.results import importing, preview
from shnor_desktop.operations.results.importing import Imported
from shnor_desktop.operations.results.preview import Prepared, PreviewLine, Sources
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.sheets.book.problems import CellRef
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import PagesDialog
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.results.import_cell import CellDialog
from shnor_desktop.ui.results.import_columns import ColumnsPage
from shnor_desktop.ui.results.import_corrections import Corrections, cells_of, same_content
from shnor_desktop.ui.results.import_preview import PreviewPage
from shnor_desktop.ui.results.import_questions import QuestionsPage
from shnor_desktop.ui.results.import_result import FailurePage, ResultPage
from shnor_desktop.ui.results.import_schools import SchoolsPage

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document

_SIZE = (1040, 660)
NEXT, BACK = "&Далее", "&Назад"


def open_wizard(context: Context, paths: Sequence[Path]) -> "ImportWizard":
    """The wizard on these files; it shows itself and deletes itself."""
    return _shown(ImportWizard(context, Sources(paths=tuple(paths)), _window(context)))


def open_clipboard(context: Context) -> "ImportWizard | None":
    """The wizard on the table copied from Excel."""
    text = QGuiApplication.clipboard().text()
    if not text.strip():
        context.messages.warn(
            "В буфере обмена нет таблицы.",
            "Выделите таблицу с заголовками в Excel, скопируйте её и повторите.",
        )
        return None
    return _shown(ImportWizard(context, Sources(block=text), _window(context)))


def _window(context: Context) -> QWidget | None:
    owner = context.parent()
    return owner if isinstance(owner, QWidget) else QApplication.activeWindow()


def _shown(wizard: "ImportWizard") -> "ImportWizard":
    wizard.open()
    wizard.start()
    return wizard


class ImportWizard(PagesDialog):
    """One import from its files to its result."""

    def __init__(self, context: Context, sources: Sources, parent: QWidget | None = None) -> None:
        super().__init__(context.jobs, "Загрузка результатов", parent, size=_SIZE)
        self.context = context
        self.sources = sources
        self.corrections = Corrections()
        self.answers, self.decisions = self.corrections.answers, self.corrections.decisions
        self._correcting = ""
        """What is told when the preview comes back after a correction."""
        self._passed = -1
        """How much was passed over before a correction that passes something over; -1 for others."""
        self.prepared: Prepared | None = None
        self.imported: Imported | None = None
        self.steps = QLabel(self)
        self.steps.setObjectName("muted")
        self.column.insertWidget(0, self.steps)
        self.failure = FailurePage(self)
        self.columns = ColumnsPage(self)
        self.questions = QuestionsPage(self)
        self.schools = SchoolsPage(self)
        self.preview = PreviewPage(self)
        self.outcome = ResultPage(context, self)
        for page in (self.failure, self.columns, self.questions, self.schools, self.preview, self.outcome):
            self.stack.addWidget(page)
        self.close_with(
            Act(NEXT, self.go_on, when=self._may_go_on, main=True), beside=(Act(BACK, self.go_back),)
        )
        QShortcut(QKeySequence("Alt+Left"), self, self.go_back)
        for asked in (self.questions, self.schools):
            asked.completed.connect(self.refresh)
        self.preview.asked.connect(self._correct)

    # --- the road ------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Read the sources; the first page in doubt follows, else the preview."""
        self._prepare(read=True)

    def _road(self) -> list[QWidget]:
        """Pages of this import, in order."""
        prepared = self.prepared
        road: list[QWidget] = [self.columns]
        if prepared is None:
            return road
        if prepared.reading.questions or self.questions.asked:
            road.append(self.questions)
        if self.schools.has_rows:
            road.append(self.schools)
        return [*road, self.preview]

    def go_on(self) -> None:
        """What «Далее» does on the page shown."""
        page = self.stack.currentWidget()
        if page is self.preview:
            self._apply()
        elif page is self.columns:
            changed = self.columns.answers()
            self._answer(changed, fresh=any(self.answers.get(key) != value for key, value in changed.items()))
        elif page is self.questions:
            self._answer(self.questions.answers(), fresh=True)
        elif page is self.schools:
            self.decisions.update(self.schools.decisions())
            self._prepare(read=False)
        else:
            self.accept()

    def go_back(self) -> None:
        """The page before, also one that was skipped."""
        road = self._road()
        page = self.stack.currentWidget()
        if page in road and road.index(page) > 0:
            self._show(road[road.index(page) - 1])

    def _answer(self, given: dict[str, str], *, fresh: bool) -> None:
        self.answers.update(given)
        if fresh:
            self._prepare(read=True)
        else:
            self._show_after(self.stack.currentWidget())

    def _show_after(self, page: QWidget) -> None:
        road = self._road()
        self._show(road[min(road.index(page) + 1, len(road) - 1)] if page in road else road[-1])

    def _show_first_in_doubt(self) -> None:
        prepared = self.prepared
        assert prepared is not None
        if prepared.reading.questions:
            self._show(self.questions)
        elif prepared.plan.undecided:
            self._show(self.schools)
        else:
            self._show(self.preview)

    def _show(self, page: QWidget) -> None:
        self.show_page(page)
        page.setFocus()

    def _may_go_on(self) -> bool:
        page = self.stack.currentWidget()
        if page is self.preview and self.prepared is not None:
            return self.prepared.plan.writes
        return page is not self.questions or self.questions.complete()

    def refresh(self) -> None:
        super().refresh()
        page, road = self.stack.currentWidget(), self._road()
        self.button(BACK).setVisible(page in road and road.index(page) > 0)
        self.leave.setVisible(page is not self.outcome and page is not self.failure)
        self.button(NEXT).setVisible(page is not self.wait)
        texts = {self.preview: "&Загрузить", self.outcome: "&Закрыть", self.failure: "&Закрыть"}
        self.button(NEXT).setText(texts.get(page, NEXT))
        self._show_steps(road, page)

    def _show_steps(self, road: list[QWidget], page: QWidget) -> None:
        names = {
            self.columns: "Что распознано",
            self.questions: "Вопросы",
            self.schools: "Школы",
            self.preview: "Проверка",
        }
        steps = [
            f"<b>{number}. {names[one]}</b>" if one is page else f"{number}. {names[one]}"
            for number, one in enumerate(road, start=1)
            if one in names
        ]
        self.steps.setText(" → ".join(steps))
        self.steps.setVisible(page in road)

    # --- work ----------------------------------------------------------------------------------------------------

    def _prepare(self, *, read: bool) -> None:
        sources, answers, decisions = self.sources, dict(self.answers), dict(self.decisions)
        reading = self.prepared.reading if self.prepared is not None else None
        forgotten = frozenset(self.corrections.forgotten)

        def work(document: "Document", progress: Progress) -> Prepared:
            if read or reading is None:
                return preview.prepare(
                    document,
                    sources,
                    answers,
                    decisions,
                    forgotten=forgotten,
                    progress=progress,
                    cancelled=progress.heed(),
                )
            return preview.plan_again(document, reading, decisions, forgotten)

        text = "Книга читается…" if read else "Подсчёт изменений…"
        self.wait_for(text, self.context.jobs.ask, work, self._on_prepared, self._on_failed)

    def _on_prepared(self, prepared: Prepared) -> None:
        self.prepared = prepared
        if not prepared.reading.books:
            self.failure.show_failures(prepared.reading.failures)
            self._show(self.failure)
            return
        self.columns.show_books(prepared.reading)
        self.questions.show_questions(prepared.reading.questions, self.answers)
        self.schools.show_schools(prepared, self.decisions)
        self.preview.show_plan(prepared, stay=bool(self._correcting))
        self.preview.undo_button.setVisible(bool(self.corrections.steps))
        told, self._correcting = self._correcting, ""
        passed, self._passed = self._passed, -1
        if 0 <= len(prepared.plan.passed) <= passed:
            self._nothing_passed()
        elif told:
            self._show(self.preview)
            self.preview.tell(told)
        else:
            self._show_first_in_doubt()

    # --- correcting in place -------------------------------------------------------------------------------------

    def _correct(self, what: str, lines: list[PreviewLine]) -> None:
        """A correction made in the preview: the books are read, or only counted, again."""
        prepared, held = self.prepared, self.corrections
        assert prepared is not None
        if what == "amend":
            self._amend(lines)
            return
        if what == "undo" and held.undo():
            self._again("Последняя правка отменена.")
        elif what == "skip_rows":
            self._passed = len(prepared.plan.passed)
            held.skip_rows(prepared, lines)
            self._again("Не загрузится; вернуть можно в «Ваших решениях».")
        elif what == "skip_school":
            self._passed = len(prepared.plan.passed)
            held.skip_school(prepared, lines[0])
            self._again("Школа не загрузится; вернуть можно в «Ваших решениях».", read=False)
        elif what == "skip_column" and held.skip_column(prepared, lines[0]):
            self._again("Столбец не загрузится; вернуть можно в «Ваших решениях».")
        elif what == "skip_column":
            self.context.messages.warn(
                "У этого столбца нет заголовка.", "Пропустите строки или исправьте книгу."
            )
        elif what == "put_back":
            held.put_back(prepared, lines)
            self._again("Решение возвращено: книга прочитана без него.")

    def _nothing_passed(self) -> None:
        """A correction that met nothing is taken back, so that nobody believes it holds."""
        self.corrections.undo()
        self._show(self.preview)
        self.preview.undo_button.setVisible(bool(self.corrections.steps))
        self.context.messages.warn(
            "Пропустить это отдельно нельзя.",
            "Эта запись не строка таблицы со школами. Исправьте книгу или загрузите без неё.",
        )

    def _again(self, told: str, *, read: bool = True) -> None:
        self._correcting = told
        self._prepare(read=read)

    def _amend(self, lines: list[PreviewLine]) -> None:
        prepared = self.prepared
        assert prepared is not None
        line = lines[0]
        row = cells_of(prepared, line)
        if row is None:
            return
        alike = same_content(prepared, line, self.preview.table.alike(line))
        dialog = CellDialog(
            row, f"{line.school} {line.note}".strip(), alike, for_all=len(lines) > 1, parent=self
        )
        source = prepared.plan.books[line.book].source
        dialog.accepted.connect(lambda: self._amended(source, dialog.changes()))
        dialog.open()

    def _amended(self, source: str, changes: dict[CellRef, str]) -> None:
        if changes:
            self.corrections.amend(source, changes)
            self._again(
                f"Исправлено: {counted(len(changes), 'ячейка', 'ячейки', 'ячеек')}. Книга прочитана снова."
            )

    def _apply(self) -> None:
        prepared = self.prepared
        assert prepared is not None
        answers, leave = dict(self.answers), self.preview.left_out()

        def work(document: "Document", progress: Progress) -> Imported:
            plan = importing.remembering(prepared.plan, self.questions.asked, answers)
            return importing.apply_plan(document, plan, leave, progress=progress, cancelled=progress.heed())

        self.wait_for(
            "Результаты записываются…", self.context.jobs.change, work, self._on_applied, self._on_failed
        )

    def _on_applied(self, imported: Imported) -> None:
        self.imported = imported
        assert self.prepared is not None
        self.outcome.show_result(self.prepared, imported)
        self._show(self.outcome)

    def _on_failed(self, error: Exception) -> None:
        if (
            self.prepared is not None
            and self.corrections.settled
            and isinstance(error, UserError | Cancelled)
        ):
            self._back_to_preview(error)
            return
        if isinstance(error, Cancelled):
            self.context.messages.tell("Загрузка остановлена. Данные не изменены.")
            self.done(int(QDialog.DialogCode.Rejected))
        elif isinstance(error, UserError):
            self.failure.show_error(error)
            self._show(self.failure)
        else:
            self.done(int(QDialog.DialogCode.Rejected))

    def _back_to_preview(self, error: UserError | Cancelled) -> None:
        """What was settled is not lost by work that stopped: the last correction is taken back, and the rest stays."""
        if self._correcting:
            self.corrections.undo()
        self._correcting, self._passed = "", -1
        self.preview.undo_button.setVisible(bool(self.corrections.steps))
        self._show(self.preview)
        if isinstance(error, UserError):
            self.context.messages.warn(error.what_happened, error.what_to_do)
        else:
            self.preview.tell("Остановлено. Данные не изменены, решения остались.")

    # --- closing -------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Esc and «Отмена»: stop the work first, then close; settled answers are not dropped unasked."""
        if self._working or self._may_close():
            super().reject()

    def done(self, result: int) -> None:
        super().done(result)
        preview.collected_again()

    def _may_close(self) -> bool:
        page = self.stack.currentWidget()
        if page in (self.outcome, self.failure, self.wait):
            return True
        more = self.questions.touched + self.schools.touched + self.preview.touched
        question, details = self.corrections.sure_to_close(more)
        return not question or self.context.messages.ask(question, details, yes="Закрыть", no="Вернуться")
