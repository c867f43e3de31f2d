"""One thing named in two ways in the texts of one programme or paper: a municipality, a body, a programme, a person, a term.

What official names contradict is sure; what may be two things, or one and its everyday name, is a question or nothing at all.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from shnor_desktop.rules.words.proofreading import Slip
from shnor_desktop.rules.words.russian import joined

CODE = "name_two_ways"
_MOST = 4


def _differs(what: str, names: Collection[str], *, sure: bool, then: str = "") -> Slip:
    shown = joined([name if name.startswith("«") else f"«{name}»" for name in list(names)[:_MOST]])
    return Slip(CODE, sure, f"{what}: {shown}.{then}", tuple(names))


# ---- municipalities

_ADJECTIVE = r"(?P<stem>[А-ЯЁ][А-ЯЁа-яё-]{2,}?)(?:ый|ий|ой|ого|его|ому|ему|ом|ем|ым|им)"
_AREA = re.compile(
    rf"\b{_ADJECTIVE}\s+(?P<first>(?:муниципальн|городск)[а-яё]+\s+)?(?P<noun>район|округ)[а-яё]{{0,2}}\b",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(
    r"(?:\b(?:МО|МР|муниципальн[а-яё]+\s+образовани[а-яё]+|администраци[а-яё]+|глав[аыуеой]{1,2}|дум[аыуе]|совет[а-яё]{0,2})\s+«?|«)$",
    re.IGNORECASE,
)


def municipalities(texts: Iterable[str]) -> Iterator[Slip]:
    """«Администрация Заречного района» and «МО «Заречный муниципальный район»». In running words the short name is usual, and the
    kind alone is asked about: a district that became an округ."""
    official: dict[str, dict[str, str]] = defaultdict(dict)
    nouns: dict[str, dict[str, str]] = defaultdict(dict)
    for text in texts:
        for found in _AREA.finditer(text):
            if not found["stem"][:1].isupper():
                continue
            stem = found["stem"].casefold().replace("ё", "е")
            kind = _kind(found["first"] or "", found["noun"])
            shown = " ".join(found[0].split())
            nouns[stem].setdefault(found["noun"].casefold(), shown)
            if _OFFICIAL.search(" ".join(text[: found.start()].split(" "))):
                official[stem].setdefault(kind, shown)
    for kinds in official.values():
        if len(kinds) > 1:
            yield _differs("Муниципалитет назван по-разному", kinds.values(), sure=True)
    for stem, kinds in nouns.items():
        if len(kinds) > 1 and len(official[stem]) < 2:
            told = "Муниципалитет назван то районом, то округом"
            yield _differs(told, kinds.values(), sure=False, then=" Это одно и то же?")


def _kind(first: str, noun: str) -> str:
    return f"{first[:6].casefold()} {noun.casefold()}".strip()


# ---- bodies

_FORM = r"(?:[МГ][АБК]?О?У|[МГ][АБК]У|[МГ]ОУ)(?:\s+ДПО)?"
_GAP = r"[ \u00a0]+"
_BODY = re.compile(
    rf"(?<![\w-])(?P<form>{_FORM}){_GAP}[«\"]?(?P<core>[А-ЯЁ]{{2,7}})[»\"]?(?P<tail>(?:{_GAP}(?:"
    r"(?!(?:ВПР|ОГЭ|ЕГЭ|ГИА|РКР|ШНОР|ШНСУ|ФГОС|ОО|ОУ|СМИ)\b)[А-ЯЁ]{2,5}\b|г\.\s*[А-ЯЁ][\w-]+|"
    r"[А-ЯЁ][\w-]+[ое]го\s+(?:(?:муниципальн|городск)[а-яё]+\s+)?(?:район|округ|кра)[а-яё]+))*)"
)
_SCHOOLS = frozenset(("СОШ", "ООШ", "НОШ", "СШ", "ОШ", "ВСОШ", "ДОУ", "ДОД", "ДО"))
_DEPARTMENT = re.compile(
    r"(?P<kind>управлени|отдел|комитет|департамент)(?P<case>[а-яё]{0,2})\s+(?:по\s+)?образовани(?:я|ю)\b(?P<tail>[^.;,«»()]{0,60})",
    re.IGNORECASE,
)
_ABOVE = re.compile(r"област|\bкра[йяею]|республик|регион|федерал|российск", re.IGNORECASE)
_KINDS = {"управлени": "управление", "отдел": "отдел", "комитет": "комитет", "департамент": "департамент"}


def bodies(texts: Iterable[str], others: Mapping[str, str] | None = None) -> Iterator[Slip]:
    """«МБУ ИМЦ Заречного района» and «МКУ ИМЦ»; «Управление образования» and «Отдел образования». `others`: further names of bodies
    as the office keeps them, each with the name it usually has."""
    whole = list(texts)
    for several in _several_forms(whole):
        yield _differs("Организация названа по-разному", several, sure=True)
    departments = {
        f"{_KINDS[found['kind'].casefold()]} образования": None
        for text in whole
        for found in _DEPARTMENT.finditer(text)
        if not _ABOVE.search(found["tail"])
    }
    if len(departments) > 1:
        told = "Орган образования назван по-разному"
        yield _differs(told, departments, sure=False, then=" Это один орган?")
    for other, usual in (others or {}).items():
        if any(_stands(other, text) for text in whole) and any(_stands(usual, text) for text in whole):
            yield _differs("Организация названа по-разному", (usual, other), sure=True)


def _several_forms(texts: Iterable[str]) -> Iterator[list[str]]:
    forms: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for text in texts:
        for found in _BODY.finditer(text):
            if found["core"] not in _SCHOOLS:
                key = (" ".join(found["form"].split()), " ".join(found["tail"].split()))
                forms[found["core"]].setdefault(key, " ".join(found[0].split()))
    for named in forms.values():
        yield from _of_one_place(named)


def _stands(name: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))


def _of_one_place(named: Mapping[tuple[str, str], str]) -> Iterator[list[str]]:
    """Names that differ in form or in what follows, those of other territories apart."""
    groups: list[list[tuple[str, str]]] = []
    for key in named:
        group = next((one for one in groups if all(_may_be_one(key[1], other[1]) for other in one)), None)
        if group is None:
            groups.append([key])
        else:
            group.append(key)
    for group in groups:
        tails = {tail.replace("муниципального ", "") for _, tail in group if tail}
        if len({form for form, _ in group}) > 1 or len(tails) > 1:
            yield [named[key] for key in group]


def _may_be_one(tail: str, other: str) -> bool:
    """Whether two tails may be of one territory: one is empty, they share a word, or «ЗМО» begins as «Заречного» does."""
    here, there = _places(tail), _places(other)
    if not here or not there or here & there:
        return True
    short = [one for one in (*here, *there) if one.isupper()]
    return bool(short) and len({one[0].upper() for one in (*here, *there)}) == 1


def _places(tail: str) -> set[str]:
    """Words that name a territory: «Яйского» by its beginning, «ЯМО» as it is; «УО», «МО» name none."""
    words = re.findall(r"[А-ЯЁ][\w-]+", tail)
    return {word if word.isupper() else word[:5] for word in words if not (word.isupper() and len(word) < 3)}


# ---- programmes

_QUOTED = re.compile(r"«(?:[^«»]|«[^«»]*»)+»?")
_YEARS = re.compile(
    r"(?:на|в|за)?\s*(?:19|20)\d\d\s*(?:[-–—/]\s*(?:\d\d){1,2})?\s*(?:уч\w*\s+)?(?:г\w*\.?\s*)*"
)
_NEAR = 0.8
_FEWEST = 5
"""Words of a title that can be told from another."""


def titles(texts: Iterable[str], known: Collection[str], apart: Collection[str] = ()) -> Iterator[Slip]:
    """A title in quotes that is nearly one of the known ones and none of those kept `apart`. Another period, a piece of the title
    and its case are the same title."""
    elsewhere = {_words(title) for title in apart}
    official = {title: _words(title) for title in known}
    met: dict[tuple[str, ...], str] = {}
    for text in texts:
        for found in _QUOTED.finditer(text):
            met.setdefault(_words(found[0]), " ".join(found[0].split()))
    for title, words in official.items():
        for other, shown in met.items():
            few = min(len(words), len(other)) < _FEWEST or other in elsewhere
            if few or _holds(words, other) or _holds(other, words):
                continue
            if SequenceMatcher(None, words, other, autojunk=False).ratio() >= _NEAR:
                told = "Программа названа по-разному"
                yield _differs(told, (title, shown), sure=False, then=" Это одна программа?")


def _words(title: str) -> tuple[str, ...]:
    plain = _YEARS.sub(" ", title.casefold().replace("ё", "е"))
    return tuple(word[:6] for word in re.findall(r"[а-я]+", plain))


def _holds(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    size = len(shorter)
    return any(longer[at : at + size] == shorter for at in range(len(longer) - size + 1))


# ---- people

_INITIALS = r"[А-ЯЁ]\.\s?[А-ЯЁ]\."
_PERSON = re.compile(
    rf"(?<![\w.])(?:(?P<after>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)\s+(?P<a>{_INITIALS})|(?P<b>{_INITIALS})\s?"
    r"(?P<before>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?))"
)
_CASE = re.compile(r"(?:ого|его|ому|ему|ой|ою|ую|ая|ый|ий|ым|им|ом|ем|[аеуыяюь])$")


def people(texts: Iterable[str]) -> Iterator[Slip]:
    """«Иванова А.П.» and «Иванова А.Н.»: one person with a slip, or two."""
    met: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for text in texts:
        for found in _PERSON.finditer(text):
            initials = re.sub(r"\s", "", found["a"] or found["b"])
            surname = (found["after"] or found["before"]).casefold().replace("ё", "е")
            stem = "-".join(_CASE.sub("", part) for part in surname.split("-"))
            met[stem, initials[0]].setdefault(initials, " ".join(found[0].split()))
    for several in met.values():
        if len(several) > 1:
            yield _differs(
                "Инициалы одной фамилии разные", several.values(), sure=False, then=" Это один человек?"
            )


# ---- terms


def terms(texts: Iterable[str]) -> Iterator[Slip]:
    """Schools called «ОО» here and «ОУ» there."""
    whole = " ".join(texts)
    if re.search(r"(?<![\w-])ОО(?![\w-])", whole) and re.search(r"(?<![\w-])ОУ(?![\w-])", whole):
        told = "Школы названы и «ОО», и «ОУ»: одно слово на весь документ?"
        yield Slip("term_two_ways", False, told, ("ОО", "ОУ"))


def two_ways(
    texts: Iterable[str],
    known: Collection[str] = (),
    others: Mapping[str, str] | None = None,
    apart: Collection[str] = (),
) -> tuple[Slip, ...]:
    """All of it. `known`: titles of the programme the texts are of; `apart`: of other programmes; `others`: as for `bodies`."""
    whole = [text for text in texts if text.strip()]
    found = (
        *municipalities(whole),
        *bodies(whole, others),
        *titles(whole, known, apart),
        *people(whole),
        *terms(whole),
    )
    return tuple({slip.text: slip for slip in found}.values())
