"""Papers of a plan: rows with marks, months and quarters, the work of a week; every figure traced, in every format."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.roadmap import printing
from shnor_desktop.papers.draw import render
from shnor_desktop.papers.roadmap import plan as papers
from shnor_desktop.papers.tree.paper import Paper, plain, runs_of
from tests.operations.roadmap import facts
from tests.operations.roadmap.plans import done, programme, section

ROWS = (
    ("1.", "Создать рабочую группу", "январь", "Управление"),
    ("2.", "Совещание директоров", "1 раз в четверть", "ИМЦ"),
    ("3.", "Консультации", "по запросам", "ИМЦ\nдиректора школ"),
)
ON = date(2022, 2, 10)


def text(paper: Paper) -> str:
    return "\n".join(plain(runs) for block in paper.blocks() for runs in runs_of(block)).replace(
        "\u00a0", " "
    )


def untraced(paper: Paper) -> list[str]:
    return [
        run.text for block in paper.blocks() for runs in runs_of(block) for run in runs if run.is_untraced
    ]


def filled(document: Document, days: tuple[str, str] = ("2021-09-01", "2022-08-31")) -> bytes:
    uid = programme(document, days=days)
    plan, _ = section(document, uid, "План", ())
    _, rows = section(document, uid, "Кадры", ROWS, plan)
    done(document, rows[0], "2022-01-12")
    return uid


def test_a_plan_is_printed_with_marks_and_narrowed_on_wish(document: Document) -> None:
    uid = filled(document)
    with document.read() as session:
        whole = papers.compose_plan(printing.plan_facts(session, uid, "", None, ON))
        open_rows = papers.compose_plan(printing.plan_facts(session, uid, "open", "имц.", ON))
    assert untraced(whole) == untraced(open_rows) == []
    told = text(whole)
    assert "Состояние на 10.02.2022" in told and "просрочено – 1" in told and "просрочено: 0 из 4" in told
    assert "Кадры" in told and "ИМЦ; директора школ" in told
    assert "рабочую группу" not in text(open_rows)
    assert "только незакрытые, ответственный – имц." in text(open_rows)


def test_months_are_grey_where_dues_stand(document: Document) -> None:
    uid = filled(document)
    with document.read() as session:
        found = printing.months_facts(session, uid, ON)
        paper = papers.compose_months(found)
    assert found.columns[:5] == ("сен", "окт", "ноя", "дек", "янв") and not found.quarters
    assert found.years == (("2021", 4), ("2022", 8)) and found.columns[found.today] == "фев"
    by_number = {row.number: row.cells for row in found.rows}
    assert by_number["1."] == ("", "", "", "", "+", "", "", "", "", "", "", "")
    assert by_number["2."][:3] == ("!", "!", "!") and by_number["2."][5] == "…"
    assert untraced(paper) == []


def test_a_long_plan_is_told_by_quarters(document: Document) -> None:
    uid = filled(document, ("2018-01-01", "2021-12-31"))
    with document.read() as session:
        found = printing.months_facts(session, uid, ON)
    assert found.quarters and found.columns[:4] == ("I", "II", "III", "IV")
    assert found.years == (("2018", 4), ("2019", 4), ("2020", 4), ("2021", 4))


def test_the_work_of_a_week_is_printed_by_blocks(document: Document) -> None:
    filled(document)
    with document.read() as session:
        paper = papers.compose_work(printing.work_facts(session, "week", ON))
        told = text(paper)
    assert "на неделю 07.02–13.02.2022" in told
    assert "Просрочено" in told and "Без даты" in told
    assert untraced(paper) == []


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx"])
@pytest.mark.parametrize("code", ["roadmap", "timeline", "work-plan"])
def test_they_are_written_in_every_format(document: Document, tmp_path: Path, code: str, suffix: str) -> None:
    filled(document)
    out = tmp_path / f"План{suffix}"
    given: dict[str, Any] = (
        {"span": "месяц", "day": "10.02.2022"} if code == "work-plan" else {"programme": "Дорожная карта"}
    )
    registry.print_paper(document, code, out, **given)
    assert out.stat().st_size > 2_000


@pytest.mark.skipif(not facts.known("002"), reason="facts are not here")
def test_a_plan_of_four_years_is_drawn(document: Document, tmp_path: Path) -> None:
    uid = facts.load_plan(document, "002")
    with document.read() as session:
        for made in (
            papers.compose_plan(printing.plan_facts(session, uid, "", None, date(2019, 4, 10))),
            papers.compose_months(printing.months_facts(session, uid, date(2019, 4, 10))),
        ):
            render.write(made, tmp_path / "план.pdf")
            assert len([row for table in made.tables() for row in table.rows]) == 57
