"""What the check of a plan finds in its words: slips of the pen in its rows, an order awaited where a decree was issued, «ежегодно» in
one year, many schools where there is one."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from sqlalchemy.orm import Session

from shnor_desktop.models.orders import PAPER_KINDS, Paper
from shnor_desktop.operations.programme.findings import Finding
from shnor_desktop.operations.roadmap.rows import Plan, PlanRow
from shnor_desktop.rules.words import proofreading
from shnor_desktop.rules.words.russian import quoted

_MOST = 30
_YEARLY = re.compile(r"\bежегодно\b|\bкажд[а-яё]{2,3} год", re.IGNORECASE)
_APPROVES = re.compile(
    r"\b(?P<kind>приказ|постановлени|распоряжени)[а-яё]{0,2}\b[^.;\n]*\bутвержден[а-яё]+[^.;\n]*(?:программ|дорожн|карт[аыу]\b)",
    re.IGNORECASE,
)
_ISSUED = {"приказ": "order", "постановлени": "decree", "распоряжени": "instruction"}
_MEMBERS = re.compile(r"\bшкол(?:ами|ам|ах)?\s*[-–—]\s*участни[а-яё]+", re.IGNORECASE)
_YEAR_DAYS = 366

Named = Callable[[Iterable[PlanRow]], str]


def remarks(session: Session, plan: Plan, named: Named) -> Iterator[Finding]:
    """All of a plan; `named` tells which rows."""
    yield from _slips(plan.rows, named)
    yield from _yearly(plan, named)
    yield from _approval(session, plan, named)
    yield from _members(plan, named)


def _slips(rows: Iterable[PlanRow], named: Named) -> Iterator[Finding]:
    """Those of one sort together, with one of them for all."""
    found: dict[tuple[str, bool, str], dict[bytes, tuple[PlanRow, str]]] = defaultdict(dict)
    for row in rows:
        for text in (row.text, row.due_text, row.responsible, row.expected):
            for one in (*proofreading.slips(text), *proofreading.list_slips(text)):
                words, _, quote = one.text.partition(": „")
                sort = (one.code, one.sure, words.rstrip("."))
                found[sort].setdefault(row.uid, (row, f": „{quote}".rstrip(".") if quote else ""))
    for (code, sure, words), places in list(found.items())[:_MOST]:
        of_rows = [row for row, _ in places.values()]
        where, example = named(of_rows), next(iter(places.values()))[1]
        told = f"{where[:1].upper()}{where[1:]}: {words[:1].lower()}{words[1:]}{example}."
        yield Finding(code, sure, told, tuple(places))


def _yearly(plan: Plan, named: Named) -> Iterator[Finding]:
    period = plan.period
    rows = [row for row in plan.rows if _YEARLY.search(row.due_text)]
    if rows and period is not None and (period.ends - period.starts).days <= _YEAR_DAYS:
        text = f"В программе на один год срок «ежегодно»: {named(rows)}. Как это понимать?"
        yield Finding("style", False, text, tuple(row.uid for row in rows))


def _approval(session: Session, plan: Plan, named: Named) -> Iterator[Finding]:
    uid = plan.programme.approved_by
    paper = session.get(Paper, uid) if uid is not None else None
    if paper is None:
        return
    for row in plan.rows:
        found = _APPROVES.search(f"{row.text}\n{row.expected}")
        if found and _ISSUED[found["kind"].casefold()] != paper.kind and paper.kind in _ISSUED.values():
            issued = dict(PAPER_KINDS)[paper.kind]
            told = (
                f"Программу утвердил другой документ ({issued}), а {named([row])} ждёт: {quoted(found[0])}."
            )
            yield Finding("act_kind_mismatch", False, told, (row.uid,))


def _members(plan: Plan, named: Named) -> Iterator[Finding]:
    rows = [row for row in plan.rows if _MEMBERS.search(f"{row.text}\n{row.responsible}\n{row.expected}")]
    if rows and len(plan.programme.schools) == 1:
        text = f"В программе одна школа, а {named(rows)} говорит о школах-участницах. Верен ли список школ?"
        text = text if len(rows) == 1 else text.replace(" говорит о", " говорят о")
        yield Finding("number_of_schools", False, text, tuple(row.uid for row in rows))
