"""A workbook of records read back: which sheet holds which kind, which column which field, whose every row is. What was
never the program's is named, not guessed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from shnor_desktop.models.kind import Field, RecordKind
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.models.values import Value
from shnor_desktop.sheets.book.grid import Grid, grid_of
from shnor_desktop.sheets.book.problems import CellRef, Question
from shnor_desktop.sheets.book.reader import RawBook, RawSheet
from shnor_desktop.sheets.book.values import Fault, plain, tidy, value_of
from shnor_desktop.sheets.records.layout import (
    COMPUTED,
    FACTS,
    GUIDE,
    LISTS,
    Facts,
    Heading,
    Key,
    facts_of,
    heading_of,
    key_of,
    plain_cell,
    sum_of,
    text_of,
)

_HEADING_WITHIN = 20
"""Rows from the top in which a heading is looked for."""
SKIP = "skip"
_STARS = re.compile(r"[\s*:]+$")
_FORMERLY = {
    "краткое наименование": ("краткое название",),
    "полное наименование": ("полное название",),
    "полное наименование по уставу": ("полное название по уставу",),
    "название в книге": ("написание в книге",),
    "название для сравнения": ("приведенное написание",),
    "другие названия": ("другие написания",),
    "документ": ("бумага",),
    "документ-основание": ("бумага-основание",),
    "основания - свои документы": ("основания - свои бумаги",),
    "подписывает документы": ("подписывает бумаги",),
    "место издания документов": ("место издания бумаг",),
    "подписан": ("подписана",),
    "вид связи": ("что это за связь",),
    "по каким проблемам и запросам проведено": ("на какие проблемы и запросы отвечает",),
    "вопрос и ответ": ("вопрос",),
    "признак вопроса": ("ключ вопроса",),
}
"""What columns are called → what books of earlier versions call them."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One row of a book, or one record of another file, before anything is known of it here."""

    place: CellRef
    """Where it stands, to be told."""
    key: Key | None
    texts: Mapping[str, str]
    """Name of a field → what the cell says; fields the book does not have are not among them."""
    cells: Mapping[str, CellRef] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    """Name of a field → why its cell says nothing."""
    references: Mapping[str, bytes] = field(default_factory=dict)
    """Name of a field → the record it means, by the uid of where the row comes from; where that is known."""
    values: Mapping[str, Value] = field(default_factory=dict)
    """Name of a field → its stored value, where a row comes from a file and nothing need be read from texts."""
    computed: tuple[str, ...] = ()
    """Headings of columns that only show what follows from others and were edited nevertheless."""
    untouched: bool = False
    """Every cell is as it was written."""


class Rows(Protocol):
    """Rows made as they are asked for, for they may be a hundred thousand."""

    def __len__(self) -> int: ...

    def rows(self, known: Callable[[bytes], bool]) -> Iterator[Incoming]:
        """Every row; the texts of one that is as it was written only when its record is not `known`."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one kind."""

    kind: RecordKind
    source: str
    """Name of the book."""
    rows: Rows
    facts: Facts = field(default_factory=Facts)
    """What the book says of itself."""


