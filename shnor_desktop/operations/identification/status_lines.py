"""Statuses of schools as they stand in the file, read by SQL alone: for lists, cards and the first screen."""

import sqlite3
from dataclasses import dataclass

from shnor_desktop.rules.words.russian import show_date
from shnor_desktop.rules.words.school_words import BASES, STATUS_KINDS

LOW_RESULT = "low_result"
KIND_LABELS = dict(STATUS_KINDS)
BASIS_LABELS = dict(BASES)


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One status of a school."""

    uid: bytes
    school: bytes
    kind: str
    basis: str
    basis_text: str
    since: str
    until: str
    list: bytes | None
    list_title: str
    signed_on: str
    """When the list that gave it was signed; empty for a status without a signed list."""
    note: str = ""
    verdict: str = ""
    """JSON frozen at signing."""
    order_kind: str = ""
    """Of the signed order that approves its list, with its date and number."""
    order_date: str = ""
    order_number: str = ""

    def in_force(self, on: str) -> bool:
        """Whether the status stands on that day (ISO)."""
        return (not self.since or self.since <= on) and (not self.until or self.until >= on)

    @property
    def approved(self) -> str:
        """«утверждён приказом от 29.11.2026 № 147-од»; empty where no signed order approves its list."""
        return approved_by(self.order_kind, self.order_date, self.order_number) if self.order_kind else ""

    @property
    def label(self) -> str:
        """«ШНОР (по перечню)»."""
        kind = KIND_LABELS.get(self.kind, self.kind)
        return f"{kind} ({BASIS_LABELS.get(self.basis, self.basis)})"


_LINES = (
    "SELECT s.uid, s.school, s.kind, s.basis, s.basis_text, s.since, s.until, s.list, ifnull(l.title, ''), "
    "ifnull(l.signed_on, ''), s.note, s.verdict, ifnull(p.kind, ''), ifnull(p.date, ''), ifnull(p.number, '') FROM school_status s "
    "LEFT JOIN status_list l ON l.uid = s.list LEFT JOIN paper p ON p.uid = l.paper AND p.state = 'signed'"
)
_BY = {"order": "приказом", "decree": "постановлением", "instruction": "распоряжением"}
_NEWEST_FIRST = "ORDER BY s.since DESC, s.uid DESC"


def all_statuses(connection: sqlite3.Connection) -> dict[bytes, tuple[StatusLine, ...]]:
    """Statuses of every kind by school, the newest first."""
    return _by_school(connection.execute(f"{_LINES} {_NEWEST_FIRST}"))


def statuses_of_kind(connection: sqlite3.Connection, kind: str) -> dict[bytes, tuple[StatusLine, ...]]:
    """Statuses of a kind by school, the newest first."""
    return _by_school(connection.execute(f"{_LINES} WHERE s.kind = ? {_NEWEST_FIRST}", (kind,)))


def statuses_of_school(connection: sqlite3.Connection, school: bytes) -> tuple[StatusLine, ...]:
    """Statuses of one school, the newest first."""
    found = connection.execute(f"{_LINES} WHERE s.school = ? {_NEWEST_FIRST}", (school,))
    return _by_school(found).get(school, ())


def approved_by(kind: str, day: str, number: str) -> str:
    """«утверждён приказом от 29.11.2026 № 147-од»."""
    dated = f"от {show_date(day)}" if day else ""
    return " ".join(
        filter(None, ("утверждён", _BY.get(kind, "документом"), dated, f"№ {number}" if number else ""))
    )


def _by_school(rows: sqlite3.Cursor) -> dict[bytes, tuple[StatusLine, ...]]:
    found: dict[bytes, list[StatusLine]] = {}
    for row in rows:
        line = StatusLine(*row)
        found.setdefault(line.school, []).append(line)
    return {school: tuple(lines) for school, lines in found.items()}
