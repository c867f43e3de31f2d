from dataclasses import replace

import pytest

from shnor_desktop.rules.figures import E4, ResultState
from shnor_desktop.rules.identification.explanation import (
    NOTICE,
    change_text,
    explain,
    interval_text,
    is_small,
    percent_text,
    plain_share,
    result_text,
    wilson_text,
)
from shnor_desktop.rules.results.facts import Profile, Result, Verdict
from shnor_desktop.rules.results.low_share import counts as known_counts
from shnor_desktop.rules.words.name_order import by_name
from tests.rules.cases import counts, percent, profile, sitting, state, verdict

M6, M7, M8 = (sitting("МА", grade, 2020) for grade in (6, 7, 8))
OGE = sitting("МА", 9, 2020, family="oge")
R5, R6 = (sitting("РУ", grade, 2018) for grade in (5, 6))
RULE = profile([M6, M7, M8, OGE], [R5, R6])
MISSING = ResultState.NOT_RECEIVED


def lines(*results: Result, rule: Profile = RULE) -> list[str]:
    return [line.replace("\u00a0", " ") for line in explain(verdict(rule, results), "Еловская СОШ")]


def text(*results: Result, rule: Profile = RULE) -> str:
    return "\n".join(lines(*results, rule=rule))


HEADLINES = [
    (
        [counts(M6, 9, 10), counts(M7, 9, 10)],
        "Еловская СОШ: по расчёту выполнен критерий 1 — школе нужна адресная методическая помощь.",
    ),
    (
        [counts(M6, 9, 10), counts(M7, 9, 10), counts(R5, 9, 10)],
        "Еловская СОШ: по расчёту выполнены критерии 1 и 2 — школе нужна адресная методическая помощь.",
    ),
    (
        [percent(M6, 30), counts(M7, 9, 10)],
        "Еловская СОШ: по расчёту выполнен критерий 1, но ответ держится на округлённых процентах: "
        "нужно подтвердить числа участников.",
    ),
    (
        [counts(M6, 9, 10), state(M7, MISSING)],
        "Еловская СОШ: данных недостаточно: критерии не выполнены, но не все результаты известны.",
    ),
    ([counts(M6, 0, 10)], "Еловская СОШ: по расчёту критерии не выполнены."),
    ([state(M6, ResultState.NOT_CONDUCTED)], "Еловская СОШ: по расчёту критерии не выполнены."),
    ([], "Еловская СОШ: вывода нет: за годы А и Б в файле нет ни одного результата школы."),
]


@pytest.mark.parametrize(("results", "expected"), HEADLINES)
def test_headline(results: list[Result], expected: str) -> None:
    assert lines(*results)[0] == expected


def test_a_school_without_records_is_not_said_to_have_no_low_results() -> None:
    assert "Почему нет" not in text() and "Записей о школе нет" in text()
    assert "Почему нет" in text(counts(M6, 0, 10))


def test_the_notice_closes_every_explanation() -> None:
    assert lines()[-1] == NOTICE
    assert "адресной методической помощи" in NOTICE


def test_criteria_are_told_with_their_results() -> None:
    said = text(counts(M6, 9, 10), counts(OGE, 9, 10), counts(R5, 9, 10))
    assert (
        "Критерий 1: в году А (2020/21) низких результатов два при необходимых двух — "
        "ВПР МА 6, весна 2021; ОГЭ МА 2021." in said
    )
    assert (
        "Критерий 2: низкие результаты есть в каждом из двух лет — год А — 2020/21: "
        "ВПР МА 6, весна 2021; ОГЭ МА 2021; год Б — 2018/19: ВПР РУ 5, весна 2019." in said
    )


def test_every_low_result_has_its_figures_and_certainty() -> None:
    said = lines(counts(M6, 1, 3), counts(OGE, 12, 21))
    assert (
        "ВПР МА 6, весна 2021 (год А): не справился 1 из 3 участников — 33,3 % при пороге 30 %. "
        "С вероятностью 95 % истинная доля — от 6,1 до 79,2 %. "
        "Будь не справившихся на одного меньше, результат не был бы низким. "
        "Участников меньше 10: доля сильно зависит от каждого ученика."
    ) in said
    assert (
        "ОГЭ МА 2021 (год А): не справились 12 из 21 участника — 57,1 % при пороге 30 %. "
        "С вероятностью 95 % истинная доля — от 36,5 до 75,5 %."
    ) in said


def test_a_share_without_counts_says_so() -> None:
    said = lines(percent(R5, 45.25, 2), percent(R6, 30))
    assert (
        "ВПР РУ 5, весна 2019 (год Б): доля не справившихся 45,25 % при пороге 30 %. "
        "Число участников неизвестно, поэтому оценить точность нельзя."
    ) in said
    assert said[4].endswith("Доля округлена до порога: точная может быть и ниже.")


