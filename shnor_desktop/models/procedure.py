"""Assessment procedures (оценочные процедуры): family, subject, level and programme grade."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shnor_desktop.models.kind import Editor, Field, Record, RecordKind
from shnor_desktop.rules.figures import FAMILY_LABELS, LEVELS
from shnor_desktop.rules.sitting_names import procedure_name

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


KIND = RecordKind(
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
        Field("title", "Своё название"),
    ),
)
