"""Documents of schools: what each must have, where it stands, what is missing, which stage is over."""

from datetime import date

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.models.support import DOCUMENT_STATES
from shnor_desktop.operations.records import records, saving
from shnor_desktop.operations.risks import documents, factors, matrix
from shnor_desktop.operations.risks.documents import DocumentMatrix
from shnor_desktop.operations.schools import edits

ON = date(2022, 3, 1)


@pytest.fixture
def schools(document: Document) -> list[bytes]:
    """Three schools."""
    factors.fill(document)
    with document.write("Школы") as session:
        return [edits.save(session, None, {"name": f"Школа {n}"}) for n in range(3)]


@pytest.fixture
def project(document: Document, schools: list[bytes]) -> bytes:
    """A project two of them take part in, one by the form of the project and one by an assignment."""
    with document.write("Проект") as session:
        linked = ((schools[0], ""),)
        uid = records.save(
            session, "programme", None, {"kind": "external", "title": "500+", "schools": linked}
        )
        records.save(
            session,
            "assignment",
            None,
            {"role": "participant", "school": schools[1], "programme": uid},
        )
        return uid


def shown(document: Document, programme: bytes | None) -> DocumentMatrix:
    with document.read() as session:
        return documents.read(session, programme, ON, chosen=True)


def test_the_schools_of_the_project_lack_everything_at_first(
    document: Document, schools: list[bytes], project: bytes
) -> None:
    found = shown(document, project)
    assert [one.uid for one in found.schools] == schools[:2]
    assert len(found.missing) == 8, "of antirisk programmes none is wanted while no risk is worked at"
    assert found.cells[schools[0], "concept"].text == "нет"
    assert documents.missing_text(found) == "Не хватает 8\u00a0документов у 2\u00a0школ."


def test_a_typed_state_makes_the_document_and_changes_it(
    document: Document, schools: list[bytes], project: bytes
) -> None:
    made = documents.enter(
        document, project, [(schools[0], "concept", "разм"), (schools[0], "midterm", "возвр")], ON
    )
    assert made.changed == 2 and made.refused == ()
    found = shown(document, project)
    assert found.cells[schools[0], "concept"].text == "размещён"
    assert found.cells[schools[0], "concept"].documents[0].state_on == "2022-03-01"
    assert found.cells[schools[0], "midterm"].missing == ("среднесрочная программа развития — возвращён",)
    documents.enter(document, project, [(schools[0], "concept", "")], ON)
    assert shown(document, project).cells[schools[0], "concept"].text == "нет"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        *((label, code) for code, label in DOCUMENT_STATES),
        *((label[:4], code) for code, label in DOCUMENT_STATES if code not in ("in_progress", "done")),
        ("размещены", "placed"),
        ("загружены", "loaded"),
        ("верифицирован", "verified"),
        ("вып", None),
        ("+", "placed"),
        ("-", "expected"),
        ("", ""),
        ("что-то", None),
    ],
)
def test_a_state_is_known_by_its_first_letters_when_these_are_of_one(text: str, state: str | None) -> None:
    assert documents.state_of(text) == state


def test_what_is_no_state_is_refused_with_the_states_there_are(
    document: Document, schools: list[bytes], project: bytes
) -> None:
    made = documents.enter(
        document, project, [(schools[0], "concept", "потом"), (b"?" * 16, "concept", "разм")], ON
    )
    assert made.changed == 0 and len(made.refused) == 2
    assert "ожидается" in documents.told(made)


def test_an_antirisk_programme_is_wanted_for_every_risk_that_is_worked_at(
    document: Document, schools: list[bytes], project: bytes
) -> None:
    columns = [one.uid for one in factors_of(document)]
    matrix.enter(document, 2021, [(schools[0], one, "в *") for one in columns[:2]])
    cell = shown(document, project).cells[schools[0], "antirisk"]
    assert cell.text == "0 из 2" and len(cell.missing) == 2 and "Оснащённость" in cell.missing[0]
    refused = documents.enter(document, project, [(schools[0], "antirisk", "разм")], ON)
    assert refused.refused
    assert documents.expect(document, project, ON) == 10
    assert documents.expect(document, project, ON) == 0
    documents.enter(document, project, [(schools[0], "antirisk", "разм")], ON)
    assert shown(document, project).cells[schools[0], "antirisk"].text == "2 из 2"
    assert shown(document, project).cells[schools[0], "antirisk"].missing == ()


def factors_of(document: Document) -> tuple[factors.FactorLine, ...]:
    with document.read() as session:
        return factors.read(session)


def test_a_stage_that_is_over_is_told_unless_the_document_is_where_it_must_be(
    document: Document, schools: list[bytes], project: bytes
) -> None:
    documents.enter(document, project, [(schools[0], "concept", "ожид"), (schools[0], "midterm", "разм")], ON)
    cells = shown(document, project).cells
    for kind in ("concept", "midterm"):
        uid = cells[schools[0], kind].documents[0].uid
        given = {"stage1_on": "2022-02-01", "stage2_on": "2022-02-20"}
        saving.save_record(document, "school_document", uid, given)
    told = shown(document, project).cells
    assert told[schools[0], "concept"].overdue == "второй этап до 20.02.2022"
    assert told[schools[0], "midterm"].overdue == "второй этап до 20.02.2022"
    documents.enter(document, project, [(schools[0], "midterm", "подтв")], ON)
    assert shown(document, project).cells[schools[0], "midterm"].overdue == ""
    uid = told[schools[0], "concept"].documents[0].uid
    saving.save_record(document, "school_document", uid, {"stage2_on": "2022-09-20"})
    assert shown(document, project).cells[schools[0], "concept"].overdue == "первый этап до 01.02.2022"


def test_the_first_programme_with_documents_is_shown_and_those_of_none_are_offered(
    document: Document, schools: list[bytes], project: bytes
) -> None:
    with document.read() as session:
        assert documents.read(session, on=ON).programme == project
    documents.enter(document, None, [(schools[2], "folder", "загр")], ON)
    with document.read() as session:
        found = documents.read(session, on=ON)
    assert found.programme is None and [one.uid for one in found.schools] == [schools[2]]
    assert "folder" in found.kinds and [name for _, name in found.programmes] == ["Вне программ", "500+"]
