"""One form for who works here and in which organisation: what is proposed, what is kept, whose organisation it is."""

import pytest
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.operations.office import offices
from shnor_desktop.operations.office.offices import Machine, OfficeCard
from shnor_desktop.operations.program.introduction import introduce, known
from shnor_desktop.ui.file.person_dialog import IntroductionDialog
from shnor_desktop.ui.shell.window import Window

FULL = "Управление образования администрации Энского муниципального района"


def dialog_of(window: Window, qtbot: QtBot) -> IntroductionDialog:
    window.command("file.person")
    qtbot.waitUntil(lambda: window.findChild(IntroductionDialog) is not None and window.jobs.idle())
    found = window.findChild(IntroductionDialog)
    assert found is not None
    return found


def fill(dialog: IntroductionDialog, **given: str) -> None:
    for name, text in given.items():
        dialog.form.editors[name].set_value(text)


def texts(dialog: IntroductionDialog, *names: str) -> list[str]:
    return [str(dialog.form.editors[name].value()) for name in names]


def all_offices(document: Document) -> list[tuple[str, str]]:
    with document.rows() as connection:
        return [(one.name, one.short_name) for one in offices.all_offices(connection)]


def test_a_short_name_is_proposed_until_another_is_typed(window: Window, qtbot: QtBot) -> None:
    dialog = dialog_of(window, qtbot)
    fill(dialog, name="Управление образования")
    assert texts(dialog, "short_name", "municipality") == ["Управление образования", ""]
    fill(dialog, name=FULL)
    assert texts(dialog, "short_name", "municipality") == [
        "Управление образования Энского района",
        "Энского муниципального района",
    ]
    fill(dialog, short_name="УО")
    fill(dialog, name=f"{FULL} Заозёрной области", person="Ольхина В.П.")
    assert texts(dialog, "short_name") == ["УО"]
    dialog.save()
    qtbot.waitUntil(lambda: window.bar.person.text() == "Ольхина В.П., УО" and window.jobs.idle())
    assert offices.machine() == Machine("Ольхина В.П.", "УО")
    again = dialog_of(window, qtbot)
    assert texts(again, "person", "short_name", "municipality") == [
        "Ольхина В.П.",
        "УО",
        "Энского муниципального района",
    ]


def test_the_history_names_who_introduced_himself(document: Document) -> None:
    introduce(document, "Ольхина В.П.", None, {"name": FULL, "short_name": "УО"})
    (action,) = document.actions(limit=1)
    assert (action.person, action.office, action.title) == ("Ольхина В.П.", "УО", "Организация: УО")
    assert all_offices(document) == [(FULL, "УО")]


def test_an_organisation_of_the_file_is_not_doubled_and_keeps_what_is_not_said(document: Document) -> None:
    introduce(document, "Ольхина В.П.", None, {"name": FULL, "short_name": "УО", "head_name": "И.О. Фамилия"})
    introduce(document, "Рябинин А.А.", None, {"name": " уО "})
    with document.rows() as connection:
        (office,) = offices.all_offices(connection)
    assert office.head_name == "И.О. Фамилия" and office.short_name == "УО"
    assert offices.machine().person == "Рябинин А.А."


def test_a_machine_of_another_organisation_does_not_rename_the_only_one(document: Document) -> None:
    introduce(document, "Ольхина В.П.", None, {"name": FULL, "short_name": "УО"})
    offices.remember(Machine("Рябинин А.А.", "ИМЦ"))
    with document.rows() as connection:
        found = known(connection)
    assert found.own is None and [one.title for one in found.offices] == ["УО"]
    introduce(document, "Рябинин А.А.", None, {"short_name": "ИМЦ"})
    assert sorted(all_offices(document)) == [("ИМЦ", "ИМЦ"), (FULL, "УО")]


def test_the_person_alone_is_kept_without_a_change_of_the_file(document: Document) -> None:
    before = len(document.actions())
    introduce(document, "Ольхина В.П.", None, {})
    assert len(document.actions()) == before and offices.machine() == Machine("Ольхина В.П.", "")


def test_another_organisation_of_the_file_is_chosen(window: Window, qtbot: QtBot) -> None:
    def fill_file(document: Document, progress: object) -> None:
        introduce(document, "Ольхина В.П.", None, {"name": FULL, "short_name": "УО"})
        introduce(document, "Рябинин А.А.", None, {"name": "ИМЦ", "head_post": "Директор"})

    window.jobs.change(window, fill_file)
    qtbot.waitUntil(window.jobs.idle)
    dialog = dialog_of(window, qtbot)
    assert texts(dialog, "name", "head_post") == ["ИМЦ", "Директор"]
    card = next(
        card for card in dialog._offices.values() if isinstance(card, OfficeCard) and card.name == FULL
    )
    dialog.form.editors["office"].set_value(card.uid.hex())
    assert texts(dialog, "name", "short_name", "head_post") == [FULL, "УО", ""]
    dialog.form.editors["office"].set_value("")
    assert texts(dialog, "name", "short_name") == ["", ""]


def test_in_a_file_that_is_only_looked_at_the_machine_alone_is_told(
    window: Window, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(type(window.context), "read_only", property(lambda self: True))
    dialog = dialog_of(window, qtbot)
    assert list(dialog.form.editors) == ["person", "short_name"]
    fill(dialog, person="Ольхина В.П.", short_name="УО")
    dialog.save()
    qtbot.waitUntil(lambda: offices.machine() == Machine("Ольхина В.П.", "УО") and window.jobs.idle())
