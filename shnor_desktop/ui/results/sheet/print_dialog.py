"""Printing the grid as it is seen: how many pages, how the first one looks, to the printer or into a file."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import Dialog
from shnor_desktop.ui.kit.printing.print_run import print_pdf
from shnor_desktop.ui.kit.printing.saved_bar import SavedBar
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.widgets import plain_label

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.papers.results.grid_table import SeenGrid
    from shnor_desktop.papers.tree.paper import Paper
    from shnor_desktop.ui.kit.jobs import Progress

_DPI = 96
_AROUND = 30
"""Pixels beside the page: the bar that scrolls it down, and the frame."""
_FILES = {".pdf": "Документ PDF (*.pdf)", ".xlsx": "Книга Excel (*.xlsx)", ".docx": "Документ Word (*.docx)"}
_NAME = "Таблица результатов"


class GridPrintDialog(Dialog):
    """The pages are drawn on the worker."""

    def __init__(self, context: Context, seen: "SeenGrid", parent: QWidget) -> None:
        super().__init__("Печать таблицы", parent, size=(760, 560))
        self._context = context
        self.paper: Paper | None = None
        self.pdf = b""
        self.pages = 0
        self.about = plain_label("muted", self, "Страницы рисуются…")
        self.picture = QLabel(self)
        self.picture.setAccessibleName("Первая страница")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.area = area = QScrollArea(self)
        area.setAccessibleName("Первая страница")
        area.setWidgetResizable(True)
        area.setWidget(self.picture)
        area.setStyleSheet("QScrollArea { background: palette(mid); }")
        self.saved = SavedBar(context, self)
        for widget in (self.about, area, self.saved):
            self.column.addWidget(widget, int(widget is area))
        ready = self._is_ready
        self.close_with(
            Act("Напечатать…", self.print_pages, main=True, when=ready),
            leave="Закрыть",
            beside=(
                Act("Сохранить PDF…", lambda: self.save(".pdf"), when=ready),
                Act("Сохранить Excel…", lambda: self.save(".xlsx"), when=ready),
                Act("Сохранить Word…", lambda: self.save(".docx"), when=ready),
            ),
        )
        self._draw(seen)

    def _is_ready(self) -> bool:
        return self.paper is not None

    def _draw(self, seen: "SeenGrid") -> None:
        def work(document: "Document", progress: "Progress") -> "tuple[Paper, bytes, int, bytes]":
            from shnor_desktop.operations.office.abbreviations import explained
            from shnor_desktop.papers.draw import preview, render
            from shnor_desktop.papers.results import grid_table

            with document.read() as session:
                paper = explained(session, grid_table.compose(seen))
            pdf = render.data(paper, ".pdf")
            return paper, pdf, preview.page_count(pdf), preview.pages_png(pdf, _DPI, 0, 1)[0]

        self.run(self._context.jobs.ask, work, self._show)

    def _show(self, drawn: "tuple[Paper, bytes, int, bytes]") -> None:
        self.paper, self.pdf, self.pages, first = drawn
        pages = counted(self.pages, "страница", "страницы", "страниц")
        self.about.setText(f"{pages} А4: таблица так, как она видна на экране.")
        picture = QPixmap()
        picture.loadFromData(first)
        room = min(max(self.area.width() - _AROUND, 1), picture.width())
        self.picture.setPixmap(picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation))
        self.refresh()
        self.button("Напечатать…").setFocus()

    def print_pages(self) -> None:
        """Ask for the printer."""
        print_pdf(self._context, self, self.pdf, self.pages, _NAME)

    def save(self, suffix: str) -> None:
        """Into a file of this kind."""
        paper, context = self.paper, self._context
        if paper is None:
            return
        suggested = context.papers_folder() / f"{_NAME}{suffix}"
        chosen = context.messages.save_file("Сохранить таблицу", suggested, _FILES[suffix])
        if chosen is None:
            return
        context.keep_papers_folder(chosen.parent)

        def work(document: "Document", progress: "Progress") -> None:
            from shnor_desktop.papers.draw import render

            render.write(paper, chosen)

        self.run(self._context.jobs.ask, work, lambda _: self.saved.tell(chosen))
