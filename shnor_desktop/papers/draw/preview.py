"""Pages of a PDF as pictures, for the preview in the window and for printing."""

from io import BytesIO
from pathlib import Path
from typing import Any

from shnor_desktop.errors import UserError


def page_count(source: Path | bytes) -> int:
    """How many pages the PDF has."""
    with _opened(source) as document:
        return len(document)


def page_sizes(source: Path | bytes) -> list[tuple[float, float]]:
    """Width and height of every page in points (1/72 inch)."""
    with _opened(source) as document:
        return [document.get_page_size(number) for number in range(len(document))]


def pages_png(source: Path | bytes, dpi: int = 96, first: int = 0, last: int | None = None) -> list[bytes]:
    """Pages `first` … `last` (excluded; all by default) as PNG pictures."""
    with _opened(source) as document:
        end = len(document) if last is None else min(last, len(document))
        pictures = []
        for number in range(first, end):
            out = BytesIO()
            document[number].render(scale=dpi / 72).to_pil().save(out, "PNG", compress_level=1)
            pictures.append(out.getvalue())
        return pictures


def _opened(source: Path | bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(source)
    except (OSError, pypdfium2.PdfiumError) as error:
        raise UserError("Не удалось показать документ.", "Сформируйте его ещё раз.") from error
