"""Which sittings are compared, who counts as supported, what is told when nothing can be."""

from collections.abc import Callable
from typing import Any

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.results import SchoolResult, Sitting
from shnor_desktop.operations.effect import printing
from shnor_desktop.operations.effect.comparing import Effects, Report
from shnor_desktop.operations.effect.supported import ASSIGNMENT, HELP, PROGRAMME, STATUS
from shnor_desktop.operations.records.records import save
from shnor_desktop.rules.effect import Finding, Place
from tests.operations.district import District
from tests.operations.effect.schools import HELPED, curators, fill

SITTING = "ВПР МА 5, весна 2023"


def judged(document: Document, way: str = "", before: str = "") -> Report:
    with document.read() as session:
        effects = Effects(session)
        return effects.report(effects.asked(SITTING, before), way)


def filled(document: Document, then: Callable[[Any, dict[str, bytes]], object], **given: str) -> None:
    with document.write("Район") as session:
        then(session, fill(session, **given))


def names(report: Report) -> set[str]:
    return {one.name for one in report.schools if one.supported}


def test_the_helped_are_judged_beside_the_others(document: Document) -> None:
    filled(document, lambda session, schools: curators(session, schools, since="2022-09-01"))
    found = judged(document)
    assert (found.way, names(found)) == (HELP, set(HELPED))
    assert found.effect.finding is Finding.BETTER
    assert found.answer.startswith("В школах с поддержкой не справившихся меньше")
    assert (found.comparison.days.starts, found.comparison.days.ends) == ("2022-04-15", "2023-04-15")
    first = next(one for one in found.schools if one.name == "Первая")
    assert first.grounds[0].text == "куратор"
    assert len(first.sources) == 2
    with document.read() as session:
        lines = printing.view(session).lines
        facts = printing.gather(session, lines[0].key)
    assert [one.answer for one in lines] == [found.answer] == [facts.answer]
    assert {one.name: one.place for one in facts.rows}["Первая"] is Place.INSIDE


@pytest.mark.parametrize(
    ("days", "counts"),
    [
        ({"since": "2021-09-01", "until": "2022-04-14"}, False),
        ({"since": "2021-09-01", "until": "2022-04-15"}, True),
        ({"since": "2023-04-16"}, False),
        ({}, True),
    ],
)
def test_support_counts_that_ran_between_the_two_days(
    document: Document, days: dict[str, str], counts: bool
) -> None:
    filled(document, lambda session, schools: curators(session, schools, **days))
    assert bool(names(judged(document, ASSIGNMENT))) is counts


def test_a_date_of_the_sitting_goes_before_the_usual_one(document: Document) -> None:
    filled(document, lambda session, schools: None, held_on="2023-05-20")
    assert judged(document).comparison.days.ends == "2023-05-20"


def test_a_helper_of_a_teacher_helps_the_school_and_a_group_does_not(document: Document) -> None:
    def bound(session: Any, schools: dict[str, bytes]) -> None:
        teacher = save(session, "person", None, {"name": "Ручьёв М.", "school": schools["Вторая"]})
        save(session, "assignment", None, {"role": "mentor", "body": "ИМЦ", "for_person": teacher})
        save(
            session,
            "assignment",
            None,
            {"role": "group_member", "body": "ИМЦ", "for_school": schools["Третья"]},
        )

    filled(document, bound)
    assert names(judged(document)) == {"Вторая"}


def test_programmes_and_statuses_are_ways_of_their_own(document: Document) -> None:
    def bound(session: Any, schools: dict[str, bytes]) -> None:
        days: dict[str, Any] = {"starts": "2022-09-01", "ends": "2023-08-31"}
        named: Any = ((schools["Первая"], ""),)
        save(session, "programme", None, {"kind": "municipal", "title": "П", "schools": named, **days})
        save(
            session,
            "programme",
            None,
            {"kind": "school", "title": "Своя", "school": schools["Вторая"], **days},
        )
        save(
            session, "programme", None, {"kind": "route", "title": "ИОМ", "school": schools["Третья"], **days}
        )
        old = save(session, "programme", None, {"kind": "external", "title": "500+", "ends": "2021-08-31"})
        part: dict[str, Any] = {"role": "participant", "school": schools["Пятая"], "programme": old}
        save(session, "assignment", None, part)
        status: dict[str, Any] = {
            "school": schools["Шестая"],
            "kind": "low_result",
            "basis": "order",
            "basis_text": "приказ № 1",
        }
        save(session, "school_status", None, status | {"since": "2022-09-01"})

    filled(document, bound)
    assert names(judged(document)) == {"Первая", "Вторая"} == names(judged(document, PROGRAMME))
    assert names(judged(document, ASSIGNMENT)) == set()
    assert names(judged(document, STATUS)) == {"Шестая"}


