"""The log of merges of this very file: it stays in it and does not travel. What a report says is JSON of whoever made the
merge; the log keeps it."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any


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


def logged(connection: sqlite3.Connection) -> tuple[LoggedMerge, ...]:
    """All merges, oldest first."""
    rows = connection.execute(
        "SELECT n, wall_ms, person, office, file_name, backup, report FROM merge_log ORDER BY n"
    )
    return tuple(
        LoggedMerge(n, wall, person, office, name, backup, json.loads(report))
        for n, wall, person, office, name, backup, report in rows
    )


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
