"""A process that says «painted» as soon as a window has shown what is waited for: bare, window, schools FILE."""

import gc
import os
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QToolBar, QWidget

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


class FirstPaint(QObject):
    """Waits for the first paint of a widget after the condition holds, says so and ends the process at once."""

    def __init__(self, widget: QWidget, ready: Any) -> None:
        super().__init__(widget)
        self._widget, self._ready, self._said = widget, ready, False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._said and self._ready():
            self._said = True
            QTimer.singleShot(0, self._say)
        return False

    def _say(self) -> None:
        print("painted", flush=True)
        os._exit(0)


def bare() -> int:
    """The least a PySide6 program with a menu, a toolbar and a table can be."""
    app = QApplication([])
    window = QMainWindow()
    for title in ("Файл", "Правка", "Вид"):
        window.menuBar().addMenu(title).addAction("Действие")
    bar = QToolBar()
    bar.addAction("Открыть")
    window.addToolBar(bar)
    table = QTableWidget(20, 6)
    window.setCentralWidget(table)
    window.resize(1180, 760)
    FirstPaint(window, lambda: True)
    window.show()
    return app.exec()


def real(file: str | None) -> int:
    """The program itself; with a file until its schools are on the screen."""
    gc.disable()  # As the program does before it loads what is loaded here to be watched.
    from shnor_desktop.__main__ import main
    from shnor_desktop.ui.shell.window import Window

    plain_present = Window.present

    def present(window: Window) -> None:
        if file is None:
            FirstPaint(window, lambda: True)
        else:
            window.jobs.document_opened.connect(lambda standing: _go(window))
        plain_present(window)

    Window.present = present  # type: ignore[method-assign, assignment]
    sys.argv[1:] = [file] if file else []
    return main()


def _go(window: Any) -> None:
    window.go("schools")
    screen = window.shown_screen()
    FirstPaint(screen.table.viewport(), lambda: screen.rows.rowCount() > 0)


if __name__ == "__main__":
    WHAT = sys.argv[1]
    sys.exit(bare() if WHAT == "bare" else real(sys.argv[2] if WHAT == "schools" else None))
