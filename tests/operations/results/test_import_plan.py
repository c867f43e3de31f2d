from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from shnor_desktop.document.document import Document, Who
from shnor_desktop.models.results import Sitting
from shnor_desktop.operations.results import parcels
from shnor_desktop.operations.results.dictionaries import create_document
from shnor_desktop.operations.results.plan import known_results, plan_import
from shnor_desktop.operations.results.plan_types import Fate, ImportPlan
from shnor_desktop.operations.results.preview import preview_lines
from shnor_desktop.operations.results.refusals import contents as told_of
from shnor_desktop.operations.schools.matching import mention_key
from shnor_desktop.rules.figures import E4, Figures, ResultState
from shnor_desktop.sheets.book.problems import CellRef, Problem, Reason, Severity
from shnor_desktop.sheets.results.types import FlagRow, ReadBook, SittingMention
from tests.operations.books import EGE_RU, VPR_MA5, VPR_RU5, area, book, row, school

TABLES = (
    "school",
    "school_code",
    "school_alias",
    "procedure",
    "sitting",
    "parcel",
    "school_result",
    "area_result",
)


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with create_document(tmp_path / "проба.shnor", Who("Проба", "ИМЦ", "ноутбук")) as made:
        yield made


def planned(document: Document, *books: ReadBook, decisions: dict[str, str] | None = None) -> ImportPlan:
    with document.read() as session:
        mentions = {one.sitting for b in books for one in b.rows} | {
            one.sitting for b in books for one in b.areas
        }
        return plan_import(known_results(session, mentions), books, decisions)


def imported(document: Document, *books: ReadBook, decisions: dict[str, str] | None = None) -> ImportPlan:
    plan = planned(document, *books, decisions=decisions)
    with document.write("Загрузка", kind="import") as session:
        parcels.apply(session, plan)
    return plan


def contents(document: Document) -> dict[str, list[tuple[object, ...]]]:
    with document.read() as session:
        return {
            name: sorted(tuple(one) for one in session.execute(text(f"SELECT * FROM {name}")))
            for name in TABLES
        }


def stored(document: Document) -> list[tuple[object, ...]]:
    with document.read() as session:
        query = "SELECT s.name, r.state, r.participants, r.failed, r.failed_pct_e4, r.source FROM school_result r JOIN school s ON s.uid = r.school ORDER BY s.name"
        return [tuple(one) for one in session.execute(text(query))]


def test_new_schools_sittings_and_results_come_with_their_source(document: Document) -> None:
    plan = imported(
        document,
        book(
            row("Луговая СОШ", participants=12, failed=3),
            row("Луговая СОШ", EGE_RU, at=3, participants=4, failed=0),
        ),
    )
    assert plan.counts == {"new": 2} and len(plan.new_schools) == 1
    assert stored(document)[0] == ("Луговая СОШ", "valid", 12, 3, None, "итоги.xlsx · Лист1!B2")
    with document.read() as session:
        assert session.execute(text("SELECT title FROM parcel")).all() == [("Загрузка «итоги.xlsx»",)]
        sitting = session.execute(
            text("SELECT school_year, season, sitting_grade FROM sitting ORDER BY sitting_grade")
        ).all()
    assert [tuple(one) for one in sitting] == [(2020, "spring", 5), (2020, "", 11)]


def test_unknown_procedure_is_created_as_its_family_is_measured(document: Document) -> None:
    mkr = SittingMention("mkr", "МА", "", 3, 3, 2021, "autumn")
    imported(document, book(row("Луговая СОШ", mkr, participants=12, failed=3)))
    with document.read() as session:
        found = session.execute(text("SELECT measured_by FROM procedure WHERE family = 'mkr'")).all()
    assert [tuple(one) for one in found] == [("marks",)]


def test_second_import_changes_nothing(document: Document) -> None:
    one = book(row("Луговая СОШ", participants=12, failed=3), areas=(area(participants=100, failed=20),))
    imported(document, one)
    before = contents(document)
    again = imported(document, one)
    assert again.counts == {"unchanged": 2} and not again.writes
    assert contents(document) == before


