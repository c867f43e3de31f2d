"""The merges of this file: when, with which file, what came; the protocol of each, and the way back."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.sharing import merging
from shnor_desktop.operations.sharing.merging import MergeLine
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.form import Dialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.texts import moment_text
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.kit.widgets import plain_label


def _sum(name: str) -> Callable[[MergeLine], int]:
    return lambda one: sum(getattr(count, name) for count in one.counts)


def _number(title: str, count: Callable[[MergeLine], int]) -> Column[MergeLine]:
    return Column(title, lambda one: str(count(one)), count, align="right")


def _named(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


_COLUMNS = (
    Column[MergeLine]("Когда", lambda one: moment_text(one.at), lambda one: one.at.timestamp()),
    Column[MergeLine]("Файл", lambda one: one.file_name),
    Column[MergeLine](
        "От кого", lambda one: "; ".join(_named(person, office) for person, office, _ in one.authors)
    ),
    Column[MergeLine]("Кто объединил", lambda one: _named(one.person, one.office)),
    _number("Новых", _sum("new")),
    _number("Изменено", _sum("changed")),
    _number("Удалено", _sum("deleted")),
    _number("Вопросов", lambda one: one.opened),
)


class MergeLog(Dialog):
    """Newest first."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__("Объединения и протоколы", parent, size=(1040, 460))
        self._context = context
        self.table = Table(
            _COLUMNS,
            self,
            name="Объединения",
            settings=context.settings,
            keep="merge_log",
            identity=lambda one: one.n,
        )
        self.about = plain_label("muted", self)
        self.put((self.table, 1), self.about)
        self.close_with(
            leave="&Закрыть",
            beside=(
                Act("&Протокол…", self._print, when=self._chosen, main=True),
                Act("&Отменить объединение…", self._undo, when=self._may_undo),
            ),
        )
        self.table.chosen.connect(self._show_about)
        self.table.opened.connect(lambda _: self._print())

    def show_lines(self, lines: tuple[MergeLine, ...]) -> None:
        """Show these merges."""
        self.table.set_rows(lines)
        if not lines:
            self.about.setText("Этот файл ещё ни с чем не объединяли.")

    def _chosen(self) -> bool:
        return self.table.current() is not None

    def _may_undo(self) -> bool:
        one = self.table.current()
        return one is not None and one.backup is not None and not self._context.read_only

    def _show_about(self, one: MergeLine | None) -> None:
        self.refresh()
        if one is not None:
            self.about.setText(
                one.warning
                if one.backup is not None
                else "Копии до этого объединения больше нет: отмените полученные правки в истории по одной."
            )

    def _print(self) -> None:
        one = self.table.current()
        if one is not None:
            self.accept()
            self._context.merging.print_protocol(one.n)

    def _undo(self) -> None:
        one = self.table.current()
        if one is not None:
            self._context.merging.undo(one, self.accept)


def open_log(context: Context, parent: QWidget) -> None:
    """Open the list."""

    def show(lines: tuple[MergeLine, ...]) -> None:
        dialog = MergeLog(context, parent)
        dialog.show_lines(lines)
        dialog.open()

    context.jobs.ask(parent, with_document(merging.merges), show)
