"""Results of schools and of areas (district, region, country): the same figures, two kinds."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shnor_desktop.models.kind import Editor, Field, Record, RecordKind
from shnor_desktop.rules.figures import STATE_LABELS

AREAS = (("district", "муниципалитет"), ("region", "регион"), ("country", "страна"))


class FiguresColumns:
    """Columns shared by both kinds; meanings and units are those of `rules.figures.Figures`."""

    participants: Mapped[int | None]
    failed: Mapped[int | None]
    count_3: Mapped[int | None]
    count_4: Mapped[int | None]
    count_5: Mapped[int | None]
    failed_pct_e4: Mapped[int | None]
    pct_3_e4: Mapped[int | None]
    pct_4_e4: Mapped[int | None]
    pct_5_e4: Mapped[int | None]
    pct_decimals: Mapped[int]
    high: Mapped[int | None]
    high_pct_e4: Mapped[int | None]
    hundreds: Mapped[int | None]
    mean_e4: Mapped[int | None]
    lowered: Mapped[int | None]
    confirmed: Mapped[int | None]
    raised: Mapped[int | None]


class SchoolResult(FiguresColumns, Record):
    """A school at a sitting; identity is the two."""

    __tablename__ = "school_result"
    sitting: Mapped[bytes] = mapped_column(ForeignKey("sitting.uid"))
    school: Mapped[bytes] = mapped_column(ForeignKey("school.uid"))
    state: Mapped[str]
    reason: Mapped[str]
    objectivity_flag: Mapped[bool]
    parcel: Mapped[bytes | None] = mapped_column(ForeignKey("parcel.uid"))
    source: Mapped[str]


class AreaResult(FiguresColumns, Record):
    """An area at a sitting; identity is sitting, kind of area and its name."""

    __tablename__ = "area_result"
    sitting: Mapped[bytes] = mapped_column(ForeignKey("sitting.uid"))
    area: Mapped[str]
    area_name: Mapped[str]
    parcel: Mapped[bytes | None] = mapped_column(ForeignKey("parcel.uid"))
    source: Mapped[str]


_FIGURES = (
    Field("participants", "Участников", Editor.INTEGER, unit="чел."),
    Field("failed", "Получили «2» / не преодолели порог", Editor.INTEGER, unit="чел."),
    Field("failed_pct_e4", "Доля «2» / не преодолевших порог", Editor.DECIMAL_E4, unit="%"),
    Field("count_3", "Отметок «3»", Editor.INTEGER, in_table=False),
    Field("count_4", "Отметок «4»", Editor.INTEGER, in_table=False),
    Field("count_5", "Отметок «5»", Editor.INTEGER, in_table=False),
    Field("pct_3_e4", "Доля «3»", Editor.DECIMAL_E4, unit="%", in_table=False),
    Field("pct_4_e4", "Доля «4»", Editor.DECIMAL_E4, unit="%", in_table=False),
    Field("pct_5_e4", "Доля «5»", Editor.DECIMAL_E4, unit="%", in_table=False),
    Field("pct_decimals", "Знаков после запятой в долях", Editor.INTEGER, in_table=False, in_form=False),
    Field("high", "Высокобалльников", Editor.INTEGER, in_table=False),
    Field("high_pct_e4", "Доля высокобалльников", Editor.DECIMAL_E4, unit="%", in_table=False),
    Field("hundreds", "Получили 100 баллов", Editor.INTEGER, in_table=False),
    Field("mean_e4", "Средний балл", Editor.DECIMAL_E4),
    Field("lowered", "Понизили отметку", Editor.INTEGER, in_table=False),
    Field("confirmed", "Подтвердили отметку", Editor.INTEGER, in_table=False),
    Field("raised", "Повысили отметку", Editor.INTEGER, in_table=False),
)
_SOURCE = (
    Field("parcel", "Загрузка", Editor.RECORD, refers="parcel", in_form=False, quiet=True),
    Field("source", "Откуда", in_form=False, quiet=True),
)

SCHOOL_RESULT = RecordKind(
    code="school_result",
    record=SchoolResult,
    one="Результат школы",
    many="Результаты школ",
    title=lambda r, names: f"{names('school', r.school)}, {names('sitting', r.sitting)}",
    user_made=False,
    fields=(
        Field("school", "Школа", Editor.RECORD, refers="school", required=True),
        Field("sitting", "Проведение", Editor.RECORD, refers="sitting", required=True),
        Field("state", "Состояние", Editor.CHOICE, choices=tuple(STATE_LABELS.items()), required=True),
        Field("reason", "Причина исключения", in_table=False),
        Field("objectivity_flag", "Признак необъективности", Editor.FLAG),
        *_FIGURES,
        *_SOURCE,
    ),
)

AREA_RESULT = RecordKind(
    code="area_result",
    record=AreaResult,
    one="Результат территории",
    many="Результаты территорий",
    title=lambda r, names: f"{r.area_name}, {names('sitting', r.sitting)}",
    user_made=False,
    fields=(
        Field("area", "Территория", Editor.CHOICE, choices=AREAS, required=True),
        Field("area_name", "Название", required=True),
        Field("sitting", "Проведение", Editor.RECORD, refers="sitting", required=True),
        *_FIGURES,
        *_SOURCE,
    ),
)
