"""Composition root of the window: settings, look, language, window and the file to begin with."""

import gc
import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from shnor_desktop import places
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.messages import catch_faults
from shnor_desktop.ui.shell import russian, screens
from shnor_desktop.ui.shell.screens import Preload
from shnor_desktop.ui.shell.window import PROGRAM, Window


def main(arguments: list[str]) -> int:
    """Show the window, then open the file named in the arguments or the last one."""
    russian.prepare()
    app = QApplication([sys.argv[0], *theme.STYLE, *arguments])
    settings = machine_settings()
    dress(app, settings)
    window = Window(settings)
    window.jobs.document_opened.connect(lambda standing: None if standing.path else collect())
    Preload(window.jobs, screens.MODULES, window).operations_loaded.connect(collect)
    catch_faults(window.messages)
    files = [Path(one) for one in app.arguments()[1:] if not one.startswith("-")]
    first = files[0] if files else window.files.recent.last()
    window.welcome.show_waiting(first)
    # The first frame is painted before the document is opened.
    window.begun.connect(lambda: begin(window, first))
    window.present()
    return app.exec()


def begin(window: Window, first: Path | None) -> None:
    """Open the first file, or offer a choice."""
    theme.register_fonts("Sans")
    theme.register_fonts("Serif")
    if first is None:
        collect()
        window.show_welcome()
        if (gone := window.files.recent.gone()) is not None:
            window.files.offer_copies(gone)
    else:
        window.open_file(first.absolute())


def collect() -> None:
    """What is needed is loaded, or nobody waits for it: begin to look for garbage, but not among that, for it stays."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def machine_settings() -> QSettings:
    """Geometry, recent files and choices of this machine."""
    return QSettings(str(places.user_data() / "settings.ini"), QSettings.Format.IniFormat)


def dress(app: QApplication, settings: QSettings) -> None:
    """Name, language, fonts and colours of the application."""
    app.setApplicationName(places.APP_NAME)
    app.setApplicationDisplayName(PROGRAM)
    app.setDesktopFileName(places.APP_NAME)
    app.setWindowIcon(QIcon(str(places.resources() / "icons" / "shnor-256.png")))
    russian.speak(app)
    theme.make_readable(app)
    theme.style(app, str(settings.value("view/scheme", "") or ""))
