"""The dialogs in which a file or folder is chosen: those of the system where it has any, else those of Qt with sizes in
Russian letters."""

from typing import Any

from PySide6.QtCore import QIdentityProxyModel, QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QFileDialog, QHeaderView, QTreeView, QWidget

from shnor_desktop.rules.words.russian import size_text
from shnor_desktop.ui.kit import theme

Index = QModelIndex | QPersistentModelIndex
_NAME, _SIZE, _KIND, _DATE = range(4)
_DISPLAYED = 0
_OURS = ".shnor"
_SHOWN = (860, 520)


class Sizes(QIdentityProxyModel):
    """The files of a dialog; Qt tells their sizes as «KiB», and takes documents for databases."""

    def data(self, index: Index, role: int = _DISPLAYED) -> Any:
        if role == _DISPLAYED and index.column() in (_SIZE, _KIND):
            files: Any = self.sourceModel()
            at = self.mapToSource(index)
            if index.column() == _SIZE:
                return "" if files.isDir(at) else size_text(files.size(at))
            if not files.isDir(at) and files.fileName(at).casefold().endswith(_OURS):
                return "Файл ШНОР"
        return super().data(index, role)


def open_names(parent: QWidget | None, title: str, start: str, filters: str, *, many: bool) -> list[str]:
    """Files that are there; none when the user chose none."""
    dialog = _dialog(parent, title, start, filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if many else QFileDialog.FileMode.ExistingFile)
    return _chosen(dialog)[0]


def folder_name(parent: QWidget | None, title: str, start: str) -> str:
    """A folder, «» when the user chose none."""
    dialog = _dialog(parent, title, start, "")
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    return next(iter(_chosen(dialog)[0]), "")


def save_name(
    parent: QWidget | None, title: str, start: str, name: str, filters: str, *, confirm: bool
) -> tuple[str, str]:
    """Where to save and which filter was chosen; «» when the user did not want to. Asks before it replaces to `confirm`."""
    dialog = _dialog(parent, title, start, filters)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not confirm)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.selectFile(name)
    names, chosen = _chosen(dialog)
    return next(iter(names), ""), chosen


def _dialog(parent: QWidget | None, title: str, start: str, filters: str) -> QFileDialog:
    # Of a class of its own Qt would not show the dialog of the system.
    dialog = QFileDialog(parent, title, start, filters)
    dialog.setProxyModel(Sizes(dialog))
    if (files := dialog.findChild(QTreeView)) is not None:  # There is none in the dialog of the system.
        files.header().setStretchLastSection(False)
        for column in (_SIZE, _KIND, _DATE):
            files.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        files.header().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        theme.give_size(dialog, *_SHOWN)
    return dialog


def _chosen(dialog: QFileDialog) -> tuple[list[str], str]:
    accepted = dialog.exec() == QFileDialog.DialogCode.Accepted
    found = (dialog.selectedFiles(), dialog.selectedNameFilter()) if accepted else ([], "")
    dialog.deleteLater()
    return found
