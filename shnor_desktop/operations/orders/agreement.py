"""Figures that typed texts of a draft state, held against the records: where none of what the records say agrees, it is told.

A figure is told only where the records know it: a list without schools, a programme without a plan, a sitting nobody has
contradict nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.models.orders import Paper
from shnor_desktop.models.results import AreaResult, SchoolResult, Subject
from shnor_desktop.models.roadmap import Event
from shnor_desktop.models.schools import School
from shnor_desktop.operations.identification.status_lines import LOW_RESULT, statuses_of_kind
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.results.held import held_sittings
from shnor_desktop.operations.roadmap import execution, rows
from shnor_desktop.papers.tree.paper import Heading, Paragraph, Points, Says, Source, plain, runs_of
from shnor_desktop.papers.tree.paper import Paper as Tree
from shnor_desktop.rules.figures import FAMILY_LABELS, ResultState
from shnor_desktop.rules.results.facts import Sitting
from shnor_desktop.rules.words import claims
from shnor_desktop.rules.words.claims import Claim, Of
from shnor_desktop.rules.words.mentions import SchoolMentions
from shnor_desktop.rules.words.russian import counted, percent_e4, quoted, show_date

_TYPED_IN = ("activity", "part", "paper")
"""Kinds whose texts people write at length."""
_SHOWN = 90
"""Letters of a sentence that is quoted."""
_MET = re.compile(r"выезд|совещани|заседани|посещени|семинар|собрани", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(\d\d)\.(\d\d)\.(20\d\d)(?!\d)")
_OF_ANOTHER = re.compile(r"(?:\bот|\bдо|\bпо|\bс|\bк|\bза|позднее)[ \u00a0]$", re.IGNORECASE)
"""Before a day that is of an act, a due, a span."""
_DISTRICT = ("район", "округ", "муниципал", "в целом")


@dataclass(frozen=True, slots=True)
class Remark:
    """A figure that no longer agrees, and the record whose text it stands in."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class About:
    """What a paper speaks of."""

    programme: bytes | None = None
    schools: int = 0
    """How many it names itself."""
    day: str = ""
    event: bytes | None = None
    """The visit or meeting it is about."""

    @staticmethod
    def of(session: Session, answers: Mapping[str, Any], tree: Tree) -> "About":
        """What a registered paper speaks of, or one of a programme, by what was asked for."""
        paper = session.get(Paper, answers["order"]) if answers.get("order") else None
        if paper is None:
            return About(answers.get("programme"))
        return About(paper.programme, len(tree.schools), paper.as_of or paper.date, paper.event)


def remarks(session: Session, tree: Tree, about: About) -> tuple[Remark, ...]:
    """What a draft says that its records do not."""
    records = _Records(session, about)
    found: dict[str, Remark] = {}
    for text, source in _typed(tree):
        for claim in claims.claims(text):
            known = records.values(claim)
            if known and not any(claims.agrees(claim, value) for value, _ in known):
                sentence = claim.sentence if len(claim.sentence) <= _SHOWN else claim.sentence[:_SHOWN] + "…"
                told = " или ".join(dict.fromkeys(words for _, words in known))
                words = f"В тексте сказано «{claim.said}», а по данным файла сейчас {told}: {quoted(sentence.rstrip('.'))}."
                found.setdefault(words, Remark(words, source))
        if day := records.other_day(text):
            found.setdefault(day, Remark(day, source))
    return tuple(found.values())


def _typed(tree: Tree) -> Iterator[tuple[str, Source]]:
    """Texts that were typed, each with the record it is kept in."""
    for block in tree.blocks():
        if not isinstance(block, Heading | Paragraph | Points):
            continue
        for runs in runs_of(block):
            kept = [source for run in runs if run.says is Says.TYPED for source in run.source]
            kept = [one for one in kept if one[0] in _TYPED_IN]
            if kept:
                yield plain(runs).replace("\u00a0", " "), kept[0]


_Known = tuple[int, str]
"""A value and how it is told."""


