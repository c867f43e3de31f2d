"""What a heading means: a school, a code, a sitting's own column, a measure, and in what unit."""

import re
from collections.abc import Sequence
from functools import lru_cache

from shnor_desktop.sheets.book.values import plain

COUNT, PERCENT = "count", "percent"

LABELS: dict[str, str] = {
    "school": "школа",
    "code": "код школы",
    "municipality": "муниципалитет",
    "place": "населённый пункт",
    "number": "номер по порядку",
    "subject": "предмет",
    "subject_code": "код предмета",
    "family": "вид процедуры",
    "grade": "класс",
    "programme_grade": "класс программы",
    "year": "год",
    "season": "время года",
    "level": "уровень",
    "sitting": "процедура",
    "state": "состояние результата",
    "reason": "пояснение",
    "participants": "участников",
    "failed": "не справились («2», ниже порога)",
    "mark_3": "отметка «3»",
    "mark_4": "отметка «4»",
    "mark_5": "отметка «5»",
    "passed": "справились (успеваемость)",
    "quality": "качество («4» и «5»)",
    "high": "высокобалльники",
    "hundreds": "100 баллов",
    "mean": "средний балл",
    "lowered": "понизили отметку",
    "confirmed": "подтвердили отметку",
    "raised": "повысили отметку",
    "objectivity": "признак необъективности",
    "test_score": "балл участника",
    "mark": "отметка участника",
    "journal": "отметка участника по журналу",
    "person": "сведения об участнике",
    "ignored": "не используется",
    "unknown": "не распознан",
}
UNIT_LABELS = {COUNT: "чел.", PERCENT: "%", "": ""}

MEASURES = frozenset(
    (
        "participants",
        "failed",
        "mark_3",
        "mark_4",
        "mark_5",
        "passed",
        "quality",
        "high",
        "hundreds",
        "mean",
        "lowered",
        "confirmed",
        "raised",
        "objectivity",
    )
)
SITTING_COLUMNS = frozenset(
    ("subject", "subject_code", "family", "grade", "programme_grade", "year", "season", "level", "sitting")
)
KEYS = frozenset(("school", "code"))

