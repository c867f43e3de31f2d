"""Edits another program made in the file: what they are, and whether they are taken over or taken out."""

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from shnor_desktop.errors import UserError
from shnor_desktop.operations.sharing import outside_edits
from shnor_desktop.operations.sharing.outside_edits import ExternalEdits
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import Dialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.widgets import plain_label
from shnor_desktop.ui.records.changes_view import ChangesView

_ABOUT = (
    "Этих правок нет в истории файла: другие организации их не получат, а при объединении они помешали бы. Примите их, "
    "и они станут строкой истории, которую можно отменить, или верните карточкам прежний вид. Перед тем и другим "
    "делается резервная копия."
)
_HELPERS = "Карточки целы: изменены только служебные таблицы, программа построит их заново по истории."
_MOST_REFUSED = 5


class ExternalDialog(Dialog):
    """The records that differ, field by field, and three ways on; Esc leaves everything as it is."""

    def __init__(self, context: Context, found: ExternalEdits, parent: QWidget | None = None) -> None:
        super().__init__("Правки другой программы", parent, size=(980, 620))
        self._context = context
        self.found = found
        total = f". Карточек, которые отличаются от истории: {found.total}" if found.total else ""
        self.put(
            plain_label("subheading", self, f"Файл правили другой программой{total}"),
            plain_label("muted", self, _ABOUT if found.total else _HELPERS),
        )
        self.changes = ChangesView(context.settings, self, sides=("По истории", "В файле"))
        self.changes.show_changes(found.counts, found.records)
        self.changes.setVisible(bool(found.total))
        self.column.addWidget(self.changes, 1)
        self.refused = plain_label("", self, _refused(found))
        self.refused.setVisible(bool(found.refused))
        self.column.addWidget(self.refused)
        if not found.total:
            self.column.addStretch(1)
        self._offer_ways()
        QShortcut(QKeySequence.StandardKey.Find, self, self.changes.search.setFocus)

    def _offer_ways(self) -> None:
        acceptable = len(self.found.refused) < self.found.total
        back = "&Вернуть как было" if self.found.total else "&Построить заново"
        ways = [Act("&Принять правки", lambda: self._change(accept=True), main=True)] if acceptable else []
        self.close_with(
            *ways, Act(back, lambda: self._change(accept=False), main=not acceptable), leave="Позже"
        )

    def _change(self, *, accept: bool) -> None:
        def done(_: ExternalEdits) -> None:
            told = "Правки приняты в историю." if accept else "Карточкам возвращён прежний вид."
            self._context.messages.tell(f"{told} Прежний файл — в резервных копиях.")
            self.accept()

        self.run(self._context.jobs.change, outside_edits.accept if accept else outside_edits.put_back, done)

    def refuse(self, error: Exception) -> None:
        """What was found is no longer so: it is told over the window."""
        if isinstance(error, UserError):
            self._context.messages.warn(error.what_happened, error.what_to_do)
        self._set_working(False)
        self.reject()


def show_edits(context: Context, parent: QWidget, settled: Callable[[], None]) -> None:
    """Compare the file with its journal and show what differs; `settled` is called when nothing does any more."""

    def show(found: ExternalEdits) -> None:
        if not found:
            context.messages.tell("Файл в порядке: правок другой программы нет.")
            settled()
            return
        dialog = ExternalDialog(context, found, parent)
        dialog.accepted.connect(settled)
        dialog.open()

    context.jobs.ask(parent, outside_edits.find, show)


def _refused(found: ExternalEdits) -> str:
    told = [f"{one.title} — {one.why}" for one in found.refused[:_MOST_REFUSED]]
    more = len(found.refused) - len(told)
    rest = f"; и ещё {more}" if more > 0 else ""
    mark = theme.state_mark("changed").glyph
    return f"{mark} Принять нельзя, будет возвращён прежний вид: {'; '.join(told)}{rest}."
