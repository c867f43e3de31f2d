"""The verbs of dev.py: what they call and what they answer."""

import runpy
import sys
from pathlib import Path
from typing import Any

import environment
import gate
import pytest
import verbs

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[list[str], dict[str, str]]]:
    """Commands that a verb would have run, with the variables it sets; nothing is prepared or run."""
    calls: list[tuple[list[str], dict[str, str]]] = []

    def call(command: list[str | Path], cwd: Path | None = None, **changed: str) -> int:
        calls.append(([str(word) for word in command], changed))
        return 0

    def prepare(**_asked: bool) -> None:
        return None

    monkeypatch.setattr(verbs, "call", call)
    monkeypatch.setattr(verbs, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "prepare", prepare)
    return calls


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 14, 0)])
def test_says_which_python_is_needed(
    version: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Too old or too new: one sentence, exit code 2."""
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(ROOT / "packaging" / "dev.py"), run_name="__main__")
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "needs Python 3.11, 3.12 or 3.13" in said
    assert f"3.{version[1]}:" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "code"), [([], 2), (["dance"], 2), (["--help"], 0), (["check", "x"], 2)]
)
def test_an_unknown_verb_is_answered_with_the_known_ones(arguments: list[str], code: int) -> None:
    """Exit code 2 unless help was asked for."""
    assert verbs.main(arguments) == code


def test_run_without_a_display_does_the_main_job(
    called: list[tuple[list[str], dict[str, str]]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The demo, drawn offscreen, into build/demo."""
    monkeypatch.setattr(environment, "has_display", lambda: False)
    assert verbs.main(["run"]) == 0
    ((command, variables),) = called
    assert command[-4:] == ["-m", "shnor_desktop", "--demo", str(tmp_path / "build" / "demo")]
    assert variables == {"QT_QPA_PLATFORM": "offscreen"}


def test_run_with_a_file_and_no_display_is_refused(
    called: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is shown to nobody."""
    monkeypatch.setattr(environment, "has_display", lambda: False)
    assert verbs.main(["run", "x.shnor"]) == 2
    assert "no display" in capsys.readouterr().err
    assert called == []


def test_run_opens_the_sample_district_or_the_file_named(
    called: list[tuple[list[str], dict[str, str]]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The sample is made once; a file is named from where the caller stands."""
    monkeypatch.setattr(environment, "has_display", lambda: True)
    sample = tmp_path / "build" / "sample.shnor"
    assert verbs.main(["run"]) == 0
    assert [command[1:] for command, _ in called] == [
        ["sample", str(sample)],
        ["-P", "-m", "shnor_desktop", str(sample)],
    ]
    sample.parent.mkdir()
    sample.touch()
    called.clear()
    monkeypatch.chdir(tmp_path)
    assert verbs.main(["run"]) == 0
    assert verbs.main(["run", "свой.shnor"]) == 0
    assert [command[-1] for command, _ in called] == [str(sample), str(tmp_path / "свой.shnor")]


def test_test_with_arguments_is_pytest_with_those(called: list[tuple[list[str], dict[str, str]]]) -> None:
    """For work on one thing; the gate is `test` alone."""
    assert verbs.main(["test", "tests/rules", "-k", "low"]) == 0
    assert called[0][0][-5:] == ["-m", "pytest", "tests/rules", "-k", "low"]


@pytest.mark.parametrize("long", [False, True])
def test_test_alone_is_the_gate(
    called: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], long: bool
) -> None:
    """All groups of tests, long ones when asked for; pytest's own kind of line is printed last."""
    asked: list[bool] = []

    def groups(*, long: bool) -> list[gate.Task]:
        asked.append(long)
        return []

    monkeypatch.setattr(gate, "groups", groups)
    monkeypatch.setattr(gate, "checks", list)
    monkeypatch.setattr(verbs, "report_long_files", lambda: 0)
    assert verbs.main(["test", *["--long"][:long]]) == 0
    assert asked == [long] and called == []
    assert capsys.readouterr().out.startswith("no tests ran in ")


def test_a_file_over_the_limit_is_named(tmp_path: Path) -> None:
    """500 lines are allowed, 501 are not."""
    (tmp_path / "allowed.py").write_text("x = 1\n" * 500, encoding="utf-8")
    (tmp_path / "long.py").write_text("x = 1\n" * 501, encoding="utf-8")
    assert verbs.too_long(tmp_path) == [(tmp_path / "long.py", 501)]


def test_no_file_of_the_program_is_too_long() -> None:
    """The habit is 300 lines, the limit 500."""
    assert verbs.too_long(ROOT / "shnor_desktop") == []


def test_a_death_by_signal_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    """The shell's convention for the exit code, and a word about it."""
    code = verbs.call([sys.executable, "-c", "import os; os.abort()"])
    if sys.platform == "win32":
        assert code != 0
    else:
        assert code == 134
        assert "signal 6" in capsys.readouterr().err
