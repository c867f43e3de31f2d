"""Plans for other programs: the workbook comes back unchanged, the calendar says what is still to be done."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.operations.roadmap import editing, ics, plan_import
from shnor_desktop.operations.roadmap.plan_export import export
from tests.operations.roadmap.facts import known, load_plan
from tests.operations.roadmap.test_plan_import import a_programme, standing, taken
from tests.sheets.roadmap import documents

ON = date(2021, 12, 1)
HEADING = ["№", "Мероприятия", "Сроки", "Ответственные"]
ROWS: documents.Expected = [
    ("Работа со школами", "1.", "Семинар: методы; приёмы", "октябрь", "ИМЦ"),
    ("Работа со школами", "2.", "Совещание", "15.12.2021", "ИМЦ\nшколы"),
    ("Контроль", "3.", "=Итоги", "по запросам", ""),
]


def a_plan(document: Document, folder: Path) -> bytes:
    programme = a_programme(document)
    path = documents.written(folder / "п.docx", lambda word: documents.across(word, "План", HEADING, ROWS))
    taken(document, path, programme)
    return programme


@pytest.mark.parametrize("source", ["001", "002"])
def test_a_workbook_of_a_plan_comes_back_unchanged(document: Document, tmp_path: Path, source: str) -> None:
    if not known(source):
        pytest.skip("the facts of the sources lie beside the checkout")
    programme, out = load_plan(document, source), tmp_path / "план.xlsx"
    assert export(document, programme, out, ON) == documents.facts(source)["counts"]["activity"]
    back = plan_import.preview(document, plan_import.read_tables(out), programme)
    assert (back.count("new"), back.count("changed"), back.writes) == (0, 0, False)


def test_into_another_file_it_goes_whole(document: Document, tmp_path: Path) -> None:
    programme, out = a_plan(document, tmp_path), tmp_path / "план.xlsx"
    export(document, programme, out, ON)
    other = a_programme(document, "002")
    taken(document, out, other)
    with document.read() as session:
        assert standing(session, other) == standing(session, programme)


def test_the_calendar_says_what_is_awaited(document: Document, tmp_path: Path) -> None:
    programme, out = a_plan(document, tmp_path), tmp_path / "план.ics"
    assert export(document, programme, out, ON) == 2
    told = unfolded(out.read_bytes())
    assert [line for line in told if line.startswith(("DTSTART", "DTEND", "SUMMARY"))] == [
        "DTSTART;VALUE=DATE:20211031",
        "DTEND;VALUE=DATE:20211101",
        "SUMMARY:1. Семинар: методы\\; приёмы",
        "DTSTART;VALUE=DATE:20211215",
        "DTEND;VALUE=DATE:20211216",
        "SUMMARY:2. Совещание",
    ]
    with document.read() as session:
        from shnor_desktop.operations.roadmap import rows

        uids = [row.uid for row in rows.plan(session, programme, ON).rows]
    editing.set_state(document, uids, "done")
    assert export(document, programme, out, ON) == 0


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")[:-1]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=400))
def test_lines_are_folded_by_octets_and_nothing_is_lost(text: str) -> None:
    made = ics.calendar([ics.Entry("1", ON, ON, text, text)], "План", ON)
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    lines = [line for line in unfolded(made) if line.startswith("SUMMARY:")]
    escaped = lines[0].removeprefix("SUMMARY:")
    assert escaped.replace("\\\\", "\0").replace("\\n", "\n").replace("\\;", ";").replace("\\,", ",").replace(
        "\0", "\\"
    ) == text.replace("\0", "\\")


def test_other_files_and_empty_plans_are_refused(document: Document, tmp_path: Path) -> None:
    programme = a_programme(document)
    for name in ("план.docx", "план.xlsx"):
        with pytest.raises(UserError):
            export(document, programme, tmp_path / name, ON)
    assert not list(tmp_path.glob("план*"))
