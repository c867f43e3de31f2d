"""Lines of totals: what a total is of, and whether that is one school or some of them."""

import re
from functools import lru_cache

from shnor_desktop.sheets.book.values import plain
from shnor_desktop.sheets.words.territories import SCHOOL, area_of

_TOTAL = re.compile(
    r"(?:итог\w*|всего|общ\w* итог\w*|в целом|сумма|total|grand total)(?![а-я])[ :.,-]*(?P<by>по(?![а-я]))?[ ]*(?P<name>.*)|"
    r"(?P<only>по) (?P<where>(?:муницип|район|округ|город|области|краю|республик|региону|субъект|всем|мо(?![а-я])|го(?![а-я])|мр(?![а-я])).*)"
)
_KINDS_OF_SCHOOLS = re.compile(
    r"(?:по )?(?:(?:город|сель|средн|основн|начальн)\w* )?(?:сош|оош|нош|школ\w{0,2}|гимнази\w{0,2}|лице\w{0,2}|интернат\w{0,2})"
)
"""«Всего ООШ»: a total of the schools of one kind."""
_TOTAL_AFTER = re.compile(r"(?P<name>.+?)[ ,:-]+(?:итог[ои]?|всего)")
"""As the subtotals of Excel itself are called: «Ключевской район Итог»."""
_ALL_SCHOOLS = re.compile(
    r"(?:всем |все )?(?:(?:школ|оо|оу)(?= ?[-–—:(]? ?\d+)|школам|школах|школе|(?:обще)?образовательн\w+ (?:организаци|учреждени)[яе][мх]|оо(?![а-я])|оу(?![а-я]))"
)


@lru_cache(maxsize=20_000)
def total_name(text: str) -> str | None:
    """What a total is of; "" when it does not say; None when the text is no total."""
    clean = plain(text)
    found = _TOTAL.fullmatch(clean)
    kinds = found is not None and _KINDS_OF_SCHOOLS.fullmatch((found["name"] or "").strip()) is not None
    if found and (found["by"] or found["only"] or kinds or not SCHOOL.search(clean)):
        name = _same_end(text, found["name"] or found["where"] or "")
        every = _ALL_SCHOOLS.match(plain(name))
        return name[every.end() :].strip(" -–—:№1234567890()") if every else name
    after = _TOTAL_AFTER.fullmatch(clean)
    return text[: len(after["name"])].strip() if after else None


@lru_cache(maxsize=20_000)
def names_school(name: str) -> bool:
    """Is the total that of one school, added up over its classes?"""
    return SCHOOL.search(_ALL_SCHOOLS.sub(" ", plain(name))) is not None


def of_some_schools(name: str) -> bool:
    """«Итого по сельским школам» is a total of a part of the schools: checked, but no area."""
    return (
        not area_of(name)
        and re.search(r"школам|(?:организаци|учреждени)ям(?![а-я])", plain(name)) is not None
    )


def _same_end(text: str, end: str) -> str:
    """The end of the text in its own capitals."""
    end = end.strip(" :.-")
    at = text.lower().replace("ё", "е").rfind(end) if end else -1
    return text[at : at + len(end)] if at >= 0 else end
