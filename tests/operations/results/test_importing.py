from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import text

from shnor_desktop.document.document import Document
from shnor_desktop.errors import Cancelled, UserError
from shnor_desktop.operations.results import book_import, importing
from shnor_desktop.operations.results import book_import as import_answers
from shnor_desktop.operations.results.plan_types import as_figures
from shnor_desktop.sheets.book.problems import Question
from shnor_desktop.sheets.results.types import ReadBook
from tests.operations.books import book, row
from tests.sheets.makers import region_book, save

SHARED = Path(__file__).parents[3].parent / "shared" / "data"


def workbook(path: Path, title: str, *rows: list[Any]) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for line in ([title], ["Школа", "Участников", "Получили «2»"], *rows):
        sheet.append(line)
    made.save(path)
    return path


def dump(document: Document) -> list[tuple[Any, ...]]:
    with document.read() as session:
        tables = ("school", "school_result", "sitting", "parcel", "learned_answer", "school_alias")
        return [tuple(one) for name in tables for one in session.execute(text(f"SELECT * FROM {name}"))]


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return workbook(
        tmp_path / "впр.xlsx",
        "ВПР математика 5 класс, весна 2021",
        ["МБОУ «Луговая СОШ»", 12, 4],
        ["МБОУ «Лесная СОШ»", 10, 11],
    )


def test_clear_schools_are_added_and_refusals_are_left_for_a_person(document: Document, first: Path) -> None:
    outcome = book_import.import_books(document, [first])
    assert (outcome.added, outcome.changed, outcome.unchanged) == (1, 0, 0)
    assert outcome.new_schools == ("МБОУ «Луговая СОШ»",)
    assert len(outcome.refused) == 1 and outcome.needs_person
    assert outcome.refused[0].sitting_name == "ВПР МА 5, весна 2021"
    assert outcome.parcels == ("Загрузка «впр.xlsx»",)
    assert document.actions(limit=1)[0].title == "Загрузка «впр.xlsx»"
    assert document.actions(limit=1)[0].kind == "import"


def test_second_time_nothing_is_written(document: Document, first: Path) -> None:
    book_import.import_books(document, [first])
    before, history = dump(document), document.actions()
    outcome = book_import.import_books(document, [first])
    assert (outcome.added, outcome.unchanged, outcome.parcels) == (0, 1, ())
    assert dump(document) == before and document.actions() == history


def test_dry_run_writes_nothing(document: Document, first: Path) -> None:
    before = dump(document)
    outcome = book_import.import_books(document, [first], dry_run=True)
    assert outcome.added == 1 and outcome.parcels == ()
    assert dump(document) == before


def test_school_that_resembles_a_known_one_waits(document: Document, first: Path, tmp_path: Path) -> None:
    book_import.import_books(document, [first])
    near = workbook(tmp_path / "р.xlsx", "ВПР русский язык 5 класс, весна 2021", ["Луговская СОШ", 12, 1])
    outcome = book_import.import_books(document, [near])
    assert outcome.added == 0 and outcome.waiting == 1 and outcome.needs_person
    assert [one.mention.name for one in outcome.needs_decision] == ["Луговская СОШ"]


def test_several_books_are_one_step_and_a_parcel_each(
    document: Document, first: Path, tmp_path: Path
) -> None:
    second = workbook(tmp_path / "р.xlsx", "ВПР русский язык 5 класс, весна 2021", ["Луговая СОШ", 12, 1])
    start = dump(document)
    outcome = book_import.import_books(document, [first, second])
    assert outcome.added == 2 and len(outcome.parcels) == 2
    assert "2\u00a0книги" in document.actions(limit=1)[0].title
    document.undo()
    assert dump(document) == start


def test_book_that_cannot_be_read_is_a_sentence(document: Document, first: Path, tmp_path: Path) -> None:
    broken = tmp_path / "битая.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    with pytest.raises(UserError):
        book_import.import_books(document, [broken])
    outcome = book_import.import_books(document, [broken, first])
    assert outcome.added == 1 and [one.name for one in outcome.failures] == ["битая.xlsx"]


def test_cancelled_writing_takes_everything_back(document: Document) -> None:
    plan = importing.plan(document, [book(row("Луговая СОШ", participants=12, failed=3))])
    before, history = dump(document), document.actions()
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 1

    with pytest.raises(Cancelled):
        importing.apply_plan(document, plan, cancelled=cancelled)
    assert dump(document) == before and document.actions() == history


