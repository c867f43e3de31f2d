"""Records taken in from a workbook or from another file: what would change, cell by cell, what only a person can say, what is
refused; written as one step that can be taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.records import taking_in
from shnor_desktop.operations.records.incoming_types import Fate, PlannedRecord, TakeInPlan, cards_and_links
from shnor_desktop.operations.records.taking_in import Source, TakenIn
from shnor_desktop.rules.words.russian import counted, quoted, sentence
from shnor_desktop.sheets.book.problems import Question
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.form import Dialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.kit.widgets import plain_label

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.ui.kit.jobs import Progress

_WORDS = {
    Fate.NEW: "добавится",
    Fate.CHANGED: "изменится",
    Fate.REFUSED: "не принято",
    Fate.WAITING: "ждёт ответа",
}
_MARKS = {Fate.NEW: "new", Fate.CHANGED: "changed", Fate.REFUSED: "refused", Fate.WAITING: "undecided"}
_ORDER = (Fate.REFUSED, Fate.WAITING, Fate.CHANGED, Fate.NEW)
_MOST_QUESTIONS, _LONGEST = 6, 600
"""Questions seen at once; letters of the text below the table."""
_UNANSWERED = "— ответьте —"
_MARKED_FILES = "Книги Excel (*.xlsx)"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the preview: a field that changes, or a record as a whole."""

    record: PlannedRecord
    number: int
    field: str = ""
    before: str = ""
    after: str = ""


def lines_of(plan: TakeInPlan) -> list[Line]:
    """What is refused and asked goes first; of a changed record every field has a line."""
    found: list[Line] = []
    for record in sorted(plan.records, key=lambda one: _ORDER.index(one.fate)):
        if record.fate is Fate.NEW:
            told = "; ".join(f"{edit.label}: {edit.after}" for edit in record.edits)
            found.append(Line(record, 0, "", "", told))
        elif record.fate is Fate.CHANGED:
            found += [
                Line(record, number, edit.label, edit.before, edit.after)
                for number, edit in enumerate(record.edits)
            ]
        else:
            found += [
                Line(record, number, "", "", str(refusal)) for number, refusal in enumerate(record.refusals)
            ]
    return found


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _where(line: Line) -> str:
    refusals = line.record.refusals
    return (refusals[line.number].where if refusals else line.record.place).address


def _whole(line: Line | None) -> str:
    """Everything a line says, for texts longer than their cells."""
    if line is None:
        return ""
    about = f"{BY_CODE[line.record.kind].one} {quoted(line.record.title)}"
    if not line.field:
        return f"{about}: {line.after}"
    return f"{about}, {line.field}: {line.before or 'пусто'} → {line.after or 'пусто'}"


