"""The lines of the table and of the months: headings of sections over the rows that are shown, and what narrows them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from shnor_desktop.models.roadmap import ACTIVITY_KINDS
from shnor_desktop.operations.roadmap import printing
from shnor_desktop.operations.roadmap.printing import same_body
from shnor_desktop.operations.roadmap.rows import Plan, PlanRow, PlanSection
from shnor_desktop.operations.roadmap.standing import WORDS

Passes = Callable[[PlanRow], bool]


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A heading across the table."""

    uid: bytes
    title: str
    section: PlanSection
    words: str
    """What its rows are found by, so that it stays over those that are found."""


Line = SectionLine | PlanRow


def lines(plan: Plan, passes: Passes | None = None) -> list[Line]:
    """Sections in their order with the rows that pass; a section without such rows only where nothing is narrowed. The
    heading of the only plan says nothing."""
    by_part: dict[bytes | None, list[PlanRow]] = {}
    for row in plan.rows:
        if passes is None or passes(row):
            by_part.setdefault(row.part, []).append(row)
    tops = [one for one in plan.sections if one.is_plan]
    found: list[Line] = []
    for one in plan.sections:
        rows = by_part.get(one.uid, [])
        lone = one.is_plan and len(tops) == 1
        if not lone and (rows or passes is None or (one.is_plan and _any_below(plan, one, by_part))):
            words = "\n".join(words_of(row) for row in rows)
            found.append(SectionLine(one.uid, one.title, one, f"{one.title}\n{words}"))
        found += rows
    return found


def _any_below(plan: Plan, top: PlanSection, by_part: dict[bytes | None, list[PlanRow]]) -> bool:
    at = plan.sections.index(top)
    for one in plan.sections[at + 1 :]:
        if one.depth <= top.depth:
            return False
        if by_part.get(one.uid):
            return True
    return False


def words_of(row: PlanRow) -> str:
    """Everything a row is found by."""
    return "\n".join(
        (
            row.number,
            row.text,
            row.due_text,
            row.responsible,
            row.expected,
            row.state_text,
            row.section,
            *row.schools,
            *row.persons,
        )
    )


def bodies(row: PlanRow) -> tuple[str, ...]:
    """Who answers for a row, one by one, as typed."""
    return (*printing.bodies(row.responsible), *row.persons)


FILTERS = ("section", "responsible", "school", "kind", "state")
TITLES = {
    "section": "Все разделы",
    "responsible": "Все ответственные",
    "school": "Все школы",
    "kind": "Все виды",
    "state": "Все состояния",
}
OPEN = "open"


def choices(plan: Plan) -> dict[str, tuple[tuple[str, str], ...]]:
    """What each filter offers for a plan: codes and texts."""
    people: dict[str, str] = {}
    for row in plan.rows:
        for name in bodies(row):
            people.setdefault(same_body(name), name)
    used = {row.kind for row in plan.rows}
    states = {row.state for row in plan.rows}
    return {
        "section": tuple((one.uid.hex(), one.title) for one in plan.sections if one.rows),
        "responsible": tuple(sorted(people.items(), key=lambda pair: pair[1].casefold())),
        "school": tuple((one, one) for one in _sorted(name for row in plan.rows for name in row.schools)),
        "kind": tuple((code, word) for code, word in ACTIVITY_KINDS if code and code in used),
        "state": (
            (OPEN, "незакрытые"),
            *((str(code), word) for code, word in WORDS.items() if str(code) in states),
        ),
    }


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(set(names), key=str.casefold)


def passes(wanted: dict[str, str]) -> Passes | None:
    """Whether a row is wanted; None where everything is."""
    if not any(wanted.values()):
        return None

    def check(row: PlanRow) -> bool:
        return all(_fits(row, name, code) for name, code in wanted.items() if code)

    return check


def _fits(row: PlanRow, name: str, code: str) -> bool:
    if name == "section":
        return row.part is not None and row.part.hex() == code
    if name == "responsible":
        return code in map(same_body, bodies(row))
    if name == "school":
        return row.all_schools or code in row.schools
    if name == "kind":
        return row.kind == code
    return not row.closed if code == OPEN else row.state == code
