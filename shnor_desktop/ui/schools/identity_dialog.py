"""One school or two: both records side by side, a verdict for all organisations, and its reason."""

from PySide6.QtWidgets import QLineEdit, QRadioButton, QWidget

from shnor_desktop.operations.schools import sameness
from shnor_desktop.operations.schools.sameness import SchoolPair
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.form import Dialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table, plain
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.kit.widgets import plain_label

_SAME = (
    "Показывается одна карточка; результаты, коды и статусы обеих собраны у неё — и те, что придут позже из других "
    "организаций, тоже. Решение можно отменить."
)
_DIFFERENT = (
    "Обе карточки остаются сами по себе. Если названия и места совпадают полностью, исправьте одно из них."
)


def _differ(row: tuple[str, str, str]) -> bool:
    return row[1] != row[2]


def _label(row: tuple[str, str, str]) -> str:
    return f"{theme.state_mark('undecided').glyph} {row[0]}" if _differ(row) else row[0]


class VerdictDialog(Dialog):
    """Nothing is chosen beforehand."""

    def __init__(self, context: Context, pair: SchoolPair, parent: QWidget) -> None:
        super().__init__("Одна школа или разные", parent, size=(720, 560))
        self._context = context
        self._pair = pair
        columns = (Column("Поле", _label), plain("Первая карточка", 1), plain("Вторая карточка", 2))
        self.table = Table(
            columns,
            self,
            name="Сведения двух карточек",
            settings=context.settings,
            keep="verdict",
            ink=lambda row: theme.state_mark("undecided").role if _differ(row) else "",
            even=(1, 2),
        )
        rows = [(line.label, line.before, line.after) for line in pair.lines]
        self.table.set_rows([*rows, ("Результатов", str(pair.results[0]), str(pair.results[1]))])
        self.same = QRadioButton("Это &одна и та же школа", self)
        self.different = QRadioButton("Это &разные школы", self)
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(300)
        self.reason.setAccessibleName("Основание решения")
        self.reason.setPlaceholderText("На чём основано решение: приказ, устав, звонок (необязательно)")
        self.column.addWidget(self.table, 1)
        for button, text in ((self.same, _SAME), (self.different, _DIFFERENT)):
            button.toggled.connect(self.refresh)
            button.setAccessibleDescription(text)
            about = plain_label("muted", self, text)
            about.setContentsMargins(24, 0, 0, 0)
            self.put(button, about)
        self.column.addWidget(self.reason)
        self.close_with(Act("Решить", self.apply, when=self._is_chosen, main=True))

    def _is_chosen(self) -> bool:
        return self.same.isChecked() or self.different.isChecked()

    def apply(self) -> None:
        """Write the verdict down; it travels with the file."""
        say = sameness.say_same if self.same.isChecked() else sameness.say_different
        work = with_document(say, "school", *self._pair.uids, self.reason.text())
        self.run(self._context.jobs.change, work, self._on_decided)

    def _on_decided(self, _nothing: None) -> None:
        self.accept()
        one, other = self._pair.names
        told = (
            f"{quoted(one)} и {quoted(other)} — {'одна школа' if self.same.isChecked() else 'разные школы'}."
        )
        self._context.offer_undo(f"Решено: {told}")


def ask_verdict(context: Context, uids: tuple[bytes, bytes], parent: QWidget) -> None:
    """Show the two records and ask."""

    def show(pair: SchoolPair) -> None:
        VerdictDialog(context, pair, parent).open()

    context.jobs.ask(parent, with_session(sameness.read, *uids), show)
