"""Styles, numbering, page and header of the Word file: real ones, so that the office can edit the paper."""

from typing import Any

from shnor_desktop.papers.tree.page import PageSettings
from shnor_desktop.papers.tree.paper import Marks, Point, Points, Section

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY, POINT, CORNER = "Основной текст документа", "Пункт документа", "Гриф"
LETTERHEAD, TITLE, STAMP = "Бланк", "Название документа", "Отметка о проекте"
CELL, HEAD, CAPTION, NOTE = "Текст таблицы", "Шапка таблицы", "Название таблицы", "Примечание документа"
PLAIN, CONTENTS = "Реквизит", "Заголовок содержания"
NATURAL = 1.15
"""A line of these fonts by its size: Word counts its spacing from it, a PDF from the size."""
CORNER_WIDTH, OVER_TITLE = 85.0, 70.0
"""Millimetres of a block in the corner, and over the title on a page of its own."""


def set_up(document: Any, settings: PageSettings, *, restyle: bool = True) -> None:
    """Restyle the template's styles and add the paper's own; in a blank of the office its own look is kept."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as AT
    from docx.shared import Mm, Pt

    if restyle:
        normal = document.styles["Normal"]
        _font(normal, settings, settings.body_size)
        normal.paragraph_format.space_after = Pt(0)
        normal.paragraph_format.line_spacing = round(settings.line_spacing / NATURAL, 2)
        normal.element.get_or_add_rPr().append(_xml(f'<w:lang {W} w:val="ru-RU" w:eastAsia="ru-RU"/>'))
        _break_words(document)
    body = _style(document, BODY, AT.JUSTIFY, after=4)
    body.paragraph_format.first_line_indent = Mm(settings.indent)
    body.paragraph_format.widow_control = True
    point = _style(document, POINT, AT.JUSTIFY, after=4)
    point.base_style = body
    _style(document, PLAIN, AT.LEFT)
    corner = _style(document, CORNER, AT.LEFT)
    corner.paragraph_format.left_indent = Mm(210 - settings.left - settings.right - CORNER_WIDTH)
    _style(document, LETTERHEAD, AT.CENTER, bold=True)
    _style(document, STAMP, AT.RIGHT, bold=True, keep=True)
    _style(document, TITLE, AT.CENTER, bold=True, keep=True)
    _style(document, CAPTION, AT.LEFT, size=settings.table_size, before=6, after=3, keep=True)
    cell = _style(document, CELL, AT.LEFT, size=settings.table_size)
    cell.paragraph_format.line_spacing = 1.0
    head = _style(document, HEAD, AT.CENTER, size=settings.table_size, bold=True, keep=True)
    head.paragraph_format.line_spacing = 1.0
    _style(document, NOTE, AT.LEFT, size=settings.note_size, before=3, after=3)
    for level, align in ((1, AT.CENTER), (2, AT.LEFT), (3, AT.LEFT)):
        if f"Heading {level}" not in document.styles:
            _style(document, f"Heading {level}", align)
        elif not restyle:
            continue
        _heading(document, settings, level, align)


def _break_words(document: Any) -> None:
    """Word breaks words as the PDF does, but for those in capitals."""
    from docx.oxml.ns import qn

    settings = document.settings.element
    before = settings.find(qn("w:characterSpacingControl"))
    for name in ("autoHyphenation", "doNotHyphenateCaps"):
        if settings.find(qn(f"w:{name}")) is None and before is not None:
            before.addprevious(_xml(f"<w:{name} {W}/>"))


def set_up_contents(document: Any, width: float, step: float, room: float) -> None:
    """Styles of a table of contents, called as Word calls its own; a blank keeps those it has."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as AT
    from docx.shared import Mm

    _style(document, CONTENTS, AT.CENTER, bold=True, after=10, keep=True)
    for level in (1, 2):
        name = f"toc {level}"
        if name not in document.styles:
            style = _style(document, name, AT.LEFT, after=3)
            style.paragraph_format.left_indent, style.paragraph_format.right_indent = (
                Mm(step * (level - 1)),
                Mm(room),
            )
            dotted(style, width)


def dotted(target: Any, width: float) -> None:
    """A tab at the right edge, with dots before it."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Mm

    target.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _style(
    document: Any,
    name: str,
    align: Any,
    *,
    size: float = 0,
    bold: bool = False,
    before: int = 0,
    after: int = 0,
    keep: bool = False,
) -> Any:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    if name in document.styles:
        return document.styles[name]
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    style.quick_style = True
    style.paragraph_format.alignment = align
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.keep_with_next = keep or None
    if name not in (BODY, POINT, CELL, HEAD):
        keep_words(style.element)
    style.font.bold = bold or None
    if size:
        style.font.size = Pt(size)
    return style


def keep_words(element: Any) -> None:
    """No word of a paragraph or a style is broken."""
    element.get_or_add_pPr().insert_element_before(
        _xml(f"<w:suppressAutoHyphens {W}/>"), "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def _heading(document: Any, settings: PageSettings, level: int, align: Any) -> None:
    from docx.shared import Pt, RGBColor

    style = document.styles[f"Heading {level}"]
    _font(style, settings, settings.body_size + (1 if level == 1 else 0))
    style.font.bold = True
    style.font.italic = level == 3
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.alignment = align
    style.paragraph_format.space_before = Pt(10 if level == 1 else 8)
    style.paragraph_format.space_after = Pt(6 if level == 1 else 4)
    style.paragraph_format.keep_with_next = True
    keep_words(style.element)


def _font(style: Any, settings: PageSettings, size: float) -> None:
    """Times New Roman has the metrics of the PDF's Liberation Serif, Arial those of Liberation Sans."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    name = "Arial" if settings.sans else "Times New Roman"
    style.font.name = name
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        if "Theme" in attribute:
            del fonts.attrib[attribute]
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), name)


