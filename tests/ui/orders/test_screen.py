"""«Приказы» in the real window: prepared, edited, signed, undone."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from shnor_desktop.document.document import Document
from shnor_desktop.operations.orders import drafts
from shnor_desktop.operations.records import records
from shnor_desktop.ui.kit.form import FormDialog
from shnor_desktop.ui.kit.notice import Notice
from shnor_desktop.ui.orders.dialogs import PrepareDialog, SignDialog
from shnor_desktop.ui.orders.screen import OrdersScreen
from shnor_desktop.ui.records.form import RecordDialog
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder, Settle


@pytest.fixture
def screen(window: Window, settle: Settle) -> OrdersScreen:
    window.go("orders")
    settle()
    shown = window.shown_screen()
    assert isinstance(shown, OrdersScreen)
    return shown


def dialog(kind: type[FormDialog]) -> Any:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


def test_an_order_goes_from_a_draft_to_a_signed_paper(
    screen: OrdersScreen, messages: Recorder, settle: Settle
) -> None:
    assert "Приказов в файле пока нет" in screen.table.empty_text()
    assert not screen.bar.button("Подписать…").isEnabled()
    screen.prepare()
    settle()
    asked = dialog(PrepareDialog)
    asked.form.set_values({"template": "group", "kind": "order", "date": "2026-09-01"})
    asked.save()
    settle()
    line = screen.table.current()
    assert (line.number, line.title) == ("1", "О создании рабочей группы")
    pieces = [one.text for one in screen.pieces.shown()]
    assert pieces[1].startswith("Руководителю рабочей группы проводить")
    assert pieces[-1].startswith("Состав рабочей группы")

    screen.pieces.select(screen.pieces.shown()[1].uid)
    screen.piece_bar.button("Выше").click()
    settle()
    assert screen.pieces.shown()[0].text == pieces[1]

    screen.sign()
    settle()
    asked = dialog(SignDialog)
    asked.form.set_values({"number": "5", "date": "2026-09-02"})
    asked.save()
    settle()
    line = screen.table.current()
    assert (line.number, line.state) == ("5", "signed")
    assert not screen.bar.button("Подписать…").isEnabled()
    assert not screen.piece_bar.button("Добавить пункт…").isEnabled()
    screen.edit()
    settle()
    card = dialog(RecordDialog)
    assert card.form.editors["title"].editor.isReadOnly() and not card.form.editors["kind"].editor.isEnabled()
    assert not card.button("Сохранить").isEnabled()
    card.form.editors["note"].editor.setPlainText("Разослан")
    assert card.button("Сохранить").isEnabled()
    card.drop()
    messages.undo[-1][1]()
    settle()
    assert screen.table.current().state == "signed"  # Not without a word.
    taken_back_elsewhere(screen, messages, settle)


def taken_back_elsewhere(screen: OrdersScreen, messages: Recorder, settle: Settle) -> None:
    assert "Отозвать подпись? Подписано: приказ" in messages.questions[-1]
    screen.context.go("schools")
    messages.answers = [True]
    screen.context.command("edit.undo")
    settle()
    (notice,) = screen.window().findChildren(Notice)
    assert notice.label.text() == "Отменено: Подписано: приказ № 5."
    assert not notice._timer.isActive() and notice.second.text() == "Показать"
    notice.second.click()
    settle()
    assert screen.isVisible() and screen.table.current().state == "draft"
    screen.context.command("edit.redo")
    settle()
    assert screen.table.current().state == "signed"


def test_only_what_the_chosen_order_needs_is_asked(
    screen: OrdersScreen, window: Window, settle: Settle
) -> None:
    made: list[bytes] = []

    def fill(document: Document, progress: Any) -> bytes:
        with document.write("Организация") as session:
            return records.save(session, "office", None, {"name": "Отдел образования"})

    window.jobs.change(window, fill, made.append)
    settle()
    screen.prepare()
    settle()
    asked = dialog(PrepareDialog)
    editors = asked.form.editors
    assert editors["issuer"].value() == made[0]

    def shown() -> set[str]:
        return {name for name, editor in editors.items() if not editor.isHidden()}

    assert shown() == {"template", "kind", "issuer", "date"}
    asked.form.set_values({"template": "letter"})
    assert shown() == {"template", "issuer", "school", "date"}
    asked.form.set_values({"template": "group"})
    assert shown() == {"template", "kind", "issuer", "programme", "date"}
    asked.reject()


def test_a_doubtful_form_is_told_above_the_points(
    screen: OrdersScreen, window: Window, settle: Settle
) -> None:
    made: list[bytes] = []

    def fill(document: Document, progress: Any) -> bytes:
        with document.write("Документ") as session:
            paper = records.save(session, "paper", None, {"kind": "order", "title": "О кураторах"})
            part = records.save(session, "part", None, {"paper": paper, "place": "points"})
            given: dict[str, Any] = {"part": part, "text": "Провести", "responsible": "директора"}
            records.save(session, "activity", None, given)
            return paper

    window.jobs.change(window, fill, made.append)
    settle()
    screen.arrive(order=made[0])
    settle()
    assert "«директора»" in screen.doubts.text()
    assert not screen.doubts.isHidden()


def test_a_figure_that_no_longer_agrees_leads_to_its_text(
    screen: OrdersScreen, window: Window, settle: Settle
) -> None:
    made: list[bytes] = []

    def fill(document: Document, progress: Any) -> bytes:
        with document.write("Документ") as session:
            schools = [records.save(session, "school", None, {"name": f"Школа № {one}"}) for one in (1, 2)]
            given: dict[str, Any] = {"kind": "memo", "title": "О школах", "date": "2026-09-01"}
            paper = records.save(
                session, "paper", None, {**given, "schools": tuple((one, "") for one in schools)}
            )
            text = "В перечень <включены> 3 школы: **обе**."
            part: dict[str, Any] = {"paper": paper, "place": "section", "text": text}
            records.save(session, "part", None, part)
            return paper

    window.jobs.change(window, fill, made.append)
    settle()
    screen.table.select(made[0])
    settle()
    assert "сейчас 2\u00a0школы" in screen.doubts.text() and "&lt;включены&gt;" in screen.doubts.text()
    number = screen.doubts.text().partition('href="')[2].partition('"')[0]
    screen.doubts.linkActivated.emit(number)
    settle()
    form = dialog(FormDialog).form
    assert form.editors["text"].editor.text() == "В перечень <включены> 3 школы: **обе**."
    assert form.editors["text"].editor.page.toPlainText() == "В перечень <включены> 3 школы: обе."


def test_a_second_order_about_the_list_is_asked_about_with_the_first_named(
    screen: OrdersScreen, window: Window, messages: Recorder, settle: Settle
) -> None:
    def prepare() -> None:
        screen.prepare()
        settle()
        asked = dialog(PrepareDialog)
        asked.form.set_values({"template": "list"})
        asked.save()
        settle()

    prepare()
    first = screen.table.current()
    messages.answers = [0]
    prepare()
    assert f"Приказ об этом перечне уже есть: {first.name} (проект)." in messages.questions[-1]
    assert [one.uid for one in screen.table.shown()] == [first.uid]
    messages.answers = [1]
    prepare()
    assert len(screen.table.shown()) == 2
    assert f"О том же перечне в файле уже есть: {first.name} (проект)." in screen.doubts.text()
    messages.answers = [-1]
    prepare()
    assert len(screen.table.shown()) == 2
    dialog(PrepareDialog).reject()


def test_a_draft_older_than_its_list_is_renewed_from_its_remark(
    screen: OrdersScreen, window: Window, messages: Recorder, settle: Settle
) -> None:
    made: list[bytes] = []

    def fill(document: Document, progress: Any) -> bytes:
        order = drafts.prepare(document, "list", {"date": "2022-09-01"})
        with document.write("Перечень") as session:
            given: dict[str, Any] = {"kind": "low_result", "school_year": 2022, "signed_on": "2022-09-05"}
            records.save(session, "status_list", None, {"title": "Перечень", "frozen": "{}", **given})
        return order

    window.jobs.change(window, fill, made.append)
    settle()
    screen.arrive(order=made[0])
    settle()
    assert "Перечень подписан 05.09.2022" in screen.doubts.text()
    messages.answers = [0]
    assert screen.doubts.text().count("<a href=") == 1
    screen.doubts.linkActivated.emit(screen.doubts.text().partition('<a href="')[2].partition('"')[0])
    settle()
    assert "Пункт 1: «Утвердить перечень школ" in messages.questions[-1]
    assert screen.table.current().title.endswith("на 2022/23 учебный год")
    assert "Перечень подписан" not in screen.doubts.text()
