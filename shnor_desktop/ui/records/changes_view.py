"""What becomes of records, to be looked through: added, changed, deleted, field by field before and after."""

from collections.abc import Sequence

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from shnor_desktop.operations.records.changes import EMPTY, FieldLine, KindCount, RecordChange
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.entry.search_line import SearchLine
from shnor_desktop.ui.kit.laying.boxes import ABOVE, in_row, lay_column, split
from shnor_desktop.ui.kit.reach.start import StartingPage
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.widgets import ChoiceBox, plain_label

Whats = tuple[tuple[str, str, str, str], ...]
"""(what, mark, word of many, word of one)."""
WHATS: Whats = (
    ("new", "new", "Новые", "добавлено"),
    ("changed", "changed", "Изменённые", "изменено"),
    ("deleted", "deleted", "Удалённые", "удалено"),
)
_FIELDS_TOLD = 4
_SCHOOL = 2
"""The column of schools, hidden where every record is named after its school."""


class ChangesView(StartingPage):
    """Records above, the fields of the chosen one below."""

    def __init__(
        self,
        settings: QSettings,
        parent: QWidget | None = None,
        *,
        sides: tuple[str, str] = ("Было", "Стало"),
        whats: Whats = WHATS,
    ) -> None:
        super().__init__(parent)
        self._records: tuple[RecordChange, ...] = ()
        self._asked: frozenset[tuple[str, bytes]] = frozenset()
        self._whats = whats
        self.chips = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        self.kinds = ChoiceBox("Вид сведений", self, letters=10)
        self.search = SearchLine(self, name="Найти карточку или значение", least=110)
        columns = (
            Column[RecordChange]("Что", self._word),
            Column[RecordChange]("Карточка", _title),
            Column[RecordChange]("Школа", _school),
            Column[RecordChange]("Значения", brief),
        )
        self.table = Table(
            columns,
            self,
            name="Карточки",
            settings=settings,
            keep="changes",
            identity=lambda one: (one.kind, one.uid),
            ink=lambda one: self._mark(one).role,
        )
        self.fields = Table(
            (
                Column[FieldLine]("Поле", lambda one: one.label),
                Column[FieldLine](sides[0], lambda one: one.before or EMPTY),
                Column[FieldLine](sides[1], lambda one: one.after or EMPTY),
            ),
            self,
            name="Что изменено в карточке",
            settings=settings,
            keep="change_fields",
            even=(1, 2),
        )
        self.note = plain_label("muted", self)
        self._lay_out()
        self.chips.idClicked.connect(lambda _: self._show_found())
        self.kinds.activated.connect(lambda _: self._show_found())
        self.search.textChanged.connect(self.table.look_for)
        self.search.leads_to(self.table)
        self.table.all_wanted.connect(self.search.clear)
        self.table.chosen.connect(self._show_fields)
        self.start_at(self.table)

    def _lay_out(self) -> None:
        self.chips.setExclusive(True)
        for number, what in enumerate(("", *(one[0] for one in self._whats))):
            button = QPushButton(self)
            button.setObjectName("chip")
            button.setCheckable(True)
            button.setAutoDefault(False)
            self.chips.addButton(button, number)
            self.buttons[what] = button
        row = in_row(*self.buttons.values(), self.kinds, (self.search, 1))
        splitter = split(self, self.table, self.fields, shares=(3, 2), upright=True)
        lay_column(self, row, (splitter, 1), self.note, around=ABOVE)

    def show_changes(
        self,
        counts: Sequence[KindCount],
        records: Sequence[RecordChange],
        asked: frozenset[tuple[str, bytes]] = frozenset(),
    ) -> None:
        """Show these; the counts tell of all, the records may be only the first of a kind. About those of `asked`,
        by kind and uid, organisations disagree: what is shown of them is not decided."""
        self._records, self._asked = tuple(records), asked
        totals = {code: sum(getattr(one, code) for one in counts) for code, *_ in self._whats}
        self.buttons[""].setText(f"Все: {sum(totals.values())}")
        self.buttons[""].setChecked(True)
        for code, mark, label, _ in self._whats:
            self.buttons[code].setText(f"{theme.state_mark(mark).glyph} {label}: {totals[code]}")
            self.buttons[code].setVisible(bool(totals[code]))
        kinds = ((one.kind, f"{one.name}: {one.total}") for one in counts)
        self.kinds.offer((("", "Все виды"), *kinds), "")
        self.kinds.setVisible(len(counts) > 1)
        untold = sum(totals.values()) - len(self._records)
        self.note.setText(
            f"Показаны первые карточки каждого вида; ещё {untold} только посчитано." if untold > 0 else ""
        )
        self.note.setVisible(untold > 0)
        self._show_found()

    def _show_found(self) -> None:
        place = self.chips.checkedId()
        what = ("", *(one[0] for one in self._whats))[max(place, 0)]
        kind = str(self.kinds.currentData() or "")
        found = [one for one in self._records if what in ("", one.what) and kind in ("", one.kind)]
        self.table.setColumnHidden(_SCHOOL, not any(map(_school, found)))
        self.table.set_rows(found)

    def _mark(self, one: RecordChange) -> theme.Mark:
        code = next(mark for what, mark, *_ in self._whats if what == one.what)
        return theme.state_mark("undecided" if self._is_asked(one) else code)

    def _is_asked(self, one: RecordChange) -> bool:
        return (one.kind, one.uid) in self._asked

    def _word(self, one: RecordChange) -> str:
        word = next(word for what, *_, word in self._whats if what == one.what)
        return f"{self._mark(one).glyph} {word}{', решить' if self._is_asked(one) else ''}"

    def current(self) -> RecordChange | None:
        """The record with the cursor."""
        found: RecordChange | None = self.table.current()
        return found

    def _show_fields(self, one: RecordChange | None) -> None:
        self.fields.set_rows(one.fields if one is not None else ())

    def restyle(self) -> None:
        """After the palette changed."""
        self._show_found()


def _title(one: RecordChange) -> str:
    return one.title if one.title == one.kind_name else f"{one.kind_name} {quoted(one.title)}"


def _school(one: RecordChange) -> str:
    return "" if one.school in one.title else one.school


def brief(one: RecordChange) -> str:
    """The first fields in one line: «Директор: Иванова А.П. → Петрова В.В.; …»."""
    if one.what == "changed":
        told = [f"{line.label}: {line.before or EMPTY} → {line.after or EMPTY}" for line in one.fields]
    else:
        said = ((line.label, line.after or line.before) for line in one.fields)
        told = [
            f"{label}: {value}" for label, value in said if value not in ("", "нет", one.school, one.title)
        ]
    return "; ".join(told[:_FIELDS_TOLD]) + ("; …" if len(told) > _FIELDS_TOLD else "")
