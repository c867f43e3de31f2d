"""What a heading of a social passport may mean: the usual indicators by the words that schools, offices and the collection of
context data of 2021 use for them."""

import re
from collections.abc import Collection

from shnor_desktop.sheets.book.values import plain

_HOW_MANY = r"(?:всего|общ\w* (?:числ|количеств)\w*|количеств\w*|числ\w*|численность|кол-?во)"
_WHERE = r"(?:в |по )?(?:школ\w*|оо|учреждени\w*|организаци\w*)"
_ALL = r"(?:всего|общ\w* (?:числ|количеств)\w*|чел\w*)"
_MEANINGS: tuple[tuple[str, str], ...] = (
    ("Учителя с курсами до 36 часов", r"(?:кпк|курс|квалификац).*(?:до|менее|не более|<|≤|меньше) ?36"),
    ("Учителя с курсами от 36 до 72 часов", r"(?:кпк|курс|квалификац).*(?:от )?36 ?(?:-|до) ?72"),
    (
        "Учителя с курсами больше 72 часов",
        r"(?:кпк|курс|квалификац).*(?:более|больше|свыше|от|не менее|>|≥) ?72",
    ),
    ("Учителя с курсами за три года", r"(?:прош|повы).*(?:кпк|курс|квалификац).*(?:3|три|трех)"),
    ("Учителя с высшей категорией", r"высш\w* (?:квалификационн\w* )?категор"),
    ("Учителя до 30 лет", r"(?:до|младше|не старше|менее|моложе) ?30|молод\w* (?:специалист|учител|педагог)"),
    (
        "Учителя пенсионного возраста",
        r"(?:учител|педагог|преподавател|работник|возраст).*пенсион|пенсион.*(?:учител|педагог|преподавател|работник|возраст)",
    ),
    ("Вакансии учителей", r"ваканс|не хватает (?:учител|педагог)"),
    ("Предметы без учителя", r"предмет\w* без (?:учител|преподават)|не ведет?ся предмет"),
    ("Средний педагогический стаж", r"средн\w*.*стаж|стаж.*средн"),
    ("Средняя нагрузка учителя", r"средн\w*.*нагрузк|нагрузк.*средн"),
    (
        "Учителей всего",
        rf"(?:{_HOW_MANY} )*(?:педагогических работников|(?:учител|педагог|преподавател)\w*)(?: {_WHERE})?(?: ?-? ?\(?{_ALL}\)?)?",
    ),
    ("Обучающиеся с ОВЗ", r"(?:^|[^а-я])овз(?:[^а-я]|$)|ограниченн\w* возможност"),
    ("Дети-инвалиды", r"инвалид"),
    (
        "Русский язык не родной",
        r"русск\w*(?: язык)?\w*[^а-я]*(?:не|неродн)[^а-я]*(?:явля|родн)|не ?родн\w* (?:русск|язык)|инофон|мигрант|билингв",
    ),
    ("Подвозимые обучающиеся", r"подвоз|подвез|на школьн\w* автобус"),
    (
        "Состоят на профилактическом учёте",
        r"(?:^|[^а-я])(?:пдн|кдн|вшу|кднизп)(?:[^а-я]|$)|учет\w*.*(?:пдн|кдн|внутришк|профилакт)|(?:внутришк|профилакт)\w* учет",
    ),
    ("Дети из многодетных семей", r"многодет"),
    ("Дети из малообеспеченных семей", r"малообеспеч|малоимущ|низк\w* доход"),
    ("Дети из неполных семей", r"неполн\w*(?: сем\w*)?$|неполн\w* сем|один\w* (?:родител|мат)"),
    (
        "Дети из семей в социально опасном положении",
        r"(?:^|[^а-я])соп(?:[^а-я]|$)|социальн\w* опасн|неблагополучн",
    ),
    ("Дети-сироты и под опекой", r"опек|сирот|приемн\w* сем|попечен"),
    ("Родители без работы", r"безработн|без работы|не работа"),
    (
        "У родителей высшее образование",
        r"(?:родител|мат|отц|сем)\w*.*высш\w* образован|высш\w* образован\w*.*родител",
    ),
    (
        "Занимаются дополнительным образованием",
        r"доп(?:олнительн\w*|\.) ?образован|кружк|секци",
    ),
    ("Классов-комплектов", r"класс\w*-? ?комплект\w*$|^(?:количество|число|кол-?во) классов(?:,? всего)?$"),
    (
        "Кабинетов",
        rf"^(?:{_HOW_MANY} )*(?:учебн\w* )?кабинет\w*$|^(?:{_HOW_MANY} )*учебн\w* (?:кабинет|помещен)\w*$",
    ),
    ("Компьютеров для обучения", r"компьютер|ноутбук|(?:^|[^а-я])пк(?:[^а-я]|$)"),
    ("Расстояние до районного центра", r"(?:расстояни|удален)\w*.*(?:центр|райцентр|город)"),
    (
        "Обучающихся всего",
        rf"контингент(?: (?:обучающ|учащ)\w*)?|(?:{_HOW_MANY} )*(?:обучающ|учащ|учени[кц]|учен|дет|школьник)\w*(?: {_WHERE})?(?: ?-? ?\(?{_ALL}\)?)?",
    ),
)
_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in _MEANINGS)
_SHARE = re.compile(r"дол[яеи]|процент|удельн|%|(?:^|[^а-я])на (?:1|од[ин])")
"""A share, or so many of something else: no number of people or things."""
_ANOTHER = re.compile(
    r"воспитател|заместител|администрац|психолог|логопед|библиотек|девоч|мальчик|перв\w* (?:и|или) высш|высш\w* (?:и|или) перв"
)
"""Words that make of the people who are meant others, or only some."""
_PARENTS = re.compile(r"родител|отц|матер|опекун")
_OF_PARENTS = ("Родители без работы", "У родителей высшее образование", "Дети из неполных семей")
_TEACHERS = re.compile(r"учител|педагог|преподавател|работник|кадр")
_OF_TEACHERS = (
    "Вакансии учителей",
    "Предметы без учителя",
    "Средний педагогический стаж",
    "Средняя нагрузка учителя",
)
_FAMILIES = re.compile(r"сем(?:ь|е)")
_CHILDREN = re.compile(r"дет|ребен|обучающ|учащ|ученик|школьник")
_WHOLE = ("Учителей всего", "Обучающихся всего")
_UNIT = re.compile(r"[,(]? ?(?:чел(?:\.|овек)?|шт\.?|ед\.?|%|лет|ч\.?|км)\)?$")
_ADDRESS = re.compile(
    r"адрес|директор|руководител|телефон|почт|e-?mail|сайт|правов\w* форм|населенн\w* пункт|тип (?:оо|школ|организ)|"
    r"фамилия|имя|отчество|(?:^|[^а-я])фио|полное наименование|сокращен|автобус|железнодорож|^логин|^код"
)
_WANTED_WHOLE = re.compile(r"(?:из них|в том числе)")


