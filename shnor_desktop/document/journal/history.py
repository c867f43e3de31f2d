"""Reading the journal: the list of actions."""

import itertools
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from shnor_desktop.document.journal.capture import ActionId
from shnor_desktop.document.journal.order import Step, newest_first
from shnor_desktop.document.journal.undo import Value


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One commit as the history shows it."""

    action: ActionId
    title: str
    kind: str
    person: str
    office: str
    at: datetime
    changes: int
    undone: bool
    target: ActionId | None

    @property
    def who(self) -> str:
        """«Иванова А.П., ИМЦ»."""
        return ", ".join(part for part in (self.person, self.office) if part)

    @property
    def can_undo(self) -> bool:
        """Whether it can be taken back from a list."""
        return not self.undone and self.kind not in ("fill", "undo", "redo")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One change of one record. `field` is empty when the whole record was added or deleted."""

    action: ActionId
    at: datetime
    person: str
    office: str
    title: str
    what: str
    """«added», «changed», «deleted» or «returned»."""
    field: str
    before: Value
    after: Value
    place: tuple[int, bytes, int] = (0, b"", 0)
    """In the order of all changes that every copy shares."""
    replaced: tuple[Value, ...] = ()
    """What its author saw in the field, several values where it answers a question; `before` is the one shown last."""


