"""Documents for the tests of the document package."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shnor_desktop.document.document import Document, Who

ME = Who("Петрова А.И.", "ИМЦ", "ПК-1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Наш «район».shnor"


@pytest.fixture
def empty(path: Path) -> Iterator[Document]:
    with Document.create(path, ME) as made:
        yield made