def test_codes_and_municipality_are_learned_though_no_figure_changes(document: Document) -> None:
    imported(document, book(row("Луговая СОШ", participants=12, failed=3)))
    coded = book(row(school("Луговая СОШ", "Заречный район", "edu7", "fisoko"), participants=12, failed=3))
    plan = imported(document, coded)
    assert plan.counts == {"unchanged": 1} and plan.writes and len(plan.learned_of) == 1
    with document.read() as session:
        assert session.execute(text("SELECT code FROM school_code")).scalars().all() == ["edu7"]
        assert session.execute(text("SELECT municipality FROM school")).scalars().all() == ["Заречный район"]
    assert not planned(document, coded).writes, "what is learned is learned once"


def test_changed_value_is_shown_old_and_new(document: Document) -> None:
    imported(document, book(row("Луговая СОШ", participants=12, failed=3)))
    plan = imported(document, book(row("Луговая СОШ", participants=12, failed=4)))
    assert plan.rows[0].fate is Fate.CHANGED
    assert [(c.before, c.after) for c in plan.rows[0].changes] == [("3", "4")]
    assert stored(document)[0][:4] == ("Луговая СОШ", "valid", 12, 4)


def test_change_that_is_left_out_keeps_the_old_value(document: Document) -> None:
    imported(document, book(row("Луговая СОШ", participants=12, failed=3)))
    plan = planned(document, book(row("Луговая СОШ", participants=12, failed=4)))
    with document.write("Загрузка", kind="import") as session:
        applied = parcels.apply(session, plan, leave={plan.rows[0].uid})
    assert (applied.added, applied.changed, applied.parcels) == (0, 0, ())
    assert stored(document)[0][3] == 3


@pytest.mark.parametrize(
    "state", [ResultState.NOT_CONDUCTED, ResultState.NO_PARTICIPANTS, ResultState.NOT_RECEIVED]
)
def test_nothing_never_replaces_a_value(document: Document, state: ResultState) -> None:
    imported(document, book(row("Луговая СОШ", participants=12, failed=3)))
    plan = imported(document, book(row("Луговая СОШ", state=state)))
    assert plan.rows[0].fate is Fate.UNCHANGED and "оставлено прежнее" in plan.rows[0].why
    assert stored(document)[0][:4] == ("Луговая СОШ", "valid", 12, 3)


def test_value_replaces_nothing_and_a_missing_figure_is_kept(document: Document) -> None:
    imported(document, book(row("Луговая СОШ", state=ResultState.NOT_RECEIVED)))
    assert (
        imported(document, book(row("Луговая СОШ", participants=12, failed=3))).rows[0].fate is Fate.CHANGED
    )
    imported(document, book(row("Луговая СОШ", mean_e4=35_000)))
    assert stored(document)[0][:4] == ("Луговая СОШ", "valid", 12, 3)


def test_exact_counts_replace_a_rounded_share_that_does_not_agree(document: Document) -> None:
    imported(document, book(row("Луговая СОШ", failed_pct_e4=30 * E4)))
    plan = imported(document, book(row("Луговая СОШ", participants=16, failed=5)))
    assert plan.rows[0].fate is Fate.CHANGED
    assert stored(document)[0][2:5] == (16, 5, 31 * E4)


def test_new_share_that_cannot_stand_with_old_marks_is_refused(document: Document) -> None:
    imported(document, book(row("Луговая СОШ", participants=12, failed=3, count_3=4, count_4=3, count_5=2)))
    plan = imported(document, book(row("Луговая СОШ", participants=10)))
    assert plan.rows[0].fate is Fate.REFUSED and "не сходятся" in plan.rows[0].why
    assert stored(document)[0][2] == 12


def test_same_line_twice_is_a_repeat_and_other_figures_are_refused(document: Document) -> None:
    plan = imported(
        document,
        book(
            row("Луговая СОШ", participants=12, failed=3),
            row("МБОУ «Луговая СОШ»", at=3, participants=12, failed=3),
            row("Луговая СОШ", at=4, participants=12, failed=5),
        ),
    )
    assert [one.fate for one in plan.rows] == [Fate.NEW, Fate.UNCHANGED, Fate.REFUSED]
    assert "Лист1!B2" in plan.rows[2].why and "5 из 12" in plan.rows[2].why


def test_two_reports_of_one_sitting_are_put_together(document: Document) -> None:
    plan = imported(
        document,
        book(
            row("Луговая СОШ", participants=12, failed=3),
            row("Луговая СОШ", sheet="Журнал", lowered=2, confirmed=9, raised=1),
        ),
    )
    assert len(plan.rows) == 1 and plan.rows[0].figures[-4:-1] == (2, 9, 1)


