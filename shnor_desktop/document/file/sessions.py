"""Mapped records over the one connection of a document: the only place of the file that needs SQLAlchemy, loaded when
records are first asked for, because the first screens are shown without them."""

import sqlite3
from collections.abc import Callable
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import StaticPool


def engine_over(connection: sqlite3.Connection, before: Callable[[str], None]) -> Engine:
    """An engine that works on this connection and no other; `before` hears every statement before it runs."""
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    event.listen(engine, "begin", _begin)

    def hear(connection: Connection, cursor: Any, statement: str, *more: Any) -> None:
        before(statement)

    event.listen(engine, "before_cursor_execute", hear)
    return engine


def _begin(connection: Connection) -> None:
    """Our own BEGIN: the driver's would let DDL escape the transaction."""
    connection.exec_driver_sql("BEGIN")
