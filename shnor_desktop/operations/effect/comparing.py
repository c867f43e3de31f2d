"""Two sittings of one procedure compared: schools with support beside the others, and the funnel of the later one."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.document.state.row import marks
from shnor_desktop.errors import UserError
from shnor_desktop.operations.effect.supported import Days, Ground, supports
from shnor_desktop.operations.identification.branches import JudgedSchool, family_uids, judged_schools, pool
from shnor_desktop.operations.identification.slots import spec
from shnor_desktop.operations.results.held import held_sittings
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.rules import effect as rule
from shnor_desktop.rules.effect import Count, Difference, Effect, Pair
from shnor_desktop.rules.figures import STATE_LABELS, ResultState, state_of
from shnor_desktop.rules.results.comparability import cohort_of, why_incomparable
from shnor_desktop.rules.results.facts import Result, Sitting
from shnor_desktop.rules.results.low_share import counts
from shnor_desktop.rules.words.russian import quoted

_DAYS = {"autumn": (0, "10-01"), "spring": (1, "04-15"), "final": (1, "09-15")}
_EXAM = (1, "06-10")
"""When a sitting without a date is taken to be held: years after the beginning of the school year, month and day."""
_MUCH = 1.5
"""So many times more or fewer participants are told."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A later sitting with the earlier one that it is compared with."""

    before: Sitting
    after: Sitting
    days: Days
    """From one to the other: who had support in these days counts as supported."""
    why_not: str = ""
    """Why the two say nothing of a change; empty where they may be compared."""


@dataclass(frozen=True, slots=True)
class SchoolChange:
    """One school at both sittings."""

    school: bytes
    name: str
    before: Count | None
    after: Count | None
    why: str
    """What its figures lack, where they lack something."""
    grounds: tuple[Ground, ...]
    """By what it counts as supported; none where it does not."""
    sources: Sources = ()

    @property
    def supported(self) -> bool:
        """Whether it had support."""
        return bool(self.grounds)

    @property
    def pair(self) -> Pair | None:
        """Its figures, where both years have them."""
        if self.before is None or self.after is None:
            return None
        return Pair(self.before, self.after, self.supported)

    @property
    def change(self) -> Difference | None:
        """From the earlier sitting to the later."""
        return rule.newcombe(self.before, self.after) if self.before and self.after else None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is told of two sittings."""

    comparison: Comparison
    way: str
    """By what schools count as supported."""
    effect: Effect
    schools: tuple[SchoolChange, ...]
    """Schools with a result at one of them, in the order of names."""
    share: float | None
    """Of those who failed at the later sitting, all schools together, from 0 to 1."""
    warnings: tuple[str, ...] = field(default=())

    @property
    def answer(self) -> str:
        """The conclusion in a sentence."""
        why = self.comparison.why_not
        return f"Сравнить нельзя: {why}." if why else rule.conclusion(self.effect)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Everything there is to say, the answer first."""
        return (self.answer,) if self.comparison.why_not else rule.sentences(self.effect)

    @property
    def sources(self) -> Sources:
        """The results behind the figures of groups."""
        return tuple(source for one in self.schools for source in one.sources)


