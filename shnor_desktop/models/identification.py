"""Options of the rule, signed lists, and the statuses that lists and orders give to schools."""

from sqlalchemy.orm import Mapped

from shnor_desktop.models import fields, uids
from shnor_desktop.models.kind import About, Record, Travel
from shnor_desktop.rules.words.school_words import BASES, STATUS_KINDS

METHODS = (
    ("", "по числу низких результатов"),
    ("lowest", "доля школ с наименьшими показателями"),
    ("quartile", "нижняя четверть школ по показателю"),
)
MEASURES = (
    ("", "не выбран"),
    ("mean", "средний балл (отметка)"),
    ("quality", "качество: доля «4» и «5»"),
    ("failed", "доля «2» / не преодолевших порог"),
)
ATTEMPTS = (("", "первый результат основного периода"), ("last", "последний, с учётом пересдачи"))
AUTUMN = (
    ("programme", "к году программы"),
    ("sitting", "к году проведения"),
    ("exclude", "не учитывать"),
)


class StatusList(Record):
    """A list with its basis. Signing freezes the verdicts in `frozen` (JSON); nothing rewrites them later."""

    __tablename__ = "status_list"
    about = About(
        one="Перечень",
        many="Перечни",
        title=lambda r, names: r.title,
        user_made=False,
        found=True,
        frozen_when="frozen",
        frozen_but=frozenset(("paper",)),
        frozen_hint="Подпишите новый перечень или исключите школу из перечня приказом.",
    )
    title: Mapped[str] = fields.line("Название", required=True)
    kind: Mapped[str] = fields.choice("Статус", STATUS_KINDS)
    basis: Mapped[str] = fields.choice("Основание", BASES)
    basis_text: Mapped[str] = fields.line("Реквизиты основания")
    stated_count: Mapped[int | None] = fields.number(
        "Школ по тексту основания",
        help="Сколько школ названо в самом документе, если перечислены не все.",
        in_table=False,
    )
    dated_on: Mapped[str] = fields.date("Дата")
    school_year: Mapped[int | None] = fields.school_year("Учебный год")
    profile_name: Mapped[str] = fields.line("Профиль методики", in_table=False)
    profile_version: Mapped[int | None] = fields.number("Версия профиля", in_table=False)
    signed_on: Mapped[str] = fields.date("Подписан")
    signed_by: Mapped[str] = fields.line("Кем подписан", travels=Travel.PEOPLE)
    frozen: Mapped[str] = fields.text(
        "Зафиксированные выводы", in_table=False, in_form=False, travels=Travel.OTHERS
    )
    note: Mapped[str] = fields.text("Примечание", in_table=False)
    paper: Mapped[bytes | None] = fields.refers(
        "paper", "Документ", lets_go=True, help="Приказ, которым утверждён перечень.", in_table=False
    )


class SchoolStatus(Record):
    """A status of a school since a date, with its basis and the verdict frozen at signing (JSON)."""

    __tablename__ = "school_status"
    about = About(
        one="Статус школы",
        many="Статусы школ",
        title=lambda r, names: f"{names('school', r.school)}: {dict(STATUS_KINDS).get(r.kind, r.kind)}",
        hint="Статус даёт подписанный перечень, перечень региона или приказ.",
        frozen_with="list",
    )
    school: Mapped[bytes] = fields.refers("school", "Школа", owner=True, required=True)
    kind: Mapped[str] = fields.choice("Статус", STATUS_KINDS, blank=True, required=True)
    basis: Mapped[str] = fields.choice("Основание", BASES, blank=True, required=True)
    basis_text: Mapped[str] = fields.line(
        "Реквизиты основания", help="Например: приказ от 05.09.2026 № 12-од."
    )
    list: Mapped[bytes | None] = fields.refers("status_list", "Перечень")
    since: Mapped[str] = fields.date("С")
    until: Mapped[str] = fields.date("По")
    verdict: Mapped[str] = fields.text("Зафиксированный вывод", in_table=False, in_form=False)
    note: Mapped[str] = fields.text("Примечание", in_table=False)


class MethodProfile(Record):
    """Options of the rule. `version` grows with every saved change."""

    __tablename__ = "method_profile"
    about = About(
        one="Профиль методики",
        many="Профили методики",
        title=lambda r, names: r.name,
        counted="version",
    )
    name: Mapped[str] = fields.line("Название", required=True)
    version: Mapped[int] = fields.number("Версия", in_form=False)
    slot_mode: Mapped[str] = fields.choice(
        "Выбор процедур", (("auto", "два последних года с результатами"), ("named", "названы в профиле"))
    )
    method: Mapped[str] = fields.choice("Способ", METHODS)
    measure: Mapped[str] = fields.choice("Показатель", MEASURES, in_table=False)
    lowest_pct: Mapped[int] = fields.number(
        "Доля школ",
        most=100,
        unit="%",
        help="Какую долю школ с наименьшими показателями включать.",
        in_table=False,
    )
    subjects: Mapped[str] = fields.line(
        "Предметы",
        help="Сокращения через запятую: РУ, МА. Пусто — все, по которым есть результаты.",
        in_table=False,
    )
    attempts: Mapped[str] = fields.choice("Пересдачи", ATTEMPTS, in_table=False)
    families: Mapped[str] = fields.line(
        "Виды процедур",
        help="Коды через запятую: vpr, oge, ege. Пусто — все, кроме ГВЭ, по которым есть результаты.",
        in_table=False,
    )
    threshold: Mapped[int] = fields.number(
        "Порог", most=1_000, unit="%", help="Включительно: ровно 30 % — низкий результат."
    )
    min_n: Mapped[int] = fields.number("Наименьшее число участников", most=1_000)
    c1_count: Mapped[int] = fields.number("Критерий 1: процедур в году А", most=1_000, in_table=False)
    c2_count_a: Mapped[int] = fields.number("Критерий 2: процедур в году А", most=1_000, in_table=False)
    c2_count_b: Mapped[int] = fields.number("Критерий 2: процедур в году Б", most=1_000, in_table=False)
    watch_width: Mapped[int] = fields.number(
        "Ширина группы внимания", most=1_000, unit="п.п.", in_table=False
    )
    join_levels: Mapped[bool] = fields.flag(
        "Соединять уровни (база и профиль, база и углублённый)", in_table=False
    )
    exclude_flagged: Mapped[bool] = fields.flag("Не учитывать с признаком необъективности", in_table=False)
    autumn: Mapped[str] = fields.choice("Осенние ВПР", AUTUMN, in_table=False)
    note: Mapped[str] = fields.text("Примечание", in_table=False)


class ProfileSitting(Record):
    """A sitting named by a profile for slot A or B; identity is the three."""

    __tablename__ = "profile_sitting"
    about = About(
        one="Процедура профиля",
        many="Процедуры профиля",
        title=lambda r, names: f"{names('method_profile', r.profile)}: {names('sitting', r.sitting)}",
        user_made=False,
        key=("profile", "slot", "sitting"),
        natural=uids.profile_sitting,
    )
    profile: Mapped[bytes] = fields.refers("method_profile", "Профиль", owner=True, required=True)
    slot: Mapped[str] = fields.choice("Год", (("A", "А"), ("B", "Б")), required=True)
    sitting: Mapped[bytes] = fields.refers("sitting", "Проведение", required=True)
