"""Programmes and what they consist of: parts, indicators with their targets and facts, and the school calendar."""

from sqlalchemy.orm import Mapped

from shnor_desktop.models import fields, uids
from shnor_desktop.models.kind import About, Record, Travel
from shnor_desktop.rules.words import marks

PROGRAMME_KINDS = (
    ("municipal", "муниципальная программа"),
    ("roadmap", "дорожная карта"),
    ("school", "программа школы"),
    ("external", "внешний проект, программа региона"),
    ("route", "индивидуальный маршрут"),
)
PROGRAMME_LEVELS = (
    ("", "не указан"),
    ("federal", "федеральный"),
    ("regional", "региональный"),
    ("municipal", "муниципальный"),
    ("school", "школьный"),
)
YEAR_KINDS = (("calendar", "календарный"), ("school", "учебный"))
PROGRAMME_YEARS = (("", "по дате начала"), *YEAR_KINDS)
PLACES = (
    ("passport", "строка паспорта"),
    ("section", "раздел"),
    ("plan", "план мероприятий"),
    ("plan_section", "раздел плана"),
    ("points", "пункты документа"),
    ("agenda", "повестка"),
    ("decisions", "решения"),
    ("appendix", "приложение"),
    ("block", "готовый текст"),
)
DRAWS = (
    ("", "только текст"),
    ("period", "сроки"),
    ("directions", "направления"),
    ("indicators", "показатели"),
    ("activities", "мероприятия"),
    ("schools", "школы"),
    ("results", "результаты"),
    ("problems", "проблемы"),
    ("events", "что сделано"),
    ("assignments", "закрепления"),
    ("acts", "основания"),
    ("programme", "программа целиком"),
    ("risks", "риски школ"),
    ("documents", "документы школ"),
)
USES = (("programme", "программы"), ("context", "социального паспорта"), ("work", "работы"))
DIRECTIONS = (("", "не сказано"), ("more", "чем больше, тем лучше"), ("less", "чем меньше, тем лучше"))
FORMULAS = (
    ("", "вводится вручную"),
    ("schools_listed", "число школ в перечне"),
    ("schools_left", "число школ, вышедших из перечня"),
    ("share_listed", "доля школ в перечне"),
    ("schools_in_programme", "число школ в программе"),
    ("share_in_programme", "доля школ перечня, вошедших в программу"),
    ("schools_improved", "число школ с положительной динамикой"),
    ("share_improved", "доля школ с положительной динамикой"),
    ("schools_helped", "число школ, где что-то проведено"),
    ("share_helped", "доля школ программы, где что-то проведено"),
    ("failed", "доля «2» / не преодолевших порог"),
    ("passed", "доля преодолевших порог, успеваемость"),
    ("quality", "доля «4» и «5»"),
    ("mean", "средний балл (отметка)"),
    ("high", "доля высокобалльников"),
    ("low_results", "число низких результатов"),
    ("events", "число проведённого"),
    ("people", "число участников проведённого"),
    ("consultations", "число консультаций"),
    ("visits", "число выездов и посещений"),
    ("seminars", "число семинаров и вебинаров"),
    ("courses", "число курсов повышения квалификации"),
    ("trained", "число прошедших курсы"),
)
STAGES = (
    ("", "за год"),
    ("input", "входной"),
    ("middle", "промежуточный"),
    ("final", "итоговый"),
    ("half_1", "1-е полугодие"),
    ("half_2", "2-е полугодие"),
)
VALUE_STATES = (("", "есть"), ("no_data", "нет данных"))
TERM_KINDS = (
    ("term", "четверть"),
    ("trimester", "триместр"),
    ("half", "полугодие"),
    ("holidays", "каникулы"),
)


