"""Guards the choice of the Qt release: some lose a reference to None with every call and die after a few thousand."""

import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_calls_do_not_lose_references_to_none(qtbot: QtBot) -> None:
    """20,000 calls leave None as it was; on Python 3.12 and later None is immortal and cannot be lost."""
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(20_000):
        label.setText(str(number))
    assert sys.getrefcount(None) > before - 100
