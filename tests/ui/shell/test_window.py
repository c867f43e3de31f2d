"""The real window: files, navigation, shortcuts, dragging, the bar, closing."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QGuiApplication, QWindowStateChangeEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.document.file.backup import Backup, folder_of
from shnor_desktop.models.schools import School
from shnor_desktop.operations.office import offices
from shnor_desktop.operations.records import records
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.kit.reach.framed_rows import FramedRows
from shnor_desktop.ui.shell import window as window_module
from shnor_desktop.ui.shell.help_window import HelpWindow
from shnor_desktop.ui.shell.screens import SCREENS
from shnor_desktop.ui.shell.window import Window
from tests.conftest import WHO
from tests.ui.conftest import Recorder
from tests.ui.dropping import drag, drop, drop_files, enter

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ORDER = [
    *("Начало", "Школы", "Результаты", "Перечень"),
    *("Соцпаспорт", "Риски", "Проблемы", "Закрепления", "Контакты", "Курсы", "Эффект"),
    *("Программа", "Дорожная карта", "Выполнение"),
    *("Приказы", "Документы", "Обмен", "Справочники", "История", "Нужно решить"),
]


def settle(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.jobs.idle, timeout=20_000)


def add_office(document: Document, progress: Progress) -> bytes:
    with document.write("Добавлено: организация «ИМЦ»") as session:
        return records.save(session, "office", None, {"name": "ИМЦ"})


def count_offices(window: Window, qtbot: QtBot) -> int:
    found: list[int] = []

    def work(document: Document, progress: Progress) -> int:
        with document.read() as session:
            return len(records.rows(session, "office"))

    window.jobs.ask(window, work, found.append)
    settle(window, qtbot)
    return found[0]


# --- files -------------------------------------------------------------------------------------------------------


def test_before_a_file_is_open_only_opening_is_offered(empty_window: Window) -> None:
    empty_window.show_welcome()
    assert empty_window.stack.currentWidget() is empty_window.welcome
    assert empty_window.welcome.create_button.isVisible()
    assert not empty_window.navigation.isEnabled()
    assert empty_window.menus.actions["file.open"].isEnabled()
    assert not empty_window.menus.actions["file.copy"].isEnabled()
    assert empty_window.bar.file.text() == "Файл не открыт"


def test_a_file_opens_on_the_first_screen(window: Window) -> None:
    assert window.windowTitle().startswith("Заречный район")
    screen = window.shown_screen()
    assert screen is not None and screen.title == "Начало"
    assert window.bar.file.text() == "Заречный район.shnor"
    assert window.bar.saved.text().startswith("сохранено ")
    assert window.bar.verified.text().startswith("проверенная копия ")


def test_long_names_do_not_widen_the_window(
    empty_window: Window, new_path: Callable[[str], Path], qtbot: QtBot
) -> None:
    offices.remember(offices.Machine("Константинопольская-Заречная Александра Константиновна", "ИМЦ " * 20))
    empty_window.open_file(new_path(f"{'Очень длинное название района ' * 3}.shnor"))
    settle(empty_window, qtbot)
    assert len(empty_window.bar.file.text()) < 50 < len(empty_window.bar.file.toolTip())
    assert empty_window.minimumSizeHint().width() <= 900


def test_a_new_file_is_made_and_filled(
    empty_window: Window, messages: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    messages.answers = [tmp_path / "Новый.shnor"]
    empty_window.command("file.new")
    settle(empty_window, qtbot)
    assert empty_window.jobs.standing.path == tmp_path / "Новый.shnor"
    empty_window.command("file.close")
    settle(empty_window, qtbot)
    with Document.open(tmp_path / "Новый.shnor", WHO) as document, document.read() as session:
        assert len(records.rows(session, "subject")) > 30


def test_an_existing_file_is_never_written_over(
    window: Window, messages: Recorder, new_path: Callable[[str], Path], qtbot: QtBot
) -> None:
    other = new_path("Другой.shnor")
    before = other.read_bytes()
    messages.answers = [other]
    window.command("file.new")
    settle(window, qtbot)
    assert "уже есть" in messages.warnings[0]
    assert other.read_bytes() == before
    assert window.jobs.standing.path is not None and window.jobs.standing.path.name == "Заречный район.shnor"


def test_another_file_replaces_the_screens(
    window: Window, new_path: Callable[[str], Path], qtbot: QtBot
) -> None:
    first = window.shown_screen()
    window.go("dictionaries")
    window.open_file(new_path("Другой.shnor"))
    settle(window, qtbot)
    assert window.windowTitle().startswith("Другой")
    assert window.shown_screen() is not first
    assert window.navigation.currentRow() == 0


def test_a_file_that_is_no_document_is_refused_in_words(
    window: Window, messages: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "мусор.shnor").write_bytes(b"PK\3\4" * 100)
    window.open_file(tmp_path / "мусор.shnor")
    settle(window, qtbot)
    assert "не файл этой программы" in messages.warnings[0]
    assert window.windowTitle().startswith("Заречный район")


def test_a_refusal_at_the_start_brings_the_choice_back(
    empty_window: Window, messages: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    empty_window.open_file(tmp_path / "нет.shnor")
    assert not empty_window.welcome.create_button.isVisible()
    settle(empty_window, qtbot)
    assert "не найден" in messages.warnings[0]
    assert empty_window.welcome.create_button.isVisible()


def test_a_file_held_by_another_program_is_offered_for_viewing(
    empty_window: Window, messages: Recorder, new_path: Callable[[str], Path], qtbot: QtBot
) -> None:
    path = new_path("Занятый.shnor")
    with Document.open(path, WHO):
        messages.answers = [0]
        empty_window.open_file(path)
        settle(empty_window, qtbot)
        assert "уже открыт в другом окне" in messages.questions[0]
        assert empty_window.jobs.standing.read_only
        assert empty_window.windowTitle().startswith("Занятый (просмотр) — ")
        assert empty_window.viewing.isVisible() and empty_window.bar.mode.isVisible()
        assert not empty_window.menus.actions["file.import"].isEnabled()
        empty_window.import_files([path.with_suffix(".xlsx")])
        assert "только для просмотра" in messages.warnings[0]


def test_a_refused_view_leaves_the_choice(
    empty_window: Window, messages: Recorder, new_path: Callable[[str], Path], qtbot: QtBot
) -> None:
    path = new_path("Занятый.shnor")
    with Document.open(path, WHO):
        empty_window.open_file(path)
        settle(empty_window, qtbot)
    assert len(messages.questions) == 1
    assert empty_window.jobs.standing.path is None
    assert empty_window.welcome.create_button.isVisible()


def test_recent_files_are_remembered_and_the_last_is_opened_next_time(
    window: Window, new_path: Callable[[str], Path], settings: QSettings, qtbot: QtBot
) -> None:
    other = new_path("Другой.shnor")
    window.open_file(other)
    settle(window, qtbot)
    both = ["Другой.shnor", "Заречный район.shnor"]
    assert [path.name for path in window.files.recent.paths()] == both
    assert window.files.recent.last() == other
    menu = window.menus.menus["file.recent"]
    menu.aboutToShow.emit()
    told = [(action.text(), action.isEnabled()) for action in menu.actions()]
    assert told == [("&1 Другой", False), ("&2 Заречный район", True)]
    window.command("file.close")
    settle(window, qtbot)
    other.rename(other.with_name("Переехал.shnor"))
    assert [path.name for path in window.files.recent.paths()] == both  # Its stick may come back.


def test_a_copy_for_another_office_is_a_whole_document(
    window: Window, messages: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    messages.answers = [tmp_path / "копия.shnor"]
    window.command("file.copy")
    settle(window, qtbot)
    assert "Копия проверена и сохранена" in messages.told_texts[-1]
    with Document.open(tmp_path / "копия.shnor", WHO, read_only=True) as document, document.read() as session:
        assert len(records.rows(session, "subject")) > 30


def test_a_backup_brings_yesterday_back(window: Window, messages: Recorder, qtbot: QtBot) -> None:
    window.command("file.backup")
    window.jobs.change(window, add_office)
    settle(window, qtbot)
    assert count_offices(window, qtbot) == 1
    found: list[tuple[Backup, ...]] = []
    window.jobs.ask(window, lambda document, progress: document.backups(), found.append)
    settle(window, qtbot)
    window.files.restore_from(found[0][0])
    settle(window, qtbot)
    assert count_offices(window, qtbot) == 0
    assert "Восстановлена копия" in messages.told_texts[-1]
    path = window.jobs.standing.path
    assert path is not None
    assert any("до восстановления" in one.name for one in path.parent.iterdir())


def test_a_backup_is_told_below(window: Window, messages: Recorder, qtbot: QtBot) -> None:
    path = window.jobs.standing.path
    assert path is not None
    shutil.rmtree(folder_of(path))
    window.jobs.change(window, add_office)
    settle(window, qtbot)
    saved = window.jobs.standing.saved_at
    assert window.bar.verified.text() == "проверенных копий нет"
    window.command("file.backup")
    settle(window, qtbot)
    assert window.bar.verified.text().startswith("проверенная копия")
    assert saved is not None and window.jobs.standing.saved_at is not None
    assert abs((window.jobs.standing.saved_at - saved).total_seconds()) < 1  # Nothing was written.


def test_a_backup_that_is_no_use_leaves_the_file_open(
    window: Window, messages: Recorder, qtbot: QtBot
) -> None:
    window.command("file.backup")
    found: list[tuple[Backup, ...]] = []
    window.jobs.ask(window, lambda document, progress: document.backups(), found.append)
    settle(window, qtbot)
    found[0][0].path.write_bytes(b"")
    window.files.restore_from(found[0][0])
    settle(window, qtbot)
    assert "пуст" in messages.warnings[-1]
    window.jobs.change(window, add_office)
    settle(window, qtbot)
    assert count_offices(window, qtbot) == 1


def test_the_file_can_be_checked(window: Window, messages: Recorder, qtbot: QtBot) -> None:
    window.command("file.check")
    settle(window, qtbot)
    assert messages.told_texts[-1].startswith("Файл в порядке")


def test_who_works_is_named_from_then_on(window: Window, qtbot: QtBot) -> None:
    offices.remember(offices.Machine("Ольхина В.П.", "ИМЦ"))
    window.command("file.reopen")
    settle(window, qtbot)
    assert window.bar.person.text() == "Ольхина В.П., ИМЦ"
    offices.remember(offices.Machine("Ольхина В.П.", "Отдел другого района"))
    window.jobs.change(window, add_office)
    settle(window, qtbot)
    assert window.bar.person.text() == "Ольхина В.П., ИМЦ", "it is the one of this file"


# --- screens and keys --------------------------------------------------------------------------------------------


def test_the_navigation_follows_the_work(window: Window) -> None:
    assert [window.navigation.item(row).text() for row in range(window.navigation.count())] == ORDER
    assert [entry.title for entry in SCREENS] == ORDER
    assert window.navigation.item(len(ORDER) - 1).isHidden()  # Nothing was ever merged.


@pytest.mark.parametrize("number", range(1, 9))
def test_every_screen_has_a_key_a_name_and_a_help_page(window: Window, number: int, qtbot: QtBot) -> None:
    from shnor_desktop.ui.shell.help_window import page_path

    QTest.keyClick(window, Qt.Key(Qt.Key.Key_0.value + number), CONTROL)
    settle(window, qtbot)
    screen = window.shown_screen()
    assert screen is not None
    assert screen.title == ORDER[number - 1] == screen.accessibleName()
    assert window.navigation.currentRow() == number - 1
    assert page_path(screen.help_page).exists()


def test_arrows_walk_through_the_navigation(window: Window, qtbot: QtBot) -> None:
    window.navigation.setFocus()
    for _ in range(ORDER.index("Справочники")):
        QTest.keyClick(window.navigation, Qt.Key.Key_Down)
    settle(window, qtbot)
    screen = window.shown_screen()
    assert screen is not None and screen.title == "Справочники"


def test_the_navigation_is_walked_from_anywhere_and_hidden_screens_are_passed_over(
    window: Window, qtbot: QtBot
) -> None:
    for key, title in (
        (Qt.Key.Key_PageDown, "Школы"),
        (Qt.Key.Key_PageUp, "Начало"),
        (Qt.Key.Key_PageUp, "История"),
        (Qt.Key.Key_PageDown, "Начало"),
    ):
        QTest.keyClick(window, key, CONTROL)
        settle(window, qtbot)
        screen = window.shown_screen()
        assert screen is not None and screen.title == title


def test_undo_and_redo_by_keys_and_with_their_names(window: Window, messages: Recorder, qtbot: QtBot) -> None:
    undo = window.menus.actions["edit.undo"]
    assert not undo.isEnabled()
    window.jobs.change(window, add_office)
    settle(window, qtbot)
    assert undo.text() == "&Отменить: Добавлено: организация «ИМЦ»"
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    settle(window, qtbot)
    assert count_offices(window, qtbot) == 0
    assert messages.told_texts[-1] == "Отменено: Добавлено: организация «ИМЦ»."
    for keys in ((Qt.Key.Key_Z, CONTROL | SHIFT), (Qt.Key.Key_Y, CONTROL)):
        QTest.keyClick(window, *keys)
        settle(window, qtbot)
        assert count_offices(window, qtbot) == 1
        QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
        settle(window, qtbot)


def test_find_print_and_help_have_their_keys(
    window: Window, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window.go("dictionaries")
    settle(window, qtbot)
    screen = window.shown_screen()
    assert screen is not None
    QTest.keyClick(window, Qt.Key.Key_F, CONTROL)
    focused = window.focusWidget()
    assert isinstance(focused, QLineEdit) and screen.isAncestorOf(focused)
    QTest.keyClick(window, Qt.Key.Key_F1)
    from shnor_desktop.ui.shell.help_window import HelpWindow

    helped = window.findChild(HelpWindow)
    assert helped is not None and helped.isVisible()
    assert "правочник" in helped.text.toPlainText()
    assert not helped.isFloating() and window.stack.width() < window.width() - helped.width(), (
        "covers nothing"
    )
    assert window.focusWidget() is helped.text
    QTest.keyClick(helped.text, Qt.Key.Key_F, CONTROL)
    assert window.focusWidget() is helped.search
    helped.search.insert("копия")
    QTest.keyClick(helped.search, Qt.Key.Key_Escape)
    assert helped.isVisible() and helped.search.text() == ""
    QTest.keyClick(helped.search, Qt.Key.Key_Escape)
    assert not helped.isVisible()
    QTest.keyClick(window, Qt.Key.Key_P, CONTROL)
    settle(window, qtbot)
    shown = window.shown_screen()
    assert shown is not None and shown.title == "Документы"


def test_the_menu_copies_from_where_the_cursor_is(window: Window, qtbot: QtBot) -> None:
    window.go("dictionaries", kind="subject")
    settle(window, qtbot)
    window.activateWindow()
    screen = window.shown_screen()
    assert screen is not None
    screen.start_search()
    line = window.focusWidget()
    assert isinstance(line, QLineEdit)
    line.setText("физика")
    line.selectAll()
    qtbot.waitUntil(lambda: QGuiApplication.focusObject() is line)
    window.menus.actions["edit.cut"].trigger()
    assert QGuiApplication.clipboard().text() == "физика" and line.text() == ""


def test_a_changed_kind_refreshes_only_what_is_seen(window: Window, qtbot: QtBot) -> None:
    window.go("dictionaries")
    settle(window, qtbot)
    start = window._screens["start"]
    asked: list[str] = []
    start.reload = lambda: asked.append("start")  # type: ignore[method-assign]
    window.jobs.change(window, add_office)
    settle(window, qtbot)
    assert not asked
    window.go("start")
    assert asked == ["start"]


def test_the_offer_to_take_back_ends_with_the_next_change(
    window: Window, messages: Recorder, qtbot: QtBot
) -> None:
    taken: list[int] = []
    messages.undo_bar("Удалено 3 карточки", lambda: taken.append(1))
    assert window.notice.isVisible() and window.notice.button.isVisible()
    window.jobs.change(window, add_office)
    settle(window, qtbot)
    assert not window.notice.isVisible()
    messages.undo_bar("Удалено 3 карточки", lambda: taken.append(2))
    QTest.mouseClick(window.notice.button, Qt.MouseButton.LeftButton)
    assert taken == [2] and not window.notice.isVisible()


# --- dragging ----------------------------------------------------------------------------------------------------


def test_a_document_dropped_on_the_empty_window_is_opened(
    empty_window: Window, new_path: Callable[[str], Path], qtbot: QtBot
) -> None:
    data = drag([new_path("Другой.shnor")])
    assert drop(empty_window, data)
    qtbot.waitUntil(lambda: empty_window.windowTitle().startswith("Другой"))


def test_workbooks_dropped_on_the_window_go_to_the_import(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    taken: list[list[Path]] = []
    from shnor_desktop.ui.results import import_wizard

    monkeypatch.setattr(import_wizard, "open_wizard", lambda context, paths: taken.append(list(paths)))
    books = [tmp_path / name for name in ("а.xlsx", "б.XLS", "в.ods", "г.csv")]
    data = drag([*books, tmp_path / "д.docx"])
    assert drop(window, data)
    qtbot.waitUntil(lambda: bool(taken))
    assert taken == [books]


def test_while_files_are_dragged_the_page_tells_what_will_happen(window: Window, tmp_path: Path) -> None:
    book, picture = drag([tmp_path / "Район.xlsx"]), drag([tmp_path / "а.png"])
    assert enter(window, book).isAccepted()
    hint = window.drop_hint
    assert hint is not None and hint.isVisible() and hint.size() == window.centralWidget().size()
    assert "Загрузить результаты: Район.xlsx" in hint.title.text()
    window.dragLeaveEvent(QDragLeaveEvent())
    assert not hint.isVisible()
    assert enter(window, picture).isAccepted() and "«а.png» сюда не загружается" in hint.title.text()
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for data, taken in ((picture, False), (book, True)):
        move = QDragMoveEvent(QPoint(300, 300), copy, data, left, none)
        window.dragMoveEvent(move)
        assert move.isAccepted() is taken


def test_text_that_is_dragged_is_no_file(window: Window) -> None:
    text = QMimeData()
    text.setText("Район")
    assert not enter(window, text).isAccepted() and window.drop_hint is None


def test_other_files_are_told_not_taken(
    window: Window, messages: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    drop(window, drag([tmp_path / "а.png"]))
    qtbot.waitUntil(lambda: bool(messages.warnings))
    assert "«а.png» сюда не загружается" in messages.warnings[0]
    assert window.drop_hint is not None and not window.drop_hint.isVisible()


def test_workbooks_need_an_open_file(empty_window: Window, messages: Recorder, tmp_path: Path) -> None:
    drop_files(empty_window, tmp_path / "а.xlsx")
    assert messages.warnings[0].startswith("Файл не открыт")


# --- long work and the end ---------------------------------------------------------------------------------------


def test_long_work_is_shown_and_can_be_stopped(window: Window, messages: Recorder, qtbot: QtBot) -> None:
    def work(document: Document, progress: Progress) -> None:
        import time

        for step in range(10_000):
            progress(step, 10_000, "Читаются книги")
            progress.stop_if_cancelled()
            time.sleep(0.001)

    window.jobs.ask(window, work, lambda _: None)
    qtbot.waitUntil(window.bar.stop.isVisible)
    assert window.bar.text.text() == "Читаются книги"
    QTest.mouseClick(window.bar.stop, Qt.MouseButton.LeftButton)
    window.jobs.progressed.emit(5, 10_000, "Читаются книги")
    assert window.bar.text.text() == "Останавливается…" and not window.bar.stop.isEnabled()
    settle(window, qtbot)
    assert not window.bar.stop.isVisible()
    assert "отменено" in messages.told_texts[-1]


def test_work_moves_from_the_start_and_is_stopped_only_where_it_heeds_that(
    window: Window, qtbot: QtBot
) -> None:
    begun, gate = threading.Event(), threading.Event()

    def deaf(document: Document, progress: Progress) -> None:
        progress(0, 5, "Делается копия")
        begun.set()
        gate.wait(10)

    window.jobs.ask(window, deaf, lambda _: None)
    qtbot.waitUntil(lambda: begun.is_set() and window.bar.text.text() == "Делается копия")
    assert window.bar.progress.maximum() == 0  # It moves though no step is done.
    window.jobs.progressed.emit(2, 5, "Делается копия")
    assert window.bar.progress.maximum() == 5 and not window.bar.stop.isVisible()
    gate.set()
    settle(window, qtbot)
    assert not window.bar.progress.isVisible()


def test_closing_during_work_names_it(window: Window, messages: Recorder, qtbot: QtBot) -> None:
    begun, gate = threading.Event(), threading.Event()

    def write(document: Document, progress: Progress) -> None:
        progress(0, 10, "Записывается книга")
        begun.set()
        gate.wait(10)

    window.jobs.ask(window, write, lambda _: None)
    assert begun.wait(10)
    window.close()
    assert window.isVisible() and "Ещё не закончено: записывается книга." in messages.questions[0]
    gate.set()
    settle(window, qtbot)


def test_closing_while_something_is_only_looked_at_or_typed_asks_nothing(
    window: Window, messages: Recorder, qtbot: QtBot
) -> None:
    """What was typed last is written first."""
    gate, path = threading.Event(), window.jobs.standing.path
    seen: list[bool] = []
    assert path is not None

    def type_in(document: Document, progress: Progress) -> None:
        with document.write("Введено") as session:
            session.add(School(name="Новая СОШ"))

    window.jobs.ask(window, lambda document, progress: gate.wait(10), seen.append)
    window.jobs.change(window, type_in)
    threading.Timer(0.05, gate.set).start()
    window.close()
    assert not window.isVisible() and messages.questions == [] and seen == []
    with Document.open(path, WHO, back_up=False) as document:
        assert document.actions(1)[0].title == "Введено"


def test_a_closed_file_leaves_no_mark_in_the_navigation(window: Window, qtbot: QtBot) -> None:
    path = window.jobs.standing.path
    assert path is not None
    window.go("schools")
    settle(window, qtbot)
    window.command("file.close")
    settle(window, qtbot)
    assert window.navigation.selectedItems() == []
    window.open_file(path)
    settle(window, qtbot)
    assert [one.text() for one in window.navigation.selectedItems()] == ["Начало"]


def test_size_and_place_are_remembered(
    window: Window, settings: QSettings, messages: Recorder, qtbot: QtBot
) -> None:
    window.resize(777, 555)
    window.close()
    again = Window(settings, messages)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (777, 555)


def test_a_window_that_no_longer_fills_the_screen_fits_on_it(window: Window) -> None:
    room = window.screen().availableGeometry()
    window.setGeometry(room.adjusted(60, 60, 400, 400))
    window.fit_screen()
    assert window.frameGeometry().width() <= max(room.width(), window.minimumWidth())
    assert window.y() + window.height() <= room.bottom() + 1


def test_a_window_half_beyond_an_edge_stays_there_when_it_comes_back(
    window: Window, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    fitted: list[int] = []
    monkeypatch.setattr(window, "fit_screen", lambda: fitted.append(1))
    room, state = window.screen().availableGeometry(), Qt.WindowState
    settled: list[int] = []

    def comes_back(was: Qt.WindowState) -> int:
        fitted.clear()
        QApplication.sendEvent(window, QWindowStateChangeEvent(was))
        settled.clear()
        QTimer.singleShot(250, lambda: settled.append(1))
        qtbot.waitUntil(lambda: bool(settled))
        return len(fitted)

    window.move(room.right() - 200, room.top() + 40)
    assert comes_back(state.WindowMinimized) == 0, "it is where it was put"
    assert comes_back(state.WindowMaximized) == 1
    assert comes_back(state.WindowMinimized | state.WindowMaximized) == 1
    window.move(room.right() + 300, room.top() + 40)
    assert comes_back(state.WindowMinimized) == 1, "its screen is gone"


def test_the_chosen_look_is_remembered(window: Window, settings: QSettings) -> None:

    light, system = [window.menus.menus["view.scheme"].actions()[n] for n in (1, 0)]
    dark = window.menus.menus["view.scheme"].actions()[2]
    dark.trigger()
    assert theme.is_dark() and settings.value("view/scheme") == "dark"
    light.trigger()
    assert not theme.is_dark()
    system.trigger()
    assert settings.value("view/scheme") == ""
    light.trigger()


def test_buttons_of_boxes_are_russian(qtbot: QtBot) -> None:
    buttons = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(buttons.Save | buttons.Cancel | buttons.Close)
    qtbot.addWidget(box)
    assert {one.text().replace("&", "") for one in box.buttons()} == {"Сохранить", "Отмена", "Закрыть"}


def test_a_file_is_opened_even_when_the_window_starts_minimised(
    messages: Recorder, settings: QSettings, new_path: Callable[[str], Path], qtbot: QtBot
) -> None:
    window = Window(settings, messages)
    qtbot.addWidget(window)
    path = new_path("Свёрнутый.shnor")
    window.begun.connect(lambda: window.open_file(path))
    window.paintEvent = lambda event: None  # type: ignore[method-assign]
    try:
        window.showMinimized()
        qtbot.waitUntil(lambda: window.jobs.standing.path == path, timeout=8_000)
    finally:
        window.jobs.stop()


def test_the_work_begins_once(messages: Recorder, settings: QSettings, qtbot: QtBot) -> None:
    window = Window(settings, messages)
    qtbot.addWidget(window)
    begun: list[int] = []
    window.begun.connect(lambda: begun.append(1))
    window.show()
    qtbot.waitUntil(lambda: bool(begun))
    window.hide()
    window.show()
    QTest.qWait(50)
    window._begin()
    assert begun == [1]
    window.jobs.stop()


@pytest.mark.parametrize(
    ("screen", "fills"), [((1366, 728), True), ((910, 485), True), ((1920, 1040), False)]
)
def test_the_first_start_fills_a_small_screen(
    screen: tuple[int, int],
    fills: bool,
    messages: Recorder,
    settings: QSettings,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setattr(Window, "screen_size", lambda window: QSize(*screen))
    window = Window(settings, messages)
    qtbot.addWidget(window)
    window.present()
    assert window.isMaximized() is fills
    window.close()
    again = Window(settings, messages)
    qtbot.addWidget(again)
    assert settings.contains("window/geometry")
    again.present()
    assert again.isMaximized() is fills
    again.jobs.stop()


def test_the_navigation_shows_the_keyboard_in_its_row_and_only_to_who_works_by_keys(
    window: Window, qtbot: QtBot
) -> None:
    def looks() -> bytes:
        image = window.navigation.grab().toImage()  # The bytes are its own.
        return bytes(image.constBits())

    window.activateWindow()
    lines = window.navigation.itemDelegate()
    assert isinstance(lines, FramedRows)
    first = window.navigation.visualItemRect(window.navigation.item(0)).center()
    QTest.mouseClick(window.navigation.viewport(), Qt.MouseButton.LeftButton, pos=first)
    qtbot.waitUntil(window.navigation.hasFocus)
    assert not lines.by_keys
    clicked = looks()
    window.navigation.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
    assert looks() == clicked, "coming back from a dialog changes nothing"
    QTest.keyClick(window.navigation, Qt.Key.Key_Home)
    assert lines.by_keys and looks() != clicked
    for names in (theme._LIGHT, theme._DARK):
        assert _contrast(names["on_accent"], names["accent"]) >= 3
        assert _contrast(names["link"], names["nav"]) >= 3 and _contrast(names["link"], names["base"]) >= 3


def _contrast(one: str, other: str) -> float:
    def light(name: str) -> float:
        parts = [int(name[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_the_help_follows_the_screens_until_a_page_is_turned_by_hand_and_f1_closes_it(
    window: Window, qtbot: QtBot
) -> None:
    def shown() -> str:
        return str(book.topics.currentItem().data(Qt.ItemDataRole.UserRole))

    window.go("schools")
    window.command("help.page")
    (book,) = window.findChildren(HelpWindow)
    assert book.isVisible() and shown() == "schools"
    window.go("dictionaries")
    assert shown() == "dictionaries"
    book.show_page("keys")
    window.go("schools")
    assert shown() == "keys"
    window.command("help.page")
    assert book.isVisible() and shown() == "schools", "F1 on another screen turns to its page first"
    window.command("help.page")
    assert not book.isVisible()
    window.command("help.page")
    assert book.isVisible() and shown() == "schools"


def test_a_note_moves_nothing_under_the_mouse(window: Window, qtbot: QtBot) -> None:
    before = window.stack.geometry()
    window.notice.offer_undo("Удалена школа", lambda: None)
    QTest.qWait(30)
    assert window.notice.isVisible() and window.stack.geometry() == before
    assert window.notice.geometry() == window.bar.geometry()
    window.resize(900, 600)
    qtbot.waitUntil(lambda: window.notice.geometry() == window.bar.geometry())
    window.notice.tell("Записано и проверено: " + "очень длинный путь / " * 20)
    QTest.qWait(30)
    assert window.notice.height() > window.bar.height()
    assert window.notice.geometry().bottom() == window.bar.geometry().bottom()


def test_a_shortcut_to_a_screen_gives_it_the_keyboard(window: Window, qtbot: QtBot) -> None:
    window.activateWindow()
    window.go("start")
    for code, main in (
        ("schools", "table"),
        ("papers", "papers"),
        ("exchange", "choose"),
        ("dictionaries", "names"),
        ("history", "actions_table"),
    ):
        window.command(f"go.{code}")
        qtbot.waitUntil(window.jobs.idle)
        assert window.focusWidget() is getattr(window.shown_screen(), main), code
    window.navigation.setFocus()
    QTest.keyClick(window.navigation, Qt.Key.Key_Home)
    assert window.navigation.hasFocus()


def test_the_worker_loads_what_a_screen_needs_while_the_window_goes_on(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has gone on meanwhile is not called back."""
    loaded: list[bool] = []
    monkeypatch.setattr(window_module, "may_be_built", lambda entry: entry.light or bool(loaded))
    monkeypatch.setattr(
        window_module,
        "load_operations",
        lambda: loaded.append(threading.current_thread() is not threading.main_thread()),
    )
    window.go("results")
    assert type(window.shown_screen()).__name__ == "StartScreen"
    window.go("schools")
    qtbot.waitUntil(window.jobs.idle)
    assert loaded == [True] and type(window.shown_screen()).__name__ == "SchoolsScreen"
    loaded.clear()
    window.go("list")
    qtbot.waitUntil(lambda: type(window.shown_screen()).__name__ == "ListScreen")
    assert loaded == [True]
    qtbot.waitUntil(window.jobs.idle)


