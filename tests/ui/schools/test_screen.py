"""The screen «Школы» in the real window: search, card, codes, deleting with undo, joining."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shnor_desktop.document.journal.author import Who
from shnor_desktop.operations.cards.school_card import History, Point
from shnor_desktop.rules.results.facts import Sitting
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.picture import face_of
from shnor_desktop.ui.papers.screen import PapersScreen
from shnor_desktop.ui.schools.chart import Bar, HistoryChart, fitting
from shnor_desktop.ui.schools.join_dialog import SchoolJoinDialog
from shnor_desktop.ui.schools.screen import SchoolsScreen
from shnor_desktop.ui.schools.table import ResultsByYear, SchoolTable
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder


@pytest.fixture
def screen(empty_window: Window, sample_file: Path, tmp_path: Path, qtbot: QtBot) -> SchoolsScreen:
    """The screen of the sample district with the first school's card."""
    empty_window.open_file(Path(shutil.copyfile(sample_file, tmp_path / "округ.shnor")))
    qtbot.waitUntil(empty_window.jobs.idle)
    empty_window.go("schools")
    qtbot.waitUntil(empty_window.jobs.idle)
    shown = empty_window.shown_screen()
    assert isinstance(shown, SchoolsScreen)
    qtbot.waitUntil(lambda: shown.right.currentWidget() is not shown.empty)
    return shown


def choose(screen: SchoolsScreen, qtbot: QtBot, part: str) -> None:
    """Put the cursor on the school whose name contains the part and wait for its card."""
    number = next(i for i in range(screen.rows.rowCount()) if part in screen.rows.row_at(i).name)
    assert screen.select(screen.rows.row_at(number).uid)
    qtbot.waitUntil(lambda: part in screen.card.name.text())


def names(screen: SchoolsScreen) -> list[str]:
    """Schools as they are shown."""
    return [str(screen.found.index(row, 0).data()) for row in range(screen.found.rowCount())]


