"""What was done, in one line: what is read, what stays in the title, and that nothing typed is lost."""

from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shnor_desktop.rules import quick_line
from shnor_desktop.rules.deadlines.days import days_of, days_of_event
from shnor_desktop.rules.deadlines.due import Period
from shnor_desktop.rules.quick_line import Reference
from shnor_desktop.rules.words.mentions import SchoolMentions

TODAY = date(2026, 11, 28)
YEAR = Period(date(2021, 9, 1), date(2022, 8, 31), True)


def read(line: str, period: Period | None = None) -> dict[str, Any]:
    """What was understood, days as a pair of texts, blanks left out."""
    found = quick_line.read(line, TODAY, period)
    told = {name: value for name, value in asdict(found).items() if value not in (None, "", (), False)}
    told.pop("asks", None)
    if found.days is not None:
        told["days"] = (found.days.starts.isoformat(), found.days.ends.isoformat())
    told["papers"] = tuple((paper.title, paper.requisites) for paper in found.papers)
    return {name: value for name, value in told.items() if value != ()} | {"outcome": found.outcome}


def day(text: str) -> tuple[str, str]:
    return text, text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "15.12 совещание, 12 чел., приказ 324",
            {
                "title": "Совещание",
                "days": day("2025-12-15"),
                "kind": "heads_meeting",
                "people": 12,
                "papers": (("Приказ", "№ 324"),),
            },
        ),
        (
            "6 вебинаров в 2021/22 учебном году",
            {
                "title": "6 вебинаров",
                "kind": "webinar",
                "times": 6,
                "days": ("2021-09-01", "2022-08-31"),
                "date_text": "в 2021/22 учебном году",
            },
        ),
        (
            "собеседование с директором в ноябре 2020",
            {
                "title": "Собеседование с директором",
                "kind": "interview",
                "days": ("2020-11-01", "2020-11-30"),
                "date_text": "в ноябре 2020",
            },
        ),
        (
            "приказ управления о создании группы от 15.12.2021 № 324",
            {
                "title": "Приказ управления о создании группы",
                "days": day("2021-12-15"),
                "papers": (("Приказ управления о создании группы", "от 15.12.2021 № 324"),),
            },
        ),
        (
            "15–17.12.2021 курсы, 36 ч, 12 педагогов",
            {
                "title": "Курсы",
                "kind": "course",
                "days": ("2021-12-15", "2021-12-17"),
                "date_text": "15–17.12.2021",
                "hours_e4": 360_000,
                "people": 12,
                "who": "12 педагогов",
            },
        ),
        (
            "5.10, 12.10 консультации",
            {
                "title": "Консультации",
                "kind": "consultation",
                "days": ("2026-10-05", "2026-10-12"),
                "date_text": "5.10, 12.10",
                "times": 2,
            },
        ),
        (
            "более 23 вебинаров за год",
            {"title": "Более 23 вебинаров за год", "kind": "webinar", "times": 23, "at_least": True},
        ),
        (
            "семинар не состоялся, 12.11",
            {
                "title": "Семинар не состоялся",
                "kind": "seminar",
                "outcome": "not_held",
                "days": day("2026-11-12"),
            },
        ),
        (
            "вчера совещание «Итоги, планы»",
            {"title": "Совещание «Итоги, планы»", "kind": "heads_meeting", "days": day("2026-11-27")},
        ),
        ("2 семинара для 40 учителей", {"title": "2 семинара для 40 учителей", "kind": "seminar", "times": 2, "people": 40, "who": "40 учителей"}),
        ("31.02 семинар", {"title": "31.02 семинар", "kind": "seminar"}),
        (
            "с сентября по май контроль, справка",
            {
                "title": "Контроль",
                "kind": "control",
                "days": ("2025-09-01", "2026-05-31"),
                "date_text": "с сентября по май",
                "papers": (("Справка", ""),),
            },
        ),
        (
            "приказ №45 от 1 марта 2025 г.",
            {"title": "Приказ", "days": day("2025-03-01"), "papers": (("Приказ", "от 01.03.2025 № 45"),)},
        ),
        ("семинар (12 чел.)", {"title": "Семинар (12 чел.)", "kind": "seminar", "people": 12}),
        ("семинар 12", {"title": "Семинар 12", "kind": "seminar"}),
        ("заседание РМО 12.11.26", {"title": "Заседание РМО", "kind": "association", "days": day("2026-11-12")}),
    ],
)  # fmt: skip
def test_a_line_is_read(line: str, expected: dict[str, Any]) -> None:
    assert read(line) == {"outcome": "done", **expected}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("15.12", day("2021-12-15")),
        ("10.02", day("2022-02-10")),
        ("октябрь", ("2021-10-01", "2021-10-31")),
        ("весь период", ("2021-09-01", "2022-08-31")),
        ("декабрь - февраль", ("2021-12-01", "2022-02-28")),
    ],
)
def test_days_without_a_year_are_those_of_the_programme(text: str, days: tuple[str, str]) -> None:
    found = days_of(text, TODAY, YEAR)
    assert found is not None
    assert (found.starts.isoformat(), found.ends.isoformat()) == days


