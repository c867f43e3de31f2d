"""The order that approves the signed list: they know each other, and the order tells the reasons of the list."""

from typing import Any

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.identification import StatusList
from shnor_desktop.models.schools import School
from shnor_desktop.operations.identification import classification, lists
from shnor_desktop.operations.orders import contents, drafts, list_order, signing
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


def asks(document: Document, order: bytes) -> list[str]:
    with document.read() as session:
        return [one for one in contents.contents(session, order).asks if "перечн" in one.casefold()]


def standing(document: Document, on: str = "2022-09-08") -> list[str]:
    with document.read() as session:
        return [one.told for one in list_order.standing(session, on)]


def sign_list(document: Document, signed_on: str = "2022-09-05") -> bytes:
    with document.write("Перечень") as session:
        given = lists.Signing(signed_on, "И.О. Образцова")
        return lists.sign(session, classification.profile(session), given)


TITLE = "Об утверждении перечня школ с низкими образовательными результатами на 2022/23 учебный год"


def name(day: str, number: int) -> str:
    return f"приказ от {day} № {number}-од «{TITLE}»"


def test_a_second_order_about_the_list_is_told_with_the_first(document: Document, signed: bytes) -> None:
    assert standing(document) == []
    first = drafts.prepare(document, "list", {"date": "2022-09-06"})
    assert standing(document) == [f"{name('06.09.2022', 1)} (проект)"] and asks(document, first) == []
    second = drafts.prepare(document, "list", {"date": "2022-09-07"})
    told = "О том же перечне в файле уже есть: "
    assert asks(document, second) == [f"{told}{name('06.09.2022', 1)} (проект)."]
    assert asks(document, first) == [f"{told}{name('07.09.2022', 2)} (проект)."]
    signing.sign(document, first)
    assert standing(document) == [f"{name('06.09.2022', 1)} (подписан)", f"{name('07.09.2022', 2)} (проект)"]
    signing.cancel(document, first)
    assert asks(document, second) == []
    drafts.prepare(document, "monitoring", {"date": "2022-09-07"})
    assert len(standing(document)) == 1, "another order that names the schools of the list"


def test_the_order_of_another_year_is_another(document: Document) -> None:
    made = drafts.prepare(document, "list", {"date": "2022-09-06"})
    signing.sign(document, made)
    (told,) = standing(document, "2022-10-01")
    assert told.endswith("результатами» (подписан)")
    assert standing(document, "2023-09-06") == []


def test_a_draft_that_is_older_than_its_list_says_so_and_is_renewed(document: Document) -> None:
    document_of_list(document)
    order = drafts.prepare(document, "list", {"date": "2022-09-01"})
    with document.read() as session:
        assert list_order.renewal(session, order) is None
    signed = sign_list(document)
    (told,) = asks(document, order)
    assert told == (
        "Перечень подписан 05.09.2022: «Перечень ШНОР на 2022/23 учебный год»; в проекте приказа стоит прежнее: "
        "заголовок, пункт 1, название приложения и школы. На экране «Приказы» это исправит «Обновить по перечню…»."
    )
    list_order.renew(document, order)
    assert asks(document, order) == []
    with document.read() as session:
        assert session.get_one(StatusList, signed).paper == order
        form = records.form(session, "paper", order).values
        assert form["title"] == TITLE
        assert form["schools"] == tuple((uid, "") for uid in drafts.listed(session))
        first = contents.contents(session, order).pieces[0].text
    assert first.startswith("Утвердить перечень") and "на 2022/23 учебный год" in first
    document.undo()
    assert asks(document, order) == [told]


def test_what_a_person_worded_in_the_draft_stays(document: Document) -> None:
    document_of_list(document)
    order = drafts.prepare(document, "list", {"date": "2022-09-01"})
    with document.write("Заголовок") as session:
        records.save(session, "paper", order, {"title": "О перечне ШНОР"})
    sign_list(document)
    with document.read() as session:
        found = list_order.renewal(session, order)
        kept = records.form(session, "paper", order).values["schools"]
    assert found is not None and found.by_hand == ("заголовок",)
    assert [one.place for one in found.changes] == ["пункт 1", "название приложения", "школы"]
    list_order.renew(document, order, schools=False)
    with document.read() as session:
        values = records.form(session, "paper", order).values
    assert (values["title"], values["schools"]) == ("О перечне ШНОР", kept)
    with pytest.raises(UserError, match="не по чему"):
        list_order.renew(document, order)


def test_of_many_schools_the_first_are_named(document: Document) -> None:
    with document.write("Район") as session:
        made = District(session)
        made.result(made.school("Береговая ООШ"), made.sitting("vpr", "МА", 5, 2021, "spring"), 10, 1)
    order = drafts.prepare(document, "list", {"date": "2022-09-01"})
    with document.write("Регион") as session:
        for number in range(23):
            status: dict[str, Any] = {
                "school": District(session).school(f"Школа № {number}"),
                "kind": "low_result",
            }
            status |= {"since": "2022-01-01", "basis": "regional", "basis_text": "письмо"}
            records.save(session, "school_status", None, status)
    sign_list(document)
    with document.read() as session:
        found = list_order.renewal(session, order)
    assert found is not None
    (told,) = (one.told for one in found.changes if one.place == "школы")
    assert told.startswith("Школы добавятся: Школа № 0, ") and told.endswith("Школа № 19 и ещё 3")


def test_a_school_that_stays_in_the_draft_keeps_its_note(document: Document, signed: bytes) -> None:
    order = drafts.prepare(document, "list", {"date": "2022-09-06"})
    with document.write("Школы") as session:
        first, last = drafts.listed(session)
        records.save(session, "paper", order, {"schools": ((last, "базовая"),)})
    sign_list(document, "2022-09-07")
    list_order.renew(document, order)
    with document.read() as session:
        assert records.form(session, "paper", order).values["schools"] == ((first, ""), (last, "базовая"))


def test_a_list_that_is_signed_anew_for_the_year_is_told_to_its_draft(
    document: Document, signed: bytes
) -> None:
    order = drafts.prepare(document, "list", {"date": "2022-09-06"})
    again = sign_list(document, "2022-09-07")
    assert asks(document, order) == [
        "Перечень подписан 07.09.2022: «Перечень ШНОР на 2022/23 учебный год»; с этим проектом он не связан. "
        "На экране «Приказы» это исправит «Обновить по перечню…»."
    ]
    list_order.renew(document, order)
    with document.read() as session:
        assert [session.get_one(StatusList, uid).paper for uid in (signed, again)] == [None, order]


def document_of_list(document: Document) -> None:
    """Results by which a list can be signed, none of it signed yet."""
    with document.write("Район") as session:
        records.save(session, "office", None, {"name": "Управление образования", "order_suffix": "-од"})
        made = District(session)
        made.result(made.school("Береговая ООШ"), made.sitting("vpr", "МА", 5, 2021, "spring"), 10, 4)
        made.result(made.schools["Береговая ООШ"], made.sitting("vpr", "РУ", 5, 2021, "spring"), 10, 5)
