"""Menus and shortcuts of the window, as one table of commands."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6 import QtCore
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from shnor_desktop.ui.kit.entry.text_undo import give_redo_key
from shnor_desktop.ui.kit.jobs import Standing
from shnor_desktop.ui.shell.screens import Entry, keys, starts_group

_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Command:
    """A line of a menu; `needs` is "" (always), "file" (an open file), "write" (a file that may be changed) or
    "taken" (a copy of a file of a stick or share)."""

    code: str
    text: str
    keys: tuple[str, ...] = ()
    needs: str = ""


SEPARATOR = Command("", "")
MENUS: tuple[tuple[str, tuple[Command, ...]], ...] = (
    (
        "&Файл",
        (
            Command("file.new", "&Создать файл…", ("Ctrl+N",)),
            Command("file.open", "&Открыть…", ("Ctrl+O",)),
            Command("file.recent", "&Последние файлы"),
            Command("file.sample", "Посмотр&еть на примере"),
            SEPARATOR,
            Command("file.import", "&Загрузить результаты из книги…", ("Ctrl+I",), "write"),
            Command("file.load", "Загрузить данные &из книги или файла…", (), "write"),
            Command("file.copy", "Копия для &другой организации…", (), "file"),
            Command("file.return", "Записать на носи&тель", ("Ctrl+Shift+S",), "taken"),
            SEPARATOR,
            Command("file.merge", "Объеди&нить с файлом…", ("Ctrl+M",), "file"),
            Command("file.compare", "Сравнит&ь с файлом…", (), "file"),
            Command("file.send", "Отправить &часть файла…", (), "file"),
            Command("file.forms", "Фор&ма для школ…", (), "file"),
            Command("file.merges", "Объединения и прото&колы…", (), "file"),
            SEPARATOR,
            Command("file.backup", "Сделать &резервную копию", (), "write"),
            Command("file.restore", "&Восстановить из резервной копии…", (), "write"),
            Command("file.check", "Проверить ф&айл", (), "file"),
            SEPARATOR,
            Command("file.print", "Печать…", ("Ctrl+P",), "file"),
            Command("file.person", "Кто здесь ра&ботает…", (), "file"),
            SEPARATOR,
            Command("file.close", "Закрыть фай&л", ("Ctrl+W",), "file"),
            Command("file.quit", "В&ыход", ("Ctrl+Q",)),
        ),
    ),
    (
        "&Правка",
        (
            Command("edit.undo", "&Отменить", ("Ctrl+Z",), "write"),
            Command("edit.redo", "&Вернуть", ("Ctrl+Shift+Z",), "write"),
            SEPARATOR,
            Command("edit.cut", "В&ырезать"),
            Command("edit.copy", "&Копировать"),
            Command("edit.paste", "Вст&авить"),
            Command("edit.all", "Выделить вс&ё"),
            SEPARATOR,
            Command("edit.find", "&Найти", ("Ctrl+F",), "file"),
            Command("edit.everywhere", "Найти ве&зде…", ("Ctrl+K",)),
        ),
    ),
    ("&Вид", (Command("view.scheme", "&Оформление"), SEPARATOR)),
    (
        "Помо&щь",
        (
            Command("help.page", "&Справка", ("F1",)),
            Command("help.about", "&О программе"),
        ),
    ),
)
_FILLED = ("file.recent", "view.scheme")
"""Menus within menus, which others fill."""
_PASSED_ON = {
    "edit.cut": "X",
    "edit.copy": "C",
    "edit.paste": "V",
    "edit.all": "A",
}
"""Pressed with Ctrl on the widget with the cursor, which knows what its block is."""


class Menus:
    """The menu bar of a window; `command` is called with the code of what was chosen."""

    def __init__(self, window: QMainWindow, command: Callable[[str], None]) -> None:
        self._window = window
        self._command = command
        self.actions: dict[str, QAction] = {}
        self._needs: dict[str, str] = {}
        self.menus: dict[str, QMenu] = {}
        self._within: dict[str, QAction] = {}
        """Entries of menus within menus, which fill themselves."""
        for title, commands in MENUS:
            menu = window.menuBar().addMenu(title)
            self.menus[title.replace("&", "")] = menu
            for one in commands:
                self._add(menu, one)
        self.show_standing(Standing())

    def _add(self, menu: QMenu, command: Command) -> None:
        if not command.code:
            menu.addSeparator()
            return
        if command.code in _FILLED:
            self.menus[command.code] = menu.addMenu(command.text)
            return
        action = menu.addAction(command.text)
        if command.code in _PASSED_ON:
            action.triggered.connect(lambda: press(_PASSED_ON[command.code]))
        else:
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            action.triggered.connect(lambda: self._command(command.code))
        self.actions[command.code] = action
        self._needs[command.code] = command.needs

    def show_passed_on(self) -> None:
        """Show the keys of what is passed on beside its texts, without taking them, and take those that belong to the text with
        the cursor first; after the first frame."""
        for code, letter in _PASSED_ON.items():
            self.actions[code].setShortcut(QKeySequence(f"Ctrl+{letter}"))
            self.actions[code].setShortcutContext(QtCore.Qt.ShortcutContext.WidgetShortcut)
        give_redo_key(self._window, self.actions["edit.redo"].trigger)

    def add_screens(self, entries: Iterable[Entry]) -> None:
        """The screens in their groups, with their shortcuts; then the ways from one to the next."""
        menu = self.menus["Вид"]
        for number, entry in enumerate(entries, start=1):
            if starts_group(entry.code):
                menu.addSeparator()
            self._add(menu, Command(f"go.{entry.code}", entry.title, (keys(number),), "file"))
        menu.addSeparator()
        self._add(menu, Command("view.next", "С&ледующий раздел", ("Ctrl+PgDown",), "file"))
        self._add(menu, Command("view.previous", "&Предыдущий раздел", ("Ctrl+PgUp",), "file"))
        self.show_standing(Standing())

    def possible(self) -> list[tuple[str, str, str]]:
        """Code, words and keys of every entry that can be chosen now, but for what belongs to a cursor; an entry of a menu
        within another with the way to it."""
        self._within = {
            f"{code}:{number}": action
            for code in _FILLED
            for number, action in enumerate(self._filled(self.menus[code]))
            if action.isEnabled() and not action.isSeparator()
        }
        return [
            (code, _words(action.text()), action.shortcut().toString())
            for code, action in self.actions.items()
            if action.isEnabled() and code not in _PASSED_ON and code != "edit.everywhere"
        ] + [(code, _way(action), "") for code, action in self._within.items()]

    @staticmethod
    def _filled(menu: QMenu) -> list[QAction]:
        menu.aboutToShow.emit()
        return menu.actions()

    def choose_within(self, code: str) -> bool:
        """Choose an entry of a menu within another; False when there is none of that code."""
        action = self._within.get(code)
        if action is not None:
            action.trigger()
        return action is not None

    def show_standing(self, standing: Standing) -> None:
        """What can be done with the file as it stands, and what undo and redo would do."""
        opened, writable = standing.path is not None, standing.path is not None and not standing.read_only
        for code, action in self.actions.items():
            able = {"": True, "file": opened, "write": writable, "taken": standing.returnable}
            action.setEnabled(able[self._needs[code]])
        self._name("edit.undo", "&Отменить", standing.undo_title)
        self._name("edit.redo", "&Вернуть", standing.redo_title)

    def _name(self, code: str, verb: str, title: str | None) -> None:
        action = self.actions[code]
        if title is None:
            action.setText(verb)
            action.setEnabled(False)
            return
        short = title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"
        action.setText(f"{verb}: {short.replace('&', '&&')}")


def _words(text: str) -> str:
    """What an entry is called, without what it would undo."""
    return text.partition(":")[0].replace("&", "").rstrip("…")


def _way(action: QAction) -> str:
    """«Вид ▸ Оформление ▸ Тёмное»; the number before a name is only its key."""
    steps = [re.sub(r"^&\d ", "", action.text())]
    menu = action.parent()
    while isinstance(menu, QMenu):
        steps.insert(0, menu.title())
        menu = menu.parent()
    return " ▸ ".join(_words(step.replace("&&", "\0")).replace("\0", "&") for step in steps)


def press(letter: str) -> None:
    """Press Ctrl and a letter on the widget with the cursor."""
    widget = QApplication.focusWidget()
    if widget is None:
        return
    key, control = QtCore.Qt.Key[f"Key_{letter}"], QtCore.Qt.KeyboardModifier.ControlModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(widget, QKeyEvent(kind, key, control))
