"""The explain panel: the full account of the selected school, every figure with its source, copied as plain text."""

from html import escape

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QTextOption
from PySide6.QtWidgets import QLabel, QTextBrowser, QWidget

from shnor_desktop.operations.identification.explanation import Explanation, Figure
from shnor_desktop.rules.figures import ResultState
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.laying.boxes import in_row, lay_column
from shnor_desktop.ui.kit.widgets import push_button

SLOT_TITLES = {"A": "Год А (последний)", "B": "Год Б (предыдущий)"}
_EMPTY = "Выберите школу в таблице: здесь появится объяснение со всеми числами и источниками."
_MARKS = (
    ("low", "low"),
    ("near", "watch"),
    ("border", "border"),
    ("fragile", "fragile"),
    ("small", "small_n"),
    ("flagged", "flagged"),
)


class ExplainText(QTextBrowser):
    """Read-only text; Ctrl+C without a selection copies the whole account."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plain = ""
        self.setOpenLinks(False)
        self.setAccessibleName("Объяснение по выбранной школе")
        self.document().setDocumentMargin(theme.GAP)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and not self.textCursor().hasSelection():
            self.copy_all()
            return
        super().keyPressEvent(event)

    def copy_all(self) -> None:
        """The account as plain text to the clipboard."""
        if self.plain:
            QGuiApplication.clipboard().setText(self.plain)


class ExplainPanel(QWidget):
    """Shows one explanation; the screen that holds it follows the selection."""

    followed = Signal(str)
    """A link was followed: «school» or «results»."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: Explanation | None = None
        self.text = ExplainText(self)
        self.text.anchorClicked.connect(self._on_link)
        self.title = QLabel("Объяснение", self)
        self.title.setObjectName("subheading")
        self.copy = push_button(
            "Скопировать", self, self.text.copy_all, "Скопировать объяснение как текст (Ctrl+Shift+C)"
        )
        top = in_row((self.title, 1), self.copy)
        lay_column(self, top, (self.text, 1))
        self.setMinimumWidth(theme.wide(300))
        self.clear()

    def clear(self, text: str = _EMPTY) -> None:
        """Nothing is selected."""
        self.shown = None
        self.text.plain = ""
        self.copy.setEnabled(False)
        self.text.setHtml(f'<p style="color:{theme.colour("muted").name()}">{escape(text)}</p>')

    def show_explanation(self, explanation: Explanation) -> None:
        """Show the account of a school from its beginning."""
        self.shown = explanation
        self.text.plain = explanation.text()
        self.copy.setEnabled(True)
        self.text.setHtml(page(explanation))

    def changeEvent(self, event: QEvent) -> None:
        """Colours are part of the text: another theme needs another text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            if self.shown is not None:
                self.text.setHtml(page(self.shown))
            else:
                self.clear()

    def _on_link(self, link: QUrl) -> None:
        self.followed.emit(link.toString())


def page(one: Explanation) -> str:
    """The account as rich text."""
    parts = [f'<p style="font-size:{theme.points(1.2)}pt"><b>{escape(one.headline)}</b></p>']
    if one.difference:
        mark = theme.state_mark("warning")
        parts.append(
            f'<table width="100%" cellpadding="6" bgcolor="{theme.colour("watch_back").name()}"><tr><td>'
            f'<span style="color:{theme.colour("watch").name()}">{mark.glyph} {escape(one.difference)}</span></td></tr></table>'
        )
    parts += [f"<p>{escape(text)}</p>" for text in (*one.sentences[:-1], *one.notes)]
    if one.standing:
        items = "".join(f"<li>{escape(text)}</li>" for text in one.standing)
        parts.append(f"<p><b>Статусы</b></p><ul>{items}</ul>")
    for slot, title in SLOT_TITLES.items():
        figures = [figure for figure in one.figures if figure.slot == slot]
        if figures:
            parts.append(f"<p><b>{title}</b></p>{_table(figures)}")
    if any(figure.interval for figure in one.figures):
        parts.append(_muted("95 % — в каких пределах может лежать истинная доля при таком числе участников."))
    parts += [_muted(text) for text in one.sentences[-1:]]
    parts.append('<p><a href="school">Карточка школы</a> &nbsp; <a href="results">Результаты школы</a></p>')
    return f'<div style="color:{theme.colour("text").name()}">{"".join(parts)}</div>'


def _muted(text: str) -> str:
    return f'<p style="color:{theme.colour("muted").name()}">{escape(text)}</p>'


def _table(figures: list[Figure]) -> str:
    head = "".join(
        f'<th align="{align}" width="{width}%" style="font-size:{theme.points(0.8)}pt">{name}</th>'
        for name, align, width in (
            ("Процедура", "left", 42),
            ("Не справились", "right", 27),
            ("%", "right", 11),
            ("95 %", "right", 20),
        )
    )
    rows = "".join(_row(one) for one in figures)
    return f'<table width="100%" cellpadding="3" cellspacing="0" border="0"><tr>{head}</tr>{rows}</table>'


def _row(one: Figure) -> str:
    ground = f' bgcolor="{theme.colour("low_back").name()}"' if one.low else ""
    name = escape(one.sitting)
    if one.state != ResultState.VALID:
        mark = theme.state_mark(one.state)
        cells = f'<td>{name}</td><td colspan="3" align="right">{mark.glyph} {escape(one.state_text)}</td>'
    else:
        counted = f"{one.failed} из {one.participants}" if one.interval else "н/д"
        share = f"<b>{one.percent}</b>" if one.low else one.percent
        cells = (
            f'<td>{name}</td><td align="right">{counted}</td><td align="right">{share}</td>'
            f'<td align="right">{one.interval or "–"}</td>'
        )
    below = [f"{theme.state_mark(code).glyph} {_word(code)}" for held, code in _MARKS if getattr(one, held)]
    if one.source:
        below.append(escape(one.source))
    note = ""
    if below:
        small = f'<span style="color:{theme.colour("muted").name()};font-size:{theme.points(0.8)}pt">{" · ".join(below)}</span>'
        note = f'<tr{ground}><td colspan="4">{small}</td></tr>'
    return f"<tr{ground}>{cells}</tr>{note}"


def _word(code: str) -> str:
    return "близко к порогу" if code == "watch" else theme.state_mark(code).word
