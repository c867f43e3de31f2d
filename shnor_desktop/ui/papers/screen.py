"""«Документы»: which paper, what it asks, what the check before printing found, and the preview.

The list, the boxes and their answers follow from what papers declare.
"""

from collections.abc import Callable, Sequence
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.errors import Cancelled
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.entry.completion import write_in
from shnor_desktop.ui.kit.narrow.names import NameBox
from shnor_desktop.ui.kit.narrow.wrapped import WrappedLines
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.widgets import lines_label
from shnor_desktop.ui.papers import all_at_once, arranging, several
from shnor_desktop.ui.papers.preview import Preview
from shnor_desktop.ui.records.form import edit_record

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.papers.kind import Answers, Ask, Choice
    from shnor_desktop.operations.papers.registry import Offer, Sheet
    from shnor_desktop.papers.tree.paper import Source
    from shnor_desktop.papers.tree.parts import Wanted
    from shnor_desktop.ui.kit.jobs import Progress

SECTIONS = "sections"
"""What is asked of sections is asked in a window of its own."""
_STOPPED = "Составление документа остановлено."
_USUAL = object()
"""Whatever is chosen until somebody chooses otherwise."""


class PapersScreen(Screen):
    """Papers with what they ask and the preview."""

    title = "Документы"
    help_page = "papers"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.offers: tuple[Offer, ...] = ()
        self._wanted: dict[str, Any] = {}
        self._stop = Event()
        """Of the paper that is being made; every new one has its own, so that no other is ever shown."""
        self._shown: tuple[str, dict[str, Any]] | None = None
        self._lines: list[str] = []
        self._leads: dict[str, Source] = {}
        """The record that a line of the findings is about."""
        self._resting = False
        """Stopped by the user: nothing is made until something is chosen."""
        self.papers = self._new_list()
        self.about = _label(self, "muted")
        self.boxes: dict[str, NameBox] = {}
        """By the code of what is asked."""
        self._unfilled: dict[str, tuple[Ask, tuple[Choice, ...]]] = {}
        """What has not been asked by a paper that was chosen since the offers came; answered in `_kept` meanwhile."""
        self._kept: dict[str, Any] = {}
        self.lacking = _label(self)
        self.fill = QPushButton("&Заполнить реквизиты…", self)
        self.fill.clicked.connect(self._go_to_office)
        self.every = self._new_button(
            "По &всем сразу…",
            "Этот документ по каждой школе, программе или приказу: одним файлом с закладками или папкой",
            self.save_all,
        )
        self.arrange = self._new_button(
            "Период, школы, ра&зделы…", "Что печатать в этом документе и в каком порядке", self.arrange_paper
        )
        self.found = _label(self)
        self.found.setAccessibleName("Замечания перед печатью")
        self.found.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.found.linkActivated.connect(self._go_to_finding)
        self.preview = Preview(context, self)
        self.preview.stop_wanted.connect(self._on_stop)
        self.preview.again_wanted.connect(self.reload)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._new_side())
        splitter.addWidget(self.preview)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([290, 800])
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        column.addWidget(splitter)
        self.papers.currentItemChanged.connect(self._on_paper_chosen)

    def _new_list(self) -> QListWidget:
        papers = QListWidget(self)
        self.start_at(papers)
        papers.setAccessibleName("Документы")
        papers.setSpacing(1)
        WrappedLines(papers)
        papers.setMinimumHeight(150)
        return papers

    def _new_button(self, text: str, tip: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.clicked.connect(act)
        return button

    def _new_side(self) -> QWidget:
        side = QWidget(self)
        self.form = QFormLayout()
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.checked = QLabel("Проверка перед печатью", side)
        self.checked.setObjectName("subheading")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, theme.GAP, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(self.papers, 3)
        column.addWidget(self.about)
        column.addLayout(self.form)
        column.addWidget(self.arrange, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.every, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.checked, self.lacking, self.fill):
            column.addWidget(widget)
        told = QScrollArea(side)
        told.setFrameShape(QScrollArea.Shape.NoFrame)
        told.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        told.setWidgetResizable(True)
        told.setAccessibleName("Что нашла проверка")
        self.found.setAlignment(Qt.AlignmentFlag.AlignTop)
        told.setWidget(self.found)
        column.addWidget(told, 1)
        side.setMinimumWidth(theme.wide(230))
        return side

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask what papers there are and what may be answered, then compose again."""

        def work(document: "Document", progress: "Progress") -> "tuple[Offer, ...]":
            from shnor_desktop.operations.papers import registry

            return registry.offers(document)

        self._say("", stay=True)
        self._resting = False
        offer = self._offer()
        self.preview.show_waiting(offer.kind.title if offer else "документ")
        self.context.jobs.ask(self, work, self._show_offers, latest="offers")

    def _show_offers(self, offers: "tuple[Offer, ...]") -> None:
        answered = {code: one for code, one in self.answers().items() if code not in self._unfilled}
        before = {code: one for code, one in self._kept.items() if code in self._unfilled}
        usual, before_usual = (
            {code: one for offer in known for code, one in offer.usual.items()}
            for known in (offers, self.offers)
        )
        kept = {"profile": self.context.settings.value("list/profile"), **before, **answered}
        # What nobody chose otherwise follows what is usual by now: a list that was signed meanwhile.
        kept |= {code: one for code, one in usual.items() if kept.get(code) == before_usual.get(code)}
        kept |= {code: usual.get(code) if one is _USUAL else one for code, one in self._wanted.items()}
        code = str(kept.get("paper") or self.code() or offers[0].kind.code)
        self.offers, self._wanted, self._kept = offers, {}, kept
        asked = {
            ask: offer.choices[ask.code]
            for offer in offers
            for ask in offer.kind.asks
            if ask.code != SECTIONS
        }
        for ask in sorted(asked, key=lambda ask: not ask.missing):  # What must be chosen stands first.
            self._unfilled[ask.code] = ask, asked[ask]
            if ask.code not in self.boxes:
                self._new_box(ask)
        self.papers.blockSignals(True)
        self.papers.clear()
        for number, offer in enumerate(offers):
            item = QListWidgetItem(offer.kind.title, self.papers)
            item.setData(Qt.ItemDataRole.UserRole, offer.kind.code)
            if offer.kind.code == code:
                self.papers.setCurrentRow(number)
        self.papers.blockSignals(False)
        if (shown := self._offer()) is not None:
            self._fill_for(shown)
        if not self._resting:
            self._on_paper_chosen()
        # What the paper asks takes its room from the list when the window is laid out.
        QTimer.singleShot(0, self, self._scroll_to_chosen)

    def _scroll_to_chosen(self) -> None:
        if (item := self.papers.currentItem()) is not None:
            self.papers.scrollToItem(item)

    def _fill_for(self, offer: "Offer") -> None:
        """The boxes of what this paper asks: all together would hold thousands of names that nobody looks at."""
        for code in [ask.code for ask in offer.kind.asks if ask.code in self._unfilled]:
            ask, choices = self._unfilled.pop(code)
            last = several.remembered(self.context.settings, self._of_file(code)) if ask.several else None
            self._fill(ask, choices, self._kept.get(code, last))

    def _fill(self, ask: "Ask", choices: "tuple[Choice, ...]", chosen: Any) -> None:
        """Fill the box of what is asked; where nothing is chosen by itself, it stays so unless it is known."""
        box = self.boxes[ask.code]
        box.blockSignals(True)
        box.clear()
        for value, text in choices:
            box.addItem(text, value)
        place = next((number for number, one in enumerate(choices) if one.value == chosen), -1)
        box.setCurrentIndex(place if place >= 0 or ask.missing else 0)
        if ask.missing and place < 0:
            box.setCurrentText("")
        if ask.several and isinstance(chosen, tuple) and any(one.value in chosen for one in choices):
            several.choose(box, chosen)
        box.show_beginning()
        box.blockSignals(False)

    def _of_file(self, code: str) -> str:
        """What is remembered of a question, of this file alone."""
        return f"{self.context.jobs.standing.uid}/{code}"

    def _new_box(self, ask: "Ask") -> NameBox:
        box = self.boxes[ask.code] = NameBox(self)
        box.setAccessibleName(ask.title)
        box.currentTextChanged.connect(box.setToolTip)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        if ask.missing:
            write_in(box)
        box.activated.connect(self.compose)
        self.form.addRow(ask.label, box)
        return box

    def code(self) -> str:
        """Code of the chosen paper."""
        item = self.papers.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def answers(self) -> dict[str, Any]:
        """What is answered now, by what is asked."""
        return {code: box.currentData() for code, box in self.boxes.items() if box.currentIndex() >= 0}

    def _offer(self) -> "Offer | None":
        return next((one for one in self.offers if one.kind.code == self.code()), None)

    def _on_paper_chosen(self) -> None:
        """Show what the paper asks and compose it."""
        offer = self._offer()
        if offer is None:
            return
        self._fill_for(offer)
        self.about.setText(offer.kind.about)
        asked = {ask.code: ask for ask in offer.kind.asks}
        for code, box in self.boxes.items():
            worth = code in asked and (len(offer.choices[code]) > 1 or bool(asked[code].missing))
            self.form.setRowVisible(box, worth)
        self.arrange.setVisible(offer.kind.has_sections and not offer.nothing)
        self.every.setVisible(offer.kind.about_each is not None and not offer.nothing)
        self.compose()

    def compose(self) -> None:
        """Compose the chosen paper on the worker and show it; until then there is none."""
        offer = self._offer()
        if offer is None:
            return
        given = self._given(offer)
        self._rest_asks(offer)
        missing = next((ask for ask in offer.kind.must if given.get(ask.code) is None), None)
        if offer.nothing or missing:
            self._say(
                offer.nothing
                or f"{missing.missing if missing else ''} Выберите слева: документ появится здесь."
            )
            return
        stop, code = Event(), offer.kind.code
        stay = self._shown == (code, given)
        self._say("", stay=stay)
        self.preview.show_waiting(offer.kind.title)
        self._stop, self._shown = stop, (code, given)

        def work(document: "Document", progress: "Progress") -> "Sheet":
            from shnor_desktop.operations.papers import registry

            def step(done: int, of: int, text: str) -> None:
                if stop.is_set():
                    raise Cancelled
                progress.step(done, of, text)

            return registry.sheet(document, code, given, step)

        def show(made: "Sheet") -> None:
            if not stop.is_set():
                self._show(made, stay=stay)

        def fail(error: Exception) -> None:
            if not stop.is_set():
                stopped = isinstance(error, Cancelled)
                self._say(_STOPPED if stopped else str(error), again=stopped)

        self.context.jobs.ask(self, work, show, fail, latest="paper")

    def _given(self, offer: "Offer") -> dict[str, Any]:
        """What is answered of what the paper asks, its sections with it."""
        given = {code: value for code, value in self.answers().items() if code in offer.choices}
        if offer.kind.has_sections:
            given[SECTIONS] = arranging.remembered(self.context.settings, self._kept_as(offer))
        return given

    def _kept_as(self, offer: "Offer") -> str:
        """What its sections are remembered by: of a registered paper each has its own, as it has its own text."""
        order = self.answers().get("order") if offer.kind.code == "order" else None
        return f"order/{order.hex()}" if order else offer.kind.code

    def _rest_asks(self, offer: "Offer") -> None:
        """What another answer makes void cannot be answered."""
        void = {
            code
            for ask in offer.kind.asks
            if ask.instead and self.boxes[ask.code].currentIndex() > 0
            for code in ask.instead
        }
        for ask in offer.kind.asks:
            if ask.code in self.boxes:
                self.boxes[ask.code].setEnabled(ask.code not in void)

    def _show(self, made: "Sheet", *, stay: bool) -> None:
        self.preview.show_sheet(made, stay=stay)
        warning = theme.state_mark("warning").glyph
        outdated = [f"Устарело: {text[:1].lower()}{text[1:]}" for text in made.outdated]
        self._leads = {f"{warning} {text}": source for text, source in made.leads.items()}
        self._lines = [f"{warning} {text}" for text in (*made.findings, *outdated)]
        leading = [one for one in self._lines if one in self._leads or "«" in one]
        lacking = made.missing.names
        good = [] if lacking else [f"{theme.state_mark('done').glyph} Замечаний нет."]
        lines_label(self.found, self._lines or good, leading)
        self.lacking.setText(f"{warning} Не указано: {', '.join(lacking)}." if lacking else "")
        self.lacking.setVisible(bool(lacking))
        self.fill.setVisible(bool(lacking))

    def _say(self, text: str, *, again: bool = False, stay: bool = False) -> None:
        """No paper: whatever is being made is not shown."""
        self._stop.set()
        self._shown = self._shown if stay else None
        self.found.setText("")
        for widget in (self.lacking, self.fill):
            widget.hide()
        self.preview.show_hint(text, again=again)

    def _on_stop(self) -> None:
        self._resting = True
        self._say(_STOPPED, again=True)

    # --- what the user does --------------------------------------------------------------------------------------

    def arrive(self, **arguments: Any) -> None:
        """`paper` and answers by what is asked: what to show. They may be newer than what can be chosen here."""
        if arguments:
            self._wanted = {"signed": _USUAL, **arguments}
            known = [offer.kind.code for offer in self.offers]
            if (wanted := arguments.get("paper")) in known:
                self.papers.blockSignals(True)
                self.papers.setCurrentRow(known.index(str(wanted)))
                self.papers.blockSignals(False)
            self.reload()

    def print_paper(self) -> None:
        """Ctrl+P prints what is shown."""
        self.preview.print_pages()

    def arrange_paper(self) -> None:
        """Ask for the period, the school and the sections of the chosen paper in one window."""
        offer = self._offer()
        if offer is None:
            return
        kind, kept_as = offer.kind, self._kept_as(offer)
        shown = {
            ask: self.boxes[ask.code]
            for ask in kind.asks
            if ask.code in self.boxes and self.form.isRowVisible(self.boxes[ask.code])
        }
        sheet = self.preview.sheet
        wanted = arranging.remembered(self.context.settings, kept_as)

        def done(places: dict[str, int], many: dict[str, tuple[Any, ...]], chosen: "Wanted | None") -> None:
            arranging.remember(self.context.settings, kept_as, chosen)
            for code, place in places.items():
                self.boxes[code].setCurrentIndex(place)
            for code, values in many.items():
                several.remember(self.context.settings, self._of_file(code), values)
                several.choose(self.boxes[code], values)
            self.compose()

        arranging.ArrangeDialog(
            kind.title, shown, sheet.sections if sheet is not None else (), wanted, done, self
        ).open()

    def save_all(self) -> None:
        """The chosen paper about every school, programme or order: one file with bookmarks, or a folder."""
        offer = self._offer()
        if offer is None or offer.kind.about_each is None:
            return
        code, each = offer.kind.code, offer.kind.about_each.code
        own = (each, SECTIONS) if offer.kind.code == "order" else (each,)
        given = {name: value for name, value in self._given(offer).items() if name not in own}

        def answers(document: "Document") -> "Sequence[Answers]":
            from shnor_desktop.operations.papers import batch

            return batch.all_answers(document, code, given)

        all_at_once.save_all(self.context, self, offer.kind.title, code, answers)

    def _go_to_finding(self, number: str) -> None:
        """The form of the text that a finding is about, else the place on the sheet that it quotes."""
        line = self._lines[int(number)]
        if line in self._leads:
            code, uid = self._leads[line]
            edit_record(self.context, self, code, uid, marked=("text",) if code != "paper" else ())
        else:
            self.preview.show_quoted(line)

    def _go_to_office(self) -> None:
        """Where the requisites of the organisation are entered."""
        made = self.preview.sheet
        if made is None or made.missing.office is None:
            self.context.command("file.person")
        else:
            edit_record(self.context, self, "office", made.missing.office, first=made.missing.field)


def _label(parent: QWidget, name: str = "") -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setWordWrap(True)
    return label
