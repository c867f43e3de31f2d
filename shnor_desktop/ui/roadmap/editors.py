"""Editors in the cells of a plan: texts of several lines, dues that are read as one types, bodies completed from those typed
before."""

from typing import Any, cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.entry.completion import complete
from shnor_desktop.ui.kit.table_rows import Index

_TALL = 110


class TextDelegate(QStyledItemDelegate):
    """A text of several lines: Enter keeps it, Shift+Enter begins a line."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QPlainTextEdit(parent)
        editor.setTabChangesFocus(True)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        box = cast(QPlainTextEdit, editor)
        box.setPlainText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
        box.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        model.setData(index, cast(QPlainTextEdit, editor).toPlainText().strip(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Taller than its row, but inside the table."""
        rect = cast(Any, option).rect
        around = editor.parentWidget()
        room = around.height() if around is not None else rect.bottom()
        height = max(rect.height(), min(_TALL, room))
        editor.setGeometry(rect.x(), max(0, min(rect.y(), room - height)), rect.width(), height)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(editor, QPlainTextEdit):
            key = cast(QKeyEvent, event)
            if key.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if key.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                    editor.insertPlainText("\n")
                else:
                    self.commitData.emit(editor)
                    self.closeEditor.emit(editor)
                return True
        return super().eventFilter(editor, event)


class DueDelegate(QStyledItemDelegate):
    """A due text; whoever shows readings hears of every letter."""

    typed = Signal(str)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName("Срок")
        editor.textEdited.connect(self.typed)
        return editor


class BodiesDelegate(QStyledItemDelegate):
    """Posts and bodies, one behind the other after a semicolon; each is completed from those that stand in the plan."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.known: tuple[str, ...] = ()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName("Ответственные")
        complete(editor, _LastPiece(self.known, editor))
        return editor


class _LastPiece(QCompleter):
    """Completes what stands behind the last semicolon."""

    def __init__(self, words: tuple[str, ...], line: QLineEdit) -> None:
        super().__init__(list(words), line)
        self._line = line
        self.popup().setFont(line.font())
        self.popup().setMinimumWidth(theme.wide(260))

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(";")[2].strip()]

    def pathFromIndex(self, index: Index) -> str:
        before, parted, _ = self._line.text().rpartition(";")
        chosen = super().pathFromIndex(cast(Any, index))
        return f"{before}; {chosen}" if parted else chosen
