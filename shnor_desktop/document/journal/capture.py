"""The journal: every write is captured by TEMP triggers, one row a changed field, naming what it replaces.

The file itself contains no trigger; each opening for writing makes its own and takes a writer id that never
existed before, because people copy files.
"""

import hashlib
import itertools
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from shnor_desktop import __version__
from shnor_desktop.document.journal import counter, limits
from shnor_desktop.document.journal.author import Who
from shnor_desktop.models.uids import new_uid
from shnor_desktop.rules.admissible import line


@dataclass(frozen=True, slots=True)
class ActionId:
    """Identity of one commit within this file."""

    writer_n: int
    seq: int


@dataclass(frozen=True, slots=True)
class Column:
    """One journaled column as the catalogue numbers it."""

    field_no: int
    name: str
    type: str
    blank: str | int | None = None
    """What a row entered before the column came holds in it."""


WITHHELD = "Не передано: здесь названы и другие школы"
"""Stands in a part for a text that names other schools."""

LEFT_OUT = "Не передано: в части файла этого текста нет"
"""Stands in a part or form for a text in which people may be named. Said anew by somebody who has only the part, a
stand-in means the text that was there."""

STAND_INS = frozenset((WITHHELD, LEFT_OUT))

OTHER_DEED = "Действие, в котором были и другие записи"
"""Stands in a part for the title of an action that did not only concern what the part is of."""

Catalogue = dict[str, tuple[int, tuple[Column, ...]]]
"""Table name → (table number, columns in the order of their numbers)."""


def catalogue(connection: sqlite3.Connection) -> Catalogue:
    """The numbers of tables and fields of this file."""
    found: dict[str, tuple[int, list[Column]]] = {}
    rows = connection.execute(
        "SELECT table_no, field_no, table_name, column_name, type FROM catalogue ORDER BY table_no, field_no"
    ).fetchall()
    blanks: dict[str, dict[str, str | int | None]] = {}
    for table_no, field_no, table, column, kind in rows:
        if table not in blanks:
            blanks[table] = _blanks(connection, table)
        made = Column(field_no, column, kind, blanks[table][column])
        found.setdefault(table, (table_no, []))[1].append(made)
    return {table: (number, tuple(columns)) for table, (number, columns) in found.items()}


def _blanks(connection: sqlite3.Connection, table: str) -> dict[str, str | int | None]:
    """Column → its default. The tables know only the empty text and whole numbers as defaults."""
    rows = connection.execute("SELECT name, dflt_value FROM pragma_table_info(?)", (table,))
    return {name: None if text is None else "" if text == "''" else int(text) for name, text in rows}


STATE = (
    "SELECT coalesce(max(lamport), 0) || '/' || count(*) || '/' || ifnull((SELECT hex(w.uid) || '.' || a.seq "
    "FROM action a JOIN writer w ON w.n = a.writer_n WHERE a.lamport = (SELECT max(lamport) FROM action) "
    "ORDER BY w.uid DESC, a.seq DESC LIMIT 1), '') "
    "FROM action"
)
"""How far the journal goes, in one value. Who spoke last is part of it: a restored file that went on may well
have as many actions as it had before."""

_OPEN = "(SELECT open FROM j_now)"
"""What is derived from the journal is written with the capture closed."""

_NOW_WRITER = "(SELECT writer_n FROM j_now)"
_NOW_SEQ = "(SELECT seq FROM j_now)"
_NOW_LAMPORT = "(SELECT lamport FROM j_now)"


def _latest(part: str, row: str, among: str) -> str:
    """The change a new one replaces: the winner by lamport, writer uid and seq, the same in every office.
    `part` is its writer_n or seq."""
    return (
        f"(SELECT c.{part} FROM change c JOIN writer w ON w.n = c.writer_n "
        f"WHERE c.row_uid = {row}.uid AND {among} ORDER BY c.lamport DESC, w.uid DESC, c.seq DESC LIMIT 1)"
    )


_LIFE = "c.field_no = 0"
"""A row's life is replaced by whatever was said of it last, deletion included."""


_FIELD = "c.field_no IN (NEW.field_no, 0) AND (c.field_no = NEW.field_no OR typeof(c.value) = 'text')"
"""A field is replaced where it was set: by an edit of it or by the insert of the row."""


