"""«Риски и документы»: schools by factors of risk, two years side by side, and schools by the documents they must have."""

from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from shnor_desktop.document.document import raw_of
from shnor_desktop.models.values import Value
from shnor_desktop.operations.risks import documents, factors, matrix, problems
from shnor_desktop.operations.risks.documents import DocumentCell, DocumentMatrix
from shnor_desktop.operations.risks.matrix import Compared, RiskCell, RiskMatrix
from shnor_desktop.operations.schools.rows import SchoolRow
from shnor_desktop.operations.sharing.question_marks import marks
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.cells.beside import BesideButton
from shnor_desktop.ui.kit.cells.table import CellEdit
from shnor_desktop.ui.kit.laying.boxes import SNUG, lay_column, split, tab_bar
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.kit.widgets import ChoiceBox, EmptyPage
from shnor_desktop.ui.records.form import edit_record
from shnor_desktop.ui.risks import cells
from shnor_desktop.ui.risks.choosing import choose_activity
from shnor_desktop.ui.risks.page import MatrixPage
from shnor_desktop.ui.risks.panel import CellPanel

RISKS, YEARS, DOCUMENTS = range(3)
_VIEWS = {"risks": RISKS, "years": YEARS, "documents": DOCUMENTS}
_LEAST = "▲ высок. ✓ ★ !"


