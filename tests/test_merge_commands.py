"""The commands about copies of the file: merging in any order, deciding once, parts, differences, rebuilding."""

import hashlib
import itertools
import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from shnor_desktop import cli
from shnor_desktop.document.document import Document
from shnor_desktop.document.who import Who
from shnor_desktop.models.procedure import Procedure
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.school import School
from shnor_desktop.models.sitting import Sitting
from shnor_desktop.operations import records
from tests.document import states

Shnor = Callable[..., tuple[int, str, str]]
OFFICES = ("Управление", "ИМЦ", "Регион")


@pytest.fixture
def shnor(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shnor:
    """Runs one command in the test's folder: (exit code, standard output, standard error)."""
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.main([str(word) for word in words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def answer(shnor: Shnor, *words: object, code: int = 0) -> Any:
    got, out, err = shnor(*words, "--json")
    assert (got, err) == (code, ""), (out, err)
    return json.loads(out)


def refusal(told: tuple[int, str, str]) -> str:
    code, out, err = told
    assert (code, out) == (2, ""), told
    assert err.count("\n") == 1 and "Traceback" not in err and not err.startswith("Внутренняя"), err
    return err.strip()


def opened(path: Path, office: int) -> Document:
    return Document.open(path, Who(f"Работник {office}", OFFICES[office]), back_up=False)


def change(path: Path, office: int, name: str, **values: Any) -> None:
    """One edit of the school of that name in one copy."""
    with opened(path, office) as document, document.write(f"Изменена школа «{name}»") as session:
        uid = session.scalars(select(School.uid).where(School.name == name)).one()
        records.save(session, "school", uid, values)


@pytest.fixture
def base(tmp_path: Path, new_path: Callable[[str], Path]) -> Path:
    """Schools, sittings and a few results for three offices to work on."""
    path = new_path("начало.shnor")
    with opened(path, 0) as document:
        with document.write("Школы и проведения") as session:
            subject = session.scalars(select(Procedure.subject)).first()
            assert subject is not None
            for number in range(1, 6):
                records.save(session, "school", None, {"name": f"Школа № {number}", "place": "Заречье"})
            for grade in (5, 6):
                made = Procedure(subject=subject, family="other", programme_grade=grade, title=f"Срез {grade}")
                session.add(made)
                session.flush()
                session.add_all(
                    Sitting(procedure=made.uid, school_year=y, season="spring") for y in (2023, 2024)
                )
        states.act(document, random.Random(1))
        with document.write("Результаты") as session:
            states._results(session, random.Random(2))
    return path


@pytest.fixture
def copies(base: Path, tmp_path: Path) -> list[Path]:
    """Three copies edited at once: different values, an edit against a deletion, a double entry, random work."""
    paths = [Path(shutil.copyfile(base, tmp_path / f"{name}.shnor")) for name in "АБВ"]
    for office, path in enumerate(paths):
        change(path, office, "Школа № 1", director=f"Директор {office}", phone="5-55")
    change(paths[0], 0, "Школа № 2", place="Ивовка")
    with opened(paths[1], 1) as document, document.write("Удалена школа") as session:
        uid = session.scalars(select(School.uid).where(School.name == "Школа № 2")).one()
        for result in session.scalars(select(SchoolResult).where(SchoolResult.school == uid)):
            session.delete(result)
        session.flush()
        records.delete(session, "school", [uid])
    for office, path in enumerate(paths[1:], start=1):
        with opened(path, office) as document, document.write("Код школы") as session:
            uid = session.scalars(select(School.uid).where(School.name == f"Школа № {office + 2}")).one()
            records.save(session, "school_code", None, {"school": uid, "system": "rcoi", "code": "400"})
    for office, path in enumerate(paths):
        chance = random.Random(10 + office)
        with opened(path, office) as document:
            for _ in range(6):
                states.act(document, chance)
    return paths


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def exported(shnor: Shnor, path: Path) -> str:
    out = path.with_suffix(".xlsx")
    out.unlink(missing_ok=True)
    answer(shnor, "export", path, out)
    return digest(out)


def questions(shnor: Shnor, path: Path) -> Any:
    found = json.loads(shnor("conflicts", path, "--json")[1])["conflicts"]
    assert shnor("conflicts", path)[0] == (1 if found else 0)
    return found


def test_all_six_orders_give_one_export_and_one_list(
    shnor: Shnor, copies: list[Path], tmp_path: Path
) -> None:
    merged = []
    for order in itertools.permutations(range(3)):
        folder = tmp_path / "".join(map(str, order))
        folder.mkdir()
        first, *others = (Path(shutil.copyfile(copies[n], folder / copies[n].name)) for n in order)
        told = answer(shnor, "merge", first, *others, code=1)
        assert told["changed"] and told["open_after"] > 0
        merged.append(first)
    assert len({exported(shnor, path) for path in merged}) == 1
    lists = [questions(shnor, path) for path in merged]
    assert all(one == lists[0] for one in lists)
    assert {"field", "delete"} <= {one["kind"] for one in lists[0]}
    for path in merged:
        assert answer(shnor, "check", path)["sound"]
    before = digest(merged[0])
    again = answer(shnor, "merge", merged[0], *merged[1:], code=1)
    assert all(one["already"] for one in again["files"]) and not again["changed"]
    assert "уже содержится" in shnor("merge", merged[0], merged[1])[1]
    assert digest(merged[0]) == before


def test_a_question_decided_once_is_decided_everywhere(shnor: Shnor, copies: list[Path]) -> None:
    first, second, third = copies
    answer(shnor, "merge", first, second, third, code=1)
    for other in (second, third):
        answer(shnor, "merge", other, first, code=1)
    assert questions(shnor, second) == questions(shnor, third) == questions(shnor, first)
    while found := questions(shnor, first):
        one = found[0]
        take = {"field": "there", "delete": "restore", "parent": "restore", "key": "here"}[one["kind"]]
        told = answer(shnor, "decide", first, one["id"], "--take", take, "--reason", "сверили с приказом")
        assert told["decided"] == 1 and told["left"] < len(found)
    for other in (second, third):
        assert answer(shnor, "merge", other, first)["open_after"] == 0
        assert questions(shnor, other) == []
    assert len({exported(shnor, path) for path in copies}) == 1
    titles = [one["title"] for one in answer(shnor, "history", third)["actions"] if one["kind"] == "decide"]
    assert titles and all(one.startswith("Решено: ") and "сверили с приказом" in one for one in titles)
    answer(shnor, "merge", first, second, third)
    assert questions(shnor, first) == []
