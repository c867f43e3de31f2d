"""What people type to find something: words in any form, beginnings and parts of words, abbreviations of the field, schools
by their number, «е» for «ё», and what was typed with the other layout of the keyboard."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from shnor_desktop.rules.words.declension import all_forms

FEW = 8
"""So many of what was found of a kind are named unless more are asked for."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\u0301]")
_GLUED = re.compile(r"(?<=[^\W\d_])(?=\d)")
_MIXED = re.compile(r"[a-z]+[а-я][a-zа-я]*|[а-я]+[a-z][a-zа-я]*")
_TWINS = str.maketrans("abcehkmoptxy", "авсенкмортху")
_WORD = re.compile(r"[^\W_]+")
_NUMBER_SIGN = re.compile(r"№\s*(?=(\d+))")
_NUMBERED = "ъ"
"""Before a number of its own, «№ 5», stands a word of it with this letter, with which none begins."""
_BETWEEN = frozenset(
    ["в", "во", "на", "по", "и", "с", "со", "о", "об", "от", "для", "из", "к", "у", "за", "при", "под"]
)
"""Words that say nothing of what is looked for, unless they stand alone."""
_SHORTEST_PART = 3
_ROOT = 5
ABBREVIATIONS = {
    "сош": ("средн", "школ"),
    "оош": ("основн", "школ"),
    "нош": ("начальн", "школ"),
    "кпк": ("курс", "повышени", "квалификаци"),
    "овз": ("ограниченн", "возможност", "здоров"),
    "впр": ("всероссийск", "проверочн", "работ"),
    "огэ": ("основн", "государственн", "экзамен"),
    "егэ": ("един", "государственн", "экзамен"),
    "имц": ("информационн", "методическ", "центр"),
    "шнор": ("школ", "низк", "результат"),
}
"""What an abbreviation stands for, by the beginnings of its words: whoever types the one is shown the other too."""
_SCHOOLS = frozenset(("сош", "оош", "нош"))
_SCHOOL = "школ"
"""«Заречная школа» is one of these, whichever."""
_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`" + 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~'
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё" + "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"
_TO_RUSSIAN = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
_TO_LATIN = str.maketrans(_RUSSIAN_KEYS, _LATIN_KEYS)


class Nearness(IntEnum):
    """How a text holds what is looked for; the nearest is the least."""

    FORMS = 0
    """Every word, in whatever form."""
    BEGINNINGS = 1
    """Words that begin so."""
    PARTS = 2
    """Somewhere within words."""
    ALIKE = 3
    """Words that begin like it: «подписание», «подписать»."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word that is looked for, folded."""

    text: str
    forms: frozenset[str]
    """Every form of it, and abbreviations that it is part of."""
    stems: tuple[str, ...] = ()
    """How the words begin for which it is an abbreviation."""
    whole: bool = False
    """A number that is not the beginning of another."""

    def nearness(self, said: Sequence[str]) -> Nearness | None:
        """How near these words come; None when they do not hold it."""
        if any(word in self.forms for word in said) or (self.stems and _begin(self.stems, said)):
            return Nearness.FORMS
        if self.whole:
            return Nearness.BEGINNINGS if self.text in said else None
        if any(word.startswith(self.text) for word in said):
            return Nearness.BEGINNINGS
        if self.has_parts and any(self.text in word for word in said):
            return Nearness.PARTS
        return Nearness.ALIKE if self.root and any(word.startswith(self.root) for word in said) else None

    @property
    def root(self) -> str:
        """What other words of its root begin with; empty for what is too short to say, and for numbers."""
        return "" if len(self.text) < _ROOT or self.text.isdigit() else self.text[:_ROOT]

    @property
    def has_parts(self) -> bool:
        """Whether it is looked for within words: shorter ones stand in nearly all."""
        return not self.whole and len(self.text) >= _SHORTEST_PART


def folded(text: str) -> str:
    """A text as texts are compared: small letters of one alphabet a word, «ё» as «е», figures apart from letters before
    them, nothing that is not seen."""
    plain = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).casefold().replace("ё", "е")
    if _MIXED.search(plain):
        plain = _MIXED.sub(lambda found: found[0].translate(_TWINS), plain)
    return _NUMBER_SIGN.sub(rf" {_NUMBERED}\1 ", _GLUED.sub(" ", plain))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded."""
    return tuple(_WORD.findall(folded(text)))


def wanted(text: str) -> tuple[Wanted, ...]:
    """What is looked for by a text; every one must be found."""
    found = words_of(text)
    told = [word for word in found if word not in _BETWEEN] or list(found)
    numbers = {place for place, word in enumerate(told) if place and told[place - 1] == _NUMBERED + word}
    return tuple(
        _wanted(word, told, numbered=place in numbers, last=place == len(told) - 1)
        for place, word in enumerate(told)
        if place + 1 not in numbers
    )


def _wanted(word: str, said: Sequence[str], *, numbered: bool, last: bool) -> Wanted:
    if numbered:
        return Wanted(word, frozenset((_NUMBERED + word,)), whole=True)
    short = {
        one
        for one, stems in ABBREVIATIONS.items()
        if _begin(stems, said) and any(word.startswith(stem) for stem in stems)
    }
    if word.startswith(_SCHOOL):
        short |= _SCHOOLS
    forms = {form.replace("ё", "е") for form in all_forms(word)}
    whole = word.isdigit() and not last
    return Wanted(word, frozenset(forms | short), ABBREVIATIONS.get(word, ()), whole)


def _begin(stems: Sequence[str], said: Sequence[str]) -> bool:
    """Whether there is a word for every stem."""
    return all(any(word.startswith(stem) for word in said) for stem in stems)


def nearness(sought: Sequence[Wanted], said: Sequence[str]) -> Nearness | None:
    """How near the words of a text come to all that is looked for; None when one is missing."""
    found = [one.nearness(said) for one in sought]
    known = [one for one in found if one is not None]
    return max(known, default=None) if len(known) == len(found) else None


def other_layout(text: str) -> str:
    """What the same keys would have written with the other layout: «ghbdtn» is «привет». Keys without a letter there stay."""
    latin = any("a" <= one <= "z" for one in text.lower())
    return text.translate(_TO_RUSSIAN if latin else _TO_LATIN)