@dataclass(frozen=True, slots=True)
class RecordBook:
    """What a workbook of records says."""

    source: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    """What was left aside, in sentences."""
    questions: tuple[Question, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What its records name by SHA-256 in hexadecimal → the bytes, where they come along."""


def read_records(raw: RawBook, answers: Mapping[str, str] | None = None) -> RecordBook:
    """The records of a workbook. `answers` are those to its questions about sheets and columns, by key."""
    given, facts = answers or {}, Facts()
    tables: list[Table] = []
    notes: list[str] = []
    questions: list[Question] = []
    for sheet in raw.sheets:
        first = tidy(sheet.rows[0][0]) if sheet.rows and sheet.rows[0] else ""
        if first == FACTS:
            facts = facts_of(str(row[0]) for row in sheet.rows[1:] if row)
        elif sheet.rows and first != LISTS and not first.startswith(GUIDE):
            found = _Sheet(sheet, given).read()
            notes += found.notes
            questions += found.questions
            if found.table is not None:
                tables.append(found.table)
    whole = tuple(replace(one, source=raw.source, facts=facts) for one in tables)
    return RecordBook(raw.source, whole, tuple(notes), tuple(questions))


def together(source: str, books: Sequence[RecordBook]) -> RecordBook:
    """Several books as one."""
    return RecordBook(
        source,
        tuple(table for book in books for table in book.tables),
        tuple(note for book in books for note in book.notes),
        tuple(question for book in books for question in book.questions),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What one sheet turned out to be."""

    table: Table | None = None
    notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


def _plain(text: str) -> str:
    return _STARS.sub("", plain(text))


def _labels(one: Field) -> tuple[str, ...]:
    """What may stand above its column."""
    label = _plain(one.label)
    unit = plain(one.unit)
    return (label, *((f"{label}, {unit}", f"{label} ({unit})") if unit else ()), *_FORMERLY.get(label, ()))


class _Sheet:
    """Reads one sheet."""

    def __init__(self, sheet: RawSheet, answers: Mapping[str, str]) -> None:
        self._sheet, self._answers = sheet, answers
        self._grid: Grid = grid_of(sheet)
        self._notes: list[str] = []
        self._questions: list[Question] = []

    def read(self) -> _Found:
        """Its table, or why it has none."""
        keyed = self._keyed()
        if keyed is not None:
            at, column, heading = keyed
            kind = BY_CODE.get(heading.kind)
            if kind is None:
                return _Found(notes=(f"Лист «{self._sheet.name}»: таких сведений эта программа не знает.",))
            return self._table(kind, at, column, heading)
        found = self._by_words()
        if isinstance(found, Question):
            return _Found(questions=(found,))
        if found is None:
            return _Found(notes=(f"Лист «{self._sheet.name}» отложен: сведений в нём не узнано.",))
        return self._table(*found, -1, None)

    def _keyed(self) -> tuple[int, int, Heading] | None:
        for at, cells in enumerate(self._grid.rows[:_HEADING_WITHIN]):
            for column, cell in enumerate(cells):
                if isinstance(cell, str) and (heading := heading_of(tidy(cell))) is not None:
                    return at, column, heading
        return None

    def _by_words(self) -> "tuple[RecordKind, int] | Question | None":
        """Kind and row of the heading of a sheet without keys: as the sheet is called, else whose words stand in it."""
        key = f"sheet:{self._sheet.name}"
        said = self._answers.get(key, "")
        if said == SKIP:
            return None
        named = [one for one in KINDS if _plain(self._sheet.name) in (_plain(one.many), _plain(one.one))]
        kinds = [BY_CODE[said]] if said in BY_CODE else named or list(KINDS)
        scores = [(*self._heading_row(kind), kind) for kind in kinds]
        best = max(score for score, _, _ in scores)
        if best < (1 if said or named else 2):
            return None
        fitting = [(kind, at) for score, at, kind in scores if score == best]
        if len(fitting) == 1:
            return fitting[0]
        options = (*((kind.code, kind.many) for kind, _ in fitting), (SKIP, "не загружать этот лист"))
        return Question(key, f"Что за сведения на листе «{self._sheet.name}»?", options)

    def _heading_row(self, kind: RecordKind) -> tuple[int, int]:
        """How many of the kind's words stand in the best row, and which row it is. Kinds all of whose required fields
        are there go before others."""
        words = {label: one for one in kind.shown for label in _labels(one)}
        best = (0, 0)
        for at in range(min(_HEADING_WITHIN, self._grid.height)):
            met = {
                words[text].name
                for column in range(self._grid.width)
                if (text := _plain(self._grid.text(at, column))) in words
            }
            required = [one for one in kind.fields if one.required and one.in_form]
            whole = all(one.name in met for one in required)
            if met and whole and len(met) > best[0]:
                best = (len(met), at)
        return best

    def _table(self, kind: RecordKind, at: int, key_column: int, heading: Heading | None) -> _Found:
        columns = self._columns(kind, at, key_column, heading)
        if self._questions:
            return _Found(questions=tuple(self._questions), notes=tuple(self._notes))
        rows = _Rows(self._grid, kind, at + 1, columns, key_column, heading)
        return _Found(Table(kind, self._sheet.name, rows), tuple(self._notes))

    def _columns(self, kind: RecordKind, at: int, key_column: int, heading: Heading | None) -> dict[str, int]:
        """Code of a column → its place. What no field is called is named, or asked about where a field is missing."""
        words = {label: one.name for one in kind.shown for label in _labels(one)}
        computed = {
            _plain(code.removeprefix(COMPUTED)): code
            for code in (heading.columns if heading else ())
            if code.startswith(COMPUTED)
        }
        found: dict[str, int] = {}
        unknown: dict[int, str] = {}
        for column in range(self._grid.width):
            text = self._grid.text(at, column)
            code = computed.get(_plain(text)) or words.get(_plain(text))
            if column == key_column or not text:
                continue
            if code is None:
                unknown[column] = text
            elif code in found:
                self._notes.append(
                    f"Лист «{self._sheet.name}»: столбец «{text}» повторяется, взят первый из них."
                )
            else:
                found[code] = column
        missing = [code for code in (heading.columns if heading else ()) if code not in found]
        for column, text in unknown.items():
            self._unknown(kind, column, text, at, found, [one for one in missing if one[:1] != COMPUTED])
        return found

    def _unknown(
        self,
        kind: RecordKind,
        column: int,
        text: str,
        at: int,
        found: dict[str, int],
        missing: Sequence[str],
    ) -> None:
        key = f"column:{self._sheet.name}:{text}"
        said = self._answers.get(key, "")
        left = [one for one in kind.shown if one.name in missing and one.name not in found]
        if said in {one.name for one in kind.shown} and said not in found:
            found[said] = column
        elif said == SKIP or not left:
            self._notes.append(
                f"Лист «{self._sheet.name}»: столбец «{text}» не из этой таблицы и оставлен в стороне."
            )
        else:
            options = (*((one.name, one.label) for one in left), (SKIP, "не загружать этот столбец"))
            told = f"Лист «{self._sheet.name}»: что в столбце «{text}»?"
            self._questions.append(Question(key, told, options, self._grid.ref(at, column)))


class _Rows:
    """The rows of a sheet, each made when it is asked for."""

    def __init__(
        self,
        grid: Grid,
        kind: RecordKind,
        first: int,
        columns: Mapping[str, int],
        key_column: int,
        heading: Heading | None,
    ) -> None:
        self._grid, self._kind = grid, kind
        self._columns = {code: at for code, at in columns.items() if not code.startswith(COMPUTED)}
        self._computed = {code: at for code, at in columns.items() if code.startswith(COMPUTED)}
        self._key_column, self._heading = key_column, heading
        told = tuple(columns.values())
        self._merged = {row for row, _ in grid.anchors}
        self._numbers = [
            row
            for row in range(first, grid.height)
            if any(at < len(grid.rows[row]) and grid.rows[row][at] != "" for at in told)
        ]

    def __len__(self) -> int:
        return len(self._numbers)

    def rows(self, known: Callable[[bytes], bool]) -> Iterator[Incoming]:
        """Every row; the texts of one that is as it was written only when its record is not `known`."""
        for row in self._numbers:
            key = self._key(row)
            untouched = key is not None and bool(key.sums) and self._as_written(row, key)
            if untouched and key is not None and known(key.uid):
                yield Incoming(self._grid.ref(row, 0), key, {}, untouched=True)
            else:
                yield replace(self._row(row, key), untouched=untouched)

    def _row(self, row: int, key: Key | None) -> Incoming:
        texts: dict[str, str] = {}
        faults: dict[str, str] = {}
        for name, column in self._columns.items():
            text, fault = self._cell(row, column)
            texts[name] = text
            if fault:
                faults[name] = fault
        cells = {name: self._grid.ref(row, column) for name, column in self._columns.items()}
        edited = tuple(
            code.removeprefix(COMPUTED)
            for code, column in self._computed.items()
            if key is not None and key.sums.get(code, "") not in ("", sum_of(self._cell(row, column)[0]))
        )
        return Incoming(self._grid.ref(row, 0), key, texts, cells, faults, computed=edited)

    def _as_written(self, row: int, key: Key) -> bool:
        grid = self._grid
        if row in self._merged:
            return False
        cells = grid.rows[row]
        for columns in (self._columns, self._computed):
            for code, column in columns.items():
                said = key.sums.get(code)
                if said is not None and said != sum_of(text_of(plain_cell(cells[column]))):
                    return False
        return True

    def _key(self, row: int) -> Key | None:
        if self._key_column < 0 or self._heading is None:
            return None
        text = self._grid.own(row, self._key_column)
        return key_of(text.strip(), self._heading.columns) if isinstance(text, str) and text else None

    def _cell(self, row: int, column: int) -> tuple[str, str]:
        """What the cell says, or why it says nothing."""
        anchor = self._grid.anchors.get((row, column)) if self._grid.anchors else None
        if anchor is not None and anchor[1] != column:
            return "", "Ячейка объединена с соседней по строке, что в ней, неизвестно."
        cell = self._grid.cell(row, column)
        if isinstance(cell, str) and cell[:1] == "#" and isinstance(fault := value_of(cell), Fault):
            why = "формула не рассчитана" if fault.uncalculated else f"ошибка Excel {fault.name}"
            return "", f"В ячейке {why} вместо значения."
        return text_of(plain_cell(cell)), ""
