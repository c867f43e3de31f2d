"""Sittings (проведения): a procedure held in a school year and season."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shnor_desktop.models.kind import Editor, Field, Record, RecordKind
from shnor_desktop.rules.figures import SEASONS
from shnor_desktop.rules.sitting_names import sitting_name


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


KIND = RecordKind(
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
        Field("held_on", "Дата", Editor.DATE, in_table=False),
        Field("note", "Примечание", Editor.TEXT, in_table=False),
    ),
)
