"""A text with light marks on the page of a text editor, and back again by our own walk: the marks stay exactly what they were."""

from collections.abc import Iterable, Iterator

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLength,
    QTextList,
    QTextListFormat,
    QTextTable,
    QTextTableFormat,
)

from shnor_desktop.rules.words.marks import DEEPEST, Chunk, Grid, Item, Items, Line, Span, Spans

_BREAK = "\u2028"


# ---- onto the page


def put(cursor: QTextCursor, chunks: Iterable[Chunk]) -> None:
    """Write at the cursor: a single line into the line that is there, anything else as blocks of its own."""
    every = tuple(chunks)
    cursor.beginEditBlock()
    match every:
        case (Line(spans=spans),):
            _spans(cursor, spans)
        case _:
            for chunk in every:
                _put(cursor, chunk)
    cursor.endEditBlock()


def _put(cursor: QTextCursor, chunk: Chunk) -> None:
    match chunk:
        case Line():
            _begin(cursor, chunk.level)
            _spans(cursor, chunk.spans)
        case Items():
            lists: dict[int, tuple[bool, QTextList]] = {}
            for one in chunk.items:
                _begin(cursor, 0)
                _into_list(cursor, one, lists)
                _spans(cursor, one.spans)
        case _:
            _table(cursor, chunk)


def _begin(cursor: QTextCursor, level: int) -> None:
    """A block of its own; an empty one is used."""
    shape = QTextBlockFormat()
    shape.setIndent(level)
    if cursor.block().text() or cursor.currentList() or not cursor.atBlockStart():
        cursor.insertBlock(shape, QTextCharFormat())
    else:
        cursor.setBlockFormat(shape)


def _into_list(cursor: QTextCursor, one: Item, lists: dict[int, tuple[bool, QTextList]]) -> None:
    for deeper in [level for level in lists if level > one.level]:
        del lists[deeper]
    known = lists.get(one.level)
    if known is not None and known[0] == one.numbered:
        known[1].add(cursor.block())
        return
    lists[one.level] = one.numbered, cursor.createList(list_format(one.level, numbered=one.numbered))


def list_format(level: int, *, numbered: bool) -> QTextListFormat:
    """How a list looks: «1)» or dots."""
    shape = QTextListFormat()
    shape.setStyle(QTextListFormat.Style.ListDecimal if numbered else QTextListFormat.Style.ListDisc)
    shape.setNumberSuffix(")")
    shape.setIndent(level + 1)
    return shape


def table_format() -> QTextTableFormat:
    """How a table looks."""
    shape = QTextTableFormat()
    shape.setBorder(1)
    shape.setBorderCollapse(True)
    shape.setCellPadding(3)
    shape.setHeaderRowCount(1)
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    return shape


def _table(cursor: QTextCursor, grid: Grid) -> None:
    _begin(cursor, 0)
    table = cursor.insertTable(len(grid.rows), len(grid.rows[0]), table_format())
    for at, row in enumerate(grid.rows):
        for place, spans in enumerate(row):
            _spans(table.cellAt(at, place).firstCursorPosition(), spans)
    cursor.setPosition(table.lastPosition() + 1)


def _spans(cursor: QTextCursor, spans: Spans) -> None:
    for one in spans:
        shape = QTextCharFormat()
        shape.setFontWeight(QFont.Weight.Bold if one.bold else QFont.Weight.Normal)
        cursor.insertText(one.text, shape)


# ---- from the page


def read(document: QTextDocument) -> tuple[Chunk, ...]:
    """What stands on the page; empty lines say nothing."""
    return tuple(_joined(_chunks(document)))


_Told = tuple[Chunk, int]
"""A chunk and, of an item, which list of the first level it is of."""


def _chunks(document: QTextDocument) -> Iterator[_Told]:
    block = document.begin()
    while block.isValid():
        table = QTextCursor(block).currentTable()
        if table is not None:
            if (grid := _grid(table)) is not None:
                yield grid, 0
            block = document.findBlock(table.lastPosition() + 1)
            continue
        yield from _block(block)
        block = block.next()


def _block(block: QTextBlock) -> Iterator[_Told]:
    spans, shape = _read_spans(block), block.textList()
    if shape is not None:
        words = tuple(Span(one.text.replace(_BREAK, " "), one.bold) for one in spans)
        if _said(words):
            level = min(max(shape.format().indent() - 1, 0), DEEPEST)
            numbered = shape.format().style() == QTextListFormat.Style.ListDecimal
            number = shape.objectIndex() if not level else 0
            yield Items((Item(words, numbered, level),)), number
        return
    for line in _lines(spans):
        if _said(line):
            yield Line(line, block.blockFormat().indent()), 0


def _joined(told: Iterable[_Told]) -> Iterator[Chunk]:
    """Items one behind another as one list; where numbers begin anew, as the next."""
    items: list[Item] = []
    last = 0
    for chunk, number in told:
        first = chunk.items[0] if isinstance(chunk, Items) else None
        anew = first is not None and first.numbered and number not in (0, last)
        if items and (first is None or (anew and any(one.numbered and not one.level for one in items))):
            yield Items(tuple(items))
            items = []
        last = number or last
        if first is None:
            yield chunk
        else:
            items.append(first)
    if items:
        yield Items(tuple(items))


def _grid(table: QTextTable) -> Grid | None:
    rows = []
    for at in range(table.rows()):
        row = []
        for place in range(table.columns()):
            cell = table.cellAt(at, place)
            block, end = cell.firstCursorPosition().block(), cell.lastCursorPosition().block()
            pieces = list(_read_spans(block))
            while block != end:
                block = block.next()
                pieces += [Span(" "), *_read_spans(block)]
            row.append(tuple(Span(one.text.replace(_BREAK, " "), one.bold) for one in pieces))
        if any(map(_said, row)):
            rows.append(tuple(row))
    return Grid(tuple(rows)) if rows else None


def _read_spans(block: QTextBlock) -> Spans:
    made = []
    at = block.begin()
    while not at.atEnd():
        piece = at.fragment()
        if piece.isValid():
            text = piece.text().replace("\u00a0", " ").replace("\ufffc", "")
            made.append(Span(text, piece.charFormat().fontWeight() >= QFont.Weight.DemiBold))
        at += 1
    return tuple(made)


def _lines(spans: Spans) -> Iterator[Spans]:
    line: list[Span] = []
    for one in spans:
        first, *more = one.text.split(_BREAK)
        line.append(Span(first, one.bold))
        for text in more:
            yield tuple(line)
            line = [Span(text, one.bold)]
    yield tuple(line)


def _said(spans: Spans) -> str:
    return "".join(one.text for one in spans).strip()
