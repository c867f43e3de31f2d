"""Lists in the office's own blank: which a paper has, and the rows of the blank's tables that repeat themselves for them.

A row with {{ школы.№ }} and {{ школы.название }} stands once for every school, one with {{ таблица.… }} once for every row of the
paper's table; columns are called as their headings.
"""

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from difflib import get_close_matches
from typing import Any

from shnor_desktop.errors import UserError
from shnor_desktop.papers.tree import paper as tree
from shnor_desktop.papers.tree.paper import Paper, RowKind, Table, plain
from shnor_desktop.papers.tree.spans import placed
from shnor_desktop.rules.words.declension import Case

CASES = {
    "родительный": Case.GENITIVE,
    "дательный": Case.DATIVE,
    "винительный": Case.ACCUSATIVE,
    "творительный": Case.INSTRUMENTAL,
    "предложный": Case.PREPOSITIONAL,
}
Record = dict[str, str]
"""Values of one row by the names of its columns."""
NUMBER = "№"
_SCHOOLS, _POINTS, _TABLE = "школы", "пункты", "таблица"
_NAME, _TEXT = "название", "текст"
_MOST_BYTES = 40 << 20
"""Of the rows that are made."""
Fields = Callable[[str], list[str]]
Fill = Callable[[Any, str, Record | None, str], None]
"""Fill a paragraph; its place in words, the record of its row, and the list this is of."""


class Lists:
    """The lists of one paper by their names."""

    def __init__(self, paper: Paper) -> None:
        tables = list(paper.tables())
        self._columns: dict[str, tuple[str, ...]] = {_POINTS: (NUMBER, _TEXT), _SCHOOLS: (NUMBER, _NAME)}
        self._records: dict[str, list[Record]] = {
            _POINTS: list(_points(paper)),
            _SCHOOLS: [{NUMBER: str(at), _NAME: name} for at, name in enumerate(paper.schools, start=1)],
        }
        for number, table in enumerate(tables, start=1):
            heads = _heads(table)
            records = [dict(zip(heads, cells, strict=False)) for cells in _rows(table)]
            for name in [f"{_TABLE} {number}", *([_TABLE] if number == 1 else ())]:
                self._columns[name], self._records[name] = heads, records
            school = next((one for one in heads if one.startswith("школа")), "")
            if school and _NAME not in heads and _are_all(records, school, paper.schools):
                counted = enumerate(records, start=1)
                self._records[_SCHOOLS] = [
                    {NUMBER: str(at), _NAME: one.get(school, "")} | one for at, one in counted
                ]
                self._columns[_SCHOOLS] = tuple(dict.fromkeys((NUMBER, _NAME, *heads)))

    @staticmethod
    def is_list(field: str) -> bool:
        """Whether a field is a column of a list."""
        return "." in field

    def known(self, field: str, blank: str, place: str) -> tuple[str, str, Case | None]:
        """The list, the column and the case of a field; UserError where there is none."""
        before, _, told = field.rpartition(",")
        case = CASES.get(told.strip().lower()) if before else None
        name, _, column = (part.strip().lower() for part in (before if case else field).partition("."))
        if name not in self._columns:
            raise UserError(
                f"Бланк «{blank}», {place}: списка «{name}» в этом документе нет.{_near(name, self._columns)}",
                f"Списки: {', '.join(self._columns)}.",
            )
        if column not in self._columns[name]:
            every = ", ".join(f"{name}.{one}" for one in self._columns[name])
            near = _near(column, self._columns[name])
            raise UserError(
                f"Бланк «{blank}», {place}: в списке «{name}» нет графы «{column}».{near}", f"Графы: {every}."
            )
        return name, column, case

    def columns(self, name: str) -> tuple[str, ...]:
        """The columns of a list."""
        return self._columns[name]

    def records(self, name: str) -> list[Record]:
        """The rows of a list."""
        return self._records[name]


def _are_all(records: list[Record], school: str, names: tuple[str, ...]) -> bool:
    """Whether a table has a row for each school of the paper; of a paper that names none, a row for each of its own."""
    told = [" ".join(one.get(school, "").split()) for one in records]
    wanted = [" ".join(one.split()) for one in names] or list(dict.fromkeys(told))
    return sorted(told) == sorted(wanted)


def _near(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), 1)
    return f" Возможно, имелось в виду «{close[0]}»." if close else ""


