"""The shape of the tables as merging needs it: numbers, references, keys and which of them are leaves."""

import sqlite3
from dataclasses import dataclass
from functools import cached_property

from shnor_desktop.document.journal.capture import Column, catalogue
from shnor_desktop.models.kind import Field, Travel
from shnor_desktop.models.kinds import BY_CODE


@dataclass(frozen=True, slots=True)
class Table:
    """One journaled table."""

    number: int
    name: str
    columns: tuple[Column, ...]
    refers: tuple[tuple[int, str], ...]
    """(index into columns, parent table)."""
    owners: frozenset[int]
    """Indexes of the columns that name what its rows belong to."""
    key: tuple[int, ...]
    """Indexes of the columns of its natural key; empty without one."""
    quiet: frozenset[int]
    """Indexes of columns that say where a figure came from or why something was decided: nobody is asked about
    them."""
    travels: tuple[Travel, ...]
    """Where the texts of each column may go, in the order of the columns."""
    ordered: tuple[tuple[int, int], ...]
    """Indexes of (lower, upper): values that no record can have in another order, whoever typed which of them."""

    @property
    def names(self) -> str:
        """Quoted column names for a statement."""
        return ", ".join(f'"{column.name}"' for column in self.columns)


class Shape:
    """All tables of a file, by number and by name."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.tables = {
            number: _table(connection, name, number, columns)
            for name, (number, columns) in catalogue(connection).items()
        }
        self.by_name = {table.name: table for table in self.tables.values()}

    @cached_property
    def children(self) -> dict[str, tuple[tuple[Table, int], ...]]:
        """Parent table → (child table, index of the referring column)."""
        found: dict[str, list[tuple[Table, int]]] = {name: [] for name in self.by_name}
        for table in self.tables.values():
            for index, parent in table.refers:
                found[parent].append((table, index))
        return {name: tuple(pairs) for name, pairs in found.items()}

    def is_leaf(self, table: Table) -> bool:
        """Whether nothing refers to its rows."""
        return not self.children[table.name]


def _table(connection: sqlite3.Connection, name: str, number: int, columns: tuple[Column, ...]) -> Table:
    place = {column.name: index for index, column in enumerate(columns)}
    refers = tuple(
        sorted((place[row[3]], row[2]) for row in connection.execute(f"PRAGMA foreign_key_list({name})"))
    )
    kind = BY_CODE.get(name)
    key_names = kind.about.key if kind and kind.about.kept_once else ()
    fields = kind.fields if kind else ()
    declared = {field.name: field for field in fields}
    ordered = kind.about.ordered if kind else ()
    return Table(
        number=number,
        name=name,
        columns=columns,
        refers=refers,
        owners=frozenset(place[field.name] for field in fields if field.owner and field.name in place),
        # A file of an earlier format lacks the younger columns of its kinds.
        key=tuple(place[one] for one in key_names if one in place),
        quiet=frozenset(place[field.name] for field in fields if field.quiet and field.name in place),
        travels=tuple(_travel(column, declared.get(column.name)) for column in columns),
        ordered=tuple(
            (place[lower], place[upper]) for lower, upper in ordered if {lower, upper} <= place.keys()
        ),
    )


def _travel(column: Column, field: Field | None) -> Travel:
    """A text nobody declares any more may name anybody."""
    if column.type != "TEXT":
        return Travel.ANYWHERE
    return field.travel if field else Travel.WORDS
