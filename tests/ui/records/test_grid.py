"""The general table: sound for every kind, keys and blocks of a spreadsheet, sorting by values."""

from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.models.kind import About, Editor, Field, RecordKind
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.records import Row
from shnor_desktop.ui.kit.table_rows import Found, TableRows
from shnor_desktop.ui.records.grid import Edits, RecordTable
from shnor_desktop.ui.records.rows import columns


def sample(kind: RecordKind, count: int = 3) -> list[Row]:
    """Rows with a value of the right type in every field."""
    values: dict[Editor, Value] = {
        Editor.INTEGER: 7,
        Editor.DECIMAL_E4: 315_000,
        Editor.SCHOOL_YEAR: 2020,
        Editor.FLAG: True,
        Editor.RECORD: b"\1" * 16,
    }
    kept = tuple(values.get(field.editor, f"текст {field.name}") for field in kind.fields)
    return [
        Row(
            bytes([number]) * 16,
            f"Запись {number}",
            kept,
            tuple(f"{number} {field.label}" for field in kind.fields),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_the_rows_of_every_kind_make_a_sound_table(kind: RecordKind, qtmodeltester: Any) -> None:
    rows = TableRows(columns(kind.fields, lambda uid, name: uid == b"\1" * 16))
    rows.editable = True
    shown = Found(rows)
    qtmodeltester.check(rows)
    qtmodeltester.check(shown)
    rows.set_rows(sample(kind))
    shown.sort(0, Qt.SortOrder.DescendingOrder)
    shown.look_for("1")
    rows.set_rows(sample(kind, 12))
    shown.look_for("")
    assert (rows.rowCount(), shown.rowCount()) == (12, 12)
    assert rows.columnCount() == sum(field.in_table for field in kind.fields)
    rows.set_rows([])
    assert shown.rowCount() == 0


PLAIN = RecordKind(
    code="plain",
    record=BY_CODE["subject"].record,
    about=About(one="Строка", many="Строки", title=lambda record, names: record.name),
    fields=(
        Field("name", "Название", required=True),
        Field("hidden", "Скрытое", in_table=False),
        Field("count", "Число", Editor.INTEGER, unit="чел."),
        Field("kind", "Вид", Editor.CHOICE, choices=(("a", "первый"), ("b", "второй"))),
    ),
)


def plain(number: int, name: str, count: int | None, kind: str = "первый") -> Row:
    return Row(
        bytes([number]) * 16,
        name,
        (name, "x", count, kind),
        (name, "x", "" if count is None else str(count), kind),
    )


@pytest.fixture
def table(qtbot: QtBot, settings: QSettings) -> RecordTable:
    found = RecordTable(PLAIN, settings)
    qtbot.addWidget(found)
    found.resize(640, 300)
    found.set_editable(True)
    found.set_rows([plain(1, "Берёза", 9), plain(2, "Ель", 10), plain(3, "Арча", None)])
    found.show()
    found.setCurrentIndex(found.sorted.index(0, 0))
    found.setFocus()
    return found


@pytest.fixture
def wanted(table: RecordTable) -> list[Edits]:
    found: list[Edits] = []
    table.edits_wanted.connect(found.append)
    return found


def choose(table: RecordTable, top: int, left: int, bottom: int, right: int) -> None:
    table.setCurrentIndex(table.sorted.index(top, left))
    selection = table.selectionModel().selection()
    selection.clear()
    selection.select(table.sorted.index(top, left), table.sorted.index(bottom, right))
    table.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def names(table: RecordTable) -> list[str]:
    return [table.sorted.index(row, 0).data() for row in range(table.sorted.rowCount())]


def test_headings_carry_units(table: RecordTable) -> None:
    assert table.rows.headerData(1, Qt.Orientation.Horizontal) == "Число, чел."


def test_sorting_compares_values_not_texts(table: RecordTable) -> None:
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert names(table) == ["Берёза", "Ель", "Арча"]
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [name for name in names(table) if name != "Арча"] == ["Ель", "Берёза"]
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert names(table) == ["Арча", "Берёза", "Ель"]


def test_lines_keep_their_numbers_when_sorted(table: RecordTable) -> None:
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [table.sorted.headerData(row, Qt.Orientation.Vertical) for row in range(3)] == [1, 2, 3]


def test_the_cursor_stays_on_its_record(table: RecordTable) -> None:
    table.setCurrentIndex(table.sorted.index(1, 1))
    table.set_rows([plain(4, "Кедр", 1), plain(1, "Берёза", 9), plain(2, "Ель", 10)])
    assert (table.currentIndex().row(), table.currentIndex().column()) == (2, 1)
    table.set_rows([plain(4, "Кедр", 1)])
    assert table.current_uid() == b"\4" * 16


def test_typing_changes_a_cell_and_enter_goes_down(
    table: RecordTable, wanted: list[Edits], qtbot: QtBot
) -> None:
    table.setCurrentIndex(table.sorted.index(0, 1))
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    assert editor is not None and editor.text() == "9"
    editor.setText("12")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(wanted))
    assert wanted == [[(b"\1" * 16, {"count": "12"})]]
    assert table.currentIndex().row() == 1


def test_a_typed_letter_begins_a_new_text(table: RecordTable, wanted: list[Edits]) -> None:
    QTest.keyClicks(table, "5")
    editor = table.findChild(QLineEdit)
    assert editor is not None and editor.text() == "5"
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not wanted


def test_enter_begins_editing_and_tab_goes_right(table: RecordTable, wanted: list[Edits]) -> None:
    QTest.keyClick(table, Qt.Key.Key_Return)
    editor = table.findChild(QLineEdit)
    assert editor is not None
    editor.setText("Липа")
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert wanted == [[(b"\1" * 16, {"name": "Липа"})]]
    assert table.currentIndex().column() == 1


def test_an_unchanged_text_is_no_change(table: RecordTable, wanted: list[Edits], qtbot: QtBot) -> None:
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.state() == RecordTable.State.NoState)
    assert not wanted


