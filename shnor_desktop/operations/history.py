"""The history as people read it: actions with their words, what an action touched, what happened to one record."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from shnor_desktop.document.document import ActionId, Document
from shnor_desktop.document.history import ActionLine, FieldChange
from shnor_desktop.models.kind import RecordKind
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.values import Value
from shnor_desktop.operations import records
from shnor_desktop.operations.titles import Titles

KIND_WORDS = {
    "fill": "создание файла",
    "edit": "правка",
    "import": "загрузка",
    "undo": "отмена",
    "redo": "возврат",
    "revert": "отзыв",
    "decide": "решение",
    "merge": "объединение",
    "external": "правки извне",
    "recovered": "восстановление",
}
MOST_TOUCHED = 200


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One action in words."""

    action: ActionId
    at: datetime
    title: str
    kind: str
    """Code: edit, import, undo …"""
    word: str
    person: str
    office: str
    changes: int
    undone: bool

    @property
    def can_undo(self) -> bool:
        """Whether it can be taken back from the list."""
        return not self.undone and self.kind not in ("fill", "undo", "redo")


@dataclass(frozen=True, slots=True)
class Touched:
    """A record an action added, changed or deleted."""

    kind: str
    """Code of the kind."""
    uid: bytes
    what: str
    """«добавлено», «изменено», «удалено»."""
    title: str
    """«Школа «Заречная СОШ»»."""


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


def lines(document: Document, limit: int = 500) -> tuple[HistoryLine, ...]:
    """Newest first."""
    return tuple(_line(one) for one in document.actions(limit))


def _line(one: ActionLine) -> HistoryLine:
    return HistoryLine(
        action=one.action,
        at=one.at,
        title=one.title,
        kind=one.kind,
        word=KIND_WORDS.get(one.kind, one.kind),
        person=one.person,
        office=one.office,
        changes=one.changes,
        undone=one.undone,
    )


def actions_of(session: Session, uid: bytes) -> frozenset[ActionId]:
    """Actions that touched one record."""
    return _acting(session, "SELECT writer_n, seq FROM change WHERE row_uid = :uid", {"uid": uid})


def actions_beside(session: Session, action: ActionId) -> frozenset[ActionId]:
    """Actions that touched any record of this one: what became of an import."""
    query = (
        "SELECT writer_n, seq FROM change WHERE row_uid IN (SELECT c.row_uid FROM change c JOIN action a "
        "ON a.writer_n = c.writer_n AND c.seq > a.seq AND c.seq <= a.last_seq WHERE a.writer_n = :n AND a.seq = :seq)"
    )
    return _acting(session, query, {"n": action.writer_n, "seq": action.seq})


def _acting(session: Session, changes: str, given: dict[str, object]) -> frozenset[ActionId]:
    query = (
        "SELECT DISTINCT c.writer_n, (SELECT max(a.seq) FROM action a WHERE a.writer_n = c.writer_n "
        f"AND a.seq < c.seq) FROM ({changes}) c"
    )
    return frozenset(ActionId(n, seq) for n, seq in session.execute(text(query), given) if seq is not None)


def touched(session: Session, action: ActionId, limit: int = MOST_TOUCHED) -> tuple[Touched, ...]:
    """The records an action touched, as they are called now, in the order they were written."""
    query = text(
        "SELECT t.table_name, c.row_uid, min(c.seq), max(c.field_no = 0 AND typeof(c.value) = 'text'), "
        "max(c.field_no = 0 AND c.value = 0) FROM change c JOIN action a ON a.writer_n = c.writer_n "
        "AND c.seq > a.seq AND c.seq <= a.last_seq "
        "JOIN (SELECT DISTINCT table_no, table_name FROM catalogue) t ON t.table_no = c.table_no "
        "WHERE a.writer_n = :n AND a.seq = :seq GROUP BY t.table_name, c.row_uid ORDER BY 3 LIMIT :limit"
    )
    titles = Titles(session)
    found = session.execute(query, {"n": action.writer_n, "seq": action.seq, "limit": limit})
    return tuple(
        _touched(titles, table, bytes(uid), bool(added), bool(deleted))
        for table, uid, _, added, deleted in found
    )


def _touched(titles: Titles, code: str, uid: bytes, added: bool, deleted: bool) -> Touched:
    kind = BY_CODE[code]
    name = titles(code, uid)
    what = "удалено" if deleted else "добавлено" if added else "изменено"
    return Touched(code, uid, what, f"{kind.one} «{name}»" if name else f"{kind.one} (сейчас в файле нет)")


def record_lines(document: Document, code: str, uid: bytes) -> tuple[str, tuple[RecordLine, ...]]:
    """Title of a record and everything that happened to it, newest first."""
    kind = BY_CODE[code]
    changes = document.record_history(code, uid)
    with document.read() as session:
        titles = Titles(session)
        found = tuple(_record_line(kind, one, titles) for one in reversed(changes))
        return records.title(session, code, uid) or kind.one, found


def _record_line(kind: RecordKind, one: FieldChange, titles: Titles) -> RecordLine:
    label, before, after = _words(kind, one, titles)
    name = one.field if any(field.name == one.field for field in kind.fields) else ""
    return RecordLine(
        one.at, one.person, one.office, one.title, label, before, after, name, one.before, one.after
    )


def _words(kind: RecordKind, one: FieldChange, titles: Titles) -> tuple[str, str, str]:
    if one.what == "added":
        return "запись", "", "добавлена"
    if one.what == "deleted":
        return "запись", "", "удалена"
    try:
        field = kind.field(one.field)
    except KeyError:
        return one.field, _plain(one.before), _plain(one.after)
    return field.label, records.text_of(field, one.before, titles), records.text_of(field, one.after, titles)


def _plain(value: Value) -> str:
    return "" if value is None or isinstance(value, bytes) else str(value)
