"""Looks a composed paper over before printing: periods, numbering, names of schools, empty cells, dates.

Every finding is one Russian sentence that names the place. Nothing is corrected: a person decides.
"""

import re
from collections.abc import Iterator

from shnor_desktop.papers.tree.paper import (
    Block,
    Heading,
    Paper,
    Paragraph,
    Points,
    Row,
    RowKind,
    Table,
    Title,
    plain,
    runs_of,
)
from shnor_desktop.papers.tree.school_spellings import spelled_differently
from shnor_desktop.rules.words import proofreading
from shnor_desktop.rules.words.russian import joined

_RANGE = re.compile(r"(?<![\d.])(20\d\d)\s*[-–—]\s*(20\d\d)(?![\d.])")
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*/\s*(?:20)?(\d\d)(?!\d)")
_DATES = (
    ("дд.мм.гггг", re.compile(r"(?<!\d)\d{1,2}\.\d{1,2}\.\d{4}(?!\d)")),
    ("дд.мм.гг", re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}\.\d{2}(?![\d.])")),
    (
        "словами",
        re.compile(
            r"(?<!\d)\d{1,2}\s+(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)"
            r"\s+\d{4}"
        ),
    ),
    ("гггг-мм-дд", re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")),
)
_MIXED = (
    {"дд.мм.гггг", "дд.мм.гг"},
    {"дд.мм.гггг", "гггг-мм-дд"},
    {"словами", "гггг-мм-дд"},
    {"словами", "дд.мм.гг"},
)
_TYPED = re.compile(r"\s*(\d+)[.)]\s")
_SLIPS = 12
"""So many are told one by one."""
_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)*)\.?\s*")


def findings(paper: Paper) -> tuple[str, ...]:
    """What a person should look at before the paper goes out; empty when nothing was found."""
    found = [
        *paper.doubts,
        *_periods(paper),
        *_numbering(paper),
        *spelled_differently(tuple(_texts(paper)), paper.schools),
        *_empty_cells(paper),
        *_dates(paper),
        *_slips(paper),
    ]
    return tuple(dict.fromkeys(found))


def _slips(paper: Paper) -> Iterator[str]:
    """Slips of the pen; the same in many places is told once with its count."""
    typed = [text for text in _texts(paper) if any(map(str.isalpha, text))]
    found = [slip for text in typed for slip in proofreading.slips(text)]
    whole = [plain(block.runs) for block in paper.blocks() if isinstance(block, Paragraph)]
    found += [slip for text in whole if (slip := proofreading.torn(text)) is not None]
    found += proofreading.repeated(whole)
    if (differ := proofreading.periods_differ(_narrative(paper))) is not None:
        found.append(differ)
    told = list(dict.fromkeys(slip.text for slip in sorted(found, key=lambda one: not one.sure)))
    yield from told[:_SLIPS]
    if len(told) > _SLIPS:
        yield f"И ещё замечаний к оформлению: {len(told) - _SLIPS}."


def _texts(paper: Paper) -> Iterator[str]:
    for block in paper.blocks():
        yield from (plain(runs) for runs in runs_of(block))


def _narrative(paper: Paper) -> Iterator[str]:
    """Texts outside tables: a row of a plan may have a period of its own."""
    yield paper.title
    for block in paper.blocks():
        if isinstance(block, Table):
            yield plain(block.caption)
        elif isinstance(block, Title | Heading | Paragraph | Points):
            yield from (plain(runs) for runs in runs_of(block))


def _periods(paper: Paper) -> Iterator[str]:
    ranges: dict[str, str] = {}
    declared = "–".join(re.findall(r"20\d\d", paper.period))
    years = {(int(first), int(second)) for one in paper.years for first, second in _YEAR.findall(one)}
    strange: dict[str, None] = {}
    for text in _narrative(paper):
        for first, last in _RANGE.findall(text):
            ranges.setdefault(f"{first}–{last}", text)
        for match in _YEAR.finditer(text):
            if years and (int(match[1]), int(match[2])) not in years:
                strange.setdefault(f"{match[1]}/{match[2]}")
    if declared and ranges and set(ranges) != {declared}:
        others = joined([one for one in ranges if one != declared])
        yield f"Документ составлен за {declared} годы, а в тексте назван другой период: {others}."
    elif len(ranges) > 1:
        yield f"В документе названы разные периоды: {joined(list(ranges))} годы."
    if strange:
        yield f"В тексте назван учебный год, за который документ не составлен: {joined(list(strange))}."


def _numbering(paper: Paper) -> Iterator[str]:
    yield from _gaps(_heading_numbers(paper), "заголовков")
    yield from _paragraph_gaps(paper)
    for table in paper.tables():
        yield from _table_gaps(table)


