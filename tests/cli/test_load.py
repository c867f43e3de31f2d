"""`shnor load` as an office uses it: export, edit, load, look, undo."""

import shutil
from pathlib import Path

import pytest

from tests.cli.running import Shnor, answer, refusal
from tests.operations.records.edited import edit, put


@pytest.fixture
def district(sample_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(sample_file, tmp_path / "округ.shnor"))


def test_an_edited_book_comes_back(shnor: Shnor, district: Path, tmp_path: Path) -> None:
    book = tmp_path / "книга.xlsx"
    answer(shnor, "export", district, book)
    told = answer(shnor, "load", district, book, "--dry-run")
    assert (told["added"], told["changed"], told["refused"], told["questions"]) == (0, 0, [], [])
    edit(book, lambda book: put(book, "Школы", "МБОУ «Дубравинская ООШ»", "Телефон", "2-34-56"))
    edit(book, lambda book: put(book, "Школы", "МБОУ «Тихоозёрская СОШ»", "Сельская", "кажется"))
    out = tmp_path / "отмечено.xlsx"
    told = answer(shnor, "load", district, book, "--dry-run", "--marked", out, code=1)
    assert told["changes"] == [
        {
            "kind": "school",
            "record": "МБОУ «Дубравинская ООШ»",
            "where": told["changes"][0]["where"],
            "fields": [{"label": "Телефон", "before": "", "after": "2-34-56"}],
            "why": [],
        }
    ]
    assert "Введите «да» или «нет»" in told["refused"][0]["why"][0]["what_to_do"] and out.exists()
    code, text, _ = shnor("load", district, book)
    assert code == 1 and "изменено 1" in text and "«» → «2-34-56»" in text
    (last,) = answer(shnor, "history", district, "--limit", 1)["actions"]
    assert last["title"] == "Загрузка данных: «книга.xlsx»"
    answer(shnor, "undo", district, "--parcel", last["id"])
    assert answer(shnor, "load", district, book, code=1)["changed"] == 1


def test_what_cannot_be_loaded(shnor: Shnor, district: Path, tmp_path: Path) -> None:
    assert "не найден" in refusal(shnor("load", district, tmp_path / "нет.xlsx"))
    (tmp_path / "таблица.csv").write_text("а;б\n1;2\n", "utf-8")
    assert "нет листов с данными" in refusal(shnor("load", district, tmp_path / "таблица.csv"))