def test_tables_keep_the_rules_of_qt(qtbot: QtBot, sample_file: Path, settings: QSettings) -> None:
    from shnor_desktop.document.document import Document, raw_of
    from shnor_desktop.operations.cards import school_card, school_lines

    owner = QWidget()
    qtbot.addWidget(owner)
    table, results = SchoolTable(settings, owner), ResultsByYear()
    rows, found = table.rows, table.sorted
    testers = [
        QAbstractItemModelTester(one, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for one in (rows, found, results)
    ]
    with Document.open(sample_file, Who(), read_only=True) as document, document.read() as session:
        lines = school_lines.lines(raw_of(session))
        seen = school_card.view(session, lines[3].uid)
    table.set_rows(lines)
    results.set_history(seen.history)
    table.look_for("edu910404")
    assert (rows.rowCount(), found.rowCount(), results.columnCount()) == (15, 1, 3)
    assert len(testers) == 3


def test_figures_are_not_measured_again_for_another_room(
    screen: SchoolsScreen, empty_window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A school of forty procedures and ten years made the window stand still while its widths were asked again."""
    measured: list[int] = []
    page = screen.card._results_page
    plain_hint = page.table.sizeHintForColumn

    def hint(column: int) -> int:
        measured.append(column)
        return plain_hint(column)

    monkeypatch.setattr(page.table, "sizeHintForColumn", hint)
    choose(screen, qtbot, "Дубравинская")
    qtbot.waitUntil(empty_window.jobs.idle)
    years = screen.card.results.columnCount()
    shown = len(measured)
    assert measured[-years:] == list(range(years))
    for width in (1300, 1000):
        empty_window.resize(width, 740)
        qtbot.wait(20)
    assert len(measured) == shown
    header = page.table.horizontalHeader()
    widths = [header.sectionSize(year) for year in range(years)]
    assert all(size >= figures for size, figures in zip(widths, page._figures, strict=True))


def test_search_by_code_and_place(screen: SchoolsScreen, qtbot: QtBot) -> None:
    screen.search.setText("дубравино")
    assert names(screen) == ["МБОУ «Дубравинская ООШ»"] and screen.count.text() == "1 из 15"
    qtbot.waitUntil(lambda: "Дубравинская" in screen.card.name.text())
    screen.start_search()
    QTest.keyClick(screen.search, Qt.Key.Key_Return)
    assert screen.table.hasFocus()
    screen.search.setText("марс")
    assert names(screen) == [] and "не найдено" in screen.empty.text()
    assert screen.right.currentWidget() is screen.empty
    screen.search.clear()
    assert len(names(screen)) == 15


def test_the_card_shows_results_statuses_and_the_branch(screen: SchoolsScreen, qtbot: QtBot) -> None:
    choose(screen, qtbot, "Ольховецкая")
    card = screen.card
    assert "ШНОР (по перечню)" in card.status.text()
    model = card.table.model()
    procedures = [model.headerData(row, Qt.Orientation.Vertical) for row in range(model.rowCount())]
    row = procedures.index("ОГЭ МА")
    shown = [str(model.index(row, column).data()) for column in range(model.columnCount())]
    assert shown[1:] == ["▲ 5 из 13 · 38,5\u00a0%", "▲ 5 из 12 · 41,7\u00a0%"]
    card.table.setCurrentIndex(card.results.index(row, 0))
    assert "2026 — 41,7" in card.chart.accessibleDescription()
    choose(screen, qtbot, "Нижнекедровский")
    texts = [label.text() for label in card.tabs.widget(1).findChildren(type(card.name))]
    assert "МБОУ «Верхнекедровская СОШ»" in texts


def test_codes_and_spellings_are_added_and_removed(
    screen: SchoolsScreen, qtbot: QtBot, messages: Recorder
) -> None:
    choose(screen, qtbot, "Тихоозёрская")
    codes, spellings = screen.card.codes, screen.card.spellings
    codes.systems.setCurrentIndex(codes.systems.findData("inn"))
    codes.line.setText("9100000001")
    codes.add.click()
    qtbot.waitUntil(lambda: codes.list.count() == 3)
    screen.card.tabs.setCurrentIndex(2)
    spellings.line.setFocus()
    spellings.line.setText("Тихие озёра, школа")
    QTest.keyClick(spellings.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: spellings.list.count() == 1)
    codes.systems.setCurrentIndex(codes.systems.findData("rcoi"))
    codes.line.setText("400104")
    codes.add.click()
    qtbot.waitUntil(lambda: bool(messages.warnings))
    assert "принадлежит школе «МБОУ „Ольховецкая СОШ“»" in messages.warnings[0]
    spellings.list.setCurrentRow(0)
    spellings.remove.click()
    qtbot.waitUntil(lambda: spellings.list.count() == 0)
    assert messages.undo


def test_deleting_offers_undo(screen: SchoolsScreen, qtbot: QtBot, messages: Recorder) -> None:
    choose(screen, qtbot, "Лосиноборская")
    screen.table.setFocus()
    QTest.keyClick(screen.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(names(screen)) == 14)
    text, undo = messages.undo[0]
    assert text == "Удалено: школа «МКОУ „Лосиноборская НОШ“» и то, что к ней относится: 39\u00a0карточек."
    undo()
    qtbot.waitUntil(lambda: len(names(screen)) == 15)


def test_after_deleting_the_cursor_stays_in_its_place(screen: SchoolsScreen, qtbot: QtBot) -> None:
    screen.table.setCurrentIndex(screen.found.index(5, 0))
    uid = screen.current_uid()
    screen.remove.click()
    qtbot.waitUntil(lambda: screen.current_uid() not in (None, uid))
    assert screen.table.currentIndex().row() == 5


def test_two_records_are_joined_after_a_preview(
    screen: SchoolsScreen, qtbot: QtBot, messages: Recorder
) -> None:
    selection = screen.table.selectionModel()
    for part in ("Пригорненская", "Рябиновская"):
        row = next(i for i, name in enumerate(names(screen)) if part in name)
        rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        clear = QItemSelectionModel.SelectionFlag.Clear if part == "Пригорненская" else rows
        selection.select(screen.found.index(row, 0), rows | clear)
    assert screen.join.isEnabled()
    screen.join.click()
    dialog = screen.findChild(SchoolJoinDialog)
    assert isinstance(dialog, SchoolJoinDialog)
    join = dialog.button("Соединить")
    dialog.choices[1].setChecked(True)
    qtbot.waitUntil(lambda: "результат" in dialog.choices[1].text())
    assert dialog.choices[1].isChecked(), "what somebody chose before the answer came"
    dialog.choices[0].setChecked(True)
    qtbot.waitUntil(lambda: join.isEnabled() and "→ «МБОУ „Пригорненская" in dialog.preview.toPlainText())
    assert "«МБОУ „Рябиновская СОШ“» → «МБОУ „Пригорненская СОШ“»." in dialog.preview.toPlainText()
    assert all("результат" in choice.text() for choice in dialog.choices), "how much there is of each"
    dialog.choices[1].setChecked(True)
    qtbot.waitUntil(lambda: "→ «МБОУ „Рябиновская СОШ“»." in dialog.preview.toPlainText())
    join.click()
    qtbot.waitUntil(lambda: len(names(screen)) == 14)
    assert "МБОУ «Рябиновская СОШ»" in names(screen)
    assert messages.undo[0][0] == "Карточки соединены: МБОУ «Рябиновская СОШ»."


def test_an_empty_file_names_the_next_step(window: Window, qtbot: QtBot) -> None:
    window.go("schools")
    qtbot.waitUntil(window.jobs.idle)
    shown = window.shown_screen()
    assert isinstance(shown, SchoolsScreen)
    assert shown.right.currentWidget() is shown.empty and "Перетащите на окно книгу" in shown.empty.text()
    assert not shown.remove.isEnabled() and not shown.join.isEnabled() and shown.add.isEnabled()


def test_names_stay_readable_in_a_narrow_window(screen: SchoolsScreen, qtbot: QtBot) -> None:
    header = screen.table.horizontalHeader()
    for width, columns in ((1000, 4), (310, 2), (460, 3), (560, 3)):
        screen.table.setFixedWidth(width)
        qtbot.waitUntil(lambda width=width: screen.table.width() == width)  # type: ignore[misc]
        assert header.count() - header.hiddenSectionCount() == columns
        qtbot.waitUntil(lambda: screen.table.columnWidth(0) >= 200)


def test_no_caption_is_cut_in_a_narrow_window(screen: SchoolsScreen, qtbot: QtBot) -> None:
    buttons = (screen.add, screen.join, screen.verdict, screen.remove)
    on_card = (screen.card.edit, screen.card.print, screen.card.changes)

    def whole() -> bool:
        return all(one.width() >= one.sizeHint().width() for one in (*buttons, *on_card))

    window = screen.window()
    window.resize(1800, 700)
    qtbot.waitUntil(lambda: whole() and screen.remove.y() == screen.add.y())
    window.resize(860, 500)
    qtbot.waitUntil(lambda: whole() and screen.remove.y() > screen.add.y())
    for one in (*buttons, *on_card):
        around = one.parentWidget()
        assert around is not None and around.rect().contains(one.geometry())


def test_the_pages_of_the_card_are_all_seen_in_a_narrow_window(screen: SchoolsScreen, qtbot: QtBot) -> None:
    screen.window().resize(910, 512)
    QTest.qWait(30)
    bar = screen.card.tabs.tabBar()
    ends = [bar.tabRect(number).right() for number in range(bar.count())]
    assert max(ends) < bar.width() and bar.width() <= screen.card.width()


def test_in_a_low_window_the_figures_have_the_room_of_the_chart(screen: SchoolsScreen, qtbot: QtBot) -> None:
    choose(screen, qtbot, "Дубравинская")
    assert screen.card.chart.isVisible()
    screen.window().resize(910, 470)
    qtbot.waitUntil(lambda: screen.card.table.height() >= 5 * theme.row_height())
    assert not screen.card.chart.isVisible()
    screen.window().resize(1180, 740)
    qtbot.waitUntil(screen.card.chart.isVisible)


def test_tab_leads_through_the_screen_and_out_of_its_tables(screen: SchoolsScreen, qtbot: QtBot) -> None:
    window = screen.window()
    window.activateWindow()
    screen.search.setFocus()
    qtbot.waitUntil(screen.search.hasFocus)
    passed = []
    for _ in range(8):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        passed.append(window.focusWidget())
    card = screen.card
    assert passed[:3] == [screen.table, screen.add, screen.remove]  # The two between need two schools.
    assert passed[3:] == [card.edit, card.print, card.changes, card.tabs.tabBar(), card.table]
    QTest.keyClick(card.table, Qt.Key.Key_Tab)
    assert not card.table.hasFocus()


def test_a_name_as_long_as_a_charters_leaves_room_for_the_figures(screen: SchoolsScreen) -> None:
    size = screen.card.name.fontInfo().pointSizeF()
    long = "Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 12»"
    screen.card._show_name(long)
    assert screen.card.name.fontInfo().pointSizeF() < size and screen.card.name.text() == long
    screen.card._show_name("МБОУ СОШ № 12")
    assert screen.card.name.fontInfo().pointSizeF() == size


def test_labels_of_many_years_are_shortened_not_cut() -> None:
    face = face_of(QGuiApplication.font())
    wide = face.measure("весна 2019", False) + 10
    texts = ("весна 2019", "2019", "’19")
    assert fitting(texts, wide, face) == "весна 2019"
    assert fitting(texts, wide / 2, face) == "2019"
    assert fitting(texts, 5, face) == "’19"


def test_bars_of_the_chart_tell_their_figures_and_are_clicked(qtbot: QtBot) -> None:
    chart = HistoryChart()
    qtbot.addWidget(chart)
    chart.resize(400, 170)
    bars = (
        Bar("весна 2024", 400_000, "40,0 %", "10 уч.", True, "a"),
        Bar("весна 2025", None, "нет", "", False),
    )
    chart.show_bars("Математика: доля не справившихся, %", bars, 30)
    heard: list[object] = []
    chart.clicked.connect(heard.append)
    spot = chart.spot_at(QPointF(100, 100))
    assert spot is not None and spot.tip == "весна 2024: 40,0 %, 10 уч."
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(300, 100))
    assert heard == ["a"]
    empty = chart.grab().toImage()
    chart.show_bars("", (), 30)
    assert chart.grab().toImage() != empty


def test_everything_about_a_school_is_on_one_page_and_leads_on(
    screen: SchoolsScreen, qtbot: QtBot, empty_window: Window
) -> None:
    choose(screen, qtbot, "Ольховецкая")
    card, jobs = screen.card, empty_window.jobs
    card.tabs.setCurrentWidget(card.whole)
    qtbot.waitUntil(lambda: card.whole.card is not None and jobs.idle())
    text = card.whole.toPlainText()
    for word in ("Ольховецкая", "Вывод и почему", "Результаты", "ВПР МА 6", "Люди", "Документы"):
        assert word in text
    choose(screen, qtbot, "Рябиновская")
    qtbot.waitUntil(lambda: "Рябиновская" in card.whole.toPlainText())
    asked: list[tuple[str, object]] = []
    card.whole.place_wanted.disconnect()
    card.whole.place_wanted.connect(lambda place, given: asked.append((place, given)))
    for code in ("people", "work"):
        card.whole.anchorClicked.emit(QUrl(code))
    assert asked[0] == ("people", {"school": screen.current_uid()})
    assert asked[1][0] in ("roadmap", "done")
    card.whole.setPalette(QPalette(card.whole.palette()))
    screen.print_paper()
    qtbot.waitUntil(jobs.idle)
    papers = empty_window.shown_screen()
    assert isinstance(papers, PapersScreen) and papers.code() == "school"


def test_the_menu_of_a_school_offers_what_can_be_done_with_it(
    screen: SchoolsScreen, empty_window: Window, qtbot: QtBot
) -> None:
    choose(screen, qtbot, "Дубравинская")
    menu = {action.text(): action for action in screen.table.actions()}
    assert {"Изменить сведения…", "Удалить", "История…", "Копировать"} <= menu.keys()
    assert not menu["Соединить…"].isEnabled(), "of one school there is nothing to join"
    menu["Карточка на печать…"].trigger()
    qtbot.waitUntil(empty_window.jobs.idle)
    assert isinstance(empty_window.shown_screen(), PapersScreen)


def test_few_participants_are_marked_as_in_the_grid() -> None:
    held = Sitting(b"s", "ВПР РУ 5, весна 2025", "vpr", "РУ", "", 5, 5, 2024, "spring")
    few = Point(held, "2024/25", "", 4, 2, "50,0", 500_000, low=True, mean_e4=None, source="впр.xlsx · B6")
    shown = {
        "▲▫ 2 из 4": few,
        "▫ 2 из 4": replace(few, low=False),
        "▲ 2 из 10": replace(few, participants=10),
    }
    results = ResultsByYear()
    for text, point in shown.items():
        results.set_history([History("ВПР РУ 5", (point,))])
        cell = results.index(0, 0)
        assert str(cell.data()).startswith(text)
        assert ("мало участников" in cell.data(Qt.ItemDataRole.ToolTipRole)) == ("▫" in text)