_ORGANISATION = (
    r"(?:оо|ооу|оу|школ[аы]?|сош|образовательн\w* (?:организац|учрежд)\w*|общеобразовательн\w* (?:организац|учрежд)\w*|"
    r"учреждени[ея]|организаци[ияй])"
)
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("number", r"(?:№|no|номер|n(?= ?п))(?: ?п ?[/.\\]? ?п\.?)?|п ?/ ?п|№ строки|нпп"),
        (
            "person",
            r"фамилия.*|имя|отчество|фио.*|ф\.? ?и\.? ?о\.?.*|код участник\w*|номер (?:участник|обучающ|документ)\w*|серия.*|документ|пол|"
            r"surname|(?:last|first|second|middle|full|pupil|student) ?name|patronymic|(?:pupil|student|participant) ?(?:id|code|number)|"
            r"birth.*|sex|gender|document.*|variant|"
            r"(?:фио |ф\. ?и\. ?о\. )?(?:учител|преподавател|педагог|куратор|наставник|эксперт|организатор)\w*.*|классн\w* рук\w*.*|ответственн\w*.*|"
            r"вариант|код ппэ|ппэ|аудитория|задания с .*|номер бланка.*|учебник|место в аудитории|номер",
        ),
        ("test_score", r"тестовый балл|балл|итоговый балл|test ?(?:score|mark|100)|mark ?100|балл \(100\)"),
        ("journal", r"отметка по журналу|журнал|отметка за предыдущ.*|четвертная отметка"),
        ("mark", r"оценка|отметка|mark ?5|отметка за работу|итоговая отметка"),
        (
            "subject_code",
            r"(?:код|шифр|№|номер)(?: (?:учебного|экзаменационного))? (?:предмета|дисциплины|экзамена)(?: ?\(.*\))?|subject ?(?:code|id)|предмет ?\(код\)",
        ),
        (
            "ignored",
            r"код (?:мсу|ате|района|муницип\w*|субъекта)|первичн\w* балл|primary ?(?:mark|score)|кол-?во ?(?:оо|школ).*|"
            r"(?:количество|число) (?:оо|оу|школ|образоват).*|"
            r"отметка за предыдущ.*|место|рейтинг.*|ранг|адрес|директор|телефон",
        ),
        (
            "code",
            rf"(?:код|id|ид|логин|шифр|номер)(?: в .*)? ?-?{_ORGANISATION}.*|логин.*|(?:school ?)?(?:login|code|id)|код|инн.*|огрн|код рцои|"
            r"код (?:фис|рис).*|(?:оо|школа) ?\(?(?:логин|код)\)?",
        ),
        (
            "school",
            rf"(?:(?:полное|краткое|сокращенное|официальное) )?(?:наименование|название|наимен\.?|назв\.?)"
            rf"(?: {_ORGANISATION}.*)?|{_ORGANISATION}(?:,? (?:муниципал|район|города?|\(|\w+ого ).*)?|группы участников|"
            r"(?:моу|мбоу|моуо|мкоу|маоу|гбоу|ооу)|(?:school|institution|organi[sz]ation)(?: ?name)?|список (?:оо|школ)|"
            rf"(?:муниципалитет|район|мо|территория) ?[/,\\]? ?(?:и )?{_ORGANISATION}",
        ),
        (
            "place",
            r"(?:наименование |название )?(?:насел\w* пункт\w*|нас\.? ?пункт|н\.? ?п\.?|место ?нахожд\w*|село|деревня|поселок|станица|хутор|аул)(?: ?[/,(].*| (?:оо|оу|школы))?",
        ),
        (
            "municipality",
            r"(?:наименование |название )?(?:муниципал\w*(?: (?:образовани\w*|район\w*|округ\w*|орган\w*).*)?|"
            r"район.*|мо|мсу|моуо|оуо|ате|территори\w*|городской округ.*|округ|город(?:/район)?|мр/го|го/мр)|municipality|district",
        ),
        (
            "subject",
            r"(?:учебный |наименование |название |общеобразовательный )?(?:учебного )?предмета?|дисциплина|subject",
        ),
        (
            "family",
            r"family|(?:exam|procedure) ?(?:type|kind)|вид(?: (?:процедур\w*|работ\w*|экзамена|оценочной процедуры))?|форма(?: (?:гиа|экзамена|сдачи|проведения(?: гиа| экзамена)?|итоговой аттестации))?|семейство|тип (?:работы|процедуры)",
        ),
        (
            "sitting",
            r"procedure|sitting|exam|(?:оценочная )?процедура|экзамен|работа|наименование (?:процедуры|работы|экзамена)|мероприятие|проведение",
        ),
        (
            "programme_grade",
            r"program(?:me)? ?(?:grade|class)|класс программы|программа(?: за)? класса?|по программе.*класса?",
        ),
        (
            "grade",
            r"кл(?:асс(?:ы|а)?)?|парал(?:л(?:ел[ьи])?)?|(?:писавший|писавшие) кл(?:асс\w*)?|класс (?:участник\w*|обучени\w*)|(?:sitting |pupil )?(?:class|grade)(?: ?code)?",
        ),
        (
            "year",
            r"(?:учебный |календарный )?год(?: (?:проведения|сдачи))?|уч\.? ?год|(?:(?:school|academic|calendar) )?year",
        ),
        (
            "season",
            r"season|сезон|время(?: года)?|полугодие|(?:период|этап|волна|сроки?|дата|день|попытка)(?: (?:гиа|огэ|егэ|проведения|сдачи|экзамен\w*|прохождения)(?: .*)?)?",
        ),
        ("level", r"level|уровень(?: экзамена| предмета)?"),
        ("state", r"state|status|состояние(?: результата)?|статус(?: результата)?"),
        ("reason", r"reason|причина.*|пояснение"),
    )
)
_MARK_WORDS = (
    ("failed", r"двоек|двойк[аи]|двоечник\w*|неуд\.?|неудовл\w*\.?|неудовлетворительн\w*"),
    ("mark_3", r"троек|тройк[аи]|удовл?\.?|удовлетворительн\w*"),
    ("mark_4", r"четверок|четверк[аи]|хорошо|хор\.?"),
    ("mark_5", r"пятерок|пятерк[аи]|отлично|отл\.?|top(?: marks?)?"),
)
_DIGIT_MARKS = {"2": "failed", "3": "mark_3", "4": "mark_4", "5": "mark_5"}
_UNIT_WORDS = re.compile(
    r"%|процент\w*|дол[яи]|удельн\w* вес|чел(?:овек\w*|\.)?(?![а-я])|кол-? ?во|количество|число|численность|абс\.?(?![а-я])|"
    r"участник\w*|обучающ\w*|учащ\w*|выпускник\w*|учеников|ученик[аи]|школьник\w*|человек|в том числе|из них|уч-ся|"
    r"(?<![a-z])(?:pct|percent\w*|share|rate|count|number|num|n|of|pupils|students|got|mark(?! ?5$))(?![a-z])|"
    r"получи\w*|получен\w*|имеющ\w*|отметк\w*|оцен(?:к\w*|ок)|(?<![а-я])на(?![а-я])|[(),.:;*]"
)
_PERCENT = re.compile(
    r"%|процент|(?<![a-z])(?:pct|percent|share|rate)|(?<![а-я])дол[яи](?![а-я])|удельн\w* вес"
)
_COUNT = re.compile(
    r"(?<![а-я])(?:чел(?![а-я])|человек|кол-? ?во|количеств|число(?![а-я])|численност|абс(?![а-я]))|(?<![a-z])(?:count|number|num|n)(?![a-z])|(?<![а-я])чел\."
)
_NEGATED = (
    r"(?:не ?|н/ ?)(?:преод(?:ол|\.|(?![а-я]))|перешл|перешагн|прош|набра|достиг|сда(?!ва)|сд(?![а-я])|успева|"
    r"справ(?:и|\.|(?![а-я]))|выполнил)"
)
_OVER_MINIMUM = re.compile(
    r"(?!.*(?<![а-я])(?:от|до) (?:мин|порог|\d))(?:преод(?:оле\w*|\.?)|прош(?:ли|едш\w*)|перешл\w*|перешагн\w*|набра\w*|достиг\w*) (?:не (?:ниже|менее) |(?!ниже|менее|меньше|не )\w+ ){0,2}(?:мин\.|минимал?ьн\w*|минимум\w*|порог\w*)"
    r"(?: (?:балл|порог|границ)\w*)*|(?<![а-я])(?:порог|минимум|минимальн\w* балл)\w* (?:успешно )?(?:преод(?:оле|\.)|прош(?:ли|едш)|набра)\w*|"
    r"(?:не ниже|выше) (?:установл\w* )?(?:мин\.|минимал?ьн\w*|минимум\w*|порог\w*)(?: (?:балл|порог|границ)\w*)*"
)
"""«Преодолели порог», «набрали не ниже минимального балла»: those who passed, not the border itself."""
_FAILED = re.compile(
    rf"(?<![а-я]){_NEGATED}|ниже (?:мин|порог|установл)|не преодолен|непреодол|неуспевающ|получивш\w* неуд|"
    r"(?<![a-z])(?:fail(?:ed|ures)?(?![a-z])|(?:not|un) ?pass|below (?:the )?(?:min|thresh))"
)
_PASSED = re.compile(
    r"успев|успешност|(?<![а-я])усп(?![а-я])|(?<![а-я])(?:преод(?:оле|\.|(?![а-я]))|прош(?:ли|едш)|сдал[оаи](?![а-я])|сд(?![а-я])|сдавш\w* успешно|справ(?:ил|\.|(?![а-я])))|(?<!not )(?<![a-z])pass(?:ed)?(?: rate)?(?![a-z])"
)
_NEGATION = re.compile(r"(?<![а-яa-z])(?:не|not|un|без) ?$")
_WITHOUT_MARK = re.compile(
    r'(?<![а-я])(?:не (?:получ|име)[а-я]*|без)(?: (?:отмет|оцен)[а-я]*)?(?: на)? (?:"[2-5]|двоек|троек|неуд)'
)
"""«Не получили «2»», «без троек»: not those with the mark."""
_OF_OTHERS = re.compile(
    r"задани[а-я]* (?:[а-я]+ )?(?:базов|повышен|высок)[а-я]* уров|"
    r"(?<![а-я])не ?(?:достиг|набра|показа|освои)[а-я]* (?:повышен|высок|стобал|8[01](?!\d)|100(?!\d))"
)
"""How tasks of a level were done, who lacks a high result: not who failed."""
_OF_LEVEL = re.compile(
    r"(?:повышен|понижен)н(?:ый|ого|ом|ому|ая|ое|ой)(?![а-я])|уров[а-я]+[ :,(-]+(?:повышен|понижен)"
)
"""«Повышенный уровень» is a level of achievement; a mark is «повышена»."""
_OF_MARKS = re.compile(r"отмет|оцен|журнал|четверт")
_COMPUTED = "(расчет)"
"""Columns of our own export that follow from the others."""
_QUALITY = re.compile(
    r"качеств\w*(?! преподав| образован| оценк)|(?<![а-я])(?:кз|кач|кк|п/к)(?![а-я])|хорошист"
)
_TRAINED = re.compile(r"обученност|(?<![а-я])(?:соу|сок)(?![а-я])")
_HIGH = re.compile(
    r"высокоба|высок\w* (?:балл|результ)|(?<!\d)(?:от )?8[01](?:[ .,]*(?:-|до|и (?:выше|более))|\+)|8[01] балл\w* и (?:выше|более)|(?:свыше|более|не менее|выше|>=?) ?8[01]|(?<![a-z])high(?![a-z])"
)
_HUNDREDS = re.compile(
    r"(?<!\d)(?<!-)(?<!до )100[ -]?(?:балл(?!ьн\w* (?:шкал|систем))|бал(?!л)|б\.)|стобал|(?<!\d)100$|(?<![a-z])hundreds?(?![a-z])"
)
_MEAN = re.compile(
    r"средн\w* (?:тестов\w* |итогов\w* )?(?:балл|отметк|оценк)|ср(?:едн)?\.? ?(?:тест\w*\.? )?(?:балл|отметк|оценк|б(?![а-я]))|(?<![a-z])(?:mean|average|avg)(?![a-z])|средний$"
)
_JOURNAL = (
    ("lowered", re.compile(r"(?<![a-z])lowered|понизи|понижен|ниже (?:журнал|четверт|текущ)")),
    ("confirmed", re.compile(r"(?<![a-z])confirmed|подтверд|соответств\w* журнал")),
    ("raised", re.compile(r"(?<![a-z])raised|повыси|повышен|выше (?:журнал|четверт|текущ)")),
)
_POSITIVE = frozenset(("high", "hundreds", "quality", "passed"))
_OBJECTIVITY = re.compile(r"objectiv|маркер|необъектив|признак\w* (?:не)?объектив")
_ENROLLED = re.compile(
    r"по списку|зарегистрир|заявлен|контингент|отсутств|не явил|неявк|освобожд|подавш|не участвов|не принима|(?<![а-я])не ?(?:писа|сдава|выполня|приступ|допущ|пришл|пришед)|всего обучающ|в школе"
)
_PARTICIPANTS = re.compile(
    r"участ(?:н|в|и|\.|$)|(?<![a-z])(?:participants?|takers|examinees)(?![a-z])|принимал|писал|писавш|выполнял|сдавал|сдававш|явил|(?<![а-я])(?:сдав|пис)\.(?![а-я])|(?<![а-я])вып(?:\.|олни[а-я]+)? (?:\w+ )?(?:работ|впр|к/?р)|^втг|(?:кол-? ?во|количеств\w*|число|численност\w*|всего)"
    r"(?: (?:уч|обуч|чел|вып|пис|сда)|$)|^(?:n|всего|чел\.?|человек|кол-?во)$"
)
_OTHER_MEASURE = re.compile(
    r"первичн|максимальн|медиан|порог(?! не)|минимальн\w* балл|динамик|отклонен|разниц|индекс|процент выполн|% выполн"
)


