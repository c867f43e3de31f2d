"""Fixtures for all tests: real documents copied from one template, and a user folder of their own."""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

from shnor_desktop import places
from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.operations.results import dictionaries
from tests import here, windows

WHO = Who(person="Петрова А.И.", office="ИМЦ", device="Проверка")
LONG = bool(os.environ.get("SHNOR_LONG"))
"""Whether this is a run in which nothing is spared: `dev.py test --long`."""
T = TypeVar("T")


def some(of: Iterable[T], *, every: int) -> list[T]:
    """Of many cases that are alike every so many-th, the first among them; all of them when nothing is spared."""
    return list(of)[:: 1 if LONG else every]


_MEMORY = Path("Z:/dev/shm" if sys.platform == "win32" else "/dev/shm")
"""Wine shows the folders of Linux on a drive of its own."""
_ROOM = 1_000_000_000
_PATIENCE_S = 3000
"""For a test on Wine, beside others and their processes."""
# How busy the computer is must decide nothing.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


if sys.platform == "win32":

    def _no_pipes(path: object) -> None:
        """A test that needs one is left out there by name, but its module must load."""
        raise OSError("Windows keeps no pipes among files")

    os.mkfifo = _no_pipes


def pytest_configure(config: pytest.Config) -> None:
    """Files of tests stand in memory where there is room: every write of a document waits for the disk, which is half the
    time of a run and nothing that could be tested this way. On Windows pytest itself leaves folders open that it looks
    through."""
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
        folder = _MEMORY
        if sys.platform == "win32":
            # Names of tests on Linux cannot be told there, and so not be taken away.
            folder /= "wine"
            folder.mkdir(exist_ok=True)
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    if sys.platform == "win32":
        for kind in ("ResourceWarning", "pytest.PytestUnraisableExceptionWarning"):
            config.addinivalue_line("filterwarnings", f"ignore:.*[sS]candir:{kind}")
        # Without a display Qt asks for fonts of its own there; those of the papers are given to it.
        config.addinivalue_line("qt_log_ignore", "Cannot find font directory")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What Windows or Wine cannot do is left out by name, with its reason; the clock says little of what is slow there."""
    if sys.platform == "win32":
        left_out = windows.left_out()
        for item in items:
            item.add_marker(pytest.mark.timeout(_PATIENCE_S), append=False)
            if reason := left_out.get(item.nodeid) or left_out.get(item.nodeid.split("[")[0]):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: the collector need not look through them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def user_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings of the machine, empty for every test."""
    folder = tmp_path_factory.mktemp("user")
    monkeypatch.setattr(places, "user_data", lambda: folder)
    return folder


@pytest.fixture(autouse=True)
def helpers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No process starts to look at a file, but in tests that ask about processes and in a long run."""
    if not LONG and request.node.get_closest_marker("processes") is None:
        here.install(monkeypatch)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new document with filled dictionaries, built once."""
    path = tmp_path_factory.mktemp("template") / "template.shnor"
    dictionaries.create_document(path, WHO).close()
    return path


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document of the sample district, built once, to be copied."""
    from shnor_desktop.operations.program import sample  # Most processes need not wait for all it imports.

    path = tmp_path_factory.mktemp("sample") / "округ.shnor"
    sample.create_sample(path, WHO)
    return path


@pytest.fixture
def new_path(template: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Paths of fresh copies of the template."""

    def make(name: str = "Заречный район.shnor") -> Path:
        return Path(shutil.copyfile(template, tmp_path / name))

    return make


@pytest.fixture
def document(new_path: Callable[[str], Path]) -> Iterator[Document]:
    """An open document with filled dictionaries and nothing else."""
    opened = Document.open(new_path("Заречный район.shnor"), WHO)
    yield opened
    opened.close()
