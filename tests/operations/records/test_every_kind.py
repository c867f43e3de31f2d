"""What holds for every kind of record by its declaration alone: how it goes with its owner, also while something else is
undecided, and comes back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import Editor, Field, RecordKind
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.models.links import ROLES, Link
from shnor_desktop.models.orders import Paper
from shnor_desktop.operations.records import records, saving
from shnor_desktop.operations.records.incoming_types import Fate
from shnor_desktop.operations.results import dictionaries
from tests.conftest import WHO
from tests.operations.copies import Copies
from tests.operations.records.edited import contents, exported, look, take

REFERRING = [(kind, field) for kind in KINDS for field in kind.fields if field.refers]
OWNED = [(kind, field) for kind, field in REFERRING if field.owner]


def name_of(pair: object) -> str:
    return f"{pair.code}" if isinstance(pair, RecordKind) else str(getattr(pair, "name", pair))


def filled(
    session: Session, kind: RecordKind, known: dict[str, bytes], mark: str = "1", also: str = ""
) -> bytes:
    """A record with everything that is required and the field `also`, made without the rules of any screen; `known` are
    records to refer to, added to where one is missing."""
    values: dict[str, object] = {}
    for field in kind.fields:
        if field.editor is Editor.RECORD and field.refers and (field.required or field.name == also):
            if field.refers not in known:
                known[field.refers] = filled(session, BY_CODE[field.refers], known)
            values[field.name] = known[field.refers]
        elif field.editor is Editor.RECORD and not field.refers:
            values[field.name] = mark.encode().rjust(16, b"0")
        else:
            values |= typed_in(field, mark)
    if kind.record is Link:
        values |= joined(session, known, also)
    record = kind.record(**values)
    follow(kind, record)
    session.add(record)
    session.flush()
    return bytes(record.uid)


def joined(session: Session, known: dict[str, bytes], also: str) -> dict[str, object]:
    """Both ends of a link, one of them in the field `also`."""
    code, role = next((code, role) for code, role in ROLES.items() if also in ("", role.here, role.there))
    ends: dict[str, object] = {}
    for name in (role.here, role.there):
        refers = BY_CODE["link"].field(name).refers
        if refers not in known:
            known[refers] = filled(session, BY_CODE[refers], known)
        ends[name] = known[refers]
    return {"role": code, **ends}


def follow(kind: RecordKind, record: object) -> None:
    """What the program itself fills in."""
    if kind.about.counted:
        setattr(record, kind.about.counted, 1)
    if kind.about.derived is not None:
        columns = [column.name for column in kind.record.__table__.columns]
        for name, value in kind.about.derived({one: getattr(record, one) for one in columns}).items():
            setattr(record, name, value)


def typed_in(field: Field, mark: str) -> dict[str, object]:
    """What somebody would type into a field, where anybody must or may."""
    if field.editor is Editor.CHOICE:
        return {field.name: next(code for code, _ in field.choices if code)}
    if field.editor is Editor.DATE and field.required:
        return {field.name: "2026-09-01"}
    return (
        {field.name: f"{field.label} {mark}"}
        if field.editor in (Editor.LINE, Editor.LINES, Editor.DUE)
        else {}
    )


def count(session: Session, kind: RecordKind) -> int:
    return len(records.rows(session, kind.code))


@pytest.fixture
def undecided(new_path: Callable[[str], Path], tmp_path: Path) -> Document:
    """A file in which two offices gave one school different directors."""
    path = new_path("основа.shnor")
    copies = Copies(path, tmp_path)
    school = copies.edit(0, lambda session: records.save(session, "school", None, {"name": "Ивовская СОШ"}))
    copies.merge(1, 0)
    copies.edit(0, lambda session: records.save(session, "school", school, {"director": "Ивова А.А."}))
    copies.edit(1, lambda session: records.save(session, "school", school, {"director": "Вязова Б.Б."}))
    copies.merge(0, 1)
    assert len(copies.questions(0)) == 1
    return copies.open(0)


@pytest.mark.parametrize(("kind", "field"), OWNED, ids=name_of)
def test_it_goes_with_its_owner_and_comes_back(document: Document, kind: RecordKind, field: Field) -> None:
    goes_with_its_owner(document, kind, field)
    document.undo()
    with document.read() as session:
        assert count(session, kind) == (2 if kind.code == field.refers else 1)


@pytest.mark.parametrize(("kind", "field"), OWNED, ids=name_of)
def test_it_goes_with_its_owner_while_something_else_is_undecided(
    undecided: Document, kind: RecordKind, field: Field
) -> None:
    with undecided:
        goes_with_its_owner(undecided, kind, field)


def goes_with_its_owner(document: Document, kind: RecordKind, field: Field) -> None:
    known: dict[str, bytes] = {}
    with document.write("Добавлено") as session:
        owner = known[field.refers] = filled(session, BY_CODE[field.refers], known, "2")
        before = count(session, kind)
        filled(session, kind, known, also=field.name)
        assert count(session, kind) == before + 1
    with document.write("Удалено") as session:
        assert records.delete(session, field.refers, [owner]) == (2 if kind.code == field.refers else 1)
    with document.read() as session:
        assert count(session, kind) == before - (kind.code == field.refers)
        assert records.title(session, field.refers, owner) == ""
    assert document.check().sound


@pytest.mark.parametrize(("kind", "field"), REFERRING, ids=name_of)
def test_what_refers_goes_along_lets_go_or_holds(document: Document, kind: RecordKind, field: Field) -> None:
    """A deletion never only seems to be one, whatever refers to the record."""
    known: dict[str, bytes] = {}
    with document.write("Добавлено") as session:
        if field.refers not in known:
            known[field.refers] = filled(session, BY_CODE[field.refers], known, "2")
        referring = filled(session, kind, known)
        setattr(session.get_one(kind.record, referring), field.name, known[field.refers])
    held = None
    try:
        with document.write("Удалено") as session:
            records.delete(session, field.refers, [known[field.refers]])
    except UserError as error:
        held = error
    with document.read() as session:
        left = records.title(session, field.refers, known[field.refers])
        stays = session.get(kind.record, referring)
    if field.owner:
        assert not held and not left and stays is None
    elif field.lets_go:
        assert not held and not left and stays is not None
    else:
        assert held and left and "ссылаются" in str(held)


def another(new_path: Callable[[str], Path], folder: Path, *, copy: bool) -> Document:
    """An empty copy of the file, or a file that was begun separately."""
    if copy:
        return Document.open(new_path("Копия.shnor"), WHO)
    return dictionaries.create_document(folder / "Отдельный.shnor", WHO)


@pytest.mark.parametrize("copy", [True, False])
@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_its_sheet_comes_back_and_brings_it_to_another_file(
    document: Document, new_path: Callable[[str], Path], tmp_path: Path, kind: RecordKind, copy: bool
) -> None:
    """What the export shows of a record is read back as the same, here and where the record is not known yet."""
    known: dict[str, bytes] = {}
    with document.write("Добавлено") as session:
        uid = filled(session, kind, known)
    book = exported(document, tmp_path)
    plan = look(document, book).plan
    assert (plan.records, plan.questions, plan.missing) == ((), (), ())
    before = contents(document)
    with document.write("Удалено") as session:
        records.delete(session, kind.code, [uid])
    assert take(document, book, {"deleted": "new"}).plan.added == 0, "what was not touched does not return"
    with another(new_path, tmp_path, copy=copy) as other:
        untouched = contents(other)
        taken = take(other, book)
        told = [(one.title, [str(why) for why in one.refusals]) for one in taken.plan.of(Fate.REFUSED)]
        if any(one.editor is Editor.RECORD and not one.refers for one in kind.fields):
            assert all("книгой не переносится" in why for _, whys in told for why in whys)
            return
        assert (told, taken.plan.questions) == ([], ())
        assert contents(other) == before
        again = look(other, book).plan
        assert (again.records, again.questions) == ((), ())
        other.undo()
        assert contents(other) == untouched


def test_a_signed_paper_keeps_what_stands_beside_its_columns(new_path: Callable[[str], Path]) -> None:
    """Its links, its points and their order are as signed as its words; what is done about a point goes on."""
    with Document.open(new_path("документ.shnor"), WHO, back_up=False) as document:
        with document.write("Документ") as session:
            act = records.save(session, "act", None, {"kind": "law", "title": "Закон"})
            paper = records.save(session, "paper", None, {"kind": "order", "acts": ((act, ""),)})
            part = records.save(session, "part", None, {"paper": paper, "place": "points", "title": "Пункты"})
            second = records.save(session, "part", None, {"paper": paper, "place": "points", "title": "Ещё"})
            point = records.save(session, "activity", None, {"part": part, "text": "Создать группу"})
            school = records.save(session, "school", None, {"name": "Ивовская СОШ"})
        with document.write("Подпись") as session:
            signed = session.get(Paper, paper)
            assert signed is not None
            signed.frozen = "{}"
        for change in (
            lambda session: records.save(session, "paper", paper, {"acts": ()}),
            lambda session: records.save(session, "activity", point, {"schools": ((school, ""),)}),
            lambda session: records.save(session, "activity", None, {"part": part, "text": "Ещё пункт"}),
            lambda session: saving.move(session, "part", second, up=True),
        ):
            with pytest.raises(UserError, match="Подписано"), document.write("Правка") as session:
                change(session)
        with document.write("Исполнение") as session:
            records.save(session, "activity", point, {"state": "done"})
