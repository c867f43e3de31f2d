"""Dynamics in the memo: what is left out is told with why and how many."""

import pytest

from shnor_desktop.papers.results.facts import (
    ChangeFacts,
    MemoFacts,
    ProcedureFacts,
    ResultFacts,
    RowFacts,
    SittingFacts,
    SubjectFacts,
)
from shnor_desktop.papers.results.memo_conclusions import conclusions
from shnor_desktop.papers.tree.frame import PaperMeta, Tables
from shnor_desktop.papers.tree.paper import Block, Table, plain, runs_of

SITTINGS = (SittingFacts("1", "весна 2024", "2023/24"), SittingFacts("2", "весна 2025", "2024/25"))


def _row(name: str, verdict: str, incomparable: str = "") -> RowFacts:
    results = tuple(ResultFacts(key, 20, 2, "10,0", 100_000) for key in "12")
    return RowFacts(name, results, changes=(ChangeFacts("1", "2", "+30,0", 300_000, verdict, incomparable),))


def _blocks(*rows: RowFacts) -> list[Block]:
    part = ProcedureFacts("Математика, 5 класс", 5, "", SITTINGS, rows)
    subject = SubjectFacts("ВПР", "Математика", (part,), "vpr")
    return list(conclusions(MemoFacts(PaperMeta(), ("2024/25",), 30, (), (subject,)), Tables(), 1))


def _text(*rows: RowFacts) -> str:
    found = (" ".join(map(plain, runs_of(one))) for one in _blocks(*rows))
    return " ".join(" ".join(found).split())


SMALL = _row("Липовая ООШ", "")


def test_pairs_left_out_are_told_first() -> None:
    said = _text(_row("Кедровая СОШ", "better"), SMALL, _row("Ельник ООШ", "", "другая шкала"))
    left = "Не сопоставлялись пары результатов за разные годы: 1 – менее 10 участников хотя бы в одном из двух; 1 – несопоставимы"
    assert said.count(left) == 2
    end = "доля низких отметок снизилась в 1, увеличилась в 0, существенно не изменилась в 0."
    assert f"(н/с). Сопоставлена 1 пара результатов за разные годы: {end}" in said


@pytest.mark.parametrize(("rows", "columns"), [((), 5), ((SMALL,), 6)])
def test_they_have_a_column_where_there_are_some(rows: tuple[RowFacts, ...], columns: int) -> None:
    (table,) = (one for one in _blocks(_row("Кедровая СОШ", "same"), *rows) if isinstance(one, Table))
    assert len(table.columns) == columns
    assert [cell.text for cell in table.rows[0].cells][1:3] == ["1", "1" if rows else "0"]


def test_nothing_compared_is_told_with_why() -> None:
    assert "хотя бы в одном из двух. Сопоставимых результатов за разные годы нет" in _text(SMALL)
    assert "Не сопоставлялись" not in _text(_row("Кедровая СОШ", "same"))
