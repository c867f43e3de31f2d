"""The columns of a plan: which are printed, in what order, under which headings."""

from dataclasses import dataclass, replace

from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.programme import columns
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import Dialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.verbs import with_document


@dataclass(frozen=True, slots=True)
class _Line:
    """A column that may be printed."""

    code: str
    heading: str
    printed: bool


class ColumnsDialog(Dialog):
    """A line a column in the order of print; those that are not printed stand below."""

    def __init__(
        self, context: Context, plan: bytes, chosen: tuple[tuple[str, str], ...], parent: QWidget
    ) -> None:
        super().__init__(
            "Графы плана",
            parent,
            about="Отметьте пробелом, что печатать. Заголовок меняется прямо в строке (F2), порядок — Alt+↑ и Alt+↓.",
            size=(560, 400),
        )
        self._context, self._plan = context, plan
        codes = dict(chosen)
        rest = ((code, dict(columns.USUAL).get(code, name)) for code, name in columns.NAMES.items())
        self._lines = [_Line(code, heading, True) for code, heading in chosen]
        self._lines += [_Line(code, heading, False) for code, heading in rest if code not in codes]
        self.table = Table(
            (
                Column[_Line](
                    "Графа",
                    lambda row: columns.NAMES[row.code],
                    checked=lambda row: row.printed,
                    name="printed",
                    sortable=False,
                ),
                Column[_Line](
                    "Заголовок",
                    lambda row: row.heading,
                    name="heading",
                    ink=lambda row: "" if row.printed else "muted",
                    sortable=False,
                ),
            ),
            self,
            name="Графы плана",
            identity=lambda row: row.code,
        )
        self.table.set_editable(True)
        self.table.edited.connect(self._on_edited)
        self.table.set_rows(self._lines)
        self.table.chosen.connect(lambda row: self.refresh())
        self.column.addWidget(self.table, 1)
        self.close_with(
            Act("Сохранить", self.save, ("Ctrl+Enter",), main=True),
            beside=(
                Act("Выше", lambda: self.shift(up=True), ("Alt+Up",), when=lambda: self._place() > 0),
                Act(
                    "Ниже",
                    lambda: self.shift(up=False),
                    ("Alt+Down",),
                    when=lambda: -1 < self._place() < len(self._lines) - 1,
                ),
            ),
            by_enter=False,
        )

    def chosen(self) -> tuple[tuple[str, str], ...]:
        """What is ticked, in its order."""
        return tuple((one.code, one.heading) for one in self._lines if one.printed)

    def _place(self) -> int:
        row = self.table.current()
        return self._lines.index(row) if row in self._lines else -1

    def shift(self, *, up: bool) -> None:
        """The line with the cursor before the one above it, or behind the one below it."""
        at = self._place()
        other = at - 1 if up else at + 1
        if at >= 0 and 0 <= other < len(self._lines):
            self._lines[at], self._lines[other] = self._lines[other], self._lines[at]
            self.table.set_rows(self._lines)
            self.refresh()

    def _on_edited(self, row: _Line, name: str, value: object) -> None:
        words = " ".join(str(value).split())
        changed = (
            replace(row, printed=bool(value))
            if name == "printed"
            else replace(row, heading=words or columns.NAMES[row.code])
        )
        self._lines[self._lines.index(row)] = changed
        self.table.set_rows(self._lines)

    def save(self) -> None:
        """Keep them; the programme's page follows."""
        verb = with_document(columns.choose, self._plan, self.chosen())
        self.run(self._context.jobs.change, verb, lambda answer: self.accept())
