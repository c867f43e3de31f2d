"""The main window: navigation at the left, one screen at a time, notes and the bar below."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.ui import theme
from shnor_desktop.ui.external_bar import ExternalBar
from shnor_desktop.ui.file_actions import FileActions
from shnor_desktop.ui.jobs import Jobs, Standing
from shnor_desktop.ui.media_bar import MediaBar
from shnor_desktop.ui.menu import Menus
from shnor_desktop.ui.merge_actions import MergeActions
from shnor_desktop.ui.messages import WORKBOOK_FILES, WORKBOOK_SUFFIXES, Messages
from shnor_desktop.ui.notice import Notice
from shnor_desktop.ui.screen import Context, Screen
from shnor_desktop.ui.screens import SCREENS, Entry
from shnor_desktop.ui.status_bar import StatusBar
from shnor_desktop.ui.waiting_questions import WaitingQuestions
from shnor_desktop.ui.welcome import WelcomePage

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.ui.jobs import Progress

PROGRAM = "ШНОР"
_NAVIGATION_WIDTH = 158


class Window(QMainWindow):
    """Built once; screens come and go with the file."""

    painted = Signal()
    """Sent once, after the first paint."""

    def __init__(
        self,
        settings: QSettings,
        messages: Messages | None = None,
        screens: tuple[Entry, ...] = SCREENS,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.messages = messages or Messages(self)
        self.jobs = Jobs(self.messages, self)
        self.files = FileActions(self.jobs, self.messages, settings, self)
        self.context = Context(
            self.jobs, self.messages, settings, self.go, self.import_files, self.command, self
        )
        self.merging = self.context.merging = MergeActions(self.context, self.files, self)
        self._entries = {entry.code: entry for entry in screens}
        self._screens: dict[str, Screen] = {}
        self._leaving = False
        self._reminded = False
        self._build()
        self.waiting = WaitingQuestions(self.jobs, self.navigation, self.menus.actions["go.questions"])
        self._connect()
        self._restore_geometry()
        self._is_painted = False
        self.painted.connect(self._draw_icons)

    # --- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setWindowTitle(PROGRAM)
        self.setAcceptDrops(True)
        self.setMinimumSize(760, 440)
        self.menus = Menus(self, self.command)
        self.menus.add_screens([(entry.code, entry.title) for entry in self._entries.values()])
        self._fill_scheme_menu()
        self.navigation = self._new_navigation()
        self.welcome = WelcomePage(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.welcome)
        self.notice = Notice(self)
        self.viewing = self._new_viewing_bar()
        self.media_bar = MediaBar(self)
        self.media_bar.give_back.clicked.connect(lambda: self.command("file.return"))
        self.external_bar = ExternalBar(self.context, self)
        self.files.edited_outside.connect(self.external_bar.show_edits)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.viewing)
        column.addWidget(self.media_bar)
        column.addWidget(self.external_bar)
        column.addWidget(self.stack, 1)
        column.addWidget(self.notice)
        page = QWidget(self)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addLayout(column, 1)
        self.setCentralWidget(page)
        self.bar = StatusBar(self.jobs, self)
        self.setStatusBar(self.bar)

    def _new_navigation(self) -> QListWidget:
        navigation = QListWidget(self)
        navigation.setObjectName("navigation")
        navigation.setAccessibleName("Разделы")
        navigation.setFixedWidth(theme.wide(_NAVIGATION_WIDTH))
        navigation.setIconSize(QSize(20, 20))
        navigation.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        blank = theme.blank_icon()
        for number, entry in enumerate(self._entries.values(), start=1):
            item = QListWidgetItem(blank, entry.title)
            item.setData(Qt.ItemDataRole.UserRole, entry.code)
            item.setSizeHint(QSize(0, theme.navigation_height()))
            item.setToolTip(f"{entry.title} (Ctrl+{number})")
            navigation.addItem(item)
        navigation.setEnabled(False)
        return navigation

    def _new_viewing_bar(self) -> QFrame:
        frame = QFrame(self)
        frame.setObjectName("warning")
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 5, 12, 5)
        self.viewing_text = QLabel(frame)
        self.viewing_text.setWordWrap(True)
        row.addWidget(self.viewing_text)
        frame.hide()
        return frame

    def _fill_scheme_menu(self) -> None:
        menu = self.menus.menus["view.scheme"]
        for code, text in (("", "Как в системе"), ("light", "Светлое"), ("dark", "Тёмное")):
            action = menu.addAction(text)
            action.triggered.connect(lambda checked=False, code=code: self._on_scheme_chosen(code))

    def _connect(self) -> None:
        self.navigation.currentItemChanged.connect(self._on_navigated)
        self.welcome.create_chosen.connect(self.files.create)
        self.welcome.open_chosen.connect(self.files.open)
        self.welcome.recent_chosen.connect(self.open_file)
        self.messages.told.connect(self.notice.tell)
        self.messages.undo_offered.connect(self.notice.offer_undo)
        self.jobs.document_opened.connect(self._on_document_opened)
        self.jobs.standing_changed.connect(self.menus.show_standing)
        self.jobs.standing_changed.connect(self.waiting.count)
        self.jobs.standing_changed.connect(self.media_bar.show_standing)
        self.files.media.merge_wanted.connect(lambda path: self.merging.look([path]))
        self.jobs.document_changed.connect(self.notice.withdraw_undo)
        self.menus.menus["file.recent"].aboutToShow.connect(self._fill_recent_menu)
        QApplication.styleHints().colorSchemeChanged.connect(self._restyle)

    # --- the file ------------------------------------------------------------------------------------------------

    def open_file(self, path: Path) -> None:
        """Open a document; the page says so until it is there."""
        if self.jobs.standing.path is None:
            self.welcome.show_waiting(path)
        self.files.open_path(path)

    def show_welcome(self) -> None:
        """Offer to create or open a file."""
        self.welcome.show_waiting(None)
        self.welcome.show_recent(self.files.recent())
        self.stack.setCurrentWidget(self.welcome)

    def _on_document_opened(self, standing: Standing) -> None:
        self._drop_screens()
        self.notice.withdraw_undo()
        self.menus.show_standing(standing)
        self.bar.show_standing(standing)
        self.viewing.setVisible(standing.read_only)
        self.navigation.setEnabled(standing.path is not None)
        if standing.path is None:
            self.setWindowTitle(PROGRAM)
            self.show_welcome()
            return
        self.setWindowTitle(f"{standing.path.stem} — {PROGRAM}")
        self.viewing_text.setText(
            "◆ Файл открыт только для просмотра: изменить его можно там, где он открыт для работы."
        )
        self.go("start")
        self._show_person()
        if not standing.read_only:
            self._show_part()
        if not self._reminded:
            self._reminded = True
            self.files.media.remind()

    def _show_part(self) -> None:
        """A part of somebody's file says so as long as it is open."""

        def work(document: "Document", progress: "Progress") -> str:
            from shnor_desktop.operations import parts

            with document.read() as session:
                return parts.part_of(session)

        def show(told: str) -> None:
            self.viewing.setVisible(bool(told))
            self.viewing_text.setText(
                f"◆ Это {told}. Исправьте и верните файл тому, кто прислал: он объединит его со своим."
            )

        self.jobs.ask(self, work, show)

    def _show_person(self) -> None:
        from shnor_desktop.ui.person_dialog import ask_person

        ask_person(self.jobs, self, self.bar.show_person)

    def _drop_screens(self) -> None:
        for screen in self._screens.values():
            self.stack.removeWidget(screen)
            screen.deleteLater()
        self._screens.clear()

    # --- screens -------------------------------------------------------------------------------------------------

    def go(self, code: str, **arguments: Any) -> None:
        """Show a screen, building it when it is shown first."""
        if self.jobs.standing.path is None or code not in self._entries:
            return
        if code not in self._screens:
            self._screens[code] = screen = self._entries[code].build(self.context)
            self.stack.addWidget(screen)
        self.stack.setCurrentWidget(self._screens[code])
        row = list(self._entries).index(code)
        if self.navigation.currentRow() != row:
            self.navigation.blockSignals(True)
            self.navigation.setCurrentRow(row)
            self.navigation.blockSignals(False)
        if arguments:
            self._screens[code].arrive(**arguments)

    def shown_screen(self) -> Screen | None:
        """The screen that is shown."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Screen) else None

    def _on_navigated(self, item: QListWidgetItem | None) -> None:
        if item is not None and self.navigation.isEnabled():
            self.go(str(item.data(Qt.ItemDataRole.UserRole)))

    # --- commands ------------------------------------------------------------------------------------------------

    def command(self, code: str) -> None:
        """Do what a menu entry says; screens may ask for the same."""
        area, _, rest = code.partition(".")
        if area == "go":
            self.go(rest)
            return
        {
            "file.new": self.files.create,
            "file.open": self.files.open,
            "file.import": self.import_files,
            "file.copy": self.files.copy,
            "file.return": self.files.media.give_back,
            "file.merge": self.merging.choose,
            "file.compare": self.merging.compare,
            "file.send": self.merging.send,
            "file.merges": self.merging.show_log,
            "file.backup": self.files.backup,
            "file.restore": self.files.restore,
            "file.check": self.files.check,
            "file.print": self._print,
            "file.person": self._introduce,
            "file.reopen": self.files.reopen,
            "file.close": self.files.close,
            "file.quit": self.close,
            "edit.undo": self._undo,
            "edit.redo": self._redo,
            "edit.find": self._find,
            "help.page": self._help,
            "help.about": self._about,
        }[code]()

    def import_files(self, paths: Iterable[Path] = ()) -> None:
        """The import wizard on these workbooks; without any it asks which."""
        if self.jobs.standing.path is None:
            self.messages.warn("Файл не открыт.", "Создайте или откройте файл, потом загрузите в него книгу.")
            return
        if self.context.read_only:
            self.messages.warn(
                "Файл открыт только для просмотра.", "Откройте его для работы и повторите загрузку."
            )
            return
        chosen = list(paths) or self.messages.open_files("Загрузить книги", WORKBOOK_FILES, many=True)
        if chosen:
            from shnor_desktop.ui.import_wizard import open_wizard

            open_wizard(self.context, chosen)

    def _undo(self) -> None:
        title = self.jobs.standing.undo_title
        self.jobs.change(
            self,
            lambda document, progress: document.undo(),
            lambda changes: self.messages.tell(f"Отменено: {title}." if changes else "Отменять нечего."),
        )

    def _redo(self) -> None:
        title = self.jobs.standing.redo_title
        self.jobs.change(
            self,
            lambda document, progress: document.redo(),
            lambda changes: self.messages.tell(f"Возвращено: {title}." if changes else "Возвращать нечего."),
        )

    def _find(self) -> None:
        if (screen := self.shown_screen()) is not None:
            screen.start_search()

    def _print(self) -> None:
        if (screen := self.shown_screen()) is not None:
            screen.print_paper()

    def _introduce(self) -> None:
        from shnor_desktop.ui.person_dialog import introduce

        introduce(self.context, self)

    def _help(self) -> None:
        from shnor_desktop.ui.help_window import show_help

        screen = self.shown_screen()
        show_help(self, screen.help_page if screen else "start")

    def _about(self) -> None:
        from shnor_desktop.ui.help_window import show_help

        show_help(self, "about")

    def _fill_recent_menu(self) -> None:
        menu = self.menus.menus["file.recent"]
        menu.clear()
        recent = self.files.recent()
        for number, path in enumerate(recent, start=1):
            action = menu.addAction(f"&{number % 10} {path.stem.replace('&', '&&')}")
            action.setToolTip(str(path))
            action.triggered.connect(lambda checked=False, path=path: self.open_file(path))
        if not recent:
            menu.addAction("Пока пусто").setEnabled(False)

    def _on_scheme_chosen(self, code: str) -> None:
        self.settings.setValue("view/scheme", code)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.follow(app, code)
        self._restyle()

    def _restyle(self) -> None:
        for screen in self._screens.values():
            screen.restyle()
        self._draw_icons()

    def _draw_icons(self) -> None:
        for row, entry in enumerate(self._entries.values()):
            self.navigation.item(row).setIcon(theme.icon(entry.icon))

    # --- Qt events -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = _dropped(event)
        event.acceptProposedAction()
        # The program the file is dragged from waits until this returns.
        QTimer.singleShot(0, self, lambda: self.take_files(paths))

    def take_files(self, paths: list[Path]) -> None:
        """Documents are opened, or merged with the open one after a look; workbooks are imported."""
        documents = [path for path in paths if path.suffix.lower() == ".shnor"]
        if documents and self.jobs.standing.path is not None:
            self.merging.look(documents)
        elif documents:
            self.open_file(documents[0])
        elif paths:
            self.import_files(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not (self._leaving or self.jobs.idle()) and not self.messages.ask(
            "Работа ещё не закончена.", "Можно остановить её и закрыть программу.", yes="Остановить и закрыть"
        ):
            event.ignore()
            return
        if not self._leaving and self.jobs.standing.unreturned:
            event.ignore()
            self.files.media.leave(self._leave)
            return
        self.jobs.cancel()
        self.settings.setValue("window/geometry", self.saveGeometry())
        self.jobs.stop()
        event.accept()

    def _leave(self) -> None:
        """The file was written to its medium, or is to be later."""
        self._leaving = True
        QTimer.singleShot(0, self, self.close)

    def _restore_geometry(self) -> None:
        geometry = self.settings.value("window/geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            available = self.screen_size()
            self.resize(min(1180, available.width()), min(760, available.height()))

    def screen_size(self) -> QSize:
        """Room on the screen of this machine."""
        return QApplication.primaryScreen().availableSize()


def _dropped(event: QDropEvent) -> list[Path]:
    """Local files of a drag that the window can take."""
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in (".shnor", *WORKBOOK_SUFFIXES)]
