"""The history in words: actions, what they touched, what happened to one record."""

import time
from pathlib import Path

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.document.journal.history import Wanted
from shnor_desktop.models import uids
from shnor_desktop.models.uids import new_uid
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import history, records
from shnor_desktop.operations.sharing import decisions, merging, parts
from tests.conftest import WHO

PHYSICS = uids.subject("ФИ")


def rename(document: Document, name: str) -> None:
    with document.write("Изменено: предмет «Физика»") as session:
        records.save(session, "subject", PHYSICS, {"name": name})


def test_actions_say_who_did_what(document: Document) -> None:
    rename(document, "Физика и астрономия")
    document.undo()
    undone, renamed, filled = document.actions()
    assert (renamed.title, history.word(renamed)) == ("Изменено: предмет «Физика»", "изменение")
    assert (renamed.person, renamed.office) == (WHO.person, WHO.office)
    assert (renamed.undone, renamed.can_undo, renamed.changes) == (True, False, 1)
    assert (history.word(undone), undone.can_undo) == ("отмена", False)
    assert (history.word(filled), filled.can_undo) == ("создание файла", False)


def test_an_action_can_be_taken_back_while_it_stands(document: Document) -> None:
    rename(document, "Физика и астрономия")
    assert document.actions()[0].can_undo
    document.undo_action(document.actions()[0].action)
    revert, renamed, _ = document.actions()
    assert (history.word(revert), revert.can_undo) == ("отзыв", True)
    assert renamed.undone


def test_an_action_names_the_records_it_touched(document: Document) -> None:
    with document.write("Разное") as session:
        records.save(session, "subject", PHYSICS, {"name": "Физика и астрономия"})
        added = records.save(session, "subject", None, {"short": "КЛ", "name": "Краеведение"})
        records.delete(session, "subject", [uids.subject("МУ")])
    with document.read() as session:
        touched = {
            one.uid: (one.what, one.title) for one in history.touched(session, document.actions()[0].action)
        }
    assert touched == {
        PHYSICS: ("изменено", "Предмет «Физика и астрономия»"),
        added: ("добавлено", "Предмет «Краеведение»"),
        uids.subject("МУ"): ("удалено", "Предмет (сейчас в файле нет)"),
    }


def test_an_action_tells_the_values_before_and_after_it(document: Document) -> None:
    """As they were then, whatever became of them later."""
    with document.write("Разное") as session:
        records.save(session, "subject", PHYSICS, {"name": "Физика и астрономия"})
        added = records.save(session, "subject", None, {"short": "КЛ", "name": "Краеведение"})
        records.delete(session, "subject", [uids.subject("МУ")])
    action = document.actions()[0].action
    rename(document, "Астрономия")
    with document.write("Потом") as session:
        records.delete(session, "subject", [added])
    with document.read() as session:
        told = {one.uid: one.told for one in history.touched(session, action)}
    assert told[PHYSICS] == ("Название: Физика → Физика и астрономия",)
    assert told[added][:2] == ("Сокращение: КЛ", "Название: Краеведение")
    assert "Название: Музыка" in told[uids.subject("МУ")]


def _deeds(document: Document, title: str) -> list[tuple[str, ...]]:
    """What the action of that title is told to have done, record by record."""
    (action,) = (one.action for one in document.actions() if one.title == title)
    with document.read() as session:
        return [one.told for one in history.touched(session, action)]


def test_after_a_merge_each_action_tells_what_it_replaced_itself(document: Document, tmp_path: Path) -> None:
    """What others said meanwhile was not known to who said it; an answer tells between which values it chose."""
    with document.write("Школа") as session:
        uid = records.save(session, "school", None, {"name": "Луговая СОШ", "director": "Иванова А.П."})
    document.copy_to(tmp_path / "theirs.shnor")

    def edit(one: Document, title: str, **values: Value) -> None:
        with one.write(title) as session:
            records.save(session, "school", uid, values)

    with Document.open(tmp_path / "theirs.shnor", Who("Титова О.С.", "Округ", "ПК"), back_up=False) as theirs:
        edit(theirs, "Их директор", director="Фомин П.С.")
        edit(theirs, "Их директор ещё", director="Фомин П.С., врио")
    edit(document, "Наш телефон", phone="2-11-34")
    edit(document, "Наш директор", director="Кузнецова О.Л.")
    merging.apply(document, tmp_path / "theirs.shnor")
    assert _deeds(document, "Наш директор") == [("Директор: Иванова А.П. → Кузнецова О.Л.",)]
    assert _deeds(document, "Их директор") == [("Директор: Иванова А.П. → Фомин П.С.",)]
    with document.read() as session:
        (question,) = decisions.questions(session)
    decisions.decide(
        document,
        question.id,
        next(voice.take for voice in question.choices if voice.value == "Кузнецова О.Л."),
    )
    ((told,),) = _deeds(document, document.actions()[0].title)
    assert told in {
        f"Директор: {pair} → Кузнецова О.Л."
        for pair in ("Кузнецова О.Л. или Фомин П.С., врио", "Фомин П.С., врио или Кузнецова О.Л.")
    }
    _, lines = history.record_lines(document, "school", uid)
    assert {(one.before, one.after) for one in lines if one.action == "Наш директор"} == {
        ("Иванова А.П.", "Кузнецова О.Л.")
    }
    document.undo()
    (taken,) = _deeds(document, document.actions()[0].title)
    assert " или " in taken[0].partition(" → ")[2], "the question is open again"


