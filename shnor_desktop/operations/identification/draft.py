"""The draft of a list: who is on it and why, and the facts its paper is composed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.operations.identification.branches import with_municipality
from shnor_desktop.operations.identification.classification import SchoolVerdict, verdicts
from shnor_desktop.operations.identification.status_lines import BASIS_LABELS, LOW_RESULT, StatusLine
from shnor_desktop.operations.identification.statuses import ORDER, OTHER, REGIONAL, statuses
from shnor_desktop.operations.office import offices
from shnor_desktop.operations.results.shortfall import of_profile, subject_names
from shnor_desktop.papers.results.facts import (
    Difference,
    IncompleteFacts,
    ListedSchool,
    ListFacts,
    LowResult,
    ProfileFacts,
    SlotFacts,
    StatusBasis,
    UnsureSchool,
    WatchedSchool,
)
from shnor_desktop.papers.tree.frame import PaperMeta, Signatory
from shnor_desktop.rules.identification.classifier import near_threshold
from shnor_desktop.rules.identification.explanation import (
    SMALL_N,
    interval_text,
    is_small,
    missing_names,
    share_text,
)
from shnor_desktop.rules.identification.lowest import explained, rule_text
from shnor_desktop.rules.results.facts import JudgedResult, Outcome, Profile, Sitting, Verdict
from shnor_desktop.rules.results.shortfall import Shortfall
from shnor_desktop.rules.results.sitting_names import spoken
from shnor_desktop.rules.words.russian import joined, plural
from shnor_desktop.rules.words.school_years import label

UNSURE = (Outcome.CONFIRM, Outcome.INSUFFICIENT)
"""Answers of the computation that wait for a person."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a school against the proposal, and why."""

    included: bool
    reason: str
    undecided: bool = False
    """The question is left open on purpose; the signed list says so."""


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """A school that the list is about: computed, in doubt, or named by the region or an order."""

    school: SchoolVerdict
    grounds: tuple[StatusLine, ...]
    """Regional lists and orders in force."""
    included: bool
    reason: str = ""
    """Why a person decided otherwise than the proposal."""
    undecided: bool = False
    """In doubt, and nobody has decided it."""

    @property
    def unsure(self) -> bool:
        """The computation cannot answer and nobody else names it: a person has to decide."""
        return self.school.verdict.outcome in UNSURE and not self.grounds

    @property
    def computed(self) -> bool:
        """The computation flags it without reservation."""
        return self.school.verdict.outcome is Outcome.LOW


@dataclass(frozen=True, slots=True)
class Draft:
    """The list as it would be signed now."""

    profile: Profile
    entries: tuple[DraftEntry, ...]
    everyone: tuple[SchoolVerdict, ...] = field(repr=False, default=())

    @property
    def included(self) -> tuple[DraftEntry, ...]:
        """Those on the list."""
        return tuple(one for one in self.entries if one.included)


def draft(
    session: Session,
    profile: Profile,
    decisions: Mapping[bytes, Decision] | None = None,
    on: str = "",
) -> Draft:
    """Computed schools, those the region or an order names, and the doubtful, which wait for a decision."""
    day = on or date.today().isoformat()
    everyone = verdicts(session, profile)
    external = external_grounds(session, day)
    entries = []
    for school in everyone:
        grounds = external.get(school.school, ())
        proposed = school.verdict.outcome is Outcome.LOW or bool(grounds)
        if proposed or school.verdict.outcome in UNSURE:
            entries.append(_entry(school, grounds, proposed, (decisions or {}).get(school.school)))
    return Draft(profile, tuple(entries), everyone)


def _entry(
    school: SchoolVerdict, grounds: tuple[StatusLine, ...], proposed: bool, decision: Decision | None
) -> DraftEntry:
    if decision is None or decision.undecided:
        return DraftEntry(school, grounds, proposed, undecided=not proposed)
    return DraftEntry(school, grounds, decision.included, decision.reason.strip())


