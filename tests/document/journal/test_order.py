"""The newest actions are found without the older ones: undo and history cost the same in a file of any age."""

import random
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from shnor_desktop.document.document import ActionId, Document, Who
from shnor_desktop.document.journal import counter, history, order, undo
from shnor_desktop.document.journal.history import Wanted
from shnor_desktop.document.merge.merge import merge
from shnor_desktop.document.state.replaced import record_history
from shnor_desktop.models.schools import School
from tests.document.conftest import ME

_ORDERED = (
    "SELECT a.writer_n, a.seq, a.kind, a.target_writer_n, a.target_seq FROM action a JOIN writer w "
    "ON w.n = a.writer_n {own} ORDER BY a.lamport DESC, w.uid DESC, a.seq DESC"
)


def _write(document: Document, number: int) -> None:
    with document.write(f"Школа {number}") as session:
        session.add(School(name=f"Школа {number}"))


def _stacks(document: Document) -> tuple[list[ActionId], list[tuple[ActionId, ActionId]]]:
    """Both stacks as the whole journal gives them, told from its beginning."""
    waiting: list[ActionId] = []
    taken_back: list[tuple[ActionId, ActionId]] = []
    with document.raw() as connection:
        rows = connection.execute(_ORDERED.format(own="AND w.here = 1")).fetchall()
    for n, seq, kind, target_n, target_seq in reversed(rows):
        me, target = ActionId(n, seq), ActionId(target_n, target_seq)
        if kind == "undo":
            waiting.remove(target)
            taken_back.append((target, me))
        elif kind == "redo":
            waiting += [pair[0] for pair in taken_back if pair[1] == target]
            taken_back = [pair for pair in taken_back if pair[1] != target]
        else:
            waiting.append(me)
            taken_back.clear()
    return waiting, taken_back


@pytest.mark.parametrize("seed", range(6))
def test_undo_and_redo_are_those_of_the_whole_journal(path: Path, seed: int) -> None:
    chance = random.Random(seed)
    Document.create(path, ME).close()
    numbers = iter(range(10_000))
    for opening in range(6):
        with Document.open(path, Who(f"П {opening}", ""), back_up=False) as document:
            for _ in range(chance.randint(1, 15)):
                chance.choice((lambda d=document: _write(d, next(numbers)), document.undo, document.redo))()
                waiting, taken_back = _stacks(document)
                with document.raw() as connection:
                    for stacks in (document._known_stacks(), undo.Stacks(connection)):
                        assert stacks.undo == (waiting[-1] if waiting else None)
                        assert stacks.redo == (taken_back[-1] if taken_back else None)
    with Document.open(path, ME, back_up=False) as document:
        waiting, _ = _stacks(document)
        for expected in reversed(waiting):
            assert document._known_stacks().undo == expected
            document.undo()
        assert document.undo() is None


def test_the_order_and_what_is_taken_back_are_those_of_the_whole_journal(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.shnor" for name in "АБ"]
    Document.create(paths[0], ME).close()
    shutil.copyfile(paths[0], paths[1])
    chance, numbers = random.Random(5), iter(range(1_000))
    for _ in range(4):
        for path in paths:
            with Document.open(path, Who(path.stem, ""), back_up=False) as document:
                for _ in range(5):
                    chance.choice((lambda d=document: _write(d, next(numbers)), document.undo))()
        with Document.open(paths[0], ME, back_up=False) as document:
            shutil.copyfile(paths[1], tmp_path / "пришло")
            merge(document, tmp_path / "пришло", "Б", keep=True, back_up=False)
    with Document.open(paths[0], ME, back_up=False) as document, document.raw() as connection:
        for own, here in (("", False), ("AND w.here = 1", True)):
            told = [(one.writer_n, one.seq) for one in order.newest_first(connection, here=here)]
            assert told == [row[:2] for row in connection.execute(_ORDERED.format(own=own))]
        everything = history.actions(connection, 10_000)
        assert len(everything) > len(told) and any(one.undone for one in everything)
        assert history.actions(connection, 7, 5) == everything[5:12]
        kinds = Wanted(kind=everything[0].kind)
        found = tuple(one for one in everything if one.kind == everything[0].kind)
        assert history.actions(connection, 10_000, 0, kinds) == found
        (highest,) = connection.execute("SELECT max(lamport) FROM action").fetchone()
        assert counter.highest(connection) == highest


def _cost(document: Document) -> dict[str, int]:
    """Steps of SQLite for what people do all day."""
    found = {}
    with document.raw() as connection:
        asked: dict[str, Callable[[], object]] = {
            "undo": lambda: undo.Stacks(connection).undo,
            "lines": lambda: history.actions(connection, 100),
            "next number": lambda: counter.highest(connection),
        }
        for name, ask in asked.items():
            steps: list[int] = []
            connection.set_progress_handler(partial(steps.append, 0), 10)
            ask()
            connection.set_progress_handler(None, 0)
            found[name] = len(steps)
    return found


def test_it_costs_the_same_after_many_years(path: Path) -> None:
    with Document.create(path, ME) as document:
        for number in range(150):
            _write(document, number)
        young = _cost(document)
        with document.raw() as connection:
            connection.execute(
                "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
                "INSERT INTO action (writer_n, seq, last_seq, lamport, wall_ms, kind, title) SELECT a.writer_n, "
                "a.seq + i * 2, a.seq + i * 2 + 1, a.lamport + i, 0, 'edit', 'Правка' FROM n, "
                "(SELECT * FROM action ORDER BY seq DESC LIMIT 1) a"
            )
        old = _cost(document)
    assert all(old[name] <= young[name] + 2 for name in young), (young, old)


def test_the_history_of_one_record_is_told_in_one_pass(empty: Document) -> None:
    """Each change is told with the value before it, however many there were."""
    school = School(name="0")
    uid = school.uid
    with empty.write("Школа") as session:
        session.add(school)
    with empty.write("Правки") as session:
        record = session.get_one(School, uid)
        for number in range(1, 300):
            record.name = str(number)
            session.flush()
    with empty.raw() as connection:
        lines = record_history(connection, "school", uid)[1:]
    assert [(one.before, one.after) for one in lines] == [(str(n - 1), str(n)) for n in range(1, 300)]
