"""Numbers of rows as people typed them: what does not follow, and how they would follow. Nothing is numbered unasked."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from shnor_desktop.operations.roadmap.rows import Plan, PlanRow

_NUMBER = re.compile(r"\d+(?:\.\d+)*")
GAP, REPEAT, NONE, STYLE = "numbering_gap", "numbering_repeat", "row_without_number", "number_style"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the numbers of one plan."""

    code: str
    text: str
    rows: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Renumbered:
    """The number a row would get."""

    uid: bytes
    before: str
    number: str


def parts_of(number: str) -> tuple[int, ...] | None:
    """«1.4.» → (1, 4); None where it is no number."""
    plain = number.strip().rstrip(".)").replace(" ", "")
    return tuple(map(int, plain.split("."))) if _NUMBER.fullmatch(plain) else None


def plans(plan: Plan) -> Iterator[tuple[str, list[PlanRow]]]:
    """The rows of every plan of a programme under its title: each has numbers of its own."""
    top: dict[bytes | None, str] = {}
    at = ""
    for one in plan.sections:
        if one.is_plan:
            at = one.title
        top[one.uid] = at
    grouped: dict[str, list[PlanRow]] = {}
    for row in plan.rows:
        grouped.setdefault(top.get(row.part, ""), []).append(row)
    yield from grouped.items()


def wrong(plan: Plan) -> dict[bytes, str]:
    """Rows whose numbers have something wrong with them, and what."""
    return {uid: one.text for _, rows in plans(plan) for one in faults(rows) for uid in one.rows}


def faults(rows: list[PlanRow]) -> Iterator[Fault]:
    """Gaps, repeats, rows without a number among numbered ones, numbers written in two ways."""
    known = [(parts, row) for row in rows if (parts := parts_of(row.number)) is not None]
    if not known:
        return
    yield from _gaps(known)
    yield from _repeats(known)
    without = [row for row in rows if not row.number.strip()]
    if without and len(known) >= len(without):
        named = "; ".join(f"«{_short(row.text)}»" for row in without[:3])
        more = f" и ещё {len(without) - 3}" if len(without) > 3 else ""
        yield Fault(NONE, f"Без номера: {named}{more}.", _uids(without))
    yield from _styles(known)


def _gaps(known: list[tuple[tuple[int, ...], PlanRow]]) -> Iterator[Fault]:
    missing, jumps, rows = [], [], []
    for (before, upper), (after, lower) in pairwise(known):
        if not _skips(before, after):
            continue
        lead = "".join(f"{one}." for one in after[:-1])
        first, last = f"{lead}{before[-1] + 1}", f"{lead}{after[-1] - 1}"
        missing.append(first if first == last else f"{first}–{last}")
        jumps.append(f"после {_bare(upper.number)} идёт {_bare(lower.number)}")
        rows.append(lower)
    if missing:
        yield Fault(GAP, f"Пропущены номера {', '.join(missing)}: {', '.join(jumps)}.", _uids(rows))


def _bare(number: str) -> str:
    return number.strip().rstrip(".)")


def _skips(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    same = len(before) == len(after) and before[:-1] == after[:-1]
    return same and after[-1] - before[-1] > 1


def _repeats(known: list[tuple[tuple[int, ...], PlanRow]]) -> Iterator[Fault]:
    at: dict[tuple[int, ...], list[PlanRow]] = {}
    for parts, row in known:
        at.setdefault(parts, []).append(row)
    several = {parts: rows for parts, rows in at.items() if len(rows) > 1}
    if len(several) * 3 > len(at):
        return  # Every section counts from one.
    for parts, rows in several.items():
        yield Fault(REPEAT, f"Номер {'.'.join(map(str, parts))} стоит в строках: {len(rows)}.", _uids(rows))


def _styles(known: list[tuple[tuple[int, ...], PlanRow]]) -> Iterator[Fault]:
    ends: dict[str, list[PlanRow]] = {}
    for _, row in known:
        ends.setdefault(_tail(row.number), []).append(row)
    if len(ends) > 1:
        shown = "; ".join(f"«{rows[0].number.strip()}»" for rows in ends.values())
        fewest = min(ends.values(), key=len)
        yield Fault(STYLE, f"Номера написаны по-разному: {shown}.", _uids(fewest))


def _tail(number: str) -> str:
    plain = number.strip()
    return plain[-1] if plain[-1:] in ".)" else ""


def _uids(rows: Iterable[PlanRow]) -> tuple[bytes, ...]:
    return tuple(row.uid for row in rows)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + "…"


def proposed(plan: Plan) -> tuple[Renumbered, ...]:
    """The rows whose numbers would become others, were they numbered as they stand and as most are written: through the
    plan, or by sections where most numbers have two parts."""
    found = []
    for _, rows in plans(plan):
        known = [(parts, row) for row in rows if (parts := parts_of(row.number)) is not None]
        tails = Counter(_tail(row.number) for _, row in known)
        tail = tails.most_common(1)[0][0] if tails else "."
        deep = 2 * sum(len(parts) > 1 for parts, _ in known) > len(known)
        for row, number in zip(rows, _counted(rows, deep=deep), strict=True):
            if row.number.strip() != number + tail:
                found.append(Renumbered(row.uid, row.number, number + tail))
    return tuple(found)


def _counted(rows: list[PlanRow], *, deep: bool) -> Iterator[str]:
    if not deep:
        yield from map(str, range(1, len(rows) + 1))
        return
    section, number, at = 0, 0, None
    for row in rows:
        if row.part != at or not section:
            section, number, at = section + 1, 0, row.part
        number += 1
        yield f"{section}.{number}"
