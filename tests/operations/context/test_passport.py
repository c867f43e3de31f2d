"""The social passport: its dictionary, typed and pasted values, shares, the index and its account."""

import pytest
from sqlalchemy import func, select

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.programme import Indicator, IndicatorValue
from shnor_desktop.operations.context import dictionary, entry, passport
from shnor_desktop.operations.context.account import account
from shnor_desktop.operations.context.passport import Passport
from shnor_desktop.operations.context.printing import facts
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.papers.asks import PASSPORT_YEAR
from shnor_desktop.operations.records import records, saving
from shnor_desktop.operations.schools import edits
from shnor_desktop.rules.context_index import Conditions
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.indicators import CALENDAR

YEAR = 2021


@pytest.fixture
def schools(document: Document) -> list[bytes]:
    """Six schools, and the usual dictionary."""
    dictionary.fill(document)
    with document.write("Школы") as session:
        return [edits.save(session, None, {"name": f"Школа {n}"}) for n in range(6)]


def shown(document: Document, year: int = YEAR) -> Passport:
    with document.read() as session:
        return passport.read(session, year)


def named(document: Document, text: str) -> bytes:
    return next(one.uid for one in shown(document).dictionary.lines if one.text == text)


def typed(document: Document, school: bytes | None, **values: str) -> entry.Entered:
    """Values by the first words of the indicators."""
    lines = shown(document).dictionary.lines
    wanted = [
        (school, next(one.uid for one in lines if one.text.startswith(name.replace("_", " "))), text)
        for name, text in values.items()
    ]
    return entry.enter(document, YEAR, wanted)


def test_the_usual_indicators_are_added_once_and_what_was_renamed_comes_back(document: Document) -> None:
    first = dictionary.fill(document)
    assert first > 20 and dictionary.fill(document) == 0
    found = shown(document).dictionary
    saving.save_record(document, "indicator", found.lines[0].uid, {"text": "Учеников"})
    assert dictionary.fill(document) == 1
    with document.read() as session:
        assert session.scalar(select(func.count()).select_from(Indicator)) == first + 1


def test_its_index_is_a_row_that_holds_the_border_and_no_column(document: Document) -> None:
    dictionary.fill(document)
    found = shown(document).dictionary
    assert found.border_e4 == 50 * E4 and found.index is not None
    assert found.index not in found.by_uid
    saving.save_record(document, "indicator", found.index, {"limit_e4": 40 * E4})
    assert shown(document).dictionary.border_e4 == 40 * E4


def test_groups_stay_together_in_the_order_in_which_they_first_stand(document: Document) -> None:
    dictionary.fill(document)
    with document.write("Свой") as session:
        records.save(
            session, "indicator", None, {"use": "context", "group": "Контингент", "text": "Первоклассников"}
        )
    groups = [one.group for one in shown(document).dictionary.lines]
    assert [one for n, one in enumerate(groups) if n == 0 or groups[n - 1] != one] == list(
        dict.fromkeys(groups)
    )


def test_what_is_typed_is_one_step_and_can_be_taken_back(document: Document, schools: list[bytes]) -> None:
    made = entry.enter(
        document,
        YEAR,
        [
            (school, named(document, "Обучающихся всего"), f"{n * 10 + 40}")
            for n, school in enumerate(schools)
        ],
    )
    assert made == entry.Entered(6)
    assert [cell.text for cell in shown(document).cells.values()].count("90") == 1
    document.undo()
    assert not shown(document).cells
    document.redo()
    assert len(shown(document).cells) == 6
    pupils = named(document, "Обучающихся всего")
    made = entry.enter(document, YEAR, [(schools[0], pupils, ""), (schools[1], pupils, "7")])
    assert made == entry.Entered(2, (), ("Школа 0 — Обучающихся всего (было 40)",))
    assert entry.enter(document, YEAR, [(schools[0], pupils, "")]) == entry.Entered(0), "nothing stood there"


def test_a_count_is_a_share_of_what_its_denominator_names(document: Document, schools: list[bytes]) -> None:
    typed(document, schools[0], Обучающихся_всего="72", Обучающиеся_с_ОВЗ="9")
    cell = shown(document).cells[schools[0], named(document, "Обучающиеся с ОВЗ")]
    assert (cell.text, cell.share, cell.beyond) == ("9", "12,5\u00a0%", False)
    typed(document, schools[0], Обучающиеся_с_ОВЗ="99")
    cell = shown(document).cells[schools[0], named(document, "Обучающиеся с ОВЗ")]
    assert cell.beyond and cell.share == ""
    with document.read() as session:
        told = account(passport.read(session, YEAR), schools[0])
    assert told is not None and any("больше, чем" in text for text in told.beyond)


