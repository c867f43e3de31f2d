"""DOCX renderer: real styles, numbered lists and tables, for the chief who wants to change a word."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from shnor_desktop.papers.draw import docx_styles as names
from shnor_desktop.papers.draw.contents import mark_entry, write_field
from shnor_desktop.papers.draw.docx_tables import TableWriter, run_xml
from shnor_desktop.papers.draw.package import moment, settled
from shnor_desktop.papers.tree import contents, fonts
from shnor_desktop.papers.tree import paper as tree
from shnor_desktop.papers.tree.fonts import clean
from shnor_desktop.papers.tree.frame import on_one_line
from shnor_desktop.papers.tree.page import PageSettings
from shnor_desktop.papers.tree.paper import Align, Block, Inline, Paper, Run, Section


def data(paper: Paper, settings: PageSettings) -> bytes:
    """The paper as a Word file."""
    import docx

    document = docx.Document()
    names.set_up(document, settings)
    names.shape_section(document.sections[0], settings, (paper.sections or (Section(()),))[0])
    write(document, paper, settings)
    names.number_pages(document)
    _describe(document, paper)
    stream = BytesIO()
    document.save(stream)
    return settled(stream.getvalue(), paper.created)


def write(document: Any, paper: Paper, settings: PageSettings) -> None:
    """All sections of a paper behind what the document holds; the first goes on the page that is there."""
    held = contents.of(paper)
    writer = _Writer(document, settings, [entry for entries in held.values() for entry in entries])
    pages: list[int] = []
    if held:
        from shnor_desktop.papers.draw import pdf

        pages = pdf.pages_of_marks(paper, settings)
    for at, section in enumerate(paper.sections or (Section(()),)):
        if at:
            names.shape_section(document.add_section(), settings, section)
        writer.write(section)
        if at in held:
            alone = contents.is_title_page(section)
            write_field(document, settings.text_width(section), held[at], pages, anew=alone)


def _describe(document: Any, paper: Paper) -> None:
    about = document.core_properties
    about.title, about.author = clean(paper.title)[:250], clean(paper.author)[:250]
    about.last_modified_by, about.comments, about.language = "", "", "ru-RU"
    about.created = about.modified = moment(paper.created)
    about.revision = 1


class _Writer:
    """Writes blocks one after another into the document."""

    def __init__(self, document: Any, settings: PageSettings, told: Iterable[contents.Entry]) -> None:
        self.document = document
        self.settings = settings
        self.numbering = names.Numbering(document, settings)
        self.width = 0.0
        self.mark = -1
        self.told = {entry.mark: entry for entry in told}
        """What contents tell, by the number of its bookmark."""

    def write(self, section: Section) -> None:
        """All blocks of a section."""
        self.width = self.settings.text_width(section)
        for at, block in enumerate(section.blocks):
            if isinstance(block, tree.Signature | tree.Executor) and at:
                self._keep_last()
            first = len(self.document.element.body)
            self._block(block)
            if contents.is_marked(block):
                self.mark += 1
                if self.mark in self.told:
                    mark_entry(self.document.element.body[first - 1], self.told[self.mark])

    def _keep_last(self) -> None:
        """What stands last stays on the page of what follows: a paragraph, and the last row of a table over it."""
        from docx.oxml.ns import qn

        last = self.document.element.body.sectPr.getprevious()
        while last is not None and last.tag == qn("w:p"):
            last.get_or_add_pPr().get_or_add_keepNext()
            if "".join(last.itertext()).strip() or last.find(f".//{qn('w:drawing')}") is not None:
                return
            last = last.getprevious()
        if last is not None and last.tag == qn("w:tbl"):
            for paragraph in last.tr_lst[-1].iter(qn("w:p")):
                paragraph.get_or_add_pPr().get_or_add_keepNext()

    def _block(self, block: Block) -> None:
        match block:
            case tree.Heading():
                self._paragraph(block.runs, f"Heading {block.level}")
            case tree.Paragraph():
                self._body(block)
            case tree.Points():
                self._points(block)
            case tree.Table():
                self._table(block)
            case tree.Notes():
                for line in block.lines:
                    self._paragraph(line, names.NOTE)
            case tree.ChartBlock():
                self._chart(block.chart)
            case tree.PlotBlock():
                self._chart(block.plot)
            case _:
                self._requisite(block)

    def _requisite(self, block: Block) -> None:
        match block:
            case tree.Letterhead():
                self._letterhead(block)
            case tree.Corner():
                self._corner(block)
            case tree.Requisites():
                self._side_by_side(
                    [(text, str(align)) for text, align, _ in on_one_line(block)],
                    [share for _, _, share in on_one_line(block)],
                )
                self._lines(("",), names.PLAIN)
                if block.is_wide:
                    self._lines((block.place,), names.PLAIN, after=12)
                    self.document.paragraphs[-1].alignment = 1
            case tree.Title():
                lines = tuple(line for line in (block.kind, *block.lines) if line)
                first = len(self.document.paragraphs)
                self._lines(lines, names.TITLE, after=12)
                if block.foot:
                    self._cover(self.document.paragraphs[first], block.foot)
            case tree.Signature():
                self._lines(("", ""), names.PLAIN, keep=True)
                self._side_by_side(((block.post, "left"), (block.name, "right")), (60, 40))
            case tree.Executor():
                self._lines(("",), names.PLAIN)
                self._lines(tuple(line for line in (block.name, block.phone) if line), names.NOTE)
            case tree.PageBreak():
                self.document.add_page_break()

    def _paragraph(self, runs: Inline, style: str) -> Any:
        from docx.oxml import parse_xml

        paragraph = self.document.add_paragraph(style=style)
        for element in parse_xml(f"<w:p {names.W}>{run_xml(runs)}</w:p>"):
            paragraph._p.append(element)  # noqa: SLF001 - python-docx has no public way to add ready XML
        return paragraph

    def _lines(self, lines: tuple[str, ...], style: str, after: int = 0, *, keep: bool = False) -> None:
        from docx.shared import Pt

        for at, line in enumerate(lines):
            paragraph = self._paragraph((Run(line),), style)
            if keep:
                paragraph.paragraph_format.keep_with_next = True
            if after and at == len(lines) - 1:
                paragraph.paragraph_format.space_after = Pt(after)

    def _body(self, block: tree.Paragraph) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH as AT
        from docx.shared import Mm

        paragraph = self._paragraph(block.runs, names.BODY)
        if block.align is not Align.JUSTIFY:
            at = {Align.LEFT: AT.LEFT, Align.CENTER: AT.CENTER, Align.RIGHT: AT.RIGHT}
            paragraph.alignment = at[block.align]
            if block.align is not Align.LEFT:
                names.keep_words(paragraph._p)  # noqa: SLF001 - see _paragraph
        if not block.indent:
            paragraph.paragraph_format.first_line_indent = Mm(0)

    def _points(self, block: tree.Points) -> None:
        number = self.numbering.start(block)
        for point in block.points:
            paragraph = self._paragraph(point.runs, names.POINT)
            numbered = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - see _paragraph
            level, num = self.numbering.place(block, point, number)
            numbered.get_or_add_ilvl().val = level
            numbered.get_or_add_numId().val = num

    def _table(self, block: tree.Table) -> None:
        from docx.oxml import parse_xml

        if not block.head and not block.rows:
            return
        if block.caption:
            self._paragraph(block.caption, names.CAPTION)
        styles = self.document.styles
        writer = TableWriter(
            block,
            self.width,
            self.settings.table_size,
            fonts.SANS if self.settings.sans else fonts.SERIF,
            styles[names.CELL].style_id,
            styles[names.HEAD].style_id,
        )
        end = self.document.element.body.sectPr
        end.addprevious(parse_xml(writer.xml()))
        for line in block.notes or ((),):
            self._paragraph(line, names.NOTE)

    def _corner(self, block: tree.Corner) -> None:
        """At the right edge of whatever page."""
        from docx.shared import Mm

        if block.kind is tree.CornerKind.STAMP:
            self._lines(block.lines, names.STAMP, after=8)
            return
        first = len(self.document.paragraphs)
        self._lines(block.lines, names.CORNER, after=14)
        for paragraph in self.document.paragraphs[first:]:
            paragraph.paragraph_format.left_indent = Mm(self.width - names.CORNER_WIDTH)

    def _cover(self, title: Any, foot: str) -> None:
        """A title in the middle of its own page, a framed line at the foot of the page."""
        from docx.oxml import parse_xml
        from docx.shared import Mm

        title.paragraph_format.space_before = Mm(names.OVER_TITLE)
        self._lines((foot,), names.PLAIN)
        line = self.document.paragraphs[-1]
        line.alignment = 1
        width = round(self.width * 56.7)
        frame = f'w:w="{width}" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin" w:xAlign="center"'
        line._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 - see _paragraph
            parse_xml(f'<w:framePr {names.W} {frame} w:yAlign="bottom"/>'),
            *(
                "w:widowControl",
                "w:numPr",
                "w:pBdr",
                "w:shd",
                "w:tabs",
                "w:spacing",
                "w:ind",
                "w:jc",
                "w:rPr",
            ),
        )
        # A frame belongs to the paragraph after it, and one that ends a section holds no frame.
        self._lines(("",), names.PLAIN)

    def _side_by_side(self, cells: Sequence[tuple[str, str]], shares: Sequence[int]) -> None:
        from docx.oxml import parse_xml

        total = round(self.width * 56.7)
        widths = [total * share // 100 for share in shares]
        style = self.document.styles[names.PLAIN].style_id
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        inner = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="bottom"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:keepNext/><w:jc w:val="{align}"/></w:pPr>'
            f"{run_xml((Run(text),))}</w:p></w:tc>"
            for (text, align), width in zip(cells, widths, strict=True)
        )
        self.document.element.body.sectPr.addprevious(
            parse_xml(
                f'<w:tbl {names.W}><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
                '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
                f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{inner}</w:tr></w:tbl>"
            )
        )

    def _letterhead(self, block: tree.Letterhead) -> None:
        from docx.oxml import parse_xml

        self._lines(block.lines, names.LETTERHEAD, after=10)
        last = self.document.paragraphs[-1]
        line = '<w:bottom w:val="single" w:sz="8" w:space="4" w:color="auto"/>'
        last._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 - see _paragraph
            parse_xml(f"<w:pBdr {names.W}>{line}</w:pBdr>"),
            "w:shd",
            "w:tabs",
            "w:spacing",
            "w:ind",
            "w:jc",
            "w:rPr",
        )

    def _chart(self, drawn: tree.Chart | tree.Funnel | tree.Slope) -> None:
        from docx.shared import Mm

        from shnor_desktop.papers.draw import chart

        width = min(self.width, chart.widest(drawn))
        family = fonts.SANS if self.settings.sans else fonts.SERIF
        picture = chart.png(drawn, width * 72 / 25.4, family=family)
        paragraph = self.document.add_paragraph(style=names.PLAIN)
        paragraph.alignment = 1
        shape = paragraph.add_run().add_picture(BytesIO(picture), width=Mm(width))
        shape._inline.docPr.set("descr", chart.words(drawn))  # noqa: SLF001 - see _paragraph
