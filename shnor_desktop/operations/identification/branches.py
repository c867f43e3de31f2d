"""Whose results are judged together: a school with its branches and the predecessors it inherits from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.schools import School
from shnor_desktop.operations.schools.known import municipality_key
from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.results.doubles import shifts_together
from shnor_desktop.rules.results.facts import Result
from shnor_desktop.rules.results.low_share import counts
from shnor_desktop.rules.words.name_order import by_name
from shnor_desktop.rules.words.russian import quoted

JOIN = "join"
Records = Mapping[bytes, Mapping[bytes, Result]]
"""Results by school and sitting."""
_ABSENT_FIRST = (
    ResultState.VALID,
    ResultState.NOT_RECEIVED,
    ResultState.EXCLUDED,
    ResultState.NO_PARTICIPANTS,
    ResultState.NOT_CONDUCTED,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A school whose results count for another: a branch, or a predecessor of a joined school."""

    school: bytes
    name: str
    branch: bool


@dataclass(frozen=True, slots=True)
class JudgedSchool:
    """An open school that gets a verdict of its own, and the members added to it."""

    school: bytes
    name: str
    place: str = ""
    official_name: str = ""
    members: tuple[Member, ...] = ()
    municipality: str = ""
    """Only where the schools of the file are of several."""

    @property
    def shown(self) -> str:
        """The name as papers print it: with the municipality where the file has several."""
        return with_municipality(self.name, self.municipality)


def with_municipality(name: str, municipality: str) -> str:
    """«МБОУ СОШ № 1 (Ключевской район)»."""
    return f"{name} ({municipality})" if municipality else name


@dataclass(slots=True)
class Pooled:
    """Results of a family: added where counts allow it."""

    results: dict[bytes, Result] = field(default_factory=dict)
    """By sitting."""
    apart: dict[bytes, dict[bytes, Result]] = field(default_factory=dict)
    """Branches that cannot be added, because only percentages are known, with their own results."""
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    uid: bytes
    name: str
    official_name: str
    place: str
    parent: bytes | None
    successor_of: bytes | None
    succession: str
    closed: bool
    municipality: str


def judged_schools(session: Session, today: date | None = None) -> tuple[JudgedSchool, ...]:
    """Open schools in the alphabetical order; branches stand with their school, closed schools are left out."""
    on = (today or date.today()).isoformat()
    query = select(
        School.uid,
        School.name,
        School.official_name,
        School.place,
        School.parent,
        School.successor_of,
        School.succession,
        School.closed_on,
        School.municipality,
    )
    lines = {}
    for uid, name, official, place, parent, before, succession, closed_on, area in session.execute(query):
        closed = bool(closed_on) and closed_on <= on
        lines[uid] = _Line(uid, name, official, place, parent, before, succession, closed, area)
    branches = _branches(lines)
    roots = [one for one in lines.values() if not one.closed and _root(one, lines) is one]
    several = len({municipality_key(one.municipality) for one in roots} - {""}) > 1
    judged = [
        JudgedSchool(
            line.uid,
            line.name,
            line.place,
            line.official_name,
            _members(line, lines, branches),
            line.municipality if several else "",
        )
        for line in roots
    ]
    return tuple(sorted(judged, key=lambda one: (by_name(one.name), one.school)))


def _root(line: _Line, lines: dict[bytes, _Line]) -> _Line:
    """The open school a branch belongs to; a branch of a closed school stands for itself."""
    if line.parent is None:
        return line
    seen = {line.uid}
    while line.parent is not None:
        parent = lines.get(line.parent)
        if parent is None or parent.uid in seen or parent.closed:
            return line
        seen.add(parent.uid)
        line = parent
    return line


def _branches(lines: dict[bytes, _Line]) -> dict[bytes, list[_Line]]:
    found: dict[bytes, list[_Line]] = {}
    for line in lines.values():
        root = _root(line, lines)
        if root is not line:
            found.setdefault(root.uid, []).append(line)
    return found


def _members(
    line: _Line, lines: dict[bytes, _Line], branches: dict[bytes, list[_Line]]
) -> tuple[Member, ...]:
    members = [Member(one.uid, one.name, True) for one in branches.get(line.uid, ())]
    seen = {line.uid, *(one.school for one in members)}
    heir = line
    while heir.succession == JOIN and heir.successor_of is not None:
        before = lines.get(heir.successor_of)
        if before is None or before.uid in seen or not before.closed:
            break
        seen.add(before.uid)
        members.append(Member(before.uid, before.name, False))
        heir = before
    return tuple(members)


