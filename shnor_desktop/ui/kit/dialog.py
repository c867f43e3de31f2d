"""The frame of every dialog: what it is about, its buttons at the foot, work that it waits for, refusals that stay; the dialog
of pages, one of which shows the work; and the dialog that lets one thing of a list be chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QWidget,
)

from shnor_desktop.errors import UserError
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act, act_button
from shnor_desktop.ui.kit.entry.text_undo import give_redo_key
from shnor_desktop.ui.kit.laying.boxes import EVEN, Part, fill, in_row, lay_column, pages_of
from shnor_desktop.ui.kit.narrow.scrolled import ScrolledLabel
from shnor_desktop.ui.kit.narrow.wrapped import WrappedLines
from shnor_desktop.ui.kit.texts import moving_range
from shnor_desktop.ui.kit.widgets import plain_label, selectable_label

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.ui.kit.jobs import Jobs, Progress

Verb = Callable[["Document", "Progress"], Any]
Send = Callable[[QWidget, Verb, Callable[[Any], None], Callable[[Exception], None]], None]
"""`jobs.change`, or `jobs.ask` where the document is not written."""


class Dialog(QDialog):
    """A window over its parent that blocks nothing: open it, it goes when it is closed. While work that it began runs,
    its buttons rest and it stays."""

    def __init__(
        self, title: str, parent: QWidget | None, *, about: str = "", size: tuple[int, int] = (560, 0)
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        give_redo_key(self)
        self._working = False
        self._acts: list[tuple[Act, QPushButton]] = []
        self.column = lay_column(self, around=EVEN)
        self.mistake = plain_label("error", self)
        self.mistake.hide()
        if about:
            self.column.addWidget(plain_label("", self, about))
        theme.give_size(self, *size)

    def put(self, *parts: Part) -> None:
        """Parts below what is there already."""
        fill(self.column, *parts)

    def close_with(
        self, *acts: Act, leave: str = "Отмена", beside: tuple[Act, ...] = (), by_enter: bool = True
    ) -> None:
        """The foot of the dialog: its acts, the main one pressed by Enter, and the button that leaves; `beside` stand at
        the left and do not close it."""
        left, right = [self._new_button(act) for act in beside], [self._new_button(act) for act in acts]
        self.leave = self._new_button(Act(leave, self.reject))
        self.put(self.mistake, in_row(*left, 1, *right, self.leave))
        for act, button in self._acts:
            button.setDefault(act.main and by_enter)
        self.refresh()

    def _new_button(self, act: Act) -> QPushButton:
        button = act_button(act, self)
        self._acts.append((act, button))
        return button

    def button(self, title: str) -> QPushButton:
        """The button of that title."""
        return next(button for act, button in self._acts if act.title == title)

    def refresh(self) -> None:
        """Which acts are possible now."""
        for act, button in self._acts:
            button.setEnabled(not self._working and act.possible(read_only=False))

    def run(self, send: Send, verb: Verb, done: Callable[[Any], object]) -> None:
        """Let the worker do it; a refusal stays here, else `done` gets the answer."""
        self.mistake.hide()
        self._set_working(True)

        def ended(answer: Any) -> None:
            self._set_working(False)
            done(answer)

        send(self, verb, ended, self.refuse)

    def refuse(self, error: Exception) -> None:
        """Say what is wrong and let it be put right."""
        self._set_working(False)
        if isinstance(error, UserError):
            self.mistake.setText(f"× {error}")
            self.mistake.show()

    def _set_working(self, working: bool) -> None:
        self._working = working
        self.refresh()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest) and self.isVisible():
            self._grow()
        return done

    def _grow(self) -> None:
        """No line of a text is cut, whatever names it holds, as long as the screen has room."""
        needed = min(self.column.minimumHeightForWidth(self.width()), theme.room(self).height())
        if self.height() < needed:
            self.resize(self.width(), needed)

    def reject(self) -> None:
        """Leave everything as it was; what has been begun is waited for."""
        if not self._working:
            super().reject()


class WaitPage(QWidget):
    """How far the work is that a dialog waits for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel(self)
        self.text.setObjectName("subheading")
        self.detail = QLabel(self)
        self.detail.setObjectName("muted")
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName("Ход работы")
        lay_column(self, 1, self.text, self.bar, self.detail, 2, around=None, gap=None)

    def begin(self, text: str) -> None:
        """A new piece of work."""
        self.text.setText(text)
        self.detail.setText("")
        self.bar.setRange(0, 0)

    def show_progress(self, step: int, total: int, text: str) -> None:
        """How far the work is."""
        if self.isVisible():
            moving_range(self.bar, step, total)
            self.detail.setText(text)

    def stopping(self) -> None:
        """The user asked to stop."""
        self.text.setText("Останавливается…")


