"""«Закрепления» and «Контакты» in the real window."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.operations.support.proposals import Proposal, Proposals
from shnor_desktop.ui.kit.dialog import ChoiceDialog
from shnor_desktop.ui.records.form import RecordDialog
from shnor_desktop.ui.shell.window import Window
from shnor_desktop.ui.support.contacts_screen import ContactsScreen
from shnor_desktop.ui.support.people_screen import ALL, LOADS, PeopleScreen
from tests.operations.support.district import District
from tests.ui.conftest import Recorder

Settle = Callable[[], None]


@pytest.fixture
def settle(window: Window, qtbot: QtBot) -> Settle:
    def wait() -> None:
        qtbot.wait(1)
        qtbot.waitUntil(window.jobs.idle, timeout=20_000)
        qtbot.wait(1)

    return wait


def filled(document: Document, progress: Any) -> dict[str, bytes]:
    district = District(document)
    for name in ("Заречная СОШ", "Береговая ООШ"):
        district.school(name, "low_result")
    district.school("Горная СОШ")
    district.person("Белова Н.К.")
    district.assign("curator", "Белова Н.К.", "Заречная СОШ")
    district.contact("visit", date.today().isoformat(), "Заречная СОШ", title="Уроки математики")
    district.contact("webinar", "", times=6)
    return district.uids


@pytest.fixture
def uids(window: Window, settle: Settle) -> dict[str, bytes]:
    found: list[dict[str, bytes]] = []
    window.jobs.ask(window, filled, found.append)
    settle()
    return found[0]


def test_schools_show_who_helps_them_and_who_is_missing(
    window: Window, uids: dict[str, bytes], settle: Settle, messages: Recorder
) -> None:
    window.go("people", school=uids["Заречная СОШ"])
    settle()
    screen = window.shown_screen()
    assert isinstance(screen, PeopleScreen)
    assert [one.school.name for one in screen.schools.shown()] == ["Береговая ООШ", "Заречная СОШ"]
    assert "Без куратора: 1 из 2." in screen.summary.text()
    assert [one.who for one in screen.held.shown()] == ["Белова Н.К."]
    screen.end()
    settle()
    assert messages.undo[-1][0].startswith("Прекращено: 1")
    screen.tabs.setCurrentIndex(LOADS)
    assert [one.who for one in screen.loads.shown()] == ["Белова Н.К."]
    screen.tabs.setCurrentIndex(ALL)
    screen.delete()
    settle()
    assert not screen.every.shown()


def test_contacts_are_narrowed_and_schools_nobody_has_been_to_stand_out(
    window: Window, uids: dict[str, bytes], settle: Settle
) -> None:
    window.go("contacts")
    settle()
    screen = window.shown_screen()
    assert isinstance(screen, ContactsScreen)
    assert [one.kind for one in screen.table.shown()] == ["visit", "webinar"]
    screen.kind.setCurrentIndex(screen.kind.findData("webinar"))
    screen.kind.activated.emit(0)
    assert [one.times for one in screen.table.shown()] == [6]
    screen.arrive(show="not")
    assert [line.seen.school.name for line in screen.schools.shown()] == ["Береговая ООШ"]
    screen.arrive(school=uids["Заречная СОШ"])
    assert [one.title for one in screen.timeline.shown()] == ["Уроки математики"]


def test_a_proposal_opens_the_form_of_its_assignment(
    window: Window, uids: dict[str, bytes], settle: Settle, messages: Recorder
) -> None:
    window.go("people", school=uids["Береговая ООШ"])
    settle()
    screen = window.shown_screen()
    assert isinstance(screen, PeopleScreen)
    screen.propose()
    settle()
    assert messages.warnings[-1].startswith("Береговая ООШ: предложить пока некого.")
    found = Proposals((Proposal("partner", "school", uids["Горная СОШ"], "Горная СОШ", "", ("рядом",)),), ())
    screen._offer(screen._line(), found)
    dialog = screen.findChild(ChoiceDialog)
    assert dialog is not None and dialog.choices[0].about == "рядом"
    dialog.accept()
    settle()
    form = screen.findChild(RecordDialog)
    assert form is not None
    form.save()
    settle()
    assert [one.who for one in screen.held.shown()] == ["Горная СОШ"]
