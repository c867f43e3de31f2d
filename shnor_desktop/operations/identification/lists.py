"""The office's lists: how every school stands, and signing a list for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.document.journal.capture import WITHHELD
from shnor_desktop.errors import UserError
from shnor_desktop.models.identification import SchoolStatus, StatusList
from shnor_desktop.models.orders import Paper
from shnor_desktop.models.uids import new_uid
from shnor_desktop.operations.identification import slots
from shnor_desktop.operations.identification.classification import SchoolVerdict, verdicts
from shnor_desktop.operations.identification.draft import (
    UNSURE,
    Decision,
    Draft,
    DraftEntry,
    draft,
    last_year,
    paper_meta,
)
from shnor_desktop.operations.identification.frozen import FrozenList, FrozenOutcome, FrozenStatus, decided
from shnor_desktop.operations.identification.listed_paper import list_facts
from shnor_desktop.operations.identification.signed_lists import Decided, decisions, outcomes
from shnor_desktop.operations.identification.status_lines import LOW_RESULT, StatusLine, approved_by
from shnor_desktop.operations.identification.statuses import COMPUTED, ORDER, OTHER, REGIONAL, statuses
from shnor_desktop.operations.office import offices
from shnor_desktop.operations.office.abbreviations import explained
from shnor_desktop.operations.office.cases import wrong_cases
from shnor_desktop.operations.records.history import SIGNED_TITLE
from shnor_desktop.operations.results import shortfall
from shnor_desktop.papers.identification import low_list
from shnor_desktop.papers.tree.codec import dump
from shnor_desktop.papers.tree.wording import signed
from shnor_desktop.rules.identification.classifier import is_computed
from shnor_desktop.rules.identification.listing import may_leave
from shnor_desktop.rules.results.facts import Profile
from shnor_desktop.rules.results.shortfall import together, told
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.rules.words.school_years import label


@dataclass(frozen=True, slots=True)
class StatusView:
    """How a school stands: by the computation, by regional lists, by orders, by the signed list."""

    school: SchoolVerdict
    regional: tuple[StatusLine, ...] = ()
    order: tuple[StatusLine, ...] = ()
    """By orders, and on any other ground."""
    signed: StatusLine | None = None
    """The newest status in force that a signed list gave."""
    decided: Decided | None = None
    """What was decided of it, in doubt, when the list of the year was signed."""

    @property
    def computed(self) -> bool:
        """The computation flags it."""
        return is_computed(self.school.verdict)

    @property
    def leaving(self) -> bool:
        """On a signed list, but neither computed nor named by anybody now: «исключена» is proposed."""
        named = bool(self.regional or self.order)
        outcome = self.school.verdict.outcome
        return self.school.has_results and may_leave(outcome, signed=self.signed is not None, named=named)


@dataclass(frozen=True, slots=True)
class ListLine:
    """A list of the document."""

    uid: bytes
    title: str
    basis: str
    basis_text: str
    dated_on: str
    school_year: int | None
    signed_on: str
    signed_by: str
    profile_name: str
    schools: int
    whole: bool = True
    """What was signed is in this file."""
    approved: str = ""
    """«утверждён приказом от 29.11.2026 № 147-од»; empty before that order is signed."""


@dataclass(frozen=True, slots=True)
class ListState:
    """The list by one profile, with everything that stands beside it."""

    specs: tuple[slots.ProfileSpec, ...]
    chosen: slots.ProfileSpec
    profile: Profile
    views: tuple[StatusView, ...]
    lists: tuple[ListLine, ...]
    lacking: tuple[str, ...] = ()
    """What lacks of sittings, a sentence for those of which the same lacks."""
    lacking_sittings: int = 0

    @property
    def newest_signed(self) -> ListLine | None:
        """The list that was signed last."""
        return next((one for one in self.lists if one.signed_on), None)

    @property
    def signed_here(self) -> ListLine | None:
        """What was signed last for the year of this list by its method."""
        return next((one for one in self.lists if _stands(one, self.profile)), None)


@dataclass(frozen=True, slots=True)
class ToSign:
    """What is looked through before a list is signed, with the usual title and signer."""

    draft: Draft
    title: str
    signed_by: str
    wrong: tuple[str, ...] = ()
    """Requisites that would be frozen in a wrong case."""


@dataclass(frozen=True, slots=True)
class Signing:
    """How a list is signed."""

    signed_on: str
    """ISO date."""
    signed_by: str
    basis_text: str = ""
    """Requisites of the order that approves it; empty while there is none."""
    title: str = ""
    note: str = ""


def _stands(line: ListLine, profile: Profile) -> bool:
    """Whether a list was signed for the year that the method would draft one for now."""
    signed = bool(line.signed_on) and line.whole and line.profile_name == profile.name
    return signed and line.school_year == last_year(profile) + 1


def standing_list(session: Session) -> bytes | None:
    """The list that was signed last for the year which its method looks at now; None where a draft is next."""
    profiles = {one.name: one for one in slots.specs(session)}
    for line in all_lists(session):
        spec = profiles.get(line.profile_name)
        if line.signed_on and spec is not None and _stands(line, slots.resolve(session, spec)):
            return line.uid
    return None


def list_state(session: Session, name: str = "") -> ListState:
    """How the list stands by the profile of that name, else by the first."""
    specs = slots.specs(session) or (slots.ProfileSpec(),)
    chosen = next((one for one in specs if one.name == name), specs[0])
    profile = slots.resolve(session, chosen)
    lacking = shortfall.of_profile(session, profile)
    sentences = tuple(told(*group) for group in together(lacking))
    views, signed = status_view(session, profile), all_lists(session)
    return ListState(specs, chosen, profile, views, signed, sentences, len(lacking))


def status_view(session: Session, profile: Profile, on: str = "") -> tuple[StatusView, ...]:
    """Every open school with its statuses, in the alphabetical order."""
    day = on or date.today().isoformat()
    known, answered = statuses(session, LOW_RESULT), decisions(session, profile)
    return tuple(
        _view(school, known.get(school.school, ()), day, answered.get(school.school))
        for school in verdicts(session, profile)
    )


def _view(
    school: SchoolVerdict, lines: tuple[StatusLine, ...], day: str, answered: Decided | None
) -> StatusView:
    standing = [one for one in lines if one.in_force(day)]
    external = [one for one in standing if not one.signed_on]
    return StatusView(
        school,
        tuple(one for one in external if one.basis == REGIONAL),
        tuple(one for one in external if one.basis in (ORDER, OTHER)),
        next((one for one in standing if one.signed_on), None),
        answered if school.verdict.outcome in UNSURE else None,
    )


def all_lists(session: Session) -> tuple[ListLine, ...]:
    """All lists, the newest first."""
    query = select(SchoolStatus.list, func.count()).group_by(SchoolStatus.list)
    counted = {row[0]: row[1] for row in session.execute(query)}
    records = session.scalars(select(StatusList)).all()
    orders = session.execute(
        select(StatusList.uid, Paper.kind, Paper.date, Paper.number)
        .join(Paper, Paper.uid == StatusList.paper)
        .where(Paper.state == "signed")
    )
    approved = {uid: approved_by(*order) for uid, *order in orders}
    lines = [
        ListLine(
            one.uid,
            one.title,
            one.basis,
            one.basis_text,
            one.dated_on,
            one.school_year,
            one.signed_on,
            one.signed_by,
            one.profile_name,
            counted.get(one.uid, 0),
            one.frozen not in ("", WITHHELD),
            approved.get(one.uid, ""),
        )
        for one in records
    ]
    return tuple(sorted(lines, key=lambda one: (one.dated_on, one.uid), reverse=True))


def to_sign(session: Session, profile: Profile) -> ToSign:
    """The draft by a profile, ready to be decided on."""
    office = offices.current(raw_of(session))
    head = f"{office.head_post} {signed(office.head_name)}".strip() if office else ""
    wrong = wrong_cases(office) if office else ()
    return ToSign(draft(session, profile), _usual_title(profile), head, wrong)


def sign_list(
    document: Document, profile: Profile, signing: Signing, decisions: Mapping[bytes, Decision] | None = None
) -> bytes:
    """Sign a list as one step, after a copy of the file was kept; the new list."""
    title = f"{SIGNED_TITLE} {quoted(signing.title.strip() or 'Перечень')}"
    with document.write(title, backup_first=True) as session:
        return sign(session, profile, signing, decisions)


def sign(
    session: Session, profile: Profile, signing: Signing, decisions: Mapping[bytes, Decision] | None = None
) -> bytes:
    """Freeze the draft with every figure it stands on. Returns the new list.

    Doubtful schools without a decision are left out, and the list says openly that they are not decided.
    """
    if not profile.slot_a:
        raise UserError("Подписывать нечего: результатов в файле нет.", "Сначала загрузите результаты.")
    if not signing.signed_on or not signing.signed_by.strip():
        raise UserError("Не указано, кто и когда подписал перечень.", "Введите дату и подписавшего.")
    drafted = draft(session, profile, decisions, on=signing.signed_on)
    for entry in drafted.entries:
        _refuse_unexplained(entry)
    basis = signing.basis_text.strip()
    meta = paper_meta(session, order_basis=basis, on=signing.signed_on)
    facts = list_facts(session, drafted, meta=meta, signed_on=signing.signed_on)
    answers = outcomes(drafted)
    record = StatusList(
        uid=new_uid(),
        title=signing.title.strip() or _usual_title(profile),
        kind=LOW_RESULT,
        basis=ORDER if basis else COMPUTED,
        basis_text=basis,
        dated_on=signing.signed_on,
        school_year=last_year(profile) + 1,
        profile_name=profile.name,
        profile_version=profile.version,
        signed_on=signing.signed_on,
        signed_by=signing.signed_by.strip(),
        frozen=dump(
            FrozenList(profile, answers, explained(session, low_list.compose(facts)), decided(decisions))
        ),
        note=signing.note.strip(),
    )
    session.add(record)
    session.flush()
    of_school = {one.school: one for one in answers}
    for entry in drafted.included:
        session.add(_status(record, entry, of_school[entry.school.school]))
    session.flush()
    return record.uid


def _usual_title(profile: Profile) -> str:
    return f"Перечень ШНОР на {label(last_year(profile) + 1)} учебный год"


def _refuse_unexplained(entry: DraftEntry) -> None:
    name = entry.school.name
    if not entry.included and (entry.computed or entry.grounds) and not entry.reason:
        raise UserError(
            f"Школа {quoted(name)} исключена без объяснения.", "Введите причину: она останется в перечне."
        )
    if entry.unsure and not (entry.included or entry.undecided or entry.reason):
        raise UserError(
            f"Школа {quoted(name)} не включена без объяснения.", "Введите причину или отметьте «не решено»."
        )
    if entry.included and not entry.computed and not entry.grounds and not entry.reason:
        raise UserError(
            f"Вывод о школе {quoted(name)} не подтверждён.", "Введите, чем подтверждены её результаты."
        )


def _status(record: StatusList, entry: DraftEntry, answer: FrozenOutcome) -> SchoolStatus:
    """The ground is the computation where it holds, else what named the school, else the list's own."""
    verdict = entry.school.verdict
    named = None if verdict.criteria else entry.grounds[0] if entry.grounds else None
    return SchoolStatus(
        uid=new_uid(),
        school=entry.school.school,
        kind=LOW_RESULT,
        basis=named.basis if named else COMPUTED if verdict.criteria else record.basis,
        basis_text=named.basis_text if named else record.basis_text,
        list=record.uid,
        since=record.signed_on,
        until="",
        verdict=dump(FrozenStatus(verdict.profile_name, verdict.profile_version, answer)),
        note=entry.reason,
    )
