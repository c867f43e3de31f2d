"""Light marks in a text that people type: **bold**, lists «- » and «1) », tables with « | » between their cells.

The text stays a plain text of lines. Numbers are a list only where they run from 1 without a gap, rows a table only where
two or more of as many cells follow each other, asterisks bold only in pairs that hug their words: what was typed before
there were marks says what it said. A backslash before an asterisk, a bar or the mark of a list takes its meaning away.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from shnor_desktop.rules.words import points

_ITEM = re.compile(r"(?:[-–—•]|(\d{1,3})\))[ \t\u00a0]+(?=\S)")
_BOLD, _BAR = "**", "|"
_ESCAPED = re.compile(r"(?<!\\)(\\*)([*|])")
MOST_CELLS = 20
DEEPEST = 1


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one face."""

    text: str
    bold: bool = False


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of its own; `level` counts from 0."""

    spans: Spans
    level: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list; renderers number it."""

    spans: Spans
    numbered: bool = False
    level: int = 0


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; its first row is the heading."""

    rows: tuple[tuple[Spans, ...], ...]


Chunk = Line | Items | Grid


# ---- reading


def spans(text: str) -> Spans:
    """A text of one line with its bold words."""
    return _faced(_tokens(text))


def read(text: str) -> tuple[Chunk, ...]:
    """What a marked text consists of."""
    return tuple(_chunks([_leveled(line) for line in text.splitlines() if line.strip()]))


def plain(text: str) -> str:
    """The text as it reads without marks: items keep their signs, cells their bars."""
    return "\n".join(told for chunk in read(text) for told in _told(chunk))


def bare(text: str) -> str:
    """The text as it was typed but for the marks of bold words: for titles and lists of records."""
    if _BOLD not in text and "\\" not in text:
        return text
    return "\n".join(
        line[: len(line) - len(words)] + said(_line(0, words).spans)
        for line, words in ((line, line.lstrip()) for line in text.splitlines())
    )


def said(these: Spans) -> str:
    """The words of spans."""
    return "".join(one.text for one in these)


def ended(these: Spans, end: str) -> Spans:
    """The words with this sign at their end instead of any other."""
    *rest, last = these
    return (*rest, Span(last.text.rstrip(" .;") + end, last.bold))


def _told(chunk: Chunk) -> Iterator[str]:
    match chunk:
        case Line():
            yield points.INDENT * chunk.level + said(chunk.spans)
        case Items():
            for label, item in zip(labels(chunk.items), chunk.items, strict=True):
                yield f"{points.INDENT * item.level}{label} {said(item.spans)}"
        case _:
            yield from (" | ".join(map(said, row)).strip() for row in chunk.rows)


def labels(items: Iterable[Item]) -> Iterator[str]:
    """«1)», «–» before each item."""
    last = [0] * (DEEPEST + 1)
    for one in items:
        last[one.level + 1 :] = [0] * (DEEPEST - one.level)
        if one.numbered:
            last[one.level] += 1
        yield f"{last[one.level]})" if one.numbered else "–"


def _leveled(line: str) -> tuple[int, str]:
    words = line.strip()
    before = len(line[: line.index(words)].expandtabs(4))
    return -(-before // len(points.INDENT)), words


def _chunks(lines: list[tuple[int, str]]) -> Iterator[Chunk]:
    at = 0
    while at < len(lines):
        found: Chunk = _grid(lines, at) or _items(lines, at) or _line(*lines[at])
        yield found
        at += _height(found)


def _height(chunk: Chunk) -> int:
    match chunk:
        case Grid():
            return len(chunk.rows)
        case Items():
            return len(chunk.items)
        case _:
            return 1


def _line(level: int, words: str) -> Line:
    if words.startswith("\\") and _ITEM.match(words.lstrip("\\")):
        words = words[1:]
    return Line(spans(words), level)


def _grid(lines: list[tuple[int, str]], at: int) -> Grid | None:
    rows: list[tuple[Spans, ...]] = []
    for _, words in (lines[place] for place in range(at, len(lines))):
        cells = _cells(words)
        if len(cells) < 2 or len(cells) > MOST_CELLS or (rows and len(cells) != len(rows[0])):
            break
        rows.append(cells)
    return Grid(tuple(rows)) if len(rows) > 1 else None


def _items(lines: list[tuple[int, str]], at: int) -> Items | None:
    base, last = lines[at][0], [0] * (DEEPEST + 1)
    made: list[Item] = []
    for depth, words in (lines[place] for place in range(at, len(lines))):
        match = _ITEM.match(words)
        level = min(depth - base, DEEPEST)
        if match is None or level < 0:
            break
        last[level + 1 :] = [0] * (DEEPEST - level)
        if match[1]:
            last[level] += 1
            if int(match[1]) != last[level]:
                if made and made[0].numbered and match[1] != "1":
                    return None  # Numbers with a gap are not counted anew: somebody has to look at them.
                break
        made.append(Item(spans(words[match.end() :]), bool(match[1]), level))
    return Items(tuple(made)) if made else None


_Token = tuple[str, bool]
"""Text, and whether it is a mark."""


def _tokens(text: str) -> list[_Token]:
    """Text and marks; backslashes before a sign that may be one are taken off."""
    made: list[_Token] = []
    at = 0
    for match in _ESCAPED.finditer(text):
        if match.start() < at:
            continue
        literal = text[at : match.start()] + match[1][: len(match[1]) // 2]
        at = match.end()
        if len(match[1]) % 2:
            literal += match[2]
        if literal:
            made.append((literal, False))
        if len(match[1]) % 2:
            continue
        if match[2] == _BAR:
            made.append((_BAR, True))
        elif text.startswith("*", at):
            at += 1
            made.append((_BOLD, True))
        else:
            made.append(("*", False))
    made.append((text[at:], False))
    return [one for one in made if one[0]]


def _cells(words: str) -> tuple[Spans, ...]:
    """Cells of a row; bars at both ends are its frame."""
    tokens = [("", False), *_tokens(words), ("", False)]
    cells: list[list[_Token]] = [[]]
    for before, one, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        apart = before[0][-1:].strip() == "" and after[0][:1].strip() == ""
        if one == (_BAR, True) and apart:
            cells.append([])
        else:
            cells[-1].append((one[0], one == (_BOLD, True)))
    made = [_trimmed(cell) for cell in cells]
    if len(made) > 2 and not made[0] and not made[-1]:
        made = made[1:-1]
    return tuple(map(_faced, made))


def _trimmed(cell: list[_Token]) -> list[_Token]:
    if cell and not cell[0][1]:
        cell[0] = (cell[0][0].lstrip(), False)
    if cell and not cell[-1][1]:
        cell[-1] = (cell[-1][0].rstrip(), False)
    return [one for one in cell if one[0]]


def _faced(tokens: list[_Token]) -> Spans:
    """Pairs of marks that hug their words make these bold; any other mark is what it looks like."""
    pairs: dict[int, bool] = {}
    opened: int | None = None
    for at, one in enumerate(tokens):
        if one != (_BOLD, True):
            continue
        if opened is None:
            opened = at if _hugs(tokens, at + 1, 0) else None
        elif _hugs(tokens, at - 1, -1):
            pairs |= {opened: True, at: False}
            opened = None
    bold, pieces = False, []
    for at, (text, _) in enumerate(tokens):
        if at in pairs:
            bold = pairs[at]
        else:
            pieces.append(Span(text, bold))
    return _merged(pieces)


def _hugs(tokens: list[_Token], at: int, end: int) -> bool:
    return at < len(tokens) and tokens[at] != (_BOLD, True) and not tokens[at][0][end].isspace()


def _merged(pieces: Iterable[Span]) -> Spans:
    """Neighbours of one face as one."""
    grouped = groupby(pieces, key=lambda one: one.bold)
    return tuple(Span("".join(one.text for one in same), bold) for bold, same in grouped)


# ---- writing


def as_text(chunks: Iterable[Chunk]) -> str:
    """The marked text of what a person wrote; reading it gives the same again."""
    return "\n".join(line for chunk in chunks for line in _written(chunk))


def _written(chunk: Chunk) -> Iterator[str]:
    match chunk:
        case Line():
            text = marked(chunk.spans)
            escape = "\\" if _ITEM.match(text.lstrip("\\")) else ""
            yield f"{points.INDENT * chunk.level}{escape}{text}"
        case Items():
            for label, one in zip(labels(chunk.items), chunk.items, strict=True):
                yield f"{points.INDENT * one.level}{label.replace('–', '-')} {marked(one.spans)}"
        case _:
            yield from map(_row, chunk.rows)


def typed(text: str) -> tuple[Chunk, ...]:
    """Lines of a text without marks: whatever looks like one is words."""
    return tuple(Line((Span(line.strip()),)) for line in text.splitlines() if line.strip())


def _row(cells: tuple[Spans, ...]) -> str:
    row = " | ".join(map(marked, cells)).strip()
    framed = f"| {row} |" if not cells[0] and not cells[-1] else row
    return re.sub(r"\|  (?=\|)", "| ", framed)


def marked(these: Spans) -> str:
    """Words with their bold marked; signs that would be marks are escaped, blanks stand outside the marks."""
    made = ""
    for one in _merged(these):
        text = _ESCAPED.sub(lambda match: f"{match[1] * 2}\\{match[2]}", " ".join(one.text.split("\n")))
        words = text.strip()
        if one.bold and words:
            before, _, after = text.partition(words)
            text = f"{_doubled(made + before)}{_BOLD}{_doubled(words)}{_BOLD}{after}"
            made = ""
        made += text
    return made.strip()


def _doubled(text: str) -> str:
    """So that backslashes at its end stay what they are before a mark."""
    words = text.rstrip("\\")
    return words + "\\" * 2 * (len(text) - len(words))
