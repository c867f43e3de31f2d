"""What of the books is not taken: which results, told by reason and count before anything else.

A book that is taken in half is never silent about it: neither the answer to the import nor a paper that sums over
what was taken. Results of schools the document knows leave a record «не получен»; the others are remembered by name.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple, Protocol

from shnor_desktop.models import uids
from shnor_desktop.operations.results.new_schools import school_name
from shnor_desktop.operations.results.plan_types import (
    FIGURE_NAMES,
    Fate,
    PlannedLost,
    PlannedRow,
    PlannedSchool,
    PlannedSitting,
)
from shnor_desktop.operations.results.snapshot import KnownResults
from shnor_desktop.operations.schools.known import municipality_key
from shnor_desktop.operations.schools.matching import match_all
from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.results import shortfall
from shnor_desktop.rules.results.facts import Result
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.rules.words.school_names import normalise
from shnor_desktop.sheets.book.problems import Severity
from shnor_desktop.sheets.results.types import LostRow, ReadBook, ReadRow, SchoolMention, SittingMention

ENOUGH = 95
"""Percent of the rows with figures that must be taken for nothing to be said."""
UNLOADED = "unloaded:"
"""Beginning of the keys under which results of unknown schools are remembered."""
LOADED = "loaded"
"""Value of such a key once the row has been taken."""
MARKER, WAITING = "marker:", "waiting"
"""Beginning of the keys under which markers of non-objectivity wait for their results, and the value until then."""
LONGEST_KEY = 300
"""Letters of the key of a school's name that are looked at."""
NO_SHARE = "доли не справившихся нет"
_MOST = 8
_share_of = itemgetter(*map(FIGURE_NAMES.index, ("participants", "failed", "failed_pct_e4")))
_KEPT = (Fate.NEW, Fate.CHANGED, Fate.UNCHANGED)


class Left(NamedTuple):
    """A row that was read and is not taken."""

    book: int
    row: ReadRow
    why: str


class Planned(Protocol):
    """What was planned of the rows that were read."""

    left: list[Left]
    rows: list[PlannedRow]

    @property
    def met(self) -> Set[tuple[bytes, bytes]]: ...


def lost_results(
    known: KnownResults,
    books: Sequence[ReadBook],
    schools: Sequence[PlannedSchool],
    sittings: Mapping[SittingMention, PlannedSitting | None],
    planned: Planned,
) -> tuple[PlannedLost, ...]:
    """Results with figures that are not taken, each once."""
    rows = [(number, row) for number, book in enumerate(books) for row in book.lost]
    rows += [(one.book, _as_lost(one)) for one in planned.left]
    owners = _owners(known, schools, [row.school for _, row in rows])
    skipped = {one.mention for one in schools if one.decision == "skip"}
    created = {row.school for row in planned.rows if row.school}
    found: dict[tuple[bytes, object], PlannedLost] = {}
    for number, row in rows:
        sitting = sittings.get(row.sitting)
        school = owners.get(row.school, b"")
        if row.school in skipped or (sitting is not None and (sitting.uid, school) in planned.met):
            continue
        exists = school in known.schools.by_uid or school in created
        if not exists:
            school = b""
        one = _planned(books[number], number, row, sitting, school, known)
        found.setdefault((one.sitting, school or (one.school_name, row.school, row.sitting)), one)
    return tuple(found.values())


def loaded_at_last(
    known: KnownResults,
    books: Sequence[ReadBook],
    settled: Set[SchoolMention],
    sittings: Mapping[SittingMention, PlannedSitting | None],
) -> tuple[str, ...]:
    """Keys of rows that an earlier import remembered as not taken and that these books give again."""
    waiting = {key for key, value in known.answers.items() if key.startswith(UNLOADED) and value != LOADED}
    if not waiting:
        return ()
    keys = (
        lost_key(sitting.uid, row.school)
        for book in books
        for row in book.rows
        if row.school in settled and (sitting := sittings.get(row.sitting)) is not None
    )
    return tuple(dict.fromkeys(key for key in keys if key in waiting))


def _as_lost(one: Left) -> LostRow:
    row = one.row
    return LostRow(row.school, row.sitting, row.figures.participants, one.why, row.cells[0])


def _planned(
    book: ReadBook,
    number: int,
    row: LostRow,
    sitting: PlannedSitting | None,
    school: bytes,
    known: KnownResults,
) -> PlannedLost:
    name, source = school_name(row.school), f"{book.source} · {row.where.address}"
    if sitting is None:
        return PlannedLost(b"", b"", name, b"", "", row.participants, row.why, source, number)
    uid, question = b"", ""
    if not school:
        key = lost_key(sitting.uid, row.school)
        question = "" if known.answers.get(key, LOADED) != LOADED else key
    elif (sitting.uid, school) not in known.results:
        uid = uids.school_result(sitting.uid, school)
    return PlannedLost(
        uid, school, name, sitting.uid, sitting.name, row.participants, row.why, source, number, question
    )


def lost_key(sitting: bytes, school: SchoolMention) -> str:
    """Key of what is remembered of a school that the document does not know."""
    return f"{UNLOADED}{sitting.hex()}:{normalise(school.name)[:LONGEST_KEY]}:{municipality_key(school.municipality)}"


def marker_keys(sitting: bytes, school: bytes, mention: SchoolMention) -> tuple[str, ...]:
    """Keys under which a marker of the school may wait: the school itself when the document knows it, else its code,
    else its name."""
    named = f"{normalise(mention.name)[:LONGEST_KEY]}:{municipality_key(mention.municipality)}"
    keys = (
        school.hex(),
        f"{mention.code_system}{mention.code.lstrip('0')}" if mention.code else "",
        named if mention.name else "",
    )
    return tuple(f"{MARKER}{sitting.hex()}:{key}" for key in keys if key)


