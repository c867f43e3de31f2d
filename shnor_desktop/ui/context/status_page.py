"""Statuses of schools over time, what is proposed and what the figures no longer bear; confirmed and ended with a basis."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFormLayout, QLineEdit, QRadioButton, QWidget

from shnor_desktop.operations.context import proposals
from shnor_desktop.operations.context.proposals import (
    ENDED,
    PROPOSED,
    REVIEW,
    STANDING,
    STATE_WORDS,
    Statuses,
    StatusRow,
)
from shnor_desktop.operations.identification.statuses import Ground
from shnor_desktop.rules.school_standing import Holds
from shnor_desktop.rules.words.russian import counted, show_date
from shnor_desktop.ui.identification.dialogs import date_edit, iso
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.form import Dialog
from shnor_desktop.ui.kit.laying.boxes import in_row, lay_column
from shnor_desktop.ui.kit.reach.start import StartingPage
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.kit.widgets import ChoiceBox, plain_label, selectable_label

_MARKS = {PROPOSED: "confirm", STANDING: "done", REVIEW: "warning", ENDED: "cancelled"}
_GROUPS = (
    ("", "Все статусы"),
    (PROPOSED, "Предлагаются"),
    (STANDING, "Действуют"),
    (REVIEW, "Не подтверждаются расчётом"),
    (ENDED, "Завершены"),
)
_NOTE = (
    "Программа только предлагает. Статус даёт человек с основанием; причины останутся в примечании к статусу. "
    "Резильентная: неблагоприятные условия, нет низких результатов за два года, результаты не ниже районных. "
    "Высокие результаты: низких нет и в каждом из двух лет результаты выше районных. Лидер: высокие результаты и школа уже "
    "помогает другим."
)


class StatusPage(StartingPage):
    """The table, why, and what can be done."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.table = _new_table(context, self)
        self.groups = ChoiceBox("Какие статусы показать", self, _GROUPS)
        self.told = selectable_label("text", self, keyboard=True)
        self.told.setMinimumHeight(4 * self.told.fontMetrics().lineSpacing())
        self.about = plain_label("muted", self)
        self.finding = Bar(context, (), self, table=self.table, search="Найти школу (Ctrl+F)")
        self.acts = Bar(context, self._acts(), self, table=self.table)
        top = in_row(self.groups, (self.finding, 1))
        lay_column(self, top, (self.table, 1), self.told, self.about, self.acts)
        self.start_at(self.table)
        self.groups.activated.connect(lambda _: self._narrow())
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda one: context.go("schools", school=one.school))

    def _acts(self) -> tuple[Act, ...]:
        return (
            Act(
                "Подтвердить…",
                self.confirm,
                tip="Дать выбранным школам предложенный статус с основанием",
                when=lambda: bool(self._of(PROPOSED)),
                writes=True,
                main=True,
            ),
            Act(
                "Завершить статус…",
                self.end,
                tip="Дата и основание выхода",
                when=lambda: bool(self._of(STANDING, REVIEW)),
                writes=True,
            ),
            Act(
                "Карточка школы",
                lambda: self.context.go("schools", school=self.table.current().school),
                when=lambda: self.table.current() is not None,
            ),
        )

    def _of(self, *states: str) -> list[StatusRow]:
        return [one for one in self.table.selected() if one.state in states]

    def reload(self) -> None:
        """Statuses, results of two years and the passport."""
        self.context.jobs.ask(self, with_session(proposals.read), self._show, latest="statuses")

    def _show(self, found: Statuses) -> None:
        self.table.set_rows(found.rows)
        self._narrow()
        self.about.setText(f"Паспорт за {found.year}, результаты за {found.results}. {_NOTE}")
        counts = {code: sum(one.state == code for one in found.rows) for code in STATE_WORDS}
        for at, (code, text) in enumerate(_GROUPS):
            count = counts.get(code, len(found.rows)) if code else len(found.rows)
            self.groups.setItemText(at, f"{text}: {count}")

    def _narrow(self) -> None:
        code = str(self.groups.currentData() or "")
        self.table.show_group((lambda one: one.state == code) if code else None)
        self.table.set_empty(
            "Таких статусов нет. Измените отбор."
            if code
            else "Статусов нет, и предлагать пока нечего: заполните социальный паспорт и загрузите результаты двух лет."
        )

    def _on_chosen(self, one: StatusRow | None) -> None:
        if one is None:
            self.told.setText("")
            return
        lines = [f"{one.name} — {one.kind_text}: {STATE_WORDS[one.state]}", one.why]
        if one.status is not None and one.status.note:
            lines.append(f"Примечание: {one.status.note}")
        self.told.setText("\n".join(filter(None, lines)))

    def confirm(self) -> None:
        """Ask for the basis of what was chosen."""
        if rows := self._of(PROPOSED):
            ConfirmForm(self.context, self, rows).open()

    def end(self) -> None:
        """Ask until when and by what."""
        if rows := self._of(STANDING, REVIEW):
            EndStatusForm(self.context, self, rows).open()


