"""The grid of results of four schools in the real window."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from shnor_desktop.rules.figures import E4, ResultState
from shnor_desktop.ui.results.screen import ResultsScreen
from shnor_desktop.ui.shell.window import Window
from tests.operations.books import EGE_RU, VPR_RU5, book, row


@pytest.fixture
def screen(window: Window, qtbot: QtBot) -> ResultsScreen:
    rows = [
        row("СОШ № 10", participants=16, failed=5),
        row("СОШ № 2", participants=12, failed=3),
        row("Озёрная ООШ", failed_pct_e4=30 * E4, at=4),
        row("Лесная СОШ", state=ResultState.NOT_RECEIVED, at=5),
        row("СОШ № 2", VPR_RU5, participants=12, failed=0, at=6),
        row("СОШ № 2", EGE_RU, participants=4, failed=0, at=7),
    ]

    def fill(document: Any, progress: Any) -> None:
        from shnor_desktop.operations.results import importing

        importing.apply_plan(document, importing.plan(document, [book(*rows)]))

    window.jobs.change(window, fill)
    qtbot.waitUntil(window.jobs.idle)
    window.go("results")
    qtbot.waitUntil(window.jobs.idle)
    found = window.shown_screen()
    assert isinstance(found, ResultsScreen)
    return found
