"""States of windows, and how a due is told."""

from datetime import date

import pytest

from shnor_desktop.rules.deadlines import calendar, states, telling
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.due import Period
from shnor_desktop.rules.deadlines.reading import parse
from shnor_desktop.rules.deadlines.states import Happening, State

SCHOOL = Period(date(2021, 9, 1), date(2022, 8, 31), True)
FOUR = Period(date(2018, 1, 1), date(2021, 12, 31), False)


def on(day: str, times: int = 1) -> Happening:
    one = date.fromisoformat(day)
    return Happening(Window(one, one), times)


def within(year: int, month: int, times: int = 1) -> Happening:
    return Happening(calendar.month(year, month), times)


def stand(text: str, today: str, *happened: Happening) -> list[str]:
    due = parse(text, SCHOOL)
    return [states.told(one) for one in states.standings(due, date.fromisoformat(today), happened)]


def test_one_window() -> None:
    assert stand("март", "2022-02-28") == ["ещё не время"]
    assert stand("март", "2022-03-01") == ["пора"]
    assert stand("март", "2022-03-31") == ["пора"]
    assert stand("март", "2022-04-01") == ["просрочено"]
    assert stand("март", "2022-04-01", on("2022-03-31")) == ["сделано"]
    assert stand("март", "2022-04-20", on("2022-04-10")) == ["сделано с опозданием"]
    assert stand("март", "2022-04-20", on("2022-02-10")) == ["сделано"], "ahead of time"


def test_a_vague_event_counts_where_its_days_meet() -> None:
    assert stand("до 15 октября", "2021-12-01", within(2021, 10)) == ["сделано"]
    assert stand("10 марта", "2022-04-01", within(2022, 3)) == ["сделано"]
    assert stand("10 марта", "2022-04-01", within(2022, 4)) == ["сделано с опозданием"]


def test_only_the_end_of_the_whole_period_makes_overdue() -> None:
    assert stand("в течение года", "2022-08-31") == ["пора"]
    assert stand("в течение года", "2022-09-01") == ["просрочено"]
    assert stand("до 15 октября", "2021-10-15") == ["пора"]


def test_several_times_in_a_window_are_counted() -> None:
    assert stand("4 раза в год", "2022-01-10", on("2021-09-10"), on("2021-12-10")) == ["сделано раз: 2 из 4"]
    assert stand("4 раза в год", "2022-09-10", on("2021-09-10", 3)) == ["просрочено: 3 из 4"]
    assert stand("4 раза в год", "2022-01-10", on("2021-09-10", 6)) == ["сделано"]
    assert stand("4 раза в год", "2022-01-10") == ["пора"]


def test_what_repeats_is_not_made_up_by_another_window() -> None:
    terms = stand("1 раз в четверть", "2022-01-20", on("2021-11-10"), on("2021-12-10"))
    assert terms == ["просрочено", "сделано", "пора", "ещё не время"]
    between = stand("1 раз в четверть", "2022-01-20", on("2021-11-01"))
    assert between == ["сделано с опозданием", "просрочено", "пора", "ещё не время"]
    assert stand("1 раз в четверть", "2021-09-20", on("2021-08-01"))[0] == "пора", "before the programme"


def test_each_event_fills_one_place() -> None:
    assert stand("февраль, апрель", "2022-05-01", on("2022-02-10"), on("2022-02-20")) == [
        "сделано",
        "просрочено",
    ]
    spring = Happening(Window(date(2022, 2, 1), date(2022, 4, 30)), 2)
    assert stand("февраль, апрель", "2022-05-01", spring) == ["сделано", "сделано"]
    assert stand("март", "2022-05-01", on("2022-03-01"), on("2022-05-01")) == ["сделано"]


def test_without_days_only_counting_is_left() -> None:
    assert stand("по запросам", "2030-01-01") == ["сделано раз: 0"]
    assert stand("по запросам", "2030-01-01", on("2021-10-01"), on("2022-10-01", 2)) == ["сделано раз: 3"]
    assert stand("входной, итоговый", "2022-01-01", on("2021-10-01")) == ["сделано раз: 1 из 2"]
    (both,) = states.standings(
        parse("входной, итоговый", SCHOOL), date(2022, 6, 1), [on("2021-10-01"), on("2022-05-01")]
    )
    assert (both.state, both.days) == (State.DONE, None)


@pytest.mark.parametrize(
    ("text", "period", "reading"),
    [
        ("1-2 квартал 2018 года", FOUR, "январь–июнь 2018 года"),
        (
            "1 раз в четверть",
            FOUR,
            "каждую четверть, не меньше 16 раз: с 9 января 2018 года по 30 декабря 2021 года",
        ),
        (
            "не реже 2-х раз в четверть",
            SCHOOL,
            "каждую четверть по 2 раза, не меньше 8 раз: с 1 сентября 2021 года по 31 мая 2022 года",
        ),
        (
            "1 раз в 2 месяца",
            SCHOOL,
            "раз в 2 месяца, не меньше 4 раз: с 1 сентября 2021 года по 30 апреля 2022 года",
        ),
        (
            "в конце каждой четверти",
            SCHOOL,
            "в конце каждой четверти, не меньше 4 раз: с 17 октября 2021 года по 31 мая 2022 года",
        ),
        (
            "в начале каждого месяца",
            FOUR,
            "в начале каждого месяца, не меньше 48 раз: с 1 января 2018 года по 10 декабря 2021 года",
        ),
        ("Ежегодно", FOUR, "каждый год, не меньше 4 раз: 2018 год; 2019 год; 2020 год; 2021 год"),
        ("2 раза", SCHOOL, "не меньше 2 раз: 2021/22 учебный год"),
        ("май и август ежегодно", FOUR, "каждый год, не меньше 8 раз: май 2018 года; …; август 2021 года"),
        ("ежегодно", None, "каждый год"),
        ("2 раза", None, "дни не определены: период программы не назван"),
        ("ежемесячно", None, "каждый месяц"),
        ("октябрь", None, "дни не определены: период программы не назван"),
        ("весь период", FOUR, "весь период: 2018–2021 годы"),
        ("весь период", None, "дни не определены: период программы не назван"),
        ("до 15 октября", SCHOOL, "не позже 15 октября 2021 года"),
        ("ноябрь – январь", SCHOOL, "ноябрь 2021 – январь 2022 года"),
        ("15.03.2022-20.03.2022", SCHOOL, "15–20 марта 2022 года"),
        ("15.03.2022-20.04.2022", SCHOOL, "15 марта – 20 апреля 2022 года"),
        ("15.11.2021-20.01.2022", SCHOOL, "15 ноября 2021 года – 20 января 2022 года"),
        ("февр., апр.", SCHOOL, "февраль 2022 года; апрель 2022 года, всего 2 раза"),
        ("входной, итоговый", SCHOOL, "входной, итоговый: даты не назначены"),
        (
            "входной (сентябрь), итоговый (15 мая)",
            SCHOOL,
            "входной: сентябрь 2021 года; итоговый: 15 мая 2022 года",
        ),
        ("по запросам", SCHOOL, "по запросам: просрочки не бывает, считается сделанное"),
        ("", SCHOOL, "срок не указан"),
        ("абракадабра", SCHOOL, "срок не прочитан"),
    ],
)
def test_reading(text: str, period: Period | None, reading: str) -> None:
    assert telling.told(parse(text, period)).replace("\u00a0", " ") == reading
