"""Method profiles: the threshold, the sittings of the slots and the options by which schools are identified."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shnor_desktop.models.kind import Editor, Field, Record, RecordKind

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
        Field("name", "Название", required=True),
        Field("version", "Версия", Editor.INTEGER, in_form=False),
        Field(
            "slot_mode",
            "Выбор процедур",
            Editor.CHOICE,
            choices=(("auto", "два последних года с результатами"), ("named", "названы в профиле")),
        ),
        Field(
            "families",
            "Виды процедур",
            help="Коды через запятую: vpr, oge, ege. Пусто — все, по которым есть результаты.",
            in_table=False,
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
        Field("join_levels", "Соединять базу и профиль", Editor.FLAG, in_table=False),
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
