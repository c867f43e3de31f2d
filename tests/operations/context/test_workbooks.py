"""Books of context data taken in: previewed, decided, written as one step; what a person typed stays."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.schools import School
from shnor_desktop.operations.context import dictionary, entry, passport, workbooks
from shnor_desktop.operations.context.workbooks import ContextPlan, column_key
from shnor_desktop.operations.schools import edits

YEAR = 2021


@pytest.fixture
def school(document: Document) -> bytes:
    """One known school, and the usual dictionary."""
    dictionary.fill(document)
    with document.write("Школа") as session:
        return edits.save(session, None, {"name": "МБОУ «Заречная СОШ»"})


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Two schools, of which the file knows one, and a column nobody knows."""
    path = tmp_path / "Паспорт 2021-2022.xlsx"
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (
        ["Социальный паспорт школ района на 2021/2022 учебный год"],
        ["№", "Школа", "Всего обучающихся", "Дети с ОВЗ", "Первоклассников", "Вакансии"],
        [1, "МБОУ «Заречная СОШ»", 120, 7, 14, "нет данных"],
        [2, "МКОУ «Береговая ООШ»", 45, 4, 6, "1,5"],
    ):
        sheet.append(row)
    made.save(path)
    return path


def value(document: Document, school: bytes, text: str) -> str:
    with document.read() as session:
        found = passport.read(session, YEAR)
    line = next(one for one in found.dictionary.lines if one.text == text)
    cell = found.cells.get((school, line.uid))
    return cell.text if cell is not None else ""


def planned(document: Document, path: Path) -> tuple[workbooks.Opened, ContextPlan]:
    opened = workbooks.opened(document, path)
    return opened, opened.planned


def test_the_preview_tells_what_is_understood_and_what_is_not(
    document: Document, school: bytes, book: Path
) -> None:
    opened, plan = planned(document, book)
    assert plan.year == YEAR
    assert plan.count("new") == 3 and plan.count("refused") == 0
    assert [one.column.heading for one in plan.columns if not one.decision] == ["Первоклассников"]
    assert [one.decision for one in plan.schools] == ["same", ""]
    assert "Решения ждут: 1" in "\n".join(workbooks.told(plan))
    made = workbooks.decisions_of(document, plan, [("МКОУ «Береговая ООШ»", "новая")])
    again = workbooks.plan(document, opened.book, made)
    assert again.count("new") == 5 and again.count("refused") == 1
    text = "\n".join(workbooks.told(again))
    assert "Первоклассников" in text and "целым числом" in text and "Sheet!F4" in text
    assert len(opened.indicators) > 20
    assert value(document, school, "Обучающихся всего") == "", "nothing is written by looking"


def test_taking_it_in_is_one_step_that_makes_what_was_decided(
    document: Document, school: bytes, book: Path
) -> None:
    opened, plan = planned(document, book)
    decisions = workbooks.decisions_of(
        document, plan, [("МКОУ «Береговая ООШ»", "новая")], [("Первоклассников", "новый")]
    )
    taken = workbooks.take(document, opened.book, decisions, None)
    assert taken == (7, 2, 1)
    assert value(document, school, "Обучающихся всего") == "120"
    assert value(document, school, "Вакансии учителей") == "н/д"
    assert value(document, school, "Первоклассников") == "14"
    with document.read() as session:
        names = set(session.scalars(select(School.name)))
    assert len(names) == 2
    again = workbooks.opened(document, book).planned
    assert (again.count("same"), again.count("new", "changed"), len(again.waiting)) == (7, 0, 0)
    assert all(one.decision for one in again.columns), "the new column is known from now on"
    document.undo()
    assert value(document, school, "Обучающихся всего") == ""
    with document.read() as session:
        assert len(set(session.scalars(select(School.name)))) == 1


def test_what_a_person_typed_stays_unless_it_is_said_otherwise(
    document: Document, school: bytes, book: Path
) -> None:
    with document.read() as session:
        lines = {one.text: one.uid for one in dictionary.read(session).lines}
    entry.enter(document, YEAR, [(school, lines["Обучающихся всего"], "121")])
    opened, plan = planned(document, book)
    assert plan.count("by_hand") == 1 and "останутся" in "\n".join(workbooks.told(plan))
    workbooks.take(document, opened.book, {}, None)
    assert value(document, school, "Обучающихся всего") == "121"
    workbooks.take(document, opened.book, {}, None, overwrite=True)
    assert value(document, school, "Обучающихся всего") == "120"


def test_a_column_that_was_set_aside_stays_aside_in_the_next_book(
    document: Document, school: bytes, book: Path
) -> None:
    opened, plan = planned(document, book)
    aside = next(one for one in plan.columns if one.column.heading == "Дети с ОВЗ")
    workbooks.take(document, opened.book, {column_key(aside.column): workbooks.SKIP}, None)
    assert value(document, school, "Обучающиеся с ОВЗ") == ""
    assert (
        next(one for one in planned(document, book)[1].columns if one.column == aside.column).decision
        == "skip"
    )


def test_two_columns_of_one_indicator_are_not_added(document: Document, school: bytes, book: Path) -> None:
    opened, plan = planned(document, book)
    other = next(one for one in plan.columns if one.column.heading == "Первоклассников")
    meant = next(one.indicator for one in plan.columns if one.column.heading == "Дети с ОВЗ")
    assert meant is not None
    again = workbooks.plan(document, opened.book, {column_key(other.column): f"same:{meant.uid.hex()}"})
    assert again.count("twice") == 1
    assert "из другого столбца" in "\n".join(workbooks.told(again))


def test_a_book_of_no_year_asks_for_it(document: Document, school: bytes) -> None:
    text = "Школа\tВсего обучающихся\nМБОУ «Заречная СОШ»\t12\n"
    opened = workbooks.opened_block(document, text)
    assert opened.planned.year is None and "выберите" in workbooks.told(opened.planned)[0]
    with pytest.raises(UserError):
        workbooks.take(document, opened.book, {}, None)
    assert workbooks.take(document, opened.book, {}, YEAR).values == 1
    with pytest.raises(UserError):
        workbooks.take(document, opened.book, {}, YEAR)


def test_a_file_without_schools_takes_them_from_the_book(document: Document, book: Path) -> None:
    dictionary.fill(document)
    opened = workbooks.opened(document, book)
    assert [one.decision for one in opened.planned.schools] == ["new", "new"]
    assert workbooks.take(document, opened.book, {}, None).schools == 2


def test_words_for_columns_and_schools_are_understood_or_refused(
    document: Document, school: bytes, book: Path
) -> None:
    opened, plan = planned(document, book)
    found = workbooks.decisions_of(document, plan, [], [("Первокл", "классов"), ("Вакансии", "пропустить")])
    assert sorted(value[:5] for value in found.values()) == ["same:", "skip"]
    for pair in (("Нет такого", "новый"), ("Вакансии", "учителя")):
        with pytest.raises(UserError):
            workbooks.decisions_of(document, plan, [], [pair])
