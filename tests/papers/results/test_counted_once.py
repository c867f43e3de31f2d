"""An exam that is told before and after a resit is one result of a school, not two."""

from typing import Any

import pytest

from shnor_desktop.papers.results.facts import (
    MemoFacts,
    ProcedureFacts,
    ResultFacts,
    RowFacts,
    SittingFacts,
    SubjectFacts,
)
from shnor_desktop.papers.results.memo_conclusions import conclusions
from shnor_desktop.papers.tree.frame import Tables


def _result(sitting: str, percent: int, *, known: bool = True) -> ResultFacts:
    if not known:
        return ResultFacts(sitting, absent="не проводилась")
    return ResultFacts(sitting, 10, percent // 10, str(percent), percent * 10_000, low=percent >= 30)


def _procedure(key: str, first: ResultFacts, second: ResultFacts, *, final: bool) -> ProcedureFacts:
    rows = (RowFacts("Кедровая СОШ", (first,)), RowFacts("Липовая СОШ", (second,)))
    area = RowFacts("Все школы (сумма)", (first,), area=True)
    return ProcedureFacts("Химия", 9, "", (SittingFacts(key, "2025", "2024/25"),), (*rows, area), final)


def _facts(meta: Any, **more: Any) -> MemoFacts:
    main = _procedure("main", _result("main", 40), _result("main", 20), final=False)
    resit = _procedure("final", _result("final", 10), _result("final", 0, known=False), final=True)
    subject = SubjectFacts("ОГЭ", "Химия", (main, resit), "oge")
    return MemoFacts(meta, ("2024/25",), 30, (), (subject,), **more)


@pytest.mark.parametrize(
    ("last", "low", "word"), [(False, 1, "основного периода"), (True, 0, "после пересдачи")]
)
def test_one_exam_is_one_result(last: bool, low: int, word: str) -> None:
    facts = _facts(None, last_counts=last)
    assert (facts.totals.results, facts.totals.low, facts.totals.doubled) == (2, low, 1)
    told = str(conclusions(facts, Tables(), 1))
    assert "сосчитан один раз" in told and word in told
