"""The reader's public door: a workbook, several, or a pasted block, read by meaning into frozen rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from shnor_desktop.errors import Cancelled, WorkbookError
from shnor_desktop.rules.admissible import line
from shnor_desktop.rules.figures import Family
from shnor_desktop.rules.words.vocabulary import Vocabulary
from shnor_desktop.sheets.book.amending import Passing, amended
from shnor_desktop.sheets.book.grid import Grid, grid_of
from shnor_desktop.sheets.book.problems import CellRef, Problem, Reason, Severity
from shnor_desktop.sheets.book.reader import (
    AHEAD_FILES,
    CellReader,
    RawBook,
    RawSheet,
    next_batch,
    raw_block,
    sources_of,
)
from shnor_desktop.sheets.results.across import Across, Turned, find_across, turn
from shnor_desktop.sheets.results.columns import build
from shnor_desktop.sheets.results.duplicates import settle_days, without_duplicates
from shnor_desktop.sheets.results.groups import ask_levels, group_measures
from shnor_desktop.sheets.results.heading_blocks import Block, districts, find_blocks
from shnor_desktop.sheets.results.lost import (
    holds_numbers,
    left_out,
    lost_row,
    pass_columns,
    pass_rows,
    refused_cells,
    without_share,
)
from shnor_desktop.sheets.results.other_rows import (
    ComparisonReader,
    ProtocolReader,
    is_comparison,
    is_protocol,
    markers,
)
from shnor_desktop.sheets.results.own_export import read_own
from shnor_desktop.sheets.results.questions import (
    Asking,
    hidden_choice,
    hidden_key,
    hidden_sheet,
    settle_hidden,
    sheet_is_passed_over,
)
from shnor_desktop.sheets.results.row_kinds import names_no_school
from shnor_desktop.sheets.results.rows import TableReader, TableRows
from shnor_desktop.sheets.results.side_columns import high_scores, settle_bands
from shnor_desktop.sheets.results.table import FINAL, Column, Table
from shnor_desktop.sheets.results.totals_check import settle_totals
from shnor_desktop.sheets.results.types import (
    ColumnMeaning,
    FlagRow,
    LostRow,
    ReadBook,
    SheetSummary,
    SittingMention,
)
from shnor_desktop.sheets.results.units import settle
from shnor_desktop.sheets.words.aside import (
    WHAT,
    Aside,
    are_tasks,
    aside_of,
    is_main_period,
    is_of_tasks,
    names_resit,
)
from shnor_desktop.sheets.words.bands import are_bands
from shnor_desktop.sheets.words.hints import hint_reader
from shnor_desktop.sheets.words.meaning import KEYS, MEASURES, measure_of, role_of
from shnor_desktop.system import no_collecting

FORM_ROWS, TITLE_ROWS = 30, 12
OTHER_BOOK = "Выберите книгу с результатами школ: сколько участников и сколько не справились."
NOTHING_FOUND = Problem(
    Severity.REFUSED,
    "В файле не найдено таблицы с результатами школ.",
    "Нужны строка заголовков, столбец со школами и столбцы с числами.",
    reason=Reason.NO_RESULTS,
)
Progress = Callable[[int, int], None]


def read(
    path: Path,
    vocabulary: Vocabulary,
    answers: Mapping[str, str] | None = None,
    *,
    year: int | None = None,
    hidden: str = "",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ReadBook:
    """One workbook or text table; `year` is the school year where the file names none, `hidden` «read» or «skip»."""
    with CellReader() as cells:
        raw = cells.read(path, cancelled)
    asking = _Asker(answers or {}, vocabulary, hidden).about(raw.source)
    return _understand(raw, path.stem, asking, year, progress, cancelled)


def read_many(
    paths: Sequence[Path],
    vocabulary: Vocabulary,
    answers: Mapping[str, str] | None = None,
    *,
    year: int | None = None,
    hidden: str = "",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[ReadBook | WorkbookError]:
    """Several files through one worker; a file that cannot be read yields its error in its place."""
    sources = sources_of(paths)
    with CellReader() as cells:
        if paths:
            cells.ask(next_batch(paths, 0, ()))  # the worker starts while the words are looked up
        asker = _Asker(answers or {}, vocabulary, hidden)
        for at, path in enumerate(paths):
            if progress:
                progress(at, len(paths))
            ahead = len(cells.asked)
            if ahead * 2 <= AHEAD_FILES:
                cells.ask(next_batch(paths, at + ahead, cells.asked))
            try:
                raw = replace(cells.read(path, cancelled), source=sources[at])
            except WorkbookError as error:
                yield error
                continue
            yield _understand(raw, line(path.stem), asker.about(raw.source), year, None, cancelled)
    if progress:
        progress(len(paths), len(paths))


class _Asker:
    """What is asked and known of every book; the words of the vocabulary are looked up once."""

    def __init__(self, answers: Mapping[str, str], vocabulary: Vocabulary, hidden: str = "") -> None:
        self._answers, self._vocabulary, self._hidden = answers, vocabulary, hidden
        self._hints = hint_reader(vocabulary)

    def about(self, source: str) -> Asking:
        """The questions of one book."""
        said = {hidden_key(source): self._hidden} if self._hidden else {}
        return Asking({**self._answers, **said}, self._vocabulary, source, self._hints)


def read_block(
    text: str,
    vocabulary: Vocabulary,
    answers: Mapping[str, str] | None = None,
    *,
    title: str = "",
    year: int | None = None,
) -> ReadBook:
    """A block copied from Excel; `title` says what the screen it is pasted into knows («ВПР МА 5 2021»)."""
    raw = raw_block(text)
    return _understand(raw, title, _Asker(answers or {}, vocabulary).about(raw.source), year, None, None)


def _understand(
    raw: RawBook,
    stem: str,
    asking: Asking,
    year: int | None,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> ReadBook:
    raw, corrected, missed = amended(raw, asking.answers)
    own = read_own(raw, asking)
    if own is not None:
        return replace(own, amended=corrected, problems=(*own.problems, *missed))
    book = _Book(asking, stem, year, cancelled)
    book.problems += missed
    with no_collecting():
        for at, sheet in enumerate(raw.sheets):
            if cancelled and cancelled():
                raise Cancelled
            if progress:
                progress(at, len(raw.sheets))
            book.add(sheet)
        if progress:
            progress(len(raw.sheets), len(raw.sheets))
        return replace(book.finish(raw), amended=corrected)


class _Book:
    """Gathers what the sheets hold."""

    def __init__(
        self, asking: Asking, stem: str, year: int | None, cancelled: Callable[[], bool] | None
    ) -> None:
        self.asking = asking
        self.outer = (stem, f"{year}/{(year + 1) % 100:02}" if year else "")
        self.cancelled = cancelled
        self.summaries: list[SheetSummary] = []
        self.read_tables: list[TableRows] = []
        self.problems: list[Problem] = []
        self.lost: list[LostRow] = []
        self.flags: list[FlagRow] = []
        self.asides: list[Problem] = []
        """What was set aside by name: nothing is lost by it, unless the book holds nothing else."""
        self.reconciled = 0
        self.hidden = False
        self.tables: list[Table] = []
        self.passing = Passing(asking.source, asking.kin, asking.answers, asking.learned)

    def add(self, sheet: RawSheet) -> None:
        """Read one sheet."""
        if sheet_is_passed_over(sheet, self.asking):
            self._passed_over(sheet.name, "скрытый лист пропущен", figures=False)
            if sheet.rows:
                self.problems.append(hidden_sheet(sheet.name, skipped=True))
            self.hidden = self.hidden or bool(sheet.rows)
            return
        grid = grid_of(sheet)
        told = settle_hidden(grid, sheet, self.asking)
        self.problems += told
        self.hidden = self.hidden or bool(told)
        if self._of_tasks(grid):
            return
        across = find_across(grid, self.asking.hints)
        blocks = find_blocks(grid, self.asking.hints, keyed=bool(across))
        if across:
            self._add_across(grid, across, blocks)
            return
        if not blocks:
            self._without_table(grid)
            return
        ends = [*(block.first for block in blocks[1:]), grid.height]
        named = districts(blocks, self.asking.hints)
        for block, end, district in zip(blocks, ends, named, strict=True):
            table = build(grid, block, end, self.asking, (sheet.name, *self.outer))
            table.district = district
            self._add_table(table)

    def _of_tasks(self, grid: Grid) -> bool:
        """Is the whole sheet a report about tasks? Its digits are points and numbers of tasks, not marks."""
        if not any(
            is_of_tasks(cell) for row in grid.rows[:TITLE_ROWS] for cell in row if cell.__class__ is str
        ):
            return False
        lines = [grid.texts(row) for row in range(min(TITLE_ROWS, grid.height))]
        for row, texts in enumerate(() if any(map(are_bands, lines)) else lines):
            others = [text for text in texts if not is_of_tasks(text)]
            if len(others) < len(texts) and not any(map(_tells_marks, others)):
                self._set_aside(grid.name, Aside.TASKS, grid.ref(row, 0))
                return True
        return False

    def _without_table(self, grid: Grid) -> None:
        """A sheet with no table of results: a form of single tasks, a rating of schools are told by name."""
        above: list[str] = [grid.name]
        for row in range(min(FORM_ROWS, grid.height)):
            texts = grid.texts(row)
            marked = any(role_of(text) == "mark" for text in texts)
            kind = Aside.POINTS if are_tasks(texts) and not marked else None
            if len(texts) > 1 and any(role_of(text) in KEYS for text in texts):
                kind = kind or aside_of(above, texts, telling=False, persons=False)
            if kind is not None:
                self._set_aside(grid.name, kind, grid.ref(row, 0))
                return
            above += texts
        note = "таблица с результатами не найдена" if grid.height else "лист пуст"
        self._passed_over(grid.name, note, figures=holds_numbers(grid))
        self._two_across(grid)

    def _add_across(self, grid: Grid, across: list[Across], blocks: list[Block]) -> None:
        """Tables whose schools stand across, between them those of the usual kind."""
        outer = (grid.name, *self.outer)
        names = [one.row for one in across]
        usual = [block for block in blocks if not any(block.first <= row <= block.last + 1 for row in names)]
        starts = sorted((*names, *(block.first for block in usual), grid.height))
        for block in usual:
            self._add_table(build(grid, block, starts[starts.index(block.first) + 1], self.asking, outer))
        for one in across:
            at = starts.index(one.row)
            turned = turn(grid, one, starts[at - 1] + 1 if at else 0, starts[at + 1])
            self._doubtful_names(grid, turned)
            table = build(turned.grid, turned.block, turned.grid.height, self.asking, outer)
            self._add_table(table)

    def _two_across(self, grid: Grid) -> None:
        """Two schools across may be something else: not guessed at, but said."""
        for one in find_across(grid, self.asking.hints, 2)[:1]:
            text = "Похоже, школы стоят столбцами, но их только две: уверенно прочитать такую таблицу нельзя."
            advice = "Поставьте школы строками, а показатели столбцами."
            self.problems.append(
                Problem(Severity.REFUSED, text, advice, grid.ref(one.row, one.left), reason=Reason.LAYOUT)
            )

    def _doubtful_names(self, grid: Grid, turned: Turned) -> None:
        for place in turned.doubtful:
            where = grid.ref(*place)
            text = f"Школы стоят столбцами, а столбец ячейки {where.address} — не школа и не итог. Столбец не загружен."
            advice = "Если это школа, впишите над столбцом её название со словом «школа», «СОШ» или «лицей»."
            self.problems.append(Problem(Severity.REFUSED, text, advice, where, reason=Reason.LAYOUT))

    def _passed_over(self, name: str, note: str, *, figures: bool = True) -> None:
        self.summaries.append(SheetSummary(name, None, (), 0, 0, note, figures))

    def _set_aside(self, name: str, kind: Aside, where: CellRef) -> None:
        """One sentence, and nothing asked."""
        self._passed_over(name, f"оставлен в стороне: {WHAT[kind]}", figures=False)
        told = f"Лист «{name.strip()}»" if name else "Таблица"
        text = f"{told} — {WHAT[kind]}. Оставлено в стороне."
        self.asides.append(Problem(Severity.NOTE, text, "", where, reason=Reason.ASIDE))

    def _aside(self, table: Table) -> Aside | None:
        """What the table is instead of results."""
        meanings = {column.meaning for column in table.columns}
        headings = [text for chain in table.block.chains for text in chain]
        names = (*table.titles, table.grid.name, self.outer[0])
        kind = aside_of(
            names,
            headings,
            telling=table.telling or "mark" in meanings,
            means=meanings & (MEASURES | {"mark"}) == {"mean"},
            persons="person" in meanings or "test_score" in meanings and "code" in meanings,
        )
        final = FINAL in {table.context.season, *(column.hints.season for column in table.columns)}
        resit = kind is None and not final and names_resit(names) and self._of_exams(table)
        if resit and not any(map(is_main_period, headings)):
            return Aside.RESIT
        if kind is None and are_tasks(headings) and "mark" not in meanings and not table.telling:
            return Aside.POINTS
        return kind

    def _of_exams(self, table: Table) -> bool:
        families = {column.hints.family for column in table.columns} | {table.context.family}
        return bool(families & {Family.OGE, Family.EGE})

    def _add_table(self, table: Table) -> None:
        settle_bands(table)
        pass_columns(table, self.passing)
        aside = self._aside(table)
        if aside is not None:
            if aside == Aside.MARKERS:
                flags, untold = markers(table, self.asking)
                self.flags, self.problems = self.flags + flags, self.problems + untold
            self._set_aside(table.grid.name, aside, table.grid.ref(table.block.first, 0))
            return
        special = self._special(table)
        if special is not None:
            self._keep(table, special)
            return
        measured = [(column, column.meaning) for column in table.columns if column.meaning in MEASURES]
        if not ask_levels(table, self.asking):
            self._passed_over(table.grid.name, "не решено, какой уровень значит, что участник не справился")
            return
        if names_no_school(table):
            self._set_aside(table.grid.name, Aside.NO_SCHOOLS, table.grid.ref(table.block.first, 0))
            return
        group_measures(table, self.asking)
        if table.grid.places is not None and self._said_twice(table, measured):
            return
        settle(table, self.asking)
        self.problems += table.told
        if not table.groups:
            self._passed_over(table.grid.name, "столбцы с результатами не распознаны")
            return
        reader = TableReader(table, self.asking, self.cancelled)
        rows = reader.read()
        self.reconciled += settle_totals(reader, rows)
        settle_days(table, rows, self.asking)
        self._keep(table, rows)

    def _said_twice(self, table: Table, measured: list[tuple[Column, str]]) -> bool:
        """Two rows of a turned table about one sitting: nothing tells which is right, or that they add up.

        `measured` are the columns with what they were taken for before those of one sitting were told apart."""
        for column, meaning in measured:
            if column.meaning == "ignored":
                where = table.grid.ref(0, column.index)
                both = {
                    table.grid.ref(0, other.index)._replace(sheet="")
                    for other, said in measured
                    if (said, other.hints) == (meaning, column.hints)
                    and (other is column or other.meaning != "ignored")
                    and (other.unit == column.unit or meaning == "participants")
                }
                named = " и ".join(one.address for one in sorted(both))
                rows = f"Две строки ({named})" if len(both) > 1 else f"Несколько чисел строки {named}"
                text = f"{rows} — об одном проведении. Таблица не загружена."
                advice = "Назовите в строках предмет, класс и показатель или оставьте одну строку."
                self.problems.append(Problem(Severity.REFUSED, text, advice, where, reason=Reason.LAYOUT))
                return True
        return False

    def _special(self, table: Table) -> TableRows | None:
        """Tables whose rows are not schools: outcomes of the journal comparison, pupils."""
        if is_comparison(table):
            return ComparisonReader(table, self.asking).read()
        if is_protocol(table):
            return ProtocolReader(table, self.asking, self.cancelled).read()
        return None

    def _keep(self, table: Table, rows: TableRows) -> None:
        pass_rows(table, rows, self.passing)
        self.tables.append(table)
        self.read_tables.append(rows)
        self.lost += [
            lost
            for line, at, sitting, problem in rows.refusals
            if (lost := lost_row(table, table.groups[at], line, sitting, problem)) is not None
        ]
        self.problems += rows.problems
        self.summaries.append(_summary(table, rows))

    def finish(self, raw: RawBook) -> ReadBook:
        """The whole book, duplicates settled."""
        entries = [entry for table in self.read_tables for entry in table.entries]
        rows, repeated = without_duplicates(entries)
        areas = tuple(area for table in self.read_tables for area in table.areas)
        problems = [*self.problems, *repeated, *without_share(rows)]
        nothing = not entries and not self.flags and not self.asking.questions and not self.passing.done
        if nothing and not any(p.severity == Severity.REFUSED for p in problems):
            problems += [
                replace(one, severity=Severity.REFUSED, what_to_do=OTHER_BOOK) for one in self.asides
            ] or [NOTHING_FOUND]
        else:
            problems += self.asides
        return ReadBook(
            raw.source,
            raw.sha256,
            tuple(self.summaries),
            tuple(rows),
            areas,
            tuple(problems),
            tuple(self.asking.questions.values()),
            self.reconciled,
            tuple(self.flags),
            hidden_choice(self.asking) if self.hidden else "",
            (*self.lost, *left_out(entries, rows)),
            passed=tuple(self.passing.done),
            refused_rows=refused_cells(self.tables, problems),
            used=tuple(self.asking.used.items()),
            high_from=high_scores(zip(self.tables, self.read_tables, strict=True)),
        )


def _tells_marks(text: str) -> bool:
    return role_of(text) == "mark" or measure_of(text) in ("failed", "passed", "participants")


def _summary(table: Table, rows: TableRows) -> SheetSummary:
    sittings: dict[int, SittingMention] = {}
    for at, sitting in rows.used.items():
        for column in table.groups[at].columns:
            sittings[column.index] = sitting
    grid: Grid = table.grid
    across = grid.places is not None
    columns = tuple(
        ColumnMeaning(
            grid.ref(0, column.index).row if across else grid.ref(0, column.index).column,
            column.heading,
            f"{column.meaning}_pct"
            if column.meaning in MEASURES and column.unit == "percent"
            else column.meaning,
            column.label,
            sittings.get(column.index),
        )
        for column in table.columns
    )
    heading = (table.block.first + grid.top + 1, table.block.last + grid.top + 1)
    note = "школы стоят столбцами" if across else ""
    return SheetSummary(grid.name, heading, columns, rows.school_rows, len(rows.totals), note, across=across)
