"""A file opened lately: its name, where it lies, when it was changed, or why it cannot be opened now."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from shnor_desktop.ui.file.recent import Recent
from shnor_desktop.ui.kit.narrow.names import NameButton, NameLabel


class RecentRow(QWidget):
    """The name opens it, the cross takes it off the list."""

    chosen = Signal(object)
    """Its path in the list."""
    forgotten = Signal(object)

    def __init__(self, recent: Recent, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = NameButton(recent.path.stem, self)
        self.name.setToolTip(str(recent.path))
        self.name.clicked.connect(lambda: self.chosen.emit(recent.path))
        self.folder = NameLabel("muted", self, str(recent.path.parent), cut=Qt.TextElideMode.ElideMiddle)
        self.state = NameLabel("muted", self)
        self.show_found(recent)
        for label in (self.folder, self.state):
            label.setContentsMargins(6, 0, 0, 0)
        self.forget = QToolButton(self)
        self.forget.setText("×")
        self.forget.setAutoRaise(True)
        self.forget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.forget.setToolTip("Убрать из списка. Сам файл останется.")
        self.forget.setAccessibleName(f"Убрать из списка: {recent.path.stem}")
        self.forget.clicked.connect(lambda: self.forgotten.emit(recent.path))
        for one in (self.folder, self.state):
            one.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        # As wide as its words, so that nobody opens a file by a click beside them.
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.name)
        line.addStretch(1)
        line.addWidget(self.forget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.folder)
        column.addWidget(self.state)

    def show_found(self, recent: Recent) -> None:
        """How it stands by now."""
        told = state_text(recent)
        self.state.setText(told)
        self.name.setAccessibleDescription(f"{recent.path.parent}. {told}")


def state_text(recent: Recent) -> str:
    """«Изменён 05.09.2026 в 12:05», or that it is not there, calmly."""
    if recent.opens is None:
        if recent.folder_there:
            return "○ Файла здесь больше нет"
        return "○ Папка сейчас недоступна: вставьте носитель или подключитесь к сети"
    changed = f"Изменён {recent.changed:%d.%m.%Y в %H:%M}" if recent.changed else ""
    if recent.opens == recent.path:
        return changed
    return f"◆ Носитель не вставлен, откроется копия на этом компьютере. {changed}"
