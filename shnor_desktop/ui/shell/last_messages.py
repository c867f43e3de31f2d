"""The button in the bar below the pages that keeps what was said: the last result with its file, and the last messages."""

from collections import deque
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from shnor_desktop.ui.kit.messages import NoteAct
from shnor_desktop.ui.kit.texts import cut, shortened

_MOST = 10
_LONGEST = 90


class LastMessages(QToolButton):
    """Shows the last result until the next; what was said before is in its menu."""

    wanted = Signal(str)
    """A message is to be read again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoRaise(True)
        self.setObjectName("last")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._said: deque[tuple[str, str]] = deque(maxlen=_MOST)
        self._acts: tuple[NoteAct, ...] = ()
        self._result = ""
        self._short = False
        self._menu: QMenu | None = None
        self.hide()

    def keep(self, text: str, acts: tuple[NoteAct, ...] = (), *, result: bool = False) -> None:
        """Something was said just now; a `result` left the window and is named until the next one."""
        self._said.appendleft((f"{datetime.now():%H:%M}", text))
        if result:
            self._result, self._acts = text, acts
        if self._menu is None:
            self._menu = QMenu(self)
            self._menu.setToolTipsVisible(True)
            self._menu.aboutToShow.connect(self._fill)
            self.setMenu(self._menu)
        self._show_text()
        self.setToolTip("\n".join(f"{at} {cut(said, 4 * _LONGEST)}" for at, said in self._said))
        self.setAccessibleName(f"Последние сообщения. {self._result}".strip())
        self.show()

    def forget(self) -> None:
        """Another file is open: what left the window before was not of it; its messages stay to be read."""
        self._result, self._acts = "", ()
        self._show_text()

    def be_short(self, short: bool) -> None:
        """Where there is little room the result is only in the menu."""
        if short != self._short:
            self._short = short
            self._show_text()

    def _show_text(self) -> None:
        named = self._result and not self._short
        self.setText(f"{shortened(self._result).replace('&', '&&') if named else 'Сообщения'} ▾")

    def _fill(self) -> None:
        menu = self._menu
        if menu is None:
            return
        menu.clear()
        for title, act in self._acts:
            menu.addAction(title).triggered.connect(lambda checked=False, act=act: act())
        if self._acts:
            menu.addSeparator()
        for at, text in self._said:
            action = menu.addAction(f"{at}  {cut(text, _LONGEST)}".replace("&", "&&"))
            action.setToolTip(text)
            action.triggered.connect(lambda checked=False, text=text: self.wanted.emit(text))
