"""The columns of a plan as they are kept, chosen and printed."""

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.operations.programme import columns
from shnor_desktop.operations.programme.page import programme_facts
from shnor_desktop.operations.records.records import save

GIVEN = {"kind": "municipal", "title": "Поддержка", "starts": "2021-09-01", "ends": "2022-08-31"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", columns.USUAL),
        ("неведомое=Слово", columns.USUAL),
        ("text=Дело; number = № п/п;due", (("text", "Дело"), ("number", "№ п/п"), ("due", "Срок"))),
        ("text=А; text=Б", (("text", "А"),)),
    ],
)
def test_what_is_kept_is_read(text: str, found: tuple[tuple[str, str], ...]) -> None:
    assert columns.columns_of(text) == found
    assert columns.columns_of(columns.kept(found)) == found


def test_a_heading_may_hold_what_parts_the_pieces() -> None:
    assert columns.columns_of(columns.kept((("text", "Что; как = где"),))) == (("text", "Что, как = где"),)


def test_the_plan_is_printed_with_them(document: Document) -> None:
    with document.write("программа") as session:
        uid = save(session, "programme", None, GIVEN)
        plan = save(session, "part", None, {"programme": uid, "place": "plan", "title": "План"})
        save(session, "activity", None, {"part": plan, "text": "Семинар", "note": "в актовом зале"})
    columns.choose(document, plan, (("note", "Где"), ("text", "Что")))
    with document.read() as session:
        (section,) = programme_facts(session, uid).sections
        assert section.plan is not None
        assert section.plan.columns == (("note", "Где"), ("text", "Что"))
        assert [row.cells for row in section.plan.rows] == [("в актовом зале", "Семинар")]
    document.undo()
    with document.read() as session:
        assert columns.of_plan(session, plan) == columns.USUAL
    with pytest.raises(UserError, match="ни одна графа"):
        columns.choose(document, plan, ())
