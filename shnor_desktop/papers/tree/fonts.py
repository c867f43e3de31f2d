"""The bundled fonts for reportlab and what to print instead of the characters they lack."""

import re
import unicodedata
from functools import cache

from shnor_desktop import places
from shnor_desktop.errors import UserError

SERIF = "LiberationSerif"
SANS = "LiberationSans"
FACES = (("", "Regular"), ("-Bold", "Bold"), ("-Italic", "Italic"), ("-BoldItalic", "BoldItalic"))

REPLACEMENTS = {
    "\u2011": "-",
    "\u2010": "-",
    "\u2043": "-",
    "\u202f": "\u00a0",
    "\u2009": "\u00a0",
    "\u2007": "\u00a0",
    "\u20bd": "руб.",
    "\u2713": "да",
    "\u2714": "да",
    "\u2717": "нет",
    "\u2718": "нет",
    "\u25c6": "\u2666",
    "\u25c7": "\u25ca",
    "\u301d": "«",
    "\u301e": "»",
    "\u275d": "«",
    "\u275e": "»",
}
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufffe\uffff]"
)


def clean(text: str) -> str:
    """The text without control and invisible characters, which no format can hold; soft hyphens go too."""
    if text.isascii() and text.isprintable():
        return text
    lines = text.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n")
    return UNPRINTABLE.sub("", lines.replace("\u2028", "\n").replace("\u2029", "\n").replace("\u00ad", ""))


@cache
def register(name: str) -> frozenset[str]:
    """Register the family with reportlab once; the characters that all its faces can draw."""
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    known: set[int] | None = None
    for place, (suffix, face) in enumerate(FACES):
        path = places.resources() / "fonts" / f"{name}-{face}.ttf"
        try:
            font = TTFont(name + suffix, str(path))
        except (OSError, TTFError) as error:
            raise UserError(
                f"Не найден шрифт {path.name}, которым печатаются документы.", "Переустановите программу."
            ) from error
        pdfmetrics.registerFont(font)
        addMapping(name, place & 1, place >> 1, name + suffix)
        glyphs = {code for code, glyph in font.face.charToGlyph.items() if glyph}
        known = glyphs if known is None else known & glyphs
    return frozenset(map(chr, known or ()))


def printable(text: str, family: str = SERIF) -> str:
    """The text in characters the bundled font can draw; the unknown ones become their likes or «?»."""
    text = clean(text)
    known = register(family)
    if known.issuperset(text):
        return text
    return "".join(char if char in known or char == "\n" else _like(char, known) for char in text)


def _like(char: str, known: frozenset[str]) -> str:
    for like in (REPLACEMENTS.get(char, ""), unicodedata.normalize("NFKC", char)):
        if like and known.issuperset(like):
            return like
    bare = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    if bare and known.issuperset(bare):
        return bare
    return "" if unicodedata.combining(char) else "?"
