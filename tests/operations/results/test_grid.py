from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.operations.results import card as result_card
from shnor_desktop.operations.results import importing
from shnor_desktop.operations.results.grid import (
    GridFilter,
    GridPage,
    read_choices,
    read_grid,
    read_lines,
    still_offered,
)
from shnor_desktop.operations.results.grid_cells import Measure, cell
from shnor_desktop.operations.results.grid_entry import Edit, Entered, enter, new_sitting, parse_entry
from shnor_desktop.rules.figures import E4, ResultState
from shnor_desktop.rules.results.quality import Aspect
from shnor_desktop.sheets.results.types import SittingMention
from tests.operations.books import EGE_RU, VPR_MA5, VPR_RU5, area, book, row


@pytest.fixture
def district(document: Document) -> Document:
    rows = [
        row("СОШ № 10", participants=16, failed=5),
        row("СОШ № 2", participants=12, failed=3),
        row("Озёрная ООШ", failed_pct_e4=30 * E4, at=4),
        row("Лесная СОШ", state=ResultState.NOT_RECEIVED, at=5),
        row("СОШ № 2", EGE_RU, participants=4, failed=0, at=6),
    ]
    importing.apply_plan(
        document, importing.plan(document, [book(*rows, areas=(area(participants=28, failed=8),))])
    )
    return document


def grid(document: Document, wanted: GridFilter | None = None) -> GridPage:
    with document.read() as session:
        return read_grid(session, wanted or GridFilter())


def place(document: Document, school: str, sitting: str) -> tuple[bytes, bytes]:
    page = grid(document)
    uids = {one.name: one.uid for one in page.schools}
    return uids[school], next(one.uid for one in page.sittings if one.name.startswith(sitting))


def shown(document: Document, school: str, sitting: str = "ВПР МА 5") -> str:
    page = grid(document)
    at = [one.name for one in page.schools].index(school)
    column = next(n for n, one in enumerate(page.sittings) if one.name.startswith(sitting))
    found = page.lines[at][column]
    return found.text if found else ""


def edit_text(document: Document, school: str, sitting: str) -> str:
    page = grid(document)
    column = next(n for n, one in enumerate(page.sittings) if one.name.startswith(sitting))
    found = page.lines[[one.name for one in page.schools].index(school)][column]
    assert found is not None
    return found.edit


def put(
    document: Document, text_typed: str, school: str = "СОШ № 2", sitting: str = "ВПР МА 5"
) -> Sequence[str]:
    return [one.why for one in enter(document, [Edit(*place(document, school, sitting), text_typed)]).refused]


def test_schools_stand_by_name_with_numbers_by_size(district: Document) -> None:
    assert [one.name for one in grid(district).schools] == [
        "Лесная СОШ",
        "Озёрная ООШ",
        "СОШ № 2",
        "СОШ № 10",
    ]


def test_cells_are_marked(district: Document) -> None:
    page = grid(district, GridFilter(families=("vpr",)))
    marks = {
        s.name: (line[0].mark, line[0].small)
        for s, line in zip(page.schools, page.lines, strict=True)
        if line[0]
    }
    assert marks == {
        "Лесная СОШ": ("not_received", False),
        "Озёрная ООШ": ("border", False),
        "СОШ № 2": ("watch", False),
        "СОШ № 10": ("low", False),
    }


def test_district_line_adds_pupils_and_never_averages_shares(district: Document) -> None:
    page = grid(district)
    names = [one.name for one in page.sittings]
    vpr, ege = (
        page.district[next(n for n, one in enumerate(names) if one.startswith(part))]
        for part in ("ВПР", "ЕГЭ")
    )
    assert vpr is not None and vpr.text == "28,6\u00a0% (28)"
    assert ege is not None and ege.text == "0,0\u00a0% (4)"


def test_pages_add_up_to_the_whole(district: Document) -> None:
    with district.read() as session:
        whole = read_grid(session, GridFilter())
        first, second = read_grid(session, GridFilter(), 0, 3), read_grid(session, GridFilter(), 3, 3)
        some = read_lines(session, GridFilter(), [whole.schools[1].uid])
    assert (*first.lines, *second.lines) == whole.lines
    assert first.district == () and second.district == whole.district == some.district
    assert some.lines == whole.lines[1:2]


