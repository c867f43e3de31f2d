"""Short names of subjects that the program itself puts into tables are explained once, under the first table with any."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from shnor_desktop.papers.tree.paper import Block, Paper, Says, plain, runs_of
from shnor_desktop.papers.tree.wording import form
from shnor_desktop.rules.figures import FAMILY_LABELS
from shnor_desktop.rules.words.russian import NBSP, inside


def explained(paper: Paper, subjects: Mapping[str, str]) -> Paper:
    """The paper with «РУ – русский язык; МА – математика.» under its first table that has short names of subjects.
    `subjects`: full names by the short ones, in their order. What the paper explains itself is left to it."""
    text = "\n".join(plain(runs) for block in paper.blocks() for runs in runs_of(block)).replace(NBSP, " ")
    unknown = {short: inside(name) for short, name in subjects.items() if short and f"{short} – " not in text}
    shorts = _Shorts(unknown)
    found = {short for block in paper.blocks() for short in shorts.of(block)}
    first = next((one for one in paper.tables() if any(shorts.of(one))), None)
    if first is None:
        return paper
    told = "; ".join(f"{short} – {name}" for short, name in unknown.items() if short in found)
    noted = replace(first, notes=(*first.notes, (form(f"{told}."),)))
    return replace(
        paper,
        sections=tuple(
            replace(one, blocks=tuple(noted if block is first else block for block in one.blocks))
            for one in paper.sections
        ),
    )


class _Shorts:
    """«МА» in «ВПР МА 5»; where nobody typed the text, in «МА 5, весна 2026» as well. «МУ «Центр»» is no music."""

    def __init__(self, known: Mapping[str, str]) -> None:
        one_of = "|".join(map(re.escape, sorted(known, key=len, reverse=True))) or "(?!)"
        families = "|".join(map(re.escape, FAMILY_LABELS.values()))
        self._named = re.compile(rf"\b(?:{families})[ \u00a0]({one_of})(?!\w)")
        self._bare = re.compile(
            rf"(?:^|[;,(\n][ \u00a0]?)({one_of})(?=[ \u00a0]?(?:\d|[(,;]|$))", re.MULTILINE
        )

    def of(self, block: Block) -> Iterator[str]:
        for runs in runs_of(block):
            yield from self._named.findall(plain(runs))
            for run in runs:
                if run.says is not Says.TYPED:
                    yield from self._bare.findall(run.text)
