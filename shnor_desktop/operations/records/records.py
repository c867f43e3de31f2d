"""Records of any kind for the general tables and forms: rows with texts, saving, deleting, titles."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from sqlalchemy import delete as delete_from
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models import identity, values
from shnor_desktop.models.identity import new_uid
from shnor_desktop.models.kind import Editor, Field, RecordKind
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules import admissible
from shnor_desktop.rules.names import normalise
from shnor_desktop.rules.russian import counted, quoted

KEYS: dict[str, tuple[str, ...]] = {
    "school": ("name", "place"),
    "subject": ("short",),
    "procedure": ("family", "subject", "level", "programme_grade", "title"),
    "sitting": ("procedure", "school_year", "season"),
    "school_code": ("system", "code"),
    "school_alias": ("normalised",),
    "school_result": ("sitting", "school"),
    "area_result": ("sitting", "area", "area_name"),
    "profile_sitting": ("profile", "slot", "sitting"),
    "learned_answer": ("question",),
}
"""Fields by which two records of a kind would be the same."""

_DIGITS = re.compile(r"([0-9]+)")
_OWNED: dict[str, tuple[tuple[str, str], ...]] = {
    "school": (("school_code", "school"), ("school_alias", "school")),
    "method_profile": (("profile_sitting", "profile"),),
}
"""What belongs to a record and goes with it: (kind, field that names the owner)."""

_NATURAL: dict[str, Callable[..., bytes]] = {
    "school": lambda name, place: identity.school("", "", normalise(name), place),
    "subject": identity.subject,
    "procedure": identity.procedure,
    "sitting": identity.sitting,
    "school_code": identity.school_code,
    "school_alias": identity.school_alias,
    "school_result": identity.school_result,
    "area_result": identity.area_result,
    "profile_sitting": identity.profile_sitting,
    "learned_answer": identity.learned_answer,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One record as tables show it; values and texts stand in the order of the kind's fields."""

    uid: bytes
    title: str
    values: tuple[Value, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormFacts:
    """Everything a form needs to be shown."""

    uid: bytes | None
    title: str
    values: dict[str, Value]
    choices: dict[str, tuple[tuple[bytes, str], ...]]
    """Code of a kind → (uid, title) by title, for every kind the form refers to."""


# --- reading -----------------------------------------------------------------------------------------------------


def rows(session: Session, code: str, uids: Iterable[bytes] | None = None) -> tuple[Row, ...]:
    """Records of a kind by their own order or by title; all of them, or those named."""
    kind, titles = BY_CODE[code], Titles(session)
    columns = kind.record.__table__.columns
    query = select(*columns)
    if uids is not None:
        query = query.where(columns.uid.in_(list(uids)))
    found = session.execute(query).all()
    optional = frozenset(column.name for column in columns if column.nullable)
    made = [(_place(one), _row(kind, titles, optional, one)) for one in found]
    made.sort(key=lambda pair: (pair[0], _alphabetical(pair[1].title), pair[1].uid))
    return tuple(row for _, row in made)


def _alphabetical(name: str) -> tuple[tuple[int, str], ...]:
    """«ВПР МА 5» before «ВПР МА 10»."""
    return tuple(
        (int(part), "") if part.isdigit() else (-1, part) for part in _DIGITS.split(name.casefold()) if part
    )


def _place(found: Any) -> int:
    return int(getattr(found, "position", 0) or 0)


def _row(kind: RecordKind, titles: Titles, optional: frozenset[str], found: Any) -> Row:
    kept = tuple(getattr(found, field.name) for field in kind.fields)
    texts = tuple(
        text_of(field, value, titles, blank_zero=field.name not in optional and not field.required)
        for field, value in zip(kind.fields, kept, strict=True)
    )
    return Row(found.uid, titles.of(kind.code, found), kept, texts)


def text_of(field: Field, value: Value, titles: Titles, *, blank_zero: bool = False) -> str:
    """Russian text of a stored value. A grade of 0 means that there is none."""
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


def form(session: Session, code: str, uid: bytes | None) -> FormFacts:
    """A record to edit, or the beginnings of a new one."""
    kind, titles = BY_CODE[code], Titles(session)
    kept = _initial(kind)
    if uid is not None:
        record = _known(session, kind, uid)
        kept = {field.name: getattr(record, field.name) for field in kind.fields}
    refers = {field.refers for field in kind.fields if field.editor is Editor.RECORD and field.in_form}
    return FormFacts(
        uid,
        titles(code, uid),
        kept,
        {one: tuple(pair for pair in _sorted(titles, one) if pair[0] != uid) for one in refers},
    )


def _initial(kind: RecordKind) -> dict[str, Value]:
    return {field.name: None if field.required else _blank(kind, field.name, None) for field in kind.fields}


# --- saving ------------------------------------------------------------------------------------------------------


def save(session: Session, code: str, uid: bytes | None, given: Mapping[str, Value]) -> bytes:
    """Add a record (no uid) or change the given fields of one; the uid of the record."""
    kind = BY_CODE[code]
    kept = {name: _blank(kind, name, value) for name, value in given.items()}
    if uid is None:
        return _add(session, kind, kept)
    record = _known(session, kind, uid)
    _derive(code, kept, record.family if code == "procedure" else "")
    refuse_frozen(session, code, uid)
    _refuse_empty(kind, kept)
    _refuse_circles(session, kind, uid, kept)
    _refuse_same(session, kind, {**_current(record, kind), **kept}, uid)
    changed = {name: value for name, value in kept.items() if getattr(record, name) != value}
    if changed and code == "method_profile":
        changed["version"] = record.version + 1
    for name, value in changed.items():
        setattr(record, name, value)
    session.flush()
    return uid


def _add(session: Session, kind: RecordKind, kept: dict[str, Value]) -> bytes:
    full = {column.name: _blank(kind, column.name, None) for column in kind.record.__table__.columns}
    full.pop("uid")
    full.update(kept)
    _derive(kind.code, full, str(full.get("family") or ""))
    _refuse_empty(kind, full)
    if kind.code == "method_profile":
        full["version"] = 1
    _refuse_same(session, kind, full, None)
    uid = _new_uid(session, kind, full)
    session.add(kind.record(uid=uid, **full))
    session.flush()
    return uid


def _new_uid(session: Session, kind: RecordKind, full: Mapping[str, Value]) -> bytes:
    """The natural uid, unless a record that was renamed since was born with it."""
    maker = _NATURAL.get(kind.code)
    if maker is None:
        return new_uid()
    uid = maker(*(full[name] for name in KEYS[kind.code]))
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


def _derive(code: str, kept: dict[str, Value], family: str) -> None:
    """Fields that follow from typed ones."""
    grade = identity.EXAM_GRADES.get(str(kept.get("family", family)))
    if code == "procedure" and grade and kept.keys() & {"family", "programme_grade"}:
        kept["programme_grade"] = grade
    if code == "school_alias" and "spelling" in kept:
        kept["normalised"] = normalise(str(kept["spelling"]))
    if code == "subject" and "short" in kept:
        kept["short"] = str(kept["short"] or "").upper()


def _refuse_empty(kind: RecordKind, kept: Mapping[str, Value]) -> None:
    for field in kind.fields:
        if field.required and field.name in kept and kept[field.name] in (None, ""):
            raise UserError(f"Поле «{field.label}» не заполнено.", "Введите значение.")


def _refuse_same(session: Session, kind: RecordKind, full: Mapping[str, Value], uid: bytes | None) -> None:
    names = KEYS.get(kind.code)
    if names is None:
        return
    columns = kind.record.__table__.columns
    query = select(columns.uid).where(*(columns[name] == full[name] for name in names))
    if any(found != uid for found in session.scalars(query)):
        shown = Titles(session)(kind.code, next(f for f in session.scalars(query) if f != uid))
        raise UserError(
            f"{kind.one} {quoted(shown)} уже есть.", "Измените имеющуюся запись или введите другие значения."
        )


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
                raise UserError(f"«{field.label}»: запись ссылается на саму себя.", "Выберите другую запись.")
            seen.add(at)
            at = session.scalar(select(columns[field.name]).where(columns.uid == at))


def _current(record: Any, kind: RecordKind) -> dict[str, Value]:
    return {column.name: getattr(record, column.name) for column in kind.record.__table__.columns}


def _known(session: Session, kind: RecordKind, uid: bytes) -> Any:
    record = session.get(kind.record, uid)
    if record is None:
        raise UserError(f"{kind.one}: записи больше нет в файле.", "Её удалили; обновите таблицу.")
    return record


def refuse_frozen(session: Session, code: str, uid: bytes) -> None:
    """Raise UserError when the record is frozen, itself or with the record it belongs to; called before any edit or
    deletion of it."""
    kind = BY_CODE[code]
    if not (kind.frozen_when or kind.frozen_with):
        return
    record = session.get(kind.record, uid)
    if record is None:
        return
    if kind.frozen_when and getattr(record, kind.frozen_when):
        raise UserError(
            f"{quoted(title(session, code, uid))} подписан, изменить или удалить его нельзя.",
            "Подпишите новый перечень или выведите школу из перечня приказом.",
        )
    if kind.frozen_with and (holder := getattr(record, kind.frozen_with)) is not None:
        refuse_frozen(session, kind.field(kind.frozen_with).refers, holder)


# --- deleting ----------------------------------------------------------------------------------------------------


def delete(session: Session, code: str, uids: Iterable[bytes]) -> int:
    """Delete records with what belongs to them; how many. Refused while other records refer to them."""
    kind, gone = BY_CODE[code], list(dict.fromkeys(uids))
    for uid in gone:
        refuse_frozen(session, code, uid)
    if holders := _holders(session, code, gone):
        names = [quoted(title(session, code, uid)) for uid in gone[:3]]
        which = ", ".join(names) + ("…" if len(gone) > 3 else "")
        what, them = (kind.one, "эту запись") if len(gone) == 1 else (kind.many, "эти записи")
        raise UserError(
            f"{what} {which}: удалить нельзя, на {them} ссылаются другие записи — {', '.join(holders)}.",
            "Сначала измените или удалите записи, которые ссылаются.",
        )
    for owned, field in _OWNED.get(code, ()):
        table = BY_CODE[owned].record.__table__
        session.execute(delete_from(table).where(table.columns[field].in_(gone)))  # type: ignore[arg-type]
    table = kind.record.__table__
    count = session.scalar(select(func.count()).select_from(table).where(table.columns.uid.in_(gone)))
    session.execute(delete_from(table).where(table.columns.uid.in_(gone)))  # type: ignore[arg-type]
    return int(count or 0)


def _holders(session: Session, code: str, gone: list[bytes]) -> list[str]:
    """«Результаты школ: 12» for every kind that refers to what is to be deleted."""
    found = []
    for kind in KINDS:
        for field in kind.fields:
            if field.refers != code or (kind.code, field.name) in _OWNED.get(code, ()):
                continue
            table = kind.record.__table__
            query = select(func.count()).select_from(table).where(table.columns[field.name].in_(gone))
            if kind.code == code:
                query = query.where(table.columns.uid.not_in(gone))
            if count := session.scalar(query):
                found.append(f"{kind.many.lower()}: {count}")
    return found


def draft_title(session: Session, code: str, uid: bytes | None, given: Mapping[str, Value]) -> str:
    """What a record will be called once the given values are saved."""
    kind = BY_CODE[code]
    full = {column.name: _blank(kind, column.name, None) for column in kind.record.__table__.columns}
    if uid is not None:
        full.update(_current(_known(session, kind, uid), kind))
    full.update(given)
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


def deleted_text(count: int) -> str:
    """«Удалено 3 записи»."""
    verb = "Удалена" if count % 10 == 1 and count % 100 != 11 else "Удалено"
    return f"{verb} {counted(count, 'запись', 'записи', 'записей')}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
