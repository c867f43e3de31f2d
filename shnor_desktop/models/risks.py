"""Problems, deficits, risks and requests of schools and people, and the dictionary of risk factors."""

from sqlalchemy.orm import Mapped

from shnor_desktop.models import fields, uids
from shnor_desktop.models.kind import About, Record, Travel
from shnor_desktop.models.programme import year_label

GROUPS = (("risk", "риски"), ("deficit", "дефициты"))
PROBLEM_KINDS = (
    ("problem", "проблема"),
    ("deficit", "дефицит"),
    ("risk", "риск"),
    ("request", "запрос"),
)
PROBLEM_LEVELS = (
    ("", "не указан"),
    ("school", "школа"),
    ("teachers", "учителя"),
    ("management", "управление школой"),
    ("municipal", "муниципалитет"),
)
SIGNIFICANCE = (
    ("", "не указана"),
    ("high", "высокая"),
    ("middle", "средняя"),
    ("low", "низкая"),
    ("none", "нет"),
)
CONFIRMED = (("", "неизвестно"), ("yes", "да"), ("no", "нет"))


class Factor(Record):
    """A column of the risk matrix; identity is group and name."""

    __tablename__ = "factor"
    about = About(
        one="Фактор риска",
        many="Факторы риска",
        title=lambda r, names: r.short or r.name,
        hint="Столбцы матрицы рисков.",
        key=("group", "name"),
        natural=uids.factor,
        within=("group",),
    )
    group: Mapped[str] = fields.choice("Группа", GROUPS, required=True)
    name: Mapped[str] = fields.line("Название", required=True, travels=Travel.ANYWHERE)
    short: Mapped[str] = fields.line("Кратко", travels=Travel.ANYWHERE)
    position: Mapped[int] = fields.position()


class Problem(Record):
    """What is wrong or asked for. A risk of a school in a year is one record, whoever enters it."""

    __tablename__ = "problem"
    about = About(
        one="Проблема, риск, запрос",
        many="Проблемы, риски, запросы",
        title=lambda r, names: ", ".join(
            filter(
                None,
                (
                    names("factor", r.factor)
                    or " ".join(r.text.split())[:120]
                    or dict(PROBLEM_KINDS).get(r.kind),
                    names("person", r.person) or names("school", r.school),
                    year_label(r.school_year or 0, "school"),
                ),
            )
        ),
        hint="Что мешает школе, чего не хватает учителям, о чём просят.",
        key=("school", "school_year", "factor"),
        key_if=lambda r: r.factor is not None and r.person is None,
        kept_once=False,
        natural=uids.problem,
        within=("school",),
    )
    kind: Mapped[str] = fields.choice("Вид", PROBLEM_KINDS, required=True)
    level: Mapped[str] = fields.choice("Чья", PROBLEM_LEVELS)
    school: Mapped[bytes | None] = fields.refers("school", "Школа", owner=True)
    person: Mapped[bytes | None] = fields.refers("person", "Сотрудник", owner=True, in_table=False)
    subject: Mapped[bytes | None] = fields.refers("subject", "Предмет", lets_go=True, in_table=False)
    school_year: Mapped[int | None] = fields.school_year("Учебный год")
    factor: Mapped[bytes | None] = fields.refers("factor", "Фактор")
    text: Mapped[str] = fields.lines("Что именно")
    significance: Mapped[str] = fields.choice("Значимость", SIGNIFICANCE)
    confirmed: Mapped[str] = fields.choice("Подтверждается", CONFIRMED, in_table=False)
    chosen: Mapped[bool] = fields.flag("Взята в работу", in_table=False)
    source: Mapped[str] = fields.line(
        "Откуда известно", help="Самодиагностика, выезд, результаты, МЭДК.", in_table=False
    )
    event: Mapped[bytes | None] = fields.refers("event", "Где выявлена", lets_go=True, in_table=False)
    closed_on: Mapped[str] = fields.date("Снята", in_table=False)
    position: Mapped[int] = fields.position()
