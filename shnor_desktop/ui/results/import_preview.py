"""Page of the import wizard that shows what would change before it does: new, changed, unchanged, refused, and what a
person settles about it on the spot."""

from collections import Counter
from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.operations.results.preview import Prepared, PreviewLine
from shnor_desktop.rules.words.russian import counted, quoted
from shnor_desktop.ui.kit.reach.start import StartingPage
from shnor_desktop.ui.kit.texts import shortened
from shnor_desktop.ui.kit.widgets import ButtonRow
from shnor_desktop.ui.results.import_lines import DECIDED, RESULTS, SETTLED, Group, PreviewTable, members

_SITTING, _BEFORE, _AFTER, _WHERE, _NOTE = 2, 3, 4, 5, 6
# Columns that say nothing about lines of a kind.
_IDLE: dict[str, tuple[int, ...]] = {
    "refused": (_BEFORE, _AFTER),
    "waiting": (_BEFORE, _AFTER),
    "warning": (_SITTING, _BEFORE, _AFTER),
    "new": (_BEFORE,),
    "unchanged": (_BEFORE,),
    DECIDED: (_SITTING,),
    "school": (_SITTING, _BEFORE, _AFTER, _WHERE),
    "named": (_SITTING, _BEFORE, _AFTER, _WHERE),
    "sitting": (_BEFORE, _AFTER, _WHERE),
}
_CHIPS = (
    ("", "Все"),
    ("refused", "Отклонено"),
    ("waiting", "Ждут решения"),
    ("changed", "Меняется"),
    ("new", "Новое"),
    ("unchanged", "Без изменений"),
    (DECIDED, "Ваши решения"),
    ("warning", "Предупреждения"),
    ("school", "Новые школы"),
    ("named", "Названы иначе"),
    ("sitting", "Новые проведения"),
)


