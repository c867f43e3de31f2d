"""What has to be decided after merges: the list, equal in every office, and the decisions, which travel."""

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.capture import capture_closed, say
from shnor_desktop.document.journal.undo import Value
from shnor_desktop.document.state.companions import Companions
from shnor_desktop.document.state.derivation import doubted
from shnor_desktop.document.state.row import DELETED, RESTORED, Said, derive_row, read_said
from shnor_desktop.document.state.tables import Shape, Table
from shnor_desktop.document.state.voices import MOST_SIDES, Side, Sides
from shnor_desktop.document.state.words import Words, in_order
from shnor_desktop.errors import DocumentError
from shnor_desktop.models.values import is_beyond

__all__ = ["Conflict", "Side", "conflict_id", "conflicts", "decide", "decide_all", "open_conflicts"]


ALSO = "also"
"""A field that nobody asks about gets its value along with the answer to another."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One open question. `id` is the same in every office."""

    id: str
    kind: str
    """field, delete, parent, key, merged or rule."""
    table: str
    uid: bytes
    field: str
    before: Value
    sides: tuple[Side, ...]
    other: bytes | None = None
    """The record that holds the key, or that is shown instead."""
    pair: tuple[str, ...] = ()
    """Of a rule: the two fields of which the first is beyond the second."""


def conflict_id(kind: str, table_no: int, uid: bytes, field_no: int) -> str:
    """A short name for one question, the same everywhere."""
    return hashlib.sha256(f"{kind}|{table_no}|{uid.hex()}|{field_no}".encode()).hexdigest()[:10]


def conflict_ids(connection: sqlite3.Connection) -> frozenset[str]:
    """Of all open questions."""
    rows = connection.execute("SELECT kind, table_no, row_uid, field_no FROM conflict")
    return frozenset(conflict_id(*row) for row in rows)


def conflicts(document: Document) -> tuple[Conflict, ...]:
    """All open questions, in an order all offices share."""
    with document.raw() as connection:
        return open_conflicts(connection)


def open_conflicts(connection: sqlite3.Connection) -> tuple[Conflict, ...]:
    """The same for whoever reads the document already."""
    shape = Shape(connection)
    rows = connection.execute(
        "SELECT kind, table_no, row_uid, field_no FROM conflict ORDER BY table_no, row_uid, field_no, kind"
    ).fetchall()
    said = read_said(connection, [uid for _, _, uid, _ in rows])
    voices = Sides(connection, shape)
    return tuple(_conflict(connection, shape, voices, row, said.get((row[1], row[2]), [])) for row in rows)


def _conflict(
    connection: sqlite3.Connection,
    shape: Shape,
    voices: Sides,
    row: tuple[str, int, bytes, int],
    said: list[Said],
) -> Conflict:
    kind, number, uid, field_no = row
    table = shape.tables[number]
    names = {column.field_no: column.name for column in table.columns}
    state = derive_row(said, table.columns)
    sides: tuple[Side, ...] = ()
    before: Value = None
    if state and kind == "field":
        words = Words(said)
        heads = dict(state.heads)[field_no]
        cautious = doubted(table, state.differing) and names[field_no] == "verdict"
        sides = tuple(
            voices.side(
                one.said,
                words,
                one.value,
                shown=one.value == "different" if cautious else one is heads[-1],
            )
            for one in heads[-MOST_SIDES:]
        )
        before = _before(said, voices.origin(heads[-1].said, words), table, field_no)
    elif state and kind in ("delete", "parent"):
        sides = voices.of_life(state, said)
    elif state and kind == "merged":
        sides = voices.of_joined(uid, state, said)
    pair: tuple[str, ...] = ()
    if state and kind == "rule":
        pair, sides = _contradicting(voices, table, state.values, said)
    other = connection.execute("SELECT canonical_uid FROM row_state WHERE row_uid = ?", (uid,)).fetchone()
    return Conflict(
        id=conflict_id(*row),
        kind=kind,
        table=table.name,
        uid=uid,
        field=names.get(field_no, ""),
        before=before,
        sides=sides,
        other=other[0] if other and other[0] != uid else None,
        pair=pair,
    )


