"""The page shown while no file is open: the sample, a new file, an own one, the files opened lately."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.ui.file.recent import Recent
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.texts import moving_range

if TYPE_CHECKING:
    from shnor_desktop.ui.shell.recent_row import RecentRow

_NARROW = 900


class WelcomePage(QWidget):
    """Light: it is the first thing painted. What the first frame does without is loaded when it is shown."""

    create_chosen = Signal()
    open_chosen = Signal()
    sample_chosen = Signal()
    recent_chosen = Signal(object)
    """Its path in the list."""
    forget_chosen = Signal(object)
    """The path that is to leave the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel("Школы с низкими результатами", self)
        self.heading.setObjectName("heading")
        self.heading.setWordWrap(True)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.moving = QProgressBar(self)
        self.moving.setTextVisible(False)
        self.moving.setMaximumWidth(theme.wide(420))
        self.moving.setAccessibleName("Ход работы")
        self._choices = QWidget(self)
        self.sample_button, self.create_button, self.open_button = self._build_choices()
        self._recent = QWidget(self)
        self._rows = QVBoxLayout(self._recent)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.GAP)
        self._listed: dict[Path, RecentRow] = {}
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(theme.MARGIN * 2)
        self._columns.addWidget(self._choices, 1)
        self._columns.addWidget(self._recent, 1)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(theme.MARGIN * 2, theme.MARGIN * 2, theme.MARGIN * 2, theme.MARGIN)
        column.setSpacing(theme.MARGIN)
        for widget in (self.heading, self.text, self.moving):
            column.addWidget(widget)
        column.addLayout(self._columns)
        column.addStretch(1)
        self._area = QScrollArea(self)
        self._area.setWidget(page)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        self.show_waiting(None)

    def _build_choices(self) -> tuple[QPushButton, QPushButton, QPushButton]:
        grid = QGridLayout(self._choices)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(theme.MARGIN)
        grid.setColumnStretch(1, 1)
        made = []
        for row, (title, text, chosen) in enumerate(
            (
                (
                    "Посмотреть на примере",
                    "Вымышленный округ: 15 школ, результаты за три года, план, документы. Ваших файлов не касается.",
                    self.sample_chosen,
                ),
                (
                    "Создать файл района…",
                    "Вся работа района хранится в одном файле. Первые шаги подскажет страница «Начало».",
                    self.create_chosen,
                ),
                (
                    "Открыть…",
                    "Свой файл или полученный от другой организации. Его можно перетащить на это окно.",
                    self.open_chosen,
                ),
            )
        ):
            button = QPushButton(title, self._choices)
            button.setAutoDefault(True)  # Enter presses the button that has the keyboard.
            button.setAccessibleDescription(text)
            button.clicked.connect(chosen)
            about = QLabel(text, self._choices)
            about.setObjectName("muted")
            about.setWordWrap(True)
            grid.addWidget(button, row, 0)
            grid.addWidget(about, row, 1)
            made.append(button)
        grid.setRowStretch(3, 1)
        made[1].setObjectName("main")
        return made[0], made[1], made[2]

    def minimumSizeHint(self) -> QSize:
        return QSize(360, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.wide(_NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(way)

    def show_waiting(self, path: Path | None, told: str = "") -> None:
        """Say that a file is being opened, or with None offer the choices."""
        waits = path is not None or bool(told)
        self._choices.setVisible(not waits)
        self._recent.setVisible(not waits)
        self.moving.setVisible(waits)
        self.moving.setRange(0, 0)
        if not waits:
            self.text.setText("С чего начнём?")
        else:
            self.text.setText(told or f"Открывается файл «{path.name if path else ''}»…")

    def offer_meanwhile(self, path: Path) -> None:
        """The place of the file that is awaited does not answer: nobody has to wait for it."""
        self.text.setText(
            f"Папка файла «{path.name}» долго не отвечает. Он откроется, как только она ответит; можно открыть другой."
        )
        self._choices.show()
        self._recent.show()

    def show_progress(self, step: int, total: int, text: str) -> None:
        """How far the opening is."""
        if text and self.moving.isVisible():
            self.text.setText(f"{text}…")
            moving_range(self.moving, step, total)

    def show_recent(self, found: Sequence[Recent]) -> None:
        """The files opened lately with folder and, when it is found, date; what is not there stays until it is taken off."""
        from shnor_desktop.ui.shell.recent_row import RecentRow

        self._listed.clear()
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not found:
            return
        label = QLabel("Последние файлы", self._recent)
        label.setObjectName("subheading")
        self._rows.addWidget(label)
        for one in found:
            row = RecentRow(one, self._recent)
            row.chosen.connect(self.recent_chosen)
            row.forgotten.connect(self.forget_chosen)
            self._rows.addWidget(row)
            self._listed[one.path] = row
        self._rows.addStretch(1)

    def show_found(self, found: Recent) -> None:
        """How a file of the list stands; it may have left the list meanwhile."""
        if (row := self._listed.get(found.path)) is not None:
            row.show_found(found)
