"""A sample of the fuzz: damaged workbooks never give a traceback, a hang or a changed file."""

from pathlib import Path

import pytest

from tests.sheets.fuzz_workbooks import run

pytestmark = pytest.mark.processes


def test_sample_of_mutants(tmp_path: Path) -> None:
    report = run(60, seed=7, folder=tmp_path)
    assert report.failures == []
    assert sum(report.outcomes.values()) == 60
    assert {outcome.split()[1] for outcome in report.outcomes} == {"read", "refused"}
