"""What a commit makes doubtful is derived again, and nothing else: a large import does not wait for one open question."""

import random
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.document.state import after_commit
from shnor_desktop.document.state.derivation import Derivation, Effect
from shnor_desktop.document.state.rebuild import differences
from shnor_desktop.document.state.row import RowId
from shnor_desktop.models.results import SchoolResult, Sitting
from shnor_desktop.models.schools import IdentityVerdict, School, SchoolCode
from shnor_desktop.models.uids import natural_uid, new_uid
from tests.document import states

Derived = list[set[RowId]]


@pytest.fixture
def derived(monkeypatch: pytest.MonkeyPatch) -> Derived:
    """The rows of every derivation after a commit."""
    runs: Derived = []

    class Watched(Derivation):
        def run(self, touched: Iterable[RowId]) -> Effect:
            runs.append(set(touched))
            return super().run(runs[-1])

    monkeypatch.setattr(after_commit, "Derivation", Watched)
    return runs


@pytest.fixture
def schools(empty: Document) -> list[bytes]:
    """Five schools and four sittings; the first two schools are one."""
    states.ground(empty)
    with empty.read() as session:
        found = sorted(session.scalars(select(School.uid)))
    verdict(empty, found[0], found[1], "same")
    return found


def verdict(document: Document, first: bytes, second: bytes, said: str) -> None:
    uid = natural_uid("identity_verdict", "school", first, second)
    with document.write("Решение", "decide") as session:
        session.add(IdentityVerdict(uid=uid, kind="school", first=first, second=second, verdict=said))


def written(document: Document, work: Callable[[Session], Any]) -> None:
    """One write, after which the tables are what the journal says."""
    with document.write("Правка") as session:
        work(session)
    assert differences(document._connection) == {}


def results(school: bytes) -> Callable[[Session], None]:
    def work(session: Session) -> None:
        for sitting in session.scalars(select(Sitting.uid)):
            uid = natural_uid("school_result", sitting, school)
            session.add(SchoolResult(uid=uid, sitting=sitting, school=school, state="valid", participants=9))

    return work


def test_plain_rows_are_not_derived(empty: Document, schools: list[bytes], derived: Derived) -> None:
    derived.clear()
    written(empty, results(schools[2]))
    written(empty, lambda session: session.execute(update(SchoolResult).values(failed=3)))
    written(empty, lambda session: session.add(School(name="Новая")))
    empty.undo()
    assert derived == [] and differences(empty._connection) == {}


def test_rows_of_joined_records_are_derived(empty: Document, schools: list[bytes], derived: Derived) -> None:
    derived.clear()
    written(empty, results(schools[0]))
    assert [len(rows) for rows in derived] == [4]
    derived.clear()
    written(
        empty,
        lambda session: session.execute(update(School).where(School.uid == schools[0]).values(place="с")),
    )
    assert {uid for rows in derived for _, uid in rows} == {schools[0]}


def test_figures_nobody_can_have_become_a_question(empty: Document, schools: list[bytes]) -> None:
    written(empty, results(schools[2]))
    written(empty, lambda session: session.execute(update(SchoolResult).values(failed=10)))
    assert empty._connection.execute("SELECT DISTINCT kind FROM conflict").fetchall() == [("rule",)]
    written(empty, lambda session: session.execute(update(SchoolResult).values(failed=9)))
    assert empty._connection.execute("SELECT count(*) FROM conflict").fetchone() == (0,)


def test_two_results_of_one_key_are_seen(empty: Document, schools: list[bytes], derived: Derived) -> None:
    """No index keeps results apart, only their uid."""
    written(empty, results(schools[2]))

    def again(session: Session) -> None:
        sitting = session.scalars(select(Sitting.uid)).first()
        session.add(
            SchoolResult(uid=new_uid(), sitting=sitting, school=schools[2], state="valid", participants=8)
        )

    derived.clear()
    written(empty, again)
    assert [len(rows) for rows in derived] == [1]
    assert empty._connection.execute("SELECT kind FROM conflict").fetchall() == [("key",)]


def test_the_second_of_a_key_comes_forward(empty: Document, schools: list[bytes]) -> None:
    """The first born goes; nothing but the key connects it with the other."""
    written(empty, results(schools[2]))
    one = empty._connection.execute("SELECT uid, sitting FROM school_result").fetchone()
    other = new_uid()
    twin = SchoolResult(uid=other, sitting=one[1], school=schools[2], state="valid", participants=8)
    written(empty, lambda session: session.add(twin))
    written(empty, lambda session: session.delete(session.get(SchoolResult, one[0])))
    shown = empty._connection.execute("SELECT uid FROM school_result WHERE sitting = ?", (one[1],)).fetchall()
    assert shown == [(other,)]


@pytest.mark.parametrize("seed", range(4))
def test_random_work_beside_a_verdict_leaves_what_the_journal_says(
    empty: Document, schools: list[bytes], seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(12):
        states.act(empty, chance)
        if chance.random() < 0.3:
            empty.undo()
        if chance.random() < 0.2:
            empty.redo()
        assert differences(empty._connection) == {}


def test_codes_are_derived_where_they_lead_to_a_joined_school(
    empty: Document, schools: list[bytes], derived: Derived
) -> None:
    derived.clear()
    for school in (schools[0], schools[2]):
        code = SchoolCode(uid=new_uid(), school=school, system="inn", code=school.hex())
        written(empty, lambda session, code=code: session.add(code))  # type: ignore[misc]
    assert [len(rows) for rows in derived] == [1]
