"""The office's lists: how every school stands, signing a list for good, and what later corrections would change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models.identity import new_uid
from shnor_desktop.models.status import SchoolStatus, StatusList
from shnor_desktop.operations import frozen
from shnor_desktop.operations.classification import SchoolVerdict, full_verdicts, verdicts
from shnor_desktop.operations.list_facts import (
    Decision,
    Draft,
    DraftEntry,
    draft,
    last_year,
    list_facts,
    paper_meta,
)
from shnor_desktop.operations.statuses import (
    COMPUTED,
    LOW_RESULT,
    ORDER,
    REGIONAL,
    StatusLine,
    statuses,
)
from shnor_desktop.papers.facts import Correction, ListedSchool, ListFacts
from shnor_desktop.rules.classifier import is_computed
from shnor_desktop.rules.explanation import percent_text
from shnor_desktop.rules.facts import JudgedResult, Outcome, Profile
from shnor_desktop.rules.figures import STATE_LABELS, ResultState
from shnor_desktop.rules.school_years import label


@dataclass(frozen=True, slots=True)
class StatusView:
    """How a school stands: by the computation, by regional lists, by orders, by the signed list."""

    school: SchoolVerdict
    regional: tuple[StatusLine, ...] = ()
    order: tuple[StatusLine, ...] = ()
    signed: StatusLine | None = None
    """The newest status in force that a signed list gave."""

    @property
    def computed(self) -> bool:
        """The computation flags it."""
        return is_computed(self.school.verdict)

    @property
    def leaving(self) -> bool:
        """On a signed list, but neither computed nor named by anybody now: «выведена» is proposed."""
        answered = self.school.verdict.outcome is Outcome.NOT and self.school.has_results
        return self.signed is not None and answered and not (self.regional or self.order)


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


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """One judged result as it was when the list was signed."""

    sitting: bytes
    name: str
    text: str
    low: bool


@dataclass(frozen=True, slots=True)
class FrozenOutcome:
    """The answer for one school as it was when the list was signed."""

    school: bytes
    name: str
    outcome: Outcome
    criteria: tuple[str, ...]
    listed: bool
    figures: tuple[FrozenFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class FrozenList:
    """Everything a signed list stands on."""

    profile: Profile
    facts: ListFacts
    outcomes: tuple[FrozenOutcome, ...]


@dataclass(frozen=True, slots=True)
class FrozenStatus:
    """What a status keeps of its list: the method and the reasons for this school."""

    profile_name: str
    profile_version: int
    outcome: Outcome
    school: ListedSchool


@dataclass(frozen=True, slots=True)
class WouldChange:
    """A school whose figures were corrected after signing; the signed list stays as it is."""

    school: bytes
    name: str
    corrections: tuple[str, ...]
    """«ОГЭ МА 2021: 4 из 9 → 2 из 9»."""
    before: tuple[str, ...]
    after: tuple[str, ...]
    """Criteria met before and now."""
    decision: bool
    """The answer would be another one: «изменило бы решение»."""


def status_view(session: Session, profile: Profile, on: str = "") -> tuple[StatusView, ...]:
    """Every open school with its statuses, in the alphabetical order."""
    day = on or date.today().isoformat()
    known = statuses(session, LOW_RESULT)
    return tuple(_view(school, known.get(school.school, ()), day) for school in verdicts(session, profile))


def _view(school: SchoolVerdict, lines: tuple[StatusLine, ...], day: str) -> StatusView:
    standing = [one for one in lines if one.in_force(day)]
    external = [one for one in standing if not one.signed_on]
    return StatusView(
        school,
        tuple(one for one in external if one.basis == REGIONAL),
        tuple(one for one in external if one.basis == ORDER),
        next((one for one in standing if one.signed_on), None),
    )


def all_lists(session: Session) -> tuple[ListLine, ...]:
    """All lists, the newest first."""
    query = select(SchoolStatus.list, func.count()).group_by(SchoolStatus.list)
    counted = {row[0]: row[1] for row in session.execute(query)}
    records = session.scalars(select(StatusList)).all()
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
        )
        for one in records
    ]
    return tuple(sorted(lines, key=lambda one: (one.dated_on, one.uid), reverse=True))


def sign(
    session: Session, profile: Profile, signing: Signing, decisions: Mapping[bytes, Decision] | None = None
) -> bytes:
    """Freeze the draft with every figure it stands on. Returns the new list."""
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
    year = last_year(profile) + 1
    record = StatusList(
        uid=new_uid(),
        title=signing.title.strip() or f"Перечень ШНОР на {label(year)} учебный год",
        kind=LOW_RESULT,
        basis=ORDER if basis else COMPUTED,
        basis_text=basis,
        dated_on=signing.signed_on,
        school_year=year,
        profile_name=profile.name,
        profile_version=profile.version,
        signed_on=signing.signed_on,
        signed_by=signing.signed_by.strip(),
        frozen=frozen.dump(FrozenList(profile, facts, _outcomes(drafted))),
        note=signing.note.strip(),
    )
    session.add(record)
    session.flush()
    for entry, listed in zip(drafted.included, facts.schools, strict=True):
        session.add(_status(record, entry, listed))
    session.flush()
    return record.uid


def _refuse_unexplained(entry: DraftEntry) -> None:
    name = entry.school.name
    if not entry.included and (entry.computed or entry.grounds) and not entry.reason:
        raise UserError(
            f"Школа «{name}» исключена без объяснения.", "Введите причину: она останется в перечне."
        )
    if entry.included and not entry.computed and not entry.grounds and not entry.reason:
        raise UserError(f"Вывод о школе «{name}» не подтверждён.", "Введите, чем подтверждены её результаты.")


def _status(record: StatusList, entry: DraftEntry, listed: ListedSchool) -> SchoolStatus:
    """The ground is the computation where it holds, else what named the school."""
    verdict = entry.school.verdict
    named = None if verdict.criteria else entry.grounds[0] if entry.grounds else None
    return SchoolStatus(
        uid=new_uid(),
        school=entry.school.school,
        kind=LOW_RESULT,
        basis=named.basis if named else COMPUTED,
        basis_text=named.basis_text if named else record.basis_text,
        list=record.uid,
        since=record.signed_on,
        until="",
        verdict=frozen.dump(
            FrozenStatus(verdict.profile_name, verdict.profile_version, verdict.outcome, listed)
        ),
        note=entry.reason,
    )


def _outcomes(drafted: Draft) -> tuple[FrozenOutcome, ...]:
    listed = {one.school.school for one in drafted.included}
    threshold = drafted.profile.threshold
    return tuple(
        FrozenOutcome(
            one.school,
            one.name,
            one.verdict.outcome,
            one.verdict.criteria,
            one.school in listed,
            tuple(
                FrozenFigure(
                    judged.sitting.uid, judged.sitting.name, figure_text(judged, threshold), judged.low
                )
                for judged in one.verdict.judged
            ),
        )
        for one in drafted.everyone
    )


def figure_text(one: JudgedResult, threshold: int) -> str:
    """«4 из 9», «31 %», «не получен»."""
    if one.result.state is not ResultState.VALID:
        return STATE_LABELS[one.result.state]
    if one.wilson is not None:
        return f"{one.result.failed} из {one.result.participants}"
    return percent_text(one, threshold)


def signed_list(session: Session, uid: bytes) -> FrozenList:
    """What was frozen when the list was signed."""
    record = session.get(StatusList, uid)
    if record is None or not record.frozen:
        raise UserError("Этот перечень не подписан.", "Выберите подписанный перечень.")
    try:
        return frozen.load(FrozenList, record.frozen)
    except ValueError:
        raise UserError(
            f"Зафиксированные данные перечня «{record.title}» повреждены.",
            "Восстановите файл из резервной копии.",
        ) from None


def would_change(session: Session, uid: bytes) -> tuple[WouldChange, ...]:
    """Corrections made since the list was signed, by the method it was signed with."""
    kept = signed_list(session, uid)
    current = {one.school: one for one in full_verdicts(session, kept.profile)}
    changes = []
    for outcome in kept.outcomes:
        now = current.get(outcome.school)
        if now is None:
            continue
        corrections = _corrections(outcome, now, kept.profile.threshold)
        decision = (outcome.outcome in (Outcome.LOW, Outcome.CONFIRM)) != is_computed(now.verdict)
        if corrections or decision or outcome.criteria != now.verdict.criteria:
            changes.append(
                WouldChange(
                    outcome.school,
                    outcome.name,
                    corrections,
                    outcome.criteria,
                    now.verdict.criteria,
                    decision,
                )
            )
    return tuple(changes)


def _corrections(outcome: FrozenOutcome, now: SchoolVerdict, threshold: int) -> tuple[str, ...]:
    current = {one.sitting.uid: one for one in now.verdict.judged}
    texts = []
    for figure in outcome.figures:
        one = current.pop(figure.sitting, None)
        text = figure_text(one, threshold) if one else "записи нет"
        if text != figure.text:
            texts.append(f"{figure.name}: {figure.text} → {text}")
    texts += [f"{one.sitting.name}: {figure_text(one, threshold)}" for one in current.values() if one.low]
    return tuple(texts)


def signed_facts(session: Session, uid: bytes) -> ListFacts:
    """The paper of a signed list: as frozen, with the corrections made since."""
    kept = signed_list(session, uid)
    corrections = tuple(
        Correction(one.name, "; ".join(one.corrections), would_change=one.decision)
        for one in would_change(session, uid)
        if one.corrections
    )
    return replace(kept.facts, corrections=corrections)
