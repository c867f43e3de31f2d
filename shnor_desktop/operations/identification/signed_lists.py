"""What a signed list keeps for good, and what corrections made since would change; the list itself is never rewritten.

It keeps its composed tree, and the domain's answer: the profile, the answer for every school, the decisions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.document.journal import lookup
from shnor_desktop.document.journal.capture import STAND_INS, WITHHELD
from shnor_desktop.document.state.row import marks
from shnor_desktop.errors import UserError
from shnor_desktop.models.identification import StatusList
from shnor_desktop.operations.identification import old_lists, slots
from shnor_desktop.operations.identification.branches import family_uids, judged_schools
from shnor_desktop.operations.identification.classification import SchoolVerdict, full_verdicts
from shnor_desktop.operations.identification.draft import Decision, Draft, draft, last_year
from shnor_desktop.operations.identification.frozen import (
    FrozenDecision,
    FrozenFigure,
    FrozenList,
    FrozenOutcome,
)
from shnor_desktop.operations.identification.listed_paper import result_records
from shnor_desktop.operations.identification.status_lines import LOW_RESULT
from shnor_desktop.papers.identification.facts import Correction
from shnor_desktop.papers.identification.low_list_rest import corrections_blocks
from shnor_desktop.papers.tree.codec import load
from shnor_desktop.papers.tree.frame import Tables
from shnor_desktop.papers.tree.paper import Paper, Paragraph, Section
from shnor_desktop.papers.tree.spans import is_drawable
from shnor_desktop.rules.figures import STATE_LABELS, ResultState
from shnor_desktop.rules.identification.classifier import is_computed
from shnor_desktop.rules.identification.explanation import percent_text
from shnor_desktop.rules.results.facts import JudgedResult, Outcome, Profile
from shnor_desktop.rules.words.declension import inside
from shnor_desktop.rules.words.russian import quoted, show_date


@dataclass(frozen=True, slots=True)
class WouldChange:
    """A school whose figures were corrected or added after signing, or which itself was; the signed list stays as it is."""

    school: bytes
    name: str
    corrections: tuple[str, ...]
    """«ОГЭ МА 2021: 4 из 9 → 2 из 9»; «ОГЭ РУ 2021: записи не было → 6 из 9» where it is low. Of a school that was added
    with results it begins with that; one without results has nothing to be corrected in the list."""
    before: tuple[str, ...]
    after: tuple[str, ...]
    """Criteria met before and now."""
    decision: bool
    """The answer would be another one: «изменило бы решение»."""
    added: bool = False
    """The list did not look at it: the school, or whatever is known of its results, was entered after signing."""


_NOT_LOOKED_AT = "при подписании в расчёте не было"
_NO_RESULTS = "при подписании результатов не было"


def outcomes(drafted: Draft) -> tuple[FrozenOutcome, ...]:
    """The answers for all schools as they are now, to be frozen."""
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
    if record.frozen == WITHHELD:
        called = "Этого перечня" if record.title in STAND_INS else f"Перечня {quoted(record.title)}"
        raise UserError(
            f"{called} целиком в этой части файла нет: в нём показатели других школ.",
            "Полный перечень есть у того, кто прислал часть.",
        )
    try:
        kept = old_lists.load(record.frozen) or load(FrozenList, record.frozen)
        if not is_drawable(kept.paper):
            raise ValueError("no paper")
        return kept
    except ValueError:
        raise UserError(
            f"Зафиксированные данные перечня {quoted(record.title)} повреждены.",
            "Восстановите файл из резервной копии.",
        ) from None


@dataclass(frozen=True, slots=True)
class SignedList:
    """A signed list with what it kept."""

    uid: bytes
    signed_on: str
    kept: FrozenList
    title: str = ""


def newest_signed(session: Session, school_year: int) -> SignedList | None:
    """The list signed last for a school year, of those that are whole in this file."""
    query = (
        select(StatusList)
        .where(
            StatusList.kind == LOW_RESULT,
            StatusList.school_year == school_year,
            StatusList.signed_on != "",
            StatusList.frozen.not_in(("", WITHHELD)),
        )
        .order_by(StatusList.signed_on.desc(), StatusList.uid.desc())
    )
    record = session.scalars(query).first()
    if record is None:
        return None
    return SignedList(record.uid, record.signed_on, signed_list(session, record.uid), record.title)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of a school when the list that stands for the year was signed."""

    decision: FrozenDecision
    title: str
    signed_on: str

    @property
    def text(self) -> str:
        """«Решение не включать в перечень: начальная школа («Перечень ШНОР», подписан 29.11.2026)»."""
        one = self.decision
        answer = "включить" if one.included else "не включать"
        said = "Не решено, включать ли в перечень" if one.undecided else f"Решение {answer} в перечень"
        why = f": {inside(one.reason.removesuffix('.'))}" if one.reason and not one.undecided else ""
        return f"{said}{why} ({quoted(self.title)}, подписан {show_date(self.signed_on)})"


def decisions(session: Session, profile: Profile) -> dict[bytes, Decided]:
    """By school, of the list that was signed last for the year of this method; none where it cannot be read."""
    try:
        signed = newest_signed(session, last_year(profile) + 1) if profile.slot_a else None
    except UserError:  # Said where the list itself is shown.
        return {}
    if signed is None or signed.kept.profile.name != profile.name:
        return {}
    return {one.school: Decided(one, signed.title, signed.signed_on) for one in signed.kept.decisions or ()}


