"""What the rows of a journal must be to each other; and the same questions put to a document of our own.

Whatever our own full check finds sound, another office's quarantine accepts: both ask here.
"""

import sqlite3
from collections import deque
from collections.abc import Iterable

from shnor_desktop.document.foreign.rows import (
    ACTION_COLUMNS,
    CHANGE_COLUMNS,
    IDENTITY,
    PRED_COLUMNS,
    WRITER_COLUMNS,
    Admission,
    Fault,
    Row,
    altered,
    called,
)
from shnor_desktop.document.foreign.rules import Rules
from shnor_desktop.document.journal.capture import seals

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
        "правка заменяет то, чего в истории нет или что внесено позже",
        "SELECT 1 FROM {said} c LEFT JOIN change p ON p.writer_n = c.pred_writer_n "
        f"AND p.seq = c.pred_seq WHERE c.pred_seq IS NOT NULL AND ({_NOT_BEFORE} "
        "OR p.field_no NOT IN (c.field_no, 0))",
    ),
    (
        "правка заменяет то, чего в истории нет или что внесено позже",
        "SELECT 1 FROM {further} q LEFT JOIN change c ON c.writer_n = q.writer_n "
        "AND c.seq = q.seq AND c.field_no = q.field_no LEFT JOIN change p ON p.writer_n = q.pred_writer_n "
        f"AND p.seq = q.pred_seq AND p.field_no = q.pred_field_no WHERE c.seq IS NULL OR {_NOT_BEFORE}",
    ),
    (
        "изменена запись, которую никто не вносил",
        "SELECT 1 FROM {said} c WHERE c.pred_seq IS NULL "
        "AND (c.field_no <> 0 OR typeof(c.value) <> 'text') "
        f"AND NOT EXISTS ({_INSERTED.format(uid='c.row_uid', table='c.table_no')})",
    ),
)
_TWICE = (
    "SELECT 1 FROM {said} c CROSS JOIN change d ON d.row_uid = c.row_uid AND d.field_no = 0 "
    "AND d.table_no <> c.table_no WHERE c.field_no = 0 AND c.pred_seq IS NULL"
)


def relations(target: sqlite3.Connection) -> None:
    """What changes say they replace exists, came before and belongs to the same row."""
    fault = builds_on_nothing(target, "change", "change_pred")
    if fault:
        raise Fault(fault)
    if entered_twice(target, "change"):
        raise Fault("одна запись внесена дважды, как записи разных видов")


def builds_on_nothing(target: sqlite3.Connection, said: str, further: str) -> str:
    """Why the changes `said` and the further predecessors `further`, tables or queries in brackets, do not stand
    on the journal; empty when they do."""
    for fault, query in _RELATIONS:
        if target.execute(f"{query.format(said=said, further=further)} LIMIT 1").fetchone():
            return fault
    return ""


def entered_twice(target: sqlite3.Connection, said: str) -> bool:
    """Whether one of the changes `said` enters a row that is of another kind already."""
    return target.execute(f"{_TWICE.format(said=said)} LIMIT 1").fetchone() is not None


def references(target: sqlite3.Connection, admission: Admission) -> None:
    """Whatever a row ever referred to was entered by somebody."""
    query = f"{_INSERTED.format(uid='?', table='?')} LIMIT 1"
    for table_no, uid in admission.references:
        if target.execute(query, (uid, table_no)).fetchone() is None:
            raise Fault(f"в файле нет записи «{admission.called(table_no)}», на которую ссылаются другие")


def chains(target: sqlite3.Connection) -> None:
    """The history of every writer, sealed anew, must give the value the file states: at its end, or at some point
    of a writer who is known in pieces beyond it."""
    writers = target.execute(
        "SELECT n, person, office, chain, last_seq, whole FROM writer WHERE last_seq > 0 AND chain <> x''"
    ).fetchall()
    for n, person, office, chain, last_seq, whole in writers:
        known = seals(target, n)
        if not any(value == chain and (not whole or end == last_seq) for end, value in known):
            raise altered(called(person, office))


def examine(connection: sqlite3.Connection) -> None:
    """Ask everything of a journal where it stands, but for the chains. Raises Fault. Attached files are not asked about:
    what is damaged of them is not taken over, and nobody is refused for it."""
    ask = connection.execute
    admission = Admission(Rules(), ask("SELECT count(*) FROM action").fetchone()[0])
    _exhaust(admission.identity_rows(ask(IDENTITY)))
    _exhaust(admission.writer_rows(ask(f"SELECT {WRITER_COLUMNS} FROM writer")))
    _exhaust(admission.action_rows(ask(f"SELECT {ACTION_COLUMNS} FROM action ORDER BY writer_n, seq")))
    spans = ask("SELECT writer_n, seq, last_seq, lamport FROM action ORDER BY writer_n, seq")
    changes = ask(f"SELECT {CHANGE_COLUMNS} FROM change ORDER BY writer_n, seq, field_no")
    _exhaust(admission.change_rows(changes, spans))
    _exhaust(admission.pred_rows(ask(f"SELECT {PRED_COLUMNS} FROM change_pred")))
    relations(connection)
    references(connection, admission)


def _exhaust(rows: Iterable[Row]) -> None:
    deque(rows, maxlen=0)
