"""Composition root of the window: settings, look, language, window and the file to begin with."""

import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from shnor_desktop import places
from shnor_desktop.ui.file.recent import Recent
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.messages import catch_faults
from shnor_desktop.ui.shell import russian, screens
from shnor_desktop.ui.shell.quiet import tidying
from shnor_desktop.ui.shell.quiet.machine import MachineSettings
from shnor_desktop.ui.shell.screens import Preload
from shnor_desktop.ui.shell.window import PROGRAM, Window


def main(arguments: list[str]) -> int:
    """Show the window, then open the file named in the arguments or the last one."""
    russian.prepare()
    app = QApplication([sys.argv[0], *theme.STYLE, *arguments])
    settings = machine_settings()
    dress(app, settings)
    window = Window(settings)
    window.jobs.document_opened.connect(lambda standing: None if standing.path else tidying.begin())
    Preload(window.jobs, screens.MODULES, window).operations_loaded.connect(tidying.begin)
    tidying.Tidying(window.jobs, app, window)
    catch_faults(window.messages)
    files = [Path(one) for one in app.arguments()[1:] if not one.startswith("-")]
    first = files[0] if files else None
    window.welcome.show_waiting(first or window.files.recent.last())
    # The first frame is painted before the document is opened.
    window.begun.connect(lambda: begin(window, first))
    window.present()
    code = app.exec()
    settings.sync()
    return code


def begin(window: Window, first: Path | None) -> None:
    """Open the first file, else the one that was open when the program ended; where there is none, offer a choice."""
    theme.register_fonts("Sans")
    theme.register_fonts("Serif")
    if first is not None:
        window.open_file(first.absolute())
    elif (last := window.files.recent.last()) is not None:
        window.recent.await_file(last, partial(_go_on, window))
    else:
        _offer(window)


def _go_on(window: Window, last: Recent) -> None:
    """Open the file of last time, or say what there is of it."""
    if last.opens is not None:
        window.open_file(last.opens)
        return
    _offer(window)
    if last.folder_there:
        window.files.offer_copies(last.path)


def _offer(window: Window) -> None:
    tidying.begin()
    window.show_welcome()


def machine_settings() -> QSettings:
    """Geometry, recent files and choices of this machine."""
    return MachineSettings(places.user_data() / "settings.ini")


def dress(app: QApplication, settings: QSettings) -> None:
    """Name, language, fonts and colours of the application."""
    app.setApplicationName(places.APP_NAME)
    app.setApplicationDisplayName(PROGRAM)
    app.setDesktopFileName(places.APP_NAME)
    app.setWindowIcon(QIcon(str(places.resources() / "icons" / "shnor-256.png")))
    russian.speak(app)
    theme.make_readable(app)
    theme.style(app, str(settings.value("view/scheme", "") or ""))
