"""Edits another tool made in the tables, past the journal: found by building the tables anew, then either written
into the journal as the word of a writer of their own, or taken out again.

The journal stays the truth until somebody says otherwise: both ways begin by showing what it gives.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from shnor_desktop.document import rebuild, workers
from shnor_desktop.document.derived import Derivation
from shnor_desktop.document.document import Document
from shnor_desktop.document.journal import capture_closed
from shnor_desktop.document.mending import check_journal, put_back
from shnor_desktop.document.quarantine_relations import relations
from shnor_desktop.document.quarantine_rows import Admission, Fault
from shnor_desktop.document.quarantine_rules import Rules
from shnor_desktop.document.shape import Shape, Table
from shnor_desktop.document.undo import Value
from shnor_desktop.document.who import Who
from shnor_desktop.errors import DocumentError
from shnor_desktop.models.kinds import BY_CODE

OUTSIDE = "другая программа"
"""Who the history names for such edits: nobody knows the person."""

Values = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """One record whose row is not what the journal gives; values in the order of the catalogue."""

    table: Table
    uid: bytes
    before: Values | None
    """As the journal says; None when it knows no such record."""
    after: Values | None
    """As the table shows; None when the row is gone."""
    obstacle: str = ""
    """Why it cannot be taken over, as the end of a sentence; empty when it can."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything that differs from the journal."""

    edits: tuple[Edit, ...] = ()
    helpers: bool = False
    """Whether tables that only repeat the journal differ too; they are simply made anew."""

    def __bool__(self) -> bool:
        return bool(self.edits or self.helpers)

    @property
    def accepted(self) -> tuple[Edit, ...]:
        """What can be taken over."""
        return tuple(edit for edit in self.edits if not edit.obstacle)


def find(document: Document) -> Outside:
    """What another tool changed. Costs a rebuild of the whole file."""
    with document.raw() as connection, _again(connection) as again:
        return _found(connection, again)


def take_over(document: Document, title: str) -> Outside:
    """Journal the edits as one action of a writer of its own; it can be undone. What cannot be taken over is put
    back. A backup of the file as it stands is made first. DocumentError when the journal itself was changed."""
    with document.raw() as connection, _again(connection) as again:
        found = _found(connection, again)
        if not found.accepted:
            return _put_back(document, connection, again, found)
        document.make_backup()
        by = Who(OUTSIDE, document.who.office, document.who.device)
        with document.write(title, "external", by=by, force=True):
            with capture_closed(connection):
                put_back(connection, again)
            for edit in found.accepted:
                _write(connection, edit)
            with capture_closed(connection):
                Derivation(connection).run(_touched(connection, found.accepted))
            _must_be_sound(connection)
        return found


def restore(document: Document) -> Outside:
    """Show again what the journal says, after a backup of the file as it stands."""
    with document.raw() as connection, _again(connection) as again:
        return _put_back(document, connection, again, _found(connection, again))


def _put_back(
    document: Document, connection: sqlite3.Connection, again: sqlite3.Connection, found: Outside
) -> Outside:
    if found:
        document.make_backup()
        with document.deriving(keep=True):
            put_back(connection, again)
        document.derived(frozenset(edit.table.name for edit in found.edits), "Правки другой программы убраны")
    return found


def private_copy(document: Document, folder: Path) -> Path:
    """A copy for `comparison`, made at once; the document is worked on meanwhile."""
    out = folder / "copy.shnor"
    with document.raw() as connection:
        connection.execute("VACUUM INTO ?", (str(out),))
    return out


def comparison() -> tuple[list[str], dict[str, str]]:
    """(arguments, environment) of the process that checks a private copy; see `comparison_worker`."""
    return workers.command("--comparison-worker", "shnor_desktop.document.comparison_worker")


