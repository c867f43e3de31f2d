"""The list «Нужно решить»: every kind of question in words, its answers, and that they travel."""

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.document.merge import questions
from shnor_desktop.errors import UserError
from shnor_desktop.models.office import Person
from shnor_desktop.models.results import SchoolResult, Subject
from shnor_desktop.models.roadmap import Event
from shnor_desktop.models.schools import IdentityVerdict, School, SchoolCode
from shnor_desktop.models.uids import new_uid
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import records
from shnor_desktop.operations.schools import sameness
from shnor_desktop.operations.sharing import decisions, merging, question_marks
from shnor_desktop.operations.sharing.question_marks import marks
from tests.operations import copies as copies_module
from tests.operations.copies import Copies
from tests.operations.district import District


@pytest.fixture
def school() -> bytes:
    return new_uid()


@pytest.fixture
def copies(new_path: Callable[[str], Path], tmp_path: Path, school: bytes) -> Copies:
    """Two copies with one school and one result."""
    from shnor_desktop.document.document import Who

    path = new_path("начало.shnor")
    with (
        Document.open(path, Who("Начало", "Район"), back_up=False) as document,
        document.write("Основа") as session,
    ):
        session.add(School(uid=school, name="Ивовская СОШ", director="Прежний", place="Ивовка"))
        session.flush()
        district = District(session)
        district.result(school, district.sitting("vpr", "МА", 5, 2020, "spring"), 10, 3)
    return Copies(path, tmp_path)


def put(school: bytes, **values: object) -> Callable[[Session], bytes]:
    return lambda session: records.save(session, "school", school, values)  # type: ignore[arg-type]


def only(found: tuple[decisions.Question, ...]) -> decisions.Question:
    (one,) = found
    return one


def settled(copies: Copies, number: int, question: str, take: str, reason: str = "") -> None:
    """Decide in one copy; after the next exchange nobody is asked and all show the same."""
    left = copies.decide(number, question, take, reason).left
    assert (left, copies.questions(number)) == (0, ())
    copies.exchange()
    assert copies.questions(0) == copies.questions(1) == ()
    for place in (0, 1):
        with copies.open(place) as document:
            assert document.check().sound


def column(copies: Copies, number: int, name: str) -> list[str]:
    with copies.open(number) as document, document.read() as session:
        return list(session.execute(select(getattr(School, name))).scalars().all())


def test_a_field_in_words(copies: Copies, school: bytes) -> None:
    copies.edit(0, put(school, director="Иванов И.И."))
    copies.edit(1, put(school, director="Петров П.П."))
    copies.exchange()
    one = only(copies.questions(0))
    assert (one.kind, one.record, one.label, one.school_name) == (
        "field",
        "Ивовская СОШ",
        "Директор",
        "Ивовская СОШ",
    )
    assert one.before == "Прежний" and one.about == "Школа «Ивовская СОШ», Директор" and one.typed
    assert {(v.value, v.who, v.here) for v in one.voices} == {
        ("Иванов И.И.", "Работник 0, Управление", True),
        ("Петров П.П.", "Работник 1, ИМЦ", False),
    }
    assert [(c.take, c.value) for c in one.choices] == [("here", "Иванов И.И."), ("there", "Петров П.П.")]
    other = only(copies.questions(1))
    assert other.id == one.id and [(c.take, c.value) for c in other.choices][0] == ("here", "Петров П.П.")
    with copies.open(0) as document, document.read() as session:
        assert marks(raw_of(session)).fields("school", school) == {"director"}
    settled(copies, 0, one.id, "there", "сверили")
    assert column(copies, 0, "director") == column(copies, 1, "director") == ["Петров П.П."]


def test_who_has_a_second_file_in_the_same_office_is_named(
    copies: Copies, school: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies_module, "OFFICES", ("ИМЦ", "ИМЦ"))
    copies.edit(0, put(school, director="Иванов И.И."))
    copies.edit(1, put(school, director="Петров П.П."))
    copies.exchange()
    for number, other, name in ((0, "Работник 1", "Петров П.П."), (1, "Работник 0", "Иванов И.И.")):
        one = only(copies.questions(number))
        assert one.choices[1].label == f"В другом файле ({other}): {name}"
        assert all(voice.ours for voice in one.voices)


