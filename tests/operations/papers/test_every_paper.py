"""Every paper of districts of every size, names and texts at their longest: all files of a paper say the same, every figure
has its records, and no page would be sent back."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.papers.draw import render
from shnor_desktop.papers.tree.lengths import fitted
from shnor_desktop.papers.tree.paper import Paper, runs_of
from tests.conftest import LONG, WHO
from tests.operations.papers import whole_district
from tests.papers import extracted, pages, scan
from tests.papers.pages import Page

SIZES = (3, 12, 60) if LONG else (12,)
pytestmark = pytest.mark.timeout(900)


class Printed(NamedTuple):
    paper: Paper
    pages: list[Page]


@pytest.fixture(scope="module", params=SIZES)
def printed(
    request: pytest.FixtureRequest, template: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Printed]:
    folder = tmp_path_factory.mktemp("district")
    path = whole_district.make(Path(shutil.copyfile(template, folder / "район.shnor")), folder, request.param)
    with Document.open(path, WHO, read_only=True) as document, document.read() as session:
        made = dict(whole_district.papers(session))
    return {name: Printed(paper, pages.read(render.data(paper, ".pdf"))) for name, paper in made.items()}


def test_all_files_of_a_paper_hold_the_same_sentences_rows_and_figures(printed: dict[str, Printed]) -> None:
    told = {}
    for name, (paper, drawn) in printed.items():
        docx, xlsx = (render.data(paper, suffix) for suffix in (".docx", ".xlsx"))
        told[name] = extracted.differences(fitted(paper), drawn, docx, xlsx)
    assert len(told) > 40 and not {name: found[:3] for name, found in told.items() if found}


def test_no_page_has_anything_torn_cut_or_missing(printed: dict[str, Printed]) -> None:
    told = {name: scan.faults(fitted(paper), drawn) for name, (paper, drawn) in printed.items()}
    assert not {name: found[:3] for name, found in told.items() if found}


def test_no_figure_is_without_records(printed: dict[str, Printed]) -> None:
    for name, (paper, _) in printed.items():
        lost = [
            run.text for block in paper.blocks() for runs in runs_of(block) for run in runs if run.is_untraced
        ]
        assert not lost, name
