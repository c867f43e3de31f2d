"""The preview of a paper: pages as pictures drawn on the worker, zoom, printing, saving as PDF, DOCX or XLSX, and where its
figures come from. What is shown, saved and printed is one sheet; while another is made there is none.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.printing.print_run import print_pdf
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.texts import moving_range
from shnor_desktop.ui.papers.page_label import Box, PageLabel

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.papers.origins import Figure
    from shnor_desktop.operations.papers.registry import Sheet
    from shnor_desktop.papers.draw.spots import Place, Spot
    from shnor_desktop.ui.kit.jobs import Progress

_SCREEN_DPI = 96
_KEPT = 8
"""Pages around the one in view whose pictures are kept."""
_FIT, _WHOLE = "fit", "whole"
ZOOMS = (50, 75, 100, 125, 150, 200)
FORMATS = (
    (".pdf", "Документ PDF…", "Документ PDF (*.pdf)"),
    (".docx", "Документ Word (.docx)…", "Документ Word (*.docx)"),
    (".xlsx", "Книга Excel (.xlsx)…", "Книга Excel (*.xlsx)"),
)
_FEWEST, _MOST = 30, 300
_ORIGIN = "Откуда это &число…"


class Preview(QWidget):
    """Shows one composed paper."""

    page_changed = Signal(int, int)
    """Page at the top of the view and the number of pages."""
    stop_wanted = Signal()
    """The paper that is being made is not to be made."""
    again_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.sheet: Sheet | None = None
        self.pages: list[PageLabel] = []
        self._figure = -1
        """The figure with the frame, by its place among the spots."""
        self._place = 0
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName("Страницы документа")
        self.area.setAccessibleDescription(
            "Стрелки вправо и влево — следующее и предыдущее число, Enter — откуда это число"
        )
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.area.setStyleSheet("QScrollArea { background: palette(mid); }")
        self.waiting = self._new_waiting()
        self.position = QLabel(self)
        self.position.setObjectName("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(self._new_toolbar())
        column.addWidget(self.area, 1)
        column.addWidget(self.waiting, 1)
        self._looked = QTimer(self)
        self._looked.setSingleShot(True)
        self._looked.setInterval(60)
        self._looked.timeout.connect(self._sharpen)
        self.area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.area.viewport().installEventFilter(self)
        self.area.installEventFilter(self)
        context.jobs.progressed.connect(self._on_progressed)
        self.show_hint("")

    def _new_waiting(self) -> QWidget:
        """What stands in place of a paper: a hint, and while one is made how far it is."""
        waiting = QWidget(self)
        self.hint = QLabel(waiting)
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setMargin(theme.MARGIN * 2)
        self.progress = QProgressBar(waiting)
        self.progress.setAccessibleName("Ход составления документа")
        self.progress.setFixedWidth(theme.wide(260))
        self.stop = QPushButton("&Остановить", waiting)
        self.stop.clicked.connect(self.stop_wanted)
        self.again = QPushButton("Составить &снова", waiting)
        self.again.clicked.connect(self.again_wanted)
        column = QVBoxLayout(waiting)
        column.addStretch(1)
        for widget in (self.hint, self.progress, self.stop, self.again):
            centre = Qt.AlignmentFlag.AlignHCenter if widget is not self.hint else Qt.AlignmentFlag(0)
            column.addWidget(widget, 0, centre)
        column.addStretch(1)
        return waiting

    def _new_toolbar(self) -> QHBoxLayout:
        self.zoom = QComboBox(self)
        self.zoom.setAccessibleName("Масштаб")
        self.zoom.setMinimumContentsLength(10)
        self.zoom.addItem("по ширине", _FIT)
        self.zoom.addItem("вся страница", _WHOLE)
        for percent in ZOOMS:
            self.zoom.addItem(f"{percent} %", percent)
        self.zoom.activated.connect(self._on_zoomed)
        self.print = QPushButton("Печа&ть…", self)
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
        menu.addSeparator()
        on_blank = QAction("На своём бланке Word…", menu)
        on_blank.setToolTip(
            "Файл .docx с полями {{ номер }}, {{ дата }}, {{ текст }}; какие ещё есть, сказано в справке"
        )
        on_blank.triggered.connect(lambda _checked=False: self.save_on_blank())
        menu.addAction(on_blank)
        self.saving.setMenu(menu)
        self.origin = QPushButton(_ORIGIN, self)
        self.origin.setAccessibleName("Откуда это число")
        self.origin.setToolTip("Карточки, из которых получено число: щёлкните его или выберите стрелками")
        self.origin.clicked.connect(self.ask_figure)
        row.addWidget(self.origin)
        row.addWidget(self.saving)
        row.addWidget(self.print)
        for keys, step in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1)):
            shortcut = QShortcut(QKeySequence(keys), self, lambda step=step: self._step_zoom(step))
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside other panes there may be no room for the whole words."""
        super().resizeEvent(event)
        whole = self.origin.fontMetrics().horizontalAdvance(_ORIGIN)
        others = sum(one.sizeHint().width() for one in (self.zoom, self.position, self.saving, self.print))
        self.origin.setText(_ORIGIN if self.width() > others + whole + 8 * theme.GAP else "&Число…")

    # --- showing -------------------------------------------------------------------------------------------------

    def show_hint(self, text: str, *, again: bool = False) -> None:
        """No paper; say what to do."""
        self._drop()
        self.hint.setText(text)
        self.progress.hide()
        self.stop.hide()
        self.again.setVisible(again)

    def show_waiting(self, title: str) -> None:
        """No paper yet: this one is being made."""
        self.show_hint(f"Составляется: {title}.")
        self.progress.setRange(0, 0)
        self.progress.show()
        self.stop.show()

    def _drop(self) -> None:
        """Nothing can be saved or printed any more."""
        if self.pages:
            self._place = self.area.verticalScrollBar().value()
        self.sheet, self.pages, self._figure = None, [], -1
        self.area.setWidget(QWidget(self.area))
        self.area.hide()
        self.waiting.show()
        self.position.setText("")
        for button in (self.print, self.saving, self.origin):
            button.setEnabled(False)

    def _on_progressed(self, step: int, total: int, text: str) -> None:
        if self.progress.isVisible() and total:
            moving_range(self.progress, step, total)

    def show_sheet(self, made: "Sheet", *, stay: bool = False) -> None:
        """Show a paper; with `stay` at the place where the one before it was looked at."""
        self.sheet, self.pages, self._figure = made, [], -1
        pages = QWidget(self.area)
        column = QVBoxLayout(pages)
        column.setSpacing(theme.MARGIN)
        boxes: list[list[Box]] = [[] for _ in made.sizes]
        for spot in made.spots:
            boxes[spot.page].append(spot[1:5])
        for number, size in enumerate(made.sizes):
            page = PageLabel(number, len(made.sizes), size, tuple(boxes[number]), pages)
            page.asked.connect(lambda *point: self._ask_at(*point, hit=True))
            page.menu_wanted.connect(self._offer_at)
            self.pages.append(page)
            column.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.area.setWidget(pages)
        self.waiting.hide()
        self.area.show()
        for button in (self.print, self.saving):
            button.setEnabled(True)
        self.origin.setEnabled(bool(made.spots))
        self._scale()
        place = self._place if stay else 0
        QTimer.singleShot(0, self, lambda: self.area.verticalScrollBar().setValue(place))

    def percent(self) -> int:
        """The zoom in percent of the size on paper."""
        chosen = self.zoom.currentData()
        if not self._fits():
            return int(chosen)
        if not self.pages:
            return 100
        room = self.area.viewport().size()
        share = (room.width() - 3 * theme.MARGIN) * 100 // max(page.natural.width() for page in self.pages)
        if chosen == _WHOLE:
            high = max(page.natural.height() for page in self.pages)
            share = min(share, (room.height() - 3 * theme.MARGIN) * 100 // high)
        return max(_FEWEST, min(_MOST, share))

    def _fits(self) -> bool:
        return self.zoom.currentData() in (_FIT, _WHOLE)

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
        """The room decides the zooms «по ширине» and «вся страница»."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.area:
            return self._on_key(event.key())
        if isinstance(event, QResizeEvent) and self._fits() and self.pages:
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
        made, first, last = self.sheet, stale[0], stale[-1] + 1
        if made is None:
            return
        pdf = made.pdf

        def work(document: "Document", progress: "Progress") -> list[bytes]:
            from shnor_desktop.papers.draw.preview import pages_png

            return pages_png(pdf, dpi, first, last)

        def done(pictures: list[bytes]) -> None:
            if made is not self.sheet:
                return
            for number, picture in enumerate(pictures, start=first):
                pixmap = QPixmap()
                pixmap.loadFromData(picture)
                pixmap.setDevicePixelRatio(ratio)
                self.pages[number].sharpen(pixmap, percent)

        self._context.jobs.ask(self, work, done, latest="sharp")

    # --- where figures come from ---------------------------------------------------------------------------------

    def _on_key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.next_figure(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ask_figure()
        else:
            return False
        return True

    def next_figure(self, step: int) -> None:
        """Put the frame on the next figure, the first of the pages in view when there is none yet."""
        spots = self._spots()
        if not spots or not self.pages:
            return
        if self._figure < 0:
            seen = self.seen()[:1] or [0]
            self._figure = next((at for at, one in enumerate(spots) if one.page >= seen[0]), 0)
        else:
            self._figure = (self._figure + step) % len(spots)
        spot = spots[self._figure]
        self._frame(spot.page, spot[1:5])

    def _frame(self, number: int, box: Box) -> None:
        for page in self.pages:
            page.frame(box if page.number == number else None)
        page = self.pages[number]
        middle = page.place_of(box).center().toPoint() + page.pos()
        self.area.ensureVisible(middle.x(), middle.y(), 40, 80)

    def show_quoted(self, remark: str) -> None:
        """Put the frame where the words stand that a remark quotes."""
        made = self.sheet
        if made is None:
            return

        def work(progress: "Progress") -> "Place | None":
            from shnor_desktop.papers.draw import spots

            return spots.quoted_in(made.pdf, remark)

        def done(place: "Place | None") -> None:
            if place and self.sheet is made and self.pages:
                self._frame(*place)
            else:
                self._context.messages.tell(
                    "На листах этих слов нет: замечание о том, чего в документе не хватает."
                )

        self._context.jobs.alone(self, work, done)

    def _spots(self) -> "tuple[Spot, ...]":
        return self.sheet.spots if self.sheet else ()

    def ask_figure(self) -> None:
        """«Откуда это число» of the figure with the frame; without one the frame comes first."""
        if self._figure < 0:
            self.next_figure(1)
            self.area.setFocus()
            return
        runs = self._spots()[self._figure].figures

        def work(document: "Document", progress: "Progress") -> "tuple[Figure, ...]":
            from shnor_desktop.operations.papers import origins

            return origins.of_runs(document, runs)

        self._context.jobs.ask(self, work, self._show_figures, latest="origins")

    def _ask_at(self, page: int, x: float, y: float, *, hit: bool = False) -> None:
        made = self.sheet
        if made is None:
            return

        def work(document: "Document", progress: "Progress") -> "tuple[Figure, ...]":
            from shnor_desktop.operations.papers import origins

            return origins.under(document, made, page, x, y, hit=hit)

        self._context.jobs.ask(self, work, self._show_figures, latest="origins")

    def _offer_at(self, page: int, x: float, y: float, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Откуда это число…", lambda: self._ask_at(page, x, y))
        menu.popup(place)

    def _show_figures(self, figures: "tuple[Figure, ...]") -> None:
        from shnor_desktop.ui.papers.origin_dialog import OriginDialog

        if figures:
            OriginDialog(self._context, figures, self).open()

    # --- taking it out -------------------------------------------------------------------------------------------

    def save_on_blank(self) -> None:
        """Ask for the office's own blank, beginning with the last one, then save on it."""
        kept = Path(str(self._context.settings.value("papers/blank") or ""))
        chosen = self._context.messages.open_files(
            "Бланк организации", "Документ Word (*.docx)", folder=kept if kept.name else None
        )
        if chosen:
            self._context.settings.setValue("papers/blank", str(chosen[0]))
            self.save(".docx", chosen[0])

    def save(self, suffix: str, blank: Path | None = None) -> None:
        """Save as a file of this kind."""
        made = self.sheet
        if made is None:
            return
        filters = next(text for known, _, text in FORMATS if known == suffix)
        suggested = self._context.papers_folder() / f"{made.name}{suffix}"
        path = self._context.messages.save_file("Сохранить документ", suggested, filters)
        if path is None:
            return
        self._context.keep_papers_folder(path.parent)

        def work(document: "Document", progress: "Progress") -> tuple[str, ...]:
            from shnor_desktop.operations.programme.forms import Forms
            from shnor_desktop.papers.draw import render

            if blank is None:
                render.write(made.paper, path)
                return ()
            with document.read() as session:
                forms = Forms(session)
            render.write_on(made.paper, path, blank, forms)
            return forms.doubts

        def done(doubts: tuple[str, ...]) -> None:
            self._context.messages.wrote(" ".join((f"Документ сохранён: {path.name}.", *doubts)), path)
            self._context.mark("papers")

        self._context.jobs.ask(self, work, done)

    def print_pages(self) -> None:
        """Choose a printer and print."""
        if self.sheet:
            printed = partial(self._context.mark, "papers", self._context.jobs.standing.uid)
            print_pdf(self._context, self, self.sheet.pdf, len(self.pages), self.sheet.name, printed)
