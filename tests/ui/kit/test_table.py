"""The one table: sorting, searching, the cursor, boxes, typing, the clipboard and what is said without rows."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QListWidget,
    QPushButton,
    QVBoxLayout,
)
from pytestqt.qtbot import QtBot

from shnor_desktop.ui.kit import table_rows, theme
from shnor_desktop.ui.kit.narrow.wrapped import WrappedLines
from shnor_desktop.ui.kit.table import Column, Table, plain
from shnor_desktop.ui.kit.table_rows import Found, TableRows


@dataclass(frozen=True)
class Line:
    uid: bytes
    name: str
    pupils: int | None = None
    ticked: bool | None = False


COLUMNS = (
    Column[Line](
        "Школа",
        lambda one: one.name,
        ink=lambda one: "muted" if one.pupils is None else "",
        tip=lambda one: f"{one.name}!",
        mark=lambda one: "undecided" if one.pupils == 7 else "",
        name="name",
    ),
    Column[Line](
        "Учеников\nвсего",
        lambda one: "" if one.pupils is None else str(one.pupils),
        lambda one: one.pupils,
        align="right",
        hint="На 1 сентября",
        back=lambda one: "low_back" if one.pupils == 7 else "",
        bold=lambda one: one.pupils == 7,
        copied=lambda one: f"{one.pupils or 0} уч.",
    ),
    Column[Line]("Взять", lambda one: "", name="taken", checked=lambda one: one.ticked, sortable=False),
)


def lines() -> list[Line]:
    return [
        Line(b"a", "Школа № 10", 7),
        Line(b"b", "Школа № 2", 120),
        Line(b"c", "Ёлкинская школа", None, None),
    ]


@pytest.fixture
def table(qtbot: QtBot, settings: QSettings) -> Table:
    made = Table(COLUMNS, name="Школы", settings=settings, keep="пробная", empty="Школ пока нет.")
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show()
    made.set_rows(lines())
    return made


def names(table: Table) -> list[str]:
    return [one.name for one in table.shown()]


def click_heading(table: Table, column: int) -> None:
    header: QHeaderView = table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(column) + 8, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_the_model_is_sound(qtmodeltester: Any) -> None:
    rows = TableRows(COLUMNS)
    found = Found(rows)
    qtmodeltester.check(rows)
    qtmodeltester.check(found)
    rows.editable = True
    rows.set_rows(lines())
    found.sort(1, Qt.SortOrder.DescendingOrder)
    found.look_for("школа")
    rows.replace(lines()[0], replace(lines()[0], pupils=None))
    rows.set_rows([])
    assert found.rowCount() == 0


def test_headings_sort_as_names_and_numbers_stand(table: Table) -> None:
    click_heading(table, 0)
    assert names(table) == ["Ёлкинская школа", "Школа № 2", "Школа № 10"]
    click_heading(table, 0)
    assert names(table) == ["Школа № 10", "Школа № 2", "Ёлкинская школа"]
    click_heading(table, 1)
    assert names(table) == ["Школа № 10", "Школа № 2", "Ёлкинская школа"]
    click_heading(table, 2)
    assert names(table) == ["Школа № 10", "Школа № 2", "Ёлкинская школа"]
    assert table.horizontalHeader().sortIndicatorSection() == 1
    click_heading(table, 1)
    assert names(table) == ["Школа № 2", "Школа № 10", "Ёлкинская школа"], "what has no number stays last"
    assert table.sorted.headerData(2, Qt.Orientation.Vertical) == 3


def test_the_order_is_remembered_until_the_third_click(qtbot: QtBot, settings: QSettings) -> None:
    def made() -> Table:
        one = Table(COLUMNS, None, name="Школы", settings=settings, keep="tried")
        qtbot.addWidget(one)
        one.resize(600, 200)
        one.show()
        one.set_rows(lines())
        return one

    given = ["Школа № 10", "Школа № 2", "Ёлкинская школа"]
    first = made()
    assert names(first) == given
    click_heading(first, 0)
    assert names(made()) == given[::-1]
    click_heading(first, 0)
    click_heading(first, 0)
    again = made()
    assert names(first) == names(again) == given
    assert not again.horizontalHeader().isSortIndicatorShown()


def test_the_order_given_comes_back_and_selected_lines_stay_selected(table: Table) -> None:
    assert table.select(b"c")
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert table.current().uid == b"c" and [one.uid for one in table.selected()] == [b"c"]
    table.rows.replace(table.current(), replace(table.current(), name="Ясная школа"))
    assert table.current().name == "Ясная школа"
    table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert names(table) == ["Школа № 10", "Школа № 2", "Ясная школа"] and table.current().uid == b"c"


def test_rows_that_come_later_stand_in_the_order_chosen_and_the_cursor_stays_on_its_row(table: Table) -> None:
    click_heading(table, 0)
    assert table.select(b"b")
    table.set_rows([Line(b"d", "Школа № 1", 3), *lines()])
    assert names(table)[1:] == ["Школа № 1", "Школа № 2", "Школа № 10"]
    assert table.current().uid == b"b"
    table.set_rows([one for one in lines() if one.uid != b"b"])
    assert table.current().uid == b"a"
    heard: list[object] = []
    table.chosen.connect(heard.append)
    table.set_rows([])
    assert heard[-1] is None and table.current() is None and table.selected() == []


def test_rows_are_found_by_every_word_in_any_order(table: Table) -> None:
    table.look_for("школа ЕЛКИНСКАЯ")
    assert names(table) == ["Ёлкинская школа"]
    table.look_for("школа")
    table.show_group(lambda one: one.pupils is not None)
    assert names(table) == ["Школа № 10", "Школа № 2"]
    table.show_group(None)
    table.look_for("лицей")
    assert table.empty_text() == "По запросу «лицей» ничего не найдено. Измените запрос."
    assert table.accessibleDescription() == table.empty_text()
    table.look_for("")
    assert table.empty_text() == ""
    assert table.select(b"a")
    for wanted in ("№ 2", ""):
        table.look_for(wanted)
        assert table.selectionModel().isRowSelected(table.currentIndex().row()), "the cursor is seen"
    table.set_rows([])
    assert table.empty_text() == "Школ пока нет."


def test_of_very_many_rows_those_that_are_found_are_shown_in_a_moment(table: Table, qtbot: QtBot) -> None:
    """Their texts are made in pieces, and the window answers between them; the last that was typed counts."""
    many = 3 * table_rows._PIECE
    table.set_rows([Line(str(at).encode(), f"Школа № {at}", at) for at in range(many)])
    table.look_for("школа")
    table.look_for(f"№ {many - 1}")
    assert table.sorted.rowCount() == many
    qtbot.waitUntil(lambda: table.sorted.rowCount() == 1)
    assert table.current().pupils == many - 1
    table.look_for("лицей")  # Their texts are known by now.
    assert table.sorted.rowCount() == 0


def test_the_text_of_an_empty_table_is_painted(table: Table) -> None:
    table.set_rows([])
    table.set_empty("")
    blank = table.viewport().grab().toImage()
    table.set_empty("Школ пока нет.")
    assert table.viewport().grab().toImage() != blank


def test_the_clipboard_gets_the_selected_lines_under_their_headings(table: Table) -> None:
    table.selectAll()
    table.setColumnHidden(2, True)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().split("\n") == [
        "Школа\tУчеников всего",
        "Школа № 10\t7 уч.",
        "Школа № 2\t120 уч.",
        "Ёлкинская школа\t0 уч.",
    ]


def test_every_table_offers_to_copy(table: Table) -> None:
    (copy,) = table.actions()
    assert table.select(b"b")
    copy.trigger()
    assert QGuiApplication.clipboard().text().split("\n")[1].startswith("Школа № 2\t")


def test_a_cell_is_dressed_by_its_column(table: Table) -> None:
    role = Qt.ItemDataRole
    first, pupils, last = table.sorted.index(0, 0), table.sorted.index(0, 1), table.sorted.index(2, 0)
    assert first.data(role.ToolTipRole) == first.data(role.AccessibleTextRole) == "Школа № 10!"
    assert not first.data(role.DecorationRole).isNull() and last.data(role.DecorationRole) is None
    assert pupils.data(role.BackgroundRole) == theme.colour("low_back") and pupils.data(role.FontRole).bold()
    assert last.data(role.ForegroundRole) == theme.colour("muted") and first.data(role.ForegroundRole) is None
    assert table.sorted.headerData(1, Qt.Orientation.Horizontal, role.ToolTipRole) == "На 1 сентября"


def test_boxes_are_ticked_by_space_in_all_selected_lines(table: Table) -> None:
    def take(row: Line, name: str, value: bool) -> None:
        heard.append((row.uid, name, value))
        table.rows.replace(row, replace(row, ticked=value))

    heard: list[tuple[bytes, str, object]] = []
    table.edited.connect(take)
    table.selectAll()
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert heard == []
    table.set_editable(True)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert heard == [(b"a", "taken", True), (b"b", "taken", True)]
    assert [one.ticked for one in table.shown()] == [True, True, None] and len(table.selected()) == 3


def test_a_choice_is_made_in_its_cell_and_told_by_its_code(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list is made when somebody turns to it; boxes and lists may stand in one column."""
    monkeypatch.setattr(QComboBox, "showPopup", lambda box: None)  # The platform of tests cannot raise it.
    column = Column[Line](
        "Решение",
        lambda one: {7: "да"}.get(one.pupils or 0, "решите"),
        name="answer",
        checked=lambda one: one.ticked if one.pupils is None else None,
        choices=lambda one: [("", "решите"), None, ("yes", f"да, {one.name}")],
        code=lambda one: {7: "yes"}.get(one.pupils or 0, ""),
    )
    made = Table((COLUMNS[0], column), name="Школы")
    qtbot.addWidget(made)
    made.set_rows([lines()[0], lines()[1], replace(lines()[2], ticked=False)])
    made.show()
    heard: list[object] = []
    made.edited.connect(lambda row, name, value: heard.append((row.uid, name, value)))
    QTest.keyClick(made, Qt.Key.Key_Space)
    assert not made.findChildren(QComboBox), "nothing is chosen where nothing may be changed"
    made.set_editable(True)
    made.setCurrentIndex(made.sorted.index(1, 1))
    assert not made.findChildren(QComboBox)
    QTest.keyClick(made, Qt.Key.Key_Space)
    (box,) = made.findChildren(QComboBox)
    assert (box.currentIndex(), box.count(), box.itemText(2)) == (0, 3, "да, Школа № 2")
    assert box.accessibleName() == "Решение: Школа № 2"
    box.setCurrentIndex(2)
    box.activated.emit(2)
    assert heard == [(b"b", "answer", "yes")]
    made.select(b"c", 1)
    QTest.keyClick(made, Qt.Key.Key_Space)
    assert heard[1:] == [(b"c", "answer", True)]


