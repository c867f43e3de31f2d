"""What may be wrong with a window somebody looks at, each fault a sentence: texts that are cut, widgets out of their
place, controls that the keyboard or a screen reader cannot reach, letters that open two things at once.

Nothing here knows a screen or a dialog: every checker walks a tree of widgets as it is shown.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

import shiboken6
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMainWindow,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

Found = Iterator[str]
_SLACK = 1
"""Pixels that rounding may take at a scale of one and a half."""
_ROWS = 12
_WRAPS = Qt.TextFlag.TextWordWrap.value
_PARTS = 30
"""So many links a text may have, so many parts a date."""
_MARKUP = re.compile(r"<[a-z][^>]*>")
_BREAKS = re.compile(r"[\s/\\\u200b-]+")


def shown(window: QWidget) -> list[QWidget]:
    """Every widget that can be seen in a window, itself first; windows over it are others."""
    return [window, *(one for one in window.findChildren(QWidget) if _is_shown(one, window))]


def _is_shown(widget: QWidget, window: QWidget) -> bool:
    return widget.isVisible() and widget.window() is window.window() and window.isAncestorOf(widget)


def called(widget: QWidget) -> str:
    """What people would call a widget: its class and the words on it."""
    words = widget.accessibleName()
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        words = widget.text() or words
    if isinstance(widget, QGroupBox):
        words = widget.title()
    if isinstance(widget, QComboBox):
        words = words or widget.currentText()
    plain = " ".join(re.sub(r"<[^>]+>", " ", words).split())
    within = "" if widget.isWindow() or plain else f" in {_owner(widget)}"
    return f"{type(widget).__name__} «{plain[:60]}»{within}"


def _owner(widget: QWidget) -> str:
    parent = widget.parentWidget()
    while parent is not None and type(parent).__module__.startswith("PySide6") and not parent.isWindow():
        parent = parent.parentWidget()
    return type(parent).__name__ if parent is not None else "nothing"


def _inner(widget: QWidget) -> bool:
    """Parts that Qt itself makes: the button that clears a line, the arrows of a row of tabs, the corner of a table."""
    parent = widget.parentWidget()
    return (
        widget.objectName().startswith("qt_")
        or isinstance(parent, QLineEdit | QAbstractSpinBox | QTabBar | QMenuBar | QComboBox)
        or (isinstance(parent, QAbstractItemView) and isinstance(widget, QAbstractButton))
    )


# --- texts -----------------------------------------------------------------------------------------------------------


def cut_texts(window: QWidget) -> Found:
    """Texts of which a part is not seen and nothing says so."""
    for widget in shown(window):
        if _inner(widget):
            continue
        for kind, check in _TEXTS:
            if isinstance(widget, kind):
                for fault in check(widget):
                    yield f"{called(widget)}: {fault}"


def _label(label: QLabel) -> Found:
    text = label.text()
    if not text.strip() or not label.pixmap().isNull() or getattr(label, "elides", False):
        return
    room = label.contentsRect()
    if _is_rich(label):
        yield from _rich(label, room)
    elif label.wordWrap():
        if label.heightForWidth(label.width()) > label.height() + _SLACK:
            yield "the last lines are cut"
        if _widest(text, label.fontMetrics()) > room.width() + _SLACK:
            yield "a long word is cut"
    elif label.sizeHint().width() > label.width() + _SLACK:
        yield "the text is cut"
    elif label.sizeHint().height() > label.height() + _SLACK:
        yield "the text is cut below"
    if _leaves_out(text) and not label.toolTip():
        yield "an ellipsis stands for words that no tip tells"


def _leaves_out(text: str) -> bool:
    """Whether an ellipsis stands for a part of a name; the one of a title, «Открыть…», is short."""
    return re.search(r"«[^»→]{25,}…»|[^»«]{24,}[^»«„]…(?!»)\W*\w", text) is not None


def _is_rich(label: QLabel) -> bool:
    return label.textFormat() == Qt.TextFormat.RichText or (
        label.textFormat() == Qt.TextFormat.AutoText and _MARKUP.search(label.text()) is not None
    )


def _rich(label: QLabel, room: QRect) -> Found:
    document = QTextDocument()
    document.setDefaultFont(label.font())
    document.setDocumentMargin(0)
    document.setHtml(label.text())
    if label.wordWrap():
        document.setTextWidth(room.width())
    if document.idealWidth() > room.width() + _SLACK + 1:
        yield "the text is cut"
    elif document.size().height() > room.height() + _SLACK + 1:
        yield "the last lines are cut"


def _widest(text: str, metrics: QFontMetrics) -> int:
    return max((metrics.horizontalAdvance(word) for word in _BREAKS.split(text)), default=0)


def _button(button: QAbstractButton) -> Found:
    if getattr(button, "elides", False):
        return
    if button.text() and button.sizeHint().width() > button.width() + _SLACK:
        yield "its words are cut"
    elif button.text() and button.sizeHint().height() > button.height() + 2 * _SLACK:
        yield "its words are cut below"
    if _leaves_out(button.text()[:-1]) and not button.toolTip():
        yield "an ellipsis stands for words that no tip tells"


def _group(box: QGroupBox) -> Found:
    if box.title() and box.fontMetrics().horizontalAdvance(box.title()) > box.width() - 12:
        yield "its title is cut"


def _combo(box: QComboBox) -> Found:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    style, part = box.style(), QStyle.SubControl.SC_ComboBoxEditField
    room = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box).width()
    if box.isEditable() or getattr(box, "elides", False):
        return  # Its line is scrolled, or it leaves out what does not fit and tells it.
    if box.fontMetrics().horizontalAdvance(box.currentText()) > room - 2 + _SLACK:
        yield "what is chosen is cut without an ellipsis and a tip"


def _line(line: QLineEdit) -> Found:
    hint = line.placeholderText()
    if (
        hint
        and not line.text()
        and line.fontMetrics().horizontalAdvance(hint) > line.width() - 8
        and not line.toolTip()
    ):
        yield "its hint is cut and no tip tells it"


def _tabs(tabs: QTabBar) -> Found:
    metrics = tabs.fontMetrics()
    for number in range(tabs.count()):
        if not tabs.isTabVisible(number):
            continue
        words = tabs.tabText(number).replace("&", "")
        if metrics.horizontalAdvance(words) > tabs.tabRect(number).width() and not tabs.tabToolTip(number):
            yield f"the tab «{words}» is cut"
    if tabs.sizeHint().width() > tabs.width() + _SLACK and not tabs.usesScrollButtons():
        yield "some tabs are not seen"


def _header(header: QHeaderView) -> Found:
    if header.orientation() == Qt.Orientation.Vertical:
        return
    model, across = header.model(), Qt.Orientation.Horizontal
    for number in range(header.count()):
        words = str(model.headerData(number, across) or "")
        if header.isSectionHidden(number) or _fits(words, header, number):
            continue
        if not getattr(header, "elides", False) and (
            header.textElideMode() == Qt.TextElideMode.ElideNone or header.defaultAlignment() & _WRAPS
        ):
            yield f"the heading «{words[:40]}» is cut without an ellipsis"
        if not model.headerData(number, across, Qt.ItemDataRole.ToolTipRole):
            yield f"the heading «{words[:40]}» is cut and no tip tells it"


def _fits(words: str, header: QHeaderView, number: int) -> bool:
    """Whether a heading is seen whole."""
    metrics, width = header.fontMetrics(), header.sectionSize(number) - 4
    if header.defaultAlignment() & _WRAPS:
        room = metrics.boundingRect(QRect(0, 0, width, 10_000), _WRAPS, words)
        return room.height() <= header.height() and room.width() <= width
    return max((metrics.horizontalAdvance(line) for line in words.splitlines()), default=0) <= width


def _cells(view: QAbstractItemView) -> Found:
    model = view.model()
    if model is None or isinstance(view, QHeaderView):
        return
    for index in _seen(view):
        words = str(index.data() or "")
        if not words or index.data(Qt.ItemDataRole.ToolTipRole):
            continue
        room = view.visualRect(index)
        if isinstance(view, QListView):
            room.setRight(min(room.right(), view.viewport().width()))  # Its lines stand beside no others.
        needed = view.sizeHintForIndex(index)
        if needed.width() > room.width() + _SLACK and not getattr(view, "wordWrap", lambda: False)():
            yield f"the cell «{words[:40]}» is cut and no tip tells it"
        elif needed.height() > room.height() + 4:
            yield f"the lines of the cell «{words[:40]}» are cut and no tip tells them"


def _seen(view: QAbstractItemView) -> Iterator[QModelIndex]:
    """The first cells that are in sight."""
    model, area = view.model(), view.viewport().rect()
    for row in range(min(model.rowCount(), _ROWS)):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
        for column in range(columns):
            index = model.index(row, column)
            if view.visualRect(index).intersects(area):
                yield index


_TEXTS: tuple[tuple[type, Callable[..., Found]], ...] = (
    (QLabel, _label),
    (QPushButton, _button),
    (QCheckBox, _button),
    (QRadioButton, _button),
    (QToolButton, _button),
    (QGroupBox, _group),
    (QComboBox, _combo),
    (QLineEdit, _line),
    (QTabBar, _tabs),
    (QHeaderView, _header),
    (QAbstractItemView, _cells),
)


# --- places ----------------------------------------------------------------------------------------------------------

OVER = ("Notice", "FrozenColumns", "NameGrip")
"""Classes that lie over others on purpose."""


def out_of_place(window: QWidget) -> Found:
    """Widgets that reach beyond what holds them, or lie upon each other."""
    groups: dict[int, list[QWidget]] = defaultdict(list)
    for widget in shown(window)[1:]:
        parent = widget.parentWidget()
        if parent is None or _inner(widget) or _scrolls(parent) or type(widget).__name__ in OVER:
            continue
        groups[_place(parent)].append(widget)
        beyond = widget.geometry()
        if not parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(beyond):
            yield f"{called(widget)} at {_told(beyond)} reaches beyond {type(parent).__name__} {_told(parent.rect())}"
    for siblings in groups.values():
        for number, one in enumerate(siblings):
            for other in siblings[number + 1 :]:
                common = one.geometry().intersected(other.geometry())
                if min(common.width(), common.height()) > 2 and not _may_lie(one, other):
                    yield f"{called(one)} and {called(other)} lie upon each other"


def _scrolls(parent: QWidget) -> bool:
    """What is in the viewport of a scrolled area may be larger than it."""
    around = parent.parentWidget()
    return (
        isinstance(around, QAbstractScrollArea)
        and around.viewport() is parent
        or isinstance(parent, QAbstractScrollArea)
    )


def _may_lie(one: QWidget, other: QWidget) -> bool:
    names = {type(one).__name__, type(other).__name__}
    return bool(names & {"QSplitterHandle", "QTabBar", "QSizeGrip", "QRubberBand"})


def _told(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}×{rect.height()}"


_HAIR = 2
"""What a table in a text may be wider than its page by rounding, in points; its cells keep more at their edges."""


def scrolled_across(window: QWidget) -> Found:
    """Pages that must be scrolled from side to side; tables and sheets of paper may be."""
    for widget in shown(window):
        if isinstance(widget, QScrollArea) and widget.horizontalScrollBar().maximum() > 0:
            if not widget.property("sheet"):
                yield f"{called(widget)} is scrolled across by {widget.horizontalScrollBar().maximum()}"
        elif (
            isinstance(widget, QTextEdit | QPlainTextEdit) and widget.horizontalScrollBar().maximum() > _HAIR
        ):
            yield f"{called(widget)} is scrolled across by {widget.horizontalScrollBar().maximum()}"


def too_large(window: QWidget, room: QRect) -> Found:
    """A window that does not fit its screen."""
    least = window.minimumSizeHint().expandedTo(window.minimumSize())
    size = window.size()
    if least.width() > room.width() or least.height() > room.height():
        yield f"{called(window)} needs {least.width()}×{least.height()} of {room.width()}×{room.height()}"
    elif size.width() > room.width() or size.height() > room.height():
        yield f"{called(window)} is {size.width()}×{size.height()}, its screen {room.width()}×{room.height()}"


# --- keyboard and screen readers -------------------------------------------------------------------------------------

CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractItemView,
    QTextEdit,
    QPlainTextEdit,
    QSlider,
    QTabBar,
)


def controls(window: QWidget) -> list[QWidget]:
    """What people act with, and whatever else takes the cursor."""
    return [
        one
        for one in shown(window)[1:]
        if not _inner(one)
        and not isinstance(one, QHeaderView | QMenuBar)
        and one.focusProxy() is None
        and (isinstance(one, CONTROLS) or one.focusPolicy() & Qt.FocusPolicy.TabFocus)
    ]


def nameless(window: QWidget) -> Found:
    """Controls of which a screen reader could say nothing."""
    for widget in controls(window):
        if isinstance(widget, QTabBar):
            continue  # Its tabs are read.
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface is not None else ""
        # Of a list that is not open Qt gives what is chosen as its name on some systems.
        name = widget.accessibleName() or ("" if isinstance(widget, QComboBox) else name) or _buddy(widget)
        if not re.search(r"\w", name or ""):
            yield f"{called(widget)} has no name that can be read aloud"


def _buddy(widget: QWidget) -> str:
    labels = widget.window().findChildren(QLabel)
    return next((label.text() for label in labels if label.buddy() is widget), "")


def unreachable(window: QWidget) -> Found:
    """Controls that the Tab key does not come to, and those that hold it."""
    wanted = [one for one in controls(window) if one.isEnabled() and not _needs_no_cursor(one)]
    for widget in wanted:
        if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not _fellows(widget):
            yield f"{called(widget)} is not reachable by Tab"
    wanted = [one for one in wanted if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    if len(wanted) < 2:
        return
    came, trap = _walked(wanted)
    if trap is not None:
        yield f"Tab does not leave {called(trap)}"
        return
    for widget in wanted:
        if widget.isVisible() and widget.isEnabled() and not _came(widget, came):
            yield f"Tab does not come to {called(widget)}"


def _walked(wanted: list[QWidget]) -> tuple[set[int], QWidget | None]:
    """The widgets Tab comes to, by real keys, and the one that keeps it."""
    wanted[0].setFocus()
    first = now = QApplication.focusWidget()
    came: set[int] = set()
    while now is not None and _place(now) not in came:
        came.add(_place(now))
        before = now
        now = _next(before)
        if now is before:
            return came, before
    return came, None if now is first or now is None else now


def _next(before: QWidget) -> QWidget | None:
    """Where Tab leads. Within a text it goes from link to link, within a date from part to part, within a table from
    cell to cell; Ctrl+Tab leads on from a table."""
    control, none = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
    in_table = isinstance(before, QAbstractItemView)
    for held in (none, control) if in_table else (none,) * _PARTS:
        QTest.keyClick(before, Qt.Key.Key_Tab, held)
        now = QApplication.focusWidget()
        if now is not before and not (in_table and now is not None and before.isAncestorOf(now)):
            return now
    return before


def _place(widget: QWidget) -> int:
    """The same for one widget, however often Python asks for it."""
    return int(shiboken6.getCppPointer(widget)[0])


def _needs_no_cursor(widget: QWidget) -> bool:
    """Tools whose keys their tips name, and pictures in the form of a table."""
    if isinstance(widget, QToolButton):
        return (
            widget.focusPolicy() == Qt.FocusPolicy.NoFocus
            and re.search(r"\b(Ctrl|Alt|F\d)", widget.toolTip()) is not None
        )
    return (
        isinstance(widget, QAbstractItemView)
        and widget.focusPolicy() == Qt.FocusPolicy.NoFocus
        and widget.selectionMode() == QAbstractItemView.SelectionMode.NoSelection
    )


def _fellows(widget: QWidget) -> list[QAbstractButton]:
    """Buttons of which one is chosen: Tab comes to that one, arrows to the others."""
    if not isinstance(widget, QAbstractButton):
        return []
    group = widget.group()
    fellows = group.buttons() if group is not None and group.exclusive() else []
    if isinstance(widget, QRadioButton) and not fellows and widget.autoExclusive():
        around = widget.parentWidget()
        fellows = list(around.findChildren(QRadioButton)) if around is not None else []
    return [one for one in fellows if one is not widget]


def _came(widget: QWidget, came: set[int]) -> bool:
    if any(_place(one) in came for one in (widget, *widget.findChildren(QWidget))):
        return True
    return any(_place(one) in came for one in _fellows(widget))


# --- letters ---------------------------------------------------------------------------------------------------------


def same_letters(window: QWidget, bar: QMenuBar | None = None) -> Found:
    """Two things in a window, or in a menu, that one letter with Alt would open; `bar` is the menu above it."""
    used: dict[str, list[str]] = defaultdict(list)
    bars = [bar] if bar is not None else window.findChildren(QMenuBar)
    for one in bars:
        for action in one.actions():
            _note(used, action.text(), f"menu «{action.text()}»")
    for widget in shown(window):
        for words in () if _inner(widget) else _lettered(widget):
            _note(used, words, f"{type(widget).__name__} «{words}»")
    for letter, users in used.items():
        if len(users) > 1:
            yield f"Alt+{letter.upper()} stands for {', '.join(users)}"


def _lettered(widget: QWidget) -> list[str]:
    """The words of a widget in which & may stand."""
    if isinstance(widget, QAbstractButton) or isinstance(widget, QLabel) and widget.buddy() is not None:
        return [widget.text()]
    if isinstance(widget, QGroupBox):
        return [widget.title()]
    if isinstance(widget, QTabBar):
        return [widget.tabText(at) for at in range(widget.count()) if widget.isTabVisible(at)]
    return []


def same_letters_in_menu(menu: QMenu, title: str) -> Found:
    """The same within one menu."""
    used: dict[str, list[str]] = defaultdict(list)
    for action in menu.actions():
        if action.isSeparator() or not action.isVisible():
            continue
        _note(used, action.text(), f"«{action.text()}»")
    for letter, users in used.items():
        if len(users) > 1:
            yield f"menu «{title}»: {letter.upper()} stands for {', '.join(users)}"


def _note(used: dict[str, list[str]], text: str, user: str) -> None:
    if found := re.search(r"&([^&\s])", text.replace("&&", "")):
        used[found[1].casefold()].append(user)


# --- all of it -------------------------------------------------------------------------------------------------------


def faults(window: QWidget, room: QRect, page: QWidget | None = None) -> list[str]:
    """Everything that is wrong with a window as it is shown; where only a `page` of it is new, with that."""
    part = page or window
    bar = window.menuBar() if isinstance(window, QMainWindow) else None
    found = [
        *cut_texts(part),
        *out_of_place(part),
        *scrolled_across(part),
        *(too_large(window, room) if not isinstance(window, QMainWindow) else ()),
        *nameless(part),
        *unreachable(window),
        *same_letters(window if page is None else part, bar),
    ]
    return list(dict.fromkeys(found))


__all__ = ["QDialog", "QPoint", "faults"]
