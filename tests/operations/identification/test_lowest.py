"""Profiles of the second type over a document: figures gathered once, verdicts, explanation, papers."""

from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.results import Sitting
from shnor_desktop.operations.identification import classification, explanation, profiles, slots
from shnor_desktop.operations.identification.slots import ProfileSpec
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.results import importing
from shnor_desktop.rules.facts import Outcome, Profile
from shnor_desktop.rules.figures import E4, ResultState
from shnor_desktop.sheets.results.types import SittingMention
from tests.operations.books import EGE_RU, VPR_MA5, VPR_RU5, book, row

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
    spec = ProfileSpec(name="Вторая", families=("ege",), **options)  # type: ignore[arg-type]
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
        ("с.pdf", "отбирается школа, которая входит в 25 %"),
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
