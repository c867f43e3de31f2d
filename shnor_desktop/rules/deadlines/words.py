"""Words of a due text as tokens: one letter says what a token is, so that patterns are written over the letters.

m month · n number · y year · d date · x day and month · Q quarter · T term · H half-year · I trimester · K ten days ·
P half · W week · D day · M «месяц» · G «год» · U «учебный» · V period, its realisation · E each · R «раз» · F how often ·
t «в течение» · A all · b «до» · L «не позднее» · k «к» · s «с» · p «по» · i «и» · v «в», «на» · q «не реже» · a «после» ·
N beginning · S middle · Z end · O outcome · h holidays · e season · l last · j checkpoint · w always · g now and then ·
c «число» · B «по состоянию» · o what is measured · punctuation as it is · ? anything else.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

YEAR, QUARTER, TERM, HALF, TRIMESTER, MONTH, WEEK = "GQTHIMW"
AUTUMN, WINTER, SPRING, SUMMER = 1, 2, 3, 4
AS_OF = 1
"""Value of «на», which stands before the day a figure is taken on."""
NOT = 2
"""Value of words that mean something here only after «не»: «не позднее», «не реже», «не ранее»."""


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is a letter of the table above; `meant` is the word a slip was taken for."""

    kind: str
    value: int
    text: str
    meant: str = ""


