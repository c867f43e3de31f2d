"""Everything the file holds of the kinds a book speaks of, at hand for a plan: records by uid and by what they are the
same by, their titles, and those the plan is about to add."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.document.journal import lookup
from shnor_desktop.models.fields import PLACE
from shnor_desktop.models.kind import POSITION, Editor, Field, RecordKind
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.schools import School
from shnor_desktop.models.uids import new_uid
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records import linking
from shnor_desktop.operations.records.references import References, others_of
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules.words.school_names import ASK, NameIndex, normalise
from shnor_desktop.sheets.book.values import plain

_ROW = "row:"
UID_BYTES = 16


class _Names(Titles):
    """Titles that know records which are not in the file yet."""

    def of_new(self, code: str, row: Any) -> str:
        """The title of a record that is about to be added; from now on it is known."""
        self._read(code)[row.uid] = row
        return self.of(code, row)

    def rows(self, code: str) -> dict[bytes, Any]:
        """All records of a kind."""
        return self._read(code)

    def _row(self, code: str, uid: bytes) -> Any:
        return self._read(code).get(uid)


class Stock:
    """One a plan."""

    def __init__(self, session: Session) -> None:
        self._session, self._raw = session, raw_of(session)
        self.names = _Names(session)
        self.references = References(session, self.names)
        self._keys: dict[str, dict[tuple[Any, ...], bytes]] = {}
        self._natural: dict[str, dict[bytes, bytes]] = {}
        self._titles: dict[str, dict[str, list[bytes]]] = {}
        self._linked: dict[str, dict[bytes, dict[str, Linked]]] = {}
        self._schools: NameIndex[bytes] | None = None
        self._places: dict[tuple[Any, ...], int] = {}
        self.new: dict[bytes, str] = {}
        """uid → place of its row, of records that are about to be added."""

    def get(self, code: str, uid: bytes) -> Any:
        """A record, also one that was joined with another; None when there is none."""
        rows = self.names.rows(code)
        return rows.get(uid) or rows.get(lookup.shown_for(self._raw, uid))

    def value(self, kind: RecordKind, row: Any, one: Field) -> Value | Linked:
        """What a record of the file holds in a field, or is linked to."""
        if one.editor is not Editor.LINKS:
            return cast(Value, getattr(row, one.name))
        if kind.code not in self._linked:
            self._linked[kind.code] = linking.linked(self._session, kind)
        return self._linked[kind.code].get(row.uid, {}).get(one.name, ())

    def was_known(self, uid: bytes) -> bool:
        """Whether somebody once entered a record of that uid in this file."""
        return bool(lookup.kind_of(self._raw, uid))

    def same_key(self, kind: RecordKind, values: Mapping[str, Value]) -> bytes | None:
        """The record with the same natural key."""
        key = _key(kind, values)
        return self._by_key(kind).get(key) if key else None

    def same_nature(self, kind: RecordKind, values: Mapping[str, Value]) -> bytes | None:
        """The record that every office would take for the same, whatever the spelling."""
        nature = _nature(kind, values)
        return self._by_nature(kind).get(nature) if nature else None

    def alike(self, kind: RecordKind, title: str) -> tuple[bytes, ...]:
        """Records that are called so, or nearly so."""
        known = self._titles.get(kind.code)
        if known is None:
            known = self._titles[kind.code] = defaultdict(list)
            for uid, other in self.names.all(kind.code).items():
                known[_alike(bool(kind.about.natural), other)].append(uid)
        return tuple(known.get(_alike(bool(kind.about.natural), title), ()))

    def near(self, kind: RecordKind, title: str) -> tuple[bytes, ...]:
        """Records that may be meant by a name spelt otherwise: schools, compared as when results are imported."""
        if kind.record is not School:
            return ()
        if self._schools is None:
            known = {uid: one for uid, one in self.names.all(kind.code).items() if uid not in self.new}
            self._schools = NameIndex(known)
        return tuple(uid for uid, score in self._schools.suggest(title) if score >= ASK)

    def add(self, kind: RecordKind, values: Mapping[str, Value], wished: bytes | None, place: str) -> bytes:
        """Make room for a new record; its uid: the natural one, else the one it had where it comes from."""
        nature, rows = _nature(kind, values), self.names.rows(kind.code)
        born = (nature, wished) if kind.about.kept_once else (wished, nature)
        free = (
            one
            for one in born
            if one and one not in rows and lookup.kind_of(self._raw, one) in ("", kind.code)
        )
        uid = next(free, None) or new_uid()
        row = SimpleNamespace(uid=uid, **values)
        title = self.names.of_new(kind.code, row)
        self.new[uid] = place
        self.references.add(kind.code, uid, title, others_of(kind, uid, row))
        if key := _key(kind, values):
            self._by_key(kind)[key] = uid
        if nature:
            self._by_nature(kind)[nature] = uid
        if kind.code in self._titles:
            self._titles[kind.code][_alike(bool(kind.about.natural), title)].append(uid)
        return uid

    def named(self, uid: bytes) -> str:
        """What a record is called in an answer. One about to be added has no uid that would be the same when the book is
        planned again, so it is called by its row."""
        if uid not in self.new:
            return uid.hex()
        place = self.new[uid]
        same = [one for one, there in self.new.items() if there == place]
        return f"{_ROW}{place}" + f"#{same.index(uid) + 1}" * (len(same) > 1)

    def called(self, name: str) -> bytes | None:
        """The record that an answer calls so; None when it calls none."""
        if name.startswith(_ROW):
            return next((uid for uid in self.new if self.named(uid) == name), None)
        try:
            uid = bytes.fromhex(name)
        except ValueError:
            return None
        return uid if len(uid) == UID_BYTES else None

    def rekey(self, kind: RecordKind, uid: bytes, before: Any, after: Mapping[str, Value]) -> None:
        """A record will have another key."""
        keys = self._by_key(kind)
        old, new = _key(kind, as_dict(kind, before)), _key(kind, after)
        if old and keys.get(old) == uid:
            del keys[old]
        if new:
            keys[new] = uid

    def last_place(self, kind: RecordKind, values: Mapping[str, Value]) -> int:
        """Behind all others of the same parents, those about to be added among them."""
        parents = (kind.code, *(values[name] for name in kind.about.within))
        if parents not in self._places:
            rows = self.names.rows(kind.code).values()
            mine = (
                row for row in rows if all(getattr(row, name) == values[name] for name in kind.about.within)
            )
            self._places[parents] = max((getattr(row, POSITION) for row in mine), default=0)
        self._places[parents] = min(self._places[parents] + linking.STEP, PLACE)
        return self._places[parents]

    def _by_key(self, kind: RecordKind) -> dict[tuple[Any, ...], bytes]:
        known = self._keys.get(kind.code)
        if known is None:
            rows = self.names.rows(kind.code).items() if kind.about.key else ()
            known = self._keys[kind.code] = {
                key: uid for uid, row in rows if (key := _key(kind, as_dict(kind, row)))
            }
        return known

    def _by_nature(self, kind: RecordKind) -> dict[bytes, bytes]:
        known = self._natural.get(kind.code)
        if known is None:
            rows = self.names.rows(kind.code).items()
            known = self._natural[kind.code] = {
                nature: uid for uid, row in rows if (nature := _nature(kind, as_dict(kind, row)))
            }
        return known


def as_dict(kind: RecordKind, row: Any) -> dict[str, Value]:
    """The values of a record by the names of its columns."""
    return {column.name: getattr(row, column.name) for column in kind.record.__table__.columns}


def _key(kind: RecordKind, values: Mapping[str, Value]) -> tuple[Any, ...]:
    """What the record is the same by; nothing where the kind, or this record, is like no other."""
    if not kind.about.key or not kind.about.key_if(SimpleNamespace(**values)):
        return ()
    return tuple(values[name] for name in kind.about.key)


def _nature(kind: RecordKind, values: Mapping[str, Value]) -> bytes | None:
    key = _key(kind, values)
    return kind.about.natural(*key) if kind.about.natural and key else None


@cache
def _alike(natural: bool, title: str) -> str:
    """What a title is likened by: names that offices spell in many ways by what is left of them."""
    return (normalise(title) if natural else "") or plain(title)


def in_order(codes: frozenset[str]) -> list[str]:
    """Kinds so that those referred to go first, as far as there are no circles."""
    found: list[str] = []

    def visit(code: str, on_the_way: frozenset[str]) -> None:
        if code in found or code in on_the_way:
            return
        for field in BY_CODE[code].fields:
            if field.refers:
                visit(field.refers, on_the_way | {code})
        found.append(code)

    for code in BY_CODE:
        visit(code, frozenset())
    return [code for code in found if code in codes]
