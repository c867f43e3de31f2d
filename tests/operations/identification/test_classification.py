"""The computation over a real document: slots, branches and successors, the two roads, the account of a school."""

import csv
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.schools import School
from shnor_desktop.operations.identification import branches, classification, explanation, slots
from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.results.facts import Outcome, Profile
from shnor_desktop.rules.words.name_order import by_name
from tests.operations.district import District

APPENDIX = Path(__file__).parents[4] / "shared" / "data" / "appendix1.csv"


@pytest.fixture
def session(document: Document) -> Iterator[Session]:
    with document.write("Проверка") as opened:
        yield opened


@pytest.fixture
def district(session: Session) -> District:
    return District(session)


def names(profile: Profile) -> tuple[list[str], list[str]]:
    return [one.name for one in profile.slot_a], [one.name for one in profile.slot_b]


def only(session: Session, name: str | None = None) -> classification.SchoolVerdict:
    found = classification.verdicts(session, classification.profile(session))
    return next(one for one in found if name is None or one.name == name)


def test_slots_are_the_last_two_years_with_results_not_neighbours(
    session: Session, district: District
) -> None:
    school = district.school("Луговская ООШ")
    for year in (2017, 2019, 2021):
        district.result(school, district.sitting("vpr", "МА", 5, year, "spring"), 10, 1)
    waiting = district.sitting("vpr", "МА", 5, 2020, "spring")
    district.result(school, waiting, state=ResultState.NOT_RECEIVED)
    profile = classification.profile(session)
    assert names(profile) == (["ВПР МА 5, весна 2022"], ["ВПР МА 5, весна 2020"])


def test_a_slot_holds_sittings_that_are_only_waited_for(session: Session, district: District) -> None:
    school = district.school("Луговская ООШ")
    district.result(school, district.sitting("vpr", "РУ", 5, 2021, "spring"), 10, 1)
    waiting = district.sitting("vpr", "МА", 5, 2021, "spring")
    district.sitting("vpr", "МА", 6, 2021, "spring")
    district.result(school, waiting, state=ResultState.NOT_RECEIVED)
    profile = classification.profile(session)
    assert {one.uid for one in profile.slot_a} == {waiting, district.sitting("vpr", "РУ", 5, 2021, "spring")}
    assert profile.slot_b == ()


@pytest.mark.parametrize(
    ("autumn", "slot_a", "slot_b"),
    [
        ("programme", ["ВПР МА 6, весна 2021"], ["ВПР МА 5, осень 2020"]),
        ("sitting", ["ВПР МА 5, осень 2020", "ВПР МА 6, весна 2021"], ["ВПР МА 4, весна 2019"]),
        ("exclude", ["ВПР МА 6, весна 2021"], ["ВПР МА 4, весна 2019"]),
    ],
)
def test_autumn_belongs_to_the_programme_year_unless_told(
    session: Session, district: District, autumn: str, slot_a: list[str], slot_b: list[str]
) -> None:
    school = district.school("Луговская ООШ")
    district.result(school, district.sitting("vpr", "МА", 6, 2020, "spring"), 10, 1)
    district.result(school, district.sitting("vpr", "МА", 5, 2020, "autumn", sat=6), 10, 1)
    district.result(school, district.sitting("vpr", "МА", 4, 2018, "spring"), 10, 1)
    chosen = replace(slots.spec(session), autumn=autumn)
    assert names(slots.resolve(session, chosen)) == (slot_a, slot_b)


def test_families_filter_and_unknown_profile(session: Session, district: District) -> None:
    school = district.school("Луговская ООШ")
    district.result(school, district.sitting("vpr", "МА", 5, 2021, "spring"), 10, 1)
    district.result(school, district.sitting("oge", "МА", 9, 2020), 10, 1)
    chosen = replace(slots.spec(session), families=("oge",))
    assert names(slots.resolve(session, chosen)) == (["ОГЭ МА 2021"], [])
    with pytest.raises(UserError, match="Профиля методики «Нет такого» нет"):
        classification.profile(session, "Нет такого")


def test_branches_are_added_by_counts(session: Session, district: District) -> None:
    school = district.school("Центральная СОШ")
    branch = district.school("Филиал в Заречье", parent=school)
    for grade in (5, 6):
        sitting = district.sitting("vpr", "МА", grade, 2021, "spring")
        district.result(school, sitting, 30, 6)
        district.result(branch, sitting, 10, 6)
    (verdict,) = classification.verdicts(session, classification.profile(session))
    assert verdict.name == "Центральная СОШ"
    assert verdict.verdict.criteria == ("C1",)
    assert [(one.result.participants, one.result.failed) for one in verdict.verdict.low] == [(40, 12)] * 2
    assert verdict.notes == ("Результаты сложены с результатами: Филиал в Заречье.",)


