"""What records are linked to stands in a column of their sheet and comes back from it."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.office import Person
from shnor_desktop.models.roadmap import Event
from shnor_desktop.models.schools import School
from shnor_desktop.operations.records import linking, records, taking_in
from shnor_desktop.operations.records.incoming_types import Fate
from shnor_desktop.operations.schools import forms
from tests.operations.records.edited import column, edit, exported, look, put, row, shuffled, take

SHEET = BY_CODE["event"].many
VISIT = dict(BY_CODE["event"].field("kind").choices)["visit"]
NAMES = ("Ивовская СОШ", "Липовая ООШ; филиал", "Кленовая СОШ [новая]")


@pytest.fixture
def visited(document: Document) -> Document:
    """A visit to two of three schools, by two people."""
    with document.write("Основа") as session:
        schools = [records.save(session, "school", None, {"name": name}) for name in NAMES]
        people = [
            records.save(session, "person", None, {"name": name}) for name in ("Дубова А.А.", "Ивова Б.Б.")
        ]
        linked = {"schools": ((schools[1], ""), (schools[0], "")), "persons": ((people[0], "эксперт"),)}
        records.save(session, "event", None, {"kind": "visit", "title": "Выезд", **linked})
    return document


def shown(document: Document, name: str, title: str = "Выезд") -> str:
    kind = BY_CODE["event"]
    with document.read() as session:
        rows = records.rows(session, "event")
        found = next(one for one in rows if title in one.texts)
        return found.texts[kind.shown.index(kind.field(name))]


def test_links_are_columns_and_come_back_in_their_order(visited: Document, tmp_path: Path) -> None:
    def edits(book: Any) -> None:
        page = book[SHEET]
        assert (
            page.cell(row(page, "Выезд"), column(page, "Школы")).value == "Липовая ООШ; филиал; Ивовская СОШ"
        )
        put(book, SHEET, "Выезд", "Школы", "Кленовая СОШ [новая] [базовая]; липовая  ООШ; филиал")
        put(book, SHEET, "Выезд", "Участники", "Ивова Б.Б.; Дубова А.А. [ведущая]")

    book = shuffled(edit(exported(visited, tmp_path), edits), 1, "перемешано.xlsx")
    (changed,) = look(visited, book).plan.records
    assert sorted((one.label, one.after) for one in changed.edits) == [
        ("Участники", "Ивова Б.Б.; Дубова А.А. [ведущая]"),
        ("Школы", "Кленовая СОШ [новая] [базовая]; Липовая ООШ; филиал"),
    ]
    take(visited, book)
    assert shown(visited, "schools") == "Кленовая СОШ [новая] [базовая]; Липовая ООШ; филиал"
    assert shown(visited, "persons") == "Ивова Б.Б.; Дубова А.А. [ведущая]"
    assert look(visited, book).plan.records == ()
    visited.undo()
    assert shown(visited, "schools") == "Липовая ООШ; филиал; Ивовская СОШ"
    emptied = edit(exported(visited, tmp_path), lambda book: put(book, SHEET, "Выезд", "Школы", None))
    take(visited, emptied)
    assert (shown(visited, "schools"), shown(visited, "persons")) == ("", "Дубова А.А. [эксперт]")


def test_a_doubtful_end_is_asked_and_never_guessed(visited: Document, tmp_path: Path) -> None:
    with visited.write("Вторая") as session:
        records.save(session, "school", None, {"name": "Ивовская СОШ", "place": "п. Дальний"})
        third = records.save(session, "school", None, {"name": "Буковая СОШ", "place": "с. Буки"})
        records.save(session, "school", None, {"name": "Буковая СОШ", "place": "д. Буки"})
    text = "Ивовская СОШ; Кленовая СОШ [новая]; Буковая СОШ; Липовоя ООШ; филиал"
    book = edit(exported(visited, tmp_path), lambda book: put(book, SHEET, "Выезд", "Школы", text))
    (asked,) = look(visited, book).plan.questions
    assert "«Буковая СОШ»: таких карточек" in asked.text and len(asked.options) == 4
    answers = {asked.key: third.hex()}
    (asked,) = look(visited, book, answers).plan.questions
    assert "«Липовоя ООШ» нет" in asked.text
    assert take(visited, book, answers).action is None
    near = next(value for value, label in asked.options if label.startswith("Липовая ООШ; филиал"))
    plan = look(visited, book, answers | {asked.key: near}).plan
    assert "«филиал» нет" in plan.questions[0].text
    answers |= {asked.key: near, plan.questions[0].key: "empty"}
    take(visited, book, answers)
    told = "Ивовская СОШ; Кленовая СОШ [новая]; Буковая СОШ; Липовая ООШ; филиал"
    assert shown(visited, "schools") == told
    with visited.read() as session:
        (event,) = session.scalars(select(Event.uid))
        linked = linking.linked(session, BY_CODE["event"])[event]["schools"]
        places = [session.get_one(School, uid).place for uid, _ in linked]
    assert places == ["", "", "с. Буки", ""], "whom it was linked to before, and whom the answer names"


def add(book: Any, sheet: str, **cells: str) -> None:
    """A row below the last; headings with blanks for underscores."""
    page = book[sheet]
    number = page.max_row + 1
    for heading, value in cells.items():
        page.cell(number, column(page, heading.replace("_", " "))).value = value


def test_new_rows_are_linked_to_each_other(visited: Document, tmp_path: Path) -> None:
    def edits(book: Any) -> None:
        add(book, SHEET, Вид=VISIT, Название="Ещё", Школы="Новая СОШ; Ивовская СОШ")
        add(book, "Школы", Краткое_наименование="Новая СОШ")

    taken = take(visited, edit(exported(visited, tmp_path), edits))
    assert ([str(why) for one in taken.plan.records for why in one.refusals], taken.plan.added) == ([], 2)
    assert shown(visited, "schools", "Ещё") == "Новая СОШ; Ивовская СОШ"


@pytest.mark.parametrize(
    ("ends", "refused"),
    [
        ({"Школа": NAMES[2]}, True),
        ({"Что сделано": "", "Школа": ""}, True),
        ({"Что сделано": "Выезд", "Школа": NAMES[2], "Сотрудник": "Ивова Б.Б."}, True),
        ({"Что сделано": "Выезд", "Сотрудник": "Ивова Б.Б."}, True),
        ({"Что сделано": "Выезд", "Школа": NAMES[2]}, False),
    ],
)
def test_a_new_row_of_links_joins_exactly_its_two(
    visited: Document, tmp_path: Path, ends: dict[str, str], refused: bool
) -> None:
    role = dict(BY_CODE["link"].field("role").choices)["event_school"]

    cells = {
        "Вид_связи": role,
        **{heading.replace(" ", "_"): value for heading, value in ends.items()},
    }
    taken = take(visited, edit(exported(visited, tmp_path), lambda book: add(book, "Связи", **cells)))
    assert (taken.plan.questions, len(taken.plan.of(Fate.REFUSED))) == ((), int(refused))
    if refused:
        (why,) = taken.plan.of(Fate.REFUSED)[0].refusals
        assert "«Что сделано» и «Школа»" in str(why)
    else:
        assert shown(visited, "schools") == "Липовая ООШ; филиал; Ивовская СОШ; Кленовая СОШ [новая]"
    assert visited.check().sound


def test_a_link_is_not_moved_to_another_record(visited: Document, tmp_path: Path) -> None:
    book = edit(exported(visited, tmp_path), lambda book: put(book, "Связи", NAMES[0], "Школа", NAMES[2]))
    (refused,) = take(visited, book).plan.of(Fate.REFUSED)
    assert "нельзя перенести" in str(refused.refusals[0])


def test_forms_ask_for_links_by_their_words(visited: Document, tmp_path: Path) -> None:
    with visited.write("Ещё") as session:
        first, second = (
            records.save(session, "act", None, {"kind": "law", "number": number}) for number in "12"
        )
        school = next(one.uid for one in records.rows(session, "school") if one.title == NAMES[0])
        records.save(
            session,
            "programme",
            None,
            {"kind": "school", "title": "Наша", "school": school, "acts": ((first, ""),)},
        )
        told = records.title(session, "act", second)
    folder = tmp_path / "формы"
    with pytest.raises(UserError, match="Поля «Школы программы»"):
        forms.asked_of(["Программы и дорожные карты: Школы программы"])
    (out,) = forms.send(
        visited, folder, forms.asked_of(["Программы и дорожные карты: Основания"]), [school]
    ).books
    edit(out, lambda book: put(book, "Программы и дорожные карты", "Наша", "Основания", told))
    (changed,) = taking_in.take_in(visited, taking_in.open_any(visited, out)).plan.records
    assert [(one.label, one.after) for one in changed.edits] == [("Основания", told)]


def test_a_link_removed_since_is_told_as_a_link(visited: Document, tmp_path: Path) -> None:
    book = exported(visited, tmp_path)
    with visited.write("Правка") as session:
        uid = session.scalars(select(Event.uid)).one()
        records.save(session, "event", uid, {"schools": (), "persons": ()})
        records.delete(session, "person", session.scalars(select(Person.uid)).all()[:1])
    (told,) = look(visited, book).plan.notes
    assert "удалено: 1 карточка, 3 связи. Книга их не меняет" in told.replace("\xa0", " ")