class _StatusForm(Dialog):
    """A basis and a day for several statuses at once."""

    def __init__(
        self, context: Context, owner: QWidget, title: str, rows: Sequence[StatusRow], day: str, act: str
    ) -> None:
        super().__init__(title, owner, size=(760, 420))
        self._context, self._chosen = context, list(rows)
        self.requisites = QLineEdit(self)
        self.requisites.setPlaceholderText("приказ управления образования от 01.09.2026 № 45")
        self.day = date_edit(self)
        self.table = Table(
            (
                Column[StatusRow]("Школа", lambda one: one.name),
                Column[StatusRow]("Статус", lambda one: one.kind_text),
                Column[StatusRow](
                    "Почему", lambda one: one.why, mark=lambda one: "confirm" if _unsure(one) else ""
                ),
            ),
            self,
            name="Какие статусы",
            identity=lambda one: one.uid,
        )
        self.table.set_rows(rows)
        self.column.addWidget(self.table, 1)
        self.form = QFormLayout()
        self.form.addRow("Рек&визиты основания", self.requisites)
        self.form.addRow(day, self.day)
        self.column.addLayout(self.form)
        self.close_with(Act(act, self._write, main=True))
        self.requisites.setFocus()

    def _write(self) -> None:
        raise NotImplementedError

    def _done(self, text: str) -> Callable[[int], None]:
        def tell(count: int) -> None:
            self._context.offer_undo(f"{text}: {counted(count, 'статус', 'статуса', 'статусов')}")
            self.accept()

        return tell


class ConfirmForm(_StatusForm):
    """By which document the proposed statuses are given."""

    def __init__(self, context: Context, owner: QWidget, rows: Sequence[StatusRow]) -> None:
        super().__init__(context, owner, "Подтвердить статус", rows, "С &даты", "Подтвердить")
        self.order = QRadioButton("по п&риказу", self)
        self.other = QRadioButton("по &иному основанию", self)
        self.order.setChecked(True)
        bases = in_row(self.order, self.other, 1, gap=None)
        self.form.insertRow(0, "Основание", bases)
        self.note = QLineEdit(self)
        self.form.addRow("Прим&ечание", self.note)

    def _write(self) -> None:
        basis = "order" if self.order.isChecked() else "other"
        ground = Ground(basis, self.requisites.text(), iso(self.day), note=self.note.text())
        work = with_document(proposals.confirm, self._chosen, ground)
        self.run(self._context.jobs.change, work, self._done("Подтверждено"))


class EndStatusForm(_StatusForm):
    """By which document statuses end."""

    def __init__(self, context: Context, owner: QWidget, rows: Sequence[StatusRow]) -> None:
        super().__init__(context, owner, "Завершить статус", rows, "По &дату", "Завершить")

    def _write(self) -> None:
        work = with_document(proposals.end, self._chosen, iso(self.day), self.requisites.text())
        self.run(self._context.jobs.change, work, self._done("Завершено"))


def _new_table(context: Context, parent: QWidget) -> Table:
    return Table(
        (
            Column[StatusRow]("Школа", lambda one: one.name),
            Column[StatusRow]("Статус", lambda one: one.kind_text),
            Column[StatusRow](
                "Состояние",
                lambda one: (
                    STATE_WORDS[one.state]
                    + (" — проверьте" if one.state == PROPOSED and _unsure(one) else "")
                ),
                mark=lambda one: _MARKS[one.state],
                said=lambda one: STATE_WORDS[one.state],
            ),
            Column[StatusRow]("С", lambda one: show_date(one.since), key=lambda one: one.since or None),
            Column[StatusRow]("По", lambda one: show_date(one.until), key=lambda one: one.until or None),
            Column[StatusRow]("Основание", lambda one: one.basis),
            Column[StatusRow]("Почему", lambda one: one.why),
        ),
        parent,
        name="Статусы школ",
        settings=context.settings,
        keep="context/statuses",
    )


def _unsure(one: StatusRow) -> bool:
    return one.judgement is not None and one.judgement.holds is Holds.MAYBE
