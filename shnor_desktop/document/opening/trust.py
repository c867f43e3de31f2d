"""Whether the history of a file may be built on, asked before anybody works in it: what is cut or forged is refused by
every other office, and with it whatever is done on top of it.

Of a very long history what takes too long is left to the check beside the window; the youngest writers come first,
because what was just tampered with is asked about soonest.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

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
    """Raises DocumentForged when the history of the file `name` is not as it was written. With `seconds` as much is
    looked at as they allow."""
    with _no_longer_than(connection, seconds):
        try:
            cut = connection.execute(_CUT).fetchone()
            writer = cut[0] if cut else next(broken(connection), None)
        except sqlite3.DataError as error:  # A value longer than anybody writes.
            raise forged(name) from error
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) is not None:
                raise
            raise forged(name) from error  # A text that is none.
        if writer is not None:
            raise forged(name, writer)


def forged(name: str, writer: str = "") -> DocumentForged:
    """What is said of such a file; `writer` is whose words were tampered with."""
    whose = f" (записи: {' '.join(writer.split())[:60]})" if writer.strip() else ""
    return DocumentForged(
        f"История файла «{name}» обрезана или изменена другой программой{whose}: такой файл и всё, что внесут в него "
        "дальше, другие организации не примут.",
        "Работайте в копии другой организации или в резервной копии либо начните историю заново в новом файле "
        "(команда renew). Посмотреть и выгрузить можно и этот.",
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
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
    finally:
        connection.set_progress_handler(None, 0)