class _Records:
    """What the records say, read when a text asks for it."""

    def __init__(self, session: Session, about: About) -> None:
        self._session, self._about = session, about
        self._day = about.day or date.today().isoformat()

    def values(self, claim: Claim) -> list[_Known]:
        """Every value that the figure may rightly have; none where the records know nothing of it."""
        match claim.of:
            case Of.LISTED:
                return [_schools(number) for number in (self._about.schools, self._listed) if number]
            case Of.IN_PROGRAMME:
                return [_schools(number) for number in (self._in_programme,) if number]
            case Of.MEASURES:
                return [
                    (number * 10_000, counted(number, "мероприятие", "мероприятия", "мероприятий"))
                    for number in self._measures
                    if number
                ]
            case _:
                return [(value, percent_e4(value, claim.decimals)) for value in self._shares(claim)]

    @cached_property
    def _listed(self) -> int:
        every = statuses_of_kind(raw_of(self._session), LOW_RESULT)
        return sum(any(one.in_force(self._day) for one in given) for given in every.values())

    @cached_property
    def _in_programme(self) -> int:
        if self._about.programme is None:
            return 0
        return len(outline.outline(self._session, self._about.programme).programme.schools)

    @cached_property
    def _measures(self) -> tuple[int, ...]:
        """Of the whole plan, and of each of its parts, for a text may speak of one."""
        if self._about.programme is None:
            return ()
        plan = rows.plan(self._session, self._about.programme, date.fromisoformat(self._day))
        return (len(plan.rows), *(one.rows for one in plan.sections))

    def other_day(self, text: str) -> str:
        """That the only day a text names for the visit or meeting is not that of its record."""
        found = list(_DAY.finditer(text))
        if len(found) != 1 or not _MET.search(text) or _OF_ANOTHER.search(text[: found[0].start()]):
            return ""
        event = self._session.get(Event, self._about.event) if self._about.event is not None else None
        day = "-".join(reversed(found[0].groups()))
        if event is None or not event.starts or event.starts <= day <= (event.ends or event.starts):
            return ""
        told = " – ".join(dict.fromkeys(show_date(one) for one in (event.starts, event.ends) if one))
        return (
            f"В тексте назван день {found[0][0]}, а по данным файла сейчас {told}: {quoted(text[:_SHOWN])}."
        )

    # --- shares

    def _shares(self, claim: Claim) -> Iterable[int]:
        """Of the one school that the sentence names, else of the district where it speaks of that."""
        fits = [one for one in self._sittings if self._is_meant(one, claim)]
        if len(fits) != 1:
            return ()
        named = self._mentions.find(claim.sentence)
        if named.asks or len(named.schools) > 1:
            return ()
        if named.schools:
            return self._of_schools(fits[0].uid, named.schools[0])
        if any(word in claim.sentence.casefold() for word in _DISTRICT):
            return self._of_district(fits[0].uid)
        return ()

    @cached_property
    def _sittings(self) -> tuple[Sitting, ...]:
        return tuple(one.sitting for one in held_sittings(self._session, "sitting"))

    @cached_property
    def _subjects(self) -> dict[str, str]:
        found = self._session.execute(select(Subject.short, Subject.name))
        return {short: name for short, name in found}

    @cached_property
    def _mentions(self) -> SchoolMentions[bytes]:
        return execution.mentions(self._session)

    def _is_meant(self, one: Sitting, claim: Claim) -> bool:
        held = one.school_year + (0 if one.season == "autumn" else 1)
        return (
            FAMILY_LABELS.get(one.family) == claim.family
            and claims.names(claim.sentence, self._subjects.get(one.subject, ""))
            and claim.grade in (0, one.programme_grade, one.sitting_grade)
            and claim.year in (0, held)
            and claim.school_year in (0, one.school_year)
            and claim.season in ("", one.season)
        )

    def _of_schools(self, sitting: bytes, school: bytes) -> list[int]:
        """By itself, and with its branches."""
        branches = select(School.uid).where(School.parent == school)
        query = select(SchoolResult).where(SchoolResult.sitting == sitting)
        of_all = query.where((SchoolResult.school == school) | SchoolResult.school.in_(branches))
        every = [one for one in self._session.scalars(of_all) if one.state == ResultState.VALID]
        found = (_share([one for one in every if one.school == school]), _share(every))
        return [one for one in found if one is not None]

    def _of_district(self, sitting: bytes) -> list[int]:
        """By its schools where all are known by counts, and as the region printed it."""
        query = select(SchoolResult).where(SchoolResult.sitting == sitting)
        schools = [one for one in self._session.scalars(query) if one.state == ResultState.VALID]
        areas = self._session.scalars(select(AreaResult).where(AreaResult.sitting == sitting)).all()
        found = [_share(schools), *(_share([one]) for one in areas)]
        return [one for one in found if one is not None]


def _schools(number: int) -> _Known:
    return number * 10_000, counted(number, "школа", "школы", "школ")


def _share(results: Sequence[SchoolResult | AreaResult]) -> int | None:
    """Those who failed among all; of one without counts as it was printed."""
    people = [(one.participants, one.failed) for one in results]
    known = [(n, failed) for n, failed in people if n is not None and failed is not None]
    if results and len(known) == len(results) and (n := sum(n for n, _ in known)):
        return round(1_000_000 * sum(failed for _, failed in known) / n)
    return results[0].failed_pct_e4 if len(results) == 1 else None
