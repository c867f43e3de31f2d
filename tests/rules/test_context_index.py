"""The index of social conditions: borders, contributions, what is missing, and what follows."""

import pytest

from shnor_desktop.rules.context_index import (
    BORDER_E4,
    Conditions,
    Index,
    Measure,
    borders,
    indexes,
)
from shnor_desktop.rules.figures import E4

ONE = E4


def measure(key: bytes = b"a", weight: float = 1, limit: int | None = None, *, high: bool = True) -> Measure:
    return Measure(key, round(weight * E4), high, None if limit is None else limit * E4)


def of(values: dict[str, dict[bytes, int]], *measures: Measure, border: int = BORDER_E4) -> dict[str, Index]:
    return indexes(measures, {s: {k: v * E4 for k, v in held.items()} for s, held in values.items()}, border)


def test_a_said_border_counts_inclusively_in_the_direction_of_the_indicator() -> None:
    found = of({"x": {b"a": 30}, "y": {b"a": 29}}, measure(limit=30))
    assert [found[s].contributions[0].adverse for s in ("x", "y")] == [True, False]
    found = of({"x": {b"a": 30}, "y": {b"a": 31}}, measure(limit=30, high=False))
    assert [found[s].contributions[0].adverse for s in ("x", "y")] == [True, False]
    assert found["x"].contributions[0].border.said


@pytest.mark.parametrize(
    ("values", "adverse"),
    [
        ((1, 2, 3, 4), {4}),
        ((1, 2, 3, 4, 5, 6, 7, 8), {7, 8}),
        ((1, 2, 3, 4, 5), {4, 5}),
        ((0, 0, 0, 0, 0, 0, 0, 9), {9}),
        ((5, 5, 5, 5), set()),
        ((1, 2, 3), set()),
    ],
)
def test_without_a_border_the_worst_quarter_counts_if_it_is_worse_than_the_middle(
    values: tuple[int, ...], adverse: set[int]
) -> None:
    found = of({f"s{n}": {b"a": v} for n, v in enumerate(values)}, measure())
    assert {
        one.value_e4 // E4 for index in found.values() for one in index.contributions if one.adverse
    } == adverse


def test_the_worst_quarter_of_an_indicator_of_which_more_is_better_is_the_lowest() -> None:
    found = of({f"s{v}": {b"a": v} for v in range(1, 9)}, measure(high=False))
    assert {s for s, one in found.items() if one.contributions[0].adverse} == {"s1", "s2"}
    few = of({f"s{n}": {b"a": v} for n, v in enumerate((9, 9, 9, 9, 9, 9, 9, 1))}, measure(high=False))
    assert sum(one.contributions[0].adverse for one in few.values()) == 1


def test_values_that_are_all_alike_are_known_and_add_nothing() -> None:
    found = of({f"s{n}": {b"a": 5} for n in range(4)}, measure())
    assert found["s0"].missing == () and found["s0"].value_e4 == 0
    assert found["s0"].contributions[0].border.value_e4 is None


def test_among_fewer_than_four_schools_there_is_no_quarter_and_the_indicator_is_missing() -> None:
    found = of({"x": {b"a": 1}, "y": {b"a": 9}}, measure())
    assert found["y"].missing == (b"a",) and found["y"].value_e4 is None
    assert found["y"].conditions is Conditions.INSUFFICIENT


def test_contributions_add_up_to_the_index_by_their_weights() -> None:
    found = of(
        {"x": {b"a": 9, b"b": 9, b"c": 0}}, measure(limit=5), measure(b"b", 0.5, 5), measure(b"c", 1.5, 5)
    )
    index = found["x"]
    assert index.value_e4 == 50 * E4 == sum(one.points_e4 for one in index.contributions)
    assert [one.weight_e4 for one in index.contributions] == [E4, E4 // 2, 3 * E4 // 2]
    assert index.conditions is Conditions.ADVERSE


def test_what_is_missing_is_named_and_never_taken_for_good_or_bad() -> None:
    measures = [measure(key, limit=5) for key in (b"a", b"b", b"c", b"d")]
    found = of(
        {
            "sure": {b"a": 9, b"b": 9},
            "above": {b"a": 9, b"b": 0, b"c": 9},
            "open": {b"a": 9},
            "below": {b"a": 0, b"b": 0, b"c": 0},
            "nothing": {},
        },
        *measures,
    )
    told = {school: one.conditions for school, one in found.items()}
    assert told == {
        "sure": Conditions.ADVERSE,
        "above": Conditions.ADVERSE,
        "open": Conditions.CONFIRM,
        "below": Conditions.NOT,
        "nothing": Conditions.INSUFFICIENT,
    }
    assert (found["open"].least_e4, found["open"].most_e4) == (25 * E4, 100 * E4)
    assert found["open"].missing == (b"b", b"c", b"d")
    half = of({"x": {b"a": 0, b"b": 9, b"c": 0}}, *measures)
    assert half["x"].conditions is Conditions.INSUFFICIENT


def test_an_indicator_without_weight_does_not_count() -> None:
    found = of({"x": {b"a": 9}}, measure(weight=0, limit=5))
    assert found["x"].contributions == () and found["x"].weight_e4 == 0
    assert found["x"].conditions is Conditions.NOT


def test_the_border_of_the_index_is_editable() -> None:
    values = {"x": {b"a": 9, b"b": 0, b"c": 0}}
    measures = [measure(key, limit=5) for key in (b"a", b"b", b"c")]
    assert of(values, *measures)["x"].conditions is Conditions.NOT
    assert of(values, *measures, border=30 * E4)["x"].conditions is Conditions.ADVERSE


def test_borders_are_told_with_how_many_values_they_are_of() -> None:
    found = borders([measure()], {n: {b"a": n} for n in range(8)})
    assert found[b"a"].of == 8 and found[b"a"].value_e4 == 6
