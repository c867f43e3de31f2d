"""What became of records, in words: title, school, field by field before and after; for previews, differences
and protocols. Records that are not in the tables (deleted, joined, of another copy) are named from the journal."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import cast

from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.document.file.attachments import COLUMN
from shnor_desktop.document.journal import lookup
from shnor_desktop.document.merge.merge import RowEffect
from shnor_desktop.document.state.companions import Companions
from shnor_desktop.document.state.row import read_states
from shnor_desktop.document.state.tables import Shape
from shnor_desktop.document.state.voices import Sides
from shnor_desktop.models.kind import LONG, Editor, Field
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules.words.name_order import alphabetical
from shnor_desktop.rules.words.russian import quoted

NEW, CHANGED, DELETED = "new", "changed", "deleted"
WORDS = {NEW: "новая", CHANGED: "изменена", DELETED: "удалена"}
"""About «карточка»."""
EMPTY = "пусто"
DEEDS = {NEW: "добавлено", CHANGED: "изменено", DELETED: "удалено"}
"""Beside the name of any kind."""
MOST_OF_A_KIND = 500
"""So many records of a kind are told one by one; counts tell the rest."""
_ORDER = {kind.code: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record that is added, changed or taken away."""

    kind: str
    """Code of the kind."""
    kind_name: str
    """«Школа»."""
    uid: bytes
    what: str
    """NEW, CHANGED or DELETED."""
    title: str
    school: str
    """Name of the school it belongs to; empty when to none."""
    fields: tuple[FieldLine, ...]


def called(kind_name: str, title: str) -> str:
    """«Предмет «Физика»», «Школа «МБОУ „Заречная СОШ“»»."""
    return f"{kind_name} {quoted(title)}"


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many records of a kind are touched."""

    kind: str
    name: str
    """«Школы»."""
    new: int
    changed: int
    deleted: int

    @property
    def total(self) -> int:
        """Together."""
        return self.new + self.changed + self.deleted


@dataclass(frozen=True, slots=True)
class SchoolCount:
    """How many records of a kind came or went with one school."""

    kind: str
    what: str
    """NEW or DELETED."""
    school: str
    count: int


class Names(Titles):
    """Titles that know records the tables no longer or not yet show."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.raw = raw_of(session)
        self._past: dict[bytes, dict[str, Value]] = {}

    @cached_property
    def shape(self) -> Shape:
        """Tables and columns of the file."""
        return Shape(self.raw)

    @cached_property
    def companions(self) -> Companions:
        """What left together with deleted records."""
        return Companions(self.raw, self.shape)

    @cached_property
    def sides(self) -> Sides:
        """Who said what of records."""
        return Sides(self.raw, self.shape)

    def _find(self, code: str, uid: bytes) -> str:
        return super()._find(code, uid) or self._lost(code, uid)

    def _lost(self, code: str, uid: bytes) -> str:
        kind, _, field = code.partition(".")
        row = SimpleNamespace(uid=uid, **self.past(kind, uid))
        if len(row.__dict__) == 1:
            return ""
        return str(getattr(row, field)) if field else BY_CODE[kind].title(row, self)

    def past(self, code: str, uid: bytes) -> dict[str, Value]:
        """The last known values of a record, whether it is shown or not; empty when nobody ever entered it."""
        if uid not in self._past:
            self.preload([(code, uid)])
        return self._past[uid]

    def preload(self, rows: Iterable[tuple[str, bytes]]) -> None:
        """Read the journal of many records at once."""
        codes = {uid: code for code, uid in rows if uid not in self._past}
        self._past.update({uid: {} for uid in codes})
        for (number, uid), state in read_states(self.raw, self.shape, list(codes)).items():
            columns = (column.name for column in self.shape.tables[number].columns)
            self._past[uid] = dict(zip(columns, state.values, strict=True))

    def adopt(self, uid: bytes, values: Mapping[str, object]) -> None:
        """Know a record that is not of this file."""
        self._past[uid] = cast(dict[str, Value], dict(values))

    def kind_of(self, uid: bytes) -> str:
        """The same without the session, which takes ten times as long: a merge may bring many thousand verdicts."""
        return lookup.kind_of(self.raw, uid)

    def canonical(self, uid: bytes) -> bytes:
        """The record that is shown for this one."""
        return lookup.shown_for(self.raw, uid)

    def school_of(self, code: str, uid: bytes, values: Mapping[str, object]) -> bytes | None:
        """The school a record belongs to, as it is shown; itself for a school."""
        if code == "school":
            return self.canonical(uid)
        for field in BY_CODE[code].fields:
            value = values.get(field.name)
            if field.editor is not Editor.RECORD or not isinstance(value, bytes):
                continue
            if (field.refers or self.kind_of(value)) == "school":
                return self.canonical(value)
        return None