def test_undo_of_a_decision_brings_the_shown_value_back(copies: Copies, school: bytes) -> None:
    copies.edit(0, put(school, director="Иванов И.И."))
    copies.edit(1, put(school, director="Петров П.П."))
    copies.exchange()
    (shown,) = column(copies, 0, "director")
    one = only(copies.questions(0))
    with copies.open(0) as document:
        decisions.decide(document, one.id, "Сидорова С.С.")
    assert column(copies, 0, "director") == ["Сидорова С.С."]
    with copies.open(0) as document:
        document.undo()
    assert column(copies, 0, "director") == [shown]


def test_a_deleted_record_that_was_edited(copies: Copies, school: bytes) -> None:
    def add(session: Session) -> bytes:
        return records.save(session, "person", None, {"name": "Орлова И.К.", "school": school})

    uid = copies.edit(0, add)
    copies.exchange()
    copies.edit(0, lambda session: records.delete(session, "person", [uid]))
    copies.edit(1, lambda session: records.save(session, "person", uid, {"post": "завуч"}))
    copies.exchange()
    one = only(copies.questions(0))
    assert (one.kind, one.record, one.school_name) == ("delete", "Орлова И.К.", "Ивовская СОШ")
    assert {v.value for v in one.voices} == {"удалена", "изменена"}
    with pytest.raises(UserError, match="restore — Оставить карточку; delete"):
        copies.decide(0, one.id, "there")
    settled(copies, 1, one.id, "delete")
    with copies.open(0) as document, document.read() as session:
        assert session.get(Person, uid) is None


@pytest.mark.parametrize("take", ["restore", "delete"])
def test_a_deleted_record_that_others_need(copies: Copies, school: bytes, take: str) -> None:
    def delete(session: Session) -> None:
        for one in session.scalars(select(SchoolResult).where(SchoolResult.school == school)):
            session.delete(one)
        session.flush()
        records.delete(session, "school", [school])

    copies.edit(0, delete)
    copies.edit(1, lambda s: records.save(s, "person", None, {"name": "Орлова И.К.", "school": school}))
    copies.exchange()
    one = only(copies.questions(0))
    assert one.kind == "parent" and "сотрудники — 1" in one.what
    settled(copies, 0, one.id, take)
    left = ["Ивовская СОШ"] if take == "restore" else []
    assert column(copies, 0, "name") == column(copies, 1, "name") == left


@pytest.mark.parametrize(("take", "kept"), [("here", "Ивовская СОШ"), ("there", "Дубковская СОШ")])
def test_one_code_entered_twice(copies: Copies, school: bytes, take: str, kept: str) -> None:
    """One office moves a code to another number, the other enters that number for another school."""
    other = copies.edit(0, lambda s: records.save(s, "school", None, {"name": "Дубковская СОШ"}))
    values: dict[str, Value] = {"school": school, "system": "rcoi", "code": "7"}
    uid = copies.edit(0, lambda s: records.save(s, "school_code", None, values))
    copies.exchange()
    copies.edit(0, lambda s: records.save(s, "school_code", uid, {"code": "8"}))
    copies.edit(1, lambda s: records.save(s, "school_code", None, values | {"school": other, "code": "8"}))
    copies.exchange()
    one = only(copies.questions(0))
    assert one.kind == "key" and one.what.startswith("Одно и то же внесли дважды")
    assert [(line.label, line.before, line.after) for line in one.details] == [
        ("Школа", "Ивовская СОШ", "Дубковская СОШ")
    ]
    copies.decide(0, one.id, take)
    with copies.open(0) as document:
        document.undo()
    again = only(copies.questions(0))
    # What was undone was said again a moment later, in another minute perhaps.
    told = {(voice.who, voice.shown) for voice in one.voices}
    assert {(voice.who, voice.shown) for voice in again.voices} == told
    settled(copies, 0, one.id, take)
    for number in (0, 1):
        with copies.open(number) as document, document.read() as session:
            assert [s.name for s in session.scalars(select(School).join(SchoolCode))] == [kept]