class Programme(Record):
    """A programme, project or roadmap: a thing with a period."""

    __tablename__ = "programme"
    about = About(
        one="Программа",
        many="Программы и дорожные карты",
        title=lambda r, names: r.short_title or r.title,
        hint="Добавьте программу поддержки или дорожную карту: в ней будут показатели и мероприятия.",
        ordered=(("starts", "ends"),),
        rows=(("part", "programme"), ("indicator", "programme")),
    )
    kind: Mapped[str] = fields.choice("Вид", PROGRAMME_KINDS, required=True)
    level: Mapped[str] = fields.choice("Уровень", PROGRAMME_LEVELS, in_table=False)
    title: Mapped[str] = fields.line(
        "Название",
        required=True,
        help="Без фамилий: для сотрудника есть своё поле, и оно не уходит в бланки.",
        travels=Travel.ANYWHERE,
    )
    short_title: Mapped[str] = fields.line("Краткое наименование", in_table=False, travels=Travel.ANYWHERE)
    period_label: Mapped[str] = fields.line(
        "Период, как печатать", help="Например «2021/22 учебный год».", travels=Travel.NEEDED
    )
    starts: Mapped[str] = fields.date("Начало")
    ends: Mapped[str] = fields.date("Окончание")
    year_kind: Mapped[str] = fields.choice(
        "Годы программы",
        PROGRAMME_YEARS,
        help="По ним читаются сроки: «I квартал» и «январь» календарного и учебного года — разные дни.",
        in_table=False,
    )
    school: Mapped[bytes | None] = fields.refers("school", "Школа", owner=True)
    person: Mapped[bytes | None] = fields.refers(
        "person", "Сотрудник", lets_go=True, help="Чей это индивидуальный маршрут.", in_table=False
    )
    part_of: Mapped[bytes | None] = fields.refers(
        "programme", "В составе программы", lets_go=True, in_table=False
    )
    previous: Mapped[bytes | None] = fields.refers(
        "programme", "Продолжает программу", lets_go=True, in_table=False
    )
    approved_by: Mapped[bytes | None] = fields.refers("paper", "Чем утверждена", lets_go=True)
    note: Mapped[str] = fields.text("Примечание", in_table=False)
    schools = fields.links("school", "Школы программы", of_each=True, in_table=False)
    acts = fields.links("act", "Основания", in_table=False)
    papers = fields.links("paper", "Основания — свои документы", role="programme_basis", in_table=False)


class Part(Record):
    """A piece of a programme or of a paper; with neither it is a text block the office uses again."""

    __tablename__ = "part"
    about = About(
        one="Раздел",
        many="Разделы",
        title=lambda r, names: (
            " ".join(filter(None, (r.number, r.title)))
            or marks.bare(r.text).partition("\n")[0][:80]
            or dict(PLACES).get(r.place, "")
        ),
        hint="Разделы программы и документа. Раздел без программы и документа — готовый текст, который можно вставить.",
        frozen_with="paper",
        within=("programme", "paper", "parent"),
        rows=(("part", "parent"), ("activity", "part")),
    )
    programme: Mapped[bytes | None] = fields.refers("programme", "Программа", owner=True)
    paper: Mapped[bytes | None] = fields.refers("paper", "Документ", owner=True)
    parent: Mapped[bytes | None] = fields.refers("part", "Внутри раздела", owner=True, in_table=False)
    position: Mapped[int] = fields.position()
    place: Mapped[str] = fields.choice("Место", PLACES, required=True)
    number: Mapped[str] = fields.line(
        "Номер", help="Как напечатан: «I.», «2.1». Может быть пустым.", travels=Travel.CODE
    )
    title: Mapped[str] = fields.line("Заголовок")
    text: Mapped[str] = fields.lines("Текст", in_table=False)
    same_as: Mapped[bytes | None] = fields.refers(
        "part",
        "Тот же текст, что в разделе",
        lets_go=True,
        help="Напечатанное дважды хранится один раз и потому не разойдётся.",
        in_table=False,
    )
    draws: Mapped[str] = fields.choice("Что выводит", DRAWS, in_table=False)
    columns: Mapped[str] = fields.line(
        "Графы плана",
        help="Код и слова заголовка через «=», графы через «;»: number=№ п/п; text=Мероприятия.",
        in_table=False,
        travels=Travel.NEEDED,
    )
    off: Mapped[bool] = fields.flag("Не печатать", in_table=False)


class Indicator(Record):
    """A measured thing: of a programme, of the social passport, of work. Without a programme it is of the dictionary."""

    __tablename__ = "indicator"
    about = About(
        one="Показатель",
        many="Показатели",
        title=lambda r, names: " ".join(filter(None, (r.number, r.text))),
        hint="Показатели программы, социального паспорта и работы. Без программы показатель — строка справочника.",
        key=("use", "text"),
        key_if=lambda r: r.programme is None,
        kept_once=False,
        natural=uids.indicator,
        within=("programme",),
        rows=(("indicator_value", "indicator"),),
    )
    programme: Mapped[bytes | None] = fields.refers("programme", "Программа", owner=True)
    use: Mapped[str] = fields.choice("Показатель чего", USES, required=True, default="programme")
    group: Mapped[str] = fields.line("Группа", travels=Travel.NEEDED)
    criterion: Mapped[str] = fields.line("Критерий", in_table=False, travels=Travel.NEEDED)
    position: Mapped[int] = fields.position()
    number: Mapped[str] = fields.line("Номер", help="Как напечатан.", travels=Travel.CODE)
    text: Mapped[str] = fields.line("Показатель", required=True, travels=Travel.ANYWHERE)
    unit: Mapped[str] = fields.line("Единица", help="«%», «шт.», «чел.».", travels=Travel.NEEDED)
    denominator: Mapped[str] = fields.line(
        "От чего считается", help="Знаменатель словами.", in_table=False, travels=Travel.NEEDED
    )
    direction: Mapped[str] = fields.choice("Какое значение лучше", DIRECTIONS, in_table=False)
    as_of: Mapped[str] = fields.line("На какую дату", in_table=False, travels=Travel.NEEDED)
    in_passport: Mapped[bool] = fields.flag("В паспорте", in_table=False)
    formula: Mapped[str] = fields.choice("Как считается", FORMULAS, in_table=False)
    procedure: Mapped[bytes | None] = fields.refers(
        "procedure", "По какой процедуре", lets_go=True, in_table=False
    )
    weight_e4: Mapped[int | None] = fields.decimal("Вес", most=fields.AMOUNT_E4, in_table=False)
    limit_e4: Mapped[int | None] = fields.decimal(
        "Порог", least=-fields.AMOUNT_E4, most=fields.AMOUNT_E4, in_table=False
    )


