"""Programmes, their parts as a tree, texts that stand in two places, days and the school calendar."""

from datetime import date

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.values import Value
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.records.records import save
from shnor_desktop.rules.deadlines.calendar import TERM, Window
from shnor_desktop.rules.deadlines.due import Period


def filled(document: Document) -> dict[str, bytes]:
    with document.write("программа") as session:
        one = save(
            session,
            "programme",
            None,
            {
                "kind": "municipal",
                "title": "Поддержка школ Заречного района",
                "short_title": "Поддержка",
                "starts": "2021-09-01",
                "ends": "2022-08-31",
                "period_label": "2021/22 учебный год",
            },
        )
        other = save(
            session, "programme", None, {"kind": "roadmap", "title": "Дорожная карта", "starts": "2022-01-01"}
        )
        goal = save(
            session,
            "part",
            None,
            {"programme": one, "place": "section", "position": 3000, "text": "Цель слов"},
        )
        row = save(
            session, "part", None, {"programme": one, "place": "passport", "position": 1000, "same_as": goal}
        )
        again = save(
            session, "part", None, {"programme": one, "place": "passport", "position": 2000, "same_as": row}
        )
        plan = save(
            session, "part", None, {"programme": one, "place": "plan", "position": 4000, "number": "III."}
        )
        group = save(session, "part", None, {"parent": plan, "place": "plan_section", "title": "Кадры"})
        for part in (plan, group, group):
            save(session, "activity", None, {"part": part, "text": "Семинар"})
        return {
            "one": one,
            "other": other,
            "goal": goal,
            "row": row,
            "again": again,
            "plan": plan,
            "group": group,
        }


def test_an_outline_is_a_tree_in_the_order_of_its_places(document: Document) -> None:
    made = filled(document)
    with document.read() as session:
        found = outline.outline(session, made["one"])
    assert [one.uid for one in found.walk()] == [
        made[name] for name in ("row", "again", "goal", "plan", "group")
    ]
    assert [one.depth for one in found.walk()] == [0, 0, 0, 0, 1]
    assert [one.activities for one in found.parts] == [0, 0, 0, 1]
    assert found.parts[-1].children[0].activities == 2
    assert [one.uid for one in found.at("plan_section")] == [made["group"]]


def test_what_is_printed_twice_has_one_text_however_long_the_way(document: Document) -> None:
    made = filled(document)
    with document.read() as session:
        found = outline.outline(session, made["one"])
    assert [one.text for one in found.at("passport")] == ["Цель слов", "Цель слов"]
    assert [one.typed for one in found.at("passport")] == ["", ""]


def test_programmes_stand_with_the_latest_first_and_are_found_by_their_words(document: Document) -> None:
    made = filled(document)
    with document.read() as session:
        assert [one.uid for one in outline.programmes(session)] == [made["other"], made["one"]]
        for words in ("поддержка", "«Поддержка школ Заречного района»", "заречного", made["one"].hex()):
            assert [one.uid for one in outline.find(session, words)] == [made["one"]], words
        assert len(outline.find(session, None)) == 2
        with pytest.raises(UserError, match="нет в файле"):
            outline.find(session, "Космос")


def test_the_days_and_the_calendar(document: Document) -> None:
    made = filled(document)
    with document.write("четверть") as session:
        given: dict[str, Value] = {
            "school_year": 2021,
            "kind": "term",
            "number": 1,
            "starts": "2021-09-06",
            "ends": "2021-10-29",
        }
        save(session, "term", None, given)
    with document.read() as session:
        one = outline.programme(session, made["one"])
        assert outline.period(one) == Period(date(2021, 9, 1), date(2022, 8, 31), True)
        assert outline.period(outline.programme(session, made["other"])) is None
        terms = outline.calendar(session)
    assert terms.part(2021, TERM, 1) == Window(date(2021, 9, 6), date(2021, 10, 29))
    assert terms.part(2021, TERM, 2) == Window(date(2021, 11, 5), date(2021, 12, 30))
