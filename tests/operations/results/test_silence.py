"""No list is drawn, and no sum made, from a half-loaded book without saying so: random books with random damage."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from shnor_desktop.document.document import Document, Who
from shnor_desktop.operations.identification.classification import profile, verdicts
from shnor_desktop.operations.identification.draft import draft
from shnor_desktop.operations.identification.listed_paper import list_facts
from shnor_desktop.operations.papers.memo import memo_facts
from shnor_desktop.operations.results import dictionaries
from shnor_desktop.operations.results.book_import import ImportOutcome, import_books
from shnor_desktop.operations.results.shortfall import of_profile, shortfalls
from shnor_desktop.papers.identification import low_list
from shnor_desktop.papers.results import memo
from shnor_desktop.papers.tree.paper import Paper, plain, runs_of
from shnor_desktop.rules.results.facts import Outcome

SUBJECTS = ("Русский язык", "Физика", "Химия")
DAMAGE = ("blank failed", "text", "too many", "mean only", "whole subject blank", "no damage")


def book(path: Path, seed: int, damage: str) -> Path:
    """Results of ЕГЭ of one year; `damage` is done to some rows, and drawn from the seed."""
    chance = random.Random(seed)
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "ЕГЭ 2025"
    last = "средний балл" if damage == "mean only" else "не преодолели порог"
    sheet.append(["Результаты ЕГЭ 2025 года"])
    sheet.append(["Школа", *(text for one in SUBJECTS for text in (one, None))])
    sheet.append([None, *(text for _ in SUBJECTS for text in ("участников", last))])
    for number in range(1, 9):
        row: list[object] = [f"МБОУ СОШ № {number}"]
        for at in range(len(SUBJECTS)):
            n = chance.randrange(5, 30)
            failed: object = chance.randrange(1, n // 3 + 2)
            hit = chance.random() < 0.4 or (number, at) == (3, 1)
            if damage == "blank failed" and hit or damage == "whole subject blank" and at == 1:
                failed = None
            elif damage == "text" and hit:
                failed = "см. прим."
            elif damage == "too many" and hit:
                failed = n + 3
            elif damage == "mean only":
                failed = chance.randrange(30, 70)
            row += [n, failed]
        sheet.append(row)
    workbook.save(path)
    return path


def text_of(paper: Paper) -> str:
    return "\n".join(plain(runs) for block in paper.blocks() for runs in runs_of(block))


def taken_in(folder: Path, path: Path) -> tuple[ImportOutcome, Document]:
    document = dictionaries.create_document(folder / "Район.shnor", Who())
    return import_books(document, [path]), document


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), damage=st.sampled_from(DAMAGE))
def test_silence_only_when_whole(tmp_path_factory: pytest.TempPathFactory, seed: int, damage: str) -> None:
    folder = tmp_path_factory.mktemp("silence")
    outcome, document = taken_in(folder, book(folder / "книга.xlsx", seed, damage))
    with document, document.read() as session:
        chosen = profile(session)
        whole = damage == "no damage"
        lacking = of_profile(session, chosen)
        assert bool(lacking) is not whole
        assert outcome.needs_person is not whole
        printed = [
            low_list.compose(list_facts(session, draft(session, chosen))),
            memo.compose(memo_facts(session, chosen)),
        ]
        for paper in printed:
            text = text_of(paper)
            assert ("Данные неполны" in text) is not whole
            if not whole:
                assert "критериям, не выявлено." not in text.replace("\u00a0", " ")
        known = {one.school for one in verdicts(session, chosen)}
        assert sum(one.schools_total for one in shortfalls(session)) >= len(lacking) and known


def test_what_is_refused_leaves_the_answer_open_and_heals(tmp_path: Path) -> None:
    path = book(tmp_path / "книга.xlsx", 1, "too many")
    outcome, document = taken_in(tmp_path, path)
    with document:
        assert outcome.plan.told[0].startswith("«книга.xlsx»: с долей не справившихся взято ")
        assert "3 — " in " ".join(outcome.plan.told) or outcome.plan.lost
        with document.read() as session:
            before = verdicts(session, profile(session))
            assert any(one.verdict.missing for one in before)
        import_books(document, [book(path, 1, "no damage")])
        with document.read() as session:
            assert shortfalls(session) == ()
            assert not any(one.verdict.missing for one in verdicts(session, profile(session)))


def test_a_book_of_means_makes_no_school_not_low(tmp_path: Path) -> None:
    _, document = taken_in(tmp_path, book(tmp_path / "книга.xlsx", 1, "mean only"))
    with document, document.read() as session:
        answered = verdicts(session, profile(session))
        assert {one.verdict.outcome for one in answered} == {Outcome.INSUFFICIENT}
        assert "Вывод сделать нельзя" in text_of(
            low_list.compose(list_facts(session, draft(session, profile(session))))
        )
