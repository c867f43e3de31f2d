"""A list of records with everything around it: search, adding, editing, deleting with «Отменить», empty state."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.models.kind import RecordKind
from shnor_desktop.operations.records import attaching, records, saving, typed
from shnor_desktop.operations.sharing import question_marks
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.kit.laying.boxes import lay_column
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.kit.widgets import show_count
from shnor_desktop.ui.records.form import delete_records, edit_record
from shnor_desktop.ui.records.grid import Edits, RecordTable
from shnor_desktop.ui.records.history import show_record_history

_Answer = tuple[tuple[records.Row, ...], dict[str, list[str]], frozenset[tuple[bytes, str]]]


class RecordPage(QWidget):
    """Everything about the records of one kind."""

    def __init__(self, context: Context, kind: RecordKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.kind = kind
        self._wanted: bytes | None = None
        self.table = RecordTable(kind, context.settings, self)
        self.table.set_editable(not context.read_only)
        self.table.edits_wanted.connect(self.save_texts)
        self.table.deletion_wanted.connect(self.delete_records)
        self.table.without_place.connect(self._tell_without_place)
        self.table.opened.connect(lambda row: self.edit_record())
        self.bar = Bar(context, self._acts(), self, table=self.table, search="Найти (Ctrl+F)")
        self.search = self.bar.search
        lay_column(self, self.bar, (self.table, 1))

    def _acts(self) -> tuple[Act, ...]:
        table, made = self.table, self.kind.about.user_made
        return (
            Act("Добавить", self.add_record, ("Ctrl+Insert",), writes=True, in_bar=made, in_menu=False),
            Act(
                "Изменить…", self.edit_record, ("Ctrl+Enter", "Ctrl+Return"), "Открыть карточку", self._chosen
            ),
            Act("История изменений", self._show_history, when=self._chosen, in_bar=False),
            Act("Вставить", table.paste, writes=True, in_bar=False),
            *self._order_acts(),
            *self._file_acts(),
            Act(
                "Удалить",
                lambda: self.delete_records(table.selected_uids()),
                tip="Ctrl+Delete",
                when=self._chosen,
                writes=True,
            ),
        )

    def _order_acts(self) -> tuple[Act, ...]:
        if not self.kind.has_position:
            return ()
        return (
            Act("Выше", lambda: self._move(up=True), ("Alt+Up",), when=self._chosen, writes=True),
            Act("Ниже", lambda: self._move(up=False), ("Alt+Down",), when=self._chosen, writes=True),
        )

    def _file_acts(self) -> tuple[Act, ...]:
        if not self.kind.keeps_file:
            return ()
        tip = "Приложенный файл хранится в файле района и передаётся вместе с ним"
        return (
            Act("Приложить файл…", self.attach_file, tip=tip, when=self._chosen, writes=True),
            Act(
                "Сохранить файл…", self.save_file, tip="Записать приложенный файл на диск", when=self._chosen
            ),
        )

    def _chosen(self) -> bool:
        return self.table.current() is not None

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask for the rows again."""
        code = self.kind.code
        refers = {field.refers for field in self.kind.fields if field.refers and field.in_form}

        def work(document: Document, progress: Progress) -> _Answer:
            with document.read() as session:
                names = {one: [title for _, title in records.choices(session, one)] for one in refers}
                undecided = question_marks.marks(raw_of(session)).of_kind(code)
                return records.rows(session, code), names, undecided

        self.context.jobs.ask(self, work, self._show, latest="rows")

    def _show(self, answer: _Answer) -> None:
        rows, names, undecided = answer
        self.table.show_rows(rows, undecided)
        show_count(self.bar.undecided, len(undecided))
        self.table.choices.titles = names
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None

    def select(self, uid: bytes) -> None:
        """Put the cursor on a record, now or when its row arrives."""
        if not self.table.select(uid):
            self._wanted = uid

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
        edits = [typed.Edit(uid, texts) for uid, texts in wanted]
        self.context.jobs.change(self, with_document(saving.save_texts, self.kind.code, edits))

    def _tell_without_place(self, told: str) -> None:
        self.context.messages.warn(
            told, "Остальное вставлено. Проверьте, с какой ячейки начинается вставка; взять её назад: Ctrl+Z."
        )

    def delete_records(self, uids: list[bytes]) -> None:
        """Delete, and offer to take it back."""
        if not self.context.read_only:
            delete_records(self.context, self, self.kind.code, uids)

    def _move(self, *, up: bool) -> None:
        if (uid := self.table.current_uid()) is not None:
            self._wanted = uid
            self.context.jobs.change(self, with_document(saving.move_record, self.kind.code, uid, up=up))

    def attach_file(self) -> None:
        """Put a file into the record with the cursor."""
        uid = self.table.current_uid()
        paths = self.context.messages.open_files("Приложить файл", "Любые файлы (*)") if uid else []
        if uid is not None and paths:

            def attached(placed: attaching.Placed) -> None:
                if placed.replaced:
                    self.context.offer_undo(f"Приложен «{paths[0].name}», заменён «{placed.replaced}».")

            self.context.jobs.change(
                self, with_document(attaching.attach_to, self.kind.code, uid, paths[:1]), attached
            )

    def save_file(self) -> None:
        """Write the file of the record with the cursor where the person says."""
        if (uid := self.table.current_uid()) is None:
            return
        row = self.table.current()
        name = row.texts[self.kind.shown.index(self.kind.field("file_name"))] if row is not None else ""
        out = self.context.messages.save_file("Сохранить файл", Path(name or "файл"), "Любые файлы (*)")
        if out is not None:
            self.context.jobs.ask(
                self,
                with_document(attaching.export, self.kind.code, uid, out),
                lambda size: self.context.messages.wrote(f"Файл сохранён: {out.name}.", out),
            )

    def _show_history(self) -> None:
        if (uid := self.table.current_uid()) is not None:
            show_record_history(self.context, self, self.kind.code, uid)


OWN_PAGES: dict[str, type[RecordPage]] = {}
"""By kind: pages that are more than the general one. Their modules put them here."""
