"""What the entries of the menus do; screens ask for the same by the code of the entry."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMenu

from shnor_desktop.ui import theme

if TYPE_CHECKING:
    from shnor_desktop.ui.window import Window


class Commands(QObject):
    """One a window; files, merging and incoming files do their own part of the work."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window

    def run(self, code: str) -> None:
        """Do what the entry of that code says."""
        area, _, rest = code.partition(".")
        if area == "go":
            self._window.go(rest)
            return
        window, files, merging = self._window, self._window.files, self._window.merging
        {
            "file.new": files.create,
            "file.open": files.open,
            "file.import": window.incoming.import_files,
            "file.copy": files.copy,
            "file.return": files.media.give_back,
            "file.merge": merging.choose,
            "file.compare": merging.compare,
            "file.send": merging.send,
            "file.merges": merging.show_log,
            "file.backup": files.backup,
            "file.restore": files.restore,
            "file.check": files.check,
            "file.print": self._print,
            "file.person": self._introduce,
            "file.reopen": files.reopen,
            "file.close": files.close,
            "file.quit": window.close,
            "edit.undo": self._undo,
            "edit.redo": self._redo,
            "edit.find": self._find,
            "help.page": self._help,
            "help.about": self._about,
        }[code]()

    # --- menus that fill themselves ------------------------------------------------------------------------------

    def offer_schemes(self, menu: QMenu) -> None:
        """Light, dark, or as the system says."""
        for code, text in (("", "Как в системе"), ("light", "Светлое"), ("dark", "Тёмное")):
            action = menu.addAction(text)
            action.triggered.connect(lambda checked=False, code=code: self._on_scheme_chosen(code))

    def offer_recent(self, menu: QMenu) -> None:
        """The files opened lately."""
        menu.clear()
        recent = self._window.files.recent()
        for number, path in enumerate(recent, start=1):
            action = menu.addAction(f"&{number % 10} {path.stem.replace('&', '&&')}")
            action.setToolTip(str(path))
            action.triggered.connect(lambda checked=False, path=path: self._window.open_file(path))
        if not recent:
            menu.addAction("Пока пусто").setEnabled(False)

    def _on_scheme_chosen(self, code: str) -> None:
        self._window.settings.setValue("view/scheme", code)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.follow(app, code)
        self._window.restyle()

    # --- entries -------------------------------------------------------------------------------------------------

    def _undo(self) -> None:
        title = self._window.jobs.standing.undo_title
        tell = self._window.messages.tell
        self._window.jobs.change(
            self._window,
            lambda document, progress: document.undo(),
            lambda changes: tell(f"Отменено: {title}." if changes else "Отменять нечего."),
        )

    def _redo(self) -> None:
        title = self._window.jobs.standing.redo_title
        tell = self._window.messages.tell
        self._window.jobs.change(
            self._window,
            lambda document, progress: document.redo(),
            lambda changes: tell(f"Возвращено: {title}." if changes else "Возвращать нечего."),
        )

    def _find(self) -> None:
        if (screen := self._window.shown_screen()) is not None:
            screen.start_search()

    def _print(self) -> None:
        if (screen := self._window.shown_screen()) is not None:
            screen.print_paper()

    def _introduce(self) -> None:
        from shnor_desktop.ui.person_dialog import introduce

        introduce(self._window.context, self._window)

    def _help(self) -> None:
        from shnor_desktop.ui.help_window import show_help

        screen = self._window.shown_screen()
        show_help(self._window, screen.help_page if screen else "start")

    def _about(self) -> None:
        from shnor_desktop.ui.help_window import show_help

        show_help(self._window, "about")
