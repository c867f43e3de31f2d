"""Cases of phrases: «начальник управления» → «начальнику управления».

Single words come from pymorphy3 (OpenCorpora); which words of a phrase are declined at all is decided here: the adjectives
before the head and the head itself, never what depends on it. Where the form cannot be known the text is left as it is and
marked unsure. The library is loaded at the first use.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from os.path import commonprefix
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer


class Case(StrEnum):
    """A case that papers need; the values are the codes of the kind `word_form`."""

    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    INSTRUMENTAL = "instrumental"
    PREPOSITIONAL = "prepositional"


@dataclass(frozen=True, slots=True)
class Form:
    """A text in a case; `sure` is false where a person has to look at it."""

    text: str
    sure: bool = True


_GRAMMEMES = {
    Case.GENITIVE: "gent",
    Case.DATIVE: "datv",
    Case.ACCUSATIVE: "accs",
    Case.INSTRUMENTAL: "ablt",
    Case.PREPOSITIONAL: "loct",
}
_PIECES = re.compile(r"«[^»]*»?|\"[^\"]*\"?|„[^“]*“?|[^\W\d_]+(?:[-‑][^\W\d_]+)*\.?|\d+|\s+|.", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*\.?")
_RUSSIAN = re.compile(r"[а-яё]+(?:[-‑][а-яё]+)*\.?", re.IGNORECASE)
_ADJECTIVES = ("ADJF", "PRTF", "NUMR")
_ANEW = ("–", "—", "-", "/", "(")
_LONGEST_ABBREVIATION = 6
_SHORT = {
    "р-н": ("район",),
    "р-он": ("район",),
    "обл.": ("область",),
    "респ.": ("республика",),
    "окр.": ("округ",),
    "о.": ("округ", "образование"),
    "г.": ("город",),
    "пос.": ("посёлок", "поселение"),
    "п.": ("посёлок", "поселение"),
    "с.": ("село",),
    "д.": ("деревня",),
}
"""Nouns as they are written short → what they stand for. With a full stop they never change; «р-н» does: «р-на»."""
_BEFORE_NAMES = ("г.", "пос.", "п.", "с.", "д.")
_SHORT_ADJECTIVES = ("м.", "мун.", "муниц.", "г.", "гор.", "с.", "сел.", "а.", "авт.")
"""What stands short between an adjective and its noun: «Кедринский м. р-н», «Заречный г. о.»."""
_TERRITORIES = ("район", "округ", "поселение", "образование")
_GREATER = "больший"
"""«Большая» is written alike of «большой», which names mean: «Большая Речка»."""
_LIKELY = 3
"""So many readings of a word are worth looking at."""


@lru_cache(maxsize=1)
def _analyzer() -> "MorphAnalyzer":
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()


@lru_cache(maxsize=4_096)
def parses(word: str) -> tuple[Any, ...]:
    """What a word may be; of other letters than ours nothing is known, and the library fails on some of them."""
    return tuple(_analyzer().parse(word if _RUSSIAN.fullmatch(word) else "ъ"))


@lru_cache(maxsize=4_096)
def all_forms(word: str) -> frozenset[str]:
    """Every form of what a word may be, in small letters, and the word itself; it may be no word of ours at all."""
    likely = parses(word.lower())[:_LIKELY] if _RUSSIAN.fullmatch(word) else ()
    return frozenset((word.lower(), *(form.word for one in likely for form in one.lexeme)))


# ---- phrases


@lru_cache(maxsize=4_096)
def phrase(text: str, case: Case) -> Form:
    """A post, a body, a school, a thing in a case; quotes, numbers and abbreviations stay as they are."""
    pieces = _PIECES.findall(text)
    words = [place for place, piece in enumerate(pieces) if not piece.isspace()]
    if not words or not _WORD.fullmatch(pieces[words[0]]):
        return Form(text, sure=False)
    out, at, sure = list(pieces), 0, True
    while at < len(words):
        head = _head(pieces, words[at:])
        if at == 0 and (head is None or head.doubtful):
            return Form(text, sure=head is None and _only_abbreviation(pieces, words))
        if head is not None and (at == 0 or head.alone or (head.open and _begins_anew(pieces, words, at))):
            for place, word in head.forms(case).items():
                out[place] = word
            sure = sure and head.sure
        elif head is not None and head.open:
            sure = sure and any(_is_preposition(pieces[place]) for place in words[:at])
        elif head is None:
            sure = sure and pieces[words[at]].lower() not in _SHORT  # «… и г. Кедровый»
        at = _next_nominative(pieces, words, at + (head.length if head else 1))
    return Form("".join(out), sure)


@dataclass(frozen=True, slots=True)
class _Head:
    """The words of a phrase that are declined: adjectives and the noun they belong to."""

    places: tuple[int, ...]
    """Of the words, among the pieces."""
    words: tuple[str, ...]
    parses: tuple[Any, ...]
    sure: bool
    doubtful: bool
    """One in the genitive or several in the nominative: «директора»."""
    alone: bool
    """The words can be a nominative only, and of a person where they stand after «и»."""
    open: bool
    """The words are a nominative or an accusative: «школа и сад», «за школу и сад»."""
    length: int

    def forms(self, case: Case) -> dict[int, str]:
        """The words in a case by their places."""
        last = self.parses[-1]
        animate = last.tag.POS in _ADJECTIVES or _is_animate(self.words[-1], last)
        return {
            place: _inflected_short(word, parse, case)
            if _key(word) in _SHORT
            else _like(word, "-".join(_inflected(one, case, animate=animate) for one in _parted(word, parse)))
            for place, word, parse in zip(self.places, self.words, self.parses, strict=True)
        }


def _key(word: str) -> str:
    return word.lower().replace("‑", "-")


def _inflected_short(word: str, parse: Any, case: Case) -> str:
    """«р-н» → «р-на»; «обл.» stays."""
    ending = "" if word.endswith(".") else _inflected(parse, case, animate=False)[len(parse.word) :]
    return word + (ending.upper() if word.isupper() else ending)


def _inflected(parse: Any, case: Case, *, animate: bool) -> str:
    wanted = {_GRAMMEMES[case], "plur" if "plur" in parse.tag else "sing"}
    if parse.tag.POS in _ADJECTIVES:
        if parse.tag.gender:
            wanted.add(parse.tag.gender)
        if case is Case.ACCUSATIVE and parse.tag.gender != "femn":
            wanted.add("anim" if animate else "inan")
    found = parse.inflect(wanted)
    if "Supr" in parse.tag:
        # Several words are the highest degree of one, «высший», «высочайший», «наивысший»: the nearest is the one.
        alike = [one for one in parse.lexeme if wanted | {"Supr"} <= one.tag.grammemes]
        found = max(alike, key=lambda one: len(commonprefix((one.word, parse.word))), default=found)
    return str(found.word) if found is not None else str(parse.word)


def _head(pieces: list[str], places: list[int]) -> _Head | None:
    """What is declined of the words that begin here; None when nothing is."""
    taken: list[tuple[int, Any]] = []
    for number, place in enumerate(places):
        word, follows = pieces[place], _at(pieces, places, number + 1)
        if not _WORD.fullmatch(word) or word.endswith("."):
            return None
        if number == 0 and _is_adverb(word):
            continue
        adjective, noun = _nominative(word, _ADJECTIVES), _nominative(_whole(word), ("NOUN",))
        if (
            adjective is not None
            and (short := _short_noun(pieces, places, number + 1, adjective)) is not None
        ):
            at, short_noun, sure = short
            return _made(pieces, [*taken, (place, adjective), (places[at], short_noun)], sure=sure)
        if adjective is not None and (_agrees(adjective, follows) or _is_abbreviation(follows)):
            taken.append((place, adjective))
            if _is_abbreviation(follows):
                # «Кедровая СОШ»: the adjective says the gender, the abbreviation stays.
                return _made(pieces, taken, sure=True)
        elif noun is not None and not _is_abbreviation(word):
            # «Б-ка», «об-во»: they change, and nobody can tell how.
            sure = _is_known(word) and not _is_nominative_only(follows) and not _is_contracted(word)
            return _made(pieces, [*taken, (place, noun)], sure=sure, doubtful=_may_be_genitive(word, noun))
        elif adjective is not None:
            # «исполняющий обязанности», «заведующий отделом»: nothing agrees with it, it is the head.
            sure = adjective.tag.POS == "PRTF" or _is_apart(follows)
            return _made(pieces, [*taken, (place, adjective)], sure=sure)
        else:
            return None
    return None


def _whole(word: str) -> str:
    return _SHORT.get(_key(word), (word,))[0]


def _is_contracted(word: str) -> bool:
    parts = _key(word).split("-")
    return len(parts) > 1 and _key(word) not in _SHORT and min(map(len, parts)) <= 2


def _short_noun(
    pieces: list[str], places: list[int], number: int, adjective: Any
) -> tuple[int, Any, bool] | None:
    """The noun of an adjective that is written short or stands behind a short word: its place, what it is, and whether
    it is certain to be this one."""
    at = number
    while _key(_at(pieces, places, at)) in _SHORT_ADJECTIVES and _meant(_at(pieces, places, at + 1)):
        at += 1
    word = _key(_at(pieces, places, at))
    if at == number and word not in _SHORT:
        return None
    nouns = (_nominative(one, ("NOUN",)) for one in _meant(word))
    noun = next((one for one in nouns if _same(adjective, one)), None)
    if noun is None:
        return None
    before_name = word in _BEFORE_NAMES and _at(pieces, places, at + 1)[:1].isupper()
    return at, noun, at > number or not before_name


def _meant(word: str) -> tuple[str, ...]:
    known = _key(word)
    return _SHORT.get(known, (known,) if known in _TERRITORIES else ())


def _at(pieces: list[str], places: list[int], number: int) -> str:
    return pieces[places[number]] if number < len(places) else ""


def _made(pieces: list[str], taken: list[tuple[int, Any]], *, sure: bool, doubtful: bool = False) -> _Head:
    words = tuple(pieces[place] for place, _ in taken)
    last = taken[-1][1]
    cases = {one.tag.case for one in parses(_whole(words[-1]).lower())} - {"nomn", "voct", None}
    return _Head(
        tuple(place for place, _ in taken),
        words,
        tuple(parse for _, parse in taken),
        sure,
        doubtful,
        not cases and ("anim" in last.tag or last.tag.gender == "femn" or last.tag.POS in _ADJECTIVES),
        cases <= {"accs"},
        len(taken),
    )


def _next_nominative(pieces: list[str], words: list[int], at: int) -> int:
    """The word after the next comma, dash, bracket or «и»: there a new nominative may begin; «далее – …» is a name."""
    while at < len(words):
        if pieces[words[at]] in (*_ANEW, ",", "и"):
            return len(words) if _at(pieces, words, at + 1).lower() == "далее" else at + 1
        at += 1
    return at


def _begins_anew(pieces: list[str], words: list[int], at: int) -> bool:
    """Whether what stands here says the same once more: «школа – детский сад», «карта (план)», but «школа (Ключи)»."""
    return pieces[words[at - 1]] in _ANEW and pieces[words[at]].islower()


def _nominative(word: str, parts: tuple[str, ...]) -> Any | None:
    found = [one for one in parses(word.lower()) if one.tag.POS in parts and one.tag.case == "nomn"]
    found.sort(key=lambda one: one.normal_form == _GREATER)
    singular = [one for one in found if "sing" in one.tag]
    return (singular or found or [None])[0]


def _may_be_genitive(word: str, noun: Any) -> bool:
    """«директора», «школы»: one of them now or many; the program cannot know."""
    return "plur" in noun.tag and any(
        one.tag.case == "gent" and "sing" in one.tag for one in parses(word.lower()) if one.tag.POS == "NOUN"
    )


def _agrees(adjective: Any, follows: str) -> bool:
    """Whether the next word goes on with what this adjective began."""
    if not _WORD.fullmatch(follows) or _is_abbreviation(follows) or _is_preposition(follows):
        return False
    return any(
        one.tag.case == "nomn" and one.tag.POS in (*_ADJECTIVES, "NOUN") and _same(adjective, one)
        for one in parses(follows.lower())
    )


def _parted(word: str, parse: Any) -> tuple[Any, ...]:
    """«специалист-эксперт»: both are declined, and the dictionary knows them apart only."""
    parts = re.split("[-‑]", word)
    nouns = [_nominative(part, ("NOUN",)) for part in parts]
    apart = len(parts) > 1 and parse.tag.POS == "NOUN" and not parse.is_known and None not in nouns
    return tuple(nouns) if apart else (parse,)


def _is_known(word: str) -> bool:
    return all(any(one.is_known for one in parses(part)) for part in re.split("[-‑]", word.lower()))


def _is_animate(word: str, noun: Any) -> bool:
    """Of «специалист-эксперт» the whole is in no dictionary, its parts are."""
    parts = re.split("[-‑]", _whole(word).lower())
    return "anim" in noun.tag or (len(parts) > 1 and any("anim" in one.tag for one in parses(parts[-1])))


def _is_nominative_only(word: str) -> bool:
    """«врач терапевт»: whether the second is declined as well nobody has told."""
    if not _WORD.fullmatch(word) or _is_abbreviation(word):
        return False
    return {str(one.tag.case) for one in parses(word.lower()) if one.is_known} == {"nomn"}


def _is_apart(follows: str) -> bool:
    """Whether a lone adjective may well be a person: «ответственный за питание»."""
    return follows != "(" and (not _WORD.fullmatch(follows) or _is_preposition(follows))


def _is_preposition(word: str) -> bool:
    return bool(_WORD.fullmatch(word)) and parses(word.lower())[0].tag.POS == "PREP"


def _same(one: Any, other: Any) -> bool:
    if one.tag.number != other.tag.number:
        return False
    return one.tag.number == "plur" or other.tag.gender in (one.tag.gender, None) or one.tag.gender is None


def _is_adverb(word: str) -> bool:
    return bool(parses(word.lower())[0].tag.POS == "ADVB")


def _is_abbreviation(word: str) -> bool:
    letters = word.rstrip(".")
    if not letters.isalpha() or not letters.isupper() or not 2 <= len(letters) <= _LONGEST_ABBREVIATION:
        return False
    return not any(one.is_known and "Abbr" not in one.tag for one in parses(letters.lower()))


def _only_abbreviation(pieces: list[str], words: list[int]) -> bool:
    """«МБОУ «Кедровая школа», «ЦДО № 3»: nothing in it ever changes."""
    first, *rest = (pieces[place] for place in words)
    return _is_abbreviation(first) and not any(
        _WORD.fullmatch(one) for one in rest if not _is_abbreviation(one)
    )


def _like(word: str, form: str) -> str:
    """A form in the letters of the word it is of: «ОТДЕЛ» → «ОТДЕЛУ»; «е» for «ё» where the word is typed so."""
    if word.isupper() and len(word) > 1:
        return form.upper()
    if "-" in word and word.count("-") == form.count("-"):
        return "-".join(map(_like, word.split("-"), form.split("-")))
    stem = len(word) - 2
    shown = form if "ё" in word.lower() else form[:stem].replace("ё", "е") + form[stem:]
    return shown[:1].upper() + shown[1:] if word[:1].isupper() else shown


def is_many_of(word: str) -> bool:
    """Whether a noun can be nothing but the genitive of many: «организаций»."""
    nouns = [one for one in parses(word.lower()) if one.tag.POS == "NOUN" and one.is_known]
    return bool(nouns) and all("plur" in one.tag and one.tag.case == "gent" for one in nouns)


def is_word(word: str) -> bool:
    """Whether the dictionary has this form, «е» for «ё» or not."""
    return bool(_analyzer().word_is_known(word))


def is_infinitive(word: str) -> bool:
    """«создать», but neither «область» nor «отчётность»."""
    return bool(parses(word.lower())[0].tag.POS == "INFN")


_PROPER = ("Name", "Surn", "Patr", "Geox", "Orgn", "Trad")


def inside(text: str) -> str:
    """«Начальная школа» as it stands after a colon: «начальная школа»; whatever may be a name stays as it is."""
    first, _, rest = text.partition(" ")
    word = first.rstrip(",:;")
    if not _RUSSIAN.fullmatch(word) or not word.istitle() or rest[:1].isupper():
        return text
    known = [one for one in parses(word.lower()) if one.is_known]
    if not known or any(mark in one.tag for one in known for mark in _PROPER):
        return text
    return text[:1].lower() + text[1:]


def is_preposition(word: str) -> bool:
    """«в», «на», «для»."""
    return _is_preposition(word)


@lru_cache(maxsize=256)
def as_object(text: str) -> tuple[str, bool] | None:
    """The noun of a name as it stands behind «утвердить», and whether it tells of many: «программу», «списки»."""
    pieces = _PIECES.findall(text)
    head = _head(pieces, [place for place, piece in enumerate(pieces) if not piece.isspace()])
    if head is None:
        return None
    place = head.places[-1]
    return head.forms(Case.ACCUSATIVE)[place].lower(), "plur" in head.parses[-1].tag


@lru_cache(maxsize=256)
def approved(text: str) -> Form:
    """«УТВЕРЖДЕНА» for what is approved: «программа», «план», «положение», «списки»."""
    ending = _ending(text)
    return Form("УТВЕРЖД" + (f"ЕН{ending.text.upper()}" if ending.text else "ЁН"), ending.sure)


def agreed(word: str, text: str) -> str:
    """«размещена» of «концепция», «загружены» of «анкеты»: a short participle; of what is unsure as it was given."""
    ending = _ending(text)
    if not ending.sure or not ending.text or not word.endswith("н"):
        return word
    return f"{word[:-2]}{word[-2:].replace('ё', 'е')}{ending.text}"


def _ending(text: str) -> Form:
    """Of a short participle that tells what has become of it."""
    pieces = _PIECES.findall(text)
    head = _head(pieces, [place for place, piece in enumerate(pieces) if not piece.isspace()])
    if head is None:
        return Form("о", sure=False)
    tag = head.parses[-1].tag
    return Form("ы" if "plur" in tag else {"femn": "а", "neut": "о"}.get(str(tag.gender), ""), head.sure)


def better(text: str, case: Case) -> str:
    """The text in the case, where it stands in the nominative and the form is certain; else nothing: «Заречный район» →
    «Заречного района», of «Заречного района» and of «г. Заречный» nothing."""
    typed = " ".join(text.split())
    form = phrase(typed, case)
    return form.text if form.sure and form.text != typed else ""