_CASES = " а у ом е ы и ов ам ами ах"
_ADJECTIVE = "ый ая ое ого ой ому ую ые ых ым ыми ом ий яя ее его ей ему юю ие их им ими ем"
_MONTHS = (
    ("январ", "ь я е ю ем", "янв"),
    ("феврал", "ь я е ю ем", "фев февр"),
    ("март", " а е у ом", "мар"),
    ("апрел", "ь я е ю ем", "апр"),
    ("ма", "й я е ю ем", ""),
    ("июн", "ь я е ю ем", "июн"),
    ("июл", "ь я е ю ем", "июл"),
    ("август", " а е у ом", "авг"),
    ("сентябр", "ь я е ю ем", "сен сент"),
    ("октябр", "ь я е ю ем", "окт"),
    ("ноябр", "ь я е ю ем", "ноя нояб"),
    ("декабр", "ь я е ю ем", "дек"),
)
_STEMS: tuple[tuple[str, int, str, str], ...] = (
    ("Q", 0, "квартал", _CASES),
    ("T", 0, "четверт", "ь и ью ей ям ями ях"),
    ("H", 0, "полугоди", "е я ю ем и й ям ях ями"),
    ("I", 0, "триместр", _CASES),
    ("K", 0, "декад", "а ы е у ой ам ах ами "),
    ("P", 0, "половин", "а ы е у ой"),
    ("W", 0, "недел", "я и ь е ю ей ям ях"),
    ("D", 0, "д", "ень ня ню нем ней ни ням нях"),
    ("M", 0, "месяц", " а у ем е ы ев ам ах"),
    ("G", 0, "год", " а у ом е ы ов ам ами ах"),
    ("U", 0, "учебн", _ADJECTIVE),
    ("V", 0, "период", _CASES),
    ("V", 0, "срок", _CASES),
    ("V", 0, "реализаци", "я и ю ей"),
    ("V", 0, "действи", "я е"),
    ("V", 0, "программ", "а ы е у"),
    ("V", 0, "проект", " а у"),
    ("V", 0, "дорожн", "ой ая"),
    ("V", 0, "карт", "ы а"),
    ("E", 0, "кажд", _ADJECTIVE),
    ("A", 0, "вес", "ь ей его"),
    ("A", 0, "кругл", "ый ого"),
    ("A", 0, "всего всё все всей всю вс", "ем"),
    ("R", 0, "раз", " а ов"),
    ("N", 0, "начал", "о а е у"),
    ("S", 0, "середин", "а ы е у"),
    ("Z", 0, "кон", "ец це ца цу"),
    ("O", 0, "итог", "ам и ах ов"),
    ("O", 0, "окончани", "и ю я е"),
    ("O", 0, "завершени", "и ю я е"),
    ("h", 0, "каникул", "ы ам ах ами "),
    ("l", 0, "последн", _ADJECTIVE),
    ("c", 0, "числ", "о а у е"),
    ("t", 0, "течени", "е и я"),
    ("t", 0, "протяжени", "и е"),
    ("e", AUTUMN, "осен", "ь и ью ний ние них ними нее него"),
    ("e", WINTER, "зим", "а ы ой у е ний ние них ними нее него"),
    ("e", SPRING, "весен", "ний ние них ними нее него"),
    ("e", SPRING, "весн", "а ы ой у е"),
    ("e", SUMMER, "лет", "о а у е ний ние них ними нее него ом"),
    ("j", 1, "входн", _ADJECTIVE),
    ("j", 1, "стартов", _ADJECTIVE),
    ("j", 2, "промежуточн", _ADJECTIVE),
    ("j", 3, "итогов", _ADJECTIVE),
    ("n", 1, "перв", _ADJECTIVE),
    ("n", 2, "втор", _ADJECTIVE),
    ("n", 3, "трет", "ий ья ье ьего ьей ьем ью ьи ьих ьему"),
    ("n", 4, "четверт", "ый ая ое ого ой ом ую ому"),
)
_WORDS: tuple[tuple[str, int, str], ...] = (
    ("n", 1, "один одного одна одну одной"),
    ("n", 2, "два две двух обе оба"),
    ("n", 3, "три трех"),
    ("n", 4, "четыре четырех"),
    ("n", 5, "пять пяти"),
    ("n", 6, "шесть шести"),
    ("n", 10, "десять десяти"),
    ("Q", 0, "кв кварт"),
    ("T", 0, "четв"),
    ("H", 0, "полугод полуг полугода полгода"),
    ("M", 0, "мес"),
    ("W", 0, "нед"),
    ("G", 0, "г гг лет"),
    ("U", 0, "уч учеб"),
    ("R", 0, "р"),
    ("t", 0, "теч втечение втечении"),
    ("b", 0, "до"),
    ("L", NOT, "позднее позже"),
    ("L", 0, "непозднее"),
    ("k", 0, "к ко"),
    ("s", 0, "с со начиная"),
    ("s", NOT, "ранее раньше"),
    ("p", 0, "по"),
    ("i", 0, "и"),
    ("v", 0, "в во за"),
    ("v", AS_OF, "на"),
    ("B", 0, "состоянию"),
    ("q", NOT, "реже менее меньше"),
    ("q", 0, "минимум нереже неменее"),
    ("o", 0, "контроль этап замер мониторинг диагностика срез"),
    ("a", 0, "после"),
    ("w", 0, "постоянно непрерывно"),
    ("g", 0, "систематически регулярно периодически ежедневно"),
)
_OFTEN = (
    (YEAR, "год"),
    (QUARTER, "квартал"),
    (TERM, "четверт"),
    (HALF, "полугод"),
    (MONTH, "месяч"),
    (WEEK, "недель"),
)
_LOOK_ALIKE = str.maketrans("abcehkmoptxyr", "авсенкмортхуг")
_ROMAN = {
    **{"i": 1, "ii": 2, "iii": 3, "iv": 4, "iу": 4, "v": 5, "l": 1, "ll": 2, "lll": 3},
    **{"і": 1, "іі": 2, "ііі": 3, "іv": 4, "іу": 4, "п": 2, "ш": 3},
}
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u2043\u00ad\ufe58\ufe63\uff0d]")
_PIECE = re.compile(
    r"(?P<day>(?<!\d)\d{1,2}[./]\d{1,2}[./](?:20\d\d|\d\d)(?!\d)|(?<!\d)20\d\d-\d\d-\d\d(?!\d))"
    r"|(?P<of_year>(?<![\d.])(?:0?[1-9]|1[0-2])\.20\d\d(?![.\d]))"
    r"|(?P<short>(?<![\d.])\d{1,2}\.(?:0[1-9]|1[0-2])(?![\d.]\d|\d))"
    r"|(?P<four>(?<![\dа-яa-z])[1i][уv](?![а-яa-z\d]))"
    r"|(?P<number>\d+)(?:(?:\s?-)?(?:ый|ий|ой|ая|ья|ое|ье|го|ого|му|ым|ти|ех|ух|й|я|е|х|м|ю)(?![а-я]))?"
    r"|(?P<word>[^\W\d_]+)|(?P<sign>[-,;:()/+]|[^\s.])"
)


