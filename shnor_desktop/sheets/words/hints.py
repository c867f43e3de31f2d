"""What a piece of text says about a sitting: family, subject, grade, year, season, level.

Any heading cell, title, sheet name, file name or cell of an own column may say some of it; the nearest wins.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from shnor_desktop.rules.figures import Family
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.vocabulary import Vocabulary
from shnor_desktop.sheets.book.values import plain
from shnor_desktop.sheets.words.subjects import subject_finder

_FAMILIES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (family, re.compile(rf"(?<![а-яa-z])(?:{pattern})"))
    for family, pattern in (
        (Family.VPR, r"впр(?![а-я])|vpr(?![a-z])|всеросс\w* провероч"),
        (Family.OGE, r"огэ(?![а-я])|oge(?![a-z])|основн\w* гос\w* экзам|гиа[ -]?9(?!\d)"),
        (Family.EGE, r"к?егэ(?![а-я])|ege(?![a-z])|един\w* гос\w* экзам|гиа[ -]?11(?!\d)"),
        (
            Family.RKR,
            r"ркр(?![а-я])|[кр]др(?![а-я])|региональн\w* (?:контрольн|провероч|диагност)|краев\w* (?:контрольн|диагност)",
        ),
        (
            Family.MKR,
            r"мкр(?![а-я])|(?:муниципальн|районн|городск)\w* (?:контрольн|провероч|диагност|к/?р(?![а-я]))",
        ),
        (Family.GVE, r"гвэ(?![а-я])|gve(?![a-z])|гос\w* выпускн\w* экзам"),
        (
            Family.OTHER,
            r"нико(?![а-я])|нокд(?![а-я])|(?:пробн|репетиционн|тренировочн|предэкзаменационн)\w* (?:\w+ ){0,3}(?:к?егэ|огэ|гиа|экзам|тест|работ)|"
            r"репетици\w* (?:\w+ ){0,2}(?:к?егэ|огэ|гиа|экзам)|апробаци\w*|"
            r"(?:входн|контрол|диагност|провероч|административн|мониторинг|тестирован|срез)\w* (?:.* )?в формате (?:к?егэ|огэ|гиа)",
        ),
    )
)
_NAMED_EXAM = re.compile(r"(?<![а-яa-z])(?:огэ|к?егэ|oge|ege)(?![а-яa-z])")
_GVE_GRADE = re.compile(r"(?<![а-я])(?:гвэ|гиа)[ -]*(9|11)(?!\d)")
_GVE_TITLE = re.compile(r"(?:(?:код(?: экзамена| предмета)?|предмет|экзамен)[ :]*)?(?:51\W+рус|52\W+мат)")
"""Protocols of ГВЭ carry codes of their own: 51 русский язык, 52 математика."""
_FINAL = re.compile(
    r"(?:после|с учет\w*|включая) (?:\w+ ){0,2}(?:пересдач|дополнит\w* (?:период|срок)|июльск)|пересдач\w* учтен|"
    r"(?:итогов\w*|последн\w*) (?:попытк|результат\w* (?:после|с учет))|последняя попытка"
)
_SPRING = re.compile(
    r"весн|весен|(?<![a-z])spring|(?<![а-я])(?:феврал|март|апрел|ма[йяе](?![а-я])|июн)|второе полугод|2 полугод"
)
_AUTUMN = re.compile(
    r"осен|(?<![a-z])(?:autumn|fall(?![a-z]))|(?<![а-я])(?:сентябр|октябр|ноябр|декабр)|первое полугод|1 полугод|входн\w* (?:контрол|диагн|монит|работ)"
)
_BASE = re.compile(
    r"(?<![a-z])bas(?:e|ic)(?![a-z])|(?<![а-я])баз(?:а(?! данных)|ов\w*(?! школ))(?![а-я])|\(б\)|мат[а-я]*[. _-]*баз|(?<![а-я])ма(?:т|тем[а-я]*|т-ка)?[. _-]*б(?![а-я])"
)
_REACHED = re.compile(r"(?<![а-я])(?:достиг|достиж|освои|показа|ниже|выше)[а-я]* базов[а-я]*")
"""«Не достигли базового уровня»: what was shown, not which exam was sat."""
_PROFILE = re.compile(
    r"(?<![a-z])profile|(?<![а-я])профил\w*|\(п(?:роф)?\.?\)|мат[а-я]*[. _-]*проф|(?<![а-я])ма(?:т|тем[а-я]*|т-ка)?[. _-]*п(?![а-я])(?!/п)"
)
_ADVANCED = re.compile(r"(?<![а-я])угл(?:уб\w*)?(?![а-я])|\(у\)|(?<![a-z])advanced")
_GRADE_END = r"[\s\"-]*(?:[йхе]|го|ый|ые|ых|ого|ом)?[\s\"-]*кл(?![а-я])\.?|[\s\"-]*(?:[йхе]|го|ый|ые|ых|ого|ом)?[\s\"-]*класс"
_PROGRAMME = re.compile(rf"програм\w* (?:за )?(?<!\d)(\d{{1,2}})(?:{_GRADE_END})")
_GRADES = re.compile(rf"(?<![\d.,])(\d{{1,2}})(?:[ ]?\"?[а-д]\"?(?=[ \"]*кл))?(?:{_GRADE_END})")
_GRADE_AFTER = re.compile(r"класс\w*\s*[:№-]?\s*(\d{1,2})(?![\d.,]|\s*[-,и]\s*\d)")
_MANY_GRADES = re.compile(rf"(?<!\d)\d{{1,2}}\s*(?:[-,]|и|,\s*и)\s*\d{{1,2}}(?:{_GRADE_END})")
_NEXT_NUMBER = re.compile(r"\"?[ ]*[-.,:(]?[ ]*(\d{1,2})(?![\d%\"]|[.,]\d|\s*(?:%|балл|чел|уч|\.\d))")
_NUMBER_BEFORE = re.compile(r"(?<![\d.,])(\d{1,2})[ -]*$")
_YEAR = re.compile(r"(?<![\d.,№])(20[0-4]\d)(?!\d|[.,]\d)")
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[./](\d{1,2})[./](20[0-4]\d)|(20[0-4]\d)[.-](\d{1,2})[.-]\d{1,2})(?!\d)"
)
_DAY = re.compile(
    r"(?<![\d.,])\d{1,2}[./]\d{1,2}(?:[./](?:20)?\d{2})?(?![\d.,%])|(?<!\d)\d{1,2} (?:янв|фев|март|апр|ма[йя]|июн|июл|авг|сент|окт|нояб|дек)[а-я]*|"
    r"(?:\d|перв[а-я]*|втор[а-я]*|трет[а-я]*)(?:-?[а-я]{1,2})? (?:день|смена|поток)(?![а-я])|(?:день|смена|поток) ?№? ?\d"
)
_PAPERS = re.compile(
    r"приказ|распоряж|постановл|письм|протокол от|сформирован|дата (?:выгруз|печат|формир)|по состоянию|исполн"
)
_AS_OF = re.compile(
    r"(?:по состоянию )?(?<![а-я])на (?:\d{1,2}[./](\d{1,2})[./](20[0-4]\d)|\d{1,2} (янв|фев|март|апр|ма[йя]|июн|июл|авг|сент|окт|нояб|дек)[а-я]* (20[0-4]\d))"
    r"(?: ?г(?:ода|\.)?(?![а-я]))?"
)
"""«По состоянию на 01.07.2024», «на 20 июня 2024 года»: when a paper was made, not when the work was written."""
_MADE = re.compile(
    r"(?:сформирован|дата (?:выгруз|печат|формир))[а-я]*[ :]*\d{1,2}[./](\d{1,2})[./](20[0-4]\d)"
)
_MONTHS = ("янв", "фев", "март", "апр", "ма", "июн", "июл", "авг", "сент", "окт", "нояб", "дек")
_FIRST_RESULTS = 4
"""Month in which results of the year begin to come."""
_BRACKETS = re.compile(r"\([^()]*\)")
MIN_BARE_GRADE, MAX_GRADE = 2, 11
REMEMBERED, LONGEST = 20_000, 1000


_GRADE_OF_EXAM: dict[str, int] = {Family.OGE: 9, Family.EGE: 11}
"""ГВЭ is taken in place of either; beside a heading «ОГЭ» it is that of grade 9."""


@dataclass(frozen=True, slots=True)
class Hints:
    """Pieces of a sitting; empty or zero is «not said»."""

    family: str = ""
    subject: str = ""
    level: str = ""
    grade: int = 0
    """The class that wrote."""
    programme_grade: int = 0
    year: int = 0
    """Calendar year; never together with `school_year`."""
    school_year: int = -1
    season: str = ""

    def __bool__(self) -> bool:
        # As `self != NOTHING`, which is asked more often than anything else.
        return bool(
            self.family
            or self.year
            or self.subject
            or self.grade
            or self.level
            or self.programme_grade
            or self.season
            or self.school_year != -1
        )

    def over(self, farther: "Hints") -> "Hints":
        """These hints, and where they are silent the farther ones."""
        if not self:
            return farther
        if not farther:
            return self
        if self.family == Family.GVE and not self.grade and farther.family in _GRADE_OF_EXAM:
            farther = replace(farther, grade=_GRADE_OF_EXAM[farther.family], programme_grade=0)
        dated = bool(self.year) or self.school_year >= 0
        graded = bool(self.grade or self.programme_grade)
        return Hints(
            self.family or farther.family,
            self.subject or farther.subject,
            self.level or farther.level,
            self.grade if graded else farther.grade,
            self.programme_grade if graded else farther.programme_grade,
            self.year if dated else farther.year,
            self.school_year if dated else farther.school_year,
            self.season or farther.season,
        )


NOTHING = Hints()
FIELDS = tuple(one.name for one in fields(Hints))


def said(hints: Hints) -> dict[str, object]:
    """The fields that are not silent."""
    return {name: value for name in FIELDS if (value := getattr(hints, name)) != getattr(NOTHING, name)}


def nearest(hints: Iterable[Hints]) -> Hints:
    """All hints as one, nearest first."""
    result = NOTHING
    for one in hints:
        result = result.over(one)
    return result


class HintReader:
    """Reads hints with the subjects of one vocabulary and remembers them by text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._subjects = subject_finder(vocabulary)
        self._known: dict[str, Hints] = {}

    def __call__(self, text: str) -> Hints:
        """Everything the text says; a thing said twice differently is not said."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            known = self._known[text] = self._read(text)
        return known

    def _read(self, text: str) -> Hints:
        clean = plain(text)
        if not clean or len(clean) > LONGEST:
            return NOTHING
        family = _family(clean)
        subject, span = self._subjects.find(text, clean)
        programme, grade = _grades(clean, span, bool(family or len(clean) < 30))
        if family == Family.GVE and (found := _GVE_GRADE.search(clean)):
            programme, grade = 0, int(found[1])
        elif not family and not programme and not grade:
            grade = _grade_of_both(clean)
        year, school_year, season_of_date = _year_outside_brackets(clean)
        return Hints(
            family,
            subject,
            _level(clean),
            grade,
            programme,
            year if school_year < 0 else 0,
            school_year,
            _season(clean) or season_of_date,
        )


@lru_cache(maxsize=8)
def hint_reader(vocabulary: Vocabulary) -> HintReader:
    """The reader of a vocabulary, made once."""
    return HintReader(vocabulary)


def _family(clean: str) -> str:
    if _GVE_TITLE.match(clean):
        return Family.GVE
    found = [family for family, pattern in _FAMILIES if pattern.search(clean)]
    if Family.OTHER in found:
        return Family.OTHER
    if Family.GVE in found and not _NAMED_EXAM.search(clean):
        return Family.GVE  # «ГИА-9 в форме ГВЭ»
    return found[0] if len(found) == 1 else ""


def _grade_of_both(clean: str) -> int:
    """«ОГЭ и ГВЭ», «ГИА-9 (ОГЭ, ГВЭ)»: two exams of one class."""
    found = {family for family, pattern in _FAMILIES if pattern.search(clean)}
    exam = found - {Family.GVE}
    return _GRADE_OF_EXAM.get(exam.pop(), 0) if len(exam) == 1 and Family.GVE in found else 0


def _level(clean: str) -> str:
    levels = (("base", _BASE), ("profile", _PROFILE), ("advanced", _ADVANCED))
    clean = _REACHED.sub(" ", clean)
    found = [level for level, pattern in levels if pattern.search(clean)]
    return found[0] if len(found) == 1 else ""


def _season(clean: str) -> str:
    if _FINAL.search(clean):
        return "final"
    spring, autumn = bool(_SPRING.search(clean)), bool(_AUTUMN.search(clean))
    return "" if spring == autumn else "spring" if spring else "autumn"


@lru_cache(maxsize=20_000)
def day_of(text: str) -> str:
    """The day or shift of one exam that the text names; "" when it names none."""
    found = _DAY.search(plain(text))
    return found[0] if found else ""


def without_day(text: str) -> str:
    """The words of the text beside its day."""
    return " ".join(re.findall(r"\w+", _DAY.sub(" ", plain(text))))


def is_after_resit(text: str) -> bool:
    """«С учётом пересдачи»: a result of its own, no resit."""
    return _FINAL.search(plain(text)) is not None


def without_brackets(text: str) -> str:
    """The text without what stands in brackets."""
    return _BRACKETS.sub(" ", text)


def only_in_brackets(text: str) -> str:
    """A year that the text names in brackets only, as the words there; "" when there is none."""
    found = [part for part in _BRACKETS.findall(text) if _YEAR.search(part)]
    return plain(found[0]) if found and not _YEAR.search(without_brackets(text)) else ""


def is_year_alone(bracketed: str) -> bool:
    """«(2022 г.)», «(весна 2022)» name the year; «(в т. ч. участвовавшие в 2022 году)» do not."""
    return not re.search(r"[а-я]{2,}", re.sub(r"уч\w*|год\w*|гг?|весн\w*|осен\w*", " ", bracketed))


def _year_outside_brackets(clean: str) -> tuple[int, int, str]:
    """What stands in brackets speaks of a year only when nothing else does."""
    if "(" in clean:
        outside = _year(without_brackets(clean))
        if outside[0] or outside[1] >= 0:
            return outside
    return _year(clean)


def _year(clean: str) -> tuple[int, int, str]:
    """Calendar year, school year (or -1), season of a written date."""
    clean = _AS_OF.sub(" ", clean)
    if _PAPERS.search(clean):
        return 0, -1, ""
    school_year = school_years.parse(clean)
    if school_year is not None:
        return 0, school_year, ""
    dates = _DATE.findall(clean)
    years = {int(found) for found in _YEAR.findall(_DATE.sub(" ", clean))}
    if len(years) == 1:
        return years.pop(), -1, ""
    dated = {(int(b or c), int(a or d)) for a, b, c, d in dates}
    if years or len({year for year, _ in dated}) != 1:
        return 0, -1, ""
    months = {"autumn" if month >= 8 else "spring" for _, month in dated}
    return dated.pop()[0], -1, months.pop() if len(months) == 1 else ""


def year_as_of(texts: Iterable[str]) -> int:
    """The year of the results that were known on the only day a paper names as its own; 0 for none."""
    found = set()
    for text in texts:
        made = [(month, year, "", "") for month, year in _MADE.findall(plain(text))]
        for number, year, word, named in (*_AS_OF.findall(plain(text)), *made):
            month = int(number or 0) or next(
                at for at, begin in enumerate(_MONTHS, 1) if word.startswith(begin)
            )
            found.add(int(year or named) - (month < _FIRST_RESULTS))
    return found.pop() if len(found) == 1 else 0


def _grades(clean: str, subject: tuple[int, int] | None, short: bool) -> tuple[int, int]:
    """Programme grade and the grade that wrote."""
    programmes = {int(found) for found in _PROGRAMME.findall(clean)}
    programme = programmes.pop() if len(programmes) == 1 else 0
    rest = _PROGRAMME.sub(lambda found: " " * len(found[0]), clean)
    if _MANY_GRADES.search(rest):
        return programme, 0
    grades = {int(found) for found in (*_GRADES.findall(rest), *_GRADE_AFTER.findall(rest))}
    if not grades and subject and short:
        grades = _bare_grade(rest, subject)
    grades = {grade for grade in grades if 1 <= grade <= MAX_GRADE}
    return programme if programme <= MAX_GRADE else 0, grades.pop() if len(grades) == 1 else 0


def _bare_grade(clean: str, subject: tuple[int, int]) -> set[int]:
    """The number beside the subject: «МА 5», «5 МА», «русский язык, 6»."""
    after = _NEXT_NUMBER.match(clean, subject[1])
    before = _NUMBER_BEFORE.search(clean[: subject[0]])
    number = int(after[1]) if after else int(before[1]) if before else 0
    return {number} if MIN_BARE_GRADE <= number <= MAX_GRADE else set()
