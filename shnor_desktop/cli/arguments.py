"""The command line in Russian: argparse with its own words replaced."""

import argparse
import os
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from shnor_desktop import __version__
from shnor_desktop.errors import UserError
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.russian import read_date
from shnor_desktop.sheets.results.types import READ, SKIP

HIDDEN = {"read": READ, "skip": SKIP, "прочитать": READ, "пропустить": SKIP}
"""What may be said of hidden rows, columns and sheets."""
ALIKE = {"same": "same", "new": "new", "объединить": "same", "новые": "new"}
"""What may be said at once of all schools that resemble others."""

_TRANSLATIONS: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (?:КОМАНДА|command)$", "Команда не названа."),
    (r"the following arguments are required: (.+)", "Не указано: {0}."),
    (r"unrecognized arguments: (.+)", "Лишнее в команде: {0}."),
    (r"argument (?:КОМАНДА|command): invalid choice: '?([^']*)'? \(.*", "Команды «{0}» нет."),
    (r"argument (.+?): invalid choice: '?([^']*)'? \(choose from (.*)\)", "Для {0} не подходит «{1}»."),
    (r"argument (.+?): expected .*", "Для {0} не указано значение."),
    (r"argument (.+?): ignored explicit argument .*", "После {0} ничего не указывают."),
    (r"argument (.+?): not allowed with argument (.+)", "{0} и {1} нельзя указать вместе."),
    (r"argument (.+?): invalid .* value: '?([^']*)'?", "Для {0} не подходит «{1}»."),
    (r"argument (.+?): (.+)", "{1}"),
)


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Вызов: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser whose help is Russian and whose errors are UserErrors."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Formatter, **settings)
        self.arguments = self.add_argument_group("Что указать")
        self.options = self.add_argument_group("Параметры")
        self.options.add_argument("-h", "--help", action="help", help="показать эту справку")

    def add_argument(self, *names: Any, **more: Any) -> argparse.Action:
        """What stands without a dash is listed under our own heading, whoever adds it."""
        if names and not names[0].startswith("-"):
            return self.arguments.add_argument(*names, **more)
        return super().add_argument(*names, **more)

    def argument(self, name: str, metavar: str, what: str, **more: Any) -> None:
        """What has its place in the command."""
        self.arguments.add_argument(name, metavar=metavar, help=what, **more)

    def option(self, name: str, metavar: str, what: str, **more: Any) -> None:
        """What is named with its value."""
        self.options.add_argument(name, metavar=metavar, help=what, **more)

    def several(self, name: str, metavar: str, what: str, **more: Any) -> None:
        """What may be named again and again; a list, empty where it never is."""
        self.option(name, metavar, what, action="append", default=[], **more)

    def flag(self, name: str, what: str) -> None:
        """What is so when it is named."""
        self.options.add_argument(name, action="store_true", help=what)

    def error(self, message: str) -> NoReturn:
        """Instead of printing usage and leaving: a sentence for the person."""
        raise UserError(_translated(message), f"Справка: {self.prog} --help.")


def _translated(message: str) -> str:
    for pattern, russian in _TRANSLATIONS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return russian.format(*found.groups())
    return f"Команда не понята: {message}."


def school_year(text: str) -> int:
    """«2020/21» → 2020."""
    year = school_years.parse(text)
    if year is None:
        raise argparse.ArgumentTypeError(f"«{text}» — не учебный год, нужно в виде 2020/21.")
    return year


def day(text: str) -> date:
    """«15.09.2026», «2026-09-15»."""
    found = read_date(text)
    if found is not None:
        return found
    raise argparse.ArgumentTypeError(f"«{text}» — не дата, нужно в виде 01.09.2021.")


def positive(text: str) -> int:
    """A number from 1."""
    if not text.isdecimal() or not 1 <= int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError(f"«{text}» — не число от 1.")
    return int(text)


def pair(text: str) -> tuple[str, str]:
    """«название=школа» → two texts, parted at the last «=»."""
    left, parted, right = text.rpartition("=")
    if not parted or not left.strip() or not right.strip():
        raise argparse.ArgumentTypeError(f'«{text}» не понято, нужно в виде "что=ответ".')
    return left.strip(), right.strip()


def cell(text: str) -> tuple[str, str]:
    """«Лист!C7=12» → place and content, parted at the first «=» after the address; nothing after it empties the cell."""
    found = re.fullmatch(r"(.*?[A-Za-zА-Яа-я]\$?\d+)\s*=(.*)", text, re.DOTALL)
    if not found:
        raise argparse.ArgumentTypeError(f'«{text}» не понято, нужно в виде "Лист!C7=12".')
    return found[1].strip(), found[2].strip()


Run = Callable[[argparse.Namespace], Any]


def build(words: Sequence[str], commands: Sequence[tuple[str, str, Callable[[Parser], None], Run]]) -> Parser:
    """The parser of all commands: (name, what it does, what it takes, who does it). Only what the commands among the
    words take is asked: papers, for one, must be loaded for that."""
    parser = Parser(
        prog="shnor",
        description="Результаты оценочных процедур, перечень школ с низкими результатами и документы к нему.",
        epilog="Код завершения: 0 — сделано; 1 — сделано, но нужно решение человека; 2 — не сделано.",
    )
    parser.options.add_argument("--version", action="version", version=__version__, help="показать версию")
    made = parser.add_subparsers(
        dest="command", metavar="КОМАНДА", title="Команды", required=True, parser_class=Parser
    )
    for name, what, takes, run in commands:
        one = made.add_parser(name, help=what, description=what[:1].upper() + what[1:] + ".")
        if name in words:
            takes(one)
        one.flag("--json", "ответ для программ: JSON")
        one.set_defaults(run=run)
    return parser


def writes(parser: Parser, name: str, *, replaces: bool = True, folders: str = "") -> None:
    """The argument `name` is where the command writes to: nothing that is there already, unless it `replaces` and is told
    to; no folder, unless the argument `folders` says that it is one. This is asked before anything is done."""
    parser.set_defaults(written=name, folders=folders)
    if replaces:
        parser.flag("--replace", "заменить файл, если такой уже есть; иначе это отказ")


def require_free(asked: argparse.Namespace) -> None:
    """Raises UserError when what a command would write to is there."""
    out = getattr(asked, getattr(asked, "written", ""), None)
    if not isinstance(out, Path) or (hasattr(asked, "export") and not asked.export):
        return
    book = getattr(asked, "book", None)
    folder = isinstance(book, Path) and book != out and book.is_dir()  # A folder of books goes into a folder.
    if out.is_dir() and asked.folders == asked.written:
        return  # The command has a rule of its own for what lies there.
    folder = folder or bool(asked.folders and getattr(asked, asked.folders))
    if out.is_dir() and not folder:
        raise UserError(f"«{out.name or out.absolute()}» — это папка.", "Укажите имя файла.")
    taken = any(out.iterdir()) if out.is_dir() else os.path.lexists(out)
    if hasattr(asked, "replace") and taken and not asked.replace:
        kind = "Папка" if out.is_dir() else "Файл"
        raise UserError(
            f"{kind} «{out.name}» уже есть.", "Выберите другое имя или укажите --replace, чтобы заменить."
        )


def file(parser: Parser, what: str = "файл .shnor") -> None:
    """The document a command works with."""
    parser.argument("file", "ФАЙЛ", what, type=Path)
