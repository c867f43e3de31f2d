"""One school or two: both records side by side, a verdict for all organisations, and its reason."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.operations.schools import sameness
from shnor_desktop.operations.schools.sameness import SchoolPair
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.plain_table import PlainRow, PlainTable
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_document, with_session

_SAME = (
    "Показывается одна запись; результаты, коды и статусы обеих собраны у неё — и те, что придут позже из других "
    "организаций, тоже. Решение можно отменить."
)
_DIFFERENT = (
    "Обе записи остаются сами по себе. Если названия и места совпадают полностью, исправьте одно из них."
)


class VerdictDialog(QDialog):
    """Nothing is chosen beforehand."""

    def __init__(self, context: Context, pair: SchoolPair, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._pair = pair
        self.setWindowTitle("Одна школа или разные")
        theme.give_size(self, 720, 560)
        self.table = PlainTable("verdict", ("Поле", "Первая запись", "Вторая запись"), context.settings, self)
        self.table.setAccessibleName("Сведения двух записей")
        rows = [*((line.label, line.before, line.after) for line in pair.lines)]
        rows.append(("Результатов", str(pair.results[0]), str(pair.results[1])))
        self.table.set_rows([_row(number, texts) for number, texts in enumerate(rows)])
        self.same = QRadioButton("Это &одна и та же школа", self)
        self.different = QRadioButton("Это &разные школы", self)
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(300)
        self.reason.setAccessibleName("Основание решения")
        self.reason.setPlaceholderText("На чём основано решение: приказ, устав, звонок (необязательно)")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.decide = buttons.addButton("Решить", QDialogButtonBox.ButtonRole.AcceptRole)
        self.decide.setDefault(True)
        self.decide.setEnabled(False)
        buttons.accepted.connect(self.apply)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(self.table, 1)
        for button, text in ((self.same, _SAME), (self.different, _DIFFERENT)):
            button.toggled.connect(lambda: self.decide.setEnabled(True))
            button.setAccessibleDescription(text)
            about = QLabel(text, self)
            about.setObjectName("muted")
            about.setWordWrap(True)
            about.setContentsMargins(24, 0, 0, 0)
            column.addWidget(button)
            column.addWidget(about)
        column.addWidget(self.reason)
        column.addWidget(buttons)

    def apply(self) -> None:
        """Write the verdict down; it travels with the file."""
        same = self.same.isChecked()
        say = sameness.say_same if same else sameness.say_different
        work = with_document(say, "school", *self._pair.uids, self.reason.text())
        self.decide.setEnabled(False)
        self._context.jobs.change(self, work, lambda _: self._on_decided(same), self._on_refused)

    def _on_decided(self, same: bool) -> None:
        self.accept()
        one, other = self._pair.names
        told = f"{quoted(one)} и {quoted(other)} — {'одна школа' if same else 'разные школы'}."
        self._context.messages.undo_bar(f"Решено: {told}", lambda: self._context.command("edit.undo"))

    def _on_refused(self, error: Exception) -> None:
        self.decide.setEnabled(True)
        self._context.messages.warn(str(error))


def _row(number: int, texts: tuple[str, str, str]) -> PlainRow:
    mark = theme.state_mark("undecided")
    apart = texts[1] != texts[2]
    label = f"{mark.glyph} {texts[0]}" if apart else texts[0]
    return PlainRow((label, *texts[1:]), number, (), mark.role if apart else "")


def ask_verdict(context: Context, uids: tuple[bytes, bytes], parent: QWidget) -> None:
    """Show the two records and ask."""

    def show(pair: SchoolPair) -> None:
        dialog = VerdictDialog(context, pair, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    context.jobs.ask(parent, with_session(sameness.read, *uids), show)
