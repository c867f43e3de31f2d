"""A region's list taken in: matched, compared with earlier lists and the computation, written as one step."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.identification import SchoolStatus, StatusList
from shnor_desktop.models.results import LearnedAnswer
from shnor_desktop.models.schools import School, SchoolAlias, SchoolCode
from shnor_desktop.operations.identification import region_list, statuses
from shnor_desktop.operations.results import importing
from shnor_desktop.rules.words.short_names import neat
from shnor_desktop.sheets.identification.school_list import SchoolList
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
    return table(tmp_path, ["Муниципалитет", "Школа", "Основание"], *schools, order=order)


def table(
    tmp_path: Path, headings: list[Cell], *schools: tuple[Cell, ...], order: str = ORDER, title: str = TITLE
) -> SchoolList:
    rows: list[list[Cell]] = [[order], [title], ["№", *headings]]
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
    assert [one.fate for one in skipped.lines] == ["standing", "skipped"], "a known school is passed over too"


def test_what_was_passed_over_stays_so_until_it_is_put_back(district: Document, tmp_path: Path) -> None:
    rows = (("Лесной район", "Дальняя ООШ", ""), ("Лесной район", "Кедровая СОШ", ""))
    first = region_list.plan(district, listed(tmp_path, *rows))
    skip = region_list.decisions_of(district, first, [("Дальняя ООШ", "пропустить")])
    region_list.apply(district, region_list.plan(district, first.listed, skip))
    later = listed(tmp_path, *rows, ("Лесной район", "Сосновая СОШ", ""))
    planned = region_list.plan(district, later)
    assert [one.fate for one in planned.lines] == ["skipped", "standing", "new"]
    assert any("как отвечено раньше" in line and "Дальняя" in line for line in region_list.told(planned))
    assert not planned.answers  # nothing new to remember
    (key,) = planned.remembered
    back = region_list.plan(district, later, {key: ""})
    assert [one.fate for one in back.lines] == ["waiting", "standing", "new"]
    other = region_list.plan(district, later, None, replace(first.options, kind="adverse_social"))
    assert [one.fate for one in other.lines] == ["waiting", "new", "new"], "another status, another list"
    region_list.apply(district, region_list.plan(district, later, {key: "new"}))
    after = region_list.plan(district, later)
    assert [one.fate for one in after.lines] == ["standing"] * 3 and not after.remembered
    with district.read() as session:
        assert session.scalars(select(LearnedAnswer.question)).all() == []


def test_without_a_document_nothing_is_written(district: Document, tmp_path: Path) -> None:
    found = listed(tmp_path, ("Лесной район", "Кедровая СОШ", ""), order="Список")
    with pytest.raises(UserError, match="Не указаны реквизиты"):
        region_list.apply(district, region_list.plan(district, found))
    options = region_list.Options("письмо от 02.09.2026 № 1", "2026-09-02")
    assert region_list.apply(district, region_list.plan(district, found, None, options)).added == 1


BOTH = "Перечень школ с низкими результатами и школ в неблагоприятных социальных условиях"


def test_only_rows_of_the_chosen_status_give_it(district: Document, tmp_path: Path) -> None:
    found = table(
        tmp_path,
        ["Школа", "Статус"],
        ("Кедровая СОШ", "ШНОР"),
        ("Кедровая СОШ", "ШНСУ"),
        ("Липовая ООШ", "ШНСУ"),
        ("Сосновая СОШ", "ШНОР, ШНСУ"),
        title=BOTH,
    )
    low, social = (
        region_list.plan(
            district, found, None, region_list.Options("приказ от 15.09.2026 № 1", "2026-09-15", kind)
        )
        for kind in ("low_result", "adverse_social")
    )
    assert [one.school_name for one in low.of("new")] == ["МБОУ «Кедровая СОШ»", "МБОУ «Сосновая СОШ»"]
    assert low.other_status == ("Кедровая СОШ", "Липовая ООШ", "Сосновая СОШ")
    assert any("другим статусом и не взяты (3)" in one for one in region_list.told(low))
    assert len(social.of("new")) == 3 and social.other_status == ("Кедровая СОШ", "Сосновая СОШ")
    region_list.apply(district, low)
    region_list.apply(district, social)
    with district.read() as session:
        given = [(one.school, one.kind) for one in session.scalars(select(SchoolStatus))]
    assert sorted(kind for _, kind in given) == ["adverse_social"] * 3 + ["low_result"] * 2
    assert (uid_of(district, "МБОУ «Липовая ООШ»"), "low_result") not in given


def test_a_list_of_another_status_ends_nobodys(district: Document, tmp_path: Path) -> None:
    region_list.apply(district, region_list.plan(district, listed(tmp_path, ("", "Кедровая СОШ", ""))))
    social = table(tmp_path, ["Школа", "Статус"], ("Липовая ООШ", "ШНСУ"), title="Перечень")
    assert region_list.options_of(social).kind == "adverse_social", "all rows say so"
    options = region_list.Options("приказ от 15.09.2027 № 1", "2027-09-15", "low_result")
    planned = region_list.plan(district, social, None, options)
    assert (planned.lines, planned.leaving, planned.other_status) == ((), (), ("Липовая ООШ",))


def test_a_new_school_is_written_as_imports_write_it(district: Document, tmp_path: Path) -> None:
    name = (
        'Муниципальное бюджетное общеобразовательное учреждение "Дальняя средняя общеобразовательная школа"'
    )
    known = uid_of(district, "МБОУ «Кедровая СОШ»")
    with district.write("Без муниципалитета") as session:
        session.get_one(School, known).municipality = ""
    found = table(
        tmp_path,
        ["Муниципалитет", "Школа", "Логин ОО"],
        ("Лесной район", name, "edu450109"),
        ("Лесной район", "Кедровая СОШ", "edu450101"),
    )
    first = region_list.plan(district, found)
    decisions = region_list.decisions_of(
        district, first, [(name, "новая"), ("Кедровая СОШ", "МБОУ «Кедровая СОШ»")]
    )
    assert region_list.apply(district, region_list.plan(district, found, decisions)).created == 1
    with district.read() as session:
        schools = {one.uid: one for one in session.scalars(select(School))}
        codes = {
            one.code: (one.system, schools[one.school].name) for one in session.scalars(select(SchoolCode))
        }
        (made,) = [one for one in schools.values() if "Дальняя" in one.name]
        assert (made.form, made.municipality) == ("secondary", "Лесной район")
        assert made.official_name == neat(name) != name
        assert schools[known].municipality == "Лесной район"
        assert codes == {"edu450109": ("fisoko", made.name), "edu450101": ("fisoko", "МБОУ «Кедровая СОШ»")}
    again = region_list.plan(district, found)
    assert [one.fate for one in again.lines] == ["standing", "standing"], "the code tells it"


def test_what_is_said_of_a_recognised_school_is_checked(district: Document, tmp_path: Path) -> None:
    found = listed(tmp_path, ("Лесной район", "Кедровая СОШ", ""), ("Лесной район", "Липовая ООШ", ""))
    planned = region_list.plan(district, found)
    for answer in ("МБОУ «Сосновая СОШ»", "новая"):
        with pytest.raises(UserError, match="узнаёт сама, и это другая"):
            region_list.decisions_of(district, planned, [("Кедровая СОШ", answer)])
    same = region_list.decisions_of(district, planned, [("Кедровая СОШ", "МБОУ «Кедровая СОШ»")])
    assert [one.fate for one in region_list.plan(district, found, same).lines] == ["new", "new"]
    passed = region_list.decisions_of(district, planned, [("Кедровая СОШ", "пропустить")])
    assert [one.fate for one in region_list.plan(district, found, passed).lines] == ["skipped", "new"]


def test_one_name_of_two_schools_must_be_told_apart(district: Document, tmp_path: Path) -> None:
    found = listed(tmp_path, ("Озёрный район", "Дальняя ООШ", ""), ("Лесной район", "Дальняя ООШ", ""))
    planned = region_list.plan(district, found)
    with pytest.raises(UserError, match="Школ с названием «Дальняя ООШ» в перечне несколько") as refused:
        region_list.decisions_of(district, planned, [("Дальняя ООШ", "новая")])
    assert "Дальняя ООШ (Озёрный район)" in str(refused.value)
    key = region_list.decisions_of(district, planned, [("Дальняя ООШ (Лесной район)", "новая")])
    assert [one.fate for one in region_list.plan(district, found, key).lines] == ["other", "new"]


def test_what_the_reader_noticed_is_told(district: Document, tmp_path: Path) -> None:
    found = listed(tmp_path, *[("Лесной район", "Кедровая СОШ", "")] * 2)
    told = region_list.told(region_list.plan(district, found))
    assert "Приложение!C5: Школа названа дважды: Кедровая СОШ (Лесной район). Взята одна строка." in told


def test_a_school_under_two_spellings_enters_once(district: Document, tmp_path: Path) -> None:
    found = listed(
        tmp_path,
        ("Лесной район", "Кедровая СОШ", "критерий 1"),
        ("Лесной район", "МБОУ «Кедровая СОШ»", "критерий 2"),
    )
    planned = region_list.plan(district, found)
    assert [one.fate for one in planned.lines] == ["new", "again"]
    assert region_list.apply(district, planned).added == 1
    with district.read() as session:
        assert session.scalars(select(SchoolStatus.note)).one() == "критерий 1; критерий 2"


def test_all_that_stands_of_a_leaving_school_ends(district: Document, tmp_path: Path) -> None:
    school = uid_of(district, "МБОУ «Липовая ООШ»")
    for order in ("Приказ министерства от 01.09.2024 № 4", "Приказ министерства от 01.09.2025 № 5"):
        options = region_list.options_of(listed(tmp_path, ("", "Липовая ООШ", ""), order=order))
        with district.write("По перечню") as session:
            ground = statuses.Ground(options.basis, options.text, options.since)
            statuses.add_schools(session, [school], ground)
    planned = region_list.plan(district, listed(tmp_path, ("", "Кедровая СОШ", "")))
    assert planned.leaving_names == ("МБОУ «Липовая ООШ»",)
    assert region_list.apply(district, planned, end_absent=True).ended == 1, "schools are counted"
    with district.read() as session:
        lines = statuses.statuses(session)[school]
    assert [one.until for one in lines] == ["2026-09-15"] * 2


def test_what_is_known_of_a_list_stays_when_more_of_it_is_taken(district: Document, tmp_path: Path) -> None:
    region_list.apply(district, region_list.plan(district, listed(tmp_path, ("", "Кедровая СОШ", ""))))
    with district.write("Сверено") as session:
        record = session.scalars(select(StatusList)).one()
        record.school_year, record.stated_count = 2025, 31
    part = listed(tmp_path, ("", "Кедровая СОШ", ""), ("", "Липовая ООШ", ""))
    assert region_list.apply(district, region_list.plan(district, part)).added == 1
    with district.read() as session:
        record = session.scalars(select(StatusList)).one()
        assert (record.school_year, record.stated_count) == (2025, 31)


def test_a_school_nobody_knows_waits_under_every_spelling(district: Document, tmp_path: Path) -> None:
    found = listed(tmp_path, ("Лесной район", "Дальняя ООШ", "а"), ("Лесной район", "МБОУ Дальняя ООШ", "б"))
    planned = region_list.plan(district, found)
    assert [one.fate for one in planned.lines] == ["waiting", "waiting"]
    for line in planned.lines:
        one = region_list.plan(district, found, {line.named.key: "new"})
        assert [entry.fate for entry in one.lines] == ["new", "again"], "said of one, it goes for the other"
        taken = region_list.apply(district, one)
        assert (taken.created, taken.added) == (1, 1)
        district.undo()


def test_nobodys_status_ends_while_a_school_of_the_list_may_be_theirs(
    district: Document, tmp_path: Path
) -> None:
    earlier = listed(tmp_path, ("", "Кедровая СОШ", ""), order="Приказ министерства от 01.09.2025 № 5")
    region_list.apply(district, region_list.plan(district, earlier))
    found = listed(tmp_path, ("", "Кедровая школа", ""), ("", "Липовая ООШ", ""))
    planned = region_list.plan(district, found)
    assert planned.leaving_names == ("МБОУ «Кедровая СОШ»",)
    with pytest.raises(UserError, match="может быть той"):
        region_list.apply(district, planned, end_absent=True)
    decisions = region_list.decisions_of(district, planned, [("Кедровая школа", "пропустить")])
    settled = region_list.plan(district, found, decisions)
    assert region_list.apply(district, settled, end_absent=True).ended == 1
