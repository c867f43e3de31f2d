"""The draft of a list: who is on it and why, and the requisites its paper has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.operations.identification.branches import with_municipality
from shnor_desktop.operations.identification.classification import SchoolVerdict, verdicts
from shnor_desktop.operations.identification.status_lines import LOW_RESULT, StatusLine
from shnor_desktop.operations.identification.statuses import statuses
from shnor_desktop.operations.office import offices
from shnor_desktop.papers.tree.frame import PaperMeta, Signatory
from shnor_desktop.rules.identification.explanation import missing_names, share_text
from shnor_desktop.rules.identification.lowest import explained
from shnor_desktop.rules.results.facts import Outcome, Profile, Sitting, Verdict
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


def last_year(profile: Profile) -> int:
    """The school year of slot A."""
    return max((one.school_year for one in profile.slot_a), default=0)


def printed_name(school: SchoolVerdict) -> str:
    """The official name where it is known, with the municipality where the file has several."""
    return with_municipality(school.official_name or school.name, school.municipality)


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
