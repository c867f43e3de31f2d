"""A paper that prints values two offices do not agree on says in a footnote which ones, and what else was said."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.document.state import undecided
from shnor_desktop.operations.sharing import questions
from shnor_desktop.operations.sharing.questions import Question
from shnor_desktop.papers.tree.paper import Block, Executor, Notes, Paper, Run, Signature, Sources
from shnor_desktop.papers.tree.wording import named, run, words

_PRINTED = frozenset({"school", "school_result", "area_result", "school_status", "sitting", "office"})
"""Kinds whose values stand in papers."""
_MOST = 20


def with_footnote(session: Session, paper: Paper, school: bytes | None = None) -> Paper:
    """The paper, with a footnote when values it may print wait for a decision; of one school only, if given."""
    if not undecided.open_count(raw_of(session)):
        return paper
    found = [
        one
        for one in questions.read(session)
        if one.code in _PRINTED and (school is None or one.school in (None, school))
    ]
    if not found:
        return paper
    told = found[:_MOST]
    others = words(" и ещё ", run(str(len(found) - _MOST), _sources(found[_MOST:]))) if found[_MOST:] else ()
    heading = "Не решено после объединения копий файла; в документе стоит первое из значений:"
    lines = [words("– ", _told(one), ";") for one in told[:-1]]
    lines.append(words("– ", _told(told[-1]), *others, "."))
    notes = Notes((words(heading), *lines))
    last = paper.sections[-1]
    return replace(
        paper, sections=(*paper.sections[:-1], replace(last, blocks=_before_signature(last.blocks, notes)))
    )


def _before_signature(blocks: tuple[Block, ...], notes: Notes) -> tuple[Block, ...]:
    place = next((i for i, one in enumerate(blocks) if isinstance(one, Signature | Executor)), len(blocks))
    return (*blocks[:place], notes, *blocks[place:])


def _told(one: Question) -> Run:
    if one.kind != "field":
        return named(f"{one.record} ({questions.KINDS[one.kind]})", _sources([one]))
    values = [voice.value or "пусто" for voice in sorted(one.voices, key=lambda voice: not voice.shown)]
    return run(f"{one.record}, {one.label}: {' или '.join(dict.fromkeys(values))}", _sources([one]))


def _sources(found: Iterable[Question]) -> Sources:
    return tuple((one.code, one.shown_uid or one.uid) for one in found)