def test_large_import_is_preceded_by_a_backup(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "LARGE", 1)
    document.make_backup()
    with document.write("Правка") as session:
        session.execute(text("UPDATE subject SET position = position + 1"))
    copies = len(document.backups())
    plan = importing.plan(
        document,
        [book(row("Луговая СОШ", participants=12, failed=3), row("Озёрная СОШ", participants=2, failed=0))],
    )
    importing.apply_plan(document, plan)
    assert len(document.backups()) == copies + 1


def test_answers_of_the_reader_are_remembered(document: Document, tmp_path: Path) -> None:
    path = workbook(tmp_path / "итоги.xlsx", "ВПР математика 5 класс", ["Луговая СОШ", 12, 4])
    reading = importing.read_books(document, [path])
    answers: dict[str, str] = {}
    for _ in range(3):
        for question in reading.questions:
            answers[question.key] = question.options[0][0] if question.options else "2021"
        reading = importing.read_books(document, [path], answers)
    assert not reading.questions
    plan = importing.plan(document, reading.books)
    importing.apply_plan(document, importing.remembering(plan, (), answers))
    again = book_import.import_books(document, [path])
    assert not again.questions and again.unchanged == 1


@pytest.mark.skipif(
    not (SHARED / "appendix1.xlsx").exists(), reason="the workbook lies beside some checkouts only"
)
def test_real_appendix_gives_every_result(document: Document) -> None:
    outcome = book_import.import_books(document, [SHARED / "appendix1.xlsx"])
    assert (outcome.added, len(outcome.new_schools)) == (119, 7)
    assert not outcome.questions and not outcome.needs_decision and not outcome.refused


def test_region_book_of_several_years_asks_nothing_and_reconciles(document: Document, tmp_path: Path) -> None:
    made = region_book(seed=5, schools=60, municipalities=5, subjects=5)
    path = save(made.sheets, tmp_path / "Регион.xlsx")
    outcome = book_import.import_books(document, [path])
    assert not outcome.needs_person and outcome.changed == 0
    assert len(outcome.new_schools) == 60
    assert outcome.plan.books[0].reconciled == made.reconciled
    figures = {
        (one.school_name, one.sitting_name): (one.state, as_figures(one.figures)) for one in outcome.plan.rows
    }
    assert len(figures) == len(made.truth)
    again = book_import.import_books(document, [path])
    assert (again.added, again.changed, again.waiting) == (0, 0, 0)


def test_namesakes_of_several_municipalities_are_told_apart(document: Document, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.remove(made.active)
    districts = ("Заречный район", "Северный район", "г. Озёрск")
    for year in (2020, 2021):
        sheet = made.create_sheet(str(year))
        sheet.append([f"ЕГЭ {year}, русский язык"])
        sheet.append(["Муниципалитет", "Школа", "Участников", "Не преодолели порог"])
        for n, district in enumerate(districts):
            for name in ("СОШ № 1", "МБОУ «СОШ № 2»", "Лицей"):
                sheet.append([district, name, 20 + n, n])
    path = tmp_path / "тёзки.xlsx"
    made.save(path)
    outcome = book_import.import_books(document, [path])
    assert (outcome.added, len(outcome.plan.new_schools), outcome.waiting) == (18, 9, 0)
    assert book_import.import_books(document, [path]).unchanged == 18


def test_the_books_are_read_with_every_answer_however_late_its_question_comes(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each answer brings one more question."""
    given = {f"вопрос:{at}": "да" for at in range(6)}
    read_with: list[dict[str, str]] = []

    def asks_on(document: Document, paths: Any, answers: dict[str, str], **more: Any) -> importing.Reading:
        read_with.append(dict(answers))
        key = f"вопрос:{len(answers)}"
        questions = (Question(key, "Так?", (("yes", "да"),)),) if key in given else ()
        return importing.Reading((ReadBook("книга.xlsx", "", (), (), (), (), questions),))

    monkeypatch.setattr(import_answers, "read_books", asks_on)
    answered = import_answers.read_answered(document, [], given)
    assert answered.answers == dict.fromkeys(given, "yes") == read_with[-1]
    assert [one.key for one in answered.asked] == list(given) and not answered.reading.questions


def test_a_column_named_by_hand_is_remembered_in_words(document: Document, first: Path) -> None:
    reading = importing.read_books(document, [first])
    key = 'column:получили "2"'
    planned = importing.remembering(
        importing.plan(document, reading.books), reading.questions, {key: "failed:count"}
    )
    assert planned.answers == ((key, "failed:count", 'Столбец «получили "2"» — число «2» (не справившихся)'),)
