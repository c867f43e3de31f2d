"""Asking which activity or what was done answers a problem."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.records import records
from shnor_desktop.ui.kit.dialog import Choice, ChoiceDialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_session

_KINDS = {
    "activity": (
        "Чем отвечаем: мероприятие плана",
        "Мероприятия",
        "Мероприятий в файле пока нет.",
        "Заведите план.",
    ),
    "event": (
        "Чем отвечено: что сделано",
        "Что сделано",
        "О сделанном записей пока нет.",
        "Отметьте сделанное.",
    ),
}


def choose_activity(context: Context, owner: QWidget, chosen: Callable[[bytes], object]) -> None:
    """One of the activities of the file."""
    _choose(context, owner, "activity", chosen)


def choose_event(context: Context, owner: QWidget, chosen: Callable[[bytes], object]) -> None:
    """One of the things that were done."""
    _choose(context, owner, "event", chosen)


def _choose(context: Context, owner: QWidget, code: str, chosen: Callable[[bytes], object]) -> None:
    title, name, nothing, what_to_do = _KINDS[code]

    def show(found: tuple[tuple[bytes, str], ...]) -> None:
        if not found:
            context.messages.warn(nothing, what_to_do)
            return
        dialog = ChoiceDialog(
            title,
            owner,
            [Choice(uid, " ".join(text.split()), "") for uid, text in found],
            take="Выбрать",
            name=name,
        )
        dialog.accepted.connect(lambda: chosen(dialog.chosen()))
        dialog.open()

    context.jobs.ask(owner, with_session(records.choices, code), show)
