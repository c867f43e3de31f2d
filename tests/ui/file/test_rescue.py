"""A file nobody else would accept: the window tells it before the first edit and leads out."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.errors import DocumentForged
from shnor_desktop.ui.file import bars
from shnor_desktop.ui.kit.dialog import ChoiceDialog
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder


@pytest.fixture
def forged(new_path: Callable[[str], Path]) -> Path:
    """A file in whose history another program wrote."""
    path = new_path("Заречный район.shnor")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("UPDATE action SET title = 'подделка'")
    return path


def _take(window: Window, qtbot: QtBot, kind: str) -> None:
    qtbot.waitUntil(lambda: bool(window.findChildren(ChoiceDialog)))
    dialog = window.findChildren(ChoiceDialog)[-1]
    dialog.choose(next(one.value for one in dialog.choices if one.value.kind == kind))
    assert dialog.about.text() and "доверять" in dialog.windowTitle()
    dialog.accept()
    qtbot.waitUntil(lambda: window.jobs.idle() and window.jobs.standing.path is not None)


def test_history_begins_anew_in_a_new_file(
    empty_window: Window, forged: Path, qtbot: QtBot, messages: Recorder
) -> None:
    before = forged.read_bytes()
    empty_window.open_file(forged)
    _take(empty_window, qtbot, "renew")
    made = empty_window.jobs.standing.path
    assert made is not None and made.name == "Заречный район (история заново).shnor"
    assert not empty_window.jobs.standing.read_only
    assert any("не объединяется" in text for text in messages.told_texts)
    assert forged.read_bytes() == before


def test_it_may_be_looked_at_and_is_not_sent(
    empty_window: Window, forged: Path, tmp_path: Path, qtbot: QtBot, messages: Recorder
) -> None:
    empty_window.open_file(forged)
    _take(empty_window, qtbot, "view")
    standing = empty_window.jobs.standing
    assert (standing.path, standing.read_only) == (forged, True)
    messages.answers = [tmp_path / "копия.shnor"]
    empty_window.command("file.copy")
    qtbot.waitUntil(lambda: bool(messages.warnings), timeout=10_000)
    assert "История изменена" in messages.warnings[-1]
    assert not (tmp_path / "копия.shnor").exists()


def test_what_the_check_beside_finds_stops_edits_and_leads_out(
    empty_window: Window, forged: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a very long history the forgery may be found only after the opening."""
    monkeypatch.setattr("shnor_desktop.document.opening.trust.require", lambda *asked: None)
    monkeypatch.setattr(bars, "WAIT", 0)
    empty_window.open_file(forged)
    qtbot.waitUntil(empty_window.external_bar.isVisible, timeout=20_000)
    assert "История изменена" in empty_window.external_bar.text.text()
    qtbot.waitUntil(empty_window.jobs.idle)
    refused: list[Exception] = []

    def edit(document: Document, progress: object) -> None:
        with document.write("Правка"):
            pass

    empty_window.jobs.change(empty_window, edit, None, refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert isinstance(refused[0], DocumentForged)
    empty_window.external_bar.show_button.click()
    _take(empty_window, qtbot, "view")
    assert empty_window.jobs.standing.read_only
