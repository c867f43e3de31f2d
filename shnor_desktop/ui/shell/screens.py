"""The screens of the window in the order of the work, each built when it is first shown.

Their modules are loaded while nobody waits for anything: the first look at a screen is as quick as the next, also where a
slow disk would have to find them first.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal

from shnor_desktop.ui.kit.jobs import Jobs
from shnor_desktop.ui.kit.screen import Context, Screen


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the navigation."""

    code: str
    title: str
    icon: str
    """Name of the picture in resources/icons."""
    build: Callable[[Context], Screen]


# The imports are spelled out, because the frozen program carries only modules that some import names.
def _start(context: Context) -> Screen:
    from shnor_desktop.ui.shell.start_screen import StartScreen

    return StartScreen(context)


def _schools(context: Context) -> Screen:
    from shnor_desktop.ui.schools.screen import SchoolsScreen

    return SchoolsScreen(context)


def _results(context: Context) -> Screen:
    from shnor_desktop.ui.results.screen import ResultsScreen

    return ResultsScreen(context)


def _list(context: Context) -> Screen:
    from shnor_desktop.ui.identification.screen import ListScreen

    return ListScreen(context)


def _papers(context: Context) -> Screen:
    from shnor_desktop.ui.papers.screen import PapersScreen

    return PapersScreen(context)


def _exchange(context: Context) -> Screen:
    from shnor_desktop.ui.sharing.screen import ExchangeScreen

    return ExchangeScreen(context)


def _dictionaries(context: Context) -> Screen:
    from shnor_desktop.ui.identification.profile_page import ProfilePage
    from shnor_desktop.ui.records.screen import DictionariesScreen

    return DictionariesScreen(context, own_pages={"method_profile": ProfilePage})


def _history(context: Context) -> Screen:
    from shnor_desktop.ui.sharing.history_screen import HistoryScreen

    return HistoryScreen(context)


def _questions(context: Context) -> Screen:
    from shnor_desktop.ui.sharing.questions_screen import QuestionsScreen

    return QuestionsScreen(context)


SCREENS: tuple[Entry, ...] = (
    Entry("start", "Начало", "start", _start),
    Entry("schools", "Школы", "schools", _schools),
    Entry("results", "Результаты", "results", _results),
    Entry("list", "Перечень", "list", _list),
    Entry("papers", "Бумаги", "papers", _papers),
    Entry("exchange", "Обмен", "exchange", _exchange),
    Entry("dictionaries", "Справочники", "dictionaries", _dictionaries),
    Entry("history", "История", "history", _history),
    Entry("questions", "Нужно решить", "questions", _questions),
)

MODULES = tuple(
    f"shnor_desktop.ui.{name}"
    for name in (
        "shell.start_screen",
        "schools.screen",
        "results.screen",
        "identification.screen",
        "papers.screen",
        "sharing.screen",
        "records.screen",
        "sharing.history_screen",
        "sharing.questions_screen",
    )
)
"""Where the screens live, in the same order: they are loaded before they are asked for, when there is time."""


OPERATIONS = (
    "shnor_desktop.document.file.sessions",
    "shnor_desktop.models.kinds",
    "shnor_desktop.operations.cards.school_card",
    "shnor_desktop.operations.results.grid",
    "shnor_desktop.operations.results.grid_entry",
    "shnor_desktop.operations.results.card",
    "shnor_desktop.operations.identification.region_list",
    "shnor_desktop.operations.identification.profiles",
    "shnor_desktop.operations.identification.explanation",
)
"""What the first screens are shown without and the next need: loaded by the worker as soon as those stand."""

SOON_MS = 100
"""So long after the first work is done: what it read is painted by then."""
QUIET_MS = 1_500
"""So long nothing must be asked before modules are loaded on the thread of the window."""
_NEXT_MS = 150


class Preload(QObject):
    """First what the operations need, on the worker. Then the screens, one module at a time on the thread of the
    window, because they make kinds of widgets; none takes long once the operations are there."""

    operations_loaded = Signal()

    def __init__(
        self, jobs: Jobs, modules: Iterable[str], parent: QObject, operations: Sequence[str] = OPERATIONS
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._operations = tuple(operations)
        self._left = list(modules)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._load_next)
        jobs.busy_changed.connect(self._on_busy)

    def _on_busy(self, busy: bool) -> None:
        if busy or not self._left or self._jobs.standing.path is None:
            self._timer.stop()
        else:
            self._timer.start(SOON_MS if self._operations else QUIET_MS)

    def _load_next(self) -> None:
        if not self._jobs.idle():
            return
        if self._operations:
            names, self._operations = self._operations, ()
            self._jobs.alone(self, lambda progress: _load(names), lambda _: self.operations_loaded.emit())
        elif self._left:
            import_module(self._left.pop(0))
            self._timer.start(_NEXT_MS)


def _load(names: Iterable[str]) -> None:
    for name in names:
        import_module(name)
