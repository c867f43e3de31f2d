"""«Перечень» in the real window: verdicts, the explain panel, grounds, what-if, signing, leaving."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.models.schools import School
from shnor_desktop.operations.identification import statuses
from shnor_desktop.operations.identification.signed_lists import WouldChange
from shnor_desktop.papers.tree.paper import plain, runs_of
from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.results.facts import Profile, Sitting
from shnor_desktop.ui.identification.bars import changes_text, slots_text
from shnor_desktop.ui.identification.dialogs import EndForm, GroundForm
from shnor_desktop.ui.identification.profile_form import ProfileForm
from shnor_desktop.ui.identification.screen import ListScreen
from shnor_desktop.ui.identification.sign_form import NO, OPEN, YES, SignForm
from shnor_desktop.ui.identification.table import ANSWER, COLUMNS, LOW_A, ORDER, REGIONAL, SCHOOL
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.papers.screen import PapersScreen
from shnor_desktop.ui.shell.window import Window
from tests.operations.district import District
from tests.ui.conftest import Recorder

REQUISITES = "приказ министерства от 01.09.2021 № 7"


def said_by(shown: PapersScreen) -> str:
    """The text of the paper that is shown."""
    assert shown.preview.sheet is not None
    return " ".join(plain(runs) for block in shown.preview.sheet.paper.blocks() for runs in runs_of(block))


def write(document: Document, progress: object) -> None:
    with document.write("Заполнение") as session:
        made = District(session)
        math = made.sitting("vpr", "МА", 5, 2021, "spring")
        russian = made.sitting("vpr", "РУ", 5, 2021, "spring")
        made.sitting("vpr", "МА", 5, 2020, "spring")
        low, border, calm, waiting, silent = (
            made.school(name)
            for name in (
                "МБОУ «Береговая ООШ»",
                "МКОУ «Высокая СОШ»",
                "МБОУ «Горная СОШ»",
                "МБОУ «Дальняя ООШ»",
                "МБОУ «Ельник НОШ»",
            )
        )
        made.result(low, math, 40, 12, source="Книга.xlsx · Лист1!D5")
        made.result(low, russian, 40, 30)
        made.result(border, math, percent_e4=300_000)
        made.result(border, russian, percent_e4=300_000)
        made.result(calm, math, 40, 2)
        made.result(calm, russian, 40, 2)
        made.result(waiting, math, 40, 25)
        made.result(waiting, russian, state=ResultState.NOT_RECEIVED)
        assert silent


@pytest.fixture
def settle(window: Window, qtbot: QtBot) -> Callable[[], None]:
    def wait() -> None:
        qtbot.wait(1)
        qtbot.waitUntil(window.jobs.idle, timeout=20_000)
        qtbot.wait(1)

    return wait


@pytest.fixture
def screen(window: Window, settle: Callable[[], None]) -> ListScreen:
    window.jobs.change(window, write)
    window.go("list")
    settle()
    shown = window.shown_screen()
    assert isinstance(shown, ListScreen)
    return shown


def answers(screen: ListScreen) -> dict[str, str]:
    found = screen.table.sorted
    return {
        str(found.index(row, SCHOOL).data()): str(found.index(row, ANSWER).data())
        for row in range(found.rowCount())
    }


def choose(screen: ListScreen, name: str, settle: Callable[[], None]) -> None:
    state = screen.state
    assert state is not None
    assert screen.table.select(next(one.school.school for one in state.views if name in one.school.name))
    settle()


def test_an_empty_file_says_what_to_do(window: Window, settle: Callable[[], None]) -> None:
    window.go("list")
    settle()
    shown = window.shown_screen()
    assert isinstance(shown, ListScreen)
    assert shown.empty_text.isVisible()
    assert "Загрузите книгу" in shown.empty_text.text()
    assert not shown.acts.button("Подпи&сать перечень…").isEnabled()
    assert not shown.acts.button("&Напечатать").isEnabled()


def test_every_school_has_a_shape_and_a_word(screen: ListScreen, qtbot: QtBot) -> None:
    assert answers(screen) == {
        "МБОУ «Береговая ООШ»": "▲ низкие результаты",
        "МКОУ «Высокая СОШ»": "◇ подтвердить",
        "МБОУ «Горная СОШ»": "● критерии не выполнены",
        "МБОУ «Дальняя ООШ»": "○ недостаточно данных",
        "МБОУ «Ельник НОШ»": "– нет результатов",
    }
    assert "по расчёту 1" in screen.summary.text()
    assert "ждут решения 2" in screen.summary.text()


def test_the_table_keeps_the_rules_of_qt(screen: ListScreen) -> None:
    rows = [screen.table.rows.row_at(number) for number in range(screen.table.rows.rowCount())]
    tester = QAbstractItemModelTester(screen.table.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    screen.table.rows.set_rows(())
    screen.table.rows.set_rows(rows)
    assert tester.model() is screen.table.rows


def test_no_column_makes_a_ranking(screen: ListScreen) -> None:
    names = list(answers(screen))
    screen.table.horizontalHeader().sectionClicked.emit(LOW_A)
    assert list(answers(screen)) == names
    screen.table.horizontalHeader().sectionClicked.emit(SCHOOL)
    screen.table.horizontalHeader().sectionClicked.emit(SCHOOL)
    assert list(answers(screen)) == names[::-1]
    assert not any("рейтинг" in f"{one.title} {one.hint}".casefold() for one in COLUMNS)


def test_the_panel_follows_the_cursor_and_copies_as_text(
    screen: ListScreen, settle: Callable[[], None], qtbot: QtBot
) -> None:
    choose(screen, "Береговая", settle)
    text = screen.panel.text.toPlainText()
    for part in ("12 из 40", "30,0", "18,1–45,4", "Книга.xlsx · Лист1!D5", "критерий 1"):
        assert part in text
    screen.table.setFocus()
    QTest.keyClick(screen.table, Qt.Key.Key_Down)
    settle()
    assert "Высокая" in screen.panel.text.toPlainText()
    choose(screen, "Горная", settle)
    assert "Почему нет" in screen.panel.text.toPlainText()
    QTest.keyClick(screen.panel.text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("МБОУ «Горная СОШ»")
    assert "2 из 40" in copied
    assert "<" not in copied


def test_lines_are_copied_for_a_spreadsheet(
    screen: ListScreen, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    choose(screen, "Береговая", settle)
    QTest.keyClick(screen.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, line = QGuiApplication.clipboard().text().split("\n")
    assert head.split("\t")[:2] == ["Школа", "По расчёту"]
    assert line.split("\t")[1] == "▲ низкие результаты"


def test_search_and_groups_narrow_the_table(screen: ListScreen, settle: Callable[[], None]) -> None:
    screen.start_search()
    screen.search.setText("горн")
    assert list(answers(screen)) == ["МБОУ «Горная СОШ»"]
    assert "1 из 5" in screen.summary.text()
    QTest.keyClick(screen.search, Qt.Key.Key_Return)
    assert screen.table.hasFocus(), "Enter in the search goes to what was found"
    screen.search.clear()
    screen.arrive(group="unsure")
    assert list(answers(screen)) == ["МКОУ «Высокая СОШ»", "МБОУ «Дальняя ООШ»"]
    settle()


def test_a_regional_list_adds_schools_with_requisites(
    screen: ListScreen, window: Window, messages: Recorder, settle: Callable[[], None]
) -> None:
    choose(screen, "Горная", settle)
    screen.acts.button("&Добавить по перечню региона…").click()
    form = screen.findChild(GroundForm)
    assert form is not None
    assert len(form.marked()) == 1
    form.button("Добавить").click()
    settle()
    assert "Не указаны реквизиты" in form.mistake.text()
    form.search.setText("дальн")
    assert len(form.table.shown()) == 1 and len(form.marked()) == 1
    form.requisites.setText(REQUISITES)
    form.since.setDate(QDate(2021, 9, 1))
    form.button("Добавить").click()
    settle()
    state = screen.state
    assert state is not None
    row = screen.table.rows.row_at(2)
    assert (row.cells[REGIONAL], row.tips[REGIONAL]) == ("✓ в перечне", REQUISITES)
    assert {"listed", "differs"} <= row.groups
    choose(screen, "Горная", settle)
    assert "Расчёт и перечень расходятся" in screen.panel.text.toPlainText()
    text, undo = messages.undo[-1]
    assert text == "Отмечено по основанию: 1\u00a0школа."
    undo()
    settle()
    assert screen.table.rows.row_at(2).cells[REGIONAL] == ""


def test_what_if_shows_who_enters_before_saving(
    screen: ListScreen, settle: Callable[[], None], qtbot: QtBot
) -> None:
    screen.method.edit.click()
    form = screen.findChild(ProfileForm)
    assert form is not None
    settle()
    form.numbers["threshold"].setValue(5)
    qtbot.waitUntil(lambda: "Войдут: 1" in form.effect.toPlainText(), timeout=5_000)
    assert "МБОУ «Горная СОШ»" in form.effect.toPlainText()
    form.numbers["threshold"].setValue(31)
    qtbot.waitUntil(lambda: "Выйдут: 2" in form.effect.toPlainText(), timeout=5_000)
    assert list(answers(screen).values()).count("▲ низкие результаты") == 1
    form.button("Сохранить").click()
    settle()
    state = screen.state
    assert state is not None
    assert (state.chosen.threshold, state.chosen.version) == (31, 2)
    assert "▲ низкие результаты" not in answers(screen).values()


def test_a_profile_may_name_its_sittings(
    screen: ListScreen, settle: Callable[[], None], qtbot: QtBot
) -> None:
    screen.method.edit.click()
    form = screen.findChild(ProfileForm)
    assert form is not None
    settle()
    qtbot.waitUntil(lambda: "Год А" in form.effect.toPlainText(), timeout=5_000)
    form.mode.setCurrentIndex(1)
    assert form.slots.isEnabled()
    boxes = form.slots.rows
    ticked = [
        number
        for number in range(boxes.rowCount())
        if Qt.CheckState(boxes.index(number, 0).data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
    ]
    assert len(ticked) == 2
    boxes.setData(boxes.index(ticked[0], 1), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert [len(one) for one in form.slots.named()] == [1, 1]
    form.name.setText("Два предмета")
    form.button("Сохранить &как новый").click()
    settle()
    state = screen.state
    assert state is not None
    assert state.chosen.name == "Два предмета"
    assert [len(state.profile.slot_a), len(state.profile.slot_b)] == [1, 1]
    assert screen.method.profiles.count() == 2
    screen.open_profile()
    settle()
    opened = [one for one in screen.findChildren(ProfileForm) if one.isVisible()]
    opened[-1].button("Удалить профиль").click()
    settle()
    assert screen.method.profiles.count() == 1


def test_an_impossible_profile_is_told_in_the_form(screen: ListScreen, settle: Callable[[], None]) -> None:
    screen.method.edit.click()
    form = screen.findChild(ProfileForm)
    assert form is not None
    settle()
    form.name.clear()
    form.button("Сохранить").click()
    settle()
    assert "нет названия" in form.mistake.text()
    assert form.isVisible()


def test_a_refused_signing_puts_the_cursor_on_what_lacks(
    screen: ListScreen, settle: Callable[[], None]
) -> None:
    screen.acts.button("Подпи&сать перечень…").click()
    form = screen.findChild(SignForm)
    settle()
    assert form is not None
    form.button("Подписать").click()
    assert (form.table.current().name, form.table.currentIndex().column()) == ("МКОУ «Высокая СОШ»", 0)
    for row in (1, 2):
        form.table.rows.setData(form.table.rows.index(row, 0), NO)
    form.signed_by.setText("И.О. Образцова")
    form.button("Подписать").click()
    settle()
    assert (form.table.current().name, form.table.currentIndex().column()) == ("МКОУ «Высокая СОШ»", 4)


def test_signing_asks_reasons_and_freezes(
    screen: ListScreen, window: Window, settle: Callable[[], None], messages: Recorder
) -> None:
    screen.acts.button("Подпи&сать перечень…").click()
    form = screen.findChild(SignForm)
    settle()
    assert form is not None
    rows, waiting = form.table.rows, "Требуют решения: МКОУ «Высокая СОШ», МБОУ «Дальняя ООШ»"
    assert rows.rowCount() == 3 and waiting in form.count.text()
    form.button("Подписать").click()
    settle()
    assert "Не решено, включать ли в перечень: МКОУ «Высокая СОШ», МБОУ «Дальняя ООШ»" in form.mistake.text()
    box = Qt.ItemDataRole.CheckStateRole
    assert (rows.index(0, 0).data(box), rows.index(1, 0).data(box)) == (Qt.CheckState.Checked, None)
    rows.setData(rows.index(1, 0), NO)
    assert not form.mistake.isVisible() and form.late.isVisible()
    rows.setData(rows.index(2, 0), OPEN)
    assert [rows.index(number, 0).data() for number in range(3)] == ["", "не включать", "не решено"]
    assert "Требуют" not in form.count.text() and "нерешёнными: МБОУ «Дальняя ООШ»" in form.count.text()
    form.button("Подписать").click()
    settle()
    assert "кто и когда" in form.mistake.text()
    form.signed_by.setText("И.О. Образцова")
    form.basis.setText("приказ от 05.09.2022 № 12-од")
    form.signed_on.setDate(QDate(2022, 9, 5))
    form.button("Подписать").click()
    settle()
    assert "«МКОУ „Высокая СОШ“» не включена без объяснения" in form.mistake.text()
    rows.setData(rows.index(1, 0), YES)
    form.button("Подписать").click()
    settle()
    assert "не подтверждён" in form.mistake.text()
    rows.setData(rows.index(1, 4), "по протоколам 4 из 12")
    form.button("Подписать").click()
    settle()
    told = screen.signed.text.text()
    assert screen.signed.isVisible() and "приказ от 05.09.2022 № 12-од" in told and "2\u00a0школы" in told
    assert "ждут решения 1" in screen.summary.text()  # «Не решено» still waits.
    screen.acts.button("&Напечатать").click()
    settle()
    shown = window.shown_screen()
    assert isinstance(shown, PapersScreen)
    assert "Перечень подписан" in said_by(shown) and "ПРОЕКТ" not in said_by(shown)


def test_corrections_after_signing_are_told(
    screen: ListScreen, window: Window, settle: Callable[[], None]
) -> None:
    def work(document: Document, progress: object) -> None:
        from shnor_desktop.models.results import SchoolResult
        from shnor_desktop.operations.identification import classification, lists

        with document.write("Подписание") as session:
            profile = classification.profile(session)
            lists.sign(session, profile, lists.Signing("2022-09-05", "И.О. Образцова"))
        with document.write("Исправление") as session:
            record = session.query(SchoolResult).filter(SchoolResult.failed == 12).one()
            record.failed = 2

    window.jobs.change(window, work)
    settle()
    settle()
    assert "Изменило бы решение: МБОУ «Береговая ООШ»" in screen.signed.text.text()
    choose(screen, "Береговая", settle)
    assert screen.acts.button("&Исключить…").isEnabled()
    screen.acts.button("&Исключить…").click()
    form = screen.findChild(EndForm)
    assert form is not None
    form.button("Исключить").click()
    settle()
    assert "дата или основание" in form.mistake.text()
    form.requisites.setText("приказ от 30.09.2026 № 20")
    form.until.setDate(QDate(2025, 9, 30))
    form.button("Исключить").click()
    settle()
    view = screen.view_of(screen._current_school())
    assert view is not None
    assert view.signed is None


def test_printing_leads_to_the_preview(
    screen: ListScreen, window: Window, settle: Callable[[], None]
) -> None:
    screen.acts.button("&Напечатать").click()
    settle()
    shown = window.shown_screen()
    assert isinstance(shown, PapersScreen)
    assert shown.code() == "list"


def test_a_dark_theme_redraws_the_panel(
    screen: ListScreen, settle: Callable[[], None], qapp: QApplication
) -> None:
    choose(screen, "Береговая", settle)
    light = screen.panel.text.toHtml()
    theme.follow(qapp, "dark")
    try:
        settle()
        assert qapp.palette().color(QPalette.ColorRole.Window).lightness() < 128
        assert screen.panel.text.toHtml() != light
    finally:
        theme.follow(qapp, "light")
        settle()


def test_any_other_ground_has_its_own_word_in_the_table(
    window: Window, screen: ListScreen, settle: Callable[[], None]
) -> None:
    def name_it(document: Document, progress: object) -> None:
        with document.write("Отметка") as session:
            school = session.scalars(select(School.uid).where(School.name.contains("Горная"))).one()
            ground = statuses.Ground("other", "решение коллегии от 01.09.2021", "2021-09-01")
            statuses.add_schools(session, [school], ground)

    window.jobs.change(window, name_it)
    settle()
    found = screen.table.sorted
    cells = {str(found.index(at, SCHOOL).data()): found.index(at, ORDER) for at in range(found.rowCount())}
    named = cells["МБОУ «Горная СОШ»"]
    assert "по иному основанию" in str(named.data()) and "приказ" not in str(named.data())
    assert "решение коллегии" in str(named.data(Qt.ItemDataRole.ToolTipRole))


def test_of_a_share_of_schools_the_bar_says_the_rule() -> None:
    year = Sitting(b"1", "ВПР МА 5, весна 2021", "vpr", "МА", "", 5, 5, 2020, "spring")
    usual = Profile("Обычная", 1, (year,), ())
    share = replace(usual, method="lowest", measure="failed", lowest_pct=15)
    assert slots_text(usual).startswith("порог 30\u00a0% · год А: 2020/21 (1\u00a0процедура) · год Б")
    assert slots_text(share) == (
        "входит в 15\u00a0% школ с наибольшей долей не справившихся · год А: 2020/21 (1\u00a0процедура)"
    )


def test_what_came_after_signing_is_told_by_names() -> None:
    def school(name: str, *, decision: bool = False, added: bool = False) -> WouldChange:
        return WouldChange(name.encode(), name, (), (), (), decision, added)

    assert changes_text(()) == ""
    old, new = school("Горная СОШ"), school("Заречная СОШ", decision=True, added=True)
    assert changes_text([old]) == "После подписания изменились данные: 1\u00a0школа. Решения не меняются."
    told = changes_text([old, new])
    assert told.startswith(
        "После подписания изменились данные: 1\u00a0школа; добавлены: Заречная СОШ. "
    ) and told.endswith("Изменило бы решение: Заречная СОШ.")
    many = [school(f"СОШ № {number}", added=True) for number in range(1, 10)]
    assert changes_text(many) == (
        "После подписания добавлены: СОШ № 1, СОШ № 2, СОШ № 3, СОШ № 4, СОШ № 5, СОШ № 6 и ещё 3. "
        "Решения не меняются."
    )
