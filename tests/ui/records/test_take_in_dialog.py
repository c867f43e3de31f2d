"""The window of taking records in: what would change is seen, asked and written as one step."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.operations.records import records
from shnor_desktop.operations.results import dictionaries
from shnor_desktop.ui.records.take_in_dialog import TakeInDialog
from shnor_desktop.ui.shell.window import Window
from tests.conftest import WHO
from tests.operations.records.edited import column, edit, exported, put
from tests.ui.conftest import Recorder


def fill(document: Document) -> None:
    with document.write("Добавлено") as session:
        ivy = records.save(session, "school", None, {"name": "Ивовская СОШ"})
        records.save(session, "school", None, {"name": "Вязовая ООШ"})
        records.save(session, "person", None, {"name": "Ивова Анна Петровна", "school": ivy})


@pytest.fixture
def book(window: Window, qtbot: QtBot, tmp_path: Path) -> Path:
    """The export of the open file."""
    found: list[Path] = []
    window.jobs.change(window, lambda document, progress: fill(document))
    window.jobs.ask(window, lambda document, progress: exported(document, tmp_path), found.append)
    qtbot.waitUntil(lambda: bool(found))
    return found[0]


def opened(window: Window, messages: Recorder, qtbot: QtBot, path: Path) -> TakeInDialog:
    messages.answers = [[path]]
    window.commands.run("file.load")

    def shown() -> list[TakeInDialog]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, TakeInDialog)]

    qtbot.waitUntil(lambda: any(one.isVisible() for one in shown()))
    return next(one for one in shown() if one.isVisible())


def cells(dialog: TakeInDialog) -> list[tuple[Any, ...]]:
    rows = dialog.table.sorted
    return [tuple(rows.index(n, c).data() for c in range(6)) for n in range(rows.rowCount())]


def test_changes_are_seen_and_written_as_one_step(
    window: Window, messages: Recorder, qtbot: QtBot, book: Path
) -> None:
    def edits(book: Any) -> None:
        put(book, "Школы", "Вязовая ООШ", "Директор", "Вязов В.В.")
        put(book, "Школы", "Ивовская СОШ", "Сельская", "кажется")
        page = book["Сотрудники"]
        page.cell(3, column(page, "Фамилия")).value = "Липов Л.Л."

    dialog = opened(window, messages, qtbot, edit(book, edits))
    assert "будет добавлено 1, изменится 1" in dialog.summary.text()
    told = cells(dialog)
    assert [line[0] for line in told] == ["не принято", "изменится", "добавится"]
    assert told[1][1:] == ("Школа", "Вязовая ООШ", "Директор", "", "Вязов В.В.")
    dialog.button("&Загрузить").click()
    qtbot.waitUntil(lambda: bool(messages.undo))
    assert "Добавлено 1, изменено 1" in messages.undo[0][0]
    assert window.jobs.standing.undo_title == "Загрузка данных: «выгрузка.xlsx»"


def test_questions_are_answered_in_their_cells(
    window: Window, messages: Recorder, qtbot: QtBot, book: Path
) -> None:
    def edits(book: Any) -> None:
        put(book, "Сотрудники", "Ивова Анна Петровна", "Школа", "Вязовая")

    dialog = opened(window, messages, qtbot, edit(book, edits))
    assert not dialog.button("&Загрузить").isEnabled()
    (question,) = dialog._plan.questions  # noqa: SLF001
    dialog.questions.edited.emit(question, "answer", question.options[0][0])
    qtbot.waitUntil(lambda: dialog.button("&Загрузить").isEnabled())
    assert cells(dialog)[0][3:] == ("Школа", "Ивовская СОШ", "Вязовая ООШ")
    dialog.reject()


def test_deletion_is_only_offered(window: Window, messages: Recorder, qtbot: QtBot, book: Path) -> None:
    dialog = opened(window, messages, qtbot, edit(book, lambda book: book["Школы"].delete_rows(2)))
    assert dialog.delete_missing.isVisible() and not dialog.button("&Загрузить").isEnabled()
    dialog.delete_missing.setChecked(True)
    assert dialog.button("&Загрузить").isEnabled() and "будет удалено 1" in dialog.summary.text()
    dialog.button("&Загрузить").click()
    qtbot.waitUntil(lambda: bool(messages.undo))
    assert "удалено 1" in messages.undo[0][0]


def test_marked_cells_are_saved(window: Window, messages: Recorder, qtbot: QtBot, book: Path) -> None:
    edit(book, lambda book: put(book, "Школы", "Ивовская СОШ", "Сельская", "кажется"))
    dialog = opened(window, messages, qtbot, book)
    out = book.with_name("отмечено.xlsx")
    messages.answers = [out]
    dialog.button("&Сохранить книгу с пометками…").click()
    qtbot.waitUntil(out.exists)
    dialog.reject()


def test_a_file_begun_separately_comes_in_by_the_same_window(
    window: Window, messages: Recorder, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "Отдельный.shnor"
    with dictionaries.create_document(path, WHO) as other:
        fill(other)
    dialog = opened(window, messages, qtbot, path)
    assert "будет добавлено 3" in dialog.summary.text()
    assert not dialog.button("&Сохранить книгу с пометками…").isEnabled()
    dialog.button("&Загрузить").click()
    qtbot.waitUntil(lambda: bool(messages.undo))


def test_a_book_of_something_else_is_refused(
    window: Window, messages: Recorder, qtbot: QtBot, tmp_path: Path, new_path: Callable[[str], Path]
) -> None:
    table = tmp_path / "таблица.csv"
    table.write_text("а;б\n1;2\n", "utf-8")
    messages.answers = [[table]]
    window.commands.run("file.load")
    qtbot.waitUntil(lambda: bool(messages.warnings))
    assert "нет листов с данными" in messages.warnings[0]
