"""School names: one key for many spellings, and near names to suggest (never to match silently).

The key of `normalise` enters the identity of schools that have no code: changing what it returns changes
which records two offices hold in common.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Generic, TypeVar

Key = TypeVar("Key")
Split = tuple[int, ...]
"""Where a word is parted, in letters from its beginning; nothing for a word that is whole."""

ASK = 0.6
"""A name as near as this to a known school is not added as a new one without asking."""
NEAR = 0.45
"""Below this a name is not worth showing."""
FAR = 0.55
"""The most two words are near that differ in more letters than a slip of the pen explains: they may be shown, but two
villages of one root are two schools."""

_LATIN = str.maketrans("AaBCcEeHKkMOoPpTXxYy", "АаВСсЕеНКкМОоРрТХхУу")
_LATIN_TWINS = frozenset("AaBCcEeHKkMOoPpTXxYy")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\u0301]")
_WORD = re.compile(r"[^\W_]+")
_NUMBER_SIGN = re.compile(r"(?:№|#|(?<![^\W\d_])(?:No?|номер)(?![^\W\d_]))\s*\.?\s*(?=\d)", re.IGNORECASE)
_OPTIONAL_LETTER = re.compile(r"(?<=\w)\((\w{1,2})\)(?=\w)")

_MONTHS = "январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр"
_URBAN = re.compile(r"\bп\.\s*г\.\s*т\b\.?|\bр\.\s*п\b\.?|\bр/п\b")
_DATE = re.compile(rf"\b(\d{{1,2}})\s+((?:{_MONTHS})\w*)")
_ORDINAL = re.compile(r"\b(\d+)\s*-?\s*(лети\w+|лет)\b|\b(\d+)\s*-\s*(й|я|го|ой|ый|ая|ти|х)\b")
_NUMBER = re.compile(r"0*(\d{1,5}[а-г]?)")
_GLUED = re.compile(r"(?<=[^\W\d_])(?=\d)")

# МБОУ, МКОУ, МАОУ, МОБУ, ФГКОУ, ГБОУ, ОГБОУ, КГКОУ, МСКОУ, АНОО …: the form of ownership says nothing of
# which school it is, and changes.
_FORM = re.compile(
    r"(?:фг|ог|кг|об|гу|[мгфчноктрса])?[бка]?[вснкд]{0,3}о[бка]?у"
    r"|(?:[мгч])?(?:ано|гу|му|аноо|нчоу|чуоо|оано|бу|ку|ау|боо|коо|аоо)"
    r"|муниципальн\w*|бюджетн\w*|казенн\w*|автономн\w*|государственн\w*|негосударственн\w*|некоммерческ\w*"
    r"|федеральное|федерального|областное|областного|краевое|краевого|республиканское|частное"
    r"|общеобразовательн\w*|образовательно[ег]о?|учреждени\w*|организаци\w*"
)

_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), f" {word} ")
    for pattern, word in (
        (r"\b(?:с )?углубленн\w* изучени\w*(?: (?:отдельных|ряда) (?:предмет|дисциплин)\w*)?", "уиоп"),
        (r"\bс уиоп\b", "уиоп"),
        (r"\b(?:вечерн\w*|открыт\w*) (?:сменн\w* )?(?:(?:средн|основн)\w* )?школ\w*", "вечерняя"),
        (r"\b(?:восш|осош|всош|вош|всш)\b", "вечерняя"),
        (r"\bначальн\w* школ\w*\W+детск\w* сад\w*|\bнш д ?с\b|\bнш ?дс\b", "нош сад"),
        (r"\bсредн\w* школ\w*|\bсо?ш\b", "сош"),
        (r"\bосновн\w* школ\w*|\bо?ош\b", "оош"),
        (r"\bначальн\w* школ\w*|\bно?ш\b", "нош"),
        (r"\bсоши\b", "сош интернат"),
        (r"\bкоррекц\w*|\bскош\b", "коррекционная"),
        (r"\bдетск\w* сад\w*|\bд сад\b", "сад"),
        (r"\bгимнази\w*", "гимназия"),
        (r"\bпрогимнази\w*", "прогимназия"),
        (r"\bлице[йяюе]\w*", "лицей"),
        (r"\bинтернат\w*", "интернат"),
        (r"\bфилиал\w*", "филиал"),
        (r"\bструктурн\w* подразделени\w*", "филиал"),
        (r"\bшкол[аеуойы]{1,2}\b", "школа"),
        (r"\bимени\b", "им"),
    )
)
_TYPES = frozenset(
    (
        "сош",
        "оош",
        "нош",
        "сад",
        "вечерняя",
        "коррекционная",
        "гимназия",
        "прогимназия",
        "лицей",
        "интернат",
        "школа",
        "уиоп",
    )
)
_SETTLEMENTS = {
    alias: word
    for word, aliases in {
        "село": "с село села селе",
        "поселок": "п пос поселок поселка пгт рп",
        "деревня": "д дер деревня деревни",
        "город": "г гор город города",
        "станица": "ст станица станицы",
        "хутор": "х хут хутор хутора",
        "аул": "а аул аула",
    }.items()
    for alias in aliases.split()
}
_BETWEEN = frozenset(("в", "на", "при"))
"""Words that tell nothing of which school it is."""
_AREAS = re.compile(r"район\w*|р-н\w*|округ\w*|област[ьи]|кра[йя]|республик\w*|мо|го|мр|ро")

_GAP = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_LINE = re.compile(rf"\b[^\W\d_]+(?:{_GAP.pattern}[^\W\d_]+)*\b")
_PIECES = 4
"""The most pieces a word is looked for in: «Усть-Верхне-Кам-ская»."""
_SHORTEST = 3
"""Letters of a word without its ending."""
_ASIDE = 0.98
"""The most that names are near whose letters differ: below one that is only written apart."""
_SURELY = 100
"""What a word that is only written apart weighs among the pieces that names have in common."""


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name taken apart: what tells schools apart strongly, weakly, and what must agree."""

    text: str
    """The name in small letters, those of one look made one."""
    key: str
    numbers: tuple[str, ...]
    types: frozenset[str]
    strong: tuple[str, ...]
    weak: frozenset[str]
    branch: bool


