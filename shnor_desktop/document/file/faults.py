"""Turns failures of the file and its surroundings into sentences; our own mistakes pass through untouched."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shnor_desktop import places, system
from shnor_desktop.document.journal.limits import stopped
from shnor_desktop.errors import DocumentDamaged, DocumentError, DocumentLocked

_CLOSED = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
_DAMAGED = (
    "Файл «{name}» повреждён: {detail}.",
    "Восстановите его из резервной копии: «Файл → Восстановить из резервной копии…».",
)
_SENTENCES: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_FULL: (
        "На диске нет места, изменения не записаны в «{name}».",
        "Освободите место на диске и повторите действие: прежние данные целы.",
    ),
    sqlite3.SQLITE_IOERR: (
        "Диск не отвечает, изменения не записаны в «{name}».",
        "Проверьте, подключён ли носитель, и откройте файл заново: прежние данные целы.",
    ),
    sqlite3.SQLITE_READONLY: (
        "Файл «{name}» защищён от записи.",
        "Снимите защиту или скопируйте файл в свою папку и откройте копию.",
    ),
    sqlite3.SQLITE_PERM: (
        "К файлу «{name}» нет доступа.",
        "Попросите права на запись или скопируйте файл в свою папку.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "Файл «{name}» не открывается.",
        "Проверьте, что файл на месте и папка доступна для записи.",
    ),
    sqlite3.SQLITE_TOOBIG: ("В файле «{name}» слишком длинное значение.", "Сократите текст и повторите."),
}


def sentence(error: BaseException, path: Path) -> DocumentError | None:
    """The user's sentence for an environment failure, None when the failure is our own mistake."""
    original = getattr(error, "orig", None) or error
    code = getattr(original, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_CONSTRAINT_TRIGGER:
        return stopped(str(original))
    if isinstance(original, UnicodeEncodeError):
        return DocumentError(
            "В тексте есть знаки, которых не бывает: половина буквы или байты не в кодировке UTF-8.",
            "Введите текст заново: ничего не записано.",
        )
    if code is None:
        detail = str(original)
        if isinstance(original, sqlite3.Error) and "decode to UTF-8" in detail:
            return _damaged(path, "текст не читается")
        return None
    primary = code & 0xFF
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DocumentLocked(
            f"Файл «{path.name}» занят другой программой.", "Закройте её или откройте файл только для чтения."
        )
    if primary == sqlite3.SQLITE_CANTOPEN and _is_too_long(path):
        return DocumentError(
            f"Путь к файлу «{path.name}» слишком длинный.", "Переложите файл в папку с более коротким путём."
        )
    if primary in _SENTENCES:
        full = places.no_temporary_room(path) if primary == sqlite3.SQLITE_FULL else None
        happened, to_do = full or _SENTENCES[primary]
        damaged = primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        made = DocumentDamaged if damaged else DocumentError
        return made(happened.format(name=path.name, detail="содержимое не читается"), to_do)
    if primary == sqlite3.SQLITE_CONSTRAINT and code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return DocumentError(
            "На это ссылаются другие карточки, действие отменено.",
            "Сначала измените или удалите карточки, которые на это ссылаются.",
        )
    if code == sqlite3.SQLITE_CONSTRAINT_UNIQUE or code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
        return DocumentError(
            "Такое уже есть, действие отменено.",
            "Измените то, что есть, вместо добавления второго.",
        )
    return None


def _is_too_long(path: Path) -> bool:
    """SQLite opens paths of up to 512 bytes, Windows of 260 signs; both need room for a journal beside it."""
    full = path.absolute()
    return len(os.fsencode(full)) > 500 or (os.name == "nt" and len(str(full)) > 248)


def _damaged(path: Path, detail: str) -> DocumentError:
    happened, to_do = _DAMAGED
    return DocumentDamaged(happened.format(name=path.name, detail=detail), to_do)


def held(path: Path) -> DocumentError:
    """What is said when Windows refuses a file that another program has open, and patience was of no use."""
    return DocumentError(
        f"Файл «{path.name}» занят другой программой.",
        "Закройте его в ней и повторите; если его проверяет антивирус, повторите через минуту.",
    )


def taken_name(path: Path) -> DocumentError:
    """What is said when a new file would take the name of another."""
    return DocumentError(
        f"Файл «{path.name}» уже есть.", "Выберите другое имя: существующий файл не изменён."
    )


@contextmanager
def told(path: Path, *, opening: bool = False) -> Iterator[None]:
    """Run a block; environment failures leave it as DocumentError. While a file is being opened none of our
    own statements can be at fault, so whatever SQLite says is about the file."""
    try:
        yield
    except DocumentError:
        raise
    except OSError as error:
        if error.errno in places.FULL:
            raise _no_room(error, path) from error
        if isinstance(error, FileExistsError):
            raise taken_name(path) from error
        if system.is_held(error):
            raise held(path) from error
        raise DocumentError(
            f"Файл «{path.name}» недоступен: {_reason(error)}.",
            "Проверьте, подключён ли носитель и есть ли права на папку.",
        ) from error
    except Exception as error:
        known = sentence(error, path)
        # UnicodeDecodeError: SQLite's own message quoted a damaged name.
        if known is None and opening and isinstance(error, sqlite3.Error | UnicodeDecodeError):
            known = _damaged(path, "содержимое не читается")
        if known is None:
            raise
        import traceback  # Needed after a mishap only.

        # A cursor in the middle of its rows keeps the file open, however long somebody keeps the error.
        traceback.clear_frames(error.__traceback__)
        raise known from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Run a block that writes a new file from an open document: what the place of the new file does not allow is
    said of it, not of the document."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise DocumentError(f"Папки «{folder}» нет.", "Создайте её или выберите другую.")
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        number = getattr(error, "errno", None)
        if code == sqlite3.SQLITE_FULL or number in places.FULL:
            full = places.no_temporary_room(path)
            raise (
                DocumentError(*full)
                if full
                else DocumentError(
                    f"На диске нет места для «{path.name}».", "Освободите место или выберите другой диск."
                )
            ) from error
        if isinstance(error, OSError) and system.is_held(error):
            raise held(path) from error
        if (code in _CLOSED and not _is_too_long(path)) or number in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise DocumentError(
                f"В папку «{folder}» нельзя записать «{path.name}».",
                "Выберите другую папку или попросите права на запись.",
            ) from error
        raise


def _no_room(error: OSError, path: Path) -> DocumentError:
    """The disk may be another one than that of the file: copies are made in the folder for temporary files."""
    full = places.no_temporary_room(path)
    if full:
        return DocumentError(*full)
    at = error.filename2 or error.filename
    where = f" с папкой «{Path(os.fsdecode(at)).parent}»" if isinstance(at, str | bytes) else ""
    return DocumentError(
        f"На диске{where} нет места для работы с «{path.name}».",
        "Освободите место и повторите действие: прежние данные целы.",
    )


def _reason(error: OSError) -> str:
    reasons = {
        errno.EACCES: "нет прав",
        errno.EPERM: "нет прав",
        errno.EROFS: "носитель защищён от записи",
        errno.ENOENT: "файл или папка не найдены",
        errno.EISDIR: "это папка",
        errno.ENAMETOOLONG: "слишком длинное имя",
    }
    return reasons.get(error.errno or 0, "ошибка носителя")