class Effects:
    """What the file holds, read once for as many comparisons as are asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._held = held_sittings(session, "sitting")
        self._kept: dict[bytes, tuple[bytes, str]] = {
            uid: (procedure, day)
            for uid, procedure, day in raw_of(session).execute("SELECT uid, procedure, held_on FROM sitting")
        }
        self._schools = judged_schools(session)
        self._supports = supports(session)
        self._threshold = spec(session).threshold

    @property
    def usual(self) -> str:
        """By what schools count as supported where nobody said."""
        return self._supports.usual()

    def comparisons(self, *, first: bool = False) -> tuple[Comparison, ...]:
        """Of every sitting with results that has an earlier one, the latest first: with the nearest that it may be
        compared with, or with the first."""
        found = []
        for held in self._held:
            earlier = self.earlier(held.sitting) if held.valid else ()
            fit = [one for one in earlier if not one.why_not] or list(earlier)
            found += fit[-1:] if first else fit[:1]
        return tuple(sorted(found, key=lambda one: -one.after.school_year))

    def earlier(self, after: Sitting) -> tuple[Comparison, ...]:
        """The sittings it may be compared with, the best first: of the same season and class, comparable, the latest."""
        procedure = self._kept[after.uid][0]
        found = [
            self.compare(held.sitting, after)
            for held in self._held
            if held.valid
            and self._kept[held.sitting.uid][0] == procedure
            and self._day(held.sitting) < self._day(after)
        ]
        return tuple(sorted(found, key=lambda one: (bool(one.why_not), _reversed(one.days.starts))))

    def compare(self, before: Sitting, after: Sitting) -> Comparison:
        """Two sittings, with what forbids comparing them."""
        why = why_incomparable(before, after)
        if before.season != after.season and not why:
            why = "процедуры проведены в разное время учебного года"
        elif before.sitting_grade != after.sitting_grade and not why:
            why = "писали дети разных классов"
        return Comparison(before, after, Days(self._day(before), self._day(after)), why)

    def _day(self, one: Sitting) -> str:
        held_on = self._kept[one.uid][1]
        years, day = _DAYS.get(one.season, _EXAM)
        return held_on or f"{one.school_year + years}-{day}"

    def find(self, text: str) -> Sitting:
        """The sitting a person names: its name, or a part of the name that no other has."""
        wanted = _plain(text)
        named = [one.sitting for one in self._held if one.valid]
        for found in (
            [one for one in named if _plain(one.name) == wanted or one.uid.hex() == wanted],
            [one for one in named if all(word in _plain(one.name).split() for word in wanted.split())],
        ):
            if len(found) == 1 and wanted:
                return found[0]
            if found and wanted:
                some = "; ".join(quoted(one.name) for one in found[:5])
                raise UserError(
                    f"Под {quoted(text)} подходит проведений: {len(found)}.", f"Укажите одно: {some}."
                )
        known = "; ".join(one.name for one in named[-5:]) or "результатов в файле пока нет"
        raise UserError(f"Проведения {quoted(text)} с результатами в файле нет.", f"Есть, например: {known}.")

    def sitting(self, uid: bytes) -> Sitting:
        """The sitting of that uid."""
        found = next((one.sitting for one in self._held if one.sitting.uid == uid), None)
        if found is None:
            raise UserError("Этого проведения больше нет в файле.", "Выберите другое.")
        return found

    def asked(self, after: str, before: str = "") -> Comparison:
        """The comparison of sittings that a person names; without the earlier one the best there is."""
        later = self.find(after)
        if before:
            return self.compare(self.find(before), later)
        found = self.earlier(later)
        if not found:
            raise UserError(
                f"Сравнить {quoted(later.name)} не с чем: эта процедура в файле одна.",
                "Загрузите результаты той же процедуры за прежний год.",
            )
        return found[0]

    # ---- reports

    def reports(self, comparisons: tuple[Comparison, ...], way: str = "") -> tuple[Report, ...]:
        """Each of them judged."""
        wanted = tuple({uid for one in comparisons for uid in (one.before.uid, one.after.uid)})
        rows = _results(self._session, wanted)
        return tuple(self._report(one, way or self.usual, rows) for one in comparisons)

    def report(self, comparison: Comparison, way: str = "") -> Report:
        """One of them judged."""
        return self.reports((comparison,), way)[0]

    def _report(self, one: Comparison, way: str, rows: "Rows") -> Report:
        sittings = (one.before.uid, one.after.uid)
        grounds = self._supports.within(way, one.days)
        found = []
        for school in self._schools:
            met = {
                uid: {key: rows[uid][key] for key in sittings if key in rows[uid]}
                for uid in family_uids(school)
                if uid in rows
            }
            if any(met.values()):
                found.append(_line(school, met, sittings, grounds))
        share, schools = _share(found), tuple(found)
        pairs = [] if one.why_not else [line.pair for line in schools if line.pair is not None]
        return Report(one, way, rule.effect(pairs, self._threshold), schools, share, _warnings(one, schools))


Rows = Mapping[bytes, Mapping[bytes, tuple[bytes, Result]]]
"""By school and sitting: the record and its figures."""


def _line(
    school: JudgedSchool,
    met: Rows,
    sittings: tuple[bytes, bytes],
    grounds: Mapping[bytes, tuple[Ground, ...]],
) -> SchoolChange:
    results = {uid: {key: result for key, (_, result) in rows.items()} for uid, rows in met.items()}
    pooled = pool(school, results).results if len(met) > 1 else next(iter(results.values()))
    (before, not_before), (after, not_after) = (_counted(pooled.get(uid)) for uid in sittings)
    lacking = dict.fromkeys(
        filter(None, (not_before and f"до: {not_before}", not_after and f"после: {not_after}"))
    )
    own = tuple(ground for uid in family_uids(school) for ground in grounds.get(uid, ()))
    sources = tuple(("school_result", uid) for rows in met.values() for uid, _ in rows.values())
    return SchoolChange(school.school, school.shown, before, after, "; ".join(lacking), own, sources)


def _counted(result: Result | None) -> tuple[Count | None, str]:
    """How many failed, or why that is not known."""
    if result is None:
        return None, "результата нет"
    if result.state is not ResultState.VALID:
        return None, STATE_LABELS[result.state]
    found = counts(result)
    if found is None or not 0 <= found[1] <= found[0]:
        return None, "число участников или не справившихся неизвестно"
    return Count(found[1], found[0]), ""


def _share(lines: list[SchoolChange]) -> float | None:
    n = sum(one.after.n for one in lines if one.after)
    return sum(one.after.failed for one in lines if one.after) / n if n else None


def _warnings(one: Comparison, schools: tuple[SchoolChange, ...]) -> tuple[str, ...]:
    """What makes a change of figures no change of schools."""
    said = []
    if cohort_of(one.before) == cohort_of(one.after) == "chosen":
        said.append("Участвовали по выбору: состав участников двух лет мог измениться.")
    pairs = [line.pair for line in schools if line.pair is not None]
    n, m = sum(pair.before.n for pair in pairs), sum(pair.after.n for pair in pairs)
    if pairs and not 1 / _MUCH <= m / n <= _MUCH:
        said.append(f"Число участников изменилось с {n} до {m}: состав мог измениться.")
    left = [line.name for line in schools if line.pair is None]
    if left:
        told = ", ".join(left[:5]) + (f" и ещё {len(left) - 5}" if len(left) > 5 else "")
        said.append(f"Не сравниваются, нет данных одного из двух лет: {told}.")
    return tuple(said)


def _results(session: Session, sittings: tuple[bytes, ...]) -> Rows:
    found: dict[bytes, dict[bytes, tuple[bytes, Result]]] = defaultdict(dict)
    for at in range(0, len(sittings), 500):
        part = sittings[at : at + 500]
        rows = raw_of(session).execute(
            "SELECT uid, sitting, school, state, participants, failed, failed_pct_e4, pct_decimals FROM school_result "
            f"WHERE sitting IN ({marks(part)}) AND _dup = 0",
            part,
        )
        for uid, sitting, school, state, *figures in rows:
            found[school][sitting] = uid, Result(sitting, state_of(state), *figures)
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").replace(",", " ").split())


def _reversed(day: str) -> int:
    """The later the smaller."""
    return -int(day.replace("-", ""))
