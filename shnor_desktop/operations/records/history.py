"""The history as people read it: actions with their words, what an action touched, what happened to one record."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from shnor_desktop.document.document import ActionId, Document, raw_of
from shnor_desktop.document.journal import history as journal_history
from shnor_desktop.document.journal import lookup
from shnor_desktop.document.journal.history import ActionLine, FieldChange, Wanted, Words
from shnor_desktop.models.kind import RecordKind
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules.words.russian import quoted

KIND_WORDS = {
    "fill": "создание файла",
    "edit": "правка",
    "import": "загрузка",
    "undo": "отмена",
    "redo": "возврат",
    "revert": "отзыв",
    "decide": "решение",
    "merge": "объединение",
    "external": "другая программа",
    "recovered": "восстановление",
}
MOST_TOUCHED = 200


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

    @property
    def who(self) -> str:
        """«Иванова А.П., ИМЦ»."""
        return ", ".join(part for part in (self.person, self.office) if part)


def word(one: ActionLine) -> str:
    """«правка», «загрузка»."""
    return KIND_WORDS.get(one.kind, one.kind)


PAGE = 1_000
"""So many actions are read and shown at once."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the found actions, newest first."""

    lines: tuple[ActionLine, ...]
    start: int
    """Place of the first of them among all found."""
    total: int


def page(
    document: Document, wanted: Wanted | None = None, start: int = 0, size: int = 0, *, words: str = ""
) -> Page:
    """The found actions from the `start`-th on, `size` or PAGE of them; the last page when there are fewer by now.
    `words` stand in the line somewhere: title, kind, person, office, moment, «отменено»."""
    wanted, size = replace(wanted or Wanted(), words=_looked_for(words)), size or PAGE
    with document.raw() as connection:
        total = journal_history.count(connection, wanted)
        start = min(start, max(0, (total - 1) // size * size))
        return Page(journal_history.actions(connection, size, start, wanted), start, total)


def _looked_for(typed: str) -> Words | None:
    looked = typed.strip().casefold()
    if not looked:
        return None
    kinds = tuple(code for code, word in KIND_WORDS.items() if looked in word)
    return Words(looked, kinds, undone=looked in "отменено")


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
    titles = Titles(session)
    return tuple(
        _touched(titles, code, uid, added, deleted)
        for code, uid, added, deleted in lookup.touched(raw_of(session), action, limit)
    )


def _touched(titles: Titles, code: str, uid: bytes, added: bool, deleted: bool) -> Touched:
    kind = BY_CODE[code]
    name = titles(code, uid)
    what = "удалено" if deleted else "добавлено" if added else "изменено"
    return Touched(
        code, uid, what, f"{kind.one} {quoted(name)}" if name else f"{kind.one} (сейчас в файле нет)"
    )


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
