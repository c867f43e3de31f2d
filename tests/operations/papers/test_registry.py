"""Papers from the document: the same numbers in every format, refusals in sentences."""

from pathlib import Path
from typing import Any

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.errors import Cancelled, UserError
from shnor_desktop.models.results import AreaResult
from shnor_desktop.models.uids import new_uid
from shnor_desktop.operations.identification import classification, lists, statuses
from shnor_desktop.operations.papers import memo, registry
from shnor_desktop.operations.results.held import years_with_results
from shnor_desktop.papers.tree.paper import Table, plain, runs_of
from shnor_desktop.rules.figures import ResultState
from tests.operations.district import District


@pytest.fixture
def filled(document: Document) -> Document:
    with document.write("Заполнение") as session:
        district = District(session)
        spring = [district.sitting("vpr", "МА", 5, year, "spring") for year in (2019, 2020, 2021)]
        exam = district.sitting("oge", "РУ", 9, 2021)
        first, second = district.school("Береговая ООШ"), district.school("Горная СОШ", place="с. Горное")
        branch = district.school("Филиал в Заречье", parent=first)
        for sitting, failed in zip(spring, (20, 12, 13), strict=True):
            district.result(first, sitting, 30, failed, mean_e4=33_000)
            district.result(second, sitting, 20, 1)
        district.result(branch, spring[2], 10, 7)
        district.result(first, exam, 9, 4)
        district.result(second, exam, state=ResultState.NOT_RECEIVED)
        ground = statuses.Ground("regional", "приказ министерства от 01.09.2021 № 7", "2021-09-01")
        statuses.add_schools(session, [second], ground)
    return document


def text_of(paper: object) -> str:
    return "\n".join(plain(run) for block in paper.blocks() for run in runs_of(block))  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", ["list", "memo", "school-card"])
@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx"])
def test_every_paper_is_written_in_every_format(
    filled: Document, tmp_path: Path, code: str, suffix: str
) -> None:
    out = tmp_path / f"Документ{suffix}"
    given: dict[str, Any] = {"school": "Береговая ООШ"} if code == "school-card" else {}
    registry.print_paper(filled, code, out, **given)
    assert out.stat().st_size > 2_000


def test_the_list_names_reasons_and_differences(filled: Document) -> None:
    with filled.read() as session:
        text = text_of(registry.compose(session, "list"))
    assert "ПРОЕКТ" in text
    assert "Береговая" in text
    assert "20" in text  # 13 + 7 of 30 + 10 pupils
    assert "50,0" in text
    assert "приказ министерства от 01.09.2021" in text.replace("\u00a0", " ")


def test_a_signed_list_prints_what_was_frozen(filled: Document) -> None:
    with filled.write("Подписание") as session:
        uid = lists.sign(
            session, classification.profile(session), lists.Signing("2022-09-05", "И.О. Образцова")
        )
    with filled.read() as session:
        paper = registry.compose(session, "list", signed=uid)
    text = text_of(paper)
    assert "ПРОЕКТ" not in text
    assert "5\u00a0сентября 2022" in text


def test_the_memo_adds_branches_shows_change_and_the_sum(filled: Document) -> None:
    with filled.read() as session:
        facts = memo.memo_facts(session, classification.profile(session))
    math = next(one for one in facts.subjects if one.subject == "Математика")
    (procedure,) = math.procedures
    assert procedure.title == "Математика, 5 класс"
    first, second, total = procedure.rows
    assert [(one.participants, one.failed, one.percent) for one in first.results] == [
        (30, 20, "66,7"),
        (30, 12, "40,0"),
        (40, 20, "50,0"),
    ]
    assert [(one.points, one.verdict) for one in first.changes] == [("−26,7", "better"), ("+10,0", "worse")]
    assert [one.mean for one in first.results] == ["3,30", "3,30", ""]
    assert [one.verdict for one in second.changes] == ["same", "same"]
    assert (total.name, total.area, total.results[2].participants) == ("Все школы (сумма)", True, 60)
    assert facts.missing[0].sittings == ("ОГЭ РУ 2022",)
    assert facts.years == ("2019/20", "2020/21", "2021/22")


