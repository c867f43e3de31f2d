"""The parts of a programme as a list of lines that keeps the tree by indents; above them the programme itself, below them its
indicators."""

from dataclasses import dataclass

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.programme.outline import Outline, PartNode
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit.table import Column, Table

PROGRAMME, INDICATORS, PART = "programme", "indicators", "part"
_PLACES = {
    "passport": "паспорт",
    "section": "раздел",
    "plan": "план",
    "plan_section": "раздел плана",
    "appendix": "приложение",
}
_INDENT = "\u2003"


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A line: the programme, one of its parts, or all of its indicators."""

    uid: bytes
    """Of the record; the indicators have that of the programme and a letter."""
    what: str
    text: str
    about: str
    place: str = ""
    off: bool = False


def rows_of(outline: Outline, indicators: int) -> tuple[OutlineRow, ...]:
    """From top to bottom as the paper prints them, the passport first."""
    programme = outline.programme
    parts = [*outline.at("passport"), *(one for one in outline.walk() if one.place != "passport")]
    return (
        OutlineRow(programme.uid, PROGRAMME, programme.title, "программа"),
        *(_of_part(one) for one in parts),
        OutlineRow(
            indicators_row(programme.uid),
            INDICATORS,
            "Показатели",
            counted(indicators, "показатель", "показателя", "показателей"),
        ),
    )


def indicators_row(programme: bytes) -> bytes:
    """What tells the line of its indicators apart."""
    return programme + b"i"


def _of_part(one: PartNode) -> OutlineRow:
    about = _PLACES.get(one.place, one.place)
    if one.activities:
        about += f", {counted(one.activities, 'строка', 'строки', 'строк')}"
    if one.same_as is not None:
        about += ", повтор"
    first = (one.text or "").partition("\n")[0][:60]
    heading = one.heading or first or "без заголовка"
    return OutlineRow(one.uid, PART, f"{_INDENT * (one.depth + 1)}{heading}", about, one.place, one.off)


class OutlineTable(Table):
    """Lines of the outline."""

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        columns = (
            Column[OutlineRow](
                "Строение программы",
                lambda row: row.text,
                tip=lambda row: f"{row.text.strip()}: {row.about}",
                said=lambda row: f"{row.text.strip()}, {row.about}",
                sortable=False,
            ),
        )
        super().__init__(
            columns,
            parent,
            name="Строение программы",
            settings=settings,
            keep="programme/outline",
            ink=lambda row: "muted" if row.off else "",
            words=lambda row: row.text,
            empty="Программ пока нет.\n\nНажмите «Новая…»: можно начать с готового образца.",
        )
