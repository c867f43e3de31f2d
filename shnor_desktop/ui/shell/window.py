"""The main window: navigation at the left, one screen at a time, notes and the bar below."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QItemSelectionModel, QSettings, QSize, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QPaintEvent,
    QShowEvent,
    QWindow,
    QWindowStateChangeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.ui.file.actions import FileActions
from shnor_desktop.ui.file.bars import ExternalBar, MediaBar, ViewingBar
from shnor_desktop.ui.file.replaced import ReplacedActions, ReplacedBar
from shnor_desktop.ui.file.sample import SampleBar
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.jobs import Jobs, Standing
from shnor_desktop.ui.kit.messages import Messages
from shnor_desktop.ui.kit.notice import Notice
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.sharing.actions import MergeActions
from shnor_desktop.ui.shell.commands import Commands
from shnor_desktop.ui.shell.group_lines import GroupLines
from shnor_desktop.ui.shell.incoming import Incoming
from shnor_desktop.ui.shell.landing import Landing
from shnor_desktop.ui.shell.menu import Menus
from shnor_desktop.ui.shell.notes import Notes
from shnor_desktop.ui.shell.recent_list import RecentList
from shnor_desktop.ui.shell.screens import (
    LOOKED_AT,
    SCREENS,
    Entry,
    keys,
    load_operations,
    may_be_built,
    starts_group,
)
from shnor_desktop.ui.shell.status_bar import StatusBar
from shnor_desktop.ui.shell.waiting import CODE as QUESTIONS
from shnor_desktop.ui.shell.waiting import WaitingQuestions, fitting
from shnor_desktop.ui.shell.welcome import WelcomePage

if TYPE_CHECKING:
    from shnor_desktop.ui.shell.drop_hint import DropHint

PROGRAM = "ШНОР"
_NAVIGATION_WIDTH = 158
_SIZE = QSize(1180, 760)
_SIZE_LEAST = QSize(760, 440)
_FRAME = QSize(20, 60)
"""Around a window on most desktops."""
_GRIP = QSize(80, 30)
"""So much of the head of a window must be on a screen."""
_PATIENCE_MS = 1500
_SETTLING_MS = 150
"""So long the system takes to give a window its frame and its place."""


class Window(QMainWindow):
    """Built once; screens come and go with the file."""

    begun = Signal()
    """Sent once, after the first paint, or soon after a start without one: minimised."""

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
        self.files.may_leave = self.may_leave
        self.incoming = Incoming(self.context, self.open_file, self)
        self.commands = Commands(
            self.context, self.files, self.merging, self.incoming, pages=self, window=self
        )
        self._entries = {entry.code: entry for entry in screens}
        self._screens: dict[str, Screen] = {}
        self._wanted = ""
        """The screen that was asked for last."""
        self._leaving = False
        self.drop_hint: DropHint | None = None
        """Made when something is dragged first."""
        self._reminded = False
        self._build()
        row = list(self._entries).index(QUESTIONS)
        self.waiting = WaitingQuestions(
            self.jobs, self.navigation, row, self.menus.actions[f"go.{QUESTIONS}"]
        )
        self._connect()
        self._restore_geometry()
        self._has_begun = False
        self.begun.connect(self._finish)

    # --- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setWindowTitle(PROGRAM)
        self.setAcceptDrops(True)
        self.setMinimumSize(_SIZE_LEAST)
        self.menus = Menus(self, self.command)
        self.menus.add_screens(self._entries.values())
        self.commands.offer_schemes(self.menus.menus["view.scheme"])
        self.navigation = self._new_navigation()
        self.welcome = WelcomePage(self)
        self.recent = RecentList(
            self.jobs, self.files.recent, self.welcome, self.open_file, self.messages.tell, self
        )
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.welcome)
        column = self._build_bars()
        column.addWidget(self.stack, 1)
        page = QWidget(self)
        page.setMinimumWidth(
            _SIZE_LEAST.width()
        )  # What stands beside it makes it as narrow as a small window does.
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addLayout(column, 1)
        self.setCentralWidget(page)
        self.bar = StatusBar(self.jobs, self)
        self.setStatusBar(self.bar)
        self.notice.lie_over(self.bar)
        self.notes = Notes(self.messages, self.notice, self.bar)

    def _build_bars(self) -> QVBoxLayout:
        """What is told of the open file above its pages."""
        self.notice = Notice(self)
        self.viewing = ViewingBar(self.jobs, self)
        self.sample_bar = SampleBar(self)
        self.sample_bar.create_wanted.connect(self.files.create)
        self.sample_bar.anew_wanted.connect(lambda: self.files.open_sample(anew=True))
        self.media_bar = MediaBar(self)
        self.media_bar.return_wanted.connect(lambda: self.command("file.return"))
        self.media_bar.copy_wanted.connect(lambda: self.command("file.copy"))
        self.external_bar = ExternalBar(self.context, self)
        self.replaced_bar = ReplacedBar(self)
        self.replaced = ReplacedActions(self.jobs, self.messages, self.files, self.replaced_bar)
        self.files.edited_outside.connect(self.external_bar.show_edits)
        self.files.locked_came.connect(self._await_password)
        for done in (self.files.copied, self.files.media.returned):
            done.connect(lambda: self.context.mark("copy"))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.sample_bar)
        column.addWidget(self.viewing)
        column.addWidget(self.media_bar)
        column.addWidget(self.external_bar)
        column.addWidget(self.replaced_bar)
        return column

    def _finish(self) -> None:
        """What the first frame does without."""
        self.navigation.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.menus.show_passed_on()
        self.bar.make_elastic()
        self._draw_icons()

    def _new_navigation(self) -> QListWidget:
        navigation = QListWidget(self)
        navigation.setObjectName("navigation")
        navigation.setAccessibleName("Разделы")
        widest = max(fitting(entry.title, navigation.font()) for entry in self._entries.values())
        navigation.setFixedWidth(max(theme.wide(_NAVIGATION_WIDTH), widest))
        navigation.setIconSize(QSize(20, 20))
        navigation.setItemDelegate(lines := GroupLines(navigation))
        blank = theme.blank_icon()
        for number, entry in enumerate(self._entries.values(), start=1):
            item = QListWidgetItem(blank, entry.title)
            item.setToolTip(f"{entry.title} ({keys(number)})")
            navigation.addItem(item)
            if starts_group(entry.code):
                lines.add(number - 1)
        navigation.setEnabled(False)
        return navigation

    def _connect(self) -> None:
        self.navigation.currentItemChanged.connect(self._on_navigated)
        self.welcome.create_chosen.connect(self.files.create)
        self.welcome.open_chosen.connect(self.files.open)
        self.welcome.sample_chosen.connect(lambda: self.command("file.sample"))
        self.jobs.progressed.connect(self.welcome.show_progress)
        self.jobs.document_opened.connect(self._on_document_opened)
        self.jobs.standing_changed.connect(self.menus.show_standing)
        self.jobs.standing_changed.connect(self.waiting.count)
        self.jobs.standing_changed.connect(self.media_bar.show_standing)
        self.files.media.merge_wanted.connect(lambda path: self.merging.look([path]))
        self.jobs.document_changed.connect(self.notice.withdraw_undo)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._on_focused)
        recent = self.menus.menus["file.recent"]
        recent.aboutToShow.connect(lambda: self.commands.offer_recent(recent))
        QApplication.styleHints().colorSchemeChanged.connect(self.restyle)

    # --- the file ------------------------------------------------------------------------------------------------

    def open_file(self, path: Path) -> None:
        """Open a document; the page says so until it is there."""
        self.recent.give_up()
        if self.jobs.standing.path is None:
            self.welcome.show_waiting(path)
        self.files.open_path(path)

    def _await_password(self) -> None:
        if self.jobs.standing.path is None:
            self.show_welcome()

    def import_files(self, paths: Iterable[Path] = ()) -> None:
        """The import wizard on these workbooks; without any it asks which."""
        self.incoming.import_files(paths)

    def open_recent(self, path: Path) -> None:
        """Open a document of the list of recent ones."""
        self.recent.open(path)

    def open_sample(self) -> None:
        """Show the invented district; the page says so until it is there."""
        if self.jobs.standing.path is None:
            self.welcome.show_waiting(None, "Открывается пример…")
        self.files.open_sample()

    def show_welcome(self) -> None:
        """Offer the sample, a new file, an own one and those opened lately."""
        self.welcome.show_waiting(None)
        self.recent.show()
        self.stack.setCurrentWidget(self.welcome)

    def _on_document_opened(self, standing: Standing) -> None:
        self._drop_screens()
        self.notice.leave_file()
        self.menus.show_standing(standing)
        self.bar.show_standing(standing)
        self.bar.last.forget()
        self.viewing.show_standing(standing)
        self.sample_bar.show_standing(standing)
        self.navigation.setEnabled(standing.path is not None)
        if standing.path is None:
            self._mark_row(-1)
            self.setWindowTitle(PROGRAM)
            self.show_welcome()
            return
        viewed = " (просмотр)" if standing.read_only else ""
        self.setWindowTitle(f"{standing.path.stem}{viewed} — {PROGRAM}")
        self.go("start")
        self.bar.ask_person()
        if not self._reminded:
            self._reminded = True
            self.files.media.remind()

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
        self._wanted = code
        if code not in self._screens:
            entry = self._entries[code]
            if not may_be_built(entry):
                self.jobs.alone(
                    self,
                    lambda progress: load_operations(),
                    lambda _: self.go(code, **arguments) if self._wanted == code else None,
                )
                return
            self._screens[code] = screen = entry.build(self.context)
            self.stack.addWidget(screen)
        self.stack.setCurrentWidget(self._screens[code])
        if not self.navigation.hasFocus():
            self._screens[code].setFocus()
        self._mark_row(list(self._entries).index(code))
        self.commands.screen_shown(self._screens[code])
        if code in LOOKED_AT:
            self.context.mark(code)
        if act := arguments.pop("act", ""):
            self._screens[code].point_at(act)
        if arguments:
            self._screens[code].stop_search()
            self._screens[code].arrive(**arguments)

    def _mark_row(self, row: int) -> None:
        """The list gives its first row the cursor, unmarked, when it gets the keyboard."""
        marked = [self.navigation.row(item) for item in self.navigation.selectedItems()]
        if marked != [row]:
            self.navigation.blockSignals(True)
            self.navigation.setCurrentRow(row, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.navigation.blockSignals(False)

    def shown_screen(self) -> Screen | None:
        """The screen that is shown."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Screen) else None

    def walk(self, step: int) -> None:
        """Show the next or the previous screen of the navigation; hidden ones are passed over."""
        shown = [row for row in range(self.navigation.count()) if not self.navigation.item(row).isHidden()]
        at = shown.index(self.navigation.currentRow()) if self.navigation.currentRow() in shown else 0
        self.go(list(self._entries)[shown[(at + step) % len(shown)]])

    def _on_navigated(self, item: QListWidgetItem | None) -> None:
        if item is not None and self.navigation.isEnabled():
            self.go(list(self._entries)[self.navigation.row(item)])

    # --- menus ---------------------------------------------------------------------------------------------------

    def command(self, code: str) -> None:
        """Do what a menu entry says; screens may ask for the same."""
        if not self.menus.choose_within(code):
            self.commands.run(code)

    def possible_commands(self) -> list[tuple[str, str, str]]:
        """Code, words and keys of the entries of the menus that can be chosen now."""
        return self.menus.possible()

    def restyle(self) -> None:
        """After the palette changed."""
        for screen in self._screens.values():
            screen.restyle()
        self._draw_icons()

    def _draw_icons(self) -> None:
        for row, entry in enumerate(self._entries.values()):
            self.navigation.item(row).setIcon(theme.icon(entry.icon))

    # --- Qt events -----------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(_PATIENCE_MS, self, self._begin)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if isinstance(event, QWindowStateChangeEvent) and not (self.isMaximized() or self.isMinimized()):
            filled = event.oldState() & (
                QtCore.Qt.WindowState.WindowMaximized | QtCore.Qt.WindowState.WindowFullScreen
            )
            # Who put a window half beyond an edge finds it there again; only a lost one is brought back.
            QTimer.singleShot(
                _SETTLING_MS,
                self,
                lambda: self.fit_screen() if filled or not self.is_within_reach() else None,
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._has_begun:
            QTimer.singleShot(0, self, self._begin)

    def _on_focused(self, window: QWindow | None) -> None:
        """Coming to the front: the file may be another by now."""
        if window is not None and window is self.windowHandle():
            self.replaced.look()

    def _begin(self) -> None:
        if not self._has_begun:
            self._has_begun = True
            self.begun.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        found = self.incoming.consider(event)
        if found is not None:
            self._hint_at(found)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.incoming.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hide_hint()

    def dropEvent(self, event: QDropEvent) -> None:
        self._hide_hint()
        self.incoming.drop(event)

    def _hint_at(self, found: Landing) -> None:
        from shnor_desktop.ui.shell.drop_hint import DropHint

        if self.drop_hint is None:
            self.drop_hint = DropHint(self.centralWidget())
        self.drop_hint.tell(found)

    def _hide_hint(self) -> None:
        if self.drop_hint is not None:
            self.drop_hint.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._leaving and not (self.may_leave() and self._may_stop()):
            event.ignore()
            return
        if not self._leaving and self.jobs.standing.returnable:
            event.ignore()
            self.files.media.leave(self._leave)
            return
        self.jobs.let_go()
        self.settings.setValue("window/geometry", self.saveGeometry())
        lost = self.jobs.stop()
        if lost is not None:
            self.messages.warn(lost.what_happened, lost.what_to_do, wait=True)
        event.accept()

    def may_leave(self) -> bool:
        """Whether the file may be closed, though some screen holds what was typed and not taken."""
        for code, screen in tuple(self._screens.items()):
            if text := screen.unkept():
                answer = self.messages.choose(
                    text, "В файле этого нет: закрыв файл, вы это потеряете.", ("Показать", "Закрыть без них")
                )
                if answer == 0:
                    self.go(code)
                    screen.show_unkept()
                if answer != 1:
                    return False
        return True

    def _may_stop(self) -> bool:
        running = [f"{text[:1].lower()}{text[1:].rstrip('. …')}" for text in self.jobs.running()]
        return not running or self.messages.ask(
            f"Ещё не закончено: {', '.join(running)}.",
            "Если закрыть программу, это остановится. Всё записанное раньше останется.",
            yes="Остановить и закрыть",
            no="Подождать",
        )

    def _leave(self) -> None:
        """The file was written to its medium, or is to be later."""
        self._leaving = True
        QTimer.singleShot(0, self, self.close)

    def _restore_geometry(self) -> None:
        geometry = self.settings.value("window/geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(_SIZE.boundedTo(self.screen_size()))

    def present(self) -> None:
        """Show it for the first time: on a screen without room for it with its frame it fills the screen."""
        room = self.screen_size() - _FRAME
        wanted = self.size() if self.settings.contains("window/geometry") else _SIZE
        if wanted.boundedTo(room) != wanted:
            self.showMaximized()
        else:
            self.show()

    def fit_screen(self) -> None:
        """What filled the screen may have been larger before, on another one or at another scale."""
        room, frame = self.screen().availableGeometry(), self.frameGeometry()
        if room.contains(frame) or self.isMaximized() or self.isFullScreen():
            return
        self.resize(self.size().boundedTo(room.size() - (frame.size() - self.size())))
        frame = self.frameGeometry()
        left = max(room.left(), min(frame.left(), room.right() + 1 - frame.width()))
        self.move(left, max(room.top(), min(frame.top(), room.bottom() + 1 - frame.height())))

    def is_within_reach(self) -> bool:
        """Whether so much of its head is on some screen that it can be dragged."""
        head = self.frameGeometry()
        head.setHeight(_GRIP.height())
        seen = (screen.availableGeometry().intersected(head) for screen in QApplication.screens())
        return any(one.width() >= _GRIP.width() and one.height() > 0 for one in seen)

    def screen_size(self) -> QSize:
        """Room on the screen of this machine."""
        return QApplication.primaryScreen().availableSize()