def test_choices_and_filters(district: Document) -> None:
    with district.read() as session:
        choices = read_choices(session)
    assert choices.families == (("vpr", "ВПР"), ("ege", "ЕГЭ")) and choices.latest == 2020
    assert [one.family for one in grid(district, GridFilter(subjects=("РУ",))).sittings] == ["ege"]
    assert grid(district, GridFilter(years=(1999,))).sittings == ()
    asked = GridFilter(("ege", "oge"), ("РУ", "АСТР"), (2020, 1999))
    assert still_offered(choices, asked) == GridFilter(("ege",), ("РУ",), (2020,))


def test_empty_document(document: Document) -> None:
    with document.read() as session:
        choices = read_choices(session)
    assert (choices.schools, choices.latest, choices.years) == (0, None, ())
    assert grid(document).lines == ()


@pytest.mark.parametrize(
    ("typed", "state", "participants", "failed", "share", "decimals"),
    [
        ("3/12", "valid", 12, 3, None, 0),
        (" 3 из 12 ", "valid", 12, 3, None, 0),
        ("31,5", "valid", None, None, 315_000, 1),
        ("31.25 %", "valid", None, None, 312_500, 2),
        ("25,0\u00a0% (12)", "valid", 12, None, 250_000, 1),
        ("0", "valid", None, None, 0, 0),
        ("-", "not_conducted", None, None, None, 0),
        ("—", "not_conducted", None, None, None, 0),
        ("Х", "no_participants", None, None, None, 0),
        ("x", "no_participants", None, None, None, 0),
        ("н/д", "not_received", None, None, None, 0),
        ("", "", None, None, None, 0),
    ],
)
def test_what_typed_text_means(
    typed: str, state: str, participants: int | None, failed: int | None, share: int | None, decimals: int
) -> None:
    entry = parse_entry(typed)
    found = entry.figures
    assert (entry.state, found.participants, found.failed, found.failed_pct_e4, found.pct_decimals) == (
        state,
        participants,
        failed,
        share,
        decimals,
    )


@pytest.mark.parametrize("typed", ["три", "3/", "12,34567", "-5", "1/2/3", "да", "#ССЫЛКА!"])
def test_what_is_no_result_is_refused_with_what_to_type(typed: str) -> None:
    with pytest.raises(UserError, match="не результат"):
        parse_entry(typed)


@given(
    st.integers(0, 200),
    st.integers(0, 200),
    st.sampled_from([*ResultState]),
    st.integers(0, 100),
    st.sampled_from(["counts", "share", "share of n", "nothing"]),
)
def test_copied_text_typed_again_is_the_same_result(
    failed: int, more: int, state: ResultState, share: int, known: str
) -> None:
    n = failed + more
    figures = {
        "counts": (n, failed, None),
        "share": (None, None, share * E4),
        "share of n": (n, None, share * E4),
        "nothing": (None, None, None),
    }[known]
    participants, count, percent = figures
    reason = "ГВЭ; 5 человек" if state is ResultState.EXCLUDED else ""
    made = cell(state, participants, count, percent, 0, False, Measure(), reason)
    entry = parse_entry(made.edit)
    assert (entry.state, entry.reason) == (state, reason)
    if state in (ResultState.VALID, ResultState.EXCLUDED):
        assert (entry.figures.participants, entry.figures.failed, entry.figures.failed_pct_e4) == figures


def test_typing_replaces_and_is_one_step(district: Document) -> None:
    assert put(district, "6/12") == []
    assert shown(district, "СОШ № 2") == "50,0\u00a0% (12)"
    assert district.undo_title() == "Введён результат: СОШ № 2"
    district.undo()
    assert shown(district, "СОШ № 2") == "25,0\u00a0% (12)"


def test_typing_an_impossible_result_changes_nothing(district: Document) -> None:
    before = district.actions()
    assert "Больше, чем участников" in put(district, "13/12")[0]
    assert "0 до 100" in put(district, "131")[0]
    assert district.actions() == before


def test_deleting_a_cell_deletes_the_result(district: Document) -> None:
    put(district, "")
    assert shown(district, "СОШ № 2") == ""
    district.undo()
    assert shown(district, "СОШ № 2") == "25,0\u00a0% (12)"


def test_block_is_one_step_and_refused_cells_come_back(district: Document) -> None:
    second, tenth = place(district, "СОШ № 2", "ВПР"), place(district, "СОШ № 10", "ВПР")
    lake = place(district, "Озёрная ООШ", "ЕГЭ")
    before = len(district.actions())
    done = enter(
        district,
        [Edit(*second, "1/12"), Edit(*tenth, "мало"), Edit(*lake, "-"), Edit(b"0" * 16, second[1], "5")],
    )
    assert done.changed == 2 and len(done.refused) == 2
    assert ("СОШ № 10", "мало") in [(one.school, one.text) for one in done.refused]
    assert len(district.actions()) == before + 1
    assert shown(district, "Озёрная ООШ", "ЕГЭ") == "-"


