"""How procedures and sittings are called on screens and papers: «ВПР МА 5», «ВПР МА 5, весна 2019»."""

from shnor_desktop.rules.figures import FAMILY_LABELS, LEVELS, SEASONS


def procedure_name(family: str, subject: str, level: str, grade: int) -> str:
    """«ВПР МА 5», «ОГЭ РУ», «ЕГЭ МА (профиль)». The grade is left out where the family implies it."""
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
    return f"{procedure} {school_year + 1}"


def season_label(season: str) -> str:
    """Russian word for a season code."""
    return SEASONS.get(season, season)
