"""How schools are identified: method profiles (the threshold, the sittings of the slots, the options), dated lists and the
statuses they give.
"""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shnor_desktop.models.kind import Editor, Field, Record, RecordKind, Travel
from shnor_desktop.rules.schools import BASES, STATUS_KINDS


class StatusList(Record):
    """A list with its basis. Signing freezes the verdicts in `frozen` (JSON); nothing rewrites them later."""

    __tablename__ = "status_list"
    title: Mapped[str]
    kind: Mapped[str]
    basis: Mapped[str]
    basis_text: Mapped[str]
    dated_on: Mapped[str]
    school_year: Mapped[int | None]
    profile_name: Mapped[str]
    profile_version: Mapped[int | None]
    signed_on: Mapped[str]
    signed_by: Mapped[str]
    frozen: Mapped[str]
    note: Mapped[str]
    stated_count: Mapped[int | None]


class SchoolStatus(Record):
    """A status of a school since a date, with its basis and the verdict frozen at signing (JSON)."""

    __tablename__ = "school_status"
    school: Mapped[bytes] = mapped_column(ForeignKey("school.uid"))
    kind: Mapped[str]
    basis: Mapped[str]
    basis_text: Mapped[str]
    list: Mapped[bytes | None] = mapped_column(ForeignKey("status_list.uid"))
    since: Mapped[str]
    until: Mapped[str]
    verdict: Mapped[str]
    note: Mapped[str]


STATUS_LIST = RecordKind(
    code="status_list",
    record=StatusList,
    one="Перечень",
    many="Перечни",
    title=lambda r, names: r.title,
    user_made=False,
    frozen_when="frozen",
    fields=(
        Field("title", "Название", required=True),
        Field("kind", "Статус", Editor.CHOICE, choices=STATUS_KINDS),
        Field("basis", "Основание", Editor.CHOICE, choices=BASES),
        Field("basis_text", "Реквизиты основания"),
        Field(
            "stated_count",
            "Школ по тексту основания",
            Editor.INTEGER,
            in_table=False,
            help="Сколько школ названо в самом документе, если перечислены не все.",
        ),
        Field("dated_on", "Дата", Editor.DATE),
        Field("school_year", "Учебный год", Editor.SCHOOL_YEAR),
        Field("profile_name", "Профиль методики", in_table=False, travels=Travel.ANYWHERE),
        Field("profile_version", "Версия профиля", Editor.INTEGER, in_table=False),
        Field("signed_on", "Подписан", Editor.DATE),
        Field("signed_by", "Кем подписан", travels=Travel.PEOPLE),
        Field(
            "frozen",
            "Зафиксированные выводы",
            Editor.TEXT,
            in_table=False,
            in_form=False,
            travels=Travel.OTHERS,
        ),
        Field("note", "Примечание", Editor.TEXT, in_table=False),
    ),
)

SCHOOL_STATUS = RecordKind(
    code="school_status",
    record=SchoolStatus,
    one="Статус школы",
    many="Статусы школ",
    title=lambda r, names: f"{names('school', r.school)}: {dict(STATUS_KINDS).get(r.kind, r.kind)}",
    hint="Статус даёт подписанный перечень, перечень региона или приказ.",
    frozen_with="list",
    fields=(
        Field("school", "Школа", Editor.RECORD, refers="school", required=True),
        Field("kind", "Статус", Editor.CHOICE, choices=STATUS_KINDS, required=True),
        Field("basis", "Основание", Editor.CHOICE, choices=BASES, required=True),
        Field("basis_text", "Реквизиты основания", help="Например: приказ от 05.09.2026 № 12-од."),
        Field("list", "Перечень", Editor.RECORD, refers="status_list"),
        Field("since", "С", Editor.DATE),
        Field("until", "По", Editor.DATE),
        Field("verdict", "Зафиксированный вывод", Editor.TEXT, in_table=False, in_form=False),
        Field("note", "Примечание", Editor.TEXT, in_table=False),
    ),
)


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


