"""Rows of a plan compared with those the programme has, and written."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models import fields
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.roadmap import Activity
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.programme.outline import Outline, PartNode
from shnor_desktop.operations.records import linking, records
from shnor_desktop.operations.records.linking import STEP
from shnor_desktop.operations.roadmap.planned.kinds import result_kind, work_kind
from shnor_desktop.operations.roadmap.planned.lines import (
    CHANGED,
    JOINED,
    NEW,
    SAME,
    SKIPPED,
    Edit,
    PlannedLine,
    PlannedPlan,
    alike,
    where,
)
from shnor_desktop.operations.schools.find import find
from shnor_desktop.rules.deadlines.calendar import Calendar
from shnor_desktop.rules.deadlines.due import Due, Period
from shnor_desktop.rules.deadlines.reading import parse
from shnor_desktop.sheets.book.values import plain
from shnor_desktop.sheets.roadmap import columns
from shnor_desktop.sheets.roadmap.plans import Fate, PlanRow, PlanTable
from shnor_desktop.sheets.roadmap.tables import Table

UNTITLED = "План мероприятий"
MEANINGS = {"schools": "Школы", "note": "Примечание", "done": "Отметка"}
"""What a row says beside the columns everybody prints."""
_ALIKE = 0.6
"""So much of the words is the same in a row whose words were edited."""
_VALUES = ("number", "text", "due_text", "responsible", "expected", "state", "state_note", "note")
_NUMBERED = re.compile(r"((?:[IVXLC]{1,6}|\d{1,2}(?:\.\d{1,2})*)[.)])\s*(\S.*)")
_EVERYBODY = re.compile(
    r"все(?: (?:школы|оо|оу|образовательные организации|общеобразовательные организации).*)?"
)
_STATES = (
    ("not_done", r"не (?:вы|ис)полн.*|не провод.*"),
    ("partly", r"(?:вы|ис)полнен\w* частично.*|частично.*"),
    ("done", r"(?:вы|ис)полнен\w*.*|проведен\w*.*|сделано.*|да|\+"),
    ("ongoing", r"(?:вы|ис)полняется.*|в работе.*|постоянно.*"),
    ("cancelled", r"отменен\w*.*|снят\w*.*"),
)
_CODES = {
    columns.NUMBER: "number",
    columns.TEXT: "text",
    columns.DUE: "due",
    columns.RESPONSIBLE: "responsible",
    columns.EXPECTED: "expected",
    columns.SCHOOLS: "schools",
}
"""Columns a plan is printed with, as its part keeps them."""


class _Standing:
    """Rows of the plan in the file, each to be matched once."""

    def __init__(self, session: Session, rows: Sequence[Any], parts: tuple[PartNode, ...]) -> None:
        self.parts = parts
        self._linked = linking.linked(session, BY_CODE["activity"], [one.uid for one in rows])
        self._by_text: dict[str, list[Any]] = defaultdict(list)
        self._by_number: dict[str, list[Any]] = defaultdict(list)
        self._taken: set[bytes] = set()
        for one in rows:
            self._by_text[alike(one.text)].append(one)
            self._by_number[alike(one.number)].append(one)

    def match(self, row: PlanRow) -> Any:
        """The same words, else the same number and much of the words."""
        number = alike(row.number)
        same = self._free(self._by_text.get(alike(row.text), ()))
        best = next((one for one in same if alike(one.number) == number), same[0] if same else None)
        if best is None and number:
            numbered = self._free(self._by_number.get(number, ()))
            best = next((one for one in numbered if _much(one.text, row.text)), None)
        if best is not None:
            self._taken.add(best.uid)
        return best

    def _free(self, rows: Sequence[Any]) -> list[Any]:
        return [one for one in rows if one.uid not in self._taken]

    def linked(self, uid: bytes) -> set[bytes]:
        """The schools that a row of the file names already."""
        return {school for school, _ in self._linked.get(uid, {}).get("schools", ())}

    def section(self, row: PlanRow) -> PartNode | None:
        """The section with these words."""
        return next((one for one in self.parts if alike(one.title) == alike(row.text)), None)


def _much(one: str, other: str) -> bool:
    return SequenceMatcher(None, alike(one)[:400], alike(other)[:400]).ratio() >= _ALIKE


def match(
    session: Session, outlined: Outline, plans: Sequence[PlanTable], tables: Sequence[Table]
) -> tuple[PlannedPlan, ...]:
    """The plans with what becomes of each of their rows."""
    period, calendar = outline.period(outlined.programme), outline.calendar(session)
    known = outlined.at("plan")
    found = []
    for plan in plans:
        number, title = _titled(plan.title)
        standing = _plan_like(known, title, len(plans))
        rows = _Standing(session, _activities(session, standing), tuple(standing.walk()) if standing else ())
        reading = _Reading(session, period, calendar)
        lines = _lines(_with_sections(plan.rows), rows, reading, tuple(tables))
        found.append(
            PlannedPlan(
                standing.number if standing else number,
                standing.title if standing else title or UNTITLED,
                _columns(plan),
                lines,
                standing.uid if standing else None,
            )
        )
    return tuple(found)


def _titled(title: str) -> tuple[str, str]:
    parted = _NUMBERED.fullmatch(title)
    return (parted[1], parted[2]) if parted else ("", title)


def _plan_like(known: Sequence[PartNode], title: str, plans: int) -> PartNode | None:
    """The plan of the programme that a table goes on with: the one called so; an untitled one the only plan there is."""
    named = [one for one in known if alike(one.title) == alike(title or UNTITLED)]
    if named:
        return named[0]
    return known[0] if len(known) == plans == 1 and not title else None


def _activities(session: Session, plan: PartNode | None) -> list[Activity]:
    if plan is None:
        return []
    parts = [one.uid for one in plan.walk()]
    query = select(Activity).where(Activity.part.in_(parts)).order_by(Activity.position, Activity.uid)
    return list(session.scalars(query))


def _columns(plan: PlanTable) -> str:
    """«number=№ п/п; text=Мероприятия»: what stands in the heading, for printing the plan as it was."""
    told, seen = [], set()
    for one in plan.heading.columns:
        if one.role in _CODES and one.role not in seen:
            seen.add(one.role)
            told.append(
                f"{_CODES[one.role]}={' '.join(one.heading.replace(';', ',').replace('=', ' ').split())}"
            )
    return "; ".join(told)


def _with_sections(rows: Sequence[PlanRow]) -> list[PlanRow]:
    """Where a column divides the plan, a title before the first row of each of its words."""
    found: list[PlanRow] = []
    current = ""
    for row in rows:
        if row.fate is Fate.SECTION:
            current = ""
        if row.fate is Fate.ACTIVITY and row.section and alike(row.section) != alike(current):
            current = row.section
            number, title = _titled(" ".join(current.split()))
            found.append(PlanRow(row.table, row.line, Fate.SECTION, number, title))
        found.append(row)
    return found


@dataclass(frozen=True, slots=True)
class _Reading:
    session: Session
    period: Period | None
    calendar: Calendar
    schools_known: dict[str, bytes | None] = field(default_factory=dict)

    def due(self, text: str) -> Due:
        return parse(text, self.period, self.calendar)

    def schools(self, text: str) -> tuple[tuple[bytes, ...], bool, tuple[str, ...]]:
        """The schools that a cell names, whether it means all, and the names that nobody knows."""
        if not text:
            return (), False, ()
        if _EVERYBODY.fullmatch(plain(text)):
            return (), True, ()
        found: dict[bytes, None] = {}
        unknown = []
        for name in filter(None, (one.strip(" .–-•") for one in re.split(r"[;\n]|,(?=\s)", text))):
            school = self._school(name)
            if school is None:
                unknown.append(name)
            else:
                found[school] = None
        return tuple(found), False, tuple(unknown)

    def _school(self, name: str) -> bytes | None:
        if name not in self.schools_known:
            try:
                self.schools_known[name] = find(self.session, name)
            except UserError:
                self.schools_known[name] = None
        return self.schools_known[name]


def _lines(
    rows: Sequence[PlanRow], standing: _Standing, reading: _Reading, tables: tuple[Table, ...]
) -> tuple[PlannedLine, ...]:
    found: list[PlannedLine] = []
    section: int | None = None
    for row in rows:
        place = where(tables, row.table, row.line)
        doubts = (row.doubt,) if row.doubt else ()
        if row.fate is Fate.SECTION:
            section = len(found)
            node = standing.section(row)
            uid = node.uid if node else None
            found.append(PlannedLine(row, place, SAME if node else NEW, uid=uid, doubts=doubts))
        elif row.fate is Fate.ACTIVITY:
            found.append(_activity(row, place, doubts, section, standing, reading))
        else:
            becomes = JOINED if row.fate is Fate.CONTINUED else SKIPPED
            found.append(PlannedLine(row, place, becomes, section, doubts=doubts))
    return tuple(found)


def _activity(
    row: PlanRow,
    place: str,
    doubts: tuple[str, ...],
    section: int | None,
    standing: _Standing,
    reading: _Reading,
) -> PlannedLine:
    schools, everybody, unknown = reading.schools(row.schools)
    if unknown:
        named = ", ".join(f"«{one}»" for one in unknown)
        doubts = (*doubts, f"Нет в файле таких школ: {named}. Названия останутся в примечании.")
        row = replace(row, note="\n".join(filter(None, (row.note, f"Школы: {', '.join(unknown)}"))))
    due = reading.due(row.due_text)
    if due.question and not row.due_text:
        doubts = (*doubts, due.question)
    elif due.question:
        doubts = (*doubts, f"Срок «{' '.join(row.due_text.split())}»: {due.question}")
    record = standing.match(row)
    edits = _edits(record, row) if record is not None else ()
    if record is not None:
        schools = tuple(one for one in schools if one not in standing.linked(record.uid))
    becomes = NEW if record is None else CHANGED if edits or schools else SAME
    uid = record.uid if record is not None else None
    return PlannedLine(row, place, becomes, section, uid, due, edits, schools, everybody, doubts)


def _values(row: PlanRow) -> dict[str, str]:
    """What the row says, by the fields of an activity."""
    told = {name: getattr(row, name, "") for name in _VALUES}
    words = plain(row.done)
    told["state"] = next((code for code, pattern in _STATES if re.fullmatch(pattern, words)), "")
    told["state_note"] = " ".join(row.done.split())
    return {name: value for name, value in told.items() if value}


def _edits(record: Any, row: PlanRow) -> tuple[Edit, ...]:
    kind = BY_CODE["activity"]
    said = _values(row)
    if note := said.pop("note", ""):
        known = record.note.splitlines()
        more = [line for line in note.splitlines() if line not in known]
        said |= {"note": "\n".join((*known, *more))} if more else {}
    return tuple(
        Edit(name, kind.field(name).label, getattr(record, name), value)
        for name, value in said.items()
        if " ".join(getattr(record, name).split()) != " ".join(value.split())
    )


# --- writing -----------------------------------------------------------------------------------------------------


def write(session: Session, programme: bytes, plan: PlannedPlan) -> None:
    """Add and change what the preview says."""
    if not any(line.becomes in (NEW, CHANGED) for line in plan.lines):
        return
    uid = plan.uid or records.save(
        session,
        "part",
        None,
        {
            "programme": programme,
            "place": "plan",
            "number": plan.number,
            "title": plan.title,
            "columns": plan.columns,
        },
    )
    parts: dict[int | None, bytes] = {None: uid}
    behind: dict[bytes, int] = defaultdict(int)
    for at, line in enumerate(plan.lines):
        if line.row.fate is Fate.SECTION:
            parts[at] = line.uid or _section(session, programme, uid, line.row)
        elif line.is_activity:
            _write_activity(session, parts[line.section], line, behind)


def _section(session: Session, programme: bytes, plan: bytes, row: PlanRow) -> bytes:
    values: dict[str, Any] = {
        "programme": programme,
        "parent": plan,
        "place": "plan_section",
        "number": row.number,
        "title": " ".join(row.text.split()),
    }
    return records.save(session, "part", None, values)


def _write_activity(session: Session, part: bytes, line: PlannedLine, behind: dict[bytes, int]) -> None:
    """Change the record, or add one behind the row that stands before it in the table."""
    if line.uid is not None:
        if line.becomes == CHANGED:
            values: dict[str, Any] = {one.name: one.after for one in line.edits}
            if line.schools:
                links = linking.linked(session, BY_CODE["activity"], [line.uid]).get(line.uid, {})
                values["schools"] = (*links.get("schools", ()), *((one, "") for one in line.schools))
            records.save(session, "activity", line.uid, values)
        record = session.get(Activity, line.uid)
        if record is not None and record.part is not None:
            behind[record.part] = record.position
        return
    given: dict[str, Any] = {
        "part": part,
        "kind": work_kind(line.row.text),
        "expected_kind": result_kind(line.row.expected),
        **_values(line.row),
        "position": _place(session, part, behind[part]),
    }
    if line.all_schools:
        given["all_schools"] = True
    if line.schools:
        given["schools"] = tuple((school, "") for school in line.schools)
    made = session.get(Activity, records.save(session, "activity", None, given))
    assert made is not None
    behind[part] = made.position


def _place(session: Session, part: bytes, after: int) -> int:
    """Behind a place and before the next; where there is no room, behind all."""
    column = Activity.__table__.columns
    query = (
        select(column.position).where(column.part == part, column.position > after).order_by(column.position)
    )
    following = session.scalars(query.limit(1)).first()
    if following is None:
        return min(after + STEP, fields.PLACE)
    middle = (after + int(following)) // 2
    return middle if after < middle < following else 0
