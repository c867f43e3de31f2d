"""The card of one result at the right of the grid: all its figures as a form, their source and history."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.errors import UserError
from shnor_desktop.operations.results.card import ResultCard, read_card, save_card
from shnor_desktop.operations.sharing.question_marks import labels_of_result
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_document, with_rows
from shnor_desktop.ui.kit.widgets import selectable_label, show_count, undecided_button
from shnor_desktop.ui.results.form import ResultForm


class ResultCardPanel(QScrollArea):
    """Shows the result of the cell with the cursor; `saved` tells which one was written."""

    saved = Signal(bytes, bytes)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._card: ResultCard | None = None
        self._undecided: tuple[str, ...] = ()
        self._tallest = [0, 0]
        """Pixels the school and the sitting have needed so far."""
        self.setWidgetResizable(True)
        self.setMinimumWidth(theme.wide(310))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Карточка результата")
        self._build()
        self.show_place(None)

    def _build(self) -> None:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(12, theme.GAP, 12, theme.GAP)
        self.heading = selectable_label("subheading", page)
        self.about = selectable_label("muted", page)
        for label in (self.heading, self.about):
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.doubts = selectable_label("error", page)
        self.undecided = undecided_button(
            self.context, self, lambda: self._card.school_name if self._card else ""
        )
        self.error = selectable_label("error", page)
        self.form = ResultForm(page)
        self.form.changed.connect(self._on_changed)
        self.form.entered.connect(self.save)
        self.save_button = QPushButton("Сохранить", page)
        self.save_button.setObjectName("main")
        self.save_button.clicked.connect(self.save)
        self.reset_button = QPushButton("Вернуть", page)
        self.reset_button.setToolTip("Вернуть то, что записано в файле")
        self.reset_button.clicked.connect(self._show_card)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.reset_button)
        buttons.addStretch(1)
        self.buttons = QWidget(page)
        self.buttons.setLayout(buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        self.source = selectable_label("", page)
        self.history_heading = selectable_label("subheading", page)
        self.history_heading.setText("История")
        self.history = selectable_label("", page)
        for one in (
            self.heading,
            self.about,
            self.form,
            self.error,
            self.buttons,
            self.undecided,
            self.doubts,
            self.source,
            self.history_heading,
            self.history,
        ):
            column.addWidget(one)
        column.addStretch(1)
        self.setWidget(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._tallest = [0, 0]

    def _keep_place(self) -> None:
        """The form stands where it stood for the cell before: what is above it is never lower than it was."""
        for at, (label, lines) in enumerate(((self.heading, 2), (self.about, 1))):
            least = lines * label.fontMetrics().lineSpacing() + 4
            needed = label.heightForWidth(self.viewport().width() - 24)
            self._tallest[at] = max(least, needed, self._tallest[at])
            label.setMinimumHeight(self._tallest[at])

    # --- showing -------------------------------------------------------------------------------------------------

    def show_place(self, place: tuple[bytes, bytes] | None) -> None:
        """Read and show the result of a school at a sitting."""
        if place is None:
            self._card, self._undecided = None, ()
            self._show_card()
            return
        ask = self.context.jobs.ask
        ask(self, with_rows(labels_of_result, *place), self._on_labels, latest="labels")
        ask(self, with_document(read_card, *place), self._on_read, latest="card")

    def _on_labels(self, undecided: tuple[str, ...]) -> None:
        self._undecided = undecided

    def _on_read(self, card: ResultCard | None) -> None:
        self._card = card
        self._show_card()

    def _show_card(self) -> None:
        card = self._card
        for one in (self.form, self.buttons, self.source, self.history_heading, self.history):
            one.setVisible(card is not None)
        self.error.hide()
        show_count(self.undecided, len(self._undecided), ", ".join(self._undecided))
        self.doubts.setVisible(bool(card and card.doubts))
        if card is None:
            self.heading.setText("Результат")
            self.about.setText(
                "Поставьте курсор на ячейку: здесь будут все её числа, откуда они и как менялись."
            )
            return
        self.heading.setText(card.school_name)
        absent = "" if card.exists else f". {card.removed or 'Результата ещё нет.'}"
        self.about.setText(f"{card.sitting_name}{absent}")
        self._keep_place()
        self.doubts.setText("\n".join(f"▲ {text}" for text in card.doubts))
        self.form.show_texts(card.texts)
        self._on_changed()
        self.source.setText(_source_text(card))
        self.history_heading.setVisible(bool(card.history))
        self.history.setText("\n".join(f"{one.when}, {one.who}\n    {one.what}" for one in card.history))

    # --- writing -------------------------------------------------------------------------------------------------

    def changed(self) -> bool:
        """Whether the form differs from the file."""
        return self._card is not None and self.form.texts() != self.form.as_shown(self._card.texts)

    def _on_changed(self) -> None:
        allowed = self._card is not None and not self.context.read_only
        self.form.set_editable(allowed)
        self.save_button.setEnabled(allowed and self.changed())
        self.reset_button.setEnabled(allowed and self.changed())

    def save(self) -> None:
        """Write the form as one undo step."""
        card, texts = self._card, self.form.texts()
        if card is None or not self.save_button.isEnabled():
            return
        self.error.hide()
        work = with_document(save_card, card.school, card.sitting, texts)
        self.context.jobs.change(
            self, work, lambda _: self.saved.emit(card.school, card.sitting), self._on_refused
        )

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.error.setText(str(error))
            self.error.show()
            self.ensureWidgetVisible(self.error)


def _source_text(card: ResultCard) -> str:
    if not card.exists:
        return "Откуда: результат убран." if card.removed else "Откуда: результата ещё нет."
    parts = [f"Откуда: {card.source or 'неизвестно'}"]
    if card.parcel:
        parts.append(card.parcel)
    return "\n".join(parts)
