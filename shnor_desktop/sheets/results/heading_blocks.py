"""Where the tables of a sheet begin: heading blocks of one to several rows, flattened to a chain per column."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from shnor_desktop.sheets.book.grid import Grid
from shnor_desktop.sheets.book.reader import Cell
from shnor_desktop.sheets.book.values import Number, plain, tidy, value_of
from shnor_desktop.sheets.words.aside import parts_figures
from shnor_desktop.sheets.words.hints import HintReader
from shnor_desktop.sheets.words.meaning import (
    KEYS,
    MEASURES,
    SITTING_COLUMNS,
    is_achievement,
    measure_of,
    parts_of,
    role_of,
)
from shnor_desktop.sheets.words.school_lines import looks_like_school
from shnor_desktop.sheets.words.territories import SCHOOL, district_named

MAX_HEADING_ROWS = 6
LONGEST_HEADING = 400
MARK_DIGITS = range(2, 6)
HEADING_NUMBERS = frozenset((*MARK_DIGITS, 100, *range(2000, 2050)))
"""Marks, a hundred points, years."""
_NUMBERED = re.compile(r"(?:гр(?:афа|\.)? ?)?(\d{1,3})(?: ?[=:(] ?[\dгр.,()+*/ :хx×÷%-]*)?$")
_OF_PAGE = re.compile(
    r"(?:продолж|окончан)[а-я]*(?: табл[а-я.]*| приложен[а-я]*)?(?: ?№? ?[\d.]+)?[.:]?|"
    r"(?:стр[а-я]*|лист|page)?\.? ?№? ?\d{1,3}(?: (?:из|of) \d{1,3})?|- ?\d{1,3} ?-"
)
"""What a printed page puts over the heading it repeats."""
_LETTERS = ("абвгдежз", "abcdefgh")
"""Columns of names are lettered in official forms, before the numbered ones."""
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_OF_ALL = re.compile(
    r"свод|всего|итог|(?<![а-я])(?:все|всем|всех|общ[а-я]+)(?![а-я])|кра[йюя]|област|республик|регион"
)
"""What a table of the schools of all municipalities is called."""
NUMBER_STARTS = "0123456789+-\u2212"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading block. Rows count from 0 in the grid; `last` includes a row of column numbers."""

    first: int
    last: int
    chains: tuple[tuple[str, ...], ...]
    """For every column its heading texts, the lowest first; empty for a column without heading."""
    titles: tuple[str, ...]
    """Texts above the block, the nearest first."""


def find_blocks(grid: Grid, hints: HintReader, *, keyed: bool = False) -> list[Block]:
    """Every heading block of the sheet, top to bottom, those a page repeats left out; `keyed` ones name a column of schools or codes."""
    finder = _Finder(grid, hints)
    blocks: list[Block] = []
    row = 0
    while row < grid.height:
        if finder.is_key_row(row, need_key=True):
            block = finder.block(row, blocks)
            blocks.append(block)
            row = block.last + 1
        else:
            row += 1
    if not blocks and not keyed:
        first = next(
            (row for row in range(min(60, grid.height)) if finder.is_key_row(row, need_key=False)), None
        )
        if first is not None:
            blocks.append(finder.block(first, blocks))
    return split_columns(grid, _without_repeats(grid, blocks))


def split_columns(grid: Grid, blocks: list[Block]) -> list[Block]:
    """«Участники/«2»» over «22/2»: as many columns as the heading names parts, the further ones right of the table."""
    if not any(parts_of(text) for block in blocks for chain in block.chains for text in chain):
        return blocks
    ends = [*(block.first for block in blocks[1:]), grid.height]
    split = []
    for block, end in zip(blocks, ends, strict=True):
        chains = list(block.chains)
        for at, chain in enumerate(block.chains):
            level, parts = next(
                ((level, parts) for level, text in enumerate(chain) if (parts := parts_of(text))), (0, ())
            )
            cells = _split_cells(grid, range(block.last + 1, end), at, len(parts)) if parts else {}
            if not cells:
                continue
            for number, part in enumerate(parts):
                column = at if number == 0 else grid.width
                if number:
                    _add_column(grid, at)
                    chains += [()] * (grid.width - len(chains))
                for row, texts in cells.items():
                    grid.rows[row][column] = texts[number]
                chains[column] = (*chain[:level], *part, *chain[level + 1 :])
        split.append(replace(block, chains=tuple(chains)))
    return [replace(one, chains=one.chains + ((),) * (grid.width - len(one.chains))) for one in split]


def _add_column(grid: Grid, of: int) -> None:
    grid.split[grid.width] = of
    for row in grid.rows:
        row.append("")
    grid.width += 1


