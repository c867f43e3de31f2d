"""What becomes of files that are let go over the window: decided once, told while they are dragged, done when they are dropped."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from shnor_desktop.ui.kit.messages import LOCKED_SUFFIX, WORKBOOK_SUFFIXES
from shnor_desktop.ui.kit.texts import shortened

DOCUMENT_SUFFIX = ".shnor"
WORD_SUFFIXES = (".docx", ".doc")

_NO_FILE = "Файл не открыт.", "Создайте или откройте файл, потом загрузите в него книгу."
_VIEWED = "Файл открыт только для просмотра.", "Откройте его для работы и повторите загрузку."
_SUITS = (
    "Сюда перетаскивают книги с результатами (Excel, LibreOffice, CSV), файлы .shnor, копии под паролем .zip "
    "и планы Word."
)


class Way(Enum):
    """What is done."""

    NOTHING = "nothing"
    OPEN = "open"
    MERGE = "merge"
    PLAN = "plan"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Landing:
    """The way of the files that can be used, in words."""

    way: Way
    title: str
    text: str = ""
    paths: tuple[Path, ...] = ()


def landing(paths: Sequence[Path], *, opened: bool, read_only: bool) -> Landing:
    """What becomes of them in a window as it stands; those that are not taken are told."""
    found = _landing(paths, opened=opened, read_only=read_only)
    left = len(paths) - len(found.paths)
    if found.way is Way.NOTHING or not left:
        return found
    return replace(
        found,
        text=f"{found.text} Остальные файлы ({left}) взяты не будут: перетащите их потом отдельно.".strip(),
    )


def _landing(paths: Sequence[Path], *, opened: bool, read_only: bool) -> Landing:
    if locked := _with(paths, LOCKED_SUFFIX):
        return _unlocked(locked[0], opened=opened)
    if documents := _with(paths, DOCUMENT_SUFFIX):
        return _document(documents, opened=opened)
    if paths and (words := _with(paths[:1], *WORD_SUFFIXES)):
        found = Landing(
            Way.PLAN,
            f"Прочитать план: {_name(words[0])}",
            "Строки можно проверить, прежде чем принять их.",
            words,
        )
        return _into_file(found, opened=opened, read_only=read_only)
    if books := _with(paths, *WORKBOOK_SUFFIXES):
        called = _name(books[0]) if len(books) == 1 else f"книг: {len(books)}"
        found = Landing(
            Way.IMPORT,
            f"Загрузить результаты: {called}",
            "Сначала покажем, что распознано. Пока вы не нажмёте «Загрузить», файл не изменится.",
            books,
        )
        return _into_file(found, opened=opened, read_only=read_only)
    return _unknown(paths)


def _unlocked(copy: Path, *, opened: bool) -> Landing:
    way, text = (
        (Way.MERGE, "Спросим пароль и покажем, что в копии нового, чтобы объединить.")
        if opened
        else (Way.OPEN, "Спросим пароль и место для копии без пароля и откроем её.")
    )
    return Landing(way, f"Снять пароль: {_name(copy)}", text, (copy,))


def _document(documents: tuple[Path, ...], *, opened: bool) -> Landing:
    called = _name(documents[0])
    if opened:
        several = called if len(documents) == 1 else f"файлов: {len(documents)}"
        return Landing(
            Way.MERGE,
            f"Объединить с открытым файлом: {several}",
            "Сначала покажем, что нового. Чтобы открыть этот файл вместо нынешнего, выберите «Файл → Открыть…».",
            documents,
        )
    return Landing(Way.OPEN, f"Открыть: {called}", paths=documents[:1])


def _into_file(found: Landing, *, opened: bool, read_only: bool) -> Landing:
    if opened and not read_only:
        return found
    return Landing(Way.NOTHING, *(_VIEWED if opened else _NO_FILE))


def _unknown(paths: Sequence[Path]) -> Landing:
    if len(paths) > 1:
        return Landing(Way.NOTHING, f"Эти файлы ({len(paths)}) сюда не загружаются.", _SUITS)
    what = f"«{_name(paths[0])}» сюда не загружается." if paths else "Это не файлы."
    return Landing(Way.NOTHING, what, _SUITS)


def _with(paths: Sequence[Path], *suffixes: str) -> tuple[Path, ...]:
    return tuple(path for path in paths if path.suffix.lower() in suffixes)


def _name(path: Path) -> str:
    return shortened(path.name)
