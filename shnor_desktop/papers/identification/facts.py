"""What the list of schools is composed from. Results, method and gaps are those of the rules; texts are decided.

Dates are ISO strings («2022-03-15», empty when unknown).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shnor_desktop.papers.tree.frame import PaperMeta
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.rules.results.facts import JudgedResult, Profile
from shnor_desktop.rules.results.shortfall import Shortfall

Records = Mapping[bytes, Sources]
"""Records of the results of one school (branches added) by sitting."""


def records_behind(records: Records, *results: JudgedResult) -> Sources:
    """What these results were judged by; one that was joined by counts has several."""
    uids = (uid for one in results for uid in (one.sitting.uid, *one.joined_from))
    return tuple(dict.fromkeys(source for uid in uids for source in records.get(uid, ())))


@dataclass(frozen=True, slots=True)
class StatusBasis:
    """Why a school has the status. `kind`: «computation», «decision» (of a person), «regional» or «order»."""

    kind: str
    text: str = ""
    """Requisites: «приказ министерства от 01.09.2021 № 123»."""
    since: str = ""


@dataclass(frozen=True, slots=True)
class ListedSchool:
    """A school of the list with everything that explains it."""

    name: str
    """Official name as printed in the list."""
    criteria: tuple[str, ...]
    """«C1», «C2»; empty when the computation does not flag the school."""
    low: tuple[JudgedResult, ...]
    basis: tuple[StatusBasis, ...]
    place: str = ""
    one_pupil_decides: bool = False
    explained: str = ""
    """By a profile of the second type: the figure, the border and the distance, in sentences."""
    source: Sources = ()
    records: Records = field(default_factory=dict)

    @property
    def everything(self) -> Sources:
        """All records that were looked at."""
        return tuple(dict.fromkeys(source for these in self.records.values() for source in these))


@dataclass(frozen=True, slots=True)
class Difference:
    """A school on which the regional list (or an order) and the computation disagree."""

    school: str
    computed: bool
    listed: bool
    explanation: str
    source: str = ""
    """Requisites of the list or order compared with."""
    records: Sources = ()


@dataclass(frozen=True, slots=True)
class UnsureSchool:
    """A school the computation cannot decide. `kind`: «insufficient» (data) or «confirm» (by a person)."""

    school: str
    kind: str
    sittings: tuple[str, ...]
    """Sittings that were not received, or border results the answer hangs on."""
    decision: str = ""
    """What the signed list says of it: left out and why, or not decided. Empty in a draft."""
    records: Sources = ()


@dataclass(frozen=True, slots=True)
class WatchedSchool:
    """A school of the watch group: close to the criteria, no status."""

    school: str
    results: tuple[JudgedResult, ...]
    spoken: tuple[str, ...] = ()
    """The sittings of the results as sentences call them."""
    source: Sources = ()
    records: Records = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction of data made after the list was signed; the signed list stays as it is."""

    school: str
    text: str
    """«ОГЭ МА 2021: не преодолели порог 4 → 2 из 9»."""
    date: str = ""
    would_change: bool = False
    records: Sources = ()


@dataclass(frozen=True, slots=True)
class ListFacts:
    """«Перечень школ с низкими образовательными результатами»."""

    meta: PaperMeta
    profile: Profile
    school_year: str
    """The school year the list is made for: «2021/22»."""
    schools_total: int
    """How many schools were examined."""
    schools: tuple[ListedSchool, ...] = ()
    """Alphabetically: the list is no ranking."""
    differences: tuple[Difference, ...] = ()
    unsure: tuple[UnsureSchool, ...] = ()
    watch: tuple[WatchedSchool, ...] = ()
    signed_on: str = ""
    """Empty: the list is a draft («проект»)."""
    small_n: int = 10
    """Results with fewer participants are marked."""
    incomplete: tuple[Shortfall, ...] = ()
    former: bool = False
    """It was signed with the former words: so they stand in it."""
    """What the list stands on in part only."""
    spoken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The sittings of slots «A» and «B» as sentences call them: «ВПР по русскому языку, 5–8 классы, весна 2025 г.»."""
    examined: Sources = ()
    method: Sources = ()
    """The record of the profile."""

    @property
    def computed(self) -> tuple[ListedSchool, ...]:
        """Listed schools that the computation flags."""
        return tuple(one for one in self.schools if one.criteria)


def sources_of(schools: tuple[ListedSchool, ...]) -> Sources:
    """The records of these schools."""
    return tuple(source for one in schools for source in one.source)