@pytest.mark.parametrize(
    ("text", "unit", "value", "no_data"),
    [
        ("12", "чел.", 12, False),
        ("12 чел.", "чел.", 12, False),
        ("1 240", "чел.", 1240, False),
        ("24,4", "лет", 24.4, False),
        ("н/д", "чел.", None, True),
        ("–", "чел.", None, True),
        ("нет данных", "чел.", None, True),
        ("", "чел.", None, False),
        ("0", "чел.", 0, False),
        ("31,5 %", "%", 31.5, False),
    ],
)
def test_a_typed_cell_is_a_number_or_says_that_there_is_none(
    text: str, unit: str, value: float | None, no_data: bool
) -> None:
    found = entry.parse(text, unit)
    assert found.value_e4 == (None if value is None else round(value * E4)) and found.no_data == no_data


@pytest.mark.parametrize(
    ("text", "unit"),
    [("много", "чел."), ("-3", "чел."), ("1,5", "чел."), ("12 %", "чел."), ("130", "%"), ("1.2.3", "лет")],
)
def test_what_is_no_figure_is_refused_in_words(text: str, unit: str) -> None:
    with pytest.raises(UserError) as refused:
        entry.parse(text, unit)
    assert refused.value.what_to_do


def test_a_refused_cell_stays_as_it_was_and_the_others_are_taken(
    document: Document, schools: list[bytes]
) -> None:
    uid = named(document, "Обучающихся всего")
    entry.enter(document, YEAR, [(schools[0], uid, "50")])
    made = entry.enter(
        document, YEAR, [(schools[0], uid, "сто"), (schools[1], uid, "60"), (b"?" * 16, uid, "1")]
    )
    assert made.changed == 1 and [one.school for one in made.refused] == ["Школа 0", ""]
    assert "Школа 0" in entry.told(made)
    assert shown(document).cells[schools[0], uid].text == "50"


def test_an_emptied_cell_is_gone_and_its_target_stays(document: Document, schools: list[bytes]) -> None:
    uid = named(document, "Вакансии учителей")
    typed(document, schools[0], Вакансии="2")
    typed(document, schools[1], Вакансии="1")
    cell = shown(document).cells[schools[1], uid]
    saving.save_record(document, "indicator_value", cell.uid, {"target_e4": 0})
    assert typed(document, schools[0], Вакансии="").changed == 1
    assert typed(document, schools[1], Вакансии="").changed == 1
    with document.read() as session:
        left = session.execute(select(IndicatorValue.fact_e4, IndicatorValue.target_e4)).all()
    assert [tuple(one) for one in left] == [(None, 0)]
    assert not shown(document).cells
    assert typed(document, schools[0], Вакансии="").changed == 0


def test_the_same_value_again_changes_nothing(document: Document, schools: list[bytes]) -> None:
    typed(document, schools[0], Вакансии="2")
    assert typed(document, schools[0], Вакансии="2").changed == 0
    assert typed(document, schools[0], Вакансии="н/д").changed == 1
    assert shown(document).cells[schools[0], named(document, "Вакансии учителей")].no_data


def test_a_value_is_entered_where_another_was_born_with_its_identity(
    document: Document, schools: list[bytes]
) -> None:
    typed(document, schools[0], Вакансии="2")
    cell = shown(document).cells[schools[0], named(document, "Вакансии учителей")]
    saving.save_record(document, "indicator_value", cell.uid, {"year": YEAR - 1})
    assert typed(document, schools[0], Вакансии="3").changed == 1
    assert shown(document).cells[schools[0], named(document, "Вакансии учителей")].text == "3"
    assert shown(document, YEAR - 1).cells[schools[0], named(document, "Вакансии учителей")].text == "2"


