"""The quarantine process: reads a foreign document and writes what is sound into a staging file of our own make.

It is a process of its own, with limits of memory and time, because a hostile file may try to exhaust or break
whoever reads it. The foreign file is touched by apsw only, which unlike Python's sqlite3 can be told to defend
itself. Start: `python -m shnor_desktop.document.quarantine_worker`, frozen `shnor --quarantine-worker`; one
request as JSON on stdin, one answer on stdout.
"""

import contextlib
import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw

from shnor_desktop.document import opening, schema
from shnor_desktop.document.faults import sentence
from shnor_desktop.document.journal import ActionId, seal
from shnor_desktop.document.quarantine import ASK_AGAIN, too_slow
from shnor_desktop.document.quarantine_rows import Admission, Fault, Row, Rules
from shnor_desktop.document.quarantine_union import unite
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
    try:
        import resource
    except ImportError:  # Windows has no such limits; SQLite's own one holds.
        return
    for what, amount in (("RLIMIT_AS", MEMORY), ("RLIMIT_CORE", 0), ("RLIMIT_CPU", seconds)):
        with contextlib.suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, what), (amount, amount))


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
            staged.append(Examination(path, staging, request["lamport"], until).run(beside))
            if beside:
                remarks.append(f"Рядом с файлом лежал незаконченный «{path.name}{beside}»: он учтён.")
        except DocumentError as error:
            refusals.append(error)
            if beside:
                remarks.append(f"Рядом с файлом лежал посторонний «{path.name}{beside}»: он не учтён.")
    if not staged:
        first = refusals[0]
        return {"error": [first.what_happened, first.what_to_do]}
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

    def __init__(self, path: Path, staging: Path, lamport: int, until: float) -> None:
        self._path = path
        self._staging = staging
        self._lamport = lamport
        self._until = until

    def run(self, beside: str) -> dict[str, Any]:
        """Facts of the staged file. Raises DocumentError for a file that must not be read."""
        name = self._path.name
        try:
            return self._run(beside)
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
        version = opening.check_header(self._path)
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
        connection = apsw.Connection(f"{self._path.as_uri()}?{mode}", flags=flags | apsw.SQLITE_OPEN_URI)
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
            opening.sidecar(self._path, suffix).unlink(missing_ok=True)

    def _inspect(self, version: int) -> None:
        """The schema object for object, then the whole file."""
        connection = self._connect()
        try:
            strangers = schema.strangers(connection, version)
            if strangers:
                raise opening.strange_parts(self._path, strangers)
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if found != ("ok",):
                raise DocumentError(f"Файл «{self._path.name}» повреждён: проверка нашла ошибки.", ASK_AGAIN)
        finally:
            connection.close()

    def _migrate(self, version: int) -> None:
        """An older document becomes one of today's format; it is our private copy."""
        connection = opening.connect(self._path, writable=True)
        try:
            schema.migrate(connection, version)
        finally:
            connection.close()

    # ---- into the staging file

    def _carry(self, source: apsw.Connection, target: sqlite3.Connection) -> dict[str, Any]:
        for pragma in (
            f"hard_heap_limit = {_SQLITE_MEMORY}",
            "journal_mode = OFF",
            "synchronous = OFF",
            "cache_size = -40000",
        ):
            target.execute(f"PRAGMA {pragma}")
        target.set_progress_handler(self._time_is_over, 200_000)
        schema.migrate(target, 0)
        target.execute("BEGIN")
        facts = _meta(source, target)
        admission = Admission(Rules(), self._lamport)
        for write in (_writers, _actions, _changes, _preds, _attachments):
            write(source, target, admission)
        _relations(target)
        _references(target, admission)
        _chains(target)
        target.execute("COMMIT")
        offices = target.execute("SELECT DISTINCT office FROM writer WHERE office <> '' ORDER BY office")
        partial = sum(not writer.whole for writer in admission.writers.values())
        return facts | {
            "counts": admission.counts | {"partial": partial},
            "offices": [name for (name,) in offices.fetchmany(100)],
        }

    def _time_is_over(self) -> bool:
        return time.monotonic() > self._until


def _meta(source: apsw.Connection, target: sqlite3.Connection) -> dict[str, Any]:
    rows = source.execute("SELECT k, v FROM meta WHERE k IN ('uid', 'kind', 'scope')")
    known: dict[Any, Any] = {key: value for key, value in rows}
    uid, kind, scope = known.get("uid"), known.get("kind", "full"), known.get("scope")
    if not isinstance(uid, bytes) or len(uid) != 16:
        raise Fault("у файла нет своего номера (meta)")
    if kind not in ("full", "part") or not (scope is None or isinstance(scope, str) and len(scope) <= 10_000):
        raise Fault("неизвестно, целый это файл или часть (meta)")
    target.executemany("INSERT INTO meta (k, v) VALUES (?, ?)", known.items())
    return {"uid": uid.hex(), "kind": kind, "scope": scope}


def _writers(source: apsw.Connection, target: sqlite3.Connection, admission: Admission) -> None:
    rows = source.execute(
        "SELECT n, uid, office, person, device, app_version, started_wall, last_seq, chain, whole FROM writer"
    )
    target.executemany(
        "INSERT INTO writer (n, uid, office, person, device, app_version, started_wall, last_seq, chain, whole, "
        "here) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        admission.writer_rows(rows),
    )