def normalise(name: str) -> str:
    """The key of a name: type, number and proper name without forms of ownership, quotes and case."""
    return name_parts(name).key


def similarity(a: str, b: str) -> float:
    """How near two names are, 0..1; 1 only for equal keys, 0 for different numbers."""
    return _nearness(name_parts(a), name_parts(b))


def is_form(word: str) -> bool:
    """Whether a word is a form of ownership, as «МБОУ», which says nothing of which school it is."""
    return _FORM.fullmatch(word) is not None


class NameIndex(Generic[Key]):
    """Known names, indexed once for many questions."""

    def __init__(self, candidates: Mapping[Key, str]) -> None:
        self._known: list[tuple[Key, NameParts]] = [(k, name_parts(name)) for k, name in candidates.items()]
        self._exact: dict[str, list[Key]] = {}
        self._postings: dict[str, list[int]] = {}
        self._written: dict[str, dict[Split, list[int]]] = {}
        for position, (known, parts) in enumerate(self._known):
            self._exact.setdefault(parts.key, []).append(known)
            for feature in _features(parts):
                self._postings.setdefault(feature, []).append(position)
            for letters, splits in _runs(parts.text).items():
                for split in splits:
                    self._written.setdefault(letters, {}).setdefault(split, []).append(position)

    def exact(self, name: str) -> tuple[Key, ...]:
        """Those whose key equals the key of the name: none, one, or namesakes that a person must tell apart."""
        return tuple(self._exact.get(normalise(name), ()))

    def suggest(self, name: str, limit: int = 3) -> list[tuple[Key, float]]:
        """The nearest known names, best first."""
        parts = name_parts(name)
        scored = [
            (self._known[at][0], _nearness(parts, self._known[at][1]), at) for at in self._likely(parts)
        ]
        scored.sort(key=lambda one: (-one[1], one[2]))
        return [(known, score) for known, score, _ in scored[:limit] if score >= NEAR]

    def _likely(self, parts: NameParts, most: int = 80) -> list[int]:
        shared: Counter[int] = Counter()
        for feature in _features(parts):
            shared.update(self._postings.get(feature, ()))
        for letters, splits in _runs(parts.text).items():
            for split, positions in self._written.get(letters, {}).items():
                if split not in splits:
                    shared.update(dict.fromkeys(positions, _SURELY))
        extra = len(parts.strong)
        known = self._known
        order = sorted(shared, key=lambda at: (-shared[at], abs(len(known[at][1].strong) - extra), at))
        return order[:most]


