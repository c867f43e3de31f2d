"""What the papers of support are made of."""

from dataclasses import dataclass

from shnor_desktop.papers.tree.frame import PaperMeta
from shnor_desktop.papers.tree.paper import Sources


@dataclass(frozen=True, slots=True)
class Told:
    """A text with the records it comes from."""

    text: str
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class Helped:
    """A school with everybody who helps it."""

    school: Told
    curators: tuple[Told, ...]
    mentors: tuple[Told, ...]
    partners: tuple[Told, ...]
    basis: tuple[Told, ...]
    """Papers, agreements, terms."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a helper carries in a role."""

    who: Told
    role: str
    count: int
    names: str
    source: Sources


@dataclass(frozen=True, slots=True)
class Bound:
    """Who has another role: in a programme, a group, the district."""

    who: str
    role: str
    whom: str
    basis: str
    source: Sources


@dataclass(frozen=True, slots=True)
class AssignmentsFacts:
    """Who is bound to whom on a day."""

    meta: PaperMeta
    on: str
    """An ISO date."""
    all_schools: bool
    """Nothing says which schools are supported."""
    rows: tuple[Helped, ...]
    loads: tuple[Carried, ...]
    without: tuple[Told, ...]
    """Schools without a curator."""
    others: tuple[Bound, ...]
    """Coordinators, working groups with their people, those who take part in projects."""
    source: Sources


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step agreed upon."""

    text: str
    due: str
    responsible: str
    state: str
    source: Sources


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact with schools."""

    when: str
    schools: str
    kind: str
    name: str
    numbers: str
    findings: str
    steps: tuple[StepRow, ...]
    source: Sources


@dataclass(frozen=True, slots=True)
class KindCount:
    """How often one kind of contact came about."""

    kind: str
    times: int
    at_least: bool
    undated: int
    source: Sources


@dataclass(frozen=True, slots=True)
class ContactsFacts:
    """Contacts of a period, with all schools or with one."""

    meta: PaperMeta
    period: str
    on: str
    school: str
    counts: tuple[KindCount, ...]
    rows: tuple[ContactRow, ...]
    undated: tuple[ContactRow, ...]
    not_met: tuple[Told, ...]
    """Supported schools with which there was no contact of any kind."""
    source: Sources


@dataclass(frozen=True, slots=True)
class HelperSchool:
    """A school of a helper in a period."""

    school: Told
    role: str
    days: str
    """Since when, until when."""
    rows: tuple[ContactRow, ...]
    """Of a report what was done, of a plan what is set."""
    steps: tuple[StepRow, ...]
    open: tuple[Told, ...]
    """Problems and requests that nothing answers."""
    last: str
    """The last visit."""
    last_source: Sources = ()


@dataclass(frozen=True, slots=True)
class HelperFacts:
    """A helper's plan or report for a period."""

    meta: PaperMeta
    report: bool
    who: str
    post: str
    period: str
    on: str
    schools: tuple[HelperSchool, ...]
    counts: tuple[KindCount, ...]
    people: tuple[Told, ...]
    """Teachers the helper is bound to."""
    source: Sources


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit: before it a sheet to write on, after it a memo."""

    meta: PaperMeta
    held: bool
    on: str
    when: str
    title: str
    kind: str
    schools: tuple[Told, ...]
    who: tuple[Told, ...]
    """Those who go, with their roles."""
    helpers: tuple[Told, ...]
    numbers: str
    agenda: str
    findings: str
    steps: tuple[StepRow, ...]
    former: tuple[StepRow, ...]
    """Agreed upon before and still open."""
    open: tuple[Told, ...]
    answered: tuple[Told, ...]
    """Problems and requests it answers."""
    next_on: str
    source: Sources


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course with those who passed it."""

    when: str
    name: str
    hours: str
    people: str
    persons: tuple[Told, ...]
    """With their certificates."""
    source: Sources


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """Teachers of a subject and how many of them passed a course."""

    subject: str
    teachers: int
    covered: int
    share: str
    missing: str
    source: Sources
    """The teachers."""
    covered_source: Sources
    """The teachers and the courses."""


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A teacher's route."""

    person: str
    school: str
    title: str
    days: str
    steps: str
    following: str
    source: Sources


@dataclass(frozen=True, slots=True)
class CoursesFacts:
    """Courses of a period, whom they reached, and the routes that run."""

    meta: PaperMeta
    period: str
    on: str
    told: str
    """How many people in all, and what the number does not know."""
    courses: tuple[CourseRow, ...]
    coverage: tuple[CoverageRow, ...]
    all_schools: bool
    """Of the teachers of all schools, for none is said to be supported."""
    routes: tuple[RouteRow, ...]
    source: Sources
