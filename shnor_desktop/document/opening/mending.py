"""The tables as the journal gives them, whatever another tool made of them; for a file nobody can open otherwise too.

Another tool does not watch references by itself: a school deleted in it leaves results that belong to nothing.
"""

import sqlite3
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from shnor_desktop import places
from shnor_desktop.document.file.backup import folder_of, vacuum_into
from shnor_desktop.document.file.faults import told
from shnor_desktop.document.foreign.relations import examine
from shnor_desktop.document.foreign.rows import Fault
from shnor_desktop.document.state import rebuild
from shnor_desktop.document.state.check import broken_chains
from shnor_desktop.document.state.derivation import Derivation
from shnor_desktop.document.state.row import RowId
from shnor_desktop.document.state.tables import Shape
from shnor_desktop.errors import DocumentDamaged, DocumentError
from shnor_desktop.models.kinds import BY_CODE


def check_journal(connection: sqlite3.Connection) -> None:
    """The journal may only be believed when it is as it was written. Raises DocumentDamaged."""
    try:
        examine(connection)
        trouble = broken_chains(connection)
    except Fault as fault:
        trouble = [f"История файла изменена другой программой: {fault}."]
    if trouble:
        raise DocumentDamaged(
            trouble[0], "Восстановите файл из резервной копии или из копии другой организации."
        )


def put_back(connection: sqlite3.Connection) -> None:
    """Make every table equal to that of the attached `again`. Belongs inside a transaction with the capture closed."""
    for name in Shape(connection).by_name:
        connection.execute(f"DELETE FROM main.{name} WHERE uid IN ({rebuild.changed(connection, name)})")
        connection.execute(
            f"INSERT INTO main.{name} SELECT * FROM again.{name} WHERE uid NOT IN (SELECT uid FROM main.{name})"
        )
    for name in rebuild.DERIVED:
        connection.execute(f"DELETE FROM main.{name}")
        connection.execute(f"INSERT INTO main.{name} SELECT * FROM again.{name}")


def must_be_as_said(connection: sqlite3.Connection, rows: Iterable[RowId]) -> bool:
    """Before rows are derived anew: what another tool wrote in them would be lost unseen. Raises DocumentError; what only
    repeats the journal is derived anew, and True says that it was not as it should be. Belongs inside the transaction of a
    merge."""
    shape = Shape(connection)
    known: set[RowId] = set()
    for row in rows:
        said = connection.execute("SELECT 1 FROM change WHERE row_uid = ? LIMIT 1", (row[1],)).fetchone()
        if said:
            known.add(row)
        elif _is_shown(connection, shape, row):
            raise _written_past()
    if not known:
        return False
    before = _repeated(connection)
    if Derivation(connection, shape).run(known).rows:
        raise _written_past()
    return _repeated(connection) != before


def _is_shown(connection: sqlite3.Connection, shape: Shape, row: RowId) -> bool:
    name = shape.tables[row[0]].name
    return connection.execute(f"SELECT 1 FROM {name} WHERE uid = ?", (row[1],)).fetchone() is not None


def _repeated(connection: sqlite3.Connection) -> list[set[tuple[object, ...]]]:
    return [set(connection.execute(f"SELECT * FROM {name}")) for name in rebuild.DERIVED]


def _written_past() -> DocumentError:
    return DocumentError(
        "Файл правили другой программой, и объединение затёрло бы эти правки.",
        "Сначала примите эти правки или уберите их: «Файл → Проверить файл».",
    )


def mend_references(connection: sqlite3.Connection, path: Path) -> tuple[str, ...]:
    """Where another tool tore references, show those records again as the journal says; its other edits stay for
    a person to judge. A copy of the file as it was is kept among the backups. Returns sentences about it, none
    when nothing was torn. Raises DocumentDamaged when the journal does not help.
    """
    if connection.execute("PRAGMA main.foreign_key_check").fetchone() is None:
        return ()
    check_journal(connection)
    kept = _keep_as_it_is(connection, path)
    with rebuild.rebuilt(connection):
        mended = _mended(connection)
    told_of = "; ".join(f"{BY_CODE[name].many if name in BY_CODE else name} — {n}" for name, n in mended)
    return (
        f"Файл правили другой программой, и записи ссылались на то, чего нет. Возвращены записи: {told_of}. "
        f"Прежний вид файла сохранён: «{kept.name}» в папке резервных копий.",
    )


def _mended(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    mended: Counter[str] = Counter()
    connection.execute("BEGIN IMMEDIATE")
    try:
        while broken := connection.execute("PRAGMA main.foreign_key_check").fetchall():
            for name, uid in {_lost(connection, *row) for row in broken}:
                mended[name] += 1
                _copy_row(connection, name, uid)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return sorted(mended.items())


def _lost(connection: sqlite3.Connection, child: str, rowid: int, parent: str, key: int) -> tuple[str, bytes]:
    """The record to be shown as the journal says: the missing one, else the one that refers to nothing."""
    keys = connection.execute(f"PRAGMA foreign_key_list({child})").fetchall()
    column = next(row[3] for row in keys if row[0] == key)
    uid, pointed = connection.execute(
        f'SELECT uid, "{column}" FROM {child} WHERE rowid = ?', (rowid,)
    ).fetchone()
    known = connection.execute(f"SELECT 1 FROM again.{parent} WHERE uid = ?", (pointed,)).fetchone()
    return (parent, pointed) if known else (child, uid)


def _copy_row(connection: sqlite3.Connection, name: str, uid: bytes) -> None:
    row = connection.execute(f"SELECT * FROM again.{name} WHERE uid = ?", (uid,)).fetchone()
    connection.execute(f"DELETE FROM main.{name} WHERE uid = ?", (uid,))
    if row is None:
        return
    insert = f"INSERT INTO main.{name} VALUES ({', '.join('?' * len(row))})"
    try:
        connection.execute(insert, row)
    except sqlite3.IntegrityError:  # The other tool gave its natural key to another record.
        columns = [column[1] for column in connection.execute(f"PRAGMA main.table_info({name})")]
        connection.execute(
            insert, [1 if column == "_dup" else value for column, value in zip(columns, row, strict=True)]
        )


def _keep_as_it_is(connection: sqlite3.Connection, path: Path) -> Path:
    """A plain copy, which no check of ours would pass."""
    folder = folder_of(path)
    with told(path):
        places.own_folder(folder)
        kept = folder / f"до исправления ссылок {time.strftime('%Y-%m-%d %H-%M-%S')}.shnor"
        with places.written_whole(kept) as draft:
            vacuum_into(connection, draft)
    return kept
