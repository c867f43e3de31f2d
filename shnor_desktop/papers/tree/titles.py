"""A title that stands over a section in another orientation is printed on its pages: no page has a title alone, but for a
title page."""

from dataclasses import replace

from shnor_desktop.papers.tree.paper import (
    Corner,
    Heading,
    Letterhead,
    Paper,
    Requisites,
    Section,
    Title,
)

_BEGINS = Corner | Letterhead | Title
"""A section that begins so has a title of its own."""
_LEADS = _BEGINS | Requisites | Heading


def titled(paper: Paper) -> Paper:
    """The paper with sections of nothing but a title put over those they name; the same paper where there is none."""
    made: list[Section] = []
    for section in paper.sections:
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
    return paper if len(made) == len(paper.sections) else replace(paper, sections=tuple(made))
