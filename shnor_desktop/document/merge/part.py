"""A part of the document for somebody who needs only one school or one year; it comes back and merges.

A part is an ordinary document: the chosen rows with their complete history, closed upwards over everything
they ever referred to (`selection`). A form is a part without people, for answers only. Which texts go along is
declared on the fields (`withheld`).
"""

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from shnor_desktop import places
from shnor_desktop.document.document import Document
from shnor_desktop.document.file import attachments, backup, schema
from shnor_desktop.document.file.faults import told, writing
from shnor_desktop.document.journal.capture import OTHER_DEED
from shnor_desktop.document.merge import selection
from shnor_desktop.document.merge.withheld import Discretion
from shnor_desktop.document.state.derivation import Derivation
from shnor_desktop.document.state.row import RowId, chunks, marks
from shnor_desktop.document.state.tables import Shape
from shnor_desktop.errors import DocumentError


def write_part(
    document: Document,
    out: Path,
    *,
    school: bytes | None = None,
    year: int | None = None,
    form: bool = False,
    others: bool = False,
    whom: str = "",
) -> int:
    """Write the part of one school or one school year to `out`, which must not exist. Returns its rows. Texts that
    name other schools stay behind unless `others`; `whom` is who it is for."""
    if out.exists():
        raise DocumentError(
            f"Файл «{out.name}» уже есть.", "Выберите другое имя: существующий файл не изменён."
        )
    with told(out), writing(out), places.written_whole(out, replace=False) as draft:
        with document.raw() as connection, writing(out):
            form = form or kind_of(connection) == "form"  # Its names are gone already.
            shape = Shape(connection)
            if school is not None:
                selected = selection.of_school(connection, shape, school, form=form)
            else:
                selected = selection.of_year(connection, shape, year or 0, form=form)
            scope = {"school": school.hex() if school else "", "year": year or 0}
            facts = {"kind": "form" if form else "part", "scope": json.dumps(scope), "whom": whom}
            discretion = Discretion(
                shape, selected.own, form=form, others=others or school is None, shared=selected.shared
            )
            _write(connection, draft, selected.rows, discretion, selected.own, facts)
        backup.verify_copy(draft)
    return len(selected.rows)


def kind_of(connection: sqlite3.Connection, database: str = "main") -> str:
    """«full», «part» or «form»."""
    row = connection.execute(f"SELECT v FROM {database}.meta WHERE k = 'kind'").fetchone()
    return str(row[0]) if row else "full"


_BEFORE_FORM = "Сделано до отправки формы"


def _write(
    connection: sqlite3.Connection,
    out: Path,
    rows: Collection[RowId],
    discretion: Discretion,
    own: Collection[bytes],
    facts: Mapping[str, str],
) -> None:
    """What does not go along is never written, so that no free page can hold it."""
    form = facts["kind"] == "form"
    made = sqlite3.connect(out, isolation_level=None)
    try:
        schema.migrate(made, 0)
        made.execute("PRAGMA foreign_keys = ON")
        made.execute("BEGIN IMMEDIATE")
        made.execute("PRAGMA defer_foreign_keys = ON")
        (uid,) = connection.execute("SELECT v FROM meta WHERE k = 'uid'").fetchone()
        made.executemany(
            "INSERT INTO meta (k, v) VALUES (?, ?)", [("uid", uid), *((k, v) for k, v in facts.items() if v)]
        )
        for part in chunks(sorted({uid for _, uid in rows})):
            _copy_rows(connection, made, part, discretion)
        named = _copy_actions(connection, made, set() if form else own, _BEFORE_FORM if form else OTHER_DEED)
        _copy_writers(connection, made, named, form=form)
        Derivation(made).run(rows)
        made.executemany(
            "INSERT INTO attachment (sha256, bytes) VALUES (?, ?)",
            attachments.carried(connection, attachments.shown(made)),
        )
        made.execute("COMMIT")
        made.execute("VACUUM")
    finally:
        made.close()


