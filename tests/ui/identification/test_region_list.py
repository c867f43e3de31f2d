"""The window takes a region's list in: shown, decided, written, taken back."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from shnor_desktop.models.identification import SchoolStatus
from shnor_desktop.ui.identification.region_list_dialog import RegionListDialog, open_region_list
from shnor_desktop.ui.identification.screen import ListScreen
from shnor_desktop.ui.shell.window import Window
from tests.operations.books import book, row
from tests.sheets.makers import Cell, SheetData, save


def _statuses(window: Window, qtbot: QtBot) -> int:
    found: list[int] = []

    def work(document: Any, progress: Any) -> int:
        with document.read() as session:
            return int(session.query(SchoolStatus).count())

    window.jobs.ask(window, work, found.append)
    qtbot.waitUntil(window.jobs.idle)
    return found[0]


def _district(window: Window, qtbot: QtBot) -> ListScreen:
    """The screen of the list in a file of two schools."""

    def fill(document: Any, progress: Any) -> None:
        from shnor_desktop.operations.results import importing

        rows = [
            row("Кедровая СОШ", participants=10, failed=4),
            row("Липовая ООШ", participants=5, failed=0, at=3),
        ]
        importing.apply_plan(document, importing.plan(document, [book(*rows)]))

    window.jobs.change(window, fill)
    qtbot.waitUntil(window.jobs.idle)
    window.go("list")
    qtbot.waitUntil(window.jobs.idle)
    screen = window.shown_screen()
    assert isinstance(screen, ListScreen)
    return screen


def _opened(screen: ListScreen, qtbot: QtBot, path: Path) -> RegionListDialog:
    opened: list[RegionListDialog] = []
    open_region_list(screen.context, screen, path, opened.append)
    qtbot.waitUntil(lambda: bool(opened))
    return opened[0]


def test_the_list_is_shown_decided_and_written(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QComboBox, "showPopup", lambda box: None)  # The platform of tests cannot raise it.
    screen = _district(window, qtbot)
    sheet = SheetData(
        "1",
        [
            ["Приказ министерства от 15.09.2026 № 7"],
            ["№", "Школа", "Основание"],
            [1, "Кедровая СОШ", "критерий 1"],
            [2, "Липецкая школа", "критерий 2"],
        ],
    )
    dialog = _opened(screen, qtbot, save([sheet], tmp_path / "перечень.xlsx"))
    assert dialog.requisites.text() == "приказ министерства от 15.09.2026 № 7"
    assert dialog.table.rows.index(1, 1).data() == "— решите —"
    dialog.table.setCurrentIndex(dialog.table.sorted.index(1, 1))
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    (combo,) = dialog.table.findChildren(QComboBox)
    combo.setCurrentIndex(combo.findText("новая школа"))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(window.jobs.idle)
    assert dialog.table.rows.index(1, 3).data().startswith("получит статус")
    QTest.mouseClick(dialog.button("Принять перечень"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.jobs.idle)
    assert _statuses(window, qtbot) == 2
    window.command("edit.undo")
    qtbot.waitUntil(window.jobs.idle)
    assert _statuses(window, qtbot) == 0


def test_the_day_is_asked_and_decides_who_leaves(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    screen = _district(window, qtbot)

    def earlier(document: Any, progress: Any) -> None:
        from shnor_desktop.models.schools import School
        from shnor_desktop.operations.identification.statuses import Ground, add_schools

        with document.write("По перечню") as session:
            school = session.query(School.uid).filter(School.name == "Липовая ООШ").scalar()
            add_schools(session, [school], Ground("regional", "приказ от 01.09.2026 № 1", "2026-09-01"))

    window.jobs.change(window, earlier)
    qtbot.waitUntil(window.jobs.idle)
    rows: list[list[Cell]] = [["№", "Школа"], [1, "Кедровая СОШ"], [2, "Кедровая СОШ"]]
    dialog = _opened(screen, qtbot, save([SheetData("1", rows)], tmp_path / "перечень.xlsx"))
    assert dialog.since.text() == "", "no date is taken without a word"
    assert "Школа названа дважды" in dialog.summary.text()
    dialog.requisites.setText("письмо № 2")
    QTest.mouseClick(dialog.button("Принять перечень"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.jobs.idle)
    assert "Не указаны реквизиты или дата" in dialog.mistake.text()
    QTest.keyClicks(dialog.since, "01.07.2026")
    qtbot.waitUntil(window.jobs.idle)
    assert dialog.end_absent.isHidden(), "the earlier list is not in force yet"
    dialog.since.clear()
    QTest.keyClicks(dialog.since, "01.09.2027")
    qtbot.waitUntil(window.jobs.idle)
    assert not dialog.end_absent.isHidden() and "Липовая ООШ" in dialog.summary.text()
    dialog.since.setText("вчера")
    QTest.mouseClick(dialog.button("Принять перечень"), Qt.MouseButton.LeftButton)
    assert "не дата" in dialog.mistake.text()
    dialog.since.setText("01.09.2027")
    qtbot.waitUntil(window.jobs.idle)
    dialog.end_absent.setChecked(True)
    with qtbot.waitSignal(dialog.accepted):
        QTest.mouseClick(dialog.button("Принять перечень"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.jobs.idle)
    assert _statuses(window, qtbot) == 2
