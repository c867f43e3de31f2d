"""A workbook of context data read: schools down or across, or one school with a line an indicator. What a column means is told
by its heading; what it holds is left as text, for the office's dictionary knows the units."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from shnor_desktop.errors import WorkbookError
from shnor_desktop.rules.words import school_years
from shnor_desktop.sheets.book.grid import Grid, grid_of
from shnor_desktop.sheets.book.problems import CellRef, Problem, Severity
from shnor_desktop.sheets.book.reader import CellReader, RawBook
from shnor_desktop.sheets.book.values import Number, plain, tidy, value_of
from shnor_desktop.sheets.context.words import meaning, stripped
from shnor_desktop.sheets.results.row_kinds import mention
from shnor_desktop.sheets.results.types import SchoolMention
from shnor_desktop.sheets.words.meaning import role_of
from shnor_desktop.sheets.words.school_lines import looks_like_school
from shnor_desktop.sheets.words.totals import total_name

_WITHIN = 40
"""Rows from the top in which a heading is looked for."""
_FEWEST = 3
"""Indicators in a column of them, so that their rows make a table."""
_LOGIN = re.compile(r"(?:sch|edu)\d{4,}", re.IGNORECASE)
_SCHOOL_IN_TITLE = re.compile(
    r"паспорт\w*\s+(?:школы\s+)?(?=\S*(?:[МГ]?[БКА]?ОУ|школ|СОШ|ООШ|НОШ|гимнази|лице))", re.IGNORECASE
)
_LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class Column:
    """A kind of figures in the book."""

    key: str
    """The same words in another book are the same column."""
    heading: str
    indicator: str
    """The indicator of the dictionary it means, by its text; empty where the words do not tell."""
    where: CellRef
    filled: int
    """How many cells hold something."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What the book says of one school in one column."""

    school: SchoolMention
    column: str
    text: str
    where: CellRef


