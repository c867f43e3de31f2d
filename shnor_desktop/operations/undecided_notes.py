"""The footnote of papers that print values two offices do not agree on: which ones, and what else was said."""

from dataclasses import replace

from sqlalchemy import text
from sqlalchemy.orm import Session

from shnor_desktop.operations import question_texts
from shnor_desktop.operations.question_texts import Question
from shnor_desktop.papers.paper import Block, Executor, Notes, Paper, Signature
from shnor_desktop.papers.wording import words

_PRINTED = frozenset({"school", "school_result", "area_result", "school_status", "sitting", "office"})
"""Kinds whose values stand in papers."""
_MOST = 20


def with_footnote(session: Session, paper: Paper, school: bytes | None = None) -> Paper:
    """The paper, with a footnote when values it may print wait for a decision; of one school only, if given."""
    if not session.execute(text("SELECT EXISTS (SELECT 1 FROM conflict)")).scalar_one():
        return paper
    found = [
        one
        for one in question_texts.read(session)
        if one.code in _PRINTED and (school is None or one.school in (None, school))
    ]
    if not found:
        return paper
    told = [_told(one) for one in found[:_MOST]]
    rest = f" и ещё {len(found) - _MOST}" if len(found) > _MOST else ""
    heading = "Не решено после объединения копий файла; в документе стоит первое из значений:"
    notes = Notes((words(heading), *(words(f"– {one};") for one in told[:-1]), words(f"– {told[-1]}{rest}.")))
    last = paper.sections[-1]
    return replace(
        paper, sections=(*paper.sections[:-1], replace(last, blocks=_before_signature(last.blocks, notes)))
    )


def _before_signature(blocks: tuple[Block, ...], notes: Notes) -> tuple[Block, ...]:
    place = next((i for i, one in enumerate(blocks) if isinstance(one, Signature | Executor)), len(blocks))
    return (*blocks[:place], notes, *blocks[place:])


def _told(one: Question) -> str:
    if one.kind != "field":
        return f"{one.record} ({question_texts.KINDS[one.kind]})"
    values = [voice.value or "пусто" for voice in sorted(one.voices, key=lambda voice: not voice.shown)]
    return f"{one.record}, {one.label}: {' или '.join(dict.fromkeys(values))}"