def test_a_record_that_was_decided_to_stay_is_told_as_returned(document: Document, tmp_path: Path) -> None:
    with document.write("Школа") as session:
        uid = records.save(session, "school", None, {"name": "Луговая СОШ"})
    document.copy_to(tmp_path / "theirs.shnor")
    with (
        Document.open(tmp_path / "theirs.shnor", Who("Титова О.С.", "Округ", "ПК"), back_up=False) as theirs,
        theirs.write("Удалена") as session,
    ):
        records.delete(session, "school", [uid])
    with document.write("Наш телефон") as session:
        records.save(session, "school", uid, {"phone": "2-11-34"})
    merging.apply(document, tmp_path / "theirs.shnor")
    with document.read() as session:
        (question,) = decisions.questions(session)
    decisions.decide(document, question.id, "restore")
    with document.read() as session:
        (told,) = history.touched(session, document.actions()[0].action)
    assert told.what == "возвращено" and not any("→" in one for one in told.told)


def test_a_text_is_told_of_a_new_record_even_where_it_says_no(document: Document) -> None:
    """A mark that is not set is no news, the word «нет» is."""
    with document.write("Школа") as session:
        school = records.save(session, "school", None, {"name": "Луговая СОШ", "note": "нет"})
    with document.read() as session:
        (told,) = [
            one.told for one in history.touched(session, document.actions()[0].action) if one.uid == school
        ]
    assert [one for one in told if one.endswith(": нет")] == ["Примечание: нет"]


def test_a_record_tells_its_life_in_the_words_of_its_form(document: Document) -> None:
    rename(document, "Физика и астрономия")
    with document.write("Удалено: предмет") as session:
        lonely = records.save(session, "subject", None, {"short": "КЛ", "name": "Краеведение"})
        records.delete(session, "subject", [lonely])
    title, lines = history.record_lines(document, "subject", PHYSICS)
    assert title == "Физика и астрономия"
    assert [(one.field, one.before, one.after) for one in lines] == [
        ("Название", "Физика", "Физика и астрономия"),
        ("карточка", "", "добавлена"),
    ]
    title, lines = history.record_lines(document, "subject", lonely)
    assert title == "Предмет"
    assert [one.after for one in lines] == ["удалена", "добавлена"]


def test_references_are_named_in_the_history(document: Document) -> None:
    uid = uids.procedure("vpr", uids.subject("МА"), "", 5)
    with document.write("Изменено") as session:
        records.save(session, "procedure", uid, {"subject": uids.subject("АЛ"), "measured_by": "threshold"})
    _, lines = history.record_lines(document, "procedure", uid)
    found = {one.field: (one.before, one.after) for one in lines}
    assert found["Предмет"] == ("Математика", "Алгебра")
    assert found["Как измеряется"] == ("по отметкам («2»)", "по минимальному порогу")


# ---- looking for actions


def many(document: Document, count: int, school: bytes | None = None) -> bytes:
    """That many actions with one school."""
    with document.raw() as connection:
        connection.execute("PRAGMA synchronous = OFF")
    for number in range(count):
        with document.write(f"Правка № {number}") as session:
            values: dict[str, Value] = {"note": f"{document.who.person} {number}"}
            if school is None:
                values["name"] = f"Школа {new_uid().hex()}"
            school = records.save(session, "school", school, values)
    assert school is not None
    return school


def titles(found: history.Page) -> list[str]:
    return [one.title for one in found.lines]


