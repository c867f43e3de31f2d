"""Subjects, procedures and sittings; results of schools and of areas (district, region, country); where they came from, and
the answers that people gave about unclear workbooks, so that they are asked once."""

from typing import Any

from sqlalchemy.orm import Mapped

from shnor_desktop.models import fields, uids
from shnor_desktop.models.kind import About, Record, Travel
from shnor_desktop.rules.figures import FAMILY_LABELS, LEVELS, SEASONS, STATE_LABELS
from shnor_desktop.rules.results.sitting_names import procedure_name, sitting_name

AREAS = (("district", "муниципалитет"), ("region", "регион"), ("country", "страна"))
COHORTS = (
    ("", "как обычно"),
    ("all", "все обучающиеся"),
    ("chosen", "по выбору"),
    ("random", "по случайному выбору предмета"),
    ("two", "экзамен по двум предметам"),
)
MEASURES = (("marks", "по отметкам («2»)"), ("threshold", "по минимальному порогу"))


def _exam_grade(known: dict[str, Any]) -> dict[str, Any]:
    """Exams are taken at one grade, whatever was typed."""
    grade = uids.EXAM_GRADES.get(str(known["family"] or ""))
    return {"programme_grade": grade} if grade else {}


class Subject(Record):
    """A subject; identity is its short name: «МА», «РУ»."""

    __tablename__ = "subject"
    about = About(
        one="Предмет",
        many="Предметы",
        title=lambda r, names: r.name,
        key=("short",),
        natural=uids.subject,
        derived=lambda known: {"short": str(known["short"] or "").upper()},
    )
    short: Mapped[str] = fields.line("Сокращение", required=True, travels=Travel.ANYWHERE)
    name: Mapped[str] = fields.line("Название", required=True, travels=Travel.ANYWHERE)
    aliases: Mapped[str] = fields.line(
        "Другие названия",
        help="Через точку с запятой: как предмет называют в книгах.",
        travels=Travel.NEEDED,
    )
    ege_codes: Mapped[str] = fields.line(
        "Коды ЕГЭ", help="Коды РЦОИ через точку с запятой.", travels=Travel.CODE
    )
    oge_codes: Mapped[str] = fields.line(
        "Коды ОГЭ", help="Коды РЦОИ через точку с запятой.", travels=Travel.CODE
    )
    position: Mapped[int] = fields.number("Порядок", in_table=False)


class Procedure(Record):
    """A procedure; identity is family, subject, level, programme grade and, for others, its title."""

    __tablename__ = "procedure"
    about = About(
        one="Оценочная процедура",
        many="Оценочные процедуры",
        title=lambda r, names: (
            r.title or procedure_name(r.family, names("subject.short", r.subject), r.level, r.programme_grade)
        ),
        key=("family", "subject", "level", "programme_grade", "title"),
        natural=uids.procedure,
        derived=_exam_grade,
    )
    family: Mapped[str] = fields.choice("Вид", tuple(FAMILY_LABELS.items()), required=True)
    subject: Mapped[bytes] = fields.refers("subject", "Предмет", required=True)
    level: Mapped[str] = fields.choice("Уровень", (("", "—"), *list(LEVELS.items())[1:]))
    programme_grade: Mapped[int] = fields.number(
        "Класс программы",
        most=12,
        help="Класс, программу которого проверяют: осенью 2020 года шестиклассники писали за 5 класс.",
    )
    measured_by: Mapped[str] = fields.choice("Как измеряется", MEASURES)
    title: Mapped[str] = fields.line("Своё название", travels=Travel.ANYWHERE)


class Sitting(Record):
    """A sitting; identity is procedure, school year and season. `school_year` is the year it starts in."""

    __tablename__ = "sitting"
    about = About(
        one="Проведение процедуры",
        many="Сроки проведения",
        title=lambda r, names: sitting_name(names("procedure", r.procedure), r.school_year, r.season),
        key=("procedure", "school_year", "season"),
        natural=uids.sitting,
    )
    procedure: Mapped[bytes] = fields.refers("procedure", "Процедура", required=True)
    school_year: Mapped[int] = fields.school_year("Учебный год", required=True)
    season: Mapped[str] = fields.choice("Сезон", (("", "—"), *list(SEASONS.items())[1:]))
    sitting_grade: Mapped[int] = fields.number("Писавший класс", most=12)
    pass_threshold: Mapped[int | None] = fields.number("Минимальный балл", most=1_000)
    maximum: Mapped[int | None] = fields.number("Наибольший балл", most=1_000)
    high_from: Mapped[int | None] = fields.number("Высокий балл от", most=1_000, in_table=False)
    cohort: Mapped[str] = fields.choice(
        "Кто участвовал",
        COHORTS,
        help="Если участвовали не все, результаты разных лет несопоставимы: программа скажет об этом.",
        in_table=False,
    )
    scale: Mapped[str] = fields.line(
        "Своя шкала региона",
        help="Пусто — рекомендованная. Иначе чем отличается, например «свой перевод баллов 2026 года».",
        in_table=False,
        travels=Travel.NEEDED,
    )
    held_on: Mapped[str] = fields.date("Дата", in_table=False)
    note: Mapped[str] = fields.text("Примечание", in_table=False)