def suggest(name: str, candidates: Mapping[Key, str], limit: int = 3) -> list[tuple[Key, float]]:
    """The nearest candidates, best first; for many names against the same candidates build a `NameIndex`."""
    return NameIndex(candidates).suggest(name, limit)


@lru_cache(maxsize=20_000)
def name_parts(name: str) -> NameParts:
    """The name taken apart."""
    text = _plain(name)
    tokens = _tokens(text)
    numbers, strong, weak, types = [], [], set(), set()
    for token, is_weak in _weighed(tokens):
        if token in _TYPES:
            types.add(token)
        elif _NUMBER.fullmatch(token):
            numbers.append(token)
        elif is_weak:
            weak.add(token)
        elif token != "филиал" and token not in _BETWEEN:
            strong.append(token)
    branch = "филиал" in tokens
    # A branch names two schools, and which stands first matters; otherwise the order of words does not.
    key = " ".join(tokens if branch else sorted(set(tokens)))
    return NameParts(
        text, key, tuple(sorted(numbers)), frozenset(types), tuple(strong), frozenset(weak), branch
    )


def _plain(name: str) -> str:
    text = _NUMBER_SIGN.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", name)))
    return _WORD.sub(lambda match: _cyrillic(match.group()), text).lower().replace("ё", "е")


def _tokens(text: str) -> list[str]:
    text = _OPTIONAL_LETTER.sub(r"\1", text).replace("ст-ц", "станиц").replace("р-н", "район")
    text = _URBAN.sub(" поселок ", text)
    text = _DATE.sub(r"\1\2", text)
    text = _ORDINAL.sub(lambda match: "".join(part for part in match.groups() if part), text)
    words = _GLUED.sub(" ", " ".join(_WORD.findall(text))).split()
    kept = [word for word in words if not _FORM.fullmatch(word)] or words
    line = " ".join(kept)
    for pattern, word in _PHRASES:
        line = pattern.sub(word, line)
    return [_number(_SETTLEMENTS.get(word, word)) for word in _without_initials(line.split())]


def _cyrillic(word: str) -> str:
    """Latin look-alikes typed into a Cyrillic word (or making up a whole abbreviation) become Cyrillic."""
    if word.isascii() and not (word.isupper() and len(word) > 1 and _LATIN_TWINS.issuperset(word)):
        return word
    if word.isascii() or _CYRILLIC.search(word):
        return word.translate(_LATIN)
    return word


def _number(word: str) -> str:
    match = _NUMBER.fullmatch(word)
    return match.group(1) if match else word


def _without_initials(words: list[str]) -> list[str]:
    """«им. Ю. А. Петрова» and «им. Петрова Ю. А.» as «им. Петрова»."""
    kept: list[str] = []
    after_im = False
    for at, word in enumerate(words):
        single = len(word) == 1 and word.isalpha()
        if word == "им":
            after_im = True
        elif single and after_im and (kept[-1] == "им" or at + 1 == len(words) or len(words[at + 1]) == 1):
            continue
        kept.append(word)
    return kept


def _weighed(tokens: list[str]) -> Iterator[tuple[str, bool]]:
    """Each token with whether it tells little: after «им.», kinds of settlement, «… района»."""
    person = False
    for at, token in enumerate(tokens):
        settlement = token in _SETTLEMENTS.values()
        person = token == "им" or (person and not settlement and token not in _TYPES and token != "филиал")
        area = any(_AREAS.fullmatch(near) for near in tokens[at : at + 2])
        yield token, person or settlement or area


