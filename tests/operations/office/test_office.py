"""Who works on this machine, and which office of the document that is."""

from pathlib import Path

from shnor_desktop.document.document import Document
from shnor_desktop.operations.office import office
from shnor_desktop.operations.records import records


def test_a_new_machine_knows_nobody(user_folder: Path) -> None:
    assert office.machine() == office.Machine()
    assert office.who().device


def test_what_was_said_is_remembered(user_folder: Path) -> None:
    office.remember(office.Machine("Петрова А.И.", "ИМЦ"))
    assert office.machine() == office.Machine("Петрова А.И.", "ИМЦ")
    assert (office.who().person, office.who().office) == ("Петрова А.И.", "ИМЦ")


def test_damaged_settings_are_as_good_as_none(user_folder: Path) -> None:
    for text in ("{", "[1]", "\x00"):
        (user_folder / "settings.json").write_text(text, "utf-8")
        assert office.machine() == office.Machine()


def test_the_only_office_is_the_current_one(document: Document) -> None:
    with document.read() as session:
        assert office.current(session) is None
    with document.write("Добавлено") as session:
        records.save(
            session, "office", None, {"name": "Информационно-методический центр", "short_name": "ИМЦ"}
        )
    with document.read() as session:
        found = office.current(session)
    assert found is not None and found.title == "ИМЦ"


def test_of_several_offices_the_machine_says_which(document: Document, user_folder: Path) -> None:
    with document.write("Добавлено") as session:
        records.save(session, "office", None, {"name": "Управление образования", "short_name": "УО"})
        records.save(
            session, "office", None, {"name": "Информационно-методический центр", "short_name": "ИМЦ"}
        )
    with document.read() as session:
        assert office.current(session) is None
        assert [one.title for one in office.all_offices(session)] == ["ИМЦ", "УО"]
        office.remember(office.Machine("Петрова А.И.", "имц "))
        found = office.current(session)
    assert found is not None and found.short_name == "ИМЦ"
