"""Mapped records over the one connection of a document: the only place of the file that needs SQLAlchemy, loaded when
records are first asked for, because the first screens are shown without them."""

import sqlite3

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import StaticPool


def engine_over(connection: sqlite3.Connection) -> Engine:
    """An engine that works on this connection and no other."""
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """Our own BEGIN: the driver's would let DDL escape the transaction."""
    connection.exec_driver_sql("BEGIN")
