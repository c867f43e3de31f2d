"""Rows of a passport compared with those the programme has, and written."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shnor_desktop.models.values import Value
from shnor_desktop.operations.programme.outline import Outline
from shnor_desktop.operations.records import records
from shnor_desktop.operations.roadmap.planned.lines import CHANGED, NEW, SAME, alike, where
from shnor_desktop.sheets.roadmap.passport import PassportRow
from shnor_desktop.sheets.roadmap.tables import Table


@dataclass(frozen=True, slots=True)
class PlannedPassport:
    """A row of the passport and what becomes of it."""

    row: PassportRow
    where: str
    becomes: str
    uid: bytes | None = None
    before: str = ""
    doubts: tuple[str, ...] = ()


def match(
    outlined: Outline, rows: Sequence[PassportRow], tables: Sequence[Table]
) -> tuple[PlannedPassport, ...]:
    """The rows with what becomes of each."""
    known = {alike(one.title): one for one in reversed(outlined.at("passport"))}
    found = []
    for row in rows:
        place = where(tuple(tables), row.table, row.line)
        node = known.pop(alike(row.label), None)
        if node is None:
            found.append(PlannedPassport(row, place, NEW))
        elif node.same_as is not None or node.draws:
            found.append(
                PlannedPassport(
                    row,
                    place,
                    SAME,
                    node.uid,
                    doubts=("Строка выводится из записей программы, текст не взят.",),
                )
            )
        else:
            becomes = SAME if node.typed.split() == row.text.split() else CHANGED
            found.append(PlannedPassport(row, place, becomes, node.uid, node.typed))
    return tuple(found)


def write(session: Session, programme: bytes, rows: Sequence[PlannedPassport]) -> None:
    """Add and change what the preview says."""
    for one in rows:
        if one.becomes == NEW:
            values: dict[str, Value] = {
                "programme": programme,
                "place": "passport",
                "title": one.row.label,
                "text": one.row.text,
            }
            records.save(session, "part", None, values)
        elif one.becomes == CHANGED:
            records.save(session, "part", one.uid, {"text": one.row.text})
