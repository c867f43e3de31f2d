"""The office: names, head and letterhead, as papers need them; and the people who sign papers and answer for work."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shnor_desktop.models.kind import Editor, Field, Record, RecordKind, Travel


class Office(Record):
    """An education department, methodical centre or regional body that works with the file."""

    __tablename__ = "office"
    name: Mapped[str]
    short_name: Mapped[str]
    municipality: Mapped[str]
    region: Mapped[str]
    place: Mapped[str]
    letterhead: Mapped[str]
    head_post: Mapped[str]
    head_name: Mapped[str]
    executor: Mapped[str]
    executor_phone: Mapped[str]
    order_suffix: Mapped[str]
    other_names: Mapped[str]
    form: Mapped[str]


OFFICE_FORMS = (
    ("", "не указан"),
    ("own", "своя организация"),
    ("founder", "учредитель"),
    ("other", "другая организация"),
)

OFFICE = RecordKind(
    code="office",
    record=Office,
    one="Организация",
    many="Организации",
    title=lambda r, names: r.short_name or r.name,
    hint="Добавьте свою организацию: её имя и реквизиты встанут в бланки всех бумаг.",
    fields=(
        Field("name", "Полное название", required=True, travels=Travel.ANYWHERE),
        Field("short_name", "Краткое название", travels=Travel.ANYWHERE),
        Field(
            "other_names",
            "Другие названия",
            in_table=False,
            help="Через точку с запятой.",
            travels=Travel.ANYWHERE,
        ),
        Field(
            "form",
            "Чья организация",
            Editor.CHOICE,
            choices=OFFICE_FORMS,
            in_table=False,
            help="Учредитель — администрация, от имени которой издают постановления.",
        ),
        Field(
            "municipality",
            "Муниципальное образование",
            help="В родительном падеже: «Заречного района».",
            travels=Travel.ANYWHERE,
        ),
        Field("region", "Регион", travels=Travel.ANYWHERE),
        Field(
            "place",
            "Место издания бумаг",
            help="Населённый пункт, который пишут рядом с датой.",
            travels=Travel.ANYWHERE,
        ),
        Field("letterhead", "Бланк", Editor.TEXT, in_table=False, help="Строки бланка сверху вниз."),
        Field("head_post", "Должность руководителя"),
        Field("head_name", "Руководитель", help="Фамилия и инициалы: «И.О. Фамилия».", travels=Travel.PEOPLE),
        Field("executor", "Исполнитель", in_table=False, travels=Travel.PEOPLE),
        Field("executor_phone", "Телефон исполнителя", in_table=False, travels=Travel.PEOPLE),
        Field(
            "order_suffix",
            "Суффикс номера приказа",
            in_table=False,
            help="Например «-од».",
            travels=Travel.ANYWHERE,
        ),
    ),
)


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
    subject: Mapped[bytes | None] = mapped_column(ForeignKey("subject.uid"))
    category: Mapped[str]


PERSON = RecordKind(
    code="person",
    record=Person,
    one="Сотрудник",
    many="Сотрудники",
    title=lambda r, names: r.name,
    hint="Добавьте тех, кто подписывает бумаги.",
    fields=(
        Field("name", "Фамилия, имя, отчество", required=True, travels=Travel.PEOPLE),
        Field("post", "Должность", travels=Travel.PEOPLE),
        Field("office", "Организация", Editor.RECORD, refers="office"),
        Field("school", "Школа", Editor.RECORD, refers="school"),
        Field("subject", "Предмет", Editor.RECORD, refers="subject", in_table=False),
        Field("category", "Квалификационная категория", in_table=False, travels=Travel.PEOPLE),
        Field("phone", "Телефон", travels=Travel.PEOPLE),
        Field("email", "Электронная почта", travels=Travel.PEOPLE),
        Field("signs", "Подписывает бумаги", Editor.FLAG),
    ),
)
