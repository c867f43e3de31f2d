"""«Риски» and «Проблемы» in the real window: cells typed, two years, documents, answers."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from shnor_desktop.document.document import Document
from shnor_desktop.operations.records import records
from shnor_desktop.operations.risks import factors, matrix
from shnor_desktop.operations.schools import edits
from shnor_desktop.ui.kit.cells.table import CellEdit
from shnor_desktop.ui.risks.choosing import ChooseDialog
from shnor_desktop.ui.risks.page import MatrixPage
from shnor_desktop.ui.risks.problems_screen import ProblemsScreen
from shnor_desktop.ui.risks.screen import DOCUMENTS, YEARS, RisksScreen
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder, Settle


def fill(document: Document) -> None:
    factors.fill(document)
    with document.write("Школы") as session:
        schools = [edits.save(session, None, {"name": f"Школа {n}"}) for n in range(3)]
        linked = tuple((one, "") for one in schools[:2])
        records.save(session, "programme", None, {"kind": "external", "title": "Проект", "schools": linked})
        records.save(session, "event", None, {"kind": "seminar", "title": "Семинар"})
        columns = [one.uid for one in factors.read(session)]
    matrix.enter(document, 2020, [(schools[0], columns[0], "в"), (schools[0], columns[1], "с")])
    matrix.enter(document, 2021, [(schools[0], columns[0], "с * +")])


@pytest.fixture
def screen(window: Window, settle: Settle) -> RisksScreen:
    window.jobs.change(window, lambda document, progress: fill(document))
    settle()
    window.go("risks")
    settle()
    shown = window.shown_screen()
    assert isinstance(shown, RisksScreen)
    return shown


def texts(page: MatrixPage, row: int) -> list[str]:
    rows = page.rows
    return [str(rows.index(row, at).data() or "") for at in range(rows.columnCount())]


def test_a_risk_is_typed_and_told_beside_the_matrix(
    screen: RisksScreen, settle: Settle, messages: Recorder
) -> None:
    page = screen.risk_page
    assert texts(page, 0)[1] == "◆ средн. ✓ ★ !"
    columns, lines = page.rows.columns, page.rows.lines
    screen._write_risks([CellEdit(lines[1].key, columns[3].key, "в +")])
    settle()
    assert texts(page, 1)[3] == "▲ высок. ✓"
    page.table.go_to((lines[0].key, columns[1].key))
    assert "мер против него нет" in screen.panel.told.text()
    screen._write_risks([CellEdit(lines[1].key, columns[3].key, "много")])
    settle()
    assert "«много»" in messages.warnings[-1]
    screen.whose.setCurrentIndex(2)
    screen.whose.activated.emit(2)
    assert [one.text for one in page.rows.lines] == ["Школа 0"]


def test_two_years_stand_side_by_side(screen: RisksScreen, settle: Settle) -> None:
    screen.tabs.setCurrentIndex(YEARS)
    settle()
    assert texts(screen.year_page, 0)[:2] == ["▼ снизился", "○ не отмечен"]
    assert "в новом году не отмечено: 1" in screen.year_page.told.text()


def test_documents_are_typed_by_their_state_and_what_is_missing_is_told(
    screen: RisksScreen, settle: Settle, messages: Recorder
) -> None:
    screen.tabs.setCurrentIndex(DOCUMENTS)
    settle()
    page = screen.document_page
    assert "Не хватает 9" in page.told.text()
    concept = next(one.key for one in page.rows.columns if one.text.startswith("Концепция"))
    screen._write_documents([CellEdit(page.rows.lines[0].key, concept, "разм")])
    settle()
    assert "✓ размещён" in texts(page, 0) and "Не хватает 8" in page.told.text()
    screen.expect()
    settle()
    assert messages.undo[-1][0] == "Ожидается: 8\u00a0документов"


def test_requests_are_pasted_and_answered(
    window: Window, screen: RisksScreen, settle: Settle, messages: Recorder
) -> None:
    window.go("problems")
    settle()
    shown = window.shown_screen()
    assert isinstance(shown, ProblemsScreen)
    shown.kind.setCurrentIndex(shown.kind.findData("request"))
    QGuiApplication.clipboard().setText("1. Проекты\n2. Оценивание\n")
    shown.line.setFocus()
    QTest.keyClick(shown.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()
    QGuiApplication.clipboard().clear()
    assert messages.undo[-1][0] == "Добавлено: 2\u00a0карточки"
    assert [one.kind for one in shown.table.shown()] == ["risk", "request", "request"]
    requests = [one.uid for one in shown.table.shown() if one.kind == "request"]
    shown.show_only_kind("request")
    shown.table.selectAll()
    shown.answer_by_event()
    settle()
    dialog = shown.findChild(ChooseDialog)
    assert dialog is not None
    dialog.finding.search.setText("семин")
    dialog._take()
    settle()
    shown.show_only_kind("")
    shown.shown.setCurrentIndex(shown.shown.findData("answered"))
    shown._narrow()
    assert len(shown.table.shown()) == 2
    shown.table.select(requests[0])
    assert shown.panel.table.rows.rowCount() == 1
    shown._close(date(2022, 5, 1))
    settle()
    assert "снято: 1" in shown.summary.text()


def test_arriving_shows_what_is_without_answer(window: Window, screen: RisksScreen, settle: Settle) -> None:
    window.go("problems", state="open")
    settle()
    shown = window.shown_screen()
    assert isinstance(shown, ProblemsScreen)
    assert [one.state for one in shown.table.shown()] == ["open"]


def test_arriving_for_a_school_looks_for_it_where_everybody_sees(
    window: Window, screen: RisksScreen, settle: Settle
) -> None:
    wanted = screen.risk_page.rows.lines[0]
    window.go("problems", school=wanted.key)
    settle()
    shown = window.shown_screen()
    assert isinstance(shown, ProblemsScreen)
    assert shown.finding.search.text() == wanted.text
    assert {one.school for one in shown.table.shown()} == {wanted.key}
    window.go("problems", state="open")
    settle()
    assert shown.finding.search.text() == ""
