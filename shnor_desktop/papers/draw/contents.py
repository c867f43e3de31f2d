"""The page of contents: lines with dots and numbers in a PDF, a field that Word renews in a DOCX."""

from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from shnor_desktop.papers.draw.docx_styles import CONTENTS, PLAIN, W, dotted, set_up_contents
from shnor_desktop.papers.draw.docx_tables import run_xml
from shnor_desktop.papers.draw.pdf_styles import MM, Styles
from shnor_desktop.papers.tree.contents import HEADING, LEVELS, Entry
from shnor_desktop.papers.tree.fonts import clean
from shnor_desktop.papers.tree.paper import Align, Run

STEP = 8.0
"""Millimetres a line of the second level stands in."""
ROOM = 12.0
"""Millimetres at the right edge that only numbers reach."""
_NAMES = 900_000_000
"""Bookmarks of the program among those of a blank."""
_FIELD = f'TOC \\o "1-{LEVELS}" \\f C \\h \\z \\u'
"""Headings, and appendices by what is told beside their titles."""


def flowables(styles: Styles, entries: Sequence[Entry], pages: Sequence[int]) -> Iterator[Any]:
    """The page for a PDF; without `pages` the same lines without numbers."""
    from shnor_desktop.papers.draw import noting

    size = styles.settings.body_size
    bold = styles.face(bold=True)
    yield noting.Text(HEADING, styles.text(size, Align.CENTER, fontName=bold, spaceAfter=10))
    for one in entries:
        style = styles.text(
            size, Align.LEFT, leftIndent=STEP * MM * (one.level - 1), rightIndent=ROOM * MM, spaceAfter=3
        )
        line = noting.Entry(styles.markup((Run(one.text),)), style)
        line.mark, line.page = one.mark, str(pages[one.mark]) if pages else ""
        yield line


def write_field(
    document: Any, width: float, entries: Sequence[Entry], pages: Sequence[int], *, anew: bool
) -> None:
    """Contents at the end of a Word document, on a page `anew` or not: the field holds the lines that it would make itself."""
    set_up_contents(document, width, STEP, ROOM)
    title = document.add_paragraph(HEADING, style=CONTENTS)
    title.paragraph_format.page_break_before = anew
    for at, one in enumerate(entries):
        line = document.add_paragraph(style=f"toc {one.level}")
        dotted(line, width)
        name = _name(one)
        begun, ended = _begun(rf"PAGEREF {name} \h"), _char("end")
        number = f"{begun}<w:r><w:t>{pages[one.mark]}</w:t></w:r>{ended}"
        link = (
            f'<w:hyperlink w:anchor="{name}" w:history="1">{run_xml((Run(one.text),))}<w:r><w:tab/></w:r>'
            f"{number}</w:hyperlink>"
        )
        opened = "" if at else _begun(_FIELD)
        line._p.extend(_parts(f"{opened}{link}"))  # noqa: SLF001 - python-docx has no public way
    end = document.add_paragraph(style=PLAIN)
    end._p.extend(_parts(_char("end")))  # noqa: SLF001 - see above


def mark_entry(paragraph: Any, one: Entry) -> None:
    """A bookmark over a paragraph; beside what is no heading the text that the field takes."""
    from docx.oxml.ns import qn

    number = _NAMES + one.mark
    first = next((at for at, part in enumerate(paragraph) if part.tag != qn("w:pPr")), len(paragraph))
    start = f'<w:bookmarkStart w:id="{number}" w:name="{_name(one)}"/>'
    if not one.is_heading:
        told = clean(one.text).replace('"', '\\"')
        start += _begun(f'TC "{told}" \\f C \\l {one.level}') + _char("end")
    for at, part in enumerate(_parts(start), first):
        paragraph.insert(at, part)
    paragraph.extend(_parts(f'<w:bookmarkEnd w:id="{number}"/>'))


def _parts(inner: str) -> list[Any]:
    """The elements of a paragraph."""
    from docx.oxml import parse_xml

    return list(parse_xml(f"<w:p {W}>{inner}</w:p>"))


def _name(one: Entry) -> str:
    return f"_Toc{_NAMES + one.mark}"


def _begun(instruction: str) -> str:
    """A field up to its text."""
    text = f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
    return f"{_char('begin')}{text}{_char('separate')}"


def _char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
