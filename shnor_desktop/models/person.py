"""People who sign papers and answer for work."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shnor_desktop.models.kind import Editor, Field, Record, RecordKind


class Person(Record):
    """A person of an office or a school."""

    __tablename__ = "person"
    name: Mapped[str]
    post: Mapped[str]
    office: Mapped[bytes | None] = mapped_column(ForeignKey("office.uid"))
    school: Mapped[bytes | None] = mapped_column(ForeignKey("school.uid"))
    phone: Mapped[str]
    email: Mapped[str]
    signs: Mapped[bool]


KIND = RecordKind(
    code="person",
    record=Person,
    one="Сотрудник",
    many="Сотрудники",
    title=lambda r, names: r.name,
    hint="Добавьте тех, кто подписывает бумаги.",
    fields=(
        Field("name", "Фамилия, имя, отчество", required=True, personal=True),
        Field("post", "Должность", personal=True),
        Field("office", "Организация", Editor.RECORD, refers="office"),
        Field("school", "Школа", Editor.RECORD, refers="school"),
        Field("phone", "Телефон", personal=True),
        Field("email", "Электронная почта", personal=True),
        Field("signs", "Подписывает бумаги", Editor.FLAG),
    ),
)
