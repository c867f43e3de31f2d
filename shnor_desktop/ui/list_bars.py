"""Around the table of «Перечень»: the method above, the newest signed list and what can be done below."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from shnor_desktop.ui import theme
from shnor_desktop.ui.jobs import Jobs
from shnor_desktop.ui.list_texts import ListState, changes_text, signed_text, sittings_text, slots_text

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.signed_lists import WouldChange
    from shnor_desktop.ui.jobs import Progress


class MethodBar(QWidget):
    """The profile that is applied, and what it says in short."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.profiles = QComboBox(self)
        self.profiles.setAccessibleName("Профиль методики")
        self.profiles.setMinimumContentsLength(24)
        self.profiles.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        label = QLabel("&Методика", self)
        label.setBuddy(self.profiles)
        self.edit = QPushButton("&Что, если…", self)
        self.edit.setToolTip(
            "Изменить порог, процедуры и число участников и сразу увидеть, кто войдёт и кто выйдет"
        )
        self.slots = QLabel(self)
        self.slots.setObjectName("muted")
        # A long text stands in several lines rather than widen the window.
        self.slots.setWordWrap(True)
        self.slots.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        for widget in (label, self.profiles, self.edit):
            row.addWidget(widget)
        row.addWidget(self.slots, 1)

    def show_state(self, state: ListState) -> None:
        """The profiles of the file and the chosen one."""
        self.profiles.clear()
        self.profiles.addItems([one.name for one in state.specs])
        self.profiles.setCurrentText(state.chosen.name)
        self.profiles.setToolTip(f"{state.chosen.name}, версия {state.chosen.version}")
        self.slots.setText(slots_text(state.profile))
        self.slots.setToolTip(sittings_text(state.profile))


class SignedBar(QFrame):
    """The newest signed list, and what later corrections would have changed in it; hidden before the first."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._jobs = jobs
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.show_signed = QPushButton("&Показать подписанный…", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP, theme.GAP // 2, theme.GAP, theme.GAP // 2)
        row.addWidget(self.text, 1)
        row.addWidget(self.show_signed)
        self.hide()

    def show_state(self, state: ListState) -> None:
        """Say what is signed at once, and what would change when that is known."""
        newest = state.newest_signed
        self.setVisible(newest is not None)
        if newest is None:
            return
        text = signed_text(newest)
        self.text.setText(text)

        def work(document: "Document", progress: "Progress") -> "tuple[WouldChange, ...]":
            from shnor_desktop.operations import signed_lists

            with document.read() as session:
                return signed_lists.would_change(session, newest.uid)

        self._jobs.ask(
            self,
            work,
            lambda changes: self.text.setText(f"{text} {changes_text(changes)}".strip()),
            lambda error: self.text.setText(f"{text} {error}"),
            latest="signed",
        )


class ListActions(QWidget):
    """What can be done about statuses and the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add = QPushButton("&Добавить по перечню региона…", self)
        self.add.setToolTip("Отметить школы, которые назвал регион или приказ, даже если по расчёту их нет")
        self.leave = QPushButton("&Вывести…", self)
        self.leave.setToolTip("Закончить статус выбранной школы по приказу")
        self.print = QPushButton("&Напечатать", self)
        self.print.setToolTip("Перечень в просмотр перед печатью (Ctrl+P)")
        self.sign = QPushButton("&Подписать перечень…", self)
        self.sign.setObjectName("main")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self.add)
        row.addWidget(self.leave)
        row.addStretch(1)
        row.addWidget(self.print)
        row.addWidget(self.sign)
