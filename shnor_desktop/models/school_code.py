"""Codes by which other systems know a school."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shnor_desktop.models.kind import Editor, Field, Record, RecordKind

SYSTEMS = (
    ("fisoko", "логин ФИС ОКО"),
    ("rcoi", "код ОО в РЦОИ"),
    ("inn", "ИНН"),
    ("ogrn", "ОГРН"),
    ("other", "другой"),
)


class SchoolCode(Record):
    """One code of a school in one system; identity is the system and the code."""

    __tablename__ = "school_code"
    school: Mapped[bytes] = mapped_column(ForeignKey("school.uid"))
    system: Mapped[str]
    code: Mapped[str]


KIND = RecordKind(
    code="school_code",
    record=SchoolCode,
    one="Код школы",
    many="Коды школ",
    title=lambda r, names: f"{names('school', r.school)}: {dict(SYSTEMS).get(r.system, r.system)} {r.code}",
    hint="Коды помогают узнавать школу в любой книге, как бы ни было написано название.",
    fields=(
        Field("school", "Школа", Editor.RECORD, refers="school", required=True),
        Field("system", "Система", Editor.CHOICE, choices=SYSTEMS, required=True),
        Field("code", "Код", required=True),
    ),
)
