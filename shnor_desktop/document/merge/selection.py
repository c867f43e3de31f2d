"""Which records a part holds, and which of them it is of: people and free words go along with these only.

The chosen records, what belongs to them, everything they ever referred to, and the verdicts on any of them. What is only
referred to, and the other record of a verdict, is carried: it stands for what it is called.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from shnor_desktop.document.journal.undo import Value, unpack
from shnor_desktop.document.state.groups import read_canon
from shnor_desktop.document.state.row import RowId, chunks, derive_row, marks, read_said, read_states
from shnor_desktop.document.state.tables import Shape, Table
from shnor_desktop.models.kind import Travel
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.models.links import ROLES

_TO_SCHOOLS = {field.role: field for kind in KINDS for field in kind.links if field.refers == "school"}


@dataclass(frozen=True, slots=True)
class Selection:
    """The records of a part."""

    rows: frozenset[RowId]
    own: frozenset[bytes]
    """Those it is of."""
    shared: frozenset[bytes] = frozenset()
    """Those of them that are of other schools as well."""


def of_school(connection: sqlite3.Connection, shape: Shape, school: bytes, *, form: bool) -> Selection:
    """A school, under all the uids it was entered with, and what belongs to it now or did when it was deleted."""
    selecting = _Selecting(connection, shape, form=form)
    schools = set(read_canon(connection).members(school))
    own = schools | selecting.belonging("school", schools)
    if "link" in shape.by_name:
        own |= selecting.linked(schools)
        own -= selecting.to_problems_elsewhere(own, schools)
    if form:
        own -= selecting.left_alone(own)
    number = shape.by_name["school"].number
    others = {uid for uid in selecting.of_table(number, own)} - schools
    return Selection(
        selecting.closed(own), frozenset(own - others), frozenset(selecting.shared(own, schools))
    )


def of_year(connection: sqlite3.Connection, shape: Shape, year: int, *, form: bool) -> Selection:
    """The sittings of a school year with their results, and the schools, books and subjects these name."""
    selecting = _Selecting(connection, shape, form=form)
    sittings = _sittings(connection, shape.by_name["sitting"], year)
    chosen = sittings | selecting.belonging("sitting", sittings)
    own = frozenset(uid for _, uid in selecting.closed(chosen, verdicts=False))
    return Selection(selecting.closed(own), own)


def stays_in_form(code: str) -> bool:
    """Whether records of a kind are nothing without a text that goes into no form: nobody's name, no spelling. They stay
    behind, unless others refer to them."""
    kind = BY_CODE.get(code)
    return kind is not None and any(
        field.travel is not Travel.ANYWHERE for field in kind.fields if field.required
    )


def _place(table: Table, name: str) -> int:
    """Where a column stands among the values of a row."""
    return next(index for index, column in enumerate(table.columns) if column.name == name)


def _sittings(connection: sqlite3.Connection, table: Table, year: int) -> set[bytes]:
    place = _place(table, "school_year")
    found = connection.execute(
        f"SELECT DISTINCT row_uid FROM change WHERE table_no = ? AND ((field_no = 0 AND typeof(value) = 'text' "
        f"AND json_extract(value, '$[{place}]') = ?) OR (field_no = ? AND value = ?))",
        (table.number, year, table.columns[place].field_no, year),
    ).fetchall()
    return {uid for (uid,) in found}


class _Selecting:
    """Looks for the rows of one part."""

    def __init__(self, connection: sqlite3.Connection, shape: Shape, *, form: bool) -> None:
        self._connection = connection
        self._shape = shape
        self._staying = {name for name in shape.by_name if stays_in_form(name)}
        self._form = form

    def belonging(self, parent: str, uids: set[bytes], *, owned: bool = False) -> set[bytes]:
        """Rows that refer to one of `uids`, or did when they were deleted, and what belongs to these in turn; `owned`:
        only what belongs to them. What referred to them once and belongs to others now is no part of them."""
        found: set[bytes] = set()
        waiting = [
            (child, self._last_referring(child, index, uids))
            for child, index in self._children(parent)
            if not owned or index in child.owners
        ]
        while waiting:
            table, fresh = waiting.pop()
            fresh -= found
            found |= fresh
            if fresh and table.name != parent:
                waiting += [
                    (child, self._last_referring(child, index, fresh))
                    for child, index in self._children(table.name)
                    if index in child.owners
                ]
        return found

    def _children(self, parent: str) -> list[tuple[Table, int]]:
        return [
            (child, index)
            for child, index in self._shape.children[parent]
            if not (self._form and child.name in self._staying)
        ]

    def linked(self, schools: set[bytes]) -> set[bytes]:
        """Records that are linked to a school and are of it: to it alone, with what belongs to them; or of each they
        are linked to."""
        links = self._shape.by_name["link"]
        place = {column.name: index for index, column in enumerate(links.columns)}
        found: set[bytes] = set()
        for role, field in _TO_SCHOOLS.items():
            code, here, there = ROLES[role].here, place[ROLES[role].here], place["school"]
            if self._form and code in self._staying:
                continue
            mine = self._ends(links, self._last_referring(links, there, schools), role, here)
            if not field.of_each:
                theirs = self._ends(
                    links, self._last_referring(links, here, mine), role, here, without=(there, schools)
                )
                mine -= theirs | self._of_all(self._shape.by_name[code], mine)
                found |= self.belonging(code, mine, owned=True)
            found |= mine
        return found

    def to_problems_elsewhere(self, own: set[bytes], schools: set[bytes]) -> set[bytes]:
        """Links that lead to a problem of another school: what is wrong there is nobody else's business, in choices as
        in words."""
        links, problems = self._shape.by_name["link"], self._shape.by_name["problem"]
        end, at = _place(links, "problem"), _place(problems, "school")
        leading = {
            uid: state.values[end]
            for (_, uid), state in read_states(
                self._connection, self._shape, self.of_table(links.number, own)
            ).items()
        }
        named = {problem for problem in leading.values() if isinstance(problem, bytes)}
        elsewhere = {
            uid
            for (number, uid), state in read_states(self._connection, self._shape, named).items()
            if number == problems.number and state.values[at] is not None and state.values[at] not in schools
        }
        return {link for link, problem in leading.items() if problem in elsewhere}

    def shared(self, own: set[bytes], schools: set[bytes]) -> set[bytes]:
        """Those that are also of other schools: ever linked to one, or said to be of all."""
        links = self._shape.by_name.get("link")
        found: set[bytes] = set()
        for role, field in _TO_SCHOOLS.items():
            if links is None or not field.of_each:
                continue
            here, there = _place(links, ROLES[role].here), _place(links, "school")
            table = self._shape.by_name[ROLES[role].here]
            rows = self.of_table(table.number, own)
            naming = self._ever_referring(links, here, rows)
            found |= self._ends(links, naming, role, here, without=(there, schools))
            found |= self._of_all(table, rows)
        return found & own

    def _of_all(self, table: Table, uids: set[bytes]) -> set[bytes]:
        """Those that are said to be of all schools, whatever they are linked to."""
        flags = [i for i, column in enumerate(table.columns) if column.name == "all_schools"]
        return {
            uid
            for (number, uid), state in read_states(self._connection, self._shape, uids).items()
            if number == table.number and any(state.values[index] for index in flags)
        }

    def _ends(
        self,
        links: Table,
        uids: set[bytes],
        role: str,
        end: int,
        without: tuple[int, set[bytes]] | None = None,
    ) -> set[bytes]:
        """Records that links in a role name at one end, but for links that name one of some at another."""
        found = set()
        for (number, _), state in read_states(self._connection, self._shape, uids).items():
            named = state.values[end]
            if number != links.number or state.values[0] != role or not isinstance(named, bytes):
                continue
            if without is None or state.values[without[0]] not in without[1]:
                found.add(named)
        return found

    def left_alone(self, own: set[bytes]) -> set[bytes]:
        """Those that belong to a record which stays behind in a form: they would speak of nobody."""
        found = set()
        tables = self._shape.tables
        lone = {
            number: places
            for number, table in tables.items()
            if (places := [i for i, name in table.refers if i in table.owners and name in self._staying])
        }
        uids = set().union(*(self.of_table(number, own) for number in lone))
        for (number, uid), state in read_states(self._connection, self._shape, uids).items():
            if any(state.values[index] is not None for index in lone.get(number, ())):
                found.add(uid)
        return found

    def _last_referring(self, child: Table, index: int, uids: set[bytes]) -> set[bytes]:
        found = self._ever_referring(child, index, uids)
        moved = self._ever_moved(child, index, found)
        for (number, uid), said in read_said(self._connection, moved).items():
            state = derive_row(said, child.columns) if number == child.number else None
            if state is None or state.values[index] not in uids:
                found.discard(uid)
        return found

    def _ever_referring(self, child: Table, index: int, uids: set[bytes]) -> set[bytes]:
        field_no = child.columns[index].field_no
        found: set[bytes] = set()
        for part in chunks(sorted(uids)):
            rows = self._connection.execute(
                "SELECT DISTINCT row_uid FROM change WHERE table_no = ? AND ((field_no = 0 "
                f"AND typeof(value) = 'text' AND json_extract(value, '$[{field_no - 1}]') IN ({marks(part)})) "
                f"OR (field_no = ? AND value IN ({marks(part)})))",
                (child.number, *(uid.hex() for uid in part), field_no, *part),
            )
            found.update(uid for (uid,) in rows)
        return found

    def _ever_moved(self, child: Table, index: int, uids: set[bytes]) -> set[bytes]:
        """Those of which a reference was said more than once."""
        found: set[bytes] = set()
        for part in chunks(sorted(uids)):
            rows = self._connection.execute(
                f"SELECT row_uid FROM change WHERE row_uid IN ({marks(part)}) AND (field_no = ? OR field_no = 0 "
                "AND typeof(value) = 'text') GROUP BY row_uid HAVING count(*) > 1",
                (*part, child.columns[index].field_no),
            )
            found.update(uid for (uid,) in rows)
        return found

    def of_table(self, number: int, uids: Iterable[bytes]) -> set[bytes]:
        """Those of the rows that belong to a table."""
        found: set[bytes] = set()
        for part in chunks(sorted(uids)):
            rows = self._connection.execute(
                f"SELECT DISTINCT row_uid FROM change WHERE row_uid IN ({marks(part)}) AND table_no = ?",
                (*part, number),
            )
            found.update(uid for (uid,) in rows)
        return found

    def closed(self, uids: Iterable[bytes], *, verdicts: bool = True) -> frozenset[RowId]:
        """The rows and everything they ever referred to; with `verdicts` those on any of them, and the other record."""
        rows: set[RowId] = set()
        fresh = set(uids)
        while fresh:
            if verdicts:
                fresh |= self._verdicts(fresh)
            said = read_said(self._connection, fresh)
            rows |= said.keys()
            known = {uid for _, uid in rows}
            fresh = set()
            for (number, _), changes in said.items():
                table = self._shape.tables[number]
                for one in changes:
                    fresh |= pointed(table, one.field_no, one.value)
            fresh -= known
        return frozenset(rows)

    def _verdicts(self, uids: Iterable[bytes]) -> set[bytes]:
        """Verdicts, with both records. One on records that are nothing without their words stays behind."""
        found: set[bytes] = set()
        for part in chunks(sorted(uids)):
            rows = self._connection.execute(
                f"SELECT kind, uid, first, second FROM identity_verdict WHERE first IN ({marks(part)}) "
                f"OR second IN ({marks(part)})",
                (*part, *part),
            )
            for kind, *row in rows:
                if kind not in self._staying:
                    found.update(row)
        return found


def pointed(table: Table, field_no: int, value: Value) -> set[bytes]:
    """Rows that a change of a row of `table` refers to."""
    indexes = [index for index, _ in table.refers]
    if field_no == 0:
        values = unpack(value, table.columns) if isinstance(value, str) else []
        return {v for i in indexes if i < len(values) and isinstance(v := values[i], bytes)}
    own = {table.columns[index].field_no for index in indexes}
    return {value} if field_no in own and isinstance(value, bytes) else set()
