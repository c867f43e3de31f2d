"""What a machine is told keeps its keys, their order and the kinds of their values: scripts of offices read them."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from shnor_desktop import places
from tests.cli.running import Shnor
from tests.sheets.makers import Cell, SheetData, save

GOLDEN = Path(__file__).parents[1] / "files" / "answers.json"
NULL = "null"
Ask = Callable[..., Any]


def shape(value: Any) -> Any:
    """The same with every value replaced by its kind; what the elements of a list are is told once."""
    if isinstance(value, dict) and value and all(re.fullmatch("[0-9a-f]{10}", key) for key in value):
        return {"id": shape(list(value.values()))}
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    if isinstance(value, list):
        merged: Any = None
        for one in value:
            merged = shape(one) if merged is None else both(merged, shape(one))
        return [] if merged is None else [merged]
    return NULL if value is None else type(value).__name__


def both(one: Any, other: Any) -> Any:
    """What is true of either."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: both(one[key], other[key]) if key in one and key in other else one.get(key, other.get(key))
                for key in [*one, *(key for key in other if key not in one)]}  # fmt: skip
    if isinstance(one, list) and isinstance(other, list):
        return [both(one[0], other[0])] if one and other else one or other
    if isinstance(one, str) and isinstance(other, str):
        return "|".join(sorted({*one.split("|"), *other.split("|")}))
    return one if other in (NULL, []) else other if one in (NULL, []) else f"{one}|{other}"


def listed(folder: Path) -> Path:
    rows: list[list[Cell]] = [
        ["Приложение к приказу министерства образования края № 777 от 15.09.2026"],
        ["№", "Школа", "Статус", "Основание"],
        [1, "Школа № 1", "ШНОР", "критерий 1"],
        [2, "Дубовская ООШ", "ШНОР", "критерий 2"],
    ]
    return save([SheetData("Перечень", rows)], folder / "перечень.xlsx")


def results(folder: Path, failed: int = 4, year: str = ", 2024/2025 учебный год, весна") -> Path:
    """A book with everything that may become of its rows."""
    rows: list[list[Cell]] = [
        [f"Результаты ВПР по математике, 5 класс{year}"],
        ["Школа", "Участников", "Получили «2»"],
        ["Школа № 1", 10, failed],
        ["Школа № 2", 10, 14],
        ["Школа № 3", "х", "кто-то"],
        ["Средняя школа № 4 села Заречье", 7, 1],
        ["Дубовская ООШ", 7, 1],
        ["Итого", 41, 20],
    ]
    return save([SheetData("Лист1", rows)], folder / f"впр {failed}.xlsx")


def scribble(path: Path) -> None:
    """What another program does to the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("UPDATE school SET director = 'Чужая рука' WHERE name = 'Школа № 1'")


@pytest.fixture
def told(shnor: Shnor, base: Path, copies: list[Path], tmp_path: Path) -> dict[str, Any]:
    """Every answer, by a name."""
    answers: dict[str, Any] = {}

    def ask(name: str, *words: object) -> Any:
        code, out, err = shnor(*words, "--json")
        assert code in (0, 1), err
        answers[name] = json.loads(out)
        return answers[name]

    _of_one_file(ask, base, tmp_path)
    _of_copies(ask, copies, tmp_path)
    return answers


def _of_one_file(ask: Ask, base: Path, tmp_path: Path) -> None:
    book = results(tmp_path)
    ask("new", "new", tmp_path / "новый.shnor")
    ask("sample", "sample", tmp_path / "округ.shnor")
    ask("import", "import", base, book, "--dry-run")
    ask("import done", "import", base, book, "--year", "2024/25", "--school", "Дубовская ООШ=новая",
        "--school", "Средняя школа № 4 села Заречье=Школа № 4", "--cell", "Лист1!C3=5", "--skip-row", "Лист1!5")  # fmt: skip
    ask("import again", "import", base, results(tmp_path, 5), "--dry-run")
    ask("import unknown year", "import", base, results(tmp_path, 6, ""), "--dry-run")
    ask("import sample", "import", base, *sorted((places.resources() / "sample").glob("*.xlsx")))
    ask("classify", "classify", tmp_path / "округ.shnor")
    ask("region-list", "region-list", base, listed(tmp_path), "--dry-run")
    ask("history", "history", base)
    ask("history of a record", "history", base, "--record", "Школа № 1")
    ask("undo", "undo", base)
    ask("export", "export", base, tmp_path / "выгрузка.xlsx")
    ask("copy", "copy", base, tmp_path / "копия.shnor")
    ask("copy of a part", "copy", base, tmp_path / "часть.shnor", "--school", "Школа № 1", "--to", "Школа")
    ask("check", "check", base)
    ask("due", "due", "1 раз в квартал", "--from", "01.09.2021", "--to", "31.08.2022")
    ask(
        "due asked",
        "due",
        "по мере надобности и ещё как-нибудь",
        "--from",
        "01.09.2021",
        "--to",
        "31.08.2022",
    )
    ask("no conflicts", "conflicts", base)


def _of_copies(ask: Ask, copies: list[Path], tmp_path: Path) -> None:
    first, second, third = copies
    ask("diff", "diff", first, second)
    ask("diff of moments", "diff", first, "--from", "01.01.2020", "--to", "31.12.2099")
    ask("merge tried", "merge", first, second, third, "--dry-run")
    ask("merge", "merge", first, second, third)
    conflicts = ask("conflicts", "conflicts", first)["conflicts"]
    field = next(one for one in conflicts if one["kind"] == "field")
    ask("decide", "decide", first, field["id"], "--take", "here", "--reason", "сверили")
    ask("undo of a merge", "undo", first, "--merge")
    ask("rebuild", "rebuild", second, tmp_path / "заново.shnor")
    ask("renew", "renew", second, tmp_path / "начат.shnor")
    ask("external none", "external", second)
    scribble(second)
    ask("external", "external", second)
    ask("external accepted", "external", second, "--accept")


def test_answers_keep_their_keys(told: dict[str, Any]) -> None:
    """`tests/files/answers.json` is changed only when keys are added on purpose."""
    found = {name: shape(value) for name, value in told.items()}
    assert json.dumps(found, ensure_ascii=False, indent=1) == GOLDEN.read_text("utf-8").rstrip("\n")
