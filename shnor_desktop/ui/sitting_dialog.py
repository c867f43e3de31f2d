"""Dialog of a new column of the grid: what was held, for whom and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from shnor_desktop.rules import school_years
from shnor_desktop.rules.figures import FAMILY_LABELS, LEVELS, SEASONS, Family
from shnor_desktop.rules.sitting_names import procedure_name, sitting_name

_EXAMS = {Family.OGE: 9, Family.EGE: 11}
_FIRST_YEAR = 2014


@dataclass(frozen=True, slots=True)
class NewSitting:
    """What was chosen, in the words of `grid_entry.add_sitting`."""

    family: str
    subject: str
    level: str
    programme_grade: int
    sitting_grade: int
    school_year: int
    season: str


class SittingDialog(QDialog):
    """Non-blocking: `accepted` is followed by reading `chosen()`."""

    def __init__(
        self, subjects: Sequence[tuple[str, str]], year: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Новое проведение")
        self.family = _combo([(code, label) for code, label in FAMILY_LABELS.items()])
        self.subject = _combo([(short, f"{name} ({short})") for short, name in subjects])
        self.grade = _combo([(grade, str(grade)) for grade in range(1, 12)])
        self.sitting_grade = _combo([(0, "тот же"), *((grade, str(grade)) for grade in range(1, 12))])
        newest = date.today().year
        years = range(newest, _FIRST_YEAR - 1, -1)
        self.year = _combo([(one, school_years.label(one)) for one in years])
        self.season = _combo([(code, label or "—") for code, label in SEASONS.items()])
        self.level = _combo([(code, label or "—") for code, label in LEVELS.items()])
        self.name = QLabel(self)
        self.name.setObjectName("subheading")
        self._build()
        self.grade.setCurrentIndex(self.grade.findData(5))
        self.season.setCurrentIndex(self.season.findData("spring"))
        self.year.setCurrentIndex(max(self.year.findData(year if year is not None else newest - 1), 0))
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
        buttons = QDialogButtonBox(self)
        add = buttons.addButton("Добавить", QDialogButtonBox.ButtonRole.AcceptRole)
        add.setObjectName("main")
        buttons.addButton("Отмена", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.name)
        column.addWidget(buttons)

    def chosen(self) -> NewSitting:
        """What the dialog says now."""
        family = str(self.family.currentData())
        exam = _EXAMS.get(Family(family), 0)
        grade = exam or int(self.grade.currentData())
        return NewSitting(
            family,
            str(self.subject.currentData() or ""),
            str(self.level.currentData()),
            grade,
            int(self.sitting_grade.currentData()) or grade,
            int(self.year.currentData()),
            "" if exam else str(self.season.currentData()),
        )

    def _on_family(self) -> None:
        exam = str(self.family.currentData()) in _EXAMS
        for one in (self.grade, self.sitting_grade, self.season):
            one.setEnabled(not exam)
        self._show_name()

    def _show_name(self) -> None:
        one = self.chosen()
        procedure = procedure_name(one.family, one.subject, one.level, one.programme_grade)
        self.name.setText(sitting_name(procedure, one.school_year, one.season))


def _combo(choices: Sequence[tuple[object, str]]) -> QComboBox:
    combo = QComboBox()
    for value, text in choices:
        combo.addItem(text, value)
    return combo