def test_blocks_are_copied_as_excel_takes_them(table: RecordTable) -> None:
    table.set_rows([plain(1, "Берёза\nповислая", 9), plain(2, "«Ель»", 10)])
    choose(table, 0, 0, 1, 1)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == '"Берёза\nповислая"\t9\n«Ель»\t10'


def test_a_block_from_excel_is_pasted_and_grows_the_table(table: RecordTable, wanted: list[Edits]) -> None:
    QGuiApplication.clipboard().setText("Дуб\t5\tвторой\r\nИва\t10\r\n")
    table.setCurrentIndex(table.sorted.index(2, 0))
    QTest.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert wanted == [
        [
            (b"\3" * 16, {"name": "Дуб", "count": "5", "kind": "второй"}),
            (None, {"name": "Ива", "count": "10"}),
        ]
    ]


def test_a_block_under_headings_finds_its_columns(table: RecordTable, wanted: list[Edits]) -> None:
    headings = [table.rows.headerData(column, Qt.Orientation.Horizontal) for column in range(3)]
    QGuiApplication.clipboard().setText(f"{headings[2].upper()}\t{headings[0]}\nвторой\tДуб\nпервый\tИва")
    table.setCurrentIndex(table.sorted.index(2, 1))
    table.paste()
    assert wanted == [
        [(b"\3" * 16, {"kind": "второй", "name": "Дуб"}), (None, {"kind": "первый", "name": "Ива"})]
    ]


def test_a_cell_beside_the_headings_of_a_block_is_told(table: RecordTable, wanted: list[Edits]) -> None:
    told: list[str] = []
    table.without_place.connect(told.append)
    headings = [table.rows.headerData(column, Qt.Orientation.Horizontal) for column in range(2)]
    QGuiApplication.clipboard().setText(f"{headings[0]}\t{headings[1]}\nДуб\t5\tлишнее")
    table.setCurrentIndex(table.sorted.index(0, 0))
    table.paste()
    assert wanted == [[(b"\1" * 16, {"name": "Дуб", "count": "5"})]]
    assert told == ["Не вставлено: справа от последнего столбца — 1\u00a0столбец."]


def test_what_a_pasted_block_has_no_place_for_is_told(table: RecordTable, wanted: list[Edits]) -> None:
    told: list[str] = []
    table.without_place.connect(told.append)
    QGuiApplication.clipboard().setText("Дуб\t5\tвторой\tлишнее\t\tещё")
    table.setCurrentIndex(table.sorted.index(0, 0))
    table.paste()
    assert wanted == [[(b"\1" * 16, {"name": "Дуб", "count": "5", "kind": "второй"})]]
    assert told == ["Не вставлено: справа от последнего столбца — 2\u00a0столбца."]


def test_without_a_selection_the_line_of_the_cursor_is_meant(table: RecordTable) -> None:
    table.clearSelection()
    assert table.selected_uids() == [b"\1" * 16]


def test_one_value_fills_a_selection(table: RecordTable, wanted: list[Edits]) -> None:
    QGuiApplication.clipboard().setText("7")
    choose(table, 0, 1, 2, 1)
    QTest.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert wanted == [[(bytes([n]) * 16, {"count": "7"}) for n in (1, 2, 3)]]


def test_ctrl_d_fills_down(table: RecordTable, wanted: list[Edits]) -> None:
    choose(table, 0, 1, 2, 2)
    QTest.keyClick(table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert wanted == [[(b"\2" * 16, {"count": "9"}), (b"\3" * 16, {"count": "9"})]]


def test_delete_empties_cells_and_deletes_whole_lines(table: RecordTable, wanted: list[Edits]) -> None:
    gone: list[list[bytes]] = []
    table.deletion_wanted.connect(gone.append)
    choose(table, 0, 1, 1, 1)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert wanted == [[(b"\1" * 16, {"count": ""}), (b"\2" * 16, {"count": ""})]]
    choose(table, 1, 0, 1, 2)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    choose(table, 0, 1, 1, 1)
    QTest.keyClick(table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert gone == [[b"\2" * 16], [b"\1" * 16, b"\2" * 16]]


def test_a_table_that_is_only_read_changes_nothing(table: RecordTable, wanted: list[Edits]) -> None:
    table.set_editable(False)
    opened: list[bytes] = []
    table.opened.connect(lambda row: opened.append(row.uid))
    QGuiApplication.clipboard().setText("7")
    for key in (Qt.Key.Key_V, Qt.Key.Key_D, Qt.Key.Key_X):
        QTest.keyClick(table, key, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert not wanted and opened == [b"\1" * 16]
    assert QGuiApplication.clipboard().text() == "Берёза"


def test_moved_widths_are_remembered(table: RecordTable, settings: QSettings, qtbot: QtBot) -> None:
    table.setColumnWidth(0, 321)
    again = RecordTable(PLAIN, settings)
    qtbot.addWidget(again)
    again.set_rows([plain(1, "Берёза", 9)])
    assert again.columnWidth(0) == 321


def test_records_of_a_document_are_shown(document: Document, settings: QSettings, qtbot: QtBot) -> None:
    with document.read() as session:
        rows = records.rows(session, "procedure")
    found = RecordTable(BY_CODE["procedure"], settings)
    qtbot.addWidget(found)
    found.set_rows(rows)
    assert found.sorted.rowCount() == len(rows)
    found.look_for("химия")
    assert 0 < found.sorted.rowCount() < len(rows)
