"""Records of one name that people say are one record, or are not: of every kind, in any order, by several offices."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, Who
from shnor_desktop.models.kind import Record
from shnor_desktop.models.results import AreaResult, Procedure, Sitting, Subject
from shnor_desktop.models.schools import IdentityVerdict, School, SchoolAlias
from shnor_desktop.models.uids import natural_uid, new_uid
from shnor_desktop.operations.records import export
from shnor_desktop.operations.records.changes import Names
from shnor_desktop.operations.schools import sameness
from shnor_desktop.operations.sharing import decisions
from tests.conftest import some
from tests.operations.copies import Copies

Work = Callable[[Session], None]


def copies_of(new_path: Callable[[str], Path], folder: Path, work: Work, count: int = 2) -> Copies:
    path = new_path("начало.shnor")
    with (
        Document.open(path, Who("Начало", "Район"), back_up=False) as document,
        document.write("Основа") as session,
    ):
        work(session)
    return Copies(path, folder, count)


def changed(record: type, uid: bytes, **values: object) -> Work:
    def work(session: Session) -> None:
        one = session.get(record, uid)
        for name, value in values.items():
            setattr(one, name, value)

    return work


def asked(copies: Copies, number: int) -> list[str]:
    """Kinds of the open questions of a sound file."""
    with copies.open(number) as document:
        report = document.check()
        assert report.sound, report.findings
    return [one.kind for one in copies.questions(number)]


def agreed(copies: Copies) -> None:
    """After an exchange nobody is asked anything, and every copy is sound."""
    copies.exchange()
    assert [asked(copies, number) for number in range(len(copies.paths))] == [[] for _ in copies.paths]


@pytest.mark.parametrize("order", some(itertools.permutations(range(3)), every=2))
def test_whoever_joins_the_holder_of_a_key_holds_it(
    new_path: Callable[[str], Path], tmp_path: Path, order: tuple[int, ...]
) -> None:
    """Of three records one is told to be another one than the holder, the last to be the same: nobody asks about
    the last one again, whichever of the uids is shown."""
    uids = [new_uid() for _ in order]

    def ground(session: Session) -> None:
        for n in order:
            session.add(Subject(uid=uids[n], short=f"Щ{n}", name=f"предмет {n}"))
            session.flush()

    copies = copies_of(new_path, tmp_path, ground, 3)
    for n, uid in enumerate(uids):
        copies.edit(n, changed(Subject, uid, short="ЪЪ"))
    copies.exchange()
    asked_first, asked_last = copies.questions(0)
    with copies.open(0) as document:
        sameness.say_different(document, "subject", asked_first.uid, asked_first.shown_uid, "разные")
        decisions.decide(document, asked_last.id, "same", "одно")
    assert [one.id for one in copies.questions(0)] == [asked_first.id]


@pytest.mark.parametrize("order", [(1, 0), *some([(0, 1), *itertools.permutations(range(3))], every=3)])
def test_records_of_one_key_become_one_whatever_their_uids(
    new_path: Callable[[str], Path], tmp_path: Path, order: tuple[int, ...]
) -> None:
    """Each office gives one of the subjects the same name; they are entered in every order of their uids."""
    count, uids = len(order), sorted(new_uid() for _ in order)

    def ground(session: Session) -> None:
        for n in order:
            session.add(Subject(uid=uids[n], short=f"Щ{n}", name=f"предмет {n}"))
            session.flush()

    copies = copies_of(new_path, tmp_path, ground, count)
    for n, uid in enumerate(uids):
        copies.edit(n, changed(Subject, uid, short="ЪЪ"))
    copies.exchange()
    for left in range(count - 1, 0, -1):
        assert asked(copies, 0) == ["key"] * left
        one = copies.questions(0)[-1]
        assert copies.decide(0, one.id, "same", f"один предмет {left}").left == left - 1
    agreed(copies)
    with copies.open(count - 1) as document, document.read() as session:
        assert session.scalar(select(func.count()).where(Subject.short == "ЪЪ")) == 1


def ground_of(kind: type, made: list[bytes]) -> Work:
    """A subject, a procedure and a sitting, and one more of the kind that differs in its key."""

    def work(session: Session) -> None:
        subject = Subject(uid=new_uid(), short="ЩЩ", name="предмет")
        session.add(subject)
        session.flush()
        procedure = Procedure(subject=subject.uid, family="vpr", programme_grade=5, measured_by="marks")
        session.add(procedure)
        session.flush()
        if kind is Sitting:
            found: list[Record] = [
                Sitting(procedure=procedure.uid, school_year=year, season="spring") for year in (2019, 2020)
            ]
            session.add_all(found)
        else:
            other = Procedure(subject=subject.uid, family="vpr", programme_grade=6, measured_by="marks")
            session.add(other)
            found = [procedure, other]
        session.flush()
        made.extend(one.uid for one in found)

    return work


@pytest.mark.parametrize(
    ("kind", "value"), [(Procedure, {"programme_grade": 7}), (Sitting, {"school_year": 2022})]
)
@pytest.mark.parametrize("second", ["same", "different"])
def test_two_offices_say_with_reasons_of_their_own(
    new_path: Callable[[str], Path], tmp_path: Path, kind: type, value: dict[str, object], second: str
) -> None:
    made: list[bytes] = []
    copies = copies_of(new_path, tmp_path, ground_of(kind, made))
    for number, uid in enumerate(made):
        copies.edit(number, changed(kind, uid, **value))
    copies.exchange()
    (one,) = copies.questions(0)
    copies.decide(0, one.id, "same", "так в приказе")
    says = sameness.say_same if second == "same" else sameness.say_different
    with copies.open(1) as document:
        says(document, one.code, made[0], made[1], "так у нас")
    preview = copies.merge(0, 1)
    (told,) = [
        record for file in preview.files for record in file.records if record.kind == "identity_verdict"
    ]
    title = "ВПР ЩЩ 7" if kind is Procedure else "ВПР ЩЩ 5, весна 2023"
    assert told.title.split(" и ") == [title, title] and told.school == ""
    copies.merge(1, 0)
    if second == "different":
        (field,) = (one for one in copies.questions(0) if one.kind == "field")
        assert field.label == "Решение" and field.record == f"{title} и {title}"
        copies.decide(0, field.id, "одно и то же", "договорились")
    agreed(copies)
    with copies.open(0) as document, document.read() as session:
        assert session.scalars(select(IdentityVerdict.reason)).one().startswith("так")
    with copies.open(0) as document:
        export.export_workbook(document, tmp_path / "выгрузка.xlsx")


@pytest.mark.parametrize(("straight", "forward"), [*itertools.product((False, True), repeat=2)])
def test_procedures_of_joined_subjects(
    new_path: Callable[[str], Path], tmp_path: Path, straight: bool, forward: bool
) -> None:
    """The subjects are one, hence their procedures have one key: whatever the order of the uids."""
    subjects, procedures = (sorted(new_uid() for _ in range(2)) for _ in range(2))
    pairs = list(zip(subjects if straight else subjects[::-1], procedures, strict=True))

    def ground(session: Session) -> None:
        for subject, uid in pairs if forward else pairs[::-1]:
            session.add(Subject(uid=subject, short=f"Щ{subject.hex()}", name="предмет"))
            session.flush()
            values = {"family": "vpr", "programme_grade": 5, "measured_by": "marks"}
            session.add(Procedure(uid=uid, subject=subject, **values))
            session.flush()

    copies = copies_of(new_path, tmp_path, ground)
    with copies.open(0) as document:
        sameness.say_same(document, "subject", subjects[0], subjects[1], "один предмет")
    (one,) = copies.questions(0)
    assert (one.kind, one.code) == ("key", "procedure")
    assert {one.uid, one.shown_uid} == set(procedures)
    assert "Предмет" not in {line.label for line in one.details}
    assert copies.decide(0, one.id, "same", "одна процедура").left == 0
    agreed(copies)


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("then", ["restore", "delete"])
def test_values_of_a_record_of_a_deleted_school_are_taken(
    new_path: Callable[[str], Path], tmp_path: Path, many: bool, then: str
) -> None:
    """The answer stands, the deleted school is needed again, and that is a question of its own."""
    schools, alias = [new_uid() for _ in range(2)], new_uid()

    def ground(session: Session) -> None:
        session.add_all(School(uid=uid, name=f"Школа {n}") for n, uid in enumerate(schools))
        session.flush()
        session.add(SchoolAlias(uid=alias, school=schools[0], spelling="другое", normalised="другое"))

    def spelled(session: Session) -> None:
        session.add(SchoolAlias(uid=new_uid(), school=schools[1], spelling="СОШ 5", normalised="сош 5"))

    copies = copies_of(new_path, tmp_path, ground, 3)
    copies.edit(0, changed(SchoolAlias, alias, spelling="СОШ № 5", normalised="сош 5"))
    copies.edit(0, changed(School, schools[0], phone="1"))
    copies.edit(1, spelled)
    copies.edit(1, changed(School, schools[0], phone="2"))
    copies.edit(2, lambda session: session.delete(session.get(School, schools[1])))
    copies.exchange()
    assert sorted(asked(copies, 0)) == ["field", "key"]
    with copies.open(0) as document:
        if many:
            assert decisions.decide_many(document, "there").count == 2
        else:
            (key,) = (one for one in copies_questions(document) if one.kind == "key")
            decisions.decide(document, key.id, "there")
    left = {one.kind: one for one in copies.questions(0)}
    assert left.keys() == ({"parent"} if many else {"parent", "field"})
    assert left["parent"].record == "Школа 1" and "варианты названий" in left["parent"].what
    if not many:
        copies.decide(0, left["field"].id, "here")
    copies.decide(0, left["parent"].id, then)
    agreed(copies)
    with copies.open(1) as document, document.read() as session:
        rows = session.execute(select(SchoolAlias.school, SchoolAlias.spelling)).all()
        assert [tuple(row) for row in rows] == ([(schools[1], "СОШ 5")] if then == "restore" else [])


def copies_questions(document: Document) -> tuple[decisions.Question, ...]:
    with document.read() as session:
        return decisions.questions(session)


def test_a_record_goes_with_those_that_need_it_and_with_those_behind_them(
    new_path: Callable[[str], Path], tmp_path: Path
) -> None:
    made: list[bytes] = []
    copies = copies_of(new_path, tmp_path, ground_of(Sitting, made), 3)
    copies.edit(0, lambda session: session.delete(session.get(Sitting, made[0])))
    for number, failed in ((1, 4), (2, 5)):
        copies.edit(
            number,
            lambda session, failed=failed: session.add(  # type: ignore[misc]
                AreaResult(uid=new_uid(), sitting=made[0], area="district", area_name="Район", failed=failed)
            ),
        )
    copies.exchange()
    assert sorted(asked(copies, 0)) == ["key", "parent"]
    (parent,) = (one for one in copies.questions(0) if one.kind == "parent")
    assert copies.decide(0, parent.id, "delete", "не проводилась").left == 0
    with copies.open(0) as document:
        document.undo()
    assert sorted(asked(copies, 0)) == ["key", "parent"]
    with copies.open(0) as document:
        document.redo()
    agreed(copies)
    with copies.open(1) as document, document.read() as session:
        assert session.get(Sitting, made[0]) is None
        assert session.scalars(select(AreaResult)).all() == []


def test_a_verdict_on_verdicts_says_nothing(new_path: Callable[[str], Path], tmp_path: Path) -> None:
    """Nobody can give one; a file may hold it all the same."""
    schools = sorted(new_uid() for _ in range(2))
    copies = copies_of(
        new_path,
        tmp_path,
        lambda session: session.add_all(School(uid=uid, name=f"Школа {uid.hex()}") for uid in schools),
    )
    plain, itself = natural_uid("identity_verdict", "school", *schools), new_uid()

    def say(session: Session) -> None:
        for uid, first, second in ((plain, *schools), (itself, plain, itself)):
            session.add(
                IdentityVerdict(uid=uid, kind="school", first=first, second=second, verdict="same", reason="")
            )
            session.flush()

    copies.edit(1, say)
    preview = copies.merge(0, 1)
    assert preview.files[0].records
    agreed(copies)
    with copies.open(0) as document, document.read() as session:
        assert len(session.scalars(select(School)).all()) == 1
        assert Names(session)("identity_verdict", itself)
    with copies.open(0) as document:
        export.export_workbook(document, tmp_path / "выгрузка.xlsx")
