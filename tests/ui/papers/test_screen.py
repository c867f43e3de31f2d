"""«Бумаги» in the real window: parameters, preview, saving, printing."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from pytestqt.qtbot import QtBot

from shnor_desktop.ui.papers import print_run
from shnor_desktop.ui.papers.screen import PapersScreen
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder
from tests.ui.identification.test_screen import write


@pytest.fixture
def settle(window: Window, qtbot: QtBot) -> Callable[[], None]:
    def wait() -> None:
        for _ in range(3):
            qtbot.wait(1)
            qtbot.waitUntil(window.jobs.idle, timeout=30_000)

    return wait


@pytest.fixture
def screen(window: Window, settle: Callable[[], None]) -> PapersScreen:
    window.jobs.change(window, write)
    window.go("papers")
    settle()
    shown = window.shown_screen()
    assert isinstance(shown, PapersScreen)
    return shown


def test_without_results_the_next_step_is_named(window: Window, settle: Callable[[], None]) -> None:
    window.go("papers")
    settle()
    shown = window.shown_screen()
    assert isinstance(shown, PapersScreen)
    assert "Загрузите книгу" in shown.preview.hint.text()
    assert not shown.preview.print.isEnabled()


def test_pages_are_pictures_and_sharp_where_looked_at(
    screen: PapersScreen, settle: Callable[[], None], qtbot: QtBot
) -> None:
    preview = screen.preview
    assert len(preview.pages) >= 2
    qtbot.waitUntil(lambda: preview.pages[0].sharp_at == preview.percent(), timeout=10_000)
    assert preview.position.text().startswith("стр. 1 из")
    wide = preview.pages[0].width()
    preview.zoom.setCurrentIndex(preview.zoom.findData(50))
    preview.zoom.activated.emit(1)
    assert preview.pages[0].width() < wide
    qtbot.waitUntil(lambda: preview.pages[0].sharp_at == 50, timeout=10_000)
    settle()
    assert "Замечаний нет" in screen.found.text()


def test_every_paper_shows_its_parameters(screen: PapersScreen, settle: Callable[[], None]) -> None:
    assert not screen.school.isVisible()
    screen.papers.setCurrentRow(1)
    settle()
    assert screen.preview.paper is not None
    assert "справка" in screen.preview.paper.title
    screen.papers.setCurrentRow(2)
    settle()
    assert screen.school.isVisible()
    assert "Выберите школу" in screen.preview.hint.text()
    screen.school.setCurrentIndex(1)
    screen.school.activated.emit(1)
    settle()
    assert screen.preview.paper is not None
    assert "Высокая СОШ" in screen.preview.paper.title


def test_another_screen_may_ask_for_a_card(
    screen: PapersScreen, window: Window, settle: Callable[[], None]
) -> None:
    assert screen.choices is not None
    school = screen.choices.schools[2][0]
    window.go("papers", paper="school-card", school=school)
    settle()
    assert (screen.code(), screen.school.currentData()) == ("school-card", school)
    assert screen.preview.paper is not None
    assert "Горная СОШ" in screen.preview.paper.title


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx"])
def test_a_paper_is_saved(
    screen: PapersScreen, settle: Callable[[], None], messages: Recorder, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"Перечень{suffix}"
    messages.answers.append(out)
    screen.preview.save(suffix)
    settle()
    assert out.stat().st_size > 2_000
    assert messages.told_texts[-1] == f"Бумага сохранена: Перечень{suffix}."
    messages.answers.append(tmp_path / "нет такой папки" / f"Перечень{suffix}")
    screen.preview.save(suffix)
    settle()
    assert "Выберите другую папку" in messages.warnings[-1]


def test_printing_sends_every_page(
    screen: PapersScreen, settle: Callable[[], None], messages: Recorder, tmp_path: Path
) -> None:
    from shnor_desktop.papers.draw.preview import page_sizes

    preview = screen.preview
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    print_run.prepare(printer, "Перечень")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    out = tmp_path / "напечатано.pdf"
    printer.setOutputFileName(str(out))
    pages = print_run.wanted(printer, len(preview.pages))
    print_run.PrintRun(screen.context, preview.pdf, pages, printer).start()
    for _ in range(len(preview.pages) + 1):
        settle()
    assert messages.told_texts[-1] == "Бумага отправлена на печать."
    assert len(page_sizes(out)) == len(page_sizes(preview.pdf))


def test_stopped_printing_is_not_the_printers_fault(
    screen: PapersScreen, settle: Callable[[], None], messages: Recorder, tmp_path: Path
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    print_run.prepare(printer, "Перечень")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "напечатано.pdf"))
    warned = len(messages.warnings)
    held = threading.Event()
    screen.context.jobs.ask(screen, lambda document, progress: held.wait(10), lambda _: None)
    print_run.PrintRun(screen.context, screen.preview.pdf, range(2), printer).start()
    screen.context.jobs.cancel()
    held.set()
    settle()
    assert messages.told_texts[-1] == "Печать остановлена." and len(messages.warnings) == warned
    print_run.PrintRun(screen.context, b"no paper at all", range(2), printer).start()
    settle()
    assert messages.warnings[-1] == "Печать не удалась. Не удалось показать бумагу. Сформируйте её ещё раз."


def test_a_file_closed_while_it_is_printed_is_printed_to_the_end(
    screen: PapersScreen, window: Window, settle: Callable[[], None], messages: Recorder, tmp_path: Path
) -> None:
    from shnor_desktop.papers.draw.preview import page_sizes

    pdf, pages = screen.preview.pdf, len(screen.preview.pages)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    print_run.prepare(printer, "Перечень")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    out = tmp_path / "напечатано.pdf"
    printer.setOutputFileName(str(out))
    warned = len(messages.warnings)
    window.jobs.close_document(window)
    print_run.PrintRun(screen.context, pdf, range(pages), printer).start()
    for _ in range(pages + 2):
        settle()
    assert window.jobs.standing.path is None and messages.warnings[warned:] == []
    assert messages.told_texts[-1] == "Бумага отправлена на печать."
    assert len(page_sizes(out)) == pages


def test_the_printer_is_asked_for_and_pages_may_be_chosen(
    screen: PapersScreen, settle: Callable[[], None]
) -> None:
    screen.print_paper()
    dialog = screen.preview.findChild(QPrintDialog)
    assert dialog is not None
    printer = dialog.printer()
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 2)
    assert list(print_run.wanted(printer, 5)) == [1]
    dialog.reject()
    settle()


def test_changes_elsewhere_compose_the_paper_again(
    screen: PapersScreen, window: Window, settle: Callable[[], None]
) -> None:
    before = screen.preview.pdf

    def work(document: object, progress: object) -> None:
        from shnor_desktop.models.results import SchoolResult

        with document.write("Исправление") as session:  # type: ignore[attr-defined]
            session.query(SchoolResult).filter(SchoolResult.failed == 12).one().failed = 39

    window.jobs.change(window, work)
    settle()
    settle()
    assert screen.preview.pdf != before