def _split_cells(grid: Grid, rows: range, column: int, parts: int) -> dict[int, list[str]]:
    """The parts of every filled cell; words stand for each of them, and a number alone for none. Nothing when the cells
    are not so."""
    one = r"\d{1,6}(?:[.,]\d{1,4})?[ ]?%?"
    pattern = re.compile(rf"{one}(?:[ ]?[/\\|][ ]?{one}){{{parts - 1}}}")
    filled = {row: text for row in rows if (text := grid.text(row, column))}
    found = {row for row, text in filled.items() if pattern.fullmatch(text)}
    numbers = {row for row, text in filled.items() if isinstance(value_of(text), Number)}
    if not found or len(found) * 2 < len(found | numbers):
        return {}
    return {
        row: re.split(r" ?[/\\|] ?", text)
        if row in found
        else [f"{text} без черты" if row in numbers else text] * parts
        for row, text in filled.items()
    }


def districts(blocks: Sequence[Block], hints: HintReader) -> list[str]:
    """The municipality every block's own titles name, "" for none; all empty unless they name different ones. A table that
    its titles call after something else, a subject or a class, is of the municipality named before."""
    if len(blocks) == 1:
        return [""]
    found: list[str] = []
    for block in blocks:
        own = _own_titles(block, blocks)
        named = next(
            (name for text in own if not looks_like_school(text) and (name := district_named(text))), ""
        )
        goes_on = any(map(hints, own)) and not any(_OF_ALL.search(plain(text)) for text in own)
        found.append(named or (found[-1] if found and goes_on else ""))
    return found if len({plain(name) for name in found} - {""}) > 1 else [""] * len(found)


