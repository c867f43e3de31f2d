"""A region's list taken in: matched, compared with earlier lists and the computation, written as one step."""

from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.identification import SchoolStatus, StatusList
from shnor_desktop.models.schools import School, SchoolAlias
from shnor_desktop.operations.identification import region_list, statuses
from shnor_desktop.operations.results import importing
from shnor_desktop.sheets.results.school_list import SchoolList
from tests.operations.books import VPR_MA5, VPR_RU5, book, row
from tests.sheets.makers import Cell, SheetData, save

ORDER = "Приложение к приказу министерства образования края от 15.09.2026 № 777"
TITLE = "Перечень школ с низкими образовательными результатами на 2026/27 учебный год"


@pytest.fixture
def district(document: Document) -> Document:
    rows = [
        row("МБОУ «Кедровая СОШ»", VPR_MA5, participants=10, failed=4),
        row("МБОУ «Кедровая СОШ»", VPR_RU5, participants=10, failed=4, at=3),
        row("МБОУ «Липовая ООШ»", VPR_MA5, participants=10, failed=0, at=4),
        row("МБОУ «Сосновая СОШ»", VPR_MA5, participants=10, failed=4, at=5),
        row("МБОУ «Сосновая СОШ»", VPR_RU5, participants=10, failed=5, at=6),
    ]
    importing.apply_plan(document, importing.plan(document, [book(*rows)]))
    with document.write("Муниципалитет") as session:
        for school in session.scalars(select(School)):
            school.municipality = "Лесной район"
    return document


def listed(tmp_path: Path, *schools: tuple[str, str, str], order: str = ORDER) -> SchoolList:
    rows: list[list[Cell]] = [[order], [TITLE], ["№", "Муниципалитет", "Школа", "Основание"]]
    rows += [[at, *school] for at, school in enumerate(schools, 1)]
    return region_list.read_list(save([SheetData("Приложение", rows)], tmp_path / "перечень.xlsx"))


def uid_of(document: Document, name: str) -> bytes:
    with document.read() as session:
        return session.scalars(select(School.uid).where(School.name == name)).one()


def test_matched_compared_and_written_as_one_step(district: Document, tmp_path: Path) -> None:
    found = listed(
        tmp_path,
        ("Лесной район", "Кедровая СОШ", "критерий 1"),
        ("Лесной район", "МБОУ «Липовая ООШ»", "критерий 2"),
        ("Лесной район", "Дальняя ООШ", "критерий 2"),
        ("Озёрный район", "Озёрная СОШ", "критерий 1"),
    )
    planned = region_list.plan(district, found)
    assert [(one.school_name, one.fate, one.computed) for one in planned.lines] == [
        ("МБОУ «Кедровая СОШ»", "new", True),
        ("МБОУ «Липовая ООШ»", "new", False),
        ("", "waiting", False),
        ("", "other", False),
    ]
    assert planned.only_listed == ("МБОУ «Липовая ООШ»",)
    assert planned.only_computed == ("МБОУ «Сосновая СОШ»",)
    taken = region_list.apply(district, planned)
    assert (taken.added, taken.ended, taken.created) == (2, 0, 0)
    with district.read() as session:
        given = session.scalars(select(SchoolStatus)).all()
        (source,) = session.scalars(select(StatusList)).all()
        assert {one.note for one in given} == {"критерий 1", "критерий 2"}
        assert {(one.basis, one.basis_text, one.since) for one in given} == {
            ("regional", "приказ министерства образования края от 15.09.2026 № 777", "2026-09-15")
        }
        assert (source.stated_count, source.school_year) == (4, 2026)
    district.undo()
    with district.read() as session:
        assert session.scalars(select(SchoolStatus)).all() == []


def test_who_is_in_the_earlier_list_only_leaves_when_a_person_says_so(
    district: Document, tmp_path: Path
) -> None:
    region_list.apply(
        district,
        region_list.plan(
            district,
            listed(
                tmp_path,
                ("Лесной район", "Кедровая СОШ", ""),
                ("Лесной район", "Липовая ООШ", ""),
                order="Приказ министерства от 01.09.2025 № 5",
            ),
        ),
    )
    later = listed(tmp_path, ("Лесной район", "Кедровая СОШ", ""), ("Лесной район", "Сосновая СОШ", ""))
    planned = region_list.plan(district, later)
    assert [one.fate for one in planned.lines] == ["standing", "new"]
    assert planned.leaving_names == ("МБОУ «Липовая ООШ»",)
    assert any("Липовая" in line for line in region_list.told(planned))
    taken = region_list.apply(district, planned, end_absent=True)
    assert (taken.added, taken.ended) == (1, 1)
    school = uid_of(district, "МБОУ «Липовая ООШ»")
    with district.read() as session:
        (left,) = statuses.statuses(session)[school]
        assert left.until == "2026-09-15" and "нет в перечне" in left.note
    with pytest.raises(UserError, match="нет новых школ"):
        region_list.apply(district, region_list.plan(district, later))


def test_doubtful_schools_are_decided_and_remembered(district: Document, tmp_path: Path) -> None:
    found = listed(tmp_path, ("Лесной район", "Кедровская школа", "x"), ("Лесной район", "Дальняя ООШ", "y"))
    planned = region_list.plan(district, found)
    assert [one.fate for one in planned.lines] == ["waiting", "waiting"]
    decisions = region_list.decisions_of(
        district, planned, [("Кедровская школа", "МБОУ «Кедровая СОШ»"), ("Дальняя ООШ", "новая")]
    )
    settled = region_list.plan(district, found, decisions)
    taken = region_list.apply(district, settled)
    assert (taken.added, taken.created) == (2, 1)
    with district.read() as session:
        assert session.scalars(select(SchoolAlias.spelling)).all() == ["Кедровская школа"]
        assert (
            session.scalars(select(School.municipality).where(School.name == "Дальняя ООШ")).one()
            == "Лесной район"
        )
    again = region_list.plan(district, found)
    assert [one.fate for one in again.lines] == ["standing", "standing"]
    with pytest.raises(UserError, match="в перечне нет"):
        region_list.decisions_of(district, planned, [("Чужая", "новая")])
    skipped = region_list.plan(
        district, found, region_list.decisions_of(district, planned, [("Дальняя ООШ", "пропустить")])
    )
    assert [one.fate for one in skipped.lines][1] in ("skipped", "standing")


def test_without_a_document_nothing_is_written(district: Document, tmp_path: Path) -> None:
    found = listed(tmp_path, ("Лесной район", "Кедровая СОШ", ""), order="Список")
    with pytest.raises(UserError, match="Не указаны реквизиты"):
        region_list.apply(district, region_list.plan(district, found))
    options = region_list.Options("письмо от 02.09.2026 № 1", "2026-09-02")
    assert region_list.apply(district, region_list.plan(district, found, None, options)).added == 1