def would_change(session: Session, uid: bytes) -> tuple[WouldChange, ...]:
    """Corrections and new results since the list was signed, by the method it was signed with."""
    kept = signed_list(session, uid)
    return _changes(session, uid, kept, _today(session, kept.profile))


def _today(session: Session, kept: Profile) -> Profile:
    """The method of a signed list with the sittings it takes now: some of the same year may have been recorded since.

    A method that was edited since, or has gone on to another year, says nothing of the list: then as it was signed.
    """
    for one in slots.specs(session):
        same = one.uid == kept.uid if kept.uid else one.name == kept.name
        if same and one.version == kept.version:
            now = slots.resolve(session, one)
            return now if last_year(now) == last_year(kept) else kept
    return kept


def _changes(session: Session, uid: bytes, kept: FrozenList, today: Profile) -> tuple[WouldChange, ...]:
    current = {one.school: one for one in full_verdicts(session, today)}
    known = {one.school for one in kept.outcomes}
    newcomers = [
        FrozenOutcome(one.school, one.name, Outcome.NOT, (), False)
        for one in current.values()
        if one.school not in known
    ]
    silent = _silent(session, uid, today, [one.school for one in kept.outcomes if not one.figures])
    changes = []
    for outcome in (*kept.outcomes, *newcomers):
        now = current.get(outcome.school)
        if now is None:
            continue
        corrections = _corrections(outcome, now, kept.profile.threshold)
        added = outcome.school in silent or outcome.school not in known
        if added and now.has_results:
            corrections = (_NO_RESULTS if outcome.school in known else _NOT_LOOKED_AT, *corrections)
        decision = (outcome.outcome in (Outcome.LOW, Outcome.CONFIRM)) != is_computed(now.verdict)
        if corrections or added or decision or outcome.criteria != now.verdict.criteria:
            changes.append(
                WouldChange(
                    outcome.school,
                    outcome.name,
                    corrections,
                    outcome.criteria,
                    now.verdict.criteria,
                    decision,
                    added,
                )
            )
    return tuple(changes)


def _silent(session: Session, uid: bytes, today: Profile, schools: Sequence[bytes]) -> set[bytes]:
    """Those schools that have results now and had none when the list was signed, their branches neither."""
    families = {one.school: family_uids(one) for one in judged_schools(session)}
    of_school = {school: families.get(school, (school,)) for school in schools}
    asked = {one for family in of_school.values() for one in family}
    sittings = [one.uid for one in (*today.slot_a, *today.slot_b)]
    raw = raw_of(session)
    query = f"SELECT school, uid FROM school_result WHERE sitting IN ({marks(sittings)})"
    rows = [row for row in raw.execute(query, sittings) if row[0] in asked]
    before = lookup.entered_before(raw, [row[1] for row in rows], uid)
    held, early = {row[0] for row in rows}, {row[0] for row in rows if row[1] in before}
    return {
        school
        for school, family in of_school.items()
        if not held.isdisjoint(family) and early.isdisjoint(family)
    }


def _corrections(outcome: FrozenOutcome, now: SchoolVerdict, threshold: int) -> tuple[str, ...]:
    current = {one.sitting.uid: one for one in now.verdict.judged}
    texts = []
    for figure in outcome.figures:
        one = current.pop(figure.sitting, None)
        text = figure_text(one, threshold) if one else "записи нет"
        if text != figure.text:
            texts.append(f"{figure.name}: {figure.text} → {text}")
    texts += [
        f"{one.sitting.name}: записи не было → {figure_text(one, threshold)}"
        for one in current.values()
        if one.low
    ]
    return tuple(texts)


def signed_paper(session: Session, uid: bytes, kept: FrozenList) -> Paper:
    """The paper of a signed list: as it was signed, with the corrections made since before its last words."""
    paper = kept.paper
    today = _today(session, kept.profile)
    changed = tuple(one for one in _changes(session, uid, kept, today) if one.corrections)
    if not changed:
        return paper
    records = result_records(session, today, [one.school for one in changed])
    corrections = tuple(
        Correction(
            one.name,
            "; ".join(one.corrections),
            would_change=one.decision,
            records=(
                ("school", one.school),
                *(source for these in records.get(one.school, {}).values() for source in these),
            ),
        )
        for one in changed
    )
    tables = Tables(sum(1 for _ in paper.tables()))
    last = paper.sections[-1] if paper.sections else Section(())
    place = max((at for at, block in enumerate(last.blocks) if isinstance(block, Paragraph)), default=0)
    blocks = (*last.blocks[:place], *corrections_blocks(corrections, tables), *last.blocks[place:])
    schools = dict.fromkeys((*paper.schools, *(one.school for one in corrections)))
    sections = (*paper.sections[:-1], replace(last, blocks=blocks))
    return replace(paper, sections=sections, schools=tuple(schools))


def redrafted(session: Session, uid: bytes) -> Draft:
    """The draft by the same method and decisions from what the records say now."""
    kept, record = signed_list(session, uid), session.get_one(StatusList, uid)
    decisions = {
        one.school: Decision(one.included, one.reason, one.undecided) for one in kept.decisions or ()
    }
    return draft(session, kept.profile, decisions, on=record.signed_on)
