"""Profiles of the second type over a document: figures gathered once, verdicts, explanation, papers."""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.results import SchoolResult, Sitting
from shnor_desktop.operations.identification import classification, counted_once, explanation, profiles, slots
from shnor_desktop.operations.identification.slots import ProfileSpec
from shnor_desktop.operations.papers import memo, registry
from shnor_desktop.operations.results import importing
from shnor_desktop.rules.figures import E4, ResultState
from shnor_desktop.rules.results import doubles
from shnor_desktop.rules.results.facts import Outcome, Profile
from shnor_desktop.sheets.book.problems import CellRef
from shnor_desktop.sheets.results.types import ReadRow, SittingMention
from tests.operations.books import EGE_RU, VPR_MA5, VPR_RU5, book, row
from tests.operations.district import District

EGE_MA = SittingMention("ege", "МА", "profile", 0, 0, 2020, "")
EGE_BASE = SittingMention("ege", "МА", "base", 0, 0, 2020, "")
GVE = SittingMention("gve", "МА", "", 9, 9, 2020, "")


@pytest.fixture
def exams(document: Document) -> Document:
    rows = [
        row("А", EGE_RU, participants=10, failed=0, mean_e4=60 * E4),
        row("А", EGE_MA, participants=10, failed=0, mean_e4=40 * E4, at=3),
        row("Б", EGE_RU, participants=10, failed=0, mean_e4=55 * E4, at=4),
        row("Б", EGE_BASE, participants=4, failed=0, mean_e4=40_000, at=5),
        row("В", EGE_RU, participants=5, failed=0, mean_e4=70 * E4, at=6),
        row("Г", EGE_RU, participants=5, failed=0, mean_e4=65 * E4, at=7),
        row("Д", EGE_RU, state=ResultState.NOT_RECEIVED, at=8),
    ]
    importing.apply_plan(document, importing.plan(document, [book(*rows)]))
    return document


def made(document: Document, **options: object) -> Profile:
    spec = ProfileSpec(**{"name": "Вторая", "families": ("ege",)} | options)  # type: ignore[arg-type]
    with document.write("Профиль") as session:
        profiles.create(session, spec)
    with document.read() as session:
        return classification.profile(session, "Вторая")


def outcomes(document: Document, chosen: Profile) -> dict[str, Outcome]:
    with document.read() as session:
        return {one.name: one.verdict.outcome for one in classification.verdicts(session, chosen)}


def test_the_lowest_share_by_the_mean(exams: Document, tmp_path: Path) -> None:
    chosen = made(exams, method="lowest", measure="mean", lowest_pct=25)
    assert outcomes(exams, chosen) == {
        "А": Outcome.LOW,
        "Б": Outcome.NOT,
        "В": Outcome.NOT,
        "Г": Outcome.NOT,
        "Д": Outcome.INSUFFICIENT,
    }
    with exams.read() as session:
        answers = {one.name: one for one in classification.verdicts(session, chosen)}
        text = explanation.explain(session, chosen, answers["Б"].school).text()
    assert "граница — 50,0" in text and "До границы 5,0" in text
    assert "«А»" not in text and "А:" not in text
    registry.print_paper(exams, "list", tmp_path / "п.pdf", profile="Вторая")
    registry.print_paper(exams, "memo", tmp_path / "с.pdf", profile="Вторая")
    for name, words in (
        ("п.pdf", "входит в 25 % школ"),
        ("с.pdf", "в перечень включается школа, которая входит в 25 %"),
    ):
        pages = pypdfium2.PdfDocument(tmp_path / name)
        printed = " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())
        pages.close()
        assert words in printed
        assert "критерий 1" not in printed


