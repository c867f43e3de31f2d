"""Statuses of schools over time, and those that the figures propose or no longer bear: read, confirmed with a basis, ended."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.models.support import ROLES, Assignment
from shnor_desktop.operations.context import passport
from shnor_desktop.operations.context.account import account
from shnor_desktop.operations.context.passport import Passport
from shnor_desktop.operations.identification import branches, classification, statuses
from shnor_desktop.operations.identification.classification import SchoolVerdict
from shnor_desktop.operations.identification.counted_once import valid_figures
from shnor_desktop.operations.identification.status_lines import KIND_LABELS, StatusLine, all_statuses
from shnor_desktop.operations.identification.statuses import Ground
from shnor_desktop.rules import school_standing
from shnor_desktop.rules.context_index import Conditions
from shnor_desktop.rules.figures import by_marks
from shnor_desktop.rules.results.facts import Profile
from shnor_desktop.rules.results.low_share import PERCENT_E4, counts
from shnor_desktop.rules.results.quality import quality_rate
from shnor_desktop.rules.school_standing import ADVERSE, KINDS, Holds, Judgement, Standing, Year
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.russian import joined, sentence, show_date

PROPOSED, STANDING, REVIEW, ENDED = "proposed", "standing", "review", "ended"
STATE_WORDS = {
    PROPOSED: "предлагается",
    STANDING: "действует",
    REVIEW: "действует, расчёт не подтверждает",
    ENDED: "завершён",
}
_HELPING = ("partner", "leader", "innovation_site")


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A status of a school: one that stands, stood, or is proposed."""

    school: bytes
    name: str
    kind: str
    state: str
    status: StatusLine | None
    judgement: Judgement | None
    """None of statuses the figures say nothing of here."""

    @property
    def uid(self) -> tuple[bytes, str]:
        """Which row is which."""
        return (self.status.uid if self.status is not None else self.school, self.kind)

    @property
    def kind_text(self) -> str:
        return KIND_LABELS.get(self.kind, self.kind)

    @property
    def since(self) -> str:
        return self.status.since if self.status is not None else ""

    @property
    def until(self) -> str:
        return self.status.until if self.status is not None else ""

    @property
    def basis(self) -> str:
        """By what the school got it, and by what it ended."""
        return self.status.basis_text or self.status.list_title if self.status is not None else ""

    @property
    def why(self) -> str:
        """What speaks for it, then what against or is not known."""
        one = self.judgement
        if one is None:
            return ""
        told = [sentence("; ".join(one.reasons))] if one.reasons else []
        if one.doubts:
            word = "Против" if one.holds is Holds.NO else "Проверьте"
            told.append(f"{word}: {'; '.join(one.doubts)}.")
        return " ".join(told)


@dataclass(frozen=True, slots=True)
class Statuses:
    """All statuses of the file with what is proposed."""

    rows: tuple[StatusRow, ...]
    year: str
    """The school year of the passport."""
    results: str
    """From which years results were taken."""


def read(session: Session, on: date | None = None) -> Statuses:
    """Everything, school by school; what is proposed first."""
    day = on or date.today()
    found = passport.read(session)
    chosen = classification.profile(session)
    answered = classification.full_verdicts(session, chosen)
    held = all_statuses(raw_of(session))
    standings = _standings(session, found, chosen, answered, held, day)
    rows: list[StatusRow] = []
    judged = set()
    for one in answered:
        judged.add(one.school)
        rows += _rows(one.school, one.name, standings[one.school], held.get(one.school, ()), day)
    names = {one.uid: one.name for one in found.schools}
    for school, lines in held.items():
        if school not in judged and school in names:
            rows += [_standing_row(school, names[school], line, None, day) for line in lines]
    return Statuses(tuple(rows), found.title, joined([_slot_title(chosen, "A"), _slot_title(chosen, "B")]))


def _rows(
    school: bytes, name: str, standing: Standing, held: Sequence[StatusLine], day: date
) -> list[StatusRow]:
    judgements = {kind: school_standing.judge(kind, standing) for kind in KINDS}
    in_force = {line.kind for line in held if line.in_force(day.isoformat())}
    proposed = [
        StatusRow(school, name, kind, PROPOSED, None, one)
        for kind, one in judgements.items()
        if one.holds in (Holds.YES, Holds.MAYBE) and kind not in in_force
    ]
    return proposed + [_standing_row(school, name, line, judgements.get(line.kind), day) for line in held]


def _standing_row(
    school: bytes, name: str, line: StatusLine, judgement: Judgement | None, day: date
) -> StatusRow:
    state = STANDING if line.in_force(day.isoformat()) else ENDED
    if state == STANDING and judgement is not None and judgement.holds is Holds.NO:
        state = REVIEW
    return StatusRow(school, name, line.kind, state, line, judgement if state != ENDED else None)


def _standings(
    session: Session,
    found: Passport,
    chosen: Profile,
    answered: Iterable[SchoolVerdict],
    held: Mapping[bytes, Sequence[StatusLine]],
    day: date,
) -> dict[bytes, Standing]:
    every = list(answered)
    district = _district(session, chosen, every)
    helping = _helping(session, day)
    return {
        one.school: _standing(
            found, chosen, one, district, held.get(one.school, ()), helping.get(one.school, ()), day
        )
        for one in every
    }


@dataclass(frozen=True, slots=True)
class _District:
    """What all schools have together, by sitting, and the marks of each."""

    failed: Mapping[bytes, tuple[int, int]]
    """Pupils and those of them who failed."""
    good: Mapping[bytes, tuple[int, int]]
    """Pupils and those of them with «4» and «5»."""
    marks: Mapping[tuple[bytes, bytes], tuple[int, int]]
    """The same of a judged school at a sitting."""