def test_a_district_line_of_the_source_replaces_the_sum(filled: Document) -> None:
    with filled.write("Район") as session:
        district = District(session)
        sitting = district.sitting("vpr", "МА", 5, 2021, "spring")
        session.add(
            AreaResult(
                uid=new_uid(),
                sitting=sitting,
                area="district",
                area_name="Заречный район",
                parcel=None,
                source="",
                participants=100,
                failed=25,
                pct_decimals=0,
            )
        )
        session.flush()
        facts = memo.memo_facts(session, classification.profile(session))
    math = next(one for one in facts.subjects if one.subject == "Математика")
    assert [row.name for row in math.procedures[0].rows if row.area] == ["Заречный район"]


def test_the_memo_ends_with_the_year_asked_for(filled: Document) -> None:
    with filled.read() as session:
        facts = memo.memo_facts(session, classification.profile(session), 2020)
        assert years_with_results(session) == (2021, 2020, 2019)
    assert facts.years == ("2019/20", "2020/21")


def test_the_card_has_only_its_school(filled: Document) -> None:
    with filled.read() as session:
        paper = registry.compose(session, "school-card", school="Горная СОШ")
    text = text_of(paper)
    assert "Горная СОШ" in text
    assert "Береговая" not in text
    assert any(isinstance(block, Table) for block in paper.blocks())


def test_wrong_wishes_are_answered_with_sentences(filled: Document, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Документа «приговор» нет"):
        registry.print_paper(filled, "приговор", tmp_path / "a.pdf")
    with pytest.raises(UserError, match="Не выбрана школа"):
        registry.print_paper(filled, "school-card", tmp_path / "a.pdf")
    with pytest.raises(UserError, match="нет в файле"):
        registry.print_paper(filled, "school-card", tmp_path / "a.pdf", school="Нет такой СОШ")
    with pytest.raises(UserError, match="нельзя сохранить"):
        registry.print_paper(filled, "list", tmp_path / "a.odt")
    with pytest.raises(UserError, match="не подписан"):
        registry.print_paper(filled, "list", tmp_path / "a.pdf", signed=new_uid())
    assert list(tmp_path.glob("a.*")) == []


@pytest.mark.parametrize("code", registry.PAPERS)
def test_where_there_is_nothing_to_print_nothing_is_written(
    document: Document, tmp_path: Path, code: str
) -> None:
    with document.read() as session:
        told = registry.PAPERS[code].nothing(session)
    with pytest.raises(UserError) as refused:
        registry.print_paper(document, code, tmp_path / "документ.pdf")
    assert told.startswith(refused.value.what_happened) and refused.value.what_to_do
    assert not list(tmp_path.glob("документ*"))


def test_an_empty_paper_can_be_drawn(document: Document) -> None:
    """A window that was open before the last result went may still ask for it."""
    for code in ("list", "memo"):
        assert registry.sheet(document, code, {}, lambda *_: None).pdf.startswith(b"%PDF-")


def test_file_names_fit_every_file_system(filled: Document) -> None:
    with filled.read() as session:
        for code in ("list", "memo"):
            name = registry.kind_of(code).file_name(registry.compose(session, code))
            assert 10 < len(name) <= 40  # The titles themselves fill a line or two.
            assert not set(name) & set('\\/:*?"<>|«»')


def test_progress_moves_all_the_way_and_may_stop_the_work(filled: Document) -> None:
    steps: list[int] = []
    made = registry.sheet(filled, "memo", {}, lambda done, of, text: steps.append(100 * done // of))
    assert steps == sorted(steps) and steps[0] == 0 and steps[-1] == 100 and len(set(steps)) > 10
    assert len(made.sizes) > 1 and made.spots

    def stop(done: int, of: int, text: str) -> None:
        if done > 40:
            raise Cancelled

    with pytest.raises(Cancelled):
        registry.sheet(filled, "memo", {}, stop)
