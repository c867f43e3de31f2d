"""The history of the file: every action with who, when and what; any of them can be taken back."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from shnor_desktop.document.document import ActionLine, Document
from shnor_desktop.document.journal.capture import ActionId
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.records import changes as record_changes
from shnor_desktop.operations.records import history
from shnor_desktop.operations.records.history import Page, Speakers, Touched
from shnor_desktop.operations.search import taking_back
from shnor_desktop.operations.search.taking_back import Stake, TakenBack
from shnor_desktop.operations.sharing import merging
from shnor_desktop.operations.sharing.merging import MergeLine
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.jobs import Progress, Standing
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.texts import moment_text, shortened
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.kit.widgets import Pager
from shnor_desktop.ui.records.history import clock_text, show_record_history
from shnor_desktop.ui.sharing.compare_dialog import compare_moments
from shnor_desktop.ui.sharing.history_filters import HistoryFilters, Only
from shnor_desktop.ui.sharing.moments_dialog import MomentsDialog

_Answer = tuple[Page, Speakers, tuple[MergeLine, ...]]
_ACTIONS = (
    Column[ActionLine]("Когда", lambda one: clock_text(one.at), lambda one: one.at.timestamp()),
    Column[ActionLine]("Действие", lambda one: one.title),
    Column[ActionLine]("Вид", history.word),
    Column[ActionLine]("Кто", lambda one: one.person),
    Column[ActionLine]("Организация", lambda one: one.office),
    Column[ActionLine]("Изменений", lambda one: str(one.changes), lambda one: one.changes, align="right"),
    Column[ActionLine]("Состояние", lambda one: "× отменено" if one.undone else ""),
)
_TOUCHED = (
    Column[Touched]("Карточка", lambda one: one.title),
    Column[Touched]("Что сделано", lambda one: one.what),
    Column[Touched]("Было → стало", lambda one: "; ".join(one.told), tip=lambda one: "\n".join(one.told)),
)


class HistoryScreen(Screen):
    """Actions above, the records of the selected one below."""

    title = "История"
    help_page = "history"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._start = 0
        self._came: dict[ActionId, str] = {}
        self.filters = HistoryFilters(self)
        self.pager = Pager(self)
        self.actions_table = Table(
            (*_ACTIONS, Column[ActionLine]("Пришло с файлом", lambda one: self._came.get(one.action, ""))),
            self,
            name="Действия",
            settings=context.settings,
            keep="actions",
            identity=lambda one: one.action,
            ink=lambda one: "muted" if one.undone else "",
        )
        self.bar = Bar(
            context,
            self._acts(),
            self,
            table=self.actions_table,
            search="Найти действие, человека, дату (Ctrl+F)",
            look_for=lambda _: self._on_filtered(),
        )
        self.search = self.bar.search
        self.undo, self.redo = self.bar.button("Отменить последнее"), self.bar.button("Вернуть")
        self.touched_heading = QLabel(self)
        self.touched_heading.setWordWrap(True)
        self.touched_table = Table(
            _TOUCHED,
            self,
            name="Карточки, которых коснулось действие",
            settings=context.settings,
            keep="touched",
        )
        self.touched_table.setToolTip("Enter или двойной щелчок — история карточки")
        self.beside = QPushButton("Что было с этими карточками", self)
        self.beside.setToolTip("Только действия, которые касались тех же карточек: что стало с загруженным")
        self.only_record = QPushButton("Действия с карточкой", self)
        self.only_record.setToolTip("Только действия, которые касались выбранной карточки")
        self._lay_out()
        self.start_at(self.actions_table)
        self._connect()
        self._show_standing(context.jobs.standing)

    def _acts(self) -> tuple[Act, ...]:
        jobs, command = self.context.jobs, self.context.command
        return (
            Act(
                "Отменить последнее",
                lambda: command("edit.undo"),
                when=lambda: jobs.standing.undo_title is not None,
                writes=True,
                in_menu=False,
            ),
            Act(
                "Вернуть",
                lambda: command("edit.redo"),
                when=lambda: jobs.standing.redo_title is not None,
                writes=True,
                in_menu=False,
            ),
            Act(
                "Отозвать выбранное",
                self._on_take_back,
                tip="Отменяет это действие и сохраняет всё, что изменили после него.",
                when=self._may_take_back,
                writes=True,
            ),
            Act(
                "Что изменилось…",
                self.compare_moments,
                tip="Сравнить два момента: два дня, два выделенных действия, действие и нынешнее",
            ),
        )

    def _may_take_back(self) -> bool:
        line = self.actions_table.current()
        return line is not None and line.can_undo

    def _lay_out(self) -> None:
        below = QWidget(self)
        heading = QHBoxLayout()
        heading.setSpacing(theme.GAP)
        heading.addWidget(self.touched_heading, 1)
        heading.addWidget(self.beside)
        heading.addWidget(self.only_record)
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(heading)
        column.addWidget(self.touched_table, 1)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(self.actions_table)
        splitter.addWidget(below)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        outer.setSpacing(theme.GAP)
        outer.addWidget(self.bar)
        narrowed = QHBoxLayout()
        narrowed.addWidget(self.filters, 1)
        narrowed.addWidget(self.pager)
        outer.addLayout(narrowed)
        outer.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.filters.changed.connect(self._on_filtered)
        self.actions_table.all_wanted.connect(self.filters.reset)
        self.pager.moved.connect(self._on_moved)
        self.actions_table.chosen.connect(self._on_chosen)
        self.touched_table.opened.connect(self._on_record_opened)
        self.touched_table.chosen.connect(lambda one: self.only_record.setEnabled(one is not None))
        self.beside.clicked.connect(self.show_beside)
        self.only_record.clicked.connect(self._on_only_record)
        self.context.jobs.standing_changed.connect(self._show_standing)

    def arrive(self, **arguments: Any) -> None:
        """`record=(kind, uid)`: only actions that touched it; `merge=n`: what came with that merge."""
        if "record" in arguments:
            self.show_record(*arguments["record"])
        if "merge" in arguments:
            self.filters.choose_merge(arguments["merge"])

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        wanted, words, start = self.filters.wanted(), self.search.text(), self._start

        def work(document: Document, progress: Progress) -> _Answer:
            page = history.page(document, wanted, start, words=words)
            return page, history.speakers(document), merging.merges(document)

        self.context.jobs.ask(self, work, self._show, latest="lines")

    def _show(self, answer: _Answer) -> None:
        page, speakers, merges = answer
        self._start = page.start
        self.filters.show_choices(speakers, merges)
        self.pager.show_page(page.start, len(page.lines), page.total, history.PAGE)
        narrowed = self.filters.active() or bool(self.search.text())
        self.search.tell(page.total if self.search.text().strip() else None)
        self.actions_table.set_empty("Таких действий нет." if narrowed else "", narrowed=narrowed)
        files = {one.n: f"{moment_text(one.at)} «{one.file_name}»" for one in merges}
        self._came = {action: files.get(merge, "") for action, merge in page.came.items()}
        self.actions_table.setColumnHidden(len(_ACTIONS), not self._came)
        self.actions_table.set_rows(page.lines)

    def _on_filtered(self) -> None:
        """Something else is looked for: its first page."""
        self._on_moved(0)

    def _on_moved(self, start: int) -> None:
        self._start = start
        self.reload()

    def _show_standing(self, standing: Standing) -> None:
        self.bar.refresh()
        for button, title, word in (
            (self.undo, standing.undo_title, "Отменить"),
            (self.redo, standing.redo_title, "Вернуть"),
        ):
            button.setToolTip(f"{word}: {title}" if title else "")

    # --- the selected action -------------------------------------------------------------------------------------

    def _on_chosen(self, line: ActionLine | None) -> None:
        for button in (self.beside, self.only_record):
            button.setEnabled(line is not None)
        if line is None:
            filtered = self.filters.active() or bool(self.search.text())
            self.touched_heading.setText(
                "Таких действий нет: измените отбор."
                if filtered
                else "Действий пока нет: здесь появится всё, что изменят в файле."
            )
            self.touched_table.set_rows(())
            return
        self.touched_heading.setText(f"Карточки действия {quoted(shortened(line.title))}")
        self.touched_heading.setToolTip(line.title)
        action = line.action

        def work(document: Document, progress: Progress) -> tuple[bool, tuple[Touched, ...]]:
            with document.read() as session:
                found = history.touched(session, action)
            return len(found) == history.MOST_TOUCHED, found

        self.context.jobs.ask(self, work, self._show_touched, latest="touched")

    def _show_touched(self, answer: tuple[bool, tuple[Touched, ...]]) -> None:
        more, found = answer
        if more:
            self.touched_heading.setText(f"{self.touched_heading.text()} (показаны первые {len(found)})")
        self.touched_table.set_rows(found)

    def _on_record_opened(self, one: Touched | None) -> None:
        if one is not None:
            show_record_history(self.context, self, one.kind, one.uid)

    def _on_take_back(self) -> None:
        line = self.actions_table.current()
        if line is None or not line.can_undo:
            return
        self._take_back(line.action)

    def _take_back(self, action: ActionId, agreed: ActionId | None = None) -> None:
        self.context.jobs.change(
            self, with_document(taking_back.take_back, action, agreed), self._on_taken_back
        )

    def _on_taken_back(self, outcome: Stake | TakenBack) -> None:
        if isinstance(outcome, TakenBack):
            self.context.offer_undo(f"Отозвано: {outcome.report.title}.{outcome.report.left}")
        elif self.context.messages.ask(
            outcome.question, outcome.details, yes="Отозвать подпись", no="Не отзывать"
        ):
            self._take_back(outcome.action, outcome.action)

    # --- only some actions ---------------------------------------------------------------------------------------

    def _on_only_record(self) -> None:
        one = self.touched_table.current()
        if one is not None:
            self.show_record(one.kind, one.uid)

    def show_record(self, code: str, uid: bytes) -> None:
        """Only actions that touched a record."""

        def work(document: Document, progress: Progress) -> str:
            with document.read() as session:
                return f"{BY_CODE[code].one} {quoted(record_changes.Names(session)(code, uid))}"

        def show(words: str) -> None:
            self.filters.show_only(Only(words, record=uid))

        self.context.jobs.ask(self, work, show, latest="only")

    def show_beside(self) -> None:
        """Only actions that touched the same records as the selected one."""
        line = self.actions_table.current()
        if line is not None:
            self.filters.show_only(Only(f"Карточки действия {quoted(line.title)}", beside=line.action))

    def compare_moments(self) -> None:
        """Ask for two moments and show what changed between them."""
        marked = sorted(self.actions_table.selected(), key=lambda line: line.at, reverse=True)
        older = marked[-1] if marked else None
        newer = marked[0] if len(marked) > 1 else None
        dialog = MomentsDialog(older, newer, self)

        def compare() -> None:
            since, until = dialog.chosen()
            compare_moments(self.context, self, since.moment, until.moment, (since.words, until.words))

        dialog.accepted.connect(compare)
        dialog.open()
