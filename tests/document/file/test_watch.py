"""Where the moment of a change tells nothing (Windows tells it when it pleases), the content does, in the middle of a
transaction too: nothing is written into what another program left there."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.file import watch
from shnor_desktop.errors import DocumentReplaced
from shnor_desktop.models.schools import School
from tests.document.conftest import poke


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Document]:
    monkeypatch.setattr(watch, "_TIMES_TELL", False)
    opened = Document.create(tmp_path / "Район.shnor", Who())
    with opened.write("Первая") as session:
        session.add(School(name="Первая"))
    try:
        yield opened
    finally:
        opened.close()


def poked(path: Path) -> None:
    """One byte is another; nothing but the time tells it from outside."""
    poke(path)
    os.utime(path, (1, 1))


def test_what_was_overwritten_in_the_middle_of_an_action_is_left_as_it_is(document: Document) -> None:
    refusal = pytest.raises(DocumentReplaced, match="Последнее действие не записано")
    with refusal as refused, document.write("Вторая") as session:
        session.add(School(name="Вторая"))
        session.flush()
        poked(document.path)
        overwritten = document.path.read_bytes()
    assert document.path.read_bytes() == overwritten
    assert refused.value.kept is not None
    assert names(refused.value.kept) == ["Первая"]


def test_in_a_large_file_it_is_noticed_after_the_action(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_SMALL", 0)
    with document.write("Вторая") as session:
        session.add(School(name="Вторая"))
    refusal = pytest.raises(DocumentReplaced, match="Все ваши правки сохранены")
    with refusal as refused, document.write("Третья") as session:
        session.add(School(name="Третья"))
        session.flush()
        poked(document.path)
    assert refused.value.kept is not None
    assert names(refused.value.kept) == ["Вторая", "Первая", "Третья"]


def test_another_time_alone_is_no_reason_to_stop(document: Document) -> None:
    with document.write("Вторая") as session:
        session.add(School(name="Вторая"))
        session.flush()
        os.utime(document.path, (1, 1))
    document.must_be_ours()
    assert names(document.path, document) == ["Вторая", "Первая"]


def names(path: Path, document: Document | None = None) -> list[str]:
    if document is None:
        with Document.open(path, Who(), back_up=False) as opened:
            return names(path, opened)
    with document.read() as session:
        return sorted(session.scalars(select(School.name)))
