"""Indicators as a table: computed facts say from what, typed ones stand instead, targets are judged."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.models.programme import Indicator
from shnor_desktop.models.results import Sitting
from shnor_desktop.models.values import Value
from shnor_desktop.operations.identification import statuses
from shnor_desktop.operations.programme import indicators
from shnor_desktop.operations.programme.indicators import IndicatorTable, Slot
from shnor_desktop.operations.records.records import save
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.indicators import State, Year
from tests.operations.district import District

Y2021 = Slot(Year(2021, "school"))


class Programme:
    """A programme of one school year over a small district."""

    def __init__(self, document: Document) -> None:
        self.document = document
        with document.write("район") as session:
            district = District(session)
            self.schools = [district.school(name) for name in ("Берёзовская", "Заречная", "Луговая")]
            self.sitting = district.sitting("oge", "МА", 9, 2021)
            for name, n, failed in (("Берёзовская", 10, 4), ("Заречная", 20, 2), ("Луговая", 10, 3)):
                district.result(district.schools[name], self.sitting, n, failed)
            self.procedure = session.get(Sitting, self.sitting).procedure  # type: ignore[union-attr]
            self.uid = save(
                session,
                "programme",
                None,
                {"kind": "municipal", "title": "Поддержка", "starts": "2021-09-01", "ends": "2022-08-31"},
            )

    def earlier(self, results: Mapping[bytes, tuple[int, int]], scale: str = "") -> None:
        """The same exam a year before: participants and failed of schools."""
        with self.document.write("год назад") as session:
            district = District(session)
            held = district.sitting("oge", "МА", 9, 2020)
            save(session, "sitting", held, {"scale": scale})
            for school, (n, failed) in results.items():
                district.result(school, held, n, failed)

    def link(self, *numbers: int) -> None:
        with self.document.write("школы программы") as session:
            chosen = tuple((self.schools[one], "") for one in numbers)
            save(session, "programme", self.uid, {"schools": chosen})

    def indicator(self, text: str, **more: Value) -> bytes:
        with self.document.write(text) as session:
            return save(session, "indicator", None, {"programme": self.uid, "text": text, **more})

    def table(self, school: bytes | None = None, on: date | None = None) -> IndicatorTable:
        with self.document.read() as session:
            return indicators.table(session, self.uid, school, on)

    def figure(
        self, indicator: bytes, school: bytes | None = None, on: date | None = None
    ) -> indicators.Figure:
        found = self.table(school, on)
        row = next(one for one in found.rows if one.uid == indicator)
        return row.figures[found.slots.index(Y2021)]


@pytest.fixture
def programme(document: Document) -> Programme:
    return Programme(document)


def test_results_are_added_by_pupils_over_the_schools_of_the_programme(programme: Programme) -> None:
    failed = programme.indicator("Доля «2» ОГЭ", formula="failed", procedure=programme.procedure)
    one = programme.figure(failed)
    assert (one.fact_e4, one.fact) == (225_000, "22,5")
    assert "3\u00a0результата" in one.computed_from and "40\u00a0участников" in one.computed_from
    assert {kind for kind, _ in one.sources} == {"school_result"} and len(one.sources) == 3
    programme.link(0, 1)
    assert programme.figure(failed).fact == "20,0"


def test_low_results_are_counted_by_the_threshold_of_the_indicator(programme: Programme) -> None:
    low = programme.indicator("Низкие результаты", formula="low_results")
    assert programme.figure(low).fact == "2"
    higher = programme.indicator("Совсем низкие", formula="low_results", limit_e4=35 * E4)
    assert programme.figure(higher).fact == "1"


def test_a_formula_says_what_it_lacks(programme: Programme) -> None:
    lost = programme.figure(programme.indicator("Средний балл", formula="mean"))
    assert lost.fact_e4 is None and "не выбрана процедура" in lost.computed_from
    none = programme.figure(programme.indicator("Качество", formula="quality", procedure=programme.procedure))
    assert none.fact_e4 is None and "нужных сведений" in none.computed_from
    assert "перечней" in programme.figure(programme.indicator("Школ", formula="schools_listed")).computed_from
    assert "не связан" in programme.figure(programme.indicator("Людей", formula="people")).computed_from
    assert programme.figure(programme.indicator("Вручную")).computed_from == ""


def test_schools_in_the_list_and_those_that_left_it(programme: Programme) -> None:
    with programme.document.write("статусы") as session:
        ground = statuses.Ground("order", "приказ № 1", "2021-10-01")
        first, second = statuses.add_schools(session, programme.schools[:2], ground)
        statuses.end(session, first, "2022-06-01", "приказ № 2")
    facts = {
        formula: programme.figure(programme.indicator(formula, formula=formula)).fact
        for formula in ("schools_listed", "schools_left", "share_listed")
    }
    assert facts == {"schools_listed": "2", "schools_left": "1", "share_listed": "66,7"}
    assert second


def test_what_was_done_is_counted_by_the_linked_activities(programme: Programme) -> None:
    courses = programme.indicator("Прошли курсы", formula="people")
    with programme.document.write("план и дела") as session:
        plan = save(session, "part", None, {"programme": programme.uid, "place": "plan"})
        course = save(
            session, "activity", None, {"part": plan, "text": "Курсы", "indicators": ((courses, ""),)}
        )
        other = save(session, "activity", None, {"part": plan, "text": "Семинар"})
        for activity, people, starts, times in (
            (course, 12, "2021-11-01", None),
            (course, 5, "2022-03-01", 3),
            (course, 7, "2020-03-01", None),
            (course, 9, "", None),
            (other, 100, "2021-12-01", None),
        ):
            given: dict[str, Value] = {"kind": "course", "people": people, "starts": starts, "times": times}
            save(session, "event", None, {**given, "activities": ((activity, ""),)})
    one = programme.figure(courses)
    assert one.fact == "17" and "без даты 1" in one.computed_from
    with programme.document.write("считать дела") as session:
        save(session, "indicator", courses, {"formula": "events"})
    assert programme.figure(courses).fact == "4"
    every = programme.figure(programme.indicator("Всего", formula="events"))
    assert every.fact == "5" and "по всем мероприятиям программы" in every.computed_from


def test_a_typed_fact_stands_instead_of_the_computed_one(programme: Programme) -> None:
    failed = programme.indicator("Доля «2» ОГЭ", formula="failed", procedure=programme.procedure)
    told = indicators.type_value(
        programme.document, failed, Y2021, {"target_e4": 20 * E4, "fact_e4": 18 * E4}
    )
    assert told == ""
    one = programme.figure(failed)
    assert (one.target, one.fact, one.state, one.overridden) == ("20", "18", State.MET, True)
    assert one.computed_e4 == 225_000 and one.sources[0][0] == "indicator_value"
    indicators.type_value(programme.document, failed, Y2021, {"fact_e4": None})
    assert (programme.figure(failed).fact, programme.figure(failed).state) == ("22,5", State.NOT_MET)
    indicators.type_value(programme.document, failed, Y2021, {"state": "no_data"})
    assert programme.figure(failed).state is State.NO_DATA
    with programme.document.read() as session:
        assert session.query(Indicator).count() == 1
    programme.document.undo()
    assert programme.figure(failed).fact == "22,5"


def test_an_unreachable_target_is_told_when_it_is_typed(programme: Programme) -> None:
    programme.link(0, 1, 2)
    share = programme.indicator("Доля школ, вошедших в Программу", unit="%", denominator="ШНОР округа")
    told = indicators.type_value(programme.document, share, Y2021, {"target_e4": 40 * E4})
    assert "не достигается целым числом школ" in told and "1 из 3" in told
    one = programme.figure(share)
    assert one.state is State.NO_DATA and "1 из 3" in one.unreachable, "2 of 3 schools would meet it"
    indicators.type_value(programme.document, share, Y2021, {"target_e4": 120 * E4})
    assert programme.figure(share).state is State.UNREACHABLE
    assert indicators.type_value(programme.document, share, Y2021, {"target_e4": 100 * E4}) == ""


def test_a_year_that_has_not_begun_has_no_facts(programme: Programme) -> None:
    with programme.document.write("статусы") as session:
        statuses.add_schools(
            session, programme.schools[:2], statuses.Ground("order", "приказ № 1", "2020-10-01")
        )
    for formula in ("schools_listed", "share_listed", "events", "failed"):
        one = programme.indicator(formula, formula=formula)
        told = programme.figure(one, on=date(2021, 8, 31))
        assert (told.fact_e4, told.computed_from) == (None, "год ещё не начался")
    listed = programme.indicator("Школ", formula="schools_listed")
    assert programme.figure(listed, on=date(2021, 9, 1)).fact == "2"


def test_facts_of_one_school_are_its_own(programme: Programme) -> None:
    first, second, third = programme.schools
    with programme.document.write("статусы и дела") as session:
        statuses.add_schools(session, [first], statuses.Ground("order", "приказ № 1", "2021-10-01"))
        plan = save(session, "part", None, {"programme": programme.uid, "place": "plan"})
        row = save(session, "activity", None, {"part": plan, "text": "Выезды"})
        for schools, everywhere, came in (([first], False, 5), ([first, second], False, 9), ([], True, 30)):
            named = tuple((one, "") for one in schools)
            given: dict[str, Value] = {
                "kind": "visit",
                "starts": "2021-11-01",
                "people": came,
                "all_schools": everywhere,
            }
            save(session, "event", None, {**given, "activities": ((row, ""),), "schools": named})
    made = {
        one: programme.indicator(one, formula=one) for one in ("schools_listed", "share_listed", "events")
    }
    people = programme.indicator("people", formula="people")
    with programme.document.write("связать") as session:
        save(session, "activity", row, {"indicators": ((people, ""),)})

    def facts(school: bytes | None) -> list[str]:
        return [programme.figure(one, school).fact for one in made.values()]

    assert facts(None) == ["1", "33,3", "3"]
    assert facts(first) == ["1", "100,0", "3"]
    assert facts(second) == ["0", "0,0", "2"]
    assert facts(third) == ["0", "0,0", "1"]
    one = programme.figure(people, first)
    assert one.fact == "5" and "в 2 число участников этой школы не указано" in one.computed_from
    assert programme.figure(people).fact == "44"


def test_an_event_counts_once_when_it_was_held(programme: Programme) -> None:
    every = programme.indicator("Всего", formula="events")
    indicators.type_value(programme.document, every, Slot(Year(2020, "school")), {"target_e4": E4})
    with programme.document.write("план и дела") as session:
        plan = save(session, "part", None, {"programme": programme.uid, "place": "plan"})
        row = save(session, "activity", None, {"part": plan, "text": "Семинар"})
        for days, outcome, times in (
            (("2021-08-20", "2021-09-10"), "", None),
            (("2021-11-01", ""), "", 0),
            (("2021-11-01", ""), "partly", None),
            (("2021-11-01", ""), "not_held", None),
            (("", "2022-03-01"), "done", 2),
        ):
            given: dict[str, Value] = {"kind": "seminar", "outcome": outcome, "times": times}
            given |= {"starts": days[0], "ends": days[1]}
            save(session, "event", None, {**given, "activities": ((row, ""),)})
    assert [one.fact for one in programme.table().rows[0].figures] == ["", "3"]
    assert programme.figure(every, on=date(2022, 2, 1)).fact == "1"


def test_a_share_of_listed_schools_is_of_all_schools(programme: Programme) -> None:
    programme.link(0, 1)
    share = programme.indicator("Доля школ в перечне", unit="%", formula="share_listed", denominator="ШНОР")
    told = indicators.type_value(programme.document, share, Y2021, {"target_e4": 50 * E4})
    assert "от 3 школ" in told.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "fact"), [("42,9 %", "42,9"), ("42,90", "42,90"), ("43 %", "43"), ("42.9", "42,9")]
)
def test_a_typed_fact_has_the_decimals_it_was_typed_with(programme: Programme, text: str, fact: str) -> None:
    share = programme.indicator("Доля", unit="%")
    indicators.type_text(programme.document, share, Y2021, "fact_e4", text)
    assert programme.figure(share).fact == fact


def test_years_and_stages_that_were_typed_have_their_columns(programme: Programme) -> None:
    one = programme.indicator("Вручную")
    for slot in (
        Slot(Year(2020, "school")),
        Slot(Year(2021, "school"), "input"),
        Slot(Year(2022, "calendar")),
    ):
        indicators.type_value(programme.document, one, slot, {"target_e4": E4})
    assert [slot.label for slot in programme.table().slots] == [
        "2020/21",
        "2021/22",
        "2021/22, входной",
        "2022",
    ]


def test_groups_stand_in_the_order_of_their_rows(programme: Programme) -> None:
    for place, (text, group) in enumerate((("а", "Кадры"), ("б", "Итоги"), ("в", "Кадры"))):
        programme.indicator(text, group=group, position=1000 * place)
    found = programme.table()
    assert found.groups == ("Кадры", "Итоги")
    assert [len(rows) for rows in indicators.by_group(found).values()] == [2, 1]


def test_those_who_passed_are_the_rest_of_those_who_failed(programme: Programme) -> None:
    passed = programme.indicator("Преодолели порог", formula="passed", procedure=programme.procedure)
    one = programme.figure(passed)
    assert (one.fact, "40\u00a0участников" in one.computed_from) == ("77,5", True)


def test_schools_got_better_where_both_years_are_known(programme: Programme) -> None:
    count = programme.indicator("Школ", formula="schools_improved", procedure=programme.procedure)
    share = programme.indicator("Доля школ", formula="share_improved", procedure=programme.procedure)
    assert "сравнить не с чем: долей «2» за 2020/21" in programme.figure(count).computed_from
    first, second, third = programme.schools
    programme.earlier({first: (10, 9), second: (10, 1)})
    assert [programme.figure(one).fact for one in (count, share)] == ["1", "50,0"]
    told = programme.figure(share).computed_from.replace("\u00a0", " ")
    assert "снизилась к 2020/21 на 5 п.п. и больше: 1 из 2 школ" in told
    assert "у 1 школы результат только одного года" in told
    assert len(programme.figure(share).sources) == 4, "the results of both years of both schools"
    assert programme.figure(share, third).computed_from.startswith("сравнить не с чем")
    bold = programme.indicator(
        "Круто лучше", formula="schools_improved", procedure=programme.procedure, limit_e4=80 * E4
    )
    assert programme.figure(bold).fact == "0"
    assert "процедура" in programme.figure(programme.indicator("?", formula="share_improved")).computed_from


def test_schools_of_another_scale_are_not_compared(programme: Programme) -> None:
    share = programme.indicator("Доля школ", formula="share_improved", procedure=programme.procedure)
    programme.earlier({programme.schools[0]: (10, 9)}, scale="своя")
    one = programme.figure(share)
    assert one.fact == "" and "изменилась шкала" in one.computed_from


def test_schools_of_the_programme_and_of_the_list(programme: Programme) -> None:
    made = {
        one: programme.indicator(one, formula=one) for one in ("schools_in_programme", "share_in_programme")
    }
    assert "не отмечены" in programme.figure(made["schools_in_programme"]).computed_from
    programme.link(0, 2)
    assert programme.figure(made["schools_in_programme"]).fact == "2"
    assert "перечней" in programme.figure(made["share_in_programme"]).computed_from
    with programme.document.write("статусы") as session:
        ground = statuses.Ground("order", "приказ № 1", "2021-10-01")
        statuses.add_schools(session, programme.schools[:2], ground)
    one = programme.figure(made["share_in_programme"])
    assert one.fact == "50,0" and "1 из 2" in one.computed_from and "ещё 1" in one.computed_from
    own = programme.figure(made["schools_in_programme"], programme.schools[1])
    assert own.fact == "0", "it is in no programme"


def test_events_of_a_kind_count_in_plans_and_beside_them(programme: Programme) -> None:
    first, second, _ = programme.schools
    programme.link(0, 1)
    with programme.document.write("планы и дела") as session:
        other = save(session, "programme", None, {"title": "Другая", "kind": "municipal"})
        rows = []
        for owner in (programme.uid, other):
            plan = save(session, "part", None, {"programme": owner, "place": "plan"})
            inner = save(session, "part", None, {"parent": plan, "place": "plan_section", "title": "I"})
            rows.append(save(session, "activity", None, {"part": inner, "text": "Дело"}))
        mine, foreign = rows
        done: list[tuple[str, bytes | None, dict[str, Any]]] = [
            ("consultation", mine, {"starts": "2021-11-01", "schools": ((first, ""),)}),
            ("consultation", None, {"date_text": "в ноябре 2021", "times": 6, "at_least": True}),
            ("consultation", foreign, {"starts": "2021-11-02"}),
            ("consultation", mine, {"starts": "2021-11-03", "outcome": "not_held"}),
            ("course", mine, {"starts": "2021-12-01", "people": 7, "schools": ((second, ""),)}),
            ("course", None, {"date_text": "осенью", "people": 3}),
        ]
        for kind, row, more in done:
            linked: dict[str, Any] = {"activities": ((row, ""),)} if row else {}
            save(session, "event", None, {"kind": kind, **linked, **more})
    made = {
        one: programme.indicator(one, formula=one)
        for one in ("consultations", "visits", "courses", "trained", "schools_helped", "share_helped")
    }
    told = {name: programme.figure(uid) for name, uid in made.items()}
    assert {name: one.fact for name, one in told.items()} == {
        "consultations": "7",
        "visits": "",
        "courses": "1",
        "trained": "7",
        "schools_helped": "2",
        "share_helped": "100,0",
    }
    assert "из них 1 вне планов" in told["consultations"].computed_from
    assert "«не меньше»" in told["consultations"].computed_from
    assert "без даты 1, не учтены" in told["trained"].computed_from
    assert "ничего не отмечено" in told["visits"].computed_from
    assert programme.figure(made["share_helped"], first).fact == "100,0"


def test_people_of_courses_count_once_by_their_names(programme: Programme) -> None:
    first, second, _ = programme.schools
    with programme.document.write("курсы") as session:
        people = [
            save(session, "person", None, {"name": name, "school": school})
            for name, school in (("Азова А.А.", first), ("Бурова Б.Б.", first), ("Ветров В.В.", second))
        ]
        for day, named, number in (
            ("2021-10-01", people[:2], None),
            ("2021-12-01", people[1:], 9),
            ("2022-02-01", [], None),
        ):
            linked = tuple((uid, "удостоверение") for uid in named)
            given: dict[str, Any] = {"kind": "course", "starts": day, "people": number, "persons": linked}
            save(session, "event", None, given)
    trained = programme.indicator("Обучено", formula="trained")
    told = programme.figure(trained)
    assert told.fact == "10"
    assert "названы 3, ещё 7 без имён" in told.computed_from and "в 1 записи" in told.computed_from
    assert programme.figure(trained, second).fact == "1", "of a school its own people"
    assert "ничего не отмечено" in programme.figure(trained, programme.schools[2]).computed_from
