"""The history of the file: every action with who, when and what; any of them can be taken back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from shnor_desktop.ui import theme
from shnor_desktop.ui.jobs import Standing
from shnor_desktop.ui.plain_table import PlainRow, PlainTable
from shnor_desktop.ui.record_history import moment_text, show_record_history
from shnor_desktop.ui.screen import Context, Screen

if TYPE_CHECKING:
    from shnor_desktop.document.document import Changes, Document, UndoReport
    from shnor_desktop.operations.history import HistoryLine, Touched
    from shnor_desktop.ui.jobs import Progress

_HEADINGS = ("Когда", "Действие", "Вид", "Кто", "Организация", "#Изменений", "Состояние")
_MOST = 2000


class HistoryScreen(Screen):
    """Actions above, the records of the selected one below."""

    title = "История"
    help_page = "history"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._lines: tuple[HistoryLine, ...] = ()
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Найти действие, человека, дату (Ctrl+F)")
        self.search.setAccessibleName("Найти в истории")
        self.search.setClearButtonEnabled(True)
        self.undo = QPushButton("Отменить последнее", self)
        self.redo = QPushButton("Вернуть", self)
        self.take_back = QPushButton("Отозвать выбранное", self)
        self.take_back.setToolTip("Отменяет это действие и сохраняет всё, что изменили после него.")
        self.actions_table = PlainTable("actions", _HEADINGS, context.settings, self)
        self.actions_table.setAccessibleName("Действия")
        self.touched_heading = QLabel(self)
        self.touched_heading.setWordWrap(True)
        self.touched_table = PlainTable("touched", ("Запись", "Что сделано"), context.settings, self)
        self.touched_table.setAccessibleName("Записи, которых коснулось действие")
        self.touched_table.setToolTip("Enter или двойной щелчок — история записи")
        self._lay_out()
        self.search.textChanged.connect(self.actions_table.sorted.setFilterFixedString)
        self.undo.clicked.connect(lambda: context.command("edit.undo"))
        self.redo.clicked.connect(lambda: context.command("edit.redo"))
        self.take_back.clicked.connect(self._on_take_back)
        self.actions_table.chosen.connect(self._on_chosen)
        self.touched_table.opened.connect(self._on_record_opened)
        context.jobs.standing_changed.connect(self._show_standing)
        self._show_standing(context.jobs.standing)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self.search, 1)
        for button in (self.undo, self.redo, self.take_back):
            row.addWidget(button)
        below = QWidget(self)
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.touched_heading)
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
        outer.addLayout(row)
        outer.addWidget(splitter, 1)

    def start_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def reload(self) -> None:
        def work(document: "Document", progress: "Progress") -> "tuple[HistoryLine, ...]":
            from shnor_desktop.operations import history

            return history.lines(document, _MOST)

        self.context.jobs.ask(self, work, self._show, latest="lines")

    def _show(self, lines: "tuple[HistoryLine, ...]") -> None:
        self._lines = lines
        self.actions_table.set_rows([_row(line) for line in lines])

    def _show_standing(self, standing: Standing) -> None:
        writable = standing.path is not None and not standing.read_only
        for button, title, verb in (
            (self.undo, standing.undo_title, "Отменить"),
            (self.redo, standing.redo_title, "Вернуть"),
        ):
            button.setEnabled(writable and title is not None)
            button.setToolTip(f"{verb}: {title}" if title else "")

    def _on_document_changed(self, changes: "Changes", initiator: object) -> None:
        self._reload_when_seen()

    # --- the selected action -------------------------------------------------------------------------------------

    def _on_chosen(self, line: "HistoryLine | None") -> None:
        self.take_back.setEnabled(line is not None and line.can_undo and not self.context.read_only)
        if line is None:
            self.touched_heading.setText("Действий пока нет: здесь появится всё, что изменят в файле.")
            self.touched_table.set_rows(())
            return
        self.touched_heading.setText(f"Записи действия «{line.title}»")
        action = line.action

        def work(document: "Document", progress: "Progress") -> "tuple[bool, tuple[Touched, ...]]":
            from shnor_desktop.operations import history

            with document.read() as session:
                found = history.touched(session, action)
            return len(found) == history.MOST_TOUCHED, found

        self.context.jobs.ask(self, work, self._show_touched, latest="touched")

    def _show_touched(self, answer: "tuple[bool, tuple[Touched, ...]]") -> None:
        more, found = answer
        if more:
            self.touched_heading.setText(f"{self.touched_heading.text()} (показаны первые {len(found)})")
        self.touched_table.set_rows([PlainRow((one.title, one.what), one) for one in found])

    def _on_record_opened(self, one: "Touched | None") -> None:
        if one is not None:
            show_record_history(self.context, self, one.kind, one.uid)

    def _on_take_back(self) -> None:
        line = self.actions_table.current()
        if line is None or not line.can_undo:
            return
        self.context.jobs.change(
            self, lambda document, progress: document.undo_action(line.action), self._on_taken_back
        )

    def _on_taken_back(self, report: "UndoReport") -> None:
        text = f"Отозвано: {report.title}."
        if report.kept:
            text += f" Оставлено без изменений, потому что правили позже: {report.kept}."
        self.context.messages.undo_bar(text, lambda: self.context.command("edit.undo"))


def _row(line: "HistoryLine") -> PlainRow:
    texts = (
        moment_text(line.at),
        line.title,
        line.word,
        line.person,
        line.office,
        str(line.changes),
        "× отменено" if line.undone else "",
    )
    keys = (line.at.timestamp(), *texts[1:5], line.changes, texts[6])
    return PlainRow(texts, line, keys, "muted" if line.undone else "")
