"""The gate: every test in one group, honest about every kind of failure, one closing line."""

import sys
from pathlib import Path

import gate
import pytest
import verbs

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose tests the gate runs with this Python."""
    monkeypatch.setattr(gate, "ROOT", tmp_path)
    monkeypatch.setattr(gate, "PYTHON", Path(sys.executable))
    monkeypatch.delenv(gate.EXAMPLES, raising=False)
    monkeypatch.delenv(gate.LONG, raising=False)
    monkeypatch.setattr(gate, "_PACE", {})
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # These tests need neither Qt nor hypothesis.
    return tmp_path


def write(path: Path, *bodies: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    tests = (f"def test_{number}():\n    {body}\n" for number, body in enumerate(bodies))
    path.write_text("\n".join(tests), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("body", "code", "closing"),
    [
        ("assert True", 0, "1 passed"),
        ("assert False", 1, "1 failed"),
        ("import atexit, os; atexit.register(os._exit, 7)", 7, "1 passed"),
        ("import os; os._exit(3)", 3, "pytest printed no closing line"),
        ("import os; os._exit(0)", 1, "pytest printed no closing line"),
    ],
)
def test_pytest_is_answered_for_honestly(body: str, code: int, closing: str, checkout: Path) -> None:
    """A failure, and a death within a test or after the last, count."""
    write(checkout / "tests" / "test_it.py", body)
    (group,) = gate.groups()
    outcome = gate.run(group)
    assert (outcome.code, outcome.closing) == (code, closing)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no signals")
def test_a_death_by_signal_is_a_failure(checkout: Path) -> None:
    write(checkout / "tests" / "test_it.py", "import os; os.abort()")
    assert gate.run(gate.groups()[0]).code == -6


def test_every_test_is_in_one_group(checkout: Path) -> None:
    """Folders, files beside them, folders in folders; state machines by themselves and first."""
    names = ("a/test_x.py", "a/b/test_y.py", "test_z.py", "a/test_work_machine.py", "c/test_long.py")
    for name in names:
        write(checkout / "tests" / name, "assert True")
    write(checkout / "tests" / "c" / "test_long.py", *["assert True"] * 50)
    groups = gate.groups()
    assert [one.name for one in groups] == [
        "tests/a/test_work_machine.py",
        "tests/c/test_long.py",
        "tests/a",
        "tests/test_z.py",
    ]
    taken = [word for one in groups for word in one.commands[0] if word.endswith(".py")]
    assert sorted(taken) == sorted(f"tests/{name}" for name in names)


def test_thousands_of_histories_are_shared_by_the_processors(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rounded up: never fewer than were asked for."""
    said = "import os; assert os.environ['SHNOR_EXAMPLES'] == '501'"
    write(checkout / "tests" / "test_work_machine.py", said)
    monkeypatch.setattr(gate, "processors", lambda: 3)
    monkeypatch.setenv("SHNOR_EXAMPLES", "30")
    assert [one.name for one in gate.groups()] == ["tests/test_work_machine.py"]
    monkeypatch.setenv("SHNOR_EXAMPLES", "3001")
    shares = gate.groups()
    assert [one.name[-12:] for one in shares] == [f"share {number} of 6" for number in range(1, 7)]
    assert [gate.run(one).code for one in shares] == [0] * 6


def test_a_long_run_spares_nothing(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every group is told, and the machines try thousands of histories, or as many as were asked for."""
    write(checkout / "tests" / "a" / "test_x.py", "import os; assert os.environ['SHNOR_LONG'] == '1'")
    write(checkout / "tests" / "test_work_machine.py", "import os; assert 'SHNOR_LONG' in os.environ")
    monkeypatch.setattr(gate, "processors", lambda: 2)
    groups = gate.groups(long=True)
    assert [dict(one.variables).get(gate.EXAMPLES) for one in groups] == ["500"] * 4 + [None]
    assert [gate.run(one).code for one in groups] == [0] * 5
    monkeypatch.setenv(gate.EXAMPLES, "40")
    assert [one.name for one in gate.groups(long=True)] == ["tests/test_work_machine.py", "tests/a/test_x.py"]
    assert all(gate.LONG not in dict(one.variables) for one in gate.groups())


def test_a_heavy_folder_is_dealt_out(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By areas, in shares of about equal weight; what is light stays whole, and so do the rules."""
    for area in ("one", "two", "three", "four"):
        write(checkout / "tests" / "heavy" / area / "test_x.py", *["assert True"] * 40)
        write(checkout / "tests" / "heavy" / area / "test_y.py", "assert True")
        write(checkout / "tests" / "rules" / area / "test_x.py", *["assert True"] * 40)
        write(checkout / "tests" / "light" / area / "test_x.py", "assert True")
    size = sum(file.stat().st_size for file in (checkout / "tests" / "heavy").rglob("*.py"))
    monkeypatch.setattr(gate, "_PACE", {"heavy": 1.9 * gate._LONGEST_SHARE * 1000 / size, "rules": 9.0})
    names = [one.name for one in gate.groups()]
    assert sorted(names) == [
        "tests/heavy: four, three",
        "tests/heavy: one, two",
        "tests/light",
        "tests/rules with complete coverage of the rules",
    ]
    assert names[-1] == "tests/light"


def test_the_paces_are_of_folders_that_stand() -> None:
    assert [one for one in gate._PACE if not (ROOT / "tests" / one).is_dir()] == []


def test_the_rules_are_covered_by_their_own_tests() -> None:
    (rules,) = (one for one in gate.groups() if one.name.startswith("tests/rules"))
    assert [command[3:5] for command in rules.commands] == [("coverage", "run"), ("coverage", "report")]
    assert "--fail-under=100" in rules.commands[1]


def test_one_line_closes_all(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers are added up, failures named first and shown whole; everything is tried."""
    write(checkout / "tests" / "a" / "test_good.py", "assert True", "import pytest; pytest.skip('not here')")
    write(checkout / "tests" / "b" / "test_bad.py", "assert 1 == 2", "assert True", "assert True")
    absent = gate.Task("absent", (gate.module("no_such_module"),))
    outcomes = gate.hold([absent, *gate.groups()], at_once=2)
    assert gate.closing_line(outcomes, 61.5) == "1 failed, 3 passed, 1 skipped in 61.50s"
    said = capsys.readouterr().out
    assert "assert 1 == 2" in said and "No module named no_such_module" in said
    assert "FAILED (exit code 1)  tests/b/test_bad.py" in said
    assert "1 passed, 1 skipped" in said


def test_a_failure_fails_the_gate(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "ROOT", checkout)
    (checkout / "shnor_desktop").mkdir()
    write(checkout / "tests" / "test_bad.py", "assert False")
    outcomes, failed = verbs.held(gate.groups())
    assert failed == ["tests/test_bad.py"] and len(outcomes) == 1
