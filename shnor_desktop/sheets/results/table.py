"""A table of a sheet: its columns with meanings, its measures grouped by sitting, what its titles say."""

import re
from dataclasses import dataclass, field, replace

from shnor_desktop.sheets.book.grid import Grid
from shnor_desktop.sheets.book.problems import Problem
from shnor_desktop.sheets.book.values import UNSURE, Fault, Number, Value, plain, value_of
from shnor_desktop.sheets.results.heading_blocks import Block
from shnor_desktop.sheets.words.hints import (
    NOTHING,
    HintReader,
    Hints,
)
from shnor_desktop.sheets.words.meaning import (
    COUNT,
    LABELS,
    MEASURES,
    PERCENT,
    UNIT_LABELS,
)

_MARKS = frozenset(("failed", "mark_3", "mark_4", "mark_5"))
TELLING = _MARKS | {"passed", "high", "hundreds", "mean", "lowered", "confirmed", "raised"}
FINAL = "final"
"""Season of results after a resit, where they are a sitting of their own."""
COLUMN_OPTIONS: tuple[tuple[str, str], ...] = (
    ("failed:percent", "доля «2» (не справившихся), %"),
    ("failed:count", "число «2» (не справившихся)"),
    ("participants:count", "число участников"),
    ("mark_3:percent", "доля «3», %"),
    ("mark_4:percent", "доля «4», %"),
    ("mark_5:percent", "доля «5», %"),
    ("mark_3:count", "число «3»"),
    ("mark_4:count", "число «4»"),
    ("mark_5:count", "число «5»"),
    ("passed:percent", "успеваемость, %"),
    ("quality:percent", "качество («4» и «5»), %"),
    ("high:count", "число высокобалльников"),
    ("high:percent", "доля высокобалльников, %"),
    ("hundreds:count", "число получивших 100 баллов"),
    ("mean:", "средний балл"),
    ("ignored:", "не загружать"),
)
"""What figures that no heading explains may be."""
COLUMN_CHOICES: tuple[tuple[str, str], ...] = (
    ("school:", "школа"),
    ("code:", "код школы"),
    ("municipality:", "муниципалитет"),
    ("place:", "населённый пункт"),
    *COLUMN_OPTIONS,
)
"""What any column may be taken for."""


@dataclass(slots=True, eq=False)
class Column:
    """One column: its flattened heading and what it is taken for. Each is itself and like no other."""

    index: int
    heading: str
    meaning: str
    unit: str = ""
    hints: Hints = NOTHING
    fraction: bool = False
    """Percentages written as 0,3."""
    parts: dict[int, str] = field(default_factory=dict)
    """Rows with a number up to 1 beside percents: «fraction» or «unknown»."""
    decimals: int = 0
    """How many decimals the column prints."""
    part: str = ""
    """The day of the exam, where its days are added up."""

    @property
    def label(self) -> str:
        """The meaning in Russian, with its unit."""
        unit = UNIT_LABELS[self.unit] if self.meaning in MEASURES and self.meaning != "mean" else ""
        return f"{LABELS[self.meaning]}, {unit}" if unit else LABELS[self.meaning]


@dataclass(slots=True)
class Group:
    """Measures of one sitting, side by side or not: at most one column for a measure and unit."""

    hints: Hints
    columns: list[Column]
    left: list[Column] = field(default_factory=list)
    """Columns that say the same again and are not read."""
    part: str = ""

    def of(self, meaning: str, unit: str = "") -> Column | None:
        """The column of this measure."""
        for column in self.columns:
            if column.meaning == meaning and (not unit or column.unit == unit):
                return column
        return None

    @property
    def counts_people(self) -> bool:
        """Does the group say how many took part, or how many passed and how many failed?"""
        return self.of("participants") is not None or self.passed_and_failed

    @property
    def passed_and_failed(self) -> bool:
        """Are there numbers of both?"""
        return self.of("passed", COUNT) is not None and self.of("failed", COUNT) is not None

    @property
    def high_leaves_hundreds_out(self) -> bool:
        """«Высокобалльники (80–99 баллов)» stand beside the hundreds."""
        high = self.of("high", COUNT)
        return high is not None and re.search(r"до 99|- ?99", plain(high.heading)) is not None

    @property
    def high_with_hundreds(self) -> bool:
        """Are the high scores the sum of two columns?"""
        return self.of("hundreds") is not None and self.high_leaves_hundreds_out


@dataclass(slots=True)
class Table:
    """A heading block with the rows under it."""

    grid: Grid
    block: Block
    end: int
    """The row after the last one."""
    columns: list[Column]
    groups: list[Group]
    context: Hints
    """What titles, sheet name and file name say, nearest first."""
    titles: tuple[str, ...]
    outer: tuple[str, ...]
    """Names of sheet and file."""
    roles: dict[str, Column] = field(default_factory=dict)
    told: list[Problem] = field(default_factory=list)
    """What is told of columns."""
    district: str = ""
    """The municipality whose schools the table holds, when its own title names one and those of its neighbours others."""

    @property
    def telling(self) -> bool:
        """Does some column say who failed, which marks there are or what the mean is?"""
        return any(column.meaning in TELLING for column in self.columns)

    @property
    def first(self) -> int:
        """The first row under the heading."""
        return self.block.last + 1


def own_words(chain: tuple[str, ...], hints: HintReader) -> str:
    """What the heading says beside the sitting: the same words mean the same under every subject."""
    return " / ".join(text for text in reversed(chain) if not hints(text))


def column_key(heading: str) -> str:
    """The key under which the meaning of a heading is asked and remembered."""
    return f"column:{plain(heading)}"


def value_at(table: Table, row: int, column: Column) -> Value:
    """What the cell says; shares written as parts of one are turned into percent, and of «3 (30 %)» the part that the
    column is about stands first."""
    cell = table.grid.rows[row][column.index]
    value = value_of(cell)
    if not isinstance(value, Number):
        return value
    if value.beside is not None:
        return turned(value, column.unit)
    if value.percent_sign or not (column.fraction or column.parts):
        return value
    part = column.parts.get(row)
    if not (column.fraction or part):
        return value
    if part == "unknown":
        return Fault(UNSURE)
    if isinstance(cell, str):
        cell = float(cell.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    return value_of(cell * 100)


def turned(value: Number, unit: str) -> Number:
    """«3 (30 %)» under a share is 30 % and beside it 3."""
    beside = value.beside
    if beside is None or beside.percent_sign == value.percent_sign or (unit == PERCENT) == value.percent_sign:
        return value
    return replace(beside, beside=replace(value, beside=None)) if unit else value


def column_numbers(table: Table, column: Column) -> list[Number]:
    """All numbers under the heading."""
    rows = range(table.first, table.end)
    if not (column.fraction or column.parts):
        values = [value_of(cells[column.index]) for cells in table.grid.rows[table.first : table.end]]
        numbers = [value for value in values if isinstance(value, Number)]
        return [one if one.beside is None else turned(one, column.unit) for one in numbers]
    return [value for row in rows if isinstance(value := value_at(table, row, column), Number)]
