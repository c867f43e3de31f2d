"""The social passport as cells: figures as typed, shares and sources in the tips, the index beside the names of the schools."""

from collections.abc import Collection, Mapping

from PySide6.QtGui import QBrush

from shnor_desktop.models.values import show_e4
from shnor_desktop.operations.context.account import WORDS, account
from shnor_desktop.operations.context.dictionary import Line
from shnor_desktop.operations.context.passport import Cell, Passport
from shnor_desktop.rules.context_index import Conditions, Index
from shnor_desktop.rules.words.russian import decimal_e4, percent_e4
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.cells.matrix import Painted, undecided
from shnor_desktop.ui.kit.cells.rows import Heading, SeenCells

INDEX = b"index"
"""Key of the column of the index."""
_MARKS = {
    Conditions.ADVERSE: "low",
    Conditions.CONFIRM: "confirm",
    Conditions.INSUFFICIENT: "insufficient",
    Conditions.NOT: "not",
}


def lines(found: Passport) -> tuple[Heading, ...]:
    """The schools."""
    return tuple(
        Heading(one.uid, one.name, ", ".join(filter(None, (one.name, one.place)))) for one in found.schools
    )


def columns(found: Passport, group: str = "") -> tuple[Heading, ...]:
    """The index, then the indicators, those of a group alone where one is named."""
    head = Heading(INDEX, "Индекс", "Вычислен по паспорту; объяснение справа", fixed=True)
    shown = [one for one in found.dictionary.lines if group in ("", one.group)]
    tips = {one.uid: f"{one.text}\n{one.group}\n{one.about}" for one in shown}
    return (head, *(Heading(one.uid, _heading(one), tips[one.uid]) for one in shown))


def _heading(one: Line) -> str:
    return f"{one.text}, {one.unit}" if one.unit else one.text


def cells(found: Passport, waiting: Collection[bytes] = ()) -> SeenCells:
    """Everything that is not empty; `waiting` are values organisations disagree about."""
    named = found.dictionary.by_uid

    def made(place: tuple[bytes, bytes]) -> Painted:
        school, uid = place
        if uid == INDEX:
            return _index(found.indexes[school], found, school)
        one = found.cells[place]
        cell = _cell(one, named[uid], found.indexes.get(school))
        return undecided(cell) if one.uid in waiting else cell

    places = {place for place in found.cells if place[1] in named}
    return SeenCells(places | {(school, INDEX) for school in found.indexes}, made)


def _cell(one: Cell, line: Line, index: Index | None) -> Painted:
    told = [f"{line.text}: {one.text}{f' {line.unit}' if one.value_e4 is not None else ''}"]
    if one.share:
        told.append(f"{one.share} от «{line.denominator}»")
    if one.source:
        told.append(one.source)
    adverse = index is not None and any(part.adverse for part in index.contributions if part.key == line.uid)
    if one.beyond:
        mark = theme.state_mark("warning")
        told.append(f"{mark.glyph} больше, чем «{line.denominator}»: проверьте")
        return _marked(f"{mark.glyph} {one.text}", one.text, told, mark.role)
    if adverse:
        told.append("хуже порога: входит в индекс")
        return _marked(f"▲ {one.text}", one.text, told, "watch")
    return Painted(one.text, one.text, "\n".join(told))


def _marked(text: str, edit: str, told: list[str], role: str) -> Painted:
    return Painted(
        text, edit, "\n".join(told), QBrush(theme.colour(role)), QBrush(theme.colour(f"{role}_back"))
    )


def _index(one: Index, found: Passport, school: bytes) -> Painted:
    mark = theme.state_mark(_MARKS[one.conditions])
    told = account(found, school)
    value = "—" if one.value_e4 is None else percent_e4(one.value_e4, 0)
    tip = told.headline if told is not None else WORDS[one.conditions]
    if not one.weight_e4:
        return Painted("—", "", "Ни у одного показателя нет веса: индекс не считается.")
    return Painted(f"{mark.glyph} {value}", value, tip, QBrush(theme.colour(mark.role)), None)


def district(found: Passport, shown: tuple[Heading, ...]) -> tuple[Painted, ...]:
    """The line below: what was typed of the district, else the sum over the schools, else their median."""
    named: Mapping[bytes, Line] = found.dictionary.by_uid
    return tuple(_of_district(found, named.get(one.key)) for one in shown)


def _of_district(found: Passport, line: Line | None) -> Painted:
    if line is None:
        return Painted("")
    middle = found.middle(line)
    told = ""
    if middle is not None:
        value = percent_e4(middle[0], 1) if line.of else show_e4(middle[0])
        told = f"медиана {value}, школ с данными: {middle[1]} из {len(found.schools)}"
    typed = found.district.get(line.uid)
    if typed is not None:
        return Painted(typed.text, typed.text, "\n".join(filter(None, ("введено по району", told))))
    total = found.total(line)
    if total is not None:
        return Painted(decimal_e4(total, 0), "", f"сумма по школам; {told}")
    return Painted(f"≈ {show_e4(middle[0])}" if middle else "", "", told)
