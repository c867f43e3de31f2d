"""The help: every page is listed, has a heading, and links lead somewhere."""

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from pytestqt.qtbot import QtBot

from shnor_desktop import places
from shnor_desktop.ui.shell.help_window import HelpWindow, page_path, title_of

PAGES = sorted((places.resources() / "help").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_a_heading_and_its_links_lead_to_pages(page: Path) -> None:
    text = page.read_text("utf-8")
    assert text.startswith("# ") and len(text) > 200
    assert title_of(page)
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (page.parent / target).exists(), target


def test_every_page_can_be_turned_to(qtbot: QtBot) -> None:
    window = HelpWindow()
    qtbot.addWidget(window)
    listed = [window.topics.item(row).data(Qt.ItemDataRole.UserRole) for row in range(window.topics.count())]
    assert sorted(listed) == [page.stem for page in PAGES]
    for code in listed:
        window.show_page(code)
        shown = window.text.toPlainText()
        assert (
            shown.startswith(title_of(page_path(code)))
            and "{version}" not in shown
            and "{libraries}" not in shown
        )


def test_the_search_leaves_the_pages_with_all_words_and_marks_them(qtbot: QtBot) -> None:
    window = HelpWindow()
    qtbot.addWidget(window)
    window.show_page("start")

    def listed() -> list[str]:
        rows = (window.topics.item(row) for row in range(window.topics.count()))
        return [row.text() for row in rows if not row.isHidden()]

    every = listed()
    window.search.setText("Резервная копию")
    found = listed()
    assert "Обмен и копии" in found and len(found) < len(every), "words are found in any case"
    places: list[Any] = window.text.extraSelections()
    marked = [one.cursor.selectedText() for one in places]
    assert marked and {one.casefold()[:4] for one in marked} <= {"резе", "копи"}
    seen = {window.topics.currentRow()}
    for _ in range(200):
        window.find_next()
        seen.add(window.topics.currentRow())
    assert len(seen) == len(found), "Enter goes through all pages that were found"
    window.search.setText("гиппопотам")
    assert listed() == [] and window.text.extraSelections() == []
    window.search.clear()
    assert listed() == every


def test_links_turn_the_page_and_unknown_pages_give_the_first(qtbot: QtBot) -> None:
    window = HelpWindow()
    qtbot.addWidget(window)
    window.text.anchorClicked.emit(QUrl("list.md"))
    assert window.text.toPlainText().startswith("Перечень")
    window.show_page("нет такой")
    assert window.text.toPlainText().startswith("С чего начать")


def test_libraries_are_named_and_their_licences_are_read_on_the_spot(qtbot: QtBot) -> None:
    """Each name leads to the text and back to the page; an unknown one says so."""
    window = HelpWindow()
    qtbot.addWidget(window)
    window.show_page("about")
    assert "openpyxl" in window.text.toPlainText() and "licence:openpyxl" in window.text.toHtml()
    window.text.anchorClicked.emit(QUrl("licence:openpyxl"))
    assert "Permission is hereby granted" in window.text.toPlainText()
    window.text.anchorClicked.emit(QUrl("about.md"))
    assert window.text.toPlainText().startswith("О программе")
    window.text.anchorClicked.emit(QUrl("licence:нет такой"))
    assert "Текста лицензии" in window.text.toPlainText()
