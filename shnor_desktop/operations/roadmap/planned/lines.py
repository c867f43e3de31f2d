"""A row of a plan that is about to be taken in, and the words it is compared by."""

from dataclasses import dataclass

from shnor_desktop.rules.deadlines import telling
from shnor_desktop.rules.deadlines.due import EMPTY, Due
from shnor_desktop.rules.words.russian import sentence
from shnor_desktop.sheets.book.values import plain
from shnor_desktop.sheets.roadmap.plans import Fate, PlanRow
from shnor_desktop.sheets.roadmap.tables import Table

NEW, SAME, CHANGED, JOINED, SKIPPED = "new", "same", "changed", "joined", "skipped"
BECOMES = {
    NEW: "новое",
    SAME: "без изменений",
    CHANGED: "изменится",
    JOINED: "к строке выше",
    SKIPPED: "не берётся",
}


@dataclass(frozen=True, slots=True)
class Edit:
    """What will stand in a field instead of what stands there."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A row of the table and what becomes of it."""

    row: PlanRow
    where: str
    """«таблица 2, строка 7»."""
    becomes: str
    section: int | None = None
    """The row of the section it stands in, by its place in the plan."""
    uid: bytes | None = None
    """Of the record that is in the file already."""
    due: Due | None = None
    edits: tuple[Edit, ...] = ()
    schools: tuple[bytes, ...] = ()
    all_schools: bool = False
    doubts: tuple[str, ...] = ()

    @property
    def is_activity(self) -> bool:
        """Whether it is something to be done."""
        return self.row.fate is Fate.ACTIVITY

    @property
    def reading(self) -> str:
        """How the due text is read."""
        if self.due is None or self.due.kind == EMPTY:
            return ""
        return sentence(telling.told(self.due))


@dataclass(frozen=True, slots=True)
class PlannedPlan:
    """A plan and what becomes of its rows."""

    number: str
    title: str
    columns: str
    lines: tuple[PlannedLine, ...]
    uid: bytes | None = None
    """Of the plan in the file it goes on with."""

    @property
    def heading(self) -> str:
        """Number and title."""
        return " ".join(filter(None, (self.number, self.title)))


def where(tables: "tuple[Table, ...] | list[Table]", table: int, line: int) -> str:
    """«таблица 2, строка 7»."""
    name = tables[table].name or (f"таблица {table + 1}" if len(tables) > 1 else "")
    place = f"строка {line}" if line else "над таблицей"
    return ", ".join(filter(None, (name, place)))


def alike(text: str) -> str:
    """What two spellings of the same words have in common."""
    return plain(text).strip(" .;,:")
