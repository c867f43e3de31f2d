"""What a check of the plan finds, with the way to the rows; and the offer to number them anew."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.roadmap.findings import WRITTEN_TWICE, Finding, told
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import Dialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.programme.joining import join_act


class FindingsDialog(Dialog):
    """Remarks and questions; Enter goes to the first row of one."""

    def __init__(
        self,
        context: Context,
        programme: bytes,
        found: tuple[Finding, ...],
        go: Callable[[bytes], object],
        parent: QWidget,
    ) -> None:
        super().__init__(
            "Проверка плана",
            parent,
            about=f"{told(found)}. Замечания видны из самих записей, вопросы — только вероятны.",
            size=(860, 480),
        )
        self._go = go
        columns: tuple[Column[Any], ...] = (
            Column(
                "Что",
                lambda one: "Замечание" if one.sure else "Вопрос",
                mark=lambda one: "warning" if one.sure else "ask",
                whole=True,
            ),
            Column("О чём", lambda one: one.text),
        )
        self.table = Table(columns, self, name="Замечания к плану", identity=lambda one: (one.code, one.text))
        self.table.setWordWrap(True)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() * 2 + 8)
        self.table.set_rows(found)
        self.table.opened.connect(self._open)
        self.column.addWidget(self.table, 1)
        shows = Act(
            "Показать строку", lambda: self._open(self.table.current()), when=self._may_show, main=True
        )
        self.close_with(
            shows, leave="Закрыть", beside=(join_act(self, context, programme, self._is_written_twice),)
        )
        self.table.chosen.connect(lambda _: self.refresh())

    def _may_show(self) -> bool:
        one = self.table.current()
        return one is not None and bool(one.rows)

    def _is_written_twice(self) -> bool:
        one = self.table.current()
        return one is not None and one.code == WRITTEN_TWICE

    def _open(self, one: Finding | None) -> None:
        if one is not None and one.rows:
            self.accept()
            self._go(one.rows[0])
