"""The help window (F1): Russian pages of resources/help with a list of topics."""

from html import escape
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from shnor_desktop import __version__, places
from shnor_desktop.ui.kit import theme

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


class HelpWindow(QWidget):
    """A window of its own, so that it can stand beside the work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("Справка")
        theme.give_size(self, 860, 620)
        self.topics = QListWidget(self)
        self.topics.setObjectName("navigation")
        self.topics.setAccessibleName("Темы справки")
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
        splitter = QSplitter(self)
        splitter.addWidget(self.topics)
        splitter.addWidget(self.text)
        splitter.setSizes([220, 640])
        splitter.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(splitter)

    def show_page(self, code: str) -> None:
        """Turn to a page; an unknown one gives the first."""
        for row in range(self.topics.count()):
            if self.topics.item(row).data(Qt.ItemDataRole.UserRole) == code:
                self.topics.setCurrentRow(row)
                return
        self.topics.setCurrentRow(0)

    def _on_topic(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            text = page_path(str(item.data(Qt.ItemDataRole.UserRole))).read_text(encoding="utf-8")
            self.text.setMarkdown(filled(text))

    def _on_link(self, url: QUrl) -> None:
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
    window.show_page(code)
    window.show()
    window.activateWindow()
    return window
