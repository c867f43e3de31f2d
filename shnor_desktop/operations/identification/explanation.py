"""The full account of one school: every figure of the two years with its source, in words and as rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models.identification import SchoolStatus
from shnor_desktop.models.results import Parcel, SchoolResult
from shnor_desktop.operations.identification.branches import (
    JudgedSchool,
    Pooled,
    Records,
    apart,
    apart_note,
    family_uids,
    figure_units,
    judged_schools,
    pool,
)
from shnor_desktop.operations.identification.classification import full_results
from shnor_desktop.operations.identification.lowest import Units, placed, places
from shnor_desktop.operations.identification.status_lines import BASIS_LABELS, LOW_RESULT, StatusLine
from shnor_desktop.operations.identification.statuses import COMPUTED, REGIONAL, school_statuses
from shnor_desktop.rules.figures import STATE_LABELS, ResultState
from shnor_desktop.rules.identification import explanation as words
from shnor_desktop.rules.identification import listing
from shnor_desktop.rules.identification.classifier import classify, near_threshold
from shnor_desktop.rules.identification.explanation import interval_text, is_small, share_text
from shnor_desktop.rules.results.doubles import shifts
from shnor_desktop.rules.results.facts import JudgedResult, Profile, Result, Verdict
from shnor_desktop.rules.words.russian import quoted, show_date


@dataclass(frozen=True, slots=True)
class Figure:
    """One result of the two years as the panel shows it; texts are ready to be printed."""

    slot: str
    sitting: str
    state: str
    """Code of the result's state."""
    state_text: str
    participants: int | None
    failed: int | None
    percent: str
    interval: str
    low: bool
    near: bool
    border: bool
    fragile: bool
    small: bool
    flagged: bool
    source: str
    """File, sheet and cell; empty when the figure was typed."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything the explain panel says of one school."""

    school: bytes
    name: str
    verdict: Verdict
    headline: str
    sentences: tuple[str, ...]
    """Which criteria, why not, one pupil, watch group, what is missing, the method."""
    low_sentences: tuple[str, ...]
    """A paragraph for each low result: what the table of figures says, in words."""
    figures: tuple[Figure, ...]
    notes: tuple[str, ...]
    """Branches and predecessors."""
    standing: tuple[str, ...]
    """Statuses with their grounds."""
    difference: str
    """What differs from the regional list or an order and why that may be, or what may be proposed; else empty."""

    def text(self) -> str:
        """The whole account as plain text, for the clipboard."""
        parts = [self.headline]
        if self.difference:
            parts += ["", self.difference]
        parts += ["", *self.sentences[:-1], *self.low_sentences, *self.notes, *self.sentences[-1:]]
        if self.standing:
            parts += ["", "Статусы:", *self.standing]
        if self.figures:
            parts += ["", "Результаты двух лет:", *(figure_line(one) for one in self.figures)]
        return "\n".join(parts)


def explain(session: Session, profile: Profile, school: bytes) -> Explanation:
    """The full account of one open school, or of a branch that is judged apart."""
    own, results, notes = _gathered(session, profile, school)
    verdict = classify(own.school, results, profile)
    if profile.method:
        (verdict,) = placed((verdict,), places(session, profile, _units(session, profile)))
    lines = school_statuses(session, school)
    said = words.explain(verdict, own.name)
    low = tuple(words.low_results(verdict, profile))
    return Explanation(
        school=school,
        name=own.name,
        verdict=verdict,
        headline=said[0],
        sentences=tuple(one for one in said[1:] if one not in low),
        low_sentences=low,
        figures=_figures(verdict, profile, _sources(session, family_uids(own), results)),
        notes=notes,
        standing=tuple(standing_text(one) for one in lines),
        difference=_difference(session, verdict, lines),
    )


def _gathered(
    session: Session, profile: Profile, school: bytes
) -> tuple[JudgedSchool, Mapping[bytes, Result], tuple[str, ...]]:
    for one in judged_schools(session):
        if school not in family_uids(one):
            continue
        rows = full_results(session, profile, one)
        if not one.members:
            return one, rows.get(school, {}), ()
        pooled = _pool(one, rows, profile)
        if school == one.school:
            return one, pooled.results, tuple(pooled.notes)
        for branch in apart(one, pooled):
            if branch.school == school:
                return branch, pooled.apart[school], (apart_note(one),)
        return one, pooled.results, tuple(pooled.notes)
    raise UserError("Эта школа закрыта или удалена.", "Выберите школу в таблице.")


def _units(session: Session, profile: Profile) -> Units:
    """Whose results are added, of every school: the place of one is beside all others."""
    found: dict[bytes, tuple[bytes, ...]] = {}
    for one in judged_schools(session):
        rows = full_results(session, profile, one) if one.members else {}
        found |= figure_units(one, _pool(one, rows, profile))
    return found


def _pool(school: JudgedSchool, rows: Records, profile: Profile) -> Pooled:
    return pool(school, rows, shifts(profile), exclude_flagged=profile.exclude_flagged)


