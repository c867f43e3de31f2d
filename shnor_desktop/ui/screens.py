"""The screens of the window in the order of the work, each built when it is first shown."""

from collections.abc import Callable
from dataclasses import dataclass

from shnor_desktop.ui.screen import Context, Screen


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
    from shnor_desktop.ui.start_screen import StartScreen

    return StartScreen(context)


def _schools(context: Context) -> Screen:
    from shnor_desktop.ui.schools_screen import SchoolsScreen

    return SchoolsScreen(context)


def _results(context: Context) -> Screen:
    from shnor_desktop.ui.results_grid import ResultsScreen

    return ResultsScreen(context)


def _list(context: Context) -> Screen:
    from shnor_desktop.ui.list_screen import ListScreen

    return ListScreen(context)


def _papers(context: Context) -> Screen:
    from shnor_desktop.ui.papers_screen import PapersScreen

    return PapersScreen(context)


def _exchange(context: Context) -> Screen:
    from shnor_desktop.ui.exchange_screen import ExchangeScreen

    return ExchangeScreen(context)


def _dictionaries(context: Context) -> Screen:
    from shnor_desktop.ui.dictionaries_screen import DictionariesScreen

    return DictionariesScreen(context)


def _history(context: Context) -> Screen:
    from shnor_desktop.ui.history_screen import HistoryScreen

    return HistoryScreen(context)


def _questions(context: Context) -> Screen:
    from shnor_desktop.ui.questions_screen import QuestionsScreen

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
        "start_screen",
        "schools_screen",
        "results_grid",
        "list_screen",
        "papers_screen",
        "exchange_screen",
        "dictionaries_screen",
        "history_screen",
        "questions_screen",
    )
)
"""Where the screens live, in the same order: they are loaded before they are asked for, when there is time."""
