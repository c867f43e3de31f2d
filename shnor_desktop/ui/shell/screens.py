"""The screens of the window in the order of the work, each built when it is first shown.

Their modules are loaded while nobody waits for anything: the first look at a screen is as quick as the next, also where a
slow disk would have to find them first.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal

from shnor_desktop.ui.kit.jobs import Jobs
from shnor_desktop.ui.kit.screen import Context, Screen

_UI = "shnor_desktop.ui."


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the navigation."""

    code: str
    title: str
    icon: str
    """Name of the picture in resources/icons."""
    where: str
    """Module of `ui` and class: «schools.screen:SchoolsScreen»."""
    brings: tuple[str, ...] = ()
    """Modules of other areas that add their own to it."""
    light: bool = False
    """Shown before records can be mapped."""

    @property
    def modules(self) -> tuple[str, ...]:
        """What must be loaded before it is built, itself first."""
        return tuple(f"{_UI}{name}" for name in (self.where.partition(":")[0], *self.brings))

    def build(self, context: Context) -> Screen:
        """The screen itself."""
        made: Screen
        module, *_ = [import_module(name) for name in self.modules]
        made = getattr(module, self.where.partition(":")[2])(context)
        return made


GROUPS: tuple[tuple[Entry, ...], ...] = (
    (
        Entry("start", "Начало", "start", "shell.start_screen:StartScreen", light=True),
        Entry("schools", "Школы", "schools", "schools.screen:SchoolsScreen", light=True),
        Entry("results", "Результаты", "results", "results.screen:ResultsScreen"),
        Entry("list", "Перечень", "list", "identification.screen:ListScreen"),
    ),
    (
        Entry("context", "Соцпаспорт", "context", "context.screen:ContextScreen"),
        Entry("risks", "Риски", "risks", "risks.screen:RisksScreen"),
        Entry("problems", "Проблемы", "problems", "risks.problems_screen:ProblemsScreen"),
        Entry("people", "Закрепления", "people", "support.people_screen:PeopleScreen"),
        Entry("contacts", "Контакты", "contacts", "support.contacts_screen:ContactsScreen"),
        Entry("courses", "Курсы", "courses", "support.courses_screen:CoursesScreen"),
        Entry("effect", "Эффект", "effect", "effect.screen:EffectScreen"),
    ),
    (
        Entry("programme", "Программа", "programme", "programme.screen:ProgrammeScreen"),
        Entry("roadmap", "Дорожная карта", "roadmap", "roadmap.screen:RoadmapScreen"),
        Entry("done", "Выполнение", "done", "roadmap.done_screen:DoneScreen"),
    ),
    (
        Entry("orders", "Приказы", "orders", "orders.screen:OrdersScreen"),
        Entry("papers", "Документы", "papers", "papers.screen:PapersScreen"),
        Entry("exchange", "Обмен", "exchange", "sharing.screen:ExchangeScreen"),
        Entry(
            "dictionaries",
            "Справочники",
            "dictionaries",
            "records.screen:DictionariesScreen",
            ("identification.profile_page",),
        ),
        Entry("history", "История", "history", "sharing.history_screen:HistoryScreen"),
        Entry("questions", "Нужно решить", "questions", "sharing.questions_screen:QuestionsScreen"),
    ),
)
"""In the order of the work; a line stands between the groups."""
SCREENS = tuple(entry for group in GROUPS for entry in group)
MODULES = tuple(name for entry in SCREENS for name in entry.modules)
"""They are loaded before they are asked for, when there is time."""

OPERATIONS = (
    "shnor_desktop.document.file.sessions",
    "shnor_desktop.models.kinds",
    "shnor_desktop.operations.cards.school_card",
    "shnor_desktop.operations.cards.whole",
    "shnor_desktop.operations.effect.printing",
    "shnor_desktop.operations.results.grid",
    "shnor_desktop.operations.results.grid_entry",
    "shnor_desktop.operations.results.card",
    "shnor_desktop.operations.results.preview",
    "shnor_desktop.operations.results.seen.order",
    "shnor_desktop.operations.results.seen.totals",
    "shnor_desktop.operations.context.account",
    "shnor_desktop.operations.context.entry",
    "shnor_desktop.operations.context.proposals",
    "shnor_desktop.operations.context.workbooks",
    "shnor_desktop.operations.identification.branches",
    "shnor_desktop.operations.identification.draft",
    "shnor_desktop.operations.identification.region_list",
    "shnor_desktop.operations.identification.lists",
    "shnor_desktop.operations.identification.profiles",
    "shnor_desktop.operations.identification.explanation",
    "shnor_desktop.operations.orders.contents",
    "shnor_desktop.operations.orders.drafts",
    "shnor_desktop.operations.orders.signing",
    "shnor_desktop.operations.programme.carry_over",
    "shnor_desktop.operations.programme.findings",
    "shnor_desktop.operations.programme.indicators",
    "shnor_desktop.operations.programme.writing",
    "shnor_desktop.operations.records.export",
    "shnor_desktop.operations.records.saving",
    "shnor_desktop.operations.risks.documents",
    "shnor_desktop.operations.risks.matrix",
    "shnor_desktop.operations.risks.problems",
    "shnor_desktop.operations.roadmap.editing",
    "shnor_desktop.operations.roadmap.evidence",
    "shnor_desktop.operations.roadmap.meetings",
    "shnor_desktop.operations.roadmap.plan_export",
    "shnor_desktop.operations.roadmap.plan_import",
    "shnor_desktop.operations.roadmap.view",
    "shnor_desktop.operations.roadmap.week",
    "shnor_desktop.operations.support.courses",
    "shnor_desktop.operations.support.proposals",
    "shnor_desktop.operations.support.standing",
    "shnor_desktop.operations.support.view",
    "shnor_desktop.operations.search.taking_back",
    "shnor_desktop.operations.sharing.merging",
    "shnor_desktop.operations.sharing.decisions",
    "shnor_desktop.operations.sharing.differences",
    "shnor_desktop.operations.sharing.outside_edits",
    "shnor_desktop.operations.sharing.question_marks",
    "shnor_desktop.papers.draw.chart",
    "shnor_desktop.papers.draw.plots",
    "shnor_desktop.papers.effect.effect",
    "shnor_desktop.papers.effect.plots",
    "shnor_desktop.papers.tree.parts",
)
"""What the first screens are shown without and the next need: loaded by the worker as soon as those stand."""


def may_be_built(entry: Entry) -> bool:
    """Whether what its module brings along is there; else the worker loads it first and the window does not stand still."""
    return entry.light or all(name in sys.modules for name in OPERATIONS)


LOOKED_AT = ("schools", "results")
"""Screens the first steps ask to look at."""


def title_of(code: str) -> str:
    """What a screen is called in the navigation."""
    return next(entry.title for entry in SCREENS if entry.code == code)


def load_operations() -> None:
    """Called on the worker."""
    _load(OPERATIONS)


def starts_group(code: str) -> bool:
    """Whether a line stands above the entry."""
    return any(code == group[0].code for group in GROUPS[1:])


def keys(number: int) -> str:
    """The shortcut of a place in the navigation: Ctrl+1 … Ctrl+9, Ctrl+0, then the same digits with Alt, then with Alt and
    Shift."""
    row, digit = divmod(number - 1, 10)
    return f"{_HELD[row]}+{(digit + 1) % 10}" if row < len(_HELD) else ""


_HELD = ("Ctrl", "Alt", "Alt+Shift")
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
