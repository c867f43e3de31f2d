"""Where a cell stands and what is wrong with it: the words in which any reading of a workbook refuses and warns."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


def column_letters(column: int) -> str:
    """1 → «A», 28 → «AB»."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class CellRef(NamedTuple):
    """A cell, both numbers from 1. `address` prints it as «Лист1!B6»."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """Sheet, column letter and row; only letter and row where there are no sheets (CSV, pasted block)."""
        letters = column_letters(self.column)
        return f"{self.sheet}!{letters}{self.row}" if self.sheet else f"{letters}{self.row}"


class Severity(StrEnum):
    """How a problem weighs: REFUSED rows are left out, WARNING rows are taken, NOTE is for information."""

    REFUSED = "refused"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a cell, row or sheet: what, where, what to do (Russian)."""

    severity: Severity
    text: str
    what_to_do: str = ""
    where: CellRef | None = None
    school: str = ""
