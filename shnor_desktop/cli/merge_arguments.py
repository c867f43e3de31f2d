"""What the commands about copies of the file take."""

from pathlib import Path

from shnor_desktop.cli import arguments
from shnor_desktop.cli.arguments import Parser


def merge(one: Parser) -> None:
    """FILE OTHER… [--dry-run]."""
    arguments.file(one)
    one.arguments.add_argument(
        "others", metavar="ДРУГОЙ", nargs="+", type=Path, help="копии или части этого файла"
    )
    one.options.add_argument("--dry-run", action="store_true", help="только показать, ничего не записывать")
    one.options.add_argument("--password", metavar="ПАРОЛЬ", default="", help="пароль к копии .zip")


def unlock(one: Parser) -> None:
    """COPY OUT --password P."""
    one.arguments.add_argument("copy", metavar="КОПИЯ", type=Path, help="копия под паролем, .zip")
    one.arguments.add_argument("out", metavar="НОВЫЙ", type=Path, help="новый файл .shnor")
    arguments.writes(one, "out", replaces=False)
    one.options.add_argument("--password", metavar="ПАРОЛЬ", required=True, help="пароль с памятки")


def decide(one: Parser) -> None:
    """FILE CONFLICT --take … [--reason …]."""
    arguments.file(one)
    one.arguments.add_argument(
        "conflict", metavar="ВОПРОС", help="номер из shnor conflicts; «all» — все подходящие"
    )
    one.options.add_argument(
        "--take",
        metavar="ЧТО",
        required=True,
        help="here, there, restore, delete, same, different или верное значение; для «all» ещё office",
    )
    one.options.add_argument("--reason", metavar="ПОЧЕМУ", default="", help="обоснование")
    one.options.add_argument("--school", metavar="ШКОЛА", help="для «all»: только этой школы")
    one.options.add_argument("--office", metavar="ОРГАНИЗАЦИЯ", help="для «all»: только с её участием")


def copy(one: Parser) -> None:
    """FILE OUT [--school S | --year Y] [--form] [--with-lists] [--to WHOM]."""
    arguments.file(one)
    one.arguments.add_argument(
        "out", metavar="КОПИЯ", type=Path, help="новый файл копии .shnor; .zip — под паролем"
    )
    arguments.writes(one, "out", replaces=False)
    chosen = one.options.add_mutually_exclusive_group()
    chosen.add_argument("--school", metavar="ШКОЛА", help="только эта школа: название или код")
    chosen.add_argument(
        "--year", metavar="ГОД", type=arguments.school_year, help="только этот учебный год: 2020/21"
    )
    one.options.add_argument("--form", action="store_true", help="без имён людей, для заполнения")
    one.options.add_argument(
        "--with-lists",
        action="store_true",
        help="вместе с подписанными перечнями целиком: в них показатели и других школ",
    )
    one.options.add_argument(
        "--to", metavar="КОМУ", default="", help="кому отправляется часть: школа, куратор, организация"
    )


def diff(one: Parser) -> None:
    """FILE [OTHER] [--from … --to …]."""
    arguments.file(one)
    one.arguments.add_argument("other", metavar="ДРУГОЙ", nargs="?", type=Path, help="другая копия файла")
    one.options.add_argument(
        "--from", dest="since", metavar="МОМЕНТ", help="после действия или даты: 3.17 или 05.09.2026"
    )
    one.options.add_argument("--to", dest="until", metavar="МОМЕНТ", help="до действия или даты включительно")


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
    one.arguments.add_argument("out", metavar="НОВЫЙ", type=Path, help="новый файл .shnor")
    arguments.writes(one, "out", replaces=False)


def renew(one: Parser) -> None:
    """FILE OUT."""
    arguments.file(one)
    one.arguments.add_argument(
        "out", metavar="НОВЫЙ", type=Path, help="новый файл .shnor: с копиями прежнего он не объединяется"
    )
    arguments.writes(one, "out", replaces=False)
