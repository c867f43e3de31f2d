"""What speaks for a status of a school and what against, by its conditions and its results beside the district's."""

from dataclasses import replace

import pytest

from shnor_desktop.rules.context_index import Conditions
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.school_standing import (
    ADVERSE,
    HIGH,
    LEADER,
    RESILIENT,
    Against,
    Holds,
    Standing,
    Year,
    against,
    judge,
)


def year(title: str, failed: int = 1, pupils: int = 100, of: int = 200, **more: object) -> Year:
    """A school with so many failed of its pupils, in a district where `of` of a thousand fail."""
    return replace(Year(title, beside=against([(pupils, failed, 1000, of)])), **more)  # type: ignore[arg-type]


GOOD = (year("2021/22"), year("2020/21"))
ADVERSE_INDEX = Standing(Conditions.ADVERSE, "62,5 %", years=GOOD)


def test_the_mean_of_the_district_is_told_over_the_same_works() -> None:
    found = against([(10, 1, 100, 20), (20, 0, 50, 10), (0, 0, 9, 9), (5, 1, 0, 0)])
    assert found is not None
    assert (found.pupils, found.count, found.expected_e4) == (30, 1, 6 * E4)
    assert found.above and found.not_below
    assert found.text == "не справились 1 из 30\u00a0работ, при долях района было бы 6,0"
    assert against([(0, 0, 10, 1)]) is None


def test_of_those_with_good_marks_more_is_better() -> None:
    found = against([(10, 6, 100, 50)], good=True)
    assert found is not None and found.above
    assert found.text == "«4» и «5» 6 из 10\u00a0работ, при долях района было бы 5,0"


@pytest.mark.parametrize(("count", "chance"), [(20, True), (13, True), (12, False), (29, False)])
def test_what_chance_alone_may_do_is_known(count: int, chance: bool) -> None:
    found = Against(100, count, 20 * E4, 16 * E4)
    assert found.within_chance is chance


@pytest.mark.parametrize(
    ("conditions", "index", "lacking", "holds"),
    [
        (Conditions.ADVERSE, "60 %", (), Holds.YES),
        (Conditions.CONFIRM, "60 %", ("«А»",), Holds.MAYBE),
        (Conditions.INSUFFICIENT, "", ("«А»",), Holds.UNKNOWN),
        (Conditions.INSUFFICIENT, "", (), Holds.UNKNOWN),
        (Conditions.NOT, "10 %", (), Holds.NO),
        (Conditions.NOT, "", (), Holds.UNKNOWN),
    ],
)
def test_adverse_conditions_follow_from_the_index(
    conditions: Conditions, index: str, lacking: tuple[str, ...], holds: Holds
) -> None:
    found = judge(ADVERSE, Standing(conditions, index, lacking))
    assert found.holds is holds
    assert bool(found.doubts) is (holds is not Holds.YES)
    assert ("«А»" in "".join(found.doubts)) is bool(lacking)


def test_resilient_needs_a_confirmed_status_to_be_sure() -> None:
    found = judge(RESILIENT, ADVERSE_INDEX)
    assert found.holds is Holds.MAYBE and "статус ШНСУ не подтверждён" in found.doubts
    sure = judge(RESILIENT, replace(ADVERSE_INDEX, confirmed="приказ № 5"))
    assert sure.holds is Holds.YES and sure.reasons[0] == "статус ШНСУ: приказ № 5"
    unsure = judge(RESILIENT, replace(ADVERSE_INDEX, conditions=Conditions.CONFIRM, lacking=("«А»",)))
    assert unsure.holds is Holds.MAYBE
    assert judge(RESILIENT, Standing(Conditions.NOT, "1 %", years=GOOD)).holds is Holds.NO


