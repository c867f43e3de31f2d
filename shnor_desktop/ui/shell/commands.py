"""What the entries of the menus do; screens ask for the same by the code of the entry."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from shnor_desktop.ui.file.actions import FileActions
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.messages import NoteAct
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.texts import cut
from shnor_desktop.ui.sharing.actions import MergeActions
from shnor_desktop.ui.shell.incoming import Incoming

if TYPE_CHECKING:
    from shnor_desktop.document.document import Changes, Document
    from shnor_desktop.document.journal.capture import ActionId
    from shnor_desktop.operations.search.taking_back import Stake, TakenBack
    from shnor_desktop.ui.kit.jobs import Progress
    from shnor_desktop.ui.search.window import Everywhere
    from shnor_desktop.ui.shell.help_window import HelpWindow

_LONGEST = 60
"""Of a name in a menu."""


class Pages(Protocol):
    """What commands ask of the window about what it shows."""

    def open_recent(self, path: Path) -> None:
        """Open a document of the list of recent ones."""

    def open_sample(self) -> None:
        """Show the invented district."""

    def shown_screen(self) -> Screen | None:
        """The screen that is shown."""

    def walk(self, step: int) -> None:
        """Show the next or the previous screen of the navigation."""

    def restyle(self) -> None:
        """After the palette changed."""

    def possible_commands(self) -> Sequence[tuple[str, str, str]]:
        """Code, words and keys of the entries of the menus that can be chosen now."""


class Commands(QObject):
    """One a window; files, merging and incoming files do their own part of the work."""

    def __init__(
        self,
        context: Context,
        files: FileActions,
        merging: MergeActions,
        incoming: Incoming,
        *,
        pages: Pages,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._context = context
        self._files = files
        self._merging = merging
        self._incoming = incoming
        self._pages = pages
        self._window = window
        self._everywhere: Everywhere | None = None
        self._help_shown: HelpWindow | None = None
        self._done_at: dict[ActionId, str] = {}
        """Titles of the screens on which things were done since the file was opened."""
        context.jobs.document_changed.connect(lambda changes, initiator: self._remember(changes))
        context.jobs.document_opened.connect(lambda standing: self._done_at.clear())

    def run(self, code: str) -> None:
        """Do what the entry of that code says."""
        area, _, rest = code.partition(".")
        if area == "go":
            self._context.go(rest)
            return
        files, merging = self._files, self._merging
        {
            "file.new": files.create,
            "file.open": files.open,
            "file.sample": self._pages.open_sample,
            "file.import": self._incoming.import_files,
            "file.load": self._incoming.load_records,
            "file.copy": files.copy,
            "file.return": files.media.give_back,
            "file.merge": merging.choose,
            "file.compare": merging.compare,
            "file.send": merging.send,
            "file.forms": self._ask_schools,
            "file.merges": merging.show_log,
            "file.backup": files.backup,
            "file.restore": files.restore,
            "file.check": files.check,
            "file.print": self._print,
            "file.person": self._introduce,
            "file.reopen": files.reopen,
            "file.close": files.close,
            "file.quit": self._window.close,
            "edit.undo": self._undo,
            "edit.redo": self._redo,
            "edit.find": self._find,
            "edit.everywhere": self._find_everywhere,
            "view.next": lambda: self._pages.walk(1),
            "view.previous": lambda: self._pages.walk(-1),
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
        menu.setToolTipsVisible(True)
        recent = self._files.recent.paths()
        for number, path in enumerate(recent, start=1):
            action = menu.addAction(f"&{number % 10} {cut(path.stem, _LONGEST).replace('&', '&&')}")
            action.setToolTip(str(path))
            action.setEnabled(path != self._context.jobs.standing.shown)
            action.triggered.connect(lambda checked=False, path=path: self._pages.open_recent(path))
        if not recent:
            menu.addAction("Пока пусто").setEnabled(False)

    def _on_scheme_chosen(self, code: str) -> None:
        self._context.settings.setValue("view/scheme", code)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.follow(app, code)
        self._pages.restyle()

    # --- entries -------------------------------------------------------------------------------------------------

    def _undo(self, agreed: "ActionId | None" = None) -> None:
        """Take the last action back; before a signature goes with it, ask."""

        def work(document: "Document", progress: "Progress") -> "Stake | TakenBack | None":
            from shnor_desktop.operations.search import taking_back

            return taking_back.undo(document, agreed)

        self._context.jobs.change(self._window, work, self._on_undone)

    def _on_undone(self, outcome: "Stake | TakenBack | None") -> None:
        from shnor_desktop.operations.search.taking_back import Stake

        messages = self._context.messages
        if outcome is None:
            messages.tell("Отменять нечего.")
        elif isinstance(outcome, Stake):
            if messages.ask(outcome.question, outcome.details, yes="Отозвать подпись", no="Не отзывать"):
                self._undo(outcome.action)
        else:
            here = self._pages.shown_screen()
            stake, place = outcome.stake, outcome.place
            elsewhere = here is None or self._done_at.get(stake.action) != here.title
            acts: list[NoteAct] = [("Вернуть", lambda: self.run("edit.redo"))]
            if place and elsewhere:
                acts.append(("Показать", lambda: self._context.go(place[0], **place[1])))
            lasting = bool(elsewhere or stake.signed or stake.deleted)
            messages.offer(f"Отменено: {stake.title}.{outcome.report.left}", acts, lasting=lasting)

    def _remember(self, changes: "Changes | None") -> None:
        """On which screen it was done."""
        here = self._pages.shown_screen()
        if changes is not None and here is not None:
            for action in changes.actions:
                self._done_at.setdefault(action, here.title)

    def _redo(self) -> None:
        title = self._context.jobs.standing.redo_title
        tell = self._context.messages.tell
        self._context.jobs.change(
            self._window,
            lambda document, progress: document.redo(),
            lambda report: tell(f"Возвращено: {title}.{report.left}" if report else "Возвращать нечего."),
        )

    def _ask_schools(self) -> None:
        from shnor_desktop.ui.schools.forms_dialog import open_forms

        open_forms(self._context)

    def _find(self) -> None:
        """In what has the keyboard, the screen or the help, else in the screen."""
        at: Any = QApplication.focusWidget()
        while at is not None and not hasattr(at, "start_search"):
            at = at.parentWidget()
        if (place := at or self._pages.shown_screen()) is not None:
            place.start_search()

    def _find_everywhere(self) -> None:
        if self._everywhere is None:
            from shnor_desktop.ui.search.window import Everywhere

            self._everywhere = Everywhere(self._context, self._window, self._pages.possible_commands)
        self._everywhere.open()

    def _print(self) -> None:
        if (screen := self._pages.shown_screen()) is not None:
            screen.print_paper()

    def _introduce(self) -> None:
        from shnor_desktop.ui.file.person_dialog import open_introduction

        open_introduction(self._context, self._window)

    def _help(self) -> None:
        from shnor_desktop.ui.shell.help_window import show_help

        screen = self._pages.shown_screen()
        page = screen.help_page if screen else "start"
        shown = self._help_window()
        if shown is not None and shown.isVisible() and shown.asked == page:
            shown.leave()
        else:
            self._help_shown = show_help(self._window, page)

    def screen_shown(self, screen: Screen) -> None:
        """The help follows it."""
        if (shown := self._help_window()) is not None:
            shown.follow(screen.help_page)

    def _help_window(self) -> "HelpWindow | None":
        """The one that was opened, while it is not destroyed."""
        shown = self._help_shown
        return shown if shown is not None and shiboken6.isValid(shown) else None

    def _about(self) -> None:
        from shnor_desktop.ui.shell.help_window import show_help

        self._help_shown = show_help(self._window, "about")
