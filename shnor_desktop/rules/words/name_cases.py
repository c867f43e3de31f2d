"""Cases of people's names: «Иванова М. П.» → «Ивановой М. П.».

The forms come from pytrovich, which is loaded at the first use; a name of which they cannot be known stays and is unsure.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from shnor_desktop.rules.words.declension import Case, Form, parses

if TYPE_CHECKING:
    from pytrovich.maker import PetrovichDeclinationMaker

_NAMES = frozenset({"Name", "Patr", "Geox"})
_INITIALS = re.compile(r"[А-ЯЁ]\.(?:\s*[А-ЯЁ]\.)?")
_FEMALE_PATRONYMIC = re.compile(r"(?:вна|чна|шна|кызы|қызы)$", re.IGNORECASE)
_MALE_PATRONYMIC = re.compile(r"(?:[вкмнть]ич|оглы|улы)$", re.IGNORECASE)
_FEMALE_SURNAME = re.compile(r"(?:[оеё]ва|[иы]на|[сц]кая|ая|яя)$", re.IGNORECASE)
_MALE_SURNAME = re.compile(r"(?:[оеё]в|[иы]н|[сц]кий|[иы]й|ой)$", re.IGNORECASE)
_FLEETING = re.compile(r"(?:[ея]ц|[оеё]к|[оеё]л)$", re.IGNORECASE)
"""«Заяц», «Кулёк», «Козёл»: which of them lose their vowel nobody can tell but they."""
_SAME_FOR_ALL = re.compile(r"(?:[оеиуюэ]|ых|[гжкхчшщ]их)$", re.IGNORECASE)
_NOUN_OR_ADJECTIVE = re.compile(r"[жчшщ]ий$", re.IGNORECASE)
"""«Хороший» is «Хорошего», «Топчий» is «Топчия»."""
_FOR_EITHER = re.compile(r"^(?:..?[иы]н|.[её]в)$", re.IGNORECASE)
"""«Лин», «Грин», «Лев»: too short to be told by the ending."""


@lru_cache(maxsize=4_096)
def person(name: str, case: Case) -> Form:
    """A person's name in a case: «Иванова Мария Петровна», «М. П. Иванова», «Иванова М. П.».

    The gender is told by the patronymic, with initials by the surname; where neither tells it the name stays and is unsure.
    """
    told = " ".join(name.split())
    initials = " ".join(_INITIALS.findall(told))
    words = [word for word in _INITIALS.sub(" ", told).split() if word]
    if not words or not all(re.fullmatch(r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*", word) for word in words):
        return Form(name, sure=False)
    if initials:
        return _with_initials(told, words, case)
    if len(words) < 3:
        return Form(name, sure=False)
    return _full(words, case)


def _with_initials(told: str, words: list[str], case: Case) -> Form:
    surname = " ".join(words)
    if len(words) > 1:
        return Form(told, sure=False)
    if _SAME_FOR_ALL.search(surname):
        return Form(told)
    gender = "FEMALE" if _FEMALE_SURNAME.search(surname) else "MALE" if _tells_a_man(surname) else ""
    if gender and _is_sure(surname, gender):
        return Form(told.replace(surname, _declined(surname, "LASTNAME", gender, case)))
    # «Мельник», «Кох», «Цой»: of a man it changes, of a woman it does not; «Калина» may be either's.
    return Form(told, sure=False)


def _tells_a_man(surname: str) -> bool:
    if not _MALE_SURNAME.search(surname) or _FOR_EITHER.search(surname):
        return False
    return not surname.lower().endswith("й") or _genitive(surname, "LASTNAME", "MALE").endswith("го")


def _is_sure(surname: str, gender: str) -> bool:
    """Whether the library is to be believed: it changed what changes, and as the dictionary does where that is a word."""
    word, made = surname.lower(), _genitive(surname, "LASTNAME", gender)
    first, _, second = word.partition("-")
    if second and not (_FEMALE_SURNAME.search(first) or _MALE_SURNAME.search(first)):
        return False
    if gender == "MALE" and (_FLEETING.search(word) or (made == word and not _SAME_FOR_ALL.search(word))):
        return False
    known = [one for one in parses(word) if one.is_known and one.tag.case == "nomn"]
    if _NOUN_OR_ADJECTIVE.search(word) and not known:
        return False
    nouns = [one for one in known if one.tag.POS == "NOUN" and not _NAMES & one.tag.grammemes]
    forms = {one.inflect({"gent", "sing"}).word.replace("ё", "е") for one in nouns if "sing" in one.tag}
    return made == word or not forms or made.replace("ё", "е") in forms


def _genitive(word: str, part: str, gender: str) -> str:
    return _declined(word, part, gender, Case.GENITIVE).lower()


def _full(words: list[str], case: Case) -> Form:
    """Surname, first name, patronymic; the patronymic may be two words («Мамед оглы») or stand before the surname."""
    if _patronymic(words[1]):
        words = [words[2], words[0], words[1], *words[3:]]
    last = " ".join(words[2:])
    gender = _patronymic(last)
    if not gender or len(words) > 4:
        return Form(" ".join(words), sure=False)
    stays = _genitive(words[1], "FIRSTNAME", gender) == words[1].lower()
    sure = _is_sure(words[0], gender) and len(words[1]) > 2
    # «Гузель», «Айгуль» change as «Любовь» does; of a man whatever ends in a consonant.
    sure = sure and not (stays and re.search("[ьй]$" if gender == "FEMALE" else "[^аеёиоуыэюя]$", words[1]))
    surname = _declined(words[0], "LASTNAME", gender, case)
    first = _declined(words[1], "FIRSTNAME", gender, case)
    return Form(" ".join((surname, first, _declined(last, "MIDDLENAME", gender, case))), sure)


def _patronymic(word: str) -> str:
    if _FEMALE_PATRONYMIC.search(word):
        return "FEMALE"
    return "MALE" if _MALE_PATRONYMIC.search(word) else ""


@lru_cache(maxsize=1)
def _maker() -> "PetrovichDeclinationMaker":
    from pytrovich.maker import PetrovichDeclinationMaker

    return PetrovichDeclinationMaker()


def _declined(word: str, part: str, gender: str, case: Case) -> str:
    from pytrovich.enums import Case as Cases
    from pytrovich.enums import Gender, NamePart

    if part == "MIDDLENAME" and " " in word:
        return word
    if word.isupper():
        return _declined(word.title(), part, gender, case).upper()
    return str(_maker().make(NamePart[part], Gender[gender], Cases[case.name], word))
