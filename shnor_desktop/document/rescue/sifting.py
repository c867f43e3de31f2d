"""Keeps of salvaged journal rows what makes sense together: every kept change is covered by an action, replaces
what is kept too, and refers to rows somebody entered. Raises nothing: what does not fit is dropped and counted.
"""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shnor_desktop.document.file import attachments
from shnor_desktop.document.foreign.rows import Admission, Fault
from shnor_desktop.document.foreign.rules import Rules
from shnor_desktop.document.journal.capture import ActionId, seal
from shnor_desktop.document.journal.undo import unpack
from shnor_desktop.errors import DocumentError
from shnor_desktop.models.uids import new_uid

Row = tuple[Any, ...]
Id = tuple[int, int]


@dataclass(slots=True)
class Sifted:
    """Rows that may be written, in the columns of the quarantine."""

    writers: list[Row] = field(default_factory=list)
    here: list[tuple[int, int]] = field(default_factory=list)
    """(here, n) of each writer."""
    actions: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    preds: list[Row] = field(default_factory=list)
    attachments: list[Row] = field(default_factory=list)
    dropped: int = 0
    incomplete: list[int] = field(default_factory=list)
    """Numbers of writers whose history is not whole any more."""
    altered: bool = False
    """Whether the history cannot stay: a chain fails with nothing missing, or writers lost their identity."""
    claimed: dict[int, tuple[int, bytes, int]] = field(default_factory=dict)
    """Writer → last_seq, chain and whole as its row says."""

    def mark_whole(self, made: sqlite3.Connection) -> None:
        """Writers whose salvaged history gives their chain are whole; of the others only parts are known."""
        for n, (last_seq, chain, whole) in self.claimed.items():
            if whole and self._is_whole(made, n, last_seq, chain):
                continue
            if whole:
                self.incomplete.append(n)
            made.execute("UPDATE writer SET whole = 0, chain = x'' WHERE n = ?", (n,))

    def _is_whole(self, made: sqlite3.Connection, n: int, last_seq: int, chain: bytes) -> bool:
        sealed, end, changes = b"", 0, 0
        spans = made.execute("SELECT seq, last_seq FROM action WHERE writer_n = ? ORDER BY seq", (n,))
        for seq, last in spans.fetchall():
            if seq != end + 1:
                return False
            sealed, end, changes = seal(made, sealed, ActionId(n, seq), last), last, changes + last - seq
        (kept,) = made.execute("SELECT count(*) FROM change WHERE writer_n = ?", (n,)).fetchone()
        complete = end == last_seq and kept == changes
        self.altered |= complete and sealed != chain
        return complete and sealed == chain


def sift(rows: Mapping[str, Mapping[Row, Row]]) -> Sifted:
    """The rows that hold together."""
    rules = Rules()
    admission = Admission(rules, len(rows["action"]))
    kept = Sifted()
    _take_writers(rows["writer"].values(), admission, kept)
    _stand_in({key[0] for key in rows["change"]}, admission, kept)
    kept.actions = sorted(_fitting(rows["action"].values(), admission.check_action))
    changes = list(_fitting(rows["change"].values(), admission.check_change))
    known = {(row[0], row[1]): row for row in _covered(changes, kept.actions)}
    _drop_dangling(known, _References(rules))
    kept.changes = sorted(known.values(), key=lambda row: row[:2])
    kept.preds = sorted(_preds(rows["change_pred"].values(), known))
    kept.attachments = list(_attachments(rows["attachment"].values()))
    kept.dropped = len(rows["change"]) - len(kept.changes) + len(rows["action"]) - len(kept.actions)
    return kept


def _take_writers(rows: Iterable[Row], admission: Admission, kept: Sifted) -> None:
    seen: set[bytes] = set()
    for row in rows:
        # Stored in the order of the table, with `here` before `whole`.
        *first, here, whole = row
        plain = (*first, whole)
        try:
            admission.check_writer(plain)
        except Fault:
            kept.dropped += 1
            continue
        if plain[1] in seen:
            del admission.writers[plain[0]]
            continue
        seen.add(plain[1])
        kept.writers.append(plain)
        kept.here.append((1 if here else 0, plain[0]))
        kept.claimed[plain[0]] = (plain[7], plain[8], whole)


