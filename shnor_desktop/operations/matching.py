"""Which school of the document a name in a workbook means: by code, exact name, learned spelling, normalised
name; near names are only suggested, never taken silently. Pure but for `known_schools`, which reads the document."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models import natural
from shnor_desktop.models.school import School
from shnor_desktop.models.school_alias import SchoolAlias
from shnor_desktop.models.school_code import SchoolCode
from shnor_desktop.rules.names import NameIndex, normalise
from shnor_desktop.sheets.book import SchoolMention

Kind = Literal["code", "alias", "exact", "normalised", "suggested", "new"]

KIND_LABELS: dict[str, str] = {
    "code": "по коду",
    "exact": "по названию",
    "alias": "по запомненному написанию",
    "normalised": "по названию",
    "suggested": "похожа на известные",
    "new": "новая школа",
}

ASK = 0.6
"""A name as near as this to a known school is not added as a new one without asking."""
ASK_NEWCOMERS = 0.8
"""The same for two names that are both new: one school spelled in two ways on two sheets."""


@dataclass(frozen=True, slots=True)
class KnownSchool:
    """What matching needs to know of a school."""

    uid: bytes
    name: str
    official_name: str = ""
    municipality: str = ""
    place: str = ""


@dataclass(frozen=True)
class Known:
    """Snapshot of schools, codes and learned spellings; the indexes are built once, when first needed."""

    schools: tuple[KnownSchool, ...]
    codes: tuple[tuple[str, str, bytes], ...] = ()
    """(system, code, school)."""
    aliases: tuple[tuple[str, bytes], ...] = ()
    """(normalised spelling, school)."""

    @cached_property
    def by_uid(self) -> dict[bytes, KnownSchool]:
        """Schools by uid."""
        return {one.uid: one for one in self.schools}

    @cached_property
    def by_code(self) -> dict[str, tuple[tuple[str, bytes], ...]]:
        """(system, school) of every code, by the code without regard to case."""
        found: dict[str, tuple[tuple[str, bytes], ...]] = {}
        for system, code, uid in self.codes:
            found[code_key(code)] = (*found.get(code_key(code), ()), (system, uid))
        return found

    @cached_property
    def by_spelling(self) -> dict[str, tuple[bytes, ...]]:
        """Schools whose short or official name is written exactly so."""
        return _grouped((_plain(n), s.uid) for s in self.schools for n in (s.name, s.official_name) if n)

    @cached_property
    def by_name(self) -> dict[str, tuple[bytes, ...]]:
        """Schools whose short or official name has this normalised form."""
        return _grouped((normalise(n), s.uid) for s in self.schools for n in (s.name, s.official_name) if n)

    @cached_property
    def by_alias(self) -> dict[str, bytes]:
        """Schools by learned spelling."""
        return dict(self.aliases)

    @cached_property
    def names(self) -> NameIndex[bytes]:
        """Index for near names."""
        return NameIndex({one.uid: one.name for one in self.schools})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A school the name may mean."""

    uid: bytes
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """The answer for one mention; `school` is None for «suggested» and «new»."""

    kind: Kind
    school: bytes | None
    suggestions: tuple[Suggestion, ...] = ()
    newcomer: bytes = b""
    """uid the school would get, should it turn out to be new; empty when the school is known."""


def known_schools(session: Session) -> Known:
    """Schools, codes and spellings of the document, in three reads."""
    schools = session.execute(
        select(School.uid, School.name, School.official_name, School.municipality, School.place)
    )
    codes = session.execute(select(SchoolCode.system, SchoolCode.code, SchoolCode.school))
    aliases = session.execute(select(SchoolAlias.normalised, SchoolAlias.school))
    return Known(
        tuple(KnownSchool(*row) for row in schools),
        tuple((row[0], row[1], row[2]) for row in codes),
        tuple((row[0], row[1]) for row in aliases),
    )


def match(known: Known, mention: SchoolMention) -> Match:
    """The school a single mention means."""
    return match_all(known, [(mention, frozenset())])[0]


