"""The next years of a programme: what is carried over, what is moved on, what is shown, what is left behind."""

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.programme import IndicatorValue, Programme
from shnor_desktop.models.roadmap import Activity
from shnor_desktop.operations.programme import indicators, outline
from shnor_desktop.operations.programme.carry_over import carry_over, preview
from shnor_desktop.operations.programme.indicators import Slot
from shnor_desktop.operations.records import linking
from shnor_desktop.operations.records.records import save
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.indicators import Year


def filled(document: Document) -> bytes:
    with document.write("программа") as session:
        school = save(session, "school", None, {"name": "Берёзовская"})
        one = save(
            session,
            "programme",
            None,
            {
                "kind": "municipal",
                "title": "Поддержка",
                "period_label": "2021/22 учебный год",
                "starts": "2021-09-01",
                "ends": "2022-08-31",
                "schools": ((school, ""),),
            },
        )
        goal = save(
            session,
            "part",
            None,
            {"programme": one, "place": "section", "text": "План на 2021-2022 год.", "position": 500},
        )
        save(
            session, "part", None, {"programme": one, "place": "passport", "same_as": goal, "position": 1000}
        )
        law = "По закону от 29.12.2012 и карте на 2020-2021 годы."
        save(session, "part", None, {"programme": one, "place": "section", "text": law, "position": 2000})
        plan = save(session, "part", None, {"programme": one, "place": "plan", "position": 3000})
        group = save(
            session, "part", None, {"programme": one, "parent": plan, "place": "plan_section", "title": "А"}
        )
        share = save(session, "indicator", None, {"programme": one, "text": "Доля школ", "unit": "%"})
        indicators.save_value(
            session, share, Slot(Year(2021, "school")), {"target_e4": 50 * E4, "fact_e4": 40 * E4}
        )
        save(
            session,
            "activity",
            None,
            {
                "part": group,
                "number": "1.1",
                "text": "Семинар",
                "due_text": "до 15.10.2021",
                "responsible": "ИМЦ",
                "state": "done",
                "indicators": ((share, ""),),
                "schools": ((school, ""),),
            },
        )
        return one


def test_everything_is_carried_over_and_moved_on(document: Document) -> None:
    old = filled(document)
    new = carry_over(document, old)
    with document.read() as session:
        line = outline.programme(session, new)
        assert (line.starts, line.ends, line.period_label) == (
            "2022-09-01",
            "2023-08-31",
            "2022/23 учебный год",
        )
        assert line.previous == old and len(line.schools) == 1 and line.approved_by is None
        found = outline.outline(session, new)
        assert [one.place for one in found.walk()] == [
            "section",
            "passport",
            "section",
            "plan",
            "plan_section",
        ]
        texts = [one.text for one in found.walk()]
        assert texts[0] == texts[1] == "План на 2022-2023 год."
        assert texts[2] == "По закону от 29.12.2012 и карте на 2020-2021 годы."
        repeated = found.at("passport")[0]
        assert repeated.same_as == found.parts[0].uid
        inside = found.at("plan_section")[0]
        row = session.scalars(select(Activity).where(Activity.part == inside.uid)).one()
        assert (row.due_text, row.state, row.responsible, row.number) == ("до 15.10.2022", "", "ИМЦ", "1.1")
        table = indicators.table(session, new)
        links = linking.linked(session, BY_CODE["activity"], [row.uid])[row.uid]
        assert links["indicators"][0][0] == table.rows[0].uid and len(links["schools"]) == 1
        value = table.rows[0].figures[0]
        assert (table.slots[0].label, value.target, value.fact) == ("2022/23", "50", "")
        assert (
            session.scalars(select(Programme)).all()
            and len(session.scalars(select(IndicatorValue)).all()) == 2
        )
    document.undo()
    with document.read() as session:
        assert [one.uid for one in session.scalars(select(Programme))] == [old]


def test_every_period_in_the_texts_is_shown(document: Document) -> None:
    old = filled(document)
    with document.read() as session:
        plan = preview(session, old)
    shown = {(one.before, one.after, one.moves) for one in plan.periods}
    assert shown == {
        ("2021/22", "2022/23", True),
        ("2021-2022", "2022-2023", True),
        ("29.12.2012", "29.12.2013", False),
        ("2020-2021", "2021-2022", False),
        ("15.10.2021", "15.10.2022", True),
    }
    wanted = frozenset(one.key for one in plan.periods if one.before == "2020-2021")
    new = carry_over(document, old, wanted)
    with document.read() as session:
        texts = [one.text for one in outline.outline(session, new).walk()]
    assert texts[2] == "По закону от 29.12.2012 и карте на 2021-2022 годы."
    assert texts[0] == "План на 2021-2022 год."


def test_four_calendar_years_are_followed_by_four(document: Document) -> None:
    with document.write("программа") as session:
        given = {"kind": "municipal", "title": "П", "starts": "2018-01-01", "ends": "2021-12-31"}
        old = save(session, "programme", None, given)
    with document.read() as session:
        plan = preview(session, old)
    assert (str(plan.starts), str(plan.ends), plan.years) == ("2022-01-01", "2025-12-31", 4)


def test_without_a_period_nothing_follows(document: Document) -> None:
    with document.write("программа") as session:
        old = save(session, "programme", None, {"kind": "municipal", "title": "П"})
    with pytest.raises(UserError, match="не указан период"):
        carry_over(document, old)
