"""Who works on this machine, and which office of the document that is."""

from pathlib import Path

from shnor_desktop.document.document import Document
from shnor_desktop.operations.office import offices
from shnor_desktop.operations.records import records


def test_a_new_machine_knows_nobody(user_folder: Path) -> None:
    assert offices.machine() == offices.Machine()
    assert offices.who().device


def test_what_was_said_is_remembered(user_folder: Path) -> None:
    offices.remember(offices.Machine("Петрова А.И.", "ИМЦ"))
    assert offices.machine() == offices.Machine("Петрова А.И.", "ИМЦ")
    assert (offices.who().person, offices.who().office) == ("Петрова А.И.", "ИМЦ")


def test_damaged_settings_are_as_good_as_none(user_folder: Path) -> None:
    for text in ("{", "[1]", "\x00"):
        (user_folder / "settings.json").write_text(text, "utf-8")
        assert offices.machine() == offices.Machine()


def test_the_only_office_is_the_current_one(document: Document) -> None:
    with document.rows() as connection:
        assert offices.current(connection) is None
    with document.write("Добавлено") as session:
        records.save(
            session, "office", None, {"name": "Информационно-методический центр", "short_name": "ИМЦ"}
        )
    with document.rows() as connection:
        found = offices.current(connection)
    assert found is not None and found.title == "ИМЦ"


def test_of_several_offices_the_machine_says_which(document: Document, user_folder: Path) -> None:
    with document.write("Добавлено") as session:
        records.save(session, "office", None, {"name": "Управление образования", "short_name": "УО"})
        records.save(
            session, "office", None, {"name": "Информационно-методический центр", "short_name": "ИМЦ"}
        )
    with document.rows() as connection:
        assert offices.current(connection) is None
        assert [one.title for one in offices.all_offices(connection)] == ["ИМЦ", "УО"]
        offices.remember(offices.Machine("Петрова А.И.", "имц "))
        found = offices.current(connection)
    assert found is not None and found.short_name == "ИМЦ"
