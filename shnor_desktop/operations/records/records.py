"""Records of any kind for the general tables and forms: rows with texts, saving, deleting, titles."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType, SimpleNamespace
from typing import Any, cast

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy import delete as delete_from
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models import values
from shnor_desktop.models.fields import PLACE
from shnor_desktop.models.kind import POSITION, Editor, Field, RecordKind
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.models.uids import new_uid
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records import linking, periods
from shnor_desktop.operations.records.titles import Titles, answer_text
from shnor_desktop.rules import admissible
from shnor_desktop.rules.deadlines.due import Period
from shnor_desktop.rules.words.russian import counted, quoted

_DIGITS = re.compile(r"([0-9]+)")
_NOTHING: Mapping[str, Value | Linked] = MappingProxyType({})
_ANSWER = BY_CODE["learned_answer"].field("value")
_PIECE = 500
"""So many records are named in one statement."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record as tables show it; values and texts stand in the order of the kind's fields, then its links."""

    uid: bytes
    title: str
    values: tuple[Value | Linked, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormFacts:
    """Everything a form needs to be shown."""

    uid: bytes | None
    title: str
    values: dict[str, Value | Linked]
    choices: dict[str, tuple[tuple[bytes, str], ...]]
    """Code of a kind → (uid, title) by title, for every kind the form refers to."""
    period: Period | None = None
    """The days in which its due texts are read."""


# --- reading -----------------------------------------------------------------------------------------------------


def rows(session: Session, code: str, uids: Iterable[bytes] | None = None) -> tuple[Row, ...]:
    """Records of a kind by their own order or by title; all of them, or those named."""
    kind, titles = BY_CODE[code], Titles(session)
    columns = kind.record.__table__.columns
    query = select(*columns)
    if uids is not None:
        query = query.where(columns.uid.in_(list(uids)))
    found = session.execute(query).all()
    titles.ahead(kind, found)
    optional = frozenset(column.name for column in columns if column.nullable)
    links = linking.linked(session, kind, uids) if kind.links else {}
    made = [(one, _row(kind, titles, optional, one, links.get(one.uid, {}))) for one in found]
    made.sort(key=lambda pair: (_place(kind, pair[0]), _alphabetical(pair[1].title), pair[1].uid))
    return tuple(row for _, row in made)


def _alphabetical(name: str) -> tuple[tuple[int, str], ...]:
    """«ВПР МА 5» before «ВПР МА 10»."""
    return tuple(
        (int(part), "") if part.isdigit() else (-1, part) for part in _DIGITS.split(name.casefold()) if part
    )


def _place(kind: RecordKind, found: Any) -> tuple[Any, ...]:
    """What people order by hand stands with its parents and in their order."""
    place = int(getattr(found, POSITION, 0) or 0)
    if not kind.has_position:
        return (place,)
    parents = (getattr(found, name) or b"" for name in kind.about.within)
    return (*(one.hex() if isinstance(one, bytes) else str(one) for one in parents), place, found.uid.hex())


def _row(
    kind: RecordKind, titles: Titles, optional: frozenset[str], found: Any, links: Mapping[str, Linked]
) -> Row:
    kept = tuple(getattr(found, field.name) for field in kind.fields)
    texts = tuple(
        text_of(field, value, titles, blank_zero=field.name not in optional and not field.required)
        for field, value in zip(kind.fields, kept, strict=True)
    )
    named = tuple(links.get(field.name, ()) for field in kind.links)
    told = tuple(linking.text(field, one, titles) for field, one in zip(kind.links, named, strict=True))
    return Row(found.uid, titles.of(kind.code, found), (*kept, *named), (*texts, *told))


def text_of(field: Field, value: Value, titles: Titles, *, blank_zero: bool = False) -> str:
    """Russian text of a stored value. A grade of 0 means that there is none."""
    if field is _ANSWER and isinstance(value, str):
        return answer_text(value, titles)
    if field.editor is Editor.RECORD:
        return titles(field.refers, value if isinstance(value, bytes) else None)
    if blank_zero and field.editor is Editor.INTEGER and value == 0 and field.name.endswith("_grade"):
        return ""
    return values.show(field, value)


def title(session: Session, code: str, uid: bytes) -> str:
    """What one record is called; empty when it is gone."""
    return Titles(session)(code, uid)


def choices(session: Session, code: str) -> tuple[tuple[bytes, str], ...]:
    """Records of a kind to choose from, by title."""
    return _sorted(Titles(session), code)


def _sorted(titles: Titles, code: str) -> tuple[tuple[bytes, str], ...]:
    return tuple(sorted(titles.all(code).items(), key=lambda pair: _alphabetical(pair[1])))


def owned(session: Session, code: str, field: str, owner: bytes) -> tuple[Row, ...]:
    """The records of a kind that name the owner in a field, in their order."""
    columns = BY_CODE[code].record.__table__.columns
    return rows(session, code, session.scalars(select(columns.uid).where(columns[field] == owner)).all())


def form(
    session: Session, code: str, uid: bytes | None, given: Mapping[str, Value | Linked] = _NOTHING
) -> FormFacts:
    """A record to edit, or the beginnings of a new one of the given values."""
    kind, titles = BY_CODE[code], Titles(session)
    kept: dict[str, Value | Linked] = {**_initial(kind), **{field.name: () for field in kind.links}, **given}
    if uid is not None:
        record = _known(session, kind, uid)
        kept = {field.name: getattr(record, field.name) for field in kind.fields}
        links = linking.linked(session, kind, [uid]).get(uid, {})
        kept |= {field.name: links.get(field.name, ()) for field in kind.links}
    refers = {field.refers for field in kind.in_form if field.refers}
    return FormFacts(
        uid,
        titles(code, uid),
        kept,
        {one: tuple(pair for pair in _sorted(titles, one) if pair[0] != uid) for one in refers},
        periods.period_of(session, kind, kept),
    )


def _initial(kind: RecordKind) -> dict[str, Value]:
    return {
        field.name: field.default or (None if field.required else _blank(kind, field.name, None))
        for field in kind.fields
    }


# --- saving ------------------------------------------------------------------------------------------------------


def save(session: Session, code: str, uid: bytes | None, given: Mapping[str, Value | Linked]) -> bytes:
    """Add a record (no uid) or change the given fields and links of one; the uid of the record."""
    kind = BY_CODE[code]
    links = [field for field in kind.links if field.name in given]
    plain = {name: value for name, value in given.items() if not isinstance(value, tuple)}
    saved = _save(session, kind, uid, plain) if plain or uid is None else uid
    if links and uid is not None:
        held = linking.linked(session, kind, [uid]).get(uid, {})
        changed = {field.name for field in links if given[field.name] != held.get(field.name, ())}
        if not changed <= kind.about.frozen_but:
            refuse_frozen(session, code, uid)
    for field in links:
        linking.save(session, field, saved, cast(Linked, given[field.name]))
    return saved


def _save(session: Session, kind: RecordKind, uid: bytes | None, given: Mapping[str, Value]) -> bytes:
    kept = {name: _blank(kind, name, value) for name, value in given.items()}
    if uid is None:
        return _add(session, kind, kept)
    record = _known(session, kind, uid)
    _derive(kind, kept, _current(record, kind))
    full = {**_current(record, kind), **kept}
    _refuse_empty(kind, kept)
    _refuse_circles(session, kind, uid, kept)
    _refuse_same(session, kind, full, uid)
    _refuse_disorder(kind, kept, full)
    changed = {name: value for name, value in kept.items() if getattr(record, name) != value}
    if not changed.keys() <= kind.about.frozen_but:
        refuse_frozen(session, kind.code, uid)
    if changed and kind.about.counted:
        changed[kind.about.counted] = getattr(record, kind.about.counted) + 1
    for name, value in changed.items():
        setattr(record, name, value)
    session.flush()
    return uid


def _add(session: Session, kind: RecordKind, kept: dict[str, Value]) -> bytes:
    full = full_values(kind, kept)
    if kind.about.counted:
        full[kind.about.counted] = 1
    _refuse_same(session, kind, full, None)
    _refuse_disorder(kind, full, full)
    if (by := kind.about.frozen_with) and isinstance(holder := full[by], bytes):
        refuse_frozen(session, kind.field(by).refers, holder)
    if kind.has_position and not full[POSITION]:
        full[POSITION] = last_place(session, kind, full)
    uid = _new_uid(session, kind, full)
    session.add(kind.record(uid=uid, **full))
    session.flush()
    return uid


def last_place(session: Session, kind: RecordKind, full: Mapping[str, Value]) -> int:
    """Behind all others of the same parents."""
    columns = kind.record.__table__.columns
    same = (columns[name] == full[name] for name in kind.about.within)
    return min((session.scalar(select(func.max(columns.position)).where(*same)) or 0) + linking.STEP, PLACE)


def _new_uid(session: Session, kind: RecordKind, full: Mapping[str, Value]) -> bytes:
    """The natural uid, unless a record that was renamed since was born with it."""
    if kind.about.natural is None or not kind.about.key_if(SimpleNamespace(**full)):
        return new_uid()
    uid = kind.about.natural(*(full[name] for name in kind.about.key))
    return new_uid() if session.get(kind.record, uid) is not None else uid


def _blank(kind: RecordKind, name: str, value: Value) -> Value:
    """Columns that must hold something hold an empty text, 0 or «нет»."""
    if isinstance(value, str):
        kept = admissible.clean(value)
        kept = kept if "\n" in kept else " ".join(kept.split())
        values.require_length(kind.field(name), kept)
        return kept
    if value is not None:
        return value
    column = kind.record.__table__.columns[name]
    if column.nullable:
        return None
    blanks: dict[type, Value] = {str: "", int: 0, bool: False}
    return blanks.get(column.type.python_type)


def full_values(kind: RecordKind, given: Mapping[str, Value]) -> dict[str, Value]:
    """A new record of these values as it would be kept: blanks where nothing was said, and what follows."""
    full = {column.name: _blank(kind, column.name, None) for column in kind.record.__table__.columns}
    full.pop("uid")
    full |= {field.name: field.default for field in kind.fields if field.default}
    full.update({name: _blank(kind, name, value) for name, value in given.items()})
    _derive(kind, full, {})
    _refuse_empty(kind, full)
    return full


def changed_values(kind: RecordKind, record: Any, given: Mapping[str, Value]) -> dict[str, Value]:
    """What of the given values, and of what follows from them, differs from a record as it stands."""
    kept = {name: _blank(kind, name, value) for name, value in given.items()}
    _derive(kind, kept, _current(record, kind))
    _refuse_empty(kind, kept)
    return {name: value for name, value in kept.items() if getattr(record, name) != value}


def _derive(kind: RecordKind, kept: dict[str, Value], known: Mapping[str, Value]) -> None:
    """Add what follows from the typed values and those known before."""
    if kind.about.derived is not None and kept:
        kept |= kind.about.derived({**known, **kept})


def _refuse_empty(kind: RecordKind, kept: Mapping[str, Value]) -> None:
    for field in kind.fields:
        if field.required and field.name in kept and kept[field.name] in (None, ""):
            raise UserError(f"Поле «{field.label}» не заполнено.", "Введите значение.")


def _refuse_same(session: Session, kind: RecordKind, full: Mapping[str, Value], uid: bytes | None) -> None:
    names, counts = kind.about.key, kind.about.key_if
    if not names or not counts(SimpleNamespace(**full)):
        return
    columns = kind.record.__table__.columns
    query = select(*columns).where(*(columns[name] == full[name] for name in names))
    same = next((found for found in session.execute(query) if found.uid != uid and counts(found)), None)
    if same is not None:
        raise UserError(
            f"{kind.one} {quoted(Titles(session)(kind.code, same.uid))} уже есть.",
            "Измените имеющуюся карточку или введите другие значения.",
        )


def disorder(kind: RecordKind, lower: str, upper: str, full: Mapping[str, Value]) -> UserError:
    """What is said of two values in a wrong order."""
    first, last = kind.field(lower), kind.field(upper)
    beyond = "позже" if first.editor is Editor.DATE else "больше"
    return UserError(
        f"«{first.label}» ({values.show(first, full[lower])}) {beyond}, чем «{last.label}» "
        f"({values.show(last, full[upper])}).",
        "Исправьте одно из двух значений.",
    )


def _refuse_disorder(kind: RecordKind, given: Mapping[str, Value], full: Mapping[str, Value]) -> None:
    """No beginning is after its end, where both are known."""
    for lower, upper in kind.about.ordered:
        if (lower in given or upper in given) and values.is_beyond(full[lower], full[upper]):
            raise disorder(kind, lower, upper, full)


def _refuse_circles(session: Session, kind: RecordKind, uid: bytes, kept: Mapping[str, Value]) -> None:
    """No record is its own branch or successor, however long the way round."""
    columns = kind.record.__table__.columns
    for field in kind.fields:
        if field.refers != kind.code or field.name not in kept:
            continue
        seen: set[Value] = set()
        at = kept[field.name]
        while at is not None and at not in seen:
            if at == uid:
                raise UserError(
                    f"«{field.label}»: карточка ссылается на саму себя.", "Выберите другую карточку."
                )
            seen.add(at)
            at = session.scalar(select(columns[field.name]).where(columns.uid == at))


def _current(record: Any, kind: RecordKind) -> dict[str, Value]:
    return {column.name: getattr(record, column.name) for column in kind.record.__table__.columns}


def _known(session: Session, kind: RecordKind, uid: bytes) -> Any:
    record = session.get(kind.record, uid)
    if record is None:
        raise UserError(f"{kind.one}: карточки больше нет в файле.", "Её удалили; обновите таблицу.")
    return record


def refuse_frozen(session: Session, code: str, uid: bytes) -> None:
    """Raise UserError when the record is frozen, itself or with the record it belongs to; called before any edit or
    deletion of it."""
    kind = BY_CODE[code]
    when, by = kind.about.frozen_when, kind.about.frozen_with
    if not (when or by):
        return
    record = session.get(kind.record, uid)
    if record is None:
        return
    if when and getattr(record, when):
        raise UserError(
            f"Подписано, изменить или удалить нельзя: {quoted(title(session, code, uid))}.",
            kind.about.frozen_hint,
        )
    if by and (holder := getattr(record, by)) is not None:
        refuse_frozen(session, kind.field(by).refers, holder)


# --- deleting ----------------------------------------------------------------------------------------------------


def delete(session: Session, code: str, uids: Iterable[bytes]) -> int:
    """Delete records with everything that belongs to them; how many of the kind. What may be without them forgets them;
    refused while other records refer to them, or when anything of it is frozen."""
    return _delete(session, code, list(dict.fromkeys(uids)))[0]


def delete_and_tell(session: Session, code: str, uids: Iterable[bytes]) -> tuple[int, int]:
    """The same; how many of those named, and how many records that belonged to them."""
    wanted = list(dict.fromkeys(uids))
    count, every = _delete(session, code, list(wanted))
    return min(count, len(wanted)), every - min(count, len(wanted))


def _delete(session: Session, code: str, uids: list[bytes]) -> tuple[int, int]:
    """How many of the kind, and how many in all."""
    going = {code: uids}
    _add_owned(session, code, going[code], going)
    for kind, gone in going.items():
        for uid in gone:
            refuse_frozen(session, kind, uid)
    _refuse_held(session, code, going)
    for kind, gone in going.items():
        for other, field in _referring(kind):
            if field.lets_go:
                column = other.record.__table__.columns[field.name]
                for piece in _pieces(gone):
                    session.execute(update(other.record).where(column.in_(piece)).values({field.name: None}))
    session.flush()
    count = every = 0
    for kind in reversed(going):
        for other, field in _referring(kind):
            if field.owner and other.code not in going:
                every += _delete_where(session, other, field.name, going[kind])
        count = _delete_where(session, BY_CODE[kind], "uid", going[kind])
        every += count
    session.expire_all()
    return count, every


def _referring(code: str) -> list[tuple[RecordKind, Field]]:
    return [(kind, field) for kind in KINDS for field in kind.fields if field.refers == code]


def _add_owned(session: Session, code: str, gone: list[bytes], going: dict[str, list[bytes]]) -> None:
    """What belongs to the records, and what belongs to that. Kinds that nothing refers to and nothing freezes are left
    to one statement."""
    for kind, field in _referring(code):
        about = kind.about
        if not field.owner or not (_referring(kind.code) or about.frozen_when or about.frozen_with):
            continue
        columns = kind.record.__table__.columns
        found = [
            uid
            for piece in _pieces(gone)
            for uid in session.scalars(select(columns.uid).where(columns[field.name].in_(piece)))
        ]
        known = going.setdefault(kind.code, [])
        if new := [uid for uid in found if uid not in set(known)]:
            known.extend(new)
            _add_owned(session, kind.code, new, going)


def _delete_where(session: Session, kind: RecordKind, name: str, gone: list[bytes]) -> int:
    column = kind.record.__table__.columns[name]
    results = (session.execute(delete_from(kind.record).where(column.in_(piece))) for piece in _pieces(gone))
    return sum(cast("CursorResult[Any]", one).rowcount for one in results)


def _pieces(uids: list[bytes]) -> Iterator[list[bytes]]:
    return (uids[at : at + _PIECE] for at in range(0, len(uids), _PIECE))


def _refuse_held(session: Session, code: str, going: Mapping[str, list[bytes]]) -> None:
    """Raise UserError when a record that stays refers to one that goes and cannot be without it."""
    holders = []
    for kind, gone in going.items():
        for other, field in _referring(kind):
            if field.owner or field.lets_go:
                continue
            columns, staying = other.record.__table__.columns, set(going.get(other.code, ()))
            found = {
                uid
                for piece in _pieces(gone)
                for uid in session.scalars(select(columns.uid).where(columns[field.name].in_(piece)))
            } - staying
            if found:
                holders.append(f"{other.many.lower()}: {len(found)}")
    if holders:
        about, asked = BY_CODE[code].about, going[code]
        names = [quoted(title(session, code, uid)) for uid in asked[:3]]
        which = ", ".join(names) + ("…" if len(asked) > 3 else "")
        what, them = (about.one, "эту карточку") if len(asked) == 1 else (about.many, "эти карточки")
        raise UserError(
            f"{what} {which}: удалить нельзя, на {them} ссылаются другие карточки — {', '.join(holders)}.",
            "Сначала измените или удалите карточки, которые ссылаются.",
        )


def draft_title(session: Session, code: str, uid: bytes | None, given: Mapping[str, Value | Linked]) -> str:
    """What a record will be called once the given values are saved."""
    kind = BY_CODE[code]
    full = {column.name: _blank(kind, column.name, None) for column in kind.record.__table__.columns}
    if uid is not None:
        full.update(_current(_known(session, kind, uid), kind))
    full.update({name: value for name, value in given.items() if not isinstance(value, tuple)})
    full["uid"] = uid or b""
    return kind.title(SimpleNamespace(**full), Titles(session))


# --- words of the history ----------------------------------------------------------------------------------------


def action_title(code: str, verb: str, titles: Sequence[str]) -> str:
    """«Изменено: предмет «Физика»», «Удалено: предметы (3)»."""
    kind = BY_CODE[code]
    if len(titles) == 1 and titles[0]:
        return f"{verb}: {_lower(kind.one)} {quoted(titles[0])}"
    if len(titles) <= 1:
        return f"{verb}: {_lower(kind.one)}"
    return f"{verb}: {_lower(kind.many)} ({len(titles)})"


def deleted_text(count: int, along: int = 0) -> str:
    """«Удалено 3 карточки», «Удалена 1 карточка и то, что к ней относится: 6 карточек»."""
    verb = "Удалена" if count % 10 == 1 and count % 100 != 11 else "Удалено"
    return f"{verb} {counted(count, 'карточка', 'карточки', 'карточек')}{along_text(count, along)}"


def along_text(count: int, along: int) -> str:
    """« и то, что к ней относится: 6 карточек»; empty when nothing went along."""
    to = "ней" if count == 1 else "ним"
    many = counted(along, "карточка", "карточки", "карточек")
    return f" и то, что к {to} относится: {many}" if along else ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
