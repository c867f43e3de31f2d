"""«Обмен»: taking workbooks in and undoing them, copies and workbooks for others, backups of the file."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.document.document import ActionLine, Backup, Document, UndoReport, raw_of
from shnor_desktop.document.journal.history import Wanted
from shnor_desktop.operations.records import history
from shnor_desktop.operations.records.export import export_workbook
from shnor_desktop.operations.sharing import merging, question_marks
from shnor_desktop.operations.sharing.merging import MergeLine
from shnor_desktop.rules.words.russian import size_text
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.kit.laying.boxes import SNUG, WIDE, in_row, lay_column
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.texts import moment_text
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.kit.widgets import plain_label, push_button
from shnor_desktop.ui.results.import_wizard import open_clipboard
from shnor_desktop.ui.sharing.merge_card import MergeCard

EXCEL_FILES = "Книга Excel (*.xlsx)"
_MOST_PARCELS = 200
_NARROW = 820
_BESIDE = QBoxLayout.Direction.LeftToRight
_FEWEST_ROWS = 4
"""Lines of a table always seen, its heading among them; a lower window scrolls."""


_Facts = tuple[tuple[ActionLine, ...], tuple[Backup, ...], tuple[MergeLine, ...], int]


def _state(one: ActionLine) -> str:
    return "× отменена" if one.undone else f"{theme.state_mark('done').glyph} принята"


_PARCELS = (
    Column[ActionLine]("Когда", lambda one: moment_text(one.at), lambda one: one.at.timestamp()),
    Column[ActionLine]("Загрузка", lambda one: one.title),
    Column[ActionLine]("Кто", lambda one: one.who),
    Column[ActionLine]("Изменений", lambda one: str(one.changes), lambda one: one.changes, align="right"),
    Column[ActionLine]("Состояние", _state),
)
_BACKUPS = (
    Column[Backup]("Когда", lambda one: f"{one.at:%d.%m.%Y %H:%M}", lambda one: one.at),
    Column[Backup]("Причина", lambda one: one.why),
    Column[Backup]("Размер", lambda one: size_text(one.size), lambda one: one.size, align="right"),
    Column[Backup]("Состояние", lambda one: f"{theme.state_mark('done').glyph} проверена"),
)


class ExchangeScreen(Screen):
    """What comes in and what goes out."""

    title = "Обмен"
    help_page = "exchange"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        page = QWidget(self)
        area = QScrollArea(self)
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        lay_column(self, area)
        column = lay_column(page, around=WIDE, gap=theme.MARGIN)
        self._rows = (QBoxLayout(_BESIDE), QBoxLayout(_BESIDE))
        self._rows[0].addWidget(self._new_import_card(), 3)
        self.merging = MergeCard(context, self)
        self._rows[0].addWidget(self.merging, 2)
        self._rows[1].addWidget(self._new_out_card(), 2)
        self._rows[1].addWidget(self._new_backups_card(), 3)
        for row, stretch in zip(self._rows, (3, 2), strict=True):
            row.setSpacing(theme.MARGIN)
            column.addLayout(row, stretch)
        self.setAcceptDrops(False)
        self.start_at(self.choose)
        context.jobs.standing_changed.connect(self._on_standing_changed)

    # --- building ------------------------------------------------------------------------------------------------

    def _new_import_card(self) -> QFrame:
        card, column = _card("Загрузить результаты", self)
        column.addWidget(
            plain_label(
                "",
                card,
                "Выберите книги Excel, LibreOffice или CSV либо перетащите их на окно. Программа покажет, что "
                "распознала и что изменится; до подтверждения данные не меняются.",
            )
        )
        self.choose = push_button(
            "Выбрать книги…", card, lambda: self.context.import_files(), "Ctrl+I", role="main"
        )
        self.paste = push_button(
            "Вставить из буфера", card, self._on_paste, "Таблица, скопированная в Excel или на странице"
        )
        self.take_back = push_button(
            "Отменить загрузку",
            card,
            self.undo_selected,
            "Вернуть всё, что принесла выделенная загрузка; позднейшие правки останутся",
        )
        column.addLayout(_buttons(self.choose, self.paste))
        column.addWidget(plain_label("subheading", card, "Последние загрузки"))
        self.parcels = self._new_table(_PARCELS, "Последние загрузки", "parcels", card)
        self.parcels.selectionModel().selectionChanged.connect(self._show_possible)
        self.no_parcels = plain_label("muted", card, "Загрузок ещё не было.")
        column.addWidget(self.no_parcels)
        column.addWidget(self.parcels, 1)
        column.addStretch(0)
        column.addLayout(_buttons(self.take_back))
        return card

    def _new_out_card(self) -> QFrame:
        card, column = _card("Передать данные", self)
        column.addWidget(
            plain_label(
                "",
                card,
                "Копия файла для другой организации проверяется сразу после записи и содержит всю историю. "
                "Копию и часть можно записать под паролем: при сохранении выберите тип «Копия под паролем (*.zip)».",
            )
        )
        self.copy = push_button(
            "Копия для другой организации…", card, lambda: self.context.command("file.copy")
        )
        column.addLayout(_buttons(self.copy))
        column.addWidget(
            plain_label(
                "",
                card,
                "Отправить часть — школе, куратору или за один год: она вернётся и объединится с вашей.",
            )
        )
        self.parts: dict[str, QPushButton] = {}
        for what, text, name in (
            ("school", "Школу…", "Отправить школу"),
            ("year", "Учебный год…", "Отправить учебный год"),
            ("form", "Форму без имён…", "Отправить форму без имён"),
        ):
            self.parts[what] = button = QPushButton(text, card)
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.clicked.connect(lambda checked=False, what=what: self.context.merging.send(what))
        column.addLayout(_buttons(*self.parts.values()))
        column.addWidget(
            plain_label(
                "",
                card,
                "Книга Excel содержит всё, что есть в файле: лист на каждый вид сведений. Её можно исправить и загрузить обратно.",
            )
        )
        self.export = push_button("Выгрузить в Excel…", card, self.export_workbook)
        self.load = push_button(
            "Загрузить данные…",
            card,
            lambda: self.context.command("file.load"),
            "Из исправленной книги или из другого файла; сначала видно, что изменится",
        )
        column.addLayout(_buttons(self.export, self.load))
        column.addStretch(1)
        return card

    def _new_backups_card(self) -> QFrame:
        card, column = _card("Резервные копии", self)
        self.backups = self._new_table(_BACKUPS, "Резервные копии", "backups", card)
        self.no_backups = plain_label(
            "muted", card, "Копий ещё нет: они делаются сами при открытии файла и перед загрузками."
        )
        self.back_up = push_button("Сделать сейчас", card, self.back_up_now)
        self.restore = push_button("Восстановить…", card, lambda: self.context.command("file.restore"))
        column.addWidget(self.no_backups)
        column.addWidget(self.backups, 1)
        column.addLayout(_buttons(self.back_up, self.restore))
        return card

    def _new_table(self, columns: Sequence[Column[Any]], name: str, keep: str, card: QWidget) -> Table:
        table = Table(
            columns,
            card,
            name=name,
            settings=self.context.settings,
            keep=keep,
            identity=lambda one: one.at,
            begins=False,
        )
        table.setSelectionMode(Table.SelectionMode.SingleSelection)
        table.setMinimumHeight(_FEWEST_ROWS * theme.row_height())
        return table

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the cards stand below each other, so that the tables keep their texts."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction.TopToBottom if self.width() < theme.wide(_NARROW) else _BESIDE
        for row in self._rows:
            row.setDirection(way)

    def showEvent(self, event: QShowEvent) -> None:
        """Backups are made elsewhere too, and change no record."""
        self._stale = True
        super().showEvent(event)

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        def work(document: Document, progress: Progress) -> _Facts:
            imports = history.page(document, Wanted(kind="import"), size=_MOST_PARCELS)
            with document.read() as session:
                waiting = question_marks.waiting(raw_of(session)).open
            merges = merging.merges(document)
            return imports.lines, document.backups(), merges, waiting

        self.context.jobs.ask(self, work, self._show, latest="exchange")

    def _on_standing_changed(self, standing: object) -> None:
        if self.isVisible():
            self.reload()

    def _show(self, facts: _Facts) -> None:
        parcels, backups, merges, waiting = facts
        self.merging.show_merges(merges, waiting)
        self.parcels.set_rows(parcels)
        self.parcels.setVisible(bool(parcels))
        self.no_parcels.setVisible(not parcels)
        self.backups.set_rows(backups)
        self.backups.setVisible(bool(backups))
        self.no_backups.setVisible(not backups)
        self.restore.setEnabled(bool(backups) and not self.context.read_only)
        self._show_possible()

    def _show_possible(self) -> None:
        writable = not self.context.read_only
        for button in (self.choose, self.paste, self.back_up):
            button.setEnabled(writable)
        chosen = self._chosen()
        self.take_back.setEnabled(writable and chosen is not None and not chosen.undone)

    def _chosen(self) -> ActionLine | None:
        return next(iter(self.parcels.selected()), None)

    # --- doing ---------------------------------------------------------------------------------------------------

    def _on_paste(self) -> None:
        open_clipboard(self.context)

    def undo_selected(self) -> None:
        """Take back the selected import, keeping what was edited later."""
        chosen = self._chosen()
        if chosen is not None and not chosen.undone and not self.context.read_only:
            self.context.jobs.change(
                self, with_document(Document.undo_action, chosen.action), self._tell_undone
            )

    def _tell_undone(self, report: UndoReport) -> None:
        self.context.offer_undo(
            f"Отменено: {report.title}. Возвращено изменений: {report.undone}.{report.left}"
        )

    def back_up_now(self) -> None:
        """A verified backup of the file as it is."""

        def done(_: Backup) -> None:
            self.context.messages.wrote("Резервная копия сделана и проверена.")
            self.reload()

        self.context.jobs.ask(self, with_document(Document.make_backup), done)

    def export_workbook(self) -> None:
        """Everything as one workbook."""
        path = self.context.jobs.standing.shown
        if path is None:
            return
        out = self.context.messages.save_file("Выгрузить в Excel", path.with_suffix(".xlsx"), EXCEL_FILES)
        if out is None:
            return
        told = f"Записана книга «{out.name}»: листов"
        self.context.jobs.ask(
            self,
            lambda document, progress: export_workbook(document, out, progress),
            lambda sheets: self.context.messages.wrote(f"{told} {len(sheets)}.", out),
        )


def _card(title: str, parent: QWidget) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame(parent)
    card.setObjectName("card")
    column = lay_column(card, plain_label("subheading", card, title), around=SNUG)
    return card, column


def _buttons(*buttons: QPushButton) -> QHBoxLayout:
    return in_row(*buttons, 1, gap=None)
