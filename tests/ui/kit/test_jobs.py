"""The worker: answers on the GUI thread, owners that are gone, refusals, faults, cancelling."""

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Changes, Document
from shnor_desktop.errors import Cancelled, UserError
from shnor_desktop.operations.office import offices
from shnor_desktop.operations.records import records
from shnor_desktop.ui.kit.jobs import Jobs, Progress
from tests.ui.conftest import Recorder


def write(document: Document, progress: Progress) -> bytes:
    with document.write("Добавлено: организация") as session:
        return records.save(session, "office", None, {"name": "ИМЦ"})


def numbered(number: int) -> Callable[[Document, Progress], tuple[int, int]]:
    """Work that answers its number and its thread."""
    return lambda document, progress: (number, threading.get_ident())


def test_work_runs_beside_the_window_and_answers_on_it(jobs: Jobs, qtbot: QtBot) -> None:
    threads: list[int] = []
    answers: list[tuple[Path, int]] = []

    def work(document: Document, progress: Progress) -> Path:
        threads.append(threading.get_ident())
        return document.path

    jobs.ask(jobs, work, lambda path: answers.append((path, threading.get_ident())))
    qtbot.waitUntil(jobs.idle)
    assert threads[0] != threading.get_ident()
    assert answers == [(jobs.standing.path, threading.get_ident())]