def _heading_numbers(paper: Paper) -> list[str]:
    numbers = []
    for block in paper.blocks():
        if isinstance(block, Heading):
            match = re.match(r"\s*(\d+(?:\.\d+)*)\.\s", plain(block.runs))
            if match:
                numbers.append(match[1])
    return numbers


def _paragraph_gaps(paper: Paper) -> Iterator[str]:
    """Points that were typed as paragraphs «1. …», «2. …» one after another."""
    row: list[str] = []
    for block in (*paper.blocks(), Heading(())):
        match = _TYPED.match(plain(block.runs)) if isinstance(block, Paragraph) else None
        if match:
            if match[1] == "1":
                yield from _gaps(row, "пунктов")
                row = []
            row.append(match[1])
        elif _ends_list(block):
            yield from _gaps(row, "пунктов")
            row = []


def _ends_list(block: Block) -> bool:
    return isinstance(block, Heading | Table | Title)


def _gaps(numbers: list[str], of_what: str) -> Iterator[str]:
    """«1», «1.1», «1.2», «2»: each number follows from one before it."""
    last: dict[tuple[int, ...], int] = {}
    for text in numbers:
        parts = tuple(int(part) for part in text.split("."))
        parent, own = parts[:-1], parts[-1]
        before = last.get(parent, 0)
        if own > before + 1:
            missing = before + 1
            named = ".".join(map(str, (*parent, missing)))
            yield f"Нумерация {of_what}: перед номером {text} пропущен номер {named}."
        elif own <= before:
            yield f"Нумерация {of_what}: номер {text} повторяется или стоит не по порядку."
        last[parent] = max(own, before)


def _table_name(table: Table) -> str:
    caption = plain(table.caption)
    return caption.split("–")[0].strip() or "таблица"


def _heads(table: Table) -> list[str]:
    return [plain(cell.runs) for row in table.head[:1] for cell in row.cells for _ in range(cell.span)]


def _table_gaps(table: Table) -> Iterator[str]:
    heads = _heads(table)
    if not heads or not heads[0].lstrip().startswith("№"):
        return
    name = _table_name(table)
    numbers: list[str] = []
    for at, row in enumerate(table.rows, 1):
        if row.kind is RowKind.SECTION:
            numbers += _section_start(row.cells[0].text if row.cells else "", numbers)
            continue
        if row.kind is RowKind.TOTAL or not row.cells:
            continue
        text = row.cells[0].text.strip()
        match = _NUMBER.fullmatch(text)
        if match:
            numbers.append(match[1])
        elif not text:
            yield f"{name}: строка {at} без номера."
    for part in _runs_from_one(numbers):
        yield from _gaps(part, f"строк ({name})")


def _section_start(text: str, numbers: list[str]) -> list[str]:
    """A section row «2. …» takes part in numbering only where rows below are numbered «2.1»."""
    match = re.match(r"\s*(\d+)\.\s", text)
    return [match[1]] if match and not any("." not in one for one in numbers[-1:]) else []


def _runs_from_one(numbers: list[str]) -> Iterator[list[str]]:
    """Numbering may begin anew under every section: each run from 1 is looked at for itself."""
    part: list[str] = []
    for number in numbers:
        if number == "1" and "1" in part:
            yield part
            part = []
        part.append(number)
    yield part


def _empty_cells(paper: Paper) -> Iterator[str]:
    for table in paper.tables():
        for column, head in enumerate(_heads(table)):
            word = next((w for w in ("ответственн", "срок") if head.casefold().lstrip().startswith(w)), "")
            if not word:
                continue
            empty = [str(at) for at, row in enumerate(table.rows, 1) if _is_empty(row, column)]
            if empty:
                what = "ответственный" if word == "ответственн" else "срок"
                rows = "строке" if len(empty) == 1 else "строках"
                yield f"{_table_name(table)}: не указан {what} в {rows} {joined(empty)}."


def _is_empty(row: Row, column: int) -> bool:
    if row.kind is not RowKind.ROW:
        return False
    at = 0
    for cell in row.cells:
        if at <= column < at + cell.span:
            return cell.text.strip() in ("", "-", "–", "—")
        at += cell.span
    return True


def _dates(paper: Paper) -> Iterator[str]:
    styles: dict[str, str] = {}
    for text in _texts(paper):
        for name, pattern in _DATES:
            match = pattern.search(text)
            if match:
                styles.setdefault(name, " ".join(match[0].split()))
    for pair in _MIXED:
        if pair <= styles.keys():
            shown = joined([f"«{styles[name]}»" for name in styles if name in pair])
            yield f"Даты написаны по-разному: {shown}."
            return
