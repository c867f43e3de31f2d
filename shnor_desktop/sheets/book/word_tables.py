"""Tables of a Word document as raw sheets: what a reader of the page would see in every cell.

Numbers that Word counts, rows and cells in content controls, text inserted under review are there; deleted and hidden text
is not. Runs inside the worker process, after the guard.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any, NamedTuple

from lxml import etree

from shnor_desktop.sheets.book.word_numbers import Numbers, name_of, part_of, value_of

_SEEN_THROUGH = frozenset(
    [
        "sdt",
        "sdtContent",
        "ins",
        "moveTo",
        "smartTag",
        "customXml",
        "hyperlink",
        "fldSimple",
        "AlternateContent",
        "Choice",
        "dir",
        "bdo",
    ]
)
"""Elements whose content stands as if they were not there."""
_MOST_ABOVE = 12
_MOST_DEPTH = 40
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000, 63, 300_000


class TooManyCells(Exception):
    """The tables are larger than any plan."""


class _Cell(NamedTuple):
    first: int
    last: int
    joined: str
    """«restart», «continue» of a vertical merge, or empty."""
    text: str
    inner: "list[dict[str, Any]]"


@dataclass(slots=True)
class _Body:
    """The document while it is walked."""

    numbers: Numbers
    above: list[str] = field(default_factory=list)
    found: list[dict[str, Any]] = field(default_factory=list)
    cells: int = 0


def read_tables(path: Path) -> list[dict[str, Any]]:
    """The tables in their order, as the worker answers sheets; `above` are the paragraphs between one and the next."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        main = _main_part(archive, names)
        folder = main.rpartition("/")[0]
        numbers = Numbers(
            _tree(archive, f"{folder}/numbering.xml", names), _tree(archive, f"{folder}/styles.xml", names)
        )
        root = _tree(archive, main, names)
    if root is None:
        raise ValueError("no main part")
    body = _Body(numbers)
    for child in root:
        if name_of(child) == "body":
            _walk(child, body, 0)
    for at, one in enumerate(body.found, start=1):
        one["name"] = f"таблица {at}"
    return body.found


def _main_part(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Where the package says that its text stands; usually word/document.xml."""
    tree = _tree(archive, "_rels/.rels", names)
    for one in tree if tree is not None else ():
        if str(one.get("Type", "")).endswith("/officeDocument"):
            target = str(one.get("Target", "")).lstrip("/")
            if target in names:
                return target
    return "word/document.xml"


def _tree(archive: zipfile.ZipFile, name: str, names: set[str]) -> Any:
    if name not in names:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(archive.read(name), parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("a document type is no part of a Word document")
    return root


def children(element: Any) -> Iterator[Any]:
    """What stands in an element; of alternatives only the first, of wrappers their content."""
    for one in element:
        if name_of(one) in _SEEN_THROUGH:
            yield from children(one)
        else:
            yield one


def is_on(element: Any) -> bool:
    """Whether a switch is there and not switched off."""
    return element is not None and value_of(element) not in ("0", "false", "off", "none")


def _walk(element: Any, body: _Body, depth: int) -> None:
    for one in children(element):
        name = name_of(one)
        if name == "p":
            if text := _paragraph(one, body):
                body.above = [*body.above, *text.split("\n")][-_MOST_ABOVE:]
        elif name == "tbl":
            above, body.above = body.above, []
            body.found += _table(one, body, above, depth)


def _table(table: Any, body: _Body, above: list[str], depth: int) -> list[dict[str, Any]]:
    """The table; one that only frames another on the page gives the inner one."""
    if depth > _MOST_DEPTH:
        return []
    rows = []
    for one in children(table):
        if name_of(one) == "tr" and not is_on(part_of(one, "trPr", "del")):
            rows.append(_row(one, body, depth))
    width = max((cells[-1].last + 1 for cells in rows if cells), default=0)
    body.cells += width * len(rows)
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS or body.cells > MOST_CELLS:
        raise TooManyCells
    every = [cell for cells in rows for cell in cells]
    inner = [one for cell in every for one in cell.inner]
    if inner and len(every) == 1:
        inner[0]["above"] = [*above, *inner[0]["above"]][-_MOST_ABOVE:]
        return inner
    texts = [[""] * width for _ in rows]
    for at, cells in enumerate(rows):
        for cell in cells:
            texts[at][cell.first] = "\n".join(filter(None, (cell.text, *map(_as_text, cell.inner))))
    return [{"name": "", "rows": texts, "merged": _merged(rows), "above": above}]


def _as_text(table: dict[str, Any]) -> str:
    """A table in a cell: a line a row."""
    return "\n".join(filter(None, (" ".join(filter(None, row)) for row in table["rows"])))


def _merged(rows: list[list[_Cell]]) -> list[list[int]]:
    boxes: list[list[int]] = []
    open_at: dict[int, list[int]] = {}
    for at, cells in enumerate(rows):
        going: dict[int, list[int]] = {}
        for cell in cells:
            above = open_at.get(cell.first) if cell.joined == "continue" else None
            if above is not None:
                above[2] = at
                going[cell.first] = above
                continue
            box = [at, cell.first, at, cell.last]
            boxes.append(box)
            if cell.joined:
                going[cell.first] = box
        open_at = going
    return [box for box in boxes if box[0] != box[2] or box[1] != box[3]]


def _row(row: Any, body: _Body, depth: int) -> list[_Cell]:
    at = _whole(part_of(row, "trPr", "gridBefore"), 0)
    cells = []
    for one in children(row):
        if name_of(one) != "tc":
            continue
        span = max(1, _whole(part_of(one, "tcPr", "gridSpan"), 1))
        joined = part_of(one, "tcPr", "vMerge")
        how = "" if joined is None else (value_of(joined) or "continue")
        text, inner = _content(one, body, depth)
        if how == "continue":
            text, inner = "", []
        cells.append(_Cell(at, at + span - 1, how, text, inner))
        at += span
        if at > MOST_COLUMNS:
            raise TooManyCells
    return cells


def _whole(element: Any, otherwise: int) -> int:
    try:
        return otherwise if element is None else min(int(value_of(element)), MOST_COLUMNS + 1)
    except ValueError:
        return otherwise


def _content(cell: Any, body: _Body, depth: int) -> tuple[str, list[dict[str, Any]]]:
    lines: list[str] = []
    inner: list[dict[str, Any]] = []
    for one in children(cell):
        if name_of(one) == "p":
            if text := _paragraph(one, body):
                lines.append(text)
        elif name_of(one) == "tbl":
            inner += _table(one, body, lines[-_MOST_ABOVE:], depth + 1)
    return dedent("\n".join(lines)).strip(), inner


def _paragraph(paragraph: Any, body: _Body) -> str:
    """Its text with the number that Word counts, deeper points indented."""
    properties = part_of(paragraph, "pPr")
    level, number = body.numbers.next(properties) if properties is not None else (0, "")
    text = "".join(_runs(paragraph)).strip(" \t\n\u00a0")
    told = " ".join(filter(None, (number, text)))
    return "  " * level + told if told else ""


def _runs(element: Any) -> Iterator[str]:
    for one in children(element):
        if name_of(one) == "r" and not is_on(part_of(one, "rPr", "vanish")):
            yield from _signs(one)


def _signs(run: Any) -> Iterator[str]:
    for one in run:
        name = name_of(one)
        if name == "t":
            yield one.text or ""
        elif name == "tab":
            yield " "
        elif name in ("br", "cr"):
            yield "\n" if value_of(one, "type") in ("", "textWrapping") else " "
        elif name == "noBreakHyphen":
            yield "-"
