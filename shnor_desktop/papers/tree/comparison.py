"""What differs between two composed papers, in sentences: a signed one and the same composed again."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from shnor_desktop.papers.tree.paper import (
    Block,
    Paper,
    Points,
    RowKind,
    Says,
    Signature,
    Table,
    plain,
    runs_of,
)
from shnor_desktop.papers.tree.spans import placed
from shnor_desktop.papers.tree.wording import signed
from shnor_desktop.rules.words.russian import quoted

LONGEST = 160
"""Letters of a text that is quoted; more of it tells nothing more."""
Cells = dict[tuple[str, str, str], str]
"""Texts of cells by table, row and column."""


def differences(before: Paper, after: Paper) -> tuple[str, ...]:
    """Sentences in the order of reading; empty when both say the same."""
    return (*_texts_differ(_texts(before), _texts(after)), *_cells_differ(_cells(before), _cells(after)))


def _texts(paper: Paper) -> list[str]:
    """Everything outside tables, in pieces that are read as one."""
    return [
        " ".join(plain(runs).split())
        for block in map(_alike, paper.blocks())
        if not isinstance(block, Table)
        for runs in runs_of(block)
        if plain(runs).strip() and (isinstance(block, Points) or runs)
    ]


def _alike(block: Block) -> Block:
    """A name in full and the same with initials sign alike."""
    return replace(block, name=signed(block.name)) if isinstance(block, Signature) else block


def _texts_differ(before: list[str], after: list[str]) -> Iterator[str]:
    for what, first, last, start, end in SequenceMatcher(None, before, after, False).get_opcodes():
        if what == "equal":
            continue
        old, new = before[first:last], after[start:end]
        pairs = min(len(old), len(new))
        for was, now in zip(old, new, strict=False):
            yield f"В тексте было {_shown(was, now)}, теперь {_shown(now, was)}."
        yield from (f"В тексте больше нет: {_shown(one)}." for one in old[pairs:])
        yield from (f"В тексте добавилось: {_shown(one)}." for one in new[pairs:])


def _cells(paper: Paper) -> Cells:
    found: Cells = {}
    for number, table in enumerate(paper.tables(), 1):
        name = "".join(run.text for run in table.caption if run.says is not Says.ORDER) or f"таблица {number}"
        found |= _table_cells(name, table)
    return found


def _table_cells(name: str, table: Table) -> Cells:
    width = len(table.columns)
    heads: dict[int, str] = {}
    for _, cells in placed(table.head, width):
        for one in cells:
            for column in range(one.column, min(width, one.column + one.cell.span)):
                heads[column] = ", ".join(part for part in (heads.get(column), _flat(one.cell.text)) if part)
    found: Cells = {}
    met: Counter[str] = Counter()
    section = ""
    for row, cells in placed(table.rows, width):
        # The row's own number says nothing: rows move when others come and go.
        told = [one for one in cells if not all(run.says is Says.ORDER for run in one.cell.runs)]
        texts = [
            "".join(run.text for run in one.cell.runs if run.says is not Says.ORDER) + one.cell.mark
            for one in told
        ]
        if row.kind is RowKind.SECTION:
            section = _flat(texts[0]) if texts else ""
        if not told:
            continue
        key = " / ".join(part for part in (section, _flat(texts[0])) if part) if told else section
        met[key] += 1
        key = f"{key} ({met[key]})" if met[key] > 1 else key
        found[name, key, ""] = ""
        for one, text in zip(told[1:], texts[1:], strict=True):
            found[name, key, heads.get(one.column, "")] = _flat(text)
    return found


def _cells_differ(before: Cells, after: Cells) -> Iterator[str]:
    for place in dict.fromkeys((*before, *after)):
        table, row, column = place
        rows = before.get((table, row, "")), after.get((table, row, ""))
        where = f"{quoted(table)}, {quoted(row)}"
        if None in rows:
            if not column:
                yield f"{where}: {'строка появилась' if rows[0] is None else 'строки больше нет'}."
        elif before.get(place) != after.get(place):
            was, now = before.get(place) or "пусто", after.get(place) or "пусто"
            yield f"{where}, {quoted(column)}: было {_shown(was, now)}, теперь {_shown(now, was)}."


def _flat(text: str) -> str:
    return " ".join(text.split())


def _shown(text: str, other: str = "") -> str:
    """The text in quotes; of a long one the part that differs from the other."""
    if len(text) <= LONGEST:
        return quoted(text)
    first = next((at for at, pair in enumerate(zip(text, other, strict=False)) if pair[0] != pair[1]), 0)
    start = text.rfind(" ", 0, max(0, first - LONGEST // 3)) + 1
    end = start + LONGEST
    return quoted(f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}")
