"""Questions to the user: answers given now or remembered from before, and the questions still open.

And what is answered of hidden rows, columns and sheets: read or passed over as the user says, and told of in either case.
Without a word hidden rows and columns are read, because a filter left on hides half of a table that its totals count;
hidden sheets are passed over, because they hold lists of choices and drafts.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from shnor_desktop.rules.words.vocabulary import Vocabulary
from shnor_desktop.sheets.book.grid import Grid
from shnor_desktop.sheets.book.hidden import Span
from shnor_desktop.sheets.book.problems import CellRef, Problem, Question, Reason, Severity, column_letters
from shnor_desktop.sheets.book.reader import RawSheet
from shnor_desktop.sheets.book.values import plain
from shnor_desktop.sheets.results.types import READ, SKIP, USUAL
from shnor_desktop.sheets.words.hints import HintReader

SHOWN_SPANS = 6
_SHOWN_NAMES = 3
_ADVICE = {
    True: "Если это нужно, загрузите книгу вместе со скрытым.",
    False: "Если это лишнее, загрузите книгу, пропуская скрытое.",
}
"""By whether it was passed over."""


@dataclass(slots=True)
class Asking:
    """Looks an answer up, or writes the question down once."""

    answers: Mapping[str, str]
    vocabulary: Vocabulary
    source: str
    hints: HintReader
    """What texts say of sittings, in the words of the vocabulary."""
    questions: dict[str, Question] = field(default_factory=dict)
    _learned: dict[str, str] = field(init=False)
    used: dict[str, str] = field(default_factory=dict)
    """Answers that this book needed."""
    _counts: dict[str, int] = field(default_factory=dict)
    _schools: dict[str, dict[str, None]] = field(default_factory=dict)
    """Schools that the questions are about, in their order."""
    kin: str = field(init=False)
    """What books of one source are called alike: the name of the file without years, dates and numbers."""

    def __post_init__(self) -> None:
        self._learned = dict(self.vocabulary.learned)
        self.kin = kin_of(self.source)

    def known(self, key: str) -> str:
        """The answer given, "" when there is none."""
        if not self.answers and not self._learned:
            return ""
        key = _bare(key)
        answer = (self.answers.get(key) or self._learned.get(key, "")).strip()
        if answer:
            self.used[key] = answer
        return answer

    @property
    def learned(self) -> Mapping[str, str]:
        """What is remembered from before."""
        return self._learned

    def ask_counted(
        self,
        key: str,
        count: int,
        text: Callable[[int], str],
        options: tuple[tuple[str, str], ...],
        where: CellRef | None,
        schools: Iterable[str] = (),
        group: str = "",
    ) -> str:
        """As `ask`, for so many places; asked again in the same book, the question speaks of all of them."""
        key = _bare(key)
        answer = self.ask(key, "", options, where)
        if not answer:
            self._counts[key] = self._counts.get(key, 0) + count
            names = self._schools.setdefault(key, {})
            names.update(dict.fromkeys(schools))
            asked = self.questions[key]
            self.questions[key] = replace(
                asked, text=text(self._counts[key]), group=asked.group + group, about=some_of(list(names))
            )
        return answer

    def ask(
        self,
        key: str,
        text: str,
        options: tuple[tuple[str, str], ...] = (),
        where: CellRef | None = None,
        suggestion: str = "",
    ) -> str:
        """The answer, or "" with the question written down."""
        key = _bare(key)
        answer = self.known(key)
        if answer and (not options or any(answer == value for value, _ in options)):
            return answer
        self.questions.setdefault(key, Question(key, text, options, where, suggestion))
        return ""


def some_of(names: Sequence[str]) -> str:
    """«Кедровая СОШ, Липовая СОШ и ещё 3»."""
    more = len(names) - _SHOWN_NAMES
    return ", ".join(names[:_SHOWN_NAMES]) + (f" и ещё {more}" if more > 0 else "")


def _bare(key: str) -> str:
    """The key without spaces at the ends of its parts, which names of sheets may have and nobody can type."""
    return ":".join(part.strip() for part in key.split(":"))


def kin_of(source: str) -> str:
    """«Итоги ЕГЭ 2023.xlsx» and «Итоги ЕГЭ_2024 (1).xls» come from one source."""
    stem = re.sub(r"\.[a-z]{2,4}$", "", plain(source.rsplit("/", 1)[-1]))
    return " ".join(re.findall(r"[^\W\d_]{2,}", stem)) or stem


# --- hidden rows, columns and sheets ---


def hidden_key(source: str) -> str:
    """The key of the answer that says what becomes of the hidden parts of a book."""
    return f"hidden:{source}"


def hidden_choice(asking: Asking) -> str:
    """What was said to become of them."""
    return asking.known(hidden_key(asking.source)) or USUAL


def sheet_is_passed_over(sheet: RawSheet, asking: Asking) -> bool:
    """A hidden sheet is read only when that is asked for."""
    return sheet.hidden and hidden_choice(asking) != READ


def hidden_sheet(name: str, *, skipped: bool) -> Problem:
    """What is told of a hidden sheet."""
    text = f"Скрытый лист «{name}» {'пропущен' if skipped else 'прочитан'}."
    return Problem(Severity.WARNING, text, _ADVICE[skipped], CellRef(name, 1, 1), reason=Reason.HIDDEN)


def settle_hidden(grid: Grid, sheet: RawSheet, asking: Asking) -> list[Problem]:
    """What is told of the hidden rows and columns that hold something; passed over, they become empty."""
    rows = [
        at for at in _inside(sheet.hidden_rows, grid.top, grid.height) if any(c != "" for c in grid.rows[at])
    ]
    columns = [
        at
        for at in _inside(sheet.hidden_columns, grid.left, grid.width)
        if any(row[at] != "" for row in grid.rows)
    ]
    skipped = hidden_choice(asking) == SKIP
    problems = [hidden_sheet(grid.name, skipped=False)] if sheet.hidden else []
    if rows:
        numbers = [at + grid.top + 1 for at in rows]
        first = grid.ref(rows[0], grid.filled(rows[0])[0])
        problems.append(_told(grid.name, "строк", numbers, [str(one) for one in numbers], skipped, first))
    if columns:
        numbers = [at + grid.left + 1 for at in columns]
        top = next(at for at, row in enumerate(grid.rows) if row[columns[0]] != "")
        letters = [column_letters(one) for one in numbers]
        problems.append(_told(grid.name, "столбцов", numbers, letters, skipped, grid.ref(top, columns[0])))
    if skipped:
        _empty(grid, set(rows), set(columns))
    return problems


def _inside(spans: Sequence[Span], start: int, size: int) -> list[int]:
    """The rows or columns of the grid that the spans of the sheet cover."""
    found: set[int] = set()
    for first, last in spans:
        found.update(range(max(first - start, 0), min(last - start, size - 1) + 1))
    return sorted(found)


def _told(
    sheet: str, what: str, numbers: Sequence[int], names: Sequence[str], skipped: bool, where: CellRef
) -> Problem:
    stretches: list[list[int]] = []
    for at, number in enumerate(numbers):
        if stretches and numbers[stretches[-1][1]] == number - 1:
            stretches[-1][1] = at
        else:
            stretches.append([at, at])
    shown = [names[a] if a == b else f"{names[a]}–{names[b]}" for a, b in stretches[:SHOWN_SPANS]]
    more = ", …" if len(stretches) > SHOWN_SPANS else ""
    place = f"На листе «{sheet}» скрыто" if sheet else "Скрыто"
    became = "они пропущены" if skipped else "они прочитаны"
    text = f"{place} {what}: {len(numbers)} ({', '.join(shown)}{more}); {became}."
    return Problem(Severity.WARNING, text, _ADVICE[skipped], where, reason=Reason.HIDDEN)


def _empty(grid: Grid, rows: set[int], columns: set[int]) -> None:
    """Hidden cells become empty, but for texts merged into cells that are shown."""
    for at, row in enumerate(grid.rows):
        for column in range(grid.width) if at in rows else columns:
            tall, wide = grid.spans.get((at, column), (1, 1))
            shown_row = any(one not in rows for one in range(at, at + tall))
            shown_column = any(one not in columns for one in range(column, column + wide))
            if not (shown_row and shown_column):
                row[column] = ""