_ACHIEVEMENT = re.compile(
    r"(?:(?:очень|крайне) )?(?:недостаточн|недопустим|низк|пониженн|критическ|базов|средн|повышенн|высок|допустим|достаточн|оптимальн|"
    r"(?:ниже|выше) (?:базов|средн))[а-я]{2,3}(?: уров[а-я]+)?(?:,? ?(?:%|чел\.?))?"
)


def is_achievement(text: str) -> bool:
    """A level of achievement: «низкий», «ниже базового», «повышенный уровень»."""
    return _ACHIEVEMENT.fullmatch(plain(text)) is not None


_NUMBER_OF_SCHOOL = re.compile(
    rf"(?:№|номер|n|no) ?{_ORGANISATION}|{_ORGANISATION} ?,? ?\(?(?:№|номер|n|no)\)?"
)


def is_number_of_school(text: str) -> bool:
    """«№ ОО», «Школа №»: what stands under it may be the number in the name of the school."""
    return _NUMBER_OF_SCHOOL.fullmatch(plain(text).strip(' "*.:')) is not None


_CODE = re.compile(r"(?:sch|edu)?\d{3,12}", re.IGNORECASE)
LONGEST_NUMBER = 3


def is_short_number(text: str) -> bool:
    """Digits that are the number of a school, and no code of it."""
    return text.isdigit() and len(text) <= LONGEST_NUMBER


