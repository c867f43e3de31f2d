"""A programme's plans for other programs: a workbook that can be taken in again, or a calendar of what is still to be done."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from shnor_desktop import places
from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.operations.programme.columns import columns_of
from shnor_desktop.operations.roadmap import ics, rows
from shnor_desktop.operations.roadmap.rows import Plan, PlanRow, PlanSection
from shnor_desktop.rules.deadlines import telling
from shnor_desktop.rules.deadlines.states import State
from shnor_desktop.sheets.roadmap.writing import PlanSheet, write_plans

SUFFIXES = (".xlsx", ".ics")
_LONGEST_BAR = 7
"""Days that stand in a calendar from the first to the last; of a longer window only its last day does."""


def export(document: Document, programme: bytes, out: Path, on: date) -> int:
    """Write the plans of a programme; how many activities, or entries of the calendar, there are."""
    if out.suffix.lower() not in SUFFIXES:
        raise UserError(
            f"План не выгружается в «{out.suffix or out.name}».", "Укажите имя файла на .xlsx или .ics."
        )
    with document.read() as session:
        plan = rows.plan(session, programme, on)
    if not plan.rows:
        raise UserError("В программе нет мероприятий.", "Добавьте их или загрузите план из документа.")
    if out.suffix.lower() == ".ics":
        entries = tuple(_entries(plan))
        name = plan.programme.name
        with places.written_whole(out, private=False) as draft:
            draft.write_bytes(ics.calendar(entries, name, on))
        return len(entries)
    write_plans(sheets(plan), out)
    return len(plan.rows)


def sheets(plan: Plan) -> list[PlanSheet]:
    """The plans as they are printed, with the state of every row on the day."""
    found: list[PlanSheet] = []
    groups = _plans(plan.sections)
    for top, sections in groups:
        columns = columns_of(top.columns)
        told: list[tuple[str, ...]] = []
        for section in sections:
            inside = [row for row in plan.rows if row.part == section.uid]
            if section is not top:
                told.append((section.title,))
            told += [(*(_cell(row, code) for code, _ in columns), row.state_text) for row in inside]
        words = (*columns, ("state", f"Состояние на {plan.on:%d.%m.%Y}"))
        found.append(PlanSheet(top.title, words, told))
    return found


def _plans(sections: tuple[PlanSection, ...]) -> Iterator[tuple[PlanSection, list[PlanSection]]]:
    """Every plan with the sections in it."""
    group: list[PlanSection] = []
    for one in sections:
        if group and (one.is_plan or one.depth <= group[0].depth):
            yield group[0], group
            group = []
        group.append(one)
    if group:
        yield group[0], group


def _cell(row: PlanRow, code: str) -> str:
    if code == "schools":
        return "все школы" if row.all_schools else "\n".join(row.schools)
    return {
        "number": row.number,
        "text": row.text,
        "due": row.due_text,
        "responsible": row.responsible,
        "expected": row.expected,
        "note": row.note,
    }[code]


def _entries(plan: Plan) -> Iterator[ics.Entry]:
    """Windows in which something is awaited; of long ones the last day."""
    for row in plan.rows:
        if row.closed:
            continue
        title = " ".join(f"{row.number} {row.text}".split())
        about = [f"Срок: {' '.join(row.due_text.split())}"] if row.due_text else []
        about += [f"Ответственные: {'; '.join(row.responsible.splitlines())}"] if row.responsible else []
        about += [f"Результат: {row.expected}"] if row.expected else []
        for at, one in enumerate(row.standings, start=1):
            if one.days is None or one.state in (State.DONE, State.DONE_LATE):
                continue
            days, long = one.days, one.days.days > _LONGEST_BAR
            starts = days.ends if long else days.starts
            text = "\n".join([*about, *([f"Период: {telling.days(days)}"] if long else [])])
            yield ics.Entry(f"{row.uid.hex()}-{at}@shnor-desktop", starts, days.ends, title, text)
