"""How every dialog of the window is opened on the way of the walk: a road a dialog, named after its class.

A class of dialog that no road leads to fails the test, and so does a module that makes a form or a list of choices by the
classes of the kit; whoever adds one adds the road to it here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget, QLineEdit, QWidget
from sqlalchemy import select

from shnor_desktop.errors import DocumentReplaced
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.models.programme import Part, Programme
from shnor_desktop.models.schools import School
from shnor_desktop.ui.kit.messages import Messages
from tests.ui.shell.walk import district

if TYPE_CHECKING:
    from tests.ui.shell.walk.walker import Walk

LONG = district.lengthened("Очень длинное название")
FOLDER = Path("/", *(district.lengthened("Папка", 90) for _ in range(3)))


@dataclass(frozen=True)
class Road:
    """`leads_to` is the class it opens, `module` the one that makes it of a class of the kit; `unsettled`: it can be gone
    only in a file with open questions, which the sample has none of."""

    leads_to: str
    title: str
    go: "Callable[[Walk], object]"
    module: str = ""
    unsettled: bool = False


ROADS: list[Road] = []
_Go = Callable[["Walk"], object]


def road(
    leads_to: str, module: str = "", title: str = "", *, unsettled: bool = False
) -> Callable[[_Go], _Go]:
    """What follows opens this dialog."""

    def keep(go: _Go) -> _Go:
        ROADS.append(Road(leads_to, title or go.__name__.replace("_", " "), go, module, unsettled))
        return go

    return keep


def _uid(walk: "Walk", record: Any, place: int = 0) -> bytes:
    """uid of a record of the file."""

    def work(document: Any, progress: Any) -> bytes:
        with document.read() as session:
            return bytes(session.scalars(select(record.uid).order_by(record.uid)).all()[place])

    found: bytes = walk.asked(work)
    return found


# --- files and people ------------------------------------------------------------------------------------------------


@road("PasswordShown")
def password(walk: "Walk") -> None:
    from shnor_desktop.ui.file.passwords import show_password

    show_password(walk.context, FOLDER / f"{district.LONG_FILE}.zip", "ABCD-EFGH-JKLM-NPQR", walk.window)


@road("FormDialog", "file.passwords")
def password_asked(walk: "Walk") -> None:
    from shnor_desktop.ui.file.passwords import ask_password

    copy = FOLDER / f"{district.LONG_FILE}.zip"
    ask_password(walk.context, copy, copy.with_suffix(".shnor"), walk.window, lambda path: None)


@road("IntroductionDialog")
def person(walk: "Walk") -> None:
    walk.window.command("file.person")


@road("ChoiceDialog", "file.replaced_dialog")
def replaced(walk: "Walk") -> None:
    from shnor_desktop.ui.file.replaced_dialog import new_dialog

    kept = FOLDER / f"{district.LONG_FILE}.shnor"
    new_dialog(
        DocumentReplaced(f"«{kept.name}» изменён не здесь.", "", kept, kept, there=True), walk.window
    ).open()


@road("ChoiceDialog", "file.backups_dialog")
def backups(walk: "Walk") -> None:
    walk.window.command("file.backup")
    walk.settle()
    walk.window.command("file.restore")


@road("ChoiceDialog", "file.missing_dialog")
def missing(walk: "Walk") -> None:
    from shnor_desktop.ui.file.missing_dialog import offer_copies

    gone = walk.folder / "long.shnor"
    gone.rename(gone.with_name("long — копия.shnor"))
    try:
        offer_copies(walk.window.jobs, walk.real_messages, gone, lambda path: None, lambda: None)
        walk.settle()
    finally:
        gone.with_name("long — копия.shnor").rename(gone)


@road("ChoiceDialog", "file.rescue_dialog")
def rescue(walk: "Walk") -> None:
    from shnor_desktop.errors import UserError
    from shnor_desktop.ui.file.rescue_dialog import offer_ways

    error = UserError(f"Файл «{district.LONG_FILE}» повреждён.", LONG)
    path = walk.folder / "long.shnor"
    offer_ways(walk.window.jobs, walk.real_messages, path, error, lambda path: None, lambda path: None)


@road("QMessageBox")
def warning(walk: "Walk") -> None:
    Messages(walk.window).warn(f"Файл «{district.LONG_FILE}» не записан.", f"{LONG}. {FOLDER}")


@road("QMessageBox")
def report(walk: "Walk") -> None:
    Messages(walk.window).report(LONG * 4)


@road("SearchWindow")
def found_everywhere(walk: "Walk") -> Iterator[str]:
    """The commands of the window, then what the file holds."""
    walk.window.command("edit.everywhere")
    yield "commands"
    opened = next(one for one in shown_windows(walk.window) if type(one).__name__ == "SearchWindow")
    line = opened.findChild(QLineEdit)
    assert line is not None
    line.setText("имени")
    QTest.qWait(300)
    yield "found"


@road("HelpWindow")
def help_window(walk: "Walk") -> None:
    walk.window.command("help.page")


# --- records ---------------------------------------------------------------------------------------------------------


def _new_record(code: str) -> _Go:
    def go(walk: "Walk") -> None:
        from shnor_desktop.ui.records.form import edit_record

        def work(document: Any, progress: Any) -> bytes | None:
            with document.read() as session:
                uid = session.scalars(select(BY_CODE[code].record.uid)).first()
                return bytes(uid) if uid else None

        edit_record(walk.context, walk.window, code, walk.asked(work))

    return go


for _kind in KINDS:
    if _kind.shown and _kind.about.user_made:
        road("RecordDialog", title=_kind.one)(_new_record(_kind.code))


@road("RecordHistory")
def record_history(walk: "Walk") -> None:
    from shnor_desktop.ui.records.history import show_record_history

    show_record_history(walk.context, walk.window, "school", _uid(walk, School))


@road("TakeInDialog")
def taken_in(walk: "Walk") -> None:
    from shnor_desktop.ui.records.take_in_dialog import open_take_in

    open_take_in(walk.context, [walk.folder / f"{district.LONG_FILE}.xlsx"])


# --- results ---------------------------------------------------------------------------------------------------------


@road("GridPrintDialog")
def grid_print(walk: "Walk") -> None:
    walk.screen("results").print_paper()


@road("SittingDialog")
def sitting(walk: "Walk") -> None:
    from shnor_desktop.ui.results.sitting_dialog import add_sitting

    add_sitting(walk.context, walk.window, 2024, lambda mention, uid: None)


@road("ImportWizard")
def imported(walk: "Walk") -> Iterator[str]:
    """Every page of the wizard."""
    from shnor_desktop.ui.results.import_wizard import open_wizard

    wizard = open_wizard(walk.context, [walk.folder / f"{district.LONG_FILE} результаты.xlsx"])
    walk.settle()
    for page in (wizard.columns, wizard.questions, wizard.schools, wizard.failure, wizard.outcome):
        yield type(wizard.stack.currentWidget()).__name__
        wizard.stack.setCurrentWidget(page)
        walk.settle()
    yield type(wizard.stack.currentWidget()).__name__


@road("CellDialog")
def cell(walk: "Walk") -> None:
    from shnor_desktop.ui.results.import_wizard import open_wizard

    wizard = open_wizard(walk.context, [walk.folder / f"{district.LONG_FILE} результаты.xlsx"])
    walk.settle()
    wizard._show(wizard.preview)
    rows = wizard.preview.rows
    for line in [rows.row_at(row) for row in range(rows.rowCount())]:
        if not walk.shown("CellDialog") and line.note:
            wizard._amend([line])


# --- the list --------------------------------------------------------------------------------------------------------


@road("ProfileForm")
def profile(walk: "Walk") -> None:
    walk.screen("list").open_profile()


@road("GroundForm")
def ground(walk: "Walk") -> None:
    walk.screen("list").add_schools()


@road("EndForm")
def status_ended(walk: "Walk") -> None:
    screen = walk.screen("list")
    view = next(one for one in screen.state.views if one.signed or one.regional or one.order)
    screen.table.select(view.school.school)
    screen.end_status()


@road("SignForm")
def signed(walk: "Walk") -> None:
    walk.screen("list").sign_list()


@road("RegionListDialog")
def region_list(walk: "Walk") -> None:
    from shnor_desktop.ui.identification.region_list_dialog import open_region_list

    path = walk.folder / f"{district.LONG_FILE} перечень.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["№", "Школа"], [1, "МБОУ «Ольховецкая СОШ»"], [2, LONG], [3, "Неизвестная школа"]):
        sheet.append(line)
    book.save(path)
    open_region_list(walk.context, walk.window, path)


@road("ConfirmForm")
def status_confirmed(walk: "Walk") -> None:
    page = walk.statuses()
    from shnor_desktop.ui.context.status_page import ConfirmForm

    ConfirmForm(walk.context, page, page.table.shown()[:3]).open()


@road("EndStatusForm")
def statuses_ended(walk: "Walk") -> None:
    page = walk.statuses()
    from shnor_desktop.ui.context.status_page import EndStatusForm

    EndStatusForm(walk.context, page, page.table.shown()[:3]).open()


@road("BookDialog")
def passport(walk: "Walk") -> None:
    from shnor_desktop.ui.context.book_dialog import open_block

    text = f"Школа\tВсего учеников\t{LONG}\nМБОУ «Ольховецкая СОШ»\t120\t4\n{LONG}\t80\t3\n"
    open_block(walk.context, walk.window, text, 2024)


# --- schools ---------------------------------------------------------------------------------------------------------


@road("VerdictDialog")
def verdict(walk: "Walk") -> None:
    from shnor_desktop.ui.schools.identity_dialog import ask_verdict

    ask_verdict(walk.context, (_uid(walk, School), _uid(walk, School, 1)), walk.window)


@road("SchoolJoinDialog")
def joined(walk: "Walk") -> None:
    screen = walk.screen("schools")
    screen.table.selectAll()
    first, second = screen.table.selected()[:2]
    from shnor_desktop.ui.schools.join_dialog import SchoolJoinDialog

    SchoolJoinDialog(walk.context, ((first.uid, first.name), (second.uid, second.name)), screen).open()


@road("FormsDialog")
def forms(walk: "Walk") -> None:
    walk.window.command("file.forms")


# --- programme, roadmap, risks ---------------------------------------------------------------------------------------


@road("BeginDialog")
def begun(walk: "Walk") -> None:
    walk.screen("programme").begin()


@road("CarryOverDialog")
def carried_over(walk: "Walk") -> None:
    walk.screen("programme").carry_over()


@road("FindingsDialog")
def findings(walk: "Walk") -> None:
    walk.screen("programme").check()


@road("IndicatorsDialog")
def indicators(walk: "Walk") -> None:
    walk.screen("programme").add_indicators()


@road("ColumnsDialog")
def columns(walk: "Walk") -> None:
    def work(document: Any, progress: Any) -> bytes:
        with document.read() as session:
            return bytes(session.scalars(select(Part.uid).where(Part.place == "plan")).first())

    walk.screen("programme").choose_columns(walk.asked(work))


@road("PlanDialog")
def plan(walk: "Walk") -> None:
    from shnor_desktop.ui.roadmap.plan_dialog import paste_plan

    text = (
        f"№\tМероприятие\tСрок\tОтветственный\n1\t{LONG}\tдо 25.12.2024\t{LONG}\n2\tСовещание\tоктябрь\tИМЦ\n"
    )
    QGuiApplication.clipboard().setText(text)
    paste_plan(walk.context, _uid(walk, Programme))


@road("FormDialog", "roadmap.event_table")
def reference(walk: "Walk") -> None:
    screen = walk.screen("done")
    screen.table.selectRow(0)
    screen.acts.ask_reference()


@road("ChoiceDialog", "roadmap.done_screen")
def evidence_folder(walk: "Walk") -> None:
    walk.screen("done").export_folder()


@road("ChooseDialog")
def activity_chosen(walk: "Walk") -> None:
    from shnor_desktop.ui.risks.choosing import choose_activity

    choose_activity(walk.context, walk.window, lambda uid: None)


@road("ChoiceDialog", "support.people_screen")
def helpers_proposed(walk: "Walk") -> None:
    screen = walk.screen("people")
    screen.propose()


# --- orders and papers -----------------------------------------------------------------------------------------------


@road("PrepareDialog")
def order_prepared(walk: "Walk") -> None:
    walk.screen("orders").prepare()


@road("SignDialog")
def order_signed(walk: "Walk") -> None:
    screen = walk.screen("orders")
    screen.table.selectRow(0)
    screen.sign()


@road("ArrangeDialog")
def arranged(walk: "Walk") -> None:
    walk.context.go("papers", paper="school-card")
    walk.settle()
    walk.screen("papers").arrange_paper()


@road("OriginDialog")
def origins(walk: "Walk") -> None:
    from shnor_desktop.operations.papers.origins import Figure, Origin
    from shnor_desktop.ui.papers.origin_dialog import OriginDialog

    found = tuple(Origin("school", bytes(16), "Школа", f"{n}. {LONG}", LONG) for n in range(4))
    OriginDialog(walk.context, (Figure(LONG, found), Figure("12", found, 4)), walk.window).open()


# --- other organisations ---------------------------------------------------------------------------------------------


@road("MergeDialog")
def merged(walk: "Walk") -> Iterator[str]:
    """What is looked at, then what came of it."""
    from shnor_desktop.ui.sharing.merge_dialog import open_merge

    dialog = open_merge(walk.context, [walk.folder / f"{district.LONG_FILE}.shnor"])
    walk.settle()
    yield "preview"
    dialog.take_over()
    walk.settle()
    yield "outcome"


@road("MergeLog")
def merges(walk: "Walk") -> None:
    walk.window.command("file.merges")


@road("CompareDialog")
def files_compared(walk: "Walk") -> None:
    from shnor_desktop.ui.sharing.compare_dialog import compare_file

    compare_file(walk.context, walk.folder / f"{district.LONG_FILE}.shnor", walk.window)


@road("MomentsDialog")
def moments(walk: "Walk") -> None:
    walk.screen("history").compare_moments()


@road("SendDialog")
def part_sent(walk: "Walk") -> None:
    walk.window.command("file.send")


@road("BulkDialog", unsettled=True)
def decided_together(walk: "Walk") -> None:
    walk.screen("questions").decide_many()


@road("ExternalDialog")
def edited_outside(walk: "Walk") -> None:
    from shnor_desktop.operations.sharing.outside_edits import ExternalEdits
    from shnor_desktop.ui.file.outside_edits_dialog import ExternalDialog

    path = walk.folder / "outside.shnor"
    found: ExternalEdits = walk.edited_outside(path)
    ExternalDialog(walk.context, found, walk.window).open()


def shown_windows(window: QWidget) -> list[QWidget]:
    """What stands over the main window or at its side."""
    beside = [one for one in window.findChildren(QDockWidget) if one.isVisible()]
    over = [one for one in QApplication.topLevelWidgets() if one.isVisible() and isinstance(one, QDialog)]
    return [*beside, *over]
