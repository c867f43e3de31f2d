"""The editor of a text with light marks: what it shows is what is printed, what it keeps is a plain text."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFont,
    QKeyEvent,
    QKeySequence,
    QShortcut,
    QTextBlockFormat,
    QTextCursor,
    QTextListFormat,
)
from PySide6.QtWidgets import QMenu, QTextEdit, QToolButton, QWidget

from shnor_desktop.rules.words import marks
from shnor_desktop.rules.words.marks import Line, Span
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.laying.boxes import lay_column
from shnor_desktop.ui.kit.marked import pages, pasted
from shnor_desktop.ui.kit.widgets import ButtonRow

_LINES = 7
_NEW_TABLE = (3, 3)


class MarkedText(QWidget):
    """A page with a few buttons: Ctrl+B bold, Ctrl+Shift+7 and 8 lists, Ctrl+Shift+T a table."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = ""
        self.page = _Page(self)
        self.page.setMinimumHeight(theme.row_height() * _LINES)
        self.bar = ButtonRow()
        self.bar.setSpacing(2)
        self.bold = self._add("Ж", "Полужирный", "Ctrl+B", self.page.make_bold)
        font = QFont(self.bold.font())
        font.setBold(True)
        self.bold.setFont(font)
        self.bold.setCheckable(True)
        self.lists = (
            self._add("1) Список", "Нумерованный список", "Ctrl+Shift+7", self.page.make_numbered),
            self._add("– Список", "Список с тире", "Ctrl+Shift+8", self.page.make_dashed),
        )
        self.table = QToolButton(self)
        self.table.setText("Таблица")
        self.table.setToolTip("Вставить таблицу (Ctrl+Shift+T), строку, графу")
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.bar.addWidget(self.table)
        menu = QMenu(self.table)
        self.table.setMenu(menu)
        self.acts = {text: self._add_act(menu, text, keys, act) for text, keys, act in self._table_acts()}
        lay_column(self, self.bar, self.page, gap=2)
        self.setFocusProxy(self.page)
        self.page.textChanged.connect(self.changed)
        self.page.cursorPositionChanged.connect(self._refresh)
        self._refresh()

    def _table_acts(self) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        return (
            ("Вставить таблицу", "Ctrl+Shift+T", self.page.make_table),
            ("Добавить строку", "Alt+Shift+Down", self.page.add_row),
            ("Добавить графу", "Alt+Shift+Right", self.page.add_column),
            ("Убрать строку", "Alt+Shift+Up", self.page.drop_row),
            ("Убрать графу", "Alt+Shift+Left", self.page.drop_column),
        )

    def _add(self, text: str, tip: str, keys: str, act: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(f"{tip} ({keys})")
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(act)
        self._listen(keys, act)
        self.bar.addWidget(button)
        return button

    def _add_act(self, menu: QMenu, text: str, keys: str, act: Callable[[], None]) -> QAction:
        told = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        made = menu.addAction(f"{text}\t{told}")
        made.triggered.connect(act)
        self._listen(keys, act)
        return made

    def _listen(self, keys: str, act: Callable[[], None]) -> None:
        QShortcut(QKeySequence(keys), self.page, act, context=Qt.ShortcutContext.WidgetShortcut)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.page.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        super().setAccessibleDescription(description)
        self.page.setAccessibleDescription(description)

    def _refresh(self) -> None:
        inside = self.page.textCursor().currentTable() is not None
        self.bold.setChecked(self.page.fontWeight() >= QFont.Weight.DemiBold)
        for button in self.lists:
            button.setEnabled(not inside)
        for number, act in enumerate(self.acts.values()):
            act.setEnabled(inside if number else not inside)

    def set_text(self, text: str) -> None:
        """Show a stored text."""
        self._kept = text
        self.page.clear()
        cursor = QTextCursor(self.page.document())
        pages.put(cursor, marks.read(text))
        self.page.document().setModified(False)
        self.page.document().clearUndoRedoStacks()
        self.page.moveCursor(QTextCursor.MoveOperation.Start)

    def text(self) -> str:
        """The text to be stored: as it was where nobody wrote."""
        if not self.page.document().isModified():
            return self._kept
        return marks.as_text(pages.read(self.page.document()))


class _Page(QTextEdit):
    """Takes typed and pasted text and knows bold, lists and tables."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setAcceptRichText(True)

    # --- what is asked for

    def make_bold(self) -> None:
        """Bold, or no longer."""
        bold = self.fontWeight() >= QFont.Weight.DemiBold
        self.setFontWeight(QFont.Weight.Normal if bold else QFont.Weight.Bold)

    def make_numbered(self) -> None:
        """A list with numbers."""
        self.make_list(numbered=True)

    def make_dashed(self) -> None:
        """A list with dashes."""
        self.make_list(numbered=False)

    def make_list(self, *, numbered: bool) -> None:
        """The chosen lines as a list, or as lines again."""
        cursor = self.textCursor()
        if cursor.currentTable() is not None:
            return
        style = QTextListFormat.Style.ListDecimal if numbered else QTextListFormat.Style.ListDisc
        there = cursor.currentList()
        cursor.beginEditBlock()
        if there is not None and there.format().style() == style:
            self._leave_list(cursor)
        else:
            cursor.createList(pages.list_format(0, numbered=numbered))
        cursor.endEditBlock()

    def _leave_list(self, cursor: QTextCursor) -> None:
        document = self.document()
        block, last = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
        while block.isValid():
            one = QTextCursor(block)
            if (shape := one.currentList()) is not None:
                shape.remove(block)
                one.setBlockFormat(QTextBlockFormat())
            if block == last:
                break
            block = block.next()

    def make_table(self) -> None:
        """An empty table behind the line."""
        cursor = self.textCursor()
        if cursor.currentTable() is not None:
            return
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        if cursor.block().text():
            cursor.insertBlock(QTextBlockFormat())
        table = cursor.insertTable(*_NEW_TABLE, pages.table_format())
        cursor.endEditBlock()
        self.setTextCursor(table.cellAt(0, 0).firstCursorPosition())

    def add_row(self) -> None:
        """A row under this one."""
        if (table := self.textCursor().currentTable()) is not None:
            table.insertRows(table.cellAt(self.textCursor()).row() + 1, 1)

    def add_column(self) -> None:
        """A column behind this one."""
        table = self.textCursor().currentTable()
        if table is not None and table.columns() < marks.MOST_CELLS:
            table.insertColumns(table.cellAt(self.textCursor()).column() + 1, 1)

    def drop_row(self) -> None:
        """Without this row."""
        if (table := self.textCursor().currentTable()) is not None:
            table.removeRows(table.cellAt(self.textCursor()).row(), 1)

    def drop_column(self) -> None:
        """Without this column."""
        if (table := self.textCursor().currentTable()) is not None:
            table.removeColumns(table.cellAt(self.textCursor()).column(), 1)

    # --- keys and clipboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tab goes from cell to cell, Enter in an empty item ends its list."""
        cursor = self.textCursor()
        table, key = cursor.currentTable(), event.key()
        if table is not None and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._next_cell(back=key == Qt.Key.Key_Backtab)
        elif (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers()
            and cursor.currentList() is not None
            and not cursor.block().text()
        ):
            self._leave_list(cursor)
        else:
            super().keyPressEvent(event)

    def _next_cell(self, *, back: bool) -> None:
        table = self.textCursor().currentTable()
        cell = table.cellAt(self.textCursor())
        place = cell.row() * table.columns() + cell.column() + (-1 if back else 1)
        if place < 0:
            return
        if place == table.rows() * table.columns():
            table.appendRows(1)
        self.setTextCursor(table.cellAt(*divmod(place, table.columns())).firstCursorPosition())

    def event(self, event: object) -> bool:
        """Tab inside a table is a key of the page, not the way to the next field."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QKeyEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            and self.textCursor().currentTable() is not None
        ):
            self.keyPressEvent(event)
            return True
        return super().event(event)  # type: ignore[arg-type]

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Bold, lists and tables of what is pasted; nothing else of it, and nothing that is fetched from elsewhere."""
        chunks = pasted.read(source.html()) if source.hasHtml() else ()
        if not chunks:
            chunks = marks.typed(source.text())
        cursor = self.textCursor()
        if cursor.currentTable() is not None:
            told = " ".join(marks.plain(marks.as_text(chunks)).split())
            chunks = (Line((Span(told),)),) if told else ()
        cursor.removeSelectedText()
        pages.put(cursor, chunks)
        self.setTextCursor(cursor)
