"""Facts as poor as real files can be: percentages only, no district line, no requisites of the office."""

import pytest

from shnor_desktop.papers.draw import render
from shnor_desktop.papers.identification import facts as lf
from shnor_desktop.papers.identification import low_list
from shnor_desktop.papers.results import facts as f
from shnor_desktop.papers.results import memo, school_card
from shnor_desktop.papers.tree.check import findings
from shnor_desktop.papers.tree.frame import PaperMeta
from shnor_desktop.papers.tree.paper import ChartBlock, Paper, Signature, plain, runs_of
from shnor_desktop.rules.results.facts import Profile
from tests.papers import samples
from tests.papers.drawn import pdf_text

META = PaperMeta()
SITTINGS = (f.SittingFacts("b", "весна 2019", "2018/19"), f.SittingFacts("a", "весна 2021", "2020/21"))


def percent(key: str, value: int, **options: bool) -> f.ResultFacts:
    return f.ResultFacts(key, percent=str(value), percent_e4=value * 10_000, **options)  # type: ignore[arg-type]


def poor_memo(*rows: f.RowFacts) -> f.MemoFacts:
    procedure = f.ProcedureFacts("Математика, 6 класс", 6, "", SITTINGS, rows)
    subject = f.SubjectFacts("ВПР", "Математика", (procedure,), "vpr")
    return f.MemoFacts(META, ("2018/19", "2020/21"), 30, tuple(f.Named(row.name) for row in rows), (subject,))


def text_of(paper: Paper) -> str:
    return " ".join(plain(runs) for block in paper.blocks() for runs in runs_of(block)).replace("\u00a0", " ")


def test_percentages_without_counts_have_no_columns_of_counts() -> None:
    change = f.ChangeFacts("b", "a", "−14", -140_000, "better")
    row = f.RowFacts(
        "МБОУ «Луговая СОШ»", (percent("b", 44, low=True), percent("a", 30, border=True)), (change,)
    )
    paper = memo.compose(poor_memo(row))
    said = text_of(paper)
    assert "Чел." not in said and "без числа участников." in said and "≈ –" in said
    assert not any(isinstance(block, ChartBlock | Signature) for block in paper.blocks())
    assert "30≈" in pdf_text(render.data(paper, ".pdf"))


def test_nobody_took_part() -> None:
    row = f.RowFacts("МБОУ «Луговая СОШ»", (f.ResultFacts("b", absent="не проводилась"),))
    said = text_of(memo.compose(poor_memo(row)))
    assert ": результатов школ нет." in said and "Сопоставимых результатов за разные годы нет" in said
    assert "результатов школ – 0" in said


def test_grades_held_at_different_times_share_one_table() -> None:
    def procedure(grade: int, *held: tuple[str, str]) -> f.ProcedureFacts:
        sittings = tuple(f.SittingFacts(f"{grade}{name}", name, year) for name, year in held)
        results = tuple(f.ResultFacts(one.key, 20, 0, "0,0", 0) for one in sittings)
        row = f.RowFacts("МБОУ «Луговая СОШ»", results)
        area = f.RowFacts("Район", results, area=True)
        return f.ProcedureFacts(f"Математика, {grade} класс", grade, "", sittings, (row, area))

    fifth = procedure(5, ("весна 2023", "2022/23"), ("весна 2024", "2023/24"))
    sixth = procedure(6, ("осень 2022", "2022/23"), ("весна 2024", "2023/24"))
    subject = f.SubjectFacts("ВПР", "Математика", (fifth, sixth), "vpr")
    facts = f.MemoFacts(META, ("2022/23", "2023/24"), 30, (f.Named("МБОУ «Луговая СОШ»"),), (subject,))
    paper = memo.compose(facts)
    (table,) = paper.tables()
    assert [cell.text for cell in table.head[0].cells[2:]] == ["осень 2022", "весна 2023", "весна 2024"]
    assert [
        [cell.text for cell in row.cells] for row in table.rows if len(row.cells) > 1 and row.cells[0].text
    ] == [
        ["1", "МБОУ «Луговая СОШ»", "–", "–", "–", "20", "0", "0,0", "20", "0", "0,0"],
        ["1", "МБОУ «Луговая СОШ»", "20", "0", "0,0", "–", "–", "–", "20", "0", "0,0"],
    ]
    assert not any(isinstance(block, ChartBlock) for block in paper.blocks()), "zeros need no chart"


def test_many_sittings_are_divided_between_tables() -> None:
    sittings = tuple(
        f.SittingFacts(str(at), f"весна {at}", f"{at - 1}/{at % 100}") for at in range(2010, 2026)
    )
    row = f.RowFacts(
        "МБОУ «Луговая СОШ»", tuple(f.ResultFacts(one.key, 20, 5, "25,0", 250_000) for one in sittings)
    )
    procedure = f.ProcedureFacts("Математика, 6 класс", 6, "", sittings, (row,))
    subject = f.SubjectFacts("ВПР", "Математика", (procedure,), "vpr")
    facts = f.MemoFacts(
        META, tuple(one.school_year for one in sittings), 30, (f.Named(row.name),), (subject,)
    )
    paper = memo.compose(facts)
    said = text_of(paper)
    assert all(one.name in said for one in sittings)
    assert len(list(paper.tables())) > 2
    assert all(sum(column.width for column in table.columns) <= 257 for table in paper.tables())


@pytest.mark.parametrize("suffix", render.SUFFIXES)
def test_papers_of_an_office_without_requisites(suffix: str) -> None:
    profile = Profile("Своя", 1, (), (), 25, min_n=5, c2_count_b=2)
    listed = low_list.compose(lf.ListFacts(META, profile, "", 0))
    card = school_card.compose(f.SchoolCardFacts(META, "МБОУ «Луговая СОШ»"))
    for paper in (listed, card, memo.compose(f.MemoFacts(META, (), 30, ()))):
        assert render.data(paper, suffix)
        assert findings(paper) == ()
    assert "менее 5 участников, не учитываются" in text_of(listed)
    assert "двум оценочным процедурам за год, предшествующий ему" in text_of(listed)


def test_one_year_of_results_is_not_called_two() -> None:
    one = Profile("Методика", 1, (samples.sitting("ВПР МА 5, весна 2025", 2024),), ())
    said = text_of(low_list.compose(lf.ListFacts(META, one, "2025/26", 3)))
    assert "не проверялся: результатов предшествующего года нет" in said
    assert "двух учебных годов (2024/25)" not in said and "двух учебных годов; не" in said
