"""«Программа» in the real window: outline, editor, page, indicators."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from shnor_desktop.models.programme import Part
from shnor_desktop.operations.programme import columns, writing
from shnor_desktop.rules.indicators import State
from shnor_desktop.ui.kit.marked.editor import MarkedText
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.programme.carry_over_dialog import CarryOverDialog
from shnor_desktop.ui.programme.columns_dialog import ColumnsDialog
from shnor_desktop.ui.programme.dialogs import BeginDialog, IndicatorsDialog
from shnor_desktop.ui.programme.findings_dialog import FindingsDialog
from shnor_desktop.ui.programme.screen import ProgrammeScreen
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder

GIVEN = {
    "kind": "municipal",
    "title": "Поддержка школ Заречного района",
    "period_label": "2021/22 учебный год",
    "starts": "2021-09-01",
    "ends": "2022-08-31",
}


@pytest.fixture
def settle(window: Window, qtbot: QtBot) -> Callable[[], None]:
    def wait() -> None:
        for _ in range(3):
            qtbot.wait(80)
            qtbot.waitUntil(window.jobs.idle, timeout=30_000)

    return wait


@pytest.fixture
def empty(window: Window, settle: Callable[[], None]) -> ProgrammeScreen:
    window.go("programme")
    settle()
    shown = window.shown_screen()
    assert isinstance(shown, ProgrammeScreen)
    return shown


@pytest.fixture
def screen(window: Window, empty: ProgrammeScreen, settle: Callable[[], None]) -> ProgrammeScreen:
    window.jobs.change(window, with_document(writing.begin, GIVEN, "full"))
    settle()
    return empty


def choose(screen: ProgrammeScreen, what: str, settle: Callable[[], None]) -> None:
    row = next(one for one in screen.table.shown() if one.text.strip("\u2003") == what)
    assert screen.table.select(row.uid)
    settle()


def test_without_programmes_the_next_step_is_named(empty: ProgrammeScreen) -> None:
    assert "Новая…" in empty.table.empty_text() and "Новая…" in empty.empty.text()
    assert not empty.bar.button("Раздел").isEnabled() and empty.bar.button("Новая…").isEnabled()


def test_a_programme_is_begun_from_a_template(
    empty: ProgrammeScreen, settle: Callable[[], None], qtbot: QtBot
) -> None:
    empty.begin()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, BeginDialog)
    editor = dialog.form.editors["title"].editor
    assert isinstance(editor, QLineEdit)
    editor.setText("Поддержка")
    dialog.save()
    settle()
    assert empty.choice.currentText() == "Поддержка"
    assert any(row.about.startswith("паспорт") for row in empty.table.shown())


def test_the_outline_begins_with_the_programme_and_ends_with_its_indicators(screen: ProgrammeScreen) -> None:
    rows = screen.table.shown()
    assert rows[0].what == "programme" and rows[-1].what == "indicators"
    assert [row.place for row in rows[1:14]] == ["passport"] * 13
    assert sum(row.place == "plan_section" for row in rows) == 6


def test_the_page_stands_beside_and_follows(
    screen: ProgrammeScreen, window: Window, settle: Callable[[], None], qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: screen.preview.sheet is not None, timeout=20_000)
    assert screen.preview.sheet is not None and len(screen.preview.pages) >= 2
    screen.toggle_page()
    assert not screen.preview.isVisible()
    screen.toggle_page()
    settle()
    assert screen.preview.isVisible()


def test_where_there_is_no_room_the_page_stands_in_the_place_of_the_editor(
    screen: ProgrammeScreen, window: Window, settle: Callable[[], None]
) -> None:
    window.resize(820, 560)
    settle()
    assert screen.middle.isVisible() and not screen.preview.isVisible()
    screen.toggle_page()
    settle()
    assert screen.preview.isVisible() and not screen.middle.isVisible()
    window.resize(1400, 740)
    settle()
    assert screen.preview.isVisible() and screen.middle.isVisible()


def test_what_is_typed_is_saved_when_the_cursor_leaves(
    screen: ProgrammeScreen, window: Window, settle: Callable[[], None]
) -> None:
    choose(screen, "2. Цель", settle)
    form = screen.editor.form
    assert form is not None and screen.middle.currentWidget() is screen.editor
    text = form.editors["text"].editor
    assert isinstance(text, MarkedText)
    assert not screen.editor.keep.isEnabled()
    text.page.selectAll()
    text.page.insertPlainText("Новая цель.")
    assert screen.editor.keep.isEnabled()
    choose(screen, "3. Показатели", settle)
    seen: list[str] = []

    def work(document: object, progress: object) -> list[str]:
        with document.read() as session:  # type: ignore[attr-defined]
            return [one.text for one in session.query(Part).filter(Part.title == "Цель", Part.number == "2.")]

    window.jobs.ask(window, work, seen.extend)
    settle()
    assert seen == ["Новая цель."]
    assert window.jobs.standing.undo_title is not None


def test_a_file_is_not_closed_over_what_is_not_saved(
    screen: ProgrammeScreen, window: Window, settle: Callable[[], None], messages: Recorder
) -> None:
    choose(screen, "2. Цель", settle)
    assert screen.unkept() == "" and window.may_leave()
    assert screen.editor.form is not None
    text = screen.editor.form.editors["text"].editor
    assert isinstance(text, MarkedText)
    text.page.insertPlainText("Новое. ")
    window.go("start")
    settle()
    messages.answers = [0]
    assert not window.may_leave()
    assert screen.unkept() == "Введённое в «2. Цель» не сохранено."
    settle()
    assert screen.isVisible() and screen.editor.dirty


def test_parts_are_added_moved_and_deleted(
    screen: ProgrammeScreen, settle: Callable[[], None], messages: Recorder
) -> None:
    choose(screen, "2. Цель", settle)
    screen.add("section")
    settle()
    rows = screen.table.shown()
    place = next(n for n, row in enumerate(rows) if row.text.strip("\u2003") == "2. Цель")
    added = rows[place + 1]
    assert added.text.strip("\u2003") == "без заголовка" and screen.table.current() == added
    screen.shift(up=True)
    settle()
    assert screen.table.shown()[place].uid == added.uid
    screen.delete()
    settle()
    assert added.uid not in [row.uid for row in screen.table.shown()]
    assert messages.undo


def test_indicators_are_typed_into_the_grid(
    screen: ProgrammeScreen, settle: Callable[[], None], messages: Recorder
) -> None:
    choose(screen, "Показатели", settle)
    # The section of that name stands before the line of all indicators.
    assert screen.table.select(screen.table.shown()[-1].uid)
    settle()
    assert screen.middle.currentWidget() is screen.grid
    table = screen.grid.table
    first = table.shown()[0]
    assert table.rows.columns[3].title == "План 2021/22"
    table.edited.emit(first, "target:0", "40")
    settle()
    assert table.shown()[0].figures[0].target == "40"
    table.edited.emit(table.shown()[0], "fact:0", "42,50")
    settle()
    one = table.shown()[0].figures[0]
    assert (one.fact, one.state) == ("42,50", State.MET)
    table.edited.emit(table.shown()[0], "fact:0", "много")
    settle()
    assert messages.warnings and "Факт" in messages.warnings[-1]
    assert "лучше" in screen.grid.told.text()


def test_indicators_are_taken_from_templates(screen: ProgrammeScreen, settle: Callable[[], None]) -> None:
    assert screen.table.select(screen.table.shown()[-1].uid)
    settle()
    before = len(screen.grid.table.shown())
    screen.add_indicators()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, IndicatorsDialog)
    group = dialog.list.topLevelItem(0)
    assert group is not None
    for place in range(2):
        item = group.child(place)
        assert item is not None
        item.setCheckState(0, Qt.CheckState.Checked)
    dialog.button("Добавить").click()
    settle()
    assert len(screen.grid.table.shown()) == before + 2
    screen.delete_indicator()
    settle()
    assert len(screen.grid.table.shown()) == before + 1


def test_deleting_a_programme_asks_and_can_be_taken_back(
    screen: ProgrammeScreen, window: Window, settle: Callable[[], None], messages: Recorder
) -> None:
    assert screen.table.select(screen.table.shown()[0].uid)
    settle()
    screen.delete()
    settle()
    assert screen.table.shown() and messages.questions
    messages.answers.append(True)
    screen.delete()
    settle()
    assert not screen.table.shown()
    messages.undo[-1][1]()
    settle()
    assert screen.table.shown()


def test_the_next_programme_shows_every_period_before_it_is_made(
    screen: ProgrammeScreen, settle: Callable[[], None]
) -> None:
    screen.carry_over()
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CarryOverDialog)
    row = dialog.table.shown()[0]
    assert (row.before, row.after, row.moves) == ("2021/22", "2022/23", True)
    dialog.table.edited.emit(row, "moves", False)
    assert not dialog.table.shown()[0].moves
    dialog.table.edited.emit(dialog.table.shown()[0], "moves", True)
    dialog.button("Создать").click()
    settle()
    assert screen.choice.currentText().endswith("2022/23 учебный год") and screen.choice.count() == 2


def test_remarks_lead_to_what_they_are_about(screen: ProgrammeScreen, settle: Callable[[], None]) -> None:
    choose(screen, "2. Цель", settle)
    screen.check()
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FindingsDialog)
    row = next(one for one in dialog.table.shown() if one.code == "requisites_missing")
    dialog.table.opened.emit(row)
    settle()
    assert screen.table.current().what == "programme"


def test_the_keyboard_reaches_everything(screen: ProgrammeScreen, settle: Callable[[], None]) -> None:
    screen.table.setFocus()
    QTest.keyClick(screen.table, Qt.Key.Key_Down)
    settle()
    assert screen.middle.currentWidget() is screen.editor
    assert (
        screen.editor.form is not None
        and screen.editor.form.editors["title"].editor.accessibleName() == "Заголовок"
    )


def test_columns_of_a_plan_are_chosen_ordered_and_named(
    screen: ProgrammeScreen, window: Window, settle: Callable[[], None]
) -> None:
    row = next(one for one in screen.table.shown() if one.about.startswith("план"))
    assert screen.table.select(row.uid)
    settle()
    assert screen.editor.columns.isVisibleTo(screen)
    screen.editor.columns.click()
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ColumnsDialog)
    dialog.table.select("note")
    dialog.table.edited.emit(dialog.table.current(), "printed", True)
    dialog.table.edited.emit(dialog.table.current(), "heading", "Отметка; итог")
    dialog.shift(up=True)
    dialog.save()
    settle()
    found: list[tuple[tuple[str, str], ...]] = []
    window.jobs.ask(window, with_session(columns.of_plan, row.uid), found.append)
    settle()
    assert ("note", "Отметка, итог") in found[0]
