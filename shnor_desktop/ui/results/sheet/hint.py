"""The hint beside a cell whose text was not taken: why, and one click to what resolves it. Nothing has to be closed."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QPushButton, QTableView, QVBoxLayout

from shnor_desktop.operations.results.grid_entry import RefusedEdit, Way
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.widgets import ButtonRow

_WIDTH = 330


class RefusalHint(QFrame):
    """Lies over the view, below the cell or above it; Alt+Down goes into it, Esc back."""

    way_chosen = Signal(object, bool)
    """The way, and whether all cells that have it go the same."""
    card_wanted = Signal()
    given_up = Signal()
    """The file's own value is shown again."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._place = QRect()
        self.setObjectName("card")
        self.setAccessibleName("Почему не принято")
        self.setAutoFillBackground(True)
        self.setFixedWidth(theme.wide(_WIDTH))
        self.why = QLabel(self)
        self.why.setObjectName("error")
        self.why.setWordWrap(True)
        self.all = QCheckBox(self)
        self.card = QPushButton("Открыть карточку", self)
        self.card.setToolTip("Все числа этого результата (F4)")
        self.card.clicked.connect(self.card_wanted)
        self.back = QPushButton(self)
        self.back.setToolTip("Показать то, что записано в файле (Esc)")
        self.back.clicked.connect(self.given_up)
        self.ways: list[QPushButton] = []
        self._row = ButtonRow()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        column.addWidget(self.why)
        column.addLayout(self._row)
        column.addWidget(self.all)
        view.viewport().installEventFilter(self)
        self.hide()

    def show_for(self, refused: RefusedEdit, stored: str, alike: int, place: QRect) -> None:
        """Tell of one cell at this place of the view's cells; `alike` are others that have one of its ways too."""
        self._place = place
        self.why.setText(refused.why)
        self.setAccessibleDescription(refused.why)
        self.all.setChecked(False)
        self.all.setVisible(alike > 0)
        others = counted(alike, "такой же ячейке", "таких же ячейках", "таких же ячейках")
        self.all.setText(f"Так же ещё в {others}")
        self.back.setText(f"Вернуть «{stored}»" if stored else "Очистить")
        self._offer(refused.ways)
        was_hidden = self.isHidden()
        self.adjustSize()
        self.show()
        self.put(place)
        if was_hidden:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _offer(self, ways: tuple[Way, ...]) -> None:
        while self._row.count():
            self._row.takeAt(0)
        for button in self.ways:
            button.deleteLater()
        self.ways = [self._button(way) for way in ways]
        for button in (*self.ways, self.card, self.back):
            self._row.addWidget(button)
            button.show()
        self._row.invalidate()

    def _button(self, way: Way) -> QPushButton:
        button = QPushButton(way.title, self)
        button.setObjectName("chip")
        button.setToolTip("Записать так")
        button.clicked.connect(
            lambda: self.way_chosen.emit(way, self.all.isVisible() and self.all.isChecked())
        )
        return button

    def put(self, place: QRect) -> None:
        """Beside a cell, which may have been scrolled; not over it."""
        self._place = place
        room = self._view.viewport()
        self.setFixedHeight(self._column.heightForWidth(self.width()))
        origin = room.mapTo(self._view, place.topLeft())
        x = max(min(origin.x(), room.geometry().right() - self.width() - 2), 0)
        below = origin.y() + place.height() + 2
        y = below if below + self.height() <= self._view.height() else origin.y() - self.height() - 2
        self.move(x, max(y, 0))
        self.raise_()

    def enter(self) -> bool:
        """Put the keyboard on the first button; False when nothing is told."""
        if self.isHidden():
            return False
        (self.ways or [self.card])[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._view.setFocus()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The room for cells is another."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.put(self._place)
        return False
