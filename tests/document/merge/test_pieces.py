"""A writer known for certain up to a point and in pieces beyond it: parts of sessions that went on after a copy."""

import contextlib
import itertools
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import astuple, dataclass
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.foreign.intake import stage
from shnor_desktop.document.journal.capture import ActionId, seal
from shnor_desktop.document.merge.merge import merge
from shnor_desktop.document.merge.part import write_part
from shnor_desktop.document.state.rebuild import rebuild
from shnor_desktop.errors import DocumentError, DocumentForged
from shnor_desktop.models.schools import School
from tests.document.replicas import picture

ME = Who("Иванова", "Управление")
OTHER = Who("Директор", "Школа")


def say(document: Document, name: str, **values: object) -> None:
    with document.write("Правка") as session:
        session.execute(update(School).where(School.name == name).values(**values))


def part(document: Document, name: str, out: Path, *, form: bool = False) -> Path:
    with document.read() as session:
        uid = session.scalars(select(School.uid).where(School.name == name)).one()
    write_part(document, out, school=uid, form=form)
    return out


@dataclass(frozen=True)
class Session:
    """One opening for work: a copy taken amid it, a part and a form sent later, and the file at the end."""

    older: Path
    part: Path
    form: Path
    strange: Path
    """A form of a school that the part does not hold."""
    full: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Made once a run."""
    folder = tmp_path_factory.mktemp("сеанс")
    full = folder / "целиком.shnor"
    with Document.create(full, ME) as document:
        with document.write("Школы") as work:
            work.add_all(School(name=f"Школа {n}") for n in (1, 2))
        document.copy_to(older := folder / "раньше.shnor")
        say(document, "Школа 2", director="Вне части")
        say(document, "Школа 1", director="Позже", place="с. Старое")
        sent = part(document, "Школа 1", folder / "часть.shnor")
        form = part(document, "Школа 1", folder / "форма.shnor", form=True)
        strange = part(document, "Школа 2", folder / "форма 2.shnor", form=True)
        say(document, "Школа 1", director="Ещё позже")
    for path in (form, strange):
        with Document.open(path, OTHER, back_up=False) as document, document.write("Заполнено") as work:
            work.execute(update(School).values(place="с. Новое"))
    return Session(older, sent, form, strange, full)


@pytest.fixture
def session(made: Session, tmp_path: Path) -> Session:
    return Session(*(Path(shutil.copyfile(one, tmp_path / one.name)) for one in astuple(made)))


def bring(document: Document, path: Path) -> None:
    with stage(path) as staged:
        merge(document, staged.path, path.name, keep=True, back_up=False)


def united(folder: Path, first: Path, *others: Path) -> Document:
    """A copy of the first with the others merged in turn."""
    path = folder / f"{' + '.join(('у нас', *(one.stem for one in (first, *others))))}.shnor"
    shutil.copyfile(first, path)
    document = Document.open(path, Who("", ""), back_up=False)
    for one in others:
        bring(document, one)
    return document


def wholes(document: Document) -> list[tuple[int, bool]]:
    """Whether each writer who did something is known whole, and whether anything of it is proved."""
    rows = document._connection.execute(
        "SELECT whole, chain <> x'' FROM writer WHERE last_seq > 0 ORDER BY uid"
    )
    return [(whole, bool(proved)) for whole, proved in rows]


def test_pieces_beyond_a_known_beginning(session: Session, tmp_path: Path) -> None:
    pictures = []
    for order in ((session.older, session.part), (session.part, session.older)):
        with united(tmp_path, *order) as document:
            assert document.check().sound
            assert wholes(document) == [(0, True)]
            pictures.append(picture(document))
            further = part(document, "Школа 1", tmp_path / f"дальше {order[0].stem}.shnor")
            path = document.path
        with stage(path) as staged, stage(further):
            assert staged.counts.partial == 1
    assert pictures[0] == pictures[1]


def test_every_order_gives_the_whole_history(session: Session, tmp_path: Path) -> None:
    pictures = []
    for order in itertools.permutations((session.older, session.part, session.full)):
        with united(tmp_path, *order, *order) as document:
            assert document.check().sound
            assert wholes(document) == [(1, True)]
            assert not document._connection.execute("SELECT k FROM meta WHERE k <> 'uid'").fetchall()
            pictures.append(picture(document))
    assert all(one == pictures[0] for one in pictures)


@pytest.mark.parametrize(("ground", "sent"), [("older", "form"), ("part", "strange")])
def test_a_form_whose_ground_is_not_here_waits(
    session: Session, tmp_path: Path, ground: str, sent: str
) -> None:
    form: Path = getattr(session, sent)
    with united(tmp_path, getattr(session, ground)) as document:
        before = picture(document)
        with pytest.raises(DocumentError, match="Сначала объедините") as refused:
            bring(document, form)
        assert form.name in refused.value.what_happened
        assert picture(document) == before and document.check().sound
        bring(document, session.full)
        bring(document, form)
        assert document.check().sound
        with document.read() as work:
            assert "с. Новое" in set(work.scalars(select(School.place)))


def test_a_form_of_a_session_that_goes_on_leaves_its_writer_alone(session: Session, tmp_path: Path) -> None:
    with united(tmp_path, session.full) as document:
        bring(document, session.form)
        assert (0, False) not in wholes(document) and document.check().sound


def test_a_form_takes_no_whole_file(session: Session, tmp_path: Path) -> None:
    with (
        united(tmp_path, session.form) as document,
        pytest.raises(DocumentError, match="объедините форму с ним"),
    ):
        bring(document, session.full)


def test_a_part_of_a_form_is_a_form(session: Session, tmp_path: Path) -> None:
    with Document.open(session.form, OTHER, back_up=False) as document:
        out = part(document, "Школа 1", tmp_path / "из формы.shnor")
    with stage(out) as staged:
        assert staged.kind == "form"
    with united(tmp_path, session.full, session.form, out) as document:
        assert document.check().sound


# ---- forgeries


def forge(path: Path, *statements: str) -> Path:
    made = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        made.execute(statement)
    made.close()
    return path


_NEXT = "(SELECT max(last_seq) + 1 FROM action)"


def test_an_action_written_into_a_part_is_found_with_the_true_history(
    session: Session, tmp_path: Path
) -> None:
    forge(
        session.part,
        f"INSERT INTO action SELECT n, {_NEXT}, {_NEXT}, 99, 1, 'edit', 'Подделка', NULL, NULL FROM writer",
        "UPDATE writer SET last_seq = (SELECT max(last_seq) FROM action)",
    )
    with united(tmp_path, session.older, session.part) as document:
        assert document.check().sound
        before = picture(document)
        with pytest.raises(DocumentError, match="записаны по-разному"):
            bring(document, session.full)
        assert picture(document) == before


@pytest.mark.parametrize(
    "forgery",
    [
        # Beside what is proved: a change, what it replaces, an action, other words of an action.
        "INSERT INTO change_pred SELECT writer_n, seq, field_no, 0, writer_n, 2 FROM change WHERE field_no <> 0",
        "UPDATE action SET title = 'Подделка' WHERE seq = (SELECT min(seq) FROM action)",
        "UPDATE action SET wall_ms = 5 WHERE seq = (SELECT min(seq) FROM action)",
        "UPDATE action SET last_seq = last_seq + 1 WHERE seq = (SELECT min(seq) FROM action)",
    ],
)
def test_nothing_is_added_to_what_is_proved(session: Session, tmp_path: Path, forgery: str) -> None:
    forge(session.part, forgery)
    with united(tmp_path, session.full) as document:
        before = picture(document)
        staged = tmp_path / "staged.shnor"
        shutil.copyfile(session.part, staged)
        with pytest.raises(DocumentError, match="другой программой"):
            merge(document, staged, "часть", keep=True, back_up=False)
        assert picture(document) == before and document.check().sound


def test_nobody_speaks_for_who_works_here_now(tmp_path: Path) -> None:
    with Document.create(tmp_path / "файл.shnor", ME) as document:
        with document.write("Школа") as work:
            work.add(School(name="Школа 1"))
        sent = part(document, "Школа 1", tmp_path / "часть.shnor")
        forge(
            sent,
            f"INSERT INTO action SELECT n, {_NEXT}, {_NEXT}, 99, 1, 'edit', 'Подделка', NULL, NULL FROM writer",
            "UPDATE writer SET last_seq = (SELECT max(last_seq) FROM action)",
        )
        with pytest.raises(DocumentError, match="другой программой"):
            bring(document, sent)
        say(document, "Школа 1", director="Дальше")
        assert document.check().sound


def _retold(path: Path) -> Path:
    """The same file with another past, sealed anew."""
    made = sqlite3.connect(path, isolation_level=None)
    made.execute("UPDATE action SET title = 'Другое' WHERE seq = 1")
    for (n,) in made.execute("SELECT n FROM writer").fetchall():
        chain = b""
        spans = made.execute("SELECT seq, last_seq FROM action WHERE writer_n = ? ORDER BY seq", (n,))
        for seq, last in spans.fetchall():
            chain = seal(made, chain, ActionId(n, seq), last)
        made.execute("UPDATE writer SET chain = ? WHERE n = ?", (chain, n))
    made.close()
    return path


def test_the_known_beginning_stays_proved(session: Session, tmp_path: Path) -> None:
    _retold(session.full)
    with united(tmp_path, session.older, session.part) as document:
        before = picture(document)
        with pytest.raises(DocumentError, match="изменили другой программой"):
            bring(document, session.full)
        assert picture(document) == before


def test_what_a_change_replaces_and_a_damaged_disk_lost_comes_back(session: Session, tmp_path: Path) -> None:
    with united(tmp_path, session.full) as document:
        with document.write("Удалена") as work:
            work.execute(delete(School).where(School.name == "Школа 1"))
        whole, path = tmp_path / "после удаления.shnor", document.path
        document.copy_to(whole)
        expected = picture(document)
    forge(path, "DELETE FROM change_pred", "UPDATE writer SET whole = 0, chain = x''")
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        rebuild(connection, saved := tmp_path / "спасено.shnor")
    with Document.open(saved, ME, back_up=False) as document:
        assert document._connection.execute("SELECT count(*) FROM change_pred").fetchone() == (0,)
        bring(document, whole)
        assert picture(document) == expected and document.check().sound


def _other_chain(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE writer SET chain = zeroblob(32) WHERE chain <> x''")


def _other_words(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE action SET title = 'Другое' WHERE seq = 1")


@pytest.mark.parametrize("spoil", [_other_chain, _other_words])
def test_a_beginning_that_does_not_give_its_chain_is_refused(
    session: Session, tmp_path: Path, spoil: Callable[[sqlite3.Connection], None]
) -> None:
    with united(tmp_path, session.older, session.part) as document:
        path = document.path
    connection = sqlite3.connect(path, isolation_level=None)
    spoil(connection)
    connection.close()
    with pytest.raises(DocumentError, match="история изменена"), stage(path):
        pass
    with pytest.raises(DocumentForged):
        Document.open(path, ME, back_up=False)
    with Document.open(path, ME, read_only=True) as document:
        assert not document.check().sound
