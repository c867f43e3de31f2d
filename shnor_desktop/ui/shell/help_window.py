"""The help (F1): Russian pages of resources/help with a list of topics and a search, beside the work it is about."""

import re
from functools import cache
from html import escape
from pathlib import Path
from re import Pattern
from typing import Any
from urllib.parse import quote

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QDockWidget,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

from shnor_desktop import __version__, places
from shnor_desktop.rules.words.name_order import alphabetical
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.entry.search_line import SearchLine
from shnor_desktop.ui.kit.laying.boxes import split, stacked
from shnor_desktop.ui.kit.reach.framed_rows import FramedRows

_WIDTH, _NARROWEST = 360, 280
_ROOM = 1080
"""A window as wide as this holds the help beside a screen; in a narrower one it is a window of its own."""
_LICENCE = "licence"
"""The scheme of a link that leads to the licence of a library."""
_ORDER = (
    "start",
    "schools",
    "results",
    "import",
    "list",
    "context",
    "risks",
    "problems",
    "people",
    "contacts",
    "courses",
    "effect",
    "programme",
    "roadmap",
    "orders",
    "done",
    "papers",
    "exchange",
    "questions",
    "dictionaries",
    "history",
    "keys",
    "about",
)


class HelpWindow(QDockWidget):
    """At the right edge of the window, where it covers nothing; by its title it can be drawn out of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Справка", parent)
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self.search = SearchLine(self, "Найти в справке (Ctrl+F)", name="Найти в справке", goes_on=True)
        self.search.textChanged.connect(self._look_for)
        self.search.returnPressed.connect(lambda: self.find_next())
        self.topics = QListWidget(self)
        self.topics.setObjectName("navigation")
        self.topics.setAccessibleName("Темы справки")
        self.topics.setItemDelegate(FramedRows(self.topics))
        self.search.leads_to(self.topics)
        self.text = QTextBrowser(self)
        self.text.setAccessibleName("Текст справки")
        self.text.document().setDocumentMargin(theme.MARGIN)
        self.text.setOpenExternalLinks(False)
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._on_link)
        for code in _ORDER:
            if (path := page_path(code)).exists():
                item = QListWidgetItem(title_of(path))
                item.setData(Qt.ItemDataRole.UserRole, code)
                item.setSizeHint(QSize(0, theme.row_height()))
                self.topics.addItem(item)
        self.topics.currentItemChanged.connect(self._on_topic)
        self.asked = ""
        """The page of the screen that is shown; another is turned to by hand."""
        self._by_hand = False
        splitter = split(
            self,
            self.topics,
            self.text,
            sizes=(5 * theme.row_height(), 12 * theme.row_height()),
            shares=(0, 1),
            upright=True,
        )
        page = stacked(self, self.search, (splitter, 1), around=(theme.GAP, theme.GAP, 0, 0), gap=None)
        self.setWidget(page)
        self.setMinimumWidth(theme.wide(_NARROWEST))
        for keys, act in (("Esc", self.leave), ("F3", self.find_next)):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def stand_beside(self, window: QMainWindow) -> None:
        """In the window, or beside it where that is too narrow to hold both."""
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self)
        if window.width() >= theme.wide(_ROOM):
            self.show()  # Only what is seen is given its width.
            window.resizeDocks([self], [theme.wide(_WIDTH)], Qt.Orientation.Horizontal)
            return
        self.setFloating(True)
        screen, frame = window.screen().availableGeometry(), window.frameGeometry()
        width = min(theme.wide(_WIDTH), screen.width())
        free = screen.right() - frame.right()
        left = frame.right() + 1 if free >= width else max(frame.left() - width, screen.left())
        self.setGeometry(left, frame.top(), width, frame.height())

    def start_search(self) -> None:
        """Ctrl+F while the keyboard is here."""
        self.search.start()

    def leave(self) -> None:
        """Esc, or F1 again: the keyboard goes back to the work."""
        self.hide()
        parent = self.parentWidget()
        if isinstance(parent, QMainWindow):
            parent.activateWindow()
            (parent.focusWidget() or parent).setFocus()

    # --- searching -----------------------------------------------------------------------------------------------

    def _look_for(self, typed: str) -> None:
        """Only pages with every word; the one that is shown stays, if it is one of them."""
        words = _words(typed)
        for row in range(self.topics.count()):
            item = self.topics.item(row)
            found = _plain(str(item.data(Qt.ItemDataRole.UserRole)))
            item.setHidden(not all(word.search(found) for word in words))
        rows = [row for row in range(self.topics.count()) if not self.topics.item(row).isHidden()]
        if rows and self.topics.currentRow() not in rows:
            self.topics.setCurrentRow(rows[0])
        self.search.tell(len(rows) if words else None)
        self._mark(words)

    def _mark(self, words: list[Pattern[str]]) -> None:
        """Every place of the page where a word stands; the text scrolls to the first."""
        plain = alphabetical(self.text.toPlainText()) if words else ""
        style = QTextCharFormat()
        style.setBackground(theme.colour("watch_back"))
        style.setForeground(theme.colour("text"))
        marks: list[Any] = []  # Its fields are not known to the stubs.
        for at, length in sorted(_places(plain, words)):
            mark: Any = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(self.text.document())
            mark.cursor.setPosition(at)
            mark.cursor.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
            mark.format = style
            marks.append(mark)
        self.text.setExtraSelections(marks)
        if marks:
            self._turn_to(marks[0].cursor.position())

    def find_next(self) -> None:
        """The next place found; after the last of a page the next page."""
        found: list[Any] = self.text.extraSelections()
        marks = [one.cursor.position() for one in found]
        here = self.text.textCursor().position()
        if after := [place for place in marks if place > here]:
            self._turn_to(after[0])
            return
        rows = [row for row in range(self.topics.count()) if not self.topics.item(row).isHidden()]
        if marks and rows:
            later = [row for row in rows if row > self.topics.currentRow()]
            if (row := (later or rows)[0]) == self.topics.currentRow():
                self._turn_to(marks[0])
            else:
                self.topics.setCurrentRow(row)

    def _turn_to(self, place: int) -> None:
        cursor = self.text.textCursor()
        cursor.setPosition(place)
        self.text.setTextCursor(cursor)
        self.text.ensureCursorVisible()

    # --- pages ---------------------------------------------------------------------------------------------------

    def ask(self, code: str) -> None:
        """Turn to the page of the screen, whatever was read before."""
        self.search.clear()
        self.show_page(code)
        self.asked, self._by_hand = code, False

    def follow(self, code: str) -> None:
        """Another screen is shown: turn to its page, unless a person has turned to another by hand."""
        if self.isVisible() and not self._by_hand and code != self.asked:
            self.ask(code)

    def show_page(self, code: str) -> None:
        """Turn to a page; an unknown one gives the first."""
        for row in range(self.topics.count()):
            if self.topics.item(row).data(Qt.ItemDataRole.UserRole) == code:
                self.topics.setCurrentRow(row)
                return
        self.topics.setCurrentRow(0)

    def _on_topic(self, item: QListWidgetItem | None) -> None:
        self._by_hand = True
        if item is not None:
            self.text.setMarkdown(filled(_text(str(item.data(Qt.ItemDataRole.UserRole)))))
            self._mark(_words(self.search.text()))

    def _on_link(self, url: QUrl) -> None:
        self._by_hand = True
        if url.scheme() == _LICENCE:
            self._show_licence(url.path(QUrl.ComponentFormattingOption.FullyDecoded))
        else:
            self.topics.setCurrentRow(-1)
            self.show_page(Path(url.path()).stem)

    def _show_licence(self, name: str) -> None:
        from shnor_desktop.operations.program import licences

        text = (
            licences.text_of(name) or "Текста лицензии в этой установке нет: он есть в собранной программе."
        )
        self.text.setHtml(
            f'<p><a href="about.md">К странице «О программе»</a></p><h3>{escape(name)}</h3>'
            f'<pre style="white-space: pre-wrap">{escape(text)}</pre>'
        )


def _words(typed: str) -> list[Pattern[str]]:
    """Words without the endings that change: «копии» finds «копию» and «копий»."""
    begun = (one[: max(3, len(one) - 1 - (len(one) > 5))] for one in alphabetical(typed).split())
    return [re.compile(rf"(?<!\w){re.escape(one)}\w*") for one in begun]


def _places(plain: str, words: list[Pattern[str]]) -> set[tuple[int, int]]:
    return {(found.start(), found.end() - found.start()) for word in words for found in word.finditer(plain)}


def filled(text: str) -> str:
    """A page with what it tells of this program: its version, the libraries it is made of with links to their licences."""
    text = text.replace("{version}", __version__)
    if "{libraries}" in text:
        from shnor_desktop.operations.program import licences

        lines = (
            f"- [{one.name}]({_LICENCE}:{quote(one.name)}) {one.version}{f' — {one.licence}' if one.licence else ''}"
            for one in licences.libraries()
        )
        text = text.replace("{libraries}", "\n".join(lines))
    return text


@cache
def _text(code: str) -> str:
    return page_path(code).read_text(encoding="utf-8")


@cache
def _plain(code: str) -> str:
    """The words of a page as they are looked for."""
    return alphabetical(_text(code))


def page_path(code: str) -> Path:
    """File of a help page."""
    return places.resources() / "help" / f"{code}.md"


def title_of(path: Path) -> str:
    """First heading of a page."""
    with path.open(encoding="utf-8") as file:
        return file.readline().lstrip("# ").strip()


def show_help(parent: QWidget, code: str) -> HelpWindow:
    """Bring the one help window of `parent` to the front and turn to the page."""
    window = parent.findChild(HelpWindow)
    if window is None:
        window = HelpWindow(parent)
    if not window.isVisible() and isinstance(parent, QMainWindow):
        window.stand_beside(parent)
    window.ask(code)
    window.show()
    window.activateWindow()
    window.text.setFocus()
    return window
