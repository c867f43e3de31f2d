"""Schools named in a sentence, however they are inflected: «выезд в Ольховецкую», «СОШ № 1 и № 2», «все школы».

A word counts as the name of a school where nobody would write it otherwise: with a capital letter, at the beginning, or beside
«школа», «СОШ», «№». What several schools are called is no school but a question.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic

from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.rules.words.school_names import Key, is_form, name_parts

_TOKEN = re.compile(r"№|[^\W_]+")
_ENDING = re.compile(
    r"(?:ая|яя|ий|ый|ое|ее|ой|ей|ого|его|ому|ему|ым|им|ом|ем|ую|юю|ых|их|ые|ие|ами|ями|ах|ях|ам|ям|[аяоеуюыийь])$"
)
_SHORTEST = 3
"""Letters of a stem."""
_GLUE = frozenset(
    [
        "с",
        "село",
        "селе",
        "села",
        "п",
        "пос",
        "поселок",
        "поселке",
        "д",
        "дер",
        "деревня",
        "деревне",
        "г",
        "им",
        "имени",
        "ст",
        "х",
        "хутор",
    ]
)
_WITHIN = re.compile(r'[\s."«»„“-]*')
"""What stands between the words of one name."""
_BEFORE = re.compile(r"(?:^|(?<=[\s:,;(]))(?:в|во|из|со?|для|на|у|к)\s+$", re.IGNORECASE)
_EVERY = re.compile(
    r"(?:(?:во?|для|со?|из|на)\s+)?\b(?:(?:все|всех|всем|всеми)\s+школ(?:ы|ах|ам|ами)?(?!\w)(?:\s+(?:района|округа)\b)?"
    r"|школ(?:ы|ах|ам|ами)?\s+(?:района|округа)\b)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[fg]*t?g*p(?:g*[pt])*(?:n?d)?[tf]*|f*tn?d|nd|f*t")
"""A name over the sorts of its words: form, type, glue, proper name, «№», number."""
_NEXT = re.compile(r"\s*(?:,|и\b)\s*(?:и\s+)?(?:№\s*)?(\d{1,5})(?=\s*(?:[,;:.]|и\b|$))")
"""«, 2 и № 5» behind the number of a school."""
_TYPE = re.compile(r"школ(?:а|ы|е|у|ой|ам|ах|ами)?")
_BRANCH = re.compile(r"филиал\w*")
_IN_DATE = re.compile(
    r"[.,/–-]\d|\s*(?:ч|час\w*|чел\w*|кл|класс\w*|раз\w*|урок\w*|педагог\w*|учител\w*|участ\w*|руководител\w*|шк|"
    r"январ\w*|феврал\w*|март\w*|апрел\w*|ма[йя]|июн\w*|июл\w*|август\w*|сентябр\w*|октябр\w*|ноябр\w*|декабр\w*)\b",
    re.IGNORECASE,
)
"""What follows a number that is no number of a school."""
_QUOTES = re.compile(r"«([^«»]*)»")
_ALONE = frozenset(("гимназия", "лицей", "интернат", "вечерняя", "прогимназия"))
"""Where a district has one of the kind, the word is its name."""
_COMMON = frozenset(
    [
        "нов",
        "стар",
        "больш",
        "мал",
        "верхн",
        "нижн",
        "красн",
        "центральн",
        "перв",
        "основн",
        "средн",
        "начальн",
        "городск",
        "сельск",
        "районн",
        "горн",
        "лесн",
        "степн",
        "школьн",
        "открыт",
        "общ",
        "родн",
        "дальн",
        "зимн",
        "летн",
    ]
)
"""Stems of names that are common words too: they need a school beside them, or a place of their own."""
_BETWEEN = re.compile(r"[\s,;»]*(?:и\s+)?", re.IGNORECASE)
_LEFT_OVER = re.compile(
    r"(?:^|(?<=[,;:]))\s*(?:и|в|во|школ[аеуыоий]*|«\s*»|[,;:–—-])+\s*(?=[,;:]|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mentioned(Generic[Key]):
    """The schools a text names, in its order, and the text without them."""

    schools: tuple[Key, ...]
    every: bool
    """All schools."""
    rest: str
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    starts: int
    ends: int
    sort: str


@dataclass(frozen=True, slots=True)
class _Known:
    stems: frozenset[str]
    numbers: frozenset[str]
    types: frozenset[str]
    is_place: bool
    """It is called by the place where it stands."""


class SchoolMentions(Generic[Key]):
    """Known schools, indexed once: of each the name it is told by, then other names and its place."""

    def __init__(self, names: Mapping[Key, Iterable[str]]) -> None:
        self._titles: dict[Key, str] = {}
        self._known: list[tuple[Key, _Known]] = []
        self._by_stem: dict[str, set[int]] = defaultdict(set)
        for key, several in names.items():
            of_school: frozenset[str] = frozenset()
            for name in filter(None, several):
                parts = name_parts(name)
                self._titles.setdefault(key, name)
                of_school |= parts.types - {"школа"}
                stems = frozenset(map(_stem, parts.strong or tuple(parts.weak - {"им"} - _GLUE)))
                is_place = not parts.types and not parts.numbers and name != self._titles[key]
                known = _Known(
                    stems, frozenset(parts.numbers), parts.types - {"школа"} or of_school, is_place
                )
                for one in stems:
                    for form in _forms(one):
                        self._by_stem[form].add(len(self._known))
                self._known.append((key, known))

    def find(self, text: str) -> Mentioned[Key]:
        """Who is named in a text."""
        every = _EVERY.search(text)
        if every is not None:
            text = text[: every.start()] + " " + text[every.end() :]
        found: dict[Key, None] = {}
        asks: dict[str, None] = {}
        cuts: list[tuple[int, int]] = []
        for first, last in self._names(self._words(text), text):
            self._take(text, first, last, found, asks, cuts)
        rest = _without(text, cuts) if cuts or every is not None else text
        return Mentioned(tuple(found), every is not None, rest, tuple(asks))

    def _take(
        self,
        text: str,
        first: int,
        last: int,
        found: dict[Key, None],
        asks: dict[str, None],
        cuts: list[tuple[int, int]],
    ) -> None:
        name = text[first:last]
        keys = self._called(name)
        if len(keys) > 1:
            some = "; ".join(self._titles[key] for key in keys[:3])
            asks[f"Школ с названием {quoted(name)} несколько ({some}): назовите точнее."] = None
        if len(keys) != 1:
            return
        found[keys[0]] = None
        if name[-1:].isdigit():
            words = re.sub(r"№?\s*\d+$", "", name)
            while (more := _NEXT.match(text, last)) and len(
                also := self._called(f"{words} № {more[1]}")
            ) == 1:
                found[also[0]] = None
                last = more.end()
        if text[last : last + 1] == "»":
            last += 1
            first -= text[:first].endswith("«")
        before = _BEFORE.search(text[:first])
        cuts.append((before.start() if before else first, last))

    def _called(self, name: str) -> list[Key]:
        """The schools of that name: those that are called so and nothing else, else those that are called more."""
        parts = name_parts(name)
        stems = [_stem(one) for one in (*parts.strong, *(parts.weak - _GLUE)) if _stem(one) in self._by_stem]
        numbers, types = frozenset(parts.numbers), parts.types - {"школа", "уиоп"}
        found = [
            (at, *self._known[at])
            for at in range(len(self._known))
            if all(at in self._by_stem[one] for one in stems)
        ]
        fits = [
            (at, key, known)
            for at, key, known in found
            if numbers <= known.numbers
            and (not types or not known.types or types & known.types)
            and (stems or numbers or types & _ALONE & known.types)
        ]
        alike = [one for one in fits if len(stems) == len(one[2].stems)]
        named = [one for one in alike if not one[2].is_place]
        exact = [one for one in named if numbers == one[2].numbers and types & one[2].types]
        tiers = ([key for _, key, _ in some] for some in (exact, named, alike, fits))
        return list(dict.fromkeys(next(filter(None, tiers), [])))

    # --- words -------------------------------------------------------------------------------------------------------

    def _words(self, text: str) -> list[_Word]:
        found = []
        for match in _TOKEN.finditer(text):
            dated = text[: match.start()].endswith((".", "/", "–", "-")) or _IN_DATE.match(text, match.end())
            sort = "." if match[0].isdigit() and dated else self._sort(match[0])
            found.append(_Word(match[0], match.start(), match.end(), sort))
        return found

    def _sort(self, word: str) -> str:
        plain = word.casefold().replace("ё", "е")
        if word == "№":
            return "n"
        if re.fullmatch(r"\d{1,5}[а-г]?", plain):
            return "d"
        if is_form(plain) or _BRANCH.fullmatch(plain):
            return "f"
        if plain in _GLUE:
            return "g"
        if _TYPE.fullmatch(plain) or name_parts(word).types:
            return "t"
        return "p" if _stem(plain) in self._by_stem else "."

    def _names(self, words: list[_Word], text: str) -> Iterable[tuple[int, int]]:
        """Where names of schools stand."""
        sorts = ""
        for one, after in pairwise([*words, None]):
            assert one is not None
            joined = after is not None and _WITHIN.fullmatch(text[one.ends : after.starts])
            sorts += one.sort + ("" if joined else "|")
        places = [n for n, sort in enumerate(sorts) if sort != "|"]
        quotes = [match.span(1) for match in _QUOTES.finditer(text)]
        for match in _NAME.finditer(sorts):
            inside = [words[places.index(n)] for n in range(*match.span())]
            inside = self._trimmed(inside)
            if inside and _is_name(inside, text) and _whole(inside, quotes, text):
                yield inside[0].starts, inside[-1].ends

    def _trimmed(self, words: list[_Word]) -> list[_Word]:
        """Without a number that belongs to what follows: «Ольховецкая 5 класс»."""
        sorts = "".join(one.sort for one in words)
        if re.search(r"pd?d$", sorts) and sorts[-1] == "d" and "n" not in sorts:
            numbers = {
                number for at in self._by_stem[_stem(words[-2].text)] for number in self._known[at][1].numbers
            }
            if words[-1].text not in numbers:
                return words[:-1]
        return words


def _is_name(words: list[_Word], text: str) -> bool:
    sorts = {one.sort for one in words}
    if "p" not in sorts or sorts & {"t", "n", "f"}:
        return True
    proper = [one.text for one in words if one.sort == "p"]
    before, after = text[: words[0].starts].rstrip(), text[words[-1].ends :].lstrip()
    begins = not before or before[-1] in ",;:." or before[-1].isdigit()
    ends = not after or after[0] in ",;:." or bool(re.match(r"и\b", after))
    alone = ends and (begins or bool(re.search(r"(?:^|\s)(?:в|во|из|и)$", before)))
    if all(_stem(one) in _COMMON for one in proper):
        return alone
    return begins or alone or any(one[:1].isupper() for one in proper)


def _whole(words: list[_Word], quotes: list[tuple[int, int]], text: str) -> bool:
    """Within quotes nothing but the name of a school is one: titles of papers stay as they are."""
    first, last = words[0].starts, words[-1].ends
    for starts, ends in quotes:
        if starts <= first < ends or starts < last <= ends:
            around = text[starts : max(first, starts)] + text[min(last, ends) : ends]
            return not _TOKEN.search(around)
    return True


def _forms(stem: str) -> tuple[str, ...]:
    """The stem as other cases have it: «Ольховец», «в Ольховце»."""
    if len(stem) < _SHORTEST:
        return ()
    fleeting = re.sub(r"е(?=ц$)|о(?=к$)", "", stem)
    return (stem, fleeting) if fleeting != stem else (stem,)


def _stem(word: str) -> str:
    plain = word.casefold().replace("ё", "е")
    short = _ENDING.sub("", plain)
    return short if len(short) >= _SHORTEST else plain


def _without(text: str, cuts: list[tuple[int, int]]) -> str:
    joined: list[tuple[int, int]] = []
    for first, last in cuts:
        if joined and _BETWEEN.fullmatch(text[joined[-1][1] : first]):
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    for first, last in reversed(joined):
        text = f"{text[:first]} {text[last:]}"
    plain = re.sub(r"\s+([,;:.])", r"\1", " ".join(text.split()))
    former = ""
    while former != plain:
        former, plain = plain, " ".join(_LEFT_OVER.sub("", plain).split())
        plain = re.sub(r"([,;])(?:\s*[,;])+", r"\1", plain).strip(" ,;:–—")
    return re.sub(r"^и\s+", "", plain)