def test_one_worker_does_everything_in_order(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[tuple[int, int]] = []
    for number in range(20):
        jobs.ask(jobs, numbered(number), seen.append)
    qtbot.waitUntil(jobs.idle)
    assert [number for number, _ in seen] == list(range(20))
    assert len({thread for _, thread in seen}) == 1


def test_an_answer_for_an_owner_that_is_gone_is_dropped(jobs: Jobs, qtbot: QtBot) -> None:
    owner = QObject()
    answers: list[object] = []
    gate = threading.Event()

    def work(document: Document, progress: Progress) -> bytes:
        gate.wait(5)
        return write(document, progress)

    jobs.change(owner, work, answers.append)
    import shiboken6

    shiboken6.delete(owner)
    with qtbot.waitSignal(jobs.document_changed) as changed:
        gate.set()
    qtbot.waitUntil(jobs.idle)
    assert not answers
    assert changed.args is not None and changed.args[0].tables == {"office"}


def test_a_change_is_told_before_its_answer(jobs: Jobs, qtbot: QtBot) -> None:
    order: list[str] = []
    found: list[tuple[Changes, object]] = []
    jobs.document_changed.connect(lambda changes, who: found.append((changes, who)))
    jobs.document_changed.connect(lambda changes, who: order.append("changed"))
    jobs.change(jobs, write, lambda uid: order.append("done"))
    qtbot.waitUntil(jobs.idle)
    assert order == ["changed", "done"]
    assert found[0][0].titles == ("Добавлено: организация",)
    assert found[0][1] is jobs
    assert jobs.standing.undo_title == "Добавлено: организация"


def test_a_change_that_writes_nothing_is_not_told(jobs: Jobs, qtbot: QtBot) -> None:
    told: list[object] = []
    jobs.document_changed.connect(lambda changes, who: told.append(changes))
    jobs.change(jobs, lambda document, progress: None)
    qtbot.waitUntil(jobs.idle)
    assert not told


def test_a_refusal_is_shown_in_words(jobs: Jobs, messages: Recorder, qtbot: QtBot) -> None:
    def work(document: Document, progress: Progress) -> None:
        with document.write("Не выйдет") as session:
            records.save(session, "office", None, {"name": "ИМЦ"})
            raise UserError("Не получилось.", "Сделайте иначе.")

    jobs.change(jobs, work)
    qtbot.waitUntil(jobs.idle)
    assert messages.warnings == ["Не получилось. Сделайте иначе."]
    assert jobs.standing.undo_title is None


def test_a_refusal_may_be_taken_by_its_owner(jobs: Jobs, messages: Recorder, qtbot: QtBot) -> None:
    taken: list[Exception] = []

    def work(document: Document, progress: Progress) -> None:
        raise UserError("Не получилось.")

    jobs.ask(jobs, work, lambda _: None, taken.append)
    qtbot.waitUntil(jobs.idle)
    assert str(taken[0]) == "Не получилось."
    assert not messages.warnings


def test_a_fault_is_reported_whole_and_the_worker_goes_on(
    jobs: Jobs, messages: Recorder, qtbot: QtBot
) -> None:
    def work(document: Document, progress: Progress) -> None:
        raise ZeroDivisionError("запнулась")

    answers: list[int] = []
    jobs.ask(jobs, work, lambda _: None)
    jobs.ask(jobs, lambda document, progress: 7, answers.append)
    qtbot.waitUntil(jobs.idle)
    assert "ZeroDivisionError: запнулась" in messages.reports[0]
    assert "test_jobs.py" in messages.reports[0]
    assert answers == [7]
    messages.reports.clear()


def test_what_was_written_before_a_failure_is_told(jobs: Jobs, messages: Recorder, qtbot: QtBot) -> None:
    def work(document: Document, progress: Progress) -> None:
        write(document, progress)
        raise UserError("Дальше не вышло.")

    with qtbot.waitSignal(jobs.document_changed) as changed:
        jobs.change(jobs, work)
    qtbot.waitUntil(jobs.idle)
    assert changed.args is not None and changed.args[0].tables == {"office"}
    assert jobs.standing.undo_title == "Добавлено: организация"
    assert messages.warnings == ["Дальше не вышло."]


def test_a_document_that_cannot_be_asked_does_not_end_the_worker(
    jobs: Jobs, messages: Recorder, qtbot: QtBot
) -> None:
    def work(document: Document, progress: Progress) -> None:
        document.close()
        raise UserError("Файл закрыт.")

    answers: list[tuple[int, int]] = []
    jobs.change(jobs, work)
    jobs.ask(jobs, numbered(7), answers.append)
    qtbot.waitUntil(jobs.idle)
    assert messages.warnings == ["Файл закрыт."]
    assert answers[0][0] == 7


def test_even_a_panic_of_a_native_library_does_not_end_the_worker(
    jobs: Jobs, messages: Recorder, qtbot: QtBot
) -> None:
    class PanicException(BaseException):
        """As pyo3 raises it: not an Exception."""

    def work(document: Document, progress: Progress) -> None:
        raise PanicException("index out of range")

    jobs.ask(jobs, work, lambda _: None)
    answers: list[tuple[int, int]] = []
    jobs.ask(jobs, numbered(7), answers.append)
    qtbot.waitUntil(jobs.idle)
    assert "PanicException: index out of range" in messages.reports[0]
    assert answers[0][0] == 7
    messages.reports.clear()


def test_long_work_reports_and_stops_when_asked(jobs: Jobs, messages: Recorder, qtbot: QtBot) -> None:
    def work(document: Document, progress: Progress) -> None:
        for step in range(1000):
            progress(step, 1000, "Читаются книги")
            progress.stop_if_cancelled()
            time.sleep(0.005)

    with qtbot.waitSignal(jobs.progressed) as first:
        jobs.ask(jobs, work, lambda _: None)
    assert first.args == [0, 1000, "Читаются книги"]
    jobs.cancel()
    qtbot.waitUntil(jobs.idle)
    assert messages.told_texts == [str(Cancelled())]


def test_what_waits_is_not_begun_after_stopping(jobs: Jobs, qtbot: QtBot) -> None:
    begun: list[int] = []
    gate = threading.Event()
    jobs.ask(jobs, lambda document, progress: gate.wait(5), lambda _: None)
    jobs.change(jobs, lambda document, progress: begun.append(1))
    jobs.cancel()
    gate.set()
    qtbot.waitUntil(jobs.idle)
    assert not begun


def test_only_the_last_of_several_asks_is_answered(jobs: Jobs, qtbot: QtBot) -> None:
    answers: list[tuple[int, int]] = []
    gate = threading.Event()
    jobs.ask(jobs, lambda document, progress: gate.wait(5), lambda _: None)
    for number in range(5):
        jobs.ask(jobs, numbered(number), answers.append, latest="rows")
    gate.set()
    qtbot.waitUntil(jobs.idle)
    assert [number for number, _ in answers] == [4]


def test_without_a_file_work_is_refused(messages: Recorder, qtbot: QtBot) -> None:
    worker = Jobs(messages)
    worker.ask(worker, lambda document, progress: document.path, lambda _: None)
    qtbot.waitUntil(worker.idle)
    worker.stop()
    assert messages.warnings == ["Файл не открыт. Откройте файл или создайте новый."]


def test_a_file_that_cannot_be_opened_leaves_the_open_one(
    jobs: Jobs, messages: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    before = jobs.standing.path
    jobs.open_document(jobs, lambda progress: Document.open(tmp_path / "нет.shnor", offices.who()))
    qtbot.waitUntil(jobs.idle)
    assert jobs.standing.path == before
    assert len(messages.warnings) == 1
    answers: list[Path] = []
    jobs.ask(jobs, lambda document, progress: document.path, answers.append)
    qtbot.waitUntil(jobs.idle)
    assert answers == [before]


def test_closing_gives_the_file_back(jobs: Jobs, qtbot: QtBot) -> None:
    path = jobs.standing.path
    assert path is not None
    jobs.close_document(jobs)
    qtbot.waitUntil(jobs.idle)
    assert jobs.standing.path is None
    Document.open(path, offices.who()).close()


def test_the_program_ends_with_work_under_way(
    messages: Recorder, new_path: Callable[[str], Path], qtbot: QtBot
) -> None:
    path = new_path("а.shnor")
    worker = Jobs(messages)
    worker.open_document(worker, lambda progress: Document.open(path, offices.who()))
    worker.change(worker, write)
    worker.stop()
    with Document.open(path, offices.who()) as document:
        assert document.undo_title() == "Добавлено: организация"


def test_work_that_needs_no_file_runs_without_one(messages: Recorder, qtbot: QtBot) -> None:
    worker = Jobs(messages)
    answers: list[str] = []
    worker.alone(worker, lambda progress: "сделано", answers.append)
    worker.ask(worker, lambda document, progress: "нет", answers.append)
    qtbot.waitUntil(worker.idle)
    assert answers == ["сделано"] and "Файл не открыт" in messages.warnings[0]
    worker.stop()


def test_the_window_gets_its_turn_while_the_worker_computes(jobs: Jobs) -> None:
    """Python gives another thread its turn after this many seconds, for every cell that is painted anew."""
    assert sys.getswitchinterval() <= 0.001