def _contradicting(
    voices: Sides, table: Table, values: Sequence[Value], said: list[Said]
) -> tuple[tuple[str, ...], tuple[Side, ...]]:
    """The fields out of their order, and who said the last word about each of the two."""
    words = Words(said)
    for places in table.ordered:
        if is_beyond(*(values[place] for place in places)):
            fields = [table.columns[place] for place in places]
            last = (voices.origin(last_of(said, one.field_no), words) for one in fields)
            told = (
                voices.side(one, words, values[place], shown=False)
                for one, place in zip(last, places, strict=True)
            )
            return tuple(one.name for one in fields), tuple({one.by: one for one in told}.values())
    return (), ()


def last_of(said: list[Said], field_no: int) -> Said:
    """The last word about a field nobody differs about."""
    return max((one for one in said if one.field_no == field_no or one.is_array), key=lambda one: one.rank)


def _before(said: list[Said], winner: Said, table: Table, field_no: int) -> Value:
    """The value the winner replaced: what both knew before they differed."""
    older = [one for one in said if one.id in winner.replaced and one.field_no in (0, field_no)]
    if not older:
        return None
    last = max(older, key=lambda one: one.rank)
    if not last.is_array:
        return last.value
    state = derive_row([last], table.columns)
    index = next(i for i, column in enumerate(table.columns) if column.field_no == field_no)
    return state.values[index] if state else None


# ---- deciding


def decide(
    document: Document, one: Conflict, take: str, reason: str, title: str, value: Value = None
) -> None:
    """Answer a question for all offices. `take` is here, there, value (then `value`), restore or delete.

    A decision is an ordinary change that replaces everything said so far; it is never asked again.
    """
    decide_all(document, [(one, take, value)], f"{title} — {reason}" if reason else title)


def decide_all(document: Document, answers: Iterable[tuple[Conflict, str, Value]], heading: str) -> None:
    """Answer several questions, each with its `take` and value, as one step."""
    with document.write(heading, "decide"), document.raw() as connection:
        shape = Shape(connection)
        kept = _Kept(connection, shape)
        for one, take, value in answers:
            _decide(connection, shape, kept, one, take, value)


def _decide(
    connection: sqlite3.Connection, shape: Shape, kept: "_Kept", one: Conflict, take: str, value: Value
) -> None:
    table = shape.by_name[one.table]
    said = read_said(connection, [one.uid])[(table.number, one.uid)]
    if take == ALSO:
        field_no = next(column.field_no for column in table.columns if column.name == one.field)
        say(connection, table.number, one.uid, field_no, value, [last_of(said, field_no).id])
    elif one.kind == "field":
        _decide_field(connection, table, one, said, take, value)
    elif one.kind in ("delete", "parent") and take in ("restore", "here"):
        kept.bring_back(table, one.uid, said)
    elif one.kind == "delete":
        _decide_life(connection, table, one.uid, said, DELETED)
    elif one.kind == "parent":
        _delete_children(connection, shape, table, one.uid)
    elif one.kind == "key" and one.other is not None:
        _decide_key(connection, table, one, said, take)
    elif one.kind == "merged" and one.other is not None:
        _decide_merged(connection, shape, one, take)
    else:
        raise DocumentError(
            "Это расхождение нельзя решить выбором.",
            "Исправьте значения в самой записи: тогда оно исчезнет.",
        )


