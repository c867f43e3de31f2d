"""Every edge case of the method, by name: how it is decided by default and what an option changes."""

from dataclasses import replace

import pytest

from shnor_desktop.rules.figures import E4, Figures, ResultState
from shnor_desktop.rules.identification.classifier import FLAGGED
from shnor_desktop.rules.identification.explanation import explain
from shnor_desktop.rules.identification.listing import LEAVE, difference, may_leave
from shnor_desktop.rules.results.checks import complete
from shnor_desktop.rules.results.classes import add_classes
from shnor_desktop.rules.results.doubles import shifts_together
from shnor_desktop.rules.results.dynamics import Trend, trend
from shnor_desktop.rules.results.facts import Outcome, Result, Sitting
from shnor_desktop.rules.words.school_years import programme_year
from tests.rules.cases import counts, percent, profile, sitting, state, verdict

M6, M7 = sitting("МА", 6, 2020), sitting("МА", 7, 2020)
R6 = sitting("РУ", 6, 2019)
RULE = profile([M6, M7], [R6])
MISSING = ResultState.NOT_RECEIVED


def levels(year: int) -> tuple[Sitting, Sitting]:
    base = sitting("МА", 11, year, family="ege", level="base")
    return base, sitting("МА", 11, year, family="ege", level="profile")


BASE, PROFILE = levels(2020)
EXAM = profile([BASE, PROFILE, M6], [R6])


class TestSmallN:
    def test_no_minimum_by_default_but_a_warning(self) -> None:
        found = verdict(RULE, [counts(M6, 1, 3), counts(M7, 1, 1)])
        assert found.outcome == Outcome.LOW
        assert "Участников меньше 10" in " ".join(explain(found, "Еловская СОШ"))

    def test_a_profile_may_leave_small_n_out(self) -> None:
        found = verdict(replace(RULE, min_n=5), [counts(M6, 1, 3), counts(M7, 3, 5)])
        assert [one.low for one in found.judged] == [False, True]
        assert found.judged[0].result.state == ResultState.EXCLUDED
        assert found.judged[0].result.reason == "участников меньше 5"
        assert found.judged[0].percent_e4 == 333_333
        assert found.outcome == Outcome.NOT

    def test_unknown_n_is_not_small(self) -> None:
        found = verdict(replace(RULE, min_n=5), [percent(M6, 40), percent(M7, 40)])
        assert found.outcome == Outcome.LOW

    def test_small_n_known_beside_a_percentage_is_left_out_too(self) -> None:
        found = verdict(replace(RULE, min_n=5), [percent(M6, 50, n=4)])
        assert found.judged[0].result.reason == "участников меньше 5"


class TestAutumn:
    autumn = sitting("МА", 5, 2020, season="autumn", sitting_grade=6)

    def test_programme_of_the_year_before(self) -> None:
        one = self.autumn
        assert programme_year(one.school_year, one.season, one.sitting_grade, one.programme_grade) == 2019

    def test_the_profile_names_its_sittings(self) -> None:
        results = [counts(self.autumn, 9, 10), counts(M6, 9, 10)]
        assert verdict(profile([M6], [self.autumn]), results).criteria == ("C2",)
        assert verdict(profile([M6, self.autumn]), results).criteria == ("C1",)
        assert verdict(profile([M6]), results).criteria == ()


def test_years_not_adjacent_are_neighbouring_slots_and_are_printed() -> None:
    far = sitting("РУ", 6, 2018)
    found = verdict(profile([M6], [far]), [counts(M6, 9, 10), counts(far, 9, 10)])
    assert found.criteria == ("C2",)
    assert "год А — 2020/21; год Б — 2018/19" in " ".join(explain(found, "Еловская СОШ"))


