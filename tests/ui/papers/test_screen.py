"""«Документы» in the real window: parameters, preview, saving, printing."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMenu
from pytestqt.qtbot import QtBot

from shnor_desktop import system
from shnor_desktop.document.document import Document
from shnor_desktop.operations.identification import classification, lists
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.records import records
from shnor_desktop.papers.tree.paper import Heading, plain, runs_of
from shnor_desktop.papers.tree.parts import Wanted
from shnor_desktop.ui.kit.printing import print_run
from shnor_desktop.ui.papers import arranging
from shnor_desktop.ui.papers.arranging import ArrangeDialog
from shnor_desktop.ui.papers.origin_dialog import OriginDialog
from shnor_desktop.ui.papers.screen import PapersScreen
from shnor_desktop.ui.records.form import RecordDialog
from shnor_desktop.ui.shell.window import Window
from tests.operations.papers.test_recipe import LETTER, fill
from tests.ui.conftest import Recorder
from tests.ui.identification.test_screen import write


def pdf_of(screen: PapersScreen) -> bytes:
    assert screen.preview.sheet is not None
    return screen.preview.sheet.pdf


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


def test_what_was_signed_for_the_year_stands_before_the_draft(
    screen: PapersScreen, window: Window, settle: Callable[[], None]
) -> None:
    """Unless somebody chose the draft; results of another year ask for a new draft."""
    assert screen.answers()["signed"] is None

    def sign(document: Document, progress: object) -> bytes:
        with document.write("Подписание") as session:
            return lists.sign(
                session, classification.profile(session), lists.Signing("2022-09-05", "И.О. Образцова")
            )

    signed: list[bytes] = []
    window.jobs.change(window, sign, signed.append)
    settle()
    assert screen.answers()["signed"] == signed[0]
    screen.boxes["signed"].setCurrentIndex(0)
    screen.reload()
    settle()
    assert screen.answers()["signed"] is None, "what somebody chose stays"
    window.go("papers", paper="list")
    settle()
    assert screen.answers()["signed"] == signed[0]


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
    preview.zoom.setCurrentIndex(preview.zoom.findText("вся страница"))
    preview.zoom.activated.emit(1)
    room = preview.area.viewport()
    assert room.height() - 60 < preview.pages[0].height() < room.height(), (
        "all of it is seen, as large as can be"
    )
    preview.zoom.setCurrentIndex(preview.zoom.findData(50))
    preview.zoom.activated.emit(1)
    qtbot.waitUntil(lambda: preview.pages[0].sharp_at == 50, timeout=10_000)
    settle()
    assert screen.lacking.text() and "Замечаний нет" not in screen.found.text()


def test_every_paper_shows_its_parameters(screen: PapersScreen, settle: Callable[[], None]) -> None:
    assert not screen.boxes["school"].isVisible()
    screen.papers.setCurrentRow(1)
    settle()
    assert screen.preview.sheet is not None
    assert "справка" in screen.preview.sheet.paper.title
    screen.papers.setCurrentRow(2)
    settle()
    assert screen.boxes["school"].isVisible()
    assert "Не выбрана школа" in screen.preview.hint.text()
    screen.boxes["school"].setCurrentIndex(1)
    screen.boxes["school"].activated.emit(1)
    settle()
    assert screen.preview.sheet is not None
    assert "Высокая СОШ" in screen.preview.sheet.paper.title


def test_another_screen_may_ask_for_a_card(
    screen: PapersScreen, window: Window, settle: Callable[[], None]
) -> None:
    (offer,) = (one for one in screen.offers if one.kind.code == "school-card")
    school = offer.choices["school"][2].value
    window.go("papers", paper="school-card", school=school)
    settle()
    assert (screen.code(), screen.boxes["school"].currentData()) == ("school-card", school)
    assert screen.preview.sheet is not None
    assert "Горная СОШ" in screen.preview.sheet.paper.title
    line = screen.boxes["school"].lineEdit()
    assert line is not None
    assert line.cursorPosition() == 0, "the beginning of a name is seen"


def test_the_paper_asked_for_is_scrolled_to(
    screen: PapersScreen, window: Window, settle: Callable[[], None], qtbot: QtBot
) -> None:
    screen.papers.setFixedHeight(60)
    last = screen.offers[-1].kind.code
    window.go("papers", paper=last)
    settle()
    shown = screen.papers
    qtbot.waitUntil(
        lambda: shown.viewport().rect().contains(shown.visualItemRect(shown.currentItem()).center())
    )
    assert screen.code() == last


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx"])
def test_a_paper_is_saved(
    screen: PapersScreen, settle: Callable[[], None], messages: Recorder, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"Перечень{suffix}"
    messages.answers.append(out)
    screen.preview.save(suffix)
    settle()
    assert out.stat().st_size > 2_000
    assert messages.told_texts[-1] == f"Документ сохранён: Перечень{suffix}."
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
    marked = partial(screen.context.mark, "papers")
    print_run.PrintRun(screen.context, pdf_of(screen), pages, printer, marked).start()
    assert not screen.context.marks()
    for _ in range(len(preview.pages) + 1):
        settle()
    assert messages.told_texts[-1] == "Документ отправлен на печать."
    assert len(page_sizes(out)) == len(page_sizes(pdf_of(screen)))
    assert screen.context.marks() == {"papers"}


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
    print_run.PrintRun(screen.context, pdf_of(screen), range(2), printer).start()
    screen.context.jobs.cancel()
    held.set()
    settle()
    assert messages.told_texts[-1] == "Печать остановлена." and len(messages.warnings) == warned
    print_run.PrintRun(screen.context, b"no paper at all", range(2), printer).start()
    settle()
    assert (
        messages.warnings[-1] == "Печать не удалась. Не удалось показать документ. Сформируйте его ещё раз."
    )


def test_a_file_closed_while_it_is_printed_is_printed_to_the_end(
    screen: PapersScreen, window: Window, settle: Callable[[], None], messages: Recorder, tmp_path: Path
) -> None:
    from shnor_desktop.papers.draw.preview import page_sizes

    pdf, pages = pdf_of(screen), len(screen.preview.pages)
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
    assert messages.told_texts[-1] == "Документ отправлен на печать."
    assert len(page_sizes(out)) == pages


def test_the_printer_is_asked_for_and_pages_may_be_chosen(
    screen: PapersScreen, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    if system.WINDOWS:  # The system's own dialog would wait for a person.
        monkeypatch.setattr(QDialog, "open", lambda dialog: None)
    screen.print_paper()
    dialog = screen.preview.findChild(QPrintDialog)
    assert dialog is not None
    printer = dialog.printer()
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 2)
    assert list(print_run.wanted(printer, 5)) == [1]
    dialog.reject()
    settle()


def test_a_windows_without_a_printer_is_told(
    screen: PapersScreen, messages: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its dialog would not come up, without a word."""
    monkeypatch.setattr(system, "WINDOWS", True)
    monkeypatch.setattr(QPrinter, "outputFormat", lambda printer: QPrinter.OutputFormat.PdfFormat)
    screen.print_paper()
    assert "нет ни одного принтера" in messages.warnings[-1]
    assert screen.preview.findChild(QPrintDialog) is None


