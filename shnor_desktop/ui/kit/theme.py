"""How the window looks: fonts, light and dark palettes, spacing, and the marks of states (colour, shape and word)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6 import QtCore
from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetrics,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QWidget

from shnor_desktop import places
from shnor_desktop.ui.kit import style_sheet

GAP = 8
"""Between things that belong together."""
MARGIN = 16
"""Around a page, and between groups."""
ROW_HEIGHT = 28
"""Least height of a table's row: comfortable at 100 % and still eleven rows on a small screen at 150 %."""
ICON_SIZE = 20
_AROUND_LINE = 8
_WORDS = "образовательная организация"
_WORDS_WIDTH, _LINE_HEIGHT = 183, 15
"""Of these words in the font (Liberation Sans, 10 pt) that sizes in pixels were chosen with."""
_NOTHING = QColor(0, 0, 0, 0)
_AROUND_DIALOG = QSize(40, 80)
"""What the frame of a window and the bar of the desktop may take."""

_LIGHT = {
    "window": "#f4f5f7",
    "base": "#ffffff",
    "stripe": "#f7f8fa",
    "text": "#1c2530",
    "muted": "#5a6675",
    "line": "#d3d9e0",
    "button": "#eceff3",
    "accent": "#1f5fa8",
    "on_accent": "#ffffff",
    "link": "#1f5fa8",
    "nav": "#e6eaf0",
    "low": "#a3211c",
    "low_back": "#fbe1de",
    "watch": "#7a5300",
    "watch_back": "#fdf0cf",
    "confirm": "#5a3a94",
    "confirm_back": "#ece4f8",
    "unknown": "#3d5166",
    "unknown_back": "#e3e9ef",
    "good": "#1c6b3c",
    "good_back": "#e0f2e6",
    "error": "#a3211c",
}
_DARK = {
    "window": "#20252c",
    "base": "#171b21",
    "stripe": "#1c2128",
    "text": "#e6eaef",
    "muted": "#a3afbd",
    "line": "#3c4652",
    "button": "#2d343d",
    "accent": "#3673bd",
    "on_accent": "#ffffff",
    "link": "#7fb4ee",
    "nav": "#191d23",
    "low": "#ff9d94",
    "low_back": "#4b2220",
    "watch": "#f2c76a",
    "watch_back": "#43361a",
    "confirm": "#c9b0f5",
    "confirm_back": "#352a4a",
    "unknown": "#b4c4d4",
    "unknown_back": "#2c3742",
    "good": "#8fd6a8",
    "good_back": "#1e3a29",
    "error": "#ff9d94",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """How a state is shown: never by colour alone."""

    role: str
    """Name of the text colour; its background is `role + "_back"`."""
    glyph: str
    word: str


_MARKS = {
    "low": Mark("low", "▲", "низкий результат"),
    "watch": Mark("watch", "◆", "группа внимания"),
    "confirm": Mark("confirm", "◇", "требует подтверждения"),
    "insufficient": Mark("unknown", "○", "данных недостаточно"),
    "not": Mark("good", "●", "признаков нет"),
    "valid": Mark("text", "", "есть результат"),
    "border": Mark("confirm", "◇", "на границе округления"),
    "fragile": Mark("watch", "◊", "результат решает один ученик"),
    "small_n": Mark("unknown", "▫", "мало участников"),
    "flagged": Mark("confirm", "■", "признак необъективности"),
    "not_conducted": Mark("unknown", "–", "не проводилась"),
    "no_participants": Mark("unknown", "–", "нет участников"),
    "not_received": Mark("unknown", "○", "не получен"),
    "excluded": Mark("unknown", "×", "исключён"),
    "new": Mark("good", "+", "новое"),
    "changed": Mark("watch", "◆", "изменено"),
    "unchanged": Mark("unknown", "=", "без изменений"),
    "refused": Mark("low", "×", "отклонено"),
    "deleted": Mark("low", "×", "удалено"),
    "only_there": Mark("good", "→", "только в другом"),
    "only_here": Mark("unknown", "←", "только в этом"),
    "undecided": Mark("confirm", "≠", "не решено"),
    "warning": Mark("watch", "▲", "предупреждение"),
    "done": Mark("good", "✓", "готово"),
    "todo": Mark("unknown", "○", "предстоит"),
    "overdue": Mark("low", "▲", "просрочено"),
    "due": Mark("watch", "◆", "пора"),
    "not_yet": Mark("unknown", "○", "срок не наступил"),
    "counted": Mark("good", "•", "идёт"),
    "done_late": Mark("good", "✓", "выполнено с опозданием"),
    "partly": Mark("watch", "◊", "выполнено частично"),
    "not_done": Mark("low", "×", "не выполнено"),
    "ongoing": Mark("good", "●", "выполняется"),
    "cancelled": Mark("unknown", "–", "отменено"),
    "statement": Mark("unknown", "▫", "к сведению"),
    "ask": Mark("confirm", "?", "срок не определён"),
}


def state_mark(state: str) -> Mark:
    """The mark of an outcome, a result state or a kind of change; an unknown code is shown as it is."""
    return _MARKS.get(str(state), Mark("unknown", "", str(state)))


def mark_icon(state: str) -> QIcon:
    """The shape of a state as a picture, for tables whose texts must stay what they are."""
    mark = state_mark(state)
    return _mark_icon(mark.glyph, colour(mark.role).name(), colour("on_accent").name())


@cache
def _mark_icon(glyph: str, normal: str, selected: str) -> QIcon:
    result = QIcon()
    result.addPixmap(_drawn(glyph, normal))
    result.addPixmap(_drawn(glyph, selected), QIcon.Mode.Selected)
    return result


def _drawn(glyph: str, tint: str) -> QPixmap:
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    pixmap = QPixmap(round(14 * ratio), round(14 * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(_NOTHING)
    painter = QPainter(pixmap)
    painter.setPen(QColor(tint))
    font = QFont(QGuiApplication.font())
    font.setPixelSize(14)
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(QRectF(0, 0, 14, 14), QtCore.Qt.AlignmentFlag.AlignCenter, glyph)
    painter.end()
    return pixmap


def is_dark() -> bool:
    """Whether the dark palette is in use."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def colour(role: str) -> QColor:
    """The colour of a role in the present theme: «low», «low_back», «muted»."""
    return QColor((_DARK if is_dark() else _LIGHT)[role])


STYLE = ("-style", "fusion")
"""Arguments for QApplication; asking or setting the style later would make Python know its 700 constants first."""

# For the same reason nothing that is needed before the first frame imports `Qt`: making its hundred enumerations known
# takes a tenth of the start. `QtCore.Qt` makes them when they are first used.


def style(app: QApplication, scheme: str = "") -> None:
    """Colour the application; `scheme` is "light", "dark" or "" for what the system says."""
    hints = app.styleHints()
    app.setProperty("scheme", scheme)
    _put_on(app, dark=scheme == "dark" if scheme else is_dark())  # The palette is still that of the system.
    hints.colorSchemeChanged.connect(lambda: follow(app, app.property("scheme") or ""))


def follow(app: QApplication, scheme: str) -> None:
    """Put on the palette the user chose, or the system's."""
    app.setProperty("scheme", scheme)
    system = QtCore.Qt.ColorScheme
    _put_on(app, dark=scheme == "dark" if scheme else app.styleHints().colorScheme() == system.Dark)


def _put_on(app: QApplication, *, dark: bool) -> None:
    names = _DARK if dark else _LIGHT
    app.setPalette(_palette(names))
    sheet = style_sheet.sheet(names, QFontInfo(app.font()).pointSizeF())
    app.setStyleSheet(sheet + style_sheet.edges(names) if dark else sheet)


def _palette(names: dict[str, str]) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(names["button"]), QColor(names["window"]))
    plain = {
        role.WindowText: "text",
        role.Text: "text",
        role.ButtonText: "text",
        role.ToolTipText: "text",
        role.Base: "base",
        role.AlternateBase: "stripe",
        role.ToolTipBase: "base",
        role.Highlight: "accent",
        role.HighlightedText: "on_accent",
        role.Accent: "accent",
        role.Link: "link",
        role.LinkVisited: "link",
        role.PlaceholderText: "muted",
        role.Mid: "line",
    }
    for one, name in plain.items():
        palette.setColor(one, QColor(names[name]))
    for one in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(names["muted"]))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(names["line"]))
    return palette


