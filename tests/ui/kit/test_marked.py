"""The editor of typed texts: marks come back as they were, foreign HTML gives its words, lists and tables alone."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shnor_desktop.rules.words import marks
from shnor_desktop.ui.kit.marked import pasted
from shnor_desktop.ui.kit.marked.editor import MarkedText

TEXTS = (
    "Провести **семинар**:\n  план;\n  отчёт\n- один\n- два\n  1) под\n  2) ним\n- три",
    "Школа | **Дата** | Что\nЗаречная | 01.02 |\nГорная | | выезд\nконец",
    "1) а\n2) б\n1) в",
    "\\- не список, \\*\\*не жирно\\*\\*\nа \\| б\nв \\| г",
    "1) а\n3) в",
    "",
)


@pytest.fixture
def editor(qtbot: QtBot) -> MarkedText:
    made = MarkedText()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_shown_is_kept_and_comes_back(editor: MarkedText, text: str) -> None:
    editor.set_text(text)
    assert editor.text() == text
    editor.page.document().setModified(True)
    assert marks.read(editor.text()) == marks.read(text)


def paste(editor: MarkedText, html: str = "", text: str = "") -> str:
    given = QMimeData()
    if html:
        given.setHtml(html)
    given.setText(text)
    editor.page.insertFromMimeData(given)
    return editor.text()


def press(editor: MarkedText, key: Qt.Key) -> None:
    QTest.keyClick(editor.page, key)


def test_a_table_grows_and_a_list_ends_by_the_keyboard(editor: MarkedText) -> None:
    editor.show()
    editor.page.insertPlainText("Дела")
    press(editor, Qt.Key.Key_Return)
    editor.page.make_list(numbered=True)
    for word in ("раз", "два", ""):
        editor.page.insertPlainText(word)
        press(editor, Qt.Key.Key_Return)
    editor.page.make_bold()
    editor.page.insertPlainText("всё")
    editor.page.make_table()
    for word in ("а", "б", "в", "г"):
        editor.page.insertPlainText(word)
        press(editor, Qt.Key.Key_Tab)
    assert editor.acts["Убрать строку"].isEnabled() and not editor.acts["Вставить таблицу"].isEnabled()
    for _ in range(5):
        press(editor, Qt.Key.Key_Tab)
    editor.page.insertPlainText("д")
    assert editor.text() == "Дела\n1) раз\n2) два\n**всё**\nа | б | в\nг | |\nд | |"


WORD = """<html><head><style>p{font-weight:bold}</style><title>нет</title></head><body><!--нет-->
<p class=MsoNormal>Обычный <b>жирный<o:p></o:p></b>
текст</p>
<p style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;
</span></span><![endif]>первый</p>
<p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>вложен</p>
<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.</span>второй</p>
<table><tr><td rowspan=2><p><b>Школа</b></p></td><td colspan=2>Сроки</td></tr><tr><td>с</td><td>по</td></tr>
<tr><td>Заречная<img src="file:///etc/hostname"></td><td><p>1</p><p>мая</p></td><td><table><tr><td>2</td></tr></table></td></tr>
</table><ul><li>тире <span style="font-weight:700">ж</span><li>ещё<ol><li>а</ol></ul><script>alert(1)</script>"""


def test_words_lists_and_tables_of_a_word_processor_stay(editor: MarkedText) -> None:
    told = paste(editor, WORD, "не отсюда")
    assert told.split("\n") == [
        "Обычный **жирный** текст",
        "1) первый",
        "  - вложен",
        "2) второй",
        "**Школа** | Сроки |",
        "| с | по",
        "Заречная | 1 мая | 2",
        "- тире **ж**",
        "- ещё",
        "  1) а",
    ]


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<b style='font-weight:normal'>обычный</b></p></i>", "обычный"),
        ("<table><tr><td>одна</td></tr></table>хвост", "одна\nхвост"),
        ("<table><tr><td>а<td>б<tr><td>в", "а | б\nв |"),
        ("раз<br>два<div>три</div>", "раз\nдва\nтри"),
        ("**а** | б<p>в | г", r"\*\*а\*\* \| б" + "\n" + r"в \| г"),
        ("<td>без таблицы</table></tr>", "без таблицы"),
    ],
)
def test_broken_html_gives_its_words(html: str, told: str) -> None:
    assert marks.as_text(pasted.read(html)) == told


def test_plain_text_and_text_inside_a_table(editor: MarkedText) -> None:
    assert paste(editor, text="**а**\nб") == "\\*\\*а\\*\\*\nб"
    editor.page.moveCursor(QTextCursor.MoveOperation.End)
    editor.page.make_table()
    told = paste(editor, "<ul><li>а<li>б</ul>")
    assert told.endswith("– а – б | |")


def test_endless_html_is_read_at_once() -> None:
    for html in (
        "<li>" * 20_000 + "а</b>" * 20_000,
        "<ul>" * 1_000 + "<li>а" * 5_000,
        "<table>" * 9_000 + "а",
    ):
        assert pasted.read(html)