def match_all(known: Known, mentions: Sequence[tuple[SchoolMention, frozenset[str]]]) -> list[Match]:
    """Matches of mentions that stand together in books; each comes with the names of its sheets.

    Two names on one sheet are two schools, so a school already met on the sheet is not suggested for another.
    """
    sure = [_sure(known, mention) for mention, _ in mentions]
    _doubt_namesakes(known, mentions, sure)
    taken: dict[str, set[bytes]] = defaultdict(set)
    for (_, sheets), found in zip(mentions, sure, strict=True):
        for sheet in sheets:
            if found.school is not None:
                taken[sheet].add(found.school)
    newcomers = _Newcomers(
        known, [(m, s) for (m, s), found in zip(mentions, sure, strict=True) if not found.school]
    )
    matches = []
    for (mention, sheets), found in zip(mentions, sure, strict=True):
        if found.school is None:
            found = _doubtful(known, mention, found, set().union(*(taken[sheet] for sheet in sheets)))
            found = newcomers.compared(mention, sheets, found)
        matches.append(found)
    return matches


def new_school_uid(known: Known, mention: SchoolMention) -> bytes:
    """uid of the school a mention creates: every office computes the same one."""
    system = mention.code_system or ("other" if mention.code else "")
    place = mention.municipality
    uid = natural.school(system, mention.code, normalise(mention.name), place)
    number = 2
    while uid in known.by_uid:  # that school has been renamed since; this is another one
        uid = natural.school("", "", normalise(mention.name), f"{place} {mention.code} {number}")
        number += 1
    return uid


def mention_key(mention: SchoolMention) -> str:
    """Key of the question which school this is; the same for the same spelling, code and municipality."""
    municipality = municipality_key(mention.municipality)
    return f"school:{mention.code_system}:{code_key(mention.code)}:{normalise(mention.name)}:{municipality}"


def code_key(code: str) -> str:
    """Codes are compared without regard to case and outer spaces."""
    return code.strip().casefold()


@lru_cache(maxsize=4_000)
def municipality_key(name: str) -> str:
    """«Заречный муниципальный округ», «Заречный МО» and «Заречный район» are one; a city is told apart."""
    words = name.casefold().replace("ё", "е").replace(".", " ").replace("-н", "н").split()
    kept = {_CITY.get(word, word) for word in words if not word.startswith("муниципальн")} - _KINDS_OF_AREA
    return " ".join(sorted(kept))


_CITY = {"город": "г", "г": "г", "городской": "г", "го": "г"}
_KINDS_OF_AREA = {"район", "рн", "округ", "мо", "мр", "образование", "областного", "значения"}


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _grouped(pairs: Iterable[tuple[str, bytes]]) -> dict[str, tuple[bytes, ...]]:
    found: dict[str, dict[bytes, None]] = defaultdict(dict)
    for key, uid in pairs:
        found[key][uid] = None
    return {key: tuple(uids) for key, uids in found.items()}


def _sure(known: Known, mention: SchoolMention) -> Match:
    """By code, exact name, learned spelling or normalised name; namesakes become suggestions."""
    named = _agreeing(known, mention, known.by_spelling.get(_plain(mention.name), ()))
    coded = _coded(known, mention)
    if coded is not None:
        exact = named or _agreeing(known, mention, known.by_name.get(normalise(mention.name), ()))
        if exact and coded not in exact:
            return Match("suggested", None, _as_suggestions(known, (coded, *exact)))
        return Match("code", coded)
    if len(named) == 1:
        return Match("exact", named[0])
    key = normalise(mention.name)
    alias = known.by_alias.get(key)
    if alias in known.by_uid and alias is not None and _agreeing(known, mention, (alias,)):
        return Match("alias", alias)
    candidates = _agreeing(known, mention, known.by_name.get(key, ()))
    if len(candidates) == 1:
        return Match("normalised", candidates[0])
    if candidates:
        return Match("suggested", None, _as_suggestions(known, candidates))
    return Match("new", None)


def _coded(known: Known, mention: SchoolMention) -> bytes | None:
    """The one school that has the code; a code without a system counts when only one school has it."""
    if not mention.code:
        return None
    found = {
        uid
        for system, uid in known.by_code.get(code_key(mention.code), ())
        if not mention.code_system or system in (mention.code_system, "other")
    }
    return found.pop() if len(found) == 1 else None


def _agreeing(known: Known, mention: SchoolMention, uids: Sequence[bytes]) -> tuple[bytes, ...]:
    """Those of the schools whose municipality is that of the mention; else those whose is not known."""
    wanted = municipality_key(mention.municipality)
    if not wanted:
        return tuple(uids)
    keys = {uid: municipality_key(known.by_uid[uid].municipality) for uid in uids if uid in known.by_uid}
    same = tuple(uid for uid, key in keys.items() if key == wanted)
    return same or tuple(uid for uid, key in keys.items() if not key)