def _features(parts: NameParts) -> set[str]:
    """What a near name is found by: number, and pieces of the proper name."""
    found = {f"№{number}" for number in parts.numbers}
    pairs = map("".join, pairwise(parts.strong))
    for token in (*parts.strong, *pairs, *(parts.weak if not parts.strong else ())):
        stem = token[: max(4, len(token) - 4)]
        found.add(stem)
        found.update(stem[at : at + 3] for at in range(len(stem) - 2))
    return found or set(parts.types)


def _nearness(a: NameParts, b: NameParts) -> float:
    if a.key == b.key:
        return 1.0
    a, b = _written_alike(a, b)
    return 0.99 if a.key == b.key else min(_ASIDE, _likeness(*sorted((a, b), key=lambda one: one.key)))


def _likeness(a: NameParts, b: NameParts) -> float:
    if a.numbers and b.numbers and a.numbers != b.numbers:
        return 0.0
    proper = _proper_of_branches(a, b) if a.branch and b.branch else _proper(a, b)
    if not proper:
        return 0.0
    number = 1.0 if a.numbers == b.numbers else 0.6
    branch = 1.0 if a.branch == b.branch else 0.65
    return round(proper * number * branch * _type_factor(a, b) * _weak_factor(a, b), 4)


def _proper(a: NameParts, b: NameParts) -> float:
    if a.strong and b.strong:
        few, many = sorted((a.strong, b.strong), key=len)
        return max(_dice(few, one) for one in (many, *_two_as_one(many, few)))
    same_number = bool(a.numbers) and a.numbers == b.numbers
    if not a.strong and not b.strong:
        if same_number:
            return 1.0
        return _dice(tuple(sorted(a.weak - {"им"})), tuple(sorted(b.weak - {"им"}))) * 0.9
    return 0.6 if same_number else 0.0


