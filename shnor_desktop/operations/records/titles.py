"""Russian titles of records: what the rows shown refer to is read at once, a kind that most refer to is read whole."""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.document.journal import lookup
from shnor_desktop.models.kind import Editor, RecordKind
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.sheets.results.table import COLUMN_CHOICES

_REFERRED_TO = frozenset(field.refers for kind in KINDS for field in kind.fields if field.refers)
"""Kinds worth reading whole; results are many and nobody refers to them."""

_SAME = re.compile(r"same:([0-9a-f]{32})")
_ANSWERS = {
    **dict(COLUMN_CHOICES),
    "new": "новая",
    "skip": "пропускать",
    "read": "читать",
    "loaded": "загружено",
}
"""Words for what a remembered answer is stored as."""
_FEW = 40
"""So many records of a kind are read one by one: after that all of them cost less."""
_MOST = 500
"""So many are named in one statement; more than that are nearly all."""


class Titles:
    """`titles("school", uid)` names a record, `titles("subject.short", uid)` gives the text of one field,
    `titles("", uid)` names a record of whatever kind.

    Reads through one session and remembers; make a new one for every answer.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[str, dict[bytes, Any]] = {}
        self._whole: set[str] = set()
        """Kinds of which every record was read."""
        self._known: dict[tuple[str, bytes], str] = {}

    def __call__(self, code: str, uid: bytes | None) -> str:
        if uid is None:
            return ""
        known = self._known.get((code, uid))
        if known is None:
            known = self._known[code, uid] = self._find(code, uid) if code else self._of_any_kind(uid)
        return known

    def ahead(self, kind: RecordKind, rows: Iterable[Any]) -> None:
        """Read what these rows of a kind refer to, and what that is named by, in one statement a kind."""
        wanted: dict[str, set[bytes]] = {}
        for field in kind.fields:
            if field.refers in BY_CODE and field.editor is Editor.RECORD:
                found = (getattr(row, field.name, None) for row in rows)
                wanted.setdefault(field.refers, set()).update(uid for uid in found if uid)
        for code, uids in wanted.items():
            self._ahead(code, uids - self._rows.get(code, {}).keys())

    def ahead_of(self, code: str, uids: Iterable[bytes]) -> None:
        """Read these records of a kind in one statement."""
        self._ahead(code, set(uids) - self._rows.get(code, {}).keys())

    def _ahead(self, code: str, uids: set[bytes]) -> None:
        if not uids or code in self._whole:
            return
        if len(uids) > _MOST:
            self._read(code)
            return
        columns = BY_CODE[code].record.__table__.columns
        found = self._session.execute(select(*columns).where(columns.uid.in_(uids))).all()
        self._rows.setdefault(code, {}).update((row.uid, row) for row in found)
        self.ahead(BY_CODE[code], found)

    def _of_any_kind(self, uid: bytes) -> str:
        code = self.kind_of(uid)
        if code == "identity_verdict":
            return BY_CODE[code].one  # It names records itself, perhaps this very one.
        return self(code, uid) if code else ""

    def kind_of(self, uid: bytes) -> str:
        """Code of the kind of which somebody entered that record, shown or not; empty when nobody did."""
        return lookup.kind_of(raw_of(self._session), uid)

    def of(self, code: str, row: Any) -> str:
        """The title of a row that was already read."""
        title = BY_CODE[code].title(row, self)
        return self._known.setdefault((code, row.uid), title)

    def all(self, code: str) -> dict[bytes, str]:
        """Titles of every record of a kind."""
        return {uid: self(code, uid) for uid in self._read(code)}

    def _find(self, code: str, uid: bytes) -> str:
        kind, _, field = code.partition(".")
        row = self._row(kind, uid)
        if row is None:
            return ""
        return str(getattr(row, field)) if field else BY_CODE[kind].title(row, self)

    def _row(self, code: str, uid: bytes) -> Any:
        rows = self._rows.setdefault(code, {})
        if uid in rows or code in self._whole:
            return rows.get(uid)
        if len(rows) >= _FEW and code in _REFERRED_TO:
            return self._read(code).get(uid)
        columns = BY_CODE[code].record.__table__.columns
        rows[uid] = self._session.execute(select(*columns).where(columns.uid == uid)).first()
        return rows[uid]

    def _read(self, code: str) -> dict[bytes, Any]:
        if code not in self._whole:
            self._whole.add(code)
            found = self._session.execute(select(*BY_CODE[code].record.__table__.columns))
            self._rows[code] = {row.uid: row for row in found}
        return self._rows[code]


def answer_text(value: str, titles: Titles) -> str:
    """What a remembered answer says; it is stored as the program reads it, «same:» and a record among others."""
    same = _SAME.fullmatch(value)
    return titles("", bytes.fromhex(same[1])) if same else _ANSWERS.get(value, value)
