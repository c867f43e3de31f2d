"""Sending a part of the file: one school or one school year, with names of people or without."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from shnor_desktop import places
from shnor_desktop.document.document import Document
from shnor_desktop.operations.records import records
from shnor_desktop.operations.results.held import years_with_results
from shnor_desktop.operations.sharing import parts
from shnor_desktop.operations.sharing.parts import PartReport
from shnor_desktop.operations.sharing.told_along import along
from shnor_desktop.rules.admissible import LONGEST_WHOM
from shnor_desktop.rules.words.russian import counted, size_text
from shnor_desktop.rules.words.school_years import label
from shnor_desktop.ui.file.passwords import sending, show_password
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import Dialog
from shnor_desktop.ui.kit.entry.completion import write_in
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.kit.messages import COPY_FILES, LOCKED_SUFFIX
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.widgets import ChoiceBox, plain_label

_FULL = (
    "В части — выбранное со всей историей и то, без чего его не прочесть. Получатель откроет её как обычный "
    "файл, исправит и вернёт, а вы объедините: ничего не потеряется."
)
_FORM = (
    "В форме нет ни имён и телефонов людей, ни примечаний и других свободных слов. Её заполняют и возвращают вам; "
    "вернуть её можно только в этот файл."
)
_MOST_NAMED = 5
"""So many parts with something lacking are named."""
_WITHOUT_LISTS = (
    " Показателей других школ в ней нет: из подписанных перечней идут только вид, основание и даты."
)
_WITH_LISTS = " Получатель увидит подписанные перечни целиком, с показателями других школ."


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be sent."""

    schools: tuple[tuple[bytes, str], ...]
    years: tuple[tuple[int, str], ...]


