"""Statuses over time, proposed by the passport and the results, confirmed with a basis and ended with another."""

from datetime import date

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.operations.context import dictionary, entry, passport, proposals
from shnor_desktop.operations.context.proposals import PROPOSED, REVIEW, STANDING, StatusRow
from shnor_desktop.operations.identification import statuses
from shnor_desktop.operations.identification.statuses import Ground
from shnor_desktop.operations.records import records, saving
from tests.operations.district import District

ON = date(2022, 3, 1)
ORDER = Ground("order", "приказ от 01.02.2022 № 5", "2022-02-01")


@pytest.fixture
def schools(document: Document) -> dict[str, bytes]:
    """Four schools with results of two years; the first in adverse conditions and above the others."""
    dictionary.fill(document)
    with document.write("Район") as session:
        district = District(session)
        names = [f"Школа {n}" for n in range(4)]
        for name in names:
            district.school(name)
        for year in (2020, 2021):
            for grade in (5, 6):
                sitting = district.sitting("vpr", "МА", grade, year, "spring")
                for n, name in enumerate(names):
                    district.result(district.schools[name], sitting, 60, 2 if n == 0 else 15)
        found = dict(district.schools)
    with document.read() as session:
        weighted = [one for one in passport.read(session, 2021).dictionary.lines if one.counts]
    total = next(one for one in weighted if one.text == "Вакансии учителей")
    entry.enter(
        document, 2021, [(uid, total.uid, "3" if name == "Школа 0" else "0") for name, uid in found.items()]
    )
    for one in weighted:
        if one.uid != total.uid:
            saving.save_record(document, "indicator", one.uid, {"weight_e4": None})
    return found


def rows(document: Document, *states: str) -> list[StatusRow]:
    with document.read() as session:
        return [one for one in proposals.read(session, ON).rows if not states or one.state in states]


def test_adverse_resilient_and_high_are_proposed_with_their_reasons(
    document: Document, schools: dict[str, bytes]
) -> None:
    found = {one.kind: one for one in rows(document)}
    assert set(found) == {"adverse_social", "resilient", "high_result"}
    assert {one.school for one in found.values()} == {schools["Школа 0"]}
    assert found["adverse_social"].why == "Индекс социального неблагополучия 100,0\u00a0%."
    assert "статус ШНСУ не подтверждён" in found["resilient"].why
    assert "не справились 4 из 120" in found["high_result"].why
    assert "при долях района было бы 23,5" in found["high_result"].why
    assert {one.state for one in found.values()} == {PROPOSED}


def test_confirming_needs_a_basis_keeps_the_reasons_and_is_one_step(
    document: Document, schools: dict[str, bytes]
) -> None:
    chosen = [one for one in rows(document) if one.kind in ("adverse_social", "high_result")]
    with pytest.raises(UserError):
        proposals.confirm(document, chosen, Ground("order", " ", "2022-02-01"))
    assert proposals.confirm(document, chosen, ORDER) == 2
    standing = {one.kind: one for one in rows(document, STANDING)}
    status = standing["adverse_social"].status
    assert status is not None and status.basis_text == ORDER.text and "Индекс" in status.note
    resilient = next(one for one in rows(document) if one.kind == "resilient")
    assert resilient.judgement is not None and not resilient.judgement.doubts
    document.undo()
    assert not rows(document, STANDING)


def test_a_school_that_helps_others_may_be_a_leader(document: Document, schools: dict[str, bytes]) -> None:
    with document.write("Партнёр") as session:
        one, other = schools["Школа 0"], schools["Школа 1"]
        records.save(session, "assignment", None, {"role": "partner", "school": one, "for_school": other})
    leader = next(one for one in rows(document) if one.kind == "leader")
    assert "помогает другим: партнёр" in leader.why


def test_a_status_that_the_figures_do_not_bear_is_shown_and_stays(
    document: Document, schools: dict[str, bytes]
) -> None:
    ground = Ground("order", ORDER.text, ORDER.since, "high_result")
    statuses.name_schools(document, [schools["Школа 1"]], ground)
    (review,) = rows(document, REVIEW)
    assert review.school == schools["Школа 1"] and review.why.rstrip(".").endswith("2021/22 и 2020/21")
    assert proposals.end(document, [review], "2022-06-30", "приказ от 30.06.2022 № 9") == 1
    with document.read() as session:
        ended = next(one for one in proposals.read(session, date(2022, 9, 1)).rows if one.status)
    assert (ended.state, ended.until) == ("ended", "2022-06-30") and ended.why == ""


def test_statuses_of_closed_schools_and_of_other_kinds_are_shown_without_judgement(
    document: Document, schools: dict[str, bytes]
) -> None:
    statuses.name_schools(document, [schools["Школа 2"]], ORDER)
    saving.save_record(document, "school", schools["Школа 2"], {"closed_on": "2022-01-15"})
    (row,) = rows(document, STANDING)
    assert (row.kind_text, row.judgement) == ("ШНОР", None)


def test_an_empty_file_proposes_nothing(document: Document) -> None:
    assert rows(document) == []
