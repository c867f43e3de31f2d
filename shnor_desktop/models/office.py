"""The office with its names, head and letterhead, and the people who sign papers and answer for work."""

from sqlalchemy.orm import Mapped

from shnor_desktop.models import fields
from shnor_desktop.models.kind import About, Record, Travel
from shnor_desktop.rules.words.declension import Case

OFFICE_FORMS = (
    ("", "не указан"),
    ("own", "своя организация"),
    ("founder", "учредитель"),
    ("other", "другая организация"),
)


class Office(Record):
    """An education department, methodical centre or regional body that works with the file."""

    __tablename__ = "office"
    about = About(
        one="Организация",
        many="Организации",
        title=lambda r, names: r.short_name or r.name,
        hint="Добавьте свою организацию: её имя и реквизиты встанут в бланки всех документов.",
    )
    name: Mapped[str] = fields.line("Полное наименование", required=True, travels=Travel.ANYWHERE)
    short_name: Mapped[str] = fields.line("Краткое наименование", travels=Travel.ANYWHERE)
    other_names: Mapped[str] = fields.line("Другие названия", help="Через точку с запятой.", in_table=False)
    form: Mapped[str] = fields.choice(
        "Чья организация",
        OFFICE_FORMS,
        help="Учредитель — администрация, от имени которой издают постановления.",
        in_table=False,
    )
    municipality: Mapped[str] = fields.line(
        "Муниципальное образование", help="В родительном падеже: «Заречного района».", case=Case.GENITIVE
    )
    region: Mapped[str] = fields.line("Регион")
    place: Mapped[str] = fields.line(
        "Место издания документов", help="Населённый пункт, который пишут рядом с датой."
    )
    letterhead: Mapped[str] = fields.text(
        "Бланк", help="Строки бланка сверху вниз; если пусто, стоит полное наименование.", in_table=False
    )
    head_post: Mapped[str] = fields.line("Должность руководителя")
    head_name: Mapped[str] = fields.line(
        "Руководитель", help="Фамилия и инициалы: «И.О. Фамилия».", travels=Travel.PEOPLE
    )
    executor: Mapped[str] = fields.line("Исполнитель", in_table=False, travels=Travel.PEOPLE)
    executor_phone: Mapped[str] = fields.line("Телефон исполнителя", in_table=False, travels=Travel.PEOPLE)
    order_suffix: Mapped[str] = fields.line("Суффикс номера приказа", help="Например «-од».", in_table=False)


class Person(Record):
    """A person of an office or a school."""

    __tablename__ = "person"
    about = About(
        one="Сотрудник",
        many="Сотрудники",
        title=lambda r, names: r.name,
        hint="Добавьте тех, кто подписывает документы.",
    )
    name: Mapped[str] = fields.line("Фамилия, имя, отчество", required=True, travels=Travel.PEOPLE)
    post: Mapped[str] = fields.line("Должность", travels=Travel.PEOPLE)
    office: Mapped[bytes | None] = fields.refers("office", "Организация", lets_go=True)
    school: Mapped[bytes | None] = fields.refers("school", "Школа", lets_go=True)
    subject: Mapped[bytes | None] = fields.refers("subject", "Предмет", lets_go=True, in_table=False)
    category: Mapped[str] = fields.line("Квалификационная категория", in_table=False, travels=Travel.PEOPLE)
    phone: Mapped[str] = fields.line("Телефон", travels=Travel.PEOPLE)
    email: Mapped[str] = fields.line("Электронная почта", travels=Travel.PEOPLE)
    signs: Mapped[bool] = fields.flag("Подписывает документы")
