"""The tests by a Windows Python: what is left out is named and stands, and what passed is not tried again."""

import tomllib
from pathlib import Path

import gate
import pytest
import wine_tests

ROOT = Path(__file__).resolve().parents[2]


def test_what_is_left_out_stands_and_has_a_reason() -> None:
    """A test that was renamed would silently be tried again, or never."""
    declared = tomllib.loads(wine_tests.DECLARED.read_text(encoding="utf-8"))
    assert set(declared) == {"windows", "wine"}
    for node, reason in {**declared["windows"], **declared["wine"]}.items():
        file, _, name = node.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert f"def {name.partition('[')[0]}(" in text and reason, node


def test_what_passed_is_kept_until_something_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure is tried again, and so is whatever is asked of another state of the program."""
    tried: list[gate.Task] = []
    codes = iter((1, 0, 0))

    def run(task: gate.Task) -> gate.Outcome:
        tried.append(task)
        return gate.Outcome(task, next(codes), "1 passed in 0.1s", 0.1)

    monkeypatch.setattr(gate, "run", run)
    monkeypatch.setattr(wine_tests, "KEPT", tmp_path)
    task = gate.Task("one", (("python", "-m", "pytest", "tests/test_system.py"),), tests=True)
    assert [wine_tests.tried(task, "state").code for _ in range(3)] == [1, 0, 0]
    assert wine_tests.tried(task, "another state").closing == "1 passed"
    assert len(tried) == 3
