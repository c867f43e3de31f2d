"""«По месяцам» of the contacts: the month by days, and below what is on the chosen day."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QLabel, QWidget

from shnor_desktop.operations.support.view import ContactsView, month_of
from shnor_desktop.rules.deadlines import calendar
from shnor_desktop.rules.deadlines.telling import MONTHS
from shnor_desktop.ui.kit.bar import Act, Bar, act_button
from shnor_desktop.ui.kit.laying.boxes import ABOVE, BELOW, in_row, lay_column, split, stacked
from shnor_desktop.ui.kit.reach.start import StartingPage
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.widgets import ChoiceBox
from shnor_desktop.ui.support.contact_tables import ContactTable
from shnor_desktop.ui.support.month import MonthView, other_month


class MonthPage(StartingPage):
    """One month of all schools or of one."""

    def __init__(
        self, context: Context, parent: QWidget, acts: Callable[[ContactTable], tuple[Act, ...]]
    ) -> None:
        super().__init__(parent)
        self.view: ContactsView | None = None
        self.days = MonthView(self)
        self.school = ChoiceBox("Показать: школа", self, letters=16)
        self.heading = QLabel(self)
        self.heading.setObjectName("subheading")
        self.told = QLabel(self)
        self.told.setObjectName("muted")
        self.table = ContactTable(
            context, self, keep="support-day", empty="На этот день ничего не отмечено и не назначено."
        )
        self.bar = Bar(context, acts(self.table), self.table, table=self.table)
        self._lay_out()
        self.school.activated.connect(lambda _: self.refresh())
        self.days.chosen.connect(lambda _: self.refresh())
        self.days.opened.connect(lambda _: self.table.setFocus())

    def _lay_out(self) -> None:
        acts = (
            Act("◀ Раньше", lambda: self.step(-1), tip="Предыдущий месяц (PgUp)"),
            Act("Сегодня", lambda: self.days.go(date.today())),
            Act("Позже ▶", lambda: self.step(1), tip="Следующий месяц (PgDn)"),
        )
        steps = (act_button(act, self) for act in acts)
        row = in_row(*steps, self.heading, (self.told, 1), self.school)
        lower = stacked(self, (self.table, 1), self.bar, around=ABOVE)
        splitter = split(self, self.days, lower, sizes=(420, 160), upright=True)
        lay_column(self, row, (splitter, 1), around=BELOW)
        self.start_at(self.days)

    def step(self, count: int) -> None:
        """So many months on."""
        self.days.go(other_month(self.days.day, count))

    def show_view(self, view: ContactsView) -> None:
        """These contacts."""
        self.view = view
        self.table.on = self.days.today = view.on
        self.school.offer(((b"", "Все школы"), *((one.uid, one.name) for one in view.schools.lines)))
        self.refresh()

    def refresh(self) -> None:
        """Show the month of the chosen day, and the day."""
        if self.view is None:
            return
        day, school = self.days.day, self.school.currentData()
        every = self.view.of_school(school) if school else self.view.contacts
        month = month_of(every, calendar.month(day.year, day.month), self.view.on)
        self.days.show_month(month)
        self.heading.setText(f"{MONTHS[day.month - 1].capitalize()} {day.year}")
        self.told.setText(f"Без точного дня: {len(month.whole)}" if month.whole else "")
        self.told.setToolTip("\n".join(one.name for one in month.whole))
        shown = month.contacts_of(self.days.day)
        self.table.set_rows(shown or month.whole)
        self.bar.refresh()