class Parcel(Record):
    """Where results came from."""

    __tablename__ = "parcel"
    about = About(
        one="Загрузка",
        many="Загрузки",
        title=lambda r, names: r.title,
        user_made=False,
        found=True,
    )
    title: Mapped[str] = fields.line("Загрузка")
    file_name: Mapped[str] = fields.line("Файл")
    sha256: Mapped[str] = fields.line("Контрольная сумма", in_table=False, travels=Travel.ANYWHERE)
    imported_on: Mapped[str] = fields.date("Дата")


class Figures:
    """Columns of both kinds of results; meanings and units are those of `rules.figures.Figures`."""

    participants: Mapped[int | None] = fields.number("Участников", unit="чел.")
    failed: Mapped[int | None] = fields.number("Получили «2» / не преодолели порог", unit="чел.")
    failed_pct_e4: Mapped[int | None] = fields.decimal("Доля «2» / не преодолевших порог", unit="%")
    count_3: Mapped[int | None] = fields.number("Отметок «3»", in_table=False)
    count_4: Mapped[int | None] = fields.number("Отметок «4»", in_table=False)
    count_5: Mapped[int | None] = fields.number("Отметок «5»", in_table=False)
    pct_3_e4: Mapped[int | None] = fields.decimal("Доля «3»", unit="%", in_table=False)
    pct_4_e4: Mapped[int | None] = fields.decimal("Доля «4»", unit="%", in_table=False)
    pct_5_e4: Mapped[int | None] = fields.decimal("Доля «5»", unit="%", in_table=False)
    quality_pct_e4: Mapped[int | None] = fields.decimal("Доля «4» и «5»", unit="%", in_table=False)
    pct_decimals: Mapped[int] = fields.number(
        "Знаков после запятой в долях", most=4, in_table=False, in_form=False
    )
    high: Mapped[int | None] = fields.number("Высокобалльников", in_table=False)
    high_pct_e4: Mapped[int | None] = fields.decimal("Доля высокобалльников", unit="%", in_table=False)
    hundreds: Mapped[int | None] = fields.number("Получили 100 баллов", in_table=False)
    mean_e4: Mapped[int | None] = fields.decimal("Средний балл")
    lowered: Mapped[int | None] = fields.number("Понизили отметку", in_table=False)
    confirmed: Mapped[int | None] = fields.number("Подтвердили отметку", in_table=False)
    raised: Mapped[int | None] = fields.number("Повысили отметку", in_table=False)


class Origin:
    """Where a result came from."""

    parcel: Mapped[bytes | None] = fields.refers("parcel", "Загрузка", in_form=False, quiet=True)
    source: Mapped[str] = fields.line("Откуда", in_form=False, quiet=True, travels=Travel.OTHERS)
    """A place in a book; books and their names are of many schools."""


class SchoolResult(Figures, Origin, Record):
    """A school at a sitting; identity is the two."""

    __tablename__ = "school_result"
    about = About(
        one="Результат школы",
        many="Результаты школ",
        title=lambda r, names: f"{names('school', r.school)}, {names('sitting', r.sitting)}",
        user_made=False,
        key=("sitting", "school"),
        key_indexed=False,
        natural=uids.school_result,
        ordered=(("failed", "participants"),),
    )
    school: Mapped[bytes] = fields.refers("school", "Школа", owner=True, required=True)
    sitting: Mapped[bytes] = fields.refers("sitting", "Проведение", required=True)
    state: Mapped[str] = fields.choice("Состояние", tuple(STATE_LABELS.items()), required=True)
    reason: Mapped[str] = fields.line("Причина исключения", in_table=False)
    objectivity_flag: Mapped[bool] = fields.flag("Признак необъективности")


class AreaResult(Figures, Origin, Record):
    """An area at a sitting; identity is sitting, kind of area and its name."""

    __tablename__ = "area_result"
    about = About(
        one="Результат территории",
        many="Результаты территорий",
        title=lambda r, names: f"{r.area_name}, {names('sitting', r.sitting)}",
        user_made=False,
        key=("sitting", "area", "area_name"),
        natural=uids.area_result,
        ordered=(("failed", "participants"),),
    )
    area: Mapped[str] = fields.choice("Территория", AREAS, required=True)
    area_name: Mapped[str] = fields.line("Название", required=True, travels=Travel.ANYWHERE)
    sitting: Mapped[bytes] = fields.refers("sitting", "Проведение", required=True)


class LearnedAnswer(Record):
    """An answer; identity is the key of the question."""

    __tablename__ = "learned_answer"
    about = About(
        one="Ответ о книге",
        many="Ответы о книгах",
        title=lambda r, names: r.text or r.question,
        user_made=False,
        key=("question",),
        natural=uids.learned_answer,
    )
    text: Mapped[str] = fields.line("Вопрос и ответ")
    value: Mapped[str] = fields.line("Ответ", in_form=False)
    question: Mapped[str] = fields.line("Признак вопроса", in_table=False, in_form=False)
