"""One cell of the matrix of risks as it is typed and told: how significant a risk is, whether the school confirms it, whether
it is taken into work. «высокая, да, в работе», «в + *», «низкая, не подтв.»."""

import re
from dataclasses import dataclass

HIGH, MIDDLE, LOW, NONE = "high", "middle", "low", "none"
YES, NO = "yes", "no"
_SIGNIFICANCE = {HIGH: "высокая", MIDDLE: "средняя", LOW: "низкая", NONE: "нет"}
_OF_RISK = {HIGH: "высокий", MIDDLE: "средний", LOW: "низкий", NONE: "отсутствует"}
_CONFIRMED = {YES: "подтверждён", NO: "не подтверждён"}
CHOSEN = "в работе"
_WORDS: tuple[tuple[str, tuple[str, str | bool]], ...] = (
    (r"не ?(?:подтв\w*|актуал\w*)\.?|неподтв\w*|неактуал\w*|×|x|х|нп|[–—-]п", ("confirmed", NO)),
    (r"подтв\w*\.?|актуал\w*|да|\+|✓|п", ("confirmed", YES)),
    (r"(?:взят\w* )?в ?работ[еу]|выбран\w*|активирован\w*|выбр\.?|раб\.?|\*|★|!|р", ("chosen", True)),
    (r"высок\w*|выс\.?|в|3", ("significance", HIGH)),
    (r"средн\w*|ср\.?|сред\.?|с|2", ("significance", MIDDLE)),
    (r"низк\w*|низ\.?|н|1", ("significance", LOW)),
    (r"отсутств\w*|нет|0|[–—-]", ("significance", NONE)),
)
_COMPILED = tuple((re.compile(words), meaning) for words, meaning in _WORDS)
_BETWEEN = re.compile(r"[\s,;./()]+|значимость|риск\w*")


@dataclass(frozen=True, slots=True)
class RiskMark:
    """A risk of a school in a year; codes as they are stored."""

    significance: str = ""
    confirmed: str = ""
    chosen: bool = False

    @property
    def text(self) -> str:
        """As it may be typed."""
        return self._told(_SIGNIFICANCE)

    @property
    def of_risk(self) -> str:
        """As it is said of the risk itself, every word of it: «высокий, подтверждён, в работе»."""
        return self._told(_OF_RISK)

    def _told(self, significance: dict[str, str]) -> str:
        told = (
            significance.get(self.significance, ""),
            _CONFIRMED.get(self.confirmed, ""),
            CHOSEN if self.chosen else "",
        )
        return ", ".join(filter(None, told))

    @property
    def counts(self) -> bool:
        """Whether there is a risk at all."""
        return self.significance not in ("", NONE) or self.chosen


def read(text: str) -> RiskMark | None:
    """What a typed cell says; None where some word of it says nothing, or two contradict each other."""
    clean = " ".join(text.replace("\u00a0", " ").casefold().replace("ё", "е").split())
    said: dict[str, str | bool] = {}
    at = 0
    while at < len(clean):
        if gap := _BETWEEN.match(clean, at):
            at = gap.end()
            continue
        found = _longest(clean, at)
        if found is None:
            return None
        (name, value), at = found
        if said.setdefault(name, value) != value:
            return None
    return RiskMark(
        str(said.get("significance", "")), str(said.get("confirmed", "")), bool(said.get("chosen"))
    )


def _longest(clean: str, at: int) -> tuple[tuple[str, str | bool], int] | None:
    """The longest word that stands here whole; signs need no space after them."""
    best: tuple[tuple[str, str | bool], int] | None = None
    for words, meaning in _COMPILED:
        found = words.match(clean, at)
        if found is None or (best is not None and found.end() <= best[1]):
            continue
        end = found.end()
        whole = end == len(clean) or not (clean[end].isalnum() and clean[end - 1].isalnum())
        if whole:
            best = (meaning, end)
    return best


NEW, GONE, UNSEEN, MORE, LESS, SAME = "new", "gone", "unseen", "more", "less", "same"
_ORDER = ("", NONE, LOW, MIDDLE, HIGH)


def change(before: RiskMark | None, after: RiskMark | None) -> str:
    """What became of a risk from one year to another; empty where neither year says anything of it. UNSEEN: the later year
    says nothing of it, so nobody may have looked."""
    if before is None and after is None:
        return ""
    first, second = before or RiskMark(), after or RiskMark()
    if not first.counts and not second.counts:
        return SAME
    if not first.counts:
        return NEW
    if not second.counts:
        return UNSEEN if after is None else GONE
    steps = _ORDER.index(second.significance) - _ORDER.index(first.significance)
    return MORE if steps > 0 else LESS if steps < 0 else SAME
