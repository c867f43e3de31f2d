"""Random work in several copies of one document as a hypothesis state machine; `EXAMPLES` sets how much.

The copies are real files that stay open; each example starts them from the same content. What is checked is
the list of invariants of merging: any order gives one state, nothing is lost, nothing is asked twice.
"""

import atexit
import contextlib
import random
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlalchemy import select

from shnor_desktop.document.document import Changes, Document, Who
from shnor_desktop.document.file import attachments
from shnor_desktop.document.foreign.relations import examine
from shnor_desktop.document.foreign.rows import Fault
from shnor_desktop.document.merge.merge import MergeReport, merge
from shnor_desktop.document.merge.part import write_part
from shnor_desktop.document.merge.questions import Conflict, conflicts, decide
from shnor_desktop.document.state.check import broken_chains
from shnor_desktop.document.state.rebuild import differences
from shnor_desktop.errors import DocumentError, UserError
from shnor_desktop.models.programme import Indicator
from shnor_desktop.models.results import Procedure, Sitting, Subject
from shnor_desktop.models.roadmap import Activity, Event
from shnor_desktop.models.schools import School
from shnor_desktop.operations.records.changes import Names
from shnor_desktop.operations.schools import sameness
from shnor_desktop.operations.sharing.questions import key_holder
from tests.document.replicas import picture
from tests.document.states import WITH_PLANS, ground, plan_ground, remove, same_key

COUNT = 3
_TAKES = {
    "field": ("here", "there", "value"),
    "delete": ("restore", "delete"),
    "parent": ("restore", "delete"),
    "key": ("here", "there"),
    "merged": ("same", "different"),
    "rule": (),
}


class Copies:
    """Documents that stay open over all examples and are set back to one start."""

    def __init__(self) -> None:
        memory = sys.platform != "win32" and Path("/dev/shm").is_dir()
        self.folder = Path(tempfile.mkdtemp(prefix="shnor-machine-", dir="/dev/shm" if memory else None))
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        start = self.folder / "start.shnor"
        with Document.create(start, Who()) as document:
            ground(document)
            plan_ground(document)
        self.start = _rows_of(start)
        self.documents = []
        for index in range(COUNT + 1):
            name = chr(65 + index)
            made = Document.create(self.folder / f"{name}.shnor", Who(name, f"Организация {name}"))
            made._connection.execute("PRAGMA synchronous = OFF")
            self.documents.append(made)
        self.older = self.documents.pop()
        """A copy somebody made earlier and left lying."""
        self._files = 0

    def reset(self) -> None:
        """Every copy as at the start, with a writer of its own to come. Row by row: after another file has been
        copied over it, SQLite would read 240 triggers again. Files of the history before go."""
        for left in self.folder.glob("f*.shnor*"):
            left.unlink()
        for document in self.documents:
            connection = document._connection
            connection.execute("BEGIN")
            connection.execute("PRAGMA defer_foreign_keys = ON")
            document._journal.suspend()
            for table, rows in self.start.items():
                connection.execute(f"DELETE FROM {table}")
                if rows:
                    marks = ", ".join("?" * len(rows[0]))
                    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
            connection.execute("UPDATE writer SET here = 0")
            connection.execute("COMMIT")
            self._forget(document)

    def load(self, document: Document, source: sqlite3.Connection) -> None:
        """Replace the content of an open document, as restoring a backup or copying a file does."""
        source.backup(document._connection)
        self._forget(document)

    def _forget(self, document: Document) -> None:
        """What an open document remembers of its former content, and of the file it lies in."""
        assert document._watch is not None and document._watch.left(document._connection) is None
        document._journal._writer = None
        document._stacks = None
        document._pending = Changes()

    def file(self) -> Path:
        """A new file name."""
        self._files += 1
        return self.folder / f"f{self._files}.shnor"

    def saved(self, document: Document) -> Path:
        """What would be carried away on a stick."""
        path = self.file()
        out = sqlite3.connect(path)
        out.execute("PRAGMA synchronous = OFF")
        document._connection.backup(out)
        out.close()
        return path

    def merge(self, into: Document, source: Document) -> MergeReport:
        """Merge all of one copy into another."""
        path = self.saved(source)
        try:
            return merge(into, path, path.name, keep=True, back_up=False)
        finally:
            path.unlink()


