"""The open document's file is deleted, replaced or overwritten: the window says so and offers the ways on."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from shnor_desktop.document.document import Document, Who
from shnor_desktop.models.schools import School
from shnor_desktop.ui.kit.dialog import ChoiceDialog
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder


def _add(window: Window, name: str, qtbot: QtBot) -> None:
    def work(document: Document, progress: object) -> None:
        with document.write(f"Добавлена школа «{name}»") as session:
            session.add(School(name=name))

    window.jobs.change(window, work)
    qtbot.waitUntil(window.jobs.idle)


def _path(window: Window) -> Path:
    path = window.jobs.standing.path
    assert path is not None
    return path


def _theirs(path: Path) -> Path:
    """A copy of the file with a school of another organisation."""
    copy = Path(shutil.copyfile(path, path.with_name("чужая.shnor")))
    with (
        Document.open(copy, Who("Сидорова В.П."), back_up=False) as document,
        document.write("Там") as session,
    ):
        session.add(School(name="Чужая"))
    return copy


def _dialog(qtbot: QtBot) -> ChoiceDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ChoiceDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ChoiceDialog)
    return dialog


def _take(dialog: ChoiceDialog, code: str) -> None:
    dialog.choose(code)
    dialog.accept()


def _schools(window: Window, qtbot: QtBot) -> list[str]:
    found: list[str] = []

    def work(document: Document, progress: object) -> list[str]:
        with document.read() as session:
            return sorted(session.scalars(select(School.name)))

    window.jobs.ask(window, work, found.extend)
    qtbot.waitUntil(window.jobs.idle)
    return found


Act = Callable[[Path, Path], object]
REPLACED: dict[str, Act] = {
    "renamed over": lambda path, copy: copy.replace(path),
    "copied over": lambda path, copy: shutil.copyfile(copy, path),
}


@pytest.mark.parametrize("how", REPLACED)
def test_a_refused_edit_offers_to_merge(window: Window, messages: Recorder, qtbot: QtBot, how: str) -> None:
    path = _path(window)
    copy = _theirs(path)  # Nobody holds the copy; the file itself is not opened a second time.
    _add(window, "Наша", qtbot)
    REPLACED[how](path, copy)
    _add(window, "Не записанная", qtbot)
    dialog = _dialog(qtbot)
    assert window.replaced_bar.isVisible() and "не записывается" in window.replaced_bar.text.text()
    assert [way.value for way in dialog.choices] == ["merge", "save", "open"]
    _take(dialog, "merge")
    qtbot.waitUntil(window.jobs.idle, timeout=20_000)
    assert _path(window) == path and not window.replaced_bar.isVisible()
    assert _schools(window, qtbot) == ["Наша", "Чужая"]
    assert any("объединены" in told for told in messages.told_texts)
    assert not list(path.parent.glob("*мои правки*")), "the kept copy stands among the backups"
    assert not messages.warnings
    _add(window, "Следующая", qtbot)
    assert _schools(window, qtbot) == ["Наша", "Следующая", "Чужая"]


def test_a_deleted_file_is_saved_in_its_place(window: Window, messages: Recorder, qtbot: QtBot) -> None:
    path = _path(window)
    _add(window, "Наша", qtbot)
    path.unlink()
    window.replaced.look()
    dialog = _dialog(qtbot)
    assert [way.value for way in dialog.choices] == ["save"]
    messages.answers = [path]
    _take(dialog, "save")
    qtbot.waitUntil(window.jobs.idle, timeout=20_000)
    assert _path(window) == path and _schools(window, qtbot) == ["Наша"]
    assert not list(path.parent.glob("*мои правки*")) and not messages.warnings


def test_what_lies_there_is_opened_and_the_copy_stays(
    window: Window, messages: Recorder, qtbot: QtBot
) -> None:
    path = _path(window)
    copy = _theirs(path)
    _add(window, "Наша", qtbot)
    copy.replace(path)
    window.replaced.look()
    _take(_dialog(qtbot), "open")
    qtbot.waitUntil(window.jobs.idle, timeout=20_000)
    assert _schools(window, qtbot) == ["Чужая"] and not messages.warnings
    (kept,) = path.parent.glob("*мои правки*.shnor")
    with Document.open(kept, Who(), back_up=False) as document, document.read() as session:
        assert list(session.scalars(select(School.name))) == ["Наша"]


def test_where_merging_is_refused_work_goes_on_in_the_copy(
    window: Window, messages: Recorder, qtbot: QtBot, tmp_path: Path
) -> None:
    path = _path(window)
    _add(window, "Наша", qtbot)
    stranger = tmp_path / "другой район.shnor"
    Document.create(stranger, Who()).close()
    stranger.replace(path)
    window.replaced.look()
    _take(_dialog(qtbot), "merge")
    qtbot.waitUntil(
        lambda: window.jobs.idle() and "мои правки" in str(window.jobs.standing.path), timeout=20_000
    )
    assert _schools(window, qtbot) == ["Наша"]
    assert any("самостоятельный файл" in told and "Открыта копия" in told for told in messages.warnings)


def test_put_off_it_is_not_asked_again_until_an_edit(
    window: Window, messages: Recorder, qtbot: QtBot
) -> None:
    path = _path(window)
    _add(window, "Наша", qtbot)
    aside = path.rename(path.with_name("в стороне.shnor"))
    window.replaced.look()
    _dialog(qtbot).reject()
    window.replaced.look()
    qtbot.waitUntil(window.jobs.idle)
    assert QApplication.activeModalWidget() is None and window.replaced_bar.isVisible()
    _add(window, "Не записанная", qtbot)
    _dialog(qtbot).reject()
    window.replaced_bar.ways_button.click()
    _dialog(qtbot).reject()
    aside.rename(path)
    window.replaced.look()
    qtbot.waitUntil(window.jobs.idle)
    assert not window.replaced_bar.isVisible(), "the file is back"
    assert not messages.warnings


def test_all_is_well(window: Window, messages: Recorder, qtbot: QtBot) -> None:
    _add(window, "Наша", qtbot)
    window.replaced.look()
    qtbot.waitUntil(window.jobs.idle)
    assert QApplication.activeModalWidget() is None and not window.replaced_bar.isVisible()


def test_nothing_is_said_of_a_file_that_is_just_being_closed(
    window: Window, messages: Recorder, qtbot: QtBot
) -> None:
    window.jobs.close_document(window)
    window.replaced.look()
    qtbot.waitUntil(window.jobs.idle)
    assert not messages.warnings and QApplication.activeModalWidget() is None


@pytest.mark.parametrize("how", REPLACED)
def test_closing_the_window_keeps_what_nobody_looked_for(
    window: Window, messages: Recorder, qtbot: QtBot, how: str
) -> None:
    path = _path(window)
    copy = _theirs(path)
    _add(window, "Наша", qtbot)
    REPLACED[how](path, copy)
    window.close()
    (kept,) = path.parent.glob("*мои правки*.shnor")
    assert len(messages.warnings) == 1 and str(kept) in messages.warnings[0]
    with Document.open(kept, Who(), back_up=False) as document, document.read() as session:
        assert list(session.scalars(select(School.name))) == ["Наша"]


def test_opening_another_file_keeps_what_was_in_this_one(
    window: Window, messages: Recorder, qtbot: QtBot, new_path: Callable[[str], Path]
) -> None:
    path = _path(window)
    following = new_path("Другой район.shnor")
    _add(window, "Наша", qtbot)
    path.unlink()
    window.open_file(following)
    dialog = _dialog(qtbot)
    qtbot.waitUntil(window.jobs.idle)
    assert _path(window) == following
    messages.answers = [path]
    _take(dialog, "save")
    qtbot.waitUntil(window.jobs.idle, timeout=20_000)
    assert _path(window) == path and _schools(window, qtbot) == ["Наша"]
