"""The only voice of the window: passing notes, warnings, questions, reports of faults and file dialogs."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import shiboken6
from PySide6 import QtCore
from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget

from shnor_desktop import places
from shnor_desktop.ui.kit.entry import file_dialog

DOCUMENT_FILES = "Файлы ШНОР (*.shnor)"
LOCKED_SUFFIX = ".zip"
"""Of a copy under a password."""
PROGRAM_FILES = f"Файлы программы (*.shnor *{LOCKED_SUFFIX})"
"""What is opened, merged and compared."""
COPY_FILES = f"{DOCUMENT_FILES};;Копия под паролем (*{LOCKED_SUFFIX})"
WORKBOOK_FILES = "Книги и таблицы (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv)"
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv")
_LONGEST_NAME = 120
NoteAct = tuple[str, Callable[[], object]]
"""What a button beside a note says and does."""


class Messages(QObject):
    """Speaks over one window. Tests put a recorder in its place."""

    told = Signal(str)
    """A passing note for the bar of the window."""
    undo_offered = Signal(str, object)
    """Text and the function that takes the action back."""
    offered = Signal(str, object, bool)
    """Text, what can be done about it, and whether it stays until the next change of the file."""
    written = Signal(str, object)
    """What left the window, and where it lies, if anywhere."""

    def __init__(self, window: QWidget | None = None) -> None:
        super().__init__(window)
        self.window = window
        self.folder: Path | None = None
        """Where the last file was opened, chosen or saved: there the file dialogs begin."""
        self._reported: QMessageBox | None = None

    def tell(self, text: str) -> None:
        """A note that passes by itself: «Копия сохранена»."""
        self.told.emit(text)

    def undo_bar(self, text: str, undo: Callable[[], None]) -> None:
        """A note with «Отменить» beside it: «Удалено 3 записи»."""
        self.undo_offered.emit(text, undo)

    def offer(self, text: str, acts: Sequence[NoteAct], *, lasting: bool = False) -> None:
        """A note with what can be done about it; a `lasting` one stays until the next change or until it is put away."""
        self.offered.emit(text, tuple(acts), lasting)

    def wrote(self, text: str, path: Path | None = None) -> None:
        """Something left the window: a file or folder was written, a paper printed; it can be read again and opened."""
        self.written.emit(text, path)

    def warn(self, what_happened: str, what_to_do: str = "", *, wait: bool = False) -> None:
        """Something did not happen; the user reads it and goes on. `wait` until it was read, before the program ends."""
        box = self._box(QMessageBox.Icon.Warning, what_happened, what_to_do)
        box.setStandardButtons(QMessageBox.StandardButton.Ok)
        box.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        if wait:
            box.exec()
        else:
            box.open()

    def ask(self, question: str, details: str = "", *, yes: str = "Да", no: str = "Отмена") -> bool:
        """A question that must be answered before going on; both buttons name what they do."""
        return self.choose(question, details, (yes,), no) == 0

    def choose(self, question: str, details: str, answers: tuple[str, ...], no: str = "Отмена") -> int:
        """Number of the chosen answer, -1 for `no` and Esc."""
        # Over the dialog that asks, so that the keyboard comes back to it.
        box = self._box(QMessageBox.Icon.Question, question, details, QApplication.activeModalWidget())
        buttons = [box.addButton(text, QMessageBox.ButtonRole.AcceptRole) for text in answers]
        refusal = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
        box.setEscapeButton(refusal)
        box.setDefaultButton(buttons[0])
        box.exec()
        clicked = box.clickedButton()
        box.deleteLater()
        return next((number for number, button in enumerate(buttons) if button is clicked), -1)

    def report(self, details: str) -> None:
        """A fault of the program: what the user can do and a report to copy for those who mend it. Faults that
        follow while the first is on the screen come of it and are not shown."""
        if self._reported is not None and shiboken6.isValid(self._reported) and self._reported.isVisible():
            return
        self._reported = box = self._box(
            QMessageBox.Icon.Critical,
            "В программе произошла ошибка. Незаконченное действие не записано, прежние данные целы.",
            "Повторите действие. Если ошибка повторится, скопируйте отчёт и передайте его разработчикам.",
        )
        box.setDetailedText(details)
        copy = box.addButton("Скопировать отчёт", QMessageBox.ButtonRole.ActionRole)
        _leave_open(copy, lambda: QGuiApplication.clipboard().setText(details))
        box.addButton(QMessageBox.StandardButton.Close)
        box.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def open_files(
        self, title: str, filters: str, *, many: bool = False, folder: Path | None = None
    ) -> list[Path]:
        """Files the user chose; empty when he did not."""
        start = str(self.start_folder(folder))
        chosen = [
            Path(name) for name in file_dialog.open_names(self.window, title, start, filters, many=many)
        ]
        if chosen:
            self.folder = chosen[0].parent
        return chosen

    def start_folder(self, wanted: Path | None = None) -> Path:
        """The wanted folder, that of the last file, that of documents: the first that is there and is the user's: never
        where the program keeps the sample and its working copies."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        known = (wanted, self.folder, Path(documents), places.home())
        return next((one for one in known if one and _is_of_user(one) and places.is_folder(one)), Path())

    def choose_folder(self, title: str, folder: Path | None = None) -> Path | None:
        """A folder the user chose."""
        name = file_dialog.folder_name(self.window, title, str(self.start_folder(folder)))
        if not name:
            return None
        self.folder = Path(name)
        return self.folder

    def save_file(
        self, title: str, suggested: Path, filters: str, *, replace: bool = True, other: str = ""
    ) -> Path | None:
        """Where to save, beside the last file when the suggestion names no folder; the suffix of the suggestion is added when the user typed another («от 05.09») or none, the
        `other` one when that filter was chosen.
        With `replace` off the dialog does not offer to replace a file, because the work that follows refuses to."""
        beside = suggested if _is_of_user(suggested) else Path(suggested.name)
        # No system may refuse what is suggested: a title has signs that a name of a file has not.
        beside = beside.with_name(places.safe_name(beside.stem, _LONGEST_NAME) + beside.suffix)
        whole = self.start_folder() / beside
        name, chosen = file_dialog.save_name(
            self.window, title, str(whole.parent), whole.name, filters, confirm=replace
        )
        if not name:
            return None
        path = Path(name)
        self.folder = path.parent
        if other and (other in chosen or path.suffix.casefold() == other):
            return places.with_ending(path.with_name(path.name.removesuffix(suggested.suffix)), other)
        whole = places.with_ending(path, suggested.suffix)
        if whole == path:
            return path
        # The dialog has asked about the name that was typed, not about this one.
        asked = replace and whole.exists()
        return None if asked and not self.ask(f"Файл «{whole.name}» уже есть.", yes="Заменить") else whole

    def _box(
        self, icon: QMessageBox.Icon, text: str, details: str, over: QWidget | None = None
    ) -> QMessageBox:
        box = QMessageBox(over or self.window)
        box.setIcon(icon)
        box.setWindowTitle("ШНОР")
        box.setText(text)
        box.setInformativeText(details)
        box.setTextInteractionFlags(
            QtCore.Qt.TextInteractionFlag.TextSelectableByMouse
            | QtCore.Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return box


def _leave_open(button: QPushButton, act: Callable[[], None]) -> None:
    """A box closes on any of its buttons; this one only acts."""
    button.clicked.disconnect()
    button.clicked.connect(act)


def catch_faults(messages: Messages) -> None:
    """Every exception nobody expected ends in one dialog with a report, and in stderr."""

    def hook(kind: type[BaseException], error: BaseException, trace: object) -> None:
        import traceback

        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)  # type: ignore[arg-type]
            return
        text = "".join(traceback.format_exception(error))
        sys.stderr.write(text)
        QTimer.singleShot(0, lambda: messages.report(text))

    sys.excepthook = hook


def _is_of_user(path: Path) -> bool:
    return not path.is_relative_to(places.user_data())
