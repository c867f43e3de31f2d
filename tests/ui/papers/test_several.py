"""Several schools are chosen in a list with a search line; nothing checked means all; what was chosen is remembered."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from shnor_desktop.ui.papers import several
from shnor_desktop.ui.papers.several import SeveralList

A, B, C = b"a", b"b", b"c"


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def box(parent: QWidget, *first: tuple[str, bytes | None]) -> QComboBox:
    made = QComboBox(parent)
    for text, value in (*first, ("Горная СОШ", A), ("Луговая ООШ", B), ("Луговая СОШ", C)):
        made.addItem(text, value)
    return made


def test_schools_are_found_and_checked(parent: QWidget) -> None:
    every = box(parent, ("Все школы", None))
    several.choose(every, (B,))
    assert every.currentData() == B
    shown = SeveralList(every, "Школы", parent)
    assert shown.list.count() == 3 and shown.chosen() == (B,)
    shown.search.setText("сош луг")
    assert [shown.list.item(at).isHidden() for at in range(3)] == [True, True, False]
    shown.list.item(2).setCheckState(Qt.CheckState.Checked)
    assert shown.chosen() == (B, C) and shown.told.text() == "Отмечено: 2 из 3."
    several.choose(every, shown.chosen())
    assert every.currentData() == (B, C) and every.currentText() == "Выбрано: 2"
    assert SeveralList(every, "Школы", parent).chosen() == (B, C)


def test_nothing_checked_means_all(parent: QWidget) -> None:
    optional, needed = box(parent, ("Все школы", None)), box(parent)
    for one in (optional, needed):
        several.choose(one, (A, C))
        several.choose(one, ())
    assert optional.currentData() is None and optional.count() == 4
    assert needed.currentData() == (A, B, C) and needed.count() == 4
    assert "войдут все" in SeveralList(optional, "Школы", parent).told.text()


def test_schools_of_another_file_are_not_chosen(parent: QWidget) -> None:
    one = box(parent, ("Все школы", None))
    several.choose(one, (B, b"gone"))
    assert one.currentData() == B


def test_what_was_chosen_is_remembered(tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    assert several.remembered(settings, "school") == ()
    several.remember(settings, "school", (A, B))
    assert several.remembered(settings, "school") == (A, B) and several.remembered(settings, "other") == ()
    several.remember(settings, "school", (A,))
    assert several.remembered(settings, "school") == ()
    settings.setValue("papers/several/school", "[не то")
    assert several.remembered(settings, "school") == ()
