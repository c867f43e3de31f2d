"""The program's own export comes back whole, and asks nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.operations.identification.classification import profile, verdicts
from shnor_desktop.operations.records.export import export_workbook
from shnor_desktop.operations.results import dictionaries
from shnor_desktop.operations.results.book_import import import_books
from shnor_desktop.operations.results.parcels import apply
from shnor_desktop.operations.results.plan import known_results, plan_import
from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.words.vocabulary import Vocabulary
from shnor_desktop.sheets.results import reader
from shnor_desktop.sheets.results.own_export import HEADINGS
from shnor_desktop.sheets.writing.workbook import ExportTable, write_tables
from tests.conftest import WHO
from tests.operations.books import EGE_RU, VPR_RU5, area, book, row, school


def words(document: Document) -> Vocabulary:
    with document.read() as session:
        return dictionaries.vocabulary(session)


def test_results_and_verdicts_come_back(
    document: Document, new_path: Callable[[str], Path], tmp_path: Path
) -> None:
    first, second = school("СОШ № 1", "Лесной район"), school("СОШ № 1", "Речной район")
    rows = (
        row(first, participants=12, failed=5),
        row(first, VPR_RU5, at=3, participants=12, failed=4),
        row(second, at=4, failed_pct_e4=300_000, pct_decimals=0),
        row(second, VPR_RU5, at=5, state=ResultState.NOT_CONDUCTED),
        row(second, EGE_RU, at=6, participants=9),
    )
    made = book(*rows, areas=(area(participants=21, failed=7),))
    with document.write("Загрузка") as session:
        mentions = {one.sitting for one in made.rows} | {one.sitting for one in made.areas}
        apply(session, plan_import(known_results(session, mentions), made))
    out = tmp_path / "выгрузка.xlsx"
    export_workbook(document, out)
    with Document.open(new_path("Другой.shnor"), WHO) as other:
        outcome = import_books(other, [out])
        assert (outcome.added, outcome.questions, outcome.refused) == (6, (), ())
        with document.read() as here, other.read() as there:
            said = [verdicts(one, profile(one)) for one in (here, there)]
        assert [[(one.name, one.verdict.outcome, one.verdict.criteria) for one in all_] for all_ in said][
            0
        ] == [(one.name, one.verdict.outcome, one.verdict.criteria) for one in said[1]]
        assert import_books(other, [out]).unchanged == 6


def test_an_export_without_results_is_read(document: Document, tmp_path: Path) -> None:
    out = tmp_path / "выгрузка.xlsx"
    export_workbook(document, out)
    found = reader.read(out, words(document))
    assert not found.rows and not found.questions
    assert [one.text for one in found.problems] == [
        "Это выгрузка программы: загружаются результаты школ и территорий."
    ]


def test_what_was_edited_wrongly_is_refused_with_its_place(document: Document, tmp_path: Path) -> None:
    out = tmp_path / "выгрузка.xlsx"
    good = ("МБОУ «Луговая СОШ»", "ОГЭ", "Физика", "", 9, 2025, "", "2024/25", "есть результат", 12, 3, 25)
    rows = (
        good,
        (*good[:2], "Физкультурра", *good[3:]),
        (*good[:8], "как-нибудь", *good[9:]),
        (*good[:9], "много", *good[10:]),
        (*good[:10], 15, None),
        (*good[:9], None, None, 25.5),
        (*good[:4], "9 класс", *good[5:]),
        (*good[:4], 9.5, *good[5:]),
    )
    write_tables([ExportTable("results", HEADINGS, rows)], out)
    found = reader.read(out, words(document))
    assert [one.school.name for one in found.rows] == ["МБОУ «Луговая СОШ»"] * 2
    assert (found.rows[1].figures.failed_pct_e4, found.rows[1].figures.pct_decimals) == (255_000, 1)
    assert [one.where.address for one in found.problems if one.where] == [
        "results!C3",
        "results!I4",
        "results!J5",
        "results!J6",
        "results!E8",
        "results!E9",
    ]
    assert "В столбце «Класс» не понято «9 класс»." in [one.text for one in found.problems]
    assert len(found.lost) == 1


@pytest.mark.parametrize("grade", ["9 класс", "девятый", "-", 9.5, -9, "9 %"])
def test_a_grade_that_is_no_number_is_refused(document: Document, tmp_path: Path, grade: str | float) -> None:
    out = tmp_path / "выгрузка.xlsx"
    good = ("МБОУ «Луговая СОШ»", "ОГЭ", "Физика", "", 9, 2025, "", "2024/25", "есть результат", 12, 3, 25)
    write_tables([ExportTable("results", HEADINGS, ((*good[:4], grade, *good[5:]), good))], out)
    found = reader.read(out, words(document))
    assert [one.sitting.programme_grade for one in found.rows] == [9]
    (told,) = [one for one in found.problems if one.where]
    assert told.where is not None and told.where.address == "results!E2"
    assert told.text.startswith("В столбце «Класс» не понято")
