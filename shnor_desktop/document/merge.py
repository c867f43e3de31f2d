"""Bringing another copy of the document in: union of the journals, then the tables follow.

The other copy has been through quarantine: `staged` is a file of our own making that holds only its journal,
every value checked. Nothing here trusts a clock or an order of arrival.
"""

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from shnor_desktop.document import withheld
from shnor_desktop.document.derived import Derivation, Effect, Values
from shnor_desktop.document.document import Document
from shnor_desktop.document.history import moment, spans
from shnor_desktop.document.journal import ActionId, seal
from shnor_desktop.document.mending import must_be_as_said
from shnor_desktop.document.shape import Shape
from shnor_desktop.document.withheld import Filled
from shnor_desktop.errors import DocumentError


@dataclass(frozen=True, slots=True)
class NewAction:
    """One action that came with the other copy."""

    title: str
    kind: str
    person: str
    office: str
    at: str
    """ISO moment, UTC."""
    changes: int


@dataclass(frozen=True, slots=True)
class RowEffect:
    """One shown record that the merge adds, changes or takes away; values by field name."""

    kind: str
    uid: bytes
    before: dict[str, object] | None
    after: dict[str, object] | None


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge brings. `already` means that everything was here before."""

    file_name: str
    already: bool
    actions: tuple[NewAction, ...]
    rows: tuple[RowEffect, ...]
    open_before: int
    open_after: int
    backup: str = ""

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """Kind code → (new, changed, deleted)."""
        found: dict[str, list[int]] = {}
        for row in self.rows:
            place = 0 if row.before is None else 2 if row.after is None else 1
            found.setdefault(row.kind, [0, 0, 0])[place] += 1
        return {kind: (n[0], n[1], n[2]) for kind, n in sorted(found.items())}


def merge(
    document: Document, staged: Path, file_name: str, *, keep: bool, back_up: bool = True
) -> MergeReport:
    """Merge a staged copy; without `keep` only look what it would bring. DocumentError when the file is of
    another document or its history differs from ours."""
    backup = document.back_up_if_changed() if keep and back_up and not document.read_only else None
    with _attached(document, staged), document.deriving(keep=keep) as connection:
        _check_same(connection, file_name)
        before = _open_count(connection)
        _map_writers(connection, file_name)
        known = _filled(connection, file_name)
        fresh = sorted({*_find_new(connection), *((one.table_no, one.row_uid) for one in known)})
        actions = _new_actions(connection)
        came = spans(_new_spans(connection)) if actions else {}
        effect = Effect()
        if fresh or actions:
            must_be_as_said(connection, fresh)
            withheld.fill(connection, known)
            _take_over(connection, file_name)
            effect = Derivation(connection).run(fresh)
        report = MergeReport(
            file_name=file_name,
            already=not fresh and not actions,
            actions=actions,
            rows=_row_effects(connection, effect),
            open_before=before,
            open_after=_open_count(connection),
            backup=backup.path.name if backup else "",
        )
        if keep and not report.already:
            _log(connection, document, report, came)
        _drop_temporary(connection)
    if keep and not report.already:
        document.derived(effect.tables, f"Объединено с файлом «{file_name}»")
    return report


@contextmanager
def _attached(document: Document, staged: Path) -> Iterator[None]:
    with document.raw() as connection:
        connection.execute("ATTACH ? AS other", (str(staged),))
    try:
        yield
    finally:
        with document.raw() as connection:
            connection.execute("DETACH other")


def _check_same(connection: sqlite3.Connection, name: str) -> None:
    query = "SELECT v FROM {}.meta WHERE k = 'uid'"
    if (
        connection.execute(query.format("main")).fetchone()
        != connection.execute(query.format("other")).fetchone()
    ):
        raise DocumentError(
            f"«{name}» — файл другого района, а не копия этого.",
            "Объединять можно только копии одного файла; из чужого файла данные берут выгрузкой в Excel.",
        )


def _open_count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM conflict").fetchone()[0])


# ---- writers

_NOTHING_NEW = 2**62
"""A form carries our own words without names; they are not compared and not taken back."""


def _map_writers(connection: sqlite3.Connection, name: str) -> None:
    """Their local numbers → ours, and from which number on their changes may be new."""
    connection.execute(
        "CREATE TEMP TABLE j_map (fn INTEGER PRIMARY KEY, n INTEGER, after_seq INTEGER, compare INTEGER)"
    )
    form = connection.execute("SELECT 1 FROM other.meta WHERE k = 'kind' AND v = 'form'").fetchone()
    theirs = connection.execute(
        "SELECT n, uid, office, person, device, app_version, started_wall, last_seq, chain, whole FROM other.writer"
    ).fetchall()
    for fn, uid, office, person, device, version, started, last_seq, chain, whole in theirs:
        ours = connection.execute(
            "SELECT n, last_seq, chain, whole FROM writer WHERE uid = ?", (uid,)
        ).fetchone()
        if ours is None:
            if form and not whole:
                raise DocumentError(
                    f"«{name}» — форма, которую отправляла другая организация.",
                    "Вернуть форму можно только в тот файл, из которого она отправлена.",
                )
            cursor = connection.execute(
                "INSERT INTO writer (uid, office, person, device, app_version, started_wall, last_seq, chain, "
                "here, whole) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
                (uid, office, person, device, version, started, last_seq, chain, whole),
            )
            row = (fn, cursor.lastrowid, 0, 0)
        elif form and not whole:
            row = (fn, ours[0], _NOTHING_NEW, 0)
        elif whole and ours[3]:
            row = (fn, ours[0], _common(connection, name, fn, ours, (last_seq, chain)), 0)
        else:
            row = (fn, ours[0], 0, 1)
        connection.execute("INSERT INTO j_map VALUES (?, ?, ?, ?)", row)


def _common(
    connection: sqlite3.Connection,
    name: str,
    fn: int,
    ours: tuple[int, int, bytes, int],
    theirs: tuple[int, bytes],
) -> int:
    """Both know the writer whole: one must be the beginning of the other, and the chains prove it."""
    n, our_seq, our_chain, _ = ours
    their_seq, their_chain = theirs
    if their_seq >= our_seq:
        agreed = _chain_at(connection, "other", fn, our_seq) == our_chain
    else:
        agreed = _chain_at(connection, "main", n, their_seq) == their_chain
    if not agreed:
        raise _altered(name)
    return our_seq


def _chain_at(connection: sqlite3.Connection, schema: str, n: int, seq: int) -> bytes:
    last, chain = connection.execute(
        f"SELECT last_seq, chain FROM {schema}.writer WHERE n = ?", (n,)
    ).fetchone()
    if last == seq:
        return bytes(chain)
    value = b""
    for start, end in connection.execute(
        f"SELECT seq, last_seq FROM {schema}.action WHERE writer_n = ? AND last_seq <= ? ORDER BY seq",
        (n, seq),
    ).fetchall():
        value = seal(connection, value, ActionId(n, start), end, schema)
    return value


def _altered(name: str) -> DocumentError:
    return DocumentError(
        f"История в файле «{name}» отличается от нашей: её изменили мимо программы.",
        "Попросите прислать файл заново; наши данные не изменены.",
    )


# ---- what is new

_NEW = (
    "FROM temp.j_map m CROSS JOIN other.{table} x ON x.writer_n = m.fn AND x.seq > m.after_seq "
    "WHERE (m.compare = 0 OR NOT EXISTS (SELECT 1 FROM main.{table} o WHERE o.writer_n = m.n AND o.seq = x.seq{more}))"
)
_NEW_ACTION = _NEW.format(table="action", more="")
_NEW_CHANGE = _NEW.format(table="change", more=" AND o.field_no = x.field_no")
_NEW_PRED = _NEW.format(
    table="change_pred",
    more=" AND o.field_no = x.field_no AND o.pred_field_no = x.pred_field_no AND o.pred_seq = x.pred_seq "
    "AND o.pred_writer_n = (SELECT p.n FROM temp.j_map p WHERE p.fn = x.pred_writer_n)",
)


def _filled(connection: sqlite3.Connection, name: str) -> list[Filled]:
    """What both copies know must be the same in both, but for texts that a part goes without: those of ours
    that the other copy knows."""
    same = (
        "o.field_no = x.field_no AND o.table_no = x.table_no AND o.row_uid = x.row_uid AND o.lamport = x.lamport "
        "AND o.pred_seq IS x.pred_seq AND o.pred_writer_n IS p.n"
    )
    differing = connection.execute(
        f"SELECT {same}, o.table_no, o.row_uid, o.field_no, o.writer_n, o.seq, o.value, x.value "
        "FROM temp.j_map m CROSS JOIN other.change x ON x.writer_n = m.fn "
        "JOIN main.change o ON o.writer_n = m.n AND o.seq = x.seq "
        f"LEFT JOIN temp.j_map p ON p.fn = x.pred_writer_n WHERE m.compare = 1 AND NOT ({same} AND o.value IS x.value)"
    )
    tables = Shape(connection).tables
    found = []
    with closing(differing):
        for agreed, table_no, row_uid, field_no, writer_n, seq, ours, theirs in differing:
            try:
                value = withheld.common(tables[table_no], field_no, ours, theirs) if agreed else None
            except ValueError:
                agreed = False
            if not agreed:
                raise _altered(name)
            if value != ours:
                found.append(Filled(table_no, row_uid, field_no, writer_n, seq, value))
    return found


def _find_new(connection: sqlite3.Connection) -> list[tuple[int, bytes]]:
    """Rows of which the other copy says something we have not heard."""
    return connection.execute(f"SELECT DISTINCT x.table_no, x.row_uid {_NEW_CHANGE}").fetchall()


def _new_actions(connection: sqlite3.Connection) -> tuple[NewAction, ...]:
    rows = connection.execute(
        "SELECT x.title, x.kind, w.person, w.office, x.wall_ms, x.last_seq - x.seq "
        f"{_NEW_ACTION.replace('WHERE', 'JOIN other.writer w ON w.n = m.fn WHERE', 1)} ORDER BY x.lamport, w.uid, x.seq"
    )
    return tuple(
        NewAction(title, kind, person, office, moment(wall).isoformat(), count)
        for title, kind, person, office, wall, count in rows
    )


def _new_spans(connection: sqlite3.Connection) -> Iterator[tuple[bytes, int, int]]:
    query = _NEW_ACTION.replace("WHERE", "JOIN main.writer w ON w.n = m.n WHERE", 1)
    return connection.execute(f"SELECT w.uid, x.seq, x.last_seq {query} ORDER BY w.uid, x.seq")


# ---- taking it over


def _take_over(connection: sqlite3.Connection, name: str) -> None:
    connection.execute(
        "INSERT INTO main.action (writer_n, seq, last_seq, lamport, wall_ms, kind, title, target_writer_n, "
        "target_seq) SELECT m.n, x.seq, x.last_seq, x.lamport, x.wall_ms, x.kind, x.title, "
        "(SELECT t.n FROM temp.j_map t WHERE t.fn = x.target_writer_n), x.target_seq " + _NEW_ACTION
    )
    connection.execute(
        "INSERT INTO main.change_pred (writer_n, seq, field_no, pred_field_no, pred_writer_n, pred_seq) "
        "SELECT m.n, x.seq, x.field_no, x.pred_field_no, "
        "(SELECT p.n FROM temp.j_map p WHERE p.fn = x.pred_writer_n), x.pred_seq " + _NEW_PRED
    )
    connection.execute(
        "INSERT INTO main.change (writer_n, seq, field_no, table_no, row_uid, lamport, value, pred_writer_n, "
        "pred_seq) SELECT m.n, x.seq, x.field_no, x.table_no, x.row_uid, x.lamport, x.value, "
        "(SELECT p.n FROM temp.j_map p WHERE p.fn = x.pred_writer_n), x.pred_seq " + _NEW_CHANGE
    )
    connection.execute(
        "INSERT INTO main.attachment (sha256, bytes) SELECT sha256, bytes FROM other.attachment "
        "WHERE true ON CONFLICT DO NOTHING"
    )
    for fn, n, compare in connection.execute("SELECT fn, n, compare FROM temp.j_map").fetchall():
        _advance_writer(connection, name, fn, n, compare=bool(compare))


def _advance_writer(connection: sqlite3.Connection, name: str, fn: int, n: int, *, compare: bool) -> None:
    """A writer known whole here is whole for us too, once its chain over our rows says so."""
    last_seq, chain, whole = connection.execute(
        "SELECT last_seq, chain, whole FROM other.writer WHERE n = ?", (fn,)
    ).fetchone()
    ours = connection.execute("SELECT last_seq, whole FROM writer WHERE n = ?", (n,)).fetchone()
    if not compare:
        if last_seq > ours[0]:
            connection.execute("UPDATE writer SET last_seq = ?, chain = ? WHERE n = ?", (last_seq, chain, n))
        return
    if not whole:
        if not ours[1]:
            connection.execute("UPDATE writer SET last_seq = max(last_seq, ?) WHERE n = ?", (last_seq, n))
        return
    if ours[1] or ours[0] > last_seq:
        return
    connection.execute("UPDATE writer SET last_seq = ?, chain = ?, whole = 1 WHERE n = ?", (last_seq, b"", n))
    if _chain_at(connection, "main", n, last_seq + 1) != chain:
        raise _altered(name)
    connection.execute("UPDATE writer SET chain = ? WHERE n = ?", (chain, n))


def _row_effects(connection: sqlite3.Connection, effect: Effect) -> tuple[RowEffect, ...]:
    columns: dict[int, list[str]] = {}
    for number, name in connection.execute(
        "SELECT table_no, column_name FROM catalogue ORDER BY table_no, field_no"
    ):
        columns.setdefault(number, []).append(name)

    def named(number: int, values: Values | None) -> dict[str, object] | None:
        return None if values is None else dict(zip(columns[number], values, strict=True))

    return tuple(
        RowEffect(effect.names[number], uid, named(number, before), named(number, after))
        for (number, uid), (before, after) in sorted(effect.rows.items())
    )


def _log(
    connection: sqlite3.Connection,
    document: Document,
    report: MergeReport,
    came: dict[str, list[list[int]]],
) -> None:
    """The protocol of this very file: counts, authors and which actions came, not the values."""
    who = Counter((action.person, action.office) for action in report.actions)
    facts = {
        "counts": report.counts(),
        "authors": [{"person": p, "office": o, "actions": n} for (p, o), n in sorted(who.items())],
        "came": came,
        "open_before": report.open_before,
        "open_after": report.open_after,
    }
    connection.execute(
        "INSERT INTO merge_log (wall_ms, person, office, file_name, backup, report) VALUES (?, ?, ?, ?, ?, ?)",
        (
            time.time_ns() // 1_000_000,
            document.who.person,
            document.who.office,
            report.file_name,
            report.backup,
            json.dumps(facts, ensure_ascii=False),
        ),
    )


def _drop_temporary(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE temp.j_map")