@pytest.mark.parametrize(
    "text", ["", "до 15.12", "по запросам", "весь период", "99.99.2021", "15.12.1950", "29.02"]
)
def test_what_names_no_days_has_none(text: str) -> None:
    assert days_of(text, TODAY) is None


def test_days_that_overlap_are_asked_about_and_slips_are_read() -> None:
    assert days_of("1–15 октября, 10 октября", TODAY) is None
    assert days_of("15 дикабря", TODAY) == days_of("15.12.2025", TODAY)


@pytest.mark.parametrize(
    ("line", "ask"),
    [
        ("семинар", "Дата не названа: запись будет без даты."),
        ("протокол № 5 от 12.10", "Дата взята из реквизитов документа."),
        ("семинар 30.11", "Эта дата ещё не наступила."),
        ("семинар 12.11.2020", "Дата вне периода программы."),
    ],
)
def test_what_is_doubtful_is_said(line: str, ask: str) -> None:
    period = YEAR if "вне" in ask else None
    assert quick_line.read(line, TODAY, period).asks == (ask,)


def test_a_date_of_requisites_gets_its_year() -> None:
    assert quick_line.read("протокол № 5 от 12.10", TODAY).papers == (
        Reference("Протокол", "от 12.10.2026 № 5"),
    )


def test_the_kind_may_be_said_from_outside() -> None:
    assert quick_line.with_kind(quick_line.read("12.10", TODAY), "visit").kind == "visit"


def test_what_was_understood_is_told() -> None:
    found = quick_line.read("15.12 совещание, 12 чел., приказ 324, частично", TODAY)
    assert quick_line.told(found, {"heads_meeting": "совещание руководителей"}) == (
        "15.12.2025 · совещание руководителей · проведено частично · 12 чел. · подтверждение: Приказ № 324 · «Совещание»"
    )


_WORDS = st.sampled_from(
    [
        "15.12",
        "12",
        "чел.",
        "приказ",
        "№",
        "324",
        "от",
        "семинар",
        ",",
        ";",
        "в",
        "ноябре",
        "2020",
        "более",
        "6",
        "вебинаров",
        "«а,",
        "б»",
        "36",
        "ч",
        "5–9",
        "октября",
        "не",
        "состоялось",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(_WORDS, max_size=12).map(" ".join)))
def test_any_line_is_read(line: str) -> None:
    found = quick_line.read(line, TODAY, YEAR)
    assert found.people is None or 0 <= found.people <= 10**7
    assert "\n" not in found.title


@given(st.lists(st.text("бвгжзклмнпрстфхцчшщ", min_size=9, max_size=12), min_size=1, max_size=6))
def test_words_that_say_nothing_known_stay_in_the_title(words: list[str]) -> None:
    line = " ".join(words)
    assert quick_line.read(line, TODAY).title.casefold() == line


# --- schools and what is agreed upon -----------------------------------------------------------------------------

SCHOOLS = SchoolMentions(
    {b"1": ("МБОУ «Ольховецкая СОШ»", "с. Ольховец"), b"2": ("Луговая СОШ", ""), b"3": ("Луговая ООШ", "")}
)


def visit(line: str) -> quick_line.QuickLine:
    return quick_line.read(line, TODAY, None, SCHOOLS)


def steps(line: str) -> list[tuple[str, str]]:
    return [(one.text, one.due_text) for one in visit(line).agreed]