def test_two_subjects_of_one_name_become_one(copies: Copies) -> None:
    """Records that others refer to are joined by a verdict, and those that refer follow."""

    def rename(session: Session) -> None:
        uid = session.scalars(select(Subject.uid).where(Subject.short == "МА")).one()
        records.save(session, "subject", uid, {"short": "МАТ"})

    copies.edit(0, rename)
    copies.edit(1, lambda s: records.save(s, "subject", None, {"short": "МАТ", "name": "Математика"}))
    copies.exchange()
    one = only(copies.questions(1))
    assert one.kind == "key" and [c.take for c in one.choices] == ["same"]
    settled(copies, 1, one.id, "same", "один предмет")
    with copies.open(0) as document, document.read() as session:
        assert len(session.scalars(select(Subject).where(Subject.short == "МАТ")).all()) == 1
        assert [one.verdict for one in session.scalars(select(IdentityVerdict))] == ["same"]


def test_figures_that_contradict_are_one_question_with_one_answer(copies: Copies, school: bytes) -> None:
    """Two offices corrected one figure each; whose pair is right is asked, not left to be found."""
    with copies.open(0) as document, document.read() as session:
        uid, failed, people = session.execute(
            select(SchoolResult.uid, SchoolResult.failed, SchoolResult.participants)
        ).one()
    copies.edit(0, lambda s: records.save(s, "school_result", uid, {"participants": 5}))
    copies.edit(1, lambda s: records.save(s, "school_result", uid, {"failed": 8}))
    copies.exchange()
    one = only(copies.questions(0))
    assert one.kind == "rule" and "8" in one.what and "5" in one.what and one.together
    assert {choice.take: choice.value for choice in one.choices} == {
        "here": f"{failed} из 5",
        "there": f"8 из {people}",
    }
    assert one.id == only(copies.questions(1)).id and one.before == f"{failed} из {people}"
    with copies.open(0) as document:
        assert "не сообщал никто" in decisions.doubt(document, one.id, "5 из 9")
    with pytest.raises(UserError, match="участников 5"):
        copies.decide(0, one.id, "8 из 5")
    settled(copies, 0, one.id, "there", "по протоколу")
    for number in (0, 1):
        with copies.open(number) as document, document.read() as session:
            assert session.execute(select(SchoolResult.failed, SchoolResult.participants)).one() == (
                8,
                people,
            )


def test_days_that_contradict_are_one_question(copies: Copies) -> None:
    def add(session: Session) -> bytes:
        given = {"title": "Семинар", "kind": "seminar", "starts": "2026-09-10", "ends": "2026-09-20"}
        return records.save(session, "event", None, given)

    uid = copies.edit(0, add)
    copies.exchange()
    copies.edit(0, lambda s: records.save(s, "event", uid, {"ends": "2026-09-12"}))
    copies.edit(1, lambda s: records.save(s, "event", uid, {"starts": "2026-09-15"}))
    copies.exchange()
    one = only(copies.questions(0))
    assert one.kind == "rule" and not one.typed and len(one.choices) == 2
    with pytest.raises(UserError, match="исправьте карточку"):
        copies.decide(0, one.id, "с 13 по 14")
    settled(copies, 0, one.id, "here")
    with copies.open(1) as document, document.read() as session:
        assert [(e.starts, e.ends) for e in session.scalars(select(Event))] == [("2026-09-10", "2026-09-12")]


def test_figures_that_contradict_are_corrected_by_hand(copies: Copies, school: bytes) -> None:
    with copies.open(0) as document, document.read() as session:
        uid = session.scalars(select(SchoolResult.uid)).one()
    copies.edit(0, lambda s: records.save(s, "school_result", uid, {"participants": 5}))
    copies.edit(1, lambda s: records.save(s, "school_result", uid, {"failed": 8}))
    copies.exchange()
    one = only(copies.questions(0))
    assert one.kind == "rule" and "8" in one.what and "5" in one.what
    copies.edit(0, lambda s: records.save(s, "school_result", uid, {"participants": 9}))
    copies.exchange()
    assert copies.questions(0) == copies.questions(1) == ()