class MethodProfile(Record):
    """Options of the rule. `version` grows with every saved change."""

    __tablename__ = "method_profile"
    name: Mapped[str]
    version: Mapped[int]
    slot_mode: Mapped[str]
    families: Mapped[str]
    threshold: Mapped[int]
    min_n: Mapped[int]
    c1_count: Mapped[int]
    c2_count_a: Mapped[int]
    c2_count_b: Mapped[int]
    watch_width: Mapped[int]
    join_levels: Mapped[bool]
    exclude_flagged: Mapped[bool]
    autumn: Mapped[str]
    note: Mapped[str]
    method: Mapped[str]
    measure: Mapped[str]
    lowest_pct: Mapped[int]
    subjects: Mapped[str]
    attempts: Mapped[str]


class ProfileSitting(Record):
    """A sitting named by a profile for slot A or B; identity is the three."""

    __tablename__ = "profile_sitting"
    profile: Mapped[bytes] = mapped_column(ForeignKey("method_profile.uid"))
    slot: Mapped[str]
    sitting: Mapped[bytes] = mapped_column(ForeignKey("sitting.uid"))


PROFILE = RecordKind(
    code="method_profile",
    record=MethodProfile,
    one="Профиль методики",
    many="Профили методики",
    title=lambda r, names: r.name,
    fields=(
        Field("name", "Название", required=True, travels=Travel.ANYWHERE),
        Field("version", "Версия", Editor.INTEGER, in_form=False),
        Field(
            "slot_mode",
            "Выбор процедур",
            Editor.CHOICE,
            choices=(("auto", "два последних года с результатами"), ("named", "названы в профиле")),
        ),
        Field("method", "Способ", Editor.CHOICE, choices=METHODS),
        Field("measure", "Показатель", Editor.CHOICE, choices=MEASURES, in_table=False),
        Field(
            "lowest_pct",
            "Доля школ",
            Editor.INTEGER,
            unit="%",
            in_table=False,
            help="Какую долю школ с наименьшими показателями включать.",
        ),
        Field(
            "subjects",
            "Предметы",
            in_table=False,
            help="Сокращения через запятую: РУ, МА. Пусто — все, по которым есть результаты.",
            travels=Travel.ANYWHERE,
        ),
        Field("attempts", "Пересдачи", Editor.CHOICE, choices=ATTEMPTS, in_table=False),
        Field(
            "families",
            "Виды процедур",
            help="Коды через запятую: vpr, oge, ege. Пусто — все, кроме ГВЭ, по которым есть результаты.",
            in_table=False,
            travels=Travel.ANYWHERE,
        ),
        Field(
            "threshold",
            "Порог",
            Editor.INTEGER,
            unit="%",
            help="Включительно: ровно 30 % — низкий результат.",
        ),
        Field("min_n", "Наименьшее число участников", Editor.INTEGER),
        Field("c1_count", "Критерий 1: процедур в году А", Editor.INTEGER, in_table=False),
        Field("c2_count_a", "Критерий 2: процедур в году А", Editor.INTEGER, in_table=False),
        Field("c2_count_b", "Критерий 2: процедур в году Б", Editor.INTEGER, in_table=False),
        Field("watch_width", "Ширина группы внимания", Editor.INTEGER, unit="п.п.", in_table=False),
        Field(
            "join_levels",
            "Соединять уровни (база и профиль, база и углублённый)",
            Editor.FLAG,
            in_table=False,
        ),
        Field("exclude_flagged", "Не учитывать с признаком необъективности", Editor.FLAG, in_table=False),
        Field("autumn", "Осенние ВПР", Editor.CHOICE, choices=AUTUMN, in_table=False),
        Field("note", "Примечание", Editor.TEXT, in_table=False),
    ),
)

PROFILE_SITTING = RecordKind(
    code="profile_sitting",
    record=ProfileSitting,
    one="Процедура профиля",
    many="Процедуры профиля",
    title=lambda r, names: f"{names('method_profile', r.profile)}: {names('sitting', r.sitting)}",
    user_made=False,
    fields=(
        Field("profile", "Профиль", Editor.RECORD, refers="method_profile", required=True),
        Field("slot", "Год", Editor.CHOICE, choices=(("A", "А"), ("B", "Б")), required=True),
        Field("sitting", "Проведение", Editor.RECORD, refers="sitting", required=True),
    ),
)