WHY_NOT = [
    ([counts(M6, 9, 10)], "в году А (2020/21) низкий результат один, для критерия 1 нужно не менее двух; "
     "в году Б (2018/19) низких результатов нет, для критерия 2 нужен хотя бы один в каждом."),
    ([counts(R5, 9, 10)], "в году А (2020/21) низких результатов нет, для критерия 1 нужно не менее двух; "
     "в году Б (2018/19) низкий результат один, для критерия 2 нужен хотя бы один в каждом."),
]  # fmt: skip


@pytest.mark.parametrize(("results", "expected"), WHY_NOT)
def test_why_not(results: list[Result], expected: str) -> None:
    assert f"Почему нет: {expected}" in lines(*results)


def test_why_not_speaks_of_the_profile() -> None:
    said = text(counts(M6, 9, 10), rule=replace(RULE, c1_count=3, c2_count_a=2))
    assert "для критерия 1 нужно не менее трёх" in said
    assert "для критерия 2 нужно не менее двух и одного" in said
    many = text(counts(M6, 0, 10), rule=replace(RULE, c1_count=12, c2_count_a=12))
    assert "нужно не менее 12;" in many


def test_many_low_results_are_counted_in_figures() -> None:
    grades = [sitting("МА", grade, 2020) for grade in range(1, 13)]
    said = text(*(counts(one, 9, 10) for one in grades), rule=profile(grades))
    assert "низких результатов 12 при необходимых двух" in said
    assert "и ещё 4." in said


def test_a_criterion_met_the_year_before_is_mentioned() -> None:
    before = text(counts(R5, 9, 10), counts(R6, 9, 10))
    assert "За предыдущий год (год Б — 2018/19) критерий 1 был бы выполнен" in before
    assert "За предыдущий год" not in text(counts(R5, 9, 10))


def test_one_pupil() -> None:
    assert (
        "Вывод меняет один ученик: он был бы другим, если бы в результате не справившихся было на одного "
        "больше или меньше: ВПР МА 6, весна 2021 (2 из 10)."
    ) in lines(counts(M6, 2, 10), counts(M7, 9, 10))
    assert "в одном из результатов" in text(counts(M6, 3, 10), counts(M7, 3, 10))
    assert "Вывод меняет один ученик" not in text(counts(M6, 9, 10), counts(M7, 9, 10))


def test_risk_group_gives_its_reasons() -> None:
    assert "Группа внимания (это не статус): в году А ровно один низкий результат." in lines(
        counts(M6, 9, 10)
    )
    assert "Группа внимания (это не статус): близко к порогу (25–30 %): ОГЭ МА 2021 — 25,0 %." in lines(
        counts(OGE, 5, 20)
    )
    assert (
        "Группа внимания (это не статус): в году А ровно один низкий результат; близко к порогу (25–30 %): "
        "ВПР РУ 5, весна 2019 — 29 %." in lines(counts(M6, 9, 10), percent(R5, 29))
    )


def test_missing_data() -> None:
    said = lines(counts(M6, 9, 10), state(M7, MISSING), state(OGE, MISSING))
    assert "Ответ могут изменить ещё не полученные результаты: ВПР МА 7, весна 2021; ОГЭ МА 2021." in said
    assert (
        "Записей о школе нет (в расчёте не участвуют): ВПР МА 8, весна 2021; ВПР РУ 5, весна 2019; "
        "ВПР РУ 6, весна 2019." in said
    )
    other = lines(state(R5, MISSING))
    assert "Не получены, но ответа не изменят: ВПР РУ 5, весна 2019." in other


def test_notes() -> None:
    base, upper = (sitting("МА", 11, 2020, family="ege", level=level) for level in ("base", "profile"))
    said = lines(
        percent(M6, 30),
        counts(M7, 9, 10, flagged=True),
        counts(base, 0, 20),
        counts(upper, 2, 20),
        state(R5, ResultState.EXCLUDED, "нарушен порядок"),
        state(R6, ResultState.EXCLUDED),
        state(M8, ResultState.NOT_CONDUCTED),
        Result(OGE.uid, ResultState.VALID, 15),
        rule=profile([M6, M7, M8, OGE, base, upper], [R5, R6]),
    )
    assert "Подтвердите числами участников и не справившихся: ВПР МА 6, весна 2021." in said
    assert "База и профиль сложены по числу участников: ЕГЭ МА 2021." in said
    assert "Учтены, хотя отмечены признаком необъективности: ВПР МА 7, весна 2021." in said
    assert (
        "Исключены из расчёта: ВПР РУ 5, весна 2019 (нарушен порядок); "
        "ВПР РУ 6, весна 2019 (причина не указана)." in said
    )
    assert "Не проводились (низкими не считаются): ВПР МА 8, весна 2021." in said
    assert "Доля не справившихся неизвестна, но ответа не изменит: ОГЭ МА 2021." in said


def test_nobody_took_it() -> None:
    assert "Не было участников (низкими не считаются): ОГЭ МА 2021." in lines(counts(OGE, 0, 0))


