"""Every verb that writes, killed at every call by which it changes a file: what stands then is the state before it or the
state after it, whole, and the next command works.

Every call of every verb: `python -m tests.document.test_stopped [VERB…]`, and under SHNOR_LONG on the larger of the two
grounds. Otherwise a sample: some calls of each verb.
"""

import hashlib
import os
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from shnor_desktop import cli
from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.file.access import check_header
from shnor_desktop.models.kinds import KINDS
from tests.document import stopping
from tests.document.stopped_verbs import FULL, GROUNDS, PLAIN, VERBS, Verb, at_home, lay

_LONG = bool(os.environ.get("SHNOR_LONG"))
_SAMPLE = 4
"""Calls of each verb that a sample is killed at; all but one write to what has a name of its own."""
_BESIDES = {
    "action": "SELECT kind, title, last_seq - seq FROM action",
    "change": "SELECT field_no, table_no, typeof(value) FROM change",
    "conflict": "SELECT kind, table_no, field_no FROM conflict",
    "row_state": "SELECT table_no, own_alive, alive FROM row_state",
    "merge_log": "SELECT file_name FROM merge_log",
    "meta": "SELECT k FROM meta",
}

_EACH = 12
"""Where nothing but drafts and private copies was written, everything else is byte for byte as before the verb: that
is looked at each time, and what follows from it once in so many times."""
_REPEATED, _LAST = 4, 8
"""Every state is opened and checked; the verb is done again after each such kill, and after the last ones."""

_TRIES, _FEWER = 3, 4
"""How often a call is aimed at, and how many of the last calls a run may do without."""
_SHORTER = "ended before the call"

Picture = dict[str, list[tuple[object, ...]]]


def picture(path: Path) -> Picture:
    """What a document holds, without the numbers and moments that differ every time; whether it is sound, too. Worse than
    edited by another program it must never be."""
    with Document.open(path, Who("Смотрит"), back_up=False) as document:
        report = document.check()
        assert report.sound or report.edited_outside, report.findings
        with document.raw() as connection:
            shown = {kind.code: f"SELECT * FROM {kind.code}" for kind in KINDS}
            found = {
                name: sorted((_plain(row) for row in connection.execute(query)), key=repr)
                for name, query in (shown | _BESIDES).items()
            }
        return found | {"sound": [(report.sound,)]}


