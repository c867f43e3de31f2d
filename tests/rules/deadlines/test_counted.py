"""Terms that run from the day of an order: their ends and what is asked."""

from datetime import date, timedelta

import pytest

from shnor_desktop.rules.deadlines import due as kinds
from shnor_desktop.rules.deadlines.due import Due, Period
from shnor_desktop.rules.deadlines.reading import parse

AUTUMN, WINTER, SUMMER = date(2026, 11, 29), date(2027, 1, 31), date(2026, 6, 10)


def read(text: str, day: date = AUTUMN) -> Due:
    return parse(text, Period(day, day + timedelta(days=364), day.month >= 9, day))


@pytest.mark.parametrize(
    ("text", "day", "ends", "asks"),
    [
        ("в течение трёх дней", AUTUMN, "2026-12-02", False),
        ("В течение суток.", AUTUMN, "2026-11-30", False),
        ("в течение 30 (тридцати) календарных дней", AUTUMN, "2026-12-29", False),
        ("в течение 10 рабочих дней", AUTUMN, "2026-12-11", False),
        ("в течение 10-ти рабочих дней", date(2026, 12, 29), "2027-01-20", False),
        ("не позднее чем через 5 раб. дней", date(2026, 6, 8), "2026-06-16", False),
        ("в трёхдневный срок", AUTUMN, "2026-12-02", False),
        ("в 10-дневный срок со дня издания настоящего приказа", AUTUMN, "2026-12-09", False),
        ("в двухнедельный срок", AUTUMN, "2026-12-13", False),
        ("в месячный срок", WINTER, "2027-02-28", False),
        ("в течение недели", AUTUMN, "2026-12-06", False),
        ("через две недели", AUTUMN, "2026-12-13", False),
        ("в течение месяца", AUTUMN, "2026-12-29", False),
        ("в течение месяца со дня подписания приказа", WINTER, "2027-02-28", False),
        ("в течение трёх месяцев", AUTUMN, "2027-02-28", False),
        ("в течение двух лет", AUTUMN, "2028-11-29", False),
        ("в течение квартала", AUTUMN, "2027-02-28", True),
        ("в течение полугодия", AUTUMN, "2027-05-29", True),
        ("в течение года", AUTUMN, "2027-11-29", True),
        ("в течение четверти", AUTUMN, "2026-12-30", False),
        ("в течение триместра", AUTUMN, "2027-02-15", False),
        ("в течение учебного полугодия", AUTUMN, "2026-12-30", False),
        ("в течение календарного полугодия", SUMMER, "2026-06-30", False),
        ("в течение календарного года", AUTUMN, "2026-12-31", False),
        ("в течение учебного года", AUTUMN, "2027-05-31", False),
        ("в течение всего учебного года", WINTER, "2027-05-31", False),
        ("в течение учебного года", SUMMER, "2027-05-31", False),
        ("в течение учебного года 2026/2027", AUTUMN, "2027-08-31", False),
        ("в течение текущего месяца", AUTUMN, "2026-11-30", False),
        ("до конца недели", SUMMER, "2026-06-14", False),
        ("до конца рабочего дня", AUTUMN, "2026-11-29", False),
        ("до конца месяца", WINTER, "2027-01-31", False),
        ("до конца квартала", WINTER, "2027-03-31", False),
        ("до конца четверти", date(2026, 10, 30), "2026-12-30", False),
        ("до конца полугодия", AUTUMN, "2026-12-30", True),
        ("до конца года", AUTUMN, "2027-05-31", True),
        ("до конца года", WINTER, "2027-12-31", True),
        ("до конца календарного года", AUTUMN, "2026-12-31", False),
        ("до конца учебного года", AUTUMN, "2027-05-31", False),
        ("до окончания текущего учебного года", WINTER, "2027-05-31", False),
        ("в течение первого полугодия", AUTUMN, "2026-12-30", True),
    ],
)
def test_a_term_runs_from_the_day(text: str, day: date, ends: str, asks: bool) -> None:
    due = read(text, day)
    assert due.windows[-1].starts == day and due.windows[-1].ends.isoformat() == ends
    assert bool(due.question) is asks


@pytest.mark.parametrize(
    "text", ["в течение двух календарных лет", "в течение 3 дней после получения результатов"]
)
def test_what_runs_from_elsewhere_is_asked(text: str) -> None:
    due = read(text)
    assert not due.windows and due.question


def test_a_numbered_term_is_a_place_in_the_year() -> None:
    (days,) = read("в течение 3 четверти").windows
    assert days.starts == date(2027, 1, 9)


def test_what_repeats_through_a_school_year_ends_with_it() -> None:
    due = read("ежемесячно в течение учебного года")
    assert due.kind == kinds.REPEAT and due.windows[-1].ends == date(2027, 5, 31)


def test_without_a_day_nothing_is_counted() -> None:
    due = parse("в течение месяца", Period(AUTUMN, AUTUMN + timedelta(days=364), True))
    assert due.kind == kinds.ASK