def test_typed_share_must_agree_with_the_marks_that_stay(document: Document) -> None:
    marks = row("СОШ № 2", participants=12, failed=3, count_3=4, count_4=3, count_5=2)
    importing.apply_plan(document, importing.plan(document, [book(marks)]))
    assert "Отметок всего" in put(document, "5/12")[0]
    assert put(document, "3/12") == []


def test_a_bare_number_over_pupils_is_asked_and_never_loses_them(document: Document) -> None:
    importing.apply_plan(
        document, importing.plan(document, [book(row("СОШ № 2", participants=46, failed=3))])
    )
    where = place(document, "СОШ № 2", "ВПР")
    refused = enter(document, [Edit(*where, "17")]).refused[0]
    assert "ученики или процент" in refused.why and refused.edit == Edit(*where, "17")
    assert [(way.kind, way.title) for way in refused.ways] == [
        ("people", "17 из 46"),
        ("percent", "17 %, участников 46"),
    ]
    assert edit_text(document, "СОШ № 2", "ВПР") == "3 из 46"
    for way, text_then in zip(refused.ways, ("17 из 46", "17 (46)"), strict=True):
        assert enter(document, [Edit(*where, way.text, way.dropped)]).changed == 1
        assert edit_text(document, "СОШ № 2", "ВПР") == text_then
    assert put(document, "19") == [] and edit_text(document, "СОШ № 2", "ВПР") == "19 (46)", (
        "a share over a share"
    )
    assert put(document, "17,4 %") == [] and edit_text(document, "СОШ № 2", "ВПР") == "17,4 (46)"
    assert put(document, "3/46") == []
    eighty = enter(document, [Edit(*where, "80")]).refused[0]
    assert [way.title for way in eighty.ways] == ["80 %, участников 46"], "80 of 46 cannot be"
    put(document, "3/5")
    (tenth,) = enter(document, [Edit(*where, "17")]).refused[0].ways
    assert tenth.title == "17 %, без числа участников", "of five nobody can have 17 %"
    assert enter(document, [Edit(*where, tenth.text, tenth.dropped)]).changed == 1
    assert edit_text(document, "СОШ № 2", "ВПР") == "17"


def test_what_contradicts_marks_says_what_may_be_given_up(document: Document) -> None:
    marks = row("СОШ № 2", participants=12, failed=3, count_3=4, count_4=3, count_5=2)
    score = row("СОШ № 10", EGE_RU, participants=10, failed=2, high=5)
    importing.apply_plan(document, importing.plan(document, [book(marks, score)]))
    where, exam = place(document, "СОШ № 2", "ВПР"), place(document, "СОШ № 10", "ЕГЭ")
    (way,) = enter(document, [Edit(*where, "5/12")]).refused[0].ways
    assert way.kind == "marks" and set(way.dropped) == {"count_3", "count_4", "count_5"}
    assert enter(document, [Edit(*where, way.text, way.dropped)]).changed == 1
    card = result_card.read_card(document, *where)
    assert card is not None and (card.texts["failed"], card.texts["count_3"]) == ("5", "")
    (way,) = enter(document, [Edit(*exam, "7/10")]).refused[0].ways
    assert (way.kind, way.dropped) == ("others", ("high",))
    (way,) = enter(document, [Edit(*where, "31,5")]).refused[0].ways
    assert (way.kind, way.title) == ("nobody", "Убрать число участников")
    assert enter(document, [Edit(*where, "13/12")]).refused[0].ways == (), "nothing stored is to blame"


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["СОШ № 2", "СОШ № 10", "Озёрная ООШ", "Лесная СОШ"]),
            st.sampled_from(["ВПР", "ЕГЭ"]),
            st.sampled_from(["", "-", "х", "н/д", "3/12", "0/4", "31,5", "100", "7 из 9", "ерунда", "9/3"]),
        ),
        max_size=12,
    )
)
def test_any_typing_undone_gives_the_start(district: Document, edits: list[tuple[str, str, str]]) -> None:
    def stored() -> list[tuple[object, ...]]:
        with district.read() as session:
            return [tuple(one) for one in session.execute(text("SELECT * FROM school_result ORDER BY uid"))]

    states, steps = [stored()], len(district.actions(limit=10_000))
    for school, sitting, typed in edits:
        put(district, typed, school, sitting)
        if len(district.actions(limit=10_000)) > steps:
            steps += 1
            states.append(stored())
    for expected in reversed(states[:-1]):
        district.undo()
        assert stored() == expected