_HALF = re.compile(
    r"(\b(?:[12]|[iі]{1,2}|п)(?:\s?-?\s?(?:ое|ая|е|й|я|го))?)\s?пол\.?(?![а-я])\s*("
    + "|".join(stem for stem, _, _ in _MONTHS)
    + ")?"
)
"""«I пол. 2023/24 уч. г.» is a half-year, «1 пол. мая» half a month."""


def _forms() -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for number, (stem, endings, short) in enumerate(_MONTHS, 1):
        found.update({stem + ending: ("m", number) for ending in endings.split(" ")})
        found.update({word: ("m", number) for word in short.split()})
    for kind, value, stems, endings in _STEMS:
        *whole, stem = stems.split()
        found.update({word: (kind, value) for word in [*whole, *(stem + end for end in endings.split(" "))]})
    for kind, value, words in _WORDS:
        found.update({word: (kind, value) for word in words.split()})
    for unit, root in _OFTEN:
        ends = ["но", "ный", "ное", "ная", "ного", "ной", "ных", "ные", "ным", "ную", "ному", "ном", "ными"]
        soft = root.endswith(("квартал", "четверт"))
        found.update({f"еже{root}{'ь' if soft else ''}{end}": ("F", ord(unit)) for end in ends})
    ends = _ADJECTIVE.split()
    found.update(
        {stem + end: ("g", 0) for stem in ("периодическ", "регулярн", "систематическ") for end in ends}
    )
    return found


_FORMS = _forms()


def tokens(text: str) -> list[Token]:
    """The words, numbers, dates and signs of a due text; full stops carry nothing outside dates."""
    found: list[Token] = []
    for piece in _PIECE.finditer(normal(text)):
        found += _token(piece)
    return _cleaned(found)


def normal(text: str) -> str:
    """Small letters, «е» for «ё», one kind of dash and of space, zeros for letters «О» among digits."""
    plain = unicodedata.normalize("NFKC", text).replace("\u0301", "").casefold().replace("ё", "е")
    plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf" or sign == "\u00ad")
    plain = _DASHES.sub("-", plain)
    plain = re.sub(r"(?<=\d)[oо](?=[\doо])", "0", plain)
    plain = re.sub(r"\bп\s?/\s?г\b", "полугодие", plain)
    plain = _HALF.sub(
        lambda found: f"{found[1]} {'половина' if found[2] else 'полугодие'} {found[2] or ''}", plain
    )
    plain = re.sub(r"\b([iіv]{1,3})\s?-\s?(?:ый|ой|ая|ое|го|й|я|е|м|х)\b", r"\1", plain)
    return re.sub(r"\s+", " ", plain).strip()


def _token(piece: re.Match[str]) -> list[Token]:
    text = piece.group()
    if piece["day"]:
        return [_day(text)]
    if piece["short"]:
        day, month = (int(part) for part in text.split("."))
        return [Token("x", month * 100 + day, text)]
    if piece["of_year"]:
        number, year = text.split(".")
        return [Token("m", int(number), number), Token("y", int(year), year)]
    if piece["four"]:
        return [Token("n", 4, text)]
    if number := piece["number"]:
        return [_number(number, text)]
    if piece["word"]:
        return _word(text, dotted=piece.string[piece.end() : piece.end() + 1] == ".")
    return [Token(text if text in "-,;:()/+" else "?", 0, text)]


