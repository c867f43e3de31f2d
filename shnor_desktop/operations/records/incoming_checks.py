"""What no record may be, whoever typed it: asked of every row before it is planned to be written; and what is missing."""

from collections.abc import Collection, Mapping
from typing import Any

from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import Field, RecordKind
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.links import Link
from shnor_desktop.models.values import Value, is_beyond
from shnor_desktop.operations.records import linking
from shnor_desktop.operations.records.incoming_types import Missing
from shnor_desktop.operations.records.records import disorder
from shnor_desktop.operations.records.stock import Stock, as_dict
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.sheets.records.layout import mark_of
from shnor_desktop.sheets.records.reader import RecordBook

Planned = Mapping[bytes, Mapping[str, Value]]
"""uid → what is planned to be written of a record."""


def require_possible(
    stock: Stock, kind: RecordKind, current: Any, values: Mapping[str, Value], planned: Planned
) -> None:
    """Raises UserError for values that a record cannot have; `current` is None for a new one."""
    full = {**as_dict(kind, current), **values} if current is not None else dict(values)
    for lower, upper in kind.about.ordered:
        if is_beyond(full[lower], full[upper]):
            raise disorder(kind, lower, upper, full)
    _require_whole(kind, full)
    if kind.record is Link:
        _require_link(kind, current, values, full)
    if current is None:
        _refuse_signed_owner(stock, kind, full)
    if current is None or not values:
        return
    if not values.keys() <= kind.about.frozen_but:
        refuse_frozen(stock, kind, current)
    same = stock.same_key(kind, full)
    if same not in (None, current.uid) and any(name in values for name in kind.about.key):
        raise UserError(
            f"{kind.one} {quoted(stock.names(kind.code, same))} уже есть.",
            "Измените имеющуюся карточку или введите другие значения.",
        )
    for one in kind.fields:
        if one.refers == kind.code and one.name in values:
            _refuse_circle(stock, kind, one, current.uid, planned, values[one.name])


def _require_whole(kind: RecordKind, full: Mapping[str, Value]) -> None:
    for one in kind.fields:
        if full[one.name] is None and not kind.record.__table__.columns[one.name].nullable:
            raise UserError(f"«{one.label}» книгой не переносится.", "Загрузите сам файл, из которого книга.")


def _require_link(
    kind: RecordKind, current: Any, values: Mapping[str, Value], full: dict[str, Value]
) -> None:
    if current is None:
        linking.require_ends(full)
    elif any(name in values for name in kind.about.key):
        raise UserError(
            "Связь нельзя перенести на другие карточки.",
            "Добавьте новую строку, а эту удалите; или исправьте названия в столбце самой карточки.",
        )


def _refuse_circle(
    stock: Stock, kind: RecordKind, one: Field, uid: bytes, planned: Planned, at: Value
) -> None:
    seen: set[Value] = set()
    while isinstance(at, bytes) and at not in seen:
        if at == uid:
            raise UserError(f"«{one.label}»: карточка ссылается на саму себя.", "Выберите другую карточку.")
        seen.add(at)
        at = planned.get(at, {}).get(one.name, getattr(stock.get(kind.code, at), one.name, None))


def refuse_frozen(stock: Stock, kind: RecordKind, current: Any) -> None:
    """Raises UserError when a record is frozen, itself or with the record it belongs to."""
    about = kind.about
    if about.frozen_when and getattr(current, about.frozen_when):
        title = quoted(stock.names.of(kind.code, current))
        raise UserError(f"Подписано, изменить нельзя: {title}.", about.frozen_hint)
    _refuse_signed_owner(stock, kind, as_dict(kind, current))


def _refuse_signed_owner(stock: Stock, kind: RecordKind, values: Mapping[str, Value]) -> None:
    by = kind.about.frozen_with
    # What comes in together with a signed owner is a part of what was signed.
    if by and isinstance(holder := values[by], bytes) and holder not in stock.new:
        other = BY_CODE[kind.field(by).refers]
        if (row := stock.get(other.code, holder)) is not None:
            refuse_frozen(stock, other, row)


def belongs(kind: RecordKind, row: Any, school: bytes) -> bool:
    """Whether a record is a school's own: it itself, or one that refers to it."""
    if kind.code == "school":
        return bool(row.uid == school)
    return any(getattr(row, one.name) == school for one in kind.fields if one.refers == "school")


def missing(
    book: RecordBook, stock: Stock, present: Mapping[str, Collection[bytes]], document: str
) -> tuple[Missing, ...]:
    """Records the book was written with, whose rows are gone from sheets that are still there."""
    found: dict[bytes, Missing] = {}
    for table in book.tables:
        code = table.kind.code
        written_with = table.facts.written.get(code, frozenset())
        if not written_with or table.facts.school or table.facts.document not in ("", document):
            continue
        for uid in stock.names.rows(code):
            gone = uid not in present[code] and uid not in stock.new
            if gone and mark_of(uid) in written_with:
                found[uid] = Missing(code, uid, stock.names(code, uid))
    return tuple(found.values())
