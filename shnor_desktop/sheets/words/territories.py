"""Names of districts, regions and the country: areas, never schools."""

import re
from functools import lru_cache

from shnor_desktop.sheets.book.values import plain

SCHOOL = re.compile(
    r"школ|сош|оош|нош|гимназ|лице[йяюе]|интернат|кадет|колледж|техникум|училищ|центр\w* образ|образоват\w* (?:центр|комплекс|учрежд|организ)|"
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

_KINDS = {
    "краю": "край",
    "области": "область",
    "обл": "область",
    "республике": "Республика",
    "региону": "регион",
    "округу": "округ",
}
_FEMININE = ("область", "Республика")


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


def nominative(name: str) -> str:
    """«Заречному краю» as «Заречный край»; a name that is not surely turned stays as it is written."""
    words = name.split()
    kind = next((word for word in words if word.lower().rstrip(".") in _KINDS), "")
    if not kind:
        return name
    named = _KINDS[kind.lower().rstrip(".")]
    turned = []
    for word in words:
        if word == kind:
            turned.append(named if word.islower() else named[:1].upper() + named[1:])
        elif word.islower() or named == "Республика" and not re.search(r"(?:ой|ей)$", word):
            turned.append(_adjective(word, feminine=named in _FEMININE) or word)
        else:
            adjective = _adjective(word, feminine=named in _FEMININE)
            if not adjective:
                return name
            turned.append(adjective)
    return " ".join(turned)


def _adjective(word: str, *, feminine: bool) -> str:
    """The nominative of «Заречному», «Дальнему», «Заречной»; "" when it is none of these."""
    if feminine:
        for end, other in (("ской", "ская"), ("цкой", "цкая"), ("ной", "ная"), ("ней", "няя"), ("ой", "ая")):
            if word.endswith(end):
                return word.removesuffix(end) + other
        return ""
    for end, other in (("скому", "ский"), ("цкому", "цкий"), ("нему", "ний"), ("ому", "ый")):
        if word.endswith(end):
            return word.removesuffix(end) + other
    return ""
