"""What a check of a plan finds: dues that cannot be, that nobody answers for, that contradict each other. What the records
prove is sure; what is only likely is asked."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import combinations, pairwise

from sqlalchemy.orm import Session

from shnor_desktop.operations.programme.findings import Finding, written_twice
from shnor_desktop.operations.roadmap import execution_findings, numbering, wording
from shnor_desktop.operations.roadmap.rows import Plan, PlanRow
from shnor_desktop.operations.roadmap.standing import STATEMENT
from shnor_desktop.rules.deadlines import due as kinds
from shnor_desktop.rules.deadlines import telling
from shnor_desktop.rules.words.russian import joined, show_date

_MOST_NAMED = 12


def findings(plan: Plan) -> tuple[Finding, ...]:
    """All remarks on a plan, what is proved first."""
    rows = [row for row in plan.rows if row.kind != STATEMENT]
    found: list[Finding] = []
    for find in _OF_ROWS:
        found += find(plan, rows)
    for title, own in numbering.plans(plan):
        asked = [row for row in own if row.kind != STATEMENT]
        of_plan = [
            *(Finding(one.code, True, one.text, one.rows) for one in numbering.faults(own)),
            *_no_result(asked),
            *_same_results(asked),
            *_order(plan, asked),
            *_twice(asked),
        ]
        several = sum(1 for one in plan.sections if one.is_plan) > 1 and title
        found += [
            Finding(one.code, one.sure, f"{title}: {one.text}" if several else one.text, one.uids)
            for one in of_plan
        ]
    return tuple(sorted(found, key=lambda one: not one.sure))


def of_plan(session: Session, plan: Plan) -> tuple[Finding, ...]:
    """The same with what only the records tell: what stands twice in the programme, what was done and decided."""
    found = [
        *written_twice(session, plan.programme.uid, "activity"),
        *findings(plan),
        *wording.remarks(session, plan, _named),
        *execution_findings.remarks(session, plan),
    ]
    return tuple(sorted(found, key=lambda one: not one.sure))


# ---- dues


def _before_approval(plan: Plan, rows: list[PlanRow]) -> Iterator[Finding]:
    """Work that was over before anybody approved it."""
    try:
        approved = date.fromisoformat(plan.approved_on)
    except ValueError:
        return
    late = [row for row in rows if row.due.windows and max(row.due.windows).ends < approved]
    for sure in (True, False):
        these = [row for row in late if (not row.due.question) is sure]
        if these:
            maybe = "" if sure else ", возможно,"
            text = f"Программа утверждена {show_date(plan.approved_on)}, а срок{maybe} истёк раньше: {_named(these)}."
            yield Finding("due_before_approval", sure, text, _uids(these))


def _missing_due(plan: Plan, rows: list[PlanRow]) -> Iterator[Finding]:
    without = [row for row in rows if row.due.kind == kinds.EMPTY]
    if without:
        yield Finding("due_missing", True, f"Срок не указан: {_named(without)}.", _uids(without))


def _no_period(plan: Plan, rows: list[PlanRow]) -> Iterator[Finding]:
    """Dues that have days only inside a period, in a programme that has none."""
    without = [
        row
        for row in rows
        if plan.period is None
        and not row.due.windows
        and row.due.kind in (kinds.WINDOW, kinds.REPEAT, kinds.WHOLE)
    ]
    if without:
        text = f"Период программы не указан, поэтому дни не определены: {_named(without)}."
        yield Finding("period_missing", True, text, _uids(without))


def _asked_dues(plan: Plan, rows: list[PlanRow]) -> Iterator[Finding]:
    """Questions that are left when a due was read, those of one wording together."""
    asked: dict[tuple[str, str, str], list[PlanRow]] = defaultdict(list)
    for row in rows:
        if row.due.question and row.due.kind != kinds.EMPTY:
            said = " ".join((row.due_dates or row.due_text).split())
            asked[_code_of(row), said, row.due.question].append(row)
    for (code, said, question), these in asked.items():
        text = f"{_capital(_named(these))}: срок «{_short(said)}». {_shorter(question)}"
        yield Finding(code, code in _SURE, text, _uids(these))


_SURE = ("due_without_year", "due_contradictory", "due_year_unclear")


def _code_of(row: PlanRow) -> str:
    question = row.due.question
    if re.search(r"\bили только\b", question):
        return "due_contradictory"
    if "Какого года" in question or "Год не назван" in question:
        return "due_year_unclear" if row.due.kind == kinds.REPEAT else "due_without_year"
    return "due_question" if row.due.windows else "due_unread"


def _outside(plan: Plan, rows: list[PlanRow]) -> Iterator[Finding]:
    """Dues of which no day is in the period of the programme."""
    period = plan.period
    if period is None:
        return
    for row in rows:
        windows = row.due.windows
        if windows and all(one.shared(period.days) is None for one in windows):
            days = "; ".join(telling.days(one) for one in windows[:3])
            text = f"{_capital(_named([row]))}: срок — {days}, вне периода программы ({telling.days(period.days)})."
            yield Finding("due_outside_period", True, text, (row.uid,))


_YEARS = re.compile(r"(?<![\d№])(?:19|20)\d\d(?![\d])")


def _other_years(plan: Plan, rows: list[PlanRow]) -> Iterator[Finding]:
    """Years named in the texts that are not of the programme: so a plan of last year gives itself away."""
    if plan.period is None:
        return
    own = range(plan.period.starts.year, plan.period.ends.year + 1)
    for row in rows:
        years = list(dict.fromkeys(map(int, _YEARS.findall(f"{row.text} {row.expected}"))))
        if years and min(years) < own[0] and max(years) >= own[0] - 2:
            text = (
                f"Период программы — {telling.days(plan.period.days)}, а в тексте ({_named([row])}) названы "
                f"годы: {', '.join(map(str, years))}."
            )
            yield Finding("two_periods", True, text, (row.uid,))


# ---- who and what


def _nobody(plan: Plan, rows: list[PlanRow]) -> Iterator[Finding]:
    without = [row for row in rows if not row.responsible.strip() and not row.persons]
    if without:
        text = f"Никто не отвечает: {_named(without)}."
        yield Finding("responsible_missing", True, text, _uids(without))


def _two_spellings(plan: Plan, rows: list[PlanRow]) -> Iterator[Finding]:
    """One body written in several ways. In a cell with several a comma ends all but the last, and none but the first needs
    a capital letter."""
    spelt: dict[str, dict[str, list[PlanRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        lines = [" ".join(line.split()) for line in row.responsible.splitlines() if line.strip()]
        for place, line in enumerate(lines):
            shown = line if place + 1 == len(lines) else line.rstrip(",;")
            shown = _capital(shown) if place else shown
            spelt[_plain(line)][shown].append(row)
    for ways in spelt.values():
        if len(ways) > 1:
            text = f"Ответственный написан по-разному: {', '.join(f'«{one}»' for one in ways)}."
            fewest = min(ways.values(), key=len)
            yield Finding("responsible_case", True, text, _uids(fewest))


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(".;, ").casefold().replace("ё", "е")


_OF_ROWS: tuple[Callable[[Plan, list[PlanRow]], Iterable[Finding]], ...] = (
    _before_approval,
    _missing_due,
    _no_period,
    _outside,
    _other_years,
    _nobody,
    _asked_dues,
    _two_spellings,
)


def _no_result(rows: list[PlanRow]) -> Iterator[Finding]:
    """Nothing expected, in a plan that says elsewhere what is."""
    without = [row for row in rows if not row.expected.strip() and not row.expected_kind]
    if without and len(without) < len(rows):
        text = f"Ожидаемый результат не указан: {_named(without)}."
        yield Finding("result_missing", True, text, _uids(without))


_LONGEST_NAME = 3
_DOCUMENT = re.compile(
    r"\b(?:справк|приказ|отч[её]т|план|смет|протокол|договор|соглашени|записк|переч(?:ень|н)|рекомендаци|анкет|презентаци|"
    r"удостоверени|публикаци|список|программ)",
    re.IGNORECASE,
)


def _same_results(rows: list[PlanRow]) -> Iterator[Finding]:
    """The same words for what different rows bring; a word, or what a document is called, may be said of many."""
    same: dict[str, list[PlanRow]] = defaultdict(list)
    for row in rows:
        words = row.expected.split()
        if len(words) > 1 and not (len(words) <= _LONGEST_NAME and _DOCUMENT.search(row.expected)):
            same[_plain(row.expected)].append(row)
    for these in same.values():
        if len(these) > 1:
            text = f"Ожидаемый результат повторён слово в слово: {_named(these)}."
            yield Finding("repeated_text", True, text, _uids(these))


# ---- order and doubles


_FOUNDS = re.compile(r"\b(?:созда\w+|сформир\w+|организ\w+ рабоч\w+ групп\w+)\b", re.IGNORECASE)
_SUMS_UP = re.compile(
    r"\b(?:подве\w+ итог\w*|итогов\w+|оцен(?:ить|ка|ки)\b|анализ\w* (?:и оценк\w+|результат\w+))",
    re.IGNORECASE,
)


def _order(plan: Plan, rows: list[PlanRow]) -> Iterator[Finding]:
    """Months that rise down the plan while their days do not: the rows run from January to December, the period does not;
    and what sums up the work before what begins it."""
    single = [
        row
        for row in rows
        if len(row.due.windows) == 1 and row.due.kind == kinds.WINDOW and not _YEARS.search(row.due_text)
    ]
    days = [row.due.windows[0] for row in single]
    back = [
        (upper, lower)
        for upper, lower in pairwise(single)
        if lower.due.windows[0].ends < upper.due.windows[0].starts
    ]
    rising = all(one.starts.month <= other.ends.month for one, other in pairwise(days))
    if back and rising and plan.period is not None:
        first, last = (
            min(single, key=lambda row: row.due.windows[0]),
            max(single, key=lambda row: row.due.windows[0]),
        )
        text = (
            f"Строки идут с января по декабрь, а период — {telling.days(plan.period.days)}: "
            f"{telling.days(first.due.windows[0])} ({_named([first])}) раньше, чем "
            f"{telling.days(last.due.windows[0])} ({_named([last])}). "
            "Если это месяцы одного года, конец плана выходит за период."
        )
        yield Finding("due_order", True, text, _uids(row for pair in back for row in pair))
    yield from _summed_too_early(single)


def _summed_too_early(rows: list[PlanRow]) -> Iterator[Finding]:
    founding = [row for row in rows if _FOUNDS.search(row.text)]
    if not founding:
        return
    begin = min(founding, key=lambda row: row.due.windows[0])
    early = [
        row
        for row in rows
        if _SUMS_UP.search(row.text) and row.due.windows[0].ends < begin.due.windows[0].starts
    ]
    if early:
        text = (
            f"Итоги ({_named(early)}, {telling.days(early[-1].due.windows[0])}) подводятся раньше, чем начата работа "
            f"({_named([begin])}, {telling.days(begin.due.windows[0])}). Верны ли сроки?"
        )
        yield Finding("due_order", False, text, (*_uids(early), begin.uid))


_STEM = 5
_EMPTY_STEMS = frozenset(
    [
        "школ",
        "школы",
        "школа",
        "шнор",
        "педаг",
        "образ",
        "учени",
        "обуча",
        "работ",
        "прове",
        "орган",
        "метод",
        "анали",
        "оценк",
        "разра",
        "реали",
        "повыш",
    ]
)
_REGULAR = re.compile(r"^\s*(?:заседани|совещани|педсовет|семинар|консультаци|мониторинг)", re.IGNORECASE)


def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[а-яё]{4,}", text.casefold().replace("ё", "е"))
    return frozenset(word[:_STEM] for word in words) - _EMPTY_STEMS


def _twice(rows: list[PlanRow]) -> Iterator[Finding]:
    """The same work in several rows with other dues. Meetings and the like are held again and again."""
    lines = [
        (row, stems)
        for row in rows
        if not _REGULAR.search(row.text)
        for line in row.text.splitlines()
        if len(stems := _stems(line)) > 1
    ]
    by_stem: dict[str, list[int]] = defaultdict(list)
    for number, (_, stems) in enumerate(lines):
        for one in stems:
            by_stem[one].append(number)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for numbers in by_stem.values():
        if len(numbers) <= max(6, len(rows) // 8):  # A word that stands everywhere says nothing.
            for pair in combinations(numbers, 2):
                shared[pair] += 1
    found: dict[tuple[bytes, bytes], Finding] = {}
    for (upper, lower), count in sorted(shared.items()):
        (first, here), (second, there) = lines[upper], lines[lower]
        alike = count >= 2 and 3 * count >= 2 * min(len(here), len(there))
        if first is second or not alike or first.due.windows == second.due.windows:
            continue
        text = (
            f"Похоже на одно дело с разными сроками: {_named([first, second])} — "
            f"«{_short(first.text)}» и «{_short(second.text)}»."
        )
        uids = (first.uid, second.uid)
        found.setdefault(uids, Finding("duplicate_activity", False, text, uids))
    yield from list(found.values())[:_MOST_NAMED]


# ---- words


def _named(rows: Iterable[PlanRow]) -> str:
    """«строка 5», «строки 1, 2 и 21»; a row without a number by its words."""
    these = list(rows)
    names = [row.number.strip().rstrip(".)") or f"«{_short(row.text)}»" for row in these]
    rest = len(names) - _MOST_NAMED
    if rest > 0:
        names = [*names[:_MOST_NAMED], f"ещё {rest}"]
    return f"{'строка' if len(these) == 1 else 'строки'} {joined(names)}"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 50 else words[:50].rsplit(" ", 1)[0] + "…"


def _shorter(question: str) -> str:
    """A question that quotes a word longer than any is told without its middle."""
    return re.sub(r"(\S{40})\S{20,}", r"\1…", question)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _uids(rows: Iterable[PlanRow]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(row.uid for row in rows))
