"""Schools with branches and successors."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shnor_desktop.models.kind import Editor, Field, Record, RecordKind

FORMS = (
    ("", "не указан"),
    ("primary", "НОШ"),
    ("basic", "ООШ"),
    ("secondary", "СОШ"),
    ("gymnasium", "гимназия"),
    ("lyceum", "лицей"),
    ("boarding", "школа-интернат"),
    ("evening", "вечерняя школа"),
    ("other", "другой"),
)


class School(Record):
    """A school or a branch of one. `name` is the short name printed everywhere."""

    __tablename__ = "school"
    name: Mapped[str]
    official_name: Mapped[str]
    form: Mapped[str]
    municipality: Mapped[str]
    place: Mapped[str]
    rural: Mapped[bool]
    director: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    address: Mapped[str]
    parent: Mapped[bytes | None] = mapped_column(ForeignKey("school.uid"))
    successor_of: Mapped[bytes | None] = mapped_column(ForeignKey("school.uid"))
    succession: Mapped[str]
    opened_on: Mapped[str]
    closed_on: Mapped[str]
    note: Mapped[str]


KIND = RecordKind(
    code="school",
    record=School,
    one="Школа",
    many="Школы",
    title=lambda r, names: r.name,
    hint="Перетащите на окно книгу с результатами: школы будут взяты из неё. Или добавьте школу вручную.",
    fields=(
        Field("name", "Краткое название", required=True),
        Field("official_name", "Полное название по уставу", in_table=False),
        Field("form", "Вид", Editor.CHOICE, choices=FORMS),
        Field("municipality", "Муниципалитет"),
        Field("place", "Населённый пункт"),
        Field("rural", "Сельская", Editor.FLAG),
        Field("director", "Директор", personal=True),
        Field("phone", "Телефон", personal=True),
        Field("email", "Электронная почта", in_table=False, personal=True),
        Field("address", "Адрес", in_table=False),
        Field(
            "parent",
            "Филиал школы",
            Editor.RECORD,
            refers="school",
            in_table=False,
            help="Результаты филиала складываются с результатами основной школы.",
        ),
        Field("successor_of", "Преемник школы", Editor.RECORD, refers="school", in_table=False),
        Field(
            "succession",
            "Результаты предшественника",
            Editor.CHOICE,
            choices=(("", "начать заново"), ("join", "объединять")),
            in_table=False,
        ),
        Field("opened_on", "Открыта", Editor.DATE, in_table=False),
        Field("closed_on", "Закрыта", Editor.DATE, in_table=False),
        Field("note", "Примечание", Editor.TEXT, in_table=False),
    ),
)
