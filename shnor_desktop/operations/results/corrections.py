"""What a person settles about books before they are taken in: schools passed over, answers put back, and the figures that
somebody corrected in the document and that a book does not overwrite unasked."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.document.journal import lookup
from shnor_desktop.document.journal.history import moment
from shnor_desktop.models import uids
from shnor_desktop.models.results import LearnedAnswer
from shnor_desktop.models.schools import SchoolAlias
from shnor_desktop.operations.results.figure_merge import Stored
from shnor_desktop.operations.results.plan_types import (
    FIGURE_NAMES,
    Fate,
    ImportPlan,
    PlannedRow,
    PlannedSchool,
)
from shnor_desktop.operations.results.snapshot import KnownResults
from shnor_desktop.operations.schools.matching import mention_key
from shnor_desktop.rules.words.russian import counted, quoted
from shnor_desktop.rules.words.short_names import short_name
from shnor_desktop.rules.words.vocabulary import Vocabulary
from shnor_desktop.sheets.book.amending import PASS_OVER, SKIP_SCHOOL, Passed
from shnor_desktop.sheets.book.problems import Severity
from shnor_desktop.sheets.results.questions import kin_of
from shnor_desktop.sheets.results.types import ReadBook, SchoolMention


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer given at an earlier import that mattered to these books."""

    key: str
    text: str


def school_skip_key(source: str, mention: SchoolMention) -> str:
    """Key of passing over a school in books of one source."""
    return f"{SKIP_SCHOOL}{kin_of(source)}:{mention_key(mention).removeprefix('school:')}"


def school_skip_keys(plan: ImportPlan, book: int, uid: bytes, name: str) -> tuple[str, ...]:
    """Keys of passing over the school of a line in books of that source: all its spellings."""
    source = plan.books[book].source
    known = [one.mention for one in plan.schools if uid and one.uid == uid]
    named = [one.mention for one in plan.schools if short_name(one.mention.name) == short_name(name)]
    mentions = known or named or [SchoolMention(short_name(name))]
    return tuple(dict.fromkeys(school_skip_key(source, one) for one in mentions))


def without_schools(
    books: Sequence[ReadBook], made: Mapping[str, str]
) -> tuple[tuple[ReadBook, ...], tuple[Passed, ...]]:
    """The books without the schools a person passes over in books of their source, and those schools."""
    if not any(key.startswith(SKIP_SCHOOL) and value == PASS_OVER for key, value in made.items()):
        return tuple(books), ()
    kept: list[ReadBook] = []
    passed: list[Passed] = []
    for book in books:
        mentions = dict.fromkeys(row.school for row in book.rows)
        names = {short_name(one.name) for one in mentions}
        refused = {short_name(one.school) for one in book.problems if one.school} - names
        mentions |= {SchoolMention(name): None for name in sorted(refused)}
        keys = {one: school_skip_key(book.source, one) for one in mentions}
        gone = {one: key for one, key in keys.items() if made.get(key) == PASS_OVER}
        kept.append(_without(book, gone))
        passed += _schools(book, gone)
    return tuple(kept), tuple(passed)


def _without(book: ReadBook, gone: Mapping[SchoolMention, str]) -> ReadBook:
    if not gone:
        return book
    names = {short_name(one.name) for one in gone}
    return replace(
        book,
        rows=tuple(row for row in book.rows if row.school not in gone),
        flags=tuple(flag for flag in book.flags if flag.school not in gone),
        lost=tuple(row for row in book.lost if short_name(row.school.name) not in names),
        problems=tuple(
            one
            for one in book.problems
            if one.severity != Severity.REFUSED or not one.school or short_name(one.school) not in names
        ),
    )


def _schools(book: ReadBook, gone: Mapping[SchoolMention, str]) -> Iterable[Passed]:
    """One line a school, however many spellings have its key."""
    numbers = Counter(gone[row.school] for row in book.rows if row.school in gone)
    for key, mention in {key: mention for mention, key in gone.items()}.items():
        rows = counted(numbers[key], "строка", "строки", "строк") if numbers[key] else "всё отклонённое"
        text = f"Школа {quoted(mention.text)}: {rows} («{book.source}»)"
        yield Passed(key, text, book.source, None, mention.name)


def skipped_schools(schools: Iterable[PlannedSchool]) -> tuple[Passed, ...]:
    """Doubtful schools whose rows a person decided to pass over."""
    told = {one.key: one for one in schools if one.decision == "skip"}
    return tuple(
        Passed(
            one.key,
            f"Школа {quoted(one.mention.text)}: {counted(one.rows, 'строка', 'строки', 'строк')}",
            "",
            None,
            one.mention.name,
        )
        for one in told.values()
    )