def test_resilient_has_no_low_result_in_either_year_and_is_not_below_the_mean() -> None:
    base = replace(ADVERSE_INDEX, confirmed="приказ")
    low = replace(base, years=(GOOD[0], year("2020/21", low=("МА 5",))))
    assert judge(RESILIENT, low).holds is Holds.NO and "МА 5" in judge(RESILIENT, low).doubts[0]
    assert (
        judge(RESILIENT, replace(base, years=(year("2021/22", 20), year("2020/21", 20)))).holds is Holds.YES
    )
    below = judge(RESILIENT, replace(base, years=(year("2021/22", 21), year("2020/21", 20))))
    assert below.holds is Holds.NO and "ниже районных" in below.doubts[0]


def test_what_is_not_known_of_the_results_is_told() -> None:
    base = replace(ADVERSE_INDEX, confirmed="приказ")
    assert judge(RESILIENT, replace(base, years=(Year("2021/22"), Year("2020/21")))).holds is Holds.UNKNOWN
    half = judge(RESILIENT, replace(base, years=(GOOD[0], Year("2020/21"))))
    assert half.holds is Holds.MAYBE and any(one.startswith("2020/21: результатов") for one in half.doubts)
    waiting = judge(RESILIENT, replace(base, years=(replace(GOOD[0], missing=("РУ 5",)), GOOD[1])))
    assert waiting.holds is Holds.MAYBE and "не получены: РУ 5" in waiting.doubts
    few = judge(RESILIENT, replace(base, years=(year("2021/22", 0, 10), year("2020/21", 0, 10))))
    assert few.holds is Holds.MAYBE and "работ всего 20: вывод неустойчив" in few.doubts


def test_high_results_are_above_the_mean_in_both_years_and_beyond_chance() -> None:
    assert judge(HIGH, ADVERSE_INDEX).holds is Holds.YES
    one = judge(HIGH, replace(ADVERSE_INDEX, years=(GOOD[0], year("2020/21", 20))))
    assert one.holds is Holds.NO and "2020/21" in one.doubts[0]
    near = judge(HIGH, replace(ADVERSE_INDEX, years=(year("2021/22", 18), year("2020/21", 18))))
    assert near.holds is Holds.MAYBE and "случайности" in near.doubts[-1]
    flagged = judge(HIGH, replace(ADVERSE_INDEX, flagged=True))
    assert flagged.holds is Holds.MAYBE and "необъективности" in flagged.doubts[-1]
    assert judge(HIGH, replace(ADVERSE_INDEX, years=())).holds is Holds.UNKNOWN


def test_high_results_are_not_below_in_good_marks_either() -> None:
    worse = replace(GOOD[0], quality=against([(100, 40, 1000, 500)], good=True))
    assert judge(HIGH, replace(ADVERSE_INDEX, years=(worse, GOOD[1]))).holds is Holds.NO
    better = replace(GOOD[0], quality=against([(100, 60, 1000, 500)], good=True))
    found = judge(HIGH, replace(ADVERSE_INDEX, years=(better, GOOD[1])))
    assert found.holds is Holds.YES and any("«4» и «5» 60" in one for one in found.reasons)


def test_where_nobody_in_the_district_fails_good_marks_alone_can_be_above() -> None:
    years = tuple(
        replace(year(title, 0, of=0), quality=against([(100, 90, 1000, 500)], good=True))
        for title in ("2021/22", "2020/21")
    )
    assert judge(HIGH, replace(ADVERSE_INDEX, years=years)).holds is Holds.MAYBE
    bare = (year("2021/22", 0, of=0), year("2020/21", 0, of=0))
    assert judge(HIGH, replace(ADVERSE_INDEX, years=bare)).holds is Holds.NO


def test_a_leader_has_high_results_and_helps_others() -> None:
    alone = judge(LEADER, ADVERSE_INDEX)
    assert alone.holds is Holds.NO and "никому не помогает" in alone.doubts[-1]
    helping = judge(LEADER, replace(ADVERSE_INDEX, helps=("партнёр",)))
    assert helping.holds is Holds.YES and helping.reasons[-1] == "помогает другим: партнёр"