def moment(wall_ms: int) -> datetime:
    """UTC moment of a stored time; impossible clocks give the epoch."""
    try:
        return datetime.fromtimestamp(wall_ms / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which actions are looked for; what is not given does not matter."""

    person: str | None = None
    office: str | None = None
    kind: str | None = None
    record: bytes | None = None
    """Those that touched this record."""
    beside: ActionId | None = None
    """Those that touched any record of this action."""
    merge: int | None = None
    """Those that came with this merge."""
    words: "Words | None" = None


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the line of an action somewhere."""

    text: str
    """Looked for in title, person, office and, with digits, in the moment as people write it."""
    kinds: tuple[str, ...]
    """Kinds of action that are called so."""
    undone: bool
    """Whether it means actions that are taken back."""


def actions(
    connection: sqlite3.Connection,
    limit: int,
    start: int = 0,
    wanted: Wanted | None = None,
    *,
    by_time: bool = False,
) -> tuple[ActionLine, ...]:
    """Newest first, from the `start`-th on. `undone` follows undo and redo of undo to the end. `by_time`: by what the clocks
    said, as people read it; else in the order that all offices agree on, in which actions are taken back."""
    wanted = wanted or Wanted()
    if start + limit <= _NEAR and wanted == Wanted() and not by_time:
        return _newest(connection, limit, start)
    taken_back = _taken_back(connection)
    found, given = _where(connection, wanted, taken_back)
    clock = "a.wall_ms DESC, " if by_time else ""
    order = f"ORDER BY {clock}a.lamport DESC, w.uid DESC, a.seq DESC"
    rows = connection.execute(
        "SELECT a.lamport, w.uid, a.seq, a.writer_n, a.last_seq, a.kind, a.title, a.wall_ms, a.target_writer_n, "
        f"a.target_seq FROM (SELECT a.writer_n, a.seq FROM {found} {order} LIMIT ? OFFSET ?) f "
        f"CROSS JOIN action a ON a.writer_n = f.writer_n AND a.seq = f.seq JOIN writer w ON w.n = a.writer_n {order}",
        (*given, limit, start),
    ).fetchall()
    return _lines(connection, [Step(*row) for row in rows], taken_back)


_NEAR = 4_000
"""So far back it costs less to walk than to put the whole history in order."""


def _newest(connection: sqlite3.Connection, limit: int, start: int) -> tuple[ActionLine, ...]:
    """Without looking at what is older: whatever takes an action back came after it."""
    steps = list(itertools.islice(newest_first(connection), start + limit))
    taken_back: set[ActionId] = set()
    for step in steps:
        if step.target is not None and step.action not in taken_back:
            taken_back.add(step.target)
    return _lines(connection, steps[start:], taken_back)


def _lines(
    connection: sqlite3.Connection, steps: list[Step], taken_back: set[ActionId]
) -> tuple[ActionLine, ...]:
    names: dict[int, tuple[str, str]] = {}
    for n in {step.writer_n for step in steps}:
        names[n] = connection.execute("SELECT person, office FROM writer WHERE n = ?", (n,)).fetchone()
    return tuple(
        ActionLine(
            step.action,
            step.title,
            step.kind,
            *names[step.writer_n],
            moment(step.wall_ms),
            step.last_seq - step.seq,
            step.action in taken_back,
            step.target,
        )
        for step in steps
    )


def count(connection: sqlite3.Connection, wanted: Wanted) -> int:
    """How many actions are meant."""
    if wanted == Wanted():
        return int(connection.execute("SELECT count(*) FROM action").fetchone()[0])
    found, given = _where(connection, wanted, _taken_back(connection) if wanted.words else set())
    return int(connection.execute(f"SELECT count(*) FROM {found}", given).fetchone()[0])


_ACTING = (
    "(a.writer_n, a.seq) IN (SELECT c.writer_n, (SELECT max(b.seq) FROM action b WHERE b.writer_n = c.writer_n "
    "AND b.seq < c.seq) FROM (SELECT DISTINCT writer_n, seq FROM change WHERE row_uid {rows}) c)"
)
_CAME = (
    "(a.writer_n, a.seq) IN (SELECT b.writer_n, b.seq FROM json_each(?) r CROSS JOIN action b "
    "ON b.writer_n = json_extract(r.value, '$[0]') "
    "AND b.seq BETWEEN json_extract(r.value, '$[1]') AND json_extract(r.value, '$[2]'))"
)


def _where(
    connection: sqlite3.Connection, wanted: Wanted, taken_back: set[ActionId]
) -> tuple[str, tuple[object, ...]]:
    """The actions `a` of writers `w` that are meant, for a statement, and its parameters."""
    tests: list[str] = []
    given: list[object] = []
    for column, value in (("w.person", wanted.person), ("w.office", wanted.office), ("a.kind", wanted.kind)):
        if value is not None:
            tests.append(f"{column} = ?")
            given.append(value)
    if wanted.record is not None:
        tests.append(_ACTING.format(rows="= ?"))
        given.append(wanted.record)
    if wanted.beside is not None:
        own = (
            "IN (SELECT o.row_uid FROM action s JOIN change o ON o.writer_n = s.writer_n AND o.seq > s.seq "
            "AND o.seq <= s.last_seq WHERE s.writer_n = ? AND s.seq = ?)"
        )
        tests.append(_ACTING.format(rows=own))
        given += [wanted.beside.writer_n, wanted.beside.seq]
    if wanted.merge is not None:
        tests.append(_CAME)
        given.append(json.dumps(spans_of(connection, wanted.merge)))
    if wanted.words is not None:
        test, more = _said_in(connection, wanted.words, taken_back)
        tests.append(test)
        given += more
    found = "action a JOIN writer w ON w.n = a.writer_n"
    return f"{found} WHERE {' AND '.join(tests)}" if tests else found, tuple(given)


def _said_in(
    connection: sqlite3.Connection, words: Words, taken_back: set[ActionId]
) -> tuple[str, list[object]]:
    """The test for words: only titles are many, so only they are asked one by one. Letters of any case, which
    SQLite knows of English only."""
    looked = _plain(words.text)
    connection.create_function("is_said_in", 1, lambda title: looked in _plain(title), deterministic=True)
    speaking = [
        n
        for n, person, office in connection.execute("SELECT n, person, office FROM writer")
        if looked in _plain(person) or looked in _plain(office)
    ]
    tests = [
        "is_said_in(a.title)",
        "a.writer_n IN (SELECT value FROM json_each(?))",
        "a.kind IN (SELECT value FROM json_each(?))",
    ]
    given: list[object] = [json.dumps(speaking), json.dumps(words.kinds)]
    if words.undone:
        tests.append(
            "(a.writer_n, a.seq) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))"
        )
        given.append(json.dumps([[one.writer_n, one.seq] for one in taken_back]))
    if any(sign.isdigit() for sign in looked):
        tests.append("instr(strftime('%d.%m.%Y %H:%M', a.wall_ms / 1000, 'unixepoch', 'localtime'), ?) > 0")
        given.append(looked)
    return f"({' OR '.join(tests)})", given


_QUOTES = str.maketrans(dict.fromkeys("«»„“”", '"'))


def _plain(text: str) -> str:
    """Quotes are looked for as they are typed, not as they stand within one another."""
    return text.casefold().translate(_QUOTES)


def spans(rows: Iterable[tuple[bytes, int, int]]) -> dict[str, list[list[int]]]:
    """Actions as (writer uid, seq, last seq) in their order, told by writer as unbroken spans of seq: few even
    for a great many, and nothing that arrives later falls into one."""
    found: dict[str, list[list[int]]] = {}
    ends: dict[str, int] = {}
    for uid, seq, last_seq in rows:
        writer = uid.hex()
        own = found.setdefault(writer, [])
        if own and ends[writer] + 1 == seq:
            own[-1][1] = seq
        else:
            own.append([seq, seq])
        ends[writer] = last_seq
    return found


def spans_of(connection: sqlite3.Connection, merge: int) -> list[list[int]]:
    """[writer number, first, last] of the actions that came with a merge of this very file."""
    row = connection.execute("SELECT report FROM merge_log WHERE n = ?", (merge,)).fetchone()
    came: dict[str, list[list[int]]] = json.loads(row[0]).get("came", {}) if row else {}
    numbers = {uid.hex(): n for n, uid in connection.execute("SELECT n, uid FROM writer")}
    return [[numbers[writer], *span] for writer, own in came.items() if writer in numbers for span in own]


def came_with(connection: sqlite3.Connection, found: Iterable[ActionId]) -> dict[ActionId, int]:
    """The merge of this very file with which each of these actions came; one that was done here came with none."""
    numbers = {uid.hex(): n for n, uid in connection.execute("SELECT n, uid FROM writer")}
    known: dict[int, list[tuple[int, int, int]]] = {}
    query = "SELECT n, json_extract(report, '$.came') FROM merge_log WHERE json_valid(report) ORDER BY n"
    for merge, told in connection.execute(query):
        for writer, own in json.loads(told or "{}").items():
            if writer in numbers:
                known.setdefault(numbers[writer], []).extend((first, last, merge) for first, last in own)
    return {
        one: merge
        for one in found
        for first, last, merge in known.get(one.writer_n, ())
        if first <= one.seq <= last
    }


def speakers(connection: sqlite3.Connection) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Persons, offices and kinds of action that occur in the history."""
    rows = connection.execute(
        "SELECT DISTINCT person, office FROM writer w WHERE EXISTS (SELECT 1 FROM action a WHERE a.writer_n = w.n)"
    ).fetchall()
    kinds = connection.execute("SELECT DISTINCT kind FROM action ORDER BY kind").fetchall()
    people = sorted({person for person, _ in rows if person})
    offices = sorted({office for _, office in rows if office})
    return tuple(people), tuple(offices), tuple(kind for (kind,) in kinds)


def title_of(connection: sqlite3.Connection, action: ActionId) -> str | None:
    """What an action is called; None when there is none of that number."""
    row = connection.execute(
        "SELECT title FROM action WHERE writer_n = ? AND seq = ?", (action.writer_n, action.seq)
    ).fetchone()
    return str(row[0]) if row else None


def _taken_back(connection: sqlite3.Connection) -> set[ActionId]:
    """Actions whose effect is undone now: an undo that was itself undone does not count."""
    found: set[ActionId] = set()
    rows = connection.execute(
        "SELECT a.writer_n, a.seq, a.target_writer_n, a.target_seq FROM action a JOIN writer w "
        "ON w.n = a.writer_n WHERE a.target_writer_n IS NOT NULL ORDER BY a.lamport DESC, w.uid DESC, a.seq DESC"
    )
    for n, seq, target_n, target_seq in rows:
        if ActionId(n, seq) not in found:
            found.add(ActionId(target_n, target_seq))
    return found


def action_of(connection: sqlite3.Connection, writer_n: int, seq: int) -> tuple[ActionId, str, int]:
    """The action a change belongs to, with its title and wall time (ms)."""
    row = connection.execute(
        "SELECT seq, title, wall_ms FROM action WHERE writer_n = ? AND seq < ? ORDER BY seq DESC LIMIT 1",
        (writer_n, seq),
    ).fetchone()
    return (ActionId(writer_n, row[0]), row[1], row[2]) if row else (ActionId(writer_n, seq), "", 0)
