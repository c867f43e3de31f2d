"""A part of the document for somebody who needs only one school or one year; it comes back and merges.

A part is an ordinary document: the chosen rows with their complete history, closed upwards over everything
they ever referred to. A form is a part without people's names, for answers only.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from shnor_desktop.document.document import Document
from shnor_desktop.document.file import backup, schema
from shnor_desktop.document.file.faults import told, writing
from shnor_desktop.document.journal.undo import Value, unpack
from shnor_desktop.document.merge.withheld import withhold
from shnor_desktop.document.state.derivation import Derivation
from shnor_desktop.document.state.row import RowId, chunks, marks, read_said
from shnor_desktop.document.state.tables import Shape, Table
from shnor_desktop.errors import DocumentError
from shnor_desktop.models.kinds import BY_CODE


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
    draft = out.with_name(f".{out.name}.new")
    with told(out), writing(out):
        draft.unlink(missing_ok=True)
        try:
            with document.raw() as connection, writing(out):
                form = form or kind_of(connection) == "form"  # Its names are gone already.
                shape = Shape(connection)
                rows = _closed(connection, shape, _chosen(connection, shape, school, year))
                scope = {"school": school.hex() if school else "", "year": year or 0}
                facts = {"kind": "form" if form else "part", "scope": json.dumps(scope), "whom": whom}
                _write(
                    connection,
                    shape,
                    rows,
                    draft,
                    facts,
                    withheld=form or (school is not None and not others),
                )
            backup.verify_copy(draft)
            draft.replace(out)
        finally:
            draft.unlink(missing_ok=True)
    return len(rows)


def kind_of(connection: sqlite3.Connection, database: str = "main") -> str:
    """«full», «part» or «form»."""
    row = connection.execute(f"SELECT v FROM {database}.meta WHERE k = 'kind'").fetchone()
    return str(row[0]) if row else "full"


_BEFORE_FORM = "Сделано до отправки формы"

# ---- which rows


def _chosen(
    connection: sqlite3.Connection, shape: Shape, school: bytes | None, year: int | None
) -> set[bytes]:
    if school is not None:
        return {school} | _ever_referring(connection, shape, "school", {school})
    table = shape.by_name["sitting"]
    place = next(i for i, column in enumerate(table.columns) if column.name == "school_year")
    found = connection.execute(
        f"SELECT DISTINCT row_uid FROM change WHERE table_no = ? AND ((field_no = 0 AND typeof(value) = 'text' "
        f"AND json_extract(value, '$[{place}]') = ?) OR (field_no = ? AND value = ?))",
        (table.number, year, table.columns[place].field_no, year),
    ).fetchall()
    sittings = {uid for (uid,) in found}
    return sittings | _ever_referring(connection, shape, "sitting", sittings)


def _ever_referring(
    connection: sqlite3.Connection, shape: Shape, parent: str, uids: set[bytes]
) -> set[bytes]:
    """Rows that refer or ever referred to one of `uids`, and what refers to these in turn."""
    found: set[bytes] = set()
    for child, index in shape.children[parent]:
        field_no = child.columns[index].field_no
        fresh: set[bytes] = set()
        for part in chunks(sorted(uids)):
            rows = connection.execute(
                "SELECT DISTINCT row_uid FROM change WHERE table_no = ? AND ((field_no = 0 "
                f"AND typeof(value) = 'text' AND json_extract(value, '$[{index}]') IN ({marks(part)})) "
                f"OR (field_no = ? AND value IN ({marks(part)})))",
                (child.number, *(uid.hex() for uid in part), field_no, *part),
            )
            fresh.update(uid for (uid,) in rows)
        found |= fresh
        if fresh and child.name != parent:
            found |= _ever_referring(connection, shape, child.name, fresh)
    return found


def _closed(connection: sqlite3.Connection, shape: Shape, uids: set[bytes]) -> set[RowId]:
    """The rows and everything they ever referred to, verdicts on any of them included."""
    rows: set[RowId] = set()
    fresh = set(uids)
    while fresh:
        fresh |= _verdicts(connection, fresh)
        said = read_said(connection, fresh)
        rows |= said.keys()
        known = {uid for _, uid in rows}
        fresh = set()
        for (number, _), changes in said.items():
            table = shape.tables[number]
            for one in changes:
                fresh |= pointed(table, one.field_no, one.value)
        fresh -= known
    return rows


def _verdicts(connection: sqlite3.Connection, uids: Iterable[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for part in chunks(sorted(uids)):
        rows = connection.execute(
            f"SELECT uid, first, second FROM identity_verdict WHERE first IN ({marks(part)}) "
            f"OR second IN ({marks(part)})",
            (*part, *part),
        )
        for row in rows:
            found.update(row)
    return found


def pointed(table: Table, field_no: int, value: Value) -> set[bytes]:
    """Rows that a change of a row of `table` refers to."""
    indexes = [index for index, _ in table.refers]
    if field_no == 0:
        values = unpack(value, table.columns) if isinstance(value, str) else []
        return {v for i in indexes if i < len(values) and isinstance(v := values[i], bytes)}
    own = {table.columns[index].field_no for index in indexes}
    return {value} if field_no in own and isinstance(value, bytes) else set()


# ---- writing it


def _write(
    connection: sqlite3.Connection,
    shape: Shape,
    rows: set[RowId],
    out: Path,
    facts: Mapping[str, str],
    *,
    withheld: bool,
) -> None:
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
            _copy_rows(connection, made, part)
        _copy_frame(connection, made)
        if facts["kind"] == "form":
            _blank_names(made, shape)
        if withheld:
            withhold(made, shape)
        Derivation(made).run(rows)
        made.execute("COMMIT")
        made.execute("VACUUM")
    finally:
        made.close()


def _copy_rows(source: sqlite3.Connection, made: sqlite3.Connection, uids: Sequence[bytes]) -> None:
    changes = source.execute(f"SELECT * FROM change WHERE row_uid IN ({marks(uids)})", tuple(uids))
    made.executemany("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", changes)
    preds = source.execute(
        "SELECT p.* FROM change c JOIN change_pred p ON p.writer_n = c.writer_n AND p.seq = c.seq "
        f"AND p.field_no = c.field_no WHERE c.row_uid IN ({marks(uids)})",
        tuple(uids),
    )
    made.executemany("INSERT INTO change_pred VALUES (?, ?, ?, ?, ?, ?)", preds)


def _copy_frame(source: sqlite3.Connection, made: sqlite3.Connection) -> None:
    """The actions the copied changes belong to, and every writer anything names."""
    spans = made.execute("SELECT DISTINCT writer_n, seq FROM change ORDER BY writer_n, seq").fetchall()
    actions = {}
    for n, seq in spans:
        row = source.execute(
            "SELECT * FROM action WHERE writer_n = ? AND seq < ? ORDER BY seq DESC LIMIT 1", (n, seq)
        ).fetchone()
        actions[row[:2]] = row
    made.executemany("INSERT INTO action VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", actions.values())
    named = {n for n, _ in spans} | {row[7] for row in actions.values() if row[7] is not None}
    named |= {
        n for (n,) in made.execute("SELECT DISTINCT pred_writer_n FROM change WHERE pred_seq IS NOT NULL")
    }
    named |= {n for (n,) in made.execute("SELECT DISTINCT pred_writer_n FROM change_pred")}
    ends = dict(made.execute("SELECT writer_n, max(last_seq) FROM action GROUP BY writer_n"))
    for n in sorted(named):
        row = source.execute(
            "SELECT n, uid, office, person, device, app_version, started_wall FROM writer WHERE n = ?", (n,)
        ).fetchone()
        made.execute(
            "INSERT INTO writer (n, uid, office, person, device, app_version, started_wall, last_seq, chain, "
            "here, whole) VALUES (?, ?, ?, ?, ?, ?, ?, ?, x'', 0, 0)",
            (*row, ends.get(n, 0)),
        )


def _blank_names(made: sqlite3.Connection, shape: Shape) -> None:
    """Take people out of a form: their fields in every change, the writers' names, and the titles of actions,
    which name records («Добавлено: сотрудник …»)."""
    made.execute("UPDATE writer SET person = '', device = ''")
    made.execute("UPDATE action SET title = ?", (_BEFORE_FORM,))
    for table in shape.tables.values():
        fields = BY_CODE[table.name].fields if table.name in BY_CODE else ()
        personal = {field.name for field in fields if field.personal}
        for index, column in enumerate(table.columns):
            if column.name in personal:
                made.execute(
                    f"UPDATE change SET value = json_set(value, '$[{index}]', '') WHERE table_no = ? "
                    "AND field_no = 0 AND typeof(value) = 'text'",
                    (table.number,),
                )
                made.execute(
                    "UPDATE change SET value = '' WHERE table_no = ? AND field_no = ?",
                    (table.number, column.field_no),
                )
