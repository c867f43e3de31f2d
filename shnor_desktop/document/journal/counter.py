"""How far the counter of actions may run: a file that is taken in here must be taken in everywhere.

Every action counts one more than the highest its author knew. Somebody may forge any number, and whoever took it in
counts on from there; so the bound has to hold again for what comes of any merge and of any further work. It does when
it grows with the journal: «at most a billion more than there are actions». A merge holds every action of both files and
the highest number of one of them, and further work adds one to both sides, so neither can break the bound. Honest files
never come near: their highest number is at most the count of all actions ever done in the district.

A part holds few of the actions its numbers come from. It is asked nothing by itself; what is asked is whether the bound
holds for the document that has taken it in. A document beyond the bound, which is a part of a forged whole, may
go no further ahead than its new actions carry it.
"""

import sqlite3
from dataclasses import dataclass

from shnor_desktop.errors import DocumentError
from shnor_desktop.rules.admissible import MOST

AHEAD = 10**9


def furthest(kind: str, actions: int) -> int:
    """The highest number a journal of so many actions may hold; `kind` is that of its file."""
    return min(MOST - 1, AHEAD + actions) if kind == "full" else MOST - 1


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a document stands."""

    highest: int
    actions: int


def highest(connection: sqlite3.Connection) -> int:
    """The highest number given so far, 0 in an empty file. Of each writer it is that of its last action, so that nothing
    else is looked at, however long the history is."""
    last = "(SELECT a.lamport FROM action a WHERE a.writer_n = w.n ORDER BY a.seq DESC LIMIT 1)"
    (found,) = connection.execute(f"SELECT coalesce(max({last}), 0) FROM writer w").fetchone()
    return int(found)


def read(connection: sqlite3.Connection) -> Counter:
    """The counter of a document."""
    (actions,) = connection.execute("SELECT count(*) FROM action").fetchone()
    return Counter(highest(connection), actions)


def must_hold(connection: sqlite3.Connection, before: Counter, name: str) -> None:
    """After the file `name` was taken in. Raises DocumentError when the next action done here would be refused
    elsewhere."""
    now = read(connection)
    if now.highest > max(furthest("full", now.actions), before.highest + now.actions - before.actions):
        raise DocumentError(
            f"Файл «{name}» не принят: номера действий в истории неправдоподобно велики.",
            "Попросите у отправителя полную копию («Файл → Копия для другой организации…»).",
        )