def stripped(text: str) -> str:
    """Without unit and numbering, as headings are compared."""
    clean = re.sub(r"^\d{1,3}(?:\.\d{1,2})*[.)]? ?", "", plain(text).rstrip(" :.*"))
    return _UNIT.sub("", clean).strip(" ,.")


def meaning(chain: tuple[str, ...], known: Collection[str]) -> str:
    """The indicator of the dictionary that a heading means: the lowest text first, then with those above it; empty where
    none is meant for sure."""
    names = {stripped(one): one for one in known}
    lowest = chain[-1] if chain else ""
    for text in (lowest, " ".join(chain)):
        if (exact := names.get(stripped(text))) is not None:
            return exact
    if not lowest or _ADDRESS.search(plain(lowest)):
        return ""
    for text in dict.fromkeys((lowest, " ".join(chain[-2:]), " ".join(chain))):
        found = _by_words(plain(text))
        if found and found in known:
            return found
    return ""


def _by_words(clean: str) -> str:
    if _FAMILIES.search(clean) and not _CHILDREN.search(clean):
        return ""  # Families are counted, not children: a person says what to make of them.
    if _SHARE.search(clean) or _ANOTHER.search(clean):
        return ""
    bare = stripped(clean)
    told = [
        name
        for name, pattern in _COMPILED
        if name not in _WHOLE and (pattern.search(clean) or pattern.search(bare)) and _fits(name, clean)
    ]
    if told:
        return told[0] if len(told) == 1 or told[0].startswith("Учителя с курсами") else ""
    whole = [name for name, pattern in _COMPILED if name in _WHOLE and pattern.fullmatch(bare)]
    return whole[0] if len(whole) == 1 and not _WANTED_WHOLE.search(clean) else ""


def _fits(name: str, clean: str) -> bool:
    """Whether those of whom the indicator speaks are those the heading speaks of: pupils, parents, teachers."""
    if name in _OF_TEACHERS or name.startswith("Учителя"):
        return not _PARENTS.search(clean)
    if name not in _OF_PARENTS and _PARENTS.search(clean):
        return False
    return not _TEACHERS.search(clean)
