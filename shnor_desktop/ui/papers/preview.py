"""The preview of a paper: pages as pictures drawn on the worker, zoom, printing, saving as PDF, DOCX or XLSX."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.papers.print_run import print_pdf

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.papers.tree.paper import Paper
    from shnor_desktop.ui.kit.jobs import Progress

_SCREEN_DPI = 96
_KEPT = 8
"""Pages around the one in view whose pictures are kept."""
_FIT = "fit"
ZOOMS = (50, 75, 100, 125, 150, 200)
FORMATS = (
    (".pdf", "Документ PDF…", "Документ PDF (*.pdf)"),
    (".docx", "Документ Word (.docx)…", "Документ Word (*.docx)"),
    (".xlsx", "Книга Excel (.xlsx)…", "Книга Excel (*.xlsx)"),
)
_FEWEST, _MOST = 30, 300


class PageLabel(QLabel):
    """One page: blank until it is looked at, drawn dot for dot then."""

    def __init__(self, number: int, total: int, natural: QSize, parent: QWidget) -> None:
        super().__init__(parent)
        self.natural = natural
        """Size in dots of the screen at 100 %."""
        self.sharp_at = 0
        """Percent the present picture was drawn for; 0 for none."""
        self.setAccessibleName(f"Страница {number + 1} из {total}")
        self.setStyleSheet("background: white; border: 1px solid #9aa4b0;")

    def scale_to(self, percent: int) -> None:
        """Take the size of this zoom."""
        if percent != self.sharp_at:
            self.setFixedSize(self.natural * (percent / 100))
            self.setScaledContents(True)

    def sharpen(self, picture: QPixmap, percent: int) -> None:
        """Show a picture drawn for this zoom."""
        self.sharp_at = percent
        self.setScaledContents(False)
        self.setPixmap(picture)
        self.setFixedSize(picture.deviceIndependentSize().toSize() + QSize(2, 2))

    def forget(self) -> None:
        """Give the memory of the picture back."""
        if self.sharp_at:
            size = self.size()
            self.setPixmap(QPixmap())
            self.setFixedSize(size)
            self.sharp_at = 0


class Preview(QWidget):
    """Shows one composed paper."""

    page_changed = Signal(int, int)
    """Page at the top of the view and the number of pages."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.paper: Paper | None = None
        self.pdf = b""
        self.name = ""
        self.pages: list[PageLabel] = []
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName("Страницы бумаги")
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.area.setStyleSheet("QScrollArea { background: palette(mid); }")
        self.hint = QLabel(self)
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setMargin(theme.MARGIN * 2)
        self.position = QLabel(self)
        self.position.setObjectName("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(self._new_toolbar())
        column.addWidget(self.area, 1)
        column.addWidget(self.hint, 1)
        self._looked = QTimer(self)
        self._looked.setSingleShot(True)
        self._looked.setInterval(60)
        self._looked.timeout.connect(self._sharpen)
        self.area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.area.viewport().installEventFilter(self)
        self.show_hint("")

    def _new_toolbar(self) -> QHBoxLayout:
        self.zoom = QComboBox(self)
        self.zoom.setAccessibleName("Масштаб")
        self.zoom.setMinimumContentsLength(10)
        self.zoom.addItem("по ширине", _FIT)
        for percent in ZOOMS:
            self.zoom.addItem(f"{percent} %", percent)
        self.zoom.activated.connect(self._on_zoomed)
        self.print = QPushButton("&Печать…", self)
        self.print.setObjectName("main")
        self.print.setToolTip("Напечатать (Ctrl+P)")
        self.print.clicked.connect(self.print_pages)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self.zoom)
        row.addWidget(self.position)
        row.addStretch(1)
        self.saving = QPushButton("&Сохранить", self)
        self.saving.setToolTip("Сохранить как PDF, для Word или для Excel")
        menu = QMenu(self.saving)
        for suffix, title, _ in FORMATS:
            action = QAction(title, menu)
            action.triggered.connect(lambda _checked=False, suffix=suffix: self.save(suffix))
            menu.addAction(action)
        self.saving.setMenu(menu)
        row.addWidget(self.saving)
        row.addWidget(self.print)
        for keys, step in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1)):
            shortcut = QShortcut(QKeySequence(keys), self, lambda step=step: self._step_zoom(step))
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return row

    # --- showing -------------------------------------------------------------------------------------------------

    def show_hint(self, text: str) -> None:
        """No paper; say what to do."""
        self.paper, self.pdf = None, b""
        self.hint.setText(text)
        self.hint.show()
        self.area.hide()
        self.position.setText("")
        for button in (self.print, self.saving):
            button.setEnabled(False)

    def show_paper(self, paper: "Paper", pdf: bytes, name: str) -> None:
        """Show a composed paper; `name` is the file name proposed for it."""
        self.paper, self.pdf, self.name = paper, pdf, name

        def work(document: "Document", progress: "Progress") -> list[tuple[float, float]]:
            from shnor_desktop.papers.draw.preview import page_sizes

            return page_sizes(pdf)

        self._context.jobs.ask(self, work, self._show_pages, latest="sizes")

    def _show_pages(self, sizes: list[tuple[float, float]]) -> None:
        place = self.area.verticalScrollBar().value()
        sheet = QWidget(self.area)
        column = QVBoxLayout(sheet)
        column.setSpacing(theme.MARGIN)
        self.pages = []
        for number, (width, height) in enumerate(sizes):
            natural = QSize(round(width * _SCREEN_DPI / 72), round(height * _SCREEN_DPI / 72))
            page = PageLabel(number, len(sizes), natural, sheet)
            self.pages.append(page)
            column.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.area.setWidget(sheet)
        self.hint.hide()
        self.area.show()
        for button in (self.print, self.saving):
            button.setEnabled(True)
        self._scale()
        QTimer.singleShot(0, self, lambda: self.area.verticalScrollBar().setValue(place))

    def percent(self) -> int:
        """The zoom in percent of the size on paper."""
        chosen = self.zoom.currentData()
        if chosen != _FIT or not self.pages:
            return int(chosen) if chosen != _FIT else 100
        room = self.area.viewport().width() - 3 * theme.MARGIN
        widest = max(page.natural.width() for page in self.pages)
        return max(_FEWEST, min(_MOST, room * 100 // widest))

    def _scale(self) -> None:
        percent = self.percent()
        for page in self.pages:
            page.scale_to(percent)
        self._looked.start()

    def _on_zoomed(self) -> None:
        self._scale()

    def _step_zoom(self, step: int) -> None:
        percent = self.percent()
        wanted = [one for one in ZOOMS if (one > percent if step > 0 else one < percent)]
        if wanted:
            self.zoom.setCurrentIndex(self.zoom.findData(wanted[0] if step > 0 else wanted[-1]))
            self._scale()

    def _on_scrolled(self) -> None:
        self._looked.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The width of the view decides the zoom «по ширине»."""
        if isinstance(event, QResizeEvent) and self.zoom.currentData() == _FIT and self.pages:
            self._scale()
        return super().eventFilter(watched, event)

    def seen(self) -> list[int]:
        """Numbers of the pages in view."""
        top = self.area.verticalScrollBar().value()
        bottom = top + self.area.viewport().height()
        return [
            number
            for number, page in enumerate(self.pages)
            if page.y() + page.height() > top and page.y() < bottom
        ]

    def _sharpen(self) -> None:
        """Draw the pages in view at the size they are shown."""
        seen = self.seen()
        if not seen:
            return
        self.position.setText(f"стр. {seen[0] + 1} из {len(self.pages)}")
        self.page_changed.emit(seen[0] + 1, len(self.pages))
        percent = self.percent()
        near = range(max(0, seen[0] - 1), min(len(self.pages), seen[-1] + 2))
        for number, page in enumerate(self.pages):
            if abs(number - seen[0]) > _KEPT:
                page.forget()
        stale = [number for number in near if self.pages[number].sharp_at != percent]
        if not stale:
            return
        ratio = self.devicePixelRatioF()
        dpi = max(1, round(_SCREEN_DPI * percent / 100 * ratio))
        pdf, first, last = self.pdf, stale[0], stale[-1] + 1

        def work(document: "Document", progress: "Progress") -> list[bytes]:
            from shnor_desktop.papers.draw.preview import pages_png

            return pages_png(pdf, dpi, first, last)

        def done(pictures: list[bytes]) -> None:
            if pdf is not self.pdf:
                return
            for number, picture in enumerate(pictures, start=first):
                pixmap = QPixmap()
                pixmap.loadFromData(picture)
                pixmap.setDevicePixelRatio(ratio)
                self.pages[number].sharpen(pixmap, percent)

        self._context.jobs.ask(self, work, done, latest="sharp")

    # --- taking it out -------------------------------------------------------------------------------------------

    def save(self, suffix: str) -> None:
        """Save as a file of this kind."""
        paper = self.paper
        if paper is None:
            return
        filters = next(text for known, _, text in FORMATS if known == suffix)
        suggested = self._folder() / f"{self.name}{suffix}"
        path = self._context.messages.save_file("Сохранить бумагу", suggested, filters)
        if path is None:
            return
        self._context.settings.setValue("papers/folder", str(path.parent))

        def work(document: "Document", progress: "Progress") -> None:
            from shnor_desktop.papers.draw import render

            render.write(paper, path)

        self._context.jobs.ask(
            self, work, lambda _nothing: self._context.messages.tell(f"Бумага сохранена: {path.name}.")
        )

    def _folder(self) -> Path:
        """Where papers were saved last time, else beside the document."""
        kept = str(self._context.settings.value("papers/folder") or "")
        if kept and Path(kept).is_dir():
            return Path(kept)
        path = self._context.jobs.standing.shown
        return path.parent if path else Path.home()

    def print_pages(self) -> None:
        """Choose a printer and print."""
        if self.pdf:
            print_pdf(self._context, self, self.pdf, len(self.pages), self.name)
