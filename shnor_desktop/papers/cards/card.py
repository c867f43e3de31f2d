"""Composes the card of a school: everything about it on two pages, as many lines of every block as fit."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from shnor_desktop.papers.cards.facts import (
    ABOUT,
    CONTACTS,
    CONTEXT,
    DOCUMENTS,
    PEOPLE,
    PROBLEMS,
    RESULTS,
    STATUSES,
    VERDICT,
    WORK,
    CardBlock,
    CardFacts,
    CardLine,
    WholeCard,
)
from shnor_desktop.papers.tree.frame import closing, paper_of
from shnor_desktop.papers.tree.paper import (
    Bar,
    BarGroup,
    Block,
    Cell,
    Chart,
    ChartBlock,
    Column,
    Inline,
    Notes,
    Paper,
    Row,
    RowKind,
    Run,
    Says,
    Sources,
    Table,
    Title,
)
from shnor_desktop.papers.tree.rows import row_of
from shnor_desktop.papers.tree.wording import dated, form, run, stick, words
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.words.russian import show_date

_SIZE = 9
_WIDTHS = {
    ABOUT: (45, 125),
    STATUSES: (45, 75, 25, 25),
    CONTEXT: (65, 35, 35, 35),
    PROBLEMS: (65, 30, 50, 25),
    PEOPLE: (25, 60, 45, 20, 20),
    CONTACTS: (25, 80, 65),
    WORK: (80, 30, 32, 28),
    DOCUMENTS: (75, 28, 20, 47),
}
_MOST = {
    VERDICT: 3,
    STATUSES: 5,
    RESULTS: 16,
    CONTEXT: 10,
    PROBLEMS: 8,
    PEOPLE: 8,
    CONTACTS: 5,
    WORK: 6,
    DOCUMENTS: 8,
}
"""So many lines of a block, for the card to stay on two pages; what is left out is told."""
_LETTERS, _SENTENCE = 140, 420
"""Of a cell, and of a sentence; longer texts are to be read in the program."""
_FEW = 16
"""Lines of other blocks; letters that are always left."""
_PARTS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.12, 0.06)
"""Of the lines and letters above, tried one after the other."""
_CHARTED, _CHART = 4, 75.0
"""So many procedures in the chart, and the millimetres it takes."""
_PAGE, _WHOLE = 257.0, 100.0
"""Millimetres of a page, and up to which a table is not split."""
_LINE, _AIR, _LETTERS_A_MM = 3.7, 1.9, 0.63
NOTICE = (
    "Сведения предназначены для оказания адресной помощи. Результаты всероссийских проверочных работ не служат для оценки "
    "школы и учителей."
)


def compose(facts: CardFacts) -> Paper:
    """The card on two pages."""
    card, ends = facts.card, closing(facts.meta)
    blocks = (*_card(card, 35 * bool(ends)), *ends)
    schools = (card.official_name, card.name)
    return paper_of(f"Карточка школы: {card.name}", blocks, facts.meta, schools=schools)


def _card(card: WholeCard, closing_mm: float) -> list[Block]:
    """As many lines of every block as two pages hold."""
    shown, left = list(card.blocks), 0.0
    for part in _PARTS:
        shown = [_shortened(block, part) for block in card.blocks]
        left = _room_left(shown, card, closing_mm)
        if left >= 0:
            break
    blocks: list[Block] = [Title("КАРТОЧКА ШКОЛЫ", (stick(_cut(card.official_name, _SENTENCE // 2)),))]
    for block in shown:
        blocks.append(_table(block, card))
        if block.code == RESULTS and left >= _CHART:
            blocks += _chart(block)
    day = dated(show_date(card.on.isoformat()))
    return [*blocks, Notes((words("Составлено ", day, "."), (form(NOTICE),)))]


def _room_left(shown: Sequence[CardBlock], card: WholeCard, closing_mm: float) -> float:
    """Millimetres left of two pages: small tables are printed whole, so that some of the first page may stay empty."""
    used = 14.0 + 6 * (1 + len(card.official_name) // 48)
    for block in shown:
        height = _height(block)
        ends = used // _PAGE * _PAGE + _PAGE
        if height < _WHOLE and used + height > ends:
            used = ends
        used += height
    return 2 * _PAGE - used - 20 - closing_mm


def _shortened(block: CardBlock, part: float) -> CardBlock:
    """That part of the lines a block may have, and of the letters of a cell."""
    shown = block.first(max(1, round(_MOST.get(block.code, _FEW) * part)))
    whole = _LETTERS if len(_widths(block)) > 1 else _SENTENCE
    letters = max(_FEW, round(whole * min(1.0, 1.6 * part)))
    lines = tuple(replace(one, cells=tuple(_cut(cell, letters) for cell in one.cells)) for one in shown.lines)
    return replace(shown, lines=lines)


def _height(block: CardBlock) -> float:
    """Of a table, about: rows are as high as their longest cell."""
    rows: list[Sequence[str]] = [(f"{block.title} {block.told}",)]
    rows += [block.heads] * (len(block.heads) > 2)
    rows += [one.cells for one in block.lines] or [(block.empty,)]
    widths = _widths(block)
    return 2 + sum(_LINE * _lines(row, _over(row, widths)) + _AIR for row in rows)


def _lines(row: Sequence[str], widths: Sequence[int]) -> int:
    """Of text, in the highest cell of a row."""
    room = [max(1, int(width * _LETTERS_A_MM)) for width in widths]
    return max([1, *(-(-len(cell) // letters) for cell, letters in zip(row, room, strict=False))])


def _over(row: Sequence[str], widths: tuple[int, ...]) -> tuple[int, ...]:
    return widths if len(row) == len(widths) else (sum(widths),)


def _table(block: CardBlock, card: WholeCard) -> Table:
    """A block as a table under a row with its title; sentences have one column."""
    behind: Sources = (("school", card.uid),)
    widths = _widths(block)
    columns = tuple(Column(width, stretch=width) for width in widths)
    note = f". {block.told}" if block.told else ""
    every = tuple(dict.fromkeys(source for line in block.lines for source in line.sources)) or behind
    title: Inline = (
        Run(stick(block.title), bold=True, says=Says.NAME),
        run(note, every) if note else form(""),
    )
    rows = [row_of(Cell(title, span=len(widths)), kind=RowKind.SECTION)]
    if len(block.heads) > 2 and block.lines:
        rows.append(row_of(*(Run(stick(name), italic=True, says=Says.NAME) for name in block.heads)))
    rows += [_row(line, behind) for line in block.lines]
    if not block.lines:
        rows.append(row_of(Cell((form(block.empty),), span=len(widths))))
    return Table(columns, (), tuple(rows), sheet=block.title, size=_SIZE)


def _widths(block: CardBlock) -> tuple[int, ...]:
    if not block.heads:
        return (170,)
    if block.code == RESULTS and (years := len(block.heads) - 2):
        return (50, *((90 // years,) * years), 30)
    return _WIDTHS.get(block.code, (170 // len(block.heads),) * len(block.heads))


def _row(line: CardLine, behind: Sources) -> Row:
    sources = line.sources or behind
    return row_of(*(run(cell or "–", sources) for cell in line.cells))


def _cut(text: str, letters: int) -> str:
    """Cut at the end of a word, with its quotes closed."""
    if len(text) <= letters:
        return text
    kept = f"{text[:letters].rsplit(' ', 1)[0]}…"
    return kept + "“" * (kept.count("„") - kept.count("“")) + "»" * (kept.count("«") - kept.count("»"))


def _chart(block: CardBlock) -> Iterable[Block]:
    """Procedures in which the school is low, over the years."""
    low = [line for line in block.lines if line.mark and any(one is not None for one in line.figures_e4)][
        :_CHARTED
    ]
    if not low:
        return
    years = block.heads[1:-1]
    groups = tuple(
        BarGroup(
            line.cells[0],
            tuple(
                Bar(
                    value,
                    text.partition("\u00a0%")[0].removeprefix("▲\u00a0") if value is not None else "–",
                    line.sources,
                )
                for value, text in zip(line.figures_e4, line.cells[1:], strict=False)
            ),
        )
        for line in low
    )
    yield ChartBlock(
        Chart(
            "Доля не справившихся, %",
            years,
            groups,
            threshold_e4=block.threshold * E4,
            threshold_label="порог",
        )
    )
