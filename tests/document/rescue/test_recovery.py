"""Recovery of damaged documents: what is readable comes back, sound, and joins a partner's file again."""

import random
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.foreign.intake import stage
from shnor_desktop.document.merge import merge
from shnor_desktop.document.rescue import recovery
from shnor_desktop.document.rescue.page_scan import scan
from shnor_desktop.document.rescue.recovery import TITLE, recover, ways
from shnor_desktop.errors import DocumentError
from shnor_desktop.models.schools import School
from tests.document.conftest import ME
from tests.document.foreign import hostile
from tests.document.states import State, act, state

PAGE = 4096
JOURNAL = ("change", "action", "change_pred", "writer")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document with long texts, so that values lie on overflow pages too."""
    path = tmp_path_factory.mktemp("good") / "хороший.shnor"
    hostile.sound(path)
    chance = random.Random(4)
    with Document.open(path, Who("Ёлкина", "УО"), back_up=False) as document:
        with document.write("Длинные тексты") as session:
            session.add_all(School(name=f"Школа с историей {i}", note="Абзац. " * 3000) for i in range(4))
        for _ in range(60):
            act(document, chance)
            if chance.random() < 0.2:
                document.undo()
    return path


@pytest.fixture
def damaged(good: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(good, tmp_path / "Район.shnor"))


def shown(path: Path) -> State:
    with Document.open(path, ME, read_only=True) as document:
        return state(document)


def roots(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as plain:
        return dict(plain.execute("SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0"))


def zero(path: Path, *pages: int) -> None:
    for number in pages:
        hostile.patch(path, (number - 1) * PAGE, bytes(PAGE))


def pages_of(path: Path, table: str) -> list[int]:
    with closing(sqlite3.connect(path)) as plain:
        try:
            return [row[0] for row in plain.execute("SELECT pageno FROM dbstat WHERE name = ?", (table,))]
        except sqlite3.OperationalError:
            pytest.skip("this SQLite does not tell which page belongs to which table")


def test_every_row_is_found_without_the_trees(good: Path) -> None:
    found = scan(good)
    with closing(sqlite3.connect(good)) as plain:
        for table in JOURNAL:
            rows = set(plain.execute(f"SELECT * FROM {table}"))
            assert rows <= set(found.rows[table].values()), table
            if table != "change_pred":
                assert rows == set(found.rows[table].values()), table


@pytest.mark.parametrize("lost", ["header", "schema", "inner", "tables"])
def test_nothing_is_lost_while_the_leaves_stand(good: Path, damaged: Path, tmp_path: Path, lost: str) -> None:
    """Header, schema, roots and whole record tables are no loss: the journal says it all."""
    known = roots(damaged)
    tables = [
        name for name in known if name in ("school", "school_result", "subject", "sitting", "change_row")
    ]
    {
        "header": lambda: hostile.patch(damaged, 0, bytes(100)),
        "schema": lambda: zero(damaged, 1),
        "inner": lambda: hostile.patch(damaged, 100, bytes(PAGE - 100)),
        "tables": lambda: zero(damaged, *(known[name] for name in tables)),
    }[lost]()
    before = damaged.read_bytes()
    with pytest.raises(DocumentError):
        Document.open(damaged, ME)
    out = tmp_path / "восстановлено.shnor"
    result = recover(damaged, out, ME)
    assert (result.incomplete_writers, result.dropped, result.from_tables) == (0, 0, 0)
    assert shown(out) == shown(good)
    assert damaged.read_bytes() == before
    with Document.open(out, ME) as document:
        assert document.check().findings == ()
        assert document.actions()[0].title == TITLE
        assert document.actions()[0].kind == "recovered"
        with Document.open(good, ME, read_only=True) as original:
            assert document.uid == original.uid
            assert len(document.actions()) == len(original.actions()) + 1


@pytest.mark.parametrize("seed", range(12))
def test_random_pages_lost(good: Path, damaged: Path, tmp_path: Path, seed: int) -> None:
    """Whatever comes back is sound, is taken by a partner's quarantine, and the partner's copy restores the rest."""
    chance = random.Random(seed)
    count = damaged.stat().st_size // PAGE
    zero(damaged, *chance.sample(range(1, count + 1), chance.randint(1, 12)))
    out = tmp_path / "восстановлено.shnor"
    result = recover(damaged, out, ME)
    assert "требует просмотра" in result.warning
    with Document.open(out, ME, back_up=False) as document:
        assert document.check().findings == ()
    with stage(out) as staged:
        assert staged.counts.changes >= result.changes
    if not result.identity:
        assert "не объединится" in result.warning
        return
    with stage(good) as staged, Document.open(out, ME, back_up=False) as document:
        merge.merge(document, staged.path, "копия партнёра.shnor", keep=True)
        assert document.check().findings == ()
        if not result.from_tables:
            assert state(document) == shown(good)


def test_a_lost_journal_leaves_what_the_tables_show(good: Path, damaged: Path, tmp_path: Path) -> None:
    leaves = [page for page in pages_of(damaged, "change") if page != roots(damaged)["change"]]
    zero(damaged, *leaves)
    out = tmp_path / "восстановлено.shnor"
    result = recover(damaged, out, ME)
    assert result.from_tables > 10
    assert result.unreadable_pages >= len(leaves)
    assert str(result.from_tables) in result.warning
    with Document.open(out, ME, back_up=False) as document:
        assert document.check().findings == ()
        assert state(document)["school"] == shown(good)["school"]
        document.undo_action(document.actions()[0].action)
        assert document.check().findings == ()


def test_a_row_the_tables_lost_too_comes_from_neither(damaged: Path, tmp_path: Path) -> None:
    zero(damaged, *pages_of(damaged, "change"), *pages_of(damaged, "school"))
    out = tmp_path / "восстановлено.shnor"
    recover(damaged, out, ME)
    with Document.open(out, ME, back_up=False) as document:
        assert document.check().findings == ()
        found = state(document)
        assert found["school"] == []
        assert found["school_result"] == [], "results of lost schools would refer to nothing"
        assert found["subject"]


def test_cut_off(good: Path, damaged: Path, tmp_path: Path) -> None:
    damaged.write_bytes(damaged.read_bytes()[: damaged.stat().st_size * 3 // 4 + 333])
    result = recover(damaged, tmp_path / "в.shnor", ME)
    assert result.changes > 0
    with Document.open(tmp_path / "в.shnor", ME, back_up=False) as document:
        assert document.check().findings == ()


def test_hostile_values_do_not_come_through(good: Path, damaged: Path, tmp_path: Path) -> None:
    hostile.sql(damaged, f"UPDATE change SET value = char(27) || '[2J' WHERE {hostile.one('edit')}")
    hostile.sql(damaged, "UPDATE school SET place = 'a' || char(0)", "UPDATE school SET phone = '8 (384)'")
    zero(damaged, 1)
    hostile.patch(damaged, 0, good.read_bytes()[:PAGE])
    result = recover(damaged, tmp_path / "в.shnor", ME)
    assert result.dropped > 0
    with Document.open(tmp_path / "в.shnor", ME, back_up=False) as document, document.read() as session:
        places = session.scalars(select(School.place)).all()
        assert not any("\0" in place or "\x1b" in place for place in places)


def test_an_altered_history_is_left_behind(good: Path, damaged: Path, tmp_path: Path) -> None:
    """One value changed on the page: with that history no partner would ever merge again."""
    hostile.sql(damaged, f"UPDATE change SET value = 'Другое' WHERE {hostile.one('edit')}")
    zero(damaged, roots(damaged)["sitting"])
    out = tmp_path / "в.shnor"
    result = recover(damaged, out, ME)
    assert result.actions == result.changes == 0
    assert result.from_tables == result.rows
    with Document.open(out, ME, back_up=False) as document:
        assert document.check().findings == ()
        assert [line.title for line in document.actions()] == [TITLE]
        assert state(document)["school"] == shown(good)["school"]
        with stage(good) as staged:
            merge.merge(document, staged.path, "копия партнёра.shnor", keep=True)
        assert document.check().findings == ()
        assert state(document) == shown(good)


def test_values_of_writers_nobody_knows_any_more(good: Path, damaged: Path, tmp_path: Path) -> None:
    zero(damaged, 1, roots(damaged)["writer"])
    result = recover(damaged, tmp_path / "в.shnor", ME)
    assert result.actions == 0
    assert result.rows == result.from_tables > 0
    with Document.open(tmp_path / "в.shnor", ME, back_up=False) as document:
        assert {row[0] for row in state(document)["school"]} == {row[0] for row in shown(good)["school"]}
        with stage(good) as staged:
            merge.merge(document, staged.path, "копия партнёра.shnor", keep=True)
        assert document.check().findings == ()


def test_the_history_can_be_left_behind_on_request(damaged: Path, tmp_path: Path) -> None:
    zero(damaged, 1)
    kept = recover(damaged, tmp_path / "в.shnor", ME)
    left = recover(damaged, tmp_path / "г.shnor", ME, history=False)
    assert kept.changes > 0 == left.changes
    assert kept.rows == left.rows
    assert shown(tmp_path / "в.shnor") == shown(tmp_path / "г.shnor")


def test_nothing_readable_is_told(tmp_path: Path) -> None:
    path = tmp_path / "шум.shnor"
    path.write_bytes(random.Random(1).randbytes(PAGE * 20))
    with pytest.raises(DocumentError, match="ни одной читаемой записи"):
        recover(path, tmp_path / "в.shnor", ME)
    assert not (tmp_path / "в.shnor").exists()


def test_never_overwrites(good: Path, damaged: Path) -> None:
    with pytest.raises(DocumentError, match="уже есть"):
        recover(good, damaged, ME)


def test_ways_in_their_order(damaged: Path) -> None:
    with Document.open(damaged, ME, back_up=False) as document:
        now = datetime(2026, 11, 1, 12, 0, 0)
        first, second = document.make_backup(now), document.make_backup(now + timedelta(hours=1))
    third = second.path.with_name(second.path.name.replace("13-00-00", "14-00-00"))
    shutil.copyfile(second.path, third)
    zero(third, 3)
    found = ways(damaged)
    assert [way.kind for way in found] == ["backup", "backup", "partner", "recover"]
    assert [way.path for way in found[:2]] == [second.path, first.path]
    assert "резервная копия от" in found[0].title


def test_the_number_of_the_document_comes_from_a_backup_when_lost(damaged: Path, tmp_path: Path) -> None:
    with Document.open(damaged, ME, back_up=False) as document:
        uid = document.uid
        document.make_backup()
    zero(damaged, *pages_of(damaged, "meta"))
    assert recover(damaged, tmp_path / "в.shnor", ME).identity
    with Document.open(tmp_path / "в.shnor", ME, back_up=False) as document:
        assert document.uid == uid
    shutil.rmtree(tmp_path / "Район — резервные копии")
    result = recover(damaged, tmp_path / "г.shnor", ME)
    assert not result.identity
    assert "не объединится" in result.warning


def test_progress_is_told(damaged: Path, tmp_path: Path) -> None:
    said: list[str] = []
    recovery.recover(damaged, tmp_path / "в.shnor", ME, lambda step, total, text: said.append(text))
    assert len(said) == 4