def test_the_district_has_figures_of_its_own_beside_sum_and_median(
    document: Document, schools: list[bytes]
) -> None:
    for n, school in enumerate(schools[:3]):
        typed(document, school, Обучающихся_всего=str(100 * n + 100), Средний_педагогический="1" + str(n))
    typed(document, None, Средний_педагогический="24,4")
    found = shown(document)
    lines = {one.text: one for one in found.dictionary.lines}
    assert found.total(lines["Обучающихся всего"]) == 600 * E4
    assert found.middle(lines["Обучающихся всего"]) == (200 * E4, 3)
    assert found.total(lines["Средний педагогический стаж"]) is None
    assert found.district[lines["Средний педагогический стаж"].uid].text == "24,4"


def test_the_index_tells_its_contributions_and_what_is_missing(
    document: Document, schools: list[bytes]
) -> None:
    for n, school in enumerate(schools):
        typed(document, school, Обучающихся_всего="100", Обучающиеся_с_ОВЗ=str(5 * n), Вакансии=str(n % 2))
    with document.read() as session:
        found = passport.read(session, YEAR)
        told = account(found, schools[5])
    assert told is not None and told.conditions is Conditions.CONFIRM
    assert [(one.text, one.adverse, one.points) for one in told.parts] == [
        ("Обучающиеся с ОВЗ", True, "50,0\u00a0%"),
        ("Вакансии учителей", True, "50,0\u00a0%"),
    ]
    assert told.parts[0].border.startswith("20,0\u00a0% и больше — худшая четверть из 6")
    assert told.parts[1].border == "1 шт. и больше"
    assert len(told.missing) == 11 and "Индекс 100,0" in told.headline
    assert "Не хватает" in told.text() and "рейтинг" not in told.text()


def test_a_share_without_its_whole_is_missing_and_says_which_whole(
    document: Document, schools: list[bytes]
) -> None:
    typed(document, schools[0], Обучающиеся_с_ОВЗ="5")
    with document.read() as session:
        told = account(passport.read(session, YEAR), schools[0])
        assert account(passport.read(session, YEAR), b"?" * 16) is None
    assert told is not None and any("нет „Обучающихся всего“" in one for one in told.missing)


def test_without_a_year_the_newest_with_values_is_shown(document: Document, schools: list[bytes]) -> None:
    typed(document, schools[0], Вакансии="2")
    with document.read() as session:
        assert passport.read(session).year == YEAR
        assert YEAR in passport.read(session, 2019).years


def test_a_school_that_was_closed_before_the_year_is_not_asked(
    document: Document, schools: list[bytes]
) -> None:
    saving.save_record(document, "school", schools[0], {"closed_on": "2021-06-30"})
    saving.save_record(document, "school", schools[1], {"closed_on": "2022-03-01"})
    assert {one.uid for one in shown(document).schools} == set(schools[1:])


def test_values_of_calendar_years_are_shown_typed_and_printed_beside_those_of_school_years(
    document: Document, schools: list[bytes]
) -> None:
    pupils = named(document, "Обучающихся всего")
    entry.enter(document, 2022, [(schools[0], pupils, "70")], CALENDAR)
    with document.read() as session:
        alone = passport.read(session)
    assert (alone.year, alone.kind, alone.label) == (2022, CALENDAR, "2022 год"), "no school year has any"
    entry.enter(document, YEAR, [(schools[0], pupils, "65")])
    entry.enter(document, YEAR, [(schools[0], pupils, "60")], CALENDAR)
    entry.enter(document, 2022, [(schools[0], pupils, "71")], CALENDAR)
    with document.read() as session:
        found = [
            passport.read(session),
            *(passport.read(session, year, CALENDAR) for year in (YEAR, 2022)),
        ]
        told = [
            registry.PAPERS["social-passport"].compose(facts(session, year)).title
            for year in (YEAR, "2022 год")
        ]
        with pytest.raises(UserError):
            registry.compose(session, "risks", passport_year="2022 год")
        assert "2022 год" in {one.text for one in PASSPORT_YEAR.choices(session)}
        assert PASSPORT_YEAR.answer(session, "2022 год") == "2022 год"
    assert [one.cells[schools[0], pupils].text for one in found] == ["65", "60", "71"]
    assert [one.kind for one in found] == ["school", CALENDAR, CALENDAR]
    assert all(one.calendar_years == (2022, 2021) and YEAR in one.years for one in found)
    assert (found[0].earlier, found[2].earlier) == (None, YEAR)
    assert "на\u00a02021/22 учебный год" in told[0] and "на\u00a02022\u00a0год" in told[1]