def answers_of(passed: Iterable[Passed], known: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """What is passed over, to be remembered for the next book of its source."""
    new = {one.key: one.text for one in passed if one.key and one.key not in known}
    return tuple((key, PASS_OVER, f"{text} — пропускать") for key, text in new.items())


# --- putting answers back -------------------------------------------------------------------------------------------


def without_answers(words: Vocabulary, forgotten: Collection[str]) -> Vocabulary:
    """What readers know without the answers that are put back."""
    if not forgotten:
        return words
    return replace(words, learned=tuple(one for one in words.learned if one[0] not in forgotten))


def without_known(known: KnownResults, forgotten: Collection[str]) -> KnownResults:
    """The snapshot without the answers that are put back; a spelling learned by such an answer goes with it."""
    if not forgotten:
        return known
    spellings = set(filter(None, map(_spelling, forgotten)))
    aliases = tuple(one for one in known.schools.aliases if one[0] not in spellings)
    answers = {key: value for key, value in known.answers.items() if key not in forgotten}
    return replace(known, schools=replace(known.schools, aliases=aliases), answers=answers)


def _spelling(key: str) -> str:
    """The normalised name of the school a decision was about; see `mention_key`."""
    parts = key.split(":")
    return parts[3] if parts[0] == "school" and len(parts) == 5 else ""


def forget(session: Session, keys: Collection[str]) -> None:
    """Remembered answers are deleted, with the spellings that they taught."""
    for key in keys:
        session.execute(delete(LearnedAnswer).where(LearnedAnswer.uid == uids.learned_answer(key)))
        if spelling := _spelling(key):
            session.execute(delete(SchoolAlias).where(SchoolAlias.uid == uids.school_alias(spelling)))


def remembered_answers(session: Session) -> dict[str, tuple[str, str]]:
    """Value and text of every remembered answer by its key."""
    return {row.question: (row.value, row.text) for row in session.scalars(select(LearnedAnswer))}


def remembered(
    books: Iterable[ReadBook], plan: ImportPlan, known: Mapping[str, tuple[str, str]]
) -> tuple[Remembered, ...]:
    """Answers of earlier imports that mattered to these books; `known` gives value and text by key. Rows, columns and
    schools passed over are told as such."""
    passed = {one.key for one in plan.passed}
    used = [key for book in books for key, value in book.used if known.get(key, ("", ""))[0] == value]
    used += [one.key for one in plan.schools if one.key in known and one.decision in ("same", "new")]
    keys = [key for key in dict.fromkeys(used) if key not in passed]
    return tuple(Remembered(key, known[key][1] or key) for key in keys)


# --- corrected by hand ----------------------------------------------------------------------------------------------


def corrected_by_hand(session: Session, known: KnownResults, plan: ImportPlan) -> dict[bytes, str]:
    """Changed results of which a figure that would be overwritten was last entered by a person, and who when."""
    wanted: dict[bytes, tuple[str, ...]] = {}
    for row in (*plan.rows, *plan.areas):
        if row.fate is Fate.CHANGED:
            old = known.areas.get(row.uid) if row.area else known.results.get((row.sitting, row.school))
            overwritten = _overwritten(old, row) if old is not None else ()
            if overwritten:
                wanted[row.uid] = overwritten
    found = lookup.entered_by_hand(raw_of(session), wanted) if wanted else {}
    return {uid: _told(person, wall) for uid, (person, wall) in found.items()}


def _overwritten(old: Stored, row: PlannedRow) -> tuple[str, ...]:
    """Columns whose value would be replaced by another; what was empty is only filled."""
    before = (old.state, old.reason, old.flag, *old.figures)
    after = (row.state, row.reason, row.flag, *row.figures)
    names = ("state", "reason", "objectivity_flag", *FIGURE_NAMES)
    return tuple(
        name
        for name, one, other in zip(names, before, after, strict=True)
        if one != other and one not in (None, "", False) and name != "pct_decimals"
    )


def _told(person: str, wall: int) -> str:
    day = moment(wall).astimezone().strftime("%d.%m.%Y")
    who = f", {person}" if person else ""
    return (
        f"Исправлено в файле вручную {day}{who}: прежнее значение остаётся. Отметьте, чтобы взять из книги."
    )
