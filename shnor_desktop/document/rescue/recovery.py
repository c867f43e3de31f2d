"""What can be done about a damaged document, best first, and the last of it: a new file from what is readable.

A recovered file will always be suspect (sqlite.org/recovery.html), so it never takes the place of the damaged
one by itself, and what came from anywhere but the journal stands in its history as one action to review.
"""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shnor_desktop import places
from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.file import access, backup, schema
from shnor_desktop.document.file.faults import told
from shnor_desktop.document.foreign.rows import ACTION_COLUMNS, CHANGE_COLUMNS, PRED_COLUMNS, WRITER_COLUMNS
from shnor_desktop.document.opening import trust
from shnor_desktop.document.rescue.page_scan import Found, scan
from shnor_desktop.document.rescue.sifting import Sifted, sift
from shnor_desktop.document.rescue.tables import Tables, put_tables_right, read_tables
from shnor_desktop.document.state.derivation import Derivation
from shnor_desktop.errors import DocumentError
from shnor_desktop.models.uids import new_uid

TITLE = "Восстановлено из повреждённого файла, требует просмотра"
_ENOUGH_BACKUPS = 5


@dataclass(frozen=True, slots=True)
class Way:
    """One way out for a damaged document."""

    kind: str
    """backup | partner | renew | recover | view."""
    title: str
    path: Path | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a recovery gave."""

    path: Path
    actions: int
    changes: int
    rows: int
    """Records in the new file."""
    from_tables: int
    """Records put right by the tables, because their journal was lost."""
    unreadable_pages: int
    dropped: int
    """Journal rows that were readable but of no use without lost ones."""
    incomplete_writers: int
    identity: bool
    """Whether it is still the same document, which partners' files can be merged with."""
    warning: str


def ways(path: Path, *, forged: bool = False) -> tuple[Way, ...]:
    """What can be done about a damaged document, or one with a `forged` history, best first; backups are checked before
    they are offered."""
    found = []
    for one in backup.backups(path):
        if not _is_good(one.path):
            continue
        title = f"Проверенная резервная копия от {one.at:%d.%m.%Y %H:%M}"
        found.append(Way("backup", title, one.path, one.at))
        if len(found) == _ENOUGH_BACKUPS:
            break
    partner = Way("partner", "Файл другой организации: в нём есть всё, что ей было отправлено")
    if forged:
        return (
            *found,
            partner,
            Way("renew", "Начать историю заново: новый файл с теми же карточками"),
            Way("view", "Только посмотреть этот файл"),
        )
    return (
        *found,
        partner,
        Way("recover", "Собрать новый файл из того, что читается; результат нужно просмотреть"),
    )


def _is_good(copy: Path) -> bool:
    """Whether a backup can be worked in."""
    try:
        backup.verify_copy(copy)
        with closing(access.connect(copy, writable=False)) as connection:
            trust.require(connection, copy.name, None)
    except (DocumentError, sqlite3.Error):
        return False
    return True


def recover(
    path: Path,
    out: Path,
    who: Who,
    progress: Callable[[int, int, str], None] | None = None,
    *,
    history: bool | None = None,
) -> Recovered:
    """Write to `out`, which must not exist, everything readable of the damaged document at `path`, which stays
    as it is. DocumentError when there is nothing to recover.

    Without `history` all records come as one action to review: a history in which a single value has been
    altered would be refused by every partner. None decides by the chains.
    """
    path, out = path.absolute(), out.absolute()
    if out.exists():
        raise DocumentError(
            f"Файл «{out.name}» уже есть.", "Выберите другое имя: существующий файл не изменён."
        )
    tell = progress or (lambda step, total, text: None)
    with told(path), places.private_folder("recovery") as folder:
        copy, draft = folder / path.name, folder / "новый.shnor"
        shutil.copyfile(path, copy)
        tell(0, 4, "Поиск записей истории")
        found = scan(copy)
        tell(1, 4, "Отбор записей")
        sifted = sift(found.rows)
        tell(2, 4, "Сборка нового файла")
        identity = _identity(found, path)
        _build(identity, sifted, draft)
        tell(3, 4, "Сверка с таблицами")
        tables = read_tables(copy)
        if history is False or (history is None and sifted.altered):
            tables = _with_tables_of(draft, tables)
            sifted = Sifted(dropped=len(found.rows["change"]) + len(found.rows["action"]))
            draft = folder / "без истории.shnor"
            _build(identity, sifted, draft)
        gained = _put_right(tables, draft, out, who, path.name)
    return _told(out, found, sifted, *gained, identity="uid" in identity)


