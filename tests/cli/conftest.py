"""Copies of one document in the hands of three offices."""

import random
import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop import cli
from shnor_desktop.models.results import Procedure, SchoolResult, Sitting
from shnor_desktop.models.schools import School
from shnor_desktop.operations.identification import draft
from shnor_desktop.operations.papers import support_papers
from shnor_desktop.operations.records import records
from tests.cli.running import Shnor, change, opened
from tests.document import states


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


@pytest.fixture(scope="session")
def made_base(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Schools, sittings and a few results for three offices to work on, made once a run."""
    path = Path(shutil.copyfile(template, tmp_path_factory.mktemp("начало") / "начало.shnor"))
    with opened(path, 0) as document:
        with document.write("Школы и проведения") as session:
            subject = session.scalars(select(Procedure.subject)).first()
            assert subject is not None
            for number in range(1, 6):
                records.save(session, "school", None, {"name": f"Школа № {number}", "place": "Заречье"})
            for grade in (5, 6):
                made = Procedure(
                    subject=subject, family="other", programme_grade=grade, title=f"Срез {grade}"
                )
                session.add(made)
                session.flush()
                session.add_all(
                    Sitting(procedure=made.uid, school_year=y, season="spring") for y in (2023, 2024)
                )
        with document.write("Результаты") as session:
            states._results(session, random.Random(2))
    return path


@pytest.fixture
def base(made_base: Path, tmp_path: Path) -> Path:
    """The schools, sittings and results in the folder of the test."""
    return Path(shutil.copyfile(made_base, tmp_path / made_base.name))


@pytest.fixture
def copies(made_copies: list[Path], base: Path, tmp_path: Path) -> list[Path]:
    """The edited copies in the folder of the test, beside what they began with."""
    return [Path(shutil.copyfile(path, tmp_path / path.name)) for path in made_copies]


@pytest.fixture(scope="session")
def made_copies(made_base: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three copies edited at once: different values, an edit against a deletion, a double entry, random work. Made
    once a run."""
    folder = tmp_path_factory.mktemp("копии")
    paths = [Path(shutil.copyfile(made_base, folder / f"{name}.shnor")) for name in "АБВ"]
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


class _Day(date):
    """A day of the school year that the list of the sample is for; in a later one the list would be called late."""

    @classmethod
    def today(cls) -> "_Day":
        return cls(2026, 11, 2)


@pytest.fixture
def year_of_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are of that day whenever the tests run."""
    for module in (draft, support_papers):
        monkeypatch.setattr(module, "date", _Day)
