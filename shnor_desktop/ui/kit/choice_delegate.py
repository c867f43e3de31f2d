"""Editors inside table cells: a list where a field has choices, a line otherwise."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from shnor_desktop.models.kind import Editor, Field
from shnor_desktop.ui.kit.entry.completion import write_in

Index = QModelIndex | QPersistentModelIndex


class ChoiceDelegate(QStyledItemDelegate):
    """`titles` gives the names a RECORD field may take; the page fills it when rows arrive."""

    def __init__(self, fields: Sequence[Field], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fields = tuple(fields)
        self.titles: dict[str, list[str]] = {}

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = self._fields[index.column()]
        names = self._names(field)
        if names is None:
            editor = QLineEdit(parent)
            editor.setAccessibleName(field.label)
            return editor
        box = QComboBox(parent)
        box.setAccessibleName(field.label)
        box.addItems(names)
        if field.editor is Editor.RECORD:
            write_in(box)
        return box

    def _names(self, field: Field) -> list[str] | None:
        if field.editor is Editor.CHOICE:
            return [label for _, label in field.choices]
        if field.editor is Editor.FLAG:
            return ["нет", "да"]
        return ["", *self.titles.get(field.refers, [])] if field.editor is Editor.RECORD else None

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            if text and editor.findText(text) < 0:
                editor.insertItem(0, text)  # An unknown code stays what it is until it is changed on purpose.
            editor.setCurrentText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        text: Any = editor.currentText() if isinstance(editor, QComboBox) else None
        if isinstance(editor, QLineEdit):
            text = editor.text()
        model.setData(index, text, Qt.ItemDataRole.EditRole)
