"""«Закрепления» and «Контакты» in the real window."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from shnor_desktop.document.document import Document
from shnor_desktop.operations.support.proposals import Proposal, Proposals
from shnor_desktop.ui.kit.dialog import ChoiceDialog
from shnor_desktop.ui.records.form import RecordDialog
from shnor_desktop.ui.shell.window import Window
from shnor_desktop.ui.support.contacts_screen import MONTH, ContactsScreen
from shnor_desktop.ui.support.courses_screen import CoursesScreen, spans
from shnor_desktop.ui.support.month import other_month
from shnor_desktop.ui.support.people_screen import ALL, LOADS, PeopleScreen
from tests.operations.support.district import District
from tests.ui.conftest import Recorder, Settle


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
    screen.every.setFocus()
    QTest.keyClick(screen.every, Qt.Key.Key_Delete)
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
    screen.kind.setCurrentIndex(screen.kind.findData("course"))
    screen.kind.activated.emit(0)
    assert screen.table.empty_text().startswith("Таких контактов не отмечено.")
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


def test_the_month_is_walked_by_keys_and_tells_what_is_on_a_day(
    window: Window, uids: dict[str, bytes], settle: Settle
) -> None:
    today = date.today()
    window.go("contacts", month=today)
    settle()
    screen = window.shown_screen()
    assert isinstance(screen, ContactsScreen) and screen.tabs.currentIndex() == MONTH
    days = screen.month.days
    assert [one.title for one in screen.month.table.shown()] == ["Уроки математики"]
    assert days.told(today) == f"{today:%d.%m.%Y}\n● Заречная СОШ: Уроки математики"
    assert "Уроки математики" in days.accessibleDescription()
    days.grab()
    for key, day in (
        (Qt.Key.Key_PageDown, other_month(today, 1)),
        (Qt.Key.Key_PageUp, other_month(other_month(today, 1), -1)),
        (Qt.Key.Key_Home, today.replace(day=1)),
        (Qt.Key.Key_Right, today.replace(day=2)),
        (Qt.Key.Key_Down, today.replace(day=9)),
    ):
        QTest.keyClick(days, key)
        assert days.day == day
    QTest.mouseClick(days, Qt.MouseButton.LeftButton, pos=days.rect_of(today.replace(day=15)).center())
    assert days.day == today.replace(day=15)
    screen.month.school.setCurrentIndex(screen.month.school.findText("Береговая ООШ"))
    screen.month.refresh()
    assert not days.month.entries


@pytest.mark.parametrize(
    ("day", "count", "other"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), -1, date(2025, 12, 31)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
    ],
)
def test_a_month_on_is_the_same_day_or_the_last(day: date, count: int, other: date) -> None:
    assert other_month(day, count) == other


def test_courses_take_certificates_in_the_table(
    window: Window, uids: dict[str, bytes], settle: Settle, messages: Recorder
) -> None:
    def fill(document: Document, progress: Any) -> None:
        district = District(document)
        teacher = district.person("Азова А.А.", school=uids["Заречная СОШ"])
        district.contact("course", date.today().isoformat(), title="Курсы", persons=((teacher, ""),))
        district.make("programme", kind="route", title="ИОМ", person=teacher)

    window.jobs.change(window, fill)
    settle()
    window.go("courses")
    settle()
    screen = window.shown_screen()
    assert isinstance(screen, CoursesScreen)
    (one,) = screen.passed.shown()
    screen._certify(one, "certificate", "удостоверение № 15")
    settle()
    assert [p.certificate for p in screen.passed.shown()] == ["удостоверение № 15"]
    screen.arrive(view="subjects")
    assert [len(one.covered) for one in screen.subjects.shown()] == [1]
    assert "Прошли курсы: 1 из 1." in screen.told.text()
    screen.arrive(view="routes")
    screen.show_steps()
    settle()
    shown = window.shown_screen()
    assert shown is not None and shown.title == "Дорожная карта"


def test_times_begin_three_years_back() -> None:
    (_, before), (label, year), *_ = spans(date(2028, 2, 29))
    assert before is not None and before.starts == date(2025, 2, 28)
    assert label == "За 2027/28" and year is not None and year.starts == date(2027, 9, 1)


def test_a_visit_and_the_plan_of_a_curator_are_printed_from_where_they_are_seen(
    window: Window, uids: dict[str, bytes], settle: Settle
) -> None:
    window.go("contacts")
    settle()
    contacts = window.shown_screen()
    assert isinstance(contacts, ContactsScreen)
    contacts._print_visit(contacts.table)
    settle()
    papers: Any = window.shown_screen()
    assert papers.title == "Документы"
    assert papers.preview.sheet.paper.title == "Лист посещения: Заречная СОШ"
    window.go("people", view="loads")
    settle()
    people = window.shown_screen()
    assert isinstance(people, PeopleScreen)
    people.print_paper()
    settle()
    assert papers.preview.sheet.paper.title == "План работы: Белова Н.К."
