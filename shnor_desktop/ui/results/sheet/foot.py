"""The line below the grid: what is not taken, not shown or hidden, one click each to see to it."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from shnor_desktop.operations.results.seen.order import ONLY_LABELS, View
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit import theme


class SheetFoot(QWidget):
    """Hidden buttons have nothing to say; where none has, there is no line."""

    refused_wanted = Signal()
    all_wanted = Signal()
    hidden_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = ""
        self.refused = self._button("К следующей непринятой ячейке", self.refused_wanted)
        self.narrowed = self._button("Показать все школы по названиям", self.all_wanted)
        self.hidden = self._button("Показать скрытые столбцы", self.hidden_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(theme.GAP)
        for button in (self.refused, self.narrowed, self.hidden):
            row.addWidget(button)
        row.addStretch(1)
        self.hide()

    def _button(self, tip: str, pressed: SignalInstance) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName("chip")
        button.setToolTip(tip)
        button.clicked.connect(pressed)
        button.hide()
        return button

    def tell_refused(self, count: int) -> None:
        """So many texts were not taken."""
        mark = theme.state_mark("refused").glyph
        self.refused.setText(f"{mark} Не принято: {counted(count, 'ячейка', 'ячейки', 'ячеек')}")
        self._show(self.refused, count > 0)

    def tell_view(self, view: View, shown: int, total: int, by: str, within: str) -> None:
        """Which schools are shown, and by what they stand; nothing where it is as usual."""
        parts = []
        if view.only:
            where = f" — {within}" if within else ""
            parts.append(f"{ONLY_LABELS[view.only]}{where}: {shown} из {total}")
        if by:
            parts.append(f"{'по убыванию' if view.falling else 'по возрастанию'}: {by}")
        text = " · ".join(parts)
        self._told = f"{text[:1].upper()}{text[1:]}"
        self.narrowed.setText(f"{self._told}  ×")
        self._show(self.narrowed, bool(parts))

    def told(self) -> str:
        """The same in words; empty where all is as usual."""
        return self._told

    def tell_hidden(self, count: int) -> None:
        """So many columns are hidden."""
        self.hidden.setText(f"Скрыто: {counted(count, 'столбец', 'столбца', 'столбцов')}")
        self._show(self.hidden, count > 0)

    def _show(self, button: QPushButton, visible: bool) -> None:
        button.setVisible(visible)
        self.setVisible(any(not one.isHidden() for one in (self.refused, self.narrowed, self.hidden)))
