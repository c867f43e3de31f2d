"""Printing of a drawn paper: page after page is drawn on the worker and handed to the printer of the system."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from shnor_desktop import system
from shnor_desktop.errors import Cancelled, UserError
from shnor_desktop.ui.kit.screen import Context

if TYPE_CHECKING:
    from shnor_desktop.ui.kit.jobs import Progress

_BEST_DPI = 300
AS_PDF = "сохраните документ как PDF и напечатайте его на другом компьютере"
"""What can be done without a printer where the window saves files."""


class PrintRun(QObject):
    """One printing; lives until its last page is out, also when the file it was drawn from is closed meanwhile."""

    def __init__(
        self,
        context: Context,
        pdf: bytes,
        numbers: range,
        printer: QPrinter,
        printed: Callable[[], None] = lambda: None,
        otherwise: str = AS_PDF,
    ) -> None:
        super().__init__(context)
        self._otherwise = otherwise
        self._printed = printed
        self._context = context
        self._pdf = pdf
        self._left = list(numbers)
        self._total = len(self._left)
        self._printer = printer
        self._painter = QPainter()
        self._dpi = max(72, min(_BEST_DPI, printer.resolution()))

    def start(self) -> None:
        """Draw the next page, or finish."""
        if not self._left:
            self._finish()
            return
        pdf, dpi, number = self._pdf, self._dpi, self._left.pop(0)

        def work(progress: "Progress") -> bytes:
            from shnor_desktop.papers.draw.preview import pages_png

            progress(self._total - len(self._left), self._total, "Печать")
            picture = pages_png(pdf, dpi, number, number + 1)[0]
            progress.stop_if_cancelled()
            return picture

        self._context.jobs.alone(self, work, self._put, self._stop)

    def _put(self, picture: bytes) -> None:
        image = QImage.fromData(picture)
        layout = (
            QPageLayout.Orientation.Landscape
            if image.width() > image.height()
            else QPageLayout.Orientation.Portrait
        )
        self._printer.setPageOrientation(layout)
        begun = self._painter.isActive()
        if not (self._printer.newPage() if begun else self._painter.begin(self._printer)):
            self._refused()
            return
        room = self._printer.pageLayout().fullRectPixels(self._printer.resolution())
        self._painter.drawImage(QRect(QPoint(0, 0), room.size()), image)
        self.start()

    def _finish(self) -> None:
        if not self._painter.end() or self._printer.printerState() == QPrinter.PrinterState.Error:
            self._refused()
            return
        self._context.messages.wrote("Документ отправлен на печать.")
        self._printed()
        self.deleteLater()

    def _refused(self) -> None:
        self._abort()
        self._context.messages.warn(
            "Печать не удалась: принтер не принял страницу.",
            f"Проверьте принтер или {self._otherwise}.",
        )

    def _stop(self, error: Exception) -> None:
        """The page was not drawn: the user stopped the work, or the paper cannot be drawn."""
        sent = self._painter.isActive()
        self._abort()
        if isinstance(error, Cancelled):
            rest = " Отправленные страницы принтер может ещё напечатать." if sent else ""
            self._context.messages.tell(f"Печать остановлена.{rest}")
        elif isinstance(error, UserError):
            self._context.messages.warn(f"Печать не удалась. {error.what_happened}", error.what_to_do)
        else:
            self._context.messages.warn(
                "Печать не удалась: страница не нарисована.", "Откройте документ заново и повторите печать."
            )

    def _abort(self) -> None:
        if self._painter.isActive():
            self._printer.abort()
            self._painter.end()
        self.deleteLater()


def prepare(printer: QPrinter, name: str) -> None:
    """A4 to the edge: margins are part of the paper itself."""
    printer.setDocName(name)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))


def print_pdf(
    context: Context,
    owner: QWidget,
    pdf: bytes,
    pages: int,
    name: str,
    printed: Callable[[], None] = lambda: None,
    otherwise: str = AS_PDF,
) -> None:
    """Ask for the printer, then print; `printed` is called when the last page went out, `otherwise` is told where it cannot.
    Where Windows has no printer its dialog would stay unseen."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if system.WINDOWS and printer.outputFormat() is not QPrinter.OutputFormat.NativeFormat:
        context.messages.warn(
            "На этом компьютере нет ни одного принтера.",
            f"Добавьте принтер в параметрах Windows или {otherwise}.",
        )
        return
    prepare(printer, name)
    dialog = QPrintDialog(printer, owner)
    dialog.setWindowTitle("Печать")
    dialog.setMinMax(1, pages)
    dialog.setFromTo(1, pages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(
        lambda: PrintRun(context, pdf, wanted(printer, pages), printer, printed, otherwise).start()
    )
    QDialog.open(dialog)


def wanted(printer: QPrinter, pages: int) -> range:
    """Numbers of the pages the user chose."""
    if printer.printRange() != QPrinter.PrintRange.PageRange:
        return range(pages)
    first = max(1, printer.fromPage())
    return range(first - 1, min(pages, printer.toPage() or pages))