def _actions(source: apsw.Connection, target: sqlite3.Connection, admission: Admission) -> None:
    names = "writer_n, seq, last_seq, lamport, wall_ms, kind, title, target_writer_n, target_seq"
    rows = source.execute(f"SELECT {names} FROM action ORDER BY writer_n, seq")
    target.executemany(
        f"INSERT INTO action ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", admission.action_rows(rows)
    )


def _changes(source: apsw.Connection, target: sqlite3.Connection, admission: Admission) -> None:
    names = "writer_n, seq, field_no, table_no, row_uid, lamport, value, pred_writer_n, pred_seq"
    rows = source.execute(f"SELECT {names} FROM change ORDER BY writer_n, seq, field_no")
    # The index is built afterwards, in one go.
    (index,) = target.execute("SELECT sql FROM sqlite_schema WHERE name = 'change_row'").fetchone()
    target.execute("DROP INDEX change_row")
    spans = target.execute("SELECT writer_n, seq, last_seq, lamport FROM action ORDER BY writer_n, seq")
    target.executemany(
        f"INSERT INTO change ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", admission.change_rows(rows, spans)
    )
    spans.close()
    target.execute(index)


def _preds(source: apsw.Connection, target: sqlite3.Connection, admission: Admission) -> None:
    names = "writer_n, seq, field_no, pred_field_no, pred_writer_n, pred_seq"
    rows = source.execute(f"SELECT {names} FROM change_pred ORDER BY {names}")
    target.executemany(
        f"INSERT INTO change_pred ({names}) VALUES (?, ?, ?, ?, ?, ?)", admission.pred_rows(rows)
    )


def _attachments(source: apsw.Connection, target: sqlite3.Connection, admission: Admission) -> None:
    rows = source.execute("SELECT sha256, bytes FROM attachment")
    target.executemany(
        "INSERT INTO attachment (sha256, bytes) VALUES (?, ?)", admission.attachment_rows(rows)
    )


# A change replaces something said before it, of the same row; `p` may be absent.
_NOT_BEFORE = (
    "(p.seq IS NULL OR p.row_uid <> c.row_uid OR p.table_no <> c.table_no OR p.lamport > c.lamport "
    "OR p.lamport = c.lamport AND (p.writer_n <> c.writer_n OR p.seq >= c.seq))"
)
_INSERTED = (
    "SELECT 1 FROM change i WHERE i.row_uid = {uid} AND i.field_no = 0 AND i.table_no = {table} "
    "AND typeof(i.value) = 'text'"
)
_RELATIONS = (
    (
        "изменение заменяет то, чего нет или что сказано позже (change {}, {})",
        "SELECT c.writer_n, c.seq FROM change c LEFT JOIN change p ON p.writer_n = c.pred_writer_n "
        f"AND p.seq = c.pred_seq WHERE c.pred_seq IS NOT NULL AND ({_NOT_BEFORE} "
        "OR p.field_no NOT IN (c.field_no, 0))",
    ),
    (
        "изменение заменяет то, чего нет или что сказано позже (change_pred {}, {})",
        "SELECT q.writer_n, q.seq FROM change_pred q LEFT JOIN change c ON c.writer_n = q.writer_n "
        "AND c.seq = q.seq AND c.field_no = q.field_no LEFT JOIN change p ON p.writer_n = q.pred_writer_n "
        f"AND p.seq = q.pred_seq AND p.field_no = q.pred_field_no WHERE c.seq IS NULL OR {_NOT_BEFORE}",
    ),
    (
        "изменена запись, которую никто не вносил (change {}, {})",
        "SELECT c.writer_n, c.seq FROM change c WHERE c.pred_seq IS NULL "
        "AND (c.field_no <> 0 OR typeof(c.value) <> 'text') "
        f"AND NOT EXISTS ({_INSERTED.format(uid='c.row_uid', table='c.table_no')})",
    ),
    (
        "одна запись внесена в две таблицы (change {}, {})",
        "SELECT c.writer_n, c.seq FROM change c CROSS JOIN change d ON d.row_uid = c.row_uid AND d.field_no = 0 "
        "AND d.table_no <> c.table_no WHERE c.field_no = 0 AND c.pred_seq IS NULL",
    ),
)


def _relations(target: sqlite3.Connection) -> None:
    for fault, query in _RELATIONS:
        found = target.execute(f"{query} LIMIT 1").fetchone()
        if found:
            raise Fault(fault.format(*found))


def _references(target: sqlite3.Connection, admission: Admission) -> None:
    """Whatever a row ever referred to was entered by somebody."""
    query = f"{_INSERTED.format(uid='?', table='?')} LIMIT 1"
    for table_no, uid in admission.references:
        if target.execute(query, (uid, table_no)).fetchone() is None:
            raise Fault(f"запись ссылается на то, чего в файле нет (таблица {table_no})")


def _chains(target: sqlite3.Connection) -> None:
    """The history of every whole writer, sealed anew, must give the value the file states."""
    writers = target.execute(
        "SELECT n, person, office, chain FROM writer WHERE whole = 1 AND last_seq > 0"
    ).fetchall()
    for n, person, office, chain in writers:
        sealed = b""
        for seq, last_seq in _spans(target, n):
            sealed = seal(target, sealed, ActionId(n, seq), last_seq)
        if sealed != chain:
            who = ", ".join(part[:60] for part in (person, office) if part) or "без имени"
            raise Fault(f"история изменена или обрезана (записи: {who})")


def _spans(target: sqlite3.Connection, n: int) -> Iterator[Row]:
    return iter(
        target.execute("SELECT seq, last_seq FROM action WHERE writer_n = ? ORDER BY seq", (n,)).fetchall()
    )


if __name__ == "__main__":
    sys.exit(main())
