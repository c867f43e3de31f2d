"""The form of a method profile; beside it, live, who would enter and who would leave before anything is saved."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape

from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QTextBrowser,
    QWidget,
)

from shnor_desktop.models.identification import ATTEMPTS, MEASURES, METHODS
from shnor_desktop.operations.identification import profiles
from shnor_desktop.operations.identification.profiles import Move, WhatIf
from shnor_desktop.operations.identification.slots import ProfileSpec
from shnor_desktop.operations.results.held import HeldSitting, held_sittings
from shnor_desktop.rules.figures import FAMILY_LABELS, NOT_USUAL
from shnor_desktop.rules.results.comparability import advice
from shnor_desktop.rules.words.russian import counted, quoted
from shnor_desktop.ui.identification.slot_table import SlotTable
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.entry.number_box import NumberBox
from shnor_desktop.ui.kit.form import Dialog
from shnor_desktop.ui.kit.laying.boxes import in_row, lay_column
from shnor_desktop.ui.kit.narrow.scrolled import scrolled
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.kit.widgets import ChoiceBox, plain_label, timer

_WAIT_MS = 250
AUTUMN = (
    ("programme", "к году, программу которого писали"),
    ("sitting", "к году, когда писали"),
    ("exclude", "не учитывать"),
)
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class _Number:
    name: str
    label: str
    least: int
    most: int
    suffix: str = ""
    hint: str = ""
    above: str = ""
    """What the row and those under it answer to."""


_INCLUDED = "Школа включается в перечень, если выполнен хотя бы один из критериев:"
_NUMBERS = (
    _Number("threshold", "&Порог", 1, 100, " %", "Включительно: ровно 30 % — низкий результат"),
    _Number("min_n", "Не &учитывать, если участников меньше", 1, 1000, "", "1 — учитывать все результаты"),
    _Number("c1_count", "Критерий &1: в году А низких результатов не меньше", 1, 100, above=_INCLUDED),
    _Number("c2_count_a", "Критерий &2: в году А низких результатов не меньше", 1, 100),
    _Number("c2_count_b", "и в &году Б не меньше", 1, 100),
    _Number("watch_width", "Группа вни&мания: ниже порога на", 0, 100, " п.п."),
)


class ProfileForm(Dialog):
    """Everything of a profile. Nothing is written until a button of saving is pressed."""

    def __init__(
        self, context: Context, owner: QWidget, spec: ProfileSpec, saved: Callable[[str], None]
    ) -> None:
        super().__init__("Методика: что, если изменить", owner, size=(900, 480))
        self._context = context
        self._saved = saved
        self.spec = spec
        self.name = QLineEdit(spec.name, self)
        self.version = QLabel(f"версия {spec.version}", self)
        self.version.setObjectName("muted")
        self.numbers: dict[str, QSpinBox] = {}
        self.slots = SlotTable(self)
        self.tabs = QTabWidget(self)
        self.tabs.addTab(scrolled(self._new_rule_page()), "Порог и критерии")
        self.tabs.addTab(scrolled(self._new_slots_page()), "Процедуры")
        self.effect = QTextBrowser(self)
        self.effect.setAccessibleName("Что изменится")
        self.effect.setPlaceholderText("Идёт расчёт…")
        label = QLabel("&Название профиля", self)
        label.setBuddy(self.name)
        top = in_row(label, (self.name, 1), self.version)
        middle = in_row((self.tabs, 3), (self.effect, 2))
        self.put(top, (middle, 1))
        self.close_with(
            Act("Сохранить &как новый", lambda: self._write(new=True), when=self._is_writable),
            Act("Сохранить", lambda: self._write(new=False), when=self._is_known, main=True),
            beside=(Act("Удалить профиль", self._delete, when=self._is_known),),
            by_enter=False,
        )
        self._timer = timer(self, self.ask_effect, _WAIT_MS)
        self._connect()
        context.jobs.ask(self, with_session(held_sittings, spec.autumn), self._show_sittings)

    # --- building ------------------------------------------------------------------------------------------------

    def _new_rule_page(self) -> QWidget:
        page = QWidget(self)
        form = QFormLayout(page)
        for number in _NUMBERS:
            box = NumberBox(page)
            box.setRange(number.least, number.most)
            box.setSuffix(number.suffix)
            box.setValue(getattr(self.spec, number.name))
            box.setToolTip(number.hint)
            self.numbers[number.name] = box
            if number.above:
                form.addRow(plain_label("muted", page, number.above))
            form.addRow(number.label, box)
        self.join_levels = QCheckBox("Скл&адывать уровни (база, профиль, углублённый)", page)
        self.join_levels.setToolTip("По числу участников: ЕГЭ — база и профиль, ВПР — база и углублённый")
        self.join_levels.setChecked(self.spec.join_levels)
        self.exclude_flagged = QCheckBox("Не учитывать результаты с признаком нео&бъективности", page)
        self.exclude_flagged.setChecked(self.spec.exclude_flagged)
        self.method = ChoiceBox("Способ", page, METHODS, self.spec.method)
        self.measure = ChoiceBox("Показатель", page, MEASURES, self.spec.measure)
        self.attempts = ChoiceBox("Пересдачи", page, ATTEMPTS, self.spec.attempts)
        self.share = NumberBox(page)
        self.share.setRange(1, 50)
        self.share.setSuffix("\u00a0% школ")
        self.share.setValue(self.spec.lowest_pct or 15)
        form.insertRow(0, "&Способ", self.method)
        form.insertRow(1, "Пока&затель", self.measure)
        form.insertRow(2, "&Доля школ", self.share)
        form.addRow("Пересда&чи", self.attempts)
        form.addRow(self.join_levels)
        form.addRow(self.exclude_flagged)
        return page

    def _new_slots_page(self) -> QWidget:
        page = QWidget(self)
        modes = (("auto", "два последних года с результатами"), ("named", "отмеченные ниже"))
        self.mode = ChoiceBox("Процедуры", page, modes, self.spec.slot_mode)
        self.autumn = ChoiceBox("Осенние ВПР", page, AUTUMN, self.spec.autumn)
        self.families: dict[str, QCheckBox] = {}
        for code, text in FAMILY_LABELS.items():
            box = QCheckBox(text, page)
            # ГВЭ and trial exams are not what the rule means: they count only when they are asked for.
            usual = not self.spec.families and code not in NOT_USUAL
            box.setChecked(usual or code in self.spec.families)
            self.families[code] = box
        families = in_row(*self.families.values(), 1, gap=None)
        form = QFormLayout()
        form.addRow("Про&цедуры", self.mode)
        form.addRow("Виды", families)
        form.addRow("&Осенние ВПР", self.autumn)
        self.subjects = QLineEdit(", ".join(self.spec.subjects), page)
        self.subjects.setAccessibleName("Предметы")
        self.subjects.setPlaceholderText("все, по которым есть результаты")
        self.subjects.setToolTip(
            "Сокращения через запятую. РУ и МА повторяются каждый год, остальные — не всегда."
        )
        only = QPushButton("Только РУ и МА", page)
        only.setAutoDefault(False)
        only.clicked.connect(lambda: self.subjects.setText("РУ, МА"))
        line = in_row((self.subjects, 1), only, gap=None)
        form.addRow("Предметы", line)
        self.advice = plain_label("muted", page)
        self.advice.hide()
        form.addRow(self.advice)
        lay_column(page, form, (self.slots, 1), around=None, gap=None)
        return page

    def _is_writable(self) -> bool:
        return not self._context.read_only

    def _is_known(self) -> bool:
        return self._is_writable() and self.spec.uid is not None

    def _connect(self) -> None:
        for box in self.numbers.values():
            box.valueChanged.connect(self._on_changed)
        for check in (self.join_levels, self.exclude_flagged, *self.families.values()):
            check.toggled.connect(self._on_changed)
        self.share.valueChanged.connect(self._on_changed)
        self.subjects.textChanged.connect(self._on_changed)
        for choice in (self.mode, self.autumn, self.method, self.measure, self.attempts):
            choice.currentIndexChanged.connect(self._on_changed)
        self.slots.changed.connect(self._on_changed)

    # --- what if -------------------------------------------------------------------------------------------------

    def wanted(self) -> ProfileSpec:
        """The profile as it stands in the form."""
        families = tuple(code for code, box in self.families.items() if box.isChecked())
        usual = set(families) == set(self.families) - NOT_USUAL
        method = str(self.method.currentData())
        named = self.mode.currentData() == "named"
        slot_a, slot_b = self.slots.named() if named else (self.spec.slot_a, self.spec.slot_b)
        number = self.numbers
        return replace(
            self.spec,
            name=self.name.text().strip(),
            slot_mode=str(self.mode.currentData()),
            autumn=str(self.autumn.currentData()),
            families=() if usual else families,
            method=method,
            measure=str(self.measure.currentData()) if method else "",
            lowest_pct=self.share.value() if method == "lowest" else 0,
            subjects=tuple(
                dict.fromkeys(one.strip().upper() for one in self.subjects.text().split(",") if one.strip())
            ),
            attempts=str(self.attempts.currentData()),
            join_levels=self.join_levels.isChecked(),
            exclude_flagged=self.exclude_flagged.isChecked(),
            slot_a=slot_a,
            slot_b=slot_b,
            threshold=number["threshold"].value(),
            min_n=number["min_n"].value(),
            c1_count=number["c1_count"].value(),
            c2_count_a=number["c2_count_a"].value(),
            c2_count_b=number["c2_count_b"].value(),
            watch_width=number["watch_width"].value(),
        )

    def _show_sittings(self, held: tuple[HeldSitting, ...]) -> None:
        recorded = [one for one in held if one.recorded]
        self.slots.set_sittings(recorded, self.spec.slot_a, self.spec.slot_b)
        self._on_changed()

    def _on_changed(self) -> None:
        self.slots.setEnabled(self.mode.currentData() == "named")
        for box in self.families.values():
            box.setEnabled(self.mode.currentData() == "auto")
        method = self.method.currentData()
        self.measure.setEnabled(bool(method))
        self.share.setEnabled(method == "lowest")
        for name in ("threshold", "c1_count", "c2_count_a", "c2_count_b", "watch_width"):
            self.numbers[name].setEnabled(not method)
        self._timer.start()

    def ask_effect(self) -> None:
        """Ask who would enter and who would leave."""
        work = with_session(profiles.what_if, self.spec, self.wanted())
        self._context.jobs.ask(self, work, self._show_effect, self.refuse, latest="effect")

    def _show_effect(self, effect: WhatIf) -> None:
        self.mistake.hide()
        if self.mode.currentData() == "auto":
            self.slots.show_automatic({one.uid for one in effect.slot_a}, {one.uid for one in effect.slot_b})
        told = advice(effect.slot_a, effect.slot_b)
        self.advice.setText(told)
        self.advice.setVisible(bool(told))
        self.effect.setHtml(effect_page(effect))

    # --- writing -------------------------------------------------------------------------------------------------

    def _write(self, *, new: bool) -> None:
        wanted = self.wanted()
        if new and wanted.name.casefold() == self.spec.name.casefold():
            wanted = replace(wanted, name=f"{wanted.name} (вариант)")
        work = with_document(profiles.store, replace(wanted, uid=None) if new else wanted)
        self.run(self._context.jobs.change, work, self._on_written)

    def _delete(self) -> None:
        work = with_document(profiles.delete_profile, self.spec)
        self.run(self._context.jobs.change, work, self._on_deleted)

    def _on_deleted(self, name: str) -> None:
        self._context.offer_undo(f"Профиль {quoted(name)} удалён.")
        self._on_written("")

    def _on_written(self, name: str) -> None:
        self._saved(name)
        self.accept()


def effect_page(effect: WhatIf) -> str:
    """Who enters and leaves, with reasons, as rich text."""
    parts = [f"<p><b>Критерии выполняют: было {effect.before}, станет {effect.after}.</b></p>"]
    if not effect.enters and not effect.leaves:
        parts.append("<p>Никто не войдёт и не выйдет.</p>")
    for title, moves, role, glyph in (
        ("Войдут", effect.enters, "low", "▲"),
        ("Выйдут", effect.leaves, "good", "▼"),
    ):
        if moves:
            colour = theme.colour(role).name()
            parts.append(f'<p style="color:{colour}"><b>{glyph} {title}: {len(moves)}</b></p>')
            parts += [_move(one) for one in moves[:_SHOWN]]
            if len(moves) > _SHOWN:
                parts.append(f"<p>… и ещё {len(moves) - _SHOWN}.</p>")
    if effect.unconfirmed:
        parts.append(
            f"<p>Из них требуют подтверждения: {counted(effect.unconfirmed, 'школа', 'школы', 'школ')}.</p>"
        )
    if effect.insufficient:
        parts.append(f"<p>Недостаточно данных: {counted(effect.insufficient, 'школа', 'школы', 'школ')}.</p>")
    names = {"А": effect.slot_a, "Б": effect.slot_b}
    muted = theme.colour("muted").name()
    for letter, sittings in names.items():
        text = "; ".join(one.name for one in sittings) or "процедур нет"
        parts.append(f'<p style="color:{muted}">Год {letter}: {escape(text)}.</p>')
    return "".join(parts)


def _move(one: Move) -> str:
    muted = theme.colour("muted").name()
    return f'<p>{escape(one.name)}<br><span style="color:{muted}">{escape(one.reason)}</span></p>'
