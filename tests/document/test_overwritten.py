"""Another program gets at the file of an open document at any moment of a commit, however short: what was told as written
is in the file, or the process says what happened and where the edits are.

The moment is every call by which the committing process changes a file, as in the machine that kills there.
"""

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop import places
from shnor_desktop.document.document import Document
from shnor_desktop.document.file import visitors, watch
from shnor_desktop.document.journal.author import Who
from shnor_desktop.errors import DocumentReplaced
from shnor_desktop.models.schools import School
from tests.document import stopping

_LONG = bool(os.environ.get("SHNOR_LONG"))
ME = Who("Петрова А.И.", "ИМЦ", "ПК-1")
_NOT_HERE = stopping.why_not()
pytestmark = [
    pytest.mark.skipif(bool(_NOT_HERE), reason=_NOT_HERE),
    pytest.mark.timeout(1_800),
]


def _over(copy: str, part: float = 1.0) -> Callable[[Path], None]:
    """Written over in place, whole or the first part of it, by a program that keeps the length."""

    def act(path: Path) -> None:
        content = path.with_name(copy).read_bytes()
        with path.open("rb+") as file:
            file.write(content[: int(len(content) * part)])

    return act


def _cp(path: Path) -> None:
    shutil.copyfile(path.with_name("утром.shnor"), path)


def _renamed_over(path: Path) -> None:
    shutil.copyfile(path.with_name("утром.shnor"), path.with_name("новое"))
    path.with_name("новое").replace(path)


def _moved(path: Path) -> None:
    path.rename(path.with_name("в другом месте.shnor"))


ACTS: dict[str, Callable[[Path], None]] = {
    "cp of an earlier copy": _cp,
    "an earlier copy over it": _over("утром.shnor"),
    "half of an earlier copy": _over("утром.shnor", 0.5),
    "a colleague's copy over it": _over("чужая.shnor"),
    "renamed over": _renamed_over,
    "deleted": lambda path: path.unlink(),
    "moved": _moved,
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
}


def _never_small() -> None:
    watch._SMALL = 0


def _told_by_nobody() -> None:
    watch._SMALL = 0
    visitors._asked_for = lambda file: None


SEEN: dict[str, Callable[[], None]] = {
    "read back": lambda: None,
    "the kernel tells": _never_small,
    "nobody tells": _told_by_nobody,
}
"""How it is noticed: in a small file every byte is compared, in a large one when somebody else opened it."""


@pytest.fixture(scope="module")
def ground(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document, an earlier copy of the same size, and a copy in which somebody else worked."""
    folder = tmp_path_factory.mktemp("ground")
    path = Path(shutil.copyfile(template, folder / "район.shnor"))
    _edit(path, "Начальная")
    shutil.copyfile(path, folder / "утром.shnor")
    _edit(path, "Днём")
    assert path.stat().st_size == (folder / "утром.shnor").stat().st_size
    shutil.copyfile(path, folder / "чужая.shnor")
    _edit(folder / "чужая.shnor", "Чужая")
    return folder


def _edit(path: Path, name: str) -> None:
    with Document.open(path, ME, back_up=False) as document, document.write("Школа") as session:
        session.add(School(name=name))


def _work(folder: Path, seen: str) -> int:
    """Two edits; what came of the second goes out."""
    SEEN[seen]()
    places.user_data = lambda: folder / "программа"
    (folder / "программа").mkdir(exist_ok=True)
    with Document.open(folder / "район.shnor", ME, back_up=False) as document:
        try:
            for name in ("Первая", "Вторая"):
                with document.write(f"Школа «{name}»") as session:
                    session.add(School(name=name))
                if name == "Первая":
                    (folder / "теперь").mkdir()
        except DocumentReplaced as error:
            print(json.dumps({"kept": str(error.kept or ""), "said": str(error)}))  # noqa: T201
        else:
            print(json.dumps({"done": True}))  # noqa: T201
            (folder / "сказано").mkdir()
    return 0


def _names(path: Path) -> list[str]:
    with Document.open(path, ME, back_up=False) as document, document.read() as session:
        assert document.check().sound
        return sorted(session.scalars(select(School.name)))


def _moments(folder: Path) -> list[int]:
    """The calls of the second edit, the last before its answer is given."""
    calls: list[stopping.Call] = []

    def counted(call: stopping.Call) -> bool:
        calls.append(call)
        return False

    ended = stopping.run(lambda: _work(folder, "read back"), counted)
    assert ended.code == 0, ended.output
    start = next(call.number for call in calls if call.path.endswith("теперь"))
    end = next(call.number for call in calls if call.path.endswith("сказано"))
    return list(range(start + 1, end))


def _try(ground: Path, room: Path, name: str, moment: int, seen: str = "read back") -> str:
    shutil.rmtree(room, ignore_errors=True)
    shutil.copytree(ground, room)
    path = room / "район.shnor"

    def stopped(call: stopping.Call) -> bool:
        if call.number == moment:
            ACTS[name](path)
        return False

    ended = stopping.run(lambda: _work(room, seen), stopped)
    where = f"{name} at call {moment}, {seen}"
    assert ended.code == 0, f"{where}: {ended.output}"
    answer = json.loads(ended.output.splitlines()[-1])
    if "done" in answer:
        assert {"Первая", "Вторая"} <= set(_names(path)), where
        return "done"
    assert answer["kept"], f"{where}: {answer['said']}"
    undone = "Последнее действие не записано" in answer["said"]
    wanted = ["Первая"] if undone else ["Вторая", "Первая"]
    assert _names(Path(answer["kept"])) == sorted([*wanted, "Днём", "Начальная"]), where
    return "kept before" if undone else "kept with it"


@pytest.mark.parametrize("name", ACTS)
def test_at_any_call_of_a_commit(ground: Path, tmp_path: Path, name: str) -> None:
    moments = _moments(Path(shutil.copytree(ground, tmp_path / "counted")))
    chance = random.Random(name)
    for seen in SEEN:
        if (name, seen) == ("cut", "the kernel tells"):
            continue  # The one way to change a file without opening it.
        for moment in moments if _LONG else chance.sample(moments, 2):
            _try(ground, tmp_path / "room", name, moment, seen)


def test_a_long_transaction_alone_is_no_other_program(template: Path, tmp_path: Path) -> None:
    """SQLite writes into the file before the end when its memory is nearly full."""
    room = 0
    for number, share in enumerate((500, 107, 104)):
        path = Path(shutil.copyfile(template, tmp_path / f"{number}.shnor"))
        with Document.open(path, ME, back_up=False) as document:
            if room:
                document._connection.execute(f"PRAGMA cache_size = -{room * share // 100 // 1024}")
            with document.write("Много") as session:
                session.add_all(School(name=f"Школа {n}", note="а" * 900) for n in range(1_500))
        room = room or path.stat().st_size