@contextmanager
def _again(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """The document as its journal alone gives it."""
    check_journal(connection)
    with tempfile.TemporaryDirectory(prefix="shnor-check-") as folder:
        out = Path(folder) / "again.shnor"
        rebuild.rebuild(connection, out)
        made = sqlite3.connect(out, isolation_level=None)
        try:
            yield made
        finally:
            made.close()


# ---- what differs


def _found(connection: sqlite3.Connection, again: sqlite3.Connection) -> Outside:
    differing = rebuild.compare(connection, again)
    shape = Shape(connection)
    edits: list[Edit] = []
    for name, table in shape.by_name.items():
        if name in differing:
            edits += _edits(connection, again, table)
    return Outside(_judged(connection, again, shape, edits), bool(differing))


def _edits(connection: sqlite3.Connection, again: sqlite3.Connection, table: Table) -> Iterator[Edit]:
    query = f"SELECT uid, {table.names} FROM {table.name}"
    here, there = set(connection.execute(query)), set(again.execute(query))
    shown = {row[0]: row[1:] for row in here - there}
    said = {row[0]: row[1:] for row in there - here}
    for uid in sorted(shown.keys() | said.keys()):
        yield Edit(table, uid, said.get(uid), shown.get(uid))


def _judged(
    connection: sqlite3.Connection, again: sqlite3.Connection, shape: Shape, edits: list[Edit]
) -> tuple[Edit, ...]:
    """The edits with what speaks against taking them over. One that is refused may take others with it: a record
    cannot refer to one that does not come."""
    rules = Rules()
    admission = Admission(rules, 0)
    judged = [replace(edit, obstacle=_impossible(connection, rules, admission, edit)) for edit in edits]
    living = {
        name: {uid for (uid,) in again.execute(f"SELECT uid FROM {name}")}
        for name in (shape.by_name if edits else ())
    }
    for edit in judged:
        _apply(living, edit, taken=not edit.obstacle)
    while True:
        refused = 0
        for place, edit in enumerate(judged):
            obstacle = "" if edit.obstacle else _loose(connection, shape, living, judged, edit)
            if obstacle:
                judged[place] = replace(edit, obstacle=obstacle)
                _apply(living, edit, taken=False)
                refused += 1
        if not refused:
            return tuple(judged)


def _apply(living: dict[str, set[bytes]], edit: Edit, *, taken: bool) -> None:
    """Follow which records there will be."""
    if (edit.after if taken else edit.before) is None:
        living[edit.table.name].discard(edit.uid)
    else:
        living[edit.table.name].add(edit.uid)


def _impossible(connection: sqlite3.Connection, rules: Rules, admission: Admission, edit: Edit) -> str:
    """What no office would accept of anybody."""
    if edit.table.name == "identity_verdict":
        return "решение о том, одна ли это школа, принимают в программе"
    if edit.after is None:
        return ""
    for rule, value in zip(rules.fields[edit.table.number], edit.after, strict=True):
        if not admission.fits(rule, value):
            return f"в поле «{_label(*rule.name.split('.'))}» недопустимое значение"
    if edit.before is None and _elsewhere(connection, edit):
        return "номер записи уже занят записью другого вида"
    return ""


def _label(table: str, column: str) -> str:
    return BY_CODE[table].field(column).label if table in BY_CODE else column


def _elsewhere(connection: sqlite3.Connection, edit: Edit) -> bool:
    found = connection.execute(
        "SELECT 1 FROM change WHERE row_uid = ? AND table_no <> ? LIMIT 1", (edit.uid, edit.table.number)
    )
    return found.fetchone() is not None


def _loose(
    connection: sqlite3.Connection,
    shape: Shape,
    living: dict[str, set[bytes]],
    judged: list[Edit],
    edit: Edit,
) -> str:
    """A reference the edit would leave without its record."""
    if edit.after is not None:
        for index, parent in edit.table.refers:
            pointed = edit.after[index]
            if pointed is not None and pointed not in living[parent]:
                return "ссылается на запись, которой нет"
        return ""
    kept = {(one.table.name, one.uid): one.before for one in judged if one.obstacle}
    for child, index in shape.children[edit.table.name]:
        column = child.columns[index].name
        rows = connection.execute(f'SELECT uid FROM {child.name} WHERE "{column}" = ?', (edit.uid,))
        refers = any((child.name, uid) not in kept for (uid,) in rows)
        back = (values for (name, _), values in kept.items() if name == child.name and values is not None)
        if refers or any(values[index] == edit.uid for values in back):
            return "на запись ссылаются другие"
    return ""


# ---- writing


def _write(connection: sqlite3.Connection, edit: Edit) -> None:
    """The edit as an ordinary statement. Who holds its natural key is settled when all stand."""
    table, dup = edit.table, bool(edit.table.key)
    if edit.after is None:
        connection.execute(f"DELETE FROM {table.name} WHERE uid = ?", (edit.uid,))
    elif edit.before is None:
        extra, mark = (", _dup", ", 1") if dup else ("", "")
        places = ", ".join("?" * (len(edit.after) + 1))
        connection.execute(
            f"INSERT INTO {table.name} (uid, {table.names}{extra}) VALUES ({places}{mark})",
            (edit.uid, *edit.after),
        )
    else:
        pairs = zip(table.columns, edit.before, edit.after, strict=True)
        changed = {column.name: after for column, before, after in pairs if before != after}
        put = ", ".join(f'"{name}" = ?' for name in changed) + (", _dup = 1" if dup else "")
        connection.execute(f"UPDATE {table.name} SET {put} WHERE uid = ?", (*changed.values(), edit.uid))


def _touched(connection: sqlite3.Connection, edits: tuple[Edit, ...]) -> set[tuple[int, bytes]]:
    """The edited records and all about which something is open, because a key may have become free."""
    found = {(edit.table.number, edit.uid) for edit in edits}
    for table in ("row_state", "conflict"):
        found.update(connection.execute(f"SELECT table_no, row_uid FROM {table}"))
    return found


def _must_be_sound(connection: sqlite3.Connection) -> None:
    """What we take over must be acceptable to every other office."""
    try:
        relations(connection)
    except Fault as fault:
        raise DocumentError(
            f"Правки другой программы нельзя принять: {fault}.",
            "Уберите их («Вернуть как было») и внесите нужное в программе.",
        ) from fault
