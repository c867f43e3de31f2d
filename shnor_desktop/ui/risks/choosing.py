"""Asking which activity or what was done answers a problem."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.risks import measures
from shnor_desktop.operations.risks.measures import Offer
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.dialog import Dialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.verbs import with_session


class ChooseDialog(Dialog):
    """Found by any of its words; Enter and a double click take the line with the cursor."""

    def __init__(
        self,
        context: Context,
        owner: QWidget,
        title: str,
        offers: Sequence[Offer],
        chosen: Callable[[bytes], object],
        columns: tuple[str, str, str],
    ) -> None:
        super().__init__(title, owner, size=(760, 460))
        self._chosen = chosen
        text, where, when = columns
        self.table = Table(
            (
                Column[Offer](text, lambda one: one.text),
                Column[Offer](when, lambda one: one.when),
                Column[Offer](where, lambda one: one.where),
            ),
            self,
            name=title,
            settings=context.settings,
            keep=f"risks/choose/{text}",
        )
        self.finding = Bar(context, (), self, table=self.table, search="Найти")
        self.put(self.finding, (self.table, 1))
        self.close_with(Act("Выбрать", self._take, when=lambda: self.table.current() is not None, main=True))
        self.table.opened.connect(lambda one: self._take())
        self.table.chosen.connect(lambda one: self.refresh())
        self.table.set_rows(offers)
        self.finding.search.setFocus()

    def _take(self) -> None:
        if (one := self.table.current()) is not None:
            self.accept()
            self._chosen(one.uid)


def choose_activity(context: Context, owner: QWidget, chosen: Callable[[bytes], object]) -> None:
    """One of the activities of the file."""

    def show(offers: tuple[Offer, ...]) -> None:
        if offers:
            columns = ("Мероприятие", "Где", "Срок")
            ChooseDialog(context, owner, "Мера из плана", offers, chosen, columns).open()
        else:
            context.messages.warn("Мероприятий в файле пока нет.", "Заведите план или добавьте свою меру.")

    context.jobs.ask(owner, with_session(measures.activities), show)


def choose_event(context: Context, owner: QWidget, chosen: Callable[[bytes], object]) -> None:
    """One of the things that were done."""

    def show(offers: tuple[Offer, ...]) -> None:
        if offers:
            columns = ("Что сделано", "Школы", "Когда")
            ChooseDialog(context, owner, "Что проведено", offers, chosen, columns).open()
        else:
            context.messages.warn(
                "О сделанном записей пока нет.", "Отметьте сделанное на экране «Выполнение»."
            )

    context.jobs.ask(owner, with_session(measures.done), show)
