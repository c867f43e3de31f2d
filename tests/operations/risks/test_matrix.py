"""The matrix of risks: typed cell by cell, measures against what is worked at, two years side by side."""

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.models.risks import Problem
from shnor_desktop.operations.records import records, saving
from shnor_desktop.operations.risks import factors, matrix, problems
from shnor_desktop.operations.risks.matrix import RiskMatrix
from shnor_desktop.operations.schools import edits
from shnor_desktop.rules.risk_marks import RiskMark

YEAR = 2021


@pytest.fixture
def schools(document: Document) -> list[bytes]:
    """Three schools, and the usual factors."""
    factors.fill(document)
    with document.write("Школы") as session:
        return [edits.save(session, None, {"name": f"Школа {n}"}) for n in range(3)]


def shown(document: Document, year: int = YEAR) -> RiskMatrix:
    with document.read() as session:
        return matrix.read(session, year)


def factor(document: Document, short: str) -> bytes:
    return next(one.uid for one in shown(document).factors if one.heading == short)


def test_the_usual_factors_are_added_once(document: Document) -> None:
    assert factors.fill(document) == 18 and factors.fill(document) == 0
    groups = [one.group for one in shown(document).factors]
    assert groups == ["risk"] * 12 + ["deficit"] * 6


def test_a_typed_cell_becomes_a_risk_of_the_school_in_that_year(
    document: Document, schools: list[bytes]
) -> None:
    uid, deficit = factor(document, "Мотивация"), factor(document, "Методика")
    made = matrix.enter(document, YEAR, [(schools[0], uid, "в + *"), (schools[1], deficit, "с")])
    assert made == matrix.Entered(2)
    cell = shown(document).cells[schools[0], uid]
    assert cell.mark == RiskMark("high", "yes", True) and cell.is_bare
    with document.read() as session:
        kinds = {one.school: (one.kind, one.level) for one in session.scalars(select(Problem))}
    assert kinds == {schools[0]: ("risk", "school"), schools[1]: ("deficit", "teachers")}
    assert shown(document, YEAR - 1).cells == {}
    document.undo()
    assert shown(document).cells == {}


def test_two_offices_that_mark_the_same_risk_make_one_record(
    document: Document, schools: list[bytes]
) -> None:
    uid = factor(document, "Мотивация")
    matrix.enter(document, YEAR, [(schools[0], uid, "в")])
    first = shown(document).cells[schools[0], uid].uid
    matrix.enter(document, YEAR, [(schools[0], uid, "")])
    matrix.enter(document, YEAR, [(schools[0], uid, "с")])
    assert shown(document).cells[schools[0], uid].uid == first


def test_an_emptied_cell_is_deleted_unless_somebody_wrote_more_of_it(
    document: Document, schools: list[bytes]
) -> None:
    uid = factor(document, "Мотивация")
    matrix.enter(document, YEAR, [(schools[0], uid, "в"), (schools[1], uid, "в")])
    cell = shown(document).cells[schools[1], uid]
    saving.save_record(document, "problem", cell.uid, {"text": "старшие классы"})
    made = matrix.enter(document, YEAR, [(schools[0], uid, ""), (schools[1], uid, ""), (schools[2], uid, "")])
    assert made.changed == len(made.cleared) == 2 and made.cleared[0].startswith("Школа 0 — ")
    left = shown(document).cells
    assert list(left) == [(schools[1], uid)] and left[schools[1], uid].mark == RiskMark()


def test_what_is_not_understood_is_refused_and_the_rest_is_taken(
    document: Document, schools: list[bytes]
) -> None:
    uid = factor(document, "Мотивация")
    made = matrix.enter(
        document, YEAR, [(schools[0], uid, "очень"), (schools[1], uid, "н"), (b"?" * 16, uid, "в")]
    )
    assert made.changed == 1 and len(made.refused) == 2
    assert "«очень»" in matrix.told(made) and matrix.HOW in matrix.told(made)
    assert matrix.enter(document, YEAR, [(schools[0], uid, "очень")]).changed == 0
    assert matrix.enter(document, YEAR, [(schools[1], uid, "низкая")]).changed == 0


def test_a_measure_is_an_activity_that_names_the_risk(document: Document, schools: list[bytes]) -> None:
    uid = factor(document, "Мотивация")
    matrix.enter(document, YEAR, [(schools[0], uid, "в *")])
    risk = shown(document).cells[schools[0], uid].uid
    with document.write("Мера") as session:
        measure = records.save(session, "activity", None, {"text": "Кружки", "problems": ((risk, ""),)})
    cell = shown(document).cells[schools[0], uid]
    assert not cell.is_bare and [(one.text, one.done) for one in cell.answers] == [("Кружки", False)]
    saving.save_record(document, "activity", measure, {"state": "cancelled"})
    assert shown(document).cells[schools[0], uid].is_bare


def test_two_years_tell_what_came_went_grew_and_fell(document: Document, schools: list[bytes]) -> None:
    columns = [one.uid for one in shown(document).factors[:5]]
    for year, texts in ((YEAR, ("в", "с", "н", "в", "")), (YEAR + 1, ("с", "в", "", "в *", "н"))):
        matrix.enter(
            document, year, [(schools[0], one, text) for one, text in zip(columns, texts, strict=True)]
        )
    with document.read() as session:
        found = matrix.compare(session, YEAR, YEAR + 1)
    told = [found.change((schools[0], one)) for one in columns]
    assert told == ["less", "more", "unseen", "same", "new"]
    assert found.places(schools) == {"less": 1, "more": 1, "unseen": 1, "same": 1, "new": 1}


def test_the_state_of_the_profile_itself_stands_beside(document: Document, schools: list[bytes]) -> None:
    with document.write("Профиль") as session:
        records.save(
            session,
            "school_document",
            None,
            {"school": schools[0], "kind": "risk_profile", "state": "verified"},
        )
    assert shown(document).profiles == {schools[0]: "проверен"}


def test_a_risk_that_is_settled_is_not_bare(document: Document, schools: list[bytes]) -> None:
    uid = factor(document, "Мотивация")
    matrix.enter(document, YEAR, [(schools[0], uid, "в *")])
    from datetime import date

    problems.close(document, [shown(document).cells[schools[0], uid].uid], date(2022, 5, 1))
    assert not shown(document).cells[schools[0], uid].is_bare
