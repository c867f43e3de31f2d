"""What looks like results and is none: applications, appeals, ratings, plans, points of pupils, resits.

Told by the words of titles, sheet name and headings; a table that says who failed is results in any case, but for
appeals and resits.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from shnor_desktop.sheets.book.values import plain
from shnor_desktop.sheets.words.hints import is_after_resit
from shnor_desktop.sheets.words.meaning import measure_of


class Aside(StrEnum):
    """Kinds of tables that are set aside by name."""

    APPLICATIONS = "applications"
    APPEALS = "appeals"
    RATING = "rating"
    PLAN = "plan"
    POINTS = "points"
    RESIT = "resit"
    JOURNAL = "journal"
    MARKERS = "markers"
    TASKS = "tasks"
    ESSAY = "essay"
    FORECAST = "forecast"
    STAFF = "staff"
    OLYMPIAD = "olympiad"
    LIST = "list"
    NO_SCHOOLS = "no_schools"
    PART = "part"


WHAT: dict[Aside, str] = {
    Aside.APPLICATIONS: "заявления на экзамены, а не результаты",
    Aside.APPEALS: "апелляции и перепроверки, а не результаты школ",
    Aside.RATING: "места в рейтинге, а не результаты: по ним доля не справившихся не видна",
    Aside.PLAN: "план или график, а не результаты",
    Aside.POINTS: "коды и баллы участников без отметок и без школы: результат школы из них не сложить",
    Aside.RESIT: "пересдача, досрочные или дополнительные дни: засчитывается основной период",
    Aside.JOURNAL: "отметки по журналу, а не за работу",
    Aside.TASKS: "отчёт о заданиях и баллах, а не об отметках: сколько не справились, по нему не видно",
    Aside.ESSAY: "итоговое сочинение или собеседование: это допуск к экзаменам, а не экзамен",
    Aside.FORECAST: "прогноз или группа риска, а не результаты",
    Aside.LIST: "перечень школ, а не результаты: он загружается на экране «Перечень»",
    Aside.NO_SCHOOLS: "общие числа без школ: результатов школ в таблице нет",
    Aside.PART: "часть школы, которая уже сосчитана в строке выше",
    Aside.OLYMPIAD: "олимпиада или конкурс, а не оценочная процедура",
    Aside.STAFF: "сведения о кадрах, аттестатах или условиях, а не результаты",
    Aside.MARKERS: "признаки необъективности, а не результаты: отмечаются результаты этих школ, которые в файле есть или будут загружены",
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
_ESSAY = re.compile(r"итогов\w* (?:устн\w* )?(?:сочинени|изложени|собеседовани)|устн\w* собеседовани")
_OF_EXAMS = re.compile(r"(?<![а-я])(?:впр|огэ|к?егэ|гвэ|ркр|мкр|гиа)(?![а-я])")
_STAFF = re.compile(
    r"(?<![а-я])кадр(?:ы|ов|ам|ах|ов[а-я]+)(?![а-я])|педагогическ\w* (?:работник|состав|коллектив)|(?<![а-я])(?:аттестат|медал)[а-я]*(?![а-я])|"
    r"(?<![а-я])вакансии(?![а-я])|материально-техн"
)
_LISTED = re.compile(
    r"(?:перечень|список|реестр)[а-я]*[^.]{0,60}(?:низк[а-я]+ (?:образовательн[а-я]+ )?результат|(?<![а-я])шно[рс]|(?<![а-я])шнсу|500 ?\+|неблагоприятн|резильент)"
)
_OLYMPIAD = re.compile(
    r"олимпиад|(?<![а-я])(?:всош|вош)(?![а-я])|(?:школьн|муниципальн|региональн|заключительн)[а-я]* этап|(?<![а-я])конкурс"
)
_PRIZES = re.compile(r"(?<![а-я])(?:победител|призер|дипломант|лауреат)")
_FORECAST = re.compile(
    r"прогноз(?!ы? (?:не )?(?:подтверд|оправд))|(?:обучающ|учащ|выпускник|участник|учени|список|списки)\w* (?:.* )?групп\w* риска|"
    r"(?<![а-я])не (?:преодолеют|сдадут|справятся|получат)(?![а-я])"
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
    r"сентябрьск\w* (?:период|срок|этап)|осенн\w* (?:период|срок|этап)|(?<![а-я])досрочн\w*"
)
_PERIOD = re.compile(
    r"(?:дп|доп(?:олнит\w*|\.)?|досроч\w*|резерв\w*|пересда\w*|повторн\w*|сентябр\w*|осен\w*|июл\w*)(?![а-я])(?: .{0,40})?"
)
"""What stands in a column of periods beside «основной»."""
_JOURNAL = re.compile(
    r"(?<![а-я])(?:(?:годов|четвертн|триместров|полугодов)\w*|год\.|четв\.) (?:отм|оцен)|(?<![а-я])(?:по|из|в|с|классн\w*|электронн\w*) (?:\w+ )?журнал|"
    r"(?:отмет|оцен)\w* за (?:год(?![а-я])|(?:(?:\d|i{1,3}|iv)(?:-?\w{1,2})? ?)?(?:четверт|триместр|полугод))"
)
_MAYBE_JOURNAL = re.compile(
    r"(?:итогов|текущ|школьн)\w* (?:отмет|оцен|успеваем)|(?<![а-я])(?:годов|четвертн)\w*|(?<![а-я])за (?:год|(?:(?:\d|i{1,3}|iv)(?:-?\w{1,2})? ?)?(?:четверт\w*|триместр\w*))(?![а-я])|"
    r"^(?:год(?:ов\w*)?|(?:\d|i{1,3}|iv)(?:-?\w{1,2})? четверть|четвертн\w*)$"
)
"""Marks of the journal where those of the work stand beside."""
_JOURNAL_ROW = re.compile(
    r"(?:годов|четвертн|триместров|полугодов|журнал)\w*(?: (?:отмет|оцен)\w*)?|(?:(?:отмет|оцен)\w* )?(?:по|из|в) (?:\w+ )?журнал\w*|"
    r"(?:(?:отмет|оцен)\w* )?за (?:год|(?:\d|i{1,3}|iv)(?:-?\w{1,2})? (?:четверть|триместр|полугодие))"
)
_OF_WORK = re.compile(
    r"(?<![а-я])(?:впр|огэ|к?егэ|гвэ|ркр|мкр|к/?р|работ\w*|провероч\w*|экзамен\w*)(?![а-я])|сравн|соответств|расхожд|совпа|пони[зж]|повы[сш]|подтверд|выше|ниже"
)
_MAIN = re.compile(
    r"^основн\w*$|основн\w* (?:период|этап|срок|волн|день|дн)|(?:без|до|кроме)(?: учета)? (?:пересдач|резервн|дополнительн|повторн)"
)
_TASK = re.compile(
    r"(?:задание |зад\.? ?|№ ?)?\d{1,2}(?:\.\d)?(?:[ккkK]\d)?[а-я]? ?\(\d ?б\.?\)|(?:задание|зад\.?|балл\w* за(?: задание)?) ?№? ?\d{1,2}.*"
)
SUPERSEDED = tuple(
    (re.compile(earlier), re.compile(later))
    for earlier, later in (
        (r"(?:по )?(?:план\w*|прогноз\w*|ожида\w*)", r"(?:по )?факт\w*"),
        (
            r"(?:.* )?(?:до|без(?: учета)?) (?:рассмотрения )?(?:апелляци\w*|перепроверк\w*)",
            r"(?:.* )?(?:после|с учетом) (?:рассмотрения )?(?:апелляци\w*|перепроверк\w*)",
        ),
    )
)
"""What is planned beside what was, what was before the appeals beside what is after them."""
FEWEST_TASKS = 3


def aside_of(
    names: Iterable[str], headings: Iterable[str], *, telling: bool, persons: bool, means: bool = False
) -> Aside | None:
    """What a table is instead of results. `names` are its titles and the name of its sheet; `telling`: it says who
    failed, which marks there are or what the mean is, `means`: the mean alone; `persons`: its rows are pupils."""
    titles = [plain(text) for text in names]
    heads = [plain(text) for text in headings]
    if any(_APPEALED.search(text) for text in heads) or any(_APPEALS_TITLE.search(text) for text in titles):
        return Aside.APPEALS
    if any(map(_FORECAST.search, titles)) or telling and _all_forecast(heads):
        return Aside.FORECAST
    if any(_ESSAY.search(text) and not _OF_EXAMS.search(text) for text in titles):
        return Aside.ESSAY
    if any(map(_LISTED.search, titles)) and not any(measure_of(text) == "participants" for text in heads):
        return Aside.LIST
    contest = any(_OLYMPIAD.search(text) and not _OF_EXAMS.search(text) for text in titles)
    if contest and not telling or any(map(_PRIZES.search, heads)) and (contest or not telling):
        return Aside.OLYMPIAD
    if means and any(map(is_rating, titles)):
        return Aside.RATING
    if telling:
        beside = any(_OF_WORK.search(text) or is_of_journal(text) for text in heads)
        return Aside.JOURNAL if not beside and any(map(is_of_journal, titles)) else None
    return _by_words(titles, heads, persons)


def _by_words(titles: list[str], heads: list[str], persons: bool) -> Aside | None:
    """What a table is that says nothing of those who failed."""
    everything = (*titles, *heads)
    if any(_MARKED.search(text) for text in everything):
        return Aside.MARKERS
    if any(_APPLIED.search(text) for text in everything):
        return Aside.APPLICATIONS
    if not persons and any(_RATED.search(text) for text in everything):
        return Aside.RATING
    if any(_PLANNED.search(text) for text in titles):
        return Aside.PLAN
    if not persons and any(_STAFF.search(text) for text in titles):
        return Aside.STAFF
    return None


def _all_forecast(heads: list[str]) -> bool:
    """Do the headings that name those who failed only foretell them?"""
    told = [text for text in heads if measure_of(text) == "failed" or _FORECAST.search(text)]
    return bool(told) and all(map(_FORECAST.search, told))


@lru_cache(maxsize=20_000)
def is_rating(text: str) -> bool:
    """Does the text speak of places of schools among each other?"""
    return _RATED.search(plain(text)) is not None


@lru_cache(maxsize=20_000)
def is_of_tasks(text: str) -> bool:
    """The title or heading of a report about tasks and points: «Выполнение заданий», «Распределение первичных баллов»."""
    return _OF_TASKS.search(plain(text)) is not None


@lru_cache(maxsize=20_000)
def parts_figures(text: str) -> bool:
    """«План», «факт», «до апелляций»: parts of the measure above."""
    return any(pattern.fullmatch(plain(text)) for pair in SUPERSEDED for pattern in pair)


@lru_cache(maxsize=20_000)
def is_resit(text: str) -> bool:
    """Does the text speak of a resit or of additional days, and not of the main period?"""
    clean = plain(text)
    return _RESIT.search(clean) is not None and not _MAIN.search(clean)


def names_resit(names: Iterable[str]) -> bool:
    """Does the nearest of the names that speaks of a period speak of a resit?"""
    return is_resit(next((text for text in names if is_resit(text) or is_main_period(text)), ""))


@lru_cache(maxsize=20_000)
def is_of_journal(text: str, *, beside_work: bool = False) -> bool:
    """Does the text speak of marks of the journal and not of the work? `beside_work`: marks of the work stand beside."""
    clean = plain(text)
    found = _JOURNAL.search(clean) or beside_work and _MAYBE_JOURNAL.search(clean)
    return bool(found) and not _OF_WORK.search(clean)


@lru_cache(maxsize=20_000)
def aside_of_row(text: str, *, exams: bool) -> Aside | None:
    """What a cell beside the school says its row is instead of the result: «дополнительный», «пересдача», «годовая»."""
    clean = plain(text)
    if exams and _PERIOD.fullmatch(clean) and not _MAIN.search(clean) and not is_after_resit(text):
        return Aside.RESIT
    return Aside.JOURNAL if _JOURNAL_ROW.fullmatch(clean) else None


def is_main_period(text: str) -> bool:
    """«Основной период»."""
    return _MAIN.search(plain(text)) is not None


def are_tasks(texts: Iterable[str]) -> bool:
    """Headings of a form that collects points for single tasks: «1 (1б)», «5.1 (2б)»."""
    return sum(_TASK.fullmatch(plain(text)) is not None for text in texts) >= FEWEST_TASKS
