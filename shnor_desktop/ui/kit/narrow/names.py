"""Names of any length in one line: what does not fit is left out with an ellipsis, and the whole name is the tip."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStylePainter,
    QToolTip,
    QWidget,
)

from shnor_desktop.ui.kit import theme

_LEAST, _WIDEST = 60, 480
_LEAST_BOX, _WIDEST_BOX = 150, 400
_AROUND = 4


def hint(line: QLineEdit, text: str) -> None:
    """What stands in an empty line; where there is no room for it, the tip tells it."""
    line.setPlaceholderText(text)
    line.setToolTip(text)


class NameLabel(QLabel):
    """A label of one line that never widens its window."""

    elides = True

    def __init__(
        self,
        role: str,
        parent: QWidget,
        text: str = "",
        *,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(text, parent)
        self._cut = cut
        self.setObjectName(role)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def shown(self) -> str:
        """What is seen of it."""
        line = " ".join(self.text().split())
        return self.fontMetrics().elidedText(line, self._cut, self.contentsRect().width())

    def sizeHint(self) -> QSize:
        return super().sizeHint().boundedTo(QSize(theme.wide(_WIDEST), 10_000))

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().boundedTo(QSize(theme.wide(_LEAST), 10_000))

    def event(self, event: QEvent) -> bool:
        return _told(self, event, self.text(), self.shown()) or super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            self.shown(),
            self.foregroundRole(),
        )
        painter.end()


class NameBox(QComboBox):
    """A closed list whose chosen line may be of any length."""

    elides = True

    def sizeHint(self) -> QSize:
        return self._with_whole_names(super().sizeHint(), theme.wide(_WIDEST_BOX))

    def minimumSizeHint(self) -> QSize:
        return self._with_whole_names(super().minimumSizeHint(), theme.wide(_LEAST_BOX))

    def _with_whole_names(self, hint: QSize, widest: int) -> QSize:
        """The style leaves a name hardly the room it needs, and none of what stands around it here."""
        if hint.width() < widest and self.sizeAdjustPolicy() == QComboBox.SizeAdjustPolicy.AdjustToContents:
            option = QStyleOptionComboBox()
            self.initStyleOption(option)
            option.rect = QRect(QPoint(), hint)  # type: ignore[attr-defined]
            names = (self.fontMetrics().horizontalAdvance(self.itemText(at)) for at in range(self.count()))
            longest = max(names, default=0) + 1  # They are told without their fractions.
            hint += QSize(max(longest - self._room(option), 0), 0)
        return hint.boundedTo(QSize(widest, 10_000))

    def setEditable(self, editable: bool) -> None:
        super().setEditable(editable)
        self.currentIndexChanged.connect(self.show_beginning)
        self.show_beginning()

    def show_beginning(self) -> None:
        """Of a line that may be typed into, too, the beginning is seen: by it names are told apart."""
        if (line := self.lineEdit()) is not None:
            line.setCursorPosition(0)

    def shown(self) -> str:
        """What is seen of the chosen line."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return self._elided(option)

    def _elided(self, option: QStyleOptionComboBox) -> str:
        return self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, self._room(option)
        )

    def _room(self, option: QStyleOptionComboBox) -> int:
        """Of a name, in a box of that size."""
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        picture = 0 if option.currentIcon.isNull() else option.iconSize.width() + _AROUND  # type: ignore[attr-defined]
        return room.width() - picture - _AROUND

    def event(self, event: QEvent) -> bool:
        return _told(self, event, self.currentText(), self.shown()) or super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isEditable() or self.currentIndex() < 0:
            super().paintEvent(event)
            return
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self._elided(option)  # type: ignore[attr-defined]
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


class NameRadio(QRadioButton):
    """One of several names to choose from."""

    elides = True

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def shown(self) -> str:
        """What is seen of it."""
        return _elided(self, QStyle.SubElement.SE_RadioButtonContents)[1]

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().boundedTo(QSize(theme.wide(_LEAST), 10_000))

    def event(self, event: QEvent) -> bool:
        return _told(self, event, self.text(), self.shown()) or super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        painter.drawControl(
            QStyle.ControlElement.CE_RadioButton, _elided(self, QStyle.SubElement.SE_RadioButtonContents)[0]
        )
        painter.end()


class NameButton(QPushButton):
    """A flat button that reads like a link."""

    elides = True

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        self.setFlat(True)
        self.setAutoDefault(True)  # Enter presses it when it has the keyboard.
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setObjectName("link")
        self.setAccessibleName(text)

    def shown(self) -> str:
        """What is seen of it."""
        return _elided(self, QStyle.SubElement.SE_PushButtonContents)[1]

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().boundedTo(QSize(theme.wide(_LEAST), 10_000))

    def event(self, event: QEvent) -> bool:
        return _told(self, event, self.accessibleName(), self.shown()) or super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        painter.drawControl(
            QStyle.ControlElement.CE_PushButton, _elided(self, QStyle.SubElement.SE_PushButtonContents)[0]
        )
        painter.end()


def _elided(
    button: QRadioButton | QPushButton, contents: QStyle.SubElement
) -> tuple[QStyleOptionButton, str]:
    """How a button is drawn with as much of its text as its contents have room for, and that text."""
    option = QStyleOptionButton()
    button.initStyleOption(option)
    room = button.style().subElementRect(contents, option, button)
    text = button.fontMetrics().elidedText(button.text(), Qt.TextElideMode.ElideRight, room.width())
    option.text = text  # type: ignore[attr-defined]
    return option, text


def _told(widget: QWidget, event: QEvent, whole: str, shown: str) -> bool:
    """Whether the tip of what is not seen was shown; a tip of the widget's own goes before."""
    if event.type() != QEvent.Type.ToolTip or widget.toolTip() or whole == shown:
        return False
    if isinstance(event, QHelpEvent):
        QToolTip.showText(event.globalPos(), whole, widget)
    return True
