"""Lines of the preview of a plan that is taken in: rows of plans, of a passport, indicators, in one table."""

from dataclasses import dataclass

from shnor_desktop.operations.roadmap.plan_import import PlanPreview
from shnor_desktop.operations.roadmap.planned.lines import BECOMES, CHANGED, PlannedLine
from shnor_desktop.operations.roadmap.planned.matching import MEANINGS
from shnor_desktop.sheets.roadmap.plans import Fate

FATES = {
    Fate.ACTIVITY: "мероприятие",
    Fate.SECTION: "название раздела",
    Fate.CONTINUED: "продолжение строки выше",
    Fate.SKIP: "не брать",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the tables and what becomes of it."""

    key: tuple[str, int, int]
    """Sort of the row, table, place in it."""
    where: str
    becomes: str
    what: str
    number: str
    text: str
    due_text: str = ""
    reading: str = ""
    responsible: str = ""
    expected: str = ""
    fate: Fate | None = None
    """Of a row of a plan, which may be said otherwise."""
    doubts: tuple[str, ...] = ()
    detail: str = ""

    @property
    def mark(self) -> str:
        """The state of the theme that stands for it."""
        if self.doubts:
            return "undecided"
        return self.becomes if self.becomes in ("new", "changed") else ""


def lines_of(planned: PlanPreview) -> tuple[Line, ...]:
    """The rows in the order of the tables; rows that are only headings are left out."""
    rows = [_of_plan(line) for plan in planned.plans for line in plan.lines if _is_shown(line)]
    passport = [
        Line(
            ("passport", one.row.table, one.row.line),
            one.where,
            one.becomes,
            "строка паспорта",
            "",
            f"{one.row.label}: {' '.join(one.row.text.split())}",
            doubts=one.doubts,
            detail=f"Сейчас: {one.before}" if one.becomes == CHANGED else one.row.text,
        )
        for one in planned.passport
    ]
    measured = [
        Line(
            ("indicator", one.row.table, one.row.line),
            one.where,
            one.becomes,
            "показатель",
            one.row.number,
            ", ".join(filter(None, (one.row.text, one.row.unit))),
            expected="; ".join(value.told for value in one.values),
            doubts=one.doubts,
            detail=" · ".join(filter(None, (one.row.group, one.row.criterion))),
        )
        for one in planned.indicators
    ]
    return (*passport, *measured, *rows)


def _is_shown(line: PlannedLine) -> bool:
    """Headings and numbering rows, which nobody would miss, are not."""
    return line.row.fate is not Fate.SKIP or bool(line.row.text and line.doubts)


def _of_plan(line: PlannedLine) -> Line:
    row = line.row
    edits = [f"{one.label}: {one.before or 'пусто'} → {one.after}" for one in line.edits]
    also = [f"{label}: {value}" for name, label in MEANINGS.items() if (value := getattr(row, name))]
    return Line(
        ("plan", row.table, row.line),
        line.where,
        line.becomes,
        BECOMES[line.becomes],
        row.number,
        row.text,
        " ".join(row.due_text.split()),
        line.reading,
        "; ".join(row.responsible.splitlines()),
        "; ".join(row.expected.splitlines()),
        row.fate,
        line.doubts,
        "\n".join((*edits, *also)),
    )
