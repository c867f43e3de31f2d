"""Standard texts of Qt: boxes, file, print, colour and font dialogs, menus of text fields, calendars; and numbers."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QDir, QFileInfo, QLocale, QTranslator
from PySide6.QtGui import QAbstractFileIconProvider
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QColorDialog,
    QDateEdit,
    QDoubleSpinBox,
    QErrorMessage,
    QFileDialog,
    QFontDialog,
    QInputDialog,
    QLineEdit,
    QMessageBox,  # noqa: TID251
    QPlainTextEdit,
    QProgressDialog,
    QTextBrowser,
    QTextEdit,
    QTreeView,
    QWidget,
    QWizard,
)
from pytestqt.qtbot import QtBot

from shnor_desktop.ui.kit.entry.file_dialog import Sizes
from shnor_desktop.ui.shell import russian

_WORD = re.compile(r"[A-Za-z]{2,}")
_SAME = {"OK", "HTML", "PDF", "CUPS"}
_NOT_OURS = {"QShortcut", "QMimeType", "QPageSize", "QFontDatabase"}
"""Names of keys, of whatever lies in a folder, of paper sizes and fonts."""
_KEYS = re.compile(r"(Ctrl|Alt|Shift)\+")


class Listener(QTranslator):
    """Asked first, answers nothing and keeps what was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[tuple[str, str, str | None]] = set()

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, sourceText: str, /, disambiguation: str | None = None, n: int = -1
    ) -> str:
        self.asked.add((context, sourceText, disambiguation))
        return None  # type: ignore[return-value]

    def english(self) -> list[tuple[str, str]]:
        """What was asked for and is answered in Latin letters."""
        said = {
            (context, source): QCoreApplication.translate(context, source, disambiguation)
            for context, source, disambiguation in self.asked
            if context not in _NOT_OURS and not _KEYS.match(source)
        }
        return [
            (context, text)
            for (context, source), text in said.items()
            if source != "QT_LAYOUT_DIRECTION" and set(_WORD.findall(re.sub("<[^>]+>|&", "", text))) - _SAME
        ]


@pytest.fixture
def listener(qapp: QApplication) -> Iterator[Listener]:
    made = Listener()
    qapp.installTranslator(made)
    yield made
    qapp.removeTranslator(made)


def show(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.show()
    QApplication.processEvents()


@pytest.mark.parametrize("save", [False, True])
def test_the_file_dialog(save: bool, listener: Listener, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "папка").mkdir()
    (tmp_path / "файл.shnor").write_bytes(b"1" * 1600)
    dialog = QFileDialog(None, "Открыть", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave if save else QFileDialog.AcceptMode.AcceptOpen)
    show(qtbot, dialog)
    dialog.setProxyModel(Sizes(dialog))
    tree = dialog.findChild(QTreeView)
    assert tree is not None
    qtbot.waitUntil(lambda: tree.model().rowCount(tree.rootIndex()) > 1)
    told, ours = (
        [tree.model().index(row, column, tree.rootIndex()).data() for column in range(3)] for row in range(2)
    )
    assert ours == ["файл.shnor", "2 КБ", "Файл ШНОР"]
    assert told[:2] == ["папка", ""] and told[2] in ("Папка", "Папка с файлами")
    assert QAbstractFileIconProvider().type(QFileInfo(QDir.rootPath())) == "Диск"
    assert not listener.english()


def test_every_button_of_boxes_and_the_details(listener: Listener, qtbot: QtBot) -> None:
    button = QMessageBox.StandardButton
    for one in (
        button.Ok,
        button.Save,
        button.SaveAll,
        button.Open,
        button.Yes,
        button.YesToAll,
        button.No,
        button.NoToAll,
    ):
        show(qtbot, QMessageBox(QMessageBox.Icon.Question, "ШНОР", "?", one | button.Cancel | button.Help))
    for one in (
        button.Abort,
        button.Retry,
        button.Ignore,
        button.Close,
        button.Discard,
        button.Apply,
        button.Reset,
    ):
        show(qtbot, QMessageBox(QMessageBox.Icon.Question, "ШНОР", "?", one | button.RestoreDefaults))
    box = QMessageBox()
    box.setDetailedText("подробно")
    show(qtbot, box)
    assert len(listener.asked) > 15 and not listener.english()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows shows its own dialogs")
def test_print_colour_font_and_the_other_dialogs(listener: Listener, qtbot: QtBot) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    colours = QColorDialog()
    colours.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
    fonts = QFontDialog()
    fonts.setOption(QFontDialog.FontDialogOption.DontUseNativeDialog)
    for one in (
        QPrintDialog(printer),
        QPrintPreviewDialog(printer),
        colours,
        fonts,
        QInputDialog(),
        QErrorMessage(),
        QProgressDialog(),
        QWizard(),
    ):
        show(qtbot, one)
    assert {"QPrintDialog", "QColorDialog", "QFontDialog", "QWizard"} <= {one[0] for one in listener.asked}
    assert not listener.english()


def test_menus_of_text_fields(listener: Listener, qtbot: QtBot) -> None:
    menus = []
    fields = (QLineEdit(), QTextEdit(), QPlainTextEdit(), QTextBrowser())
    for one in fields:
        show(qtbot, one)
        menus.append(one.createStandardContextMenu())
    words = [action.text().partition("\t")[0].replace("&", "") for action in menus[0].actions()]
    assert [one for one in words if one] == [
        "Отменить действие",
        "Повторить действие",
        "Вырезать",
        "Копировать",
        "Вставить",
        "Удалить",
        "Выделить всё",
    ]
    assert not listener.english()


def test_numbers_and_dates_are_written_as_here(qtbot: QtBot) -> None:
    number, day, calendar = QDoubleSpinBox(), QDateEdit(QDate(2026, 3, 5)), QCalendarWidget()
    number.setValue(1.5)
    for one in (number, day, calendar):
        show(qtbot, one)
    assert number.text() == "1,50" and day.text() == "05.03.2026"
    assert calendar.locale().standaloneMonthName(3) == "март"
    assert calendar.firstDayOfWeek().name == "Monday"
    assert QLocale().toString(12345.6, ord("f"), 1) == "12\u00a0345,6"


def test_the_system_writes_dates_in_russian_unless_it_was_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "name", "posix")
    monkeypatch.setattr(os, "environ", {"LC_ALL": "C.UTF-8"})
    russian.prepare()
    assert os.environ == {"LC_ALL": "C.UTF-8"}
    monkeypatch.setattr(os, "environ", {"LANG": "en_US.UTF-8"})
    russian.prepare()
    assert os.environ["LC_TIME"] == "ru_RU.UTF-8" and os.environ["LANG"] == "en_US.UTF-8"
