"""Edits another tool made in the tables, past the journal: found by building the tables anew, then either written
into the journal as the word of a writer of their own, or taken out again.

The journal stays the truth until somebody says otherwise: both ways begin by showing what it gives.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from shnor_desktop.document.document import Document
from shnor_desktop.document.file import workers
from shnor_desktop.document.file.backup import vacuum_into
from shnor_desktop.document.foreign.relations import relations
from shnor_desktop.document.foreign.rows import Admission, Fault
from shnor_desktop.document.foreign.rules import Rules
from shnor_desktop.document.journal.author import Who
from shnor_desktop.document.journal.capture import capture_closed
from shnor_desktop.document.journal.undo import Value
from shnor_desktop.document.opening.mending import check_journal, put_back
from shnor_desktop.document.state import rebuild
from shnor_desktop.document.state.derivation import Derivation
from shnor_desktop.document.state.tables import Shape, Table
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


Edits = dict[tuple[str, bytes], Edit]
"""By table and uid."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything that differs from the journal."""

    edits: tuple[Edit, ...] = ()
    derived: bool = False
    """Whether what the program works out by itself differs: tables of questions, marks of second holders of keys. It
    is simply worked out anew."""

    def __bool__(self) -> bool:
        return bool(self.edits or self.derived)

    @property
    def accepted(self) -> tuple[Edit, ...]:
        """What can be taken over."""
        return tuple(edit for edit in self.edits if not edit.obstacle)


def find(document: Document) -> Outside:
    """What another tool changed. Costs a rebuild of the whole file."""
    with document.raw() as connection, _again(connection):
        return _found(connection)


def take_over(document: Document, title: Callable[[Outside], str]) -> Outside:
    """Journal the edits as one action of a writer of its own, under the title made of them; it can be undone. What
    cannot be taken over is put back. A backup of the file as it stands is made first. DocumentError when the
    journal itself was changed."""
    document.must_be_writable()
    with document.raw() as connection, _again(connection):
        found = _found(connection)
        if not found.accepted:
            return _put_back(document, connection, found)
        document.make_backup(why="перед разбором чужих правок")
        by = Who(OUTSIDE, document.who.office, document.who.device)
        with document.write(title(found), "external", by=by, force=True):
            with capture_closed(connection):
                put_back(connection)
            for edit in found.accepted:
                _write(connection, edit)
            with capture_closed(connection):
                Derivation(connection).run(_touched(connection, found.accepted))
            _must_be_sound(connection)
        return found


def restore(document: Document) -> Outside:
    """Show again what the journal says, after a backup of the file as it stands."""
    document.must_be_writable()
    with document.raw() as connection, _again(connection):
        return _put_back(document, connection, _found(connection))


def _put_back(document: Document, connection: sqlite3.Connection, found: Outside) -> Outside:
    if found:
        document.make_backup(why="перед разбором чужих правок")
        with document.deriving(keep=True):
            put_back(connection)
        document.derived(frozenset(edit.table.name for edit in found.edits), "Правки другой программы убраны")
    return found


def private_copy(document: Document, folder: Path) -> Path:
    """A copy for `comparison`, made at once; the document is worked on meanwhile."""
    out = folder / "copy.shnor"
    with document.raw() as connection:
        vacuum_into(connection, out)
    return out


def comparison() -> tuple[list[str], dict[str, str]]:
    """(arguments, environment) of the process that checks a private copy; see `comparison_worker`."""
    return workers.command("--comparison-worker", "shnor_desktop.document.rescue.comparison_worker")


@contextmanager
def _again(connection: sqlite3.Connection) -> Iterator[None]:
    """The document as its journal alone gives it, attached as `again`; only of a sound journal."""
    check_journal(connection)
    with rebuild.rebuilt(connection):
        yield


# ---- what differs


def _found(connection: sqlite3.Connection) -> Outside:
    differing = rebuild.compare(connection)
    shape = Shape(connection)
    edits: list[Edit] = []
    for name, table in shape.by_name.items():
        if name in differing:
            edits += _edits(connection, table)
    judged = _judged(connection, shape, edits)
    return Outside(judged, bool(differing.keys() - {edit.table.name for edit in edits}))


def _edits(connection: sqlite3.Connection, table: Table) -> Iterator[Edit]:
    columns = ", ".join(f'{{side}}."{column.name}"' for column in table.columns)
    mine, its = columns.format(side="m"), columns.format(side="a")
    width = len(table.columns)
    rows = connection.execute(
        f"SELECT m.uid, a.uid, {mine}, {its} FROM main.{table.name} m LEFT JOIN again.{table.name} a "
        f"ON a.uid = m.uid WHERE a.uid IS NULL OR ({mine}) IS NOT ({its}) ORDER BY 1"
    )
    for uid, known, *values in rows:
        yield Edit(table, uid, tuple(values[width:]) if known else None, tuple(values[:width]))
    gone = connection.execute(
        f"SELECT uid, {table.names} FROM again.{table.name} WHERE uid NOT IN (SELECT uid FROM main.{table.name}) "
        "ORDER BY 1"
    )
    for uid, *values in gone:
        yield Edit(table, uid, tuple(values), None)


def _judged(connection: sqlite3.Connection, shape: Shape, edits: list[Edit]) -> tuple[Edit, ...]:
    """The edits with what speaks against taking them over. One that is refused may take others with it: a record
    cannot refer to one that does not come."""
    rules = Rules()
    admission = Admission(rules, 0)
    judged = {
        (edit.table.name, edit.uid): replace(edit, obstacle=_impossible(connection, rules, admission, edit))
        for edit in edits
    }
    while True:
        refused = 0
        for row, edit in judged.items():
            obstacle = "" if edit.obstacle else _loose(connection, shape, judged, edit)
            if obstacle:
                judged[row] = replace(edit, obstacle=obstacle)
                refused += 1
        if not refused:
            return tuple(judged.values())


def _lives(connection: sqlite3.Connection, judged: Edits, name: str, uid: bytes) -> bool:
    """Whether there will be such a record."""
    edit = judged.get((name, uid))
    if edit is not None:
        return (edit.before if edit.obstacle else edit.after) is not None
    return connection.execute(f"SELECT 1 FROM again.{name} WHERE uid = ?", (uid,)).fetchone() is not None


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


def _loose(connection: sqlite3.Connection, shape: Shape, judged: Edits, edit: Edit) -> str:
    """A reference the edit would leave without its record."""
    if edit.after is not None:
        for index, parent in edit.table.refers:
            pointed = edit.after[index]
            if isinstance(pointed, bytes) and not _lives(connection, judged, parent, pointed):
                return "ссылается на запись, которой нет"
        return ""
    kept = {row: one.before for row, one in judged.items() if one.obstacle}
    for child, index in shape.children[edit.table.name]:
        column = child.columns[index].name
        rows = connection.execute(f'SELECT uid FROM main.{child.name} WHERE "{column}" = ?', (edit.uid,))
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
