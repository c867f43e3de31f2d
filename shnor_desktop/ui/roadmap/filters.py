"""What narrows a plan: its section, who answers, the school, the kind, the state."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.roadmap.rows import Plan
from shnor_desktop.ui.kit.laying.boxes import lay_row
from shnor_desktop.ui.kit.widgets import ChoiceBox
from shnor_desktop.ui.roadmap.lines import FILTERS, TITLES, Passes, choices, passes


class Filters(QWidget):
    """A box each; one that offers nothing is not shown."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.boxes: dict[str, ChoiceBox] = {}
        self._wanted: dict[str, str] = {}
        """What was chosen before there was a plan."""
        row = lay_row(self)
        for name in FILTERS:
            box = ChoiceBox(TITLES[name].replace("Все", "Показать:"), self, (("", TITLES[name]),), letters=12)
            box.activated.connect(lambda _: self.changed.emit())
            self.boxes[name] = box
            row.addWidget(box, 1)

    def offer(self, plan: Plan) -> None:
        """What may be chosen of this plan; a choice that is still possible stays."""
        for name, found in choices(plan).items():
            box = self.boxes[name]
            kept = self._wanted.pop(name, str(box.currentData() or ""))
            box.offer((("", TITLES[name]), *found), kept)
            box.setVisible(len(found) > (0 if name == "state" else 1))

    def choose(self, name: str, code: str) -> None:
        """Narrow by one thing, now or as soon as a plan offers it."""
        box = self.boxes[name]
        if box.findData(code) < 0:
            self._wanted[name] = code
        box.setCurrentIndex(max(box.findData(code), 0))
        self.changed.emit()

    def reset(self) -> None:
        """Show everything."""
        self._wanted.clear()
        for box in self.boxes.values():
            box.setCurrentIndex(0)
        self.changed.emit()

    def passes(self) -> Passes | None:
        """Whether a row is wanted; None where all are."""
        return passes({name: str(box.currentData() or "") for name, box in self.boxes.items()})