def test_a_branch_known_by_percentages_is_judged_apart(session: Session, district: District) -> None:
    school = district.school("Центральная СОШ")
    branch = district.school("Филиал в Заречье", parent=school)
    for grade in (5, 6):
        sitting = district.sitting("vpr", "МА", grade, 2021, "spring")
        district.result(school, sitting, 30, 3)
        district.result(branch, sitting, percent_e4=600_000)
    whole, apart = classification.verdicts(session, classification.profile(session))
    assert (whole.verdict.outcome, apart.verdict.outcome) == (Outcome.NOT, Outcome.LOW)
    assert "рассмотрен отдельно" in whole.notes[0]
    assert "рассмотрен отдельно" in apart.notes[0]
    account = explanation.explain(session, classification.profile(session), branch)
    assert account.verdict.criteria == ("C1",)


@pytest.mark.parametrize(("succession", "criteria"), [("join", ("C2",)), ("", ())])
def test_a_successor_inherits_only_when_joined(
    session: Session, district: District, succession: str, criteria: tuple[str, ...]
) -> None:
    old = district.school("Старая ООШ", closed_on="2020-08-31")
    new = district.school("Новая СОШ", successor_of=old, succession=succession)
    district.result(old, district.sitting("vpr", "МА", 5, 2019, "spring"), 10, 5)
    district.result(new, district.sitting("vpr", "МА", 5, 2020, "spring"), 10, 5)
    (verdict,) = classification.verdicts(session, classification.profile(session))
    assert verdict.name == "Новая СОШ"
    assert verdict.verdict.criteria == criteria


def test_a_school_that_closes_later_is_still_judged(session: Session, district: District) -> None:
    district.school("Закрывается ООШ", closed_on="2030-08-31")
    assert [one.name for one in branches.judged_schools(session, date(2029, 1, 1))] == ["Закрывается ООШ"]
    assert branches.judged_schools(session, date(2031, 1, 1)) == ()


def test_circles_of_parents_and_successors_end(session: Session, district: District) -> None:
    first = district.school("Первая СОШ", succession="join", closed_on="2019-01-01")
    second = district.school("Вторая СОШ", parent=first, successor_of=first, succession="join")
    record = session.get_one(School, first)
    record.parent, record.successor_of = second, second
    session.flush()
    assert len(branches.judged_schools(session)) == 1


def test_levels_of_one_exam_are_joined_by_counts(session: Session, district: District) -> None:
    school = district.school("Центральная СОШ")
    district.result(school, district.sitting("ege", "МА", 11, 2021, level="base"), 20, 1)
    district.result(school, district.sitting("ege", "МА", 11, 2021, level="profile"), 5, 4)
    assert only(session).verdict.low == ()
    (verdict,) = classification.full_verdicts(session, classification.profile(session))
    (joined,) = verdict.verdict.judged
    assert (joined.result.participants, joined.result.failed) == (25, 5)


def test_schools_without_results_are_told_apart_and_order_is_alphabetical(
    session: Session, district: District
) -> None:
    for name in ("Ясная СОШ", "Ёлкинская ООШ", "Ежовская ООШ", "Жуковская СОШ"):
        district.school(name)
    district.result(district.schools["Ясная СОШ"], district.sitting("vpr", "МА", 5, 2021, "spring"), 10, 1)
    found = classification.verdicts(session, classification.profile(session))
    assert [(one.name, one.has_results) for one in found] == [
        ("Ежовская ООШ", False),
        ("Ёлкинская ООШ", False),
        ("Жуковская СОШ", False),
        ("Ясная СОШ", True),
    ]


