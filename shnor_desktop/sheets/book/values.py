"""What one cell says: a number with its printed decimals, a word for a missing result, or text."""

import math
import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from shnor_desktop.rules.figures import E4, ResultState
from shnor_desktop.sheets.book.reader import Cell

MAX_DECIMALS = 4
UNROUNDED_DECIMALS = 2
"""Decimals of a binary fraction that nobody rounded: 33.333333333 stands for 33,33."""
LARGEST = 1_000_000_000
UNCALCULATED = "#ФОРМУЛА!"
"""Stands in the cells for a formula without a value."""

UNSURE = "?"
"""Stands for a share of which it is not known whether it is a part of one or a percentage."""

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u200b\ufeff_]+")
_WHITE = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u200b\ufeff]+")
_QUOTES = re.compile(r"[«»„“”‟\"″‘’‚`']+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe63\uff0d]")
_NUMBER = re.compile(
    r"([+-]?)(\d{1,3}(?: \d{3})+|\d{1,12})(?:[.,](\d{1,15}))? ?(%?)(?: ?(?:чел|уч)\.?)?(?: ?\((\d{1,6}(?:[.,]\d{1,6})?) ?(%?)(?: ?(?:чел|уч)\.?)?\))?"
)

_PAIR = re.compile(
    r"(\d{1,6}(?:[.,]\d{1,6})?) ?(%?)(?: ?(?:чел|уч)\w*\.?)? ?(?:[/;|]| - |, ) ?(\d{1,6}(?:[.,]\d{1,6})?) ?(%?)(?: ?(?:чел|уч)\w*\.?)?"
)
"""«5/11,4 %», «11,4 %; 5 чел.»: a number of people and its share."""
_FAULT = re.compile(
    r"#(?:Н/Д|ДЕЛ/0!|ЗНАЧ!|ССЫЛКА!|ССЫЛ!|ИМЯ\?|ЧИСЛО!|ПУСТО!|ФОРМУЛА!|N/A|DIV/0!|VALUE!|REF!|NAME\?|NUM!|NULL!)",
    re.IGNORECASE,
)
_NOT_RECEIVED = re.compile(
    r"н[/.]? ?д\.?|нет данн\w*|нет информац\w*|данн\w* нет|данн\w* отсутств\w*|не (?:получ|предостав|представ|загруж|сда)\w*|"
    r"нет свед\w*|n/?a|(?:данн\w* |результат\w* )?(?:еще |пока )?не поступ\w*|сведени\w* нет"
)
_NOT_CONDUCTED = re.compile(
    r"-+|(?:впр |работ\w* |экзамен\w* )?не (?:провод|пис)[^\d]*|(?:класс\w* |школ\w* )?(?:на )?карантин[^\d]*|"
    r"(?:впр |работ\w* |экзамен\w* )?(?:отмен|перенес)[^\d]*|(?:по )?болезн\w*"
)
_NO_PARTICIPANTS = re.compile(
    r"[хx]|никто|никого|нет(?: (?:уч\.|двоек|участник|обучающ|выпускник|учащ|ученик|дет|школьник)\w*)?|нет (?:\d{1,2} ?(?:-?го )?)?кл(?:асс\w*|\.)?|"
    r"(?:участник\w*|выпускник\w*|ученик\w*|класс\w*) (?:нет|отсутству\w*)|(?:никто )?не (?:был[оаи]?|участвов\w*|уч(?:ас)?т?в?\.|уч-\w{1,4}|сдавал\w*|выбирал\w*|выбрал\w*|приним\w*(?: участи\w*)?)"
)
_EXCLUDED = re.compile(r"(?:результат\w* )?(?:искл\.|(?:исключ|аннулир)\w*).*")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in ten-thousandths with the decimals it was printed with."""

    e4: int
    decimals: int
    percent_sign: bool = False
    beside: "Number | None" = None
    """What stands in brackets: the share after a number of people, or the number after a share."""

    @property
    def whole(self) -> int | None:
        """The number as a count, None when it has a fraction."""
        return self.e4 // E4 if self.e4 % E4 == 0 else None


@dataclass(frozen=True, slots=True)
class Absent:
    """A word that stands for a result that is not there."""

    state: ResultState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """An error of Excel, or a formula that was saved without its value: there was to be a number."""

    name: str

    @property
    def uncalculated(self) -> bool:
        """Is there a formula whose value the file does not hold?"""
        return self.name == UNCALCULATED

    @property
    def unsure(self) -> bool:
        """Is there a number that may be a part of one or a percentage?"""
        return self.name == UNSURE

    @property
    def of_nobody(self) -> bool:
        """«#ДЕЛ/0!»: a share or a mean of nobody."""
        return self.name in ("#ДЕЛ/0!", "#DIV/0!")

    @property
    def not_found(self) -> bool:
        """«#Н/Д»: what was looked up is not there."""
        return self.name in ("#Н/Д", "#N/A")


