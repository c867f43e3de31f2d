"""«Бумаги»: which paper, for which school and year, what the check before printing found, and the preview."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.texts import moment_text
from shnor_desktop.ui.papers.preview import Preview

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.papers.registry import Wish
    from shnor_desktop.papers.tree.paper import Paper
    from shnor_desktop.ui.kit.jobs import Progress

_NO_DATA = "Печатать пока нечего. Загрузите книгу с результатами: бумаги составятся сами."
_NO_SCHOOL = "Выберите школу слева: её карточка появится здесь."
_DRAFT = "Проект по нынешним данным"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the parameters may be."""

    papers: tuple[tuple[str, str, str, frozenset[str]], ...]
    """Code, title, what it is about, what it needs."""
    profiles: tuple[str, ...]
    schools: tuple[tuple[bytes, str], ...]
    years: tuple[tuple[int, str], ...]
    lists: tuple[tuple[bytes, str], ...]
    merges: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Composed:
    """A paper ready to be shown."""

    paper: "Paper"
    findings: tuple[str, ...]
    pdf: bytes
    name: str


class PapersScreen(Screen):
    """Papers with their parameters and preview."""

    title = "Бумаги"
    help_page = "papers"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.choices: Choices | None = None
        self._wanted: dict[str, Any] = {}
        self.papers = QListWidget(self)
        self.setFocusProxy(self.papers)
        self.papers.setAccessibleName("Бумаги")
        self.papers.setWordWrap(True)
        self.papers.setSpacing(4)
        self.papers.setMaximumHeight(150)
        self.about = _muted(self)
        self.profile = _combo(self, "Методика")
        self.list = _combo(self, "Перечень")
        self.school = _combo(self, "Школа")
        self.school.setEditable(True)
        self.school.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.school.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.school.setCompleter(completer)
        self.year = _combo(self, "Учебный год")
        self.merge = _combo(self, "Объединение")
        self.found = QLabel(self)
        self.found.setWordWrap(True)
        self.found.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.preview = Preview(context, self)
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
        for box in (self.profile, self.list, self.school, self.year, self.merge):
            box.activated.connect(self.compose)

    def _new_side(self) -> QWidget:
        side = QWidget(self)
        self.form = QFormLayout()
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for text, box in (
            ("Пере&чень", self.list),
            ("&Методика", self.profile),
            ("&Школа", self.school),
            ("По учебный &год", self.year),
            ("&Объединение", self.merge),
        ):
            self.form.addRow(text, box)
        checked = QLabel("Проверка перед печатью", side)
        checked.setObjectName("subheading")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, theme.GAP, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(self.papers)
        column.addWidget(self.about)
        column.addLayout(self.form)
        column.addWidget(checked)
        column.addWidget(self.found)
        column.addStretch(1)
        side.setMinimumWidth(theme.wide(230))
        return side

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask for what may be chosen, then compose again."""

        def work(document: "Document", progress: "Progress") -> Choices:
            from shnor_desktop.operations.identification import branches, lists, slots
            from shnor_desktop.operations.papers import memo
            from shnor_desktop.operations.papers import registry as papers
            from shnor_desktop.operations.sharing import merging
            from shnor_desktop.rules.words.school_years import label

            merges = tuple(
                (one.n, f"{moment_text(one.at)} «{one.file_name}»") for one in merging.merges(document)
            )
            with document.read() as session:
                years = memo.years_with_results(session)
                return Choices(
                    tuple(
                        (one.code, one.title, one.about, one.needs)
                        for one in papers.PAPERS.values()
                        if merges or "merge" not in one.needs
                    ),
                    tuple(one.name for one in slots.specs(session)),
                    tuple((one.school, one.name) for one in branches.judged_schools(session)),
                    tuple((year, label(year)) for year in years),
                    tuple((one.uid, one.title) for one in lists.all_lists(session) if one.signed_on),
                    merges,
                )

        self.context.jobs.ask(self, work, self._show_choices, latest="choices")

    def _show_choices(self, choices: Choices) -> None:
        self.choices = choices
        kept = self._wish_values()
        kept.update(self._wanted)
        self._wanted = {}
        _fill(self.profile, [(name, name) for name in choices.profiles], kept.get("profile"))
        _fill(
            self.list, [(_DRAFT, None), *((title, uid) for uid, title in choices.lists)], kept.get("signed")
        )
        _fill(self.school, [(name, uid) for uid, name in choices.schools], kept.get("school"), none=True)
        _fill(self.year, [(text, year) for year, text in choices.years], kept.get("year"))
        _fill(self.merge, [(text, n) for n, text in choices.merges], kept.get("merge"))
        self._show_papers(choices, str(kept.get("paper") or choices.papers[0][0]))

    def _show_papers(self, choices: Choices, code: str) -> None:
        self.papers.blockSignals(True)
        self.papers.clear()
        for number, (known, title, _, _) in enumerate(choices.papers):
            item = QListWidgetItem(title, self.papers)
            item.setData(Qt.ItemDataRole.UserRole, known)
            if known == code:
                self.papers.setCurrentRow(number)
        self.papers.blockSignals(False)
        self._on_paper_chosen()

    def code(self) -> str:
        """Code of the chosen paper."""
        item = self.papers.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _wish_values(self) -> dict[str, Any]:
        return {
            "paper": self.code(),
            "profile": self.profile.currentData() or self.context.settings.value("list/profile"),
            "signed": self.list.currentData(),
            "school": self.school.currentData() if self.school.currentIndex() >= 0 else None,
            "year": self.year.currentData(),
            "merge": self.merge.currentData(),
        }

    def _on_paper_chosen(self) -> None:
        """Show the parameters the paper needs and compose it."""
        if self.choices is None:
            return
        _, _, about, needs = next(one for one in self.choices.papers if one[0] == self.code())
        self.about.setText(about)
        shown = {
            self.list: "list" in needs and bool(self.choices.lists),
            self.profile: "merge" not in needs and len(self.choices.profiles) > 1,
            self.school: "school" in needs,
            self.year: "year" in needs and len(self.choices.years) > 1,
            self.merge: "merge" in needs,
        }
        for box, visible in shown.items():
            self.form.setRowVisible(box, visible)
        self.compose()

    def compose(self) -> None:
        """Compose the chosen paper on the worker and show it."""
        choices, code = self.choices, self.code()
        if choices is None or not code:
            return
        self.profile.setEnabled(not ("list" in self._needs() and self.list.currentData() is not None))
        if "merge" not in self._needs() and (not choices.schools or not choices.years):
            self._say(_NO_DATA)
            return
        values = self._wish_values()
        if "school" in self._needs() and values["school"] is None:
            self._say(_NO_SCHOOL)
            return

        def work(document: "Document", progress: "Progress") -> Composed:
            from shnor_desktop.operations.papers import registry as papers
            from shnor_desktop.papers.draw import render

            with document.read() as session:
                paper = papers.compose(session, code, _wish(values))
            progress.stop_if_cancelled()
            pdf = render.data(paper, ".pdf")
            return Composed(paper, papers.findings(paper), pdf, papers.file_name(paper))

        self.context.jobs.ask(self, work, self._show, self._on_failed, latest="paper")

    def _needs(self) -> frozenset[str]:
        if self.choices is None:
            return frozenset()
        return next((one[3] for one in self.choices.papers if one[0] == self.code()), frozenset())

    def _show(self, composed: Composed) -> None:
        self.preview.show_paper(composed.paper, composed.pdf, composed.name)
        if composed.findings:
            mark = theme.state_mark("warning").glyph
            self.found.setText("\n".join(f"{mark} {text}" for text in composed.findings))
        else:
            self.found.setText(f"{theme.state_mark('done').glyph} Замечаний нет.")

    def _say(self, text: str) -> None:
        self.found.setText("")
        self.preview.show_hint(text)

    def _on_failed(self, error: Exception) -> None:
        """Why there is no paper, where it would have been."""
        self._say(str(error))

    # --- what the user does --------------------------------------------------------------------------------------

    def arrive(self, **arguments: Any) -> None:
        """`paper`, `profile`, `signed`, `school`, `year`, `merge`: what to show."""
        self._wanted = {"signed": None, **arguments} if arguments else {}
        if "merge" in arguments:
            self.reload()  # The merge may be newer than what can be chosen here.
        elif arguments and self.choices is not None:
            self._show_choices(self.choices)

    def print_paper(self) -> None:
        """Ctrl+P prints what is shown."""
        self.preview.print_pages()


def _wish(values: dict[str, Any]) -> "Wish":
    from shnor_desktop.operations.papers.registry import Wish

    profile = values["profile"]
    name = str(profile) if profile else None
    return Wish(name, values["school"], values["year"], values["signed"], values["merge"])


def _combo(parent: QWidget, name: str) -> QComboBox:
    box = QComboBox(parent)
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box


def _muted(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setObjectName("muted")
    label.setWordWrap(True)
    return label


def _fill(box: QComboBox, entries: list[tuple[str, Any]], chosen: Any, *, none: bool = False) -> None:
    """Fill a box and choose; with `none` nothing is chosen unless it is known."""
    box.blockSignals(True)
    box.clear()
    for text, data in entries:
        box.addItem(text, data)
    place = next((number for number, (_, data) in enumerate(entries) if data == chosen), -1)
    box.setCurrentIndex(place if place >= 0 or none else 0)
    if none and place < 0:
        box.setCurrentText("")
    box.blockSignals(False)
