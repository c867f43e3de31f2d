"""Pure joins of two records: what LINKS fields show. A kind that is linked has a column here, a pair of kinds a role."""

from typing import Any, NamedTuple

from sqlalchemy.orm import Mapped

from shnor_desktop.models import fields, uids
from shnor_desktop.models.kind import About, Record


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
    "event_school": Role("event", "school", "школа, где сделано"),
    "event_person": Role("event", "person", "участник"),
    "paper_act": Role("paper", "act", "основание бумаги"),
    "paper_basis": Role("paper", "basis", "своя бумага, основание бумаги"),
    "paper_school": Role("paper", "school", "школа бумаги"),
    "paper_person": Role("paper", "person", "ознакомленный с бумагой"),
    "programme_act": Role("programme", "act", "основание программы"),
    "programme_basis": Role("programme", "basis", "своя бумага, основание программы"),
    "programme_school": Role("programme", "school", "школа программы"),
}
ENDS = (
    "activity",
    "event",
    "paper",
    "basis",
    "act",
    "school",
    "person",
    "problem",
    "indicator",
    "programme",
)
"""The columns that name records, in the order of the key."""


def _title(record: Any, names: Any) -> str:
    role = ROLES.get(record.role)
    told = [
        names("paper" if end == "basis" else end, getattr(record, end))
        for end in ENDS
        if getattr(record, end)
    ]
    return f"{role.label if role else record.role}: " + " — ".join(filter(None, told))


class Link(Record):
    """Two records that belong together; identity is the role and the two, so that both offices that tick the same school
    make one link. Exactly two of its records are set."""

    __tablename__ = "link"
    about = About(
        one="Связь",
        many="Связи",
        title=_title,
        user_made=False,
        key=("role", *ENDS),
        key_indexed=False,
        natural=uids.link,
    )
    role: Mapped[str] = fields.choice(
        "Что это за связь", tuple((code, role.label) for code, role in ROLES.items()), required=True
    )
    activity: Mapped[bytes | None] = fields.refers("activity", "Мероприятие", owner=True)
    event: Mapped[bytes | None] = fields.refers("event", "Что сделано", owner=True)
    paper: Mapped[bytes | None] = fields.refers("paper", "Бумага", owner=True)
    basis: Mapped[bytes | None] = fields.refers("paper", "Бумага-основание", owner=True)
    act: Mapped[bytes | None] = fields.refers("act", "Основание", owner=True)
    school: Mapped[bytes | None] = fields.refers("school", "Школа", owner=True)
    person: Mapped[bytes | None] = fields.refers("person", "Сотрудник", owner=True)
    problem: Mapped[bytes | None] = fields.refers("problem", "Проблема", owner=True)
    indicator: Mapped[bytes | None] = fields.refers("indicator", "Показатель", owner=True)
    programme: Mapped[bytes | None] = fields.refers("programme", "Программа", owner=True)
    position: Mapped[int] = fields.position()
    note: Mapped[str] = fields.line("Примечание")
