"""Slips of the pen in an official text: brackets with nothing in them, quotes left open, full stops doubled, spaces lost, letters of
another alphabet, lists with two kinds of marks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

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
    marks: tuple[str, ...] = ()
    """The words it is about, where they stand in several texts."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    code: str
    pattern: re.Pattern[str]
    words: str
    sure: bool = True


_PATTERNS: tuple[_Pattern, ...] = (
    _Pattern(
        "typography",
        re.compile(r"(?<![.…])(?<!\.[ \u00a0])\.[ \u00a0]?\.(?![ \u00a0]?\.)"),
        "две точки подряд",
    ),
    _Pattern(
        "typography", re.compile(r"(?m)^\s*\d{1,2}[.)](?=[А-ЯЁа-яё])"), "нет пробела после номера пункта"
    ),
    _Pattern("typography", re.compile(r"(?<!\S)[–—](?=[А-ЯЁа-яё])"), "нет пробела после тире"),
    _Pattern("typography", re.compile(r"(?m)^[ \t]*[-•·](?=[А-ЯЁа-яё«])"), "нет пробела после знака пункта"),
    _Pattern("typography", re.compile(r"(?<=[а-яё])[ \u00a0]+[,;:](?=\s|$)"), "пробел перед знаком"),
    _Pattern("typography", re.compile(r"(?<=[а-яё])[ \u00a0]+\.(?=\s|$)"), "пробел перед точкой"),
    _Pattern("typography", re.compile(r"(?<=[а-яё]),(?=[а-яё])"), "нет пробела после запятой"),
    _Pattern("typography", re.compile(r",\s*,"), "две запятые подряд"),
    _Pattern(
        "typography", re.compile(r"(?<=(?:19|20)\d\d)г(?:г?\.|од|(?![а-яё]))"), "нет пробела после числа года"
    ),
    _Pattern(
        "latin_letters",
        re.compile(
            r"(?<![^\W_])(?=[^\W\d_]*[А-Яа-яЁё])(?=[^\W\d_]*[A-Za-z])[А-Яа-яЁёAaBCcEeHKkMOoPpTXxy]+(?![^\W_])"
        ),
        "латинские буквы в русском слове",
    ),
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
_GRAMMAR = (
    (r"в[ \u00a0]+течении(?![ \u00a0]+(?:рек|болезн|заболев|реч))", "о времени пишут «в течение»"),
    (r"во[ \u00a0]+исполнении", "пишут «во исполнение»"),
    (r"по[ \u00a0]+(?:окончанию|завершению|истечению|прибытию)", "после «по» нужен предложный падеж"),
    (
        r"согласно[ \u00a0]+(?:приказа|плана|графика|письма|распоряжения|постановления|положения|протокола)",
        "после «согласно» нужен дательный падеж",
    ),
    (
        r"(?:представлен|привед[её]н|указан|отраж[её]н|размещ[её]н|перечислен|изложен|дан)[ыао]?[ \u00a0]+в[ \u00a0]+приложение",
        "нужно «в приложении»",
    ),
    (
        r"участи(?:е|я|ю|ем)[ \u00a0]+в[ \u00a0]+[а-яё]{2,}(?:ые|ие)",
        "после «участие в» нужен предложный падеж",
    ),
)
_PATTERNS = (
    *_PATTERNS,
    *(
        _Pattern("grammar", re.compile(rf"\b{pattern}\b", re.IGNORECASE), words, sure=False)
        for pattern, words in _GRAMMAR
    ),
)
_MARK = re.compile(r"(\s*)(?:([-–—•·*])|\d{1,2}([.)]))\s*(?=\S)")
_CUT = re.compile(
    r"(?:^|\s)(?:на основе|в|во|на|по|с|со|к|ко|для|из|о|об|от|до|при|за|под|над|через|между|и|или|а также|в том числе|путем|путём)\s*$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[а-яё]{3,}[.!?]\s+[А-ЯЁ]")
_SIGN = re.compile(r"№([ \u00a0]?)\d+")
_NUMERAL = re.compile(
    r"(?<![\d.,/–-])((?:\d*[02-9])?[234])[ \u00a0]([а-яё]+(?:ых|их))[ \u00a0]([а-яё]{4,})", re.IGNORECASE
)
_SHORTENED = re.compile(r"([^().;:]{10,200})\(далее\s*[–—-]\s*([А-ЯЁ]{3,8})\)")
_SMALL = frozenset(("и", "в", "по", "на", "с", "к", "о", "об", "для", "из", "при", "за", "а", "у", "от"))
_PERIOD = re.compile(r"(?<![\d.])(20\d\d)([ \u00a0]*[-–—][ \u00a0]*)(20\d\d)(?![\d.])")


@lru_cache(maxsize=8192)
def slips(text: str) -> tuple[Slip, ...]:
    """What is to be looked at in one text, in the order of reading; each place once. The same texts are read again on every
    look at a plan."""
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
    if open_at and not (len(open_at) == 1 and closed and _shares_its_end(text[open_at[0] + 1 :])):
        place = open_at[0]
        yield place, _slip("unclosed_quote", "кавычка открыта и не закрыта", text, (place, place + 1))
    if text.count('"') % 2:
        place = text.rindex('"')
        yield place, _slip("unclosed_quote", "кавычка без пары", text, (place, place + 1))


def _shares_its_end(rest: str) -> bool:
    """Whether a quote that is not closed may end with one that it holds: that one comes before its sentence ends."""
    before, inner, _ = rest.partition("«")
    return bool(inner) and _SENTENCE_END.search(before) is None


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


@lru_cache(maxsize=8192)
def list_slips(text: str) -> tuple[Slip, ...]:
    """What is wrong with a list a line a point: two kinds of marks at one depth, a point that goes on as the next one."""
    found: list[Slip] = []
    marks: dict[tuple[bool, bool], dict[str, int]] = {}
    points = [(match, line) for line in text.splitlines() if (match := _MARK.match(line)) is not None]
    for match, _ in points:
        of_depth = marks.setdefault((bool(match[1]), bool(match[2])), {})
        mark = match[2] or match[3]
        of_depth[mark] = of_depth.get(mark, 0) + 1
    for (_, marked), counts in marks.items():
        if len(counts) > 1:
            shown = ", ".join(
                f"«{mark if marked else '1' + mark}» ({counted(count, 'пункт', 'пункта', 'пунктов')})"
                for mark, count in counts.items()
            )
            found.append(Slip("list_marks_mixed", True, f"В одном перечне разные знаки: {shown}."))
    for (_, line), (match, following) in pairwise(points):
        if _CUT.search(line) and following[match.end()].islower():
            words_ = "пункт перечня разорван на два"
            found.append(
                _slip("list_item_broken", words_, f"{line} / {following.strip()}", (len(line), len(line)))
            )
    return tuple(found)


def signs_differ(texts: Iterable[str]) -> Slip | None:
    """«№ 567» here, «№567» there."""
    met: dict[bool, str] = {}
    for text in texts:
        for match in _SIGN.finditer(text):
            met.setdefault(bool(match[1]), match[0].replace("\u00a0", " "))
    if len(met) < 2:
        return None
    return Slip("date_style", True, f"Знак «№» то с пробелом, то без: «{met[True]}» и «{met[False]}».")


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
