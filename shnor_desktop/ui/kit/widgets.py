"""Small parts of many screens: a row of buttons that goes on in the next line, the page of a screen with nothing to show,
labels of what people wrote, pages of a long list, and how undecided values are pointed out.

Captions are never cut. What people wrote is never read as markup and is wrapped where it is too long.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QComboBox, QLabel, QLayout, QLayoutItem, QPushButton, QWidget

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.laying.boxes import lay_column, lay_row
from shnor_desktop.ui.kit.narrow.names import NameBox
from shnor_desktop.ui.kit.screen import Context


class ButtonRow(QLayout):
    """Every widget keeps its own width; the height follows from how many lines they take."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        """By width: Qt asks for the same again and again."""
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(theme.GAP)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self._heights.clear()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        self._heights.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = max((place.bottom() + 1 for _, place in self._places(width)), default=0)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(len(sizes) - 1, 0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for item, place in self._places(rect.width()):
            item.setGeometry(place.translated(rect.topLeft()))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _places(self, width: int) -> list[tuple[QLayoutItem, QRect]]:
        found: list[tuple[QLayoutItem, QRect]] = []
        line: list[tuple[QLayoutItem, QRect]] = []
        across, down = 0, 0
        for item in self._shown():
            size = item.sizeHint()
            if line and across + size.width() > width:
                found += _levelled(line)
                across, down, line = 0, down + _tallest(line) + self.spacing(), []
            room = QSize(min(size.width(), max(width, 1)), size.height())
            line.append((item, QRect(QPoint(across, down), room)))
            across += size.width() + self.spacing()
        return found + _levelled(line)


def _tallest(line: list[tuple[QLayoutItem, QRect]]) -> int:
    return max((place.height() for _, place in line), default=0)


def _levelled(line: list[tuple[QLayoutItem, QRect]]) -> list[tuple[QLayoutItem, QRect]]:
    """The same line with low buttons in the middle of its height."""
    tallest = _tallest(line)
    return [(item, place.translated(0, (tallest - place.height()) // 2)) for item, place in line]


class EmptyPage(QWidget):
    """A heading, an explanation and one button in the middle of the page; the screen fills and connects them."""

    def __init__(self, parent: QWidget, title: str = "", text: str = "", act: str = "") -> None:
        super().__init__(parent)
        self.title = QLabel(title, self)
        self.title.setObjectName("subheading")
        self.text = QLabel(text, self)
        self.text.setWordWrap(True)
        self.act = QPushButton(act, self)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = lay_column(
            self, 1, self.title, self.text, (self.act, 0, Qt.AlignmentFlag.AlignHCenter), 2, around=None
        )
        self._column = column

    def add_button(self, button: QPushButton) -> None:
        """A second way, below the first."""
        self._column.insertWidget(self._column.count() - 1, button, 0, Qt.AlignmentFlag.AlignHCenter)


_BY_MOUSE = Qt.TextInteractionFlag.TextSelectableByMouse


def plain_label(role: str, parent: QWidget, text: str = "") -> QLabel:
    """A label in the dress of `role`."""
    label = QLabel(text, parent)
    label.setObjectName(role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def lines_label(label: QLabel, lines: Sequence[str], leads: Collection[str] = ()) -> None:
    """Put lines into a label; those that lead somewhere are links, and a link is the number of its line."""
    if not set(leads) & set(lines):
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText("\n".join(lines))
        return
    told = (
        f'<a href="{number}">{escape(one)}</a>' if one in leads else escape(one)
        for number, one in enumerate(lines)
    )
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setText("<br>".join(told))


def selectable_label(role: str, parent: QWidget, text: str = "", *, keyboard: bool = False) -> QLabel:
    """The same, with a text that can be marked with the mouse, with the `keyboard` too, and copied."""
    label = plain_label(role, parent, text)
    by_keyboard = Qt.TextInteractionFlag.TextSelectableByKeyboard
    label.setTextInteractionFlags(_BY_MOUSE | by_keyboard if keyboard else _BY_MOUSE)
    return label


def push_button(
    text: str, parent: QWidget, do: "Callable[..., object] | SignalInstance", tip: str = "", *, role: str = ""
) -> QPushButton:
    """A button in the dress of `role` and what it does."""
    button = QPushButton(text, parent)
    button.setToolTip(tip)
    button.setObjectName(role)
    button.clicked.connect(do)
    return button


def timer(parent: QObject, do: Callable[[], object], wait_ms: int = 0) -> QTimer:
    """Does it once, so long after it is started."""
    made = QTimer(parent)
    made.setSingleShot(True)
    made.setInterval(wait_ms)
    made.timeout.connect(do)
    return made


class ChoiceBox(NameBox):
    """A closed list of which one is chosen, by its value; `name` is what screen readers call it. A box that holds names of
    any length has `letters` to show of them."""

    def __init__(
        self,
        name: str,
        parent: QWidget,
        choices: Iterable[tuple[Any, str]] = (),
        chosen: Any = None,
        *,
        letters: int = 0,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        policy = QComboBox.SizeAdjustPolicy
        self.setSizeAdjustPolicy(
            policy.AdjustToMinimumContentsLengthWithIcon if letters else policy.AdjustToContents
        )
        self.setMinimumContentsLength(letters)
        self.offer(choices, chosen)

    def offer(self, choices: Iterable[tuple[Any, str]], *wanted: Any) -> None:
        """Other choices, quietly; on the first of `wanted` that is among them, without any on what was chosen, else on
        the first of all."""
        pairs = tuple(choices)
        values = [value for value, _ in pairs]
        at = next((values.index(one) for one in wanted or (self.currentData(),) if one in values), 0)
        self.blockSignals(True)
        self.clear()
        for value, text in pairs:
            self.addItem(text, value)
        self.setCurrentIndex(at)
        self.blockSignals(False)
        self.show_beginning()


class Pager(QWidget):
    """Hidden while one page holds everything."""

    moved = Signal(int)
    """The first line of the page to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start = 0
        self._size = 1
        self.label = QLabel(self)
        self.newer = QPushButton("‹ Новее", self)
        self.older = QPushButton("Старее ›", self)
        self.newer.clicked.connect(lambda: self.moved.emit(max(0, self._start - self._size)))
        self.older.clicked.connect(lambda: self.moved.emit(self._start + self._size))
        lay_row(self, self.label, self.newer, self.older)
        self.hide()

    def show_page(self, start: int, shown: int, total: int, size: int) -> None:
        """Tell which of how many lines are shown."""
        self._start, self._size = start, size
        self.label.setText(f"{_number(start + 1)}–{_number(start + shown)} из {_number(total)}")
        self.newer.setEnabled(start > 0)
        self.older.setEnabled(start + shown < total)
        self.setVisible(total > size)


def _number(n: int) -> str:
    """«12 345», with spaces that do not break."""
    return f"{n:,}".replace(",", "\u00a0")


def told(what: str) -> str:
    """«≠ не решено: организации ввели разное — раздел «Нужно решить»»."""
    mark = theme.state_mark("undecided")
    return f"{mark.glyph} {mark.word}: {what} — раздел «Нужно решить»"


def undecided_button(
    context: Context, parent: QWidget, school: Callable[[], str] = lambda: ""
) -> QPushButton:
    """Leads to the questions, of one school when `school` names it; hidden until there is something."""
    button = QPushButton(parent)
    button.setObjectName("undecided")
    button.setToolTip("Значения, о которых организации указали разное: показать вопросы")
    button.clicked.connect(lambda: context.go("questions", school=school()))
    button.hide()
    return button


def show_count(button: QPushButton, count: int, what: str = "") -> None:
    """«≠ не решено: 3»."""
    mark = theme.state_mark("undecided")
    button.setText(f"{mark.glyph} {mark.word}: {what or count}")
    button.setVisible(bool(count))