class TestTwoShifts:
    def test_counts_of_different_classes_are_added(self) -> None:
        spring, autumn = Figures(participants=20, failed=6), Figures(participants=10, failed=3)
        assert add_classes([("6А", spring), ("6Б", autumn)]).figures == Figures(participants=30, failed=9)

    def test_the_same_class_twice_keeps_the_first(self) -> None:
        spring, autumn = Figures(participants=20, failed=6), Figures(participants=20, failed=1)
        summed = add_classes([("6А", spring), ("6А", autumn)])
        assert (summed.figures, summed.repeated) == (spring, ("6А",))


@pytest.mark.parametrize("what", ["резервный день", "пересдача", "ГВЭ", "выпускники прошлых лет"])
def test_sittings_that_the_profile_does_not_name_are_not_counted(what: str) -> None:
    """First result of the main period; ГВЭ, СПО, экстерны and former graduates only by a profile's choice."""
    other = replace(M7, uid=what.encode(), name=what)
    results = [counts(M6, 9, 10), counts(other, 9, 10)]
    assert verdict(RULE, results).outcome == Outcome.NOT
    assert verdict(profile([M6, M7, other], [R6]), results).criteria == ("C1",)


class TestLevels:
    def test_joined_by_counts(self) -> None:
        found = verdict(EXAM, [counts(BASE, 0, 10), counts(PROFILE, 3, 10), counts(M6, 9, 10)])
        joined = found.judged[0]
        assert (joined.sitting.name, joined.sitting.level) == ("ЕГЭ МА 2021", "")
        assert joined.joined_from == (BASE.uid, PROFILE.uid)
        assert (joined.result.participants, joined.result.failed, joined.low) == (20, 3, False)
        assert (len(found.judged), found.absent, found.outcome) == (2, (R6,), Outcome.NOT)

    def test_two_low_levels_are_one_low_procedure(self) -> None:
        assert verdict(EXAM, [counts(BASE, 5, 10), counts(PROFILE, 5, 10)]).criteria == ()
        apart = replace(EXAM, join_levels=False)
        assert verdict(apart, [counts(BASE, 5, 10), counts(PROFILE, 5, 10)]).criteria == ("C1",)

    def test_the_order_in_the_profile_is_kept(self) -> None:
        rule = profile([PROFILE, M6, BASE])
        found = verdict(rule, [counts(BASE, 0, 10), counts(PROFILE, 3, 10), counts(M6, 9, 10)])
        assert [one.sitting.name for one in found.judged] == ["ЕГЭ МА 2021", "ВПР МА 6, весна 2021"]
        assert found.judged[0].joined_from == (PROFILE.uid, BASE.uid)

    def test_a_percentage_beside_n_is_enough_to_join(self) -> None:
        found = verdict(EXAM, [percent(BASE, 20, n=5), counts(PROFILE, 3, 10)])
        assert (found.judged[0].result.participants, found.judged[0].result.failed) == (15, 4)

    @pytest.mark.parametrize("year", [2016, 2017])
    def test_up_to_2018_totals_are_not_added(self, year: int) -> None:
        base, upper = levels(year)
        found = verdict(profile([base, upper]), [counts(base, 5, 10), counts(upper, 5, 10)])
        assert [one.joined_from for one in found.judged] == [(), ()]
        assert found.criteria == ("C1",)

    def test_from_2019_they_are(self) -> None:
        base, upper = levels(2018)
        found = verdict(profile([base, upper]), [counts(base, 5, 10), counts(upper, 5, 10)])
        assert (len(found.judged), found.criteria) == (1, ())

    def test_percentages_alone_are_kept_separate(self) -> None:
        found = verdict(EXAM, [percent(BASE, 40), counts(PROFILE, 5, 10)])
        assert [one.sitting for one in found.judged] == [BASE, PROFILE]
        assert found.criteria == ("C1",)

    @pytest.mark.parametrize(
        "what", [ResultState.NOT_CONDUCTED, ResultState.NO_PARTICIPANTS, ResultState.EXCLUDED]
    )
    def test_the_only_valid_level_stands_alone(self, what: ResultState) -> None:
        found = verdict(EXAM, [state(BASE, what), counts(PROFILE, 5, 10)])
        assert [(one.sitting, one.low) for one in found.judged] == [(BASE, False), (PROFILE, True)]

    def test_one_level_only_in_the_file_stands_alone(self) -> None:
        found = verdict(EXAM, [counts(PROFILE, 5, 10)])
        assert [one.sitting for one in found.judged] == [PROFILE]
        assert found.absent == (BASE, M6, R6)

    def test_a_missing_level_is_named(self) -> None:
        found = verdict(EXAM, [state(BASE, MISSING), counts(PROFILE, 2, 10), counts(M6, 9, 10)])
        assert found.judged[1].sitting == PROFILE
        assert (found.outcome, found.deciding_missing) == (Outcome.INSUFFICIENT, (BASE,))

    def test_a_missing_level_adds_no_second_low_result_of_one_procedure(self) -> None:
        found = verdict(EXAM, [state(BASE, MISSING), counts(PROFILE, 9, 10)])
        assert (found.outcome, found.missing, found.deciding_missing) == (Outcome.NOT, (BASE,), ())
        both = verdict(EXAM, [state(BASE, MISSING), state(PROFILE, MISSING)])
        assert (both.outcome, both.deciding_missing) == (Outcome.NOT, ())

    def test_both_levels_missing_count_once(self) -> None:
        found = verdict(EXAM, [state(BASE, MISSING), state(PROFILE, MISSING), counts(M6, 9, 10)])
        assert (found.outcome, found.deciding_missing) == (Outcome.INSUFFICIENT, (BASE, PROFILE))

    def test_a_missing_level_beside_a_percentage_would_be_a_second_procedure(self) -> None:
        found = verdict(EXAM, [state(BASE, MISSING), percent(PROFILE, 40)])
        assert (found.outcome, found.deciding_missing) == (Outcome.INSUFFICIENT, (BASE,))

    def test_small_n_is_asked_of_the_joined_number(self) -> None:
        rule = replace(EXAM, min_n=5)
        found = verdict(rule, [counts(BASE, 2, 3), counts(PROFILE, 2, 3)])
        assert (found.judged[0].result.state, found.judged[0].low) == (ResultState.VALID, True)

    def test_years_subjects_and_repeated_levels_do_not_mix(self) -> None:
        other = replace(sitting("РУ", 11, 2020, family="ege"), level="profile")
        again = replace(PROFILE, uid=b"again", name="ЕГЭ МА (профиль), резерв")
        rule = profile([BASE, other, PROFILE, again], [levels(2019)[0]])
        results = [counts(one, 5, 10) for one in (*rule.slot_a, *rule.slot_b)]
        assert [one.sitting.name for one in verdict(rule, results).judged] == [
            "ЕГЭ МА 2021",
            "ЕГЭ РУ 2021",
            "ЕГЭ МА (профиль), резерв",
            "ЕГЭ МА (база) 2020",
        ]

    @pytest.mark.parametrize(
        "name", ["ЕГЭ МА база, 2021", "ЕГЭ МА (базовый уровень), 2021", "ЕГЭ МА баз. , 2021"]
    )
    def test_the_joined_name_has_no_level(self, name: str) -> None:
        rule = profile([replace(BASE, name=name), PROFILE])
        found = verdict(rule, [counts(BASE, 0, 10), counts(PROFILE, 3, 10)])
        assert found.judged[0].sitting.name == "ЕГЭ МА, 2021"


