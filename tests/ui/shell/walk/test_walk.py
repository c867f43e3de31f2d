"""A walk through every screen and every dialog, at the size of a small notebook and at one and a half of it, with names of
240 letters: nothing is cut, nothing out of its place, everything has a name and is reachable by the keyboard."""

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog

from shnor_desktop import ui
from shnor_desktop.ui.kit.dialog import ChoiceDialog
from shnor_desktop.ui.kit.form import FormDialog
from tests.conftest import LONG
from tests.ui.shell.walk import district
from tests.ui.shell.walk.roads import ROADS

ROOT = Path(__file__).parents[4]
UI = Path(str(ui.__file__)).parent
SCREEN = {"name": "screen", "x": 0, "y": 0, "width": 1366, "height": 768, "logicalDpi": 96, "dpr": 1}
OF_THE_KIT = (FormDialog.__name__, ChoiceDialog.__name__)
"""Classes whose callers are dialogs of their own."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that are walked through, made once."""
    folder = tmp_path_factory.mktemp("walk")
    district.make(folder)
    return folder


def walked(folder: Path, scale: str, *what: str) -> Any:
    """What a walk of a process of its own found."""
    screen = folder / "screen.json"
    screen.write_text(json.dumps({"screens": [SCREEN]}), encoding="utf-8")
    surroundings = {
        **os.environ,
        "QT_SCALE_FACTOR": scale,
        "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.shell.walk.walker", str(folder), *what],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="the size of the screen is not asked from a file there")
@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("scale", "what"),
    [("1", ("long", "empty") if LONG else ("empty",)), ("1.5", ("long",))],
    ids=["at 100 per cent", "at 150 per cent"],
)
def test_every_screen_and_dialog_can_be_read_and_reached(
    files: Path, tmp_path: Path, scale: str, what: tuple[str, ...]
) -> None:
    folder = Path(shutil.copytree(files, tmp_path / "files"))
    told = walked(folder, scale, "screens", "dialogs", *what, *(("sample", "dark") if LONG else ()))
    assert told["found"] == []
    every = "long" in what  # Without records there is nothing to open most of them with.
    assert not every or set(told["seen"]) >= {f"{road.leads_to} {road.module}".strip() for road in ROADS}


def test_a_road_leads_to_every_dialog() -> None:
    """A new class of dialog, or a new caller of those of the kit, needs a road in `roads.py`."""
    for path in UI.rglob("*.py"):
        import_module(".".join(("shnor_desktop", *path.relative_to(UI.parent).with_suffix("").parts)))
    made = {one.__name__ for one in _kinds(QDialog) if not one.__subclasses__() or one.__name__ in OF_THE_KIT}
    assert made - {road.leads_to for road in ROADS} == set()
    assert set(_callers()) - {road.module for road in ROADS} == set()


def _kinds(base: type) -> Iterator[type]:
    one: type
    for one in base.__subclasses__():
        if one.__module__.startswith("shnor_desktop."):
            yield one
        yield from _kinds(one)


def _callers() -> Iterator[str]:
    """Modules that make a dialog by a class of the kit: «file.passwords»."""
    for path in UI.rglob("*.py"):
        for one in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in OF_THE_KIT:
                yield ".".join(path.relative_to(UI).with_suffix("").parts)
