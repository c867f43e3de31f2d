from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shnor_desktop.rules.figures import E4, Figures, by_marks
from shnor_desktop.rules.results.checks import LABELS, REFUSED, WARNING, check_figures, complete

F = Figures


def pct(value: float) -> int:
    return round(value * E4)


def test_every_figure_has_a_label() -> None:
    assert set(LABELS) == {one.name for one in fields(Figures)} - {"pct_decimals"}


CLEAN = [
    F(),
    F(participants=20, failed=0),
    F(participants=3, failed=1, failed_pct_e4=pct(33.33), pct_decimals=2),
    F(participants=3, failed=1, failed_pct_e4=pct(33.3333), pct_decimals=12),
    F(participants=20, failed=6, count_3=9, count_4=4, count_5=1),
    F(
        participants=16,
        failed_pct_e4=pct(31.25),
        pct_3_e4=pct(50),
        pct_4_e4=pct(12.5),
        pct_5_e4=pct(6.25),
        pct_decimals=2,
    ),
    F(failed_pct_e4=pct(33.3), pct_3_e4=pct(33.3), pct_4_e4=pct(33.3), pct_5_e4=0, pct_decimals=1),
    F(failed_pct_e4=pct(47), pct_5_e4=pct(6)),
    F(participants=0, failed=0, failed_pct_e4=0),
    F(participants=4, failed=0, high=4, high_pct_e4=pct(100), hundreds=1, mean_e4=pct(92.5)),
    F(participants=9, lowered=2, confirmed=6, raised=1),
    F(participants=9, confirmed=6),
    F(failed=3, high=5),
]


@pytest.mark.parametrize("figures", CLEAN)
def test_clean_figures_have_no_findings(figures: Figures) -> None:
    assert check_figures(figures, measured_by_marks=True) == ()


BROKEN = [
    (F(participants=-1), REFUSED, "participants", "Отрицательное"),
    (F(participants=3, count_3=-2), REFUSED, "count_3", "Отрицательное"),
    (F(failed_pct_e4=pct(100.5)), REFUSED, "failed_pct_e4", "не справившихся 100,5"),
    (F(failed_pct_e4=-1), REFUSED, "failed_pct_e4", "от 0 до 100"),
    (F(mean_e4=pct(620)), REFUSED, "mean_e4", "средний балл 620"),
    (F(participants=5, failed=6), REFUSED, "failed", "не справились 6, участников 5"),
    (F(participants=5, count_4=6), REFUSED, "count_4", "«4»"),
    (F(participants=5, high=6), REFUSED, "high", "высокобалльников 6"),
    (F(participants=5, hundreds=6), REFUSED, "hundreds", "100 баллов 6"),
    (F(participants=20, high=2, hundreds=3), WARNING, "hundreds", "больше, чем высокобалльников"),
    (F(participants=10, failed=6, high=5), REFUSED, "high", "вместе 11, а участников 10"),
    (F(failed_pct_e4=pct(60), high_pct_e4=pct(45)), REFUSED, "high_pct_e4", "вместе больше"),
    (F(participants=9, lowered=5, confirmed=5), REFUSED, "lowered", "вместе 10, а участников 9"),
    (F(participants=9, lowered=1, confirmed=5, raised=1), WARNING, "lowered", "7 из 9"),
    (F(participants=0, failed_pct_e4=pct(10)), REFUSED, "failed_pct_e4", "Участников нет"),
    (F(participants=4, failed_pct_e4=pct(30)), REFUSED, "failed_pct_e4", "не бывает при 4"),
    (F(participants=1, failed_pct_e4=pct(30)), REFUSED, "failed_pct_e4", "при 1\u00a0участнике"),
    (F(participants=4, high_pct_e4=pct(30)), REFUSED, "high_pct_e4", "высокобалльников 30"),
    (F(participants=3, failed_pct_e4=pct(66)), WARNING, "failed_pct_e4", "не бывает"),
    (F(participants=20, failed=6, failed_pct_e4=pct(35)), REFUSED, "failed_pct_e4", "6 из 20 — это 30,0"),
    (F(participants=3, failed=2, failed_pct_e4=pct(66)), WARNING, "failed_pct_e4", "66,7"),
    (F(participants=20, failed=6, count_3=9, count_4=4, count_5=2), REFUSED, "failed", "Отметок всего 21"),
    (F(participants=20, failed=6, count_3=9, count_4=4, count_5=0), REFUSED, "failed", "Отметок всего 19"),
    (F(participants=20, failed=15, count_3=9), REFUSED, "failed", "Отметок всего 24"),
    (F(failed_pct_e4=pct(60), pct_3_e4=pct(45)), REFUSED, "failed_pct_e4", "105,0"),
    (
        F(failed_pct_e4=pct(30), pct_3_e4=pct(30), pct_4_e4=pct(30), pct_5_e4=pct(5)),
        REFUSED,
        "failed_pct_e4",
        "дают 95,0",
    ),
]


