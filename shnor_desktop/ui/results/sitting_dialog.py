"""Dialog of a new column of the grid: what was held, for whom and when."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from shnor_desktop.operations.results.grid import read_subjects
from shnor_desktop.operations.results.grid_entry import new_sitting
from shnor_desktop.rules.figures import FAMILY_LABELS, LEVELS, SEASONS, Family
from shnor_desktop.rules.results.sitting_names import procedure_name, sitting_name
from shnor_desktop.rules.words import school_years
from shnor_desktop.sheets.results.types import SittingMention
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.form import Dialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.kit.widgets import ChoiceBox, plain_label

_LEVELS: dict[str, tuple[str, ...]] = {
    Family.EGE: ("", "base", "profile"),
    Family.OGE: ("",),
    Family.GVE: ("",),
}
_OTHER_LEVELS = ("", "base", "advanced")
_GVE_GRADES = (9, 11)
_EXAMS = {Family.OGE: 9, Family.EGE: 11}
_FIRST_YEAR = 2014


class SittingDialog(Dialog):
    """Says what is wanted; whoever opened it writes it."""

    wanted = Signal(object)
    """SittingMention."""

    def __init__(
        self, subjects: Sequence[tuple[str, str]], year: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__("Новый столбец", parent, size=(420, 0))
        grades = [(grade, str(grade)) for grade in range(1, 12)]
        self.family = ChoiceBox("Вид процедуры", self, FAMILY_LABELS.items())
        self.subject = ChoiceBox(
            "Предмет", self, ((short, f"{name} ({short})") for short, name in subjects), letters=28
        )
        self.grade = ChoiceBox("Класс программы", self, grades, 5)
        self.sitting_grade = ChoiceBox("Писал класс", self, [(0, "тот же"), *grades])
        newest = date.today().year
        years = range(newest, _FIRST_YEAR - 1, -1)
        self.year = ChoiceBox(
            "Учебный год",
            self,
            ((one, school_years.label(one)) for one in years),
            year if year is not None else newest - 1,
        )
        self.season = ChoiceBox("Сезон", self, _dashed(SEASONS), "spring")
        self.level = ChoiceBox("Уровень", self, _dashed(LEVELS))
        self.name = plain_label("subheading", self)
        self._build()
        for combo in (
            self.family,
            self.subject,
            self.grade,
            self.sitting_grade,
            self.year,
            self.season,
            self.level,
        ):
            combo.currentIndexChanged.connect(self._show_name)
        self.family.currentIndexChanged.connect(self._on_family)
        self._on_family()

    def _build(self) -> None:
        form = QFormLayout()
        form.addRow("&Вид процедуры", self.family)
        form.addRow("&Предмет", self.subject)
        form.addRow("&Класс программы", self.grade)
        form.addRow("П&исал класс", self.sitting_grade)
        form.addRow("&Учебный год", self.year)
        form.addRow("&Сезон", self.season)
        form.addRow("У&ровень", self.level)
        self.sitting_grade.setToolTip("Осенью 2020 и 2022 годов писали за предыдущий класс.")
        self.column.addLayout(form)
        self.column.addWidget(self.name)
        self.close_with(Act("Добавить", lambda: self.wanted.emit(self.chosen()), main=True))

    def chosen(self) -> SittingMention:
        """What the dialog says now."""
        family = str(self.family.currentData())
        exam = _EXAMS.get(Family(family), 0)
        grade = exam or int(self.grade.currentData())
        return SittingMention(
            family,
            str(self.subject.currentData() or ""),
            str(self.level.currentData()),
            grade,
            exam or int(self.sitting_grade.currentData()) or grade,
            int(self.year.currentData()),
            str(self.season.currentData() or ""),
        )

    def _on_family(self) -> None:
        family = str(self.family.currentData())
        exam = family in _EXAMS
        for one in (self.grade, self.sitting_grade):
            one.setEnabled(not exam)
        seasons = ("", "final") if exam or family == Family.GVE else ("", "spring", "autumn")
        self.season.offer(_dashed(SEASONS, seasons), self.season.currentData(), "spring")
        self.level.offer(_dashed(LEVELS, _LEVELS.get(family, _OTHER_LEVELS)), self.level.currentData(), "")
        if family == Family.GVE and self.grade.currentData() not in _GVE_GRADES:
            self.grade.setCurrentIndex(self.grade.findData(_GVE_GRADES[0]))
        self._show_name()

    def _show_name(self) -> None:
        one = self.chosen()
        procedure = procedure_name(one.family, one.subject, one.level, one.programme_grade)
        self.name.setText(sitting_name(procedure, one.school_year, one.season))


def _dashed(labels: Mapping[Any, str], only: Iterable[str] | None = None) -> list[tuple[str, str]]:
    return [(code, labels[code] or "—") for code in (labels if only is None else only)]


def add_sitting(
    context: Context, owner: QWidget, year: int | None, done: Callable[[SittingMention, bytes], None]
) -> None:
    """Ask for a sitting and write it; `done` gets what was chosen and its uid."""

    def ask(subjects: list[tuple[str, str]]) -> None:
        dialog = SittingDialog(subjects, year, owner)

        def write(one: SittingMention) -> None:
            dialog.run(context.jobs.change, with_document(new_sitting, one), lambda uid: told(one, uid))

        def told(one: SittingMention, uid: bytes) -> None:
            dialog.accept()
            done(one, uid)

        dialog.wanted.connect(write)
        dialog.open()

    context.jobs.ask(owner, with_session(read_subjects), ask)