def _record(table_no: int | str, field_no: int | str, row: str, value: str, among: str) -> str:
    return (
        "UPDATE j_now SET seq = seq + 1;\n"
        "INSERT INTO change (writer_n, seq, field_no, table_no, row_uid, lamport, value, pred_writer_n, pred_seq)\n"
        f"VALUES ({_NOW_WRITER}, {_NOW_SEQ}, {field_no}, {table_no}, {row}.uid, {_NOW_LAMPORT}, {value},\n"
        f"{_latest('writer_n', row, among)}, {_latest('seq', row, among)});\n"
    )


def entered(columns: Iterable[Column]) -> str:
    """SQL for what the journal keeps of the insert of a row."""
    return f"json_array({', '.join(map(_json_item, columns))})"


def _json_item(column: Column, row: str = "NEW") -> str:
    name = f'{row}."{column.name}"'
    return f"iif({name} IS NULL, NULL, lower(hex({name})))" if column.type == "BLOB" else name


def _record_new(table_no: int, value: str) -> str:
    """The insert of a row nobody ever had: it replaces nothing, so nothing is looked up."""
    return (
        "UPDATE j_now SET seq = seq + 1;\n"
        "INSERT INTO change (writer_n, seq, field_no, table_no, row_uid, lamport, value)\n"
        f"SELECT writer_n, seq, 0, {table_no}, NEW.uid, lamport, {value} FROM j_now;\n"
    )


_OTHERS = f"""
INSERT OR IGNORE INTO change_pred (writer_n, seq, field_no, pred_field_no, pred_writer_n, pred_seq)
SELECT {_NOW_WRITER}, {_NOW_SEQ}, 0, c.field_no, c.writer_n, c.seq FROM change c
WHERE c.row_uid = %s.uid AND NOT (c.writer_n = {_NOW_WRITER} AND c.seq = {_NOW_SEQ})
AND NOT EXISTS (SELECT 1 FROM change d WHERE d.row_uid = c.row_uid AND d.field_no = c.field_no
    AND d.pred_writer_n = c.writer_n AND d.pred_seq = c.seq)
AND NOT EXISTS (SELECT 1 FROM change_pred p WHERE p.pred_writer_n = c.writer_n AND p.pred_seq = c.seq
    AND p.field_no = c.field_no)
"""
"""A deletion, and a return after one, replace every un-replaced change of the row: life and fields alike."""


_STAND_INS = ", ".join(f"'{text}'" for text in sorted(STAND_INS))


_EQUAL_HEADS = f"""
INSERT OR IGNORE INTO change_pred (writer_n, seq, field_no, pred_field_no, pred_writer_n, pred_seq)
SELECT {_NOW_WRITER}, {_NOW_SEQ}, NEW.field_no, c.field_no, c.writer_n, c.seq
FROM head h JOIN change c ON c.writer_n = h.writer_n AND c.seq = h.seq
WHERE h.row_uid = NEW.uid AND h.field_no = NEW.field_no
AND iif(c.field_no = 0, json_extract(c.value, '$[' || (NEW.field_no - 1) || ']') IS NEW.shown, c.value IS NEW.old)
AND (NOT NEW.is_text OR NEW.old NOT IN ({_STAND_INS}))
AND NOT EXISTS (SELECT 1 FROM change n WHERE n.writer_n = {_NOW_WRITER} AND n.seq = {_NOW_SEQ}
    AND n.pred_writer_n = c.writer_n AND n.pred_seq = c.seq);
"""
"""An edit also replaces hidden heads of the value it saw; heads of other values stay in conflict, and so do stand-ins,
which may mean different texts."""


def edits() -> list[str]:
    """The statements that make the place where the triggers of all columns write down an edit: as it is said once, each of
    the hundreds of them is short, and making them costs little."""
    return [
        "CREATE TEMP VIEW IF NOT EXISTS j_edit AS SELECT 0 AS table_no, 0 AS field_no, x'' AS uid, NULL AS value, "
        "NULL AS old, NULL AS shown, 0 AS is_text",
        "CREATE TEMP TRIGGER IF NOT EXISTS j_edit_made INSTEAD OF INSERT ON j_edit BEGIN\n"
        + _record("NEW.table_no", "NEW.field_no", "NEW", "NEW.value", _FIELD)
        + _EQUAL_HEADS
        + "END",
    ]


