"""When values that hold each other are looked for: while nobody waits."""

import gc
import sys

import pytest
from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QWindow
from pytestqt.qtbot import QtBot

from shnor_desktop.operations.results import preview
from shnor_desktop.ui.shell.quiet import tidying


class World(QObject):
    """What is asked before a look: the program and its worker."""

    focusWindowChanged = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.active, self.busy, self.looks, self.made = True, False, 0, 99
        self.frozen = [1]

    def applicationState(self) -> QtCore.Qt.ApplicationState:
        states = QtCore.Qt.ApplicationState
        return states.ApplicationActive if self.active else states.ApplicationInactive

    def idle(self) -> bool:
        return not self.busy

    def look(self) -> int:
        self.looks += 1
        return 0


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> World:
    world = World()
    monkeypatch.setattr(gc, "isenabled", lambda: True)
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, world.made))
    monkeypatch.setattr(gc, "collect", world.look)
    monkeypatch.setattr(gc, "get_freeze_count", lambda: len(world.frozen))
    monkeypatch.setattr(gc, "freeze", lambda: world.frozen.append(world.looks))
    return world


@pytest.fixture
def tidy(world: World) -> tidying.Tidying:
    made = tidying.Tidying(world, world, world)  # type: ignore[arg-type]
    made._timer.stop()
    return made


def test_nothing_is_looked_through_while_somebody_works(world: World, tidy: tidying.Tidying) -> None:
    assert not tidy.tidy()
    tidy._touched_at -= 60
    world.busy = True
    assert not tidy.tidy()
    assert not world.looks


def test_all_is_looked_through_when_nobody_touches_the_program(world: World, tidy: tidying.Tidying) -> None:
    tidy._touched_at -= 60
    assert tidy.tidy()
    world.made = 1  # Next to nothing came since.
    assert not tidy.tidy()
    assert world.looks == 1


def test_all_is_looked_through_before_the_memory_runs_out(
    world: World, tidy: tidying.Tidying, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.busy = True
    many = tidy._left + tidying._TOO_MANY
    monkeypatch.setattr(sys, "getallocatedblocks", lambda: many)
    assert tidy.tidy()
    assert not tidy.tidy()
    assert world.looks == 1


def test_all_is_looked_through_while_another_program_is_in_front(world: World, tidy: tidying.Tidying) -> None:
    world.active = False
    assert tidy.tidy()


def test_what_an_import_thawed_is_left_out_again_after_one_look(
    world: World, tidy: tidying.Tidying, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gc, "unfreeze", world.frozen.clear)
    preview.collected_again()
    world.active = False
    assert tidy.tidy() and tidy.tidy()
    assert world.frozen == [1], "what was let go is found before the rest is left out, and once"
    assert world.looks == 2


def test_a_key_or_the_mouse_on_a_window_is_work(world: World, tidy: tidying.Tidying) -> None:
    window = QWindow()
    world.focusWindowChanged.emit(window)
    tidy._touched_at -= 60
    QtCore.QCoreApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))
    assert tidy._nobody_waits()
    QtCore.QCoreApplication.sendEvent(window, QEvent(QEvent.Type.TouchBegin))
    assert not tidy._nobody_waits()
    window.destroy()


def test_what_the_start_needed_is_not_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """And all there is never by itself."""
    done: list[object] = []
    monkeypatch.setattr(gc, "freeze", lambda: done.append("freeze"))
    monkeypatch.setattr(gc, "set_threshold", lambda *ages: done.append(ages))
    monkeypatch.setattr(gc, "enable", lambda: done.append("enable"))
    monkeypatch.setattr(gc, "isenabled", lambda: True)
    tidying.begin()
    assert done == []
    monkeypatch.setattr(gc, "isenabled", lambda: False)
    tidying.begin()
    assert done == ["freeze", (*tidying._YOUNG, tidying._NEVER), "enable"]
