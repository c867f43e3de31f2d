"""Whether a file is a document of Word whose tables may be read: sizes and parts are looked at before anything is parsed.

Runs inside the worker process. What is no document of Word is left to the guard of workbooks.
"""

import zipfile
from enum import StrEnum
from pathlib import Path

from shnor_desktop.errors import WorkbookError
from shnor_desktop.sheets.book import guard

MAX_OLD = 30_000_000
"""Bytes of a document of old Word."""
MAX_PART = 60_000_000
"""Bytes of the text of a document, unpacked."""
OLD_DOCUMENT = "Откройте его в Word или LibreOffice, сохраните как «Документ Word (.docx)» и загрузите снова."
PASTE = "Скопируйте таблицу плана и вставьте её из буфера обмена или сохраните документ как .docx."


class Word(StrEnum):
    """What kind of document it is."""

    NONE = ""
    DOCX = "docx"
    DOC = "doc"


def kind_of(path: Path) -> Word:
    """Whether and how its tables are to be read as Word's. WorkbookError for documents that cannot be read."""
    try:
        if not path.is_file():
            return Word.NONE  # a pipe would be waited for; the guard of workbooks says what is wrong
        with path.open("rb") as file:
            head, size = file.read(4096), path.stat().st_size
            if head.startswith(guard.OLE):
                return _old(path, head + file.read(MAX_OLD), size)
    except OSError:
        return Word.NONE
    for start, what in ((b"{\\rtf", "текст RTF"), (b"%PDF", "документ PDF")):
        if head.startswith(start):
            raise WorkbookError(f"Файл «{path.name}» — {what}, таблицы из него не читаются.", PASTE)
    if not head.startswith(b"PK") or size > guard.MAX_FILE:
        return Word.NONE
    try:
        with zipfile.ZipFile(path) as archive:
            return Word.DOCX if _is_word(path, archive.infolist()) else Word.NONE
    except (zipfile.BadZipFile, OSError):
        return Word.NONE


def _old(path: Path, content: bytes, size: int) -> Word:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise locked(path)
    if "WordDocument".encode("utf-16-le") not in content:
        return Word.NONE
    if size > MAX_OLD:
        raise too_large(path)
    return Word.DOC


def locked(path: Path) -> WorkbookError:
    """The document opens with a password only."""
    return WorkbookError(
        f"Файл «{path.name}» защищён паролем.",
        "Откройте его с паролем, снимите защиту (Файл → Сведения) и загрузите снова.",
    )


def _is_word(path: Path, parts: list[zipfile.ZipInfo]) -> bool:
    names = [part.filename.lower().replace("\\", "/") for part in parts]
    if any(name.startswith("xl/") for name in names):
        return False
    if "content.xml" in names:
        if "mimetype" in names and _is_text_of_office(path):
            raise WorkbookError(f"Файл «{path.name}» — документ OpenDocument (.odt).", OLD_DOCUMENT)
        return False
    if not any(name.startswith("word/") for name in names):
        return False
    if len(parts) > guard.MAX_PARTS or len(set(names)) != len(names):
        raise broken(path)
    for part in parts:
        if part.flag_bits & 1:
            raise locked(path)
        packed = guard.MAX_RATIO * max(1, part.compress_size)
        if part.filename.endswith(".xml") and (
            part.file_size > MAX_PART or (part.file_size > guard.RATIO_FROM and part.file_size > packed)
        ):
            raise too_large(path)
    return True


def _is_text_of_office(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive, archive.open("mimetype") as stream:
        return b"opendocument.text" in stream.read(200)


def too_large(path: Path) -> WorkbookError:
    """The document, or a table in it, is beyond the limits."""
    return WorkbookError(
        f"Файл «{path.name}» слишком велик для плана или программы.",
        "Оставьте в нём только таблицы плана и загрузите снова.",
    )


def broken(path: Path) -> WorkbookError:
    """The document looks like Word's, but cannot be read as one."""
    return WorkbookError(
        f"Файл «{path.name}» повреждён или записан с ошибками.",
        "Откройте и сохраните его заново в Word или LibreOffice и загрузите снова.",
    )
