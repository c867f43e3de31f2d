"""Schools: reading, finding, editing, deleting."""

import pytest
from sqlalchemy import func, select

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.schools import School, SchoolCode
from shnor_desktop.operations.cards import school_card, school_lines
from shnor_desktop.operations.identification import statuses
from shnor_desktop.operations.schools import edits
from shnor_desktop.operations.schools.find import find
from shnor_desktop.operations.schools.rows import found_by
from tests.operations.district import District


@pytest.fixture
def known(document: Document) -> dict[str, bytes]:
    """A village school with a branch, and a school of the town."""
    with document.write("Школы") as session:
        made = {
            "Берёзовская СОШ": edits.save(
                session,
                None,
                {"name": "Берёзовская СОШ", "place": "с. Берёзовка", "director": "Ёлкина А.Б."},
                ("fisoko", "edu1"),
            ),
            "Филиал": edits.save(session, None, {"name": "Ивовый филиал Берёзовской СОШ"}),
            "СОШ № 2": edits.save(session, None, {"name": "СОШ № 2", "form": "secondary"}),
        }
        edits.save(session, made["Филиал"], {"parent": made["Берёзовская СОШ"]})
        edits.add_code(session, made["СОШ № 2"], "rcoi", "102")
        edits.add_alias(session, made["СОШ № 2"], "школа №2 им. Петрова")
        district = District(session)
        for year, failed in ((2019, 2), (2020, 5)):
            sitting = district.sitting("vpr", "МА", 5, year, "spring")
            district.result(made["СОШ № 2"], sitting, 12, failed)
        district.result(made["СОШ № 2"], district.sitting("oge", "МА", 9, 2020), percent_e4=300_000)
    return made


def test_lines_tell_codes_statuses_and_branches(document: Document, known: dict[str, bytes]) -> None:
    with document.write("Перечень") as session:
        ground = statuses.Ground("regional", "приказ от 01.09.2020 № 5", "2020-09-01")
        statuses.add_schools(session, [known["СОШ № 2"]], ground)
    with document.rows() as connection:
        lines = {line.name: line for line in school_lines.lines(connection)}
    assert list(lines) == ["Берёзовская СОШ", "Ивовый филиал Берёзовской СОШ", "СОШ № 2"]
    assert lines["СОШ № 2"].codes == ("102",)
    assert lines["СОШ № 2"].statuses == ("ШНОР (по перечню)",)
    assert lines["СОШ № 2"].form == "СОШ"
    assert lines["Ивовый филиал Берёзовской СОШ"].branch_of == "Берёзовская СОШ"


@pytest.mark.parametrize("text", ["березовка", "БЕРЁЗОВСКАЯ сош", "edu1", "елкина"])
def test_search_knows_place_code_director_and_yo(
    document: Document, known: dict[str, bytes], text: str
) -> None:
    with document.rows() as connection:
        found = [line.name for line in school_lines.lines(connection) if found_by(line.search, text)]
    assert found == ["Берёзовская СОШ"]


@pytest.mark.parametrize("text", ["102", "сош №2", "Школа № 2 им. Петрова", "МБОУ «СОШ №2»"])
def test_find_takes_code_name_and_spelling(document: Document, known: dict[str, bytes], text: str) -> None:
    with document.read() as session:
        assert find(session, text) == known["СОШ № 2"]


def test_find_refuses_none_and_several(document: Document, known: dict[str, bytes]) -> None:
    with document.read() as session:
        with pytest.raises(UserError, match="нет в файле"):
            find(session, "лицей")
        with pytest.raises(UserError, match="найдено школ: 2"):
            find(session, "берёз")


def test_view_has_results_by_procedure_from_the_earliest(document: Document, known: dict[str, bytes]) -> None:
    with document.read() as session:
        view = school_card.view(session, known["СОШ № 2"])
    by_name = {one.procedure: one.points for one in view.history}
    assert set(by_name) == {"ВПР МА 5", "ОГЭ МА"}
    first, second = by_name["ВПР МА 5"]
    assert (first.year, first.participants, first.failed, first.percent_e4) == ("2019/20", 12, 2, 166_667)
    assert (second.year, second.failed) == ("2020/21", 5)
    assert (second.percent, second.low, first.low) == ("41,7", True, False)
    assert by_name["ОГЭ МА"][0].percent == "30" and by_name["ОГЭ МА"][0].low
    assert [code.code for code in view.codes] == ["102"]
    assert [spelling for _, spelling in view.aliases] == ["школа №2 им. Петрова"]


def test_the_same_school_is_not_added_twice(document: Document, known: dict[str, bytes]) -> None:
    with pytest.raises(UserError, match="уже есть"), document.write("Ещё раз") as session:
        edits.save(session, None, {"name": " СОШ  № 2 "})
    with document.read() as session:
        assert session.scalar(select(func.count()).select_from(School)) == 3


def test_a_name_is_needed(document: Document, known: dict[str, bytes]) -> None:
    with document.write("Имя") as session:
        with pytest.raises(UserError, match="не заполнено"):
            edits.save(session, None, {"name": "  "})
        with pytest.raises(UserError, match="не заполнено"):
            edits.save(session, known["СОШ № 2"], {"name": ""})


def test_a_school_cannot_be_its_own_branch(document: Document, known: dict[str, bytes]) -> None:
    with document.write("Круг") as session, pytest.raises(UserError, match="саму себя"):
        edits.save(session, known["Берёзовская СОШ"], {"parent": known["Филиал"]})


def test_a_code_belongs_to_one_school(document: Document, known: dict[str, bytes]) -> None:
    with document.write("Код") as session:
        with pytest.raises(UserError, match="уже принадлежит школе «СОШ № 2»"):
            edits.add_code(session, known["Берёзовская СОШ"], "rcoi", " 102 ")
        edits.add_code(session, known["Берёзовская СОШ"], "inn", "102")
        with pytest.raises(UserError, match="уже называют"):
            edits.add_alias(session, known["Берёзовская СОШ"], "Школа № 2 им. Петрова")


def test_deleting_takes_results_along_and_undo_brings_them_back(
    document: Document, known: dict[str, bytes]
) -> None:
    with document.write("Удаление") as session:
        assert edits.remove(session, [known["СОШ № 2"], known["Берёзовская СОШ"]]) == 2
    with document.read() as session:
        assert session.scalar(select(func.count()).select_from(SchoolResult)) == 0
        assert session.get_one(School, known["Филиал"]).parent is None
    document.undo()
    with document.read() as session:
        assert session.scalar(select(func.count()).select_from(SchoolResult)) == 3
        assert session.scalar(select(func.count()).select_from(SchoolCode)) == 2
        assert session.get_one(School, known["Филиал"]).parent == known["Берёзовская СОШ"]
    assert document.check().sound