def _district(session: Session, chosen: Profile, answered: Iterable[SchoolVerdict]) -> _District:
    every = list(answered)
    failed: dict[bytes, tuple[int, int]] = {}
    good: dict[bytes, tuple[int, int]] = {}
    marks = _marks(session, chosen, [one.school for one in every])
    for one in every:
        for judged in one.verdict.judged:
            uid = judged.sitting.uid
            _add(failed, uid, counts(judged.result))
            _add(good, uid, marks.get((one.school, uid)))
    return _District(failed, good, marks)


def _add(sums: dict[bytes, tuple[int, int]], uid: bytes, known: tuple[int, int] | None) -> None:
    if known is not None:
        n, count = sums.get(uid, (0, 0))
        sums[uid] = (n + known[0], count + known[1])


def _marks(
    session: Session, chosen: Profile, schools: Sequence[bytes]
) -> dict[tuple[bytes, bytes], tuple[int, int]]:
    """Pupils and those with «4» and «5», of works with marks, branches with their school where all of them are known."""
    sittings = {one.uid: one for one in (*chosen.slot_a, *chosen.slot_b) if by_marks(one.family, one.level)}
    told = valid_figures(session, tuple(sittings.values()))
    families = {one.school: branches.family_uids(one) for one in branches.judged_schools(session)}
    found: dict[tuple[bytes, bytes], tuple[int, int]] = {}
    for school in schools:
        for uid in sittings:
            held = [told[uid][one] for one in families.get(school, (school,)) if one in told.get(uid, {})]
            values = [quality_rate(one.figures) for one in held]
            known = [one for one in values if one is not None and one.total_e4 is not None and one.pupils]
            if known and len(known) == len(values):
                pupils = sum(one.pupils for one in known)
                total = sum(one.total_e4 or 0 for one in known)
                found[school, uid] = (pupils, round(total / PERCENT_E4))
    return found


def _helping(session: Session, day: date) -> dict[bytes, tuple[str, ...]]:
    """What schools do for others now."""
    words, on = dict(ROLES), day.isoformat()
    query = select(Assignment.school, Assignment.role).where(
        Assignment.role.in_(_HELPING),
        Assignment.school.is_not(None),
        (Assignment.until == "") | (Assignment.until >= on),
    )
    helping: dict[bytes, list[str]] = defaultdict(list)
    for school, role in session.execute(query.order_by(Assignment.role)):
        if school is not None and words[role] not in helping[school]:
            helping[school].append(words[role])
    return {school: tuple(roles) for school, roles in helping.items()}


def _standing(
    found: Passport,
    chosen: Profile,
    one: SchoolVerdict,
    district: _District,
    held: Sequence[StatusLine],
    helps: tuple[str, ...],
    day: date,
) -> Standing:
    told = account(found, one.school)
    status = next((line for line in held if line.kind == ADVERSE and line.in_force(day.isoformat())), None)
    confirmed = ""
    if status is not None:
        confirmed = ", ".join(
            filter(None, (status.basis_text, f"с {show_date(status.since)}" if status.since else ""))
        )
        confirmed = confirmed or "действует"
    return Standing(
        told.conditions if told is not None else Conditions.INSUFFICIENT,
        told.value if told is not None else "",
        told.missing if told is not None else (),
        confirmed,
        tuple(_year(chosen, one, slot, district) for slot in ("A", "B")),
        any(judged.result.objectivity_flag for judged in one.verdict.judged),
        helps,
    )


def _year(chosen: Profile, one: SchoolVerdict, slot: str, district: _District) -> Year:
    judged = [result for result in one.verdict.judged if result.slot == slot]
    of_slot = {sitting.uid for sitting in (chosen.slot_a if slot == "A" else chosen.slot_b)}
    failed = [
        (*known, *district.failed[result.sitting.uid])
        for result in judged
        if (known := counts(result.result)) is not None
    ]
    good = [
        (*known, *district.good[result.sitting.uid])
        for result in judged
        if (known := district.marks.get((one.school, result.sitting.uid))) is not None
    ]
    return Year(
        _slot_title(chosen, slot),
        tuple(result.sitting.name for result in judged if result.low),
        tuple(sitting.name for sitting in one.verdict.missing if sitting.uid in of_slot),
        school_standing.against(failed),
        school_standing.against(good, good=True),
    )


def _slot_title(chosen: Profile, slot: str) -> str:
    years = sorted({one.school_year for one in (chosen.slot_a if slot == "A" else chosen.slot_b)})
    if not years:
        return "последний год" if slot == "A" else "предыдущий год"
    return joined([school_years.label(year) for year in years])


# --- writing ---------------------------------------------------------------------------------------------------------


def confirm(document: Document, rows: Sequence[StatusRow], ground: Ground) -> int:
    """Give the chosen schools the statuses they were proposed for, by one basis, as one step; the reasons stay with
    each. How many were given."""
    kinds = list(dict.fromkeys(one.kind for one in rows))
    labels = joined([KIND_LABELS.get(kind, kind) for kind in kinds])
    given = 0
    with document.write(f"Подтверждено: {labels}, {ground.text.strip()}") as session:
        for one in rows:
            note = " ".join(filter(None, (ground.note.strip(), one.why)))
            made = Ground(ground.basis, ground.text, ground.since, one.kind, note)
            given += len(statuses.add_schools(session, [one.school], made))
    return given


def end(document: Document, rows: Sequence[StatusRow], until: str, basis_text: str) -> int:
    """End statuses of schools by one decision, as one step; how many ended."""
    wanted = [one.status.uid for one in rows if one.status is not None and one.state in (STANDING, REVIEW)]
    with document.write(f"Статусы завершены: {basis_text.strip()}") as session:
        for uid in wanted:
            statuses.end(session, uid, until, basis_text)
    return len(wanted)
