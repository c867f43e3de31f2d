"""The quarantine process: reads a foreign document and writes what is sound into a staging file of our own make.

It is a process of its own, with limits of memory and time, because a hostile file may try to exhaust or break
whoever reads it. The foreign file is touched by apsw only, which unlike Python's sqlite3 can be told to defend
itself. Start: `python -m shnor_desktop.document.foreign.worker`, frozen `shnor --quarantine-worker`; one
request as JSON on stdin, one answer on stdout.

A file and the same file with its sidecar give two staging files; both are sound by themselves and of our own make, so
bringing them together is the plain union of two journals.
"""

import contextlib
import json
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

import apsw

from shnor_desktop import system
from shnor_desktop.document.file import access, attachments, schema
from shnor_desktop.document.file.faults import sentence
from shnor_desktop.document.foreign.intake import ASK_AGAIN, for_sender, too_slow
from shnor_desktop.document.foreign.relations import chains, references, relations
from shnor_desktop.document.foreign.rows import (
    ACTION_COLUMNS,
    CHANGE_COLUMNS,
    IDENTITY,
    PRED_COLUMNS,
    WRITER_COLUMNS,
    Admission,
    Fault,
)
from shnor_desktop.document.foreign.rules import Rules
from shnor_desktop.errors import DocumentError

MEMORY = 290_000_000
_SQLITE_MEMORY = 100_000_000
_LONGEST = 16_000_000


def main() -> int:
    """Answer the one request on stdin."""
    request = json.loads(sys.stdin.buffer.read())
    _limit(request["seconds"])
    sys.stdout.buffer.write(json.dumps(answer(request), ensure_ascii=False).encode())
    return 0


def _limit(seconds: int) -> None:
    apsw.hard_heap_limit(_SQLITE_MEMORY)
    with contextlib.closing(sqlite3.connect(":memory:")) as any_connection:
        any_connection.execute(f"PRAGMA hard_heap_limit = {_SQLITE_MEMORY}")  # Of the whole process.
    system.confine(MEMORY, seconds)


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """What was staged, or why nothing was: the file alone first, then each variant with a sidecar."""
    until = time.monotonic() + request["seconds"]
    staged: list[dict[str, Any]] = []
    refusals: list[DocumentError] = []
    remarks: list[str] = []
    for number, variant in enumerate(request["variants"]):
        path, beside = Path(variant["path"]), variant["sidecar"]
        staging = path.parent.parent / f"staging-{number}.db"
        try:
            staged.append(Examination(path, staging, until).run(beside))
            if beside:
                remarks.append(f"Рядом с файлом лежал незаконченный «{path.name}{beside}»: он учтён.")
        except DocumentError as error:
            refusals.append(error)
            if beside:
                remarks.append(f"Рядом с файлом лежал посторонний «{path.name}{beside}»: он не учтён.")
    if not staged:
        first = refusals[0]
        return {"error": [first.what_happened, first.what_to_do]}
    if spoilt := staged[0].pop("spoilt", 0):
        remarks.append(
            f"Приложенных файлов не принято: {spoilt}. Их содержимое повреждено или слишком велико; записи о них приняты."
        )
    return {"staged": _united(staged), "remarks": remarks}


def _united(staged: list[dict[str, Any]]) -> dict[str, Any]:
    """Several intact variants of one file hold parts of one history: all of it is taken."""
    first = staged[0]
    for other in staged[1:]:
        if other["uid"] == first["uid"] and other["kind"] == first["kind"]:
            first |= unite(Path(first["path"]), Path(other["path"]))
    return first


