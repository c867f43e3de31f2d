"""Styles of text for the PDF renderer, and runs in reportlab's markup."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.sax.saxutils import escape

from shnor_desktop.papers.tree import fonts
from shnor_desktop.papers.tree.page import PageSettings
from shnor_desktop.papers.tree.paper import Align, Inline, plain

MM = 72 / 25.4
LINE = 0.5
"""Points; around the cells of a table."""
HIGH = 0.6
"""What is higher than this part of a page need not stand whole."""
ALIGNMENTS = {Align.LEFT: 0, Align.CENTER: 1, Align.RIGHT: 2, Align.JUSTIFY: 4}


@dataclass
class Styles:
    """Paragraph styles made on demand and kept while one paper is drawn."""

    settings: PageSettings

    def __post_init__(self) -> None:
        fonts.register(self.family)
        self._made: dict[tuple[Any, ...], Any] = {}

    @cached_property
    def family(self) -> str:
        """Name of the font family registered with reportlab."""
        return fonts.SANS if self.settings.sans else fonts.SERIF

    def text(self, size: float, align: Align = Align.LEFT, **options: Any) -> Any:
        """A paragraph style; `options` are those of reportlab's ParagraphStyle."""
        key = (size, align, tuple(sorted(options.items())))
        if key not in self._made:
            from reportlab.lib.styles import ParagraphStyle

            leading = options.pop("leading", size * self.settings.line_spacing)
            self._made[key] = ParagraphStyle(
                f"text-{len(self._made)}",
                fontName=options.pop("fontName", self.family),
                fontSize=size,
                leading=leading,
                alignment=ALIGNMENTS[align],
                **options,
            )
        return self._made[key]

    def cell(
        self, size: float, align: Align, *, bold: bool = False, italic: bool = False, breaks: bool = True
    ) -> Any:
        """A style of a cell; `breaks` says whether its words may be broken."""
        from shnor_desktop.papers.draw.noting import BROKEN, broken

        return self.text(
            size,
            align,
            leading=size * 1.15,
            fontName=self.face(bold=bold, italic=italic),
            hyphenationLang=broken if breaks else "",
            hyphenationMinWordLength=BROKEN,
            uriWasteReduce=0,
        )

    def face(self, *, bold: bool = False, italic: bool = False) -> str:
        """Registered name of one face of the family."""
        return self.family + fonts.FACES[bold + 2 * italic][0]

    def markup(self, runs: Inline) -> str:
        """Runs in reportlab's paragraph markup."""
        parts = []
        for run in runs:
            text = escape(self.safe(run.text)).replace("\n", "<br/>")
            if run.bold:
                text = f"<b>{text}</b>"
            parts.append(f"<i>{text}</i>" if run.italic else text)
        return "".join(parts)

    def safe(self, text: str) -> str:
        """Text in glyphs the font has."""
        return fonts.printable(text, self.family)

    def line(self, runs: Inline) -> str:
        """Runs as a plain string."""
        return self.safe(plain(runs))
