"""A workbook of context data taken in: schools and columns matched, previewed, written as one step.

`plan` changes nothing; what a person typed stays unless somebody says otherwise. What columns mean is remembered by their
words, for books of any source.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models import uids
from shnor_desktop.models.programme import IndicatorValue
from shnor_desktop.models.results import LearnedAnswer
from shnor_desktop.operations.context import dictionary, entry, passport
from shnor_desktop.operations.context.dictionary import CONTEXT, Line
from shnor_desktop.operations.context.entry import TYPED, Change, Typed
from shnor_desktop.operations.records import records
from shnor_desktop.operations.results.new_schools import PlannedSchools, plan_schools, said_of_schools
from shnor_desktop.operations.results.parcels import write_names, write_schools
from shnor_desktop.operations.results.plan_types import PlannedSchool
from shnor_desktop.operations.schools.known import known_schools
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.russian import counted, quoted
from shnor_desktop.sheets.book.problems import CellRef
from shnor_desktop.sheets.book.reader import raw_block
from shnor_desktop.sheets.context.reader import Column, ContextBook, Figure, read_context, understand

T = TypeVar("T")
SKIP, NEW = "skip", "new"
_COLUMN = "context:"
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """A column of the book and the indicator it fills."""

    column: Column
    indicator: Line | None
    decision: str
    """«same:<uid>», «new», «skip», or empty where nobody has said and the words do not tell."""


class PlannedCell(NamedTuple):
    """One figure of the book and what becomes of it."""

    school: bytes
    indicator: bytes | None
    """None for one of an indicator that is made."""
    column: str
    typed: Typed
    fate: str
    """«new», «changed», «same», «by_hand» (a person typed another figure), «twice», «refused»."""
    text: str
    where: CellRef
    why: str = ""


@dataclass(frozen=True, slots=True)
class ContextPlan:
    """What taking the book in would do."""

    book: ContextBook
    year: int | None
    columns: tuple[PlannedColumn, ...]
    schools: tuple[PlannedSchool, ...]
    cells: tuple[PlannedCell, ...]
    told: PlannedSchools = field(repr=False)
    overwrite: bool = False

    def count(self, *fates: str) -> int:
        """How many figures have one of these fates."""
        counts = Counter(one.fate for one in self.cells)
        return sum(counts[fate] for fate in fates)

    @property
    def waiting(self) -> tuple[PlannedSchool, ...]:
        """Schools of which nobody has said which they are."""
        return tuple(one for one in self.schools if not one.decision)

    @property
    def writes(self) -> tuple[PlannedCell, ...]:
        """What would be written."""
        fates = ("new", "changed", *(("by_hand",) if self.overwrite else ()))
        return tuple(one for one in self.cells if one.fate in fates)


class Opened(NamedTuple):
    """A book that was read, what taking it in would do, and what its lines may mean."""

    book: ContextBook
    planned: ContextPlan
    schools: tuple[tuple[bytes, str], ...]
    indicators: tuple[tuple[bytes, str], ...]


class Taken(NamedTuple):
    """What was written."""

    values: int
    schools: int
    indicators: int


def opened(document: Document, path: Path) -> Opened:
    """Read a book and plan it by what its titles and headings say."""
    with document.read() as session:
        names = [one.text for one in dictionary.read(session).lines]
    return _opened(document, read_context(path, names))


def opened_block(document: Document, text: str) -> Opened:
    """The same of a table of the clipboard."""
    with document.read() as session:
        names = [one.text for one in dictionary.read(session).lines]
    return _opened(document, understand(raw_block(text), names))


def _opened(document: Document, book: ContextBook) -> Opened:
    with document.read() as session:
        lines = dictionary.read(session).lines
        schools = records.choices(session, "school")
    return Opened(book, plan(document, book), schools, tuple((one.uid, one.text) for one in lines))


def plan(
    document: Document,
    book: ContextBook,
    decisions: Mapping[str, str] | None = None,
    year: int | None = None,
    *,
    overwrite: bool = False,
) -> ContextPlan:
    """Match schools and columns and compare with what the file holds. `decisions` are those about schools by the key of
    the school, and about columns by «context:» and the key of the column."""
    given = decisions or {}
    with document.read() as session:
        answered = {row.question: row.value for row in session.scalars(select(LearnedAnswer))}
        learned = {key: value for key, value in answered.items() if value.startswith("same:") or key in given}
        known = known_schools(session)
        told = _as_said(plan_schools(known, book.schools, {**learned, **given}), given, bool(known.schools))
        found = dictionary.read(session)
        columns = _columns(book, found.lines, {**answered, **given})
        chosen = year if year is not None else book.year
        standing = _standing(session, chosen)
        cells = tuple(_cells(book, columns, told, standing)) if chosen is not None else ()
    return ContextPlan(book, chosen, columns, told.schools, cells, told, overwrite)


def _as_said(told: PlannedSchools, given: Mapping[str, str], has_schools: bool) -> PlannedSchools:
    """A school nobody knows is made by a book only where a person says so, or where the file has none at all; any may be
    passed over."""

    def settled(one: PlannedSchool) -> PlannedSchool:
        said = given.get(one.key)
        if said == SKIP:
            return replace(one, uid=b"", decision=SKIP, is_new=False)
        if one.decision == NEW != said and has_schools:
            return replace(one, uid=b"", decision="", is_new=False)
        return one

    return replace(told, schools=tuple(map(settled, told.schools)))


def _columns(
    book: ContextBook, lines: Iterable[Line], answered: Mapping[str, str]
) -> tuple[PlannedColumn, ...]:
    by_text = {one.text: one for one in lines}
    by_uid = {one.uid: one for one in by_text.values()}
    made = []
    for column in book.columns:
        said = answered.get(column_key(column), "")
        uid = bytes.fromhex(said.removeprefix("same:")) if said.startswith("same:") else b""
        if said in (SKIP, NEW):
            made.append(PlannedColumn(column, None, said))
        elif uid in by_uid:
            made.append(PlannedColumn(column, by_uid[uid], said))
        elif (meant := by_text.get(column.indicator)) is not None:
            made.append(PlannedColumn(column, meant, f"same:{meant.uid.hex()}"))
        else:
            made.append(PlannedColumn(column, None, ""))
    return tuple(made)


def column_key(column: Column) -> str:
    """Under which the answer about a column is kept."""
    return f"{_COLUMN}{column.key}"


def _standing(session: Session, year: int | None) -> dict[tuple[bytes | None, bytes], IndicatorValue]:
    if year is None:
        return {}
    return {(one.school, one.indicator): one for one in passport.values_of(session, year)}


def _cells(
    book: ContextBook,
    columns: Iterable[PlannedColumn],
    told: PlannedSchools,
    standing: Mapping[tuple[bytes | None, bytes], IndicatorValue],
) -> Iterator[PlannedCell]:
    by_key = {one.column.key: one for one in columns}
    schools = {one.mention: one for one in told.schools}
    seen: set[tuple[bytes, bytes | str]] = set()
    for figure in book.figures:
        column, school = by_key.get(figure.column), schools.get(figure.school)
        if column is None or school is None or not school.uid or column.decision in ("", SKIP):
            continue
        place = (school.uid, column.indicator.uid if column.indicator else column.column.key)
        twice = place in seen
        seen.add(place)
        yield _cell(figure, column, school.uid, standing, twice=twice)


def _cell(
    figure: Figure,
    column: PlannedColumn,
    school: bytes,
    standing: Mapping[tuple[bytes | None, bytes], IndicatorValue],
    *,
    twice: bool,
) -> PlannedCell:
    line = column.indicator
    uid = line.uid if line is not None else None
    base = (school, uid, figure.column)
    try:
        typed = entry.parse(figure.text, line.unit if line is not None else "")
    except UserError as error:
        return PlannedCell(*base, Typed(), "refused", figure.text, figure.where, error.what_happened)
    held = standing.get((school, uid)) if uid is not None else None
    fate = "twice" if twice else _fate(typed, held)
    why = "то же взято из другого столбца" if twice else ""
    return PlannedCell(*base, typed, fate, figure.text, figure.where, why)


def _fate(typed: Typed, held: IndicatorValue | None) -> str:
    if held is None or (held.fact_e4 is None and held.state != "no_data"):
        return "new"
    if held.fact_e4 == typed.value_e4 and (held.state == "no_data") == typed.no_data:
        return "same"
    return "by_hand" if held.source == TYPED else "changed"


# --- writing ---------------------------------------------------------------------------------------------------------


def take(
    document: Document,
    book: ContextBook,
    decisions: Mapping[str, str],
    year: int | None,
    *,
    overwrite: bool = False,
) -> Taken:
    """Plan the book anew, as it was decided last, and write it as one step."""
    planned = plan(document, book, decisions, year, overwrite=overwrite)
    if planned.year is None:
        raise UserError("Не сказано, за какой учебный год сведения.", "Выберите учебный год.")
    if not planned.writes:
        raise UserError(
            "Брать нечего: всё, что понято, в файле уже есть.",
            "Скажите, какие показатели в столбцах и какие это школы.",
        )
    with document.write(f"Загружен социальный паспорт: {quoted(book.source)}") as session:
        return _write(session, planned, decisions)


def _write(session: Session, planned: ContextPlan, decisions: Mapping[str, str]) -> Taken:
    used = {one.school for one in planned.writes}
    created = [one for one in planned.schools if one.is_new and one.uid in used]
    told = planned.told
    write_schools(session, created, [one for one in told.municipalities if one[0] in used])
    write_names(
        session,
        [one for one in told.aliases if one[0] in used],
        [one for one in told.codes if one[0] in used],
    )
    made = _new_indicators(session, planned)
    _remember(session, planned, decisions, made)
    session.flush()
    source = planned.book.source[:200]
    changes = [
        Change(one.school, uid, one.typed, source)
        for one in planned.writes
        if (uid := one.indicator or made.get(one.column)) is not None
    ]
    values = entry.apply(session, planned.year or 0, changes)
    return Taken(values, len(used), len(made))


def _new_indicators(session: Session, planned: ContextPlan) -> dict[str, bytes]:
    wanted = {one.column for one in planned.writes if one.indicator is None}
    return {
        one.column.key: records.save(
            session,
            "indicator",
            None,
            {"use": CONTEXT, "group": "Из книг", "text": one.column.heading[:190]},
        )
        for one in planned.columns
        if one.column.key in wanted
    }


def _remember(
    session: Session, planned: ContextPlan, decisions: Mapping[str, str], made: Mapping[str, bytes]
) -> None:
    """What a person said of columns; a new indicator is known by itself next time."""
    answers = {}
    for one in planned.columns:
        key, uid = column_key(one.column), made.get(one.column.key)
        value = f"same:{uid.hex()}" if uid is not None else one.decision
        if key in decisions and value not in ("", NEW):
            answers[key] = (value, one)
    for key, (value, one) in answers.items():
        text = f"Столбец {quoted(one.column.heading[:80])}: " + (
            "пропускать"
            if value == SKIP
            else one.indicator.text
            if one.indicator is not None
            else one.column.heading[:190]
        )
        uid = uids.learned_answer(key)
        held = session.get(LearnedAnswer, uid)
        if held is None:
            session.add(LearnedAnswer(uid=uid, question=key, value=value, text=text))
        elif held.value != value:
            held.value, held.text = value, text


def decisions_of(
    document: Document,
    planned: ContextPlan,
    schools: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]] = (),
) -> dict[str, str]:
    """Decisions for `plan` from pairs of words: a school of the book and one of the file, «новая», «пропустить»; a column
    of the book and an indicator, «новый», «пропустить»."""
    said = said_of_schools(document, planned.schools, schools, "в книге")
    found = {one.school.key: one.decision for one in said}
    with document.read() as session:
        lines = dictionary.read(session).lines
    for heading, answer in columns:
        column = _one(planned.columns, heading, lambda one: one.column.heading, "Столбца")
        word = answer.strip().casefold()
        if word in ("новый", NEW):
            value = NEW
        elif word in ("пропустить", SKIP):
            value = SKIP
        else:
            value = f"same:{_one(lines, answer, lambda one: one.text, 'Показателя').uid.hex()}"
        found[column_key(column.column)] = value
    return found


def _one(every: Iterable[T], text: str, name: Callable[[T], str], what: str) -> T:
    """The one that is called so, or that alone begins so."""
    wanted = " ".join(text.casefold().split())
    plain = [(" ".join(name(one).casefold().split()), one) for one in every]
    exact = [one for called, one in plain if called == wanted]
    found = exact or [one for called, one in plain if wanted and called.startswith(wanted)]
    if len(found) != 1:
        names = "; ".join(quoted(name(one)) for _, one in plain[:MOST_NAMED])
        raise UserError(f"{what} {quoted(text)} нет или он не один.", f"Есть: {names}.")
    return found[0]


def told(planned: ContextPlan) -> list[str]:
    """The preview in sentences."""
    year = school_years.label(planned.year) if planned.year is not None else "не назван, выберите"
    lines = [
        f"Учебный год: {year}. Школ в книге: {len(planned.schools)}, показателей: {len(planned.columns)}.",
        f"Новых значений {planned.count('new')}, изменённых {planned.count('changed')}, без изменений "
        f"{planned.count('same')}, не взято {planned.count('refused', 'twice')}.",
    ]
    if by_hand := planned.count("by_hand"):
        kept = "будут заменены" if planned.overwrite else "останутся"
        lines.append(f"Введённых вручную и не совпадающих с книгой: {by_hand}, {kept}.")
    if planned.waiting:
        lines.append(f"Решения ждут: {counted(len(planned.waiting), 'школа', 'школы', 'школ')}.")
    unknown = [one.column.heading for one in planned.columns if not one.decision]
    if unknown:
        lines.append(f"Не понято, что в столбцах: {'; '.join(unknown[:MOST_NAMED])}.")
    lines += [f"{one.where.address}: {one.text[:40]} — {one.why}" for one in _refused(planned)[:MOST_NAMED]]
    lines += [
        f"{one.where.address if one.where else ''}: {one.text}" for one in planned.book.problems[:MOST_NAMED]
    ]
    return lines


def _refused(planned: ContextPlan) -> list[PlannedCell]:
    return [one for one in planned.cells if one.fate in ("refused", "twice")]
