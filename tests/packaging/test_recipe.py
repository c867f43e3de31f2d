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
from shnor_desktop.models.kind import Travel
from shnor_desktop.rules.words.russian import show_date


class UnheardOf(Attached, Record):
    """What no office would ever keep."""

    __tablename__ = "unheard_of"
    about = About(
        one="Невиданное",
        many="Невиданные",
        title=lambda r, names: ", ".join(filter(None, (names("school", r.school), r.place, show_date(r.since)))),
        ordered=(("since", "until"),),
    )
    school: Mapped[bytes] = fields.refers("school", "Школа", owner=True, required=True)
    place: Mapped[str] = fields.line("Где", required=True, travels=Travel.ANYWHERE)
    guide: Mapped[bytes | None] = fields.refers("person", "Кто провёл", lets_go=True)
    since: Mapped[str] = fields.date("С", required=True)
    until: Mapped[str] = fields.date("По")
    books: Mapped[int | None] = fields.number("Выдано книг", unit="экз.")
    aim: Mapped[str] = fields.choice("Цель", (("", "не указана"), ("lesson", "урок")))
    note: Mapped[str] = fields.text("Впечатления")
    persons = fields.links("person", "Участники", noted="роль")
'''
ROLE = '    "unheard_of_person": Role("unheard_of", "person", "участник невиданного"),\n'
TEXT = '    "unheard_of.place",\n'
COLUMN = '    unheard_of: Mapped[bytes | None] = fields.refers("unheard_of", "Невиданное", owner=True)\n'


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program alone, with the tests it had."""
    for name in ("shnor_desktop", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.pyc"))
    for name in ("resources", "packaging", "pyproject.toml"):
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
        "            support.UnheardOf,\n",
    )
    draft = ("packaging/draft_migration.py", "--save")
    assert "unheard_of.persons" in ran(copy, *draft)  # Its links are named as what is missing.
    links = copy / "shnor_desktop/models/links.py"
    put(links, "}\n\n\ndef _title", ROLE)
    put(links, "    _ends = tuple(name", COLUMN)
    assert ran(copy, *draft) == ""
    travels = ("-m", "pytest", "tests/document/merge/test_travel.py", "-k", "every_text or only_if_a_record")
    assert "unheard_of.place" in ran(copy, *travels)  # Where its text may go was not decided twice.
    put(copy / "tests/document/merge/test_travel.py", "    # What the program itself writes.\n", TEXT)
    assert ran(copy, *travels) == ""
    asked = ("tests/packaging/test_draft_migration.py", "tests/operations/records/test_every_kind.py")
    assert ran(copy, "-m", "pytest", *asked, "-k", "draft_migration or unheard_of") == ""
