"""How undecided values are pointed out around tables and forms: a shape, words, and the way to «Нужно решить»."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from shnor_desktop.ui import theme
from shnor_desktop.ui.screen import Context


def told(what: str) -> str:
    """«≠ не решено: организации ввели разное — раздел «Нужно решить»»."""
    mark = theme.state_mark("undecided")
    return f"{mark.glyph} {mark.word}: {what} — раздел «Нужно решить»"


def undecided_button(
    context: Context, parent: QWidget, school: Callable[[], str] = lambda: ""
) -> QPushButton:
    """Leads to the questions, of one school when `school` names it; hidden until there is something."""
    button = QPushButton(parent)
    button.setObjectName("undecided")
    button.setToolTip("Значения, о которых организации говорят разное: показать вопросы")
    button.clicked.connect(lambda: context.go("questions", school=school()))
    button.hide()
    return button


def show_count(button: QPushButton, count: int, what: str = "") -> None:
    """«≠ не решено: 3»."""
    mark = theme.state_mark("undecided")
    button.setText(f"{mark.glyph} {mark.word}: {what or count}")
    button.setVisible(bool(count))