def random_district(district: District, seed: int, first: int = 2019) -> None:
    """Schools with counts, percentages, gaps, flags, branches and joined levels."""
    dice = random.Random(seed)
    schools = [district.school(f"Школа {number}") for number in range(12)]
    schools += [district.school(f"Филиал {number}", parent=schools[number]) for number in range(3)]
    sittings = [
        district.sitting(family, subject, grade, year, "spring" if family == "vpr" else "", level)
        for year in range(first, first + 3)
        for family, subject, grade, level in (
            ("vpr", "МА", 5, ""),
            ("vpr", "РУ", 6, ""),
            ("oge", "МА", 9, ""),
            ("ege", "МА", 11, "base"),
            ("ege", "МА", 11, "profile"),
        )
    ]
    for school in schools:
        for sitting in sittings:
            kind = dice.random()
            flagged = dice.random() < 0.1
            n = dice.randint(1, 30)
            if kind < 0.6:
                district.result(
                    school, sitting, n, min(n, int(dice.triangular(0, n, n * 0.2))), flagged=flagged
                )
            elif kind < 0.7:
                district.result(school, sitting, percent_e4=dice.randint(0, 60) * 10_000, flagged=flagged)
            elif kind < 0.8:
                district.result(school, sitting, n, percent_e4=dice.randint(0, 600) * 1_000, decimals=1)
            elif kind < 0.9:
                district.result(school, sitting, state=dice.choice(list(ResultState)[1:]))


@pytest.mark.parametrize("seed", range(8))
def test_the_quick_road_answers_as_the_full_one(session: Session, district: District, seed: int) -> None:
    # In the earlier years pupils could sit both levels of the exam, and levels are not added.
    random_district(district, seed, 2019 if seed % 2 else 2015)
    spec = slots.spec(session)
    for chosen in (
        spec,
        replace(spec, threshold=20, min_n=5),
        replace(spec, exclude_flagged=True, join_levels=False, watch_width=0),
        replace(spec, c1_count=3, c2_count_b=2),
    ):
        profile = slots.resolve(session, chosen)
        quick = classification.verdicts(session, profile)
        full = classification.full_verdicts(session, profile)
        assert [one.verdict.low for one in quick] == [one.verdict.low for one in full]
        assert [replace(one.verdict, judged=(), absent=()) for one in quick] == [
            replace(one.verdict, judged=(), absent=()) for one in full
        ]
        assert [one.has_results for one in quick] == [one.has_results for one in full]


@pytest.mark.parametrize("seed", range(3))
def test_low_results_are_those_of_the_rule(session: Session, district: District, seed: int) -> None:
    random_district(district, seed)
    chosen = replace(slots.spec(session), join_levels=False)
    profile = slots.resolve(session, chosen)
    alone = {one.school for one in branches.judged_schools(session) if not one.members}
    found = {(row.school, row.sitting) for row in classification.low_results(session, profile)}
    expected = {
        (one.school, low.sitting.uid)
        for one in classification.full_verdicts(session, profile)
        for low in one.verdict.low
    }
    assert {pair for pair in found if pair[0] in alone} == {pair for pair in expected if pair[0] in alone}
    assert found


def test_a_sitting_entered_twice_counts_once_on_both_roads(session: Session, district: District) -> None:
    school = district.school("Луговская ООШ")
    first = district.sitting("vpr", "МА", 5, 2021, "spring")
    second = bytes(16)
    session.execute(
        text(
            "INSERT INTO sitting (uid, procedure, school_year, season, sitting_grade, _dup) "
            "SELECT :second, procedure, school_year, season, sitting_grade, 1 FROM sitting WHERE uid = :first"
        ),
        {"first": first, "second": second},
    )
    for sitting in (first, second):
        district.result(school, sitting, 10, 5)
    profile = classification.profile(session)
    for road in (classification.verdicts, classification.full_verdicts):
        (found,) = road(session, profile)
        assert (found.verdict.outcome, len(found.verdict.low)) == (Outcome.NOT, 1)


def test_low_results_of_an_empty_document(session: Session) -> None:
    profile = classification.profile(session)
    assert classification.low_results(session, profile) == []
    assert classification.verdicts(session, profile) == ()


def test_the_account_names_figures_sources_and_the_difference(session: Session, district: District) -> None:
    from shnor_desktop.operations.identification import statuses

    school = district.school("Луговская ООШ")
    low = district.sitting("vpr", "МА", 5, 2021, "spring")
    district.result(school, low, 9, 4, source="Книга.xlsx · Лист1!D5")
    district.result(school, district.sitting("vpr", "РУ", 5, 2021, "spring"), 40, 1)
    ground = statuses.Ground("regional", "приказ министерства от 01.09.2021 № 7", "2021-09-01")
    statuses.add_schools(session, [school], ground)
    account = explanation.explain(session, classification.profile(session), school)
    figure = next(one for one in account.figures if one.low)
    assert (figure.failed, figure.participants, figure.percent) == (4, 9, "44,4")
    assert figure.interval == "18,9–73,3"
    assert figure.source == "Книга.xlsx · Лист1!D5"
    assert "приказ министерства от 01.09.2021 № 7" in account.difference
    other = district.school("Степная СОШ")
    for subject in ("МА", "РУ"):
        district.result(other, district.sitting("vpr", subject, 5, 2021, "spring"), 40, 20)
    profile = classification.profile(session)
    assert "в перечне региона школы нет" in explanation.explain(session, profile, other).difference
    text = account.text()
    for part in ("Почему нет", "4 из 9", "Книга.xlsx · Лист1!D5", "Статусы:", "мало участников"):
        assert part in text


