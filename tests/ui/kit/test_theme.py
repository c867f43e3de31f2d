"""The look: every mark has a shape and a word, glyphs exist, and colours can be read in both palettes."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetrics,
    QPalette,
    QRawFont,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDateEdit,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTableView,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.results.facts import Outcome
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.entry.number_box import NumberBox
from shnor_desktop.ui.kit.narrow.names import NameBox

STATES = sorted(theme._MARKS)


def luminance(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("names", [theme._LIGHT, theme._DARK], ids=["light", "dark"])
def test_text_can_be_read(names: dict[str, str]) -> None:
    pairs = [("text", "base"), ("text", "window"), ("text", "nav"), ("text", "stripe"), ("text", "button")]
    pairs += [
        ("muted", "window"),
        ("muted", "base"),
        ("link", "base"),
        ("error", "window"),
        ("on_accent", "accent"),
    ]
    pairs += [(role, f"{role}_back") for role in ("low", "watch", "confirm", "unknown", "good")]
    pairs += [(role, "base") for role in ("low", "watch", "confirm", "unknown", "good")]
    weak = {pair: round(contrast(names[pair[0]], names[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


def test_both_palettes_have_the_same_roles() -> None:
    assert set(theme._LIGHT) == set(theme._DARK)


@pytest.mark.parametrize("state", STATES)
def test_a_state_is_more_than_a_colour(state: str) -> None:
    mark = theme.state_mark(state)
    assert mark.word and (mark.glyph or state == "valid")
    assert theme.colour(mark.role).isValid()
    if mark.role != "text":
        assert theme.colour(f"{mark.role}_back").isValid()


@pytest.mark.parametrize("state", [*Outcome, *ResultState])
def test_every_answer_of_the_rule_has_a_mark(state: str) -> None:
    assert str(state) in theme._MARKS


def test_an_unknown_state_is_shown_as_it_is() -> None:
    assert theme.state_mark("новое").word == "новое"


def test_the_bundled_font_has_every_glyph(dressed: QApplication) -> None:
    font = QFont("Liberation Sans", 10)
    assert QFontInfo(font).family() == "Liberation Sans"
    raw = QRawFont.fromFont(font)
    glyphs = {mark.glyph for mark in theme._MARKS.values() if mark.glyph}
    # These three come from the symbol fonts every desktop has; their word always stands beside them.
    assert {glyph for glyph in glyphs if not raw.supportsCharacter(ord(glyph))} <= {"✓", "◆", "◇"}


def test_icons_are_drawn_in_the_colours_of_the_theme() -> None:
    for name in ("start", "schools", "results", "list", "papers", "exchange", "dictionaries", "history"):
        image = theme.icon(name).pixmap(20, 20).toImage()
        drawn = {image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())}
        assert max(drawn) > 128, name
    assert theme.icon("нет такой").isNull()


@pytest.fixture
def system_font(dressed: QApplication) -> Iterator[QApplication]:
    """The font of the system may be changed by the test."""
    before = dressed.font()
    yield dressed
    dressed.setFont(before)
    theme.follow(dressed, "light")


def test_the_font_of_the_system_and_its_size_are_kept(system_font: QApplication) -> None:
    system_font.setFont(QFont("Liberation Sans", 13))
    theme.make_readable(system_font)
    assert (system_font.font().family(), system_font.font().pointSize()) == ("Liberation Sans", 13)


def test_a_system_without_cyrillic_letters_gets_ours(
    system_font: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Latin(QFontMetrics):
        def inFontUcs4(self, sign: int) -> bool:
            return sign < 0x400

    monkeypatch.setattr(theme, "QFontMetrics", Latin)
    system_font.setFont(QFont("DejaVu Sans", 12))
    theme.make_readable(system_font)
    assert (system_font.font().family(), system_font.font().pointSize()) == ("Liberation Sans", 12)


@pytest.mark.parametrize("size", [9, 10, 11, 13, 16])
def test_headings_and_lines_grow_with_the_font(system_font: QApplication, size: int) -> None:
    system_font.setFont(QFont("Liberation Sans", size))
    theme.follow(system_font, "light")
    heights = []
    for role in ("", "value", "subheading", "heading"):
        label = QLabel("Школа")
        label.setObjectName(role)
        label.ensurePolished()
        heights.append(QFontInfo(label.font()).pointSizeF())
    assert heights == sorted(set(heights)) and heights[0] == pytest.approx(size, abs=0.5)
    assert theme.row_height() >= QFontMetrics(system_font.font()).height() + 6
    assert theme.wide(100) >= 100 and theme.points(0.1) == 8


def test_a_dialog_is_never_larger_than_its_screen(system_font: QApplication) -> None:
    system_font.setFont(QFont("Liberation Sans", 20))
    dialog = QDialog()
    theme.give_size(dialog, 1060, 680)
    room = dialog.screen().availableSize()
    assert dialog.width() < room.width() and dialog.height() < room.height()


@pytest.mark.parametrize("dark", [False, True])
def test_the_first_look_is_that_of_the_palette_of_the_system(system_font: QApplication, dark: bool) -> None:
    system_font.setPalette(QPalette(QColor("#202020" if dark else "#f0f0f0")))
    theme.style(system_font)
    assert theme.is_dark() == dark
    theme.style(system_font, "light" if dark else "dark")
    assert theme.is_dark() != dark


def _box(made: QComboBox) -> QComboBox:
    made.addItem("Все школы")
    return made


def _typed(made: QComboBox) -> QComboBox:
    made.setEditable(True)
    return made


def _date(made: QDateEdit) -> QDateEdit:
    made.setCalendarPopup(True)
    return made


@pytest.mark.parametrize(
    "make",
    [
        QLineEdit,
        QPlainTextEdit,
        NumberBox,
        lambda: _box(QComboBox()),
        lambda: _box(NameBox()),
        lambda: _typed(QComboBox()),
        lambda: _date(QDateEdit()),
    ],
)
@pytest.mark.parametrize("cursor", [False, True])
def test_edges_of_fields_are_seen_in_the_dark(
    system_font: QApplication, qtbot: QtBot, make: Callable[[], QWidget], cursor: bool
) -> None:
    """On each side, with the cursor and without."""
    theme.follow(system_font, "dark")
    window = QWidget()
    qtbot.addWidget(window)
    field, other = make(), QLineEdit()
    column = QVBoxLayout(window)
    column.addWidget(other)
    column.addWidget(field)
    window.show()
    (field if cursor else other).setFocus()
    image, place = window.grab().toImage(), field.geometry()
    middle = place.center()
    sides = {
        "left": [(place.left() + step, middle.y()) for step in range(3)],
        "right": [(place.right() - step, middle.y()) for step in range(3)],
        "top": [(middle.x(), place.top() + step) for step in range(3)],
        "bottom": [(middle.x(), place.bottom() - step) for step in range(3)],
    }
    ground = theme._DARK["window"]
    seen = {
        side: max(contrast(image.pixelColor(*at).name(), ground) for at in pixels)
        for side, pixels in sides.items()
    }
    assert {side: round(ratio, 2) for side, ratio in seen.items() if ratio < 3} == {}


@pytest.mark.parametrize("state", list(Qt.CheckState))
@pytest.mark.parametrize("make", [QTableView, QTreeView, QListView])
def test_edges_of_boxes_in_cells_are_seen_in_the_dark(
    system_font: QApplication, qtbot: QtBot, make: type[QAbstractItemView], state: Qt.CheckState
) -> None:
    theme.follow(system_font, "dark")
    view = make()
    qtbot.addWidget(view)
    made = QStandardItemModel(view)
    item = QStandardItem("Заречная СОШ")
    item.setCheckable(True)
    item.setCheckState(state)
    made.appendRow(item)
    view.setModel(made)
    view.show()
    cell = view.visualRect(made.index(0, 0))
    image, row = view.viewport().grab().toImage(), cell.center().y()
    line = [image.pixelColor(x, row).name() for x in range(cell.left(), cell.left() + 8)]
    assert max(contrast(one, theme._DARK["base"]) for one in line) > 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_box_as_wide_as_it_asks_for_shows_each_of_its_names_whole(
    system_font: QApplication, qtbot: QtBot, scheme: str
) -> None:
    theme.follow(system_font, scheme)
    names = ["все виды", "2025/26", "Доля «2»", "да", "шшшшшш"]
    for name in names:
        box = NameBox()
        qtbot.addWidget(box)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.addItem(name)
        box.show()
        for hint in (box.sizeHint(), box.minimumSizeHint()):
            box.resize(hint)
            assert box.shown() == name
