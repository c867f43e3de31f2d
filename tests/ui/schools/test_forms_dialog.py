"""«Форма для школ» in the window: ticked, written into a folder, taken back all at once."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.operations.records import records
from shnor_desktop.ui.records.take_in_dialog import TakeInDialog
from shnor_desktop.ui.schools.forms_dialog import FormsDialog
from shnor_desktop.ui.shell.window import Window
from tests.operations.records.edited import edit, put
from tests.ui.conftest import Recorder


def fill(document: Document) -> None:
    with document.write("Добавлено") as session:
        records.save(session, "school", None, {"name": "Ивовская СОШ"})
        records.save(session, "school", None, {"name": "Вязовая ООШ"})


def shown(kind: type, qtbot: QtBot) -> object:
    def found() -> list[object]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def test_forms_go_out_and_come_back(window: Window, messages: Recorder, qtbot: QtBot, tmp_path: Path) -> None:
    window.commands.run("file.forms")
    qtbot.waitUntil(lambda: bool(messages.warnings))
    window.jobs.change(window, lambda document, progress: fill(document))
    window.commands.run("file.forms")
    dialog = shown(FormsDialog, qtbot)
    assert isinstance(dialog, FormsDialog)
    write = dialog.button("&Записать книги…")
    assert not write.isEnabled()
    for number in range(dialog.fields.rows.rowCount()):
        line = dialog.fields.rows.row_at(number)
        if (line.kind, line.field) == ("school", "director"):
            dialog.fields.edited.emit(line, "marked", True)
    assert dialog.asked() == {"school": ("director",)} and write.isEnabled()
    folder = tmp_path / "формы"
    messages.answers = [folder]
    write.click()
    qtbot.waitUntil(lambda: any("записано" in text for text in messages.told_texts))
    books = sorted(folder.iterdir())
    edit(books[1], lambda book: put(book, "Школы", "Ивовская СОШ", "Директор", "Ивов И.И."))
    messages.answers = [books]
    window.commands.run("file.load")
    back = shown(TakeInDialog, qtbot)
    assert isinstance(back, TakeInDialog)
    assert "изменится 1" in back.summary.text() and "Не ответили (1): Вязовая ООШ." in back.notes.text()
    back.button("&Загрузить").click()
    qtbot.waitUntil(lambda: bool(messages.undo))