def _owners(
    known: KnownResults, schools: Sequence[PlannedSchool], mentions: Iterable[SchoolMention]
) -> dict[SchoolMention, bytes]:
    """The school each mention is about, where that is sure."""
    planned = {one.mention: one.uid for one in schools}
    named: dict[tuple[str, str], set[bytes]] = defaultdict(set)
    for one in schools:
        if one.uid:
            named[_named(one.mention)].add(one.uid)
    owners: dict[SchoolMention, bytes] = {}
    others = []
    for mention in dict.fromkeys(mentions):
        same = named.get(_named(mention), set())
        if mention in planned:
            owners[mention] = planned[mention]
        elif len(same) == 1:
            owners[mention] = next(iter(same))
        else:
            others.append(mention)
    matches = match_all(known.schools, [(mention, frozenset[str]()) for mention in others])
    owners |= {mention: found.school or b"" for mention, found in zip(others, matches, strict=True)}
    return owners


def _named(mention: SchoolMention) -> tuple[str, str]:
    return normalise(mention.name), municipality_key(mention.municipality)


def not_taken(
    book: ReadBook,
    rows: Iterable[PlannedRow],
    lost: Iterable[PlannedLost],
    *,
    settled: bool = False,
) -> Iterator[str]:
    """What of one book, with its rows, is not taken, in sentences; nothing when it is whole or nearly so. With `settled` a person passes
    something of it over, which is told as such."""
    taken, reasons = _amounts(rows, lost)
    total = sum(taken.values()) + sum(sum(one.values()) for one in reasons.values())
    missing: Counter[str] = sum(reasons.values(), Counter())
    amount = sum(missing.values())
    short = [name for name, why in reasons.items() if _is_short(taken[name], sum(why.values()))]
    if amount and (short or _is_short(total - amount, amount)):
        yield (
            f"«{book.source}»: с долей не справившихся взято {shortfall.number(total - amount)} из "
            f"{counted(total, 'строки', 'строк', 'строк').replace(str(total), shortfall.number(total))} с числами. "
            f"Не взято: {_why(missing)}."
        )
        yield from _by_sitting(taken, reasons, short)
    if not total and not book.areas and not book.problems and not settled:  # Else a problem says why.
        yield f"«{book.source}»: результатов школ не взято ни одного."
    yield from _of_parts(book)


def _amounts(
    rows: Iterable[PlannedRow], lost: Iterable[PlannedLost]
) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """By sitting: rows that are taken with a share, and why the others are not."""
    taken: Counter[str] = Counter()
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.fate in _KEPT and row.state == ResultState.VALID:
            if _lack_share(*_share_of(row.figures)):
                reasons[row.sitting_name][NO_SHARE] += 1
            else:
                taken[row.sitting_name] += 1
    for one in lost:
        reasons[one.sitting_name][one.why] += 1
    return taken, reasons


@lru_cache(maxsize=10_000)
def _lack_share(participants: int | None, failed: int | None, failed_pct_e4: int | None) -> bool:
    return Result(b"", ResultState.VALID, participants, failed, failed_pct_e4).is_unknown


def _is_short(taken: int, missing: int) -> bool:
    return 100 * taken < ENOUGH * (taken + missing)


def _by_sitting(
    taken: Counter[str], reasons: Mapping[str, Counter[str]], short: Sequence[str]
) -> Iterator[str]:
    """The sittings of which too little is taken, the worst first."""
    if len(reasons) < 2 and len(taken) < 2:
        return
    named = sorted((taken[name], sum(reasons[name].values()), name) for name in short if name)
    for have, gone, name in named[:_MOST]:
        yield f"{name}: {shortfall.number(have)} из {shortfall.number(have + gone)}."
    if len(named) > _MOST:
        yield f"И ещё {counted(len(named) - _MOST, 'проведение', 'проведения', 'проведений')}."


def _why(missing: Counter[str]) -> str:
    """«2 643 строки — «Не преодолели»: пусто; 12 строк — …»."""
    ordered = missing.most_common()
    told = [f"{shortfall.number(n)} — {why}" for why, n in ordered[:_MOST]]
    rest = sum(n for _, n in ordered[_MOST:])
    return "; ".join([*told, f"{shortfall.number(rest)} — по другим причинам"] if rest else told)


def _of_parts(book: ReadBook) -> Iterator[str]:
    """Sheets with numbers, columns and tables of which nothing is taken, and what waits for an answer.

    A sheet that the reader set aside with a reason of its own is no loss: that is told among the notes.
    """
    explained = {one.where.sheet for one in book.problems if one.where is not None}
    for sheet in book.sheets if len(book.sheets) > 1 else ():
        passed_over = sheet.heading_rows is None and sheet.figures and sheet.note not in ("", "лист пуст")
        if passed_over and sheet.name not in explained:
            yield f"Лист «{sheet.name}» не загружен: {sheet.note}."
    whole = [one.text for one in book.problems if one.severity is Severity.REFUSED and not one.school]
    yield from whole[:_MOST]
    asked = len(book.questions)
    if asked:
        text = counted(asked, "вопрос ждёт", "вопроса ждут", "вопросов ждут")
        yield f"«{book.source}»: {text} ответа; до него столбцы и строки, о которых он, не загружаются."
