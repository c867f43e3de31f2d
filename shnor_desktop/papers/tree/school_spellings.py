"""Finds one school written in two ways in the texts of a paper."""

import re
from collections.abc import Iterator

from shnor_desktop.papers.tree.wording import stick
from shnor_desktop.rules.words.russian import joined

_FORM = r"М[А-ЯЁ]{1,3}ОУ|ГБОУ|ГКОУ|МОУ"
_QUOTED = re.compile(rf"(?<!\w)(?:(?:{_FORM})\s+)?(?:(?:СОШ|ООШ|НОШ|СШ)\s+)?[«\"“„]([^«»\"“”„]+)[»\"”“]")
_BARE = re.compile(
    rf"\b(?:(?:{_FORM})\s+)?[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*(?:ская|цкая|ная|вая|кая)\s+"
    r"(?:СОШ|ООШ|НОШ|СШ|(?:средняя|основная|начальная)?\s?школа)\b(?:\s+№\s?\d+)?"
)
_KINDS = re.compile(
    rf"\b(?:{_FORM}|СОШ|ООШ|НОШ|СШ|школа|средняя|основная|начальная|общеобразовательная|общеобразовательное|"
    r"муниципальное|бюджетное|казённое|казенное|автономное|учреждение|имени|им)\b",
    re.IGNORECASE,
)
_FORM_AT = re.compile(rf"(?:{_FORM})\b")
_QUOTES = re.compile('[«»"“”„]')
_OF_AREA = re.compile(r"(?<=\w)\s+[а-я-]{3,}(?:ого|его)\s+(?:муниципального\s+)?(?:района|округа)\b")
_LOOKS_LIKE_SCHOOL = re.compile(r"СОШ|ООШ|НОШ|\bСШ\b|школа", re.IGNORECASE)


def spelled_differently(texts: tuple[str, ...], known: tuple[str, ...]) -> Iterator[str]:
    """Sentences about schools written in two ways. Names in `known` are official and may look alike."""
    for names in spellings(texts, known):
        yield f"Возможно, одна школа названа по-разному: {joined(names)}."


def contradicting(texts: tuple[str, ...], known: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The same of names as papers write them whole: other words between the quotes, or another form of ownership. The everyday
    name, and the form written out or left out, contradict nothing."""
    for names in spellings(texts, known):
        whole = [name for name in names if _FORM_AT.match(name) or _QUOTES.search(name)]
        forms = {found[0] for name in whole if (found := _FORM_AT.match(name))}
        contents = {_QUOTES.sub("", _FORM_AT.sub("", name)).strip().casefold() for name in whole}
        if len(contents) > 1 or len(forms) > 1:
            yield tuple(whole)


def spellings(texts: tuple[str, ...], known: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The ways a school is written in, where there are several and not all of them are known."""
    official = tuple(sorted({_flat(name) for name in known if name.strip()}, key=len, reverse=True))
    spellings: dict[str, dict[str, None]] = {}
    for text in dict.fromkeys((*known, *texts)):
        if not _LOOKS_LIKE_SCHOOL.search(text) and _flat(text) not in official:
            continue
        for name in _names(_flat(text), official):
            core = _core(name)
            if core:
                spellings.setdefault(core, {}).setdefault(name)
    for names in spellings.values():
        others = [name for name in names if name not in official]
        if len(names) > 1 and others:
            yield tuple(names)


def _names(text: str, official: tuple[str, ...]) -> Iterator[str]:
    if text in official:
        yield text
        return
    for name in official:
        if name in text:
            yield name
            text = text.replace(name, " ")
    for match in _QUOTED.finditer(text):
        if _LOOKS_LIKE_SCHOOL.search(match[0]):
            yield match[0].strip()
    for match in _BARE.finditer(re.sub("«[^«»]*»", " ", text)):
        yield match[0].strip()


def _flat(text: str) -> str:
    """As papers print it, with plain spaces: «№2» is «№ 2», «с.Ключи» is «с. Ключи»."""
    return re.sub(r"[\s\u00a0]+", " ", stick(" ".join(text.split()))).strip()


def _core(name: str) -> str:
    """What is left of a name without its form and kind: «МБОУ «Луговская СОШ № 2»» → «луговская 2»."""
    words = _OF_AREA.sub(" ", _KINDS.sub(" ", name).casefold().replace("ё", "е"))
    return " ".join(re.findall(r"[а-я]+|\d+", words))