def make_readable(app: QApplication) -> None:
    """The system's font and its size; where it has no Cyrillic letters, the program brings its own."""
    font = app.font()
    if not QFontMetrics(font).inFontUcs4(ord("ж")):
        register_fonts("Sans")
        app.setFont(QFont("Liberation Sans", max(10, round(font.pointSizeF()))))


def row_height() -> int:
    """Of tables and lists: the font of the system may be large."""
    return max(ROW_HEIGHT, QFontMetrics(QGuiApplication.font()).height() + _AROUND_LINE)


def navigation_height() -> int:
    """Of a line of the navigation."""
    return row_height() + 6


def wide(pixels: int) -> int:
    """A width chosen for the font the screens were designed with, wider where the system's letters are."""
    words = QFontMetrics(QGuiApplication.font()).horizontalAdvance(_WORDS)
    return round(pixels * max(1.0, words / _WORDS_WIDTH))


def give_size(dialog: QWidget, width: int, height: int) -> None:
    """Open a dialog as large as it was designed, larger where the system's font is, within its screen."""
    lines = QFontMetrics(QGuiApplication.font()).height() / _LINE_HEIGHT
    dialog.resize(QSize(wide(width), round(height * max(1.0, lines))).boundedTo(room(dialog)))


def room(dialog: QWidget) -> QSize:
    """As large as a dialog may be on its screen."""
    return dialog.screen().availableSize() - _AROUND_DIALOG


def points(times: float) -> float:
    """So many times the size of the system's font, for texts that are marked up."""
    return max(8.0, round(times * QFontInfo(QGuiApplication.font()).pointSizeF(), 1))


@cache
def register_fonts(family: str) -> None:
    """The fonts of papers, «Sans» or «Serif», for previews on the screen too."""
    for path in sorted((places.resources() / "fonts").glob(f"Liberation{family}-*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def blank_icon() -> QIcon:
    """Keeps the place of a picture that is drawn after the first paint."""
    pixmap = QPixmap(ICON_SIZE, ICON_SIZE)
    pixmap.fill(_NOTHING)
    return QIcon(pixmap)


def icon(name: str) -> QIcon:
    """A picture of resources/icons in the text colour, and in white for the selected line."""
    return _icon(name, colour("text").name(), colour("on_accent").name())


@cache
def _icon(name: str, normal: str, selected: str) -> QIcon:
    path = places.resources() / "icons" / f"{name}.svg"
    if not path.exists():
        return QIcon()
    result = QIcon()
    result.addPixmap(_picture(path, normal))
    result.addPixmap(_picture(path, selected), QIcon.Mode.Selected)
    return result


def _picture(path: Path, tint: str) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    text = path.read_text(encoding="utf-8").replace("currentColor", tint)
    pixmap = QPixmap(round(ICON_SIZE * ratio), round(ICON_SIZE * ratio))
    pixmap.fill(_NOTHING)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
