"""What a school receives, and that nothing is lost by it: a signed list names all schools, a part for one does not."""

import json
import shutil
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from sqlalchemy import delete, select

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.foreign.intake import stage
from shnor_desktop.document.journal.capture import WITHHELD, Column
from shnor_desktop.document.merge.merge import merge
from shnor_desktop.document.merge.part import write_part
from shnor_desktop.document.merge.withheld import Discretion, common
from shnor_desktop.document.state.rebuild import differences
from shnor_desktop.document.state.tables import Shape, Table
from shnor_desktop.errors import DocumentError
from shnor_desktop.models.identification import SchoolStatus, StatusList
from shnor_desktop.models.kind import Travel
from shnor_desktop.models.schools import School
from shnor_desktop.rules.admissible import LONGEST_WHOM
from tests.document.replicas import Replicas, picture

EVERYBODY = "Школа № 1: 4 из 9; Школа № 2: 31 %"
SCHOOL = Who("Директор", "Школа № 1")


@pytest.fixture(params=["signed at once", "signed later"])
def two(tmp_path: Path, request: pytest.FixtureRequest) -> Replicas:
    """The first copy signed a list that the second has not heard of."""
    replicas = Replicas(tmp_path, 2)
    at_once = request.param == "signed at once"
    with replicas.open(0) as document:
        with document.write("Перечень") as session:
            made = StatusList(title="Перечень 2026", frozen=EVERYBODY if at_once else "")
            session.add(made)
            session.flush()
            for school in session.scalars(select(School)):
                session.add(SchoolStatus(school=school.uid, list=made.uid))
        if not at_once:
            with document.write("Подписан") as session:
                session.scalars(select(StatusList)).one().frozen = EVERYBODY
    return replicas


def send(replicas: Replicas, out: Path, *, form: bool = False, others: bool = False) -> Path:
    with replicas.open(0) as document:
        with document.read() as session:
            uid = session.scalars(select(School.uid).where(School.name == "Школа № 1")).one()
        write_part(document, out, school=uid, form=form, others=others)
    return out


def bring(document: Document, path: Path) -> bool:
    with stage(path) as staged:
        return not merge(document, staged.path, path.name, keep=True).already


def frozen(document: Document) -> str:
    with document.read() as session:
        return session.scalars(select(StatusList.frozen)).one()


@pytest.mark.parametrize("form", [False, True])
def test_a_school_does_not_receive_the_figures_of_others(two: Replicas, tmp_path: Path, form: bool) -> None:
    part = send(two, tmp_path / "часть.shnor", form=form)
    content = part.read_bytes()
    assert "Школа № 2".encode() not in content and b"31 %" not in content
    with Document.open(part, SCHOOL) as document:
        assert frozen(document) == WITHHELD
        assert document.check().sound
    whole = send(two, tmp_path / "с перечнем.shnor", others=True)
    with Document.open(whole, SCHOOL) as document:
        assert frozen(document) == EVERYBODY


@pytest.mark.parametrize("form", [False, True])
def test_it_comes_back_and_takes_nothing(two: Replicas, tmp_path: Path, form: bool) -> None:
    part = send(two, tmp_path / "часть.shnor", form=form)
    with two.open(0) as document:
        before = picture(document)
        assert not bring(document, part)
        assert picture(document) == before
    with Document.open(part, SCHOOL, back_up=False) as document, document.write("Телефон") as session:
        session.scalars(select(School).where(School.name == "Школа № 1")).one().phone = "1-11"
        session.scalars(select(StatusList)).one().note = "видели"
    with two.open(0) as document:
        assert bring(document, part)
        assert frozen(document) == EVERYBODY
        with document.read() as session:
            assert session.scalars(select(StatusList.note)).one() == "видели"
        assert document.check().sound


def test_part_then_full_is_full_for_everybody(two: Replicas, tmp_path: Path) -> None:
    """Also for who got the part second-hand, and whoever speaks first."""
    part = send(two, tmp_path / "часть.shnor")
    third = tmp_path / "третий.shnor"
    shutil.copyfile(two.paths[1], third)
    with two.open(1) as document:
        assert bring(document, part)
        assert frozen(document) == WITHHELD
        assert document.check().sound
    with Document.open(third, Who("Третий", "Регион"), back_up=False) as document:
        assert bring(document, two.paths[1])
        assert frozen(document) == WITHHELD
        assert bring(document, two.paths[0])
        assert not bring(document, two.paths[1]) and not bring(document, part)
        after = picture(document)
    with two.open(1) as document:
        assert bring(document, third)
        assert picture(document) == after
    with two.open(0) as document:
        assert not bring(document, third)
        assert picture(document) == after and frozen(document) == EVERYBODY
    for path in (*two.paths, third):
        with Document.open(path, SCHOOL, back_up=False) as document, document.raw() as connection:
            assert differences(connection) == {} and document.check().sound
            assert connection.execute("SELECT count(*) FROM writer WHERE whole = 0").fetchone() == (0,)


