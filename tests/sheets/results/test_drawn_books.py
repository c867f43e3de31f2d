"""Workbooks as regions, districts and schools really lay them out, each drawn beside what must be read from it."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from shnor_desktop.sheets.results.reader import read
from tests.sheets.drawn import save_percents, sheet, told
from tests.sheets.makers import VOCABULARY, SheetData, save, save_csv


@dataclass(frozen=True)
class Drawn:
    """One workbook and the lines that tell of it."""

    name: str
    file: str
    sheets: tuple[tuple[str, str], ...]
    expected: tuple[str, ...]

    @property
    def data(self) -> list[SheetData]:
        """The sheets to be written."""
        return [sheet(name, drawing) for name, drawing in self.sheets]

    @property
    def percents(self) -> bool:
        """Are there cells shown as percent?"""
        return any("{" in drawing for _, drawing in self.sheets)


def _books() -> list[Drawn]:
    found = []
    for text in re.split(
        r"^## ", (Path(__file__).parents[1] / "drawn_books.txt").read_text("utf-8"), flags=re.M
    )[1:]:
        head, _, rest = text.partition("\n")
        drawing, _, expected = rest.partition("\n=>\n")
        parts = re.split(r"^\[(.*)\]\n", drawing + "\n", flags=re.M)[1:]
        sheets = tuple(zip(parts[::2], (part.rstrip("\n") for part in parts[1::2]), strict=True))
        name, _, file = head.partition(" | ")
        found.append(Drawn(name, file, sheets, tuple(expected.strip("\n").split("\n"))))
    return found


BOOKS = _books()


def _write(book: Drawn, path: Path) -> Path:
    if book.percents:
        return save_percents(book.data, path)
    return save(book.data, path)


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
def test_everything_is_read_and_nothing_doubtful_is_taken(book: Drawn, tmp_path: Path) -> None:
    assert tuple(told(read(_write(book, tmp_path / book.file), VOCABULARY))) == book.expected


@pytest.mark.parametrize("suffix", [".xls", ".ods"])
@pytest.mark.parametrize(
    "book",
    [one for one in BOOKS if not one.percents and one.file.endswith(".xlsx")],
    ids=lambda book: book.name,
)
def test_other_formats_say_the_same(book: Drawn, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / book.file.replace(".xlsx", suffix)
    expected = tuple(line.replace(book.file, path.name) for line in book.expected)
    assert tuple(told(read(_write(book, path), VOCABULARY))) == expected


@pytest.mark.parametrize(("encoding", "delimiter"), [("cp1251", ";"), ("utf-8", ","), ("utf-16", "\t")])
def test_text_tables_say_the_same(encoding: str, delimiter: str, tmp_path: Path) -> None:
    for book in BOOKS:
        if book.file.endswith(".csv"):
            path = save_csv(book.data[0], tmp_path / book.file, encoding, delimiter)
            assert tuple(told(read(path, VOCABULARY))) == book.expected, book.name