@dataclass(frozen=True, slots=True)
class ContextBook:
    """Everything a workbook says of the context of schools."""

    source: str
    title: str
    year: int | None
    columns: tuple[Column, ...]
    figures: tuple[Figure, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def schools(self) -> dict[SchoolMention, tuple[frozenset[str], int]]:
        """The schools as they are named, with sheets and how many figures each has."""
        found: dict[SchoolMention, tuple[frozenset[str], int]] = {}
        for one in self.figures:
            sheets, count = found.get(one.school, (frozenset(), 0))
            found[one.school] = (sheets | {one.where.sheet}, count + 1)
        return found


def read_context(
    path: Path, known: Collection[str], cancelled: Callable[[], bool] | None = None
) -> ContextBook:
    """Read a book; WorkbookError where no school has a figure in it."""
    with CellReader(documents=True) as cells:
        raw = cells.read(path, cancelled)
    return understand(raw, known)


def understand(raw: RawBook, known: Collection[str]) -> ContextBook:
    """The figures of every sheet that is seen."""
    columns: dict[str, Column] = {}
    figures: list[Figure] = []
    problems: list[Problem] = []
    titles: list[str] = []
    for sheet in raw.sheets:
        if sheet.hidden:
            continue
        found = _Sheet(grid_of(sheet), known, sheet.above)
        found.read()
        titles += found.titles
        for one in found.columns:
            columns.setdefault(one.key, one)
        figures += found.figures
        problems += found.problems
    if not figures:
        raise WorkbookError(
            f"В файле «{raw.source}» не найдено сведений о школах.",
            "Нужна таблица со столбцом школ и столбцами показателей или показатели строками с одной школой.",
        )
    said = " ".join((*titles, *(sheet.name for sheet in raw.sheets), raw.source))
    return ContextBook(
        raw.source,
        max(titles, key=len, default="")[:300],
        school_years.parse(said) or _calendar_year(said),
        tuple(columns.values()),
        tuple(figures),
        tuple(problems),
    )


def _calendar_year(text: str) -> int | None:
    """«Сбор контекстных данных … 2021» was filled in during the spring of 2020/21."""
    years = {int(one) for one in re.findall(r"(?<!\d)(20[0-4]\d)(?!\d)", text)}
    return years.pop() - 1 if len(years) == 1 else None


@dataclass(slots=True)
class _Sheet:
    grid: Grid
    known: Collection[str]
    above: tuple[str, ...]
    titles: list[str] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def read(self) -> None:
        """One of the three shapes, whichever is met first."""
        self.titles += self.above
        if not (self._schools_down() or self._schools_across() or self._one_school()):
            self.titles += [text for row in range(min(3, self.grid.height)) for text in self.grid.texts(row)]

    # --- schools down ------------------------------------------------------------------------------------------------

    def _schools_down(self) -> bool:
        found = self._key_columns()
        if found is None:
            return False
        head, first, roles = found
        self._take_titles(head)
        named = [at for at in range(self.grid.width) if at not in roles.values()]
        chains = {at: self._chain(head, first, at) for at in named}
        wanted = {at: chain for at, chain in chains.items() if chain}
        counts = dict.fromkeys(wanted, 0)
        seen: set[SchoolMention] = set()
        for row in range(first, self.grid.height):
            school = self._school(row, roles)
            if school is None:
                continue
            if school in seen:
                self._note("Школа названа дважды", school.text, self.grid.ref(row, roles["key"]))
                continue
            seen.add(school)
            for at, chain in wanted.items():
                counts[at] += self._take(school, chain, row, at)
        self._settle(head, wanted, counts)
        return bool(self.figures)

    def _key_columns(self) -> tuple[int, int, dict[str, int]] | None:
        """First row of the heading, first row of the schools, and the columns that say which school it is."""
        for row in range(min(self.grid.height, _WITHIN)):
            filled = self.grid.filled(row)
            names = [at for at in filled if looks_like_school(self._name(row, at))]
            logins = [at for at in filled if _LOGIN.fullmatch(self._text(row, at))]
            if not (names or logins) or len(filled) < 2:
                continue
            head = self._heading_above(row)
            if head is None:
                continue
            roles = self._roles(head, row)
            key = roles.get("school", (names or logins)[0])
            if names:
                roles["school"] = key if key in names else names[0]
            if logins:
                roles["code"] = logins[0]
            roles["key"] = roles.get("school", roles.get("code", key))
            return head, row, roles
        return None

    def _heading_above(self, row: int) -> int | None:
        """The first of the rows right above that are all words."""
        head = None
        for at in range(row - 1, -1, -1):
            filled = self.grid.filled(at)
            numbered = filled and all(isinstance(value_of(self.grid.own(at, one)), Number) for one in filled)
            if not filled or (
                len(filled) == 1 and head is not None and self.grid.spans.get((at, filled[0]), (1, 1))[1] < 2
            ):
                break
            if numbered:
                continue  # The numbers of the columns.
            if len(filled) == 1 and head is None:
                break
            if self._is_title(at, filled):
                break
            head = at
        return head

    def _is_title(self, row: int, filled: list[int]) -> bool:
        """One text over the whole width says what the table is, not what a column is."""
        if len(filled) != 1:
            return False
        _, across = self.grid.spans.get((row, filled[0]), (1, 1))
        return across >= self.grid.width - 1 or across == 1

    def _roles(self, head: int, first: int) -> dict[str, int]:
        roles: dict[str, int] = {}
        for at in range(self.grid.width):
            for row in range(head, first):
                role = role_of(self._text(row, at))
                if role in ("school", "code", "municipality", "number"):
                    roles.setdefault(role, at)
        return roles

    def _chain(self, head: int, first: int, at: int) -> tuple[str, ...]:
        """The texts of a heading from the top down, each once; numbers of columns are no text."""
        texts = [self.grid.text(row, at) for row in range(head, first)]
        words = [one for one in texts if any(sign.isalpha() for sign in one)]
        return tuple(dict.fromkeys(words))

    def _school(self, row: int, roles: dict[str, int]) -> SchoolMention | None:
        name = self._name(row, roles["school"]) if "school" in roles else ""
        code = self._text(row, roles["code"]) if "code" in roles else ""
        if total_name(name) is not None or not any(sign.isalpha() for sign in name + code):
            return None
        if not looks_like_school(name) and not _LOGIN.fullmatch(code):
            return None
        place = self._text(row, roles["municipality"]) if "municipality" in roles else ""
        return mention(name, code, "", place)

    # --- schools across ----------------------------------------------------------------------------------------------

    def _schools_across(self) -> bool:
        for row in range(min(self.grid.height, _WITHIN)):
            across = [at for at in self.grid.filled(row) if looks_like_school(self._name(row, at))]
            if len(across) < 2:
                continue
            label = self._labels(row + 1, across[0])
            if label is None:
                continue
            self._take_titles(row)
            schools = {at: mention(self._name(row, at), "", "", "") for at in across}
            self._lines(row + 1, label, schools)
            return bool(self.figures)
        return False

    def _labels(self, first: int, before: int) -> int | None:
        """The column with the most indicators, left of the figures."""
        counts = {
            at: sum(
                bool(meaning((self._text(row, at),), self.known)) for row in range(first, self.grid.height)
            )
            for at in range(before)
        }
        best = max(counts, key=lambda at: (counts[at], -at), default=None)
        return best if best is not None and counts[best] >= _FEWEST else None

    def _lines(self, first: int, label: int, schools: dict[int, SchoolMention]) -> None:
        """An indicator a row; a row of words alone is the heading of those below it."""
        group = ""
        for row in range(first, self.grid.height):
            text = self._text(row, label)
            if not text or (total_name(text) is not None and not meaning((text,), self.known)):
                continue
            held = [at for at in schools if self._text(row, at)]
            if not held:
                group = text
                continue
            chain = (group, text) if group else (text,)
            counts = sum(self._take(schools[at], chain, row, at) for at in held)
            self._settle(row, {label: chain}, {label: counts})

    # --- one school --------------------------------------------------------------------------------------------------

    def _one_school(self) -> bool:
        label = self._labels(0, self.grid.width - 1)
        if label is None:
            return False
        first = next(row for row in range(self.grid.height) if meaning((self._text(row, label),), self.known))
        name = self._named_above(first)
        if not name:
            self._note("Не сказано, какая это школа", "лист пропущен", self.grid.ref(first, label))
            return False
        self._take_titles(first)
        values = self._values(first, label)
        if values is None:
            return False
        self._lines(first, label, {values: mention(name, "", "", "")})
        return bool(self.figures)

    def _named_above(self, first: int) -> str:
        texts = [
            *self.above,
            *(text for row in range(first + 1) for text in self.grid.texts(row)),
            self.grid.name,
        ]
        for text in texts:
            found = _SCHOOL_IN_TITLE.search(text)
            name = text[found.end() :] if found else text
            if looks_like_school(name.strip()):
                return re.sub(r"\s+(?:на|за)\s+20\d\d.*$", "", name.strip())
        return ""

    def _values(self, first: int, label: int) -> int | None:
        """The column right of the labels with the most figures."""
        counts = {
            at: sum(
                isinstance(value_of(self.grid.own(row, at)), Number) for row in range(first, self.grid.height)
            )
            for at in range(label + 1, self.grid.width)
        }
        best = max(counts, key=lambda at: (counts[at], -at), default=None)
        return best if best is not None and counts[best] else None

    # --- cells -------------------------------------------------------------------------------------------------------

    def _take(self, school: SchoolMention, chain: tuple[str, ...], row: int, at: int) -> int:
        text = self._text(row, at)
        if text:
            self.figures.append(Figure(school, _key(chain), text, self.grid.ref(row, at)))
        return int(bool(text))

    def _settle(self, head: int, wanted: dict[int, tuple[str, ...]], counts: dict[int, int]) -> None:
        for at, chain in wanted.items():
            if counts[at] and all(one.key != _key(chain) for one in self.columns):
                self.columns.append(
                    Column(
                        _key(chain),
                        " — ".join(chain)[:_LONGEST_HEADING],
                        meaning(chain, self.known),
                        self.grid.ref(head, at),
                        counts[at],
                    )
                )

    def _take_titles(self, row: int) -> None:
        self.titles += [text for above in range(row) for text in self._texts(above)]

    def _texts(self, row: int) -> Iterator[str]:
        return (text for at in self.grid.filled(row) if (text := self._text(row, at)))

    def _note(self, what: str, more: str, where: CellRef) -> None:
        self.problems.append(Problem(Severity.NOTE, f"{what}: {more}.", "Проверьте.", where))

    def _name(self, row: int, at: int) -> str:
        return re.sub(r"^\s*\d{1,4}[.)]\s+", "", self._text(row, at))

    def _text(self, row: int, at: int) -> str:
        if row >= self.grid.height or at >= self.grid.width:
            return ""
        return " ".join(tidy(self.grid.rows[row][at]).split())


def _key(chain: tuple[str, ...]) -> str:
    return " / ".join(stripped(one) for one in chain)[:_LONGEST_HEADING] or plain(" ".join(chain))
