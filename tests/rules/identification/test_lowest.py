"""The lowest by a share of schools or a quarter: where the border lies, who is within it, how far a school is from it."""

from dataclasses import replace

import pytest

from shnor_desktop.rules.identification.explanation import criteria_text, explain, headline
from shnor_desktop.rules.identification.lowest import CODE, aspect_of, explained, places, rule_text
from shnor_desktop.rules.results.facts import Outcome, Place, Profile, Verdict
from shnor_desktop.rules.results.quality import Aspect, Pooled, Value
from tests.rules.cases import sitting


def profile(method: str = "lowest", measure: str = "mean", share: int = 25) -> Profile:
    return Profile("Вторая", 1, (), (), method=method, measure=measure, lowest_pct=share)


def value(e4: int, pupils: int = 10) -> Value:
    return Value(e4, 2, e4 * pupils, pupils)


def of_one(figure: Value) -> Pooled:
    return Pooled(figure, 1, 1)


def found(rule: Profile, *values: int | None) -> dict[bytes, Place]:
    figures = {bytes([65 + at]): None if one is None else of_one(value(one)) for at, one in enumerate(values)}
    return places(rule, figures)


def included(rule: Profile, *values: int | None) -> str:
    return "".join(school.decode() for school, place in found(rule, *values).items() if place.included)


@pytest.mark.parametrize(
    ("rule", "values", "names"),
    [
        (profile(share=25), (36_000, 31_000, 40_000, 38_000), "B"),
        (profile(share=50), (36_000, 31_000, 40_000, 38_000), "AB"),
        (profile(share=49), (36_000, 31_000, 40_000, 38_000), "B"),
        (profile(share=1), (36_000, 31_000, 40_000), "B"),
        (profile("quartile", "quality"), (360_000, 310_000, 400_000, 380_000), "B"),
        (profile("quartile", "failed"), (360_000, 310_000, 400_000, 380_000), "C"),
        (profile(share=25), (31_000, 31_000, 40_000, 38_000), "AB"),
        (profile(share=25), (None, 31_000, None, 38_000), "B"),
        (profile(share=25), (None, None), ""),
        (profile(share=25), (), ""),
    ],
)
def test_who_is_within_the_border(rule: Profile, values: tuple[int | None, ...], names: str) -> None:
    assert included(rule, *values) == names


def test_ties_are_exact_and_told() -> None:
    figures = {b"A": Value(33_333, 2, 100_000, 3), b"B": Value(33_333, 2, 333_330, 10), b"C": value(40_000)}
    placed = places(profile(share=34), {school: of_one(one) for school, one in figures.items()})
    assert [one.included for one in placed.values()] == [False, True, False]
    same = found(profile(share=25), 31_000, 31_000, 40_000, 38_000)[b"A"]
    assert (same.ties, same.taken, same.of, same.without) == (2, 2, 4, 0)
    assert "включены все" in explained(profile(), same)


def test_the_explanation_names_the_border_and_the_distance_and_no_other_school() -> None:
    rule = profile(share=34)
    placed = found(rule, 31_200, 36_000, 40_000, None)
    inside, outside, nothing = (explained(rule, placed[school]) for school in (b"A", b"B", b"D"))
    assert "3,12" in inside and "совпадает с границей" in inside
    assert (
        "показатель известен у 3\u00a0школ" in inside and "Ещё у 1\u00a0школы показатель неизвестен" in inside
    )
    assert "До границы 0,48" in outside
    assert "неизвестен" in nothing
    deeper = explained(profile(share=67), found(profile(share=67), 31_200, 36_000, 40_000)[b"A"])
    assert "на 0,48 за границей" in deeper


def test_percents_and_scores_are_written_as_such() -> None:
    shares = explained(
        profile("quartile", "failed"), found(profile("quartile", "failed"), 355_000, 100_000)[b"B"]
    )
    assert "10,0\u00a0%" in shares and "25,5\u00a0п.п." in shares
    scores = explained(profile(), found(profile(), 574_000, 601_000)[b"B"])
    assert "60,1" in scores and "До границы 2,7" in scores


def test_a_printed_figure_without_pupils_counts_as_printed() -> None:
    placed = places(profile(), {b"A": of_one(Value(31_000, 2)), b"B": of_one(value(36_000))})
    assert placed[b"A"].included and placed[b"A"].figure == "3,10"


