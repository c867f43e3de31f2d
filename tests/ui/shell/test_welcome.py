"""The page before a file is open: the sample, a new file, own ones, and files that are not where they were."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shnor_desktop import places
from shnor_desktop.app import begin
from shnor_desktop.document.document import Document
from shnor_desktop.errors import DocumentLocked
from shnor_desktop.operations.office import offices
from shnor_desktop.operations.program import sample as samples
from shnor_desktop.operations.results.dictionaries import create_document
from shnor_desktop.ui.file.recent import Recent, RecentFiles, look
from shnor_desktop.ui.file.sample import open_sample
from shnor_desktop.ui.kit.jobs import Progress, Standing
from shnor_desktop.ui.kit.messages import Messages
from shnor_desktop.ui.kit.narrow.names import NameLabel
from shnor_desktop.ui.shell.recent_row import RecentRow, state_text
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder


def rows(window: Window) -> list[RecentRow]:
    return [row for row in window.welcome.findChildren(RecentRow) if row.isVisible()]


def test_recent_files_are_shown_with_folder_and_date_and_survive(
    empty_window: Window, new_path: Callable[[str], Path], tmp_path: Path, settings: QSettings, qtbot: QtBot
) -> None:
    here, away, stick = (
        new_path("Заречный.shnor"),
        tmp_path / "Была.shnor",
        Path("/нет-такой/папки/Район.shnor").absolute(),
    )
    recent = empty_window.files.recent
    for path in (stick, away, here):
        recent.note(Standing(path=path))
    empty_window.show_welcome()
    qtbot.waitUntil(
        lambda: len(rows(empty_window)) == 3 and all(row.state.text() for row in rows(empty_window))
    )
    shown = rows(empty_window)
    assert [row.name.text() for row in shown] == ["Заречный", "Была", "Район"]
    assert (
        shown[0].state.text().startswith("Изменён ")
        and shown[0].folder.text() == str(here.parent)
        and shown[0].name.toolTip() == str(here)
    )
    assert shown[1].state.text() == "○ Файла здесь больше нет"
    assert shown[2].state.text().startswith("○ Папка сейчас недоступна")
    shown[1].forget.click()
    qtbot.waitUntil(lambda: len(rows(empty_window)) == 2 and empty_window.jobs.idle())
    assert RecentFiles(settings).paths() == [here, stick]
    chosen = rows(empty_window)[0].name
    chosen.click()
    qtbot.waitUntil(lambda: empty_window.jobs.standing.path == here and empty_window.jobs.idle())


def test_two_windows_keep_one_list(tmp_path: Path) -> None:
    kept = tmp_path / "settings.ini"
    mine, other = tmp_path / "Мой.shnor", tmp_path / "Другой.shnor"
    recent = RecentFiles(QSettings(str(kept), QSettings.Format.IniFormat))
    recent.note(Standing(path=mine))
    assert recent.paths() == [mine]
    # Another program has a copy of its own of what is on the disk.
    script = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QSettings\n"
        "from shnor_desktop.ui.file.recent import RecentFiles\nfrom shnor_desktop.ui.kit.jobs import Standing\n"
        "settings = QSettings(sys.argv[1], QSettings.Format.IniFormat)\n"
        "RecentFiles(settings).note(Standing(path=Path(sys.argv[2]))); settings.sync()"
    )
    subprocess.run([sys.executable, "-c", script, str(kept), str(other)], check=True)
    assert recent.paths() == [other, mine]
    third = tmp_path / "Третий.shnor"
    recent.note(Standing(path=third))
    assert recent.paths() == [third, other, mine]


def test_who_is_taken_off_the_list_is_not_opened_by_the_next_start(
    settings: QSettings, tmp_path: Path
) -> None:
    recent, path = RecentFiles(settings), tmp_path / "Район.shnor"
    recent.note(Standing(path=path))
    assert recent.last() == path
    recent.forget(path)
    assert recent.last() is None and recent.paths() == []
    assert state_text(look(path)) == "○ Файла здесь больше нет"


def test_a_long_path_keeps_its_ends(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    label = NameLabel(
        "", page, "/диск/" + "очень длинная папка/" * 12 + "район", cut=Qt.TextElideMode.ElideMiddle
    )
    label.resize(200, 20)
    assert label.shown().startswith("/диск") and label.shown().endswith("район") and "…" in label.shown()


def test_the_sample_is_a_file_apart(
    empty_window: Window,
    messages: Recorder,
    monkeypatch: pytest.MonkeyPatch,
    settings: QSettings,
    qtbot: QtBot,
) -> None:
    def made(path: Path, who: object, progress: object) -> None:
        create_document(path, who).close()  # type: ignore[arg-type]

    monkeypatch.setattr(samples, "create_sample", made)
    empty_window.show_welcome()
    empty_window.welcome.sample_button.click()
    assert empty_window.welcome.moving.isVisible() and not empty_window.welcome.sample_button.isVisible()
    qtbot.waitUntil(lambda: empty_window.jobs.standing.path is not None and empty_window.jobs.idle())
    path = empty_window.jobs.standing.path
    assert path is not None and path.is_relative_to(places.user_data())
    assert empty_window.sample_bar.isVisible() and empty_window.windowTitle().startswith("ПРИМЕР")
    assert empty_window.files.recent.paths() == [] and empty_window.files.recent.last() is None
    empty_window.sample_bar.anew_button.click()
    qtbot.waitUntil(empty_window.jobs.idle)
    assert path.exists() and not messages.warnings
    empty_window.command("file.close")
    qtbot.waitUntil(lambda: empty_window.jobs.standing.path is None and empty_window.jobs.idle())
    elsewhere, before = Document.open(path, offices.who()), path.stat().st_ino
    with pytest.raises(DocumentLocked):
        open_sample(Progress(lambda step, total, text: None), anew=True)
    elsewhere.close()
    assert path.stat().st_ino == before, "it is not taken away from who works in it"
    path.write_bytes(b"SQLite format 3\0" + b"\1" * 5000)
    empty_window.command("file.sample")
    qtbot.waitUntil(lambda: empty_window.jobs.standing.path == path and empty_window.jobs.idle())
    assert not messages.warnings  # It is made anew.


def test_file_dialogs_begin_beside_the_last_file(
    window: Window, tmp_path: Path, new_path: Callable[[str], Path]
) -> None:
    opened = window.jobs.standing.path
    assert opened is not None and window.messages.folder == opened.parent
    voice = Messages()
    assert voice.start_folder() in (Path.home(), voice.start_folder(Path("/нет-такой")))
    voice.folder = tmp_path
    assert voice.start_folder() == tmp_path and voice.start_folder(opened.parent) == opened.parent


def test_whoever_works_on_is_not_torn_out_of_his_file_by_a_share_that_answers_late(
    window: Window, messages: Recorder, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    opened, looked, gate = window.jobs.standing.path, threading.Event(), threading.Event()

    def silent(path: Path, copy: Path | None = None) -> Recent:
        gate.wait(60)
        looked.set()
        return Recent(path, None)

    monkeypatch.setattr("shnor_desktop.ui.shell.recent_list.look", silent)
    dead = Path("/сеть/Район.shnor").absolute()
    window.open_recent(dead)
    window.recent.offer_meanwhile(dead)
    assert "«Район.shnor» не отвечает" in messages.told_texts[-1]
    gate.set()
    qtbot.waitUntil(lambda: looked.is_set() and not window.jobs._asides)
    assert window.jobs.standing.path == opened and window.jobs.idle()
    assert not messages.warnings


def test_a_share_that_does_not_answer_delays_nothing(
    empty_window: Window, monkeypatch: pytest.MonkeyPatch, new_path: Callable[[str], Path], qtbot: QtBot
) -> None:
    """Neither the opening of another file nor the end of the program."""
    dead, here, gate = Path("/сеть/Район.shnor").absolute(), new_path("Заречный.shnor"), threading.Event()

    def looked(path: Path, copy: Path | None = None) -> Recent:
        if path == dead:
            gate.wait(60)
        return look(path, copy)

    monkeypatch.setattr("shnor_desktop.ui.shell.recent_list.look", looked)
    for path in (here, dead):
        empty_window.files.recent.note(Standing(path=path))
    begin(empty_window, None)
    assert empty_window.welcome.text.text() == "Открывается файл «Район.shnor»…"
    empty_window.recent.offer_meanwhile(dead)
    assert (
        empty_window.welcome.create_button.isVisible()
        and "долго не отвечает" in empty_window.welcome.text.text()
    )
    qtbot.waitUntil(lambda: rows(empty_window)[1].state.text().startswith("Изменён "))
    assert rows(empty_window)[0].state.text() == ""
    rows(empty_window)[1].name.click()
    qtbot.waitUntil(lambda: empty_window.jobs.standing.path == here and empty_window.jobs.idle())
    begun = time.monotonic()
    empty_window.close()
    assert time.monotonic() - begun < 5 and not empty_window.isVisible()
    gate.set()
