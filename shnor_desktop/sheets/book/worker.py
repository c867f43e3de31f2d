"""The worker process: guards one workbook after another, reads their cells and hands them over as JSON.

It is a process of its own because a hostile workbook can abort it or never end; what a workbook leaves in it dies with it
after the files of one reader, or at once when reading failed in an unforeseen way. Start: `python -m
shnor_desktop.sheets.book.worker`, frozen `shnor --read-worker`. Frames on stdin and stdout: eight bytes of
length, then JSON. The first frame of a process that was not forked is empty: it can read now.
"""

import gc
import hashlib
import io
import json
import os
import sys
from pathlib import Path
from typing import IO, Any

from shnor_desktop import system
from shnor_desktop.errors import WorkbookError
from shnor_desktop.sheets.book import guard, nursery
from shnor_desktop.sheets.book.hidden import Hidden, Unseen
from shnor_desktop.sheets.book.text_table import decode, split

MEMORY = 1_500_000_000
CPU_SECONDS = 600


def main() -> int:
    """Serve until stdin closes; as a nursery have children do so."""
    _get_ready()
    if nursery.NURSERY in sys.argv:
        nursery.tend(serve)
        return 0
    with open(1, "wb", closefd=False) as answered:
        answered.write(bytes(8))
    return serve()


def serve() -> int:
    """Answer until stdin closes."""
    system.confine(MEMORY, CPU_SECONDS)
    gc.set_threshold(100_000)  # Rows of cells are many and hold no circles.
    with open(0, "rb", closefd=False) as asked, open(1, "wb", closefd=False) as answered:
        while (request := _receive(asked)) is not None:
            content = frame(*request)
            answered.write(len(content).to_bytes(8, "big") + content)  # Whoever waits is woken once.
            answered.flush()
    return 0


def _get_ready() -> None:
    """Load what the first book needs and compile its patterns, by scanning words of our own."""
    from python_calamine import CalamineWorkbook  # noqa: F401

    guard.get_ready()


def _receive(asked: IO[bytes]) -> tuple[Path, bool] | None:
    """The file, and whether documents of Word are read for their tables."""
    size = asked.read(8)
    if len(size) < 8:
        return None
    path, documents = json.loads(asked.read(int.from_bytes(size, "big")))
    return Path(path), bool(documents)


def frame(path: Path, documents: bool = False) -> bytes:
    """The answer about one file as it goes through the pipe."""
    found = answer_of_document(path) if documents else answer(path)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"), default=_plain).encode(
        errors="replace"
    )


def answer(path: Path) -> dict[str, Any]:
    """The cells of one file, or why there are none; never an exception."""
    try:
        unseen = Unseen()
        if guard.admit(path, unseen) is guard.Kind.TEXT:
            content = path.read_bytes()
            sheets = [{"name": "", "rows": split(decode(content))}]
        else:
            content = path.read_bytes()
            sheets = _read_book(path, unseen)
        return {"sha256": hashlib.sha256(content).hexdigest(), "sheets": sheets}
    except WorkbookError as error:
        return _refusal(error)
    except MemoryError:
        return _worn(guard.too_large(path))
    except BaseException:
        # The library panics (a BaseException) on some damaged files; whatever it is, the file is unreadable.
        return _worn(guard.broken(path))


def answer_of_document(path: Path) -> dict[str, Any]:
    """The tables of a document of Word, the sheets of a workbook, or why there are none; never an exception."""
    from shnor_desktop.sheets.book import word_guard, word_old, word_tables

    try:
        kind = word_guard.kind_of(path)
        if kind is word_guard.Word.NONE:
            return answer(path)
        if kind is word_guard.Word.DOC:
            with word_old.as_docx(path) as made:
                word_guard.kind_of(made)
                sheets = word_tables.read_tables(made)
        else:
            sheets = word_tables.read_tables(path)
        return {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "sheets": sheets}
    except WorkbookError as error:
        return _refusal(error)
    except (MemoryError, word_tables.TooManyCells):
        return _worn(word_guard.too_large(path))
    except Exception:
        # Archives and XML fail in many ways; whatever it is, the document is unreadable.
        return _worn(word_guard.broken(path))


def _refusal(error: WorkbookError) -> dict[str, Any]:
    return {"error": [error.what_happened, error.what_to_do]}


def _worn(error: WorkbookError) -> dict[str, Any]:
    """A refusal after something failed in an unforeseen way: no other file is read by this process."""
    return {**_refusal(error), "worn": True}


def _read_book(path: Path, unseen: Unseen) -> list[dict[str, Any]]:
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        # The library takes names in UTF-8 only.
        named = os.fsencode(path).decode(errors="replace") == str(path)
        book = (
            CalamineWorkbook.from_path(str(path))
            if named
            else CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        )
    except PasswordError as error:
        raise guard.encrypted(path) from error
    sheets = []
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        top, left = sheet.start or (0, 0)
        hidden = unseen.hidden.get(about.name, Hidden())
        rows = sheet.to_python(skip_empty_area=True)
        if notes := unseen.notes.get(about.name):
            notes.write(rows, top, left)
        sheets.append(
            {
                "name": about.name,
                "hidden": about.visible != SheetVisibleEnum.Visible,
                "top": top,
                "left": left,
                "rows": rows,
                "merged": [[*first, *last] for first, last in sheet.merged_cell_ranges or ()],
                "hidden_rows": hidden.rows,
                "hidden_columns": hidden.columns,
            }
        )
    return sheets


def _plain(value: object) -> object:
    """What JSON does not know: dates become «23.06.2022»."""
    if hasattr(value, "strftime") and hasattr(value, "year"):
        return f"{value.day:02}.{value.month:02}.{value.year}"  # type: ignore[attr-defined]
    return str(value)


if __name__ == "__main__":
    sys.exit(main())
