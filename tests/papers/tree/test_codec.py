"""A kept paper is the paper that was composed; what is stored stays readable."""

import json
from dataclasses import dataclass

import pytest

from shnor_desktop.papers.tree import codec
from shnor_desktop.papers.tree.paper import (
    Cell,
    Column,
    Paper,
    Paragraph,
    Row,
    Run,
    Says,
    Section,
    Table,
    Title,
)
from tests.papers.drawn import NAMES, composed


@pytest.mark.parametrize("name", NAMES)
def test_every_paper_comes_back_as_it_was(name: str) -> None:
    stored = codec.dump(composed(name))
    assert codec.load(Paper, stored) == composed(name)
    assert "\u00a0" not in stored, "a field of text would lose it"


STORED = (
    '{"title":"Перечень","sections":[{"blocks":[{"kind":"ПЕРЕЧЕНЬ","lines":["школ"],"is":"Title"},'
    '{"runs":[{"text":"Всего "},{"text":"5","source":0},{"text":" из "},{"text":"7","bold":true,"source":0}],'
    '"is":"Paragraph"},{"columns":[{"width":10.5}],"head":[],"rows":[{"cells":[{"runs":[{"text":"1",'
    '"says":"order"}],"number":true}]}],"is":"Table"}]}],"sources":[[["school","0101"]]]}'
)
SCHOOL = (("school", b"\1\1"),)
PAPER = Paper(
    "Перечень",
    (
        Section(
            (
                Title("ПЕРЕЧЕНЬ", ("школ",)),
                Paragraph(
                    (Run("Всего "), Run("5", source=SCHOOL), Run(" из "), Run("7", bold=True, source=SCHOOL))
                ),
                Table((Column(10.5),), (), (Row((Cell((Run("1", says=Says.ORDER),), number=True),)),)),
            )
        ),
    ),
)


def test_what_is_stored_is_never_written_in_another_way() -> None:
    """Files hold such texts: they must be read for good."""
    assert codec.dump(PAPER) == STORED
    assert codec.load(Paper, STORED) == PAPER


@dataclass(frozen=True)
class Kept:
    """With everything that may be kept."""

    number: int
    share: tuple[str, ...] | None = None
    uid: bytes = b""


def test_values_and_their_absence() -> None:
    for value in (Kept(1), Kept(2, ("a",), b"\xff"), Kept(3, ())):
        assert codec.load(Kept, codec.dump(value)) == value
    assert codec.load(Kept, '{"number":4,"later":[1]}') == Kept(4)
    with pytest.raises(TypeError, match="cannot be kept"):
        codec.dump(Kept({}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "null",
        "5",
        '{"number":"1"}',
        '{"number":1,"uid":"x"}',
        "{}",
        STORED.replace('"is":"Table"', '"is":"Таблица"'),
    ],
)
def test_a_damaged_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        codec.load(Paper if "sections" in text else Kept, text)


def test_sources_stand_once() -> None:
    assert len(json.loads(codec.dump(PAPER))["sources"]) == 1
