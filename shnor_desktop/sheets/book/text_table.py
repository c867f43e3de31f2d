"""Text that stands for a table: CSV of any usual encoding and delimiter, a block copied from Excel."""

import csv
import io
from typing import Literal

MAX_ROWS = 200_000
MAX_COLUMNS = 400
DELIMITERS = (";", "\t", ",")
SAMPLE_LINES = 60
MAX_LINES_IN_A_CELL = 20


def decode(content: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one («Текст Юникод» of Excel), else Windows-1251."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def split(text: str, delimiter: str = "") -> list[list[str]]:
    """The cells of the text; the delimiter is found when not given."""
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    if text[:4].lower() == "sep=" and len(text) > 5:
        delimiter, text = text[4], text.split("\n", 1)[-1]
    delimiter = delimiter or find_delimiter(text)
    rows = _parse(text, delimiter, csv.QUOTE_MINIMAL)
    if any(cell.count("\n") > MAX_LINES_IN_A_CELL for row in rows for cell in row):
        rows = _parse(text, delimiter, csv.QUOTE_NONE)  # a lone quote swallowed the lines after it
    return rows


def find_delimiter(text: str) -> str:
    """The one that cuts most lines of the beginning into the same number of columns."""
    sample = "\n".join(text.split("\n", SAMPLE_LINES)[:SAMPLE_LINES])
    best, best_score = DELIMITERS[0], (0, 0)
    for delimiter in DELIMITERS:
        widths = [len(row) for row in _parse(sample, delimiter, csv.QUOTE_MINIMAL) if len(row) > 1]
        if not widths:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        score = (widths.count(usual), usual)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _parse(text: str, delimiter: str, quoting: Literal[0, 3]) -> list[list[str]]:
    csv.field_size_limit(10_000_000)
    rows = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting):
        rows.append(row[:MAX_COLUMNS])
        if len(rows) >= MAX_ROWS:
            break
    return rows
