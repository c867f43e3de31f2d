"""The rooms of the house: folders and modules stay small, and one area has one word in every layer."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "shnor_desktop"
MOST_MODULES, MOST_LINES = 20, 500

AREAS = {
    "office", "schools", "results", "identification", "records", "papers", "sharing", "cards",
    "context", "risks", "support",
    "effect", "programme", "roadmap", "orders", "search",
}  # fmt: skip
"""What the office works at: the same word in whatever layers have something to say of it."""
OWN = {
    "ui": {"kit", "file", "shell"},
    "operations": {"program"},
    "papers": {"draw", "tree"},
    "sheets": {"book", "words", "writing"},
    "document": {"carried", "file", "foreign", "journal", "merge", "opening", "rescue", "state"},
    "models": {"attached", "fields", "kind", "kinds", "limits", "links", "uids", "values"},
    "rules": {"deadlines", "words"},
}
"""What only one layer has."""
FOLDERS = sorted({path.parent for path in HOUSE.rglob("*.py")})


def rooms(layer: Path) -> set[str]:
    """Its folders; of the models, which are an area a file, its modules."""
    inside = (
        layer.glob("*.py") if layer.name == "models" else (one.parent for one in layer.glob("*/__init__.py"))
    )
    return {path.stem for path in inside} - {"__init__"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda one: one.relative_to(ROOT).as_posix())
def test_a_folder_and_its_modules_are_small(folder: Path) -> None:
    modules = [path for path in folder.glob("*.py") if path.stem != "__init__"]
    assert len(modules) <= MOST_MODULES
    assert [path.name for path in modules if path.read_text("utf-8").count("\n") > MOST_LINES] == []


@pytest.mark.parametrize("layer", OWN)
def test_an_area_is_called_by_one_word_in_every_layer(layer: str) -> None:
    assert rooms(HOUSE / layer) - AREAS - OWN[layer] == set()


@pytest.mark.parametrize("layer", OWN)
def test_a_word_of_one_layer_stands_in_it(layer: str) -> None:
    """Nothing is allowed that is not there, and nothing of an area is called a layer's own."""
    assert OWN[layer] <= rooms(HOUSE / layer)
    assert not OWN[layer] & AREAS


def test_the_tests_have_the_same_rooms() -> None:
    """Only what needs no tests of its own is missing."""
    for layer in OWN:
        tests = ROOT / "tests" / layer
        folders = {path.parent.name for path in tests.glob("*/test_*.py")}
        assert folders <= rooms(HOUSE / layer), layer
