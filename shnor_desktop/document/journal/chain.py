"""How much of a writer's history is proved: its beginning without gaps, sealed by the chain.

A part brings single actions from anywhere, so a file may know a writer up to a point for certain and beyond it in
pieces. Then `whole` is 0, `last_seq` is the end of the last action known, and `chain` still seals the beginning:
where it ends is found by sealing until the value is met.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from shnor_desktop.document.journal.capture import seals


@dataclass(frozen=True, slots=True)
class Proof:
    """The history up to `end` is as `chain` says; 0 and nothing when only pieces are known."""

    end: int = 0
    chain: bytes = b""


def proof(connection: sqlite3.Connection, n: int, schema: str = "main") -> Proof:
    """What is proved of a writer. ValueError when its rows do not give the chain the file states."""
    last_seq, chain, whole = connection.execute(
        f"SELECT last_seq, chain, whole FROM {schema}.writer WHERE n = ?", (n,)
    ).fetchone()
    if not last_seq or not chain:
        return Proof()
    if whole:
        return Proof(last_seq, bytes(chain))
    for end, value in seals(connection, n, schema):
        if value == chain:
            return Proof(end, value)
    raise ValueError("the rows do not give the chain")


def broken(connection: sqlite3.Connection) -> Iterator[str]:
    """The person of every writer whose history, sealed anew, does not give the value the file states; the youngest writers
    first."""
    writers = connection.execute(
        "SELECT n, person, last_seq, chain, whole FROM writer WHERE whole = 1 OR (last_seq > 0 AND chain <> x'') "
        "ORDER BY n DESC"
    ).fetchall()
    for n, person, last_seq, chain, whole in writers:
        ends = {end for end, value in seals(connection, n) if value == chain}
        if (last_seq not in ends and (last_seq or chain)) if whole else not ends:
            yield str(person)


def chain_at(connection: sqlite3.Connection, n: int, end: int, schema: str = "main") -> bytes:
    """The chain over the rows up to `end`, nothing when they do not reach it without a gap."""
    return next((value for at, value in seals(connection, n, schema) if at == end), b"")


def agree(
    connection: sqlite3.Connection, ours: tuple[int, Proof], theirs: tuple[int, Proof], schema: str
) -> bool:
    """Whether of two proved beginnings of one writer, as (number, proof), one is the beginning of the other;
    `theirs` stands in the attached `schema`."""
    (n, mine), (fn, its) = ours, theirs
    if not mine.end or not its.end:
        return True
    if mine.end == its.end:
        return mine.chain == its.chain
    if mine.end < its.end:
        return chain_at(connection, fn, mine.end, schema) == mine.chain
    return chain_at(connection, n, its.end) == its.chain