def _points(paper: Paper) -> Iterator[Record]:
    """The numbered points of the text, with what stands under them."""
    for block in paper.blocks():
        if isinstance(block, tree.Points) and block.marks is tree.Marks.NUMBERS:
            for label, point in zip(block.labels(), block.points, strict=True):
                yield {NUMBER: label, _TEXT: plain(point.runs)}


def _heads(table: Table) -> tuple[str, ...]:
    """What the columns are called: the words over them from top to bottom, in small letters."""
    told: list[list[str]] = [[] for _ in table.columns]
    for _, cells in placed(table.head, len(table.columns)):
        for one in cells:
            for column in range(one.column, min(one.column + one.cell.span, len(told))):
                told[column].append(one.cell.text)
    return tuple(
        " ".join(" ".join(words).replace("\u00a0", " ").split()).lower() or f"графа {number}"
        for number, words in enumerate(told, start=1)
    )


def _rows(table: Table) -> Iterator[list[str]]:
    for row, cells in placed(table.rows, len(table.columns)):
        made = [""] * len(table.columns)
        for one in cells:
            made[one.column] = one.cell.text
        if row.kind is RowKind.SECTION and len(made) > 1:
            made[0], made[1] = "", made[0]  # Under «№» a title of a section would be no number.
        yield made


# ---- rows of the blank


def repeat(document: Any, lists: Lists, blank: str, fields: Fields, fill: Fill) -> set[Any]:
    """Put a row for every record in the place of each row with fields of a list; the paragraphs that are filled by that."""
    from lxml import etree

    done: set[Any] = set()
    made = 0
    for place, row in list_rows(document, fields):
        name = list_of(row, lists, blank, place, fields)
        records = lists.records(name)
        made += len(records) * len(etree.tostring(row))
        if made > _MOST_BYTES:
            raise UserError(
                f"Бланк «{blank}», {place}: таблица получилась бы слишком велика.",
                "Оставьте в бланке одну короткую строку списка.",
            )
        for record in records:
            copy = deepcopy(row)
            row.addprevious(copy)
            done |= _fill_row(copy, place, record, name, fill)
        table = row.getparent()
        if records or len(table.findall(row.tag)) > 1:
            table.remove(row)
        else:
            done |= _fill_row(row, place, dict.fromkeys(lists.columns(name), ""), name, fill)
    return done


def _fill_row(row: Any, place: str, record: Record, name: str, fill: Fill) -> set[Any]:
    paragraphs = list(_paragraphs_of(row))
    for one in paragraphs:
        fill(one, place, record, name)
    return {one._p for one in paragraphs}  # noqa: SLF001


def list_of(row: Any, lists: Lists, blank: str, place: str, fields: Fields) -> str:
    """The one list of a row."""
    named = [
        lists.known(one, blank, place)[0]
        for paragraph in _paragraphs_of(row)
        for one in fields(paragraph.text)
        if lists.is_list(one)
    ]
    if len(set(named)) > 1:
        raise UserError(
            f"Бланк «{blank}», {place}: в одной строке поля разных списков: {', '.join(dict.fromkeys(named))}.",
            "Оставьте в строке поля одного списка.",
        )
    return named[0]


def list_rows(document: Any, fields: Fields) -> list[tuple[str, Any]]:
    """The rows that repeat, with their places in words; a row inside a cell of such a row goes with it."""
    found: list[tuple[str, Any]] = []
    for number, table in enumerate(document.tables, start=1):
        found += _of_table(table._tbl, f"в таблице {number}", fields)  # noqa: SLF001
    return found


def _of_table(table: Any, words: str, fields: Fields) -> Iterator[tuple[str, Any]]:
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    for number, row in enumerate(table.findall(qn("w:tr")), start=1):
        place = f"{words}, строка {number}"
        cells = row.findall(qn("w:tc"))
        own = [Paragraph(one, None).text for cell in cells for one in cell.findall(qn("w:p"))]  # type: ignore[arg-type]
        if any(Lists.is_list(one) for text in own for one in fields(text)):
            yield place, row
            continue
        for cell in cells:
            for inner in cell.findall(qn("w:tbl")):
                yield from _of_table(inner, place, fields)


def _paragraphs_of(row: Any) -> Iterator[Any]:
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    yield from (Paragraph(one, None) for one in row.iter(qn("w:p")))  # type: ignore[arg-type]
