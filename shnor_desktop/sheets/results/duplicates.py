"""One school at one sitting met twice in a file: classes are added up, repeats dropped, contradictions refused.

Days of one exam in rows of their own are added up when a person says that others sat it each day.
"""

from collections.abc import Sequence
from dataclasses import replace

from shnor_desktop.rules.figures import Figures, ResultState, by_marks
from shnor_desktop.rules.results.checks import LABELS, REFUSED, check_figures, complete
from shnor_desktop.rules.results.classes import add_classes
from shnor_desktop.rules.words.school_names import normalise
from shnor_desktop.sheets.book.problems import Problem, Reason, Severity
from shnor_desktop.sheets.results.groups import ask_days
from shnor_desktop.sheets.results.questions import Asking
from shnor_desktop.sheets.results.rows import Entry, TableRows, school_key
from shnor_desktop.sheets.results.table import Table
from shnor_desktop.sheets.results.types import ReadRow, SittingMention
from shnor_desktop.sheets.words.hints import day_of


def settle_days(table: Table, rows: TableRows, asking: Asking) -> None:
    """Rows of one school at one exam on several days are parts of it, or only the first counts, as a person says."""
    column = table.roles.get("season")
    if column is None:
        return
    held: dict[tuple[tuple[str, str], SittingMention], dict[str, list[Entry]]] = {}
    for entry in rows.entries:
        day = day_of(table.grid.text(entry.line.row, column.index))
        if day and not entry.part:
            key = school_key(entry.line.school, normalise(entry.line.school.name)), entry.sitting
            held.setdefault(key, {}).setdefault(day, []).append(entry)
    several = [
        days for days in held.values() if len(days) > 1 and all(len(one) == 1 for one in days.values())
    ]
    if not several:
        return
    first, second = ([one[0] for one in several[0].values()])[:2]
    shown = [table.grid.text(one.line.row, column.index)[:40] for one in (first, second)]
    answer = ask_days(asking, shown, table.grid.ref(second.line.row, column.index))
    for days in several:
        entries = [one[0] for one in days.values()]
        for number, (day, entry) in enumerate(zip(days, entries, strict=True)):
            at = rows.entries.index(entry)
            if answer == "sum":
                rows.entries[at] = entry._replace(part=day)
            elif answer != "first" or number:
                del rows.entries[at]


def without_duplicates(entries: Sequence[Entry]) -> tuple[list[ReadRow], list[Problem]]:
    """Rows that may be taken, and what was repeated."""
    found: dict[tuple[tuple[str, str], int], list[Entry]] = {}
    names: dict[str, str] = {}
    sittings: dict[SittingMention, int] = {}
    last, number = None, 0
    for entry in entries:
        if entry.row is None and not entry.part:
            continue
        school = entry.line.school
        if school.name not in names:
            names[school.name] = normalise(school.name)
        if entry.sitting is not last:  # Looking it up takes longer than the rest.
            last = entry.sitting
            number = sittings.setdefault(last, len(sittings))
        found.setdefault((school_key(school, names[school.name]), number), []).append(entry)
    rows: list[ReadRow] = []
    problems: list[Problem] = []
    for same in found.values():
        row, problem = (same[0].row, None) if len(same) == 1 else _one(same)
        if row is not None:
            rows.append(row)
        if problem is not None:
            problems.append(problem)
    return rows, problems


def _one(same: list[Entry]) -> tuple[ReadRow | None, Problem | None]:
    taken = [entry.row for entry in same if entry.row is not None]
    if not taken:
        return None, None
    if whole := _whole_of(same):
        return whole
    parts = [entry.part for entry in same]
    if all(parts) and (len(set(parts)) == len(parts) or len(taken) < len(same)):
        return _sum(same, taken)
    if len(taken) == 1:
        return taken[0], None
    together = _joined(taken)
    if together is not None:
        return together, None
    first, others = taken[0], taken[1:]
    other = next((row for row in others if (row.state, row.figures) != (first.state, first.figures)), None)
    if other is None:
        where = others[0].cells[0]
        text = f"Школа повторяется: {first.cells[0].address} и {where.address}, значения одинаковы, взята первая строка."
        return first, Problem(Severity.NOTE, text, "", where, first.school.name, Reason.REPEATED)
    where = other.cells[0]
    text = f"Школа повторяется с разными значениями: {first.cells[0].address} и {where.address}. Не загружено ни то, ни другое."
    return None, Problem(
        Severity.REFUSED, text, "Оставьте в файле верную строку.", where, first.school.name, Reason.REPEATED
    )


