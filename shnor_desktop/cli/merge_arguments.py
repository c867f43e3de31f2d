"""What the commands about copies of the file take."""

from pathlib import Path

from shnor_desktop.cli import arguments
from shnor_desktop.cli.arguments import Parser

_TYPED = "«-» — ввести его или взять следующую строку ввода: так он не останется в истории команд"


def merge(one: Parser) -> None:
    """FILE OTHER… [--dry-run]."""
    arguments.file(one)
    one.argument("others", "ДРУГОЙ", "копии или части этого файла", nargs="+", type=Path)
    one.flag("--dry-run", "только показать, ничего не записывать")
    one.option("--password", "ПАРОЛЬ", f"пароль к копии .zip; {_TYPED}", default="")


def unlock(one: Parser) -> None:
    """COPY OUT --password P."""
    one.argument("copy", "КОПИЯ", "копия под паролем, .zip", type=Path)
    one.argument("out", "НОВЫЙ", "новый файл .shnor", type=Path)
    arguments.writes(one, "out", replaces=False)
    one.option("--password", "ПАРОЛЬ", f"пароль с листка; {_TYPED}", required=True)


def decide(one: Parser) -> None:
    """FILE CONFLICT --take … [--reason …]."""
    arguments.file(one)
    one.argument("conflict", "ВОПРОС", "номер из shnor conflicts; «all» — все подходящие")
    one.option(
        "--take",
        "ЧТО",
        "here, there, restore, delete, same, different или верное значение; для «all» ещё office",
        required=True,
    )
    one.option("--reason", "ПОЧЕМУ", "обоснование", default="")
    one.option("--school", "ШКОЛА", "для «all»: только этой школы")
    one.option("--office", "ОРГАНИЗАЦИЯ", "для «all»: только с её участием")


def copy(one: Parser) -> None:
    """FILE OUT [--school S | --year Y] [--form] [--with-lists] [--to WHOM]."""
    arguments.file(one)
    one.argument("out", "КОПИЯ", "новый файл копии .shnor; .zip — под паролем", type=Path)
    arguments.writes(one, "out", replaces=False)
    chosen = one.options.add_mutually_exclusive_group()
    chosen.add_argument("--school", metavar="ШКОЛА", help="только эта школа: название или код")
    chosen.add_argument(
        "--year", metavar="ГОД", type=arguments.school_year, help="только этот учебный год: 2020/21"
    )
    one.flag("--form", "без имён людей, для заполнения")
    one.flag("--with-lists", "вместе с подписанными перечнями целиком: в них показатели и других школ")
    one.option("--to", "КОМУ", "кому отправляется часть: школа, куратор, организация", default="")


def diff(one: Parser) -> None:
    """FILE [OTHER] [--from … --to …]."""
    arguments.file(one)
    one.argument("other", "ДРУГОЙ", "другая копия файла", nargs="?", type=Path)
    one.option("--from", "МОМЕНТ", "после действия или даты: 3.17 или 05.09.2026", dest="since")
    one.option("--to", "МОМЕНТ", "до действия или даты включительно", dest="until")


def external(one: Parser) -> None:
    """FILE [--accept | --put-back]."""
    arguments.file(one)
    chosen = one.options.add_mutually_exclusive_group()
    chosen.add_argument(
        "--accept", action="store_true", help="принять их в историю: они уйдут и в другие копии"
    )
    chosen.add_argument(
        "--put-back", action="store_true", help="вернуть карточкам вид, который помнит история"
    )


def rebuild(one: Parser) -> None:
    """FILE OUT."""
    arguments.file(one)
    one.argument("out", "НОВЫЙ", "новый файл .shnor", type=Path)
    arguments.writes(one, "out", replaces=False)


def renew(one: Parser) -> None:
    """FILE OUT."""
    arguments.file(one)
    one.argument("out", "НОВЫЙ", "новый файл .shnor: с копиями прежнего он не объединяется", type=Path)
    arguments.writes(one, "out", replaces=False)
