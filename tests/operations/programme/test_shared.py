"""Programmes in two offices: both tick schools, set the same target, carry texts; merges, undo and parts keep all of it."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.operations.programme import indicators, outline, writing
from shnor_desktop.operations.programme.indicators import Slot
from shnor_desktop.operations.records.records import save
from shnor_desktop.operations.sharing import parts
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.indicators import Year
from tests.conftest import WHO
from tests.operations.copies import Copies

Y2021 = Slot(Year(2021, "school"))
GIVEN = {"kind": "municipal", "title": "Поддержка", "starts": "2021-09-01", "ends": "2022-08-31"}


def test_two_offices_work_on_one_programme(new_path: Callable[[str], Path], tmp_path: Path) -> None:
    path = new_path("начало.shnor")
    with Document.open(path, WHO) as document:
        programme = writing.begin(document, GIVEN, "short")
        with document.write("школы") as session:
            schools = [save(session, "school", None, {"name": name}) for name in ("Берёзовская", "Луговая")]
    both = Copies(path, tmp_path)

    def one(session: Session) -> None:
        save(session, "programme", programme, {"schools": ((schools[0], ""),)})
        writing.put_part(session, programme, "section", None, {"title": "От одного"})
        indicator = indicators.table(session, programme).rows[0].uid
        indicators.save_value(session, indicator, Y2021, {"target_e4": 50 * E4})

    def other(session: Session) -> None:
        save(session, "programme", programme, {"schools": ((schools[0], ""), (schools[1], ""))})
        writing.put_part(session, programme, "section", None, {"title": "От другого"})
        indicator = indicators.table(session, programme).rows[0].uid
        indicators.save_value(session, indicator, Y2021, {"target_e4": 50 * E4})

    both.edit(0, one)
    both.edit(1, other)
    both.exchange()
    seen = []
    for number in range(2):
        assert both.questions(number) == ()
        with both.open(number) as document, document.read() as session:
            found = outline.outline(session, programme)
            table = indicators.table(session, programme)
            titles = [part.title for part in found.walk()]
            assert {"От одного", "От другого"} <= set(titles)
            assert set(found.programme.schools) == set(schools)
            assert table.rows[0].figures[table.slots.index(Y2021)].target == "50"
            seen.append((titles, [row.text for row in table.rows]))
    assert seen[0] == seen[1]


def test_a_part_for_a_school_names_its_programme(document: Document, tmp_path: Path) -> None:
    programme = writing.begin(document, GIVEN, "short")
    with document.write("школы") as session:
        school = save(session, "school", None, {"name": "Берёзовская"})
        save(session, "programme", programme, {"schools": ((school, ""),)})
    out = tmp_path / "часть.shnor"
    parts.send_part(document, out, school=school)
    with Document.open(out, WHO) as part, part.read() as session:
        (line,) = outline.programmes(session)
        assert (line.title, line.schools) == ("Поддержка", (school,))
