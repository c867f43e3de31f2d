"""Names of territories in the nominative, whatever case a line of totals had them in: «Итого по Заречному краю»."""

import re
from collections.abc import Iterable

_KINDS = {
    word: (nominative, gender)
    for nominative, gender, words in (
        ("край", "m", "краю края крае краем"),
        ("район", "m", "району района районе районом"),
        ("округ", "m", "округу округа округе округом"),
        ("город", "m", "городу города городе городом"),
        ("регион", "m", "региону региона регионе регионом"),
        ("область", "f", "области областью обл"),
        ("республика", "f", "республике республики республикой"),
        ("поселение", "n", "поселению поселения поселении"),
        ("образование", "n", "образованию образования образовании"),
    )
    for word in words.split()
}
_ENDINGS = {
    "m": (("ому", "ый"), ("ого", "ый"), ("ом", "ый"), ("ему", "ий"), ("его", "ий"), ("ем", "ий")),
    "f": (("ой", "ая"), ("ей", "яя")),
    "n": (("ому", "ое"), ("ого", "ое"), ("ом", "ое"), ("ему", "ее"), ("его", "ее"), ("ем", "ее")),
}
_SOFTENING = ("г", "к", "х", "ж", "ш", "ч", "щ")
_STRESSED = frozenset(
    [
        "городск",
        "донск",
        "верхнедонск",
        "заводск",
        "морск",
        "тверск",
        "полевск",
        "слободск",
        "хуторск",
        "мирск",
        "лесн",
        "степн",
        "речн",
        "областн",
        "краев",
        "окружн",
        "больш",
        "молод",
        "глух",
        "крут",
        "сух",
        "дорог",
        "золот",
        "боров",
        "берегов",
        "лугов",
        "полев",
        "садов",
        "портов",
        "мостов",
        "ключев",
        "низов",
        "верхов",
    ]
)
"""Stems with a stressed ending: «Городской», not «Городский»."""
_TOWN = re.compile(r"(.*(?:ск|цк|град|бург|город))(?:у|а|е|ом)")
"""A town whose name shows that it is not in the nominative, and how it ends there."""
_AS_IT_IS = re.compile(r".*(?:[бвгджзйклмнпрстфхцчшщь]|[оиы]|[ыи]е)")
"""How a name ends that is in the nominative already, or does not change."""


def nominative(name: str, known: Iterable[str] = ()) -> str:
    """«Заречному краю» → «Заречный край»; a name that is not surely turned stays as it is written. A municipality among the
    `known` names gives its own spelling."""
    words = name.split()
    at = next((at for at, word in enumerate(words) if _plain(word) in _KINDS), None)
    if at is None:
        return name
    stems = _stems(name)
    for one in known:
        if _stems(one) == stems:
            return one
    kind, gender = _KINDS[_plain(words[at])]
    before = [_adjective(word, gender) for word in words[:at]]
    after = _town(words[at + 1 :]) if kind == "город" else _rest(words[at + 1 :], gender)
    if None in before or after is None or (kind == "образование" and not before):
        return name
    shown = kind.capitalize() if words[at][:1].isupper() else kind
    return " ".join([*(word or "" for word in before), shown, *after])


def _plain(word: str) -> str:
    return word.casefold().rstrip(".")


def _town(words: list[str]) -> list[str] | None:
    """What stands after «городу»; None when it is in another case and nobody can say how it ends in the nominative."""
    turned = []
    for word in words:
        found = _TOWN.fullmatch(word)
        one = found[1] if found else _adjective(word, "m") or (word if _AS_IT_IS.fullmatch(word) else None)
        if one is None:
            return None
        turned.append(one)
    return turned


def _rest(words: list[str], gender: str) -> list[str]:
    """What stands after another kind: «округу Заречному», «округу городу Заречному», «Республике Заречье»."""
    if gender == "m" and len(words) == 1:
        return [_adjective(words[0], "m") or words[0]]
    return nominative(" ".join(words)).split()


def _adjective(word: str, gender: str) -> str | None:
    """The word in the nominative; None when it is no adjective in an oblique case."""
    for ending, nominative_ending in _ENDINGS[gender]:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            return stem + _ending_of(stem, gender, nominative_ending)
    return None


def _ending_of(stem: str, gender: str, usual: str) -> str:
    if gender == "m" and usual == "ый":
        if stem.casefold().replace("ё", "е").rpartition("-")[2] in _STRESSED:
            return "ой"
        return "ий" if stem.endswith(_SOFTENING) else usual
    return "ая" if usual == "яя" and stem.endswith(_SOFTENING) else usual


def _stems(name: str) -> tuple[str, ...]:
    """What of the words does not change with the case."""
    words = re.findall(r"[^\W_]+", name.casefold().replace("ё", "е"))
    return tuple(_KINDS[word][0] if word in _KINDS else re.sub(_CASES, "", word) for word in words)


_CASES = r"(?:ому|ого|ему|его|ый|ий|ой|ая|яя|ое|ее|ом|ем|ей)$"
