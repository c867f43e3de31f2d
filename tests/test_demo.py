"""The demonstration without a display and the self-test, each as it is really started."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shnor_desktop.operations.program import self_test

pytestmark = pytest.mark.processes

ENVIRONMENT = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"}


def module(*words: object, home: Path) -> subprocess.CompletedProcess[str]:
    """`python -m shnor_desktop …` with a home of its own."""
    command = [sys.executable, "-m", "shnor_desktop", *map(str, words)]
    environment = ENVIRONMENT | {"HOME": str(home), "XDG_DATA_HOME": str(home), "LOCALAPPDATA": str(home)}
    return subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", timeout=110, check=False
    )


def test_the_demonstration_does_the_main_job(tmp_path: Path) -> None:
    folder = tmp_path / "показ"
    done = module("--demo", folder, home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    made = sorted(path.suffix for path in folder.iterdir() if path.is_file())
    assert made == [".docx"] * 2 + [".pdf"] * 2 + [".png"] * 8 + [".shnor"] + [".xlsx"] * 3
    assert all(path.stat().st_size > 8_000 for path in folder.iterdir() if path.is_file())
    for told in (
        "школ 15, результатов",
        "МБОУ «Ольховецкая СОШ»: по расчёту выполнены критерии 1 и 2",
        "вывод меняет один ученик",
        "Напечатано: «Перечень школ с низкими образовательными результатами.pdf»",
        "Снят экран «Перечень»",
        "Готово.",
    ):
        assert told in done.stdout


def test_the_demonstration_leaves_files_of_others_alone(tmp_path: Path) -> None:
    own = tmp_path / "Район.shnor"
    own.write_text("файл")
    done = module("--demo", tmp_path, home=tmp_path / "дом")
    assert done.returncode == 2 and "лежат чужие файлы" in done.stderr
    assert own.read_text() == "файл"


def test_the_demonstration_says_when_it_cannot(tmp_path: Path) -> None:
    (tmp_path / "занято").write_text("файл")
    done = module("--demo", tmp_path / "занято", home=tmp_path)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr


def test_the_self_test_passes(tmp_path: Path) -> None:
    told = "\n".join(self_test.run(tmp_path))
    assert "По расчёту отмечены" in told and "Файл исправен" in told


def test_the_self_test_notices_a_wrong_answer(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(self_test, "FLAGGED", {"Гимназия"})
    assert self_test.self_test() == 1
    assert "ОШИБКА: по расчёту отмечены" in capfdbinary.readouterr().out.decode()