def test_verdicts_can_be_taken_back(copies: Copies, school: bytes) -> None:
    other = copies.edit(0, lambda s: records.save(s, "school", None, {"name": "Школа с. Ивовка"}))
    copies.exchange()
    with copies.open(0) as document:
        sameness.say_same(document, "school", school, other, "одна школа")
        assert document.actions(1)[0].title.endswith("— одна школа")
    assert len(column(copies, 0, "name")) == 1
    copies.exchange()
    with copies.open(1) as document:
        sameness.say_different(document, "school", other, school, "ошиблись")
    copies.exchange()
    for number in (0, 1):
        assert sorted(column(copies, number, "name")) == ["Ивовская СОШ", "Школа с. Ивовка"]
    with copies.open(0) as document, pytest.raises(UserError, match="две карточки"):
        sameness.say_same(document, "school", school, school)


@pytest.mark.parametrize("first", ["same", "different"])
def test_while_offices_disagree_two_records_stay_two(copies: Copies, school: bytes, first: str) -> None:
    other = copies.edit(0, lambda s: records.save(s, "school", None, {"name": "Школа с. Ивовка"}))
    copies.exchange()
    says = {"same": sameness.say_same, "different": sameness.say_different}
    answers = (first, "different" if first == "same" else "same")
    for number, answer in enumerate(answers):
        with copies.open(number) as document:
            says[answer](document, "school", school, other)
    copies.exchange()
    for number in (0, 1):
        assert len(column(copies, number, "name")) == 2
        one = only(copies.questions(number))
        assert (one.kind, one.label) == ("field", "Решение")
        assert [voice.value for voice in one.voices if voice.shown] == ["разные"]
        with copies.open(number) as document:
            assert document.check().sound
    settled(copies, 0, one.id, "одно и то же", "сверили ИНН")
    assert len(column(copies, 1, "name")) == 1


def test_a_record_edited_after_it_was_joined(copies: Copies, school: bytes) -> None:
    other = copies.edit(0, lambda s: records.save(s, "school", None, {"name": "Школа с. Ивовка"}))
    copies.exchange()
    with copies.open(0) as document:
        sameness.say_same(document, "school", school, other)
    hidden = max(school, other)
    for number in range(3):
        copies.edit(1, put(hidden, phone=f"{number}-00"))
    copies.exchange()
    one = only(copies.questions(0))
    assert one.kind == "merged" and {c.take for c in one.choices} == {"same", "different"}
    assert "2-00" in one.voices[0].value
    settled(copies, 0, one.id, "different")
    assert len(column(copies, 1, "name")) == 2


def test_many_are_decided_as_one_step(copies: Copies, school: bytes) -> None:
    values = ("director", "phone", "address")
    for number in (0, 1):
        copies.edit(number, put(school, **{name: f"{name} {number}" for name in values}))
    copies.exchange()
    found = copies.questions(0)
    assert len(found) == 3
    with copies.open(0) as document:
        steps = len(document.actions())
        done = decisions.decide_many(document, "here", "у нас верно", only=[one.id for one in found[:2]])
        assert (done.count, done.left) == (2, 1) and len(document.actions()) == steps + 1
        done = decisions.decide_many(document, "office", office="ИМЦ", school=school)
        assert (done.count, done.left) == (1, 0)
        assert decisions.decide_many(document, "there").count == 0
        document.undo()
        document.undo()
        assert document.check().sound


