"""The history as people read it: actions with their words, what an action touched, what happened to one record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from shnor_desktop.document.document import ActionId, Document
from shnor_desktop.document.journal import history as journal_history
from shnor_desktop.document.journal import lookup
from shnor_desktop.document.journal.history import ActionLine, FieldChange, Wanted, Words
from shnor_desktop.document.state import replaced
from shnor_desktop.document.state.replaced import Deed
from shnor_desktop.models.attached import FILE
from shnor_desktop.models.kind import Editor, Field, RecordKind, kind_of
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.links import ROLES, Link
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.changes import EMPTY, FieldLine, Names, field_lines, value_text
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules.words.russian import quoted

KIND_WORDS = {
    "fill": "создание файла",
    "edit": "изменение",
    "import": "загрузка",
    "undo": "отмена",
    "redo": "возврат",
    "revert": "отзыв",
    "decide": "решение",
    "merge": "объединение",
    "external": "другая программа",
    "recovered": "восстановление",
}
SIGNED_TITLE, _SIGNING = "Подписан", "подписание"
"""How the titles of actions begin by which something was signed, and their word."""
MOST_TOUCHED = 200
WHOLE, GONE = "карточка", "удалена"
"""What a line is about that concerns no single field, and what it says of a record that is gone."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A record an action added, changed or deleted."""

    kind: str
    """Code of the kind."""
    uid: bytes
    what: str
    """«добавлено», «изменено», «удалено», «возвращено» what somebody had deleted."""
    title: str
    """«Школа «Заречная СОШ»»."""
    fields: tuple[FieldLine, ...] = ()
    """What it changed, before and after."""

    @property
    def told(self) -> tuple[str, ...]:
        """«Директор: Иванова А.П. → Петрова В.В.»; of a record that came or went its values alone."""
        if self.what == "изменено":
            return tuple(f"{one.label}: {one.before or EMPTY} → {one.after or EMPTY}" for one in self.fields)
        said = ((one.label, one.after or one.before) for one in self.fields)
        marks = {field.label for field in BY_CODE[self.kind].fields if field.editor is Editor.FLAG}
        return tuple(
            f"{label}: {value}" for label, value in said if value and (value != "нет" or label not in marks)
        )


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One change of one field in words; a whole record added or deleted has no field."""

    at: datetime
    person: str
    office: str
    action: str
    field: str
    before: str
    after: str
    name: str = ""
    """Code of the field; empty when the whole record was added or deleted."""
    old: Value = None
    new: Value = None

    @property
    def who(self) -> str:
        """«Иванова А.П., ИМЦ»."""
        return ", ".join(part for part in (self.person, self.office) if part)


def word(one: ActionLine) -> str:
    """«изменение», «загрузка»."""
    return word_of(one.kind, one.title)


def word_of(kind: str, title: str) -> str:
    """What an action of this kind is called; signing is more than a change."""
    if kind == "edit" and title.startswith(SIGNED_TITLE):
        return _SIGNING
    return KIND_WORDS.get(kind, kind)


PAGE = 1_000
"""So many actions are read and shown at once."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the found actions, newest first."""

    lines: tuple[ActionLine, ...]
    start: int
    """Place of the first of them among all found."""
    total: int
    came: Mapping[ActionId, int]
    """The number of the merge with which they came; those done in this very file came with none."""


