"""Names of districts, regions and the country: areas, never schools."""

import re
from functools import lru_cache

from shnor_desktop.rules.words.area_names import nominative
from shnor_desktop.sheets.book.values import plain

SCHOOL = re.compile(
    r"школ|сош|оош|(?<!ю)нош|гимназ|лице[йяюе]|интернат|кадет|колледж|техникум|училищ|центр\w* образ|образоват\w* (?:центр|комплекс|учрежд|организ)|"
    r"(?<![а-я])[мгфчнаокб]{1,4}оу(?![а-я])|детск\w* сад|д/с|№ ?\d|филиал|(?<![а-я])(?:сш|ош)(?![а-я])"
)
"""Words of which one names a school."""
_DISTRICT = re.compile(
    r"район(?!н)|(?<![а-я])р-н[аеу]?(?![а-я])|муниципальн\w* (?:округ|образов)|городск\w* округ|(?:городск|сельск)\w* поселени|"
    r"(?<![а-я])(?:сельсовет|улус|кожуун|аймак|зато)(?![а-я])|(?<![а-я])округ|"
    r"(?<![а-я.])(?:мо|го|мр|мро|рмо|гп|сп|г\. ?о\.|м\. ?о\.|м\. ?р\.|г\. ?п\.|с\. ?п\.)(?![а-я])|"
    r"(?:управлени|отдел|комитет)\w* (?:по )?(?:делам )?(?:народного )?образовани|(?<![а-я])(?:мкоуо|гороо|районо|гуо|руо)(?![а-я])"
)
_TOWN = re.compile(r"(?:муниципалитет|город)[ау]?(?![а-я])|г\. ?[а-я]|гор\. ?[а-я]")
_REGION = re.compile(
    r"(?<![а-я])(?:област[ьиями]{1,3}|обл\.?|аобл\.?|кра[йяюе]|краев|республик[аеиуой]{1,2}|респ\.?|ао)(?![а-я])|автономн\w* (?:округ|област)|кузбасс|"
    r"регион(?!альн)|субъект|^г\. ?(?:москва|санкт-петербург|севастополь)$|^(?:москва|санкт-петербург|севастополь)$"
)
_COUNTRY = re.compile(r"вся выборка|российская федерация|(?<![а-я])рф(?![а-я])|по россии|россия")

_NAMELESS = re.compile(
    r"(?:(?:в )?средн[а-я]*(?: (?:показател|значени|результат|балл|дол|процент)[а-я]*)? )?(?:(?:показател|результат|данн)[а-я]* )?"
    r"(?:в |по )?(?:наш[а-я]+ |все[а-я]+ |весь |вся )?"
    r"(?:муниципалитет|муниципальн[а-я]{2,3} (?:район|округ|образовани)|городск[а-я]{2,3} округ|район|округ|город(?=[ауе]?(?![а-я]))|област|кра(?=[йюея])|республик|"
    r"регион|субъект(?:[а-я]? (?:рф|федерации))?)[а-я]{0,3}(?: в (?:целом|среднем)| \(?(?:среднее|всего)\)?)?[ :.]*|"
    r"(?:(?:в )?средн[а-я]* )?(?:по )?(?:мо|го|мр|оо)[ :.]*"
)
"""«Район», «В среднем по району»: an area without its name."""
_OF_KIND = r"(?i:муниципальн|городск|сельск)[а-яё]+"
_KIND = (
    rf"(?:(?:{_OF_KIND} )?(?:(?i:район|округ|поселени)[а-яё]{{0,3}}|р-н[а-яё]{{0,2}})|{_OF_KIND} образовани[а-яё]{{1,2}}|"
    r"(?<![А-Яа-яЁё])(?:[МГ]О|МР|[ГС]П))(?![А-Яа-яё])"
)
_NAMED = re.compile(
    rf"(?:(?!{_OF_KIND})[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё]+)*(?:[иыо]й|[ео]го|[ео]му|[ео]м)[ ]+)+{_KIND}|"
    rf"(?:{_KIND}|(?<![А-Яа-яЁё])(?:(?i:город[ауе]?)(?![а-яё])|[гГ]\.))[ :]*(?:(?i:город[ауе]?) |г\. ?)?"
    r"(?:«[^«»]+»|\"[^\"]+\"|[А-ЯЁ][а-яё]+(?:[- ][А-ЯЁ][а-яё]+|-[а-яё]+)*)"
)
"""«Лесной район», «городской округ Ключевск», «г. Ключевск» among other words."""


@lru_cache(maxsize=20_000)
def is_nameless(name: str) -> bool:
    """Is it an area that is not named, so that its words are no name of a municipality?"""
    return _NAMELESS.fullmatch(plain(name)) is not None


@lru_cache(maxsize=20_000)
def area_of(name: str) -> str:
    """district, region, country by the words of the name; "" for anything else, schools too."""
    clean = plain(name)
    if SCHOOL.search(clean):
        return ""
    if _COUNTRY.search(clean):
        return "country"
    own_region = _REGION.search(clean)
    if own_region and own_region[0].startswith("автономн"):
        return "region"
    if own_region and clean.startswith(("г.", "москва", "санкт", "севаст")):
        return "region"
    if _DISTRICT.search(clean) or _TOWN.match(clean):
        return "district"
    return "region" if own_region else ""


@lru_cache(maxsize=20_000)
def district_named(text: str) -> str:
    """The municipality a title names among other words, in the nominative where it can be turned; "" when it names none."""
    found = _NAMED.search(text)
    return nominative(found[0].replace(":", "")) if found and not SCHOOL.search(plain(found[0])) else ""
