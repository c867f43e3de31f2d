"""Pure joins of two records: what LINKS fields show. A kind that is linked has a column here, which is part of the key by
being a reference; a pair of kinds has a role."""

from typing import Any, NamedTuple

from sqlalchemy.orm import Mapped, MappedColumn

from shnor_desktop.models import fields, uids
from shnor_desktop.models.kind import About, Record, kind_of


class Role(NamedTuple):
    """Which two columns of a link are set, and what it is called."""

    here: str
    """The column of the records in whose form it is edited."""
    there: str
    label: str


ROLES = {
    "activity_school": Role("activity", "school", "школа мероприятия"),
    "activity_problem": Role("activity", "problem", "проблема мероприятия"),
    "activity_indicator": Role("activity", "indicator", "показатель мероприятия"),
    "activity_person": Role("activity", "person", "сотрудник мероприятия"),
    "event_activity": Role("event", "activity", "выполненное мероприятие"),
    "event_problem": Role("event", "problem", "проблема, по которой проведена работа"),
    "event_school": Role("event", "school", "школа, где сделано"),
    "event_person": Role("event", "person", "участник"),
    "paper_act": Role("paper", "act", "основание документа"),
    "paper_basis": Role("paper", "basis", "свой документ, основание документа"),
    "paper_school": Role("paper", "school", "школа документа"),
    "paper_person": Role("paper", "person", "ознакомленный с документом"),
    "programme_act": Role("programme", "act", "основание программы"),
    "programme_basis": Role("programme", "basis", "свой документ, основание программы"),
    "programme_school": Role("programme", "school", "школа программы"),
}


def _title(record: Any, names: Any) -> str:
    role = ROLES.get(record.role)
    told = [
        names(field.refers, getattr(record, field.name)) for field in kind_of(Link).fields if field.refers
    ]
    return f"{role.label if role else record.role}: " + " — ".join(filter(None, told))


class Link(Record):
    """Two records that belong together; identity is the role and the two, so that both offices that tick the same school
    make one link. Exactly two of its records are set."""

    __tablename__ = "link"
    role: Mapped[str] = fields.choice(
        "Вид связи", tuple((code, role.label) for code, role in ROLES.items()), required=True
    )
    activity: Mapped[bytes | None] = fields.refers("activity", "Мероприятие", owner=True)
    event: Mapped[bytes | None] = fields.refers("event", "Что сделано", owner=True)
    paper: Mapped[bytes | None] = fields.refers("paper", "Документ", owner=True)
    basis: Mapped[bytes | None] = fields.refers("paper", "Документ-основание", owner=True)
    act: Mapped[bytes | None] = fields.refers("act", "Основание", owner=True)
    school: Mapped[bytes | None] = fields.refers("school", "Школа", owner=True)
    person: Mapped[bytes | None] = fields.refers("person", "Сотрудник", owner=True)
    problem: Mapped[bytes | None] = fields.refers("problem", "Проблема", owner=True)
    indicator: Mapped[bytes | None] = fields.refers("indicator", "Показатель", owner=True)
    programme: Mapped[bytes | None] = fields.refers("programme", "Программа", owner=True)
    position: Mapped[int] = fields.position()
    note: Mapped[str] = fields.line("Примечание")
    _ends = tuple(name for name, one in vars().items() if isinstance(one, MappedColumn) and one.foreign_keys)
    """The columns that name records, in the order of the key."""
    about = About(
        one="Связь",
        many="Связи",
        title=_title,
        user_made=False,
        key=("role", *_ends),
        key_indexed=False,
        natural=uids.link,
    )


ENDS = Link.about.key[1:]
