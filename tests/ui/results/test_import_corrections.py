"""Correcting an import in its preview, by the keyboard alone."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from shnor_desktop.ui.results.import_cell import CellDialog
from shnor_desktop.ui.results.import_lines import members
from shnor_desktop.ui.results.import_wizard import NEXT, ImportWizard
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder
from tests.ui.results.test_import_wizard import labels, open_on, press_next, results, workbook


@pytest.fixture
def vpr(tmp_path: Path) -> Path:
    return workbook(
        tmp_path / "впр.xlsx",
        "ВПР математика 5 класс, весна 2021",
        ["МБОУ «Луговая СОШ»", 12, 4],
        ["МБОУ «Озёрная ООШ»", 20, "уточняется"],
        ["МБОУ «Лесная СОШ»", 10, 11],
    )


def many(path: Path, count: int) -> Path:
    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet("Лист1")
    sheet.append(["ВПР математика 5 класс, весна 2021"])
    sheet.append(["Школа", "Участников", "Получили «2»"])
    for number in range(1, count + 1):
        sheet.append([f"МБОУ «СОШ № {number}»", 20, "уточняется"])
    sheet.append(["МБОУ «Луговая СОШ»", 12, 4])
    made.save(path)
    return path


def key(wizard: ImportWizard, pressed: Qt.Key) -> None:
    QTest.keyClick(wizard.preview.table, pressed)


def dialog_of(wizard: ImportWizard) -> CellDialog:
    (found,) = wizard.findChildren(CellDialog)
    return found


@pytest.fixture(autouse=True)
def no_popups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Menus are made and not shown: the offscreen platform cannot hold the keyboard for them."""
    monkeypatch.setattr(QMenu, "popup", lambda menu, place: None)


def choose(wizard: ImportWizard, number: int) -> None:
    """An entry of the menu."""
    wizard.preview.findChildren(QMenu)[-1].actions()[number].trigger()


def test_refused_cell_is_said_anew_and_passes(window: Window, qtbot: QtBot, vpr: Path) -> None:
    wizard = open_on(window, qtbot, vpr)
    assert labels(wizard) == ["× отклонено", "× отклонено", "+ новое"]
    key(wizard, Qt.Key.Key_F2)
    dialog = dialog_of(wizard)
    wrong = dialog.fields[wizard.preview.rows.row_at(0).cell]
    assert wrong.text() == "уточняется" and "отклонена" in wrong.accessibleName()
    wrong.setText("3")
    QTest.keyClick(wrong, Qt.Key.Key_Return)
    qtbot.waitUntil(window.jobs.idle)
    assert wizard.stack.currentWidget() is wizard.preview
    assert labels(wizard) == ["× отклонено", "+ новое", "+ новое"]
    assert "Исправлено: 1" in wizard.preview.said.text()
    press_next(window, wizard, qtbot)
    assert (20, 3) in [row[1:] for row in results(window, qtbot)]


def test_row_school_and_column_are_left_out_and_put_back(window: Window, qtbot: QtBot, vpr: Path) -> None:
    wizard = open_on(window, qtbot, vpr)
    key(wizard, Qt.Key.Key_Delete)
    choose(wizard, 0)
    qtbot.waitUntil(window.jobs.idle)
    assert labels(wizard) == ["× отклонено", "+ новое"]
    wizard.preview.table.setCurrentIndex(wizard.preview.table.sorted.index(1, 1))
    key(wizard, Qt.Key.Key_Delete)
    choose(wizard, 1)
    qtbot.waitUntil(window.jobs.idle)
    assert labels(wizard) == ["× отклонено"]
    wizard.preview.choose("settled")
    assert labels(wizard) == ["▸ = пропущено"]
    key(wizard, Qt.Key.Key_Space)
    assert labels(wizard) == ["▾ = пропущено", "= пропущено", "= пропущено"]
    key(wizard, Qt.Key.Key_Down)
    for left in (1, 0):
        key(wizard, Qt.Key.Key_Delete)
        qtbot.waitUntil(window.jobs.idle)
        assert len([one for one in labels(wizard) if "пропущено" in one]) == left
    assert labels(wizard) == ["× отклонено", "× отклонено", "+ новое"]
    QTest.keyClick(wizard.preview.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.jobs.idle)
    assert labels(wizard) != ["× отклонено", "× отклонено", "+ новое"], "the last step is taken back"


