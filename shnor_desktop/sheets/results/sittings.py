"""From hints to a sitting: what the families imply, what must be asked."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from shnor_desktop.rules.figures import FAMILY_LABELS, Family
from shnor_desktop.rules.words import school_years
from shnor_desktop.sheets.book.problems import CellRef
from shnor_desktop.sheets.book.values import plain
from shnor_desktop.sheets.results.questions import Asking
from shnor_desktop.sheets.results.types import SittingMention
from shnor_desktop.sheets.words.hints import NOTHING, HintReader, Hints, nearest
from shnor_desktop.sheets.words.subjects import GVE_CODES, level_of_code

LEVELLED: dict[str, tuple[frozenset[str], dict[str, str]]] = {
    Family.EGE: (frozenset({"МА"}), {"base": "base", "profile": "profile"}),
    **dict.fromkeys(
        (Family.VPR, Family.RKR, Family.MKR, Family.OTHER),
        (frozenset({"МА", "ФИ"}), {"base": "base", "advanced": "advanced", "profile": "advanced"}),
    ),
}
"""Family → subjects that are taken at two levels, and what the words for a level mean there."""
EXAM_GRADE = {Family.OGE: 9, Family.EGE: 11}
SEASON_OPTIONS = (("spring", "Весна"), ("autumn", "Осень"))
UNDECIDED = "?"
"""Stands for the subject of a code that is asked about."""
GVE_GRADES = (9, 11)
GVE_OPTIONS = tuple((str(grade), f"ГВЭ-{grade}") for grade in GVE_GRADES)
GRADE_OPTIONS = tuple((str(grade), f"{grade} класс") for grade in range(1, 12))
_ORDER = (
    "programme_grade",
    "grade",
    "subject",
    "subject_code",
    "family",
    "level",
    "season",
    "year",
    "sitting",
)
"""Meanings of own columns, the one that counts most first."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A sitting, or the names of what is not known about it."""

    sitting: SittingMention | None
    missing: tuple[str, ...] = ()


def resolve(hints: Hints) -> Resolved:
    """The sitting the hints name; `missing` lists family, subject, year, grade, season not said."""
    if hints.subject == UNDECIDED:
        return Resolved(None)
    exam = EXAM_GRADE.get(Family(hints.family)) if hints.family else None
    missing = [name for name in ("family", "subject") if not getattr(hints, name)]
    if not hints.year and hints.school_year < 0:
        missing.append("year")
    if hints.family == Family.GVE:
        exam = next((one for one in (hints.grade, hints.programme_grade) if one in GVE_GRADES), None)
    if (
        hints.family
        and not exam
        and hints.family != Family.OTHER
        and not (hints.grade or hints.programme_grade)
    ):
        missing.append("grade")
    season = _period(hints) if exam or hints.family == Family.GVE else _season(hints)
    if hints.family and season is None:
        missing.append("season")
    if missing or season is None:
        return Resolved(None, tuple(missing))
    school_year = (
        hints.school_year if hints.school_year >= 0 else school_years.school_year_of(hints.year, season)
    )
    programme, grade = (exam, exam) if exam else _grades(hints, season)
    return Resolved(
        SittingMention(str(hints.family), hints.subject, _level(hints), programme, grade, school_year, season)
    )


def beside_exam(hints: Hints, families: Set[str]) -> Hints:
    """ГВЭ of which nothing says the class is that of the exam which the same table holds."""
    exams = [grade for family, grade in EXAM_GRADE.items() if family in families]
    if hints.family != Family.GVE or hints.grade or hints.programme_grade or len(exams) != 1:
        return hints
    return replace(hints, grade=exams[0])


def _level(hints: Hints) -> str:
    """Only where the subject is taken at levels: «база данных» of another one says nothing."""
    subjects, levels = LEVELLED.get(hints.family, (frozenset(), {}))
    return levels.get(hints.level, "") if hints.subject in subjects else ""


def _period(hints: Hints) -> str:
    """Exams have no season; what they are after a resit is a sitting of its own."""
    return "final" if hints.season == "final" else ""


def _season(hints: Hints) -> str | None:
    """Spring or autumn; "" when the school year says enough; None when it must be asked."""
    if hints.season and hints.season != "final":
        return hints.season
    if hints.family == Family.VPR:
        if hints.school_year >= 0:
            return "spring"
        return {2020: "autumn", 2022: None}.get(hints.year, "spring")
    return "" if hints.school_year >= 0 else None


def _grades(hints: Hints, season: str) -> tuple[int, int]:
    """In autumn ВПР a class writes the programme of the class before."""
    shift = 1 if hints.family == Family.VPR and season == "autumn" else 0
    if hints.programme_grade and not hints.grade:
        return hints.programme_grade, min(11, hints.programme_grade + shift)
    if hints.grade and not hints.programme_grade:
        return max(1, hints.grade - shift), hints.grade
    return hints.programme_grade, hints.grade


