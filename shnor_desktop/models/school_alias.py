"""Spellings of school names met in files."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shnor_desktop.models.kind import Editor, Field, Record, RecordKind
from shnor_desktop.rules.russian import quoted


class SchoolAlias(Record):
    """A learned spelling; identity is the normalised spelling."""

    __tablename__ = "school_alias"
    school: Mapped[bytes] = mapped_column(ForeignKey("school.uid"))
    spelling: Mapped[str]
    normalised: Mapped[str]


KIND = RecordKind(
    code="school_alias",
    record=SchoolAlias,
    one="Написание школы",
    many="Написания школ",
    title=lambda r, names: f"{quoted(r.spelling)} — {names('school', r.school)}",
    hint="Написания запоминаются при загрузке книг.",
    fields=(
        Field("school", "Школа", Editor.RECORD, refers="school", required=True),
        Field("spelling", "Написание в книге", required=True),
        Field("normalised", "Приведённое написание", in_form=False),
    ),
)