def test_what_was_left_out_is_remembered_told_and_can_be_forgotten(
    window: Window, qtbot: QtBot, vpr: Path
) -> None:
    wizard = open_on(window, qtbot, vpr)
    key(wizard, Qt.Key.Key_Delete)
    choose(wizard, 0)
    qtbot.waitUntil(window.jobs.idle)
    press_next(window, wizard, qtbot)
    assert "Не загружено по решению" in wizard.outcome.text.text()
    wizard.close()
    qtbot.wait(1)
    again = open_on(window, qtbot, vpr)
    assert labels(again) == ["× отклонено", "= без изменений"]
    again.preview.choose("settled")
    key(again, Qt.Key.Key_Delete)
    qtbot.waitUntil(window.jobs.idle)
    assert labels(again) == ["× отклонено", "× отклонено", "= без изменений"]
    assert again.button(NEXT).isEnabled(), "forgetting is written too"


def test_ten_thousand_refusals_are_one_line_that_unfolds_and_is_left_out_at_once(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    wizard = open_on(window, qtbot, many(tmp_path / "много.xlsx", 300))
    qtbot.waitUntil(window.jobs.idle, timeout=20_000)
    rows = wizard.preview.rows
    assert rows.rowCount() == 2 and rows.index(0, 1).data() == "Не число: 300\u00a0строк"
    assert "свёрнута" in rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    key(wizard, Qt.Key.Key_Right)
    assert rows.rowCount() == 302
    key(wizard, Qt.Key.Key_Left)
    assert rows.rowCount() == 2
    key(wizard, Qt.Key.Key_F2)
    dialog = dialog_of(wizard)
    assert dialog.for_all.isChecked() and "299" in dialog.for_all.text()
    dialog.reject()
    key(wizard, Qt.Key.Key_Delete)
    choose(wizard, 0)
    qtbot.waitUntil(window.jobs.idle, timeout=20_000)
    assert labels(wizard) == ["+ новое"]


def test_book_of_which_everything_was_left_out_does_not_say_that_the_file_has_it(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    book = workbook(
        tmp_path / "одна.xlsx", "ВПР математика 5 класс, весна 2021", ["МБОУ «Луговая СОШ»", 12, 4]
    )
    wizard = open_on(window, qtbot, book)
    key(wizard, Qt.Key.Key_Delete)
    choose(wizard, 1)
    qtbot.waitUntil(window.jobs.idle)
    assert not labels(wizard) and wizard.button(NEXT).isEnabled(), "the decision is remembered"
    press_next(window, wizard, qtbot)
    wizard.close()
    qtbot.wait(1)
    again = open_on(window, qtbot, book)
    told = again.preview.about.text()
    assert "пропущено по вашим решениям" in told and "уже есть" not in told
    assert not again.button(NEXT).isEnabled() and results(window, qtbot) == []


def test_one_answer_goes_for_all_cells_alike(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    wizard = open_on(window, qtbot, many(tmp_path / "много.xlsx", 30))
    key(wizard, Qt.Key.Key_F2)
    dialog = dialog_of(wizard)
    dialog.fields[members(wizard.preview.rows.row_at(0))[0].cell].setText("5")  # type: ignore[index]
    dialog.accept()
    qtbot.waitUntil(window.jobs.idle)
    assert labels(wizard) == ["+ новое"] * 31


def test_a_figure_corrected_by_hand_is_shown_unticked_with_the_reason(
    window: Window, qtbot: QtBot, vpr: Path, tmp_path: Path
) -> None:
    press_next(window, open_on(window, qtbot, vpr), qtbot)
    for dialog in window.findChildren(ImportWizard):
        dialog.close()

    def edit(document: Any, progress: Any) -> None:
        from sqlalchemy import text

        with document.write("Правка") as session:
            session.execute(text("UPDATE school_result SET failed = 5, failed_pct_e4 = NULL"))

    window.jobs.change(window, edit)
    qtbot.waitUntil(window.jobs.idle)
    later = workbook(tmp_path / "позже.xlsx", "ВПР математика 5 класс, весна 2021", ["Луговая СОШ", 12, 3])
    wizard = open_on(window, qtbot, later)
    tick = wizard.preview.rows.index(0, 0).data(Qt.ItemDataRole.CheckStateRole)
    assert Qt.CheckState(tick) == Qt.CheckState.Unchecked
    assert "вручную" in wizard.preview.rows.row_at(0).note and "вручную 1" in wizard.preview.kept.text()
    wizard.preview.take_all.click()
    assert wizard.preview.left_out(), "never taken by the dozen"
    key(wizard, Qt.Key.Key_Space)
    assert not wizard.preview.left_out()


def test_esc_asks_before_it_drops_what_was_settled(
    window: Window, qtbot: QtBot, vpr: Path, messages: Recorder
) -> None:
    wizard = open_on(window, qtbot, vpr)
    key(wizard, Qt.Key.Key_Delete)
    choose(wizard, 0)
    qtbot.waitUntil(window.jobs.idle)
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    wizard.close()
    assert wizard.isVisible() and len(messages.questions) == 2
    assert "Пропадёт то, что решено: 1\u00a0ответ" in messages.questions[-1]
    messages.answers = [True]
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()


def test_stopping_the_second_reading_keeps_what_was_settled(
    window: Window, qtbot: QtBot, vpr: Path, messages: Recorder
) -> None:
    wizard = open_on(window, qtbot, vpr)
    key(wizard, Qt.Key.Key_Delete)
    choose(wizard, 0)
    qtbot.waitUntil(window.jobs.idle)
    key(wizard, Qt.Key.Key_Delete)
    choose(wizard, 0)
    wizard.reject()
    qtbot.waitUntil(window.jobs.idle)
    assert wizard.isVisible() and wizard.stack.currentWidget() is wizard.preview
    assert wizard.corrections.settled in (1, 2), "the last one may have been read already"
    assert not messages.questions


def test_line_that_is_no_row_of_schools_is_not_said_to_be_left_out(
    window: Window, qtbot: QtBot, tmp_path: Path, messages: Recorder
) -> None:
    book = workbook(
        tmp_path / "впр.xlsx",
        "ВПР, 5 класс, весна 2021",
        [None, "Участников", "Получили «2»", "Участников", "Получили «2»"],
        ["МБОУ «Луговая СОШ»", 12, 4, 12, 4],
        ["МБОУ «Лесная СОШ»", 10, 1, 12, 4],
        head=["Школа", "МА", "МА", "Астрология", "Астрология"],
    )
    wizard = open_on(window, qtbot, book)
    row = next((at for at, text in enumerate(labels(wizard)) if "отклонено" in text), -1)
    assert row >= 0
    wizard.preview.table.setCurrentIndex(wizard.preview.table.sorted.index(row, 1))
    key(wizard, Qt.Key.Key_Delete)
    choose(wizard, 0)
    qtbot.waitUntil(window.jobs.idle)
    assert messages.warnings and not wizard.corrections.settled


def test_esc_closes_at_once_when_nothing_was_settled(
    window: Window, qtbot: QtBot, vpr: Path, messages: Recorder
) -> None:
    wizard = open_on(window, qtbot, vpr)
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible() and not messages.questions