class Examination:
    """One variant of the file, from its bytes to the staging file."""

    def __init__(self, path: Path, staging: Path, until: float) -> None:
        self._path = path
        self._staging = staging
        self._until = until

    def run(self, beside: str) -> dict[str, Any]:
        """Facts of the staged file. Raises DocumentError for a file that must not be read."""
        name = self._path.name
        try:
            return self._run(beside)
        except DocumentError as error:
            raise for_sender(error) from error
        except Fault as fault:
            raise DocumentError(f"Файл «{name}» не принят: {fault}.", ASK_AGAIN) from fault
        except (apsw.NoMemError, MemoryError) as error:
            raise DocumentError(
                f"Файл «{name}» не принят: для проверки не хватает памяти.", ASK_AGAIN
            ) from error
        except apsw.InterruptError as error:
            raise too_slow(name) from error
        except (apsw.Error, UnicodeDecodeError) as error:
            raise self._damaged() from error
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_INTERRUPT:
                raise too_slow(name) from error
            raise sentence(error, self._path) or self._damaged() from error

    def _damaged(self) -> DocumentError:
        return DocumentError(f"Файл «{self._path.name}» повреждён: содержимое не читается.", ASK_AGAIN)

    def _run(self, beside: str) -> dict[str, Any]:
        if beside:
            self._settle(beside)
        version = access.check_header(self._path)
        self._inspect(version)
        if version < schema.FORMAT:
            self._migrate(version)
            self._inspect(schema.FORMAT)
        source = self._connect()
        target = sqlite3.connect(self._staging, isolation_level=None)
        try:
            return self._carry(source, target) | {"format": version, "path": str(self._staging)}
        finally:
            target.close()
            source.close()

    # ---- the foreign file

    def _connect(self, *, writable: bool = False) -> apsw.Connection:
        """Limits and defences first, then the first look at the file."""
        flags = apsw.SQLITE_OPEN_READWRITE if writable else apsw.SQLITE_OPEN_READONLY
        mode = "mode=rw" if writable else "mode=ro&immutable=1"
        connection = apsw.Connection(system.sqlite_uri(self._path, mode), flags=flags | apsw.SQLITE_OPEN_URI)
        for limit, amount in (
            (apsw.SQLITE_LIMIT_LENGTH, _LONGEST),
            (apsw.SQLITE_LIMIT_ATTACHED, 0),
            (apsw.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
            (apsw.SQLITE_LIMIT_EXPR_DEPTH, 20),
            (apsw.SQLITE_LIMIT_VDBE_OP, 1_000_000),
            (apsw.SQLITE_LIMIT_WORKER_THREADS, 0),
        ):
            connection.limit(limit, amount)
        for setting, value in (
            (apsw.SQLITE_DBCONFIG_DEFENSIVE, 1),
            (apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
            (apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0),
            (apsw.SQLITE_DBCONFIG_ENABLE_VIEW, 0),
        ):
            connection.config(setting, value)
        connection.set_progress_handler(self._time_is_over, 50_000)
        for pragma in (
            "cell_size_check = ON",
            "mmap_size = 0",
            f"query_only = {'OFF' if writable else 'ON'}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def _settle(self, beside: str) -> None:
        """Let SQLite finish what the sidecar holds, then do without it."""
        connection = self._connect(writable=True)
        try:
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        finally:
            connection.close()
        for suffix in {beside, "-shm"}:
            access.sidecar(self._path, suffix).unlink(missing_ok=True)

    def _inspect(self, version: int) -> None:
        """The schema object for object, then the whole file."""
        connection = self._connect()
        try:
            strangers = schema.strangers(connection, version)
            if strangers:
                raise access.strange_parts(self._path, strangers)
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if found != ("ok",):
                raise self._damaged()
        finally:
            connection.close()

    def _migrate(self, version: int) -> None:
        """An older document becomes one of today's format; it is our private copy."""
        connection = access.connect(self._path, writable=True)
        try:
            schema.migrate(connection, version)
        finally:
            connection.close()

    # ---- into the staging file

    def _carry(self, source: apsw.Connection, target: sqlite3.Connection) -> dict[str, Any]:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -40000"):
            target.execute(f"PRAGMA {pragma}")
        target.set_progress_handler(self._time_is_over, 200_000)
        schema.migrate(target, 0)
        target.execute("BEGIN")
        actions: Any = source.execute("SELECT count(*) FROM action").get
        admission = Admission(Rules(), actions)
        for write in (_identity, _writers, _actions, _changes, _preds):
            write(source, target, admission)
        relations(target)
        references(target, admission)
        chains(target)
        spoilt = _attachments(source, target, admission)
        target.execute("COMMIT")
        offices = target.execute("SELECT DISTINCT office FROM writer WHERE office <> '' ORDER BY office")
        partial = sum(not writer.whole for writer in admission.writers.values())
        identity = admission.identity
        return {
            "uid": identity.uid.hex(),
            "kind": identity.kind,
            "scope": identity.scope,
            "whom": identity.whom,
            "counts": admission.counts | {"partial": partial},
            "spoilt": spoilt,
            "offices": [name for (name,) in offices.fetchmany(100)],
        }

    def _time_is_over(self) -> bool:
        return time.monotonic() > self._until


def _identity(source: apsw.Connection, target: sqlite3.Connection, admission: Admission) -> None:
    rows = admission.identity_rows(source.execute(IDENTITY))
    target.executemany("INSERT INTO meta (k, v) VALUES (?, ?)", rows)


def _writers(source: apsw.Connection, target: sqlite3.Connection, admission: Admission) -> None:
    rows = source.execute(f"SELECT {WRITER_COLUMNS} FROM writer")
    target.executemany(
        f"INSERT INTO writer ({WRITER_COLUMNS}, here) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        admission.writer_rows(rows),
    )


def _actions(source: apsw.Connection, target: sqlite3.Connection, admission: Admission) -> None:
    rows = source.execute(f"SELECT {ACTION_COLUMNS} FROM action ORDER BY writer_n, seq")
    target.executemany(
        f"INSERT INTO action ({ACTION_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        admission.action_rows(rows),
    )


def _changes(source: apsw.Connection, target: sqlite3.Connection, admission: Admission) -> None:
    rows = source.execute(f"SELECT {CHANGE_COLUMNS} FROM change ORDER BY writer_n, seq, field_no")
    # The index is built afterwards, in one go.
    (index,) = target.execute("SELECT sql FROM sqlite_schema WHERE name = 'change_row'").fetchone()
    target.execute("DROP INDEX change_row")
    spans = target.execute("SELECT writer_n, seq, last_seq, lamport FROM action ORDER BY writer_n, seq")
    target.executemany(
        f"INSERT INTO change ({CHANGE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        admission.change_rows(rows, spans),
    )
    spans.close()
    target.execute(index)


def _preds(source: apsw.Connection, target: sqlite3.Connection, admission: Admission) -> None:
    rows = source.execute(f"SELECT {PRED_COLUMNS} FROM change_pred ORDER BY {PRED_COLUMNS}")
    target.executemany(
        f"INSERT INTO change_pred ({PRED_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", admission.pred_rows(rows)
    )


def _attachments(source: apsw.Connection, target: sqlite3.Connection, admission: Admission) -> int:
    """Bytes that a record names, if they are what they are called; how many are not. What nobody names is never read."""
    asked: Any = source
    if not attachments.held(asked):
        return 0
    wanted = attachments.named(target)
    have = {one for one in wanted if source.execute(_HAS_BYTES, (one,)).fetchone()}
    for row in attachments.carried(asked, have):
        target.execute("INSERT INTO attachment (sha256, bytes) VALUES (?, ?)", row)
        admission.counts["attachments"] += 1
    return len(have) - admission.counts["attachments"]


_HAS_BYTES = "SELECT 1 FROM attachment WHERE sha256 = ?"
_KEY = {"action": "seq", "change": "seq, field_no"}
_MAPPED = {
    "action": ("writer_n", "target_writer_n"),
    "change": ("writer_n", "pred_writer_n"),
    "change_pred": ("writer_n", "pred_writer_n"),
}


def unite(into: Path, other: Path) -> dict[str, Any]:
    """Add to `into` what only `other` holds. Returns the new counts; nothing changes when the two disagree."""
    connection = sqlite3.connect(system.sqlite_uri(into, "mode=rw"), uri=True, isolation_level=None)
    try:
        with access.attached(connection, other, "other"):
            return _united_with(connection)
    finally:
        connection.close()


def _united_with(connection: sqlite3.Connection) -> dict[str, Any]:
    """The same for the attached `other`."""
    connection.execute("BEGIN")
    _map_writers(connection)
    if _disagree(connection):
        connection.execute("ROLLBACK")
        return {}
    for table in _MAPPED:
        connection.execute(f"INSERT OR IGNORE INTO main.{table} SELECT * FROM temp.{table}_of_other")
    connection.execute("INSERT OR IGNORE INTO main.attachment SELECT * FROM other.attachment")
    connection.execute(
        "UPDATE main.writer SET (last_seq, chain, whole) = (SELECT o.last_seq, o.chain, o.whole "
        "FROM other.writer o WHERE o.uid = main.writer.uid) WHERE EXISTS (SELECT 1 FROM other.writer o "
        "WHERE o.uid = main.writer.uid AND (o.last_seq, o.whole, length(o.chain)) > "
        "(main.writer.last_seq, main.writer.whole, length(main.writer.chain)))"
    )
    connection.execute("COMMIT")
    counts = {
        name: connection.execute(f"SELECT count(*) FROM main.{name[:-1]}").fetchone()[0]
        for name in ("writers", "actions", "changes", "attachments")
    }
    (partial,) = connection.execute("SELECT count(*) FROM main.writer WHERE whole = 0").fetchone()
    return {"counts": counts | {"partial": partial}}


def _map_writers(connection: sqlite3.Connection) -> None:
    """Give the writers of `other` the numbers they have here, and show its rows under these."""
    connection.execute(
        "INSERT INTO main.writer SELECT (SELECT max(n) FROM main.writer) + row_number() OVER (), uid, office, "
        "person, device, app_version, started_wall, last_seq, chain, here, whole FROM other.writer "
        "WHERE uid NOT IN (SELECT uid FROM main.writer)"
    )
    connection.execute("CREATE TEMP TABLE same (theirs INTEGER PRIMARY KEY, ours INTEGER)")
    connection.execute(
        "INSERT INTO temp.same SELECT o.n, w.n FROM other.writer o JOIN main.writer w ON w.uid = o.uid"
    )
    for table, mapped in _MAPPED.items():
        names = [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]
        taken = ", ".join(
            f"(SELECT ours FROM temp.same WHERE theirs = t.{name}) AS {name}" if name in mapped else name
            for name in names
        )
        connection.execute(f"CREATE TEMP VIEW {table}_of_other AS SELECT {taken} FROM other.{table} t")


def _disagree(connection: sqlite3.Connection) -> bool:
    """Whether both have a row of the same name with different content."""
    for table, key in _KEY.items():
        both = connection.execute(
            f"SELECT 1 FROM (SELECT * FROM temp.{table}_of_other EXCEPT SELECT * FROM main.{table}) t "
            f"JOIN main.{table} m USING (writer_n, {key}) LIMIT 1"
        ).fetchone()
        if both:
            return True
    return False


if __name__ == "__main__":
    sys.exit(main())
