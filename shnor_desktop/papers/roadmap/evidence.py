"""Composes «Опись подтверждений»: what was done by the rows of a roadmap, what confirms it, and which file it is."""

from dataclasses import dataclass

from shnor_desktop.papers.tree.frame import PaperMeta, closing, paper_of
from shnor_desktop.papers.tree.paper import (
    Block,
    Cell,
    Column,
    Inline,
    Letterhead,
    Paper,
    Paragraph,
    Row,
    Run,
    Says,
    Sources,
    Table,
    Title,
)
from shnor_desktop.papers.tree.rows import across, row_of
from shnor_desktop.papers.tree.wording import count, date_digits, dated, named, ordinal, run, stick, words

_GROUP = 8
"""Letters of a hash stand in groups, so that the line can break."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One paper or file that confirms something done."""

    event: str
    when: str
    title: str
    """With its requisites."""
    path: str
    """Where its file lies in the folder; empty where it is only named."""
    size: str
    sha: str
    lost: bool = False
    """The record names a file whose bytes are not here."""
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class ConfirmedRow:
    """A row of the plan, or what was done beside it, with what confirms it."""

    title: str
    lines: tuple[Confirmed, ...]
    bare: tuple[str, ...] = ()
    """What was done and nothing confirms."""
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class InventoryFacts:
    """Everything the inventory is composed of."""

    meta: PaperMeta
    programme: str
    on: str
    rows: tuple[ConfirmedRow, ...]
    source: Sources

    @property
    def lines(self) -> tuple[Confirmed, ...]:
        """Each once, though it may confirm several rows."""
        return tuple(dict.fromkeys(line for row in self.rows for line in row.lines))


def compose(facts: InventoryFacts) -> Paper:
    """The inventory as a tree."""
    blocks: list[Block] = []
    if facts.meta.letterhead:
        blocks.append(Letterhead(tuple(map(stick, facts.meta.letterhead))))
    blocks.append(Title("ОПИСЬ ПОДТВЕРЖДЕНИЙ", (stick(facts.programme),)))
    blocks.append(Paragraph(words("По состоянию на ", dated(date_digits(facts.on)), "."), indent=False))
    lines = facts.lines
    sources = tuple(one for line in lines for one in line.source)
    files = tuple(one for line in lines if line.path for one in line.source)
    blocks.append(
        Paragraph(
            words(
                "Всего: ",
                count(len(lines), sources or facts.source, "подтверждение", "подтверждения", "подтверждений"),
                ", из них с файлом: ",
                run(str(sum(bool(line.path) for line in lines)), files or facts.source),
                ".",
            ),
            indent=False,
        )
    )
    if lines or any(row.bare for row in facts.rows):
        blocks.append(_table(facts))
    blocks += closing(facts.meta)
    title = f"Опись подтверждений: {facts.programme}"
    return paper_of(title, blocks, facts.meta, landscape=True, created=facts.on)


def _table(facts: InventoryFacts) -> Table:
    head = (
        "№",
        "Что сделано",
        "Когда",
        "Чем подтверждается",
        "Файл в папке",
        "Размер",
        "Контрольная сумма SHA-256",
    )
    number = 0
    rows = []
    for row in facts.rows:
        if not (row.lines or row.bare):
            continue
        rows.append(across(Run(stick(row.title), bold=True, says=Says.TYPED), len(head)))
        for line in row.lines:
            number += 1
            rows.append(Row(_cells(number, line)))
        for one in row.bare:
            rows.append(
                row_of(
                    Run("–", says=Says.ORDER),
                    Cell(words(run(one, says=Says.TYPED), " – подтверждений нет"), span=len(head) - 1),
                )
            )
    return Table(
        (Column(10), Column(40, 1), Column(24), Column(40, 1), Column(44, 1), Column(16), Column(42)),
        (row_of(*(Run(one, says=Says.FORM) for one in head)),),
        tuple(rows),
        sheet="Опись",
        size=9,
    )


def _cells(number: int, line: Confirmed) -> tuple[Cell, ...]:
    path: Inline = words(named(line.path or ("файла здесь нет" if line.lost else "без файла")))
    groups = (line.sha[at : at + _GROUP] for at in range(0, len(line.sha), _GROUP))
    return (
        Cell((ordinal(number),)),
        Cell((run(line.event, says=Says.TYPED),)),
        Cell((dated(line.when),)),
        Cell((run(line.title, line.source, says=Says.NAME),)),
        Cell(path),
        Cell((run(line.size, line.source),) if line.size else ()),
        Cell((Run(" ".join(groups), says=Says.NAME),) if line.sha else ()),
    )
