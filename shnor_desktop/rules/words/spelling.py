"""Words that are in no dictionary and one letter away from one that is: «неблагопрятных». A question always: offices have words of
their own. The dictionary is loaded at the first use."""

import re
from collections.abc import Iterator
from functools import lru_cache

from shnor_desktop.rules.words import declension
from shnor_desktop.rules.words.proofreading import Slip, around

_WORD = re.compile(r"(?<![\w.@/-])[а-яё]{4,}(?:-[а-яё]{4,})*(?![\w.@/-]*[\w@/])")
_SHORTEST = 7
"""A shorter word is one letter away from too many others."""
_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"


def misspelt(text: str) -> tuple[Slip, ...]:
    """The words to look at, each once."""
    found: dict[str, Slip] = {}
    for match in _WORD.finditer(text.replace("\u00ad", "")):
        for word in match[0].split("-"):
            if meant := meant_by(word):
                told = f"Опечатка? «{word}» — похоже на «{meant}»: {around(text, match.span())}."
                found.setdefault(word, Slip("spelling", False, told, (word,)))
    return tuple(found.values())


@lru_cache(maxsize=20_000)
def meant_by(word: str) -> str:
    """The word a slip of one letter was made in; empty where the word is known, short, or no other is near."""
    plain = word.replace("ё", "е")
    if len(plain) < _SHORTEST or declension.is_word(word) or declension.is_word(word.removeprefix("не")):
        return ""
    return next((one for one in _near(plain) if declension.is_word(one)), "")


def _near(word: str) -> Iterator[str]:
    """Words one letter away, the first and the last letter kept: a letter lost, swapped, taken for another or put in."""
    for at in range(1, len(word)):
        for letter in _LETTERS:
            yield word[:at] + letter + word[at:]
    for at in range(1, len(word) - 2):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1 :]
        for letter in _LETTERS:
            yield word[:at] + letter + word[at + 1 :]
