import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from shnor_desktop.errors import Cancelled
from shnor_desktop.operations.results import importing
from shnor_desktop.ui.results.import_wizard import NEXT, ImportWizard, open_clipboard
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder
from tests.ui.dropping import drop_files

HEAD = ["Школа", "Участников", "Получили «2»"]


def workbook(path: Path, title: str, *rows: list[Any], head: list[str] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([title])
    sheet.append(head or HEAD)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def vpr(tmp_path: Path) -> Path:
    return workbook(
        tmp_path / "впр.xlsx",
        "ВПР математика 5 класс, весна 2021",
        ["МБОУ «Луговая СОШ»", 12, 4],
        ["МБОУ «Озёрная ООШ»", 20, 3],
        ["МБОУ «Лесная СОШ»", 10, 11],
    )


def open_on(window: Window, qtbot: QtBot, *paths: Path) -> ImportWizard:
    drop_files(window, *paths)
    wizard = window.findChild(ImportWizard)
    assert wizard is not None
    qtbot.waitUntil(window.jobs.idle)
    return wizard


def press_next(window: Window, wizard: ImportWizard, qtbot: QtBot) -> None:
    QTest.keyClick(wizard, Qt.Key.Key_Return)
    qtbot.waitUntil(window.jobs.idle)


def results(window: Window, qtbot: QtBot) -> list[tuple[Any, ...]]:
    found: list[list[tuple[Any, ...]]] = []

    def work(document: Any, progress: Any) -> list[tuple[Any, ...]]:
        from sqlalchemy import text

        with document.read() as session:
            query = "SELECT s.name, r.participants, r.failed FROM school_result r JOIN school s ON s.uid = r.school ORDER BY s.name"
            return [tuple(row) for row in session.execute(text(query))]

    window.jobs.ask(window, work, found.append)
    qtbot.waitUntil(window.jobs.idle)
    return found[0]


def labels(wizard: ImportWizard) -> list[str]:
    rows = wizard.preview.rows
    return [str(rows.index(row, 0).data()) for row in range(rows.rowCount())]


def test_clear_book_goes_straight_to_the_preview_and_is_taken_by_the_keyboard(
    window: Window, qtbot: QtBot, vpr: Path
) -> None:
    wizard = open_on(window, qtbot, vpr)
    assert wizard.stack.currentWidget() is wizard.preview
    assert labels(wizard) == ["× отклонено", "+ новое", "+ новое"]
    refused = wizard.preview.rows.row_at(0)
    assert "Больше, чем участников" in refused.note and "C5" in refused.where
    assert results(window, qtbot) == [], "nothing is written before it is confirmed"
    press_next(window, wizard, qtbot)
    assert wizard.stack.currentWidget() is wizard.outcome
    assert "2\u00a0результата" in wizard.outcome.text.text()
    assert [row[1:] for row in results(window, qtbot)] == [(12, 4), (20, 3)]


def test_undo_on_the_last_page_takes_schools_back_too(window: Window, qtbot: QtBot, vpr: Path) -> None:
    wizard = open_on(window, qtbot, vpr)
    press_next(window, wizard, qtbot)
    wizard.outcome.undo_button.click()
    qtbot.waitUntil(window.jobs.idle)
    assert results(window, qtbot) == []
    assert wizard.outcome.heading.text() == "Загрузка отменена"
    assert window.jobs.standing.undo_title is not None


def test_changed_value_is_ticked_and_can_be_left(
    window: Window, qtbot: QtBot, vpr: Path, tmp_path: Path
) -> None:
    press_next(window, open_on(window, qtbot, vpr), qtbot)
    later = workbook(
        tmp_path / "впр2.xlsx",
        "ВПР математика 5 класс, весна 2021",
        ["Луговая СОШ", 12, 5],
        ["Озёрная ООШ", 20, 3],
    )
    for dialog in window.findChildren(ImportWizard):
        dialog.close()
    qtbot.wait(1)
    wizard = open_on(window, qtbot, later)
    assert labels(wizard)[0].startswith("◆ меняется") and labels(wizard)[1].startswith("= без")
    line = wizard.preview.rows.row_at(0)
    assert (line.before, line.after) == (
        "не справились: 4",
        "не справились: 5",
    )
    wizard.preview.table.setFocus()
    wizard.preview.table.setCurrentIndex(wizard.preview.table.sorted.index(0, 1))
    QTest.keyClick(wizard.preview.table, Qt.Key.Key_Space)
    assert len(wizard.preview.left_out()) == 1
    wizard.go_on()
    qtbot.waitUntil(window.jobs.idle)
    assert [row[2] for row in results(window, qtbot)] == [4, 3]


@pytest.fixture
def no_popups(monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform of tests cannot raise the list of a combo box; the box itself takes the keys."""
    monkeypatch.setattr(QComboBox, "showPopup", lambda box: None)


@pytest.mark.usefixtures("no_popups")
def test_near_school_is_asked_and_remembered(window: Window, qtbot: QtBot, vpr: Path, tmp_path: Path) -> None:
    first = open_on(window, qtbot, vpr)
    press_next(window, first, qtbot)
    first.close()
    qtbot.wait(1)
    near = workbook(tmp_path / "р.xlsx", "ВПР русский язык 5 класс, весна 2021", ["Луговская СОШ", 12, 1])
    wizard = open_on(window, qtbot, near)
    assert wizard.stack.currentWidget() is wizard.schools
    assert wizard.schools.decisions() == {}, "nothing is chosen silently"
    assert (
        wizard.schools.table.rows.index(0, 2).data().startswith("▲ Решите: это «МБОУ „Луговая СОШ“» (похожа")
    )
    assert not wizard.schools.table.findChildren(QComboBox), "hundreds of lists would take their time"
    QTest.keyClick(wizard.schools.table, Qt.Key.Key_Space)
    box = wizard.schools.table.findChild(QComboBox)
    assert box is not None and box.itemText(1).startswith("Это «МБОУ „Луговая СОШ“» (похожа на ")
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert [one[:5] for one in wizard.schools.decisions().values()] == ["same:"]
    wizard.go_on()
    qtbot.waitUntil(window.jobs.idle)
    assert wizard.stack.currentWidget() is wizard.preview and labels(wizard) == ["+ новое"]
    wizard.go_on()
    qtbot.waitUntil(window.jobs.idle)
    assert len({row[0] for row in results(window, qtbot)}) == 2
    wizard.close()
    qtbot.wait(1)
    again = open_on(window, qtbot, near)
    assert again.stack.currentWidget() is again.preview and labels(again) == ["= без изменений"]
    assert not again.button(NEXT).isEnabled()


@pytest.mark.usefixtures("no_popups")
def test_other_schools_are_listed_when_the_choice_is_turned_to(
    window: Window, qtbot: QtBot, vpr: Path, tmp_path: Path
) -> None:
    first = open_on(window, qtbot, vpr)
    press_next(window, first, qtbot)
    first.close()
    qtbot.wait(1)
    near = workbook(tmp_path / "р.xlsx", "ВПР русский язык 5 класс, весна 2021", ["Луговская СОШ", 12, 1])
    wizard = open_on(window, qtbot, near)
    wizard.schools.table.open_choice()
    box = wizard.schools.table.findChild(QComboBox)
    assert box is not None and box.currentIndex() == 0
    other = box.findText("МБОУ «Озёрная ООШ»")
    assert other > box.findText("Новая школа"), "the rest of the schools of the file below the likely ones"
    box.setCurrentIndex(other)
    box.activated.emit(other)
    for _ in range(2):
        wizard.go_on()
        qtbot.waitUntil(window.jobs.idle)
    assert {row[0] for row in results(window, qtbot)} == {"МБОУ «Луговая СОШ»", "МБОУ «Озёрная ООШ»"}
    assert wizard.prepared is not None
    wizard.schools.show_schools(wizard.prepared, wizard.schools.decisions())
    kept = wizard.schools.table.rows.index(0, 2).data()
    assert kept == "Это «МБОУ „Озёрная ООШ“»", "a choice far below is shown again"


def test_question_is_answered_and_not_asked_again(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    book = workbook(tmp_path / "итоги.xlsx", "ВПР математика 5 класс", ["Луговая СОШ", 12, 4])
    wizard = open_on(window, qtbot, book)
    assert wizard.stack.currentWidget() is wizard.questions
    assert not wizard.button(NEXT).isEnabled()
    for _ in range(4):
        if wizard.stack.currentWidget() is not wizard.questions:
            break
        for question, editor in zip(wizard.questions.asked, wizard.questions._editors.values(), strict=True):
            if isinstance(editor, QComboBox):
                editor.setCurrentIndex(1)
            elif not editor.text():
                editor.setText("2021" if "год" in question.text.casefold() else "весна")
        wizard.go_on()
        qtbot.waitUntil(window.jobs.idle)
    assert wizard.stack.currentWidget() is wizard.preview and labels(wizard) == ["+ новое"]
    wizard.go_on()
    qtbot.waitUntil(window.jobs.idle)
    wizard.close()
    qtbot.wait(1)
    assert open_on(window, qtbot, book).stack.currentWidget() is not wizard.questions
    assert labels(window.findChildren(ImportWizard)[-1]) == ["= без изменений"]


def test_what_decides_figures_is_never_chosen_beforehand(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    head = ["Школа", "Писали", "% «2»", "% «3»", "% «4»", "% «5»"]
    rows = ["Луговая СОШ", 10, 30, 40, 20, 10], ["Озёрная ООШ", 5, "-", "-", 40, 20]
    book = workbook(tmp_path / "итоги.xlsx", "ВПР математика 5 класс, весна 2021", *rows, head=head)
    wizard = open_on(window, qtbot, book)
    page = wizard.questions
    assert wizard.stack.currentWidget() is page and not wizard.button(NEXT).isEnabled()
    first, second = page._editors.values()
    assert first is second and isinstance(first, QComboBox) and not first.currentData()
    assert "Без ответа: 1 вопрос" in page.left.text().replace("\xa0", " ")
    first.setCurrentIndex(first.findData("missing"))
    assert wizard.button(NEXT).isEnabled() and set(page.answers().values()) == {"missing"}
    assert page.left.isHidden() and page.touched == 1


def test_column_can_be_taken_for_something_else(window: Window, qtbot: QtBot, vpr: Path) -> None:
    wizard = open_on(window, qtbot, vpr)
    wizard.go_back()
    assert wizard.stack.currentWidget() is wizard.columns
    table = wizard.columns.table
    headings = [column.heading for column in table.shown()]
    cell = table.rows.index(headings.index("Получили «2»"), 2)
    table.rows.setData(cell, "mark_5:count")
    assert "5" in table.rows.index(cell.row(), 2).data()
    wizard.go_on()
    qtbot.waitUntil(window.jobs.idle)
    if wizard.stack.currentWidget() is not wizard.preview:
        wizard._show(wizard.preview)
    wizard.go_on()
    qtbot.waitUntil(window.jobs.idle)
    assert {row[2] for row in results(window, qtbot)} == {None}


def test_broken_file_gets_a_sentence_and_changes_nothing(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "битая.xlsx"
    path.write_bytes(b"PK\x03\x04 not a book")
    wizard = open_on(window, qtbot, path)
    assert wizard.stack.currentWidget() is wizard.failure
    assert "битая.xlsx" in wizard.failure.text.text()
    QTest.keyClick(wizard, Qt.Key.Key_Return)
    assert not wizard.isVisible()
    assert results(window, qtbot) == []


def test_broken_file_among_good_ones_is_named_and_the_others_are_taken(
    window: Window, qtbot: QtBot, vpr: Path, tmp_path: Path
) -> None:
    path = tmp_path / "битая.xlsx"
    path.write_bytes(b"PK\x03\x04 not a book")
    wizard = open_on(window, qtbot, path, vpr)
    assert wizard.stack.currentWidget() is wizard.preview
    assert "битая.xlsx" in wizard.preview.about.text()


def test_escape_closes_without_a_trace(window: Window, qtbot: QtBot, vpr: Path) -> None:
    wizard = open_on(window, qtbot, vpr)
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()
    assert results(window, qtbot) == []


def test_escape_while_reading_stops_the_work(
    window: Window, qtbot: QtBot, vpr: Path, messages: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(document: Any, *rest: Any, cancelled: Any, **more: Any) -> None:
        while not cancelled():
            time.sleep(0.005)
        raise Cancelled

    monkeypatch.setattr(importing, "read_books", slow)
    drop_files(window, vpr)
    wizard = window.findChild(ImportWizard)
    assert wizard is not None and wizard.stack.currentWidget() is wizard.wait
    qtbot.waitUntil(lambda: wizard._progress is not None)
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    qtbot.waitUntil(window.jobs.idle)
    assert "остановлена" in messages.told_texts[-1]
    assert results(window, qtbot) == []


def test_table_from_the_clipboard(window: Window, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText(
        "ВПР математика 5 класс, весна 2021\t\t\nШкола\tУчастников\tПолучили «2»\nЛуговая СОШ\t12\t4\n"
    )
    wizard = open_clipboard(window.context)
    assert wizard is not None
    qtbot.addWidget(wizard)
    qtbot.waitUntil(window.jobs.idle)
    assert wizard.stack.currentWidget() is wizard.preview
    wizard.go_on()
    qtbot.waitUntil(window.jobs.idle)
    assert results(window, qtbot) == [("Луговая СОШ", 12, 4)]


def test_empty_clipboard_is_told(window: Window, qtbot: QtBot, messages: Recorder) -> None:
    QGuiApplication.clipboard().clear()
    assert open_clipboard(window.context) is None
    assert "буфере обмена" in messages.warnings[0]


def test_chips_filter_the_preview(window: Window, qtbot: QtBot, vpr: Path) -> None:
    wizard = open_on(window, qtbot, vpr)
    wizard.preview.choose("school")
    assert [wizard.preview.rows.row_at(row).school for row in range(wizard.preview.rows.rowCount())] == [
        "МБОУ «Луговая СОШ»",
        "МБОУ «Озёрная ООШ»",
    ]
    wizard.preview.choose("refused")
    assert labels(wizard) == ["× отклонено"]


def test_refused_rows_are_saved_as_the_same_book_with_marks(
    window: Window, qtbot: QtBot, vpr: Path, tmp_path: Path, messages: Recorder
) -> None:
    wizard = open_on(window, qtbot, vpr)
    press_next(window, wizard, qtbot)
    out = tmp_path / "отклонённые.xlsx"
    messages.answers.append(out)
    wizard.outcome.save_button.click()
    qtbot.waitUntil(window.jobs.idle)
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    comments = {
        cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment
    }
    assert list(comments) == ["C5"] and "Больше, чем участников" in comments["C5"]
    assert str(out) in wizard.outcome.said.text()


def test_books_of_one_name_are_told_apart(
    window: Window, qtbot: QtBot, tmp_path: Path, messages: Recorder
) -> None:
    paths = []
    for folder, failed in (("север", (3, 21)), ("юг", (11, 4))):
        (tmp_path / folder).mkdir()
        rows = (["Луговая СОШ", 10, failed[0]], ["Озёрная ООШ", 20, failed[1]])
        title = f"ВПР {'математика' if folder == 'юг' else 'русский язык'} 5 класс, весна 2021"
        paths.append(workbook(tmp_path / folder / "итоги.xlsx", title, *rows))
    wizard = open_on(window, qtbot, *paths)
    assert "«север/итоги.xlsx», «юг/итоги.xlsx»" in wizard.preview.about.text()
    press_next(window, wizard, qtbot)
    outs = [tmp_path / "первая.xlsx", tmp_path / "вторая.xlsx"]
    messages.answers += outs
    wizard.outcome.save_button.click()
    qtbot.waitUntil(window.jobs.idle)
    for out, where in zip(outs, ("C4", "C3"), strict=True):
        sheet = openpyxl.load_workbook(out).active
        assert sheet is not None
        assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == [where]


def test_hidden_rows_are_told_and_can_be_passed_over(window: Window, qtbot: QtBot, vpr: Path) -> None:
    book = openpyxl.load_workbook(vpr)
    sheet = book.active
    assert sheet is not None
    sheet.row_dimensions[4].hidden = True
    book.save(vpr)
    wizard = open_on(window, qtbot, vpr)
    wizard.preview.choose("warning")
    assert "скрыто строк: 1 (4); они прочитаны" in wizard.preview.rows.row_at(0).note
    wizard.go_back()
    hidden = wizard.columns.hidden
    assert hidden.isVisible() and hidden.currentData() == "usual"
    hidden.setCurrentIndex(hidden.findData("skip"))
    hidden.activated.emit(hidden.currentIndex())
    wizard.go_on()
    qtbot.waitUntil(window.jobs.idle)
    assert labels(wizard) == ["× отклонено", "+ новое"]
    press_next(window, wizard, qtbot)
    assert [row[0] for row in results(window, qtbot)] == ["МБОУ «Луговая СОШ»"]
    wizard.close()
    qtbot.wait(1)
    again = open_on(window, qtbot, vpr)
    assert labels(again) == ["× отклонено", "= без изменений"], "the choice is remembered"
    assert again.columns.hidden.currentData() == "skip"


def test_books_without_hidden_parts_ask_nothing_of_them(window: Window, qtbot: QtBot, vpr: Path) -> None:
    wizard = open_on(window, qtbot, vpr)
    wizard.go_back()
    assert wizard.columns.isVisible() and not wizard.columns.hidden.isVisible()