@pytest.mark.parametrize(
    ("share", "old", "together"),
    [(0, None, False), (42, None, True), (42, (12, 4), True), (33, (12, 4), False), (33, (12, 5), False)],
)
def test_counts_and_a_share_in_two_rows_are_one_result_only_if_they_agree(
    document: Document, share: int, old: tuple[int, int] | None, together: bool
) -> None:
    if old:
        imported(document, book(row("Луговая СОШ", participants=old[0], failed=old[1])))
    two = book(
        row("Луговая СОШ", failed_pct_e4=share * E4), row("Луговая СОШ", at=3, participants=12, failed=5)
    )
    plan = imported(document, two)
    assert len(plan.rows) == (1 if together else 2)
    if together:
        assert stored(document)[0][2:5] == (12, 5, share * E4)
    else:
        assert "Лист1!B2" in plan.rows[1].why and plan.rows[1].fate is Fate.REFUSED
    again = planned(document, two)
    assert not again.writes


def test_unknown_subject_is_refused_with_what_to_do(document: Document) -> None:
    plan = imported(
        document,
        book(
            row(
                "Луговая СОШ", SittingMention("vpr", "ЩЩ", "", 5, 5, 2020, "spring"), participants=1, failed=0
            )
        ),
    )
    assert plan.rows[0].fate is Fate.REFUSED and "Справочниках" in plan.rows[0].why
    assert contents(document)["school"] == []


def test_refusals_of_the_reader_stand_among_the_rows(document: Document) -> None:
    plan = planned(
        document, book(row("Луговая СОШ", participants=12, failed=3), refused=("Больше, чем участников.",))
    )
    assert plan.counts == {"new": 1, "refused": 1}
    assert (
        plan.refused[0].why == "Больше, чем участников. Исправьте."
        and plan.refused[0].cells[0].address == "Лист1!C50"
    )


def test_near_name_waits_for_a_person_and_the_answer_is_remembered(document: Document) -> None:
    imported(document, book(row("Луговая СОШ", participants=12, failed=3)))
    near = book(row("Луговская СОШ", VPR_RU5, participants=12, failed=3))
    waiting = imported(document, near)
    assert waiting.counts == {"waiting": 1} and len(waiting.undecided) == 1
    key, uid = waiting.schools[0].key, waiting.schools[0].match.suggestions[0].uid
    decided = imported(document, near, decisions={key: f"same:{uid.hex()}"})
    assert decided.counts == {"new": 1} and not decided.new_schools
    later = planned(document, book(row("МБОУ «Луговская СОШ»", EGE_RU, participants=2, failed=0)))
    assert later.schools[0].match.kind == "alias" and later.counts == {"new": 1}


def test_skipped_school_is_told_and_skipped_next_time(document: Document) -> None:
    imported(document, book(row("Луговая СОШ", participants=12, failed=3)))
    near = book(row("Луговская СОШ", participants=12, failed=3))
    skip = imported(document, near, decisions={mention_key(school("Луговская СОШ")): "skip"})
    assert not skip.counts and [one.school for one in skip.passed] == ["Луговская СОШ"]
    again = planned(document, near)
    assert not again.counts and len(again.passed) == 1


def test_new_by_decision_and_namesakes_of_two_municipalities(document: Document) -> None:
    imported(document, book(row(school("СОШ № 1", "Заречный район"), participants=12, failed=3)))
    other = school("СОШ № 1", "Южный район")
    assert planned(document, book(row(other, participants=9, failed=3))).counts == {"waiting": 1}
    imported(document, book(row(other, participants=9, failed=3)), decisions={mention_key(other): "new"})
    assert [one[2] for one in stored(document)] == [9, 12] or [one[2] for one in stored(document)] == [12, 9]
    both = planned(
        document,
        book(
            row(other, participants=9, failed=3),
            row(school("СОШ №1", "Заречный МО"), at=3, participants=12, failed=3),
        ),
    )
    assert both.counts == {"unchanged": 2}


def test_code_is_learned_and_found_by(document: Document) -> None:
    imported(document, book(row("Луговая СОШ", participants=12, failed=3)))
    imported(
        document,
        book(
            row(school("Луговая СОШ", "Заречный район", "edu7", "fisoko"), VPR_RU5, participants=12, failed=3)
        ),
    )
    found = planned(
        document,
        book(row(school("Школа у луга", code="edu7", system="fisoko"), EGE_RU, participants=2, failed=0)),
    )
    assert found.schools[0].match.kind == "code"
    with document.read() as session:
        assert session.execute(text("SELECT municipality FROM school")).scalar() == "Заречный район"


