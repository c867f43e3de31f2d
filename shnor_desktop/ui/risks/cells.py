"""Risks and documents as cells: a shape, a word and a colour for each; everything else in the tip."""

from collections.abc import Collection

from PySide6.QtGui import QBrush

from shnor_desktop.operations.risks.documents import DocumentCell, DocumentMatrix, title_of
from shnor_desktop.operations.risks.matrix import Compared, RiskCell, RiskMatrix
from shnor_desktop.operations.schools.rows import SchoolRow
from shnor_desktop.rules.risk_marks import (
    GONE,
    HIGH,
    LESS,
    LOW,
    MIDDLE,
    MORE,
    NEW,
    NO,
    NONE,
    UNSEEN,
    YES,
    RiskMark,
)
from shnor_desktop.rules.words.russian import show_date
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.cells.matrix import Painted, undecided
from shnor_desktop.ui.kit.cells.rows import Heading, SeenCells

PROFILE = b"profile"
"""Key of the column of the risk profile as such."""
_SIGNIFICANCE = {
    HIGH: ("▲ высок.", "low"),
    MIDDLE: ("◆ средн.", "watch"),
    LOW: ("▫ низк.", "unknown"),
    NONE: ("– нет", ""),
    "": ("", ""),
}
_CONFIRMED = {YES: " ✓", NO: " ×"}
_CHANGES = {
    NEW: ("+ новый", "low"),
    MORE: ("▲ вырос", "low"),
    LESS: ("▼ снизился", "good"),
    GONE: ("– больше нет", "good"),
    UNSEEN: ("○ не отмечен", "unknown"),
    "same": ("= тот же", "unknown"),
}
LEGEND = (
    "▲ высокая · ◆ средняя · ▫ низкая значимость · ✓ школа подтверждает · × не подтверждает · ★ взят в работу · "
    "! взят, а мер нет"
)
CHANGES_LEGEND = "+ новый · ▲ вырос · = тот же · ▼ снизился · – больше нет · ○ в новом году не отмечен: проверьте, смотрели ли"
DOCUMENTS_LEGEND = "✓ на месте · ○ ожидается или нет · × возвращён · ▲ срок этапа прошёл"


def schools(rows: tuple[SchoolRow, ...]) -> tuple[Heading, ...]:
    """Headings of the lines."""
    return tuple(Heading(one.uid, one.name, ", ".join(filter(None, (one.name, one.place)))) for one in rows)


def risk_columns(found: RiskMatrix, *, profile: bool = True) -> tuple[Heading, ...]:
    """The profile as such, then the factors."""
    head = Heading(
        PROFILE, "Рисковый профиль", "Состояние рискового профиля школы (вкладка «Документы»)", True
    )
    rest = tuple(Heading(one.uid, one.heading, one.name) for one in found.factors)
    return (head, *rest) if profile else rest


def risk_cells(found: RiskMatrix, waiting: Collection[bytes] = ()) -> SeenCells:
    """Every risk that is known; `waiting` are those organisations disagree about."""
    named = {one.uid: one.name for one in found.factors}

    def made(place: tuple[bytes, bytes]) -> Painted:
        if place[1] == PROFILE:
            text = found.profiles[place[0]]
            return Painted(text, "", text)
        one = found.cells[place]
        cell = _risk(one, named.get(place[1], ""))
        return undecided(cell) if one.uid in waiting else cell

    return SeenCells(found.cells.keys() | {(school, PROFILE) for school in found.profiles}, made)


def _risk(one: RiskCell, name: str) -> Painted:
    text, role = painted(one.mark)
    if one.is_bare:
        text += " !"
    return _coloured(text, one.mark.text, risk_tip(one, name), role if not one.closed_on else "")


def painted(mark: RiskMark) -> tuple[str, str]:
    """Text and role of a risk."""
    text, role = _SIGNIFICANCE.get(mark.significance, (mark.significance, ""))
    text += _CONFIRMED.get(mark.confirmed, "") + (" ★" if mark.chosen else "")
    return text.strip(), "" if mark.confirmed == NO else role


def risk_tip(one: RiskCell, name: str) -> str:
    """Everything about a risk, for the eye and for screen readers."""
    told = [f"{name}: {one.mark.text or 'не оценён'}", one.text, one.source]
    told += [f"Мера: {answer.text}{' — выполнено' if answer.done else ''}" for answer in one.answers]
    if one.is_bare:
        told.append("Взят в работу, а мер против него нет.")
    if one.closed_on:
        told.append(f"Снят {show_date(one.closed_on)}")
    return "\n".join(filter(None, told))


def change_cells(found: Compared) -> SeenCells:
    """What became of every risk from one year to the other."""

    def made(place: tuple[bytes, bytes]) -> Painted:
        text, role = _CHANGES[found.change(place)]
        tip = "\n".join(
            f"{matrix.label}: {cell.mark.text or 'не оценён' if cell is not None else 'не отмечен'}"
            for matrix, cell in ((one, one.cells.get(place)) for one in (found.before, found.after))
        )
        return _coloured(text, "", f"{text}\n{tip}", role)

    return SeenCells(
        {place for place in {*found.before.cells, *found.after.cells} if _counts(found, place)}, made
    )


def _counts(found: Compared, place: tuple[bytes, bytes]) -> bool:
    """Whether there is anything to be said of it."""
    both = (found.before.cells.get(place), found.after.cells.get(place))
    return found.change(place) != "same" or any(one is not None and one.mark.counts for one in both)


def document_columns(found: DocumentMatrix) -> tuple[Heading, ...]:
    """The kinds."""
    return tuple(Heading(one, title_of(one)) for one in found.kinds)


def document_cells(found: DocumentMatrix) -> SeenCells:
    """Every cell of which something is to be said."""
    told = {place for place, one in found.cells.items() if one.text}
    return SeenCells(told, lambda place: _document(found.cells[place]))


def _document(one: DocumentCell) -> Painted:
    told = [_told_of(line.title or line.risk, line.state_text, line.state_on) for line in one.documents]
    told += [f"не хватает: {text}" for text in one.missing]
    if one.overdue:
        told.append(f"▲ срок прошёл: {one.overdue}")
    returned = any(line.state == "returned" for line in one.documents)
    mark, role = ("✓", "good") if not one.missing else ("○", "unknown")
    if returned:
        mark, role = "×", "low"
    elif one.overdue:
        mark, role = "▲", "low"
    edit = one.documents[0].state_text if len(one.documents) == 1 else ""
    return _coloured(f"{mark} {one.text}", edit, "\n".join(told), role)


def _told_of(what: str, state: str, on: str) -> str:
    return ": ".join(filter(None, (what, f"{state}{f' с {show_date(on)}' if on else ''}")))


def _coloured(text: str, edit: str, tip: str, role: str) -> Painted:
    if not role:
        return Painted(text, edit, tip)
    return Painted(text, edit, tip, QBrush(theme.colour(role)), QBrush(theme.colour(f"{role}_back")))
