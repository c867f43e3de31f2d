"""«Всё о школе»: every block of the card on one page; each opens the screen it is kept on."""

from html import escape

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QTextBrowser, QWidget

from shnor_desktop.papers.cards.facts import ABOUT, CardBlock, CardLine, WholeCard
from shnor_desktop.rules.words.russian import show_date
from shnor_desktop.ui.kit import theme

_HISTORY = "history"
_BACKS = {"low": "low_back", "overdue": "low_back", "ask": "watch_back"}


class WholeView(QTextBrowser):
    """Shows a whole card; links are told, never followed."""

    place_wanted = Signal(str, object)
    """Screen and its arguments."""
    edit_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card: WholeCard | None = None
        self.setOpenLinks(False)
        self.setAccessibleName("Всё о школе")
        self.document().setDocumentMargin(theme.GAP)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.anchorClicked.connect(self._on_link)

    def show_card(self, card: WholeCard) -> None:
        """Show this one; of the same school the place that is read stays."""
        same = self.card is not None and self.card.uid == card.uid
        at = self.verticalScrollBar().value() if same else 0
        self.card = card
        self.setHtml(page(card))
        self.verticalScrollBar().setValue(at)

    def forget(self) -> None:
        """Nothing is shown of a school while another is asked for."""
        self.card = None
        self.clear()

    def changeEvent(self, event: QEvent) -> None:
        """Colours are part of the text: another theme needs another text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.card is not None:
            self.setHtml(page(self.card))

    def _on_link(self, link: QUrl) -> None:
        code = link.toString()
        if self.card is None:
            return
        if code == _HISTORY:
            self.history_wanted.emit()
        elif code == ABOUT:
            self.edit_wanted.emit()
        else:
            block = self.card.block(code)
            self.place_wanted.emit(block.screen, dict(block.arguments))


def page(card: WholeCard) -> str:
    """The card as rich text."""
    parts = [f'<p style="font-size:{theme.points(1.2)}pt"><b>{escape(card.official_name)}</b></p>']
    parts += [_block(block) for block in card.blocks]
    parts.append(
        f'<p><a href="{_HISTORY}">История изменений</a> &nbsp; {_muted(f"на {show_date(card.on.isoformat())}")}</p>'
    )
    return f'<div style="color:{theme.colour("text").name()}">{"".join(parts)}</div>'


def _block(block: CardBlock) -> str:
    opens = "Изменить" if block.code == ABOUT else "Открыть"
    head = (
        f'<p style="margin-top:14px"><b style="font-size:{theme.points(1.05)}pt">{escape(block.title)}</b> &nbsp; '
        f'<a href="{block.code}">{opens}</a></p>'
    )
    note = f"<p>{_muted(escape(block.told))}</p>" if block.told else ""
    if not block.lines:
        return f"{head}<p>{_muted(escape(block.empty))}</p>"
    if not block.heads:
        said = "".join(f"<p>{_bold(line, escape(line.cells[0]))}</p>" for line in block.lines)
        return f"{head}{note}{said}"
    names = "".join(
        f'<th align="left" style="font-size:{theme.points(0.85)}pt;color:{theme.colour("muted").name()}">{escape(name)}</th>'
        for name in block.heads
    )
    titles = f"<tr>{names}</tr>" if len(block.heads) > 2 else ""
    rows = "".join(map(_row, block.lines))
    return f'{head}{note}<table width="100%" cellpadding="3" cellspacing="0">{titles}{rows}</table>'


def _row(line: CardLine) -> str:
    back = _BACKS.get(line.mark, "")
    ground = f' bgcolor="{theme.colour(back).name()}"' if back else ""
    return f"<tr{ground}>{''.join(f'<td>{escape(cell)}</td>' for cell in line.cells)}</tr>"


def _bold(line: CardLine, text: str) -> str:
    return f"<b>{text}</b>" if line.mark else text


def _muted(text: str) -> str:
    return f'<span style="color:{theme.colour("muted").name()}">{text}</span>'
