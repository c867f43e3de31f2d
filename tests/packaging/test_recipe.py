"""The recipe of a new kind of record, followed in a copy of the program: what a kind has by its declaration alone, an invented
one has."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
AREA = "shnor_desktop/models/support.py"
KIND = '''
from shnor_desktop.models.attached import Attached


class LibraryVisit(Attached, Record):
    """A visit of a school to a library."""

    __tablename__ = "library_visit"
    about = About(
        one="Посещение библиотеки",
        many="Посещения библиотек",
        title=lambda r, names: ", ".join(filter(None, (names("school", r.school), r.since))),
        ordered=(("since", "until"),),
    )
    school: Mapped[bytes] = fields.refers("school", "Школа", owner=True, required=True)
    guide: Mapped[bytes | None] = fields.refers("person", "Кто провёл", lets_go=True)
    since: Mapped[str] = fields.date("С", required=True)
    until: Mapped[str] = fields.date("По")
    books: Mapped[int | None] = fields.number("Выдано книг", unit="экз.")
    aim: Mapped[str] = fields.choice("Цель", (("", "не указана"), ("lesson", "урок")))
    note: Mapped[str] = fields.text("Впечатления")
    persons = fields.links("person", "Участники", noted="роль")
'''
ROLE = '    "library_visit_person": Role("library_visit", "person", "участник посещения"),\n'
COLUMN = '    library_visit: Mapped[bytes | None] = fields.refers("library_visit", "Посещение", owner=True)\n'


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program alone, with the tests it had."""
    shutil.copytree(
        ROOT / "shnor_desktop", tmp_path / "shnor_desktop", ignore=shutil.ignore_patterns("*.pyc")
    )
    for name in ("tests", "resources", "packaging", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def put(path: Path, before: str, text: str) -> None:
    """Write something before the one place where that stands."""
    have = path.read_text("utf-8")
    assert have.count(before) == 1
    path.write_text(have.replace(before, text + before), "utf-8")


def ran(copy: Path, *arguments: str) -> str:
    """What a tool says about the copy."""
    variables = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=variables, capture_output=True, text=True, check=False
    )
    return done.stdout[-4000:] + done.stderr[-4000:] if done.returncode else ""


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_kind_is_its_class_a_line_and_the_migration_that_is_written_for_it(copy: Path) -> None:
    area = copy / AREA
    area.write_text(area.read_text("utf-8") + KIND, "utf-8")
    put(
        copy / "shnor_desktop/models/kinds.py",
        "        ),\n    )\n)\n",
        "            support.LibraryVisit,\n",
    )
    draft = ("packaging/draft_migration.py", "--save")
    assert "library_visit.persons" in ran(copy, *draft)  # Its links are named as what is missing.
    links = copy / "shnor_desktop/models/links.py"
    put(links, "}\n\n\ndef _title", ROLE)
    put(links, "    position: Mapped", COLUMN)
    assert ran(copy, *draft) == ""
    asked = ("tests/packaging/test_draft_migration.py", "tests/operations/records/test_every_kind.py")
    assert ran(copy, "-m", "pytest", *asked, "-k", "draft_migration or library_visit") == ""
