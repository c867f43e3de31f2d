"""«Приказы»: the register of papers at the left, the points and appendices of the chosen one at the right."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from shnor_desktop.operations.orders import contents, drafts, list_order, register, signing
from shnor_desktop.operations.orders.contents import Contents, PieceLine
from shnor_desktop.operations.orders.list_order import Renewal
from shnor_desktop.operations.orders.register import RegisterLine
from shnor_desktop.operations.records import saving
from shnor_desktop.rules.words.russian import show_date
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.laying.boxes import WIDE, lay_column, split, stacked
from shnor_desktop.ui.kit.narrow.scrolled import ScrolledLabel
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.kit.widgets import lines_label, plain_label
from shnor_desktop.ui.orders.dialogs import Offered, PrepareDialog, SignDialog, offered
from shnor_desktop.ui.papers import all_at_once
from shnor_desktop.ui.records.form import delete_records, edit_record

_ORDERS: tuple[Column[RegisterLine], ...] = (
    Column("№", lambda one: one.number or "—", key=lambda one: (register.counter(one.number), one.number)),
    Column("Дата", lambda one: show_date(one.date) or "—", key=lambda one: one.date),
    Column("Вид", lambda one: one.kind_text),
    Column("Заголовок", lambda one: one.title or "без заголовка", tip=lambda one: one.remark or one.name),
    Column(
        "Состояние",
        lambda one: f"{one.state_text} !" if one.remark else one.state_text,
        tip=lambda one: one.remark or (f"Подписан {show_date(one.signed_on)}" if one.signed_on else ""),
    ),
    Column("Подписывает", lambda one: one.signatory),
)
_PIECES: tuple[Column[PieceLine], ...] = (
    Column("№", lambda one: one.number),
    Column("Текст, как будет напечатан", lambda one: one.text, tip=lambda one: one.text),
)
_MARKED = ("text",)
"""Of points, sections and appendices: texts with bold words, lists and tables."""


class OrdersScreen(Screen):
    """Prepare, edit, look at, sign."""

    title = "Приказы"
    help_page = "orders"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._wanted: bytes | None = None
        self._wanted_piece: bytes | None = None
        self._contents: Contents | None = None
        self.table = Table(
            _ORDERS,
            self,
            name="Приказы и другие документы",
            settings=context.settings,
            keep="orders",
            identity=lambda one: one.uid,
            empty="Приказов в файле пока нет. «Подготовить…» составит проект из того, что уже внесено.",
        )
        self.finding = Bar(context, (), self, table=self.table, search="Найти (Ctrl+F)")
        self.bar = Bar(context, self._acts(), self, table=self.table)
        self.gaps = plain_label("muted", self)
        self.gaps.setWordWrap(True)
        self.gaps.hide()
        self.pieces = Table(
            _PIECES,
            self,
            name="Пункты и приложения",
            settings=context.settings,
            keep="order-pieces",
            identity=lambda one: one.uid,
            empty="Выберите документ слева. Пункты нумеруются при печати сами.",
        )
        self.heading = QLabel("Пункты и приложения", self)
        self.heading.setObjectName("subheading")
        self.doubts = plain_label("warning", self)
        self.doubts.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.doubts.linkActivated.connect(self._go_to_doubt)
        self.piece_bar = Bar(context, self._piece_acts(), self, table=self.pieces)
        doubts = ScrolledLabel(self.doubts, "Что проверить", lines=5)
        left = stacked(self, self.finding, (self.table, 1), self.gaps, self.bar)
        right = stacked(self, self.heading, doubts, (self.pieces, 1), self.piece_bar)
        splitter = split(self, left, right, sizes=(620, 520))
        lay_column(self, splitter, around=WIDE)
        self.start_at(self.table)
        self.table.opened.connect(lambda _: self.edit())
        self.table.chosen.connect(lambda _: self._read_contents())
        self.pieces.opened.connect(lambda _: self.edit_piece())

    def _acts(self) -> tuple[Act, ...]:
        return (
            Act("Подготовить…", self.prepare, ("Ctrl+N", "Ins"), writes=True, main=True),
            Act("Карточка…", self.edit, when=self._chosen, tip="Реквизиты, подпись, основания, ознакомление"),
            Act("Показать и напечатать", self.show_paper, ("Ctrl+P",), when=self._chosen),
            Act("Подписать…", self.sign, when=self._is_draft, writes=True),
            Act(
                "Письма школам перечня",
                self.prepare_letters,
                tip="Проект письма каждой школе перечня с её показателями",
                writes=True,
                in_bar=False,
            ),
            Act(
                "Письма всем школам",
                lambda: self.prepare_letters(every=True),
                tip="Проект письма каждой школе с её показателями",
                writes=True,
                in_bar=False,
            ),
            Act(
                "Обновить по перечню…",
                self.renew,
                when=self._is_older_than_list,
                tip="Вписать в проект то, что образец написал бы по подписанному перечню",
                writes=True,
                in_bar=False,
            ),
            Act("Сохранить выбранные…", self.save_chosen, when=self._chosen, in_bar=False),
            Act("Отменить приказ", self.cancel, when=self._is_signed, writes=True, in_bar=False),
            Act("Журнал года", self.show_journal, tip="Журнал регистрации приказов"),
            Act("Удалить", self.delete, ("Del",), when=self._is_draft, writes=True, in_bar=False),
        )

    def _piece_acts(self) -> tuple[Act, ...]:
        draft = self._is_draft
        return (
            Act("Добавить пункт…", self.add_point, when=draft, writes=True),
            Act("Добавить раздел…", lambda: self._add_part(contents.SECTION), when=draft, writes=True),
            Act("Добавить приложение…", lambda: self._add_part(contents.APPENDIX), when=draft, writes=True),
            Act("Изменить…", self.edit_piece, when=lambda: draft() and self._piece() is not None),
            Act("Выше", lambda: self._move(up=True), ("Alt+Up",), when=self._movable, writes=True),
            Act("Ниже", lambda: self._move(up=False), ("Alt+Down",), when=self._movable, writes=True),
            Act("Удалить пункт", self.delete_piece, when=self._movable, writes=True, in_bar=False),
        )

    def _chosen(self) -> bool:
        return self.table.current() is not None

    def _is_draft(self) -> bool:
        one: RegisterLine | None = self.table.current()
        return one is not None and one.state == signing.DRAFT

    def _is_older_than_list(self) -> bool:
        return self._renewal() is not None

    def _renewal(self) -> Renewal | None:
        """Of the chosen draft; None while its contents are still read."""
        found = self._contents.renewal if self._contents is not None else None
        one: RegisterLine | None = self.table.current()
        return found if found is not None and one is not None and found.paper == one.uid else None

    def _is_signed(self) -> bool:
        one: RegisterLine | None = self.table.current()
        return one is not None and one.state == signing.SIGNED

    def _piece(self) -> PieceLine | None:
        piece: PieceLine | None = self.pieces.current()
        return piece

    def _movable(self) -> bool:
        return self._is_draft() and self._piece() is not None

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        self.context.jobs.ask(self, with_session(register.lines), self._show, latest="orders")
        self.context.jobs.ask(self, with_session(register.gaps_told), self._show_gaps, latest="order-gaps")

    def _show_gaps(self, told: str) -> None:
        self.gaps.setText(told)
        self.gaps.setVisible(bool(told))

    def _show(self, lines: tuple[RegisterLine, ...]) -> None:
        self.table.set_rows(tuple(reversed(lines)))
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        self._read_contents()

    def _read_contents(self) -> None:
        self.bar.refresh()
        one: RegisterLine | None = self.table.current()
        if one is None:
            self._show_contents(None)
            return
        asked = with_session(contents.contents, one.uid)
        self.context.jobs.ask(self, asked, self._show_contents, latest="order-contents")

    def _show_contents(self, found: Contents | None) -> None:
        self._contents = found
        self.pieces.set_rows(found.pieces if found is not None else ())
        if self._wanted_piece is not None and self.pieces.select(self._wanted_piece):
            self._wanted_piece = None
        leads = {one.text for one in found.remarks} if found is not None else set()
        if found is not None and found.renewal is not None and not self.context.read_only:
            leads.add(found.renewal.told)
        lines_label(self.doubts, found.asks if found is not None else (), leads)
        self.doubts.setVisible(bool(self.doubts.text()))
        self.piece_bar.refresh()
        self.bar.refresh()

    def _go_to_doubt(self, number: str) -> None:
        """The form of what a remark is about; what is older than the list is renewed."""
        if self._contents is not None:
            text = self._contents.asks[int(number)]
            if self._contents.renewal is not None and text == self._contents.renewal.told:
                self.renew()
                return
            code, uid = next(one.source for one in self._contents.remarks if one.text == text)
            self.pieces.select(uid)
            edit_record(self.context, self, code, uid, marked=_MARKED if code != "paper" else ())

    def arrive(self, **arguments: Any) -> None:
        """`order`: the paper to show; `piece`: the point or appendix of it."""
        self._wanted_piece = arguments.get("piece")
        if uid := arguments.get("order"):
            self._want(uid)
            self._read_contents()

    def _want(self, uid: bytes) -> None:
        self._wanted = None if self.table.select(uid) else uid

    # --- the paper -----------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Ask which order and about what."""
        self.context.jobs.ask(self, with_session(offered), self._ask)

    def _ask(self, found: Offered) -> None:
        PrepareDialog(self.context, found, self._prepared, self._want, self).open()

    def _prepared(self, uid: bytes) -> None:
        self._want(uid)
        self.context.offer_undo("Проект приказа подготовлен: проверьте пункты и подпишите.")

    def prepare_letters(self, *, every: bool = False) -> None:
        """A letter to each school on the list, or to every one."""
        self.context.jobs.change(
            self,
            with_document(drafts.letters, every=every),
            lambda count: self.context.offer_undo(f"Подготовлено писем: {count}. Проверьте и подпишите."),
        )

    def save_chosen(self) -> None:
        """The chosen papers as one file, each with its bookmark, or as a folder."""
        chosen = [{"order": one.uid} for one in self.table.selected()]
        if chosen:
            all_at_once.save_all(self.context, self, "Документы", "order", lambda document: chosen)

    def renew(self) -> None:
        """Ask, then let the draft say what the template would write by the list that was signed since."""
        found = self._renewal()
        if found is None:
            return
        told = [change.told for change in found.changes]
        if found.by_hand:
            told.append(f"Останется, как введено: {', '.join(found.by_hand)}.")
        schools = [change for change in found.changes if "schools" in change.values]
        answers = ("Обновить всё", "Школы не менять") if schools else ("Обновить",)
        answer = self.context.messages.choose(
            f"{found.signed}. Обновить по нему проект приказа?",
            "\n".join(told) or "Слова проекта останутся прежними, приказ будет связан с перечнем.",
            answers,
        )
        if answer >= 0:
            self.context.jobs.change(
                self,
                with_document(list_order.renew, found.paper, schools=answer == 0),
                lambda _: self.context.offer_undo("Проект приказа обновлён по перечню."),
            )

    def edit(self) -> None:
        """The card of the chosen paper."""
        one: RegisterLine | None = self.table.current()
        if one is None:
            return
        lead = "Сейчас печатается" if one.state == signing.DRAFT else "На документе"
        people = {"signatory": one.signatory, "executor": one.executor}
        notes = {name: f"{lead}: {told}" for name, told in people.items() if told}
        edit_record(self.context, self, "paper", one.uid, notes=notes)

    def show_paper(self) -> None:
        """Its sheet on the screen of papers."""
        if (one := self.table.current()) is not None:
            self.context.go("papers", paper="order", order=one.uid)

    def show_journal(self) -> None:
        """The journal of the year of the chosen paper."""
        one: RegisterLine | None = self.table.current()
        year = {"order_year": one.year} if one is not None and one.year else {}
        self.context.go("papers", paper="orders-journal", **year)

    def sign(self) -> None:
        """Ask for number and date, then freeze."""
        one: RegisterLine | None = self.table.current()
        if one is None:
            return
        SignDialog(self.context, one, self._signed, self).open()

    def _signed(self, title: str) -> None:
        self.context.offer_undo(f"Подписано: {title}. Текст зафиксирован.")

    def cancel(self) -> None:
        """Cancel the signed paper."""
        if (one := self.table.current()) is not None:
            self.context.jobs.change(
                self,
                with_document(signing.cancel, one.uid),
                lambda _: self.context.offer_undo("Приказ отменён, в журнале он остаётся."),
            )

    def delete(self) -> None:
        """Delete drafts with their points and appendices."""
        drafts = [one.uid for one in self.table.selected() if one.state == signing.DRAFT]
        delete_records(self.context, self, "paper", drafts)

    # --- points and appendices -----------------------------------------------------------------------------------

    def add_point(self) -> None:
        """A point after the last."""
        one, found = self.table.current(), self._contents
        if one is None or found is None:
            return
        if found.points is not None:
            edit_record(self.context, self, "activity", None, given={"part": found.points}, marked=_MARKED)
            return
        self.context.jobs.change(
            self,
            with_document(contents.begin_points, one.uid),
            lambda part: edit_record(
                self.context, self, "activity", None, given={"part": part}, marked=_MARKED
            ),
        )

    def _add_part(self, place: str) -> None:
        """A section or an appendix after the last."""
        if (one := self.table.current()) is not None:
            edit_record(
                self.context, self, "part", None, given={"paper": one.uid, "place": place}, marked=_MARKED
            )

    def edit_piece(self) -> None:
        """The form of the chosen point or appendix."""
        if (piece := self._piece()) is not None:
            edit_record(self.context, self, piece.kind, piece.uid, marked=_MARKED)

    def _move(self, *, up: bool) -> None:
        if (piece := self._piece()) is not None:
            work = with_document(saving.move_record, piece.kind, piece.uid, up=up)
            self.context.jobs.change(self, work, lambda _: None)

    def delete_piece(self) -> None:
        """Delete the chosen point or appendix."""
        if (piece := self._piece()) is not None:
            delete_records(self.context, self, piece.kind, [piece.uid])
