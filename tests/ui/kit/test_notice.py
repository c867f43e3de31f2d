"""How long a note stays, and what it offers."""

import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QEnterEvent
from pytestqt.qtbot import QtBot

from shnor_desktop.ui.kit.notice import Note, Notice


@pytest.fixture
def notice(qtbot: QtBot) -> Notice:
    made = Notice()
    qtbot.addWidget(made)
    return made


def test_a_long_note_stays_longer_and_one_with_buttons_too() -> None:
    assert Note("а").milliseconds >= 6_000
    assert Note("а" * 200).milliseconds >= 6_000 + 200 * 60
    assert Note("а", (("Вернуть", lambda: None),)).milliseconds >= 20_000


def test_a_note_waits_under_the_mouse(notice: Notice) -> None:
    notice.tell("Копия сохранена")
    notice.enterEvent(QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert notice.isVisible() and not notice._timer.isActive()
    notice.leaveEvent(QEvent(QEvent.Type.Leave))
    assert notice._timer.isActive()


def test_a_lasting_note_comes_back_after_a_passing_one_until_it_is_put_away(notice: Notice) -> None:
    done: list[str] = []
    acts = (("Вернуть", lambda: done.append("redo")), ("Показать", lambda: done.append("show")))
    notice.offer("Отменено: Подписано", acts, lasting=True)
    assert not notice._timer.isActive()
    notice.tell("Пароль скопирован.")
    assert not notice.button.isVisible() and not notice.second.isVisible()
    notice._timer.timeout.emit()
    assert notice.label.text() == "Отменено: Подписано" and notice.second.isVisible()
    notice.second.click()
    assert done == ["show"] and not notice.isVisible()
    notice.offer("Отменено: Подписано", acts, lasting=True)
    notice.withdraw_undo()
    assert not notice.isVisible()


def test_what_could_be_opened_is_not_offered_beyond_its_file(notice: Notice) -> None:
    notice.show_note(Note("Документ сохранён", (("Открыть", lambda: None),)))
    notice.withdraw_undo()
    assert notice.isVisible()
    notice.leave_file()
    assert not notice.isVisible()
    notice.tell("Записано и перечитано")
    notice.leave_file()
    assert notice.isVisible(), "it is to be read to the end"
