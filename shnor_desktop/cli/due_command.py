"""`shnor due`: how the due text of a plan's row is read. Needs no document: the usual school calendar is taken."""

import argparse

from shnor_desktop.cli.answers import NEEDS_PERSON, Answer, picked
from shnor_desktop.cli.arguments import Parser, day
from shnor_desktop.errors import UserError
from shnor_desktop.rules.deadlines import telling
from shnor_desktop.rules.deadlines.due import Period
from shnor_desktop.rules.deadlines.reading import parse
from shnor_desktop.rules.words import russian


def arguments(one: Parser) -> None:
    """The text, the period and how the programme counts its years."""
    one.arguments.add_argument("text", metavar="ТЕКСТ", help="срок, как он напечатан в плане")
    one.options.add_argument(
        "--from",
        dest="since",
        metavar="ДАТА",
        type=day,
        required=True,
        help="начало периода: 01.09.2021",
    )
    one.options.add_argument(
        "--to",
        dest="until",
        metavar="ДАТА",
        type=day,
        required=True,
        help="конец периода: 31.08.2022",
    )
    kind = one.options.add_mutually_exclusive_group()
    kind.add_argument("--calendar-year", action="store_true", help="годы программы календарные")
    kind.add_argument(
        "--school-year",
        action="store_true",
        help="годы программы учебные (так и без указания, если период начат в сентябре)",
    )


def due(asked: argparse.Namespace) -> Answer:
    """The windows, or what must be asked."""
    school = asked.school_year or (not asked.calendar_year and asked.since.month == 9)
    period = Period(asked.since, asked.until, school)
    if period.starts > period.ends:
        raise UserError("Период кончается раньше, чем начинается.", "Поменяйте местами --from и --to.")
    if not period.usable:
        raise UserError(
            "По такому периоду сроки не посчитать.", "Укажите не больше 30 лет, между 1950 и 2150 годами."
        )
    found = parse(asked.text, period)
    lines = [russian.sentence(telling.told(found))]
    lines += [f"    {telling.days(one)}" for one in found.windows]
    lines += [found.question] if found.question else []
    data = picked(found, "kind windows least asks=question")
    data["windows"] = picked(found.windows, "from=starts to=ends")
    return Answer(lines, data, NEEDS_PERSON if found.question else 0)