def test_undoing_a_parcel_keeps_later_edits(document: Document) -> None:
    imported(document, book(row("Луговая СОШ", participants=12, failed=3)))
    parcel = document.actions(limit=1)[0].action
    imported(document, book(row("Озёрная СОШ", participants=10, failed=1)))
    document.undo_action(parcel)
    assert [one[0] for one in stored(document)] == ["Озёрная СОШ"]


NAMES = st.sampled_from(["Луговая СОШ", "МБОУ «Луговая СОШ»", "Озёрная ООШ", "СОШ № 2", "СОШ №2", "Гимназия"])
STATES = st.sampled_from([*ResultState][:4])


@st.composite
def lines(draw: st.DrawFn, at: int = 2) -> object:
    name, sitting, state = draw(NAMES), draw(st.sampled_from([VPR_MA5, VPR_RU5, EGE_RU])), draw(STATES)
    figures: dict[str, int | None] = {}
    if state is ResultState.VALID:
        n = draw(st.integers(1, 40))
        kind = draw(st.sampled_from(["counts", "share", "mean"]))
        if kind == "counts":
            figures = {"participants": n, "failed": draw(st.integers(0, n))}
        elif kind == "share":
            figures = {"failed_pct_e4": draw(st.integers(0, 100)) * E4}
        else:
            figures = {"mean_e4": draw(st.integers(0, 100)) * E4}
    return row(name, sitting, state, "Лист1", draw(st.integers(2, 60)), False, **figures)


BOOKS = st.lists(st.lists(lines(), max_size=12), min_size=1, max_size=4)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(BOOKS)
def test_imports_undone_give_the_start_and_a_repeat_gives_nothing(
    tmp_path: Path, all_rows: list[list[object]]
) -> None:
    path = tmp_path / "свойства.shnor"
    path.unlink(missing_ok=True)
    with create_document(path, Who("Проба", "ИМЦ", "ноутбук")) as document:
        states = [contents(document)]
        for rows in all_rows:
            one = book(*rows)  # type: ignore[arg-type]
            plan = imported(document, one)
            assert len(plan.rows) <= len(rows)
            assert not plan.undecided
            if contents(document) != states[-1]:
                states.append(contents(document))
            repeated = planned(document, one)
            assert not repeated.writes, "a repeat changes nothing"
        for expected in reversed(states[:-1]):
            document.undo()
            assert contents(document) == expected


def test_a_part_of_a_protocol_does_not_replace_the_whole(document: Document) -> None:
    """One appeal of one pupil is no new result of thirty."""
    whole, part, later = (
        book(row(school("Кедровая СОШ"), EGE_RU, participants=n, failed=f))
        for n, f in ((30, 8), (1, 0), (29, 7))
    )
    imported(document, whole)
    protocols = [replace(one, rows=(one.rows[0]._replace(by_pupils=True),)) for one in (part, later)]
    (refused,) = planned(document, protocols[0]).rows
    assert refused.fate is Fate.REFUSED and refused.group == "part_of_protocol"
    assert "1\u00a0участник" in refused.why and "30\u00a0участников" in refused.why
    (taken,) = planned(document, protocols[1]).rows
    assert taken.fate is Fate.CHANGED


def test_codes_meet_without_their_leading_noughts(document: Document) -> None:
    imported(
        document,
        book(row(school("Кедровая СОШ", code="000071", system="rcoi"), EGE_RU, participants=3, failed=0)),
    )
    plan = planned(
        document,
        book(row(school("Кедровая школа", code="71", system="rcoi"), VPR_MA5, participants=4, failed=1)),
    )
    assert [one.match.kind for one in plan.schools] == ["code"] and plan.codes == ()


def test_refused_rows_carry_the_code_of_their_reason(document: Document) -> None:
    problem = Problem(Severity.REFUSED, "Пусто.", "", CellRef("Лист1", 2, 3), "Кедровая СОШ", Reason.BLANK)
    (refused,) = planned(document, replace(book(), problems=(problem,))).refused
    assert refused.group == "blank"


