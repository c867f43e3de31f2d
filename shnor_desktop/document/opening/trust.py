"""Whether the history of a file may be built on, asked before anybody works in it: what is cut or forged is refused by
every other office, and with it whatever is done on top of it.

Of a very long history what takes too long is left to the check beside the window; the youngest writers come first,
because what was just tampered with is asked about soonest.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

from shnor_desktop.document.foreign.relations import examine
from shnor_desktop.document.foreign.rows import Fault
from shnor_desktop.document.journal.capture import catalogue
from shnor_desktop.document.journal.chain import broken
from shnor_desktop.errors import DocumentForged

AT_OPENING = 0.3
"""Seconds that an opening may spend on it."""
_STEPS = 2_000
"""So many steps of SQLite between two looks at the clock."""

_CUT = (
    "SELECT w.person FROM writer w WHERE w.whole = 1 AND w.last_seq <> coalesce((SELECT a.last_seq FROM action a "
    "WHERE a.writer_n = w.n ORDER BY a.seq DESC LIMIT 1), 0) LIMIT 1"
)


def require(connection: sqlite3.Connection, name: str, seconds: float | None = AT_OPENING) -> None:
    """Raises DocumentForged when the history of the file `name` is not as it was written. With `seconds` so much is looked
    at as they allow; without, all the seals are, and for what a forger sealed anew as much as an opening may take."""
    start = time.monotonic()
    try:
        with _no_longer_than(connection, seconds):
            _sealed(connection, name)
        left = AT_OPENING if seconds is None else max(0.0, seconds - time.monotonic() + start)
        with _no_longer_than(connection, left):
            examine(connection)
    except Fault as fault:
        raise forged(name, str(fault)) from fault
    except sqlite3.DataError as error:  # A value longer than anybody writes.
        raise forged(name) from error
    except sqlite3.OperationalError as error:
        if hasattr(error, "sqlite_errorcode"):
            raise
        raise forged(name) from error  # A text that is none.


def _sealed(connection: sqlite3.Connection, name: str) -> None:
    if _is_emptied(connection):
        raise forged(name, "её нет вовсе")
    cut = connection.execute(_CUT).fetchone()
    writer = cut[0] if cut else next(broken(connection), None)
    if writer is not None:
        raise forged(name, f"записи: {' '.join(writer.split())[:60] or 'без имени'}")


def _is_emptied(connection: sqlite3.Connection) -> bool:
    """Whether there are records and nobody ever entered one. Edits made outside stand on a history that is there."""
    if connection.execute("SELECT EXISTS (SELECT 1 FROM change)").fetchone()[0]:
        return False
    tables = catalogue(connection)
    return any(connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0] for table in tables)


def forged(name: str, what: str = "") -> DocumentForged:
    """What is said of such a file; `what` is known of it."""
    known = f" ({what})" if what else ""
    return DocumentForged(
        f"История файла «{name}» обрезана или изменена другой программой{known}: такой файл и всё, что внесут в него "
        "дальше, другие организации не примут.",
        "Работайте в копии другой организации или в резервной копии либо начните историю заново в новом файле. "
        "Посмотреть и выгрузить можно и этот.",
    )


@contextmanager
def _no_longer_than(connection: sqlite3.Connection, seconds: float | None) -> Iterator[None]:
    """End the block quietly when its time is over."""
    if seconds is None:
        yield
        return
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_INTERRUPT:
            raise
    finally:
        connection.set_progress_handler(None, 0)
