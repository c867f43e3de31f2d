"""What every screen of the window is and what it is given: the base class of screens and their context."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from PySide6 import QtCore
from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from shnor_desktop.ui.kit.entry.search_line import SEARCH, SearchLine
from shnor_desktop.ui.kit.jobs import Jobs
from shnor_desktop.ui.kit.messages import Messages
from shnor_desktop.ui.kit.reach.start import StartingPage

if TYPE_CHECKING:
    from shnor_desktop.operations.sharing.merge_log import MergeLine


_PAPERS = "papers/folder"


def plain_title(text: str) -> str:
    """What a button or an entry of a menu is called, without its marks."""
    return text.partition("\t")[0].replace("&", "").rstrip("…")


class Merging(Protocol):
    """What screens and dialogs may ask of the window about copies of the file in other organisations."""

    def look(self, paths: Sequence[Path]) -> None:
        """Look what these files would bring."""

    def open_file(self, path: Path) -> None:
        """Open another file instead of merging it."""

    def send(self, what: str = "school") -> None:
        """A part for somebody: school, year or form."""

    def print_protocol(self, n: int | None = None) -> None:
        """The protocol of one merge, else of the last."""

    def undo(self, line: "MergeLine", done: Callable[[], object]) -> None:
        """Take one merge back."""

    def undo_last(self, done: Callable[[], object]) -> None:
        """Take the last merge back."""


class Context(QObject):
    """What a screen may use of the window, handed to it by the composition root."""

    merging: Merging
    """Copies of the file in other organisations: merging, comparing, parts."""
    marked = Signal()
    """Something was done of which the file does not say."""

    def __init__(
        self,
        jobs: Jobs,
        messages: Messages,
        settings: QSettings,
        go: Callable[..., None],
        import_files: Callable[..., None],
        command: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.messages = messages
        self.settings = settings
        """Of this machine: widths, geometry, last choices. What must travel belongs into the document."""
        self.go = go
        """go("schools", school=uid): show a screen; the keywords reach its `arrive`."""
        self.import_files = import_files
        """import_files([paths]): open the import wizard; without paths it asks for them."""
        self.command = command
        """command("file.copy"): do what the menu entry of that code does."""

    def offer_undo(self, text: str) -> None:
        """Tell what was done, with «Отменить» beside it."""
        self.messages.undo_bar(text, lambda: self.command("edit.undo"))

    def mark(self, what: str, uid: str = "") -> None:
        """Remember on this machine that it was done with the open file, or with that of `uid`: «papers», «copy»."""
        uid = uid or self.jobs.standing.uid
        if uid and what not in (marks := self._marks_of(uid)):
            self._keep_marks(uid, marks | {what})

    def unmark(self, *what: str) -> None:
        """It does not count any more."""
        if self.marks() & set(what):
            self._keep_marks(self.jobs.standing.uid, self.marks() - set(what))

    def marks(self) -> frozenset[str]:
        """What was done with the open file of which it does not say."""
        return self._marks_of(self.jobs.standing.uid)

    def _marks_of(self, uid: str) -> frozenset[str]:
        return frozenset(str(self.settings.value(f"marks/{uid}", "") or "").split())

    def _keep_marks(self, uid: str, marks: frozenset[str]) -> None:
        self.settings.setValue(f"marks/{uid}", " ".join(sorted(marks)))
        self.marked.emit()

    def papers_folder(self) -> Path:
        """Where papers were saved last time, else where dialogs begin."""
        kept = str(self.settings.value(_PAPERS) or "")
        return self.messages.start_folder(Path(kept) if kept else None)

    def keep_papers_folder(self, folder: Path) -> None:
        """The next paper is offered to lie there."""
        self.settings.setValue(_PAPERS, str(folder))

    @property
    def read_only(self) -> bool:
        """Whether the open file may only be looked at."""
        return self.jobs.standing.read_only


class Screen(StartingPage):
    """One page of the window, built when it is first shown and dropped when another file is opened.

    A screen asks for its rows in `reload`. It is called on the first show and after every change of the file: at once
    when the screen is visible, else when it is shown next.
    """

    title: ClassVar[str] = ""
    help_page: ClassVar[str] = "start"
    paper: ClassVar[str] = ""
    """Code of the paper that Ctrl+P shows."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setAccessibleName(self.title)
        self._stale = True
        context.jobs.document_changed.connect(self._on_document_changed)

    def reload(self) -> None:
        """Ask for everything the screen shows."""

    def arrive(self, **arguments: Any) -> None:
        """Show what `context.go` was asked for: a school, a year; called after the screen is shown."""

    def point_at(self, title: str) -> None:
        """Give the keyboard to the button of that title, as soon as what the screen asks for is there."""

        def point(_: object) -> None:
            shown = [one for one in self.findChildren(QPushButton) if one.isVisible()]
            button = next((one for one in shown if plain_title(one.text()) == title), None)
            if button is not None and button.isEnabled():
                button.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
            elif button is not None:
                self.context.messages.tell(f"«{title}»: сначала выберите строку. {button.toolTip()}".strip())
            else:
                self.context.messages.tell(
                    f"«{title}» — в меню строки этой страницы (правая кнопка или Shift+F10) или на другой вкладке."
                )

        self.context.jobs.ask(self, lambda document, progress: None, point)

    def stop_search(self) -> None:
        """Show everything again: what is arrived at must not be hidden by what was looked for before."""
        for search in self.findChildren(SearchLine):
            search.clear()

    def start_search(self) -> None:
        """Ctrl+F: put the cursor into the search of the screen, the first that is seen."""
        for search in self.findChildren(SearchLine, SEARCH):
            if search.isVisible():
                search.start()
                return

    def print_paper(self) -> None:
        """Ctrl+P: the paper of the screen, else whichever is chosen there."""
        self.context.go("papers", **({"paper": self.paper} if self.paper else {}))

    def unkept(self) -> str:
        """What was typed here and is not in the file, as a sentence: it would go with the screen."""
        return ""

    def show_unkept(self) -> None:
        """Put the cursor there; called after the screen is shown."""

    def changed_here(self, initiator: object) -> bool:
        """Whether a change came from this screen or a widget on it."""
        return initiator is self or (isinstance(initiator, QWidget) and self.isAncestorOf(initiator))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.reload()

    def restyle(self) -> None:
        """The colours of the theme have changed: rows that carry them are set again."""
        self._reload_when_seen()

    def _reload_when_seen(self) -> None:
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def _on_document_changed(self, changes: Any, initiator: object) -> None:
        self._reload_when_seen()
