"""A programme is begun from a template; parts stand where they were wanted; templates are complete."""

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.models.programme import DRAWS, FORMULAS, PLACES, Indicator, Part
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.programme import outline, templates, writing
from shnor_desktop.operations.programme.templates import _kept
from shnor_desktop.rules.indicators import direction_of

GIVEN = {"kind": "municipal", "title": "Поддержка", "starts": "2021-09-01", "ends": "2022-08-31"}


@pytest.mark.parametrize("way", [one.code for one in templates.templates()])
def test_every_template_makes_a_programme_that_prints(document: Document, way: str) -> None:
    uid = writing.begin(document, GIVEN, way)
    with document.read() as session:
        found = outline.outline(session, uid)
        paper = registry.compose(session, "programme", programme=uid)
    if way:
        assert found.at("passport") and found.at("plan") and found.at("section")
        assert list(paper.tables())
        assert all(one.text for one in found.at("passport") if one.same_as is not None)
    document.undo()
    with document.read() as session:
        assert session.query(Part).count() == session.query(Indicator).count() == 0


def test_templates_name_only_what_there_is() -> None:
    kept = _kept()
    for one in kept["templates"]:
        for part in one["parts"]:
            assert part["place"] in dict(PLACES) and part.get("draws", "") in dict(DRAWS)
        assert set(one["indicators"]) <= {each.code for each in templates.indicator_templates()}
    codes = [one["code"] for one in kept["indicators"]]
    assert len(set(codes)) == len(codes) and len({one["text"] for one in kept["indicators"]}) == len(codes)
    assert len(codes) >= 31
    for one in kept["indicators"]:
        assert one.get("formula", "") in dict(FORMULAS)
        assert direction_of("", one.get("formula", ""), one["text"]) == one["direction"], one["text"]


def test_parts_stand_where_they_were_wanted(document: Document) -> None:
    uid = writing.begin(document, GIVEN)
    first = writing.add_part(document, uid, "section", None, {"title": "Первый"})
    third = writing.add_part(document, uid, "section", None, {"title": "Третий"})
    writing.add_part(document, uid, "section", first, {"title": "Второй"})
    plan = writing.add_part(document, uid, "plan", third, {"title": "План"})
    one = writing.add_part(document, uid, "plan_section", plan, {"title": "А"})
    writing.add_part(document, uid, "plan_section", one, {"title": "Б"})
    writing.add_part(document, uid, "passport", third, {"title": "Цель"})
    with document.read() as session:
        found = outline.outline(session, uid)
    assert [part.title for part in found.walk() if part.place != "passport"] == [
        "Первый",
        "Второй",
        "Третий",
        "План",
        "А",
        "Б",
    ]
    assert [part.title for part in found.parts[3].children] == ["А", "Б"]


def test_indicators_are_put_behind_those_that_are_there(document: Document) -> None:
    uid = writing.begin(document, GIVEN)
    writing.add_indicator(document, uid, {"text": "Свой", "use": "programme"})
    assert writing.add_indicators(document, uid, ("low_share", "нет такого", "courses")) == 2
    with document.read() as session:
        kept = session.query(Indicator).order_by(Indicator.position).all()
        assert [one.text for one in kept][0] == "Свой" and len(kept) == 3
        assert kept[1].formula == "share_listed"
