"""Widths of columns: the text column takes the free room until somebody moves a column."""

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shnor_desktop.ui.kit.column_widths import shared
from shnor_desktop.ui.kit.table import Table, plain

_LONG = "Загружены результаты проверочных работ всех школ округа за три учебных года"


def made(settings: QSettings, *headings: str, even: tuple[int, ...] = ()) -> Table:
    columns = [plain(heading, place) for place, heading in enumerate(headings)]
    return Table(columns, name="Проба", settings=settings, keep="пробная", even=even)


def shown(settings: QSettings, qtbot: QtBot, *texts: str) -> Table:
    table = made(settings, "Когда", "Действие", "Состояние")
    qtbot.addWidget(table)
    table.resize(800, 200)
    table.show()
    table.set_rows([("22.11.2026 13:53", text, "") for text in texts])
    QTest.qWait(20)
    return table


def widths(table: Table) -> list[int]:
    return [table.columnWidth(column) for column in range(3)]


def test_the_longest_texts_take_the_free_room() -> None:
    assert shared([100, 200, 80], 600) == [100, 420, 80]
    assert shared([100, 900, 80], 600) == [100, 420, 80]
    assert shared([300, 300], 400) == [200, 200]


def test_where_the_table_is_scrolled_the_texts_stay_legible() -> None:
    assert shared([130, 600, 130, 130, 130], 500) == [130, 240, 130, 130, 130]
    assert shared([130, 180, 130, 130, 130], 500) == [130, 180, 130, 130, 130]
    assert shared([230, 600, 130, 130, 130], 500) == [230, 240, 130, 130, 130], (
        "names are not cut for a longer text"
    )
    assert shared([], 500) == []


def test_the_free_room_belongs_to_what_is_typed() -> None:
    assert shared([100, 200, 80], 600, grows=2) == [100, 200, 300]
    assert shared([100, 200, 500], 500, grows=2) == [100, 200, 200], "names do not give way to it"


def test_room_that_comes_later_goes_to_the_text_column(settings: QSettings, qtbot: QtBot) -> None:
    table = shown(settings, qtbot, _LONG)
    before = widths(table)
    assert sum(before) == table.viewport().width()
    table.resize(1300, 200)
    qtbot.waitUntil(lambda: table.columnWidth(1) >= before[1] + 450)
    assert (table.columnWidth(0), sum(widths(table))) == (before[0], table.viewport().width())
    table.resize(800, 200)
    qtbot.waitUntil(lambda: widths(table) == before)


def test_a_table_fitted_to_a_short_first_row_learns_of_longer_ones(settings: QSettings, qtbot: QtBot) -> None:
    table = shown(settings, qtbot, "Начат")
    assert table.columnWidth(0) > table.columnWidth(1)
    table.set_rows([("22.11.2026 13:53", text, "") for text in ("Начат", _LONG)])
    assert table.columnWidth(1) > 400 > table.columnWidth(0)


def test_a_heading_over_several_columns_asks_none_for_room(settings: QSettings, qtbot: QtBot) -> None:
    table = made(settings, "№", "Действие", "Состояние")
    qtbot.addWidget(table)
    table.resize(800, 200)
    table.set_rows([(_LONG, "", ""), ("1.1", "Начат", "")])
    table.setSpan(0, 0, 1, 3)
    table.show()
    qtbot.waitUntil(lambda: table.columnWidth(1) > table.columnWidth(0))
    assert table.columnWidth(0) < 120


def test_a_moved_column_is_never_moved_back(settings: QSettings, qtbot: QtBot) -> None:
    table = shown(settings, qtbot, _LONG)
    table.setColumnWidth(1, 222)
    table.resize(1300, 200)
    table.set_rows([("22.11.2026 13:53", text, "") for text in (_LONG, "Начат")])
    QTest.qWait(20)
    assert table.columnWidth(1) == 222
    assert shown(settings, qtbot, _LONG).columnWidth(1) == 222


def test_columns_that_are_compared_are_equally_wide(settings: QSettings, qtbot: QtBot) -> None:
    table = made(settings, "Поле", "Было", "Стало", even=(1, 2))
    qtbot.addWidget(table)
    table.resize(800, 200)
    table.show()
    table.set_rows([("Директор", _LONG, "пусто")])
    QTest.qWait(20)
    assert abs(table.columnWidth(1) - table.columnWidth(2)) <= 1 < table.columnWidth(0) < 200


def test_columns_that_are_compared_take_the_free_room_also_when_their_texts_are_short() -> None:
    assert shared([130, 50, 120], 900, 1.0, (1, 2)) == [130, 385, 385]
    assert shared([130, 600, 50], 400, 1.0, (1, 2)) == [130, 135, 135]


def test_texts_that_must_be_whole_do_not_give_way() -> None:
    assert shared([300, 200, 300], 500, whole=(1,)) == [150, 200, 150]
    assert shared([300, 260, 300], 300, whole=(1,)) == [240, 260, 140]


def test_wide_letters_get_wider_columns() -> None:
    assert shared([200, 600, 200], 500, 1.5) == [200, 360, 200]


def test_headings_of_numbers_stand_over_the_numbers(settings: QSettings, qtbot: QtBot) -> None:
    columns = (plain("Когда", 0), plain("Изменений", 1, align="right"))
    table = Table(columns, name="Проба", settings=settings, keep="пробная")
    qtbot.addWidget(table)
    role, across = Qt.ItemDataRole.TextAlignmentRole, Qt.Orientation.Horizontal
    for column, side in ((0, Qt.AlignmentFlag.AlignLeft), (1, Qt.AlignmentFlag.AlignRight)):
        assert Qt.AlignmentFlag(table.rows.headerData(column, across, role)) & side


def test_a_heading_of_several_words_stands_on_two_lines_where_there_is_no_room_beside(
    settings: QSettings, qtbot: QtBot
) -> None:
    table = made(settings, "Низких результатов", "Действие", "Ожидаемый результат")
    qtbot.addWidget(table)
    table.resize(1600, 200)
    table.show()
    table.set_rows([("2", _LONG, "приказ")])
    header = table.horizontalHeader()
    line = header.fontMetrics().lineSpacing()
    qtbot.waitUntil(lambda: table.columnWidth(1) > 500)
    assert header.height() < 2 * line, "where there is room it is one line"
    table.resize(500, 200)
    qtbot.waitUntil(lambda: header.height() >= 2 * line)
    assert table.columnWidth(0) < header.fontMetrics().horizontalAdvance("Низких результатов")