class IndicatorValue(Record):
    """A target and a fact of an indicator: of a school, or of the programme or district as a whole."""

    __tablename__ = "indicator_value"
    about = About(
        one="Значение показателя",
        many="Значения показателей",
        title=lambda r, names: ", ".join(
            filter(
                None,
                (
                    names("indicator", r.indicator),
                    names("school", r.school),
                    year_label(r.year, r.year_kind),
                    dict(STAGES).get(r.stage, "") if r.stage else "",
                ),
            )
        ),
        found=False,
        key=("indicator", "school", "year_kind", "year", "stage"),
        key_indexed=False,
        natural=uids.indicator_value,
    )
    indicator: Mapped[bytes] = fields.refers("indicator", "Показатель", owner=True, required=True)
    school: Mapped[bytes | None] = fields.refers(
        "school", "Школа", owner=True, help="Пусто — по программе или району в целом."
    )
    year: Mapped[int] = fields.number(
        "Год", most=fields.LAST_YEAR, required=True, help="Учебный год — тот, в котором он начался."
    )
    year_kind: Mapped[str] = fields.choice("Какой год", YEAR_KINDS, required=True, default="school")
    stage: Mapped[str] = fields.choice("Этап", STAGES)
    target_e4: Mapped[int | None] = fields.decimal("План", least=-fields.AMOUNT_E4, most=fields.AMOUNT_E4)
    fact_e4: Mapped[int | None] = fields.decimal("Факт", least=-fields.AMOUNT_E4, most=fields.AMOUNT_E4)
    decimals: Mapped[int] = fields.number("Знаков после запятой", most=4, in_table=False, quiet=True)
    state: Mapped[str] = fields.choice("Данные", VALUE_STATES)
    as_of: Mapped[str] = fields.date("На дату", in_table=False)
    source: Mapped[str] = fields.line("Источник", in_table=False, quiet=True)
    reason: Mapped[str] = fields.line(
        "Почему не по расчёту",
        help="Отчего введённый факт стоит вместо вычисленного.",
        in_table=False,
    )


class Term(Record):
    """What «четверть» means in one school year."""

    __tablename__ = "term"
    about = About(
        one="Часть учебного года",
        many="Учебный календарь",
        title=lambda r, names: (
            f"{r.name or term_name(r.kind, r.number)}, {year_label(r.school_year, 'school')}"
        ),
        hint="Пока календарь года не задан, сроки читаются по обычным датам четвертей и каникул.",
        key=("school_year", "kind", "number"),
        natural=uids.term,
        ordered=(("starts", "ends"),),
    )
    school_year: Mapped[int] = fields.school_year("Учебный год", required=True)
    kind: Mapped[str] = fields.choice("Что это", TERM_KINDS, required=True)
    number: Mapped[int] = fields.number(
        "Номер", least=0, most=12, required=True, help="Каникулы: 1 осенние, 2 зимние, 3 весенние, 4 летние."
    )
    name: Mapped[str] = fields.line("Название")
    starts: Mapped[str] = fields.date("Начало", required=True)
    ends: Mapped[str] = fields.date("Окончание", required=True)


def year_label(year: int, year_kind: str) -> str:
    """«2021/22», «2021 год»."""
    if not year:
        return ""
    return f"{year}/{(year + 1) % 100:02d}" if year_kind == "school" else f"{year} год"


def term_name(kind: str, number: int) -> str:
    """«четверть 2»."""
    return f"{dict(TERM_KINDS).get(kind, kind)} {number}".strip()