class TakeInDialog(Dialog):
    """Shows the plan and asks; «Загрузить» writes what can be written."""

    def __init__(
        self,
        context: Context,
        owner: QWidget | None,
        paths: Sequence[Path],
        source: Source,
        seen: TakenIn,
    ) -> None:
        super().__init__("Загрузка данных", owner, size=(1000, 640))
        self._context, self._paths, self._source = context, list(paths), source
        self._plan, self._silent = seen.plan, seen.silent
        self._asked: dict[str, Question] = {}
        self._answers: dict[str, str] = {}
        self.summary = plain_label("", self)
        self.summary.setObjectName("subheading")
        self.notes = plain_label("", self)
        self.questions = self._new_questions()
        self.alike = QCheckBox("&Отвечать так же на все такие вопросы", self)
        self.alike.setChecked(True)
        self.table = self._new_table()
        self.delete_missing = QCheckBox(self)
        self.delete_missing.toggled.connect(lambda: self._show(self._plan))
        self.detail = plain_label("", self)
        self.detail.setObjectName("muted")
        self.table.chosen.connect(lambda line: self.detail.setText(_shortened(_whole(line))))
        self.put(
            self.summary,
            self.notes,
            self.questions,
            (self.table, 1),
            self.detail,
            self.alike,
            self.delete_missing,
        )
        self.close_with(
            Act("&Загрузить", self._take, when=self._brings_anything, writes=True, main=True),
            beside=(
                Act(
                    "&Сохранить книгу с пометками…",
                    self._save_marked,
                    tip="Та же книга, где непринятые ячейки отмечены и подписаны",
                    when=self._has_refused,
                ),
            ),
        )
        self._show(seen.plan)

    def _new_questions(self) -> Table:
        columns = (
            Column[Question]("Вопрос", lambda one: one.text),
            Column[Question](
                "Ответ",
                self._said,
                ink=lambda one: "watch" if one.key not in self._answers else "",
                name="answer",
                choices=lambda one: [("", _UNANSWERED), *one.options],
                code=lambda one: self._answers.get(one.key, ""),
            ),
            Column[Question]("Где", lambda one: one.where.address if one.where else ""),
        )
        table = Table(columns, self, name="Вопросы", identity=lambda one: one.key)
        table.set_editable(True)
        table.edited.connect(lambda question, _, code: self._answer(question, str(code)))
        return table

    def _new_table(self) -> Table:
        columns = (
            Column[Line](
                "Что",
                lambda line: _WORDS[line.record.fate],
                mark=lambda line: _MARKS[line.record.fate],
                key=lambda line: _ORDER.index(line.record.fate),
            ),
            Column[Line]("Вид", lambda line: BY_CODE[line.record.kind].one),
            Column[Line]("Карточка", lambda line: line.record.title),
            Column[Line]("Поле", lambda line: line.field),
            Column[Line]("В файле", lambda line: line.before),
            Column[Line]("В книге", lambda line: line.after),
            Column[Line]("Где", _where),
        )
        return Table(
            columns,
            self,
            name="Что изменится",
            identity=lambda line: (line.record.place, line.number),
            empty="Всё, что есть в книге, в файле уже есть: загружать нечего.",
        )

    # --- showing -------------------------------------------------------------------------------------------------

    def _show(self, plan: TakeInPlan) -> None:
        self._plan = plan
        self.mistake.hide()
        self._asked.update({one.key: one for one in plan.questions})
        deleting = len(plan.missing) if self.delete_missing.isChecked() else 0
        self.summary.setText(f"«{plan.source}»: {plan.brief(done=False, deleted=deleting)}.")
        silent = [f"Не ответили ({len(self._silent)}): {', '.join(self._silent)}."] if self._silent else []
        self.notes.setText("\n".join((*silent, *plan.notes)))
        self.notes.setVisible(bool(silent or plan.notes))
        self.questions.set_rows(tuple(self._asked.values()))
        self.questions.setVisible(bool(self._asked))
        lines = min(len(self._asked), _MOST_QUESTIONS) + 1
        self.questions.setFixedHeight(lines * (theme.row_height() + 2) + theme.GAP)
        self.alike.setVisible(any(one.group for one in self._asked.values()))
        self.table.set_rows(tuple(lines_of(plan)))
        many = cards_and_links([one.kind for one in plan.missing])
        self.delete_missing.setText(f"&Удалить из файла то, чего в книге больше нет: {many}")
        self.delete_missing.setToolTip("\n".join(one.title for one in plan.missing[:30]))
        self.delete_missing.setVisible(bool(plan.missing))
        self.refresh()

    def _brings_anything(self) -> bool:
        gone = self._plan.missing if self.delete_missing.isChecked() else ()
        return not self._context.read_only and bool(self._plan.added or self._plan.changed or gone)

    def _has_refused(self) -> bool:
        marked = self._plan.of(Fate.REFUSED) or self._plan.of(Fate.WAITING)
        return self._paths[0].suffix.lower() != taking_in.SUFFIX and bool(marked)

    def _said(self, question: Question) -> str:
        return dict(question.options).get(self._answers.get(question.key, ""), _UNANSWERED)

    def _answer(self, question: Question, code: str) -> None:
        alike = [question]
        if self.alike.isChecked() and question.group:
            known = [one for one in self._asked.values() if one.group == question.group]
            alike = [one for one in known if code in dict(one.options) or not code]
        for one in alike:
            self._answers.pop(one.key, None)
            if code:
                self._answers[one.key] = code
        self._plan_again()

    def _plan_again(self) -> None:
        work = with_document(taking_in.look, self._source, dict(self._answers))
        self._context.jobs.ask(
            self, work, lambda seen: self._show(seen.plan), self.refuse, latest="taking in"
        )

    # --- writing -------------------------------------------------------------------------------------------------

    def _take(self) -> None:
        source, answers, deleting = self._source, dict(self._answers), self.delete_missing.isChecked()

        def verb(document: "Document", progress: "Progress") -> TakenIn:
            return taking_in.take_in(document, source, answers, delete_missing=deleting, progress=progress)

        self.run(self._context.jobs.change, verb, self._on_taken)

    def _on_taken(self, taken: TakenIn) -> None:
        self.accept()
        told = sentence(taken.plan.brief(done=True, deleted=taken.deleted))
        if taken.action is None:
            self._context.messages.tell(told)
        else:
            self._context.offer_undo(told)

    def _save_marked(self) -> None:
        messages, first = self._context.messages, self._paths[0]
        out = (
            messages.choose_folder("Папка для книг с пометками")
            if len(self._paths) > 1
            else messages.save_file(
                "Сохранить книгу с пометками",
                first.with_name(f"{first.stem} — с пометками.xlsx"),
                _MARKED_FILES,
            )
        )
        if out is None:
            return
        target, plan, paths = out, self._plan, self._paths
        self._context.jobs.alone(
            self,
            lambda progress: taking_in.save_marked(plan, paths, target),
            lambda count: messages.wrote(
                f"Сохранено: «{target.name}», отмечено: {counted(count, 'ячейка', 'ячейки', 'ячеек')}.",
                target,
            ),
            self.refuse,
        )


def open_take_in(
    context: Context, paths: Sequence[Path], shown: Callable[[TakeInDialog], None] | None = None
) -> None:
    """Read the book on the worker, then show what it would change."""
    parent = context.parent()
    owner = parent if isinstance(parent, QWidget) else None

    def work(document: "Document", progress: "Progress") -> tuple[Source, TakenIn]:
        source = taking_in.open_any(document, paths)
        return source, taking_in.look(document, source)

    def done(found: tuple[Source, TakenIn]) -> None:
        dialog = TakeInDialog(context, owner, paths, *found)
        dialog.open()
        if shown is not None:
            shown(dialog)

    context.messages.tell(f"Читается «{paths[0].name}»…")
    context.jobs.ask(context, work, done)
