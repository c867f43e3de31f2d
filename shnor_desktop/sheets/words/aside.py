"""What looks like results and is none: applications, appeals, ratings, plans, points of pupils, resits.

Told by the words of titles, sheet name and headings; a table that says who failed is results in any case, but for
appeals and resits.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from shnor_desktop.sheets.book.values import plain


class Aside(StrEnum):
    """Kinds of tables that are set aside by name."""

    APPLICATIONS = "applications"
    APPEALS = "appeals"
    RATING = "rating"
    PLAN = "plan"
    POINTS = "points"
    RESIT = "resit"
    MARKERS = "markers"
    TASKS = "tasks"


WHAT: dict[Aside, str] = {
    Aside.APPLICATIONS: "заявления на экзамены, а не результаты",
    Aside.APPEALS: "апелляции и перепроверки, а не результаты школ",
    Aside.RATING: "места в рейтинге, а не результаты: по ним доля не справившихся не видна",
    Aside.PLAN: "план или график, а не результаты",
    Aside.POINTS: "коды и баллы участников без отметок и без школы: результат школы из них не сложить",
    Aside.RESIT: "пересдача или дополнительные дни: засчитывается основной период",
    Aside.TASKS: "отчёт о заданиях и баллах, а не об отметках: сколько не справились, по нему не видно",
    Aside.MARKERS: "признаки необъективности, а не результаты: отмечаются те результаты этих школ, которые в файле есть",
}
"""Said of a sheet: «Лист «2024» — заявления на экзамены, а не результаты»."""

_APPLIED = re.compile(
    r"заявлени[йяе]|(?<![а-я])заявл\.|подавш\w* |подали (?!апелл)|зарегистрир\w*|регистраци\w* (?:на|для|участник)|"
    r"планиру\w* (?:сдава|сдать|участ)|выбравш\w*|выбрали|выбор\w* (?:предмет|экзамен)|предварительн\w* выбор|намерен\w* (?:сдава|сдать)|желающ\w*"
)
_APPEALED = re.compile(
    r"тип апелл|(?:вид|состояние|статус|номер|дата|результат\w*|решение) (?:по )?(?:рассмотрения )?апелл|балл\w* до (?:изменен|апелл|перепровер)|"
    r"(?:первичн\w* )?балл\w* после (?:апелл|перепровер)"
)
_APPEALS_TITLE = re.compile(
    r"(?:протокол|реестр|журнал|список|сведения|информация|ведомость)\w* (?:\w+ ){0,3}апелляци|^апелляци"
)
_RATED = re.compile(
    r"рейтинг|(?<![а-я])ранг(?![а-я])|(?<![а-я])место(?![а-я]| (?:проведен|нахожд|обучен|работ))|итоговый балл рейтинга"
)
_PLANNED = re.compile(
    r"^(?:приложение[^а-я]*)?(?:план|план-график|график|расписание|циклограмма|дорожная карта)(?![а-я])|(?:план|график|расписание) (?:проведения|мероприятий|работы|оценочных)"
)
_MARKED = re.compile(
    r"(?:признак|маркер)\w* (?:не)?объектив|необъективн\w* (?:результат|провед)|(?:признаки|маркеры) необъективн"
)
_OF_TASKS = re.compile(
    r"распределение (?:\w+ )?балл|(?<!показатели )(?:выполнение|решаемость) заданий|достижение планируемых|блоки пооп|проверяемые (?:требования|умения)|"
    r"процент выполнения задани|% выполнения задани"
)
_RESIT = re.compile(
    r"пересдач|пересдава|повторн\w* (?:сдач|экзамен|прохожд|участи|срок)|дополнительн\w* (?:период|срок|этап|дн)|резервн\w* (?:дн|срок|период|день)|"
    r"сентябрьск\w* (?:период|срок|этап)|осенн\w* (?:период|срок|этап)"
)
_MAIN = re.compile(
    r"основн\w* (?:период|этап|срок|волн|день|дн)|(?:без|до|кроме)(?: учета)? (?:пересдач|резервн|дополнительн|повторн)"
)
_TASK = re.compile(
    r"(?:задание |зад\.? ?|№ ?)?\d{1,2}(?:\.\d)?(?:[ккkK]\d)?[а-я]? ?\(\d ?б\.?\)|(?:задание|зад\.?|балл\w* за(?: задание)?) ?№? ?\d{1,2}.*"
)
FEWEST_TASKS = 3


def aside_of(names: Iterable[str], headings: Iterable[str], *, telling: bool, persons: bool) -> Aside | None:
    """What a table is instead of results. `names` are its titles and the name of its sheet; `telling`: it says who
    failed, which marks there are or what the mean is; `persons`: its rows are pupils."""
    titles = [plain(text) for text in names]
    heads = [plain(text) for text in headings]
    if any(_APPEALED.search(text) for text in heads) or any(_APPEALS_TITLE.search(text) for text in titles):
        return Aside.APPEALS
    if telling:
        return None
    everything = (*titles, *heads)
    if any(_MARKED.search(text) for text in everything):
        return Aside.MARKERS
    if any(_APPLIED.search(text) for text in everything):
        return Aside.APPLICATIONS
    if not persons and any(_RATED.search(text) for text in everything):
        return Aside.RATING
    if any(_PLANNED.search(text) for text in titles):
        return Aside.PLAN
    return None


def is_of_tasks(text: str) -> bool:
    """The title or heading of a report about tasks and points: «Выполнение заданий», «Распределение первичных баллов»."""
    return _OF_TASKS.search(plain(text)) is not None


def is_resit(text: str) -> bool:
    """Does the text speak of a resit or of additional days, and not of the main period?"""
    clean = plain(text)
    return _RESIT.search(clean) is not None and not _MAIN.search(clean)


def are_tasks(texts: Iterable[str]) -> bool:
    """Headings of a form that collects points for single tasks: «1 (1б)», «5.1 (2б)»."""
    return sum(_TASK.fullmatch(plain(text)) is not None for text in texts) >= FEWEST_TASKS