def triggers(table: str, table_no: int, columns: tuple[Column, ...]) -> list[str]:
    """The statements that make the capture of one table complete, bulk statements included."""
    array = entered(columns)
    made = [
        # An upsert that ends as an update runs this trigger too, hence nothing but questions here: whether
        # everybody takes the values, whether the row was there before, whether a person must look at it.
        f"CREATE TEMP TRIGGER IF NOT EXISTS j_{table}_known BEFORE INSERT ON main.{table} WHEN {_OPEN} BEGIN\n"
        + "".join(limits.guard(table, column.name) for column in columns)
        + "UPDATE j_now SET back = EXISTS (SELECT 1 FROM change WHERE row_uid = NEW.uid AND field_no = 0), "
        f"doubt = doubt OR {limits.doubt(table)};\nEND",
        f"CREATE TEMP TRIGGER IF NOT EXISTS j_{table}_insert AFTER INSERT ON main.{table} "
        f"WHEN (SELECT open AND NOT back FROM j_now) BEGIN\n{_record_new(table_no, array)}END",
        f"CREATE TEMP TRIGGER IF NOT EXISTS j_{table}_return AFTER INSERT ON main.{table} "
        "WHEN (SELECT open AND back FROM j_now) BEGIN\n"
        + _record(table_no, 0, "NEW", array, _LIFE)
        + _OTHERS % "NEW"
        + ";\nEND",
        f"CREATE TEMP TRIGGER IF NOT EXISTS j_{table}_delete AFTER DELETE ON main.{table} WHEN {_OPEN} BEGIN\n"
        + _record(table_no, 0, "OLD", "0", _LIFE)
        + _OTHERS % "OLD"
        + ";\nEND",
        f"CREATE TEMP TRIGGER IF NOT EXISTS j_{table}_uid AFTER UPDATE OF uid ON main.{table} WHEN OLD.uid IS NOT NEW.uid "
        "BEGIN SELECT RAISE(ABORT, 'the uid of a row never changes'); END",
    ]
    for column in columns:
        name = f'"{column.name}"'
        made.append(
            f"CREATE TEMP TRIGGER IF NOT EXISTS j_{table}_{column.name} AFTER UPDATE OF {name} ON main.{table} "
            f"WHEN OLD.{name} IS NOT NEW.{name} AND {_OPEN} BEGIN\n"
            + limits.guard(table, column.name)
            + (
                f"UPDATE j_now SET doubt = doubt OR {limits.doubt(table)};\n"
                if column.name in limits.compared(table)
                else ""
            )
            + f"INSERT INTO j_edit VALUES ({table_no}, {column.field_no}, NEW.uid, NEW.{name}, OLD.{name}, "
            f"{_json_item(column, 'OLD')}, {int(column.type == 'TEXT')});\nEND"
        )
    return made


class Capturing(Protocol):
    """What makes the triggers of the tables that an action writes to."""

    def begin(self, kind: str, /) -> None:
        """At the start of an action of that kind."""


