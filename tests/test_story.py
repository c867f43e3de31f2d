"""The whole road through the real window: workbook → wizard → verdict with its reasons → PDF, and undo of it all."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shnor_desktop.operations.program import sample
from shnor_desktop.ui.identification.screen import ListScreen
from shnor_desktop.ui.papers.screen import PapersScreen
from shnor_desktop.ui.results.import_wizard import ImportWizard
from shnor_desktop.ui.schools.screen import SchoolsScreen
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder, dressed
from tests.ui.dropping import drop_files

pytestmark = pytest.mark.processes

__all__ = ["dressed"]

FLAGGED = (
    "МБОУ «Дубравинская ООШ»",
    "МБОУ «Ольховецкая СОШ»",
    "МБОУ «Рябиновская СОШ»",
    "МКОУ «Журавлинская ООШ»",
)


@pytest.fixture
def messages() -> Iterator[Recorder]:
    """Stands for the person at every question of the window."""
    recorder = Recorder()
    yield recorder
    assert not recorder.reports, recorder.reports[0]


@pytest.fixture
def window(
    dressed: QApplication,
    messages: Recorder,
    user_folder: Path,
    new_path: Callable[[str], Path],
    qtbot: QtBot,
) -> Iterator[Window]:
    """The real window with a fresh file."""
    settings = QSettings(str(user_folder / "settings.ini"), QSettings.Format.IniFormat)
    window = Window(settings, messages)
    messages.window = window
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    window.open_file(new_path("Район.shnor"))
    qtbot.waitUntil(window.jobs.idle)
    yield window
    window.jobs.cancel()
    window.jobs.stop()


def take_in(window: Window, qtbot: QtBot, book: Path) -> None:
    """Drop a workbook on the window and go through the wizard to its end."""
    drop_files(window, book)
    wizard = next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, ImportWizard) and one.isVisible()
    )
    qtbot.waitUntil(lambda: wizard.stack.currentWidget() in (wizard.schools, wizard.preview))
    if wizard.stack.currentWidget() is wizard.schools:
        wizard.schools.all_near.click()
        wizard.go_on()
        qtbot.waitUntil(lambda: wizard.stack.currentWidget() is wizard.preview)
    wizard.go_on()
    qtbot.waitUntil(lambda: wizard.stack.currentWidget() is wizard.outcome)
    wizard.go_on()
    qtbot.waitUntil(window.jobs.idle)


def text_of(pdf: Path) -> str:
    """The text of all pages, with single spaces."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return " ".join(" ".join(pages).replace("\ufffe", "").split())


def test_from_workbooks_to_a_printed_list(
    window: Window, messages: Recorder, qtbot: QtBot, tmp_path: Path
) -> None:
    for book in sample.workbooks():
        take_in(window, qtbot, book)

    window.go("list")
    qtbot.waitUntil(window.jobs.idle)
    screen = window.shown_screen()
    assert isinstance(screen, ListScreen) and screen.state is not None
    flagged = {
        one.school.name: one.school for one in screen.state.views if one.school.verdict.outcome == "low"
    }
    assert sorted(flagged) == sorted(FLAGGED)
    screen.arrive(school=flagged["МБОУ «Ольховецкая СОШ»"].school)
    qtbot.waitUntil(lambda: "5 из 12" in explained(screen))
    assert "ВПР МА 6, весна 2026" in explained(screen) and "критерии 1 и 2" in explained(screen)

    window.go("papers", paper="list")
    papers = window.shown_screen()
    assert isinstance(papers, PapersScreen)
    qtbot.waitUntil(lambda: papers.preview.sheet is not None)
    qtbot.waitUntil(window.jobs.idle)
    out = tmp_path / "Перечень.pdf"
    messages.answers = [out]
    papers.preview.save(".pdf")
    qtbot.waitUntil(window.jobs.idle)
    printed = text_of(out)
    assert "ПЕРЕЧЕНЬ" in printed and all(name in printed for name in FLAGGED)
    assert "41,7" in printed

    for _ in sample.workbooks():
        window.command("edit.undo")
        qtbot.waitUntil(window.jobs.idle)
    window.go("schools")
    qtbot.waitUntil(window.jobs.idle)
    schools = window.shown_screen()
    assert isinstance(schools, SchoolsScreen) and schools.rows.rowCount() == 0
    assert window.jobs.standing.undo_title is None


def explained(screen: ListScreen) -> str:
    """What the panel at the right says, with plain spaces."""
    return screen.panel.text.toPlainText().replace("\u00a0", " ")