def _copy_rows(
    source: sqlite3.Connection, made: sqlite3.Connection, uids: Sequence[bytes], discretion: Discretion
) -> None:
    changes = source.execute(
        "SELECT writer_n, seq, field_no, table_no, row_uid, lamport, value, pred_writer_n, pred_seq FROM change "
        f"WHERE row_uid IN ({marks(uids)})",
        tuple(uids),
    )
    made.executemany(
        "INSERT INTO change (writer_n, seq, field_no, table_no, row_uid, lamport, value, pred_writer_n, pred_seq) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                n,
                seq,
                field_no,
                table_no,
                uid,
                lamport,
                discretion.value(table_no, uid, field_no, value),
                *pred,
            )
            for n, seq, field_no, table_no, uid, lamport, value, *pred in changes
        ),
    )
    preds = source.execute(
        "SELECT p.* FROM change c JOIN change_pred p ON p.writer_n = c.writer_n AND p.seq = c.seq "
        f"AND p.field_no = c.field_no WHERE c.row_uid IN ({marks(uids)})",
        tuple(uids),
    )
    made.executemany("INSERT INTO change_pred VALUES (?, ?, ?, ?, ?, ?)", preds)


def _copy_actions(
    source: sqlite3.Connection, made: sqlite3.Connection, own: Collection[bytes], instead: str
) -> set[int]:
    """The actions the copied changes belong to; the title of one that did not only concern what the part is of is none
    of its business, because it may name anything. Returns the writers they name."""
    spans = made.execute("SELECT DISTINCT writer_n, seq FROM change ORDER BY writer_n, seq").fetchall()
    named, last = set(), (0, 0)
    for n, seq in spans:
        if n == last[0] and seq <= last[1]:
            continue
        row = source.execute(
            "SELECT seq, last_seq, lamport, wall_ms, kind, title, target_writer_n, target_seq FROM action "
            "WHERE writer_n = ? AND seq < ? ORDER BY seq DESC LIMIT 1",
            (n, seq),
        ).fetchone()
        last = (n, row[1])
        named |= {n} | ({row[6]} - {None})
        title = row[5] if _only(source, n, row[0], row[1], own) else instead
        made.execute(
            "INSERT INTO action (writer_n, seq, last_seq, lamport, wall_ms, kind, title, target_writer_n, "
            "target_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (n, *row[:5], title, *row[6:]),
        )
    return named


def _only(source: sqlite3.Connection, n: int, seq: int, last_seq: int, own: Collection[bytes]) -> bool:
    """Whether an action touched nothing but `own` records."""
    touched = source.execute(
        "SELECT row_uid FROM change WHERE writer_n = ? AND seq > ? AND seq <= ?", (n, seq, last_seq)
    )
    with closing(touched):
        return all(uid in own for (uid,) in touched)


def _copy_writers(
    source: sqlite3.Connection, made: sqlite3.Connection, named: set[int], *, form: bool
) -> None:
    """Every writer anything names; in a form without who they are."""
    for query in (
        "SELECT DISTINCT pred_writer_n FROM change WHERE pred_seq IS NOT NULL",
        "SELECT DISTINCT pred_writer_n FROM change_pred",
    ):
        named |= {n for (n,) in made.execute(query)}
    ends = dict(made.execute("SELECT writer_n, max(last_seq) FROM action GROUP BY writer_n"))
    for n in sorted(named):
        uid, office, person, device, *rest = source.execute(
            "SELECT uid, office, person, device, app_version, started_wall FROM writer WHERE n = ?", (n,)
        ).fetchone()
        who = ("", "", "") if form else (office, person, device)
        made.execute(
            "INSERT INTO writer (n, uid, office, person, device, app_version, started_wall, last_seq, chain, "
            "here, whole) VALUES (?, ?, ?, ?, ?, ?, ?, ?, x'', 0, 0)",
            (n, uid, *who, *rest, ends.get(n, 0)),
        )