class RisksScreen(Screen):
    """Three matrices over the same schools."""

    title = "Риски"
    help_page = "risks"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.matrix: RiskMatrix | None = None
        self.compared: Compared | None = None
        self.documents: DocumentMatrix | None = None
        self._year: int | None = None
        self._waiting: frozenset[bytes] = frozenset()
        """Risks organisations disagree about."""
        self._programme: tuple[bytes | None, bool] = (None, False)
        """Which, and whether somebody chose it."""
        self._wanted: Any = None
        self.years, self.before, self.whose = (
            self._box(name) for name in ("Учебный год", "С каким годом сравнить", "Какие школы показать")
        )
        self.programmes = self._box("Программа или проект")
        self.whose.offer((("", "Все школы"), ("risk", "С рисками"), ("chosen", "С рисками в работе")))
        self.risk_page = MatrixPage(
            context, "Риски: школы и факторы", _LEAST, self, self.years, self.whose, legend=cells.LEGEND
        )
        self.year_page = MatrixPage(
            context, "Риски двух лет", "○ не отмечен", self, self.before, legend=cells.CHANGES_LEGEND
        )
        self.document_page = MatrixPage(
            context,
            "Документы школ",
            "○ подтверждён",
            self,
            self.programmes,
            legend=cells.DOCUMENTS_LEGEND,
        )
        self.risk_page.legend.setToolTip(matrix.HOW)
        self.document_page.legend.setToolTip(documents.HOW)
        self.tabs = tab_bar(self, ("Риски", "Два года", "Документы школ"))
        self.bodies = QStackedWidget(self)
        self._build()
        self._connect()

    # --- building ------------------------------------------------------------------------------------------------

    def _box(self, name: str) -> ChoiceBox:
        box = ChoiceBox(name, self)
        box.setMaximumWidth(theme.wide(360))
        return box

    def _build(self) -> None:
        self.panel = CellPanel(
            self.context,
            lambda table: self._risk_acts(),
            self,
            keep="risks/answers",
            empty="Мер пока нет: свяжите мероприятие плана или добавьте свою меру.",
        )
        splitter = split(self, self.risk_page, self.panel, sizes=(850, 300), shares=(1,))
        self.empty = EmptyPage(self)
        for page in (splitter, self.year_page, self.document_page, self.empty):
            self.bodies.addWidget(page)
        self.beside = BesideButton("Меры", self.panel, self)
        self.risk_page.top.addWidget(self.beside)
        self.risk_page.table.offer(self.panel.actions())
        self.acts = Bar(self.context, self._acts(), self)
        for page in (self.risk_page, self.document_page):
            page.table.offer(self.actions())
        lay_column(self, self.tabs, (self.bodies, 1), self.acts, around=SNUG)
        self.start_at(self.risk_page)

    def _risk_acts(self) -> tuple[Act, ...]:
        has = self._has_risk
        return (
            Act(
                "Мера из плана…",
                self.link_measure,
                tip="Мероприятие плана, которое снижает риск",
                when=has,
                writes=True,
            ),
            Act("Своя мера…", self.add_measure, tip="Мероприятие вне плана", when=has, writes=True),
            Act("Открыть риск…", self.edit_risk, tip="Карточка целиком", when=has),
        )

    def _acts(self) -> tuple[Act, ...]:
        return (
            Act("Добавить фактор…", self.add_factor, tip="Свой столбец матрицы", writes=True),
            Act("Добавить обычные факторы", self.fill, tip="Обычные факторы, которых ещё нет", writes=True),
            Act(
                "Добавить документ…",
                self.add_document,
                tip="Документ любой школы, в том числе вне программы",
                when=lambda: self.tabs.currentIndex() == DOCUMENTS,
                writes=True,
            ),
            Act("Открыть документ…", self.edit_document, when=self._on_document),
            Act(
                "Внести недостающие",
                self.expect,
                tip="Завести карточки обо всём, чего не хватает, в том числе по антирисковой программе на каждый взятый риск",
                when=self._lacks,
                writes=True,
            ),
        )

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab)
        self.years.activated.connect(self._on_year)
        self.before.activated.connect(lambda _: self._ask_compared())
        self.whose.activated.connect(lambda _: self._show_risks())
        self.programmes.activated.connect(self._on_programme)
        self.risk_page.edits_wanted.connect(self._write_risks)
        self.risk_page.current_changed.connect(self._on_risk)
        self.document_page.edits_wanted.connect(self._write_documents)
        self.document_page.current_changed.connect(lambda place: self.acts.refresh())
        self.panel.table.opened.connect(lambda one: edit_record(self.context, self, one.kind, one.uid))
        self.empty.act.clicked.connect(self._begin)

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """What the shown page needs."""
        ask = self.context.jobs.ask
        if self.tabs.currentIndex() == DOCUMENTS:
            programme, chosen = self._programme
            work = with_session(documents.read, programme, chosen=chosen)
            ask(self, work, self._show_documents, latest="documents")
        else:
            ask(self, with_session(_read, self._year), self._show_matrix, latest="risks")

    def _show_matrix(self, answer: tuple[RiskMatrix, frozenset[bytes]]) -> None:
        found, self._waiting = answer
        self.matrix, self._year = found, found.year
        named = [(one, f"{school_years.label(one)} уч. год") for one in found.years]
        _fill(self.years, named, found.year)
        kept = self.before.currentData()
        others = [
            (one, f"{school_years.label(one)} → {found.label}") for one in found.years if one < found.year
        ]
        _fill(self.before, others, kept)
        if self._say_empty(found):
            return
        self._show_page()
        self._show_risks()
        if self.tabs.currentIndex() == YEARS:
            self._ask_compared()

    def _show_page(self) -> None:
        self.bodies.setCurrentIndex(self.tabs.currentIndex())
        self.acts.refresh()

    def _say_empty(self, found: RiskMatrix) -> bool:
        if found.schools and found.factors:
            return False
        texts = (
            (
                "Факторов риска пока нет.",
                "Внесите обычные: они станут столбцами матрицы.",
                "Внести обычные факторы",
            )
            if found.schools
            else (
                "В файле ещё нет школ.",
                "Загрузите книгу с результатами или добавьте школы.",
                "Перейти к школам",
            )
        )
        self.empty.title.setText(texts[0])
        self.empty.text.setText(texts[1])
        self.empty.act.setText(texts[2])
        self.empty.act.setEnabled(not found.schools or not self.context.read_only)
        self.bodies.setCurrentWidget(self.empty)
        return True

    def _begin(self) -> None:
        if self.matrix is not None and not self.matrix.schools:
            self.context.go("schools")
        else:
            self.fill()

    def _show_risks(self) -> None:
        found = self.matrix
        if found is None:
            return
        shown = cells.schools(self._chosen_of(found))
        risks = [one for one in found.cells.values() if one.mark.counts]
        chosen = sum(one.mark.chosen for one in risks)
        bare = sum(one.is_bare for one in risks)
        told = f"Отмечено рисков: {len(risks)}, в работе: {chosen}"
        self.risk_page.show_cells(
            shown,
            cells.risk_columns(found),
            cells.risk_cells(found, self._waiting),
            f"{told}, из них без мер: {bare}" if bare else told,
            editable=True,
            wanted=self._wanted,
        )
        self._wanted = None

    def _chosen_of(self, found: RiskMatrix) -> tuple[SchoolRow, ...]:
        """The schools the box lets through."""
        code = self.whose.currentData()
        if not code:
            return found.schools
        marks = ((place[0], one.mark) for place, one in found.cells.items())
        held = {school for school, one in marks if (one.chosen if code == "chosen" else one.counts)}
        return tuple(one for one in found.schools if one.uid in held)

    def _ask_compared(self) -> None:
        before = self.before.currentData()
        if self.matrix is None or before is None:
            self.year_page.show_cells(
                (), (), {}, "Сравнить не с чем: риски отмечены за один год.", editable=False
            )
            return
        work = with_session(matrix.compare, int(before), self.matrix.year)
        self.context.jobs.ask(self, work, self._show_compared, latest="compared")

    def _show_compared(self, found: Compared) -> None:
        self.compared = found
        held = {place[0] for place in (*found.before.cells, *found.after.cells)}
        rows = tuple(one for one in found.after.schools if one.uid in held)
        counts = found.places([one.uid for one in rows])
        words = (
            ("new", "новых"),
            ("more", "выросло"),
            ("less", "снизилось"),
            ("gone", "больше нет"),
            ("unseen", "в новом году не отмечено"),
        )
        told = ", ".join(f"{word}: {counts[code]}" for code, word in words if counts.get(code))
        self.year_page.show_cells(
            cells.schools(rows),
            cells.risk_columns(found.after, profile=False),
            cells.change_cells(found),
            told or "Различий между годами нет.",
            editable=False,
        )

    def _show_documents(self, found: DocumentMatrix) -> None:
        self.documents = found
        self._programme = (found.programme, self._programme[1])
        _fill(self.programmes, [(uid, name) for uid, name in found.programmes], found.programme)
        self._show_page()
        told = documents.missing_text(found) or (
            "Школ здесь пока нет: отметьте школы в форме программы («Школы программы») или заведите документ школы."
        )
        self.document_page.show_cells(
            cells.schools(found.schools),
            cells.document_columns(found),
            cells.document_cells(found),
            told,
            editable=True,
            wanted=self._wanted,
        )
        self._wanted = None
        self.acts.refresh()

    def _on_tab(self, place: int) -> None:
        self._show_page()
        self.reload()

    def _on_year(self, place: int) -> None:
        self._year = self.years.itemData(place)
        self.reload()

    def _on_programme(self, place: int) -> None:
        self._programme = (self.programmes.itemData(place), True)
        self.reload()

    def _on_risk(self, place: Any) -> None:
        found = self.matrix
        if found is None or place is None:
            self.panel.show_cell("", "", ())
            return
        school = next((one.name for one in found.schools if one.uid == place[0]), "")
        factor = next((one.name for one in found.factors if one.uid == place[1]), "Рисковый профиль")
        cell = found.cells.get(place)
        told = cells.risk_tip(cell, school) if cell is not None else f"{school}: не отмечен"
        self.panel.show_cell(factor, told, cell.answers if cell is not None else ())

    def arrive(self, **arguments: Any) -> None:
        """go("risks", view="documents", school=uid, year=2021, programme=uid)"""
        if (year := arguments.get("year")) is not None:
            self._year = int(year)
        if "programme" in arguments:
            self._programme = (arguments["programme"], True)
        if (school := arguments.get("school")) is not None:
            self._wanted = (school, arguments.get("kind") or arguments.get("factor") or cells.PROFILE)
        if (view := _VIEWS.get(str(arguments.get("view")))) is not None:
            self.tabs.setCurrentIndex(view)
        if arguments:
            self.reload()

    def start_search(self) -> None:
        self._page().start_search()

    def print_paper(self) -> None:
        """Ctrl+P: the matrix that is shown."""
        if self.tabs.currentIndex() == DOCUMENTS:
            self.context.go("papers", paper="school-documents", documents_of=self._programme[0] or b"")
        else:
            self.context.go("papers", paper="risks", passport_year=self._year)

    def _page(self) -> MatrixPage:
        return (self.risk_page, self.year_page, self.document_page)[self.tabs.currentIndex()]

    # --- risks -------------------------------------------------------------------------------------------------------

    def _risk(self) -> RiskCell | None:
        place = self.risk_page.table.current_place()
        return self.matrix.cells.get(place) if self.matrix is not None and place is not None else None

    def _has_risk(self) -> bool:
        return self._risk() is not None

    def _write_risks(self, edits: list[CellEdit]) -> None:
        wanted = [(one.row, one.column, one.text) for one in edits if one.column != cells.PROFILE]
        if self._year is None or not wanted:
            return

        def done(entered: matrix.Entered) -> None:
            self.risk_page.after_entry(
                entered.changed,
                len(entered.refused),
                len(wanted),
                lambda: matrix.told(entered),
                entered.cleared,
            )

        self.context.jobs.change(self, with_document(matrix.enter, self._year, wanted), done)

    def link_measure(self) -> None:
        """Choose among the activities of the plans."""
        if (one := self._risk()) is not None:
            choose_activity(
                self.context,
                self,
                lambda uid: self.context.jobs.change(
                    self, with_document(problems.answer_by_activity, [one.uid], uid)
                ),
            )

    def add_measure(self) -> None:
        """An activity of no plan."""
        if (one := self._risk()) is not None:
            edit_record(self.context, self, "activity", None, given={"problems": ((one.uid, ""),)})

    def edit_risk(self) -> None:
        """The form of the risk with the cursor."""
        if (one := self._risk()) is not None:
            edit_record(self.context, self, "problem", one.uid)

    def add_factor(self) -> None:
        """A column of one's own."""
        edit_record(self.context, self, "factor", None, given={"group": "risk"})

    def fill(self) -> None:
        """The usual factors that are not there yet."""

        def done(added: int) -> None:
            if added:
                self.context.offer_undo(f"Внесено: {counted(added, 'фактор', 'фактора', 'факторов')}")
            else:
                self.context.messages.tell("Все обычные факторы уже есть.")

        self.context.jobs.change(self, with_document(factors.fill), done)

    # --- documents -----------------------------------------------------------------------------------------------

    def _document(self) -> tuple[bytes, str, DocumentCell] | None:
        place = self.document_page.table.current_place()
        if self.tabs.currentIndex() != DOCUMENTS or self.documents is None or place is None:
            return None
        cell = self.documents.cells.get(place)
        return (*place, cell) if cell is not None else None

    def _on_document(self) -> bool:
        return self._document() is not None

    def _lacks(self) -> bool:
        found = self.documents
        return self.tabs.currentIndex() == DOCUMENTS and found is not None and bool(found.missing)

    def _write_documents(self, edits: list[CellEdit]) -> None:
        wanted = [(one.row, one.column, one.text) for one in edits]

        def done(entered: documents.Entered) -> None:
            self.document_page.after_entry(
                entered.changed,
                len(entered.refused),
                len(wanted),
                lambda: documents.told(entered),
                entered.cleared,
            )

        work = with_document(documents.enter, self._programme[0], wanted)
        self.context.jobs.change(self, work, done)

    def edit_document(self) -> None:
        """The form of the document with the cursor, or of a new one."""
        if (found := self._document()) is None:
            return
        school, kind, cell = found
        given: dict[str, Value] = {"school": school, "kind": kind, "programme": self._programme[0]}
        uid = cell.documents[0].uid if cell.documents else None
        if uid is not None:
            edit_record(self.context, self, "school_document", uid)
        else:
            edit_record(self.context, self, "school_document", None, given=given)

    def add_document(self) -> None:
        """A document of any school: so a school comes into the matrix that is in no programme."""
        given: dict[str, Value] = {"programme": self._programme[0]}
        edit_record(self.context, self, "school_document", None, given=given)

    def expect(self) -> None:
        """Put down what is missing as expected."""
        if self.documents is None:
            return
        work = with_document(documents.expect, self.documents.programme)
        self.context.jobs.change(
            self,
            work,
            lambda count: self.context.offer_undo(
                f"Ожидается: {counted(count, 'документ', 'документа', 'документов')}"
            ),
        )


def _read(session: Any, year: int | None) -> tuple[RiskMatrix, frozenset[bytes]]:
    waiting = marks(raw_of(session)).of_kind("problem")
    return matrix.read(session, year), frozenset(uid for uid, _ in waiting)


def _fill(box: ChoiceBox, choices: list[tuple[Any, str]], chosen: Any) -> None:
    box.offer(choices, chosen)
    box.setEnabled(bool(choices))