@pytest.mark.parametrize(
    ("rule", "text", "aspect"),
    [
        (profile(share=15), "входит в 15\u00a0% школ с наименьшим средним баллом (отметкой)", Aspect.MEAN),
        (
            profile("quartile", "quality"),
            "входит в четверть школ с наименьшим качеством (долей «4» и «5»)",
            Aspect.QUALITY,
        ),
        (
            profile("quartile", "failed"),
            "входит в четверть школ с наибольшей долей не справившихся",
            Aspect.FAILED,
        ),
        (profile(measure="?"), "входит в 25\u00a0% школ с наименьшим средним баллом (отметкой)", Aspect.MEAN),
    ],
)
def test_the_rule_in_words(rule: Profile, text: str, aspect: Aspect) -> None:
    assert rule_text(rule) == text
    assert aspect_of(rule) is aspect


def test_headline_and_account_of_a_school() -> None:
    rule = profile(share=25)
    placed = found(rule, 31_000, 36_000, 40_000, 41_000, None)

    def verdict(school: bytes, outcome: Outcome) -> Verdict:
        met = (CODE,) if outcome is Outcome.LOW else ()
        return Verdict(
            school,
            outcome,
            met,
            False,
            (),
            (),
            (),
            (),
            False,
            "Вторая",
            1,
            place=placed[school],
            profile=rule,
        )

    assert headline(verdict(b"A", Outcome.LOW), "А").startswith("А: по расчёту входит в 25")
    assert "по расчёту не входит" in headline(verdict(b"B", Outcome.NOT), "Б")
    assert "показатель, по которому школы включают в перечень, неизвестен" in headline(
        verdict(b"E", Outcome.NOT), "Д"
    )
    told = " ".join(explain(verdict(b"B", Outcome.NOT), "Б"))
    assert "До границы 0,50" in told and "ритери" not in told
    assert criteria_text(("C1", "C2")) == "1 и 2" and criteria_text((CODE,)) == "по доле школ"


def test_a_figure_of_a_part_of_the_results_says_so() -> None:
    rule = profile()
    placed = places(rule, {b"A": Pooled(value(36_000), 1, 3), b"B": of_one(value(31_000)), b"C": None})
    assert "а по 1 из 3" in explained(rule, placed[b"A"])
    assert "не по всем" not in explained(rule, placed[b"B"])
    assert (placed[b"C"].counted, placed[b"C"].among, placed[b"C"].is_partial) == (0, 0, False)


@pytest.mark.parametrize(
    ("measure", "without_share"),
    [
        ("failed", "Доля не справившихся неизвестна; с нею показатель может измениться: ВПР РУ 5"),
        ("mean", "Доля не справившихся неизвестна, но ответа не изменит: ВПР РУ 5"),
    ],
)
def test_what_is_not_received_may_move_the_figure(measure: str, without_share: str) -> None:
    late, silent, before = sitting("МА", 5, 2020), sitting("РУ", 5, 2020), sitting("МА", 5, 2019)
    rule = replace(profile(measure=measure), slot_a=(late, silent), slot_b=(before,))
    (place,) = places(rule, {b"A": of_one(value(36_000))}).values()
    missing = (late, silent, before)
    answer = Verdict(
        b"A",
        Outcome.LOW,
        (CODE,),
        False,
        (),
        missing,
        (),
        (),
        False,
        unknown=(silent,),
        place=place,
        profile=rule,
    )
    told = list(explain(answer, "А"))
    assert f"Не получены; с ними показатель может измениться: {late.name}." in " ".join(told)
    assert f"Не получены, но ответа не изменят: {before.name}." in told
    assert without_share in " ".join(told)


def test_the_account_names_the_rule_and_the_year_it_looks_at() -> None:
    rule = replace(profile(share=15), slot_a=(sitting("МА", 5, 2020),), slot_b=(sitting("МА", 5, 2019),))
    (place,) = places(rule, {b"A": of_one(value(36_000))}).values()
    answer = Verdict(
        b"A", Outcome.LOW, (CODE,), False, (), (), (), (), False, "Вторая", 1, place=place, profile=rule
    )
    told = explain(answer, "А")[-2]
    assert "школа, которая входит в 15" in told and "порог" not in told
    assert "2020/21" in told and "2019/20" not in told