def test_a_quarter_by_the_share_of_failed(document: Document) -> None:
    rows = [
        row(name, sitting, participants=10, failed=failed, at=2 + at)
        for at, (name, sitting, failed) in enumerate(
            [
                ("А", VPR_MA5, 1),
                ("А", VPR_RU5, 5),
                ("Б", VPR_MA5, 4),
                ("Б", VPR_RU5, 1),
                ("В", VPR_MA5, 1),
                ("Г", VPR_MA5, 2),
            ]
        )
    ]
    importing.apply_plan(document, importing.plan(document, [book(*rows)]))
    spec = ProfileSpec(name="Четверть", method="quartile", measure="failed")
    with document.write("Профиль") as session:
        profiles.create(session, spec)
    with document.read() as session:
        chosen = classification.profile(session, "Четверть")
    assert [name for name, outcome in outcomes(document, chosen).items() if outcome is Outcome.LOW] == ["А"]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"method": "lowest", "measure": "quality", "lowest_pct": 0}, "Доля школ"),
        ({"method": "lowest", "measure": "mean", "lowest_pct": 15}, "несравнимы"),
        ({"method": "quartile", "measure": "mean", "families": ("vpr", "ege")}, "несравнимы"),
        ({"method": "quartile", "measure": ""}, "Не выбран показатель"),
        ({"method": "rating"}, "Способ отбора"),
        ({"attempts": "best"}, "пересдач"),
    ],
)
def test_a_method_that_says_too_little_is_refused(
    document: Document, options: dict[str, object], why: str
) -> None:
    with pytest.raises(UserError, match=why), document.write("Профиль") as session:
        profiles.create(session, ProfileSpec(name="Плохая", **options))  # type: ignore[arg-type]


def test_gve_counts_only_where_it_is_named_and_subjects_may_be_chosen(document: Document) -> None:
    rows = [
        row("А", VPR_MA5, participants=10, failed=1),
        row("А", VPR_RU5, participants=10, failed=1, at=3),
        row("А", GVE, participants=4, failed=4, at=4),
    ]
    importing.apply_plan(document, importing.plan(document, [book(*rows)]))
    for spec, names in (
        (ProfileSpec(), ["ВПР РУ 5, весна 2021", "ВПР МА 5, весна 2021"]),
        (ProfileSpec(families=("gve",)), ["ГВЭ-9 МА 2021"]),
        (ProfileSpec(subjects=("МА",)), ["ВПР МА 5, весна 2021"]),
    ):
        with document.read() as session:
            assert [one.name for one in slots.resolve(session, spec).slot_a] == names


def test_where_pupils_or_the_scale_changed_papers_say_incomparable(
    document: Document, tmp_path: Path
) -> None:
    later = VPR_MA5._replace(school_year=2021)
    rows = [
        row("А", VPR_MA5, participants=20, failed=4),
        row("А", later, participants=20, failed=2, at=3),
        row("Б", VPR_MA5, participants=20, failed=4, at=4),
        row("Б", later, participants=20, failed=2, at=5),
    ]
    importing.apply_plan(document, importing.plan(document, [book(*rows)]))
    with document.write("Шкала") as session:
        newest = session.scalars(select(Sitting).order_by(Sitting.school_year.desc())).first()
        assert newest is not None
        newest.scale = "своя шкала региона"
    registry.print_paper(document, "memo", tmp_path / "с.pdf")
    pages = pypdfium2.PdfDocument(tmp_path / "с.pdf")
    printed = " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())
    pages.close()
    assert "н/с" in printed and "изменилась шкала перевода баллов" in printed
    assert "снизилась на" not in printed


OGE = SittingMention("oge", "МА", "", 9, 9, 2020, "")
OGE_AFTER = SittingMention("oge", "МА", "", 9, 9, 2020, "final")
EGE_AFTER = EGE_RU._replace(season="final")


def read_in(document: Document, *rows: ReadRow) -> None:
    numbered = [one._replace(cells=(CellRef("Лист1", at, 2),)) for at, one in enumerate(rows, 2)]
    importing.apply_plan(document, importing.plan(document, [book(*numbered)]))


def figures(document: Document, chosen: Profile) -> dict[str, str]:
    with document.read() as session:
        found = classification.verdicts(session, chosen)
    return {one.name: one.verdict.place.figure if one.verdict.place else "?" for one in found}


