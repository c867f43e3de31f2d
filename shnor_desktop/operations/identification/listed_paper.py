"""What the paper of a list is composed from: the draft as it would be signed now, or a signed list as it was."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.document.state.row import marks
from shnor_desktop.operations.identification.branches import family_uids, judged_schools
from shnor_desktop.operations.identification.classification import SchoolVerdict
from shnor_desktop.operations.identification.draft import (
    UNSURE,
    Draft,
    DraftEntry,
    last_year,
    paper_meta,
    plain_why_not,
    printed_name,
)
from shnor_desktop.operations.identification.status_lines import BASIS_LABELS
from shnor_desktop.operations.identification.statuses import ORDER, OTHER, REGIONAL
from shnor_desktop.operations.results.shortfall import of_profile, subject_names
from shnor_desktop.papers.identification.facts import (
    Difference,
    ListedSchool,
    ListFacts,
    Records,
    StatusBasis,
    UnsureSchool,
    WatchedSchool,
)
from shnor_desktop.papers.tree.frame import PaperMeta
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.rules.identification.classifier import near_threshold
from shnor_desktop.rules.identification.explanation import SMALL_N
from shnor_desktop.rules.identification.lowest import explained
from shnor_desktop.rules.results.facts import Outcome, Profile
from shnor_desktop.rules.results.sitting_names import spoken
from shnor_desktop.rules.words.russian import joined
from shnor_desktop.rules.words.school_years import label


def list_facts(
    session: Session, drafted: Draft, *, meta: PaperMeta | None = None, signed_on: str = ""
) -> ListFacts:
    """Facts of «Перечень школ с низкими образовательными результатами»."""
    profile, entries = drafted.profile, drafted.entries
    names = subject_names(session)
    listed = {one.school.school for one in drafted.included}
    decided = {one.school.school: _decided(one) for one in entries} if signed_on else {}
    regional = any(ground.basis == REGIONAL for one in entries for ground in one.grounds)
    left = [one for one in drafted.everyone if one.school not in listed]
    watched = [one for one in left if one.verdict.watch and one.verdict.outcome is Outcome.NOT]
    told = (*(one.school.school for one in entries), *(one.school for one in watched))
    records = result_records(session, profile, told)
    return ListFacts(
        meta=meta or paper_meta(session),
        profile=profile,
        school_year=label(last_year(profile) + 1) if profile.slot_a else "",
        schools_total=len(drafted.everyone),
        schools=tuple(_listed(one, profile, records) for one in drafted.included),
        differences=tuple(
            difference
            for one in entries
            if (difference := _difference(one, profile, regional, records)) is not None
        ),
        unsure=tuple(
            unsure for one in left if (unsure := _unsure(one, decided.get(one.school, ""), names)) is not None
        ),
        watch=tuple(_watched(one, profile, names, records) for one in watched),
        signed_on=signed_on,
        small_n=SMALL_N,
        incomplete=of_profile(session, profile),
        spoken={"A": spoken(profile.slot_a, names), "B": spoken(profile.slot_b, names)},
        examined=tuple(("school", one.school) for one in drafted.everyone),
        method=method_source(profile),
    )


def method_source(profile: Profile) -> Sources:
    """The record of a profile; one that the program itself holds has none."""
    return (("method_profile", profile.uid),) if profile.uid else ()


def result_records(session: Session, profile: Profile, schools: Iterable[bytes]) -> dict[bytes, Records]:
    """The records behind the results of judged schools at the sittings of a profile, branches added."""
    wanted, families = set(schools), {one.school: family_uids(one) for one in judged_schools(session)}
    judged = {
        member: school
        for school in wanted
        for member in families.get(school, (school,))
        if member == school or member not in wanted  # A branch that stands apart answers for itself.
    }
    sittings = tuple(one.uid for one in (*profile.slot_a, *profile.slot_b))
    found: dict[bytes, dict[bytes, Sources]] = {}
    members = tuple(judged)
    for at in range(0, len(members), 500):
        part = members[at : at + 500]
        rows = raw_of(session).execute(
            f"SELECT uid, school, sitting FROM school_result WHERE school IN ({marks(part)}) "
            f"AND sitting IN ({marks(sittings)}) AND _dup = 0 ORDER BY uid",
            (*part, *sittings),
        )
        for uid, school, sitting in rows if sittings else ():
            own = found.setdefault(judged[school], {})
            own[sitting] = (*own.get(sitting, ()), ("school_result", uid))
    return dict(found)


def _listed(entry: DraftEntry, profile: Profile, records: Mapping[bytes, Records]) -> ListedSchool:
    verdict = entry.school.verdict
    basis = []
    if verdict.outcome in (Outcome.LOW, Outcome.CONFIRM):
        confirmed = "" if entry.computed else f"подтверждено: {entry.reason}" if entry.reason else ""
        basis.append(StatusBasis("computation", confirmed))
    elif not entry.grounds:
        basis.append(StatusBasis("decision", entry.reason))
    basis += [StatusBasis(one.basis, one.basis_text, one.since) for one in entry.grounds]
    return ListedSchool(
        name=printed_name(entry.school),
        criteria=verdict.criteria,
        low=verdict.low,
        basis=tuple(basis),
        place=entry.school.place,
        one_pupil_decides=verdict.one_pupil_decides,
        explained=explained(profile, verdict.place) if verdict.place else "",
        source=_school(entry.school),
        records=records.get(entry.school.school, {}),
    )


def _school(school: SchoolVerdict) -> Sources:
    return (("school", school.school),)


def _difference(
    entry: DraftEntry, profile: Profile, regional: bool, records: Mapping[bytes, Records]
) -> Difference | None:
    """Where the computation and the region, an order or a person's decision disagree."""
    name, computed = printed_name(entry.school), bool(entry.school.verdict.criteria)
    source = joined(tuple(dict.fromkeys(one.basis_text for one in entry.grounds)))
    own = records.get(entry.school.school, {})
    behind = (*_school(entry.school), *(one for these in own.values() for one in these))
    if computed and not entry.included:
        if entry.unsure:
            return None  # It is told among the unsure, with the decision.
        return Difference(name, True, False, _left_out(entry, "По расчёту входит"), records=behind)
    if entry.grounds and not computed:
        why = plain_why_not(entry.school.verdict, profile)
        if not entry.included:
            why += " " + _left_out(entry, f"Названа {_named_by(entry)}, но не расчётом")
        return Difference(name, False, True, why, source, behind)
    if regional and computed and not any(one.basis == REGIONAL for one in entry.grounds):
        why = "В перечне региона этой школы нет."
        return Difference(name, True, bool(entry.grounds), why, source, behind)
    return None


