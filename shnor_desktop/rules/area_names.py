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
        ("область", "f", "области областью"),
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


def nominative(name: str, known: Iterable[str] = ()) -> str:
    """«Заречному краю» → «Заречный край». A municipality among the `known` names gives its own spelling."""
    words = name.split()
    at = next((at for at, word in enumerate(words) if word.casefold() in _KINDS), None)
    if at is None:
        return name
    stems = _stems(name)
    for one in known:
        if _stems(one) == stems:
            return one
    kind, gender = _KINDS[words[at].casefold()]
    before = [_adjective(word, gender) for word in words[:at]]
    if any(word is None for word in before) or (kind == "образование" and not before):
        return name
    shown = kind.capitalize() if words[at][:1].isupper() and at == 0 else kind
    return " ".join([*(word or "" for word in before), shown, *words[at + 1 :]])


def _adjective(word: str, gender: str) -> str | None:
    """The word in the nominative; None when it is no adjective in an oblique case."""
    for ending, nominative_ending in _ENDINGS[gender]:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            soft = gender == "m" and nominative_ending == "ый" and stem.endswith(_SOFTENING)
            return stem + ("ий" if soft else nominative_ending)
    return None


def _stems(name: str) -> tuple[str, ...]:
    """What of the words does not change with the case."""
    words = re.findall(r"[^\W_]+", name.casefold().replace("ё", "е"))
    return tuple(_KINDS[word][0] if word in _KINDS else re.sub(_CASES, "", word) for word in words)


_CASES = r"(?:ому|ого|ему|его|ый|ий|ой|ая|яя|ое|ее|ом|ем|ей)$"