def test_every_action_of_a_merge_is_found_however_many(document: Document, tmp_path: Path) -> None:
    """Also when a part brought some of them before: each came with one merge."""
    theirs, part = tmp_path / "их.shnor", tmp_path / "часть.shnor"
    document.copy_to(theirs)
    with Document.open(theirs, Who("Сидорова В.П.", "ИМЦ"), back_up=False) as other:
        schools = [many(other, 1), many(other, 1)]
        for number in range(1_200):
            with other.write(f"Их правка {number}") as session:
                records.save(session, "school", schools[number % 2], {"note": str(number)})
        parts.send_part(other, part, school=schools[0])
    many(document, 3)
    for path in (part, theirs):
        merging.apply(document, path)
    many(document, 3)
    first = history.page(document, Wanted(merge=1), size=2_000)
    second = history.page(document, Wanted(merge=2), size=2_000)
    assert (first.total, second.total) == (601, 601)
    assert titles(first)[:3] == ["Их правка 1198", "Их правка 1196", "Их правка 1194"]
    assert titles(second)[0] == "Их правка 1199" and set(first.lines).isdisjoint(second.lines)
    last = history.page(document, Wanted(merge=1), words="правка 11", start=100, size=50)
    assert (last.start, last.total, len(last.lines)) == (50, 55, 5)
    assert history.page(document, Wanted(merge=3)).total == 0
    with document.raw() as connection:
        (longest,) = connection.execute("SELECT max(length(report)) FROM merge_log").fetchone()
    assert longest < 1_000_000


def test_actions_are_sought_by_everything_at_once(document: Document) -> None:
    school = many(document, 12)
    rename(document, "Физика и астрономия")
    document.undo()
    everything = history.page(document)
    assert everything.total == 15 and everything.lines == document.actions()
    assert titles(history.page(document, start=5, size=5)) == titles(everything)[5:10]
    assert history.page(document, Wanted(person="Никто")).total == 0
    assert history.page(document, Wanted(person=WHO.person, office=WHO.office)).total == 15
    assert titles(history.page(document, Wanted(kind="undo"))) == titles(everything)[:1]
    assert history.page(document, Wanted(record=school)).total == 12
    assert history.page(document, Wanted(record=school), words="ПРАВКА № 1").total == 3
    renamed = everything.lines[1].action
    assert titles(history.page(document, Wanted(beside=renamed))) == [
        *titles(everything)[:2],
        titles(everything)[-1],
    ]
    assert history.page(document, Wanted(kind="edit"), words="отменено").total == 1
    assert history.page(document, words=f"{everything.lines[0].at.astimezone():%d.%m.%Y}").total == 15
    with document.write("Удалена школа «МБОУ „Ивовская СОШ“»") as session:
        records.delete(session, "school", [school])
    for typed in ("мбоу «ивовская", 'МБОУ "Ивовская СОШ"', "„ивовская"):
        assert history.page(document, words=typed).total == 1
    told = history.speakers(document)
    assert (told.people, told.offices) == ((WHO.person,), (WHO.office,))
    assert [word for _, word in told.kinds] == ["изменение", "отмена", "создание файла"]


def test_signing_is_called_so() -> None:
    assert history.word_of("edit", "Подписан «Перечень»") == "подписание"
    assert history.word_of("edit", "Подписано: приказ № 7") == "подписание"
    assert history.word_of("import", "Загружена книга") == "загрузка"


def test_what_came_with_a_merge_stands_in_the_order_of_time(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other office wrote little, so its numbers in the journal are low, but it wrote later."""
    theirs = tmp_path / "их.shnor"
    document.copy_to(theirs)
    many(document, 5)
    now = time.time_ns()
    with Document.open(theirs, Who("Сидорова В.П.", "ИМЦ"), back_up=False) as other:
        monkeypatch.setattr(time, "time_ns", lambda: now + 3_600_000_000_000)
        with other.write("Их поздняя правка") as session:
            records.save(session, "school", None, {"name": "Горная СОШ"})
    monkeypatch.setattr(time, "time_ns", lambda: now + 7_200_000_000_000)
    merging.apply(document, theirs)
    rename(document, "Физика и астрономия")
    found = history.page(document)
    assert [one.at for one in found.lines] == sorted((one.at for one in found.lines), reverse=True)
    place = titles(found).index("Их поздняя правка")
    assert titles(found)[place + 1] == "Правка № 4"
    assert [one.title for one in document.actions()].index("Их поздняя правка") > place
    assert found.came == {found.lines[place].action: 1}
    document.undo()
    assert history.page(document).lines[1].undone, "what is taken back does not follow the clocks"
