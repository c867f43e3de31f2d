"""Due texts: windows, fewest happenings, questions; what the parser promises of any text."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shnor_desktop.rules.deadlines import calendar, words
from shnor_desktop.rules.deadlines import due as kinds
from shnor_desktop.rules.deadlines.calendar import Calendar, Term, Window
from shnor_desktop.rules.deadlines.due import Due, Period
from shnor_desktop.rules.deadlines.reading import parse
from shnor_desktop.rules.deadlines.states import Happening, State, standings
from shnor_desktop.rules.deadlines.telling import told
from tests.rules.deadlines.due_texts import ROWS

SHARED = Path(__file__).parents[4] / "shared" / "data" / "due_texts.tsv"
USUAL = Calendar()
PERIODS = {
    "S21": Period(date(2021, 9, 1), date(2022, 8, 31), True),
    "S3": Period(date(2022, 9, 1), date(2025, 8, 31), True),
    "C22": Period(date(2022, 1, 1), date(2022, 12, 31), False),
    "C4": Period(date(2021, 1, 1), date(2024, 12, 31), False),
}
SCHOOL, FOUR = PERIODS["S21"], PERIODS["C4"]


def shown(due: Due) -> str:
    found = [f"{one.starts}" + (f"..{one.ends}" if one.days > 1 else "") for one in due.windows]
    return "; ".join(found if len(found) <= 4 else [found[0], f"…{len(found)}", found[-1]])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_own_texts(row: tuple[str, str, str, str, int | None, bool]) -> None:
    text, period, kind, windows, least, asks = row
    due = parse(text, PERIODS[period])
    assert (due.kind, shown(due), due.least, bool(due.question)) == (kind, windows, least, asks), due.question


# ---- the table of texts from papers


def _days(text: str) -> list[Window]:
    """One window of the table, in its notation."""
    if ".." in text:
        starts, ends = (date.fromisoformat(one) for one in text.split(".."))
        return [Window(starts, ends)]
    if text.startswith("@"):
        return []
    *edge, unit, year = text.split()
    first = int(year[:4])
    if edge[:1] == ["holidays"]:
        numbers = {"autumn": 1, "winter": 2, "spring": 3, "summer": 4}
        return [USUAL.part(first, calendar.HOLIDAYS, numbers[unit])]
    if unit == "Y":
        days = USUAL.teaching(first)
    else:
        days = USUAL.part(first, {"T": calendar.TERM, "H": calendar.HALF}[unit[0]], int(unit[1]))
    return [calendar.last_days(days, 10) if edge else days]


def _wanted(text: str) -> list[Window]:
    return [day for one in text.split("; ") if one for day in _days(one)]


def _offices() -> list[list[str]]:
    table = Path(__file__).with_name("office_due_texts.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in table.splitlines()[1:]]


@pytest.mark.parametrize("row", _offices(), ids=lambda row: row[0])
def test_texts_written_without_sight_of_the_parser(row: list[str]) -> None:
    """Read as a person reads it; where the table says «may» or «must» a question may stand instead, or has to."""
    text, period, year_kind, kind, windows, least, asks = row
    starts, ends = (date.fromisoformat(one) for one in period.split(".."))
    due = parse(text, Period(starts, ends, year_kind == "school"))
    asked, unsaid = bool(due.question), not windows or windows.startswith("each week")
    right = due.kind == kind and (unsaid or list(due.windows) == _wanted(windows))
    right &= least == "" or due.least == int(least)
    assert asked if asks == "must" else right and not asked or (asked and asks == "may"), due


def test_texts_of_papers() -> None:
    """A row without a doubt is read as a person reads it and asks nothing; a doubtful one may ask instead."""
    if not SHARED.exists():
        pytest.skip("the table of due texts is not at hand")
    wrong = []
    for line in SHARED.read_text(encoding="utf-8").splitlines()[1:]:
        number, _, _, text, period, year_kind, kind, windows, least, doubt, _ = line.split("\t")
        days = [date.fromisoformat(one) for one in period.split("..") if one]
        due = parse(
            text.replace("\\n", "\n"), Period(days[0], days[1], year_kind == "school") if days else None
        )
        weekly = windows.startswith("each week")
        wanted = [] if weekly else _wanted(windows)
        right = due.kind == kind and (weekly or list(due.windows) == wanted)
        right &= least == "" or due.least == int(least)
        if not (right and not due.question) and not (doubt and (right or due.question)):
            wrong.append((number, text, due))
    assert not wrong


# ---- any spelling of the same


@pytest.mark.parametrize("dash", ["-", "–", "—", "−", "‑", " - ", " — ", "- ", " –\n"])
def test_all_dashes_are_one(dash: str) -> None:
    assert shown(parse(f"ноябрь{dash}декабрь", SCHOOL)) == "2021-11-01..2021-12-31"


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("CEHTЯБPЬ", "2021-09-01..2021-09-30"),
        ("Mapт", "2022-03-01..2022-03-31"),
        ("cентябpь   2O21", "2021-09-01..2021-09-30"),
        ("октябрь\u00a02021\u00a0г.", "2021-10-01..2021-10-31"),
        ("с\u200bентябрь", "2021-09-01..2021-09-30"),
        ("І I кв.", ""),
        ("Ⅳ квартал", "2021-10-01..2021-12-31"),
        ("2021-10-15", "2021-10-15"),
        ("15/10/21", "2021-10-15"),
        ("октябрь 21 г.", "2021-10-01..2021-10-31"),
        ("I п/г", "2021-09-01..2021-12-30"),
        ("29 февраля", "2022-02-28"),
    ],
)
def test_letters_and_figures_of_every_kind(text: str, windows: str) -> None:
    assert shown(parse(text, SCHOOL)) == windows


@pytest.mark.parametrize("text", ["янвраь", "феврль", "аперль", "мартт", "октябррь", "ноябпь", "декабрьь"])
def test_one_slip_is_read_and_told(text: str) -> None:
    due = parse(text, SCHOOL)
    assert len(due.windows) == 1 and due.question.startswith(f"Опечатка: «{text}» — это «")


@pytest.mark.parametrize("text", ["декабр", "дек.", "декаб", "ежем.", "систематич.", "кварт", "полуг."])
def test_beginnings_of_words_are_no_slips(text: str) -> None:
    assert "Опечатка" not in parse(text, SCHOOL).question


@pytest.mark.parametrize(
    "text",
    [
        "июнль",
        "мартобрь",
        "32 мая",
        "5 квартал",
        "3 полугодие",
        "20-10 мая",
        "31.02.2022",
        "4 декада мая",
        "с 10, 20 марта",
        "конец ВПР",
    ],
)
def test_what_is_no_date_is_asked(text: str) -> None:
    due = parse(text, SCHOOL)
    assert due.kind in (kinds.ASK, kinds.CONDITION) and not due.windows and due.question


# ---- periods


def test_without_a_period_only_named_days_are_known() -> None:
    assert shown(parse("15.10.2021", None)) == "2021-10-15"
    assert shown(parse("до 15.10.2021", None)) == "2021-10-15"
    for text in ("октябрь", "ежегодно", "постоянно", "в течение года", "входной (май)"):
        due = parse(text, None)
        assert not due.windows and due.kind != kinds.ASK and "Период программы не назван" in due.question, (
            text
        )
    assert "с какого дня" in parse("до 15.10.2021", None).question
    assert "До какого дня" in parse("с 15.10.2021", None).question


def test_checkpoints_need_a_date_each() -> None:
    assert parse("входной (15.10.2021), итоговый (май)", None).windows == ()
    for text in ("входной, итоговый (май)", "входной, ежегодно", "входной (май), итоговый (май)"):
        assert parse(text, SCHOOL).kind == kinds.ASK, text


def test_windows_follow_the_calendar_and_checkpoints_their_names() -> None:
    assert shown(parse("январь, октябрь", SCHOOL)) == "2021-10-01..2021-10-31; 2022-01-01..2022-01-31"
    due = parse("входной (май), итоговый (сентябрь)", SCHOOL)
    assert shown(due) == "2022-05-01..2022-05-31; 2021-09-01..2021-09-30" and "порядок" in due.question


def test_a_period_that_begins_after_the_day_of_a_month() -> None:
    period = Period(date(2022, 1, 10), date(2022, 3, 31), False)
    assert shown(parse("ежемесячно до 5 числа", period)) == "2022-02-01..2022-02-05; 2022-03-01..2022-03-05"


def test_a_long_text_is_no_due() -> None:
    assert parse("май " * 200, SCHOOL).kind == kinds.ASK


def test_impossible_periods_are_asked_about() -> None:
    for starts, ends in (
        (date.min, date.max),
        (date(2022, 1, 1), date(2021, 1, 1)),
        (date(2000, 1, 1), date(2100, 1, 1)),
    ):
        assert parse("ежемесячно", Period(starts, ends, False)).kind == kinds.ASK


@pytest.mark.parametrize(
    ("starts", "ends", "school", "count"),
    [
        (date(2018, 11, 26), date(2021, 12, 31), False, 3),
        (date(2021, 9, 1), date(2024, 8, 31), False, 3),
        (date(2021, 1, 1), date(2024, 12, 31), True, 4),
        (date(2022, 3, 1), date(2022, 5, 31), False, 1),
        (date(2020, 2, 29), date(2024, 2, 28), False, 4),
    ],
)
def test_years_of_a_period(starts: date, ends: date, school: bool, count: int) -> None:
    """A year of which the period has less than half is none of its years; its own years may begin in September."""
    assert parse("ежегодно", Period(starts, ends, school)).least == count


def test_terms_from_the_approval_on() -> None:
    assert parse("1 раз в четверть", Period(date(2018, 11, 26), date(2021, 12, 31), False)).least == 13


def test_a_summer_has_no_terms_and_no_months_of_lessons() -> None:
    summer = Period(date(2022, 6, 5), date(2022, 8, 25), True)
    assert parse("1 раз в четверть", summer).windows == (summer.days,)
    assert parse("ежемесячно", summer).windows == (summer.days,)
    assert parse("1 раз в 5 месяцев", Period(date(2022, 1, 1), date(2022, 3, 31), False)).least == 1
    assert parse("август", Period(date(2021, 9, 1), date(2022, 5, 31), True)).question
    assert parse("до 5 августа", Period(date(2021, 9, 1), date(2022, 5, 31), True)).question
    assert parse("ежегодно в августе", Period(date(2021, 9, 1), date(2022, 5, 31), True)).least == 0
    assert parse("ежегодно до 5 августа", Period(date(2021, 9, 1), date(2022, 5, 31), True)).least == 0


def test_the_calendar_of_the_office_is_used() -> None:
    own = Calendar(
        (
            Term(2021, calendar.TERM, 1, "I четверть", date(2021, 9, 1), date(2021, 10, 29)),
            Term(2021, calendar.TERM, 4, "IV четверть", date(2022, 4, 4), date(2022, 5, 25)),
            Term(2021, calendar.TERM, 2, "II четверть", date(2022, 5, 4), date(2022, 4, 25)),
        )
    )
    assert shown(parse("1 четверть", SCHOOL, own)) == "2021-09-01..2021-10-29"
    assert shown(parse("2 четверть", SCHOOL, own)) == "2021-11-05..2021-12-30", (
        "an impossible one is not used"
    )
    assert shown(parse("II полугодие", SCHOOL, own)) == "2022-01-09..2022-05-25"
    assert shown(parse("конец учебного года", SCHOOL, own)) == "2022-05-16..2022-05-25"


# ---- promises of any text

_WORDS = sorted(words._FORMS) + [
    "2021",
    "2022",
    "22",
    "1",
    "2",
    "II",
    "15.10.2021",
    "15.10",
    "-",
    "–",
    ",",
    "(",
    ")",
    "не",
    "ВПР",
]
_TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(_WORDS), max_size=7).map(" ".join))
_PERIODS = st.one_of(
    st.none(),
    st.sampled_from(sorted(PERIODS)).map(PERIODS.get),
    st.builds(
        lambda first, length, school: Period(first, first + timedelta(days=length), school),
        st.dates(date(1990, 1, 1), date(2100, 1, 1)),
        st.integers(-10, 2_000),
        st.booleans(),
    ),
)
_EVENTS = st.lists(
    st.builds(
        lambda first, length, times: Happening(Window(first, first + timedelta(days=length)), times),
        st.dates(date(2020, 6, 1), date(2025, 12, 31)),
        st.integers(0, 40),
        st.integers(0, 4),
    ),
    max_size=6,
)


@settings(max_examples=400, deadline=None)
@given(_TEXTS, _PERIODS)
@example("1/1/2000", None)
def test_any_text_is_read_or_asked(text: str, period: Period | None) -> None:
    before = text
    due = parse(text, period)
    assert text == before and parse(text, period) == due
    assert told(due)
    assert len(set(due.windows)) == len(due.windows)
    assert list(due.windows) == sorted(due.windows) or (due.kind == kinds.CHECKPOINTS and due.question)
    assert all(one.starts <= one.ends for one in due.windows)
    inside = period is not None and all(period.days.holds(one) for one in due.windows)
    # A date written out with its year needs no period to be read.
    written_out = (
        period is None and due.windows and all(str(one.ends.year)[2:] in text for one in due.windows)
    )
    assert due.question or inside or written_out
    assert due.least is None or due.least == due.each * len(due.windows) or not due.windows
    if due.kind in (kinds.ASK, kinds.EMPTY, kinds.CONDITION):
        assert due.question and not due.windows


_DUES = st.one_of(
    _TEXTS,
    st.sampled_from(
        [
            "май",
            "ежемесячно",
            "1 раз в четверть",
            "не реже 2 раз в полугодие",
            "ежегодно до 15 октября",
            "весь период",
        ]
    ),
)


@settings(max_examples=200, deadline=None)
@given(_DUES, st.sampled_from(sorted(PERIODS)), st.dates(date(2020, 6, 1), date(2025, 12, 31)), _EVENTS)
def test_only_an_end_makes_overdue(text: str, period: str, today: date, happened: list[Happening]) -> None:
    due = parse(text, PERIODS[period])
    found = standings(due, today, happened)
    assert [one.days for one in found if one.days is not None] == sorted(due.windows)
    for one in found:
        over = one.days is not None and one.days.ends < today
        assert (one.state is State.OVERDUE) == (over and one.done < one.needed)
        assert (one.state in (State.DONE, State.DONE_LATE)) == (0 < one.needed <= one.done)
        assert one.days is None or one.done <= one.needed


@settings(max_examples=200, deadline=None)
@given(_DUES, st.sampled_from(sorted(PERIODS)), st.dates(date(2020, 6, 1), date(2025, 12, 31)), _EVENTS)
def test_more_done_is_never_less_done(text: str, period: str, today: date, happened: list[Happening]) -> None:
    """And a later day never takes back what was overdue."""
    due = parse(text, PERIODS[period])

    def overdue(day: date, events: list[Happening]) -> int:
        return sum(one.state is State.OVERDUE for one in standings(due, day, events))

    assert overdue(today, happened) <= overdue(today + timedelta(days=30), happened)
    assert sum(one.done for one in standings(due, today, happened)) >= sum(
        one.done for one in standings(due, today, happened[:-1])
    )
