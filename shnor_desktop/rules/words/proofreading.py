"""Slips of the pen in an official text: brackets with nothing in them, quotes left open, full stops doubled, spaces lost."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shnor_desktop.rules.words.declension import is_many_of
from shnor_desktop.rules.words.russian import counted

_AROUND = 24
"""Letters shown on each side of a slip."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Something to look at in a text; `sure` is false where it may well be meant."""

    code: str
    sure: bool
    text: str
    """A sentence that quotes the place."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    code: str
    pattern: re.Pattern[str]
    words: str
    sure: bool = True


_PATTERNS = (
    _Pattern("typography", re.compile(r"(?<![.…])\.\.(?!\.)"), "две точки подряд"),
    _Pattern(
        "typography", re.compile(r"(?m)^\s*\d{1,2}[.)](?=[А-ЯЁа-яё])"), "нет пробела после номера пункта"
    ),
    _Pattern("typography", re.compile(r"(?<!\S)[–—](?=[А-ЯЁа-яё])"), "нет пробела после тире"),
    _Pattern("typography", re.compile(r"(?<=[а-яё])[ \u00a0]+[,;:](?=\s|$)"), "пробел перед знаком"),
    _Pattern("typography", re.compile(r"(?<=[а-яё])[ \u00a0]+\.(?=\s|$)"), "пробел перед точкой"),
    _Pattern("typography", re.compile(r"(?<=[а-яё]),(?=[а-яё])"), "нет пробела после запятой"),
    _Pattern("typography", re.compile(r",\s*,"), "две запятые подряд"),
    _Pattern("typography", re.compile(r"\b[ИиВв]\.о\.(?=[а-яё])"), "нет пробела после «И.о.»", sure=False),
    _Pattern(
        "typography",
        re.compile(r"(?<![\w.])(?:г|с|п|д|пос|ст|пгт)\.(?=[А-ЯЁ][а-яё-])"),
        "нет пробела после сокращения",
        sure=False,
    ),
    _Pattern("empty_bracket", re.compile(r"\(\s*\)|\[\s*\]|«\s*»"), "пустые скобки или кавычки"),
    _Pattern(
        "empty_bracket_item", re.compile(r"\(\s*[,;][^)]*\)|\([^)]*[,;]\s*\)"), "в скобках пропущено слово"
    ),
    _Pattern(
        "word_twice",
        re.compile(r"(?<![\w-])([А-Яа-яЁё]{2,})[ \u00a0]+\1(?![\w-])", re.IGNORECASE),
        "слово повторено",
        sure=False,
    ),
)
_NUMERAL = re.compile(
    r"(?<![\d.,/–-])((?:\d*[02-9])?[234])[ \u00a0]([а-яё]+(?:ых|их))[ \u00a0]([а-яё]{4,})", re.IGNORECASE
)
_SHORTENED = re.compile(r"([^().;:]{10,200})\(далее\s*[–—-]\s*([А-ЯЁ]{3,8})\)")
_SMALL = frozenset(("и", "в", "по", "на", "с", "к", "о", "об", "для", "из", "при", "за", "а", "у", "от"))
_PERIOD = re.compile(r"(?<![\d.])(20\d\d)([ \u00a0]*[-–—][ \u00a0]*)(20\d\d)(?![\d.])")


def slips(text: str) -> tuple[Slip, ...]:
    """What is to be looked at in one text, in the order of reading; each place once."""
    found: list[tuple[int, Slip]] = []
    for one in _PATTERNS:
        for match in one.pattern.finditer(text):
            found.append((match.start(), _slip(one.code, one.words, text, match.span(), sure=one.sure)))
    for check in (_quotes, _numerals, _shortened):
        found += check(text)
    told: dict[str, Slip] = {}
    for _, slip in sorted(found, key=lambda each: each[0]):
        told.setdefault(slip.text, slip)
    return tuple(told.values())


def _slip(code: str, words: str, text: str, span: tuple[int, int], *, sure: bool = True) -> Slip:
    return Slip(code, sure, f"{words[:1].upper()}{words[1:]}: {around(text, span)}.")


def around(text: str, span: tuple[int, int]) -> str:
    """The place with what stands beside it, «…, в скобках (ОГЭ, ) по…»."""
    start, end = max(0, span[0] - _AROUND), min(len(text), span[1] + _AROUND)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    shown = " ".join(text[start:end].split())
    return f"„{'…' if start else ''}{shown}{'…' if end < len(text) else ''}“"


def _quotes(text: str) -> Iterator[tuple[int, Slip]]:
    """Quotes without a pair. Of quotes in quotes the closing one is often printed once, and that is accepted."""
    open_at: list[int] = []
    for match in re.finditer("[«»]", text):
        if match[0] == "«":
            open_at.append(match.start())
        elif open_at:
            open_at.pop()
        else:
            yield match.start(), _slip("unclosed_quote", "кавычка закрыта, но не открыта", text, match.span())
    closed = text.count("»")
    if open_at and not (len(open_at) == 1 and closed and "«" in text[open_at[0] + 1 :]):
        place = open_at[0]
        yield place, _slip("unclosed_quote", "кавычка открыта и не закрыта", text, (place, place + 1))
    if text.count('"') % 2:
        place = text.rindex('"')
        yield place, _slip("unclosed_quote", "кавычка без пары", text, (place, place + 1))


def _numerals(text: str) -> Iterator[tuple[int, Slip]]:
    for match in _NUMERAL.finditer(text):
        if match[1][-2:-1] != "1" and is_many_of(match[3]):
            yield (
                match.start(),
                _slip(
                    "grammar_numeral", f"после {match[1]} нужно другое число", text, match.span(), sure=False
                ),
            )


def _shortened(text: str) -> Iterator[tuple[int, Slip]]:
    """«… (далее – ШСОКО)»: its letters are the first letters of the words before it."""
    for match in _SHORTENED.finditer(text):
        words = [one for one in re.findall(r"[А-Яа-яЁё]+", match[1]) if one.lower() not in _SMALL]
        wanted = match[2]
        letters = "".join(one[0].upper() for one in words[-len(wanted) :])
        if len(letters) == len(wanted) and letters != wanted and letters[0] == wanted[0]:
            words_ = f"сокращение {wanted} введено для слов, первые буквы которых дают {letters}"
            yield match.start(2), _slip("abbreviation_mismatch", words_, text, match.span(2), sure=False)


def torn(text: str) -> Slip | None:
    """A paragraph that ends with a comma; an item of a list may."""
    told = text.rstrip()
    if not told.endswith(","):
        return None
    return _slip("typography", "абзац кончается запятой", told, (len(told) - 1, len(told)))


def periods_differ(texts: Iterable[str]) -> Slip | None:
    """The ways periods are written in, where there are several: «2021 - 2024», «2021–2024»."""
    met: dict[str, str] = {}
    for text in texts:
        for match in _PERIOD.finditer(text):
            met.setdefault(match[2].replace("\u00a0", " "), match[0])
    if len(met) < 2:
        return None
    told = ", ".join(f"«{one}»" for one in met.values())
    return Slip("dash_style", False, f"Периоды написаны по-разному: {told}.")


def repeated(texts: Iterable[str], least: int = 60) -> tuple[Slip, ...]:
    """Texts of so many letters that stand there twice."""
    met: dict[str, int] = {}
    shown: dict[str, str] = {}
    for text in texts:
        key = " ".join(text.split()).casefold().rstrip(" .;")
        if len(key) >= least:
            met[key] = met.get(key, 0) + 1
            shown.setdefault(key, text)
    return tuple(
        Slip(
            "text_twice",
            True,
            f"Текст напечатан {counted(count, 'раз', 'раза', 'раз')}: {around(shown[key], (0, 40))}.",
        )
        for key, count in met.items()
        if count > 1
    )
