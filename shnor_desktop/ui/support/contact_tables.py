"""Tables of «Контакты»: what was done with schools, and when each was last met, month by month."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.support.contacts import Contact, Seen, numbers
from shnor_desktop.rules.words.russian import plural, show_date, show_day
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.support.people_tables import NO_SCHOOLS

MONTHS = ("сен", "окт", "ноя", "дек", "янв", "фев", "мар", "апр", "май", "июн", "июл", "авг")


def _name(one: Contact) -> str:
    outcome = {"not_held": " (не состоялось)", "partly": " (частично)"}.get(one.outcome, "")
    return f"{one.name}{outcome}"


class ContactTable(Table):
    """A contact a line, the last first."""

    def __init__(self, context: Context, parent: QWidget, *, keep: str, empty: str) -> None:
        self.on = date.today()
        columns: tuple[Column[Contact], ...] = (
            Column(
                "Когда",
                lambda one: one.when,
                key=lambda one: one.days.starts.toordinal() if one.days is not None else None,
                mark=lambda one: "not_yet" if one.ahead(self.on) else "",
            ),
            Column("Школы", lambda one: one.where or "—", ink=lambda one: "" if one.where else "muted"),
            Column("Вид", lambda one: one.kind_text),
            Column("Что сделано", _name),
            Column("Сколько", numbers),
            Column(
                "Договорённость",
                lambda one: f"{one.steps} {plural(one.steps, 'шаг', 'шага', 'шагов')}" if one.steps else "",
                key=lambda one: one.steps or None,
            ),
            Column(
                "Следующая встреча", lambda one: show_date(one.next_on), key=lambda one: one.next_on or None
            ),
        )
        super().__init__(
            columns,
            parent,
            name="Контакты",
            settings=context.settings,
            keep=keep,
            ink=lambda one: "muted" if one.outcome == "not_held" else "",
            words=lambda one: f"{one.name} {one.kind_text} {one.where} {one.who} {one.when} {one.findings}",
            empty=empty,
        )


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A school with its last contact and the months of a school year."""

    seen: Seen
    since: date
    months: tuple[tuple[int, bool], ...]
    """How many contacts in each month, and whether more may be than are counted."""
    undated: int

    @property
    def uid(self) -> bytes:
        return self.seen.uid

    @property
    def state(self) -> str:
        if not self.seen.before(self.since):
            return "done"
        return "overdue" if self.seen.school.supported else "todo"


def _month(number: int) -> Callable[[SeenLine], str]:
    def text(line: SeenLine) -> str:
        count, more = line.months[number]
        return f"{count}{'+' * more}" if count else "·"

    return text


class SeenTable(Table):
    """A school a line: the last time somebody was there, then the months of the school year."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        columns: tuple[Column[SeenLine], ...] = (
            Column("Школа", lambda line: line.seen.school.name),
            Column(
                "Последний раз",
                lambda line: show_day(line.seen.last_on) if line.seen.last_on else "не было",
                key=lambda line: line.seen.last_on.toordinal() if line.seen.last_on else 0,
                mark=lambda line: line.state,
                ink=lambda line: theme.state_mark(line.state).role,
                tip=lambda line: (
                    line.seen.last.name if line.seen.last is not None else "Посещений с датой нет"
                ),
                sortable=True,
            ),
            Column(
                "Назначено",
                lambda line: show_day(line.seen.ahead) if line.seen.ahead else "",
                key=lambda line: line.seen.ahead.toordinal() if line.seen.ahead else None,
            ),
            *(
                Column(
                    title,
                    _month(number),
                    align="centre",
                    sortable=False,
                    back=lambda line, at=number: "good_back" if line.months[at][0] else "",  # type: ignore[misc]
                    ink=lambda line, at=number: "" if line.months[at][0] else "muted",  # type: ignore[misc]
                )
                for number, title in enumerate(MONTHS)
            ),
            Column(
                "Без даты",
                lambda line: str(line.undated) if line.undated else "",
                align="centre",
                sortable=False,
            ),
        )
        super().__init__(
            columns,
            parent,
            name="Контакты со школами по месяцам",
            settings=context.settings,
            keep="support-seen",
            words=lambda line: line.seen.school.name,
            empty=NO_SCHOOLS,
        )
