"""«Дорожная карта» in the real window: the table, editing, states, order, filters, months, the week."""

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.operations.roadmap.rows import PlanRow
from shnor_desktop.ui.programme.findings_dialog import FindingsDialog
from shnor_desktop.ui.roadmap import screen as screens
from shnor_desktop.ui.roadmap.lines import OPEN, SectionLine
from shnor_desktop.ui.roadmap.screen import MONTHS, WORK, RoadmapScreen
from shnor_desktop.ui.roadmap.table import DUE, NUMBER, RESPONSIBLE, STATE, TEXT
from shnor_desktop.ui.shell.window import Window
from tests.operations.roadmap.plans import done, programme, section
from tests.ui.conftest import Recorder, Settle

FIRST = (
    ("1.", "Создать рабочую группу", "январь", "Управление"),
    ("2.", "Совещание директоров", "1 раз в четверть", "ИМЦ"),
)
SECOND = (
    ("4.", "Консультации", "по запросам", "ИМЦ"),
    ("5.", "Мониторинг", "март", "директора школ"),
)


def fill(document: Document, progress: object) -> None:
    uid = programme(document)
    plan, _ = section(document, uid, "План", ())
    _, rows = section(document, uid, "Кадры", FIRST, plan)
    section(document, uid, "Наставники", SECOND, plan)
    done(document, rows[0], "2022-01-12")


def _today() -> type[date]:
    class Today(date):
        @classmethod
        def today(cls) -> "Today":
            return cls(2022, 2, 10)

    return Today


def opened(window: Window, settle: Settle, monkeypatch: pytest.MonkeyPatch) -> RoadmapScreen:
    monkeypatch.setattr(screens, "date", _today())
    window.go("roadmap")
    settle()
    shown = window.shown_screen()
    assert isinstance(shown, RoadmapScreen)
    return shown


@pytest.fixture
def screen(window: Window, settle: Settle, monkeypatch: pytest.MonkeyPatch) -> RoadmapScreen:
    window.jobs.change(window, fill)
    return opened(window, settle, monkeypatch)


def texts(screen: RoadmapScreen) -> list[str]:
    return [one.title if isinstance(one, SectionLine) else one.text for one in screen.table.shown()]


def row(screen: RoadmapScreen, text: str) -> PlanRow:
    return next(one for one in screen.table.shown() if isinstance(one, PlanRow) and one.text == text)


def select(screen: RoadmapScreen, text: str, column: int = TEXT) -> None:
    assert screen.table.select(row(screen, text).uid, column)


