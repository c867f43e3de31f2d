"""Settings of the page (ГОСТ Р 7.0.97 by default, all editable) and the widths of table columns."""

from dataclasses import dataclass

from shnor_desktop.papers.tree.paper import Column, Section

A4 = (210.0, 297.0)


@dataclass(frozen=True, slots=True)
class PageSettings:
    """Margins and indents in millimetres, sizes in points."""

    left: float = 30.0
    right: float = 10.0
    top: float = 20.0
    bottom: float = 20.0
    body_size: float = 14.0
    table_size: float = 12.0
    note_size: float = 11.0
    line_spacing: float = 1.15
    indent: float = 12.5
    sans: bool = False
    """Liberation Sans instead of Liberation Serif."""

    def paper_size(self, section: Section) -> tuple[float, float]:
        """Width and height of the section's sheet in millimetres."""
        return (A4[1], A4[0]) if section.landscape else A4

    def text_width(self, section: Section) -> float:
        """Width between the margins in millimetres."""
        return self.paper_size(section)[0] - self.left - self.right


def column_widths(columns: tuple[Column, ...], available: float) -> tuple[float, ...]:
    """Widths in millimetres that fill `available`: stretched when there is room, squeezed when there is not."""
    total = sum(column.width for column in columns)
    stretch = sum(column.stretch for column in columns)
    left_over = available - total
    if left_over < 0:
        return tuple(column.width * available / total for column in columns)
    if not stretch:
        return tuple(column.width for column in columns)
    return tuple(column.width + left_over * column.stretch / stretch for column in columns)