def test_every_entry_of_the_navigation_is_in_sight_in_a_low_window(window: Window, qtbot: QtBot) -> None:
    """On the laptop of an office nothing of it is scrolled away; in a high window it has its usual room."""
    navigation = window.navigation
    heights = []
    for height in (560, 900):
        window.resize(1366, height)
        qtbot.wait(20)
        assert navigation.verticalScrollBar().maximum() == 0
        heights.append(navigation.visualItemRect(navigation.item(1)).height())
    assert heights[0] < heights[1] == theme.navigation_height()


def test_what_left_the_window_stays_in_the_bar_with_its_file(
    window: Window, messages: Recorder, tmp_path: Path
) -> None:
    out = tmp_path / "Перечень.pdf"
    out.write_bytes(b"")
    messages.wrote("Документ сохранён: Перечень.pdf.", out)
    assert [window.notice.button.text(), window.notice.second.text()] == ["Открыть", "Показать в папке"]
    messages.tell("Пароль скопирован.")
    last = window.bar.last
    last.menu().aboutToShow.emit()
    offered = [one.text() for one in last.menu().actions() if not one.isSeparator()]
    assert last.isVisible() and "Перечень.pdf" in last.text()
    assert offered[:2] == ["Открыть", "Показать в папке"]
    assert "Пароль скопирован." in offered[2] and "Документ сохранён" in offered[3]
    last.menu().actions()[-1].trigger()
    assert window.notice.label.text() == "Документ сохранён: Перечень.pdf."
    window.jobs.document_opened.emit(window.jobs.standing)
    assert last.text() == "Сообщения ▾", "it was of the file before"
