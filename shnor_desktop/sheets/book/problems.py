"""Where a cell stands and what is wrong with it: the words in which any reading of a workbook refuses and warns."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


@lru_cache(maxsize=2_000)
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


@lru_cache(maxsize=10_000)
def cell_refs(sheet: str, row: int, columns: tuple[int, ...]) -> tuple[CellRef, ...]:
    """Cells of one row, as every result has them; books of one layout have the same ones."""
    return tuple([CellRef(sheet, row, column) for column in columns])


class Severity(StrEnum):
    """How a problem weighs: REFUSED rows are left out, WARNING rows are taken, NOTE is for information."""

    REFUSED = "refused"
    WARNING = "warning"
    NOTE = "note"


class Reason(StrEnum):
    """Why something was left out or doubted: stable codes by which many problems are told as one, with their number."""

    OTHER = "other"
    BLANK = "blank"
    ERROR = "error"
    FORMULA = "formula"
    NOT_A_NUMBER = "not_a_number"
    CONTRADICTION = "contradiction"
    DOUBTED = "doubted"
    SIDE = "side"
    PARTS_OF_ONE = "parts_of_one"
    REPEATED = "repeated"
    SHIFTED = "shifted"
    NAMELESS = "nameless"
    SUBJECT = "subject"
    CLASSES = "classes"
    TOTAL = "total"
    HIDDEN = "hidden"
    ASIDE = "aside"
    LAYOUT = "layout"
    NO_SHARE = "no_share"
    NO_RESULTS = "no_results"
    PART_OF_PROTOCOL = "part_of_protocol"


REASON_LABELS: dict[Reason, str] = {
    Reason.OTHER: "другое",
    Reason.BLANK: "участники указаны, а дальше пусто",
    Reason.ERROR: "ошибка Excel вместо числа",
    Reason.FORMULA: "формула не рассчитана",
    Reason.NOT_A_NUMBER: "не число",
    Reason.CONTRADICTION: "числа противоречат друг другу",
    Reason.DOUBTED: "числа сходятся не вполне",
    Reason.SIDE: "столбец противоречит остальным и оставлен в стороне",
    Reason.PARTS_OF_ONE: "доли записаны по-разному: частями единицы и процентами",
    Reason.REPEATED: "школа повторяется",
    Reason.SHIFTED: "значения сдвинуты",
    Reason.NAMELESS: "нет названия школы",
    Reason.SUBJECT: "предмет не распознан",
    Reason.CLASSES: "классы школы не сложены",
    Reason.TOTAL: "итог не сходится со строками",
    Reason.HIDDEN: "скрытые строки, столбцы и листы",
    Reason.ASIDE: "не результаты",
    Reason.LAYOUT: "таблица устроена непонятно",
    Reason.NO_SHARE: "нет доли не справившихся",
    Reason.NO_RESULTS: "результатов не найдено",
    Reason.PART_OF_PROTOCOL: "в протоколе меньше участников, чем в файле",
}
"""Heads of groups, in lower case."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a cell, row or sheet: what, where, what to do (Russian)."""

    severity: Severity
    text: str
    what_to_do: str = ""
    where: CellRef | None = None
    school: str = ""
    reason: Reason = Reason.OTHER


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can say of a book. `key` is stable, so that an answer can be remembered."""

    key: str
    text: str
    options: tuple[tuple[str, str], ...]
    """(value, Russian label); empty means free text."""
    where: CellRef | None = None
    suggestion: str = ""
    """What is usual, for free text only: it is shown, never taken; of choices none is more usual than another."""
    group: str = ""
    """Key under which all such questions are answered at once."""
    about: str = ""
    """Whom it is about: «Кедровая СОШ, Липовая СОШ и ещё 3»."""
