"""A plan taken in through the window: seen, said otherwise, written as one step, taken back."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.models.roadmap import Activity
from shnor_desktop.operations.records import records
from shnor_desktop.ui.roadmap.plan_dialog import PlanDialog
from shnor_desktop.ui.roadmap.plan_lines import Line
from shnor_desktop.ui.roadmap.screen import RoadmapScreen
from shnor_desktop.ui.shell.window import Window
from tests.sheets.roadmap import documents
from tests.ui.conftest import Recorder

HEADING = ["№", "Мероприятия", "Сроки", "Ответственные"]
ROWS: documents.Expected = [
    ("Работа со школами", "1.", "Семинар для школьных команд", "октябрь", "ИМЦ"),
    ("Работа со школами", "2.", "Выезды в школы", "1 раз в четверть", "ИМЦ\nшколы"),
    ("Контроль", "3.", "Итоги", "", "Управление образования"),
]


@pytest.fixture
def screen(window: Window, qtbot: QtBot) -> RoadmapScreen:
    values: Any = {"kind": "roadmap", "title": "Карта", "starts": "2021-09-01", "ends": "2022-08-31"}

    def fill(document: Document, progress: object) -> None:
        with document.write("Карта") as session:
            records.save(session, "programme", None, values)

    window.jobs.change(window, fill)
    window.go("roadmap")
    shown = window.shown_screen()
    assert isinstance(shown, RoadmapScreen)
    qtbot.waitUntil(lambda: shown.view is not None and shown.view.plan is not None)
    return shown


def dialog_of(qtbot: QtBot) -> PlanDialog:
    def shown() -> list[PlanDialog]:
        every = QApplication.topLevelWidgets()
        return [one for one in every if isinstance(one, PlanDialog) and one.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    return shown()[0]


def written(window: Window, qtbot: QtBot) -> list[tuple[str, str]]:
    found: list[list[tuple[str, str]]] = []

    def look(document: Document, progress: object) -> list[tuple[str, str]]:
        with document.read() as session:
            query = select(Activity).order_by(Activity.number)
            return [(one.number, one.text) for one in session.scalars(query)]

    window.jobs.ask(window, look, found.append)
    qtbot.waitUntil(lambda: bool(found))
    return found[0]


def test_a_document_is_seen_corrected_and_written_as_one_step(
    window: Window, messages: Recorder, qtbot: QtBot, screen: RoadmapScreen, tmp_path: Path
) -> None:
    path = documents.written(
        tmp_path / "план.docx", lambda word: documents.across(word, "План", HEADING, ROWS)
    )
    messages.answers = [[path]]
    screen.acts.button("Загрузить…").click()
    dialog = dialog_of(qtbot)
    shown: list[Line] = dialog.lines.shown()
    assert [(one.number, one.reading) for one in shown if one.due_text] == [
        ("1.", "Октябрь 2021 года."),
        ("2.", "Каждую четверть, не меньше 4\u00a0раз: с 1 сентября 2021 года по 31 мая 2022 года."),
    ]
    assert [one.mark for one in shown][-1] == "undecided"
    dialog.lines.edited.emit(shown[-1], "fate", "skip")
    qtbot.waitUntil(lambda: "новых строк 2" in dialog.summary.text())
    dialog.button("&Загрузить").click()
    qtbot.waitUntil(lambda: len(written(window, qtbot)) == 2)
    assert written(window, qtbot) == [("1.", "Семинар для школьных команд"), ("2.", "Выезды в школы")]
    out = tmp_path / "План.ics"
    messages.answers = [out]
    qtbot.waitUntil(lambda: screen.acts.button("Выгрузить…").isEnabled())
    screen.acts.button("Выгрузить…").click()
    qtbot.waitUntil(out.exists)
    window.commands.run("edit.undo")
    qtbot.waitUntil(lambda: not written(window, qtbot))


def test_a_table_without_known_words_is_told_by_hand(
    window: Window, messages: Recorder, qtbot: QtBot, screen: RoadmapScreen
) -> None:
    mime = QMimeData()
    mime.setHtml(
        "<table><tr><td>А</td><td>октябрь</td></tr><tr><td>Большой семинар</td><td>май</td></tr></table>"
    )
    mime.setText("А\tоктябрь\nБольшой семинар\tмай")
    QGuiApplication.clipboard().setMimeData(mime)
    from shnor_desktop.ui.roadmap.plan_dialog import paste_plan

    assert screen._programme is not None
    paste_plan(screen.context, screen._programme)
    dialog = dialog_of(qtbot)
    QGuiApplication.clipboard().clear()  # Else Qt frees it after Python has.
    assert "не узнаны" in dialog.notes.text() and not dialog.button("&Загрузить").isEnabled()
    dialog.tables.edited.emit(dialog.tables.shown()[0], "kind", "plan")
    qtbot.waitUntil(lambda: dialog.columns.isVisible() and len(dialog.columns.shown()) == 2)
    dialog.columns.edited.emit(dialog.columns.shown()[1], "role", "due_text")
    qtbot.waitUntil(lambda: [one.reading for one in dialog.lines.shown()][-1:] == ["Май 2022 года."])
    dialog.reject()


def test_a_document_dropped_on_the_window_is_looked_at(
    window: Window, qtbot: QtBot, screen: RoadmapScreen, tmp_path: Path
) -> None:
    path = documents.written(
        tmp_path / "план.docx", lambda word: documents.across(word, "План", HEADING, ROWS)
    )
    window.go("schools")
    window.incoming.take([path])
    dialog = dialog_of(qtbot)
    assert "план.docx" in dialog.summary.text() and window.shown_screen() is screen
    dialog.reject()