def _day(text: str) -> Token:
    parts = [int(part) for part in re.split(r"[./-]", text)]
    year, month, day = parts if parts[0] > 99 else parts[::-1]
    try:
        return Token("d", date(year if year > 99 else 2000 + year, month, day).toordinal(), text)
    except ValueError:
        return Token("?", 0, text)


def _number(digits: str, text: str) -> Token:
    if len(digits) > 4:
        return Token("?", 0, text)
    value = int(digits)
    if 1990 <= value <= 2099 and len(digits) == 4:
        return Token("y", value, text)
    return Token("n" if 0 < value < 100 else "?", value, text)


def _word(text: str, *, dotted: bool) -> list[Token]:
    if text in _ROMAN:
        return [Token("n", _ROMAN[text], text)]
    word = text.translate(_LOOK_ALIKE)
    times = {"дважды": 2, "трижды": 3, "однократно": 1, "единожды": 1, "двукратно": 2}.get(word)
    if times:
        return [Token("n", times, text), Token("R", 0, text)]
    if word in ("не", "чем"):
        return [Token("!" if word == "не" else "~", 0, text)]
    kind, value, meant = _known(word, dotted)
    return [Token(kind, value, text, meant)]


@lru_cache(maxsize=4_096)
def _known(word: str, dotted: bool) -> tuple[str, int, str]:
    """What a word is: as written, by its beginning, or with one slip."""
    if word in _FORMS:
        return *_FORMS[word], ""
    begun = (
        _only(form for form in _FORMS if form.startswith(word)) if len(word) >= (3 if dotted else 5) else None
    )
    if begun is not None:
        return *_FORMS[begun], ""
    if len(word) >= 4:
        near = (form for form in _FORMS if _may_slip(form) and one_slip(word, form))
        if (meant := _only(near)) is not None:
            return *_FORMS[meant], meant
    return "?", 0, ""


def _only(forms: Iterable[str]) -> str | None:
    """One of the forms, if all of them mean the same."""
    found = list(forms)
    return found[0] if found and len({_FORMS[form] for form in found}) == 1 else None


def _may_slip(form: str) -> bool:
    return len(form) >= {"m": 4, "M": 5}.get(_FORMS[form][0], 6)


def one_slip(word: str, form: str) -> bool:
    """Whether one letter is missing, too many, another, or two neighbours changed places."""
    if abs(len(word) - len(form)) > 1 or word == form:
        return False
    at = next((i for i, (a, b) in enumerate(zip(word, form, strict=False)) if a != b), None)
    if at is None:
        return True
    left, right = word[at:], form[at:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


def _cleaned(found: list[Token]) -> list[Token]:
    """«не» with its word is one, «чем» after it adds nothing, «г.г.» is one «год», «22 г.» and the end of «2021-22» are years."""
    kept: list[Token] = []
    for at, one in enumerate(found):
        last = kept[-1].kind if kept else ""
        if one.kind == "~":
            if last == ",":
                kept.pop()
            continue
        if one.kind in "qLs" and one.value == NOT:
            if last != "!":
                one = Token("?", 0, one.text)
            else:
                kept.pop()
        if one.kind == "G" and last == "G":
            continue
        if one.kind == "G" and last == "n" and 15 <= kept[-1].value <= 60 and one.text in ("г", "гг"):
            kept.append(Token("y", 2000 + kept.pop().value, one.text))
            continue
        following = found[at + 1].kind if at + 1 < len(found) else ""
        kept.append(_short_year(kept, one, following))
    return [one if one.kind != "!" else Token("?", 0, one.text) for one in kept]


def _short_year(before: list[Token], one: Token, following: str) -> Token:
    """The «22» of «2021-22» as a year, unless it counts what follows: «2021 – 22 мая»."""
    if len(before) < 2 or one.kind != "n" or before[-1].kind not in "-/" or before[-2].kind != "y":
        return one
    century, begun = divmod(before[-2].value, 100)
    counts = following != "" and following in "mQTHIKPWRDMi-"
    return one if counts or one.value <= begun else Token("y", century * 100 + one.value, one.text)
