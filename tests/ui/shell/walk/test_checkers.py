"""Each checker of the walk sees the fault it is there for, and nothing where there is none."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from shnor_desktop.ui.kit.narrow.headings import Headings
from shnor_desktop.ui.kit.narrow.names import NameBox, NameLabel, NameRadio, hint
from shnor_desktop.ui.kit.narrow.scrolled import ScrolledLabel
from shnor_desktop.ui.kit.widgets import plain_label
from tests.ui.shell.walk import checkers

LONG = "Очень длинное название школы, которому в окне не хватает места, сколько его ни растягивай"
ROOM = QRect(0, 0, 400, 300)
Made = Callable[..., QWidget]


@pytest.fixture
def window(qtbot: QtBot) -> QDialog:
    """A small window without a layout: things stand where they are put."""
    made = QDialog()
    qtbot.addWidget(made)
    made.resize(400, 300)
    return made


def put(widget: QWidget, width: int = 120, height: int = 24, *, at: tuple[int, int] = (10, 10)) -> QWidget:
    widget.setGeometry(*at, width, height)
    widget.setVisible(True)
    return widget


def seen(window: QDialog, check: Callable[[QWidget], object]) -> list[str]:
    if not window.isVisible():
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
    return [str(one) for one in check(window)]  # type: ignore[attr-defined]


def _wrapped(window: QWidget) -> QWidget:
    return plain_label("", window, LONG)


def _radio(window: QWidget) -> QWidget:
    return NameRadio(LONG, window)


def _combo(window: QWidget) -> QWidget:
    made = QComboBox(window)
    made.addItem(LONG)
    return made


def _box(window: QWidget) -> QWidget:
    made = NameBox(window)
    made.addItem(LONG)
    return made


def _tabs(window: QWidget) -> QWidget:
    made = QTabBar(window)
    made.addTab("Да")
    made.addTab(LONG)
    made.setUsesScrollButtons(False)
    made.setElideMode(Qt.TextElideMode.ElideRight)
    return made


def _hint(window: QWidget) -> QWidget:
    made = QLineEdit(window)
    made.setPlaceholderText(LONG)
    return made


def _told_hint(window: QWidget) -> QWidget:
    made = QLineEdit(window)
    hint(made, LONG)
    return made


def _cells(window: QWidget) -> QWidget:
    made = QListWidget(window)
    made.addItem(LONG)
    return made


def _told_cells(window: QWidget) -> QWidget:
    made = QListWidget(window)
    made.addItem(LONG)
    made.item(0).setToolTip(LONG)
    return made


def _headings(window: QWidget) -> QWidget:
    made = QTableWidget(1, 2, window)
    made.setHorizontalHeaderLabels([LONG, "Да"])
    return made


CUT: list[Made] = [
    lambda window: QLabel(LONG, window),
    lambda window: QLabel(f"<b>{LONG}</b>", window),
    _wrapped,
    lambda window: plain_label("", window, "Сверхдлинноенеразрывноеслово" * 3),
    lambda window: QPushButton(LONG, window),
    lambda window: QCheckBox(LONG, window),
    lambda window: QGroupBox(LONG, window),
    lambda window: QLabel("Школа «Очень длинное название шко…»", window),
    _combo,
    _tabs,
    _hint,
    _cells,
    _headings,
]
WHOLE: list[Made] = [
    lambda window: QLabel("Школа", window),
    lambda window: QLabel("«Файл → Загрузить записи из книги…»", window),
    lambda window: NameLabel("", window, LONG),
    _radio,
    _box,
    _told_hint,
    _told_cells,
]


@pytest.mark.parametrize("make", CUT)
def test_a_cut_text_is_seen(window: QDialog, make: Made) -> None:
    widget = make(window)
    put(widget, 380 if isinstance(widget, QLabel) and "…" in widget.text() else 120)
    assert seen(window, checkers.cut_texts)


@pytest.mark.parametrize("make", WHOLE)
def test_a_text_that_fits_or_says_what_is_missing_is_none(window: QDialog, make: Made) -> None:
    widget = make(window)
    put(widget, 380 if type(widget) is QLabel else 120)
    assert seen(window, checkers.cut_texts) == []


def test_what_leaves_names_out_shows_an_ellipsis(window: QDialog) -> None:
    made = [put(make(window), at=(10, 10 + 40 * n)) for n, make in enumerate((_radio, _box))]
    made.append(put(NameLabel("", window, LONG), at=(10, 200)))
    window.show()
    for one in made:
        assert one.shown().endswith("…") and LONG.startswith(one.shown()[:-1])  # type: ignore[attr-defined]
        assert one.minimumSizeHint().width() < 240
        one.resize(2000, 24)
        assert one.shown() == LONG  # type: ignore[attr-defined]


def test_headings_leave_out_what_does_not_fit_in_their_lines(window: QDialog) -> None:
    table = QTableWidget(1, 2, window)
    heading = Headings(table)
    table.setHorizontalHeader(heading)
    align: Any = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    heading.setDefaultAlignment(align)
    table.setHorizontalHeaderLabels([LONG, "Да"])
    assert [one for one in seen(window, checkers.cut_texts) if "tip" not in one] == []
    table.setHorizontalHeaderItem(0, told := QTableWidgetItem(LONG))
    told.setToolTip(LONG)
    assert seen(window, checkers.cut_texts) == []


def test_a_text_of_any_length_is_scrolled_within_a_few_lines(window: QDialog, qtbot: QtBot) -> None:
    label = plain_label("", window, LONG * 8)
    area = ScrolledLabel(label, "О школе", lines=4)
    column = QVBoxLayout(window)
    column.addWidget(area)
    column.addWidget(QListWidget(window), 1)
    window.show()
    assert area.height() <= 5 * label.fontMetrics().lineSpacing()
    assert area.verticalScrollBar().maximum() > 0
    assert area.focusPolicy() == Qt.FocusPolicy.StrongFocus
    label.setText("Коротко")
    qtbot.wait(20)
    assert area.focusPolicy() == Qt.FocusPolicy.NoFocus and area.verticalScrollBar().maximum() == 0
    label.hide()
    assert area.isHidden()
    label.show()
    assert area.isVisible()


def test_what_is_out_of_its_place_is_seen(window: QDialog) -> None:
    put(QPushButton("Да", window), at=(350, 10))
    (beyond,) = seen(window, checkers.out_of_place)
    assert "reaches beyond" in beyond
    put(QPushButton("Нет", window), at=(370, 12))
    assert sum("lie upon each other" in one for one in seen(window, checkers.out_of_place)) == 1


def test_what_is_scrolled_may_be_larger_than_its_room(window: QDialog) -> None:
    area = QScrollArea(window)
    area.setWidget(put(QLabel(LONG), 300, 900))
    put(area, 350, 250)
    assert seen(window, checkers.out_of_place) == []
    assert seen(window, checkers.scrolled_across) == []
    area.widget().resize(900, 900)
    assert len(seen(window, checkers.scrolled_across)) == 1
    text = QPlainTextEdit(LONG, window)
    text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    put(text, 200, 100, at=(10, 10))
    assert len(seen(window, checkers.scrolled_across)) == 2


def test_a_window_larger_than_its_screen_is_seen(window: QDialog) -> None:
    assert seen(window, lambda one: checkers.too_large(one, ROOM)) == []
    window.setMinimumWidth(500)
    (found,) = seen(window, lambda one: checkers.too_large(one, ROOM))
    assert "needs 500" in found


def test_controls_without_a_name_are_seen(window: QDialog) -> None:
    line, box, sign = QLineEdit(window), QComboBox(window), QPushButton("×", window)
    box.addItem("Да")
    assert len(seen(window, checkers.nameless)) == 3
    label = QLabel("&Школа", window)
    label.setBuddy(line)
    box.setAccessibleName("Год")
    sign.setAccessibleName("Закрыть")
    assert seen(window, checkers.nameless) == []


def _column(window: QWidget, *widgets: QWidget) -> None:
    column = QHBoxLayout(window)
    for one in widgets:
        column.addWidget(one)


def test_tab_comes_to_everything_or_is_missed(window: QDialog) -> None:
    first, second, text = QLineEdit(window), QPushButton("Да", window), QPlainTextEdit(window)
    text.setTabChangesFocus(True)
    _column(window, first, second, text)
    assert seen(window, checkers.unreachable) == []
    second.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    (found,) = seen(window, checkers.unreachable)
    assert "not reachable by Tab" in found
    second.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    text.setTabChangesFocus(False)
    (found,) = seen(window, checkers.unreachable)
    assert "Tab does not leave" in found


def test_what_tab_jumps_over_is_seen(window: QDialog) -> None:
    """A page for which one of its parts stands: Tab goes to that part, never to those above it."""
    before, page = QPushButton("До", window), QWidget(window)
    above, part = QLineEdit(page), QPushButton("Часть", page)
    _column(page, above, part)
    _column(window, before, page)
    page.setFocusProxy(part)
    assert [one for one in seen(window, checkers.unreachable) if "does not come" in one]


def test_tools_whose_keys_are_told_need_no_stop(window: QDialog) -> None:
    tool = QToolButton(window)
    tool.setText("Ж")
    tool.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    assert len(seen(window, checkers.unreachable)) == 1
    tool.setToolTip("Полужирный (Ctrl+B)")
    assert seen(window, checkers.unreachable) == []


def test_one_letter_for_two_things_is_seen(window: QDialog) -> None:
    QPushButton("&Да", window)
    QPushButton("С&делать", window)
    QPushButton("Да && нет", window)
    (found,) = seen(window, checkers.same_letters)
    assert found.startswith("Alt+Д")
    menu = QMenu(window)
    for words in ("&Открыть", "Закр&ыть", "П&ечать"):
        menu.addAction(words)
    assert list(checkers.same_letters_in_menu(menu, "Файл")) == []
    menu.addAction("Зап&ереть")
    assert len(list(checkers.same_letters_in_menu(menu, "Файл"))) == 1


def test_cells_with_tips_are_whole(window: QDialog) -> None:
    table = QTableWidget(1, 1, window)
    table.horizontalHeader().hide()
    put(table, 200, 100)
    table.setItem(0, 0, cell := QTableWidgetItem(LONG))
    table.setWordWrap(False)
    assert len(seen(window, checkers.cut_texts)) == 1
    cell.setToolTip(LONG)
    assert seen(window, checkers.cut_texts) == []
