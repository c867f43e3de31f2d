"""What stands beside a grid may be put away: on a small screen it is so from the beginning."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from shnor_desktop.ui.kit import theme

_NARROW = 1_000


class BesideButton(QPushButton):
    """Shows and hides a panel (F9)."""

    def __init__(self, title: str, panel: QWidget, screen: QWidget) -> None:
        super().__init__(title, screen)
        self._panel, self._settled = panel, False
        self.setCheckable(True)
        self.setChecked(True)
        self.setAutoDefault(False)
        self.setToolTip("Показать или скрыть справа (F9)")
        self.toggled.connect(panel.setVisible)
        shortcut = QShortcut(QKeySequence("F9"), screen, self.toggle)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        screen.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """When the screen is first shown its window has its size."""
        if event.type() == QEvent.Type.Show and not self._settled:
            self._settled = True
            if self.window().width() < theme.wide(_NARROW):
                self.setChecked(False)
        return super().eventFilter(watched, event)
