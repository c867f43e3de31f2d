"""Results and what they hang on: subjects with the names and codes met in workbooks, assessment procedures (оценочные
процедуры) of a family, subject, level and programme grade, sittings (проведения) of them in a school year and season.

Schools and areas (district, region, country) have the same figures in two kinds of records. What one workbook or pasted
block brought is a parcel, undoable weeks later; answers about unclear workbooks are kept, so that they are asked once.
"""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shnor_desktop.models.kind import Editor, Field, Record, RecordKind, Travel
from shnor_desktop.rules.figures import FAMILY_LABELS, LEVELS, SEASONS, STATE_LABELS
from shnor_desktop.rules.sitting_names import procedure_name, sitting_name

COHORTS = (
    ("", "как обычно"),
    ("all", "все обучающиеся"),
    ("chosen", "по выбору"),
    ("random", "по случайному выбору предмета"),
    ("two", "экзамен по двум предметам"),
)
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
    quality_pct_e4: Mapped[int | None]


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
    Field("quality_pct_e4", "Доля «4» и «5»", Editor.DECIMAL_E4, unit="%", in_table=False),
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
        Field("area_name", "Название", required=True, travels=Travel.ANYWHERE),
        Field("sitting", "Проведение", Editor.RECORD, refers="sitting", required=True),
        *_FIGURES,
        *_SOURCE,
    ),
)


class Subject(Record):
    """A subject; identity is its short name: «МА», «РУ»."""

    __tablename__ = "subject"
    short: Mapped[str]
    name: Mapped[str]
    aliases: Mapped[str]
    ege_codes: Mapped[str]
    oge_codes: Mapped[str]
    position: Mapped[int]


SUBJECT = RecordKind(
    code="subject",
    record=Subject,
    one="Предмет",
    many="Предметы",
    title=lambda r, names: r.name,
    fields=(
        Field("short", "Сокращение", required=True, travels=Travel.ANYWHERE),
        Field("name", "Название", required=True, travels=Travel.ANYWHERE),
        Field(
            "aliases",
            "Другие написания",
            help="Через точку с запятой: как предмет называют в книгах.",
            travels=Travel.ANYWHERE,
        ),
        Field("ege_codes", "Коды ЕГЭ", help="Коды РЦОИ через точку с запятой.", travels=Travel.ANYWHERE),
        Field("oge_codes", "Коды ОГЭ", help="Коды РЦОИ через точку с запятой.", travels=Travel.ANYWHERE),
        Field("position", "Порядок", Editor.INTEGER, in_table=False),
    ),
)


class Sitting(Record):
    """A sitting; identity is procedure, school year and season. `school_year` is the year it starts in."""

    __tablename__ = "sitting"
    procedure: Mapped[bytes] = mapped_column(ForeignKey("procedure.uid"))
    school_year: Mapped[int]
    season: Mapped[str]
    sitting_grade: Mapped[int]
    pass_threshold: Mapped[int | None]
    maximum: Mapped[int | None]
    held_on: Mapped[str]
    note: Mapped[str]
    high_from: Mapped[int | None]
    cohort: Mapped[str]
    scale: Mapped[str]


SITTING = RecordKind(
    code="sitting",
    record=Sitting,
    one="Проведение",
    many="Проведения",
    title=lambda r, names: sitting_name(names("procedure", r.procedure), r.school_year, r.season),
    fields=(
        Field("procedure", "Процедура", Editor.RECORD, refers="procedure", required=True),
        Field("school_year", "Учебный год", Editor.SCHOOL_YEAR, required=True),
        Field("season", "Сезон", Editor.CHOICE, choices=(("", "—"), *list(SEASONS.items())[1:])),
        Field("sitting_grade", "Писавший класс", Editor.INTEGER),
        Field("pass_threshold", "Минимальный балл", Editor.INTEGER),
        Field("maximum", "Наибольший балл", Editor.INTEGER),
        Field("high_from", "Высокий балл от", Editor.INTEGER, in_table=False),
        Field(
            "cohort",
            "Кто участвовал",
            Editor.CHOICE,
            choices=COHORTS,
            in_table=False,
            help="Если участвовали не все, результаты разных лет несопоставимы: программа скажет об этом.",
        ),
        Field(
            "scale",
            "Своя шкала региона",
            in_table=False,
            help="Пусто — рекомендованная. Иначе чем отличается, например «свой перевод баллов 2026 года».",
            travels=Travel.ANYWHERE,
        ),
        Field("held_on", "Дата", Editor.DATE, in_table=False),
        Field("note", "Примечание", Editor.TEXT, in_table=False),
    ),
)


class Parcel(Record):
    """Where results came from."""

    __tablename__ = "parcel"
    title: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    imported_on: Mapped[str]


PARCEL = RecordKind(
    code="parcel",
    record=Parcel,
    one="Загрузка",
    many="Загрузки",
    title=lambda r, names: r.title,
    user_made=False,
    fields=(
        Field("title", "Загрузка"),
        Field("file_name", "Файл"),
        Field("sha256", "Контрольная сумма", in_table=False, travels=Travel.ANYWHERE),
        Field("imported_on", "Дата", Editor.DATE),
    ),
)


MEASURES = (("marks", "по отметкам («2»)"), ("threshold", "по минимальному порогу"))


class Procedure(Record):
    """A procedure; identity is family, subject, level, programme grade and, for others, its title."""

    __tablename__ = "procedure"
    family: Mapped[str]
    subject: Mapped[bytes] = mapped_column(ForeignKey("subject.uid"))
    level: Mapped[str]
    programme_grade: Mapped[int]
    measured_by: Mapped[str]
    title: Mapped[str]


PROCEDURE = RecordKind(
    code="procedure",
    record=Procedure,
    one="Оценочная процедура",
    many="Оценочные процедуры",
    title=lambda r, names: (
        r.title or procedure_name(r.family, names("subject.short", r.subject), r.level, r.programme_grade)
    ),
    fields=(
        Field("family", "Вид", Editor.CHOICE, choices=tuple(FAMILY_LABELS.items()), required=True),
        Field("subject", "Предмет", Editor.RECORD, refers="subject", required=True),
        Field("level", "Уровень", Editor.CHOICE, choices=(("", "—"), *list(LEVELS.items())[1:])),
        Field(
            "programme_grade",
            "Класс программы",
            Editor.INTEGER,
            help="Класс, программу которого проверяют: осенью 2020 года шестиклассники писали за 5 класс.",
        ),
        Field("measured_by", "Как измеряется", Editor.CHOICE, choices=MEASURES),
        Field("title", "Своё название", travels=Travel.ANYWHERE),
    ),
)


class LearnedAnswer(Record):
    """An answer; identity is the key of the question."""

    __tablename__ = "learned_answer"
    question: Mapped[str]
    value: Mapped[str]
    text: Mapped[str]


LEARNED_ANSWER = RecordKind(
    code="learned_answer",
    record=LearnedAnswer,
    one="Ответ о книге",
    many="Ответы о книгах",
    title=lambda r, names: r.text or r.question,
    user_made=False,
    fields=(
        Field("text", "Вопрос"),
        Field("value", "Ответ"),
        Field("question", "Ключ вопроса", in_table=False),
    ),
)
