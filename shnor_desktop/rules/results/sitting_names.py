"""How procedures and sittings are called on screens and papers: «ВПР МА 5», «ВПР МА 5, весна 2019»."""

from collections.abc import Iterable, Mapping, Sequence

from shnor_desktop.rules.figures import FAMILY_LABELS, LEVELS, SEASONS
from shnor_desktop.rules.results.facts import Sitting
from shnor_desktop.rules.words.russian import NBSP
from shnor_desktop.rules.words.school_years import calendar_year_of, label


def procedure_name(family: str, subject: str, level: str, grade: int) -> str:
    """«ВПР МА 5», «ОГЭ РУ», «ЕГЭ МА (профиль)», «ГВЭ-9 МА». The grade is left out where the family implies it."""
    if family == "gve" and grade:
        return f"ГВЭ-{grade} {subject}"
    parts = [FAMILY_LABELS.get(family, family), subject]
    if grade and family not in ("oge", "ege"):
        parts.append(str(grade))
    if level:
        parts.append(f"({LEVELS.get(level, level)})")
    return " ".join(parts)


def sitting_name(procedure: str, school_year: int, season: str) -> str:
    """Name with the calendar year it was held in: spring and exams fall into the second year."""
    if season == "autumn":
        return f"{procedure}, осень {school_year}"
    if season == "spring":
        return f"{procedure}, весна {school_year + 1}"
    if season == "final":
        return f"{procedure} {school_year + 1}, с учётом пересдачи"
    return f"{procedure} {school_year + 1}"


def years_of(sittings: Iterable[Sitting]) -> tuple[str, ...]:
    """School years of these sittings from the earliest: «2018/19»."""
    return tuple(label(year) for year in sorted({one.school_year for one in sittings}))


def season_label(season: str) -> str:
    """Russian word for a season code."""
    return SEASONS.get(season, season)


def spoken(sittings: Iterable[Sitting], subjects: Mapping[str, str]) -> tuple[str, ...]:
    """Sittings as sentences call them, those of one subject and time together: «ВПР по русскому языку, 5–8 классы,
    весна 2025 г.». `subjects` are full names by short ones."""
    grades: dict[tuple[str, str, str, str, int], list[int]] = {}
    own: dict[str, None] = {}
    for one in sittings:
        year = calendar_year_of(one.school_year, one.season)
        if one.name == sitting_name(
            procedure_name(one.family, one.subject, one.level, one.programme_grade),
            one.school_year,
            one.season,
        ):
            key = (one.family, one.subject, one.level, one.season, year)
            grades.setdefault(key, []).append(one.programme_grade)
        else:  # A title of its own, which nothing can be added to.
            own[one.name] = None
    return (*(_spoken(*key, met, subjects) for key, met in grades.items()), *own)


def _spoken(
    family: str,
    subject: str,
    level: str,
    season: str,
    year: int,
    grades: Sequence[int],
    subjects: Mapping[str, str],
) -> str:
    what = f"{FAMILY_LABELS.get(family, family)} по {dative(subjects.get(subject, subject))}"
    if level:
        what += f" ({_LEVELS.get(level, level)})"
    told = sorted({one for one in grades if one}) if family not in ("oge", "ege") else []
    if told:
        what += f", {_ranges(told)}{NBSP}{'класс' if len(told) == 1 else 'классы'}"
    when = f"{SEASONS.get(season, season)} {year}" if season else str(year)
    return f"{what}{', ' if told or season else ' '}{when}{NBSP}г."


_LEVELS = {"base": "базовый уровень", "profile": "профильный уровень"}


def _ranges(grades: Sequence[int]) -> str:
    """«5–8», «4, 6–8 и 11» without the «и»: «4, 6–8, 11»."""
    parts: list[list[int]] = []
    for one in grades:
        if parts and one == parts[-1][-1] + 1:
            parts[-1].append(one)
        else:
            parts.append([one])
    return ", ".join(f"{part[0]}–{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts)


_DATIVE = (
    *(
        ("ая", "ой"),
        ("яя", "ей"),
        ("ое", "ому"),
        ("щий", "щему"),
        ("ний", "нему"),
        ("ий", "ому"),
        ("ый", "ому"),
    ),
    *(("ия", "ии"), ("ие", "ию"), ("а", "е"), ("я", "е"), ("о", "у"), ("ь", "и"), ("ы", "ам")),
)
_CONSONANTS = "бвгджзклмнпрстфхцчшщ"


def dative(subject: str) -> str:
    """«Русский язык» → «русскому языку»; a name in quotes where its words do not tell their case."""
    if not subject or subject.isupper():
        return f"предмету «{subject}»"
    words = [_dative(word) for word in (subject[:1].lower() + subject[1:]).split()]
    return f"предмету «{subject}»" if "" in words else " ".join(words)


def _dative(word: str) -> str:
    if word == "и":
        return word
    for ending, changed in _DATIVE:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + changed
    return f"{word}у" if word[-1:] in _CONSONANTS else ""
