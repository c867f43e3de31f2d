"""Schools with their codes and spellings, read by SQL alone: what the list of schools shows and what a school is found by."""

import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from shnor_desktop.rules.words.name_order import alphabetical, by_name


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school as lists and searches need it."""

    uid: bytes
    name: str
    official_name: str
    form: str
    municipality: str
    place: str
    director: str
    parent: bytes | None
    closed_on: str
    codes: tuple[str, ...]
    spellings: tuple[str, ...]

    @property
    def search(self) -> str:
        """Everything the school may be found by, lower case, «ё» as «е»."""
        own = (self.name, self.official_name, self.place, self.municipality, self.director)
        return alphabetical(" ".join((*own, *self.codes, *self.spellings)))


_SCHOOLS = (
    "SELECT uid, name, official_name, form, municipality, place, director, parent, closed_on FROM school"
)
_CODES = "SELECT school, code FROM school_code ORDER BY system, code"
_SPELLINGS = "SELECT school, spelling FROM school_alias"


def school_rows(connection: sqlite3.Connection) -> tuple[SchoolRow, ...]:
    """All schools, alphabetically."""
    codes, spellings = _texts(connection.execute(_CODES)), _texts(connection.execute(_SPELLINGS))
    made = [
        SchoolRow(*(*row, tuple(codes.get(row[0], ())), tuple(spellings.get(row[0], ()))))
        for row in connection.execute(_SCHOOLS)
    ]
    return tuple(sorted(made, key=lambda one: (by_name(one.name), one.uid)))


def _texts(rows: sqlite3.Cursor) -> dict[bytes, list[str]]:
    found: dict[bytes, list[str]] = defaultdict(list)
    for school, text in rows:
        found[school].append(text)
    return found


def found_by(search: str, text: str) -> bool:
    """Whether every word of the text occurs in what a school may be found by."""
    return all(word in search for word in alphabetical(text).split())
