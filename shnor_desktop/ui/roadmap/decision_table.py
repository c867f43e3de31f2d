"""Decisions that are still open: what, by whom, by when, where it was decided."""

from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.roadmap.meetings import Decision
from shnor_desktop.operations.roadmap.standing import WORDS
from shnor_desktop.rules.words.russian import show_day
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table


def _one_line(text: str) -> str:
    return " ".join(text.split())


_COLUMNS: tuple[Column[Decision], ...] = (
    Column(
        "Срок",
        lambda one: (
            f"до {show_day(one.last_day)}" if one.last_day is not None else one.row.due_text or "не указан"
        ),
        key=lambda one: one.last_day.toordinal() if one.last_day is not None else None,
        tip=lambda one: one.row.due_text or "Срок не указан",
    ),
    Column("Что решено", lambda one: _one_line(one.row.text)),
    Column(
        "Ответственные", lambda one: _one_line("; ".join((one.row.responsible, *one.row.persons)).strip("; "))
    ),
    Column(
        "Состояние",
        lambda one: WORDS.get(one.row.state, one.row.state),
        mark=lambda one: str(one.row.state),
        ink=lambda one: theme.state_mark(str(one.row.state)).role,
        tip=lambda one: one.row.state_text,
    ),
    Column("Где решено", lambda one: one.taken_at),
)


class DecisionTable(Table):
    """The overdue first."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(
            _COLUMNS,
            parent,
            name="Открытые решения",
            settings=context.settings,
            keep="open-decisions",
            identity=lambda one: one.row.uid,
            empty="Открытых решений нет. Решения совещаний и договорённости при посещениях вносят в форме того, что сделано.",
        )