class Journal:
    """Writes actions for one opening of one file. All calls happen inside the document's transaction."""

    def __init__(self, connection: sqlite3.Connection, who: Who) -> None:
        self._connection = connection
        self.who = who
        self._writer: int | None = None

    @property
    def writer(self) -> int | None:
        """Number of the writer of this opening, None before its first committed action."""
        return self._writer

    def begin(self, capturing: Capturing, kind: str) -> ActionId:
        """Start one action; the writer is made with the first. The tables it writes to are captured by then."""
        capturing.begin(kind)
        n, last_seq = self._known_writer()
        lamport = counter.highest(self._connection) + 1
        self._connection.execute(
            "UPDATE j_now SET writer_n = ?, seq = ?, lamport = ?, open = 1, doubt = 0",
            (n, last_seq + 1, lamport),
        )
        return ActionId(n, last_seq + 1)

    def suspend(self) -> None:
        """Take the capture away until the next `begin`: what follows is derived from the journal."""
        known = self._connection.execute("SELECT 1 FROM sqlite_temp_schema WHERE name = 'j_now'").fetchone()
        if known:
            self._connection.execute("UPDATE j_now SET open = 0")

    def _known_writer(self) -> tuple[int, int]:
        if self._writer is not None:
            found = self._connection.execute(
                "SELECT last_seq FROM writer WHERE n = ?", (self._writer,)
            ).fetchone()
            return self._writer, found[0]
        cursor = self._connection.execute(
            "INSERT INTO writer (uid, office, person, device, app_version, started_wall, last_seq, chain) "
            "VALUES (?, ?, ?, ?, ?, ?, 0, ?)",
            (
                new_uid(),
                self.who.office,
                self.who.person,
                self.who.device,
                __version__,
                time.time_ns() // 1_000_000,
                b"",
            ),
        )
        return int(cursor.lastrowid or 0), 0

    def finish(
        self, action: ActionId, kind: str, title: str, target: ActionId | None, *, force: bool
    ) -> tuple[int, frozenset[str]]:
        """Write the action down and seal the writer's chain. Returns the number of changes and the tables
        they touched; with no changes nothing is written unless `force`."""
        _, seq, lamport = self._connection.execute("SELECT writer_n, seq, lamport FROM j_now").fetchone()
        count = seq - action.seq
        if not count and not force:
            return 0, frozenset()
        limits.require_texts(self._connection, action.writer_n, action.seq, seq)
        self._connection.execute(
            "INSERT INTO action (writer_n, seq, last_seq, lamport, wall_ms, kind, title, target_writer_n, "
            "target_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                action.writer_n,
                action.seq,
                seq,
                lamport,
                time.time_ns() // 1_000_000,
                kind,
                line(title),
                target.writer_n if target else None,
                target.seq if target else None,
            ),
        )
        self._seal(action, seq)
        tables = self._connection.execute(
            "SELECT DISTINCT k.table_name FROM catalogue k JOIN (SELECT DISTINCT table_no FROM change "
            "WHERE writer_n = ? AND seq > ? AND seq <= ?) t ON t.table_no = k.table_no",
            (action.writer_n, action.seq, seq),
        )
        return count, frozenset(name for (name,) in tables)

    def _seal(self, action: ActionId, last_seq: int) -> None:
        (chain,) = self._connection.execute(
            "SELECT chain FROM writer WHERE n = ?", (action.writer_n,)
        ).fetchone()
        sealed = seal(self._connection, chain, action, last_seq)
        self._connection.execute(
            "UPDATE writer SET last_seq = ?, chain = ? WHERE n = ?", (last_seq, sealed, action.writer_n)
        )

    def committed(self, action: ActionId) -> None:
        """The transaction stands: the writer may go on under the same number."""
        self._writer = action.writer_n


@contextmanager
def capture_closed(connection: sqlite3.Connection) -> Iterator[None]:
    """Within an action: what the block writes is no word of anybody and is not journaled."""
    connection.execute("UPDATE j_now SET open = 0")
    yield
    connection.execute("UPDATE j_now SET open = 1")


def say(
    connection: sqlite3.Connection,
    table_no: int,
    row_uid: bytes,
    field_no: int,
    value: object,
    replaced: Sequence[tuple[bytes, int]],
) -> None:
    """Write one change by hand, naming all it replaces as (writer uid, seq); for decisions, which may say
    what the table shows already. Belongs inside an action that has begun."""
    limits.require_value(connection, table_no, field_no, value)
    numbers = {uid: n for n, uid in connection.execute("SELECT n, uid FROM writer")}
    first, *further = [(numbers[uid], seq) for uid, seq in replaced]
    connection.execute("UPDATE j_now SET seq = seq + 1")
    n, seq, lamport = connection.execute("SELECT writer_n, seq, lamport FROM j_now").fetchone()
    connection.execute(
        "INSERT INTO change (writer_n, seq, field_no, table_no, row_uid, lamport, value, pred_writer_n, pred_seq) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (n, seq, field_no, table_no, row_uid, lamport, value, *first),
    )
    for pred_n, pred_seq in further:
        (pred_field,) = connection.execute(
            "SELECT field_no FROM change WHERE writer_n = ? AND seq = ?", (pred_n, pred_seq)
        ).fetchone()
        connection.execute(
            "INSERT INTO change_pred (writer_n, seq, field_no, pred_field_no, pred_writer_n, pred_seq) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (n, seq, field_no, pred_field, pred_n, pred_seq),
        )


