"""Schools that belong to each other in a circle or in a long line, which only a merge or a forger makes of them."""

from pathlib import Path

import pytest
from sqlalchemy import text

from shnor_desktop.document.document import Document
from shnor_desktop.document.merge.questions import conflicts, decide_all
from shnor_desktop.models.schools import School
from shnor_desktop.models.uids import new_uid
from shnor_desktop.operations.sharing import decisions
from tests.document.replicas import Replicas


def named(document: Document) -> dict[str, bytes]:
    with document.read() as session:
        return {one.name: one.uid for one in session.query(School)}


@pytest.fixture
def copies(tmp_path: Path) -> Replicas:
    """Two copies that know two more schools."""
    made = Replicas(tmp_path, 2)
    with made.open(0) as document, document.write("Школы") as session:
        session.add_all([School(name="Ёлкинская"), School(name="Сосновская")])
    made.merge(1, 0)
    return made


def belongs(copies: Replicas, index: int, name: str, parent: str) -> None:
    with copies.open(index) as document:
        uids = named(document)
        with document.write("Филиал") as session:
            session.get_one(School, uids[name]).parent = uids[parent]


def delete(copies: Replicas, index: int, name: str) -> None:
    with copies.open(index) as document:
        uid = named(document)[name]
        with document.write("Удалена") as session:
            session.delete(session.get_one(School, uid))


@pytest.mark.parametrize("itself", [False, True])
def test_a_circle_of_schools_can_be_deleted(copies: Replicas, itself: bool) -> None:
    if not itself:
        belongs(copies, 0, "Ёлкинская", "Сосновская")
    delete(copies, 0, "Ёлкинская")
    belongs(copies, 1, "Ёлкинская" if itself else "Сосновская", "Ёлкинская")
    copies.merge(0, 1)
    with copies.open(0) as document:
        while asked := [one for one in conflicts(document) if one.kind in ("delete", "parent")]:
            decisions.decide(document, asked[0].id, "delete")
        assert "Ёлкинская" not in named(document)
        assert document.check().findings == ()
    copies.merge(1, 0)
    assert copies.picture(0) == copies.picture(1)


def test_a_long_line_of_schools_can_be_deleted(copies: Replicas) -> None:
    """Longer than Python lets functions call each other."""
    length = 1_200
    with copies.open(0) as document, document.write("Линия") as session:
        line = [School(uid=new_uid(), name=f"Филиал {number:04}") for number in range(length)]
        for one, parent in zip(line[1:], line, strict=False):
            one.parent = parent.uid
        session.add_all(line)
    copies.merge(1, 0)
    with copies.open(0) as document, document.write("Удалены") as session:
        session.execute(text("DELETE FROM school WHERE name LIKE 'Филиал %'"))
    with copies.open(1) as document, document.write("Правка") as session:
        session.execute(text(f"UPDATE school SET place = 'Ёлкино' WHERE name = 'Филиал {length - 1:04}'"))
    copies.merge(0, 1)
    with copies.open(0) as document:
        top = named(document)["Филиал 0000"]
        asked = conflicts(document)
        assert len(asked) == length
        decide_all(document, [(one, "delete", None) for one in asked if one.uid == top], "Удалить")
        assert conflicts(document) == ()
        assert not any(name.startswith("Филиал") for name in named(document))
