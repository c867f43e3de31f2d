"""Books corrected in place: cells, rows, columns and schools, answers put back, figures that a person entered."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import text

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.operations.results.asked_corrections import Wanted
from shnor_desktop.operations.results.book_import import ImportOutcome, import_books
from shnor_desktop.operations.results.refusals import grouped, reason_of
from shnor_desktop.sheets.book.amending import row_key
from shnor_desktop.sheets.book.problems import CellRef

HEAD = ["Школа", "Участников", "Получили «2»", "Получили «5»"]


def workbook(path: Path, *rows: list[Any], head: list[str] | None = None, sheet: str = "5 класс") -> Path:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.title = sheet
    for line in (["ВПР математика 5 класс, весна 2021"], head or HEAD, *rows):
        page.append(line)
    made.save(path)
    return path


@pytest.fixture
def spring(tmp_path: Path) -> Path:
    return workbook(
        tmp_path / "ВПР 2021.xlsx",
        ["МБОУ «Луговая СОШ»", 12, 4, 1],
        ["МБОУ «Озёрная ООШ»", 20, "уточняется", 2],
        ["МБОУ «Лесная СОШ»", 10, 11, 0],
    )


def figures(document: Document) -> dict[str, tuple[int | None, ...]]:
    query = "SELECT s.name, r.participants, r.failed, r.count_5 FROM school_result r JOIN school s ON s.uid = r.school"
    with document.read() as session:
        return {row[0]: tuple(row[1:]) for row in session.execute(text(query))}


def learned(document: Document) -> list[str]:
    """Keys of answers; what was not taken is remembered beside them."""
    query = "SELECT question FROM learned_answer WHERE question NOT LIKE 'unloaded:%' ORDER BY question"
    with document.read() as session:
        return [row[0] for row in session.execute(text(query))]


def corrected(document: Document, book: Path, **wanted: Any) -> ImportOutcome:
    return import_books(document, [book], wanted=Wanted(**wanted))


def test_refused_cell_said_anew_passes_and_its_result_says_so(document: Document, spring: Path) -> None:
    outcome = corrected(document, spring, cells=[("5 класс!C4", "3")])
    assert figures(document)["МБОУ «Озёрная ООШ»"] == (20, 3, 2)
    assert [row.cells[0].address for row in outcome.refused] == ["5 класс!C5"]
    with document.read() as session:
        sources = [row[0] for row in session.execute(text("SELECT source FROM school_result"))]
    assert any("исправлено при загрузке: C4" in one for one in sources)
    assert learned(document) == [], "a cell is corrected in one book only"


def test_address_may_be_typed_in_either_alphabet_and_without_the_only_sheet(
    document: Document, spring: Path
) -> None:
    corrected(document, spring, cells=[("с4", "3"), ("$C$5", "1")])
    assert figures(document)["МБОУ «Лесная СОШ»"] == (10, 1, 0)


@pytest.mark.parametrize(
    "wanted",
    [
        {"cells": [("Нет!C4", "1")]},
        {"cells": [("ZZ99", "1")]},
        {"rows": ["99"]},
        {"rows": ["4", "A99"]},
        {"columns": ["Q"]},
    ],
)
def test_correction_that_meets_nothing_is_refused(document: Document, spring: Path, wanted: Any) -> None:
    with pytest.raises(UserError):
        corrected(document, spring, **wanted)
    assert figures(document) == {}


def test_skipped_row_is_remembered_by_its_words_for_the_next_book(
    document: Document, spring: Path, tmp_path: Path
) -> None:
    outcome = corrected(document, spring, rows=["4"])
    assert len(outcome.plan.passed) == 1 and len(outcome.refused) == 1
    later = workbook(
        tmp_path / "ВПР 2022.xlsx",
        ["МБОУ «Новая СОШ»", 9, 1, 0],
        ["МБОУ «Луговая СОШ»", 12, 4, 1],
        ["МБОУ «Озёрная ООШ»", 20, "уточняется", 2],
    )
    again = import_books(document, [later])
    assert not again.refused and not again.needs_person and len(again.plan.passed) == 1
    other = workbook(tmp_path / "Мониторинг.xlsx", ["МБОУ «Озёрная ООШ»", 20, "уточняется", 2])
    assert len(import_books(document, [other]).refused) == 1, "a book of another source is not meant"


def test_of_two_rows_alike_only_the_one_that_was_meant_is_skipped(document: Document, tmp_path: Path) -> None:
    twice = workbook(
        tmp_path / "повтор.xlsx", ["МБОУ «Луговая СОШ»", 12, 4, 1], ["МБОУ «Луговая СОШ»", 15, 5, 1]
    )
    assert len(import_books(document, [twice], dry_run=True).refused) == 1
    assert not corrected(document, twice, rows=["4"]).refused
    assert figures(document) == {"МБОУ «Луговая СОШ»": (12, 4, 1)}
    assert import_books(document, [twice]).unchanged == 1


def test_skipped_column_leaves_the_rest_and_is_remembered(
    document: Document, spring: Path, tmp_path: Path
) -> None:
    corrected(document, spring, columns=["D"])
    assert figures(document)["МБОУ «Луговая СОШ»"] == (12, 4, None)
    later = workbook(tmp_path / "ВПР 2022.xlsx", ["МБОУ «Новая СОШ»", 9, 1, 3])
    assert len(import_books(document, [later]).plan.passed) == 1
    assert figures(document)["МБОУ «Новая СОШ»"] == (9, 1, None)


def test_known_school_can_be_skipped_in_books_of_one_source_and_put_back(
    document: Document, spring: Path, tmp_path: Path
) -> None:
    import_books(document, [spring])
    later = workbook(tmp_path / "ВПР 2022.xlsx", ["МБОУ «Луговая СОШ»", 14, 2, 1])
    skipped = import_books(document, [later], schools=[("МБОУ «Луговая СОШ»", "пропустить")])
    assert skipped.changed == 0 and not skipped.needs_person
    assert import_books(document, [later]).changed == 0, "remembered"
    (key,) = learned(document)
    back = import_books(document, [later], forget=[key])
    assert back.changed == 1 and learned(document) == []
    with pytest.raises(UserError):
        import_books(document, [later], forget=[key])


def test_putting_a_decision_back_is_one_step_with_the_import_and_asks_again(
    document: Document, spring: Path, tmp_path: Path
) -> None:
    import_books(document, [spring])
    near = workbook(tmp_path / "близкие.xlsx", ["МБОУ «Луговская СОШ»", 7, 1, 0])
    import_books(document, [near], schools=[("МБОУ «Луговская СОШ»", "МБОУ «Луговая СОШ»")])
    first = import_books(document, [near])
    (remembered,) = first.remembered
    again = import_books(document, [near], forget=[remembered.key])
    assert len(again.needs_decision) == 1
    with document.read() as session:
        assert session.execute(text("SELECT count(*) FROM school_alias")).scalar() == 0
    document.undo()
    assert remembered.key in learned(document)


def test_figures_a_person_entered_are_not_overwritten_unasked(
    document: Document, spring: Path, tmp_path: Path
) -> None:
    import_books(document, [spring])
    with document.write("Правка") as session:
        session.execute(text("UPDATE school_result SET failed = 5, failed_pct_e4 = NULL"))
    later = workbook(tmp_path / "ВПР 2021 уточнённая.xlsx", ["МБОУ «Луговая СОШ»", 12, 3, 1])
    outcome = import_books(document, [later])
    assert (outcome.changed, len(outcome.by_hand), outcome.contents.kept) == (0, 1, 1)
    assert "вручную" in next(iter(outcome.plan.by_hand.values()))
    assert figures(document)["МБОУ «Луговая СОШ»"] == (12, 5, 1)
    document.undo()
    assert figures(document)["МБОУ «Луговая СОШ»"] == (12, 4, 1)
    assert import_books(document, [later], dry_run=True).changed == 1, "the edit was taken back"
    document.redo()
    assert import_books(document, [later], dry_run=True).changed == 0, "and made again"
    assert import_books(document, [later], overwrite=True).changed == 1
    assert figures(document)["МБОУ «Луговая СОШ»"] == (12, 3, 1)
    more = workbook(tmp_path / "ВПР 2021 ещё.xlsx", ["МБОУ «Луговая СОШ»", 12, 4, 1])
    assert import_books(document, [more]).changed == 1, "what an import wrote last is nobody's correction"


def test_what_a_person_left_empty_is_only_filled(document: Document, tmp_path: Path) -> None:
    bare = workbook(tmp_path / "без пятёрок.xlsx", ["МБОУ «Луговая СОШ»", 12, 4], head=HEAD[:3])
    import_books(document, [bare])
    with document.write("Правка") as session:
        session.execute(text("UPDATE school_result SET participants = 13"))
        session.execute(text("UPDATE school_result SET participants = 12"))
    full = workbook(tmp_path / "с пятёрками.xlsx", ["МБОУ «Луговая СОШ»", 12, 4, 2])
    assert import_books(document, [full]).changed == 1


def test_school_that_stands_in_a_column_is_left_out_alone(document: Document, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    for line in (
        ["ВПР математика 5 класс, весна 2021"],
        ["Показатель", "МБОУ «Луговая СОШ»", "МБОУ «Озёрная ООШ»", "МБОУ «Лесная СОШ»"],
        ["Участников", 12, 20, 10],
        ["Получили «2»", 4, 2, 1],
    ):
        page.append(line)
    path = tmp_path / "столбцами.xlsx"
    made.save(path)
    assert len(corrected(document, path, rows=["C3"]).plan.passed) == 1
    assert set(figures(document)) == {"МБОУ «Луговая СОШ»", "МБОУ «Лесная СОШ»"}
    again = corrected(document, path, cells=[("B4", "5")])
    assert len(again.plan.passed) == 1, "remembered"
    assert figures(document)["МБОУ «Луговая СОШ»"][:2] == (12, 5)


def test_ten_thousand_refusals_of_one_reason_are_one_group(document: Document, tmp_path: Path) -> None:
    names = [f"МБОУ «СОШ № {number}»" for number in range(1, 201)]
    many = workbook(tmp_path / "много.xlsx", *([name, 20, f"позже {at}", 2] for at, name in enumerate(names)))
    groups = grouped(import_books(document, [many], dry_run=True).refused)
    assert [(group.label, len(group.rows)) for group in groups] == [("Не число", 200)]
    assert reason_of("", "В ячейке Лист!C4 нет 12 из 30: «а».") == reason_of(
        "", "В ячейке Б!D9 нет 1 из 3: «б»."
    )


def test_pupils_are_never_remembered(document: Document, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    for line in (
        ["Протокол ОГЭ математика 9 класс, 2021"],
        ["Школа", "Фамилия", "Имя", "Отметка"],
        *(
            ["МБОУ «Луговая СОШ»", name, "Анна", mark]
            for name, mark in (("Иванова", 2), ("Петрова", 4), ("Седова", 5))
        ),
    ):
        page.append(line)
    path = tmp_path / "протокол.xlsx"
    made.save(path)
    outcome = corrected(document, path, rows=["3"])
    assert len(outcome.plan.passed) == 1 and not figures(document)
    (key,) = learned(document)
    assert "луговая" in key and "иванова" not in key and "анна" not in key


def test_key_of_a_row_names_the_book_and_the_place() -> None:
    assert row_key("a.xlsx", CellRef("Лист", 7, 3)) == "row:a.xlsx:Лист!C7"