def _whole_of(same: list[Entry]) -> tuple[ReadRow | None, Problem | None] | None:
    """«5 класс» beside 5А and 5Б is the school, if its classes add up to it; None when the rows are something else."""
    wholes = [entry for entry in same if not entry.part]
    classes = [entry for entry in same if entry.part]
    parts = {entry.part for entry in classes}
    if len(wholes) != 1 or wholes[0].row is None or not classes or len(parts) < len(classes):
        return None
    rows = [entry.row for entry in classes if entry.row is not None]
    summed = _sum(classes, rows)[0] if len(rows) == len(classes) else None
    whole = wholes[0].row
    if summed is None or len({row.cells[0].sheet for row in (whole, *rows)}) > 1:
        return None
    written, counted = said(whole.figures), said(summed.figures)
    differ = [
        name for name in written.keys() & counted.keys() - {"mean_e4"} if written[name] != counted[name]
    ]
    if whole.state == summed.state and not differ:
        return whole, None
    where = whole.cells[0]
    addresses = ", ".join(row.cells[0].address for row in rows)
    text = f"Строка всей школы ({where.address}) не сходится с её классами ({addresses}). Не загружено ни то, ни другое."
    return None, Problem(
        Severity.REFUSED, text, "Сверьте строки и загрузите снова.", where, whole.school.name, Reason.CLASSES
    )


def _joined(rows: list[ReadRow]) -> ReadRow | None:
    """Reports of one result on several sheets, each with figures of its own; None when they repeat or contradict."""
    first = rows[0]
    if len({row.cells[0].sheet for row in rows}) < len(rows) or {row.state for row in rows} != {
        ResultState.VALID
    }:
        return None
    found: dict[str, int] = {}
    for row in rows:
        for name, value in said(row.figures).items():
            if found.setdefault(name, value) != value:
                return None
    if any(said(row.figures) == found for row in rows):
        return None
    together = Figures(**found, pct_decimals=max(row.figures.pct_decimals for row in rows))
    findings = check_figures(together, by_marks(first.sitting.family, first.sitting.level))
    if any(one.severity == REFUSED for one in findings):
        return None
    cells = tuple(cell for row in rows for cell in row.cells)
    flagged = any(row.objectivity_flag for row in rows)
    return first._replace(figures=complete(together), cells=cells, objectivity_flag=flagged)


def said(figures: Figures) -> dict[str, int]:
    """The figures that are known, without the decimals."""
    return {name: value for name in LABELS if (value := getattr(figures, name)) is not None}


def _sum(same: list[Entry], taken: list[ReadRow]) -> tuple[ReadRow | None, Problem | None]:
    """Classes of one school: pupils are added, shares are not; the school is not judged by a part of its classes."""
    if len(taken) < len(same):
        return None, _incomplete(
            taken[0], "одна из его частей (класс или день) отклонена", "Исправьте отклонённое."
        )
    valid = [row for row in taken if row.state == ResultState.VALID]
    if not valid:
        return taken[0], None
    summed = add_classes(
        (entry.part, entry.row.figures) for entry in same if entry.row in valid and entry.row
    )
    if summed.without_counts:
        classes = ", ".join(one.upper() for one in summed.without_counts)
        why = f"по частям ({classes}) даны только доли, без числа участников, а доли не складывают"
        return None, _incomplete(valid[0], why, "Добавьте в книгу число участников или строку всей школы.")
    figures = complete(replace(summed.figures, mean_e4=_mean(valid)))
    cells = tuple(cell for row in valid for cell in row.cells)
    flagged = any(row.objectivity_flag for row in valid)
    parts = tuple(entry.part for entry in same if entry.row in valid) if len(valid) > 1 else ()
    return valid[0]._replace(figures=figures, cells=cells, objectivity_flag=flagged, parts=parts), None


def _incomplete(row: ReadRow, why: str, what_to_do: str) -> Problem:
    text = f"Результат школы не сложен: {why}."
    return Problem(Severity.REFUSED, text, what_to_do, row.cells[0], row.school.name, Reason.CLASSES)


def _mean(rows: list[ReadRow]) -> int | None:
    total = weight = 0
    for row in rows:
        mean, n = row.figures.mean_e4, row.figures.participants or 0
        if mean is None:
            return None
        total, weight = total + mean * n, weight + n
    return round(total / weight) if weight else None