def _decide_field(
    connection: sqlite3.Connection, table: Table, one: Conflict, said: list[Said], take: str, value: Value
) -> None:
    state = derive_row(said, table.columns)
    field_no = next(column.field_no for column in table.columns if column.name == one.field)
    if state is None or field_no not in dict(state.heads):
        raise DocumentError("Это расхождение уже решено.", "Обновите список.")
    heads = dict(state.heads)[field_no]
    if take != "value":
        value = chosen(one, take).value
    # The shown value is named first: it is what an undo of the decision brings back.
    say(connection, table.number, one.uid, field_no, value, [head.said.id for head in reversed(heads)])


def chosen(one: Conflict, take: str) -> Side:
    """The side a person means by «here» or «there»: here is this file's own word, else what is shown."""
    own = [side for side in one.sides if side.here] or [side for side in one.sides if side.shown]
    here = own[-1]
    if take == "here":
        return here
    others = [side for side in one.sides if side is not here and side.value != here.value]
    if take != "there" or not others:
        raise DocumentError(
            "Другого значения у этого вопроса нет.", "Выберите предложенное значение или введите своё."
        )
    return others[-1]


def _decide_life(
    connection: sqlite3.Connection, table: Table, uid: bytes, said: list[Said], verdict: int
) -> None:
    """Restored or deleted, knowing everything said so far."""
    named = said if verdict == DELETED else [one for one in said if not one.field_no]
    say(connection, table.number, uid, 0, verdict, in_order(named))


class _Kept:
    """Records that the answers of one step keep, each said once, however many of them it left together with."""

    def __init__(self, connection: sqlite3.Connection, shape: Shape) -> None:
        self._connection = connection
        self._companions = Companions(connection, shape)
        self._back: set[tuple[int, bytes]] = set()

    def bring_back(self, table: Table, uid: bytes, said: list[Said]) -> None:
        """Keep a record with everything that was deleted together with it: a school without its results is no use."""
        if (table.number, uid) in self._back:
            return
        lost = [
            (child, one)
            for child, one in self._companions.of(table, uid)
            if (child.number, one) not in self._back
        ]
        words = read_said(self._connection, [one for _, one in lost])
        _decide_life(self._connection, table, uid, said, RESTORED)
        for child, one in lost:
            _decide_life(self._connection, child, one, words[(child.number, one)], RESTORED)
        self._back |= {(table.number, uid), *((child.number, one) for child, one in lost)}


def _delete_children(connection: sqlite3.Connection, shape: Shape, table: Table, uid: bytes) -> None:
    """Delete what refers to a deleted record, those furthest from it first; it leaves with the last of them. Schools
    may be told to belong to each other in a circle."""
    found = {(table.number, uid)}
    waiting = [(table, uid)]
    behind: dict[bytes, tuple[Table, list[Said]]] = {}
    for parent, parent_uid in waiting:
        for child, index in shape.children[parent.name]:
            rows = connection.execute(
                f'SELECT uid FROM {child.name} WHERE "{child.columns[index].name}" = ?', (parent_uid,)
            ).fetchall()
            fresh = [(child, one) for (one,) in rows if (child.number, one) not in found]
            found.update((child.number, one) for child, one in fresh)
            waiting += fresh
            behind |= _behind(connection, child, index, parent_uid, [one for _, one in fresh])
    for child, one in reversed(waiting[1:]):
        connection.execute(f"DELETE FROM {child.name} WHERE uid = ?", (one,))
    for one, (child, said) in behind.items():
        _decide_life(connection, child, one, said, DELETED)


def _behind(
    connection: sqlite3.Connection, child: Table, index: int, parent: bytes, shown: list[bytes]
) -> dict[bytes, tuple[Table, list[Said]]]:
    """Records that would come forward for `shown` ones and need the same parent, with all that was said of them."""
    hidden: dict[bytes, list[bytes]] = {}
    query = "SELECT canonical_uid, row_uid FROM row_state WHERE table_no = ? AND own_alive = 1 AND alive = 0"
    for instead, uid in connection.execute(query, (child.number,)) if shown else ():
        hidden.setdefault(instead, []).append(uid)
    found: dict[bytes, tuple[Table, list[Said]]] = {}
    waiting = [one for uid in shown for one in hidden.get(uid, ())]
    words = read_said(connection, [one for group in hidden.values() for one in group]) if waiting else {}
    for uid in waiting:
        said = words[(child.number, uid)]
        state = derive_row(said, child.columns)
        if state is not None and _shown_for(connection, state.values[index]) == parent:
            found[uid] = child, said
            waiting += hidden.get(uid, ())
    return found


