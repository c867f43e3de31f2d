"""A screen after changes of the file: read again at once when it is seen, else when it is shown next."""

from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.operations.records import saving
from shnor_desktop.ui.kit.jobs import Jobs
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.verbs import with_document
from tests.ui.conftest import Recorder


class Counting(Screen):
    title = "Пробный"
    reloads = 0

    def reload(self) -> None:
        self.reloads += 1


def test_any_change_makes_a_screen_stale(
    jobs: Jobs, messages: Recorder, settings: QSettings, qtbot: QtBot
) -> None:
    def nothing(*given: Any, **named: Any) -> None: ...

    context = Context(jobs, messages, settings, nothing, nothing, nothing)
    seen, hidden, owner = Counting(context), Counting(context), QWidget()
    for one in (seen, hidden, owner):
        qtbot.addWidget(one)
    seen.show()
    assert (seen.reloads, hidden.reloads) == (1, 0)
    story = with_document(saving.save_record, "subject", None, {"short": "КЛ", "name": "Краеведение"})
    jobs.change(owner, story)
    qtbot.waitUntil(jobs.idle)
    assert (seen.reloads, hidden.reloads) == (2, 0)
    hidden.show()
    hidden.hide()
    jobs.change(owner, with_document(Document.undo))
    qtbot.waitUntil(jobs.idle)
    assert hidden.reloads == 1
    hidden.show()
    assert (seen.reloads, hidden.reloads) == (3, 2)
    jobs.ask(owner, lambda document, progress: None, lambda _: None)
    qtbot.waitUntil(jobs.idle)
    assert (seen.reloads, hidden.reloads) == (3, 2)