def test_typed_texts_are_told_and_change_nothing_by_themselves(table: Table, qtbot: QtBot) -> None:
    heard: list[object] = []
    table.edited.connect(lambda row, name, text: heard.append((row.uid, name, text)))
    first = table.sorted.index(0, 0)
    assert not table.sorted.setData(first, "Гимназия") and heard == []
    table.set_editable(True)
    assert not table.sorted.setData(first, "Гимназия") and not table.sorted.setData(first, "Школа № 10")
    assert heard == [(b"a", "name", "Гимназия")] and first.data() == "Школа № 10"


def test_enter_opens_a_line_and_belongs_to_the_dialog_where_lines_cannot_be_opened(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    table, button = Table(COLUMNS, dialog, name="Школы"), QPushButton("Готово", dialog)
    column = QVBoxLayout(dialog)
    column.addWidget(table)
    column.addWidget(button)
    button.setDefault(True)
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append("готово"))
    table.set_rows(lines())
    dialog.show()
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert pressed == ["готово"]
    table.opened.connect(lambda row: pressed.append(row.name))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert pressed == ["готово", "Школа № 10"]


def test_rows_that_are_narrowed_away_can_be_shown_again(qtbot: QtBot) -> None:
    table = Table((plain("Школа", 0),), name="Школы")
    qtbot.addWidget(table)
    heard: list[str] = []
    table.all_wanted.connect(lambda: heard.append("all"))
    table.show()
    (show_all,) = (one for one in table.findChildren(QPushButton) if one.text() == "Показать все")
    table.set_rows([])
    table.set_empty("Таких нет.", narrowed=True)
    assert show_all.isVisible()
    show_all.click()
    assert heard == ["all"]
    table.set_rows([("Школа № 1",)])
    assert not show_all.isVisible()


