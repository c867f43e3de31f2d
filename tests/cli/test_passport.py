"""`shnor passport`: a book of context data tried, decided, written, and refused in sentences."""

from pathlib import Path

import pytest

from shnor_desktop.operations.context import dictionary, passport
from tests.cli.running import Shnor, answer, opened, refusal
from tests.sheets.makers import Cell, SheetData, save


@pytest.fixture
def book(tmp_path: Path) -> Path:
    rows: list[list[Cell]] = [
        ["Социальный паспорт на 2024/2025 учебный год"],
        ["№", "Школа", "Всего обучающихся", "Дети с ОВЗ", "Двухсменка"],
        [1, "Школа № 1", 120, 7, 0],
        [2, "Дубовская ООШ", 45, 1, 1],
    ]
    return save([SheetData("Паспорт", rows)], tmp_path / "паспорт.xlsx")


def test_tried_decided_and_written(shnor: Shnor, base: Path, book: Path) -> None:
    with opened(base, 0) as document:
        dictionary.fill(document)
    tried = answer(shnor, "passport", base, book, "--dry-run", code=1)
    assert (tried["year"], tried["new"], tried["written"]) == (2024, 2, 0)
    assert [(one["in_book"], one["decision"]) for one in tried["schools"]] == [
        ("Школа № 1", "same"),
        ("Дубовская ООШ", ""),
    ]
    assert [one["decision"] for one in tried["columns"]] == ["same", "same", ""]
    said = ("--school", "Дубовская ООШ=новая", "--column", "Двухсменка=пропустить")
    assert answer(shnor, "passport", base, book, *said)["written"] == 4
    with opened(base, 0) as document, document.read() as session:
        assert len(passport.read(session, 2024).cells) == 4


def test_nothing_to_take_and_no_such_column_are_refused(shnor: Shnor, base: Path, book: Path) -> None:
    assert "нет или он не один" in refusal(shnor("passport", base, book, "--column", "Нет=новый"))
    with opened(base, 0) as document:
        dictionary.fill(document)
    assert "Брать нечего" in refusal(shnor("passport", base, book, "--school", "Школа № 1=пропустить"))