def test_changes_elsewhere_compose_the_paper_again(
    screen: PapersScreen, window: Window, settle: Callable[[], None]
) -> None:
    before = pdf_of(screen)

    def work(document: object, progress: object) -> None:
        from shnor_desktop.models.results import SchoolResult

        with document.write("Исправление") as session:  # type: ignore[attr-defined]
            session.query(SchoolResult).filter(SchoolResult.failed == 12).one().failed = 39

    window.jobs.change(window, work)
    settle()
    settle()
    assert pdf_of(screen) != before


# ---- never a wrong paper


def hold(screen: PapersScreen) -> threading.Event:
    """Keep the worker busy until the event is set."""
    held = threading.Event()
    screen.context.jobs.ask(screen, lambda document, progress: held.wait(20), lambda _: None)
    return held


def test_while_a_paper_is_made_the_old_one_is_gone(
    screen: PapersScreen, settle: Callable[[], None], messages: Recorder, tmp_path: Path
) -> None:
    preview = screen.preview
    assert preview.print.isEnabled() and preview.saving.isEnabled()
    held = hold(screen)
    screen.papers.setCurrentRow(1)
    assert preview.sheet is None and preview.pages == [] and not preview.area.isVisible()
    assert not (preview.print.isEnabled() or preview.saving.isEnabled() or preview.origin.isEnabled())
    assert preview.progress.isVisible() and preview.stop.isVisible()
    assert "справка" in preview.hint.text()
    messages.answers.append(tmp_path / "чужая.pdf")
    preview.save(".pdf")
    screen.print_paper()
    assert messages.answers and preview.findChild(QPrintDialog) is None, "nothing can be taken out"
    held.set()
    settle()
    assert preview.sheet is not None and "справка" in preview.sheet.paper.title
    assert preview.print.isEnabled() and not preview.progress.isVisible()


def test_progress_moves_and_stopping_works(
    screen: PapersScreen, settle: Callable[[], None], qtbot: QtBot
) -> None:
    seen: list[int] = []
    screen.preview.progress.valueChanged.connect(seen.append)
    screen.papers.setCurrentRow(1)
    settle()
    assert seen and max(seen) == 100
    held = hold(screen)
    screen.papers.setCurrentRow(0)
    screen.preview.stop.click()
    assert "остановлено" in screen.preview.hint.text() and not screen.preview.stop.isVisible()
    held.set()
    settle()
    assert screen.preview.sheet is None and not screen.preview.print.isEnabled()
    screen.preview.again.click()
    settle()
    assert screen.preview.sheet is not None and "Перечень" in screen.preview.sheet.paper.title


