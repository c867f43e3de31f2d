"""What is known of schools when names are matched: a frozen snapshot with its indexes, keys and answers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models import uids as identity
from shnor_desktop.models.schools import School, SchoolAlias, SchoolCode
from shnor_desktop.rules.words.school_names import NameIndex, normalise
from shnor_desktop.sheets.results.types import SchoolMention

Kind = Literal["code", "alias", "exact", "normalised", "suggested", "new"]


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
        return _grouped(
            (plain_spelling(n), s.uid) for s in self.schools for n in (s.name, s.official_name) if n
        )

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
    reason: str = ""
    """Why, where the nearness of the names does not say it: «муниципалитет назван иначе: …»."""

    @property
    def why(self) -> str:
        """«то же название; муниципалитет назван иначе: …», «похожа на 87 %»."""
        near = "то же название" if self.score == 1 else f"похожа на {round(self.score * 100)} %"
        return f"{near}; {self.reason}" if self.reason else near


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


def new_school_uid(known: Known, mention: SchoolMention) -> bytes:
    """uid of the school a mention creates: every office computes the same one."""
    system = mention.code_system or ("other" if mention.code else "")
    place = mention.municipality
    uid = identity.school(system, mention.code, normalise(mention.name), place)
    number = 2
    while uid in known.by_uid:  # that school has been renamed since; this is another one
        uid = identity.school("", "", normalise(mention.name), f"{place} {mention.code} {number}")
        number += 1
    return uid


def mention_key(mention: SchoolMention) -> str:
    """Key of the question which school this is; the same for the same spelling, code and municipality."""
    municipality = municipality_key(mention.municipality)
    return f"school:{mention.code_system}:{code_key(mention.code)}:{normalise(mention.name)}:{municipality}"


def code_key(code: str) -> str:
    """Codes are compared without regard to case, outer spaces and the leading noughts that a spreadsheet drops."""
    key = code.strip().casefold()
    return key.lstrip("0") or key if key.isdigit() else key


@lru_cache(maxsize=4_000)
def municipality_key(name: str) -> str:
    """«Заречный муниципальный округ», «Заречный МО» and «Заречный район» are one; a city is told apart."""
    words = name.casefold().replace("ё", "е").replace(".", " ").replace("-н", "н").split()
    kept = {_CITY.get(word, word) for word in words if not word.startswith("муниципальн")} - _KINDS_OF_AREA
    return " ".join(sorted(kept))


def may_be_renamed(one: str, other: str) -> bool:
    """Whether two keys of municipalities may be names of one: a word of one root says so, beside words of every office."""
    return bool(_roots(one) & _roots(other))


@lru_cache(maxsize=4_000)
def _roots(key: str) -> frozenset[str]:
    words = (word.strip('"«»„“”()') for word in key.split())
    return frozenset(word[:5] for word in words if len(word) > 3 and not word.startswith(_OFFICES))


_OFFICES = (
    *("администрац", "комитет", "управлен", "отдел", "департамент", "образован", "район", "округ", "муницип"),
    *("област", "края", "край", "республик", "городск", "сельск", "город", "посел"),
)
_CITY = {"город": "г", "г": "г", "городской": "г", "го": "г"}
_KINDS_OF_AREA = {"район", "рн", "округ", "мо", "мр", "образование", "областного", "значения"}


def plain_spelling(name: str) -> str:
    """A name without regard to case and spaces."""
    return " ".join(name.split()).casefold()


def _grouped(pairs: Iterable[tuple[str, bytes]]) -> dict[str, tuple[bytes, ...]]:
    found: dict[str, dict[bytes, None]] = defaultdict(dict)
    for key, uid in pairs:
        found[key][uid] = None
    return {key: tuple(uids) for key, uids in found.items()}
