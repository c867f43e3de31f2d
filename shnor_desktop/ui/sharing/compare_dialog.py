"""Differences without merging: of two files, or of two moments of this one."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QWidget

from shnor_desktop.document.document import ActionId, Document
from shnor_desktop.operations.sharing import differences
from shnor_desktop.operations.sharing.differences import FileDifference, MomentDifference
from shnor_desktop.operations.sharing.merge_log import Author
from shnor_desktop.ui.kit.form import Dialog
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.kit.widgets import plain_label
from shnor_desktop.ui.records.changes_view import WHATS, ChangesView, Whats
from shnor_desktop.ui.sharing.merge_pages import deeds_table, done_by

_FILE_WHATS: Whats = (
    ("new", "only_there", "Только в другом файле", "только в другом"),
    ("changed", "changed", "Различаются", "различается"),
    ("deleted", "only_here", "Только в этом файле", "только в этом"),
)


class CompareDialog(Dialog):
    """A heading, the records that differ, and who did it."""

    def __init__(self, context: Context, title: str, parent: QWidget) -> None:
        super().__init__(title, parent, size=(1040, 660))
        self._context = context
        self.heading = plain_label("subheading", self)
        self.about = plain_label("muted", self)
        self.tabs = QTabWidget(self)
        self.put(self.heading, self.about, (self.tabs, 1))
        self.close_with(leave="Закрыть")

    def show_files(self, found: FileDifference, here: str) -> None:
        """The open file and another one."""
        self.heading.setText(f"«{here}» (этот файл) и «{found.name}» (другой файл)")
        if found.same:
            self.about.setText("Файлы одинаковы: и данные, и история.")
            self.tabs.hide()
            return
        self.about.setText(f"В другом файле: {found.contents}. Ни один из файлов не изменён.")
        view = self._new_view(sides=("В этом файле", "В другом файле"), whats=_FILE_WHATS)
        view.show_changes(found.counts, found.records)
        self.tabs.addTab(view, f"Различия: {sum(one.total for one in found.counts)}")
        self._add_deeds("Сделано только в другом файле", found.there)
        self._add_deeds("Сделано только в этом файле", found.here)
        view.setFocus()

    def show_moments(self, found: MomentDifference, since: str, until: str) -> None:
        """Two moments of the open file."""
        total = sum(one.total for one in found.counts)
        self.heading.setText(f"Что изменилось с {since} по {until}")
        self.about.setText(
            f"Карточек: {total}. Показан итог: правки, отменённые за это время, не видны."
            if total
            else "За это время ничего не изменилось."
        )
        view = self._new_view()
        view.show_changes(found.counts, found.records)
        self.tabs.addTab(view, "Карточки")
        self.tabs.setTabBarAutoHide(True)
        self.tabs.setVisible(bool(total))
        view.setFocus()

    def _new_view(self, sides: tuple[str, str] = ("Было", "Стало"), whats: Whats = WHATS) -> ChangesView:
        view = ChangesView(self._context.settings, self, sides=sides, whats=whats)
        QShortcut(QKeySequence.StandardKey.Find, self, view.search.setFocus)
        return view

    def _add_deeds(self, title: str, authors: Sequence[Author]) -> None:
        if not authors:
            return
        table, rows = deeds_table(title, self._context.settings, self), done_by(authors)
        table.set_rows(rows)
        self.tabs.addTab(table, f"{title}: {len(rows)}")


def compare_file(context: Context, path: Path, parent: QWidget) -> None:
    """Compare the open file with another copy; it goes through the same quarantine as before merging."""
    here = context.jobs.standing.path

    def work(document: Document, progress: Progress) -> FileDifference:
        return differences.diff(document, path, progress, progress.heed())

    def show(found: FileDifference) -> None:
        dialog = CompareDialog(context, "Сравнение файлов", parent)
        dialog.show_files(found, here.name if here else "")
        dialog.open()

    context.jobs.ask(parent, work, show)


def compare_moments(
    context: Context,
    parent: QWidget,
    start: ActionId | datetime | None,
    end: ActionId | datetime | None,
    words: tuple[str, str],
) -> None:
    """What changed after `start` up to `end`; `words` name both moments."""

    def show(found: MomentDifference) -> None:
        dialog = CompareDialog(context, "Сравнение двух моментов", parent)
        dialog.show_moments(found, *words)
        dialog.open()

    context.jobs.ask(parent, with_document(differences.diff_moments, start, end), show)
