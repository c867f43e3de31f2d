"""The sections of a composed paper: which it has, and the paper with some left out and the others in another order.

A section begins at a heading of the highest level, in a paper without headings at a table with a caption, and ends before the
next. What stands before the first and from the signature on belongs to none. The paper's own numbers are counted anew.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from shnor_desktop.errors import UserError
from shnor_desktop.papers.tree.paper import (
    Block,
    Executor,
    Heading,
    Inline,
    Paper,
    Run,
    Says,
    Section,
    Signature,
    Table,
    plain,
)
from shnor_desktop.rules.words.russian import joined, quoted

_NUMBER = re.compile(r"(\d+(?:\.\d+)*)(\.\s*)")
_TABLE = re.compile(r"(Таблица\s)\d+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sections, in what order."""

    names: tuple[str, ...]
    off: frozenset[str] = frozenset()
    """Of these names: left out."""
    only: bool = False
    """These and no others, by their names, beginnings of these, or numbers; a section nobody named otherwise stays where it is."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block with the pages it came from."""

    block: Block
    pages: int
    landscape: bool


def typed(text: str) -> Wanted:
    """Sections as they are named in words: «Школы; Что сделано», «2, 1»."""
    sign = ";" if ";" in text else ","
    names = tuple(one.strip() for one in text.split(sign) if one.strip())
    if not names:
        raise UserError("Не названо ни одного раздела.", "Назовите разделы через запятую.")
    return Wanted(names, only=True)


def names(paper: Paper) -> tuple[str, ...]:
    """What the sections are called, in their order."""
    return tuple(name for name, _ in _cut(paper)[1])


def arranged(paper: Paper, wanted: Wanted) -> Paper:
    """The paper with the sections that are wanted. UserError where one that was named is not there."""
    head, parts, tail = _cut(paper)
    there = dict(parts)
    order = _named(wanted, tuple(there)) if wanted.only else _kept(wanted, tuple(there))
    if order == tuple(there):
        return paper
    placed = [*head, *(one for name in order for one in there[name]), *tail]
    return replace(paper, sections=tuple(_pages(_counted(placed))))


def _named(wanted: Wanted, there: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    for name in wanted.names:
        word = name.casefold()
        fits = [one for one in there if one.casefold() == word]
        fits = fits or [one for number, one in enumerate(there, 1) if str(number) == word]
        fits = fits or [one for one in there if one.casefold().startswith(word)]
        if len(fits) != 1:
            known = "; ".join(f"{number} — {one}" for number, one in enumerate(there, 1))
            raise UserError(
                f"Раздела {quoted(name)} в этом документе нет или таких несколько.",
                f"Разделы: {known}." if known else "В нём нет разделов, которые можно выбирать.",
            )
        found += fits
    return tuple(dict.fromkeys(found))


def _kept(wanted: Wanted, there: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in in_order(wanted, there) if one not in wanted.off)


def in_order(wanted: Wanted, there: Sequence[str]) -> tuple[str, ...]:
    """All sections of a paper in the order that is wanted; new ones stay behind the one they stood behind."""
    order = [name for name in wanted.names if name in there]
    for at, name in enumerate(there):
        if name not in order:
            order.insert(order.index(there[at - 1]) + 1 if at else 0, name)
    return tuple(order)


def left_out(there: Sequence[str], wanted: Wanted | None) -> tuple[str, ...]:
    """That what was left out once is left out again, in a sentence."""
    off = [quoted(name) for name in there if wanted is not None and name in wanted.off]
    return (f"По вашему выбору не печатается: {joined(off)}.",) if off else ()


# ---- cutting and putting together


def _cut(paper: Paper) -> tuple[list[_Placed], list[tuple[str, list[_Placed]]], list[_Placed]]:
    placed = [
        _Placed(block, number, section.landscape)
        for number, section in enumerate(paper.sections)
        for block in section.blocks
    ]
    end = next(
        (at for at, one in enumerate(placed) if isinstance(one.block, Signature | Executor)), len(placed)
    )
    text, tail = placed[:end], placed[end:]
    level = min((one.block.level for one in text if isinstance(one.block, Heading)), default=0)
    head: list[_Placed] = []
    parts: list[tuple[str, list[_Placed]]] = []
    for one in text:
        title = _begins(one.block, level)
        if title:
            parts.append((_unlike(title, [name for name, _ in parts]), []))
        (parts[-1][1] if parts else head).append(one)
    if not level and len(parts) < 2:
        return [*text], [], tail
    return head, parts, tail


def _begins(block: Block, level: int) -> str:
    """The title of the section that this block begins."""
    if level:
        runs = block.runs if isinstance(block, Heading) and block.level == level else ()
    else:
        runs = block.caption if isinstance(block, Table) else ()
    words = "".join(run.text for run in runs if run.says is not Says.ORDER)
    return " ".join(words.split()) or " ".join(plain(runs).split())


def _unlike(title: str, there: list[str]) -> str:
    number, name = 1, title
    while name in there:
        number += 1
        name = f"{title} ({number})"
    return name


def _pages(placed: Iterable[_Placed]) -> Iterator[Section]:
    """Blocks on pages as they lay; one that was moved begins no page but for another orientation or its own first page."""
    blocks: list[Block] = []
    last: _Placed | None = None
    for one in placed:
        if last is not None and (one.landscape != last.landscape or one.pages > last.pages):
            yield Section(tuple(blocks), last.landscape)
            blocks = []
        blocks.append(one.block)
        last = one
    if last is not None:
        yield Section(tuple(blocks), last.landscape)


def _counted(placed: Sequence[_Placed]) -> Iterator[_Placed]:
    """Headings and tables that the paper itself numbers, counted anew."""
    last: list[int] = []
    tables = 0
    for one in placed:
        block = one.block
        if isinstance(block, Heading) and _is_numbered(block.runs, _NUMBER):
            depth = block.runs[0].text.strip(". \u00a0").count(".") + 1
            last = (last + [0] * depth)[:depth]
            last[-1] += 1
            number = ".".join(map(str, last))
            block = replace(block, runs=_with(block.runs, _NUMBER.sub(rf"{number}\2", block.runs[0].text, 1)))
        elif isinstance(block, Table) and _is_numbered(block.caption, _TABLE):
            tables += 1
            text = _TABLE.sub(rf"\g<1>{tables}", block.caption[0].text, 1)
            block = replace(block, caption=_with(block.caption, text))
        yield replace(one, block=block)


def _is_numbered(runs: Inline, number: re.Pattern[str]) -> bool:
    return bool(runs) and runs[0].says is Says.ORDER and bool(number.match(runs[0].text))


def _with(runs: Inline, text: str) -> Inline:
    first: Run = replace(runs[0], text=text)
    return (first, *runs[1:])


def bound(title: str, papers: Sequence[Paper]) -> Paper:
    """Several papers as one: each begins a page and counts its own."""
    return Paper(
        title=title,
        sections=tuple(
            replace(section, anew=not place) for one in papers for place, section in enumerate(one.sections)
        ),
        author=papers[0].author,
        created=papers[0].created,
    )