def ask_missing(
    asking: Asking, hints: Hints, missing: tuple[str, ...], sheet: str, where: CellRef, as_of: int = 0
) -> Hints:
    """The hints completed with answers; questions are written down for what is still not known. `as_of` is the year of
    the day which the paper names as its own: proposed, and asked once for all sheets of that day."""
    place = f"{asking.source}:{sheet}"
    named = f" на листе «{sheet}»" if sheet else ""
    for name in missing:
        if name == "family":
            options = tuple(FAMILY_LABELS.items())
            key, text = f"family:{asking.source}", "Какая это процедура?"
        elif name == "subject":
            options = tuple((word.short, word.name) for word in asking.vocabulary.subjects)
            key, text = f"subject:{place}", f"По какому предмету результаты{named}?"
        elif name == "year":
            options, key = (), f"year:{asking.source}:{as_of}" if as_of else f"year:{place}"
            before = f"Год не назван, а таблица составлена после экзаменов {as_of} года. " if as_of else ""
            text = f"{before}За какой год результаты{'' if as_of else named}? Напишите год проведения (2021) или учебный год (2020/21)."
        elif name == "grade":
            options = GVE_OPTIONS if hints.family == Family.GVE else GRADE_OPTIONS
            key, text = f"grade:{place}", f"Какой класс писал работу{named}?"
        else:
            options, key = SEASON_OPTIONS, f"season:{asking.source}"
            text = "Весной или осенью проведена работа?"
        suggestion = str(as_of) if name == "year" and as_of else ""
        answer = asking.ask(key, text, options, where, suggestion)
        if answer:
            hints = _answered(hints, name, answer, asking.hints)
    return hints


def _answered(hints: Hints, name: str, answer: str, reader: HintReader) -> Hints:
    if name == "year":
        said = reader(answer)
        return replace(hints, year=said.year, school_year=said.school_year)
    if name == "grade":
        return replace(hints, grade=int(answer)) if answer.isdigit() and 1 <= int(answer) <= 11 else hints
    changed = {"family": hints.family, "subject": hints.subject, "season": hints.season, name: answer}
    return replace(hints, **changed)  # type: ignore[arg-type]


def _ask_code(asking: Asking, code: str) -> str:
    options = tuple((word.short, word.name) for word in asking.vocabulary.subjects)
    text = f"Какой предмет обозначен кодом «{code}»?"
    return asking.ask(f"subject-code:{asking.kin}:{code}", text, options) or UNDECIDED


def own_hints(meaning: str, text: str, family: str, asking: Asking, *, named: bool = False) -> Hints:
    """What a cell of an own column says, knowing what the column is for; where another one `named` the subject, its code
    is not asked about."""
    clean = plain(text)
    if meaning in ("grade", "programme_grade"):
        found = re.match(r"\d{1,2}", clean)
        grade = int(found[0]) if found and 1 <= int(found[0]) <= 11 else 0
        return Hints(grade=grade) if meaning == "grade" else Hints(programme_grade=grade)
    if meaning in ("subject", "subject_code"):
        hints = asking.hints(text)
        if hints.subject:
            return hints
        if clean in GVE_CODES:
            return Hints(family=Family.GVE, subject=GVE_CODES[clean]).over(hints)
        if meaning == "subject_code" and family not in ("", *EXAM_GRADE, Family.GVE):
            return hints  # only exams have codes that all regions share
        subject, level = level_of_code(clean, family, asking.vocabulary)
        if clean.isdigit() and not subject and not named:
            subject = _ask_code(asking, clean)
        return Hints(subject=subject, level=level).over(hints)
    if meaning == "level":
        level = {"б": "base", "п": "profile", "b": "base", "p": "profile", "у": "advanced"}.get(clean[:1], "")
        return Hints(level=level)
    return asking.hints(text)


def hints_of_row(meanings: Sequence[str], texts: Sequence[str], family: str, asking: Asking) -> Hints:
    """What the own columns of a row, of these meanings, say of its sitting; `family` is that of the table."""
    family = nearest(map(asking.hints, texts)).family or family
    said: dict[str, Hints] = {}
    for meaning, text in zip(meanings, texts, strict=True):
        named = bool(said.get("subject", NOTHING).subject)
        said[meaning] = own_hints(meaning, text, family, asking, named=named)
    result = NOTHING
    for name in _ORDER:
        hints = said.get(name, NOTHING)
        if name == "grade" and result.programme_grade and hints.grade:
            result = replace(result, grade=hints.grade)
        else:
            result = result.over(hints)
    return result
