"""The facts of the social passport on paper, with the records behind every figure."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.models.values import show_e4
from shnor_desktop.operations.context import passport
from shnor_desktop.operations.context.account import FORMULA, NOT_A_RANKING, account
from shnor_desktop.operations.context.dictionary import Line
from shnor_desktop.operations.context.passport import Cell, Passport
from shnor_desktop.operations.identification.draft import paper_meta
from shnor_desktop.operations.identification.status_lines import statuses_of_school
from shnor_desktop.papers.context.passport import (
    IndexLine,
    IndexPart,
    Indicator,
    PassportFacts,
    SchoolValues,
    Value,
)
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.rules.indicators import CALENDAR
from shnor_desktop.rules.words.russian import percent_e4, show_date


def facts(session: Session, year: int | str | None, chosen: Collection[bytes] = ()) -> PassportFacts:
    """Indicators of which anything is known, of these schools or of all; of one school all of them. Words are a calendar
    year."""
    found = (
        passport.read(session, int(year.split()[0]), CALENDAR)
        if isinstance(year, str)
        else passport.read(session, year)
    )
    held = {indicator for _, indicator in found.cells} | set(found.district)
    shown = [one for one in found.dictionary.lines if one.uid in held]
    schools = [one for one in found.schools if not chosen or one.uid in chosen]
    return PassportFacts(
        paper_meta(session),
        found.title,
        tuple(_indicator(found, one) for one in shown),
        tuple(
            SchoolValues(
                one.name,
                tuple(_value(found, one.uid, line) for line in shown),
                (("school", one.uid),),
            )
            for one in schools
        ),
        tuple(
            line
            for one in schools
            if found.indexes[one.uid].weight_e4
            if (line := _index(found, one.uid)) is not None
        ),
        (FORMULA, NOT_A_RANKING),
        _statuses(session, *chosen) if len(chosen) == 1 else (),
        len(chosen) == 1,
        len(chosen) > 1,
    )


def _value(found: Passport, school: bytes, line: Line) -> Value:
    cell = found.cells.get((school, line.uid))
    if cell is None:
        return Value()
    return Value(cell.text, cell.share, _behind(found, school, line, cell))


def _behind(found: Passport, school: bytes, line: Line, cell: Cell) -> Sources:
    """The value, and the whole its share is of."""
    whole = found.cells.get((school, line.of)) if line.of else None
    return (
        ("indicator_value", cell.uid),
        *((("indicator_value", whole.uid),) if whole is not None and cell.share else ()),
    )


def _indicator(found: Passport, line: Line) -> Indicator:
    every = _column(found, line)
    typed, total, middle = found.district.get(line.uid), found.total(line), found.middle(line)
    told = Value()
    if typed is not None:
        told = Value(typed.text, source=(("indicator_value", typed.uid),))
    elif total is not None:
        told = Value(show_e4(total), source=every)
    median = Value()
    if middle is not None:
        median = Value(percent_e4(middle[0], 1) if line.of else show_e4(middle[0]), source=every)
    return Indicator(line.group, line.text, line.unit, told, median)


def _column(found: Passport, line: Line) -> Sources:
    return tuple(
        source
        for school in found.schools
        if (cell := found.cells.get((school.uid, line.uid)))
        for source in _behind(found, school.uid, line, cell)
    )


def _index(found: Passport, school: bytes) -> IndexLine | None:
    told = account(found, school)
    if told is None:
        return None
    named = found.dictionary.by_uid
    parts = []
    for one in told.parts:
        line = named[one.key]
        # A border that is the worst quarter follows from the values of all schools.
        behind: Sources = (
            ("indicator", line.uid),
            *_behind(found, school, line, found.cells[school, line.uid]),
        )
        if line.limit_e4 is None:
            behind += _column(found, line)
        parts.append(IndexPart(one.text, one.value, one.border, one.weight, one.points, one.adverse, behind))
    border: Sources = (("indicator", found.dictionary.index),) if found.dictionary.index else ()
    every = tuple(dict.fromkeys(source for one in parts for source in one.source)) + border
    source = every or (("school", school),)
    return IndexLine(told.name, told.headline, tuple(parts), told.missing, source)


def _statuses(session: Session, school: bytes) -> tuple[tuple[str, Sources], ...]:
    return tuple(
        (
            ", ".join(
                filter(
                    None,
                    (
                        one.label,
                        one.basis_text,
                        f"с {show_date(one.since)}" if one.since else "",
                        f"по {show_date(one.until)}" if one.until else "",
                    ),
                )
            ),
            (("school_status", one.uid),),
        )
        for one in statuses_of_school(raw_of(session), school)
    )