@pytest.mark.parametrize(("figures", "severity", "field", "words"), BROKEN)
def test_broken_figures(figures: Figures, severity: str, field: str, words: str) -> None:
    found = check_figures(figures, measured_by_marks=True)
    assert [(one.severity, one.fields[0]) for one in found] == [(severity, field)]
    assert words in found[0].text


def test_marks_are_not_added_up_where_the_procedure_is_not_measured_by_marks() -> None:
    figures = F(participants=20, failed=2, count_3=1, count_4=1, count_5=1)
    assert check_figures(figures, measured_by_marks=False) == ()


def test_refusals_come_first() -> None:
    found = check_figures(F(participants=20, failed=25, high=2, hundreds=3), measured_by_marks=True)
    assert [one.severity for one in found] == [REFUSED, WARNING]


COMPLETED = [
    (F(), F()),
    (
        F(failed=6, count_3=9, count_4=4, count_5=1),
        F(participants=20, failed=6, count_3=9, count_4=4, count_5=1),
    ),
    (
        F(participants=20, count_3=9, count_4=4, count_5=1),
        F(participants=20, failed=6, count_3=9, count_4=4, count_5=1),
    ),
    # more marks than participants: nothing can be derived
    (
        F(participants=10, count_3=9, count_4=4, count_5=1),
        F(participants=10, count_3=9, count_4=4, count_5=1),
    ),
    (F(participants=6, failed_pct_e4=pct(33.3), pct_decimals=1), None),
    # one number of pupils only
    (
        F(participants=6, failed_pct_e4=pct(33)),
        F(participants=6, failed=2, failed_pct_e4=pct(33)),
    ),
    # 30 % of 333 may be 99, 100 or 101 pupils: not invented
    (F(participants=333, failed_pct_e4=pct(30)), F(participants=333, failed_pct_e4=pct(30))),
    # no whole number of pupils gives this share
    (F(participants=4, failed_pct_e4=pct(30)), F(participants=4, failed_pct_e4=pct(30))),
    # what is given is not touched
    (F(participants=6, failed=1, failed_pct_e4=pct(33)), F(participants=6, failed=1, failed_pct_e4=pct(33))),
    (F(participants=0, failed_pct_e4=0), F(participants=0, failed_pct_e4=0)),
    (F(participants=-5, failed_pct_e4=0), F(participants=-5, failed_pct_e4=0)),
    (
        F(failed=1, count_3=1, count_4=1, count_5=1, high_pct_e4=pct(25)),
        F(participants=4, failed=1, count_3=1, count_4=1, count_5=1, high=1, high_pct_e4=pct(25)),
    ),
]


@pytest.mark.parametrize(("given_figures", "expected"), COMPLETED)
def test_complete(given_figures: Figures, expected: Figures | None) -> None:
    expected = expected or replace(given_figures, failed=2)
    assert complete(given_figures) == expected
    assert complete(expected) == expected


@given(st.lists(st.integers(0, 60), min_size=4, max_size=4), st.integers(0, 4))
def test_shares_printed_from_counts_are_never_doubted(marks: list[int], decimals: int) -> None:
    n = sum(marks)
    if not n:
        return
    unit = E4 // 10**decimals
    shares = [(2 * 100 * E4 * mark + unit * n) // (2 * unit * n) * unit for mark in marks]
    figures = F(
        participants=n,
        failed=marks[0],
        count_3=marks[1],
        count_4=marks[2],
        count_5=marks[3],
        failed_pct_e4=shares[0],
        pct_3_e4=shares[1],
        pct_4_e4=shares[2],
        pct_5_e4=shares[3],
        pct_decimals=decimals,
    )
    assert check_figures(figures, measured_by_marks=True) == ()
    bare = F(participants=n, failed_pct_e4=shares[0], pct_decimals=decimals)
    assert check_figures(bare, measured_by_marks=True) == ()
    assert complete(bare).failed in (None, marks[0])


def test_only_the_exams_with_scores_are_not_measured_by_marks() -> None:
    assert not by_marks("ege", "") and not by_marks("ege", "profile")
    assert by_marks("ege", "base") and by_marks("oge", "") and by_marks("vpr", "") and by_marks("mkr", "")


@pytest.mark.parametrize(("n", "told"), [(-1, "Отрицательное число"), (10**12, "Столько учеников не бывает")])
def test_numbers_no_school_can_have_are_refused(n: int, told: str) -> None:
    found = check_figures(F(participants=n, failed=0), measured_by_marks=True)
    assert [one.text for one in found if told in one.text and one.severity == REFUSED]
