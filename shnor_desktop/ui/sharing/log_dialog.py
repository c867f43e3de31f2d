"""The merges of this file: when, with which file, what came; the protocol of each, and the way back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.plain_table import PlainRow, PlainTable
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.records.history import moment_text

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.sharing.merging import MergeLine
    from shnor_desktop.ui.kit.jobs import Progress

_HEADINGS = ("Когда", "Файл", "От кого", "Кто объединил", "#Новых", "#Изменено", "#Удалено", "#Вопросов")


class MergeLog(QDialog):
    """Newest first."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle("Объединения и протоколы")
        theme.give_size(self, 1040, 460)
        self.table = PlainTable("merge_log", _HEADINGS, context.settings, self)
        self.table.setAccessibleName("Объединения")
        self.about = QLabel(self)
        self.about.setObjectName("muted")
        self.about.setWordWrap(True)
        self.protocol = QPushButton("&Протокол…", self)
        self.protocol.setDefault(True)
        self.undo = QPushButton("&Отменить объединение…", self)
        self.close_button = QPushButton("&Закрыть", self)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self.protocol)
        row.addWidget(self.undo)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(self.table, 1)
        column.addWidget(self.about)
        column.addLayout(row)
        self.table.chosen.connect(self._show_possible)
        self.table.opened.connect(lambda _: self._print())
        self.protocol.clicked.connect(self._print)
        self.undo.clicked.connect(self._undo)
        self.close_button.clicked.connect(self.reject)

    def show_lines(self, lines: "tuple[MergeLine, ...]") -> None:
        """Show these merges."""
        self.table.set_rows([_row(one) for one in lines])
        if not lines:
            self.about.setText("Этот файл ещё ни с чем не объединяли.")
            self._show_possible(None)

    def _show_possible(self, one: "MergeLine | None") -> None:
        self.protocol.setEnabled(one is not None)
        self.undo.setEnabled(one is not None and one.backup is not None and not self._context.read_only)
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


def _row(one: "MergeLine") -> PlainRow:
    new, changed, deleted = (
        sum(getattr(count, name) for count in one.counts) for name in ("new", "changed", "deleted")
    )
    names = (", ".join(part for part in (person, office) if part) for person, office, _ in one.authors)
    merged_by = ", ".join(part for part in (one.person, one.office) if part)
    texts = (
        moment_text(one.at),
        one.file_name,
        "; ".join(names),
        merged_by,
        str(new),
        str(changed),
        str(deleted),
        str(one.opened),
    )
    keys = (one.at.timestamp(), *texts[1:4], new, changed, deleted, one.opened)
    return PlainRow(texts, one, keys)


def open_log(context: Context, parent: QWidget) -> None:
    """Open the list."""

    def work(document: "Document", progress: "Progress") -> "tuple[MergeLine, ...]":
        from shnor_desktop.operations.sharing import merging

        return merging.merges(document)

    def show(lines: "tuple[MergeLine, ...]") -> None:
        dialog = MergeLog(context, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show_lines(lines)
        dialog.open()

    context.jobs.ask(parent, work, show)
