"""`shnor region-list`: a region's list of schools into the document as statuses, and what it differs in."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_desktop.cli import arguments
from shnor_desktop.cli.answers import NEEDS_PERSON, Answer, picked
from shnor_desktop.cli.arguments import Parser
from shnor_desktop.cli.changing import changing
from shnor_desktop.cli.document_commands import opened

if TYPE_CHECKING:
    from shnor_desktop.operations.identification.region_list import ListPlan, Taken

_KINDS = {"ШНОР": "low_result", "ШНСУ": "adverse_social"}


def takes(one: Parser) -> None:
    """What the command is given."""
    arguments.file(one)
    one.arguments.add_argument(
        "book", metavar="КНИГА", type=Path, help="таблица перечня: xlsx, xls, ods или csv"
    )
    add = one.options.add_argument
    add("--school", metavar="В_ПЕРЕЧНЕ=ШКОЛА", type=arguments.pair, action="append", default=[],
        help="какая это школа: название или код в перечне=название или код в файле, «новая» или «пропустить»")  # fmt: skip
    add("--basis", metavar="РЕКВИЗИТЫ", default="", help="реквизиты документа, если их нет в самой книге")
    add("--date", metavar="ДАТА", type=arguments.day, default=None, help="дата документа: 15.09.2026")
    add("--status", metavar="СТАТУС", choices=tuple(_KINDS), default=None, help="ШНОР или ШНСУ")
    add("--end-absent", action="store_true",
        help="закончить статусы школ прежнего перечня, которых в этом нет")  # fmt: skip
    add("--dry-run", action="store_true", help="только показать, что изменится")


def load(asked: argparse.Namespace) -> Answer:
    """Read, match, compare, write; with --dry-run only tell."""
    from shnor_desktop.operations.identification import region_list as operation

    listed = operation.read_list(asked.book)
    said = operation.options_of(listed)
    options = operation.Options(
        asked.basis or said.text,
        asked.date.isoformat() if asked.date else said.since,
        _KINDS.get(asked.status, said.kind),
    )
    file = opened(asked.file, read_only=True) if asked.dry_run else changing(asked.file)
    with file as document:
        planned = operation.plan(document, listed, None, options)
        if asked.school:
            decisions = operation.decisions_of(document, planned, asked.school)
            planned = operation.plan(document, listed, decisions, options)
        taken = None if asked.dry_run else operation.apply(document, planned, end_absent=asked.end_absent)
    code = NEEDS_PERSON if planned.of("waiting") or (planned.leaving and not asked.end_absent) else 0
    return Answer([*operation.told(planned), *_done(taken)], _values(planned, taken), code)


def _done(taken: "Taken | None") -> list[str]:
    if taken is None:
        return ["Ничего не записано: это только просмотр."]
    return [
        f"Отмечено школ {taken.added}, из них новых в файле {taken.created}; статус закончен у {taken.ended}."
    ]


def _values(planned: "ListPlan", taken: "Taken | None") -> dict[str, object]:
    return {
        **picked(planned, "basis=options.text date=options.since"),
        "schools": picked(planned.lines, "in_list=named.mention.text school=school_name basis fate computed"),
        **picked(planned, "leaving=leaving_names only_computed only_listed other_status"),
        "notes": [one.text for one in planned.listed.problems],
        "added": taken.added if taken else 0,
        "ended": taken.ended if taken else 0,
    }
