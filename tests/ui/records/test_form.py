"""Forms: what is shown is what is saved, mistakes stand beside their field, keys save and leave."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.models import uids
from shnor_desktop.models.kind import Editor, RecordKind
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records import records
from shnor_desktop.ui.kit.form import Form
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.records.form import RecordDialog, edit_record
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder

OTHER = b"\7" * 16
FORMS = [kind for kind in KINDS if any(field.in_form for field in kind.shown)]


def filled(kind: RecordKind) -> dict[str, Value | Linked]:
    """A value of the right type for every field of the form."""
    by_editor: dict[Editor, Value | Linked] = {
        Editor.LINE: "«Заречная» СОШ № 2",
        Editor.TEXT: "строка\nвторая",
        Editor.LINES: "пункт\n  подпункт\nвторой пункт",
        Editor.DUE: "1–2 квартал",
        Editor.LINKS: ((OTHER, ""),),
        Editor.INTEGER: 3,
        Editor.DECIMAL_E4: 315_000,
        Editor.DATE: "2026-09-05",
        Editor.SCHOOL_YEAR: 2020,
        Editor.FLAG: True,
        Editor.RECORD: OTHER,
    }
    return {
        field.name: field.choices[-1][0] if field.editor is Editor.CHOICE else by_editor[field.editor]
        for field in kind.shown
        if field.in_form
    }


def form_of(kind: RecordKind, qtbot: QtBot) -> Form:
    refers = {field.refers for field in kind.shown if field.refers}
    form = Form(
        kind.shown,
        None,
        {code: ((OTHER, "Ключевская ООШ"), (b"\10" * 16, "Берёзовская")) for code in refers},
    )
    qtbot.addWidget(form)
    return form


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.code)
def test_what_a_form_shows_is_what_it_saves(kind: RecordKind, qtbot: QtBot) -> None:
    form = form_of(kind, qtbot)
    form.set_values(filled(kind))
    assert form.check()
    assert form.values() == filled(kind)


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.code)
def test_an_empty_record_comes_back_empty(kind: RecordKind, qtbot: QtBot, document: Document) -> None:
    with document.read() as session:
        kept = records.form(session, kind.code, None).values
    form = form_of(kind, qtbot)
    form.set_values(kept)
    wrong = {name for name, editor in form.editors.items() if not editor.check()}
    assert wrong == {
        field.name for field in kind.shown if field.required and field.in_form and not field.default
    }
    assert all(
        editor.mistake.text().startswith("× ") for name, editor in form.editors.items() if name in wrong
    )


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.code)
def test_every_editor_has_a_name_for_screen_readers(kind: RecordKind, qtbot: QtBot) -> None:
    form = form_of(kind, qtbot)
    for name, editor in form.editors.items():
        assert editor.editor.accessibleName() == kind.field(name).label
        if kind.field(name).required:
            assert "Обязательное поле" in editor.editor.accessibleDescription()


def test_a_mistake_is_explained_and_goes_when_it_is_mended(qtbot: QtBot) -> None:
    form = form_of(BY_CODE["sitting"], qtbot)
    form.set_values(filled(BY_CODE["sitting"]))
    line = form.editors["school_year"].editor
    assert isinstance(line, QLineEdit)
    line.setText("2020")
    assert not form.check()
    assert "2020/21" in form.editors["school_year"].mistake.text()
    line.setText("2021/22")
    assert form.check() and form.values()["school_year"] == 2021
    assert form.editors["school_year"].mistake.isHidden()


def test_a_record_is_found_by_typing_its_name(qtbot: QtBot) -> None:
    form = form_of(BY_CODE["school_code"], qtbot)
    form.set_values(filled(BY_CODE["school_code"]))
    box = form.editors["school"].editor
    assert isinstance(box, QComboBox)
    box.setEditText("ключевская  оОШ")
    assert form.values()["school"] == OTHER
    box.setEditText("Нет такой")
    assert not form.check()
    assert "нет в списке" in form.editors["school"].mistake.text()


# --- the dialog in the window ------------------------------------------------------------------------------------


def settle(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.jobs.idle)


def opened(
    window: Window, qtbot: QtBot, code: str, uid: bytes | None, saved: Any = lambda uid: None
) -> RecordDialog:
    edit_record(window.context, window, code, uid, saved)
    settle(window, qtbot)
    dialog = window.findChild(RecordDialog)
    assert dialog is not None
    return dialog


def title_of(window: Window, qtbot: QtBot, code: str, uid: bytes) -> str:
    found: list[str] = []

    def work(document: Document, progress: Progress) -> str:
        with document.read() as session:
            return records.title(session, code, uid)

    window.jobs.ask(window, work, found.append)
    settle(window, qtbot)
    return found[0]


def type_into(dialog: RecordDialog, name: str, text: str) -> None:
    line = dialog.form.editors[name].editor
    assert isinstance(line, QLineEdit)
    line.setText(text)


def test_ctrl_enter_saves_and_names_the_action(window: Window, qtbot: QtBot) -> None:
    saved: list[bytes] = []
    uid = uids.subject("ФИ")
    dialog = opened(window, qtbot, "subject", uid, saved.append)
    assert dialog.windowTitle() == "Предмет: Физика"
    type_into(dialog, "name", "Физика и астрономия")
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    assert saved == [uid]
    assert window.jobs.standing.undo_title == "Изменено: предмет «Физика и астрономия»"
    assert title_of(window, qtbot, "subject", uid) == "Физика и астрономия"


def test_esc_leaves_everything_as_it_was(window: Window, messages: Recorder, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot, "subject", uids.subject("ФИ"))
    type_into(dialog, "name", "Другое")
    messages.answers = [1]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settle(window, qtbot)
    assert messages.questions == ["Закрыть без сохранения? Изменено: «Название»."]
    assert window.jobs.standing.undo_title is None


def test_saving_nothing_new_makes_no_action(window: Window, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot, "subject", uids.subject("ФИ"))
    dialog.save()
    settle(window, qtbot)
    assert not dialog.isVisible()
    assert window.jobs.standing.undo_title is None


def test_a_new_record_is_named_by_what_it_will_be_called(window: Window, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot, "procedure", None)
    dialog.form.set_values(
        {"family": "rkr", "subject": uids.subject("МА"), "programme_grade": 8, "measured_by": "marks"}
    )
    dialog.save()
    settle(window, qtbot)
    assert window.jobs.standing.undo_title == "Добавлено: оценочная процедура «РКР МА 8»"


def test_a_refusal_stays_on_the_form(window: Window, messages: Recorder, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot, "subject", None)
    type_into(dialog, "short", "МА")
    type_into(dialog, "name", "Ещё математика")
    dialog.save()
    settle(window, qtbot)
    assert dialog.isVisible() and dialog.button("Сохранить").isEnabled()
    assert "«Математика» уже есть" in dialog.mistake.text()
    assert not messages.warnings
    dialog.drop()


def test_a_long_value_is_shown_from_its_beginning(qtbot: QtBot) -> None:
    form = Form(BY_CODE["office"].fields)
    qtbot.addWidget(form)
    name = "Управление образования администрации Заречного муниципального района " * 3
    form.set_values({"name": name, "region": name})
    form.resize(500, 700)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    line, next_line = form.editors["name"].editor, form.editors["short_name"].editor
    assert isinstance(line, QLineEdit) and isinstance(next_line, QLineEdit)
    assert line.cursorPosition() == 0
    next_line.setFocus()
    line.setFocus(Qt.FocusReason.TabFocusReason)
    assert line.hasFocus() and line.selectedText() == line.text() and line.cursorPosition() == 0
    QTest.keyClicks(line, "x")
    assert line.text() == "x"