class SendDialog(Dialog):
    """What to send, to whom, with names or without."""

    def __init__(self, context: Context, choices: Choices, what: str, parent: QWidget) -> None:
        super().__init__("Отправить часть файла", parent, size=(640, 480))
        self._context = context
        self.by_school = QRadioButton("&Школа", self)
        self.by_year = QRadioButton("&Учебный год", self)
        self.to_every = QRadioButton("Каждой школе &свой файл", self)
        self.schools = _combo(self, "Школа", choices.schools, editable=True)
        self.years = _combo(self, "Учебный год", choices.years)
        self.form = QCheckBox("Форма &без имён и телефонов людей", self)
        self.lists = QCheckBox("С подписанными &перечнями целиком: в них показатели и других школ", self)
        self.whom = QLineEdit(self)
        self.whom.setMaxLength(LONGEST_WHOM)
        self.whom.setAccessibleName("Кому")
        self.whom.setPlaceholderText("Школа, куратор, организация (необязательно)")
        self.about = plain_label("muted", self)
        self.along = QPlainTextEdit(self)
        self.along.setReadOnly(True)
        self.along.setTabChangesFocus(True)
        self.along.setAccessibleName("Что пойдёт с файлом и что останется")
        self._lay_out()
        for button in (self.by_school, self.by_year, self.to_every):
            button.toggled.connect(self._show_possible)
        self.form.toggled.connect(self._show_possible)
        self.lists.toggled.connect(self._show_possible)
        for box in (self.schools, self.years):
            box.currentTextChanged.connect(self._show_possible)
        self.schools.activated.connect(lambda _: self.by_school.setChecked(True))
        self.years.activated.connect(lambda _: self.by_year.setChecked(True))
        self.by_school.setEnabled(bool(choices.schools))
        self.to_every.setEnabled(bool(choices.schools))
        self.by_year.setEnabled(bool(choices.years))
        (self.by_year if what == "year" or not choices.schools else self.by_school).setChecked(True)
        self.form.setChecked(what == "form")
        self._show_possible()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(theme.GAP)
        grid.setColumnStretch(1, 1)
        whom = QLabel("&Кому", self)
        whom.setBuddy(self.whom)
        folder = QLabel("все части — в одну папку", self)
        folder.setObjectName("muted")
        rows = (
            (self.by_school, self.schools),
            (self.by_year, self.years),
            (self.to_every, folder),
            (whom, self.whom),
        )
        for number, (left, right) in enumerate(rows):
            grid.addWidget(left, number, 0)
            grid.addWidget(right, number, 1)
        self.column.addLayout(grid)
        for widget in (self.form, self.lists, self.about):
            self.column.addWidget(widget)
        self.column.addWidget(self.along, 1)
        self.close_with(Act("Записать файл…", self.send, when=self._may_send, main=True))

    def _may_send(self) -> bool:
        return any(button.isChecked() for button in (self.by_school, self.by_year, self.to_every))

    def _show_possible(self) -> None:
        form, school = self.form.isChecked(), not self.by_year.isChecked()
        self.whom.setEnabled(not self.to_every.isChecked())
        self.lists.setEnabled(school and not form)
        told = _FORM if form else _FULL
        if school:
            told += _WITH_LISTS if self.lists.isChecked() and not form else _WITHOUT_LISTS
        self.about.setText(told)
        box = self.schools if school else self.years
        of = None if self.to_every.isChecked() else box.itemText(self._place(box))
        lists = self.lists.isChecked() and self.lists.isEnabled()
        self.along.setPlainText(along(school=school, form=form, lists=lists, of=of).text)
        self.refresh()

    def chosen(self) -> tuple[bytes | None, int | None]:
        """School or year; neither when what was typed is not in the list."""
        if self.by_school.isChecked():
            place = self._place(self.schools)
            return (bytes(self.schools.itemData(place)), None) if place >= 0 else (None, None)
        return None, self.years.currentData()

    @staticmethod
    def _place(box: ChoiceBox) -> int:
        """Of what was typed or chosen; -1 when it is not in the list."""
        return box.findText(box.currentText(), Qt.MatchFlag.MatchFixedString)

    def send(self) -> None:
        """Ask where to, and write."""
        if self.to_every.isChecked():
            self._send_to_every()
            return
        school, year = self.chosen()
        context = self._context
        if school is None and year is None:
            context.messages.warn("Такой школы в файле нет.", "Выберите школу из списка.")
            return
        path = context.jobs.standing.shown
        name = self.schools.currentText() if school is not None else self.years.currentText()
        suggested = (path.parent if path else places.home()) / parts.file_name(
            name, form=self.form.isChecked()
        )
        out = context.messages.save_file(
            "Отправить часть файла", suggested, COPY_FILES, replace=False, other=LOCKED_SUFFIX
        )
        if out is None:
            return
        form, others = self.form.isChecked(), self.lists.isEnabled() and self.lists.isChecked()
        whom = self.whom.text()

        def send(document: Document, to: Path) -> PartReport:
            return parts.send_part(
                document, to, school=school, year=year, form=form, others=others, whom=whom
            )

        self.accept()
        context.jobs.ask(context, sending(out, send), lambda sent: self._tell(out, *sent))

    def _send_to_every(self) -> None:
        context, shown = self._context, self._context.jobs.standing.shown
        folder = context.messages.choose_folder("Папка для частей", shown.parent if shown else None)
        if folder is None:
            return
        form, others = self.form.isChecked(), self.lists.isEnabled() and self.lists.isChecked()

        def send(document: Document, progress: Progress) -> tuple[PartReport, ...]:
            return parts.send_to_every_school(
                document, folder, form=form, others=others, progress=progress.step
            )

        def tell(sent: tuple[PartReport, ...]) -> None:
            told = (
                f"Записано и проверено: {counted(len(sent), 'часть', 'части', 'частей')}, папка «{folder}»."
            )
            if lacking := [one for one in sent if one.lacks]:
                names = ", ".join(f"«{one.path.name}»" for one in lacking[:_MOST_NAMED])
                more = f" и ещё {len(lacking) - _MOST_NAMED}" if lacking[_MOST_NAMED:] else ""
                context.messages.warn(told, f"Не всё вошло: {names}{more}. {lacking[0].lacks}")
            else:
                context.messages.wrote(told, folder)

        self.accept()
        context.jobs.ask(context, send, tell)

    def _tell(self, out: Path, report: PartReport, password: str) -> None:
        told = f"Записано и проверено: {out} ({report.contents}, карточек {report.records}, {size_text(report.size)})."
        if password:
            show_password(self._context, out, password, self._context.messages.window)
        if report.lacks:
            self._context.messages.warn(told, report.lacks)
        else:
            self._context.messages.wrote(told, out)


def _combo(
    parent: QWidget, name: str, entries: "tuple[tuple[Any, str], ...]", *, editable: bool = False
) -> ChoiceBox:
    box = ChoiceBox(name, parent, entries, letters=20)
    if editable:
        write_in(box)
    return box


def open_send(context: Context, what: str, parent: QWidget) -> None:
    """Ask what to send: «school», «year», or a «form» of either."""

    def work(document: Document, progress: Progress) -> Choices:
        with document.read() as session:
            years = years_with_results(session)
            return Choices(records.choices(session, "school"), tuple((one, label(one)) for one in years))

    def show(choices: Choices) -> None:
        if not choices.schools and not choices.years:
            context.messages.warn(
                "Отправлять пока нечего: школ в файле нет.", "Сначала загрузите результаты."
            )
            return
        dialog = SendDialog(context, choices, what, parent)
        dialog.open()

    context.jobs.ask(parent, work, show)
