"""The list of verified backups, from which one is chosen to be restored."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from shnor_desktop.rules.words.russian import size_text
from shnor_desktop.ui.kit.dialog import Choice, ChoiceDialog
from shnor_desktop.ui.kit.messages import Messages

if TYPE_CHECKING:
    from shnor_desktop.document.file.backup import Backup

_TEXT = "Выберите, к какому дню вернуться. Нынешний файл не пропадёт: он останется рядом под другим именем."


def choose_backup(messages: Messages, backups: "tuple[Backup, ...]", use: "Callable[[Backup], None]") -> None:
    """Show the list, newest first, and pass on what was chosen; say so when there is none."""
    if not backups:
        messages.warn("Резервных копий ещё нет.", "Сделайте копию: «Файл → Сделать резервную копию».")
        return
    dialog = ChoiceDialog(
        "Восстановить из резервной копии",
        messages.window,
        [Choice(one, _called(one)) for one in backups],
        take="Восстановить",
        name="Резервные копии",
        text=_TEXT,
        size=(520, 380),
    )
    dialog.accepted.connect(lambda: use(dialog.chosen()))
    dialog.open()


def _called(one: "Backup") -> str:
    return f"{one.at:%d.%m.%Y  %H:%M:%S}   {size_text(one.size)}   {one.why or 'проверена'}"
