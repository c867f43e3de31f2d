"""The log of merges of this very file: it stays in it and does not travel. What a report says is JSON of whoever made the
merge; the log keeps it."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shnor_desktop.errors import DocumentError
from shnor_desktop.rules.admissible import LONGEST_LINE, MOST, refused


@dataclass(frozen=True, slots=True)
class LoggedMerge:
    """One merge this file went through."""

    n: int
    wall_ms: int
    person: str
    office: str
    file_name: str
    backup: str
    """Name of the backup made before it."""
    report: dict[str, Any]


MOST_MERGES = 10_000
"""So many merges are told, the newest: one a day for a generation."""
_ROWS = "SELECT n, wall_ms, person, office, file_name, backup, report FROM merge_log"
_LONGEST_BACKUP = 255


def logged(connection: sqlite3.Connection) -> tuple[LoggedMerge, ...]:
    """The merges, oldest first. Raises DocumentError when another program wrote something among them that no merge
    leaves: it would be shown, printed and taken for the name of a file."""
    found = []
    for row in connection.execute(f"{_ROWS} ORDER BY n DESC LIMIT {MOST_MERGES}"):
        n, wall, person, office, name, backup, report = row
        if not is_plain(row):
            raise DocumentError(
                f"Журнал объединений повреждён: запись № {n}.",
                "Проверьте файл: «Файл → Проверить файл».",
            )
        found.append(LoggedMerge(n, wall, person, office, name, backup, json.loads(report)))
    return tuple(reversed(found))


def rows(connection: sqlite3.Connection) -> sqlite3.Cursor:
    """All rows as they stand, for `is_plain`; one after the other, for nobody knows how large they are."""
    return connection.execute(f"{_ROWS} ORDER BY n")


def is_plain(row: Sequence[Any]) -> bool:
    """Whether the fields of a row are what a merge writes; of the report, whether it is an object of JSON."""
    _, wall, person, office, name, backup, report = row
    try:
        return (
            0 <= wall < MOST
            and all(len(text) <= LONGEST_LINE and not refused(text) for text in (person, office, name))
            and len(backup) <= _LONGEST_BACKUP
            and not refused(backup)
            and not {*backup} & {*"/\\"}
            and isinstance(json.loads(report), dict)
        )
    except (ValueError, TypeError, RecursionError):
        return False


def put_report(connection: sqlite3.Connection, n: int, report: dict[str, Any]) -> None:
    """Say more of a merge that is logged."""
    connection.execute(
        "UPDATE merge_log SET report = ? WHERE n = ?", (json.dumps(report, ensure_ascii=False), n)
    )


def newest_lamport(connection: sqlite3.Connection) -> int:
    """Lamport time of the newest action; 0 without any."""
    return int(connection.execute("SELECT max(lamport) FROM action").fetchone()[0] or 0)


def own_lamports(connection: sqlite3.Connection) -> list[int]:
    """Lamport times of the actions done in this very file, in order."""
    rows = connection.execute(
        "SELECT a.lamport FROM action a JOIN writer w ON w.n = a.writer_n WHERE w.here = 1"
    )
    return sorted(lamport for (lamport,) in rows)
