"""Documents for the tests of the document package."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from shnor_desktop.document.document import Document, Who

ME = Who("Петрова А.И.", "ИМЦ", "ПК-1")


def poke(path: Path) -> None:
    """Another program changes one byte."""
    with path.open("rb+") as file:
        file.seek(path.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 255]))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Наш «район».shnor"


@pytest.fixture
def empty(path: Path) -> Iterator[Document]:
    with Document.create(path, ME) as made:
        yield made