@pytest.mark.parametrize(("attempts", "figure"), [("", "60,0\u00a0%"), ("last", "10,0\u00a0%")])
def test_a_share_without_counts_is_an_attempt_like_any_other(
    document: Document, attempts: str, figure: str
) -> None:
    read_in(
        document,
        row("А", OGE, failed_pct_e4=60 * E4),
        row("А", OGE_AFTER, participants=10, failed=1),
        row("Б", OGE, participants=10, failed=2),
    )
    chosen = made(
        document, families=("oge",), method="lowest", measure="failed", lowest_pct=50, attempts=attempts
    )
    assert figures(document, chosen)["А"] == figure


def test_attempts_are_weighed_by_the_figure_that_is_compared(document: Document) -> None:
    read_in(
        document,
        row("А", EGE_RU, participants=10, mean_e4=50 * E4),
        row("А", EGE_AFTER, participants=10, failed=0, mean_e4=55 * E4),
        row("Б", EGE_RU, participants=10, failed=0),
        row("Б", EGE_AFTER, participants=10, failed=0, mean_e4=65 * E4),
    )
    chosen = made(document, method="lowest", measure="mean", lowest_pct=50)
    assert figures(document, chosen) == {"А": "50,0", "Б": "65,0"}


def test_a_figure_of_some_results_only_says_of_how_many(document: Document) -> None:
    read_in(
        document,
        row("А", EGE_RU, participants=10, mean_e4=50 * E4),
        row("А", EGE_MA, mean_e4=30 * E4),
        row("А", EGE_BASE, participants=10, mean_e4=4 * E4),
        row("Б", EGE_RU, participants=10, mean_e4=60 * E4),
    )
    chosen = made(document, method="lowest", measure="mean", lowest_pct=50)
    with document.read() as session:
        first, second = classification.verdicts(session, chosen)
        text = explanation.explain(session, chosen, first.school).text()
    assert first.verdict.place is not None and second.verdict.place is not None
    assert (first.verdict.place.figure, first.verdict.place.is_partial) == ("50,0", True)
    assert "а по 1 из 2" in text
    assert not second.verdict.place.is_partial


def test_only_the_year_that_is_compared_is_waited_for(document: Document) -> None:
    read_in(
        document,
        row("А", VPR_MA5._replace(school_year=2019), state=ResultState.NOT_RECEIVED),
        row("Б", VPR_MA5._replace(school_year=2019), participants=10, failed=1),
        row("Б", VPR_MA5, participants=10, failed=1),
        row("В", VPR_MA5, state=ResultState.NOT_RECEIVED),
    )
    chosen = made(document, families=("vpr",), method="lowest", measure="failed", lowest_pct=10)
    assert outcomes(document, chosen) == {"А": Outcome.NOT, "Б": Outcome.LOW, "В": Outcome.INSUFFICIENT}


def district(document: Document) -> tuple[bytes, bytes]:
    """A school and its branch at one sitting, and another school."""
    with document.write("Заполнение") as session:
        made_up = District(session)
        sitting = made_up.sitting("vpr", "МА", 5, 2020, "spring")
        school, other = made_up.school("Центральная СОШ"), made_up.school("Южная СОШ")
        branch = made_up.school("Филиал в Заречье", parent=school)
        made_up.result(school, sitting, 30, 3)
        made_up.result(other, sitting, 30, 15)
        made_up.result(branch, sitting, 10, 9)
    return school, branch


def test_of_a_branch_that_is_added_the_place_of_its_school_is_told(document: Document) -> None:
    school, branch = district(document)
    chosen = made(document, families=("vpr",), method="lowest", measure="failed", lowest_pct=50)
    with document.read() as session:
        of_school = explanation.explain(session, chosen, school)
        of_branch = explanation.explain(session, chosen, branch)
    assert of_branch.verdict.place == of_school.verdict.place
    assert of_branch.verdict.place is not None and of_branch.verdict.place.figure == "30,0\u00a0%"