def test_a_paper_that_was_begun_is_not_shown_after_another_choice(
    screen: PapersScreen, settle: Callable[[], None]
) -> None:
    held = hold(screen)
    screen.papers.setCurrentRow(1)
    screen.papers.setCurrentRow(2)
    held.set()
    settle()
    assert screen.preview.sheet is None and "Не выбрана школа" in screen.preview.hint.text()


def test_a_change_of_the_records_takes_the_old_paper_away_at_once(
    screen: PapersScreen, window: Window, settle: Callable[[], None], qtbot: QtBot
) -> None:
    def work(document: object, progress: object) -> None:
        from shnor_desktop.models.results import SchoolResult

        with document.write("Исправление") as session:  # type: ignore[attr-defined]
            session.query(SchoolResult).filter(SchoolResult.failed == 12).one().failed = 39

    seen: list[bool] = []
    window.jobs.document_changed.connect(lambda changes, owner: seen.append(screen.preview.sheet is None))
    window.jobs.change(window, work)
    settle()
    settle()
    assert seen == [True] and screen.preview.sheet is not None


def test_after_saving_the_file_is_opened_or_shown(
    screen: PapersScreen,
    window: Window,
    settle: Callable[[], None],
    messages: Recorder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[Path] = []

    def open_url(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr("shnor_desktop.ui.kit.printing.saved_bar.QDesktopServices.openUrl", open_url)
    out = tmp_path / "Перечень.pdf"
    messages.answers.append(out)
    screen.preview.save(".pdf")
    settle()
    assert messages.told_texts == ["Документ сохранён: Перечень.pdf."], "once"
    notice = window.notice
    notice.button.click()
    messages.wrote("Снова.", out)
    notice.second.click()
    assert opened == [out, tmp_path]
    out.unlink()
    messages.wrote("Снова.", out)
    notice.button.click()
    assert "уже нет на месте" in messages.warnings[-1]


def test_missing_requisites_are_told_with_a_jump(
    screen: PapersScreen, window: Window, settle: Callable[[], None]
) -> None:
    assert "Не указано: организация" in screen.lacking.text() and screen.fill.isVisible()

    def work(document: object, progress: object) -> None:
        from shnor_desktop.models.office import Office
        from shnor_desktop.models.uids import new_uid

        with document.write("Организация") as session:  # type: ignore[attr-defined]
            session.add(
                Office(
                    uid=new_uid(),
                    name="Управление образования",
                    municipality="Кедринский район",
                    head_post="начальник",
                )
            )

    window.jobs.change(window, work)
    settle()
    settle()
    assert screen.lacking.text().endswith("Не указано: руководитель.")
    assert "«Кедринского района»" in screen.found.text() and "Замечаний нет" not in screen.found.text()
    screen.fill.click()
    settle()
    (dialog,) = window.findChildren(RecordDialog)
    assert dialog.focusWidget() is dialog.form.editors["head_name"].editor
    editor = dialog.form.editors["municipality"]
    editor._propose_case()
    assert "«Кедринского района»" in editor.proposal.text()
    editor.proposal.click()
    assert editor.value() == "Кедринского района" and editor.proposal.isHidden()
    dialog.reject()


# ---- where a figure comes from


def test_a_click_on_a_figure_opens_its_records(
    screen: PapersScreen, window: Window, settle: Callable[[], None], qtbot: QtBot
) -> None:
    made = screen.preview.sheet
    assert made is not None
    spot = next(one for one in made.spots if one.figures and one.figures[0].source[0][0] == "school_result")
    page = screen.preview.pages[spot.page]
    qtbot.waitUntil(lambda: page.sharp_at > 0 or page.width() > 0)
    place = page.place_of(spot[1:5]).center().toPoint()
    QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=place)
    settle()
    (dialog,) = screen.preview.findChildren(OriginDialog)
    line = dialog.table.current()
    assert line is not None and line.figure == spot.figures[0].text and "ВПР" in line.origin.title
    assert "из" in line.origin.says
    dialog.show_record()
    settle()
    shown = window.shown_screen()
    assert shown is not None and shown.title == "Результаты"


def test_figures_are_walked_and_asked_about_by_keys(screen: PapersScreen, settle: Callable[[], None]) -> None:
    preview = screen.preview
    QTest.keyClick(preview.area, Qt.Key.Key_Right)
    QTest.keyClick(preview.area, Qt.Key.Key_Right)
    QTest.keyClick(preview.area, Qt.Key.Key_Left)
    assert preview.sheet is not None
    first = preview.sheet.spots[0]
    QTest.keyClick(preview.area, Qt.Key.Key_Return)
    settle()
    (dialog,) = preview.findChildren(OriginDialog)
    assert {line.figure for line in dialog.lines} <= {" ".join(run.text.split()) for run in first.figures}
    dialog.reject()


def test_the_context_menu_asks_too(
    screen: PapersScreen, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMenu, "popup", lambda menu, place: menu.actions()[0].trigger())
    made = screen.preview.sheet
    assert made is not None
    spot = made.spots[-1]
    x, y = (spot.left + spot.right) / 2, (spot.bottom + spot.top) / 2
    page = screen.preview.pages[spot.page]
    page.menu_wanted.emit(spot.page, x, y, page.mapToGlobal(page.rect().center()))
    settle()
    assert screen.preview.findChildren(OriginDialog)


def test_a_new_paper_needs_nothing_of_the_screen(
    window: Window, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry.PAPERS, LETTER.code, LETTER)
    window.jobs.change(window, lambda document, progress: fill(document))
    window.go("papers", paper="letter")
    settle()
    screen = window.shown_screen()
    assert isinstance(screen, PapersScreen) and screen.code() == "letter"
    assert "Не выбрана школа" in screen.preview.hint.text()
    for code, place in (("school", 1), ("tone", 1)):
        box = screen.boxes[code]
        assert box.isVisible()
        box.setCurrentIndex(place)
        box.activated.emit(place)
        settle()
    made = screen.preview.sheet
    assert made is not None and made.paper.title == "Письмо: Горная СОШ"
    said = "".join(run.text for block in made.paper.blocks() for runs in runs_of(block) for run in runs)
    assert "Дорогие коллеги, в файле 1 результат школы Горная СОШ." in said.replace("\u00a0", " ")
    assert made.spots


def test_sections_are_left_out_moved_and_remembered(
    screen: PapersScreen, window: Window, settle: Callable[[], None]
) -> None:
    def titles() -> list[str]:
        assert screen.preview.sheet is not None
        blocks = screen.preview.sheet.paper.blocks()
        return [plain(one.runs) for one in blocks if isinstance(one, Heading) and one.level == 1]

    window.go("papers", paper="memo")
    settle()
    assert screen.preview.sheet is not None and not screen.arrange.isHidden()
    there = screen.preview.sheet.sections
    assert len(there) >= 2 and titles()[0].startswith("1. ")
    screen.arrange_paper()
    asked = next(one for one in screen.findChildren(ArrangeDialog) if one.isVisible())
    assert [asked.list.item(at).text() for at in range(asked.list.count())] == list(there)
    asked.list.setCurrentRow(0)
    asked.button("Ниже").click()
    asked.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    asked.apply()
    settle()
    assert f"не печатается: «{there[1]}»" in screen.found.text()
    assert titles()[0] == f"1. {there[0]}" and there[1] not in "".join(titles())
    assert arranging.remembered(window.context.settings, "memo") == Wanted(
        (there[1], there[0], *there[2:]), frozenset((there[1],))
    )
    screen.arrange_paper()
    asked = next(one for one in screen.findChildren(ArrangeDialog) if one.isVisible())
    asked.button("Как обычно").click()
    asked.apply()
    settle()
    assert len(titles()) == len(there)
    assert arranging.remembered(window.context.settings, "memo") == Wanted(())
    window.context.settings.setValue("papers/sections/memo", "[не то]")
    assert arranging.remembered(window.context.settings, "memo") == Wanted(())


def test_sections_of_a_registered_paper_are_remembered_for_it_alone(
    window: Window, settle: Callable[[], None]
) -> None:
    made: list[bytes] = []

    def fill_papers(document: Document, progress: object) -> list[bytes]:
        with document.write("Справки") as session:
            papers = [records.save(session, "paper", None, {"kind": "memo", "title": one}) for one in "аб"]
            for paper in papers:
                for title in ("Школы", "Выводы"):
                    part: dict[str, Any] = {"paper": paper, "place": "section", "title": title, "text": "Да."}
                    records.save(session, "part", None, part)
        return papers

    window.jobs.change(window, fill_papers, made.extend)
    settle()
    arranging.remember(window.context.settings, f"order/{made[0].hex()}", Wanted((), frozenset(("Школы",))))
    for paper, there in zip(made, (["Выводы"], ["Школы", "Выводы"]), strict=True):
        window.go("papers", paper="order", order=paper)
        settle()
        screen = window.shown_screen()
        assert isinstance(screen, PapersScreen) and screen.preview.sheet is not None
        shown = screen.preview.sheet.paper.blocks()
        assert [plain(one.runs) for one in shown if isinstance(one, Heading)] == there