def external_grounds(session: Session, on: str) -> dict[bytes, tuple[StatusLine, ...]]:
    """Regional lists and orders in force that name schools; statuses of our own signed lists are not among them."""
    found = {}
    for school, lines in statuses(session, LOW_RESULT).items():
        kept = tuple(
            one for one in lines if not one.signed_on and one.in_force(on) and one.basis != "computed"
        )
        if kept:
            found[school] = kept
    return found


def list_facts(
    session: Session, drafted: Draft, *, meta: PaperMeta | None = None, signed_on: str = ""
) -> ListFacts:
    """Facts of «Перечень школ с низкими образовательными результатами»."""
    profile = drafted.profile
    names = subject_names(session)
    listed = {one.school.school for one in drafted.included}
    decided = {one.school.school: _decided(one) for one in drafted.entries} if signed_on else {}
    regional = any(ground.basis == REGIONAL for one in drafted.entries for ground in one.grounds)
    return ListFacts(
        meta=meta or paper_meta(session),
        profile=profile_facts(profile, names),
        school_year=label(last_year(profile) + 1) if profile.slot_a else "",
        schools_total=len(drafted.everyone),
        schools=tuple(_listed(one, profile) for one in drafted.included),
        differences=tuple(
            difference
            for one in drafted.entries
            if (difference := _difference(one, profile, regional)) is not None
        ),
        unsure=tuple(
            unsure
            for one in drafted.everyone
            if one.school not in listed
            and (unsure := _unsure(one, decided.get(one.school, ""), names)) is not None
        ),
        watch=tuple(
            WatchedSchool(printed_name(one), _watched(one.verdict, profile, names))
            for one in drafted.everyone
            if one.school not in listed and one.verdict.watch and one.verdict.outcome is Outcome.NOT
        ),
        signed_on=signed_on,
        small_n=SMALL_N,
        incomplete=tuple(map(incomplete_facts, of_profile(session, profile))),
    )


def incomplete_facts(one: Shortfall) -> IncompleteFacts:
    """What lacks, as papers tell it."""
    return IncompleteFacts(
        one.sitting.hex(),
        one.name,
        one.schools,
        one.schools_total,
        one.participants,
        one.participants_total,
        one.why,
        one.spoken,
        one.aside,
    )


def paper_meta(session: Session, *, order_basis: str = "", on: str = "", number: str = "") -> PaperMeta:
    """Requisites of this machine's office."""
    office = offices.current(raw_of(session))
    day = on or date.today().isoformat()
    if office is None:
        return PaperMeta(date=day, number=number, order_basis=order_basis)
    lines = tuple(line.strip() for line in office.letterhead.splitlines() if line.strip())
    return PaperMeta(
        letterhead=lines or (office.name,),
        office=office.name,
        district=office.municipality,
        place=office.place,
        date=day,
        number=number,
        signatory=Signatory(office.head_post, office.head_name),
        executor=office.executor,
        executor_phone=office.executor_phone,
        order_basis=order_basis,
    )


def profile_facts(profile: Profile, names: Mapping[str, str]) -> ProfileFacts:
    """The method as papers name it."""
    return ProfileFacts(
        name=profile.name,
        version=profile.version,
        threshold=profile.threshold,
        slot_a=_slot_facts("A", profile.slot_a, names),
        slot_b=_slot_facts("B", profile.slot_b, names),
        min_n=profile.min_n,
        c1_count=profile.c1_count,
        c2_count_a=profile.c2_count_a,
        c2_count_b=profile.c2_count_b,
        rule=rule_text(profile) if profile.method else "",
    )


def _slot_facts(code: str, sittings: tuple[Sitting, ...], names: Mapping[str, str]) -> SlotFacts:
    years = sorted({one.school_year for one in sittings})
    return SlotFacts(
        code,
        tuple(label(year) for year in years),
        tuple(one.name for one in sittings),
        spoken(sittings, names),
    )


def last_year(profile: Profile) -> int:
    """The school year of slot A."""
    return max((one.school_year for one in profile.slot_a), default=0)