def _plain(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple("…" if isinstance(value, bytes) else value for value in row)


def _lasting(folder: Path) -> dict[str, bytes]:
    """The files of a folder but for those that never were under a name of their own."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).digest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not (path.name.startswith(".") and (".new" in path.name or path.name.endswith(".lock")))
        and "временное" not in path.parts
    }


@dataclass
class Trial:
    """One verb on one ground."""

    name: str
    ground: Path
    room: Path
    ends: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.verb: Verb = VERBS[self.name]
        self.start = self.room / "start"
        shutil.copytree(self.ground, self.start)
        ended = stopping.run(at_home(self.start, self._prepared))
        assert ended.code == 0, ended.output
        self.before = None if self.verb.makes else self._picture(self.start)
        self._started, self._untouched = _lasting(self.start), 0
        whole = self._fresh()
        self.calls: list[stopping.Call] = []
        ended = stopping.run(at_home(whole, self.verb.act), self._counted)
        assert ended.code in self.verb.codes, ended.output
        assert not [call for call in self.calls if "-mj" in call.path], "a transaction over two databases"
        self.after = self._picture(whole)
        assert self.after["sound"] == [(True,)]

    def _prepared(self, folder: Path) -> int:
        self.verb.prepare(folder)
        return 0

    def _counted(self, call: stopping.Call) -> bool:
        self.calls.append(call)
        return False

    def _fresh(self) -> Path:
        folder = self.room / "killed"
        shutil.rmtree(folder, ignore_errors=True)
        return Path(shutil.copytree(self.start, folder))

    def _picture(self, folder: Path) -> Picture:
        copy = folder.with_name("looked at")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)
        return picture(copy / self.verb.file)

    def kill(self, number: int) -> None:
        """Kill the verb at that call, look at what stands, and go on working with it."""
        folder = self._killed_at(number)
        if folder is None:
            self.ends[_SHORTER] += 1
            return
        if _lasting(folder) == self._started and self._untouched % _EACH:
            self._untouched += 1
            self.ends["nothing but drafts"] += 1
            return
        where = f"{self.name}, killed at call {number} of {len(self.calls)}: {self.calls[number - 1]}"
        self._untouched += _lasting(folder) == self._started
        try:
            self._look(folder, repeat=number % _REPEATED == 0 or number > len(self.calls) - _LAST)
        except BaseException as error:
            error.add_note(where)
            raise

    def _killed_at(self, number: int) -> Path | None:
        """The folder a kill left. None when the verb ended before that call each time: keys and moments differ from run
        to run, so a run may write a page fewer than the one whose calls were counted.
        """
        for _ in range(_TRIES):
            folder = self._fresh()
            ended = stopping.run(at_home(folder, self.verb.act), lambda call: call.number == number)
            if ended.code == -9:
                return folder
            assert ended.code in self.verb.codes, ended.output
            assert number - _FEWER <= ended.calls < number, f"{self.name}: {ended.calls} calls, not {number}"
        found = self._picture(folder)
        assert found == self.after, _differences(found, self.after)
        return None

    def _look(self, folder: Path, *, repeat: bool) -> None:
        path = folder / self.verb.file
        if path.exists():
            check_header(path)
            found = self._picture(folder)
            assert found in (self.before, self.after), _differences(found, self.before, self.after)
        else:
            assert self.before is None or self._offered(path)
            found = None
        ended = self.after == found and "after" or "before"
        self.ends[ended if path.exists() or self.before is None else "absent, its copies offered"] += 1
        if not repeat:
            return
        done = found == self.after and not self.verb.repeatable
        act = _check(path) if done else self.verb.act
        again = stopping.run(at_home(folder, act))
        assert again.code in self.verb.codes, again.output
        found = self._picture(folder)
        assert found == self.after, _differences(found, self.after)

    def _offered(self, path: Path) -> bool:
        told = stopping.run(at_home(path.parent, _check(path)))
        return any(f"«{path.name}{suffix}»" in told.output for suffix in (".new", ".bak"))


def _check(path: Path) -> Callable[[Path], int]:
    return lambda folder: cli.main(["check", str(path)])


def _differences(found: Picture | None, *wanted: Picture | None) -> str:
    told = []
    for one in wanted:
        if found is None or one is None:
            told.append(f"{found is None} against {one is None}")
            continue
        for name in one:
            if found[name] != one[name]:
                left = [row for row in found[name] if row not in one[name]]
                right = [row for row in one[name] if row not in found[name]]
                told.append(f"{name}: {len(found[name])}/{len(one[name])}, {left[:3]} against {right[:3]}")
    return "\n".join(told)


def around(verb: Verb) -> AbstractContextManager[None]:
    return verb.around() if verb.around else nullcontext()


def try_verb(name: str, ground: Path, room: Path, *, whole: bool) -> Trial:
    """Kill a verb at every call, or at a few of them."""
    with around(VERBS[name]):
        trial = Trial(name, ground, room)
        for number in range(1, len(trial.calls) + 1) if whole else _sample(trial):
            trial.kill(number)
        assert trial.ends[_SHORTER] <= _FEWER, trial.ends
        return trial


def _sample(trial: Trial) -> list[int]:
    chance = random.Random(trial.name)
    named = [call.number for call in trial.calls if ".new" not in call.path and "временное" not in call.path]
    some = chance.sample(named, min(_SAMPLE - 1, len(named)))
    return sorted({*some, chance.randint(1, len(trial.calls))})


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay(tmp_path_factory.mktemp("grounds") / "ground", FULL if _LONG else PLAIN)


_NOT_HERE = stopping.why_not()


@pytest.mark.skipif(bool(_NOT_HERE), reason=_NOT_HERE)
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("name", VERBS)
def test_killed_at_a_write(ground: Path, tmp_path: Path, name: str) -> None:
    try_verb(name, ground, tmp_path / "room", whole=_LONG)


def main(names: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        for ground in GROUNDS:
            laid = lay(Path(folder) / ground, ground)
            for name in names or VERBS:
                started = time.monotonic()
                room = Path(folder) / "room"
                shutil.rmtree(room, ignore_errors=True)
                trial = try_verb(name, laid, room, whole=True)
                took = time.monotonic() - started
                sys.stdout.write(
                    f"{ground}: {name}: {len(trial.calls)} kills, {dict(trial.ends)}, {took:.0f} s\n"
                )
                sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
