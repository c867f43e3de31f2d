"""Figures that a typed sentence states of records: how many schools are on the list, in the programme, how many measures a plan
has, which share failed at a sitting.

Only what can mean one thing is read: one figure of a kind, of today, with a verb that states it. Everything else, plans and years
gone by, other lists and limits among it, is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Of(StrEnum):
    """What a figure is of."""

    LISTED = "listed"
    IN_PROGRAMME = "in_programme"
    MEASURES = "measures"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure in a sentence."""

    of: Of
    value_e4: int
    decimals: int
    said: str
    """As it stands there: «3 школы», «33,3 %»."""
    sentence: str
    family: str = ""
    """«ВПР»."""
    grade: int = 0
    year: int = 0
    """The calendar year, where it is said so."""
    school_year: int = 0
    """The year that the school year begins in, where it is said so."""
    season: str = ""


_WORDS = {
    word: number
    for number, forms in enumerate(
        (
            "одна одну одной",
            "две двух",
            "три трёх трех",
            "четыре четырёх четырех",
            "пять пяти",
            "шесть шести",
            "семь семи",
            "восемь восьми",
            "девять девяти",
            "десять десяти",
        ),
        start=1,
    )
    for word in forms.split()
}
_COUNT = rf"(?<![\w№.,/–-])(?<!№[ \u00a0])(\d{{1,4}}|{'|'.join(_WORDS)})[ \u00a0]+"
_OF_SCHOOLS = re.compile(
    _COUNT + r"(?:[а-яё-]+(?:ые|ие|ых|их|ая|ой|ей)\s+){0,2}"
    r"(?:школ(?:а|ы|у|е|ой|ам|ах|ами)?|(?:обще)?образовательн\w+\s+(?:организаци|учреждени)\w+)(?!\w)",
    re.IGNORECASE,
)
_OF_MEASURES = re.compile(_COUNT + r"мероприяти\w+", re.IGNORECASE)
_SHARE = re.compile(r"(?<![\d,.–-])(\d{1,3}(?:,\d{1,4})?)[ \u00a0]*%")
_ENDS = re.compile(r"(?<=[.!?;])\s+(?=[А-ЯЁ«\d])|\n")
_ASIDE = re.compile(
    r"прошл|предыдущ|ранее|прежн|\bбыл[иао]?\b|вышл|исключ|регион|федерал|област|планир|предлаг|плану?ем"
    r"|не (?:ме|бо)лее|более|менее|свыше|около|почти|(?<!\w)до\s+\d|ежегодно|«|\"|500\s*\+",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_STATES = re.compile(
    r"включен|включён|вошл|вошед|входит|входят|значатся|содержит|состоит|насчитыва|составля", re.IGNORECASE
)
_LIST = re.compile(r"\bпереч(?:ень|ня|не|нем|ню)\b", re.IGNORECASE)
_PROGRAMME = re.compile(r"\bпрограмм\w*|\bдорожн\w+\s+карт\w*", re.IGNORECASE)
_TAKES_PART = re.compile(r"участву|включен|включён|входит|входят|вошл|охва[тч]", re.IGNORECASE)
_PLAN = re.compile(r"\bплан\w*|\bпрограмм\w*|\bдорожн\w+\s+карт\w*", re.IGNORECASE)
_HOLDS = re.compile(r"включает|содержит|предусматривает|состоит из", re.IGNORECASE)
_FAILING = re.compile(r"не\s+справил|не\s+преодолел|«2»|неудовлетворительн|двоек", re.IGNORECASE)
_NOT_FAILING = re.compile(r"справил|преодолел", re.IGNORECASE)
_FAMILY = re.compile(r"(?<!\w)(ВПР|ОГЭ|ЕГЭ)(?!\w)")
_GRADE = re.compile(
    r"(?<![\d,.])(\d{1,2})[ \u00a0]?(?:-?(?:й|м|го|х|ых|ом|ого)[ \u00a0])?\s*(?:класс|кл\.)", re.IGNORECASE
)
_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[/–-]\s*(?:20)?\d\d(?!\d)")
_SEASON = re.compile(r"(весн|осен)\w*", re.IGNORECASE)


def claims(text: str) -> tuple[Claim, ...]:
    """What a text states, a sentence at a time."""
    return tuple(one for sentence in _ENDS.split(text) for one in _claims(" ".join(sentence.split())))


def _claims(sentence: str) -> Iterator[Claim]:
    if share := _share(sentence):
        yield share
    if _ASIDE.search(sentence) or _YEAR.search(sentence):
        return
    schools, measures = _OF_SCHOOLS.findall(sentence), _OF_MEASURES.findall(sentence)
    if len(schools) == 1:
        of = _of_schools(sentence)
        if of is not None:
            yield _counted(of, _OF_SCHOOLS, sentence)
    if len(measures) == 1 and _PLAN.search(sentence) and _HOLDS.search(sentence):
        yield _counted(Of.MEASURES, _OF_MEASURES, sentence)


def _of_schools(sentence: str) -> Of | None:
    if _LIST.search(sentence):
        return Of.LISTED if _STATES.search(sentence) else None
    if _PROGRAMME.search(sentence) and _TAKES_PART.search(sentence):
        return Of.IN_PROGRAMME
    return None


def _counted(of: Of, pattern: re.Pattern[str], sentence: str) -> Claim:
    match = next(pattern.finditer(sentence))
    word = match[1].lower()
    number = _WORDS[word] if word in _WORDS else int(word)
    return Claim(of, number * 10_000, 0, match[0], sentence)


def _share(sentence: str) -> Claim | None:
    """The only share in a sentence that says of whom and when it is."""
    shares, families = list(_SHARE.finditer(sentence)), set(_FAMILY.findall(sentence))
    grades, seasons = set(_GRADE.findall(sentence)), {one.lower() for one in _SEASON.findall(sentence)}
    school_years = set(_SCHOOL_YEAR.findall(sentence))
    years = set(_YEAR.findall(_SCHOOL_YEAR.sub(" ", sentence)))
    alone = len(shares) == len(families) == len(years | school_years) == 1
    if not alone or len(grades) > 1 or len(seasons) > 1 or not _is_failing(sentence):
        return None
    whole, _, part = shares[0][1].partition(",")
    return Claim(
        Of.FAILED,
        int(whole) * 10_000 + int(part.ljust(4, "0")),
        len(part),
        shares[0][0],
        sentence,
        families.pop(),
        int(grades.pop()) if grades else 0,
        int(years.pop()) if years else 0,
        int(school_years.pop()) if school_years else 0,
        {"весн": "spring", "осен": "autumn"}[seasons.pop()] if seasons else "",
    )


def _is_failing(sentence: str) -> bool:
    """Whether the share is of those who failed: «справились» besides would be another share."""
    return bool(_FAILING.search(sentence)) and not _NOT_FAILING.search(_FAILING.sub(" ", sentence))


def names(sentence: str, subject: str) -> bool:
    """Whether a sentence names a subject, in any case: «русскому языку», «математике»."""
    said = re.findall(r"[а-яё]+", sentence.lower())
    stems = [word[: max(4, len(word) - 2)] for word in re.findall(r"[а-яё]+", subject.lower())]
    return bool(stems) and any(
        all(word.startswith(stem) for word, stem in zip(said[at:], stems, strict=False))
        for at in range(len(said) - len(stems) + 1)
    )


def agrees(claim: Claim, value_e4: int) -> bool:
    """Whether a value is what was typed, rounded to as many places."""
    unit: int = 10 ** (4 - claim.decimals)
    return 2 * abs(claim.value_e4 - value_e4) <= unit
