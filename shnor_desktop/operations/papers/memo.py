"""Facts of the analytical memo and of the school card, gathered from the document."""

from dataclasses import replace

from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models.schools import School
from shnor_desktop.operations.identification.branches import JudgedSchool, judged_schools
from shnor_desktop.operations.identification.classification import verdicts
from shnor_desktop.operations.identification.draft import draft, incomplete_facts, paper_meta
from shnor_desktop.operations.identification.status_lines import BASIS_LABELS, StatusLine
from shnor_desktop.operations.identification.statuses import school_statuses
from shnor_desktop.operations.papers.quality import card_quality, memo_quality
from shnor_desktop.operations.papers.result_tables import subject_tables
from shnor_desktop.operations.results.held import held_sittings
from shnor_desktop.operations.results.shortfall import shortfalls
from shnor_desktop.papers.results.facts import (
    IncompleteFacts,
    ListSummary,
    MemoFacts,
    MissingData,
    SchoolCardFacts,
    StatusFacts,
    SubjectFacts,
)
from shnor_desktop.rules.figures import STATE_LABELS, ResultState
from shnor_desktop.rules.identification import lowest
from shnor_desktop.rules.identification.explanation import SMALL_N, headline
from shnor_desktop.rules.results.facts import Outcome, Profile, Sitting
from shnor_desktop.rules.results.shortfall import NO_SHARE, Shortfall, of_sittings
from shnor_desktop.rules.words.russian import show_date
from shnor_desktop.rules.words.school_words import FORMS
from shnor_desktop.rules.words.school_years import label

MEMO_YEARS = 3
"""How many school years with results the memo and the card look at."""

STATUS_NAMES = {
    "low_result": "Школа с низкими образовательными результатами",
    "adverse_social": "Школа в неблагоприятных социальных условиях",
    "high_result": "Школа с высокими образовательными результатами",
    "resilient": "Резильентная школа",
    "leader": "Школа-лидер",
    "watch": "Группа внимания",
}


def memo_facts(session: Session, profile: Profile, year: int | None = None) -> MemoFacts:
    """Facts of the memo for the school years up to `year` (the latest with results by default)."""
    sittings, years = _latest(session, year)
    schools = judged_schools(session)
    lacking = shortfalls(session)
    subjects = subject_tables(session, sittings, schools, profile.threshold, lacking)
    with_results = {
        row.name
        for one in subjects
        for part in one.procedures
        for row in part.rows
        if not row.area and any(result.known for result in row.results)
    }
    return MemoFacts(
        meta=paper_meta(session),
        years=tuple(label(one) for one in years),
        threshold=profile.threshold,
        schools=tuple(one.shown for one in schools if one.shown in with_results),
        subjects=subjects,
        summary=_summary(session, profile),
        missing=_missing(subjects, sittings),
        small_n=SMALL_N,
        incomplete=_incomplete(lacking, sittings, year),
        quality=memo_quality(session, sittings, schools, profile.attempts),
    )


def _incomplete(
    lacking: tuple[Shortfall, ...], sittings: tuple[Sitting, ...], year: int | None
) -> tuple[IncompleteFacts, ...]:
    """Of the sittings of the paper, and of later ones of which nothing could be taken."""
    own = of_sittings(lacking, [one.uid for one in sittings])
    first = min((one.school_year for one in sittings), default=0)
    others = [
        replace(one, aside=True)
        for one in lacking
        if not one.schools and one not in own and first <= one.school_year <= (year or one.school_year)
    ]
    return tuple(map(incomplete_facts, (*own, *others)))


def card_facts(session: Session, profile: Profile, school: bytes, year: int | None = None) -> SchoolCardFacts:
    """Facts of the card of one school."""
    record = session.get(School, school)
    if record is None:
        raise UserError("Этой школы нет в файле.", "Выберите школу из списка.")
    sittings, years = _latest(session, year)
    judged = next((one for one in judged_schools(session) if one.school == school), None)
    own = judged or JudgedSchool(school, record.name, record.place, record.official_name)
    own = replace(own, municipality="")
    lacking = shortfalls(session)
    answer = next((one for one in verdicts(session, profile) if one.school == school), None)
    return SchoolCardFacts(
        meta=paper_meta(session),
        name=record.official_name or record.name,
        requisites=_requisites(session, record),
        years=tuple(label(one) for one in years),
        threshold=profile.threshold,
        subjects=_of_school(subject_tables(session, sittings, (own,), profile.threshold, lacking)),
        statuses=tuple(_status(one) for one in school_statuses(session, school)),
        verdict=headline(answer.verdict, record.name) if answer and answer.has_results else "",
        small_n=SMALL_N,
        quality=card_quality(session, sittings, own),
    )


