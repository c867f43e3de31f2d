"""«Форма для школ»: which schools are asked, and which fields; a locked book a school goes into a folder in one step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from shnor_desktop.operations.records import records
from shnor_desktop.operations.schools import forms
from shnor_desktop.operations.schools.forms import Sent
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import Dialog
from shnor_desktop.ui.kit.entry.search_line import SearchLine
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.verbs import with_session
from shnor_desktop.ui.kit.widgets import plain_label

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.ui.kit.jobs import Progress

_ABOUT = (
    "Каждая школа получит книгу Excel с тем, что о ней известно. Заполнить в ней можно только отмеченное здесь. Присланные "
    "книги загружают все сразу: «Файл → Загрузить данные из книги или файла…»."
)


@dataclass(slots=True)
class _School:
    """A line of the left table."""

    uid: bytes
    name: str
    marked: bool = True


@dataclass(slots=True)
class _Asked:
    """A line of the right table."""

    kind: str
    many: str
    field: str
    label: str
    marked: bool = False


class FormsDialog(Dialog):
    """Two lists to tick; then the folder is chosen."""

    def __init__(self, context: Context, owner: QWidget | None, schools: Sequence[tuple[bytes, str]]) -> None:
        super().__init__("Форма для школ", owner, about=_ABOUT, size=(900, 600))
        self._context = context
        self._schools = [_School(uid, name) for uid, name in schools]
        self._asked = [
            _Asked(kind.code, kind.many, one.name, one.label)
            for kind, fields in forms.askable()
            for one in fields
        ]
        name = Column[_School]("Школа", lambda one: one.name, name="marked", checked=lambda one: one.marked)
        field = Column[_Asked](
            "Что спросить", lambda one: one.label, name="marked", checked=lambda one: one.marked
        )
        self.schools = Table((name,), self, name="Школы", identity=lambda one: one.uid)
        self.fields = Table(
            (field, Column[_Asked]("Чего", lambda one: one.many)),
            self,
            name="Что спросить",
            identity=lambda one: (one.kind, one.field),
        )
        self.count = plain_label("", self)
        grid = QGridLayout()
        for column, table in enumerate((self.schools, self.fields)):
            table.set_editable(True)
            table.edited.connect(self._on_ticked)
            search = SearchLine(self, "Найти", name=f"Найти: {table.accessibleName()}")
            search.textChanged.connect(table.look_for)
            search.leads_to(table)
            table.all_wanted.connect(search.clear)
            grid.addWidget(search, 0, column)
            grid.addWidget(table, 1, column)
            grid.setColumnStretch(column, 1)
        self.put((grid, 1), self.count)
        self.close_with(
            Act("&Записать книги…", self._send, when=self._may_send, main=True),
            beside=(Act("&Все школы", lambda: self._tick(True)), Act("&Ни одной", lambda: self._tick(False))),
        )
        self.schools.set_rows(self._schools)
        self.fields.set_rows(self._asked)
        self._show_count()

    def asked(self) -> dict[str, tuple[str, ...]]:
        """Code of a kind → the fields that are ticked."""
        kinds = dict.fromkeys(one.kind for one in self._asked if one.marked)
        return {
            kind: tuple(one.field for one in self._asked if one.marked and one.kind == kind) for kind in kinds
        }

    def _on_ticked(self, line: _School | _Asked, _column: str, marked: bool) -> None:
        line.marked = marked
        (self.schools if isinstance(line, _School) else self.fields).rows.replace(line, line)
        self._show_count()

    def _tick(self, marked: bool) -> None:
        for one in self._schools:
            one.marked = marked
        self.schools.set_rows(self._schools)
        self._show_count()

    def _show_count(self) -> None:
        schools = sum(one.marked for one in self._schools)
        fields = sum(one.marked for one in self._asked)
        self.count.setText(
            f"Отмечено: {counted(schools, 'школа', 'школы', 'школ')}, "
            f"{counted(fields, 'поле', 'поля', 'полей')}."
        )
        self.refresh()

    def _may_send(self) -> bool:
        return any(one.marked for one in self._schools) and any(one.marked for one in self._asked)

    def _send(self) -> None:
        folder = self._context.messages.choose_folder("Папка для книг (пустая или новая)")
        if folder is None:
            return
        target, asked = folder, self.asked()
        chosen = [one.uid for one in self._schools if one.marked]

        def verb(document: "Document", progress: "Progress") -> Sent:
            return forms.send(document, target, asked, chosen, progress)

        self.run(self._context.jobs.ask, verb, self._on_sent)

    def _on_sent(self, sent: Sent) -> None:
        self.accept()
        many = counted(len(sent.books), "книга", "книги", "книг")
        self._context.messages.wrote(f"В папку «{sent.folder.name}» записано: {many}.", sent.folder)


def open_forms(context: Context) -> None:
    """The dialog on the schools of the file."""
    parent = context.parent()
    owner = parent if isinstance(parent, QWidget) else None

    def done(schools: tuple[tuple[bytes, str], ...]) -> None:
        if not schools:
            context.messages.warn("В файле нет школ.", "Добавьте школы, потом отправляйте формы.")
            return
        FormsDialog(context, owner, schools).open()

    context.jobs.ask(context, with_session(records.choices, "school"), done)
