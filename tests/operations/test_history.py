"""The history in words: actions, what they touched, what happened to one record."""

from shnor_desktop.document.document import Document
from shnor_desktop.models import natural
from shnor_desktop.operations import history, records
from tests.conftest import WHO

PHYSICS = natural.subject("ФИ")


def rename(document: Document, name: str) -> None:
    with document.write("Изменено: предмет «Физика»") as session:
        records.save(session, "subject", PHYSICS, {"name": name})


def test_actions_say_who_did_what(document: Document) -> None:
    rename(document, "Физика и астрономия")
    document.undo()
    undone, renamed, filled = history.lines(document)
    assert (renamed.title, renamed.word) == ("Изменено: предмет «Физика»", "правка")
    assert (renamed.person, renamed.office) == (WHO.person, WHO.office)
    assert (renamed.undone, renamed.can_undo, renamed.changes) == (True, False, 1)
    assert (undone.word, undone.can_undo) == ("отмена", False)
    assert (filled.word, filled.can_undo) == ("создание файла", False)


def test_an_action_can_be_taken_back_while_it_stands(document: Document) -> None:
    rename(document, "Физика и астрономия")
    assert history.lines(document)[0].can_undo
    document.undo_action(history.lines(document)[0].action)
    revert, renamed, _ = history.lines(document)
    assert (revert.word, revert.can_undo) == ("отзыв", True)
    assert renamed.undone


def test_an_action_names_the_records_it_touched(document: Document) -> None:
    with document.write("Разное") as session:
        records.save(session, "subject", PHYSICS, {"name": "Физика и астрономия"})
        added = records.save(session, "subject", None, {"short": "КЛ", "name": "Краеведение"})
        records.delete(session, "subject", [natural.subject("МУ")])
    with document.read() as session:
        touched = {
            one.uid: (one.what, one.title)
            for one in history.touched(session, history.lines(document)[0].action)
        }
    assert touched == {
        PHYSICS: ("изменено", "Предмет «Физика и астрономия»"),
        added: ("добавлено", "Предмет «Краеведение»"),
        natural.subject("МУ"): ("удалено", "Предмет (сейчас в файле нет)"),
    }


def test_a_record_tells_its_life_in_the_words_of_its_form(document: Document) -> None:
    rename(document, "Физика и астрономия")
    with document.write("Удалено: предмет") as session:
        lonely = records.save(session, "subject", None, {"short": "КЛ", "name": "Краеведение"})
        records.delete(session, "subject", [lonely])
    title, lines = history.record_lines(document, "subject", PHYSICS)
    assert title == "Физика и астрономия"
    assert [(one.field, one.before, one.after) for one in lines] == [
        ("Название", "Физика", "Физика и астрономия"),
        ("запись", "", "добавлена"),
    ]
    title, lines = history.record_lines(document, "subject", lonely)
    assert title == "Предмет"
    assert [one.after for one in lines] == ["удалена", "добавлена"]


def test_references_are_named_in_the_history(document: Document) -> None:
    uid = natural.procedure("vpr", natural.subject("МА"), "", 5)
    with document.write("Изменено") as session:
        records.save(
            session, "procedure", uid, {"subject": natural.subject("АЛ"), "measured_by": "threshold"}
        )
    _, lines = history.record_lines(document, "procedure", uid)
    found = {one.field: (one.before, one.after) for one in lines}
    assert found["Предмет"] == ("Математика", "Алгебра")
    assert found["Как измеряется"] == ("по отметкам («2»)", "по минимальному порогу")
