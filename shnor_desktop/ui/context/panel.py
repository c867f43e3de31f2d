"""Why a school has its index: contributions, what is missing, the formula; copied as plain text."""

from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QWidget

from shnor_desktop.operations.context.account import FORMULA, NOT_A_RANKING, Account
from shnor_desktop.rules.words.russian import joined
from shnor_desktop.ui.identification.explain_panel import ExplainText
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.laying.boxes import in_row, lay_column
from shnor_desktop.ui.kit.widgets import push_button

_EMPTY = "Выберите школу: здесь появится, из чего сложился её индекс и чего не хватает."


class AccountPanel(QWidget):
    """Follows the cursor of the passport."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: Account | None = None
        self.text = ExplainText(self)
        self.text.setAccessibleName("Индекс выбранной школы")
        title = QLabel("Из чего сложился индекс", self)
        title.setObjectName("subheading")
        self.copy = push_button("Скопировать", self, self.text.copy_all)
        top = in_row((title, 1), self.copy)
        lay_column(self, top, (self.text, 1), around=(theme.GAP, 0, 0, 0))
        self.setMinimumWidth(theme.wide(280))
        self.show_account(None)

    def show_account(self, one: Account | None) -> None:
        """Of the school with the cursor."""
        self.shown = one
        self.copy.setEnabled(one is not None)
        self.text.plain = one.text() if one is not None else ""
        self.text.setHtml(_page(one) if one is not None else _muted(_EMPTY))

    def changeEvent(self, event: QEvent) -> None:
        """Colours are part of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.show_account(self.shown)


def _page(one: Account) -> str:
    parts = [f"<p><b>{escape(one.name)}</b></p><p>{escape(one.headline)}.</p>"]
    if one.parts:
        rows = "".join(
            f"<tr{_ground(part.adverse)}><td>{'▲' if part.adverse else '●'} {escape(part.text)}<br>"
            f'<span style="color:{theme.colour("muted").name()}">{escape(part.value)}; порог {escape(part.border)}</span></td>'
            f'<td align="right">{escape(part.weight)}</td><td align="right">{escape(part.points)}</td></tr>'
            for part in one.parts
        )
        head = '<tr><th align="left">Показатель</th><th align="right">Вес</th><th align="right">В индекс</th></tr>'
        parts.append(f'<table width="100%" cellpadding="3" cellspacing="0">{head}{rows}</table>')
    if one.missing:
        parts.append(f"<p>○ Не хватает: {escape(joined(one.missing))}.</p>")
    parts += [f"<p>▲ {escape(text)}</p>" for text in one.beyond]
    parts += [_muted(FORMULA), _muted(NOT_A_RANKING)]
    return f'<div style="color:{theme.colour("text").name()}">{"".join(parts)}</div>'


def _ground(adverse: bool) -> str:
    return f' bgcolor="{theme.colour("watch_back").name()}"' if adverse else ""


def _muted(text: str) -> str:
    return f'<p style="color:{theme.colour("muted").name()}">{escape(text)}</p>'