def test_of_a_long_selection_only_what_is_seen_is_asked(
    qtbot: QtBot, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    flags = TableRows.flags

    def counted(rows: TableRows, index: Any) -> Qt.ItemFlag:
        asked.append(index.row())
        return flags(rows, index)

    monkeypatch.setattr(TableRows, "flags", counted)
    table = Table(COLUMNS, name="Школы")
    qtbot.addWidget(table)
    table.set_editable(True)
    table.set_rows([Line(bytes((at // 250, at % 250)), f"Школа № {at}", at) for at in range(3_000)])
    with qtbot.waitExposed(table):
        table.show()
    asked.clear()
    table.selectAll()
    table.horizontalHeader().sectionClicked.emit(1)
    table.grab()
    assert len(asked) < 1_500 and len(table.selected()) == 3_000


def test_lines_of_a_list_have_the_height_their_texts_need_beside_a_bar(qtbot: QtBot) -> None:
    shown = QListWidget()
    qtbot.addWidget(shown)
    WrappedLines(shown)
    shown.addItems([f"Карточка школы: {'всё на двух страницах ' * number}" for number in range(1, 12)])
    for width in range(180, 300, 7):
        shown.resize(width, 120)
        shown.show()
        qtbot.waitUntil(shown.verticalScrollBar().isVisible)
        for row in range(shown.count()):
            room = shown.visualItemRect(shown.item(row)).adjusted(4, 0, -4, 0)
            flags = int(Qt.TextFlag.TextWordWrap)
            needed = shown.fontMetrics().boundingRect(room, flags, shown.item(row).text())
            assert needed.height() <= room.height() and needed.width() <= room.width()


def test_a_choice_in_a_cell_has_room_beside_its_arrow(qtbot: QtBot) -> None:
    """Its column is wider by the arrow than one of the same text."""
    text = "просрочено: 8 из 12"
    column = Column[str]("Состояние", lambda one: one, name="state", choices=lambda one: [("", text)])
    table = Table(
        (column, Column[str]("Имя", lambda one: one), Column[str]("Ещё", lambda one: "")), name="Проба"
    )
    qtbot.addWidget(table)
    table.rows.editable = True
    table.resize(700, 200)
    table.show()
    table.set_rows([text])
    qtbot.waitUntil(lambda: table.columnWidth(0) > 0)
    assert table.sizeHintForColumn(0) >= table.sizeHintForColumn(1) + 16


@pytest.fixture
def scrolled(qtbot: QtBot) -> Table:
    """Its first column is frozen, and it is wider than its room."""
    table = Table(COLUMNS, name="Школы")
    qtbot.addWidget(table)
    table.setHorizontalScrollMode(Table.ScrollMode.ScrollPerPixel)
    table.verticalHeader().show()
    table.freeze(1)
    table.resize(300, 200)
    table.show()
    table.set_rows(lines())
    for column in range(3):
        table.setColumnWidth(column, 180)
    across = table.horizontalScrollBar()
    qtbot.waitUntil(lambda: across.maximum() > 100)
    assert table.frozen is not None and not table.frozen.isVisible(), (
        "what is not scrolled needs no second look"
    )
    across.setValue(across.maximum())
    assert table.frozen.isVisible() and table.frozen.width() == 180
    return table


def test_the_frozen_column_is_the_same_table(scrolled: Table) -> None:
    table, frozen, across = scrolled, scrolled.frozen, scrolled.horizontalScrollBar()
    assert frozen is not None
    table.verticalHeader().resizeSection(0, 50)
    cell = frozen.visualRect(table.sorted.index(1, 0))
    assert cell.top() == table.visualRect(table.sorted.index(1, 1)).top() == 50
    QTest.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    assert table.current().uid == b"b" and across.value() == across.maximum()
    assert table.selectionModel().isRowSelected(1)
    opened: list[Line] = []
    table.opened.connect(opened.append)
    QTest.mouseDClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    assert opened == [table.current()]
    asked: list[QPoint] = []
    table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    table.customContextMenuRequested.connect(asked.append)
    place, mouse = cell.center(), QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(
        frozen.viewport(), QContextMenuEvent(mouse, place, frozen.viewport().mapToGlobal(place))
    )
    assert asked == [place], "the menu of the table, where it was asked for"
    QTest.keyClick(table, Qt.Key.Key_Right)
    at = table.currentIndex()
    assert at.column() == 1 and table.visualRect(at).left() >= frozen.width(), "no cell is left below it"


def test_the_heading_of_the_frozen_column_sorts_and_widens(scrolled: Table) -> None:
    table, frozen, across = scrolled, scrolled.frozen, scrolled.horizontalScrollBar()
    assert frozen is not None
    heading = frozen.horizontalHeader()
    for order, expected in ((Qt.SortOrder.AscendingOrder, "Ё"), (Qt.SortOrder.DescendingOrder, "Школа № 10")):
        QTest.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(9, heading.height() // 2))
        assert heading.isSortIndicatorShown() and heading.sortIndicatorOrder() == order
        assert names(table)[0].startswith(expected)
    across.setValue(0)
    click_heading(table, 1)
    assert heading.sortIndicatorSection() == 1
    across.setValue(across.maximum())
    heading.resizeSection(0, 150)
    assert table.columnWidth(0) == frozen.width() == 150