def test_new_column(district: Document) -> None:
    wanted = SittingMention("mkr", "МА", "", 7, 7, 2021, "autumn")
    uid = new_sitting(district, wanted)
    found = next(one for one in grid(district).sittings if one.uid == uid)
    assert found.name == "МКР МА 7, осень 2021"
    with pytest.raises(UserError, match="уже есть"):
        new_sitting(district, wanted)
    with pytest.raises(UserError, match="справочнике"):
        new_sitting(district, wanted._replace(subject="ЪЪ"))
    again = importing.plan(
        district, [book(row("СОШ № 2", VPR_RU5, participants=3, failed=1), row("СОШ № 2", VPR_MA5, at=3))]
    )
    assert len(again.sittings) == 1


def test_card_shows_everything_and_saves_it(district: Document) -> None:
    where = place(district, "СОШ № 2", "ВПР")
    card = result_card.read_card(district, *where)
    assert card is not None and card.exists
    assert (card.texts["participants"], card.texts["failed"], card.source) == (
        "12",
        "3",
        "итоги.xlsx · Лист1!B2",
    )
    assert card.parcel == "Загрузка «итоги.xlsx»"
    result_card.save_card(
        district, *where, {**card.texts, "failed": "4", "failed_pct_e4": "33,3", "objectivity_flag": "да"}
    )
    changed = result_card.read_card(district, *where)
    assert changed is not None and changed.texts["failed_pct_e4"] == "33,3"
    assert changed.source == "введено вручную"
    assert "Получили «2» / не преодолели порог: 3 → 4" in [one.what for one in changed.history]
    assert changed.history[-1].what.startswith("Добавлен")


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ({"state": "valid"}, "ни одного числа"),
        ({"state": "not_conducted", "participants": "3"}, "чисел не бывает"),
        ({"state": "excluded"}, "причина"),
        ({"state": "valid", "participants": "три"}, "не целое число"),
        ({"state": "valid", "participants": "3", "failed": "4"}, "Больше, чем участников"),
    ],
)
def test_card_refuses_what_cannot_be(district: Document, texts: dict[str, str], why: str) -> None:
    before = district.actions()
    with pytest.raises(UserError, match=why):
        result_card.save_card(district, *place(district, "Озёрная ООШ", "ЕГЭ"), texts)
    assert district.actions() == before


def test_card_of_a_result_that_is_not_there_can_be_filled(district: Document) -> None:
    where = place(district, "Озёрная ООШ", "ЕГЭ")
    card = result_card.read_card(district, *where)
    assert card is not None and not card.exists
    result_card.save_card(district, *where, {"state": "excluded", "reason": "ГВЭ", "participants": "1"})
    assert shown(district, "Озёрная ООШ", "ЕГЭ") == "искл."
    assert result_card.read_card(district, b"0" * 16, where[1]) is None


def test_text_of_every_cell_gives_the_same_result_elsewhere(district: Document) -> None:
    """What Ctrl+C takes Ctrl+V gives back: also of results that are excluded or have no share."""
    ege = place(district, "СОШ № 2", "ЕГЭ")
    for texts in (
        {"state": "excluded", "reason": "ГВЭ"},
        {"state": "excluded", "reason": "ГВЭ; один пишущий", "participants": "1", "failed": "1"},
        {"state": "excluded", "reason": "повтор", "failed_pct_e4": "25,5"},
        {"state": "excluded", "reason": "сдали 5", "failed_pct_e4": "25", "participants": "12"},
        {"state": "valid", "failed_pct_e4": "25", "participants": "12"},
    ):
        with district.write("Очистка") as session:
            session.execute(text("DELETE FROM school_result WHERE sitting = :s"), {"s": ege[1]})
        result_card.save_card(district, *ege, texts)
        copied = edit_text(district, "СОШ № 2", "ЕГЭ")
        assert enter(district, [Edit(*ege, copied)]).changed == 0, "pasted where it was copied"
        other = place(district, "СОШ № 10", "ЕГЭ")
        assert enter(district, [Edit(*other, copied)]).changed == 1
        pasted = result_card.read_card(district, *other)
        assert pasted is not None
        assert {name: pasted.texts[name] for name in texts} == texts