class PagesDialog(Dialog):
    """Pages one after another; while work runs its own page is shown, and Esc stops the work before it closes anything."""

    def __init__(self, jobs: "Jobs", title: str, parent: QWidget | None, *, size: tuple[int, int]) -> None:
        super().__init__(title, parent, size=size)
        self._progress: Progress | None = None
        self._stopping = False
        self.wait = WaitPage(self)
        self.stack = pages_of(self, self.wait)
        self.column.addWidget(self.stack, 1)
        jobs.progressed.connect(self.wait.show_progress)

    def show_page(self, page: QWidget) -> None:
        """Turn to one of the stack."""
        self.stack.setCurrentWidget(page)
        self.refresh()

    def refresh(self) -> None:
        super().refresh()
        self.leave.setEnabled(not self._stopping)

    def wait_for(
        self,
        text: str,
        send: Send,
        verb: Verb,
        done: Callable[[Any], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Let the worker do it; `text` says what it does."""

        def work(document: "Document", progress: "Progress") -> Any:
            self._progress = progress
            return verb(document, progress)

        def ended(then: Callable[[Any], object]) -> Callable[[Any], None]:
            def end(answer: Any) -> None:
                self._working = self._stopping = False
                then(answer)

            return end

        self._working = True
        self.wait.begin(text)
        self.show_page(self.wait)
        send(self, work, ended(done), ended(failed))

    def reject(self) -> None:
        """Stop what runs; close where nothing does."""
        if not self._working:
            super().reject()
            return
        if self._progress is not None:
            self._progress.cancel()
        self._stopping = True
        self.wait.stopping()
        self.refresh()


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen, in words; `about` is said below while it is selected."""

    value: Any
    text: str
    about: str = ""


class ChoiceDialog(Dialog):
    """The best choice first; Enter and a double click take the selected one. After `accepted` it is `chosen()`."""

    def __init__(
        self,
        title: str,
        parent: QWidget | None,
        choices: Sequence[Choice],
        *,
        take: str,
        name: str,
        heading: str = "",
        text: str = "",
        leave: str = "Отмена",
        size: tuple[int, int] = (620, 380),
    ) -> None:
        """`take` is the button, `name` what screen readers call the list."""
        super().__init__(title, parent, size=size)
        self.choices = tuple(choices)
        self.list = QListWidget(self)
        self.list.setAccessibleName(name)
        WrappedLines(self.list)
        for choice in self.choices:
            item = QListWidgetItem(choice.text, self.list)
            item.setToolTip(choice.about)
            if choice.about:
                item.setSizeHint(QSize(0, theme.row_height()))
        self.about = plain_label("muted", self)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.about.setMinimumHeight(3 * self.about.fontMetrics().lineSpacing())
        self.about.setVisible(any(choice.about for choice in self.choices))
        for role, words, lines in (("subheading", heading, 4), ("", text, 6)):
            if words:
                self.column.addWidget(ScrolledLabel(selectable_label(role, self, words), words, lines=lines))
        self.put((self.list, 1), ScrolledLabel(self.about, f"{name}: подробнее", lines=4))
        self.close_with(Act(take, self.accept, main=True), leave=leave)
        self.list.currentRowChanged.connect(lambda row: self.about.setText(self.choices[row].about))
        self.list.itemActivated.connect(self.accept)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def choose(self, value: object) -> None:
        """Select this one."""
        self.list.setCurrentRow([choice.value for choice in self.choices].index(value))

    def chosen(self) -> Any:
        """What is selected."""
        return self.choices[max(self.list.currentRow(), 0)].value
