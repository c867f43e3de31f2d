"""The next programme from this one: when it runs, and every period inside its texts with a box: moved on or left as it is."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.programme import carry_over
from shnor_desktop.operations.programme.carry_over import CarryOver, FoundPeriod
from shnor_desktop.rules.deadlines import telling
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import Dialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.kit.widgets import plain_label


class CarryOverDialog(Dialog):
    """Shows what will be, then makes it."""

    def __init__(
        self, context: Context, plan: CarryOver, done: Callable[[bytes], object], parent: QWidget
    ) -> None:
        super().__init__(
            "Программа на следующий период",
            parent,
            about="Будут перенесены паспорт, разделы, планы, показатели и их плановые значения. Не переносятся "
            "утверждение, состояния мероприятий, факты и отметки о сделанном.",
            size=(900, 560),
        )
        self._context, self._plan, self._done = context, plan, done
        self._rows = plan.periods
        number = counted(len(plan.periods), "период", "периода", "периодов")
        days = f"{telling.day(plan.starts)} — {telling.day(plan.ends)}"
        found = f"В текстах {number}; снимите отметку там, где год менять не нужно." if plan.periods else ""
        self.told = plain_label("", self, f"Новый период: {days}. {found}".strip())
        self.table = Table(
            (
                Column[FoundPeriod](
                    "Было",
                    lambda row: row.before,
                    checked=lambda row: row.moves,
                    name="moves",
                    sortable=False,
                ),
                Column[FoundPeriod](
                    "Станет", lambda row: row.after if row.moves else "как было", sortable=False
                ),
                Column[FoundPeriod]("В тексте", lambda row: row.text, sortable=False),
                Column[FoundPeriod]("Где", lambda row: row.where, sortable=False),
            ),
            self,
            name="Периоды в текстах",
            identity=lambda row: row.key,
            empty="В текстах программы годы не названы.",
        )
        self.table.set_editable(True)
        self.table.edited.connect(self._on_edited)
        self.table.set_rows(self._rows)
        self.put(self.told, (self.table, 1))
        self.close_with(Act("Создать", self._make, main=True))

    def _on_edited(self, row: FoundPeriod, name: str, ticked: object) -> None:
        self._rows = tuple(
            replace(one, moves=bool(ticked)) if one.key == row.key else one for one in self._rows
        )
        self.table.set_rows(self._rows)

    def _make(self) -> None:
        chosen = frozenset(one.key for one in self._rows if one.moves)
        verb = with_document(carry_over.carry_over, self._plan.programme.uid, chosen)
        self.run(self._context.jobs.change, verb, self._made)

    def _made(self, uid: bytes) -> None:
        self.accept()
        self._done(uid)
