"""The index over a whole file: what it holds, how it keeps up, where it leads."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.models.kinds import KINDS
from shnor_desktop.models.schools import School
from shnor_desktop.operations.search.index import Found, Index
from tests.conftest import WHO
from tests.operations.search.district import fill


@pytest.fixture
def filled(document: Document) -> Document:
    """A district with a record of many kinds."""
    with document.write("Внесено") as session:
        fill(session)
    return document


def told(found: Found) -> dict[str, list[str]]:
    return {group.kind: [hit.title for hit in group.hits] for group in found.groups}


def test_records_of_every_kind_are_found_by_words_in_any_form(filled: Document) -> None:
    index = Index()
    for typed, kind, title in (
        ("тихоозерской", "school", "МБОУ «Тихоозёрская СОШ № 5»"),
        ("СОШ №5", "school", "МБОУ «Тихоозёрская СОШ № 5»"),
        ("Орловой", "person", "Орлова Елена Петровна"),
        ("методисты", "person", "Орлова Елена Петровна"),
        ("семинар учитель", "activity", "Провести семинары для учителей"),
        ("рабочие группы", "paper", "приказ от 01.09.2026 № 12-од «О рабочей группе»"),
        ("программой поддержки", "programme", "Программа поддержки школ"),
        ("выезды", "event", "Выезд в Тихое"),
    ):
        assert title in told(index.find(filled, typed)).get(kind, []), typed


def test_other_names_of_a_record_lead_to_it_and_are_no_records_themselves(filled: Document) -> None:
    for typed in ("sch440123", "озерная школа"):
        assert list(told(Index().find(filled, typed))) == ["school"]


def test_what_was_typed_with_the_other_layout_is_found_and_told(filled: Document) -> None:
    found = Index().find(filled, "jhkjdf")
    assert (found.corrected, list(told(found))) == ("орлова", ["person"])
    assert Index().find(filled, "орлова").corrected == ""


def test_a_part_of_a_word_is_found_where_nothing_is_nearer(filled: Document) -> None:
    assert list(told(Index().find(filled, "хоозёр"))) == ["school", "problem"]
    assert Index().find(filled, "щщщщ").groups == ()
    assert Index().find(filled, " ").groups == ()


def test_where_the_title_does_not_hold_the_word_its_surroundings_are_told(filled: Document) -> None:
    (group,) = Index().find(filled, "имц").groups
    assert (group.kind, group.hits[0].about) == ("activity", "ИМЦ")


@pytest.mark.parametrize(
    ("typed", "kind", "screen"),
    [
        ("тихоозёрская", "school", "schools"),
        ("семинары", "activity", "roadmap"),
        ("кабинет химии", "activity", "done"),
        ("создать группу", "activity", "orders"),
        ("кадры", "part", "programme"),
        ("рабочая группа", "paper", "orders"),
        ("выезд", "event", "done"),
        ("орлова", "person", "dictionaries"),
    ],
)
def test_what_is_found_leads_to_its_screen(filled: Document, typed: str, kind: str, screen: str) -> None:
    groups = {group.kind: group for group in Index().find(filled, typed).groups}
    shown, given = groups[kind].hits[0].place
    assert shown == screen
    assert given


def test_the_index_follows_what_is_written_and_undone(filled: Document) -> None:
    index = Index()
    assert index.find(filled, "берёзовая").groups == ()
    with filled.write("Добавлена школа") as session:
        session.add(School(name="Берёзовая ООШ"))
    assert told(index.find(filled, "березовой")) == {"school": ["Берёзовая ООШ"]}
    filled.undo()
    assert index.find(filled, "берёзовая").groups == ()
    with filled.write("Изменена школа") as session:
        session.query(School).one().name = "Ольховая СОШ"
    assert told(index.find(filled, "ольховой"))["school"] == ["Ольховая СОШ"]
    assert index.find(filled, "тихоозёрская").groups == ()


def test_a_view_sees_what_another_program_wrote(filled: Document, tmp_path: Path) -> None:
    """By the counter SQLite keeps for every connection."""
    copy = tmp_path / "копия.shnor"
    filled.copy_to(copy)
    index = Index()
    with Document.open(copy, WHO, read_only=True) as view:
        assert index.find(view, "берёзовая").groups == ()
        with closing(sqlite3.connect(copy)) as other, other:
            other.execute("UPDATE school SET name = 'Берёзовая ООШ'")
        assert told(index.find(view, "берёзовая"))["school"] == ["Берёзовая ООШ"]
    with Document.open(copy, WHO, read_only=True) as view:
        assert told(index.find(view, "берёзовая"))["school"] == ["Берёзовая ООШ"]


def test_texts_beside_the_records_are_found_without_any_file() -> None:
    found = Index().find(None, "справки", ("Открыть", "О программе", "Справка"))
    assert (found.beside, found.groups) == ((2,), ())


def test_more_of_one_kind_is_told_when_it_is_wanted(document: Document) -> None:
    with document.write("Внесено") as session:
        session.add_all(School(name=f"Заречная СОШ № {number}") for number in range(1, 31))
    index = Index()
    (group,) = index.find(document, "заречная", most=5).groups
    assert (len(group.hits), group.total) == (5, 30)
    (group,) = index.find(document, "заречная", only="school", most=300).groups
    assert len(group.hits) == 30
    assert index.find(document, "заречная", only="person").groups == ()


def test_every_kind_says_whether_it_is_found() -> None:
    """Whatever people make by hand is, but for other names and what stands under its owner."""
    left_out = {kind.code for kind in KINDS if kind.about.user_made and not kind.is_found}
    assert left_out == {"school_code", "school_alias", "indicator_value"}


@pytest.mark.parametrize(
    "typed", ['"', "NEAR(a b)", "школа OR", "*", "\x00", "\ud800", "😀", "№", "х" * 5_000, "я " * 300]
)
def test_anything_may_be_typed(filled: Document, typed: str) -> None:
    assert isinstance(Index().find(filled, typed), Found)


def test_a_number_with_its_sign_goes_before_the_same_number_without(filled: Document) -> None:
    with filled.write("Внесено") as session:
        session.add(School(name="Школа 5 посёлка"))
        session.add(School(name="Школа № 55"))
    (schools,) = (one for one in Index().find(filled, "№ 5").groups if one.kind == "school")
    assert [hit.title for hit in schools.hits] == ["МБОУ «Тихоозёрская СОШ № 5»", "Школа 5 посёлка"]
