"""Facts of the analytical memo and of the school card, gathered from the document."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models.schools import School
from shnor_desktop.operations.identification.branches import JudgedSchool, judged_schools
from shnor_desktop.operations.identification.classification import SchoolVerdict, verdicts
from shnor_desktop.operations.identification.classification import profile as find_profile
from shnor_desktop.operations.identification.draft import UNSURE, Draft, draft, last_year, paper_meta
from shnor_desktop.operations.identification.frozen import FrozenOutcome
from shnor_desktop.operations.identification.listed_paper import method_source, result_records
from shnor_desktop.operations.identification.signed_lists import SignedList, newest_signed, would_change
from shnor_desktop.operations.identification.status_lines import BASIS_LABELS, StatusLine
from shnor_desktop.operations.identification.statuses import school_statuses
from shnor_desktop.operations.papers.kind import Answers
from shnor_desktop.operations.papers.quality import card_quality, memo_quality
from shnor_desktop.operations.papers.result_tables import subject_tables
from shnor_desktop.operations.results.held import held_sittings
from shnor_desktop.operations.results.shortfall import shortfalls
from shnor_desktop.papers.results.facts import (
    ListSummary,
    MemoFacts,
    MissingData,
    Named,
    SchoolCardFacts,
    StatusFacts,
    SubjectFacts,
)
from shnor_desktop.papers.tree.paper import Source, Sources
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


def gather_memo(session: Session, answers: Answers) -> MemoFacts:
    """Facts of the memo that is asked for."""
    return memo_facts(session, find_profile(session, answers.get("profile")), answers.get("year"))


def memo_facts(session: Session, profile: Profile, year: int | None = None) -> MemoFacts:
    """Facts of the memo for the school years up to `year` (the latest with results by default)."""
    sittings, years = _latest(session, year)
    schools = judged_schools(session)
    lacking = shortfalls(session)
    subjects = subject_tables(session, sittings, schools, profile.threshold, lacking)
    with_results = {
        source
        for one in subjects
        for part in one.procedures
        for row in part.rows
        if not row.area and any(result.known for result in row.results)
        for source in row.source
    }
    named = (Named(one.shown, (("school", one.school),)) for one in schools)
    return MemoFacts(
        meta=paper_meta(session),
        years=tuple(label(one) for one in years),
        threshold=profile.threshold,
        schools=tuple(one for one in named if with_results.issuperset(one.source)),
        subjects=subjects,
        summary=_summary(session, profile),
        missing=_missing(subjects, sittings),
        small_n=SMALL_N,
        incomplete=_incomplete(lacking, sittings, year),
        quality=memo_quality(session, sittings, schools, profile.attempts),
        method=method_source(profile),
        last_counts=profile.attempts == "last",
    )


def _incomplete(
    lacking: tuple[Shortfall, ...], sittings: tuple[Sitting, ...], year: int | None
) -> tuple[Shortfall, ...]:
    """Of the sittings of the paper, and of later ones of which nothing could be taken."""
    own = of_sittings(lacking, [one.uid for one in sittings])
    first = min((one.school_year for one in sittings), default=0)
    others = [
        replace(one, aside=True)
        for one in lacking
        if not one.schools and one not in own and first <= one.school_year <= (year or one.school_year)
    ]
    return (*own, *others)


def gather_card(session: Session, answers: Answers) -> SchoolCardFacts:
    """Facts of the card of one school."""
    profile, school = find_profile(session, answers.get("profile")), answers["school"]
    record = session.get(School, school)
    if record is None:
        raise UserError("Этой школы нет в файле.", "Выберите школу из списка.")
    sittings, years = _latest(session, answers.get("year"))
    judged = next((one for one in judged_schools(session) if one.school == school), None)
    own = judged or JudgedSchool(school, record.name, record.place, record.official_name)
    own = replace(own, municipality="")
    lacking = shortfalls(session)
    answer = next((one for one in verdicts(session, profile) if one.school == school), None)
    records = result_records(session, profile, [school]).get(school, {})
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
        source=(("school", school),),
        verdict_source=tuple(source for these in records.values() for source in these),
        method=method_source(profile),
    )


def _latest(session: Session, year: int | None) -> tuple[tuple[Sitting, ...], tuple[int, ...]]:
    """Sittings of the last school years with results, not later than `year`."""
    held = [one for one in held_sittings(session, "sitting") if one.recorded]
    with_share = {one.year for one in held if one.valid} or {one.year for one in held if one.known}
    known = sorted(one for one in with_share if year is None or one <= year)
    years = tuple(known[-MEMO_YEARS:])
    return tuple(one.sitting for one in held if one.year in years), years


def _summary(session: Session, profile: Profile) -> ListSummary:
    """What the list says: the signed one of that year, else the draft."""
    drafted = draft(session, profile)
    places = dict.fromkeys(one.municipality for one in drafted.everyone if one.municipality)
    summary = ListSummary(
        profile=profile.name,
        version=profile.version,
        criteria_1=_meeting(drafted, "C1"),
        criteria_2=_meeting(drafted, "C2"),
        listed=_shown(one.school for one in drafted.included),
        unsure=_shown(one for one in drafted.everyone if one.verdict.outcome in UNSURE),
        municipalities=tuple(sorted(places)),
        rule=lowest.rule_text(profile) if profile.method else "",
        lowest=_meeting(drafted, lowest.CODE),
        method=method_source(profile),
        unheld=not profile.slot_a and not profile.slot_b,
    )
    signed = newest_signed(session, last_year(profile) + 1) if profile.slot_a else None
    if signed is None:
        return summary
    changes = would_change(session, signed.uid)
    return replace(
        _as_signed(summary, drafted, signed),
        otherwise=tuple(one.name for one in changes if one.decision),
        added=tuple(one.name for one in changes if one.added),
    )


def _as_signed(summary: ListSummary, drafted: Draft, signed: SignedList) -> ListSummary:
    """What was signed, by the method it was signed with; schools are called as they are now."""
    now = {one.school: one.shown for one in drafted.everyone}
    of_list: Sources = (("status_list", signed.uid),)
    kept, profile = signed.kept.outcomes, signed.kept.profile

    def named(code: str) -> tuple[Named, ...]:
        return _as_named(kept, now, lambda one: code in one.criteria and one.outcome is Outcome.LOW, of_list)

    return replace(
        summary,
        profile=profile.name,
        version=profile.version,
        criteria_1=named("C1"),
        criteria_2=named("C2"),
        listed=_as_named(kept, now, lambda one: one.listed, of_list),
        unsure=_as_named(kept, now, lambda one: not one.listed and one.outcome in UNSURE, of_list),
        signed_on=signed.signed_on,
        rule=lowest.rule_text(profile) if profile.method else "",
        lowest=named(lowest.CODE),
        method=of_list,
    )


def _as_named(
    outcomes: Iterable[FrozenOutcome],
    now: Mapping[bytes, str],
    holds: Callable[[FrozenOutcome], bool],
    of_list: Sources,
) -> tuple[Named, ...]:
    return tuple(
        Named(now.get(one.school, one.name), (("school", one.school), *of_list))
        for one in outcomes
        if holds(one)
    )


def _meeting(drafted: Draft, code: str) -> tuple[Named, ...]:
    return _shown(
        one.school
        for one in drafted.entries
        if code in one.school.verdict.criteria and one.school.verdict.outcome is Outcome.LOW
    )


def _shown(schools: Iterable[SchoolVerdict]) -> tuple[Named, ...]:
    return tuple(Named(one.shown, (("school", one.school),)) for one in schools)


def _missing(subjects: tuple[SubjectFacts, ...], sittings: tuple[Sitting, ...]) -> tuple[MissingData, ...]:
    names = {one.uid.hex(): one.name for one in sittings}
    found: dict[str, list[str]] = {}
    behind: dict[str, list[Source]] = {}
    rows = (row for subject in subjects for part in subject.procedures for row in part.rows)
    for row in rows:
        for result in row.results:
            if result.absent in (STATE_LABELS[ResultState.NOT_RECEIVED], NO_SHARE):
                why = f" ({NO_SHARE})" if result.absent == NO_SHARE else ""
                found.setdefault(row.name, []).append(names[result.sitting] + why)
                behind.setdefault(row.name, list(row.source)).extend(result.source)
    return tuple(
        MissingData(Named(school, tuple(behind[school])), tuple(found[school])) for school in sorted(found)
    )


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
        ("Краткое наименование", record.name),
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
        (("school_status", line.uid),),
    )