def shape_section(target: Any, settings: PageSettings, section: Section) -> None:
    """Size, orientation and margins of a Word section; a paper of its own counts its pages from 1."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Mm

    width, height = settings.paper_size(section)
    target.orientation = WD_ORIENT.LANDSCAPE if section.landscape else WD_ORIENT.PORTRAIT
    target.page_width, target.page_height = Mm(width), Mm(height)
    target.left_margin, target.right_margin = Mm(settings.left), Mm(settings.right)
    target.top_margin, target.bottom_margin = Mm(settings.top), Mm(settings.bottom)
    target.header_distance, target.footer_distance = Mm(10), Mm(10)
    target.different_first_page_header_footer = section.anew
    for one in target._sectPr.findall(qn("w:pgNumType")):  # noqa: SLF001 - python-docx has no public way
        target._sectPr.remove(one)  # noqa: SLF001
    if section.anew:
        start = _xml(f'<w:pgNumType {W} w:start="1"/>')
        target._sectPr.insert_element_before(start, "w:cols", "w:titlePg", "w:docGrid")  # noqa: SLF001


def number_pages(document: Any) -> None:
    """Page number top centre, not on the first page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    first = document.sections[0]
    first.different_first_page_header_footer = True
    first.first_page_header.is_linked_to_previous = False
    first.header.is_linked_to_previous = False
    paragraph = first.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind in ("begin", "", "separate", "text", "end"):
        run = paragraph.add_run()
        run.font.size = Pt(12)
        if kind == "text":
            run.text = "2"
        elif kind:
            run.element.append(_xml(f'<w:fldChar {W} w:fldCharType="{kind}"/>'))
        else:
            run.element.append(_xml(f'<w:instrText {W} xml:space="preserve"> PAGE </w:instrText>'))


class Numbering:
    """Word's own lists: every list of points starts from 1 again."""

    def __init__(self, document: Any, settings: PageSettings) -> None:
        self.root = document.part.numbering_part.element
        self.indent = round(settings.indent * 56.7)
        abstract = self.root.findall(f"{{{self.root.nsmap['w']}}}abstractNum")
        self.next = 1 + max(
            (int(one.get(f"{{{self.root.nsmap['w']}}}abstractNumId")) for one in abstract), default=0
        )
        self.numbers = self._abstract((("decimal", "%1."), ("decimal", "%1.%2."), ("decimal", "%3)")))
        self.rounds = self._abstract((("decimal", "%1)"), ("decimal", "%2)")))
        self.dashes = self._abstract((("bullet", "–"), ("bullet", "–")))
        self.dashed = 0
        """The list of points with dashes inside lists with numbers."""

    def _abstract(self, levels: tuple[tuple[str, str], ...]) -> int:
        made, self.next = self.next, self.next + 1
        flat = levels[0][1] == "%1."
        inner = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="space"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="0" w:firstLine="{self.indent * (1 if flat else at + 1)}"/></w:pPr></w:lvl>'
            for at, (kind, text) in enumerate(levels)
        )
        element = _xml(
            f'<w:abstractNum {W} w:abstractNumId="{made}"><w:multiLevelType w:val="multilevel"/>{inner}'
            "</w:abstractNum>"
        )
        first = self.root.find(f"{{{self.root.nsmap['w']}}}num")
        if first is None:
            self.root.append(element)
        else:
            first.addprevious(element)
        return made

    def start(self, points: Points) -> int:
        """A new list; the id its paragraphs refer to."""
        kind = {Marks.DASHES: self.dashes, Marks.ROUND: self.rounds}.get(points.marks, self.numbers)
        return self._new(kind, points.start)

    def place(self, points: Points, point: Point, number: int) -> tuple[int, int]:
        """Level and list of one point: rounds among numbers stand deeper, so that Word counts them anew under each."""
        own = point.marks or points.marks
        if own is Marks.DASHES and points.marks is not Marks.DASHES:
            self.dashed = self.dashed or self._new(self.dashes)
            return 0 if points.marks is Marks.NUMBERS else point.level - 1, self.dashed
        if own is Marks.ROUND and points.marks is Marks.NUMBERS:
            return 2, number
        return point.level - 1, number

    def _new(self, kind: int, start: int = 1) -> int:
        num = self.root.add_num(kind)
        for level in range(3 if kind == self.numbers else 2):
            num.add_lvlOverride(level).add_startOverride(1 if level else start)
        return int(num.numId)


def _xml(text: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(text)