Value = Number | Absent | Fault | str | None


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Lower case, ё as е, one kind of quotes and dashes, single spaces."""
    text = _SPACES.sub(" ", text).strip().lower().replace("ё", "е")
    return _DASHES.sub("-", _QUOTES.sub('"', text))


@lru_cache(maxsize=20_000)
def tidy(value: Cell) -> str:
    """The cell as text for people: spaces joined, whole numbers without a point."""
    if isinstance(value, str):
        return _WHITE.sub(" ", value).strip()
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST**2:
        return str(int(value))
    return str(value)


@lru_cache(maxsize=100_000)
def value_of(cell: Cell) -> Value:
    """Number, missing-result word, other text, or None for an empty cell."""
    if isinstance(cell, str):
        return _text_value(cell) if cell else None
    if not math.isfinite(cell) or abs(cell) >= LARGEST:
        return str(cell)
    return _number_of_float(float(cell))


def _number_of_float(value: float) -> Number:
    e4 = round(value * E4)
    if e4 % E4 == 0 and abs(value - e4 / E4) < 1e-9:
        return Number(e4, 0)
    for decimals in range(1, MAX_DECIMALS + 1):
        if abs(round(value, decimals) - value) < 1e-9:
            return Number(e4, decimals)
    return Number(e4, UNROUNDED_DECIMALS)


def _text_value(text: str) -> Value:
    clean = plain(text)
    if not clean:
        return None
    if clean[0] == "#" and _FAULT.fullmatch(tidy(text)):
        return Fault(tidy(text).upper())
    number = _NUMBER.fullmatch(clean) or _paired(clean) or _NUMBER.fullmatch(clean.rstrip("*"))
    if number:
        *parts, bracketed, sign = number.groups()
        value = _number_of_text(*parts)
        if bracketed and isinstance(value, Number):
            whole, _, fraction = bracketed.replace(",", ".").partition(".")
            beside = _number_of_text("", whole, fraction, sign)
            value = replace(value, beside=beside if isinstance(beside, Number) else None)
        return value
    for pattern, state in (
        (_NOT_CONDUCTED, ResultState.NOT_CONDUCTED),
        (_NO_PARTICIPANTS, ResultState.NO_PARTICIPANTS),
        (_NOT_RECEIVED, ResultState.NOT_RECEIVED),
    ):
        if pattern.fullmatch(clean):
            return Absent(state)
    if _EXCLUDED.fullmatch(clean):
        return Absent(ResultState.EXCLUDED, tidy(text))
    return tidy(text)


def is_dash(word: str) -> bool:
    """Does nothing but dashes stand there, or nothing at all?"""
    return not plain(word).strip("-")


def may_be_nought(value: Absent, word: str) -> bool:
    """«Нет», «никто» beside participants may say that none of them is in the column; «не участвовали» may not."""
    return value.state == ResultState.NO_PARTICIPANTS and not plain(word).startswith("не ")


def _paired(clean: str) -> re.Match[str] | None:
    """«5/11,4 %» as «5 (11,4 %)»; which of the two is the share must be said."""
    pair = _PAIR.fullmatch(clean) if "%" in clean else None
    if pair is None or bool(pair[2]) == bool(pair[4]):
        return None
    return _NUMBER.fullmatch(f"{pair[1]}{pair[2]} ({pair[3]}{pair[4]})")


def _number_of_text(sign: str, whole: str, fraction: str | None, percent: str) -> Value:
    try:
        exact = Decimal(f"{sign}{whole.replace(' ', '')}.{fraction or 0}")
        e4 = int((exact * E4).to_integral_value(rounding="ROUND_HALF_UP"))
    except InvalidOperation:
        return f"{sign}{whole}"
    if abs(e4) >= LARGEST * E4:
        return f"{sign}{whole}"
    printed = len(fraction or "")
    return Number(e4, printed if printed <= MAX_DECIMALS else UNROUNDED_DECIMALS, bool(percent))
