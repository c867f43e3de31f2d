"""The order that approves the signed list: they know each other, and the order tells the reasons of the list."""

from typing import Any

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.models.schools import School
from shnor_desktop.operations.identification import classification, lists
from shnor_desktop.operations.orders import drafts, signing
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.records import records
from shnor_desktop.papers.tree.paper import Corner, Paper, Title, plain, runs_of
from tests.operations.district import District


def texts(paper: Paper) -> list[str]:
    return [plain(inline).replace("\u00a0", " ") for block in paper.blocks() for inline in runs_of(block)]


def corners(paper: Paper) -> list[str]:
    found = [one for one in paper.blocks() if isinstance(one, Corner)]
    return [" ".join(one.lines).replace("\u00a0", " ") for one in found]


@pytest.fixture
def signed(document: Document) -> bytes:
    """A list of one school that meets a criterion and one that the region named."""
    with document.write("Район") as session:
        records.save(session, "office", None, {"name": "Управление образования", "order_suffix": "-од"})
        made = District(session)
        made.result(made.school("Береговая ООШ"), made.sitting("vpr", "МА", 5, 2021, "spring"), 10, 4)
        made.result(made.schools["Береговая ООШ"], made.sitting("vpr", "РУ", 5, 2021, "spring"), 10, 5)
        named = made.school("Горная СОШ")
        region: dict[str, Any] = {
            "school": named,
            "kind": "low_result",
            "basis": "regional",
            "since": "2022-01-01",
        }
        records.save(session, "school_status", None, {**region, "basis_text": "письмо от 10.08.2022 № 5"})
        given = lists.Signing("2022-09-05", "И.О. Образцова")
        return lists.sign(session, classification.profile(session), given)


def test_the_order_names_the_year_and_the_reasons_and_the_list_names_the_order(
    document: Document, signed: bytes
) -> None:
    order = drafts.prepare(document, "list", {"date": "2022-09-06"})
    with document.read() as session:
        paper = registry.compose(session, "order", order=order)
        assert lists.all_lists(session)[0].approved == "", "a draft decides nothing"
        names = set(session.scalars(select(School.official_name)))
    titles = [" ".join(one.lines) for one in paper.blocks() if isinstance(one, Title)]
    assert any("на 2022/23 учебный год" in one.replace("\u00a0", " ") for one in titles)
    told = texts(paper)
    assert any(one.endswith("результатами на 2022/23 учебный год (прилагается).") for one in told)
    assert names <= set(told)
    assert {"по расчёту (критерий 1)", "по перечню региона (письмо от 10.08.2022 № 5)"} <= set(told)
    assert corners(paper) == ["Приложение УТВЕРЖДЁН приказом управления образования от 06.09.2022 № 1-од"]

    signing.sign(document, order)
    told_of_order = "утверждён приказом от 06.09.2022 № 1-од"
    with document.read() as session:
        line = next(one for one in lists.all_lists(session) if one.uid == signed)
        assert line.approved == told_of_order
        views = lists.status_view(session, classification.profile(session), "2022-10-01")
        assert {one.signed.approved for one in views if one.signed} == {told_of_order}
        printed = registry.compose(session, "list", signed=signed)
    assert corners(printed)[0] == "УТВЕРЖДЁН приказом управления образования от 06.09.2022 № 1-од"

    drafts.prepare(document, "list", {"date": "2022-09-07"})
    with document.read() as session:
        assert next(one for one in lists.all_lists(session) if one.uid == signed).approved == told_of_order
    signing.cancel(document, order)
    with document.read() as session:
        assert next(one for one in lists.all_lists(session) if one.uid == signed).approved == ""


def test_schools_stand_in_the_order_of_the_list_whatever_form_of_ownership_they_have(
    document: Document,
) -> None:
    names = ("МКОУ «Береговая ООШ»", "МБОУ «Горная СОШ»", "МКОУ «Ёлкинская СОШ»", "МБОУ «Лесная СОШ»")
    with document.write("Район") as session:
        for name in reversed(names):
            status: dict[str, Any] = {"school": District(session).school(name), "kind": "low_result"}
            status |= {"since": "2022-01-01", "basis": "other", "basis_text": "письмо"}
            records.save(session, "school_status", None, status)
    with document.read() as session:
        listed = [session.get_one(School, uid).name for uid in drafts.listed(session)]
    assert listed == list(names)
