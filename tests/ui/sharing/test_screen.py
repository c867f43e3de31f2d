"""The screen «Обмен» in the real window: imports with undo, the workbook of everything, backups."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.operations.program import sample
from shnor_desktop.operations.results import book_import
from shnor_desktop.ui.kit.table import Table
from shnor_desktop.ui.sharing.screen import ExchangeScreen
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder


@pytest.fixture
def screen(empty_window: Window, new_path: Callable[[str], Path], qtbot: QtBot) -> ExchangeScreen:
    """The screen of a file into which two workbooks were taken."""
    path = new_path("Район.shnor")
    with Document.open(path, Who(person="Петрова А.И.", office="ИМЦ")) as document:
        for book in sample.workbooks()[1:3]:
            book_import.import_books(document, [book])
    return shown(empty_window, path, qtbot)


def shown(window: Window, path: Path, qtbot: QtBot) -> ExchangeScreen:
    """The screen with a file open."""
    window.open_file(path)
    qtbot.waitUntil(window.jobs.idle)
    window.go("exchange")
    qtbot.waitUntil(window.jobs.idle)
    screen = window.shown_screen()
    assert isinstance(screen, ExchangeScreen)
    return screen


def texts(table: Table, column: int) -> list[str]:
    """What a column shows."""
    return [table.sorted.index(row, column).data() for row in range(table.sorted.rowCount())]


def test_an_import_is_taken_back_and_the_later_one_stays(
    screen: ExchangeScreen, messages: Recorder, qtbot: QtBot
) -> None:
    names = [f"Загрузка «{book.name}»" for book in sample.workbooks()[1:3]]
    assert texts(screen.parcels, 1) == names[::-1]
    assert set(texts(screen.parcels, 2)) == {"Петрова А.И., ИМЦ"}
    assert not screen.take_back.isEnabled()
    screen.parcels.selectRow(1)
    screen.take_back.click()
    qtbot.waitUntil(lambda: "× отменена" in texts(screen.parcels, 4))
    assert texts(screen.parcels, 4) == ["✓ принята", "× отменена"]
    assert not screen.take_back.isEnabled()
    text, undo = messages.undo[-1]
    assert names[0] in text and "Возвращено изменений" in text
    undo()
    qtbot.waitUntil(lambda: texts(screen.parcels, 4) == ["✓ принята", "✓ принята"])


def test_everything_goes_into_one_workbook(
    screen: ExchangeScreen, messages: Recorder, qtbot: QtBot, tmp_path: Path
) -> None:
    messages.answers = [tmp_path / "всё.xlsx"]
    screen.export.click()
    qtbot.waitUntil(lambda: any("всё.xlsx" in text for text in messages.told_texts))
    book = openpyxl.load_workbook(tmp_path / "всё.xlsx", read_only=True)
    assert "Результаты школ" in book.sheetnames and "Школы" in book.sheetnames
    book.close()
    messages.answers = [tmp_path / "нет" / "всё.xlsx"]
    screen.export.click()
    qtbot.waitUntil(lambda: bool(messages.warnings))
    assert "Папки" in messages.warnings[0]


def test_a_backup_is_made_and_listed(screen: ExchangeScreen, messages: Recorder, qtbot: QtBot) -> None:
    before = screen.backups.rows.rowCount()
    screen.back_up.click()
    qtbot.waitUntil(lambda: screen.backups.rows.rowCount() == before + 1)
    assert set(texts(screen.backups, 3)) == {"✓ проверена"}
    assert "по вашей команде" in texts(screen.backups, 1)


def test_a_copy_for_another_office(
    screen: ExchangeScreen, messages: Recorder, qtbot: QtBot, tmp_path: Path
) -> None:
    messages.answers = [tmp_path / "копия.shnor"]
    screen.copy.click()
    qtbot.waitUntil(lambda: any("копия.shnor" in text for text in messages.told_texts))
    with Document.open(tmp_path / "копия.shnor", Who(), read_only=True) as document:
        assert document.check().sound


def test_an_empty_clipboard_is_told(
    screen: ExchangeScreen, messages: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtGui import QGuiApplication

    QGuiApplication.clipboard().clear()
    screen.paste.click()
    assert "нет таблицы" in messages.warnings[0]


def test_a_file_for_viewing_only_offers_no_changes(
    empty_window: Window, new_path: Callable[[str], Path], qtbot: QtBot
) -> None:
    path = new_path("Чужой.shnor")
    with Document.open(path, Who(person="Сидорова В.П.")):
        empty_window.files.open_path(path, read_only=True)
        qtbot.waitUntil(empty_window.jobs.idle)
        empty_window.go("exchange")
        qtbot.waitUntil(empty_window.jobs.idle)
        screen = empty_window.shown_screen()
        assert isinstance(screen, ExchangeScreen)
        assert not any(
            button.isEnabled() for button in (screen.choose, screen.paste, screen.back_up, screen.take_back)
        )
        assert screen.export.isEnabled() and not screen.no_parcels.isHidden()


def test_a_low_window_still_shows_the_latest_imports(screen: ExchangeScreen, qtbot: QtBot) -> None:
    window = screen.window()
    window.resize(910, 485)
    qtbot.waitUntil(lambda: window.height() == 485)
    assert screen.parcels.viewport().height() >= 2 * screen.parcels.rowHeight(0)
    assert screen.backups.viewport().height() >= 2 * screen.parcels.rowHeight(0)


def test_in_a_narrow_window_the_cards_stand_below_each_other(screen: ExchangeScreen, qtbot: QtBot) -> None:
    assert screen.merging.mapTo(screen, QPoint()).x() > screen.width() // 2
    screen.window().resize(900, 500)
    qtbot.waitUntil(lambda: screen.merging.mapTo(screen, QPoint()).x() < 50)
    assert screen.parcels.columnWidth(1) > 150