def _shown_for(connection: sqlite3.Connection, uid: Value) -> Value:
    """The record that is shown for another."""
    query = "SELECT canonical_uid FROM row_state WHERE row_uid = ? AND alive = 0"
    found = connection.execute(query, (uid,)).fetchone()
    return found[0] if found else uid


def _decide_key(
    connection: sqlite3.Connection, table: Table, one: Conflict, said: list[Said], take: str
) -> None:
    """Two rows of one key: keep the shown one, or give it the other's values; the other goes."""
    state = derive_row(said, table.columns)
    if take == "there" and state is not None and one.other is not None:
        keep = [i for i in range(len(table.columns)) if i not in table.key]
        _take_values(connection, table, one.other, {i: state.values[i] for i in keep})
    _decide_life(connection, table, one.uid, said, DELETED)


def _take_values(connection: sqlite3.Connection, table: Table, uid: bytes, values: dict[int, Value]) -> None:
    """Say values of a record by their places. A reference to a record that is not shown is said only, not shown:
    derivation keeps a deleted record that becomes needed, and asks about it."""
    before = connection.execute(f"SELECT {table.names} FROM {table.name} WHERE uid = ?", (uid,)).fetchone()
    if before is None:
        raise DocumentError("Это расхождение уже решено.", "Обновите список.")
    _put(connection, table, uid, values)
    missing = {
        place: before[place]
        for place, parent in table.refers
        if isinstance(values.get(place), bytes) and not _is_shown(connection, parent, values[place])
    }
    with capture_closed(connection):
        _put(connection, table, uid, missing)


def _put(connection: sqlite3.Connection, table: Table, uid: bytes, values: dict[int, Value]) -> None:
    if values:
        put = ", ".join(f'"{table.columns[place].name}" = ?' for place in values)
        connection.execute(f"UPDATE {table.name} SET {put} WHERE uid = ?", (*values.values(), uid))


def _is_shown(connection: sqlite3.Connection, table: str, uid: Value) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} WHERE uid = ?", (uid,)).fetchone() is not None


def _decide_merged(connection: sqlite3.Connection, shape: Shape, one: Conflict, take: str) -> None:
    """A record edited after it was joined to another: join again, knowing the edits, or part them."""
    verdicts = shape.by_name["identity_verdict"]
    field_no = next(column.field_no for column in verdicts.columns if column.name == "verdict")
    rows = connection.execute(
        "SELECT uid FROM identity_verdict WHERE verdict = 'same' AND ? IN (first, second)", (one.uid,)
    ).fetchall()
    for (uid,) in rows:
        said = read_said(connection, [uid])[(verdicts.number, uid)]
        answer = "different" if take == "different" else "same"
        say(connection, verdicts.number, uid, field_no, answer, _field_ids(said, field_no))
    table = shape.by_name[one.table]
    said = read_said(connection, [one.uid])[(table.number, one.uid)]
    state = derive_row(said, table.columns)
    if state is not None and state.edited_and_deleted:
        _decide_life(connection, table, one.uid, said, RESTORED if take == "different" else DELETED)
    elif take != "different":
        say(connection, table.number, one.uid, 0, RESTORED, in_order(said))  # Stays behind, all this known.


def _field_ids(said: Iterable[Said], field_no: int) -> list[tuple[bytes, int]]:
    return [one.id for one in said if one.field_no == field_no or one.is_array]
