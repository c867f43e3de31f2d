"""A paper tells of the values it prints that wait for a decision, whatever kind they are of, and of no others."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.values import Value
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.records import records
from shnor_desktop.papers.tree import check
from shnor_desktop.papers.tree.paper import plain, runs_of
from tests.operations.copies import Copies
from tests.operations.district import District

TODAY = date.today().isoformat()


@pytest.fixture
def copies(new_path: Callable[[str], Path], tmp_path: Path) -> Copies:
    """Two copies with a school, its result, its curator, its document and a visit to it."""
    path = new_path("начало.shnor")
    with (
        Document.open(path, Who("Начало", "Район"), back_up=False) as document,
        document.write("Основа") as session,
    ):
        district = District(session)
        school = records.save(session, "school", None, {"name": "Ивовская СОШ", "director": "Былова Б.Б."})
        district.result(school, district.sitting("vpr", "МА", 5, 2020, "spring"), 10, 3)
        given: dict[str, Value] = {
            "role": "curator",
            "body": "Былова Б.Б.",
            "for_school": school,
            "since": TODAY,
        }
        records.save(session, "assignment", None, given)
        given = {"school": school, "kind": "order", "title": "Былое положение"}
        records.save(session, "school_document", None, given)
        visit: dict[str, Value] = {"kind": "visit", "title": "Былая встреча", "starts": TODAY}
        records.save(session, "event", None, visit | {"schools": ((school, ""),)})
    return Copies(path, tmp_path, 2)


def told(copies: Copies, code: str, **answers: object) -> str:
    """The footnote of a paper; empty when it has none."""
    with copies.open(0) as document, document.read() as session:
        paper = registry.compose(session, code, **answers)
    assert not list(check.findings(paper))
    lines = [plain(runs) for block in paper.blocks() for runs in runs_of(block)]
    start = next((n for n, line in enumerate(lines) if line.startswith("Не решено")), len(lines))
    return "\n".join(lines[start:])


CASES: dict[str, tuple[str, str, tuple[Value, Value], set[str]]] = {
    "the director": ("school", "director", ("Иная И.И.", "Липова Л.Л."), {"school-card", "school"}),
    "whether a village": ("school", "rural", (True, False), set()),
    "a result": ("school_result", "failed", (4, 5), {"memo", "school-card", "school"}),
    "the curator": ("assignment", "body", ("Иная И.И.", "Липова Л.Л."), {"assignments", "school"}),
    "a document": (
        "school_document",
        "title",
        ("Иное положение", "Новое положение"),
        {"school-documents", "school"},
    ),
    "a visit": ("event", "title", ("Иная встреча", "Новая встреча"), {"contacts", "school"}),
}


def put(code: str, field: str, value: Value, session: Session) -> None:
    records.save(session, code, session.scalars(select(BY_CODE[code].record.uid)).one(), {field: value})


@pytest.mark.parametrize("case", CASES)
def test_what_is_undecided_is_told_where_it_is_printed(copies: Copies, case: str) -> None:
    code, field, values, papers = CASES[case]
    for number, value in enumerate(values):
        copies.edit(number, partial(put, code, field, value))
    copies.merge(0, 1)
    found = {
        paper
        for paper in ("memo", "school-card", "school", "assignments", "contacts", "school-documents")
        if told(copies, paper, school="Ивовская СОШ")
    }
    assert found == papers
