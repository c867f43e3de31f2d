"""Russian titles of records, resolved in bulk: a kind is read once, however many records refer to it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.document.journal import lookup
from shnor_desktop.models.kinds import BY_CODE, KINDS

_REFERRED_TO = frozenset(field.refers for kind in KINDS for field in kind.fields if field.refers)
"""Kinds worth reading whole; results are many and nobody refers to them."""


class Titles:
    """`titles("school", uid)` names a record, `titles("subject.short", uid)` gives the text of one field,
    `titles("", uid)` names a record of whatever kind.

    Reads through one session and remembers; make a new one for every answer.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[str, dict[bytes, Any]] = {}
        self._known: dict[tuple[str, bytes], str] = {}

    def __call__(self, code: str, uid: bytes | None) -> str:
        if uid is None:
            return ""
        known = self._known.get((code, uid))
        if known is None:
            known = self._known[code, uid] = self._find(code, uid) if code else self._of_any_kind(uid)
        return known

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
        row = self._read(kind).get(uid) if kind in _REFERRED_TO else self._one(kind, uid)
        if row is None:
            return ""
        return str(getattr(row, field)) if field else BY_CODE[kind].title(row, self)

    def _one(self, code: str, uid: bytes) -> Any:
        columns = BY_CODE[code].record.__table__.columns
        return self._session.execute(select(*columns).where(columns.uid == uid)).first()

    def _read(self, code: str) -> dict[bytes, Any]:
        rows = self._rows.get(code)
        if rows is None:
            found = self._session.execute(select(*BY_CODE[code].record.__table__.columns))
            rows = self._rows[code] = {row.uid: row for row in found}
        return rows
