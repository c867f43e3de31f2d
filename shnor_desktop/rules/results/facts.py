"""What the classifier is given and what it answers: frozen values, no records, no files."""

from dataclasses import dataclass, field
from enum import StrEnum

from shnor_desktop.rules.figures import ResultState


@dataclass(frozen=True, slots=True)
class Sitting:
    """One holding of a procedure. `school_year` is the year the school year starts in (2020 = 2020/21)."""

    uid: bytes
    name: str
    """As printed: «ВПР МА 5, весна 2019», «ЕГЭ МА (профиль) 2021»."""
    family: str
    subject: str
    """Short name of the subject: «МА»."""
    level: str
    programme_grade: int
    sitting_grade: int
    school_year: int
    season: str
    cohort: str = ""
    """Who took part, where that is not as usual: see `comparability`."""
    scale: str = ""
    """A scale of the region's own, in words."""


@dataclass(frozen=True, slots=True)
class Result:
    """One school at one sitting, reduced to what the rule needs. Percent is in ten-thousandths (`_e4`)."""

    sitting: bytes
    state: ResultState
    participants: int | None = None
    failed: int | None = None
    failed_pct_e4: int | None = None
    pct_decimals: int = 0
    objectivity_flag: bool = False
    reason: str = ""

    @property
    def has_share(self) -> bool:
        """Whether the figures say how many failed, as a share or as counts. Participants or a mean alone do not."""
        n, failed = self.participants, self.failed
        return self.failed_pct_e4 is not None or (n is not None and failed is not None and 0 <= failed <= n)

    @property
    def is_unknown(self) -> bool:
        """A result is there, but not the share of those who failed: nobody can say whether it is low."""
        return self.state == ResultState.VALID and self.participants != 0 and not self.has_share


@dataclass(frozen=True, slots=True)
class Profile:
    """Method profile: the sittings of slot A (last year) and B (the year before), threshold and options.

    The defaults are the two criteria and the inclusive threshold of 30 % as municipal programmes print them.
    """

    name: str
    version: int
    slot_a: tuple[Sitting, ...]
    slot_b: tuple[Sitting, ...]
    threshold: int = 30
    """Percent, inclusive."""
    min_n: int = 1
    """Results with fewer participants are EXCLUDED(small_n)."""
    c1_count: int = 2
    """How many low results in A make criterion 1."""
    c2_count_a: int = 1
    c2_count_b: int = 1
    join_levels: bool = True
    """Two levels of one year (ЕГЭ математика: база and профиль; ВПР: база and углублённый) are one procedure, joined
    by counts."""
    exclude_flagged: bool = False
    """Leave out results with an objectivity flag."""
    watch_width: int = 5
    """Percentage points below the threshold that make the watch group."""
    attempts: str = ""
    """Which result of an exam with resits counts where both are known: "" that of the main period, «last» the last."""
    method: str = ""
    """"" the criteria, «lowest» a share of schools, «quartile» a quarter of them, by `measure` in slot A."""
    measure: str = ""
    """«mean», «quality», «failed»."""
    lowest_pct: int = 0
    uid: bytes = field(default=b"", compare=False)
    """Of the record it is kept in; empty for one the program itself holds."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a school stands beside the border of the lowest, by a profile of the second type. Texts are decided."""

    included: bool
    figure: str
    """«3,12», «41,0 %»; empty when the school has none."""
    border: str
    apart: str
    """Distance from the border, without a sign."""
    ties: int
    """How many schools have exactly the border's figure, where these are more than the share gives; else 0."""
    taken: int
    of: int
    """Schools whose figure is known."""
    without: int
    counted: int = 0
    """Of how many results of the school its figure is."""
    among: int = 0
    """How many results it has; more than `counted` when some cannot be added."""

    @property
    def is_partial(self) -> bool:
        """Whether some result of the school is not in its figure."""
        return self.counted < self.among


class Outcome(StrEnum):
    """The computed answer for a school."""

    LOW = "low"
    NOT = "not"
    INSUFFICIENT = "insufficient"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class JudgedResult:
    """One result with everything needed to explain it. `percent_e4` is None when there are no figures."""

    sitting: Sitting
    slot: str
    """«A» or «B»."""
    result: Result
    low: bool
    border: bool
    fragile: bool
    percent_e4: int | None
    wilson: tuple[float, float] | None
    """95 % interval of the share of failed, in percent; None when the number of participants is unknown."""
    joined_from: tuple[bytes, ...] = ()
    """The sittings that were joined by counts into this one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The explained answer for one school."""

    school: bytes
    outcome: Outcome
    criteria: tuple[str, ...]
    """«C1», «C2»."""
    watch: bool
    judged: tuple[JudgedResult, ...]
    """Every result of the two slots, low or not, in the order of the profile."""
    missing: tuple[Sitting, ...]
    """Sittings of the slots whose result was not received, or came without the share of those who failed."""
    deciding_missing: tuple[Sitting, ...]
    """Those of `missing` that could make the school low (INSUFFICIENT)."""
    deciding_border: tuple[Sitting, ...]
    """Border results the answer hangs on (CONFIRM)."""
    one_pupil_decides: bool
    """One pupil more or less at one sitting would change the outcome."""
    profile_name: str = ""
    profile_version: int = 0
    absent: tuple[Sitting, ...] = field(default=())
    """Sittings of the slots for which the file holds no record of this school."""
    aside: tuple[Sitting, ...] = field(default=())
    """Second shifts of procedures that are judged by the first: their figures are not counted again."""
    unknown: tuple[Sitting, ...] = field(default=())
    """Those of `missing` that came without the share."""
    place: Place | None = None
    """By a profile of the second type: beside the border of the lowest; None by the usual criteria."""
    profile: Profile | None = field(default=None, repr=False, compare=False)
    """The whole profile the answer was computed by, for the explanation; None when it was not kept."""

    @property
    def low(self) -> tuple[JudgedResult, ...]:
        """The low results, A first."""
        return tuple(one for one in self.judged if one.low)