def test_pupils_with_special_needs_are_counted_if_they_have_a_mark() -> None:
    marks = Figures(failed=2, count_3=1, count_4=1, count_5=1)
    assert complete(marks).participants == 5


@pytest.mark.parametrize("what", [ResultState.NOT_CONDUCTED, ResultState.NO_PARTICIPANTS])
def test_not_conducted_is_neither_low_nor_missing_and_blocks_nothing(what: ResultState) -> None:
    found = verdict(RULE, [state(M6, what), counts(M7, 9, 10), counts(R6, 9, 10)])
    assert (found.outcome, found.missing) == (Outcome.LOW, ())
    assert verdict(RULE, [state(M6, what), counts(M7, 9, 10)]).outcome == Outcome.NOT


def test_zero_participants_is_nobody_not_zero_percent() -> None:
    found = verdict(RULE, [counts(M6, 0, 0), percent(M7, 0, n=0)])
    assert {one.result.state for one in found.judged} == {ResultState.NO_PARTICIPANTS}
    assert [one.wilson for one in found.judged] == [None, None]


def test_zero_failed_is_a_result() -> None:
    found = verdict(RULE, [counts(M6, 0, 10), percent(M7, 0)])
    assert [(one.percent_e4, one.result.state) for one in found.judged] == [(0, ResultState.VALID)] * 2


