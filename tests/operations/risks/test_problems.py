"""Problems and requests: entered in lines, answered by activities and by what was done, settled; «без мер» is one list."""

from datetime import date

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records import records, saving
from shnor_desktop.operations.risks import factors, problems
from shnor_desktop.operations.risks.problems import ProblemLine
from shnor_desktop.operations.schools import edits

ON = date(2022, 3, 1)


def listed(document: Document) -> tuple[ProblemLine, ...]:
    with document.read() as session:
        return problems.read(session, on=ON)


def state(document: Document, uid: bytes) -> str:
    return next(one.state for one in listed(document) if one.uid == uid)


def test_a_pasted_list_becomes_a_record_a_line_without_its_numbers(document: Document) -> None:
    given = {"kind": "request", "level": "teachers", "source": "выезд"}
    made = problems.add(document, "1. Проекты\n\n2) Оценивание;\n— Работа с ОВЗ\n", given)
    assert [one.text for one in listed(document)] == ["Проекты", "Оценивание", "Работа с ОВЗ"]
    assert len(made) == 3 and all(one.source == "выезд" for one in listed(document))
    with pytest.raises(UserError):
        problems.add(document, " \n ", given)
    document.undo()
    assert listed(document) == ()


def test_eleven_requests_are_answered_by_one_seminar(document: Document) -> None:
    topics = problems.add(
        document, "\n".join(f"тема {n}" for n in range(11)), {"kind": "request", "level": "teachers"}
    )
    with document.write("Семинар") as session:
        seminar = records.save(
            session,
            "event",
            None,
            {"kind": "seminar", "title": "Семинар", "starts": "2022-02-01", "ends": "2022-02-01"},
        )
    problems.answer_by_event(document, topics, seminar)
    found = listed(document)
    assert {one.state for one in found} == {"answered"}
    assert found[0].answers[0].done_text == "Семинар, 01.02.2022"
    with document.read() as session:
        assert problems.unanswered(session) == ()
    assert problems.answer_by_event(document, topics, seminar) == 0, "it does already"
    first = found[0]
    problems.unlink(document, first.uid, first.answers[0])
    assert [one.uid for one in listed(document) if one.state == "open"] == [first.uid]
    saving.delete_records(document, "event", [seminar])
    assert {one.state for one in listed(document)} == {"open"}


def test_an_activity_answers_as_soon_as_something_was_done_about_it(document: Document) -> None:
    one, other = problems.add(document, "первая\nвторая", {"kind": "problem", "level": "municipal"})
    with document.write("Мероприятие") as session:
        activity = records.save(
            session, "activity", None, {"text": "Семинары по запросам", "due_text": "март"}
        )
    assert problems.answer_by_activity(document, [one, other], activity) == 2
    assert problems.answer_by_activity(document, [one], activity) == 0
    assert state(document, one) == "planned"
    assert listed(document)[0].answer_text == "Семинары по запросам, март"
    with document.write("Сделано") as session:
        given = {"kind": "seminar", "title": "Семинар", "starts": "2022-04-01", "ends": "2022-04-01"}
        event = records.save(session, "event", None, {**given, "activities": ((activity, ""),)})
    assert state(document, one) == "planned", "it is set for a later day"
    saving.save_record(document, "event", event, {"starts": "2022-02-01", "ends": "2022-02-01"})
    assert state(document, one) == "answered"
    problems.unlink(document, one, listed(document)[0].answers[0])
    assert (state(document, one), state(document, other)) == ("open", "answered")


def test_what_was_done_answers_from_its_own_form_when_it_came_about(document: Document) -> None:
    (one,) = problems.add(document, "первая", {"kind": "request"})
    given = {"kind": "consultation", "title": "Разговор", "starts": "2022-02-01"}
    event = saving.save_record(document, "event", None, {**given, "problems": ((one, ""),)})
    assert (state(document, one), listed(document)[0].answer_text) == ("answered", "Разговор, 01.02.2022")
    cases: tuple[tuple[dict[str, Value | Linked], str, str], ...] = (
        ({"starts": "2022-05-01"}, "planned", "Разговор, 01.05.2022"),
        ({"starts": "", "date_text": "весной"}, "answered", "Разговор, весной"),
        ({"outcome": "partly"}, "planned", "Разговор, весной"),
        ({"outcome": "not_held"}, "open", ""),
        ({"outcome": "done", "problems": ()}, "open", ""),
    )
    for changed, wanted, told in cases:
        saving.save_record(document, "event", event, changed)
        assert (state(document, one), listed(document)[0].answer_text) == (wanted, told)


