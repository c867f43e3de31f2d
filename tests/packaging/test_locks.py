"""The locks: every requirement pinned with hashes, nothing of pyproject.toml forgotten, nothing installed otherwise."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
RUN, DEV, SOURCE = (ROOT / "packaging" / f"requirements{part}.txt" for part in ("", "-dev", "-source"))


def entries(lock: Path) -> list[str]:
    """Requirement lines of a lock, continued lines joined, comments left out."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def pins(lock: Path) -> dict[str, str]:
    """Name → version of everything this system installs from a lock."""
    found: dict[str, str] = {}
    for line in entries(lock):
        requirement = Requirement(line.split(" --hash=")[0].strip())
        (specifier,) = requirement.specifier
        assert specifier.operator == "=="
        if requirement.marker is None or requirement.marker.evaluate():
            found[canonicalize_name(requirement.name)] = specifier.version
    return found


@pytest.mark.parametrize("lock", [RUN, DEV, SOURCE], ids=lambda lock: lock.name)
def test_every_line_is_a_pin_with_hashes(lock: Path) -> None:
    """No option lines either: where to download from is the computer's own business."""
    assert entries(lock)
    for line in entries(lock):
        assert re.fullmatch(r"[a-z0-9.-]+==\S+( ;.+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", line), line[:80]


def test_everything_declared_is_locked() -> None:
    """The lock satisfies pyproject.toml, for the program and for its developers."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for declared, locked in (
        (project["dependencies"], pins(RUN)),
        (project["dependencies"] + project["optional-dependencies"]["dev"], pins(DEV)),
    ):
        for text in declared:
            requirement = Requirement(text)
            assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), text


def test_developers_run_what_users_run() -> None:
    """The developer's lock holds the program's lock, version for version."""
    assert pins(RUN).items() <= pins(DEV).items()


def test_the_locked_versions_are_installed() -> None:
    """The environment of this test run is the locked one."""
    for name, locked in (pins(DEV) | pins(SOURCE)).items():
        assert version(name) == locked, name
