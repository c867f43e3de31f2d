"""What people do with a table in Excel they do with the grid of results."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from shnor_desktop.operations.results.seen.order import Only, View
from shnor_desktop.papers.tree.paper import Notes, plain
from shnor_desktop.ui.papers.screen import PapersScreen
from shnor_desktop.ui.results.grid import ResultsGrid
from shnor_desktop.ui.results.screen import ResultsScreen
from shnor_desktop.ui.results.sheet.print_dialog import GridPrintDialog
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder
from tests.ui.results.test_screen import at, here, idle, texts, type_into

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
BY_NAME = ["Лесная СОШ", "Озёрная ООШ", "СОШ № 2", "СОШ № 10"]


def schools(screen: ResultsScreen) -> list[str]:
    return [one.name for one in screen.grid.rows.schools]


def headings(screen: ResultsScreen) -> list[str]:
    return [one.name for one in screen.grid.rows.sittings]


def entries(menu: QMenu) -> dict[str, QAction]:
    return {action.text(): action for one in (menu, *menu.findChildren(QMenu)) for action in one.actions()}


def trigger(menu: QMenu, title: str) -> None:
    entries(menu)[title].trigger()


def test_a_text_that_was_not_taken_stays_until_it_is_mended_or_given_up(
    screen: ResultsScreen, window: Window, messages: Recorder, qtbot: QtBot
) -> None:
    """Whatever happens around it; before the file is closed it is told, with a way to it."""
    table, rows = at(screen, 2, 1), screen.grid.rows
    type_into(table, "много")
    qtbot.waitUntil(screen.grid.hint.isVisible)
    place = table.current_place()

    def kept() -> bool:
        idle(screen, qtbot)
        return list(rows.refused) == [place]

    window.go("schools")
    window.go("results")
    assert kept()
    for view in (View(only=Only.LOW), View(by=place[1] if place else None, falling=True), View()):
        screen.grid.set_view(view)
        assert kept()
    screen.filters.family.setCurrentIndex(screen.filters.family.findData("ege"))
    screen.filters.changed.emit()
    assert kept() and not rows.index_of(place).isValid()
    window.command("edit.undo")
    window.command("edit.redo")
    assert kept()
    messages.answers = [0]
    window.command("file.close")
    idle(screen, qtbot)
    assert messages.questions[0].startswith("В таблице результатов 1\u00a0ячейка не принята.")
    assert table.current_place() == place and texts(screen)[2][1] == "× много"
    messages.answers = [0]
    window.close()
    assert window.isVisible()
    messages.answers = [1]
    window.command("file.close")
    qtbot.waitUntil(lambda: window.jobs.standing.path is None)


def test_what_was_not_taken_is_undone_before_anything_of_the_file(
    screen: ResultsScreen, window: Window, qtbot: QtBot
) -> None:
    table, rows = at(screen, 2, 1), screen.grid.rows
    undoable = window.jobs.standing.undo_title
    type_into(table, "много")
    qtbot.waitUntil(screen.grid.hint.isVisible)
    QTest.keyClick(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    idle(screen, qtbot)
    assert not rows.refused and window.jobs.standing.undo_title == undoable is not None


def test_a_heading_sorts_up_down_and_back_and_is_remembered(
    screen: ResultsScreen, settings: QSettings, qtbot: QtBot
) -> None:
    grid = screen.grid
    at(screen, 2, 1)
    press = grid.table.horizontalHeader().sectionClicked.emit
    press(1)
    assert schools(screen) == ["СОШ № 2", "Озёрная ООШ", "СОШ № 10", "Лесная СОШ"]
    assert here(screen)[1] == 1 and grid.table.horizontalHeader().sortIndicatorSection() == 1
    press(1)
    assert schools(screen) == ["СОШ № 10", "Озёрная ООШ", "СОШ № 2", "Лесная СОШ"]
    assert "По убыванию: ВПР МА 5, весна 2021" in grid.bar.narrowed.text()
    assert ResultsGrid(settings, screen).rows.view == grid.rows.view
    screen.reload()
    idle(screen, qtbot)
    assert schools(screen)[0] == "СОШ № 10", "what is read anew stands in the same order"
    grid.bar.narrowed.click()
    assert schools(screen) == BY_NAME and not grid.bar.narrowed.isVisible()
    press(1)
    press(1)
    press(1)
    assert schools(screen) == BY_NAME


def test_schools_with_a_mark_alone(screen: ResultsScreen) -> None:
    only = screen.filters.only
    for code, expected in (
        (Only.LOW, ["СОШ № 10"]),
        (Only.WATCH, ["СОШ № 2"]),
        (Only.SMALL, ["СОШ № 2"]),
        (Only.MISSING, ["Лесная СОШ", "Озёрная ООШ", "СОШ № 10"]),
        (Only.ALL, BY_NAME),
    ):
        only.setCurrentIndex(only.findData(code))
        assert schools(screen) == expected
    at(screen, 0, 1)
    trigger(screen.grid.cell_menu(), "○ нет данных")
    assert schools(screen) == ["Лесная СОШ"] and only.currentData() == Only.MISSING
    assert screen.grid.bar.narrowed.text().startswith("○ нет данных — ВПР МА 5, весна 2021: 1 из 4")


def test_typing_into_what_is_narrowed_leaves_the_school_in_view(screen: ResultsScreen, qtbot: QtBot) -> None:
    screen.grid.narrow(Only.LOW)
    type_into(at(screen, 0, 1), "0/16")
    qtbot.waitUntil(lambda: texts(screen)[0][1] == "0,0\u00a0% (16)")
    assert schools(screen) == ["СОШ № 10"]


def test_columns_are_hidden_moved_frozen_and_widened(screen: ResultsScreen, settings: QSettings) -> None:
    grid, table = screen.grid, at(screen, 2, 1)
    russian, maths, exam = headings(screen)
    trigger(grid.heading_menu(1), "Передвинуть левее")
    assert headings(screen) == [maths, russian, exam] and here(screen) == (2, 0)
    assert grid.district.index(0, 0).data() == "◆ 28,6\u00a0% (28)", "the line below goes along"
    QTest.keyClick(table, Qt.Key.Key_Right, ALT | SHIFT)
    assert headings(screen) == [russian, maths, exam]
    trigger(grid.heading_menu(0), "Скрыть столбец")
    assert headings(screen) == [maths, exam] and grid.bar.hidden.text() == "Скрыто: 1\u00a0столбец"
    trigger(grid.heading_menu(1), "Закрепить столбец слева")
    assert headings(screen) == [exam, maths] and table.frozen.isVisible()
    assert table.frozen.width() == table.columnWidth(0) == table.frozen.columnWidth(0)
    before = table.columnWidth(0)
    table.setCurrentIndex(table.rows.index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Right, CONTROL | ALT)
    assert table.frozen.columnWidth(0) == table.columnWidth(0) > before
    again = ResultsGrid(settings, screen)
    assert again.plan.width(table.rows.sittings[0].uid) == table.columnWidth(0)
    grid.bar.hidden.click()
    assert headings(screen) == [exam, russian, maths]
    trigger(grid.cell_menu(), "Столбцы как были сначала")
    assert headings(screen) == [russian, maths, exam] and not table.frozen.isVisible()


def test_a_dragged_heading_moves_the_column(screen: ResultsScreen, qtbot: QtBot) -> None:
    russian, maths, exam = headings(screen)
    screen.grid.table.horizontalHeader().moveSection(0, 2)
    qtbot.waitUntil(lambda: headings(screen) == [maths, exam, russian])
    assert screen.grid.table.horizontalHeader().visualIndex(0) == 0
    assert texts(screen)[2] == ["◆ 25,0\u00a0% (12)", "▫ 0,0\u00a0% (4)", "0,0\u00a0% (12)"]


def test_a_frozen_cell_is_typed_into(screen: ResultsScreen, qtbot: QtBot) -> None:
    screen.grid.freeze(screen.grid.rows.sittings[1].uid)
    type_into(at(screen, 2, 0), "4/12")
    idle(screen, qtbot)
    qtbot.waitUntil(lambda: texts(screen)[2][0] == "▲ 33,3\u00a0% (12)")
    assert screen.grid.table.frozen.isVisible() and here(screen) == (3, 0)


def test_names_are_made_wider_and_stay_so(screen: ResultsScreen, settings: QSettings, qtbot: QtBot) -> None:
    grid = screen.grid
    grid.grip.dragged.emit(180)
    grid.grip.released.emit()
    assert grid.table.verticalHeader().width() == grid.foot.verticalHeader().width() == 180
    screen.reload()
    idle(screen, qtbot)
    assert grid.table.verticalHeader().width() == 180 and ResultsGrid(settings, screen).names_width == 180
    grid.step_names(1)
    assert grid.table.verticalHeader().width() > 180
    grid.grip.fit_wanted.emit()
    assert grid.plan.names == 0


def test_copies_for_people_and_for_spreadsheets(screen: ResultsScreen) -> None:
    table = at(screen, 0, 0)
    table.selectAll()
    QTest.keyClick(table, Qt.Key.Key_C, CONTROL | SHIFT)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines[0] == ["Школа", *headings(screen)]
    assert lines[3] == ["СОШ № 2", "0,0 % (12)", "25,0 % (12)", "0,0 % (4)"]
    QTest.keyClick(table, Qt.Key.Key_C, CONTROL | ALT)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines == [["", "", ""], ["", "30", ""], ["0", "25", "0"], ["", "31,25", ""]]


def test_a_selection_is_added_up_below(screen: ResultsScreen, qtbot: QtBot) -> None:
    at(screen, 0, 1)
    QTest.keyClick(screen.grid.table, Qt.Key.Key_Space, CONTROL)
    qtbot.waitUntil(lambda: screen.legend.text().startswith("Выделено: 4\u00a0ячейки"))
    assert "участников 28 · не справились 8" in screen.legend.text()
    at(screen, 0, 0)
    qtbot.waitUntil(lambda: "мало участников" in screen.legend.text())


def test_f3_finds_the_next_school_and_the_one_before(screen: ResultsScreen) -> None:
    at(screen, 0, 0)
    QTest.keyClick(screen.grid.table, Qt.Key.Key_F3)
    assert QApplication.focusWidget() is screen.search
    screen.search.setText("сош №")
    screen.grid.table.setFocus()
    for key, row in ((Qt.KeyboardModifier.NoModifier, 3), (Qt.KeyboardModifier.NoModifier, 2), (SHIFT, 3)):
        QTest.keyClick(screen.grid.table, Qt.Key.Key_F3, key)
        assert here(screen)[0] == row


@pytest.mark.parametrize("read_only", [False, True])
def test_the_menu_of_a_cell_offers_what_can_be_done(screen: ResultsScreen, read_only: bool) -> None:
    screen.grid.rows.editable = not read_only
    at(screen, 2, 1)
    whole = screen.grid.cell_menu()
    menu = entries(whole)
    assert menu["Вставить"].isEnabled() is not read_only and menu["Копировать"].isEnabled()
    menu["Сортировать по убыванию"].trigger()
    assert screen.grid.rows.view == View(by=screen.grid.rows.sittings[1].uid, falling=True)


def test_the_grid_is_printed_as_it_is_seen(
    screen: ResultsScreen, messages: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    grid = screen.grid
    hidden = grid.rows.sittings[2]
    grid.hide_column(hidden.uid)
    grid.sort(grid.rows.sittings[1].uid, True)
    told = grid.seen("", "").conditions
    assert told == (f"Скрыт столбец: {hidden.name}.", f"По убыванию: {headings(screen)[1]}.")
    grid.narrow(Only.LOW)
    assert "Показаны не все школы. ▲ низкие: 1 из 4" in grid.seen("", "").conditions[1]
    grid.narrow(Only.ALL)
    type_into(at(screen, 0, 1), "много")
    qtbot.waitUntil(grid.hint.isVisible)
    screen.context.command("file.print")
    idle(screen, qtbot)
    dialog = screen.findChild(GridPrintDialog)
    assert dialog is not None and dialog.paper is not None and dialog.pages == 1
    (table,) = dialog.paper.tables()
    assert [cell.text.replace("\u00a0", " ") for cell in table.head[0].cells[1:]] == headings(screen)
    names = [row.cells[0].text.replace("\u00a0", " ") for row in table.rows]
    assert names == ["СОШ № 10", "Озёрная ООШ", "СОШ № 2", "Лесная СОШ", "По всем школам"]
    first = next(one for one in dialog.paper.blocks() if isinstance(one, Notes))
    lines = [plain(line).replace("\u00a0", " ") for line in first.lines]
    assert lines[0] == f"Скрыт столбец: {hidden.name}." and lines[-1].startswith("Что введено и не принято")
    assert table.rows[0].cells[2].text == "▲ 31,3\u00a0% (16)", "what was not taken is not printed"
    messages.answers.append(tmp_path / "таблица.pdf")
    dialog.button("Сохранить PDF…").click()
    idle(screen, qtbot)
    assert (tmp_path / "таблица.pdf").read_bytes().startswith(b"%PDF") and dialog.saved.isVisible()
    dialog.reject()


def test_an_empty_page_offers_the_papers(window: Window, qtbot: QtBot) -> None:
    window.go("results")
    qtbot.waitUntil(window.jobs.idle)
    window.context.command("file.print")
    qtbot.waitUntil(window.jobs.idle)
    assert isinstance(window.shown_screen(), PapersScreen)
