"""«Откуда это число»: the records behind figures of a paper; Enter or a double click shows a record where people know it."""

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QWidget

from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.form import Dialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table

if TYPE_CHECKING:
    from shnor_desktop.operations.papers.origins import Figure, Origin

_IN_DICTIONARIES = ("method_profile", "office", "person", "procedure", "subject", "learned_answer")


class _Line(NamedTuple):
    number: int
    figure: str
    origin: "Origin"


_COLUMNS = (
    Column[_Line]("Число", lambda one: one.figure, key=lambda one: one.number),
    Column[_Line]("Карточка", lambda one: one.origin.kind_name),
    Column[_Line]("Чья", lambda one: one.origin.title),
    Column[_Line]("Что в ней", lambda one: one.origin.says),
)


class OriginDialog(Dialog):
    """Every figure with its records."""

    def __init__(self, context: Context, figures: "tuple[Figure, ...]", parent: QWidget) -> None:
        told = ", ".join(f"«{one.text}»" for one in figures[:3]) + ("…" if len(figures) > 3 else "")
        more = sum(one.more for one in figures)
        rest = f" Карточек больше, чем показано: ещё {more}." if more else ""
        super().__init__(
            "Откуда это число", parent, about=f"Карточки, из которых получено {told}.{rest}", size=(720, 360)
        )
        self._context = context
        self.table = Table(
            _COLUMNS,
            self,
            name="Карточки, из которых получено число",
            settings=context.settings,
            keep="origins",
            identity=lambda line: (line.number, line.origin.uid),
        )
        self.column.addWidget(self.table, 1)
        show = Act(
            "Показать карточку", self.show_record, when=lambda: self.table.current() is not None, main=True
        )
        self.close_with(show, leave="Закрыть")
        self.table.opened.connect(lambda _row: self.show_record())
        self.table.chosen.connect(lambda _row: self.refresh())
        self.lines = [_Line(at, one.text, origin) for at, one in enumerate(figures) for origin in one.origins]
        self.table.set_rows(self.lines)
        self.table.setFocus()

    def show_record(self) -> None:
        """Go where the record is shown."""
        line = self.table.current()
        if line is not None:
            self.accept()
            show_origin(self._context, line.origin)


def show_origin(context: Context, one: "Origin") -> None:
    """The screen on which people know such a record."""
    screen, arguments = place_of(one)
    context.go(screen, **arguments)


def place_of(one: "Origin") -> tuple[str, dict[str, Any]]:
    """The screen and what it is asked to show."""
    if one.sitting is not None and one.year is not None:
        place = {"school": one.school, "sitting": one.sitting} if one.school else {}
        return "results", {"year": one.year, **place}
    if one.school is not None:
        return "schools", {"school": one.school}
    if one.kind in _IN_DICTIONARIES:
        return "dictionaries", {"kind": one.kind, "uid": one.uid}
    if one.kind == "merge_log":
        return "history", {"merge": int.from_bytes(one.uid, "big")}
    return "history", {"record": (one.kind, one.uid)}
