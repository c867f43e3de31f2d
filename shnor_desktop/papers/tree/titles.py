"""Where a title stands when a paper is drawn: one over a section in another orientation is printed on its pages, for no page
has a title alone but for a title page; its stamp stands in the upper right corner, over the letterhead."""

from collections.abc import Iterator
from dataclasses import replace

from shnor_desktop.papers.tree.paper import (
    Block,
    Corner,
    CornerKind,
    Heading,
    Letterhead,
    Paper,
    Requisites,
    Section,
    Title,
)

_BEGINS = Corner | Letterhead | Title
"""A section that begins so has a title of its own."""
_OVER = Corner | Letterhead | Requisites
"""What stands over a title and leads to it."""
_LEADS = _BEGINS | Requisites | Heading


def titled(paper: Paper) -> Paper:
    """The paper with sections of nothing but a title put over those they name, and with stamps in the corner; the same
    paper where there is none of both."""
    made: list[Section] = []
    for section in map(_stamped, paper.sections):
        last = made[-1] if made else None
        own = bool(section.blocks) and isinstance(section.blocks[0], _BEGINS)
        if (
            last is not None
            and not own
            and last.blocks
            and all(isinstance(one, _LEADS) and not getattr(one, "foot", "") for one in last.blocks)
        ):
            made[-1] = replace(section, blocks=(*last.blocks, *section.blocks), anew=last.anew)
        else:
            made.append(section)
    return paper if tuple(made) == paper.sections else replace(paper, sections=tuple(made))


def _stamped(section: Section) -> Section:
    """Stamps of titles as blocks of their own."""
    if not any(isinstance(one, Title) and one.stamp for one in section.blocks):
        return section
    return replace(section, blocks=tuple(_in_corner(section.blocks)))


def _in_corner(blocks: tuple[Block, ...]) -> Iterator[Block]:
    over: list[Block] = []
    for one in blocks:
        if isinstance(one, _OVER):
            over.append(one)
            continue
        if isinstance(one, Title) and one.stamp:
            yield Corner((one.stamp,), CornerKind.STAMP)
            one = replace(one, stamp="")
        yield from over
        yield one
        over = []
    yield from over