def _figures(verdict: Verdict, profile: Profile, sources: Mapping[bytes, str]) -> tuple[Figure, ...]:
    near = {id(one) for one in near_threshold(verdict.judged, profile)}
    return tuple(_figure(one, profile, id(one) in near, sources) for one in verdict.judged)


def _figure(one: JudgedResult, profile: Profile, near: bool, sources: Mapping[bytes, str]) -> Figure:
    result = one.result
    places = [sources.get(uid, "") for uid in (one.joined_from or (one.sitting.uid,))]
    state_text = STATE_LABELS[result.state]
    if result.state is ResultState.EXCLUDED and result.reason:
        state_text += f": {result.reason}"
    return Figure(
        slot=one.slot,
        sitting=one.sitting.name,
        state=str(result.state),
        state_text=state_text,
        participants=result.participants,
        failed=result.failed,
        percent=share_text(one, profile.threshold),
        interval=interval_text(one.wilson),
        low=one.low,
        near=near,
        border=one.border,
        fragile=one.fragile,
        small=is_small(result.participants),
        flagged=result.objectivity_flag,
        source="; ".join(dict.fromkeys(place for place in places if place)),
    )


def _sources(session: Session, schools: Sequence[bytes], results: Mapping[bytes, Result]) -> dict[bytes, str]:
    """By sitting: where the figures came from; of several schools added up, all places."""
    query = (
        select(SchoolResult.sitting, SchoolResult.source, Parcel.file_name)
        .outerjoin(Parcel, Parcel.uid == SchoolResult.parcel)
        .where(SchoolResult.school.in_(schools), SchoolResult.sitting.in_(list(results)))
    )
    found: dict[bytes, list[str]] = {}
    for sitting, source, file_name in session.execute(query):
        text = source or (file_name or "")
        if text:
            found.setdefault(sitting, []).append(text)
    return {sitting: "; ".join(dict.fromkeys(texts)) for sitting, texts in found.items()}


def figure_line(one: Figure) -> str:
    """«А · ОГЭ МА 2021: 4 из 9, 44,4 % (18,9–73,3), низкий результат — Книга.xlsx · Лист1!D5»."""
    slot = words.SLOTS.get(one.slot, one.slot)
    parts = [one.state_text] if one.state != ResultState.VALID else [figure_text(one)]
    marks = figure_marks(one)
    source = f" — {one.source}" if one.source else ""
    return f"{slot} · {one.sitting}: {', '.join([*parts, *marks])}{source}"


def figure_text(one: Figure) -> str:
    """«4 из 9, 44,4 % (18,9–73,3)»."""
    share = f"{one.percent}\u00a0%" if one.percent else "доля не указана"
    if one.participants is None or one.failed is None:
        return share
    interval = f" ({one.interval})" if one.interval else ""
    return f"{one.failed} из {one.participants}, {share}{interval}"


def figure_marks(one: Figure) -> list[str]:
    """Reservations in words."""
    said: Iterable[tuple[bool, str]] = (
        (one.low, "низкий результат"),
        (one.near, "близко к порогу"),
        (one.border, "на границе округления"),
        (one.fragile, "результат решает один ученик"),
        (one.small, "мало участников"),
        (one.flagged, "признак необъективности"),
    )
    return [text for holds, text in said if holds]


def standing_text(line: StatusLine) -> str:
    """«По перечню: приказ министерства от 01.09.2021 № 123, с 01.09.2021»."""
    basis = BASIS_LABELS.get(line.basis, line.basis)
    text = basis[:1].upper() + basis[1:]
    if line.basis_text:
        text += f": {line.basis_text}"
    if line.signed_on:
        text += f" ({quoted(line.list_title)}, подписан {show_date(line.signed_on)}{f', {line.approved}' if line.approved else ''})"
    if line.since:
        text += f", с {show_date(line.since)}"
    if line.until:
        text += f" по {show_date(line.until)}"
    return text


def _difference(session: Session, verdict: Verdict, lines: tuple[StatusLine, ...]) -> str:
    """Said only about lists and orders that stand today."""
    today = date.today().isoformat()
    standing = [one for one in lines if one.kind == LOW_RESULT and one.in_force(today)]
    named_in = [one.basis_text for one in standing if not one.signed_on and one.basis != COMPUTED]
    told = listing.difference(verdict.outcome, named_in, _region_speaks(session, today))
    if told:
        return told
    signed = bool(verdict.judged) and any(one.signed_on for one in standing)
    return listing.LEAVE if listing.may_leave(verdict.outcome, signed=signed, named=bool(named_in)) else ""


def _region_speaks(session: Session, today: str) -> bool:
    """Whether some school is named by a regional list in force, so that absence from it tells something."""
    query = select(SchoolStatus.uid).where(
        SchoolStatus.kind == LOW_RESULT,
        SchoolStatus.basis == REGIONAL,
        (SchoolStatus.until == "") | (SchoolStatus.until >= today),
    )
    return session.execute(query.limit(1)).first() is not None