def numbered_name(number: str) -> str:
    """How a school is called that the book calls by its number."""
    return f"Школа № {number}"


def is_code(text: str) -> bool:
    """Digits or a login that can be the code of a school."""
    return _CODE.fullmatch(text) is not None


@lru_cache(maxsize=20_000)
def role_of(text: str) -> str:
    """The role of a column that is not a measure; "" when the text names none."""
    clean = plain(text).strip(' "*.:') if not text.rstrip().endswith(":") else ""
    if not clean or len(clean) > 120:
        return ""
    for role, pattern in _ROLES:
        if pattern.fullmatch(clean):
            return role
    return ""


@lru_cache(maxsize=20_000)
def measure_of(text: str) -> str:
    """The measure a heading names; "ignored" for figures that are not kept; "" when it names none."""
    clean = plain(text)
    if not clean or len(clean) > 300:
        return ""
    if _COMPUTED in clean or _OF_OTHERS.search(clean) or _WITHOUT_MARK.search(clean):
        return "ignored"
    of_level = _OF_LEVEL.search(clean) and not _OF_MARKS.search(clean)
    for measure, pattern in _JOURNAL:
        if not of_level and pattern.search(clean):
            return measure if _affirmed(pattern, clean) else "ignored"
    mark = _mark(clean)
    if mark:
        return mark
    return _by_words(clean)


