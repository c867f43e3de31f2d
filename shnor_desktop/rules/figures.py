"""The figures of one result (a school or an area at one sitting) and the words for its state.

Percentages and means are integers in ten-thousandths (`_e4`: 30 % is 300_000), so that nothing is lost to
binary fractions; `pct_decimals` remembers how many decimals the source printed.
"""

from dataclasses import dataclass
from enum import StrEnum

E4 = 10_000


MOST_PUPILS = 10_000_000
"""Lines of the whole country count more than a million."""


class Family(StrEnum):
    """Family of procedures (оценочные процедуры)."""

    VPR = "vpr"
    OGE = "oge"
    EGE = "ege"
    RKR = "rkr"
    MKR = "mkr"
    GVE = "gve"
    OTHER = "other"


FAMILY_LABELS: dict[str, str] = {
    Family.VPR: "ВПР",
    Family.OGE: "ОГЭ",
    Family.EGE: "ЕГЭ",
    Family.RKR: "РКР",
    Family.MKR: "МКР",
    Family.GVE: "ГВЭ",
    Family.OTHER: "Другая",
}


NOT_USUAL = frozenset((Family.GVE, Family.OTHER))
"""Families that count only where a profile names them: ГВЭ is another exam, «Другая» may be a trial one."""


class ResultState(StrEnum):
    """Why a result has figures or has none. 0 is a value; «-», «х» and empty are not 0."""

    VALID = "valid"
    NOT_CONDUCTED = "not_conducted"
    NO_PARTICIPANTS = "no_participants"
    NOT_RECEIVED = "not_received"
    EXCLUDED = "excluded"


STATE_LABELS: dict[str, str] = {
    ResultState.VALID: "есть результат",
    ResultState.NOT_CONDUCTED: "не проводилась",
    ResultState.NO_PARTICIPANTS: "нет участников",
    ResultState.NOT_RECEIVED: "не получен",
    ResultState.EXCLUDED: "исключён",
}


def state_of(code: str) -> ResultState:
    """The state of a stored code; one that nobody knows, which another tool wrote, is no result."""
    return ResultState(code) if code in STATE_LABELS else ResultState.NOT_RECEIVED


SEASONS: dict[str, str] = {"": "", "spring": "весна", "autumn": "осень", "final": "с учётом пересдачи"}
LEVELS: dict[str, str] = {"": "", "base": "база", "profile": "профиль", "advanced": "углублённый"}


def by_marks(family: str, level: str) -> bool:
    """ЕГЭ has scores and a minimum; its basic mathematics, ОГЭ and all else have marks, and failed is «2»."""
    return family != Family.EGE or level == "base"


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures as the source gave them; None means the source did not give it. Counts are pupils.

    `failed` is the count of «2» for procedures measured by marks, of those below the minimum otherwise;
    `failed_pct_e4` likewise. `lowered/confirmed/raised` compare marks with the journal (counts).
    """

    participants: int | None = None
    failed: int | None = None
    count_3: int | None = None
    count_4: int | None = None
    count_5: int | None = None
    failed_pct_e4: int | None = None
    pct_3_e4: int | None = None
    pct_4_e4: int | None = None
    pct_5_e4: int | None = None
    pct_decimals: int = 0
    high: int | None = None
    high_pct_e4: int | None = None
    hundreds: int | None = None
    mean_e4: int | None = None
    lowered: int | None = None
    confirmed: int | None = None
    raised: int | None = None
    quality_pct_e4: int | None = None
    """Share of «4» and «5» where the source gives only the two together."""