def page(
    document: Document, wanted: Wanted | None = None, start: int = 0, size: int = 0, *, words: str = ""
) -> Page:
    """The found actions by time from the `start`-th on, `size` or PAGE of them; the last page when there are fewer by now.
    `words` stand in the line somewhere: title, kind, person, office, moment, «отменено»."""
    wanted, size = replace(wanted or Wanted(), words=_looked_for(words)), size or PAGE
    with document.raw() as connection:
        total = journal_history.count(connection, wanted)
        start = min(start, max(0, (total - 1) // size * size))
        found = journal_history.actions(connection, size, start, wanted, by_time=True)
        came = journal_history.came_with(connection, (one.action for one in found))
        return Page(found, start, total, came)


def _looked_for(typed: str) -> Words | None:
    looked = typed.strip().casefold()
    if not looked:
        return None
    kinds = tuple(code for code, word in KIND_WORDS.items() if looked in word)
    return Words(
        SIGNED_TITLE.casefold() if looked == _SIGNING else looked, kinds, undone=looked in "отменено"
    )


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who and what occurs in the whole history."""

    people: tuple[str, ...]
    offices: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    """(code, word)."""


def speakers(document: Document) -> Speakers:
    """Whom one can look for."""
    with document.raw() as connection:
        people, offices, kinds = journal_history.speakers(connection)
    words = ((code, KIND_WORDS.get(code, code)) for code in kinds)
    return Speakers(people, offices, tuple(sorted(words, key=lambda pair: pair[1])))


def touched(session: Session, action: ActionId, limit: int = MOST_TOUCHED) -> tuple[Touched, ...]:
    """The records an action touched, as they are called now, in the order they were written."""
    titles, names = Titles(session), Names(session)
    found = lookup.touched(names.raw, action, limit)
    around = replaced.around(names.raw, action, ((code, uid) for code, uid, *_ in found))
    return tuple(
        _touched(
            titles,
            code,
            uid,
            "удалено"
            if deleted
            else "добавлено"
            if added
            else "возвращено"
            if around[uid].returned
            else "изменено",
            _deed_lines(names, code, around[uid]),
        )
        for code, uid, added, deleted in found
    )


def _deed_lines(names: Names, code: str, deed: Deed) -> tuple[FieldLine, ...]:
    """What an action changed, and what it decided, though the value that was shown may have stayed."""
    open_fields = {*deed.asked, *deed.left}
    told = field_lines(
        names,
        code,
        *({name: one[name] for name in one if name not in open_fields} for one in (deed.before, deed.after)),
    )
    decided = tuple(
        FieldLine(field.label, *(_chosen(names, field, *side) for side in _sides(deed, field.name)))
        for field in BY_CODE[code].fields
        if field.name in open_fields and (field.in_form or field.in_table) and not field.quiet
    )
    return decided + told


def _sides(deed: Deed, name: str) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    before = deed.asked.get(name, (deed.before.get(name),))
    return before, deed.left.get(name, (deed.after.get(name),))


def _chosen(names: Names, field: Field, *values: Value) -> str:
    """«Иванова А.П. или Петрова В.В.» of values that did not agree."""
    told = [value_text(names, field, value) for value in values]
    return told[0] if len(told) == 1 else " или ".join(one or EMPTY for one in told)


def _touched(titles: Titles, code: str, uid: bytes, what: str, fields: tuple[FieldLine, ...]) -> Touched:
    kind = BY_CODE[code]
    name = titles(code, uid)
    return Touched(
        code, uid, what, f"{kind.one} {quoted(name)}" if name else f"{kind.one} (сейчас в файле нет)", fields
    )


def record_lines(document: Document, code: str, uid: bytes) -> tuple[str, tuple[RecordLine, ...]]:
    """Title of a record and everything that happened to it and to what it is linked to, newest first."""
    kind = BY_CODE[code]
    with document.read() as session:
        names = Names(session)
        found = [
            (one.place, _record_line(kind, one, names))
            for one in replaced.record_history(names.raw, code, uid)
        ]
        found += _link_lines(names, code, uid)
        found.sort(key=lambda pair: pair[0], reverse=True)
        return records.title(session, code, uid) or kind.one, tuple(line for _, line in found)


def _record_line(kind: RecordKind, one: FieldChange, names: Names) -> RecordLine:
    label, before, after = _words(kind, one, names)
    name = one.field if is_typed(kind, one.field) else ""
    return RecordLine(
        one.at, one.person, one.office, one.title, label, before, after, name, one.before, one.after
    )


def is_typed(kind: RecordKind, name: str) -> bool:
    """Whether people type the field, so that a value it had may be given back by itself."""
    return name not in FILE and any(
        field.name == name and (field.in_form or field.in_table) for field in kind.fields
    )


_WHOLE = {"added": "добавлена", "deleted": GONE, "returned": "возвращена"}


def _words(kind: RecordKind, one: FieldChange, names: Names) -> tuple[str, str, str]:
    if one.what in _WHOLE:
        return WHOLE, "", _WHOLE[one.what]
    try:
        field = kind.field(one.field)
    except KeyError:
        return one.field, _plain(one.before), _plain(one.after)
    return field.label, _chosen(names, field, *(one.replaced or (None,))), _chosen(names, field, one.after)


def _link_lines(names: Names, code: str, uid: bytes) -> Iterator[tuple[lookup.Place, RecordLine]]:
    """What a record was linked to and parted from, and the notes beside: no column of its own, but records of the kind
    `link`."""
    for link in lookup.naming(names.raw, Link.__tablename__, uid):
        values = names.past(Link.__tablename__, link)
        role = ROLES.get(str(values.get("role", "")))
        if role is None or uid not in (values[role.here], values[role.there]):
            continue
        away = role.there if values[role.here] == uid else role.here
        refers, other = kind_of(Link).field(away).refers, values[away]
        title = names(refers, other if isinstance(other, bytes) else None)
        own = (field.label for field in BY_CODE[code].links if field.role == values["role"])
        label = next(own, BY_CODE[refers].one) if away == role.there else BY_CODE[refers].one
        for one in replaced.record_history(names.raw, Link.__tablename__, link):
            told = _linked_words(one, title)
            if told is not None:
                yield one.place, RecordLine(one.at, one.person, one.office, one.title, label, *told)


def _linked_words(one: FieldChange, title: str) -> tuple[str, str] | None:
    """Before and after; None for what nobody is told, as a place in the order."""
    if one.field:
        return (_noted(title, one.before), _noted(title, one.after)) if one.field == "note" else None
    return (title, "") if one.what == "deleted" else ("", title)


def _noted(title: str, note: Value) -> str:
    return f"{title} [{_plain(note)}]" if note else title


def _plain(value: Value) -> str:
    return "" if value is None or isinstance(value, bytes) else str(value)
