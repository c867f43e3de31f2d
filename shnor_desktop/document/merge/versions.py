"""What each office kept where several columns say one thing, as a file's name, size and bytes or failed and participants do:
whole, as it was left by those who did not know of each other. Told from the changes each of them knew, for a later one of
the same office need not say every column again.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shnor_desktop.document.journal.capture import STAND_INS
from shnor_desktop.document.journal.undo import Value
from shnor_desktop.document.merge.questions import Conflict, last_of
from shnor_desktop.document.state.row import Head, Said, derive_row, read_said
from shnor_desktop.document.state.tables import Shape, Table
from shnor_desktop.document.state.voices import MOST_SIDES, Side, Sides
from shnor_desktop.document.state.words import Words


@dataclass(frozen=True, slots=True)
class Report:
    """What one writer left in these columns."""

    values: tuple[Value, ...]
    side: Side


@dataclass(frozen=True, slots=True)
class Versions:
    """`before` is what all of them knew."""

    before: tuple[Value, ...]
    reports: tuple[Report, ...]


def versions(connection: sqlite3.Connection, asked: Sequence[Conflict], names: Sequence[str]) -> Versions:
    """What those who disagree about these columns of a record left in all of them, the last last. Where the columns only
    contradict each other, those who said the last word about each."""
    shape = Shape(connection)
    table, uid = shape.by_name[asked[0].table], asked[0].uid
    said = read_said(connection, [uid])[(table.number, uid)]
    state = derive_row(said, table.columns)
    places = [next(at for at, one in enumerate(table.columns) if one.name == name) for name in names]
    if state is None:
        return Versions((None,) * len(names), ())
    voices, words = Sides(connection, shape), Words(said)
    heads: dict[Said, list[tuple[int, Value]]] = {}
    contradicts = any(one.kind == "rule" for one in asked)
    differing = {field_no: found for field_no, found in state.heads if field_no in state.differing}
    for at, place in enumerate(places):
        field_no = table.columns[place].field_no
        found = differing.get(field_no, ())
        if contradicts and not found:
            found = (Head(last_of(said, field_no), state.values[place]),)
        for head in found[-MOST_SIDES:]:
            heads.setdefault(voices.origin(head.said, words), []).append((at, head.value))
    known = {one: _known(said, one) for one in heads}
    left = {one: _values(table, places, known[one]) for one in heads}
    standing = [
        one
        for one in sorted(heads, key=lambda one: one.rank)
        if not any(
            other is not one
            and one in known[other]
            and (other not in known[one] or other.rank > one.rank)
            and all(left[other][at] == value for at, value in heads[one])
            for other in heads
        )
    ]
    shown = tuple(state.values[at] for at in places)
    common = frozenset.intersection(*(known[one] for one in standing)) if standing else frozenset()
    return Versions(
        _values(table, places, common),
        tuple(Report(left[one], voices.side(one, words, None, shown=left[one] == shown)) for one in standing),
    )


def _known(said: Sequence[Said], one: Said) -> frozenset[Said]:
    """The changes of a row that whoever said this one knew for certain: their own until then, those they replaced, and
    what was known to the writers of these."""
    by_id = {each.id: each for each in said}
    by_writer: dict[bytes, list[Said]] = {}
    for each in sorted(said, key=lambda each: each.rank):
        by_writer.setdefault(each.id[0], []).append(each)
    done = dict.fromkeys(by_writer, 0)
    found: set[Said] = set()
    waiting = [one]
    while waiting:
        last = waiting.pop()
        own = by_writer[last.id[0]]
        start = at = done[last.id[0]]
        while at < len(own) and own[at].lamport <= last.lamport:
            at += 1
        done[last.id[0]] = at
        for each in own[start:at]:
            found.add(each)
            waiting += [by_id[key] for key in each.replaced if key in by_id]
    return frozenset(found)


def _values(table: Table, places: Sequence[int], known: Iterable[Said]) -> tuple[Value, ...]:
    """The columns as somebody knew them who knew these changes."""
    newest = sorted(known, key=lambda one: one.rank, reverse=True)
    values: list[Value] = []
    for at in places:
        number = table.columns[at].field_no
        told = [_said(table, at, one) for one in newest if one.field_no == number or one.is_array]
        # A stand-in means the text that was there.
        values.append(next((one for one in told if one not in STAND_INS), told[0] if told else None))
    return tuple(values)


def _said(table: Table, at: int, one: Said) -> Value:
    if not one.is_array:
        return one.value
    state = derive_row([one], table.columns)
    return state.values[at] if state else None
