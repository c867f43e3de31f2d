"""Records edited in a workbook come back as exactly what was edited, asked about where they are doubtful."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.identification import StatusList
from shnor_desktop.models.kind import Editor, Field
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.models.programme import Part, Programme
from shnor_desktop.models.roadmap import Event
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records import attaching, export, records, taking_in
from shnor_desktop.operations.records.export import shown_fields
from shnor_desktop.operations.records.incoming_types import Fate
from shnor_desktop.operations.results import dictionaries
from shnor_desktop.sheets.records.layout import text_of
from tests.conftest import WHO, some
from tests.operations.records.edited import (
    column,
    contents,
    edit,
    exported,
    look,
    put,
    row,
    shuffled,
    take,
)
from tests.sheets.makers import SheetData, save


@pytest.fixture
def filled(sample_file: Path, tmp_path: Path) -> Document:
    path = tmp_path / "округ.shnor"
    path.write_bytes(sample_file.read_bytes())
    return Document.open(path, WHO, back_up=False)


@pytest.fixture
def small(document: Document) -> Document:
    """Two schools, a person, a code."""
    with document.write("Добавлено") as session:
        first = records.save(session, "school", None, {"name": "Ивовская СОШ", "place": "с. Ивовое"})
        records.save(session, "school", None, {"name": "Вязовая ООШ", "opened_on": "1975-09-01"})
        records.save(session, "person", None, {"name": "Ивова Анна Петровна", "school": first})
        records.save(session, "school_code", None, {"school": first, "system": "rcoi", "code": "0123"})
    return document


def value(document: Document, code: str, title: str, name: str) -> object:
    with document.read() as session:
        kind = BY_CODE[code]
        found = next(one for one in records.rows(session, code) if one.title == title)
        return found.values[[one.name for one in kind.fields].index(name)]


def quiet(document: Document, book: Path) -> None:
    """Nothing changes and nothing is asked."""
    plan = look(document, book).plan
    assert (plan.records, plan.questions, plan.missing) == ((), (), ())
    assert plan.unchanged > 0


@pytest.mark.parametrize("seed", some(range(3), every=3))
def test_shuffled_and_saved_by_another_program_nothing_changes(
    filled: Document, tmp_path: Path, seed: int
) -> None:
    with filled:
        book = exported(filled, tmp_path)
        quiet(filled, book)
        quiet(filled, edit(book, lambda book: None, "пересохранено.xlsx"))
        quiet(filled, shuffled(book, seed, "перемешано.xlsx"))


SOME: dict[Editor, Callable[[random.Random, Field], object]] = {
    Editor.LINE: lambda chance, field: f"Правка {chance.randrange(10**9)}",
    Editor.TEXT: lambda chance, field: f"Правка\nв две строки {chance.randrange(10**9)}",
    Editor.INTEGER: lambda chance, field: chance.randint(field.least or 0, min(field.most or 9, 9)),
    Editor.DECIMAL_E4: lambda chance, field: chance.randrange(0, 1000) / 10,
    Editor.DATE: lambda chance, field: date(2000 + chance.randrange(26), 1 + chance.randrange(12), 5),
    Editor.CHOICE: lambda chance, field: chance.choice([label for code, label in field.choices if code]),
    Editor.FLAG: lambda chance, field: chance.choice(("да", "нет")),
    Editor.SCHOOL_YEAR: lambda chance, field: "2019/20",
}
"""A value somebody may type into a cell of such a field."""


@pytest.mark.parametrize("seed", some(range(4), every=2))
def test_random_edits_arrive_as_exactly_those_and_undo_restores(
    filled: Document, tmp_path: Path, seed: int
) -> None:
    chance, wanted = random.Random(seed), dict[tuple[str, str, str], str]()

    def edits(book: Any) -> None:
        for _ in range(50):
            kind = BY_CODE[chance.choice(("school", "person", "office", "subject", "sitting", "area_result"))]
            page = book[kind.many]
            fields = [
                one
                for one in shown_fields(kind)
                if one.editor in SOME
                and one.in_form
                and one.name not in kind.about.key
                and not ordered(kind, one)
            ]
            field = chance.choice(fields)
            number = 1 + chance.randrange(1, page.max_row)
            heading = field.label + (f", {field.unit}" if field.unit else "")
            cell = page.cell(number, next(one.column for one in page[1] if one.value == heading))
            before, cell.value = cell.value, SOME[field.editor](chance, field)
            place = (kind.code, f"{kind.many}!{number}", field.label)
            if place in wanted or cell.value == before:
                cell.value = before
            else:
                wanted[place] = str(cell.value)

    with filled:
        before = contents(filled)
        book = shuffled(edit(exported(filled, tmp_path), edits), seed, "перемешано.xlsx")
        taken = take(filled, book)
        assert (taken.plan.questions, taken.plan.of(Fate.REFUSED)) == ((), ())
        got = [(one.kind, edit.label) for one in taken.plan.of(Fate.CHANGED) for edit in one.edits]
        assert sorted(got) == sorted((kind, label) for kind, _, label in wanted)
        assert contents(filled) != before
        quiet(filled, book)
        filled.undo()
        assert contents(filled) == before
        assert filled.check().sound


def ordered(kind: Any, field: Field) -> bool:
    return any(field.name in pair for pair in kind.about.ordered)


def test_habits_of_spreadsheets(small: Document, tmp_path: Path) -> None:
    def habits(book: Any) -> None:
        put(book, "Школы", "Ивовская СОШ", "Директор", "  Ивов  Пётр \u00a0 ")
        put(book, "Школы", "Ивовская СОШ", "Открыта", "5 сентября 1980 г.")
        put(book, "Школы", "Вязовая ООШ", "Закрыта", date(2020, 8, 31))
        put(book, "Школы", "Вязовая ООШ", "Сельская", True)
        put(book, "Сотрудники", "Ивова Анна Петровна", "Школа", "вязовая  оош")
        put(book, "Профили методики", BASIC, "Порог", "25 %")
        put(book, "Коды школ", "0123", "Код", "0124")

    taken = take(small, edit(exported(small, tmp_path), habits))
    assert (taken.plan.questions, taken.plan.of(Fate.REFUSED), taken.plan.changed) == ((), (), 5)
    assert value(small, "school", "Ивовская СОШ", "director") == "Ивов Пётр"
    assert value(small, "school", "Ивовская СОШ", "opened_on") == "1980-09-05"
    assert value(small, "school", "Вязовая ООШ", "closed_on") == "2020-08-31"
    assert value(small, "school", "Вязовая ООШ", "rural") is True
    assert value(small, "person", "Ивова Анна Петровна", "school") == uid_of(small, "school", "Вязовая ООШ")
    assert value(small, "method_profile", BASIC, "threshold") == 25
    with small.read() as session:
        assert [one.texts[2] for one in records.rows(session, "school_code")] == ["0124"]


BASIC = "Две процедуры / два года, порог 30 %"


def uid_of(document: Document, code: str, title: str) -> bytes:
    with document.read() as session:
        return next(one.uid for one in records.rows(session, code) if one.title == title)


def test_wrong_cells_are_refused_with_their_place_and_come_back_marked(
    small: Document, tmp_path: Path
) -> None:
    def wrong(book: Any) -> None:
        put(book, "Школы", "Ивовская СОШ", "Открыта", "весной")
        put(book, "Школы", "Вязовая ООШ", "Вид", "пансион")
        put(book, "Школы", "Вязовая ООШ", "Краткое наименование", None)
        put(book, "Сотрудники", "Ивова Анна Петровна", "Подписывает документы", "=1/0")

    book = edit(exported(small, tmp_path), wrong)
    taken = take(small, book)
    refused = {
        refusal.where.address: refusal.text for one in taken.plan.of(Fate.REFUSED) for refusal in one.refusals
    }
    assert set(refused) == {"Школы!O3", "Школы!C2", "Школы!A2", "Сотрудники!I2"}
    assert "не дата" in refused["Школы!O3"] and "не заполнено" in refused["Школы!A2"]
    assert taken.action is None and taken.plan.changed == 0
    out = tmp_path / "отмечено.xlsx"
    assert taking_in.save_marked(taken.plan, book, out) == 4
    assert "не дата" in load_workbook(out)["Школы"]["O3"].comment.text


def test_what_the_file_learned_since_is_not_taken_back(small: Document, tmp_path: Path) -> None:
    """A cell nobody touched in the book changes nothing; where both sides changed a person decides."""
    book = exported(small, tmp_path)
    ivy = uid_of(small, "school", "Ивовская СОШ")
    with small.write("Правка") as session:
        records.save(session, "school", ivy, {"director": "Новый Д.Д.", "phone": "2-12-12"})

    def edits(book: Any) -> None:
        put(book, "Школы", "Ивовская СОШ", "Директор", "Из Книги И.И.")
        put(book, "Школы", "Ивовская СОШ", "Адрес", "ул. Лесная, 1")

    edit(book, edits)
    plan = look(small, book).plan
    assert [(one.key.split(":")[0], one.key.split(":")[2]) for one in plan.questions] == [
        ("both", "director")
    ]
    assert len(plan.of(Fate.WAITING)) == 1
    take(small, book, {"both": "file"})
    assert value(small, "school", "Ивовская СОШ", "director") == "Новый Д.Д."
    assert value(small, "school", "Ивовская СОШ", "phone") == "2-12-12"
    assert value(small, "school", "Ивовская СОШ", "address") == "ул. Лесная, 1"
    take(small, book, {plan.questions[0].key: "book"})
    assert value(small, "school", "Ивовская СОШ", "director") == "Из Книги И.И."


def test_deleted_rows_delete_only_when_asked(small: Document, tmp_path: Path) -> None:
    book = exported(small, tmp_path)
    with small.write("Добавлено") as session:
        records.save(session, "school", None, {"name": "Позднейшая СОШ"})
    edit(book, lambda book: book["Школы"].delete_rows(row(book["Школы"], "Вязовая ООШ")))
    taken = take(small, book)
    assert ([one.title for one in taken.plan.missing], taken.deleted) == (["Вязовая ООШ"], 0)
    assert take(small, book, delete_missing=True).deleted == 1
    with small.read() as session:
        assert [one.title for one in records.rows(session, "school")] == ["Ивовская СОШ", "Позднейшая СОШ"]
    small.undo()
    assert value(small, "school", "Вязовая ООШ", "opened_on") == "1975-09-01"


def test_a_sheet_that_is_gone_deletes_nothing(small: Document, tmp_path: Path) -> None:
    book = edit(exported(small, tmp_path), lambda book: book.remove(book["Школы"]))
    assert look(small, book).plan.missing == ()


def test_new_rows_with_references_by_title_and_code(small: Document, tmp_path: Path) -> None:
    def rows(book: Any) -> None:
        page = book["Сотрудники"]
        at = page.max_row + 1
        for name, school in (
            ("Вязов В.В.", "Вязовая ООШ"),
            ("Кодов К.К.", "0123"),
            ("Липов Л.Л.", "Ивоская СОШ"),
        ):
            page.cell(at, column(page, "Фамилия")).value = name
            page.cell(at, column(page, "Школа")).value = school
            at += 1

    book = edit(exported(small, tmp_path), rows)
    plan = look(small, book).plan
    assert (plan.added, len(plan.of(Fate.WAITING))) == (2, 1)
    (question,) = plan.questions
    assert question.key == "ref:school:ивоская сош" and "Ивовская СОШ" in question.options[0][1]
    taken = take(small, book, {question.key: "Ивовская СОШ"})
    assert (taken.plan.added, taken.plan.questions) == (3, ())
    ivy, elm = uid_of(small, "school", "Ивовская СОШ"), uid_of(small, "school", "Вязовая ООШ")
    assert value(small, "person", "Кодов К.К.", "school") == ivy
    assert value(small, "person", "Вязов В.В.", "school") == elm
    assert value(small, "person", "Липов Л.Л.", "school") == ivy


def test_a_book_without_keys(small: Document, tmp_path: Path) -> None:
    """New rows, rows of what is there by its natural key, rows of which it is not certain."""
    book = Workbook()
    page = book.active
    page.title = "Школы"
    for cells in (
        ("Список школ района на 2026 год", None, None, None),
        ("№", "Краткое наименование *", "Населённый пункт", "Директор"),
        (1, "Ивовская СОШ", "с. Ивовое", "Ивов П.П."),
        (2, "Липовая СОШ", "с. Липки", "Липов Л.Л."),
        (3, "Вязовая ООШ", "с. Вязы", None),
    ):
        page.append(cells)
    book.create_sheet("Заметки").append(("Просто текст",))
    path = tmp_path / "список.xlsx"
    book.save(path)
    plan = look(small, path).plan
    assert (plan.added, plan.changed, len(plan.of(Fate.WAITING))) == (1, 1, 1)
    assert any("«Заметки»" in one for one in plan.notes) and any("«№»" in one for one in plan.notes)
    (question,) = plan.questions
    elm = uid_of(small, "school", "Вязовая ООШ")
    assert [value for value, _ in question.options] == [elm.hex(), "new", "skip"]
    taken = take(small, path, {question.key: elm.hex()})
    assert taken.plan.questions == ()
    assert value(small, "school", "Вязовая ООШ", "place") == "с. Вязы"
    assert value(small, "school", "Вязовая ООШ", "opened_on") == "1975-09-01"
    quiet(small, path)


def test_a_copied_row_is_asked_about(small: Document, tmp_path: Path) -> None:
    def copied(book: Any) -> None:
        page = book["Сотрудники"]
        page.append([cell.value for cell in page[2]])
        page.cell(3, column(page, "Фамилия")).value = "Ивов Иван Ильич"

    book = edit(exported(small, tmp_path), copied)
    plan = look(small, book).plan
    assert [value for one in plan.questions for value, _ in one.options] == ["new", "same", "skip"]
    taken = take(small, book, {"twice": "new"})
    assert (taken.plan.added, taken.plan.changed) == (1, 0)
    with small.read() as session:
        assert len(records.rows(session, "person")) == 2


def test_a_renamed_column_is_asked_about_and_another_named(small: Document, tmp_path: Path) -> None:
    def renamed(book: Any) -> None:
        page = book["Школы"]
        page.cell(1, column(page, "Директор")).value = "Кто руководит"
        page.title = "Наши школы"

    book = edit(exported(small, tmp_path), renamed)
    (question,) = look(small, book).plan.questions
    assert question.key == "column:Наши школы:Кто руководит"
    assert "director" in [value for value, _ in question.options]
    plan = look(small, book, {question.key: "director"}).plan
    assert (plan.records, plan.questions) == ((), ())


def test_columns_are_read_as_books_of_earlier_versions_call_them(small: Document, tmp_path: Path) -> None:
    with small.write("Добавлено") as session:
        problem = records.save(
            session, "problem", None, {"kind": "request", "level": "school", "text": "Нет логопеда"}
        )
        given: dict[str, Value | Linked] = {
            "kind": "seminar",
            "date_text": "15.12.2025",
            "problems": ((problem, ""),),
        }
        records.save(session, "event", None, given)

    def renamed(book: Any) -> None:
        page = book["Что сделано"]
        place = column(page, "По каким проблемам и запросам проведено")
        page.cell(1, place).value = "На какие проблемы и запросы отвечает"

    quiet(small, edit(exported(small, tmp_path), renamed))


def test_computed_columns_are_not_taken_for_figures(filled: Document, tmp_path: Path) -> None:
    with filled:
        book = exported(filled, tmp_path)

        def edits(book: Any) -> None:
            page = book["Результаты школ"]
            page.cell(2, column(page, "Предмет")).value = "Физика"

        (one,) = take(filled, edit(book, edits)).plan.of(Fate.REFUSED)
        assert "вычисляет" in one.refusals[0].text


def test_impossible_values_are_refused(filled: Document, tmp_path: Path) -> None:
    with filled:

        def edits(book: Any) -> None:
            page = book["Результаты школ"]
            number = next(
                at for at in range(2, page.max_row) if page.cell(at, column(page, "Участников")).value
            )
            page.cell(number, column(page, "Получили «2» / не преодолели порог")).value = 10_000

        (one,) = take(filled, edit(exported(filled, tmp_path), edits)).plan.of(Fate.REFUSED)
        assert "больше, чем" in one.refusals[0].text


def test_merged_cells(small: Document, tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        page = book["Школы"]
        at = column(page, "Директор")
        page.cell(2, at).value = "Общий О.О."
        page.merge_cells(start_row=2, end_row=3, start_column=at, end_column=at)

    taken = take(small, edit(exported(small, tmp_path), merge))
    assert taken.plan.changed == 2
    assert value(small, "school", "Ивовская СОШ", "director") == "Общий О.О."


def test_what_is_no_book_of_records(small: Document, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(("Просто", "таблица"))
    path = tmp_path / "чужое.xlsx"
    book.save(path)
    with pytest.raises(UserError, match="нет листов с данными"):
        look(small, path)


def test_a_book_of_another_file_brings_everything(
    filled: Document, new_path: Callable[[str], Path], tmp_path: Path
) -> None:
    with filled, Document.open(new_path("Другой.shnor"), WHO) as other:
        with filled.write("Названия") as session:  # Of several of one title a person would be asked.
            several = (*session.scalars(select(Event)), *session.scalars(select(StatusList)))
            for number, one in enumerate(several):
                one.title = f"{one.title} {number}"
        book = exported(filled, tmp_path)
        taken = take(other, book)
        assert (taken.plan.questions, taken.plan.of(Fate.REFUSED)) == ((), ())
        assert contents(other) == contents(filled)
        again = look(other, book).plan
        assert (again.records, again.questions) == ((), ())
        other.undo()
        assert contents(other)["school"] == []


def test_a_file_begun_separately_brings_everything_and_asks_where_both_differ(
    filled: Document, new_path: Callable[[str], Path], tmp_path: Path
) -> None:
    with filled:
        before = contents(filled)
    with Document.open(new_path("Наш.shnor"), WHO) as ours:
        with ours.write("Добавлено") as session:
            subject = next(one for one in records.rows(session, "subject") if one.texts[0] == "МА")
            records.save(session, "subject", subject.uid, {"aliases": "наше написание"})

        def taken(answers: dict[str, str]) -> Any:
            return taking_in.take_in(ours, taking_in.open_any(ours, filled.path), answers).plan

        plan = taking_in.look(ours, taking_in.open_any(ours, filled.path)).plan
        assert [one.group for one in plan.questions] == ["both"]
        assert (taken({"both": "file"}).questions, plan.of(Fate.REFUSED)) == ((), ())
        after = contents(ours)
        assert {code for code in before if after[code] != before[code]} == {"subject"}
        again = taking_in.look(ours, taking_in.open_any(ours, filled.path), {"both": "file"}).plan
        assert (again.records, again.questions) == ((), ())
        assert ours.check().sound


def test_a_copy_of_the_same_file_is_merged_instead(small: Document, tmp_path: Path) -> None:
    small.copy_to(tmp_path / "копия.shnor")
    with pytest.raises(UserError, match="копия этого же файла"):
        taking_in.open_any(small, tmp_path / "копия.shnor")


@pytest.mark.parametrize("suffix", [".ods", ".xls"])
def test_saved_in_another_format_nothing_changes(filled: Document, tmp_path: Path, suffix: str) -> None:
    with filled:
        book = load_workbook(exported(filled, tmp_path))
        sheets = [
            SheetData(
                page.title,
                [[text_of(one) if isinstance(one, date) else one for one in cells] for cells in page.values],
            )
            for page in book
        ]
        out = tmp_path / f"другой формат{suffix}"
        save(sheets, out)
        quiet(filled, out)


def test_a_school_spelt_otherwise_is_asked_about(small: Document, tmp_path: Path) -> None:
    book = tmp_path / "новые.xlsx"
    rows: list[list[str | int | float | None]] = [
        ["Ивовсская СОШ", "Ивов И.И."],
        ["Вязовая ООШ", "Вязов В.В."],
        ["Кленовая СОШ", "Клёнов К.К."],
    ]
    save([SheetData("Школы", [["Краткое наименование", "Директор"], *rows])], book)
    plan = look(small, book).plan
    (asked,) = plan.questions
    assert "«Ивовсская СОШ»" in asked.text and asked.options[0][1].startswith("Ивовская СОШ")
    assert (plan.added, len(plan.of(Fate.WAITING))) == (1, 1)
    known = uid_of(small, "school", "Ивовская СОШ")
    take(small, book, {asked.key: known.hex()})
    with small.read() as session:
        titles = sorted(one.title for one in records.rows(session, "school"))
    assert titles == ["Вязовая ООШ", "Ивовсская СОШ", "Кленовая СОШ"]
    small.undo()
    take(small, book, {"same:school": "new"})
    with small.read() as session:
        assert len(records.rows(session, "school")) == 4


def test_attached_files_come_along_or_it_is_told(small: Document, tmp_path: Path) -> None:
    scan = tmp_path / "скан.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    uid = attaching.attach(small, scan, "evidence", None, {})
    book = exported(small, tmp_path)
    small.close()
    with dictionaries.create_document(tmp_path / "Наш.shnor", WHO) as ours:
        assert not any("не придёт" in one for one in look(ours, small.path).plan.notes)
        plan = look(ours, book).plan
        assert any("приложенных файлов не придёт (1" in one for one in plan.notes)
        taking_in.take_in(ours, taking_in.open_any(ours, small.path))
        assert attaching.export(ours, "evidence", uid, tmp_path / "взято.pdf") == 13
        assert (tmp_path / "взято.pdf").read_bytes() == scan.read_bytes()
        assert ours.check().sound


def test_a_form_offers_nothing_of_other_schools() -> None:
    """Lists to choose from lie on a hidden sheet: they hold what is of no school and names nobody."""
    offered = {kind.code for kind in KINDS if not export._is_of_somebody(kind.code)}
    assert {"subject", "factor", "act"} <= offered
    assert not offered & {"school", "person", "problem", "programme", "paper", "indicator", "school_document"}


def _book(path: Path, sheets: dict[str, list[tuple[str, ...]]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for cells in rows:
            page.append(cells)
    book.save(path)
    return path


PROGRAMMES = ("Вид", "Название", "Краткое наименование", "Период, как печатать")


@pytest.mark.parametrize("said", ["Программа поддержки школ района", "Поддержка"])
def test_a_new_row_names_another_new_row_by_any_of_its_names(
    document: Document, tmp_path: Path, said: str
) -> None:
    path = _book(
        tmp_path / "книга.xlsx",
        {
            "Программы и дорожные карты": [
                PROGRAMMES,
                ("муниципальная программа", "Программа поддержки школ района", "Поддержка", ""),
            ],
            "Разделы": [("Программа", "Место", "Заголовок"), (said, "раздел", "Цели")],
        },
    )
    taken = taking_in.take_in(document, taking_in.open_any(document, path))
    assert (taken.plan.questions, taken.plan.added) == ((), 2)
    with document.read() as session:
        (meant,) = session.scalars(select(Programme.uid))
        assert session.scalars(select(Part.programme)).all() == [meant]


def test_an_answer_about_rows_that_are_new_themselves_settles_at_once(
    document: Document, tmp_path: Path
) -> None:
    """The book is planned again with the answer, and its new records get other uids then."""
    path = _book(
        tmp_path / "книга.xlsx",
        {
            "Программы и дорожные карты": [
                PROGRAMMES,
                ("муниципальная программа", "Программа поддержки", "Поддержка", "2021"),
                ("муниципальная программа", "Программа развития", "Поддержка", "2022"),
            ],
            "Разделы": [
                ("Программа", "Место", "Заголовок"),
                ("Поддержка", "раздел", "Цели"),
                ("Программа поддержкы", "раздел", "Задачи"),
            ],
        },
    )
    source = taking_in.open_any(document, path)
    wanted = {"same": "новая карточка", "поддержка": "2022", "поддержкы": "2021"}
    answers: dict[str, str] = {}
    while questions := taking_in.look(document, source, answers).plan.questions:
        again = taking_in.look(document, source, answers).plan.questions
        assert [(one.key, one.options) for one in questions] == [(one.key, one.options) for one in again]
        for question in questions:
            assert question.key not in answers, "what was answered is not asked again"
            values = [value for value, _ in question.options]
            assert len(values) == len(set(values)), "no choice stands twice"
            (sought,) = (
                text
                for end, text in wanted.items()
                if end in (question.key[:4], question.key.split()[-1].split(":")[-1])
            )
            answers[question.key] = next(value for value, told in question.options if sought in told)
    taken = taking_in.take_in(document, source, answers)
    assert (taken.plan.questions, taken.plan.added) == ((), 4)
    with document.read() as session:
        named = {one.uid: one.period_label for one in session.scalars(select(Programme))}
        parts = session.scalars(select(Part))
        assert {one.title: named[one.programme or b""] for one in parts} == {"Цели": "2022", "Задачи": "2021"}