def test_a_list_deleted_and_brought_back_in_the_part_is_the_list(two: Replicas, tmp_path: Path) -> None:
    part = send(two, tmp_path / "часть.shnor")
    with Document.open(part, SCHOOL, back_up=False) as document:
        with document.write("Удалён") as session:
            session.execute(delete(SchoolStatus))
            session.execute(delete(StatusList))
        document.undo()
        assert frozen(document) == WITHHELD and document.check().sound
    with two.open(0) as document:
        bring(document, part)
        assert frozen(document) == EVERYBODY and document.check().sound
        with document.write("Удалён") as session:
            session.execute(delete(SchoolStatus))
            session.execute(delete(StatusList))
        document.undo()
        assert frozen(document) == EVERYBODY and document.check().sound
        with document.raw() as connection:
            assert differences(connection) == {}


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE change SET value = replace(value, 'Школа № 1', 'Школа № 7') WHERE table_no = 3",
        f"UPDATE change SET value = replace(value, '{WITHHELD}', 'Других школ нет')",
        f"UPDATE change SET value = '{WITHHELD}' WHERE table_no = 3 AND field_no = 1",
        f"UPDATE change SET value = json_set(value, '$[4]', '{WITHHELD}') WHERE table_no = 3 AND field_no = 0",
    ],
)
def test_nothing_else_may_differ(two: Replicas, tmp_path: Path, forgery: str) -> None:
    with two.open(0) as document, document.write("Правка") as session:
        session.scalars(select(School).where(School.name == "Школа № 1")).one().name = "Школа № 1"
        session.scalars(select(School).where(School.name == "Школа № 1")).one().name = "Школа первая"
        session.flush()
        session.scalars(select(School).where(School.name == "Школа первая")).one().name = "Школа № 1"
    part = send(two, tmp_path / "часть.shnor")
    connection = sqlite3.connect(part)
    assert connection.execute(forgery).rowcount
    connection.commit()
    connection.close()
    with two.open(0) as document:
        before = picture(document)
        with pytest.raises(DocumentError, match="отличается от нашей"):
            bring(document, part)
        assert picture(document) == before


def test_an_addressee_is_as_long_as_people_may_type_it(two: Replicas, tmp_path: Path) -> None:
    with two.open(0) as document:
        with document.read() as session:
            school = session.scalars(select(School.uid)).first()
        write_part(document, tmp_path / "часть.shnor", school=school, whom="я" * LONGEST_WHOM)
        write_part(document, tmp_path / "длинная.shnor", school=school, whom="я" * (LONGEST_WHOM + 1))
    with stage(tmp_path / "часть.shnor") as staged:
        assert staged.whom == "я" * LONGEST_WHOM
    with pytest.raises(DocumentError, match="кому отправлена"), stage(tmp_path / "длинная.shnor"):
        pass


def _table_that_lost_a_field() -> Table:
    """«frozen» has the number 3 and stands second: the field with the number 2 is no more."""
    columns = (Column(1, "title", "TEXT"), Column(3, "frozen", "TEXT"))
    return Table(
        7, "status_list", columns, (), frozenset(), (), frozenset(), (Travel.ANYWHERE, Travel.OTHERS), ()
    )


def test_texts_are_withheld_by_the_number_of_their_field() -> None:
    shape = cast(Shape, SimpleNamespace(tables={7: _table_that_lost_a_field()}))
    discretion = Discretion(shape, {b"own"}, form=False, others=False)
    inserted = json.dumps(["2026", "школа", EVERYBODY])
    for uid in (b"own", b"carried"):
        assert json.loads(str(discretion.value(7, uid, 0, inserted))) == ["2026", "школа", WITHHELD]
        assert discretion.value(7, uid, 3, EVERYBODY) == WITHHELD
        assert discretion.value(7, uid, 1, "2026") == "2026"
        assert discretion.value(7, uid, 2, "школа") == "школа"
        assert discretion.value(7, uid, 0, 0) == 0 and discretion.value(7, uid, 3, "") == ""


def test_what_two_copies_know_is_told_apart_by_the_number_of_the_field() -> None:
    table = _table_that_lost_a_field()
    whole, without = json.dumps(["2026", "школа", EVERYBODY]), json.dumps(["2026", "школа", WITHHELD])
    assert common(table, 0, without, whole) == common(table, 0, whole, without) == whole
    assert common(table, 3, WITHHELD, EVERYBODY) == EVERYBODY
    with pytest.raises(ValueError, match="not one change"):
        common(table, 0, json.dumps(["2026", WITHHELD, EVERYBODY]), whole)
    with pytest.raises(ValueError, match="not one change"):
        common(table, 2, WITHHELD, "школа")
