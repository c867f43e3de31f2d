"""Merging in the real window: preview, taking over, protocol, undo, log, comparing, parts."""

import shutil
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.operations.records import records
from shnor_desktop.operations.results import dictionaries
from shnor_desktop.operations.sharing import merging, parts
from shnor_desktop.operations.sharing.parts import PartReport
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.papers.screen import PapersScreen
from shnor_desktop.ui.sharing.compare_dialog import CompareDialog
from shnor_desktop.ui.sharing.log_dialog import MergeLog
from shnor_desktop.ui.sharing.merge_dialog import MERGE, OPEN, MergeDialog
from shnor_desktop.ui.sharing.questions_screen import QuestionsScreen
from shnor_desktop.ui.sharing.screen import ExchangeScreen
from shnor_desktop.ui.sharing.send_dialog import SendDialog
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder
from tests.ui.dropping import drop_files
from tests.ui.two_offices import IVOVKA, OURS, THEIRS, Copies, edit, opened, questions_line

Some = TypeVar("Some", bound=QWidget)


@pytest.fixture
def ours(empty_window: Window, both: Copies, qtbot: QtBot) -> Window:
    """The window with our copy open."""
    empty_window.open_file(both.ours)
    settle(empty_window, qtbot)
    return empty_window


def settle(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.jobs.idle, timeout=30_000)


def visible(window: Window, kind: type[Some]) -> list[Some]:
    """Dialogs of that kind on the screen."""
    return [one for one in window.findChildren(kind) if one.isVisible()]


def shown(window: Window, kind: type[Some]) -> Some:
    """The dialog of that kind on the screen."""
    found = visible(window, kind)
    assert len(found) == 1
    return found[0]


def look(window: Window, paths: list[Path], qtbot: QtBot) -> MergeDialog:
    """Drop files on the window and wait for the preview."""
    drop_files(window, *paths)
    settle(window, qtbot)
    return shown(window, MergeDialog)


def names(dialog: MergeDialog) -> list[str]:
    table = dialog.page.changes.table
    return [table.sorted.index(row, 1).data() for row in range(table.sorted.rowCount())]


def open_count(path: Path) -> int:
    with opened(path, OURS) as document, document.rows() as connection:
        from shnor_desktop.operations.sharing import question_marks

        return question_marks.waiting(connection).open


def test_a_dropped_copy_is_looked_at_and_nothing_changes(ours: Window, both: Copies, qtbot: QtBot) -> None:
    dialog = look(ours, [both.theirs], qtbot)
    page = dialog.page
    assert page.tabs.tabText(0) == "Что изменится: 5" and page.tabs.tabText(2) == "Нужно будет решить: 4"
    assert "Школа «Дальняя НОШ»" in names(dialog)
    page.changes.buttons["changed"].click()
    assert all("школы" in name or "Школа" in name for name in names(dialog)) and len(names(dialog)) == 2
    page.changes.table.setCurrentIndex(page.changes.table.sorted.index(0, 0))
    fields = page.changes.fields.sorted
    assert [fields.index(0, column).data() for column in range(3)] == [
        "Директор",
        "Кузнецова О.Л.",
        "Фомин П.С.",
    ]
    deeds = page.deeds.sorted
    assert {deeds.index(row, 3).data() for row in range(deeds.rowCount())} == {"Сидорова В.П."}
    dialog.reject()
    ours.command("file.close")
    settle(ours, qtbot)
    assert open_count(both.ours) == 0


