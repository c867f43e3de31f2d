"""Shares that a text tells by year, grade and subject: «в 2016-2017 по математике – 50 %»; one told twice with other figures is found."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shnor_desktop.rules.words.proofreading import Slip

_TOKEN = re.compile(
    r"(?P<year>(?<!\d)20\d\d(?:\s*[-–—/]\s*(?:20)?\d\d)?(?!\d|\s*%))"
    r"|(?P<grade>\b\d{1,2})(?:-?х)?\s*класс"
    r"|(?P<share>\b\d{1,3}(?:[,.]\d{1,2})?)\s*%"
    r"|\b(?P<subject>математик|русск|окружающ|физик|хими|биологи|истори|обществозн|географи|английск|литератур|информатик)[а-яё]*"
    r"|(?P<what>качеств|успеваемост|не\s?справ|«2»)"
    r"|(?P<end>;|[а-яё%]{2,}[.!?]\s|\n)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A share as the text tells it; what it does not say is empty."""

    year: str
    grade: str
    subject: str
    what: str
    share: str


def told(text: str) -> Iterator[Told]:
    """All shares that have a subject and a year. A clause goes on with the year, the measure and the grade of the one before
    only inside a sentence; a list of subjects shares one figure."""
    year = grade = what = ""
    subjects: list[str] = []
    after_share = False
    for found in _TOKEN.finditer(text):
        kind, value = found.lastgroup or "", found[found.lastgroup or 0]
        if kind == "share":
            yield from (Told(year, grade, one, what, value.replace(".", ",")) for one in subjects if year)
            after_share = True
        elif kind == "subject":
            subjects = [*([] if after_share else subjects), value.casefold()]
            after_share = False
        elif kind == "year":
            year = re.sub(r"\D+", "/", value)
        elif kind == "grade":
            grade = value
        elif kind == "what":
            what = re.sub(r"\s", "", value.casefold())
        else:
            grade, subjects = "", []


def twice(text: str) -> Iterator[Slip]:
    """A subject of a year with two figures, where the grades are not both told and different."""
    known: dict[tuple[str, str], list[Told]] = {}
    for one in told(text):
        others = known.setdefault((one.year, one.subject), [])
        other = next((each for each in others if _contradict(each, one)), None)
        if other is not None:
            words = f"За {one.year} по одному предмету («{one.subject}…») названы две доли: {other.share} % и {one.share} %."
            yield Slip("same_year_twice", True, words)
        others.append(one)


def _contradict(one: Told, other: Told) -> bool:
    same_grade = not one.grade or not other.grade or one.grade == other.grade
    return same_grade and one.what == other.what and one.share != other.share
