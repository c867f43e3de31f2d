"""Word documents as offices draw them, made of the facts of the sources: three layouts of plans, passports, indicators."""

import json
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

FACTS = Path(__file__).resolve().parents[4] / "shared" / "data" / "facts"
Expected = list[tuple[str, ...]]
"""(section, number, text, due, responsible, expected) of every activity."""


def facts(source: str) -> Any:
    path = FACTS / f"{source}.json"
    if not path.is_file():
        pytest.skip("the facts of the sources lie beside the checkout")
    return json.loads(path.read_text("utf-8"))


def rows_of(told: Any, roadmap: str) -> Expected:
    """The rows of one plan of a source as they are to be taken in."""
    directions = {one["id"]: one["plan"] for one in told.get("direction", ())}
    sections = {
        one["id"]: one.get("title") or directions[one["direction"]] for one in told.get("roadmap_section", ())
    }
    found: Expected = []
    for one in told["activity"]:
        if one["roadmap"] == roadmap:
            points = [*one.get("agenda", ()), *one.get("items", ())]
            text = "\n".join([one["text"] + (":" if points else ""), *(f"  {point}" for point in points)])
            due = "\n".join(" ".join(line.split()) for line in one["due_text"].splitlines())
            expected = one.get("expected_result") or one.get("result") or ""
            responsible = "\n".join(one["responsible"])
            found.append(
                (sections.get(one.get("section"), ""), one["number"], text, due, responsible, expected)
            )
    return found


def across(word: Word, title: str, heading: list[str], rows: Expected) -> None:
    """Titles of sections over the whole width; numbers as typed."""
    word.add_paragraph(title)
    table = word.add_table(1, len(heading))
    _fill(table.rows[0], heading)
    section = ""
    for row in rows:
        if row[0] != section:
            section = row[0]
            cells = table.add_row().cells
            cells[0].merge(cells[-1]).text = section
        _fill(table.add_row(), row[1:])


def torn(word: Word, title: str, heading: list[str], rows: Expected) -> None:
    """A table a section with its title above, the heading on each page, the same body merged down."""
    word.add_paragraph(title)
    section, table, before = None, None, ""
    for row in rows:
        if row[0] != section or table is None:
            section, before = row[0], ""
            if section:
                word.add_paragraph(section)
            table = word.add_table(1, len(heading))
            _fill(table.rows[0], heading)
            _fill(table.add_row(), [str(at) for at in range(1, len(heading) + 1)])
        line = table.add_row()
        same = row[4] == before
        _fill(line, [*row[1:4], "" if same else row[4], *row[5:]])
        _merged_down(line.cells[3], begins=not same)
        before = row[4]


def beside(word: Word, title: str, heading: list[str], rows: Expected) -> None:
    """The section stands in a column of its own, the heading in two rows, some rows in content controls."""
    word.add_paragraph(title)
    table = word.add_table(2, len(heading) + 1)
    upper, lower = table.rows[0].cells, table.rows[1].cells
    for at, words in enumerate([heading[0], "Направление", *heading[1:]]):
        upper[at].merge(lower[at]).text = words
    section = None
    for at, row in enumerate(rows):
        line = table.add_row()
        _fill(line, [row[1], row[0] if row[0] != section else "", *row[2:]])
        _merged_down(line.cells[1], begins=row[0] != section)
        section = row[0]
        if at % 3 == 1:
            _controlled(line._tr)


LAYOUTS = {"across": across, "torn": torn, "beside": beside}


def _fill(row: Any, texts: Any) -> None:
    for cell, text in zip(row.cells, texts, strict=False):
        cell.text = text


def _merged_down(cell: Any, *, begins: bool) -> None:
    joined = OxmlElement("w:vMerge")
    if begins:
        joined.set(qn("w:val"), "restart")
    cell._tc.get_or_add_tcPr().append(joined)


def _controlled(element: Any) -> None:
    """Put a row into a content control."""
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    element.addprevious(control)
    control.append(content)
    content.append(element)


def written(path: Path, *sheets: Any) -> Path:
    """A document with what each of these writes into it."""
    word = docx.Document()
    for write in sheets:
        write(word)
    word.save(str(path))
    return path


def drawn(word: Word, above: str, rows: Any) -> None:
    """A table of these rows; a row of one text reaches over the whole width."""
    if above:
        word.add_paragraph(above)
    table = word.add_table(0, max(len(row) for row in rows))
    for row in rows:
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[-1]).text = row[0]
        else:
            for cell, text in zip(cells, row, strict=True):
                cell.text = text