def pool(
    family: JudgedSchool,
    rows: Records,
    later: Mapping[bytes, bytes] = MappingProxyType({}),
    *,
    exclude_flagged: bool = False,
) -> Pooled:
    """Add the members' results to the school's own, sitting by sitting; `later` are second shifts and the first."""
    pooled = Pooled()
    if later:
        rows = shifts_together({uid: rows[uid] for uid in family_uids(family) if uid in rows}, later)
    members = list(family.members)
    for member in family.members:
        others = [family.school, *(one.school for one in members if one is not member)]
        if member.branch and _meets_percentages(member.school, others, rows):
            members.remove(member)
            pooled.apart[member.school] = dict(rows.get(member.school, {}))
            pooled.notes.append(
                f"Филиал {quoted(member.name)} рассмотрен отдельно: известны только доли, сложить их нельзя."
            )
    by_sitting: dict[bytes, list[tuple[Result, str]]] = {}
    for uid, name in ((family.school, family.name), *((one.school, one.name) for one in members)):
        for result in rows.get(uid, {}).values():
            by_sitting.setdefault(result.sitting, []).append((result, name))
    for sitting, parts in by_sitting.items():
        pooled.results[sitting] = _sum(parts, pooled.notes, exclude_flagged)
    added = [one.name for one in members if rows.get(one.school)]
    if added:
        pooled.notes.insert(0, "Результаты сложены с результатами: " + ", ".join(added) + ".")
    return pooled


def _meets_percentages(member: bytes, others: Iterable[bytes], rows: Records) -> bool:
    """Whether at some sitting the member and another school both have results that cannot be added."""
    own = {
        one.sitting: _countable(one)
        for one in rows.get(member, {}).values()
        if one.state is ResultState.VALID and one.has_share
    }
    for other in others:
        for result in rows.get(other, {}).values():
            if result.state is not ResultState.VALID or not result.has_share or result.sitting not in own:
                continue
            if not (own[result.sitting] and _countable(result)):
                return True
    return False


def _countable(result: Result) -> bool:
    return counts(result) is not None


def _sum(parts: list[tuple[Result, str]], notes: list[str], exclude_flagged: bool) -> Result:
    valid = [part for part in parts if part[0].state is ResultState.VALID and part[0].has_share]
    if exclude_flagged and any(not part[0].objectivity_flag for part in valid):
        valid = [part for part in valid if not part[0].objectivity_flag]
    if not valid:
        return min((part[0] for part in parts), key=lambda one: _ABSENT_FIRST.index(one.state))
    late = [name for one, name in parts if one.state is ResultState.NOT_RECEIVED or one.is_unknown]
    if late:
        text = "Не все результаты получены: " + ", ".join(late) + "."
        if text not in notes:
            notes.append(text)
    if len(valid) == 1:
        return valid[0][0]
    summed = [counts(one) for one, _ in valid]
    known = [one for one in summed if one is not None]
    if len(known) < len(valid):
        text = "Результаты предшественника не сложены: известны только доли."
        if text not in notes:
            notes.append(text)
        return valid[0][0]
    first = valid[0][0]
    return Result(
        sitting=first.sitting,
        state=ResultState.VALID,
        participants=sum(n for n, _ in known),
        failed=sum(failed for _, failed in known),
        objectivity_flag=any(one.objectivity_flag for one, _ in valid),
        reason=first.reason,
    )


def apart(school: JudgedSchool, pooled: Pooled) -> tuple[JudgedSchool, ...]:
    """The branches that could not be added and are judged by themselves."""
    return tuple(
        JudgedSchool(one.school, one.name, school.place, municipality=school.municipality)
        for one in school.members
        if one.school in pooled.apart
    )


def figure_units(school: JudgedSchool, pooled: Pooled) -> dict[bytes, tuple[bytes, ...]]:
    """Whose results are added, by the school that is judged: its family's, but for branches that stand apart."""
    added = tuple(uid for uid in family_uids(school) if uid not in pooled.apart)
    return {school.school: added, **{uid: (uid,) for uid in pooled.apart}}


def apart_note(school: JudgedSchool) -> str:
    """What is said of such a branch."""
    return f"Филиал школы {quoted(school.name)}, рассмотрен отдельно: известны только доли."


def family_uids(school: JudgedSchool) -> tuple[bytes, ...]:
    """The school and its members."""
    return (school.school, *(one.school for one in school.members))