def test_the_account_of_a_closed_school_is_refused(session: Session, district: District) -> None:
    school = district.school("Старая ООШ", closed_on="2020-08-31")
    with pytest.raises(UserError, match="закрыта или удалена"):
        explanation.explain(session, classification.profile(session), school)


@pytest.mark.skipif(not APPENDIX.exists(), reason="figures of the published programme are not at hand")
def test_published_figures_flag_exactly_three_schools(session: Session, district: District) -> None:
    subjects = {"математика": "МА", "русский": "РУ", "русский язык": "РУ"}
    families_of = {"ВПР": "vpr", "ОГЭ": "oge", "ЕГЭ": "ege"}
    with APPENDIX.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            school = district.schools.get(row["school"]) or district.school(row["school"])
            season = {"весна": "spring", "осень": "autumn"}.get(row["season"], "")
            grade = int(row["programme_grade"] or {"ОГЭ": 9, "ЕГЭ": 11}[row["family"]])
            year = int(row["year"]) - (season != "autumn")
            family = families_of[row["family"]]
            sitting = district.sitting(family, subjects[row["subject"]], grade, year, season)
            if row["pct_failed"] in ("-", ""):
                district.result(school, sitting, state=ResultState.NOT_CONDUCTED)
            else:
                district.result(school, sitting, percent_e4=int(row["pct_failed"]) * 10_000)
    found = classification.verdicts(session, classification.profile(session))
    flagged = {one.name: one.verdict.criteria for one in found if one.verdict.outcome is not Outcome.NOT}
    assert len(found) == 7
    assert sorted(flagged.values()) == [("C1", "C2"), ("C2",), ("C2",)]
    assert set(flagged) == {list(district.schools)[place] for place in (1, 2, 4)}


def test_schools_stand_by_their_proper_names_whatever_quotes_they_are_typed_in() -> None:
    names = [
        "МБОУ «Алтайская СОШ»",
        'МКОУ "Берёзовая ООШ"',
        "МБОУ Верхняя СОШ № 2",
        "Верхняя СОШ № 10",
        "МБОУ СОШ «Горная»",
        "Дальняя СОШ",
        "СОШ № 2",
    ]
    assert sorted(reversed(names), key=by_name) == names


def test_spring_and_autumn_of_one_programme_are_one_result(session: Session, district: District) -> None:
    spring = district.sitting("vpr", "МА", 5, 2021, "spring")
    autumn = district.sitting("vpr", "МА", 5, 2022, "autumn", sat=6)
    both, calm, later = (district.school(name) for name in ("Дважды", "Весной хорошо", "Осенью"))
    district.result(both, spring, 10, 5)
    district.result(both, autumn, 10, 6)
    district.result(calm, spring, 40, 1)
    district.result(calm, autumn, 10, 6)
    district.result(later, autumn, 10, 6)
    profile = classification.profile(session)
    assert {one.uid for one in profile.slot_a} == {spring, autumn}
    for found in (classification.verdicts, classification.full_verdicts):
        lows = {one.name: [low.sitting.uid for low in one.verdict.low] for one in found(session, profile)}
        assert lows == {"Дважды": [spring], "Весной хорошо": [], "Осенью": [autumn]}


def test_a_branch_of_the_other_shift_is_added_to_its_school(session: Session, district: District) -> None:
    school = district.school("Центральная СОШ")
    branch = district.school("Филиал в Заречье", parent=school)
    district.result(school, district.sitting("vpr", "МА", 5, 2021, "spring"), 30, 6)
    district.result(branch, district.sitting("vpr", "МА", 5, 2022, "autumn", sat=6), 10, 6)
    (verdict,) = classification.verdicts(session, classification.profile(session))
    assert [(one.result.participants, one.result.failed) for one in verdict.verdict.low] == [(40, 12)]
