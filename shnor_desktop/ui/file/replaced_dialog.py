"""What happened to a file that was deleted or replaced while it was open, where the edits are, and the ways on."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from shnor_desktop.errors import DocumentReplaced
from shnor_desktop.ui.kit.dialog import Choice, ChoiceDialog


@dataclass(frozen=True, slots=True)
class Way:
    """One way on."""

    code: str
    title: str
    about: str


_MERGE = Way(
    "merge",
    "Объединить с тем, что лежит на этом месте",
    "Откроется файл, который там лежит, и ваши правки войдут в него. Что двое изменили по-разному, программа покажет "
    "и спросит. Перед объединением делается резервная копия.",
)
_SAVE = Way(
    "save",
    "Сохранить как…",
    "Копия с вашими правками получит имя и место, которые вы выберете, и откроется. Что лежит на прежнем месте, "
    "останется как есть.",
)
_SAVE_ANYWHERE = Way(
    "save",
    "Сохранить как…",
    "Копия с вашими правками получит имя и место, которые вы выберете, и откроется.",
)
_OPEN = Way(
    "open",
    "Открыть то, что лежит на этом месте",
    "Ваши правки останутся в копии. Взять их можно и потом: «Файл → Объединить с файлом…».",
)
_RESCUE = Way(
    "rescue",
    "Взять резервную копию или файл другой организации",
    "Правок, сделанных после этой копии, в ней нет.",
)


def ways(error: DocumentReplaced) -> tuple[Way, ...]:
    """What can be done, best first."""
    if error.kept is None:
        return (_RESCUE, _OPEN) if error.there else (_RESCUE,)
    return (_MERGE, _SAVE, _OPEN) if error.there else (_SAVE_ANYWHERE,)


def new_dialog(error: DocumentReplaced, parent: QWidget | None = None) -> ChoiceDialog:
    """What happened and the ways on; the chosen one is named by its code."""
    return ChoiceDialog(
        "Файл изменён в другом месте",
        parent,
        [Choice(way.code, f"{n}. {way.title}", way.about) for n, way in enumerate(ways(error), start=1)],
        take="Выполнить",
        name="Что сделать",
        heading=error.what_happened,
        text=f"{_where(error)}\n\nЧто сделать, начиная с лучшего:",
        leave="Позже",
        size=(620, 400),
    )


def _where(error: DocumentReplaced) -> str:
    """Where the edits are. Long names of folders may be broken after each of them."""
    if error.kept is None:
        return error.what_to_do
    folder = str(error.kept.parent).replace("/", "/\u200b").replace("\\", "\\\u200b")
    return (
        f"На прежнее место ничего не записывается. Ваши правки целы, они в копии «{error.kept.name}» "
        f"в папке {folder}. Если последнее действие не записалось, повторите его потом."
    )
