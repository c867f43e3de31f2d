"""The papers of the office: which there are, what each needs, composed from the document and written into a file.

A paper that prints values two offices do not agree on says in a footnote which ones, and what else was said.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.document.state import undecided
from shnor_desktop.errors import UserError
from shnor_desktop.operations.identification import signed_lists
from shnor_desktop.operations.identification.classification import profile as find_profile
from shnor_desktop.operations.identification.draft import draft, list_facts
from shnor_desktop.operations.papers import memo as memo_facts
from shnor_desktop.operations.schools.find import find as find_school
from shnor_desktop.operations.sharing import questions
from shnor_desktop.operations.sharing.questions import Question
from shnor_desktop.papers.tree.paper import Block, Executor, Notes, Paper, Signature
from shnor_desktop.papers.tree.wording import words


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user chose for a paper; what a paper does not need is left empty."""

    profile: str | None = None
    school: bytes | str | None = None
    """uid or name."""
    year: int | None = None
    """The school year it ends with, named by the year it starts in."""
    list: bytes | None = None
    """A signed list; None prints the draft."""
    merge: int | None = None
    """Number of a merge in its log; None is the newest."""


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A paper the program composes."""

    code: str
    title: str
    needs: frozenset[str]
    """Of «school», «year», «list», «merge»: what may be chosen; a school must be."""
    compose: Callable[[Session, Wish], Paper]
    about: str


def _list(session: Session, wish: Wish) -> Paper:
    from shnor_desktop.papers.identification import low_list

    if wish.list is not None:
        return low_list.compose(signed_lists.signed_facts(session, wish.list))
    facts = list_facts(session, draft(session, find_profile(session, wish.profile)))
    return with_footnote(session, low_list.compose(facts))


def _memo(session: Session, wish: Wish) -> Paper:
    from shnor_desktop.papers.results import memo

    facts = memo_facts.memo_facts(session, find_profile(session, wish.profile), wish.year)
    return with_footnote(session, memo.compose(facts))


def _card(session: Session, wish: Wish) -> Paper:
    from shnor_desktop.papers.results import school_card

    if wish.school is None:
        raise UserError("Не выбрана школа.", "Укажите школу, карточка которой нужна.")
    uid = wish.school if isinstance(wish.school, bytes) else find_school(session, wish.school)
    profile = find_profile(session, wish.profile)
    paper = school_card.compose(memo_facts.card_facts(session, profile, uid, wish.year))
    return with_footnote(session, paper, uid)


def _protocol(session: Session, wish: Wish) -> Paper:
    from shnor_desktop.operations.papers import protocol as merge_protocol
    from shnor_desktop.papers.sharing import protocol

    return protocol.compose(merge_protocol.protocol_facts(session, wish.merge))


PAPERS: dict[str, PaperKind] = {
    kind.code: kind
    for kind in (
        PaperKind(
            "list",
            "Перечень школ с низкими образовательными результатами",
            frozenset({"list"}),
            _list,
            "Кто включён, по каким результатам, чем расходится с перечнем региона.",
        ),
        PaperKind(
            "memo",
            "Аналитическая справка по результатам оценочных процедур",
            frozenset({"year"}),
            _memo,
            "Результаты школ по предметам и годам, динамика, выводы.",
        ),
        PaperKind(
            "school-card",
            "Карточка школы",
            frozenset({"school", "year"}),
            _card,
            "Реквизиты, результаты за несколько лет и статусы одной школы.",
        ),
        PaperKind(
            "merge",
            "Протокол объединения файлов",
            frozenset({"merge"}),
            _protocol,
            "Какие файлы приняты, что в них изменено, какие расхождения возникли и как решены.",
        ),
    )
}


def kind_of(code: str) -> PaperKind:
    """The paper of that code, or of that title."""
    wanted = code.strip().casefold()
    for kind in PAPERS.values():
        if wanted in (kind.code, kind.title.casefold()):
            return kind
    raise UserError(f"Бумаги «{code}» нет.", f"Выберите одну из имеющихся: {', '.join(PAPERS)}.")


def compose(session: Session, code: str, wish: Wish) -> Paper:
    """The paper as a tree, ready to be drawn."""
    return kind_of(code).compose(session, wish)


def findings(paper: Paper) -> tuple[str, ...]:
    """What a check before printing finds: two periods, gaps in numbering, two spellings of one school."""
    from shnor_desktop.papers.tree import check

    return tuple(check.findings(paper))


def print_paper(
    document: Document,
    code: str,
    out: Path,
    school: bytes | str | None = None,
    year: int | None = None,
    *,
    profile: str | None = None,
    signed: bytes | None = None,
) -> tuple[str, ...]:
    """Write a paper as the suffix of `out` says. Returns what the check found; it never stops the printing."""
    from shnor_desktop.papers.draw import render

    with document.read() as session:
        paper = compose(session, code, Wish(profile, school, year, signed))
    render.write(paper, out)
    return findings(paper)


def file_name(paper: Paper) -> str:
    """A name for the file without suffix: «Перечень …», fit for every file system and not too long."""
    kept = "".join(" " if sign in '\\/:*?"<>|«»\n' else sign for sign in paper.title)
    words = " ".join(kept.split())
    return words[:100].rsplit(" ", 1)[0] if len(words) > 100 else words


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
        return f"{one.record} ({questions.KINDS[one.kind]})"
    values = [voice.value or "пусто" for voice in sorted(one.voices, key=lambda voice: not voice.shown)]
    return f"{one.record}, {one.label}: {' или '.join(dict.fromkeys(values))}"