def _rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Table → rows of a document that is closed."""
    with contextlib.closing(sqlite3.connect(path)) as plain:
        names = [name for (name,) in plain.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: plain.execute(f"SELECT * FROM {name}").fetchall() for name in names}


_copies: list[Copies] = []


def copies() -> Copies:
    """The copies, made once a run."""
    if not _copies:
        _copies.append(Copies())
    return _copies[0]


_who = st.integers(0, COUNT - 1)
_seed = st.integers(0, 10_000)


class Offices(RuleBasedStateMachine):
    """What people in three offices do."""

    @initialize()
    def start(self) -> None:
        self.all = copies()
        self.all.reset()
        self.backups: dict[int, Path] = {}
        self.decided: dict[str, set[tuple[bytes, int]]] = {}
        self.sent: list[Path] = []

    @rule(who=_who, what=st.integers(0, len(WITH_PLANS) - 1), seed=_seed)
    def work(self, who: int, what: int, seed: int) -> None:
        document = self.all.documents[who]
        # A key taken meanwhile is told and nothing is written.
        with contextlib.suppress(DocumentError), document.write(WITH_PLANS[what].__name__) as session:
            WITH_PLANS[what](session, random.Random(seed))

    @rule(into=_who, source=_who)
    def carry(self, into: int, source: int) -> None:
        if into != source:
            self.all.merge(self.all.documents[into], self.all.documents[source])

    @rule(into=_who, seed=_seed, pick=_seed, how=_seed)
    def meet_over_a_key(self, into: int, seed: int, pick: int, how: int) -> None:
        """Everybody enters the same key, everything comes to one of them, and that one decides twice."""
        for who in range(COUNT):
            self.work(who, WITH_PLANS.index(same_key), seed)
        for source in range(COUNT):
            self.carry(into, source)
        self.decide(into, pick, how)
        self.decide(into, pick + 1, how + 1)

    @rule(who=_who)
    def undo(self, who: int) -> None:
        with contextlib.suppress(UserError):
            self.all.documents[who].undo()

    @rule(who=_who)
    def redo(self, who: int) -> None:
        with contextlib.suppress(UserError):
            self.all.documents[who].redo()

    @rule(who=_who, seed=_seed, times=st.integers(1, 3), what=st.integers(0, len(WITH_PLANS)))
    def think_better_of_it(self, who: int, seed: int, times: int, what: int) -> None:
        """Something is done, taken back, done again and taken back: nothing is answered by that, nothing else asked."""
        document, chance = self.all.documents[who], random.Random(seed)
        asked = [_questions(document)]
        for _ in range(times):
            action = remove if what == len(WITH_PLANS) else WITH_PLANS[what]
            try:
                with document.write("Раздумье", force=True) as session:
                    action(session, chance)
            except UserError:  # A key taken meanwhile, or what is signed.
                break
            asked.append(_questions(document))
        with contextlib.suppress(
            UserError
        ):  # A key in between is taken: it stays done, and nothing is changed.
            for _ in range(2):
                for before in reversed(asked[:-1]):
                    document.undo()
                    assert _questions(document) == before, "taking back answered a question, or asked one"
                for after in asked[1:]:
                    document.redo()
                    assert _questions(document) == after, "doing again does not do the same"
        self._sound(document)

    @rule(who=_who, seed=_seed, same=st.booleans())
    def say_who_is_who(self, who: int, seed: int, same: bool) -> None:
        chance = random.Random(seed)
        kind = chance.choice((School, School, Subject, Procedure, Sitting, Activity, Event, Indicator))
        with self.all.documents[who].write("Решение о совпадении") as session:
            records = sorted(session.scalars(select(kind.uid)))
            if len(records) < 2:
                return
            verdict = sameness.SAME if same else sameness.DIFFERENT
            first, second = chance.sample(records, 2)
            sameness.put(session, kind.__tablename__, first, second, verdict, f"причина {seed}")

    @rule(who=_who, pick=_seed, how=_seed)
    def decide(self, who: int, pick: int, how: int) -> None:
        document = self.all.documents[who]
        waiting = conflicts(document)
        if not waiting:
            return
        one = waiting[pick % len(waiting)]
        takes = _TAKES[one.kind]
        if not takes:
            return
        take = takes[how % len(takes)]
        if one.kind == "key" and one.other is None:
            self._say_of_key(document, one, sameness.DIFFERENT if how % 5 == 0 else sameness.SAME)
            return
        if take == "value" and not isinstance(one.sides[-1].value, str):
            take = "here"
        known = _ids(document)
        try:
            decide(document, one, take, "так правильно", "Решено", "своё" if take == "value" else None)
        except DocumentError:
            return
        self._decided(document, one, known)

    def _say_of_key(self, document: Document, one: Conflict, verdict: str) -> None:
        """Records that others refer to wait beside the holder of their key until somebody says what they are."""
        with document.read() as session:
            holder = key_holder(Names(session), one)
        with document.write("Решено", "decide") as session:
            sameness.put(session, one.table, one.uid, holder, verdict, f"причина {document.who.person}")
        left = {left.id for left in conflicts(document)}
        assert (one.id in left) == (verdict == sameness.DIFFERENT), "the answer about a key is not heard"

    def _decided(self, document: Document, one: Conflict, known: set[tuple[bytes, int]]) -> None:
        if one.kind in ("field", "delete", "parent", "key"):
            assert one.id not in {left.id for left in conflicts(document)}, "decided and still asked"
        if one.kind == "field":
            self.decided[one.id] = known

    @rule(who=_who)
    def back_up(self, who: int) -> None:
        self.backups[who] = self.all.saved(self.all.documents[who])

    @rule(who=_who)
    def restore_and_merge(self, who: int) -> None:
        if who not in self.backups:
            return
        document = self.all.documents[who]
        newer = self.all.saved(document)
        source = sqlite3.connect(self.backups.pop(who))
        self.all.load(document, source)
        source.close()
        self.work(who, 1, 7)
        merge(document, newer, "новее", keep=True, back_up=False)

    @rule(who=_who, into=_who, seed=_seed, edits=st.integers(0, 2))
    def part(self, who: int, into: int, seed: int, edits: int) -> None:
        """A school or a year goes away, is edited and comes to somebody, perhaps not to the sender."""
        out = self._send(self.all.documents[who], random.Random(seed), edits, form=False)
        if out:
            merge(self.all.documents[into], out, "часть", keep=True, back_up=False)
            self._sound(self.all.documents[into])

    @rule(who=_who, into=_who, seed=_seed, edits=st.integers(0, 1), form=st.booleans(), on=st.booleans())
    def send_and_go_on(self, who: int, into: int, seed: int, edits: int, form: bool, on: bool) -> None:
        """Somebody takes a copy, the work goes on in the same session, a part or form is sent, the work goes on
        again; the part comes to the older copy, and that perhaps to a further office."""
        document, chance, older = self.all.documents[who], random.Random(seed), self.all.older
        self._write(document, chance)
        self.all.load(older, document._connection)
        self._write(document, chance)
        out = self._send(document, chance, edits, form=form)
        if out is None:
            return
        self.sent.append(out)
        self._write(document, chance)
        self._receive(older, out, refusable=form)
        if on:
            self.all.merge(self.all.documents[into], older)
            self._sound(self.all.documents[into])

    @rule(into=_who, pick=_seed)
    def receive(self, into: int, pick: int) -> None:
        """What was sent comes late, to anybody."""
        if self.sent:
            out = self.sent[pick % len(self.sent)]
            with contextlib.closing(sqlite3.connect(out)) as sent:
                form = sent.execute("SELECT 1 FROM meta WHERE v = 'form'").fetchone() is not None
            self._receive(self.all.documents[into], out, refusable=form)

    def _write(self, document: Document, chance: random.Random) -> None:
        action = chance.choice(WITH_PLANS)
        with contextlib.suppress(DocumentError), document.write(action.__name__) as session:
            action(session, chance)

    def _send(self, document: Document, chance: random.Random, edits: int, *, form: bool) -> Path | None:
        """The part or form as it comes back; None when there is no school to send."""
        out = self.all.file()
        with document.read() as session:
            schools = sorted(session.scalars(select(School.uid)))
        if not schools:
            return None
        if not form and chance.random() < 0.5:
            write_part(document, out, year=chance.choice((2019, 2020)))
        else:
            others = chance.random() < 0.2
            write_part(document, out, school=chance.choice(schools), form=form, others=others)
        with Document.open(out, Who("школа", "Школа"), back_up=False) as given:
            for _ in range(edits):
                self._write(given, chance)
                if chance.random() < 0.3:
                    with contextlib.suppress(UserError):  # A key taken meanwhile, as in `undo`.
                        given.undo()
        return out

    def _receive(self, document: Document, out: Path, *, refusable: bool) -> None:
        """Taken in so that everybody else takes the result; or, a form whose ground is not there, refused whole."""
        before = _ids(document)
        try:
            merge(document, out, "присланное", keep=True, back_up=False)
        except DocumentError as error:
            assert refusable, error
            assert "Такое уже есть" not in error.what_happened
            assert _ids(document) == before
        self._sound(document)

    def _sound(self, document: Document) -> None:
        wrong = broken_chains(document._connection)
        try:
            examine(document._connection)
        except Fault as fault:  # Forgotten at once: its traceback would keep statements of the copy open.
            wrong.append(str(fault))
        assert not wrong

    def teardown(self) -> None:
        if hasattr(self, "all"):
            self._agree()

    def _agree(self) -> None:
        hub, *others = self.all.documents
        union = set().union(*(_ids(document) for document in self.all.documents))
        for document in others:
            self.all.merge(hub, document)
        assert _ids(hub) == union, "a change was lost"
        for out in self.sent:
            merge(hub, out, "присланное", keep=True, back_up=False)  # Its ground is here by now.
        union = _ids(hub)
        for document in reversed(others):
            self.all.merge(document, hub)
        assert _ids(hub) == union, "a change was lost"
        pictures = [picture(document) for document in self.all.documents]
        for one in pictures[1:]:
            for name, rows in one.items():
                assert rows == pictures[0][name], f"{name} depends on the order of merging"
        assert self.all.merge(hub, others[0]).already
        for document in self.all.documents:
            self._sound(document)
            assert not differences(document._connection), "tables differ from the journal"
            assert not document._connection.execute("PRAGMA foreign_key_check").fetchall()
            assert _bytes(document) == _bytes(hub), "attached files differ"
        self._check_questions(hub)

    def _check_questions(self, hub: Document) -> None:
        """Equal values are no question; what was decided is asked again only for something new."""
        for one in conflicts(hub):
            if one.kind != "field":
                continue
            assert len({(type(side.value), side.value) for side in one.sides}) > 1, "equal values conflict"
            if one.id in self.decided:
                heads = set(
                    hub._connection.execute(
                        "SELECT w.uid, h.seq FROM head h JOIN writer w ON w.n = h.writer_n WHERE h.row_uid = ?",
                        (one.uid,),
                    )
                )
                assert heads - self.decided[one.id], "a decided question came back"


def _questions(document: Document) -> dict[str, tuple[object, ...]]:
    """What is asked, and between which values."""
    return {
        one.id: (one.kind, sorted({repr(side.value) for side in one.sides}), one.other)
        for one in conflicts(document)
    }


def _ids(document: Document) -> set[tuple[bytes, int]]:
    query = "SELECT w.uid, c.seq FROM change c JOIN writer w ON w.n = c.writer_n"
    return set(document._connection.execute(query))


def _bytes(document: Document) -> set[bytes]:
    """Names of the attached files that a copy holds; all that any record names must be among them."""
    held = {one for (one,) in document._connection.execute("SELECT sha256 FROM attachment")}
    named = attachments.named(document._connection)
    assert named <= held, "the bytes of an attached file were lost"
    return held & named
