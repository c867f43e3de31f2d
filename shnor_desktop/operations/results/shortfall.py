"""What the file lacks of its sittings: schools whose share is not known, and rows of books that were not taken."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shnor_desktop.models.results import LearnedAnswer, SchoolResult, Subject
from shnor_desktop.models.schools import School, SchoolAlias
from shnor_desktop.operations.results.coverage import LOADED, LONGEST_KEY, UNLOADED
from shnor_desktop.operations.results.held import HAS_SHARE, HeldSitting, held_sittings
from shnor_desktop.operations.results.parcels import NOT_TAKEN
from shnor_desktop.operations.results.snapshot import ONE_OF_A_KIND
from shnor_desktop.operations.schools.known import municipality_key
from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.results.facts import Profile
from shnor_desktop.rules.results.shortfall import NO_SHARE, NOT_RECEIVED, Shortfall
from shnor_desktop.rules.results.sitting_names import spoken
from shnor_desktop.rules.words.name_order import by_name
from shnor_desktop.rules.words.school_names import normalise

_KEY = re.compile(rf"{UNLOADED}([0-9a-f]{{32}}):([^:]*):(.*)", re.DOTALL)


@dataclass(slots=True)
class _Amounts:
    """What is known and what lacks at one sitting."""

    schools: int = 0
    participants: int = 0
    lacking: Counter[str] = field(default_factory=Counter)
    lacking_participants: int = 0
    untold: bool = False
    """Of some lacking school nobody knows how many wrote."""

    def lack(self, why: str, schools: int, participants: int | None, untold: int) -> None:
        """So many schools lack for this reason."""
        self.lacking[why] += schools
        self.lacking_participants += participants or 0
        self.untold = self.untold or bool(untold)


def shortfalls(session: Session) -> tuple[Shortfall, ...]:
    """Every sitting of which something lacks, in the order of papers."""
    amounts = _lacking(session)
    _add_remembered(session, amounts)
    _add_known(session, amounts)
    names = subject_names(session) if amounts else {}
    schools = _few(session, amounts)
    return tuple(
        _shortfall(one, amounts[one.sitting.uid], names, schools)
        for one in held_sittings(session)
        if one.sitting.uid in amounts
    )


def of_profile(session: Session, profile: Profile) -> tuple[Shortfall, ...]:
    """Those the computed list stands on, and those it would stand on, had anything of them been taken."""
    uids = {one.uid for one in (*profile.slot_a, *profile.slot_b)}
    first = min((one.school_year for one in profile.slot_b), default=0)
    return tuple(
        one if one.sitting in uids else replace(one, aside=True)
        for one in shortfalls(session)
        if one.sitting in uids or (not one.schools and one.school_year >= first)
    )


_MOST_NAMED = 3
"""So many schools that lack at a sitting are named."""
_N = SchoolResult.participants
_VALID = SchoolResult.state == ResultState.VALID
_LACKS = (SchoolResult.state == ResultState.NOT_RECEIVED) | (_VALID & ~HAS_SHARE & (_N.is_(None) | (_N > 0)))
_AMOUNTS = (func.count(), func.sum(_N), func.count() - func.count(_N))


def _lacking(session: Session) -> dict[bytes, _Amounts]:
    """Schools at sittings whose share is not known, by the reason."""
    query = (
        select(SchoolResult.sitting, SchoolResult.state, SchoolResult.reason, *_AMOUNTS)
        .where(_LACKS, ONE_OF_A_KIND)
        .group_by(SchoolResult.sitting, SchoolResult.state, SchoolResult.reason)
    )
    amounts: dict[bytes, _Amounts] = defaultdict(_Amounts)
    for sitting, state, reason, schools, participants, untold in session.execute(query):
        why = _why(state, reason)
        amounts[sitting].lack(why, schools, participants, untold)
    return amounts


def _few(session: Session, amounts: dict[bytes, _Amounts]) -> dict[tuple[bytes, str], tuple[str, ...]]:
    """The schools by sitting and reason, where so few lack that they can be named."""
    few = [uid for uid, one in amounts.items() if one.lacking.total() <= _MOST_NAMED]
    query = (
        select(SchoolResult.sitting, SchoolResult.state, SchoolResult.reason, School.name)
        .join(School, School.uid == SchoolResult.school)
        .where(SchoolResult.sitting.in_(few), _LACKS, ONE_OF_A_KIND)
    )
    found: dict[tuple[bytes, str], tuple[str, ...]] = defaultdict(tuple)
    rows = session.execute(query).all() if few else []
    for sitting, state, reason, name in sorted(rows, key=lambda one: by_name(one.name)):
        found[sitting, _why(state, reason)] += (name,)
    return found


def _why(state: str, reason: str) -> str:
    return NO_SHARE if state == ResultState.VALID else _short(reason)


def _add_known(session: Session, amounts: dict[bytes, _Amounts]) -> None:
    """Schools whose share is known, at the sittings of which something lacks."""
    query = select(SchoolResult.sitting, *_AMOUNTS).group_by(SchoolResult.sitting)
    query = query.where(SchoolResult.sitting.in_(list(amounts)), _VALID, HAS_SHARE, ONE_OF_A_KIND)
    for sitting, schools, participants, untold in session.execute(query):
        here = amounts[sitting]
        here.schools, here.participants = schools, participants or 0
        here.untold = here.untold or bool(untold)


def _short(reason: str) -> str:
    return reason.removeprefix(f"{NOT_TAKEN}: ") if reason else NOT_RECEIVED


def _add_remembered(session: Session, amounts: dict[bytes, _Amounts]) -> None:
    """Rows of books whose schools the file did not know, unless these have come into it since."""
    query = select(LearnedAnswer.question, LearnedAnswer.value, LearnedAnswer.text).where(
        LearnedAnswer.question.startswith(UNLOADED), LearnedAnswer.value != LOADED
    )
    found = [
        (parts.groups(), value, text)
        for question, value, text in session.execute(query)
        if (parts := _KEY.fullmatch(question))
    ]
    if not found:
        return
    named = _named(session)
    for (sitting, name, municipality), value, text in found:
        uid = bytes.fromhex(sitting)
        schools = {
            school
            for school, place in named.get(name, ())
            if not municipality or not place or place == municipality
        }
        if not _has_record(session, uid, schools):
            why = text.partition(f"{NOT_TAKEN} (")[2].removesuffix(")")
            n = int(value) if value.isdecimal() else None
            amounts[uid].lack(why or NOT_RECEIVED, 1, n, n is None)


def _named(session: Session) -> dict[str, list[tuple[bytes, str]]]:
    """(school, key of its municipality) by every key of a name."""
    found: dict[str, list[tuple[bytes, str]]] = defaultdict(list)
    places = {}
    for uid, *names, municipality in session.execute(
        select(School.uid, School.name, School.official_name, School.municipality)
    ):
        places[uid] = municipality_key(municipality)
        for key in {normalise(name)[:LONGEST_KEY] for name in names if name}:
            found[key].append((uid, places[uid]))
    for key, uid in session.execute(select(SchoolAlias.normalised, SchoolAlias.school)):
        found[key[:LONGEST_KEY]].append((uid, places.get(uid, "")))
    return found


def _has_record(session: Session, sitting: bytes, schools: set[bytes]) -> bool:
    query = select(SchoolResult.uid).where(SchoolResult.sitting == sitting, SchoolResult.school.in_(schools))
    return bool(schools) and session.execute(query.limit(1)).first() is not None


def subject_names(session: Session) -> dict[str, str]:
    """Full names of subjects by their short ones."""
    return {row[0]: row[1] for row in session.execute(select(Subject.short, Subject.name))}


def _shortfall(
    one: HeldSitting,
    amounts: _Amounts,
    names: dict[str, str],
    schools: dict[tuple[bytes, str], tuple[str, ...]],
) -> Shortfall:
    lacking, reasons = amounts.lacking.total(), tuple(amounts.lacking.most_common())
    told = (schools.get((one.sitting.uid, why), ()) for why, _ in reasons)
    # Rows of books whose schools the file does not know have no names here.
    named = tuple(some if len(some) == count else () for some, (_, count) in zip(told, reasons, strict=True))
    total = None if amounts.untold else amounts.participants + amounts.lacking_participants
    return Shortfall(
        one.sitting.uid,
        one.sitting.name,
        amounts.schools,
        amounts.schools + lacking,
        amounts.participants,
        total,
        reasons,
        one.sitting.school_year,
        spoken((one.sitting,), names)[0],
        schools_named=named if any(named) else (),
        held=one.sitting,
        subject=names.get(one.sitting.subject, ""),
    )
