"""The office: names, head and letterhead, as papers need them."""

from sqlalchemy.orm import Mapped

from shnor_desktop.models.kind import Editor, Field, Record, RecordKind


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


KIND = RecordKind(
    code="office",
    record=Office,
    one="Организация",
    many="Организации",
    title=lambda r, names: r.short_name or r.name,
    hint="Добавьте свою организацию: её имя и реквизиты встанут в бланки всех бумаг.",
    fields=(
        Field("name", "Полное название", required=True),
        Field("short_name", "Краткое название"),
        Field("municipality", "Муниципальное образование", help="В родительном падеже: «Заречного района»."),
        Field("region", "Регион"),
        Field("place", "Место издания бумаг", help="Населённый пункт, который пишут рядом с датой."),
        Field("letterhead", "Бланк", Editor.TEXT, in_table=False, help="Строки бланка сверху вниз."),
        Field("head_post", "Должность руководителя"),
        Field("head_name", "Руководитель", help="Фамилия и инициалы: «И.О. Фамилия».", personal=True),
        Field("executor", "Исполнитель", in_table=False, personal=True),
        Field("executor_phone", "Телефон исполнителя", in_table=False, personal=True),
        Field("order_suffix", "Суффикс номера приказа", in_table=False, help="Например «-од»."),
    ),
)
