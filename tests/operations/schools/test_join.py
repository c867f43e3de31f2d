"""Joining two records of one school: everything is carried over, clashes are told, undo brings both back."""

import pytest
from sqlalchemy import func, select

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.identification import SchoolStatus
from shnor_desktop.models.office import Person
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.schools import School
from shnor_desktop.operations.cards import school_card
from shnor_desktop.operations.identification import statuses
from shnor_desktop.operations.schools import edits, join
from shnor_desktop.operations.schools.find import find
from shnor_desktop.rules.figures import ResultState
from tests.operations.district import District


@pytest.fixture
def pair(document: Document) -> tuple[bytes, bytes]:
    """Two records of one school with results of which one agrees, one clashes and one is only in the second."""
    with document.write("Две карточки") as session:
        keep = edits.save(session, None, {"name": "Ручьёвская СОШ", "phone": "1-11"}, ("fisoko", "edu7"))
        drop = edits.save(session, None, {"name": "Средняя школа с. Ручьи", "director": "Орлова И.К."})
        branch = edits.save(session, None, {"name": "Филиал в д. Заимка", "parent": drop})
        edits.save(session, keep, {"successor_of": drop})
        edits.add_code(session, drop, "rcoi", "307")
        edits.add_alias(session, drop, "Ручьи, школа")
        ground = statuses.Ground("regional", "приказ № 5", "2020-09-01")
        statuses.add_schools(session, [keep, drop], ground)
        statuses.add_schools(session, [drop], statuses.Ground("order", "приказ № 9", "2020-10-01"))
        session.add(Person(name="Орлова Инна Кирилловна", school=drop))
        district = District(session)
        agree, clash, only = (district.sitting("vpr", "МА", grade, 2020, "spring") for grade in (5, 6, 7))
        for school in (keep, drop):
            district.result(school, agree, 10, 3)
        district.result(keep, clash, 12, 2)
        district.result(drop, clash, 12, 4)
        district.result(drop, only, 9, 1)
        district.result(branch, only, state=ResultState.NO_PARTICIPANTS)
    return keep, drop


def test_everything_goes_to_the_kept_record(document: Document, pair: tuple[bytes, bytes]) -> None:
    keep, drop = pair
    with document.write("Соединение") as session:
        report = join.join(session, keep, drop)
    assert (report.results, report.same) == (1, 1)
    assert report.clashes == (
        join.Clash(
            "ВПР МА 6, весна 2021",
            "12\u00a0участников, не преодолели 2",
            "12\u00a0участников, не преодолели 4",
        ),
    )
    assert report.filled == ("Директор",)
    with document.read() as session:
        view = school_card.view(session, keep)
        points = {history.procedure: history.points[0] for history in view.history}
        assert {name: (one.participants, one.failed) for name, one in points.items()} == {
            "ВПР МА 5": (10, 3),
            "ВПР МА 6": (12, 2),
            "ВПР МА 7": (9, 1),
        }
        assert session.get(School, drop) is None
        assert {code.code for code in view.codes} == {"edu7", "307"}
        assert {spelling for _, spelling in view.aliases} == {"Ручьи, школа", "Средняя школа с. Ручьи"}
        assert view.branches == ("Филиал в д. Заимка",)
        assert view.values["successor_of"] is None
        assert view.values["phone"] == "1-11" and view.values["director"] == "Орлова И.К."
        assert view.people == ("Орлова Инна Кирилловна",)
        given = session.scalars(select(SchoolStatus.basis_text).where(SchoolStatus.school == keep)).all()
        assert sorted(given) == ["приказ № 5", "приказ № 9"]
        assert find(session, "Средняя школа с. Ручьи") == keep
    assert document.check().sound


def test_what_is_told_before_is_what_is_done(document: Document, pair: tuple[bytes, bytes]) -> None:
    with document.read() as session:
        planned = join.plan_join(session, *pair)
    with document.write("Соединение") as session:
        assert join.join(session, *pair) == planned
    assert "«Средняя школа с. Ручьи» → «Ручьёвская СОШ»." in planned.told()
    assert any("отклонено «12\u00a0участников, не преодолели 4»" in line for line in planned.told())


def test_undo_brings_both_records_back(document: Document, pair: tuple[bytes, bytes]) -> None:
    keep, drop = pair
    with document.read() as session:
        before = school_card.view(session, keep), school_card.view(session, drop)
    with document.write("Соединение") as session:
        join.join(session, keep, drop)
    document.undo()
    with document.read() as session:
        assert (school_card.view(session, keep), school_card.view(session, drop)) == before
        assert session.scalar(select(func.count()).select_from(SchoolResult)) == 6
        assert session.scalar(select(func.count()).where(Person.school == drop)) == 1
    assert document.check().sound


def test_the_record_with_more_is_kept_by_default(document: Document, pair: tuple[bytes, bytes]) -> None:
    with document.read() as session:
        first, second = join.weighed(session, *pair)
    assert (first.results, second.results) == (2, 3) and second.others > first.others
    assert join.fuller(first, second) == 1 and join.fuller(second, first) == 0
    assert join.fuller(first, first) == 0, "of equal ones the upper"
    assert first.told.startswith("2\u00a0результата, ")


def test_a_school_is_not_joined_with_itself(document: Document, pair: tuple[bytes, bytes]) -> None:
    with document.read() as session, pytest.raises(UserError, match="одна и та же"):
        join.plan_join(session, pair[0], pair[0])


def test_a_branch_joined_with_its_school_has_no_parent(document: Document) -> None:
    with document.write("Филиал") as session:
        school = edits.save(session, None, {"name": "Школа А"})
        branch = edits.save(session, None, {"name": "Школа Б", "parent": school})
        join.join(session, branch, school)
        assert session.get_one(School, branch).parent is None
