"""«Нужно решить» in the real window: keys, every kind of question, many at once, marks, verdicts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.schools import School
from shnor_desktop.operations.sharing import merging
from shnor_desktop.operations.sharing.questions import Choice, Question, Voice
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.records.form import RecordDialog
from shnor_desktop.ui.results.screen import ResultsScreen
from shnor_desktop.ui.schools.identity_dialog import VerdictDialog
from shnor_desktop.ui.schools.screen import SchoolsScreen
from shnor_desktop.ui.sharing.bulk_dialog import BulkDialog
from shnor_desktop.ui.sharing.question_cards import AnswerCard, OtherCard, PairCard
from shnor_desktop.ui.sharing.question_list import title_of
from shnor_desktop.ui.sharing.question_panel import QuestionPanel
from shnor_desktop.ui.sharing.questions_screen import QuestionsScreen
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder
from tests.ui.dropping import drop_files
from tests.ui.sharing.test_merge_dialog import settle, shown
from tests.ui.two_offices import OURS, THEIRS, ZARECHNAYA, Copies, many, opened, questions_line


@pytest.fixture
def screen(empty_window: Window, merged: Copies, qtbot: QtBot) -> QuestionsScreen:
    return questions_of(empty_window, merged.ours, qtbot)


def questions_of(window: Window, path: Path, qtbot: QtBot) -> QuestionsScreen:
    window.open_file(path)
    settle(window, qtbot)
    window.go("questions", question="")
    settle(window, qtbot)
    screen = window.shown_screen()
    assert isinstance(screen, QuestionsScreen)
    return screen


def find(screen: QuestionsScreen, label: str, kind: str = "field") -> None:
    """Put the cursor on a question."""
    found = [one for one in screen._questions if one.kind == kind and label in one.about]
    assert len(found) == 1
    assert screen.list.go_to(found[0].id)


def director(window: Window, qtbot: QtBot) -> str:
    found: list[str] = []

    def work(document: Document, progress: Progress) -> str:
        with document.read() as session:
            return session.scalars(select(School.director).where(School.name == ZARECHNAYA)).one()

    window.jobs.ask(window, work, found.append)
    settle(window, qtbot)
    return found[0]


# --- deciding ----------------------------------------------------------------------------------------------------


def test_questions_stand_by_school_with_who_and_when(screen: QuestionsScreen) -> None:
    lines = screen.list.lines
    heads = [lines.item(row).text() for row in range(lines.rowCount())]
    assert heads == ["Берёзовская СОШ — 1", "Заречная СОШ — 2", "Ивовская ООШ — 1"]
    find(screen, "Директор")
    told = [card.radio.accessibleName() for card in screen.panel.cards]
    assert "Кузнецова О.Л." in told[0] and "Петрова А.И., ИМЦ" in told[0]
    assert "Фомин П.С." in told[1] and "Управление образования" in told[1]
    assert len(told) == 3


def test_one_key_and_enter_decide_and_it_can_be_taken_back(
    screen: QuestionsScreen, empty_window: Window, messages: Recorder, qtbot: QtBot
) -> None:
    find(screen, "Директор")
    before = director(empty_window, qtbot)
    assert screen.list.hasFocus() or screen.focusWidget() is screen.list
    QTest.keyClick(screen.list, Qt.Key.Key_1)
    QTest.keyClick(screen.list, Qt.Key.Key_Return)
    settle(empty_window, qtbot)
    assert director(empty_window, qtbot) == "Кузнецова О.Л."
    text, undo = messages.undo[-1]
    assert text == "Решено: Школа «Заречная СОШ», Директор. Осталось вопросов: 3."
    assert questions_line(empty_window).text() == "Нужно решить (3)"
    assert screen.panel.question is not None  # The next one is shown at once.
    undo()
    settle(empty_window, qtbot)
    assert director(empty_window, qtbot) == before
    assert questions_line(empty_window).text() == "Нужно решить (4)"


def test_another_value_with_a_reason(screen: QuestionsScreen, empty_window: Window, qtbot: QtBot) -> None:
    find(screen, "Директор")
    QTest.keyClick(screen.list, Qt.Key.Key_3)
    card = screen.panel.picked()
    assert isinstance(card, OtherCard)
    editor = card.editor.editor
    assert isinstance(editor, QLineEdit)
    editor.setText("Орлова И.И.")
    screen.panel.reason.setText("приказ № 5")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle(empty_window, qtbot)
    assert director(empty_window, qtbot) == "Орлова И.И."
    titles: list[str] = []
    empty_window.jobs.ask(
        empty_window, lambda document, progress: document.actions(1)[0].title, titles.append
    )
    settle(empty_window, qtbot)
    assert titles[0].endswith("Директор — приказ № 5")


def test_an_answer_of_ones_own_is_typed_where_its_card_is_clicked_and_is_not_empty(
    screen: QuestionsScreen, empty_window: Window, qtbot: QtBot
) -> None:
    find(screen, "Директор")
    before = director(empty_window, qtbot)
    card = screen.panel.cards[2]
    assert isinstance(card, OtherCard)
    for part in (card, card.radio, card):
        screen.list.setFocus()
        QTest.mouseClick(part, Qt.MouseButton.LeftButton, pos=QPoint(12, part.height() // 2))
        assert card.radio.isChecked() and empty_window.focusWidget() is card.editor.editor
    screen.panel.decide.click()
    settle(empty_window, qtbot)
    assert "не введено" in card.editor.mistake.text() and not card.editor.mistake.isHidden()
    assert director(empty_window, qtbot) == before and screen.panel.cards[2] is card
    QTest.keyClick(card.editor.editor, Qt.Key.Key_X)
    assert card.editor.mistake.isHidden()


def test_tab_leads_from_the_list_over_the_answers_to_the_reason_and_on(
    screen: QuestionsScreen, empty_window: Window, qtbot: QtBot
) -> None:
    find(screen, "Директор")
    empty_window.activateWindow()
    screen.list.setFocus()
    QTest.keyClick(screen.list, Qt.Key.Key_3)
    editor = screen.panel.cards[2].editor.editor  # type: ignore[attr-defined]
    qtbot.waitUntil(editor.hasFocus)
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert screen.panel.reason.hasFocus()
    QTest.keyClick(screen.panel.reason, Qt.Key.Key_Tab)
    assert screen.panel.decide.hasFocus()
    passed = []
    screen.list.setFocus()
    for _ in range(8):
        QTest.keyClick(empty_window.focusWidget(), Qt.Key.Key_Tab)
        passed.append(empty_window.focusWidget())
    assert passed.index(screen.many) < passed.index(editor) < passed.index(screen.panel.reason)


def test_a_wrong_value_stays_on_the_card(screen: QuestionsScreen, empty_window: Window, qtbot: QtBot) -> None:
    find(screen, "Участников")
    QTest.keyClick(screen.list, Qt.Key.Key_3)
    card = screen.panel.picked()
    assert isinstance(card, OtherCard)
    assert isinstance(card.editor.editor, QLineEdit)
    card.editor.editor.setText("много")
    QTest.keyClick(card.editor.editor, Qt.Key.Key_Return)
    settle(empty_window, qtbot)
    assert "не целое число" in card.editor.mistake.text()
    assert len(screen._questions) == 4


def test_enter_without_an_answer_says_which_keys_there_are(screen: QuestionsScreen) -> None:
    find(screen, "Директор")
    QTest.keyClick(screen.list, Qt.Key.Key_Return)
    assert screen.panel.mistake.text().startswith("Выберите ответ: 1 — у нас, 2 — у них")


def test_later_leaves_the_question_and_goes_on(screen: QuestionsScreen) -> None:
    first = screen.panel.question
    QTest.mouseClick(screen.panel.later, Qt.MouseButton.LeftButton)
    assert screen.panel.question is not None and screen.panel.question is not first
    assert len(screen._questions) == 4


def test_a_deleted_and_edited_record_is_kept_or_deleted(
    screen: QuestionsScreen, empty_window: Window, qtbot: QtBot
) -> None:
    find(screen, "Берёзовская", "delete")
    assert [card.radio.text() for card in screen.panel.cards] == [
        "1.  Оставить карточку",
        "2.  Удалить карточку",
    ]
    QTest.keyClick(screen.list, Qt.Key.Key_2)
    QTest.keyClick(screen.list, Qt.Key.Key_Enter)
    settle(empty_window, qtbot)
    names: list[list[str]] = []

    def work(document: Document, progress: Progress) -> list[str]:
        with document.read() as session:
            return list(session.scalars(select(School.name)))

    empty_window.jobs.ask(empty_window, work, names.append)
    settle(empty_window, qtbot)
    assert "Берёзовская СОШ" not in names[0]


def test_everything_of_an_office_at_once(
    screen: QuestionsScreen, empty_window: Window, messages: Recorder, qtbot: QtBot
) -> None:
    find(screen, "Директор")
    QTest.keyClick(
        screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    dialog = shown(empty_window, BulkDialog)
    assert dialog.scopes.buttons()[0].text() == "Школа «Заречная СОШ»: 2"
    place = next(
        row
        for row in range(dialog.take.count())
        if dialog.take.itemData(row) == ("office", "Управление образования")
    )
    dialog.take.setCurrentIndex(place)
    assert dialog.about.text().replace("\xa0", " ").startswith("Будет решено: 2 вопроса.")
    dialog.accept()
    settle(empty_window, qtbot)
    assert director(empty_window, qtbot) == "Фомин П.С."
    assert len(screen._questions) == 2 and messages.undo[-1][0] == "Решено: вопросов 2. Осталось вопросов: 2."
    messages.undo[-1][1]()
    settle(empty_window, qtbot)
    assert len(screen._questions) == 4


def test_the_search_and_the_office_narrow_the_list(screen: QuestionsScreen) -> None:
    screen.start_search()
    screen.search.setText("директор фомин")
    assert [one.label for one in screen.found()] == ["Директор"]
    assert "всего 4" in screen.count.text()
    screen.search.clear()
    screen.offices.setCurrentIndex(screen.offices.findData("ИМЦ"))
    screen.offices.activated.emit(screen.offices.currentIndex())
    assert all("ИМЦ" in one.offices for one in screen.found())


def test_a_decision_travels_and_is_not_asked_again(
    screen: QuestionsScreen, empty_window: Window, merged: Copies, qtbot: QtBot
) -> None:
    find(screen, "Директор")
    QTest.keyClick(screen.list, Qt.Key.Key_1)
    QTest.keyClick(screen.list, Qt.Key.Key_Return)
    settle(empty_window, qtbot)
    empty_window.command("file.close")
    settle(empty_window, qtbot)
    there = questions_of(empty_window, merged.theirs, qtbot)
    drop_files(empty_window, merged.ours)
    settle(empty_window, qtbot)
    from shnor_desktop.ui.sharing.merge_dialog import MergeDialog

    shown(empty_window, MergeDialog).take_over()
    settle(empty_window, qtbot)
    assert not any(one.label == "Директор" for one in there._questions) and len(there._questions) == 3
    assert director(empty_window, qtbot) == "Кузнецова О.Л."


def test_when_all_is_decided_the_screen_says_so_and_stays_in_the_navigation(
    screen: QuestionsScreen, empty_window: Window, qtbot: QtBot
) -> None:
    for _ in range(5):  # The code that is kept has two schools, which is one more question.
        QTest.keyClick(screen.list, Qt.Key.Key_1)
        QTest.keyClick(screen.list, Qt.Key.Key_Return)
        settle(empty_window, qtbot)
    assert screen.pages.currentIndex() == 1 and "Всё решено" in screen.empty_title.text()
    commands: list[str] = []
    screen.context.command = commands.append
    screen.empty_act.click()
    assert commands == ["file.copy"] and "решения уйдут" in screen.empty_text.text()
    item = questions_line(empty_window)
    assert item.text() == "Нужно решить" and not item.isHidden()


def test_a_file_that_was_never_merged_is_offered_to_be(window: Window, qtbot: QtBot) -> None:
    window.go("questions")
    settle(window, qtbot)
    screen = window.shown_screen()
    assert isinstance(screen, QuestionsScreen)
    commands: list[str] = []
    screen.context.command = commands.append
    screen.empty_act.click()
    assert commands == ["file.merge"] and "Решать нечего" in screen.empty_title.text()


def test_a_file_for_viewing_only_decides_nothing(empty_window: Window, merged: Copies, qtbot: QtBot) -> None:
    empty_window.files.open_path(merged.ours, read_only=True)
    settle(empty_window, qtbot)
    empty_window.go("questions")
    settle(empty_window, qtbot)
    screen = empty_window.shown_screen()
    assert isinstance(screen, QuestionsScreen)
    assert not screen.panel.decide.isEnabled() and not screen.many.isEnabled()
    QTest.keyClick(screen.list, Qt.Key.Key_1)
    assert screen.panel.picked() is None


def test_a_thousand_questions_of_long_names(
    empty_window: Window, new_path: Callable[[str], Path], tmp_path: Path, qtbot: QtBot
) -> None:
    both = many(new_path("много.shnor"), tmp_path, 1000)
    with opened(both.ours, OURS) as document:
        merging.apply(document, both.theirs)
    screen = questions_of(empty_window, both.ours, qtbot)
    assert screen.list.lines.rowCount() == 1000
    assert questions_line(empty_window).text() == "Нужно решить (1000)"
    QTest.keyClick(screen.list, Qt.Key.Key_Down)
    assert empty_window.minimumSizeHint().width() < 900
    screen.decide_many()
    dialog = shown(empty_window, BulkDialog)
    dialog.scopes.buttons()[-1].setChecked(True)
    dialog.accept()
    settle(empty_window, qtbot)
    assert screen.pages.currentIndex() == 1


# --- marks -------------------------------------------------------------------------------------------------------


def test_undecided_values_are_marked_where_they_are_shown(
    empty_window: Window, merged: Copies, qtbot: QtBot
) -> None:
    empty_window.open_file(merged.ours)
    settle(empty_window, qtbot)
    empty_window.go("schools")
    settle(empty_window, qtbot)
    schools = empty_window.shown_screen()
    assert isinstance(schools, SchoolsScreen)
    with_marks = {
        schools.rows.row_at(row).name
        for row in range(schools.rows.rowCount())
        if schools.rows.index(row, 0).data(Qt.ItemDataRole.DecorationRole) is not None
    }
    assert with_marks == {"Заречная СОШ", "Берёзовская СОШ", "Ивовская ООШ"}
    number = next(
        row for row in range(schools.rows.rowCount()) if schools.rows.row_at(row).name == ZARECHNAYA
    )
    schools.select(schools.rows.row_at(number).uid)
    qtbot.waitUntil(lambda: schools.card.undecided.text() == "≠ не решено: Директор")
    assert schools.card.undecided.isVisible()
    schools.edit_school()
    settle(empty_window, qtbot)
    form = shown(empty_window, RecordDialog)
    assert "не решено" in form.form.editors["director"].editor.accessibleDescription()
    assert "не решено" not in form.form.editors["phone"].editor.accessibleDescription()
    form.reject()
    schools.card.undecided.click()
    settle(empty_window, qtbot)
    questions = empty_window.shown_screen()
    assert isinstance(questions, QuestionsScreen) and len(questions.found()) == 2


def test_the_results_grid_marks_the_cell_and_the_card(
    empty_window: Window, merged: Copies, qtbot: QtBot
) -> None:
    empty_window.open_file(merged.ours)
    settle(empty_window, qtbot)
    empty_window.go("results")
    settle(empty_window, qtbot)
    results = empty_window.shown_screen()
    assert isinstance(results, ResultsScreen)
    place = next(iter(results.grid.table.rows.undecided))
    results.filters.year.setCurrentIndex(results.filters.year.findData(2020))
    settle(empty_window, qtbot)
    index = results.grid.table.rows.index_of(place)
    assert index.data().startswith("≠ ") and "не решено" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert not str(index.data(Qt.ItemDataRole.EditRole)).startswith("≠")
    assert "≠ не решено" in results.legend.text()
    results.grid.table.go_to(place)
    settle(empty_window, qtbot)
    assert results.card.undecided.text() == "≠ не решено: Участников"


def test_tables_of_records_mark_values_and_copy_them_as_they_are(
    empty_window: Window, merged: Copies, qtbot: QtBot
) -> None:
    from shnor_desktop.models.kinds import BY_CODE
    from shnor_desktop.ui.records.page import RecordPage

    empty_window.open_file(merged.ours)
    settle(empty_window, qtbot)
    page = RecordPage(empty_window.context, BY_CODE["school"], empty_window)
    page.reload()
    settle(empty_window, qtbot)
    column = next(n for n, field in enumerate(page.table.fields) if field.name == "director")
    marked = {}
    for row in range(page.table.rows.rowCount()):
        index = page.table.rows.index(row, column)
        marked[page.table.rows.row_at(row).title] = index.data(Qt.ItemDataRole.DecorationRole) is not None
        if marked[page.table.rows.row_at(row).title]:
            assert index.data() == "Фомин П.С." and "не решено" in index.data(Qt.ItemDataRole.ToolTipRole)
            assert "не решено" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert [title for title, one in marked.items() if one] == [ZARECHNAYA]
    assert (
        page.bar.undecided.text() == "≠ не решено: 2"
    )  # The director, and the school that was deleted there.
    page.deleteLater()


# --- one school or two -------------------------------------------------------------------------------------------


def test_two_schools_are_declared_one_and_parted_again(
    empty_window: Window, merged: Copies, messages: Recorder, qtbot: QtBot
) -> None:
    empty_window.open_file(merged.ours)
    settle(empty_window, qtbot)
    empty_window.go("schools")
    settle(empty_window, qtbot)
    schools = empty_window.shown_screen()
    assert isinstance(schools, SchoolsScreen)
    before = schools.rows.rowCount()
    schools.table.selectRow(0)
    schools.table.selectionModel().select(
        schools.found.index(1, 0),
        schools.table.selectionModel().SelectionFlag.Select
        | schools.table.selectionModel().SelectionFlag.Rows,
    )
    assert schools.verdict.isEnabled()
    schools.verdict.click()
    settle(empty_window, qtbot)
    dialog = shown(empty_window, VerdictDialog)
    assert not dialog.button("Решить").isEnabled()
    dialog.same.setChecked(True)
    dialog.apply()
    settle(empty_window, qtbot)
    assert schools.rows.rowCount() == before - 1 and "одна школа" in messages.undo[-1][0]
    messages.undo[-1][1]()
    settle(empty_window, qtbot)
    assert schools.rows.rowCount() == before


# --- narrow windows ----------------------------------------------------------------------------------------------


def test_long_names_of_organisations_do_not_widen_the_answers(qtbot: QtBot) -> None:
    office = "Управление образования администрации Заречного муниципального округа"
    panel = QuestionPanel()
    qtbot.addWidget(panel)
    panel.resize(360, 500)
    panel.show()
    panel.show_question(question_of(office), {})
    QTest.qWait(20)
    assert panel.width() == 360
    for card in panel.cards:
        assert card.mapTo(panel, card.rect().topRight()).x() < panel.width()
    there = panel.cards[1].radio
    assert there.text().endswith("…") and there.toolTip().endswith(f"{office})")
    assert office in there.accessibleName()


def test_a_question_does_not_repeat_the_school_it_stands_under(qtbot: QtBot) -> None:
    asked = question_of(
        "ИМЦ", code="school_result", kind_name="Результат школы", record=f"{ZARECHNAYA}, ОГЭ МА 2026"
    )
    assert title_of(asked) == "≠ Результат школы: ОГЭ МА 2026, Директор"
    assert title_of(question_of("ИМЦ")) == "≠ Директор"
    assert title_of(question_of("ИМЦ", label="", kind="delete")) == "≠ Школа"


def test_two_figures_have_one_answer_and_one_line_to_type(qtbot: QtBot) -> None:
    panel = QuestionPanel()
    qtbot.addWidget(panel)
    answers: list[str] = []
    panel.answered.connect(lambda take, reason: answers.append(take))
    choices = (Choice("here", "У нас", "3 из 46"), Choice("there", "У них", "7 из 80"))
    panel.show()
    panel.show_question(replace(question_of("ИМЦ"), together=True, choices=choices), {})
    assert [type(card) for card in panel.cards] == [AnswerCard, AnswerCard, PairCard]
    panel.pick(2)
    panel.apply()
    card = panel.cards[2]
    assert isinstance(card, PairCard)
    card.line.setText("7 из 46")
    card.line.textEdited.emit("7 из 46")
    assert panel.picked() is card
    panel.apply()
    assert answers == ["there", "7 из 46"]


def test_an_answer_nobody_reported_is_decided_when_it_is_wished_twice(
    empty_window: Window, both: Copies, qtbot: QtBot
) -> None:
    shared = []
    for path, who in ((both.ours, OURS), (both.theirs, THEIRS)):
        with opened(path, who) as document, document.read() as session:
            shared.append({*session.scalars(select(SchoolResult.uid))})
    uid = min(shared[0] & shared[1])
    for path, who, figures in ((both.ours, OURS, (3, 46)), (both.theirs, THEIRS, (7, 80))):
        with opened(path, who) as document, document.write("Исправлен результат") as session:
            one = session.get_one(SchoolResult, uid)
            one.failed, one.participants = figures
    with opened(both.ours, OURS) as document:
        merging.apply(document, both.theirs)
    screen = questions_of(empty_window, both.ours, qtbot)
    found = next(one for one in screen._questions if one.together)
    screen.list.go_to(found.id)
    screen.decide("7 из 46", "")
    settle(empty_window, qtbot)
    assert "не сообщал никто" in screen.panel.mistake.text() and "ещё раз" in screen.panel.mistake.text()
    assert found.id in [one.id for one in screen._questions]
    screen.decide("7 из 46", "")
    settle(empty_window, qtbot)
    assert found.id not in [one.id for one in screen._questions]


@pytest.mark.parametrize(
    ("office", "ours", "title"),
    [
        ("Управление", False, "У них (Управление)"),
        ("ИМЦ", True, "В другом файле (Сидорова В.П.)"),
        ("", False, "В другом файле (Сидорова В.П.)"),
    ],
)
def test_a_colleague_with_a_second_file_is_not_them(
    office: str, ours: bool, title: str, qtbot: QtBot
) -> None:
    question = question_of(office)
    here, there = question.voices
    panel = QuestionPanel()
    qtbot.addWidget(panel)
    panel.show_question(replace(question, voices=(here, replace(there, ours=ours))), {})
    assert [card.title for card in panel.cards[:2]] == ["1.  У нас", f"2.  {title}"]


def question_of(office: str, **values: object) -> Question:
    """A question about the director, asked by a long named organisation."""
    at = datetime(2026, 10, 5, 14, 20, tzinfo=UTC)
    here = Voice("Кузнецова О.Л.", "Петрова А.И.", "ИМЦ", at, False, True, False)
    there = Voice("Фомин П.С.", "Сидорова В.П.", office, at, False, False, True)
    one = Question(
        id="1",
        kind="field",
        what="Поле «Директор» заполнили по-разному.",
        code="school",
        kind_name="Школа",
        uid=b"1" * 16,
        shown_uid=b"1" * 16,
        record=ZARECHNAYA,
        school=b"1" * 16,
        school_name=ZARECHNAYA,
        field="director",
        label="Директор",
        before="Иванова Н.Н.",
        voices=(here, there),
        details=(),
        choices=(Choice("here", "У нас", here.value), Choice("there", "У них", there.value)),
        typed=True,
    )
    return replace(one, **values)  # type: ignore[arg-type]