def test_what_is_given_up_answers_nothing(document: Document) -> None:
    (one,) = problems.add(document, "первая", {"kind": "problem"})
    with document.write("Мероприятие") as session:
        activity = records.save(session, "activity", None, {"text": "Семинар"})
    problems.answer_by_activity(document, [one], activity)
    saving.save_record(document, "activity", activity, {"state": "not_done"})
    assert state(document, one) == "open"
    saving.save_record(document, "activity", activity, {"state": "done"})
    assert state(document, one) == "answered"
    assert listed(document)[0].answer_text == "выполнено"


def test_a_settled_problem_waits_for_nothing_and_may_be_opened_again(document: Document) -> None:
    made = problems.add(document, "первая\nвторая", {"kind": "problem"})
    assert problems.close(document, made, ON) == 2
    assert {one.state for one in listed(document)} == {"closed"}
    problems.close(document, made[:1], None)
    assert state(document, made[0]) == "open"


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ({"chosen": True, "significance": "high"}, "open"),
        ({"significance": "high"}, "not_asked"),
        ({"chosen": True, "confirmed": "no"}, "not_asked"),
        ({"significance": "none"}, "not_asked"),
    ],
)
def test_a_risk_waits_for_an_answer_when_the_school_works_at_it(
    document: Document, mark: dict[str, str | bool], told: str
) -> None:
    factors.fill(document)
    with document.write("Риск") as session:
        school = edits.save(session, None, {"name": "Школа"})
        factor = factors.read(session)[0].uid
        records.save(
            session,
            "problem",
            None,
            {"kind": "risk", "school": school, "school_year": 2021, "factor": factor, **mark},
        )
    (found,) = listed(document)
    assert found.state == told and found.whose == "Школа" and found.year_text == "2021/22"


def test_nothing_chosen_or_gone_is_refused_in_words(document: Document) -> None:
    with document.write("Семинар") as session:
        event = records.save(session, "event", None, {"kind": "seminar", "title": "Семинар"})
    for chosen, of in (([], event), ([b"?" * 16], event), ([], b"?" * 16)):
        with pytest.raises(UserError):
            problems.answer_by_event(document, chosen, of)


def test_those_of_one_school_are_read_alone(document: Document) -> None:
    with document.write("Школа") as session:
        school = edits.save(session, None, {"name": "Школа"})
    problems.add(document, "её", {"kind": "problem", "school": school})
    problems.add(document, "района", {"kind": "problem", "level": "municipal"})
    with document.read() as session:
        assert [one.text for one in problems.read(session, school)] == ["её"]
        assert [one.text for one in problems.unanswered(session, school)] == ["её"]


def test_a_risk_of_a_past_year_waits_no_more_when_the_school_has_newer_ones(document: Document) -> None:
    factors.fill(document)
    with document.write("Риски") as session:
        school = edits.save(session, None, {"name": "Школа"})
        columns = [one.uid for one in factors.read(session)]
        for year, factor in ((2020, columns[0]), (2021, columns[1])):
            records.save(
                session,
                "problem",
                None,
                {"kind": "risk", "school": school, "school_year": year, "factor": factor, "chosen": True},
            )
    assert [(one.year, one.state) for one in listed(document)] == [(2021, "open"), (2020, "past")]


def test_what_was_done_before_a_risk_was_known_is_no_answer_to_it(document: Document) -> None:
    (one,) = problems.add(document, "первая", {"kind": "problem", "school_year": 2021})
    with document.write("Сделано") as session:
        named = ((one, ""),)
        activity = records.save(session, "activity", None, {"text": "Семинары", "problems": named})
        links = ((activity, ""),)
        event = records.save(
            session,
            "event",
            None,
            {"kind": "seminar", "starts": "2021-02-01", "ends": "2021-02-01", "activities": links},
        )
    assert state(document, one) == "planned"
    saving.save_record(document, "event", event, {"starts": "2021-10-01", "ends": "2021-10-01"})
    assert state(document, one) == "answered"


def test_what_did_not_come_about_is_not_told_as_done(document: Document) -> None:
    (one,) = problems.add(document, "первая", {"kind": "problem"})
    with document.write("Сделано") as session:
        named = ((one, ""),)
        activity = records.save(session, "activity", None, {"text": "Семинары", "problems": named})
        links = ((activity, ""),)
        for title, outcome, day in (
            ("Первый", "done", "2022-01-10"),
            ("Второй", "not_held", "2022-02-10"),
            ("Третий", "", "2022-09-10"),
        ):
            records.save(
                session,
                "event",
                None,
                {
                    "kind": "seminar",
                    "title": title,
                    "outcome": outcome,
                    "starts": day,
                    "ends": day,
                    "activities": links,
                },
            )
    (line,) = listed(document)
    assert line.answer_text == "Первый, 10.01.2022"
