"""Files of sticks in the real window: the copy, writing back, merging what changed there, leaving; damaged files."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from shnor_desktop.document.carried import checkout
from shnor_desktop.document.carried.media import Medium
from shnor_desktop.document.document import Document
from shnor_desktop.models.schools import School
from shnor_desktop.operations.records import records
from shnor_desktop.ui.file.recent import look
from shnor_desktop.ui.kit.dialog import ChoiceDialog
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.sharing.merge_dialog import OPEN, RETURN, MergeDialog
from shnor_desktop.ui.shell.recent_row import state_text
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder
from tests.ui.sharing.test_merge_dialog import settle, shown, visible
from tests.ui.two_offices import IVOVKA, OURS, THEIRS, ZARECHNAYA, edit, opened, school, start


@pytest.fixture
def stick(tmp_path: Path, new_path: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file on what the program takes for a stick."""
    folder = tmp_path / "Флешка"
    folder.mkdir()
    monkeypatch.setattr(checkout, "must_be_taken", lambda path: folder in Path(path).absolute().parents)
    monkeypatch.setattr(checkout, "medium_of", lambda path: Medium.REMOVABLE)
    start(new_path("начало.shnor"))
    return Path(shutil.copyfile(tmp_path / "начало.shnor", folder / "Заречный район.shnor"))


@pytest.fixture
def taken(empty_window: Window, stick: Path, qtbot: QtBot) -> Window:
    """The window with the file of the stick open."""
    empty_window.open_file(stick)
    settle(empty_window, qtbot)
    return empty_window


def rename(window: Window, qtbot: QtBot, director: str) -> None:
    def work(document: Document, progress: Progress) -> None:
        with document.write("Изменён директор") as session:
            records.save(session, "school", school(session, ZARECHNAYA), {"director": director})

    window.jobs.change(window, work)
    settle(window, qtbot)


def directors(path: Path) -> dict[str, str]:
    with Document.open(path, OURS, read_only=True) as document, document.read() as session:
        return {name: director for name, director in session.execute(select(School.name, School.director))}


def test_the_copy_is_worked_on_and_returned(
    taken: Window, stick: Path, messages: Recorder, qtbot: QtBot
) -> None:
    standing = taken.jobs.standing
    assert standing.source == stick and standing.path is not None and standing.path != stick
    assert taken.media_bar.isVisible() and not taken.media_bar.give_back.isEnabled()
    rename(taken, qtbot, "Новая Н.Н.")
    assert directors(stick)[ZARECHNAYA] == "Иванова Н.Н."
    assert "нет последних правок" in taken.media_bar.text.text()
    taken.media_bar.give_back.click()
    settle(taken, qtbot)
    assert directors(stick)[ZARECHNAYA] == "Новая Н.Н."
    assert "отключите его безопасно" in messages.told_texts[-1]
    assert not taken.menus.actions["file.return"].isEnabled()
    assert taken.files.recent.paths()[0] == stick and taken.files.recent.last() == stick


