"""Natural keys while copies meet: who holds one, who waits, and what becomes of the question when it is free."""

import itertools
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.models.results import SchoolResult, Sitting, Subject
from shnor_desktop.models.schools import School, SchoolAlias, SchoolCode
from shnor_desktop.models.uids import new_uid
from tests.document.replicas import Replicas

SCHOOLS = tuple(new_uid() for _ in range(3))


@pytest.fixture
def copies(tmp_path: Path) -> Replicas:
    """One copy with three schools."""
    made = Replicas(tmp_path, 1)
    with made.open(0) as document, document.write("Школы") as session:
        session.add_all(School(uid=uid, name=f"Школа {n}") for n, uid in enumerate(SCHOOLS))
    return made


def _copy(copies: Replicas, source: int = 0) -> int:
    path = copies.folder / f"{chr(65 + len(copies.paths))}.shnor"
    copies.paths.append(Path(shutil.copyfile(copies.paths[source], path)))
    return len(copies.paths) - 1


def _write(copies: Replicas, index: int, record: type, uid: bytes, **values: object) -> None:
    """Enter, change or (without values) delete one record in one copy."""
    with copies.open(index) as document, document.write("Правка") as session:
        known = session.get(record, uid)
        if known is None:
            session.add(record(uid=uid, **values))
        elif not values:
            session.delete(known)
        else:
            for name, value in values.items():
                setattr(known, name, value)


def _questions(document: Document) -> list[tuple[str, bytes]]:
    with document.raw() as connection:
        return connection.execute("SELECT kind, row_uid FROM conflict ORDER BY 1, 2").fetchall()


def _sound(copies: Replicas, index: int) -> list[tuple[str, bytes]]:
    with copies.open(index) as document:
        report = document.check()
        assert report.sound, report.findings
        return _questions(document)


def test_a_code_deleted_and_entered_anew_for_another_school(copies: Replicas) -> None:
    code = new_uid()
    _write(copies, 0, SchoolCode, code, school=SCHOOLS[0], system="fisoko", code="111")
    _write(copies, 0, SchoolCode, code, code="222")
    other = _copy(copies)
    _write(copies, other, SchoolCode, code)
    _write(copies, other, SchoolCode, new_uid(), school=SCHOOLS[1], system="fisoko", code="222")
    copies.merge(0, other)
    assert _sound(copies, 0) == []
    assert copies.picture(0) == copies.picture(other)


def test_a_question_about_a_record_that_goes_behind_another_is_asked_once(copies: Replicas) -> None:
    first, second = new_uid(), new_uid()
    spelling = {"spelling": "МБОУ СОШ № 5", "normalised": "мбоу сош 5"}
    _write(copies, 0, SchoolAlias, first, school=SCHOOLS[0], spelling="другое", normalised="другое")
    early = _copy(copies)
    _write(copies, 0, SchoolAlias, second, school=SCHOOLS[0], **spelling)
    late = _copy(copies)
    _write(copies, 0, SchoolAlias, second, school=SCHOOLS[1])
    _write(copies, late, SchoolAlias, second, school=SCHOOLS[2])
    _write(copies, early, SchoolAlias, first, **spelling)
    found = []
    for order in itertools.permutations((0, early, late)):
        target = _copy(copies, order[0])
        for source in order[1:]:
            copies.merge(target, source)
        found.append((_sound(copies, target), copies.picture(target)))
    assert all(one == found[0] for one in found)
    assert [kind for kind, _ in found[0][0]] == ["key"]


@pytest.mark.parametrize("whose", ["shown", "waiting"])
@pytest.mark.parametrize("how", ["rename", "delete"])
def test_either_record_of_one_key_may_give_it_up(copies: Replicas, whose: str, how: str) -> None:
    one, two = sorted((new_uid(), new_uid()))
    for number, uid in enumerate((one, two)):
        _write(copies, 0, Subject, uid, short=f"Щ{number}", name=f"предмет {number}")
    other = _copy(copies)
    _write(copies, 0, Subject, one, short="ЪЪ")
    _write(copies, other, Subject, two, short="ЪЪ")
    copies.merge(0, other)
    assert _sound(copies, 0) == [("key", two)]
    chosen = one if whose == "shown" else two
    _write(copies, 0, Subject, chosen, **({"short": "ЫЫ"} if how == "rename" else {}))
    assert _sound(copies, 0) == []
    copies.merge(other, 0)
    assert copies.picture(0) == copies.picture(other)


def test_a_kept_parent_brings_back_what_it_refers_to(copies: Replicas) -> None:
    """A deleted school stays for its result and refers to a school that was deleted and buried before."""
    kept, buried = SCHOOLS[0], SCHOOLS[1]
    adds, deletes = _copy(copies), _copy(copies)
    with copies.open(adds) as document, document.write("Результат") as session:
        sitting = session.scalars(select(Sitting.uid)).first()
        session.add(SchoolResult(sitting=sitting, school=kept, state="valid", participants=9, failed=3))
    _write(copies, deletes, School, buried)
    _write(copies, 0, School, kept, successor_of=buried)
    _write(copies, 0, School, kept)
    copies.merge(adds, deletes)
    copies.merge(adds, 0)
    assert set(_sound(copies, adds)) == {("parent", kept), ("parent", buried)}
    copies.merge(0, deletes)
    copies.merge(0, adds)
    assert copies.picture(0) == copies.picture(adds)
