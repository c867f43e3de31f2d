"""Draws resources/icons/shnor.svg in the sizes that systems ask for: PNG files and a Windows .ico.

Run by hand after the drawing has changed: .venv/bin/python packaging/draw_icons.py
"""

from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
SIZES = (16, 24, 32, 48, 64, 128, 256)


def draw(size: int) -> Path:
    """One PNG of the drawing."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(ICONS / "shnor.svg")).render(painter)
    painter.end()
    path = ICONS / f"shnor-{size}.png"
    image.save(str(path))
    return path


def main() -> None:
    """All sizes, and the .ico that holds them."""
    pictures = [Image.open(draw(size)) for size in SIZES]
    largest = pictures[-1]
    largest.save(ICONS / "shnor.ico", sizes=[(size, size) for size in SIZES], append_images=pictures[:-1])


if __name__ == "__main__":
    main()
