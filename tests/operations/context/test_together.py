"""Two offices fill in the same passport and the same matrix: what is alike merges silently, what differs is one question."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.document.journal.author import Who
from shnor_desktop.operations.context import dictionary, entry, passport
from shnor_desktop.operations.risks import factors, matrix
from shnor_desktop.operations.schools import edits
from shnor_desktop.operations.sharing import merging
from shnor_desktop.operations.sharing.question_marks import marks

OURS, THEIRS = Who("Петрова А.И.", "ИМЦ", "Стол"), Who("Сидорова В.Г.", "Управление", "Шкаф")
Places = tuple[bytes, bytes, bytes]


@pytest.fixture
def places(new_path: Callable[[str], Path]) -> tuple[Path, Path, Places]:
    """A file with a school, the dictionaries and a copy of it for another office; school, indicator, factor."""
    path = new_path("наш.shnor")
    with Document.open(path, OURS) as document:
        dictionary.fill(document)
        factors.fill(document)
        with document.write("Школа") as session:
            school = edits.save(session, None, {"name": "Школа"})
        with document.read() as session:
            line = next(one for one in dictionary.read(session).lines if one.text == "Обучающихся всего")
            factor = factors.read(session)[0].uid
    other = path.with_name("их.shnor")
    shutil.copyfile(path, other)
    return path, other, (school, line.uid, factor)


def filled(path: Path, who: Who, places: Places, value: str, mark: str) -> None:
    school, line, factor = places
    with Document.open(path, who) as document:
        entry.enter(document, 2021, [(school, line, value)])
        matrix.enter(document, 2021, [(school, factor, mark)])


def merged(ours: Path, theirs: Path) -> tuple[frozenset[tuple[str, bytes, str]], int, int]:
    with Document.open(ours, OURS) as document:
        merging.apply(document, theirs)
        with document.read() as session:
            found = marks(raw_of(session)).values
            return found, len(passport.read(session, 2021).cells), len(matrix.read(session, 2021).cells)


def test_the_same_figures_and_marks_make_no_question(places: tuple[Path, Path, Places]) -> None:
    ours, theirs, cells = places
    filled(ours, OURS, cells, "120", "в + *")
    filled(theirs, THEIRS, cells, "120", "в + *")
    assert merged(ours, theirs) == (frozenset(), 1, 1)


def test_what_differs_is_asked_about_once(places: tuple[Path, Path, Places]) -> None:
    ours, theirs, cells = places
    filled(ours, OURS, cells, "120", "в")
    filled(theirs, THEIRS, cells, "121", "с")
    found, values, risks = merged(ours, theirs)
    assert {(kind, field) for kind, _, field in found} == {
        ("indicator_value", "fact_e4"),
        ("problem", "significance"),
    }
    assert (values, risks) == (1, 1)
