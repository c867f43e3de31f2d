"""The fonts that are shipped: all faces, their licence, and every character that Russian papers need."""

from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
FACES = [
    f"Liberation{family}-{style}"
    for family in ("Serif", "Sans")
    for style in ("Regular", "Bold", "Italic", "BoldItalic")
]
NEEDED = (
    "".join(map(chr, range(ord("А"), ord("я") + 1)))
    + "Ёё0123456789"
    + "".join(map(chr, range(ord(" "), ord("~") + 1)))
    + "«»„“–—…№§°±×≤≥≈→\u00a0\u202f"
)


@pytest.mark.parametrize("face", FACES)
def test_has_every_letter(face: str) -> None:
    """A missing glyph would be a silent blank on paper."""
    font = TTFont(face, FONTS / f"{face}.ttf")
    assert [sign for sign in NEEDED if ord(sign) not in font.face.charToGlyph] == []


def test_the_licence_lies_beside_the_fonts() -> None:
    """The licence asks for it, with the copyright notices."""
    text = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "Copyright (c) 2012 Red Hat" in text
    assert {path.stem for path in FONTS.glob("*.ttf")} == set(FACES)
