"""Ctrl+K in the real window: typing, walking along what was found, jumping, leaving."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.schools import School
from shnor_desktop.operations.search.index import Found, Group, Hit, Index
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Bar
from shnor_desktop.ui.kit.entry.search_line import SearchLine
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.kit.screen import plain_title
from shnor_desktop.ui.kit.table import Table
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.orders.screen import OrdersScreen
from shnor_desktop.ui.schools.screen import SchoolsScreen
from shnor_desktop.ui.search.acts import ACTS, in_order, is_last
from shnor_desktop.ui.search.lines import Command, lines_of
from shnor_desktop.ui.search.window import SearchWindow
from shnor_desktop.ui.shell.screens import SCREENS
from shnor_desktop.ui.shell.window import Window
from tests.operations.search.district import fill
from tests.ui.conftest import Recorder, Settle


def open_search(window: Window) -> SearchWindow:
    window.menus.actions["edit.everywhere"].trigger()
    shown = [
        one for one in QApplication.topLevelWidgets() if isinstance(one, SearchWindow) and one.isVisible()
    ]
    return shown[-1]


def typed(shown: SearchWindow, text: str, qtbot: QtBot) -> list[str]:
    """What stands in the list after typing."""
    shown.line.setText(text)
    qtbot.waitUntil(lambda: not shown.is_asking())
    return [line.text for line in shown.found.lines]


def press(shown: SearchWindow, key: Qt.Key) -> None:
    QTest.keyClick(shown.line, key)


def written(fill_in: Callable[[Session], None]) -> Callable[[Document, Progress], None]:
    def write(document: Document, progress: Progress) -> None:
        with document.write("Внесено") as session:
            fill_in(session)

    return write


def add_schools(window: Window, settle: Settle) -> None:
    def fill_in(session: Session) -> None:
        session.add_all(School(name=f"Заречная СОШ № {number}") for number in range(1, 13))

    window.jobs.change(window, written(fill_in))
    settle()


def test_what_is_typed_is_found_and_enter_jumps_to_it(window: Window, settle: Settle, qtbot: QtBot) -> None:
    add_schools(window, settle)
    shown = open_search(window)
    lines = typed(shown, "заречной № 7", qtbot)
    assert lines == ["Школы", "Заречная СОШ № 7"]
    press(shown, Qt.Key.Key_Return)
    settle()
    screen = window.shown_screen()
    assert isinstance(screen, SchoolsScreen)
    assert screen.table.current().name == "Заречная СОШ № 7"


def test_arrows_pass_headings_and_the_rest_of_a_kind_is_shown_when_wanted(
    window: Window, settle: Settle, qtbot: QtBot
) -> None:
    add_schools(window, settle)
    shown = open_search(window)
    lines = typed(shown, "заречная", qtbot)
    assert len(lines) == 10
    press(shown, Qt.Key.Key_Up)
    assert shown.found.currentRow() == 1
    for _ in range(12):
        press(shown, Qt.Key.Key_Down)
    assert shown.found.chosen().text == "Показать ещё 4"  # type: ignore[union-attr]
    press(shown, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(shown.found.lines) == 13)
    assert shown.isVisible()


def test_sections_and_commands_are_offered_and_done_without_any_file(
    empty_window: Window, qtbot: QtBot
) -> None:
    shown = open_search(empty_window)
    assert typed(shown, "", qtbot)[0] == "Разделы и команды"
    assert typed(shown, "справок", qtbot) == ["Разделы и команды", "Справка"]
    assert typed(shown, "cghfdrf", qtbot) == ["Разделы и команды", "Справка"]
    assert "«справка»" in shown.told.text()
    assert typed(shown, "щщщщ", qtbot) == []
    assert "«щщщщ»" in shown.found.accessibleDescription()
    press(shown, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shown.isVisible())


def test_enter_right_after_typing_opens_what_was_typed(window: Window, settle: Settle, qtbot: QtBot) -> None:
    """Not what stood there before."""
    add_schools(window, settle)
    shown = open_search(window)
    settle()
    shown.line.setText("заречная № 3")
    press(shown, Qt.Key.Key_Return)
    settle()
    screen = window.shown_screen()
    assert isinstance(screen, SchoolsScreen)
    assert screen.table.current().name == "Заречная СОШ № 3"


def look(document: Document, text: str) -> Found:
    return Index().find(document, text)


def uids(screen: object) -> set[bytes]:
    """Records with a cursor on the screen."""
    page = screen.page() if hasattr(screen, "page") else screen
    shown = [getattr(page, name, None) for name in ("table", "decisions", "pieces")]
    shown.append(getattr(getattr(page, "grid", None), "table", None))
    lines = [one.current() for one in shown if isinstance(one, Table)]
    lines += [getattr(line, "row", None) for line in lines]
    return {line.uid for line in lines if hasattr(line, "uid")}


def test_every_record_is_reached_where_people_know_it(window: Window, settle: Settle) -> None:
    """Also past what the screen was narrowed to before."""
    window.jobs.change(window, written(fill))
    settle()
    found: list[Found] = []
    words = (
        "тихоозёрская",
        "орлова",
        "семинары",
        "кабинет химии",
        "создать группу",
        "кадры",
        "выезд",
        "развития",
        "нет учителя",
    )
    for text in words:
        window.jobs.ask(window, with_document(look, text), found.append)
    settle()
    kinds = set()
    for one in found:
        hit = one.groups[0].hits[0]
        screen, given = hit.place
        window.go(screen)
        settle()
        for line in window.shown_screen().findChildren(SearchLine):  # type: ignore[union-attr]
            line.setText("щщщщ")
        window.go(screen, **given)
        settle()
        assert hit.uid in uids(window.shown_screen()), (one.asked, screen)
        kinds.add(hit.kind)
    assert kinds == {"school", "person", "activity", "part", "event", "indicator", "problem"}


def test_what_is_not_shown_of_a_kind_alone_is_told() -> None:
    hit = Hit("school", b"1", "Луговая СОШ", "", ("schools", {}))
    group = Group("school", "Школы", (hit,), 3)
    told = lines_of(Found("луг", (group,)), (), only="school")
    assert [(one.text, one.beside) for one in told] == [("Школы", "первые 1 из 3"), ("Луговая СОШ", "")]
    assert [one.text for one in lines_of(Found("луг", (group,)), ())][-1] == "Показать ещё 2"


def test_a_failure_is_told_where_the_search_was_told_to_go_on(
    window: Window, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def refuse(*_: object, **__: object) -> Found:
        raise UserError("Файл недоступен.", "Подключите носитель.")

    monkeypatch.setattr(Index, "find", refuse)
    shown = open_search(window)
    shown.line.setText("луг")
    QTest.keyClick(shown.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown.told.text() == "Файл недоступен. Подключите носитель.")
    shown.reject()


def test_what_a_screen_can_do_is_found_and_leads_to_its_button(
    window: Window, settle: Settle, qtbot: QtBot
) -> None:
    shown = open_search(window)
    for text in ("подпис", "подписание"):
        lines = typed(shown, text, qtbot)
        assert {"Подписать перечень — Перечень", "Подписать — Приказы"} <= set(lines)
    typed(shown, "подготовить приказ", qtbot)
    press(shown, Qt.Key.Key_Return)
    settle()
    screen = window.shown_screen()
    assert isinstance(screen, OrdersScreen)
    assert window.focusWidget() is screen.bar.button("Подготовить…")


def test_the_acts_that_are_found_are_those_of_the_screens(
    window: Window, messages: Recorder, settle: Settle
) -> None:
    for entry in SCREENS:
        window.go(entry.code)
        settle()
        screen = window.shown_screen()
        assert screen is not None
        of_bars = {plain_title(act.title) for bar in screen.findChildren(Bar) for act, *_ in bar._parts}
        buttons = {plain_title(one.text()) for one in screen.findChildren(QPushButton)}
        named = set(ACTS.get(entry.code, ()))
        assert of_bars <= named <= of_bars | buttons, entry.code
    window.go("orders", act="Письма всем школам")
    settle()
    assert "в меню строки" in messages.told_texts[-1]
    window.go("orders", act="Подписать")
    settle()
    assert "сначала выберите строку" in messages.told_texts[-1]


def test_an_entry_of_a_menu_within_another_is_found_with_its_way_and_chosen(
    window: Window, qtbot: QtBot, qapp: QApplication
) -> None:
    shown = open_search(window)
    assert typed(shown, "тёмное", qtbot) == ["Разделы и команды", "Вид ▸ Оформление ▸ Тёмное"]
    press(shown, Qt.Key.Key_Return)
    assert theme.is_dark()
    theme.follow(qapp, "light")


def test_what_takes_something_away_is_last_unless_it_was_asked_for() -> None:
    entries = [
        Command("act:1", "Удалить показатель — Программа", ""),
        Command("act:2", "Добавить показатель — Соцпаспорт", ""),
        Command("dictionary:indicator", "Справочники ▸ Показатели", ""),
    ]
    assert [one.text.split()[0] for one in in_order("показатели", entries)] == [
        "Справочники",
        "Добавить",
        "Удалить",
    ]
    orders = [Command("act:3", "Выше — Приказы", ""), Command("paper:order", "Приказ с приложениями", "")]
    assert [one.code for one in in_order("приказ", orders)] == ["paper:order", "act:3"]
    assert in_order("удалить показатель", entries)[0].text == "Удалить показатель — Программа"
    assert is_last("показатель", entries[0]) and not is_last("удалить", entries[0])