def test_a_branch_that_cannot_be_added_has_a_place_of_its_own(document: Document) -> None:
    school, branch = district(document)
    with document.write("Только доля") as session:
        record = session.scalars(select(SchoolResult).where(SchoolResult.school == branch)).one()
        record.participants, record.failed, record.failed_pct_e4 = None, None, 90 * E4
    chosen = made(document, families=("vpr",), method="lowest", measure="failed", lowest_pct=34)
    assert figures(document, chosen) == {
        "Центральная СОШ": "10,0\u00a0%",
        "Филиал в Заречье": "90,0\u00a0%",
        "Южная СОШ": "50,0\u00a0%",
    }
    assert outcomes(document, chosen)["Филиал в Заречье"] is Outcome.LOW
    with document.read() as session:
        account = explanation.explain(session, chosen, branch)
    assert account.verdict.place is not None and account.verdict.place.included
    assert account.verdict.place.of == 3 and school != branch


def test_what_is_told_twice_is_found_out_once_a_profile(
    exams: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Profile] = []

    def shifts(profile: Profile) -> dict[bytes, bytes]:
        asked.append(profile)
        return doubles.shifts(profile)

    monkeypatch.setattr(counted_once, "shifts", shifts)
    chosen = made(exams, method="lowest", measure="mean", lowest_pct=25)
    with exams.read() as session:
        assert len(classification.verdicts(session, chosen)) == 5
    assert asked == [chosen]


def test_who_enters_by_a_share_of_schools_is_explained_by_its_place(exams: Document) -> None:
    now = ProfileSpec(name="Вторая", families=("ege",), method="lowest", measure="mean", lowest_pct=25)
    with exams.read() as session:
        (enters,) = profiles.what_if(session, now, replace(now, lowest_pct=50)).enters
    assert enters.name == "Б"
    assert "граница — 55,0" in enters.reason and "совпадает с границей" in enters.reason


def printed_quality(document: Document, **options: object) -> dict[str, list[str]]:
    """Participants and успеваемость by table and line."""
    with document.read() as session:
        chosen = replace(classification.profile(session), **options)  # type: ignore[arg-type]
        tables = memo.memo_facts(session, chosen).quality
    return {one.what: [f"{line.name}: {line.takers}, {line.passed}" for line in one.lines] for one in tables}


def test_quality_of_schools_counts_one_exam_once(document: Document) -> None:
    read_in(
        document,
        row("А", OGE, participants=10, failed=4),
        row("А", OGE_AFTER, participants=10, failed=0),
        row("Б", OGE, participants=20, failed=5),
    )
    by_schools = "по школам, за 2020/21 учебный год"
    assert printed_quality(document)[by_schools] == [
        "А: 10, 60,0",
        "Б: 20, 75,0",
        "Все школы (сумма): 30, 70,0",
    ]
    assert printed_quality(document, attempts="last")[by_schools][0] == "А: 10, 100,0"


def test_quality_of_schools_counts_levels_or_the_whole(document: Document) -> None:
    whole = VPR_MA5
    base, advanced = whole._replace(level="base"), whole._replace(level="advanced")
    read_in(
        document,
        row("А", whole, participants=30, failed=3),
        row("А", base, participants=20, failed=3),
        row("А", advanced, participants=10, failed=0),
    )
    assert printed_quality(document)["по школам, за 2020/21 учебный год"][0] == "А: 30, 90,0"


def test_years_are_compared_where_resits_are_held(document: Document) -> None:
    later, later_after = OGE._replace(school_year=2021), OGE_AFTER._replace(school_year=2021)
    read_in(
        document,
        row("А", OGE, participants=20, failed=10),
        row("А", OGE_AFTER, participants=20, failed=4),
        row("А", later, participants=20, failed=8),
        row("А", later_after, participants=20, failed=2),
    )
    with document.read() as session:
        (subject,) = memo.memo_facts(session, classification.profile(session)).subjects
    changes = {
        part.title: [one.points for one in part.rows[0].changes if not one.incomparable]
        for part in subject.procedures
    }
    years = {tuple(one.name for one in part.sittings) for part in subject.procedures}
    assert years == {("2021", "2022")}
    assert changes == {"Математика": ["−10,0"], "Математика, с учётом пересдачи": ["−10,0"]}
