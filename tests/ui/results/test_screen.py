from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from shnor_desktop.ui.results.import_wizard import ImportWizard
from shnor_desktop.ui.results.rows import GridRows
from shnor_desktop.ui.results.screen import ResultsScreen
from shnor_desktop.ui.results.sheet.table import ResultsTable
from shnor_desktop.ui.results.sitting_dialog import SittingDialog
from shnor_desktop.ui.shell.window import Window
from tests.operations.books import book, row
from tests.ui.conftest import Recorder

CONTROL = Qt.KeyboardModifier.ControlModifier


def texts(screen: ResultsScreen) -> list[list[str]]:
    rows = screen.grid.table.rows
    return [
        [str(rows.index(r, c).data() or "") for c in range(rows.columnCount())]
        for r in range(rows.rowCount())
    ]


def idle(screen: ResultsScreen, qtbot: QtBot) -> None:
    qtbot.waitUntil(screen.context.jobs.idle)


def at(screen: ResultsScreen, row_number: int, column: int) -> ResultsTable:
    table = screen.grid.table
    table.setFocus()
    table.setCurrentIndex(table.rows.index(row_number, column))
    return table


def type_into(table: ResultsTable, text: str) -> None:
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget() or table.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setText(text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_grid_shows_marks_in_words_and_shapes(screen: ResultsScreen) -> None:
    rows = screen.grid.table.rows
    assert [one.heading for one in rows.sittings] == [
        "ВПР РУ 5\nвесна 2021",
        "ВПР МА 5\nвесна 2021",
        "ЕГЭ РУ\n2021",
    ]
    assert [line[1] for line in texts(screen)] == [
        "○ н/д",
        "◇ 30\u00a0%",
        "◆ 25,0\u00a0% (12)",
        "▲ 31,3\u00a0% (16)",
    ]
    assert rows.index(3, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "31,3 % (16) — низкий результат"
    assert texts(screen)[2][2] == "▫ 0,0\u00a0% (4)"
    assert [screen.grid.district.index(0, c).data() for c in range(3)] == [
        "0,0\u00a0% (12)",
        "◆ 28,6\u00a0% (28)",
        "0,0\u00a0% (4)",
    ]


def test_typing_writes_and_goes_down(screen: ResultsScreen, qtbot: QtBot) -> None:
    table = at(screen, 0, 1)
    type_into(table, "3/12")
    idle(screen, qtbot)
    assert texts(screen)[0][1] == "◆ 25,0\u00a0% (12)"
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 1)
    assert screen.grid.district.index(0, 1).data() == "◆ 27,5\u00a0% (40)"
    screen.context.command("edit.undo")
    idle(screen, qtbot)
    assert texts(screen)[0][1] == "○ н/д"


def here(screen: ResultsScreen) -> tuple[int, int]:
    index = screen.grid.table.currentIndex()
    return index.row(), index.column()


def way(screen: ResultsScreen, title: str) -> None:
    next(button for button in screen.grid.hint.ways if button.text() == title).click()


def test_a_refused_text_stays_in_its_cell_with_a_hint(
    screen: ResultsScreen, qtbot: QtBot, messages: Recorder
) -> None:
    hint = screen.grid.hint
    type_into(at(screen, 2, 1), "много")
    qtbot.waitUntil(hint.isVisible)  # Enter is heard after the key was told.
    assert here(screen) == (2, 1), "the cursor does not run on"
    assert texts(screen)[2][1] == "× много" and hint.isVisible()
    assert "не результат" in hint.why.text() and not messages.warnings
    assert hint.back.text() == "Вернуть «3 из 12»"
    idle(screen, qtbot)
    assert texts(screen)[2][1] == "× много", "what is read anew does not take it away"
    assert screen.grid.bar.refused.text() == "× Не принято: 1\u00a0ячейка"
    QTest.keyClick(screen.grid.table, Qt.Key.Key_Escape)
    assert texts(screen)[2][1] == "◆ 25,0\u00a0% (12)" and not hint.isVisible()
    assert not screen.grid.bar.refused.isVisible()
    type_into(at(screen, 2, 1), "много")
    qtbot.waitUntil(hint.isVisible)
    type_into(screen.grid.table, "4/12")
    qtbot.waitUntil(lambda: not hint.isVisible())
    idle(screen, qtbot)
    assert texts(screen)[2][1] == "▲ 33,3\u00a0% (12)" and here(screen) == (3, 1)
    assert screen.grid.table.rows.refused == {}


def test_a_bare_number_over_pupils_is_asked_in_the_cell(screen: ResultsScreen, qtbot: QtBot) -> None:
    type_into(at(screen, 2, 1), "7")
    qtbot.waitUntil(screen.grid.hint.isVisible)
    assert "ученики или процент" in screen.grid.hint.why.text() and here(screen) == (2, 1)
    QTest.keyClick(screen.grid.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget() is screen.grid.hint.ways[0]
    QTest.keyClick(screen.grid.hint.ways[0], Qt.Key.Key_Space)
    idle(screen, qtbot)
    assert texts(screen)[2][1] == "▲ 58,3\u00a0% (12)"
    screen.context.command("edit.undo")
    idle(screen, qtbot)
    assert texts(screen)[2][1] == "◆ 25,0\u00a0% (12)"


def test_block_is_pasted_as_one_step_and_refusals_stay_cell_by_cell(
    screen: ResultsScreen, qtbot: QtBot, messages: Recorder
) -> None:
    table = at(screen, 0, 0)
    QGuiApplication.clipboard().setText("1/10\t2/10\r\n-\t11/10\r\n5\t5\r\n1/2\t6\r\n")
    QTest.keyClick(table, Qt.Key.Key_V, CONTROL)
    idle(screen, qtbot)
    assert texts(screen)[0][:2] == ["10,0\u00a0% (10)", "20,0\u00a0% (10)"]
    assert texts(screen)[1][:2] == ["-", "× 11/10"]
    assert [line[:2] for line in texts(screen)[2:]] == [["× 5", "× 5"], ["▲▫ 50,0\u00a0% (2)", "× 6"]]
    assert not messages.warnings and messages.undo[0][0] == "Введено 4\u00a0результата. Не принято: 4."
    assert here(screen) == (1, 1) and "Больше, чем участников" in screen.grid.hint.why.text()
    screen.grid.bar.refused.click()
    assert here(screen) == (2, 0) and "2\u00a0таких же ячейках" in screen.grid.hint.all.text()
    screen.grid.hint.all.setChecked(True)
    way(screen, "5 из 12")
    idle(screen, qtbot)
    assert [line[:2] for line in texts(screen)[2:]] == [
        ["▲ 41,7\u00a0% (12)", "▲ 41,7\u00a0% (12)"],
        ["▲▫ 50,0\u00a0% (2)", "▲ 37,5\u00a0% (16)"],
    ]
    assert screen.context.jobs.standing.undo_title == "Введено 3\u00a0результата", "one step"
    assert list(screen.grid.table.rows.refused) == [table.rows.place(table.rows.index(1, 1))]


def test_what_is_taken_back_goes_with_what_was_not_taken(
    screen: ResultsScreen, qtbot: QtBot, messages: Recorder
) -> None:
    before = texts(screen)
    table = at(screen, 2, 1)
    QGuiApplication.clipboard().setText("1/10\t1/10\t1/10\n5\t2/10\n")
    QTest.keyClick(table, Qt.Key.Key_V, CONTROL)
    idle(screen, qtbot)
    text, undo = messages.undo[0]
    assert text.startswith(
        "Введено 3\u00a0результата. Не принято: 1. Не поместилось, за краем таблицы: 1\u00a0ячейка"
    )
    undo()
    idle(screen, qtbot)
    assert texts(screen) == before and not screen.grid.bar.isVisible()
    screen.context.command("edit.redo")
    idle(screen, qtbot)
    assert texts(screen)[3][1] == "× 5", "what is brought back brings it too"
    screen.context.command("edit.undo")
    idle(screen, qtbot)
    assert texts(screen) == before and not screen.grid.rows.refused
    screen.context.command("edit.redo")
    idle(screen, qtbot)
    table.setCurrentIndex(table.rows.index(3, 1))
    QTest.keyClick(table, Qt.Key.Key_Z, CONTROL)
    idle(screen, qtbot)
    assert texts(screen) == before, "on such a text the whole block is taken back"


def test_a_block_of_which_nothing_was_taken_is_undone_without_the_file(
    screen: ResultsScreen, qtbot: QtBot
) -> None:
    before, undoable = texts(screen), screen.context.jobs.standing.undo_title
    table = at(screen, 2, 0)
    QGuiApplication.clipboard().setText("много\tмного\nмного\tмного\n")
    QTest.keyClick(table, Qt.Key.Key_V, CONTROL)
    idle(screen, qtbot)
    assert len(screen.grid.rows.refused) == 4
    QTest.keyClick(table, Qt.Key.Key_Z, CONTROL)
    idle(screen, qtbot)
    assert texts(screen) == before and not screen.grid.rows.refused
    assert screen.context.jobs.standing.undo_title == undoable


def test_what_contradicts_marks_is_told_after_the_cursor_went_on(
    screen: ResultsScreen, window: Window, qtbot: QtBot
) -> None:
    def fill(document: Any, progress: Any) -> None:
        from shnor_desktop.operations.results import importing

        marks = row("СОШ № 2", participants=12, failed=3, count_3=4, count_4=3, count_5=2)
        importing.apply_plan(document, importing.plan(document, [book(marks)]))

    window.jobs.change(window, fill)
    idle(screen, qtbot)
    type_into(at(screen, 2, 1), "5/12")
    idle(screen, qtbot)
    assert here(screen) == (2, 1) and texts(screen)[2][1] == "× 5/12", "the cursor comes back"
    screen.grid.card_wanted.emit()
    assert QApplication.focusWidget() is screen.card.form.editors["participants"]
    way(screen, "Убрать отметки")
    idle(screen, qtbot)
    assert texts(screen)[2][1] == "▲ 41,7\u00a0% (12)"


def test_figures_that_a_mark_takes_away_are_told(
    screen: ResultsScreen, qtbot: QtBot, messages: Recorder
) -> None:
    before = texts(screen)[2][1]
    type_into(at(screen, 2, 1), "x")
    idle(screen, qtbot)
    text, undo = messages.undo[-1]
    assert text == "Числа результата убраны." and texts(screen)[2][1] != before
    type_into(at(screen, 2, 1), "н/д")
    idle(screen, qtbot)
    assert len(messages.undo) == 1, "nothing is lost any more"
    QTest.keyClick(at(screen, 2, 1), Qt.Key.Key_Z, CONTROL)
    idle(screen, qtbot)
    undo()
    idle(screen, qtbot)
    assert texts(screen)[2][1] == before


def test_block_beyond_the_edge_is_told(screen: ResultsScreen, qtbot: QtBot, messages: Recorder) -> None:
    table = at(screen, 3, 2)
    QGuiApplication.clipboard().setText("1/10\t2/10\n3/10\t4/10\n")
    QTest.keyClick(table, Qt.Key.Key_V, CONTROL)
    idle(screen, qtbot)
    assert texts(screen)[3][2] == "10,0\u00a0% (10)"
    assert "3\u00a0ячейки" in messages.told_texts[0] and not messages.warnings


def test_copied_block_is_the_same_when_pasted(screen: ResultsScreen, qtbot: QtBot) -> None:
    table = at(screen, 1, 1)
    table.selectAll()
    QTest.keyClick(table, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().split("\n")[2] == "0 из 12\t3 из 12\t0 из 4"
    before = screen.context.jobs.standing.undo_title
    QTest.keyClick(table, Qt.Key.Key_V, CONTROL)
    idle(screen, qtbot)
    assert screen.context.jobs.standing.undo_title == before


def test_fill_down_and_delete(screen: ResultsScreen, qtbot: QtBot, messages: Recorder) -> None:
    table = at(screen, 2, 2)
    table.setSelection(
        table.visualRect(table.rows.index(2, 2)), table.selectionCommand(table.rows.index(2, 2))
    )
    table.setCurrentIndex(table.rows.index(3, 2))
    QTest.keyClick(table, Qt.Key.Key_D, CONTROL)
    idle(screen, qtbot)
    assert texts(screen)[3][2] == "▫ 0,0\u00a0% (4)"
    QTest.keyClick(table, Qt.Key.Key_Delete)
    idle(screen, qtbot)
    assert texts(screen)[3][2] == ""
    assert messages.undo[-1][0] == "Удалено 1\u00a0результат: СОШ № 10 — ЕГЭ РУ 2021 (было «0 из 4»)."
    idle(screen, qtbot)
    assert "Результат убран" in screen.card.about.text() and "был «0 из 4»" in screen.card.about.text()
    assert "Удалён" in screen.card.history.text()


def test_what_empty_cells_of_a_block_take_away_is_told_first(
    screen: ResultsScreen, qtbot: QtBot, messages: Recorder
) -> None:
    table = at(screen, 1, 1)
    QGuiApplication.clipboard().setText("1/10\r\n\r\n5/4\r\n")
    before = texts(screen)
    QTest.keyClick(table, Qt.Key.Key_V, CONTROL)
    idle(screen, qtbot)
    assert texts(screen)[2][1] == ""
    text, undo = messages.undo[-1]
    assert text.startswith("Убрано: 1 (пустые ячейки): СОШ № 2 — ")
    assert text.endswith("(было «3 из 12»). Введено 1\u00a0результат. Не принято: 1.")
    undo()
    idle(screen, qtbot)
    assert texts(screen) == before


def test_card_follows_the_cursor_and_saves(screen: ResultsScreen, qtbot: QtBot) -> None:
    at(screen, 2, 1)
    idle(screen, qtbot)
    assert screen.card.heading.text() == "СОШ № 2"
    assert "итоги.xlsx · Лист1!B2" in screen.card.source.text()
    failed = screen.card.form.editors["failed"]
    assert isinstance(failed, QLineEdit) and failed.text() == "3"
    assert not screen.card.save_button.isEnabled()
    failed.setText("13")
    screen.card.save_button.click()
    idle(screen, qtbot)
    assert "Больше, чем участников" in screen.card.error.text()
    failed.setText("4")
    QTest.keyClick(failed, Qt.Key.Key_Return)
    idle(screen, qtbot)
    assert texts(screen)[2][1] == "▲ 33,3\u00a0% (12)"
    assert "3 → 4" in screen.card.history.text()


def test_filters(screen: ResultsScreen, qtbot: QtBot) -> None:
    assert screen.filters.year.currentText() == "2020/21"
    screen.filters.family.setCurrentIndex(screen.filters.family.findData("ege"))
    idle(screen, qtbot)
    assert [one.family for one in screen.grid.table.rows.sittings] == ["ege"]
    screen.filters.subject.setCurrentIndex(screen.filters.subject.findData("МА"))
    idle(screen, qtbot)
    assert screen.stack.currentIndex() == 1 and "По этому отбору" in screen.empty.title.text()


def test_a_filter_chosen_while_the_grid_is_read_is_the_one_that_is_shown(
    screen: ResultsScreen, qtbot: QtBot
) -> None:
    screen.reload()
    family = screen.filters.family
    family.blockSignals(True)  # As if it came between the question and its answer.
    family.setCurrentIndex(family.findData("ege"))
    family.blockSignals(False)
    idle(screen, qtbot)
    assert [one.family for one in screen.grid.table.rows.sittings] == ["ege"]
    screen.arrive(year=1999)
    idle(screen, qtbot)
    assert screen.filters.wanted().years == () and screen.grid.table.rows.sittings


def test_search_goes_round(screen: ResultsScreen, qtbot: QtBot) -> None:
    screen.start_search()
    screen.search.setText("сош №")
    assert screen.grid.table.currentIndex().row() == 2
    QTest.keyClick(screen.search, Qt.Key.Key_Return)
    assert screen.grid.table.currentIndex().row() == 3
    QTest.keyClick(screen.search, Qt.Key.Key_Return)
    assert screen.grid.table.currentIndex().row() == 2


def test_new_column_is_added_and_shown(screen: ResultsScreen, window: Window, qtbot: QtBot) -> None:
    screen.bar.add.click()
    idle(screen, qtbot)
    dialog = screen.findChild(SittingDialog)
    assert dialog is not None
    dialog.family.setCurrentIndex(dialog.family.findData("mkr"))
    dialog.subject.setCurrentIndex(dialog.subject.findData("МА"))
    dialog.grade.setCurrentIndex(dialog.grade.findData(7))
    assert dialog.name.text() == "МКР МА 7, весна 2021"
    dialog.button("Добавить").click()
    idle(screen, qtbot)
    table = screen.grid.table
    qtbot.waitUntil(lambda: "МКР МА 7\nвесна 2021" in [one.heading for one in table.rows.sittings])
    heading = "МКР МА 7\nвесна 2021"
    qtbot.waitUntil(lambda: table.rows.sittings[table.currentIndex().column()].heading == heading)
    qtbot.waitUntil(lambda: window.focusWidget() is table)
    QGuiApplication.clipboard().setText("3/12")
    QTest.keyClick(table, Qt.Key.Key_V, CONTROL)
    qtbot.waitUntil(lambda: "25,0" in str(table.currentIndex().data()))


def test_an_exam_is_written_by_its_own_grade(qtbot: QtBot) -> None:
    """Whatever was chosen for another kind before."""
    dialog = SittingDialog([("МА", "Математика")], 2025)
    qtbot.addWidget(dialog)
    dialog.family.setCurrentIndex(dialog.family.findData("vpr"))
    dialog.sitting_grade.setCurrentIndex(dialog.sitting_grade.findData(7))
    assert dialog.chosen().sitting_grade == 7
    for family, grade in (("oge", 9), ("ege", 11)):
        dialog.family.setCurrentIndex(dialog.family.findData(family))
        assert (dialog.chosen().programme_grade, dialog.chosen().sitting_grade) == (grade, grade)
    dialog.family.setCurrentIndex(dialog.family.findData("vpr"))
    assert dialog.chosen().sitting_grade == 7


def test_empty_file_says_what_to_do(window: Window, qtbot: QtBot) -> None:
    window.go("results")
    qtbot.waitUntil(window.jobs.idle)
    screen = window.shown_screen()
    assert isinstance(screen, ResultsScreen)
    assert screen.stack.currentIndex() == 1 and "ещё нет школ" in screen.empty.title.text()


def test_arrive_puts_the_cursor_on_a_result(screen: ResultsScreen, qtbot: QtBot) -> None:
    rows = screen.grid.table.rows
    wanted = (rows.schools[3].uid, rows.sittings[1].uid)
    screen.context.go("results", school=wanted[0], sitting=wanted[1])
    idle(screen, qtbot)
    assert screen.grid.table.current_place() == wanted


def test_the_fields_of_the_card_do_not_jump(screen: ResultsScreen, qtbot: QtBot) -> None:
    """Neither from cell to cell, with doubts or without, nor when a result is excluded."""
    places = set()
    for place in ((0, 0), (1, 1), (2, 0), (3, 1)):
        at(screen, *place)
        idle(screen, qtbot)
        state = screen.card.form.editors["state"]
        assert isinstance(state, QComboBox)
        for code in ("valid", "excluded"):
            state.setCurrentIndex(state.findData(code))
            QApplication.processEvents()
            fields = (screen.card.form.editors[name] for name in ("participants", "count_5"))
            places.add(tuple(one.mapTo(screen.card, QPoint(0, 0)).y() for one in fields))
    assert len(places) == 1


def test_rows_keep_the_rules_of_qt(screen: ResultsScreen) -> None:
    from shnor_desktop.operations.results.grid import GridPage
    from shnor_desktop.operations.results.grid_cells import GridCell

    rows = GridRows()
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    old = screen.grid.table.rows
    line = (GridCell("1 %", "low", True, True, "1"), GridCell("-", "not_conducted", False, False, "-"), None)
    schools = tuple(old.schools)
    rows.set_page(GridPage(old.sittings, schools[:2], (line, line), 0, 4))
    rows.add_page(GridPage(old.sittings, schools[2:], (line, line), 2, 4))
    rows.add_page(GridPage(old.sittings, schools[2:], (line, line), 2, 4))
    assert rows.rowCount() == 4
    assert rows.index(0, 1).data() == "-", "what is a sign itself gets none before it"
    assert rows.replace(GridPage(old.sittings, schools[:1], ((None, None, None),), 0, 4))
    assert rows.index(0, 0).data() == ""
    assert not rows.replace(GridPage((), (), (), 0, 0))
    rows.repaint_all()


def test_read_only_file_cannot_be_typed_into(
    screen: ResultsScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.grid.table.rows.editable = False
    table = at(screen, 2, 1)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    idle(screen, qtbot)
    assert texts(screen)[2][1] == "◆ 25,0\u00a0% (12)"
    assert not table.rows.index(2, 1).flags() & Qt.ItemFlag.ItemIsEditable


def test_pasted_table_with_names_is_offered_to_the_wizard(
    screen: ResultsScreen, window: Window, qtbot: QtBot, messages: Recorder
) -> None:
    QGuiApplication.clipboard().setText(
        "ВПР математика 6 класс, весна 2021\t\t\nНазвание школы\tУчастников\tПолучили «2»\n"
        "Луговая средняя школа\t12\t4\n"
    )
    messages.answers.append(True)
    QTest.keyClick(at(screen, 0, 0), Qt.Key.Key_V, CONTROL)
    idle(screen, qtbot)
    assert "названиями школ" in messages.questions[0]
    wizard = window.findChild(ImportWizard)
    assert wizard is not None and wizard.stack.currentWidget() is wizard.preview
    wizard.go_on()
    idle(screen, qtbot)
    assert "ВПР МА 6\nвесна 2021" in [one.heading for one in screen.grid.table.rows.sittings]
    assert "Луговая СОШ" in [one.name for one in screen.grid.table.rows.schools]


def test_card_is_reached_by_the_keyboard(screen: ResultsScreen, qtbot: QtBot) -> None:
    table = at(screen, 2, 1)
    idle(screen, qtbot)
    QTest.keyClick(table, Qt.Key.Key_F4)
    assert QApplication.focusWidget() is screen.card.form.editors["participants"]
    QTest.keyClick(screen.card.form.editors["participants"], Qt.Key.Key_F4)
    assert QApplication.focusWidget() is table


def test_the_line_of_all_schools_stands_below_its_columns_when_names_become_longer(
    screen: ResultsScreen, window: Window, qtbot: QtBot
) -> None:
    def add(document: Any, progress: Any) -> None:
        from shnor_desktop.operations.records import records

        with document.write("Школа") as session:
            name = "Муниципальное казённое учреждение «Дальнереченская начальная школа — детский сад»"
            records.save(session, "school", None, {"name": name})

    before = screen.grid.table.viewport().x()
    window.jobs.change(window, add)
    qtbot.waitUntil(lambda: screen.grid.table.viewport().x() > before)
    assert screen.grid.foot.viewport().x() == screen.grid.table.viewport().x()


def test_the_cells_show_another_figure_which_cannot_be_typed(screen: ResultsScreen, qtbot: QtBot) -> None:
    combo = screen.filters.aspect
    combo.setCurrentIndex(combo.findText("Успеваемость"))
    idle(screen, qtbot)
    shown = [text for line in texts(screen) for text in line]
    assert any(text.endswith("75,0\u00a0% (12)") for text in shown)
    assert "Успеваемость" in screen.legend.text()
    assert not screen.grid.table.rows.editable
    combo.setCurrentIndex(0)
    idle(screen, qtbot)
    assert screen.grid.table.rows.editable


def test_a_new_sitting_offers_what_its_family_has(qtbot: QtBot) -> None:
    dialog = SittingDialog([("МА", "Математика")], 2025)
    qtbot.addWidget(dialog)

    def offered() -> tuple[list[object], list[object]]:
        combos = (dialog.level, dialog.season)
        levels, seasons = ([combo.itemData(at) for at in range(combo.count())] for combo in combos)
        return levels, seasons

    assert offered() == (["", "base", "advanced"], ["", "spring", "autumn"])
    dialog.family.setCurrentIndex(dialog.family.findData("ege"))
    assert offered() == (["", "base", "profile"], ["", "final"])
    dialog.season.setCurrentIndex(1)
    assert dialog.name.text() == "ЕГЭ МА 2026, с учётом пересдачи"
    dialog.family.setCurrentIndex(dialog.family.findData("gve"))
    assert offered() == ([""], ["", "final"])
    assert dialog.name.text() == "ГВЭ-9 МА 2026, с учётом пересдачи"
    dialog.family.setCurrentIndex(dialog.family.findData("vpr"))
    assert dialog.name.text() == "ВПР МА 9, весна 2026"