class NotTaken(QFrame):
    """What of the books is not taken: stands above everything else, on the preview and on the result."""

    SHOWN, ON_LOW_SCREEN, LOW = 6, 3, 620
    """Lines, and lines on a screen that is lower than so many points."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("warning")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column = QVBoxLayout(self)
        column.addWidget(self.text)
        self.hide()

    def tell(self, heading: str, lines: Sequence[str]) -> None:
        """Nothing is shown when everything is taken."""
        low = self.screen().availableGeometry().height() < self.LOW
        shown = list(lines[: self.ON_LOW_SCREEN if low else self.SHOWN])
        rest = len(lines) - len(shown)
        if rest:
            shown.append(f"И ещё {counted(rest, 'строка', 'строки', 'строк')}: подведите курсор.")
        self.text.setText("\n".join([f"▲ {heading}.", *shown]))
        self.setToolTip("\n".join(lines) if rest else "")
        self.setVisible(bool(lines))


class PreviewPage(StartingPage):
    """Counts, chips to filter, lines, and what can be done about them."""

    asked = Signal(str, object)
    """«amend», «skip_rows», «skip_school», «skip_column», «put_back» with the lines it is about, or «undo»."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lacking = NotTaken(self)
        self.kind = ""
        self._correctable: Collection[tuple[int, object]] = ()
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.table = PreviewTable(self)
        self.rows = self.table.rows
        self.start_at(self.table)
        self.chips = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self.take_all = QPushButton("Взять все изменения", self)
        self.keep_all = QPushButton("Оставить прежние значения", self)
        self.kept = QLabel(self)
        self.kept.setObjectName("muted")
        self.detail = QLabel(self)
        self.detail.setWordWrap(True)
        self.detail.setMinimumHeight(2 * self.detail.fontMetrics().lineSpacing())
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._changed = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lacking)
        column.addWidget(self.about)
        column.addLayout(self._chip_row())
        column.addWidget(self.table, 1)
        column.addWidget(self.detail)
        column.addLayout(self._actions())
        column.addLayout(self._below())
        self.table.ticked.connect(self._show_kept)
        self.table.chosen.connect(lambda row: self._show_detail())
        self.table.correct.connect(self._correct)
        self.table.leave_out.connect(self._leave_out)
        self.table.undo.connect(lambda: self.asked.emit("undo", []))

    def _chip_row(self) -> ButtonRow:
        row = ButtonRow()
        self.chips.setExclusive(True)
        for number, (kind, _) in enumerate(_CHIPS):
            button = QPushButton(self)
            button.setCheckable(True)
            button.setAutoDefault(False)
            self.chips.addButton(button, number)
            self._buttons[kind] = button
            row.addWidget(button)
        self.chips.idClicked.connect(lambda number: self._show_kind(_CHIPS[number][0]))
        return row

    def _actions(self) -> ButtonRow:
        row = ButtonRow()
        self.correct_button = QPushButton("&Исправить ячейку… (F2)", self)
        self.skip_button = QPushButton("Не загру&жать… (Delete)", self)
        self.back_button = QPushButton("Вер&нуть (Delete)", self)
        self.undo_button = QPushButton("Отменить правку (Ctrl+Z)", self)
        self.correct_button.clicked.connect(self._correct)
        self.skip_button.clicked.connect(self._leave_out)
        self.back_button.clicked.connect(self._leave_out)
        self.undo_button.clicked.connect(lambda checked=False: self.asked.emit("undo", []))
        for button in (self.correct_button, self.skip_button, self.back_button, self.undo_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.said = QLabel(self)
        self.said.setObjectName("muted")
        row.addWidget(self.said)
        self.said.hide()
        self.undo_button.hide()
        return row

    def _below(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for button, taken in ((self.take_all, True), (self.keep_all, False)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda checked=False, taken=taken: self.table.tick_all(taken))
            row.addWidget(button)
        row.addWidget(self.kept, 1)
        return row

    def show_plan(self, prepared: Prepared, *, stay: bool = False) -> None:
        """Show a plan: all changes ticked but those that a person corrected in the file. `stay` on the kind and
        line that were shown."""
        self.said.hide()
        row = self.table.currentIndex().row() if stay else 0
        self._correctable = prepared.correctable
        self.table.set_lines(prepared.lines, prepared.plan.by_hand)
        counts = Counter(line.kind for line in prepared.lines)
        for kind, label in _CHIPS:
            kinds = {"": RESULTS, DECIDED: SETTLED}.get(kind, (kind,))
            number = sum(counts[one] for one in kinds)
            self._buttons[kind].setText(f"{label}: {number}")
            self._buttons[kind].setVisible(bool(number) or not kind)
        self._changed = bool(counts["changed"])
        kind = self.kind if stay and not self._buttons[self.kind].isHidden() else ""
        self._buttons[kind].setChecked(True)
        self._show_kind(kind, row)
        for button in (self.take_all, self.keep_all, self.kept):
            button.setVisible(bool(counts["changed"]))
        self.lacking.tell("Загрузится не всё", prepared.plan.told)
        self.about.setText(_summary(prepared, counts))
        self._show_kept()

    def _show_kind(self, kind: str, row: int = 0) -> None:
        self.kind = kind
        kinds = {line.kind for line in self.table.lines} & set(RESULTS) if not kind else {kind}
        alone = kinds.pop() if len(kinds) == 1 else kind
        idle = _IDLE.get(alone, () if self._changed else (_BEFORE,))
        if alone == "new" and not any(line.note for line in self.table.lines if line.kind == alone):
            idle = (*idle, _NOTE)
        for column in range(self.rows.columnCount()):
            self.table.setColumnHidden(column, column in idle)
        self.table.show_kind(kind)
        if self.rows.rowCount():
            self.table.setCurrentIndex(self.table.sorted.index(min(max(row, 0), self.rows.rowCount() - 1), 1))
        self._show_detail()

    def _show_detail(self) -> None:
        """The line with the cursor in full, for columns that are too narrow."""
        row = self.table.current()
        line = next(iter(members(row)), None)
        self._offer(line)
        if isinstance(row, Group) and line is not None:
            self.detail.setText(f"{row.text}. Например: {line.school or line.where}. {line.note}")
            return
        turn = f"{line.before} → {line.after}" if line and line.before else line.after if line else ""
        parts = [line.school, line.sitting, turn, line.where, line.note] if line else []
        self.detail.setText(" · ".join(part for part in parts if part))

    def _offer(self, line: PreviewLine | None) -> None:
        """What can be done about the line."""
        back = line is not None and line.kind in SETTLED
        self.back_button.setVisible(back)
        self.skip_button.setVisible(not back)
        self.skip_button.setEnabled(line is not None and line.kind in RESULTS)
        can = self._can_correct(line)
        self.correct_button.setEnabled(can)
        self.correct_button.setToolTip("" if can else "Исправить можно ячейки отклонённых строк")

    def _can_correct(self, line: PreviewLine | None) -> bool:
        return line is not None and line.kind == "refused" and (line.book, line.cell) in self._correctable

    def _current(self) -> list[PreviewLine]:
        """The selected lines; a heading stands for all of its lines."""
        rows = self.table.selected() or [self.table.current()]
        found = [line for row in rows for line in members(row)]
        return list({id(line): line for line in found}.values())

    def _correct(self) -> None:
        lines = self._current()
        if lines and self._can_correct(lines[0]):
            self.asked.emit("amend", lines)

    def _leave_out(self) -> None:
        """What is settled is put back at once; of results a menu asks how much is meant."""
        lines = self._current()
        if lines and lines[0].kind in SETTLED:
            self.asked.emit("put_back", [line for line in lines if line.kind in SETTLED])
        elif lines and lines[0].kind in RESULTS:
            self.skip_menu(lines).popup(self.table.mapToGlobal(self._corner()))

    def tell(self, text: str) -> None:
        """What a correction came to."""
        self.said.setText(text)
        self.said.show()

    @property
    def touched(self) -> int:
        """How many changed results were ticked or unticked by hand."""
        return len(self.table.left ^ set(self.table.by_hand))

    def _corner(self) -> QPoint:
        return self.table.visualRect(self.table.currentIndex()).bottomLeft()

    def skip_menu(self, lines: list[PreviewLine]) -> QMenu:
        """Row, school or column."""
        menu = QMenu(self)
        menu.setAccessibleName("Что не загружать")
        menu.aboutToHide.connect(menu.deleteLater)
        first = lines[0]
        whole = [line for line in lines if line.cell is not None]
        if whole:
            text = (
                "Эту с&троку"
                if len(whole) == 1
                else f"Все {counted(len(whole), 'строку', 'строки', 'строк')}"
            )
            menu.addAction(text, lambda: self.asked.emit("skip_rows", whole))
        if first.school and len({line.school for line in lines}) == 1:
            name = shortened(first.school)
            menu.addAction(
                f"Ш&колу {quoted(name)} в книгах этого источника",
                lambda: self.asked.emit("skip_school", lines),
            )
        if first.cell is not None and first.kind == "refused":
            letters = first.cell.address.rpartition("!")[2].rstrip("0123456789")
            menu.addAction(
                f"&Столбец {letters} этого листа", lambda: self.asked.emit("skip_column", lines[:1])
            )
        return menu

    def left_out(self) -> frozenset[bytes]:
        """Changed results that keep what the file holds."""
        return frozenset(self.table.left)

    def choose(self, kind: str) -> None:
        """Show one kind of lines."""
        self._buttons[kind].click()

    def _show_kept(self) -> None:
        left, corrected = self.table.left, set(self.table.by_hand)
        count, by_hand = len(left), len(left & corrected)
        more = f", из них исправлены вручную {by_hand}" if by_hand else ""
        self.kept.setText(
            f"Останутся прежними: {counted(count, 'значение', 'значения', 'значений')}{more}."
            if count
            else ""
        )


def _summary(prepared: Prepared, counts: Counter[str]) -> str:
    plan = prepared.plan
    names = ", ".join(f"«{book.source}»" for book in plan.books[:3])
    more = f" и ещё {len(plan.books) - 3}" if len(plan.books) > 3 else ""
    parts = [f"{names}{more}"]
    nothing = not any(counts[kind] for kind in ("new", "changed"))
    if nothing and plan.learned_of:
        learned = counted(len(plan.learned_of), "школы", "школ", "школ")
        parts.append(f"числа в файле уже есть; запомнятся коды, названия и муниципалитеты {learned}")
    elif not plan.writes:
        there = not counts["refused"] and not plan.passed
        parts.append("загружать нечего: всё это в файле уже есть" if there else "загружать нечего")
    if plan.passed:
        all_of_it = not any(counts[kind] for kind in RESULTS)
        what = "всё пропущено по вашим решениям" if all_of_it else "часть пропущена по вашим решениям"
        parts.append(f"{what}, вернуть можно там же")
    told = prepared.contents
    if told and told.added:
        parts.append(f"добавится {told.added_text}")
    if told and told.beside and not nothing:
        parts.append(f"кроме результатов: {told.beside}")
    if counts["refused"]:
        parts.append("отклонённое не загрузится, причины — в последнем столбце")
    if counts["waiting"]:
        parts.append("строки, что ждут решения о школе, не загрузятся")
    checked = sum(book.reconciled for book in plan.books)
    if checked:
        parts.append(f"строки итогов сошлись со школами: {counted(checked, 'число', 'числа', 'чисел')}")
    failures = "".join(
        f"\n× {one.name}: {one.what_happened} {one.what_to_do}".rstrip() for one in prepared.reading.failures
    )
    return ". ".join(part[:1].upper() + part[1:] for part in parts) + "." + failures