class _Finder:
    def __init__(self, grid: Grid, hints: HintReader) -> None:
        self.grid = grid
        self.hints = hints

    def texts(self, row: int) -> Iterator[tuple[int, str]]:
        """Column and text of every filled cell of the row that can be a heading."""
        for column in self.grid.filled(row):
            text = tidy(self.grid.rows[row][column])
            if len(text) <= LONGEST_HEADING:
                yield column, text

    def is_key_row(self, row: int, need_key: bool) -> bool:
        """Does a table begin here: a heading of schools (or codes), and headings of figures around it?"""
        if self.has_figures(row):
            return False
        cells = list(self.texts(row))
        if len(cells) < 2:
            return self._alone_key(row, cells) if need_key and len(cells) == 1 else False
        roles = {role_of(text) for _, text in cells}
        if need_key and not roles & KEYS:
            return False
        of_pupils = {"mark", "person"} <= roles
        measures = sum(bool(measure_of(text)) for _, text in cells)
        if not need_key and not of_pupils and not roles & SITTING_COLUMNS and measures < 2:
            return False
        single = need_key and any(measure_of(text) in MEASURES or parts_of(text) for _, text in cells)
        return self._meanings_around(row, need_key) >= (1 if single else 2)

    def _alone_key(self, row: int, cells: list[tuple[int, str]]) -> bool:
        """A row that holds only «ОО» still is a heading when the rows around hold the measures."""
        if role_of(cells[0][1]) not in KEYS or not 0 < row < self.grid.height - 1:
            return False
        around = [near for near in (row - 1, row + 1) if len(self.grid.filled(near)) > 1]
        return any(self._row_meanings(near) >= 2 for near in around if not self.has_figures(near))

    def _meanings_around(self, row: int, need_key: bool) -> int:
        total = self._row_meanings(row)
        for step in (-1, 1):
            near = row + step
            while 0 <= near < self.grid.height and abs(near - row) <= 3 and self.continues(near):
                total += self._row_meanings(near)
                near += step
        return total if need_key else max(total, 2)

    def _row_meanings(self, row: int) -> int:
        return sum(bool(self.says_something(text)) for _, text in self.texts(row))

    def says_something(self, text: str) -> bool:
        """Is the text a measure, an own column of sittings, or a part of a sitting?"""
        return bool(
            measure_of(text)
            or role_of(text) in SITTING_COLUMNS | {"test_score", "mark", "state"}
            or self.hints(text)
            or is_achievement(text)
            or parts_figures(text)
            or parts_of(text)
        )

    def has_figures(self, row: int) -> bool:
        """Does the row hold numbers that cannot be headings (marks 2–5 and years can)?"""
        return any(map(_is_figure, self.grid.rows[row]))

    def continues(self, row: int) -> bool:
        """Can the row be one more row of a heading block?"""
        cells = list(self.texts(row))
        if len(cells) < 2 and not self._one_group(row, cells):
            return False
        return not self.has_figures(row) and any(self.says_something(text) for _, text in cells)

    def _one_group(self, row: int, cells: list[tuple[int, str]]) -> bool:
        """A single heading merged over some columns, not over the whole table as a title is."""
        if len(cells) != 1:
            return False
        column = cells[0][0]
        wide = self.grid.spans.get((row, column), (1, 1))[1]
        return column > 0 and (wide > 1 or measure_of(cells[0][1]) != "")

    def block(self, key_row: int, before: list[Block]) -> Block:
        """The whole heading block around its key row."""
        lowest = before[-1].last + 1 if before else 0
        first = key_row
        while (
            first - 1 >= lowest
            and key_row - first < MAX_HEADING_ROWS
            and self._joins_above(first - 1, key_row)
        ):
            first -= 1
        last = self._bottom(key_row)
        heading = [row for row in range(first, last + 1)]
        if last + 1 < self.grid.height and is_numbers(self.grid, last + 1):
            last += 1
        chains = _flatten(self.grid, heading)
        return Block(first, last, chains, self._titles(first, lowest, before))

    def _joins_above(self, row: int, key_row: int) -> bool:
        if self._labelled(row):
            return False
        spans = [self.grid.spans.get((row, column), (1, 1)) for column in self.grid.filled(row)]
        if any(row + tall > key_row for tall, _ in spans):
            return not self.has_figures(row)
        return self.continues(row)

    def _labelled(self, row: int) -> bool:
        """«Предмет: 02 - Математика», «Дата:» and its value beside: a line of titles. One label said twice («Класс: 5»,
        «Класс: 6») heads columns."""
        labels: list[str] = []
        waiting = False
        cells = list(self.texts(row))
        if (
            len(cells) > 1
            and not role_of(cells[0][1])
            and not measure_of(cells[0][1])
            and cells[1][1].endswith(":")
        ):
            cells = cells[1:]  # «ЕГЭ. Русский язык», then «Дата:» and the date
        for _, text in cells:
            label, colon, value = text.partition(":")
            if colon and role_of(label):
                labels.append(label)
                waiting = not value.strip()
            elif waiting:
                waiting = False
            else:
                return False
        return bool(labels) and len(set(labels)) == len(labels)

    def _bottom(self, key_row: int) -> int:
        """The last heading row: under the key nothing stands yet, and no figures begin."""
        keys = [column for column, text in self.texts(key_row) if role_of(text) in KEYS]
        last = key_row
        for column in self.grid.filled(key_row):
            tall = self.grid.spans.get((key_row, column), (1, 1))[0]
            last = max(last, min(key_row + tall - 1, key_row + MAX_HEADING_ROWS))
        while last + 1 < self.grid.height and last - key_row < MAX_HEADING_ROWS:
            row = last + 1
            if any(not self._under_heading(row, column) for column in keys) or not self._sub_heading(row):
                break
            last = row
        return last

    def _under_heading(self, row: int, column: int) -> bool:
        return not tidy(self.grid.own(row, column))

    def _sub_heading(self, row: int) -> bool:
        """One more row of headings: texts that say something, or bare marks 2 3 4 5, and no figures."""
        if is_numbers(self.grid, row) or self.has_figures(row):
            return False
        texts = [text for _, text in self.texts(row)]
        saying = sum(self.says_something(text) for text in texts)
        return saying * 2 >= max(1, len(texts)) or self._parts(texts, saying)

    def _parts(self, texts: list[str], saying: int) -> bool:
        """«всего | ВТГ | ВПЛ» under each measure, of which few words or none are known: parts of those above."""
        words = all(isinstance(value_of(text), str) and not SCHOOL.search(plain(text)) for text in texts)
        return len(texts) > 1 and words and (saying > 0 or len(set(texts)) < len(texts))

    def _titles(self, first: int, lowest: int, before: list[Block]) -> tuple[str, ...]:
        """Texts above the block up to the figures of the table before it, then the sheet's first titles."""
        texts: list[str] = []
        for row in range(first - 1, max(lowest, first - 15) - 1, -1):
            if self.has_figures(row):
                if before:
                    break
                continue
            line = list(dict.fromkeys(text for _, text in self.texts(row)))
            texts += [*line, " ".join(line)] if len(line) > 1 else line
        return tuple(texts) + (before[0].titles if before else ())


def _without_repeats(grid: Grid, blocks: list[Block]) -> list[Block]:
    """The blocks without those that repeat the heading before them in the middle of its table, as a printed page does:
    their lines are emptied."""
    kept: list[Block] = []
    for block in blocks:
        first = _repeated_from(grid, kept[-1], block, _own_titles(kept[-1], kept)) if kept else None
        if first is None:
            kept.append(block)
            continue
        for row in range(first, block.last + 1):
            grid.rows[row] = [""] * grid.width
    return kept


def _own_titles(block: Block, blocks: Sequence[Block]) -> tuple[str, ...]:
    """What stands above the block itself, without the first titles of the sheet."""
    return block.titles if block is blocks[0] else block.titles[: len(block.titles) - len(blocks[0].titles)]