def _two_as_one(words: tuple[str, ...], few: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Two neighbours as one word where the other name has one that begins so: «Тихо Озёрная» beside «Тихоозёрская»."""
    for at, first in enumerate(words[:-1] if len(few) < len(words) else ()):
        if any(len(word) > len(first) and word.startswith(first) for word in few):
            yield (*words[:at], first + words[at + 1], *words[at + 2 :])


def _proper_of_branches(a: NameParts, b: NameParts) -> float:
    """Of a branch one office names the place of the school too, another its own alone, as «в с. Дол» or «Дольский»."""
    if not (a.strong and b.strong):
        return _proper(a, b)
    few, many = sorted((a.strong, b.strong), key=len)
    met = sum(any(_one_place(word, other) for other in many) for word in few)
    return met / len(few) * (1.0 if len(few) == len(many) else 0.92)


def _written_alike(a: NameParts, b: NameParts) -> tuple[NameParts, NameParts]:
    """Words that one name writes apart and the other as one become one: «Ново-сельская» beside «Новосельская»."""
    return _joined(a, b.text), _joined(b, a.text)


@lru_cache(maxsize=20_000)
def _runs(text: str) -> dict[str, dict[Split, list[tuple[int, int]]]]:
    """The words of a name, and what they would be without the gaps between them: letters → pieces → places."""
    found: dict[str, dict[Split, list[tuple[int, int]]]] = {}
    for line in _LINE.finditer(text):
        words = [match.span() for match in _WORD.finditer(text, *line.span())]
        for first in range(len(words)):
            letters, split = "", Split()
            for start, end in words[first : first + _PIECES]:
                split = (*split, len(letters)) if letters else split
                letters += text[start:end]
                if len(stem := _stem(letters)) >= _SHORTEST:
                    found.setdefault(stem, {}).setdefault(split, []).append((words[first][0], end))
    return found


@lru_cache(maxsize=20_000)
def _parted(text: str) -> frozenset[tuple[str, Split]]:
    """What of a name stands in several pieces. Two names have most of it in common, the words of every school."""
    return frozenset((letters, split) for letters, splits in _runs(text).items() for split in splits if split)


@lru_cache(maxsize=20_000)
def _parted_anywhere(text: str) -> frozenset[tuple[str, Split]]:
    return frozenset(one for one in _parted(text) if one[0] in _ANYWHERE)


def _joined(parts: NameParts, other: str) -> NameParts:
    """The name without the gaps in words that another writes without them, and in words of every school: «сред- няя»."""
    written = _runs(other)
    wanted = [one for one in _parted(parts.text) - _parted(other) if one[0] in written]
    runs = _runs(parts.text)
    places = [
        place for letters, split in {*wanted, *_parted_anywhere(parts.text)} for place in runs[letters][split]
    ]
    text = parts.text
    for start, end in _longest(places):
        text = text[:start] + _GAP.sub("", text[start:end]) + text[end:]
    return name_parts(text) if places else parts


def _longest(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of places that overlap the longest; the last first."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(places, key=lambda one: (one[0] - one[1], one)):
        if all(end <= first or last <= start for first, last in kept):
            kept.append((start, end))
    return sorted(kept, reverse=True)


def _one_place(a: str, b: str) -> bool:
    short, long = sorted((_stem(a), _stem(b)), key=len)
    rooted = len(short) >= 3 and long.startswith(short) and len(long) - len(short) <= 3
    return rooted or _word_nearness(a, b) > FAR


def _type_factor(a: NameParts, b: NameParts) -> float:
    left, right = a.types - {"школа", "уиоп"}, b.types - {"школа", "уиоп"}
    if a.branch and b.branch and left != right and (left <= right or right <= left):
        return 0.95  # the type of the branch, or that of its school
    if left == right:
        return 0.97 if a.types != b.types else 1.0
    return 0.9 if not left or not right else 0.75


def _weak_factor(a: NameParts, b: NameParts) -> float:
    if a.weak == b.weak:
        return 1.0
    if not a.weak or not b.weak:
        return 0.97
    return 0.85 + 0.12 * len(a.weak & b.weak) / len(a.weak | b.weak)


def _dice(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Twice what is shared over what there is; words that are nearly the same share in part."""
    if not a or not b:
        return 0.0
    few, many = sorted((a, b), key=len)
    left, shared = list(many), 0.0
    for word in few:
        best = max(left, key=lambda other: _word_nearness(word, other))
        nearness = _word_nearness(word, best)
        if nearness:
            left.remove(best)
            shared += nearness
    return 2 * shared / (len(a) + len(b))


@lru_cache(maxsize=20_000)
def _word_nearness(a: str, b: str) -> float:
    if a == b:
        return 1.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    ratio = matcher.ratio()
    if a[:5] == b[:5] and len(a) >= 5 and len(b) >= 5:
        ratio = max(ratio, 0.8 if _stem(a)[:6] == _stem(b)[:6] else 0.0)
    if a[:1] != b[:1]:
        ratio *= 0.8
    if ratio < 0.66:
        return 0.0
    same_root = a[:4] == b[:4] and _slips(_stem(a), _stem(b)) <= 1
    return ratio if same_root or _slips(a, b) <= (2 if min(len(a), len(b)) > 5 else 1) else min(ratio, FAR)


def _slips(a: str, b: str) -> int:
    """How many letters must be changed, left out, put in or swapped to make one word of the other."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for at, letter in enumerate(a, 1):
        earlier, before, row = before, row, [at]
        for other, that in enumerate(b, 1):
            least = min(before[other] + 1, row[-1] + 1, before[other - 1] + (letter != that))
            if at > 1 and other > 1 and (letter, that) == (b[other - 2], a[at - 2]):
                least = min(least, earlier[other - 2] + 1)
            row.append(least)
    return row[-1]


def _stem(word: str) -> str:
    return re.sub(r"(?:ск)?(?:ая|ий|ое|ой|ого|ых|ые|ый)$|[аояеиуы]$", "", word)


_ANYWHERE = frozenset(
    _stem(word)
    for word in _WORD.findall(
        "муниципальное бюджетное казенное автономное общеобразовательное образовательное учреждение организация "
        "школа средняя основная начальная вечерняя коррекционная гимназия прогимназия лицей интернат филиал"
    )
)
"""Words of every school, which a narrow cell parts as any other."""
