"""A joined school in merged copies: what other offices still add to the dropped record follows the kept one."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.models import uids
from shnor_desktop.models.office import Person
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.schools import School
from shnor_desktop.operations.schools import join as school_join
from shnor_desktop.operations.sharing import decisions, merging
from tests.operations.district import District

Merge = Callable[[int, int], merging.MergePreview]


class Offices:
    """Copies of one document with two records of one school, `keep` and `drop`."""

    def __init__(self, path: Path, folder: Path) -> None:
        with (
            Document.open(path, Who("П", "Начало"), back_up=False) as document,
            document.write("Две карточки одной школы") as session,
        ):
            self.keep, self.drop = (
                self._school(session, name) for name in ("Ручьёвская СОШ", "Школа с. Ручьи")
            )
            district = District(session)
            self.sittings = [district.sitting("vpr", "МА", grade, 2020, "spring") for grade in (5, 6, 7)]
            district.result(self.keep, self.sittings[0], 10, 3)
            district.result(self.drop, self.sittings[1], 9, 1)
        self.paths = [Path(shutil.copyfile(path, folder / f"{n}.shnor")) for n in range(3)]

    @staticmethod
    def _school(session: object, name: str) -> bytes:
        one = School(name=name)
        session.add(one)  # type: ignore[attr-defined]
        session.flush()  # type: ignore[attr-defined]
        return one.uid

    def open(self, number: int) -> Document:
        return Document.open(self.paths[number], Who(f"Р{number}", f"Организация {number}"), back_up=False)

    def join(self, number: int) -> None:
        with self.open(number) as document, document.write("Соединены школы") as session:
            school_join.join(session, self.keep, self.drop)

    def merge(self, into: int, source: int) -> merging.MergePreview:
        with self.open(into) as document:
            return merging.apply(document, self.paths[source])

    def shown(self, number: int) -> dict[str, object]:
        """Schools, whose results and people there are, and the open questions."""
        with self.open(number) as document, document.read() as session:
            results = session.execute(select(SchoolResult.school, SchoolResult.sitting, SchoolResult.failed))
            return {
                "schools": {one.uid: (one.name, one.phone) for one in session.scalars(select(School))},
                "results": {
                    (school, self.sittings.index(sitting), failed) for school, sitting, failed in results
                },
                "people": {tuple(row) for row in session.execute(select(Person.name, Person.school))},
                "questions": {(one.kind, one.uid) for one in decisions.questions(session)},
            }


@pytest.fixture(params=["kept is older", "dropped is older"])
def offices(request: pytest.FixtureRequest, new_path: Callable[[str], Path], tmp_path: Path) -> Offices:
    made = Offices(new_path("начало.shnor"), tmp_path)
    if (made.keep < made.drop) != (request.param == "kept is older"):
        made.keep, made.drop = made.drop, made.keep
    return made


def test_results_and_people_of_other_offices_follow(offices: Offices) -> None:
    offices.join(0)
    with offices.open(1) as document, document.write("Результат второй карточки") as session:
        uid = uids.school_result(offices.sittings[2], offices.drop)
        session.add(
            SchoolResult(
                uid=uid,
                school=offices.drop,
                sitting=offices.sittings[2],
                state="valid",
                participants=8,
                failed=2,
            )
        )
    with offices.open(2) as document, document.write("Человек второй карточки") as session:
        session.add(Person(name="Орлова И.К.", school=offices.drop))
    offices.merge(0, 1)
    offices.merge(0, 2)  # The third office knew of nothing.
    offices.merge(2, 1)
    offices.merge(2, 0)
    first = offices.shown(0)
    assert first == offices.shown(2)
    assert set(first["schools"]) == {offices.keep}  # type: ignore[call-overload]
    assert {(school, place) for school, place, _ in first["results"]} == {  # type: ignore[attr-defined]
        (offices.keep, place) for place in range(3)
    }
    assert first["people"] == {("Орлова И.К.", offices.keep)}
    assert first["questions"] == set()


def test_an_edit_of_the_dropped_record_is_asked_about_and_loses_nothing(offices: Offices) -> None:
    offices.join(0)
    with offices.open(1) as document, document.write("Телефон") as session:
        one = session.get(School, offices.drop)
        assert one is not None
        one.phone = "5-55"
    offices.merge(0, 1)
    offices.merge(1, 0)
    first = offices.shown(0)
    assert first == offices.shown(1)
    assert set(first["schools"]) == {offices.keep}  # type: ignore[call-overload]
    with offices.open(0) as document:
        with document.read() as session:
            (question,) = decisions.questions(session)
        assert question.uid == offices.drop and "5-55" in " ".join(voice.value for voice in question.voices)
        decisions.decide(document, question.id, "same", "телефон переписан")
        with document.read() as session:
            assert decisions.questions(session) == ()
        assert document.check().sound
    assert offices.merge(1, 0).open_after == 0
    assert offices.shown(0) == offices.shown(1)
