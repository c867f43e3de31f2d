"""Rows of a plan: their order, dues, states on a day; states, places and numbers that people give them."""

from datetime import date

from shnor_desktop.document.document import Document
from shnor_desktop.operations.records.records import save
from shnor_desktop.operations.roadmap import editing, numbering
from shnor_desktop.operations.roadmap.rows import Plan, plan
from tests.operations.roadmap.plans import done, programme, section

ROWS = (
    ("1.", "Создать рабочую группу", "январь", "Начальник управления"),
    ("2.", "Совещание директоров", "1 раз в четверть", "ИМЦ"),
    ("4", "Консультации", "по запросам", ""),
    ("", "Мониторинг", "когда-нибудь потом", "ИМЦ"),
)


def read(document: Document, uid: bytes, on: date = date(2022, 2, 10)) -> Plan:
    with document.read() as session:
        return plan(session, uid, on)


def states(found: Plan) -> list[str]:
    return [row.state for row in found.rows]


def test_rows_stand_on_a_day_as_their_dues_and_what_was_done_say(document: Document) -> None:
    uid = programme(document)
    part, rows = section(document, uid, "План", ROWS)
    assert states(read(document, uid, date(2022, 1, 10))) == ["due", "overdue", "counted", "ask"]
    done(document, rows[0], "2022-02-03")
    for day in ("2021-10-05", "2021-12-05"):
        done(document, rows[1], day)
    done(document, rows[2], "2021-12-05", times=3)
    found = read(document, uid)
    assert states(found) == ["done_late", "due", "counted", "ask"]
    assert [row.state_text for row in found.rows] == [
        "выполнено с опозданием",
        "пора: 2 из 4",
        "сделано раз: 3",
        "срок не определён",
    ]
    assert [row.done for row in found.rows] == [1, 2, 3, 0]
    assert read(document, part).rows == found.rows
    assert [(one.title, one.rows) for one in found.sections] == [("План", 4)]


def test_what_did_not_take_place_is_not_done(document: Document) -> None:
    uid = programme(document)
    _, rows = section(document, uid, "План", ROWS[:1])
    done(document, rows[0], "2022-01-12", outcome="not_held")
    assert states(read(document, uid)) == ["overdue"]


def test_a_state_is_set_for_several_rows_and_taken_back_in_one_step(document: Document) -> None:
    uid = programme(document)
    _, rows = section(document, uid, "План", ROWS)
    editing.set_state(document, rows[:2], "done")
    found = read(document, uid, date(2022, 8, 1))
    assert states(found)[:2] == ["done", "done"]
    assert {one.state for one in found.rows[1].standings} == {"done"}
    editing.set_state(document, rows[1:2], "cancelled")
    found = read(document, uid, date(2022, 8, 1))
    assert {found.rows[1].window_state(one) for one in found.rows[1].standings} == {"cancelled"}
    document.undo()
    document.undo()
    assert states(read(document, uid, date(2022, 8, 1)))[:2] == ["overdue", "overdue"]


def test_rows_of_sections_follow_in_the_order_of_the_plan(document: Document) -> None:
    uid = programme(document)
    part, first = section(document, uid, "План", ())
    one, rows = section(document, uid, "Кадры", ROWS[:2], part)
    other, more = section(document, uid, "Наставники", ROWS[2:], part)
    assert [row.section for row in read(document, uid).rows] == ["Кадры"] * 2 + ["Наставники"] * 2
    editing.move_rows(document, [rows[0]], other, more[1])
    assert [row.uid for row in read(document, uid).rows] == [rows[1], more[0], rows[0], more[1]]
    editing.move_rows(document, [more[1], rows[1]], one, None)
    assert [row.uid for row in read(document, uid).rows] == [more[1], rows[1], more[0], rows[0]]
    for _ in range(14):
        editing.move_rows(document, [rows[1]], one, more[1])
        editing.move_rows(document, [more[1]], one, rows[1])
    assert [row.uid for row in read(document, uid).rows][:2] == [more[1], rows[1]]
    new = editing.new_row(document, uid, one, more[1], "Новое дело")
    assert [row.uid for row in read(document, uid).rows][:3] == [more[1], new, rows[1]]


def test_numbers_are_kept_as_typed_and_numbered_anew_on_wish(document: Document) -> None:
    uid = programme(document)
    section(document, uid, "План", ROWS)
    found = read(document, uid)
    assert [row.number for row in found.rows] == ["1.", "2.", "4", ""]
    assert [one.code for one in numbering.faults(list(found.rows))] == [
        numbering.GAP,
        numbering.NONE,
        numbering.STYLE,
    ]
    assert editing.renumber(document, found) == 2
    again = read(document, uid)
    assert [row.number for row in again.rows] == ["1.", "2.", "3.", "4."]
    assert list(numbering.faults(list(again.rows))) == []
    assert editing.renumber(document, again) == 0


def test_dates_set_by_a_person_are_read_in_the_place_of_the_text(document: Document) -> None:
    uid = programme(document)
    _, rows = section(document, uid, "План", ROWS[3:])
    with document.write("Срок") as session:
        save(session, "activity", rows[0], {"due_dates": "до 15.03.2022"})
    rows_on = [read(document, uid, day).rows[0] for day in (date(2022, 3, 15), date(2022, 3, 16))]
    assert [(row.due_text, row.state) for row in rows_on] == [
        ("когда-нибудь потом", "due"),
        ("когда-нибудь потом", "overdue"),
    ]
