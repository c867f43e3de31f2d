"""The table in which a profile names its sittings: a box for year A and a box for year B."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.results.held import HeldSitting
from shnor_desktop.rules.words.school_years import label
from shnor_desktop.ui.kit.table import Column, Table

SLOT_A, SLOT_B = "A", "B"


@dataclass(eq=False, slots=True)
class _Line:
    held: HeldSitting
    slot: str
    """The year it stands in; a sitting stands in one of them."""

    @property
    def uid(self) -> bytes:
        """Which sitting it is."""
        return self.held.sitting.uid


def _box(slot: str, title: str) -> Column[_Line]:
    return Column(
        title,
        lambda line: "",
        key=lambda line: line.slot != slot,
        tip=lambda line: f"{line.held.sitting.name}: {title.lower()}",
        name=slot,
        checked=lambda line: line.slot == slot,
    )


_COLUMNS = (
    _box(SLOT_A, "Год А"),
    _box(SLOT_B, "Год Б"),
    Column[_Line]("Проведение", lambda line: line.held.sitting.name),
    Column[_Line]("Учебный год", lambda line: label(line.held.year)),
)


class SlotTable(Table):
    """One line a sitting, the latest year first."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_COLUMNS, parent, name="Процедуры годов А и Б")
        self._lines: list[_Line] = []
        self.set_editable(True)
        self.edited.connect(self._on_ticked)

    def set_sittings(
        self, held: Sequence[HeldSitting], slot_a: Collection[bytes], slot_b: Collection[bytes]
    ) -> None:
        """Show these sittings with the boxes of the two years ticked."""
        self._lines = [_Line(one, "") for one in sorted(held, key=lambda one: -one.year)]
        self.set_rows(self._lines)
        self.show_automatic(slot_a, slot_b)

    def show_automatic(self, slot_a: Collection[bytes], slot_b: Collection[bytes]) -> None:
        """Tick what was chosen by itself; it becomes the beginning of a choice of one's own."""
        for line in self._lines:
            line.slot = SLOT_A if line.uid in slot_a else SLOT_B if line.uid in slot_b else ""
        self.rows.redraw()

    def named(self) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
        """Sittings of year A and of year B."""
        year_a, year_b = (
            tuple(line.uid for line in self._lines if line.slot == slot) for slot in (SLOT_A, SLOT_B)
        )
        return year_a, year_b

    def _on_ticked(self, line: _Line, slot: str, ticked: bool) -> None:
        """Ticking one year clears the other."""
        line.slot = slot if ticked else ""
        self.rows.replace(line, line)
        self.changed.emit()