def test_small_numbers_are_pointed_out_even_when_not_low() -> None:
    said = lines(counts(M6, 0, 9), counts(OGE, 0, 1), counts(M7, 0, 10))
    assert (
        "Мало участников (меньше 10), доли неустойчивы: ВПР МА 6, весна 2021 — 9 участников; "
        "ОГЭ МА 2021 — 1 участник." in said
    )
    low = lines(counts(M6, 2, 5), counts(M7, 0, 9))
    assert (
        "Мало участников (меньше 10), доли неустойчивы: ВПР МА 6, весна 2021 — 5 участников; "
        "ВПР МА 7, весна 2021 — 9 участников." in low
    ), "a result that puts the school on the list is told too"


def test_basis_names_profile_version_threshold_and_years() -> None:
    assert (
        "Расчёт: профиль методики «Проверочный», версия 1; порог 30 % включительно; "
        "год А — 2020/21; год Б — 2018/19." in lines()
    )
    two_years = replace(RULE, slot_b=(R5, sitting("РУ", 6, 2019)), threshold=25)
    assert "порог 25 % включительно; год А — 2020/21; год Б — 2018/19 и 2019/20." in text(rule=two_years)


def test_a_verdict_without_its_profile_is_explained_with_the_usual_thresholds() -> None:
    kept: Verdict = replace(verdict(RULE, [counts(M6, 9, 10), counts(M7, 9, 10)]), profile=None)
    said = [line.replace("\u00a0", " ") for line in explain(kept, "Еловская СОШ")]
    assert "Расчёт: профиль методики «Проверочный», версия 1; порог 30 % включительно." in said
    assert said[1].startswith("Критерий 1: в году А низких результатов два")


@pytest.mark.parametrize(
    ("result", "share"),
    [
        (counts(M6, 1, 3), "33,3 %"),
        (counts(M6, 0, 3), "0,0 %"),
        (counts(M6, 3, 10), "30,0 %"),
        # 29,97 % would print as 30,0 % and look like a mistake
        (counts(M6, 299, 1000), "29,9 %"),
        (counts(M6, 899, 3000), "29,97 %"),
        (counts(M6, 59_999, 199_999), "29,9996 %"),
        (percent(M6, 31), "31 %"),
        (percent(M6, 31.5, 2), "31,50 %"),
        (Result(M6.uid, ResultState.VALID, 3, 1, round(33.33 * E4), 2), "33,33 %"),
        (Result(M6.uid, ResultState.VALID, 3, 1, 33 * E4, 0), "33,3 %"),
        (state(M6, ResultState.NOT_CONDUCTED), "—"),
    ],
)
def test_percent_text(result: Result, share: str) -> None:
    one = verdict(RULE, [result]).judged[0]
    assert percent_text(one).replace("\u00a0", " ") == share


def test_short_texts() -> None:
    judged = verdict(RULE, [counts(M6, 21, 101), percent(M7, 31), counts(M8, 2, 5)]).judged
    assert [result_text(one).replace("\u00a0", " ") for one in judged] == [
        "не справился 21 из 101 участника — 20,8 %",
        "доля не справившихся 31 %",
        "не справились 2 из 5 участников — 40,0 %",
    ]
    assert wilson_text((0.0, 27.7533)) == "от 0,0 до 27,8\u00a0%"


@pytest.mark.parametrize(
    ("points_e4", "told"), [(53_000, "+5,3"), (-120_000, "−12,0"), (0, "0,0"), (400, "0,0"), (-400, "0,0")]
)
def test_a_change_is_told_in_points_with_its_sign(points_e4: int, told: str) -> None:
    assert change_text(points_e4) == told


def test_a_result_nobody_judged_is_told_as_the_judged_are() -> None:
    assert plain_share(M6, counts(M6, 4, 12), 33_3333, (12, 4), 30) == "33,3"
    assert plain_share(M6, state(M6, MISSING), None, None, 30) == ""


def test_bounds_of_an_interval_and_small_numbers_are_told() -> None:
    assert (interval_text(None), interval_text((6.1, 79.2))) == ("", "6,1–79,2")
    assert [is_small(n) for n in (None, 0, 1, 9, 100)] == [False, False, True, True, False]


def test_counts_come_from_the_share_only_when_they_must() -> None:
    assert known_counts(counts(M6, 4, 12)) == (12, 4)
    assert known_counts(Result(M6.uid, ResultState.VALID, 3, None, 33_3333, 1)) == (3, 1)
    assert known_counts(Result(M6.uid, ResultState.VALID, 3)) is None
    assert known_counts(percent(M6, 33.3)) is None


def test_schools_stand_by_their_proper_names_and_numbers() -> None:
    names = ["МБОУ «СОШ № 2»", "МБОУ «СОШ № 10»", "МКОУ «Ёлкинская ООШ»", "Ежовская НОШ"]
    assert sorted(names, key=by_name) == [names[3], names[2], names[0], names[1]]
