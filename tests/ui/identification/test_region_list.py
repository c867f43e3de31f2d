"""The window takes a region's list in: shown, decided, written, taken back."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from shnor_desktop.models.identification import SchoolStatus
from shnor_desktop.ui.identification.region_list_dialog import RegionListDialog, open_region_list
from shnor_desktop.ui.identification.screen import ListScreen
from shnor_desktop.ui.shell.window import Window
from tests.operations.books import book, row
from tests.sheets.makers import SheetData, save


def _statuses(window: Window, qtbot: QtBot) -> int:
    found: list[int] = []

    def work(document: Any, progress: Any) -> int:
        with document.read() as session:
            return int(session.query(SchoolStatus).count())

    window.jobs.ask(window, work, found.append)
    qtbot.waitUntil(window.jobs.idle)
    return found[0]


def test_the_list_is_shown_decided_and_written(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
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
    sheet = SheetData(
        "1",
        [
            ["Приказ министерства от 15.09.2026 № 7"],
            ["№", "Школа", "Основание"],
            [1, "Кедровая СОШ", "критерий 1"],
            [2, "Липецкая школа", "критерий 2"],
        ],
    )
    opened: list[RegionListDialog] = []
    open_region_list(screen.context, screen, save([sheet], tmp_path / "перечень.xlsx"), opened.append)
    qtbot.waitUntil(lambda: bool(opened))
    (dialog,) = opened
    assert dialog.requisites.text() == "приказ министерства от 15.09.2026 № 7"
    combo = dialog.table.cellWidget(1, 1)
    assert isinstance(combo, QComboBox) and combo.currentText() == "— решите —"
    combo.setCurrentIndex(combo.findText("новая школа"))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(window.jobs.idle)
    item = dialog.table.item(1, 3)
    assert item is not None and item.text().startswith("получит статус")
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.jobs.idle)
    assert _statuses(window, qtbot) == 2
    window.command("edit.undo")
    qtbot.waitUntil(window.jobs.idle)
    assert _statuses(window, qtbot) == 0
