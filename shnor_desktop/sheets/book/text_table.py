"""Text that stands for a table: CSV of any usual encoding and delimiter, a block copied from Excel."""

import csv
import io
from typing import Literal

MAX_ROWS = 200_000
MAX_COLUMNS = 400
DELIMITERS = (";", "\t", ",")
SAMPLE_LINES = 60
MAX_LINES_IN_A_CELL = 20
CODE_PAGES = ("cp1251", "cp866", "koi8-r")
"""The first is taken when several fit alike."""
SAMPLE_BYTES = 100_000
_USUAL = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯёЁ«»„“”–—№…•°±§\u00a0")


def decode(content: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one («Текст Юникод» of Excel), else the Russian code page whose text looks
    most like Russian: Windows-1251, 866 of DOS, KOI8-R."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        sample = content[:SAMPLE_BYTES]
        best = max(CODE_PAGES, key=lambda page: _russian_letters(sample.decode(page, errors="replace")))
        return content.decode(best, errors="replace")


def _russian_letters(text: str) -> int:
    """Small Russian letters, less what does not belong into a Russian table."""
    small = sum("а" <= sign <= "я" for sign in text)
    strange = sum(sign > "\x7f" and sign not in _USUAL for sign in text)
    return small - 2 * strange


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
