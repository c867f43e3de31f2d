"""Files that are not workbooks, broken ones and bombs: one sentence, quickly, and the next file is read."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from shnor_desktop.errors import Cancelled, WorkbookError
from shnor_desktop.sheets.book.reader import CellReader
from shnor_desktop.sheets.results.reader import read, read_many
from tests.sheets import hostile
from tests.sheets.hostile import REFUSED, good, patched, sheet_xml
from tests.sheets.makers import VOCABULARY

pytestmark = pytest.mark.processes


@pytest.mark.parametrize(
    ("make", "word"), REFUSED, ids=[f"{n}-{word}" for n, (_, word) in enumerate(REFUSED)]
)
def test_refused_in_one_sentence(tmp_path: Path, make: Callable[[Path], Path], word: str) -> None:
    path = make(tmp_path)
    started = time.monotonic()
    with pytest.raises(WorkbookError) as caught:
        read(path, VOCABULARY)
    assert time.monotonic() - started < 10
    assert path.name in caught.value.what_happened and word in caught.value.what_happened
    assert caught.value.what_to_do.endswith(".")


@pytest.mark.parametrize("make", [hostile.entity_bomb, hostile.external_entity])
def test_entities_are_never_expanded(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path)
    try:
        book = read(path, VOCABULARY)
    except WorkbookError:
        return
    assert "root" not in repr(book) and "хахаха" not in repr(book)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="не найден"):
        read(tmp_path / "нет.xlsx", VOCABULARY)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to(os.devnull)])
def test_what_is_no_file_is_not_a_workbook(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "книга.xlsx"
    make(path)
    for documents in (False, True):
        with CellReader(documents=documents) as reader, pytest.raises(WorkbookError, match="не обычный файл"):
            reader.read(path)


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".csv"])
def test_content_counts_not_the_suffix(tmp_path: Path, suffix: str) -> None:
    path = good(tmp_path / f"книга{suffix}").rename(tmp_path / "книга.dat")
    assert len(read(path, VOCABULARY).rows) == 2


def test_everything_merged_is_read(tmp_path: Path) -> None:
    path = patched(
        tmp_path,
        "xl/worksheets/sheet1.xml",
        lambda content: content.replace(
            b"</sheetData>",
            b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        ),
    )
    book = read(path, VOCABULARY)
    assert book.sheets


def test_formats_to_the_last_row_do_no_harm(tmp_path: Path) -> None:
    """Excel keeps empty formatted cells; a table is not large because of them."""
    path = patched(
        tmp_path,
        "xl/worksheets/sheet1.xml",
        lambda content: content.replace(
            b"</sheetData>",
            b'<row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"/></row></sheetData>',
        ),
    )
    assert len(read(path, VOCABULARY).rows) == 2


def test_empty_tail_of_an_ods_does_no_harm(tmp_path: Path) -> None:
    tail = (
        b'<table:table-row table:number-rows-repeated="1048000">'
        b'<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    path = patched(tmp_path, "content.xml", lambda content: content.replace(b"</table:table>", tail), ".ods")
    assert len(read(path, VOCABULARY).rows) == 2


def test_bad_numbers_refuse_the_row_only(tmp_path: Path) -> None:
    texts = ("Школа", "Участников", "«2»", "ВПР 2021 математика 5 класс", "Кедровая СОШ", "Липовая ООШ")
    heading, participants, failed, title, first, second = (
        f'<c r="{{}}" t="inlineStr"><is><t>{text}</t></is></c>' for text in texts
    )
    path = sheet_xml(
        tmp_path,
        f'<row r="1">{title.format("A1")}</row>'
        f'<row r="2">{heading.format("A2")}{participants.format("B2")}{failed.format("C2")}</row>'
        f'<row r="3">{first.format("A3")}<c r="B3"><v>1e999</v></c><c r="C3"><v>3</v></c></row>'
        f'<row r="4">{second.format("A4")}<c r="B4"><v>4</v></c><c r="C4"><v>0</v></c></row>',
    )
    book = read(path, VOCABULARY)
    assert [row.school.name for row in book.rows] == ["Липовая ООШ"]
    assert len(book.problems) == 1


def test_one_bad_file_among_many(tmp_path: Path) -> None:
    paths = [good(tmp_path / f"{n}.xlsx") for n in range(6)]
    paths[2].write_bytes(b"")
    paths[4].write_bytes(paths[4].read_bytes()[:1500])
    seen: list[tuple[int, int]] = []
    books = list(read_many(paths, VOCABULARY, progress=lambda at, of: seen.append((at, of))))
    assert [isinstance(book, WorkbookError) for book in books] == [False, False, True, False, True, False]
    assert seen[0] == (0, 6) and seen[-1] == (6, 6)


def test_a_killed_worker_is_a_sentence_and_the_next_file_is_read(tmp_path: Path) -> None:
    first, second = good(tmp_path / "1.xlsx"), good(tmp_path / "2.xlsx")
    with CellReader() as reader:
        reader.read(first)
        assert reader._process is not None
        reader._process.kill()
        reader._process.wait()
        with pytest.raises(WorkbookError, match=r"остановлен системой \(сигнал 9, SIGKILL\)"):
            reader.read(first)
        assert reader.read(second).sheets
        reader._process.send_signal(signal.SIGSEGV)
        reader._process.wait()
        with pytest.raises(WorkbookError, match="поврежд"):  # As a file does that breaks the library.
            reader.read(first)
        assert reader.read(second).sheets


def test_time_limit(tmp_path: Path) -> None:
    path = good(tmp_path / "1.xlsx")
    with CellReader(time_limit=0.05) as reader:
        reader.ask([])
        assert reader._process is not None
        reader._process.send_signal(signal.SIGSTOP)
        with pytest.raises(subprocess.TimeoutExpired):  # Whoever says that it lives has passed the signal on.
            reader._process.wait(0)
        with pytest.raises(WorkbookError, match="слишком долго"):
            reader.read(path)
        assert reader._process is None


def test_cancelling_while_reading(tmp_path: Path) -> None:
    path = good(tmp_path / "1.xlsx")
    with pytest.raises(Cancelled):
        read(path, VOCABULARY, cancelled=lambda: True)
