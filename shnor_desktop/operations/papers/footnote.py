"""A paper that prints values two offices do not agree on says in a footnote which ones, and what else was said."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.document.state import undecided
from shnor_desktop.models.kind import Editor
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.sharing import questions
from shnor_desktop.operations.sharing.questions import Question
from shnor_desktop.papers.tree.paper import (
    Block,
    Executor,
    Notes,
    Paper,
    Run,
    Signature,
    Source,
    Sources,
    plain,
    runs_of,
)
from shnor_desktop.papers.tree.wording import date_words, named, run, signed, words

_MOST = 20
_TEXTS = frozenset({Editor.LINE, Editor.TEXT, Editor.LINES, Editor.DUE})
_PIECE = 400
_TELLING = 4
"""So many letters make a text that stands in a paper for the field's own; a shorter one may be there by chance."""


def with_footnote(session: Session, paper: Paper) -> Paper:
    """The paper, with a footnote when values it prints wait for a decision."""
    if not undecided.open_count(raw_of(session)):
        return paper
    printed = _Printed(session, paper)
    found = [one for one in questions.read(session) if printed.holds(one)]
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


class _Printed:
    """What a paper prints: the records its figures were made of, and its words."""

    def __init__(self, session: Session, paper: Paper) -> None:
        self._session = session
        inlines = [runs for block in paper.blocks() for runs in runs_of(block)]
        self._sources: set[Source] = {source for runs in inlines for run in runs for source in run.source}
        self._text = _plain("\n".join(map(plain, inlines)))

    def holds(self, one: Question) -> bool:
        """Whether an undecided value is in it. A text is where it stands; a number or a choice may be behind any figure
        that its record is behind, and so may a record of which it is not known whether it is there at all."""
        if one.kind != "field":
            return self._is_behind(one) or self._has(one.record)
        field = BY_CODE[one.code].field(one.field)
        value = next((voice.value for voice in one.voices if voice.shown), "")
        if field.editor in _TEXTS and not field.refers:
            if not value:
                return self._is_behind(one) and self._has(one.label)
            return any(map(self._has, (value, signed(value)))) and (
                sum(map(str.isalpha, value)) >= _TELLING or self._is_behind(one)
            )
        return self._is_behind(one) or field.editor is Editor.DATE and any(map(self._has, _dates(value)))

    def _is_behind(self, one: Question) -> bool:
        return not self._behind.isdisjoint((one.code, uid) for uid in (one.uid, one.shown_uid))

    @cached_property
    def _behind(self) -> set[Source]:
        """The records of its figures and those they are about, as a result is about a sitting. A school has all figures of
        its own, which are made of few of its fields, so only its own count."""
        found, fresh = set(self._sources), self._sources
        while fresh:
            fresh = {about for code in BY_CODE for about in self._about(code, fresh)} - found
            found |= fresh
        return found

    def _about(self, code: str, sources: set[Source]) -> Iterator[Source]:
        columns = BY_CODE[code].record.__table__.columns
        told = {
            field.name: field.refers for field in BY_CODE[code].fields if field.refers not in ("", "school")
        }
        uids = [uid for kind, uid in sources if kind == code] if told else []
        for start in range(0, len(uids), _PIECE):
            query = select(*(columns[name] for name in told)).where(
                columns.uid.in_(uids[start : start + _PIECE])
            )
            for row in self._session.execute(query):
                yield from ((kind, uid) for kind, uid in zip(told.values(), row, strict=True) if uid)

    def _has(self, text: str) -> bool:
        wanted = _plain(text)
        return bool(wanted) and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", self._text) is not None


def _dates(value: str) -> tuple[str, ...]:
    """«05.03.2022» as papers write it."""
    return (value, date_words("-".join(reversed(value.split(".")))))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _before_signature(blocks: tuple[Block, ...], notes: Notes) -> tuple[Block, ...]:
    place = next((i for i, one in enumerate(blocks) if isinstance(one, Signature | Executor)), len(blocks))
    return (*blocks[:place], notes, *blocks[place:])


def _told(one: Question) -> Run:
    if one.kind != "field":
        about = "" if one.kind == "rule" else "запись "
        return named(f"{one.record} ({about}{questions.KINDS[one.kind]})", _sources([one]))
    values = [voice.value or "пусто" for voice in sorted(one.voices, key=lambda voice: not voice.shown)]
    return run(f"{one.record}, {one.label}: {' или '.join(dict.fromkeys(values))}", _sources([one]))


def _sources(found: Iterable[Question]) -> Sources:
    return tuple((one.code, one.shown_uid or one.uid) for one in found)