class TestObjectivity:
    flagged = counts(M6, 9, 10, flagged=True)

    def test_counted_and_marked(self) -> None:
        found = verdict(RULE, [self.flagged, counts(M7, 9, 10)])
        assert found.criteria == ("C1",)
        assert "признаком необъективности" in " ".join(explain(found, "Еловская СОШ"))

    def test_a_profile_may_leave_it_out(self) -> None:
        found = verdict(replace(RULE, exclude_flagged=True), [self.flagged, counts(M7, 9, 10)])
        assert found.criteria == ()
        assert found.judged[0].result.reason == FLAGGED

    def test_never_turns_a_result_into_a_low_one(self) -> None:
        for rule in (RULE, replace(RULE, exclude_flagged=True)):
            assert not verdict(rule, [counts(M6, 1, 10, flagged=True)]).low

    def test_a_joined_exam_keeps_the_mark(self) -> None:
        results = [counts(BASE, 0, 10, flagged=True), counts(PROFILE, 3, 10)]
        assert verdict(EXAM, results).judged[0].result.objectivity_flag
        alone = verdict(replace(EXAM, exclude_flagged=True), results)
        assert [one.sitting for one in alone.judged] == [BASE, PROFILE]


def test_excluded_by_a_person_is_not_counted() -> None:
    found = verdict(RULE, [state(M6, ResultState.EXCLUDED, "нарушен порядок"), counts(M7, 9, 10)])
    assert found.outcome == Outcome.NOT
    assert "нарушен порядок" in " ".join(explain(found, "Еловская СОШ"))


def test_a_new_school_with_one_year_of_data_can_meet_only_the_first_criterion() -> None:
    assert verdict(RULE, [counts(M6, 9, 10), counts(M7, 9, 10)]).criteria == ("C1",)
    found = verdict(RULE, [counts(M6, 9, 10)])
    assert (found.outcome, found.missing, found.absent) == (Outcome.NOT, (), (M7, R6))


def test_a_school_without_grades_9_and_11_is_judged_by_its_own_procedures() -> None:
    oge = sitting("МА", 9, 2020, family="oge")
    rule = profile([M6, M7, oge, BASE, PROFILE], [R6])
    found = verdict(rule, [counts(M6, 9, 10), counts(M7, 9, 10)])
    assert (found.outcome, found.absent) == (Outcome.LOW, (oge, BASE, PROFILE, R6))


def test_group_of_risk_is_shown_and_is_no_status() -> None:
    found = verdict(RULE, [percent(R6, 25)])
    assert (found.watch, found.outcome) == (True, Outcome.NOT)
    assert "это не статус" in " ".join(explain(found, "Еловская СОШ"))


def test_an_external_list_stands_beside_the_computation() -> None:
    assert "приказ № 7" in difference(Outcome.NOT, ["приказ № 7"], region_speaks=True)


def test_leaving_is_proposed_with_a_year_of_support_and_decided_by_order() -> None:
    assert may_leave(Outcome.NOT, signed=True, named=False)
    assert "приказом, сохранив её сопровождение ещё на один год" in LEAVE


def test_dynamics_are_points_of_percent() -> None:
    assert trend(35 * E4, 30 * E4) is Trend.BETTER