def printed_name(school: SchoolVerdict) -> str:
    """The official name where it is known, with the municipality where the file has several."""
    return with_municipality(school.official_name or school.name, school.municipality)


def low_result(
    one: JudgedResult, profile: Profile, names: Mapping[str, str] = MappingProxyType({})
) -> LowResult:
    """A judged result as papers print it."""
    return LowResult(
        sitting=one.sitting.name,
        slot=one.slot,
        participants=one.result.participants,
        failed=one.result.failed,
        percent=share_text(one, profile.threshold),
        percent_e4=one.percent_e4 or 0,
        interval=interval_text(one.wilson),
        small=is_small(one.result.participants),
        fragile=one.fragile,
        border=one.border,
        flagged=one.result.objectivity_flag,
        spoken=spoken((one.sitting,), names)[0] if names else "",
    )


def _listed(entry: DraftEntry, profile: Profile) -> ListedSchool:
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
        low=tuple(low_result(one, profile) for one in verdict.low),
        basis=tuple(basis),
        place=entry.school.place,
        one_pupil_decides=verdict.one_pupil_decides,
        explained=explained(profile, verdict.place) if verdict.place else "",
    )


def _difference(entry: DraftEntry, profile: Profile, regional: bool) -> Difference | None:
    """Where the computation and the region, an order or a person's decision disagree."""
    name, computed = printed_name(entry.school), bool(entry.school.verdict.criteria)
    source = joined(tuple(dict.fromkeys(one.basis_text for one in entry.grounds)))
    if computed and not entry.included:
        if entry.unsure:
            return None  # It is told among the unsure, with the decision.
        return Difference(name, True, False, _left_out(entry, "По расчёту входит"))
    if entry.grounds and not computed:
        why = plain_why_not(entry.school.verdict, profile)
        if not entry.included:
            why += " " + _left_out(entry, f"Названа {_named_by(entry)}, но не расчётом")
        return Difference(name, False, True, why, source)
    if regional and computed and not any(one.basis == REGIONAL for one in entry.grounds):
        return Difference(name, True, bool(entry.grounds), "В перечне региона этой школы нет.", source)
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


def plain_why_not(verdict: Verdict, profile: Profile) -> str:
    """«В 2020/21 учебном году низких результатов нет, в 2018/19 – один (ВПР РУ 5, весна 2019 – 31 %). …»."""
    if verdict.place is not None:
        return explained(profile, verdict.place)
    if not verdict.judged and not verdict.missing and not (profile.slot_a or profile.slot_b):
        return "Процедуры для расчёта не выбраны."
    parts = [
        _slot_words(slot, sittings, verdict, profile)
        for slot, sittings in (("A", profile.slot_a), ("B", profile.slot_b))
    ]
    text = ", ".join(part for part in parts if part) + "."
    if verdict.deciding_missing:
        text += f" Не получены: {'; '.join(missing_names(verdict, verdict.deciding_missing))}."
    return text[:1].upper() + text[1:]


def _slot_words(slot: str, sittings: tuple[Sitting, ...], verdict: Verdict, profile: Profile) -> str:
    years = joined([label(year) for year in sorted({one.school_year for one in sittings})])
    if not years:
        return "за предыдущий год результатов в файле нет" if slot == "B" else "результатов в файле нет"
    low = [one for one in verdict.low if one.slot == slot]
    if not low:
        return f"в {years} учебном году низких результатов нет"
    word = plural(len(low), "низкий результат", "низких результата", "низких результатов")
    shown = "; ".join(f"{one.sitting.name} – {share_text(one, profile.threshold)}\u00a0%" for one in low)
    return f"в {years} учебном году – {len(low)}\u00a0{word} ({shown})"


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
    return UnsureSchool(printed_name(school), kind, told, decision)


def _watched(verdict: Verdict, profile: Profile, names: Mapping[str, str]) -> tuple[LowResult, ...]:
    near = near_threshold(verdict.judged, profile)
    own = [one for one in verdict.judged if (one.low and one.slot == "A") or one in near]
    return tuple(low_result(one, profile, names) for one in own)
