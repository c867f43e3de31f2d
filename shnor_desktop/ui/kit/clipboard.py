"""Blocks of cells on the clipboard, as Excel and LibreOffice give and take them."""

import csv
import io
from collections.abc import Sequence


def to_clipboard(block: Sequence[Sequence[str]]) -> str:
    """Tab-separated text; cells with line breaks, tabs or quotes are quoted as Excel does."""
    return "\n".join("\t".join(_quoted(cell) for cell in row) for row in block)


def _quoted(cell: str) -> str:
    if any(sign in cell for sign in '\t\n\r"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def from_clipboard(text: str) -> list[list[str]]:
    """Rows of cells; the line break Excel adds at the end makes no row."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    if not clean:
        return []
    if '"' not in clean:
        return [line.split("\t") for line in clean.split("\n")]
    return [list(row) for row in csv.reader(io.StringIO(clean), delimiter="\t")]


def repeated(block: list[list[str]], rows: int, columns: int) -> list[list[str]]:
    """One cell fills a whole selection, and a row or column of a fitting length repeats, as in Excel."""
    if not block:
        return block
    width = max(len(row) for row in block)
    if rows % len(block) or columns % width or (rows <= len(block) and columns <= width):
        return block
    return [
        [
            block[r % len(block)][c % width] if c % width < len(block[r % len(block)]) else ""
            for c in range(columns)
        ]
        for r in range(rows)
    ]
