"""Districts drawn by chance go out as a book and come back: shuffled nothing changes and nothing is asked, and what is edited
arrives as exactly that, links included."""

import random
from pathlib import Path
from typing import Any

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.models.kind import Editor, Field, RecordKind
from shnor_desktop.models.kinds import KINDS
from shnor_desktop.operations.records.cells import heading
from shnor_desktop.operations.records.export import shown_fields
from shnor_desktop.operations.records.incoming_types import Fate
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.sheets.records.layout import text_of
from tests.operations.records.drawn import draw
from tests.operations.records.edited import contents, edit, exported, look, shuffled, take
from tests.operations.records.test_taking_in import SOME


@pytest.mark.parametrize("seed", range(4))
def test_shuffled_nothing_changes_and_nothing_is_asked(document: Document, tmp_path: Path, seed: int) -> None:
    draw(document, random.Random(seed))
    plan = look(document, shuffled(exported(document, tmp_path), seed, "перемешано.xlsx")).plan
    assert (plan.records, plan.questions, plan.missing) == ((), (), ())
    assert plan.unchanged > 60


@pytest.mark.parametrize("seed", range(4))
def test_fifty_edits_arrive_as_exactly_those(document: Document, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    draw(document, chance, 8, signed=False)
    wanted: dict[tuple[str, int, str], object] = {}
    before = contents(document)

    def edits(book: Any) -> None:
        while len(wanted) < 50:
            kind = chance.choice([one for one in KINDS if _editable(one) and book[one.many].max_row > 1])
            page = book[kind.many]
            field, number = chance.choice(_editable(kind)), chance.randint(2, page.max_row)
            cell = page.cell(number, next(one.column for one in page[1] if one.value == heading(field)))
            others = _titles(document, field) if field.editor is Editor.LINKS else []
            value = (
                "; ".join(chance.sample(others, min(len(others), chance.randint(0, 3))))
                if field.editor is Editor.LINKS
                else SOME[field.editor](chance, field)
            )
            if (kind.code, number, field.label) not in wanted and text_of(value) != text_of(cell.value):
                cell.value = value or None if field.editor is Editor.LINKS else value
                wanted[kind.code, number, field.label] = value

    book = shuffled(edit(exported(document, tmp_path), edits), seed, "перемешано.xlsx")
    taken = take(document, book)
    told = [str(why) for one in taken.plan.records for why in one.refusals]
    assert (told, taken.plan.questions) == ([], ())
    got = [(one.kind, one_edit.label) for one in taken.plan.of(Fate.CHANGED) for one_edit in one.edits]
    assert sorted(got) == sorted((kind, label) for kind, _, label in wanted)
    again = look(document, book).plan
    assert {one.fate for one in again.records} <= {Fate.WAITING}, "said by a title that is another one by now"
    document.undo()
    assert contents(document) == before
    assert document.check().sound


def _editable(kind: RecordKind) -> list[Field]:
    """Fields that can be edited without anything else having to follow."""
    bound = {*kind.about.key, *kind.about.within, *(name for pair in kind.about.ordered for name in pair)}
    followed = {"short", "spelling", "programme_grade", "sitting_grade"} if kind.about.derived else set()
    return [
        one
        for one in shown_fields(kind)
        if (one.editor in SOME or one.editor is Editor.LINKS)
        and one.in_form
        and one.name not in bound | followed
    ]


def _titles(document: Document, field: Field) -> list[str]:
    """Titles that one record of a kind alone has."""
    with document.read() as session:
        titles = list(Titles(session).all(field.refers).values())
    return sorted(one for one in titles if one and titles.count(one) == 1)