def _named_by(entry: DraftEntry) -> str:
    bases = {one.basis for one in entry.grounds}
    if REGIONAL in bases:
        return "перечнем региона"
    return "приказом" if ORDER in bases else BASIS_LABELS[OTHER]


def _left_out(entry: DraftEntry, proposed: str) -> str:
    """A decision against the proposal has its reason; without one nobody has decided yet."""
    if entry.reason:
        return f"Не включена по решению: {entry.reason}."
    return f"{proposed}; решение не включать ещё не принято."


def _decided(entry: DraftEntry) -> str:
    """What a signed list says of a doubtful school that it leaves out."""
    return f"не включена по решению: {entry.reason}" if entry.reason else "не решено, включать ли в перечень"


def _unsure(school: SchoolVerdict, decision: str, names: Mapping[str, str]) -> UnsureSchool | None:
    verdict = school.verdict
    if verdict.outcome not in UNSURE:
        return None
    lacking = verdict.outcome is Outcome.INSUFFICIENT
    kind, deciding = (
        ("insufficient", verdict.deciding_missing) if lacking else ("confirm", verdict.deciding_border)
    )
    unknown = [one for one in deciding if one in verdict.unknown]
    told = spoken([one for one in deciding if one not in unknown], names)
    told += tuple(f"{one} (доля не справившихся неизвестна)" for one in spoken(unknown, names))
    sittings = tuple(("sitting", one.uid) for one in deciding)
    return UnsureSchool(printed_name(school), kind, told, decision, (*_school(school), *sittings))


def _watched(
    school: SchoolVerdict, profile: Profile, names: Mapping[str, str], records: Mapping[bytes, Records]
) -> WatchedSchool:
    judged = school.verdict.judged
    near = near_threshold(judged, profile)
    own = tuple(one for one in judged if (one.low and one.slot == "A") or one in near)
    return WatchedSchool(
        printed_name(school),
        own,
        tuple(spoken((one.sitting,), names)[0] for one in own),
        _school(school),
        records.get(school.school, {}),
    )
