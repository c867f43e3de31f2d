"""Figures of a real district under invented names: the rule must answer as worked out by hand."""

import csv
from pathlib import Path

import pytest

from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.identification.classifier import classify_all
from shnor_desktop.rules.identification.explanation import explain
from shnor_desktop.rules.results.facts import Outcome, Result, Sitting
from shnor_desktop.rules.words.school_years import school_year_of
from tests.rules.cases import percent, profile, sitting, state, verdict


def _exams(year: int) -> list[Sitting]:
    return [
        *(sitting(subject, 9, year, family="oge") for subject in ("МА", "РУ")),
        *(sitting(subject, 11, year, family="ege") for subject in ("МА", "РУ")),
    ]


A = [
    *(sitting("МА", grade, 2020) for grade in (6, 7, 8)),
    *(sitting("РУ", grade, 2020) for grade in (6, 7)),
    *_exams(2020),
]
B = [
    *(sitting("МА", grade, 2018) for grade in (5, 6)),
    *(sitting("РУ", grade, 2018) for grade in (5, 6)),
    *_exams(2018),
]
RULE = profile(A, B)

VECTORS = [
    # name, slot A, slot B, low in A, low in B, criteria, watch
    ("Еловская", "15 17 12 10 11 10 10 0 0", "10 11 32 24 8 0 0 0", 0, 1, (), False),
    ("Зарецкая", "25 21 31 6 13 44 44 0 0", "30 65 45 47 0 5 0 0", 3, 4, ("C1", "C2"), True),
    ("Луговская", "13 24 11 8 56 15 15 - -", "56 17 69 35 6 6 - -", 1, 3, ("C2",), True),
    ("Озёрная", "10 13 13 5 15 0 0 - -", "35 11 18 47 7 7 - -", 0, 2, (), False),
    ("Полянская", "23 26 15 22 47 20 13 - -", "32 18 38 7 0 0 0 0", 1, 2, ("C2",), True),
    ("Речная", "0 0 0 0 0 0 0 - -", "0 33 29 29 0 0 - -", 0, 1, (), True),
    ("Сосновская", "9 14 0 9 9 15 15 - -", "31 20 15 40 0 0 - -", 0, 2, (), False),
    # the same row with a surplus figure, as it was printed
    ("Полянская", "23 26 15 22 47 20 13 50 -", "32 18 38 7 0 0 0 0", 2, 2, ("C1", "C2"), True),
]


def _results(sittings: list[Sitting], row: str) -> list[Result]:
    return [
        state(one, ResultState.NOT_CONDUCTED) if value == "-" else percent(one, float(value))
        for one, value in zip(sittings, row.split(), strict=True)
    ]


@pytest.mark.parametrize(("name", "a", "b", "low_a", "low_b", "criteria", "watch"), VECTORS)
def test_vectors(
    name: str, a: str, b: str, low_a: int, low_b: int, criteria: tuple[str, ...], watch: bool
) -> None:
    found = verdict(RULE, [*_results(A, a), *_results(B, b)])
    slots = [one.slot for one in found.low]
    assert (slots.count("A"), slots.count("B")) == (low_a, low_b)
    assert found.criteria == criteria
    assert found.outcome == (Outcome.LOW if criteria else Outcome.NOT)
    assert found.watch is watch
    assert found.absent == found.missing == found.deciding_border == ()


def test_exactly_thirty_percent_is_low_and_marked_as_border() -> None:
    found = verdict(RULE, [*_results(A, VECTORS[1][1]), *_results(B, VECTORS[1][2])])
    exact = next(one for one in found.low if one.sitting == B[0])
    assert exact.border and exact.percent_e4 == 300_000


def test_two_low_results_of_the_year_before_are_explained() -> None:
    found = verdict(RULE, [*_results(A, VECTORS[3][1]), *_results(B, VECTORS[3][2])])
    text = " ".join(explain(found, "Озёрная СОШ"))
    assert "в году А (2020/21) низких результатов нет" in text
    assert "в году Б (2018/19) низких результатов два" in text
    assert "критерий 1 был бы выполнен, но он считается только по последнему году" in text


APPENDIX = Path(__file__).parents[4] / "shared" / "data" / "appendix1.csv"
FAMILIES = {"ВПР": "vpr", "ОГЭ": "oge", "ЕГЭ": "ege"}


@pytest.mark.skipif(not APPENDIX.exists(), reason="the real figures are not at hand")
def test_the_printed_appendix_gives_exactly_three_schools() -> None:
    sittings: dict[bytes, Sitting] = {}
    results: dict[bytes, dict[bytes, Result]] = {}
    with APPENDIX.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            year = school_year_of(int(row["year"]), "spring")
            one = sitting(row["subject"], int(row["programme_grade"]), year, family=FAMILIES[row["family"]])
            sittings[one.uid] = one
            value = row["pct_failed"]
            result = state(one, ResultState.NOT_CONDUCTED) if value == "-" else percent(one, float(value))
            results.setdefault(row["school"].encode(), {})[one.uid] = result
    years = sorted({one.school_year for one in sittings.values()})
    slots = [[one for one in sittings.values() if one.school_year == year] for year in years]
    found = classify_all(results, profile(slots[1], slots[0]))
    assert (len(found), len(sittings), years) == (7, 17, [2018, 2020])
    # The second, third and fifth school of the file.
    assert [one.criteria for one in found] == [(), ("C1", "C2"), ("C2",), (), ("C2",), (), ()]
    assert {one.outcome for one in found} == {Outcome.LOW, Outcome.NOT}