def _affirmed(pattern: re.Pattern[str], clean: str) -> bool:
    """Is it said at least once without «не» before it? «Не подтвердили» is not «подтвердили»."""
    return any(not _NEGATION.search(clean[: found.start()]) for found in pattern.finditer(clean))


def _by_words(clean: str) -> str:
    clean = _OVER_MINIMUM.sub("преодолели", clean)
    for measure, pattern in (
        ("objectivity", _OBJECTIVITY),
        ("failed", _FAILED),
        ("high", _HIGH),
        ("hundreds", _HUNDREDS),
        ("ignored", _OTHER_MEASURE),
        ("mean", _MEAN),
        ("quality", _QUALITY),
        ("ignored", _TRAINED),
        ("passed", _PASSED),
        ("ignored", _ENROLLED),
    ):
        if pattern.search(clean):
            return measure if measure not in _POSITIVE or _affirmed(pattern, clean) else "ignored"
    if _PARTICIPANTS.search(clean):
        return "ignored" if _PERCENT.search(clean) else "participants"
    return ""


_CUT_PASSED = re.compile(r"(?<![а-я/])сд(?![а-я])")


def took_or_passed(chain: Sequence[str], failed: Sequence[str]) -> bool:
    """«Сд.»: those who sat the exam, or those of them who passed. So may be «сдали», when those beside it did not «не сдали»,
    but «не преодолели порог»."""
    said = [plain(text) for text in chain if measure_of(text) == "passed"]
    same = any(re.search(r"(?<![а-я])сда", plain(text)) for text in failed)
    return any(_CUT_PASSED.search(text) or re.search(r"сдал[оаи]", text) and not same for text in said)