def test_a_visit_names_its_school_hours_and_what_was_agreed() -> None:
    found = visit("12.03 Ольховецкая, посещение уроков МА 7, 2 ч, договорились: тренажёр до 01.04")
    assert (found.days and found.days.starts, found.schools, found.kind) == (
        date(2026, 3, 12),
        (b"1",),
        "visit",
    )
    assert (found.title, found.hours_e4) == ("Посещение уроков МА 7", 20_000)
    assert [(one.text, one.due_text) for one in found.agreed] == [("Тренажёр", "до 01.04")]
    told = quick_line.told(found, {"visit": "посещение"}, {b"1": "Ольховецкая СОШ"}.__getitem__)
    assert told == (
        "12.03.2026 · Ольховецкая СОШ · посещение · 2 ч · «Посещение уроков МА 7» · "
        "договорились: Тренажёр до 01.04"
    ).replace("2 ч", "2 ч")


def test_a_school_that_is_not_known_for_sure_is_asked_about() -> None:
    found = visit("12.03 Луговая, посещение")
    assert (found.schools, found.title) == ((), "Луговая, посещение")
    assert found.asks[0].startswith("Школ с названием «Луговая» несколько")


def test_a_line_for_all_schools() -> None:
    found = visit("6 вебинаров для всех школ")
    assert (found.all_schools, found.times, found.title) == (True, 6, "6 вебинаров")
    assert quick_line.told(found, {}).startswith("все школы")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("тренажёр до 01.04", [("Тренажёр", "до 01.04")]),
        ("тренажёр", [("Тренажёр", "")]),
        (
            "план до 20 марта, открытый урок в апреле",
            [("План", "до 20 марта"), ("Открытый урок", "в апреле")],
        ),
        ("тренажёр, тетради до конца апреля", [("Тренажёр, тетради", "до конца апреля")]),
        ("тетради; отчёт ежемесячно", [("Тетради", ""), ("Отчёт", "ежемесячно")]),
        ("1) план до 20.03; 2) отчёт", [("План", "до 20.03"), ("Отчёт", "")]),
        ("до 01.04", [("До 01.04", "")]),
        ("работа в классе", [("Работа в классе", "")]),
    ],
)
def test_steps_are_told_apart_by_semicolons_and_dues(said: str, expected: list[tuple[str, str]]) -> None:
    assert steps(f"12.03 урок, договорились: {said}") == expected
    assert steps(f"12.03 урок. Договорились, что {said}") == expected


@pytest.mark.parametrize(
    ("line", "day", "title"),
    [
        ("12.03 урок, следующая встреча 15.04", date(2026, 4, 15), "Урок"),
        ("12.03 урок, снова 10 января", date(2027, 1, 10), "Урок"),
        ("12.03 урок, договорились: план до 01.04, следующий выезд 15.04", date(2026, 4, 15), "Урок"),
        ("урок, снова 05.12", date(2026, 12, 5), "Урок"),
        ("12.03 урок, снова когда-нибудь", None, "Урок, следующая встреча когда-нибудь"),
        ("12.03 урок, снова 01.04, снова 02.04", date(2026, 4, 1), "Урок, следующая встреча 02.04"),
    ],
)
def test_the_next_meeting_is_ahead_of_this_one(line: str, day: date | None, title: str) -> None:
    found = visit(line)
    assert (found.next_on, found.title) == (day, title)
    assert ("следующая встреча" in quick_line.told(found, {})) == (day is not None or "следующая" in title)


@pytest.mark.parametrize(
    ("starts", "ends", "words", "held"),
    [
        ("2021-11-01", "2021-11-30", "", ("2021-11-01", "2021-11-30")),
        ("2021-11-05", "", "в ноябре 2020", day("2021-11-05")),
        ("", "2021-11-05", "", day("2021-11-05")),
        ("2021-11-30", "2021-11-01", "", ("2021-11-01", "2021-11-30")),
        ("", "", "в ноябре 2020", ("2020-11-01", "2020-11-30")),
        ("", "", "в ноябре", None),
        ("осень", "", "", None),
    ],
)
def test_days_of_what_was_done(starts: str, ends: str, words: str, held: tuple[str, str] | None) -> None:
    found = days_of_event(starts, ends, words)
    assert (found and (found.starts.isoformat(), found.ends.isoformat())) == held