def typed(screen: RoadmapScreen, text: str, *, end: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type over the cell with the cursor."""
    screen.table.edit(screen.table.currentIndex())
    editor = editor_in(screen)
    editor.selectAll()
    if isinstance(editor, QLineEdit):
        editor.setText(text)  # Without the list of completions, which no plugin of tests can raise.
    else:
        put(editor, text)
    QTest.keyClick(editor, end)


def editor_in(screen: RoadmapScreen) -> QPlainTextEdit | QLineEdit:
    """What is open in the cell with the cursor."""
    texts: list[QPlainTextEdit] = screen.table.viewport().findChildren(QPlainTextEdit)
    lines: list[QLineEdit] = screen.table.viewport().findChildren(QLineEdit)
    found: list[QPlainTextEdit | QLineEdit] = [*texts, *lines]
    return next(one for one in found if one.isVisible())


def put(editor: QPlainTextEdit | QLineEdit, text: str) -> None:
    """As an input method does: tests cannot press the keys of Cyrillic letters."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(editor, event)


def test_an_empty_file_says_what_to_do(
    window: Window, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = opened(window, settle, monkeypatch)
    assert shown.empty.isVisible() and "пока нет" in shown.empty.title.text()


def test_sections_stand_across_the_rows_with_their_states(screen: RoadmapScreen) -> None:
    QAbstractItemModelTester(screen.table.rows)
    assert texts(screen) == [
        "Кадры",
        "Создать рабочую группу",
        "Совещание директоров",
        "Наставники",
        "Консультации",
        "Мониторинг",
    ]
    assert screen.table.columnSpan(0, 0) == 6 and screen.table.columnSpan(1, 0) == 1
    model = screen.table.sorted
    states = [model.index(number, STATE).data() for number in range(6)]
    assert states == ["", "выполнено", "просрочено: 0 из 4", "", "по мере надобности", "срок не наступил"]
    assert "просрочено: 1" in screen.summary.text()
    select(screen, "Совещание директоров")
    assert "каждую четверть" in screen.panel.toPlainText()


def test_cells_are_typed_into_and_a_due_is_read_as_one_types(screen: RoadmapScreen, settle: Settle) -> None:
    select(screen, "Мониторинг", DUE)
    screen.table.edit(screen.table.currentIndex())
    editor = editor_in(screen)
    editor.selectAll()
    put(editor, "до 15.02.2022")
    assert "не позже 15 февраля 2022 года" in screen.panel.toPlainText()
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert (row(screen, "Мониторинг").due_text, row(screen, "Мониторинг").state) == ("до 15.02.2022", "due")
    select(screen, "Мониторинг", RESPONSIBLE)
    typed(screen, "ИМЦ; директора школ")
    settle()
    assert row(screen, "Мониторинг").responsible == "ИМЦ\nдиректора школ"
    select(screen, "Мониторинг", TEXT)
    typed(screen, "Мониторинг знаний")
    settle()
    assert "Мониторинг знаний" in texts(screen)


def test_signs_set_states_of_all_selected_rows_and_are_taken_back(
    window: Window, screen: RoadmapScreen, settle: Settle, messages: Recorder
) -> None:
    screen.table.selectAll()
    QTest.keyClicks(screen.table, "+")
    settle()
    assert {one.state for one in screen.table.shown() if isinstance(one, PlanRow)} == {"done"}
    assert messages.undo[-1][0] == "«выполнено»: 4\u00a0строки"
    messages.undo[-1][1]()
    settle()
    assert row(screen, "Мониторинг").state == "not_yet"
    select(screen, "Мониторинг")
    QTest.keyClicks(screen.table, "*")
    settle()
    assert row(screen, "Мониторинг").state == "ongoing"
    QTest.keyClicks(screen.table, "0")
    settle()
    assert row(screen, "Мониторинг").state == "not_yet"


def test_rows_move_by_keys_through_sections_and_by_the_mouse(screen: RoadmapScreen, settle: Settle) -> None:
    select(screen, "Консультации")
    screen.move_rows(up=True)
    settle()
    assert texts(screen)[2:5] == ["Совещание директоров", "Консультации", "Наставники"]
    screen.move_rows(up=True)
    settle()
    assert texts(screen)[1:4] == ["Создать рабочую группу", "Консультации", "Совещание директоров"]
    screen.move_rows(up=False)
    settle()
    screen.move_rows(up=False)
    settle()
    assert texts(screen)[3:] == ["Наставники", "Консультации", "Мониторинг"]
    screen.move_rows(up=False)
    settle()
    assert texts(screen)[3:] == ["Наставники", "Мониторинг", "Консультации"]
    screen.move_rows(up=False)
    settle()
    screen.table.drop_before([row(screen, "Мониторинг")], 1)
    settle()
    assert texts(screen)[:2] == ["Кадры", "Мониторинг"]
    assert screen.table.current().text == "Мониторинг"


def test_rows_are_dropped_where_the_mouse_lets_them_go(screen: RoadmapScreen, settle: Settle) -> None:
    table = screen.table
    data = QMimeData()
    data.setData("application/x-shnor-activities", row(screen, "Мониторинг").uid)
    top = table.rowViewportPosition(1)
    at = QPointF(20, top + 2)
    held, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    foreign = QDropEvent(at, Qt.DropAction.MoveAction, data, held, none)
    table.dropEvent(foreign)  # It does not come from this table.
    settle()
    assert texts(screen)[1] == "Создать рабочую группу"
    assert table._number_below(at.toPoint()) == 1
    assert table._number_below(QPointF(20, top + table.rowHeight(1) - 2).toPoint()) == 2
    assert table._number_below(QPointF(20, 10_000).toPoint()) == 6
    table.drop_before([row(screen, "Мониторинг")], 1)
    settle()
    assert texts(screen)[1] == "Мониторинг"


def test_a_new_row_stands_under_the_chosen_one_ready_to_be_typed(
    screen: RoadmapScreen, settle: Settle
) -> None:
    select(screen, "Создать рабочую группу")
    screen.add_row()
    settle()
    assert texts(screen)[2] == "Новое мероприятие"
    editor = editor_in(screen)
    put(editor, "Диагностика")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert texts(screen)[2] == "Диагностика"
    screen.add_section()
    settle()
    editor = editor_in(screen)
    put(editor, "Контроль")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert texts(screen)[-1] == "Контроль"
    screen.delete()
    settle()
    assert texts(screen)[-1] == "Мониторинг"


def test_filters_narrow_and_the_search_keeps_headings(screen: RoadmapScreen) -> None:
    screen.filters.choose("responsible", "имц")
    assert texts(screen) == ["Кадры", "Совещание директоров", "Наставники", "Консультации"]
    screen.filters.choose("state", "overdue")
    assert texts(screen) == ["Кадры", "Совещание директоров"]
    screen.filters.reset()
    screen.filters.choose("state", OPEN)
    assert "Создать рабочую группу" not in texts(screen)
    screen.filters.reset()
    screen.search.setText("директоров")
    assert texts(screen) == ["Кадры", "Совещание директоров"]


def test_one_arrives_at_what_is_overdue(
    window: Window, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.jobs.change(window, fill)
    settle()
    monkeypatch.setattr(screens, "date", _today())
    window.go("roadmap", state="overdue")
    settle()
    shown = window.shown_screen()
    assert isinstance(shown, RoadmapScreen)
    assert texts(shown) == ["Кадры", "Совещание директоров"]


def test_numbers_are_warned_of_and_numbered_anew_on_wish(
    screen: RoadmapScreen, settle: Settle, messages: Recorder
) -> None:
    index = screen.table.sorted.index(4, NUMBER)
    assert "Пропущены номера 3" in str(index.data(Qt.ItemDataRole.ToolTipRole))
    screen.renumber()
    assert "4. → 3." in messages.questions[-1]
    messages.answers = [0]
    screen.renumber()
    settle()
    assert [one.number for one in screen.table.shown() if isinstance(one, PlanRow)] == [
        "1.",
        "2.",
        "3.",
        "4.",
    ]


def test_findings_lead_to_their_rows(screen: RoadmapScreen, qtbot: QtBot) -> None:
    assert screen.remarks.isVisible()
    screen.show_findings()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FindingsDialog)
    assert dialog.table.current().code == "numbering_gap"
    dialog.table.opened.emit(dialog.table.current())
    assert screen.table.current().text == "Консультации"


def test_what_stands_twice_is_joined(screen: RoadmapScreen, window: Window, settle: Settle) -> None:
    assert screen.view is not None and (found := screen.view.plan) is not None
    whole, programme_uid = found.sections[0].uid, found.programme.uid
    window.jobs.change(
        window, lambda document, progress: section(document, programme_uid, "Кадры", FIRST, whole)
    )
    settle()
    assert texts(screen).count("Совещание директоров") == 2
    screen.show_findings()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FindingsDialog)
    assert dialog.table.current().code == "written_twice"
    dialog.button("Объединить").click()
    settle()
    assert texts(screen).count("Совещание директоров") == texts(screen).count("Кадры") == 1


def test_months_show_the_same_rows_and_the_cursor(screen: RoadmapScreen, settle: Settle) -> None:
    select(screen, "Мониторинг")
    screen.tabs.setCurrentIndex(MONTHS)
    current = screen.timeline.current()
    assert isinstance(current, PlanRow) and current.text == "Мониторинг"
    QTest.keyClick(screen.timeline, Qt.Key.Key_Home)
    assert isinstance(screen.timeline.current(), SectionLine)
    QTest.keyClick(screen.timeline, Qt.Key.Key_Down)
    assert "выполнено" in screen.timeline.accessibleDescription()
    assert not screen.timeline.grab().isNull()


def test_the_week_tells_what_is_to_be_done(screen: RoadmapScreen, settle: Settle) -> None:
    screen.work.on = date(2022, 3, 2)
    screen.tabs.setCurrentIndex(WORK)
    settle()
    shown = [getattr(one, "text", getattr(one, "title", "")) for one in screen.work.table.shown()]
    assert "5. Мониторинг" in shown
    screen.work.step(1)
    settle()
    assert "07.03–13.03.2022" in screen.work.heading.text()


def test_what_stands_beside_is_seen_one_at_a_time_where_it_is_low(
    screen: RoadmapScreen, settle: Settle
) -> None:
    beside = screen.beside
    screen.aside.setChecked(True)
    beside.resize(240, 700)
    settle()
    assert not beside.which.isVisibleTo(beside)
    assert beside.panel.isVisibleTo(beside) and beside.done.isVisibleTo(beside)
    beside.setMaximumHeight(220)
    settle()
    assert beside.which.isVisibleTo(beside)
    assert beside.panel.isVisibleTo(beside) and not beside.done.isVisibleTo(beside)
    screen.aside.setChecked(False)
    screen.note()
    settle()
    assert (
        screen.aside.isChecked() and beside.done.isVisibleTo(beside) and not beside.panel.isVisibleTo(beside)
    )