def _latest(session: Session, year: int | None) -> tuple[tuple[Sitting, ...], tuple[int, ...]]:
    """Sittings of the last school years with results, not later than `year`."""
    held = [one for one in held_sittings(session, "sitting") if one.recorded]
    with_share = {one.year for one in held if one.valid} or {one.year for one in held if one.known}
    known = sorted(one for one in with_share if year is None or one <= year)
    years = tuple(known[-MEMO_YEARS:])
    return tuple(one.sitting for one in held if one.year in years), years


def years_with_results(session: Session) -> tuple[int, ...]:
    """School years with results, the latest first."""
    held = held_sittings(session, "sitting")
    with_share = {one.year for one in held if one.valid} or {one.year for one in held if one.known}
    return tuple(sorted(with_share, reverse=True))


def _summary(session: Session, profile: Profile) -> ListSummary:
    drafted = draft(session, profile)

    def meeting(code: str) -> tuple[str, ...]:
        return tuple(
            one.school.shown
            for one in drafted.entries
            if code in one.school.verdict.criteria and one.school.verdict.outcome is Outcome.LOW
        )

    unsure = (Outcome.CONFIRM, Outcome.INSUFFICIENT)
    places = dict.fromkeys(one.municipality for one in drafted.everyone if one.municipality)
    return ListSummary(
        profile=profile.name,
        version=profile.version,
        criteria_1=meeting("C1"),
        criteria_2=meeting("C2"),
        listed=tuple(one.school.shown for one in drafted.included),
        unsure=tuple(one.shown for one in drafted.everyone if one.verdict.outcome in unsure),
        municipalities=tuple(sorted(places)),
        rule=lowest.rule_text(profile) if profile.method else "",
        lowest=meeting(lowest.CODE),
    )


def _missing(subjects: tuple[SubjectFacts, ...], sittings: tuple[Sitting, ...]) -> tuple[MissingData, ...]:
    names = {one.uid.hex(): one.name for one in sittings}
    found: dict[str, list[str]] = {}
    for subject in subjects:
        for procedure in subject.procedures:
            for row in procedure.rows:
                for result in row.results:
                    if result.absent == STATE_LABELS[ResultState.NOT_RECEIVED]:
                        found.setdefault(row.name, []).append(names[result.sitting])
                    elif result.absent == NO_SHARE:
                        found.setdefault(row.name, []).append(f"{names[result.sitting]} ({NO_SHARE})")
    return tuple(MissingData(school, tuple(found[school])) for school in sorted(found))


def _of_school(subjects: tuple[SubjectFacts, ...]) -> tuple[SubjectFacts, ...]:
    """Only procedures in which the school itself has a row."""
    kept = []
    for one in subjects:
        own = tuple(part for part in one.procedures if any(not row.area for row in part.rows))
        if own:
            kept.append(replace(one, procedures=own))
    return tuple(kept)


def _requisites(session: Session, record: School) -> tuple[tuple[str, str], ...]:
    parent = session.get(School, record.parent) if record.parent else None
    return (
        ("Краткое название", record.name),
        ("Вид", dict(FORMS).get(record.form, "") if record.form else ""),
        ("Муниципалитет", record.municipality),
        ("Населённый пункт", record.place),
        ("Филиал школы", parent.name if parent else ""),
        ("Директор", record.director),
        ("Телефон", record.phone),
        ("Электронная почта", record.email),
        ("Адрес", record.address),
        ("Закрыта", show_date(record.closed_on)),
    )


def _status(line: StatusLine) -> StatusFacts:
    basis = BASIS_LABELS.get(line.basis, line.basis)
    return StatusFacts(
        STATUS_NAMES.get(line.kind, line.kind),
        f"{basis} ({line.basis_text})" if line.basis_text else basis,
        line.since,
        line.until,
    )
