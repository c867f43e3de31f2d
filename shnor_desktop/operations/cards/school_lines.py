"""The lines of the table of schools, read by SQL alone: they are the first thing many people look at."""

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from shnor_desktop.operations.identification.status_lines import KIND_LABELS, all_statuses
from shnor_desktop.operations.schools.rows import school_rows
from shnor_desktop.rules.words.school_words import FORMS


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """One line of the table of schools."""

    uid: bytes
    name: str
    form: str
    municipality: str
    place: str
    codes: tuple[str, ...]
    statuses: tuple[str, ...]
    """Those in force today: «ШНОР (по перечню)»."""
    branch_of: str
    closed: bool
    search: str
    """Everything the school may be found by, lower case, «ё» as «е»."""


def lines(connection: sqlite3.Connection) -> tuple[SchoolLine, ...]:
    """All schools, alphabetically."""
    today = date.today().isoformat()
    forms = dict(FORMS)
    schools, statuses = school_rows(connection), _statuses_in_force(connection, today)
    names = {one.uid: one.name for one in schools}
    return tuple(
        SchoolLine(
            uid=one.uid,
            name=one.name,
            form=forms.get(one.form, one.form) if one.form else "",
            municipality=one.municipality,
            place=one.place,
            codes=one.codes,
            statuses=statuses.get(one.uid, ()),
            branch_of=names.get(one.parent, "") if one.parent else "",
            closed=bool(one.closed_on) and one.closed_on <= today,
            search=one.search,
        )
        for one in schools
    )


def _statuses_in_force(connection: sqlite3.Connection, today: str) -> dict[bytes, tuple[str, ...]]:
    """Labels by school: kinds in the order of their list, within a kind the newest first."""
    places = {kind: place for place, kind in enumerate(KIND_LABELS)}
    found: dict[bytes, dict[str, None]] = defaultdict(dict)
    for school, given in all_statuses(connection).items():
        known = sorted((one for one in given if one.kind in places), key=lambda one: places[one.kind])
        found[school].update((one.label, None) for one in known if one.in_force(today))
    return {school: tuple(labels) for school, labels in found.items() if labels}
