"""Workbooks as regions, districts and schools really lay them out, each drawn beside what must be read from it."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from shnor_desktop.sheets.results.reader import read
from tests.sheets.drawn import save_percents, sheet, told
from tests.sheets.makers import VOCABULARY, Cell, SheetData, save, save_csv


@dataclass(frozen=True)
class Drawn:
    """One workbook and the lines that tell of it, without answers and with them."""

    name: str
    file: str
    sheets: tuple[tuple[str, str], ...]
    told: tuple[tuple[dict[str, str], tuple[str, ...]], ...]

    @property
    def data(self) -> list[SheetData]:
        """The sheets to be written."""
        return [sheet(name, drawing) for name, drawing in self.sheets]

    @property
    def special(self) -> bool:
        """Are there cells that only one format can be given here: percents, errors, formulas?"""
        return any("{" in drawing for _, drawing in self.sheets)

    @property
    def expected(self) -> tuple[str, ...]:
        """What is told without answers."""
        return self.told[0][1]


def _books() -> list[Drawn]:
    found = []
    for file in (
        "drawn_books.txt",
        "drawn_habits.txt",
        "drawn_finer.txt",
        "drawn_exams.txt",
        "drawn_offices.txt",
        "drawn_parts.txt",
        "drawn_unseen.txt",
    ):
        text = (Path(__file__).parents[1] / file).read_text("utf-8")
        found += [_book(one) for one in re.split(r"^## ", text, flags=re.M)[1:]]
    return found


def _book(text: str) -> Drawn:
    head, _, rest = text.partition("\n")
    drawing, *told = re.split(r"^=>(.*)\n", rest, flags=re.M)
    parts = re.split(r"^\[(.*)\]\n", drawing, flags=re.M)[1:]
    sheets = tuple(zip(parts[::2], (part.rstrip("\n") for part in parts[1::2]), strict=True))
    name, _, file = head.partition(" | ")
    answered = []
    for answers, lines in zip(told[::2], told[1::2], strict=True):
        pairs = [one.rsplit("=", 1) for one in answers.strip().split("; ") if one]
        answered.append(({key: answer for key, answer in pairs}, tuple(lines.strip("\n").split("\n"))))
    return Drawn(name, file, sheets, tuple(answered))


BOOKS = _books()


def _write(book: Drawn, path: Path) -> Path:
    if book.special:
        return save_percents(book.data, path)
    return save(book.data, path)


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
def test_everything_is_read_and_nothing_doubtful_is_taken(book: Drawn, tmp_path: Path) -> None:
    path = _write(book, tmp_path / book.file)
    for answers, expected in book.told:
        assert tuple(told(read(path, VOCABULARY, answers))) == expected, answers


@pytest.mark.parametrize("suffix", [".xls", ".ods"])
@pytest.mark.parametrize(
    "book",
    [one for one in BOOKS if not one.special and one.file.endswith(".xlsx")],
    ids=lambda book: book.name,
)
def test_other_formats_say_the_same(book: Drawn, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / book.file.replace(".xlsx", suffix)
    expected = tuple(line.replace(book.file, path.name) for line in book.expected)
    assert tuple(told(read(_write(book, path), VOCABULARY))) == expected


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("cp1251", ";"), ("utf-8", ","), ("utf-16", "\t")],
)
def test_text_tables_say_the_same(encoding: str, delimiter: str, tmp_path: Path) -> None:
    for book in BOOKS:
        if book.file.endswith(".csv"):
            path = save_csv(book.data[0], tmp_path / book.file, encoding, delimiter)
            assert tuple(told(read(path, VOCABULARY))) == book.expected, book.name


@pytest.mark.parametrize("encoding", ["cp866", "koi8-r", "cp1251"])
@pytest.mark.parametrize("book", ["сокращения: столбец предметов", "выгрузка csv", "чужое: csv из ведомства"])
def test_old_code_pages_are_recognised(book: str, encoding: str, tmp_path: Path) -> None:
    drawn = next(one for one in BOOKS if one.name == book)
    (data,) = drawn.data
    data.rows = [[_of_old_page(cell) for cell in line] for line in data.rows]
    path = save_csv(data, tmp_path / drawn.file, encoding, ";")
    assert tuple(told(read(path, VOCABULARY))) == tuple(_of_old_page(line) for line in drawn.expected)


def _of_old_page(cell: Cell) -> Cell:
    """Without the signs that code pages of DOS and Unix lack."""
    return re.sub("[«»]", '"', cell).replace("–", "-").replace("№", "N") if isinstance(cell, str) else cell