def test_merging_tells_what_to_decide_and_leads_there(ours: Window, both: Copies, qtbot: QtBot) -> None:
    assert questions_line(ours).isHidden()
    dialog = look(ours, [both.theirs], qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settle(ours, qtbot)
    assert dialog.outcome.decide.text() == "&Что решить (4)"
    QTest.mouseClick(dialog.outcome.decide, Qt.MouseButton.LeftButton)
    settle(ours, qtbot)
    assert isinstance(ours.shown_screen(), QuestionsScreen)
    assert questions_line(ours).text() == "Нужно решить (4)" and not questions_line(ours).isHidden()


def test_the_keyboard_alone_merges_and_goes_to_what_is_to_be_decided(
    ours: Window, both: Copies, qtbot: QtBot
) -> None:
    dialog = look(ours, [both.theirs], qtbot)
    qtbot.waitUntil(dialog.page.changes.table.hasFocus)
    QTest.keyClick(dialog.page.changes.table, Qt.Key.Key_Return)
    settle(ours, qtbot)
    qtbot.waitUntil(dialog.outcome.decide.hasFocus)
    QTest.keyClick(dialog.outcome.decide, Qt.Key.Key_Return)
    settle(ours, qtbot)
    assert isinstance(ours.shown_screen(), QuestionsScreen)
    dialog = look(ours, [both.theirs], qtbot)
    assert dialog.leave.isDefault()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_records_about_which_organisations_disagree_are_marked_before_merging(
    ours: Window, both: Copies, qtbot: QtBot
) -> None:
    dialog = look(ours, [both.theirs], qtbot)
    table = dialog.page.changes.table.sorted
    marks = {table.index(row, 1).data(): table.index(row, 0).data() for row in range(table.rowCount())}
    asked = {title for title, mark in marks.items() if mark.startswith("≠")}
    assert "Школа «Заречная СОШ»" in asked and "Школа «Дальняя НОШ»" not in asked
    assert marks["Школа «Заречная СОШ»"] == "≠ изменено, решить"
    fields = dialog.page.changes.fields.sorted
    dialog.page.changes.buttons["new"].click()
    assert {fields.index(row, 1).data() for row in range(fields.rowCount())} == {"пусто"}
    schools = [dialog.page.questions.sorted.index(row, 0).data() for row in range(4)]
    assert schools == sorted(schools)


def test_the_same_file_again_brings_nothing(ours: Window, both: Copies, qtbot: QtBot) -> None:
    look(ours, [both.theirs], qtbot).take_over()
    settle(ours, qtbot)
    shown(ours, MergeDialog).accept()
    dialog = look(ours, [both.theirs], qtbot)
    assert "уже содержится" in dialog.page.heading.text()
    assert not dialog.button(MERGE).isVisible() and dialog.button(OPEN).isVisible()
    assert dialog.leave.text() == "&Закрыть"


def test_a_stranger_is_explained_and_can_be_opened(
    ours: Window, both: Copies, tmp_path: Path, qtbot: QtBot
) -> None:
    other = tmp_path / "Чужой район.shnor"
    dictionaries.create_document(other, THEIRS).close()
    dialog = look(ours, [other], qtbot)
    assert "другой файл" in dialog.page.heading.text() and not dialog.button(MERGE).isVisible()
    QTest.mouseClick(dialog.button(OPEN), Qt.MouseButton.LeftButton)
    settle(ours, qtbot)
    assert ours.jobs.standing.path == other


def test_what_is_no_document_is_refused_by_a_sentence(ours: Window, tmp_path: Path, qtbot: QtBot) -> None:
    bad = tmp_path / "мусор.shnor"
    bad.write_bytes(b"PK\3\4" * 100)
    dialog = look(ours, [bad], qtbot)
    assert "не файл этой программы" in dialog.page.nothing.text()
    assert not dialog.button(MERGE).isVisible() and not dialog.button(OPEN).isVisible()


def test_several_files_are_looked_at_one_by_one_and_only_good_ones_merged(
    ours: Window, both: Copies, tmp_path: Path, qtbot: QtBot
) -> None:
    third, bad = tmp_path / "Третья.shnor", tmp_path / "мусор.shnor"
    shutil.copyfile(both.base, third)
    edit(third, THEIRS, IVOVKA, phone="3-33-33")
    bad.write_bytes(b"PK\3\4" * 100)
    dialog = look(ours, [both.theirs, third, bad], qtbot)
    assert dialog.page.files.isVisible() and dialog.page.files.count() == 3
    dialog.page.files.setCurrentIndex(1)
    assert names(dialog) == ["Школа «Ивовская ООШ»"]
    dialog.page.files.setCurrentIndex(2)
    assert "объединить нельзя" in dialog.page.heading.text()
    dialog.take_over()
    settle(ours, qtbot)
    assert "«Третья.shnor»" in dialog.outcome.heading.text() and "мусор" not in dialog.outcome.heading.text()


def test_a_file_for_viewing_only_cannot_be_merged_into(
    empty_window: Window, both: Copies, qtbot: QtBot
) -> None:
    empty_window.files.open_path(both.ours, read_only=True)
    settle(empty_window, qtbot)
    dialog = look(empty_window, [both.theirs], qtbot)
    assert dialog.button(MERGE).isVisible() and not dialog.button(MERGE).isEnabled()


def test_looking_can_be_stopped(ours: Window, both: Copies, messages: Recorder, qtbot: QtBot) -> None:
    drop_files(ours, both.theirs)
    qtbot.waitUntil(lambda: bool(ours.findChildren(MergeDialog)))
    dialog = shown(ours, MergeDialog)
    qtbot.waitUntil(lambda: dialog._progress is not None)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settle(ours, qtbot)
    assert "остановлено" in messages.told_texts[-1] and not visible(ours, MergeDialog)


def test_the_protocol_is_shown_as_a_paper(ours: Window, both: Copies, qtbot: QtBot) -> None:
    dialog = look(ours, [both.theirs], qtbot)
    dialog.take_over()
    settle(ours, qtbot)
    QTest.mouseClick(dialog.outcome.protocol, Qt.MouseButton.LeftButton)
    settle(ours, qtbot)
    screen = ours.shown_screen()
    assert isinstance(screen, PapersScreen) and screen.code() == "merge"
    assert screen.preview.sheet is not None and "ротокол" in screen.preview.sheet.paper.title
    assert both.theirs.name in screen.boxes["merge"].currentText()


def test_a_merge_is_taken_back_after_a_warning(
    ours: Window, both: Copies, messages: Recorder, qtbot: QtBot
) -> None:
    dialog = look(ours, [both.theirs], qtbot)
    dialog.take_over()
    settle(ours, qtbot)
    messages.answers = [False]
    dialog.outcome.undo.click()
    settle(ours, qtbot)
    assert "всё полученное вернётся" in messages.questions[-1] and dialog.isVisible()
    messages.answers = [True]
    dialog.outcome.undo.click()
    settle(ours, qtbot)
    assert "отменено" in messages.told_texts[-1] and not visible(ours, MergeDialog)
    assert questions_line(ours).isHidden()
    ours.command("file.close")
    settle(ours, qtbot)
    assert open_count(both.ours) == 0


def test_the_log_of_merges(ours: Window, both: Copies, messages: Recorder, qtbot: QtBot) -> None:
    look(ours, [both.theirs], qtbot).take_over()
    settle(ours, qtbot)
    shown(ours, MergeDialog).accept()
    ours.command("file.merges")
    settle(ours, qtbot)
    log = shown(ours, MergeLog)
    line = [log.table.sorted.index(0, column).data() for column in (1, 4, 5, 6, 7)]
    assert line == [both.theirs.name, "1", "2", "2", "4"]
    assert log.button("&Отменить объединение…").isEnabled() and "вернётся к состоянию" in log.about.text()
    QTest.keyClick(log.table, Qt.Key.Key_Return)
    settle(ours, qtbot)
    screen = ours.shown_screen()
    assert isinstance(screen, PapersScreen) and screen.code() == "merge"


def test_files_are_compared_without_merging(
    ours: Window, both: Copies, messages: Recorder, qtbot: QtBot
) -> None:
    messages.answers = [[both.theirs]]
    ours.command("file.compare")
    settle(ours, qtbot)
    dialog = shown(ours, CompareDialog)
    titles = [dialog.tabs.tabText(number) for number in range(dialog.tabs.count())]
    assert titles[0].startswith("Различия: ") and len(titles) == 3
    dialog.reject()
    copy = both.ours.with_name("точная копия.shnor")
    messages.answers = [copy, [copy]]
    ours.command("file.copy")
    settle(ours, qtbot)
    ours.command("file.compare")
    settle(ours, qtbot)
    assert "одинаковы" in shown(ours, CompareDialog).about.text()


def test_a_part_goes_out_and_comes_back(
    ours: Window, both: Copies, messages: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    out = tmp_path / "Ивовская — часть.shnor"
    ours.go("exchange")
    settle(ours, qtbot)
    screen = ours.shown_screen()
    assert isinstance(screen, ExchangeScreen)
    screen.parts["school"].click()
    settle(ours, qtbot)
    dialog = shown(ours, SendDialog)
    dialog.schools.setCurrentText(IVOVKA)
    assert f"только о школе «{IVOVKA}»" in dialog.along.toPlainText().splitlines()[0]
    assert f"• Школа «{IVOVKA}»: всё" in dialog.along.toPlainText()
    assert "Показателей других школ в ней нет" in dialog.about.text()
    dialog.lists.setChecked(True)
    assert "увидит подписанные перечни целиком" in dialog.about.text()
    dialog.form.setChecked(True)
    assert not dialog.lists.isEnabled() and "целиком" not in dialog.about.text()
    assert "Муниципалитет, Директор, Телефон" in dialog.along.toPlainText().split("Другие школы")[0]
    dialog.form.setChecked(False)
    dialog.lists.setChecked(False)
    dialog.whom.setText("куратор Орлова И.К.")
    messages.answers = [out]
    dialog.send()
    settle(ours, qtbot)
    assert "Записано и проверено" in messages.told_texts[-1]
    ours.open_file(out)
    settle(ours, qtbot)
    assert (
        ours.viewing.isVisible()
        and "школа «Ивовская ООШ», для: куратор Орлова И.К." in ours.viewing.text.text()
    )
    ours.open_file(both.ours)
    settle(ours, qtbot)
    assert not ours.viewing.isVisible()
    edit(out, THEIRS, IVOVKA, email="iv@example.org")
    merge = look(ours, [out], qtbot)
    assert "Часть файла: школа «Ивовская ООШ», для: куратор Орлова И.К." in merge.page.about.text()
    assert names(merge) == ["Школа «Ивовская ООШ»"]


def test_every_school_is_sent_its_part_in_one_step(
    ours: Window, messages: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    ours.merging.send()
    settle(ours, qtbot)
    dialog = shown(ours, SendDialog)
    dialog.to_every.setChecked(True)
    assert not dialog.whom.isEnabled()
    schools = dialog.schools.count()
    messages.answers = [tmp_path / "части"]
    dialog.send()
    settle(ours, qtbot)
    written = list((tmp_path / "части").iterdir())
    assert len(written) == schools > 1
    assert f"Записано и проверено: {len(written)}\u00a0част" in messages.told_texts[-1]


def test_every_part_that_lacks_something_is_named(
    ours: Window, messages: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    sent = tuple(
        PartReport(tmp_path / f"{name}.shnor", "", "", 1, 1, lacks)
        for name, lacks in (("Первая", "Без «акт.pdf»."), ("Вторая", ""), ("Третья", "Без «план.pdf»."))
    )
    monkeypatch.setattr(parts, "send_to_every_school", lambda *_, **__: sent)
    ours.merging.send()
    settle(ours, qtbot)
    dialog = shown(ours, SendDialog)
    dialog.to_every.setChecked(True)
    messages.answers = [tmp_path]
    dialog.send()
    settle(ours, qtbot)
    assert "«Первая.shnor», «Третья.shnor». Без «акт.pdf»." in messages.warnings[-1]


def test_a_school_that_is_not_there_is_not_sent(ours: Window, messages: Recorder, qtbot: QtBot) -> None:
    ours.merging.send("form")
    settle(ours, qtbot)
    dialog = shown(ours, SendDialog)
    assert dialog.form.isChecked()
    dialog.schools.setCurrentText("Неведомая")
    assert "только об одной школе" in dialog.along.toPlainText().splitlines()[0]
    dialog.send()
    assert "нет" in messages.warnings[-1] and dialog.isVisible()


def test_the_exchange_screen_tells_of_merges(ours: Window, both: Copies, qtbot: QtBot) -> None:
    ours.go("exchange")
    settle(ours, qtbot)
    screen = ours.shown_screen()
    assert isinstance(screen, ExchangeScreen)
    assert not screen.merging.log.isEnabled() and "ни с чем" in screen.merging.last.text()

    def work(document: Document, progress: Progress) -> object:
        return merging.apply(document, both.theirs)

    ours.jobs.change(ours, work)
    settle(ours, qtbot)
    qtbot.waitUntil(lambda: both.theirs.name in screen.merging.last.text())
    assert screen.merging.undecided.text() == "≠ не решено: 4"
    screen.merging.undecided.click()
    settle(ours, qtbot)
    assert isinstance(ours.shown_screen(), QuestionsScreen)


def test_a_change_in_the_file_is_told_to_screens_after_merging(
    ours: Window, both: Copies, qtbot: QtBot
) -> None:
    ours.go("schools")
    settle(ours, qtbot)
    look(ours, [both.theirs], qtbot).take_over()
    settle(ours, qtbot)
    found: list[int] = []

    def work(document: Document, progress: Progress) -> int:
        with document.read() as session:
            return len(records.rows(session, "school"))

    ours.jobs.ask(ours, work, found.append)
    settle(ours, qtbot)
    screen = ours.shown_screen()
    assert screen is not None and screen.rows.rowCount() == found[0] == 4  # type: ignore[attr-defined]
