"""School subjects with the names and codes met in workbooks."""

from sqlalchemy.orm import Mapped

from shnor_desktop.models.kind import Editor, Field, Record, RecordKind


class Subject(Record):
    """A subject; identity is its short name: «МА», «РУ»."""

    __tablename__ = "subject"
    short: Mapped[str]
    name: Mapped[str]
    aliases: Mapped[str]
    ege_codes: Mapped[str]
    oge_codes: Mapped[str]
    position: Mapped[int]


KIND = RecordKind(
    code="subject",
    record=Subject,
    one="Предмет",
    many="Предметы",
    title=lambda r, names: r.name,
    fields=(
        Field("short", "Сокращение", required=True),
        Field("name", "Название", required=True),
        Field("aliases", "Другие написания", help="Через точку с запятой: как предмет называют в книгах."),
        Field("ege_codes", "Коды ЕГЭ", help="Коды РЦОИ через точку с запятой."),
        Field("oge_codes", "Коды ОГЭ", help="Коды РЦОИ через точку с запятой."),
        Field("position", "Порядок", Editor.INTEGER, in_table=False),
    ),
)
