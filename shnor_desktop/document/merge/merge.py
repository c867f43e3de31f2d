"""Bringing another copy of the document in: union of the journals, then the tables follow.

The other copy has been through quarantine: `staged` is a file of our own making that holds only its journal,
every value checked. Nothing here trusts a clock or an order of arrival.
"""

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shnor_desktop.document.document import Document
from shnor_desktop.document.file import access, attachments
from shnor_desktop.document.journal import counter
from shnor_desktop.document.journal.history import moment, spans
from shnor_desktop.document.merge import withheld
from shnor_desktop.document.merge.mixed import Changed, mixed
from shnor_desktop.document.merge.union import Union
from shnor_desktop.document.opening.mending import must_be_as_said
from shnor_desktop.document.state.derivation import Derivation, Effect, Values
from shnor_desktop.document.state.undecided import open_count
from shnor_desktop.errors import DocumentError
from shnor_desktop.rules.admissible import line


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
    renewed: bool = False
    """Whether another tool had changed what the program works out by itself."""
    files: int = 0
    """Attached files that records here named in vain: missing or damaged before."""
    mixed: tuple[tuple[str, bytes], ...] = ()
    """Kind and uid of records in which two figures now stand together that nobody reported together."""

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
    backup = _backup(document) if keep and back_up and not document.read_only else ""
    with _attached(document, staged), document.deriving(keep=keep) as connection:
        _check_same(connection, file_name)
        before = open_count(connection)
        union = Union(connection, file_name, document.live_writer)
        union.open()
        known = union.filled()
        fresh = sorted({*union.rows(), *((one.table_no, one.row_uid) for one in known)})
        actions = _told(union)
        came = spans(union.spans()) if actions else {}
        renewed = must_be_as_said(connection, fresh)
        withheld.fill(connection, known)
        withheld.fill_titles(connection)
        counted = counter.read(connection)
        union.take_over()
        counter.must_hold(connection, counted, file_name)
        union.complete()
        files = attachments.take_over(connection, "other")
        effect = Derivation(connection).run(fresh) if fresh else Effect()
        rows = _row_effects(connection, effect)
        report = MergeReport(
            file_name=file_name,
            already=not fresh and not actions and not files,
            actions=actions,
            rows=rows,
            open_before=before,
            open_after=open_count(connection),
            backup=backup,
            renewed=renewed,
            files=files,
            mixed=tuple(mixed(connection, _changed(rows))),
        )
        if keep and not report.already:
            _log(connection, document, report, came)
        union.close()
    if keep and not report.already:
        document.derived(effect.tables, f"Объединено с файлом «{file_name}»")
    return report


def _changed(rows: Iterable[RowEffect]) -> Iterator[Changed]:
    for row in rows:
        if row.before is not None and row.after is not None:
            yield row.kind, row.uid, row.before, row.after


def _backup(document: Document) -> str:
    """Name of the backup that holds the document as it is: made now, or the newest, which holds it already."""
    made = document.back_up_if_changed("перед объединением")
    known = document.backups() if made is None else (made,)
    return known[0].path.name if known else ""


def _told(union: Union) -> tuple[NewAction, ...]:
    return tuple(
        NewAction(title, kind, person, office, moment(wall).isoformat(), count)
        for title, kind, person, office, wall, count in union.actions()
    )


@contextmanager
def _attached(document: Document, staged: Path) -> Iterator[None]:
    with document.raw() as connection, access.attached(connection, staged, "other"):
        yield


def _check_same(connection: sqlite3.Connection, name: str) -> None:
    query = "SELECT v FROM {}.meta WHERE k = 'uid'"
    if (
        connection.execute(query.format("main")).fetchone()
        != connection.execute(query.format("other")).fetchone()
    ):
        raise DocumentError(
            f"«{name}» — файл другого района, а не копия этого.",
            "Объединяют только копии одного файла. Результаты переносят книгой: в том файле «Обмен → Выгрузить в Excel…», "
            "здесь загрузите эту книгу.",
        )


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
        "document": line(document.path.name),
        "lamport": connection.execute("SELECT max(lamport) FROM action").fetchone()[0],
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