def are_those_who_passed(chain: Sequence[str], failed: Sequence[str]) -> bool:
    """«Количество сдавших» beside «количество не сдавших» are not all who sat the exam."""
    return all(any(re.search(r"(?<![а-я])сдавш", plain(text)) for text in texts) for texts in (chain, failed))


def is_of_them(chain: Sequence[str]) -> bool:
    """«Из них», «в том числе»: a part of those in the column before."""
    return any(
        re.search(r"(?<![а-я])(?:из них|из которых|в т\. ?ч|в том числе)", plain(text)) for text in chain
    )


def took_part(heading: str) -> bool:
    """Does the heading speak of those who took part, not of all pupils?"""
    return re.search(r"участ|писал|писавш|сдавал|сдававш|выполнял|явил", plain(heading)) is not None


def _mark(clean: str) -> str:
    """«2», % «2», получили отметку "3", на «4» и «5» (that is quality, not a mark), двоек."""
    quoted = set(re.findall(r'"(\d)"', clean))
    bare = _UNIT_WORDS.sub(" ", clean).strip(' "-')
    if len(quoted) == 1 and quoted <= _DIGIT_MARKS.keys():
        digit = quoted.pop()
        return "" if _MEAN.search(clean) else _DIGIT_MARKS[digit]
    if quoted or re.fullmatch(r'[2-5]"?(?:[ ,и+/"-]+[2-5])+', bare):
        found = quoted or set(re.findall(r"\d", bare))
        return {"345": "passed", "45": "quality"}.get("".join(sorted(found)), "ignored")
    if bare in _DIGIT_MARKS:
        return _DIGIT_MARKS[bare]
    for measure, pattern in _MARK_WORDS:
        if re.fullmatch(pattern, bare):
            return measure
    return ""


@lru_cache(maxsize=20_000)
def unit_of(text: str) -> str:
    """«percent», «count» or "" when the text says neither or both."""
    clean = plain(text)
    percent, count = bool(_PERCENT.search(clean)), bool(_COUNT.search(clean))
    if percent and count:
        # «% чел., получивших «2»» is a share; «количество (доля)» may be either.
        return PERCENT if clean.startswith("%") or re.search(r"дол[яи] (?:чел|кол)", clean) else ""
    return PERCENT if percent else COUNT if count else ""


def measure_and_unit(chain: Sequence[str]) -> tuple[str, str]:
    """Measure and unit of a column from its heading texts, the lowest first."""
    unit = next((found for text in chain if (found := unit_of(text))), "")
    bare_unit = ""
    for text in chain:
        found = measure_of(text)
        if found == "participants" and _only_unit(text):
            bare_unit = found
        elif found:
            return (found, unit) if found != "participants" or not bare_unit else (found, unit)
    return bare_unit, unit


def _only_unit(text: str) -> bool:
    """«кол-во», «чел.»: the unit of the heading above, or participants when nothing is above."""
    return (
        re.fullmatch(
            r"(?:(?:кол-? ?во|количество|чел\.?|человек|число|всего|абс\.?|втг)[ ,()]*)+", plain(text)
        )
        is not None
    )


@lru_cache(maxsize=20_000)
def parts_of(text: str) -> tuple[tuple[str, ...], ...]:
    """«Участники/«2»», «Химия (всего / не сдали)»: the heading texts of each of the measures that stand in one cell."""
    found = re.fullmatch(r"(.*?)\(([^()]*[/\\|][^()]*)\)", text.strip())
    before, inside = (found[1].strip(), found[2]) if found else ("", text)
    parts = [part.strip() for part in re.split(r"[/\\|]", inside)]
    measures = [measure_of(part) for part in parts]
    if len(parts) < 2 or len(set(measures)) < len(parts) or not set(measures) <= MEASURES:
        return ()
    if any(map(_only_unit, parts)) and any(unit_of(part) == PERCENT for part in parts):
        return ()  # «кол-во/доля «2»» is one measure
    return tuple((part, before) if before else (part,) for part in parts)
