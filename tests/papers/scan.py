"""Looks over drawn pages for what an office would send back: cut cells, headings and signatures torn from their text, glyphs
the font lacks, text outside the margins or over other text."""

from collections import defaultdict
from collections.abc import Iterator

from shnor_desktop.papers.draw.pdf_styles import MM
from shnor_desktop.papers.tree import fonts
from shnor_desktop.papers.tree.page import PageSettings
from shnor_desktop.papers.tree.paper import (
    Executor,
    Heading,
    Paper,
    RowKind,
    Signature,
    Table,
    Title,
    plain,
)
from shnor_desktop.papers.tree.spans import table_rows
from tests.papers.pages import Cell, Letter, Page, squeezed

_SLACK = 1.0
_BUCKET = 14.0
_LINE = 8.0
"""Letters so near to the lowest stand in one line with it."""
_STRAY = 0.5
"""So much of the smaller of two letters may lie under the other: italics and quotation marks lean."""


def faults(paper: Paper, pages: list[Page], settings: PageSettings | None = None) -> list[str]:
    """Everything that is wrong, with the number of its page. The paper is the one that was drawn, fitted to pages."""
    found: list[str] = []
    for number, page in enumerate(pages, start=1):
        told = [
            *_margins(page, number, settings or PageSettings()),
            *_cut(page),
            *_over(page),
            *_tofu(page),
        ]
        found += [f"с. {number}: {one}" for one in told]
    found += _left_alone(paper, pages)
    found += _signatures(paper, pages)
    return found


def _margins(page: Page, number: int, settings: PageSettings) -> Iterator[str]:
    left, right = settings.left * MM - _SLACK, page.width - settings.right * MM + _SLACK
    bottom, top = settings.bottom * MM - 3, page.height - settings.top * MM + _SLACK
    above = ""
    for one in page.everything():
        if one.bottom > top and number > 1:
            above += one.text
        elif one.left < left or one.right > right or one.bottom < bottom or one.top > top:
            yield f"«{one.text}» вне полей"
    if number > 1 and above != str(number):
        yield f"вместо номера страницы «{above}»"
    if not any(True for _ in page.everything()) or page.text == above and not any(page.rows):
        yield "пустая страница"


def _cut(page: Page) -> Iterator[str]:
    for row in page.rows:
        for cell in row:
            if any(not _inside(one, cell) for one in cell.letters):
                yield f"текст выходит за клетку: «{cell.text[:60]}»"


def _inside(one: Letter, cell: Cell) -> bool:
    return (
        one.left > cell.left - _SLACK / 2
        and one.right < cell.right + _SLACK / 2
        and one.bottom > cell.bottom - _SLACK / 2
        and one.top < cell.top + _SLACK / 2
    )


def _over(page: Page) -> Iterator[str]:
    """Letters over letters."""
    near: dict[tuple[int, int], list[Letter]] = defaultdict(list)
    for one in page.everything():
        x, y = int(one.left // _BUCKET), int(one.bottom // _BUCKET)
        for place in ((x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
            for other in near.get(place, ()):
                if one.left < other.right and other.left < one.right and _covered(one, other) > _STRAY:
                    yield f"«{one.text}» поверх «{other.text}»"
        near[x, y].append(one)


def _covered(one: Letter, other: Letter) -> float:
    """How much of the smaller letter lies in the box of the other."""
    across = min(one.right, other.right) - max(one.left, other.left)
    up = min(one.top, other.top) - max(one.bottom, other.bottom)
    least = min((a.right - a.left) * (a.top - a.bottom) for a in (one, other))
    return across * up / least if across > 0 and up > 0 and least > 0 else 0.0


def _tofu(page: Page) -> Iterator[str]:
    for face, text in sorted({(one.face, one.text) for one in page.everything()}):
        family = face.partition("-")[0]
        if family not in (fonts.SERIF, fonts.SANS) or text not in fonts.register(family):
            yield f"«{text}» ({ord(text):04X}) нет в шрифте {face}"


def _left_alone(paper: Paper, pages: list[Page]) -> Iterator[str]:
    """Headings, titles and captions at the foot of a page, and rows that lead others there."""
    leading = [_letters(one) for one in _leads(paper)]
    rows = [squeezed(one) for one in _leading_rows(paper)]
    for number, page in enumerate(pages[:-1], start=1):
        lines = list(page.everything())
        if not lines:
            continue
        foot = min(one.bottom for one in lines)
        cell = next((row[0] for row in page.rows[-1:] if row[0].bottom < foot), None)
        if cell is not None:
            text = "|".join(one.text for one in page.rows[-1])
            if text in rows:
                yield f"с. {number}: последней стоит строка «{text[:60]}»"
            continue
        last = sorted((one for one in page.letters if one.bottom < foot + _LINE), key=lambda one: one.left)
        text = _letters("".join(one.text for one in last))
        if len(text) > 2 and any(one.endswith(text) for one in leading):
            yield f"с. {number}: последним стоит заголовок «{text[:60]}»"


def _letters(text: str) -> str:
    """Those that stand on the line, whatever hangs over or under it."""
    return "".join(filter(str.isalnum, text))


def _leads(paper: Paper) -> Iterator[str]:
    for block in paper.blocks():
        match block:
            case Heading():
                yield plain(block.runs)
            case Title():
                yield "".join(line for line in (block.kind, *block.lines))
            case Table():
                yield plain(block.caption)


def _leading_rows(paper: Paper) -> Iterator[str]:
    for table in paper.tables():
        drawn = list(table_rows(table))
        for at, (row, cells) in enumerate(drawn):
            if at < len(table.head) or row.kind is RowKind.SECTION:
                yield "|".join(squeezed(one.cell.text) for one in cells)


def _signatures(paper: Paper, pages: list[Page]) -> Iterator[str]:
    """Post and name stand beside each other, under text of the paper."""
    texts = [page.text for page in pages]
    for block in paper.blocks():
        if isinstance(block, Signature):
            post, name = squeezed(block.post), squeezed(block.name)
            if not any(f"{post}{name}" in text for text in texts):
                yield f"подпись разорвана: {block.post[:40]} … {block.name[:40]}"
    tail = "".join(
        squeezed(
            f"{block.post}{block.name}" if isinstance(block, Signature) else f"{block.name}{block.phone}"
        )
        for section in paper.sections
        for block in section.blocks
        if isinstance(block, Signature | Executor)
    )
    for number, page in enumerate(pages[1:], start=2):
        text = page.text.removeprefix(str(number))
        if text and not page.rows and text in tail:
            yield f"с. {number}: подпись стоит одна"