def test_result_without_a_share_is_not_deleted_by_its_own_text(district: Document) -> None:
    where = place(district, "СОШ № 2", "ЕГЭ")
    result_card.save_card(district, *where, {"state": "valid", "mean_e4": "55,5"})
    copied = edit_text(district, "СОШ № 2", "ЕГЭ")
    assert copied == "есть"
    assert enter(district, [Edit(*where, copied)]) == Entered(0, ()), "its own text changes nothing"
    told = enter(district, [Edit(*place(district, "СОШ № 10", "ЕГЭ"), copied)])
    assert told.changed == 0 and "ни одного числа" in told.refused[0].why
    assert put(district, "искл.: дистант") == [] and put(district, "есть") == []
    assert shown(district, "СОШ № 2") == "25,0\u00a0% (12)", "no longer excluded, with the figures it had"


def test_excluding_by_typing_keeps_the_figures_and_wants_a_reason(district: Document) -> None:
    assert put(district, "Искл.: дистант") == []
    card = result_card.read_card(district, *place(district, "СОШ № 2", "ВПР"))
    assert card is not None
    assert [card.texts[name] for name in ("state", "reason", "participants", "failed")] == [
        "excluded",
        "дистант",
        "12",
        "3",
    ]
    for typed in (
        "искл.",
        "искл 7/12",
        "искл.: х",
        "искл.: —",
        "исключён: н/д",
        "искл.: 25 %",
        "искл.: х; 1 из 2",
    ):
        assert "Не названа причина" in put(district, typed)[0]


def test_second_record_of_one_result_from_another_office_is_left_alone(district: Document) -> None:
    school, sitting = place(district, "СОШ № 2", "ВПР")
    with district.write("Слияние") as session:
        session.execute(
            text(
                "INSERT INTO school_result (uid, sitting, school, state, participants, failed, _dup) "
                "VALUES (:uid, :sitting, :school, 'valid', 12, 12, 1)"
            ),
            {"uid": b"d" * 16, "sitting": sitting, "school": school},
        )
    assert shown(district, "СОШ № 2") == "25,0\u00a0% (12)"
    line = grid(district).district
    assert line[0] is not None and line[0].text == "28,6\u00a0% (28)"
    assert put(district, "6/12") == []
    again = importing.plan(district, [book(row("СОШ № 2", participants=12, failed=6))])
    assert again.counts == {"unchanged": 1}


@pytest.mark.parametrize(
    ("aspect", "cells", "district"),
    [
        (
            Aspect.PASSED,
            ["80,0\u00a0% (20)", "70\u00a0%", "75,0\u00a0% (4)"],
            "79,2\u00a0% (24), 2 из 3\u00a0школ",
        ),
        (Aspect.QUALITY, ["30,0\u00a0% (20)", "41\u00a0%", "—"], "30,0\u00a0% (20), 1 из 3\u00a0школ"),
        (Aspect.MEAN, ["3,15 (20)", "—", "—"], "3,15 (20), 1 из 3\u00a0школ"),
        (Aspect.TAKERS, ["20", "—", "4"], "24, 2 из 3\u00a0школ"),
    ],
)
def test_the_cells_may_show_another_figure(
    document: Document, aspect: Aspect, cells: list[str], district: str
) -> None:
    rows = [
        row("А", participants=20, failed=4, count_3=10, count_4=5, count_5=1),
        row("Б", failed_pct_e4=30 * E4, quality_pct_e4=41 * E4, at=3),
        row("В", participants=4, failed=1, at=4),
        row("Г", state=ResultState.NOT_RECEIVED, at=5),
    ]
    importing.apply_plan(document, importing.plan(document, [book(*rows)]))
    page = grid(document, GridFilter(aspect=aspect))
    found = [line[0] for line in page.lines]
    assert [one.text for one in found[:3] if one] == cells
    assert found[3] is not None and found[3].text == "н/д"
    assert page.district[0] is not None and page.district[0].text == district
    with document.read() as session:
        again = read_lines(session, GridFilter(aspect=aspect), [page.schools[0].uid])
    assert again.lines == page.lines[:1] and again.district == page.district


def test_where_nothing_can_be_added_the_line_of_the_file_is_shown(document: Document) -> None:
    rows = [row("А", failed_pct_e4=30 * E4, at=3)]
    areas = (area(participants=28, failed=7, count_3=7, count_4=7, count_5=7),)
    importing.apply_plan(document, importing.plan(document, [book(*rows, areas=areas)]))
    page = grid(document, GridFilter(aspect=Aspect.QUALITY))
    assert page.district[0] is not None and page.district[0].text == "50,0\u00a0% (28)"