class TestCounts:
    def test_percent_of_n_is_counted_half_up(self) -> None:
        found = verdict(RULE, [percent(M6, 30, n=5), percent(M7, 33.3, 1, n=3)])
        assert [one.result.failed for one in found.judged] == [2, 1]
        assert [one.border for one in found.judged] == [False, False]
        assert [one.percent_e4 for one in found.judged] == [400_000, 333_333]

    def test_given_counts_win_over_a_percentage(self) -> None:
        both = Result(M6.uid, ResultState.VALID, 10, 2, 30 * E4)
        assert not verdict(RULE, [both]).low


class TestSpringAndAutumn:
    """In 2022 some schools wrote the ВПР in spring, the others the same programme in autumn."""

    spring = sitting("МА", 5, 2021)
    autumn = sitting("МА", 5, 2022, season="autumn", sitting_grade=6)
    rule = profile([spring, autumn], [])

    def test_whoever_wrote_in_autumn_only_is_judged_by_autumn(self) -> None:
        found = verdict(self.rule, [counts(self.autumn, 4, 10)])
        assert [one.sitting for one in found.judged] == [self.autumn]
        assert found.low and not found.absent and not found.aside

    def test_both_shifts_are_one_low_result(self) -> None:
        found = verdict(self.rule, [counts(self.spring, 4, 10), counts(self.autumn, 5, 10)])
        assert [one.sitting for one in found.judged] == [self.spring]
        assert found.outcome == Outcome.NOT, "two low results would meet the first criterion"
        assert found.aside == (self.autumn,)
        assert "второй раз не считается: ВПР МА 5, осень 2022" in " ".join(explain(found, "Еловская СОШ"))

    def test_a_first_shift_without_figures_gives_way(self) -> None:
        found = verdict(self.rule, [state(self.spring, MISSING), counts(self.autumn, 5, 10)])
        assert [one.sitting for one in found.judged] == [self.autumn]
        assert not found.missing and not found.aside

    @pytest.mark.parametrize("first", [ResultState.NOT_CONDUCTED, ResultState.NO_PARTICIPANTS, MISSING])
    def test_a_shift_that_is_still_to_come_is_waited_for(self, first: ResultState) -> None:
        other = sitting("РУ", 5, 2021)
        rule = profile([self.spring, self.autumn, other], [])
        for states in ((first, MISSING), (MISSING, first)):
            own = [state(one, what) for one, what in zip((self.spring, self.autumn), states, strict=True)]
            found = verdict(rule, [*own, counts(other, 9, 10)])
            assert found.outcome == Outcome.INSUFFICIENT and len(found.deciding_missing) == 1

    def test_pupils_of_another_programme_year_are_no_second_shift(self) -> None:
        later = sitting("МА", 5, 2022)
        found = verdict(profile([self.autumn, later], []), [counts(self.autumn, 5, 10), counts(later, 5, 10)])
        assert len(found.low) == 2 and found.outcome == Outcome.LOW

    def test_another_subject_grade_or_family_is_no_second_shift(self) -> None:
        others = [
            sitting("РУ", 5, 2022, season="autumn", sitting_grade=6),
            sitting("МА", 6, 2022, season="autumn", sitting_grade=7),
            sitting("МА", 5, 2022, family="mkr", season="autumn", sitting_grade=6),
        ]
        for other in others:
            found = verdict(
                profile([self.spring, other], []), [counts(self.spring, 5, 10), counts(other, 5, 10)]
            )
            assert found.outcome == Outcome.LOW, other.name

    def test_a_branch_that_wrote_in_the_other_shift_is_added(self) -> None:
        later = {self.autumn.uid: self.spring.uid}
        own, branch = counts(self.spring, 4, 10), counts(self.autumn, 1, 10)
        found = shifts_together({b"own": {self.spring.uid: own}, b"branch": {self.autumn.uid: branch}}, later)
        assert {uid for results in found.values() for uid in results} == {self.spring.uid}
        assert found[b"branch"][self.spring.uid].participants == 10
