"""Planning an import: what workbooks would add, change, leave and refuse. `plan_import` is pure; `known_results`
takes the snapshot of the document it is planned against."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TypeVar

from shnor_desktop.models import uids
from shnor_desktop.models.results import AREAS
from shnor_desktop.operations.results.corrections import answers_of, skipped_schools, without_schools
from shnor_desktop.operations.results.coverage import (
    WAITING,
    Left,
    loaded_at_last,
    lost_results,
    marker_keys,
    not_taken,
)
from shnor_desktop.operations.results.figure_merge import Merged, Stored, are_same, joined, merge
from shnor_desktop.operations.results.new_schools import plan_schools, school_name
from shnor_desktop.operations.results.plan_types import (
    FIGURE_NAMES,
    Fate,
    ImportPlan,
    PlannedBook,
    PlannedLost,
    PlannedRow,
    PlannedSchool,
    PlannedSitting,
    as_figures,
    as_tuple,
    figures_text,
)
from shnor_desktop.operations.results.snapshot import KnownResults, known_results, plan_sittings
from shnor_desktop.operations.schools.matching import match
from shnor_desktop.rules.figures import ResultState, by_marks
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.rules.words.short_names import short_name
from shnor_desktop.sheets.book.problems import CellRef, Problem, Reason, Severity
from shnor_desktop.sheets.results.types import (
    AreaRow,
    FlagRow,
    LostRow,
    ReadBook,
    ReadRow,
    SchoolMention,
    SittingMention,
)

__all__ = ["KnownResults", "known_results", "mentioned_sittings", "plan_import"]
_OfBook = TypeVar("_OfBook", PlannedRow, PlannedLost)


def plan_import(
    known: KnownResults, books: ReadBook | Sequence[ReadBook], decisions: Mapping[str, str] | None = None
) -> ImportPlan:
    """What importing the books would do. `decisions`: see `PlannedSchool.key`; remembered answers count too."""
    books = (books,) if isinstance(books, ReadBook) else tuple(books)
    made = {**known.answers, **(decisions or {})}
    books, passed = without_schools(books, made)
    schools = plan_schools(known.schools, _mentioned_schools(books), made)
    sittings = plan_sittings(known, mentioned_sittings(books))
    planner = _Planner(known, {one.mention: one for one in schools.schools}, sittings, schools.names)
    for number, book in enumerate(books):
        planner.take_book(number, book)
    lost = lost_results(known, books, schools.schools, sittings, planner)
    told = [told for number, book in enumerate(books) if (told := planner.take_flags(number, book))]
    used = {one.sitting for one in (*planner.rows, *planner.areas) if one.fate in (Fate.NEW, Fate.CHANGED)}
    used |= {one.sitting for one in lost if one.uid or one.question}
    taken = {row.school for row in planner.rows if row.school}
    of_book, lost_of = _by_book(planner.rows), _by_book(lost)
    unique = {one.uid: one for one in sittings.values() if one is not None and one.uid in used}
    all_rows = (*planner.rows, *_refused_by_reader(books, sittings))
    of_books = tuple(one for book in books for one in book.passed)
    left_out = (*passed, *of_books, *skipped_schools(schools.schools))
    return ImportPlan(
        books=tuple(PlannedBook(book.source, book.sha256, book.reconciled) for book in books),
        rows=all_rows,
        areas=tuple(planner.areas),
        schools=schools.schools,
        names=schools.names,
        sittings=tuple(unique.values()),
        aliases=tuple(one for one in schools.aliases if one[0] in taken),
        codes=tuple(one for one in schools.codes if one[0] in taken),
        municipalities=tuple(one for one in schools.municipalities if one[0] in taken),
        answers=(
            *(one for one in schools.answers if known.answers.get(one[0]) != one[1]),
            *answers_of((*passed, *of_books), known.answers),
            *((key, WAITING, text) for key, text in planner.waiting.items() if key not in known.answers),
        ),
        problems=(
            *(p for book in books for p in book.problems if p.severity is not Severity.REFUSED),
            *told,
            *_other_high_scores(known, books, sittings),
        ),
        counts=Counter(str(row.fate) for row in (*all_rows, *planner.areas)),
        lost=lost,
        loaded=(
            *loaded_at_last(known, books, {one.mention for one in schools.schools if one.uid}, sittings),
            *dict.fromkeys(planner.met_markers),
        ),
        told=tuple(
            line
            for n, book in enumerate(books)
            for line in not_taken(
                book, of_book[n], lost_of[n], settled=any(one.source in ("", book.source) for one in left_out)
            )
        ),
        passed=left_out,
        amended=tuple((number, one) for number, book in enumerate(books) for one in book.amended),
        high_from=tuple(
            (uid, scores.pop())
            for uid, scores in _high_scores(books, sittings).items()
            if uid in used and len(scores) == 1 and not known.high_from.get(uid)
        ),
    )


def _by_book(rows: Iterable[_OfBook]) -> Mapping[int, list[_OfBook]]:
    found: dict[int, list[_OfBook]] = defaultdict(list)
    for row in rows:
        found[row.book].append(row)
    return found


def _high_scores(
    books: Sequence[ReadBook], sittings: Mapping[SittingMention, PlannedSitting | None]
) -> dict[bytes, set[int]]:
    """What the books call a high score, by sitting."""
    found: dict[bytes, set[int]] = defaultdict(set)
    for book in books:
        for mention, score in book.high_from:
            if (sitting := sittings.get(mention)) is not None:
                found[sitting.uid].add(score)
    return found


def _other_high_scores(
    known: KnownResults, books: Sequence[ReadBook], sittings: Mapping[SittingMention, PlannedSitting | None]
) -> list[Problem]:
    """Where a high score begins elsewhere than the document or another book has it, the numbers are not comparable."""
    names = {one.uid: one.name for one in sittings.values() if one is not None}
    problems = []
    for uid, scores in _high_scores(books, sittings).items():
        there = {*scores, *filter(None, (known.high_from.get(uid),))}
        if len(there) > 1:
            text = f"{names[uid]}: высокий балл начинается по-разному — с {' и с '.join(map(str, sorted(there)))}."
            advice = "Сверьте с источником; в проведении можно указать «Высокий балл от»."
            problems.append(Problem(Severity.WARNING, text, advice, None, reason=Reason.DOUBTED))
    return problems


def _mentioned_schools(books: Sequence[ReadBook]) -> dict[SchoolMention, tuple[frozenset[str], int]]:
    """Every mention in the order it is met, with its sheets and the number of its rows."""
    sheets: dict[SchoolMention, set[str]] = defaultdict(set)
    rows: Counter[SchoolMention] = Counter()
    for number, book in enumerate(books):
        sheet = met = None
        for row in book.rows:
            rows[row.school] += 1
            if met is None or sheet is not (row.cells and row.cells[0].sheet):
                sheet = row.cells and row.cells[0].sheet
                met = f"{number}:{sheet or ''}"
            sheets[row.school].add(met)
    return {mention: (frozenset(met), rows[mention]) for mention, met in sheets.items()}


def mentioned_sittings(books: Sequence[ReadBook]) -> dict[SittingMention, None]:
    """Every mention in the order it is met."""
    found: dict[SittingMention, None] = {}
    last = None
    for book in books:
        lines: tuple[ReadRow | AreaRow | LostRow | FlagRow, ...]
        lines = (*book.rows, *book.areas, *book.lost, *book.flags)
        for one in lines:
            if one.sitting is not last:
                last = one.sitting
                found[last] = None
    return found


def _refused_by_reader(
    books: Sequence[ReadBook], sittings: Mapping[SittingMention, PlannedSitting | None]
) -> list[PlannedRow]:
    """What the reader left out, as rows of the plan, so that one list shows everything that was not taken."""
    rows = []
    for number, book in enumerate(books):
        about = {one.where: known.name for one in book.lost if (known := sittings.get(one.sitting))}
        for problem in book.problems:
            if problem.severity is Severity.REFUSED:
                where = (problem.where,) if problem.where else ()
                sitting = about.get(problem.where, "") if problem.where else ""
                why = f"{problem.text} {problem.what_to_do}".strip()
                rows.append(
                    _refused(
                        Fate.REFUSED,
                        short_name(problem.school),
                        sitting,
                        _source(book, where),
                        number,
                        where,
                        why,
                    )._replace(group=problem.reason)
                )
    return rows


def _refused(
    fate: Fate, school: str, sitting: str, source: str, book: int, cells: tuple[CellRef, ...], why: str
) -> PlannedRow:
    nothing = (None,) * len(FIGURE_NAMES)
    return PlannedRow(
        fate, b"", b"", school, b"", sitting, "", "", False, nothing, source, book, cells, (), why
    )


def _shrinks(old: Stored | None, given: Stored) -> str:
    """Why a protocol is not taken: it holds less than half of the pupils whose result is there already."""
    if old is None or old.state != ResultState.VALID:
        return ""
    before, after = (as_figures(one.figures).participants for one in (old, given))
    if not before or after is None or 2 * after >= before:
        return ""
    there = counted(before, "участник", "участника", "участников")
    here = counted(after, "участник", "участника", "участников")
    return (
        f"В протоколе {here}, а в файле у этой школы уже {there}: похоже, это не весь протокол. Прежний результат "
        "оставлен. Если верен протокол, удалите прежний результат и загрузите его снова."
    )


def _by_marks(sitting: PlannedSitting) -> bool:
    return by_marks(sitting.mention.family, sitting.mention.level)


def _source(book: ReadBook, cells: Sequence[CellRef]) -> str:
    if not cells:
        return book.source
    anew = [one.where.address.rpartition("!")[2] for one in book.amended if one.where in cells]
    told = f" (исправлено при загрузке: {', '.join(anew)})" if anew else ""
    return f"{book.source} · {cells[0].address}{told}"


def _added_up(row: ReadRow) -> str:
    """«5А + 5Б: строки 6, 7»; of classes that stand beside each other, or on several sheets, the cells."""
    if not row.parts:
        return ""
    grade = row.sitting.sitting_grade or ""
    names = " + ".join(f"{grade if one.isalpha() else ''}{one.upper()}" for one in row.parts)
    rows = list(dict.fromkeys((cell.sheet, cell.row) for cell in row.cells))
    if len(rows) == len(row.parts) and len({sheet for sheet, _ in rows}) == 1:
        return f"{names}: строки {', '.join(str(number) for _, number in rows)}"
    places = dict.fromkeys(cell.address for cell in row.cells)
    return f"{names}: {', '.join(places)}"


@dataclass(slots=True)
class _Planner:
    """Goes through the rows of the books one by one."""

    known: KnownResults
    schools: Mapping[SchoolMention, PlannedSchool]
    sittings: Mapping[SittingMention, PlannedSitting | None]
    names: Mapping[bytes, str]
    rows: list[PlannedRow] = field(default_factory=list)
    areas: list[PlannedRow] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    """Rows that were read and are not taken for want of a subject or of a decision about the school."""
    waiting: dict[str, str] = field(default_factory=dict)
    """What is remembered of markers whose results are not in the file yet: key and text."""
    met_markers: list[str] = field(default_factory=list)
    """Keys of remembered markers whose results these books bring."""
    _seen: dict[tuple[bytes, bytes], tuple[int, Stored]] = field(default_factory=dict)
    """Where the line of a result stands in `rows`, and what all lines about it say together."""
    _seen_areas: dict[bytes, int] = field(default_factory=dict)
    _waited_for: bool = field(init=False)
    """Do markers wait for results at all?"""

    def __post_init__(self) -> None:
        self._waited_for = WAITING in self.known.answers.values()

    @property
    def met(self) -> Set[tuple[bytes, bytes]]:
        """(sitting, school) of every result the books give."""
        return self._seen.keys()

    def take_book(self, number: int, book: ReadBook) -> None:
        """Plan everything one book holds."""
        for row in book.rows:
            self._take_row(number, book, row)
        for area in book.areas:
            self._take_area(number, book, area)

    def take_flags(self, number: int, book: ReadBook) -> Problem | None:
        """Markers of non-objectivity go to the results they belong to, of the file or of this import; never a new one.
        Those whose results are not there yet are remembered for them."""
        marked = 0
        for flag in book.flags:
            sitting = self.sittings[flag.sitting]
            school = match(self.known.schools, flag.school).school or self._of_import(flag) or b""
            if sitting is not None and not (school and self._mark(number, book, flag, sitting, school)):
                told = f"{school_name(flag.school)}, {sitting.name}: признак необъективности"
                for key in marker_keys(sitting.uid, school, flag.school)[: 1 if school else None]:
                    self.waiting[key] = f"{told} ({_source(book, (flag.where,))})"
            elif sitting is not None:
                marked += 1
        if not book.flags:
            return None
        without = len(book.flags) - marked
        text = (
            f"Отмечены признаки необъективности: {counted(marked, 'результат', 'результата', 'результатов')}"
        )
        remembered = counted(without, "признака", "признаков", "признаков")
        text += f", для {remembered} результата в файле нет: запомнено до его загрузки." if without else "."
        return Problem(Severity.NOTE, text, "", book.flags[0].where, reason=Reason.ASIDE)

    def _of_import(self, flag: FlagRow) -> bytes:
        """The school these books name with the same code, or by the same name and municipality."""
        for mention, planned in self.schools.items():
            same = flag.school.code and mention.code == flag.school.code
            if same or (mention.name, mention.municipality) == (flag.school.name, flag.school.municipality):
                return planned.uid
        return b""

    def _mark(
        self, number: int, book: ReadBook, flag: FlagRow, sitting: PlannedSitting, school: bytes
    ) -> bool:
        """Whether there is such a result."""
        key = (sitting.uid, school)
        old, held = self.known.results.get(key), self._seen.get(key)
        if held is not None:
            place, before = held
            first, given = self.rows[place], before._replace(flag=True)
            self._seen[key] = place, given
            merged = merge(old, given, _by_marks(sitting))
            self.rows[place] = self._planned(merged, school, sitting, first.source, first.book, first.cells)
        elif old is not None:
            merged = merge(old, old._replace(flag=True), _by_marks(sitting))
            source = _source(book, (flag.where,))
            self._seen[key] = len(self.rows), old._replace(flag=True)
            self.rows.append(self._planned(merged, school, sitting, source, number, (flag.where,)))
        return old is not None or held is not None

    def _markers_of(self, row: ReadRow, sitting: bytes, school: bytes) -> list[str]:
        """Keys of the markers that an earlier import remembered for the result."""
        if not self._waited_for or row.state != ResultState.VALID:
            return []
        return [
            key for key in marker_keys(sitting, school, row.school) if self.known.answers.get(key) == WAITING
        ]

    def _take_row(self, number: int, book: ReadBook, row: ReadRow) -> None:
        school, sitting = self.schools[row.school], self.sittings[row.sitting]
        source = _source(book, row.cells)
        if sitting is None:
            why = f"Предмета «{row.sitting.subject}» нет в справочнике. Добавьте предмет в «Справочниках»."
            self.left.append(Left(number, row, f"предмета «{row.sitting.subject}» нет в справочнике"))
            self.rows.append(
                _refused(Fate.REFUSED, school_name(row.school), "", source, number, row.cells, why)
            )
        elif not school.uid:
            if school.decision == "skip":
                return
            why = "Не решено, какая это школа."
            self.left.append(Left(number, row, "не решено, какая это школа"))
            self.rows.append(
                _refused(Fate.WAITING, school_name(row.school), sitting.name, source, number, row.cells, why)
            )
        else:
            self._take_known(number, row, school.uid, sitting, source)

    def _take_known(
        self, number: int, row: ReadRow, school: bytes, sitting: PlannedSitting, source: str
    ) -> None:
        key = (sitting.uid, school)
        old = self.known.results.get(key)
        uid = old.uid if old else uids.school_result(sitting.uid, school)
        remembered = self._markers_of(row, sitting.uid, school)
        flag = row.objectivity_flag or bool(remembered)
        given = Stored(uid, row.state, row.reason, flag, as_tuple(row.figures))
        held = self._seen.get(key)
        if held is not None:
            self._take_repeated(number, row, school, sitting, source, given, held)
            return
        why = _shrinks(old, given) if row.by_pupils else ""
        if why:
            refused = _refused(Fate.REFUSED, self.names[school], sitting.name, source, number, row.cells, why)
            self.rows.append(refused._replace(group=Reason.PART_OF_PROTOCOL))
            return
        self.met_markers += remembered
        self._seen[key] = len(self.rows), given
        merged = Merged(Fate.NEW, given) if old is None else merge(old, given, _by_marks(sitting))
        planned = self._planned(merged, school, sitting, source, number, row.cells)
        self.rows.append(planned._replace(added_up=_added_up(row)))

    def _planned(
        self,
        merged: Merged,
        school: bytes,
        sitting: PlannedSitting,
        source: str,
        number: int,
        cells: tuple[CellRef, ...],
    ) -> PlannedRow:
        one = merged.stored
        return PlannedRow(
            merged.fate,
            one.uid,
            school if merged.fate is not Fate.REFUSED else b"",
            self.names[school],
            sitting.uid,
            sitting.name,
            one.state,
            one.reason,
            one.flag,
            one.figures,
            source,
            number,
            cells,
            merged.changes,
            merged.why,
        )

    def _take_repeated(
        self,
        number: int,
        row: ReadRow,
        school: bytes,
        sitting: PlannedSitting,
        source: str,
        given: Stored,
        held: tuple[int, Stored],
    ) -> None:
        """A second line about the same school and sitting: a repeat, more figures, or a contradiction."""
        place, before = held
        first = self.rows[place]
        if are_same(before, given):
            repeat = Merged(Fate.UNCHANGED, given, (), f"Повторяет {first.source}.")
            self.rows.append(self._planned(repeat, school, sitting, source, number, row.cells))
            return
        together = joined(before, given, _by_marks(sitting))
        if together is None:
            there = figures_text(before.state, before.figures, before.reason)
            here = figures_text(given.state, given.figures, given.reason)
            why = f"Этот результат уже есть: {first.source} — {there}, а здесь {here}. Оставьте в книге одну строку."
        else:
            merged = merge(self.known.results.get((sitting.uid, school)), together, _by_marks(sitting))
            if merged.fate is not Fate.REFUSED:
                self._seen[sitting.uid, school] = place, together
                self.rows[place] = self._planned(
                    merged, school, sitting, first.source, first.book, (*first.cells, *row.cells)
                )
                return
            why = merged.why
        self.rows.append(
            _refused(Fate.REFUSED, self.names[school], sitting.name, source, number, row.cells, why)
        )

    def _take_area(self, number: int, book: ReadBook, row: AreaRow) -> None:
        sitting = self.sittings[row.sitting]
        if sitting is None:
            return
        name = row.name or dict(AREAS).get(row.kind, row.kind)
        uid = uids.area_result(sitting.uid, row.kind, name)
        given = Stored(uid, ResultState.VALID, "", False, as_tuple(row.figures))
        if uid in self._seen_areas:
            return
        self._seen_areas[uid] = len(self.areas)
        merged = merge(self.known.areas.get(uid), given, _by_marks(sitting))
        one = merged.stored
        self.areas.append(
            PlannedRow(
                merged.fate, uid, b"", name, sitting.uid, sitting.name, one.state, "", False, one.figures,
                _source(book, row.cells), number, row.cells, merged.changes, merged.why, row.kind,
            )
        )  # fmt: skip
