"""Differences without merging: of two files, or of two moments of this one."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QVBoxLayout, QWidget

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.plain_table import PlainTable
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.widgets import plain_label
from shnor_desktop.ui.records.changes_view import WHATS, ChangesView, Whats
from shnor_desktop.ui.sharing.merge_pages import DEEDS, deed_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_desktop.document.document import ActionId, Document
    from shnor_desktop.operations.sharing.differences import FileDifference, MomentDifference
    from shnor_desktop.operations.sharing.merging import Author
    from shnor_desktop.ui.kit.jobs import Progress

_FILE_WHATS: Whats = (
    ("new", "only_there", "Только там", "только там"),
    ("changed", "changed", "Различаются", "различается"),
    ("deleted", "only_here", "Только здесь", "только здесь"),
)


class CompareDialog(QDialog):
    """A heading, the records that differ, and who did it."""

    def __init__(self, context: Context, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(title)
        theme.give_size(self, 1040, 660)
        self.heading = plain_label("subheading", self)
        self.about = plain_label("muted", self)
        self.tabs = QTabWidget(self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(self.heading)
        column.addWidget(self.about)
        column.addWidget(self.tabs, 1)
        column.addWidget(buttons)

    def show_files(self, found: "FileDifference", here: str) -> None:
        """The open file and another one."""
        self.heading.setText(f"«{here}» (здесь) и «{found.name}» (там)")
        if found.same:
            self.about.setText("Файлы одинаковы: и данные, и история.")
            self.tabs.hide()
            return
        self.about.setText(f"Там: {found.contents}. Ни один из файлов не изменён.")
        view = self._new_view(sides=("Здесь", "Там"), whats=_FILE_WHATS)
        view.show_changes(found.counts, found.records)
        self.tabs.addTab(view, f"Различия: {sum(one.total for one in found.counts)}")
        self._add_deeds("Сделано только там", found.there)
        self._add_deeds("Сделано только здесь", found.here)
        view.setFocus()

    def show_moments(self, found: "MomentDifference", since: str, until: str) -> None:
        """Two moments of the open file."""
        total = sum(one.total for one in found.counts)
        self.heading.setText(f"Что изменилось с {since} по {until}")
        self.about.setText(
            f"Записей: {total}. Показан итог: правки, отменённые за это время, не видны."
            if total
            else "За это время ничего не изменилось."
        )
        view = self._new_view()
        view.show_changes(found.counts, found.records)
        self.tabs.addTab(view, "Записи")
        self.tabs.setTabBarAutoHide(True)
        self.tabs.setVisible(bool(total))
        view.setFocus()

    def _new_view(self, sides: tuple[str, str] = ("Было", "Стало"), whats: Whats = WHATS) -> ChangesView:
        view = ChangesView(self._context.settings, self, sides=sides, whats=whats)
        QShortcut(QKeySequence.StandardKey.Find, self, view.search.setFocus)
        return view

    def _add_deeds(self, title: str, authors: "Sequence[Author]") -> None:
        if not authors:
            return
        table = PlainTable("merge_deeds", DEEDS, self._context.settings, self)
        table.setAccessibleName(title)
        rows = [row for author in authors for row in deed_rows(author)]
        table.set_rows(rows)
        self.tabs.addTab(table, f"{title}: {len(rows)}")


def compare_file(context: Context, path: Path, parent: QWidget) -> None:
    """Compare the open file with another copy; it goes through the same quarantine as before merging."""
    here = context.jobs.standing.path

    def work(document: "Document", progress: "Progress") -> "FileDifference":
        from shnor_desktop.operations.sharing import differences

        return differences.diff(document, path, progress, progress.cancelled)

    def show(found: "FileDifference") -> None:
        dialog = CompareDialog(context, "Сравнение файлов", parent)
        dialog.show_files(found, here.name if here else "")
        _open(dialog)

    context.jobs.ask(parent, work, show)


def compare_moments(
    context: Context,
    parent: QWidget,
    start: "ActionId | datetime | None",
    end: "ActionId | datetime | None",
    words: tuple[str, str],
) -> None:
    """What changed after `start` up to `end`; `words` name both moments."""

    def work(document: "Document", progress: "Progress") -> "MomentDifference":
        from shnor_desktop.operations.sharing import differences

        return differences.diff_moments(document, start, end)

    def show(found: "MomentDifference") -> None:
        dialog = CompareDialog(context, "Сравнение двух моментов", parent)
        dialog.show_moments(found, *words)
        _open(dialog)

    context.jobs.ask(parent, work, show)


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
