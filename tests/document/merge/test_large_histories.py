"""Histories nobody types but somebody may forge: what they are is the same as ever and costs little more than their length."""

import random
import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing

import pytest

from shnor_desktop.document.journal.capture import WITHHELD, Column
from shnor_desktop.document.state import row as derive
from shnor_desktop.document.state.groups import Canon, read_canon
from shnor_desktop.document.state.row import DELETED, RESTORED, ChangeId, Numbers, Said, Writers, derive_row
from shnor_desktop.document.state.words import Words
from shnor_desktop.errors import DocumentError

COLUMNS = (Column(1, "name", "TEXT"), Column(2, "place", "TEXT"))
QUICK = 5.0
"""Seconds; what was quadratic took minutes."""


def row(chance: random.Random, length: int) -> list[Said]:
    """Anything that may be said of one row: each change stands on any that came before."""
    said: list[Said] = []
    for seq in range(length):
        field_no = chance.choice((0, 0, 0, 1))
        text = chance.choice(("а", "б", "", WITHHELD))
        value = text if field_no else chance.choice((DELETED, RESTORED, f'["{text}", "{seq}"]'))
        older = [one for one in said if field_no or not one.field_no or chance.random() < 0.2]
        replaced = frozenset(one.id for one in chance.sample(older, min(len(older), chance.randrange(4))))
        who = bytes([chance.randrange(3)])
        said.append(Said((who, seq), seq + 1, field_no, value, replaced))
    return said


def ancestors(life: list[Said]) -> dict[ChangeId, frozenset[ChangeId]]:
    """What each change stands on, said the long way."""
    found: dict[ChangeId, frozenset[ChangeId]] = {}
    known = {one.id for one in life}
    for one in sorted(life, key=lambda said: said.rank):
        direct = one.replaced & known
        found[one.id] = direct.union(*(found[before] for before in direct))
    return found


def sources(life: list[Said], arrays: list[Said], heads: tuple[Said, ...]) -> list[Said]:
    """The inserts that count, said the long way."""
    under = ancestors(life)
    last = [one for one in arrays if not any(one.id in under[other.id] for other in arrays)]
    living = [one for one in heads if one.value != DELETED]
    return [one for one in last if any(one is head or one.id in under[head.id] for head in living)] or last


@pytest.mark.parametrize("seed", range(300))
def test_the_inserts_that_count_are_those_the_long_way_finds(seed: int) -> None:
    chance = random.Random(seed)
    life = [one for one in row(chance, 3 + seed % 30) if not one.field_no]
    chance.shuffle(life)
    arrays = [one for one in life if one.is_array]
    replaced = frozenset().union(*(one.replaced for one in life))
    heads = tuple(one for one in life if one.id not in replaced)
    if arrays:
        assert derive._sources(life, arrays, heads) == sources(life, arrays, heads)


def _first_value(said: Said) -> object:
    if said.field_no:
        return said.value
    state = derive_row([said], COLUMNS)
    assert state is not None
    return state.values[0]


@pytest.mark.parametrize("seed", range(100))
def test_a_stand_in_means_the_last_text_said_before_it(seed: int) -> None:
    said = row(random.Random(seed), 25)
    state = derive_row(said, COLUMNS)
    if state is None:
        return
    for head in dict(state.heads).get(1, ()):
        own = _first_value(head.said)
        older = [
            (one.rank, value)
            for one in said
            if one.rank < head.said.rank and (one.field_no == 1 or one.is_array)
            for value in [_first_value(one)]
            if value not in ("", WITHHELD)
        ]
        expected = max(older)[1] if own == WITHHELD and older else own
        assert head.value == expected


def test_a_row_that_died_and_returned_forty_thousand_times() -> None:
    said = [Said((b"w", 1), 1, 0, '["а", "б"]', frozenset())]
    for seq in range(2, 40_001):
        value = DELETED if seq % 2 == 0 else '["в", "г"]'
        said.append(Said((b"w", seq), seq, 0, value, frozenset({(b"w", seq - 1)})))
    start = time.process_time()
    state = derive_row(said, COLUMNS)
    assert time.process_time() - start < QUICK
    assert state is not None and not state.own_alive and state.values == ("в", "г")


def test_a_field_with_twenty_thousand_withheld_values() -> None:
    said = [Said((b"w", 1), 1, 0, '["а", "б"]', frozenset())]
    said += [Said((b"w", seq), seq, 1, WITHHELD, frozenset({(b"w", 1)})) for seq in range(2, 20_002)]
    start = time.process_time()
    state = derive_row(said, COLUMNS)
    assert time.process_time() - start < QUICK
    assert state is not None and state.values[0] == "а"


def test_where_twenty_thousand_words_come_from() -> None:
    said = [Said((b"w", seq), 5, 1, f"{seq}", frozenset({(b"w", 1)})) for seq in range(2, 20_002)]
    start = time.process_time()
    words = Words(said)
    assert all(words.origin(one) is one for one in said)
    assert time.process_time() - start < QUICK


# ---- verdicts


def canon(pairs: Iterable[tuple[bytes, bytes]]) -> Canon:
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(
            "CREATE TABLE identity_verdict (uid BLOB PRIMARY KEY, first BLOB, second BLOB, verdict TEXT)"
        )
        memory.executemany("INSERT INTO identity_verdict VALUES (randomblob(16), ?, ?, 'same')", pairs)
        return read_canon(memory)


@pytest.mark.parametrize("seed", range(100))
def test_groups_are_connected_records(seed: int) -> None:
    chance = random.Random(seed)
    pairs = [(chance.randbytes(1), chance.randbytes(1)) for _ in range(chance.randrange(200))]
    groups = {one: {one} for pair in pairs for one in pair}
    for _ in pairs:
        for first, second in pairs:
            groups[first] = groups[second] = groups[first] | groups[second]
    found = canon(pairs)
    assert found.group_of == {one: frozenset(group) for one, group in groups.items()}
    other = canon(pairs[1:])
    everybody = groups.keys()
    assert found.differing(other) >= {one for one in everybody if found.members(one) != other.members(one)}
    assert not found.differing(found)


def test_a_chain_of_forty_thousand_verdicts() -> None:
    uids = [number.to_bytes(16) for number in range(40_001)]
    start = time.process_time()
    found = canon(zip(uids, uids[1:], strict=False))
    shorter = canon(zip(uids, uids[1:-1], strict=False))
    assert found.members(uids[7]) == frozenset(uids)
    assert found.differing(shorter) == found.with_groups(uids) == set(uids)
    assert time.process_time() - start < QUICK


# ---- writers


def test_only_writers_that_are_named_are_read() -> None:
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute("CREATE TABLE writer (n INTEGER PRIMARY KEY, uid BLOB UNIQUE)")
        memory.executemany("INSERT INTO writer VALUES (?, ?)", [(n, n.to_bytes(16)) for n in range(50)])
        names, numbers = Writers(memory), Numbers(memory)
        assert names[7] == (7).to_bytes(16) and numbers[(8).to_bytes(16)] == 8
        assert list(names) == [7] and list(numbers.values()) == [8]
        with pytest.raises(DocumentError, match="повреждена"):
            names[77]
        with pytest.raises(DocumentError, match="повреждена"):
            numbers[b"nobody"]