def test_an_office_whose_people_disagree_answers_nothing(
    copies: Copies, school: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add(session: Session) -> bytes:
        return records.save(session, "person", None, {"name": "Зуева З.З.", "school": school})

    person = copies.edit(0, add)
    copies.exchange()
    monkeypatch.setattr(copies_module, "OFFICES", ("ИМЦ", "ИМЦ"))
    copies.edit(0, put(school, director="Иванов И.И."))
    copies.edit(0, lambda session: records.delete(session, "person", [person]))
    copies.edit(1, put(school, director="Петров П.П."))
    copies.edit(1, lambda session: records.save(session, "person", person, {"phone": "1-23"}))
    copies.exchange()
    found = copies.questions(0)
    assert {one.kind for one in found} == {"field", "delete"}
    assert not any(one.answered_by("ИМЦ") for one in found)
    with copies.open(0) as document:
        assert decisions.decide_many(document, "office", office="ИМЦ").count == 0
        assert decisions.decide_many(document, "here").count == 1


def test_a_wrong_answer_is_told_in_russian(copies: Copies, school: bytes) -> None:
    def moved(name: str) -> Callable[[Session], bytes]:
        def work(session: Session) -> bytes:
            other = records.save(session, "school", None, {"name": name})
            return records.save(session, "person", person, {"school": other})

        return work

    person = copies.edit(0, lambda session: records.save(session, "person", None, {"name": "Орлова И.К."}))
    copies.exchange()
    copies.edit(0, moved("Первая СОШ"))
    copies.edit(1, moved("Вторая СОШ"))
    copies.exchange()
    one = only(copies.questions(0))
    with pytest.raises(UserError) as told:
        copies.decide(0, one.id, "Третья СОШ")
    assert not re.search("[A-Za-z]", str(told.value))
    with copies.open(0) as document:
        (open_one,) = questions.conflicts(document)
        alone = dataclasses.replace(open_one, sides=open_one.sides[:1])
        with pytest.raises(UserError) as told:
            questions.chosen(alone, "there")
        assert not re.search("[A-Za-z]", str(told.value))


def test_an_empty_answer_is_taken_only_where_somebody_left_it_empty(copies: Copies, school: bytes) -> None:
    for number, director in enumerate(("Иванов И.И.", "Петров П.П.")):
        copies.edit(number, put(school, director=director, opened_on=f"200{number}-09-01"))
    copies.exchange()
    for one in copies.questions(0):
        for typed in ("", " \u00a0"):
            with pytest.raises(UserError) as told:
                copies.decide(0, one.id, typed)
            assert "не введено" in str(told.value)
    assert len(copies.questions(0)) == 2 and column(copies, 0, "director") != [""]


def test_an_empty_answer_that_somebody_gave_may_be_typed(copies: Copies, school: bytes) -> None:
    copies.edit(0, put(school, director="Иванов И.И."))
    copies.edit(1, put(school, director=""))
    copies.exchange()
    settled(copies, 0, only(copies.questions(0)).id, "")
    assert column(copies, 0, "director") == [""]


@pytest.mark.parametrize("take", ["same", "different"])
@pytest.mark.parametrize("deleted", [False, True])
def test_a_joined_record_is_asked_about_again_when_the_answer_is_taken_back(
    copies: Copies, school: bytes, take: str, deleted: bool
) -> None:
    """On this copy and, after exchange, on the other, with who said what; as often as one likes."""
    other = copies.edit(0, lambda s: records.save(s, "school", None, {"name": "Школа с. Ивовка"}))
    copies.exchange()
    hidden = max(school, other)
    if deleted:
        copies.edit(0, lambda s: s.execute(delete(SchoolResult).where(SchoolResult.school == hidden)))
        copies.edit(0, lambda s: records.delete(s, "school", [hidden]))
    with copies.open(0) as document:
        sameness.say_same(document, "school", school, other)
    copies.edit(1, put(hidden, phone="8-000"))
    copies.edit(1, put(hidden, phone="8-001"))
    copies.exchange()
    before = copies.questions(0)
    assert [one.kind for one in before] == ["merged"]
    assert [(voice.who, voice.here) for voice in before[0].voices] == [("Работник 1, ИМЦ", False)]
    settled(copies, 0, before[0].id, take)
    for _ in range(2):
        with copies.open(0) as document:
            assert document.undo() is not None
        assert copies.questions(0) == before
        copies.exchange()
        assert copies.questions(0) == before
        assert [one.id for one in copies.questions(1)] == [before[0].id]
        with copies.open(0) as document:
            assert document.redo() is not None
        copies.exchange()
        assert copies.questions(0) == copies.questions(1) == ()
        for place in (0, 1):
            with copies.open(place) as document:
                assert document.check().sound
    copies.edit(1, lambda s: s.execute(update(School).values(place="Ивановка")))
    copies.exchange()
    assert copies.questions(0) == ()


def test_an_edit_unknown_to_who_kept_them_joined_is_a_new_question(copies: Copies, school: bytes) -> None:
    other = copies.edit(0, lambda s: records.save(s, "school", None, {"name": "Школа с. Ивовка"}))
    copies.exchange()
    with copies.open(0) as document:
        sameness.say_same(document, "school", school, other)
    hidden = max(school, other)
    for number in range(2):
        copies.edit(1, put(hidden, phone=f"{number}-00"))
    copies.merge(0, 1)
    copies.edit(1, put(hidden, director="Новый"))
    copies.decide(0, only(copies.questions(0)).id, "same")
    assert copies.questions(0) == ()
    copies.exchange()
    assert only(copies.questions(0)).kind == only(copies.questions(1)).kind == "merged"
    settled(copies, 1, only(copies.questions(1)).id, "same")


def test_of_two_questions_about_joined_records_one_is_answered(copies: Copies, school: bytes) -> None:
    others = [
        copies.edit(0, lambda s: records.save(s, "school", None, {"name": "Школа с. Ивовка"})),
        copies.edit(0, lambda s: records.save(s, "school", None, {"name": "Ивовская школа"})),
    ]
    copies.exchange()
    with copies.open(0) as document:
        for other in others:
            sameness.say_same(document, "school", school, other)
    hidden = sorted((school, *others))[1:]
    for number in range(3):
        for uid in hidden:
            copies.edit(1, put(uid, phone=f"{number}-00"))
    copies.exchange()
    first, second = copies.questions(0)
    assert copies.decide(0, first.id, "same").left == 1
    assert only(copies.questions(0)).id == second.id


def result_of(copies: Copies, number: int) -> tuple[object, object]:
    with copies.open(number) as document, document.read() as session:
        one = session.scalars(select(SchoolResult)).one()
        return one.failed, one.participants


def report(copies: Copies, number: int, **figures: int) -> None:
    def work(session: Session) -> None:
        uid = session.scalars(select(SchoolResult.uid)).one()
        records.save(session, "school_result", uid, figures)

    copies.edit(number, work)


def test_failed_and_participants_are_one_question(copies: Copies, school: bytes) -> None:
    report(copies, 0, failed=3, participants=46)
    report(copies, 1, failed=7, participants=80)
    copies.exchange()
    one = only(copies.questions(0))
    assert one.together and one.before == "3 из 10" and "одна пара чисел" in one.what
    assert {(choice.take, choice.value) for choice in one.choices} == {
        ("here", "3 из 46"),
        ("there", "7 из 80"),
    }
    assert sorted(voice.value for voice in one.voices) == ["3 из 46", "7 из 80"]
    with copies.open(0) as document, document.read() as session:
        assert question_marks.waiting(raw_of(session)).open == 1, "the navigation counts the same"
    settled(copies, 0, one.id, "there", "по протоколу")
    assert result_of(copies, 0) == result_of(copies, 1) == (7, 80)


def test_who_corrected_twice_reported_what_they_left_and_the_other_what_they_knew(
    copies: Copies, school: bytes
) -> None:
    """The first of the two corrections was known to nobody else."""
    report(copies, 0, failed=4)
    report(copies, 0, failed=5, participants=46)
    report(copies, 1, participants=80)
    copies.exchange()
    for number in (0, 1):
        one = only(copies.questions(number))
        assert one.together and one.before == "3 из 10"
        assert sorted(voice.value for voice in one.voices) == ["3 из 80", "5 из 46"]
    settled(copies, 1, one.id, "here")
    assert result_of(copies, 0) == result_of(copies, 1) == (3, 80)


def test_of_figures_that_contradict_both_sides_are_told_though_one_corrected_twice(
    copies: Copies, school: bytes
) -> None:
    report(copies, 0, participants=6)
    report(copies, 0, participants=5)
    report(copies, 1, failed=8)
    copies.exchange()
    one = only(copies.questions(0))
    assert one.kind == "rule" and one.before == "3 из 10"
    assert [choice.value for choice in one.choices] == ["3 из 5", "8 из 10"]


def test_a_merge_counts_a_pair_as_one_question(copies: Copies, school: bytes) -> None:
    report(copies, 0, failed=3, participants=46)
    report(copies, 1, failed=7, participants=80)
    with copies.open(0) as document:
        made = merging.apply(document, copies.paths[1:2])
    assert (made.open_before, made.open_after, made.files[0].opened) == (0, 1, 1)


def test_figures_of_two_reports_are_never_mixed(copies: Copies, school: bytes) -> None:
    """One of them changed a single figure: what is shown meanwhile was reported by nobody."""
    report(copies, 0, participants=46)
    report(copies, 1, failed=7, participants=80)
    copies.exchange()
    for number, mine in ((0, "3 из 46"), (1, "7 из 80")):
        one = only(copies.questions(number))
        assert one.together and one.choices[0].value == mine
        shown = " из ".join(str(figure) for figure in result_of(copies, number))
        assert ("не сообщал никто" in one.what) is (shown not in ("3 из 46", "7 из 80"))
    copies.decide(0, one.id, "here")
    assert result_of(copies, 0) == (3, 46)
    with copies.open(0) as document:
        document.undo()
    assert only(copies.questions(0)).together, "taken back it is asked again"
    settled(copies, 0, one.id, "here")
    assert result_of(copies, 0) == result_of(copies, 1) == (3, 46)


def test_an_answer_nobody_reported_is_doubted(copies: Copies, school: bytes) -> None:
    report(copies, 0, failed=3, participants=46)
    report(copies, 1, failed=7, participants=80)
    copies.exchange()
    one = only(copies.questions(0))
    with copies.open(0) as document:
        assert decisions.doubt(document, one.id, "7/80") == decisions.doubt(document, one.id, "here") == ""
        assert "«7 из 46» не сообщал никто: сообщали 3 из 46, 7 из 80." in decisions.doubt(
            document, one.id, "7 из 46"
        )
        for wrong, told in (("семь", "оба числа"), ("80 из 7", "Не справились 80")):
            with pytest.raises(UserError, match=told):
                decisions.decide(document, one.id, wrong)
        assert "не сообщал никто" in decisions.decide(document, one.id, "7 из 46").doubt
    assert result_of(copies, 0) == (7, 46)


@pytest.mark.parametrize(
    ("take", "office", "expected"),
    [("there", None, (7, 80)), ("office", "ИМЦ", (7, 80)), ("here", None, (3, 46))],
)
def test_many_questions_take_pairs_whole(
    copies: Copies, school: bytes, take: str, office: str | None, expected: tuple[int, int]
) -> None:
    report(copies, 0, participants=46)
    report(copies, 1, failed=7, participants=80)
    copies.exchange()
    with copies.open(0) as document:
        done = decisions.decide_many(document, take, office=office)
        assert (done.count, done.left) == (1, 0)
    assert result_of(copies, 0) == expected
    copies.exchange()
    assert copies.questions(1) == () and result_of(copies, 1) == expected


def test_one_figure_that_differs_is_asked_alone(copies: Copies, school: bytes) -> None:
    report(copies, 0, participants=46)
    report(copies, 1, participants=80)
    copies.exchange()
    one = only(copies.questions(0))
    assert not one.together and {choice.value for choice in one.choices} == {"46", "80"}


def test_figures_that_a_merge_puts_together_are_told(copies: Copies, school: bytes) -> None:
    """No field differs, but nobody reported these two."""
    report(copies, 0, participants=46)
    report(copies, 1, failed=7)
    (made,) = copies.merge(0, 1).files
    assert result_of(copies, 0) == (7, 46) and made.questions == ()
    assert [one for one in made.remarks if "7 из 46. Этих чисел вместе не сообщал никто" in one]
    (made,) = copies.merge(1, 0).files
    assert not [one for one in made.remarks if "не сообщал" in one], "told once: that copy knew both"
    report(copies, 0, participants=50)
    (made,) = copies.merge(1, 0).files
    assert not [one for one in made.remarks if "не сообщал" in one], "one after another is no mixture"
