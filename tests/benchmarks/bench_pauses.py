"""How long the window does not answer, on every screen of a file of 1,000 schools and three years: shown, selected, sorted,
searched, switched. A person feels the clock, which also counts what the window waits for: its worker, a lock. On a busy
machine it says too much, so the step that takes the window's thread most of the processor is told by itself."""

import shutil
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEventLoop, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QTableView,
    QTabWidget,
    QWidget,
)

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.document.merge.merge import merge
from shnor_desktop.operations.results import importing
from shnor_desktop.operations.results.dictionaries import create_document
from shnor_desktop.sheets.results.types import SchoolMention
from shnor_desktop.ui.shell.screens import SCREENS
from tests.benchmarks import support_district
from tests.benchmarks.measuring import Measurement, span
from tests.benchmarks.region import SCHOOLS, WHO, book, folder
from tests.benchmarks.window import Stage

YEARS = 3
HERE, THERE = Who("Первый", "Отдел"), Who("Вторая", "Центр")
LONGEST_PAUSE_S = 0.1
_SETTLED = 8
"""So many rounds without work: what was asked is shown."""


class Pause(NamedTuple):
    """The longest turn of the window's loop in one step."""

    step: str
    clock: float
    processor: float
    """Of the thread of the window alone."""


@cache
def path() -> Path:
    """A file with all of it, made once a run."""
    made = folder() / "pauses.shnor"
    with create_document(made, WHO) as document:
        support_district.fill(document, schools=SCHOOLS, years=YEARS)
        results = book(lambda number: SchoolMention(support_district.name(number)), YEARS)
        importing.apply_plan(document, importing.plan(document, [results]))
    _disagree(made)
    return made


def _disagree(made: Path) -> None:
    """Another office has written another place of every school: as many questions."""
    other = Path(shutil.copyfile(made, made.with_name("pauses of another.shnor")))
    for path, who in ((made, HERE), (other, THERE)):
        with Document.open(path, who, back_up=False) as document, document.write("Места") as session:
            session.connection().exec_driver_sql("UPDATE school SET place = ?", (who.office,))
    with Document.open(made, HERE, back_up=False) as document:
        merge(document, other, other.name, keep=True, back_up=False)


def pauses() -> Iterator[Measurement]:
    """Of each screen the step with the longest pause."""
    with Stage(path()) as stage:
        for entry in SCREENS:
            found = list(_on_screen(stage, entry.code))
            yield _told(entry.code, "processor", max(found, key=lambda one: one.processor))
            yield _told(entry.code, "clock", max(found, key=lambda one: one.clock))


def _told(code: str, measured: str, worst: Pause) -> Measurement:
    beside = {"processor": worst.clock, "clock": worst.processor}[measured]
    word = {"processor": "clock", "clock": "processor"}[measured]
    return Measurement(
        f"longest pause, 1,000 schools, by the {measured}: {code}, {worst.step}",
        getattr(worst, measured),
        LONGEST_PAUSE_S,
        f"by the {word} {span(beside)}, limit",
        1,
    )


def _on_screen(stage: Stage, code: str) -> Iterator[Pause]:
    window = stage.window
    if code == "start":
        window._drop_screens()  # It was built when the file was opened.
    for step in ("shown first", "shown again"):
        window.stack.setCurrentWidget(window.welcome)
        _longest(stage, "", lambda: None)
        yield _longest(stage, step, lambda: window.go(code))
    screen = window.shown_screen()
    if screen is None:
        return
    yield from _used(stage, screen)
    for tabs in screen.findChildren(QTabWidget):
        for at in range(tabs.count()):
            if tabs.isVisible() and tabs.isTabEnabled(at):
                tab = tabs.tabText(at).replace("&", "")
                yield _longest(stage, f"tab «{tab}»", partial(tabs.setCurrentIndex, at))
                yield from _used(stage, tabs.widget(at))


def _used(stage: Stage, place: QWidget) -> Iterator[Pause]:
    """Whatever is seen there: tables, boxes in which something is chosen, lines one searches by, letter by letter."""
    for table in place.findChildren(QTableView):
        yield from _walked(stage, table)
    for box in place.findChildren(QComboBox):
        yield from _chosen(stage, box)
    for line in place.findChildren(QLineEdit):
        if line.isVisible() and "айти" in (line.accessibleName() + line.placeholderText()):
            for letter in "шко":
                yield _longest(stage, "searched", partial(line.insert, letter))
            yield _longest(stage, "search emptied", line.clear)


def _walked(stage: Stage, table: QTableView) -> Iterator[Pause]:
    """The cursor, everything selected, the headings."""
    model = table.model()
    if not table.isVisible() or model is None or not model.rowCount():
        return
    name = table.accessibleName() or type(table).__name__
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_Home):
        yield _longest(stage, f"cursor in «{name}»", partial(QTest.keyClick, table, key))
    if table.selectionMode() == QAbstractItemView.SelectionMode.ExtendedSelection:
        yield _longest(stage, f"all of «{name}» selected", table.selectAll)
    heading = table.horizontalHeader()
    for column in range(min(heading.count(), 6)):
        if heading.sectionsClickable() and heading.isVisible() and not heading.isSectionHidden(column):
            at = QPoint(heading.sectionViewportPosition(column) + 12, heading.height() // 2)
            press = partial(_click, heading, at)
            yield _longest(stage, f"«{name}» sorted", press)
            yield _longest(stage, f"«{name}» sorted", press)


def _chosen(stage: Stage, box: QComboBox) -> Iterator[Pause]:
    """The first few choices of a box, then what was chosen before."""
    if not (box.isVisible() and box.isEnabled()) or box.isEditable():
        return
    name, before = box.accessibleName() or type(box).__name__, box.currentIndex()
    for at in (*range(min(box.count(), 3)), before):
        if 0 <= at < box.count():
            yield _longest(stage, f"«{name}» chosen", partial(_choose, box, at))


def _choose(box: QComboBox, at: int) -> None:
    box.setCurrentIndex(at)
    box.activated.emit(at)
    box.textActivated.emit(box.currentText())


def _click(heading: QHeaderView, at: QPoint) -> None:
    QTest.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=at)


def _longest(stage: Stage, step: str, act: Callable[[], object]) -> Pause:
    """Do it and let the window work until nothing is left to be done."""
    worst = _turn(act)
    quiet = 0
    while quiet < _SETTLED:
        time.sleep(0.002)
        turn = _turn(lambda: stage.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents))
        worst = (max(worst[0], turn[0]), max(worst[1], turn[1]))
        quiet = quiet + 1 if stage.window.jobs.idle() else 0
    return Pause(step, *worst)


def _turn(act: Callable[[], object]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.thread_time()
    act()
    return time.perf_counter() - clock, time.thread_time() - processor
