"""What a check of a programme or of its plan finds, with the way to the records, and joining what stands there twice."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.programme import twins
from shnor_desktop.operations.programme.findings import WRITTEN_TWICE, Finding, told
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import Dialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.verbs import with_document


class FindingsDialog(Dialog):
    """Remarks and questions; Enter goes to the first record of one."""

    def __init__(
        self,
        context: Context,
        title: str,
        programme: bytes,
        found: tuple[Finding, ...],
        go: Callable[[bytes], object],
        parent: QWidget,
    ) -> None:
        super().__init__(
            title,
            parent,
            about=f"{told(found)}. Замечания видны из самих карточек, вопросы — только вероятны."
            if found
            else "",
            size=(860, 480),
        )
        self._context, self._programme, self._go = context, programme, go
        columns = (
            Column[Finding](
                "Что",
                lambda one: "Замечание" if one.sure else "Вопрос",
                mark=lambda one: "warning" if one.sure else "ask",
                whole=True,
            ),
            Column[Finding]("О чём", lambda one: one.text),
        )
        self.table = Table(
            columns, self, name="Замечания", identity=lambda one: (one.code, one.text), empty="Замечаний нет."
        )
        self.table.setWordWrap(True)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() * 2 + 8)
        self.table.set_rows(found)
        self.table.opened.connect(self._open)
        self.column.addWidget(self.table, 1)
        join = Act(
            "Объединить",
            self._join,
            tip="Записанное дважды станет одной карточкой, всё связанное останется",
            when=self._may_join,
        )
        shows = Act("Показать", lambda: self._open(self.table.current()), when=self._may_show, main=True)
        self.close_with(shows, leave="Закрыть", beside=(join,))
        self.table.chosen.connect(lambda _: self.refresh())

    def _may_show(self) -> bool:
        one: Finding | None = self.table.current()
        return one is not None and bool(one.uids)

    def _may_join(self) -> bool:
        one: Finding | None = self.table.current()
        return one is not None and one.code == WRITTEN_TWICE and not self._context.read_only

    def _open(self, one: Finding) -> None:
        if one.uids:
            self.accept()
            self._go(one.uids[0])

    def _join(self) -> None:
        self.run(self._context.jobs.change, with_document(twins.join, self._programme), self._on_joined)

    def _on_joined(self, done: twins.Joined) -> None:
        self.accept()
        self._context.offer_undo(done.told)
