"""Who could help a school or a teacher, and why: a partner of the same form and near in size among resilient and leading
schools, a mentor with a category whose own school has no low results in the subject. A person decides."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.office import Person
from shnor_desktop.models.programme import Indicator, IndicatorValue
from shnor_desktop.models.results import Procedure, Subject
from shnor_desktop.models.results import Sitting as SittingRecord
from shnor_desktop.operations.identification import classification
from shnor_desktop.operations.identification.counted_once import Told, valid_figures
from shnor_desktop.operations.results.held import held_sittings
from shnor_desktop.operations.support import assignments
from shnor_desktop.operations.support.assignments import MENTOR, PARTNER, PARTNERS, Assigned, Board
from shnor_desktop.operations.support.schools import SchoolLine
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.results.low_share import is_low
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.name_order import alphabetical, by_name
from shnor_desktop.rules.words.russian import counted, counted_of, joined
from shnor_desktop.rules.words.school_words import FORMS

_YEARS = 2
"""School years whose results tell in which subjects a school is weak."""
_MOST = 5
"""Proposals of one sort."""
_FAR = 3
"""A school so many times larger or smaller is no partner."""
_FORMS = dict(FORMS)
_SIZE_WORDS = frozenset(
    [
        "всего",
        "численность",
        "число",
        "количество",
        "контингент",
        "обучающихся",
        "обучающиеся",
        "учащихся",
        "учащиеся",
        "учеников",
        "ученики",
        "в",
        "школе",
    ]
)
_PUPILS = frozenset(
    ["обучающихся", "обучающиеся", "учащихся", "учащиеся", "учеников", "ученики", "контингент"]
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody who could help."""

    role: str
    kind: str
    """«school», «person»."""
    uid: bytes
    name: str
    subject: str
    """Of a mentor."""
    reasons: tuple[str, ...]

    @property
    def reason(self) -> str:
        return "; ".join(self.reasons)


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed for one school or teacher, and what is said where nothing can be."""

    proposals: tuple[Proposal, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """How many pupils a school has, and how that is known."""

    pupils: int
    told: str


@dataclass(frozen=True, slots=True)
class _Weak:
    """By subject: schools with low results, schools with any, of the last years."""

    low: Mapping[bytes, Mapping[bytes, int]]
    """Subject → school → low results."""
    known: Mapping[bytes, Mapping[bytes, int]]
    """Subject → school → results."""
    years: str


def for_school(session: Session, school: bytes, on: date) -> Proposals:
    """Partners for a school, then mentors in each subject in which it has low results."""
    board = assignments.board(session, on)
    line = next(
        (one for one in board.schools.lines if one.uid == board.schools.heads.get(school, school)), None
    )
    if line is None:
        return Proposals((), ("Этой школы больше нет в файле или она закрыта.",))
    found, told = _partners(session, board, line)
    weak = _weak(session, board)
    subjects = [subject for subject, low in weak.low.items() if line.uid in low]
    names = _subject_names(session, subjects)
    if not subjects:
        told.append(f"Низких результатов у школы {weak.years} в файле нет: предмет наставнику не подсказать.")
    for subject in sorted(subjects, key=lambda one: alphabetical(names[one])):
        mentors, said = _mentors(session, board, weak, subject, names[subject], line)
        found += mentors
        told += said
    return Proposals(tuple(found), tuple(told))


def for_teacher(session: Session, person: bytes, on: date) -> Proposals:
    """Mentors for a teacher in their subject."""
    record = session.get(Person, person)
    if record is None or record.subject is None:
        return Proposals((), ("У сотрудника не указан предмет: наставника подсказать нельзя.",))
    board = assignments.board(session, on)
    head = board.schools.heads.get(record.school, record.school) if record.school else None
    line = next((one for one in board.schools.lines if one.uid == head), None)
    name = _subject_names(session, [record.subject])[record.subject]
    found, told = _mentors(session, board, _weak(session, board), record.subject, name, line)
    return Proposals(tuple(one for one in found if one.uid != person), tuple(told))


# --- partners --------------------------------------------------------------------------------------------------------


def _partners(session: Session, board: Board, line: SchoolLine) -> tuple[list[Proposal], list[str]]:
    bound = {one.who_uid for one in _held(board, line) if one.role in PARTNERS}
    strong = [
        one
        for one in board.schools.lines
        if {"resilient", "leader"} & set(one.statuses) and "low_result" not in one.statuses and one != line
    ]
    alike = [one for one in strong if one.form == line.form and one.uid not in bound]
    if not line.form:
        return [], ["Вид школы не указан: партнёра того же вида подсказать нельзя."]
    form = _FORMS.get(line.form, line.form)
    if not alike:
        other = f" Есть другого вида: {joined([one.name for one in strong[:3]])}." if strong else ""
        return [], [f"Резильентных школ и школ-лидеров того же вида ({form}) в файле нет.{other}"]
    sizes = sizes_of(session, board)
    own = sizes.get(line.uid)
    near = [one for one in alike if _ratio(own, sizes.get(one.uid)) <= _FAR]
    if not near:
        return [], [f"Школы того же вида ({form}) есть, но намного больше или меньше этой."]
    load = {one.who_uid: len(one.schools) for one in board.loads if one.role in PARTNERS}
    near.sort(
        key=lambda one: (_ratio(own, sizes.get(one.uid)), load.get(one.uid, 0), by_name(one.name), one.uid)
    )
    return [
        Proposal(PARTNER, "school", one.uid, one.name, "", _why_partner(one, form, own, sizes, load))
        for one in near[:_MOST]
    ], []


def _why_partner(
    one: SchoolLine,
    form: str,
    own: Size | None,
    sizes: Mapping[bytes, Size],
    load: Mapping[bytes | None, int],
) -> tuple[str, ...]:
    status = "резильентная школа" if "resilient" in one.statuses else "школа-лидер"
    size = sizes.get(one.uid)
    told = f"{size.told}, здесь {own.pupils}" if size and own else "размер школ сравнить нельзя"
    carried = load.get(one.uid, 0)
    already = f"уже партнёр {counted(carried, 'школы', 'школ', 'школ')}" if carried else ""
    return tuple(filter(None, (status, f"тоже {form}", told, already)))


def _ratio(one: Size | None, other: Size | None) -> float:
    """How many times one is larger than the other; what is not known is neither near nor far."""
    if one is None or other is None or not (one.pupils and other.pupils):
        return float(_FAR)
    return max(one.pupils, other.pupils) / min(one.pupils, other.pupils)


def sizes_of(session: Session, board: Board) -> dict[bytes, Size]:
    """Pupils of each school as its social passport has them; where no passport says it of any, the most that took part
    in one work."""
    return _by_passport(session, board) or _by_results(session, board)


def _by_passport(session: Session, board: Board) -> dict[bytes, Size]:
    query = select(Indicator.uid, Indicator.text).where(Indicator.use == "context")
    wanted = [uid for uid, text in session.execute(query) if _counts_pupils(text)]
    values = session.execute(
        select(IndicatorValue.school, IndicatorValue.year, IndicatorValue.fact_e4)
        .where(
            IndicatorValue.indicator.in_(wanted),
            IndicatorValue.school.is_not(None),
            IndicatorValue.fact_e4.is_not(None),
        )
        .order_by(IndicatorValue.year)
    )
    latest: dict[bytes, dict[bytes, int]] = defaultdict(dict)
    for school, _, fact in values:
        if school is not None and fact is not None:
            latest[board.schools.heads.get(school, school)][school] = fact // E4
    return {head: Size(n := sum(found.values()), f"обучающихся {n}") for head, found in latest.items()}


def _counts_pupils(text: str) -> bool:
    words = set(text.casefold().replace("ё", "е").strip(" .").split())
    return bool(words & _PUPILS) and words <= _SIZE_WORDS


def _by_results(session: Session, board: Board) -> dict[bytes, Size]:
    most: dict[bytes, int] = {}
    held = [one for one in held_sittings(session) if one.valid]
    last = max((one.year for one in held), default=0)
    for told in valid_figures(session, [one.sitting for one in held if one.year == last]).values():
        for school, result in told.items():
            head = board.schools.heads.get(school, school)
            most[head] = max(most.get(head, 0), result.figures.participants or 0)
    year = school_years.label(last) if last else ""
    return {
        head: Size(n, f"до {counted_of(n, 'участника', 'участников')} в работе {year}")
        for head, n in most.items()
        if n
    }


# --- mentors ---------------------------------------------------------------------------------------------------------


def _weak(session: Session, board: Board) -> _Weak:
    held = [one for one in held_sittings(session) if one.known]
    years = sorted({one.year for one in held}, reverse=True)[:_YEARS]
    wanted = [one.sitting for one in held if one.year in years]
    threshold = classification.profile(session).threshold
    subjects = {
        uid: subject
        for uid, subject in session.execute(
            select(SittingRecord.uid, Procedure.subject).join(
                Procedure, Procedure.uid == SittingRecord.procedure
            )
        )
    }
    low: dict[bytes, dict[bytes, int]] = defaultdict(lambda: defaultdict(int))
    known: dict[bytes, dict[bytes, int]] = defaultdict(lambda: defaultdict(int))
    for sitting, told in valid_figures(session, wanted).items():
        for school, result in told.items():
            head = board.schools.heads.get(school, school)
            subject = subjects[sitting]
            known[subject][head] += _has_share(result)
            low[subject][head] += _low(result, threshold)
    named = joined([school_years.label(year) for year in sorted(years)])
    return _Weak(
        {subject: {head: n for head, n in of.items() if n} for subject, of in low.items()},
        {subject: {head: n for head, n in of.items() if n} for subject, of in known.items()},
        f"за {named}" if named else "",
    )


def _has_share(one: Told) -> bool:
    figures = one.figures
    return figures.failed_pct_e4 is not None or (
        figures.participants is not None and figures.failed is not None and figures.participants > 0
    )


def _low(one: Told, threshold: int) -> bool:
    figures = one.figures
    return _has_share(one) and is_low(figures.participants, figures.failed, figures.failed_pct_e4, threshold)


def _mentors(
    session: Session, board: Board, weak: _Weak, subject: bytes, name: str, line: SchoolLine | None
) -> tuple[list[Proposal], list[str]]:
    query = select(Person.uid, Person.name, Person.category, Person.school)
    found = [
        one
        for one in session.execute(query.where(Person.subject == subject, Person.school.is_not(None)))
        if _grade(one.category) and (line is None or one.school not in line.family)
    ]
    if not found:
        return [], [f"{name}: учителей с категорией в других школах в файле нет."]
    heads = board.schools.heads
    low, known = weak.low.get(subject, {}), weak.known.get(subject, {})
    proven = [
        one
        for one in found
        if known.get(heads.get(one.school or b"", b"")) and not low.get(heads[one.school])
    ]
    if not proven:
        return [], [
            f"{name}: у школ, где есть учителя с категорией, результаты низкие или их {weak.years} нет в файле."
        ]
    names = {one.uid: one.name for one in board.schools.lines}
    load = _load(board.every, board.on)
    proven.sort(key=lambda one: (_grade(one.category), load.get(one.uid, 0), alphabetical(one.name), one.uid))
    return [
        Proposal(
            MENTOR,
            "person",
            one.uid,
            one.name,
            name,
            tuple(
                filter(
                    None,
                    (
                        f"{name}, категория: {one.category}",
                        f"{names.get(heads[one.school], '')}: низких результатов по предмету нет, "
                        + f"всего {counted(known[heads[one.school]], 'результат', 'результата', 'результатов')} {weak.years}",
                        f"уже наставник: {load[one.uid]}" if load.get(one.uid) else "",
                    ),
                )
            ),
        )
        for one in proven[:_MOST]
    ], []


def _grade(category: str) -> int:
    """1 the highest, 2 the first; 0 none."""
    plain = category.casefold()
    if any(word in plain for word in ("без ", "не имеет", "нет", "соответств")):
        return 0
    return 1 if "высш" in plain else 2 if plain.startswith(("перв", "1", "i")) else 0


def _load(every: Iterable[Assigned], on: date) -> dict[bytes | None, int]:
    found: dict[bytes | None, int] = defaultdict(int)
    for one in every:
        if one.role == MENTOR and one.in_force(on):
            found[one.who_uid] += 1
    return found


def _held(board: Board, line: SchoolLine) -> tuple[Assigned, ...]:
    return next((one.held for one in board.people if one.uid == line.uid), ())


def _subject_names(session: Session, subjects: Iterable[bytes]) -> dict[bytes, str]:
    query = select(Subject.uid, Subject.name).where(Subject.uid.in_(list(subjects)))
    return {uid: name for uid, name in session.execute(query)}
