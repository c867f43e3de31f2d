"""Plans out of tables of documents: all rows of the sources in three layouts, taken in whole, once and again."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models.programme import Part
from shnor_desktop.models.roadmap import Activity
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.records import records
from shnor_desktop.operations.roadmap import plan_import
from tests.sheets.roadmap import documents

PERIODS = {"001": ("2021-09-01", "2022-08-31"), "002": ("2018-01-01", "2021-12-31")}


def a_programme(document: Document, source: str = "001") -> bytes:
    starts, ends = PERIODS[source]
    values = {"kind": "municipal", "title": f"Программа {source}", "starts": starts, "ends": ends}
    with document.write("Программа") as session:
        return records.save(session, "programme", None, values)


def taken(document: Document, path: Path, programme: bytes) -> plan_import.PlanPreview:
    planned = plan_import.preview(document, plan_import.read_tables(path), programme, source=path.name)
    plan_import.take_in(document, planned)
    return planned


def standing(session: Session, programme: bytes) -> dict[str, documents.Expected]:
    """The rows of every plan of a programme, by its title."""
    found: dict[str, documents.Expected] = {}
    for plan in outline.outline(session, programme).at("plan"):
        rows: documents.Expected = []
        for part in plan.walk():
            query = select(Activity).where(Activity.part == part.uid).order_by(Activity.position)
            rows += [
                (
                    "" if part is plan else part.heading,
                    one.number,
                    one.text,
                    one.due_text,
                    one.responsible,
                    one.expected,
                )
                for one in session.scalars(query)
            ]
        found[plan.title] = rows
    return found


@pytest.mark.parametrize("source", ["001", "002"])
@pytest.mark.parametrize("layout", list(documents.LAYOUTS))
def test_plans_of_the_sources_go_in_whole_in_every_layout(
    document: Document, tmp_path: Path, source: str, layout: str
) -> None:
    told = documents.facts(source)
    draw = documents.LAYOUTS[layout]
    wanted = {one["title"]: documents.rows_of(told, one["id"]) for one in told["roadmap"]}

    def write(word: Any) -> None:
        for one in told["roadmap"]:
            draw(
                word,
                one["title"],
                one["columns"],
                [row[: len(one["columns"]) + 1] for row in wanted[one["title"]]],
            )

    path = documents.written(tmp_path / "план.docx", write)
    programme = a_programme(document, source)
    planned = taken(document, path, programme)
    assert len(planned.activities) == told["counts"]["activity"]
    with document.read() as session:
        assert standing(session, programme) == wanted
        columns = [one.columns for one in session.scalars(select(Part).where(Part.place == "plan"))]
    for one in told["roadmap"]:
        codes = ("number", "text", "due", "responsible", "expected")
        assert (
            "; ".join(f"{code}={words}" for code, words in zip(codes, one["columns"], strict=False))
            in columns
        )
    before = len(document.actions())
    again = taken(document, path, programme)
    assert (again.count("new"), again.count("changed"), len(document.actions())) == (0, 0, before)
    document.undo()
    with document.read() as session:
        assert standing(session, programme) == {}
