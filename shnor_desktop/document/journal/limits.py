"""Nothing enters the journal that another office's quarantine would refuse: the last net under every write.

Numbers and codes are held by the capture itself, row by row, so that bulk imports pay next to nothing; texts and lengths
are looked through once, before the action is sealed.
"""

import json
import re
import sqlite3
from collections.abc import Iterable

from shnor_desktop.errors import DocumentError
from shnor_desktop.models.limits import limit
from shnor_desktop.rules.admissible import LONGEST_TEXT, clean, refused

_PIECE = 2_000
_RAISED = re.compile(r"limit:([a-z_]+)\.([a-z0-9_]+)")
_NOTHING_WRITTEN = "Исправьте значение и повторите: ничего не записано."


def _ordered(table: str) -> tuple[tuple[str, str], ...]:
    from shnor_desktop.models.kinds import BY_CODE

    return BY_CODE[table].about.ordered if table in BY_CODE else ()


def held(table: str, column: str) -> str:
    """SQL that is false for a new row with a number or a code nobody takes in that column; empty without limits."""
    bounds, codes = limit(table, column)
    if bounds:
        return f'NEW."{column}" BETWEEN {bounds[0]} AND {bounds[1]}'
    return f'NEW."{column}" IN ({_quoted(codes)})' if codes else ""


def guard(table: str, column: str) -> str:
    """A statement for the body of a trigger: it stops a row with a number or a code nobody takes in that column; empty
    without limits."""
    holds = held(table, column)
    return f"SELECT RAISE(ABORT, 'limit:{table}.{column}') WHERE NOT ({holds});\n" if holds else ""


def beyond(lower: str, upper: str, row: str = "") -> str:
    """SQL that is true where the first of two ordered columns is beyond the second; what is unknown or empty never is."""
    one, other = f'{row}"{lower}"', f'{row}"{upper}"'
    return f"ifnull({one} > {other} AND {other} <> '', 0)"


def doubt(table: str) -> str:
    """SQL that is true for a new row nobody can have: it opens a question whoever wrote it."""
    return " OR ".join(beyond(lower, upper, "NEW.") for lower, upper in _ordered(table)) or "0"


def compared(table: str) -> frozenset[str]:
    """The columns `doubt` looks at."""
    return frozenset(name for pair in _ordered(table) for name in pair)


def _quoted(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in sorted(codes))


def stopped(message: str) -> DocumentError | None:
    """The sentence for what a guard raised; None for any other message."""
    found = _RAISED.search(message)
    return bad_value(found[1], found[2]) if found else None


def require_value(connection: sqlite3.Connection, table_no: int, field_no: int, value: object) -> None:
    """The same for a change written by hand."""
    for table, column in _columns(connection, table_no, field_no):
        if not limit(table, column).fits(value):
            raise bad_value(table, column)


def _columns(connection: sqlite3.Connection, table_no: int, field_no: int = 0) -> list[tuple[str, str]]:
    """(table, column) of one field, or of all fields in the order of their numbers."""
    return connection.execute(
        "SELECT table_name, column_name FROM catalogue WHERE table_no = ? AND field_no IN (?, iif(?, 0, field_no)) "
        "ORDER BY field_no",
        (table_no, field_no, field_no),
    ).fetchall()


def require_texts(connection: sqlite3.Connection, writer_n: int, after: int, until: int) -> None:
    """Raises DocumentError when a text of an action has signs or a length that no office takes."""
    cursor = connection.execute(
        "SELECT value FROM change WHERE writer_n = ? AND seq > ? AND seq <= ? AND typeof(value) = 'text'",
        (writer_n, after, until),
    )
    while piece := cursor.fetchmany(_PIECE):
        together = "\n".join([value for (value,) in piece])
        if _is_doubtful(together) and any(_is_bad(value) for (value,) in piece):
            raise _named(connection, writer_n, after, until)


def _is_doubtful(values: str) -> bool:
    """A quick look at many: in an array signs below 32 are written out, which a text of its own may look like."""
    return (
        len(values) > LONGEST_TEXT
        or "\x7f" in values
        or "\\u00" in values
        or "\ufffe" in values
        or "\uffff" in values
        or any(code in values for code in _LOW)
    )


_LOW = tuple(map(chr, (*range(9), *range(14, 30))))


def _is_bad(value: str) -> bool:
    return len(value) > LONGEST_TEXT or refused(value) or ("\\u00" in value and _is_bad_array(value))


def _is_bad_array(value: str) -> bool:
    try:
        items = json.loads(value)
    except (ValueError, RecursionError):
        return False  # A text of its own, looked at already.
    return isinstance(items, list) and any(isinstance(one, str) and refused(one) for one in items)


def _named(connection: sqlite3.Connection, writer_n: int, after: int, until: int) -> DocumentError:
    """Which record and field it was."""
    rows = connection.execute(
        "SELECT table_no, field_no, value FROM change WHERE writer_n = ? AND seq > ? AND seq <= ? "
        "AND typeof(value) = 'text'",
        (writer_n, after, until),
    )
    for number, field_no, value in rows:
        if not _is_bad(value):
            continue
        columns = _columns(connection, number, field_no)
        items = [value] if field_no else json.loads(value)
        for (table, column), item in zip(columns, items, strict=False):
            if isinstance(item, str) and (refused(item) or len(item) > LONGEST_TEXT):
                return _bad_text(table, column, item)
        return _bad_text(*columns[0], value)
    return DocumentError("В записи недопустимые знаки.", _NOTHING_WRITTEN)


def _called(table: str, column: str) -> str:
    from shnor_desktop.models.kinds import BY_CODE

    kind = BY_CODE[table]
    label = next((field.label for field in kind.fields if field.name == column), column)
    return f"«{kind.one}», поле «{label}»"


def bad_value(table: str, column: str) -> DocumentError:
    """The sentence for a number or a code nobody takes in that column."""
    told = "такого значения не бывает"
    if bounds := limit(table, column).range:
        unit = 10_000 if column.endswith("_e4") else 1
        told = f"число вне пределов от {bounds[0] // unit} до {bounds[1] // unit}"
    return DocumentError(f"{_called(table, column)}: {told}.", _NOTHING_WRITTEN)


def _bad_text(table: str, column: str, value: str) -> DocumentError:
    shown = " ".join(clean(value[:60]).split())[:40]
    told = "слишком длинный текст" if len(value) > LONGEST_TEXT else "недопустимые знаки"
    return DocumentError(f"{_called(table, column)}: {told} («{shown}…»).", _NOTHING_WRITTEN)