def _as_suggestions(known: Known, uids: Iterable[bytes], score: float = 1.0) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(uid, known.by_uid[uid].name, score) for uid in dict.fromkeys(uids))


def _doubt_namesakes(
    known: Known, mentions: Sequence[tuple[SchoolMention, frozenset[str]]], sure: list[Match]
) -> None:
    """A school of unknown municipality cannot be the namesakes of several municipalities at once."""
    claims: dict[bytes, set[str]] = defaultdict(set)
    for (mention, _), found in zip(mentions, sure, strict=True):
        if found.school and found.kind != "code" and not known.by_uid[found.school].municipality:
            claims[found.school].add(municipality_key(mention.municipality))
    for at, found in enumerate(sure):
        if found.school and found.kind != "code" and len(claims[found.school] - {""}) > 1:
            sure[at] = Match("suggested", None, _as_suggestions(known, (found.school,)))


def _doubtful(known: Known, mention: SchoolMention, found: Match, taken: set[bytes]) -> Match:
    """A mention with no sure match: near names that are not met elsewhere on its sheets."""
    if found.kind == "suggested":
        left = tuple(one for one in found.suggestions if one.uid not in taken)
        return Match("suggested", None, left or found.suggestions)
    near = {uid: score for uid, score in known.names.suggest(mention.name, limit=6) if uid not in taken}
    for uid in known.by_name.get(normalise(mention.name), ()):
        if uid not in taken:
            near[uid] = 1.0
    ordered = sorted(near.items(), key=lambda one: -one[1])[:3]
    suggestions = tuple(Suggestion(uid, known.by_uid[uid].name, score) for uid, score in ordered)
    kind: Kind = "suggested" if suggestions and suggestions[0].score >= ASK else "new"
    return Match(kind, None, suggestions)


class _Newcomers:
    """Schools the document does not know, compared with each other: one may be spelled in two ways."""

    def __init__(self, known: Known, mentions: Sequence[tuple[SchoolMention, frozenset[str]]]) -> None:
        self._uids = {mention: new_school_uid(known, mention) for mention, _ in mentions}
        self._join_fuller()
        self._sheets: dict[bytes, set[str]] = defaultdict(set)
        self._names: dict[bytes, str] = {}
        self._municipality: dict[bytes, str] = {}
        for mention, sheets in mentions:
            uid = self._uids[mention]
            self._sheets[uid] |= sheets
            self._names.setdefault(uid, mention.name)
            self._municipality.setdefault(uid, municipality_key(mention.municipality))
        self._order = {uid: at for at, uid in enumerate(self._names)}
        several = len({sheet for sheets in self._sheets.values() for sheet in sheets}) > 1
        self._index = NameIndex(self._names) if several else None

    def _join_fuller(self) -> None:
        """A mention with less (no code, no municipality) is the one namesake that has more."""
        namesakes: dict[str, list[SchoolMention]] = defaultdict(list)
        for mention in self._uids:
            namesakes[normalise(mention.name)].append(mention)
        for same in namesakes.values():
            for mention in same if len(same) > 1 else ():
                fuller = {self._uids[other] for other in same if _is_fuller(other, mention)}
                if len(fuller) == 1:
                    self._uids[mention] = fuller.pop()

    def compared(self, mention: SchoolMention, sheets: frozenset[str], found: Match) -> Match:
        """The match with near newcomers of other sheets added to its suggestions."""
        uid = self._uids[mention]
        near = self._near(mention.name, uid) if self._index else []
        if not near:
            return Match(found.kind, None, found.suggestions, uid)
        together = sorted((*found.suggestions, *near), key=lambda one: -one.score)[:3]
        return Match("suggested", None, tuple(together), uid)

    def _near(self, name: str, uid: bytes) -> list[Suggestion]:
        assert self._index is not None
        return [
            Suggestion(other, self._names[other], score)
            for other, score in self._index.suggest(name, limit=6)
            if score >= ASK_NEWCOMERS
            and self._earlier(other, uid)
            and not self._sheets[other] & self._sheets[uid]
        ]

    def _earlier(self, other: bytes, uid: bytes) -> bool:
        places = {self._municipality[other], self._municipality[uid]} - {""}
        return self._order[other] < self._order[uid] and len(places) < 2


def _is_fuller(other: SchoolMention, mention: SchoolMention) -> bool:
    """Whether `other` says more of what may be the same school."""
    if mention.code or other == mention:
        return False
    here, there = municipality_key(mention.municipality), municipality_key(other.municipality)
    if here and there and here != there:
        return False
    return bool(other.code) or bool(there and not here)
