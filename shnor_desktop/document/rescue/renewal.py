"""«Начать историю заново»: a new document with the records of one whose history nobody accepts any more.

It is openly another document: it has a number of its own, all records come as its first action, and copies of the old one
do not merge with it. The old file stays as it is.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from shnor_desktop import places
from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.file import access, attachments
from shnor_desktop.document.file.faults import told
from shnor_desktop.document.journal.capture import capture_closed
from shnor_desktop.document.opening import ways
from shnor_desktop.document.state.derivation import Derivation
from shnor_desktop.document.state.row import RowId
from shnor_desktop.document.state.tables import Shape
from shnor_desktop.errors import DocumentError

_ONLY_READABLE = "Соберите новый файл из того, что читается, или возьмите копию другой организации."


@dataclass(frozen=True, slots=True)
class Renewed:
    """What became of it."""

    path: Path
    records: int
    lost_questions: int
    """Open questions in which the values shown now were kept."""
    findings: tuple[str, ...] = ()
    """Attached files that could not be carried over, in sentences."""


def renew(
    path: Path, out: Path, who: Who, progress: Callable[[int, int, str], None] | None = None
) -> Renewed:
    """Write to `out`, which must not exist, a new document with all records that the one at `path` shows."""
    path, out = path.absolute(), out.absolute()
    if out.exists():
        raise DocumentError(
            f"Файл «{out.name}» уже есть.", "Выберите другое имя: существующий файл не изменён."
        )
    tell = progress or (lambda step, total, text: None)
    with told(out), places.private_folder("renewal") as folder:
        copy, draft = Path(folder) / "прежний.shnor", Path(folder) / "новый.shnor"
        tell(0, 3, "Чтение записей")
        with Document.open(path, who, read_only=True, references=False) as old:
            _must_be_whole(old)
            old.copy_to(copy)
        tell(1, 3, "Запись в новый файл")
        ways.make(draft)
        with Document.open(draft, who, back_up=False) as made:
            lost = _carry_over(made, copy, path.name)
            tell(2, 3, "Проверка нового файла")
            report = made.check()
            if not report.whole_but_for_files:
                raise DocumentError(
                    f"Записи файла «{path.name}» перенести нельзя: {report.findings[0]}", _ONLY_READABLE
                )
            made.copy_to(out)
    return Renewed(out, report.rows, lost, report.findings)


def _must_be_whole(old: Document) -> None:
    with old.raw() as connection:
        kind = connection.execute("SELECT v FROM meta WHERE k = 'kind'").fetchone()
        torn = connection.execute("PRAGMA foreign_key_check").fetchone()
    if kind and kind[0] != "full":
        raise DocumentError(
            f"«{old.path.name}» — часть чужого файла: она нужна, чтобы вернуть её отправителю.",
            "Попросите прислать часть заново.",
        )
    if torn:
        raise DocumentError(
            f"В файле «{old.path.name}» записи ссылаются на то, чего нет: его правили другой программой.",
            _ONLY_READABLE,
        )


def _carry_over(made: Document, copy: Path, name: str) -> int:
    """Copy the shown records as one action that nobody takes back; says how many questions about values end by it."""
    with made.raw() as connection, access.attached(connection, copy, "old"):
        with made.write(f"История начата заново: записи из файла «{name}»", "fill", force=True) as session:
            raw = session.connection().connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            raw.execute("PRAGMA defer_foreign_keys = ON")
            shape = Shape(raw)
            seconds: set[RowId] = set()
            for table in shape.by_name.values():
                mark = ", _dup" if table.key and _has_mark(raw, table.name) else ""
                raw.execute(
                    f"INSERT INTO main.{table.name} (uid, {table.names}{mark}) "
                    f"SELECT uid, {table.names}{mark} FROM old.{table.name}{_PAIRS.get(table.name, '')}"
                )
                if mark:
                    found = raw.execute(f"SELECT uid FROM main.{table.name} WHERE _dup = 1")
                    seconds.update((table.number, uid) for (uid,) in found)
            _carry_files(raw)
            with capture_closed(raw):
                Derivation(raw, shape).run(seconds)
            (lost,) = raw.execute("SELECT count(*) FROM old.conflict WHERE kind <> 'key'").fetchone()
        return int(lost)


def _carry_files(connection: sqlite3.Connection) -> None:
    """The bytes that carried records name: they are of no record themselves."""
    for _, content in attachments.carried(connection, attachments.shown(connection), "old"):
        attachments.put(connection, content)


_KNOWN = "EXISTS (SELECT 1 FROM old.{table} k WHERE k.uid = identity_verdict.{side})"
_PAIRS = {
    "identity_verdict": " WHERE kind = 'school' AND verdict = 'different' AND "
    + " AND ".join(_KNOWN.format(table="school", side=side) for side in ("first", "second"))
}
"""Of records joined to another only that other is shown and carried over; verdicts that part two schools stay."""


def _has_mark(connection: sqlite3.Connection, table: str) -> bool:
    with closing(connection.execute(f"SELECT * FROM {table} LIMIT 0")) as found:
        return any(column[0] == "_dup" for column in found.description)
