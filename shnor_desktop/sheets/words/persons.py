"""Names of people and posts, as they stand under tables and in columns of teachers: never schools."""

import re
from functools import lru_cache

from shnor_desktop.sheets.book.values import plain, tidy
from shnor_desktop.sheets.words.territories import SCHOOL

_SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_PERSON = re.compile(
    rf"(?:{_SURNAME} [А-ЯЁ]\. ?(?:[А-ЯЁ]\.?)?|[А-ЯЁ]\. ?(?:[А-ЯЁ]\. ?)?{_SURNAME}|"
    rf"{_SURNAME} [А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+(?:вич|вна|чна|ьич|оглы|кызы|мич|шна))(?: ?[,;(/].*)?"
)
_POST = re.compile(
    r"(?:исп(?:\.|олн\w*)|испол\.|и\. ?о\.|врио(?![а-я])|зам(?:\.|еститель\w*)|зав(?:\.|едующ\w*)|началь?ник|нач\.|директор|руководител|председател|"
    r"(?:главн\w*|гл\.|ведущ\w*|вед\.|старш\w*|ст\.) (?:специалист|спец\.|методист|эксперт|инспектор|консультант)|"
    r"специалист|методист|консультант|инспектор|эксперт|координатор|секретар|ответственн|составил|подготовил|подпись|"
    r"министр|глава|м\. ?п\.|тел(?:\.|ефон)|e-?mail|эл\. ?почта|(?:\+7|8) ?\(\d|\d-\d\d-\d\d$)"
)


@lru_cache(maxsize=20_000)
def is_person(text: str) -> bool:
    """«Иванова А. И.», «А. И. Иванова», «Иванова Анна Ивановна»."""
    return _PERSON.fullmatch(tidy(text)) is not None and not SCHOOL.search(plain(text))


@lru_cache(maxsize=20_000)
def is_signature(text: str) -> bool:
    """A person, or a post, an executor, a telephone number, as they stand under a table."""
    return is_person(text) or _POST.match(plain(text)) is not None