def _build(identity: dict[str, object], sifted: Sifted, draft: Path) -> None:
    """A document from the journal alone."""
    made = sqlite3.connect(draft, isolation_level=None)
    try:
        made.execute("PRAGMA synchronous = OFF")
        schema.migrate(made, 0)
        made.execute("PRAGMA foreign_keys = ON")
        made.execute("BEGIN IMMEDIATE")
        made.executemany("INSERT INTO meta (k, v) VALUES (?, ?)", ({"uid": new_uid()} | identity).items())
        for table, columns, rows in (
            ("writer", WRITER_COLUMNS, sifted.writers),
            ("action", ACTION_COLUMNS, sifted.actions),
            ("change", CHANGE_COLUMNS, sifted.changes),
            ("change_pred", PRED_COLUMNS, sifted.preds),
            ("attachment", "sha256, bytes", sifted.attachments),
        ):
            marks = ", ".join("?" * (columns.count(",") + 1))
            made.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
        made.executemany("UPDATE writer SET here = ? WHERE n = ?", sifted.here)
        sifted.mark_whole(made)
        Derivation(made).run(made.execute("SELECT DISTINCT table_no, row_uid FROM change").fetchall())
        made.execute("COMMIT")
    finally:
        made.close()


def _identity(found: Found, path: Path) -> dict[str, object]:
    """The number of the document, from its pages or its backups, and what a part holds."""
    known = {str(key): value for key, value in found.rows["meta"].values()}
    facts: dict[str, object] = {
        key: known[key] for key in ("kind", "scope") if isinstance(known.get(key), str)
    }
    uid = known.get("uid")
    if isinstance(uid, bytes) and len(uid) == 16:
        return facts | {"uid": uid}
    for one in backup.backups(path):
        try:
            with Document.open(one.path, Who(), read_only=True) as older:
                return facts | {"uid": older.uid}
        except DocumentError:
            continue
    return facts


def _with_tables_of(draft: Path, tables: Tables) -> Tables:
    """What the journal gives, and over it what the tables still show."""
    derived = read_tables(draft)
    return {name: rows | tables.get(name, {}) for name, rows in derived.items()}


def _put_right(tables: Tables, draft: Path, out: Path, who: Who, name: str) -> tuple[int, int]:
    """What the tables still show comes on top, as one action. Returns (records, of them from the tables)."""
    with Document.open(draft, who, back_up=False) as document:
        with document.write(TITLE, "recovered", force=True) as session:
            connection = session.connection().connection.driver_connection
            assert isinstance(connection, sqlite3.Connection)
            from_tables = put_tables_right(connection, tables)
        rows = document.check().rows
        if not rows:
            raise DocumentError(
                f"В файле «{name}» не нашлось ни одной читаемой записи.",
                "Возьмите резервную копию или файл другой организации.",
            )
        document.copy_to(out)
    return rows, from_tables


def _told(
    out: Path, found: Found, sifted: Sifted, rows: int, from_tables: int, *, identity: bool
) -> Recovered:
    parts = [f"Восстановлено записей: {rows}, действий истории: {len(sifted.actions)}."]
    if found.unreadable or sifted.dropped or sifted.incomplete:
        parts.append(
            f"Не прочитано страниц: {found.unreadable}, пропало строк истории: не меньше {sifted.dropped}."
        )
    if sifted.incomplete:
        parts.append("Если объединение с чужим файлом будет отклонено, повторите восстановление без истории.")
    if from_tables:
        parts.append(f"Без истории, только по таблицам, восстановлено записей: {from_tables}.")
    parts.append(
        "Результат требует просмотра; затем объедините его с файлом другой организации, если он есть."
        if identity
        else "Результат требует просмотра; номер файла утрачен, с копиями у других организаций он не объединится."
    )
    return Recovered(
        path=out,
        actions=len(sifted.actions),
        changes=len(sifted.changes),
        rows=rows,
        from_tables=from_tables,
        unreadable_pages=found.unreadable,
        dropped=sifted.dropped,
        incomplete_writers=len(sifted.incomplete),
        identity=identity,
        warning=" ".join(parts),
    )
