"""Documents of Word 97–2003 made into .docx for their tables; the one place that knows the library which does it.

Runs inside the worker process, whose memory and time are limited. What the library makes is guarded like any document.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shnor_desktop import places
from shnor_desktop.errors import WorkbookError
from shnor_desktop.sheets.book import word_guard


@contextmanager
def as_docx(path: Path) -> Iterator[Path]:
    """The document as .docx, which is gone afterwards. WorkbookError where it cannot be made."""
    from doc2docx import convert
    from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

    with places.private_folder("doc") as folder:
        made = folder / "document.docx"
        try:
            convert(path, made)
        except EncryptedDocumentError as error:
            raise word_guard.locked(path) from error
        except Doc2DocxError as error:
            raise WorkbookError(
                f"Документ старого Word «{path.name}» прочитать не удалось.", word_guard.OLD_DOCUMENT
            ) from error
        yield made
