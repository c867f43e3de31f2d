"""What of the books is not taken stands above everything else, on the preview and on the result; namesakes at once."""

import os
from pathlib import Path

from pytestqt.qtbot import QtBot

from shnor_desktop.ui.results.import_wizard import ImportWizard
from shnor_desktop.ui.shell.window import Window
from tests.ui.results.test_import_wizard import open_on, press_next, workbook


def kept(wizard: ImportWizard, name: str) -> None:
    """A picture of the page, for whoever wants to look at it."""
    if folder := os.environ.get("PICTURES"):
        wizard.grab().save(str(Path(folder) / f"{name}.png"))


def test_a_half_loaded_book_says_so_first(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    rows = [[f"МБОУ «СОШ № {at}»", 10, 12 if at % 2 else 1] for at in range(1, 9)]
    wizard = open_on(
        window, qtbot, workbook(tmp_path / "впр.xlsx", "ВПР математика 5 класс, весна 2021", *rows)
    )
    kept(wizard, "preview")
    told = wizard.preview.lacking
    assert told.isVisibleTo(wizard.preview)
    assert "взято 4 из 8" in told.text.text().replace("\u00a0", " ")
    press_next(window, wizard, qtbot)
    kept(wizard, "result")
    assert wizard.stack.currentWidget() is wizard.outcome
    assert "Загружено не всё" in wizard.outcome.lacking.text.text()


def test_a_whole_book_says_nothing(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    rows = [[f"МБОУ «СОШ № {at}»", 10, 1] for at in range(1, 4)]
    wizard = open_on(
        window, qtbot, workbook(tmp_path / "впр.xlsx", "ВПР математика 5 класс, весна 2021", *rows)
    )
    assert not wizard.preview.lacking.isVisibleTo(wizard.preview)


def test_all_of_the_same_name_are_joined_at_once(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    head = ["Муниципалитет", "Школа", "Участников", "Получили «2»"]
    paths = [
        workbook(
            tmp_path / f"впр {year}.xlsx",
            f"ВПР математика 5 класс, весна {year}",
            *([place, f"МБОУ «{name} СОШ»", 10, 1] for name in ("Луговая", "Лесная", "Озёрная")),
            head=head,
        )
        for year, place in ((2021, "Ключевской район"), (2022, "Ключевской муниципальный округ (новый)"))
    ]
    wizard = open_on(window, qtbot, *paths)
    kept(wizard, "schools")
    page = wizard.schools
    assert page.all_same.isVisibleTo(page) and "все 3" in page.all_same.text()
    page.all_same.click()
    assert page.left() == 0
    press_next(window, wizard, qtbot)
    assert len(wizard.prepared.plan.new_schools) == 3  # type: ignore[union-attr]
