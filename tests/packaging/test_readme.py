"""README.md keeps up with the house: packages, verbs and commands that exist are in it, and no others."""

import re
from pathlib import Path

import verbs

from shnor_desktop import cli
from shnor_desktop.document.file import schema

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_package_has_its_sentence() -> None:
    """A package without a sentence has no right to exist."""
    packages = {path.parent.name for path in (ROOT / "shnor_desktop").glob("*/__init__.py")}
    assert set(re.findall(r"^\| `(\w+)/` \| \S", README, re.MULTILINE)) == packages


def test_every_verb_is_explained() -> None:
    """The table of the two commands' section and the usage text name the same verbs."""
    told = set(re.findall(r"^\| `(\w+)(?: \[.*\])?` \|", README, re.MULTILINE))
    assert told == set(re.findall(r"^  (\w+)", verbs.USAGE, re.MULTILINE))


def test_every_command_is_listed() -> None:
    """`shnor --help` and the README know the same commands."""
    section = README.split("## Command line")[1].split("## ")[0]
    listed = set(re.findall(r"\bshnor ([a-z]+)\b", section.split("```")[1]))
    known = set(re.findall(r"^    ([a-z]+)\b", cli.parser().format_help(), re.MULTILINE))
    assert listed == known


def test_the_format_of_the_file_is_named() -> None:
    """A new migration is a new format: the README says so, and a file of every earlier one is kept."""
    section = README.split("## File format")[1].split("## ")[0]
    found = re.search(r"Format (\d+) .*? takes in files and parts of formats? ([\d, and]+)", section)
    assert found is not None
    told, earlier = found.groups()
    assert int(told) == schema.FORMAT
    numbers = [int(one) for one in re.findall(r"\d+", earlier)]
    assert numbers == list(range(1, schema.FORMAT))
    assert all(
        (ROOT / f"tests/files/format{one}{end}").exists()
        for one in numbers
        for end in (".shnor", "-list.txt")
    )
