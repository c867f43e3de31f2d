"""Tables of успеваемость, качество and the mean: over all schools by sitting, by school, and of one school.

Schools stand in the alphabetical order: the tables are no ranking.
"""

from collections.abc import Iterator

from shnor_desktop.papers.results.facts import QualityLine, QualityTable
from shnor_desktop.papers.tree.frame import Tables
from shnor_desktop.papers.tree.paper import Align, Block, Cell, Column, Inline, Row, RowKind, Run, Table
from shnor_desktop.papers.tree.rows import row_of
from shnor_desktop.papers.tree.wording import form, named, ordinal, words
from shnor_desktop.rules.results.quality import is_scores
from shnor_desktop.rules.words.russian import e4

SIZE = 10
PARTIAL = "°"


def quality_tables(tables: tuple[QualityTable, ...], family: str, numbers: Tables) -> Iterator[Block]:
    """The tables of one family, in their order."""
    for table in tables:
        if table.family == family and table.lines:
            yield _table(table, numbers)


def _table(table: QualityTable, numbers: Tables) -> Table:
    columns = [("takers", "Участий" if table.first == "Школа" else "Участников", 22.0)]
    columns.append(("passed", "Преодолели порог, %" if table.scores else "Успеваемость, %", 31.0))
    if any(one.quality for one in table.lines):
        columns.append(("quality", "Качество, %", 24.0))
    if any(one.mean for one in table.lines):
        columns.append(("mean", "Ср. балл" if _is_scored(table) else "Ср. отметка", 24.0))
    head = row_of("№", words(table.first), *(title for _, title, _ in columns))
    return Table(
        columns=(
            Column(8, align=Align.CENTER),
            Column(60, stretch=2),
            *(Column(width, 1, Align.CENTER) for _, _, width in columns),
        ),
        head=(head,),
        rows=tuple(_rows(table, tuple(code for code, _, _ in columns))),
        caption=numbers.caption(f"{table.family}. Успеваемость и качество {table.what}"),
        notes=_notes(table),
        sheet=f"{table.family} качество",
        size=SIZE,
        middle=True,
    )


def _is_scored(table: QualityTable) -> bool:
    """Whether some mean is one of points."""
    means = [one.mean for one in table.lines if one.mean]
    return table.scores or any(is_scores(e4(float(text.replace(",", ".")))) for text in means)


def _rows(table: QualityTable, codes: tuple[str, ...]) -> Iterator[Row]:
    number = 0
    for line in table.lines:
        number += not line.area
        first = Cell() if line.area else Cell((ordinal(number),), number=True)
        cells = (_cell(line, code) for code in codes)
        kind = RowKind.TOTAL if line.area else RowKind.ROW
        yield row_of(first, named(line.name), *cells, kind=kind)


def _cell(line: QualityLine, code: str) -> Cell:
    text = getattr(line, code)
    if not text:
        return Cell((Run("–"),))
    return Cell((Run(text, source=line.source),), number=True, mark=PARTIAL if code in line.partial else "")


def _why_partial(table: QualityTable) -> str:
    """Whose pupils are not known cannot be added at all; of others only some figures are missing."""
    lines = [one.partial for one in table.lines if one.partial]
    lacking = ["числа участников"] * any("takers" in one for one in lines)
    lacking += ["этих сведений"] * any("takers" not in one for one in lines)
    return f"{PARTIAL} – сложены не все результаты: остальные источник приводит без {' или '.join(lacking)}."


def _notes(table: QualityTable) -> tuple[Inline, ...]:
    said = [
        (not table.scores, "Успеваемость – доля справившихся."),
        (any(one.quality for one in table.lines), "Качество – доля получивших «4» и «5»."),
        (
            table.first == "Школа",
            "Участие одного обучающегося в нескольких процедурах считается за каждую.",
        ),
        (
            any(one.partial for one in table.lines),
            _why_partial(table),
        ),
        (
            any(not (one.passed and one.takers) for one in table.lines),
            "«–» – источник не приводит этих сведений; они не вычислялись приближённо.",
        ),
    ]
    text = " ".join(note for holds, note in said if holds)
    return ((form(text),),) if text else ()