def test_statuses_count_where_nothing_says_of_help(document: Document) -> None:
    filled(document, lambda session, schools: None)
    found = judged(document)
    assert found.way == STATUS and found.effect.finding is Finding.NOTHING


def test_what_is_not_comparable_is_not_judged(document: Document) -> None:
    filled(document, lambda session, schools: curators(session, schools), scale="свой перевод баллов")
    found = judged(document)
    assert found.answer == "Сравнить нельзя: изменилась шкала перевода баллов."
    assert found.sentences == (found.answer,) and found.effect.supported is None
    assert found.share is not None, "the funnel of the sitting stands"


def test_other_seasons_and_classes_are_told(document: Document) -> None:
    def more(session: Any, schools: dict[str, bytes]) -> None:
        district = District(session)
        autumn = district.sitting("vpr", "МА", 5, 2022, "autumn", sat=6)
        for school in schools.values():
            district.result(school, autumn, 40, 10)
        session.get_one(Sitting, district.sitting("vpr", "МА", 5, 2021, "spring")).sitting_grade = 6

    filled(document, more)
    assert "разное время" in judged(document, before="ВПР МА 5, осень 2022").answer
    assert "разных классов" in judged(document, before="ВПР МА 5, весна 2022").answer


def test_what_lacks_is_told(document: Document) -> None:
    def worn(session: Any, schools: dict[str, bytes]) -> None:
        curators(session, schools)
        for result in session.query(SchoolResult).filter_by(school=schools["Пятая"]):
            result.participants, result.failed, result.failed_pct_e4 = None, None, 250_000
        for result in session.query(SchoolResult).filter_by(school=schools["Шестая"]):
            result.state = "not_received"
        district = District(session, dict(schools))
        district.result(district.school("Новая"), district.sitting("vpr", "МА", 5, 2022, "spring"), 300, 60)
        for result in session.query(SchoolResult).filter_by(school=schools["Первая"]):
            result.participants = 40 if result.failed == 20 else 400

    filled(document, worn)
    found = judged(document)
    by_name = {one.name: one for one in found.schools}
    assert by_name["Новая"].why == "до: результата нет" and by_name["Новая"].change is None
    assert "неизвестно" in by_name["Пятая"].why
    assert any("Пятая" in text and "Шестая" in text and "Новая" in text for text in found.warnings)
    assert any("Число участников изменилось с 400 до 760" in text for text in found.warnings)


def test_branches_count_with_their_school(document: Document) -> None:
    def more(session: Any, schools: dict[str, bytes]) -> None:
        district = District(session)
        branch = district.school("Филиал", parent=schools["Первая"])
        for year in (2021, 2022):
            district.result(branch, district.sitting("vpr", "МА", 5, year, "spring"), 10, 5)
        save(session, "assignment", None, {"role": "curator", "body": "ИМЦ", "for_school": branch})

    filled(document, more)
    first = next(one for one in judged(document).schools if one.name == "Первая")
    assert first.before == (25, 50) and first.supported and len(first.sources) == 4


def test_a_sitting_is_found_by_its_words(document: Document) -> None:
    filled(document, lambda session, schools: None)
    with document.read() as session:
        effects = Effects(session)
        assert effects.find("впр ма 5 весна 2023") == effects.find(SITTING)
        for text, told in (("ВПР МА 5", "проведений: 2"), ("ОГЭ", "в файле нет"), ("  ", "в файле нет")):
            with pytest.raises(UserError, match=told):
                effects.find(text)
        with pytest.raises(UserError, match="не с чем"):
            effects.asked("ВПР МА 5, весна 2022")
        with pytest.raises(UserError, match="больше нет"):
            effects.sitting(b"\0" * 16)


def test_the_first_sitting_may_be_asked_for(document: Document) -> None:
    def more(session: Any, schools: dict[str, bytes]) -> None:
        district = District(session)
        for school in schools.values():
            district.result(school, district.sitting("vpr", "МА", 5, 2019, "spring"), 40, 10)

    filled(document, more)
    with document.read() as session:
        effects = Effects(session)
        near, far = effects.comparisons(), effects.comparisons(first=True)
        assert [one.before.school_year for one in near] == [2021, 2019]
        assert [one.before.school_year for one in far] == [2019, 2019]
        assert len(printing.pairs(session)) == 3
