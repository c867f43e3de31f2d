"""«Выполнение» in the real window: the quick line, files dropped onto a line, decisions, the folder."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.operations.records import records
from shnor_desktop.operations.roadmap import events, evidence, meetings
from shnor_desktop.operations.roadmap.events import EventLine
from shnor_desktop.ui.roadmap.done_panel import DonePanel
from shnor_desktop.ui.roadmap.done_screen import DoneScreen
from shnor_desktop.ui.roadmap.screen import RoadmapScreen
from shnor_desktop.ui.shell.window import Window
from tests.operations.roadmap.test_execution import plan_with
from tests.ui.conftest import Recorder, Settle


@pytest.fixture
def screen(window: Window, settle: Settle) -> DoneScreen:
    window.go("done")
    settle()
    shown = window.shown_screen()
    assert isinstance(shown, DoneScreen)
    return shown


def typed(screen: DoneScreen | DonePanel, settle: Settle, text: str) -> None:
    screen.quick.line.insert(text)
    settle()
    QTest.keyClick(screen.quick.line, Qt.Key.Key_Return)
    settle()


def lines(screen: DoneScreen | DonePanel) -> list[EventLine]:
    return list(screen.table.shown())


def drop(screen: DoneScreen, paths: list[Path], at: int) -> None:
    """Files let go over a line."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    table = screen.table
    centre = table.visualRect(table.sorted.index(at, 0)).center()
    point = table.viewport().mapTo(table, centre) if at >= 0 else QPoint(5, 5)
    table.dropEvent(
        QDropEvent(
            QPointF(point),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_a_line_is_read_while_it_is_typed_and_kept_by_enter(
    screen: DoneScreen, settle: Settle, messages: Recorder
) -> None:
    screen.quick.line.insert("15.12.2021 совещание, 12 чел., приказ 324")
    settle()
    assert "15.12.2021 · совещание руководителей · 12 чел." in screen.quick.reading.text()
    QTest.keyClick(screen.quick.line, Qt.Key.Key_Return)
    settle()
    (line,) = lines(screen)
    assert (line.name, line.when, line.evidence[0].text) == ("Совещание", "15.12.2021", "Приказ № 324")
    assert screen.quick.line.text() == "" and not screen.quick.reading.isVisible()
    messages.undo[-1][1]()
    settle()
    assert lines(screen) == []


def test_files_are_dropped_onto_a_line_shown_and_never_run(
    screen: DoneScreen,
    settle: Settle,
    messages: Recorder,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typed(screen, settle, "15.12.2021 совещание")
    typed(screen, settle, "16.12.2021 семинар")
    for name in ("скан.pdf", "опасный.exe"):
        (tmp_path / name).write_bytes(b"bytes of " + name.encode())
    drop(screen, [tmp_path / "скан.pdf"], 1)
    qtbot.waitUntil(lambda: bool(messages.undo) and "Приложено" in messages.undo[-1][0])
    settle()
    assert [[one.file_name for one in line.evidence] for line in lines(screen)] == [[], ["скан.pdf"]]
    opened: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    screen.table.select(lines(screen)[1].uid)
    screen.acts.open_file()
    settle()
    assert Path(opened[0].toLocalFile()).read_bytes() == "bytes of скан.pdf".encode()
    drop(screen, [tmp_path / "опасный.exe"], 0)
    qtbot.waitUntil(lambda: len(lines(screen)[0].evidence) == 1)
    screen.table.select(lines(screen)[0].uid)
    screen.acts.open_file()
    settle()
    assert len(opened) == 1 and "может оказаться программой" in messages.warnings[-1]
    screen.acts.drop_evidence()
    settle()
    assert not lines(screen)[0].evidence


def test_open_decisions_stand_below_and_are_closed(
    screen: DoneScreen, window: Window, settle: Settle, messages: Recorder
) -> None:
    typed(screen, settle, "15.12.2021 совещание")
    uid = lines(screen)[0].uid

    def decide(document: Document, progress: object) -> bytes:
        given = {"text": "Провести консультации", "due_text": "до 20.01", "responsible": "методисты"}
        return meetings.add_decision(document, uid, given)

    window.jobs.change(window, decide)
    settle()
    (one,) = screen.decisions.shown()
    assert one.row.state == "overdue"
    screen.decision_bar.button("Выполнено").click()
    settle()
    assert screen.decisions.shown() == [] and "решения" in messages.undo[-1][0]


def test_the_folder_is_written_as_a_zip(
    screen: DoneScreen, window: Window, settle: Settle, messages: Recorder, tmp_path: Path
) -> None:
    screen.export_folder()
    settle()
    assert "нет ни одной программы" in messages.warnings[-1]

    def fill(document: Document, progress: object) -> None:
        with document.write("План") as session:
            (row,) = plan_with(session, "Семинар")
            event = records.save(
                session,
                "event",
                None,
                {"kind": "seminar", "starts": "2021-10-05", "activities": ((row, ""),)},
            )
        evidence.add_reference(document, event, "приказ 5")

    window.jobs.change(window, fill)
    settle()
    messages.answers += [0, tmp_path / "всё.zip"]
    screen.export_folder()
    settle()
    assert zipfile.ZipFile(tmp_path / "всё.zip").namelist() == ["Опись.pdf"]
    assert "0 файлов, без файла — 1" in messages.told_texts[-1].replace("\u00a0", " ")


def test_the_panel_beside_the_plan_notes_what_was_done_about_a_row(
    window: Window, settle: Settle, qtbot: QtBot
) -> None:
    rows: list[bytes] = []

    def fill(document: Document, progress: object) -> None:
        with document.write("План") as session:
            rows.extend(plan_with(session, "Семинар", "Выезд"))

    window.jobs.change(window, fill)
    settle()
    panel = DonePanel(window.context, window)
    qtbot.addWidget(panel)
    assert not panel.isEnabled()
    panel.show_activity(rows[0])
    settle()
    typed(panel, settle, "5.10 семинар")
    panel.reload()
    settle()
    (line,) = lines(panel)
    assert (line.when, line.activities[0][0]) == ("05.10.2021", rows[0])
    panel.show_activity(rows[1])
    settle()
    assert lines(panel) == []


def test_everything_is_by_keyboard_and_named(screen: DoneScreen) -> None:
    for widget in (screen.table, screen.decisions, screen.quick.line, screen.finding.search):
        assert widget.accessibleName()
    assert events.KINDS["visit"]


def test_keys_on_the_lines_of_the_panel_are_for_what_was_done_not_for_the_plan(
    window: Window, settle: Settle, messages: Recorder
) -> None:
    def fill(document: Document, progress: object) -> None:
        with document.write("План") as session:
            (row,) = plan_with(session, "Семинар")
            values: dict[str, Any] = {"kind": "seminar", "starts": "2021-10-05", "activities": ((row, ""),)}
            records.save(session, "event", None, values)

    window.jobs.change(window, fill)
    settle()
    window.go("roadmap")
    settle()
    roadmap = window.shown_screen()
    assert isinstance(roadmap, RoadmapScreen) and roadmap.view is not None and roadmap.view.plan is not None
    roadmap.table.select(roadmap.view.plan.rows[0].uid)
    settle()
    roadmap.done.table.setFocus()
    QTest.keyClick(roadmap.done.table, Qt.Key.Key_Delete)
    settle()
    assert roadmap.done.table.shown() == [] and messages.undo[-1][0] == (
        "Удалена 1\u00a0карточка и то, что к ней относится: 1\u00a0карточка"
    )
    assert len(roadmap.view.plan.rows) == 1
    QTest.keyClick(roadmap.table, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert roadmap.done.quick.line.hasFocus()
