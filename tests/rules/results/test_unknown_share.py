"""A result without the share of those who failed is never «not low»: it lacks, is named, and may leave the answer open."""

import pytest

from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.identification.explanation import explain, missing_names
from shnor_desktop.rules.results.facts import Outcome, Result
from tests.rules.cases import counts, percent, profile, sitting, state, verdict

M5, M6 = sitting("МА", 5, 2020), sitting("МА", 6, 2020)
R5, R6 = sitting("РУ", 5, 2018), sitting("РУ", 6, 2018)
RULE = profile([M5, M6], [R5, R6])


def unknown(one, n: int | None = 12, failed: int | None = None) -> Result:  # type: ignore[no-untyped-def]
    return Result(one.uid, ResultState.VALID, n, failed)


@pytest.mark.parametrize(
    ("result", "lacks"),
    [
        (Result(b"x", ResultState.VALID, 12), True),
        (Result(b"x", ResultState.VALID), True),
        (Result(b"x", ResultState.VALID, None, 3), True),
        (Result(b"x", ResultState.VALID, 3, 12), True),
        (Result(b"x", ResultState.VALID, 0), False),
        (Result(b"x", ResultState.VALID, 12, 0), False),
        (Result(b"x", ResultState.VALID, None, None, 0), False),
        (Result(b"x", ResultState.NOT_CONDUCTED), False),
    ],
)
def test_what_lacks_a_share(result: Result, lacks: bool) -> None:
    assert result.is_unknown is lacks


def test_it_leaves_the_answer_open_where_it_could_matter() -> None:
    found = verdict(RULE, [unknown(M5), unknown(M6, None, 3), counts(R5, 0, 9), counts(R6, 0, 9)])
    assert found.outcome is Outcome.INSUFFICIENT
    assert found.missing == found.unknown == found.deciding_missing == (M5, M6)


def test_it_does_not_matter_where_it_could_not() -> None:
    found = verdict(RULE, [unknown(M5), counts(M6, 0, 9), counts(R5, 0, 9), counts(R6, 0, 9)])
    assert found.outcome is Outcome.NOT
    assert found.missing == (M5,)


def test_a_criterion_that_is_met_stays_met() -> None:
    assert verdict(RULE, [unknown(M5), counts(M6, 5, 9), percent(R5, 50)]).outcome is Outcome.LOW


def test_of_two_entries_of_one_sitting_the_one_with_a_share_counts() -> None:
    twin = sitting("МА", 5, 2020)
    other = type(twin)(b"twin", *[getattr(twin, name) for name in twin.__slots__ if name != "uid"])
    rule = profile([M5, other, M6], [R5])
    found = verdict(rule, [unknown(M5), Result(b"twin", ResultState.VALID, 9, 5), counts(M6, 5, 9)])
    assert found.outcome is Outcome.LOW
    late = verdict(rule, [state(M5, ResultState.NOT_RECEIVED), Result(b"twin", ResultState.VALID, 9)])
    assert late.missing == (M5,)


def test_it_is_named_with_its_reason() -> None:
    found = verdict(RULE, [unknown(M5), state(M6, ResultState.NOT_RECEIVED), counts(R5, 0, 9)])
    said = " ".join(explain(found, "Еловская СОШ"))
    assert "ещё не полученные результаты: ВПР МА 6, весна 2021." in said
    assert "доля не справившихся неизвестна: ВПР МА 5, весна 2021." in said
    assert missing_names(found, found.missing)[0].endswith("(доля не справившихся неизвестна)")
    other = verdict(profile([M5]), [unknown(M5)])
    assert "Доля не справившихся неизвестна, но ответа не изменит: ВПР МА 5, весна 2021." in explain(
        other, "Еловская СОШ"
    )