def counts(effects: Iterable[RowEffect]) -> tuple[KindCount, ...]:
    """Touched records by kind, in the order of the kinds."""
    found = Counter((one.kind, _what(one)) for one in effects)
    return counts_of(
        {code: [found[code, what] for what in (NEW, CHANGED, DELETED)] for code, _ in found},
    )


def counts_of(found: Mapping[str, Sequence[int]]) -> tuple[KindCount, ...]:
    """The same from (new, changed, deleted) by code."""
    known = sorted((code for code in found if code in _ORDER), key=_ORDER.__getitem__)
    return tuple(KindCount(code, BY_CODE[code].many, *found[code]) for code in known)


def by_school(names: Names, effects: Iterable[RowEffect]) -> tuple[SchoolCount, ...]:
    """All records that came or went with each school, also those that are not told one by one."""
    found: Counter[tuple[str, str, str]] = Counter()
    for one in effects:
        what = _what(one)
        if what != CHANGED:
            school = names.school_of(one.kind, one.uid, one.after or one.before or {})
            found[one.kind, what, names("school", school)] += 1
    return tuple(SchoolCount(*about, count) for about, count in sorted(found.items()) if about[2])


def told(
    names: Names, effects: Iterable[RowEffect], most: int | None = MOST_OF_A_KIND
) -> tuple[RecordChange, ...]:
    """Touched records in words by kind and title: what is changed and deleted first, then what is new."""
    by_kind: dict[str, list[RowEffect]] = {}
    for one in effects:
        by_kind.setdefault(one.kind, []).append(one)
    found: list[RecordChange] = []
    for code in sorted(by_kind, key=_ORDER.__getitem__):
        chosen = sorted(by_kind[code], key=lambda one: (one.before is None, one.after is not None, one.uid))
        made = [_record(names, one) for one in chosen[:most]]
        found += sorted(made, key=lambda one: (one.what, alphabetical(one.title), one.uid))
    return tuple(found)


def _what(effect: RowEffect) -> str:
    return NEW if effect.before is None else DELETED if effect.after is None else CHANGED


def _record(names: Names, effect: RowEffect) -> RecordChange:
    kind = BY_CODE[effect.kind]
    values = effect.after or effect.before or {}
    title = kind.title(SimpleNamespace(uid=effect.uid, **values), names)
    school = names.school_of(kind.code, effect.uid, values)
    return RecordChange(
        kind=kind.code,
        kind_name=kind.one,
        uid=effect.uid,
        what=_what(effect),
        title=title or kind.one,
        school=names("school", school),
        fields=field_lines(names, kind.code, effect.before or {}, effect.after or {}),
    )


def field_lines(
    names: Names, code: str, before: Mapping[str, object], after: Mapping[str, object]
) -> tuple[FieldLine, ...]:
    """Fields that differ. Where a figure came from is told only when nothing else differs; what people typed
    always is."""
    differing = [one for one in BY_CODE[code].fields if before.get(one.name) != after.get(one.name)]
    loud = [one for one in differing if one.in_form or (one.in_table and not one.quiet)]
    lines = (
        FieldLine(
            one.label,
            value_text(names, one, before.get(one.name)),
            value_text(names, one, after.get(one.name)),
        )
        for one in loud or differing
    )
    return tuple(line for line in lines if line.before != line.after or (before and after))


def value_text(names: Names, field: Field, value: object) -> str:
    """Russian text of a stored value; what only the program reads is not shown word for word."""
    if field.name == COLUMN:
        return "приложенный файл" if isinstance(value, str) and value else ""
    if field.editor in LONG and not field.in_table and not field.in_form:
        return "зафиксировано" if value else ""
    return records.text_of(field, cast(Value, value), names)
