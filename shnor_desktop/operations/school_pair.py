"""Two records that may be one school, side by side: what they say and how much hangs on each."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.school import KIND
from shnor_desktop.operations.record_changes import FieldLine, Names, value_text


@dataclass(frozen=True, slots=True)
class SchoolPair:
    """The two records; in the lines `before` is the first and `after` the second."""

    uids: tuple[bytes, bytes]
    names: tuple[str, str]
    lines: tuple[FieldLine, ...]
    """Every field that either has."""
    results: tuple[int, int]


def read(session: Session, first: bytes, second: bytes) -> SchoolPair:
    """Both records, also when one of them is not shown at present."""
    names = Names(session)
    values = [names.past("school", uid) for uid in (first, second)]
    if not all(values):
        raise UserError("Одной из школ в файле уже нет.", "Обновите список.")
    told = [
        FieldLine(one.label, *(value_text(names, one, found.get(one.name)) for found in values))
        for one in KIND.fields
    ]
    counts = [
        session.scalar(select(func.count()).select_from(SchoolResult).where(SchoolResult.school == uid)) or 0
        for uid in (first, second)
    ]
    return SchoolPair(
        (first, second),
        (names("school", first), names("school", second)),
        tuple(line for line in told if line.before or line.after),
        (counts[0], counts[1]),
    )
