"""The work of a week and of a month: what opens and ends in it, what is overdue, what has no day."""

from datetime import date

from shnor_desktop.document.document import Document
from shnor_desktop.operations.records.records import save
from shnor_desktop.operations.roadmap.week import DATED, OVERDUE, UNDATED, Work, month, week
from tests.operations.roadmap.plans import done, programme, section

ROWS = (
    ("1", "Создать рабочую группу", "до 09.02.2022", "Управление\nИМЦ"),
    ("2", "Совещание директоров", "ежемесячно", "ИМЦ"),
    ("3", "Консультации", "по запросам", "ИМЦ"),
    ("4", "Диагностика", "октябрь", "ИМЦ"),
    ("5", "Семинар", "март", "ИМЦ"),
)


def told(work: Work, block: str) -> list[tuple[str, str]]:
    return [(one.day_text, one.text) for one in work.block(block)]


def test_a_week_has_what_ends_in_it_what_is_late_and_what_has_no_day(document: Document) -> None:
    uid = programme(document)
    _, rows = section(document, uid, "План", ROWS)
    done(document, rows[1], "2022-02-09", title="Совещание", place="ИМЦ", people=12, outcome="done")
    with document.read() as session:
        found = week(session, date(2022, 2, 10))
    assert found.title == "на неделю 07.02–13.02.2022"
    assert told(found, DATED) == [("до 09.02", "1 Создать рабочую группу"), ("09.02, ср", "Совещание")]
    late = dict((text, day) for day, text in told(found, OVERDUE))
    assert late["4 Диагностика"] == "до 31.10.2021"
    assert late["2 Совещание директоров"].startswith("до 30.09.2021, всего")
    assert told(found, UNDATED) == [("по запросам", "3 Консультации")]
    assert found.block(DATED)[0].responsible == "Управление; ИМЦ"
    held = found.block(DATED)[1]
    assert (held.place, held.people, held.state_text) == ("ИМЦ", "12\u00a0человек", "проведено")


def test_a_month_has_decisions_and_the_next_meetings_too(document: Document) -> None:
    uid = programme(document)
    section(document, uid, "План", ROWS[4:])
    visit = done(document, section(document, uid, "Ещё", ROWS[2:3])[1][0], "2021-12-05", next_on="2022-03-15")
    with document.write("Решения") as session:
        paper = save(session, "paper", None, {"kind": "minutes", "title": "Протокол совещания"})
        part = save(session, "part", None, {"paper": paper, "place": "decisions"})
        save(session, "activity", None, {"part": part, "text": "Сдать отчёт", "due_text": "до 20.03.2022"})
        save(session, "activity", None, {"event": visit, "text": "Прислать план", "due_text": "01.03.2022"})
    with document.read() as session:
        found = month(session, date(2022, 3, 2))
    assert found.title == "на март 2022 года"
    assert told(found, DATED) == [
        ("01.03–31.03", "5 Семинар"),
        ("01.03, вт", "Прислать план"),
        ("15.03, вт", "Семинар"),
        ("до 20.03", "Сдать отчёт"),
    ]
    assert "протокол «Протокол совещания» — проект" in found.block(DATED)[3].source
    for state, shown in (("signed", True), ("cancelled", False)):
        with document.write("Состояние") as session:
            save(session, "paper", paper, {"state": state})
        with document.read() as session:
            sources = [one.source for one in month(session, date(2022, 3, 2)).block(DATED)]
        assert any("Протокол совещания" in one and "проект" not in one for one in sources) is shown


def test_a_programme_long_over_is_counted_but_not_named(document: Document) -> None:
    section(document, programme(document, days=("2018-09-01", "2019-08-31")), "План", ROWS[4:])
    with document.read() as session:
        found = week(session, date(2022, 2, 10))
    assert (found.lines, found.past) == ((), 1)


def test_an_event_of_which_only_the_end_is_known_stands_in_its_week(document: Document) -> None:
    uid = programme(document)
    _, rows = section(document, uid, "План", ROWS[2:3])
    done(document, rows[0], "", ends="2022-02-11", title="Консультация")
    with document.read() as session:
        weeks = [week(session, date(2022, 2, day)) for day in (2, 10, 16)]
    assert [told(found, DATED) for found in weeks] == [[], [("11.02, пт", "Консультация")], []]


def test_decisions_in_a_programme_stand_once(document: Document) -> None:
    uid = programme(document)
    with document.write("Решения") as session:
        part = save(session, "part", None, {"programme": uid, "place": "decisions", "title": "Решения"})
        inner = save(session, "part", None, {"parent": part, "place": "points", "title": "Пункты"})
        for one, text in ((part, "Сдать отчёт"), (inner, "Издать приказ")):
            save(session, "activity", None, {"part": one, "text": text, "due_text": "до 11.02.2022"})
    with document.read() as session:
        found = week(session, date(2022, 2, 10))
    assert sorted(told(found, DATED)) == [("до 11.02", "Издать приказ"), ("до 11.02", "Сдать отчёт")]
