"""Three whole papers go into records through the operations, with nothing left over, and come out as papers again."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.programme import findings as programme_findings
from shnor_desktop.operations.programme import indicators, outline
from shnor_desktop.operations.programme.indicators import Slot
from shnor_desktop.operations.records.records import save
from shnor_desktop.operations.roadmap import editing, rows
from shnor_desktop.operations.roadmap import findings as plan_findings
from shnor_desktop.papers.draw import render
from shnor_desktop.papers.tree.paper import Corner, Paper, RowKind, Table, plain, runs_of
from shnor_desktop.rules.indicators import State, Year
from tests.conftest import WHO
from tests.operations.programme.source_facts import FACTS, Loader, facts_of

pytestmark = pytest.mark.skipif(not FACTS.is_dir(), reason="the facts of the sources are not at hand")
SOURCES = ("001", "002", "003")
SURE = {
    "001": """requisites_missing heading_numbering number_style numbering_gap numbering_repeat_gap share_unreachable two_lists_differ
        due_missing two_periods row_without_number due_order repeated_text""",
    "002": """due_before_approval due_without_year due_contradictory due_year_unclear two_lists_differ indicator_no_target
        result_missing repeated_text heading_numbering responsible_case decision_without_due""",
    "003": """two_periods date_outside_period date_style decision_without_due addressee_missing requisites_missing
        execution_without_plan execution_without_date""",
}
"""What the records of each paper, as it was typed, prove to be wrong with it."""
ASKED = {
    "001": "denominator due_order",
    "002": "financing_gap duplicate_activity due_before_approval",
    "003": "",
}


@pytest.fixture(scope="module")
def made(
    template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], tuple[Document, Loader]]:
    loaded: dict[str, tuple[Document, Loader]] = {}

    def load(source: str) -> tuple[Document, Loader]:
        if source not in loaded:
            path = tmp_path_factory.mktemp(source) / f"{source}.shnor"
            path.write_bytes(template.read_bytes())
            document = Document.open(path, WHO)
            loaded[source] = document, Loader(document, facts_of(source))
        return loaded[source]

    return load


Made = Callable[[str], tuple[Document, Loader]]


@pytest.mark.parametrize("source", SOURCES)
def test_the_counts_hold_and_nothing_is_left_over(made: Made, source: str) -> None:
    _, loader = made(source)
    counts = dict(loader.data["counts"])
    assert {key: loader.counts[key] for key in counts} == counts
    assert sorted(loader.data.left()) == []


def printed(document: Document, code: str, loader: Loader) -> Paper:
    with document.read() as session:
        return registry.compose(session, code, programme=loader.programme)


def texts(paper: Paper) -> str:
    return "\n".join(plain(runs) for block in paper.blocks() for runs in runs_of(block)).replace(
        "\u00a0", " "
    )


@pytest.mark.parametrize("source", SOURCES)
def test_every_text_of_the_programme_is_in_the_paper(made: Made, source: str, tmp_path: Path) -> None:
    document, loader = made(source)
    paper = printed(document, "programme", loader)
    told = texts(paper)
    for key in ("task", "expected_result", "activity", "indicator", "effect", "significance"):
        for one in loader.data.get(key) or ():
            assert str(one["text"]) in told, (key, one["text"])
    for one in loader.data.get("activity") or ():
        assert " ".join(one["due_text"].split()) in told
        assert all(who in told for who in one["responsible"])
    for suffix in (".pdf", ".docx"):
        render.write(paper, tmp_path / f"документ{suffix}")
        assert (tmp_path / f"документ{suffix}").stat().st_size > 5_000


@pytest.mark.parametrize("source", SOURCES)
def test_the_check_names_the_defects_of_the_paper(made: Made, source: str) -> None:
    document, loader = made(source)
    with document.read() as session:
        plan = rows.plan(session, loader.programme, date(2022, 6, 1))
        found = {(one.code, one.sure) for one in programme_findings.of_programme(session, loader.programme)}
        found |= {(one.code, one.sure) for one in plan_findings.of_plan(session, plan)}
    assert {(code, True) for code in SURE[source].split()} <= found
    assert {(code, False) for code in ASKED[source].split()} <= found


def test_what_was_put_right_is_named_no_more(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "001.shnor"
    path.write_bytes(template.read_bytes())
    with Document.open(path, WHO, back_up=False) as document:
        uid = Loader(document, facts_of("001")).programme

        def codes() -> set[str]:
            with document.read() as session:
                found = [one.code for one in programme_findings.of_programme(session, uid) if one.sure]
                plan = rows.plan(session, uid, date(2022, 6, 1))
                return {*found, *(one.code for one in plan_findings.of_plan(session, plan) if one.sure)}

        before = codes()
        with document.read() as session:
            plan, shown = rows.plan(session, uid, date(2022, 6, 1)), indicators.table(session, uid).rows
        editing.renumber(document, plan)
        with document.write("Исправлено") as session:
            for number, one in enumerate(plan.rows, start=1):
                given = {"responsible": "Рабочая группа", "expected": f"Справка и приказ {number}"}
                given |= {"due_text": "май 2022 года"} if not one.due_text.strip() else {}
                given |= {"text": "Карта на 2021-2022 годы"} if "2020" in one.text else {}
                save(session, "activity", one.uid, given)
            for number, each in enumerate(shown, start=1):
                save(session, "indicator", each.uid, {"number": f"{number}."})
        for each in shown:
            if each.figures[0].unreachable:
                indicators.type_text(document, each.uid, Slot(Year(2021, "school")), "target_e4", "42,9")
        gone = (
            "due_missing two_periods row_without_number repeated_text numbering_repeat_gap share_unreachable"
        )
        assert set(gone.split()) <= before - codes()


def tables(paper: Paper) -> list[Table]:
    return list(paper.tables())


def test_a_programme_with_two_plans_of_different_columns(made: Made) -> None:
    document, loader = made("001")
    passport, shown, plan, measures = tables(printed(document, "programme", loader))
    assert len(passport.rows) == 8 and len(shown.rows) == 7
    assert [cell.text for cell in plan.head[0].cells] == [
        "№",
        "Содержание деятельности",
        "Сроки",
        "Ответственные",
    ]
    assert len(plan.rows) == 15 and len(measures.columns) == 5
    sections = [row for row in measures.rows if row.kind is RowKind.SECTION]
    assert (len(sections), len(measures.rows)) == (3, 11)
    assert "ПРОЕКТ" in texts(printed(document, "programme", loader))


def test_a_programme_of_fifty_rows_and_thirty_one_indicators(made: Made) -> None:
    document, loader = made("002")
    paper = printed(document, "programme", loader)
    passport, shown, plan = tables(paper)
    assert len(passport.rows) == 13
    assert sum(row.kind is RowKind.ROW for row in shown.rows) == 31
    across = [row.cells[0].text for row in shown.rows if row.kind is RowKind.SECTION]
    assert len(across) == 5 + 2, "five groups, two criteria in the first"
    assert sum(row.kind is RowKind.SECTION for row in plan.rows) == 7
    assert sum(row.kind is RowKind.ROW for row in plan.rows) == 50
    corner = paper.sections[0].blocks[0]
    assert isinstance(corner, Corner)
    verb, basis, requisites = corner.lines
    assert (verb, requisites) == ("УТВЕРЖДЕНА", "от 26.11.2018 № 567".replace("№ ", "№\u00a0"))
    assert basis.startswith("постановлением администрации"), "the body that issued it, in the genitive"
    directions = passport.rows[8].cells[1].text.split("\n")
    assert len(directions) == 7 and directions[3] == "4. Кадровое обеспечение реализации проекта"


def test_lists_that_stand_in_two_places_are_kept_once(made: Made) -> None:
    document, loader = made("001")
    with document.read() as session:
        found = outline.outline(session, loader.programme)
    doubled = [one for one in found.at("passport") if one.same_as is not None]
    assert len(doubled) == 3 and all(one.text and not one.typed for one in doubled)


def test_targets_of_few_schools_are_told_and_lack_data_as_the_rest(made: Made) -> None:
    document, loader = made("001")
    with document.read() as session:
        found = indicators.table(session, loader.programme)
    assert [slot.label for slot in found.slots] == ["2021/22"]
    rows = [one for one in found.rows if one.figures[0].target_e4 is not None]
    assert [one.number for one in rows] == ["1.", "1.", "2.", "4.", "5.", "6.", "9."]
    assert {one.figures[0].state for one in rows} == {State.NO_DATA}
    assert [bool(one.figures[0].unreachable) for one in rows] == [False, True, *[False] * 4, True]
    assert [one.number for one in rows if one.mixed] == ["2.", "4.", "5."]
    account = printed(document, "indicators", loader)
    assert "не достигается целым числом школ" in texts(account)
