"""«Выполнение»: what was done, by the plan or beside it, what confirms it, and the decisions that are still open."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget

from shnor_desktop.models.values import Value
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.roadmap import editing, events, evidence, meetings
from shnor_desktop.operations.roadmap.events import EventLine
from shnor_desktop.operations.roadmap.evidence import FolderReport
from shnor_desktop.operations.roadmap.meetings import Decision
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.dialog import Choice, ChoiceDialog
from shnor_desktop.ui.kit.laying.boxes import BELOW, WIDE, lay_column, split, stacked
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.records.form import edit_record
from shnor_desktop.ui.roadmap.decision_table import DecisionTable
from shnor_desktop.ui.roadmap.event_table import EventActs, EventTable
from shnor_desktop.ui.roadmap.quick_entry import QuickEntry

_Facts = tuple[tuple[EventLine, ...], tuple[Decision, ...]]


def _facts(session: Any, on: date) -> _Facts:
    return events.events(session), meetings.open_decisions(session, on)


class DoneScreen(Screen):
    """A line to note, the table of what was done, open decisions below."""

    title = "Выполнение"
    help_page = "done"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._wanted: bytes | None = None
        self._wanted_decision: bytes | None = None
        self.quick = QuickEntry(context, self)
        self.quick.noted.connect(self._want)
        self.table = EventTable(context, self, short=False, keep="done")
        self.acts = EventActs(context, self, self.table)
        folder = Act(
            "Папка подтверждений…",
            self.export_folder,
            tip="Все подтверждения программы с описью: папкой или архивом",
            in_menu=False,
        )
        self.finding = Bar(context, (), self, table=self.table, search="Найти (Ctrl+F)")
        self.bar = Bar(context, (*self.acts.acts(), folder), self, table=self.table)
        upper = stacked(self, self.quick, self.finding, (self.table, 1), self.bar, around=BELOW)
        self.decisions = DecisionTable(context, self)
        heading = QLabel("Открытые решения и договорённости", self)
        heading.setObjectName("subheading")
        self.decision_bar = Bar(context, self._decision_acts(), self, table=self.decisions)
        self.decision_bar.count.show()
        lower = stacked(self, heading, (self.decisions, 1), self.decision_bar, around=BELOW)
        splitter = split(self, upper, lower, sizes=(460, 220), upright=True)
        lay_column(self, splitter, around=WIDE)
        self.start_at(self.table)
        self.decisions.opened.connect(lambda _: self.edit_decision())

    def _decision_acts(self) -> tuple[Act, ...]:
        return (
            Act(
                "Добавить решение…",
                self.add_decision,
                tip="К тому, что выбрано вверху",
                when=lambda: self.table.current() is not None,
                writes=True,
                in_menu=False,
            ),
            Act("Открыть решение…", self.edit_decision, when=self._decided),
            Act("Выполнено", lambda: self._set_state("done"), when=self._decided, writes=True),
            Act("Снято", lambda: self._set_state("cancelled"), when=self._decided, writes=True),
            Act("Показать, где решено", self._show_source, when=self._decided, in_bar=False),
        )

    def _decided(self) -> bool:
        return self.decisions.current() is not None

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        asked = with_session(_facts, date.today())
        self.context.jobs.ask(self, asked, self._show, latest="done")

    def _show(self, facts: _Facts) -> None:
        """One table after the other, so that the window answers between them: both may be long."""
        done, decisions = facts
        QTimer.singleShot(0, self, lambda: self._show_decisions(decisions))
        self.table.set_rows(done)
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None

    def _show_decisions(self, decisions: tuple[Decision, ...]) -> None:
        self.decisions.set_rows(decisions)
        if self._wanted_decision is not None:
            self.decisions.select(self._wanted_decision)
            self._wanted_decision = None
        self.decision_bar.refresh()

    def arrive(self, **arguments: Any) -> None:
        """`event`: the line to show; `decision`: the open decision."""
        if event := arguments.get("event"):
            self._want(event)
        if decision := arguments.get("decision"):
            self._wanted_decision = None if self.decisions.select(decision) else decision

    def _want(self, uid: bytes) -> None:
        self._wanted = None if self.table.select(uid) else uid

    # --- decisions -----------------------------------------------------------------------------------------------

    def add_decision(self) -> None:
        """A decision of the meeting that is chosen above."""
        line: EventLine | None = self.table.current()
        if line is not None:
            given: dict[str, Value] = {"event": line.uid}
            edit_record(self.context, self, "activity", None, given=given)

    def edit_decision(self) -> None:
        """The form of the chosen decision."""
        if (one := self.decisions.current()) is not None:
            edit_record(self.context, self, "activity", one.row.uid)

    def _set_state(self, state: str) -> None:
        uids = [one.row.uid for one in self.decisions.selected()]
        if uids:
            self.context.jobs.change(
                self,
                with_document(editing.set_state, uids, state),
                lambda _: self.context.offer_undo("Состояние решения изменено."),
            )

    def _show_source(self) -> None:
        one: Decision | None = self.decisions.current()
        if one is None:
            return
        kind, uid = one.source
        if kind == "event":
            self._want(uid)
        else:
            self.context.go("dictionaries", kind=kind, uid=uid)

    # --- the folder ----------------------------------------------------------------------------------------------

    def export_folder(self) -> None:
        """Ask for a programme and a place, then write everything that confirms it."""
        self.context.jobs.ask(self, with_session(outline.programmes), self._choose_programme)

    def _choose_programme(self, programmes: tuple[outline.ProgrammeLine, ...]) -> None:
        if not programmes:
            self.context.messages.warn(
                "В файле нет ни одной программы.", "Добавьте программу или дорожную карту."
            )
        elif len(programmes) == 1:
            self._write_folder(programmes[0].uid)
        else:
            choices = [Choice(one.uid, one.name, one.period_label) for one in programmes]
            dialog = ChoiceDialog(
                "Папка подтверждений", self, choices, take="Выбрать", name="Программы и дорожные карты"
            )
            dialog.accepted.connect(lambda: self._write_folder(dialog.chosen()))
            dialog.open()

    def _write_folder(self, programme: bytes) -> None:
        messages = self.context.messages
        way = messages.choose(
            "Как сохранить подтверждения?", "В обоих случаях с описью в PDF.", ("Архивом .zip", "Папкой")
        )
        out: Path | None = None
        if way == 0:
            out = messages.save_file("Папка подтверждений", Path("Подтверждения.zip"), "Архив (*.zip)")
        elif way == 1:
            out = messages.choose_folder("Пустая папка для подтверждений")
        if out is not None:
            work = _writing(programme, out)
            self.context.jobs.ask(self, work, lambda report: messages.wrote(_told(report, out), out))


def _writing(programme: bytes, out: Path) -> Callable[[Any, Any], FolderReport]:
    return lambda document, progress: evidence.write_folder(document, programme, out, progress)


def _told(report: FolderReport, out: Path) -> str:
    told = [f"Подтверждения сохранены: {out.name}; {counted(report.files, 'файл', 'файла', 'файлов')}"]
    if report.named:
        told.append(f"без файла — {report.named}")
    if report.bare:
        told.append(f"сделано без подтверждений — {report.bare}")
    if report.lost:
        told.append(f"файлов нет или они повреждены — {len(report.lost)}")
    return ", ".join(told) + "."
