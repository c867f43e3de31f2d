"""A step of the first screen: a mark, what to do, a button."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.laying.boxes import in_column, lay_row
from shnor_desktop.ui.kit.texts import breakable
from shnor_desktop.ui.kit.widgets import plain_label


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; a done one stays reachable."""

    title: str
    text: str
    button: str
    act: Callable[[], None]
    done: bool
    writes: bool = False


class StepCard(QFrame):
    """A step with its mark and button."""

    def __init__(self, step: Step, first: bool, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.glyph = QLabel(self)
        self.glyph.setFixedWidth(theme.wide(26))
        self.glyph.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        mark = theme.state_mark("done" if step.done else "todo")
        self.glyph.setText(mark.glyph)
        self.glyph.setStyleSheet(
            f"color: {theme.colour(mark.role).name()}; font-size: {theme.points(1.5)}pt;"
        )
        self.glyph.setAccessibleName(mark.word)
        self.glyph.setToolTip(mark.word)
        title = plain_label("subheading", self, step.title)
        self._title = step.title
        self.text = plain_label("", self)
        self.button = QPushButton(step.button, self)
        self.button.setAutoDefault(True)  # Enter presses it when it has the keyboard.
        if first:
            self.button.setObjectName("main")
        self.button.setEnabled(not (step.writes and read_only))
        self.button.clicked.connect(lambda: step.act())
        self.button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        words = in_column(title, self.text, gap=2)
        lay_row(
            self,
            self.glyph,
            (words, 1),
            (self.button, 0, Qt.AlignmentFlag.AlignVCenter),
            around=(10, 10, 12, 10),
            gap=None,
        )
        self.say(step.text)

    def say(self, text: str) -> None:
        """What there is to say of the step by now."""
        self.text.setText(breakable(text))
        self.button.setAccessibleDescription(f"{self._title}. {text}")