_SEALED_WRITER = (
    "SELECT hex(uid) || char(31) || office || char(31) || person || char(31) || device || char(31) || "
    "app_version || char(31) || started_wall FROM {0}.writer WHERE n = ?"
)
_SEALED_ACTIONS = (
    "SELECT a.seq, a.last_seq, a.lamport, a.wall_ms, a.kind, a.title, "
    "ifnull((SELECT hex(uid) FROM {0}.writer WHERE n = a.target_writer_n), ''), "
    "ifnull(a.target_seq, '') FROM {0}.action a WHERE a.writer_n = ? AND a.seq >= ? AND a.seq <= ? ORDER BY a.seq"
)
_SEALED_CHANGES = (
    "SELECT seq, seq || '|' || field_no || '|' || table_no || '|' || hex(row_uid) || '|' || lamport || '|' || "
    "typeof(value) || '|', hex(ifnull(value, '')), '|' || "
    "ifnull((SELECT hex(uid) FROM {0}.writer WHERE n = pred_writer_n), '') || '|' || "
    "ifnull(pred_seq, '') FROM {0}.change WHERE writer_n = ? AND seq > ? AND seq <= ? ORDER BY seq, field_no"
)
_SEALED_FURTHER = (
    "SELECT p.seq, p.seq || '|' || p.field_no || '|' || p.pred_field_no || '|' || hex(w.uid) || '|' || p.pred_seq "
    "FROM {0}.change_pred p CROSS JOIN {0}.writer w ON w.n = p.pred_writer_n "
    "WHERE p.writer_n = ? AND p.seq > ? AND p.seq <= ? "
    "ORDER BY p.seq, p.field_no, p.pred_field_no, w.uid, p.pred_seq"
)
_LAST = 2**62
_SHORT = 10_000
"""Signs of a row that is put together before it is sealed."""
_Parts = tuple[str, ...]
"""One row as it is sealed; a long value is a part of its own, because every joining would copy it."""


def seal(
    connection: sqlite3.Connection, chain: bytes, action: ActionId, last_seq: int, schema: str = "main"
) -> bytes:
    """Next value of a writer's chain: SHA-256 over the previous value, the action and its changes.

    Writers are named by uid, never by their local number, so that the value is the same in every file. An
    empty `chain` begins with who the writer is. `schema` is the attached file to read from.
    """
    span = (action.writer_n, action.seq, last_seq)
    ask = connection.execute
    (row,) = ask(_SEALED_ACTIONS.format(schema), (action.writer_n, action.seq, action.seq))
    changes = _Queue(ask(_SEALED_CHANGES.format(schema), span))
    further = _Queue(ask(_SEALED_FURTHER.format(schema), span))
    rows = itertools.chain(changes.between(*span[1:]), further.between(*span[1:]))
    return _next(chain or _beginning(connection, action.writer_n, schema), row, rows)


def _beginning(connection: sqlite3.Connection, n: int, schema: str) -> bytes:
    (who,) = connection.execute(_SEALED_WRITER.format(schema), (n,)).fetchone()
    return hashlib.sha256(who.encode()).digest()


def _next(chain: bytes, action: Iterable[object], rows: Iterable[_Parts]) -> bytes:
    digest = hashlib.sha256(chain)
    digest.update("\x1f".join(str(part) for part in action).encode())
    for parts in rows:
        if sum(map(len, parts)) < _SHORT:
            digest.update(f"{''.join(parts)}\n".encode())
            continue
        for part in parts:
            digest.update(part.encode())
            del part  # It may be long, and the next row is read meanwhile.
        digest.update(b"\n")
        del parts
    return digest.digest()


def seals(connection: sqlite3.Connection, n: int, schema: str = "main") -> Iterator[tuple[int, bytes]]:
    """The values `seal` gives one after the other from a writer's first action on, with where each action ends, up to
    the first gap: in one pass, because a history has a great many small actions."""
    everything = (n, 0, _LAST)
    chain, end = _beginning(connection, n, schema), 0
    with (
        closing(connection.execute(_SEALED_ACTIONS.format(schema), everything)) as actions,
        closing(connection.execute(_SEALED_CHANGES.format(schema), everything)) as changes,
        closing(connection.execute(_SEALED_FURTHER.format(schema), everything)) as further,
    ):
        queues = (_Queue(changes), _Queue(further))
        for row in actions:
            seq, last_seq = row[0], row[1]
            if seq != end + 1:
                return
            rows = itertools.chain.from_iterable(queue.between(seq, last_seq) for queue in queues)
            chain, end = _next(chain, row, rows), last_seq
            yield end, chain


class _Queue:
    """Rows of (seq, parts …) in their order, taken action by action."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows
        self._first = next(rows, None)

    def between(self, after: int, until: int) -> Iterator[_Parts]:
        """Parts of the rows with after < seq <= until; what comes before is passed over."""
        while self._first is not None and self._first[0] <= until:
            (seq, *parts), self._first = self._first, None
            if seq > after:
                yield tuple(parts)
            del parts
            self._first = next(self._rows, None)
