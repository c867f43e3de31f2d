"""What differs: between two files without merging them, between two moments of one; and one value put back."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shnor_desktop.document.document import ActionId, Document
from shnor_desktop.document.foreign.intake import Staged
from shnor_desktop.document.journal import lookup
from shnor_desktop.document.merge.beside import actions_apart, beside, rows_apart
from shnor_desktop.document.merge.merge import NewAction, RowEffect
from shnor_desktop.document.state.row import RowId, RowState, derive_row, read_said, read_states
from shnor_desktop.document.state.tables import Shape, Table
from shnor_desktop.errors import UserError
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import changes, history, records
from shnor_desktop.operations.records.changes import KindCount, Names, RecordChange
from shnor_desktop.operations.sharing.contents import contents
from shnor_desktop.operations.sharing.merging import Author, Progress, authors_of, examined

Moment = ActionId | datetime | None
"""After an action, at a time, or None: the very beginning or now."""


@dataclass(frozen=True, slots=True)
class FileDifference:
    """Two files compared. In the records «before» is here, «after» is there: NEW is only there, DELETED only
    here, CHANGED in both with different values."""

    name: str
    contents: str
    counts: tuple[KindCount, ...]
    records: tuple[RecordChange, ...]
    here: tuple[Author, ...]
    """Who did what that the other file does not know."""
    there: tuple[Author, ...]

    @property
    def same(self) -> bool:
        """Whether both hold the same and know the same."""
        return not (self.records or self.here or self.there)


@dataclass(frozen=True, slots=True)
class MomentDifference:
    """Two moments of one file compared, the earlier one first."""

    counts: tuple[KindCount, ...]
    records: tuple[RecordChange, ...]
    swapped: bool = False
    """Whether the later one was named first."""


# ---- two files


def diff(
    document: Document,
    other: Path,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> FileDifference:
    """Compare with another copy of the document, from both journals; nothing is changed."""
    with examined(document, other, progress, cancelled) as staged:
        with document.raw() as connection, beside(connection, staged.path):
            whole = staged.kind == "full"
            rows = rows_apart(connection, whole=whole)
            deeds_here = actions_apart(connection, "main", "other") if whole else ()
            deeds_there = actions_apart(connection, "other", "main")
        with closing(sqlite3.connect(staged.path)) as theirs:
            return _compared(document, staged, other.name, theirs, rows, (deeds_here, deeds_there))


def _compared(
    document: Document,
    staged: Staged,
    name: str,
    theirs: sqlite3.Connection,
    rows: set[RowId],
    deeds: tuple[tuple[NewAction, ...], tuple[NewAction, ...]],
) -> FileDifference:
    uids = [uid for _, uid in rows]
    there = read_states(theirs, Shape(theirs), uids)
    with document.read() as session:
        names = Names(session)
        here = read_states(names.raw, names.shape, uids)
        tables = names.shape.tables
        for row in rows:
            if row not in here and row in there:
                names.adopt(row[1], _values(tables[row[0]], there[row]) or {})
        effects = list(_effects(tables, rows, here.get, there.get))
        return FileDifference(
            name,
            contents(names, staged.kind, staged.scope, staged.whom),
            changes.counts(effects),
            changes.told(names, effects),
            *(authors_of(one) for one in deeds),
        )


# ---- two moments


def diff_moments(document: Document, start: Moment = None, end: Moment = None) -> MomentDifference:
    """What changed after `start` up to `end`, in the order of the journal that all copies share."""
    with document.read() as session:
        names = Names(session)
        first, last = _cut(names.raw, start, lookup.START), _cut(names.raw, end, lookup.END)
        swapped = first > last
        if swapped:
            first, last = last, first
        rows = lookup.rows_between(names.raw, first, last)
        said = read_said(names.raw, (uid for _, uid in rows))
        tables = names.shape.tables

        def state_at(cut: lookup.Place) -> Callable[[RowId], RowState | None]:
            return lambda row: derive_row(
                [one for one in said[row] if one.rank <= cut], tables[row[0]].columns
            )

        effects = list(_effects(tables, rows, state_at(first), state_at(last)))
        return MomentDifference(changes.counts(effects), changes.told(names, effects), swapped)


def _cut(connection: sqlite3.Connection, wanted: Moment, otherwise: lookup.Place) -> lookup.Place:
    """The place of a moment in the order of all changes."""
    if wanted is None:
        return otherwise
    if not isinstance(wanted, ActionId):
        return lookup.place_at(connection, int(wanted.timestamp() * 1000))
    found = lookup.end_of(connection, wanted)
    if found is None:
        raise UserError("Такого действия в истории нет.", "Обновите список истории.")
    return found


# ---- both


def _effects(
    tables: dict[int, Table],
    rows: Iterable[RowId],
    before: Callable[[RowId], RowState | None],
    after: Callable[[RowId], RowState | None],
) -> Iterator[RowEffect]:
    for row in sorted(rows):
        table = tables[row[0]]
        first, last = _values(table, before(row)), _values(table, after(row))
        if first != last:
            yield RowEffect(table.name, row[1], first, last)


def _values(table: Table, state: RowState | None) -> dict[str, object] | None:
    if state is None or not state.own_alive:
        return None
    return dict(zip((column.name for column in table.columns), state.values, strict=True))


# ---- one value back


def restore_value(document: Document, code: str, uid: bytes, field: str, value: Value) -> None:
    """Give a field a value it once had: an ordinary edit that can be undone and travels."""
    kind = BY_CODE[code]
    described = kind.field(field)
    if not history.is_typed(kind, field):
        raise UserError(
            f"«{described.label}» по отдельности не возвращается.",
            "Отмените действие, которым это изменено: экран «История».",
        )
    with document.read() as session:
        names = Names(session)
        title = names(code, uid)
        shown = changes.value_text(names, described, value) or "пусто"
    with document.write(f"Возвращено значение: {title}, {described.label} — {shown}") as session:
        records.save(session, code, uid, {field: value})
