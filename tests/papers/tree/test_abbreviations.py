import pytest

from shnor_desktop.papers.tree.abbreviations import explained
from shnor_desktop.papers.tree.paper import (
    Cell,
    Column,
    Paper,
    Paragraph,
    Row,
    Run,
    Says,
    Section,
    Table,
    plain,
)
from shnor_desktop.rules.words.russian import NBSP

SUBJECTS = {"РУ": "Русский язык", "МА": "Математика", "МУ": "Музыка", "ИС": "История", "О": "Обществознание"}


def table(*cells: Run) -> Table:
    return Table((Column(20),), (), tuple(Row((Cell((one,)),)) for one in cells))


def name(text: str) -> Run:
    return Run(text, says=Says.NAME)


def notes(*blocks: Table | Paragraph) -> list[list[str]]:
    paper = explained(Paper("", (Section(blocks),)), SUBJECTS)
    return [[plain(one).replace(NBSP, " ") for one in each.notes] for each in paper.tables()]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ВПР МА 5, весна 2026", "МА – математика."),
        ("МА\u00a05", "МА – математика."),
        ("РУ 5, МА (база); О", "РУ – русский язык; МА – математика; О – обществознание."),
        ("РУ", "РУ – русский язык."),
    ],
)
def test_short_names_of_subjects_are_explained_in_the_order_of_the_dictionary(text: str, told: str) -> None:
    assert notes(table(name(text))) == [[told]]


def test_they_are_explained_once_under_the_first_table_that_has_any() -> None:
    assert notes(
        Paragraph((name("ВПР ИС 5"),)), table(name("Школа")), table(name("ВПР МА 5")), table(name("ВПР РУ 5"))
    ) == [[], ["РУ – русский язык; МА – математика; ИС – история."], []]


@pytest.mark.parametrize("text", ["МУ «Центр»", "ИС МЭДК", "Директор О. П. Образцова", "МАОУ", "ВПР МАТ 5"])
def test_what_only_looks_like_a_short_name_is_not_explained(text: str) -> None:
    assert notes(table(name(text))) == [[]]


def test_a_typed_text_has_none_of_its_own_but_those_of_a_procedure() -> None:
    typed = Run("МУ 5; ЕГЭ МА (база)", says=Says.TYPED)
    assert notes(table(typed)) == [["МА – математика."]]


def test_what_the_paper_explains_itself_is_left_to_it() -> None:
    assert notes(Paragraph((name("МА – математика"),)), table(name("ВПР МА 5"), name("ВПР РУ 5"))) == [
        ["РУ – русский язык."]
    ]
    assert explained(Paper("", (Section((table(name("МА")),)),)), {}).sections[0].blocks[0] == table(
        name("МА")
    )
