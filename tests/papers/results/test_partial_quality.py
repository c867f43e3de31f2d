"""The mark of a figure that is not of all results stands on that figure alone, with its reason."""

from shnor_desktop.papers.results.facts import QualityLine, QualityTable
from shnor_desktop.papers.results.quality import PARTIAL, quality_tables
from shnor_desktop.papers.tree.frame import Tables
from shnor_desktop.papers.tree.paper import Table, plain


def composed(*lines: QualityLine) -> Table:
    (table,) = quality_tables((QualityTable("ВПР", "по школам", "Школа", lines),), "ВПР", Tables())
    assert isinstance(table, Table)
    return table


def marks(table: Table) -> list[list[str]]:
    return [[cell.mark for cell in row.cells[2:]] for row in table.rows]


def test_unknown_marks_leave_participants_and_passing_whole() -> None:
    table = composed(QualityLine("Береговая ООШ", "146", "60,3", "31,0", "2,95", ("quality", "mean")))
    assert marks(table) == [["", "", PARTIAL, PARTIAL]]
    assert "остальные источник приводит без этих сведений." in plain(table.notes[0])


def test_unknown_pupils_mark_every_sum() -> None:
    every = ("takers", "passed", "quality", "mean")
    table = composed(
        QualityLine("Береговая ООШ", "146", "60,3", "31,0", "2,95", every),
        QualityLine("Горная СОШ", "20", "90,0", "50,0", "3,60"),
    )
    assert marks(table) == [[PARTIAL] * 4, [""] * 4]
    assert "остальные источник приводит без числа участников." in plain(table.notes[0])
