"""Ctrl+K: one line in which anything of the file and of the menus is found by its words, and a jump to it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QWidget

from shnor_desktop.errors import UserError
from shnor_desktop.rules.searching import FEW
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.dialog import Dialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.widgets import plain_label
from shnor_desktop.ui.search.acts import PREFIX, STEP, acts_of, in_order, is_last
from shnor_desktop.ui.search.lines import Command, FoundList, Line, lines_of

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.search.index import Found, Index
    from shnor_desktop.ui.kit.jobs import Progress

_HINT = "Школа, человек, мероприятие, приказ, показатель, раздел или команда"
_KEYS = "Стрелки выбирают, Enter открывает, Esc закрывает."
_BEGIN = f"Введите слово в любой форме или его часть. {_KEYS}"
_READING = "Файл ещё читается: найдено может быть не всё."
_PATIENCE = 0.1
"""Seconds the file is read on before what is known is shown; other work of the window goes on in between."""
_WAIT_MS = 40
"""So long nobody types before the file is asked."""
_SLOW_MS = 300
"""After so long it is said that the work goes on."""
_PAPER, _DICTIONARY = "paper:", "dictionary:"
_LONGEST = 200
"""Nobody looks for so many letters; a page pasted by mistake would keep the file busy."""
_ALL = 300
"""So many of a kind are shown where the rest of it is wanted."""
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


_Answer = tuple["Found", tuple[Command, ...]]


class Everywhere(QObject):
    """The index of the open file and the window that asks it; one a window."""

    def __init__(
        self, context: Context, window: QWidget, commands: Callable[[], Iterable[tuple[str, str, str]]]
    ) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._commands = commands
        self._index: Index | None = None
        context.jobs.document_opened.connect(self._forget)

    def _forget(self) -> None:
        self._index = None

    def index(self) -> "Index":
        """Called on the worker: the libraries of words are loaded for the first who searches."""
        from shnor_desktop.operations.search.index import Index

        if self._index is None:
            self._index = Index()
        return self._index

    def papers(self) -> tuple[Command, ...]:
        """What can be composed and printed; called on the worker, too."""
        from shnor_desktop.operations.papers.registry import PAPERS

        named = ((f"{_PAPER}{code}", kind.title) for code, kind in PAPERS.items())
        return tuple(Command(code, title, "показать и напечатать") for code, title in named)

    def dictionaries(self) -> tuple[Command, ...]:
        """The pages of the screen of that name; called on the worker."""
        from shnor_desktop.models.kinds import BY_CODE
        from shnor_desktop.ui.records.screen import SHOWN, DictionariesScreen

        title = f"{DictionariesScreen.title}{STEP}"
        return tuple(Command(f"{_DICTIONARY}{code}", f"{title}{BY_CODE[code].many}", "") for code, _ in SHOWN)

    def open(self) -> "SearchWindow":
        """Show the line."""
        commands = [Command(*one) for one in self._commands()]
        shown = SearchWindow(self._context, self, commands, self._window)
        shown.open()
        return shown


class SearchWindow(Dialog):
    """The cursor stays in the line; arrows move along what was found."""

    def __init__(
        self,
        context: Context,
        everywhere: Everywhere,
        commands: Sequence[Command],
        parent: QWidget,
    ) -> None:
        super().__init__("Найти везде", parent, size=(760, 460))
        self._context = context
        self._everywhere = everywhere
        self._commands = tuple(commands)
        self._only = ""
        self._asked: tuple[str, str] | None = None
        self._hurried = False
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(_HINT)
        self.line.setAccessibleName("Что найти")
        self.line.setClearButtonEnabled(True)
        self.line.setMaxLength(_LONGEST)
        self.line.installEventFilter(self)
        self.found = FoundList(self)
        self.found.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # A click leaves the cursor in the line.
        self.told = plain_label("muted", self, _BEGIN)
        self.column.addWidget(self.line)
        self.column.addWidget(self.found, 1)
        self.column.addWidget(self.told)
        self._typed, self._slow = QTimer(self), QTimer(self)
        for timer, wait, then in (
            (self._typed, _WAIT_MS, self._ask),
            (self._slow, _SLOW_MS, lambda: self.told.setText("Идёт поиск…")),
        ):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(then)
        self.line.textChanged.connect(self._on_typed)
        self.found.currentItemChanged.connect(self._say)
        self.line.returnPressed.connect(self.go)
        self.found.itemClicked.connect(lambda _: self.go())
        self.found.itemActivated.connect(lambda _: self.go())
        self.found.show_lines(lines_of_commands(self._commands))
        self._ask()  # The file is read before anybody has typed a word.
        self._place(parent)

    def _place(self, parent: QWidget) -> None:
        """In the upper part of the window, where it hides least of what was worked at."""
        corner = parent.mapToGlobal(QPoint((parent.width() - self.width()) // 2, theme.row_height() * 2))
        self.move(corner)

    # --- asking --------------------------------------------------------------------------------------------------

    def _say(self, item: QListWidgetItem | None) -> None:
        """The cursor never leaves the line: screen readers hear there what is chosen."""
        told = item.data(Qt.ItemDataRole.AccessibleTextRole) if item is not None else ""
        self.line.setAccessibleDescription(str(told))

    def is_asking(self) -> bool:
        """Whether what is shown is of another text than what stands in the line."""
        return self._asked != (self.line.text(), self._only)

    def _on_typed(self) -> None:
        self._only, self._hurried = "", False
        self._typed.start()

    def _ask(self) -> None:
        text, only, jobs = self.line.text(), self._only, self._context.jobs
        commands, everywhere = self._commands, self._everywhere

        def find(document: "Document | None", progress: "Progress | None" = None) -> _Answer:
            offered = (
                (*commands, *acts_of(commands), *everywhere.dictionaries(), *everywhere.papers())
                if document is not None and text.strip()
                else commands
            )
            titles, most = [one.text for one in offered], _ALL if only else FEW
            found = everywhere.index().find(document, text, titles, only=only, most=most, patience=_PATIENCE)
            named = in_order(found.corrected or text, [offered[place] for place in found.beside])
            if named and is_last(found.corrected or text, named[0]):
                found = replace(found, beside_first=False)
            return found, tuple(named)

        def show(answer: _Answer) -> None:
            if (text, only) == (self.line.text(), self._only):
                again, self._asked = self._asked == (text, only), (text, only)
                self._show(*answer, again=again)

        self._slow.start()
        if jobs.standing.path is None:
            jobs.alone(self, lambda progress: find(None), show, self._on_failed)
        else:
            jobs.ask(self, find, show, self._on_failed, latest="found")

    def _on_failed(self, error: Exception) -> None:
        """What is shown stays; the next letter or Enter asks again."""
        self._slow.stop()
        self._hurried, self._asked = False, None
        self.told.setText(
            str(error) if isinstance(error, UserError) else "Найти не удалось: повторите запрос."
        )

    def _show(self, found: "Found", commands: Sequence[Command], *, again: bool) -> None:
        self._slow.stop()
        if found.asked.strip():
            lines = lines_of(found, commands, only=self._only)
        else:
            lines = lines_of_commands(self._commands)
        self.found.show_lines(lines, _nothing(found), keep=again)
        self.told.setText(_told(found))
        if self._hurried and (lines or found.whole):
            self._hurried = False
            self.go()
        elif not found.whole:
            QTimer.singleShot(0, self, self._ask)  # What others ask of the file meanwhile comes first.

    # --- keys ----------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self.found.step(step)
                return True
        return super().eventFilter(watched, event)

    def go(self) -> None:
        """Where the line with the cursor leads; what was typed just now is looked for first."""
        if self.is_asking():
            self._hurried = True
            if self._typed.isActive():
                self._typed.stop()
                self._ask()
            return
        line = self.found.chosen()
        leads: Any = line.leads if line is not None else None
        if isinstance(leads, Command):
            self.accept()
            self._do(leads.code)
        elif hasattr(leads, "place"):
            self.accept()
            screen, given = leads.place
            self._context.go(screen, **given)
        elif leads is not None:
            self._only = leads.kind
            self._ask()

    def _do(self, code: str) -> None:
        if code.startswith(_PAPER):
            self._context.go("papers", paper=code.removeprefix(_PAPER))
        elif code.startswith(_DICTIONARY):
            self._context.go("dictionaries", kind=code.removeprefix(_DICTIONARY))
        elif code.startswith(PREFIX):
            screen, _, title = code.removeprefix(PREFIX).partition(":")
            self._context.go(screen, act=title)
        else:
            self._context.command(code)


def _nothing(found: "Found") -> str:
    if not found.whole:
        return _READING
    return f"По запросу «{found.asked.strip()}» ничего не нашлось. Проверьте слово или введите его часть."


def _told(found: "Found") -> str:
    if not found.whole:
        return _READING
    if found.corrected:
        return f"Найдено по «{found.corrected.strip()}»: запрос был набран в другой раскладке."
    return _KEYS if found.asked.strip() else _BEGIN


def lines_of_commands(commands: Sequence[Command]) -> list[Line]:
    """What is offered before anything is typed."""
    from_sections = sorted(commands, key=lambda one: not one.code.startswith("go."))
    return [Line("Разделы и команды"), *(Line(one.text, one.keys, one) for one in from_sections)]
