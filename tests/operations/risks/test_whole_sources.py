"""What the papers tell of problems, risks, documents and context, loaded whole, is what the screens and papers of these say."""

from datetime import date
from pathlib import Path

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.operations.context import passport
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.records import records
from shnor_desktop.operations.risks import documents, matrix, problems
from shnor_desktop.papers.tree.paper import runs_of
from tests.conftest import WHO
from tests.operations.programme.source_facts import FACTS, Loader, facts_of
from tests.operations.support.source_facts import SupportLoader

pytestmark = pytest.mark.skipif(not FACTS.is_dir(), reason="the facts of the sources are not at hand")


@pytest.fixture(scope="module")
def made(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    folder = tmp_path_factory.mktemp("facts")
    found = {}
    for source, kind in (("000", SupportLoader), ("002", Loader), ("004", SupportLoader)):
        path = folder / f"{source}.shnor"
        path.write_bytes(template.read_bytes())
        found[source] = Document.open(path, WHO)
        loader = kind(found[source], facts_of(source))
        assert sorted(loader.data.left()) == []
    return found


def printed(document: Document, code: str, **given: object) -> str:
    with document.read() as session:
        paper = registry.compose(session, code, **given)
    told = [run.text for block in paper.blocks() for inline in runs_of(block) for run in inline]
    return " ".join(" ".join(told).split())


def test_zones_deficits_topics_and_forms_are_one_list_without_answers(made: dict[str, Document]) -> None:
    with made["000"].read() as session:
        found = problems.read(session)
    counts: dict[tuple[str, str], int] = {}
    for one in found:
        counts[one.kind, one.level] = counts.get((one.kind, one.level), 0) + 1
    assert counts == {
        ("problem", "school"): 5,
        ("problem", "municipal"): 6 + 3,
        ("deficit", "teachers"): 3,
        ("request", "teachers"): 11,
    }
    assert {one.state for one in found} == {problems.OPEN}
    deficits = [one for one in found if one.kind == "deficit"]
    assert all("десант" in one.found_at.casefold() for one in deficits)
    assert len([one for one in deficits if "\n" in one.text]) == 1, "two more questions stand under the third"


def test_the_topics_of_consultations_are_answered_by_a_seminar(made: dict[str, Document]) -> None:
    document = made["000"]
    with document.read() as session:
        topics = [one.uid for one in problems.read(session) if one.kind == "request"]
    with document.write("Семинар") as session:
        given = {
            "kind": "seminar",
            "title": "Темы консультаций",
            "starts": "2021-03-01",
            "ends": "2021-03-01",
        }
        event = records.save(session, "event", None, given)
    problems.answer_by_event(document, topics, event)
    with document.read() as session:
        left = problems.unanswered(session)
    assert len(topics) == 11 and len(left) == 28 - 11
    told = printed(document, "problems")
    assert told.count("сделано: Темы консультаций, 01.03.2021") == 11
    assert "без мер: 17" in told.replace(" ;", ";") and "меры приняты: 11" in told
    document.undo()
    document.undo()


def test_the_risks_of_three_schools_stand_in_the_matrix(made: dict[str, Document]) -> None:
    with made["004"].read() as session:
        found = matrix.read(session)
        bare = [one for one in found.cells.values() if one.is_bare]
        listed = problems.read(session)
    assert (found.year, len(found.cells), len(found.factors), len(bare)) == (2020, 5, 5, 3)
    assert {one.mark.text for one in found.cells.values()} == {
        "высокая, подтверждён, в работе",
        "средняя, подтверждён",
        "низкая, не подтверждён",
    }
    assert set(found.profiles.values()) == {"проверен"} and len(found.profiles) == 3
    assert sorted(one.state for one in listed) == ["not_asked"] * 2 + ["open"] * 3
    told = printed(made["004"], "risks")
    assert "Отмечено: 5 рисков" in told and told.count("мер нет") == 3


def test_the_documents_of_three_schools_and_what_each_lacks(made: dict[str, Document]) -> None:
    with made["004"].read() as session:
        found = documents.read(session, on=date(2021, 6, 1))
    assert dict(found.programmes)[found.programme] == "«500+»"
    assert len(found.schools) == 3
    states = {kind: {found.cells[one.uid, kind].text for one in found.schools} for kind in found.kinds}
    assert states["concept"] == states["midterm"] == {"размещён"}
    assert (states["questionnaire"], states["risk_profile"], states["folder"]) == (
        {"загружен"},
        {"проверен"},
        {"подтверждён"},
    )
    assert sorted(kind for _, kind, _ in found.missing) == ["antirisk"] * 3, "no programme names its risk"
    assert "Не хватает 3 документов у 3 школ" in printed(made["004"], "school-documents")


def test_success_and_quality_of_a_school_stand_beside_those_of_the_district(
    made: dict[str, Document],
) -> None:
    with made["002"].read() as session:
        for year, own, district in ((2015, "96,1", "98"), (2016, "98,6", "98,6"), (2017, "97,3", "97,2")):
            found = passport.read(session, year)
            (line,) = [one for one in found.dictionary.lines if one.text.startswith("успеваемость")]
            (cell,) = [cell for (_, uid), cell in found.cells.items() if uid == line.uid]
            assert (cell.text, found.district[line.uid].text) == (own, district)
        listed = problems.read(session)
    assert sorted((one.kind, one.level) for one in listed) == [
        ("deficit", "teachers"),
        *[("problem", "municipal")] * 3,
    ]