def test_a_file_that_can_only_be_read_is_handed_over_as_a_copy(
    empty_window: Window,
    stick: Path,
    messages: Recorder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setattr(checkout, "medium_of", lambda path: Medium.READ_ONLY)
    empty_window.open_file(stick)
    settle(empty_window, qtbot)
    bar = empty_window.media_bar
    rename(empty_window, qtbot, "Новая Н.Н.")
    assert "писать нельзя" in bar.text.text() and not empty_window.menus.actions["file.return"].isEnabled()
    messages.answers = [tmp_path / "копия.shnor"]
    bar.give_back.click()
    settle(empty_window, qtbot)
    assert directors(tmp_path / "копия.shnor")[ZARECHNAYA] == "Новая Н.Н."
    empty_window.command("file.close")
    settle(empty_window, qtbot)
    assert not messages.questions and empty_window.jobs.standing.path is None
    empty_window.files.media.remind()
    settle(empty_window, qtbot)
    assert not any("Ещё не записано" in text for text in messages.told_texts)
    empty_window.open_file(stick)
    settle(empty_window, qtbot)
    assert directors(stick)[ZARECHNAYA] == "Иванова Н.Н." and "писать нельзя" in bar.text.text()


def test_a_share_is_called_a_share(
    empty_window: Window, stick: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(checkout, "medium_of", lambda path: Medium.NETWORK)
    empty_window.open_file(stick)
    settle(empty_window, qtbot)
    rename(empty_window, qtbot, "Новая Н.Н.")
    bar = empty_window.media_bar
    assert "сетевой папки" in bar.text.text() and bar.give_back.text() == "Записать в сетевую папку"
    bar.give_back.click()
    settle(empty_window, qtbot)
    assert directors(stick)[ZARECHNAYA] == "Новая Н.Н."


def test_a_local_file_is_not_copied(window: Window) -> None:
    assert window.jobs.standing.source is None and not window.media_bar.isVisible()


def test_a_changed_file_on_the_stick_is_merged_never_overwritten(
    taken: Window, stick: Path, messages: Recorder, qtbot: QtBot
) -> None:
    rename(taken, qtbot, "Новая Н.Н.")
    edit(stick, THEIRS, IVOVKA, director="Чужая Ч.Ч.")
    messages.answers = [False]
    taken.command("file.return")
    settle(taken, qtbot)
    assert "изменился" in messages.questions[-1] and not visible(taken, MergeDialog)
    assert directors(stick)[ZARECHNAYA] == "Иванова Н.Н."
    messages.answers = [True]
    taken.command("file.return")
    settle(taken, qtbot)
    dialog = shown(taken, MergeDialog)
    settle(taken, qtbot)
    assert not dialog.button(OPEN).isVisible()
    dialog.take_over()
    settle(taken, qtbot)
    dialog.button(RETURN).click()
    settle(taken, qtbot)
    assert directors(stick)[ZARECHNAYA] == "Новая Н.Н." and directors(stick)[IVOVKA] == "Чужая Ч.Ч."


def test_a_stick_with_our_own_older_copy_may_be_written_after_a_look(
    taken: Window, stick: Path, messages: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    rename(taken, qtbot, "Новая Н.Н.")
    taken.command("file.return")
    settle(taken, qtbot)
    rename(taken, qtbot, "Новейшая Н.Н.")
    shutil.copyfile(tmp_path / "начало.shnor", stick)
    messages.answers = [True]
    taken.command("file.return")
    settle(taken, qtbot)
    dialog = shown(taken, MergeDialog)
    settle(taken, qtbot)
    assert "уже содержится" in dialog.page.heading.text() and dialog.button(RETURN).isVisible()
    dialog.button(RETURN).click()
    settle(taken, qtbot)
    assert directors(stick)[ZARECHNAYA] == "Новейшая Н.Н."


@pytest.mark.parametrize(
    ("answer", "closed", "written"), [(-1, False, False), (0, True, True), (1, True, False)]
)
def test_leaving_offers_to_write_back(
    taken: Window, stick: Path, messages: Recorder, qtbot: QtBot, answer: int, closed: bool, written: bool
) -> None:
    rename(taken, qtbot, "Новая Н.Н.")
    messages.answers = [answer]
    taken.close()
    if closed:
        qtbot.waitUntil(lambda: not taken.isVisible())
    assert taken.isVisible() is not closed
    assert (directors(stick)[ZARECHNAYA] == "Новая Н.Н.") is written


def test_what_was_not_written_back_is_there_next_time(
    taken: Window, stick: Path, messages: Recorder, qtbot: QtBot
) -> None:
    rename(taken, qtbot, "Новая Н.Н.")
    messages.answers = [1]
    taken.command("file.close")
    settle(taken, qtbot)
    assert taken.jobs.standing.path is None
    away = stick.rename(stick.with_name("вынута.shnor"))
    found = look(stick, taken.files.recent.working()[stick])
    assert found.path == stick and found.opens not in (None, stick)  # The stick is away: the copy is offered.
    assert "откроется копия на этом компьютере" in state_text(found)
    taken.open_recent(stick)
    qtbot.waitUntil(lambda: taken.jobs.standing.path == found.opens and taken.jobs.idle())
    taken.command("file.close")
    settle(taken, qtbot)
    away.rename(stick)
    taken.open_file(stick)
    settle(taken, qtbot)
    assert taken.jobs.standing.unreturned and taken.media_bar.give_back.isEnabled()


def test_a_vanished_stick_is_told_and_the_copy_is_safe(
    taken: Window, stick: Path, messages: Recorder, qtbot: QtBot
) -> None:
    rename(taken, qtbot, "Новая Н.Н.")
    shutil.rmtree(stick.parent)
    taken.command("file.return")
    settle(taken, qtbot)
    assert "рабочая копия цела" in messages.warnings[-1]
    assert taken.jobs.standing.unreturned


def test_a_new_file_on_a_stick_is_worked_on_as_a_copy(
    empty_window: Window, stick: Path, qtbot: QtBot
) -> None:
    fresh = stick.with_name("Новый.shnor")
    empty_window.files.create_at(fresh)
    settle(empty_window, qtbot)
    assert empty_window.jobs.standing.source == fresh and fresh.exists()


def test_an_unfinished_return_is_offered(
    empty_window: Window, stick: Path, messages: Recorder, qtbot: QtBot
) -> None:
    whole = stick.with_name("целая.shnor")
    shutil.copyfile(stick, whole)
    edit(whole, OURS, ZARECHNAYA, director="Новая Н.Н.")
    whole.rename(stick.with_name(stick.name + ".new"))
    messages.answers = [1]
    empty_window.open_file(stick)
    settle(empty_window, qtbot)
    assert "незаконченная запись" in messages.questions[-1]
    assert empty_window.jobs.standing.source == stick and directors(stick)[ZARECHNAYA] == "Иванова Н.Н."
    empty_window.command("file.close")
    settle(empty_window, qtbot)
    empty_window.files.media.declined.clear()
    messages.answers = [0]
    empty_window.open_file(stick)
    settle(empty_window, qtbot)
    assert directors(stick)[ZARECHNAYA] == "Новая Н.Н." and stick.with_name(stick.name + ".bak").exists()


def test_what_waits_to_be_written_back_is_told_at_the_next_start(
    taken: Window, stick: Path, messages: Recorder, new_path: Callable[[str], Path], qtbot: QtBot
) -> None:
    rename(taken, qtbot, "Новая Н.Н.")
    messages.answers = [1]
    taken.open_file(new_path("Другой.shnor"))
    settle(taken, qtbot)
    taken.files.media.remind()
    settle(taken, qtbot)
    assert messages.told_texts[-1].startswith("Ещё не записано на носитель: «Заречный район.shnor»")


# --- damaged files -----------------------------------------------------------------------------------------------


def damage(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[4096 * 6 : 4096 * 9] = os.urandom(4096 * 3)
    path.write_bytes(raw)


@pytest.fixture
def damaged(new_path: Callable[[str], Path], tmp_path: Path) -> Path:
    """A file with a backup, a partner's copy, and pages that cannot be read."""
    path = new_path("Заречный район.shnor")
    start(path)
    with opened(path, OURS) as document:
        document.make_backup()
    shutil.copyfile(path, tmp_path / "Из управления.shnor")
    damage(path)
    return path


def test_a_damaged_file_offers_its_ways_out_in_order(
    empty_window: Window, damaged: Path, messages: Recorder, qtbot: QtBot
) -> None:
    empty_window.open_file(damaged)
    settle(empty_window, qtbot)
    dialog = shown(empty_window, ChoiceDialog)
    assert [one.value.kind for one in dialog.choices] == ["backup", "partner", "recover"]
    assert dialog.list.currentRow() == 0 and not messages.warnings
    dialog.accept()
    settle(empty_window, qtbot)
    settle(empty_window, qtbot)
    assert empty_window.jobs.standing.path == damaged
    assert directors(damaged)[ZARECHNAYA] == "Иванова Н.Н."
    assert [path for path in damaged.parent.glob("*до восстановления*")]


def test_a_partners_copy_takes_the_place_of_a_damaged_file(
    empty_window: Window, damaged: Path, messages: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    empty_window.open_file(damaged)
    settle(empty_window, qtbot)
    dialog = shown(empty_window, ChoiceDialog)
    messages.answers = [[tmp_path / "Из управления.shnor"]]
    dialog.list.setCurrentRow(1)
    dialog.accept()
    settle(empty_window, qtbot)
    settle(empty_window, qtbot)
    path = empty_window.jobs.standing.path
    assert path is not None and path.stem == "Заречный район (из копии другой организации)"
    assert len(directors(path)) == 3


def test_recovery_comes_last_and_says_what_it_is_worth(
    empty_window: Window, damaged: Path, messages: Recorder, qtbot: QtBot
) -> None:
    empty_window.open_file(damaged)
    settle(empty_window, qtbot)
    dialog = shown(empty_window, ChoiceDialog)
    dialog.list.setCurrentRow(2)
    dialog.accept()
    settle(empty_window, qtbot)
    settle(empty_window, qtbot)
    path = empty_window.jobs.standing.path
    assert path is not None and path.stem == "Заречный район (восстановлен)"
    assert "требует просмотра" in messages.warnings[-1]