def test_the_preview_tells_what_was_added_up_and_which_name_was_taken_for_which_school(
    document: Document,
) -> None:
    cells = tuple(CellRef("ВПР", at, 4) for at in (6, 7))
    summed = row(school("МБОУ «Кедровая СОШ им. П. И. Лосева»"), VPR_MA5, participants=47, failed=4)
    again = row(school("МБОУ Кедровая СОШ имени П.И. Лосева"), VPR_RU5, participants=0, failed=0)
    bare = again._replace(state=ResultState.NOT_RECEIVED, figures=Figures())
    plan = planned(document, book(summed._replace(parts=("а", "б"), cells=cells), bare))
    lines = {line.kind: line for line in preview_lines(plan)}
    first = next(line for line in preview_lines(plan) if line.after.startswith("4 из"))
    assert (first.after, first.note) == ("4 из 47 (8,5\u00a0%)", "Сложено 5А + 5Б: строки 6, 7.")
    named = lines["named"]
    assert named.school == "МБОУ «Кедровая СОШ им. П. И. Лосева»"
    assert named.note.startswith("В книге «МБОУ Кедровая СОШ имени П.И. Лосева»: названия различаются только")
    assert told_of(plan).added_text == "2 (1 с данными, 1 без данных (н/д))"


def test_markers_of_nonobjectivity_go_to_the_results_there_are(document: Document) -> None:
    """One of the file, one of the same import, one that is nowhere; no school and no result is made for a marker."""
    known, newcomer, stranger = (school(name) for name in ("Кедровая СОШ", "Липовая СОШ", "Чужая СОШ"))
    imported(document, book(row(known, VPR_MA5, participants=10, failed=1)))
    flags = tuple(
        FlagRow(one, VPR_MA5, CellRef("Признаки", n, 5))
        for n, one in enumerate((known, newcomer, stranger), 2)
    )
    plan = planned(document, replace(book(row(newcomer, VPR_MA5, participants=4, failed=0)), flags=flags))
    assert [(one.fate, one.flag, one.figures[:2]) for one in plan.rows] == [
        (Fate.NEW, True, (4, 0)),
        (Fate.CHANGED, True, (10, 1)),
    ]
    assert len(plan.new_schools) == 1
    assert (
        "Отмечены признаки необъективности: 2\u00a0результата, для 1\u00a0признака" in plan.problems[-1].text
    )


def test_markers_wait_for_results_that_come_later(document: Document) -> None:
    """Of a school of the file and of one it does not know yet; met once, and what a person takes back stays so."""
    known, stranger = school("Кедровая СОШ"), school("Чужая СОШ", code="edu420007", system="fisoko")
    imported(document, book(row(known, EGE_RU, participants=10, failed=1)))
    flags = (
        FlagRow(known, VPR_MA5, CellRef("Признаки", 2, 5)),
        FlagRow(stranger, VPR_MA5, CellRef("Признаки", 3, 5)),
    )
    first = imported(document, replace(book(), flags=flags))
    assert first.writes and "запомнено" in first.problems[-1].text
    assert not planned(document, replace(book(), flags=flags)).writes  # the same again says nothing new
    later = book(
        row(known, VPR_MA5, participants=10, failed=1),
        row(stranger, VPR_MA5, participants=7, failed=0),
        row(stranger, EGE_RU, participants=7, failed=0),
    )
    plan = imported(document, later)
    assert [one.flag for one in plan.rows] == [True, True, False] and len(plan.loaded) == 3
    assert not planned(document, later).writes


def test_the_score_of_high_results_is_kept_with_the_sitting(document: Document) -> None:
    """Taken from the first book that says it; another score is told and changes nothing."""
    row_ = row("Кедровая СОШ", EGE_RU, participants=10, failed=1, high=2)
    imported(document, book(row_))
    said = [book(row("Кедровая СОШ", EGE_RU, participants=10, failed=n, high=2)) for n in (2, 3)]
    first = replace(said[0], high_from=((EGE_RU, 81),))
    imported(document, first)
    other = planned(document, replace(said[1], high_from=((EGE_RU, 80),)))
    assert other.high_from == () and "с 80 и с 81" in other.problems[-1].text
    imported(document, replace(said[1], high_from=((EGE_RU, 80),)))
    with document.read() as session:
        assert session.scalars(select(Sitting.high_from)).all() == [81]
    new = EGE_RU._replace(school_year=2010)
    imported(
        document, replace(book(row("Кедровая СОШ", new, participants=3, failed=0)), high_from=((new, 80),))
    )
    with document.read() as session:
        assert set(session.scalars(select(Sitting.high_from))) == {80, 81}
