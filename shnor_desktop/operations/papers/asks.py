"""What papers ask: a school, a school year, a profile of the method, a signed list, a programme, a week, a merge."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.document.journal import merge_log
from shnor_desktop.document.journal.history import moment
from shnor_desktop.errors import UserError
from shnor_desktop.operations.context import passport
from shnor_desktop.operations.effect import printing as effect
from shnor_desktop.operations.effect.comparing import Effects
from shnor_desktop.operations.effect.supported import WAYS
from shnor_desktop.operations.identification import branches, lists, slots
from shnor_desktop.operations.orders import register
from shnor_desktop.operations.papers import kind
from shnor_desktop.operations.papers.kind import Ask, Choice
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.results.held import years_with_results
from shnor_desktop.operations.risks import documents, problems
from shnor_desktop.operations.risks import printing as risks
from shnor_desktop.operations.roadmap import meetings, printing
from shnor_desktop.operations.schools.find import find as find_school
from shnor_desktop.operations.support import assignments, contacts, courses
from shnor_desktop.operations.support import printing as support
from shnor_desktop.papers.tree import parts
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.russian import read_date

_CALENDAR_YEAR = re.compile(r"((?:19|20)\d\d)\s*(?:год|г\.)", re.IGNORECASE)
DRAFT = "Проект по нынешним данным"


def _schools(session: Session) -> tuple[Choice, ...]:
    return tuple(Choice(one.school, one.name) for one in branches.judged_schools(session))


def _years(session: Session) -> tuple[Choice, ...]:
    return tuple(Choice(year, school_years.label(year)) for year in years_with_results(session))


def _year(session: Session, text: str) -> int:
    year = school_years.parse(text)
    if year is None:
        raise UserError(f"«{text}» — не учебный год, нужно в виде 2020/21.", "Исправьте учебный год.")
    return year


def _profiles(session: Session) -> tuple[Choice, ...]:
    return tuple(Choice(one.name, one.name) for one in slots.specs(session))


def _lists(session: Session) -> tuple[Choice, ...]:
    signed = (one for one in lists.all_lists(session) if one.signed_on)
    return (Choice(None, DRAFT), *(Choice(one.uid, one.title) for one in signed))


def _merges(session: Session) -> tuple[Choice, ...]:
    told = reversed(merge_log.logged(raw_of(session)))
    return tuple(
        Choice(one.n, f"{moment(one.wall_ms).astimezone():%d.%m.%Y %H:%M} «{one.file_name}»") for one in told
    )


def _programmes(session: Session) -> tuple[Choice, ...]:
    return tuple(
        Choice(one.uid, ", ".join(filter(None, (one.name, one.period_label))))
        for one in outline.programmes(session)
    )


def _programme(session: Session, text: str) -> bytes:
    return outline.find(session, text)[0].uid


def _meetings(session: Session) -> tuple[Choice, ...]:
    return tuple(Choice(uid, title) for uid, title in meetings.meetings(session))


def _days(session: Session) -> tuple[Choice, ...]:
    """Today, then the Mondays around it."""
    today = date.today()
    monday = today - timedelta(days=today.weekday())
    mondays = [monday + timedelta(days=7 * number) for number in range(-8, 13)]
    return tuple(Choice(one, f"{one:%d.%m.%Y}") for one in (today, *(one for one in mondays if one != today)))


def _day(session: Session, text: str) -> date:
    found = read_date(text)
    if found is not None:
        return found
    raise UserError(f"«{text}» — не дата, нужно в виде 01.09.2021.", "Исправьте дату.")


def _orders(session: Session) -> tuple[Choice, ...]:
    return tuple(
        Choice(one.uid, f"{one.name} ({one.state_text})") for one in reversed(register.lines(session))
    )


def _order_years(session: Session) -> tuple[Choice, ...]:
    years = sorted({one.year for one in register.lines(session) if one.year}, reverse=True)
    return tuple(Choice(year, str(year)) for year in years)


def _order_year(session: Session, text: str) -> int:
    if text.strip().isdecimal() and len(text.strip()) == 4:
        return int(text)
    raise UserError(f"«{text}» — не год, нужно в виде 2026.", "Исправьте год.")


def _compared(session: Session, text: str) -> effect.Key:
    return effect.key_of(Effects(session).asked(text))


def _passport_years(session: Session) -> tuple[Choice, ...]:
    found = passport.read(session)
    every = [Choice(year, school_years.label(year)) for year in {*found.years, *risks.years(session)}]
    every += [Choice(f"{year} год", f"{year} год") for year in found.calendar_years]
    return tuple(sorted(every, key=lambda one: one.text, reverse=True))


def _passport_year(session: Session, text: str) -> int | str:
    """A school year by its number, a calendar year in words."""
    calendar = _CALENDAR_YEAR.fullmatch(text.strip())
    return f"{calendar[1]} год" if calendar else _year(session, text)


def all_of(given: bytes | tuple[bytes, ...] | None) -> tuple[bytes, ...]:
    """One answer or several; nothing where none was chosen."""
    return given if isinstance(given, tuple) else () if given is None else (given,)


def school_year(given: int | str | None) -> int | None:
    """The year of what is kept by school years."""
    if isinstance(given, str):
        raise UserError(f"Риски отмечают по учебным годам, а выбран {given}.", "Выберите учебный год.")
    return given


def _passport_schools(session: Session) -> tuple[Choice, ...]:
    every = passport.standing_schools(session, passport.current_year())
    return (Choice(None, "Все школы"), *(Choice(one.uid, one.name) for one in every))


def _document_programmes(session: Session) -> tuple[Choice, ...]:
    """What belongs to no programme is named by an empty uid, for None means that nothing was answered."""
    return tuple(Choice(uid or b"", name) for uid, name in documents.read(session).programmes)


def unless(holds: Callable[[Session], object], why: str) -> Callable[[Session], str]:
    """Why a paper cannot be made yet: nothing in the file holds what it is made of."""
    return lambda session: "" if holds(session) else why


no_orders = unless(register.lines, "Приказов в файле пока нет. Подготовьте первый на экране «Приказы».")
no_programmes = unless(
    outline.programmes,
    "Печатать пока нечего: в файле нет ни одной программы или дорожной карты. Добавьте её.",
)
no_meetings = unless(
    meetings.meetings,
    "Заседаний и совещаний в файле пока нет. Внесите то, что проведено, и протокол составится.",
)
no_comparisons = unless(
    effect.pairs,
    "Сравнивать пока нечего: нужны результаты одной процедуры за два года. Загрузите книги с ними.",
)
no_passport = unless(
    lambda session: passport.read(session).cells,
    "Социальный паспорт пока пуст. Заполните его на экране «Соцпаспорт» или загрузите книгу.",
)
no_risks = unless(risks.any_risks, "Риски пока не отмечены. Отметьте их на экране «Риски».")
no_documents = unless(
    lambda session: documents.read(session).schools,
    "Документов школ в файле пока нет. Отметьте школы программы или заведите документ на экране «Риски».",
)
no_problems = unless(problems.read, "Проблем и запросов в файле пока нет. Внесите их на экране «Проблемы».")
no_assignments = unless(
    assignments.assignments,
    "Закреплений в файле пока нет. Внесите кураторов и наставников на экране «Закрепления».",
)
no_contacts = unless(
    contacts.any_contacts, "Контактов со школами в файле пока нет. Внесите их на экране «Контакты»."
)
no_courses = unless(courses.any_courses, "Курсов и маршрутов в файле пока нет. Внесите их на экране «Курсы».")
no_schools = unless(
    branches.judged_schools, "Школ в файле пока нет. Загрузите книгу с результатами или добавьте школу."
)
no_results = unless(
    lambda session: years_with_results(session) and branches.judged_schools(session),
    "Печатать пока нечего. Загрузите книгу с результатами: документы составятся сами.",
)
no_merges = unless(
    lambda session: merge_log.logged(raw_of(session)),
    "Объединений в этом файле ещё не было. Протокол составится после объединения с другой копией.",
)


def no_helpers(session: Session) -> str:
    """Why there is no plan of a helper yet."""
    return (
        "" if support.helpers(session) else no_assignments(session) or "За школами пока никто не закреплён."
    )


def no_visits(session: Session) -> str:
    """Why there is no sheet of a visit yet."""
    if contacts.any_contacts(session, named=True):
        return ""
    return no_contacts(session) or "Ни в одном контакте школа не названа: отметьте её на экране «Контакты»."


SCHOOL = Ask(
    "school",
    "&Школа",
    "--school",
    "ШКОЛА",
    "название или код школы; можно повторить: по каждой школе",
    _schools,
    find_school,
    several=True,
    missing="Не выбрана школа.",
)
PASSPORT_YEAR = Ask(
    "passport_year",
    "За &год",
    "--for-year",
    "ГОД",
    "учебный год паспорта или рисков: 2021/22, календарный год паспорта: «2021 год»; иначе последний",
    _passport_years,
    _passport_year,
)
PASSPORT_SCHOOL = Ask(
    "passport_school",
    "Чей &паспорт",
    "--passport-of",
    "ШКОЛА",
    "школа, можно повторить; иначе все школы района",
    _passport_schools,
    find_school,
    several=True,
)
DOCUMENTS_OF = Ask(
    "documents_of",
    "П&рограмма, проект",
    "--documents-of",
    "ПРОГРАММА",
    "программа или проект, чьи документы школ нужны",
    _document_programmes,
)
PROBLEMS = Ask(
    "problems",
    "&Что показать",
    "--problems",
    "КАКИЕ",
    "open — только без мер, all — с рисками, не взятыми в работу",
    lambda session: (
        Choice("", "Все, кроме не взятых в работу рисков"),
        Choice(problems.OPEN, "Без мер"),
        Choice("all", "Все карточки"),
    ),
)
COVER = Ask(
    "cover",
    "&Титульный лист",
    "--cover",
    "КАК",
    "с титульным листом или без него",
    lambda session: (Choice(True, "с титульным листом"), Choice(False, "без титульного листа")),
)
PEOPLE = Ask(
    "people",
    "&Фамилии",
    "--people",
    "КАК",
    "с людьми или без людей: без раздела о людях, директора и телефонов",
    lambda session: (Choice(True, "с людьми"), Choice(False, "без людей")),
)
YEAR = Ask("year", "По учебный &год", "--year", "ГОД", "учебный год: 2020/21", _years, _year)
PROFILE = Ask("profile", "&Методика", "--profile", "НАЗВАНИЕ", "профиль методики; иначе основной", _profiles)
LIST = Ask(
    "signed",
    "Пере&чень",
    "--list",
    "НАЗВАНИЕ",
    "подписанный перечень; иначе проект",
    _lists,
    instead=("profile",),
    usual=lists.standing_list,
)
PROGRAMME = Ask(
    "programme",
    "П&рограмма",
    "--programme",
    "ПРОГРАММА",
    "название программы или дорожной карты",
    _programmes,
    _programme,
    missing="Не выбрана программа.",
)
MEETING = Ask(
    "meeting",
    "&Заседание",
    "--meeting",
    "ЗАСЕДАНИЕ",
    "заседание, совещание или выезд: дата и название",
    _meetings,
    missing="Не выбрано заседание.",
)
ROWS = Ask(
    "rows",
    "С&троки",
    "--rows",
    "КАКИЕ",
    "все строки, только незакрытые или только просроченные",
    lambda session: tuple(Choice(code, text) for code, text in printing.ROWS.items()),
)
WHOSE = Ask(
    "whose",
    "&Ответственный",
    "--responsible",
    "КТО",
    "строки одного ответственного; иначе всех",
    lambda session: (Choice(None, "все"), *(Choice(one, one) for one in printing.all_bodies(session))),
)
SPAN = Ask(
    "span",
    "На &какое время",
    "--span",
    "СРОК",
    "неделя или месяц",
    lambda session: tuple(Choice(code, text) for code, text in printing.SPANS.items()),
)
DAY = Ask(
    "day", "В которых &день", "--day", "ДАТА", "день этой недели или месяца; иначе сегодня", _days, _day
)
COMPARED = Ask(
    "compared",
    "&Сравнить",
    "--sitting",
    "ПРОВЕДЕНИЕ",
    "проведение процедуры, которое сравнивается с прежним: «ВПР МА 5, весна 2024»",
    lambda session: tuple(Choice(key, text) for key, text in effect.pairs(session)),
    _compared,
    missing="Не выбрано проведение.",
)
SUPPORTED = Ask(
    "supported",
    "&Кто с поддержкой",
    "--supported",
    "КТО",
    "кого считать школой с поддержкой; иначе по закреплениям и программам, а без них по статусу",
    lambda session: (Choice(None, "как принято"), *(Choice(code, text) for code, text in WAYS.items())),
)
ORDER = Ask(
    "order",
    "Прика&з",
    "--order",
    "ПРИКАЗ",
    "номер, заголовок или «номер от даты» зарегистрированного документа",
    _orders,
    register.find,
    missing="Не выбран приказ.",
)
ORDER_YEAR = Ask(
    "order_year", "За &год", "--order-year", "ГОД", "календарный год журнала", _order_years, _order_year
)
ORDER_GAPS = Ask(
    "order_gaps",
    "Пропуски &номеров",
    "--order-gaps",
    "КАК",
    "назвать в журнале номера, которых в файле нет, или не называть",
    lambda session: (Choice(False, "не называть"), Choice(True, "назвать")),
)
ONE_SCHOOL = Ask(
    "of_school",
    "С&о школой",
    "--of",
    "ШКОЛА",
    "контакты с этой школой: название или код, можно повторить; иначе со всеми",
    lambda session: (Choice(None, "все школы"), *_schools(session)),
    find_school,
    several=True,
)
LASTING = Ask(
    "lasting",
    "За какое &время",
    "--lasting",
    "СРОК",
    "учебный год, полугодие, месяц или неделя",
    lambda session: tuple(Choice(code, text) for code, text in support.SPANS.items()),
)
HELPER = Ask(
    "helper",
    "&Кто",
    "--helper",
    "КТО",
    "куратор, наставник или школа-партнёр",
    lambda session: tuple(Choice(whose, text) for whose, text in support.helpers(session)),
    missing="Не выбран куратор или наставник.",
)
VISIT = Ask(
    "visit",
    "&Посещение",
    "--visit",
    "ПОСЕЩЕНИЕ",
    "посещение, консультация или другой контакт: день, школа и название",
    lambda session: tuple(Choice(uid, text) for uid, text in support.visits(session)),
    missing="Не выбрано посещение.",
)
SECTIONS = Ask(
    kind.SECTIONS,
    "Ра&зделы",
    "--sections",
    "РАЗДЕЛЫ",
    "какие разделы документа и в каком порядке: начала названий или номера через запятую; иначе все",
    lambda session: (),
    lambda session, text: parts.typed(text),
)
"""Which sections of the composed paper; what is there to choose from is known only then."""
MERGE = Ask("merge", "&Объединение", "--merge", "НОМЕР", "номер объединения; иначе последнее", _merges)
