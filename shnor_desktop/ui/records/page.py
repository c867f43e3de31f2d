"""A list of records with everything around it: search, adding, editing, deleting with «Отменить», empty state."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.models.kind import RecordKind
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.widgets import show_count, undecided_button
from shnor_desktop.ui.records.form import edit_record
from shnor_desktop.ui.records.grid import Edits, RecordTable

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.records.records import Row
    from shnor_desktop.ui.kit.jobs import Progress


_Answer = tuple["tuple[Row, ...]", dict[str, list[str]], frozenset[tuple[bytes, str]]]


class RecordPage(QWidget):
    """Everything about the records of one kind."""

    history_wanted = Signal(str, bytes)
    """Kind and uid of the record whose history is asked for."""

    def __init__(self, context: Context, kind: RecordKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.kind = kind
        self._wanted: bytes | None = None
        self.table = RecordTable(kind, context.settings, self)
        self.table.set_editable(not context.read_only)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Найти (Ctrl+F)")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Найти в таблице")
        self.search.textChanged.connect(self._on_searched)
        self.count = QLabel(self)
        self.count.setObjectName("muted")
        self.empty = QLabel(self)
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setObjectName("muted")
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(self._new_toolbar())
        column.addWidget(self.pages, 1)
        self._connect()

    def _new_toolbar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self.search, 1)
        row.addWidget(self.count)
        self.undecided = undecided_button(self.context, self)
        row.addWidget(self.undecided)
        self.add = QPushButton("Добавить", self)
        self.add.setToolTip("Ctrl+Insert")
        self.edit = QPushButton("Изменить…", self)
        self.edit.setToolTip("Форма записи (Ctrl+Enter)")
        self.remove = QPushButton("Удалить", self)
        self.remove.setToolTip("Ctrl+Delete")
        for button in (self.add, self.edit, self.remove):
            button.setEnabled(False)
            row.addWidget(button)
        self.add.setVisible(self.kind.about.user_made)
        return row

    def _connect(self) -> None:
        self.add.clicked.connect(self.add_record)
        self.edit.clicked.connect(self.edit_record)
        self.remove.clicked.connect(lambda: self.delete_records(self.table.selected_uids()))
        self.table.edits_wanted.connect(self.save_texts)
        self.table.deletion_wanted.connect(self.delete_records)
        self.table.opened.connect(lambda uid: self.edit_record())
        self.table.selectionModel().currentChanged.connect(self._show_possible)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._on_context_menu)
        for keys, act in (
            ("Ctrl+Insert", self.add_record),
            ("Ctrl+Return", self.edit_record),
            ("Ctrl+Enter", self.edit_record),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask for the rows again."""
        code = self.kind.code
        refers = {field.refers for field in self.kind.fields if field.refers and field.in_form}

        def work(document: "Document", progress: "Progress") -> _Answer:
            from shnor_desktop.document.document import raw_of
            from shnor_desktop.operations.records import records
            from shnor_desktop.operations.sharing import question_marks

            with document.read() as session:
                names = {one: [title for _, title in records.choices(session, one)] for one in refers}
                undecided = question_marks.marks(raw_of(session)).of_kind(code)
                return records.rows(session, code), names, undecided

        self.context.jobs.ask(self, work, self._show, latest="rows")

    def _show(self, answer: _Answer) -> None:
        rows, names, undecided = answer
        self.table.set_rows(rows, undecided)
        show_count(self.undecided, len(undecided))
        self.table.choices.titles = names
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        self._show_count()

    def select(self, uid: bytes) -> None:
        """Put the cursor on a record, now or when its row arrives."""
        if not self.table.select(uid):
            self._wanted = uid

    def _show_count(self) -> None:
        every, shown = self.table.rows.rowCount(), self.table.sorted.rowCount()
        self.count.setText(f"{shown} из {every}" if shown != every else str(every) if every else "")
        self.pages.setCurrentWidget(self.table if shown else self.empty)
        if not every:
            self.empty.setText(f"Записей пока нет. {self.kind.about.hint}".strip())
        else:
            self.empty.setText(f"По запросу «{self.search.text()}» ничего не найдено. Измените запрос.")
        self._show_possible()

    def _show_possible(self) -> None:
        writable = not self.context.read_only
        chosen = self.table.current_uid() is not None
        self.add.setEnabled(writable)
        self.edit.setEnabled(chosen)
        self.remove.setEnabled(writable and chosen)

    def _on_searched(self, text: str) -> None:
        self.table.sorted.setFilterFixedString(" ".join(text.split()))
        self._show_count()

    # --- writing -------------------------------------------------------------------------------------------------

    def add_record(self) -> None:
        """The form of a new record."""
        if self.kind.about.user_made and not self.context.read_only:
            edit_record(self.context, self, self.kind.code, None, self.select)

    def edit_record(self) -> None:
        """The form of the record with the cursor."""
        if (uid := self.table.current_uid()) is not None:
            edit_record(self.context, self, self.kind.code, uid, self.select)

    def save_texts(self, wanted: Edits) -> None:
        """Save what was typed or pasted into cells."""
        code = self.kind.code

        def work(document: "Document", progress: "Progress") -> int:
            from shnor_desktop.operations.records import records, typed

            edits = [typed.Edit(uid, texts) for uid, texts in wanted]
            with document.read() as session:
                known = [uid for uid, _ in wanted if uid is not None]
                titles = [row.title for row in records.rows(session, code, known)]
            names = titles if len(known) == len(wanted) else [""] * len(wanted)
            verb = "Изменено" if known else "Добавлено"
            with document.write(records.action_title(code, verb, names)) as session:
                return typed.save_texts(session, code, edits)

        self.context.jobs.change(self, work)

    def delete_records(self, uids: list[bytes]) -> None:
        """Delete, and offer to take it back."""
        code = self.kind.code
        if not uids or self.context.read_only:
            return

        def work(document: "Document", progress: "Progress") -> str:
            from shnor_desktop.operations.records import records

            with document.read() as session:
                titles = [row.title for row in records.rows(session, code, uids)]
            with document.write(records.action_title(code, "Удалено", titles)) as session:
                return records.deleted_text(records.delete(session, code, uids))

        self.context.jobs.change(self, work, self._offer_undo)

    def _offer_undo(self, text: str) -> None:
        self.context.messages.undo_bar(text, lambda: self.context.command("edit.undo"))

    def _on_context_menu(self, position: object) -> None:
        uid = self.table.current_uid()
        if uid is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        writable = not self.context.read_only
        entries = (
            ("Изменить…", self.edit_record, True),
            ("История записи", lambda: self.history_wanted.emit(self.kind.code, uid), True),
            ("Копировать", self.table.copy, True),
            ("Вставить", self.table.paste, writable),
            ("Удалить записи", lambda: self.delete_records(self.table.selected_uids()), writable),
        )
        for text, act, enabled in entries:
            action = QAction(text, menu)
            action.setEnabled(enabled)
            action.triggered.connect(act)
            menu.addAction(action)
        menu.popup(self.table.viewport().mapToGlobal(position))  # type: ignore[call-overload]