def _repeated_from(grid: Grid, before: Block, block: Block, titles_before: Sequence[str]) -> int | None:
    """The first line of what the page repeats: the heading, with its titles or «продолжение таблицы» above; None when it
    is another heading, or something else stands between."""
    if _plain_chains(before) != _plain_chains(block):
        return None
    titles = set(map(plain, titles_before))
    first = block.first
    for row in range(block.first - 1, before.last, -1):
        texts = [plain(text) for at in grid.filled(row) if (text := grid.text(row, at))]
        if not all(text in titles or _OF_PAGE.fullmatch(text) for text in texts):
            return first if _is_row(grid, row) else None
        first = row
    return first


def _is_row(grid: Grid, row: int) -> bool:
    """Does the table before go on to here: figures, words for missing ones, or a school?"""
    values = [value_of(grid.rows[row][at]) for at in grid.filled(row)]
    named = len(values) > 1 and any(isinstance(value, str) and looks_like_school(value) for value in values)
    return named or any(not isinstance(value, str) for value in values)


def _plain_chains(block: Block) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(plain, chain)) for chain in block.chains)


def is_numbers(grid: Grid, row: int) -> bool:
    """1 2 3 4 …: the numbers of the columns that official forms print under the heading.

    They may start again from a number that was there («1 … 9 5 6 7 8 9»), hold a formula («5=4/3*100»), or follow the
    letters of the columns of names («А Б В 1 2 3»)."""
    filled = grid.filled(row)
    letters = _letters(grid, row, filled)
    filled = filled[letters:]
    numbers = [number for column in filled if (number := _column_number(grid.rows[row][column])) is not None]
    if len(numbers) + min(letters, 1) < 3 or len(numbers) < len(filled) - 1:
        return False
    if letters and numbers[0] not in (1, letters + 1):
        return False
    if not letters and numbers[0] != 1 and (numbers[0] != 2 or max(numbers) <= MARK_DIGITS.stop):
        return False  # 2 3 4 5 are marks
    restarts = 0
    for at, (before, after) in enumerate(itertools.pairwise(numbers), 1):
        if after != before + 1:
            if after > before or after not in numbers[:at]:
                return False
            restarts += 1
    return restarts * 3 <= len(numbers)


def _letters(grid: Grid, row: int, filled: list[int]) -> int:
    """How many cells at the left are «А», «Б», «В» in their order."""
    texts = "".join(text if len(text := tidy(grid.rows[row][at]).lower()) == 1 else " " for at in filled)
    return max(
        next((n for n in range(len(alphabet), 0, -1) if texts.startswith(alphabet[:n])), 0)
        for alphabet in _LETTERS
    )


def _column_number(cell: Cell) -> int | None:
    value = value_of(cell)
    if isinstance(value, Number):
        return value.whole if value.beside is None and not value.percent_sign else None
    if isinstance(value, str) and value.lower() in _ROMAN:
        return _ROMAN.index(value.lower()) + 1
    found = _NUMBERED.match(value) if isinstance(value, str) else None
    return int(found[1]) if found else None


@lru_cache(maxsize=50_000)
def _is_figure(cell: Cell) -> bool:
    if isinstance(cell, str):
        return cell != "" and cell[0] in NUMBER_STARTS and not heading_number(value_of(cell))
    return cell not in HEADING_NUMBERS and not heading_number(value_of(cell))


def heading_number(value: object) -> bool:
    """Can this cell stand in a heading? Texts can; of numbers only marks and years."""
    if isinstance(value, Number):
        return not value.percent_sign and value.whole in HEADING_NUMBERS
    return isinstance(value, str)


def _flatten(grid: Grid, heading: list[int]) -> tuple[tuple[str, ...], ...]:
    """For every column its texts, the lowest first; a text that repeats downwards counts once."""
    lines = [_spread(grid, row, heading) for row in heading]
    chains = []
    for column in range(grid.width):
        chain: list[str] = []
        for line in reversed(lines):
            if line[column] and line[column] not in chain:
                chain.append(line[column])
        chains.append(tuple(chain))
    return tuple(chains)


def _spread(grid: Grid, row: int, heading: list[int]) -> list[str]:
    """The row's texts over all the columns they stand above: by merges, or over empties when there are none."""
    line = [grid.text(row, column) for column in range(grid.width)]
    if any(grid.spans.get((row, column), (1, 1))[1] > 1 for column in range(grid.width)):
        return line
    above = [other for other in heading if other < row]
    below = [other for other in heading if other > row]
    current = ""
    for column in range(grid.width):
        if line[column]:
            alone = role_of(line[column]) not in ("", "mark", "journal") and not measure_of(line[column])
            current = "" if alone else line[column]
        elif any(tidy(grid.own(other, column)) for other in above):
            current = ""
        elif current and any(tidy(grid.own(other, column)) for other in below):
            line[column] = current
    return line