def _stand_in(numbers: set[Any], admission: Admission, kept: Sifted) -> None:
    """Writers nobody knows any more get an identity of today: their values count, their history does not."""
    for n in sorted(numbers - admission.writers.keys()):
        row = (n, new_uid(), "", "", "", "", 0, 0, b"", 0)
        try:
            admission.check_writer(row)
        except Fault:
            continue
        kept.writers.append(row)
        kept.claimed[n] = (0, b"", 0)
        kept.altered = True


def _fitting(rows: Iterable[Row], check: Any) -> Iterable[Row]:
    for row in rows:
        try:
            check(row)
        except Fault:
            continue
        yield row


def _covered(changes: Iterable[Row], actions: list[Row]) -> Iterable[Row]:
    """Changes that belong to a kept action, by number and lamport."""
    starts = [(row[0], row[1]) for row in actions]
    for row in changes:
        place = bisect_left(starts, (row[0], row[1])) - 1
        if place >= 0:
            n, seq, last_seq, lamport = actions[place][:4]
            if n == row[0] and seq < row[1] <= last_seq and lamport == row[5]:
                yield row


class _References:
    """Which rows a change refers to."""

    def __init__(self, rules: Rules) -> None:
        self._columns = rules.columns
        self._parents = {
            number: {index: rule.parent for index, rule in enumerate(fields) if rule.parent is not None}
            for number, fields in rules.fields.items()
        }

    def of(self, row: Row) -> list[tuple[int, bytes]]:
        field_no, table_no, value = row[2], row[3], row[6]
        parents = self._parents[table_no]
        if field_no:
            parent = parents.get(field_no - 1)
            return [(parent, value)] if parent is not None and value is not None else []
        if not isinstance(value, str):
            return []
        values = unpack(value, self._columns[table_no])
        return [(parent, uid) for i, parent in parents.items() if isinstance(uid := values[i], bytes)]


def _drop_dangling(known: dict[Id, Row], references: _References) -> None:
    """Drop until nothing more falls: a dropped insert takes its row's edits and its children along."""
    while True:
        inserted = {(row[3], row[4]) for row in known.values() if row[2] == 0 and isinstance(row[6], str)}
        bad = [
            key
            for key, row in known.items()
            if not _stands(row, known)
            or (row[3], row[4]) not in inserted
            or any(reference not in inserted for reference in _safe(references, row))
        ]
        if not bad:
            return
        for key in bad:
            del known[key]


def _safe(references: _References, row: Row) -> list[tuple[int, bytes]]:
    try:
        return references.of(row)
    except DocumentError:  # Checked before, so this does not happen to rows that got this far.
        return [(0, b"")]


def _stands(row: Row, known: Mapping[Id, Row]) -> bool:
    """Whether what the change replaces is kept, was said before it, of the same row and field."""
    n, seq, field_no, table_no, uid, lamport, _, pred_n, pred_seq = row
    if pred_seq is None:
        return True
    before = known.get((pred_n, pred_seq))
    return before is not None and before[2] in (field_no, 0) and _earlier(before, row)


def _earlier(before: Row, row: Row) -> bool:
    same_row = before[3:5] == row[3:5]
    return bool(
        same_row
        and (before[5] < row[5] or (before[5] == row[5] and before[0] == row[0] and before[1] < row[1]))
    )


def _preds(rows: Iterable[Row], known: Mapping[Id, Row]) -> set[Row]:
    """Further predecessors. Their index has six numbers too, in another order: only one of both makes sense."""
    found = set()
    for row in rows:
        pred_n, pred_seq, n, seq, field_no, pred_field = row
        for one in (row, (n, seq, field_no, pred_field, pred_n, pred_seq)):
            change, before = known.get((one[0], one[1])), known.get((one[4], one[5]))
            if (
                change is not None
                and before is not None
                and change[2] == one[2]
                and before[2] == one[3]
                and _earlier(before, change)
            ):
                found.add(one)
                break
    return found


def _attachments(rows: Iterable[Row]) -> Iterable[Row]:
    return (row for row in rows if attachments.is_sound(*row))
