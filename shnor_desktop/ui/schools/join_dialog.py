"""The dialog that joins two records of one school: which one stays, and what will happen to everything."""

from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from shnor_desktop.operations.schools.join import Held, JoinReport, fuller, join_records, plan_join, weighed
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.form import Dialog
from shnor_desktop.ui.kit.narrow.names import NameRadio
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.texts import shortened
from shnor_desktop.ui.kit.verbs import with_document, with_session

Pair = tuple[tuple[bytes, str], tuple[bytes, str]]


class SchoolJoinDialog(Dialog):
    """Two choices, a preview, one button."""

    def __init__(self, context: Context, pair: Pair, parent: QWidget) -> None:
        about = (
            "Какая карточка остаётся? Результаты, коды, варианты названия и статусы другой перейдут к ней."
        )
        super().__init__("Соединить две карточки одной школы", parent, about=about, size=(600, 460))
        self._context = context
        self._pair = pair
        self._seen = False
        self.choices = tuple(NameRadio(name, self) for _, name in pair)
        self.preview = QPlainTextEdit(self)
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setAccessibleName("Что произойдёт")
        for choice in self.choices:
            choice.toggled.connect(self._ask_preview)
            self.column.addWidget(choice)
        self.put(QLabel("Что произойдёт:", self), (self.preview, 1))
        self.close_with(Act("Соединить", self._join, when=lambda: self._seen, main=True))
        for choice in self.choices:
            choice.setToolTip(choice.text())
        context.jobs.ask(self, with_session(weighed, *(uid for uid, _ in pair)), self._choose, latest="held")

    def _choose(self, found: tuple[Held, Held]) -> None:
        """The record with more is kept unless somebody chooses the other."""
        for choice, (_, name), one in zip(self.choices, self._pair, found, strict=True):
            choice.setText(f"{shortened(name)} — {one.told}")
        if not any(choice.isChecked() for choice in self.choices):
            self.choices[fuller(*found)].setChecked(True)

    def _uids(self) -> tuple[bytes, bytes]:
        """Kept and dropped."""
        first, second = self._pair[0][0], self._pair[1][0]
        return (first, second) if self.choices[0].isChecked() else (second, first)

    def _ask_preview(self, checked: bool) -> None:
        if not checked:
            return
        work = with_session(plan_join, *self._uids())
        self._context.jobs.ask(self, work, self._show, latest="preview")

    def _show(self, report: JoinReport) -> None:
        self.preview.setPlainText("\n".join(report.told()))
        self._seen = True
        self.refresh()

    def _join(self) -> None:
        self.run(self._context.jobs.change, with_document(join_records, *self._uids()), self._on_joined)

    def _on_joined(self, report: JoinReport) -> None:
        self.accept()
        self._context.offer_undo(f"Карточки соединены: {report.kept}.")
