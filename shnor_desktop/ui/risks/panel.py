"""What stands beside the matrices: the risk or the document with the cursor, and what answers it."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.risks.measures import Answer
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.laying.boxes import lay_column
from shnor_desktop.ui.kit.narrow.scrolled import ScrolledLabel
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.widgets import plain_label, selectable_label


class AnswerTable(Table):
    """What answers one thing."""

    def __init__(self, context: Context, parent: QWidget, keep: str, empty: str) -> None:
        super().__init__(
            (
                Column[Answer](
                    "Мера",
                    lambda one: one.text,
                    mark=lambda one: "done" if one.done else "todo",
                    tip=lambda one: "\n".join(filter(None, (one.text, one.where, one.done_text))),
                ),
                Column[Answer]("Срок", lambda one: one.due),
                Column[Answer]("Сделано", lambda one: one.done_text),
            ),
            parent,
            name="Меры",
            settings=context.settings,
            keep=keep,
            identity=lambda one: one.uid,
            empty=empty,
        )


class CellPanel(QWidget):
    """A heading, what is known in words, the answers, and buttons."""

    def __init__(
        self,
        context: Context,
        acts: Callable[[AnswerTable], Sequence[Act]],
        parent: QWidget,
        *,
        keep: str,
        empty: str,
    ) -> None:
        """`acts` gets the table of answers."""
        super().__init__(parent)
        self.heading = plain_label("subheading", self)
        self.told = selectable_label("text", self, keyboard=True)
        self.table = AnswerTable(context, self, keep, empty)
        self.bar = Bar(context, acts(self.table), self)
        lay_column(
            self,
            ScrolledLabel(self.heading, "О чём", lines=4),
            self.told,
            (self.table, 1),
            self.bar,
            around=(theme.GAP, 0, 0, 0),
        )
        self.setMinimumWidth(theme.wide(270))

    def show_cell(self, heading: str, told: str, answers: Sequence[Answer]) -> None:
        """Of the cell with the cursor."""
        self.heading.setText(heading)
        self.told.setText(told)
        self.table.set_rows(answers)
        self.bar.refresh()
