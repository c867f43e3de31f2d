"""Signing a list: every school of the draft is looked through, doubtful ones are decided with a reason."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFormLayout, QLabel, QLineEdit, QWidget

from shnor_desktop.errors import UserError
from shnor_desktop.operations.identification import lists
from shnor_desktop.operations.identification.draft import Decision, DraftEntry
from shnor_desktop.rules.identification.explanation import criteria_text
from shnor_desktop.rules.identification.listing import year_passed
from shnor_desktop.rules.results.facts import Profile
from shnor_desktop.rules.words.russian import counted, plural, quoted
from shnor_desktop.ui.identification.dialogs import date_edit, iso
from shnor_desktop.ui.identification.table import answer_text, state_of
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.form import Dialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.kit.widgets import plain_label

ASKED, YES, NO, OPEN = "", "yes", "no", "open"
_CHOICES = ((ASKED, "решите…"), (YES, "включить"), (NO, "не включать"), (OPEN, "не решено"))
"""Answers to a doubtful school."""


@dataclass(eq=False, slots=True)
class _Line:
    """A school of the draft, as it is decided so far."""

    entry: DraftEntry
    answer: str
    reason: str

    @property
    def name(self) -> str:
        """Of the school."""
        return self.entry.school.name


def _grounds(line: _Line) -> str:
    met = line.entry.school.verdict.criteria
    criteria = criteria_text(met)
    return "; ".join(
        [f"{plural(len(met), 'критерий', 'критерии', 'критерии')} {criteria}"] * bool(met)
        + [one.basis_text for one in line.entry.grounds]
    )


def _include_tip(line: _Line) -> str:
    if line.entry.unsure:
        return f"{line.name}: вывод расчёта не окончательный, решите сами"
    return f"{line.name}: включить в перечень"


_COLUMNS = (
    Column[_Line](
        "Включить",
        lambda line: dict(_CHOICES)[line.answer] if line.entry.unsure else "",
        tip=_include_tip,
        ink=lambda line: "watch" if line.answer == ASKED else "",
        name="answer",
        checked=lambda line: None if line.entry.unsure else line.answer == YES,
        choices=lambda line: _CHOICES,
        code=lambda line: line.answer,
        whole=True,
    ),
    Column[_Line]("Школа", lambda line: line.name),
    Column[_Line]("По расчёту", lambda line: answer_text(state_of(line.entry.school)), whole=True),
    Column[_Line]("Основания", _grounds),
    Column[_Line]("Причина решения", lambda line: line.reason, name="reason", grows=True),
)


_ANSWER, _REASON = 0, 4


class SignForm(Dialog):
    """The draft with a box to each school, and who signs."""

    def __init__(self, context: Context, owner: QWidget, profile: Profile) -> None:
        about = (
            "После подписания выводы и числа фиксируются: исправления данных их не изменят, программа лишь "
            "покажет, что «изменило бы решение». Решение вопреки расчёту или перечню требует причины. О каждой "
            "сомнительной школе решите: включить или не включать (с причиной) либо «не решено» – так и будет "
            "сказано в подписанном перечне."
        )
        super().__init__("Подписать перечень", owner, about=about, size=(980, 500))
        self._context = context
        self._profile = profile
        self.lines: list[_Line] | None = None
        self.table = Table(_COLUMNS, self, name="Школы проекта перечня")
        self.table.set_editable(not context.read_only)
        # Names of schools differ at their ends.
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        # A reason is typed as in a spreadsheet.
        self.table.setEditTriggers(self.table.editTriggers() | QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.table.edited.connect(self._on_edited)
        self.count = plain_label("muted", self)
        self.column.addWidget(self.table, 1)
        self.late = QLabel(self)
        self.late.setWordWrap(True)
        self.late.hide()
        self.put(self.count, self._fields(), self.late)
        self.wrong = QLabel(self)
        self.wrong.setWordWrap(True)
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.wrong.hide()
        self.column.addWidget(self.wrong)
        self.signed_on.dateChanged.connect(self._show_late)
        self._show_late()
        # Enter in the table or in a field must not sign by accident.
        self.close_with(
            Act("Подписать", self._sign, when=lambda: self.lines is not None, main=True), by_enter=False
        )
        context.jobs.ask(self, with_session(lists.to_sign, profile), self._show)

    def _fields(self) -> QFormLayout:
        self.title = QLineEdit(self)
        self.signed_on = date_edit(self)
        self.signed_by = QLineEdit(self)
        self.signed_by.setPlaceholderText("начальник управления образования И.О. Фамилия")
        self.basis = QLineEdit(self)
        self.basis.setPlaceholderText(
            "приказ управления образования от 05.09.2026 № 12-од; можно оставить пустым"
        )
        form = QFormLayout()
        form.addRow("&Название", self.title)
        form.addRow("&Дата", self.signed_on)
        form.addRow("Кто &подписал", self.signed_by)
        form.addRow("&Утверждён", self.basis)
        return form

    def _show(self, ready: lists.ToSign) -> None:
        self.lines = [_Line(entry, _first_answer(entry), entry.reason) for entry in ready.draft.entries]
        self.table.set_rows(self.lines)
        self.title.setText(ready.title)
        self.signed_by.setText(ready.signed_by)
        warning = theme.state_mark("warning").glyph
        self.wrong.setText("\n".join(f"{warning} {text}" for text in ready.wrong))
        self.wrong.setVisible(bool(ready.wrong))
        self.refresh()
        self._show_count()

    def _show_late(self) -> None:
        told = year_passed(self._profile, date.fromisoformat(iso(self.signed_on)))
        self.late.setText(f"{theme.state_mark('warning').glyph} {told}" if told else "")
        self.late.setVisible(bool(told))

    def _on_edited(self, line: _Line, column: str, value: object) -> None:
        if column == "reason":
            line.reason = str(value)
        else:
            line.answer = str(value) if line.entry.unsure else YES if value else NO
        self.table.rows.replace(line, line)
        self.mistake.hide()
        self._show_count()

    def _show_count(self) -> None:
        lines = self.lines or []
        included = sum(line.answer == YES for line in lines)
        text = f"В перечне: {counted(included, 'школа', 'школы', 'школ')}."
        waiting = self._so_answered(ASKED)
        if left := self._so_answered(OPEN):
            text += f" Останутся нерешёнными: {', '.join(left)}."
        if waiting:
            text += f" Требуют решения: {', '.join(waiting)}."
        elif not lines:
            text += " Школ, отвечающих критериям, нет: подписанный перечень будет пустым."
        self.count.setText(text)

    def _so_answered(self, answer: str) -> list[str]:
        """Names of the schools so answered."""
        return [line.name for line in self.lines or () if line.answer == answer]

    def decisions(self) -> dict[bytes, Decision]:
        """Every row as it was decided."""
        return {
            line.entry.school.school: Decision(line.answer == YES, line.reason.strip(), line.answer == OPEN)
            for line in self.lines or ()
        }

    def _sign(self) -> None:
        if waiting := self._so_answered(ASKED):
            self.refuse(
                UserError(
                    f"Не решено, включать ли в перечень: {', '.join(waiting)}.",
                    "Выберите в столбце «Включить»: включить, не включать или «не решено».",
                )
            )
            self._go_to(waiting[0], _ANSWER)
            return
        signing = lists.Signing(
            iso(self.signed_on), self.signed_by.text(), self.basis.text(), self.title.text()
        )
        work = with_document(lists.sign_list, self._profile, signing, self.decisions())
        self.run(self._context.jobs.change, work, self._on_signed)

    def refuse(self, error: Exception) -> None:
        """The cursor goes to the reason that lacks."""
        super().refuse(error)
        named = (line.name for line in self.lines or () if quoted(line.name) in str(error))
        if (name := next(named, None)) is not None:
            self._go_to(name, _REASON)

    def _go_to(self, name: str, column: int) -> None:
        line = next(line for line in self.lines or () if line.name == name)
        if self.table.select(self.table.rows.identity(line), column):
            self.table.setFocus()

    def _on_signed(self, _uid: bytes) -> None:
        self._context.offer_undo("Перечень подписан и зафиксирован.")
        self.accept()


def _first_answer(entry: DraftEntry) -> str:
    if entry.unsure:
        return ASKED
    return YES if entry.included else NO
