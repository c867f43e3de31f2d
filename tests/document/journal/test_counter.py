"""A forged counter is refused, or taken in everywhere: nobody can be cut off from the others by it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.journal import counter
from shnor_desktop.document.merge.part import write_part
from shnor_desktop.errors import DocumentError
from shnor_desktop.models.schools import School
from shnor_desktop.models.uids import new_uid
from shnor_desktop.operations.sharing import merging
from tests.document.conftest import ME
from tests.document.foreign.hostile import reseal, sql

OTHER = Who("Сидорова В.П.", "УО", "ПК-2")


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    path = tmp_path / "наш.shnor"
    with Document.create(path, ME) as document, document.write("Школы") as session:
        session.add_all([School(name="Ёлкинская"), School(name="Сосновская")])
    return path


def standing(path: Path) -> counter.Counter:
    with closing(sqlite3.connect(path)) as plain:
        return counter.read(plain)


def forged(path: Path, beyond: int) -> Path:
    """One more writer, who acts so far beyond what the file with this action may hold."""
    highest = counter.AHEAD + standing(path).actions + 1 + beyond
    sql(
        path,
        "INSERT INTO writer (uid, office, person, device, app_version, started_wall, last_seq, chain, here, whole) "
        f"VALUES (x'{new_uid().hex()}', 'Чужая', 'Никто', '', '1', 1, 1, x'', 0, 1)",
        "INSERT INTO action (writer_n, seq, last_seq, lamport, wall_ms, kind, title) "
        f"SELECT max(n), 1, 1, {highest}, 1, 'edit', 'Скачок' FROM writer",
    )
    reseal(path)
    return path


def edit(path: Path, place: str) -> None:
    with Document.open(path, OTHER, back_up=False) as document, document.write("Правка") as session:
        for one in session.query(School):
            one.place = place


def merge(into: Path, *others: Path) -> merging.MergePreview:
    with Document.open(into, ME, back_up=False) as document:
        return merging.apply(document, others)


def sound(path: Path) -> bool:
    with Document.open(path, ME, read_only=True) as document:
        return document.check().sound


def copied(path: Path, name: str) -> Path:
    return Path(shutil.copyfile(path, path.with_name(name)))


def test_the_furthest_that_is_taken_in_here_is_taken_in_everywhere(ours: Path) -> None:
    third = copied(ours, "третий.shnor")
    edit(third, "Сосновка")
    merge(ours, forged(copied(ours, "чужой.shnor"), 0))
    assert standing(ours).highest == counter.AHEAD + standing(ours).actions
    for place in ("Ёлкино", "Берёзовка"):
        edit(ours, place)
    assert sound(ours)
    assert not merge(third, ours).files[0].already
    assert not merge(ours, third).files[0].already
    edit(third, "Дубовка")
    assert merge(ours, third).files[0].counts
    assert sound(ours) and sound(third)


def test_one_step_beyond_is_refused(ours: Path) -> None:
    far = forged(copied(ours, "чужой.shnor"), 1)
    before = ours.read_bytes()
    with pytest.raises(DocumentError, match="неправдоподобно велики"):
        merge(ours, far)
    assert ours.read_bytes() == before


def test_a_part_of_a_forged_document_comes_back(ours: Path) -> None:
    merge(ours, forged(copied(ours, "чужой.shnor"), 0))
    edit(ours, "Ёлкино")
    part = ours.with_name("часть.shnor")
    with Document.open(ours, ME, back_up=False) as document:
        with document.read() as session:
            uid = session.query(School).filter_by(name="Ёлкинская").one().uid
        write_part(document, part, school=uid)
    for place in ("Берёзовка", "Дубовка"):
        edit(part, place)
    assert merge(ours, part).files[0].counts
    assert sound(part) and sound(ours)


def test_a_part_may_not_carry_a_whole_document_beyond(ours: Path) -> None:
    part = forged(copied(ours, "чужой.shnor"), 10**9)
    sql(part, "INSERT INTO meta VALUES ('kind', 'part')")
    before = ours.read_bytes()
    with pytest.raises(DocumentError, match="неправдоподобно велики"):
        merge(ours, part)
    assert standing(ours) == counter.Counter(standing(ours).actions, standing(ours).actions)
    assert len(ours.read_bytes()) == len(before)
    sql(part, "UPDATE meta SET v = 'full' WHERE k = 'kind'")
    with pytest.raises(DocumentError, match="неправдоподобно велики"):
        merge(ours, part)


def test_honest_files_count_at_most_their_actions(ours: Path) -> None:
    """What the bound rests on: a billion is never nearly used up."""
    third = copied(ours, "третий.shnor")
    for place in ("а", "б"):
        edit(third, place)
        edit(ours, place * 2)
    merge(ours, third)
    assert standing(ours).highest <= standing(ours).actions
